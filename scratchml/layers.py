"""Layers: labels as rows, first weights, the dense layer and dropout, each beside its backward pass.

A backward pass takes the upstream gradient first and the *inputs* of the forward pass after it, so nothing
has to be kept between the two but the arrays one already has.
"""

import math

import numpy as np

from scratchml._checks import as_float, as_labels, check_generator, check_ndim, check_same_shape


def one_hot(labels, n_classes):
    """Turn each label into a row of zeros with a single 1.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
        Classes, 0 to n_classes - 1. Other shapes work too; the classes become a new last axis.
    n_classes : int

    Returns
    -------
    ndarray of float64, shape (N, n_classes)

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If a label is out of range, negative ones included.
    """
    labels = as_labels(labels, n_classes)
    rows = np.zeros((labels.size, n_classes))
    rows[np.arange(labels.size), labels.ravel()] = 1
    return rows.reshape(*labels.shape, n_classes)


def xavier_init(n_in, n_out, rng):
    """Weights that keep the variance of signals both ways, for tanh: normal, std sqrt(2 / (n_in + n_out)).

    Parameters
    ----------
    n_in, n_out : int
        Units before and after, >= 1.
    rng : numpy.random.Generator
        One draw: ``rng.normal(0, std, (n_in, n_out))``.

    Returns
    -------
    w : ndarray of float64, shape (n_in, n_out)

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If a size is below 1.

    Notes
    -----
    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward networks.
    """
    return _normal_weights(n_in, n_out, n_in + n_out, rng)


def he_init(n_in, n_out, rng):
    """Weights that keep the variance of signals through relu: normal, std sqrt(2 / n_in).

    Parameters
    ----------
    n_in, n_out : int
        Units before and after, >= 1.
    rng : numpy.random.Generator
        One draw: ``rng.normal(0, std, (n_in, n_out))``.

    Returns
    -------
    w : ndarray of float64, shape (n_in, n_out)

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If a size is below 1.

    Notes
    -----
    Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers.
    """
    return _normal_weights(n_in, n_out, n_in, rng)


def dense_forward(x, w, b):
    """One dense layer: x @ w + b.

    Parameters
    ----------
    x : array_like, shape (N, D_in)
    w : array_like, shape (D_in, D_out)
    b : array_like, shape (D_out,)

    Returns
    -------
    out : ndarray, shape (N, D_out)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    x, w, b = as_float(x, "x"), as_float(w, "w"), as_float(b, "b")
    _check_dense(x, w)
    if b.shape != w.shape[1:]:
        raise ValueError(f"b must have shape {w.shape[1:]}, one entry per column of w, got {b.shape}")
    out = x @ w
    out += b
    return out


def dense_backward(dout, x, w):
    """Gradients of `dense_forward`: dx = dout @ w^T, dw = x^T @ dout, db = the sum of dout over the batch.

    Parameters
    ----------
    dout : array_like, shape (N, D_out)
        Upstream gradient.
    x : array_like, shape (N, D_in)
        Input of the forward pass.
    w : array_like, shape (D_in, D_out)

    Returns
    -------
    dx : ndarray, shape (N, D_in)
    dw : ndarray, shape (D_in, D_out)
    db : ndarray, shape (D_out,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.

    Notes
    -----
    `dout` is used as it is: a loss that averages over the batch has its 1 / N in there already.
    """
    dout, x, w = as_float(dout, "dout"), as_float(x, "x"), as_float(w, "w")
    _check_dense(x, w)
    if dout.shape != (len(x), w.shape[1]):
        raise ValueError(f"dout must have the shape of the output, {(len(x), w.shape[1])}, got {dout.shape}")
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def dropout_forward(x, rate, rng, train=True):
    """Inverted dropout: each entry becomes 0 with probability `rate`, the others are divided by 1 - rate.

    Parameters
    ----------
    x : array_like, any shape
    rate : float
        Share of entries to drop, in [0, 1).
    rng : numpy.random.Generator
        In training one draw: ``rng.random(x.shape)``; an entry is kept where the number is >= rate.
        Outside of training nothing is drawn.
    train : bool
        False gives the identity.

    Returns
    -------
    out : ndarray, the shape of `x`
        x * mask.
    mask : ndarray, the shape and precision of `x`
        0 or 1 / (1 - rate) in training, ones otherwise; `dropout_backward` needs it.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or `rng` is not a Generator in training.
    ValueError
        If the rate lies outside [0, 1).

    Notes
    -----
    Source: Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from overfitting.
    """
    x = as_float(x, "x")
    if not 0 <= rate < 1:
        raise ValueError(f"rate must lie in [0, 1), got {rate}: it is the share of entries to drop")
    if train:
        check_generator(rng)
        mask = (rng.random(x.shape) >= rate).astype(x.dtype)
        mask /= 1 - float(rate)
    else:
        mask = np.ones_like(x)
    return x * mask, mask


def dropout_backward(dout, mask):
    """Gradient of `dropout_forward`: dout * mask, so what was dropped gets no gradient.

    Parameters
    ----------
    dout : array_like, any shape
        Upstream gradient.
    mask : array_like, the shape of `dout`
        The mask that the forward pass returned.

    Returns
    -------
    dx : ndarray, the shape of `dout`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ.
    """
    dout, mask = as_float(dout, "dout"), as_float(mask, "mask")
    check_same_shape(dout, mask, "dout", "mask")
    return dout * mask


def _normal_weights(n_in, n_out, fan, rng):
    """Normal draws of shape (n_in, n_out) with variance 2 / fan."""
    check_generator(rng)
    if n_in < 1 or n_out < 1:
        raise ValueError(f"n_in and n_out must be at least 1, got {n_in} and {n_out}")
    return rng.normal(0, math.sqrt(2 / fan), (n_in, n_out))


def _check_dense(x, w):
    """x (N, D_in) and w (D_in, D_out) fit together."""
    check_ndim(x, 2, "x", "(N, D_in)")
    check_ndim(w, 2, "w", "(D_in, D_out)")
    if x.shape[1] != w.shape[0]:
        raise ValueError(f"x has {x.shape[1]} columns but w has {w.shape[0]} rows: both are D_in")
