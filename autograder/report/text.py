"""Verdicts as plain text, for a terminal, a log and a screen reader."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from autograder.verdict import State, Verdict

MARKS: dict[State, str] = {"passed": "✓", "failed": "✗", "todo": "○", "blocked": "·", "crashed": "!"}
PLAIN: dict[State, str] = {
    "passed": "passed:", "failed": "failed:", "todo": "to do:", "blocked": "waiting:", "crashed": "crashed:",
}  # fmt: skip
CONSOLE = MARKS | {"passed": "√", "failed": "×"}  # a Windows console shows no ✓ and no ✗: its fonts have neither
ITS_OWN_FONTS = ("WT_SESSION", "TERM_PROGRAM", "TERMINAL_EMULATOR")  # set by programs that take from other fonts
WIDTH = 78
INDENT = "    "
BAR = "█░"
PRINTED = "your code printed:"
SYMBOLS = str.maketrans({
    "—": "-", "–": "-", "−": "-", "×": "x", "·": "*", "…": "...", "≤": "<=", "≥": ">=", "≠": "!=", "±": "+-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "→": "->", "√": "sqrt ", "²": "^2", "∞": "inf", "Σ": "sum",
    "█": "#", "░": ".", "✓": "+", "✗": "x", "○": "o", "µ": "mu", "σ": "sigma", "Δ": "delta ",
})  # fmt: skip


def headline(verdict: Verdict, marks: dict[State, str] = MARKS) -> str:
    """Write mark, exercise, what a right answer does, and points; a long one takes a second line."""
    return row(f"{marks[verdict.state]} {verdict.exercise} — {verdict.title}", points_of(verdict), marks)


def points_of(verdict: Verdict) -> str:
    """Write the points of a verdict."""
    return f"{verdict.points}/{verdict.max_points}"


def row(text: str, right: str, marks: dict[State, str] = MARKS, indent: str = "") -> str:
    """Put a text and something at the right edge on one line; what does not fit follows below, indented."""
    room = WIDTH - len(indent)
    words = ascii_only(text) if marks is PLAIN else text
    first, *more = wrap(words, room - len(right) - 2, hanging="  ")
    return "\n".join(indent + line for line in [f"{first:<{room - len(right)}}{right}", *more])


def details(verdict: Verdict) -> list[str]:
    """Write what is to be read below the headline: fact, then help."""
    if verdict.state == "todo":
        return ["still a stub: replace `raise NotImplementedError` by your code"]
    if verdict.state == "blocked":
        return [f"waits for {verdict.waits_for}: this exercise calls it, so go there first"]
    if verdict.state == "crashed":
        return ["this is a fault of the kit, not of your code; please report it:", *verdict.facts]
    lines = list(verdict.facts)
    if verdict.state == "failed":
        lines += [verdict.help] if verdict.help else []
        lines += [f"replay: {verdict.replay}"] if verdict.replay else []
    return lines + notes(verdict)


def notes(verdict: Verdict) -> list[str]:
    """Write what did not decide the verdict."""
    told = [note for note in verdict.notes if not note.startswith(PRINTED)]
    printed = [note.replace("\n", "\n  ") for note in verdict.notes if note.startswith(PRINTED)]
    harmless = " (it did not decide the verdict)" if verdict.state == "passed" else ""
    return [f"note: {note}{harmless}" for note in told] + printed


def verdict_text(verdict: Verdict, marks: dict[State, str] = MARKS) -> str:
    """Write a verdict in full, with the name of its exercise."""
    return "\n".join([headline(verdict, marks), *indented(details(verdict), marks)])


def is_unloaded(verdict: Verdict) -> bool:
    """Tell whether a check could not run because nothing of the learner's file could be loaded."""
    return bool(verdict.facts) and verdict.facts[0].startswith(f"`{verdict.exercise}` cannot be checked")


def told_once(verdict: Verdict, problems: Collection[str]) -> Verdict:
    """Leave out of a verdict the problems of the learner's file, where they are told for all verdicts together."""
    return replace(verdict, facts=tuple(fact for fact in verdict.facts if fact not in problems))


def nested(verdict: Verdict, marks: dict[State, str] = MARKS, *, full: bool = True) -> list[str]:
    """Write a verdict as lines below the name of its exercise."""
    lines = row(f"{marks[verdict.state]} {verdict.title}", points_of(verdict), marks, INDENT).splitlines()
    return lines + (indented(details(verdict), marks, 2 * INDENT) if full else [])


def indented(lines: Iterable[str], marks: dict[State, str] = MARKS, indent: str = INDENT) -> list[str]:
    """Indent and wrap lines below a headline; commands and lines of code stay whole."""
    parts = [part for text in lines for part in (ascii_only(text) if marks is PLAIN else text).splitlines()]
    return [indent + line for part in parts for line in wrap(part, WIDTH - len(indent), hanging="  ")]


def wrap(text: str, width: int, hanging: str = "") -> list[str]:
    """Break a line between words, unless it is a command to copy or starts with spaces, as code does."""
    if len(text) <= width or text.startswith((" ", "replay: ", "line ")):
        return [text]
    return textwrap.wrap(text, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def bar(part: int, whole: int, width: int = 16) -> str:
    """Draw a share; full only when nothing is open, empty only when nothing is done."""
    filled = part * width // whole if whole else width
    filled = max(filled, 1) if part else filled
    return BAR[0] * filled + BAR[1] * (width - filled)


def ascii_only(text: str) -> str:
    """Write a text without any character outside ASCII."""
    return text.translate(SYMBOLS).encode("ascii", "backslashreplace").decode("ascii")


def marks_for(encoding: str | None) -> dict[State, str]:
    """Choose the marks that a terminal of some encoding can show."""
    try:
        ("".join(MARKS.values()) + "—" + BAR).encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return PLAIN
    return MARKS


def marks_on(stream: Any) -> dict[State, str]:
    """Choose the marks that can be read where a stream leads."""
    marks = marks_for(getattr(stream, "encoding", None))
    return CONSOLE if marks is MARKS and is_console(stream) else marks


def is_console(stream: Any) -> bool:
    """Tell whether a stream leads to Windows' own console, which takes every character from one font."""
    return (
        sys.platform == "win32"
        and stream is not None
        and stream.isatty()
        and not any(map(os.environ.get, ITS_OWN_FONTS))
    )


def number_words(number: float) -> str:
    """Write points, which are whole unless an instructor gave a cell others: `3`, `2.5`, `6.67`."""
    return f"{round(number, 2):.12g}"


def points_words(points: float, most: float) -> str:
    """Write points as words: `3 of 4 points`."""
    return f"{number_words(points)} of {number_words(most)} point{'' if most == 1 else 's'}"


def count(number: float, word: str) -> str:
    """Write a number of things: `1 check`, `2 checks`."""
    return f"{number_words(number)} {word}{'' if number == 1 else 's'}"
