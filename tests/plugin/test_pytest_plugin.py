"""pytest as the learner's surface: todo instead of walls of tracebacks, and pytest's own options as they are."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

STUB = "raise NotImplementedError"

SUITE = '''
import numpy as np
from autograder import Lesson

lesson = Lesson()
rate = lesson.exercise("relu", minutes=2, core=True, hints=("Which numbers stay as they are?",))
slope = lesson.exercise("relu_backward", minutes=2, hints=("Where does the gradient go through?",), after=("relu",))

@rate.check(points=1, hint="Compare each entry with zero.")
def test_keeps_positive_numbers(both, rng):
    """keeps positive numbers"""
    both.relu(rng.uniform(1, 2, size=(3, 4)))

@rate.check(points=2, hint="Compare each entry with zero.")
def test_cuts_negative_numbers(both, rng):
    """turns negative numbers into zero"""
    both.relu(rng.normal(size=(3, 4)) - np.arange(12).reshape(3, 4))

@slope.check(points=3)
def test_slope(both, rng):
    """lets the gradient through where the input is positive"""
    both.relu_backward(rng.normal(size=(3, 4)), rng.normal(size=(3, 4)))
'''

RELU = "def relu(x):\n    return np.maximum(x, 0)\n"
RELU_BACKWARD = "def relu_backward(dout, x):\n    return dout * (x > 0)\n"
WARNING_RELU = """
import warnings

def relu(x):
    warnings.warn("hot")
    np.exp(1e4)
    return np.maximum(x, 0)
"""
OTHER = """
import pytest

@pytest.fixture
def both():
    return 3

def test_b(both):
    assert both == 3
"""
STUBS = f"def relu(x):\n    {STUB}\n\ndef relu_backward(dout, x):\n    {STUB}\n"


@pytest.fixture
def kit(pytester: pytest.Pytester) -> pytest.Pytester:
    """Make a kit of one small lesson whose reference is scratchml.activations."""
    folder = pytester.mkdir("exercises").joinpath("nn")
    folder.mkdir()
    folder.parent.joinpath("timetable.toml").write_text('[nn]\ntitle = "nn"\nminutes = 45\n')
    folder.joinpath("test_activations.py").write_text(SUITE)
    write(pytester, STUBS)
    return pytester


def write(pytester: pytest.Pytester, *parts: str) -> Path:
    path = pytester.path / "exercises/nn/activations.py"
    path.write_text("import numpy as np\n\n" + "\n\n".join(parts))
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    return path


def test_untouched_stubs_are_todo_without_a_traceback(kit):
    result = kit.runpytest("exercises/nn")
    result.stdout.fnmatch_lines(["*ttt*", "*0/6 points*", "*3 todo*"])
    assert "Traceback" not in result.stdout.str()
    assert "NotImplementedError" not in result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_right_answers_pass(kit):
    write(kit, RELU, RELU_BACKWARD)
    result = kit.runpytest("exercises/nn")
    result.stdout.fnmatch_lines(["*6/6 points*", "*3 passed*"])
    assert result.ret == pytest.ExitCode.OK


def test_the_exit_code_is_zero_when_only_untouched_stretch_exercises_are_open(kit):
    write(kit, RELU, f"def relu_backward(dout, x):\n    {STUB}\n")
    result = kit.runpytest("exercises/nn")
    result.stdout.fnmatch_lines(["*3/6 points*", "*2 passed*1 todo*"])
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_an_output_without_the_marks_gets_lines_in_ascii(kit, monkeypatch, encoding):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    write(kit, "def relu(x):\n    return x\n", RELU_BACKWARD)
    result = kit.runpytest_subprocess("exercises/nn")
    result.stdout.fnmatch_lines(
        ["failed: relu - turns negative numbers into zero *0/2", "    relu(x: float64 (3, 4))", "    expected*"]
    )


def test_a_wrong_stretch_answer_keeps_the_exit_code_at_one(kit):
    write(kit, RELU, "def relu_backward(dout, x):\n    return dout\n")
    assert kit.runpytest("exercises/nn").ret == pytest.ExitCode.TESTS_FAILED


def test_a_failing_test_of_somebody_else_keeps_the_exit_code_at_one(kit):
    write(kit, RELU, f"def relu_backward(dout, x):\n    {STUB}\n")
    kit.makepyfile(test_other="def test_other():\n    assert 1 == 2\n")
    result = kit.runpytest("exercises/nn", "test_other.py")
    result.stdout.fnmatch_lines(["*assert 1 == 2*", "*1 failed*"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_other_peoples_tests_are_left_alone(kit):
    write(kit, RELU, RELU_BACKWARD)
    kit.makepyfile(test_other=OTHER)
    kit.runpytest("exercises/nn", "test_other.py").assert_outcomes(passed=4)


def test_a_failure_reads_as_fact_then_help_then_replay(kit):
    write(kit, "def relu(x):\n    return abs(x)\n", RELU_BACKWARD)
    result = kit.runpytest("exercises/nn")
    result.stdout.fnmatch_lines(
        [
            "*relu*turns negative numbers into zero*0/2",
            "*relu(x: float64 (3, 4))",
            "*expected 0, got *",
            "*Compare each entry with zero.*",
            '*replay: pytest "exercises/nn/test_activations.py::test_cuts_negative_numbers" --seed 0',
        ]
    )
    assert "autograder/" not in result.stdout.str()


def test_an_exercise_that_waits_for_another_is_blocked(kit):
    write(kit, "def relu(x):\n    return x\n", "def relu_backward(dout, x):\n    return 2 * dout * (relu(x) > 0)\n")
    result = kit.runpytest("exercises/nn")
    result.stdout.fnmatch_lines(["*1 failed, 1 passed, 1 blocked*"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_syntax_error_is_told_once(kit):
    write(kit, "def relu(x:\n    return x\n")
    text = kit.runpytest("exercises/nn").stdout.str()
    assert text.count("is not Python yet") == 1
    assert "activations.py, line 3" in text


def test_the_seed_is_an_option_and_shows_in_the_replay_line(kit):
    write(kit, "def relu(x):\n    return x + 1\n", RELU_BACKWARD)
    first = kit.runpytest("exercises/nn", "--seed", "7").stdout.str()
    assert "--seed 7" in first
    second = kit.runpytest("exercises/nn", "--seed", "8").stdout.str()
    assert first.partition("expected")[2].splitlines()[0] != second.partition("expected")[2].splitlines()[0]


@pytest.mark.parametrize("name", ["answers/nn", "answers", "answers/nn/activations.py", "mine.py"])
def test_learner_names_code_elsewhere(kit, name):
    for path in (kit.path / "answers/nn/activations.py", kit.path / "mine.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"import numpy as np\n{RELU}\n{RELU_BACKWARD}")
    kit.runpytest("exercises/nn", "--learner", name).assert_outcomes(passed=3)


def test_a_learner_that_does_not_exist_is_a_usage_error(kit):
    result = kit.runpytest("exercises/nn", "--learner", "nowhere")
    result.stderr.fnmatch_lines(["*--learner nowhere: there is no such file or folder*"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        (["-k", "positive"], {"passed": 1, "deselected": 2}),
        (["-q"], {"passed": 1, "failed": 2}),
        (["-p", "no:cacheprovider"], {"passed": 1, "failed": 2}),
        (["-n", "2"], {"passed": 1, "failed": 2}),
        (["-x"], {"passed": 1, "failed": 1}),
    ],
)
def test_options_of_pytest_work(kit, options, outcome):
    write(kit, "def relu(x):\n    return x\n", "def relu_backward(dout, x):\n    return 0 * dout\n")
    kit.path.joinpath("exercises/nn/test_activations.py").write_text(SUITE.replace(', after=("relu",)', ""))
    kit.runpytest("exercises/nn", *options).assert_outcomes(**outcome)


def test_last_failed_runs_only_what_is_open(kit):
    write(kit, RELU, STUBS.partition("\n\n")[2])
    kit.runpytest("exercises/nn")
    kit.runpytest("exercises/nn", "--lf").stdout.fnmatch_lines(["*1 todo*"])


def test_one_check_runs_by_its_id(kit):
    write(kit, RELU)
    kit.runpytest("exercises/nn/test_activations.py::test_cuts_negative_numbers").assert_outcomes(passed=1)


def test_without_the_plugin_nothing_is_collected_and_nothing_breaks(kit):
    result = kit.runpytest_subprocess("exercises/nn", "-p", "no:autograder")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_junit_counts_a_todo_as_a_failure(kit):
    kit.runpytest("exercises/nn", "--junitxml=out.xml")
    suite = ElementTree.parse(kit.path / "out.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "3", "0")


def test_points_count_the_whole_lesson_even_if_checks_are_deselected(kit):
    write(kit, RELU)
    result = kit.runpytest("exercises/nn", "-k", "positive")
    result.stdout.fnmatch_lines(["*1/6 points*(2 checks were not run)*"])


def test_warnings_of_learner_code_never_change_a_verdict(kit):
    kit.makeini("[pytest]\nfilterwarnings = error\n")
    write(kit, WARNING_RELU, RELU_BACKWARD)
    kit.runpytest("exercises/nn").assert_outcomes(passed=3)


def test_an_endless_loop_is_a_verdict(kit):
    write(kit, "def relu(x):\n    while True:\n        pass\n", RELU_BACKWARD)
    result = kit.runpytest("exercises/nn", "-k", "positive")
    result.stdout.fnmatch_lines(["*stopped: relu did not come back within*"])


def test_answers_in_the_notebook_are_pointed_out(kit):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": RELU}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    kit.path.joinpath("exercises/nn/activations.ipynb").write_text(json.dumps(notebook))
    result = kit.runpytest("exercises/nn")
    result.stdout.fnmatch_lines(["nn/activations: your notebook has answers too; `autograder check nn/activations`*"])


def test_core_comes_next_before_stretch(kit):
    head, tail = SUITE.replace("minutes=2, core=True", "minutes=2").split("slope =")
    suite = f"{head}slope ={tail.replace('minutes=2', 'minutes=2, core=True', 1)}"
    kit.path.joinpath("exercises/nn/test_activations.py").write_text(suite)
    kit.runpytest("exercises/nn").stdout.fnmatch_lines(["next: relu_backward *"])


def test_a_file_that_is_not_there_is_told_as_what_to_see_to(kit):
    (kit.path / "elsewhere").mkdir()
    result = kit.runpytest("exercises/nn", "--learner", "elsewhere")
    result.stdout.fnmatch_lines(["next: see to this: elsewhere has no activations.py (nor a notebook of that name)"])
