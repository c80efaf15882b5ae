"""Penalties: weights cost something, so that each has to earn its keep; and a learning rate that sinks."""

import numpy as np

from autograder import Lesson

# A matrix, a vector, a stack of matrices: a penalty is one number for all of them.
SHAPES = ((3, 4), (4,), (2, 3, 2))
STEP = 1e-5  # of central differences

lesson = Lesson(place=12)
l1 = lesson.exercise("l1_penalty", minutes=3, hints=(
    "May a weight of -1 make up for a weight of 1? What do you take of each weight before you add?",
    "First one number for each array, then one number for all of them. The strength comes last.",
))  # fmt: skip
l1_grad = lesson.exercise("l1_penalty_grad", minutes=3, hints=(
    "What is the slope of |w| on the right of 0, and what is it on the left? Does the size of w matter?",
    "numpy has a function that tells positive, negative and zero apart. Use it for each array of the list.",
))  # fmt: skip
l2 = lesson.exercise("l2_penalty", minutes=3, hints=(
    "Square first, then add. Which factor makes the derivative simple?",
    "Walk through the list, and add up what the arrays cost: one number for all of them.",
))  # fmt: skip
l2_grad = lesson.exercise("l2_penalty_grad", minutes=2, hints=(
    "What is the derivative of half a square?",
    "A list comes in and a list goes out: one new array for each.",
))  # fmt: skip
l1_l2 = lesson.exercise("l1_l2_penalty", minutes=2, after=("l1_penalty", "l2_penalty"), hints=(
    "You have both penalties already. Which of the two strengths goes to which?",
    "The strengths are used as they are, and nothing is shared between them. A sum is all that is missing.",
))  # fmt: skip
l1_l2_grad = lesson.exercise("l1_l2_penalty_grad", minutes=3, after=("l1_penalty_grad", "l2_penalty_grad"), hints=(
    "What is the derivative of a sum?",
    "Two lists come back to you. What does + do with two lists, and what do you want instead?",
))  # fmt: skip
cosine = lesson.exercise("cosine_schedule", minutes=4, hints=(
    "Which share of the way has been walked at this step? What does the cosine give for shares of 0 and 1?",
    "The cosine runs from 1 to -1. Bring that to the range from 1 to 0, then to the range from lr_max to lr_min.",
    "Which share of the way has been walked when the step is beyond the end?",
))  # fmt: skip


def weights(rng, shapes=SHAPES):
    """Draw weights between 1 and 1.5 in size; the negative ones outweigh the positive ones."""
    sizes = [rng.uniform(1, 1.5, shape) for shape in shapes]
    signs = [np.where(rng.permutation(size.size) % 3, -1.0, 1.0).reshape(size.shape) for size in sizes]
    return [sign * size for sign, size in zip(signs, sizes, strict=True)]


def with_zeros(rng):
    """Draw weights, some of which are exactly 0."""
    return [w * (np.abs(w) > 1.2) for w in (*weights(rng), np.zeros((2, 2)))]


def singles(arrays):
    """Give arrays in float32."""
    return [w.astype(np.float32) for w in arrays]


def slopes(penalty, params, *strengths):
    """Take central differences of a penalty, entry by entry."""

    def cost(place, index, step):
        moved = [w.copy() for w in params]
        moved[place][index] += step
        return penalty(moved, *strengths)

    return [
        np.array([cost(k, i, STEP) - cost(k, i, -STEP) for i in np.ndindex(w.shape)]).reshape(w.shape) / (2 * STEP)
        for k, w in enumerate(params)
    ]


@l1.check(points=1)
def test_l1_of_one_array(both, rng):
    """adds up the sizes of the weights, times the strength"""
    both.l1_penalty(weights(rng, SHAPES[:1]), 0.3)


@l1.check(points=1, hint="One number for all the arrays together.")
def test_l1_of_a_list(both, rng):
    """gives one number for all arrays of the list, whatever their shapes"""
    both.l1_penalty(weights(rng), 0.7)


@l1.check(points=1)
def test_l1_float32(both, rng):
    """takes float32 as well as float64"""
    both.l1_penalty(singles(weights(rng)), 2.0)


@l1_grad.check(points=2, hint="The pull is towards 0, from both sides.")
def test_l1_gradient(both, rng):
    """is the strength with the sign of each weight, in a list of arrays"""
    both.l1_penalty_grad(weights(rng), 0.7)


@l1_grad.check(points=1)
def test_l1_gradient_is_the_derivative(learner, reference, expect, rng):
    """agrees with differences of the penalty, entry by entry"""
    params = weights(rng, ((2, 3), (2,)))
    expect(learner.l1_penalty_grad(params, 0.3), slopes(reference.l1_penalty, params, 0.3), "the gradient", tol=1e-6)


@l1_grad.check(points=1, hint="The docstring says which slope to take at the kink.")
def test_l1_gradient_at_zero(both, rng):
    """is 0 for a weight that is exactly 0"""
    both.l1_penalty_grad(with_zeros(rng), 0.7)


@l1_grad.check(points=1)
def test_l1_gradient_float32(both, rng):
    """takes float32 as well as float64"""
    both.l1_penalty_grad(singles(weights(rng)), 2.0)


@l2.check(points=1)
def test_l2_of_one_array(both, rng):
    """adds up the squares of the weights, times half the strength"""
    both.l2_penalty(weights(rng, SHAPES[:1]), 0.3)


@l2.check(points=1, hint="One number for all the arrays together.")
def test_l2_of_a_list(both, rng):
    """gives one number for all arrays of the list, whatever their shapes"""
    both.l2_penalty(weights(rng), 0.7)


@l2.check(points=1)
def test_l2_float32(both, rng):
    """takes float32 as well as float64"""
    both.l2_penalty(singles(weights(rng)), 2.0)


@l2_grad.check(points=1)
def test_l2_gradient(both, rng):
    """is the strength times each weight, in a list of arrays"""
    both.l2_penalty_grad(weights(rng), 0.7)


@l2_grad.check(points=1)
def test_l2_gradient_is_the_derivative(learner, reference, expect, rng):
    """agrees with differences of the penalty, entry by entry"""
    params = weights(rng, ((2, 3), (2,)))
    expect(learner.l2_penalty_grad(params, 0.3), slopes(reference.l2_penalty, params, 0.3), "the gradient", tol=1e-6)


@l2_grad.check(points=1)
def test_l2_gradient_at_zero(both, rng):
    """is 0 for a weight that is 0, and takes float32"""
    both.l2_penalty_grad(singles(with_zeros(rng)), 2.0)


@l1_l2.check(points=1, hint="The first strength belongs to the sizes, the second one to the squares.")
def test_both_penalties(both, rng):
    """adds the two penalties, each with its own strength"""
    both.l1_l2_penalty(weights(rng), 0.3, 0.8)


@l1_l2.check(points=1)
def test_one_strength_zero(both, rng):
    """is one of the two penalties if the other strength is 0"""
    both.l1_l2_penalty(weights(rng), 0.7, 0.0)
    both.l1_l2_penalty(weights(rng), 0.0, 0.7)


@l1_l2_grad.check(points=1, hint="+ puts two lists one behind the other; you want to add array to array.")
def test_both_gradients(both, rng):
    """adds the two gradients, array by array"""
    both.l1_l2_penalty_grad(weights(rng), 0.3, 0.8)


@l1_l2_grad.check(points=1)
def test_both_gradients_are_the_derivative(learner, reference, expect, rng):
    """agrees with differences of the penalty, entry by entry"""
    params = weights(rng, ((2, 3), (2,)))
    want = slopes(reference.l1_l2_penalty, params, 0.4, 0.9)
    expect(learner.l1_l2_penalty_grad(params, 0.4, 0.9), want, "the gradient", tol=1e-6)


@l1_l2_grad.check(points=1)
def test_both_gradients_at_zero(both, rng):
    """is 0 for a weight that is exactly 0, and takes float32"""
    both.l1_l2_penalty_grad(singles(with_zeros(rng)), 0.3, 0.8)


@cosine.check(points=1)
def test_both_ends(both, rng):
    """begins at lr_max and arrives at 0 in the last step"""
    lr_max = rng.uniform(0.2, 0.9)
    both.cosine_schedule(0, 40, lr_max)
    both.cosine_schedule(40, 40, lr_max)


@cosine.check(points=2, hint="Half a wave of the cosine, brought to the range from 1 to 0.")
def test_along_the_way(both, rng):
    """follows half a wave of the cosine"""
    lr_max = rng.uniform(0.2, 0.9)
    for step in (7, 20, 31):
        both.cosine_schedule(step, 40, lr_max)


@cosine.check(points=1, hint="Only the range between lr_min and lr_max is left to the wave.")
def test_down_to_lr_min(both, rng):
    """runs between lr_max and lr_min, and is on its way from one to the other at every step"""
    lr_max, lr_min = rng.uniform(0.5, 0.6), rng.uniform(0.1, 0.2)
    for step in (31, 20, 7, 0):
        both.cosine_schedule(step, 40, lr_max, lr_min)


@cosine.check(points=1, hint="The cosine would rise again; the rate should not.")
def test_after_the_end(both, rng):
    """arrives at lr_min in the last step, and stays there"""
    lr_max, lr_min = rng.uniform(0.5, 0.9), rng.uniform(0.1, 0.2)
    for step in (40, 41, 60, 80, 500):
        both.cosine_schedule(step, 40, lr_max, lr_min)
