"""Losses: a batch in, one number out; each gradient has the shape of the prediction."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=2)

softmax_cross_entropy = lesson.exercise("softmax_cross_entropy", minutes=4, core=True, hints=(
    "Which axis holds the classes, and which the examples? What happens along each of them?",
    "The log of a quotient is a difference. Then shift each row so that no exp overflows.",
    "To pick one entry from each row, index with two arrays: row numbers and labels.",
))
softmax_cross_entropy_grad = lesson.exercise(
    "softmax_cross_entropy_grad", minutes=5, core=True, after=("softmax",), hints=(
        "What was said, minus what was true. How do you write what was true as a row of C numbers?",
        "The loss is a mean over N rows. Where is that in its derivative?",
    ),
)  # fmt: skip
cross_entropy = lesson.exercise("cross_entropy", minutes=4, hints=(
    "Which terms of the double sum are not 0?",
    "Raise p to the floor before the log, in a new array. Sum over the classes, average over the rows.",
))
cross_entropy_grad = lesson.exercise("cross_entropy_grad", minutes=4, hints=(
    "What is the derivative of log p? Which entries of p does the loss look at?",
    "It is the same floor as in the loss, and the same mean.",
))
binary_cross_entropy = lesson.exercise("binary_cross_entropy", minutes=4, hints=(
    "For y = 1, which of the two terms is left? And for y = 0?",
    "Both p and 1 - p can be 0. Clip at both ends, into a new array, before the logs.",
))
binary_cross_entropy_grad = lesson.exercise("binary_cross_entropy_grad", minutes=5, hints=(
    "Differentiate the two terms one by one. Which sign does each get?",
    "It is the same clipping as in the loss, and the same mean: over how many entries?",
))
mean_squared_error = lesson.exercise("mean_squared_error", minutes=2, hints=(
    "Read the name backwards: error, squared, mean.",
    "The mean is over all entries, not only over the rows.",
))
mean_squared_error_grad = lesson.exercise("mean_squared_error_grad", minutes=3, hints=(
    "What is the derivative of the square of e?",
    "The mean divides by the number of all entries; so does its derivative.",
))

LABELS = np.array([2, 0, 1, 1, 3, 0])  # six rows, four classes, each class at least once
ONEHOT = np.eye(4)[LABELS]
ANSWERS = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])  # yes or no


def probabilities(rng, *shape):
    """Draw rows of probabilities, none of them near 0, with sum 1."""
    p = rng.uniform(0.2, 0.9, size=shape)
    return p / np.sum(p, axis=-1, keepdims=True)


@softmax_cross_entropy.check(points=1)
def test_no_idea(both):
    """gives log C when all classes look alike"""
    both.softmax_cross_entropy(np.zeros((6, 4)), LABELS)


@softmax_cross_entropy.check(points=2)
def test_mean_over_the_batch(both, rng):
    """averages -log p(label) over the batch"""
    both.softmax_cross_entropy(rng.normal(size=(6, 4)), LABELS)


@softmax_cross_entropy.check(points=1, hint="Shift each row by its maximum before exp.")
def test_large_logits(both, rng):
    """stays finite for logits of a thousand"""
    both.softmax_cross_entropy(1000 + rng.normal(size=(6, 4)), LABELS)


@softmax_cross_entropy.check(points=1, hint="A probability may be rounded to 0; do not take its log.")
def test_confident_and_wrong(both):
    """costs a confident wrong answer the whole gap"""
    both.softmax_cross_entropy(np.array([[-1000.0, 0.0, -1000.0], [0.0, -50.0, 0.0]]), np.array([0, 1]))


@softmax_cross_entropy.check(points=1, hint="Each row needs a shift of its own.")
def test_rows_far_apart(both, rng):
    """treats a row near 1000 and a row near -1000 alike"""
    logits = rng.normal(size=(6, 4)) + np.array([[1000.0], [-1000.0]] * 3)
    both.softmax_cross_entropy(logits, LABELS)


@softmax_cross_entropy.check(points=1)
def test_loss_float32(both, rng):
    """takes float32"""
    both.softmax_cross_entropy(rng.normal(size=(6, 4)).astype(np.float32), LABELS)


@softmax_cross_entropy_grad.check(points=1)
def test_grad_values(both, rng):
    """is what was said minus what was true, over the number of rows"""
    both.softmax_cross_entropy_grad(rng.normal(size=(6, 4)), LABELS)


@softmax_cross_entropy_grad.check(points=2)
def test_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of the loss, entry by entry"""
    gradcheck("softmax_cross_entropy_grad", of="softmax_cross_entropy", at=(rng.normal(size=(6, 4)), LABELS))


@softmax_cross_entropy_grad.check(points=1, hint="What softmax hands out, the labels take away.")
def test_grad_rows_sum_to_zero(learner, expect, rng):
    """sums to 0 in each row"""
    grad = learner.softmax_cross_entropy_grad(rng.normal(size=(6, 4)), LABELS)
    expect(np.sum(grad, axis=1), np.zeros(6), "the sum of each row")


@softmax_cross_entropy_grad.check(points=1)
def test_grad_large_logits(both, rng):
    """stays finite for logits of a thousand, and takes float32"""
    logits = rng.normal(size=(6, 4)) + np.array([[1000.0], [-1000.0]] * 3)
    both.softmax_cross_entropy_grad(logits.astype(np.float32), LABELS)


@cross_entropy.check(points=1)
def test_given_probabilities(both, rng):
    """averages -log p of the right class over the rows"""
    both.cross_entropy(probabilities(rng, 6, 4), ONEHOT)


@cross_entropy.check(points=1, hint="No p is taken to be less than EPS.")
def test_impossible_came_true(both, rng):
    """costs -log EPS when the right class was given a probability of 0"""
    p = probabilities(rng, 6, 4)
    p[1] = [0.0, 0.25, 0.5, 0.25]
    both.cross_entropy(p, ONEHOT)


@cross_entropy.check(points=1, hint="0 times minus infinity is not a number: clip all of p.")
def test_sure_and_right(both, rng):
    """gives 0 for a sure and right answer, and takes float32"""
    both.cross_entropy(ONEHOT.astype(np.float32), ONEHOT.astype(np.float32))
    p = probabilities(rng, 6, 4)
    p[1] = [1.0, 0.0, 0.0, 0.0]
    both.cross_entropy(p.astype(np.float32), ONEHOT.astype(np.float32))


@cross_entropy_grad.check(points=1)
def test_cross_entropy_grad_values(both, rng):
    """is -1/p at the right class, 0 elsewhere, over the number of rows"""
    both.cross_entropy_grad(probabilities(rng, 6, 4), ONEHOT)


@cross_entropy_grad.check(points=2)
def test_cross_entropy_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of cross_entropy, entry by entry"""
    gradcheck("cross_entropy_grad", of="cross_entropy", at=(probabilities(rng, 6, 4), ONEHOT))


@cross_entropy_grad.check(points=1, hint="Take the formula at the clipped p.")
def test_cross_entropy_grad_at_the_floor(both, rng):
    """stays finite where p is 0, and is the formula at the clipped p"""
    p = probabilities(rng, 6, 4)
    p[1] = [0.0, 0.25, 0.5, 0.25]
    p[2] = [0.0, 1.0, 0.0, 0.0]
    both.cross_entropy_grad(p, ONEHOT)


@binary_cross_entropy.check(points=1)
def test_yes_or_no(both, rng):
    """averages -log p for yes and -log(1 - p) for no"""
    both.binary_cross_entropy(rng.uniform(0.1, 0.9, size=3), np.array([1.0, 0.0, 1.0]))


@binary_cross_entropy.check(points=1)
def test_many_questions(both, rng):
    """averages over all entries of an array of any shape, and takes float32"""
    p = rng.uniform(0.1, 0.9, size=(2, 3))
    both.binary_cross_entropy(p, ANSWERS)
    both.binary_cross_entropy(p.astype(np.float32), ANSWERS.astype(np.float32))


@binary_cross_entropy.check(points=1, hint="Clip p to [EPS, 1 - EPS], both ends.")
def test_sure_and_wrong(both, learner, reference, expect, rng):
    """costs -log EPS for a sure and wrong yes, and for a sure and wrong no"""
    both.binary_cross_entropy(np.array([0.0, 0.6, 0.3]), np.array([1.0, 1.0, 0.0]))
    p, y = np.array([1.0, 0.6, 0.3]), np.array([0.0, 1.0, 0.0])
    # 1 - (1 - EPS) is EPS only to four digits
    expect(learner.binary_cross_entropy(p, y), reference.binary_cross_entropy(p, y), "the loss", tol=1e-4)


@binary_cross_entropy.check(points=1, hint="0 times minus infinity is not a number.")
def test_binary_sure_and_right(learner, expect):
    """gives 0 for sure and right answers"""
    expect(learner.binary_cross_entropy(ANSWERS, ANSWERS), 0.0, "the loss", tol=1e-9)


@binary_cross_entropy_grad.check(points=1)
def test_binary_grad_values(both, rng):
    """points up for yes and down for no, over the number of entries"""
    both.binary_cross_entropy_grad(rng.uniform(0.1, 0.9, size=3), np.array([1.0, 0.0, 1.0]))


@binary_cross_entropy_grad.check(points=2)
def test_binary_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of binary_cross_entropy, in an array of any shape"""
    at = (rng.uniform(0.1, 0.9, size=(2, 3)), ANSWERS)
    gradcheck("binary_cross_entropy_grad", of="binary_cross_entropy", at=at)


@binary_cross_entropy_grad.check(points=1, hint="Take the formula at the clipped p.")
def test_binary_grad_at_the_ends(learner, reference, expect):
    """stays finite where p is 0 or 1, and is the formula at the clipped p"""
    for p, y in (([0.0, 0.5], [1.0, 1.0]), ([1.0, 0.5], [0.0, 0.0]), ([0.0, 1.0], [0.0, 1.0])):
        p, y = np.array(p), np.array(y)
        got, want = learner.binary_cross_entropy_grad(p, y), reference.binary_cross_entropy_grad(p, y)
        expect(got, want, f"the gradient for p = {p} and y = {y}", tol=1e-3)


@mean_squared_error.check(points=1)
def test_squared_errors(both, rng):
    """averages the squared errors"""
    both.mean_squared_error(rng.normal(size=6), rng.normal(size=6))


@mean_squared_error.check(points=1)
def test_squared_errors_any_shape(both, rng):
    """averages over all entries of an array of any shape, and takes float32"""
    pred, target = rng.normal(size=(6, 4)), rng.normal(size=(6, 4))
    both.mean_squared_error(pred, target)
    both.mean_squared_error(pred.astype(np.float32), target.astype(np.float32))


@mean_squared_error.check(points=1)
def test_errors_do_not_cancel(both):
    """lets errors of opposite signs add up, not cancel"""
    both.mean_squared_error(np.array([3.0, -3.0, 1.0, -1.0]), np.zeros(4))


@mean_squared_error_grad.check(points=1)
def test_squared_error_grad_values(both, rng):
    """is twice the error over the number of entries"""
    both.mean_squared_error_grad(rng.normal(size=6), rng.normal(size=6))


@mean_squared_error_grad.check(points=2)
def test_squared_error_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of mean_squared_error, in an array of any shape"""
    at = (rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))
    gradcheck("mean_squared_error_grad", of="mean_squared_error", at=at)


@mean_squared_error_grad.check(points=1)
def test_squared_error_grad_float32(both, rng):
    """takes float32"""
    pred, target = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))
    both.mean_squared_error_grad(pred.astype(np.float32), target.astype(np.float32))
