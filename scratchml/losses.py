"""Losses: a batch in, one number out; each gradient has the shape of the prediction.

The prediction comes first. Element-wise losses (`mean_squared_error`, `binary_cross_entropy`) are means over
all elements, row losses (`cross_entropy`, `softmax_cross_entropy`) sum over the last axis and are means over
the rows. A gradient holds the same 1 / count. Probabilities are clipped to `EPS` before a logarithm or a
division sees them, and the gradient is the formula at the clipped value.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapters 5.5 and 6.2; Bishop, *Pattern
Recognition and Machine Learning* (2006), chapter 4.3.
"""

import numpy as np

from scratchml._losses import EPS, clip_both_ends, logits_and_labels, n_rows, pred_and_target
from scratchml.activations import softmax


def mean_squared_error(pred, target):
    """Mean over all elements of (pred - target)^2.

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
    return float(np.mean((pred - target) ** 2))


def mean_squared_error_grad(pred, target):
    """Gradient of `mean_squared_error` with respect to `pred`: 2 (pred - target) / count.

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
    return (pred - target) * (2 / pred.size)


def binary_cross_entropy(p, y):
    """Mean over all elements of -(y log p + (1 - y) log(1 - p)), with p clipped to [EPS, 1 - EPS].

    Parameters
    ----------
    p : array_like, any shape
        Predicted probabilities of class 1.
    y : array_like, the shape of `p`
        Targets, 0 or 1 (or a probability).

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
    p, y = pred_and_target(p, y, "p", "y")
    p = clip_both_ends(p)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log1p(-p)))


def binary_cross_entropy_grad(p, y):
    """Gradient of `binary_cross_entropy` with respect to `p`: (p - y) / (p (1 - p)) / count at the clipped p.

    Parameters
    ----------
    p : array_like, any shape
        Predicted probabilities of class 1.
    y : array_like, the shape of `p`
        Targets, 0 or 1 (or a probability).

    Returns
    -------
    ndarray, the shape of `p`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    p, y = pred_and_target(p, y, "p", "y")
    dtype = p.dtype
    p = clip_both_ends(p)
    return ((p - y) / (p * (1 - p) * p.size)).astype(dtype, copy=False)


def cross_entropy(p, onehot):
    """Mean over the rows of -sum_c onehot_c log p_c, with p clipped to [EPS, 1].

    Parameters
    ----------
    p : array_like, shape (..., C)
        Predicted probabilities, one row per example.
    onehot : array_like, shape (..., C)
        Target probabilities, usually one-hot rows.

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
    p, onehot = pred_and_target(p, onehot, "p", "onehot")
    return float(-np.sum(onehot * np.log(np.clip(p, EPS, 1))) / n_rows(p))


def cross_entropy_grad(p, onehot):
    """Gradient of `cross_entropy` with respect to `p`: -onehot / p / rows at the clipped p.

    Parameters
    ----------
    p : array_like, shape (..., C)
        Predicted probabilities, one row per example.
    onehot : array_like, shape (..., C)
        Target probabilities, usually one-hot rows.

    Returns
    -------
    ndarray, shape (..., C)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or the arrays are empty.
    """
    p, onehot = pred_and_target(p, onehot, "p", "onehot")
    return -onehot / (np.clip(p, EPS, 1) * n_rows(p))


def softmax_cross_entropy(logits, labels):
    """Mean over the batch of -log softmax(logits)[label], finite for any gap between logits.

    Parameters
    ----------
    logits : array_like, shape (N, C)
        Scores before softmax.
    labels : array_like of int, shape (N,)
        Classes, 0 to C - 1.

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If the logits are not real numbers or the labels are not integers.
    ValueError
        If the shapes do not fit, the batch is empty, or a label is out of range.

    Notes
    -----
    -log softmax(z)[y] = log(sum_j exp(z_j)) - z_y, with the row's maximum taken off first.
    """
    logits, labels = logits_and_labels(logits, labels)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(labels)), labels]))


def softmax_cross_entropy_grad(logits, labels):
    """Gradient of `softmax_cross_entropy` with respect to `logits`: (softmax(logits) - onehot) / N.

    Parameters
    ----------
    logits : array_like, shape (N, C)
        Scores before softmax.
    labels : array_like of int, shape (N,)
        Classes, 0 to C - 1.

    Returns
    -------
    ndarray, shape (N, C)
        Every row sums to 0.

    Raises
    ------
    TypeError
        If the logits are not real numbers or the labels are not integers.
    ValueError
        If the shapes do not fit, the batch is empty, or a label is out of range.
    """
    logits, labels = logits_and_labels(logits, labels)
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    grad /= len(labels)
    return grad
