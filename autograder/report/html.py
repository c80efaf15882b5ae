"""Verdicts for a notebook: HTML that needs no other file and reads well on light and dark pages, and plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder.lesson import Exercise
from autograder.report.text import MARKS, details, indented, nested, notes, number_words, row
from autograder.verdict import Judged, State, Verdict

WORDS: dict[State, str] = {
    "passed": "passed", "failed": "not yet", "todo": "to do", "blocked": "waiting", "crashed": "fault of the kit",
}  # fmt: skip
EDGES: dict[State, str] = {
    "passed": "#2a9d4e", "failed": "#d9822b", "todo": "#888888", "blocked": "#888888", "crashed": "#a855c8",
}  # fmt: skip
BOX = "border-left:4px solid {edge};padding:2px 0 2px 10px;margin:6px 0;line-height:1.45;max-width:54em"
LINE = "display:flex;gap:1em;justify-content:space-between;align-items:baseline"
SUMMARY = "cursor:pointer;display:list-item"
FACTS = (
    "margin:2px 0 4px 0;padding:4px 8px;white-space:pre-wrap;overflow-wrap:anywhere;"
    "font-family:monospace;font-size:0.92em;color:inherit;background:rgba(128,128,128,0.12)"
)


@dataclass(frozen=True)
class Result(Judged):
    """One exercise and its verdicts, what the code printed meanwhile, and a last word."""

    exercise: Exercise
    verdicts: tuple[Verdict, ...]
    printed: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Board:
    """The answer of a check cell: Jupyter shows the HTML, everything else the text."""

    results: tuple[Result, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": board_text(self.results), "text/html": board_html(self.results)}

    def __repr__(self) -> str:
        return board_text(self.results)


def board_text(results: Sequence[Result], marks: dict[State, str] = MARKS) -> str:
    """Write results as text: the verdicts that are open in full, the others in one line."""
    return "\n".join(line for result in results for line in result_lines(result, marks))


def result_lines(result: Result, marks: dict[State, str]) -> list[str]:
    """Write one exercise as lines."""
    points = f"{result.points}/{result.exercise.points}"
    lines = row(f"{marks[result.state]} {result.exercise.name}: {WORDS[result.state]}", points, marks).splitlines()
    if result.state == "todo":
        lines += indented(details(result.verdicts[0]), marks)
    elif result.state != "passed":
        first = first_open(result)
        lines += [line for verdict in result.verdicts for line in nested(verdict, marks, full=verdict is first)]
    else:
        lines += indented(notes_of(result), marks)
    lines += indented(printed_lines(result.printed), marks)
    return lines + indented([result.advice] if result.advice else [], marks)


def first_open(result: Result) -> Verdict:
    """Return the verdict to look at first."""
    return next(verdict for verdict in result.verdicts if verdict.state == result.state)


def notes_of(result: Result) -> list[str]:
    """Write the notes of an exercise that passed, each once."""
    return list(dict.fromkeys(note for verdict in result.verdicts for note in notes(verdict)))


def printed_lines(printed: str) -> list[str]:
    """Write what the code printed, under its own heading."""
    return ["your code printed:", *(f"  {line}" for line in printed.splitlines())] if printed else []


def board_html(results: Sequence[Result]) -> str:
    """Write results as HTML."""
    return "".join(result_html(result) for result in results)


def result_html(result: Result) -> str:
    """Write one exercise as HTML."""
    exercise, state = result.exercise, result.state
    head = line_html(f"{mark(state)} <b>{escape(exercise.name)}</b>: {WORDS[state]}", result.points, exercise.points)
    body = []
    if state == "todo":
        body = [paragraph("Still a stub: replace <code>raise NotImplementedError</code> by your code.")]
    elif state != "passed":
        first = first_open(result)
        body = [verdict_html(verdict, closed=verdict is not first) for verdict in result.verdicts]
    else:
        body = [paragraph(escape(note)) for note in notes_of(result)]
    body += [f"<div>Your code printed:</div>{preformatted(result.printed.splitlines())}"] if result.printed else []
    body += [paragraph(escape(result.advice))] if result.advice else []
    body += [hints_html(exercise.hints)] if state in ("failed", "todo") else []
    return f'<div role="group" style="{BOX.format(edge=EDGES[state])}">{head}{"".join(body)}</div>'


def verdict_html(verdict: Verdict, *, closed: bool = False) -> str:
    """Write one verdict: what a right answer does, then fact and help, which may be closed at first."""
    head = line_html(f"{mark(verdict.state)} {escape(verdict.title)}", verdict.points, verdict.max_points)
    if verdict.state == "failed" and closed:
        return within(head + folded("what happened", body_html(verdict)))
    return within(head if closed or verdict.state == "passed" else head + within(body_html(verdict)))


def within(html: str) -> str:
    """Indent a part."""
    return f'<div style="margin-left:1.4em">{html}</div>'


def body_html(verdict: Verdict) -> str:
    """Write what is to be read below the headline of an open verdict."""
    if verdict.state == "failed":
        told = [paragraph(escape(text)) for text in [verdict.help, *notes(verdict)] if text]
        return (preformatted(verdict.facts) if verdict.facts else "") + "".join(told)
    if verdict.state == "crashed":
        first, *more = details(verdict)
        return paragraph(escape(first)) + preformatted(more)
    return "".join(paragraph(escape(line)) for line in details(verdict))


def mark(state: State) -> str:
    """Write a mark that a screen reader gets as a word."""
    return f'<span role="img" aria-label="{WORDS[state]}" title="{WORDS[state]}">{MARKS[state]}</span>'


def line_html(left: str, points: float, most: float) -> str:
    """Write a line with points at its right end; `left` is HTML already."""
    given, whole = number_words(points), number_words(most)
    right = f'<span aria-label="{given} of {whole} points">{given}/{whole}</span>'
    return f'<div style="{LINE}"><span>{left}</span>{right}</div>'


def paragraph(html: str) -> str:
    """Write a line of prose; the text is HTML already."""
    return f'<div style="margin:2px 0 4px 0">{html}</div>'


def preformatted(lines: Sequence[str]) -> str:
    """Write lines as they are, in a typewriter face."""
    text = "\n".join(escape(line) for line in lines)
    return f'<pre style="{FACTS}">{text}</pre>'


def folded(title: str, html: str) -> str:
    """Write something that opens on a click, or on the return key."""
    return f'<details style="margin:2px 0 2px 1.4em"><summary style="{SUMMARY}">{title}</summary>{html}</details>'


def hints_html(hints: Sequence[str]) -> str:
    """Write hints one within the other, closed until they are asked for."""
    html = ""
    for number, hint in reversed(list(enumerate(hints, start=1))):
        html = folded("A hint" if number == 1 else "A stronger hint", paragraph(escape(hint)) + html)
    return html
