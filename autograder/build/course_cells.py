"""The cells of a course's notebook: the learner's, with answers, points, and nbgrader's metadata."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from autograder.build.notebooks import Slot, plain_cell, slots
from autograder.build.plan import Part
from autograder.build.source import names_used
from autograder.build.stubs import fenced

SKIPPED = {"tags": ["skip-execution"]}  # nbclient leaves such cells out; JupyterLab runs them as any other


def course_cells(part: Part, given: Collection[str]) -> Iterator[Any]:
    """Yield the cells of the instructor's notebook: the learner's, with answers and nbgrader's metadata."""
    for slot in asked_slots(part, given):
        if slot.role == "experiment":
            yield plain_cell(slot, **SKIPPED)
            continue
        worth = part.question if slot.role == "response" else part.points.get(slot.exercise or "")
        cell = plain_cell(slot, nbgrader=grading(slot, worth or 0))
        cell.source = model_text(slot)
        yield cell


def asked_slots(part: Part, given: Collection[str]) -> list[Slot]:
    """Leave out of a notebook what is not asked, with the theory right above it; what is given stands there solved."""
    made: list[Slot] = []
    absent = {name for name in part.source.exercises if name not in part.points and name not in given}
    for slot in slots(part.source):
        if slot.role == "answer" and slot.exercise in absent:
            while made and made[-1].role == "theory" and len(made) > 1:
                made.pop()
        elif slot.role == "answer" and slot.exercise not in part.points and slot.origin:
            made.append(replace(slot, id=slot.id.replace("answer", "given", 1), role="given", text=slot.origin.text))
        elif is_asked(slot, part, absent):
            made.append(slot)
    return made


def is_asked(slot: Slot, part: Part, absent: Collection[str]) -> bool:
    """Tell whether a cell belongs to what a course asks."""
    if slot.role in ("question", "response"):
        return part.question is not None
    if slot.role == "experiment" and slot.origin:
        return not names_used(slot.origin, absent)
    return slot.role != "check" or slot.exercise in part.points


def model_text(slot: Slot) -> str:
    """Return a cell as the instructor sees it: answers are in, where nbgrader will take them out."""
    if slot.role == "answer" and slot.origin:
        return fenced(slot.origin.text)
    if slot.role == "response" and slot.origin:
        return slot.origin.text
    return slot.text


def grading(slot: Slot, points: float) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell, schema 3; checksums are nbgrader's own business."""
    solution = slot.role in ("answer", "response")
    grade = slot.role in ("check", "response")
    made: dict[str, Any] = {
        "schema_version": 3,
        "task": False,
        "grade_id": slot.id,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
    }
    return made | ({"points": points} if grade else {})
