"""Gradients: check a derivative against the definition of one.

Source: Nocedal and Wright, *Numerical Optimization* (2006), chapter 8.1, finite differences.
"""

import numpy as np

from scratchml._checks import as_float, check_not_empty, check_same_shape


def numerical_gradient(f, x, h=1e-5):
    """Central differences of a scalar function: (f(x + h e_i) - f(x - h e_i)) / (2 h) for every entry i.

    Parameters
    ----------
    f : callable, array of the shape of `x` -> float
    x : array_like, any shape
        The point, taken in float64; it is not changed.
    h : float
        Half of the distance between the two points, > 0.

    Returns
    -------
    ndarray of float64, the shape of `x`

    Raises
    ------
    TypeError
        If `x` or a value of `f` is not made of real numbers.
    ValueError
        If `f` returns more than one number, or h <= 0.

    Notes
    -----
    The error is of order h^2 from the formula and eps / h from rounding; h = 1e-5 balances both in float64.
    """
    if not h > 0:
        raise ValueError(f"h must be positive, got {h}: 1e-5 suits float64")
    point = np.array(as_float(x, "x"), dtype=np.float64)
    grad = np.empty_like(point)
    for i in np.ndindex(point.shape):
        here = point[i]
        point[i] = here + h
        above = _scalar(f(point))
        point[i] = here - h
        below = _scalar(f(point))
        point[i] = here
        grad[i] = (above - below) / (2 * h)
    return grad


def relative_error(a, b):
    """Largest relative difference of two gradients: max over entries of |a - b| / max(1e-8, |a| + |b|).

    Parameters
    ----------
    a, b : array_like, one shape

    Returns
    -------
    error : float
        0 for equal arrays, at most 1; below 1e-6 a gradient in float64 is almost surely right.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    a, b = as_float(a, "a"), as_float(b, "b")
    check_same_shape(a, b, "a", "b")
    check_not_empty(a, "a")
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


def _scalar(value):
    """The value of f as a Python float."""
    value = as_float(value, "the value of f")
    if value.size != 1:
        raise ValueError(f"f must return one number, got an array of shape {value.shape}: sum or average it")
    return value.item()
