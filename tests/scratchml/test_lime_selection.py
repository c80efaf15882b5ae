"""scratchml.surrogate: forward selection, highest weights and the lasso path."""

import numpy as np
import pytest

from scratchml import surrogate

SELECTIONS = [surrogate.forward_selection, surrogate.highest_weights, surrogate.lasso_path]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def problem(seed, shape=(80, 7)):
    """Binary Z with row 0 of ones, noisy linear y, weights."""
    rng = np.random.default_rng(seed)
    Z = rng.integers(0, 2, shape).astype(float)
    Z[0] = 1
    return Z, Z @ rng.normal(size=shape[1]) + rng.normal(size=shape[0]), rng.random(shape[0]) + 0.05


def greedy_by_hand(Z, y, weights, k):
    """One unpenalised fit for every candidate of every step."""
    chosen = []
    for _ in range(k):
        scores = {}
        for j in set(range(Z.shape[1])) - set(chosen):
            columns = Z[:, [*chosen, j]]
            intercept, coef = surrogate.weighted_ridge(columns, y, weights, 0)
            scores[j] = surrogate.weighted_r2(y, intercept + columns @ coef, weights)
        chosen.append(min(j for j in scores if scores[j] >= max(scores.values()) - 1e-9))
    return chosen


def lasso_by_descent(Z, y, weights, level, sweeps=3000):
    """The lasso at one level, coordinate by coordinate until nothing moves."""
    root = np.sqrt(weights)
    rows = root[:, None] * (Z - np.average(Z, 0, weights))
    residual, coef, sizes = root * (y - np.average(y, weights=weights)), np.zeros(Z.shape[1]), (rows**2).sum(axis=0)
    for _ in range(sweeps):
        for j, size in enumerate(sizes):
            pull = rows[:, j] @ residual + size * coef[j]
            new = np.sign(pull) * max(abs(pull) - level, 0) / size
            residual += rows[:, j] * (coef[j] - new)
            coef[j] = new
    return coef


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", [(80, 7), (5, 9)])
def test_forward_selection_is_the_greedy_search(seed, shape):
    samples = problem(seed, shape)
    k = min(4, shape[0] - 2)
    np.testing.assert_array_equal(surrogate.forward_selection(*samples, k), greedy_by_hand(*samples, k))


@pytest.mark.parametrize("copies", [[0, 1], [1, 0]])
def test_forward_selection_takes_the_first_of_equal_columns_once(copies, rng):
    a, b = rng.normal(size=(2, 50))
    Z = np.column_stack([np.column_stack([a, b])[:, copies], a, b])
    chosen = surrogate.forward_selection(Z, 2 * a + b, np.ones(50), 4)
    np.testing.assert_array_equal(chosen, [copies.index(0), copies.index(1), 2, 3])


def test_forward_selection_takes_no_rounding_error_for_a_gain(rng):
    Z = rng.normal(size=(50, 4))
    Z[:, 1] = Z[:, 2] + 1e-12 * rng.normal(size=50)
    np.testing.assert_array_equal(surrogate.forward_selection(Z, Z[:, 2], np.ones(50), 3), [1, 0, 2])


def test_forward_selection_sees_what_only_two_columns_explain_together(rng):
    a, b = rng.normal(size=(2, 400))
    Z = np.column_stack([a, 0.9 * (a - b), 100 * b])
    np.testing.assert_array_equal(surrogate.forward_selection(Z, a + 0.1 * b, np.ones(400), 2), [0, 1])


@pytest.mark.parametrize("constant", [0.0, 0.1])
def test_when_nothing_helps_the_lowest_numbers_are_chosen(constant, rng):
    Z = rng.normal(size=(20, 5))
    np.testing.assert_array_equal(surrogate.forward_selection(Z, np.full(20, constant), np.ones(20), 3), [0, 1, 2])


def test_a_constant_column_is_chosen_after_all_that_help(rng):
    Z = np.column_stack([np.full(30, 0.1), rng.normal(size=(30, 2))])
    chosen = surrogate.forward_selection(Z, Z[:, 1] + 2 * Z[:, 2], np.ones(30), 3)
    np.testing.assert_array_equal(chosen, [2, 1, 0])


def test_highest_weights_ranks_coefficient_times_the_original(rng):
    Z, y, weights = problem(0)
    Z[0, 2] = 0
    products = np.abs(surrogate.weighted_ridge(Z, y, weights, 0.01)[1] * Z[0])
    np.testing.assert_array_equal(surrogate.highest_weights(Z, y, weights, 4), np.argsort(-products)[:4])


def test_highest_weights_takes_the_first_of_equal_columns():
    Z, y, weights = problem(0)
    chosen = surrogate.highest_weights(np.column_stack([Z[:, 3], Z[:, 3]]), y, weights, 2)
    np.testing.assert_array_equal(chosen, [0, 1])


def test_highest_weights_ranks_answers_of_any_size():
    Z, y, weights = problem(0)
    expected = surrogate.highest_weights(Z, y, weights, 7)
    for scale in (1e-12, 1e12):
        np.testing.assert_array_equal(surrogate.highest_weights(Z, scale * y, weights, 7), expected)


@pytest.mark.parametrize("seed", range(4))
def test_the_lasso_path_holds_the_columns_of_the_lasso(seed):
    Z, y, weights = problem(seed, (60, 6))
    root = np.sqrt(weights)
    moments = (root[:, None] * (Z - np.average(Z, 0, weights))).T @ (root * (y - np.average(y, weights=weights)))
    supports = [
        np.flatnonzero(lasso_by_descent(Z, y, weights, level, 200))
        for level in np.abs(moments).max() * np.linspace(0.99, 0.01, 40)
    ]
    for k in range(1, 6):
        fitting = [support for support in supports if len(support) == k]
        if fitting:
            np.testing.assert_array_equal(surrogate.lasso_path(Z, y, weights, k), fitting[-1])


def test_the_lasso_path_goes_on_after_a_column_has_left():
    """Column 0 comes first, as it is a mixture of the others, and leaves when both of them are in."""
    rng = np.random.default_rng(3)
    a, b, noise = rng.normal(size=(3, 300))
    Z = np.column_stack([a + b + 0.1 * noise, a, b])
    y = a + b
    np.testing.assert_array_equal(surrogate.lasso_path(Z, y, np.ones(300), 1), [0])
    np.testing.assert_array_equal(surrogate.lasso_path(Z, y, np.ones(300), 2), [1, 2])


def test_the_lasso_path_passes_over_combinations(rng):
    a, b = rng.normal(size=(2, 40))
    Z = np.column_stack([a, a, b, np.full(40, 0.1), 2 * a - b])
    chosen = surrogate.lasso_path(Z, 3 * a + b, np.ones(40), 5)
    assert len(chosen) == 2
    assert surrogate.weighted_ridge(Z[:, chosen], 3 * a + b, np.ones(40), 0)[1].all()


def test_the_lasso_path_of_a_constant_is_empty(rng):
    assert surrogate.lasso_path(rng.normal(size=(9, 3)), np.full(9, 0.1), np.ones(9), 2).shape == (0,)


@pytest.mark.parametrize("select", SELECTIONS)
def test_no_more_columns_are_chosen_than_there_are(select):
    np.testing.assert_array_equal(sorted(select(*problem(0), 99)), range(7))


@pytest.mark.parametrize("select", SELECTIONS)
def test_selections_are_int64(select):
    assert select(*problem(0), 2).dtype == np.int64


@pytest.mark.parametrize("select", SELECTIONS)
def test_selections_follow_their_columns(select, rng):
    Z, y, weights = problem(1)
    order = rng.permutation(7)
    assert set(order[select(Z[:, order], y, weights, 3)]) == set(select(Z, y, weights, 3))


@pytest.mark.parametrize("select", SELECTIONS)
@pytest.mark.parametrize("k", [0, -1])
def test_at_least_one_column_is_asked_for(select, k):
    with pytest.raises(ValueError, match="k must be at least 1"):
        select(*problem(0), k)
