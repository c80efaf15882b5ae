"""Neuron: weigh the inputs, add a bias, and fire if the sum is not negative."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# neuron.ipynb. To check what you have:
#     pytest exercises/dnn_intro/test_neuron.py

import numpy as np


def net_input(x, w, b):
    """Net input of a neuron: the sum of the weighted inputs, and the bias.

    Parameters
    ----------
    x : ndarray of float, shape (D,) or (N, D)
        One example, or a batch with one example in each row.
    w : ndarray of float, shape (D,)
        One weight for each input.
    b : float
        The bias.

    Returns
    -------
    z : float, or ndarray of float of shape (N,)
        One number for each example.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    """
    raise NotImplementedError


def step(z):
    """Threshold: 1 where z is at least 0, and 0 where it is negative.

    Parameters
    ----------
    z : float or ndarray of float, any shape

    Returns
    -------
    fires : int, or ndarray of int of the shape of z
        Whole numbers (int), neither floats nor truth values.

    References
    ----------
    W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity. Bulletin of
    Mathematical Biophysics 5 (1943), 115-133.
    """
    raise NotImplementedError


def logic_gate(name):
    """Weights and bias of a neuron that computes a logic gate of inputs 0 (false) and 1 (true).

    Parameters
    ----------
    name : str
        "AND", "OR" or "NAND" of two inputs, or "NOT" of one.

    Returns
    -------
    w : ndarray of float, shape (2,), or (1,) for "NOT"
    b : float
        Any pair that gives the gate's truth table. A net input of 0 fires.

    Raises
    ------
    ValueError
        For any other name.

    References
    ----------
    W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity. Bulletin of
    Mathematical Biophysics 5 (1943), 115-133.
    """
    raise NotImplementedError


def neuron(x, w, b):
    """Output of a threshold neuron: the step of its net input.

    Parameters
    ----------
    x : ndarray of float, shape (D,) or (N, D)
        One example, or a batch with one example in each row.
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    fires : int, or ndarray of int of shape (N,)
        0 or 1 for each example; 1 where the net input is exactly 0.

    References
    ----------
    W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity. Bulletin of
    Mathematical Biophysics 5 (1943), 115-133.
    """
    raise NotImplementedError


def decision_line(w, b, x1):
    """Second coordinate of a neuron's decision line, where the net input is 0, at the first coordinate x1.

    Parameters
    ----------
    w : ndarray of float, shape (2,)
    b : float
    x1 : float or ndarray of float, any shape

    Returns
    -------
    x2 : float, or ndarray of float of the shape of x1

    Raises
    ------
    ValueError
        If w[1] is 0: the line is upright, or there is none.

    References
    ----------
    C. Bishop: Pattern Recognition and Machine Learning. Springer 2006, section 4.1.1.
    """
    raise NotImplementedError


def xor_network():
    """Weights and biases of a network with one hidden layer that computes XOR of inputs 0 and 1.

    The hidden layer is h = step(x W1 + b1), and the output step(h . w2 + b2). A net input of 0 fires.

    Returns
    -------
    W1 : ndarray of float, shape (2, H)
        In each column the weights of one hidden neuron; any H will do.
    b1 : ndarray of float, shape (H,)
    w2 : ndarray of float, shape (H,)
    b2 : float

    References
    ----------
    M. Minsky, S. Papert: Perceptrons. MIT Press 1969.
    D. Rumelhart, G. Hinton, R. Williams: Learning internal representations by error propagation. In: Parallel
    Distributed Processing, MIT Press 1986, chapter 8.
    """
    raise NotImplementedError
