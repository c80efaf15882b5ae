"""Rendering: what an explanation looks like, as parts of a picture, as colours, as sentences."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# rendering.ipynb. To check what you have:
#     pytest exercises/lime/test_rendering.py

import numpy as np


def by_segment(explanation):
    """Return the weights of `explain_image` in ascending order of the labels of their segments."""
    return np.asarray(explanation.weights)[np.argsort(explanation.features)]


def top_segments(weights, k, positive_only=True):
    """Return the positions of the k segments that matter most, strongest first.

    Parameters
    ----------
    weights : ndarray of float, shape (S,)
        One for each segment.
    k : int
        How many, at least 1. There may be fewer: then all of them.
    positive_only : bool
        True: of the segments with a weight above 0 those with the largest. False: of all segments those with the
        largest size of the weight.

    Returns
    -------
    segments : ndarray of int64, shape (at most k,)
        Positions in weights. Of equal ones the lowest comes first.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, figure 4.
    """
    raise NotImplementedError


def overlay(image, segments, weights):
    """Tint the segments of a picture by their weights: green above 0, red below.

    How strong the tint is, and by what formula, is up to you. What has to hold: a segment with a weight above 0 gets
    greener (green gains on red and on blue), one with a weight below 0 redder (red gains on green and on blue), be
    it dark, bright, black or white before; one with a weight of 0 stays exactly as it is.

    Parameters
    ----------
    image : ndarray, shape (H, W, 3)
        Red, green and blue: whole numbers from 0 to the largest of their dtype, or floats from 0 to 1. It is not
        changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's part, any integers. There are S distinct ones.
    weights : ndarray of float, shape (S,)
        The j-th belongs to the j-th smallest label. They may all be 0.

    Returns
    -------
    tinted : ndarray, shape and dtype of the picture
        Within the same range.
    """
    raise NotImplementedError


def as_list(explanation, x, bins, names):
    """Write an explanation of a table row as conditions, each with its weight.

    Parameters
    ----------
    explanation : Explanation
        From `explain_tabular`. Two of its attributes are looked at: `features`, numbers of columns, and `weights`.
    x : ndarray of float, shape (d,)
        The row that was explained.
    bins : list of d ndarrays
        The borders of each column, as `quartile_bins` returns them. There is at least one.
    names : list of d str
        What the columns are called.

    Returns
    -------
    conditions : list of (str, float)
        One for each feature, in the order of the explanation. With borders a and b, numbers with two decimals:
        "name <= b" in the lowest bin, "a < name <= b" between two borders, "name > a" in the highest bin. A value on
        a border is in the bin below it.
    """
    raise NotImplementedError
