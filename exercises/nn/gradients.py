"""Gradients: a slow and honest derivative by differences, and a way to compare it with a fast one."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# gradients.ipynb. To check what you have:
#     pytest exercises/nn/test_gradients.py

import numpy as np

from nn.layers import dense_backward, dense_forward


def numerical_gradient(f, x, h=1e-5):
    """Gradient of f at x by central differences, entry by entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x (never a part of it, nor a flattened one) and returns a float.
    x : float64 ndarray of any shape
        The point. It may have no axes, shape (), or no entries, such as shape (0, 3). It holds the same
        values after the call.
    h : float
        How far each entry is moved, up and down.

    Returns
    -------
    float64 ndarray of the shape of x
        Entry i is the difference of f at x with entry i larger by h and f at x with entry i smaller by h,
        divided by the distance of the two points.

    Notes
    -----
    The error is of order h squared from cutting off Taylor's series, and of order 1e-16 / h from rounding.
    Both are small at the default h. Costs two evaluations of f for each entry of x. Hand f a fresh array each
    time, for it might keep what it is given.
    Source: Taylor's theorem; see Press et al., "Numerical Recipes", 3rd ed. (2007), section 5.7.
    """
    raise NotImplementedError


def relative_error(a, b):
    """Largest relative difference of two arrays, entry by entry.

    Parameters
    ----------
    a : float ndarray of any shape, such as (N, D) or (), with at least one entry
        One gradient.
    b : float ndarray of the shape of a
        The other one.

    Returns
    -------
    float
        The maximum over all entries of the absolute difference, divided by the sum of the two absolute
        values; a sum below 1e-8 counts as 1e-8.

    Notes
    -----
    For float64 central differences with h = 1e-5: below 1e-7 is fine, above 1e-3 is a mistake, between them
    look closer.
    """
    raise NotImplementedError
