"""scratchml.features: kernels by their properties, drawn shapes, and scikit-image's results beside ours."""

import numpy as np
import pytest

from scratchml.features import (
    blob_detect,
    canny,
    gaussian_kernel,
    hough_circles,
    laplacian_of_gaussian,
    sobel_edges,
)

# y, x, radius
DISCS = [(30, 30, 6), (70, 80, 10), (25, 90, 4)]


def drawn(discs=DISCS, shape=(100, 120), brightness=1.0):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return brightness * np.any([np.hypot(y - cy, x - cx) <= r for cy, cx, r in discs], axis=0)


def matched(found, wanted, tolerance=2):
    """Whether each wanted row (y, x, size) has exactly one found one near it, and nothing else was found."""
    return len(found) == len(wanted) and all(
        np.sum(np.abs(found - row).max(axis=1) <= tolerance) == 1 for row in np.asarray(wanted, float)
    )


@pytest.mark.parametrize(("sigma", "radius"), [(1.0, 3), (2.5, 4), (0.4, 0)])
def test_the_gaussian_kernel_sums_to_one_and_is_symmetric(sigma, radius):
    kernel = gaussian_kernel(sigma, radius)
    assert kernel.shape == (2 * radius + 1, 2 * radius + 1)
    assert kernel.sum() == pytest.approx(1)
    np.testing.assert_allclose(kernel, kernel.T)
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1])


def test_the_gaussian_kernel_falls_off_as_the_formula_says():
    kernel = gaussian_kernel(1.5, 3)
    assert kernel[3 + 2, 3 - 1] / kernel[3, 3] == pytest.approx(np.exp(-(4 + 1) / (2 * 1.5**2)))


def test_sobel_is_flat_on_flat_pictures_and_half_a_root_at_steps():
    step = np.zeros((8, 9))
    step[:, 4:] = 1
    edges = sobel_edges(step)
    np.testing.assert_allclose(edges[:, 3:5], np.sqrt(0.5))
    assert not edges[:, [0, 1, 2, 5, 6, 7, 8]].any()


def test_sobel_agrees_with_scikit_image():
    filters = pytest.importorskip("skimage.filters")
    image = np.random.default_rng(0).random((20, 31))
    np.testing.assert_allclose(sobel_edges(image), filters.sobel(image), atol=1e-12)


def test_the_laplacian_is_zero_on_a_plane_and_constant_on_a_bowl():
    y, x = np.mgrid[:60, :70].astype(float)
    inside = (slice(20, -20), slice(20, -20))
    np.testing.assert_allclose(laplacian_of_gaussian(3 + 2 * y - x, 2.0)[inside], 0, atol=1e-9)
    np.testing.assert_allclose(laplacian_of_gaussian(y**2 + 3 * x**2, 2.0)[inside], -4 * (2 + 6), rtol=1e-9)


def test_bright_blobs_are_positive_and_dark_ones_negative():
    image = drawn([(30, 30, 6)]).astype(float)
    assert laplacian_of_gaussian(image, 4.0)[30, 30] > 0.5
    assert laplacian_of_gaussian(1 - image, 4.0)[30, 30] < -0.5


def test_a_disc_answers_most_strongly_at_its_radius_over_root_two():
    image = drawn([(50, 60, 12)])
    scales = np.arange(5, 13, 0.5)
    answers = [laplacian_of_gaussian(image, s)[50, 60] for s in scales]
    assert abs(scales[np.argmax(answers)] - 12 / np.sqrt(2)) <= 0.5
    assert max(answers) == pytest.approx(2 / np.e, abs=0.03)


@pytest.mark.parametrize("sigma", [1.0, 2.0, 5.0])
def test_the_laplacian_agrees_with_scipy_to_a_percent(sigma):
    ndimage = pytest.importorskip("scipy.ndimage")
    image = np.random.default_rng(0).random((60, 70))
    expected = -(sigma**2) * ndimage.gaussian_laplace(image, sigma, mode="nearest")
    np.testing.assert_allclose(laplacian_of_gaussian(image, sigma), expected, atol=0.01 * np.abs(expected).max())


def test_float32_pictures_stay_float32():
    image = drawn().astype(np.float32)
    assert sobel_edges(image).dtype == laplacian_of_gaussian(image, 2).dtype == np.float32


def test_blobs_are_found_with_their_places_and_sizes():
    blobs = blob_detect(drawn(), np.arange(2, 10, 0.5))
    assert matched(blobs * [1, 1, np.sqrt(2)], DISCS, 1)


@pytest.mark.parametrize("brightness", [0.01, 1, 255])
def test_blobs_do_not_depend_on_contrast(brightness):
    np.testing.assert_array_equal(blob_detect(7 + drawn(brightness=brightness)), blob_detect(drawn()))


def test_blobs_agree_with_scikit_image():
    feature = pytest.importorskip("skimage.feature")
    scales = np.linspace(2, 10, 17)
    theirs = feature.blob_log(drawn().astype(float), min_sigma=2, max_sigma=10, num_sigma=17)
    assert matched(blob_detect(drawn(), scales), theirs, 0.5)


@pytest.mark.parametrize("image", [np.zeros((20, 20)), np.full((20, 20), 0.1), np.arange(400.0).reshape(20, 20)])
def test_a_picture_without_shapes_has_no_blobs_and_edges(image):
    assert blob_detect(image, (2, 3)).shape == (0, 3)
    if np.ptp(image) == 0:
        assert not canny(image).any()
        assert not sobel_edges(image).any()


def test_edges_lie_on_the_outline_and_are_thin():
    discs = [(45, 40, 20), (60, 95, 14)]
    edges = canny(drawn(discs))
    y, x = np.nonzero(edges)
    distances = np.min([np.abs(np.hypot(y - cy, x - cx) - r) for cy, cx, r in discs], axis=0)
    assert distances.max() <= 2
    outline = sum(2 * np.pi * r for _, _, r in discs)
    assert 0.7 * outline < edges.sum() < 1.3 * outline


@pytest.mark.parametrize("turn", range(4))
def test_a_straight_edge_is_one_pixel_wide(turn):
    image = np.zeros((30, 30))
    image[:, 13:] = 1
    edges = np.rot90(canny(np.rot90(image, turn)), -turn)[2:-2]
    assert (edges.sum(axis=1) == 1).all()
    assert set(np.nonzero(edges)[1]) <= {12, 13}


def test_weak_edges_stay_only_if_a_strong_one_leads_to_them():
    image = np.zeros((60, 60))
    image[10:50, 30:] = np.linspace(1, 0.15, 40)[:, None]  # one edge that fades
    alone = np.zeros((60, 60))
    alone[10:50, 30:] = 0.15
    alone[0:4, 0:10] = 1
    fading, weak = canny(image, 1, 0.05, 0.6), canny(alone, 1, 0.05, 0.6)
    assert fading[15:45, 27:33].any(axis=1).all()
    assert not weak[15:45, 27:33].any()


def test_edges_agree_with_scikit_image_to_two_pixels_on_the_coins():
    pytest.importorskip("skimage")
    from scipy.ndimage import distance_transform_edt
    from skimage import data, feature

    coins = data.coins() / 255
    ours, theirs = canny(coins, 2), feature.canny(coins, 2)
    for one, other in ((ours, theirs), (theirs, ours)):
        assert np.mean(distance_transform_edt(~other)[one] > 2) < 0.06


def test_circles_are_found_with_their_places_and_radii():
    discs = [(30, 30, 8), (70, 80, 20), (25, 90, 13)]
    assert matched(hough_circles(canny(drawn(discs)), np.arange(5, 26)), discs)


def test_half_a_circle_is_enough():
    edges = canny(drawn([(50, 60, 20)]))
    edges[:50] = False
    assert matched(hough_circles(edges, np.arange(15, 26), 0.45, n_circles=1), [(50, 60, 20)])


def test_the_best_circles_come_first_and_no_more_than_asked_for():
    edges = canny(drawn([(30, 30, 12), (70, 80, 20)]))
    edges[:, :25] = False
    everything = hough_circles(edges, np.arange(8, 26))
    assert np.abs(everything[0] - [70, 80, 20]).max() <= 2
    np.testing.assert_array_equal(hough_circles(edges, np.arange(8, 26), n_circles=1), everything[:1])


def test_all_coins_are_found_where_scikit_image_finds_them():
    pytest.importorskip("skimage")
    from skimage import data, feature, transform

    coins, radii = data.coins() / 255, np.arange(16, 33)
    ours = hough_circles(canny(coins, 2), radii, n_circles=24)
    votes = transform.hough_circle(feature.canny(coins, 2), radii)
    _, x, y, r = transform.hough_circle_peaks(votes, radii, 15, 15, total_num_peaks=24)
    assert matched(ours, np.column_stack([y, x, r]), 6)


def test_nothing_is_found_where_there_are_no_edges():
    assert hough_circles(np.zeros((20, 20), bool), [3, 4]).shape == (0, 3)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 3), (3, 3)])
def test_tiny_pictures_do_no_harm(shape):
    image = np.random.default_rng(0).random(shape)
    assert sobel_edges(image).shape == laplacian_of_gaussian(image, 2).shape == canny(image).shape == shape
    assert blob_detect(image).shape[1] == hough_circles(image > 0.5, [1, 4]).shape[1] == 3


def test_arguments_are_not_changed():
    image = drawn().astype(float)
    before = image.copy()
    sobel_edges(image), laplacian_of_gaussian(image, 2), blob_detect(image), canny(image), hough_circles(image, [5])
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gaussian_kernel(0, 2), "sigma must be a finite number above 0"),
        (lambda: gaussian_kernel(1, -1), "radius must be at least 0"),
        (lambda: sobel_edges(np.zeros((3, 3, 3))), r"image must have shape \(H, W\)"),
        (lambda: sobel_edges(np.zeros((0, 3))), "image is empty"),
        (lambda: laplacian_of_gaussian(np.zeros((5, 5)), -1), "sigma must be"),
        (lambda: blob_detect(np.zeros((5, 5)), ()), "one or more scales"),
        (lambda: blob_detect(np.zeros((5, 5)), (3, 2)), "ascending"),
        (lambda: canny(np.zeros((5, 5)), 1, 0.3, 0.2), "0 < low <= high <= 1"),
        (lambda: hough_circles(np.zeros((5, 5)), []), "one or more numbers"),
        (lambda: hough_circles(np.zeros((5, 5)), [0.5]), "at least 1 each"),
        (lambda: hough_circles(np.zeros((5, 5)), [2], 0), r"threshold must lie in \(0, 1\]"),
    ],
)
def test_what_makes_no_sense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
