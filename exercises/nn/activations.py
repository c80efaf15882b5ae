"""Activations: functions that bend, by entry or by row, and how a gradient passes back through them."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# activations.ipynb. To check what you have:
#     pytest exercises/nn/test_activations.py

import numpy as np


def relu(x):
    """Rectified linear unit, entry by entry: x where x is positive, 0 elsewhere.

    Parameters
    ----------
    x : ndarray of float, any shape

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    V. Nair, G. Hinton: Rectified linear units improve restricted Boltzmann machines. ICML 2010.
    """
    raise NotImplementedError


def relu_backward(dout, x):
    """Gradient of the loss with respect to the input of relu: dout times the slope, which is 1 or 0.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d relu(x), and the input of the forward pass.

    Returns
    -------
    dx : ndarray, shape of x
        The slope of relu at x = 0 is taken as 0.
    """
    raise NotImplementedError


def sigmoid(x):
    """Logistic sigmoid, entry by entry: 1 / (1 + exp(-x)).

    Finite and right for any finite x: sigmoid(-1000) is 0.0 and sigmoid(1000) is 1.0.

    Parameters
    ----------
    x : ndarray of float, any shape

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    D. Rumelhart, G. Hinton, R. Williams: Learning representations by back-propagating errors. Nature, 1986.
    """
    raise NotImplementedError


def sigmoid_backward(dout, x):
    """Gradient of the loss with respect to the input of sigmoid: dout times the slope s (1 - s).

    Finite for any finite x; far from 0 it goes to 0.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d sigmoid(x), and the input of the forward pass (not its output).

    Returns
    -------
    dx : ndarray, shape of x
    """
    raise NotImplementedError


def tanh(x):
    """Hyperbolic tangent, entry by entry.

    Finite and right for any finite x: tanh(-1000) is -1.0 and tanh(1000) is 1.0.

    Parameters
    ----------
    x : ndarray of float, any shape

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    Y. LeCun and others: Efficient BackProp. In: Neural networks: tricks of the trade, Springer 1998.
    """
    raise NotImplementedError


def tanh_backward(dout, x):
    """Gradient of the loss with respect to the input of tanh: dout times 1 minus the squared tanh.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d tanh(x), and the input of the forward pass (not its output).

    Returns
    -------
    dx : ndarray, shape of x
    """
    raise NotImplementedError


def leaky_relu(x, alpha=0.01):
    """Leaky rectifier, entry by entry: x where x is positive, alpha * x elsewhere.

    Parameters
    ----------
    x : ndarray of float, any shape
    alpha : float, from 0 to 1
        Slope on the left of 0.

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    A. Maas, A. Hannun, A. Ng: Rectifier nonlinearities improve neural network acoustic models. ICML 2013.
    """
    raise NotImplementedError


def leaky_relu_backward(dout, x, alpha=0.01):
    """Gradient of the loss with respect to the input of leaky_relu: dout times the slope, 1 or alpha.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d leaky_relu(x), and the input of the forward pass.
    alpha : float, from 0 to 1
        Slope on the left of 0, the same as in the forward pass.

    Returns
    -------
    dx : ndarray, shape of x
        The slope at x = 0 is taken as alpha.
    """
    raise NotImplementedError


def softmax(x):
    """Softmax over the last axis: positive numbers with sum 1, in the proportions of exp(x).

    Finite and right for any finite x, whatever its size: each row may be shifted by a constant of its own.

    Parameters
    ----------
    x : ndarray of float, shape (..., C)
        Logits; the last axis holds the classes, and there may be any number of axes before it (none, too).

    Returns
    -------
    ndarray, shape of x
        Probabilities; sums over the last axis are 1.

    References
    ----------
    J. Bridle: Probabilistic interpretation of feedforward classification network outputs. Springer 1990.
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, sections 4.1 and 6.2.2.3.
    """
    raise NotImplementedError


def softmax_backward(dout, x):
    """Gradient of the loss with respect to the input of softmax.

    It is the product of each row's whole Jacobian with that row of dout, not only of its diagonal.

    Parameters
    ----------
    dout, x : ndarray of float, both of shape (..., C)
        Upstream gradient dL / d softmax(x), and the input of the forward pass: logits (not probabilities).

    Returns
    -------
    dx : ndarray, shape of x
        Its sums over the last axis are 0, as a shift of all logits changes nothing.
    """
    raise NotImplementedError


def log_softmax(x):
    """Logarithm of softmax over the last axis, x - log(sum(exp(x))), without taking the log of a rounded 0.

    Finite and right for any finite x: two logits 1000 apart give about 0 and -1000.

    Parameters
    ----------
    x : ndarray of float, shape (..., C)
        Logits; the last axis holds the classes, and there may be any number of axes before it (none, too).

    Returns
    -------
    ndarray, shape of x
        Natural logarithms of the probabilities, at most 0.

    References
    ----------
    P. Blanchard, D. Higham, N. Higham: Accurately computing the log-sum-exp and softmax functions. 2021.
    """
    raise NotImplementedError


def log_softmax_backward(dout, x):
    """Gradient of the loss with respect to the input of log_softmax.

    Parameters
    ----------
    dout, x : ndarray of float, both of shape (..., C)
        Upstream gradient dL / d log_softmax(x), and the input of the forward pass: logits.

    Returns
    -------
    dx : ndarray, shape of x
        Its sums over the last axis are 0.
    """
    raise NotImplementedError
