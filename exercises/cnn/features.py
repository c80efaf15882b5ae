"""Features: smoothing, edges, blobs and circles, found in grey pictures by filters that are written, not learned."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# features.ipynb. To check what you have:
#     pytest exercises/cnn/test_features.py

import numpy as np


def along(image, line, axis):
    """Correlate a picture with an odd number of weights along one axis; floats of the same shape."""
    reach = len(line) // 2
    margins = [(reach, reach) if a == axis else (0, 0) for a in range(2)]
    framed = np.moveaxis(np.pad(np.asarray(image, dtype=np.float64), margins, mode="edge"), axis, 0)
    total = sum(weight * framed[k : len(framed) - 2 * reach + k] for k, weight in enumerate(line))
    return np.moveaxis(total, 0, axis)


def grown(mask):
    """Return a mask of the pixels that are in the mask or touch it, corners included."""
    framed, (height, width) = np.pad(mask, 1), mask.shape
    return np.any([framed[i : i + height, j : j + width] for i, j in np.ndindex(3, 3)], axis=0)


def apart(rows, strength, reach=1.0):
    """Keep rows (y, x, size), strongest first, whose distance from a stronger one is >= reach times the larger size."""
    rows, kept = rows[np.argsort(-strength, kind="stable")], []
    while len(rows):
        kept.append(rows[0])
        distance = np.hypot(*(rows - rows[0])[:, :2].T)
        rows = rows[distance >= reach * np.maximum(rows[:, 2], rows[0, 2])]
    return np.reshape(kept, (-1, 3))


def shared(rows, others, pixels):
    """Count the rows (y, x, size) whose place is at most so many pixels from that of one of the others."""
    distances = np.linalg.norm(rows[:, None, :2] - others[:, :2], axis=2)
    return int(np.sum(distances.min(axis=1, initial=np.inf) <= pixels))


def outline(ax, rows, **style):
    """Draw a circle for each row (y, x, radius)."""
    from matplotlib.patches import Circle

    for y, x, radius in rows:
        ax.add_patch(Circle((x, y), radius, fill=False, **style))


def gaussian_kernel(sigma, radius):
    """Return the weights of a Gaussian filter.

    Parameters
    ----------
    sigma : float
        Standard deviation in pixels, above 0.
    radius : int
        Pixels on each side of the one in the middle, 0 or more.

    Returns
    -------
    ndarray of float, shape (2 * radius + 1, 2 * radius + 1)
        exp(-(i**2 + j**2) / (2 * sigma**2)) at whole distances i, j from the middle, divided so that the sum is 1,
        however small the radius.
    """
    raise NotImplementedError


def sobel_edges(image):
    """Return how steeply brightness changes at each pixel.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
        A grey picture; bytes, too.

    Returns
    -------
    ndarray of float, shape (H, W)
        sqrt((gx**2 + gy**2) / 2), with the weights from above (divided by 4). What the outermost pixels hold is up to
        you.

    References
    ----------
    I. Sobel, G. Feldman: A 3x3 isotropic gradient operator for image processing. Stanford AI project, 1968.
    """
    raise NotImplementedError


def laplacian_of_gaussian(image, sigma):
    """Return how much brighter each pixel is than its surroundings, at the scale sigma.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
    sigma : float
        Of the Gaussian, in pixels; 1 or more. Let filters reach 4 sigma at least.

    Returns
    -------
    ndarray of float, shape (H, W)
        -sigma**2 times the Laplacian of the smoothed picture: above 0 in bright blobs, below 0 in dark ones. It is
        judged to 5 %, and not near the border, since there are several good ways.

    References
    ----------
    T. Lindeberg: Feature detection with automatic scale selection. Int. J. Computer Vision 30 (1998).
    """
    raise NotImplementedError


def blob_detect(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    """Find bright blobs: their places and their scales.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
        For dark blobs one gives `-image`.
    sigmas : sequence of float
        The scales to look at, ascending.
    threshold : float
        The least answer of a blob, as a part of the picture's contrast, which is its largest entry minus its smallest.
        A sharp disc answers with 0.74 of its own contrast.

    Returns
    -------
    blobs : ndarray of float, shape (n, 3)
        Rows (y, x, sigma), strongest first; sigma is one of sigmas. A blob of radius r has the scale nearest to
        r / sqrt(2). Of two whose distance is less than the larger radius, only the stronger one is there.

    References
    ----------
    T. Lindeberg: Feature detection with automatic scale selection. Int. J. Computer Vision 30 (1998).
    """
    raise NotImplementedError


def canny(image, sigma=1.5, low=0.1, high=0.2):
    """Find edges, as thin lines.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
    sigma : float
        Of the Gaussian that smooths first, in pixels.
    low, high : float
        Parts of the steepest gradient in the picture, 0 < low <= high <= 1: from `high` on a pixel is an edge for sure;
        from `low` on it is one if a chain of such pixels leads from it to a sure one.

    Returns
    -------
    edges : ndarray of bool, shape (H, W)
        True on edges, which are one pixel wide (two, where two neighbours are equally steep). What the outermost pixels
        hold is up to you.

    References
    ----------
    J. Canny: A computational approach to edge detection. IEEE Trans. Pattern Analysis 8 (1986).
    """
    raise NotImplementedError


def hough_circles(edges, radii, threshold=0.5, n_circles=None):
    """Find circles in a picture of edges.

    Parameters
    ----------
    edges : ndarray of bool, shape (H, W)
        As `canny` returns them.
    radii : sequence of float
        The radii to look for, in pixels, 1 or more.
    threshold : float
        The share of the outline that has to be there, give or take a pixel.
    n_circles : int, optional
        At most so many. None: all of them.

    Returns
    -------
    circles : ndarray of float, shape (n, 3)
        Rows (y, x, r), the largest share first; r is one of radii. Of two circles whose centres are closer than the
        larger radius, only the one with the larger share is there.

    References
    ----------
    R. Duda, P. Hart: Use of the Hough transformation to detect lines and curves in pictures. Comm. ACM 15 (1972).
    """
    raise NotImplementedError
