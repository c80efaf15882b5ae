"""Verdicts in words: on 78 columns, in ASCII, and as HTML that is safe to show."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from autograder.lesson import Lesson
from autograder.report.html import Board, Result
from autograder.report.text import MARKS, PLAIN, WIDTH, bar, headline, marks_for, verdict_text
from autograder.verdict import Verdict

FAILED = Verdict(
    check="test_mean",
    exercise="softmax_cross_entropy",
    title="averages -log p(label) over the batch",
    state="failed",
    points=0,
    max_points=1,
    facts=("softmax_cross_entropy(logits: float64 (6, 4), labels: int64 (6,))", "expected 1.5873, got 9.5238"),
    help="You seem to sum over the batch: divide by the number of rows.",
    notes=("RuntimeWarning: overflow",),
    replay='pytest "exercises/nn/test_losses.py::test_mean" --seed 0',
)
EVIL = "<script>alert(1)</script>"


def test_a_failure_reads_as_fact_then_help_then_how_to_see_it_again():
    text = verdict_text(FAILED)
    lines = text.splitlines()
    assert lines[0].startswith("✗ softmax_cross_entropy — averages -log p(label) over the batch")
    assert (len(lines[0]), lines[0][-3:]) == (WIDTH, "0/1")
    order = [text.index(words) for words in ("logits: float64", "expected", "You seem", "replay:", "note:")]
    assert order == sorted(order)


def test_a_long_headline_goes_on_below_and_loses_nothing():
    title = "is the derivative of the loss, entry by entry, for logits of any size and labels of any order"
    first, second = headline(replace(FAILED, title=title)).splitlines()
    assert first.endswith("0/1")
    assert len(first) == WIDTH
    assert second.startswith("  ")
    assert " ".join([first[:-3].rstrip(), second.strip()]).endswith(title)


def test_commands_are_never_broken():
    long = "pytest " + "x" * 60 + " " + "y" * 60
    assert f"replay: {long}" in verdict_text(replace(FAILED, replay=long))


def test_the_ascii_form_has_no_other_character():
    text = verdict_text(replace(FAILED, title="2 × 3 ≤ Δw — ψ", help="“quoted”"), PLAIN)
    assert text.isascii()
    assert text.startswith("failed: softmax_cross_entropy - 2 x 3 <= delta w")


@pytest.mark.parametrize(
    ("encoding", "marks"), [("utf-8", MARKS), ("ascii", PLAIN), ("cp1252", PLAIN), (None, PLAIN), ("nonsense", PLAIN)]
)
def test_marks_are_those_that_the_terminal_can_show(encoding, marks):
    assert marks_for(encoding) is marks


def test_a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is():
    assert bar(0, 100, 10) == "░" * 10
    assert bar(1, 100, 10) == "█" + "░" * 9
    assert bar(99, 100, 10) == "█" * 9 + "░"
    assert bar(100, 100, 10) == "█" * 10


def board(*verdicts: Verdict, printed: str = "") -> dict[str, str]:
    exercise = Lesson().exercise("softmax_cross_entropy", minutes=1, hints=(f"first {EVIL}", "second"))
    return Board((Result(exercise, verdicts, printed),))._repr_mimebundle_()


def test_everything_that_a_learner_can_write_is_escaped():
    evil = replace(FAILED, title=EVIL, facts=(EVIL,), help=EVIL, notes=(EVIL,))
    html = board(evil, replace(evil, state="crashed"), printed=EVIL)["text/html"]
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 5


def test_html_is_well_formed_and_needs_no_other_file():
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            opened.append(tag)
            assert not {"src", "href", "class"} & {name for name, _ in attrs}

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    reader = Reader()
    for state in ("passed", "failed", "todo", "blocked", "crashed"):
        reader.feed(board(replace(FAILED, state=state), FAILED, printed="x")["text/html"])
    assert opened == []


def test_states_are_words_and_not_only_marks_or_colours():
    for state, word in (("passed", "passed"), ("failed", "not yet"), ("todo", "to do"), ("blocked", "waiting")):
        bundle = board(replace(FAILED, state=state))
        assert f"</b>: {word}" in bundle["text/html"]
        assert word in bundle["text/plain"]


def test_hints_wait_until_they_are_asked_for():
    html = board(FAILED)["text/html"]
    assert html.index("<summary") < html.index("first") < html.index("second")
    assert "first" not in board(replace(FAILED, state="passed"))["text/html"]
