"""A call that fails can be made again: its small arguments are written as code."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.call import FULL_SIZE, Call, as_code

VALUES = [
    np.random.default_rng(0).normal(size=(2, 3)),
    np.array([0.1, -2.0], dtype=np.float32),
    np.array([np.nan, np.inf, -np.inf]),
    np.zeros((0, 3), dtype=np.float32),
    np.array(3.5),
    np.array([1, -2], dtype=np.int8),
    np.array([True, False]),
    np.array([1 + 2j]),
]


@pytest.mark.parametrize("array", VALUES, ids=str)
def test_a_small_array_is_written_with_all_its_digits(array):
    again = eval(as_code(array), {"np": np})
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    assert np.array_equal(again, array, equal_nan=True)


@pytest.mark.parametrize(
    "value", [None, True, 3, 0.1, 1j, "text", [1, (2.5,)], (), {"a": [1]}, np.float32(0.1), np.int64(3), float("inf")]
)
def test_plain_values_are_written_so_that_python_gives_them_back(value):
    again = eval(as_code(value), {"np": np})
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("value", [np.zeros(FULL_SIZE + 1), [0] * (FULL_SIZE + 1), [object()], object(), {1: object()}])
def test_what_is_large_or_no_plain_value_is_not(value):
    assert as_code(value) is None


def test_a_call_mixes_code_and_words():
    call = Call("f", lambda x, w, *, lr: None)
    call.args, call.kwargs = (np.array([1.0]), np.zeros((20, 20))), {"lr": 0.1}
    assert call.in_full() == "f(x=np.array([1.]), w: float64 (20, 20), lr=0.1)"


def test_a_failure_carries_its_last_call_and_a_pass_carries_none(run):
    def ask(both):
        both.f(np.array([1.0]))
        both.f(np.array([2.0, 3.0]))

    outcome = run("def f(x):\n    return x[:1]", ask, "def f(x):\n    return x")
    assert outcome.arguments == "f(x=np.array([2., 3.]))"
    assert run("def f(x):\n    return x", ask).arguments == ""


def test_arguments_are_those_that_were_given_also_if_they_were_changed_in_place(run):
    answer = "def f(x):\n    x += 1\n    return x"
    outcome = run(answer, lambda both: both.f(np.array([1.0])), "def f(x):\n    return x + 1")
    assert outcome.arguments == "f(x=np.array([1.]))"
