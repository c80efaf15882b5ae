"""scratchml.surrogate against the lime package: the same samples give the same columns, weights and scores."""

import numpy as np
import pytest

lime_base = pytest.importorskip("lime.lime_base")
metrics = pytest.importorskip("sklearn.metrics")
linear_model = pytest.importorskip("sklearn.linear_model")

from scratchml import surrogate  # noqa: E402

SELECTIONS = {
    "forward_selection": surrogate.forward_selection,
    "highest_weights": surrogate.highest_weights,
    "lasso_path": surrogate.lasso_path,
}


def samples(seed, shape=(150, 12), noise=0.3):
    """Binary Z with the original in row 0, answers of a bent model, weights as the kernel gives them."""
    rng = np.random.default_rng(seed)
    Z = rng.integers(0, 2, shape).astype(float)
    Z[0] = 1
    y = np.tanh(Z @ rng.normal(size=shape[1])) + noise * rng.normal(size=shape[0])
    return Z, y, surrogate.kernel_weights(surrogate.cosine_distance(Z, Z[0]), 0.25)


def lime_explains(Z, y, weights, k, method):
    """What lime makes of the samples; its kernel is told to pass our weights on."""
    base = lime_base.LimeBase(lambda distances: distances)
    intercept, pairs, r2, local = base.explain_instance_with_data(Z, y[:, None], weights, 0, k, method)
    return intercept, pairs, r2, local[0]


@pytest.mark.parametrize("method", SELECTIONS)
@pytest.mark.parametrize("k", [1, 4, 9])
@pytest.mark.parametrize("seed", range(3))
def test_the_same_columns_are_selected(method, k, seed):
    Z, y, weights = samples(seed)
    theirs = lime_base.LimeBase(None).feature_selection(Z, y, weights, k, method)
    np.testing.assert_array_equal(SELECTIONS[method](Z, y, weights, k), theirs)


@pytest.mark.parametrize("method", SELECTIONS)
def test_the_same_columns_are_selected_among_numbers(method):
    rng = np.random.default_rng(2)
    Z = rng.normal(size=(200, 8)) @ rng.normal(size=(8, 8)) + 3
    y, weights = Z @ rng.normal(size=8) + rng.normal(size=200), rng.random(200)
    theirs = lime_base.LimeBase(None).feature_selection(Z, y, weights, 4, method)
    np.testing.assert_array_equal(SELECTIONS[method](Z, y, weights, 4), theirs)


@pytest.mark.parametrize("seed", range(6))
def test_the_lasso_path_drops_the_columns_that_lars_drops(seed):
    """Columns that nearly make each other up come in and leave again."""
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(120, 3))
    Z = factors @ rng.normal(size=(3, 9)) + 0.3 * rng.normal(size=(120, 9))
    y, weights = factors @ [1.0, -2, 3] + 0.1 * rng.normal(size=120), np.ones(120)
    _, _, coefs = linear_model.lars_path(Z - Z.mean(axis=0), y - y.mean(), method="lasso")
    for k in range(1, 9):
        fitting = [column for column in (np.abs(coefs.T) > 1e-9) if 0 < column.sum() <= k]
        np.testing.assert_array_equal(surrogate.lasso_path(Z, y, weights, k), np.flatnonzero(fitting[-1]))


@pytest.mark.parametrize("shape", [(300, 12), (300, 1), (20, 30)])
@pytest.mark.parametrize("seed", range(3))
def test_the_final_fit_is_the_same(shape, seed):
    Z, y, weights = samples(seed, shape)
    intercept, coef = surrogate.weighted_ridge(Z, y, weights, 1.0)
    their_intercept, pairs, their_r2, their_local = lime_explains(Z, y, weights, shape[1], "none")
    np.testing.assert_allclose(coef, [weight for _, weight in sorted(pairs)], atol=1e-10)
    assert intercept == pytest.approx(their_intercept, abs=1e-10)
    assert surrogate.weighted_r2(y, intercept + Z @ coef, weights) == pytest.approx(their_r2, abs=1e-10)
    assert intercept + Z[0] @ coef == pytest.approx(their_local, abs=1e-10)


def test_the_order_of_the_weights_is_the_same():
    Z, y, weights = samples(0)
    _, coef = surrogate.weighted_ridge(Z, y, weights, 1.0)
    _, pairs, _, _ = lime_explains(Z, y, weights, 12, "none")
    np.testing.assert_array_equal(surrogate.by_magnitude(coef, 12), [j for j, _ in pairs])


@pytest.mark.parametrize("name", ["cosine", "euclidean"])
def test_distances_are_those_that_lime_asks_for(name):
    Z, _, _ = samples(0)
    Z[5] = 0
    theirs = metrics.pairwise_distances(Z, Z[:1], metric=name).ravel()
    np.testing.assert_allclose(getattr(surrogate, f"{name}_distance")(Z, Z[0]), theirs, atol=1e-12)
