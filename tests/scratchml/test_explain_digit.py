"""scratchml.network.explain_digit: what it asks, what it draws, what it hands to the fit, what comes back."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from scratchml.network import explain_digit

IMAGE = np.arange(1.0, 25.0).reshape(4, 6)


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def ridge(Z, y, weights, alpha=1.0):
    model = Ridge(alpha=alpha).fit(Z, y, sample_weight=weights)
    return model.intercept_, model.coef_


class Recorder:
    """A network that is linear in two blocks of IMAGE, and remembers the pictures; class 2 is the likeliest."""

    def __init__(self):
        self.calls = []

    def __call__(self, pictures):
        self.calls.append(pictures)
        left, right = pictures.reshape(-1, 4, 6)[:, 0, 0], pictures.reshape(-1, 4, 6)[:, 3, 5]
        scores = np.column_stack([left, right, 0.5 * left + 4 * right + 100])
        return scores / 200


class Fit:
    """Remembers what it was given, returns 0, 1, 2, ... as coefficients."""

    def __call__(self, Z, y, weights):
        self.Z, self.y, self.weights = Z, y, weights
        return 7.0, np.arange(Z.shape[1])


def test_coefficients_come_back_row_by_row(rng):
    np.testing.assert_array_equal(explain_digit(Recorder(), IMAGE, 2, 10, rng, Fit()), [[0, 1], [2, 3]])


def test_masks_are_one_draw_with_the_original_first(rng):
    fit = Fit()
    explain_digit(Recorder(), IMAGE, 2, 50, rng, fit)
    masks = np.random.default_rng(3).integers(0, 2, (50, 4))
    masks[0] = 1
    np.testing.assert_array_equal(fit.Z, masks)


def test_nothing_else_is_drawn(rng):
    explain_digit(Recorder(), IMAGE, 2, 50, rng, Fit())
    other = np.random.default_rng(3)
    other.integers(0, 2, (50, 4))
    assert rng.random() == other.random()


def test_the_network_is_asked_once_and_about_the_image_first(rng):
    network = Recorder()
    explain_digit(network, IMAGE, 2, 30, rng, Fit())
    (pictures,) = network.calls
    assert pictures.shape == (30, 24)
    np.testing.assert_array_equal(pictures[0], IMAGE.ravel())


def test_blocks_that_are_off_are_zero_and_the_others_unchanged(rng):
    network, fit = Recorder(), Fit()
    explain_digit(network, IMAGE, 2, 30, rng, fit)
    on = np.kron(fit.Z.reshape(-1, 2, 2), np.ones((2, 3)))
    np.testing.assert_array_equal(network.calls[0].reshape(-1, 4, 6), on * IMAGE)


def test_the_class_explained_is_the_likeliest_of_the_image(rng):
    network, fit = Recorder(), Fit()
    explain_digit(network, IMAGE, 2, 30, rng, fit)
    np.testing.assert_array_equal(fit.y, network(network.calls[0])[:, 2])


def test_pictures_weigh_by_the_root_of_the_share_that_is_on(rng):
    fit = Fit()
    explain_digit(Recorder(), IMAGE, 2, 30, rng, fit)
    d = 1 - np.sqrt(fit.Z.sum(axis=1) / 4)
    np.testing.assert_allclose(fit.weights, np.sqrt(np.exp(-(d**2) / 0.0625)), rtol=1e-13)
    assert fit.weights[0] == 1


def test_a_network_linear_in_its_blocks_is_explained_by_its_own_coefficients(rng):
    weights = explain_digit(Recorder(), IMAGE, 2, 100, rng, lambda *a: ridge(*a, alpha=1e-8))
    np.testing.assert_allclose(weights, [[0.5 * 1 / 200, 0], [0, 4 * 24 / 200]], atol=1e-6)


def test_float32_pictures_stay_float32(rng):
    network = Recorder()
    explain_digit(network, IMAGE.astype(np.float32), 2, 10, rng, ridge)
    assert network.calls[0].dtype == np.float32


def test_the_image_is_not_changed(rng):
    before = IMAGE.copy()
    explain_digit(Recorder(), IMAGE, 1, 10, rng, ridge)
    np.testing.assert_array_equal(IMAGE, before)


@pytest.mark.parametrize(
    ("image", "cells", "n_samples", "message"),
    [
        (IMAGE, 3, 10, "divisible by cells = 3"),
        (IMAGE, 4, 10, "divisible by cells = 4"),
        (IMAGE, 0, 10, "divisible by cells = 0"),
        (IMAGE.ravel(), 2, 10, r"shape \(H, W\)"),
        (IMAGE, 2, 0, "n_samples"),
    ],
)
def test_pictures_that_do_not_fit_the_blocks_are_refused(rng, image, cells, n_samples, message):
    with pytest.raises(ValueError, match=message):
        explain_digit(Recorder(), image, cells, n_samples, rng, ridge)


def test_a_seed_is_refused_as_a_generator():
    with pytest.raises(TypeError, match=r"numpy\.random\.Generator"):
        explain_digit(Recorder(), IMAGE, 2, 10, 0, ridge)
