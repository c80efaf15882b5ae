"""`autograder grade --nbgrader COURSE nn`: in parallel into the cache, then into the gradebook, one by one."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook

from autograder.build.course import write_course
from autograder.cli import main
from autograder.demo import nbgrader
from autograder.grading import gradebook, roster
from autograder.grading.bar import Bar
from autograder.grading.course_run import CourseOrder, grade_course
from autograder.sandbox.tiers import best_tier
from tests.nbgrader.conftest import MOST, RELU, duplicated, filled, notebook, written

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LATE = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
HALF = "def softmax(x):\n    return x\n"


@dataclass
class Course:
    """A released course, the command that grades it, and what its gradebook holds."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def cells(self, **answers: str) -> list[dict[str, Any]]:
        """Return the released notebook with right answers, or with those given."""
        path = self.folder / "release" / "nn" / "activations.ipynb"
        right = filled(json.loads(path.read_text("utf-8"))["cells"])
        return [cell | {"source": answers.get(cell["id"].replace("-", "_"), cell["source"])} for cell in right]

    def hand_in(self, student: str, **answers: str) -> None:
        written(self.folder, student, notebook(self.cells(**answers)))

    def grade(self, *options: str) -> tuple[int, str]:
        """Run the command and return its exit code and what it printed."""
        with pytest.raises(SystemExit) as ended:
            main(["grade", "--nbgrader", str(self.folder), "nn", "--jobs", "1", *options])
        return int(ended.value.code or 0), self.capsys.readouterr().out

    @property
    def book(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}")

    def points(self) -> dict[str, float]:
        """Return the points for code in the gradebook."""
        with self.book as book:
            rows = book.assignment_submissions("nn")
            return {row.student_id: row.notebooks[0].code_score for row in rows}

    @property
    def table(self) -> dict[str, dict[str, str]]:
        with (self.folder / "reports" / "nn" / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def released_course(kit, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("released") / "course"
    write_course(kit, folder)
    nbgrader(folder, "generate_assignment", "nn")
    return folder


@pytest.fixture
def course(kit, released_course, tmp_path, capsys, monkeypatch):
    if best_tier().name == "none":
        pytest.skip(best_tier().reason)
    monkeypatch.setenv("AUTOGRADER_HOME", str(kit.root))
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(released_course, tmp_path / "course")
    return Course(tmp_path / "course", capsys)


def test_a_messy_class_is_recorded_and_everybody_is_accounted_for(course):
    course.hand_in("ada")
    course.hand_in("ben", answer_softmax=HALF)
    written(course.folder, "cleo", notebook(duplicated(course.cells())))
    written(course.folder, "dan", "this is no notebook")
    submitted = course.folder / "submitted"
    (submitted / "eve").mkdir()
    (submitted / "fay" / "nn").mkdir(parents=True)
    course.hand_in("gus")
    (submitted / "gus" / "nn" / "activations.ipynb").rename(submitted / "gus" / "nn" / "Activations (1).ipynb")
    (submitted / "hal" / "NN").mkdir(parents=True)
    (submitted / "[ida]" / "nn").mkdir(parents=True)
    (submitted / "notes.txt").write_text("", encoding="utf-8")
    (submitted / ".DS_Store").write_text("", encoding="utf-8")

    code, told = course.grade()

    assert code == 1
    assert course.points() == {"ada": 7, "ben": 3, "cleo": 7, "dan": 0}
    assert {name: row["points"] for name, row in course.table.items()} == {
        "ada": "7", "ben": "3", "cleo": "7", "dan": "", "eve": "", "fay": "", "gus": "", "hal": "", "[ida]": "",
        "notes.txt": "", ".DS_Store": "",
    }  # fmt: skip
    missing = told[told.index("could not be graded") : told.index("passed over:")]
    for student in ("dan", "eve", "fay", "gus", "hal", "[ida]", "notes.txt"):
        assert student in missing, student
    assert "rename it" in course.table["gus"]["reason"]
    assert "waiting to be read in Formgrader: 4 answers of 4" in told


def test_a_folder_that_cannot_be_read_is_listed_and_ends_nothing(course, monkeypatch):
    for student in ("ada", "ben"):
        course.hand_in(student)
    honest = roster.in_folder

    def locked(one, folder, book):
        if one.student == "ben":
            raise PermissionError(13, "Permission denied")
        return honest(one, folder, book)

    monkeypatch.setattr(roster, "in_folder", locked)
    assert (course.grade()[0], course.points()) == (1, {"ada": 7})
    assert course.table["ben"]["reason"] == "its folder cannot be read: Permission denied"


def test_plain_nbgrader_and_the_button_give_the_same_points(course):
    for student, answer in (("ada", RELU), ("ben", HALF)):
        course.hand_in(student, **({"answer_softmax": answer} if answer is HALF else {}))
    assert course.grade()[0] == 0
    ours = course.points()
    with course.book as book:
        for student in ours:
            book.find_grade("check-relu", "activations", "nn", student).auto_score = 0
        book.db.commit()
    nbgrader(course.folder, "autograde", "nn", "--force")
    assert course.points() == ours == {"ada": 7, "ben": 3}


def test_one_whom_nbgrader_cannot_record_does_not_end_the_class(course, monkeypatch):
    for student in ("ada", "ben", "cleo"):
        course.hand_in(student)
    honest = gradebook.Gradebook.record

    def failing(self, assignment, student):
        return "the disk is on fire" if student == "ben" else honest(self, assignment, student)

    monkeypatch.setattr(gradebook.Gradebook, "record", failing)
    code, told = course.grade()
    assert (code, course.points()) == (1, {"ada": 7, "cleo": 7})
    assert "ben: nbgrader did not record it: the disk is on fire" in told
    monkeypatch.setattr(gradebook.Gradebook, "record", honest)
    assert (course.grade()[0], course.points()) == (0, {"ada": 7, "ben": 7, "cleo": 7})


def test_an_error_within_nbgrader_is_told_in_its_own_words(course):
    course.hand_in("ada")
    (course.folder / "autograded").write_text("", encoding="utf-8")
    code, told = course.grade()
    assert code == 1
    assert "ada: nbgrader did not record it: " in told
    assert "autograded" in told[told.index("did not record it") :]


def test_only_what_has_changed_is_recorded_again_unless_forced(course, monkeypatch):
    calls = []
    honest = gradebook.Gradebook.record

    def counting(self, assignment, student):
        calls.append(student)
        return honest(self, assignment, student)

    monkeypatch.setattr(gradebook.Gradebook, "record", counting)
    course.hand_in("ada")
    course.hand_in("ben")
    course.grade()
    course.grade()
    assert calls == ["ada", "ben"]
    course.hand_in("ben", answer_relu="def relu(x):\n    return x\n")
    course.grade()
    assert calls == ["ada", "ben", "ben"]
    assert course.points() == {"ada": 7, "ben": 5}
    course.grade("--force")
    assert calls == ["ada", "ben", "ben", "ada", "ben"]
    (course.folder / "gradebook.db").unlink()
    nbgrader(course.folder, "generate_assignment", "nn", "--force")
    course.grade()
    assert course.points() == {"ada": 7, "ben": 5}


def test_points_by_hand_stay_and_lateness_is_penalised(course):
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + LATE, encoding="utf-8")
    with course.book as book:
        book.update_or_create_assignment("nn", duedate=datetime(2026, 1, 1))
    course.hand_in("ada")
    (course.folder / "submitted" / "ada" / "nn" / "timestamp.txt").write_text("2026-02-01 00:00:00 UTC", "utf-8")
    course.grade()
    with course.book as book:
        assert book.find_submission_notebook("activations", "nn", "ada").late_submission_penalty == 7
        book.find_grade("response", "activations", "nn", "ada").manual_score = 2
        book.find_grade("check-relu", "activations", "nn", "ada").manual_score = 1
        book.db.commit()
    course.grade("--force")
    with course.book as book:
        assert book.find_submission_notebook("activations", "nn", "ada").score == 2 + 1 + 4
    row = course.table["ada"]
    assert [row[name] for name in ("points", "written", "penalty", "total")] == ["5", "2", "7", "0"]


def test_a_fault_of_the_kit_leaves_points_open_and_is_tried_again(course, kit, tmp_path, monkeypatch):
    suite = kit.exercises / "nn" / "test_activations.py"
    whole = suite.read_text("utf-8")
    course.hand_in("ada")
    try:
        suite.write_text(whole.replace("both.softmax(", "both.no_such_function("), encoding="utf-8")
        assert course.grade()[0] == 3
        assert course.table["ada"]["points"] == "3+4?"
    finally:
        suite.write_text(whole, encoding="utf-8")
    assert (course.grade()[0], course.points()) == (0, {"ada": 7})


def test_a_run_killed_at_any_moment_goes_on_where_it_was(course):
    students = [f"s{number}" for number in range(6)]
    for number, student in enumerate(students):
        course.hand_in(student, answer_relu=f"{RELU}# {number}\n")
    command = [sys.executable, "-m", "autograder", "grade", "--nbgrader", str(course.folder), "nn", "--jobs", "2"]
    state = course.folder / ".autograder"
    for wanted in ("cache/*/*.json", "recorded/nn/*"):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while len(list(state.glob(wanted))) < 2 and running.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    kept = len(list((state / "recorded" / "nn").iterdir()))
    code, told = course.grade()
    assert kept < len(students)
    assert (code, course.points()) == (0, dict.fromkeys(students, sum(MOST.values())))
    assert f"graded: {len(students)};" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["grade", "nn"], "SUBMISSIONS is missing"),
        (["grade", "nn", "here"], "--out DIR is missing"),
        (["grade", "nn", "here", "--nbgrader", "there"], "leave SUBMISSIONS out"),
        (["grade", "nn", "here", "--out", "x", "--force"], "--force goes with --nbgrader"),
        (["grade", "nn", "--nbgrader", "."], "is no nbgrader course"),
    ],
)
def test_wrong_usage_is_told(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert told in capsys.readouterr().err


def test_what_was_not_released_is_told_with_the_command_to_run(course):
    with pytest.raises(gradebook.GradingError, match="run `nbgrader generate_assignment rnn` there first"):
        grade_course(CourseOrder(course.folder, "rnn"), Bar())
