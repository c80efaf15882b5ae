"""The GRU: one step, whole sequences, and its derivatives. `scratchml.gated` hands the functions out."""

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

# Inside: n, r, z of x and r, z, s_n of h. In one array (n, r, z, s_n) the middle serves both: the gradients are equal.
X_ORDER, X_SIGMOIDS = (2, 0, 1), slice(1, 3)
H_ORDER, H_SIGMOIDS = (0, 1, 2), slice(2)


def gru_step(x, h, Wx, Wh, bx, bh):
    """One step of a GRU.

    With a = x Wx + bx and s = h Wh + bh, both cut into three blocks of H columns in the order r, z, n:
    r = sigmoid(a_r + s_r), z = sigmoid(a_z + s_z), n = tanh(a_n + r s_n); h' = (1 - z) n + z h.

    Parameters
    ----------
    x : array_like, shape (N, D)
    h : array_like, shape (N, H)
        State after the step before.
    Wx : array_like, shape (D, 3H)
    Wh : array_like, shape (H, 3H)
    bx, bh : array_like, shape (3H,)
        Two biases, since r multiplies the second one in the block n.

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
    x, h, Wx, Wh, bx, bh = floats(x=x, h=h, Wx=Wx, Wh=Wh, bx=bx, bh=bh)
    _, n_hidden = check_shapes(3, Wx, Wh, bx=bx, bh=bh)
    check_step(x, Wx, h=(h, n_hidden))
    a_r, a_z, a_n = np.split(x @ Wx + bx, 3, axis=1)
    s_r, s_z, s_n = np.split(h @ Wh + bh, 3, axis=1)
    z = sigmoid(a_z + s_z)
    n = np.tanh(a_n + sigmoid(a_r + s_r) * s_n)
    return (1 - z) * n + z * h


def gru_forward(x, h0, Wx, Wh, bx, bh, *, keep=False):
    """All steps in turn, as `gru_step` has them.

    Parameters
    ----------
    x : array_like, shape (N, T, D)
    h0 : array_like, shape (N, H), or None
        State before the first step; None is zeros.
    Wx : array_like, shape (D, 3H)
        Columns in the order r, z, n.
    Wh : array_like, shape (H, 3H)
    bx, bh : array_like, shape (3H,)
    keep : bool
        True: the gates are returned too, and `gru_backward` is faster for them.

    Returns
    -------
    h : ndarray, shape (N, T, H)
        The state after every step.
    kept : ndarray, shape (4, T, N, H)
        Only if `keep`: n, r, z and s_n of every step, with the names of `gru_step`. It takes more memory than all else.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    x, Wx, Wh, bx, bh = floats(x=x, Wx=Wx, Wh=Wh, bx=bx, bh=bh)
    _, n_hidden = check_shapes(3, Wx, Wh, bx=bx, bh=bh)
    n_samples, n_steps = check_sequence(x, Wx)
    state = first_state(h0, n_samples, n_hidden, x.dtype)
    a = with_ones(x.swapaxes(0, 1)) @ halved(by_gate(X_ORDER, Wx, bx), X_SIGMOIDS)
    a = a.reshape(3, n_steps, n_samples, n_hidden)
    Wh, bh = (halved(by_gate(H_ORDER, rows), H_SIGMOIDS) for rows in (Wh, bh))
    kept = np.empty((4, n_steps if keep else 1, n_samples, n_hidden), x.dtype)
    h = np.empty((n_steps, n_samples, n_hidden), x.dtype)
    for t in range(n_steps):
        n, _, z, _ = here = kept[:, t if keep else 0]  # views: they follow `here`
        np.matmul(state, Wh, out=here[1:])
        here[1:] += bh
        _gates(a[:, t], here)
        # (1 - z) n + z h is n + z (h - n)
        np.subtract(state, n, out=h[t])
        h[t] *= z
        h[t] += n
        state = h[t]
    states = h.swapaxes(0, 1)
    return (states, kept) if keep else states


def _gates(a, here):
    """Turn the blocks of one step, (?, s_r, s_z, s_n), into (n, r, z, s_n), in place; a is (a_n, a_r, a_z)."""
    n, r, _, s_n = here
    here[1:3] += a[1:]
    activate(here[1:3], slice(2))
    np.multiply(r, s_n, out=n)
    n += a[0]
    np.tanh(n, out=n)


def gru_backward(dh, x, h0, h, Wx, Wh, bx, bh, *, kept=None):
    """Gradients of `gru_forward`: back through time.

    Parameters
    ----------
    dh : array_like, shape (N, T, H)
        Upstream gradient of every state.
    x : array_like, shape (N, T, D)
    h0 : array_like, shape (N, H), or None
        As given to `gru_forward`.
    h : array_like, shape (N, T, H)
        What `gru_forward` returned.
    Wx : array_like, shape (D, 3H)
        Columns in the order r, z, n.
    Wh : array_like, shape (H, 3H)
    bx, bh : array_like, shape (3H,)
    kept : ndarray, optional
        What `gru_forward` returned besides with ``keep=True``. None: the gates are found again from the states.

    Returns
    -------
    dx : ndarray, shape (N, T, D)
    dh0 : ndarray, shape (N, H)
        Also where h0 is None.
    dWx : ndarray, shape (D, 3H)
    dWh : ndarray, shape (H, 3H)
    dbx, dbh : ndarray, shape (3H,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.

    Notes
    -----
    With the names of `gru_step`: da_n = dh (1-z) (1-n^2), da_z = dh (h_{t-1} - n) z(1-z), da_r = da_n s_n r(1-r), and
    ds is the same but for ds_n = da_n r; dh z + ds Wh^T goes on to the step before. All states are known, so a and s of
    all steps come from one matrix product each.

    Sources: Cho et al. (2014), Learning phrase representations using RNN encoder-decoder; with the reset gate after the
    product, as Chung, Gulcehre, Cho and Bengio (2014) and cuDNN have it.
    """
    dh, x, h, Wx, Wh, bx, bh = floats(dh=dh, x=x, h=h, Wx=Wx, Wh=Wh, bx=bx, bh=bh)
    _, n_hidden = check_shapes(3, Wx, Wh, bx=bx, bh=bh)
    n_samples, n_steps = check_sequence(x, Wx)
    check_is(h, (n_samples, n_steps, n_hidden), "h")
    check_is(dh, h.shape, "dh")
    h0 = first_state(h0, n_samples, n_hidden, x.dtype)
    before = states_before(h0, time_first(h))
    x_rows, h_rows = with_ones(x.swapaxes(0, 1)), with_ones(before)
    if kept is None:
        a = x_rows @ halved(by_gate(X_ORDER, Wx, bx), X_SIGMOIDS)
        kept = _gates_again(a.reshape(3, *before.shape), h_rows, halved(by_gate(H_ORDER, Wh, bh), H_SIGMOIDS))
    check_is(kept, (4, *before.shape), "kept")
    d, dh0 = _through_time(dh.swapaxes(0, 1), kept, before, by_gate(H_ORDER, Wh))
    d = d.reshape(4, n_steps * n_samples, n_hidden)
    da, ds = d[:3], d[1:]
    dx = add_up(da @ by_gate(X_ORDER, Wx).swapaxes(1, 2)).reshape(n_steps, n_samples, len(Wx))
    dWx, dWh = side_by_side(X_ORDER, x_rows.T @ da), side_by_side(H_ORDER, h_rows.T @ ds)
    return dx.swapaxes(0, 1), dh0, dWx[:-1], dWh[:-1], dWx[-1], dWh[-1]


def _gates_again(a, h_rows, Wh):
    """What the forward pass keeps, from the states: n, r, z, s_n of all steps, (4, T, N, H)."""
    kept = np.empty((4, *a.shape[1:]), a.dtype)
    np.matmul(h_rows, Wh, out=kept[1:].reshape(3, len(h_rows), a.shape[3]))
    for t in range(a.shape[1]):
        _gates(a[:, t], kept[:, t])
    return kept


def _through_time(dh, kept, before, Wh):
    """The gradients of a_n, a_r = s_r, a_z = s_z and s_n, (4, T, N, H), and dh0."""
    Wh_T = np.ascontiguousarray(Wh.swapaxes(1, 2))
    back, dh_t, product, slope = np.zeros((4, *before.shape[1:]), before.dtype)
    d, parts = np.empty((4, *before.shape), before.dtype), np.empty((3, *back.shape), before.dtype)
    for t in range(len(before) - 1, -1, -1):
        n, r, z, s_n = kept[:, t]
        da_n, d_r, d_z, ds_n = d[:, t]
        np.add(dh[t], back, out=dh_t)
        # da_n = dh (1 - z) (1 - n^2)
        np.multiply(n, n, out=slope)
        np.subtract(1, slope, out=slope)
        np.subtract(1, z, out=product)
        product *= dh_t
        np.multiply(product, slope, out=da_n)
        # d_z = dh (h - n) z (1 - z); then dh z is what goes on past the gates
        product *= z
        np.subtract(before[t], n, out=d_z)
        d_z *= product
        dh_t *= z
        # d_r = da_n s_n r (1 - r) and ds_n = da_n r
        np.multiply(da_n, r, out=ds_n)
        np.subtract(1, r, out=slope)
        slope *= s_n
        np.multiply(ds_n, slope, out=d_r)
        add_up(np.matmul(d[1:, t], Wh_T, out=parts), out=back)
        back += dh_t
    return d, back
