"""Activations: the bend between two layers, each beside its derivative.

Every ``f_backward(dout, x)`` takes the upstream gradient `dout` and the **input** `x` of the forward pass,
and returns the gradient with respect to `x`. Shapes never change; float32 stays float32.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapters 4.1 and 6.3; for the leaky
relu Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models.
"""

import numpy as np

from scratchml._checks import as_float, check_same_shape


def sigmoid(x):
    """Squash to (0, 1): 1 / (1 + exp(-x)), finite and accurate at any size of `x`.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray, the shape of `x`

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.

    Notes
    -----
    For x < 0 it equals exp(x) / (1 + exp(x)). Both cases are one formula here, and exp never overflows.
    """
    x = as_float(x, "x")
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def sigmoid_backward(dout, x):
    """Gradient of `sigmoid`: dout * s(x) * (1 - s(x)).

    Parameters
    ----------
    dout, x : array_like, one shape
        Upstream gradient, and the input of the forward pass.

    Returns
    -------
    dx : ndarray, the shape of `x`

    Raises
    ------
    TypeError, ValueError
        If an argument does not hold real numbers; if the shapes differ.

    Notes
    -----
    s (1 - s) is even in x and equals e / (1 + e)^2 with e = exp(-abs(x)): no 1 - 1 far out.
    """
    dout, x = _upstream_and_input(dout, x)
    e = np.exp(-np.abs(x))
    return dout * e / (1 + e) ** 2


def tanh(x):
    """Squash to (-1, 1): the hyperbolic tangent.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray, the shape of `x`

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    """
    return np.tanh(as_float(x, "x"))


def tanh_backward(dout, x):
    """Gradient of `tanh`: dout * (1 - tanh(x)^2).

    Parameters
    ----------
    dout, x : array_like, one shape
        Upstream gradient, and the input of the forward pass.

    Returns
    -------
    dx : ndarray, the shape of `x`

    Raises
    ------
    TypeError, ValueError
        If an argument does not hold real numbers; if the shapes differ.
    """
    dout, x = _upstream_and_input(dout, x)
    return dout * (1 - np.tanh(x) ** 2)


def relu(x):
    """Keep what is positive: max(x, 0).

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray, the shape of `x`

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    """
    return np.maximum(as_float(x, "x"), 0)


def relu_backward(dout, x):
    """Gradient of `relu`: dout where x > 0, else 0; the derivative at 0 is taken as 0.

    Parameters
    ----------
    dout, x : array_like, one shape
        Upstream gradient, and the input of the forward pass.

    Returns
    -------
    dx : ndarray, the shape of `x`

    Raises
    ------
    TypeError, ValueError
        If an argument does not hold real numbers; if the shapes differ.
    """
    dout, x = _upstream_and_input(dout, x)
    return dout * (x > 0)


def leaky_relu(x, alpha=0.01):
    """Keep what is positive, shrink the rest: x where x > 0, else alpha * x.

    Parameters
    ----------
    x : array_like, any shape
    alpha : float
        Slope on the negative side.

    Returns
    -------
    ndarray, the shape of `x`

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    """
    x = as_float(x, "x")
    return np.maximum(x, 0) + float(alpha) * np.minimum(x, 0)


def leaky_relu_backward(dout, x, alpha=0.01):
    """Gradient of `leaky_relu`: dout where x > 0, else alpha * dout; the derivative at 0 is alpha.

    Parameters
    ----------
    dout, x : array_like, one shape
        Upstream gradient, and the input of the forward pass.
    alpha : float
        Slope on the negative side, as in the forward pass.

    Returns
    -------
    dx : ndarray, the shape of `x`

    Raises
    ------
    TypeError, ValueError
        If an argument does not hold real numbers; if the shapes differ.
    """
    dout, x = _upstream_and_input(dout, x)
    return np.where(x > 0, dout, float(alpha) * dout)


def softmax(x):
    """Turn each row of scores into probabilities: exp(x_i) / sum_j exp(x_j), over the last axis.

    Parameters
    ----------
    x : array_like, shape (..., C)

    Returns
    -------
    ndarray, shape (..., C)
        Positive, every row sums to 1.

    Raises
    ------
    TypeError, ValueError
        If `x` does not hold real numbers; if `x` has no last axis or an empty one.

    Notes
    -----
    Shifting a row by a constant changes nothing, so its maximum is taken off before exp can overflow.
    """
    p = _shifted(x)
    np.exp(p, out=p)
    p /= p.sum(axis=-1, keepdims=True)
    return p


def softmax_backward(dout, x):
    """Gradient of `softmax`: p * (dout - sum_j dout_j p_j) over the last axis, with p = softmax(x).

    Parameters
    ----------
    dout, x : array_like, both shape (..., C)
        Upstream gradient, and the input of the forward pass.

    Returns
    -------
    dx : ndarray, shape (..., C)
        Every row sums to 0.

    Raises
    ------
    TypeError, ValueError
        If an argument does not hold real numbers; if the shapes differ or the last axis is empty.

    Notes
    -----
    The Jacobian of a row is diag(p) - p p^T: all outputs depend on all inputs. No matrix is formed.
    """
    dout, x = _upstream_and_input(dout, x)
    p = softmax(x)
    return p * (dout - (dout * p).sum(axis=-1, keepdims=True))


def log_softmax(x):
    """Logarithm of `softmax` without forming it: x - log(sum_j exp(x_j)), over the last axis.

    Parameters
    ----------
    x : array_like, shape (..., C)

    Returns
    -------
    ndarray, shape (..., C)
        Finite even where the probability is too small for a float.

    Raises
    ------
    TypeError, ValueError
        If `x` does not hold real numbers; if `x` has no last axis or an empty one.
    """
    shifted = _shifted(x)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def log_softmax_backward(dout, x):
    """Gradient of `log_softmax`: dout - softmax(x) * sum_j dout_j over the last axis.

    Parameters
    ----------
    dout, x : array_like, both shape (..., C)
        Upstream gradient, and the input of the forward pass.

    Returns
    -------
    dx : ndarray, shape (..., C)
        Every row sums to 0.

    Raises
    ------
    TypeError, ValueError
        If an argument does not hold real numbers; if the shapes differ or the last axis is empty.
    """
    dout, x = _upstream_and_input(dout, x)
    return dout - softmax(x) * dout.sum(axis=-1, keepdims=True)


def _upstream_and_input(dout, x):
    """Both arguments of a backward pass as floats of one shape."""
    dout, x = as_float(dout, "dout"), as_float(x, "x")
    check_same_shape(dout, x, "dout", "x")
    return dout, x


def _shifted(x):
    """A new array: each row of the last axis minus its maximum, so that exp stays at or below 1."""
    x = as_float(x, "x")
    if x.ndim == 0 or x.shape[-1] == 0:
        raise ValueError(f"x needs a last axis with at least one class, got shape {x.shape}")
    return x - x.max(axis=-1, keepdims=True)
