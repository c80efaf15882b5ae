"""scratchml.surrogate: distances, kernel, weighted ridge regression and its score."""

import numpy as np
import pytest

from scratchml import surrogate

ALPHAS = [1e-8, 1e-3, 1.0, 1e3]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def problem(rng):
    """Z (60, 5), y (60,) and weights (60,)."""
    return rng.integers(0, 2, (60, 5)).astype(float), rng.normal(size=60), rng.random(60) + 0.01


def stacked_ridge(Z, y, weights, alpha):
    """Ridge as ordinary least squares: one row for each sample and one for each penalty, intercept unpenalised."""
    root, d = np.sqrt(weights)[:, None], Z.shape[1]
    rows = np.block([[root, root * Z], [np.zeros((d, 1)), np.sqrt(alpha) * np.eye(d)]])
    solution = np.linalg.lstsq(rows, np.append(root[:, 0] * y, np.zeros(d)), rcond=None)[0]
    return solution[0], solution[1:]


def test_cosine_distance_is_one_minus_the_cosine(rng):
    Z, z0 = rng.normal(size=(9, 4)), rng.normal(size=4)
    expected = [1 - z @ z0 / np.linalg.norm(z) / np.linalg.norm(z0) for z in Z]
    np.testing.assert_allclose(surrogate.cosine_distance(Z, z0), expected, rtol=1e-12)


def test_cosine_distance_of_a_mask_depends_on_how_many_parts_are_on():
    Z = np.tril(np.ones((5, 5), int))
    np.testing.assert_allclose(surrogate.cosine_distance(Z, np.ones(5)), 1 - np.sqrt(np.arange(1, 6) / 5), atol=1e-15)


def test_cosine_distance_of_the_original_is_exactly_zero():
    assert [surrogate.cosine_distance(np.ones((1, d)), np.ones(d))[0] for d in range(1, 200)] == [0.0] * 199


def test_cosine_distance_of_a_zero_row_is_one():
    np.testing.assert_array_equal(surrogate.cosine_distance([[0, 0], [1, 1]], [0, 0]), [1, 1])


def test_euclidean_distance_of_a_mask_is_the_root_of_its_mismatches():
    Z = np.tril(np.ones((4, 4), int))
    np.testing.assert_allclose(surrogate.euclidean_distance(Z, np.ones(4)), np.sqrt([3, 2, 1, 0]), rtol=1e-15)


@pytest.mark.parametrize("distance", [surrogate.cosine_distance, surrogate.euclidean_distance])
@pytest.mark.parametrize(("Z", "z0"), [(np.ones((2, 3)), np.ones(2)), (np.ones(3), np.ones(3))])
def test_distances_need_points_of_one_length(distance, Z, z0):
    with pytest.raises(ValueError, match="Z must have shape"):
        distance(Z, z0)


def test_the_kernel_has_a_root():
    np.testing.assert_allclose(surrogate.kernel_weights([0, 0.5, 2], 0.5), np.sqrt(np.exp([0, -1, -16.0])), rtol=1e-15)


def test_the_kernel_of_iris_is_that_of_the_facts():
    weights = surrogate.kernel_weights(np.sqrt(np.arange(5)), 0.75 * np.sqrt(4))
    np.testing.assert_allclose(weights, [1, 0.8007, 0.6412, 0.5134, 0.4111], atol=5e-5)


@pytest.mark.parametrize("width", [0, -1.0, np.nan, np.inf])
def test_the_kernel_needs_a_width_above_zero(width):
    with pytest.raises(ValueError, match="width must be"):
        surrogate.kernel_weights([1.0], width)


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("shape", [(60, 5), (60, 1), (4, 9), (1, 3)])
def test_ridge_is_least_squares_with_a_row_for_each_penalty(shape, alpha, rng):
    Z, y, weights = rng.normal(size=shape), rng.normal(size=shape[0]), rng.random(shape[0]) + 0.01
    intercept, coef = surrogate.weighted_ridge(Z, y, weights, alpha)
    expected_intercept, expected_coef = stacked_ridge(Z, y, weights, alpha)
    np.testing.assert_allclose(coef, expected_coef, rtol=1e-7, atol=1e-9)
    assert intercept == pytest.approx(expected_intercept, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_equal_columns_share_their_coefficient(problem, alpha):
    Z, y, weights = problem
    _, coef = surrogate.weighted_ridge(np.column_stack([Z, Z[:, 0]]), y, weights, alpha)
    assert coef[0] == pytest.approx(coef[-1], rel=1e-8)


@pytest.mark.parametrize("alpha", [0, *ALPHAS])
@pytest.mark.parametrize("constant", [0.0, 1.0, 0.1, -1e6])
def test_a_constant_column_gets_nothing_and_changes_nothing(problem, alpha, constant):
    Z, y, weights = problem
    intercept, coef = surrogate.weighted_ridge(Z, y, weights, alpha)
    with_constant = surrogate.weighted_ridge(np.column_stack([Z, np.full(60, constant)]), y, weights, alpha)
    np.testing.assert_allclose(with_constant[1], [*coef, 0], rtol=1e-9, atol=1e-15)
    assert with_constant[0] == pytest.approx(intercept, rel=1e-9)


@pytest.mark.parametrize("alpha", [0, *ALPHAS])
def test_a_constant_answer_is_all_intercept(problem, alpha):
    Z, _, weights = problem
    intercept, coef = surrogate.weighted_ridge(Z, np.full(60, 0.1), weights, alpha)
    assert intercept == 0.1
    assert not coef.any()


@pytest.mark.parametrize("shape", [(60, 5), (4, 9)])
def test_without_penalty_the_coefficients_have_least_norm(shape, rng):
    Z, y, weights = rng.normal(size=shape), rng.normal(size=shape[0]), rng.random(shape[0]) + 0.01
    Z[:, -1] = Z[:, 0]
    root, Zc, yc = np.sqrt(weights), Z - np.average(Z, 0, weights), y - np.average(y, weights=weights)
    _, coef = surrogate.weighted_ridge(Z, y, weights, 0)
    np.testing.assert_allclose(coef, np.linalg.pinv(root[:, None] * Zc) @ (root * yc), atol=1e-10)


def test_a_sample_of_weight_two_is_two_samples(problem):
    Z, y, weights = problem
    double = np.where(np.arange(60) == 3, 2, 1) * weights
    twice = [np.append(a, a[3:4], axis=0) for a in problem]
    np.testing.assert_allclose(
        surrogate.weighted_ridge(Z, y, double, 1.0)[1], surrogate.weighted_ridge(*twice, 1.0)[1], rtol=1e-10
    )


def test_samples_of_weight_zero_do_not_count(problem):
    Z, y, weights = problem
    weights[40:] = 0
    y[40:] = 1e6
    got = surrogate.weighted_ridge(Z, y, weights, 1.0)
    expected = surrogate.weighted_ridge(Z[:40], y[:40], weights[:40], 1.0)
    assert got[0] == expected[0]
    np.testing.assert_array_equal(got[1], expected[1])


def test_a_large_offset_of_a_column_does_no_harm(problem):
    Z, y, weights = problem
    _, coef = surrogate.weighted_ridge(Z, y, weights, 1.0)
    np.testing.assert_allclose(surrogate.weighted_ridge(Z + 1e6, y, weights, 1.0)[1], coef, rtol=1e-8)


def test_float32_is_computed_in_float64(problem):
    single = [a.astype(np.float32) for a in problem]
    intercept, coef = surrogate.weighted_ridge(*single, 1.0)
    expected = surrogate.weighted_ridge(*(a.astype(np.float64) for a in single), 1.0)
    assert coef.dtype == np.float64
    assert intercept == expected[0]


@pytest.mark.parametrize("alpha", [-1.0, np.nan, np.inf])
def test_the_penalty_is_not_negative(problem, alpha):
    with pytest.raises(ValueError, match="alpha must be"):
        surrogate.weighted_ridge(*problem, alpha)


def test_r2_is_the_explained_share_of_the_weighted_variance(problem):
    _, y, weights = problem
    pred = y + np.linspace(-1, 1, 60)
    variance = np.average((y - np.average(y, weights=weights)) ** 2, weights=weights)
    expected = 1 - np.average((y - pred) ** 2, weights=weights) / variance
    assert surrogate.weighted_r2(y, pred, weights) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("pred", "score"), [(0.1, 1.0), (0.1 + 1e-16, 1.0), (0.1001, 0.0)])
def test_r2_of_a_constant_is_all_or_nothing(pred, score):
    assert surrogate.weighted_r2(np.full(5, 0.1), np.full(5, pred), np.ones(5)) == score


@pytest.mark.parametrize(
    "call",
    [
        lambda Z, y, w: surrogate.weighted_ridge(Z, y, w, 1.0),
        lambda Z, y, w: surrogate.forward_selection(Z, y, w, 1),
        lambda Z, y, w: surrogate.highest_weights(Z, y, w, 1),
        lambda Z, y, w: surrogate.lasso_path(Z, y, w, 1),
        lambda Z, y, w: surrogate.weighted_r2(y, Z[:, 0], w),
    ],
)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": np.ones(3)}, "Z must have shape"),
        ({"weights": np.ones((4, 1))}, "Z must have shape"),
        ({"Z": np.full((4, 2), np.nan)}, "Z is not finite"),
        ({"y": np.array([1, 2, np.inf, 0])}, "y is not finite"),
        ({"weights": np.array([1, 1, 1, np.nan])}, "weights is not finite"),
        ({"weights": np.array([1, -1, 1, 1])}, "0 or more, and not all 0"),
        ({"weights": np.zeros(4)}, "is the kernel too narrow"),
    ],
)
def test_samples_that_make_no_sense_are_refused(call, change, words):
    good = {"Z": np.eye(4)[:, :2], "y": np.arange(4.0), "weights": np.ones(4)} | change
    with pytest.raises(ValueError, match=words):
        call(*good.values())
