"""Lessons are found wherever they lie; what cannot be graded says why."""

from __future__ import annotations

import sys

import pytest

from autograder.grading import arrange as room
from autograder.grading.arrange import arrange, usual_name
from autograder.grading.tree import MIB, CannotBeGraded, folder_tree
from tests.grading.conftest import RIGHT, lay_out

LESSONS = ("nn/activations", "nn/losses")
EXERCISES = {"relu", "softmax", "softmax_cross_entropy"}


@pytest.fixture
def arranged(tmp_path):
    return lambda files: arrange(folder_tree(lay_out(tmp_path / "ada", files)), LESSONS, EXERCISES)


@pytest.mark.parametrize("where", ["", "nn/", "exercises/nn/", "my homework/week 2/nn/", "my homework/"])
def test_lessons_are_found_in_any_folder(arranged, where):
    made = arranged({f"{where}losses.py": "1", f"{where}activations.ipynb": "2"})
    inner = "nn/" if where.endswith("nn/") else ""
    assert made.files == {f"{inner}losses.py": b"1", f"{inner}activations.ipynb": b"2"}
    assert made.lessons == {"nn/losses": [f"{inner}losses.py"], "nn/activations": [f"{inner}activations.ipynb"]}
    assert made.notes == []


def test_a_module_comes_before_the_notebook_and_both_are_taken(arranged):
    made = arranged({"nn/losses.ipynb": "", "nn/losses.py": ""})
    assert made.lessons["nn/losses"] == ["nn/losses.py", "nn/losses.ipynb"]


def test_helpers_and_other_segments_travel_along_but_nothing_else(arranged):
    made = arranged({"nn/losses.py": "", "nn/helper.py": "", "dnn_intro/neuron.py": "", "nn/data.csv": ""})
    assert sorted(made.files) == ["dnn_intro/neuron.py", "nn/helper.py", "nn/losses.py"]


@pytest.mark.parametrize(
    "name", ["Losses.py", "losses (1).py", "losses-Copy1.py", "losses-1.py", "Copy of losses.py", "losses_final (2).py"]
)
def test_spoilt_names_are_read_and_noted(arranged, name):
    made = arranged({f"nn/{name}": "1"})
    assert made.files == {"nn/losses.py": b"1"}
    assert made.notes == [f"nn/{name} was read as nn/losses.py"]


def test_a_spoilt_name_never_takes_the_place_of_the_right_one(arranged):
    made = arranged({"nn/losses.py": "right", "nn/losses (1).py": "other"})
    assert made.files["nn/losses.py"] == b"right"
    assert made.notes == ["nn/losses (1).py was left out, as nn/losses.py is there too"]


def test_other_names_are_left_alone():
    assert usual_name("nn/my_helper.py", {"losses"}) == "nn/my_helper.py"
    assert usual_name("nn/losses2.py", {"losses"}) == "nn/losses2.py"


def test_a_second_attempt_elsewhere_is_noted(arranged):
    made = arranged({"nn/losses.py": "1", "nn/activations.py": "", "old/nn/losses.py": "2"})
    assert made.files["nn/losses.py"] == b"1"
    assert made.notes == ["old/nn/losses.py was not graded: the lessons in the top folder were"]


def test_a_single_file_stands_for_all_whatever_its_name(arranged):
    made = arranged({"week2/homework.py": RIGHT})
    assert made.single == "homework.py"
    assert made.files == {"homework.py": RIGHT.encode()}


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "it is empty"),
        ({"answer.pdf": "", "b.txt": ""}, r"no \.py and no \.ipynb file, only answer\.pdf, b\.txt"),
        ({"a.py": "", "b.py": "", "c.py": "", "d.py": ""}, r"misnamed: it holds a\.py, b\.py, c\.py and 1 more"),
        ({"other.py": "def f(): pass"}, r"other\.py defines no exercise of activations\.py, losses\.py"),
    ],
)
def test_what_cannot_be_graded_says_why(arranged, tmp_path, files, reason):
    (tmp_path / "ada").mkdir()
    with pytest.raises(CannotBeGraded, match=reason):
        arranged(files)


def test_too_much_is_refused_in_words(arranged, monkeypatch):
    monkeypatch.setattr(room, "MOST_FILES", 3)
    with pytest.raises(CannotBeGraded, match="more than 3 files"):
        arranged({f"{i}.py": "" for i in range(4)})
    monkeypatch.setattr(room, "MOST_FILES", 500)
    monkeypatch.setattr(room, "MOST_TOTAL", MIB)
    with pytest.raises(CannotBeGraded, match="more than 1 MiB together"):
        arranged({"losses.py": "#" * MIB, "helper.py": "#"})


def test_a_file_too_large_costs_its_lesson_alone(arranged):
    made = arranged({"losses.py": b"#" * (9 * MIB), "activations.py": RIGHT})
    assert made.refused == {"nn/losses": "losses.py is larger than 8 MiB"}
    assert made.lessons["nn/activations"] == ["activations.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_links_and_unusable_names_are_left_out_and_noted(arranged, tmp_path):
    lay_out(tmp_path / "ada", {"losses.py": "", "a\nb.py": ""})
    (tmp_path / "ada" / "activations.py").symlink_to("/etc/passwd")
    made = arranged({})
    assert sorted(made.files) == ["losses.py"]
    assert len(made.notes) == 2
