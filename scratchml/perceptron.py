"""Perceptron: a neuron that learns from its mistakes, one example after the other.

Labels are 0 and 1, the prediction is 1 where x . w + b >= 0.

Sources: Rosenblatt (1958), The perceptron: a probabilistic model for information storage and organization in
the brain; Novikoff (1962), On convergence proofs on perceptrons, for the margin.
"""

import numpy as np

from scratchml._checks import as_float, as_labels, check_ndim, check_not_empty
from scratchml.neuron import neuron


def perceptron_update(w, b, x, y, lr):
    """One step of the rule for one example: w + lr (y - yhat) x and b + lr (y - yhat).

    Parameters
    ----------
    w : array_like, shape (D,)
    b : float
    x : array_like, shape (D,)
    y : int
        0 or 1.
    lr : float
        Learning rate.

    Returns
    -------
    w : ndarray, shape (D,)
        A new array; equal to the old one where the prediction yhat was right.
    b : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers, or `y` is not an integer.
    ValueError
        If the shapes do not fit or `y` is neither 0 nor 1.
    """
    w, x, y = as_float(w, "w"), as_float(x, "x"), as_labels(y, 2)
    if w.ndim != 1 or x.shape != w.shape or y.shape != ():
        raise ValueError(f"w, x and y must have shapes (D,), (D,) and (), got {w.shape}, {x.shape} and {y.shape}")
    change = float(lr) * int(y - neuron(x, w, b))
    return w + change * x, float(b) + change


def perceptron_fit(X, y, lr, epochs):
    """Learn from every example in the order given, again and again, until an epoch has no error.

    Parameters
    ----------
    X : array_like, shape (N, D)
    y : array_like of int, shape (N,)
        0 or 1.
    lr : float
        Learning rate.
    epochs : int
        How often the examples are seen at most, 0 or more.

    Returns
    -------
    w : ndarray, shape (D,)
        Starts at zeros.
    b : float
        Starts at 0.
    errors : list of int
        For every epoch how many examples were wrong at the moment of their visit. A last 0 means that the
        training stopped there.

    Raises
    ------
    TypeError
        If `X` does not hold real numbers, or the labels are not integers.
    ValueError
        If the shapes do not fit, there is no example, a label is neither 0 nor 1, or `epochs` is below 0.

    Notes
    -----
    If a line separates the classes with margin m and all examples lie within radius R of the origin (after
    the bias is taken as a weight of a constant input), there are at most (R / m)^2 errors (Novikoff).
    """
    X, y = _examples(X, y)
    if epochs < 0:
        raise ValueError(f"epochs must be 0 or more, got {epochs}")
    w, b, lr, errors = np.zeros(X.shape[1], X.dtype), 0.0, float(lr), []
    examples = list(zip(X, y.tolist(), strict=True))
    for _ in range(epochs):
        wrong = 0
        for x, label in examples:
            # the rule of `perceptron_update`, without its checks: they would cost more than the step
            missed = label - (1 if x @ w + b >= 0 else 0)
            if missed:
                w += lr * missed * x
                b += lr * missed
                wrong += 1
        errors.append(wrong)
        if wrong == 0:
            break
    return w, b, errors


def perceptron_predict(X, w, b):
    """Predict the class of every example: 1 where x . w + b >= 0, else 0.

    Parameters
    ----------
    X : array_like, shape (N, D)
    w : array_like, shape (D,)
    b : float

    Returns
    -------
    ndarray of int64, shape (N,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    X = as_float(X, "X")
    check_ndim(X, 2, "X", "(N, D)")
    return neuron(X, _weights(w, X), b)


def margin(w, b, X, y):
    """Distance of the closest example from the decision line, negative if an example lies on the wrong side.

    The minimum over the examples of (2 y - 1) (x . w + b) / ||w||.

    Parameters
    ----------
    w : array_like, shape (D,)
    b : float
    X : array_like, shape (N, D)
    y : array_like of int, shape (N,)
        0 or 1.

    Returns
    -------
    margin : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers, or the labels are not integers.
    ValueError
        If the shapes do not fit, there is no example, a label is neither 0 nor 1, or all weights are 0.
    """
    X, y = _examples(X, y)
    w = _weights(w, X)
    length = float(np.linalg.norm(w))
    if length == 0:
        raise ValueError("all weights are 0: there is no line to be away from")
    return float(np.min((2 * y - 1) * (X @ w + float(b)))) / length


def _examples(X, y):
    """Examples (N, D) as floats and labels (N,) as integers 0 or 1, not empty."""
    X, y = as_float(X, "X"), as_labels(y, 2)
    check_ndim(X, 2, "X", "(N, D)")
    check_not_empty(X, "X")
    if y.shape != X.shape[:1]:
        raise ValueError(f"y must have shape {X.shape[:1]}, one label per row of X, got {y.shape}")
    return X, y


def _weights(w, X):
    """The weights as floats, one per column of X."""
    w = as_float(w, "w")
    if w.shape != X.shape[1:]:
        raise ValueError(f"w must have shape {X.shape[1:]}, one weight per column of X, got {w.shape}")
    return w
