"""`autograder kit` writes what a learner needs and nothing that a learner must not see."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("jupytext")

from autograder.build.errors import KitError, UnknownSegment
from autograder.build.kit import write_kit
from autograder.home import Home
from autograder.recorded.book import MAGIC, BrokenRecord, read_book


@pytest.fixture(scope="module")
def made(home, tmp_path_factory):
    return write_kit(home, tmp_path_factory.mktemp("kits"), ["dnn_intro"])


@pytest.fixture
def kit(made, tmp_path):
    """Copy the kit, to be worked in."""
    return Home(shutil.copytree(made.folder, tmp_path / "kit"))


def in_kit(kit, *command):
    """Run the kit's own engine in a process of its own, without this repository in its path."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "AUTOGRADER_HOME")}
    environment |= {"PYTHONPATH": str(kit.root), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", *command]
    return subprocess.run(command, cwd=kit.root, env=environment, capture_output=True, text=True, timeout=120)


def solve(kit, home, change=("", "")):
    """Put the model answers into the kit, one text in them changed."""
    for path in kit.exercises.glob("dnn_intro/[!t]*.py"):
        path.write_text((home.solutions / "dnn_intro" / path.name).read_text("utf-8").replace(*change), "utf-8")


def test_the_kit_holds_lessons_engine_records_and_no_other_lesson(made):
    names = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    lesson = {"neuron.py", "neuron.ipynb", "test_neuron.py"}
    assert {f"exercises/dnn_intro/{name}" for name in lesson} | {"recorded/dnn_intro/neuron.record"} <= names
    assert {"README.md", "LICENSE", "noxfile.py", "pyproject.toml", "scratchml/plots.py"} <= names
    assert {name.split("/")[1] for name in names if name.startswith(("exercises/", "recorded/"))} == {
        "dnn_intro", "timetable.toml",
    }  # fmt: skip
    assert len(names) == made.files


def test_an_untouched_kit_is_all_to_do(kit):
    done = in_kit(kit, "pytest", "exercises/dnn_intro", "-q", "-p", "no:cacheprovider")
    assert (done.returncode, done.stderr) == (1, "")
    assert "60 todo" in done.stdout
    assert "fail" not in done.stdout


def test_right_answers_pass_and_progress_counts_them(kit, home):
    solve(kit, home)
    done = in_kit(kit, "pytest", "exercises/dnn_intro", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    told = json.loads(in_kit(kit, "autograder", "progress", "--json").stdout)
    assert {grade["points"] == grade["max_points"] > 0 for grade in told["grades"]} == {True}


def test_progress_remembers_and_sees_a_change_of_a_module_and_of_a_record(kit, home):
    def states():
        told = json.loads(in_kit(kit, "autograder", "progress", "--json").stdout)
        return [{verdict["state"] for verdict in grade["verdicts"]} for grade in told["grades"]]

    assert states() == states() == [{"todo"}] * 3
    solve(kit, home)
    assert states() == states() == [{"passed"}] * 3
    neuron, perceptron = (kit.recorded / "dnn_intro" / f"{name}.record" for name in ("neuron", "perceptron"))
    neuron.write_bytes(perceptron.read_bytes())
    assert states()[0] == {"crashed"}


def test_a_known_mistake_gets_its_sentence_without_the_bank(kit, home):
    solve(kit, home, ("w + lr * error * x", "w - lr * error * x"))
    here = in_kit(kit, "autograder", "check", "perceptron_update", "--json")
    environment = os.environ | {"AUTOGRADER_HOME": ""}
    command = [sys.executable, "-m", "autograder", "check", "perceptron_update", "--json", "--learner",
               str(kit.exercises)]  # fmt: skip
    there = subprocess.run(command, cwd=home.root, env=environment, capture_output=True, text=True, timeout=120)
    assert signs(here) == signs(there)
    assert any(mistake for _, _, mistake, _ in signs(here))


def signs(done):
    verdicts = [verdict for grade in json.loads(done.stdout)["grades"] for verdict in grade["verdicts"]]
    return [(one["check"], one["state"], one["mistake"], (one["facts"], one["help"])) for one in verdicts]


def test_another_seed_needs_the_instructors_side(kit):
    done = in_kit(kit, "autograder", "check", "neuron", "--seed", "3")
    assert done.returncode == 2
    assert "this kit holds recorded values for seed 0 alone" in done.stderr
    done = in_kit(kit, "pytest", "exercises/dnn_intro/test_neuron.py", "--seed", "3")
    assert done.returncode == 2
    assert "this kit holds recorded values for seed 0 alone" in done.stdout


def test_commands_for_instructors_are_not_there(kit):
    done = in_kit(kit, "autograder", "grade", "nn", "handed_in", "--out", "grades")
    assert done.returncode == 2
    assert "No such command" in done.stderr
    assert "course" not in in_kit(kit, "autograder", "--help").stdout


def test_a_kit_is_replaced_and_a_foreign_folder_is_not(home, tmp_path, made):
    old = shutil.copytree(made.folder, tmp_path / made.folder.name)
    (old / "recorded" / "old.record").touch()
    write_kit(home, tmp_path, ["dnn_intro"])
    assert not (old / "recorded" / "old.record").exists()
    (old / "README.md").write_text("Notes of my own", encoding="utf-8")
    with pytest.raises(KitError, match="is no kit"):
        write_kit(home, tmp_path, ["dnn_intro"])
    assert (old / "README.md").read_text("utf-8") == "Notes of my own"


def test_a_segment_that_is_not_there_is_told(home, tmp_path):
    with pytest.raises(UnknownSegment, match="no segment called gnn"):
        write_kit(home, tmp_path, ["gnn"])


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: b"PK" + data, lambda data: MAGIC + b"0" * 30])
def test_a_damaged_record_is_told(made, tmp_path, damage):
    whole = made.folder / "recorded" / "dnn_intro" / "neuron.record"
    broken = tmp_path / "neuron.record"
    broken.write_bytes(damage(whole.read_bytes()))
    assert read_book(whole).lesson == "dnn_intro/neuron"
    with pytest.raises(BrokenRecord, match="Unpack the kit once more"):
        read_book(broken)
