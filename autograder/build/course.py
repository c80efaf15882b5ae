"""`autograder course DIR`: a ready nbgrader course, whose assignments are segments of the workshop or parts of them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.build.course_files import CONFIG, MARK, README
from autograder.build.errors import CourseError
from autograder.build.notebooks import RESPONSE, Slot, notebook_text, plain_cell, slots
from autograder.build.plan import (
    GIVEN,
    NAME,
    Choice,
    Part,
    first_plan,
    given_module,
    given_names,
    parse_plan,
    read_plan,
)
from autograder.build.source import names_used, source_of
from autograder.build.stubs import STUB, fenced
from autograder.home import Home

CONFIG_NAME = "nbgrader_config.py"
SKIPPED = {"tags": ["skip-execution"]}  # nbclient leaves such cells out; JupyterLab runs them as any other


@dataclass(frozen=True)
class CourseReport:
    """What `write_course` did.

    Attributes
    ----------
    written, current, removed : tuple of Path
        Files that were written; that held the right content already; that belong to lessons the course no longer holds.
    """

    folder: Path
    written: tuple[Path, ...]
    current: tuple[Path, ...]
    removed: tuple[Path, ...] = ()


def write_course(
    home: Home,
    folder: Path,
    segments: Sequence[str] | None = None,
    lessons: Sequence[str] | None = None,
    exercises: Sequence[str] | None = None,
) -> CourseReport:
    """Write an nbgrader course, or bring the sources of one that this kit wrote up to date.

    What a course holds is said in its `course.toml`. The gradebook, submissions, releases and feedback of a course are
    not touched, nor are its settings, that file and its README once they are there.

    Parameters
    ----------
    home : Home
        The kit, with its solutions.
    folder : Path
        Where the course goes: a new or empty folder, or a course of this kit.
    segments, lessons, exercises : sequence of str, optional
        What a new course holds, by name: all of the kit if nothing is named.

    Raises
    ------
    CourseError
        If the folder holds something else, or something is asked that the kit has not. Nothing is written then.
    SourceError
        If a lesson's source is missing or breaks a rule.
    """
    refuse_foreign(folder)
    choice = Choice(tuple(segments or ()), tuple(lessons or ()), tuple(exercises or ()))
    plan, text = folder / NAME, ""
    if not plan.exists():
        text = first_plan(home, choice)
    elif choice:
        raise CourseError(
            f"{plan} says what this course holds: change it there, and run this without --segment and the like"
        )
    parts = parts_of(home, plan, text)
    files = {**settings(home, folder, parts, text), **sources(home, folder, parts)}
    written = [path for path, text in files.items() if not holds(path, text)]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path].encode("utf-8"))
    gone = [path for path in left_over(home, folder) if path not in files]
    for path in gone:
        path.unlink()
    return CourseReport(folder, tuple(written), tuple(path for path in files if path not in written), tuple(gone))


def parts_of(home: Home, plan: Path, text: str) -> list[Part]:
    """Read what the course holds: from its file, or from the text that is to be its file."""
    parts = parse_plan(home, text, str(plan)) if text else read_plan(home, plan)
    if not any(part.points or part.question is not None for part in parts):
        raise CourseError(f"{plan} holds no exercise and no question: name some, or delete it to begin with all")
    return parts


def sources(home: Home, folder: Path, parts: Sequence[Part]) -> dict[Path, str]:
    """Make the notebooks of a course, and beside them the lessons that are given."""
    given = given_names(home, parts)
    files = {}
    for part in parts:
        path = folder / "source" / part.suite.segment / f"{part.suite.stem}.ipynb"
        files[path] = notebook_text(list(course_cells(part, given)))
    asked = {part.suite.name for part in parts}
    for segment in dict.fromkeys(part.suite.segment for part in parts):
        for suite in {suite.name: suite for suite in given.values() if suite.name not in asked}.values():
            names = [name for name, owner in given.items() if owner.name == suite.name]
            files[folder / "source" / segment / f"{suite.stem}.py"] = given_module(source_of(home, suite), names)
    return files


def left_over(home: Home, folder: Path) -> list[Path]:
    """List the files of `source/` that this kit makes for lessons."""
    names = home.lesson_names()
    notebooks = [folder / "source" / f"{name}.ipynb" for name in names]
    modules = [path for path in sorted((folder / "source").glob("*/*.py")) if path.read_text("utf-8").startswith(GIVEN)]
    return [path for path in [*notebooks, *modules] if path.is_file()]


def refuse_foreign(folder: Path) -> None:
    """Stop before files are mixed into a folder that is no course of this kit."""
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file: name a folder")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    config = folder / CONFIG_NAME
    if not config.is_file() or MARK not in config.read_text(encoding="utf-8"):
        raise CourseError(f"{folder} is not empty, and is no course of this kit: name a new folder")


def settings(home: Home, folder: Path, parts: Sequence[Part], plan: str) -> dict[Path, str]:
    """Make the files that an instructor may change afterwards, as far as they are not there."""
    course = re.sub(r"[^A-Za-z0-9_-]+", "-", folder.resolve().name).strip("-") or "workshop"
    config = CONFIG.format(
        mark=MARK, course=course, home=json.dumps(str(home.root.resolve())), stub=STUB, response=RESPONSE
    )
    readme = README.format(course=course, segment=parts[0].suite.segment)
    files = {folder / CONFIG_NAME: config, folder / NAME: plan, folder / "README.md": readme}
    return {path: text for path, text in files.items() if not path.exists()}


def holds(path: Path, text: str) -> bool:
    """Tell whether a file holds just that text."""
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


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
