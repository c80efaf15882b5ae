"""What scikit-image finds in a picture, with the settings that the documentation states."""

import numpy as np
import pytest

from scratchml.datasets import load_coins, skimage_blobs, skimage_canny, skimage_circles

feature = pytest.importorskip("skimage.feature")
RADII = range(18, 31, 2)


@pytest.fixture(scope="module")
def coins():
    return load_coins()


def disc(y, x, radius):
    rows, columns = np.ogrid[:60, :70]
    return (np.hypot(rows - y, columns - x) <= radius).astype(float)


def test_there_are_24_blobs_on_the_coins_and_they_are_those_of_blob_log(coins):
    blobs = skimage_blobs(coins)
    assert (blobs.shape, blobs.dtype) == ((24, 3), np.float64)
    assert np.array_equal(blobs, feature.blob_log(coins, 9, 21, 5, threshold=0.15))


def test_a_blob_has_its_place_and_its_scale():
    assert skimage_blobs(disc(28, 33, 14), 8, 12, 5, 0.2).tolist() == [[28, 33, 10]]


def test_the_threshold_of_a_blob_is_in_grey_levels():
    assert len(skimage_blobs(0.1 * disc(28, 33, 14), 8, 12, 5, 0.2)) == 0


def test_edges_of_the_coins_are_those_of_canny(coins):
    edges = skimage_canny(coins)
    assert (edges.shape, edges.dtype) == (coins.shape, np.bool_)
    assert np.array_equal(edges, feature.canny(coins, 2.0))


def test_thresholds_of_edges_are_those_of_a_picture_from_0_to_1(coins):
    edges = skimage_canny(coins, 2.0, 0.2, 0.6)
    assert np.array_equal(edges, feature.canny(coins, 2.0, 0.2 * 255, 0.6 * 255))
    assert edges.sum() < skimage_canny(coins).sum()


@pytest.mark.parametrize(("threshold", "found"), [(0.35, 24), (0.99, 0)])
def test_circles_on_the_coins(coins, threshold, found):
    circles = skimage_circles(skimage_canny(coins), RADII, threshold)
    assert (circles.shape, circles.dtype) == ((found, 3), np.float64)
    assert set(circles[:, 2]) <= set(RADII)


def test_a_circle_is_a_row_of_y_x_and_radius():
    (circle,) = skimage_circles(skimage_canny(disc(28, 33, 18)), [14, 18, 22])
    assert np.all(np.abs(circle - [28, 33, 18]) <= 1)


@pytest.mark.parametrize("find", [skimage_blobs, skimage_canny])
def test_bytes_and_floats_give_the_same(coins, find):
    assert np.array_equal(find(coins[:90]), find(coins[:90] / 255))
