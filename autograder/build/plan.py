"""`course.toml`: which lessons and exercises a course holds, and what each is worth there."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.build.errors import CourseError
from autograder.build.notebooks import code_cells, lesson_imports
from autograder.build.source import Source, source_of
from autograder.home import Home, Suite

NAME = "course.toml"
QUESTION = "question"
GIVEN = "# given with this course"
HEAD = """\
# What this course holds: a table for each lesson, and in it a line for each exercise with its points.
# The `question` of a lesson is read by hand. Take out what you do not ask, change points; then run
#
#     autograder course .          and, for what students are to receive,
#     nbgrader generate_assignment nn
#
# An exercise without a line is not in the notebook, unless one that is there calls it: then it is given, solved.
# The same goes for a lesson without a table. Checks share the points of their exercise as they do in the kit.
"""


@dataclass(frozen=True)
class Part:
    """One lesson of a course.

    Attributes
    ----------
    points : mapping of str to float
        What each exercise that is asked is worth.
    question : float or None
        What the question is worth; None if it is not asked.
    """

    suite: Suite
    source: Source
    points: Mapping[str, float]
    question: float | None


@dataclass(frozen=True)
class Choice:
    """What a new course is to hold; all of the kit if nothing is named."""

    segments: Sequence[str] = ()
    lessons: Sequence[str] = ()
    exercises: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.segments or self.lessons or self.exercises)


def first_plan(home: Home, choice: Choice) -> str:
    """Write the table of a new course.

    Raises
    ------
    CourseError
        If something is named that the kit has not.
    """
    suites = home.suites()
    refuse_unknown("segment", choice.segments, {suite.segment: 0 for suite in suites}, "has lessons")
    refuse_unknown("lesson", choice.lessons, [suite.name for suite in suites])
    refuse_unknown("exercise", choice.exercises, [name for suite in suites for name in suite.lesson.exercises])
    return "\n".join([HEAD, *(table for suite in suites for table in tables(home, suite, choice))])


def whole_lesson(home: Home, suite: Suite) -> Part:
    """Return a lesson with all its exercises and the kit's points."""
    source = source_of(home, suite)
    points = {name: exercise.points for name, exercise in suite.lesson.exercises.items()}
    return Part(suite, source, points, sum(cell.points for cell in source.of("question")))


def tables(home: Home, suite: Suite, choice: Choice) -> Iterator[str]:
    """Yield the table of a lesson, if anything of it is asked."""
    whole = not choice or suite.segment in choice.segments or suite.name in choice.lessons
    part = whole_lesson(home, suite)
    lines = [f"{name} = {points}" for name, points in part.points.items() if whole or name in choice.exercises]
    lines += [f"{QUESTION} = {part.question}"] if whole else []
    if lines:
        yield "\n".join([f"[{suite.segment}.{suite.stem}]", *lines, ""])


def refuse_unknown(kind: str, names: Sequence[str], known: Collection[str], which: str = "is there") -> None:
    """Stop where a name is none of the kit's."""
    unknown = [name for name in names if name not in known]
    if unknown:
        raise CourseError(f"no {kind} called {', '.join(unknown)} {which}; there is: {', '.join(known)}")


def read_plan(home: Home, path: Path) -> list[Part]:
    """Read what a course holds: see `parse_plan`."""
    try:
        return parse_plan(home, path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is no text in UTF-8: {error}") from None


def parse_plan(home: Home, text: str, path: str) -> list[Part]:
    """Read what a course holds, in the kit's order.

    Raises
    ------
    CourseError
        If the text is no TOML, names something that the kit has not, or gives points that are none.
    """
    try:
        data = tomllib.loads(text)
        rows = {
            f"{name}/{stem}": entries(stem, row) for name, part in data.items() for stem, row in entries(name, part)
        }
        suites = home.suites()
        refuse_unknown("lesson", list(rows), [suite.name for suite in suites])
        return [part_of(home, suite, rows[suite.name]) for suite in suites if suite.name in rows]
    except (tomllib.TOMLDecodeError, CourseError) as error:
        raise CourseError(f"{path}: {error}") from None


def entries(name: str, table: Any) -> list[tuple[str, Any]]:
    """Return the lines of a table.

    Raises
    ------
    CourseError
        If it is none.
    """
    if not isinstance(table, dict):
        raise CourseError(f"{name} = {table!r} belongs into the table of a lesson: write [segment.lesson] above it")
    return list(table.items())


def part_of(home: Home, suite: Suite, lines: Sequence[tuple[str, Any]]) -> Part:
    """Read the table of a lesson."""
    exercises = suite.lesson.exercises
    refuse_unknown(f"exercise of {suite.name}", [name for name, _ in lines], [*exercises, QUESTION])
    given = {name: points_of(f"{suite.name}: {name}", points) for name, points in lines}
    asked = {name: given[name] for name in exercises if name in given}
    return Part(suite, source_of(home, suite), asked, given.get(QUESTION))


def points_of(name: str, points: Any) -> float:
    """Return points as they are, if they are any."""
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < math.inf:
        raise CourseError(f"{name} = {points!r}: points are a number from 0")
    return points


def given_names(home: Home, parts: Sequence[Part]) -> dict[str, Suite]:
    """Find the exercises that are not asked, and are called by some that are: by name, with their lessons."""
    suites = {suite.name: suite for suite in home.suites()}
    asked = {name for part in parts for name in part.points}
    waiting = [name for part in parts for name in imported(part.source)]
    waiting += [name for part in parts for one in part.points for name in part.suite.lesson.exercises[one].after]
    owner = {name: suite for suite in suites.values() for name in suite.lesson.exercises}
    found: dict[str, Suite] = {}
    while waiting:
        name = waiting.pop()
        if name in owner and name not in asked and name not in found:
            found[name] = owner[name]
            waiting += [*owner[name].lesson.exercises[name].after, *imported(source_of(home, owner[name]))]
    return found


def imported(source: Source) -> list[str]:
    """Name what a lesson imports from earlier ones."""
    nodes = [node for cell in code_cells(source) for node in lesson_imports(cell.tree, source.segments)]
    return [alias.name for node in nodes for alias in node.names]


def given_module(source: Source, names: Collection[str]) -> str:
    """Write a lesson that is not asked as a module: what it sets up, and the exercises that others call."""
    head = f"{GIVEN}, not asked: {source.lesson}"
    kept = [cell for cell in source.cells if cell.role == "setup" or (cell.role == "exercise" and cell.name in names)]
    return "\n\n\n".join([head, *(cell.text.strip("\n") for cell in kept)]) + "\n"
