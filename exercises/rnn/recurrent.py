"""Recurrent networks: one step, used again and again; backward through time in the opposite order."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# recurrent.ipynb. To check what you have:
#     pytest exercises/rnn/test_recurrent.py

import numpy as np

from rnn.text import encode


def rnn_step(x, h, Wx, Wh, b):
    """Take one step of a recurrent network.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        The input of this step, a row for each sequence.
    h : ndarray of float, shape (N, H)
        The state after the last step.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)
    b : ndarray of float, shape (H,)

    Returns
    -------
    h_next : ndarray of float, shape (N, H)
        tanh of x Wx + h Wh + b.

    References
    ----------
    J. Elman: Finding structure in time. Cognitive Science 14 (1990).
    """
    raise NotImplementedError


def rnn_forward(x, h0, Wx, Wh, b, mask=None):
    """Read sequences, step by step.

    Parameters
    ----------
    x : ndarray of float, shape (N, T, D)
        N sequences of T inputs.
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)
    b : ndarray of float, shape (H,)
    mask : ndarray of bool, shape (N, T), or None
        True where the sequence has an input. Where it is False, the row's state stays what it was before the step.
        None means True everywhere.

    Returns
    -------
    h : ndarray of float, shape (N, T, H)
        The state after each step; h0 is not among them.
    """
    raise NotImplementedError


def rnn_step_backward(dh, x, h_prev, h, Wx, Wh):
    """Gradients of one step of a recurrent network.

    Parameters
    ----------
    dh : ndarray of float, shape (N, H)
        Gradient of the loss with respect to h.
    x : ndarray of float, shape (N, D)
        The input of the step.
    h_prev : ndarray of float, shape (N, H)
        The state before the step.
    h : ndarray of float, shape (N, H)
        The state after it, what rnn_step returned.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)

    Returns
    -------
    dx, dh_prev : ndarray of float, shapes (N, D) and (N, H)
    dWx, dWh, db : ndarray of float, shapes (D, H), (H, H) and (H,)
        The gradients of weights and bias are sums over the rows, without a mean.
    """
    raise NotImplementedError


def rnn_backward(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    """Back-propagation through time: gradients of a whole sequence.

    Parameters
    ----------
    dh : ndarray of float, shape (N, T, H)
        Gradient of the loss with respect to each state that rnn_forward returned, its effect on later states not
        counted.
    x : ndarray of float, shape (N, T, D)
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    h : ndarray of float, shape (N, T, H)
        The states that rnn_forward returned.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)
    mask : ndarray of bool, shape (N, T), or None
        The mask of rnn_forward: where it is False the step was a copy.
    k : int or None
        At every step t with 0 < t and t % k == 0 the flow of the gradient from step t back to step t - 1 is cut, also
        in rows where step t was a copy. At least 1; None cuts nothing.

    Returns
    -------
    dx : ndarray of float, shape (N, T, D)
        0 where the mask is False.
    dh0 : ndarray of float, shape (N, H)
        Returned also where h0 is None.
    dWx, dWh, db : ndarray of float, shapes (D, H), (H, H) and (H,)
        The gradients of weights and bias are sums over rows and steps, without a mean.

    References
    ----------
    P. Werbos: Backpropagation through time: what it does and how to do it. Proceedings of the IEEE 78 (1990).
    R. Williams, J. Peng: An efficient gradient-based algorithm for on-line training of recurrent network
    trajectories. Neural Computation 2 (1990). (Truncation; theirs is a sliding window, ours are chunks.)
    """
    raise NotImplementedError


def clip_gradients(grads, max_norm):
    """Shorten gradients to a given length, all together.

    Parameters
    ----------
    grads : list of ndarray of float, any shapes
        They are not changed.
    max_norm : float
        The greatest length that is allowed, more than 0.

    Returns
    -------
    clipped : list of ndarray
        In the same order. If the norm is greater than max_norm, each is multiplied by max_norm / norm (nothing is
        added to the norm); else they are as they were.
    norm : float
        The root of the sum of all squared entries of all arrays, before clipping.

    References
    ----------
    R. Pascanu, T. Mikolov, Y. Bengio: On the difficulty of training recurrent neural networks. ICML 2013.
    """
    raise NotImplementedError


ANIMALS, PEOPLE = ["dog", "cat", "horse", "goat"], ["man", "woman", "boy", "girl"]
VERBS = ["bites", "licks", "pushes", "chases"]
EXTRAS = ["old", "big", "small", "poor", "today", "again", "quickly", "here"]
KNOWN = ["<pad>", "<unk>", "the", *ANIMALS, *PEOPLE, *VERBS, *EXTRAS]


def write_sentences(n, extras, rng):
    """Write n sentences with some extra words each; the label is 1 if the animal does it, 0 if the person does."""
    sentences, labels = [], rng.integers(0, 2, n)
    for label, count in zip(labels, np.broadcast_to(extras, n), strict=True):
        who, whom = rng.choice(ANIMALS), rng.choice(PEOPLE)
        pair = (who, whom) if label else (whom, who)
        words = ["the", pair[0], rng.choice(VERBS), "the", pair[1]]
        for _ in range(count):
            words.insert(rng.integers(len(words) + 1), rng.choice(EXTRAS))
        sentences.append(words)
    return sentences, labels


def as_one_hots(sentences, length):
    """Turn sentences into one-hot words (N, length, V), cut or padded, and a mask (N, length)."""
    x, mask = np.zeros((len(sentences), length, len(KNOWN))), np.zeros((len(sentences), length), dtype=bool)
    for row, on, words in zip(x, mask, sentences, strict=True):
        ids = encode(words[:length], KNOWN)
        row[np.arange(len(ids)), ids], on[: len(ids)] = 1, True
    return x, mask
