"""What scikit-image itself finds in a grey picture: blobs, edges and circles, to lay beside one's own."""

import numpy as np

from .photographs import _scikit_image


def skimage_blobs(image, min_sigma=9, max_sigma=21, num_sigma=5, threshold=0.15):
    """Find bright blobs by scikit-image: maxima of the Laplacian of Gaussian over places and scales.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        uint8 from 0 to 255, or floats from 0 to 1.
    min_sigma, max_sigma : float
        The first and the last scale, in pixels.
    num_sigma : int
        How many scales, evenly spaced, both ends included.
    threshold : float
        The least answer of a blob, where black is 0 and white is 1, whatever the contrast of the picture.

    Returns
    -------
    ndarray of float64, shape (n, 3)
        Rows (y, x, sigma), in scikit-image's order: the highest answer first.

    Raises
    ------
    ImportError
        If scikit-image is not installed.

    Notes
    -----
    The call is ``skimage.feature.blob_log(image / 255, min_sigma, max_sigma, num_sigma, threshold)``, the rest as
    scikit-image has it: a picture is mirrored at its border, blobs on the border count, and of two blobs that share
    more than half of the smaller one's area the smaller one is dropped.
    """
    with _scikit_image():
        from skimage.feature import blob_log
    rows = blob_log(_grey(image), min_sigma=min_sigma, max_sigma=max_sigma, num_sigma=num_sigma, threshold=threshold)
    return np.asarray(rows, dtype=np.float64)


def skimage_canny(image, sigma=2.0, low=0.1, high=0.2):
    """Find edges by scikit-image's Canny.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        uint8 from 0 to 255, or floats from 0 to 1.
    sigma : float
        Of the Gaussian that smooths first, in pixels.
    low, high : float
        Thresholds of the hysteresis, on the length of a Sobel gradient whose weights add up to 8 times the slope for
        a pixel, where black is 0 and white is 1. The defaults are scikit-image's.

    Returns
    -------
    ndarray of bool, shape (H, W)
        True on edges; never on the outermost pixels.

    Raises
    ------
    ImportError
        If scikit-image is not installed.

    Notes
    -----
    The call is ``skimage.feature.canny(image / 255, sigma, low, high)``, the rest as scikit-image has it: beyond the
    border there is nothing, and the smoothing makes up for it; lengths are interpolated between the two neighbours
    nearest to the direction of the gradient.
    """
    with _scikit_image():
        from skimage.feature import canny
    return canny(_grey(image), sigma=sigma, low_threshold=low, high_threshold=high)


def skimage_circles(edges, radii, threshold=0.5, distance=18):
    """Find circles by scikit-image's Hough transform.

    Parameters
    ----------
    edges : ndarray of bool, shape (H, W)
        As `skimage_canny` returns them, or your own.
    radii : sequence of int
        The radii to look for, in pixels.
    threshold : float
        The share of a drawn circle's pixels that has to be edge, exactly there.
    distance : int
        Of two circles whose centres are at most so many pixels apart, both down and across, only the one with more
        votes is kept.

    Returns
    -------
    ndarray of float64, shape (n, 3)
        Rows (y, x, radius), the most votes first.

    Raises
    ------
    ImportError
        If scikit-image is not installed.

    Notes
    -----
    The calls are ``skimage.transform.hough_circle(edges, radii)``, whose votes are shares of each outline, and
    ``hough_circle_peaks(votes, radii, min_xdistance=distance, min_ydistance=distance, threshold=threshold)``.
    """
    with _scikit_image():
        from skimage.transform import hough_circle, hough_circle_peaks
    radii = np.asarray(radii)
    votes = hough_circle(np.asarray(edges), radii)
    _, x, y, r = hough_circle_peaks(votes, radii, distance, distance, threshold)
    return np.stack([y, x, r], axis=1).astype(np.float64)


def _grey(image):
    """Return grey levels from 0 to 1."""
    image = np.asarray(image)
    return image / 255 if image.dtype == np.uint8 else image.astype(np.float64)
