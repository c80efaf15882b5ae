"""The bank of `adaline`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def descend(X, y, lr, epochs, w, b, gradient):
    """Walk downhill from given weights, with a given gradient."""
    losses = []
    for _ in range(epochs):
        losses.append(answer.adaline_loss(X, y, w, b))
        dw, db = gradient(X, y, w, b)
        w, b = w - lr * dw, b - lr * db
    return w, b, losses


def start(X):
    """Return weights and a bias of zero."""
    return np.zeros(X.shape[1]), 0.0


def rate(X1, count):
    """Return 2 over the largest eigenvalue of 2/count times the products of the columns."""
    return 2 / np.linalg.eigvalsh(2 / count * X1.T @ X1)[-1]


def with_ones(X):
    """Put a column of ones beside X."""
    return np.column_stack([X, np.ones(len(X))])


# adaline_gradient


@wrong("adaline_gradient", "You seem to have the sign turned round: the gradient points uphill.")
def points_downhill(X, y, w, b):
    dw, db = answer.adaline_gradient(X, y, w, b)
    return -dw, -db


@wrong("adaline_gradient", "You seem to leave out the mean: divide by the number of examples.")
def gradient_of_the_sum(X, y, w, b):
    dw, db = answer.adaline_gradient(X, y, w, b)
    return dw * len(y), db * len(y)


@wrong("adaline_gradient", "You seem to lack the 2 that comes from the square.")
def gradient_without_two(X, y, w, b):
    dw, db = answer.adaline_gradient(X, y, w, b)
    return dw / 2, db / 2


@wrong("adaline_gradient", "You seem to have divided by the number of all entries of X: count the examples.")
def over_all_entries(X, y, w, b):
    dw, db = answer.adaline_gradient(X, y, w, b)
    return dw / X.shape[1], db / X.shape[1]


@wrong("adaline_gradient", "You seem to use the step: the net input itself is compared with the target.")
def gradient_of_the_step(X, y, w, b):
    errors = y - (answer.net_input(X, w, b) >= 0)
    return -2 * errors @ X / len(y), -2 * np.mean(errors)


@wrong("adaline_gradient", "You seem to use the sign of the net input: the net input itself is compared.")
def gradient_of_the_sign(X, y, w, b):
    errors = y - np.where(answer.net_input(X, w, b) >= 0, 1.0, -1.0)
    return -2 * errors @ X / len(y), -2 * np.mean(errors)


@wrong("adaline_gradient", "You seem to leave the bias out of the net input.")
def gradient_without_bias(X, y, w, b):
    return answer.adaline_gradient(X, y, w, 0.0)


@wrong("adaline_gradient", "You seem to forget the inputs: each difference is multiplied by its row of X.")
def gradient_without_inputs(X, y, w, b):
    db = answer.adaline_gradient(X, y, w, b)[1]
    return np.full(X.shape[1], db), db


@wrong("adaline_gradient", "You seem to average before you multiply: each difference belongs to its own row.")
def averages_too_early(X, y, w, b):
    db = answer.adaline_gradient(X, y, w, b)[1]
    return db * np.mean(X, axis=0), db


@wrong("adaline_gradient", "You seem to sum the slope of the bias, not to average it.")
def bias_slope_summed(X, y, w, b):
    dw, db = answer.adaline_gradient(X, y, w, b)
    return dw, db * len(y)


@wrong("adaline_gradient", "You seem to return a slope for each example: add them up.")
def slopes_of_examples(X, y, w, b):
    errors = y - answer.net_input(X, w, b)
    return -2 * errors[:, None] * X, -2 * errors


@right("adaline_gradient")
def ones_beside_the_inputs(X, y, w, b):
    X1 = np.concatenate([X, np.ones_like(X[:, :1])], axis=1)
    gradient = 2 / len(X) * X1.T @ (X1 @ np.append(w, b) - y)
    return gradient[:-1], gradient[-1]


@right("adaline_gradient")
def gradient_by_loop(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x, target in zip(X.astype(np.float64), y, strict=True):
        slope = 2 * (float(x @ w) + b - float(target)) / len(X)
        dw, db = dw + slope * x, db + slope
    return dw, db


# adaline_loss


@wrong("adaline_loss", "You seem to add up: take the mean over the examples.")
def loss_sum(X, y, w, b):
    return answer.adaline_loss(X, y, w, b) * len(y)


@wrong("adaline_loss", "You seem to halve it: here the loss is the plain mean, without a factor 1/2.")
def loss_halved(X, y, w, b):
    return answer.adaline_loss(X, y, w, b) / 2


@wrong("adaline_loss", "You seem to square the mean: square first, or differences cancel each other.")
def square_of_the_mean(X, y, w, b):
    return np.mean(y - answer.net_input(X, w, b)) ** 2


@wrong("adaline_loss", "You seem to average the sizes of the differences: square them.")
def absolute_differences(X, y, w, b):
    return np.mean(np.abs(y - answer.net_input(X, w, b)))


@wrong("adaline_loss", "You seem to compare the step with the target: compare the net input.")
def loss_of_the_step(X, y, w, b):
    return np.mean((y - np.where(answer.net_input(X, w, b) >= 0, 1.0, -1.0)) ** 2)


@wrong("adaline_loss", "You seem to leave out the bias.")
def loss_without_bias(X, y, w, b):
    return answer.adaline_loss(X, y, w, 0.0)


@wrong("adaline_loss", "You seem to take a root at the end: the mean of the squares is all.")
def loss_with_root(X, y, w, b):
    return np.sqrt(answer.adaline_loss(X, y, w, b))


@right("adaline_loss")
def loss_as_product(X, y, w, b):
    errors = X.dot(w) - y + b
    return errors @ errors / len(errors)


@right("adaline_loss")
def loss_by_loop(X, y, w, b):
    return sum((float(x @ w) + b - float(target)) ** 2 for x, target in zip(X, y, strict=True)) / len(y)


# adaline_fit


@wrong("adaline_fit", "You seem to walk uphill: step against the gradient.")
def uphill(X, y, lr, epochs):
    return answer.adaline_fit(X, y, -lr, epochs)


@wrong("adaline_fit", "You seem to write down the loss after the step: write it down before.")
def loss_after_the_step(X, y, lr, epochs):
    w, b, losses = answer.adaline_fit(X, y, lr, epochs)
    return w, b, [*losses[1:], answer.adaline_loss(X, y, w, b)]


@wrong("adaline_fit", "You seem to write down one loss too many: one for each epoch, before its step.")
def one_loss_too_many(X, y, lr, epochs):
    w, b, losses = answer.adaline_fit(X, y, lr, epochs)
    return w, b, [*losses, answer.adaline_loss(X, y, w, b)]


@wrong("adaline_fit", "You seem to start at ones: weights and bias start at zero.")
def fit_from_ones(X, y, lr, epochs):
    return descend(X, y, lr, epochs, np.ones(X.shape[1]), 1.0, answer.adaline_gradient)


@wrong("adaline_fit", "You seem to leave the bias at 0: it takes a step, too.")
def fit_without_bias(X, y, lr, epochs):
    return descend(X, y, lr, epochs, *start(X), lambda *at: (answer.adaline_gradient(*at)[0], 0.0))


@wrong("adaline_fit", "You seem to take the slope of the bias after the weights have moved: one gradient for both.")
def weights_first(X, y, lr, epochs):
    w, b, losses = *start(X), []
    for _ in range(epochs):
        losses.append(answer.adaline_loss(X, y, w, b))
        w = w - lr * answer.adaline_gradient(X, y, w, b)[0]
        b = b - lr * answer.adaline_gradient(X, y, w, b)[1]
    return w, b, losses


@wrong("adaline_fit", "You seem to step after each example: here, each step uses all of them.")
def example_by_example(X, y, lr, epochs):
    w, b, losses = *start(X), []
    for _ in range(epochs):
        losses.append(answer.adaline_loss(X, y, w, b))
        for i in range(len(y)):
            dw, db = answer.adaline_gradient(X[i : i + 1], y[i : i + 1], w, b)
            w, b = w - lr * dw, b - lr * db
    return w, b, losses


@wrong("adaline_fit", "You seem to return the last loss only: give the list of all of them.")
def last_loss_only(X, y, lr, epochs):
    w, b, losses = answer.adaline_fit(X, y, lr, epochs)
    return w, b, losses[-1]


@wrong("adaline_fit", "You seem to leave out the learning rate.")
def fit_without_rate(X, y, lr, epochs):
    return answer.adaline_fit(X, y, 1.0, epochs)


@right("adaline_fit")
def all_in_one_vector(X, y, lr, epochs):
    X1, v, losses = with_ones(X), np.zeros(X.shape[1] + 1), np.zeros(epochs)
    for epoch in range(epochs):
        errors = X1 @ v - y
        losses[epoch] = errors @ errors / len(y)
        v = v - lr * 2 * X1.T @ errors / len(y)
    return v[:-1], v[-1], losses


@right("adaline_fit")
def weights_changed_in_place(X, y, lr, epochs):
    (w, b), losses = start(X), []
    while len(losses) < epochs:
        losses += [float(answer.adaline_loss(X, y, w, b))]
        dw, db = answer.adaline_gradient(X, y, w, b)
        w -= lr * dw
        b -= lr * db
    return w, b, losses


# standardize


@wrong("standardize", "You seem to divide by 0 for a constant column: it becomes 0, with a std of 1.")
def divides_by_zero(X):
    return (X - np.mean(X, axis=0)) / np.std(X, axis=0), np.mean(X, axis=0), np.std(X, axis=0)


@wrong("standardize", "You seem to ask whether the std is 0: after rounding it may not be. Compare max and min.")
def asks_for_std_zero(X):
    std = np.std(X, axis=0)
    std = np.where(std == 0, 1.0, std)
    return (X - np.mean(X, axis=0)) / std, np.mean(X, axis=0), std


@wrong("standardize", "You seem to add a little to the std: then it is no longer the standard deviation.")
def adds_a_little(X):
    std = np.std(X, axis=0) + 1e-8
    return (X - np.mean(X, axis=0)) / std, np.mean(X, axis=0), std


@wrong("standardize", "You seem to take a small std for 0: a narrow column is still to be scaled.")
def small_is_zero(X):
    std = np.std(X, axis=0)
    std = np.where(std < 1e-6, 1.0, std)
    Xs = np.where(np.ptp(X, axis=0) == 0, 0.0, (X - np.mean(X, axis=0)) / std)
    return Xs, np.mean(X, axis=0), std


@wrong("standardize", "You seem to return 0 for the std of a constant column: give 1, so that others may divide by it.")
def returns_std_zero(X):
    Xs, mean, std = answer.standardize(X)
    return Xs, mean, np.where(np.ptp(X, axis=0) == 0, 0.0, std)


@wrong("standardize", "You seem to divide by N - 1 under the root: here it is N (ddof = 0).")
def with_ddof_1(X):
    Xs, mean, std = answer.standardize(X)
    factor = np.where(np.ptp(X, axis=0) == 0, 1.0, np.sqrt(len(X) / max(1, len(X) - 1)))
    return Xs / factor, mean, std * factor


@wrong("standardize", "You seem to use one mean and one std for all: each column has its own.")
def one_scale_for_all(X):
    return (X - np.mean(X)) / np.std(X), np.mean(X), np.std(X)


@wrong("standardize", "You seem to divide by the variance: take its root.")
def divides_by_variance(X):
    Xs, mean, std = answer.standardize(X)
    return Xs / std, mean, std**2


@wrong("standardize", "You seem to scale to the range from 0 to 1: mean 0 and standard deviation 1 are asked for.")
def scales_to_range(X):
    width = np.where(np.ptp(X, axis=0) == 0, 1.0, np.ptp(X, axis=0))
    return (X - np.min(X, axis=0)) / width, np.min(X, axis=0), width


@wrong("standardize", "You seem to change X in place: others may still need it, so make a new array.")
def scales_in_place(X):
    Xs, mean, std = answer.standardize(X)
    X[:] = Xs
    return X, mean, std


@right("standardize")
def column_by_column(X):
    Xs, mean, std = np.zeros(X.shape), np.zeros(X.shape[1]), np.ones(X.shape[1])
    for j, column in enumerate(X.T.astype(np.float64)):
        mean[j] = sum(column) / len(column)
        if min(column) < max(column):
            std[j] = (sum((value - mean[j]) ** 2 for value in column) / len(column)) ** 0.5
            Xs[:, j] = (column - mean[j]) / std[j]
    return Xs, mean, std


@right("standardize")
def with_a_mask(X):
    varies = np.ptp(X, axis=0) > 0
    mean, std, Xs = X.mean(axis=0), np.ones(X.shape[1], dtype=X.dtype), np.zeros_like(X)
    std[varies] = X[:, varies].std(axis=0)
    Xs[:, varies] = (X[:, varies] - mean[varies]) / std[varies]
    return Xs, mean, std


@right("standardize")
def with_a_guarded_std(X):
    mean, std = np.mean(X, axis=0), np.std(X, axis=0)
    std[np.ptp(X, axis=0) == 0] = 1
    return (X - mean) / std, mean, std


# largest_stable_rate


@wrong("largest_stable_rate", "You seem to leave out the bias: put a column of ones beside X.")
def rate_without_bias(X):
    return rate(X, len(X))


@wrong("largest_stable_rate", "You seem to return 1 over the eigenvalue: steps may be up to twice as large.")
def rate_halved(X):
    return answer.largest_stable_rate(X) / 2


@wrong("largest_stable_rate", "You seem to lack the 2 in the Hessian that comes from the square.")
def hessian_without_two(X):
    return answer.largest_stable_rate(X) * 2


@wrong("largest_stable_rate", "You seem to leave out the mean in the Hessian: divide by the number of examples.")
def rate_of_the_sum(X):
    return rate(with_ones(X), 1)


@wrong("largest_stable_rate", "You seem to take the smallest eigenvalue: the steepest direction decides.")
def smallest_curvature(X):
    X1 = with_ones(X)
    return 2 / np.linalg.eigvalsh(2 / len(X) * X1.T @ X1)[0]


@wrong("largest_stable_rate", "You seem to return the eigenvalue itself: the rate is 2 over it.")
def returns_the_curvature(X):
    return 2 / answer.largest_stable_rate(X)


@wrong("largest_stable_rate", "You seem to subtract the mean first: gradient descent gets X as it is.")
def rate_of_centred_inputs(X):
    return answer.largest_stable_rate(X - np.mean(X, axis=0))


@wrong("largest_stable_rate", "You seem to add up all eigenvalues: the largest one alone decides.")
def sum_of_curvatures(X):
    X1 = with_ones(X)
    return 2 / np.trace(2 / len(X) * X1.T @ X1)


@right("largest_stable_rate")
def by_singular_values(X):
    return len(X) / np.linalg.norm(with_ones(X).astype(np.float64), 2) ** 2


@right("largest_stable_rate")
def by_outer_products(X):
    rows = [np.append(row, 1.0) for row in X]
    hessian = sum(np.outer(row, row) for row in rows) * 2 / len(rows)
    return 2 / max(np.linalg.eigvals(hessian).real)
