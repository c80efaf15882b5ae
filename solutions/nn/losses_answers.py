"""The bank of `losses`: known mistakes with what to say, and right answers written differently."""

import math

import numpy as np

from autograder import answer, right, wrong


def chosen(logits, labels):
    """Pick the probability of the right class from each row."""
    return answer.softmax(logits)[np.arange(len(labels)), labels]


def one_hot_rows(labels, n_classes):
    """Write labels as rows of zeros with a single one."""
    return (np.arange(n_classes) == labels[:, None]) * 1.0


# softmax_cross_entropy


@wrong("softmax_cross_entropy", "You seem to sum over the batch: divide by the number of rows.")
def sums_over_the_batch(logits, labels):
    return answer.softmax_cross_entropy(logits, labels) * len(labels)


@wrong("softmax_cross_entropy", "You seem to divide by rows times classes: the mean is over rows.")
def mean_of_all_entries(logits, labels):
    return answer.softmax_cross_entropy(logits, labels) / logits.shape[1]


@wrong("softmax_cross_entropy", "You seem to lack the minus: a loss should fall when p rises.")
def without_the_minus(logits, labels):
    return -answer.softmax_cross_entropy(logits, labels)


@wrong("softmax_cross_entropy", "You seem to return the loss of each row: one number for all is wanted.")
def row_losses(logits, labels):
    return np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(labels)), labels]


@wrong("softmax_cross_entropy", "You seem to use a log of another base: take the natural one.")
def in_bits(logits, labels):
    return answer.softmax_cross_entropy(logits, labels) / np.log(2)


@wrong("softmax_cross_entropy", "You seem to average 1 - p: surprise is a logarithm, and without bound.")
def without_log(logits, labels):
    return np.mean(1 - chosen(logits, labels))


@wrong("softmax_cross_entropy", "You seem to take the log after softmax: what if p is rounded to 0?")
def loss_after_softmax(logits, labels):
    return -np.mean(np.log(chosen(logits, labels)))


@wrong("softmax_cross_entropy", "You seem to clip p: then all confident wrong answers cost the same.")
def loss_with_a_floor(logits, labels):
    return -np.mean(np.log(np.maximum(chosen(logits, labels), answer.EPS)))


@wrong("softmax_cross_entropy", "You seem to take exp of the logits as they come: shift the rows first.")
def loss_without_shift(logits, labels):
    log_sums = np.log(np.sum(np.exp(logits), axis=1))
    return np.mean(log_sums - logits[np.arange(len(labels)), labels])


@wrong("softmax_cross_entropy", "You seem to shift all rows by one number: rows far below it vanish.")
def loss_with_one_shift(logits, labels):
    shifted = logits - np.max(logits)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sums - shifted[np.arange(len(labels)), labels])


@wrong("softmax_cross_entropy", "You seem to pick whole columns: pick one entry from each row.")
def picks_columns(logits, labels):
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -np.mean(log_p[:, labels])


@wrong("softmax_cross_entropy", "You seem to apply softmax down the columns: the classes are on axis 1.")
def loss_down_the_columns(logits, labels):
    log_p = logits - np.logaddexp.reduce(logits, axis=0, keepdims=True)
    return -np.mean(log_p[np.arange(len(labels)), labels])


@wrong("softmax_cross_entropy", "You seem to score the largest logit of each row: use the label.")
def trusts_the_winner(logits, labels):
    return answer.softmax_cross_entropy(logits, np.argmax(logits, axis=1))


@right("softmax_cross_entropy")
def with_one_hot(logits, labels):
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -np.sum(one_hot_rows(labels, logits.shape[1]) * log_p) / len(labels)


@right("softmax_cross_entropy")
def loss_row_by_row(logits, labels):
    total = 0.0
    for row, label in zip(logits.tolist(), labels, strict=True):
        total += math.log(sum(math.exp(z - max(row)) for z in row)) - (row[label] - max(row))
    return total / len(labels)


# softmax_cross_entropy_grad


@wrong("softmax_cross_entropy_grad", "You seem to leave out the mean: divide by the number of rows.")
def grad_of_the_sum(logits, labels):
    return answer.softmax_cross_entropy_grad(logits, labels) * len(labels)


@wrong("softmax_cross_entropy_grad", "You seem to divide by rows times classes: the mean is over rows.")
def grad_over_all_entries(logits, labels):
    return answer.softmax_cross_entropy_grad(logits, labels) / logits.shape[1]


@wrong("softmax_cross_entropy_grad", "You seem to have turned the difference round: gradients point uphill.")
def truth_minus_guess(logits, labels):
    return -answer.softmax_cross_entropy_grad(logits, labels)


@wrong("softmax_cross_entropy_grad", "You seem to leave out the truth: where do the labels come in?")
def guess_only(logits, labels):
    return answer.softmax(logits) / len(labels)


@wrong("softmax_cross_entropy_grad", "You seem to subtract 1 from whole columns: pick one entry a row.")
def subtracts_from_columns(logits, labels):
    grad = answer.softmax(logits)
    grad[:, labels] -= 1
    return grad / len(labels)


@wrong("softmax_cross_entropy_grad", "You seem to push the right class only: the others count, too.")
def diagonal_of_the_jacobian(logits, labels):
    return one_hot_rows(labels, logits.shape[1]) * (answer.softmax(logits) - 1) / len(labels)


@wrong("softmax_cross_entropy_grad", "You seem to take logits for probabilities: softmax comes first.")
def logits_minus_truth(logits, labels):
    return (logits - one_hot_rows(labels, logits.shape[1])) / len(labels)


@wrong("softmax_cross_entropy_grad", "You seem to subtract the truth too early: do it after softmax.")
def subtracts_before_softmax(logits, labels):
    return answer.softmax(logits - one_hot_rows(labels, logits.shape[1])) / len(labels)


@wrong("softmax_cross_entropy_grad", "You seem to take exp of the logits as they come: shift the rows first.")
def grad_without_shift(logits, labels):
    p = np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)
    return (p - one_hot_rows(labels, logits.shape[1])) / len(labels)


@right("softmax_cross_entropy_grad")
def grad_with_one_hot(logits, labels):
    return (answer.softmax(logits) - one_hot_rows(labels, logits.shape[1])) / len(labels)


@right("softmax_cross_entropy_grad")
def grad_row_by_row(logits, labels):
    grad = np.empty(logits.shape)
    for i, label in enumerate(labels):
        exps = np.exp(logits[i].astype(np.float64) - max(logits[i]))
        grad[i] = exps / sum(exps)
        grad[i, label] -= 1
    return grad / len(labels)


# cross_entropy


@wrong("cross_entropy", "You seem to sum over the batch: divide by the number of rows.")
def cross_entropy_sum(p, onehot):
    return answer.cross_entropy(p, onehot) * len(p)


@wrong("cross_entropy", "You seem to average over classes, too: sum over them, and average over the rows.")
def cross_entropy_mean_of_all(p, onehot):
    return answer.cross_entropy(p, onehot) / p.shape[1]


@wrong("cross_entropy", "You seem to lack the minus: a loss should fall when p rises.")
def cross_entropy_without_minus(p, onehot):
    return -answer.cross_entropy(p, onehot)


@wrong("cross_entropy", "You seem to take the log of p as it comes: what if it is 0?")
def cross_entropy_without_floor(p, onehot):
    return -np.sum(onehot * np.log(p)) / len(p)


@wrong("cross_entropy", "You seem to clip p in place: others may still need it, so make a new array.")
def clips_in_place(p, onehot):
    np.clip(p, answer.EPS, 1, out=p)
    return answer.cross_entropy(p, onehot)


@wrong("cross_entropy", "You seem to add log(1 - p) of the wrong classes: that belongs to the binary loss.")
def sums_binary_terms(p, onehot):
    p = np.clip(p, answer.EPS, 1 - 1e-7)
    return -np.sum(onehot * np.log(p) + (1 - onehot) * np.log(1 - p)) / len(p)


@wrong("cross_entropy", "You seem to use another floor than EPS: a p of 0 should cost -log EPS.")
def another_floor(p, onehot):
    return answer.cross_entropy(np.maximum(p, 1e-7), onehot)


@wrong("cross_entropy", "You seem to return the loss of each row: one number for all is wanted.")
def cross_entropy_of_rows(p, onehot):
    return -np.sum(onehot * np.log(np.maximum(p, answer.EPS)), axis=1)


@right("cross_entropy")
def floor_by_adding(p, onehot):
    return -np.mean(np.sum(onehot * np.log(p + answer.EPS), axis=-1))


@right("cross_entropy")
def right_classes_only(p, onehot):
    told = [row[np.argmax(truth)] for row, truth in zip(p, onehot, strict=True)]
    return np.mean([-math.log(max(value, answer.EPS)) for value in told])


# cross_entropy_grad


@wrong("cross_entropy_grad", "You seem to leave out the mean: divide by the number of rows.")
def cross_entropy_grad_of_the_sum(p, onehot):
    return answer.cross_entropy_grad(p, onehot) * len(p)


@wrong("cross_entropy_grad", "You seem to divide by rows times classes: the mean is over rows.")
def cross_entropy_grad_over_all(p, onehot):
    return answer.cross_entropy_grad(p, onehot) / p.shape[1]


@wrong("cross_entropy_grad", "You seem to lack the minus: the loss falls when p of the right class rises.")
def cross_entropy_grad_sign(p, onehot):
    return -answer.cross_entropy_grad(p, onehot)


@wrong("cross_entropy_grad", "You seem to return p - y, the gradient for logits: here p itself is the input.")
def gradient_for_logits(p, onehot):
    return (p - onehot) / len(p)


@wrong("cross_entropy_grad", "You seem to fill all entries: the loss does not look at the wrong classes.")
def forgets_the_truth(p, onehot):
    return -1 / np.maximum(p, answer.EPS) / len(p)


@wrong("cross_entropy_grad", "You seem to divide by p as it comes: what if it is 0?")
def divides_by_zero(p, onehot):
    return -onehot / p / len(p)


@wrong("cross_entropy_grad", "You seem to give 0 where p was clipped: use the formula there, too.")
def silent_at_the_floor(p, onehot):
    return answer.cross_entropy_grad(p, onehot) * (p > answer.EPS)


@wrong("cross_entropy_grad", "You seem to clip p in place: others may still need it, so make a new array.")
def grad_clips_in_place(p, onehot):
    p[p < answer.EPS] = answer.EPS
    return -onehot / p / len(p)


@right("cross_entropy_grad")
def fills_the_right_entries(p, onehot):
    grad = np.zeros(p.shape)
    rows, columns = np.nonzero(onehot)
    grad[rows, columns] = -1 / np.clip(p[rows, columns], answer.EPS, 1)
    return grad / p.shape[0]


@right("cross_entropy_grad")
def grad_with_added_floor(p, onehot):
    return -(onehot / (p + answer.EPS)) / len(p)


# binary_cross_entropy


@wrong("binary_cross_entropy", "You seem to sum over the entries: divide by their number.")
def binary_sum(p, y):
    return answer.binary_cross_entropy(p, y) * p.size


@wrong("binary_cross_entropy", "You seem to divide by the rows only: the mean is over all entries.")
def binary_mean_of_rows(p, y):
    return answer.binary_cross_entropy(p, y) * p.size / len(p)


@wrong("binary_cross_entropy", "You seem to lack the minus: surprise is never negative.")
def binary_without_minus(p, y):
    return -answer.binary_cross_entropy(p, y)


@wrong("binary_cross_entropy", "You seem to keep the first term only: what does a wrong yes cost?")
def yes_term_only(p, y):
    return -np.mean(y * np.log(np.maximum(p, answer.EPS)))


@wrong("binary_cross_entropy", "You seem to have yes and no exchanged: for y = 1 the loss is -log p.")
def terms_exchanged(p, y):
    return answer.binary_cross_entropy(p, 1 - y)


@wrong("binary_cross_entropy", "You seem to take the logs of p and 1 - p as they come: what if one is 0?")
def binary_without_clip(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong("binary_cross_entropy", "You seem to clip the lower end only: 1 - p can be 0 as well.")
def binary_half_a_clip(p, y):
    return binary_without_limits(np.maximum(p, answer.EPS), y)


@wrong("binary_cross_entropy", "You seem to use another floor than EPS: a p of 0 should cost -log EPS.")
def binary_other_floor(p, y):
    return answer.binary_cross_entropy(np.clip(p, 1e-7, 1 - 1e-7), y)


@wrong("binary_cross_entropy", "You seem to clip p in place: others may still need it, so make a new array.")
def binary_clips_in_place(p, y):
    np.clip(p, answer.EPS, 1 - answer.EPS, out=p)
    return answer.binary_cross_entropy(p, y)


def binary_without_limits(p, y):
    """Take the formula with whatever p comes."""
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@right("binary_cross_entropy")
def with_log1p(p, y):
    p = np.clip(p, answer.EPS, 1 - answer.EPS)
    return np.sum(-y * np.log(p) - (1 - y) * np.log1p(-p)) / p.size


@right("binary_cross_entropy")
def two_floors_by_adding(p, y):
    return np.mean(-(y * np.log(p + answer.EPS) + (1 - y) * np.log(1 - p + answer.EPS)))


@right("binary_cross_entropy")
def binary_by_loop(p, y):
    costs = [-math.log(max(q if t == 1 else 1 - q, answer.EPS)) for q, t in zip(p.flat, y.flat, strict=True)]
    return sum(costs) / len(costs)


# binary_cross_entropy_grad


@wrong("binary_cross_entropy_grad", "You seem to leave out the mean: divide by the number of entries.")
def binary_grad_of_the_sum(p, y):
    return answer.binary_cross_entropy_grad(p, y) * p.size


@wrong("binary_cross_entropy_grad", "You seem to divide by the rows only: the mean is over all entries.")
def binary_grad_over_rows(p, y):
    return answer.binary_cross_entropy_grad(p, y) * p.size / len(p)


@wrong("binary_cross_entropy_grad", "You seem to have a sign wrong: for y = 1 the loss falls when p rises.")
def binary_grad_sign(p, y):
    return -answer.binary_cross_entropy_grad(p, y)


@wrong("binary_cross_entropy_grad", "You seem to return p - y, which is for a logit: here p is the input.")
def binary_gradient_for_logits(p, y):
    return (p - y) / p.size


@wrong("binary_cross_entropy_grad", "You seem to keep the first term only: how does a wrong yes learn?")
def gradient_of_yes_only(p, y):
    return -y / np.maximum(p, answer.EPS) / p.size


@wrong("binary_cross_entropy_grad", "You seem to divide by p and 1 - p as they come: what if one is 0?")
def binary_divides_by_zero(p, y):
    return (p - y) / (p * (1 - p)) / p.size


@wrong("binary_cross_entropy_grad", "You seem to give 0 where p was clipped: use the formula there, too.")
def silent_at_the_ends(p, y):
    return answer.binary_cross_entropy_grad(p, y) * ((p > 0) & (p < 1))


@wrong("binary_cross_entropy_grad", "You seem to clip p in place: make a new array.")
def binary_grad_clips_in_place(p, y):
    np.clip(p, answer.EPS, 1 - answer.EPS, out=p)
    return answer.binary_cross_entropy_grad(p, y)


@right("binary_cross_entropy_grad")
def two_terms(p, y):
    p = np.clip(p, answer.EPS, 1 - answer.EPS)
    return ((1 - y) / (1 - p) - y / p) / p.size


@right("binary_cross_entropy_grad")
def two_terms_with_floors(p, y):
    return (-y / (p + answer.EPS) + (1 - y) / (1 - p + answer.EPS)) / p.size


# mean_squared_error


@wrong("mean_squared_error", "You seem to sum over the entries: divide by their number.")
def sum_of_squares(pred, target):
    return np.sum((pred - target) ** 2)


@wrong("mean_squared_error", "You seem to halve it: here the loss is the plain mean, without a factor 1/2.")
def halved(pred, target):
    return np.mean((pred - target) ** 2) / 2


@wrong("mean_squared_error", "You seem to divide by the rows only: the mean is over all entries.")
def mean_over_rows(pred, target):
    return np.sum((pred - target) ** 2) / len(pred)


@wrong("mean_squared_error", "You seem to average the sizes of the errors: square them.")
def absolute_errors(pred, target):
    return np.mean(np.abs(pred - target))


@wrong("mean_squared_error", "You seem to take a root at the end: the mean of the squares is all.")
def root_of_the_mean(pred, target):
    return np.sqrt(np.mean((pred - target) ** 2))


@wrong("mean_squared_error", "You seem to square the mean error: square first, or errors cancel each other.")
def square_of_the_mean(pred, target):
    return np.mean(pred - target) ** 2


@wrong("mean_squared_error", "You seem to subtract within the array that came in: make a new one.")
def error_in_place(pred, target):
    pred -= target
    return np.mean(pred**2)


@right("mean_squared_error")
def dot_product(pred, target):
    error = (target - pred).ravel()
    return error @ error / error.size


@right("mean_squared_error")
def squared_error_by_loop(pred, target):
    squares = [(float(a) - float(b)) ** 2 for a, b in zip(pred.flat, target.flat, strict=True)]
    return sum(squares) / len(squares)


# mean_squared_error_grad


@wrong("mean_squared_error_grad", "You seem to lack the 2 that comes from the square.")
def without_the_two(pred, target):
    return (pred - target) / pred.size


@wrong("mean_squared_error_grad", "You seem to leave out the mean: divide by the number of entries.")
def squared_grad_of_the_sum(pred, target):
    return 2 * (pred - target)


@wrong("mean_squared_error_grad", "You seem to divide by the rows only: the mean is over all entries.")
def squared_grad_over_rows(pred, target):
    return 2 * (pred - target) / len(pred)


@wrong("mean_squared_error_grad", "You seem to have turned the difference round: gradients point uphill.")
def target_minus_pred(pred, target):
    return 2 * (target - pred) / pred.size


@wrong("mean_squared_error_grad", "You seem to average the gradient into one number: each entry has its own.")
def one_number(pred, target):
    return np.mean(2 * (pred - target))


@wrong("mean_squared_error_grad", "You seem to keep the signs only: larger errors pull harder.")
def signs_only(pred, target):
    return np.sign(pred - target) / pred.size


@right("mean_squared_error_grad")
def error_twice(pred, target):
    error = pred - target
    return (error + error) / np.prod(pred.shape)


@right("mean_squared_error_grad")
def squared_grad_by_loop(pred, target):
    grad = [2 * (float(a) - float(b)) / pred.size for a, b in zip(pred.flat, target.flat, strict=True)]
    return np.array(grad).reshape(pred.shape)
