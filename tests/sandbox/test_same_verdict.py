"""Law 8, behind the wall: the bank's entries come to the same outcome there as in this process, check by check.

Each lesson's entries are sampled, the same ones on every day; `--mutants all` (or KIT_MUTANTS=all) tries all.
"""

from __future__ import annotations

import random
import shutil
import zlib

import pytest

from autograder.bank import bank_for
from autograder.grader import Grader
from autograder.house import House
from autograder.reference import reference_for
from autograder.run import run_check
from autograder.sandbox.remote import SandboxHouse
from tests.mutants.tested import tries_all
from tests.sandbox.conftest import TIERS, needs

SAMPLE = {"bubblewrap": 3, "process": 1}
SEED = 5


@pytest.fixture
def lesson_folder(home, tmp_path):
    """Give a folder with the model answers of all lessons."""
    ignored = shutil.ignore_patterns("*_answers.py", "*.toml", "__pycache__")
    shutil.copytree(home.solutions, tmp_path / "learner", ignore=ignored)
    return tmp_path / "learner"


def sampled(suite, home, most, config):
    entries = bank_for(home, suite).entries
    if tries_all(config):
        return entries
    return random.Random(zlib.crc32(suite.name.encode())).sample(entries, min(most, len(entries)))


def test_the_bank_comes_to_the_same_outcomes(suite, home, lesson_folder, tier, request):
    bank, oracle, names = bank_for(home, suite), reference_for(suite), home.lesson_names()
    for entry in sampled(suite, home, SAMPLE[tier.name], request.config):
        (lesson_folder / f"{suite.name}.py").write_text(bank.submission(entry), encoding="utf-8")
        here = House(lesson_folder, names).learner(suite.name)
        with SandboxHouse(lesson_folder, names, tier=tier) as house:
            there = house.learner(suite.name)
            for check in suite.lesson.exercises[entry.exercise].checks:
                first, second = (run_check(check, learner, oracle, SEED) for learner in (here, there))
                assert signs(first) == signs(second), f"{entry.name}: {check.name}"


def signs(outcome):
    """Return everything that a verdict is made of."""
    difference = outcome.difference
    facts = (difference.kind, difference.where, difference.facts, difference.help) if difference else ()
    return outcome.state, facts, outcome.position, outcome.call, outcome.trace, outcome.notes


@pytest.mark.parametrize(("prefer", "fresh"), [(".py", "check"), (".ipynb", "lesson")])
def test_skeletons_earn_nothing_behind_the_wall(suite, home, prefer, fresh):
    options = {"prefer": prefer, "tier": needs("any"), "fresh": fresh}
    with SandboxHouse(home.exercises, home.lesson_names(), **options) as house:
        grade = Grader(home, house, SEED).run(suite).grade()
    here = Grader(home, House(home.exercises, home.lesson_names(), prefer), SEED).run(suite).grade()
    assert grade.points == 0
    assert {verdict.state for verdict in grade.verdicts} <= {"todo", "blocked"}
    assert [verdict.to_json() for verdict in grade.verdicts] == [verdict.to_json() for verdict in here.verdicts]


def test_model_answers_earn_every_point_behind_the_wall(suite, home):
    with SandboxHouse(home.solutions, home.lesson_names(), tier=TIERS[needs("any").name]) as house:
        grade = Grader(home, house, SEED).run(suite).grade()
    assert grade.problems == ()
    assert grade.points == grade.max_points
