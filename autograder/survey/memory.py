"""Verdicts of lessons on disk, each with digests of the files that it depends on.

The file is a cache: one that is missing, broken or of another kit is as good as none, and is written anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.home import Home, Suite
from autograder.lesson import Check, Lesson
from autograder.survey.inputs import Inputs
from autograder.verdict import Grade

FOLDER = ".autograder_cache"
Rows = dict[str, dict[str, Any]]


def memory_file(home: Home) -> Path:
    """Name the file."""
    return home.root / FOLDER / "progress.json"


def read_rows(home: Home, inputs: Inputs) -> Rows:
    """Read what is remembered and still holds, by lesson."""
    try:
        head, _, text = memory_file(home).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    if head != seal(inputs, text):
        return {}
    rows: Rows = json.loads(text)
    return {name: row for name, row in rows.items() if holds(row["files"], inputs)}


def holds(files: Mapping[str, str], inputs: Inputs) -> bool:
    """Tell whether files are what they were."""
    return all(inputs.files.get(name) == digest for name, digest in files.items())


def write_rows(home: Home, inputs: Inputs, rows: Rows) -> None:
    """Remember rows; where nothing can be written, nothing is remembered."""
    path, text = memory_file(home), json.dumps(rows)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        path.with_name(".gitignore").write_text("*\n", encoding="utf-8")
        handle, part = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(f"{seal(inputs, text)}\n{text}")
        try:
            os.replace(part, path)  # there is the old file or the new one, never a part
        finally:  # Windows replaces no file that another program has open
            Path(part).unlink(missing_ok=True)


def seal(inputs: Inputs, text: str) -> str:
    """Digest a text together with the kit that it holds for."""
    return hashlib.sha256(f"{inputs.kit}\n{text}".encode()).hexdigest()


def row_of(suite: Suite, grade: Grade, files: Mapping[str, str]) -> dict[str, Any]:
    """Write a lesson's verdicts, and what a board shows of its suite."""
    exercises = [[each.name, each.minutes, each.core] for each in suite.lesson.exercises.values()]
    return {"files": dict(files), "place": suite.lesson.place, "exercises": exercises, "grade": grade.to_json()}


def recalled(home: Home, name: str, row: Mapping[str, Any]) -> tuple[Suite, Grade]:
    """Make a lesson of its row, without its suite's file: its checks can be shown, not run."""
    grade = Grade.from_json(row["grade"])
    lesson = Lesson(row["place"])
    for exercise, minutes, core in row["exercises"]:
        lesson.exercise(exercise, minutes=minutes, core=core, hints=())
    for each in grade.verdicts:
        lesson.add(Check(each.check, each.exercise, each.title, each.max_points, None, not_here, ()))
    segment, _, stem = name.partition("/")
    return Suite(name, home.exercises / segment / f"test_{stem}.py", lesson), grade


def not_here() -> None:
    """Stand for the function of a check that is remembered."""
    raise RuntimeError("a remembered check cannot be run: load its suite")
