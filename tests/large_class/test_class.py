"""A whole class is graded and recorded, though the run is killed: everybody's grade is right, and is there once.

`--students 200` (nox -s class) makes a class of two hundred in two lessons and kills the run twice; usually there are a
dozen students, one lesson and one kill.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook

from autograder.build.course import write_course
from autograder.demo import nbgrader
from autograder.grading.seeds import seeds_of
from autograder.sandbox.tiers import best_tier
from tests.large_class.made import Classroom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LARGE = 100


def test_a_class_is_graded_though_the_run_is_killed(home, tmp_path, request):
    if best_tier().name != "bubblewrap":
        pytest.skip("some submissions mean harm: they need bubblewrap")
    number = request.config.getoption("--students")
    lessons = ["nn/activations", "nn/losses"][: 1 + (number >= LARGE)]
    course = tmp_path / "course"
    write_course(home, course, lessons=lessons)
    nbgrader(course, "generate_assignment", "nn")
    room = Classroom(
        home, [home.suite(name) for name in lessons], course / "release" / "nn", seeds_of(course / ".autograder")
    )
    students = list(room.students(number))
    for student in students:
        folder = course / "submitted" / student.name / "nn"
        folder.mkdir(parents=True)
        for name, text in student.files.items():
            (folder / name).write_text(text, encoding="utf-8")

    killed_after(course, "cache/*/*.json", number // 3)
    if number >= LARGE:
        killed_after(course, "recorded/nn/*", number // 3)
    done = subprocess.run([*command(course), "--json"], capture_output=True, text=True, check=False, env=environment())

    open_ones = [s.name for s in students if s.points is None or s.open_points]
    assert done.returncode == bool(open_ones), done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["graded_now"] <= number - number // 3
    rows = [(row["student"], row["points"], row["open_points"] or 0) for row in report["submissions"]]
    assert rows == [(s.name, s.points, s.open_points if s.points is not None else 0) for s in students]
    assert in_gradebook(course) == {s.name: s.points or 0 for s in students}
    assert [row[0] for row in table(course)] == [s.name for s in students]


def command(course: Path) -> list[str]:
    return [sys.executable, "-m", "autograder", "grade", "--nbgrader", str(course), "nn", "--jobs", "2"]


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}


def killed_after(course: Path, pattern: str, number: int) -> None:
    """Kill the run as soon as there are so many results of one kind."""
    running = subprocess.Popen(
        command(course), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip
    while len(list((course / ".autograder").glob(pattern))) < number:
        assert running.poll() is None, "it ended too early"
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()


def in_gradebook(course: Path) -> dict[str, float]:
    """Return the points for code of everybody in the gradebook, each of whom is there once."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        rows = [
            (row.student_id, sum(part.code_score for part in row.notebooks))
            for row in book.assignment_submissions("nn")
        ]
    assert len(rows) == len(dict(rows))
    return dict(rows)


def table(course: Path) -> list[list[str]]:
    with (course / "reports" / "nn" / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
