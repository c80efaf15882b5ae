"""Plain nbgrader commands on a course of this kit: everybody is graded, and the points are those of the kit."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook

from autograder.build.course import write_course
from autograder.demo import nbgrader, scores
from autograder.grader import Grader
from autograder.house import House
from autograder.sandbox.tiers import best_tier
from tests.nbgrader.conftest import HARMLESS, RELU, filled, notebook, written

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LATE = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
BUTTON = """
import sys
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import PyFileConfigLoader

config = PyFileConfigLoader("nbgrader_config.py", path=".").load_config()
result = NbGraderAPI(config=config).autograde("nn", "right")
sys.exit(0 if result["success"] else result["log"] + result["error"])
"""
LOOP = "def softmax(x):\n    while True:\n        pass\n"
ENDS = "import os\n\ndef relu(x):\n    os._exit(0)\n"
STEALS = """import os, sqlite3
for name in ({path!r}, "gradebook.db", "../../../gradebook.db"):
    try:
        book = sqlite3.connect(name)
        book.execute("update grade set auto_score = 1000, manual_score = 1000")
        book.commit()
        open(name, "wb").close()
    except BaseException:
        pass

def relu(x):
    return x
"""
HALF = "def softmax(x):\n    return x\n"


def with_answers(cells, **given):
    """Replace answers of a notebook."""
    return notebook([cell | {"source": given.get(cell["id"].replace("-", "_"), cell["source"])} for cell in cells])


@pytest.fixture(scope="module")
def course(kit, tmp_path_factory) -> Path:
    """Release, hand in, and grade, once for all tests."""
    folder = tmp_path_factory.mktemp("run") / "course"
    write_course(kit, folder)
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + LATE, encoding="utf-8")
    nbgrader(folder, "generate_assignment", "nn")
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        book.update_or_create_assignment("nn", duedate=datetime(2026, 1, 1))
    hand_all_in(folder)
    nbgrader(folder, "autograde", "nn")
    return folder


def hand_all_in(folder: Path) -> None:
    """Write what a class hands in."""
    cells = json.loads((folder / "release" / "nn" / "activations.ipynb").read_text("utf-8"))["cells"]
    right = filled(cells)
    for spoil in HARMLESS:
        written(folder, spoil.__name__, notebook(spoil(right)))
    for student in ("right", "late", "manual"):
        written(folder, student, notebook(right))
    (folder / "submitted" / "late" / "nn" / "timestamp.txt").write_text("2026-02-01 00:00:00 UTC", encoding="utf-8")
    written(folder, "half", with_answers(right, answer_softmax=HALF))
    written(folder, "untouched", notebook(cells))
    written(folder, "garbage", "this is no notebook")
    written(folder, "torn", notebook(right)[: notebook(right).index("def softmax")])
    written(folder, "ends", with_answers(right, answer_relu=ENDS))
    written(folder, "loops", with_answers(right, answer_softmax=LOOP))
    if best_tier().name == "bubblewrap":  # a separate process alone cannot keep code from the gradebook
        written(folder, "steals", with_answers(right, answer_relu=STEALS.format(path=str(folder / "gradebook.db"))))


def points(course: Path, student: str) -> float:
    return scores(course, [student])[student]["activations"][0]


def grade(course: Path, student: str, cell: str) -> dict:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = book.find_grade(cell, "activations", "nn", student)
        return {"auto": found.auto_score, "manual": found.manual_score, "open": found.needs_manual_grade}


@pytest.mark.parametrize("student", ["right", "half", "untouched", "late", *(f.__name__ for f in HARMLESS)])
def test_points_are_those_of_the_kit(kit, course, student):
    honest = student if student in ("half", "untouched") else "right"
    grader = Grader(kit, House(course / "submitted" / honest, kit.lesson_names()))
    assert points(course, student) == grader.run(kit.suite("nn/activations")).grade().points


@pytest.mark.parametrize(("student", "wanted"), [("ends", 4), ("loops", 3), ("steals", 5), ("torn", 3)])
def test_hostile_and_torn_submissions_get_what_they_earned_and_harm_nobody(course, student, wanted):
    if student == "steals" and best_tier().name != "bubblewrap":
        pytest.skip("needs bubblewrap: the process tier is for code that you trust")
    assert points(course, student) == wanted
    assert points(course, "right") == 7


@pytest.mark.parametrize(("student", "cell"), [("garbage", "check-relu"), ("torn", "check-softmax")])
def test_what_could_not_be_read_waits_for_a_person(course, student, cell):
    assert grade(course, student, cell) == {"auto": None, "manual": None, "open": True}


def test_a_response_waits_for_a_person_and_an_empty_one_does_not(course):
    assert grade(course, "right", "response")["open"]
    assert grade(course, "garbage", "response")["open"]
    assert grade(course, "untouched", "response") == {"auto": 0, "manual": None, "open": False}


def test_a_late_penalty_is_still_taken(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        assert book.find_submission_notebook("activations", "nn", "late").late_submission_penalty == 7
        assert book.find_submission_notebook("activations", "nn", "right").late_submission_penalty is None


def test_points_given_by_hand_survive_grading_again(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for cell, given in (("response", 2), ("check-relu", 1)):
            book.find_grade(cell, "activations", "nn", "manual").manual_score = given
        book.db.commit()
    nbgrader(course, "autograde", "nn", "--student", "manual", "--force")
    assert grade(course, "manual", "response") == {"auto": None, "manual": 2, "open": True}
    assert grade(course, "manual", "check-relu") == {"auto": 3, "manual": 1, "open": True}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        assert book.find_submission_notebook("activations", "nn", "manual").score == 2 + 1 + 4


def test_an_answer_that_was_handed_in_again_is_graded_again(course):
    cells = json.loads((course / "submitted" / "half" / "nn" / "activations.ipynb").read_text("utf-8"))["cells"]
    written(course, "again", notebook(cells))
    nbgrader(course, "autograde", "nn", "--student", "again")
    written(course, "again", with_answers(cells, answer_relu="def relu(x):\n    return x\n"))
    before = points(course, "again")
    nbgrader(course, "autograde", "nn", "--student", "again", "--force")
    assert (before, points(course, "again")) == (3, 1)


def test_formgraders_button_gives_the_same_points(course):
    before = points(course, "right")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_grade("check-relu", "activations", "nn", "right").auto_score = 0
        book.db.commit()
    done = subprocess.run([sys.executable, "-c", BUTTON], cwd=course, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[-2000:] if done.returncode else "") == (0, "")
    assert points(course, "right") == before


def test_feedback_tells_what_was_not_right(course):
    nbgrader(course, "generate_feedback", "nn")
    page = (course / "feedback" / "half" / "nn" / "activations.html").read_text("utf-8")
    assert "makes each row sum to 1" in page
    assert (
        RELU.splitlines()[1].strip() not in (course / "feedback" / "untouched" / "nn" / "activations.html").read_text()
    )
    assert "It is not a zero" in (course / "feedback" / "garbage" / "nn" / "activations.html").read_text("utf-8")
