"""Metrics: what a prediction is worth. The truth comes first, as in scikit-learn.

Ratios whose denominator is 0 are 0.0; where a number would have no meaning at all (a ROC curve of one class) there
is a ValueError. Each function states its own case.

Sources: Fawcett (2006), An introduction to ROC analysis; Manning, Raghavan and Schütze (2008), *Introduction to
Information Retrieval*, chapter 8.
"""

import numpy as np

from scratchml._checks import as_float, as_labels, check_ndim, check_not_empty, check_same_shape


def confusion_matrix(y_true, y_pred, n_classes):
    """Count how often each class was taken for each: row = true class, column = predicted class.

    Parameters
    ----------
    y_true, y_pred : array_like of int, shape (N,)
        Classes, 0 to n_classes - 1; N may be 0.
    n_classes : int
        At least 1. Classes that do not occur have rows and columns of zeros.

    Returns
    -------
    ndarray of int64, shape (n_classes, n_classes)

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit or a label is out of range.
    """
    if n_classes < 1:
        raise ValueError(f"n_classes must be at least 1, got {n_classes}")
    y_true, y_pred = _both(as_labels(y_true, n_classes), as_labels(y_pred, n_classes))
    cells = np.bincount(y_true * n_classes + y_pred, minlength=n_classes**2)
    return cells.reshape(n_classes, n_classes)


def accuracy(y_true, y_pred):
    """Share of right predictions.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (N,)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not fit or there is no example.
    """
    y_true, y_pred = _both(y_true, y_pred)
    check_not_empty(y_true, "y_true")
    return float(np.mean(y_true == y_pred))


def precision(y_true, y_pred, positive=1):
    """Share of true positives among the predicted ones: TP / (TP + FP), 0.0 if nothing was predicted positive.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (N,)
    positive : label
        The class that counts as positive; all others are negative.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    hits, predicted, _ = _positives(y_true, y_pred, positive)
    return hits / predicted if predicted else 0.0


def recall(y_true, y_pred, positive=1):
    """Share of the true ones that were found: TP / (TP + FN), 0.0 if there is no positive.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (N,)
    positive : label
        The class that counts as positive; all others are negative.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    hits, _, actual = _positives(y_true, y_pred, positive)
    return hits / actual if actual else 0.0


def f1(y_true, y_pred, positive=1):
    """Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN), 0.0 if nothing is or was called positive.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (N,)
    positive : label
        The class that counts as positive; all others are negative.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    hits, predicted, actual = _positives(y_true, y_pred, positive)
    return 2 * hits / (predicted + actual) if predicted + actual else 0.0


def roc_curve(y_true, score):
    """False and true positive rates for every threshold: an example is called positive where score >= threshold.

    Parameters
    ----------
    y_true : array_like of int, shape (N,)
        0 or 1, both occur.
    score : array_like, shape (N,)
        Higher means more likely 1.

    Returns
    -------
    fpr, tpr : ndarray of float64, shape (K + 1,)
        From (0, 0) to (1, 1). Equal scores make one step; no point on a straight line is left out.
    thresholds : ndarray, shape (K + 1,)
        Infinity (nothing is positive), then the K distinct scores, descending.

    Raises
    ------
    TypeError
        If the truth is not made of integers or the scores are not real numbers.
    ValueError
        If the shapes do not fit, a label is neither 0 nor 1, only one class occurs, or a score is not a number.
    """
    fp, tp, thresholds = _counts(y_true, score)
    if fp[-1] == 0 or tp[-1] == 0:
        raise ValueError("y_true holds one class only: a ROC curve compares two")
    return fp / fp[-1], tp / tp[-1], thresholds


def roc_auc(y_true, score):
    """Area under the ROC curve by trapezoids: how often a positive scores above a negative, ties counting half.

    Parameters
    ----------
    y_true : array_like of int, shape (N,)
        0 or 1, both occur.
    score : array_like, shape (N,)
        Higher means more likely 1.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        As `roc_curve`.
    """
    fpr, tpr, _ = roc_curve(y_true, score)
    return float(np.diff(fpr) @ (tpr[1:] + tpr[:-1])) / 2


def iou(a, b):
    """Intersection over union of two boxes, 0.0 if the union has no area.

    Parameters
    ----------
    a, b : array_like, shape (4,)
        Corners x1, y1, x2, y2 with x1 <= x2 and y1 <= y2.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If a box does not hold real numbers.
    ValueError
        If a box does not have four numbers or its corners are the wrong way round.
    """
    a, b = _box(a, "a"), _box(b, "b")
    # sides of a negative length mean that the boxes do not meet
    sides = np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]))
    both = float(np.prod(sides))
    union = float(np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2])) - both
    return both / union if union > 0 else 0.0


def average_precision(y_true, score):
    """Precision at each distinct threshold, weighted by the recall gained there: sum (R_k - R_(k-1)) P_k.

    Parameters
    ----------
    y_true : array_like of int, shape (N,)
        0 or 1, at least one 1.
    score : array_like, shape (N,)
        Higher means more likely 1. Equal scores are one threshold.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If the truth is not made of integers or the scores are not real numbers.
    ValueError
        If the shapes do not fit, a label is neither 0 nor 1, there is no positive, or a score is not a number.
    """
    fp, tp, _ = _counts(y_true, score)
    if tp[-1] == 0:
        raise ValueError("y_true holds no positive: there is nothing to find")
    return float(np.diff(tp) @ (tp[1:] / (tp[1:] + fp[1:]))) / int(tp[-1])


def r2(y_true, y_pred):
    """Share of the variance that is explained: 1 - sum (y - p)^2 / sum (y - mean y)^2.

    Parameters
    ----------
    y_true, y_pred : array_like, one shape

    Returns
    -------
    float
        1 at best, 0 for the mean of the truth, negative below. If all of the truth is equal: 1.0 for an exact
        prediction, else 0.0.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ or there is no example.
    """
    y_true, y_pred = as_float(y_true, "y_true"), as_float(y_pred, "y_pred")
    check_same_shape(y_true, y_pred, "y_true", "y_pred")
    check_not_empty(y_true, "y_true")
    if y_true.min() == y_true.max():
        return float(np.array_equal(y_true, y_pred))
    return 1 - float(np.sum((y_true - y_pred) ** 2) / np.sum((y_true - y_true.mean()) ** 2))


def _both(y_true, y_pred):
    """Truth and prediction as arrays of one shape (N,)."""
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    check_same_shape(y_true, y_pred, "y_true", "y_pred")
    check_ndim(y_true, 1, "y_true", "(N,)")
    return y_true, y_pred


def _positives(y_true, y_pred, positive):
    """How many positives are right, are predicted, and are there."""
    y_true, y_pred = _both(y_true, y_pred)
    actual, predicted = y_true == positive, y_pred == positive
    return tuple(int(np.count_nonzero(a)) for a in (actual & predicted, predicted, actual))


def _counts(y_true, score):
    """False and true positives at every distinct score from above, after a start of 0 and 0 at infinity."""
    y_true, score = _both(as_labels(y_true, 2), as_float(score, "score"))
    check_not_empty(score, "score")
    if np.isnan(score).any():
        raise ValueError("a score is not a number: it has no place in the order")
    order = np.argsort(-score, kind="stable")
    score = score[order]
    last = np.append(np.flatnonzero(score[1:] != score[:-1]), len(score) - 1)
    tp = np.append(0, np.cumsum(y_true[order])[last])
    return np.append(0, last + 1) - tp, tp, np.append(score.dtype.type(np.inf), score[last])


def _box(box, name):
    """A box as four floats."""
    box = as_float(box, name)
    if box.shape != (4,) or not np.all(box[:2] <= box[2:]):
        raise ValueError(f"{name} must be a box x1, y1, x2, y2 with x1 <= x2 and y1 <= y2, got {box.tolist()}")
    return box
