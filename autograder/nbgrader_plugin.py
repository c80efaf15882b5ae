"""nbgrader's steps that this kit takes over while submissions are graded. `nbgrader_config.py` of a course names them.

1. `ForgivingExporter` reads a notebook however damaged it is.
2. `RebuildNotebook`, before nbgrader's own sanitizing, puts it back into the shape of the released notebook.
3. `GradeInSandbox`, in the place of `Execute`, grades and writes the outputs of check cells. It starts no kernel.
4. `SaveGrades` records them. Points that are open, for a fault of the kit or a file that nobody can read, are left to
   manual grading: nbgrader itself would give full points.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool

from autograder.grading.course_work import Task
from autograder.grading.rebuild import NoNotebook, Sheet, read_sheet, rebuild
from autograder.grading.shown import Shown
from autograder.home import find_home

OPEN = "open"
Pair = tuple[Any, Any]


class ForgivingExporter(NotebookExporter):  # type: ignore[misc]
    """Reads what nbformat refuses: one notebook that is damaged must not end the grading of a class."""

    def from_file(self, file_stream: Any, resources: Any = None, **options: Any) -> Pair:
        """Convert a notebook, read from the file that was opened."""
        sheet = sheet_in(Path(file_stream.name))
        resources = {} if resources is None else resources
        resources["autograder"] = {"damage": sheet.damage}
        return self.from_notebook_node(notebook_of(sheet.cells, sheet.metadata), resources=resources, **options)  # type: ignore[no-any-return]


def sheet_in(path: Path) -> Sheet:
    """Read a notebook; one that cannot be read at all is a damaged one without cells."""
    try:
        return read_sheet(path.read_bytes())
    except NoNotebook as error:
        return Sheet([], str(error))


def notebook_of(cells: list[dict[str, Any]], metadata: dict[str, Any] | None = None) -> Any:
    """Make a notebook of plain cells; each has an id of its own in it."""
    made = [
        cell
        if cell["id"] and cell["id"] not in {other["id"] for other in cells[:number]}
        else {**cell, "id": f"n{number}"}
        for number, cell in enumerate(cells)
    ]
    return nbformat.from_dict({"cells": made, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5})


class RebuildNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts a submitted notebook back into the shape of the released one."""

    def preprocess(self, nb: Any, resources: Any) -> Pair:
        """Take answers from the submission and everything else from the release; without a release, change nothing."""
        template = task_of(self, resources).release / f"{resources['nbgrader']['notebook']}.ipynb"
        if not template.is_file():
            self.log.warning("%s is not there: the submission is taken as it is", template)
            return nb, resources
        released = nbformat.read(template, as_version=4)
        damage = resources.get("autograder", {}).get("damage", "")
        cells = rebuild(read_sheet(template.read_bytes()).cells, Sheet(list(nb.cells), damage))
        return notebook_of(cells, dict(released.metadata)), resources


class GradeInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """Grades a notebook's check cells, without running anything in a kernel."""

    again = Bool(True, help="Whether to grade once more what a fault of the kit has left open.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Pair:
        """Write the outputs of the check cells; every other cell has none."""
        shown = replace(task_of(self, resources), again=self.again).shown(nb.cells)
        for cell, result in zip(nb.cells, shown, strict=True):
            if cell.cell_type == "code":
                cell.execution_count = None
                cell.outputs = [] if result is None else outputs_of(result)
        return nb, resources


def outputs_of(shown: Shown) -> list[Any]:
    """Write what a check cell shows: the verdicts, then one plain number, which is what nbgrader counts."""
    mark = {"autograder": {OPEN: True}} if shown.points is None else {}
    data = {"text/plain": shown.text, "text/html": shown.html}
    made = [nbformat.v4.new_output("display_data", data=data, metadata=mark)]
    if shown.points is not None:
        made.append(nbformat.v4.new_output("execute_result", data={"text/plain": repr(float(shown.points))}))
    return made


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """Records points; those that are open wait to be given by hand, and points given by hand stay."""

    def _add_score(self, cell: Any, resources: Any) -> None:
        super()._add_score(cell, resources)
        if is_open(cell):
            name = cell.metadata["nbgrader"]["grade_id"]
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.auto_score = None
            grade.needs_manual_grade = True
            self.gradebook.db.commit()


def is_open(cell: Any) -> bool:
    """Tell whether a check cell was left without points by `GradeInSandbox`."""
    outputs = cell.get("outputs", [])
    return any(output.get("metadata", {}).get("autograder", {}).get(OPEN) for output in outputs)


def task_of(preprocessor: Any, resources: Any) -> Task:
    """Find out whose notebook is at work, from nbgrader's own settings."""
    course = preprocessor.parent.parent.coursedir
    names = resources["nbgrader"]
    root, assignment = Path(course.root), names["assignment"]
    submission = root / course.format_path(course.submitted_directory, names["student"], assignment)
    release = root / course.format_path(course.release_directory, ".", assignment)
    return Task(find_home(), root, submission, release, assignment, names["notebook"])
