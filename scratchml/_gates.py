"""What LSTM and GRU share: gates as blocks of their own, and all of them by one call of tanh.

Outside, the columns of the gates stand side by side, (..., n H). Inside, each gate is a block, (n, ..., H), so that all
arithmetic runs over whole pieces of memory. sigmoid(z) = (1 + tanh(z / 2)) / 2: with the weights of the sigmoid gates
halved, one tanh serves all gates, and what is left for the sigmoids is a factor and a summand of 1/2.
"""

import numpy as np


def by_gate(order, *rows):
    """Stack rows of one layer, and put gate order[k] into block k.

    Parameters
    ----------
    order : sequence of int, length n
    *rows : ndarray, shapes (D, n H), or (n H,) for a bias

    Returns
    -------
    ndarray, shape (n, D, H)
        D is the number of rows of all together.
    """
    stacked = np.vstack(rows)
    blocks = stacked.reshape(len(stacked), len(order), -1).swapaxes(0, 1)
    return np.ascontiguousarray(blocks[list(order)])


def side_by_side(order, blocks):
    """The way back: (n, D, H) to (D, n H)."""
    columns = np.empty_like(blocks)
    columns[list(order)] = blocks
    return columns.swapaxes(0, 1).reshape(blocks.shape[1], -1)


def halved(blocks, sigmoids):
    """A copy in which the blocks of the sigmoid gates, a slice, are halved."""
    blocks = blocks.copy()
    blocks[sigmoids] *= 0.5
    return blocks


def activate(z, sigmoids):
    """Turn z (n, ..., H), made with halved weights, into the gates; in place."""
    np.tanh(z, out=z)
    squashed = z[sigmoids]
    squashed *= 0.5
    squashed += 0.5


def add_up(blocks, out=None):
    """The sum of the blocks (n, N, H), n > 1; for so few, faster than `np.sum`."""
    out = np.add(blocks[0], blocks[1], out=out)
    for block in blocks[2:]:
        out += block
    return out


def with_ones(*parts):
    """Arrays (T, N, D_i) side by side and a column of ones, as one matrix (T N, D + 1): the bias is one row more."""
    ones = np.ones((*parts[0].shape[:2], 1), parts[0].dtype)
    joined = np.concatenate([*parts, ones], axis=2)
    return joined.reshape(-1, joined.shape[2])
