"""How far a run is shows on a terminal and in a log."""

from __future__ import annotations

import io

import pytest

from autograder.grading import bar as room
from autograder.grading.bar import Bar, LogBar, RichBar, left_words


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_a_bar_and_a_log_gets_sentences():
    assert isinstance(Bar.on(Terminal(), plain=False), RichBar)
    assert isinstance(Bar.on(Terminal(), plain=True), LogBar)
    assert isinstance(Bar.on(io.StringIO(), plain=False), LogBar)


def test_a_bar_is_drawn_and_removed():
    out = Terminal()
    with RichBar(out) as bar:
        bar.start(3)
        for graded in (False, True, True):
            bar.advance(graded)
    assert "3/3" in out.getvalue()
    assert "a minute" in out.getvalue()


def test_a_log_is_told_now_and_then(monkeypatch):
    out = io.StringIO()
    bar = LogBar(out.write)
    bar.start(2)
    bar.advance(True)
    assert out.getvalue() == ""
    monkeypatch.setattr(room, "SENTENCE_SECONDS", -1.0)
    bar.advance(False)
    assert out.getvalue().startswith("grading: 2 of 2, ")
    assert out.getvalue().endswith(" a minute, 0 s left\n")


@pytest.mark.parametrize(("seconds", "words"), [(5, "5 s"), (300, "5 min"), (9000, "2.5 h")])
def test_time_left_is_told_in_the_unit_that_fits(seconds, words):
    assert left_words(seconds) == words
