"""scratchml.rendering: top segments, tinted pictures and sentences."""

import numpy as np
import pytest

from scratchml.explain import Explanation
from scratchml.perturbation import grid_segments
from scratchml.rendering import as_list, overlay, top_segments

SEGMENTS = grid_segments(4, 6, 1, 3)
WEIGHTS = np.array([2.0, 0.0, -1.0])


def test_only_segments_for_the_class_are_counted_first():
    np.testing.assert_array_equal(top_segments([0.1, -9, 0.3, 0, 0.2], 2), [2, 4])


def test_there_may_be_fewer_than_asked_for():
    np.testing.assert_array_equal(top_segments([0.1, -9, 0, -1], 3), [0])
    assert top_segments([-1.0, 0.0], 2).shape == (0,)


def test_segments_against_the_class_count_by_size_where_asked_for():
    np.testing.assert_array_equal(top_segments([0.1, -9, 0.3, 0, 0.2], 3, positive_only=False), [1, 2, 4])


@pytest.mark.parametrize(("positive_only", "expected"), [(True, [1, 3]), (False, [0, 1])])
def test_of_equal_segments_the_lowest_comes_first(positive_only, expected):
    np.testing.assert_array_equal(top_segments([-2, 2, -2, 2], 2, positive_only), expected)


@pytest.mark.parametrize(("weights", "k"), [([1.0], 0), ([[1.0]], 1), ([], 1), ([np.nan], 1)])
def test_top_segments_refuses_what_makes_no_sense(weights, k):
    with pytest.raises(ValueError, match="must be"):
        top_segments(weights, k)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float64])
def test_a_tinted_picture_has_the_shape_and_dtype_of_the_picture(dtype):
    image = np.full((4, 6, 3), 0.5 if np.dtype(dtype).kind == "f" else np.iinfo(dtype).max // 2).astype(dtype)
    tinted = overlay(image, SEGMENTS, WEIGHTS)
    assert (tinted.dtype, tinted.shape) == (image.dtype, image.shape)


def test_green_speaks_for_the_class_and_red_against_it():
    tinted = overlay(np.full((4, 6, 3), 100, np.uint8), SEGMENTS, WEIGHTS).astype(int)
    for_it, against = tinted[0, 0], tinted[0, 5]
    assert for_it[1] > 100 > for_it[0] == for_it[2]
    assert against[0] > 100 > against[1] == against[2]


def test_the_largest_weight_has_the_strongest_colour():
    tinted = overlay(np.full((4, 6, 3), 100, np.uint8), SEGMENTS, WEIGHTS)
    np.testing.assert_array_equal(tinted[0, 0], [40, 193, 40])
    np.testing.assert_array_equal(tinted[0, 5], [146, 70, 70])


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_without_weight_a_picture_is_unchanged(dtype):
    image = np.random.default_rng(0).integers(0, 256, (4, 6, 3)).astype(dtype)
    tinted = overlay(image, SEGMENTS, WEIGHTS)
    np.testing.assert_array_equal(tinted[SEGMENTS == 1], image[SEGMENTS == 1])
    np.testing.assert_array_equal(overlay(image, SEGMENTS, np.zeros(3)), image)


def test_weights_follow_the_labels_in_ascending_order():
    image = np.full((4, 6, 3), 100, np.uint8)
    np.testing.assert_array_equal(overlay(image, 10 * SEGMENTS + 3, WEIGHTS), overlay(image, SEGMENTS, WEIGHTS))


def test_the_picture_itself_is_not_tinted():
    image = np.full((4, 6, 3), 100, np.uint8)
    overlay(image, SEGMENTS, WEIGHTS)
    assert (image == 100).all()


@pytest.mark.parametrize(
    ("image", "weights", "words"),
    [
        (np.zeros((4, 6)), WEIGHTS, r"np\.stack"),
        (np.zeros((4, 5, 3)), WEIGHTS, "segments"),
        (np.zeros((4, 6, 3)), WEIGHTS[:2], "one weight for each of 3 segments"),
        (np.zeros((4, 6, 3)), np.array([1, np.nan, 0]), "finite"),
    ],
)
def test_picture_segments_and_weights_must_fit(image, weights, words):
    with pytest.raises(ValueError, match=words):
        overlay(image, SEGMENTS, weights)


def explanation(features, weights):
    return Explanation(0, 0.0, features, np.array(weights), 1.0, 0.0)


BINS = [np.array([0.3, 1.3, 1.8]), np.array([5.0]), np.array([-1.0, 2.0])]
NAMES = ["petal width (cm)", "constant", "c"]


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.2, "petal width (cm) <= 0.30"),
        (0.3, "petal width (cm) <= 0.30"),
        (1.0, "0.30 < petal width (cm) <= 1.30"),
        (1.8, "1.30 < petal width (cm) <= 1.80"),
        (1.9, "petal width (cm) > 1.80"),
    ],
)
def test_a_condition_names_the_bin_of_the_value(x, text):
    assert as_list(explanation([0], [0.5]), [x, 5, 0], BINS, NAMES) == [(text, 0.5)]


def test_a_constant_column_has_one_border():
    assert as_list(explanation([1], [0.0]), [0, 5, 0], BINS, NAMES) == [("constant <= 5.00", 0.0)]


def test_conditions_come_in_the_order_of_the_explanation():
    found = as_list(explanation([2, 0], [-0.5, 0.25]), [0.0, 5.0, 0.0], BINS, NAMES)
    assert found == [("-1.00 < c <= 2.00", -0.5), ("petal width (cm) <= 0.30", 0.25)]
    assert all(type(weight) is float for _, weight in found)


@pytest.mark.parametrize(
    ("features", "x", "names"),
    [([0], [1.0, 2.0], NAMES), ([0], [1.0, 2.0, 3.0], NAMES[:2]), ([3], [1.0, 2.0, 3.0], NAMES)],
)
def test_explanation_row_and_names_must_fit(features, x, names):
    with pytest.raises(ValueError, match=r"x has shape|features must be"):
        as_list(explanation(features, [1.0]), x, BINS, names)
