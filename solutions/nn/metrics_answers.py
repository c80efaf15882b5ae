"""Known answers to the lesson on metrics: mistakes with what to say, and other right answers."""

import numpy as np

from autograder import answer, right, wrong


def counts(y_true, y_pred, positive):
    """Count hits, false alarms, misses and the rest."""
    there, called = y_true == positive, y_pred == positive
    return np.sum(there & called), np.sum(~there & called), np.sum(there & ~called), np.sum(~there & ~called)


def single(y_true):
    """Tell whether all examples are of one class."""
    return len(set(y_true.tolist())) == 1


def falling_order(score):
    """Sort row numbers by falling score; equal scores stay in their order."""
    return np.argsort(-score, kind="stable")


@wrong("confusion_matrix", "You seem to have rows and columns exchanged: rows are what is true.")
def exchanges_rows_and_columns(y_true, y_pred, n_classes):
    return answer.confusion_matrix(y_pred, y_true, n_classes)


@wrong("confusion_matrix", "Each pair seems to count once only: M[i, j] += 1 adds one, however often i, j is there.")
def counts_a_pair_once(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=np.int64)
    matrix[y_true, y_pred] += 1
    return matrix


@wrong("confusion_matrix", "Classes that do not come up seem to be left out: they keep rows and columns of zeros.")
def leaves_out_empty_classes(y_true, y_pred, n_classes):
    seen = np.union1d(y_true, y_pred)
    return answer.confusion_matrix(y_true, y_pred, n_classes)[np.ix_(seen, seen)]


@wrong("confusion_matrix", "The entries seem to be shares: counts are asked for.")
def gives_shares_of_rows(y_true, y_pred, n_classes):
    matrix = answer.confusion_matrix(y_true, y_pred, n_classes)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@wrong("confusion_matrix", "The right answers seem to be missing: they stand on the diagonal.")
def leaves_out_the_diagonal(y_true, y_pred, n_classes):
    matrix = answer.confusion_matrix(y_true, y_pred, n_classes)
    return matrix - np.diag(np.diag(matrix))


@wrong("confusion_matrix", "Only the right answers seem to be counted: mistakes stand beside the diagonal.")
def counts_the_diagonal(y_true, y_pred, n_classes):
    return np.diag(np.bincount(y_true[y_true == y_pred], minlength=n_classes))


@right("confusion_matrix")  # one example after the other
def counts_by_loop(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes))
    for i, j in zip(y_true, y_pred, strict=True):
        matrix[i, j] += 1
    return matrix


@right("confusion_matrix")  # one-hot rows of the truth times one-hot rows of what was said
def product_of_one_hot_rows(y_true, y_pred, n_classes):
    rows = np.eye(n_classes, dtype=int)
    return rows[y_true].T @ rows[y_pred]


@wrong("accuracy", "You seem to count the right answers: divide by the number of all answers.")
def counts_right_answers(y_true, y_pred):
    return np.sum(y_true == y_pred)


@wrong("accuracy", "You seem to return the share of the wrong answers: it is the right ones that count.")
def share_of_mistakes(y_true, y_pred):
    return np.mean(y_true != y_pred)


@wrong("accuracy", "You seem to return percent: a share goes from 0 to 1.")
def in_percent(y_true, y_pred):
    return 100 * np.mean(y_true == y_pred)


@wrong("accuracy", "You seem to average over the classes: here every example counts alike.")
def mean_over_classes(y_true, y_pred):
    return np.mean([np.mean(y_pred[y_true == k] == k) for k in np.unique(y_true)])


@wrong("accuracy", "You seem to return which answers are right: their share is asked for.")
def which_are_right(y_true, y_pred):
    return y_true == y_pred


@right("accuracy")
def count_over_number(y_true, y_pred):
    return sum(int(a == b) for a, b in zip(y_true, y_pred, strict=True)) / len(y_true)


@right("accuracy")
def one_minus_mistakes(y_true, y_pred):
    return 1 - np.count_nonzero(y_true - y_pred) / y_true.size


@wrong("precision", "This seems to be recall: precision looks at what was called positive.")
def recall_instead(y_true, y_pred, positive=1):
    return answer.recall(y_true, y_pred, positive)


@wrong("precision", "You seem to look for class 1 always: the argument `positive` names the class.")
def precision_of_class_one(y_true, y_pred, positive=1):
    return answer.precision(y_true, y_pred)


@wrong("precision", "You seem to divide by the number of alarms as it comes: what if there are none?")
def precision_divides_by_zero(y_true, y_pred, positive=1):
    tp, fp, _, _ = counts(y_true, y_pred, positive)
    return tp / (tp + fp)


@wrong("precision", "Without any alarm you seem to give 1: whoever says nothing gets 0 here.")
def silence_is_golden(y_true, y_pred, positive=1):
    return answer.precision(y_true, y_pred, positive) if np.any(y_pred == positive) else 1.0


@wrong("precision", "You seem to divide by all examples: divide by those that were called positive.")
def hits_over_all(y_true, y_pred, positive=1):
    return counts(y_true, y_pred, positive)[0] / len(y_true)


@wrong("precision", "This seems to be accuracy: what was called negative does not come into precision.")
def accuracy_instead(y_true, y_pred, positive=1):
    return np.mean((y_true == positive) == (y_pred == positive))


@wrong("precision", "You seem to return the share of false alarms: it is the real ones that count.")
def share_of_false_alarms(y_true, y_pred, positive=1):
    return np.mean(y_true[y_pred == positive] != positive) if np.any(y_pred == positive) else 0.0


@right("precision")
def precision_by_counts(y_true, y_pred, positive=1):
    tp, fp, _, _ = counts(y_true, y_pred, positive)
    return float(tp / (tp + fp)) if tp > 0 else 0.0


@right("precision")
def precision_by_loop(y_true, y_pred, positive=1):
    alarms = [truth == positive for truth, said in zip(y_true, y_pred, strict=True) if said == positive]
    return sum(alarms) / max(len(alarms), 1)


@wrong("recall", "This seems to be precision: recall looks at what is positive in truth.")
def precision_instead(y_true, y_pred, positive=1):
    return answer.precision(y_true, y_pred, positive)


@wrong("recall", "You seem to look for class 1 always: the argument `positive` names the class.")
def recall_of_class_one(y_true, y_pred, positive=1):
    return answer.recall(y_true, y_pred)


@wrong("recall", "You seem to divide by the number of positives as it comes: what if there are none?")
def recall_divides_by_zero(y_true, y_pred, positive=1):
    tp, _, fn, _ = counts(y_true, y_pred, positive)
    return tp / (tp + fn)


@wrong("recall", "With nothing to find you seem to give 1: we agreed on 0.")
def nothing_to_find_is_perfect(y_true, y_pred, positive=1):
    return answer.recall(y_true, y_pred, positive) if np.any(y_true == positive) else 1.0


@wrong("recall", "You seem to divide by all examples: divide by those that are positive.")
def found_over_all(y_true, y_pred, positive=1):
    return counts(y_true, y_pred, positive)[0] / len(y_true)


@wrong("recall", "You seem to return the share of the misses: it is the hits that count.")
def share_of_misses(y_true, y_pred, positive=1):
    return np.mean(y_pred[y_true == positive] != positive) if np.any(y_true == positive) else 0.0


@right("recall")
def recall_by_counts(y_true, y_pred, positive=1):
    tp, _, fn, _ = counts(y_true, y_pred, positive)
    return 0 if tp + fn == 0 else tp / (tp + fn)


@right("recall")  # precision with both arguments exchanged
def recall_is_precision_exchanged(y_true, y_pred, positive=1):
    return answer.precision(y_pred, y_true, positive)


@wrong("f1", "You seem to take the plain mean of precision and recall: the harmonic one is asked for.")
def plain_mean(y_true, y_pred, positive=1):
    return (answer.precision(y_true, y_pred, positive) + answer.recall(y_true, y_pred, positive)) / 2


@wrong("f1", "The 2 seems to be missing above the bar: equal precision and recall should come out as they are.")
def f1_without_the_two(y_true, y_pred, positive=1):
    return answer.f1(y_true, y_pred, positive) / 2


@wrong("f1", "You seem to count hits once below the bar: 2 TP stands above and below.")
def counts_hits_once(y_true, y_pred, positive=1):
    tp, fp, fn, _ = counts(y_true, y_pred, positive)
    return tp / (tp + fp + fn) if tp else 0.0


@wrong("f1", "You seem to look for class 1 always: the argument `positive` names the class.")
def f1_of_class_one(y_true, y_pred, positive=1):
    return answer.f1(y_true, y_pred)


@wrong("f1", "You seem to divide by 2 TP + FP + FN as it comes: what if it is 0?")
def f1_divides_by_zero(y_true, y_pred, positive=1):
    tp, fp, fn, _ = counts(y_true, y_pred, positive)
    return 2 * tp / (2 * tp + fp + fn)


@wrong("f1", "Without a hit you seem to divide by precision + recall, and both are 0: use the form with counts.")
def f1_of_two_zeros(y_true, y_pred, positive=1):
    p, r = answer.precision(y_true, y_pred, positive), answer.recall(y_true, y_pred, positive)
    there_is_one = np.any(y_true == positive) or np.any(y_pred == positive)
    return 2 * p * r / np.float64(p + r) if there_is_one else 0.0


@wrong("f1", "You seem to multiply precision and recall: where does their sum come in?")
def product_of_both(y_true, y_pred, positive=1):
    return answer.precision(y_true, y_pred, positive) * answer.recall(y_true, y_pred, positive)


@right("f1")
def f1_of_both(y_true, y_pred, positive=1):
    p, r = answer.precision(y_true, y_pred, positive), answer.recall(y_true, y_pred, positive)
    return 2 * p * r / (p + r) if p + r > 0 else 0.0


@right("f1")
def f1_by_counts(y_true, y_pred, positive=1):
    tp, fp, fn, _ = counts(y_true, y_pred, positive)
    return tp / max(tp + (fp + fn) / 2, 0.5)


@wrong("roc_curve", "Your curve seems to lack its start: at a threshold of inf nothing is called positive.")
def lacks_its_start(y_true, score):
    return tuple(part[1:] for part in answer.roc_curve(y_true, score))


@wrong("roc_curve", "Equal scores seem to get a point each: no threshold can part them.")
def a_point_for_each_example(y_true, score):
    answer.roc_curve(y_true, score)
    order = falling_order(score)
    hits, misses = np.cumsum(y_true[order]), np.cumsum(1 - y_true[order])
    fpr, tpr = np.append(0, misses / misses[-1]), np.append(0, hits / hits[-1])
    return fpr, tpr, np.append(np.inf, score[order])


@wrong("roc_curve", "Your thresholds seem to rise: begin with the highest, where nothing is called positive.")
def from_low_to_high(y_true, score):
    return tuple(part[::-1] for part in answer.roc_curve(y_true, score))


@wrong("roc_curve", "A score equal to the threshold seems to be called negative: positive is score >= threshold.")
def strictly_above(y_true, score):
    thresholds = answer.roc_curve(y_true, score)[2]
    called = score > thresholds[:, None]
    return called[:, y_true == 0].mean(axis=1), called[:, y_true == 1].mean(axis=1), thresholds


@wrong("roc_curve", "The two rates seem to be exchanged: false alarms come first.")
def rates_exchanged(y_true, score):
    fpr, tpr, thresholds = answer.roc_curve(y_true, score)
    return tpr, fpr, thresholds


@wrong("roc_curve", "Points on a straight line seem to be left out: keep one for each distinct score.")
def drops_points_on_a_line(y_true, score):
    curve = answer.roc_curve(y_true, score)
    fpr, tpr, _ = curve
    bends = np.any([np.abs(np.diff(fpr, 2)) > 1e-9, np.abs(np.diff(tpr, 2)) > 1e-9], axis=0)
    return tuple(part[np.concatenate([[True], bends, [True]])] for part in curve)


@wrong("roc_curve", "Your first threshold seems to be the highest score plus 1: it is inf.")
def first_is_highest_plus_one(y_true, score):
    fpr, tpr, thresholds = answer.roc_curve(y_true, score)
    return fpr, tpr, np.append(thresholds[1] + 1, thresholds[1:])


@wrong("roc_curve", "You seem to divide by all examples: each rate is a share of its own class.")
def shares_of_all(y_true, score):
    fpr, tpr, thresholds = answer.roc_curve(y_true, score)
    return fpr * np.mean(y_true == 0), tpr * np.mean(y_true == 1), thresholds


@wrong("roc_curve", "With one class only there seems to be no error: raise a ValueError.")
def curve_of_one_class(y_true, score):
    if single(y_true):
        return np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([np.inf, score.min()])
    return answer.roc_curve(y_true, score)


@wrong("roc_curve", "You seem to call low scores positive: the higher a score, the surer.")
def low_is_positive(y_true, score):
    return answer.roc_curve(y_true, -score)


@right("roc_curve")  # one threshold after the other
def by_thresholds(y_true, score):
    n_positive, n_negative = np.sum(y_true == 1), np.sum(y_true == 0)
    if n_positive == 0 or n_negative == 0:
        raise ValueError("one class only")
    thresholds = [np.inf, *np.unique(score)[::-1]]
    tpr = [np.sum(score[y_true == 1] >= t) / n_positive for t in thresholds]
    fpr = [np.sum(score[y_true == 0] >= t) / n_negative for t in thresholds]
    return np.array(fpr), np.array(tpr), np.array(thresholds)


@right("roc_curve")  # counts per distinct score
def by_distinct_scores(y_true, score):
    if single(y_true):
        raise ValueError("one class only")
    values, place = np.unique(-score, return_inverse=True)
    hits = np.bincount(place, weights=y_true, minlength=len(values))
    rates = [np.concatenate([[0], np.cumsum(n) / n.sum()]) for n in (np.bincount(place) - hits, hits)]
    return [*rates, np.concatenate([[np.inf], -values])]


def refuse_one_class(y_true):
    """Raise where there is no curve."""
    if single(y_true):
        raise ValueError("one class only")


@wrong("roc_auc", "Your strips seem to have the height of their left end: take the mean of both ends.")
def rectangles_from_the_left(y_true, score):
    fpr, tpr, _ = answer.roc_curve(y_true, score)
    return np.sum(np.diff(fpr) * tpr[:-1])


@wrong("roc_auc", "Your strips seem to have the height of their right end: take the mean of both ends.")
def rectangles_from_the_right(y_true, score):
    fpr, tpr, _ = answer.roc_curve(y_true, score)
    return np.sum(np.diff(fpr) * tpr[1:])


@wrong("roc_auc", "This seems to be the area above the curve: which of the two axes is the horizontal one?")
def axes_exchanged(y_true, score):
    return 1 - answer.roc_auc(y_true, score)


@wrong("roc_auc", "Equal scores seem to be taken in the order in which they come: they are one point of the curve.")
def parts_the_ties(y_true, score):
    refuse_one_class(y_true)
    truth = y_true[falling_order(score)]
    return np.sum(np.cumsum(truth) * (1 - truth)) / np.sum(truth) / np.sum(1 - truth)


@wrong("roc_auc", "With one class only there seems to be no error: raise a ValueError.")
def half_for_one_class(y_true, score):
    return 0.5 if single(y_true) else answer.roc_auc(y_true, score)


@wrong("roc_auc", "You seem to average the hit rates: points of the curve are not equally far apart.")
def mean_hit_rate(y_true, score):
    return np.mean(answer.roc_curve(y_true, score)[1])


@right("roc_auc")  # all pairs
def share_of_pairs(y_true, score):
    refuse_one_class(y_true)
    gaps = score[y_true == 1][:, None] - score[y_true == 0]
    return np.mean((gaps > 0) + 0.5 * (gaps == 0))


@right("roc_auc")
def sum_of_trapezoids(y_true, score):
    fpr, tpr, _ = answer.roc_curve(y_true, score)
    return sum((fpr[k] - fpr[k - 1]) * (tpr[k] + tpr[k - 1]) / 2 for k in range(1, len(fpr)))


def levels(y_true, score):
    """Recall and precision at each distinct score, from the highest down."""
    if not y_true.any():
        raise ValueError("no example is positive")
    called = score >= np.unique(score)[::-1][:, None]
    hits = np.sum(called & (y_true == 1), axis=1)
    return hits / y_true.sum(), hits / called.sum(axis=1)


@wrong("average_precision", "You seem to use trapezoids, which flatter: each gain of recall counts with its precision.")
def with_trapezoids(y_true, score):
    recalls, precisions = levels(y_true, score)
    return np.trapezoid(np.append(1, precisions), np.append(0, recalls))


@wrong("average_precision", "Equal scores seem to be taken one by one: they are one threshold.")
def takes_ties_one_by_one(y_true, score):
    levels(y_true, score)
    truth = y_true[falling_order(score)]
    precisions = np.cumsum(truth) / np.arange(1, len(truth) + 1)
    return np.mean(precisions[truth == 1])


@wrong("average_precision", "You seem to take the plain mean over the thresholds: weigh by the recall that each adds.")
def without_weights(y_true, score):
    return np.mean(levels(y_true, score)[1])


@wrong("average_precision", "You seem to raise precision to the best one further on: take it as it is.")
def with_an_envelope(y_true, score):
    recalls, precisions = levels(y_true, score)
    best = np.maximum.accumulate(precisions[::-1])[::-1]
    return np.sum(np.diff(recalls, prepend=0) * best)


@wrong("average_precision", "You seem to go from the lowest score up: the highest comes first.")
def from_the_lowest(y_true, score):
    return answer.average_precision(y_true, -score)


@wrong("average_precision", "Without positives there seems to be no error: raise a ValueError.")
def zero_without_positives(y_true, score):
    return answer.average_precision(y_true, score) if y_true.any() else 0.0


@wrong("average_precision", "The recall of the first threshold seems to be lost: before it, recall is 0.")
def loses_the_first_gain(y_true, score):
    recalls, precisions = levels(y_true, score)
    return np.sum(np.diff(recalls) * precisions[1:])


@right("average_precision")
def area_of_steps(y_true, score):
    recalls, precisions = levels(y_true, score)
    return np.sum(np.diff(recalls, prepend=0) * precisions)


@right("average_precision")
def one_threshold_after_the_other(y_true, score):
    if 1 not in y_true:
        raise ValueError("nothing to find")
    total, before = 0.0, 0.0
    for t in sorted(set(score.tolist()), reverse=True):
        calls = (score >= t).astype(int)
        now = answer.recall(y_true, calls)
        total, before = total + (now - before) * answer.precision(y_true, calls), now
    return total


def area(box):
    """Area of one box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def sides(a, b):
    """Width and height of what two boxes share; negative if they are apart."""
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def over_union(common, a, b):
    """Divide by the union, if there is one."""
    union = area(a) + area(b) - common
    return common / union if union > 0 else 0.0


@wrong("iou", "The common part seems to be able to have a negative side: boxes that are apart share nothing.")
def negative_sides(a, b):
    width, height = sides(a, b)
    return over_union(width * height, a, b)


@wrong("iou", "Across the corner width and height are both negative, and their product is not: clip each by itself.")
def clips_the_product(a, b):
    width, height = sides(a, b)
    return over_union(max(width * height, 0), a, b)


@wrong("iou", "You seem to count the common part twice in the union: subtract it once.")
def union_is_the_sum(a, b):
    width, height = sides(a, b)
    both = area(a) + area(b)
    return max(width, 0) * max(height, 0) / both if both > 0 else 0.0


@wrong("iou", "You seem to divide by the smaller area: divide by the union.")
def over_the_smaller(a, b):
    smaller = min(area(a), area(b))
    return max(sides(a, b)[0], 0) * max(sides(a, b)[1], 0) / smaller if smaller > 0 else 0.0


@wrong("iou", "You seem to take the last two numbers for width and height: they are the other corner.")
def takes_width_and_height(a, b):
    return answer.iou(*(np.append(box[:2], box[:2] + box[2:]) for box in (a, b)))


@wrong("iou", "You seem to add 1 to each side: here boxes have no pixels.")
def adds_a_pixel(a, b):
    return answer.iou(a + np.array([0, 0, 1, 1]), b + np.array([0, 0, 1, 1]))


@wrong("iou", "You seem to divide by the union as it comes: what if both boxes have no area?")
def empty_union(a, b):
    width, height = sides(a, b)
    common = max(width, 0) * max(height, 0)
    return np.float64(common) / (area(a) + area(b) - common)


@right("iou")
def by_corners(a, b):
    width, height = sides(a.tolist(), b.tolist())
    return over_union(width * height if width > 0 and height > 0 else 0, a, b)


@right("iou")
def zero_first(a, b):
    width, height = sides(a, b)
    if width <= 0 or height <= 0:
        return 0.0
    return float(width * height / (area(a) + area(b) - width * height))


@wrong("r2", "You seem to return the share of the error that is left: subtract it from 1.")
def share_that_is_left(y_true, y_pred):
    return 1 - answer.r2(y_true, y_pred)


@wrong("r2", "Truth and prediction seem to be exchanged: compare with the mean of the truth.")
def mean_of_the_prediction(y_true, y_pred):
    if np.ptp(y_pred) == 0 or np.ptp(y_true) == 0:
        return answer.r2(y_true, y_pred)
    return answer.r2(y_pred, y_true)


@wrong("r2", "You seem to square a correlation, which forgives a wrong sign and a wrong scale: compare squared errors.")
def squared_correlation(y_true, y_pred):
    if np.ptp(y_pred) == 0 or np.ptp(y_true) == 0:
        return answer.r2(y_true, y_pred)
    return np.corrcoef(y_true, y_pred)[0, 1] ** 2


@wrong("r2", "You seem to cut off at 0: a model worse than the mean gets less.")
def never_below_zero(y_true, y_pred):
    return max(answer.r2(y_true, y_pred), 0.0)


@wrong("r2", "You seem to divide by the squared truth: subtract its mean first.")
def without_the_mean(y_true, y_pred):
    if np.ptp(y_true) == 0:
        return answer.r2(y_true, y_pred)
    return 1 - np.sum((y_true - y_pred) ** 2) / np.sum(y_true**2)


@wrong("r2", "You seem to divide by 0 where the truth is constant: that case has a rule of its own.")
def constant_truth(y_true, y_pred):
    return 1 - np.sum((y_true - y_pred) ** 2) / np.sum((y_true - np.mean(y_true)) ** 2)


@wrong("r2", "You seem to ask whether a sum is 0: seven times 0.1 is constant, and its sum of squares is not quite 0.")
def asks_the_sum(y_true, y_pred):
    total = np.sum((y_true - np.mean(y_true)) ** 2)
    if total == 0:
        return answer.r2(y_true, y_pred)
    return 1 - np.sum((y_true - y_pred) ** 2) / total


@wrong("r2", "For a constant truth you seem to give 0 always: 1 if every prediction hits it exactly.")
def zero_for_a_constant(y_true, y_pred):
    return 0.0 if np.ptp(y_true) == 0 else answer.r2(y_true, y_pred)


@right("r2")
def quotient_of_means(y_true, y_pred):
    y_true, y_pred = y_true.astype(np.float64), y_pred.astype(np.float64)
    if np.all(y_true == y_true[0]):
        return float(np.array_equal(y_true, y_pred))
    return 1 - np.mean((y_pred - y_true) ** 2) / np.var(y_true)


@right("r2")
def r2_by_loop(y_true, y_pred):
    if len(set(y_true.tolist())) == 1:
        return int(set(y_pred.tolist()) == set(y_true.tolist()))
    mean = sum(y_true.tolist()) / len(y_true)
    left = sum((a - b) ** 2 for a, b in zip(y_true.tolist(), y_pred.tolist(), strict=True))
    return 1 - left / sum((a - mean) ** 2 for a in y_true.tolist())
