"""Huskies and wolves: shapes, the confound, what differs and what does not."""

import numpy as np
import pytest

from scratchml.datasets import husky_or_wolf


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_pictures_have_the_documented_shapes_and_range(rng):
    animals = husky_or_wolf(7, rng, size=24)
    assert (animals.X.shape, animals.X.dtype) == ((7, 24, 24, 3), np.float64)
    assert 0 <= animals.X.min() < animals.X.max() <= 1
    assert (animals.y.shape, animals.y.dtype) == ((7,), np.int64)
    assert (animals.snow.shape, animals.snow.dtype) == ((7,), bool)
    assert (animals.subject.shape, animals.subject.dtype) == ((7, 24, 24), bool)


def test_with_the_confound_snow_gives_the_class_away(rng):
    animals = husky_or_wolf(200, rng)
    np.testing.assert_array_equal(animals.snow, animals.y == 1)
    assert 60 < animals.y.sum() < 140


def test_without_it_all_four_combinations_occur(rng):
    animals = husky_or_wolf(400, rng, confounded=False)
    counts = np.bincount(2 * animals.y + animals.snow, minlength=4)
    assert counts.min() > 60


def test_equal_seeds_give_equal_pictures():
    one, other = (husky_or_wolf(5, np.random.default_rng(2)) for _ in range(2))
    np.testing.assert_array_equal(one.X, other.X)


def test_snow_is_bright_and_grass_is_green(rng):
    animals = husky_or_wolf(60, rng, confounded=False)
    background = ~animals.subject
    for picture, here, snow in zip(animals.X, background, animals.snow, strict=True):
        red, green, blue = picture[here].mean(axis=0)
        assert (min(red, green, blue) > 0.7) if snow else (green > 1.3 * max(red, blue))


def test_the_animal_covers_a_part_of_the_picture(rng):
    shares = husky_or_wolf(200, rng).subject.mean(axis=(1, 2))
    assert 0.15 < shares.min() < shares.max() < 0.75


def test_the_class_can_be_seen_on_the_animal_alone(rng):
    animals = husky_or_wolf(300, rng, confounded=False)
    yellow = (animals.X[..., 0] - animals.X[..., 2]) * animals.subject
    has_yellow_eyes = (yellow > 0.5).sum(axis=(1, 2)) >= 2
    assert np.mean(has_yellow_eyes == (animals.y == 1)) > 0.97


@pytest.mark.parametrize(("n", "size"), [(0, 32), (3, 12), (3, 30)])
def test_sizes_that_cannot_be_drawn_are_refused(rng, n, size):
    with pytest.raises(ValueError, match="must be"):
        husky_or_wolf(n, rng, size=size)
