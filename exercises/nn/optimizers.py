"""Optimizers: the gradient says which way is down, the optimizer says how far to go."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# optimizers.ipynb. To check what you have:
#     pytest exercises/nn/test_optimizers.py

import numpy as np


def sgd_step(params, grads, lr):
    """Take one step of gradient descent on every array of a list.

    Parameters
    ----------
    params : list of ndarray
        The parameters, of any shapes: a matrix ``(3, 4)`` and its biases ``(4,)``, for example.
    grads : list of ndarray
        One gradient per parameter, in the same order, each of its parameter's shape.
    lr : float
        The learning rate.

    Returns
    -------
    list of ndarray
        The new parameters, ``w - lr g`` each, in the same order. They are new arrays: neither ``params`` nor
        ``grads`` is changed.

    References
    ----------
    H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
    """
    raise NotImplementedError


class SGD:
    """Stochastic gradient descent: ``w - lr g`` for every array of a list, of any shapes (as ``sgd_step``).

    Parameters
    ----------
    lr : float
        The learning rate.

    References
    ----------
    H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
    """

    def __init__(self, lr=0.01):
        """Keep the settings."""
        raise NotImplementedError

    def step(self, params, grads):
        """Return the parameters after one step.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        raise NotImplementedError


class Momentum:
    """Gradient descent with a velocity: ``v = momentum v - lr g``, then ``w + v``.

    With ``nesterov=True`` the same velocity is used, but the step is ``w + momentum v - lr g``, where ``v``
    is already the new velocity.

    Each array of ``params`` has its own velocity, which belongs to its place in the list. It is zero before
    the first step.

    Parameters
    ----------
    lr : float
        The learning rate.
    momentum : float
        The share of the velocity that is kept from step to step.
    nesterov : bool
        Whether to look ahead.

    References
    ----------
    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational
    Mathematics and Mathematical Physics 4, 1964.
    Y. Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", 1983.
    I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum in deep
    learning", ICML 2013.
    """

    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        """Keep the settings; there is no velocity yet."""
        raise NotImplementedError

    def step(self, params, grads):
        """Return the parameters after one step, and remember the velocity.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        raise NotImplementedError


class Adagrad:
    """Steps divided by the root of all squared gradients so far, entry by entry.

    ``s = s + g^2``, then ``w - lr g / (sqrt(s) + eps)``. Each array of ``params`` has its own ``s`` of the
    same shape, which belongs to its place in the list and is zero before the first step.

    Parameters
    ----------
    lr : float
        The learning rate.
    eps : float
        Avoids division by zero; it stands outside the root.

    References
    ----------
    J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic
    optimization", Journal of Machine Learning Research 12, 2011.
    """

    def __init__(self, lr=0.01, eps=1e-8):
        """Keep the settings; there is no sum yet."""
        raise NotImplementedError

    def step(self, params, grads):
        """Return the parameters after one step, and remember the sums of squares.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        raise NotImplementedError


class RMSprop:
    """Steps divided by the root of a running mean of squared gradients, entry by entry.

    ``s = decay s + (1 - decay) g^2``, then ``w - lr g / (sqrt(s) + eps)``. Each array of ``params`` has its
    own ``s`` of the same shape, which belongs to its place in the list and is zero before the first step.

    Parameters
    ----------
    lr : float
        The learning rate.
    decay : float
        The share of the running mean that is kept from step to step.
    eps : float
        Avoids division by zero; it stands outside the root.

    References
    ----------
    T. Tieleman and G. Hinton, "Lecture 6.5: rmsprop", Neural Networks for Machine Learning, 2012.
    """

    def __init__(self, lr=0.001, decay=0.9, eps=1e-8):
        """Keep the settings; there is no mean yet."""
        raise NotImplementedError

    def step(self, params, grads):
        """Return the parameters after one step, and remember the means of squares.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        raise NotImplementedError


class Adam:
    """Running means of gradients and of their squares, both corrected for their start at zero.

    In step ``t``, counted from 1, entry by entry:

    - ``m = beta1 m + (1 - beta1) g`` and ``s = beta2 s + (1 - beta2) g^2``
    - ``m_hat = m / (1 - beta1^t)`` and ``s_hat = s / (1 - beta2^t)``
    - the new parameter is ``w - lr m_hat / (sqrt(s_hat) + eps)``

    Each array of ``params`` has its own ``m`` and ``s`` of the same shape, which belong to its place in the
    list and are zero before the first step. All arrays share one ``t``.

    Parameters
    ----------
    lr : float
        The learning rate.
    beta1, beta2 : float
        The shares of the two running means that are kept from step to step.
    eps : float
        Avoids division by zero; it stands outside the root and after the correction.

    References
    ----------
    D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        """Keep the settings; no step has been taken yet."""
        raise NotImplementedError

    def step(self, params, grads):
        """Return the parameters after one step, and remember both means and the number of steps.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        raise NotImplementedError
