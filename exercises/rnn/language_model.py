"""Language model: guess the next letter of a text, and write by drawing from the guesses."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# language_model.ipynb. To check what you have:
#     pytest exercises/rnn/test_language_model.py

import numpy as np

from nn.activations import softmax
from nn.layers import dense_backward, dense_forward, xavier_init
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from rnn.recurrent import rnn_backward, rnn_forward

ALPHABET = list(" abcdefghijklmnopqrstuvwxyz")  # the 27 symbols of our texts


def perplexity(logits, targets):
    """Say among how many equally likely symbols a model seems to choose.

    Parameters
    ----------
    logits : ndarray of float, shape (..., V)
        What the model says, for each place of a text or of several: (n, V) or (B, T, V), for example.
    targets : ndarray of int64, shape (...)
        The symbols that really came.

    Returns
    -------
    float
        exp of the mean cross-entropy in nats, of softmax over the last axis; the mean is over all targets.
        Logits may be hundreds apart.

    References
    ----------
    F. Jelinek, R. Mercer, L. Bahl and J. Baker: Perplexity: a measure of the difficulty of speech recognition tasks.
    Journal of the Acoustical Society of America 62 (1977).
    """
    raise NotImplementedError


def sample(logits, temperature, rng):
    """Draw a symbol.

    Parameters
    ----------
    logits : ndarray of float, shape (V,)
    temperature : float
        Above 0. The symbol has the distribution softmax(logits / temperature).
    rng : numpy.random.Generator
        Makes one draw, ``u = rng.random()``.

    Returns
    -------
    symbol : int
        The first symbol whose cumulative probability, its own included, is above u.

    Raises
    ------
    ValueError
        If the temperature is not above 0.
    """
    raise NotImplementedError


def batches_of_text(ids, batch_size, length):
    """Yield a long text in pieces, several streams at a time.

    Parameters
    ----------
    ids : ndarray of int64, shape (n,)
        The symbols of the text.
    batch_size : int
        B, the number of streams, at least 1.
    length : int
        Symbols of each stream in a piece, at least 1.

    Yields
    ------
    inputs, targets : ndarray of int64, shape (batch_size, length)
        There are steps = (n - 1) // (batch_size * length) such pairs, none if the text is too short. Stream b begins at
        symbol b * steps * length and fills row b, from pair to pair. Each target is the symbol behind the input.
    """
    raise NotImplementedError


class CharRNN:
    """A recurrent network that guesses the next symbol at each step.

    Parameters
    ----------
    n_symbols, n_hidden : int
        V, the number of symbols, and H, the size of the state.
    rng : numpy.random.Generator
        Draws the weights by ``xavier_init``: Wx, then Wh, then Wy. Nothing else is drawn.

    Attributes
    ----------
    params : list of ndarray
        ``[Wx, Wh, b, Wy, by]``, of shapes (V, H), (H, H), (H,), (H, V) and (V,); the biases begin with zeros. All
        methods compute with what is in this list at the time: whoever trains the network puts a new list here.

    References
    ----------
    T. Mikolov, M. Karafiat, L. Burget, J. Cernocky and S. Khudanpur: Recurrent neural network based language model.
    Interspeech (2010).
    I. Sutskever, J. Martens and G. Hinton: Generating text with recurrent neural networks. ICML (2011).
    """

    def __init__(self, n_symbols, n_hidden, rng):
        """Draw the parameters."""
        raise NotImplementedError

    def forward(self, inputs, h0=None):
        """Read symbols, and say at each what may come next.

        Parameters
        ----------
        inputs : ndarray of int64, shape (B, T)
        h0 : ndarray of float, shape (B, H), or None
            The state before the first step; None means zeros.

        Returns
        -------
        logits : ndarray of float, shape (B, T, V)
        h_last : ndarray of float, shape (B, H)
            The state after the last step.
        """
        raise NotImplementedError

    def loss_and_grads(self, inputs, targets, h0=None):
        """Return the loss of a piece of text, its gradients, and the state to go on with.

        Parameters
        ----------
        inputs, targets : ndarray of int64, shape (B, T)
            As ``batches_of_text`` yields them.
        h0 : ndarray of float, shape (B, H), or None
            The state before the first step, a constant; None means zeros.

        Returns
        -------
        loss : float
            Cross-entropy in nats, the mean over all B T symbols.
        grads : list of ndarray
            ``[dWx, dWh, db, dWy, dby]``, in the order and of the shapes of ``params``.
        h_last : ndarray of float, shape (B, H)
            The state after the last step.
        """
        raise NotImplementedError
