"""The bank of `perceptron`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def is_wrong(w, b, x, y):
    """Tell whether the guess for an example is wrong."""
    return (1 if float(np.dot(w, x) + b) >= 0 else 0) != y


def trained(X, y, lr, epochs, **other):
    """Train as the model answer does, but for what `other` says."""
    start, update, always = other.get("start", 0.0), other.get("update", answer.perceptron_update), other.get("always")
    w, b, errors = np.full(X.shape[1], start), start, []
    for _ in range(epochs):
        mistakes = 0
        for row in other.get("order", np.arange)(len(X)):
            mistakes += int(is_wrong(w, b, X[row], y[row]))
            w, b = update(w, b, X[row], y[row], lr)
        errors.append(mistakes)
        if mistakes == 0 and not always:
            break
    return w, b, errors


# perceptron_update


@wrong("perceptron_update", "You seem to have the difference turned round: take y minus the guess.")
def guess_minus_label(w, b, x, y, lr):
    return answer.perceptron_update(w, b, x, y, -lr)


@wrong("perceptron_update", "You seem to leave out the learning rate.")
def without_rate(w, b, x, y, lr):
    return answer.perceptron_update(w, b, x, y, 1.0)


@wrong("perceptron_update", "You seem to leave the bias as it is: it learns as the weights do.")
def bias_never_learns(w, b, x, y, lr):
    return answer.perceptron_update(w, b, x, y, lr)[0], b


@wrong("perceptron_update", "You seem to change the bias without the learning rate.")
def bias_without_rate(w, b, x, y, lr):
    return answer.perceptron_update(w, b, x, y, lr)[0], answer.perceptron_update(w, b, x, y, 1.0)[1]


@wrong("perceptron_update", "You seem to correct right guesses as well: leave them alone.")
def corrects_right_guesses(w, b, x, y, lr):
    return w + lr * (2 * y - 1) * x, b + lr * (2 * y - 1)


@wrong("perceptron_update", "You seem to compare y with the net input: the guess is its step, 0 or 1.")
def error_of_the_net_input(w, b, x, y, lr):
    error = y - answer.net_input(x, w, b)
    return w + lr * error * x, b + lr * error


@wrong("perceptron_update", "You seem to guess 0 at a net input of exactly 0: there the neuron fires.")
def guesses_0_at_zero(w, b, x, y, lr):
    error = y - int(x @ w + b > 0)
    return w + lr * error * x, b + lr * error


@wrong("perceptron_update", "You seem to add x at every mistake: after a false alarm it is to be subtracted.")
def always_adds(w, b, x, y, lr):
    return (w + lr * x, b + lr) if is_wrong(w, b, x, y) else (w, b)


@wrong("perceptron_update", "You seem to expect labels of -1 and 1: here they are 0 and 1.")
def labels_of_minus_one(w, b, x, y, lr):
    error = y - (1 if x @ w + b >= 0 else -1)
    return w + lr * error * x, b + lr * error


@wrong("perceptron_update", "You seem to guess without the bias.")
def guesses_without_bias(w, b, x, y, lr):
    error = y - answer.step(x @ w)
    return w + lr * error * x, b + lr * error


@wrong("perceptron_update", "You seem to move all weights by the same amount: each moves with its own input.")
def without_inputs(w, b, x, y, lr):
    moved = answer.perceptron_update(w, b, x, y, lr)[1] - b
    return w + moved, b + moved


@wrong("perceptron_update", "You seem to change w in place: make a new array, w = w + ...")
def update_in_place(w, b, x, y, lr):
    error = y - answer.step(answer.net_input(x, w, b))
    w += lr * error * x
    return w, b + lr * error


@right("perceptron_update")
def with_ifs(w, b, x, y, lr):
    fires = np.dot(w, x) + b >= 0
    if fires and y == 0:
        return w - lr * x, b - lr
    if not fires and y == 1:
        return w + lr * x, b + lr
    return w, b


@right("perceptron_update")
def weight_by_weight(w, b, x, y, lr):
    sign = (2 * int(y) - 1) * is_wrong(w, b, x, y)
    return np.array([float(u) + sign * lr * float(v) for u, v in zip(w, x, strict=True)]), b + sign * lr


# perceptron_fit


@wrong("perceptron_fit", "You seem to update once an epoch: update after each example.")
def one_update_an_epoch(X, y, lr, epochs):
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        error = y - answer.step(answer.net_input(X, w, b))
        w, b = w + lr * error @ X, b + lr * np.sum(error)
        errors.append(int(np.sum(error != 0)))
        if errors[-1] == 0:
            break
    return w, b, errors


@wrong("perceptron_fit", "You seem to count at the end of an epoch: count each example when it is visited.")
def counts_after_the_epoch(X, y, lr, epochs):
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for x, label in zip(X, y, strict=True):
            w, b = answer.perceptron_update(w, b, x, label, lr)
        errors.append(int(np.sum(answer.step(answer.net_input(X, w, b)) != y)))
        if errors[-1] == 0:
            break
    return w, b, errors


@wrong("perceptron_fit", "You seem to count after the update: was the example wrong before it?")
def counts_after_the_update(X, y, lr, epochs):
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            w, b = answer.perceptron_update(w, b, x, label, lr)
            mistakes += int(is_wrong(w, b, x, label))
        errors.append(mistakes)
        if mistakes == 0:
            break
    return w, b, errors


@wrong("perceptron_fit", "You seem to go on after an epoch without a mistake: there is nothing left to learn.")
def never_stops(X, y, lr, epochs):
    return trained(X, y, lr, epochs, always=True)


@wrong("perceptron_fit", "You seem to leave out the last 0: it is appended, then the training stops.")
def without_the_last_0(X, y, lr, epochs):
    w, b, errors = answer.perceptron_fit(X, y, lr, epochs)
    return w, b, [count for count in errors if count]


@wrong("perceptron_fit", "You seem to start at ones: weights and bias start at zero.")
def starts_at_ones(X, y, lr, epochs):
    return trained(X, y, lr, epochs, start=1.0)


@wrong("perceptron_fit", "You seem to shuffle: here the examples are visited from first to last.")
def shuffles(X, y, lr, epochs):
    return trained(X, y, lr, epochs, order=lambda n: np.roll(np.arange(n), 1))


@wrong("perceptron_fit", "You seem to call perceptron_update and drop what it returns: it changes nothing in place.")
def drops_the_update(X, y, lr, epochs):
    return trained(X, y, lr, epochs, update=lambda w, b, x, label, lr: (w, b))


@wrong("perceptron_fit", "You seem to take over the new weights, but not the new bias.")
def drops_the_bias(X, y, lr, epochs):
    return trained(X, y, lr, epochs, update=lambda w, b, *rest: (answer.perceptron_update(w, b, *rest)[0], b))


@wrong("perceptron_fit", "You seem to leave out the learning rate.")
def fits_without_rate(X, y, lr, epochs):
    return answer.perceptron_fit(X, y, 1.0, epochs)


@wrong("perceptron_fit", "You seem to carry mistakes over: each epoch starts its count at 0.")
def carries_mistakes_over(X, y, lr, epochs):
    w, b, errors = trained(X, y, lr, epochs, always=True)
    return w, b, np.cumsum(errors).tolist()


@wrong("perceptron_fit", "You seem to give the share of mistakes: give their number.")
def share_of_mistakes(X, y, lr, epochs):
    w, b, errors = answer.perceptron_fit(X, y, lr, epochs)
    return w, b, [count / len(X) for count in errors]


@wrong("perceptron_fit", "You seem to train for one epoch only: go on until there is no mistake, or epochs are over.")
def one_epoch(X, y, lr, epochs):
    return answer.perceptron_fit(X, y, lr, 1)


@right("perceptron_fit")
def with_while(X, y, lr, epochs):
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    while len(errors) < epochs and (not errors or errors[-1] > 0):
        misses = [0]
        for i in range(len(X)):
            new_w, new_b = answer.perceptron_update(w, b, X[i], y[i], lr)
            misses.append(new_b != b)
            w, b = new_w, new_b
        errors.append(sum(misses))
    return w, b, errors


@right("perceptron_fit")
def bias_as_a_weight(X, y, lr, epochs):
    X1, w, errors = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1), np.zeros(0)
    for _ in range(epochs):
        errors = np.append(errors, 0)
        for x, label in zip(X1, y, strict=True):
            error = int(label) - int(x @ w >= 0)
            w, errors[-1] = w + lr * error * x, errors[-1] + abs(error)
        if not errors[-1]:
            break
    return w[:-1], w[-1], errors


# perceptron_predict


@wrong("perceptron_predict", "You seem to return net inputs: the labels are their steps.")
def predicts_net_inputs(X, w, b):
    return X @ w + b


@wrong("perceptron_predict", "You seem to leave out the bias.")
def predicts_without_bias(X, w, b):
    return answer.step(X @ w)


@wrong("perceptron_predict", "You seem to give 0 on the line: a net input of exactly 0 gives 1.")
def predicts_0_on_the_line(X, w, b):
    return (X @ w + b > 0).astype(int)


@wrong("perceptron_predict", "You seem to give labels of -1 and 1: here they are 0 and 1.")
def predicts_minus_one(X, w, b):
    return 2 * answer.perceptron_predict(X, w, b) - 1


@wrong("perceptron_predict", "You seem to give one label for all: each row gets its own.")
def predicts_first_row(X, w, b):
    return answer.perceptron_predict(X, w, b)[0]


@right("perceptron_predict")
def predict_row_by_row(X, w, b):
    return np.array([0 if sum(row * w) + b < 0 else 1 for row in X])


@right("perceptron_predict")
def predict_against_threshold(X, w, b):
    return np.greater_equal(X.dot(w), -b).astype(np.int8)


# margin


def length_of(w):
    """Return the length of w, or raise ValueError if it is 0."""
    if not np.any(w):
        raise ValueError("no line")
    return np.linalg.norm(w)


@wrong("margin", "You seem to forget the labels: a point on the wrong side has a negative distance.")
def distance_without_sign(w, b, X, y):
    return np.min(np.abs(X @ w + b)) / length_of(w)


@wrong("margin", "You seem to multiply by labels of 0 and 1: turn them into -1 and 1 first.")
def labels_as_signs(w, b, X, y):
    return np.min(y * (X @ w + b)) / length_of(w)


@wrong("margin", "You seem to leave out the division by the length of w: net inputs are not distances.")
def net_input_for_distance(w, b, X, y):
    return answer.margin(w, b, X, y) * length_of(w)


@wrong("margin", "You seem to divide by the square of the length of w: the length has a root.")
def divides_by_the_square(w, b, X, y):
    return answer.margin(w, b, X, y) / length_of(w)


@wrong("margin", "You seem to count b into the length: only the weights turn net inputs into distances.")
def bias_in_the_length(w, b, X, y):
    return np.min((2 * y - 1) * (X @ w + b)) / np.hypot(length_of(w), b)


@wrong("margin", "You seem to average: it is the worst example that counts.")
def average_distance(w, b, X, y):
    return np.mean((2 * y - 1) * (X @ w + b)) / length_of(w)


@wrong("margin", "You seem to take the farthest example: it is the nearest, or worst, that counts.")
def farthest(w, b, X, y):
    return np.max((2 * y - 1) * (X @ w + b)) / length_of(w)


@wrong("margin", "You seem to leave out the bias.")
def margin_without_bias(w, b, X, y):
    return answer.margin(w, 0.0, X, y)


@wrong("margin", "You seem to divide by the length of w without looking: if that is 0, raise ValueError.")
def divides_by_zero_length(w, b, X, y):
    return np.min((2 * y - 1) * answer.net_input(X, w, b)) / np.linalg.norm(w)


@right("margin")
def worst_of_both_classes(w, b, X, y):
    distances = (X @ w + b) / length_of(w)
    return min(np.min(distances[y == 1]), -np.max(distances[y == 0]))


@right("margin")
def margin_point_by_point(w, b, X, y):
    length = sum(float(u) ** 2 for u in w) ** 0.5
    if length == 0:
        raise ValueError("no line")
    signed = [(float(x @ w) + b) * (1 if label else -1) / length for x, label in zip(X, y, strict=True)]
    return min(signed)
