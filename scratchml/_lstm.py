"""The LSTM: one step, whole sequences, and its derivatives. `scratchml.gated` hands the functions out."""

import numpy as np

from scratchml._gates import activate, add_up, by_gate, halved, side_by_side, with_ones
from scratchml._sequences import (
    check_is,
    check_sequence,
    check_shapes,
    check_step,
    first_state,
    floats,
    states_before,
    time_first,
)
from scratchml.activations import sigmoid

# Inside: o, i, f, g. The sigmoids come first, and the last three get their gradient through the cell.
ORDER, SIGMOIDS = (3, 0, 1, 2), slice(3)


def lstm_step(x, h, c, Wx, Wh, b):
    """One step of an LSTM.

    With z = x Wx + h Wh + b, cut into four blocks of H columns in the order i, f, g, o:
    i = sigmoid(z_i), f = sigmoid(z_f), g = tanh(z_g), o = sigmoid(z_o); c' = f c + i g and h' = o tanh(c').

    Parameters
    ----------
    x : array_like, shape (N, D)
    h, c : array_like, shape (N, H)
        State and cell after the step before.
    Wx : array_like, shape (D, 4H)
    Wh : array_like, shape (H, 4H)
    b : array_like, shape (4H,)

    Returns
    -------
    h_next, c_next : ndarray, shape (N, H)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    x, h, c, Wx, Wh, b = floats(x=x, h=h, c=c, Wx=Wx, Wh=Wh, b=b)
    _, n_hidden = check_shapes(4, Wx, Wh, b=b)
    check_step(x, Wx, h=(h, n_hidden), c=(c, n_hidden))
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    c_next = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c_next), c_next


def lstm_forward(x, h0, c0, Wx, Wh, b, *, keep=False):
    """All steps in turn, as `lstm_step` has them.

    Parameters
    ----------
    x : array_like, shape (N, T, D)
    h0, c0 : array_like, shape (N, H), or None
        State and cell before the first step; None is zeros.
    Wx : array_like, shape (D, 4H)
        Columns in the order i, f, g, o.
    Wh : array_like, shape (H, 4H)
    b : array_like, shape (4H,)
    keep : bool
        True: the gates are returned too, and `lstm_backward` is faster for them.

    Returns
    -------
    h, c : ndarray, shape (N, T, H)
        State and cell after every step.
    kept : ndarray, shape (5, T, N, H)
        Only if `keep`: o, i, f, g and tanh(c) of every step. It takes more memory than all else.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    x, Wx, Wh, b = floats(x=x, Wx=Wx, Wh=Wh, b=b)
    n_features, n_hidden = check_shapes(4, Wx, Wh, b=b)
    n_samples, n_steps = check_sequence(x, Wx)
    W = halved(by_gate(ORDER, Wx, Wh, b), SIGMOIDS)
    # x, the state before and 1 (for the bias) side by side: one product a step
    inputs = np.ones((n_steps + 1, n_samples, W.shape[1]), x.dtype)
    inputs[:-1, :, :n_features] = x.swapaxes(0, 1)
    before = inputs[:, :, n_features:-1]
    before[0] = first_state(h0, n_samples, n_hidden, x.dtype, "h0")
    cell = first_state(c0, n_samples, n_hidden, x.dtype, "c0")
    kept = np.empty((5, n_steps if keep else 1, n_samples, n_hidden), x.dtype)
    h, c = np.empty((2, n_steps, n_samples, n_hidden), x.dtype)
    for t in range(n_steps):
        o, i, f, g, tanh_c = here = kept[:, t if keep else 0]  # views: they follow `here`
        np.matmul(inputs[t], W, out=here[:4])
        activate(here[:4], SIGMOIDS)
        np.multiply(i, g, out=c[t])
        c[t] += np.multiply(f, cell, out=tanh_c)
        np.tanh(c[t], out=tanh_c)
        before[t + 1] = np.multiply(o, tanh_c, out=h[t])
        cell = c[t]
    states = h.swapaxes(0, 1), c.swapaxes(0, 1)
    return (*states, kept) if keep else states


def lstm_backward(dh, dc_last, x, h0, c0, h, c, Wx, Wh, b, *, kept=None):
    """Gradients of `lstm_forward`: back through time.

    Parameters
    ----------
    dh : array_like, shape (N, T, H)
        Upstream gradient of every state.
    dc_last : array_like, shape (N, H), or None
        Upstream gradient of the last cell; None is zeros.
    x : array_like, shape (N, T, D)
    h0, c0 : array_like, shape (N, H), or None
        As given to `lstm_forward`.
    h, c : array_like, shape (N, T, H)
        What `lstm_forward` returned.
    Wx : array_like, shape (D, 4H)
        Columns in the order i, f, g, o.
    Wh : array_like, shape (H, 4H)
    b : array_like, shape (4H,)
    kept : ndarray, optional
        What `lstm_forward` returned besides with ``keep=True``. None: the gates are found again from the states.

    Returns
    -------
    dx : ndarray, shape (N, T, D)
    dh0, dc0 : ndarray, shape (N, H)
        Also where h0 and c0 are None.
    dWx : ndarray, shape (D, 4H)
    dWh : ndarray, shape (H, 4H)
    db : ndarray, shape (4H,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.

    Notes
    -----
    A step gets dh from above and from the step after it, and dc from the step after it. Then
    dc += dh o (1 - tanh(c)^2), dz_i = dc g i(1-i), dz_f = dc c_{t-1} f(1-f), dz_g = dc i (1-g^2),
    dz_o = dh tanh(c) o(1-o); dc f and dz Wh^T go on to the step before. All states are known, so the gates of all
    steps come from one matrix product, with x, h_{t-1} and 1 (for the bias) side by side.

    Sources: Hochreiter and Schmidhuber (1997), Long short-term memory; Gers, Schmidhuber and Cummins (2000), Learning
    to forget.
    """
    dh, x, h, c, Wx, Wh, b = floats(dh=dh, x=x, h=h, c=c, Wx=Wx, Wh=Wh, b=b)
    n_features, n_hidden = check_shapes(4, Wx, Wh, b=b)
    n_samples, n_steps = check_sequence(x, Wx)
    for name, a in {"h": h, "c": c, "dh": dh}.items():
        check_is(a, (n_samples, n_steps, n_hidden), name)
    h0 = first_state(h0, n_samples, n_hidden, x.dtype, "h0")
    c0 = first_state(c0, n_samples, n_hidden, x.dtype, "c0")
    dc = first_state(dc_last, n_samples, n_hidden, x.dtype, "dc_last").copy()
    h, c = time_first(h), time_first(c)
    inputs = with_ones(x.swapaxes(0, 1), states_before(h0, h))
    if kept is None:
        kept = _gates_again(inputs, halved(by_gate(ORDER, Wx, Wh, b), SIGMOIDS), c)
    check_is(kept, (5, *c.shape), "kept")
    dz, dx, dh0 = _through_time(dh.swapaxes(0, 1), dc, kept, h, c, c0, by_gate(ORDER, Wx, Wh))
    dW = side_by_side(ORDER, inputs.T @ dz.reshape(4, n_steps * n_samples, n_hidden))
    return dx.swapaxes(0, 1), dh0, dc, dW[:n_features], dW[n_features:-1], dW[-1]


def _gates_again(inputs, W, c):
    """What the forward pass keeps, from the states: o, i, f, g, tanh(c) of all steps, (5, T, N, H)."""
    kept = np.empty((5, *c.shape), c.dtype)
    np.matmul(inputs, W, out=kept[:4].reshape(4, len(inputs), c.shape[2]))
    for gates in kept[:4].swapaxes(0, 1):  # step by step: one step stays in the cache
        activate(gates, SIGMOIDS)
    np.tanh(c, out=kept[4])
    return kept


def _through_time(dh, dc, kept, h, c, c0, W):
    """The gradients of z (4, T, N, H) and of x (T, N, D), and dh0; dc becomes dc0 in place. W is Wx on Wh."""
    W_T = np.ascontiguousarray(W.swapaxes(1, 2))
    n_samples, n_features = len(dc), W.shape[1] - W.shape[2]
    dz, dx = np.empty((4, *h.shape), h.dtype), np.empty((len(h), n_samples, n_features), h.dtype)
    parts, both = np.empty((4, n_samples, W.shape[1]), h.dtype), np.zeros((n_samples, W.shape[1]), h.dtype)
    back, dh_t, scratch = both[:, n_features:], np.empty_like(dc), np.empty_like(dc)
    for t in range(len(h) - 1, -1, -1):
        o, i, f, g, tanh_c = kept[:, t]
        np.add(dh[t], back, out=dh_t)
        # dc += dh o (1 - tanh(c)^2), and o tanh(c) is h
        np.multiply(h[t], tanh_c, out=scratch)
        np.subtract(o, scratch, out=scratch)
        scratch *= dh_t
        dc += scratch
        # slopes: s (1 - s) for the sigmoids, 1 - g^2 for g; then what stood beside each gate
        slopes, gates = dz[:, t], kept[:4, t]
        np.multiply(gates, gates, out=slopes)
        np.subtract(gates[:3], slopes[:3], out=slopes[:3])
        np.subtract(1, slopes[3], out=slopes[3])
        for slope, beside in zip(slopes, (tanh_c, g, c[t - 1] if t else c0, i), strict=True):
            slope *= beside
        slopes[0] *= dh_t
        slopes[1:] *= dc
        dc *= f
        dx[t] = add_up(np.matmul(slopes, W_T, out=parts), out=both)[:, :n_features]
    return dz, dx, back.copy()
