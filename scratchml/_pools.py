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

    `largest` saves the search for it if it is known.
    """
    oh, ow = dout.shape[1:3]
    dx = np.zeros_like(x) if stride != size else np.empty_like(x)
    for images, _ in blocks(len(x), 1, 2 * math.prod(x.shape[1:])):
        block = x[images]
        top = largest[images] if largest is not None else reduced(np.maximum, block, size, stride, oh, ow)
        if stride == size:
            _give_side_by_side(dout[images], block, top, dx[images], size)
        else:
            _give_one_by_one(dout[images], block, top, dx[images], size, stride)
    if stride == size:  # all has been written but what no window covers
        dx[:, oh * size :] = 0
        dx[:, :, ow * size :] = 0
    return dx


def _give_side_by_side(dout, x, largest, dx, size):
    """Write the gradients of some pictures whose windows do not overlap, in loops over whole picture rows."""
    n, oh, ow, c = dout.shape
    rows = (n, oh, size, ow * size, c)
    pixels, dpixels = (a[:, : oh * size, : ow * size].reshape(rows) for a in (x, dx))
    wins = pixels == np.repeat(largest, size, axis=2)[:, :, None]
    if np.count_nonzero(wins) != largest.size:
        _keep_first(wins.reshape(n, oh, size, ow, size, c))
    np.multiply(np.repeat(dout, size, axis=2)[:, :, None], wins, out=dpixels)


def _keep_first(wins):
    """Of the winners of every window, (N, OH, size, OW, size, C), keep the first in row order."""
    free = np.ones_like(wins[:, :, 0, :, 0])
    for i, j in np.ndindex(wins.shape[2], wins.shape[4]):
        here = wins[:, :, i, :, j]
        here &= free
        free ^= here


def _give_one_by_one(dout, x, largest, dx, size, stride):
    """Add the gradients of some pictures to those of other windows that a pixel lies in, window entry by entry."""
    oh, ow = dout.shape[1:3]
    free = np.ones(dout.shape, bool)
    for i, j in np.ndindex(size, size):
        wins = tap(x, i, j, oh, ow, stride) == largest
        wins &= free
        free ^= wins
        share = wins.astype(dx.dtype)  # a product of two dtypes at once would be slower
        pixels = tap(dx, i, j, oh, ow, stride)
        pixels += np.multiply(dout, share, out=share)
