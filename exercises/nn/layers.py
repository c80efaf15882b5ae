"""Layers: forward turns a batch into a batch; backward turns dout into one gradient for each input."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# layers.ipynb. To check what you have:
#     pytest exercises/nn/test_layers.py

import numpy as np


def dense_forward(x, w, b):
    """Send a batch through a dense layer.

    Parameters
    ----------
    x : ndarray of shape (N, D_in)
        One example in each row.
    w : ndarray of shape (D_in, D_out)
        Column j holds the weights of neuron j.
    b : ndarray of shape (D_out,)
        One bias for each neuron.

    Returns
    -------
    ndarray of shape (N, D_out)
        Entry (n, j) is the sum over i of x[n, i] times w[i, j], plus b[j]. No activation is applied.

    Notes
    -----
    Source: the net input of D_out neurons at once, Rumelhart, Hinton and Williams, "Learning representations
    by back-propagating errors", Nature 323 (1986), eq. 1.
    """
    raise NotImplementedError


def dense_backward(dout, x, w):
    """Gradients of the loss with respect to a dense layer's input, weights and bias.

    Parameters
    ----------
    dout : ndarray of shape (N, D_out)
        Gradient of the loss with respect to the layer's output.
    x : ndarray of shape (N, D_in)
        The input of the forward pass.
    w : ndarray of shape (D_in, D_out)
        The weights of the forward pass.

    Returns
    -------
    dx : ndarray of shape (N, D_in)
        Gradient with respect to x.
    dw : ndarray of shape (D_in, D_out)
        Gradient with respect to w, summed over the batch.
    db : ndarray of shape (D_out,)
        Gradient with respect to b, summed over the batch.

    Notes
    -----
    Sums, never means: a factor 1/N is the loss's affair and is already in dout.
    Source: Rumelhart, Hinton and Williams (1986), eqs. 6 and 7.
    """
    raise NotImplementedError


def one_hot(labels, n_classes):
    """Turn class numbers into rows with a single one.

    Parameters
    ----------
    labels : int64 ndarray of shape (N,)
        Class numbers from 0 to n_classes - 1. N may be 0.
    n_classes : int
        Number of classes, also of those that do not occur in labels.

    Returns
    -------
    float64 ndarray of shape (N, n_classes)
        Row n is 1 in column labels[n] and 0 elsewhere.

    Raises
    ------
    ValueError
        If a label is negative, or n_classes or larger.
    """
    raise NotImplementedError


def xavier_init(n_in, n_out, rng):
    """Draw first weights for a layer with tanh or sigmoid.

    Parameters
    ----------
    n_in : int
        Number of inputs.
    n_out : int
        Number of neurons.
    rng : numpy.random.Generator
        Makes one draw: `rng.normal`, with mean 0, of all the weights at once, in the shape that is returned.

    Returns
    -------
    float64 ndarray of shape (n_in, n_out)
        Normal weights with mean 0 and variance 2 / (n_in + n_out). (`rng.normal` asks for the standard
        deviation, which is not the variance.)

    Notes
    -----
    Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010, eq. 12. They draw the same variance from a uniform distribution (eq. 16), we from
    a normal one.
    """
    raise NotImplementedError


def he_init(n_in, n_out, rng):
    """Draw first weights for a layer with ReLU.

    Parameters
    ----------
    n_in : int
        Number of inputs.
    n_out : int
        Number of neurons.
    rng : numpy.random.Generator
        Makes one draw: `rng.normal`, with mean 0, of all the weights at once, in the shape that is returned.

    Returns
    -------
    float64 ndarray of shape (n_in, n_out)
        Normal weights with mean 0 and variance 2 / n_in. (`rng.normal` asks for the standard deviation.)

    Notes
    -----
    Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10.
    """
    raise NotImplementedError


def dropout_forward(x, rate, rng, train=True):
    """Switch entries off at random and scale up the others, so that the mean stays.

    Parameters
    ----------
    x : ndarray of any shape
        Output of the layer below.
    rate : float in [0, 1)
        Probability that an entry is switched off.
    rng : numpy.random.Generator
        In training one array of the shape of x is drawn with `rng.random`, also if rate is 0. With
        train=False nothing is drawn, and rng may be None.
    train : bool
        True in training. False at test time, when every entry passes unchanged.

    Returns
    -------
    out : ndarray of the shape of x
        x times mask.
    mask : ndarray of the shape of x
        In training, entries are 1 / (1 - rate) where the drawn number is at least rate (equal counts as
        kept), else 0. At test time all are 1.

    Raises
    ------
    ValueError
        If rate is not in [0, 1).

    Notes
    -----
    x itself is not changed. This is "inverted" dropout: it scales in training.
    Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15
    (2014); the scaling in training is the variant that they mention in section 10.
    """
    raise NotImplementedError


def dropout_backward(dout, mask):
    """Gradient of the loss with respect to the input of dropout.

    Parameters
    ----------
    dout : ndarray of any shape
        Gradient of the loss with respect to the output of dropout.
    mask : ndarray of the shape of dout
        The mask that dropout_forward returned, scaling included.

    Returns
    -------
    ndarray of the shape of dout
        Gradient with respect to x. Where the mask is 0 it is 0.

    Notes
    -----
    Source: the chain rule on the thinned network, Srivastava et al. (2014), section 5.1.
    """
    raise NotImplementedError
