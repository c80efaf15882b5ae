"""Normalization: every feature of a batch brought to mean 0 and variance 1, then to a scale that is learned.

Variances are divided by N, not by N - 1, in the batch and in the running statistics (PyTorch's running variance
has N - 1, and its `momentum` is the share of the new batch).

Source: Ioffe and Szegedy (2015), Batch normalization: accelerating deep network training by reducing internal
covariate shift.
"""

from contextvars import copy_context
from functools import lru_cache

import numpy as np

from scratchml._checks import as_float, check_ndim, check_not_empty, check_same_shape

# A ufunc that meets rows shorter than its buffer copies them into it, which costs it half of its speed. So its buffer
# is made as small as can be, and rows are laid side by side until each has so many entries.
_SMALLEST_BUFFER, _LONG_ROW = 16, 2048
# mean x^2 - mean^2 is the variance without a pass for centring. It is taken while the mean square is at most this many
# times as large: then the difference keeps all digits but one.
_MOST_LOSS = 16


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True, *, keep=False):
    """Normalize every feature over the batch, then scale and shift: gamma (x - mean) / sqrt(var + eps) + beta.

    Parameters
    ----------
    x : array_like, shape (N, D)
    gamma, beta : array_like, shape (D,)
        Scale and shift.
    running_mean, running_var : array_like, shape (D,)
        Averages over the batches so far.
    momentum : float
        Share of the running statistics that stays, in [0, 1].
    eps : float
        Added to the variance inside of the root, >= 0.
    train : bool
        True uses the mean and variance of the batch, False the running ones.
    keep : bool
        Return what `batchnorm_backward` would have to find again, too.

    Returns
    -------
    out : ndarray, shape (N, D)
    new_mean, new_var : ndarray, shape (D,)
        In training momentum * old + (1 - momentum) * batch; otherwise copies of the old ones.
    kept : ndarray, shape (2, D)
        Only if `keep`: the mean and the variance that were used.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, the batch is empty, or `momentum` or `eps` is out of range.

    Notes
    -----
    A batch of one has variance 0 in training, so its output is `beta`.
    """
    x = _batch(x, eps)
    gamma, beta = _row(gamma, x, "gamma"), _row(beta, x, "beta")
    old_mean, old_var = _row(running_mean, x, "running_mean", False), _row(running_var, x, "running_var", False)
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum must lie in [0, 1], got {momentum}: it is the share that stays")
    if not train:
        scale = (gamma / np.sqrt(old_var + float(eps))).astype(x.dtype, copy=False)
        out = (x - old_mean.astype(x.dtype, copy=False)) * scale + beta
        return (out, old_mean.copy(), old_var.copy(), *_both(old_mean, old_var, keep))
    out = np.empty(x.shape, x.dtype)
    y, offset, mean, var = _statistics(x, _shares(len(x), x.dtype.char), out)
    scale = gamma / np.sqrt(var + _number(eps, var))
    lines = _long_rows(out)
    scales, shifts = _repeated(lines, scale, beta - scale * offset)
    copy_context().run(_scale_and_shift, y.reshape(lines.shape), scales, shifts, lines)
    comes = _number(1 - momentum, x)
    new_mean = _number(momentum, old_mean) * old_mean + comes * mean
    new_var = _number(momentum, old_var) * old_var + comes * var
    return (out, new_mean, new_var, *_both(mean, var, keep))


def batchnorm_backward(dout, x, gamma, eps=1e-5, *, kept=None):
    """Gradients of `batchnorm_forward` in training, where mean and variance depend on every row.

    With xhat = (x - mean) / sqrt(var + eps): dbeta = sum dout, dgamma = sum dout xhat, and
    dx = gamma / sqrt(var + eps) (dout - dbeta / N - xhat dgamma / N), sums over the batch.

    Parameters
    ----------
    dout : array_like, shape (N, D)
        Upstream gradient.
    x : array_like, shape (N, D)
        Input of the forward pass.
    gamma : array_like, shape (D,)
    eps : float
        As in the forward pass.
    kept : ndarray or None, shape (2, D)
        What `batchnorm_forward` returned besides with ``keep=True``. None: mean and variance are found again.

    Returns
    -------
    dx : ndarray, shape (N, D)
        Every column sums to 0.
    dgamma, dbeta : ndarray, shape (D,)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, the batch is empty, or `eps` is negative.
    """
    x = _batch(x, eps)
    n, gamma = len(x), _row(gamma, x, "gamma")
    dout = as_float(dout, "dout").astype(x.dtype, copy=False)
    check_same_shape(dout, x, "dout", "x")
    shares, dx = _shares(n, x.dtype.char), np.empty(x.shape, x.dtype)
    if kept is None:
        y, offset, _, var = _statistics(x, shares, dx)
    else:
        mean, var = _found(kept, x)
        y, offset = _squarable(x, mean, var, var + mean * mean)
    inverse = np.reciprocal(np.sqrt(var + _number(eps, var)))
    # sums divided by N at first, as dx needs them
    dbeta = shares.dot(dout)
    dgamma = shares.dot(np.multiply(y, dout, out=dx))
    dgamma -= offset * dbeta
    dgamma *= inverse
    slope = dgamma * inverse
    lines = _long_rows(dx)
    slopes, shifts, scales = _repeated(lines, slope, dbeta - slope * offset, gamma * inverse)
    copy_context().run(_lean, y.reshape(lines.shape), dout.reshape(lines.shape), slopes, shifts, scales, lines)
    whole = _number(n, x)
    dgamma *= whole
    dbeta *= whole
    return dx, dgamma, dbeta


def _batch(x, eps):
    """x (N, D) as floats, not empty, once eps is known to be at least 0."""
    x = as_float(x, "x")
    check_ndim(x, 2, "x", "(N, D)")
    check_not_empty(x, "x")
    if not eps >= 0:
        raise ValueError(f"eps must be 0 or more, got {eps}")
    return x


def _row(row, x, name, same_precision=True):
    """One number per column of x, in the precision of x or in its own."""
    row = as_float(row, name)
    if row.shape != x.shape[1:]:
        raise ValueError(f"{name} must have shape {x.shape[1:]}, one entry per column of x, got {row.shape}")
    return row.astype(x.dtype) if same_precision and row.dtype != x.dtype else row


def _both(mean, var, keep):
    """What is kept: mean and variance in one array, or nothing."""
    return (np.array([mean, var]),) if keep else ()


def _found(kept, x):
    """Mean and variance as they were kept, once they are known to be those of columns like x's."""
    kept = as_float(kept, "kept")
    if kept.shape != (2, x.shape[1]):
        raise ValueError(f"kept must have shape {(2, x.shape[1])}, got {kept.shape}: the forward pass returns it last")
    return kept.astype(x.dtype, copy=False)


@lru_cache(maxsize=64)
def _shares(n, precision):
    """1 / N for every row: a product with it is the mean of every column. No other way to add up is as fast."""
    shares = np.full(n, 1 / n, precision)
    shares.flags.writeable = False
    return shares


def _number(value, like):
    """A number in the precision of an array, as numpy would convert it anew for every operation."""
    return _number_of(float(value), like.dtype.char)


@lru_cache(maxsize=64)
def _number_of(value, precision):
    return np.array(value, precision)


def _scale_and_shift(y, scales, shifts, out):
    """Write y scales + shifts to `out`. Runs in a copy of the context, with which the setting ends."""
    np.setbufsize(_SMALLEST_BUFFER)
    np.multiply(y, scales, out=out)
    out += shifts


def _lean(y, dout, slopes, shifts, scales, out):
    """Write (dout - y slopes - shifts) scales to `out`. Runs in a copy of the context, with which the setting ends."""
    np.setbufsize(_SMALLEST_BUFFER)
    np.multiply(y, slopes, out=out)
    np.subtract(dout, out, out=out)
    out -= shifts
    out *= scales


def _statistics(x, shares, scratch):
    """Mean and variance of every column, and the input in a form that can be squared without loss.

    Parameters
    ----------
    x : ndarray, shape (N, D)
    shares : ndarray, shape (N,)
        1 / N for every row.
    scratch : ndarray, shape (N, D)
        Is written to; its entries mean nothing.

    Returns
    -------
    y, offset : ndarray, shape (N, D) and (D,)
        As `_squarable` has them.
    mean, var : ndarray, shape (D,)
        Of x.
    """
    square = shares.dot(np.square(x, out=scratch))  # before the mean, which then finds x near at hand
    mean = shares.dot(x)
    var = square - mean * mean
    y, offset = _squarable(x, mean, var, square)
    if y is not x:  # the difference above has lost digits (or is that of a constant column)
        var = shares.dot(np.square(y, out=scratch))
    return y, offset, mean, var


def _squarable(x, mean, var, square):
    """x and its mean; or x - mean and 0, at the cost of one pass, where a mean is large beside its column's spread."""
    if np.count_nonzero(_number(_MOST_LOSS, var) * var < square):
        return x - mean, np.zeros_like(mean)
    return x, mean


def _long_rows(x):
    """The same memory with several rows side by side."""
    n, width = x.shape
    together = _together(n, width)
    return x.reshape(n // together, together * width)


@lru_cache(maxsize=64)
def _together(n, width):
    """How many rows make a long one: a power of two that divides n, or one if that gains nothing."""
    together = 1
    while together * width < _LONG_ROW and n % (2 * together) == 0:
        together *= 2
    few = n < 4 * together
    return 1 if few or together * width < _LONG_ROW else together


def _repeated(lines, *rows):
    """Rows of column statistics, each as often side by side as the lines are longer."""
    d = rows[0].size
    wide = np.empty((len(rows), lines.shape[1] // d, d), rows[0].dtype)
    for place, row in enumerate(rows):
        wide[place] = row
    return wide.reshape(len(rows), lines.shape[1])
