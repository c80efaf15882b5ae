"""Metrics: the truth and what a model says in, numbers for people out; ties and empty classes have their rules."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# metrics.ipynb. To check what you have:
#     pytest exercises/nn/test_metrics.py

import numpy as np


def confusion_matrix(y_true, y_pred, n_classes):
    """Count how often each class was called each class.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        The true classes, from 0 to n_classes - 1.
    y_pred : ndarray of int64, shape (N,)
        The classes that were predicted, from 0 to n_classes - 1.
    n_classes : int
        Number of classes, those included that do not come up.

    Returns
    -------
    ndarray of int, shape (n_classes, n_classes)
        Entry [i, j] counts the examples of true class i that were predicted as class j. All entries together
        sum to N; without any example all are 0.
    """
    raise NotImplementedError


def accuracy(y_true, y_pred):
    """Share of the examples whose class was predicted.

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes, with N at least 1. Any numbers may stand for them.

    Returns
    -------
    float
        From 0 to 1.
    """
    raise NotImplementedError


def precision(y_true, y_pred, positive=1):
    """Share of true positives among the examples that were called positive: TP / (TP + FP).

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes; there may be more than two.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0.0 if nothing was called positive.
    """
    raise NotImplementedError


def recall(y_true, y_pred, positive=1):
    """Share of the positive examples that were called positive: TP / (TP + FN).

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes; there may be more than two.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0.0 if no example is positive.
    """
    raise NotImplementedError


def f1(y_true, y_pred, positive=1):
    """Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes; there may be more than two.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0.0 if no example is positive and none was called positive.
    """
    raise NotImplementedError


def roc_curve(y_true, score):
    """Rates of false alarms and of hits for every threshold: an example is called positive if score >= threshold.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        1 for positive, 0 for negative.
    score : ndarray of float, shape (N,)
        Finite, in any order; the higher, the surer of a positive. Equal scores fall on the same side of a threshold.

    Returns
    -------
    fpr : ndarray of float, shape (K + 1,)
        Share of the negatives that are called positive: from 0 to 1.
    tpr : ndarray of float, shape (K + 1,)
        Share of the positives that are called positive: from 0 to 1.
    thresholds : ndarray of float, shape (K + 1,)
        First inf, where nothing is called positive; then the K distinct scores, from the highest to the lowest. No
        point is left out, even if it lies on a straight line between others.

    Raises
    ------
    ValueError
        If all examples are of one class.

    References
    ----------
    T. Fawcett: An introduction to ROC analysis. Pattern Recognition Letters 27, 2006.
    """
    raise NotImplementedError


def roc_auc(y_true, score):
    """Area under the ROC curve, by trapezoids.

    It is the share of all pairs of a positive and a negative in which the positive has the higher score; pairs
    with equal scores count one half.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        1 for positive, 0 for negative.
    score : ndarray of float, shape (N,)
        Finite; the higher, the surer of a positive.

    Returns
    -------
    float
        From 0 to 1. A score that is the same for all gives 0.5.

    Raises
    ------
    ValueError
        If all examples are of one class.
    """
    raise NotImplementedError


def average_precision(y_true, score):
    """Mean precision over the thresholds, weighted by the recall that each of them adds: sum (R_k - R_(k-1)) P_k.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        1 for positive, 0 for negative.
    score : ndarray of float, shape (N,)
        Finite; the higher, the surer of a positive. The thresholds are the distinct scores, from the highest to the
        lowest; all examples with score >= threshold are called positive. R_0 is 0.

    Returns
    -------
    float
        Above 0, up to 1. If all examples are positive, it is 1.

    Raises
    ------
    ValueError
        If no example is positive.

    References
    ----------
    C. D. Manning, P. Raghavan, H. Schuetze: Introduction to Information Retrieval. Cambridge 2008, section 8.4.
    """
    raise NotImplementedError


def iou(a, b):
    """Intersection over union of two boxes.

    Parameters
    ----------
    a, b : ndarray of float or int, shape (4,)
        Corners (x1, y1, x2, y2), with x1 <= x2 and y1 <= y2. The area is (x2 - x1) (y2 - y1): no pixel is added.

    Returns
    -------
    float
        From 0 (nothing in common; boxes that only touch included) to 1 (the same box); 0.0 if the union is empty,
        that is, if both boxes have no area.
    """
    raise NotImplementedError


def r2(y_true, y_pred):
    """Coefficient of determination: 1 - sum (y_true - y_pred)^2 / sum (y_true - mean(y_true))^2.

    Parameters
    ----------
    y_true, y_pred : ndarray of float, shape (N,)
        With N at least 1.

    Returns
    -------
    float
        At most 1, and below 0 for a model that is worse than the mean. If all true values are equal: 1.0 if every
        prediction equals them exactly, else 0.0.

    References
    ----------
    S. Wright: Correlation and causation. Journal of Agricultural Research 20, 1921.
    """
    raise NotImplementedError
