"""scratchml.adaline against scikit-learn's scaler, finite differences, least squares and the edge of stability."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from scratchml.adaline import adaline_fit, adaline_gradient, adaline_loss, largest_stable_rate, standardize
from scratchml.gradients import numerical_gradient, relative_error


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(12, 3)) * [1, 3, 0.5] + [2, 0, -1]
    return X, X @ [1, -0.5, 2] + 0.3 + 0.1 * rng.normal(size=12)


def test_standardizing_agrees_with_scikit_learn(problem):
    X, _ = problem
    Xs, mean, std = standardize(X)
    peer = StandardScaler().fit(X)
    np.testing.assert_allclose(Xs, peer.transform(X), rtol=1e-12)
    np.testing.assert_allclose([mean, std], [peer.mean_, peer.scale_], rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("value", "n"), [(0.1, 7), (0.0, 4), (-3.3, 5), (1e20, 3)])
def test_a_constant_column_becomes_exactly_zero_with_std_one(value, n, dtype):
    X = np.column_stack([np.full(n, value), np.arange(n)]).astype(dtype)
    Xs, mean, std = standardize(X)
    assert (Xs[:, 0].tolist(), mean[0], std[0]) == ([0] * n, X[0, 0], 1)


def test_float32_columns_with_a_large_mean_are_standardized_to_float32():
    X = (1000 + np.random.default_rng(0).normal(size=(5000, 2))).astype(np.float32)
    Xs = standardize(X)[0]
    assert Xs.dtype == np.float32
    np.testing.assert_allclose(Xs, standardize(X.astype(np.float64))[0], atol=1e-3)


def test_integers_are_standardized_in_float64():
    np.testing.assert_array_equal(standardize([[1, 5], [3, 5]])[0], [[-1, 0], [1, 0]])


@pytest.mark.parametrize("X", [np.zeros(3), np.zeros((0, 2))])
def test_standardizing_no_table_is_refused(X):
    with pytest.raises(ValueError, match=r"must have shape|empty"):
        standardize(X)


def test_the_loss_is_the_mean_squared_error_of_the_net_input():
    assert adaline_loss([[1, 0], [0, 2]], [1, 0], [2, 1], 1) == (2**2 + 3**2) / 2


def test_the_gradient_by_weights_is_the_derivative_of_the_loss(problem):
    w, b = np.array([0.2, -0.3, 0.4]), 0.7
    dw = adaline_gradient(*problem, w, b)[0]
    assert relative_error(dw, numerical_gradient(lambda v: adaline_loss(*problem, v, b), w)) < 1e-8


def test_the_gradient_by_the_bias_is_the_derivative_of_the_loss(problem):
    w, b = np.array([0.2, -0.3, 0.4]), 0.7
    db = adaline_gradient(*problem, w, b)[1]
    assert relative_error(db, numerical_gradient(lambda v: adaline_loss(*problem, w, float(v)), b)) < 1e-8


def test_the_gradient_keeps_float32(problem):
    X, y = (a.astype(np.float32) for a in problem)
    dw, db = adaline_gradient(X, y, np.zeros(3, np.float32), 0.5)
    assert (dw.dtype, type(db)) == (np.float32, float)


def test_the_gradient_is_zero_at_the_least_squares_solution(problem):
    peer = LinearRegression().fit(*problem)
    dw, db = adaline_gradient(*problem, peer.coef_, peer.intercept_)
    np.testing.assert_allclose([*dw, db], 0, atol=1e-12)


def test_losses_are_measured_before_each_step(problem):
    X, y = problem
    w, b, losses = adaline_fit(X, y, 0.01, 1)
    dw, db = adaline_gradient(X, y, np.zeros(3), 0)
    assert losses == [pytest.approx(np.mean(y**2))]
    np.testing.assert_allclose([*w, b], [*(-0.01 * dw), -0.01 * db])


def test_fitting_reaches_the_least_squares_solution(problem):
    Xs = standardize(problem[0])[0]
    w, b, _ = adaline_fit(Xs, problem[1], 0.3, 500)
    peer = LinearRegression().fit(Xs, problem[1])
    np.testing.assert_allclose([*w, b], [*peer.coef_, peer.intercept_], rtol=1e-8)


def test_no_epoch_leaves_zeros(problem):
    w, b, losses = adaline_fit(*problem, 0.1, 0)
    assert ([*w], b, losses) == ([0, 0, 0], 0, [])


def test_arguments_are_not_changed(problem):
    before = [a.copy() for a in problem]
    adaline_fit(*problem, 0.01, 3)
    for a, b in zip(problem, before, strict=True):
        np.testing.assert_array_equal(a, b)


def test_the_largest_rate_is_two_over_the_top_eigenvalue_of_the_hessian(problem):
    X = problem[0]
    X1 = np.column_stack([X, np.ones(len(X))])
    assert largest_stable_rate(X) == pytest.approx(2 / np.linalg.eigvalsh(2 / len(X) * X1.T @ X1)[-1], rel=1e-12)


@pytest.mark.parametrize(("share", "grows"), [(0.99, False), (1.01, True)])
def test_losses_grow_only_above_the_largest_rate(problem, share, grows):
    losses = adaline_fit(*problem, share * largest_stable_rate(problem[0]), 300)[2]
    assert (losses[-1] > losses[100]) == grows


def test_the_largest_rate_of_no_information_is_that_of_the_bias():
    assert largest_stable_rate(np.zeros((5, 2))) == pytest.approx(1)


@pytest.mark.parametrize(
    ("y", "w", "message"), [(np.zeros(3), np.zeros(3), "y must"), (np.zeros(12), np.zeros(2), "w must")]
)
@pytest.mark.parametrize("function", [adaline_loss, adaline_gradient])
def test_shapes_that_do_not_fit_are_refused(problem, function, y, w, message):
    with pytest.raises(ValueError, match=message):
        function(problem[0], y, w, 0)


def test_a_negative_number_of_epochs_is_refused(problem):
    with pytest.raises(ValueError, match="epochs"):
        adaline_fit(*problem, 0.1, -1)
