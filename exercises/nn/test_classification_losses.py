"""Losses for classes: hinge, focal, Kullback-Leibler and weighted cross-entropy, each with its gradient."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=9)

hinge_loss = lesson.exercise("hinge_loss", minutes=3, hints=(
    "When is label times score positive? What is missing to 1?",
    "Nothing is paid back to those who have more than enough: cut at 0, entry by entry, then take the mean.",
))
hinge_loss_grad = lesson.exercise("hinge_loss_grad", minutes=4, hints=(
    "What is the slope of 1 - y s? And what is the slope of 0?",
    "Whom does the loss still charge? A comparison gives True or False, and these count as 1 and 0.",
))
focal_loss = lesson.exercise("focal_loss", minutes=5, hints=(
    "Which probability was given to the truth, for a yes and for a no? Compute that first.",
    "Surprise at the truth, times a factor that is small where p_t is near 1.",
    "Clip p at both ends, into a new array, before all else.",
))
focal_loss_grad = lesson.exercise("focal_loss_grad", minutes=7, hints=(
    "There is a product of two functions of p_t. Write down both derivatives first.",
    "How does p_t change when p rises, for a yes and for a no?",
    "It is the same clipping as in the loss, and the same mean: over how many entries?",
))
kl_divergence = lesson.exercise("kl_divergence", minutes=5, hints=(
    "Which of the two distributions weighs the terms? It is in the formula, and not the prediction.",
    "Where the target is 0 its log must not be taken: put something harmless in its place.",
    "Sum along each row, then take the mean over the rows.",
))
kl_divergence_grad = lesson.exercise("kl_divergence_grad", minutes=3, hints=(
    "Which terms of the loss have p in them at all?",
    "What is the derivative of log p? Mind the floor, and the mean over the rows.",
))
weighted_cross_entropy = lesson.exercise("weighted_cross_entropy", minutes=5, after=("log_softmax",), hints=(
    "Each row votes with the weight of its class. How do you look up one weight for each row?",
    "A weighted mean divides by the sum of the weights that were used: one for each row, not one for each class.",
    "Work with log-probabilities: a probability may be rounded to 0.",
))
weighted_cross_entropy_grad = lesson.exercise(
    "weighted_cross_entropy_grad", minutes=5, after=("softmax",), hints=(
        "Without weights a row is what was said, minus what was true. What share of the votes has the row now?",
        "The weights belong to rows. Which shape must they have to be multiplied with an (N, C) array?",
    ),
)  # fmt: skip

# Margins of all kinds, none near 1 or 0: right and far, right and near, wrong. Their mean is above 1.
SIDES = np.array([[1, -1, 1, -1], [-1, 1, 1, -1], [1, 1, -1, -1]])
SCORES = SIDES * np.array([[2.0, 0.4, -0.7, 1.6], [-1.5, 9.0, 0.6, -0.3], [0.2, -2.5, 4.3, 0.8]])
ANSWERS = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])  # yes or no
TRUTH = np.array([[0.7, 0.2, 0.1, 0.0], [0.0, 0.5, 0.5, 0.0], [0.25, 0.25, 0.25, 0.25]])
LABELS = np.array([2, 0, 1, 1, 3, 0])  # six rows, four classes, each class at least once
WEIGHTS = np.array([0.5, 3.0, 1.25, 2.0])  # neither their sum nor that of the rows' weights is 1, 4 or 6


def probabilities(rng, *shape):
    """Draw rows of probabilities, none of them near 0, with sum 1."""
    p = rng.uniform(0.2, 0.9, size=shape)
    return p / np.sum(p, axis=-1, keepdims=True)


def singles(*arrays):
    """Give arrays in float32."""
    return [array.astype(np.float32) for array in arrays]


@hinge_loss.check(points=1)
def test_what_is_missing_to_a_margin_of_one(both, rng):
    """averages what is missing to a margin of 1"""
    both.hinge_loss(SIDES[0] * rng.uniform(-0.9, 0.9, size=4), SIDES[0])


@hinge_loss.check(points=2, hint="Cut at 0 entry by entry, before the mean.")
def test_nothing_is_paid_back(both, rng):
    """charges nothing for margins above 1, and pays nothing back, in an array of any shape"""
    both.hinge_loss(SCORES * rng.uniform(0.9, 1.1), SIDES)


@hinge_loss.check(points=1)
def test_everybody_is_done(both):
    """gives 0 if every margin is 1 or more"""
    both.hinge_loss(np.array([1.0, -1.0, 4.0, -2.5]), SIDES[0])


@hinge_loss.check(points=1)
def test_hinge_float32(both, rng):
    """takes float32"""
    both.hinge_loss(*singles(SCORES.reshape(2, 3, 2) * rng.uniform(0.9, 1.1), SIDES.reshape(2, 3, 2)))


@hinge_loss_grad.check(points=1)
def test_pulls_towards_the_label(both, rng):
    """is -label/n where the margin is below 1"""
    both.hinge_loss_grad(SIDES[0] * rng.uniform(-0.9, 0.9, size=4), SIDES[0])


@hinge_loss_grad.check(points=1, hint="Who has a margin of 1 is done.")
def test_hinge_grad_at_the_kink(both):
    """is 0 where the margin is exactly 1 (the kink) or more"""
    both.hinge_loss_grad(np.array([1.0, -1.0, 0.5, -2.5]), SIDES[0])


@hinge_loss_grad.check(points=2)
def test_hinge_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of hinge_loss, in an array of any shape"""
    gradcheck("hinge_loss_grad", of="hinge_loss", at=(SCORES * rng.uniform(0.9, 1.1), SIDES))


@hinge_loss_grad.check(points=1)
def test_hinge_grad_float32(both, rng):
    """takes float32"""
    both.hinge_loss_grad(*singles(SCORES.reshape(2, 3, 2) * rng.uniform(0.9, 1.1), SIDES.reshape(2, 3, 2)))


@focal_loss.check(points=1)
def test_turns_the_easy_ones_down(both, rng):
    """averages (1 - p_t)^2 times the surprise, for yes and for no"""
    both.focal_loss(rng.uniform(0.1, 0.4, size=3), ANSWERS[0])


@focal_loss.check(points=2)
def test_focal_any_gamma(both, rng):
    """uses gamma, in an array of any shape"""
    p = rng.uniform(0.1, 0.4, size=(2, 3))
    both.focal_loss(p, ANSWERS, 0.5)
    both.focal_loss(p, ANSWERS, gamma=3.0)


@focal_loss.check(points=1)
def test_gamma_zero(both, rng):
    """is binary cross-entropy for a gamma of 0, and takes float32"""
    p = rng.uniform(0.1, 0.4, size=(2, 3))
    both.focal_loss(p, ANSWERS, 0.0)
    both.focal_loss(*singles(p.reshape(3, 2, 1), ANSWERS.reshape(3, 2, 1)), 1.0)


@focal_loss.check(points=1, hint="Clip p to [EPS, 1 - EPS], both ends, in a new array.")
def test_focal_sure_and_wrong(both, learner, reference, expect, rng):
    """costs -log EPS for a sure and wrong yes, and for a sure and wrong no"""
    both.focal_loss(np.array([0.0, 0.6, 0.3]), np.array([1.0, 1.0, 0.0]))
    p, y = np.array([1.0, 0.6, 0.3]), np.array([0.0, 1.0, 0.0])
    # 1 - (1 - EPS) is EPS only to four digits
    expect(learner.focal_loss(p, y), reference.focal_loss(p, y), "the loss", tol=1e-4)


@focal_loss.check(points=1)
def test_focal_sure_and_right(learner, expect):
    """gives 0 for sure and right answers"""
    expect(learner.focal_loss(ANSWERS, ANSWERS), 0.0, "the loss", tol=1e-9)


@focal_loss_grad.check(points=1)
def test_focal_grad_values(both, rng):
    """is the product rule for yes, and its negative for no, over the number of entries"""
    both.focal_loss_grad(rng.uniform(0.1, 0.4, size=3), ANSWERS[0])


@focal_loss_grad.check(points=2)
def test_focal_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of focal_loss, in an array of any shape, for the gamma of 2 and for others"""
    p = rng.uniform(0.15, 0.45, size=(2, 3))
    gradcheck("focal_loss_grad", of="focal_loss", at=(p, ANSWERS))
    gradcheck("focal_loss_grad", of="focal_loss", at=(p, ANSWERS, 3.5))


@focal_loss_grad.check(points=1)
def test_focal_grad_gamma_zero(both, rng):
    """is that of binary cross-entropy for a gamma of 0, and takes float32"""
    p = rng.uniform(0.1, 0.4, size=(2, 3))
    both.focal_loss_grad(p, ANSWERS, gamma=0.0)
    both.focal_loss_grad(*singles(p.reshape(3, 2, 1), ANSWERS.reshape(3, 2, 1)), 1.0)


@focal_loss_grad.check(points=1, hint="Take the formula at the clipped p.")
def test_focal_grad_at_the_ends(learner, reference, expect):
    """stays finite where p is 0 or 1, and is the formula at the clipped p"""
    for p, y in (([0.0, 0.5], [1.0, 1.0]), ([1.0, 0.5], [0.0, 0.0]), ([0.5, 1.0], [0.0, 1.0])):
        p, y = np.array(p), np.array(y)
        got, want = learner.focal_loss_grad(p, y, 0.5), reference.focal_loss_grad(p, y, 0.5)
        expect(got, want, f"the gradient for p = {p}, y = {y} and gamma = 0.5", tol=1e-3)


@kl_divergence.check(points=1)
def test_zero_for_the_truth_itself(both):
    """gives 0 where the prediction equals the target"""
    both.kl_divergence(np.full((3, 4), 0.25), np.full((3, 4), 0.25))


@kl_divergence.check(points=2)
def test_divergence_of_rows(both, rng):
    """sums over each row and averages over the rows"""
    both.kl_divergence(probabilities(rng, 6, 4), probabilities(rng, 6, 4))


@kl_divergence.check(points=1, hint="Which of the two weighs the terms?")
def test_not_symmetric(both):
    """is the divergence of the target from the prediction, which is not that of the prediction from the target"""
    p, target = np.array([[0.9, 0.1], [0.6, 0.4]]), np.array([[0.5, 0.5], [0.1, 0.9]])
    both.kl_divergence(p, target)
    both.kl_divergence(target, p)


@kl_divergence.check(points=1, hint="0 times minus infinity is not a number: take no log of 0.")
def test_what_cannot_happen_costs_nothing(both, rng):
    """counts terms with a target of 0 as 0, and takes float32"""
    both.kl_divergence(probabilities(rng, 3, 4), TRUTH)
    both.kl_divergence(*singles(probabilities(rng, 3, 4), TRUTH))


@kl_divergence.check(points=1, hint="No p is taken to be less than EPS.")
def test_called_impossible(both, rng):
    """takes a p of 0 as EPS"""
    p = probabilities(rng, 3, 4)
    p[0] = [0.0, 0.2, 0.5, 0.3]
    both.kl_divergence(p, TRUTH)
    p[1] = [0.0, 0.25, 0.0, 0.75]
    both.kl_divergence(p, TRUTH)


@kl_divergence_grad.check(points=1)
def test_kl_grad_values(both, rng):
    """is -target / p over the number of rows"""
    both.kl_divergence_grad(probabilities(rng, 3, 4), TRUTH)


@kl_divergence_grad.check(points=2)
def test_kl_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of kl_divergence, entry by entry"""
    gradcheck("kl_divergence_grad", of="kl_divergence", at=(probabilities(rng, 3, 4), TRUTH))


@kl_divergence_grad.check(points=1, hint="Take the formula at the clipped p.")
def test_kl_grad_at_the_floor(both, rng):
    """stays finite where p is 0, and is the formula at the clipped p"""
    p = probabilities(rng, 3, 4)
    p[0] = [0.0, 0.3, 0.7, 0.0]
    p[1] = [0.0, 0.25, 0.0, 0.75]
    both.kl_divergence_grad(p, TRUTH)


@kl_divergence_grad.check(points=1)
def test_kl_grad_float32(both, rng):
    """takes float32"""
    both.kl_divergence_grad(*singles(probabilities(rng, 3, 4), TRUTH))


@weighted_cross_entropy.check(points=1)
def test_equal_weights(both, rng):
    """is the plain mean when all weights are alike"""
    both.weighted_cross_entropy(rng.normal(size=(6, 4)), LABELS, np.full(4, 2.5))


@weighted_cross_entropy.check(points=2, hint="Divide by the sum of the weights of the rows.")
def test_weighted_mean(both, rng):
    """averages the rows with the weights of their classes"""
    both.weighted_cross_entropy(rng.normal(size=(6, 4)), LABELS, WEIGHTS)


@weighted_cross_entropy.check(points=1)
def test_a_class_without_weight(both, rng):
    """does not hear a class with weight 0, and takes float32"""
    weights = np.array([0.0, 1.5, 1.0, 4.0])
    both.weighted_cross_entropy(rng.normal(size=(6, 4)), LABELS, weights)
    both.weighted_cross_entropy(*singles(rng.normal(size=(6, 4))), LABELS, weights.astype(np.float32))


@weighted_cross_entropy.check(points=1, hint="A probability may be rounded to 0; do not take its log.")
def test_weighted_and_confident_and_wrong(both, rng):
    """stays finite for logits of a thousand, and costs a confident wrong answer the whole gap"""
    logits = rng.normal(size=(6, 4)) + np.array([[1000.0], [-1000.0]] * 3)
    both.weighted_cross_entropy(logits, LABELS, WEIGHTS)
    logits = np.array([[-1000.0, 0.0, -1000.0], [0.0, -50.0, 0.0]])
    both.weighted_cross_entropy(logits, np.array([0, 1]), np.array([0.5, 2.0, 1.0]))


@weighted_cross_entropy_grad.check(points=1)
def test_weighted_grad_values(both, rng):
    """is what was said minus what was true, times the row's share of the weights"""
    both.weighted_cross_entropy_grad(rng.normal(size=(6, 4)), LABELS, WEIGHTS)


@weighted_cross_entropy_grad.check(points=2)
def test_weighted_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of weighted_cross_entropy, entry by entry"""
    at = (rng.normal(size=(6, 4)), LABELS, WEIGHTS)
    gradcheck("weighted_cross_entropy_grad", of="weighted_cross_entropy", at=at)


@weighted_cross_entropy_grad.check(points=1)
def test_weighted_grad_large_logits(both, rng):
    """stays finite for logits of a thousand, and takes float32"""
    logits = rng.normal(size=(6, 4)) + np.array([[1000.0], [-1000.0]] * 3)
    both.weighted_cross_entropy_grad(logits.astype(np.float32), LABELS, WEIGHTS.astype(np.float32))
