"""`autograder course DIR`: a ready nbgrader course, whose assignments are the segments of the workshop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.build.course_files import CONFIG, MARK, README
from autograder.build.errors import CourseError
from autograder.build.notebooks import RESPONSE, Slot, notebook_text, plain_cell, slots
from autograder.build.segments import chosen
from autograder.build.source import Source, source_of
from autograder.build.stubs import STUB, fenced
from autograder.home import Home, Suite

CONFIG_NAME = "nbgrader_config.py"
SKIPPED = {"tags": ["skip-execution"]}  # nbclient leaves such cells out; JupyterLab runs them as any other


@dataclass(frozen=True)
class CourseReport:
    """What `write_course` did.

    Attributes
    ----------
    written, current : tuple of Path
        Files that were written; that held the right content already.
    """

    folder: Path
    written: tuple[Path, ...]
    current: tuple[Path, ...]


def write_course(home: Home, folder: Path, segments: Sequence[str] | None = None) -> CourseReport:
    """Write an nbgrader course, or bring the sources of one that this kit wrote up to date.

    The gradebook, submissions, releases and feedback of a course are not touched, nor are its settings and its
    README once they are there.

    Parameters
    ----------
    home : Home
        The kit, with its solutions.
    folder : Path
        Where the course goes: a new or empty folder, or a course of this kit.
    segments : sequence of str, optional
        Which segments it holds; all that have lessons if not given.

    Raises
    ------
    CourseError
        If the folder holds something else, or a segment has no lessons. Nothing is written then.
    SourceError
        If a lesson's source is missing or breaks a rule.
    """
    refuse_foreign(folder)
    suites = [suite for name in chosen(home, segments) for suite in home.suites(name)]
    files = {path: text for suite in suites for path, text in [course_notebook(home, folder, suite)]}
    for path, text in settings(home, folder, suites).items():
        if not path.exists():
            files[path] = text
    written = [path for path, text in files.items() if not holds(path, text)]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path].encode("utf-8"))
    return CourseReport(folder, tuple(written), tuple(path for path in files if path not in written))


def refuse_foreign(folder: Path) -> None:
    """Stop before files are mixed into a folder that is no course of this kit."""
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file: name a folder")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    config = folder / CONFIG_NAME
    if not config.is_file() or MARK not in config.read_text(encoding="utf-8"):
        raise CourseError(f"{folder} is not empty, and is no course of this kit: name a new folder")


def settings(home: Home, folder: Path, suites: Sequence[Suite]) -> dict[Path, str]:
    """Make the files that an instructor may change afterwards."""
    course = re.sub(r"[^A-Za-z0-9_-]+", "-", folder.resolve().name).strip("-") or "workshop"
    config = CONFIG.format(
        mark=MARK, course=course, home=json.dumps(str(home.root.resolve())), stub=STUB, response=RESPONSE
    )
    first = suites[0].segment if suites else "nn"
    return {folder / CONFIG_NAME: config, folder / "README.md": README.format(course=course, segment=first)}


def holds(path: Path, text: str) -> bool:
    """Tell whether a file holds just that text."""
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def course_notebook(home: Home, folder: Path, suite: Suite) -> tuple[Path, str]:
    """Make the source notebook of one lesson, with its place in the course."""
    source = source_of(home, suite)
    points = {name: exercise.points for name, exercise in suite.lesson.exercises.items()}
    path = folder / "source" / suite.segment / f"{suite.stem}.ipynb"
    return path, notebook_text(list(course_cells(source, points)))


def course_cells(source: Source, points: dict[str, int]) -> Iterator[Any]:
    """Yield the cells of the instructor's notebook: the learner's, with answers and nbgrader's metadata."""
    worth = sum(cell.points for cell in source.of("question"))
    for slot in slots(source):
        if slot.role == "experiment":
            yield plain_cell(slot, **SKIPPED)
            continue
        given = worth if slot.role == "response" else points.get(slot.exercise or "", 0)
        cell = plain_cell(slot, nbgrader=grading(slot, given))
        cell.source = model_text(slot)
        yield cell


def model_text(slot: Slot) -> str:
    """Return a cell as the instructor sees it: answers are in, where nbgrader will take them out."""
    if slot.role == "answer" and slot.origin:
        return fenced(slot.origin.text)
    if slot.role == "response" and slot.origin:
        return slot.origin.text
    return slot.text


def grading(slot: Slot, points: int) -> dict[str, Any]:
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
