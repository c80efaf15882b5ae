"""`autograder course DIR`: a ready nbgrader course, whose assignments are segments of the workshop or parts of them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.build.course_cells import course_cells
from autograder.build.course_files import CONFIG, MARK, README
from autograder.build.errors import CourseError
from autograder.build.notebooks import RESPONSE, notebook_text
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
from autograder.build.source import source_of
from autograder.build.stubs import STUB
from autograder.home import Home

CONFIG_NAME = "nbgrader_config.py"


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
