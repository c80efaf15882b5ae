"""scratchml.network.explain_digit against the lime package: the same masks and answers give the same weights."""

import numpy as np
import pytest

lime_base = pytest.importorskip("lime.lime_base")

from scratchml.activations import softmax  # noqa: E402
from scratchml.network import explain_digit  # noqa: E402


def lime_kernel(d):
    """The kernel of lime's image explainer, width 0.25."""
    return np.sqrt(np.exp(-(d**2) / 0.25**2))


def lime_fit(seen):
    """A fit made by lime, ridge with alpha 1; it keeps our sample weights and those of its own kernel."""

    def fit(Z, y, weights):
        on = Z.sum(axis=1) / Z.shape[1]
        seen.append((weights, lime_kernel(1 - np.sqrt(on))))
        base = lime_base.LimeBase(lime_kernel)
        intercept, pairs, *_ = base.explain_instance_with_data(
            Z, y[:, None], 1 - np.sqrt(on), 0, Z.shape[1], feature_selection="none"
        )
        return intercept, np.array([weight for _, weight in sorted(pairs)])

    return fit


def our_fit(Z, y, weights):
    """Ridge with alpha 1 and a free intercept, by the normal equations."""
    Zc, yc = Z - np.average(Z, axis=0, weights=weights), y - np.average(y, weights=weights)
    coef = np.linalg.solve(Zc.T @ (weights[:, None] * Zc) + np.eye(Z.shape[1]), Zc.T @ (weights * yc))
    return None, coef


def test_the_weights_are_those_of_lime():
    rng, seen = np.random.default_rng(0), []
    image, w = rng.random((8, 8)), rng.normal(size=(64, 10)) / 4
    explain = [
        explain_digit(lambda X: softmax(X @ w), image, 4, 200, np.random.default_rng(1), fit)
        for fit in (our_fit, lime_fit(seen))
    ]
    np.testing.assert_allclose(*explain, atol=1e-10)
    np.testing.assert_allclose(*seen[0], rtol=1e-12)
