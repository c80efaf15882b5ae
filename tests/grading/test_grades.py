"""From a messy folder to grades: who gets what, and what is said of those who get nothing."""

from __future__ import annotations

import json
import stat
import sys

import pytest

from autograder.sandbox.tiers import best_tier
from tests.grading.conftest import HALF, LOSS, RELU, RIGHT, STUBS, notebook, zipped


def test_a_messy_class_is_graded_and_every_entry_is_accounted_for(pupils):
    pupils.hand_in(
        {
            "ada/nn/activations.py": RIGHT,
            "ada/nn/losses.py": LOSS,
            "ben/work/activations.ipynb": notebook(RELU, "def softmax(x):\n    return x"),
            "cleo.zip": zipped({"hw/nn/activations.py": STUBS, "../evil.py": ""}),
            "Dan_12345_file_activations.py": RIGHT,
            "eve.py": RIGHT + LOSS.replace("from nn.activations import softmax\n", ""),
            "fay/activations.py": "def relu(x:\n",
            "gus/essay.pdf": "",
            "hal.txt": "",
            ".DS_Store": "",
        }
    )
    done = pupils.grade()
    assert done.points == {
        "ada": "12", "ben": "3", "cleo": "0", "Dan_12345": "7", "eve": "12", "fay": "0", "gus": "", "hal.txt": "",
        ".DS_Store": "",
    }  # fmt: skip
    assert {row["state"] for row in done.table.values()} == {"graded", "not graded", "passed over"}
    assert done.table["gus"]["reason"] == "it holds no .py and no .ipynb file, only essay.pdf"
    assert (done.table["ada"]["nn/activations"], done.table["ada"]["nn/losses"]) == ("7", "5")
    assert done.code == 1
    told = done.out[done.out.index("no points at all") :]
    zeros, missing = told.split("could not be graded")
    assert "cleo" in zeros
    assert "fay" in zeros
    assert "gus" in missing
    assert "hal.txt" in missing
    assert done.student("cleo")["notes"] == ["..|evil.py was left out: its path leads out of the zip"]


def test_the_report_names_how_far_learner_code_was_kept_away(pupils):
    pupils.hand_in({"ada/activations.py": RIGHT})
    done = pupils.grade("--plain")
    assert best_tier().sentence in done.out
    assert done.data["isolation"]["tier"] == best_tier().name
    assert done.out.isascii()
    assert (done.code, done.err) == (0, "")


def test_of_module_and_notebook_each_exercise_counts_where_it_is_better(pupils):
    module = RELU + "\ndef softmax(x):\n    raise NotImplementedError\n"
    pupils.hand_in(
        {"ada/activations.py": module, "ada/activations.ipynb": notebook(RIGHT.replace("np.maximum(x, 0)", "x"))}
    )
    done = pupils.grade(name="nn/activations")
    assert done.points == {"ada": "7"}
    assert done.student("ada")["lessons"][0]["grade"]["learner"] == "activations.py and activations.ipynb"


def test_a_lesson_that_cannot_be_read_is_open_and_no_zero(pupils):
    pupils.hand_in({"ada/activations.ipynb": '{"cells": [', "ada/losses.py": LOSS, "ben/activations.py": b"\xff\xfe"})
    done = pupils.grade()
    assert (done.points, done.code) == ({"ada": "0+7?", "ben": "0+7?"}, 1)
    assert done.table["ada"]["nn/activations"] == "0+7?"
    assert "activations.ipynb cannot be read: the notebook's file is damaged" in done.table["ada"]["reason"]
    assert "graded in part" in done.out
    assert done.student("ada")["open_points"] == 7


def test_a_submission_of_which_nothing_can_be_read_could_not_be_graded(pupils):
    pupils.hand_in({"ada/activations.ipynb": "no notebook"})
    done = pupils.grade(name="nn/activations")
    assert (done.table["ada"]["state"], done.points) == ("not graded", {"ada": ""})
    assert "It is not a zero" in done.page("ada")


def test_a_fault_of_the_kit_leaves_points_open_and_ends_with_three(pupils):
    pupils.suite.write_text(pupils.suite.read_text().replace("both.softmax(", "both.no_such_function("))
    pupils.hand_in({"ada/activations.py": RIGHT})
    done = pupils.grade(name="nn/activations")
    assert (done.code, done.points) == (3, {"ada": "3+4?"})
    assert done.student("ada")["state"] == "open"
    assert "The kit itself failed" in done.out
    page = done.page("ada")
    assert "a fault of the kit, not of your code" in page
    assert "Traceback" not in page
    assert "no_such_function" not in page
    assert "no_such_function" in json.dumps(done.data)
    assert pupils.grade(name="nn/activations").code == 3


def test_a_fault_is_graded_again_once_it_is_mended(pupils):
    whole = pupils.suite.read_text()
    pupils.suite.write_text(whole.replace("both.softmax(", "both.no_such_function("))
    pupils.hand_in({"ada/activations.py": RIGHT})
    pupils.grade()
    pupils.suite.write_text(whole)
    done = pupils.grade()
    assert (done.code, done.points) == (0, {"ada": "7"})


def test_learner_code_that_hangs_or_ends_its_process_costs_its_own_points_alone(pupils):
    hang = RELU + "\ndef softmax(x):\n    while True:\n        pass\n"
    quit = RELU + "\nimport os\n\ndef softmax(x):\n    os._exit(0)\n"
    pupils.hand_in({"ada/activations.py": hang, "ben/activations.py": quit, "cleo/activations.py": RIGHT})
    done = pupils.grade("--jobs", "2", name="nn/activations")
    assert (done.code, done.points) == (0, {"ada": "3", "ben": "3", "cleo": "7"})
    assert "did not come back within" in " ".join(done.verdicts("ada")["test_rows"]["facts"])


def test_what_one_check_leaves_behind_does_not_reach_the_next_seed(pupils):
    once = RIGHT + "\nseen = []\n_softmax = softmax\n\ndef softmax(x):\n    seen.append(1)\n"
    once += "    return _softmax(x) if len(seen) < 2 else x\n"
    pupils.hand_in({"ada/activations.py": once})
    assert pupils.grade(name="nn/activations").points == {"ada": "7"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_page_shows_what_a_student_needs_and_runs_nothing(pupils):
    evil = '<script>alert("x")</script>'
    wrong = RELU + f"\ndef softmax(x):\n    raise ValueError('''{evil}''')\n"
    pupils.hand_in({"<b>ada & co/activations.py": wrong, "<b>ada & co/losses.ipynb": evil})
    done = pupils.grade()
    page = done.page("<b>ada & co")
    assert "<script" not in page
    assert "<b>ada" not in page
    assert "&lt;script&gt;alert" in page
    assert "&lt;b&gt;ada &amp; co: nn" in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert 'name="viewport"' in page
    assert "softmax(z=np.array([[" in page or "softmax(x=np.array([[" in page
    assert "test_activations.py::test_rows&quot; --seed" in page
    assert str(pupils.root) not in page
    assert all(word not in page for word in ("http://", "https://", "src=", "<link", "@import"))


def test_pages_of_like_names_do_not_overwrite_each_other(pupils):
    pupils.hand_in({"a b/activations.py": RIGHT, "a_b/activations.py": HALF, "A_B/activations.py": STUBS})
    done = pupils.grade()
    pages = {row["page"].casefold() for row in done.data["submissions"]}
    assert len(pages) == 3
    assert all((pupils.out / row["page"]).is_file() for row in done.data["submissions"])


def test_a_spreadsheet_takes_no_name_for_a_formula(pupils):
    pupils.hand_in({"=1+1.py": RIGHT, "@b/activations.py": RIGHT})
    assert sorted(pupils.grade().table) == ["'=1+1", "'@b"]


def test_the_tables_are_whole_and_for_the_owner_alone(pupils):
    pupils.hand_in({"ada/activations.py": RIGHT, "ben/activations.py": HALF})
    done = pupils.grade()
    assert done.data["schema"] == 1
    assert done.data["lessons"][0] == {"lesson": "nn/activations", "max_points": 7}
    ada = done.student("ada")
    assert (ada["points"], ada["max_points"], ada["open_points"], ada["state"]) == (7, 12, 0, "graded")
    assert [row["grade"]["lesson"] for row in ada["lessons"]] == ["nn/activations", "nn/losses"]
    for name in ("grades.json", "grades.csv", ada["page"]):
        assert stat.S_IMODE((pupils.out / name).stat().st_mode) == 0o600


def test_json_goes_to_stdout_alone(pupils):
    pupils.hand_in({"ada/activations.py": RIGHT})
    data = json.loads(pupils.grade("--json").out)
    assert (data["graded"], data["submissions"][0]["points"]) == ("nn", 7)


@pytest.mark.parametrize(
    ("name", "where", "words"),
    [
        ("nn", "nowhere", "is not there"),
        ("relu", "submissions", "is an exercise"),
        ("nx", "submissions", "no lesson, segment or exercise"),
        ("nn", ".", "name a folder elsewhere"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_sentence(pupils, name, where, words):
    pupils.hand_in({"ada.py": RIGHT})
    done = pupils.grade(name=name, submissions=pupils.root / where)
    assert done.code == 2
    assert words in done.err
    assert "Traceback" not in done.err
