"""Classification losses: margins, easy examples made light, distances of distributions, classes made heavy.

The prediction comes first. Element-wise losses (`hinge_loss`, `focal_loss`) are means over all elements,
`kl_divergence` sums over the last axis and is a mean over the rows, `weighted_cross_entropy` is a weighted mean
over the rows. Probabilities are clipped to `EPS` before a logarithm or a division sees them, and the gradient is
the formula at the clipped value.

Sources: Cortes and Vapnik (1995), Support-vector networks; Lin et al. (2017), Focal loss for dense object
detection; Kullback and Leibler (1951), On information and sufficiency.
"""

import numpy as np

from scratchml._checks import as_float
from scratchml._losses import EPS, clip_both_ends, logits_and_labels, n_rows, pred_and_target
from scratchml.activations import log_softmax, softmax


def hinge_loss(score, label):
    """Mean over all elements of max(0, 1 - y s) for scores s and labels y.

    Parameters
    ----------
    score : array_like, any shape
    label : array_like, the shape of `score`
        -1 or 1.

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or a label is neither -1 nor 1.
    """
    score, label = _scores_and_signs(score, label)
    return float(np.mean(np.maximum(0, 1 - label * score)))


def hinge_loss_grad(score, label):
    """Gradient of `hinge_loss` with respect to `score`: -y / count where y s < 1, else 0 (at y s = 1 too).

    Parameters
    ----------
    score : array_like, any shape
    label : array_like, the shape of `score`
        -1 or 1.

    Returns
    -------
    ndarray, the shape of `score`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or a label is neither -1 nor 1.
    """
    score, label = _scores_and_signs(score, label)
    return (label * score < 1) * label / -score.size


def focal_loss(p, y, gamma=2.0):
    """Mean over all elements of -(1 - p_t)^gamma log p_t, where p_t is the probability given to the true class.

    Parameters
    ----------
    p : array_like, any shape
        Predicted probabilities of class 1, clipped to [EPS, 1 - EPS].
    y : array_like, the shape of `p`
        0 or 1: p_t is p where y is 1 and 1 - p where y is 0.
    gamma : float
        How much less an easy example counts, >= 0; with 0 it is the binary cross-entropy.

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, a target is neither 0 nor 1, or `gamma` is negative.
    """
    _, _, missing, log_p_t = _true_class(p, y, gamma)
    return float(-np.mean(missing**gamma * log_p_t))


def focal_loss_grad(p, y, gamma=2.0):
    """Gradient of `focal_loss` with respect to `p`, the formula at the clipped p.

    It is +-(gamma (1 - p_t)^(gamma - 1) log p_t - (1 - p_t)^gamma / p_t) / count, with + where y is 1.

    Parameters
    ----------
    p : array_like, any shape
        Predicted probabilities of class 1, clipped to [EPS, 1 - EPS].
    y : array_like, the shape of `p`
        0 or 1.
    gamma : float
        As in the loss, >= 0.

    Returns
    -------
    ndarray, the shape of `p`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, a target is neither 0 nor 1, or `gamma` is negative.
    """
    positive, p_t, missing, log_p_t = _true_class(p, y, gamma)
    slope = gamma * missing ** (gamma - 1) * log_p_t - missing**gamma / p_t
    return (np.where(positive, slope, -slope) / slope.size).astype(as_float(p, "p").dtype, copy=False)


def kl_divergence(p, target):
    """Mean over the rows of sum_c target_c (log target_c - log p_c), with 0 log 0 = 0.

    Parameters
    ----------
    p : array_like, shape (..., C)
        Predicted probabilities, clipped to [EPS, 1].
    target : array_like, shape (..., C)
        Target probabilities, used as they are.

    Returns
    -------
    loss : float
        The divergence of `p` from `target`, KL(target || p): 0 where they are equal, not symmetric.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or a target is negative.
    """
    p, target = _distributions(p, target)
    log_target = np.log(np.where(target > 0, target, 1))
    return float(np.sum(target * (log_target - np.log(np.clip(p, EPS, 1)))) / n_rows(p))


def kl_divergence_grad(p, target):
    """Gradient of `kl_divergence` with respect to `p`: -target / p / rows at the clipped p.

    Parameters
    ----------
    p : array_like, shape (..., C)
        Predicted probabilities, clipped to [EPS, 1].
    target : array_like, shape (..., C)
        Target probabilities.

    Returns
    -------
    ndarray, shape (..., C)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, the arrays are empty, or a target is negative.
    """
    p, target = _distributions(p, target)
    return -target / (np.clip(p, EPS, 1) * n_rows(p))


def weighted_cross_entropy(logits, labels, class_weights):
    """Weighted mean over the batch of -log softmax(logits)[label]: sum_i w[y_i] loss_i / sum_i w[y_i].

    Parameters
    ----------
    logits : array_like, shape (N, C)
        Scores before softmax.
    labels : array_like of int, shape (N,)
        Classes, 0 to C - 1.
    class_weights : array_like, shape (C,)
        What an example of each class counts, >= 0; only their ratios matter.

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If logits or weights are not real numbers, or the labels are not integers.
    ValueError
        If the shapes do not fit, the batch is empty, a label is out of range, a weight is negative, or all the
        labels that occur have weight 0.
    """
    logits, labels, shares = _shares(logits, labels, class_weights)
    return float(-(shares @ log_softmax(logits)[np.arange(len(labels)), labels]))


def weighted_cross_entropy_grad(logits, labels, class_weights):
    """Gradient of `weighted_cross_entropy` by `logits`: w[y_i] (softmax(logits)_i - onehot_i) / sum_j w[y_j].

    Parameters
    ----------
    logits : array_like, shape (N, C)
        Scores before softmax.
    labels : array_like of int, shape (N,)
        Classes, 0 to C - 1.
    class_weights : array_like, shape (C,)
        As in the loss.

    Returns
    -------
    ndarray, shape (N, C)
        Every row sums to 0.

    Raises
    ------
    TypeError, ValueError
        As `weighted_cross_entropy`.
    """
    logits, labels, shares = _shares(logits, labels, class_weights)
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad * shares[:, None]


def _scores_and_signs(score, label):
    """Scores and labels -1 or 1, in the precision of the scores."""
    score, label = pred_and_target(score, label, "score", "label")
    if not np.all(np.abs(label) == 1):
        raise ValueError("labels must be -1 or 1: turn 0 and 1 into 2 * y - 1")
    return score, label.astype(score.dtype, copy=False)


def _true_class(p, y, gamma):
    """Where y is 1; p_t, 1 - p_t and log p_t in float64, all from p itself: 1 - p_t would lose a small p."""
    p, y = pred_and_target(p, y, "p", "y")
    if not np.all((y == 0) | (y == 1)):
        raise ValueError("y must hold 0 and 1 only: p_t is the probability of one true class")
    if not gamma >= 0:
        raise ValueError(f"gamma must be 0 or more, got {gamma}: 0 gives the binary cross-entropy")
    p, positive = clip_both_ends(p), y == 1
    p_t, missing = np.where(positive, p, 1 - p), np.where(positive, 1 - p, p)
    return positive, p_t, missing, np.where(positive, np.log(p), np.log1p(-p))


def _distributions(p, target):
    """Predicted and target probabilities of one shape, not empty; no target below 0."""
    p, target = pred_and_target(p, target, "p", "target")
    if not np.all(target >= 0):
        raise ValueError("target must hold probabilities, but an entry is negative or not a number")
    return p, target


def _shares(logits, labels, class_weights):
    """Logits, labels, and the share of every example in the weighted mean, in the precision of the logits."""
    logits, labels = logits_and_labels(logits, labels)
    weights = as_float(class_weights, "class_weights")
    if weights.shape != logits.shape[1:]:
        raise ValueError(f"class_weights must have shape {logits.shape[1:]}, one per class, got {weights.shape}")
    if not np.all(weights >= 0):
        raise ValueError("class_weights must be 0 or more: they say how much an example counts")
    shares = weights[labels]
    if not shares.any():
        raise ValueError("every class that occurs has weight 0: their weighted mean is not defined")
    return logits, labels, (shares / shares.sum()).astype(logits.dtype, copy=False)
