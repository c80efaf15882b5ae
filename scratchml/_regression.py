"""What every weighted regression does to its samples first: check them, take weighted means off, sum up products."""

import numpy as np

from scratchml._checks import as_float

COLLINEAR = 1e-10  # a column with less than this share of its variance left is a combination of others


def points(Z, z0):
    """Rows Z (n, d) and one point z0 (d,) as float64, or raise."""
    Z, z0 = _float64(Z, "Z"), _float64(z0, "z0")
    if Z.ndim != 2 or z0.shape != Z.shape[1:]:
        raise ValueError(f"Z must have shape (n_samples, d) and z0 (d,), got {Z.shape} and {z0.shape}")
    return Z, z0


def samples(Z, y, weights):
    """Rows Z (n, d), answers y (n,) and weights (n,) as finite float64, rows of weight 0 left out, or raise."""
    Z, y, weights = _float64(Z, "Z"), _float64(y, "y"), _float64(weights, "weights")
    if Z.ndim != 2 or Z.size == 0 or y.shape != Z.shape[:1] or weights.shape != y.shape:
        raise ValueError(
            "Z must have shape (n_samples, d), y and weights (n_samples,), with at least one sample and column; "
            f"got {Z.shape}, {y.shape} and {weights.shape}"
        )
    for a, name in ((Z, "Z"), (y, "y"), (weights, "weights")):
        if not np.isfinite(a).all():
            raise ValueError(f"{name} is not finite: look for NaN and infinity in it")
    if weights.min() < 0 or weights.max() == 0:
        raise ValueError("weights must be 0 or more, and not all 0: is the kernel too narrow for the distances?")
    if weights.min() == 0:
        Z, y, weights = Z[weights > 0], y[weights > 0], weights[weights > 0]
    return Z, y, weights


def centre(a, weights):
    """Return `a` minus its weighted mean over the rows, and the mean.

    Measured from row 0, a constant column is exactly 0, and so is its mean: rounding leaves no trace of a slope.
    """
    shifted = a - a[0]
    shift = weights @ shifted / weights.sum()
    shifted -= shift
    return shifted, a[0] + shift


def centred_samples(Z, y, weights):
    """Rows and answers minus their weighted means, times the root of their weight; and both means."""
    root = np.sqrt(weights)
    (rows, z_mean), (targets, y_mean) = centre(Z, weights), centre(y, weights)
    rows *= root[:, None]
    targets *= root
    return rows, targets, z_mean, y_mean


def normal_equations(Z, y, weights):
    """Gram matrix (d, d) and moments (d,) of the centred rows, and the sum of squares of the centred answers."""
    rows, targets, _, _ = centred_samples(*samples(Z, y, weights))
    return rows.T @ rows, rows.T @ targets, targets @ targets


def _float64(a, name):
    """An array of float64."""
    return as_float(a, name).astype(np.float64, copy=False)
