"""The command line as learners use it: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def test_check_shows_what_is_open_and_ends_with_one(kit, run, answers):
    kit.module("nn/activations", relu="def relu(x):\n    return x\n", softmax=answers["softmax"])
    code, out, err = run("check", "nn/activations")
    assert (code, err) == (1, "")
    assert "✗ turns negative numbers into zero" in out
    assert 'test_activations.py::test_cuts" --seed 0' in out
    assert "waits for relu" not in out
    assert "○ relu_backward (stretch)" in out
    assert "Next: relu in nn/activations, about 2 minutes." in out
    assert max(map(len, out.splitlines())) <= 90


def test_check_ends_with_zero_when_the_core_is_solved(kit, run, answers):
    kit.module("nn/activations", relu=answers["relu"], softmax=answers["softmax"])
    code, out, _ = run("check", "nn/activations")
    assert code == 0
    assert "core 7 of 7 points, stretch 0 of 3 points" in out


def test_a_stretch_exercise_asked_for_by_name_decides_the_exit_code(kit, run, answers):
    kit.module("nn/activations", relu=answers["relu"])
    assert run("check", "relu")[0] == 0
    assert run("check", "relu_backward")[0] == 1


@pytest.mark.parametrize("name", ["nn", "nn/", "nn/losses", "losses", "exercises/nn/losses.py", "nn/test_losses.py"])
def test_lessons_are_found_by_name_or_path(kit, run, name):
    code, out, _ = run("check", name)
    assert code == 1
    assert "softmax_cross_entropy" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "sofmax"], "Did you mean softmax"),
        (["check", "zzz"], "no lesson, segment or exercise called 'zzz'"),
        (["check", "nn", "--learner", "nowhere"], "no such file or folder"),
        (["check", "nn", "--seed", "x"], "--seed"),
        (["check"], "Missing argument"),
        (["hint", "nothing_like_it"], "no lesson"),
        (["chek"], "chek"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_sentence(kit, run, arguments, words):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 2


def test_a_fault_of_the_kit_ends_with_three(kit, run, answers):
    suite = kit.nn / "test_activations.py"
    suite.write_text(suite.read_text().replace("both.softmax(", "both.no_such_function("))
    kit.module("nn/activations", **answers)
    code, out, _ = run("check", "softmax")
    assert code == 3
    assert "a fault of the kit, not of your code" in out


def test_a_suite_that_cannot_be_imported_ends_with_three_and_no_traceback(kit, run):
    (kit.nn / "test_losses.py").write_text("from autograder import Lesson\n1 / 0\n")
    code, _, err = run("check", "nn/losses")
    assert code == 3
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err


def test_outside_of_a_kit_a_path_decides(kit, run, tmp_path, answers):
    kit.module("nn/losses", **answers)
    notebook = kit.notebook("nn/activations", **answers)
    code, out, _ = run("check", "nn/activations", "--learner", str(notebook))
    assert code == 0
    assert "activations.ipynb" in out


def test_a_syntax_error_is_told_once(kit, run):
    (kit.nn / "activations.py").write_text("def relu(x:\n    return x\n")
    _, out, _ = run("check", "nn/activations")
    assert out.count("is not Python yet") == 1
    assert "softmax" not in out
    assert "Next: see to the file that could not be loaded.\n  autograder check nn/activations" in out


def test_what_a_learner_prints_is_shown_and_does_not_spoil_json(kit, run, answers):
    kit.module("nn/activations", relu="print('loading')\ndef relu(x):\n    print('shape', x.shape)\n    return x\n")
    _, out, err = run("check", "nn/activations", "--json")
    data = json.loads(out)
    assert err == ""
    assert data["next"] == {"lesson": "nn/activations", "exercise": "relu"}
    states = [verdict["state"] for verdict in data["grades"][0]["verdicts"]]
    assert states == ["passed", "failed", "todo", "todo"]
    assert "your code printed:\n      shape (3, 4)" in run("check", "relu")[1].replace("        ", "    ")


def test_of_module_and_notebook_the_better_counts_exercise_by_exercise(kit, run, answers):
    kit.module("nn/activations", relu=answers["relu"], softmax="def softmax(x):\n    return x\n")
    kit.notebook("nn/activations", softmax=answers["softmax"], relu="def relu(x):\n    return x\n")
    code, out, _ = run("check", "nn/activations")
    assert code == 0
    assert "core 7 of 7 points" in out
    assert "nn/activations (exercises/nn/activations.py and activations.ipynb)" in out
    assert run("progress", "--json")[0] == 1


def test_a_failure_in_a_notebook_is_replayed_with_the_notebook(kit, run):
    kit.notebook("nn/activations", relu="def relu(x):\n    return x\n")
    _, out, _ = run("check", "relu")
    assert '--seed 0 --learner "exercises/nn/activations.ipynb"' in out


def test_progress_sets_core_apart_from_stretch_and_names_the_next_exercise(kit, run, answers):
    kit.module("nn/activations", relu=answers["relu"])
    code, out, _ = run("progress")
    assert code == 1
    assert "core   3/7" in out
    assert "stretch   0/3" in out
    assert "4 min left" in out
    assert out.splitlines()[-2:] == ["Next: softmax in nn/activations, about 4 minutes.", "  autograder hint softmax"]
    assert max(map(len, out.splitlines())) <= 80


def test_progress_ends_with_zero_when_all_core_is_solved(kit, run, answers):
    kit.module("nn/activations", **answers)
    kit.module("nn/losses", **answers)
    code, out, _ = run("progress")
    assert code == 0
    assert "Everything here is solved." in out


def test_plain_is_ascii_sentences(kit, run, answers):
    kit.module("nn/activations", relu="def relu(x):\n    return x\n", softmax=answers["softmax"])
    for arguments in (["progress"], ["check", "nn"], ["hint", "relu"]):
        assert run(*arguments, "--plain")[1].isascii()
    assert (
        "nn/activations: core 5 of 7 points, stretch 0 of 3 points, 2 core minutes left."
        in run("progress", "--plain")[1]
    )


def test_hints_begin_with_the_idea_and_grow_stronger(kit, run):
    code, first, _ = run("hint", "relu")
    assert code == 0
    assert "Rectified linear unit: negative become 0." in first
    assert "Hint 1 of 2: Which numbers stay?" in first
    assert "np.maximum" not in first
    for arguments in (["2"], ["--more"], ["-m"]):
        assert "Hint 2 of 2: np.maximum helps." in run("hint", "relu", *arguments)[1]
    assert "last of 2 hints" in run("hint", "relu", "9")[1]
    assert json.loads(run("hint", "relu", "--json")[1])["hints"] == ["Which numbers stay?"]


def test_authors_commands_tell_what_they_wrote_or_why_not(kit, run):
    code, out, _ = run("new", "nn/attention")
    assert (code, out.count("written: ")) == (0, 4)
    assert run("new", "nn/attention")[0] == 2
    code, _, err = run("build", "nn/losses", "--check")
    assert code == 2
    assert "losses" in err


def started(kit, *arguments, **environment):
    settings = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments], cwd=kit.root, env=settings, capture_output=True, timeout=60
    )


def test_a_terminal_without_unicode_gets_the_plain_form(kit):
    ended = started(kit, "check", "nn", PYTHONIOENCODING="ascii")
    assert ended.returncode == 1
    assert b"to do: relu" in ended.stdout
    assert ended.stderr == b""


def test_importing_autograder_stays_light(kit):
    heavy = "{'rich', 'typer', 'IPython', 'nbformat', 'matplotlib', 'pytest'}"
    script = f"import sys, autograder; print(sorted({heavy} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"


def test_a_message_that_no_terminal_takes_is_told_all_the_same(kit, answers):
    kit.module("nn/activations", relu='def relu(x):\n    print("\\udcff")\n    raise ValueError("\\ud800 bad")\n')
    ended = started(kit, "check", "relu", PYTHONIOENCODING="utf-8")
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert b"your code raised ValueError: \\ud800 bad" in ended.stdout
    assert b"\\udcff" in ended.stdout
