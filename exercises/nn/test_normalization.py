"""Batch normalization: each column of a batch gets mean 0 and variance 1, then a scale and a shift of its own."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=11)
forward = lesson.exercise("batchnorm_forward", minutes=10, hints=(
    "Each column has a mean and a variance of its own. Over which axis are they taken?",
    "First decide which mean and variance to use: those of the batch, or the remembered ones. The rest is one formula.",
    "The old value keeps the share momentum. Which share has the batch? And what changes at test time?",
))  # fmt: skip
backward = lesson.exercise("batchnorm_backward", minutes=15, hints=(
    "Compute the normalised x again. Two of the three gradients are then sums over the batch, as for a dense layer.",
    "Each x acts along three roads: directly, through the mean, and through the variance. Which ones have you walked?",
    "Take two things away from dout: its mean, and its part along the normalised x. What is the factor in front?",
))  # fmt: skip

STEP = 1e-5  # of central differences


def columns(rng, n_rows, n_columns):
    """Draw a batch whose columns differ in mean and in spread."""
    spread = np.linspace(0.5, 3, n_columns)
    return np.linspace(-4, 6, n_columns) + spread * rng.normal(size=(n_rows, n_columns))


def scale_and_shift(rng, n_columns):
    """Draw scales of both signs, none of them near 0 or 1, and shifts."""
    signs = np.where(np.arange(n_columns) % 2, -1.0, 1.0)
    return signs * rng.uniform(1.5, 2.5, n_columns), rng.normal(size=n_columns) + 3


def memory(rng, n_columns):
    """Draw a running mean and a running variance, away from 0 and 1."""
    return rng.normal(size=n_columns) + 8, rng.uniform(2, 5, n_columns)


def layer(rng, n_columns):
    """Draw gamma, beta, running mean and running variance."""
    return *scale_and_shift(rng, n_columns), *memory(rng, n_columns)


def narrow(rng, n_rows, n_columns):
    """Draw a batch whose variance is about as large as the default of eps."""
    x = rng.normal(size=(n_rows, n_columns))
    return 3e-3 * (x - np.mean(x, axis=0)) / np.std(x, axis=0) + rng.normal(size=n_columns)


def singles(*arrays):
    """Give arrays in float32."""
    return [array.astype(np.float32) for array in arrays]


@forward.check(points=2)
def test_columns_are_normalised(both, rng):
    """brings each column to mean 0 and variance 1"""
    both.batchnorm_forward(columns(rng, 6, 4), np.ones(4), np.zeros(4), *memory(rng, 4))


@forward.check(points=1, hint="gamma and beta have one number for each column.")
def test_scale_and_shift(both, rng):
    """scales each column by its gamma and shifts it by its beta, also where all sizes are equal"""
    both.batchnorm_forward(columns(rng, 4, 4), *layer(rng, 4))


@forward.check(points=2, hint="The old value keeps the share momentum, the batch has the rest.")
def test_running_mean_and_variance(both, rng):
    """remembers the running mean and variance, with the biased variance of the batch"""
    both.batchnorm_forward(columns(rng, 6, 4), *layer(rng, 4), momentum=0.7)


@forward.check(points=1)
def test_default_momentum(both, rng):
    """keeps nine tenths of the old mean and variance if nothing else is said"""
    both.batchnorm_forward(columns(rng, 6, 4), *layer(rng, 4))


@forward.check(points=2, hint="At test time there is a memory to use, and nothing to add to it.")
def test_test_time(both, rng):
    """uses the running mean and variance at test time, and leaves them as they are"""
    both.batchnorm_forward(columns(rng, 6, 4), *layer(rng, 4), train=False)


@forward.check(points=1)
def test_one_example_at_test_time(both, rng):
    """gives one example at test time the same output as in any batch"""
    both.batchnorm_forward(columns(rng, 1, 4), *layer(rng, 4), train=False)


@forward.check(points=1, hint="What is the variance of a single number, and what is it minus its mean?")
def test_batch_of_one_row(both, rng):
    """gives beta for a batch of one row in training"""
    both.batchnorm_forward(columns(rng, 1, 4), *layer(rng, 4))


@forward.check(points=1, hint="0/0 is not a number: what keeps the divisor away from 0?")
def test_constant_columns(both, rng):
    """gives beta for a column with the same number in all rows"""
    x = columns(rng, 6, 4)
    x[:, 1], x[:, 3] = 2.5, 0.0
    both.batchnorm_forward(x, *layer(rng, 4))


@forward.check(points=1, hint="Add eps to the variance, then take the root.")
def test_eps_inside_the_root(both, rng):
    """adds eps to the variance inside the root, in training and at test time"""
    both.batchnorm_forward(columns(rng, 6, 4), *layer(rng, 4), eps=0.5)
    both.batchnorm_forward(columns(rng, 6, 4), *layer(rng, 4), eps=0.5, train=False)


@forward.check(points=1)
def test_default_eps(both, rng):
    """takes 1e-5 for eps if nothing else is said"""
    both.batchnorm_forward(narrow(rng, 6, 4), *layer(rng, 4))


@forward.check(points=1, hint="The mean of the squares and the square of the mean are huge here, and nearly equal.")
def test_columns_far_from_zero(both, rng):
    """stays accurate for columns a million away from 0"""
    both.batchnorm_forward(1e6 + columns(rng, 6, 4), *layer(rng, 4))


@forward.check(points=1)
def test_normalization_float32(both, rng):
    """takes float32 as well as float64"""
    both.batchnorm_forward(*singles(columns(rng, 8, 5), *layer(rng, 5)))


@backward.check(points=2, hint="Compare each gradient with the shape of its thing, then count the roads from x to y.")
def test_three_gradients(both, rng):
    """gives the gradients of input, scale and shift, in this order"""
    both.batchnorm_backward(rng.normal(size=(6, 4)), columns(rng, 6, 4), scale_and_shift(rng, 4)[0])


@backward.check(points=1)
def test_gradients_where_all_sizes_are_equal(both, rng):
    """sums over the batch, also where all sizes are equal"""
    both.batchnorm_backward(rng.normal(size=(4, 4)), columns(rng, 4, 4), scale_and_shift(rng, 4)[0])


@backward.check(points=2, hint="Mean and variance move when an x moves.")
def test_gradients_are_the_derivatives(learner, reference, expect, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    dout, x, (gamma, beta) = rng.normal(size=(5, 3)), columns(rng, 5, 3), scale_and_shift(rng, 3)

    def slopes(dx=0, dgamma=0, dbeta=0):  # columns do not mix, so all of them are moved at once
        above = reference.batchnorm_forward(x + dx, gamma + dgamma, beta + dbeta, np.zeros(3), np.ones(3))[0]
        below = reference.batchnorm_forward(x - dx, gamma - dgamma, beta - dbeta, np.zeros(3), np.ones(3))[0]
        return np.sum(dout * (above - below), axis=0) / (2 * STEP)

    by_rows = np.array([slopes(dx=STEP * row[:, None]) for row in np.eye(5)])
    want = by_rows, slopes(dgamma=STEP), slopes(dbeta=STEP)
    expect(learner.batchnorm_backward(dout, x, gamma), want, "the gradients", tol=1e-6)


@backward.check(points=1, hint="If a whole column moves, its mean moves along.")
def test_a_common_push_is_swallowed(learner, expect, rng):
    """lets no common push through: each column of dx sums to 0"""
    dout = rng.normal(size=(6, 4)) + 2
    got = learner.batchnorm_backward(dout, columns(rng, 6, 4), scale_and_shift(rng, 4)[0])
    expect(np.sum(got[0], axis=0), np.zeros(4), "the sum of each column of dx")


@backward.check(points=1)
def test_gradients_of_a_batch_of_one(both, rng):
    """gives no gradient to the input of a batch of one row"""
    both.batchnorm_backward(rng.normal(size=(1, 4)), columns(rng, 1, 4), scale_and_shift(rng, 4)[0])


@backward.check(points=1, hint="What keeps the divisor away from 0 in the forward pass?")
def test_gradients_of_constant_columns(both, rng):
    """stays finite for a column with the same number in all rows"""
    x = columns(rng, 6, 4)
    x[:, 1], x[:, 3] = 2.5, 0.0
    both.batchnorm_backward(rng.normal(size=(6, 4)), x, scale_and_shift(rng, 4)[0])


@backward.check(points=1, hint="It is the same eps as in the forward pass, at the same place.")
def test_gradients_with_eps(both, rng):
    """adds eps to the variance inside the root"""
    both.batchnorm_backward(rng.normal(size=(6, 4)), columns(rng, 6, 4), scale_and_shift(rng, 4)[0], eps=0.5)
    both.batchnorm_backward(rng.normal(size=(6, 4)), narrow(rng, 6, 4), scale_and_shift(rng, 4)[0])


@backward.check(points=1)
def test_gradients_float32(both, rng):
    """takes float32 as well as float64"""
    both.batchnorm_backward(*singles(rng.normal(size=(8, 5)), columns(rng, 8, 5), scale_and_shift(rng, 5)[0]))
