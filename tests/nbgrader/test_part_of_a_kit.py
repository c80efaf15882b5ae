"""A course of some exercises, with points of its own: released, handed in, and graded both ways."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from autograder.build.course import write_course
from autograder.build.source import source_of
from autograder.cli import main
from autograder.demo import hand_in, model_answers, nbgrader, scores
from autograder.home import Home
from autograder.sandbox.tiers import best_tier

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

PLAN = """\
[nn.losses]
softmax_cross_entropy = 10
mean_squared_error = 2.5
"""


@pytest.fixture(scope="module")
def course(home, tmp_path_factory):
    """Release two exercises of a lesson that calls another one, and let three students hand in."""
    if best_tier().name == "none":
        pytest.skip(best_tier().reason)
    root = tmp_path_factory.mktemp("part")
    kit = small_kit(home, root / "kit")
    folder = root / "course"
    write_course(kit, folder, lessons=["nn/losses"])
    (folder / "course.toml").write_text(PLAN, encoding="utf-8")
    write_course(kit, folder)
    nbgrader(folder, "generate_assignment", "nn")
    right = model_answers(source_of(kit, kit.suite("nn/losses")))
    wrong = "def softmax_cross_entropy(logits, labels):\n    return 0.0\n"
    hand_in(folder, "ada", {"losses": right})
    hand_in(folder, "ben", {"losses": right | {"softmax_cross_entropy": wrong}})
    hand_in(folder, "cleo", {})
    return folder


def small_kit(home, root) -> Home:
    for house in ("exercises", "solutions"):
        (root / house / "nn").mkdir(parents=True)
    shutil.copy(home.exercises / "timetable.toml", root / "exercises")
    for stem in ("activations", "losses"):
        shutil.copy(home.exercises / "nn" / f"test_{stem}.py", root / "exercises" / "nn")
        shutil.copy(home.solutions / "nn" / f"{stem}.py", root / "solutions" / "nn")
    return Home(root)


def points(folder):
    return {name: row["losses"] for name, row in scores(folder, ["ada", "ben", "cleo"]).items()}


WANTED = {"ada": (12.5, 12.5), "ben": (2.5, 12.5), "cleo": (0, 12.5)}


def test_what_was_released_holds_what_is_asked_and_gives_what_it_calls(course):
    assert sorted(path.name for path in (course / "release" / "nn").iterdir()) == ["activations.py", "losses.ipynb"]
    text = (course / "release" / "nn" / "losses.ipynb").read_text("utf-8")
    assert 'check(\\"softmax_cross_entropy\\")' in text
    assert 'check(\\"cross_entropy\\")' not in text


def test_the_kit_and_plain_nbgrader_give_the_same_points(course, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("AUTOGRADER_HOME", str(course.parent / "kit"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="0"):
        main(["grade", "--nbgrader", str(course), "nn", "--jobs", "1"])
    assert points(course) == WANTED
    with (course / "reports" / "nn" / "grades.csv").open(encoding="utf-8", newline="") as file:
        table = {row["student"]: (row["points"], row["max_points"]) for row in csv.DictReader(file)}
    assert table == {"ada": ("12.5", "12.5"), "ben": ("2.5", "12.5"), "cleo": ("0", "12.5")}
    shutil.rmtree(course / ".autograder" / "cache")
    nbgrader(course, "autograde", "nn", "--force")
    assert points(course) == WANTED
