"""scratchml.classification_losses against scikit-learn, scipy, finite differences and the conventions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import rel_entr
from sklearn import metrics

from scratchml import classification_losses as losses
from scratchml.activations import softmax
from scratchml.gradients import numerical_gradient, relative_error
from scratchml.losses import binary_cross_entropy, binary_cross_entropy_grad, softmax_cross_entropy

NAMES = ["hinge_loss", "focal_loss", "kl_divergence", "weighted_cross_entropy"]
WEIGHTS = [0.5, 2, 0.1, 3]
steady = settings(max_examples=20, deadline=None, derandomize=True)


def both_of(name):
    return getattr(losses, name), getattr(losses, name + "_grad")


def example(name, dtype=np.float64):
    """What the loss is made for, 6 rows of 4, away from kinks."""
    rng = np.random.default_rng(0)
    scores, labels = rng.normal(size=(6, 4)).astype(dtype), np.array([0, 3, 1, 1, 2, 0])
    return {
        "hinge_loss": (scores, (2 * rng.integers(0, 2, (6, 4)) - 1).astype(dtype)),
        "focal_loss": (softmax(scores), rng.integers(0, 2, (6, 4)).astype(dtype)),
        "kl_divergence": (softmax(scores), softmax(rng.normal(size=(6, 4))).astype(dtype)),
        "weighted_cross_entropy": (scores, labels, WEIGHTS),
    }[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_loss_is_one_python_float(name):
    assert type(both_of(name)[0](*example(name))) is float


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_is_the_derivative_of_the_loss(name):
    loss, grad = both_of(name)
    pred, *rest = example(name)
    assert relative_error(grad(pred, *rest), numerical_gradient(lambda p: loss(p, *rest), pred)) < 1e-6


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_has_the_shape_and_precision_of_the_prediction(name):
    grad = both_of(name)[1](*example(name, np.float32))
    assert (grad.shape, grad.dtype) == ((6, 4), np.float32)


@pytest.mark.parametrize("name", NAMES)
def test_float32_gives_the_loss_to_float32(name):
    loss = both_of(name)[0]
    assert loss(*example(name, np.float32)) == pytest.approx(loss(*example(name)), rel=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_arguments_are_not_changed(name):
    arguments = example(name)
    before = [np.copy(a) for a in arguments]
    both_of(name)[0](*arguments)
    both_of(name)[1](*arguments)[...] = 9
    for a, b in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", NAMES)
def test_repeating_the_batch_changes_nothing(name):
    pred, target, *rest = example(name)
    twice = both_of(name)[0](np.concatenate([pred, pred]), np.concatenate([target, target]), *rest)
    assert twice == pytest.approx(both_of(name)[0](pred, target, *rest), rel=1e-13)


@pytest.mark.parametrize("name", NAMES[:3])
@pytest.mark.parametrize("which", [0, 1])
def test_shapes_that_would_broadcast_are_refused(name, which):
    with pytest.raises(ValueError, match=r"must have one shape, got \(6, 1\) and \(6,\)"):
        both_of(name)[which](np.full((6, 1), 0.5), np.ones(6))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", [0, 1])
def test_an_empty_batch_is_refused(name, which):
    rest = (np.zeros(0, int), WEIGHTS) if name == "weighted_cross_entropy" else (np.zeros((0, 4)),)
    with pytest.raises(ValueError, match="empty"):
        both_of(name)[which](np.zeros((0, 4)), *rest)


def test_hinge_loss_agrees_with_scikit_learn():
    score, label = example("hinge_loss")
    expected = metrics.hinge_loss(label.ravel(), score.ravel())
    assert losses.hinge_loss(score, label) == pytest.approx(expected, rel=1e-13)


def test_hinge_gradient_is_zero_from_the_margin_on():
    grad = losses.hinge_loss_grad([1, -1, 2, 0.5, -0.5, 3], [1, -1, 1, 1, -1, -1])
    np.testing.assert_allclose(grad, np.array([0, 0, 0, -1, 1, 1]) / 6)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("label", [0, 2, 0.5, np.nan])
def test_hinge_labels_other_than_signs_are_refused(which, label):
    with pytest.raises(ValueError, match="labels must be -1 or 1"):
        both_of("hinge_loss")[which]([0.5, 0.5], [1, label])


def test_focal_loss_of_gamma_zero_is_the_binary_cross_entropy():
    p, y = example("focal_loss")
    assert losses.focal_loss(p, y, 0) == pytest.approx(binary_cross_entropy(p, y), rel=1e-13)


def test_focal_gradient_of_gamma_zero_is_that_of_the_binary_cross_entropy():
    p, y = example("focal_loss")
    np.testing.assert_allclose(losses.focal_loss_grad(p, y, 0), binary_cross_entropy_grad(p, y), rtol=1e-12)


def test_focal_loss_has_gamma_two_by_default():
    assert losses.focal_loss([0.75], [0]) == pytest.approx(-(0.75**2) * np.log(0.25))


@pytest.mark.parametrize("gamma", [0.5, 1, 3.5])
def test_focal_gradient_is_the_derivative_for_other_gammas(gamma):
    p, y = example("focal_loss")
    numeric = numerical_gradient(lambda q: losses.focal_loss(q, y, gamma), p)
    assert relative_error(losses.focal_loss_grad(p, y, gamma), numeric) < 1e-6


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_focal_loss_of_a_sure_mistake_is_minus_log_eps(dtype):
    p, y = np.array([0, 1], dtype), np.array([1, 0], dtype)
    assert losses.focal_loss(p, y) == pytest.approx(-np.log(1e-12), rel=1e-4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_focal_gradient_is_taken_at_the_clipped_p(dtype):
    grad = losses.focal_loss_grad(np.array([0, 1], dtype), np.array([1, 0], dtype))
    np.testing.assert_allclose(grad, [-0.5e12, 0.5e12], rtol=1e-3)


@pytest.mark.parametrize("gamma", [0, 0.5, 1, 2])
def test_focal_loss_and_gradient_of_a_sure_hit_are_finite(gamma):
    assert 0 <= losses.focal_loss([0.0, 1.0], [0, 1], gamma) < 1e-11
    assert np.abs(losses.focal_loss_grad([0.0, 1.0], [0, 1], gamma)).max() <= 0.5 + 1e-9


def test_focal_loss_keeps_a_small_p_of_a_true_negative():
    assert losses.focal_loss([1e-9], [0], 1) == pytest.approx(1e-18, rel=1e-6)


@steady
@given(hnp.arrays(np.float64, 5, elements=st.floats(0, 1)), st.floats(0, 5))
def test_focal_loss_lies_between_zero_and_the_binary_cross_entropy(p, gamma):
    y = np.array([0, 1, 1, 0, 1])
    assert 0 <= losses.focal_loss(p, y, gamma) <= binary_cross_entropy(p, y) * (1 + 1e-9)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("y", "gamma", "message"), [(0.5, 2, "y must hold"), (-1, 2, "y must hold"), (1, -1, "gamma")])
def test_focal_targets_and_gammas_out_of_range_are_refused(which, y, gamma, message):
    with pytest.raises(ValueError, match=message):
        both_of("focal_loss")[which]([0.5], [y], gamma)


def test_kl_divergence_agrees_with_scipy():
    p, target = example("kl_divergence")
    assert losses.kl_divergence(p, target) == pytest.approx(rel_entr(target, p).sum() / 6, rel=1e-12)


def test_kl_divergence_of_one_hot_targets_is_the_cross_entropy():
    logits, labels, _ = example("weighted_cross_entropy")
    got = losses.kl_divergence(softmax(logits), np.eye(4)[labels])
    assert got == pytest.approx(softmax_cross_entropy(logits, labels), rel=1e-13)


def test_kl_divergence_of_impossible_classes_counts_nothing():
    assert losses.kl_divergence([[0.0, 1.0]], [[0.0, 1.0]]) == 0


def test_kl_divergence_counts_every_row_of_a_sequence():
    p, target = (a.reshape(2, 3, 4) for a in example("kl_divergence"))
    assert losses.kl_divergence(p, target) == pytest.approx(losses.kl_divergence(*example("kl_divergence")))
    expected = losses.kl_divergence_grad(*example("kl_divergence")).reshape(2, 3, 4)
    np.testing.assert_allclose(losses.kl_divergence_grad(p, target), expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_kl_divergence_of_a_class_held_impossible_is_minus_log_eps(dtype):
    assert losses.kl_divergence(np.array([[0, 1]], dtype), np.array([[1, 0]], dtype)) == pytest.approx(
        -np.log(1e-12), rel=1e-6
    )


def test_kl_gradient_is_taken_at_the_clipped_p():
    grad = losses.kl_divergence_grad([[1.0, 0.0], [0.5, 0.5]], [[0, 1], [1, 0]])
    np.testing.assert_allclose(grad, [[0, -0.5e12], [-1, 0]], rtol=1e-12)


@steady
@given(*[hnp.arrays(np.float64, (3, 4), elements=st.floats(-20, 20))] * 2)
def test_kl_divergence_of_distributions_is_not_negative(a, b):
    assert losses.kl_divergence(softmax(a), softmax(b)) >= -1e-12


@pytest.mark.parametrize("which", [0, 1])
def test_a_negative_target_probability_is_refused(which):
    with pytest.raises(ValueError, match="target must hold probabilities"):
        both_of("kl_divergence")[which]([[0.5, 0.5]], [[1.5, -0.5]])


def test_weighted_cross_entropy_agrees_with_scikit_learn():
    logits, labels, weights = example("weighted_cross_entropy")
    expected = metrics.log_loss(labels, softmax(logits), sample_weight=np.array(weights)[labels])
    assert losses.weighted_cross_entropy(logits, labels, weights) == pytest.approx(expected, rel=1e-12)


def test_equal_weights_give_the_plain_cross_entropy():
    logits, labels, _ = example("weighted_cross_entropy")
    got = losses.weighted_cross_entropy(logits, labels, [7] * 4)
    assert got == pytest.approx(softmax_cross_entropy(logits, labels), rel=1e-13)


def test_a_class_of_weight_zero_gets_no_gradient():
    logits, labels, _ = example("weighted_cross_entropy")
    grad = losses.weighted_cross_entropy_grad(logits, labels, [0, 1, 1, 1])
    np.testing.assert_array_equal(grad.any(axis=1), labels != 0)


def test_a_weighted_gap_of_a_thousand_costs_a_thousand():
    assert losses.weighted_cross_entropy([[-500.0, 500.0]], [0], [2, 5]) == 1000


def test_weighted_gradient_rows_sum_to_zero():
    grad = losses.weighted_cross_entropy_grad(*example("weighted_cross_entropy"))
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-16)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("labels", "weights", "message"),
    [
        ([0, 1], [1, 1], "one per class"),
        ([0, 1], [1, 1, -1], "0 or more"),
        ([0, 1], [0, 0, 1], "weight 0"),
        ([0, 3], [1, 1, 1], "labels must lie"),
        ([0], [1, 1, 1], "labels must have shape"),
    ],
)
def test_weights_and_labels_that_do_not_fit_are_refused(which, labels, weights, message):
    with pytest.raises(ValueError, match=message):
        both_of("weighted_cross_entropy")[which](np.zeros((2, 3)), labels, weights)
