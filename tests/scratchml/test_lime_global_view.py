"""scratchml.global_view: submodular pick, stability and deletion curves."""

from itertools import combinations

import numpy as np
import pytest

from scratchml.global_view import deletion_curve, stability, submodular_pick


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def coverage(W, rows):
    """The importance of all features that the rows show."""
    return np.sqrt(np.abs(W).sum(axis=0))[(W[list(rows)] != 0).any(axis=0)].sum()


def pick_by_hand(W, budget):
    """Row by row, as in the paper's algorithm 2."""
    chosen = []
    for _ in range(budget):
        gains = {i: coverage(W, [*chosen, i]) for i in range(len(W)) if i not in chosen}
        chosen.append(min(i for i in gains if gains[i] >= max(gains.values()) - 1e-9))
    return chosen


@pytest.mark.parametrize("seed", range(5))
def test_picks_are_those_of_the_greedy_search(seed):
    rng = np.random.default_rng(seed)
    W = rng.normal(size=(12, 8)) * (rng.random((12, 8)) < 0.3)
    np.testing.assert_array_equal(submodular_pick(W, 6), pick_by_hand(W, 6))


def test_picks_cover_at_least_63_percent_of_what_is_possible(rng):
    W = rng.normal(size=(10, 12)) * (rng.random((10, 12)) < 0.25)
    best = max(coverage(W, rows) for rows in combinations(range(10), 3))
    assert coverage(W, submodular_pick(W, 3)) >= (1 - 1 / np.e) * best


def test_the_first_pick_shows_most_importance_not_most_weight():
    """Row 1 has the largest weight, but row 0 shows what many rows have."""
    W = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 3.0], [1.0, 1.0, 0.0]])
    np.testing.assert_array_equal(submodular_pick(W, 2), [0, 1])


def test_of_equal_rows_the_lowest_is_picked():
    np.testing.assert_array_equal(submodular_pick(np.tile([[0.0, 1.0]], (4, 1)), 1), [0])


def test_it_goes_on_when_all_is_covered():
    np.testing.assert_array_equal(submodular_pick([[0, 1], [1, 1], [1, 0]], 3), [1, 0, 2])


def test_the_sign_of_a_weight_is_of_no_concern(rng):
    W = rng.normal(size=(9, 5)) * (rng.random((9, 5)) < 0.4)
    np.testing.assert_array_equal(submodular_pick(W, 4), submodular_pick(-np.abs(W), 4))


def test_no_more_rows_are_picked_than_there_are():
    np.testing.assert_array_equal(submodular_pick(np.eye(3), 9), [0, 1, 2])


@pytest.mark.parametrize(("W", "budget"), [(np.eye(3), 0), (np.ones(3), 1), (np.ones((0, 3)), 1), ([[np.nan]], 1)])
def test_a_pick_that_makes_no_sense_is_refused(W, budget):
    with pytest.raises(ValueError, match="must be"):
        submodular_pick(W, budget)


@pytest.mark.parametrize(
    ("other", "rho"), [([1.0, 2, 3, 4], 1), ([-4.0, 0, 7, 1000], 1), ([4.0, 3, 2, 1], -1), ([2.0, 1, 4, 3], 0.6)]
)
def test_stability_of_two_runs_is_spearmans_correlation(other, rho):
    assert stability([[1.0, 2, 3, 4], other]) == pytest.approx(rho)


def test_equal_weights_share_their_average_rank():
    """Ranks 1.5, 1.5, 3 against 1, 2, 3: correlation sqrt(3) / 2."""
    assert stability([[5.0, 5, 9], [1, 2, 3]]) == pytest.approx(np.sqrt(3) / 2)


def test_stability_is_the_mean_over_all_pairs(rng):
    W = rng.normal(size=(4, 6))
    pairs = [stability(W[[i, j]]) for i, j in combinations(range(4), 2)]
    assert stability(W) == pytest.approx(np.mean(pairs))


@pytest.mark.parametrize(
    ("W", "words"),
    [
        (np.ones(3), "finite matrix"),
        ([[1.0, 2]], "at least 2 rows"),
        ([[1.0, 2], [3, 3]], "ranks nothing"),
        ([[1.0, 2], [np.nan, 3]], "finite matrix"),
    ],
)
def test_runs_that_cannot_be_ranked_are_refused(W, words):
    with pytest.raises(ValueError, match=words):
        stability(W)


def test_a_deletion_curve_removes_one_part_after_the_other():
    seen = []

    def predict_mask(masks):
        seen.append(masks)
        return masks @ [1.0, 10, 100]

    np.testing.assert_array_equal(deletion_curve(predict_mask, [2, 0, 1]), [111, 11, 10, 0])
    np.testing.assert_array_equal(seen, [[[1, 1, 1], [1, 1, 0], [0, 1, 0], [0, 0, 0]]])


def test_a_faithful_order_falls_faster(rng):
    coefs = rng.random(8)
    order = np.argsort(-coefs)
    fast, slow = (deletion_curve(lambda masks: masks @ coefs, o) for o in (order, order[::-1]))
    assert fast.sum() < slow.sum()


@pytest.mark.parametrize("order", [[], [0, 0], [1, 2], [0, 1, 3], [[0, 1]], [0.5, 1]])
def test_an_order_has_each_part_once(order):
    with pytest.raises(ValueError, match="order must hold"):
        deletion_curve(lambda masks: masks[:, 0], order)


@pytest.mark.parametrize("answer", [np.ones(3), np.ones((4, 1)), np.array([1, 1, np.nan, 1]), 1.0])
def test_a_deletion_curve_has_one_finite_answer_a_mask(answer):
    with pytest.raises(ValueError, match="predict_mask must return 4 finite numbers"):
        deletion_curve(lambda masks: answer, [0, 1, 2])
