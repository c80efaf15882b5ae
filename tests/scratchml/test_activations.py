"""scratchml.activations against scipy, finite differences and the rules that define them."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scratchml import activations
from scratchml.gradients import numerical_gradient, relative_error

NAMES = ["sigmoid", "tanh", "relu", "leaky_relu", "softmax", "log_softmax"]
ROWS = ["softmax", "log_softmax"]
rows = hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=st.floats(-500, 500))
steady = settings(max_examples=40, deadline=None, derandomize=True)


def both_of(name):
    return getattr(activations, name), getattr(activations, name + "_backward")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid", scipy.special.expit),
        ("tanh", np.tanh),
        ("softmax", lambda x: scipy.special.softmax(x, axis=-1)),
        ("log_softmax", lambda x: scipy.special.log_softmax(x, axis=-1)),
    ],
)
def test_values_agree_with_scipy(name, expected, rng):
    x = 5 * rng.normal(size=(7, 4))
    np.testing.assert_allclose(both_of(name)[0](x), expected(x), rtol=1e-13)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(5,), (4, 3), (2, 3, 4)])
def test_backward_is_the_derivative_of_forward(name, shape, rng):
    forward, backward = both_of(name)
    x = rng.normal(size=shape)
    x += np.sign(x) * 1e-2
    dout = rng.normal(size=shape)
    numeric = numerical_gradient(lambda x: np.sum(dout * forward(x)), x)
    assert relative_error(backward(dout, x), numeric) < 1e-6


@pytest.mark.parametrize("name", NAMES)
def test_float32_stays_float32_forward(name, rng):
    assert both_of(name)[0](rng.normal(size=(4, 3)).astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize("name", NAMES)
def test_float32_stays_float32_backward(name, rng):
    x = rng.normal(size=(4, 3)).astype(np.float32)
    assert both_of(name)[1](x, x).dtype == np.float32


@pytest.mark.parametrize("name", NAMES)
def test_float32_gives_gradients_to_float32(name, rng):
    _, backward = both_of(name)
    x, dout = rng.normal(size=(2, 6, 5))
    single = backward(dout.astype(np.float32), x.astype(np.float32))
    np.testing.assert_allclose(single, backward(dout, x), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_integers_are_taken_as_float64(name):
    forward, _ = both_of(name)
    np.testing.assert_array_equal(forward([[1, -2, 3]]), forward(np.array([[1.0, -2.0, 3.0]])))


@pytest.mark.parametrize("name", NAMES)
def test_arguments_are_not_changed(name, rng):
    forward, backward = both_of(name)
    x, dout = rng.normal(size=(2, 4, 3))
    x_before, dout_before = x.copy(), dout.copy()
    forward(x)[...] = 9
    backward(dout, x)[...] = 9
    np.testing.assert_array_equal([x, dout], [x_before, dout_before])


@pytest.mark.parametrize("name", NAMES)
def test_a_thousand_either_way_stays_finite(name):
    forward, backward = both_of(name)
    x = np.array([[-1000.0, 0.0, 1000.0]])
    assert np.isfinite([forward(x), backward(np.ones_like(x), x)]).all()


@pytest.mark.parametrize("name", NAMES)
def test_dout_of_another_shape_is_refused(name):
    with pytest.raises(ValueError, match=r"dout and x must have one shape, got \(3,\) and \(2, 3\)"):
        both_of(name)[1](np.ones(3), np.ones((2, 3)))


@pytest.mark.parametrize("name", NAMES)
def test_text_is_refused(name):
    with pytest.raises(TypeError, match="x must hold real numbers"):
        both_of(name)[0](["a", "b"])


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("x", [1.0, np.ones((3, 0))])
def test_row_functions_need_a_class(name, x):
    with pytest.raises(ValueError, match="last axis with at least one class"):
        both_of(name)[0](x)


@pytest.mark.parametrize(("name", "expected"), [("relu", 0.0), ("leaky_relu", 0.01 * 3), ("tanh", 3.0)])
def test_derivative_at_zero(name, expected):
    assert both_of(name)[1](np.array([3.0]), np.array([0.0])) == expected


@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0, 2.0, -0.5])
def test_leaky_relu_has_slope_alpha_on_the_left(alpha):
    np.testing.assert_allclose(activations.leaky_relu(np.array([-2.0, 4.0]), alpha), [-2 * alpha, 4])


def test_leaky_relu_backward_uses_its_alpha():
    got = activations.leaky_relu_backward(np.array([5.0, 5.0]), np.array([-1.0, 1.0]), alpha=0.2)
    np.testing.assert_allclose(got, [1, 5])


def test_a_numpy_alpha_does_not_widen_float32():
    x = np.ones(3, np.float32)
    assert activations.leaky_relu(x, np.float64(0.1)).dtype == np.float32


def test_relu_passes_nan_on():
    assert np.isnan(activations.relu(np.array([np.nan]))[0])


def test_sigmoid_keeps_its_precision_far_on_the_left():
    np.testing.assert_allclose(activations.sigmoid(np.array([-700.0])), np.exp(-700.0), rtol=1e-14)


def test_sigmoid_gradient_keeps_its_precision_far_on_the_right():
    got = activations.sigmoid_backward(np.ones(1), np.array([100.0]))
    np.testing.assert_allclose(got, np.exp(-100.0), rtol=1e-14)


def test_log_softmax_stays_finite_where_softmax_is_zero():
    np.testing.assert_array_equal(activations.log_softmax(np.array([0.0, -1000.0])), [0, -1000])


@steady
@given(rows)
def test_softmax_rows_are_probabilities(x):
    p = activations.softmax(x)
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-12)


@steady
@given(rows, st.floats(-100, 100))
def test_softmax_ignores_a_shift_of_a_row(x, shift):
    shifted = activations.softmax(x + shift)
    np.testing.assert_allclose(shifted, activations.softmax(x), rtol=1e-10, atol=1e-300)


@steady
@given(rows)
def test_softmax_gradient_rows_sum_to_zero(x):
    np.testing.assert_allclose(activations.softmax_backward(x[::-1], x).sum(axis=-1), 0, atol=1e-10)


@steady
@given(rows)
def test_sigmoid_is_point_symmetric(x):
    np.testing.assert_allclose(activations.sigmoid(x) + activations.sigmoid(-x), 1, rtol=1e-15)
