"""The bank of `activations`: known mistakes with what to say, and right answers written differently."""

import math

import numpy as np

from autograder import answer, right, wrong


def entry_by_entry(f, *arrays):
    """Apply a function of plain numbers to each entry."""
    flat = [f(*map(float, values)) for values in zip(*map(np.ravel, arrays), strict=True)]
    return np.array(flat).reshape(np.shape(arrays[0]))


# relu


@wrong("relu", "You seem to flip the negative entries: relu drops them, so what is left of them?")
def absolute_value(x):
    return np.abs(x)


@wrong("relu", "You seem to return the gate, 0 or 1: relu keeps the value of a positive entry.")
def returns_the_gate(x):
    return (x > 0) * 1.0


@wrong("relu", "You seem to use np.max, the largest along an axis: compare each entry with 0.")
def largest_along_an_axis(x):
    return np.max(x, 0)


@wrong("relu", "You seem to cut at 1 as well: relu has a floor, but no ceiling.")
def with_a_ceiling(x):
    return np.clip(x, 0, 1)


@wrong("relu", "You seem to write zeros into the array that came in: give back a new one.")
def relu_in_place(x):
    x[x < 0] = 0
    return x


@right("relu")
def times_the_gate(x):
    return x * (x > 0)


@right("relu")
def half_of_the_sum(x):
    return (x + np.abs(x)) / 2


# relu_backward


@wrong("relu_backward", "You seem to return the slope alone: the chain rule multiplies it by dout.")
def relu_ignores_dout(dout, x):
    return (x > 0) * 1.0


@wrong("relu_backward", "You seem to let the message through at x = 0: the slope there is taken as 0.")
def open_at_zero(dout, x):
    return dout * (x >= 0)


@wrong("relu_backward", "You seem to look at the sign of dout: the gate depends on x.")
def gate_on_dout(dout, x):
    return dout * (dout > 0)


@wrong("relu_backward", "You seem to multiply by relu(x): the chain rule wants relu's slope, not its value.")
def times_the_output(dout, x):
    return dout * answer.relu(x)


@wrong("relu_backward", "You seem to pass everything on: what happens where relu is flat?")
def passes_everything(dout, x):
    return dout + 0 * x


@wrong("relu_backward", "You seem to write into dout: others may need it, so give back a new array.")
def relu_backward_in_place(dout, x):
    dout[x <= 0] = 0
    return dout


@right("relu_backward")
def masked_copy(dout, x):
    dx = dout.copy()
    dx[x <= 0] = 0
    return dx


@right("relu_backward")
def chosen_by_where(dout, x):
    return np.where(x > 0, dout, 0.0)


@right("relu_backward")
def relu_backward_by_loop(dout, x):
    return entry_by_entry(lambda d, v: d if v > 0 else 0.0, dout, x)


# sigmoid


@wrong("sigmoid", "You seem to take exp(x) above and below: at x = 1000 that is infinity over infinity.")
def infinity_over_infinity(x):
    return np.exp(x) / (1 + np.exp(x))


@wrong("sigmoid", "You seem to have the sign in the exp turned round: sigmoid should rise with x.")
def falls_with_x(x):
    return answer.sigmoid(-x)


@wrong("sigmoid", "You seem to return tanh: sigmoid goes from 0 to 1 and is one half at x = 0.")
def tanh_instead(x):
    return np.tanh(x)


@wrong("sigmoid", "You seem to build it from tanh(x), which is twice too steep: tanh of what?")
def twice_too_steep(x):
    return 0.5 * (1 + np.tanh(x))


@right("sigmoid")  # overflows to 1/inf = 0, which is right
def straight_from_the_formula(x):
    return 1 / (1 + np.exp(-x))


@right("sigmoid")
def from_tanh(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


@right("sigmoid")
def one_side_at_a_time(x):
    out = np.empty(x.shape)
    out[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    out[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return out


@right("sigmoid")
def sigmoid_by_loop(x):
    return entry_by_entry(lambda v: 1 / (1 + math.exp(-v)) if v > -700 else 0.0, x)


# sigmoid_backward


@wrong("sigmoid_backward", "You seem to return the slope alone: the chain rule multiplies it by dout.")
def sigmoid_ignores_dout(dout, x):
    return answer.sigmoid_backward(np.ones_like(dout), x)


@wrong("sigmoid_backward", "You seem to take x for the output: pass it through sigmoid first.")
def sigmoid_of_output(dout, x):
    return dout * x * (1 - x)


@wrong("sigmoid_backward", "You seem to multiply by s alone: the slope fades at the top, too.")
def forgets_one_minus_s(dout, x):
    return dout * answer.sigmoid(x)


@wrong("sigmoid_backward", "You seem to have a sign wrong in 1 - s: the slope fades as s nears 1.")
def one_plus_s(dout, x):
    s = answer.sigmoid(x)
    return dout * s * (1 + s)


@wrong("sigmoid_backward", "You seem to take exp(1000): infinity over infinity. Can s alone do it?")
def slope_from_exps(dout, x):
    return dout * np.exp(-x) / (1 + np.exp(-x)) ** 2


@wrong("sigmoid_backward", "You seem to multiply into dout itself: make a new array.")
def sigmoid_backward_in_place(dout, x):
    dout *= answer.sigmoid(x) * (1 - answer.sigmoid(x))
    return dout


@right("sigmoid_backward")
def both_tails(dout, x):
    return dout * answer.sigmoid(x) * answer.sigmoid(-x)


@right("sigmoid_backward")
def slope_from_small_exps(dout, x):
    small = np.exp(-np.abs(x))
    return dout * small / (1 + small) ** 2


# tanh


@wrong("tanh", "You seem to divide exps as the formula has them: at x = 1000 that is infinity over infinity.")
def quotient_of_exps(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@wrong("tanh", "You seem to stretch sigmoid(x), which is half as steep as needed: sigmoid of what?")
def half_too_flat(x):
    return 2 * answer.sigmoid(x) - 1


@wrong("tanh", "You seem to return sigmoid: tanh goes from -1 to 1 and is 0 at x = 0.")
def sigmoid_instead(x):
    return answer.sigmoid(x)


@wrong("tanh", "You seem to cut x off at -1 and 1: tanh bends smoothly and only nears them.")
def hard_tanh(x):
    return np.clip(x, -1, 1)


@right("tanh")
def stretched_sigmoid(x):
    return 2 * answer.sigmoid(2 * x) - 1


@right("tanh")
def from_small_exps(x):
    small = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - small) / (1 + small)


# tanh_backward


@wrong("tanh_backward", "You seem to return the slope alone: the chain rule multiplies it by dout.")
def tanh_ignores_dout(dout, x):
    return 1 - np.tanh(x) ** 2


@wrong("tanh_backward", "You seem to take x for the output: it is the input, so pass it through tanh first.")
def tanh_of_output(dout, x):
    return dout * (1 - x**2)


@wrong("tanh_backward", "You seem to forget the square: the slope is 1 minus the square of tanh.")
def forgets_the_square(dout, x):
    return dout * (1 - np.tanh(x))


@wrong("tanh_backward", "You seem to have a sign wrong: far from 0 the slope of tanh fades.")
def one_plus_square(dout, x):
    return dout * (1 + np.tanh(x) ** 2)


@wrong("tanh_backward", "You seem to use the sigmoid's slope, t (1 - t): tanh has its own.")
def slope_of_sigmoid(dout, x):
    return dout * np.tanh(x) * (1 - np.tanh(x))


@right("tanh_backward")
def third_binomial(dout, x):
    t = np.tanh(x)
    return dout * (1 - t) * (1 + t)


@right("tanh_backward")  # cosh overflows to infinity, and the slope to 0, which is right
def from_cosh(dout, x):
    return dout / np.cosh(x) ** 2


# leaky_relu


@wrong("leaky_relu", "You seem to use 0.01 whatever alpha is: the caller may give another slope.")
def alpha_unused(x, alpha=0.01):
    return answer.leaky_relu(x, 0.01)


@wrong("leaky_relu", "You seem to return plain relu: on the left a little should leak through.")
def does_not_leak(x, alpha=0.01):
    return answer.relu(x)


@wrong("leaky_relu", "You seem to make the left side positive: alpha * x is negative there.")
def leaks_upwards(x, alpha=0.01):
    return np.where(x > 0, x, -alpha * x)


@wrong("leaky_relu", "You seem to put alpha itself on the left: alpha is a slope, so what does it multiply?")
def alpha_as_a_value(x, alpha=0.01):
    return np.where(x > 0, x, alpha)


@wrong("leaky_relu", "You seem to have another default than 0.01: keep the signature as given.")
def other_default(x, alpha=0.1):
    return answer.leaky_relu(x, alpha)


@right("leaky_relu")
def leaky_by_where(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)


@right("leaky_relu")
def sum_of_two_halves(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)


# leaky_relu_backward


@wrong("leaky_relu_backward", "You seem to return the slope alone: the chain rule multiplies it by dout.")
def leaky_ignores_dout(dout, x, alpha=0.01):
    return np.where(x > 0, 1.0, alpha)


@wrong("leaky_relu_backward", "You seem to take slope 1 at x = 0: the docstring takes alpha there.")
def wide_open_at_zero(dout, x, alpha=0.01):
    return np.where(x >= 0, dout, alpha * dout)


@wrong("leaky_relu_backward", "You seem to use 0.01 whatever alpha is: the caller may give another slope.")
def backward_alpha_unused(dout, x, alpha=0.01):
    return answer.leaky_relu_backward(dout, x, 0.01)


@wrong("leaky_relu_backward", "You seem to block the left, as relu does: a little should leak.")
def backward_does_not_leak(dout, x, alpha=0.01):
    return dout * (x > 0)


@wrong("leaky_relu_backward", "You seem to look at the sign of dout: the slope depends on x.")
def leaky_gate_on_dout(dout, x, alpha=0.01):
    return np.where(dout > 0, dout, alpha * dout)


@wrong("leaky_relu_backward", "You seem to have another default than 0.01: keep the signature as given.")
def backward_other_default(dout, x, alpha=0.1):
    return answer.leaky_relu_backward(dout, x, alpha)


@right("leaky_relu_backward")
def slope_times_message(dout, x, alpha=0.01):
    return dout * np.where(x > 0, 1.0, alpha)


@right("leaky_relu_backward")
def weakened_copy(dout, x, alpha=0.01):
    dx = dout.copy()
    dx[x <= 0] *= alpha
    return dx


# softmax


@wrong("softmax", "You seem to sum down the columns: each row is a competition of its own.")
def softmax_down_the_columns(x):
    exps = np.exp(x - np.max(x, axis=0, keepdims=True))
    return exps / np.sum(exps, axis=0, keepdims=True)


@wrong("softmax", "You seem to use axis 1: of one axis, or of three, it is not the last.")
def softmax_over_axis_one(x):
    exps = np.exp(x - np.max(x, axis=1, keepdims=True))
    return exps / np.sum(exps, axis=1, keepdims=True)


@wrong("softmax", "You seem to divide by the sum of all entries: each row sums to 1.")
def sum_of_everything(x):
    exps = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return exps / np.sum(exps)


@wrong("softmax", "You seem to take exp of the logits as they come: shift each row first.")
def softmax_without_shift(x):
    exps = np.exp(x)
    return exps / np.sum(exps, axis=-1, keepdims=True)


@wrong("softmax", "You seem to shift all rows by one number: rows far below it vanish.")
def one_shift_for_all(x):
    exps = np.exp(x - np.max(x))
    return exps / np.sum(exps, axis=-1, keepdims=True)


@wrong("softmax", "You seem to lose an axis in the sum or the maximum: keep it, so that shapes fit.")
def without_keepdims(x):
    exps = np.exp(x - np.max(x, axis=-1))
    return exps / np.sum(exps, axis=-1)


@wrong("softmax", "You seem to divide by the largest exp: the shares should sum to 1.")
def share_of_the_winner(x):
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


@wrong("softmax", "You seem to leave out exp: shares of negative logits would be no probabilities.")
def without_exp(x):
    return x / np.sum(x, axis=-1, keepdims=True)


@wrong("softmax", "You seem to give everything to the winner: softmax is soft, the others get a share.")
def winner_takes_all(x):
    return (x == np.max(x, axis=-1, keepdims=True)) * 1.0


@wrong("softmax", "You seem to shift the array that came in: make a new one instead.")
def softmax_in_place(x):
    x -= np.max(x, axis=-1, keepdims=True)
    return answer.softmax(x)


@right("softmax")  # in float64, whatever came
def through_log_sum_exp(x):
    x = np.asarray(x, dtype=np.float64)
    return np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True))


@right("softmax")
def row_by_row(x):
    rows = []
    for row in x.reshape(-1, x.shape[-1]):
        exps = [math.exp(v - max(row)) for v in row]
        rows.append([e / sum(exps) for e in exps])
    return np.array(rows).reshape(x.shape)


@right("softmax")
def indexed_with_none(x):
    exps = np.exp(x - x.max(-1)[..., None])
    return exps / exps.sum(-1)[..., None]


# softmax_backward


@wrong("softmax_backward", "You seem to use the diagonal only: each logit moves the other shares, too.")
def diagonal_only(dout, x):
    p = answer.softmax(x)
    return dout * p * (1 - p)


@wrong("softmax_backward", "You seem to leave out dout: the gradient depends on the message that comes in.")
def softmax_ignores_dout(dout, x):
    p = answer.softmax(x)
    return p * (1 - p)


@wrong("softmax_backward", "You seem to take x for probabilities: pass the logits through softmax first.")
def logits_as_probabilities(dout, x):
    return x * (dout - np.sum(dout * x, axis=-1, keepdims=True))


@wrong("softmax_backward", "You seem to sum down the columns: the classes are on the last axis.")
def softmax_backward_down_the_columns(dout, x):
    p = answer.softmax(x)
    return p * (dout - np.sum(dout * p, axis=0, keepdims=True))


@wrong("softmax_backward", "You seem to sum over the whole array: each row has a sum of its own.")
def softmax_backward_sums_everything(dout, x):
    p = answer.softmax(x)
    return p * (dout - np.sum(dout * p))


@wrong("softmax_backward", "You seem to sum dout without its weights: each message counts with its p.")
def unweighted_sum(dout, x):
    return answer.softmax(x) * (dout - np.sum(dout, axis=-1, keepdims=True))


@wrong("softmax_backward", "You seem to add the second sum: what the others gain is taken away.")
def adds_the_sum(dout, x):
    p = answer.softmax(x)
    return p * (dout + np.sum(dout * p, axis=-1, keepdims=True))


@wrong("softmax_backward", "You seem to lose an axis in the sum: keep it, so that shapes fit.")
def softmax_backward_without_keepdims(dout, x):
    p = answer.softmax(x)
    return p * (dout - np.sum(dout * p, axis=-1))


@right("softmax_backward")
def whole_jacobian(dout, x):
    p = answer.softmax(x)
    jacobian = p[..., :, None] * (np.eye(x.shape[-1]) - p[..., None, :])
    return np.einsum("...i,...ij->...j", dout, jacobian)


@right("softmax_backward")
def jacobian_row_by_row(dout, x):
    rows = []
    for d, p in zip(dout.reshape(-1, x.shape[-1]), answer.softmax(x).reshape(-1, x.shape[-1]), strict=True):
        rows.append((np.diag(p) - np.outer(p, p)) @ d)
    return np.array(rows).reshape(x.shape)


# log_softmax


@wrong("log_softmax", "You seem to take the log after softmax: a p rounded to 0 has no finite log.")
def log_after_softmax(x):
    return np.log(answer.softmax(x))


@wrong("log_softmax", "You seem to take exp of the logits as they come: shift each row first.")
def log_softmax_without_shift(x):
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


@wrong("log_softmax", "You seem to shift inside the exp only: it has to be made good outside.")
def shift_forgotten(x):
    return x - np.log(np.sum(np.exp(x - np.max(x, axis=-1, keepdims=True)), axis=-1, keepdims=True))


@wrong("log_softmax", "You seem to subtract the sum of the exps itself: its log is wanted.")
def sum_without_log(x):
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.sum(np.exp(shifted), axis=-1, keepdims=True)


@wrong("log_softmax", "You seem to sum down the columns: each row is a competition of its own.")
def log_softmax_down_the_columns(x):
    return x - np.logaddexp.reduce(x, axis=0, keepdims=True)


@wrong("log_softmax", "You seem to sum over the whole array: each row is a world of its own.")
def log_softmax_of_everything(x):
    return answer.log_softmax(x.ravel()).reshape(x.shape)


@wrong("log_softmax", "You seem to shift all rows by one number: rows far below it vanish.")
def log_softmax_one_shift(x):
    shifted = x - np.max(x)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


@right("log_softmax")
def with_logaddexp(x):
    return x - np.logaddexp.reduce(x, axis=-1, keepdims=True)


@right("log_softmax")
def log_softmax_row_by_row(x):
    rows = []
    for row in x.reshape(-1, x.shape[-1]).astype(np.float64):
        top = max(row)
        rows.append(row - top - math.log(sum(math.exp(v - top) for v in row)))
    return np.array(rows).reshape(x.shape)


# log_softmax_backward


@wrong("log_softmax_backward", "You seem to subtract p alone: its factor is the sum of the row's messages.")
def without_the_sum(dout, x):
    return dout - answer.softmax(x)


@wrong("log_softmax_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def log_softmax_ignores_dout(dout, x):
    return 1 - x.shape[-1] * answer.softmax(x)


@wrong("log_softmax_backward", "You seem to use the diagonal only: each logit moves all the logs.")
def log_diagonal_only(dout, x):
    return dout * (1 - answer.softmax(x))


@wrong("log_softmax_backward", "You seem to sum down the columns: the classes are on the last axis.")
def log_backward_down_the_columns(dout, x):
    return dout - answer.softmax(x) * np.sum(dout, axis=0, keepdims=True)


@wrong("log_softmax_backward", "You seem to sum over the whole array: each row has a sum of its own.")
def log_backward_sums_everything(dout, x):
    return dout - answer.softmax(x) * np.sum(dout)


@wrong("log_softmax_backward", "You seem to take x for the output: exp(x) gives p only after log_softmax.")
def input_as_output(dout, x):
    return dout - np.exp(np.minimum(x, 50)) * np.sum(dout, axis=-1, keepdims=True)


@wrong("log_softmax_backward", "You seem to add the second part: it is taken away.")
def adds_the_share(dout, x):
    return dout + answer.softmax(x) * np.sum(dout, axis=-1, keepdims=True)


@right("log_softmax_backward")
def by_way_of_softmax(dout, x):
    return dout - np.einsum("...i,...j->...j", dout, np.exp(answer.log_softmax(x)))


@right("log_softmax_backward")
def log_jacobian_row_by_row(dout, x):
    size = x.shape[-1]
    rows = zip(dout.reshape(-1, size), answer.softmax(x).reshape(-1, size), strict=True)
    return np.array([(np.eye(size) - np.tile(p, (size, 1))).T @ d for d, p in rows]).reshape(x.shape)
