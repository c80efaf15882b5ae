"""Blocks: batch normalization of pictures, a residual block, and the transposed convolution that makes pictures larger.

Pictures are channels-last, (N, H, W, C).

Sources: Ioffe and Szegedy (2015), Batch normalization, section 3.2; He, Zhang, Ren and Sun (2016), Deep residual
learning for image recognition; Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, chapter
4.
"""

import math

import numpy as np

from scratchml._checks import as_float
from scratchml._correlation import correlate, input_gradient, parameter_gradients
from scratchml._windows import as_images, check_count, zero_padded
from scratchml.convolution import conv2d_backward, conv2d_forward
from scratchml.normalization import batchnorm_backward, batchnorm_forward


def batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    """Normalize every channel over all pictures and pixels, then scale and shift it.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
    gamma, beta : array_like, shape (C,)
        Scale and shift.
    running_mean, running_var : array_like, shape (C,)
        Averages over the batches so far.
    momentum : float
        Share of the running statistics that stays, in [0, 1].
    eps : float
        Added to the variance inside of the root, >= 0.
    train : bool
        True uses the mean and variance of the batch, False the running ones.

    Returns
    -------
    out : ndarray, shape (N, H, W, C)
    new_mean, new_var : ndarray, shape (C,)
        In training momentum * old + (1 - momentum) * batch, with the biased variance; otherwise copies of the old ones.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, there is no pixel, or `momentum` or `eps` is out of range.

    Notes
    -----
    It is `scratchml.normalization.batchnorm_forward` with every pixel as an example of its own.
    """
    x = as_images(x)
    out, new_mean, new_var = batchnorm_forward(
        _pixels(x), gamma, beta, running_mean, running_var, momentum, eps, train=train
    )
    return out.reshape(x.shape), new_mean, new_var


def batchnorm2d_backward(dout, x, gamma, eps=1e-5):
    """Gradients of `batchnorm2d_forward` in training, where mean and variance depend on every pixel.

    Parameters
    ----------
    dout : array_like, shape (N, H, W, C)
        Upstream gradient.
    x : array_like, shape (N, H, W, C)
        Input of the forward pass.
    gamma : array_like, shape (C,)
    eps : float
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
        Every channel sums to 0.
    dgamma, dbeta : ndarray, shape (C,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, there is no pixel, or `eps` is negative.
    """
    x = as_images(x)
    dout = _upstream(dout, x.shape, x.dtype)
    dx, dgamma, dbeta = batchnorm_backward(_pixels(dout), _pixels(x), gamma, eps)
    return dx.reshape(x.shape), dgamma, dbeta


def residual_forward(x, w1, b1, w2, b2):
    """Residual block: relu(x + conv(relu(conv(x)))), both convolutions 3 x 3 with padding 1, without normalization.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
    w1 : array_like, shape (3, 3, C, M)
    b1 : array_like, shape (M,)
    w2 : array_like, shape (3, 3, M, C)
    b2 : array_like, shape (C,)

    Returns
    -------
    out : ndarray, shape (N, H, W, C)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit: what comes out of the second convolution is added to `x`.
    """
    hidden, total = _residual(x, w1, b1, w2)
    total += conv2d_forward(hidden, w2, b2, 1, 1)
    return np.maximum(total, 0, out=total)


def residual_backward(dout, x, w1, b1, w2, b2):
    """Gradients of `residual_forward`: the upstream gradient flows through the sum twice, past and through the filters.

    Parameters
    ----------
    dout : array_like, shape (N, H, W, C)
        Upstream gradient.
    x, w1, b1, w2, b2 : array_like
        As in the forward pass.

    Returns
    -------
    dx, dw1, db1, dw2, db2 : ndarray
        In the shapes of x, w1, b1, w2, b2.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.

    Notes
    -----
    The derivative of relu at 0 is 0.
    """
    hidden, total = _residual(x, w1, b1, w2)
    total += conv2d_forward(hidden, w2, b2, 1, 1)
    dtotal = _upstream(dout, total.shape, total.dtype) * (total > 0)
    dhidden, dw2, db2 = conv2d_backward(dtotal, hidden, w2, 1, 1)
    # hidden came out of relu: it is positive exactly where relu's own input was
    dhidden *= hidden > 0
    dx, dw1, db1 = conv2d_backward(dhidden, x, w1, 1, 1)
    dx += dtotal
    return dx, dw1, db1, dw2, db2


def conv_transpose2d_forward(x, w, b, stride=1, pad=0):
    """Transposed convolution: every pixel paints a copy of the filter, `stride` pixels apart; copies that meet add up.

    canvas[n, y stride + i, x stride + j, k] += sum_c x[n, y, x, c] w[i, j, c, k]; then `pad` pixels are cut off on
    every side of the canvas, and b[k] is added.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C_in)
    w : array_like, shape (kh, kw, C_in, C_out)
        Keras has (kh, kw, C_out, C_in) here.
    b : array_like, shape (C_out,)
    stride : int
        Pixels from one copy to the next, at least 1.
    pad : int
        Pixels cut off, 0 or more.

    Returns
    -------
    out : ndarray, shape (N, (H - 1) stride + kh - 2 pad, (W - 1) stride + kw - 2 pad, C_out)

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or `stride` or `pad` is not a whole number.
    ValueError
        If the shapes do not fit, `stride` or `pad` is too small, or nothing is left after cutting.

    Notes
    -----
    For equal filters it is the gradient of a convolution for its input, hence the name.
    """
    x, w, out_shape = _transposed(x, w, stride, pad)
    b = as_float(b, "b").astype(x.dtype, copy=False)
    if b.shape != w.shape[3:]:
        raise ValueError(f"b must have shape {w.shape[3:]}, one entry per filter in w, got {b.shape}")
    out = input_gradient(x, out_shape, w.swapaxes(2, 3), stride, pad)
    out += b
    return out


def conv_transpose2d_backward(dout, x, w, stride=1, pad=0):
    """Gradients of `conv_transpose2d_forward`: for the input it is a convolution, with the same filters.

    Parameters
    ----------
    dout : array_like, the shape of the output
        Upstream gradient.
    x : array_like, shape (N, H, W, C_in)
        Input of the forward pass.
    w : array_like, shape (kh, kw, C_in, C_out)
    stride, pad : int
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C_in)
    dw : ndarray, shape (kh, kw, C_in, C_out)
    db : ndarray, shape (C_out,)

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or `stride` or `pad` is not a whole number.
    ValueError
        If the shapes do not fit, `stride` or `pad` is too small, or nothing is left after cutting.
    """
    x, w, out_shape = _transposed(x, w, stride, pad)
    dout = _upstream(dout, out_shape, x.dtype)
    turned = w.swapaxes(2, 3)
    dx = correlate(zero_padded(dout, pad, pad), turned, stride)
    dw, _ = parameter_gradients(x, dout, turned.shape, stride, pad)
    return dx, dw.swapaxes(2, 3), dout.sum(axis=(0, 1, 2))


def _pixels(x):
    """(N, H, W, C) -> (N H W, C)."""
    return x.reshape(math.prod(x.shape[:3]), x.shape[3])


def _upstream(dout, shape, dtype):
    """The upstream gradient, once its shape is known to be that of the output."""
    dout = as_float(dout, "dout").astype(dtype, copy=False)
    if dout.shape != shape:
        raise ValueError(f"dout must have the shape of the output, {shape}, got {dout.shape}")
    return dout


def _residual(x, w1, b1, w2):
    """relu(conv(x)), and a copy of x to add the second convolution to."""
    x = as_images(x)
    for w, name, axes in ((w1, "w1", "(3, 3, C, M)"), (w2, "w2", "(3, 3, M, C)")):
        if np.shape(w)[:2] != (3, 3):
            raise ValueError(f"{name} must have shape {axes}, got {np.shape(w)}: padding 1 keeps the size for 3 x 3")
    if np.shape(w2)[3:] != x.shape[3:]:
        raise ValueError(f"w2 must have as many filters as x has channels, {x.shape[3]}, got shape {np.shape(w2)}")
    hidden = conv2d_forward(x, w1, b1, 1, 1)
    return np.maximum(hidden, 0, out=hidden), x.astype(hidden.dtype)


def _transposed(x, w, stride, pad):
    """x and w in their common precision, and the shape of the output."""
    x, w = as_images(x), as_images(w, "w", "(kh, kw, C_in, C_out)")
    check_count(stride, 1, "stride", "it is the number of pixels from one copy of the filter to the next")
    check_count(pad, 0, "pad", "it is the number of pixels cut off on every side")
    if x.shape[3] != w.shape[2]:
        raise ValueError(f"x has {x.shape[3]} channels but the filters in w have {w.shape[2]}: both are C_in")
    height, width = ((n - 1) * stride + k - 2 * pad for n, k in zip(x.shape[1:3], w.shape, strict=False))
    if height < 1 or width < 1:
        raise ValueError(f"the output would have {height} x {width} pixels: take less padding than pad = {pad}")
    dtype = np.result_type(x, w)
    return x.astype(dtype, copy=False), w.astype(dtype, copy=False), (len(x), height, width, w.shape[3])
