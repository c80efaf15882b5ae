"""Features without learning: edges, blobs and circles in a grey picture, by filters that somebody thought of.

Pictures are (H, W), bright is large. Positions are (y, x) in pixels, row first. Smoothing and derivatives repeat the
picture's edge pixels outwards, so that its border is no edge.

Sources: Sobel and Feldman (1968), A 3x3 isotropic gradient operator for image processing; Marr and Hildreth (1980),
Theory of edge detection; Canny (1986), A computational approach to edge detection; Lindeberg (1998), Feature detection
with automatic scale selection; Duda and Hart (1972), Use of the Hough transformation to detect lines and curves.
"""

import math

import numpy as np

from scratchml._edges import connected_to, gradients, thin
from scratchml._peaks import nearest_first, ring, space_maxima, votes_for_centres
from scratchml._separable import as_picture, check_scale, correlate_rows_and_columns, gaussian, gaussian_curvature


def gaussian_kernel(sigma, radius):
    """A Gaussian filter: exp(-(y^2 + x^2) / (2 sigma^2)) at whole pixels, divided by its sum.

    Parameters
    ----------
    sigma : float
        Standard deviation in pixels, above 0.
    radius : int
        Pixels on each side of the centre, 0 or more; 3 or 4 sigma hold nearly all of it.

    Returns
    -------
    ndarray of float64, shape (2 radius + 1, 2 radius + 1)
        Sums to 1, largest in the centre.

    Raises
    ------
    TypeError
        If `radius` is not a whole number.
    ValueError
        If `sigma` is not above 0 or `radius` is below 0.
    """
    row = gaussian(sigma, radius)
    return np.outer(row, row)


def sobel_edges(image):
    """How steeply brightness changes at every pixel: sqrt((gx^2 + gy^2) / 2).

    gx is the correlation with [-1, 0, 1] across, smoothed by [1, 2, 1] / 4 down; gy is the same the other way round.

    Parameters
    ----------
    image : array_like, shape (H, W)

    Returns
    -------
    ndarray of float, shape (H, W)
        0 or more. A step of height 1 gives sqrt(1 / 2) on both of its sides.

    Raises
    ------
    TypeError
        If `image` does not hold real numbers.
    ValueError
        If it has not two axes, or no pixels.

    Notes
    -----
    Scaled as in scikit-image (``skimage.filters.sobel`` of a float picture).
    """
    gy, gx = gradients(as_picture(image))
    return np.sqrt((gx**2 + gy**2) / 2)


def laplacian_of_gaussian(image, sigma):
    """Smooth, then ask how much brighter a pixel is than its surroundings: -sigma^2 (d^2/dy^2 + d^2/dx^2)(G * image).

    Parameters
    ----------
    image : array_like, shape (H, W)
    sigma : float
        Of the Gaussian G, in pixels, above 0.

    Returns
    -------
    ndarray of float, shape (H, W)
        Above 0 in bright blobs, below 0 in dark ones, 0 where the picture is flat or a plane. With the factor sigma^2
        answers at different scales compare: a bright disc of radius r answers most strongly at sigma = r / sqrt(2).

    Raises
    ------
    TypeError
        If `image` does not hold real numbers.
    ValueError
        If it has not two axes or no pixels, or `sigma` is not above 0.

    Notes
    -----
    The second derivative is taken of G, which is known, not of the picture. Filters reach 4 sigma.
    """
    image, reach = as_picture(image), math.ceil(4 * check_scale(sigma))
    smooth, curved = gaussian(sigma, reach), gaussian_curvature(sigma, reach)
    total = correlate_rows_and_columns(image, curved, smooth) + correlate_rows_and_columns(image, smooth, curved)
    return -(float(sigma) ** 2) * total


def blob_detect(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    """Find bright blobs and their sizes: maxima of the Laplacian of Gaussian over place and scale.

    Parameters
    ----------
    image : array_like, shape (H, W)
        For dark blobs give ``-image``.
    sigmas : sequence of float
        Scales to look at, ascending; a blob of radius r is found near sigma = r / sqrt(2).
    threshold : float
        How strong an answer must be, as a share of the picture's contrast (largest minus smallest entry). A sharp disc
        answers with 0.74 at its own scale.

    Returns
    -------
    blobs : ndarray of float64, shape (n, 3)
        Rows (y, x, sigma), strongest first. Of two blobs whose centres are closer than the larger radius, the stronger
        one is kept.

    Raises
    ------
    TypeError
        If `image` does not hold real numbers.
    ValueError
        If it has not two axes or no pixels, or `sigmas` is empty, not ascending or not above 0.
    """
    image, sigmas = as_picture(image), np.asarray(sigmas, dtype=np.float64)
    if sigmas.size == 0 or np.any(np.diff(sigmas) <= 0):
        raise ValueError(f"sigmas must be one or more scales in ascending order, got {sigmas.tolist()}")
    answers = np.stack([laplacian_of_gaussian(image, sigma) for sigma in sigmas])
    floor = max(threshold * np.ptp(image), 1e-9)  # rounding errors of a flat picture are no blobs
    scale, y, x = space_maxima(answers, floor)
    blobs = np.column_stack([y, x, sigmas[scale]])
    order = np.argsort(-answers[scale, y, x], kind="stable")
    return nearest_first(blobs[order], lambda kept, new: math.sqrt(2) * np.maximum(kept[:, 2], new[2]))


def canny(image, sigma=1.5, low=0.1, high=0.2):
    """Find edges that are one pixel wide: smooth, take the gradient, thin, and follow strong edges into weak ones.

    Parameters
    ----------
    image : array_like, shape (H, W)
    sigma : float
        Of the Gaussian that smooths the picture first, in pixels, above 0.
    low, high : float
        Shares of the steepest gradient in the picture, 0 < low <= high <= 1. A pixel as steep as `high` is an edge; one
        as steep as `low` is an edge if a chain of such pixels leads from it to a sure one.

    Returns
    -------
    edges : ndarray of bool, shape (H, W)
        None on the outermost pixels, which have no neighbours to be compared with.

    Raises
    ------
    TypeError
        If `image` does not hold real numbers.
    ValueError
        If it has not two axes or no pixels, `sigma` is not above 0, or the thresholds are out of range.

    Notes
    -----
    Thinning keeps a pixel only if its gradient is at least as steep as before and after it in the gradient's own
    direction, rounded to one of the eight neighbours.
    """
    if not 0 < low <= high <= 1:
        raise ValueError(f"thresholds must be 0 < low <= high <= 1, got low = {low} and high = {high}")
    image, smooth = as_picture(image), gaussian(sigma, math.ceil(4 * check_scale(sigma)))
    gy, gx = gradients(correlate_rows_and_columns(image, smooth, smooth))
    steepness = np.hypot(gx, gy)
    largest = steepness.max()
    if largest <= 1e-9 * max(1.0, np.abs(image).max()):  # a flat picture: what is left are rounding errors
        return np.zeros(image.shape, bool)
    ridges = thin(steepness, gy, gx)
    return connected_to(ridges & (steepness >= high * largest), ridges & (steepness >= low * largest))


def hough_circles(edges, radii, threshold=0.5, n_circles=None):
    """Find circles by a vote: every edge pixel votes for all centres that lie one radius away from it.

    Parameters
    ----------
    edges : array_like of bool, shape (H, W)
        As `canny` returns them.
    radii : sequence of float
        Radii to look for, in pixels, each at least 1.
    threshold : float
        The share of a circle's outline that must be there, up to a pixel. 0.5 finds circles that are half hidden.
    n_circles : int or None
        Return at most so many.

    Returns
    -------
    circles : ndarray of float64, shape (n, 3)
        Rows (y, x, r), most votes first. Of two circles whose centres are closer than the larger radius, the one with
        more votes is kept. Centres lie inside of the picture.

    Raises
    ------
    TypeError
        If `edges` does not hold real numbers.
    ValueError
        If it has not two axes or no pixels, there is no radius or one below 1, or `threshold` is not in (0, 1].
    """
    edges, radii = as_picture(edges) != 0, np.asarray(radii, dtype=np.float64)
    if radii.size == 0 or radii.min() < 1:
        raise ValueError(f"radii must be one or more numbers, at least 1 each, got {radii.tolist()}")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must lie in (0, 1], got {threshold}: it is the share of the outline that is seen")
    shares = np.stack([votes_for_centres(edges, ring(r)) for r in radii])
    index, y, x = space_maxima(shares, threshold)
    circles = np.column_stack([y, x, radii[index]])
    order = np.argsort(-shares[index, y, x], kind="stable")
    return nearest_first(circles[order], lambda kept, new: np.maximum(kept[:, 2], new[2]))[:n_circles]
