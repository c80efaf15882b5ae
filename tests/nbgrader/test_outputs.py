"""What the preprocessors write into a notebook, called on notebooks without a gradebook."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from types import SimpleNamespace

import pytest

pytest.importorskip("nbgrader")

import nbformat
from nbgrader import utils

from autograder import nbgrader_plugin as plugin
from autograder.build.course import write_course
from autograder.cli import main
from autograder.grading import course_work
from autograder.grading.course_work import Task
from autograder.grading.shown import scaled
from autograder.grading.work import fault_text
from autograder.sandbox.tiers import best_tier
from tests.nbgrader.conftest import HARMLESS, MOST, duplicated, filled, notebook, stripped, written

WRONG = "def softmax(x):\n    return x\n"


@pytest.fixture
def task(kit, released, tmp_path, monkeypatch):
    """Make the task of ada's notebook in a course that was released."""
    course = tmp_path / "course"
    (course / "release" / "nn").mkdir(parents=True)
    (course / "release" / "nn" / "activations.ipynb").write_text(notebook(released), encoding="utf-8")
    made = Task(kit, course, course / "submitted" / "ada" / "nn", course / "release" / "nn", "nn", "activations")
    monkeypatch.setattr(plugin, "task_of", lambda *asked: replace(made))
    return made


def graded(task, text):
    """Take a notebook through reading, rebuilding and grading."""
    written(task.course, "ada", text)
    resources = {"nbgrader": {"notebook": "activations", "assignment": "nn", "student": "ada"}}
    sheet = plugin.sheet_in(task.submission / "activations.ipynb")
    resources["autograder"] = {"damage": sheet.damage}
    nb, _ = plugin.RebuildNotebook().preprocess(plugin.notebook_of(sheet.cells, sheet.metadata), resources)
    nb, _ = plugin.GradeInSandbox().preprocess(nb, resources)
    nbformat.validate(nb)
    return {cell["id"]: cell for cell in nb.cells}


def points(cells):
    """Read the points off the check cells, as nbgrader does; None where they are open."""
    checks = {name: cell for name, cell in cells.items() if name.startswith("check-")}
    return {
        n: None if plugin.is_open(c) else utils.determine_grade(c, logging.getLogger())[0] for n, c in checks.items()
    }


@pytest.mark.parametrize("spoil", [list, *HARMLESS], ids=lambda function: function.__name__)
def test_whatever_happened_on_the_way_right_answers_earn_all_points(task, answered, spoil):
    assert points(graded(task, notebook(spoil(answered)))) == MOST


def test_a_wrong_answer_shows_the_fact_and_a_number(task, answered):
    for cell in answered:
        if cell["id"] == "answer-softmax":
            cell["source"] = WRONG
    cells = graded(task, notebook(answered))
    display, result = cells["check-softmax"].outputs
    assert points(cells) == {"check-relu": 3.0, "check-softmax": 0.0}
    assert "makes each row sum to 1" in display["data"]["text/plain"]
    assert "makes each row sum to 1" in display["data"]["text/html"]
    assert (display["output_type"], result["output_type"]) == ("display_data", "execute_result")
    assert result["data"] == {"text/plain": "0.0"}


def test_cells_other_than_checks_are_not_run(task, answered):
    cells = graded(task, notebook(answered))
    assert all(cell.get("outputs", []) == [] for name, cell in cells.items() if not name.startswith("check-"))


def test_a_half_done_notebook_earns_half(task, released):
    cells = filled(released)
    for cell in cells:
        if cell["id"] == "answer-softmax":
            cell["source"] = next(other["source"] for other in released if other["id"] == "answer-softmax")
    assert points(graded(task, notebook(cells))) == {"check-relu": 3.0, "check-softmax": 0.0}


def test_a_missing_answer_is_a_zero_that_says_so(task, answered):
    cells = graded(task, notebook([cell for cell in answered if cell["id"] != "answer-relu"]))
    assert points(cells) == {"check-relu": 0.0, "check-softmax": 4.0}
    assert "not found in what was handed in" in cells["check-relu"].outputs[0]["data"]["text/plain"]


@pytest.mark.parametrize("text", ["no notebook", "", '{"cells": 3}'])
def test_a_file_that_nobody_can_read_leaves_the_points_open(task, text):
    cells = graded(task, text)
    assert points(cells) == {"check-relu": None, "check-softmax": None}
    assert "It is not a zero" in cells["check-relu"].outputs[0]["data"]["text/html"]
    assert "not found" in cells["response"]["source"]


def test_a_torn_file_is_graded_as_far_as_it_goes(task, answered):
    text = notebook(answered)
    assert points(graded(task, text[: text.index("def softmax")])) == {"check-relu": 3.0, "check-softmax": None}


def test_a_fault_of_the_kit_leaves_the_points_open(task, answered, monkeypatch):
    monkeypatch.setattr(course_work, "perform", lambda text: fault_text("it broke"))
    cells = graded(task, notebook(answered))
    assert points(cells) == {"check-relu": None, "check-softmax": None}
    assert "a fault of the kit" in cells["check-relu"].outputs[0]["data"]["text/plain"]


def test_a_check_that_crashed_leaves_the_points_of_its_cell_open(task, answered, monkeypatch):
    honest = course_work.perform

    def crashing(text):
        data = json.loads(honest(text))
        data["lessons"]["nn/activations"]["grade"]["verdicts"][1] |= {"state": "crashed", "points": 0}
        return json.dumps(data | {"final": False})

    monkeypatch.setattr(course_work, "perform", crashing)
    assert points(graded(task, notebook(answered))) == {"check-relu": None, "check-softmax": 4.0}


def test_a_result_is_kept(task, answered, monkeypatch):
    first = points(graded(task, notebook(answered)))
    monkeypatch.setattr(course_work, "perform", lambda text: fault_text("it was graded again"))
    assert points(graded(task, notebook(answered))) == first


def test_a_class_that_was_graded_before_is_not_graded_again(task, answered, monkeypatch, tmp_path):
    monkeypatch.setenv("AUTOGRADER_HOME", str(task.home.root))
    monkeypatch.chdir(tmp_path)
    (task.course / "nbgrader_config.py").write_text("", encoding="utf-8")
    written(task.course, "ada", notebook(answered))
    with pytest.raises(SystemExit, match="0"):
        main(["grade", "nn", str(task.course / "submitted"), "--out", str(tmp_path / "out"), "--jobs", "1"])
    monkeypatch.setattr(course_work, "perform", lambda text: fault_text("it was graded again"))
    assert points(graded(task, notebook(answered))) == MOST


def test_a_cell_that_is_no_check_of_the_kit_is_not_run(task, released):
    for cell in (own := filled(released)):
        if cell["id"] == "check-relu":
            cell["metadata"] = cell["metadata"] | {"autograder": {}}
            cell["source"] = "raise SystemExit"
    path = task.release / "activations.ipynb"
    path.write_text(notebook(own), encoding="utf-8")
    assert points(graded(task, notebook(own))) == {"check-relu": None, "check-softmax": 4.0}


def test_the_code_of_a_submission_never_runs_here(task, answered, tmp_path):
    trace = tmp_path / "trace"
    for cell in answered:
        if cell["cell_type"] == "code":
            cell["source"] += f"\nopen({str(trace)!r}, 'a').write(str(__import__('os').getpid()))"
    graded(task, notebook(stripped(duplicated(answered))))

    assert not trace.exists() or (best_tier().name != "bubblewrap" and str(os.getpid()) not in trace.read_text())


@pytest.mark.parametrize(
    ("earned", "most", "worth", "wanted"),
    [(3, 3, 3, 3.0), (1, 3, 3, 1.0), (1, 2, 5.0, 2.5), (4, 3, 3, 3.0), (0, 0, 2, 2.0), (1, 1, None, 0.0),
     (1, 1, float("nan"), 0.0), (2, 3, 10, 20 / 3)],
)  # fmt: skip
def test_points_are_finite_and_in_range(earned, most, worth, wanted):
    assert scaled(earned, most, worth) == pytest.approx(wanted)


def test_settings_are_read_off_nbgraders_converter(kit, tmp_path, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_HOME", str(kit.root))
    monkeypatch.chdir(tmp_path)
    course = SimpleNamespace(
        root=str(tmp_path), submitted_directory="submitted", release_directory="release",
        format_path=lambda *parts: "/".join(parts),
    )  # fmt: skip
    step = SimpleNamespace(parent=SimpleNamespace(parent=SimpleNamespace(coursedir=course)))
    names = {"student": "ada", "assignment": "nn", "notebook": "activations"}
    found = plugin.task_of(step, {"nbgrader": names})
    assert found.submission == tmp_path / "submitted" / "ada" / "nn"
    assert found.release == tmp_path / "release" / "nn"


def test_a_course_names_the_steps_in_its_settings(kit, tmp_path):
    write_course(kit, tmp_path / "course")
    config = (tmp_path / "course" / "nbgrader_config.py").read_text("utf-8")
    for name in ("ForgivingExporter", "RebuildNotebook", "GradeInSandbox", "SaveGrades"):
        assert f'"autograder.nbgrader_plugin.{name}"' in config
        assert hasattr(plugin, name)
    assert "nbgrader.preprocessors.Execute" not in config
