"""Votes for circles, and the search for maxima over place and scale."""

import itertools

import numpy as np


def ring(radius):
    """The pixels of a circle around (0, 0): offsets (n, 2) whose distance rounds to the radius, one pixel wide."""
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return np.argwhere(np.abs(np.hypot(y, x) - radius) < 0.5) - reach


def votes_for_centres(edges, offsets):
    """For every pixel, the share of a ring around it on which there is an edge, give or take a pixel.

    Edges are made three pixels wide first: a circle that is drawn on pixels, or found by filters, is seldom exactly
    where the ring is.
    """
    height, width = edges.shape
    reach = np.abs(offsets).max()
    wide = np.pad(_widened(edges), reach)
    votes = np.zeros((height, width), np.int32)
    for dy, dx in (offsets + reach).tolist():
        votes += wide[dy : dy + height, dx : dx + width]
    return votes / len(offsets)


def space_maxima(answers, floor):
    """Indices (scale, y, x) of the entries above a floor that none of their 26 neighbours exceeds.

    Of equal neighbours the first counts as the larger one.
    """
    depth, height, width = answers.shape
    padded = np.pad(answers, 1, constant_values=-np.inf)
    peaks = answers >= floor
    for a, b, c in itertools.product((0, 1, 2), repeat=3):
        other = padded[a : a + depth, b : b + height, c : c + width]
        if (a, b, c) < (1, 1, 1):
            peaks &= answers > other
        elif (a, b, c) > (1, 1, 1):
            peaks &= answers >= other
    return np.nonzero(peaks)


def nearest_first(found, reach_of):
    """Keep rows (y, x, size) in order, but none whose centre is closer to a kept one than ``reach_of(kept, row)``."""
    kept = np.empty((0, 3))
    for row in found:
        if not np.any(np.hypot(*(kept[:, :2] - row[:2]).T) < reach_of(kept, row)):
            kept = np.vstack([kept, row])
    return kept


def _widened(edges):
    """Edges and the four neighbours of each, as 0 and 1."""
    wide = edges.copy()
    wide[1:] |= edges[:-1]
    wide[:-1] |= edges[1:]
    wide[:, 1:] |= edges[:, :-1]
    wide[:, :-1] |= edges[:, 1:]
    return wide.astype(np.int32)
