"""scratchml.losses against scikit-learn, finite differences and the conventions of the curriculum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import log_loss
from sklearn.metrics import mean_squared_error as sklearn_mse

from scratchml import losses
from scratchml.activations import softmax
from scratchml.gradients import numerical_gradient, relative_error

NAMES = ["mean_squared_error", "binary_cross_entropy", "cross_entropy", "softmax_cross_entropy"]
ELEMENTWISE = ["mean_squared_error", "binary_cross_entropy"]
SAME_SHAPE = NAMES[:3]
steady = settings(max_examples=40, deadline=None, derandomize=True)


def both_of(name):
    return getattr(losses, name), getattr(losses, name + "_grad")


def example(name, dtype=np.float64):
    """A prediction and a target that the loss is made for, 6 rows of 4."""
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(6, 4))
    labels = np.array([0, 3, 1, 1, 2, 0])
    return {
        "mean_squared_error": (logits.astype(dtype), rng.normal(size=(6, 4)).astype(dtype)),
        "binary_cross_entropy": (softmax(logits).astype(dtype), rng.integers(0, 2, (6, 4)).astype(dtype)),
        "cross_entropy": (softmax(logits).astype(dtype), np.eye(4, dtype=dtype)[labels]),
        "softmax_cross_entropy": (logits.astype(dtype), labels),
    }[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_loss_is_one_python_float(name):
    assert type(both_of(name)[0](*example(name))) is float


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_is_the_derivative_of_the_loss(name):
    loss, grad = both_of(name)
    pred, target = example(name)
    assert relative_error(grad(pred, target), numerical_gradient(lambda p: loss(p, target), pred)) < 1e-6


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
    loss, grad = both_of(name)
    pred, target = example(name)
    before = pred.copy(), target.copy()
    loss(pred, target)
    grad(pred, target)[...] = 9
    np.testing.assert_array_equal(pred, before[0])
    np.testing.assert_array_equal(target, before[1])


@pytest.mark.parametrize("name", NAMES)
def test_repeating_the_batch_changes_nothing(name):
    loss = both_of(name)[0]
    pred, target = example(name)
    assert loss(np.concatenate([pred, pred]), np.concatenate([target, target])) == pytest.approx(
        loss(pred, target), rel=1e-13
    )


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_losses_ignore_the_layout(name):
    loss = both_of(name)[0]
    pred, target = example(name)
    assert loss(pred.reshape(3, 8), target.reshape(3, 8)) == pytest.approx(loss(pred, target), rel=1e-13)


@pytest.mark.parametrize("name", SAME_SHAPE)
@pytest.mark.parametrize("which", [0, 1])
def test_shapes_that_would_broadcast_are_refused(name, which):
    with pytest.raises(ValueError, match=r"must have one shape, got \(6, 1\) and \(6,\)"):
        both_of(name)[which](np.full((6, 1), 0.5), np.ones(6))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", [0, 1])
def test_an_empty_batch_is_refused(name, which):
    target = np.zeros(0, int) if name == "softmax_cross_entropy" else np.zeros((0, 4))
    with pytest.raises(ValueError, match="empty"):
        both_of(name)[which](np.zeros((0, 4)), target)


def test_mean_squared_error_agrees_with_scikit_learn():
    pred, target = example("mean_squared_error")
    assert losses.mean_squared_error(pred, target) == pytest.approx(sklearn_mse(target, pred), rel=1e-13)


def test_mean_squared_error_is_a_mean_over_all_elements():
    assert losses.mean_squared_error([[1, 2], [3, 4]], [[1, 2], [3, 6]]) == 1


def test_binary_cross_entropy_agrees_with_scikit_learn():
    p, y = example("binary_cross_entropy")
    assert losses.binary_cross_entropy(p, y) == pytest.approx(log_loss(y.ravel(), p.ravel()), rel=1e-13)


def test_binary_cross_entropy_takes_soft_targets():
    assert losses.binary_cross_entropy([0.5], [0.3]) == pytest.approx(np.log(2))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_binary_cross_entropy_of_a_sure_mistake_is_minus_log_eps(dtype):
    p, y = np.array([0, 1], dtype), np.array([1, 0], dtype)
    assert losses.binary_cross_entropy(p, y) == pytest.approx(-np.log(1e-12), rel=1e-4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_binary_cross_entropy_of_a_sure_hit_is_almost_nothing(dtype):
    assert 0 <= losses.binary_cross_entropy(np.array([0, 1], dtype), np.array([0, 1], dtype)) < 1e-11


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_binary_cross_entropy_gradient_is_taken_at_the_clipped_p(dtype):
    grad = losses.binary_cross_entropy_grad(np.array([0, 1], dtype), np.array([1, 0], dtype))
    np.testing.assert_allclose(grad, [-0.5e12, 0.5e12], rtol=1e-3)


def test_cross_entropy_agrees_with_scikit_learn():
    p, onehot = example("cross_entropy")
    assert losses.cross_entropy(p, onehot) == pytest.approx(log_loss(onehot, p), rel=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_of_a_sure_mistake_is_minus_log_eps(dtype):
    p, onehot = np.array([[1, 0]], dtype), np.array([[0, 1]], dtype)
    assert losses.cross_entropy(p, onehot) == pytest.approx(-np.log(1e-12), rel=1e-5)


def test_cross_entropy_gradient_is_taken_at_the_clipped_p():
    grad = losses.cross_entropy_grad([[1.0, 0.0], [0.5, 0.5]], [[0, 1], [1, 0]])
    np.testing.assert_allclose(grad, [[0, -0.5e12], [-1, 0]], rtol=1e-12)


def test_cross_entropy_counts_every_row_of_a_sequence():
    p, onehot = example("cross_entropy")
    as_sequences = losses.cross_entropy(p.reshape(2, 3, 4), onehot.reshape(2, 3, 4))
    assert as_sequences == pytest.approx(losses.cross_entropy(p, onehot), rel=1e-13)


def test_cross_entropy_gradient_counts_every_row_of_a_sequence():
    p, onehot = example("cross_entropy")
    as_sequences = losses.cross_entropy_grad(p.reshape(2, 3, 4), onehot.reshape(2, 3, 4))
    np.testing.assert_allclose(as_sequences.reshape(6, 4), losses.cross_entropy_grad(p, onehot))


def test_softmax_cross_entropy_agrees_with_scikit_learn():
    logits, labels = example("softmax_cross_entropy")
    assert losses.softmax_cross_entropy(logits, labels) == pytest.approx(log_loss(labels, softmax(logits)))


def test_softmax_cross_entropy_is_cross_entropy_of_softmax():
    logits, labels = example("softmax_cross_entropy")
    expected = losses.cross_entropy(softmax(logits), np.eye(4)[labels])
    assert losses.softmax_cross_entropy(logits, labels) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_gap_of_a_thousand_costs_a_thousand(dtype):
    assert losses.softmax_cross_entropy(np.array([[-500, 500]], dtype), [0]) == 1000


def test_the_gradient_of_a_gap_of_a_thousand_is_finite():
    grad = losses.softmax_cross_entropy_grad(np.array([[-1000.0, 0.0, 1000.0]]), [0])
    np.testing.assert_array_equal(grad, [[-1, 0, 1]])


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64, np.uint64])
def test_labels_may_be_any_integers(dtype):
    logits, labels = example("softmax_cross_entropy")
    got = losses.softmax_cross_entropy(logits, labels.astype(dtype))
    assert got == losses.softmax_cross_entropy(logits, labels)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("labels", [[0, 4], [-1, 0]])
def test_a_label_out_of_range_is_refused(which, labels):
    with pytest.raises(ValueError, match=r"labels must lie in 0 \.\.\. 3"):
        both_of("softmax_cross_entropy")[which](np.zeros((2, 4)), labels)


@pytest.mark.parametrize("which", [0, 1])
def test_one_hot_rows_are_refused_as_labels(which):
    with pytest.raises(TypeError, match="labels must be integers"):
        both_of("softmax_cross_entropy")[which](np.zeros((2, 4)), np.eye(4)[:2])


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("labels", [[0, 1, 2], [[0], [1]], 1])
def test_labels_of_another_length_are_refused(which, labels):
    with pytest.raises(ValueError, match=r"labels must have shape \(2,\)"):
        both_of("softmax_cross_entropy")[which](np.zeros((2, 4)), labels)


@pytest.mark.parametrize("which", [0, 1])
def test_logits_without_a_batch_axis_are_refused(which):
    with pytest.raises(ValueError, match=r"logits must have shape \(N, C\), got \(4,\)"):
        both_of("softmax_cross_entropy")[which](np.zeros(4), [1])


logits_of_five = hnp.arrays(np.float64, (3, 5), elements=st.floats(-1e3, 1e3))


@steady
@given(logits_of_five)
def test_softmax_cross_entropy_is_finite_and_not_negative(logits):
    assert 0 <= losses.softmax_cross_entropy(logits, [0, 2, 4]) < 1e4


@steady
@given(logits_of_five)
def test_softmax_cross_entropy_gradient_rows_sum_to_zero(logits):
    grad = losses.softmax_cross_entropy_grad(logits, [0, 2, 4])
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-15)


@steady
@given(hnp.arrays(np.float64, (4, 3), elements=st.floats(0, 1)))
def test_binary_cross_entropy_swaps_with_its_classes(p):
    y = np.arange(12).reshape(4, 3) % 2
    swapped = losses.binary_cross_entropy(1 - p, 1 - y)
    assert swapped == pytest.approx(losses.binary_cross_entropy(p, y), rel=1e-3)
