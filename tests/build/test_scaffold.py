"""`new_lesson` makes four files that work at once."""

from __future__ import annotations

import ast

import pytest

pytest.importorskip("nbformat")

import scratchml
from autograder.bank import bank_for
from autograder.build.errors import ScaffoldError
from autograder.build.lessons import build
from autograder.build.scaffold import new_lesson
from autograder.grader import Grader
from autograder.house import House
from autograder.reference import reference_for
from autograder.run import run_check


@pytest.fixture
def fresh(kit, monkeypatch):
    """Start a lesson, with its reference where the engine looks for it."""
    made = new_lesson(kit, "nn/fresh_air")
    monkeypatch.setattr(scratchml, "__path__", [*scratchml.__path__, str(kit.root / "scratchml")])
    return made


def test_the_four_files_are_written(kit, fresh):
    assert [path.relative_to(kit.root).as_posix() for path in fresh.written] == [
        "solutions/nn/fresh_air.py",
        "exercises/nn/test_fresh_air.py",
        "solutions/nn/fresh_air_answers.py",
        "scratchml/fresh_air.py",
    ]
    for path in fresh.written:
        ast.parse(path.read_text("utf-8"))


def test_the_new_lesson_is_found_last_and_builds(kit, fresh):
    assert [suite.name for suite in kit.suites()] == ["nn/tiny", "nn/fresh_air"]
    assert len(build(kit, ["nn/fresh_air"]).written) == 2


def test_its_model_answer_earns_every_point_and_its_skeleton_none(kit, fresh):
    build(kit, ["nn/fresh_air"])
    suite = kit.suite("nn/fresh_air")
    solved, untouched = (
        Grader(kit, House(path, kit.lesson_names())).run(suite).grade() for path in (kit.solutions, kit.exercises)
    )
    assert solved.points == solved.max_points > 0
    assert {verdict.state for verdict in untouched.verdicts} == {"todo"}


def test_its_bank_keeps_the_laws(kit, fresh):
    suite = kit.suite("nn/fresh_air")
    bank = bank_for(kit, suite)
    for entry in bank.entries:
        learner, oracle = bank.learner(entry), reference_for(suite)
        states = {run_check(check, learner, oracle, 0).state for check in suite.lesson.checks}
        assert ("failed" in states) == (entry.kind == "wrong"), entry.name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fresh", "no name of a lesson"),
        ("nn/Fresh", "no name of a lesson"),
        ("nn/../fresh", "no name of a lesson"),
        ("rnn/fresh", "timetable has no segment rnn"),
        ("nn/tiny", "there is a lesson of that name already: nn/tiny"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(kit, name, words):
    with pytest.raises(ScaffoldError, match=words):
        new_lesson(kit, name)


def test_nothing_is_overwritten(kit):
    taken = kit.solutions / "nn" / "fresh.py"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(ScaffoldError, match="already; nothing was written"):
        new_lesson(kit, "nn/fresh")
    assert not (kit.exercises / "nn" / "test_fresh.py").exists()
