"""Write the report of a class: page, tables, pictures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from autograder.classroom.count import STATES, ClassFigures, as_json, figures_of
from autograder.classroom.page import page
from autograder.classroom.plots import pictures
from autograder.classroom.read import read_results
from autograder.grading.tables import harmless


def write_report(results: Path, out: Path, mask: bool = False) -> list[Path]:
    """Write `report.html`, `report.json`, `exercises.csv`, `mistakes.csv` and the pictures.

    Parameters
    ----------
    results : Path
        The folder of a grading run.
    out : Path
        Where the report goes; made if it is not there.
    mask : bool
        Put numbers in the place of names.

    Returns
    -------
    list of Path
        The files, the page first.

    Raises
    ------
    NoResults
        If there are no results of a grading run.
    """
    read = read_results(results)
    figures = figures_of(read.masked() if mask else read)
    drawn = pictures(figures)
    files: dict[str, bytes] = {
        "report.html": page(figures, drawn).encode("utf-8"),
        "report.json": (json.dumps(as_json(figures), indent=1) + "\n").encode("utf-8"),
        "exercises.csv": exercises_csv(figures).encode("utf-8"),
        "mistakes.csv": mistakes_csv(figures).encode("utf-8"),
        **drawn,
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    return [out / name for name in files]


def exercises_csv(figures: ClassFigures) -> str:
    """Write a line an exercise: students by state."""
    rows = [[row.lesson, row.exercise, *(row.states[state] for state in STATES)] for row in figures.exercises]
    return table(["lesson", "exercise", *STATES], rows)


def mistakes_csv(figures: ClassFigures) -> str:
    """Write a line a known mistake."""
    rows = [
        [row.exercise, row.name, len(row.students), row.sentence, "; ".join(row.students)] for row in figures.mistakes
    ]
    return table(["exercise", "mistake", "students", "sentence", "who"], rows)


def table(head: list[str], rows: list[list[object]]) -> str:
    """Write a table for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()
