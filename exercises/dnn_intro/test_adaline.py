"""Adaline: the loss is measured before the step, so it has a slope, and learning walks down."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=3)

adaline_gradient = lesson.exercise("adaline_gradient", minutes=2, core=True, after=("net_input",), hints=(
    "First the differences of target and net input, one for each example. No step comes in.",
    "The sum over the examples of a difference times a row of X: that is one product with X. From which side?",
    "db is the same with an input that is always 1. Both have the -2/n.",
))
adaline_loss = lesson.exercise("adaline_loss", minutes=2, after=("net_input",), hints=(
    "Read the name backwards: difference, squared, mean.",
    "It is the net input that is compared with the target, not its step.",
))
adaline_fit = lesson.exercise("adaline_fit", minutes=4, after=("adaline_loss", "adaline_gradient"), hints=(
    "What comes first in a round: writing down the loss, or the step?",
    "The gradient points uphill. Take weights and bias from the same gradient, then step with both.",
))
standardize = lesson.exercise("standardize", minutes=4, hints=(
    "Which axis do you average over, if each column is to have a mean of its own?",
    "Which columns have a largest value that equals the smallest? Two choices by np.where then do it.",
))
largest_stable_rate = lesson.exercise("largest_stable_rate", minutes=4, hints=(
    "Put a column of ones beside X first: the bias has its curvature, too.",
    "The Hessian is symmetric, and numpy has a function for the eigenvalues of such matrices.",
))


def examples(rng, n=6, n_features=3):
    """Draw examples with targets of -1 and 1, weights and a bias; the columns have means of their own."""
    X = rng.normal(size=(n, n_features)) + np.arange(1, n_features + 1)
    return X, np.where(np.arange(n) % 3 == 0, 1.0, -1.0), rng.normal(size=n_features), 0.75


@adaline_gradient.check(points=1)
def test_one_example(both):
    """is -2 times the difference times the input, for a single example"""
    both.adaline_gradient(np.array([[1.0, 2.0, -3.0]]), np.array([1.0]), np.array([0.5, 0.0, 1.0]), 0.25)


@adaline_gradient.check(points=1)
def test_mean_over_examples(both, rng):
    """averages over the examples, for any targets"""
    both.adaline_gradient(*examples(rng))
    X, _, w, b = examples(rng, 5, 2)
    both.adaline_gradient(X, rng.normal(size=5), w, b)


@adaline_gradient.check(points=2)
def test_is_the_derivative(gradcheck, rng):
    """is the derivative of the loss, for each weight and for the bias"""
    X, y, w, b = examples(rng)
    gradcheck("adaline_gradient", of="adaline_loss", at=(X, y, w, b), wrt=(2, 3))


@adaline_gradient.check(points=1, hint="No step: a right example with a net input of 3 is off its target by 2.")
def test_right_examples_count(both):
    """measures before the step: right examples have slopes too"""
    X = np.array([[3.0, 1.0], [-2.0, 1.5], [4.0, -1.0], [-0.5, -0.25]])
    both.adaline_gradient(X, np.array([1.0, -1.0, 1.0, -1.0]), np.array([1.0, 0.0]), 0.0)


@adaline_gradient.check(points=1)
def test_gradient_float32(both, rng):
    """takes float32"""
    X, y, w, b = examples(rng, 8, 2)
    both.adaline_gradient(X.astype(np.float32), y.astype(np.float32), w.astype(np.float32), b)


@adaline_loss.check(points=1)
def test_loss_of_one(both):
    """is the squared difference of target and net input, for a single example"""
    both.adaline_loss(np.array([[1.0, 2.0]]), np.array([1.0]), np.array([2.0, 0.5]), 0.5)


@adaline_loss.check(points=1)
def test_loss_mean(both, rng):
    """averages over the examples, and takes float32"""
    X, y, w, b = examples(rng)
    both.adaline_loss(X, y, w, b)
    both.adaline_loss(X.astype(np.float32), y.astype(np.float32), w.astype(np.float32), b)


@adaline_loss.check(points=1, hint="Square first, then take the mean.")
def test_differences_do_not_cancel(both):
    """lets differences of opposite signs add up, not cancel"""
    both.adaline_loss(np.array([[1.0], [-3.0], [1.0], [1.0]]), np.array([3.0, -5.0, -1.0, 1.0]), np.array([1.0]), 0.0)


@adaline_fit.check(points=1, hint="The first loss is that of the zeros: write it down, then step.")
def test_first_step(both, rng):
    """writes down the loss of the zeros, then takes one step"""
    X, y, _, _ = examples(rng)
    both.adaline_fit(X, y, 0.01, 1)


@adaline_fit.check(points=2)
def test_five_steps(both, rng):
    """walks downhill, a step an epoch, and returns weights, bias and all losses"""
    X, y, _, _ = examples(rng)
    both.adaline_fit(X, y, 0.02, 5)


@adaline_fit.check(points=1)
def test_fit_any_target(both, rng):
    """fits any numbers, and takes float32"""
    X, _, w, _ = examples(rng, 7, 2)
    both.adaline_fit(X.astype(np.float32), (X @ w).astype(np.float32), 0.03, 3)


@adaline_fit.check(points=1, hint="Do all examples count in every step?")
def test_loss_falls(learner, expect, rng):
    """brings the loss down in every step, if the rate is small"""
    X, y, _, _ = examples(rng)
    _, _, losses = learner.adaline_fit(X, y, 0.002, 5)
    expect(np.diff(np.asarray(losses)) < 0, np.full(4, True), "where each loss is below the one before")


@standardize.check(points=1)
def test_mean_and_std(both, rng):
    """gives each column mean 0 and standard deviation 1, and returns what they were"""
    both.standardize(rng.normal(size=(6, 3)) * [1.0, 10.0, 0.1] + [0.0, 50.0, -3.0])


@standardize.check(points=1, hint="A constant column becomes 0, and its std is given as 1.")
def test_constant_column(both):
    """makes a constant column 0, and gives 1 for its standard deviation"""
    both.standardize(np.array([[1.0, 5.0, 2.0], [3.0, 5.0, -2.0], [8.0, 5.0, 0.5], [2.0, 5.0, 1.0]]))


@standardize.check(points=1, hint="The standard deviation of seven times 0.1 is not 0: compare largest and smallest.")
def test_constant_but_for_rounding(both):
    """knows a constant column even where rounding makes its standard deviation a little more than 0"""
    both.standardize(np.column_stack([np.full(7, 0.5), np.arange(7.0)]))
    both.standardize(np.column_stack([np.full(7, 0.1), np.arange(7.0)]))


@standardize.check(points=1, hint="A narrow column is not a constant one.")
def test_narrow_column(both):
    """scales a column that hardly varies, too"""
    both.standardize(np.array([[1e-9, 1.0], [3e-9, 4.0], [2e-9, 4.0], [-1e-9, 0.0], [0.0, 2.0]]))


@standardize.check(points=1)
def test_single_row(both, rng):
    """takes a single row, where all columns are constant, and float32"""
    both.standardize(np.array([[3.0, -1.0]]))
    both.standardize(rng.normal(size=(5, 4)).astype(np.float32))


@largest_stable_rate.check(points=1)
def test_standardised_inputs(both):
    """is 1 for one standardised input"""
    both.largest_stable_rate(np.array([[1.0], [-1.0], [1.0], [-1.0]]))


@largest_stable_rate.check(points=2, hint="The bias is the weight of an input that is always 1.")
def test_rate_of_drawn_inputs(both, rng):
    """is 2 over the largest curvature, bias included, and takes float32"""
    both.largest_stable_rate(examples(rng, 8, 3)[0])
    both.largest_stable_rate(examples(rng, 5, 2)[0].astype(np.float32))


@largest_stable_rate.check(points=1, hint="Which column of X1 is left where the inputs are almost nothing?")
def test_bias_alone(both):
    """counts the curvature of the bias where the inputs are small"""
    both.largest_stable_rate(np.array([[0.25, -0.125], [-0.25, 0.125], [0.125, 0.25]]))


@largest_stable_rate.check(points=1)
def test_number_of_examples(both, rng):
    """does not change when every example comes twice"""
    X = examples(rng, 4, 2)[0]
    both.largest_stable_rate(X)
    both.largest_stable_rate(np.concatenate([X, X]))
