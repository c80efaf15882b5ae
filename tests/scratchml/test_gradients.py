"""scratchml.gradients against derivatives known in closed form."""

import numpy as np
import pytest

from scratchml.gradients import numerical_gradient, relative_error


@pytest.fixture
def x():
    return np.random.default_rng(0).normal(size=(3, 2))


def test_a_cubic_has_its_known_gradient(x):
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**3), x), 3 * x**2, atol=1e-9)


def test_a_quadratic_is_exact_for_a_large_step(x):
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x * x), x, h=0.5), 2 * x, rtol=1e-13)


def test_the_difference_is_central():
    # the error of a central difference of x^3 is h^2, that of a forward one 3xh + h^2
    np.testing.assert_allclose(numerical_gradient(lambda x: x**3, 1.0, h=0.1), 3.01, rtol=1e-13)


def test_entries_may_interact(x):
    expected = np.full_like(x, np.prod(x)) / x
    np.testing.assert_allclose(numerical_gradient(np.prod, x), expected, atol=1e-9)


def test_x_is_equal_after(x):
    before = x.copy()
    numerical_gradient(np.sum, x)
    np.testing.assert_array_equal(x, before)


def test_x_is_never_touched():
    x = np.ones(3)
    x.flags.writeable = False
    np.testing.assert_allclose(numerical_gradient(np.sum, x), 1, rtol=1e-9)


@pytest.mark.parametrize("x", [np.float32(2), np.array([2, 3]), np.ones((2, 2), np.float32)])
def test_work_is_done_in_float64(x):
    assert numerical_gradient(np.sum, x).dtype == np.float64


@pytest.mark.parametrize("shape", [(), (0,), (2, 3, 4)])
def test_the_gradient_has_the_shape_of_x(shape):
    assert numerical_gradient(np.sum, np.zeros(shape)).shape == shape


def test_a_value_in_an_array_of_one_is_taken(x):
    np.testing.assert_allclose(numerical_gradient(lambda x: np.array([x.sum()]), x), 1, rtol=1e-8)


def test_a_function_that_returns_an_array_is_refused(x):
    with pytest.raises(ValueError, match=r"one number, got an array of shape \(3, 2\): sum or average it"):
        numerical_gradient(lambda x: x, x)


@pytest.mark.parametrize("h", [0, -1e-5, float("nan")])
def test_a_step_that_is_not_positive_is_refused(h, x):
    with pytest.raises(ValueError, match="h must be positive"):
        numerical_gradient(np.sum, x, h)


def test_equal_arrays_have_error_zero(x):
    assert relative_error(x, x) == 0


def test_opposite_arrays_have_error_one(x):
    assert relative_error(x, -x) == 1


def test_the_error_is_that_of_the_worst_entry():
    assert relative_error([1.0, 3.0, 5.0], [1.0, 1.0, 5.0]) == 2 / 4


def test_the_error_is_symmetric(x):
    assert relative_error(x, x + 1) == relative_error(x + 1, x)


def test_tiny_entries_are_measured_against_the_floor():
    assert relative_error([1e-12], [-1e-12]) == pytest.approx(2e-12 / 1e-8)


def test_nan_is_not_an_error_of_zero():
    assert np.isnan(relative_error([np.nan, 1.0], [1.0, 1.0]))


def test_arrays_of_two_shapes_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        relative_error(np.ones(3), np.ones((1, 3)))


def test_empty_arrays_are_refused():
    with pytest.raises(ValueError, match="empty"):
        relative_error([], [])
