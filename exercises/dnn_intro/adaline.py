"""Adaline: the loss is measured before the step, so it has a slope, and learning walks down."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# adaline.ipynb. To check what you have:
#     pytest exercises/dnn_intro/test_adaline.py

import numpy as np

from dnn_intro.neuron import net_input
from dnn_intro.perceptron import perceptron_update


def adaline_gradient(X, y, w, b):
    """Gradient of Adaline's loss, the mean squared difference of target and net input.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    y : ndarray of float, shape (N,)
        Targets, such as -1 and 1.
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    dw : ndarray of float, shape (D,)
        Derivative of the loss with respect to the weights.
    db : float
        Derivative with respect to the bias.

    References
    ----------
    B. Widrow, M. Hoff: Adaptive switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104.
    """
    raise NotImplementedError


def adaline_loss(X, y, w, b):
    """Adaline's loss: mean over the examples of the squared difference of target and net input.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    y : ndarray of float, shape (N,)
        Targets, such as -1 and 1.
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    float
        At least 0; there is no factor 1/2.

    References
    ----------
    B. Widrow, M. Hoff: Adaptive switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104.
    """
    raise NotImplementedError


def adaline_fit(X, y, lr, epochs):
    """Train Adaline by gradient descent on all examples at once; weights and bias start at zero.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    y : ndarray of float, shape (N,)
        Targets, such as -1 and 1.
    lr : float
        The learning rate.
    epochs : int
        The number of steps.

    Returns
    -------
    w : ndarray of float, shape (D,)
    b : float
    losses : list of float, length epochs
        The loss before each step, so the first one is that of the zeros.

    References
    ----------
    B. Widrow, M. Hoff: Adaptive switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104.
    """
    raise NotImplementedError


def standardize(X):
    """Shift and scale each column to mean 0 and standard deviation 1.

    A constant column (its largest value equals its smallest) becomes 0, and its standard deviation is given
    as 1.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
        The array is not changed.

    Returns
    -------
    Xs : ndarray of float, shape (N, D)
    mean : ndarray of float, shape (D,)
        Of each column.
    std : ndarray of float, shape (D,)
        Of each column, with 1/N under the root (ddof = 0); 1 for a constant column.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller: Efficient BackProp. In: Neural Networks: Tricks of the Trade,
    Springer 1998, section 4.3.
    """
    raise NotImplementedError


def largest_stable_rate(X):
    """Learning rate up to which gradient descent on Adaline's loss does not blow up.

    It is 2 over the largest eigenvalue of the Hessian with respect to weights and bias.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)

    Returns
    -------
    float
        Greater than 0; the targets do not matter.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller: Efficient BackProp. In: Neural Networks: Tricks of the Trade,
    Springer 1998, section 5.
    """
    raise NotImplementedError
