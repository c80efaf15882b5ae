"""A real nbgrader run: release, hand in, autograde, feedback, export."""

from __future__ import annotations

import csv
import html
import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console

pytest.importorskip("nbgrader")
pytest.importorskip("ipykernel")

from autograder.bank import bank_for
from autograder.build.course import write_course
from autograder.build.lessons import build
from autograder.build.source import source_of
from autograder.demo import DemoError, grade_table, hand_in, model_answers, nbgrader, scores
from autograder.grader import Grader
from autograder.grading.seeds import seeds_of
from autograder.home import Home
from autograder.house import House

pytestmark = pytest.mark.slow

LESSONS = ("activations", "losses")
STUDENTS = ("ada", "ben", "cleo", "dora")
MISTAKES = {"activations": "softmax_without_shift", "losses": "mean_over_rows"}

NOISY = """import sys
import warnings

warnings.warn("of the cell")


def relu(x):
    print("noise", file=sys.stderr)
    warnings.warn("of the function")
    np.log(np.zeros(2))
    return np.maximum(x, 0)
"""


@pytest.fixture(scope="module")
def kit(home, tmp_path_factory):
    """Make a kit of two of the real lessons, so that the run is short."""
    root = tmp_path_factory.mktemp("nbgrader") / "kit"
    (root / "exercises" / "nn").mkdir(parents=True)
    (root / "solutions" / "nn").mkdir(parents=True)
    (root / "exercises" / "timetable.toml").write_text('[nn]\ntitle = "Networks"\nminutes = 45\n', encoding="utf-8")
    for stem in LESSONS:
        shutil.copy(home.exercises / "nn" / f"test_{stem}.py", root / "exercises" / "nn")
        for name in (f"{stem}.py", f"{stem}_answers.py"):
            shutil.copy(home.solutions / "nn" / name, root / "solutions" / "nn")
    made = Home(root)
    build(made)
    return made


@pytest.fixture(scope="module")
def answers(kit):
    """Write the four submissions: right, half done, with known mistakes, and right but noisy."""
    right = {stem: model_answers(source_of(kit, kit.suite(f"nn/{stem}"))) for stem in LESSONS}
    wrong = {stem: dict(given) for stem, given in right.items()}
    for stem in LESSONS:
        entry = mistake(kit, stem)
        wrong[stem][entry.exercise] = entry.code
    return {
        "ada": right,
        "ben": {stem: dict(list(given.items())[: len(given) // 2]) for stem, given in right.items()},
        "cleo": wrong,
        "dora": right | {"activations": right["activations"] | {"relu": NOISY}},
    }


def mistake(kit, stem):
    """Find the known mistake of a lesson."""
    bank = bank_for(kit, kit.suite(f"nn/{stem}"))
    return next(entry for entry in bank.entries if entry.name == MISTAKES[stem])


@pytest.fixture(scope="module")
def course(kit, answers):
    """Run a course to the end, once for all tests."""
    folder = kit.root.parent / "course"
    write_course(kit, folder)
    nbgrader(folder, "generate_assignment", "nn")
    for student in STUDENTS:
        hand_in(folder, student, answers[student])
    nbgrader(folder, "autograde", "nn")
    nbgrader(folder, "generate_feedback", "nn")
    nbgrader(folder, "export")
    return folder


def page(course: Path, student: str, stem: str) -> str:
    return html.unescape((course / "feedback" / student / "nn" / f"{stem}.html").read_text("utf-8"))


@pytest.mark.parametrize("student", STUDENTS)
def test_credit_lands_to_the_point(kit, course, student):
    got = scores(course, [student])[student]
    grader = Grader(kit, House(course / "submitted" / student, kit.lesson_names()))
    for stem in LESSONS:
        grade = grader.run(kit.suite(f"nn/{stem}")).grade()
        assert got[stem] == (grade.points, grade.max_points)


def test_the_students_differ_as_they_should(kit, course):
    got = scores(course, STUDENTS)
    most = kit.suite("nn/activations").lesson.points
    assert got["ada"]["activations"] == (most, most)
    assert 0 < got["ben"]["activations"][0] < got["cleo"]["activations"][0] < most


def test_a_warning_or_noise_on_stderr_costs_nothing(course):
    got = scores(course, STUDENTS)
    assert got["dora"] == got["ada"]


@pytest.mark.parametrize("stem", LESSONS)
def test_feedback_shows_the_fact_and_the_help(kit, course, stem):
    entry = mistake(kit, stem)
    first = seeds_of(course / ".autograder")[0]  # the class is graded with secret seeds, which show in the numbers
    grader = Grader(kit, House(course / "submitted" / "cleo", kit.lesson_names()), first)
    run = grader.run(kit.suite(f"nn/{stem}"))
    failed = [verdict for verdict in run.grade().verdicts if verdict.mistake == entry.name]
    assert failed
    for verdict in failed:
        assert verdict.help in page(course, "cleo", stem)
        assert all(fact in page(course, "cleo", stem) for fact in verdict.facts)


def test_feedback_shows_no_model_answer(kit, course):
    text = page(course, "ben", "losses")
    assert "SOLUTION" not in text
    assert "NotImplementedError" in text


def test_experiments_are_not_run_when_grading(course):
    notebook = json.loads((course / "autograded" / "ada" / "nn" / "losses.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["metadata"]["autograder"]["role"] == "experiment"]
    assert cells
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_released_notebooks_hold_the_learners_cells(kit, course):
    for stem in LESSONS:
        released = json.loads((course / "release" / "nn" / f"{stem}.ipynb").read_text("utf-8"))["cells"]
        wanted = json.loads((kit.exercises / "nn" / f"{stem}.ipynb").read_text("utf-8"))["cells"]
        learners = ["".join(cell["source"]) for cell in wanted]
        learners = [text.removesuffix(";") if text.startswith("check(") else text for text in learners]
        assert ["".join(cell["source"]) for cell in released] == learners


def test_export_gives_the_totals(kit, course):
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    got = scores(course, STUDENTS)
    questions = sum(cell.points for stem in LESSONS for cell in source_of(kit, kit.suite(f"nn/{stem}")).of("question"))
    for student in STUDENTS:
        points, most = map(sum, zip(*got[student].values(), strict=True))
        assert float(rows[student]["score"]) == points
        assert float(rows[student]["max_score"]) == most + questions


def test_the_demos_table_has_a_row_for_each_lesson_and_a_column_for_each_student(course):
    console = Console(width=100)
    with console.capture() as captured:
        console.print(grade_table(course, STUDENTS))
    lines = captured.get().splitlines()
    assert all(student in lines[2] for student in STUDENTS)
    assert [any(word in line for line in lines) for word in ("nn/activations", "nn/losses", "all")] == [True] * 3


def test_a_command_that_fails_is_told_with_what_it_said(course):
    with pytest.raises(DemoError, match="generate_assignment no_such failed"):
        nbgrader(course, "generate_assignment", "no_such")
