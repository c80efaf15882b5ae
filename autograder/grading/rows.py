"""One row a submission: what it came to, what could not be graded, and what a fault of the kit leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.home import Suite
from autograder.report.text import number_words
from autograder.verdict import Grade

Standing = Literal["graded", "open", "not graded", "passed over"]


@dataclass(frozen=True)
class LessonRow:
    """Points of one lesson.

    Attributes
    ----------
    open_points : int
        Points that are neither given nor refused: a person has to look.
    reason : str
        Why points are open.
    fault : bool
        Whether the kit is to blame for that.
    """

    lesson: str
    points: float
    max_points: float
    open_points: float = 0
    reason: str = ""
    fault: bool = False

    @property
    def cell(self) -> str:
        """The points in a table; `12+3?` where 3 are open, so that no spreadsheet takes 12 for the result."""
        given = number_words(self.points)
        return f"{given}+{number_words(self.open_points)}?" if self.open_points else given


@dataclass(frozen=True)
class Row:
    """What one submission came to.

    Attributes
    ----------
    state : str
        ``graded``, ``open`` (in part), ``not graded`` (nothing could be), ``passed over`` (no submission at all).
    reason : str
        Why it could not be graded.
    key : str
        Address of the result in the cache; empty if there is none.
    page : str
        Feedback page, within the folder of results.
    by_hand : int
        Answers in words that wait for a person.
    sums : mapping of str to float
        What a gradebook adds: points given by hand, the penalty, and the total of a student.
    """

    student: str
    entries: tuple[str, ...]
    state: Standing
    reason: str = ""
    notes: tuple[str, ...] = ()
    lessons: tuple[LessonRow, ...] = ()
    key: str = ""
    page: str = ""
    by_hand: int = 0
    sums: Mapping[str, float] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(row.points for row in self.lessons)

    @property
    def max_points(self) -> float:
        """Points that there are."""
        return sum(row.max_points for row in self.lessons)

    @property
    def open_points(self) -> float:
        """Points that a person has to decide on."""
        return sum(row.open_points for row in self.lessons)

    @property
    def fault(self) -> bool:
        """Tell whether the kit itself failed."""
        return any(row.fault for row in self.lessons)

    @property
    def cell(self) -> str:
        """The points in a table; nothing where there are none."""
        return LessonRow("", self.points, self.max_points, self.open_points).cell if self.lessons else ""


def lesson_rows(
    suites: Sequence[Suite], result: Mapping[str, Any], refused: Mapping[str, str]
) -> tuple[LessonRow, ...]:  # fmt: skip
    """Read points off a result.

    Parameters
    ----------
    result : mapping
        What `work.perform` gave.
    refused : mapping of str to str
        Lessons of which the file could not even be handed over, and why.
    """
    return tuple(lesson_row(suite, result, refused.get(suite.name, "")) for suite in suites)


def lesson_row(suite: Suite, result: Mapping[str, Any], refused: str) -> LessonRow:
    """Read the points of one lesson."""
    most = suite.lesson.points
    if result["fault"]:
        return LessonRow(suite.name, 0, most, most, f"fault of the kit: {result['fault']}", True)
    row = result["lessons"].get(suite.name) or {"grade": None, "reason": ""}
    if refused or row["grade"] is None:
        return LessonRow(suite.name, 0, most, most, refused or row["reason"])
    return graded_row(Grade.from_json(row["grade"]))


def graded_row(grade: Grade) -> LessonRow:
    """Sum up a grade; checks that crashed leave their points open."""
    crashed = [verdict for verdict in grade.verdicts if verdict.state == "crashed"]
    left = sum(verdict.max_points for verdict in crashed)
    names = ", ".join(dict.fromkeys(verdict.exercise for verdict in crashed))
    reason = f"fault of the kit in checks of {names}" if crashed else ""
    return LessonRow(grade.lesson, grade.points, grade.max_points, left, reason, bool(crashed))


def standing(rows: Sequence[LessonRow]) -> Standing:
    """Tell whether all, a part or nothing of a submission has a grade."""
    if not any(row.open_points for row in rows):
        return "graded"
    nothing = all(row.open_points == row.max_points and not row.fault for row in rows)
    return "not graded" if nothing else "open"


def grades_in(result: Mapping[str, Any] | None) -> dict[str, Grade]:
    """Return the grades of a result by lesson."""
    lessons = result["lessons"] if result else {}
    return {name: Grade.from_json(row["grade"]) for name, row in lessons.items() if row["grade"]}
