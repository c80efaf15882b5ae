"""nbgrader's side of a course: where its folders are, and the record of one student after the other.

The only module of this folder that knows nbgrader. All of it happens in one process, since a gradebook in SQLite wants
one writer.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.grading.errors import GradingError

CONFIG = "nbgrader_config.py"
TOO_MUCH = 300
RAISED = re.compile(r"[\w.]*(?:Error|Exception|Entry|Invalid\w*)\b: ")


@dataclass(frozen=True)
class Score:
    """What the gradebook holds of one notebook.

    Attributes
    ----------
    points, max_points : float
        For code, given by the kit or by hand.
    open_points : float
        What nobody has decided on yet.
    by_hand : int
        Answers in words that wait to be read.
    penalty : float
        What is taken off for being late.
    written : float
        Points given by hand for answers in words.
    """

    points: float
    max_points: float
    open_points: float
    by_hand: int
    penalty: float
    written: float


class Gradebook:
    """A course as nbgrader knows it.

    Parameters
    ----------
    course : Path
        The folder that holds ``nbgrader_config.py``.

    Raises
    ------
    GradingError
        If it is no course, or nbgrader is not installed.
    """

    def __init__(self, course: Path) -> None:
        if not (course / CONFIG).is_file():
            raise GradingError(f"{course} is no nbgrader course: there is no {CONFIG} in it")
        try:
            from nbgrader.apps.api import NbGraderAPI
            from traitlets.config import PyFileConfigLoader
        except ImportError:
            raise GradingError("--nbgrader needs nbgrader: install the kit with its extra [notebooks]") from None
        config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
        config.CourseDirectory.root = str(course)
        config.GradeInSandbox.again = False
        self.course = course
        with contextlib.redirect_stderr(io.StringIO()):  # it complains of an exchange that nobody uses
            self.api: Any = NbGraderAPI(config=config)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return a folder of the course, such as that of a student's submission."""
        found = getattr(self.api.coursedir, f"{step}_directory")
        return Path(self.api.coursedir.format_path(found, student, assignment))

    def record(self, assignment: str, student: str) -> str:
        """Let nbgrader grade one student, as its own command does; return why it could not, or nothing."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy has a word to say to nbgrader
            found = self.api.autograde(assignment, student, force=True, create=True)
        if found["success"]:
            return ""
        trace = [line.strip() for key in ("error", "log") for line in found.get(key, "").splitlines()]
        if "KeyboardInterrupt" in trace:  # nbgrader keeps it to itself
            raise KeyboardInterrupt
        told = [line for line in trace if RAISED.match(line)]
        return (told[-1] if told else "it does not say why")[:TOO_MUCH]

    def has(self, assignment: str) -> bool:
        """Tell whether an assignment was generated."""
        with self.opened() as book:
            return any(one.name == assignment for one in book.assignments)

    def recorded(self, assignment: str) -> frozenset[str]:
        """Name the students of whom there is a record."""
        with self.opened() as book:
            return frozenset(one.student_id for one in book.assignment_submissions(assignment))

    def scores(self, assignment: str, student: str) -> dict[str, Score]:
        """Return what the gradebook holds of a student, by notebook; nothing of one whom it does not know."""
        with self.opened() as book:
            found = [one for one in book.student_submissions(student) if one.name == assignment]
            return {one.name: score_of(one) for submission in found for one in submission.notebooks}

    @contextlib.contextmanager
    def opened(self) -> Iterator[Any]:
        """Open the gradebook."""
        with self.api.gradebook as book:
            yield book


def score_of(notebook: Any) -> Score:
    """Sum up one notebook."""
    waiting = [grade for grade in notebook.grades if grade.auto_score is None and grade.manual_score is None]
    left = sum(grade.max_score for grade in waiting if grade.cell.cell_type == "code")
    words = sum(grade.cell.cell_type != "code" for grade in waiting)
    penalty = notebook.late_submission_penalty or 0.0
    return Score(notebook.code_score, notebook.max_code_score, left, words, penalty, notebook.written_score)
