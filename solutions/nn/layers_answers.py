"""Known answers to `layers`: wrong ones with what to say, right ones written differently."""

import numpy as np

from autograder import answer, right, wrong

# dense_forward


@wrong("dense_forward", "The bias seems to be missing: every neuron adds its own b.")
def without_bias(x, w, b):
    return x @ w


@wrong("dense_forward", "You seem to give each example a bias of its own: b has one for each neuron.")
def bias_down_the_batch(x, w, b):
    return x @ w + b[:, None]


@wrong("dense_forward", "You seem to transpose w: it is (D_in, D_out) already, and D_in meets D_in.")
def transposes_w(x, w, b):
    return x @ w.T + b


@wrong("dense_forward", "You seem to multiply entry by entry: `*` is not the matrix product.")
def entry_by_entry(x, w, b):
    return x * w + b


@wrong("dense_forward", "You seem to apply ReLU as well: this layer stops at the sum.")
def with_relu(x, w, b):
    return np.maximum(answer.dense_forward(x, w, b), 0)


@wrong("dense_forward", "You seem to put the neurons into the rows: row n belongs to example n.")
def neurons_in_rows(x, w, b):
    return answer.dense_forward(x, w, b).T


@wrong("dense_forward", "You seem to add the sum of all biases to every neuron: neuron j adds b[j] alone.")
def adds_all_biases(x, w, b):
    return x @ w + b.sum()


@right("dense_forward")  # one neuron and one example at a time
def dense_in_loops(x, w, b):
    out = np.zeros((len(x), len(b)))
    for n, row in enumerate(x):
        for j, bias in enumerate(b):
            out[n, j] = sum(value * weight for value, weight in zip(row, w[:, j], strict=True)) + bias
    return out


@right("dense_forward")  # the bias as the weight of an input that is always 1
def bias_as_weight(x, w, b):
    ones = np.ones((len(x), 1), dtype=x.dtype)
    return np.hstack([x, ones]) @ np.vstack([w, b])


@right("dense_forward")
def dense_by_einsum(x, w, b):
    return np.einsum("ni,ij->nj", x, w) + b.reshape(1, -1)


# dense_backward


@wrong("dense_backward", "You seem to sum the bias gradient to one number: each bias has its own.")
def bias_gradient_is_one_number(dout, x, w):
    dx, dw, _ = answer.dense_backward(dout, x, w)
    return dx, dw, dout.sum()


@wrong("dense_backward", "You seem to sum the bias gradient over the neurons: it is the batch that adds up.")
def bias_gradient_over_neurons(dout, x, w):
    dx, dw, _ = answer.dense_backward(dout, x, w)
    return dx, dw, dout.sum(axis=1)


@wrong("dense_backward", "Your bias gradient seems to keep the batch axis: db has the shape of b.")
def bias_gradient_keeps_the_axis(dout, x, w):
    dx, dw, _ = answer.dense_backward(dout, x, w)
    return dx, dw, dout.sum(axis=0, keepdims=True)


@wrong("dense_backward", "Your bias gradient seems to be dout: every row pulls at b, so the rows add up.")
def bias_gradient_is_dout(dout, x, w):
    dx, dw, _ = answer.dense_backward(dout, x, w)
    return dx, dw, dout


@wrong("dense_backward", "You seem to average over the batch: sum, for a factor 1/N is in dout already.")
def averages_over_the_batch(dout, x, w):
    dx, dw, db = answer.dense_backward(dout, x, w)
    return dx, dw / len(x), db / len(x)


@wrong("dense_backward", "Only the bias gradient seems to be averaged: sum it over the batch, as dw.")
def averages_the_bias_alone(dout, x, w):
    dx, dw, _ = answer.dense_backward(dout, x, w)
    return dx, dw, dout.mean(axis=0)


@wrong("dense_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def ignores_dout(dout, x, w):
    return answer.dense_backward(np.ones_like(dout), x, w)


@wrong("dense_backward", "You seem to multiply dout by w as it is: the way back takes its transpose.")
def w_not_transposed(dout, x, w):
    return dout @ w, x.T @ dout, dout.sum(axis=0)


@wrong("dense_backward", "Your dw seems to be transposed: it has the shape of w, (D_in, D_out).")
def weight_gradient_transposed(dout, x, w):
    dx, dw, db = answer.dense_backward(dout, x, w)
    return dx, dw.T, db


@wrong("dense_backward", "You seem to return the gradients in another order: dx, then dw, then db.")
def another_order(dout, x, w):
    dx, dw, db = answer.dense_backward(dout, x, w)
    return dw, db, dx


@wrong("dense_backward", "You seem to return two gradients: b wants one too.")
def without_bias_gradient(dout, x, w):
    return answer.dense_backward(dout, x, w)[:2]


@right("dense_backward")  # each example adds its share
def one_example_at_a_time(dout, x, w):
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[1])
    for n in range(len(x)):
        dx[n] = w @ dout[n]
        dw += np.outer(x[n], dout[n])
        db += dout[n]
    return dx, dw, db


@right("dense_backward")
def backward_by_einsum(dout, x, w):
    return [np.einsum("nj,ij->ni", dout, w), np.einsum("ni,nj->ij", x, dout), np.einsum("nj->j", dout)]


@right("dense_backward")  # transposes in other places; the sum over the batch as a product with ones
def backward_by_products(dout, x, w):
    return (w @ dout.T).T, (dout.T @ x).T, np.ones(len(dout)) @ dout


# one_hot


@wrong("one_hot", "You seem to have one column for each example: the examples are the rows.")
def examples_in_columns(labels, n_classes):
    return answer.one_hot(labels, n_classes).T


@wrong("one_hot", "You seem to count the classes in the labels: a missing class has a column too.")
def counts_classes_in_the_labels(labels, n_classes):
    if labels.min(initial=0) < 0:
        raise ValueError("negative label")
    return np.eye(labels.max(initial=0) + 1)[labels]


@wrong("one_hot", "You seem to count the classes from 1: label 0 belongs to the first column.")
def counts_from_one(labels, n_classes):
    return np.roll(answer.one_hot(labels, n_classes), -1, axis=1)


@wrong("one_hot", "You seem to set whole columns: each label sets one entry, in its own row.")
def sets_whole_columns(labels, n_classes):
    out = np.zeros_like(answer.one_hot(labels, n_classes))
    out[:, labels] = 1
    return out


@wrong("one_hot", "A negative label seems to get through: numpy reads -1 as the last column.")
def lets_negative_labels_through(labels, n_classes):
    if np.any(labels >= n_classes):
        raise ValueError("label too large")
    return np.eye(n_classes)[labels]


@wrong("one_hot", "A label of n_classes seems to reach the indexing: the largest label is n_classes - 1.")
def lets_n_classes_through(labels, n_classes):
    if np.any((labels < 0) | (labels > n_classes)):
        raise ValueError("label out of range")
    return np.eye(n_classes)[labels]


@right("one_hot")  # compare each label with each class
def by_comparison(labels, n_classes):
    hot = labels[:, None] == np.arange(n_classes)
    if not hot.any(axis=1).all():
        raise ValueError("label out of range")
    return hot.astype(np.float64)


@right("one_hot")  # rows of the identity
def rows_of_the_identity(labels, n_classes):
    for label in labels:
        if label not in range(n_classes):
            raise ValueError(f"label {label} out of range")
    return np.eye(n_classes)[labels]


# xavier_init


@wrong("xavier_init", "You seem to use the variance as the standard deviation: the root is missing.")
def xavier_variance_as_deviation(n_in, n_out, rng):
    return rng.normal(0, 2 / (n_in + n_out), (n_in, n_out))


@wrong("xavier_init", "You seem to look at the inputs alone: Xavier's variance has both sizes in it.")
def xavier_from_inputs_alone(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


@wrong("xavier_init", "You seem to use He's variance here: Xavier's has both sizes in it.")
def he_for_xavier(n_in, n_out, rng):
    return answer.he_init(n_in, n_out, rng)


@wrong("xavier_init", "The factor 2 seems to be missing: the variance is 2 over the sum of the sizes.")
def xavier_without_the_two(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / (n_in + n_out)), (n_in, n_out))


@wrong("xavier_init", "You seem to draw uniformly, as the paper does: here the weights are normal.")
def xavier_uniform(n_in, n_out, rng):
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, (n_in, n_out))


@wrong("xavier_init", "You seem to draw (n_out, n_in) weights: the rows of w belong to the inputs.")
def xavier_rows_are_neurons(n_in, n_out, rng):
    return answer.xavier_init(n_out, n_in, rng)


@wrong("xavier_init", "You seem to draw first and transpose then: draw in the shape that is returned.")
def xavier_drawn_transposed(n_in, n_out, rng):
    return answer.xavier_init(n_out, n_in, rng).T


@right("xavier_init")
def xavier_by_scaling(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) / np.sqrt((n_in + n_out) / 2)


@right("xavier_init")  # the same stream of numbers, one at a time
def xavier_one_by_one(n_in, n_out, rng):
    deviation = (2 / (n_in + n_out)) ** 0.5
    return np.array([[rng.normal(0, deviation) for _ in range(n_out)] for _ in range(n_in)])


# he_init


@wrong("he_init", "You seem to use the variance as the standard deviation: the root is missing.")
def he_variance_as_deviation(n_in, n_out, rng):
    return rng.normal(0, 2 / n_in, (n_in, n_out))


@wrong("he_init", "You seem to divide by the number of neurons: a neuron adds up n_in terms.")
def he_from_outputs(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))


@wrong("he_init", "The factor 2 seems to be missing: it makes up for the half that ReLU sets to zero.")
def he_without_the_two(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


@wrong("he_init", "You seem to use Xavier's variance here: He's looks at the inputs alone.")
def xavier_for_he(n_in, n_out, rng):
    return answer.xavier_init(n_in, n_out, rng)


@wrong("he_init", "You seem to draw uniformly: here the weights are normal, with mean 0.")
def he_uniform(n_in, n_out, rng):
    bound = np.sqrt(6 / n_in)
    return rng.uniform(-bound, bound, (n_in, n_out))


@right("he_init")
def he_by_scaling(n_in, n_out, rng):
    return (2 / n_in) ** 0.5 * rng.standard_normal(size=(n_in, n_out))


@right("he_init")  # one row of weights at a time
def he_row_by_row(n_in, n_out, rng):
    return np.stack([rng.normal(scale=np.sqrt(2 / n_in), size=n_out) for _ in range(n_in)])


# dropout_forward


@wrong("dropout_forward", "What is kept seems not to be scaled: divide by 1 - rate, so that the mean stays.")
def forgets_the_scale(x, rate, rng, train=True):
    _, mask = answer.dropout_forward(x, rate, rng, train)
    return x * (mask > 0), (mask > 0).astype(float)


@wrong("dropout_forward", "Your output is scaled, your mask is not: the way back needs it scaled.")
def mask_without_scale(x, rate, rng, train=True):
    out, mask = answer.dropout_forward(x, rate, rng, train)
    return out, (mask > 0).astype(float)


@wrong("dropout_forward", "You seem to divide by rate: divide by the probability of being kept.")
def divides_by_the_rate(x, rate, rng, train=True):
    _, mask = answer.dropout_forward(x, rate, rng, train)
    mask = (mask > 0) / (rate if train else 1.0)
    return x * mask, mask


@wrong("dropout_forward", "You seem to keep what should go: rate is the probability of being switched off.")
def keeps_with_probability_rate(x, rate, rng, train=True):
    _, mask = answer.dropout_forward(x, rate, rng, train)
    if train:
        mask = (mask == 0) / (1 - rate)
    return x * mask, mask


@wrong("dropout_forward", "Dropout seems to stay on at test time: with train=False all passes unchanged.")
def stays_on_at_test_time(x, rate, rng, train=True):
    return answer.dropout_forward(x, rate, rng)


@wrong("dropout_forward", "You seem to scale at test time: all the scaling was done in training.")
def scales_at_test_time(x, rate, rng, train=True):
    out, mask = answer.dropout_forward(x, rate, rng, train)
    return (out, mask) if train else (out * (1 - rate), mask)


@wrong("dropout_forward", "You seem to change x itself: the caller still needs it. Make a new array.")
def changes_its_input(x, rate, rng, train=True):
    _, mask = answer.dropout_forward(x, rate, rng, train)
    x *= mask
    return x, mask


@wrong("dropout_forward", "You seem to draw one number for a whole column: every entry is decided alone.")
def one_draw_for_a_column(x, rate, rng, train=True):
    _, mask = answer.dropout_forward(x[:1], rate, rng, train)
    mask = np.broadcast_to(mask, x.shape)
    return x * mask, mask


@wrong("dropout_forward", "You seem to draw one number for a whole example: every entry is decided alone.")
def one_draw_for_an_example(x, rate, rng, train=True):
    _, mask = answer.dropout_forward(x[..., :1], rate, rng, train)
    mask = np.broadcast_to(mask, x.shape)
    return x * mask, mask


@wrong("dropout_forward", "A rate of 1 seems to be accepted: the scale would then divide by zero.")
def accepts_a_rate_of_one(x, rate, rng, train=True):
    if not 0 <= rate <= 1:
        raise ValueError("rate must be in [0, 1]")
    mask = (rng.random(x.shape) >= rate) / (1 - rate) if train else np.ones(x.shape)
    return x * mask, mask


@wrong("dropout_forward", "A rate of 0 seems to be refused: it is a dropout that drops nothing.")
def refuses_a_rate_of_zero(x, rate, rng, train=True):
    if rate == 0:
        raise ValueError("rate must be in (0, 1)")
    return answer.dropout_forward(x, rate, rng, train)


@wrong("dropout_forward", "A draw equal to rate seems to be switched off: at least rate means kept.")
def drops_a_draw_equal_to_rate(x, rate, rng, train=True):
    if not train:
        return answer.dropout_forward(x, rate, rng, train)
    return answer.dropout_forward(x, np.nextafter(rate, 1), rng)


@wrong("dropout_forward", "The mask seems to be missing: return it with the output, the way back needs it.")
def returns_the_output_alone(x, rate, rng, train=True):
    return answer.dropout_forward(x, rate, rng, train)[0]


@right("dropout_forward")  # early returns, np.where
def with_early_returns(x, rate, rng, train=True):
    if rate < 0 or rate >= 1:
        raise ValueError("rate must be in [0, 1)")
    if not train or rate == 0:
        return x.copy(), np.ones_like(x)
    mask = np.where(rng.random(x.shape) < rate, 0.0, 1 / (1 - rate))
    return mask * x, mask


@right("dropout_forward")  # one entry at a time, in the dtype of x
def one_entry_at_a_time(x, rate, rng, train=True):
    if not 0 <= rate < 1:
        raise ValueError("rate must be in [0, 1)")
    mask = np.ones_like(x)
    if train:
        for index in np.ndindex(x.shape):
            mask[index] = 0 if rng.random() < rate else 1 / (1 - rate)
    return x * mask, mask


# dropout_backward


@wrong("dropout_backward", "You seem to pass dout on as it is: what was switched off gets no gradient.")
def ignores_the_mask(dout, mask):
    return dout.copy()


@wrong("dropout_backward", "The scaling seems to be lost: forward multiplied by the whole mask.")
def loses_the_scale(dout, mask):
    return dout * (mask > 0)


@wrong("dropout_backward", "You seem to scale twice: the mask holds the scaling already, once is enough.")
def scales_twice(dout, mask):
    return dout * mask * mask


@wrong("dropout_backward", "You seem to divide by the mask: the derivative of m * x with respect to x is m.")
def divides_by_the_mask(dout, mask):
    return dout / np.where(mask > 0, mask, 1) * (mask > 0)


@wrong("dropout_backward", "You seem to return the mask itself: the chain rule multiplies it by dout.")
def forgets_dout(dout, mask):
    return mask.copy()


@wrong("dropout_backward", "You seem to change dout itself: others may still need it. Make a new array.")
def changes_dout(dout, mask):
    dout *= mask
    return dout


@right("dropout_backward")  # only where something came through
def where_something_came_through(dout, mask):
    dx = np.zeros_like(dout)
    on = mask != 0
    dx[on] = dout[on] * mask[on]
    return dx


@right("dropout_backward")
def with_multiply(dout, mask):
    return np.multiply(mask, dout)
