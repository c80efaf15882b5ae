"""Geometry of sliding windows over pictures: how many fit, where they lie, and which part of the work fits the cache.

A picture batch has the shape (N, H, W, C). Its windows are a view of shape (N, OH, OW, kh, kw, C): nothing is copied.
"""

from numbers import Integral

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from scratchml._checks import as_float, check_ndim

# Entries that are worked on at a time: one megabyte of float32 stays in a core's own cache.
BLOCK = 1 << 18


def check_count(value, lowest, name, advice):
    """Raise TypeError unless `value` is a whole number, ValueError unless it is at least `lowest`."""
    if not isinstance(value, Integral):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if value < lowest:
        raise ValueError(f"{name} must be at least {lowest}, got {value}: {advice}")


def as_images(x, name="x", axes="(N, H, W, C)"):
    """Return `x` as floats with four axes."""
    x = as_float(x, name)
    check_ndim(x, 4, name, axes)
    return x


def count_windows(size, kernel, stride, pad):
    """How many windows fit into one axis; ValueError where none does."""
    check_count(kernel, 1, "kernel", "a window has one pixel or more")
    check_count(stride, 1, "stride", "it is the number of pixels from one window to the next")
    check_count(pad, 0, "pad", "it is the number of rows of zeros on every side")
    count = (size + 2 * pad - kernel) // stride + 1
    if count < 1:
        raise ValueError(
            f"a window of {kernel} pixels does not fit into {size} pixels with pad {pad} on both sides:"
            " take a smaller window or more padding"
        )
    return count


def zero_padded(x, rows, cols):
    """`x` (N, H, W, C) with zeros around it; `x` itself where there are none to add."""
    if rows == 0 and cols == 0:
        return x
    n, h, w, c = x.shape
    wide = np.zeros((n, h + 2 * rows, w + 2 * cols, c), x.dtype)
    wide[:, rows : rows + h, cols : cols + w] = x
    return wide


def windows_of(x, kh, kw, down, across, writeable=False):
    """A view (N, OH, OW, kh, kw, C) of the windows of `x` (N, H, W, C), every `down` rows and `across` columns."""
    view = sliding_window_view(x, (kh, kw), axis=(1, 2), writeable=writeable)
    return view[:, ::down, ::across].transpose(0, 1, 2, 4, 5, 3)


def tap(x, i, j, oh, ow, stride):
    """The view (N, OH, OW, C) of the pixel (i, j) of every window of `x` (N, H, W, C), which is padded already."""
    return x[:, i : i + stride * (oh - 1) + 1 : stride, j : j + stride * (ow - 1) + 1 : stride]


def blocks(n, oh, entries_per_row, size=BLOCK):
    """Yield (images, rows), two slices: parts of n pictures of oh output rows, each part of about `size` entries.

    Several whole pictures, or some rows of one: so the outputs of every part lie side by side in memory.
    """
    images = size // max(1, oh * entries_per_row)
    if images >= 1:
        yield from ((slice(i, i + images), slice(None)) for i in range(0, n, images))
        return
    rows = max(1, size // entries_per_row)
    yield from ((slice(i, i + 1), slice(r, r + rows)) for i in range(n) for r in range(0, oh, rows))
