"""`autograder progress` remembers verdicts for as long as nothing that they depend on has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from autograder.compare import Difference
from autograder.examiner import Examiner
from autograder.grader import Grader
from autograder.house import House
from autograder.outcome import Outcome
from autograder.survey.compiled import Compiled
from autograder.survey.lessons import look
from tests.surfaces.conftest import IMPORTS, NAMES, STUB

ACTIVATIONS, LOSSES = "nn/activations", "nn/losses"
MEMORY = ".autograder_cache/progress.json"


@pytest.fixture
def write(kit, answers):
    """Write a module that notes in a file whenever it is loaded."""

    def write(lesson, **changed):
        path = kit.module(lesson, **{**answers, **changed})
        path.write_text(f"open('loaded', 'a').write('{lesson} ')\n{path.read_text()}", encoding="utf-8")
        return path

    return write


@pytest.fixture
def loaded(kit):
    """Say which modules were loaded since it was asked last."""

    def loaded():
        path = kit.root / "loaded"
        found = path.read_text().split() if path.exists() else []
        path.unlink(missing_ok=True)
        return sorted(set(found))

    return loaded


@pytest.fixture
def progress(run):
    """Run `autograder progress --json`, and return states by check."""

    def progress(*options):
        _, out, err = run("progress", "--json", *options)
        assert err == ""
        grades = json.loads(out)["grades"]
        return {verdict["check"]: verdict["state"] for grade in grades for verdict in grade["verdicts"]}

    return progress


@pytest.fixture
def solved(write, progress, loaded):
    """Solve everything, and look at it once."""
    modules = {lesson: write(lesson) for lesson in NAMES}
    assert set(progress().values()) == {"passed"}
    assert loaded() == [ACTIVATIONS, LOSSES]
    return modules


def test_what_has_not_changed_is_not_loaded_again(solved, run, loaded):
    boards = [run("progress", *options) for options in ([], ["--fresh"], [], ["--json"], ["--fresh", "--json"])]
    assert loaded() == [ACTIVATIONS, LOSSES]
    assert boards[0] == boards[1] == boards[2]
    assert boards[3] == boards[4]
    for options in ([], ["--json"], ["--plain"]):
        run("progress", *options)
        assert loaded() == []


def test_a_changed_module_is_checked_again_alone(solved, write, progress, loaded, answers):
    write(LOSSES, softmax_cross_entropy=answers["softmax_cross_entropy"].replace("-np", "np"))
    states = progress()
    assert (states["test_mean"], states["test_rows"]) == ("failed", "passed")
    assert ACTIVATIONS in loaded()  # losses imports it
    progress()
    assert loaded() == []
    write(LOSSES)
    assert progress()["test_mean"] == "passed"


def test_a_change_of_an_imported_lesson_checks_both_again(solved, write, progress, answers):
    write(ACTIVATIONS, softmax="def softmax(x):\n    return x\n")
    assert (progress()["test_rows"], progress()["test_mean"]) == ("failed", "blocked")
    write(ACTIVATIONS)
    assert (progress()["test_rows"], progress()["test_mean"]) == ("passed", "passed")


def test_a_change_of_a_lesson_that_is_waited_for_but_not_imported_counts_too(kit, write, progress):
    alone = "def softmax_cross_entropy(logits, labels):\n    return 0.0\n"
    for lesson in NAMES:
        write(lesson, softmax_cross_entropy=alone, softmax="def softmax(x):\n    return x\n")
    path = kit.nn / "losses.py"
    path.write_text(path.read_text().replace(IMPORTS[LOSSES], "import numpy as np\n"))
    assert progress()["test_mean"] == "blocked"
    write(ACTIVATIONS)
    assert progress()["test_mean"] == "failed"


@pytest.mark.parametrize("change", ["suite", "reference", "record", "timetable", "engine"])
def test_a_change_of_the_kit_checks_everything_again(kit, solved, progress, loaded, monkeypatch, tmp_path, change):
    (tmp_path / "part.py").write_text("1")
    if change == "suite":
        path = kit.nn / "test_losses.py"
        path.write_text(path.read_text().replace("points=5", "points=6"))
    elif change == "reference":
        monkeypatch.setattr("autograder.survey.inputs.reference_files", lambda: (tmp_path, [tmp_path / "part.py"]))
    elif change == "record":
        (kit.root / "recorded").mkdir()
        (kit.root / "recorded" / "other.record").write_text("1")
    elif change == "engine":
        monkeypatch.setattr("autograder.survey.inputs.ENGINE", tmp_path)
    progress()
    assert loaded() == ([] if change == "timetable" else [ACTIVATIONS, LOSSES])
    progress()
    assert loaded() == []


def test_a_file_that_comes_to_stand_before_another_is_seen(kit, solved, write, progress, answers):
    write(ACTIVATIONS, relu="import random\n" + answers["relu"])
    assert progress()["test_cuts"] == "passed"
    (kit.nn / "random.py").write_text("import numpy\nnumpy_maximum = 1\n1 / 0\n")
    write(ACTIVATIONS, relu="from random import choice\n" + answers["relu"].replace("x, 0", "x, 0 * len([choice])"))
    assert progress()["test_cuts"] == "failed"
    (kit.nn / "random.py").unlink()
    assert progress()["test_cuts"] == "passed"


@pytest.mark.parametrize("harm", ["cut", "figure", "garbage", "empty", "other JSON", "folder"])
def test_a_broken_memory_is_as_good_as_none_and_is_written_anew(kit, solved, run, loaded, harm):
    whole = run("progress", "--json")
    path = kit.root / MEMORY
    text = path.read_text()
    if harm == "folder":
        path.unlink()
        path.mkdir()
    else:
        broken = {"cut": text[:-9], "figure": text.replace('"points": 5', '"points": 3'), "garbage": b"\xff\xfe\x00",
                  "empty": "", "other JSON": '{"nn/losses": 3}'}[harm]  # fmt: skip
        path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    assert run("progress", "--json") == whole
    assert loaded() == [ACTIVATIONS, LOSSES]
    assert harm == "folder" or path.read_text() == text


def test_where_nothing_can_be_written_nothing_is_remembered(kit, write, progress, loaded):
    (kit.root / ".autograder_cache").write_text("a file in the way")
    write(ACTIVATIONS)
    for _ in range(2):
        assert progress()["test_rows"] == "passed"
        assert loaded() == [ACTIVATIONS]


@pytest.mark.parametrize("line", ["1 / 0", "def broken(:", "import torch", "open(__file__, 'a').write('#')"])
def test_a_file_with_a_problem_or_changed_meanwhile_is_looked_at_every_time(write, progress, loaded, line):
    path = write(ACTIVATIONS)
    path.write_text(f"{path.read_text()}\n{line}\n")
    before = progress()
    loaded()
    assert progress() == before
    assert line.startswith("def") or loaded() == [ACTIVATIONS]


@pytest.mark.parametrize(
    "outcome", [Outcome("failed", Difference("time", "", None, ("stopped",))), Outcome("crashed", None)]
)
def test_time_limits_and_faults_of_the_kit_are_not_remembered(kit, write, progress, loaded, monkeypatch, outcome):
    write(ACTIVATIONS)
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grader.run_check", lambda *arguments: outcome)
        assert progress()["test_rows"] == outcome.state
    assert progress()["test_rows"] == "passed"


def test_check_and_code_elsewhere_are_not_remembered(kit, solved, run, loaded):
    run("check", "nn")
    assert loaded() == [ACTIVATIONS, LOSSES]
    run("progress", "--learner", "exercises")
    assert loaded() == [ACTIVATIONS, LOSSES]


def test_untouched_stubs_are_not_loaded(kit, write, progress, loaded):
    stubs = {name: f"def {name}({arguments}):\n    {STUB}\n" for name, arguments in
             {"relu": "x", "relu_backward": "dout, x", "softmax": "x"}.items()}  # fmt: skip
    write(ACTIVATIONS, **stubs)
    kit.notebook(ACTIVATIONS, **stubs)
    kit.notebook(LOSSES)
    assert {progress()[name] for name in ("test_keeps", "test_slope", "test_rows")} == {"todo"}
    assert loaded() == []


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (f"def softmax(x, axis, more):\n    {STUB}\n", "failed"),
        (f"def softmax(x):\n    {STUB}\nsoftmax = lambda x: x\n", "failed"),
        (f"from math import *\ndef softmax(x):\n    {STUB}\n", "todo"),
        (f"@staticmethod\ndef softmax(x):\n    {STUB}\n", "todo"),
        (f"class softmax(dict):\n    def step(self):\n        {STUB}\n", "failed"),
    ],
)
def test_a_stub_that_may_be_none_is_run(kit, write, progress, loaded, code, state):
    write(ACTIVATIONS, softmax=code)
    kit.notebook(ACTIVATIONS)
    kit.notebook(LOSSES)
    assert progress()["test_rows"] == state
    assert loaded() == [ACTIVATIONS]


def test_a_lesson_without_exercises_is_no_trouble(kit, run):
    (kit.nn / "test_losses.py").write_text("from autograder import Lesson\n\nlesson = Lesson(place=2)\n")
    kit.notebook(LOSSES)
    for _ in range(2):
        assert [len(grade["verdicts"]) for grade in json.loads(run("progress", "--json")[1])["grades"]] == [4, 0]


def test_an_answer_in_the_notebook_is_found_beside_a_stub_in_the_module(kit, run, answers, progress):
    kit.module(ACTIVATIONS, relu=answers["relu"])
    kit.notebook(ACTIVATIONS, softmax=answers["softmax"])
    grade = json.loads(run("progress", "--json")[1])["grades"][0]
    assert [verdict["state"] for verdict in grade["verdicts"]] == ["passed", "passed", "todo", "passed"]
    assert grade["learner"] == "exercises/nn/activations.py and activations.ipynb"
    kit.notebook(ACTIVATIONS, softmax="def softmax(x):\n    return x\n")
    assert progress()["test_rows"] == "failed"


def test_untouched_lessons_get_the_verdicts_that_a_run_gives(suite, home):
    found = look(Examiner(home, diagnose=False), suite, Compiled())
    grade = Grader(home, House(home.exercises, home.lesson_names())).run(suite).grade()
    assert found.sure
    assert found.grade.to_json() == grade.to_json()


def test_a_remembered_board_needs_no_numpy(kit, solved):
    code = (
        "import sys\nfrom autograder.cli import main\ntry: main(['progress'])\n"
        "finally: print('numpy' in sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=kit.root)
    assert done.returncode == 0
    assert done.stderr == "False\n"
