"""Language model: guess the next symbol of a text, letter by letter, and write new text by sampling the guesses.

Sources: Bengio, Ducharme, Vincent and Jauvin (2003), A neural probabilistic language model; Mikolov et al. (2010),
Recurrent neural network based language model; Sutskever, Martens and Hinton (2011), Generating text with recurrent
neural networks.
"""

import math

import numpy as np

from scratchml._checks import as_float, check_generator
from scratchml.activations import softmax
from scratchml.layers import dense_backward, dense_forward, xavier_init
from scratchml.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from scratchml.recurrent import rnn_backward, rnn_forward
from scratchml.text import embedding_forward


def batches_of_text(ids, batch_size, length):
    """Cut a long text into pieces for truncated backpropagation through time.

    The text is cut into `batch_size` streams of equal length, one per row, and the streams are read side by side,
    `length` symbols at a time. So row b of a batch goes on where row b of the batch before ended, and the state of the
    network can be carried over.

    Parameters
    ----------
    ids : array_like of int, shape (n,)
        The symbols of the text.
    batch_size, length : int
        At least 1.

    Yields
    ------
    inputs, targets : ndarray of int64, shape (batch_size, length)
        The target is the symbol that follows the input. There are steps = (n - 1) // (batch_size * length) batches;
        stream b starts at symbol b * steps * length. What does not fill a batch is left out at the end of the text, so
        a text that is too short gives no batch.

    Raises
    ------
    TypeError
        If the symbols are not integers.
    ValueError
        If `ids` has not one axis, or a size is below 1. Errors come with the call, before any batch.
    """
    ids = np.asarray(ids)
    if ids.ndim != 1:
        raise ValueError(f"ids must have shape (n,), one long text, got {ids.shape}")
    if ids.size and ids.dtype.kind not in "iu":
        raise TypeError(f"ids must be integers, got dtype {ids.dtype}: encode the text first")
    if batch_size < 1 or length < 1:
        raise ValueError(f"batch_size and length must be at least 1, got {batch_size} and {length}")
    return _batches(ids.astype(np.int64, copy=False), batch_size, length)


def _batches(ids, batch_size, length):
    """The generator behind `batches_of_text`; a function with `yield` would check nothing when it is called."""
    steps = max(len(ids) - 1, 0) // (batch_size * length)
    used = batch_size * steps * length
    inputs, targets = (ids[first : first + used].reshape(batch_size, steps * length) for first in (0, 1))
    for start in range(0, steps * length, length):
        yield inputs[:, start : start + length].copy(), targets[:, start : start + length].copy()


def perplexity(logits, targets):
    """Among how many equally likely symbols a model seems to choose: exp of the mean cross-entropy.

    Parameters
    ----------
    logits : array_like, shape (..., V)
    targets : array_like of int, shape (...)
        The symbols that really came.

    Returns
    -------
    float
        1 for a model that is sure and right, V for one that knows nothing, infinity beyond the range of floats.

    Raises
    ------
    TypeError
        If `logits` are not real numbers or `targets` not integers.
    ValueError
        If the shapes do not fit, there is no target, or one is out of range.
    """
    logits, targets = as_float(logits, "logits"), np.asarray(targets)
    if logits.ndim < 1 or logits.shape[:-1] != targets.shape:
        raise ValueError(f"logits must have one row per target, {(*targets.shape, 'V')}, got {logits.shape}")
    loss = softmax_cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.ravel())
    try:
        return math.exp(loss)
    except OverflowError:
        return math.inf


def sample(logits, temperature, rng):
    """Draw a symbol from softmax(logits / temperature).

    Parameters
    ----------
    logits : array_like, shape (V,)
    temperature : float
        Above 0. Below 1 the likely symbols become more likely still, above 1 all become more alike.
    rng : numpy.random.Generator
        One draw, u = ``rng.random()``. The symbol is the first whose cumulative probability is above u.

    Returns
    -------
    symbol : int
        0 to V - 1.

    Raises
    ------
    TypeError
        If `rng` is not a Generator, or `logits` are not real numbers.
    ValueError
        If `logits` has not one axis or is empty, or the temperature is not above 0.
    """
    check_generator(rng)
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, got {temperature}: for the likeliest symbol take argmax")
    logits = as_float(logits, "logits").astype(np.float64, copy=False)
    if logits.ndim != 1 or logits.size == 0:
        raise ValueError(f"logits must have shape (V,), those of one step, got {logits.shape}")
    with np.errstate(over="ignore"):  # a gap that is infinite at this temperature is a probability of 0
        p = softmax((logits - logits.max()) / float(temperature))
    upto = np.cumsum(p)
    return int(np.searchsorted(upto / upto[-1], rng.random(), side="right"))


class CharRNN:
    """A plain recurrent network that guesses the next symbol at every step.

    Parameters
    ----------
    n_symbols, n_hidden : int
        V and H, at least 1.
    rng : numpy.random.Generator
        Draws the weights by `xavier_init` in this order: Wx (V, H), Wh (H, H), Wy (H, V).

    Attributes
    ----------
    params : list of ndarray
        [Wx, Wh, b, Wy, by], float64 at first, with zeros for the biases b (H,) and by (V,). May be replaced by arrays
        of the same shapes, as a training loop does; with float32 everything runs in float32.

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If a size is below 1.
    """

    def __init__(self, n_symbols, n_hidden, rng):
        Wx, Wh = xavier_init(n_symbols, n_hidden, rng), xavier_init(n_hidden, n_hidden, rng)
        self.params = [Wx, Wh, np.zeros(n_hidden), xavier_init(n_hidden, n_symbols, rng), np.zeros(n_symbols)]

    def forward(self, inputs, h0=None):
        """Return the logits of the symbol after each input, and the state to go on with.

        Parameters
        ----------
        inputs : array_like of int, shape (B, T)
        h0 : array_like, shape (B, H), or None
            State before the first step; None is zeros.

        Returns
        -------
        logits : ndarray, shape (B, T, V)
        h_last : ndarray, shape (B, H)

        Raises
        ------
        TypeError
            If `inputs` are not integers.
        ValueError
            If the shapes do not fit, or a symbol is out of range.
        """
        _, h, logits = self._pass(inputs, h0)
        return logits.reshape(*h.shape[:2], -1), _last(h)

    def loss_and_grads(self, inputs, targets, h0=None):
        """Return the mean cross-entropy of the next symbols, its gradients, and the state to go on with.

        Parameters
        ----------
        inputs, targets : array_like of int, shape (B, T)
            As `batches_of_text` yields them.
        h0 : array_like, shape (B, H), or None
            State before the first step; None is zeros. It is a constant: no gradient goes back to the batch before.

        Returns
        -------
        loss : float
            In nats, the mean over all B T symbols.
        grads : list of ndarray
            In the order and shapes of `params`.
        h_last : ndarray, shape (B, H)
            The state after the last step, h0 of the next batch.

        Raises
        ------
        TypeError
            If `inputs` or `targets` are not integers.
        ValueError
            If the shapes do not fit, there is no step, or a symbol is out of range.
        """
        targets = np.asarray(targets)
        if targets.shape != np.shape(inputs):
            raise ValueError(f"targets must have the shape of inputs, {np.shape(inputs)}, got {targets.shape}")
        x, h, logits = self._pass(inputs, h0)
        Wx, Wh, _, Wy, _ = self.params
        labels = targets.ravel()
        loss = softmax_cross_entropy(logits, labels)
        dh, dWy, dby = dense_backward(softmax_cross_entropy_grad(logits, labels), h.reshape(len(labels), -1), Wy)
        _, _, dWx, dWh, db = rnn_backward(dh.reshape(h.shape), x, h0, h, Wx, Wh)
        return loss, [dWx, dWh, db, dWy, dby], _last(h)

    def _pass(self, inputs, h0):
        """The forward pass with all that the backward pass needs: one-hot inputs, states, logits (B T, V)."""
        Wx, Wh, b, Wy, by = self.params
        inputs = np.asarray(inputs)
        if inputs.ndim != 2 or inputs.size == 0:
            raise ValueError(f"inputs must have shape (B, T), both at least 1, got {inputs.shape}")
        x = embedding_forward(inputs, np.eye(len(Wx), dtype=Wx.dtype))
        h = rnn_forward(x, h0, Wx, Wh, b)
        return x, h, dense_forward(h.reshape(-1, len(Wh)), Wy, by)


def _last(h):
    """The last state as an array of its own: a view would keep all the others alive."""
    return h[:, -1].copy()
