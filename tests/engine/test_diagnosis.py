"""How often an answer is run to find the known mistake that it makes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from autograder.bank import Entry
from autograder.diagnosis import MORE_SEEDS, suspects
from autograder.lesson import Check
from autograder.run import run_check
from tests.engine.conftest import load_text
from tests.text_reference import TextReference

RIGHT = "def f(x):\n    return x > 0\n"
OFF_BY_ONE = "def f(x):\n    return x >= 0\n"
COUNTED = "calls = []\ndef f(x):\n    calls.append(x)\n"


def ask(both):
    both.f(0)


CHECK = Check("test_it", "f", "does it", 1, None, ask, ("both",))


@dataclass
class OneMistake:
    """Stand for a bank with a single wrong answer."""

    text: str

    def wrong(self, exercise):
        return iter([Entry("off_by_one", exercise, "wrong", "Zero is not positive.", self.text)])

    def suspect(self, entry, oracle):
        return lambda check, seed: run_check(check, load_text(entry.code), oracle, seed)


@pytest.mark.parametrize(
    ("body", "hits", "calls"),
    [("    return x >= 0", ["off_by_one"], 1 + MORE_SEEDS), ("    raise MemoryError", [], 1)],
    ids=["fails as a known mistake", "fails like none of them"],
)
def test_an_answer_is_run_again_only_to_make_sure_of_a_known_mistake(body, hits, calls):
    learner, oracle = load_text(f"{COUNTED}{body}\n"), TextReference(RIGHT)
    outcome = run_check(CHECK, learner, oracle, 0)
    found = suspects(CHECK, outcome, learner, oracle, OneMistake(OFF_BY_ONE), 0)
    assert [entry.name for entry in found] == hits
    assert len(learner.namespace["calls"]) == calls
