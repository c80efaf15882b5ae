"""scratchml.penalties: finite differences, values by hand, and the shape of the schedule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchml import penalties
from scratchml.gradients import numerical_gradient, relative_error

STRENGTHS = {"l1_penalty": (0.3,), "l2_penalty": (0.7,), "l1_l2_penalty": (0.3, 0.7)}


@pytest.fixture(params=STRENGTHS)
def pair(request):
    """A penalty and its gradient with their strengths filled in."""
    functions = getattr(penalties, request.param), getattr(penalties, request.param + "_grad")
    return [lambda params, f=f: f(params, *STRENGTHS[request.param]) for f in functions]


def parameters(dtype=np.float64):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in [(3, 2), (2,), (2, 4)]]


def test_a_penalty_is_one_python_float(pair):
    assert type(pair[0](parameters())) is float


@pytest.mark.parametrize("position", [0, 1, 2])
def test_the_gradient_is_the_derivative_of_the_penalty(pair, position):
    params = parameters()

    def penalty(w):
        return pair[0]([*params[:position], w, *params[position + 1 :]])

    assert relative_error(pair[1](params)[position], numerical_gradient(penalty, params[position])) < 1e-6


def test_a_gradient_has_the_shape_and_precision_of_its_parameter(pair):
    got = [(g.shape, g.dtype) for g in pair[1](parameters(np.float32))]
    assert got == [((3, 2), np.float32), ((2,), np.float32), ((2, 4), np.float32)]


def test_float32_gives_the_penalty_to_float32(pair):
    assert pair[0](parameters(np.float32)) == pytest.approx(pair[0](parameters()), rel=1e-6)


def test_parameters_are_not_changed(pair):
    params = parameters()
    pair[0](params)
    for g in pair[1](params):
        g[...] = 9
    for w, before in zip(params, parameters(), strict=True):
        np.testing.assert_array_equal(w, before)


def test_no_parameters_cost_nothing(pair):
    assert (pair[0]([]), pair[1]([])) == (0, [])


def test_l1_is_the_sum_of_absolute_weights():
    assert penalties.l1_penalty([[1, -2], [[3], [-4]]], 0.5) == 5


def test_l2_is_half_the_sum_of_squares():
    assert penalties.l2_penalty([[1, -2], [[3], [-4]]], 0.5) == 7.5


def test_both_penalties_add_up():
    params = parameters()
    expected = penalties.l1_penalty(params, 0.3) + penalties.l2_penalty(params, 0.7)
    assert penalties.l1_l2_penalty(params, 0.3, 0.7) == pytest.approx(expected, rel=1e-15)


def test_the_l1_gradient_of_a_zero_weight_is_zero():
    np.testing.assert_array_equal(penalties.l1_penalty_grad([[-2.0, 0.0, 5.0]], 0.1)[0], [-0.1, 0, 0.1])


@pytest.mark.parametrize(
    ("name", "strengths"),
    [("l1_penalty", [-1]), ("l2_penalty", [-1]), ("l1_l2_penalty", [-1, 0]), ("l1_l2_penalty", [0, -1])],
)
@pytest.mark.parametrize("ending", ["", "_grad"])
def test_a_negative_strength_is_refused(name, strengths, ending):
    with pytest.raises(ValueError, match="must be 0 or more"):
        getattr(penalties, name + ending)(parameters(), *strengths)


@pytest.mark.parametrize(
    ("step", "lr"), [(0, 1.0), (25, 0.1 + 0.45 * (1 + 0.5**0.5)), (50, 0.55), (100, 0.1), (101, 0.1), (10**9, 0.1)]
)
def test_the_schedule_falls_along_half_a_cosine_and_stays(step, lr):
    assert penalties.cosine_schedule(step, 100, 1.0, 0.1) == pytest.approx(lr, rel=1e-14)


def test_the_schedule_ends_at_exactly_zero_by_default():
    assert penalties.cosine_schedule(10, 10, 0.3) == 0


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 200), st.integers(1, 100))
def test_the_schedule_never_rises(step, total):
    rates = [penalties.cosine_schedule(s, total, 0.5, 0.01) for s in (step, step + 1)]
    assert 0.01 <= rates[1] <= rates[0] <= 0.5


@pytest.mark.parametrize(("step", "total"), [(-1, 10), (0, 0), (0, -5)])
def test_steps_out_of_range_are_refused(step, total):
    with pytest.raises(ValueError, match="must be"):
        penalties.cosine_schedule(step, total, 0.1)
