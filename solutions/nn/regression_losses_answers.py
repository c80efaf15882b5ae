"""The bank of `regression_losses`: known mistakes with what to say, and right answers written differently."""

import math

import numpy as np

from autograder import answer, right, wrong


def pairs(pred, target):
    """Give both values of each entry as plain numbers."""
    return zip(np.ravel(pred).tolist(), np.ravel(target).tolist(), strict=True)


# mean_absolute_error


@wrong("mean_absolute_error", "You seem to sum over the entries: divide by their number.")
def absolute_sum(pred, target):
    return np.sum(np.abs(pred - target))


@wrong("mean_absolute_error", "You seem to divide by the rows only: the mean is over all entries.")
def absolute_mean_of_rows(pred, target):
    return np.sum(np.abs(pred - target)) / len(pred)


@wrong("mean_absolute_error", "You seem to average the errors with their signs: they cancel each other.")
def signed_errors(pred, target):
    return np.mean(pred - target)


@wrong("mean_absolute_error", "You seem to take the absolute value last: take it before the mean, entry by entry.")
def size_of_the_mean(pred, target):
    return np.abs(np.mean(pred - target))


@wrong("mean_absolute_error", "You seem to square the errors: here only their size counts.")
def squares_instead(pred, target):
    return np.mean((pred - target) ** 2)


@wrong("mean_absolute_error", "You seem to take the root of the mean square: large errors then weigh more.")
def root_mean_square(pred, target):
    return np.sqrt(np.mean((pred - target) ** 2))


@wrong("mean_absolute_error", "You seem to take the median of the errors. The best guess is a median, the loss a mean.")
def median_of_sizes(pred, target):
    return np.median(np.abs(pred - target))


@wrong("mean_absolute_error", "You seem to subtract within the array that came in: make a new one.")
def absolute_in_place(pred, target):
    pred -= target
    return np.mean(np.abs(pred))


@right("mean_absolute_error")
def error_times_sign(pred, target):
    error = target - pred
    return np.sum(error * np.sign(error)) / error.size


@right("mean_absolute_error")
def absolute_by_loop(pred, target):
    return sum(abs(a - b) for a, b in pairs(pred, target)) / pred.size


# mean_absolute_error_grad


@wrong("mean_absolute_error_grad", "You seem to leave out the mean: divide by the number of entries.")
def votes_of_the_sum(pred, target):
    return np.sign(pred - target)


@wrong("mean_absolute_error_grad", "You seem to divide by the rows only: the mean is over all entries.")
def votes_over_rows(pred, target):
    return np.sign(pred - target) / len(pred)


@wrong("mean_absolute_error_grad", "You seem to have turned the difference round: gradients point uphill.")
def votes_downhill(pred, target):
    return np.sign(target - pred) / pred.size


@wrong("mean_absolute_error_grad", "You seem to return the error itself: the slope of |e| does not grow with e.")
def errors_as_votes(pred, target):
    return (pred - target) / pred.size


@wrong("mean_absolute_error_grad", "You seem to average the votes into one number: each entry has its own.")
def one_vote_for_all(pred, target):
    return np.mean(np.sign(pred - target))


@wrong("mean_absolute_error_grad", "You seem to push upwards where the error is 0: at the kink the gradient is 0.")
def tie_counts_as_above(pred, target):
    return np.where(pred >= target, 1, -1) / pred.size


@wrong("mean_absolute_error_grad", "You seem to push downwards where the error is 0: at the kink the gradient is 0.")
def tie_counts_as_below(pred, target):
    return np.where(pred > target, 1, -1) / pred.size


@wrong("mean_absolute_error_grad", "You seem to divide the error by its size: what if it is 0?")
def error_over_its_size(pred, target):
    return (pred - target) / np.abs(pred - target) / pred.size


@right("mean_absolute_error_grad")
def above_minus_below(pred, target):
    return ((pred > target) * 1.0 - (pred < target)) / pred.size


@right("mean_absolute_error_grad")
def votes_by_loop(pred, target):
    votes = [(a > b) - (a < b) for a, b in pairs(pred, target)]
    return np.array(votes).reshape(pred.shape) / len(votes)


# huber_loss


@wrong("huber_loss", "You seem to sum over the entries: divide by their number.")
def huber_sum(pred, target, delta=1.0):
    return answer.huber_loss(pred, target, delta) * pred.size


@wrong("huber_loss", "You seem to divide by the rows only: the mean is over all entries.")
def huber_mean_of_rows(pred, target, delta=1.0):
    return answer.huber_loss(pred, target, delta) * pred.size / len(pred)


@wrong("huber_loss", "You seem to lack the 1/2 of the square: then the two pieces do not meet.")
def huber_without_half(pred, target, delta=1.0):
    size = np.abs(pred - target)
    return np.mean(np.where(size <= delta, size**2, delta * (size - delta / 2)))


@wrong("huber_loss", "You seem to start the straight line at 0: it has to meet the square at delta.")
def line_from_zero(pred, target, delta=1.0):
    size = np.abs(pred - target)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * size))


@wrong("huber_loss", "You seem to take off all of delta: at delta, the line and the square then do not meet.")
def line_takes_off_delta(pred, target, delta=1.0):
    size = np.abs(pred - target)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta)))


@wrong("huber_loss", "You seem to give the line a slope of 1: its slope is that of the square at delta.")
def line_of_slope_one(pred, target, delta=1.0):
    size = np.abs(pred - target)
    return np.mean(np.where(size <= delta, size**2 / 2, size - delta / 2))


@wrong("huber_loss", "You seem to ignore delta: the square ends where delta says.")
def huber_ignores_delta(pred, target, delta=1.0):
    return answer.huber_loss(pred, target)


@wrong("huber_loss", "You seem to compare the error with delta, not its size: what about large negative errors?")
def huber_one_sided(pred, target, delta=1.0):
    error = pred - target
    return np.mean(np.where(error <= delta, error**2 / 2, delta * (np.abs(error) - delta / 2)))


@wrong("huber_loss", "You seem to have the pieces exchanged: which of them is for small errors?")
def pieces_exchanged(pred, target, delta=1.0):
    size = np.abs(pred - target)
    return np.mean(np.where(size > delta, size**2 / 2, delta * (size - delta / 2)))


@wrong("huber_loss", "You seem to divide by delta, as the smooth L1 loss does: here nothing is divided.")
def smooth_l1(pred, target, delta=1.0):
    return answer.huber_loss(pred, target, delta) / delta


@wrong("huber_loss", "You seem to choose the piece once for the whole batch: choose for each entry.")
def choice_for_all(pred, target, delta=1.0):
    size = np.abs(pred - target)
    return np.mean(size**2) / 2 if np.mean(size) <= delta else delta * (np.mean(size) - delta / 2)


@right("huber_loss")
def near_and_far_part(pred, target, delta=1.0):
    size = np.abs(target - pred)
    near = np.minimum(size, delta)
    return np.sum(near**2 / 2 + delta * (size - near)) / size.size


@right("huber_loss")
def huber_by_loop(pred, target, delta=1.0):
    total = 0.0
    for a, b in pairs(pred, target):
        size = abs(a - b)
        total += size * size / 2 if size < delta else delta * size - delta * delta / 2
    return total / pred.size


# huber_loss_grad


@wrong("huber_loss_grad", "You seem to leave out the mean: divide by the number of entries.")
def huber_grad_of_the_sum(pred, target, delta=1.0):
    return np.clip(pred - target, -delta, delta)


@wrong("huber_loss_grad", "You seem to divide by the rows only: the mean is over all entries.")
def huber_grad_over_rows(pred, target, delta=1.0):
    return np.clip(pred - target, -delta, delta) / len(pred)


@wrong("huber_loss_grad", "You seem to have turned the difference round: gradients point uphill.")
def huber_grad_downhill(pred, target, delta=1.0):
    return np.clip(target - pred, -delta, delta) / pred.size


@wrong("huber_loss_grad", "You seem to let large errors pull with all their size: cut them at delta.")
def huber_grad_uncut(pred, target, delta=1.0):
    return (pred - target) / pred.size


@wrong("huber_loss_grad", "You seem to cut large positive errors only: what about large negative ones?")
def cut_above_only(pred, target, delta=1.0):
    return np.minimum(pred - target, delta) / pred.size


@wrong("huber_loss_grad", "You seem to give all large errors the slope delta: where pred is far too low, it is -delta.")
def large_errors_without_sign(pred, target, delta=1.0):
    error = pred - target
    return np.where(np.abs(error) <= delta, error, delta) / pred.size


@wrong("huber_loss_grad", "You seem to give large errors the slope 1: it is that of the square at delta.")
def large_errors_pull_by_one(pred, target, delta=1.0):
    error = pred - target
    return np.where(np.abs(error) < delta, error, np.sign(error)) / pred.size


@wrong("huber_loss_grad", "You seem to give large errors no slope at all: the straight line does rise.")
def large_errors_are_ignored(pred, target, delta=1.0):
    error = pred - target
    return error * (np.abs(error) <= delta) / pred.size


@wrong("huber_loss_grad", "You seem to have a 2 from the square, but the square is halved.")
def twice_the_error(pred, target, delta=1.0):
    error = pred - target
    return np.where(np.abs(error) <= delta, 2 * error, delta * np.sign(error)) / pred.size


@wrong("huber_loss_grad", "You seem to ignore delta: the slope stops growing where delta says.")
def huber_grad_ignores_delta(pred, target, delta=1.0):
    return np.clip(pred - target, -1.0, 1.0) / pred.size


@right("huber_loss_grad")
def size_and_sign(pred, target, delta=1.0):
    error = pred - target
    return np.sign(error) * np.minimum(np.abs(error), delta) / error.size


@right("huber_loss_grad")
def huber_grad_by_loop(pred, target, delta=1.0):
    slopes = [e if abs(e) < delta else math.copysign(delta, e) for e in (a - b for a, b in pairs(pred, target))]
    return np.array(slopes).reshape(pred.shape) / pred.size


# quantile_loss


@wrong("quantile_loss", "You seem to sum over the entries: divide by their number.")
def quantile_sum(pred, target, q):
    return answer.quantile_loss(pred, target, q) * pred.size


@wrong("quantile_loss", "You seem to divide by the rows only: the mean is over all entries.")
def quantile_mean_of_rows(pred, target, q):
    return answer.quantile_loss(pred, target, q) * pred.size / len(pred)


@wrong("quantile_loss", "You seem to have too low and too high exchanged: u is target minus pred.")
def quantile_turned_round(pred, target, q):
    return answer.quantile_loss(target, pred, q)


@wrong("quantile_loss", "You seem to take the smaller of the two terms: the larger is never negative.")
def smaller_term(pred, target, q):
    u = target - pred
    return np.mean(np.minimum(q * u, (q - 1) * u))


@wrong("quantile_loss", "You seem to keep the first term only: then a guess that is too high pays off.")
def first_term_only(pred, target, q):
    return np.mean(q * (target - pred))


@wrong("quantile_loss", "You seem to charge low guesses only: each unit too high costs 1 - q.")
def too_high_is_free(pred, target, q):
    return np.mean(q * np.maximum(target - pred, 0))


@wrong("quantile_loss", "You seem to charge both directions with q: too high costs 1 - q.")
def both_cost_q(pred, target, q):
    return np.mean(q * np.abs(target - pred))


@wrong("quantile_loss", "You seem to double it: q = 1/2 gives half the mean absolute error.")
def quantile_doubled(pred, target, q):
    return 2 * answer.quantile_loss(pred, target, q)


@wrong("quantile_loss", "You seem to take means before the larger term: choose entry by entry.")
def larger_mean(pred, target, q):
    u = np.mean(target - pred)
    return max(q * u, (q - 1) * u)


@right("quantile_loss")
def low_part_and_high_part(pred, target, q):
    low, high = np.maximum(target - pred, 0), np.maximum(pred - target, 0)
    return (q * np.sum(low) + (1 - q) * np.sum(high)) / pred.size


@right("quantile_loss")
def tilted_absolute_error(pred, target, q):
    u = target - pred
    return np.mean(np.abs(u) / 2 + (q - 0.5) * u)


@right("quantile_loss")
def quantile_by_loop(pred, target, q):
    return sum(q * (b - a) if b > a else (1 - q) * (a - b) for a, b in pairs(pred, target)) / pred.size


# quantile_loss_grad


@wrong("quantile_loss_grad", "You seem to leave out the mean: divide by the number of entries.")
def quantile_grad_of_the_sum(pred, target, q):
    return answer.quantile_loss_grad(pred, target, q) * pred.size


@wrong("quantile_loss_grad", "You seem to divide by the rows only: the mean is over all entries.")
def quantile_grad_over_rows(pred, target, q):
    return answer.quantile_loss_grad(pred, target, q) * pred.size / len(pred)


@wrong("quantile_loss_grad", "You seem to differentiate by u: it falls when pred rises, so there is a minus.")
def slope_in_u(pred, target, q):
    return -answer.quantile_loss_grad(pred, target, q)


@wrong("quantile_loss_grad", "You seem to have q and 1 - q exchanged: which of them is for a guess that is too low?")
def shares_exchanged(pred, target, q):
    return answer.quantile_loss_grad(pred, target, 1 - q)


@wrong("quantile_loss_grad", "You seem to push upwards where u is 0: at the kink the gradient is 0.")
def quantile_tie_as_below(pred, target, q):
    return np.where(target > pred, -q, 1 - q) / pred.size


@wrong("quantile_loss_grad", "You seem to push downwards where u is 0: at the kink the gradient is 0.")
def quantile_tie_as_above(pred, target, q):
    return np.where(target >= pred, -q, 1 - q) / pred.size


@wrong("quantile_loss_grad", "You seem to pull both ways with q: too high pushes with 1 - q.")
def both_pull_with_q(pred, target, q):
    return q * np.sign(pred - target) / pred.size


@wrong("quantile_loss_grad", "You seem to give all votes the same weight: where is q?")
def votes_without_q(pred, target, q):
    return np.sign(pred - target) / 2 / pred.size


@wrong("quantile_loss_grad", "You seem to multiply by the error once more: the slope of a straight line is constant.")
def loss_entries_with_sign(pred, target, q):
    return answer.quantile_loss_grad(pred, target, q) * np.abs(target - pred)


@right("quantile_loss_grad")
def three_cases(pred, target, q):
    u = target - pred
    return np.select([u > 0, u < 0], [-q, 1 - q], 0.0) / u.size


@right("quantile_loss_grad")
def half_sign_and_tilt(pred, target, q):
    sign = np.sign(pred - target)
    return (sign / 2 + (0.5 - q) * np.abs(sign)) / sign.size


# poisson_loss


@wrong("poisson_loss", "You seem to sum over the entries: divide by their number.")
def poisson_sum(log_rate, count):
    return answer.poisson_loss(log_rate, count) * log_rate.size


@wrong("poisson_loss", "You seem to divide by the rows only: the mean is over all entries.")
def poisson_mean_of_rows(log_rate, count):
    return answer.poisson_loss(log_rate, count) * log_rate.size / len(log_rate)


@wrong("poisson_loss", "You seem to take the first argument for the rate: it is the logarithm of it.")
def takes_it_for_the_rate(log_rate, count):
    return np.mean(log_rate - count * np.log(log_rate))


@wrong("poisson_loss", "You seem to forget the exp: the first term is the rate, not its log.")
def log_rate_minus_product(log_rate, count):
    return np.mean(log_rate - count * log_rate)


@wrong("poisson_loss", "You seem to have the sign turned: surprise falls where rate and count agree.")
def log_of_the_chance(log_rate, count):
    return -answer.poisson_loss(log_rate, count)


@wrong("poisson_loss", "You seem to add the log of the factorial: here it is left out.")
def with_the_factorial(log_rate, count):
    factorials = [math.lgamma(y + 1) for y in np.ravel(count).tolist()]
    return answer.poisson_loss(log_rate, count) + np.mean(factorials)


@wrong("poisson_loss", "You seem to multiply the count with the rate: it is multiplied with its log.")
def count_times_rate(log_rate, count):
    return np.mean(np.exp(log_rate) * (1 - count))


@wrong("poisson_loss", "You seem to square the miss: the cost of a miss depends on the rate here.")
def squared_miss(log_rate, count):
    return np.mean((np.exp(log_rate) - count) ** 2)


@wrong("poisson_loss", "You seem to keep the rate only: where does the count come in?")
def rate_only(log_rate, count):
    return np.mean(np.exp(log_rate))


@right("poisson_loss")
def two_means(log_rate, count):
    return np.mean(np.exp(log_rate)) - np.vdot(count, log_rate) / log_rate.size


@right("poisson_loss")
def poisson_by_loop(log_rate, count):
    return sum(math.exp(z) - y * z for z, y in pairs(log_rate, count)) / log_rate.size


# poisson_loss_grad


@wrong("poisson_loss_grad", "You seem to leave out the mean: divide by the number of entries.")
def poisson_grad_of_the_sum(log_rate, count):
    return np.exp(log_rate) - count


@wrong("poisson_loss_grad", "You seem to divide by the rows only: the mean is over all entries.")
def poisson_grad_over_rows(log_rate, count):
    return (np.exp(log_rate) - count) / len(log_rate)


@wrong("poisson_loss_grad", "You seem to have turned the difference round: gradients point uphill.")
def poisson_grad_downhill(log_rate, count):
    return (count - np.exp(log_rate)) / log_rate.size


@wrong("poisson_loss_grad", "You seem to forget the exp: compare the count with the rate, not with its log.")
def log_rate_minus_count(log_rate, count):
    return (log_rate - count) / log_rate.size


@wrong("poisson_loss_grad", "You seem to differentiate by the rate: here the log of the rate is the input.")
def slope_in_the_rate(log_rate, count):
    return (1 - count / np.exp(log_rate)) / log_rate.size


@wrong("poisson_loss_grad", "You seem to keep the first term only: what pulls the rate up?")
def rate_as_gradient(log_rate, count):
    return np.exp(log_rate) / log_rate.size


@wrong("poisson_loss_grad", "You seem to average the gradient into one number: each entry has its own.")
def mean_miss(log_rate, count):
    return np.mean(np.exp(log_rate) - count)


@right("poisson_loss_grad")
def two_shares(log_rate, count):
    return np.exp(log_rate) / log_rate.size - count / log_rate.size


@right("poisson_loss_grad")
def poisson_grad_by_loop(log_rate, count):
    misses = [math.exp(z) - y for z, y in pairs(log_rate, count)]
    return np.array(misses).reshape(log_rate.shape) / len(misses)
