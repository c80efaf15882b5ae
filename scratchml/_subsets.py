"""Many random subsets at once: the draws of ``rng.choice(d, size, replace=False)``, row after row, without its calls.

A call of `choice` takes longer to begin than to draw. Where numpy draws as it did when this was written, all rows are
drawn by a few calls of `integers`, else row by row. The outcome is the same, and so is the generator's state.

Source: Bentley and Floyd, *A sample of brilliance*, Communications of the ACM 30 (1987).
"""

from functools import cache

import numpy as np

BLOCK = 2**20  # cells at a time: about as many draws, 8 MiB
LONG = 256  # beyond, drawing takes longer than calling


def random_subsets(d, sizes, rng):
    """Return one row per size in which so many of d entries are True, those that `choice` would choose.

    Parameters
    ----------
    d : int
        Entries in a row.
    sizes : ndarray of int, shape (n,)
        How many to choose, 1 ... d.
    rng : numpy.random.Generator
        Draws as ``rng.choice(d, size, replace=False)`` does for one size after the other.

    Returns
    -------
    chosen : ndarray of bool, shape (n, d)
    """
    chosen = np.zeros((len(sizes), d), bool)
    at_once = d <= LONG and _numpy_draws_as_expected()
    n_rows = max(1, BLOCK // d)
    for start in range(0, len(sizes), n_rows):
        block = slice(start, start + n_rows)
        (_choose_at_once if at_once else _choose_one_by_one)(chosen[block], sizes[block], rng)
    return chosen


def _choose_one_by_one(chosen, sizes, rng):
    """What is meant, row by row and in place."""
    for row, size in zip(chosen, sizes.tolist(), strict=True):
        row[rng.choice(len(row), size, replace=False)] = True


def _choose_at_once(chosen, sizes, rng):
    """Floyd's algorithm, all rows in step and in place.

    In turn k a row draws t from 0 ... j, j = d - size + k, and takes t, or j if t is taken already. After its last turn
    `choice` shuffles what it took, which needs size - 1 draws more: they are made here, and not looked at.
    """
    d = chosen.shape[1]
    limits = {size: _limits(d, size) for size in set(sizes.tolist())}
    draws = rng.integers(np.concatenate([limits[size] for size in sizes.tolist()]))
    order = np.argsort(-sizes, kind="stable")  # the longest first: those who still draw are then the first n
    lengths, sizes = 2 * sizes - 1, sizes[order]
    first_draw = (np.cumsum(lengths) - lengths)[order]
    first_cell, last = order * d, order * d + d - sizes
    cells = chosen.reshape(-1)
    still_drawing = len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0]), "right")
    for k, n in enumerate(still_drawing):
        cell = draws.take(first_draw[:n] + k) + first_cell[:n]
        cells[np.where(cells.take(cell), last[:n] + k, cell)] = True


def _limits(d, size):
    """Below what each draw for one row lies: 1 + j for the choice, then size, ..., 2 for the shuffle."""
    return np.concatenate([np.arange(d - size + 1, d + 1), np.arange(size, 1, -1)])


@cache
def _numpy_draws_as_expected():
    """Try both ways once; streams of random numbers may change with the version of numpy."""
    outcomes = []
    for choose in (_choose_one_by_one, _choose_at_once):
        rng, chosen = np.random.default_rng(0), np.zeros((60, 60), bool)
        choose(chosen, np.arange(1, 61), rng)
        outcomes.append((chosen.tobytes(), rng.bit_generator.state))
    return outcomes[0] == outcomes[1]
