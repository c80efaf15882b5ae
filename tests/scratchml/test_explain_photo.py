"""scratchml.convnet.mask_superpixels and explain_photo: what is asked, what is drawn, what comes back."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from scratchml.convnet import explain_photo, mask_superpixels
from scratchml.perturbation import grid_segments, mask_image

SEGMENTS = grid_segments(6, 8, 2, 3)


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(20, 200, (6, 8, 3), dtype=np.uint8)


class Recorder:
    """A classifier that is linear in the brightness of two superpixels, and remembers the pictures it was shown."""

    def __init__(self):
        self.shown = []

    def __call__(self, pictures):
        self.shown.append(pictures)
        first, last = pictures[:, 0, 0, 0].astype(float), pictures[:, -1, -1, 2].astype(float)
        return np.column_stack([0 * first, 1000 + first - 0.5 * last, first])


def test_masking_is_that_of_lime(image):
    masks = np.random.default_rng(1).integers(0, 2, (5, 6))
    for fill in ("mean", 7):
        np.testing.assert_array_equal(
            mask_superpixels(image, SEGMENTS, masks, fill), mask_image(image, SEGMENTS, masks, fill)
        )


def test_the_first_picture_is_the_photograph_and_the_others_are_masked(image):
    model, rng = Recorder(), np.random.default_rng(3)
    explain_photo(model, image, SEGMENTS, 20, rng, fill=0)
    masks = np.random.default_rng(3).integers(0, 2, (20, 6))
    masks[0] = 1
    (pictures,) = model.shown
    np.testing.assert_array_equal(pictures, mask_image(image, SEGMENTS, masks, 0))
    np.testing.assert_array_equal(pictures[0], image)


def test_the_mean_is_the_default_fill(image):
    one, other = (
        explain_photo(Recorder(), image, SEGMENTS, 30, np.random.default_rng(0), *fill) for fill in ((), ("mean",))
    )
    np.testing.assert_array_equal(one, other)


def test_weights_are_those_of_a_ridge_regression_on_the_masks(image):
    model = Recorder()
    weights = explain_photo(model, image, SEGMENTS, 60, np.random.default_rng(3), 0)
    masks = np.random.default_rng(3).integers(0, 2, (60, 6))
    masks[0] = 1
    nearness = np.sqrt(np.exp(-(((1 - np.sqrt(masks.mean(axis=1))) / 0.25) ** 2)))
    ridge = Ridge(alpha=1.0).fit(masks, model(model.shown[0])[:, 1], sample_weight=nearness)
    np.testing.assert_allclose(weights, ridge.coef_, atol=1e-9 * np.abs(ridge.coef_).max())


def test_superpixels_are_ordered_by_label_whatever_the_labels_are(image):
    names = np.array([10, -3, 7, 99, 4, 50])
    renamed = explain_photo(Recorder(), image, names[SEGMENTS], 200, np.random.default_rng(0), 0)
    assert renamed.shape == (6,)
    order = np.argsort(names)
    assert order[renamed.argmax()] == 0
    assert order[renamed.argmin()] == 5


def test_a_superpixel_that_speaks_for_the_class_is_positive_and_one_against_it_negative(image):
    weights = explain_photo(Recorder(), image, SEGMENTS, 500, np.random.default_rng(0), 0)
    assert weights.argmax() == 0
    assert weights.argmin() == 5
    assert np.abs(weights[1:5]).max() < 0.1 * np.abs(weights[[0, 5]]).min()


def test_pictures_too_many_for_the_memory_are_asked_in_turn():
    image = np.zeros((300, 300, 3))
    model = Recorder()
    explain_photo(model, image, grid_segments(300, 300, 2, 2), 20, np.random.default_rng(0))
    assert len(model.shown) > 1
    assert sum(map(len, model.shown)) == 20


def test_grey_photographs_will_do():
    image = np.arange(48.0).reshape(6, 8)
    weights = explain_photo(
        lambda pictures: pictures[:, :1, 0] - [0, 1e9], image, SEGMENTS, 50, np.random.default_rng(0), 5
    )
    assert weights.argmin() == 0


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"n_samples": 0}, ValueError, "at least 1 sample"),
        ({"rng": 3}, TypeError, "Generator"),
        ({"segments": np.zeros((2, 2), int)}, ValueError, "segments must have the picture's shape"),
        ({"segments": np.zeros((6, 8))}, TypeError, "segments must hold integers"),
        ({"fill": "black"}, ValueError, "fill must be"),
        ({"predict_proba": lambda pictures: np.zeros(len(pictures))}, ValueError, "one score per class"),
    ],
)
def test_what_does_not_fit_is_refused(image, changes, error, words):
    arguments = {
        "predict_proba": Recorder(),
        "image": image,
        "segments": SEGMENTS,
        "n_samples": 10,
        "rng": np.random.default_rng(0),
        **changes,
    }
    with pytest.raises(error, match=words):
        explain_photo(**arguments)
