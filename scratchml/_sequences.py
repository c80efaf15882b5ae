"""What the recurrent layers share: checks of their arguments, and arrays with time as the first axis.

Outside sequences are batch-first, (N, T, ...). Inside a loop over time wants the batch of one step in one piece, so
arrays are made as (T, N, ...) and handed out as a view with the axes swapped, which costs nothing either way.
"""

import numpy as np

from scratchml._checks import as_float


def floats(**arrays):
    """The arrays as floats of one precision, the widest of them, in the order given.

    Raises
    ------
    TypeError
        If one does not hold real numbers; the message calls it by its keyword.
    """
    converted = [as_float(a, name) for name, a in arrays.items()]
    dtype = np.result_type(*converted)
    return [a.astype(dtype, copy=False) for a in converted]


def check_shapes(n_gates, Wx, Wh, **biases):
    """Raise ValueError unless weights and biases belong together, with `n_gates` blocks of H columns; return D, H."""
    if Wh.ndim != 2 or Wh.shape[1] != n_gates * Wh.shape[0]:
        raise ValueError(f"Wh must have shape (H, {_times(n_gates)}H), got {Wh.shape}")
    columns = Wh.shape[1]
    if Wx.ndim != 2 or Wx.shape[1] != columns:
        raise ValueError(f"Wx must have shape (D, {columns}), as many columns as Wh, got {Wx.shape}")
    for name, b in biases.items():
        if b.shape != (columns,):
            raise ValueError(f"{name} must have shape ({columns},), one entry per column of Wh, got {b.shape}")
    return Wx.shape[0], Wh.shape[0]


def check_sequence(x, Wx):
    """Raise ValueError unless x is (N, T, D) with the D of Wx; return N, T."""
    if x.ndim != 3:
        raise ValueError(f"x must have shape (N, T, D), got {x.shape}: one sequence is a batch of one, x[None]")
    if x.shape[2] != Wx.shape[0]:
        raise ValueError(f"x has {x.shape[2]} features per step but Wx has {Wx.shape[0]} rows: both are D")
    return x.shape[:2]


def check_step(x, Wx, **states):
    """Raise ValueError unless x is (N, D), with the D of Wx, and every state (N, H); states are name=(array, H)."""
    if x.ndim != 2 or x.shape[1] != Wx.shape[0]:
        raise ValueError(f"x must have shape (N, {Wx.shape[0]}), one step of a batch, got {x.shape}")
    for name, (state, n_hidden) in states.items():
        check_is(state, (len(x), n_hidden), name)


def check_is(a, shape, name):
    """Raise ValueError unless `a` has just this shape: broadcasting here would hide a mistake."""
    if a.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {a.shape}")


def first_state(h0, n_samples, n_hidden, dtype, name="h0"):
    """The state before the first step, (N, H): zeros for None."""
    if h0 is None:
        return np.zeros((n_samples, n_hidden), dtype)
    h0 = as_float(h0, name)
    if h0.shape != (n_samples, n_hidden):
        raise ValueError(f"{name} must have shape {(n_samples, n_hidden)} or be None, which is zeros, got {h0.shape}")
    return h0.astype(dtype, copy=False)


def as_mask(mask, shape):
    """The mask as booleans with time first, (T, N); None stays None."""
    if mask is None:
        return None
    mask = np.asarray(mask)
    if mask.shape != shape:
        raise ValueError(f"mask must have shape (N, T) = {shape}, one entry per step of x, got {mask.shape}")
    if mask.dtype != bool and not np.isin(mask, (0, 1)).all():
        raise ValueError("mask must hold True and False, or 1 and 0: True where there is a word, False at padding")
    return mask.astype(bool, copy=False).T


def time_first(a):
    """(N, T, ...) as (T, N, ...), in one piece; no copy if it was made that way."""
    return np.ascontiguousarray(a.swapaxes(0, 1))


def states_before(first, states):
    """The state before every step, (T, N, H): `first`, then all but the last of `states` (T, N, H)."""
    before = np.empty_like(states)
    if len(states):
        before[0] = first
        before[1:] = states[:-1]
    return before


def flat(a):
    """(T, N, C) as (T N, C), so that all steps make one matrix product."""
    return a.reshape(a.shape[0] * a.shape[1], a.shape[2])


def _times(n_gates):
    """A factor in front of H in messages: nothing for one gate."""
    return "" if n_gates == 1 else n_gates
