"""A namedtuple counts as a tuple, in one process as behind the wall: its names do not matter."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from autograder.lesson import Check
from autograder.run import run_check
from tests.engine.conftest import load_text
from tests.sandbox.test_same_verdict import signs
from tests.text_reference import TextReference

PLAIN = "def f(x): return x.sum(), [(x, 2.0)]"
NAMED = """
from collections import namedtuple
Point = namedtuple("Point", "x y")
def f(x): return Point(x.sum(), [Point(x, 2.0)])
"""


class Adder:
    """A black box that takes a pair of numbers."""

    def __init__(self):
        self.total = 0.0

    def add(self, pair):
        first, second = pair
        self.total += first * second
        return pair


def calls(both):
    both.f(np.arange(3.0))


def reads_a_name(learner, expect):
    expect(learner.f(np.arange(3.0)).x, 3.0, "the sum")


def trains(both):
    model = both.pair(Adder)
    both.f(model)
    model.add((1.0, 1.0))


@pytest.fixture
def outcomes(room):
    """Run a check here and behind the wall."""

    def outcomes(answer, ask, reference):
        check = Check("test_it", "f", "does it", 1, None, ask, tuple(inspect.signature(ask).parameters))
        return run_check(check, load_text(answer), TextReference(reference), 0), room.run(answer, ask, reference)

    return outcomes


@pytest.mark.parametrize(
    ("answer", "reference", "state"),
    [
        (NAMED, PLAIN, "passed"),
        (PLAIN, NAMED, "passed"),
        (NAMED, PLAIN.replace("2.0", "3.0"), "failed"),
        (NAMED, "def f(x): return x", "failed"),
        (NAMED, "def f(x): return x.sum(), [(x, 2.0, 1)]", "failed"),
    ],
)
def test_a_returned_namedtuple_is_compared_as_a_tuple_in_both(outcomes, answer, reference, state):
    here, there = outcomes(answer, calls, reference)
    assert (here.state, signs(here)) == (state, signs(there))


def test_a_check_cannot_read_a_name_in_either(outcomes):
    here, there = outcomes(NAMED, reads_a_name, NAMED)
    assert here.state == there.state == "failed"


def test_a_black_box_takes_a_namedtuple_as_a_tuple_in_both(outcomes):
    answer = NAMED.split("def f")[0] + "def f(model): return model.add(Point(2.0, 3.0))"
    here, there = outcomes(answer, trains, "def f(model): return model.add((2.0, 3.0))")
    assert (here.state, signs(here)) == ("passed", signs(there))
