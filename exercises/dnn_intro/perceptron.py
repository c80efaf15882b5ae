"""Perceptron: show an example, and change the weights only where the guess was wrong."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# perceptron.ipynb. To check what you have:
#     pytest exercises/dnn_intro/test_perceptron.py

import numpy as np

from dnn_intro.neuron import net_input, step


def perceptron_update(w, b, x, y, lr):
    """One step of the perceptron rule, for one example: correct the weights if the guess is wrong.

    The guess is 1 if the net input is at least 0, and 0 otherwise.

    Parameters
    ----------
    w : ndarray of float, shape (D,)
        The weights before. The array is not changed.
    b : float
        The bias before.
    x : ndarray of float, shape (D,)
        The example.
    y : int
        Its label, 0 or 1.
    lr : float
        The learning rate.

    Returns
    -------
    w : ndarray of float, shape (D,)
    b : float
        Weights and bias after; the same as before if the guess is right.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    """
    raise NotImplementedError


def perceptron_fit(X, y, lr, epochs):
    """Train a perceptron: visit the examples in order, epoch after epoch, until an epoch has no mistake.

    Weights and bias start at zero. Each example is followed by its update at once.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
        One example in each row, visited from first to last.
    y : ndarray of int, shape (N,)
        Labels, 0 or 1.
    lr : float
        The learning rate.
    epochs : int
        The largest number of rounds.

    Returns
    -------
    w : ndarray of float, shape (D,)
    b : float
    errors : list of int
        For each epoch the number of examples that were wrong when they were visited. If an epoch has none, its
        0 is the last entry.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    A. Novikoff: On convergence proofs on perceptrons. Symposium on the Mathematical Theory of Automata 12
    (1962), 615-622.
    """
    raise NotImplementedError


def perceptron_predict(X, w, b):
    """Labels that a perceptron gives to examples.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    labels : ndarray of int, shape (N,)
        1 where the net input is at least 0, and 0 elsewhere.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    """
    raise NotImplementedError


def margin(w, b, X, y):
    """Signed distance of the worst example from the decision line: the smallest over all examples.

    Positive if every example lies on its own side, negative if some example is wrong.

    Parameters
    ----------
    w : ndarray of float, shape (D,)
    b : float
    X : ndarray of float, shape (N, D)
    y : ndarray of int, shape (N,)
        Labels, 0 or 1.

    Returns
    -------
    float
        In the units of X; multiplying w and b by the same positive number changes nothing.

    Raises
    ------
    ValueError
        If all weights are 0: there is no line.

    References
    ----------
    A. Novikoff: On convergence proofs on perceptrons. Symposium on the Mathematical Theory of Automata 12
    (1962), 615-622.
    """
    raise NotImplementedError
