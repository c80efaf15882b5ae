"""scratchml.perturbation.mask_image: every picture, segment and fill, bit for bit."""

import numpy as np
import pytest

from scratchml.perturbation import grid_segments, mask_image

DTYPES = ["uint8", "int16", "uint16", "int64", "float16", "float32", "float64", "bool"]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def by_hand(image, segments, masks, fill):
    """Segment by segment, channel by channel."""
    pictures = np.stack([image] * len(masks))
    for j, label in enumerate(np.unique(segments)):
        inside = segments == label
        paint = image[inside].astype(float).mean(axis=0) if fill == "mean" else np.asarray(fill)
        for picture, mask in zip(pictures, masks, strict=True):
            if not mask[j]:
                picture[inside] = paint.astype(image.dtype)
    return pictures


@pytest.mark.parametrize("shape", [(6, 9), (6, 9, 1), (6, 9, 3), (6, 9, 4)])
@pytest.mark.parametrize("fill", ["mean", 0, 1])
def test_segments_that_are_off_are_painted_over(shape, fill, rng):
    image, segments = rng.integers(0, 256, shape).astype(np.uint8), rng.integers(0, 5, (6, 9))
    masks = rng.integers(0, 2, (11, 5))
    np.testing.assert_array_equal(mask_image(image, segments, masks, fill), by_hand(image, segments, masks, fill))


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_is_kept(dtype, rng):
    image, segments = (200 * rng.random((5, 4, 3))).astype(dtype), grid_segments(5, 4, 2, 2)
    masks = rng.integers(0, 2, (6, 4))
    pictures = mask_image(image, segments, masks)
    assert pictures.dtype == image.dtype
    expected = by_hand(image, segments, masks, "mean").astype(float)
    np.testing.assert_allclose(pictures.astype(float), expected, rtol=1e-6)


def test_the_mean_of_integers_is_cut_off_not_rounded():
    image = np.array([[3, 4, 4]], np.uint8)
    np.testing.assert_array_equal(mask_image(image, np.zeros((1, 3), int), [[0]]), [[[3, 3, 3]]])


@pytest.mark.parametrize("labels", [[1, 2, 3], [-7, 0, 40]])
def test_columns_follow_the_labels_in_ascending_order(labels):
    image, segments = np.array([[10, 20, 30]]), np.array([labels[::-1]])
    np.testing.assert_array_equal(mask_image(image, segments, [[0, 1, 1]], 0), [[[10, 20, 0]]])


def test_what_stays_on_is_exact_even_where_it_is_not_finite():
    image = np.array([[np.nan, -0.0, np.inf, 1.0]])
    pictures = mask_image(image, np.array([[0, 0, 0, 1]]), [[1, 0]], fill=5)
    np.testing.assert_array_equal(pictures.view(np.int64), np.array([[[np.nan, -0.0, np.inf, 5.0]]]).view(np.int64))


@pytest.mark.parametrize("as_type", [bool, np.uint8, np.int64, float])
def test_masks_may_be_of_any_type(as_type):
    masks = np.array([[1, 0], [0, 1]]).astype(as_type)
    np.testing.assert_array_equal(mask_image(np.array([[7, 8]]), np.array([[0, 1]]), masks, 0), [[[7, 0]], [[0, 8]]])


def test_a_view_of_a_picture_will_do(rng):
    image, segments = rng.integers(0, 256, (6, 8, 3)).astype(np.uint8), grid_segments(3, 4, 1, 2)
    masks = np.array([[0, 1]])
    view = image[::2, ::-2]
    np.testing.assert_array_equal(mask_image(view, segments, masks), mask_image(view.copy(), segments, masks))


def test_the_picture_itself_is_not_painted_over(rng):
    image = rng.random((4, 4, 3))
    before = image.copy()
    mask_image(image, grid_segments(4, 4, 2, 2), np.zeros((2, 4), int))[:] = -1
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"segments": np.zeros((3, 3), int)}, "segments must have the picture's shape"),
        ({"masks": np.ones((2, 3), int)}, r"masks must have shape \(n_samples, 2\)"),
        ({"masks": np.ones(2, int)}, "masks must have shape"),
        ({"masks": np.array([[0.5, 1]])}, "0 and 1 only"),
        ({"fill": "gray"}, 'fill must be "mean" or a number'),
        ({"fill": 256}, "does not fit the dtype uint8"),
        ({"fill": -1}, "does not fit the dtype uint8"),
        ({"fill": np.nan}, "does not fit the dtype uint8"),
        ({"image": np.zeros((1, 4, 4, 3), np.uint8)}, "one picture at a time"),
        ({"image": np.zeros((0, 4), np.uint8), "segments": np.zeros((0, 4), int)}, "image is empty"),
    ],
)
def test_what_does_not_fit_is_refused(change, words):
    good = {"image": np.zeros((4, 4, 3), np.uint8), "segments": grid_segments(4, 4, 1, 2), "masks": [[1, 0]]}
    with pytest.raises(ValueError, match=words):
        mask_image(**(good | change))


@pytest.mark.parametrize(
    "change", [{"segments": np.zeros((4, 4))}, {"image": np.zeros((4, 4), complex)}, {"image": np.full((4, 4), "a")}]
)
def test_what_is_not_a_picture_is_refused(change):
    good = {"image": np.zeros((4, 4), np.uint8), "segments": grid_segments(4, 4, 1, 2), "masks": [[1, 0]]}
    with pytest.raises(TypeError, match="must hold"):
        mask_image(**(good | change))
