"""scratchml.global_view against the lime package (submodular pick) and scipy (rank correlation)."""

from types import SimpleNamespace

import numpy as np
import pytest

submodular = pytest.importorskip("lime.submodular_pick")
stats = pytest.importorskip("scipy.stats")

from scratchml.global_view import stability, submodular_pick  # noqa: E402


class Explained:
    """Explanations that are there already, one row of W each, as lime's pick asks for them."""

    def __init__(self, W):
        self.rows = iter(W)

    def explain_instance(self, *_, **__):
        row = next(self.rows)
        pairs = [(j, weight) for j, weight in enumerate(row) if weight]
        return SimpleNamespace(mode="regression", as_list=lambda label: pairs)


def picked_by_lime(W, budget):
    return submodular.SubmodularPick(Explained(W), W, None, method="full", num_exps_desired=budget).V


@pytest.mark.parametrize("seed", range(5))
def test_the_same_rows_are_picked(seed):
    rng = np.random.default_rng(seed)
    W = rng.normal(size=(30, 150)) * (rng.random((30, 150)) < 0.1)
    np.testing.assert_array_equal(submodular_pick(W, 5), picked_by_lime(W, 5))


def test_of_equal_rows_lime_takes_the_last_and_ours_the_first():
    W = np.tile([[1.0, 2.0]], (3, 1))
    assert picked_by_lime(W, 1) == [2]
    assert submodular_pick(W, 1) == [0]


def test_stability_is_scipys_spearman():
    W = np.round(np.random.default_rng(0).normal(size=(2, 12)), 0)
    assert stability(W) == pytest.approx(stats.spearmanr(*W).statistic)
