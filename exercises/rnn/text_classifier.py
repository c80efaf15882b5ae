"""Text classifier: a recurrent network that reads a text and names its class, and the words that made it do so."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# text_classifier.ipynb. To check what you have:
#     pytest exercises/rnn/test_text_classifier.py

import builtins
import html
import re
from string import ascii_lowercase, digits

import numpy as np

from nn.activations import softmax
from nn.layers import dense_backward, dense_forward, xavier_init
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nn.network import fit_surrogate, train
from nn.optimizers import Adam, sgd_step
from rnn.recurrent import clip_gradients, rnn_backward, rnn_forward
from rnn.text import embedding_backward, embedding_forward, encode


class LastStateRNN:
    """A recurrent network for texts: one-hot words in, logits from the state after the last word."""

    def __init__(self, n_words, n_hidden, n_classes, rng):
        """Draw the parameters; the states are mixed by a rotation, and fade."""
        rotation = np.linalg.qr(rng.normal(size=(n_hidden, n_hidden)))[0]
        self.params = [0.1 * rng.normal(size=(n_words, n_hidden)), 0.6 * rotation, np.zeros(n_hidden)]
        self.params += [0.3 * rng.normal(size=(n_hidden, n_classes)), np.zeros(n_classes)]

    def states(self, rows):
        """Return one-hot words and states; words of number 0 are padding, behind the end of a text."""
        one_hots = np.eye(len(self.params[0]))[rows]
        return one_hots, rnn_forward(one_hots, None, *self.params[:3], rows > 0)

    def forward(self, rows):
        """Return the logits of texts, given as word numbers (N, T)."""
        return dense_forward(self.states(rows)[1][:, -1], *self.params[3:])

    def loss_and_grads(self, rows, y):
        """Return the mean loss and the gradients, in the order of params."""
        wx, wh, _, w, _ = self.params
        one_hots, states = self.states(rows)
        scores = dense_forward(states[:, -1], *self.params[3:])
        dlast, *last_grads = dense_backward(softmax_cross_entropy_grad(scores, y), states[:, -1], w)
        dstates = np.zeros(states.shape)
        dstates[:, -1] = dlast
        first_grads = rnn_backward(dstates, one_hots, None, states, wx, wh, rows > 0)[2:]
        return softmax_cross_entropy(scores, y), [*first_grads, *last_grads]


def split_words(text):
    """Return the words of a text, in small letters and in order, as `tokenize` does."""
    return "".join(c if c in ascii_lowercase + digits + "'" else " " for c in text.lower()).split()


class Reader:
    """A network with its vocabulary: it reads the first words of texts, forwards or backwards."""

    def __init__(self, model, vocabulary, length, backwards=False):
        self.model, self.vocabulary, self.length = model, vocabulary, length
        self.order = -1 if backwards else 1

    def numbers(self, texts):
        """Return word numbers (N, length): the first words of each text, then zeros."""
        rows = np.zeros((len(texts), self.length), dtype=np.int64)
        for row, text in zip(rows, texts, strict=True):
            words = split_words(text)[: self.length]
            row[: len(words)] = encode(words, self.vocabulary)[:: self.order]
        return rows

    def predict_proba(self, texts):
        """Return the probability of each class for a list of texts."""
        return softmax(self.model.forward(self.numbers(texts)))

    def share_right(self, posts):
        """Return the share of posts for which the likeliest class is the right one."""
        return np.mean(self.predict_proba(posts.texts).argmax(axis=1) == posts.labels)


class LeashedSGD:
    """Gradient descent with gradients no longer than 1, all together."""

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        """Return new parameters."""
        return sgd_step(params, clip_gradients(grads, 1.0)[0], self.lr)


def with_gaps(texts, rng):
    """Leave out a random share of the words of each text."""
    token_lists = [np.array(split_words(text)) for text in texts]
    return [" ".join(tokens[rng.random(len(tokens)) < rng.random()]) for tokens in token_lists]


def draw_masks(n_samples, d, rng):
    """Draw masks (n_samples, d): 1 to d words are off (0), each number alike; row 0 keeps all.

    Draws: how many go, for all rows but the first, in one call of rng.integers; then, row by row, which ones, by
    rng.choice without replacement.
    """
    how_many = rng.integers(1, d + 1, size=n_samples - 1)
    gone = [[], *(rng.choice(d, number, replace=False) for number in how_many)]
    return np.array([1 - np.isin(np.arange(d), some) for some in gone])


def explain_post(predict_proba, text, n_samples, rng):
    """Explain by LIME which words of a text made a model predict what it predicts.

    Parameters
    ----------
    predict_proba : callable
        Takes a list of n texts and returns a number for each class, shape (n, n_classes).
    text : str
        Its words are those that `split_words` (or `tokenize`) finds; there is at least one. A word that occurs several
        times is kept or left out at all its places.
    n_samples : int
        How many versions of the text are tried, that with all words included.
    rng : numpy.random.Generator
        Goes to `draw_masks`, with d the number of distinct words, and is used for nothing else.

    Returns
    -------
    words : list of d str
        The distinct words, in order of first appearance.
    weights : ndarray of float, shape (d,)
        For each word its coefficient in a ridge regression of the answers on the masks: with an intercept, a penalty
        of 1 on the squares of the coefficients, none on the intercept. The answers are those for the class with the
        largest number at the first version. The weight of a sample is sqrt(exp(-delta^2 / 25^2)), with
        delta = 100 (1 - sqrt(share of ones in its mask)).

    Notes
    -----
    Each version of the text, the first included, is the words that are kept, in order, joined by single blanks; with no
    word left it is the empty string. The model may be asked about all of them at once or in several calls.

    References
    ----------
    M. T. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, algorithm 1. (Distance and kernel are
    those of the authors' program.)
    """
    raise NotImplementedError


class MarkedText:
    """A text with its words marked by weight: coloured in a notebook, between plus or minus signs in a terminal."""

    def __init__(self, text, words, weights, limit=None):
        """Keep the text, and the weights in shares of the largest one, or of limit."""
        self.pieces = re.split("([A-Za-z0-9']+)", text)
        shares = weights / (limit or max(np.abs(weights).max(), 1e-12))
        self.shares = dict(zip(words, shares.tolist(), strict=True))

    def join(self, mark):
        """Return the text with mark(piece, share) for every word and for what is between words (share 0)."""
        return "".join(mark(piece, self.shares.get(piece.lower(), 0.0)) for piece in self.pieces)

    def __repr__(self):
        """Return plain text: ++word++ from half of the largest weight on, +word+ from a fifth on, - against."""
        def signed(piece, share):
            signs = ("+" if share > 0 else "-") * ((abs(share) >= 0.2) + (abs(share) >= 0.5))
            return signs + piece + signs

        return self.join(signed)

    def _repr_html_(self):
        """Return what a notebook shows: blue and bold for the class, orange and underlined against it."""
        def coloured(piece, share):
            if abs(share) < 0.2:
                return html.escape(piece)
            css, rgb = ("font-weight: bold", "0, 114, 178") if share > 0 else ("border-bottom: 1px solid", "213, 94, 0")
            style = f"{css}; background: rgba({rgb}, {min(0.6 * abs(share), 0.6):.2f})"
            return f'<span style="{style}">{html.escape(piece)}</span>'

        return f'<div style="white-space: pre-wrap; border: 1px solid; padding: 6px">{self.join(coloured)}</div>'


def show(thing):
    """Show something as well as the place can: with colours in a notebook, as plain text in a terminal."""
    vars(builtins).get("display", print)(thing)


def draw_weights(ax, words, weights, title, k=8):
    """Draw the k largest weights as bars: to the right for the class, hatched and to the left against it."""
    largest = np.argsort(-np.abs(weights), kind="stable")[:k][::-1]
    for row, j in enumerate(largest):
        colour, hatch = ("#0072B2", "") if weights[j] > 0 else ("#D55E00", "///")
        ax.barh(row, weights[j], color=colour, hatch=hatch, edgecolor="k")
    ax.set_yticks(range(len(largest)), [words[j] for j in largest])
    ax.axvline(0, color="k", linewidth=0.8)
    ax.set(title=title, xlabel="weight")


def mask_words(tokens, mask):
    """Leave out the words that are off.

    Parameters
    ----------
    tokens : list of str, length n
        The words of a text, in order. There may be none.
    mask : sequence of bool or of 0 and 1, shape (n,)
        One entry for each token: true keeps it. A word may be kept at one place and left out at another.

    Returns
    -------
    kept : list of str
        In their order. Nothing stands in the place of a word that is off.

    Raises
    ------
    ValueError
        If there are not as many entries as tokens.
    """
    raise NotImplementedError


class TextRNN:
    """A recurrent network for classes of texts: the logits come from the mean of the states.

    Parameters
    ----------
    n_words : int
        Size of the vocabulary; number 0 is padding.
    n_embed, n_hidden, n_classes : int
        Sizes of a word's vector, of the state, and of the logits.
    rng : numpy.random.Generator
        Draws the weights, in this order: the table by ``rng.normal``, with mean 0 and standard deviation 0.1, then by
        ``xavier_init`` Wx, Wh and Wy. Biases are zero; nothing else is drawn.

    Attributes
    ----------
    params : list of ndarray
        ``[table, Wx, Wh, b, Wy, by]``, of shapes (n_words, n_embed), (n_embed, n_hidden), (n_hidden, n_hidden),
        (n_hidden,), (n_hidden, n_classes) and (n_classes,). All methods compute with what is in this list at the time:
        `train` puts new lists here.

    References
    ----------
    J. L. Elman: Finding structure in time. Cognitive Science 14 (1990).
    """

    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        """Draw the parameters."""
        raise NotImplementedError

    def forward(self, ids):
        """Return the logits.

        Parameters
        ----------
        ids : ndarray of int64, shape (N, T)
            The numbers of the words of each text, then zeros: padding. There may be texts of padding alone.

        Returns
        -------
        ndarray, shape (N, n_classes)
            Of the mean of the states after the real words, without softmax. The first state starts from zeros. A text
            of padding alone has a mean of zeros.
        """
        raise NotImplementedError

    def loss_and_grads(self, ids, labels):
        """Return the loss of a batch, and its gradient with respect to every parameter.

        Parameters
        ----------
        ids : ndarray of int64, shape (N, T)
        labels : ndarray of int64, shape (N,)

        Returns
        -------
        loss : float
            ``softmax_cross_entropy`` of the logits, a mean over the batch.
        grads : list of ndarray
            In the order and of the shapes of ``params``, through all steps and not clipped.
        """
        raise NotImplementedError

    def predict_proba(self, ids):
        """Return the probability of every class.

        Parameters
        ----------
        ids : ndarray of int64, shape (N, T)

        Returns
        -------
        ndarray, shape (N, n_classes)
            Softmax of the logits; each row sums to 1.
        """
        raise NotImplementedError
