"""Text classifier: a recurrent network that reads a text and names its class, and LIME on what it says.

Embedding, one plain recurrent layer, the mean of its states over the real words, logits. The mean hears every word
equally loudly; the last state alone has to carry a word over all that follow, and has forgotten it after some dozens.

Sources: Elman (1990), Finding structure in time; Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapter 10;
Ribeiro, Singh and Guestrin (2016), "Why should I trust you?", for LIME and for its newsgroup example.
"""

from itertools import compress

import numpy as np

from scratchml._checks import check_generator
from scratchml._predicting import ask
from scratchml.activations import softmax
from scratchml.layers import dense_backward, dense_forward, xavier_init
from scratchml.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from scratchml.perturbation import mask_text, sample_text_masks
from scratchml.recurrent import rnn_backward, rnn_forward
from scratchml.surrogate import kernel_weights, weighted_ridge
from scratchml.text import PAD, embedding_backward, embedding_forward, tokenize


class TextRNN:
    """A recurrent network for classes of texts, with the mean of the states over the real words at its end.

    Texts come as word numbers (N, T), padded with 0 as `scratchml.text.pad_sequences` does it. A step is real where the
    number is not 0: at the others the state is copied, and the mean leaves them out.

    Parameters
    ----------
    n_words : int
        Size of the vocabulary, padding and unknown words included.
    n_embed, n_hidden, n_classes : int
        Lengths of a word's vector, of the state, and of the logits.
    rng : numpy.random.Generator
        Draws the weights in this order: the table by ``rng.normal(0, 0.1, (n_words, n_embed))``, then by `xavier_init`
        Wx (n_embed, n_hidden), Wh (n_hidden, n_hidden) and Wy (n_hidden, n_classes).

    Attributes
    ----------
    params : list of ndarray
        [table, Wx, Wh, b, Wy, by], float64 at first, with zeros for the biases b (n_hidden,) and by (n_classes,). May
        be replaced by arrays of the same shapes, as a training loop does; with float32 everything runs in float32.

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If a size is below 1.
    """

    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        check_generator(rng)
        if min(n_words, n_embed, n_hidden, n_classes) < 1:
            raise ValueError(f"sizes must be at least 1, got {(n_words, n_embed, n_hidden, n_classes)}")
        table = rng.normal(0, 0.1, (n_words, n_embed))
        Wx, Wh = xavier_init(n_embed, n_hidden, rng), xavier_init(n_hidden, n_hidden, rng)
        Wy = xavier_init(n_hidden, n_classes, rng)
        self.params = [table, Wx, Wh, np.zeros(n_hidden), Wy, np.zeros(n_classes)]

    def forward(self, ids):
        """Return the logits.

        Parameters
        ----------
        ids : array_like of int, shape (N, T)
            Word numbers; 0 is padding. A row of padding alone has a mean of zeros, so its logits are the bias.

        Returns
        -------
        logits : ndarray, shape (N, C)

        Raises
        ------
        TypeError
            If `ids` are not integers.
        ValueError
            If `ids` has not two axes, or a number is out of range.
        """
        return self._pass(ids)[-1]

    def loss_and_grads(self, ids, labels):
        """Return the softmax cross-entropy and its gradients.

        Parameters
        ----------
        ids : array_like of int, shape (N, T)
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
            If `ids` or labels are not integers.
        ValueError
            If the shapes do not fit, the batch is empty, or a number is out of range.
        """
        ids, x, h, shares, pooled, logits = self._pass(ids)
        table, Wx, Wh, _, Wy, _ = self.params
        loss = softmax_cross_entropy(logits, labels)
        dpooled, dWy, dby = dense_backward(softmax_cross_entropy_grad(logits, labels), pooled, Wy)
        # the mean spreads its gradient over the steps that it was taken of
        dh = shares[:, :, None] * dpooled[:, None, :]
        dx, _, dWx, dWh, db = rnn_backward(dh, x, None, h, Wx, Wh, ids != PAD)
        return loss, [embedding_backward(dx, ids, len(table)), dWx, dWh, db, dWy, dby]

    def predict_proba(self, ids):
        """Return the probability of every class: softmax of the logits.

        Parameters
        ----------
        ids : array_like of int, shape (N, T)

        Returns
        -------
        ndarray, shape (N, C)
            Every row sums to 1.

        Raises
        ------
        TypeError
            If `ids` are not integers.
        ValueError
            If `ids` has not two axes, or a number is out of range.
        """
        return softmax(self.forward(ids))

    def shares(self, mask):
        """How much each state counts in what the logits are made of: 1 / number of real words, 0 at padding.

        Parameters
        ----------
        mask : ndarray of bool, shape (N, T)

        Returns
        -------
        ndarray of float64, shape (N, T)
            Rows sum to 1, or to 0 where there is no word. A subclass that gives all to the last real step is a
            network that reads its last state alone.
        """
        return mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)

    def _pass(self, ids):
        """The forward pass with all that the backward pass needs: ids, x, h, shares, pooled states, logits."""
        table, Wx, Wh, b, Wy, by = self.params
        ids = np.asarray(ids)
        if ids.ndim != 2:
            raise ValueError(f"ids must have shape (N, T), got {ids.shape}: pad texts with pad_sequences first")
        x = embedding_forward(ids, table)
        h = rnn_forward(x, None, Wx, Wh, b, ids != PAD)
        shares = self.shares(ids != PAD).astype(h.dtype)
        pooled = np.einsum("nt,nth->nh", shares, h)
        return ids, x, h, shares, pooled, dense_forward(pooled, Wy, by)


def mask_words(tokens, mask):
    """Leave out the words that are switched off.

    Parameters
    ----------
    tokens : sequence of str, length n
    mask : sequence of bool (or 0 and 1), length n
        One entry per token: true keeps it.

    Returns
    -------
    kept : list of str
        In their order. Nothing stands in the place of a word that is off.

    Raises
    ------
    ValueError
        If there are not as many entries as tokens.
    """
    if len(mask) != len(tokens):
        raise ValueError(f"mask must have one entry per token, got {len(mask)} entries for {len(tokens)} tokens")
    return list(compress(tokens, mask))


def explain_post(predict_proba, text, n_samples, rng):
    """Explain a prediction for a text by LIME: which words speak for the predicted class, and how much.

    Words are left out at random, the model is asked about every such text, and a linear model is fitted to its answers;
    texts that keep more of the words count more.

    Parameters
    ----------
    predict_proba : callable, list of n str -> array (n, C)
        Called once, with all texts; the first is the original's words, and its argmax is the class explained.
    text : str
        Cut into words by `tokenize`. A word that stands in several places goes from all of them at once.
    n_samples : int
        At least 1.
    rng : numpy.random.Generator
        The draws of `sample_text_masks` for d distinct words: ``sizes = rng.integers(1, d + 1, n_samples - 1)``, then
        for row 1, 2, ... one ``rng.choice(d, size, replace=False)`` of the words that go. Row 0 keeps all.

    Returns
    -------
    words : list of str
        The d distinct words in order of first appearance.
    weights : ndarray of float64, shape (d,)
        The coefficients: positive where a word speaks for the class.

    Raises
    ------
    RuntimeError
        If `predict_proba` raises; its own exception is the cause.
    TypeError
        If `rng` is not a Generator, `text` not a str, or the answers are not real numbers.
    ValueError
        If the text has no words, `n_samples` is below 1, or the answers have another shape or are not finite.

    Notes
    -----
    The kept words are joined by one space. With d = 100 (1 - sqrt(share of distinct words kept)), 100 times the cosine
    distance from the original, a text weighs sqrt(exp(-d^2 / 25^2)); the fit is weighted ridge regression with alpha 1.
    """
    check_generator(rng)
    tokens = tokenize(text)
    if not tokens:
        raise ValueError("the text has no words, so there is nothing to leave out")
    words = list(dict.fromkeys(tokens))
    masks = sample_text_masks(n_samples, len(words), rng)
    _, answers = ask(predict_proba, lambda rows: mask_text(tokens, masks[rows]), n_samples, 1, None, n_samples, None)
    distances = 100 * (1 - np.sqrt(masks.mean(axis=1)))
    _, weights = weighted_ridge(masks, answers, kernel_weights(distances, 25), 1.0)
    return words, weights
