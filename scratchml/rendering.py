"""Rendering: what an explanation looks like, as segments in a picture or as sentences about a table row.

Source: Ribeiro, Singh and Guestrin, *"Why Should I Trust You?"* (KDD 2016), figures 1 and 4.
"""

import numpy as np

from scratchml._checks import as_float, check_not_empty

OPACITY = 0.6
GREEN, RED = (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)


def top_segments(weights, k, positive_only=True):
    """Return the segments that matter most.

    Parameters
    ----------
    weights : array_like, shape (S,)
        One per segment.
    k : int
        How many, at least 1; fewer come back if there are not so many.
    positive_only : bool
        True: of the segments with a weight above 0, the k with the largest. False: the k with the largest |weight|.

    Returns
    -------
    segments : ndarray of int64, shape (at most k,)
        Positions in `weights`, largest first; of equal ones the lowest first.

    Raises
    ------
    TypeError
        If `weights` are not real numbers.
    ValueError
        If `weights` has not one axis, or k is below 1.
    """
    weights = _finite_row(weights)
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    size = weights if positive_only else np.abs(weights)
    order = np.argsort(-size, kind="stable")
    return order[size[order] > 0][:k] if positive_only else order[:k]


def overlay(image, segments, weights):
    """Tint a picture: segments that speak for the class green, those against it red.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W, 3)
        Integers up to the largest of their dtype, or floats from 0 to 1.
    segments : array_like of int, shape (H, W)
    weights : array_like, shape (S,)
        One per segment, in the order of their labels.

    Returns
    -------
    tinted : ndarray, shape (H, W, 3), dtype of `image`
        ``(1 - a) * image + a * colour`` with a = 0.6 |weight| / max |weight|; integers are rounded. Where the weight is
        0 the picture is unchanged.

    Raises
    ------
    TypeError
        If picture or weights are not real numbers, or `segments` are not integers.
    ValueError
        If shapes do not fit, or a weight is not finite. A grey picture has no place for colour: stack it three times.
    """
    image, segments, weights = np.asarray(image), np.asarray(segments), _finite_row(weights)
    if image.dtype.kind not in "fiu" or segments.dtype.kind not in "iu":
        raise TypeError(f"image must hold numbers and segments integers, got dtypes {image.dtype} and {segments.dtype}")
    if image.ndim != 3 or image.shape[2] != 3 or segments.shape != image.shape[:2]:
        raise ValueError(
            f"image must have shape (H, W, 3) and segments (H, W), got {image.shape} and {segments.shape}; "
            "a grey picture becomes colour by np.stack([image] * 3, axis=-1)"
        )
    check_not_empty(image, "image")
    labels, columns = np.unique(segments.ravel(), return_inverse=True)
    if weights.shape != labels.shape:
        raise ValueError(f"there must be one weight for each of {len(labels)} segments, got {len(weights)}")
    strength = OPACITY * weights / max(np.abs(weights).max(), np.finfo(float).tiny)
    white = 1.0 if image.dtype.kind == "f" else np.iinfo(image.dtype).max
    colour = white * np.where(strength[:, None] > 0, GREEN, RED)
    opacity = np.abs(strength)[columns].reshape(*segments.shape, 1)
    tinted = (1 - opacity) * image + opacity * colour[columns].reshape(image.shape)
    return (tinted if image.dtype.kind == "f" else np.rint(tinted)).astype(image.dtype)


def as_list(explanation, x, bins, names):
    """Write an explanation of a table row as conditions with their weights.

    Parameters
    ----------
    explanation : Explanation
        From `scratchml.explain.explain_tabular`: its features are column numbers.
    x : array_like, shape (d,)
        The row that was explained.
    bins : list of d arrays
        Borders, as `scratchml.perturbation.quartile_bins` returns them.
    names : sequence of d str
        What the columns are called.

    Returns
    -------
    conditions : list of (str, float)
        In the order of the explanation: "name <= b" for the lowest bin, "a < name <= b" between borders, "name > b" for
        the highest, with two decimals.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If `x`, `bins` and `names` differ in length, or a feature is not a column.
    """
    x = as_float(x, "x")
    if x.shape != (len(bins),) or len(names) != len(bins):
        raise ValueError(f"x has shape {x.shape}, but there are {len(bins)} arrays of bins and {len(names)} names")
    features = list(explanation.features)
    if not all(feature in range(len(bins)) for feature in features):
        raise ValueError(f"features must be column numbers, 0 ... {len(bins) - 1}, got {features}")
    weights = [float(weight) for weight in explanation.weights]
    return [(_condition(names[j], x[j], bins[j]), weight) for j, weight in zip(features, weights, strict=True)]


def _condition(name, value, borders):
    """The bin in which a value lies, in words."""
    place = int(np.searchsorted(borders, value))
    low = f"{borders[place - 1]:.2f}" if place > 0 else None
    high = f"{borders[place]:.2f}" if place < len(borders) else None
    if low is None:
        return f"{name} <= {high}"
    return f"{name} > {low}" if high is None else f"{low} < {name} <= {high}"


def _finite_row(weights):
    """Weights as finite floats (S,) with at least one entry."""
    weights = as_float(weights, "weights").astype(np.float64, copy=False)
    if weights.ndim != 1 or weights.size == 0 or not np.isfinite(weights).all():
        raise ValueError(f"weights must be finite numbers of shape (S,), got shape {weights.shape}")
    return weights
