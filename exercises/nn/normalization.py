"""Batch normalization: each column of a batch gets mean 0 and variance 1, then a scale and a shift of its own."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# normalization.ipynb. To check what you have:
#     pytest exercises/nn/test_normalization.py

from itertools import pairwise

import numpy as np

from nn.activations import relu, relu_backward
from nn.layers import dense_backward, dense_forward
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    """Normalise each column of a batch, then scale it by gamma and shift it by beta.

    In training the mean and the variance are those of the batch, and the running ones are brought up to date.
    At test time the running ones are used, and stay as they are.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        One example in each row. N may be 1.
    gamma, beta : ndarray of float, shape (D,)
        Scale and shift of each column.
    running_mean, running_var : ndarray of float, shape (D,)
        What is remembered from earlier batches. Neither array is changed.
    momentum : float
        Share of the old value in a running one; the batch has the share 1 - momentum.
    eps : float
        Added to the variance, inside the root.
    train : bool
        True in training, False at test time.

    Returns
    -------
    out : ndarray of float, shape (N, D)
        In training a constant column gives beta in every row, and so does a batch of one row.
    new_mean, new_var : ndarray of float, shape (D,)
        The running mean and variance after this batch. At test time they are equal to the given ones.

    Notes
    -----
    The variance is the biased one (divided by N), in the output and in the running variance. PyTorch remembers
    the unbiased one, and its momentum is 1 minus ours.
    Source: S. Ioffe and C. Szegedy, "Batch normalization: accelerating deep network training by reducing
    internal covariate shift", ICML 2015, algorithm 1.
    """
    raise NotImplementedError


def batchnorm_backward(dout, x, gamma, eps=1e-5):
    """Gradients of the loss with respect to the input, scale and shift of batch normalization in training.

    Parameters
    ----------
    dout : ndarray of float, shape (N, D)
        Gradient of the loss with respect to the output.
    x : ndarray of float, shape (N, D)
        The input of the forward pass. Its mean and (biased) variance over the batch depend on all its rows.
    gamma : ndarray of float, shape (D,)
        The scale of the forward pass. (The shift does not matter here.)
    eps : float
        Added to the variance, inside the root, as in the forward pass.

    Returns
    -------
    dx : ndarray of float, shape (N, D)
        Each column sums to 0. For a batch of one row it is 0.
    dgamma, dbeta : ndarray of float, shape (D,)
        Summed over the batch.

    Notes
    -----
    The running mean and variance get no gradient: the output in training does not depend on them.
    Source: S. Ioffe and C. Szegedy, ICML 2015, section 3.
    """
    raise NotImplementedError
