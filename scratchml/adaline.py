"""Adaline: the same neuron, taught by the slope of a squared error instead of by mistakes.

The error is measured on the net input z = X w + b, before any threshold. Targets are real numbers.

Sources: Widrow and Hoff (1960), Adaptive switching circuits; LeCun, Bottou, Orr and Müller (1998), Efficient
BackProp, for the largest rate.
"""

import numpy as np

from scratchml._checks import as_float, check_ndim, check_not_empty


def standardize(X):
    """Shift and scale every column to mean 0 and standard deviation 1.

    Parameters
    ----------
    X : array_like, shape (N, D)

    Returns
    -------
    Xs : ndarray, shape (N, D)
        (X - mean) / std; a column whose entries are all equal becomes exactly 0.
    mean : ndarray, shape (D,)
    std : ndarray, shape (D,)
        Divided by N (not N - 1); 1 for a column whose entries are all equal.

    Raises
    ------
    TypeError
        If `X` does not hold real numbers.
    ValueError
        If `X` has no two axes or is empty.

    Notes
    -----
    Equal entries are told by max == min: rounding gives seven entries of 0.1 a std of 1.4e-17, not 0.
    """
    X = as_float(X, "X")
    check_ndim(X, 2, "X", "(N, D)")
    check_not_empty(X, "X")
    low = X.min(axis=0)
    constant = X.max(axis=0) == low
    # sums of many float32 numbers are made in float64
    mean = np.where(constant, low, X.mean(axis=0, dtype=np.float64))
    std = np.where(constant, 1, X.std(axis=0, dtype=np.float64))
    return tuple(a.astype(X.dtype, copy=False) for a in ((X - mean) / std, mean, std))


def adaline_loss(X, y, w, b):
    """Mean over the examples of (y - z)^2 with the net input z = X w + b.

    Parameters
    ----------
    X : array_like, shape (N, D)
    y : array_like, shape (N,)
    w : array_like, shape (D,)
    b : float

    Returns
    -------
    loss : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit or there is no example.
    """
    X, y, w = _problem(X, y, w)
    return float(np.mean((y - (X @ w + float(b))) ** 2))


def adaline_gradient(X, y, w, b):
    """Gradient of `adaline_loss`: dw = -2/N sum (y - z) x and db = -2/N sum (y - z).

    Parameters
    ----------
    X : array_like, shape (N, D)
    y : array_like, shape (N,)
    w : array_like, shape (D,)
    b : float

    Returns
    -------
    dw : ndarray, shape (D,)
    db : float

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit or there is no example.
    """
    X, y, w = _problem(X, y, w)
    _, dw, db = _loss_and_gradient(X, y, w, float(b))
    return dw, db


def adaline_fit(X, y, lr, epochs):
    """Gradient descent on all examples at once, from zeros.

    Parameters
    ----------
    X : array_like, shape (N, D)
    y : array_like, shape (N,)
    lr : float
        Learning rate; above `largest_stable_rate` the losses grow.
    epochs : int
        How many steps, 0 or more.

    Returns
    -------
    w : ndarray, shape (D,)
    b : float
    losses : list of float
        `epochs` entries, each loss measured before its step: the first is the mean of y^2.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, there is no example, or `epochs` is below 0.
    """
    if epochs < 0:
        raise ValueError(f"epochs must be 0 or more, got {epochs}")
    X, y, w = _problem(X, y, None)
    b, lr, losses = 0.0, float(lr), []
    for _ in range(epochs):
        loss, dw, db = _loss_and_gradient(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b -= lr * db
    return w, b, losses


def largest_stable_rate(X):
    """Learning rate above which full-batch Adaline diverges: 2 / the largest eigenvalue of its Hessian.

    Parameters
    ----------
    X : array_like, shape (N, D)

    Returns
    -------
    rate : float

    Raises
    ------
    TypeError
        If `X` does not hold real numbers.
    ValueError
        If `X` has no two axes or is empty.

    Notes
    -----
    With X1 = [X, 1], the bias included, the Hessian is (2 / N) X1^T X1. Its largest eigenvalue is 2 s^2 / N with
    the largest singular value s of X1, and s is found without squaring anything.
    """
    X = as_float(X, "X")
    check_ndim(X, 2, "X", "(N, D)")
    check_not_empty(X, "X")
    X1 = np.column_stack([X, np.ones(len(X), X.dtype)])
    return len(X) / float(np.linalg.norm(X1, 2)) ** 2


def _loss_and_gradient(X, y, w, b):
    """Loss, dw and db, sharing one product."""
    missing = y - (X @ w + b)
    return float(np.mean(missing**2)), X.T @ missing * (-2 / len(X)), -2 * float(missing.mean())


def _problem(X, y, w):
    """Examples (N, D), targets (N,) and weights (D,), zeros if None, as floats of the precision of X."""
    X, y = as_float(X, "X"), as_float(y, "y")
    check_ndim(X, 2, "X", "(N, D)")
    check_not_empty(X, "X")
    if y.shape != X.shape[:1]:
        raise ValueError(f"y must have shape {X.shape[:1]}, one target per row of X, got {y.shape}")
    w = np.zeros(X.shape[1], X.dtype) if w is None else as_float(w, "w")
    if w.shape != X.shape[1:]:
        raise ValueError(f"w must have shape {X.shape[1:]}, one weight per column of X, got {w.shape}")
    return X, y.astype(X.dtype, copy=False), w
