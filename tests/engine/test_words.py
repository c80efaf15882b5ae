"""Differences in words: what was expected, what came, and what it looks like."""

import numpy as np
import pytest

from autograder.compare import compare
from autograder.words import describe, number, short

A = np.array([[1.0, -2.5, 3.25], [0.5, 8.0, -6.125]])
SQUARE = A[:, :2] + 0.1


def told(want, got):
    difference = compare(want, got)
    return " ".join((*difference.facts, difference.help or ""))


@pytest.mark.parametrize(
    ("want", "got", "words"),
    [
        (A, 6 * A, "each is exactly 6 times the expected value"),
        (A, A / 4, "each is exactly the expected value divided by 4"),
        (A, -2 * A, "exactly -2 times"),
        (A, -A, "opposite sign"),
        (A, 0 * A, "each is zero"),
        (A, A + 0.5, "each is the expected value plus 0.5"),
        (A, A - 1, "each is the expected value minus 1"),
        (SQUARE, SQUARE.T, "transpose"),
        (A, A.T, "opposite order"),
        (A, A.ravel(), "number of entries is right"),
        (A, A.sum(0), "An axis is gone"),
        (A[0], A, "An axis is left over"),
        (2.5, np.array([2.5]), "the number itself"),
        (1.5873, 9.5238, "expected 1.5873, got 9.5238: exactly 6 times"),
        (A, np.where(A == 8, np.nan, A), "expected 8, got nan at [1, 1]"),
        (A, np.where(A > 0, np.inf, A), "4 of 6 entries are not finite"),
        (np.where(A > 7, np.inf, A), A, "expected inf, got 8 at [1, 1]"),
        (0.5, np.nan, "Which step overflows"),
        (A, np.where(A == 8, 9, A), "expected 8, got 9 at [1, 1]; 1 of 6 entries differ"),
        (np.array([1, 2]), np.array([2, 4]), "exactly 2 times"),
        (2**53, 2**53 + 1, "expected 9007199254740992, got 9007199254740993"),
        (1.0, 1.000001, "expected 1, got 1.000001"),
        (1 / 3, 1 / 3 + 1e-7, "expected 0.33333333, got 0.33333343"),
        (1 + 2j, 1 + 3j, "expected 1+2j, got 1+3j"),
    ],
)
def test_what_it_looks_like_is_said(want, got, words):
    assert words in told(want, got)


@pytest.mark.parametrize("got", [A * 1e300, A * 1e-320, A * 1.00001, A * np.pi, np.full(A.shape, 1e308)])
def test_factors_that_help_nobody_are_not_named(got):
    assert "exactly" not in told(A, got)


def test_an_offset_of_huge_numbers_does_not_overflow_into_an_error():
    huge = np.array([1.7e308, 1.0])
    assert "expected 1.7e+308, got -1.7e+308 at [0]" in told(huge, -huge + np.array([0.0, 3.0]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.zeros((6, 4)), "float64 (6, 4)"), (np.array([object()]), "Python objects (1,)"), (0.1, "0.1"), (3, "3"),
        (None, "None"), ("text", "'text'"), ([1, 2], "a list of 2"), ((), "a tuple of 0"), ({}, "a dict of 0"),
        (object(), "an object"), (np.float32(2), "2"), (True, "True"), (NotImplemented, "NotImplemented"),
        (10**400, "1" + 56 * "0" + "..."), (np.zeros(1, [("a_very_long_name", float)] * 1), None),
    ],
)  # fmt: skip
def test_values_are_described(value, text):
    described = describe(value)
    assert text in (None, described)
    assert len(described) < 80


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"), (1e-7, "1e-07"), (-0.0, "0"), (12345678.0, "1.2346e+07"), (12345678, "12345678"),
        (np.nan, "nan"), (-np.inf, "-inf"), (np.float16(0.5), "0.5"), (np.bool_(False), "False"), (1 + 1j, "1+1j"),
    ],
)  # fmt: skip
def test_numbers_are_short(value, text):
    assert number(value) == text


class BrokenRepr:
    def __repr__(self):
        raise ValueError("no")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x" * 10**6, None),
        (list(range(10**5)), "[0, 1, 2, 3, 4, 5, 6, 7, ...]"), ("a\nb", "'a\\nb'"),
        (np.array(2.0), "2"), (np.zeros(9), "float64 (9,)"), (np.zeros(2), "[0, 0]"),
    ],
)  # fmt: skip
def test_any_value_is_written_on_one_short_line(value, text):
    assert text in (None, short(value))
    assert len(short(value)) <= 60
    assert "\n" not in short(value)


def test_a_value_that_cannot_be_written_is_named_by_its_type():
    assert short(BrokenRepr()) == describe(BrokenRepr()) == "a BrokenRepr"
    assert short(10**5000) == "an int"
    assert short([BrokenRepr(), 1.0]) == "[a BrokenRepr, 1]"


def test_a_list_that_holds_itself_is_written():
    loop = []
    loop.append(loop)
    assert len(short(loop)) <= 60
