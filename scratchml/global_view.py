"""Global view: from many explanations to the model as a whole, and from an explanation to how far it can be trusted.

Sources: Ribeiro, Singh and Guestrin, *"Why Should I Trust You?"* (KDD 2016), section 4 and algorithm 2 (submodular
pick); Spearman, *The Proof and Measurement of Association between Two Things* (1904); Samek, Binder, Montavon,
Lapuschkin and Mueller, *Evaluating the Visualization of What a Deep Neural Network Has Learned* (2017; deletion).
"""

import numpy as np

from scratchml._checks import as_float

TIE = 1e-9


def submodular_pick(W, budget):
    """Choose explanations that together show as many important features as possible (SP-LIME).

    Parameters
    ----------
    W : array_like, shape (n, d)
        One explanation per row: the weights of all features, 0 where a feature has no part.
    budget : int
        How many to choose, at least 1; all if there are no more.

    Returns
    -------
    chosen : ndarray of int64, shape (min(budget, n),)
        Rows in the order chosen. Gains within 1e-9 tie: the lowest row wins, and so it goes on when all is covered.

    Raises
    ------
    TypeError
        If `W` does not hold real numbers.
    ValueError
        If `W` has not two axes, is empty or not finite, or the budget is below 1.

    Notes
    -----
    Feature j has importance sqrt(sum_i |W_ij|). A choice covers the features that have a weight other than 0 in one of
    its rows; each time the row is taken that adds most importance. (The `lime` package takes the last of equal rows,
    and adds up the weights of all labels that were explained.)
    """
    W = _finite_matrix(W, "W")
    if budget < 1:
        raise ValueError(f"budget must be at least 1, got {budget}")
    importance = np.sqrt(np.abs(W).sum(axis=0))
    shows = (W != 0).astype(np.float64)
    taken, chosen = np.zeros(len(W)), []
    for _ in range(min(budget, len(W))):
        gains = shows @ importance + taken
        best = int(np.argmax(gains >= gains.max() - TIE))
        chosen.append(best)
        taken[best] = -np.inf
        importance = importance * (1 - shows[best])  # what is covered adds nothing more
    return np.array(chosen, np.int64)


def stability(W):
    """Mean rank correlation between explanations of one prediction, made with different seeds.

    Parameters
    ----------
    W : array_like, shape (runs, d)
        One run per row, the signed weights of the same d features.

    Returns
    -------
    rho : float
        Mean of Spearman's correlation over all pairs of runs: 1 if all rank the features alike. Equal weights share the
        average of their ranks.

    Raises
    ------
    TypeError
        If `W` does not hold real numbers.
    ValueError
        If `W` has not two axes or is not finite, there are fewer than 2 runs, or a run has equal weights only.
    """
    W = _finite_matrix(W, "W")
    if len(W) < 2:
        raise ValueError("stability compares runs: give at least 2 rows")
    if (W.min(axis=1) == W.max(axis=1)).any():
        raise ValueError("a run whose weights are all equal ranks nothing: leave it out")
    ranks = np.array([_average_ranks(row) for row in W])
    ranks -= ranks.mean(axis=1, keepdims=True)
    ranks /= np.sqrt((ranks**2).sum(axis=1, keepdims=True))
    return float((ranks @ ranks.T)[np.triu_indices(len(W), 1)].mean())


def deletion_curve(predict_mask, order):
    """The model's answers while parts are removed one after the other: a faithful order makes them fall early.

    Parameters
    ----------
    predict_mask : callable, int masks (d + 1, d) of 0 and 1 -> array_like (d + 1,)
        The model's answer for each mask, as for one class. Called once.
    order : array_like of int, shape (d,)
        All parts 0 ... d - 1, the first to go first.

    Returns
    -------
    curve : ndarray of float64, shape (d + 1,)
        Answers after 0, 1, ..., d removals.

    Raises
    ------
    ValueError
        If `order` is not an order of 0 ... d - 1, or the answers have another shape or are not finite.
    """
    order = np.asarray(order)
    d = order.size
    if order.shape != (d,) or d == 0 or not np.array_equal(np.sort(order), np.arange(d)):
        raise ValueError(f"order must hold each of 0 ... {d - 1} once, got {order}")
    place = np.empty(d, np.int64)
    place[order.astype(np.int64)] = np.arange(d)
    masks = (np.arange(d + 1)[:, None] <= place).astype(np.int64)
    curve = as_float(predict_mask(masks), "what predict_mask returns").astype(np.float64, copy=False)
    if curve.shape != (d + 1,) or not np.isfinite(curve).all():
        raise ValueError(f"predict_mask must return {d + 1} finite numbers, one per mask, got shape {curve.shape}")
    return curve


def _average_ranks(row):
    """Ranks from 1; equal values share the average of theirs."""
    ascending = np.sort(row)
    return (np.searchsorted(ascending, row, "left") + np.searchsorted(ascending, row, "right") + 1) / 2


def _finite_matrix(W, name):
    """A finite float64 matrix with rows and columns."""
    W = as_float(W, name).astype(np.float64, copy=False)
    if W.ndim != 2 or W.size == 0 or not np.isfinite(W).all():
        raise ValueError(f"{name} must be a finite matrix with rows and columns, got shape {W.shape}")
    return W
