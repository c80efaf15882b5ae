"""Losses for classes: hinge, focal, Kullback-Leibler and weighted cross-entropy, each with its gradient."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# classification_losses.ipynb. To check what you have:
#     pytest exercises/nn/test_classification_losses.py

import numpy as np

from nn.activations import log_softmax, softmax

EPS = 1e-12  # the floor for a probability


def hinge_loss(score, label):
    """Hinge loss: mean over all entries of max(0, 1 - label * score).

    Parameters
    ----------
    score : ndarray of float, any shape
        Positive for class +1, negative for class -1.
    label : ndarray of int or float, shape of score
        -1 or +1.

    Returns
    -------
    float
        At least 0; it is 0 if every margin label * score is 1 or more.

    References
    ----------
    C. Cortes, V. Vapnik: Support-vector networks. Machine Learning 20, 1995.
    """
    raise NotImplementedError


def hinge_loss_grad(score, label):
    """Gradient of hinge_loss with respect to the score.

    Parameters
    ----------
    score : ndarray of float, any shape
    label : ndarray of int or float, shape of score
        -1 or +1.

    Returns
    -------
    dscore : ndarray of float, shape of score
        -label/n where the margin label * score is below 1, and 0 where it is 1 (the kink) or more.
    """
    raise NotImplementedError


def focal_loss(p, y, gamma=2.0):
    """Focal loss: mean over all entries of -(1 - p_t)^gamma log p_t, where p_t = p for yes and 1 - p for no.

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes", clipped to [EPS, 1 - EPS] first. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.
    gamma : float, at least 0
        How far the easy ones are turned down; 0 gives binary cross-entropy. There is no class weight alpha.

    Returns
    -------
    float
        In nats, at least 0.

    References
    ----------
    T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollar: Focal loss for dense object detection. ICCV 2017.
    """
    raise NotImplementedError


def focal_loss_grad(p, y, gamma=2.0):
    """Gradient of focal_loss with respect to p, at the clipped p.

    With p_t = p for yes and 1 - p for no, an entry is gamma (1 - p_t)^(gamma - 1) log p_t - (1 - p_t)^gamma / p_t
    over the number of entries; for a no its sign is turned.

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes"; the formula is taken at the p clipped to [EPS, 1 - EPS], and not set to 0
        where that happens. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.
    gamma : float, at least 0

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    raise NotImplementedError


def kl_divergence(p, target):
    """Kullback-Leibler divergence D(target || p): sum over the classes of target (log target - log p), mean over rows.

    Parameters
    ----------
    p : ndarray of float, shape (N, C)
        Predicted probabilities, from 0 to 1; each is clipped to [EPS, 1] before the log. The array is not changed.
    target : ndarray of float, shape (N, C)
        True probabilities, each row with sum 1. Where it is 0, the term is 0.

    Returns
    -------
    float
        In nats; 0 if p equals the target, else positive.

    Notes
    -----
    The prediction comes first, as in all losses here; mathematicians write it second.

    References
    ----------
    S. Kullback, R. A. Leibler: On information and sufficiency. Annals of Mathematical Statistics 22, 1951.
    """
    raise NotImplementedError


def kl_divergence_grad(p, target):
    """Gradient of kl_divergence with respect to p: -target / p, with the 1/N of the mean, at the clipped p.

    Parameters
    ----------
    p : ndarray of float, shape (N, C)
        Predicted probabilities, from 0 to 1; each is clipped to [EPS, 1]. The gradient is not set to 0 where
        that happens. The array is not changed.
    target : ndarray of float, shape (N, C)
        True probabilities, each row with sum 1.

    Returns
    -------
    dp : ndarray of float, shape (N, C)
    """
    raise NotImplementedError


def weighted_cross_entropy(logits, labels, class_weights):
    """Softmax cross-entropy with a weight for each class.

    The sum over the rows of w[label] times -log softmax(logits)[label], divided by the sum over the rows of w[label].

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
        Of any finite size: a wrong class that leads by 1000 costs 1000 before it is weighted.
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.
    class_weights : ndarray of float, shape (C,)
        At least 0, and positive for the class of at least one row.

    Returns
    -------
    float
        In nats, at least 0. Equal weights give softmax_cross_entropy.

    References
    ----------
    G. King, L. Zeng: Logistic regression in rare events data. Political Analysis 9, 2001.
    """
    raise NotImplementedError


def weighted_cross_entropy_grad(logits, labels, class_weights):
    """Gradient of weighted_cross_entropy with respect to the logits.

    Row by row softmax(logits) minus the one-hot row of the label, times w[label] over the sum of w[label].

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
        Of any finite size.
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.
    class_weights : ndarray of float, shape (C,)
        At least 0, and positive for the class of at least one row.

    Returns
    -------
    dlogits : ndarray of float, shape (N, C)
        Each row sums to 0.
    """
    raise NotImplementedError
