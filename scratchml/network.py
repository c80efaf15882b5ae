"""Network: batches, a multi-layer perceptron, the training loop, and LIME on what the network says.

`train` knows no network and no rule: any model with ``params`` and ``loss_and_grads(X, y)`` and any optimizer
with ``step(params, grads)`` will do.

Sources: Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors;
Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapters 6.5 and 8.1; Ribeiro, Singh and Guestrin (2016),
"Why should I trust you?", for LIME.
"""

import itertools

import numpy as np

from scratchml._checks import as_float, check_generator, check_ndim
from scratchml.activations import softmax
from scratchml.layers import dense_backward, dense_forward, he_init
from scratchml.losses import softmax_cross_entropy, softmax_cross_entropy_grad


def minibatches(X, y, batch_size, rng):
    """Yield all examples once, in random order, `batch_size` at a time.

    ``batch_size=len(X)`` is batch learning, 1 is online learning, anything between is mini-batch learning.

    Parameters
    ----------
    X : array_like, shape (N, ...)
    y : array_like, shape (N, ...)
    batch_size : int
        At least 1; more than N means one batch. The last batch may be shorter.
    rng : numpy.random.Generator
        One draw, when the first batch is asked for: ``rng.permutation(N)``, the order of the examples.

    Yields
    ------
    X_batch : ndarray, shape (batch_size, ...)
    y_batch : ndarray, shape (batch_size, ...)

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If `batch_size` is below 1 or X and y differ in length. Errors come with the call, before any batch.
    """
    check_generator(rng)
    X, y = np.asarray(X), np.asarray(y)
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, got {batch_size}: len(X) gives one batch of all")
    if len(X) != len(y):
        raise ValueError(f"X and y must have one row per example each, got {len(X)} and {len(y)} rows")
    return _batches(X, y, batch_size, rng)


def _batches(X, y, batch_size, rng):
    """The generator behind `minibatches`; a function with `yield` would check nothing when it is called."""
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


class MLP:
    """A multi-layer perceptron for classes: dense layers with relu between them, logits at the end.

    Parameters
    ----------
    sizes : sequence of int
        Units per layer, from the inputs to the classes: ``[64, 32, 10]`` has one hidden layer.
    rng : numpy.random.Generator
        Draws the weights by `he_init`, layer by layer; biases start at zero.

    Attributes
    ----------
    params : list of ndarray
        [W1, b1, W2, b2, ...] with W (n_in, n_out) and b (n_out,), float64 at first. May be replaced by arrays
        of the same shapes, as a training loop does; with float32 parameters everything runs in float32.

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If there are fewer than two sizes, or one is below 1.
    """

    def __init__(self, sizes, rng):
        if len(sizes) < 2:
            raise ValueError(f"sizes needs at least the inputs and the classes, got {list(sizes)}")
        self.params = []
        for n_in, n_out in itertools.pairwise(sizes):
            self.params += [he_init(n_in, n_out, rng), np.zeros(n_out)]

    def forward(self, X):
        """Return the logits.

        Parameters
        ----------
        X : array_like, shape (N, D)

        Returns
        -------
        logits : ndarray, shape (N, C)

        Raises
        ------
        ValueError
            If the shape of `X` does not fit the first layer.
        """
        w, b = self.params[-2:]
        return dense_forward(self._inputs(X)[-1], w, b)

    def loss_and_grads(self, X, labels):
        """Return the softmax cross-entropy and its gradients.

        Parameters
        ----------
        X : array_like, shape (N, D)
        labels : array_like of int, shape (N,)

        Returns
        -------
        loss : float
            Mean over the batch.
        grads : list of ndarray
            In the order and shapes of `params`.

        Raises
        ------
        TypeError
            If the labels are not integers.
        ValueError
            If the shapes do not fit, the batch is empty, or a label is out of range.
        """
        inputs = self._inputs(X)
        logits = dense_forward(inputs[-1], *self.params[-2:])
        loss = softmax_cross_entropy(logits, labels)
        dout = softmax_cross_entropy_grad(logits, labels)
        grads = []
        for layer in range(len(inputs) - 1, 0, -1):
            dout, dw, db = dense_backward(dout, inputs[layer], self.params[2 * layer])
            # this input came out of relu: it is positive exactly where relu's own input was
            dout *= inputs[layer] > 0
            grads = [dw, db, *grads]
        # nobody asks for the gradient of the data, and it would be the dearest product of all
        return loss, [inputs[0].T @ dout, dout.sum(axis=0), *grads]

    def predict_proba(self, X):
        """Return the probability of every class: softmax of the logits.

        Parameters
        ----------
        X : array_like, shape (N, D)

        Returns
        -------
        ndarray, shape (N, C)
            Every row sums to 1.

        Raises
        ------
        ValueError
            If the shape of `X` does not fit the first layer.
        """
        return softmax(self.forward(X))

    def _inputs(self, X):
        """The input of every dense layer, from the data on, in the precision of the parameters."""
        x = np.asarray(X, dtype=self.params[0].dtype)
        check_ndim(x, 2, "X", "(N, D)")
        inputs = [x]
        for i in range(0, len(self.params) - 2, 2):
            x = dense_forward(x, self.params[i], self.params[i + 1])
            inputs.append(np.maximum(x, 0, out=x))
        return inputs


def train(model, X, y, optimizer, epochs, batch_size, rng):
    """Fit a model by steps on mini-batches: loss and gradients, then one step of the optimizer.

    Parameters
    ----------
    model : object
        Has a list ``params`` and ``loss_and_grads(X, y) -> (loss, grads)``. Its `params` are replaced in
        every step; the arrays in the old list are not changed.
    X : array_like, shape (N, ...)
    y : array_like, shape (N, ...)
    optimizer : object
        Has ``step(params, grads) -> list``.
    epochs : int
        How often every example is seen, 0 or more.
    batch_size : int
        As in `minibatches`.
    rng : numpy.random.Generator
        Used for `minibatches` alone, once an epoch.

    Returns
    -------
    history : dict
        ``{"loss": [...]}``: for every epoch the mean loss over its examples, each batch measured before the
        step that it causes and weighted by its size.

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If `batch_size` is below 1, `epochs` below 0, there is no example, or X and y differ in length.
    """
    if epochs < 0:
        raise ValueError(f"epochs must be 0 or more, got {epochs}")
    if len(X) == 0:
        raise ValueError("X is empty: give at least one example")
    history = {"loss": []}
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = model.loss_and_grads(X_batch, y_batch)
            model.params = optimizer.step(model.params, grads)
            total += float(loss) * len(X_batch)
        history["loss"].append(total / len(X))
    return history


def explain_digit(predict_proba, image, cells, n_samples, rng, fit):
    """Explain a prediction by LIME: which blocks of the picture speak for the predicted class, and how much.

    Blocks are switched off (set to 0.0) at random, the network is asked about every such picture, and a linear
    model is fitted to its answers; pictures that are closer to the original count more.

    Parameters
    ----------
    predict_proba : callable, array (n, H * W) -> array (n, C)
        Called once, with all pictures; the first is `image` itself and its argmax is the class explained.
    image : array_like, shape (H, W)
    cells : int
        Blocks per side, numbered row by row; divides H and W.
    n_samples : int
        At least 1.
    rng : numpy.random.Generator
        One draw: ``rng.integers(0, 2, (n_samples, cells**2))``, 1 = on; then row 0 is set to 1.
    fit : callable, (Z, y, sample_weights) -> (intercept, coef)
        Weighted linear regression of y (n_samples,) on the masks Z (n_samples, cells**2); LIME's is ridge with alpha 1.

    Returns
    -------
    weights : ndarray, shape (cells, cells)
        The coefficients: positive where a block speaks for the class.

    Raises
    ------
    TypeError
        If `rng` is not a Generator or `image` does not hold real numbers.
    ValueError
        If `image` has not two axes, `cells` does not divide them, or `n_samples` is below 1.

    Notes
    -----
    With d = 1 - sqrt(share on), the cosine distance from the original, a picture weighs sqrt(exp(-d^2 / 0.25^2)).
    """
    check_generator(rng)
    image = as_float(image, "image")
    if image.ndim != 2 or cells < 1 or image.shape[0] % cells or image.shape[1] % cells:
        raise ValueError(f"image must have shape (H, W), both divisible by cells = {cells}, got {image.shape}")
    if n_samples < 1:
        raise ValueError(f"n_samples must be at least 1, got {n_samples}")
    masks = rng.integers(0, 2, (n_samples, cells**2))
    masks[0] = 1
    blocks = image.reshape(cells, image.shape[0] // cells, cells, -1)
    pictures = blocks * masks.reshape(n_samples, cells, 1, cells, 1).astype(image.dtype)
    probabilities = np.asarray(predict_proba(pictures.reshape(n_samples, -1)))
    distances = 1 - np.sqrt(masks.mean(axis=1))
    nearness = np.sqrt(np.exp(-((distances / 0.25) ** 2)))
    _, coef = fit(masks.astype(np.float64), probabilities[:, probabilities[0].argmax()], nearness)
    return np.asarray(coef).reshape(cells, cells)
