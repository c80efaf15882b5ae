"""Patches of textures and mosaics of them: shapes, draws, where they come from, and that the truth is true."""

import numpy as np
import pytest

from scratchml.datasets import PATCH_CLASSES, cut_patches, load_textures, texture_mosaic, texture_patches

pytest.importorskip("skimage")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(scope="module")
def small():
    """The photographs at half their resolution."""
    return load_textures().reshape(3, 256, 2, 256, 2).mean(axis=(2, 4)) / 255


def places_of(patch, photograph):
    """Where a patch lies in a photograph: rows (y, x)."""
    view = np.lib.stride_tricks.sliding_window_view(photograph, patch.shape)
    return np.argwhere((view == patch).all(axis=(2, 3)))


def test_patches_have_the_documented_shapes_classes_and_range(rng):
    X, y = texture_patches(5, 12, rng)
    assert (X.shape, X.dtype) == ((20, 12, 12, 1), np.float64)
    assert y.tolist() == [0] * 5 + [1] * 5 + [2] * 5 + [3] * 5
    assert y.dtype == np.int64
    assert 0 <= X.min() < X.max() <= 1
    assert PATCH_CLASSES == ("grass", "brick", "gravel", "flat")


def test_patches_are_drawn_as_documented(small):
    X, _ = texture_patches(2, 10, np.random.default_rng(7))
    rng = np.random.default_rng(7)
    for label in range(3):
        top, left = rng.integers(0, 247, 2), rng.integers(0, 119, 2)
        for k in range(2):
            expected = small[label, top[k] : top[k] + 10, left[k] : left[k] + 10]
            np.testing.assert_array_equal(X[2 * label + k, :, :, 0], expected)
    np.testing.assert_array_equal(X[6:, 3, 4, 0], rng.random(2))


def test_flat_patches_are_flat(rng):
    X, y = texture_patches(4, 32, rng)
    assert np.ptp(X[y == 3], axis=(1, 2)).max() == 0
    assert np.ptp(X[y < 3], axis=(1, 2)).min() > 0.05


@pytest.mark.parametrize(("part", "columns"), [("train", slice(0, 128)), ("test", slice(128, 256))])
def test_training_and_test_patches_come_from_different_halves(rng, small, part, columns):
    X, _ = texture_patches(2, 16, rng, part)
    for k in range(6):
        places = places_of(X[k, :, :, 0], small[k // 2])
        assert len(places) == 1
        assert columns.start <= places[0][1] <= columns.stop - 16


def test_a_mosaic_has_each_class_about_equally_often(rng):
    mosaic = texture_mosaic(4, 5, 8, rng)
    assert (mosaic.image.shape, mosaic.segments.shape, mosaic.truth.shape) == ((32, 40, 1), (32, 40), (20,))
    assert sorted(np.bincount(mosaic.truth)) == [6, 7, 7]


def test_segments_are_the_cells_row_by_row(rng):
    segments = texture_mosaic(2, 3, 4, rng).segments
    np.testing.assert_array_equal(segments[::4, ::4], [[0, 1, 2], [3, 4, 5]])
    assert (np.bincount(segments.ravel()) == 16).all()


def test_every_cell_shows_the_texture_that_the_truth_names(rng, small):
    mosaic = texture_mosaic(2, 2, 16, rng)
    cells = cut_patches(mosaic.image[None], 16)[0, ..., 0]
    for cell, label in zip(cells, mosaic.truth, strict=True):
        assert len(places_of(cell, small[label])) == 1


def test_cut_patches_agree_with_the_segments():
    picture = np.arange(6 * 4 * 2.0).reshape(1, 6, 4, 2)
    patches = cut_patches(picture, 2)
    assert patches.shape == (1, 6, 2, 2, 2)
    np.testing.assert_array_equal(patches[0, 3], picture[0, 2:4, 2:4])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((3, 0), "size must lie"), ((3, 129), "size must lie"), ((0, 8), "n must be"), ((3, 8, "all"), "part must be")],
)
def test_patches_refuse(rng, arguments, words):
    n, size, *part = arguments
    with pytest.raises(ValueError, match=words):
        texture_patches(n, size, rng, *part)


def test_mosaics_and_cuts_refuse(rng):
    with pytest.raises(ValueError, match="at least one row"):
        texture_mosaic(0, 2, 8, rng)
    with pytest.raises(ValueError, match="divisible by 4"):
        cut_patches(np.zeros((1, 8, 6, 1)), 4)
    with pytest.raises(ValueError, match="divisible by 4"):
        cut_patches(np.zeros((8, 8, 1)), 4)
