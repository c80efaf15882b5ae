"""What a course's nbgrader asks of the kit: one student's results, and what a check cell shows of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from autograder.grading.assignment import STATE, Assignment
from autograder.grading.cache import Cache
from autograder.grading.kit import kit_at
from autograder.grading.rebuild import Item as CellItem
from autograder.grading.rebuild import part_of
from autograder.grading.rows import lesson_row
from autograder.grading.shown import FAULT, Shown, exercise_shown, opened
from autograder.grading.tree import CannotBeGraded
from autograder.grading.work import Item, Terms, perform
from autograder.home import Home, NoSuchLesson, Suite
from autograder.learner import error_words
from autograder.verdict import Grade

Looks = tuple[tuple[str, int, int], ...]
CALL = re.compile(r"""\bcheck\(\s*["'](\w+)["']""")


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
        looks = (*looks_of(self.submission.parent), *looks_of(self.release))
        return item_of(replace(self, notebook=self.notebook if not self.work.notebooks else ""), self.work.terms, looks)

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


@lru_cache(maxsize=1)
def item_of(task: Task, terms: Terms, looks: Looks) -> tuple[Item, Mapping[str, str]]:
    """Make a work item, once for all notebooks of a submission: nbgrader asks for one after the other."""
    made = task.work.arranged(task.submission.parent)
    return task.work.item(made), made.refused


def looks_of(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the name of every file in a folder with what changes when the file does."""
    for path in sorted(folder.rglob("*")):
        found = path.lstat()
        yield str(path), found.st_mtime_ns, found.st_size


def exercise_of(cell: CellItem) -> str:
    """Name the exercise that a check cell checks; nothing if it is not one of the kit's."""
    named = part_of(cell, "autograder").get("exercise")
    found = CALL.search(cell["source"])
    return str(named) if named else found.group(1) if found else ""
