"""Metrics: the truth and what a model says in, numbers for people out; ties and empty classes have their rules."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=6)

confusion_matrix = lesson.exercise("confusion_matrix", minutes=4, hints=(
    "Start from zeros of the right shape. For one example, which entry grows by one?",
    "If a pair comes up three times, its entry has to grow three times. Does it, the way you index?",
    "Number the entries of the table row by row. np.bincount counts numbers.",
))
accuracy = lesson.exercise("accuracy", minutes=2, hints=(
    "Compare the two arrays entry by entry: what do you get?",
    "True counts as 1 and False as 0. Which share of them is true?",
))
precision = lesson.exercise("precision", minutes=4, hints=(
    "Look only at what was called positive: a boolean array picks these entries out of y_true.",
    "How many of them are positive in truth? And if there are none of them?",
))
recall = lesson.exercise("recall", minutes=3, hints=(
    "Look only at what is positive in truth: a boolean array picks these entries out of y_pred.",
    "How many of them were called positive? And if there are none of them?",
))
f1 = lesson.exercise("f1", minutes=4, hints=(
    "Use the form with counts: it needs no precision and no recall.",
    "What is TP + FN, put into words? And TP + FP? How often is TP counted in their sum?",
    "The denominator is 0 only if nothing is positive and nothing was called positive.",
))
roc_curve = lesson.exercise("roc_curve", minutes=10, hints=(
    "Sort the examples by score, the highest first. How many hits are there among the first k?",
    "np.cumsum counts along the way. The false alarms are the other ones among the first k.",
    "Which of these k are real thresholds? Only those where the next example has another score.",
))
roc_auc = lesson.exercise("roc_auc", minutes=5, after=("roc_curve",), hints=(
    "You have the points of the curve already. What lies below the line between two of them?",
    "Width times mean height, for each pair of neighbours. numpy has a function for the trapezoidal rule.",
))
average_precision = lesson.exercise("average_precision", minutes=6, hints=(
    "As for the ROC curve: sort, count, and keep the places where a run of equal scores ends.",
    "At such a place, how many were called, and how many of them are hits? That gives the precision.",
    "How much recall is gained from one place to the next? Before the first one it is 0.",
))
iou = lesson.exercise("iou", minutes=5, hints=(
    "Draw two boxes on paper. Where are the four sides of what they have in common?",
    "A negative width means that there is nothing in common: make 0 of it before you multiply.",
    "Both areas together count the common part twice.",
))
r2 = lesson.exercise("r2", minutes=4, hints=(
    "What is the squared error of the model? And of a model that always says the mean of the truth?",
    "The case of a constant truth comes first: compare its smallest and its largest value.",
))

TRUE = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2])  # three classes; nobody takes a 0 for a 2 ...
SAID = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 2, 2, 2])  # ... but once a 2 was taken for a 0
FLAGS = np.array([1, 0, 1, 1, 0, 0, 1, 0, 0, 0])  # in the order of falling scores
TIED_FLAGS = np.array([1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0])
TIED_SCORES = np.array([5, 5, 2, 5, 2, 5, 9, 2, 2, 2, -1.0])  # among the fives: hit, miss, hit, miss


def shuffled(rng, *arrays):
    """Bring arrays into the same random order."""
    order = rng.permutation(len(arrays[0]))
    return tuple(array[order] for array in arrays)


def calls(rng, tp, fp, fn, tn, positive=1, negative=0):
    """Make the truth and what was said with given counts, in random order."""
    counts = [tp, fp, fn, tn]
    y_true = np.repeat([positive, negative, positive, negative], counts)
    return shuffled(rng, y_true, np.repeat([positive, positive, negative, negative], counts))


def falling(rng, n):
    """Draw n different scores, the highest first, some of them negative."""
    return 2 - np.cumsum(rng.uniform(0.5, 1, size=n))


@confusion_matrix.check(points=2)
def test_counts_pairs(both, rng):
    """counts true classes by rows and predicted ones by columns"""
    both.confusion_matrix(*shuffled(rng, TRUE, SAID), 3)


@confusion_matrix.check(points=1, hint="The shape is given by n_classes, whatever turns up.")
def test_empty_classes(both, rng):
    """keeps rows and columns of zeros for classes that never come up, even if there is no example"""
    both.confusion_matrix(*shuffled(rng, 1 + TRUE, 1 + SAID), 6)
    both.confusion_matrix(np.zeros(7, np.int64), np.zeros(7, np.int64), 1)
    both.confusion_matrix(np.zeros(0, np.int64), np.zeros(0, np.int64), 3)


@accuracy.check(points=1)
def test_share_of_right_answers(both, rng):
    """is the share of the right answers"""
    both.accuracy(*shuffled(rng, TRUE, SAID))


@accuracy.check(points=1)
def test_accuracy_at_its_ends(both, rng):
    """is 1 if all is right and 0 if nothing is, with any numbers for classes"""
    labels = rng.permutation(np.array([-1, 7, 7, 7, -1]))
    both.accuracy(labels, labels)
    both.accuracy(labels, 6 - labels)


@precision.check(points=2)
def test_share_of_real_alarms(both, rng):
    """is the share of positives among all that was called positive"""
    both.precision(*calls(rng, tp=5, fp=2, fn=3, tn=8))


@precision.check(points=1, hint="Everything that is not the positive class is negative, class 1 too.")
def test_precision_of_another_class(both, rng):
    """takes any class as the positive one, among several"""
    both.precision(*shuffled(rng, TRUE, SAID), 2)
    both.precision(*shuffled(rng, TRUE, SAID), positive=0)


@precision.check(points=1, hint="If nothing was called positive, there is nothing to divide by.")
def test_no_alarm(both, rng):
    """is 0 if nothing was called positive, or only wrongly, and 1 for a single class that is called rightly"""
    both.precision(*calls(rng, tp=0, fp=0, fn=3, tn=4))
    both.precision(*calls(rng, tp=0, fp=3, fn=0, tn=4))
    both.precision(*calls(rng, tp=4, fp=0, fn=2, tn=0))


@recall.check(points=2)
def test_share_of_the_found(both, rng):
    """is the share of the positives that were called so"""
    both.recall(*calls(rng, tp=5, fp=2, fn=3, tn=8))


@recall.check(points=1, hint="Everything that is not the positive class is negative, class 1 too.")
def test_recall_of_another_class(both, rng):
    """takes any class as the positive one, among several"""
    both.recall(*shuffled(rng, TRUE, SAID), 2)
    both.recall(*shuffled(rng, TRUE, SAID), positive=0)


@recall.check(points=1, hint="If nothing is positive, there is nothing to divide by.")
def test_nothing_to_find(both, rng):
    """is 0 if no example is positive, or none was found, and 1 if all were"""
    both.recall(*calls(rng, tp=0, fp=3, fn=0, tn=4))
    both.recall(*calls(rng, tp=0, fp=0, fn=3, tn=0))
    both.recall(*calls(rng, tp=4, fp=2, fn=0, tn=0))


@f1.check(points=2)
def test_harmonic_mean(both, rng):
    """is the harmonic mean of precision and recall"""
    both.f1(*calls(rng, tp=5, fp=2, fn=3, tn=8))


@f1.check(points=1, hint="Everything that is not the positive class is negative, class 1 too.")
def test_f1_of_another_class(both, rng):
    """takes any class as the positive one, among several"""
    both.f1(*shuffled(rng, TRUE, SAID), 2)
    both.f1(*shuffled(rng, TRUE, SAID), positive=0)


@f1.check(points=1, hint="In the form with counts, what do you divide by? Can it be 0?")
def test_f1_without_hits(both, rng):
    """is 0 if nothing is positive and nothing was called so, and with misses or false alarms only"""
    both.f1(*calls(rng, tp=0, fp=0, fn=0, tn=4))
    both.f1(*calls(rng, tp=0, fp=0, fn=3, tn=4))
    both.f1(*calls(rng, tp=0, fp=2, fn=0, tn=4))
    both.f1(*calls(rng, tp=0, fp=2, fn=3, tn=4))


@roc_curve.check(points=2)
def test_a_point_for_each_threshold(both, rng):
    """goes from the highest threshold to the lowest, and keeps every point"""
    both.roc_curve(*shuffled(rng, FLAGS, falling(rng, 10)))
    both.roc_curve(*shuffled(rng, FLAGS, falling(rng, 10).astype(np.float32)))


@roc_curve.check(points=2, hint="Equal scores are called together: one point for all of them.")
def test_ties(both, rng):
    """has one point for each distinct score"""
    both.roc_curve(TIED_FLAGS, TIED_SCORES)
    both.roc_curve(*shuffled(rng, TIED_FLAGS, TIED_SCORES))
    both.roc_curve(FLAGS, np.full(10, 0.25))


@roc_curve.check(points=1, hint="Without positives, or without negatives, one of the shares has no denominator.")
def test_curve_of_one_class(both, rng):
    """raises ValueError if all examples are of one class"""
    both.raises(ValueError).roc_curve(np.ones(4, np.int64), rng.normal(size=4))
    both.raises(ValueError).roc_curve(np.zeros(4, np.int64), rng.normal(size=4))


@roc_auc.check(points=2)
def test_area_without_ties(both, rng):
    """is the area below the curve"""
    both.roc_auc(*shuffled(rng, FLAGS, falling(rng, 10)))


@roc_auc.check(points=2, hint="Over a tie the curve is a slanted line, and the area below it a trapezoid.")
def test_area_with_ties(both):
    """counts ties as one half"""
    both.roc_auc(TIED_FLAGS, TIED_SCORES)
    both.roc_auc(FLAGS, np.full(10, 0.25))


@roc_auc.check(points=1)
def test_area_at_its_ends(both, rng):
    """is 1 for a perfect order and 0 for the opposite one"""
    truth = np.repeat([1, 0], [3, 5])
    both.roc_auc(*shuffled(rng, truth, falling(rng, 8)))
    both.roc_auc(*shuffled(rng, truth, -falling(rng, 8)))


@roc_auc.check(points=1)
def test_area_of_one_class(both, rng):
    """raises ValueError if all examples are of one class"""
    both.raises(ValueError).roc_auc(np.ones(4, np.int64), rng.normal(size=4))
    both.raises(ValueError).roc_auc(np.zeros(4, np.int64), rng.normal(size=4))


@average_precision.check(points=2)
def test_precision_weighted_by_recall(both, rng):
    """sums the precision at each threshold, weighted by the recall that it adds"""
    both.average_precision(*shuffled(rng, FLAGS, falling(rng, 10)))


@average_precision.check(points=2, hint="Equal scores are called together: one threshold for all of them.")
def test_average_precision_with_ties(both):
    """takes equal scores together"""
    both.average_precision(TIED_FLAGS, TIED_SCORES)
    both.average_precision(FLAGS, np.full(10, 0.25))


@average_precision.check(points=1)
def test_all_positive(both, rng):
    """is 1 if all examples are positive"""
    both.average_precision(np.ones(4, np.int64), rng.normal(size=4))


@average_precision.check(points=1, hint="Without positives there is no recall.")
def test_none_positive(both, rng):
    """raises ValueError if no example is positive"""
    both.raises(ValueError).average_precision(np.zeros(4, np.int64), rng.normal(size=4))


@iou.check(points=2)
def test_overlap(both, rng):
    """is the common area over the area of both together"""
    x, y = rng.uniform(-2, 2, size=2)
    both.iou(np.array([x, y, x + 4, y + 3]), np.array([x + 1, y - 2, x + 7, y + 1.5]))
    both.iou(np.array([x + 1, y - 2, x + 7, y + 1.5]), np.array([x, y, x + 4, y + 3]))


@iou.check(points=1)
def test_box_within_a_box(both):
    """is a quotient of areas if one box lies within the other, and 1 for the same box"""
    both.iou(np.array([0, 0, 0.6, 0.5]), np.array([0.1, 0.2, 0.3, 0.5]))
    both.iou(np.array([1, 2, 3, 5]), np.array([1, 2, 3, 5]))


@iou.check(points=2, hint="Minus times minus is plus: what if the boxes are apart in both directions?")
def test_boxes_apart(both):
    """is 0 for boxes that are apart, side by side or across the corner, and for boxes that touch"""
    both.iou(np.array([0.0, 0, 2, 2]), np.array([0.5, 3, 1.5, 4]))
    both.iou(np.array([0.0, 0, 2, 2]), np.array([5.0, 4, 6, 7]))
    both.iou(np.array([0, 0, 2, 2]), np.array([2, 0, 4, 2]))


@iou.check(points=1, hint="Two boxes without area: what do you divide by?")
def test_boxes_without_area(both):
    """is 0 if the boxes have no area"""
    both.iou(np.array([1.0, 2, 1, 2]), np.array([1.0, 2, 1, 2]))
    both.iou(np.array([0.0, 0, 3, 0]), np.array([1.0, 0, 2, 0]))
    both.iou(np.array([0.0, 0, 3, 2]), np.array([1.0, 1, 1, 1]))


@r2.check(points=2)
def test_gain_over_the_mean(both, rng):
    """is the share of the squared error that is gone, compared with the mean of the truth"""
    y_true = np.array([2.0, -1, 4, 5, 3, 8]) + rng.uniform(0, 0.5, size=6)
    both.r2(y_true, y_true + np.array([1, 0.5, -0.5, 1.5, -1, 1]))
    both.r2(y_true.astype(np.float32), (y_true + np.array([1, 0.5, -0.5, 1.5, -1, 1])).astype(np.float32))


@r2.check(points=1, hint="It is not the square of anything.")
def test_worse_than_the_mean(both, rng):
    """is 0 for the mean, and below 0 for a model that is worse"""
    y_true = np.array([2.0, -1, 4, 5, 3, 8])
    both.r2(y_true, np.full(6, 3.5))
    both.r2(y_true, -y_true + rng.uniform(0, 0.5, size=6))


@r2.check(points=2, hint="A constant truth leaves nothing to divide by; find it by comparing, without any sum.")
def test_constant_truth(both, rng):
    """gives 0 for a constant truth that was missed, and 1 if it was hit exactly, every time"""
    both.r2(np.full(5, 2.0), np.array([2.0, 2, 3, 2, 2]))
    both.r2(np.full(5, 2.0), np.full(5, 2.0))
    both.r2(np.full(7, 0.1), rng.uniform(1, 2, size=7))
