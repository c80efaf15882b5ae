"""scratchml.overlap_losses against scikit-learn's overlap scores, finite differences and the conventions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import f1_score, jaccard_score

from scratchml import overlap_losses as losses
from scratchml.gradients import numerical_gradient, relative_error

NAMES = ["dice_loss", "jaccard_loss"]
SCORES = {"dice_loss": f1_score, "jaccard_loss": jaccard_score}


@pytest.fixture(params=NAMES)
def pair(request):
    return getattr(losses, request.param), getattr(losses, request.param + "_grad")


def example(dtype=np.float64):
    """Three soft masks of 4 x 5 and hard targets of different sizes."""
    rng = np.random.default_rng(0)
    return rng.random((3, 4, 5)).astype(dtype), (rng.random((3, 4, 5)) < [[[0.2]], [[0.5]], [[0.8]]]).astype(dtype)


def test_a_loss_is_one_python_float(pair):
    assert type(pair[0](*example())) is float


@pytest.mark.parametrize("smooth", [0.0, 1.0, 10.0])
def test_the_gradient_is_the_derivative_of_the_loss(pair, smooth):
    p, target = example()
    numeric = numerical_gradient(lambda q: pair[0](q, target, smooth), p)
    assert relative_error(pair[1](p, target, smooth), numeric) < 1e-6


def test_the_gradient_is_the_derivative_for_soft_targets(pair):
    p, target = example()[0], np.random.default_rng(1).random((3, 4, 5))
    numeric = numerical_gradient(lambda q: pair[0](q, target), p)
    assert relative_error(pair[1](p, target), numeric) < 1e-6


def test_the_gradient_has_the_shape_and_precision_of_the_prediction(pair):
    grad = pair[1](*example(np.float32))
    assert (grad.shape, grad.dtype) == ((3, 4, 5), np.float32)


def test_float32_gives_the_loss_to_float32(pair):
    assert pair[0](*example(np.float32)) == pytest.approx(pair[0](*example()), rel=1e-5)


def test_arguments_are_not_changed(pair):
    p, target = example()
    before = p.copy(), target.copy()
    pair[0](p, target)
    pair[1](p, target)[...] = 9
    np.testing.assert_array_equal((p, target), before)


@pytest.mark.parametrize("name", NAMES)
def test_without_smoothing_hard_masks_agree_with_scikit_learn(name):
    p, target = example()
    hard = (p > 0.5).reshape(3, -1).astype(int)
    expected = 1 - SCORES[name](target.reshape(3, -1).astype(int), hard, average="samples")
    assert getattr(losses, name)(hard.reshape(3, 4, 5), target, 0) == pytest.approx(expected, rel=1e-13)


def test_smooth_is_one_by_default(pair):
    p, target = example()
    assert pair[0](p, target) == pair[0](p, target, 1.0)
    np.testing.assert_array_equal(pair[1](p, target), pair[1](p, target, 1.0))


def test_dice_of_a_small_mask_by_hand():
    assert losses.dice_loss([[0.5, 0.5, 0]], [[1, 0, 0]]) == pytest.approx(1 - 2 / 3)


def test_jaccard_of_a_small_mask_by_hand():
    assert losses.jaccard_loss([[0.5, 0.5, 0]], [[1, 0, 0]]) == pytest.approx(1 - 1.5 / 2.5)


def test_the_loss_is_the_mean_over_the_examples_and_not_of_one_big_mask(pair):
    p, target = example()
    each = [pair[0](p[i : i + 1], target[i : i + 1]) for i in range(3)]
    assert pair[0](p, target) == pytest.approx(np.mean(each), rel=1e-13)


def test_the_loss_ignores_the_layout_of_an_example(pair):
    p, target = example()
    assert pair[0](p.reshape(3, 20), target.reshape(3, 20)) == pytest.approx(pair[0](p, target), rel=1e-13)


def test_equal_hard_masks_cost_nothing(pair):
    target = example()[1]
    assert pair[0](target, target) == 0


def test_two_empty_masks_cost_nothing(pair):
    assert pair[0](np.zeros((2, 6)), np.zeros((2, 6))) == 0


def test_the_gradient_of_two_empty_masks_is_finite_and_positive(pair):
    assert pair[1](np.zeros((1, 4)), np.zeros((1, 4))).tolist() == [[1] * 4]


def test_two_empty_masks_without_smoothing_are_refused(pair):
    for function in pair:
        with pytest.raises(ValueError, match="both masks of an example are empty"):
            function(np.zeros((1, 4)), np.zeros((1, 4)), 0)


@pytest.mark.parametrize(
    ("p", "target", "smooth", "message"),
    [
        (np.zeros(4), np.zeros(4), 1, r"\(N, \.\.\.\)"),
        (np.zeros((2, 4)), np.zeros((2, 1)), 1, "one shape"),
        (np.zeros((0, 4)), np.zeros((0, 4)), 1, "empty"),
        (np.zeros((2, 4)), np.zeros((2, 4)), -1, "smooth"),
    ],
)
def test_masks_that_do_not_fit_are_refused(pair, p, target, smooth, message):
    for function in pair:
        with pytest.raises(ValueError, match=message):
            function(p, target, smooth)


masks = hnp.arrays(np.float64, (2, 6), elements=st.floats(0, 1))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(masks, masks)
def test_jaccard_lies_above_dice_and_both_between_zero_and_one(p, target):
    dice, jaccard = losses.dice_loss(p, target), losses.jaccard_loss(p, target)
    assert -1e-12 <= dice <= jaccard + 1e-12 <= 1 + 1e-12
