"""Losses for numbers: absolute, Huber, quantile and Poisson, each with its gradient; means over all entries."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=8)

mean_absolute_error = lesson.exercise("mean_absolute_error", minutes=2, hints=(
    "Read the name backwards: error, its size, the mean.",
    "Errors of opposite signs must not cancel. And over how many entries is the mean?",
))
mean_absolute_error_grad = lesson.exercise("mean_absolute_error_grad", minutes=3, hints=(
    "What is the slope of |e| to the right of 0, and to the left of it? Does the size of e matter?",
    "numpy has a function that tells positive, negative and zero apart.",
))
huber_loss = lesson.exercise("huber_loss", minutes=5, hints=(
    "Compute the size of each error first. Which of the two formulas is for which size?",
    "Both formulas can be computed for all entries; then choose, entry by entry.",
    "Do both formulas agree at a size of delta? Try delta = 2.",
))
huber_loss_grad = lesson.exercise("huber_loss_grad", minutes=4, hints=(
    "Differentiate both formulas. What is the slope far out on the right, and far out on the left?",
    "The slope follows the error until it hits a wall on either side. And do not forget the mean.",
))
quantile_loss = lesson.exercise("quantile_loss", minutes=4, hints=(
    "u is target minus pred. Which of the two terms is positive where the guess is too low?",
    "Take the larger of the two terms, entry by entry, and only then the mean.",
))
quantile_loss_grad = lesson.exercise("quantile_loss_grad", minutes=5, hints=(
    "Where the guess is too low, does the loss rise or fall as the guess rises? How fast?",
    "There are three cases for u. A comparison gives True or False, and these count as 1 and 0.",
))
poisson_loss = lesson.exercise("poisson_loss", minutes=3, hints=(
    "The network gives the log of the rate. What is the rate itself, and what is its log?",
    "Drop the factorial: it does not depend on the prediction.",
))
poisson_loss_grad = lesson.exercise("poisson_loss_grad", minutes=3, hints=(
    "What is the derivative of an exp, and what is that of y times z?",
    "What was said, minus what was true, and the same mean as in the loss.",
))

COUNTS = np.array([[3, 0, 1, 7], [2, 12, 0, 5]])
# No error is near 0, 0.5, 1 or 1.5 in size; both signs and all sizes are there.
ERRORS = np.array([[0.3, -0.7, 2.0, -3.1], [-0.2, 1.2, -1.3, 0.8], [8.0, -0.4, -6.0, 0.1]])


def with_errors(rng, errors):
    """Draw targets, and predictions that miss them by the given errors."""
    target = rng.normal(size=np.shape(errors))
    return target + errors, target


def singles(*arrays):
    """Give arrays in float32."""
    return [array.astype(np.float32) for array in arrays]


@mean_absolute_error.check(points=1)
def test_sizes_of_the_errors(both, rng):
    """averages the sizes of the errors"""
    both.mean_absolute_error(*with_errors(rng, ERRORS[0]))


@mean_absolute_error.check(points=1)
def test_absolute_errors_do_not_cancel(both):
    """lets errors of opposite signs add up, not cancel"""
    both.mean_absolute_error(np.array([3.0, -3.0, 1.0, -1.0, 0.0]), np.zeros(5))


@mean_absolute_error.check(points=1)
def test_absolute_errors_any_shape(both, rng):
    """averages over all entries of an array of any shape, and takes float32"""
    both.mean_absolute_error(*with_errors(rng, ERRORS))
    both.mean_absolute_error(*singles(*with_errors(rng, ERRORS.reshape(2, 3, 2))))


@mean_absolute_error_grad.check(points=1)
def test_one_vote_each(both, rng):
    """is 1/n above the target and -1/n below it, however large the error"""
    both.mean_absolute_error_grad(*with_errors(rng, ERRORS[0]))


@mean_absolute_error_grad.check(points=1, hint="Whoever is right is not pushed.")
def test_absolute_error_grad_at_the_kink(both):
    """is 0 where the prediction equals the target (the kink)"""
    pred, target = np.array([1.5, 2.0, -0.5, 4.0, 0.0]), np.array([1.5, 2.5, -0.5, 3.0, 0.0])
    both.mean_absolute_error_grad(pred, target)


@mean_absolute_error_grad.check(points=2)
def test_absolute_error_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of mean_absolute_error, in an array of any shape"""
    gradcheck("mean_absolute_error_grad", of="mean_absolute_error", at=with_errors(rng, ERRORS))


@mean_absolute_error_grad.check(points=1)
def test_absolute_error_grad_float32(both, rng):
    """takes float32"""
    both.mean_absolute_error_grad(*singles(*with_errors(rng, ERRORS.reshape(2, 3, 2))))


@huber_loss.check(points=1)
def test_small_errors_are_squared(both, rng):
    """averages half the squares of errors smaller than delta"""
    both.huber_loss(*with_errors(rng, [0.3, -0.7, 0.5, -0.2, 0.9]))


@huber_loss.check(points=1)
def test_large_errors_cost_along_a_line(both, rng):
    """averages delta (|e| - delta / 2) of errors larger than delta, to either side"""
    both.huber_loss(*with_errors(rng, [3.0, -2.0, -5.0, 1.4]), delta=1.3)


@huber_loss.check(points=2, hint="Choose entry by entry, and take the mean of what was chosen.")
def test_huber_entry_by_entry(both, rng):
    """chooses for each entry of an array of any shape, with a delta of 1 if none is given"""
    both.huber_loss(*with_errors(rng, ERRORS))
    both.huber_loss(*with_errors(rng, ERRORS), 0.5)


@huber_loss.check(points=1, hint="The straight line starts where the square ends.")
def test_huber_at_the_seam(both):
    """costs delta^2 / 2 at an error of exactly delta or -delta, where both formulas agree"""
    both.huber_loss(np.array([2.0, -2.0, 2.0]), np.zeros(3), delta=2.0)


@huber_loss.check(points=1)
def test_huber_float32(both, rng):
    """takes float32"""
    both.huber_loss(*singles(*with_errors(rng, ERRORS.reshape(2, 3, 2))), delta=1.5)


@huber_loss_grad.check(points=1)
def test_huber_grad_of_small_errors(both, rng):
    """is the error over the number of entries, where all errors are small"""
    both.huber_loss_grad(*with_errors(rng, [0.3, -0.7, 0.5, -0.2, 0.9]))


@huber_loss_grad.check(points=1, hint="Nobody may pull harder than delta, neither up nor down.")
def test_huber_grad_of_large_errors(both, rng):
    """is delta or -delta over the number of entries, where all errors are large"""
    both.huber_loss_grad(*with_errors(rng, [3.0, -2.0, -5.0, 1.4]), delta=1.3)


@huber_loss_grad.check(points=2)
def test_huber_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of huber_loss, in an array of any shape, for the delta of 1 and for others"""
    gradcheck("huber_loss_grad", of="huber_loss", at=with_errors(rng, ERRORS))
    gradcheck("huber_loss_grad", of="huber_loss", at=(*with_errors(rng, ERRORS), 0.5))


@huber_loss_grad.check(points=1)
def test_huber_grad_at_the_seam(both):
    """is delta or -delta at an error of exactly that size, and 0 at no error"""
    both.huber_loss_grad(np.array([2.0, -2.0, 0.0, 1.0]), np.zeros(4), delta=2.0)


@huber_loss_grad.check(points=1)
def test_huber_grad_float32(both, rng):
    """takes float32"""
    both.huber_loss_grad(*singles(*with_errors(rng, ERRORS.reshape(2, 3, 2))), delta=1.5)


@quantile_loss.check(points=1)
def test_too_low_and_too_high(both):
    """costs q for each unit too low, and 1 - q for each unit too high"""
    both.quantile_loss(np.array([-1.0, -2.0, 0.0]), np.zeros(3), 0.9)
    both.quantile_loss(np.array([1.0, 2.0, 0.0]), np.zeros(3), 0.9)


@quantile_loss.check(points=2, hint="The larger of two terms, for each entry; then the mean.")
def test_quantile_any_shape(both, rng):
    """averages over all entries of an array of any shape"""
    both.quantile_loss(*with_errors(rng, ERRORS), 0.9)
    both.quantile_loss(*with_errors(rng, ERRORS), q=0.2)


@quantile_loss.check(points=1)
def test_the_middle_is_half_the_absolute_error(both, rng):
    """gives half the mean absolute error for q = 1/2, and takes float32"""
    both.quantile_loss(*with_errors(rng, ERRORS[2]), 0.5)
    both.quantile_loss(*singles(*with_errors(rng, ERRORS.reshape(2, 3, 2))), 0.25)


@quantile_loss_grad.check(points=1, hint="Where the guess is too low, the loss falls as the guess rises.")
def test_weighted_votes(both, rng):
    """is -q/n where pred is too low, and (1 - q)/n where it is too high"""
    both.quantile_loss_grad(*with_errors(rng, ERRORS[0]), 0.9)


@quantile_loss_grad.check(points=1, hint="Whoever is right is not pushed.")
def test_quantile_grad_at_the_kink(both):
    """is 0 where the prediction equals the target (the kink)"""
    pred, target = np.array([1.5, 2.0, -0.5, 4.0, 0.0]), np.array([1.5, 2.5, -0.5, 3.0, 0.0])
    both.quantile_loss_grad(pred, target, 0.7)


@quantile_loss_grad.check(points=2)
def test_quantile_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of quantile_loss, in an array of any shape"""
    gradcheck("quantile_loss_grad", of="quantile_loss", at=(*with_errors(rng, ERRORS), 0.2))


@quantile_loss_grad.check(points=1)
def test_quantile_grad_float32(both, rng):
    """takes float32"""
    both.quantile_loss_grad(*singles(*with_errors(rng, ERRORS.reshape(2, 3, 2))), 0.25)


@poisson_loss.check(points=1)
def test_rate_minus_count_times_log_rate(both, rng):
    """averages the rate minus count times log rate"""
    both.poisson_loss(rng.normal(size=4), COUNTS[0])


@poisson_loss.check(points=1, hint="The log of the factorial is left out, so the loss may be negative.")
def test_poisson_may_be_negative(both):
    """leaves out the factorial, so that a good guess at large counts costs less than 0"""
    both.poisson_loss(np.log([100.0, 30.0, 55.0]), np.array([103.0, 27.0, 50.0]))


@poisson_loss.check(points=1)
def test_nothing_was_counted(both, rng):
    """costs the rate where nothing was counted"""
    both.poisson_loss(rng.normal(size=5), np.zeros(5))


@poisson_loss.check(points=1)
def test_poisson_any_shape(both, rng):
    """averages over all entries of an array of any shape, and takes float32"""
    both.poisson_loss(rng.normal(size=(2, 4)), COUNTS)
    both.poisson_loss(*singles(rng.normal(size=(2, 2, 2)), COUNTS.reshape(2, 2, 2)))


@poisson_loss_grad.check(points=1)
def test_rate_minus_count(both, rng):
    """is the rate minus the count, over the number of entries"""
    both.poisson_loss_grad(rng.normal(size=4), COUNTS[0])


@poisson_loss_grad.check(points=2)
def test_poisson_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of poisson_loss, in an array of any shape"""
    gradcheck("poisson_loss_grad", of="poisson_loss", at=(rng.normal(size=(2, 4)), COUNTS))


@poisson_loss_grad.check(points=1)
def test_poisson_grad_float32(both, rng):
    """takes float32"""
    both.poisson_loss_grad(*singles(rng.normal(size=(2, 2, 2)), COUNTS.reshape(2, 2, 2)))
