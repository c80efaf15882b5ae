"""Recurrent: a plain recurrent layer, one step and whole sequences, and its derivatives back through time.

h_t = tanh(x_t Wx + h_{t-1} Wh + b): the same weights at every step, and a state that carries the past along.
Sequences are (N, T, D). The products of all x with Wx are one matrix product before the loop over time, and the
gradients of the weights are one product each after it; only what depends on the step before stays in the loop.

Sources: Elman (1990), Finding structure in time; Werbos (1990), Backpropagation through time: what it does and how to
do it; Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks.
"""

import math

import numpy as np

from scratchml._checks import as_float
from scratchml._sequences import (
    as_mask,
    check_is,
    check_sequence,
    check_shapes,
    check_step,
    first_state,
    flat,
    floats,
    states_before,
    time_first,
)


def rnn_step(x, h, Wx, Wh, b):
    """One step: tanh(x Wx + h Wh + b).

    Parameters
    ----------
    x : array_like, shape (N, D)
        Input of this step.
    h : array_like, shape (N, H)
        State after the step before.
    Wx : array_like, shape (D, H)
    Wh : array_like, shape (H, H)
    b : array_like, shape (H,)

    Returns
    -------
    h_next : ndarray, shape (N, H)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    x, h, Wx, Wh, b = floats(x=x, h=h, Wx=Wx, Wh=Wh, b=b)
    _, n_hidden = check_shapes(1, Wx, Wh, b=b)
    check_step(x, Wx, h=(h, n_hidden))
    return np.tanh(x @ Wx + h @ Wh + b)


def rnn_forward(x, h0, Wx, Wh, b, mask=None):
    """All steps in turn: h_t = tanh(x_t Wx + h_{t-1} Wh + b), with h_{-1} = h0.

    Parameters
    ----------
    x : array_like, shape (N, T, D)
    h0 : array_like, shape (N, H), or None
        State before the first step; None is zeros.
    Wx : array_like, shape (D, H)
    Wh : array_like, shape (H, H)
    b : array_like, shape (H,)
    mask : array_like of bool, shape (N, T), optional
        False where a sequence has no step (padding): there the state is copied, h_t = h_{t-1}. So the last state is
        that of the last real step. Without a mask every step is real.

    Returns
    -------
    h : ndarray, shape (N, T, H)
        The state after every step.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, or `mask` holds anything but True and False (1 and 0).
    """
    x, Wx, Wh, b = floats(x=x, Wx=Wx, Wh=Wh, b=b)
    _, n_hidden = check_shapes(1, Wx, Wh, b=b)
    n_samples, n_steps = check_sequence(x, Wx)
    mask = as_mask(mask, (n_samples, n_steps))
    state = first_state(h0, n_samples, n_hidden, x.dtype)
    # every z_t starts as x_t Wx + b and becomes h_t where it stands
    h = (flat(time_first(x)) @ Wx).reshape(n_steps, n_samples, n_hidden)
    h += b
    product = np.empty((n_samples, n_hidden), x.dtype)
    for t in range(n_steps):
        h[t] += np.matmul(state, Wh, out=product)
        np.tanh(h[t], out=h[t])
        if mask is not None:
            np.copyto(h[t], state, where=~mask[t][:, None])
        state = h[t]
    return h.swapaxes(0, 1)


def rnn_step_backward(dh, x, h_prev, h, Wx, Wh):
    """Gradients of `rnn_step`: with dz = dh (1 - h^2), every argument gets dz times what it was multiplied with.

    Parameters
    ----------
    dh : array_like, shape (N, H)
        Upstream gradient of the state after the step.
    x : array_like, shape (N, D)
    h_prev : array_like, shape (N, H)
        State before the step.
    h : array_like, shape (N, H)
        State after the step, as `rnn_step` returned it: tanh' = 1 - tanh^2 needs no more.
    Wx : array_like, shape (D, H)
    Wh : array_like, shape (H, H)

    Returns
    -------
    dx : ndarray, shape (N, D)
        dz Wx^T
    dh_prev : ndarray, shape (N, H)
        dz Wh^T
    dWx : ndarray, shape (D, H)
        x^T dz
    dWh : ndarray, shape (H, H)
        h_prev^T dz
    db : ndarray, shape (H,)
        The sum of dz over the batch.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    dh, x, h_prev, h, Wx, Wh = floats(dh=dh, x=x, h_prev=h_prev, h=h, Wx=Wx, Wh=Wh)
    _, n_hidden = check_shapes(1, Wx, Wh)
    check_step(x, Wx, h_prev=(h_prev, n_hidden), h=(h, n_hidden), dh=(dh, n_hidden))
    dz = dh * (1 - h * h)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def rnn_backward(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    """Gradients of `rnn_forward`: back through time, from the last step to the first.

    Step t gets what comes from above, dh[:, t], and what comes back from step t + 1. All of it times 1 - h_t^2 is
    dz_t, and dz_t Wh^T goes on to step t - 1.

    Parameters
    ----------
    dh : array_like, shape (N, T, H)
        Upstream gradient of every state. If only the last one is used, all others are 0.
    x : array_like, shape (N, T, D)
    h0 : array_like, shape (N, H), or None
        As given to `rnn_forward`.
    h : array_like, shape (N, T, H)
        The states that `rnn_forward` returned.
    Wx : array_like, shape (D, H)
    Wh : array_like, shape (H, H)
    mask : array_like of bool, shape (N, T), optional
        As given to `rnn_forward`. At a step that is not real the state was copied, so its gradient is handed on as it
        is, and x_t and the weights get nothing.
    k : int, optional
        Truncation, at least 1: nothing goes back from step t to step t - 1 where t is a multiple of k and above 0. So
        the steps fall into chunks of k that start at 0, k, 2k, ...; gradients stay within their chunk, and dh0 comes
        from the first chunk alone. (A window of k steps that slides along gives other numbers.) None: no truncation.

    Returns
    -------
    dx : ndarray, shape (N, T, D)
    dh0 : ndarray, shape (N, H)
        Also where h0 is None.
    dWx : ndarray, shape (D, H)
    dWh : ndarray, shape (H, H)
        The sum of h_{t-1}^T dz_t over all steps. The first step of a chunk counts too: there h_{t-1} is a constant.
    db : ndarray, shape (H,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, `mask` holds anything but True and False, or `k` is below 1.
    """
    dh, x, h, Wx, Wh = floats(dh=dh, x=x, h=h, Wx=Wx, Wh=Wh)
    _, n_hidden = check_shapes(1, Wx, Wh)
    n_samples, n_steps = check_sequence(x, Wx)
    check_is(h, (n_samples, n_steps, n_hidden), "h")
    check_is(dh, h.shape, "dh")
    mask = as_mask(mask, (n_samples, n_steps))
    if k is not None and k < 1:
        raise ValueError(f"k must be at least 1, or None for no truncation, got {k}")
    h0 = first_state(h0, n_samples, n_hidden, x.dtype)
    steps = time_first(h)
    dz, dh0 = _through_time(dh.swapaxes(0, 1), steps, Wh, mask, k or n_steps)
    x_flat, dz_flat, before = flat(time_first(x)), flat(dz), flat(states_before(h0, steps))
    dx = (dz_flat @ Wx.T).reshape(n_steps, n_samples, len(Wx)).swapaxes(0, 1)
    return dx, dh0, x_flat.T @ dz_flat, before.T @ dz_flat, dz_flat.sum(axis=0)


def _through_time(dh, h, Wh, mask, k):
    """dz of every step (T, N, H), and the gradient that arrives before the first one (N, H)."""
    dz = h * h
    np.subtract(1, dz, out=dz)
    back = np.zeros(h.shape[1:], h.dtype)
    to_here, Wh_T = np.empty_like(back), np.ascontiguousarray(Wh.T)
    for t in range(len(h) - 1, -1, -1):
        np.add(dh[t], back, out=to_here)
        dz[t] *= to_here
        if mask is not None:
            dz[t] *= mask[t][:, None]
        np.matmul(dz[t], Wh_T, out=back)
        if mask is not None:
            np.copyto(back, to_here, where=~mask[t][:, None])
        if t > 0 and t % k == 0:
            back[...] = 0
    return dz, back


def clip_gradients(grads, max_norm):
    """Shorten gradients that are too long together, and leave their direction as it is.

    Parameters
    ----------
    grads : list of array_like
        Any shapes.
    max_norm : float
        Above 0.

    Returns
    -------
    clipped : list of ndarray
        New arrays in the same precision: times max_norm / norm if norm > max_norm, else equal to `grads`.
    norm : float
        The root of the sum of all squares over all arrays, before clipping.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If `max_norm` is not above 0, or a gradient is not finite (no scale mends that).

    Notes
    -----
    Source: Pascanu, Mikolov and Bengio (2013), algorithm 1. torch's ``clip_grad_norm_`` adds 1e-6 to the norm.
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm must be above 0, got {max_norm}")
    grads = [as_float(g, f"grads[{i}]") for i, g in enumerate(grads)]
    norm = _global_norm(grads)
    if not math.isfinite(norm):
        raise ValueError("a gradient is not finite: it has exploded already, try a lower learning rate")
    scale = float(max_norm) / norm if norm > max_norm else 1.0
    return [g * scale for g in grads], norm


def _global_norm(grads):
    """The Euclidean norm of all entries; divided by the largest one first, so that no square overflows."""
    largest = float(np.max([np.abs(g).max(initial=0) for g in grads], initial=0))
    if largest == 0 or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(sum(float(np.sum(np.square(g / largest, dtype=np.float64))) for g in grads))
