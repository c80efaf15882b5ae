"""What every module asks of its inputs: floats, equal shapes, labels in range, a random generator.

Each error says what was given, what was expected and what to do about it.
"""

import numpy as np


def as_float(x, name):
    """Return `x` as an array of floats, without a copy where it is one already.

    Parameters
    ----------
    x : array_like, any shape
        Floats keep their precision; integers and booleans become float64.
    name : str
        What the error message calls it.

    Returns
    -------
    ndarray of float, the shape of `x`

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    """
    x = np.asarray(x)
    if x.dtype.kind == "f":
        return x
    if x.dtype.kind in "iub":
        return x.astype(np.float64)
    raise TypeError(f"{name} must hold real numbers, got dtype {x.dtype}: convert it to floats first")


def check_ndim(x, ndim, name, axes):
    """Raise ValueError unless `x` has `ndim` axes; `axes` names them in the message, as in "(N, C)"."""
    if x.ndim != ndim:
        raise ValueError(f"{name} must have shape {axes}, got {x.shape}: one example is a batch of one")


def check_same_shape(a, b, a_name, b_name):
    """Raise ValueError unless both arrays have one shape: broadcasting here would hide a mistake."""
    if a.shape != b.shape:
        raise ValueError(f"{a_name} and {b_name} must have one shape, got {a.shape} and {b.shape}: reshape one of them")


def check_not_empty(x, name):
    """Raise ValueError if `x` has no entries, since their mean or maximum is not defined."""
    if x.size == 0:
        raise ValueError(f"{name} is empty, shape {x.shape}: give at least one example")


def check_generator(rng):
    """Raise TypeError unless `rng` is a numpy Generator: nothing here draws from a global state."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a numpy.random.Generator, got {type(rng).__name__}: use np.random.default_rng(seed)"
        )


def as_labels(labels, n_classes):
    """Return class labels as an array of integers, checked against the number of classes.

    Parameters
    ----------
    labels : array_like of int, any shape
    n_classes : int

    Returns
    -------
    ndarray of int, the shape of `labels`

    Raises
    ------
    TypeError
        If the labels are not integers (one-hot rows, probabilities).
    ValueError
        If a label lies outside 0 ... n_classes - 1.
    """
    labels = np.asarray(labels)
    if labels.size == 0:
        return labels.astype(np.int64)
    if labels.dtype.kind not in "iub":
        raise TypeError(f"labels must be integers, got dtype {labels.dtype}: take argmax(-1) of one-hot rows")
    low, high = labels.min(), labels.max()
    if low < 0 or high >= n_classes:
        raise ValueError(f"labels must lie in 0 ... {n_classes - 1}, got {low} ... {high}: count from 0")
    return labels.astype(np.int64, copy=False)
