"""Convolution: one small filter looks at every place of a picture; the layer, its gradients, and its bookkeeping.

"Convolution" is cross-correlation here, as in every framework: the filter is not flipped. Pictures are channels-last
(N, H, W, C), filters (kh, kw, C_in, C_out). Where the stride does not divide the picture, the last rows or columns are
looked at by no window and get gradient 0.

Sources: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition;
Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapter 9; Dumoulin and Visin (2016), A guide to convolution
arithmetic for deep learning.
"""

import numpy as np

from scratchml._checks import as_float, check_ndim
from scratchml._correlation import correlate, input_gradient, parameter_gradients
from scratchml._windows import as_images, check_count, count_windows, tap, windows_of, zero_padded


def output_size(size, kernel, stride=1, pad=0):
    """How many windows fit into one axis: floor((size + 2 pad - kernel) / stride) + 1.

    Parameters
    ----------
    size : int
        Pixels of the axis.
    kernel : int
        Pixels of the window, at least 1.
    stride : int
        Pixels from one window to the next, at least 1.
    pad : int
        Zeros added on each of the two sides, 0 or more.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    TypeError
        If `kernel`, `stride` or `pad` is not a whole number.
    ValueError
        If one of them is too small, or the window is larger than the padded axis.
    """
    return count_windows(size, kernel, stride, pad)


def pad_images(x, p):
    """Put a frame of zeros, `p` pixels wide, around every picture.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
    p : int
        0 or more.

    Returns
    -------
    ndarray, shape (N, H + 2 p, W + 2 p, C)
        A new array of the dtype of `x`.

    Raises
    ------
    TypeError
        If `p` is not a whole number.
    ValueError
        If `p` is below 0 or `x` has not four axes.
    """
    x = np.asarray(x)
    check_ndim(x, 4, "x", "(N, H, W, C)")
    check_count(p, 0, "p", "it is the number of rows of zeros on every side")
    return zero_padded(x, p, p) if p else x.copy()


def conv2d_single(image, kernel, stride=1):
    """One picture and one filter: out[y, x] = sum_ij image[y stride + i, x stride + j] kernel[i, j].

    Parameters
    ----------
    image : array_like, shape (H, W)
    kernel : array_like, shape (kh, kw)
    stride : int
        At least 1.

    Returns
    -------
    out : ndarray of float, shape (OH, OW)
        Integers are worked on as float64.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers, or `stride` is not a whole number.
    ValueError
        If an array has not two axes, the filter is larger than the picture, or `stride` is below 1.
    """
    image, kernel = as_float(image, "image"), as_float(kernel, "kernel")
    for array, name, axes in ((image, "image", "(H, W)"), (kernel, "kernel", "(kh, kw)")):
        if array.ndim != 2:
            raise ValueError(f"{name} must have shape {axes}, got {array.shape}: one channel and nothing else")
    for size, window in zip(image.shape, kernel.shape, strict=True):
        count_windows(size, window, stride, 0)
    windows = windows_of(image[None, :, :, None], *kernel.shape, stride, stride)[0, ..., 0]
    return np.einsum("yxij,ij->yx", windows, kernel)


def conv2d_forward(x, w, b, stride=1, pad=0):
    """Convolution layer: out[n, y, x, k] = sum_ijc padded[n, y stride + i, x stride + j, c] w[i, j, c, k] + b[k].

    Parameters
    ----------
    x : array_like, shape (N, H, W, C_in)
    w : array_like, shape (kh, kw, C_in, C_out)
    b : array_like, shape (C_out,)
    stride : int
        Pixels from one window to the next, at least 1.
    pad : int
        Zeros on every side, 0 or more.

    Returns
    -------
    out : ndarray, shape (N, OH, OW, C_out)
        Sizes by `output_size`.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or `stride` or `pad` is not a whole number.
    ValueError
        If the shapes do not fit, the filter is larger than the padded picture, or `stride` or `pad` is too small.
    """
    x, w, _ = _layer(x, w, stride, pad)
    b = as_float(b, "b").astype(x.dtype, copy=False)
    if b.shape != w.shape[3:]:
        raise ValueError(f"b must have shape {w.shape[3:]}, one entry per filter in w, got {b.shape}")
    return correlate(zero_padded(x, pad, pad), w, stride, b)


def conv2d_backward(dout, x, w, stride=1, pad=0):
    """Gradients of `conv2d_forward`: every window's share of dout goes to its pixels and to the filter.

    dw[i, j, c, k] = sum_nyx padded[n, y stride + i, x stride + j, c] dout[n, y, x, k], db = the sum of dout over
    everything but filters, and padded pixel (y stride + i, x stride + j) gets sum_k dout[n, y, x, k] w[i, j, c, k].

    Parameters
    ----------
    dout : array_like, shape (N, OH, OW, C_out)
        Upstream gradient.
    x : array_like, shape (N, H, W, C_in)
        Input of the forward pass.
    w : array_like, shape (kh, kw, C_in, C_out)
    stride, pad : int
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C_in)
        0 for pixels that no window looks at.
    dw : ndarray, shape (kh, kw, C_in, C_out)
    db : ndarray, shape (C_out,)

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or `stride` or `pad` is not a whole number.
    ValueError
        If the shapes do not fit, the filter is larger than the padded picture, or `stride` or `pad` is too small.
    """
    x, w, out_shape = _layer(x, w, stride, pad)
    dout = as_images(dout, "dout", "(N, OH, OW, C_out)").astype(x.dtype, copy=False)
    if dout.shape != out_shape:
        raise ValueError(f"dout must have the shape of the output, {out_shape}, got {dout.shape}")
    dw, db = parameter_gradients(dout, x, w.shape, stride, pad)
    return input_gradient(dout, x.shape, w, stride, pad), dw, db


def im2col(x, kh, kw, stride, pad):
    """Lay every window out as one row, so that a convolution becomes one matrix product.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
    kh, kw : int
        Size of the window.
    stride, pad : int

    Returns
    -------
    cols : ndarray, shape (N OH OW, kh kw C)
        Row (n OH + y) OW + x is the window at (y, x) of picture n, read row by row with the channels innermost:
        ``conv2d_forward(x, w, b, stride, pad)`` is ``cols @ w.reshape(-1, C_out) + b``, reshaped.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers, or a setting is not a whole number.
    ValueError
        If `x` has not four axes, no window fits, or a setting is too small.
    """
    x = as_images(x)
    for size, window in zip(x.shape[1:3], (kh, kw), strict=True):
        count_windows(size, window, stride, pad)
    windows = windows_of(zero_padded(x, pad, pad), kh, kw, stride, stride)
    return windows.copy().reshape(-1, kh * kw * x.shape[3])


def col2im(cols, x_shape, kh, kw, stride, pad):
    """Add every row of `cols` back to the pixels it was taken from: the transpose of `im2col`, not its inverse.

    Parameters
    ----------
    cols : array_like, shape (N OH OW, kh kw C)
    x_shape : tuple of int
        (N, H, W, C) of the pictures.
    kh, kw, stride, pad : int
        As in `im2col`.

    Returns
    -------
    x : ndarray, shape (N, H, W, C)
        A pixel that lies in three windows is the sum of three entries; one in no window is 0.

    Raises
    ------
    TypeError
        If `cols` does not hold real numbers, or a setting is not a whole number.
    ValueError
        If the shapes do not fit, no window fits, or a setting is too small.
    """
    cols, (n, h, w, c) = as_float(cols, "cols"), x_shape
    oh, ow = (count_windows(size, window, stride, pad) for size, window in ((h, kh), (w, kw)))
    if cols.shape != (n * oh * ow, kh * kw * c):
        raise ValueError(f"cols must have shape {(n * oh * ow, kh * kw * c)} for these pictures, got {cols.shape}")
    cols = cols.reshape(n, oh, ow, kh, kw, c)
    x = np.zeros((n, h + 2 * pad, w + 2 * pad, c), cols.dtype)
    for i, j in np.ndindex(kh, kw):
        tap(x, i, j, oh, ow, stride)[...] += cols[:, :, :, i, j]
    return x[:, pad : pad + h, pad : pad + w]


def count_parameters(kh, kw, c_in, c_out):
    """Weights and biases of a convolution layer: (kh kw c_in + 1) c_out, however large the picture is.

    Parameters
    ----------
    kh, kw : int
        Size of the filters.
    c_in, c_out : int
        Channels before and after.

    Returns
    -------
    int
        A dense layer is the filter of one pixel: ``count_parameters(1, 1, n_in, n_out)``.

    Raises
    ------
    TypeError
        If an argument is not a whole number.
    ValueError
        If an argument is below 1.
    """
    for value, name in ((kh, "kh"), (kw, "kw"), (c_in, "c_in"), (c_out, "c_out")):
        check_count(value, 1, name, "a layer has at least one of it")
    return (kh * kw * c_in + 1) * c_out


def _layer(x, w, stride, pad):
    """x and w in their common precision, and the shape of the layer's output."""
    x, w = as_images(x), as_images(w, "w", "(kh, kw, C_in, C_out)")
    if x.shape[3] != w.shape[2]:
        raise ValueError(f"x has {x.shape[3]} channels but the filters in w have {w.shape[2]}: both are C_in")
    oh, ow = (count_windows(size, window, stride, pad) for size, window in zip(x.shape[1:3], w.shape, strict=False))
    dtype = np.result_type(x, w)
    return x.astype(dtype, copy=False), w.astype(dtype, copy=False), (len(x), oh, ow, w.shape[3])
