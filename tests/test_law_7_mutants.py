"""Law 7: one small change in a model answer makes a check fail, but for a few changes that change nothing.

A sample of 150 mutants a lesson is run, the same on every day, and every mutant that is listed as a survivor;
`--mutants all` (or KIT_MUTANTS=all) runs all.
"""

from __future__ import annotations

import ast
import textwrap
from functools import cache

import pytest

from autograder.bank import bank_for
from autograder.home import Home
from tests.mutants.mutator import Mutant, mutants_of
from tests.mutants.survivors import MutatedLesson, read_list
from tests.mutants.tested import tries_all

SAMPLE = 150


@cache
def mutated(home: Home, name: str) -> MutatedLesson:
    suite = home.suite(name)
    bank = bank_for(home, suite)
    assert bank is not None, f"{name} has no source and bank in solutions/"
    return MutatedLesson(suite, bank)


@pytest.fixture
def lesson(suite, home) -> MutatedLesson:
    return mutated(home, suite.name)


def names(mutants) -> set[str]:
    return {mutant.name for mutant in mutants}


def made_of(text: str) -> set[str]:
    return names(mutants_of(ast.parse(textwrap.dedent(text)).body[0]))


def test_law_7_the_survivors_are_those_that_are_listed(lesson, request):
    mutants = lesson.mutants if tries_all(request.config) else lesson.sample(SAMPLE)
    assert names(lesson.survivors(mutants)) == lesson.listed.survivors.keys()


def test_law_7_every_listed_survivor_is_a_mutant_and_has_a_reason(lesson):
    assert lesson.listed.survivors.keys() - names(lesson.mutants) == set()
    assert lesson.listed.left_out.keys() - lesson.definitions.keys() == set()
    reasons = {**lesson.listed.survivors, **lesson.listed.left_out}
    assert [name for name, reason in reasons.items() if len(reason.split()) < 3] == []


def test_law_7_an_unchanged_model_answer_survives(lesson):
    unchanged = [Mutant(name, f"{name}: unchanged", node) for name, node in lesson.definitions.items()]
    assert list(lesson.survivors(unchanged)) == unchanged


def test_every_mutant_has_a_name_of_its_own(lesson):
    mutants = lesson.mutants
    assert len(names(mutants)) == len(mutants)


def test_a_sample_is_the_same_every_time(lesson):
    assert names(lesson.sample(20)) == names(lesson.sample(20)) <= names(lesson.mutants)


def test_operators_numbers_and_calls_are_changed():
    assert made_of("def f(x): return np.sum(x) / 2") == {
        "f: np.sum(x) / 2 -> np.sum(x) * 2",
        "f: np.sum(x) / 2 -> np.sum(x)",
        "f: np.sum(x) / 2 -> x / 2",
        "f: np.sum(x) / 2 -> np.mean(x) / 2",
        "f: np.sum(x) / 2 -> np.sum(x) / 3",
        "f: np.sum(x) / 2 -> np.sum(x) / 1",
        "f: np.sum(x) / 2 -> np.sum(x) / 0",
        "f: np.sum(x) / 2 -> np.sum(x) / -2",
    }


def test_boundaries_conditions_and_statements_are_changed():
    assert made_of(
        """
        def f(x):
            if x < limit:
                return low
            return high
        """
    ) == {
        "f: if x < limit: -> (nothing)",
        "f: if x < limit: -> if x <= limit:",
        "f: if x < limit: -> if x >= limit:",
        "f: return low -> (nothing)",
    }


def test_default_arguments_are_changed():
    assert made_of("def f(lr=0.5): return lr") == {
        "f: def f(lr=0.5): -> def f(lr=1.0):",
        "f: def f(lr=0.5): -> def f(lr=0.0):",
        "f: def f(lr=0.5): -> def f(lr=-0.5):",
    }


def test_docstrings_messages_and_strictness_are_left_alone():
    mutants = made_of(
        '''
        def f(a, b):
            """Say 2."""
            if a: raise ValueError("not 2")
            return zip(a, b, strict=True)
        '''
    )
    assert not any("Say" in name or "3" in name or "strict=False" in name for name in mutants)


def test_equal_changes_are_told_apart_by_what_is_around_them():
    mutants = made_of("def f(value): return value.copy().sum() + value.copy().sum().min()")
    assert "f: value.copy().sum().min() -> value.sum().min()" in mutants
    assert not any(name.endswith(" (2)") for name in mutants)


def test_equal_changes_of_equal_statements_are_counted():
    mutants = made_of("""
        def f(value):
            value *= half
            value *= half
            return value
        """)
    assert {"f: value *= half -> value /= half", "f: value *= half -> value /= half (2)"} <= mutants


def test_a_list_that_names_a_mutant_twice_is_refused(tmp_path):
    row = '[[survivor]]\nexercise = "f"\nmutant = "f: x -> y"\nreason = "no reason at all"\n'
    path = tmp_path / "some_survivors.toml"
    path.write_text(row + row, encoding="utf-8")
    with pytest.raises(AssertionError, match="twice"):
        read_list(path)
