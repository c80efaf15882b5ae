"""Filters that are a column times a row: two passes of a few shifted sums instead of a sum over a whole window."""

import math

import numpy as np

from scratchml._checks import as_float, check_not_empty
from scratchml._windows import check_count


def as_picture(image):
    """The image as floats (H, W) with pixels."""
    image = as_float(image, "image")
    if image.ndim != 2:
        raise ValueError(f"image must have shape (H, W), got {image.shape}: take one channel, or the mean of them")
    check_not_empty(image, "image")
    return image


def check_scale(sigma):
    """Return sigma, or raise ValueError unless it is a finite number above 0."""
    if not 0 < sigma < math.inf:
        raise ValueError(f"sigma must be a finite number above 0, got {sigma}: it is a width in pixels")
    return sigma


def gaussian(sigma, radius):
    """A Gaussian at -radius ... radius that sums to 1."""
    check_scale(sigma)
    check_count(radius, 0, "radius", "it is the number of pixels on each side of the centre")
    row = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return row / row.sum()


def gaussian_curvature(sigma, radius):
    """The second derivative of that Gaussian, exact for every parabola: 0 on a line, 2 on x^2."""
    x = np.arange(-radius, radius + 1)
    curve = (x**2 / sigma**2 - 1) * gaussian(sigma, radius)
    curve -= curve.mean()
    return curve * (2 / (curve @ x**2))


def correlate_rows_and_columns(image, down, across):
    """Correlate with a filter of odd length down the columns and one along the rows; edge pixels are repeated."""
    return _correlate(_correlate(image, down).T, across).T


def _correlate(image, weights):
    """Correlate down the columns: the sum of shifted pictures, each times one weight."""
    height, reach = len(image), len(weights) // 2
    tall = np.pad(image, ((reach, reach), (0, 0)), mode="edge")
    out = np.zeros_like(image)
    for shift, weight in enumerate(weights.tolist()):  # Python's floats leave float32 pictures as they are
        if weight:
            out += weight * tall[shift : shift + height]
    return out
