"""Network: layers in a row, small batches in random order, and the loop that trains."""

from itertools import pairwise

import numpy as np

from autograder import Lesson

lesson = Lesson(place=7)
minibatches = lesson.exercise("minibatches", minutes=4, core=True, hints=(
    "Shuffle row numbers rather than rows: then images and labels can follow the same order.",
    "Draw the order once, then walk through it in strides of batch_size. What does a slice past the end give?",
    "A function with yield in it hands out one pair after another.",
))
mlp = lesson.exercise("MLP", minutes=12, hints=(
    "forward walks through params two by two. Between which layers does a relu stand?",
    "dense_backward wants the input that each layer had. Where can loss_and_grads keep these inputs?",
    "Backward, the layers come in the opposite order, but the gradients are returned in the order of params.",
), after=(
    "he_init", "dense_forward", "dense_backward", "relu", "relu_backward", "softmax", "softmax_cross_entropy",
    "softmax_cross_entropy_grad",
))
train = lesson.exercise("train", minutes=6, core=True, after=("minibatches",), hints=(
    "Two loops, one within the other: over epochs, and over what minibatches gives.",
    "For each batch: who knows the loss and the gradients, who knows the step, and where do new parameters go?",
    "A short batch counts less in the mean: by how much?",
))
explain_digit = lesson.exercise("explain_digit", minutes=5, core=True, hints=(
    "Give each row of masks the shape (cells, cells). How does it become as large as the image? See np.repeat.",
    "predict_proba wants one flat row for each picture. Which column of its answer is the class of the whole image?",
    "fit wants the masks, that column, and one weight for each mask. What it finds has a place in the image.",
))


class LinearModel:
    """A black box: half the mean squared error of a linear function."""

    def __init__(self):
        self.params = [np.array([0.5, -1.0, 0.25]), np.array(0.1)]

    def loss_and_grads(self, X, y):
        """Return the loss and the gradients with respect to slopes and offset."""
        slopes, offset = self.params
        errors = X @ slopes + offset - y
        return np.mean(errors**2) / 2, [X.T @ errors / len(y), np.mean(errors)]


class QuietModel(LinearModel):
    """The same with a loss that tells nothing, so that only the steps can differ."""

    def loss_and_grads(self, X, y):
        """Return 1 and the gradients."""
        return 1.0, super().loss_and_grads(X, y)[1]


class Drift:
    """A black box: it moves parameters by less each time, so that the number of steps so far matters."""

    def __init__(self):
        self.rate = 0.4

    def step(self, params, grads):
        """Return new parameters."""
        self.rate *= 0.8
        return [old + self.rate * np.tanh(slope) for old, slope in zip(params, grads, strict=True)]


class Bystander:
    """A black box that looks at a model's parameters and replaces them, as an optimizer makes it happen."""

    def look(self, model):
        """Return the parameters."""
        return model.params

    def replace(self, model, params):
        """Set the parameters."""
        model.params = params


def examples(rng, n):
    """Draw examples with three features and a number to predict for each."""
    return rng.normal(size=(n, 3)), rng.normal(size=n)


def digits(rng, n, size=5, n_classes=3):
    """Draw examples with labels."""
    return rng.normal(size=(n, size)), rng.integers(0, n_classes, n)


def random_params(rng, sizes):
    """Draw weights and biases; no bias is zero."""
    pairs = [(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in pairwise(sizes)]
    return [array for pair in pairs for array in pair]


def trained(both, rng, n, epochs, batch_size, model=LinearModel):
    """Train the black boxes, and compare how they judge all examples afterwards."""
    model, (X, y) = both.pair(model), examples(rng, n)
    both.train(model, X, y, both.pair(Drift), epochs, batch_size, rng)
    model.loss_and_grads(X, y)


@minibatches.check(points=1)
def test_order_of_the_permutation(both, rng):
    """visits the rows in the order of rng.permutation(N)"""
    both.minibatches(rng.normal(size=(12, 3)), np.arange(12), 4, rng)


@minibatches.check(points=1)
def test_short_last_batch(both, rng):
    """gives a short last batch where N is no multiple of the batch size"""
    both.minibatches(rng.normal(size=(10, 2)), np.arange(10) % 3, 4, rng)


@minibatches.check(points=1)
def test_online(both, rng):
    """gives N batches of a single row for a batch size of 1"""
    both.minibatches(rng.normal(size=(7, 2)), np.arange(7), 1, rng)


@minibatches.check(points=1)
def test_batch_larger_than_the_data(both, rng):
    """gives one batch with all rows for a batch size of N or more"""
    X, y = rng.normal(size=(6, 2)), np.arange(6)
    both.minibatches(X, y, 6, rng)
    both.minibatches(X, y, 10, rng)


@minibatches.check(points=1)
def test_images(both, rng):
    """takes images of several axes"""
    both.minibatches(rng.normal(size=(8, 4, 5, 1)).astype(np.float32), rng.integers(0, 10, 8), 3, rng)


@minibatches.check(points=1, hint="Below 1 there is no batch: raise a ValueError before anything is drawn.")
def test_batch_size_below_one(both, rng):
    """raises ValueError for a batch size below 1"""
    X, y = rng.normal(size=(6, 2)), np.arange(6)
    both.raises(ValueError).minibatches(X, y, 0, rng)
    both.raises(ValueError).minibatches(X, y, -1, rng)


@mlp.check(points=1)
def test_draws_params(both, rng):
    """draws he_init weights layer by layer, with zero biases, into params"""
    both.pair(Bystander).look(both.MLP([5, 7, 4, 3], rng))


@mlp.check(points=1, hint="A single dense layer has no relu, neither before nor after it.")
def test_forward_of_one_layer(both, rng):
    """is a dense layer if there is no hidden one"""
    both.MLP([5, 3], rng).forward(rng.normal(size=(6, 5)))


@mlp.check(points=2, hint="Between two layers there is a relu, after the last one there is none.")
def test_forward_of_several_layers(both, rng):
    """has a relu between each two layers and none at the end"""
    both.MLP([5, 8, 7, 3], rng).forward(rng.normal(size=(6, 5)))


@mlp.check(points=1)
def test_predicts_probabilities(both, rng):
    """predicts the softmax of its logits"""
    both.MLP([5, 7, 3], rng).predict_proba(rng.normal(size=(6, 5)))


@mlp.check(points=1)
def test_loss_and_grads_of_one_layer(both, rng):
    """gives the mean loss and both gradients of a single layer"""
    both.MLP([5, 3], rng).loss_and_grads(*digits(rng, 6))


@mlp.check(points=2, hint="On the way back, the gradient passes through the relu before it reaches the next layer.")
def test_loss_and_grads_of_several_layers(both, rng):
    """gives the gradients of all layers, in the order of params"""
    both.MLP([5, 8, 7, 3], rng).loss_and_grads(*digits(rng, 6))


@mlp.check(points=1, hint="Training replaces params. Does every method look there each time it is called?")
def test_computes_with_new_params(both, rng):
    """computes with the params that it has now, biases included"""
    model, sizes = both.MLP([5, 7, 4, 3], rng), [5, 7, 4, 3]
    both.pair(Bystander).replace(model, random_params(rng, sizes))
    model.forward(rng.normal(size=(6, 5)))
    model.loss_and_grads(*digits(rng, 6))


@mlp.check(points=1, hint="Nothing may be left over from an earlier call: gradients belong to the batch at hand.")
def test_each_batch_by_itself(both, rng):
    """remembers no earlier batch"""
    model = both.MLP([5, 7, 3], rng)
    model.forward(rng.normal(size=(4, 5)))
    model.loss_and_grads(*digits(rng, 6))
    model.loss_and_grads(*digits(rng, 6))


@train.check(points=1, hint="The loss belongs to the parameters before the step.")
def test_loss_of_one_epoch(both, rng):
    """keeps the loss before the step"""
    both.train(both.pair(LinearModel), *examples(rng, 8), both.pair(Drift), 1, 8, rng)


@train.check(points=1, hint="The optimizer returns new parameters: into the model with them.")
def test_model_is_changed(both, rng):
    """leaves the model with the optimizer's new parameters"""
    trained(both, rng, n=8, epochs=1, batch_size=8)


@train.check(points=1)
def test_one_step_for_each_batch(both, rng):
    """takes one step for each batch"""
    trained(both, rng, n=10, epochs=1, batch_size=4, model=QuietModel)


@train.check(points=2, hint="Each epoch asks minibatches again, with the same rng: so each has its own order.")
def test_epochs_in_random_order(both, rng):
    """draws a new random order in each epoch"""
    trained(both, rng, n=12, epochs=2, batch_size=6)


@train.check(points=2, hint="Weigh each batch's loss by its number of rows.")
def test_short_batch_counts_less(both, rng):
    """weighs the losses of the batches by their sizes"""
    both.train(both.pair(LinearModel), *examples(rng, 10), both.pair(Drift), 1, 4, rng)


@train.check(points=1)
def test_one_number_for_each_epoch(both, rng):
    """keeps one number for each epoch, in order"""
    both.train(both.pair(LinearModel), *examples(rng, 7), both.pair(Drift), 5, 7, rng)
    both.train(both.pair(LinearModel), *examples(rng, 7), both.pair(Drift), 0, 7, rng)


@train.check(points=1)
def test_trains_online(both, rng):
    """trains online, one example at a time"""
    trained(both, rng, n=5, epochs=1, batch_size=1)


def blurry(rng, n_pixels):
    """Make a black box: class 1 likes ink, and class 2 wins as soon as about half of the ink is gone."""
    taste = 0.02 * rng.normal(size=(n_pixels, 3)) + np.array([0, 1, 0]) * 12 / n_pixels

    def predict_proba(X):
        powers = np.exp(X @ taste + np.array([0, 0, 5]))
        return (powers.T / powers.sum(axis=1)).T

    return predict_proba


def ridge(Z, y, sample_weights, pull=1.0):
    """Fit a weighted ridge regression."""
    inputs = np.column_stack([np.ones(len(Z)), Z]).T
    pulls = np.diag(np.append(0, np.full(len(inputs) - 1, pull)))
    intercept, *coef = np.linalg.solve(inputs * sample_weights @ inputs.T + pulls, inputs @ (sample_weights * y))
    return intercept, np.array(coef)


@explain_digit.check(points=1, hint="Row 0 of the masks is all ones. How far is it from the image?")
def test_first_sample_is_the_image(both, rng):
    """begins with the image itself, which has weight 1"""
    image = rng.uniform(0.5, 1, size=(6, 9))
    both.explain_digit(blurry(rng, 54), image, 3, 8, rng, lambda Z, y, w: (0.0, y[0] * w[0] * Z[0]))


@explain_digit.check(points=1, hint="d = 1 - sqrt(share of blocks that stay), and the weight has a root, too.")
def test_closer_samples_count_more(both, rng):
    """gives samples more weight the more of the image they keep"""
    both.explain_digit(blurry(rng, 16), np.ones((4, 4)), 2, 40, rng, lambda Z, y, w: (0.0, Z.T @ w))


@explain_digit.check(points=2, hint="What is asked, for which class, and which block does each weight belong to?")
def test_explains_the_prediction(both, rng):
    """finds the weights of the blocks, with blocks that are off at 0.0"""
    both.explain_digit(blurry(rng, 96), rng.uniform(0.5, 1, size=(8, 12)), 4, 60, rng, ridge)
    both.explain_digit(blurry(rng, 32), rng.uniform(0.5, 1, size=(8, 4)).astype(np.float32), 2, 30, rng, ridge)


@explain_digit.check(points=1, hint="With block (i, j) missing, what does the model lose?")
def test_linear_model(learner, expect, rng):
    """explains a linear model by its own parts: 0 for a block that it ignores"""
    image, parts = rng.uniform(0.5, 1, size=(2, 4, 6))
    parts *= np.array([[0.0, 0.01], [0.02, -0.005]]).repeat(2, axis=0).repeat(3, axis=1)
    slopes = np.outer(parts, [-1, 1])
    found = learner.explain_digit(
        lambda X: 0.5 + X @ slopes, image, 2, 64, rng, lambda Z, y, w: ridge(Z, y, w, pull=1e-8)
    )
    lost = (parts * image).reshape(2, 2, 2, 3).sum(axis=(1, 3))
    expect(found, lost, "the weights of the blocks", tol=1e-6)
