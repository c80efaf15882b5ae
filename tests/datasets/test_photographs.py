"""Photographs and superpixels through scikit-image, and the words when it is missing."""

import sys

import numpy as np
import pytest

from scratchml.datasets import (
    TEXTURES,
    load_coins,
    load_textures,
    skimage_blobs,
    skimage_canny,
    skimage_circles,
    superpixels,
    texture_mosaic,
    texture_patches,
)

pytest.importorskip("skimage")


def test_the_coins_are_a_grey_photograph():
    coins = load_coins()
    assert (coins.shape, coins.dtype) == ((303, 384), np.uint8)


def test_there_are_three_textures_of_one_size():
    textures = load_textures()
    assert (textures.shape, textures.dtype) == ((3, 512, 512), np.uint8)
    assert TEXTURES == ("grass", "brick", "gravel")
    assert len({photograph.tobytes() for photograph in textures}) == 3


@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 1), (40, 60, 3)])
def test_superpixels_are_numbered_without_gaps(shape):
    image = np.linspace(0, 1, np.prod(shape)).reshape(shape)
    segments = superpixels(image, 12)
    assert (segments.shape, segments.dtype) == ((40, 60), np.int64)
    assert np.array_equal(np.unique(segments), np.arange(segments.max() + 1))
    assert 5 <= segments.max() + 1 <= 20


def test_superpixels_respect_edges():
    image = np.zeros((40, 40, 3))
    image[:, 23:] = 1
    segments = superpixels(image, 16)
    assert not set(segments[:, :23].ravel()) & set(segments[:, 23:].ravel())


@pytest.mark.parametrize(("shape", "n"), [((4,), 3), ((4, 4, 2), 3), ((4, 4), 0)])
def test_superpixels_refuse(shape, n):
    with pytest.raises(ValueError, match="must"):
        superpixels(np.zeros(shape), n)


@pytest.mark.parametrize(
    "call",
    [
        load_coins,
        load_textures,
        lambda: superpixels(np.zeros((9, 9)), 2),
        lambda: skimage_blobs(np.zeros((9, 9))),
        lambda: skimage_canny(np.zeros((9, 9))),
        lambda: skimage_circles(np.zeros((9, 9), dtype=bool), [2]),
        lambda: texture_patches(1, 8, np.random.default_rng(0)),
        lambda: texture_mosaic(1, 1, 8, np.random.default_rng(0)),
    ],
)
def test_without_scikit_image_one_reads_how_to_get_it(monkeypatch, call):
    for name in [name for name in sys.modules if name.partition(".")[0] == "skimage"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "skimage", None)
    with pytest.raises(ImportError, match=r"need scikit-image: pip install"):
        call()
