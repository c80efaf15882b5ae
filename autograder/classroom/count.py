"""The figures of a class: how points are spread, which exercises are hard, which mistakes are common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.classroom.read import Results, Student
from autograder.verdict import State

STATES: tuple[State, ...] = ("passed", "failed", "blocked", "todo", "crashed")
BINS = 10


@dataclass(frozen=True)
class Spread:
    """How the points of a class are spread, as shares of all points.

    Attributes
    ----------
    counts : tuple of int
        Students in each tenth, from 0 up; full marks are in the last.
    lower, median, upper : float
        Quartiles; NaN for an empty class.
    """

    counts: tuple[int, ...]
    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class ExerciseFigures:
    """How a class did in one exercise: students by state."""

    lesson: str
    exercise: str
    states: dict[State, int]

    @property
    def number(self) -> int:
        """How many students were checked."""
        return sum(self.states.values())

    @property
    def rate(self) -> float:
        """The share that passed."""
        return self.states["passed"] / self.number if self.number else float("nan")


@dataclass(frozen=True)
class Common:
    """A known mistake and who made it."""

    exercise: str
    name: str
    sentence: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Stop:
    """An exercise that ran into a limit, and for whom."""

    lesson: str
    exercise: str
    words: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class ClassFigures:
    """Everything that a report shows."""

    what: str
    students: tuple[Student, ...]
    spread: Spread
    exercises: tuple[ExerciseFigures, ...]
    mistakes: tuple[Common, ...]
    stops: tuple[Stop, ...]

    @property
    def graded(self) -> list[Student]:
        """Those whose points count."""
        return [student for student in self.students if student.counted]

    @property
    def ungraded(self) -> list[Student]:
        """Those whom a person has to look at."""
        return [student for student in self.students if not student.counted]


def figures_of(results: Results) -> ClassFigures:
    """Count what a report shows."""
    students = results.students
    return ClassFigures(
        results.what, students, spread_of(students), exercises_of(students), mistakes_of(students), stops_of(students)
    )


def spread_of(students: Sequence[Student]) -> Spread:
    """Count students by tenths of the points."""
    shares = [student.share for student in students if student.counted]
    counts, _ = np.histogram(shares, bins=BINS, range=(0.0, 1.0))
    quartiles = np.percentile(shares, [25, 50, 75]) if shares else [float("nan")] * 3
    return Spread(tuple(map(int, counts)), *(float(value) for value in quartiles))


def exercises_of(students: Sequence[Student]) -> tuple[ExerciseFigures, ...]:
    """Count states, exercise by exercise, in the order of the workshop."""
    keys = dict.fromkeys(key for student in students for key in student.exercises)
    return tuple(
        ExerciseFigures(
            lesson,
            exercise,
            {
                state: sum(student.exercises.get((lesson, exercise)) == state for student in students)
                for state in STATES
            },
        )
        for lesson, exercise in keys
    )


def mistakes_of(students: Sequence[Student]) -> tuple[Common, ...]:
    """List known mistakes, the most frequent first."""
    who: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for student in students:
        for made in student.mistakes:
            who.setdefault((made.exercise, made.name), (made.sentence, []))[1].append(student.name)
    found = [Common(*key, sentence, tuple(names)) for key, (sentence, names) in who.items()]
    return tuple(sorted(found, key=lambda mistake: (-len(mistake.students), mistake.exercise, mistake.name)))


def stops_of(students: Sequence[Student]) -> tuple[Stop, ...]:
    """List exercises that ran into a limit."""
    who: dict[tuple[str, str, str], list[str]] = {}
    for student in students:
        for (lesson, exercise), words in (student.stopped or {}).items():
            who.setdefault((lesson, exercise, words), []).append(student.name)
    return tuple(Stop(*key, tuple(names)) for key, names in sorted(who.items(), key=lambda item: -len(item[1])))


def as_json(figures: ClassFigures) -> dict[str, Any]:
    """Return the figures as a dictionary of JSON types."""
    spread = figures.spread
    return {
        "schema": 1,
        "graded": figures.what,
        "students": len(figures.students),
        "counted": len(figures.graded),
        "spread": {
            "tenths": list(spread.counts),
            "quartiles": [None if np.isnan(x) else round(x, 4) for x in (spread.lower, spread.median, spread.upper)],
        },
        "exercises": [
            {"lesson": row.lesson, "exercise": row.exercise, "students": row.states, "pass_rate": round(row.rate, 4)}
            for row in figures.exercises
        ],
        "mistakes": [vars(row) | {"students": list(row.students)} for row in figures.mistakes],
        "stopped": [vars(row) | {"students": list(row.students)} for row in figures.stops],
        "not_counted": [{"student": row.name, "state": row.state, "reason": row.reason} for row in figures.ungraded],
    }
