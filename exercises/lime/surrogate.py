"""The surrogate: distances, weights and a linear model that is right nearby."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# surrogate.ipynb. To check what you have:
#     pytest exercises/lime/test_surrogate.py

import numpy as np


def cosine_distance(Z, z0):
    """One minus the cosine of the angle between each row and a given one.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    z0 : ndarray of int or float, shape (d,)
        Not all zeros.

    Returns
    -------
    distances : ndarray of float, shape (n,)
        From 0 to 2; for masks from 0 to 1. A row of zeros has the distance 1.0.
    """
    raise NotImplementedError


def kernel_weights(d, width):
    """Weights that fall with the distance: the root of exp(minus squared distance over squared width).

    Parameters
    ----------
    d : ndarray of float, any shape
        Distances, at least 0.
    width : float
        Greater than 0.

    Returns
    -------
    weights : ndarray of float, shape of d
        From 0 to 1.

    Raises
    ------
    ValueError
        If the width is 0 or less.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3 (without the root);
    the package `lime`, version 0.2.0.1 (with it).
    """
    raise NotImplementedError


def weighted_ridge(Z, y, weights, alpha):
    """Fit a linear model with sample weights and a penalty on the coefficients, not on the intercept.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
        Any: columns may be constant or equal, and there may be more columns than rows.
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0. They are taken as they are (not made to sum to 1).
    alpha : float
        At least 0. With 0 it is weighted least squares; if there are many solutions, the one with the
        coefficients of least norm, after the weighted means have been subtracted.

    Returns
    -------
    intercept : float
    coef : ndarray of float, shape (d,)

    Raises
    ------
    ValueError
        If a weight is negative or all weights are 0.

    References
    ----------
    A. Hoerl, R. Kennard: Ridge regression. Technometrics 12 (1970).
    T. Hastie, R. Tibshirani, J. Friedman: The Elements of Statistical Learning, 2nd edition, section 3.4.1.
    """
    raise NotImplementedError


def euclidean_distance(Z, z0):
    """Straight-line distance of each row from a given one.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    z0 : ndarray of int or float, shape (d,)

    Returns
    -------
    distances : ndarray of float, shape (n,)
    """
    raise NotImplementedError


def weighted_r2(y, pred, weights):
    """Share of the weighted variance that a prediction explains.

    Parameters
    ----------
    y, pred : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0. Rows with weight 0 play no part.

    Returns
    -------
    float
        At most 1. If y is constant: 1.0 if the prediction equals it exactly, else 0.0.

    Raises
    ------
    ValueError
        If a weight is negative or all weights are 0.
    """
    raise NotImplementedError


def forward_selection(Z, y, weights, k):
    """Choose k columns one by one, each time the one that raises the weighted R squared most.

    Each candidate is added to the columns chosen so far, and the model is fitted with alpha 0.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0.
    k : int
        At least 1; more than d counts as d.

    Returns
    -------
    indices : ndarray of int64, shape (min(k, d),)
        In the order in which they were chosen. Scores within 1e-9 of the best are a tie: the lowest index.

    Raises
    ------
    ValueError
        If k is less than 1.
    """
    raise NotImplementedError


def highest_weights(Z, y, weights, k):
    """Choose the k columns with the largest size of coefficient times first row, from one fit with alpha 0.01.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
        The first row is the example.
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0.
    k : int
        At least 1; more than d counts as d.

    Returns
    -------
    indices : ndarray of int64, shape (min(k, d),)
        Largest first. Sizes that differ by at most 1e-9 of the largest of all are a tie: the lowest index.

    Raises
    ------
    ValueError
        If k is less than 1.
    """
    raise NotImplementedError


def lasso_path(Z, y, weights, k):
    """Follow the lasso path and choose the columns of its last step with at most k coefficients that are not 0.

    Rows are scaled by the root of their weight, after the weighted means have been subtracted. Steps are the
    points of the path at which a coefficient begins to move or gets back to 0, and the end of the path. Of
    columns that are copies of each other only one joins, no matter which.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0.
    k : int
        At least 1; more than d counts as d.

    Returns
    -------
    indices : ndarray of int64, at most k
        Ascending. Empty if nothing goes with y.

    Raises
    ------
    ValueError
        If k is less than 1.

    References
    ----------
    R. Tibshirani: Regression shrinkage and selection via the lasso. JRSS B 58 (1996).
    B. Efron, T. Hastie, I. Johnstone, R. Tibshirani: Least angle regression. Annals of Statistics 32 (2004).
    """
    raise NotImplementedError
