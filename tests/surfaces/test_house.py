"""Where learner code may lie, and in what state it may be."""

from __future__ import annotations

import json

import pytest

from autograder.house import House, NothingToCheck

LESSONS = ("nn/activations", "nn/losses")
RELU = "def relu(x):\n    return max(x, 0)\n"


def house(path, **options):
    return House(path, LESSONS, **options)


def test_a_segment_folder_a_flat_folder_and_single_files_are_houses(kit, tmp_path, answers):
    path = kit.module("nn/activations", **answers)
    flat, other = tmp_path / "activations.py", tmp_path / "mine.py"
    for copy in (flat, other):
        copy.write_text(path.read_text())
    for place in (kit.root / "exercises", kit.nn, tmp_path, path, flat, other):
        assert house(place).learner("nn/activations").get("relu")(-1) == 0


def test_a_file_of_another_lesson_is_not_taken_for_this_one(kit):
    learner = house(kit.nn / "losses.py").learner("nn/activations")
    assert learner.label.endswith("activations.py")


def test_a_missing_path_and_a_foreign_file_are_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    for name in ("nowhere", "notes.txt"):
        with pytest.raises(NothingToCheck, match=name):
            house(tmp_path / name)


def test_a_missing_lesson_is_an_empty_learner_that_says_so(tmp_path):
    learner = house(tmp_path).learner("nn/losses")
    assert learner.namespace == {}
    assert "no losses.py" in learner.problems[0]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + RELU.encode(),
        RELU.replace("\n", "\r\n").encode(),
        b"# -*- coding: latin-1 -*-\n# na\xefve\n" + RELU.encode(),
    ],
    ids=["byte-order mark", "CRLF", "coding line"],
)
def test_python_files_are_read_as_python_reads_them(tmp_path, content):
    (tmp_path / "activations.py").write_bytes(content)
    assert house(tmp_path).learner("nn/activations").get("relu")(3) == 3


@pytest.mark.parametrize("content", [b"# na\xefve\n", RELU.encode("utf-16")])
def test_a_file_that_is_not_utf_8_is_a_problem_in_words(tmp_path, content):
    (tmp_path / "activations.py").write_bytes(content)
    assert "save it as UTF-8" in house(tmp_path).learner("nn/activations").problems[0]


def test_a_broken_cell_leaves_the_others_alive(kit, cell):
    path = kit.cells("activations.ipynb", cell(RELU), cell("def softmax(x:\n    return 1"), cell("y = 1 / 0\nz = 3"))
    learner = house(path).learner("nn/activations")
    assert learner.get("relu")(2) == 2
    assert learner.get("z") == 3
    assert ["cell 2, line 1" in problem or "cell 3, line 1" in problem for problem in learner.problems] == [True, True]


MAGICS = (
    "%matplotlib inline\n!pip install something\nhelp?\n?help\nfiles = !ls\n"
    "a = (7\n     % 4)\ndef double(x):\n    %time y = 1\n    return 2 * x"
)


def test_magics_shell_and_help_lines_are_passed_over(kit, cell):
    path = kit.cells("activations.ipynb", cell(MAGICS), cell("%%bash\nls"), cell("%%time\nb = 5"))
    learner = house(path).learner("nn/activations")
    assert learner.problems == []
    assert (learner.get("a"), learner.get("b"), learner.get("double")(4)) == (3, 5, 8)


def test_a_notebook_without_metadata_and_one_of_an_old_format_are_read(tmp_path):
    bare = {"cells": [{"cell_type": "code", "source": ["def relu(x):\n", "    return 1"]}]}
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "def relu(x):\n    return 1"}]}]}
    for data in (bare, old):
        path = tmp_path / "activations.ipynb"
        path.write_text(json.dumps(data))
        assert house(path).learner("nn/activations").get("relu")(0) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [(b'{"cells": [\n{"ce', "damaged at line 2"), (b"[]", "not a Jupyter notebook"), (b'{"cells": "\xff"}', "damaged")],
)
def test_a_damaged_notebook_is_a_problem_in_words(tmp_path, content, words):
    (tmp_path / "activations.ipynb").write_bytes(content)
    learner = house(tmp_path / "activations.ipynb").learner("nn/activations")
    assert words in learner.problems[0]


def test_experiments_of_a_learners_own_are_not_repeated(kit, cell):
    mine = "scale = 2.0\nunused = 1 / 0\nfor k in range(3):\n    1 / 0\n1 / 0\ndef double(x):\n    return scale * x"
    path = kit.notebook("nn/activations", cell(mine), relu="relu = np.abs\n1 / 0")
    learner = house(path).learner("nn/activations")
    assert learner.problems == []
    assert learner.get("double")(4) == 8
    assert learner.get("relu")(-2) == 2


def test_an_import_of_a_lesson_that_is_not_there_says_so(tmp_path):
    (tmp_path / "losses.py").write_text("from nn.activations import softmax\n")
    assert "there is no activations.py beside" in house(tmp_path).learner("nn/losses").problems[0]


def test_earlier_takes_each_answer_from_the_notebook_where_it_is_answered(kit, answers):
    kit.module("nn/activations", relu=answers["relu"], softmax="def softmax(x):\n    return 'module'\n")
    kit.notebook("nn/activations", softmax="def softmax(x):\n    return 'notebook'\n")
    module = house(kit.root / "exercises").earlier("nn/activations")
    assert module.softmax(0) == "notebook"
    assert module.relu(-1) == 0
    with pytest.raises(NotImplementedError):
        module.relu_backward(1, 1)
    with pytest.raises(AttributeError, match="nn/activations defines no `gelu`"):
        _ = module.gelu


def test_a_half_written_class_in_the_notebook_gives_way_to_a_whole_one(kit):
    half = "class relu:\n    def a(self):\n        return 1\n    def b(self):\n        raise NotImplementedError\n"
    kit.notebook("nn/activations", relu=half)
    kit.module("nn/activations", relu=half.replace("raise NotImplementedError", "return 2"))
    assert house(kit.root / "exercises").earlier("nn/activations").relu().b() == 2


def test_a_notebook_sees_the_notebook_beside_it_and_a_module_the_module(kit, answers):
    kit.module("nn/activations", softmax="def softmax(x):\n    return 'module'\n")
    kit.notebook("nn/activations", softmax="def softmax(x):\n    return 'notebook'\n")
    kit.notebook("nn/losses")
    folder = kit.root / "exercises"
    assert house(folder).learner("nn/losses").get("softmax")(0) == "module"
    assert house(folder, prefer=".ipynb").learner("nn/losses").get("softmax")(0) == "notebook"
