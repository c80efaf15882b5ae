"""Gated recurrent networks, LSTM and GRU: small networks decide what a memory keeps, takes in and shows."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# gated.ipynb. To check what you have:
#     pytest exercises/rnn/test_gated.py

import numpy as np

from nn.activations import sigmoid


def lstm_step(x, h, c, Wx, Wh, b):
    """Take one step of a long short-term memory.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        The input of this step, a row for each sequence.
    h, c : ndarray of float, shape (N, H)
        State and cell after the last step.
    Wx, Wh : ndarray of float, shapes (D, 4H) and (H, 4H)
        The columns are four blocks of H: input gate i, forget gate f, content g, output gate o, in this order.
    b : ndarray of float, shape (4H,)
        The only bias, in the same order.

    Returns
    -------
    h_next, c_next : ndarray of float, shape (N, H)
        State and cell after the step. Finite also where a gate is wide open or shut, as `sigmoid` is.

    References
    ----------
    S. Hochreiter, J. Schmidhuber: Long short-term memory. Neural Computation 9 (1997).
    F. Gers, J. Schmidhuber, F. Cummins: Learning to forget. Neural Computation 12 (2000).
    """
    raise NotImplementedError


def lstm_forward(x, h0, c0, Wx, Wh, b):
    """Read sequences with an LSTM, step by step.

    Parameters
    ----------
    x : ndarray of float, shape (N, T, D)
        N sequences of T inputs.
    h0, c0 : ndarray of float, shape (N, H), or None
        State and cell before the first step; None means zeros, for each by itself.
    Wx, Wh : ndarray of float, shapes (D, 4H) and (H, 4H)
        Columns in the order i, f, g, o.
    b : ndarray of float, shape (4H,)

    Returns
    -------
    h, c : ndarray of float, shape (N, T, H)
        State and cell after each step; h0 and c0 are not among them.
    """
    raise NotImplementedError


def lstm_backward(dh, dc_last, x, h0, c0, h, c, Wx, Wh, b):
    """Back-propagation through time for an LSTM.

    Parameters
    ----------
    dh : ndarray of float, shape (N, T, H)
        Gradient of the loss with respect to each state that lstm_forward returned, its effect on later steps not
        counted.
    dc_last : ndarray of float, shape (N, H), or None
        The same for the last cell, c[:, -1]; None means zeros. The loss looks at no other cell.
    x : ndarray of float, shape (N, T, D)
    h0, c0 : ndarray of float, shape (N, H), or None
        State and cell before the first step; None means zeros, for each by itself.
    h, c : ndarray of float, shape (N, T, H)
        States and cells that lstm_forward returned.
    Wx, Wh : ndarray of float, shapes (D, 4H) and (H, 4H)
        Columns in the order i, f, g, o.
    b : ndarray of float, shape (4H,)

    Returns
    -------
    dx : ndarray of float, shape (N, T, D)
    dh0, dc0 : ndarray of float, shape (N, H)
        Returned also where h0 or c0 is None.
    dWx, dWh, db : ndarray of float, shapes (D, 4H), (H, 4H) and (4H,)
        Sums over rows and steps, without a mean.
    """
    raise NotImplementedError


def gru_step(x, h, Wx, Wh, bx, bh):
    """Take one step of a gated recurrent unit.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        The input of this step, a row for each sequence.
    h : ndarray of float, shape (N, H)
        The state after the last step.
    Wx, Wh : ndarray of float, shapes (D, 3H) and (H, 3H)
        The columns are three blocks of H: reset gate r, update gate z, new content n, in this order.
    bx, bh : ndarray of float, shape (3H,)
        The bias of the input's part and that of the state's part, in the same order.

    Returns
    -------
    h_next : ndarray of float, shape (N, H)
        (1 - z) n + z h, where the reset gate r multiplies the state's part of n, its bias included. Finite also where
        a gate is wide open or shut.

    References
    ----------
    K. Cho et al.: Learning phrase representations using RNN encoder-decoder. EMNLP 2014.
    J. Chung, C. Gulcehre, K. Cho, Y. Bengio: Empirical evaluation of gated recurrent neural networks. 2014.
    """
    raise NotImplementedError


def gru_forward(x, h0, Wx, Wh, bx, bh):
    """Read sequences with a GRU, step by step.

    Parameters
    ----------
    x : ndarray of float, shape (N, T, D)
        N sequences of T inputs.
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    Wx, Wh : ndarray of float, shapes (D, 3H) and (H, 3H)
        Columns in the order r, z, n.
    bx, bh : ndarray of float, shape (3H,)

    Returns
    -------
    h : ndarray of float, shape (N, T, H)
        The state after each step; h0 is not among them.
    """
    raise NotImplementedError


def gru_backward(dh, x, h0, h, Wx, Wh, bx, bh):
    """Back-propagation through time for a GRU.

    Parameters
    ----------
    dh : ndarray of float, shape (N, T, H)
        Gradient of the loss with respect to each state that gru_forward returned, its effect on later steps not
        counted.
    x : ndarray of float, shape (N, T, D)
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    h : ndarray of float, shape (N, T, H)
        The states that gru_forward returned.
    Wx, Wh : ndarray of float, shapes (D, 3H) and (H, 3H)
        Columns in the order r, z, n.
    bx, bh : ndarray of float, shape (3H,)

    Returns
    -------
    dx : ndarray of float, shape (N, T, D)
    dh0 : ndarray of float, shape (N, H)
        Returned also where h0 is None.
    dWx, dWh, dbx, dbh : ndarray of float, shapes (D, 3H), (H, 3H), (3H,) and (3H,)
        Sums over rows and steps, without a mean.
    """
    raise NotImplementedError


N_HIDDEN, N_STEPS = 8, 30


def signal_in_noise(n, n_steps, rng):
    """Make n sequences (n, n_steps, 3): a signal of +1 or -1 at the first step, then noise; and labels (n,)."""
    labels = rng.integers(0, 2, n)
    x = rng.normal(size=(n, n_steps, 3))
    x[:, :, 0] = 0
    x[:, 0] = 0
    x[:, 0, 0] = 2 * labels - 1
    return x, labels
