"""Pooling: every window of a picture becomes one number, its maximum or its mean; and ways from pictures to rows.

Pictures are channels-last, (N, H, W, C). A window that does not fit wholly into the picture is dropped, so the pixels
it would have covered get gradient 0.

Sources: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition; Goodfellow,
Bengio and Courville, *Deep Learning* (2016), chapter 9.3; Lin, Chen and Yan (2013), Network in network (the mean of a
whole channel).
"""

import math

import numpy as np

from scratchml._pools import give_to_winners, reduced
from scratchml._windows import as_images, count_windows, tap


def max_pool_forward(x, size=2, stride=None):
    """The largest entry of every window, channel by channel.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
    size : int
        Height and width of the window.
    stride : int or None
        Pixels from one window to the next; None means `size`, so that windows lie side by side.

    Returns
    -------
    out : ndarray, shape (N, OH, OW, C)
        OH = floor((H - size) / stride) + 1, OW likewise.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or a setting is not a whole number.
    ValueError
        If `x` has not four axes, a setting is below 1, or the window is larger than the picture.
    """
    x, stride, oh, ow = _pooled(x, size, stride)
    return reduced(np.maximum, x, size, stride, oh, ow)


def max_pool_backward(dout, x, size=2, stride=None):
    """Gradient of `max_pool_forward`: a window's gradient goes to its largest entry, all others get none.

    Parameters
    ----------
    dout : array_like, shape (N, OH, OW, C)
        Upstream gradient.
    x : array_like, shape (N, H, W, C)
        Input of the forward pass.
    size, stride : int
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
        Where windows overlap, a pixel that wins twice gets both gradients.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or a setting is not a whole number.
    ValueError
        If the shapes do not fit, a setting is below 1, or the window is larger than the picture.

    Notes
    -----
    Ties: the first maximum in row order (top row first, left to right) gets all of it.
    """
    x, stride, oh, ow = _pooled(x, size, stride)
    dout = _upstream(dout, x, oh, ow)
    return give_to_winners(dout, x, size, stride)


def avg_pool_forward(x, size=2, stride=None):
    """The mean of every window, channel by channel: the sum of its entries divided by size^2.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
    size : int
        Height and width of the window.
    stride : int or None
        Pixels from one window to the next; None means `size`.

    Returns
    -------
    out : ndarray, shape (N, OH, OW, C)
        OH = floor((H - size) / stride) + 1, OW likewise.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or a setting is not a whole number.
    ValueError
        If `x` has not four axes, a setting is below 1, or the window is larger than the picture.
    """
    x, stride, oh, ow = _pooled(x, size, stride)
    out = reduced(np.add, x, size, stride, oh, ow)
    out /= size * size
    return out


def avg_pool_backward(dout, x, size=2, stride=None):
    """Gradient of `avg_pool_forward`: every entry of a window gets dout / size^2.

    Parameters
    ----------
    dout : array_like, shape (N, OH, OW, C)
        Upstream gradient.
    x : array_like, shape (N, H, W, C)
        Input of the forward pass; its shape alone matters.
    size, stride : int
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
        Where windows overlap, shares add up.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or a setting is not a whole number.
    ValueError
        If the shapes do not fit, a setting is below 1, or the window is larger than the picture.
    """
    x, stride, oh, ow = _pooled(x, size, stride)
    share = _upstream(dout, x, oh, ow) / (size * size)
    dx = np.zeros_like(x)
    for i, j in np.ndindex(size, size):
        tap(dx, i, j, oh, ow, stride)[...] += share
    return dx


def flatten(x):
    """Write every picture as one row, for a dense layer.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)

    Returns
    -------
    ndarray, shape (N, H W C)
        Read row by row, channels innermost. Its backward pass is ``dout.reshape(x.shape)``.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If `x` has not four axes.
    """
    x = as_images(x)
    return x.reshape(len(x), math.prod(x.shape[1:])).copy()


def global_avg_pool(x):
    """The mean of every channel over the whole picture.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)

    Returns
    -------
    ndarray, shape (N, C)

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If `x` has not four axes or its pictures have no pixels.
    """
    x = _with_pixels(x)
    return x.mean(axis=(1, 2))


def global_avg_pool_backward(dout, x):
    """Gradient of `global_avg_pool`: every pixel gets dout / (H W).

    Parameters
    ----------
    dout : array_like, shape (N, C)
        Upstream gradient.
    x : array_like, shape (N, H, W, C)
        Input of the forward pass; its shape alone matters.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit or the pictures have no pixels.
    """
    x = _with_pixels(x)
    n, h, w, c = x.shape
    dout = np.asarray(dout)
    if dout.shape != (n, c):
        raise ValueError(f"dout must have shape {(n, c)}, one entry per picture and channel, got {dout.shape}")
    dx = np.empty_like(x)
    dx[...] = (dout / (h * w))[:, None, None, :]
    return dx


def _pooled(x, size, stride):
    """x as floats, the stride as a number, and the two sizes of the output."""
    x = as_images(x)
    stride = size if stride is None else stride
    oh, ow = (count_windows(length, size, stride, 0) for length in x.shape[1:3])
    return x, stride, oh, ow


def _upstream(dout, x, oh, ow):
    """The upstream gradient in the precision of x, once its shape is known to be right."""
    dout = as_images(dout, "dout", "(N, OH, OW, C)").astype(x.dtype, copy=False)
    expected = (len(x), oh, ow, x.shape[3])
    if dout.shape != expected:
        raise ValueError(f"dout must have the shape of the output, {expected}, got {dout.shape}")
    return dout


def _with_pixels(x):
    """x as floats, once its pictures are known to have pixels: the mean of none is not defined."""
    x = as_images(x)
    if 0 in x.shape[1:3]:
        raise ValueError(f"the pictures in x have no pixels, shape {x.shape}")
    return x
