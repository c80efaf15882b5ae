"""Penalties: weights cost something, so that each has to earn its keep; and a learning rate that sinks."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# penalties.ipynb. To check what you have:
#     pytest exercises/nn/test_penalties.py

import numpy as np


def l2_penalty(params, strength):
    """Half the sum of all squared weights, times the strength.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes: a matrix ``(3, 4)`` and a vector ``(4,)``, for example.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    float
        One number for all the arrays. It is a sum: nothing is divided by the number of weights or of examples.

    References
    ----------
    A. Hoerl and R. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", Technometrics 12,
    1970.
    """
    raise NotImplementedError


def l2_penalty_grad(params, strength):
    """Gradient of l2_penalty with respect to every weight: the strength times the weight.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes. They are not changed.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    list of ndarray of float
        One new array for each array of params, in the same order and of the same shape.

    References
    ----------
    A. Krogh and J. Hertz, "A simple weight decay can improve generalization", NIPS 1991.
    """
    raise NotImplementedError


def l1_penalty(params, strength):
    """Sum of the sizes of all weights, times the strength.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes: a matrix ``(3, 4)`` and a vector ``(4,)``, for example.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    float
        One number for all the arrays. It is a sum: nothing is divided by the number of weights or of examples.

    References
    ----------
    R. Tibshirani, "Regression shrinkage and selection via the lasso", Journal of the Royal Statistical Society
    B 58, 1996.
    """
    raise NotImplementedError


def l1_penalty_grad(params, strength):
    """Gradient of l1_penalty with respect to every weight: the strength with the sign of the weight.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes. They are not changed.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    list of ndarray of float
        One new array for each array of params, in the same order and of the same shape. At the kink, where a
        weight is exactly 0, its gradient is 0.

    References
    ----------
    R. Tibshirani, "Regression shrinkage and selection via the lasso", Journal of the Royal Statistical Society
    B 58, 1996.
    """
    raise NotImplementedError


def l1_l2_penalty(params, l1, l2):
    """The sum of l1_penalty with strength l1 and l2_penalty with strength l2.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes.
    l1, l2 : float
        The two strengths, at least 0 each. They are strengths, not shares of a common one.

    Returns
    -------
    float
        One number for all the arrays.

    References
    ----------
    H. Zou and T. Hastie, "Regularization and variable selection via the elastic net", Journal of the Royal
    Statistical Society B 67, 2005 (their second term has no half).
    """
    raise NotImplementedError


def l1_l2_penalty_grad(params, l1, l2):
    """Gradient of l1_l2_penalty with respect to every weight.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes. They are not changed.
    l1, l2 : float
        The two strengths, at least 0 each.

    Returns
    -------
    list of ndarray of float
        One new array for each array of params, in the same order and of the same shape. Where a weight is
        exactly 0, its gradient is 0.

    References
    ----------
    H. Zou and T. Hastie, "Regularization and variable selection via the elastic net", Journal of the Royal
    Statistical Society B 67, 2005.
    """
    raise NotImplementedError


def cosine_schedule(step, total_steps, lr_max, lr_min=0.0):
    """Learning rate of one step: from lr_max down to lr_min along half a wave of the cosine.

    Parameters
    ----------
    step : int
        Number of the step (the first one is step 0).
    total_steps : int
        At this step the rate has reached lr_min, where it stays from then on. At least 1.
    lr_max : float
        The rate at step 0.
    lr_min : float
        The rate at the end.

    Returns
    -------
    float
        The learning rate.

    References
    ----------
    I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, eq. 5,
    without the restarts.
    """
    raise NotImplementedError
