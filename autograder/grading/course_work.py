"""What a course's nbgrader asks of the kit: one student's results, and what a check cell shows of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from autograder.grading.assignment import STATE, Assignment
from autograder.grading.cache import Cache
from autograder.grading.feedback import exercise_html
from autograder.grading.kit import kit_at
from autograder.grading.rebuild import Item as CellItem
from autograder.grading.rebuild import part_of
from autograder.grading.rows import lesson_row
from autograder.grading.tree import CannotBeGraded
from autograder.grading.work import Item, perform
from autograder.home import Home, NoSuchLesson, Suite
from autograder.learner import error_words
from autograder.report.html import BOX, EDGES, Result, board_text, paragraph
from autograder.verdict import Grade

FAULT = "a fault of the kit, not of your code"
BY_HAND = "The points of this cell are open: they are given by hand."
CALL = re.compile(r"""\bcheck\(\s*["'](\w+)["']""")


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


@dataclass(frozen=True)
class Task:
    """One notebook of one student's.

    Attributes
    ----------
    course : Path
        The course's folder; seeds and results are kept in it.
    submission : Path
        The folder of the assignment within the student's.
    release : Path
        The folder of the assignment as it was released.
    assignment, notebook : str
        Their names.
    again : bool
        Whether to grade once more what a fault of the kit has left open.
    """

    home: Home
    course: Path
    submission: Path
    release: Path
    assignment: str
    notebook: str
    again: bool = True

    @cached_property
    def work(self) -> Assignment:
        """The assignment, as the kit grades it."""
        return Assignment(kit_at(self.home), self.course, self.release, self.assignment, self.notebook)

    def item(self) -> tuple[Item, Mapping[str, str]]:
        """Make the work item of the submission, and say which lessons cannot be handed over, and why.

        Raises
        ------
        CannotBeGraded
            If there is nothing to grade.
        """
        made = self.work.arranged(self.submission.parent)
        return self.work.item(made), made.refused

    def result(self) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """Return what `work.perform` gives for the submission, from the cache if it is there, and what was refused."""
        item, refused = self.item()
        cache = Cache(self.course / STATE / "cache")
        known = cache.has(item.key) or (not self.again and cache.get(item.key) is not None)
        if not known:
            text = perform(item.to_text())
            cache.put(item.key, text, final=json.loads(text)["final"])
        return cache.get(item.key) or {"fault": "the result was lost", "lessons": {}}, refused

    def shown(self, cells: Sequence[CellItem]) -> list[Shown | None]:
        """Say what each cell shows: check cells a result, others nothing. Whatever goes wrong leaves points open."""
        checks = [cell["cell_type"] == "code" and bool(part_of(cell, "nbgrader").get("grade")) for cell in cells]
        try:
            result, refused = self.result() if any(checks) else ({}, {})
        except CannotBeGraded as error:
            return [opened(str(error)) if check else None for check in checks]
        except Exception as error:  # ours: it must not cost the class its grades
            return [opened(f"{FAULT}: {error_words(error)}") if check else None for check in checks]
        return [self.cell(c, result, refused) if check else None for c, check in zip(cells, checks, strict=True)]

    def cell(self, cell: CellItem, result: Mapping[str, Any], refused: Mapping[str, str]) -> Shown:
        """Say what a check cell shows."""
        name = exercise_of(cell)
        mark = part_of(cell, "autograder")
        try:
            suite = self.suite_of(name)
        except NoSuchLesson:
            return opened("This cell holds no check of the kit, so it was not run.")
        row = lesson_row(suite, result, refused.get(suite.name, ""))
        found = result["lessons"].get(suite.name) or {}
        if not found.get("grade") or mark.get("open"):
            why = FAULT if row.fault else row.reason
            return opened(str(mark.get("note") or why or f"{suite.name} is not part of this assignment"))
        grade = Grade.from_json(found["grade"])
        return exercise_shown(suite, name, grade, part_of(cell, "nbgrader").get("points"), str(mark.get("note", "")))

    def suite_of(self, exercise: str) -> Suite:
        """Find the lesson of an exercise: in this segment, else in the kit."""
        near = [suite for suite in self.work.suites if exercise in suite.lesson.exercises]
        return near[0] if near else self.home.exercise(exercise)[0]


def exercise_of(cell: CellItem) -> str:
    """Name the exercise that a check cell checks; nothing if it is not one of the kit's."""
    named = part_of(cell, "autograder").get("exercise")
    found = CALL.search(cell["source"])
    return str(named) if named else found.group(1) if found else ""


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
