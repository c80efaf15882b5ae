"""scratchml.metrics against scikit-learn, with ties, empty classes and truths of one class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from scratchml import metrics

steady = settings(max_examples=25, deadline=None, derandomize=True)
labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20)
# few distinct scores: many ties
scored = st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 3)), min_size=2, max_size=25)


@steady
@given(labels)
def test_the_confusion_matrix_agrees_with_scikit_learn(pairs):
    y_true, y_pred = np.array(pairs).T
    expected = sklearn_metrics.confusion_matrix(y_true, y_pred, labels=range(5))
    np.testing.assert_array_equal(metrics.confusion_matrix(y_true, y_pred, 5), expected)


def test_rows_of_the_confusion_matrix_are_true_classes():
    np.testing.assert_array_equal(metrics.confusion_matrix([0, 0, 1], [2, 2, 0], 3), [[0, 0, 2], [1, 0, 0], [0, 0, 0]])


def test_the_confusion_matrix_of_nothing_is_zero():
    counts = metrics.confusion_matrix([], [], 2)
    assert (counts.tolist(), counts.dtype) == ([[0, 0], [0, 0]], np.int64)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "n"),
    [([0, 2], [0, 1], 2), ([0, 1], [0, -1], 2), ([0, 1], [0], 2), ([], [], 0), ([[0]], [[0]], 1)],
)
def test_labels_that_do_not_fit_the_confusion_matrix_are_refused(y_true, y_pred, n):
    with pytest.raises(ValueError, match="must"):
        metrics.confusion_matrix(y_true, y_pred, n)


@steady
@given(labels)
def test_accuracy_agrees_with_scikit_learn(pairs):
    y_true, y_pred = np.array(pairs).T
    assert metrics.accuracy(y_true, y_pred) == pytest.approx(sklearn_metrics.accuracy_score(y_true, y_pred))


def test_accuracy_of_nothing_is_refused():
    with pytest.raises(ValueError, match="empty"):
        metrics.accuracy([], [])


@pytest.mark.parametrize("name", ["accuracy", "precision", "recall", "f1"])
def test_predictions_of_another_shape_are_refused(name):
    with pytest.raises(ValueError, match="must have one shape"):
        getattr(metrics, name)([0, 1, 1], [[0], [1], [1]])


@pytest.mark.parametrize("positive", [0, 1, 2])
@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
@steady
@given(pairs=labels)
def test_ratios_agree_with_scikit_learn_for_every_class(name, positive, pairs):
    y_true, y_pred = np.array(pairs).T
    peer = getattr(sklearn_metrics, name + "_score")
    expected = peer(y_true == positive, y_pred == positive, zero_division=0)
    assert getattr(metrics, name)(y_true, y_pred, positive) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(("name", "value"), [("precision", 2 / 3), ("recall", 1 / 2), ("f1", 4 / 7)])
def test_the_positive_class_is_one_by_default(name, value):
    assert getattr(metrics, name)([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0]) == pytest.approx(value)


@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
@pytest.mark.parametrize(("y_true", "y_pred"), [([0, 0], [0, 0]), ([], [])])
def test_a_ratio_over_nothing_is_zero(name, y_true, y_pred):
    assert getattr(metrics, name)(y_true, y_pred) == 0


@pytest.mark.parametrize(("y_true", "y_pred"), [([1, 1], [0, 0]), ([0, 0], [1, 1])])
@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
def test_without_a_hit_every_ratio_is_zero(name, y_true, y_pred):
    assert getattr(metrics, name)(y_true, y_pred) == 0


@steady
@given(scored)
def test_the_roc_curve_agrees_with_scikit_learn(pairs):
    y_true, score = np.array([*pairs, (0, 1), (1, 0)]).T
    got = metrics.roc_curve(y_true, score)
    for ours, theirs in zip(got, sklearn_metrics.roc_curve(y_true, score, drop_intermediate=False), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)


@steady
@given(scored)
def test_the_area_under_the_roc_curve_agrees_with_scikit_learn(pairs):
    y_true, score = np.array([*pairs, (0, 1), (1, 0)]).T
    expected = sklearn_metrics.roc_auc_score(y_true, score)
    assert metrics.roc_auc(y_true, score) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@steady
@given(scored)
def test_average_precision_agrees_with_scikit_learn(pairs):
    y_true, score = np.array([*pairs, (1, 0)]).T
    expected = sklearn_metrics.average_precision_score(y_true, score)
    assert metrics.average_precision(y_true, score) == pytest.approx(expected, rel=1e-12)


def test_equal_scores_make_one_step_of_the_roc_curve():
    fpr, tpr, thresholds = metrics.roc_curve([0, 1, 1, 0], [0.5, 0.5, 0.9, 0.1])
    assert (fpr.tolist(), tpr.tolist()) == ([0, 0, 0.5, 1], [0, 0.5, 1, 1])
    assert thresholds.tolist() == [np.inf, 0.9, 0.5, 0.1]


def test_points_on_a_straight_line_stay_on_the_roc_curve():
    assert len(metrics.roc_curve([1, 1, 1, 0, 0], [5, 4, 3, 2, 1])[0]) == 6


def test_thresholds_keep_float32():
    assert metrics.roc_curve([0, 1], np.array([0.1, 0.7], np.float32))[2].dtype == np.float32


def test_infinite_scores_are_ordered():
    assert metrics.roc_auc([0, 0, 1, 1], [-np.inf, 0, 0, np.inf]) == 0.875


@pytest.mark.parametrize(("score", "area"), [([1, 2, 3, 4], 1), ([4, 3, 2, 1], 0), ([7, 7, 7, 7], 0.5)])
def test_the_area_of_perfect_reversed_and_equal_scores(score, area):
    assert metrics.roc_auc([0, 0, 1, 1], score) == area


@steady
@given(scored)
def test_the_area_is_how_often_a_positive_scores_above_a_negative(pairs):
    y_true, score = np.array([*pairs, (0, 1), (1, 0)]).T
    above = score[y_true == 1][:, None] - score[y_true == 0]
    assert metrics.roc_auc(y_true, score) == pytest.approx(np.mean((above > 0) + (above == 0) / 2), abs=1e-12)


@pytest.mark.parametrize("name", ["roc_curve", "roc_auc"])
@pytest.mark.parametrize("y_true", [[0, 0, 0], [1, 1, 1]])
def test_a_roc_curve_of_one_class_is_refused(name, y_true):
    with pytest.raises(ValueError, match="one class only"):
        getattr(metrics, name)(y_true, [1, 2, 3])


def test_average_precision_without_a_positive_is_refused():
    with pytest.raises(ValueError, match="no positive"):
        metrics.average_precision([0, 0], [1, 2])


def test_average_precision_of_positives_alone_is_one():
    assert metrics.average_precision([1, 1], [1, 2]) == 1


@pytest.mark.parametrize("name", ["roc_curve", "roc_auc", "average_precision"])
@pytest.mark.parametrize(
    ("y_true", "score", "message"),
    [
        ([0, 1, 2], [1, 2, 3], "labels must lie"),
        ([0, 1], [1, np.nan], "not a number"),
        ([0, 1], [1, 2, 3], "one shape"),
        ([], [], "empty"),
    ],
)
def test_truths_and_scores_that_do_not_fit_are_refused(name, y_true, score, message):
    with pytest.raises(ValueError, match=message):
        getattr(metrics, name)(np.array(y_true, int), score)


@pytest.mark.parametrize(
    ("b", "value"),
    [
        ([0, 0, 2, 2], 1),
        ([1, 1, 3, 3], 1 / 7),
        ([0, 0, 1, 1], 1 / 4),
        ([2, 0, 4, 2], 0),
        ([5, 5, 6, 6], 0),
        ([5, 0, 6, 2], 0),
        ([1, 1, 1, 1], 0),
    ],
)
def test_iou_of_equal_overlapping_nested_touching_and_distant_boxes(b, value):
    assert metrics.iou([0, 0, 2, 2], b) == pytest.approx(value)
    assert metrics.iou(b, [0, 0, 2, 2]) == pytest.approx(value)


def test_iou_of_an_empty_union_is_zero():
    assert metrics.iou([1, 1, 1, 1], [2, 2, 2, 5]) == 0


@pytest.mark.parametrize("box", [[0, 0, 1], [2, 0, 1, 1], [0, 2, 1, 1], [[0, 0, 1, 1]]])
def test_what_is_no_box_is_refused(box):
    with pytest.raises(ValueError, match="must be a box"):
        metrics.iou([0, 0, 1, 1], box)


@steady
@given(st.integers(2, 20), st.integers(0, 1000))
def test_r2_agrees_with_scikit_learn(n, seed):
    y_true, y_pred = np.random.default_rng(seed).normal(size=(2, n))
    assert metrics.r2(y_true, y_pred) == pytest.approx(sklearn_metrics.r2_score(y_true, y_pred), rel=1e-11)


@pytest.mark.parametrize(("y_pred", "value"), [([0.1] * 7, 1), ([0.1] * 6 + [0.2], 0)])
def test_r2_of_a_constant_truth_is_one_if_exact_else_zero(y_pred, value):
    assert metrics.r2([0.1] * 7, y_pred) == value


def test_r2_of_the_mean_is_zero():
    assert metrics.r2([1, 2, 3], [2, 2, 2]) == 0


@pytest.mark.parametrize(("y_true", "y_pred"), [([], []), ([1, 2], [1]), ([1, 2], [[1], [2]])])
def test_r2_of_shapes_that_do_not_fit_is_refused(y_true, y_pred):
    with pytest.raises(ValueError, match=r"one shape|empty"):
        metrics.r2(y_true, y_pred)
