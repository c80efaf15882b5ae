"""The work of pooling, some pictures at a time, so that what lies between two steps stays in the cache."""

import math

import numpy as np

from scratchml._windows import blocks, tap


def reduced(operation, x, size, stride, oh, ow):
    """Combine the entries of every window by a binary operation, some pictures at a time."""
    out = np.empty((len(x), oh, ow, x.shape[3]), x.dtype)
    for images, _ in blocks(len(x), 1, 2 * math.prod(x.shape[1:])):
        _reduce_block(operation, x[images], size, stride, out[images])
    return out


def _reduce_block(operation, x, size, stride, out):
    """Combine first the rows of every window, then its columns.

    Whole picture rows lie side by side in memory, so the larger part of the work runs in long loops.
    """
    oh, ow = out.shape[1:3]
    down, across = stride * (oh - 1) + 1, stride * (ow - 1) + 1
    rows = x[:, :down:stride]
    for i in range(1, size):
        rows = operation(rows, x[:, i : i + down : stride])
    if size == 1:
        out[...] = rows[:, :, :across:stride]
        return
    operation(rows[:, :, :across:stride], rows[:, :, 1 : 1 + across : stride], out=out)
    for j in range(2, size):
        operation(out, rows[:, :, j : j + across : stride], out=out)


def give_to_winners(dout, x, size, stride, largest=None):
    """Give every window's gradient to the first of its entries, in row order, that equals its largest one.

    `largest` saves the search for it if it is known. If no entry equals it, the last one gets the gradient: so where
    that is 0, `largest` may be anything.
    """
    oh, ow = dout.shape[1:3]
    dx = np.zeros_like(x) if stride != size else np.empty_like(x)
    for images, _ in blocks(len(x), 1, 2 * math.prod(x.shape[1:])):
        block = x[images]
        top = largest[images] if largest is not None else reduced(np.maximum, block, size, stride, oh, ow)
        _give_block(dout[images], block, top, dx[images], size, stride)
    if stride == size:  # all has been written but what no window covers
        dx[:, oh * size :] = 0
        dx[:, :, ow * size :] = 0
    return dx


def _give_block(dout, x, largest, dx, size, stride):
    """Write the gradients of some pictures where windows lie side by side, add them where they overlap."""
    oh, ow = dout.shape[1:3]
    free = np.ones(dout.shape, bool)
    for i, j in np.ndindex(size, size):
        if (i, j) == (size - 1, size - 1):
            wins = free
        else:
            wins = tap(x, i, j, oh, ow, stride) == largest
            wins &= free
            free ^= wins
        share = wins.astype(dx.dtype)  # a product of two dtypes at once would be slower
        pixels = tap(dx, i, j, oh, ow, stride)
        if stride < size:
            pixels += np.multiply(dout, share, out=share)
        else:
            np.multiply(dout, share, out=pixels)
