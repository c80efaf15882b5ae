"""Losses: a batch in, one number out; each gradient has the shape of the prediction."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# losses.ipynb. To check what you have:
#     pytest exercises/nn/test_losses.py

import numpy as np

from nn.activations import softmax


def softmax_cross_entropy(logits, labels):
    """Cross-entropy of softmax: mean over the rows of -log softmax(logits)[label].

    Finite and right for logits of any finite size: a wrong class that leads by 1000 costs 1000.

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.

    Returns
    -------
    float
        In nats (natural logarithm), at least 0.

    References
    ----------
    J. Bridle: Probabilistic interpretation of feedforward classification network outputs. Springer 1990.
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, section 6.2.2.3.
    """
    raise NotImplementedError


def softmax_cross_entropy_grad(logits, labels):
    """Gradient of softmax_cross_entropy with respect to the logits.

    Row by row softmax(logits) minus the one-hot row of the label, times the 1/N of the mean.

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
        Of any finite size.
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.

    Returns
    -------
    dlogits : ndarray of float, shape (N, C)
        Each row sums to 0.

    References
    ----------
    J. Bridle: Probabilistic interpretation of feedforward classification network outputs. Springer 1990.
    """
    raise NotImplementedError


EPS = 1e-12  # the floor for a probability, in this lesson and in all that use it


def cross_entropy(p, onehot):
    """Cross-entropy of given probabilities: sum over the classes of -onehot * log(p), mean over the rows.

    Parameters
    ----------
    p : ndarray of float64, shape (N, C)
        Probabilities, from 0 to 1; each is clipped to [EPS, 1] before the log. The array is not changed.
    onehot : ndarray of float, shape (N, C)
        1 for the right class of each row, 0 elsewhere.

    Returns
    -------
    float
        In nats, at least 0.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, sections 3.13 and 6.2.1.1.
    """
    raise NotImplementedError


def cross_entropy_grad(p, onehot):
    """Gradient of cross_entropy with respect to p: -onehot / p, with the 1/N of the mean, at the clipped p.

    Parameters
    ----------
    p : ndarray of float64, shape (N, C)
        Probabilities, from 0 to 1; each is clipped to [EPS, 1]. The gradient is not set to 0 where that
        happens. The array is not changed.
    onehot : ndarray of float, shape (N, C)
        1 for the right class of each row, 0 elsewhere.

    Returns
    -------
    dp : ndarray of float, shape (N, C)
    """
    raise NotImplementedError


def binary_cross_entropy(p, y):
    """Binary cross-entropy: mean over all entries of -(y log p + (1 - y) log(1 - p)).

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes", clipped to [EPS, 1 - EPS] before the logs. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.

    Returns
    -------
    float
        In nats, at least 0.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, section 6.2.2.2.
    """
    raise NotImplementedError


def binary_cross_entropy_grad(p, y):
    """Gradient of binary_cross_entropy with respect to p: (p - y) / (p (1 - p)) over the number of entries.

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes"; the formula is taken at the p clipped to [EPS, 1 - EPS], and not set to 0
        where that happens. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    raise NotImplementedError


def mean_squared_error(pred, target):
    """Mean squared error: mean over all entries of (pred - target) squared.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    float
        At least 0; there is no factor 1/2.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, sections 5.1.4 and 5.5.1.
    """
    raise NotImplementedError


def mean_squared_error_grad(pred, target):
    """Gradient of mean_squared_error with respect to pred: 2 (pred - target) over the number of entries.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    dpred : ndarray of float, shape of pred
    """
    raise NotImplementedError
