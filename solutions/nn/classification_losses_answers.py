"""The bank of `classification_losses`: known mistakes with what to say, and right answers written differently."""

import math

import numpy as np

from autograder import answer, right, wrong


def told_truth(p, y):
    """Give the probability of what is true, clipped."""
    p = np.clip(p, answer.EPS, 1 - answer.EPS)
    return np.where(y == 1, p, 1 - p)


def focal_terms(p_true, gamma):
    """Give both terms of the product rule, by p_t."""
    falling_factor = gamma * (1 - p_true) ** (gamma - 1) * np.log(p_true)
    return falling_factor, -((1 - p_true) ** gamma) / p_true


def one_hot_rows(labels, n_classes):
    """Write labels as rows of zeros with a single one."""
    return (np.arange(n_classes) == labels[:, None]) * 1.0


def row_losses(logits, labels):
    """Give the surprise of each row."""
    return np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(labels)), labels]


# hinge_loss


@wrong("hinge_loss", "You seem to sum over the entries: divide by their number.")
def hinge_sum(score, label):
    return answer.hinge_loss(score, label) * score.size


@wrong("hinge_loss", "You seem to divide by the rows only: the mean is over all entries.")
def hinge_mean_of_rows(score, label):
    return answer.hinge_loss(score, label) * score.size / len(score)


@wrong("hinge_loss", "You seem to charge wrong signs only, as the perceptron does: ask for a margin of 1.")
def without_a_margin(score, label):
    return np.mean(np.maximum(0, -label * score))


@wrong("hinge_loss", "You seem to pay back what is above a margin of 1: cut it at 0.")
def pays_back(score, label):
    return np.mean(1 - label * score)


@wrong("hinge_loss", "You seem to cut at 0 after the mean: cut entry by entry.")
def cuts_the_mean(score, label):
    return max(0.0, np.mean(1 - label * score))


@wrong("hinge_loss", "You seem to have the sign turned: the cost falls as label times score rises.")
def hinge_turned_round(score, label):
    return np.mean(np.maximum(0, 1 + label * score))


@wrong("hinge_loss", "You seem to take the labels for 0 and 1: here they are -1 and +1.")
def labels_of_zero_and_one(score, label):
    return answer.hinge_loss(score, 2 * label - 1)


@wrong("hinge_loss", "You seem to square what is missing: here it is charged as it is.")
def squared_hinge(score, label):
    return np.mean(np.maximum(0, 1 - label * score) ** 2)


@wrong("hinge_loss", "You seem to multiply within the array that came in: make a new one.")
def margin_in_place(score, label):
    score *= label
    return np.mean(np.maximum(0, 1 - score))


@right("hinge_loss")
def those_who_lack(score, label):
    missing = 1 - score * label
    return np.sum(missing[missing > 0]) / missing.size


@right("hinge_loss")
def hinge_by_loop(score, label):
    entries = zip(score.ravel().tolist(), label.ravel().tolist(), strict=True)
    return sum(max(0.0, 1 - y * s) for s, y in entries) / score.size


# hinge_loss_grad


@wrong("hinge_loss_grad", "You seem to leave out the mean: divide by the number of entries.")
def hinge_grad_of_the_sum(score, label):
    return answer.hinge_loss_grad(score, label) * score.size


@wrong("hinge_loss_grad", "You seem to divide by the rows only: the mean is over all entries.")
def hinge_grad_over_rows(score, label):
    return answer.hinge_loss_grad(score, label) * score.size / len(score)


@wrong("hinge_loss_grad", "You seem to lack the minus: the loss falls as the score moves towards its label.")
def hinge_grad_downhill(score, label):
    return -answer.hinge_loss_grad(score, label)


@wrong("hinge_loss_grad", "You seem to pull everybody: those with a margin above 1 are done.")
def pulls_everybody(score, label):
    return -label / score.size


@wrong("hinge_loss_grad", "You seem to pull at a margin of exactly 1: at the kink the gradient is 0.")
def pulls_at_the_kink(score, label):
    return -label * (label * score <= 1) / score.size


@wrong("hinge_loss_grad", "You seem to pull wrong signs only: all with a margin below 1 are charged.")
def pulls_wrong_signs(score, label):
    return -label * (label * score < 0) / score.size


@wrong("hinge_loss_grad", "You seem to leave out the label: which way does the score have to go?")
def without_the_label(score, label):
    return -1.0 * (label * score < 1) / score.size


@wrong("hinge_loss_grad", "You seem to compare the score with 1, not the margin: what about label -1?")
def compares_the_score(score, label):
    return -label * (score < 1) / score.size


@wrong("hinge_loss_grad", "You seem to pull harder where more is missing: the slope of a straight line is constant.")
def pulls_by_what_is_missing(score, label):
    return -label * np.maximum(0, 1 - label * score) / score.size


@right("hinge_loss_grad")
def hinge_grad_by_where(score, label):
    return np.where(label * score >= 1, 0.0, -label) / np.prod(score.shape)


@right("hinge_loss_grad")
def fills_those_who_lack(score, label):
    grad = np.zeros(score.shape)
    lacking = score * label < 1
    grad[lacking] = -label[lacking] / score.size
    return grad


# focal_loss


@wrong("focal_loss", "You seem to sum over the entries: divide by their number.")
def focal_sum(p, y, gamma=2.0):
    return answer.focal_loss(p, y, gamma) * p.size


@wrong("focal_loss", "You seem to divide by the rows only: the mean is over all entries.")
def focal_mean_of_rows(p, y, gamma=2.0):
    return answer.focal_loss(p, y, gamma) * p.size / len(p)


@wrong("focal_loss", "You seem to lack the minus: surprise is never negative.")
def focal_without_minus(p, y, gamma=2.0):
    return -answer.focal_loss(p, y, gamma)


@wrong("focal_loss", "You seem to leave out the factor: without it this is binary cross-entropy.")
def focal_without_factor(p, y, gamma=2.0):
    return -np.mean(np.log(told_truth(p, y)))


@wrong("focal_loss", "You seem to turn down the hard ones: the factor is small where p_t is near 1.")
def turns_down_the_hard(p, y, gamma=2.0):
    p_true = told_truth(p, y)
    return -np.mean(p_true**gamma * np.log(p_true))


@wrong("focal_loss", "You seem to use 1 - p as the factor for all: for a no it is p.")
def factor_for_yes_only(p, y, gamma=2.0):
    p = np.clip(p, answer.EPS, 1 - answer.EPS)
    return -np.mean((1 - p) ** gamma * np.log(told_truth(p, y)))


@wrong("focal_loss", "You seem to keep the yes only: what does a wrong yes cost?")
def focal_yes_only(p, y, gamma=2.0):
    p_true = told_truth(p, y)
    return -np.mean(y * (1 - p_true) ** gamma * np.log(p_true))


@wrong("focal_loss", "You seem to ignore gamma: it says how far the easy ones are turned down.")
def focal_ignores_gamma(p, y, gamma=2.0):
    return answer.focal_loss(p, y)


@wrong("focal_loss", "You seem to multiply with gamma: it is a power.")
def gamma_as_a_factor(p, y, gamma=2.0):
    p_true = told_truth(p, y)
    return -np.mean(gamma * (1 - p_true) * np.log(p_true))


@wrong("focal_loss", "You seem to weigh the classes with alpha, as the paper does: here there is none.")
def with_alpha(p, y, gamma=2.0):
    p_true = told_truth(p, y)
    return -np.mean(np.where(y == 1, 0.25, 0.75) * (1 - p_true) ** gamma * np.log(p_true))


@wrong("focal_loss", "You seem to take the log of p_t as it comes: what if it is 0?")
def focal_without_clip(p, y, gamma=2.0):
    p_true = np.where(y == 1, p, 1 - p)
    return -np.mean((1 - p_true) ** gamma * np.log(p_true))


@wrong("focal_loss", "You seem to use another floor than EPS: a p_t of 0 should cost -log EPS.")
def focal_other_floor(p, y, gamma=2.0):
    return answer.focal_loss(np.clip(p, 1e-7, 1 - 1e-7), y, gamma)


@wrong("focal_loss", "You seem to clip p in place: others may still need it, so make a new array.")
def focal_clips_in_place(p, y, gamma=2.0):
    np.clip(p, answer.EPS, 1 - answer.EPS, out=p)
    return answer.focal_loss(p, y, gamma)


@right("focal_loss")
def focal_in_two_terms(p, y, gamma=2.0):
    p = np.clip(p, answer.EPS, 1 - answer.EPS)
    yes, no = (1 - p) ** gamma * np.log(p), p**gamma * np.log1p(-p)
    return -np.sum(y * yes + (1 - y) * no) / p.size


@right("focal_loss")
def focal_by_loop(p, y, gamma=2.0):
    costs = []
    for q, t in zip(p.ravel().tolist(), y.ravel().tolist(), strict=True):
        p_true = max(q if t == 1 else 1 - q, answer.EPS)
        costs.append(-((1 - p_true) ** gamma) * math.log(p_true))
    return sum(costs) / len(costs)


# focal_loss_grad


@wrong("focal_loss_grad", "You seem to leave out the mean: divide by the number of entries.")
def focal_grad_of_the_sum(p, y, gamma=2.0):
    return answer.focal_loss_grad(p, y, gamma) * p.size


@wrong("focal_loss_grad", "You seem to divide by the rows only: the mean is over all entries.")
def focal_grad_over_rows(p, y, gamma=2.0):
    return answer.focal_loss_grad(p, y, gamma) * p.size / len(p)


@wrong("focal_loss_grad", "You seem to have turned the sign: for y = 1 the loss falls when p rises.")
def focal_grad_downhill(p, y, gamma=2.0):
    return -answer.focal_loss_grad(p, y, gamma)


@wrong("focal_loss_grad", "You seem to take the factor for a constant: it depends on p as well.")
def factor_held_constant(p, y, gamma=2.0):
    _, surprise_changes = focal_terms(told_truth(p, y), gamma)
    return np.where(y == 1, surprise_changes, -surprise_changes) / p.size


@wrong("focal_loss_grad", "You seem to differentiate the factor only: the log depends on p as well.")
def log_held_constant(p, y, gamma=2.0):
    factor_changes, _ = focal_terms(told_truth(p, y), gamma)
    return np.where(y == 1, factor_changes, -factor_changes) / p.size


@wrong("focal_loss_grad", "You seem to have a sign wrong between the terms: 1 - p_t falls when p_t rises.")
def terms_against_each_other(p, y, gamma=2.0):
    factor_changes, surprise_changes = focal_terms(told_truth(p, y), gamma)
    slope = surprise_changes - factor_changes
    return np.where(y == 1, slope, -slope) / p.size


@wrong("focal_loss_grad", "You seem to stop at the derivative by p_t: for a no, p_t falls when p rises.")
def slope_by_the_truth(p, y, gamma=2.0):
    return np.sum(focal_terms(told_truth(p, y), gamma), axis=0) / p.size


@wrong("focal_loss_grad", "You seem to go on to the logit: here p itself is the input.")
def focal_gradient_for_logits(p, y, gamma=2.0):
    return answer.focal_loss_grad(p, y, gamma) * p * (1 - p)


@wrong("focal_loss_grad", "You seem to leave out the factor: without it this is binary cross-entropy.")
def focal_grad_without_factor(p, y, gamma=2.0):
    return answer.focal_loss_grad(p, y, 0.0)


@wrong("focal_loss_grad", "You seem to ignore gamma: it says how far the easy ones are turned down.")
def focal_grad_ignores_gamma(p, y, gamma=2.0):
    return answer.focal_loss_grad(p, y)


@wrong("focal_loss_grad", "You seem to divide by p as it comes: what if it is 0 or 1?")
def focal_divides_by_zero(p, y, gamma=2.0):
    slope = np.sum(focal_terms(np.where(y == 1, p, 1 - p), gamma), axis=0)
    return np.where(y == 1, slope, -slope) / p.size


@wrong("focal_loss_grad", "You seem to give 0 where p was clipped: use the formula there, too.")
def focal_silent_at_the_ends(p, y, gamma=2.0):
    return answer.focal_loss_grad(p, y, gamma) * ((p > 0) & (p < 1))


@wrong("focal_loss_grad", "You seem to clip p in place: make a new array.")
def focal_grad_clips_in_place(p, y, gamma=2.0):
    np.clip(p, answer.EPS, 1 - answer.EPS, out=p)
    return answer.focal_loss_grad(p, y, gamma)


@right("focal_loss_grad")
def focal_grad_with_signs(p, y, gamma=2.0):
    p_true = told_truth(p, y)
    wrongness = 1 - p_true
    return (2 * y - 1) * wrongness ** (gamma - 1) * (gamma * np.log(p_true) - wrongness / p_true) / p.size


@right("focal_loss_grad")
def focal_grad_in_two_terms(p, y, gamma=2.0):
    p = np.clip(p, answer.EPS, 1 - answer.EPS)
    yes = gamma * (1 - p) ** (gamma - 1) * np.log(p) - (1 - p) ** gamma / p
    no = p**gamma / (1 - p) - gamma * p ** (gamma - 1) * np.log(1 - p)
    return (y * yes + (1 - y) * no) / p.size


# kl_divergence


@wrong("kl_divergence", "You seem to sum over the batch: divide by the number of rows.")
def kl_sum(p, target):
    return answer.kl_divergence(p, target) * len(p)


@wrong("kl_divergence", "You seem to average over classes, too: sum over them, and average over the rows.")
def kl_mean_of_all(p, target):
    return answer.kl_divergence(p, target) / p.shape[1]


@wrong("kl_divergence", "You seem to have the two exchanged: the target weighs the terms.")
def kl_exchanged(p, target):
    return answer.kl_divergence(target, p)


@wrong("kl_divergence", "You seem to take p for its own log: take the log of it here.")
def takes_p_for_its_log(p, target):
    return np.sum(target * (np.log(np.where(target > 0, target, 1)) - p)) / len(p)


@wrong("kl_divergence", "You seem to return the cross-entropy: take off what the target costs by itself.")
def without_the_entropy(p, target):
    return -np.sum(target * np.log(np.maximum(p, answer.EPS))) / len(p)


@wrong("kl_divergence", "You seem to take the log of the target as it comes: what if it is 0?")
def log_of_a_zero_target(p, target):
    return np.sum(target * (np.log(target) - np.log(np.maximum(p, answer.EPS)))) / len(p)


@wrong("kl_divergence", "You seem to take the log of p as it comes: what if it is 0?")
def kl_without_floor(p, target):
    return np.sum(target * (np.log(np.where(target > 0, target, 1)) - np.log(p))) / len(p)


@wrong("kl_divergence", "You seem to use another floor than EPS: a p of 0 is taken as EPS.")
def kl_other_floor(p, target):
    return answer.kl_divergence(np.maximum(p, 1e-7), target)


@wrong("kl_divergence", "You seem to return one value for each row: their mean is wanted.")
def kl_of_rows(p, target):
    return np.array([answer.kl_divergence(p[i : i + 1], target[i : i + 1]) for i in range(len(p))])


@wrong("kl_divergence", "You seem to clip p in place: others may still need it, so make a new array.")
def kl_clips_in_place(p, target):
    np.clip(p, answer.EPS, 1, out=p)
    return answer.kl_divergence(p, target)


@right("kl_divergence")
def log_of_the_ratio(p, target):
    ratio = np.maximum(target, answer.EPS) / np.maximum(p, answer.EPS)
    return np.mean(np.sum(target * np.log(ratio), axis=-1))


@right("kl_divergence")
def kl_by_loop(p, target):
    total = 0.0
    for said, true in zip(p.tolist(), target.tolist(), strict=True):
        total += sum(t * math.log(t / max(q, answer.EPS)) for q, t in zip(said, true, strict=True) if t > 0)
    return total / len(p)


# kl_divergence_grad


@wrong("kl_divergence_grad", "You seem to leave out the mean: divide by the number of rows.")
def kl_grad_of_the_sum(p, target):
    return answer.kl_divergence_grad(p, target) * len(p)


@wrong("kl_divergence_grad", "You seem to divide by rows times classes: the mean is over rows.")
def kl_grad_over_all(p, target):
    return answer.kl_divergence_grad(p, target) / p.shape[1]


@wrong("kl_divergence_grad", "You seem to lack the minus: the loss falls when p rises where the target is.")
def kl_grad_sign(p, target):
    return -answer.kl_divergence_grad(p, target)


@wrong("kl_divergence_grad", "You seem to return p minus target, the gradient for logits: here p itself is the input.")
def kl_gradient_for_logits(p, target):
    return (p - target) / len(p)


@wrong("kl_divergence_grad", "You seem to differentiate the other direction: p is only within the second log.")
def grad_of_the_other_direction(p, target):
    floor = answer.EPS
    return (np.log(np.maximum(p, floor)) - np.log(np.maximum(target, floor)) + 1) / len(p)


@wrong("kl_divergence_grad", "You seem to leave out the target: it weighs the terms.")
def kl_grad_forgets_target(p, target):
    return -1 / np.maximum(p, answer.EPS) / len(p)


@wrong("kl_divergence_grad", "You seem to divide by p as it comes: what if it is 0?")
def kl_divides_by_zero(p, target):
    return -target / p / len(p)


@wrong("kl_divergence_grad", "You seem to give 0 where p was clipped: use the formula there, too.")
def kl_silent_at_the_floor(p, target):
    return answer.kl_divergence_grad(p, target) * (p > answer.EPS)


@wrong("kl_divergence_grad", "You seem to clip p in place: others may still need it, so make a new array.")
def kl_grad_clips_in_place(p, target):
    p[p < answer.EPS] = answer.EPS
    return -target / p / len(p)


@right("kl_divergence_grad")
def kl_grad_where_target_is(p, target):
    grad = np.zeros(p.shape)
    grad[target > 0] = -target[target > 0] / np.clip(p[target > 0], answer.EPS, 1)
    return grad / p.shape[0]


@right("kl_divergence_grad")
def kl_grad_with_added_floor(p, target):
    return -(target / (p + answer.EPS)) / len(p)


# weighted_cross_entropy


@wrong("weighted_cross_entropy", "You seem to leave out the weights: each row votes with that of its class.")
def all_votes_alike(logits, labels, class_weights):
    return np.mean(row_losses(logits, labels))


@wrong("weighted_cross_entropy", "You seem to divide by the number of rows: divide by the sum of their weights.")
def over_the_rows(logits, labels, class_weights):
    return np.mean(class_weights[labels] * row_losses(logits, labels))


@wrong("weighted_cross_entropy", "You seem to sum over the batch: divide by the sum of the weights of the rows.")
def weighted_sum(logits, labels, class_weights):
    return np.sum(class_weights[labels] * row_losses(logits, labels))


@wrong("weighted_cross_entropy", "You seem to add up one weight for each class: add up one for each row.")
def over_the_class_weights(logits, labels, class_weights):
    return np.sum(class_weights[labels] * row_losses(logits, labels)) / np.sum(class_weights)


@wrong("weighted_cross_entropy", "You seem to take the weight of the class that leads: take that of the label.")
def weight_of_the_winner(logits, labels, class_weights):
    weights = class_weights[np.argmax(logits, axis=1)]
    return np.sum(weights * row_losses(logits, labels)) / np.sum(class_weights[labels])


@wrong("weighted_cross_entropy", "You seem to divide by the weights: a large one should count more.")
def divides_by_the_weights(logits, labels, class_weights):
    weights = 1 / class_weights[labels]
    return np.sum(weights * row_losses(logits, labels)) / np.sum(weights)


@wrong("weighted_cross_entropy", "You seem to weigh the logits, before softmax: weigh the loss of each row.")
def weighs_the_logits(logits, labels, class_weights):
    return np.mean(row_losses(logits * class_weights, labels))


@wrong("weighted_cross_entropy", "You seem to take the log after softmax: what if p is rounded to 0?")
def weighted_log_after_softmax(logits, labels, class_weights):
    p = answer.softmax(logits)[np.arange(len(labels)), labels]
    return -np.sum(class_weights[labels] * np.log(p)) / np.sum(class_weights[labels])


@wrong("weighted_cross_entropy", "You seem to take exp of the logits as they come: shift the rows first.")
def weighted_without_shift(logits, labels, class_weights):
    p = (np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True))[np.arange(len(labels)), labels]
    return -np.sum(class_weights[labels] * np.log(p + answer.EPS)) / np.sum(class_weights[labels])


@right("weighted_cross_entropy")
def with_numpy_average(logits, labels, class_weights):
    return np.average(row_losses(logits, labels), weights=class_weights[labels])


@right("weighted_cross_entropy")
def with_weighted_one_hot(logits, labels, class_weights):
    votes = one_hot_rows(labels, logits.shape[1]) * class_weights
    return -np.sum(votes * answer.log_softmax(logits)) / np.sum(votes)


@right("weighted_cross_entropy")
def weighted_row_by_row(logits, labels, class_weights):
    total = votes = 0.0
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        loss = math.log(sum(math.exp(z - max(row)) for z in row)) - (row[label] - max(row))
        total, votes = total + class_weights[label] * loss, votes + class_weights[label]
    return total / votes


# weighted_cross_entropy_grad


@wrong("weighted_cross_entropy_grad", "You seem to leave out the weights: each row votes with that of its class.")
def all_rows_alike(logits, labels, class_weights):
    return (answer.softmax(logits) - one_hot_rows(labels, logits.shape[1])) / len(labels)


@wrong("weighted_cross_entropy_grad", "You seem to divide by the number of rows: divide by the sum of their weights.")
def weighted_grad_over_rows(logits, labels, class_weights):
    grad = answer.weighted_cross_entropy_grad(logits, labels, class_weights)
    return grad * np.sum(class_weights[labels]) / len(labels)


@wrong("weighted_cross_entropy_grad", "You seem to leave out the mean: divide by the sum of the weights of the rows.")
def weighted_grad_of_the_sum(logits, labels, class_weights):
    return answer.weighted_cross_entropy_grad(logits, labels, class_weights) * np.sum(class_weights[labels])


@wrong("weighted_cross_entropy_grad", "You seem to add up one weight for each class: add up one for each row.")
def weighted_grad_over_class_weights(logits, labels, class_weights):
    grad = answer.weighted_cross_entropy_grad(logits, labels, class_weights)
    return grad * np.sum(class_weights[labels]) / np.sum(class_weights)


@wrong("weighted_cross_entropy_grad", "You seem to weigh the columns: the weight belongs to the row, by its label.")
def weighs_the_columns(logits, labels, class_weights):
    said_minus_true = answer.softmax(logits) - one_hot_rows(labels, logits.shape[1])
    return said_minus_true * class_weights / np.sum(class_weights[labels])


@wrong("weighted_cross_entropy_grad", "You seem to weigh the truth only: the weight is for the whole row.")
def weighs_the_truth_only(logits, labels, class_weights):
    votes = one_hot_rows(labels, logits.shape[1]) * class_weights
    return (answer.softmax(logits) - votes) / np.sum(votes)


@wrong("weighted_cross_entropy_grad", "You seem to have turned the difference round: gradients point uphill.")
def weighted_grad_downhill(logits, labels, class_weights):
    return -answer.weighted_cross_entropy_grad(logits, labels, class_weights)


@wrong("weighted_cross_entropy_grad", "You seem to take exp of the logits as they come: shift the rows first.")
def weighted_grad_without_shift(logits, labels, class_weights):
    p = np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)
    votes = class_weights[labels][:, None]
    return votes * (p - one_hot_rows(labels, logits.shape[1])) / np.sum(votes)


@right("weighted_cross_entropy_grad")
def weighted_grad_with_one_hot(logits, labels, class_weights):
    truth = one_hot_rows(labels, logits.shape[1])
    votes = truth @ class_weights
    return (answer.softmax(logits) - truth) * votes[:, None] / votes.sum()


@right("weighted_cross_entropy_grad")
def weighted_grad_row_by_row(logits, labels, class_weights):
    grad = np.empty(logits.shape)
    for i, label in enumerate(labels):
        exps = np.exp(logits[i].astype(np.float64) - max(logits[i]))
        grad[i] = class_weights[label] * exps / sum(exps)
        grad[i, label] -= class_weights[label]
    return grad / sum(class_weights[label] for label in labels)
