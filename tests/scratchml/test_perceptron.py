"""scratchml.perceptron against scikit-learn's Perceptron, Novikoff's bound and hand-made cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Perceptron

from scratchml.perceptron import margin, perceptron_fit, perceptron_predict, perceptron_update

OR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])


def separable(seed=0, n=40, gap=0.3):
    """Examples of a line with a margin; the first is of class 0."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(4 * n, 2))
    z = X @ [0.6, -0.8] + 0.2
    X, z = X[np.abs(z) > gap][:n], z[np.abs(z) > gap][:n]
    order = np.roll(np.arange(n), -int(np.argmax(z <= 0)))
    return X[order], (z[order] > 0).astype(int)


def test_an_update_moves_towards_a_missed_positive():
    w, b = perceptron_update([1.0, 1.0], -3.0, [1, 0.5], 1, 0.1)
    np.testing.assert_allclose([*w, b], [1.1, 1.05, -2.9])


def test_an_update_moves_away_from_a_false_alarm():
    w, b = perceptron_update([1.0, 1.0], 0.0, [1, 0.5], 0, 0.1)
    np.testing.assert_allclose([*w, b], [0.9, 0.95, -0.1])


@pytest.mark.parametrize(("b", "y"), [(0.0, 1), (-3.0, 0)])
def test_a_right_prediction_changes_nothing(b, y):
    w, new_b = perceptron_update([1.0, 1.0], b, [1, 0.5], y, 0.1)
    assert ([*w], new_b) == ([1, 1], b)


def test_an_update_returns_new_weights():
    w = np.zeros(2)
    perceptron_update(w, 0.0, [1, 1], 1, 1)[0][...] = 9
    np.testing.assert_array_equal(w, 0)


@pytest.mark.parametrize(("x", "y"), [([1, 2, 3], 1), ([1, 2], [1]), ([1, 2], 2), ([1, 2], -1)])
def test_an_update_of_another_shape_or_label_is_refused(x, y):
    with pytest.raises(ValueError, match=r"must have shapes|labels must lie in 0 \.\.\. 1"):
        perceptron_update([0, 0], 0, x, y, 1)


def test_or_is_learned_in_the_steps_made_by_hand():
    w, b, errors = perceptron_fit(*OR, 1, 10)
    assert ([*w], b, errors) == ([1, 1], -1, [2, 2, 1, 0])


def test_fitting_is_the_update_again_and_again():
    X, y = np.random.default_rng(0).normal(size=(15, 3)), np.arange(15) % 2
    w, b, errors = np.zeros(3), 0.0, [0] * 4
    for epoch in range(4):
        for x, label in zip(X, y, strict=True):
            errors[epoch] += int(perceptron_predict(x[None], w, b)[0] != label)
            w, b = perceptron_update(w, b, x, label, 0.3)
    got_w, got_b, got_errors = perceptron_fit(X, y, 0.3, 4)
    np.testing.assert_allclose([*got_w, got_b], [*w, b], rtol=1e-12)
    assert got_errors == errors


@pytest.mark.parametrize("lr", [1, 0.1])
@pytest.mark.parametrize("seed", range(5))
def test_weights_agree_with_scikit_learn(seed, lr):
    # scikit-learn steps at z = 0 whatever the label, we only for label 0: here only the first z is 0, of label 0
    X, y = separable(seed)
    peer = Perceptron(eta0=lr, shuffle=False, tol=None, max_iter=20).fit(X, y)
    w, b, _ = perceptron_fit(X, y, lr, 20)
    np.testing.assert_allclose([*w, b], [*peer.coef_[0], *peer.intercept_], rtol=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_training_stops_after_the_first_epoch_without_error(seed):
    errors = perceptron_fit(*separable(seed), 1, 1000)[2]
    assert errors.index(0) == len(errors) - 1


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_errors_stay_below_novikoffs_bound(seed):
    X, y = separable(seed, gap=0.2)
    radius = np.sqrt(np.max((X**2).sum(axis=1) + 1))
    best = margin([0.6, -0.8], 0.2, X, y) / np.sqrt(1 + 0.2**2)
    assert sum(perceptron_fit(X, y, 1, 1000)[2]) <= (radius / best) ** 2


def test_classes_that_no_line_separates_use_all_epochs():
    X, y = OR[0], [0, 1, 1, 0]
    errors = perceptron_fit(X, y, 1, 7)[2]
    assert (len(errors), min(errors) > 0) == (7, True)


def test_no_epoch_leaves_zeros():
    w, b, errors = perceptron_fit(*OR, 1, 0)
    assert ([*w], b, errors) == ([0, 0], 0, [])


def test_float32_weights_come_from_float32_examples():
    X, y = separable()
    assert perceptron_fit(X.astype(np.float32), y, 0.1, 5)[0].dtype == np.float32


def test_examples_are_not_changed():
    X, y = separable()
    before = X.copy()
    perceptron_fit(X, y, 1, 5)
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("labels", [[0, 1, 2, 1], [-1, 1, 1, 1], [0, 1, 1], [[0], [1], [1], [1]]])
def test_labels_of_another_kind_or_length_are_refused(labels):
    with pytest.raises(ValueError, match=r"labels must lie in 0 \.\.\. 1|y must have shape"):
        perceptron_fit(OR[0], labels, 1, 1)


def test_a_negative_number_of_epochs_is_refused():
    with pytest.raises(ValueError, match="epochs"):
        perceptron_fit(*OR, 1, -1)


def test_no_example_is_refused():
    with pytest.raises(ValueError, match="empty"):
        perceptron_fit(np.zeros((0, 2)), np.zeros(0, int), 1, 1)


def test_a_point_on_the_line_is_predicted_as_one():
    np.testing.assert_array_equal(perceptron_predict([[1, 1], [1, 2], [2, 1]], [1, -1], 0), [1, 0, 1])


def test_predictions_are_integers():
    assert perceptron_predict([[1.0]], [1.0], 0).dtype == np.int64


@pytest.mark.parametrize(("X", "w"), [(np.zeros(2), [1, 2]), (np.zeros((3, 2)), [1, 2, 3])])
def test_predicting_another_shape_is_refused(X, w):
    with pytest.raises(ValueError, match="must have shape"):
        perceptron_predict(X, w, 0)


def test_the_margin_is_the_distance_of_the_closest_example():
    assert margin([3, 4], -5, [[3, 4], [0, 0], [1, 1]], [1, 0, 1]) == pytest.approx(0.4)


def test_the_margin_is_negative_if_one_example_is_wrong():
    assert margin([3, 4], -5, [[3, 4], [0, 0]], [1, 1]) == -1


def test_the_margin_does_not_depend_on_the_scale_of_the_weights():
    X, y = separable()
    assert margin([60, -80], 20, X, y) == pytest.approx(margin([0.6, -0.8], 0.2, X, y), rel=1e-13)


def test_a_margin_of_zero_weights_is_refused():
    with pytest.raises(ValueError, match="all weights are 0"):
        margin([0, 0], 1, *OR)
