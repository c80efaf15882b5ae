"""Regression losses: what an error costs, and how much a large one may pull.

Every loss is a mean over **all** elements and a Python float; every gradient holds the same 1 / count and has the
shape of the prediction. At a kink the gradient is the value stated, one of those between the two slopes.

Sources: Huber (1964), Robust estimation of a location parameter; Koenker and Bassett (1978), Regression
quantiles; McCullagh and Nelder (1989), *Generalized Linear Models*, chapter 6, for counts.
"""

import numpy as np

from scratchml._losses import pred_and_target


def mean_absolute_error(pred, target):
    """Mean over all elements of |pred - target|.

    Parameters
    ----------
    pred, target : array_like, one shape

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    pred, target = pred_and_target(pred, target, "pred", "target")
    return float(np.mean(np.abs(pred - target)))


def mean_absolute_error_grad(pred, target):
    """Gradient of `mean_absolute_error` with respect to `pred`: sign(pred - target) / count, 0 at equality.

    Parameters
    ----------
    pred, target : array_like, one shape

    Returns
    -------
    ndarray, the shape of `pred`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    pred, target = pred_and_target(pred, target, "pred", "target")
    return np.sign(pred - target) / pred.size


def huber_loss(pred, target, delta=1.0):
    """Mean over all elements of e^2 / 2 if |e| <= delta, else delta (|e| - delta / 2), with e = pred - target.

    Parameters
    ----------
    pred, target : array_like, one shape
    delta : float
        Where the parabola goes over into straight lines, > 0.

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or `delta` is not positive.

    Notes
    -----
    With a = min(|e|, delta) both cases are a (|e| - a / 2), and nothing large is squared.
    """
    size = np.abs(_error(pred, target, delta))
    near = np.minimum(size, float(delta))
    return float(np.mean(near * (size - near / 2)))


def huber_loss_grad(pred, target, delta=1.0):
    """Gradient of `huber_loss` with respect to `pred`: e / count, with e cut off at -delta and delta.

    Parameters
    ----------
    pred, target : array_like, one shape
    delta : float
        As in the loss, > 0.

    Returns
    -------
    ndarray, the shape of `pred`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or `delta` is not positive.
    """
    error = _error(pred, target, delta)
    return np.clip(error, -float(delta), float(delta)) / error.size


def quantile_loss(pred, target, q):
    """Mean over all elements of max(q u, (q - 1) u) with u = target - pred; lowest at the q-quantile.

    Parameters
    ----------
    pred, target : array_like, one shape
    q : float
        The quantile, in [0, 1]; 0.5 gives half of the mean absolute error.

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or `q` lies outside [0, 1].
    """
    missing, q = _missing(pred, target, q)
    return float(np.mean(np.maximum(q * missing, (q - 1) * missing)))


def quantile_loss_grad(pred, target, q):
    """Gradient of `quantile_loss` with respect to `pred`: -q, 1 - q or 0 where u > 0, u < 0, u = 0; over count.

    Parameters
    ----------
    pred, target : array_like, one shape
    q : float
        As in the loss, in [0, 1].

    Returns
    -------
    ndarray, the shape of `pred`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or `q` lies outside [0, 1].
    """
    missing, q = _missing(pred, target, q)
    grad = (missing < 0).astype(missing.dtype)
    grad -= q * (missing != 0)
    return grad / missing.size


def poisson_loss(log_rate, count):
    """Mean over all elements of exp(z) - y z for log-rates z and counts y, without the constant log(y!).

    Parameters
    ----------
    log_rate : array_like, any shape
        Logarithms of the predicted rates.
    count : array_like, the shape of `log_rate`
        Observed counts.

    Returns
    -------
    loss : float
        May be negative; lowest at z = log y.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    z, y = pred_and_target(log_rate, count, "log_rate", "count")
    return float(np.mean(np.exp(z) - y * z))


def poisson_loss_grad(log_rate, count):
    """Gradient of `poisson_loss` with respect to `log_rate`: (exp(z) - y) / elements.

    Parameters
    ----------
    log_rate : array_like, any shape
        Logarithms of the predicted rates.
    count : array_like, the shape of `log_rate`
        Observed counts.

    Returns
    -------
    ndarray, the shape of `log_rate`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    z, y = pred_and_target(log_rate, count, "log_rate", "count")
    return ((np.exp(z) - y) / z.size).astype(z.dtype, copy=False)


def _error(pred, target, delta):
    """pred - target, once delta is known to be positive."""
    if not delta > 0:
        raise ValueError(f"delta must be positive, got {delta}: it is the size from which an error counts as large")
    pred, target = pred_and_target(pred, target, "pred", "target")
    return pred - target


def _missing(pred, target, q):
    """target - pred and q as a Python float, once q is known to be a share."""
    if not 0 <= q <= 1:
        raise ValueError(f"q must lie in [0, 1], got {q}: 0.5 is the median")
    pred, target = pred_and_target(pred, target, "pred", "target")
    return target - pred, float(q)
