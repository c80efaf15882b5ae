"""The steps of Canny's edge detector after smoothing: gradient, thinning, and following of edges."""

import numpy as np

from scratchml._separable import correlate_rows_and_columns

_SMOOTH, _DIFFERENCE = np.array([1, 2, 1]) / 4, np.array([-1.0, 0, 1])
_NEIGHBOURS = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)]


def gradients(image):
    """Sobel's differences (gy, gx): growth of brightness down and to the right, over two pixels."""
    gy = correlate_rows_and_columns(image, _DIFFERENCE, _SMOOTH)
    return gy, correlate_rows_and_columns(image, _SMOOTH, _DIFFERENCE)


def thin(steepness, gy, gx):
    """The pixels that are steepest across their edge: (H, W) of bool.

    The direction is rounded to a multiple of 45 degrees. The pixel before must be less steep and the one after it at
    most as steep, so that of two equal ones side by side exactly one stays.
    """
    octant = np.rint(np.arctan2(gy, gx) / (np.pi / 4)).astype(int) % 4
    steps = [(0, 1), (1, 1), (1, 0), (1, -1)]
    ridges = np.zeros(steepness.shape, bool)
    inside = steepness[1:-1, 1:-1]
    for number, (dy, dx) in enumerate(steps):
        steepest = (inside > _shifted(steepness, -dy, -dx)) & (inside >= _shifted(steepness, dy, dx))
        ridges[1:-1, 1:-1] |= steepest & (octant[1:-1, 1:-1] == number)
    return ridges


def connected_to(sure, possible):
    """The possible pixels that a chain of possible neighbours (of eight) joins to a sure one."""
    found, frontier = sure.copy(), sure
    while frontier.any():
        wide = np.pad(frontier, 1)
        reached = np.zeros_like(frontier)
        for dy, dx in _NEIGHBOURS:
            reached |= _shifted(wide, dy, dx)
        frontier = reached & possible & ~found
        found |= frontier
    return found


def _shifted(image, dy, dx):
    """For every pixel but the outermost ones, its neighbour dy down and dx to the right."""
    height, width = image.shape
    return image[1 + dy : height - 1 + dy, 1 + dx : width - 1 + dx]
