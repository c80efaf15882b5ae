"""Surrogate: a weighted linear model of few features that answers as the black box does near one point.

How near a sample is (distance), how much that counts (kernel), the fit (weighted ridge regression), how good it is
(weighted R^2), and three ways to keep K features only. Z (n_samples, d) holds one mask per row, or any numbers; y
(n_samples,) are the model's answers; weights (n_samples,) are at least 0 and not all 0. All work is done in float64.

Sources: Ribeiro, Singh and Guestrin, *"Why Should I Trust You?"* (KDD 2016), section 3.4 and algorithm 1; the `lime`
package 0.2.0.1, whose numbers these are; Efron, Hastie, Johnstone and Tibshirani, *Least Angle Regression* (2004).
"""

import numpy as np

from scratchml._checks import as_float
from scratchml._homotopy import lasso_supports
from scratchml._regression import COLLINEAR, centre, centred_samples, normal_equations, points, samples

TIE = 1e-9


def cosine_distance(Z, z0):
    """Cosine distance of every row from one point: 1 - z . z0 / (|z| |z0|).

    Parameters
    ----------
    Z : array_like, shape (n_samples, d)
    z0 : array_like, shape (d,)

    Returns
    -------
    distances : ndarray of float64, shape (n_samples,)
        In [0, 2]; 1.0 for a row of zeros (and for every row if z0 is zero). A mask with k of d parts on has distance
        1 - sqrt(k / d) from the mask of ones.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    Z, z0 = points(Z, z0)
    lengths = np.sqrt(np.einsum("ij,ij->i", Z, Z) * (z0 @ z0))
    cosines = np.divide(Z @ z0, lengths, out=np.zeros(len(Z)), where=lengths > 0)
    return 1 - cosines.clip(-1, 1)


def euclidean_distance(Z, z0):
    """Euclidean distance of every row from one point: sqrt(sum_j (z_j - z0_j)^2).

    Parameters
    ----------
    Z : array_like, shape (n_samples, d)
    z0 : array_like, shape (d,)

    Returns
    -------
    distances : ndarray of float64, shape (n_samples,)
        Between masks: the square root of the number of mismatches.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    Z, z0 = points(Z, z0)
    differences = Z - z0
    return np.sqrt(np.einsum("ij,ij->i", differences, differences))


def kernel_weights(d, width):
    """How much a sample counts, by its distance: sqrt(exp(-d^2 / width^2)).

    Parameters
    ----------
    d : array_like, any shape
        Distances.
    width : float
        Above 0. Small: few samples count and the explanation is unstable. Large: all count and it is not local.

    Returns
    -------
    weights : ndarray of float64, the shape of `d`
        1 at distance 0.

    Raises
    ------
    TypeError
        If `d` does not hold real numbers.
    ValueError
        If `width` is not a finite number above 0.

    Notes
    -----
    This is the kernel of the `lime` package. The paper's is exp(-d^2 / sigma^2), without the root: the same for
    sigma = sqrt(2) width. The root is taken as exp(-d^2 / (2 width^2)), which reaches zero later.
    """
    if not 0 < width < np.inf:
        raise ValueError(f"width must be a finite number above 0, got {width}")
    return np.exp(-0.5 * (as_float(d, "d").astype(np.float64, copy=False) / width) ** 2)


def weighted_ridge(Z, y, weights, alpha):
    """Weighted ridge regression with an intercept that is not penalised.

    Parameters
    ----------
    Z : array_like, shape (n_samples, d)
    y, weights : array_like, shape (n_samples,)
    alpha : float
        At least 0: how strongly coefficients are pulled towards 0. LIME's final fit has 1.

    Returns
    -------
    intercept : float
    coef : ndarray of float64, shape (d,)
        0 for a constant column, equal for equal columns; there may be more columns than rows. ``alpha = 0``: the
        coefficients of least norm.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, a number is not finite, a weight is below 0 or all are 0, or alpha is below 0.

    Notes
    -----
    The minimum of sum_i w_i (y_i - b - z_i . c)^2 + alpha |c|^2. With weighted means taken off Z and y, c solves
    (Z' W Z + alpha I) c = Z' W y, and b = mean(y) - mean(Z) . c. Directions in which the centred rows do not vary hold
    nothing of y; they are left out, so that a tiny alpha does not blow up rounding errors.
    """
    Z, y, weights = samples(Z, y, weights)
    if not 0 <= alpha < np.inf:
        raise ValueError(f"alpha must be a finite number, 0 or more, got {alpha}")
    rows, targets, z_mean, y_mean = centred_samples(Z, y, weights)
    if alpha == 0:
        coef = np.linalg.lstsq(rows, targets)[0]
    else:
        values, vectors = np.linalg.eigh(rows.T @ rows)
        keep = values > values[-1] * len(values) * np.finfo(float).eps
        coef = vectors[:, keep] @ ((targets @ rows) @ vectors[:, keep] / (values[keep] + alpha))
    return float(y_mean - z_mean @ coef), coef


def weighted_r2(y, pred, weights):
    """The share of the weighted variance of y that a prediction explains.

    Parameters
    ----------
    y, pred, weights : array_like, shape (n_samples,)

    Returns
    -------
    score : float
        1 - sum w (y - pred)^2 / sum w (y - mean(y))^2 with the weighted mean; 1 is exact, 0 as good as the mean. For a
        constant y: 1.0 if `pred` is exact (to 1e-12 of y), else 0.0.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, a number is not finite, a weight is below 0 or all are 0.
    """
    pred, y, weights = samples(np.reshape(pred, (-1, 1)), y, weights)
    errors = y - pred[:, 0]
    if y.min() == y.max():
        return float(np.abs(errors).max() <= 1e-12 * abs(y[0]))
    return float(1 - weights @ errors**2 / (weights @ centre(y, weights)[0] ** 2))


def forward_selection(Z, y, weights, k):
    """Choose k columns one by one, each time the one that raises the weighted R^2 most.

    Parameters
    ----------
    Z : array_like, shape (n_samples, d)
    y, weights : array_like, shape (n_samples,)
    k : int
        At least 1; all columns if there are not more than k.

    Returns
    -------
    chosen : ndarray of int64, shape (min(k, d),)
        Column numbers in the order chosen. Scores (R^2 of the fit without penalty) within 1e-9 tie, and then the lowest
        number wins; so does it when no column helps.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, a number is not finite, a weight is below 0 or all are 0, or k is below 1.

    Notes
    -----
    The `lime` package fits a regression for every candidate of every step. The Gram matrix of the centred rows holds
    all that these fits need: column j alone adds moment_j^2 / gram_jj to the explained sum of squares, and once a
    column is chosen its share is taken out of the others (one step of Gram and Schmidt, on the Gram matrix).
    """
    _check_count(k)
    gram, moment, total = normal_equations(Z, y, weights)
    floor = COLLINEAR * gram.diagonal()
    gains, chosen = np.empty(len(gram)), []
    for _ in range(min(k, len(gram))):
        left = gram.diagonal()
        gains[:] = 0
        np.divide(moment**2, left * total, out=gains, where=(left > floor) & (total > 0))
        gains[chosen] = -np.inf
        best = int(np.argmax(gains >= gains.max() - TIE))
        chosen.append(best)
        if left[best] > floor[best]:
            share = gram[best] / left[best]
            moment = moment - share * moment[best]
            gram = gram - np.outer(share, gram[best])
    return np.array(chosen, np.int64)


def highest_weights(Z, y, weights, k):
    """Choose the k columns with the largest |coefficient times Z[0]| in a ridge regression on all, with alpha 0.01.

    Parameters
    ----------
    Z : array_like, shape (n_samples, d)
        Row 0 is the point that is explained.
    y, weights : array_like, shape (n_samples,)
    k : int
        At least 1; all columns if there are not more than k.

    Returns
    -------
    chosen : ndarray of int64, shape (min(k, d),)
        Column numbers, largest first. Products that differ by 1e-9 of the largest or less tie: the lowest number first.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, a number is not finite, a weight is below 0 or all are 0, or k is below 1.
    """
    _check_count(k)
    _, coef = weighted_ridge(Z, y, weights, 0.01)
    return by_magnitude(coef * np.asarray(Z)[0], k)


def lasso_path(Z, y, weights, k):
    """Choose at most k columns by the lasso: those of the last step of its path with no more than k (K-LASSO).

    Parameters
    ----------
    Z : array_like, shape (n_samples, d)
    y, weights : array_like, shape (n_samples,)
    k : int
        At least 1.

    Returns
    -------
    chosen : ndarray of int64, shape (at most min(k, d),)
        Column numbers, ascending; none if y is constant. A column that others make up is passed over.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, a number is not finite, a weight is below 0 or all are 0, or k is below 1.

    Notes
    -----
    The path of min |y - Z c|^2 / 2 + level |c|_1 on the centred rows, scaled by the root of their weight, as the level
    falls from where all c are 0 to 0. The columns are not scaled to one length.
    """
    _check_count(k)
    gram, moment, _ = normal_equations(Z, y, weights)
    fitting = [support for support in lasso_supports(gram, moment) if len(support) <= k]
    return np.array(sorted(fitting[-1]) if fitting else [], np.int64)


def by_magnitude(values, k):
    """Numbers of the k largest |values|, largest first; those that differ by 1e-9 of the largest tie: lowest first."""
    sizes = np.abs(values)
    tie = TIE * sizes.max(initial=0)
    order = []
    for _ in range(min(k, len(sizes))):
        order.append(int(np.argmax(sizes >= sizes.max() - tie)))
        sizes[order[-1]] = -np.inf
    return np.array(order, np.int64)


def _check_count(k):
    """Raise ValueError unless at least one feature is asked for."""
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
