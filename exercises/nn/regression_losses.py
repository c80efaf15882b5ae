"""Losses for numbers: absolute, Huber, quantile and Poisson, each with its gradient; means over all entries."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# regression_losses.ipynb. To check what you have:
#     pytest exercises/nn/test_regression_losses.py

import numpy as np


def mean_absolute_error(pred, target):
    """Mean absolute error: mean over all entries of |pred - target|.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    float
        At least 0, in the unit of the target.

    References
    ----------
    R. J. Boscovich, 1757; see S. M. Stigler: The History of Statistics. Harvard University Press 1986, chapter 1.
    """
    raise NotImplementedError


def mean_absolute_error_grad(pred, target):
    """Gradient of mean_absolute_error with respect to pred: the sign of each error over the number of entries.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    dpred : ndarray of float, shape of pred
        1/n where pred is above the target, -1/n where it is below, and 0 where both are equal (the kink).
    """
    raise NotImplementedError


def huber_loss(pred, target, delta=1.0):
    """Huber loss: mean over all entries of e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2).

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
        e = pred - target.
    delta : float, positive
        The size of error at which the square goes over into a straight line. There, both formulas agree.

    Returns
    -------
    float
        At least 0; it is not divided by delta.

    References
    ----------
    P. J. Huber: Robust estimation of a location parameter. Annals of Mathematical Statistics 35, 1964.
    """
    raise NotImplementedError


def huber_loss_grad(pred, target, delta=1.0):
    """Gradient of huber_loss with respect to pred: the error, cut to [-delta, delta], over the number of entries.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
    delta : float, positive
        At an error of exactly delta or -delta both formulas of the loss have this slope, so there is no kink.

    Returns
    -------
    dpred : ndarray of float, shape of pred
    """
    raise NotImplementedError


def quantile_loss(pred, target, q):
    """Quantile ("pinball") loss: mean over all entries of max(q u, (q - 1) u), with u = target - pred.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
    q : float, between 0 and 1
        The share of targets that should lie below the prediction.

    Returns
    -------
    float
        At least 0. q = 1/2 gives half the mean absolute error.

    References
    ----------
    R. Koenker, G. Bassett: Regression quantiles. Econometrica 46, 1978.
    """
    raise NotImplementedError


def quantile_loss_grad(pred, target, q):
    """Gradient of quantile_loss with respect to pred.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
    q : float, between 0 and 1

    Returns
    -------
    dpred : ndarray of float, shape of pred
        With u = target - pred: -q/n where u > 0, (1 - q)/n where u < 0, and 0 where u = 0 (the kink).
    """
    raise NotImplementedError


def poisson_loss(log_rate, count):
    """Poisson loss: mean over all entries of exp(log_rate) - count * log_rate.

    It is the surprise at the counts without log(count!), which does not depend on the prediction; so it may be
    negative.

    Parameters
    ----------
    log_rate : ndarray of float, any shape
        The natural logarithm of the expected count.
    count : ndarray of int or float, shape of log_rate
        What was counted: 0, 1, 2, ...

    Returns
    -------
    float

    References
    ----------
    P. McCullagh, J. A. Nelder: Generalized Linear Models. Chapman and Hall 1989, chapter 6.
    """
    raise NotImplementedError


def poisson_loss_grad(log_rate, count):
    """Gradient of poisson_loss with respect to log_rate: (exp(log_rate) - count) over the number of entries.

    Parameters
    ----------
    log_rate : ndarray of float, any shape
        The natural logarithm of the expected count.
    count : ndarray of int or float, shape of log_rate
        What was counted: 0, 1, 2, ...

    Returns
    -------
    dlog_rate : ndarray of float, shape of log_rate
    """
    raise NotImplementedError
