"""What holds of the comparison for any values at all."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.compare import DOUBLE, HALF, SINGLE, compare
from autograder.outcome import Outcome
from autograder.words import describe, short

QUICK = settings(max_examples=60, deadline=None)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
DTYPES = st.sampled_from(["f8", "f4", "f2", "i8", "u1", "u8", "?", "c16", "U3"])
ARRAYS = hnp.arrays(DTYPES, SHAPES)
FINITE = hnp.arrays("f8", hnp.array_shapes(min_dims=0, max_dims=3), elements=st.floats(-1e12, 1e12))
NUMBERS = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.complex_numbers())
LEAVES = st.one_of(ARRAYS, NUMBERS, st.none(), st.text(max_size=5), st.binary(max_size=3))
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=6,
)
ODD = st.sampled_from(
    [NotImplemented, ..., object(), len, int, np.ma.masked, {1, 2}, range(3), 10**400, np.datetime64("NaT")]
)
TOLERANCES = st.sampled_from([DOUBLE, SINGLE, HALF])


@QUICK
@given(PLAIN, TOLERANCES)
def test_every_plain_value_agrees_with_itself(value, tolerance):
    assert compare(value, value, tolerance) is None


@QUICK
@given(PLAIN, st.one_of(PLAIN, ODD, st.lists(ODD, max_size=3)), TOLERANCES)
def test_no_value_makes_the_comparison_raise(want, got, tolerance):
    difference = compare(want, got, tolerance)
    if difference:
        assert all(isinstance(fact, str) and len(fact) < 400 for fact in difference.facts)
        assert Outcome("failed", difference).equals(Outcome("failed", difference))


@QUICK
@given(ARRAYS, ARRAYS)
def test_a_shape_that_is_wrong_is_wrong_both_ways(first, second):
    assume(first.dtype.kind != "c" and second.dtype.kind != "c")
    assume((first.dtype.kind == "U") == (second.dtype.kind == "U"))
    there, back = compare(first, second), compare(second, first)
    assert (there is not None and there.kind == "shape") == (first.shape != second.shape)
    assert (back is not None and back.kind == "shape") == (first.shape != second.shape)


@QUICK
@given(FINITE, st.data(), TOLERANCES, st.sampled_from([-1, 1]))
def test_a_change_beyond_the_tolerance_is_found_and_one_well_within_is_not(want, data, tolerance, sign):
    index = tuple(data.draw(st.integers(0, n - 1)) for n in want.shape)
    room = tolerance.rtol * (abs(want[index]) + np.abs(want).max()) + tolerance.floor
    near, far = want.copy(), want.copy()
    near[index] += sign * room * 0.9
    far[index] += sign * room * 1.1
    assume(abs(far[index] - want[index]) > room)
    assert compare(want, near, tolerance) is None
    difference = compare(want, far, tolerance)
    assert difference.kind == "value"
    assert want.ndim == 0 or f"at {list(index)}" in difference.facts[0]


@QUICK
@given(hnp.arrays(st.sampled_from(["i8", "u8", "u1", "i2"]), SHAPES), st.data())
def test_whole_numbers_that_differ_by_one_are_told_apart(want, data):
    assume(want.size)
    index = tuple(data.draw(st.integers(0, n - 1)) for n in want.shape)
    got = want.copy()
    got[index] ^= 1
    assert compare(want, got, HALF).kind == "value"


@QUICK
@given(st.one_of(PLAIN, ODD))
def test_every_value_has_short_words(value):
    assert len(short(value)) <= 60
    assert len(describe(value)) <= 90
