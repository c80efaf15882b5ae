"""Read the results of a grading run into what a report counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.errors import WrongUsage
from autograder.verdict import Grade, State, state_of

RESULTS = "grades.json"
STOPPED = ("stopped: ", "not run: ")


class NoResults(WrongUsage):
    """There are no results of a grading run where they were looked for."""


@dataclass(frozen=True)
class Made:
    """A known mistake that a student made: exercise, name in the bank, and what it says."""

    exercise: str
    name: str
    sentence: str


@dataclass(frozen=True)
class Student:
    """What a report counts of one submission.

    Attributes
    ----------
    state : str
        ``graded``, ``open`` (in part), ``not graded``, ``passed over``.
    exercises : dict
        By lesson and exercise, in the order of the workshop: its state.
    mistakes : tuple of Made
        Known mistakes, each once.
    stopped : dict
        Exercises that ran into a limit, by lesson and exercise, and the limit in words.
    """

    name: str
    state: str
    reason: str
    points: float
    max_points: float
    open_points: float
    exercises: Mapping[tuple[str, str], State]
    mistakes: tuple[Made, ...] = ()
    stopped: Mapping[tuple[str, str], str] | None = None

    @property
    def counted(self) -> bool:
        """Tell whether the points say something about the student."""
        return self.state == "graded"

    @property
    def share(self) -> float:
        """Points earned as a share of those that there are."""
        return self.points / self.max_points if self.max_points else 0.0


@dataclass(frozen=True)
class Results:
    """A grading run as a report sees it."""

    what: str
    students: tuple[Student, ...]

    def masked(self) -> Results:
        """Return the same without names: students are numbered by their results, best first."""
        order = sorted(self.students, key=lambda student: (-student.share, student.name))
        width = len(str(len(order)))
        return replace(
            self,
            students=tuple(
                replace(student, name=f"student {number:0{width}}") for number, student in enumerate(order, start=1)
            ),
        )


def read_results(folder: Path) -> Results:
    """Read `grades.json`.

    Parameters
    ----------
    folder : Path
        What `autograder grade` was given as `--out`, or the file itself.

    Raises
    ------
    NoResults
        If there is no such file, or something else is in it.
    """
    path = folder if folder.is_file() else folder / RESULTS
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return Results(str(table["graded"]), tuple(student_of(row) for row in table["submissions"]))
    except FileNotFoundError:
        raise NoResults(f"{path} is not there: name the folder that `autograder grade` wrote with --out") from None
    except (ValueError, KeyError, TypeError) as error:
        raise NoResults(f"{path} holds no results of `autograder grade`: {type(error).__name__}: {error}") from None


def student_of(row: Mapping[str, Any]) -> Student:
    """Read one submission."""
    lessons = row["lessons"]
    grades = [Grade.from_json(lesson["grade"]) for lesson in lessons if lesson["grade"]]
    reasons = dict.fromkeys([row["reason"], *(lesson["reason"] for lesson in lessons)])
    return Student(
        name=row["student"],
        state=row["state"],
        reason="; ".join(filter(None, reasons)),
        points=row["points"] or 0,
        max_points=row["max_points"] or 0,
        open_points=row["open_points"] or 0,
        exercises={key: state for grade in grades for key, state in states_in(grade).items()},
        mistakes=tuple(dict.fromkeys(mistake for grade in grades for mistake in mistakes_in(grade))),
        stopped={key: words for grade in grades for key, words in stops_in(grade).items()},
    )


def states_in(grade: Grade) -> dict[tuple[str, str], State]:
    """Return the state of each exercise of a lesson."""
    names = dict.fromkeys(verdict.exercise for verdict in grade.verdicts)
    return {(grade.lesson, name): state_of(grade.of(name)) for name in names}


def mistakes_in(grade: Grade) -> Sequence[Made]:
    """Return the known mistakes in a lesson."""
    return [Made(one.exercise, one.mistake, one.help or "") for one in grade.verdicts if one.mistake]


def stops_in(grade: Grade) -> dict[tuple[str, str], str]:
    """Return the exercises of a lesson that ran into a limit."""
    found = {
        (grade.lesson, verdict.exercise): fact
        for verdict in reversed(grade.verdicts)
        for fact in verdict.facts
        if verdict.state == "failed" and fact.startswith(STOPPED)
    }
    return dict(reversed(found.items()))
