"""scratchml.regression_losses against scikit-learn, scipy, finite differences and the conventions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import huber
from sklearn import metrics

from scratchml import regression_losses as losses
from scratchml.gradients import numerical_gradient, relative_error

SETTINGS = {"mean_absolute_error": {}, "huber_loss": {"delta": 0.7}, "quantile_loss": {"q": 0.3}, "poisson_loss": {}}
steady = settings(max_examples=20, deadline=None, derandomize=True)


@pytest.fixture(params=SETTINGS)
def pair(request):
    """A loss and its gradient with their settings filled in."""
    functions = getattr(losses, request.param), getattr(losses, request.param + "_grad")
    return [lambda p, t, f=f: f(p, t, **SETTINGS[request.param]) for f in functions]


def example(dtype=np.float64):
    """Predictions and counts, 6 rows of 4, with errors of both signs, away from kinks."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(6, 4)).astype(dtype), rng.integers(0, 4, (6, 4)).astype(dtype)


def test_a_loss_is_one_python_float(pair):
    assert type(pair[0](*example())) is float


def test_the_gradient_is_the_derivative_of_the_loss(pair):
    pred, target = example()
    assert relative_error(pair[1](pred, target), numerical_gradient(lambda p: pair[0](p, target), pred)) < 1e-6


def test_the_gradient_has_the_shape_and_precision_of_the_prediction(pair):
    grad = pair[1](*example(np.float32))
    assert (grad.shape, grad.dtype) == ((6, 4), np.float32)


def test_float32_gives_the_loss_to_float32(pair):
    assert pair[0](*example(np.float32)) == pytest.approx(pair[0](*example()), rel=1e-5)


def test_arguments_are_not_changed(pair):
    pred, target = example()
    before = pred.copy(), target.copy()
    pair[0](pred, target)
    pair[1](pred, target)[...] = 9
    np.testing.assert_array_equal((pred, target), before)


def test_the_loss_is_a_mean_over_all_elements(pair):
    pred, target = example()
    each = [pair[0](p, t) for p, t in zip(pred.ravel(), target.ravel(), strict=True)]
    assert pair[0](pred, target) == pytest.approx(np.mean(each), rel=1e-13)


def test_shapes_that_would_broadcast_are_refused(pair):
    for function in pair:
        with pytest.raises(ValueError, match=r"must have one shape, got \(6, 1\) and \(6,\)"):
            function(np.ones((6, 1)), np.ones(6))


def test_an_empty_batch_is_refused(pair):
    for function in pair:
        with pytest.raises(ValueError, match="empty"):
            function(np.zeros((0, 4)), np.zeros((0, 4)))


def test_mean_absolute_error_agrees_with_scikit_learn():
    pred, target = example()
    assert losses.mean_absolute_error(pred, target) == pytest.approx(metrics.mean_absolute_error(target, pred))


def test_mean_absolute_error_gradient_at_equality_is_zero():
    np.testing.assert_array_equal(losses.mean_absolute_error_grad([1, 2, 3, 4], [1, 1, 5, 4]), [0, 0.25, -0.25, 0])


@pytest.mark.parametrize("delta", [0.1, 1, 5])
def test_huber_loss_agrees_with_scipy(delta):
    pred, target = example()
    assert losses.huber_loss(pred, target, delta) == pytest.approx(np.mean(huber(delta, pred - target)), rel=1e-13)


def test_huber_loss_has_delta_one_by_default():
    assert losses.huber_loss([0, 0], [0.5, 3]) == (0.125 + 2.5) / 2


def test_huber_gradient_has_delta_one_by_default():
    np.testing.assert_array_equal(losses.huber_loss_grad([0.5, 3], [0, 0]), [0.25, 0.5])


def test_both_sides_of_hubers_kink_meet():
    np.testing.assert_array_equal(losses.huber_loss_grad([2, -2, 9, -9], [0] * 4, 2.0), [0.5, -0.5, 0.5, -0.5])
    assert losses.huber_loss([2, -2], [0, 0], 2.0) == 2


def test_huber_loss_of_a_huge_error_does_not_overflow():
    assert losses.huber_loss(np.array([1e30], np.float32), np.zeros(1, np.float32)) == pytest.approx(1e30)


@pytest.mark.parametrize("delta", [0, -1, np.nan])
@pytest.mark.parametrize("function", [losses.huber_loss, losses.huber_loss_grad])
def test_a_delta_that_is_not_positive_is_refused(function, delta):
    with pytest.raises(ValueError, match="delta must be positive"):
        function([1.0], [2.0], delta)


@pytest.mark.parametrize("q", [0, 0.1, 0.5, 0.9, 1])
def test_quantile_loss_agrees_with_scikit_learn(q):
    pred, target = example()
    expected = metrics.mean_pinball_loss(target.ravel(), pred.ravel(), alpha=q)
    assert losses.quantile_loss(pred, target, q) == pytest.approx(expected, rel=1e-13)


def test_quantile_gradient_has_one_value_for_each_sign_and_zero_at_equality():
    np.testing.assert_allclose(losses.quantile_loss_grad([1, 2, 3], [2, 2, 2], 0.9), [-0.3, 0, 0.1 / 3])


@steady
@given(hnp.arrays(np.float64, 20, elements=st.floats(-10, 10)), st.floats(0.05, 0.95))
def test_quantile_loss_is_lowest_at_the_quantile(target, q):
    lowest = losses.quantile_loss(np.full(20, np.quantile(target, q, method="inverted_cdf")), target, q)
    for other in np.linspace(-10, 10, 9):
        assert lowest <= losses.quantile_loss(np.full(20, other), target, q) + 1e-12


@pytest.mark.parametrize("q", [-0.1, 1.1, np.nan])
@pytest.mark.parametrize("function", [losses.quantile_loss, losses.quantile_loss_grad])
def test_a_quantile_that_is_no_share_is_refused(function, q):
    with pytest.raises(ValueError, match=r"q must lie in \[0, 1\]"):
        function([1.0], [2.0], q)


def test_poisson_loss_is_half_of_scikit_learns_deviance_up_to_a_constant():
    z, y = example()
    constant = np.mean(y - y * np.log(np.maximum(y, 1)))
    expected = metrics.mean_poisson_deviance(y.ravel(), np.exp(z).ravel()) / 2 + constant
    assert losses.poisson_loss(z, y) == pytest.approx(expected, rel=1e-12)


def test_poisson_gradient_vanishes_at_the_logarithm_of_the_count():
    np.testing.assert_allclose(losses.poisson_loss_grad(np.log([1.0, 5.0, 0.5]), [1, 5, 0.5]), 0, atol=1e-15)


def test_poisson_gradient_of_float32_rates_and_integer_counts_is_float32():
    assert losses.poisson_loss_grad(np.zeros(3, np.float32), [0, 1, 2]).dtype == np.float32


@steady
@given(hnp.arrays(np.float64, 7, elements=st.floats(-50, 50)))
def test_half_of_the_absolute_error_is_the_quantile_loss_of_the_median(pred):
    target = np.linspace(-5, 5, 7)
    expected = losses.mean_absolute_error(pred, target) / 2
    assert losses.quantile_loss(pred, target, 0.5) == pytest.approx(expected, rel=1e-13)
