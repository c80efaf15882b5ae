"""A long array in the place of a list is told apart by its length, without being taken to pieces."""

from __future__ import annotations

import tracemalloc

import numpy as np

from autograder.compare import compare


def test_an_array_may_stand_for_a_list_of_numbers():
    assert compare([1.0, 2.0], np.array([1.0, 2.0])) is None
    assert compare([1.0, 2.0], np.array([1.0, 2.5])).where == "[1]"


def test_a_long_array_is_refused_by_its_length_alone():
    got = np.zeros(1_000_000)
    tracemalloc.start()
    difference = compare([0.0, 0.0], got)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert difference.facts == ("expected 2 items, got 1000000",)
    assert peak < 1_000_000
