"""`grades.csv` for a spreadsheet and `grades.json` for programs, written row by row."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from autograder.grading.cache import replace_text
from autograder.grading.rows import Row, grades_in
from autograder.report.text import number_words

SCHEMA = 1
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FIXED = ("student", "state", "points", "max_points", "open_points")


def write_csv(path: Path, rows: Iterable[Row], lessons: Sequence[str]) -> None:
    """Write a line a submission.

    Columns: student, state, points, max_points, open_points, the sums of a gradebook if there is one, one for each
    lesson, entry, reason. What could not be graded has no points, not 0; where points are open the cell reads
    ``12+3?``.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    rows = list(rows)
    sums = list(dict.fromkeys(name for row in rows for name in row.sums))
    writer.writerow([*FIXED, *sums, *lessons, "entry", "reason"])
    for row in rows:
        cells = {lesson.lesson: lesson.cell for lesson in row.lessons} if row.state in ("graded", "open") else {}
        most = number_words(row.max_points) if row.max_points else ""
        points = [row.cell, most, number_words(row.open_points)] if cells else ["", most, ""]
        points += [number_words(row.sums[name]) if name in row.sums else "" for name in sums]
        line = [row.student, row.state, *points, *(cells.get(name, "") for name in lessons), *reasons(row)]
        writer.writerow([harmless(cell) for cell in line])
    replace_text(path, out.getvalue())


def reasons(row: Row) -> list[str]:
    """Return the entries of a row, and all reasons why points are missing."""
    told = dict.fromkeys([row.reason, *(lesson.reason for lesson in row.lessons)])
    return ["; ".join(row.entries), "; ".join(filter(None, told))]


def harmless(cell: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_json(
    path: Path, head: dict[str, Any], rows: Iterable[Row], result: Callable[[str], dict[str, Any] | None]
) -> None:
    """Write all grades with all verdicts, one submission after the other, so that no class is too large for memory.

    Parameters
    ----------
    path : Path
        Where to.
    head : dict
        What holds for the whole run.
    result : callable
        Gives the result of a key.
    """
    part = path.with_name(f".part-{path.name}")
    secret = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it names the seeds
    with os.fdopen(secret, "w", encoding="utf-8") as file:
        start = json.dumps({"schema": SCHEMA, **head, "submissions": []}, indent=1)
        file.write(start.removesuffix("[]\n}") + "[")
        for number, row in enumerate(rows):
            file.write((",\n" if number else "\n") + json.dumps(row_json(row, result(row.key) if row.key else None)))
        file.write("\n]\n}\n")
    os.replace(part, path)


def row_json(row: Row, result: dict[str, Any] | None) -> dict[str, Any]:
    """Return a submission as a dictionary of JSON types."""
    grades = grades_in(result)
    lessons = [
        {
            "lesson": lesson.lesson,
            "points": lesson.points,
            "max_points": lesson.max_points,
            "open_points": lesson.open_points,
            "reason": lesson.reason,
            "grade": grades[lesson.lesson].to_json() if lesson.lesson in grades else None,
        }
        for lesson in row.lessons
    ]
    return {**short_json(row), "notes": list(row.notes), "lessons": lessons, "trace": (result or {}).get("trace", "")}


def short_json(row: Row) -> dict[str, Any]:
    """Return a submission without its verdicts."""
    given = row.state in ("graded", "open")
    return {
        "student": row.student,
        "entries": list(row.entries),
        "state": row.state,
        "reason": row.reason,
        "points": row.points if given else None,
        "max_points": row.max_points or None,
        "open_points": row.open_points if given else None,
        **row.sums,
        "page": row.page or None,
    }
