"""What a check cell of a course shows: verdicts, and points in the worth that the cell has there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder.grading.feedback import exercise_html
from autograder.home import Suite
from autograder.report.html import BOX, EDGES, Result, board_text, paragraph
from autograder.verdict import Grade

FAULT = "a fault of the kit, not of your code"
BY_HAND = "The points of this cell are open: they are given by hand."


@dataclass(frozen=True)
class Shown:
    """What a check cell shows.

    Attributes
    ----------
    points : float or None
        Points earned; None if they are open.
    """

    text: str
    html: str
    points: float | None


def exercise_shown(suite: Suite, name: str, grade: Grade, worth: Any, note: str) -> Shown:
    """Show one exercise; a check that crashed leaves the points of the cell open."""
    exercise, verdicts = suite.lesson.exercises[name], grade.of(name)
    told = [note] if note else []
    crashed = any(verdict.state == "crashed" for verdict in verdicts)
    told += [f"A check could not be run, through {FAULT}. {BY_HAND}"] if crashed else []
    text = "\n".join([board_text([Result(exercise, verdicts)]), *grade.problems, *told])
    html = exercise_html(exercise, verdicts, grade) + "".join(paragraph(escape(line)) for line in told)
    earned, most = sum(verdict.points for verdict in verdicts), sum(verdict.max_points for verdict in verdicts)
    return Shown(text, html, None if crashed else scaled(earned, most, worth))


def scaled(earned: int, most: int, worth: Any) -> float:
    """Turn the points of checks into those of a cell, which an instructor may have changed: finite, and in range."""
    whole = float(worth) if isinstance(worth, int | float) and math.isfinite(worth) else 0.0
    return min(max(whole * earned / most if most else whole, 0.0), whole)


def opened(why: str) -> Shown:
    """Say why points are open."""
    html = paragraph(f"<b>This could not be graded. It is not a zero.</b> {escape(why)}") + paragraph(BY_HAND)
    box = f'<div role="group" style="{BOX.format(edge=EDGES["crashed"])}">{html}</div>'
    return Shown(f"This could not be graded. It is not a zero. {why}\n{BY_HAND}", box, None)
