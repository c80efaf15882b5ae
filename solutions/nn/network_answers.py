"""Known answers to the lesson on networks: mistakes with what to say, and other right answers."""

from itertools import pairwise

import numpy as np

from autograder import answer, right, wrong


def refuse(batch_size):
    """Raise for a batch size that makes no sense."""
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")


def cut(order, batch_size):
    """Cut an order into a list of pieces."""
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


@wrong("minibatches", "The rows seem to come in their old order: draw a random order first.")
def forgets_to_shuffle(X, y, batch_size, rng):
    refuse(batch_size)
    for rows in cut(np.arange(len(X)), batch_size):
        yield X[rows], y[rows]


@wrong("minibatches", "X and y seem to be shuffled apart: one order serves both, or labels go astray.")
def shuffles_apart(X, y, batch_size, rng):
    refuse(batch_size)
    first, second = rng.permutation(len(X)), rng.permutation(len(y))
    for rows, other_rows in zip(cut(first, batch_size), cut(second, batch_size), strict=True):
        yield X[rows], y[other_rows]


@wrong("minibatches", "Only X seems to be shuffled: the labels have to follow in the same order.")
def leaves_the_labels(X, y, batch_size, rng):
    refuse(batch_size)
    for i, rows in enumerate(cut(rng.permutation(len(X)), batch_size)):
        yield X[rows], y[i * batch_size : (i + 1) * batch_size]


@wrong("minibatches", "You seem to drop the short batch at the end: its examples have their turn, too.")
def drops_the_short_batch(X, y, batch_size, rng):
    refuse(batch_size)
    for rows in cut(rng.permutation(len(X)), batch_size):
        if len(rows) == batch_size:
            yield X[rows], y[rows]


@wrong("minibatches", "You seem to shuffle the given arrays themselves: shuffle row numbers instead.")
def shuffles_in_place(X, y, batch_size, rng):
    refuse(batch_size)
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    for rows in cut(np.arange(len(X)), batch_size):
        yield X[rows], y[rows]


@wrong("minibatches", "Some rows seem to come twice and others never: draw an order, not single rows.")
def draws_with_replacement(X, y, batch_size, rng):
    refuse(batch_size)
    for rows in cut(rng.integers(0, len(X), len(X)), batch_size):
        yield X[rows], y[rows]


@wrong("minibatches", "You seem to use a random generator of your own: draw from the rng that is given.")
def own_generator(X, y, batch_size, rng):
    yield from answer.minibatches(X, y, batch_size, np.random.default_rng(0))


@wrong("minibatches", "A batch size below 1 seems to pass without a word: raise a ValueError.")
def never_raises(X, y, batch_size, rng):
    for rows in cut(rng.permutation(len(X)), max(1, batch_size)):
        yield X[rows], y[rows]


@wrong("minibatches", "You seem to cut equal parts: all batches have batch_size rows, only the last may be shorter.")
def cuts_equal_parts(X, y, batch_size, rng):
    refuse(batch_size)
    n_batches = -(-len(X) // batch_size)
    for rows in np.array_split(rng.permutation(len(X)), n_batches):
        yield X[rows], y[rows]


@wrong("minibatches", "Every batch seems to hold the same rows: does the slice move on?")
def always_the_first_rows(X, y, batch_size, rng):
    refuse(batch_size)
    order = rng.permutation(len(X))
    for _ in cut(order, batch_size):
        rows = order[:batch_size]
        yield X[rows], y[rows]


@right("minibatches")  # a list, made with split
def as_a_list(X, y, batch_size, rng):
    if batch_size <= 0:
        raise ValueError("no batch")
    order = rng.permutation(len(X))
    pieces = np.split(order, range(batch_size, len(X), batch_size))
    return [(np.take(X, piece, axis=0), np.take(y, piece)) for piece in pieces]


@right("minibatches")  # row numbers are shuffled in place, and both arrays are sorted before they are cut
def shuffles_row_numbers(X, y, batch_size, rng):
    if not batch_size >= 1:
        raise ValueError("no batch")
    order = np.arange(len(X))
    rng.shuffle(order)
    X, y = X[order], y[order]
    start = 0
    while start < len(X):
        yield X[start : start + batch_size], y[start : start + batch_size]
        start += batch_size


@wrong("MLP", "There seems to be a relu behind the last layer: logits may be negative.")
class ReluAtTheEnd(answer.MLP):
    def forward(self, X):
        return answer.relu(super().forward(X))

    def predict_proba(self, X):
        return answer.softmax(self.forward(X))


@wrong("MLP", "There seems to be no relu between the layers: without a bend, all layers are one.")
class NoBend(answer.MLP):
    def forward(self, X):
        for w, b in zip(self.params[::2], self.params[1::2], strict=True):
            X = X @ w + b
        return X


@wrong("MLP", "forward seems to return probabilities: it returns logits, the softmax comes later.")
class SoftmaxInForward(answer.MLP):
    def forward(self, X):
        return answer.softmax(super().forward(X))

    def predict_proba(self, X):
        return self.forward(X)


@wrong("MLP", "The weights seem to have Xavier's scale: with relu between layers, he_init is asked for.")
class XavierWeights(answer.MLP):
    def __init__(self, sizes, rng):
        self.params = []
        for n_in, n_out in pairwise(sizes):
            self.params += [rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out)), np.zeros(n_out)]


@wrong("MLP", "The biases seem to be drawn at random: they start at zero, and nothing is drawn for them.")
class RandomBiases(answer.MLP):
    def __init__(self, sizes, rng):
        self.params = []
        for n_in, n_out in pairwise(sizes):
            self.params += [answer.he_init(n_in, n_out, rng), rng.normal(size=n_out)]


@wrong("MLP", "All weights seem to come before all biases: params alternates, W1, b1, W2, b2, ...")
class WeightsThenBiases(answer.MLP):
    def __init__(self, sizes, rng):
        super().__init__(sizes, rng)
        self.params = self.params[::2] + self.params[1::2]

    def parts(self):
        half = len(self.params) // 2
        model = answer.MLP([1], None)
        for w, b in zip(self.params[:half], self.params[half:], strict=True):
            model.params += [w, b]
        return model

    def forward(self, X):
        return self.parts().forward(X)

    def loss_and_grads(self, X, labels):
        loss, grads = self.parts().loss_and_grads(X, labels)
        return loss, grads[::2] + grads[1::2]


@wrong("MLP", "On the way back the relu seems to be missing: where it was closed, no gradient passes.")
class ForgetsReluBackward(answer.MLP):
    def loss_and_grads(self, X, labels):
        logits, inputs, grads = self.forward(X), [X], []
        for w, b in zip(self.params[:-2:2], self.params[1:-2:2], strict=True):
            inputs.append(answer.relu(inputs[-1] @ w + b))
        dout = answer.softmax_cross_entropy_grad(logits, labels)
        for x, w in zip(inputs[::-1], self.params[-2::-2], strict=True):
            grads = [x.T @ dout, dout.sum(axis=0), *grads]
            dout = dout @ w.T
        return answer.softmax_cross_entropy(logits, labels), grads


@wrong("MLP", "The gradients seem to come from the last layer to the first: return them in the order of params.")
class GradientsBackToFront(answer.MLP):
    def loss_and_grads(self, X, labels):
        loss, grads = super().loss_and_grads(X, labels)
        pairs = [grads[i : i + 2] for i in range(0, len(grads), 2)]
        return loss, [grad for pair in pairs[::-1] for grad in pair]


@wrong("MLP", "The loss and its gradients seem to be sums over the batch: they are means.")
class SumsOverTheBatch(answer.MLP):
    def loss_and_grads(self, X, labels):
        loss, grads = super().loss_and_grads(X, labels)
        return loss * len(X), [grad * len(X) for grad in grads]


@wrong("MLP", "The gradients seem to miss the 1/N: it is in softmax_cross_entropy_grad, not in the layers.")
class SumsGradients(answer.MLP):
    def loss_and_grads(self, X, labels):
        loss, grads = super().loss_and_grads(X, labels)
        return loss, [grad * len(X) for grad in grads]


@wrong("MLP", "predict_proba seems to return logits: softmax makes probabilities of them.")
class PredictsLogits(answer.MLP):
    def predict_proba(self, X):
        return self.forward(X)


@wrong("MLP", "Your probabilities seem to sum to 1 over the batch: each row is a distribution of its own.")
class SoftmaxOverTheBatch(answer.MLP):
    def predict_proba(self, X):
        return answer.softmax(self.forward(X).T).T


@wrong("MLP", "predict_proba seems to return classes: the probabilities of all classes are asked for.")
class PredictsClasses(answer.MLP):
    def predict_proba(self, X):
        return self.forward(X).argmax(axis=1)


@wrong("MLP", "Your network seems to compute with its first params for ever: look them up in self.params.")
class KeepsItsFirstParams(answer.MLP):
    def __init__(self, sizes, rng):
        super().__init__(sizes, rng)
        self.own = answer.MLP([1], None)
        self.own.params = list(self.params)

    def forward(self, X):
        return self.own.forward(X)

    def loss_and_grads(self, X, labels):
        return self.own.loss_and_grads(X, labels)


@wrong("MLP", "Biases seem to be left out: they are zero only until the first step.")
class LeavesOutBiases(answer.MLP):
    def without_biases(self):
        model = answer.MLP([1], None)
        for w, b in zip(self.params[::2], self.params[1::2], strict=True):
            model.params += [w, np.zeros_like(b)]
        return model

    def forward(self, X):
        return self.without_biases().forward(X)

    def loss_and_grads(self, X, labels):
        return self.without_biases().loss_and_grads(X, labels)


@wrong("MLP", "You seem to use values of an earlier call: run the way forward anew for each batch.")
class RemembersTheFirstBatch(answer.MLP):
    def loss_and_grads(self, X, labels):
        if not hasattr(self, "batch"):
            self.batch = X
        return super().loss_and_grads(self.batch, labels)


@right("MLP")  # net inputs are kept, and the relu is undone by them
class KeepsNetInputs:
    def __init__(self, sizes, rng):
        self.params = []
        for i in range(len(sizes) - 1):
            self.params.append(rng.standard_normal((sizes[i], sizes[i + 1])) * (2 / sizes[i]) ** 0.5)
            self.params.append(np.zeros(sizes[i + 1]))

    def net_inputs(self, X):
        found = []
        for i in range(0, len(self.params), 2):
            x = np.where(found[-1] > 0, found[-1], 0) if found else X
            found.append(x @ self.params[i] + self.params[i + 1])
        return found

    def forward(self, X):
        return self.net_inputs(X)[-1]

    def loss_and_grads(self, X, labels):
        z = self.net_inputs(X)
        loss = answer.softmax_cross_entropy(z[-1], labels)
        dout = (answer.softmax(z[-1]) - np.eye(z[-1].shape[1])[labels]) / len(X)
        grads = [None] * len(self.params)
        for layer in range(len(z) - 1, -1, -1):
            x = np.maximum(z[layer - 1], 0) if layer else X
            grads[2 * layer], grads[2 * layer + 1] = x.T @ dout, dout.sum(0)
            if layer:
                dout = dout @ self.params[2 * layer].T * (z[layer - 1] > 0)
        return loss, grads

    def predict_proba(self, X):
        shifted = np.exp(self.forward(X) - self.forward(X).max(axis=-1, keepdims=True))
        return shifted / shifted.sum(axis=-1, keepdims=True)


@right("MLP")  # weights and biases in lists of their own; params is put together when it is asked for
class TwoLists(answer.MLP):
    def __init__(self, sizes, rng):
        self.weights = [answer.he_init(*pair, rng) for pair in pairwise(sizes)]
        self.biases = [np.zeros(size) for size in sizes[1:]]

    @property
    def params(self):
        return [array for pair in zip(self.weights, self.biases, strict=True) for array in pair]

    @params.setter
    def params(self, arrays):
        self.weights, self.biases = arrays[::2], arrays[1::2]


def run(model, batches, optimizer):
    """Take one step for each batch; return losses and batch sizes."""
    losses, sizes = [], []
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        model.params = optimizer.step(model.params, grads)
        losses.append(loss)
        sizes.append(len(X))
    return losses, sizes


def mean_loss(losses, sizes):
    """Mean over the examples of all batches."""
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


@wrong("train", "The model seems not to learn: put what the optimizer returns into model.params.")
def never_updates_the_model(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        losses, sizes = [], []
        for X_batch, y_batch in answer.minibatches(X, y, batch_size, rng):
            loss, grads = model.loss_and_grads(X_batch, y_batch)
            optimizer.step(model.params, grads)
            losses.append(loss)
            sizes.append(len(X_batch))
        history["loss"].append(mean_loss(losses, sizes))
    return history


@wrong("train", "All batches seem to count alike: weigh each loss by the number of its rows.")
def averages_without_weights(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        losses, _ = run(model, answer.minibatches(X, y, batch_size, rng), optimizer)
        history["loss"].append(np.mean(losses))
    return history


@wrong("train", "You seem to keep the loss of the last batch only: the mean over the epoch is asked for.")
def last_loss_only(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        losses, _ = run(model, answer.minibatches(X, y, batch_size, rng), optimizer)
        history["loss"].append(losses[-1])
    return history


@wrong("train", "You seem to add up the losses of an epoch: divide by the number of examples.")
def adds_up_losses(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        losses, sizes = run(model, answer.minibatches(X, y, batch_size, rng), optimizer)
        history["loss"].append(mean_loss(losses, sizes) * len(X))
    return history


@wrong("train", "You seem to measure the loss after the step: keep the one that came with the gradients.")
def loss_after_the_step(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        losses, sizes = [], []
        for X_batch, y_batch in answer.minibatches(X, y, batch_size, rng):
            _, grads = model.loss_and_grads(X_batch, y_batch)
            model.params = optimizer.step(model.params, grads)
            losses.append(model.loss_and_grads(X_batch, y_batch)[0])
            sizes.append(len(X_batch))
        history["loss"].append(mean_loss(losses, sizes))
    return history


@wrong("train", "You seem to judge all examples at the end of each epoch: average what the batches gave on the way.")
def loss_at_the_end(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        run(model, answer.minibatches(X, y, batch_size, rng), optimizer)
        history["loss"].append(model.loss_and_grads(X, y)[0])
    return history


@wrong("train", "The batches seem to come in the old order: minibatches shuffles with the rng that you hand on.")
def forgets_to_shuffle_in_training(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        batches = [(X[rows], y[rows]) for rows in cut(np.arange(len(X)), batch_size)]
        history["loss"].append(mean_loss(*run(model, batches, optimizer)))
    return history


@wrong("train", "Every epoch seems to have the same order: ask minibatches again in each epoch.")
def one_order_for_all_epochs(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    batches = list(answer.minibatches(X, y, batch_size, rng))
    for _ in range(epochs):
        history["loss"].append(mean_loss(*run(model, batches, optimizer)))
    return history


@wrong("train", "X and y seem to be shuffled apart: each example has to keep its own label.")
def shuffles_apart_in_training(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        first, second = cut(rng.permutation(len(X)), batch_size), cut(rng.permutation(len(X)), batch_size)
        batches = [(X[rows], y[others]) for rows, others in zip(first, second, strict=True)]
        history["loss"].append(mean_loss(*run(model, batches, optimizer)))
    return history


@wrong("train", "You seem to shuffle the given arrays themselves: minibatches leaves them as they are.")
def shuffles_the_data_in_place(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        batches = [(X[rows], y[rows]) for rows in cut(np.arange(len(X)), batch_size)]
        history["loss"].append(mean_loss(*run(model, batches, optimizer)))
    return history


@wrong("train", "You seem to keep one number for each batch: one for each epoch is asked for.")
def one_number_for_each_batch(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": []}
    for _ in range(epochs):
        history["loss"] += run(model, answer.minibatches(X, y, batch_size, rng), optimizer)[0]
    return history


@wrong("train", "You seem to take one step for each epoch, on all examples: take one for each batch.")
def ignores_the_batch_size(model, X, y, optimizer, epochs, batch_size, rng):
    return answer.train(model, X, y, optimizer, epochs, len(X), rng)


@wrong("train", "The sum of losses seems to go on from epoch to epoch: each epoch begins at zero.")
def never_resets_the_sum(model, X, y, optimizer, epochs, batch_size, rng):
    history, total = {"loss": []}, 0.0
    for _ in range(epochs):
        losses, sizes = run(model, answer.minibatches(X, y, batch_size, rng), optimizer)
        total += mean_loss(losses, sizes)
        history["loss"].append(total)
    return history


@wrong("train", "You seem to return the losses alone: they belong into a dict, under the key 'loss'.")
def returns_a_list(model, X, y, optimizer, epochs, batch_size, rng):
    return answer.train(model, X, y, optimizer, epochs, batch_size, rng)["loss"]


@right("train")  # its own batches, and numpy's weighted average
def with_its_own_batches(model, X, y, optimizer, epochs, batch_size, rng):
    losses = []
    for _ in range(epochs):
        pieces = cut(rng.permutation(len(X)), batch_size)
        batch_losses, sizes = run(model, [(X[rows], y[rows]) for rows in pieces], optimizer)
        losses.append(np.average(batch_losses, weights=sizes))
    return {"loss": losses}


@right("train")  # the weighted mean is updated on the way
def running_mean(model, X, y, optimizer, epochs, batch_size, rng):
    history = {"loss": [0.0] * epochs}
    for epoch in range(epochs):
        for X_batch, y_batch in answer.minibatches(X, y, batch_size, rng):
            loss, grads = model.loss_and_grads(X_batch, y_batch)
            model.params = list(optimizer.step(model.params, grads))
            history["loss"][epoch] += float(loss) * len(X_batch) / len(X)
    return history


def closeness(masks):
    """Weigh samples by the share of blocks that stay."""
    return np.exp(-((1 - np.sqrt(masks.mean(axis=1))) ** 2) / (2 * 0.25**2))


def ask(predict_proba, image, masks, cells, off=0.0):
    """Cover blocks by the value of off, and return what the model says."""
    pictures = np.full((len(masks), *image.shape), off, dtype=np.float64)
    high, wide = image.shape[0] // cells, image.shape[1] // cells
    for picture, mask in zip(pictures, masks, strict=True):
        for k in np.flatnonzero(mask):
            top, left = k // cells * high, k % cells * wide
            picture[top : top + high, left : left + wide] = image[top : top + high, left : left + wide]
    return predict_proba(pictures.reshape(len(masks), -1))


def tosses(rng, n_samples, cells):
    """Draw the masks."""
    return np.vstack([np.ones((1, cells * cells), int), rng.integers(0, 2, (n_samples, cells * cells))[1:]])


@wrong("explain_digit", "The first sample seems to be a random one: set row 0 of the masks to 1, after the draw.")
def forgets_the_image_itself(predict_proba, image, cells, n_samples, rng, fit):
    masks = rng.integers(0, 2, (n_samples, cells * cells))
    label = predict_proba(image.reshape(1, -1))[0].argmax()
    return fit(masks, ask(predict_proba, image, masks, cells)[:, label], closeness(masks))[1].reshape(cells, cells)


@wrong("explain_digit", "Blocks seem to be covered by the mean of the image: off is 0.0, empty paper.")
def covers_with_the_mean(predict_proba, image, cells, n_samples, rng, fit):
    masks = tosses(rng, n_samples, cells)
    said = ask(predict_proba, image, masks, cells, off=image.mean())
    return fit(masks, said[:, said[0].argmax()], closeness(masks))[1].reshape(cells, cells)


@wrong("explain_digit", "You seem to explain class 0 always: take the class that has the most at the image itself.")
def explains_class_zero(predict_proba, image, cells, n_samples, rng, fit):
    masks = tosses(rng, n_samples, cells)
    said = ask(predict_proba, image, masks, cells)
    return fit(masks, said[:, 0], closeness(masks))[1].reshape(cells, cells)


@wrong("explain_digit", "Each sample seems to have a class of its own: one class for all, that of the whole image.")
def takes_the_winner_of_each_sample(predict_proba, image, cells, n_samples, rng, fit):
    masks = tosses(rng, n_samples, cells)
    return fit(masks, ask(predict_proba, image, masks, cells).max(axis=1), closeness(masks))[1].reshape(cells, cells)


@wrong("explain_digit", "All samples seem to count alike: those that are close to the image count more.")
def without_closeness(predict_proba, image, cells, n_samples, rng, fit):
    return answer.explain_digit(predict_proba, image, cells, n_samples, rng, lambda Z, y, w: fit(Z, y, np.ones(len(y))))


@wrong("explain_digit", "The root around exp seems to be missing in the weights of the samples.")
def forgets_the_root_of_the_kernel(predict_proba, image, cells, n_samples, rng, fit):
    return answer.explain_digit(predict_proba, image, cells, n_samples, rng, lambda Z, y, w: fit(Z, y, w**2))


@wrong("explain_digit", "The distance seems to be the share of missing blocks: it is 1 - sqrt(share that stays).")
def distance_without_a_root(predict_proba, image, cells, n_samples, rng, fit):
    def fit_by_share(Z, y, w):
        return fit(Z, y, np.exp(-((1 - Z.mean(axis=1)) ** 2) / 2 / 0.25**2))

    return answer.explain_digit(predict_proba, image, cells, n_samples, rng, fit_by_share)


@wrong("explain_digit", "Your blocks seem to be numbered column by column: go row by row.")
def numbers_columns_first(predict_proba, image, cells, n_samples, rng, fit):
    return answer.explain_digit(predict_proba, image, cells, n_samples, rng, fit).T


@wrong("explain_digit", "The weights seem to come as one flat row: give each its place, in the shape (cells, cells).")
def returns_a_flat_row(predict_proba, image, cells, n_samples, rng, fit):
    return answer.explain_digit(predict_proba, image, cells, n_samples, rng, fit).ravel()


@wrong("explain_digit", "You seem to cover the image itself: every sample starts from the whole one, so make copies.")
def covers_the_image_itself(predict_proba, image, cells, n_samples, rng, fit):
    weights = answer.explain_digit(predict_proba, image, cells, n_samples, rng, fit)
    image[: len(image) // cells, : image.shape[1] // cells] = 0
    return weights


@wrong("explain_digit", "You seem to use a random generator of your own: draw from the rng that is given.")
def explains_with_its_own_generator(predict_proba, image, cells, n_samples, rng, fit):
    return answer.explain_digit(predict_proba, image, cells, n_samples, np.random.default_rng(0), fit)


@wrong("explain_digit", "Your masks seem to be drawn in another way: rng.integers gives 0 and 1, all at once.")
def draws_masks_by_random(predict_proba, image, cells, n_samples, rng, fit):
    masks = (rng.random((n_samples, cells * cells)) < 0.5).astype(int)
    masks[0] = 1
    said = ask(predict_proba, image, masks, cells)
    return fit(masks, said[:, said[0].argmax()], closeness(masks))[1].reshape(cells, cells)


@right("explain_digit")  # block by block, with the image asked for by itself
def block_by_block(predict_proba, image, cells, n_samples, rng, fit):
    masks = tosses(rng, n_samples, cells).astype(float)
    label = int(np.argmax(predict_proba(image.reshape(1, -1))))
    return np.reshape(fit(masks, ask(predict_proba, image, masks, cells)[:, label], closeness(masks))[1], (cells, -1))


@right("explain_digit")  # the image and the masks meet in five axes
def in_five_axes(predict_proba, image, cells, n_samples, rng, fit):
    masks = rng.integers(0, 2, (n_samples, cells**2))
    masks[0, :] = 1
    blocks = image.reshape(cells, len(image) // cells, cells, image.shape[1] // cells)
    said = predict_proba((masks.reshape(-1, cells, 1, cells, 1) * blocks).reshape(n_samples, -1))
    return fit(masks, said.T[said[0].argmax()], closeness(masks))[1].reshape(cells, cells)
