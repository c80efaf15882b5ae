"""`course.toml` says what a course holds; what is not asked is left out, or given where it is called."""

from __future__ import annotations

import json
import shutil

import pytest

pytest.importorskip("nbformat")

from autograder.build.course import write_course
from autograder.build.errors import CourseError
from autograder.home import Home


@pytest.fixture
def lessons(home, tmp_path):
    """Make a kit of three real lessons, of which each imports from the first."""
    for house in ("exercises", "solutions"):
        (tmp_path / "kit" / house / "nn").mkdir(parents=True)
    shutil.copy(home.exercises / "timetable.toml", tmp_path / "kit" / "exercises")
    for stem in ("activations", "losses", "classification_losses"):
        shutil.copy(home.exercises / "nn" / f"test_{stem}.py", tmp_path / "kit" / "exercises" / "nn")
        shutil.copy(home.solutions / "nn" / f"{stem}.py", tmp_path / "kit" / "solutions" / "nn")
    return Home(tmp_path / "kit")


def cells(folder, stem="tiny"):
    path = folder / "source" / "nn" / f"{stem}.ipynb"
    return {cell["id"]: cell for cell in json.loads(path.read_text("utf-8"))["cells"]}


def plan(folder, text):
    (folder / "course.toml").write_text(text, encoding="utf-8")


def test_a_new_course_lists_everything_with_the_kits_points(kit, tmp_path):
    write_course(kit, tmp_path / "course")
    text = (tmp_path / "course" / "course.toml").read_text("utf-8")
    assert text.endswith("[nn.tiny]\ndouble = 2\nCounter = 3\nquestion = 2\n")


def test_points_are_an_instructors_own(kit, tmp_path):
    write_course(kit, tmp_path / "course")
    plan(tmp_path / "course", "[nn.tiny]\ndouble = 0.5\nCounter = 30\nquestion = 4\n")
    report = write_course(kit, tmp_path / "course")
    assert [path.name for path in report.written] == ["tiny.ipynb"]
    found = cells(tmp_path / "course")
    worth = {
        name: found[name]["metadata"]["nbgrader"]["points"] for name in ("check-double", "check-Counter", "response")
    }
    assert worth == {"check-double": 0.5, "check-Counter": 30, "response": 4}


def test_what_is_not_asked_is_left_out_with_its_theory_experiments_and_question(kit, tmp_path):
    everything = set(cells_of(kit, tmp_path / "all"))
    found = set(cells_of(kit, tmp_path / "part", exercises=["Counter"]))
    gone = everything - found
    assert gone >= {"answer-double", "check-double", "theory-double", "experiment-double", "question", "response"}
    assert {"answer-Counter", "check-Counter", "setup"} <= found


def cells_of(kit, folder, **chosen):
    write_course(kit, folder, **chosen)
    return cells(folder)


def test_an_exercise_that_another_calls_is_given_solved(lessons, tmp_path):
    write_course(lessons, tmp_path / "course", lessons=["nn/losses"], exercises=["relu"])
    found = cells(tmp_path / "course", "activations")
    assert "nbgrader" in found["answer-relu"]["metadata"]
    given = found["given-softmax"]
    assert given["metadata"]["autograder"] == {"role": "given", "exercise": "softmax"}
    assert given["metadata"]["nbgrader"]["locked"]
    assert "np.exp" in "".join(given["source"])
    assert "check-softmax" not in found
    assert not (tmp_path / "course" / "source" / "nn" / "activations.py").exists()


def test_a_lesson_that_another_imports_is_given_as_a_module_with_what_is_called_alone(lessons, tmp_path):
    write_course(lessons, tmp_path / "course", lessons=["nn/classification_losses"])
    text = (tmp_path / "course" / "source" / "nn" / "activations.py").read_text("utf-8")
    assert "def softmax" in text
    assert "def log_softmax" in text
    assert "def relu" not in text
    space = {}
    exec(text, space)
    assert space["softmax"]([[0.0, 0.0]]).tolist() == [[0.5, 0.5]]


def test_lessons_taken_out_are_removed_and_put_back(lessons, tmp_path):
    write_course(lessons, tmp_path / "course", ["nn"])
    whole = (tmp_path / "course" / "course.toml").read_text("utf-8")
    plan(tmp_path / "course", "[nn.activations]\nrelu = 1\n")
    source = tmp_path / "course" / "source" / "nn"
    removed = write_course(lessons, tmp_path / "course").removed
    assert sorted(path.name for path in removed) == ["classification_losses.ipynb", "losses.ipynb"]
    assert [path.name for path in source.iterdir()] == ["activations.ipynb"]
    plan(tmp_path / "course", whole)
    assert len(write_course(lessons, tmp_path / "course").written) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[nn.tiny", "course.toml: "),
        ("[nn.small]\n", "no lesson called nn/small is there; there is: nn/tiny"),
        (
            "[nn.tiny]\ntriple = 2\n",
            "no exercise of nn/tiny called triple is there; there is: double, Counter",
        ),
        ("[nn.tiny]\ndouble = -1\n", "nn/tiny: double = -1: points are a number from 0"),
        ("[nn.tiny]\ndouble = true\n", "points are a number from 0"),
        ("[nn.tiny]\ndouble = 'many'\n", "points are a number from 0"),
        ("[nn]\ntiny = 3\n", "tiny = 3 belongs into the table of a lesson"),
        ("", "holds no exercise and no question"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_told_and_nothing_is_written(kit, tmp_path, text, told):
    folder = tmp_path / "course"
    write_course(kit, folder)
    before = (folder / "source" / "nn" / "tiny.ipynb").read_bytes()
    plan(folder, text)
    with pytest.raises(CourseError) as error:
        write_course(kit, folder)
    assert told in str(error.value)
    assert "course.toml" in str(error.value)
    assert (folder / "source" / "nn" / "tiny.ipynb").read_bytes() == before


def test_names_for_a_new_course_have_to_be_the_kits_and_an_old_course_has_its_plan(kit, tmp_path):
    with pytest.raises(CourseError, match="no lesson called nn/small is there; there is: nn/tiny"):
        write_course(kit, tmp_path / "course", lessons=["nn/small"])
    with pytest.raises(CourseError, match="no exercise called triple is there; there is: double, Counter"):
        write_course(kit, tmp_path / "course", exercises=["triple"])
    assert not (tmp_path / "course").exists()
    write_course(kit, tmp_path / "course")
    with pytest.raises(CourseError, match="says what this course holds"):
        write_course(kit, tmp_path / "course", exercises=["double"])
