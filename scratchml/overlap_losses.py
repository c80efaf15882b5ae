"""Overlap losses: how far a predicted mask is from the true one, whatever their size.

Both losses look at one example as a whole: sums run over all axes but the first, the loss is the mean over the
examples. A large background then counts nothing, as it would in a mean over pixels.

Sources: Dice (1945), Measures of the amount of ecologic association between species; Jaccard (1912), The
distribution of the flora in the alpine zone; Milletari, Navab and Ahmadi (2016), V-Net, for Dice as a loss.
"""

import numpy as np

from scratchml._losses import pred_and_target


def dice_loss(p, target, smooth=1.0):
    """Mean over the examples of 1 - (2 I + smooth) / (P + T + smooth).

    Here I = sum p t, P = sum p and T = sum t, over all axes of an example.

    Parameters
    ----------
    p : array_like, shape (N, ...)
        Predicted probabilities, a batch of masks.
    target : array_like, shape (N, ...)
        Targets, 0 or 1 (or a probability).
    smooth : float
        Keeps the ratio finite and an empty mask learnable, >= 0.

    Returns
    -------
    loss : float
        0 for equal masks of 0 and 1, two empty ones included.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, there is no batch axis and another one, the arrays are empty, `smooth` is negative,
        or `smooth` is 0 and both masks of an example are empty.
    """
    return _loss(*_dice_ratio(*_masks(p, target, smooth)))


def dice_loss_grad(p, target, smooth=1.0):
    """Gradient of `dice_loss` with respect to `p`: -(2 t D - (2 I + smooth)) / D^2 / N with D = P + T + smooth.

    Parameters
    ----------
    p, target : array_like, both shape (N, ...)
        As in the loss.
    smooth : float
        As in the loss, >= 0.

    Returns
    -------
    ndarray, the shape of `p`

    Raises
    ------
    TypeError, ValueError
        As `dice_loss`.
    """
    p, target, smooth = _masks(p, target, smooth)
    above, below = _dice_ratio(p, target, smooth)
    return _grad(p, above, below, 2 * target, 1)


def jaccard_loss(p, target, smooth=1.0):
    """Mean over the examples of 1 - (I + smooth) / (P + T - I + smooth): one minus intersection over union.

    Here I = sum p t, P = sum p and T = sum t, over all axes of an example.

    Parameters
    ----------
    p : array_like, shape (N, ...)
        Predicted probabilities, a batch of masks.
    target : array_like, shape (N, ...)
        Targets, 0 or 1 (or a probability).
    smooth : float
        Keeps the ratio finite and an empty mask learnable, >= 0.

    Returns
    -------
    loss : float
        0 for equal masks of 0 and 1, two empty ones included.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes differ, there is no batch axis and another one, the arrays are empty, `smooth` is negative,
        or `smooth` is 0 and both masks of an example are empty.
    """
    return _loss(*_jaccard_ratio(*_masks(p, target, smooth)))


def jaccard_loss_grad(p, target, smooth=1.0):
    """Gradient of `jaccard_loss` by `p`: -(t U - (1 - t) (I + smooth)) / U^2 / N with U = P + T - I + smooth.

    Parameters
    ----------
    p, target : array_like, both shape (N, ...)
        As in the loss.
    smooth : float
        As in the loss, >= 0.

    Returns
    -------
    ndarray, the shape of `p`

    Raises
    ------
    TypeError, ValueError
        As `jaccard_loss`.
    """
    p, target, smooth = _masks(p, target, smooth)
    above, below = _jaccard_ratio(p, target, smooth)
    return _grad(p, above, below, target, 1 - target)


def _masks(p, target, smooth):
    """Both masks as floats of the precision of `p`, and smooth as a Python float."""
    p, target = pred_and_target(p, target, "p", "target")
    if p.ndim < 2:
        raise ValueError(f"p must have shape (N, ...), a batch of masks, got {p.shape}: one mask is a batch of one")
    if not smooth >= 0:
        raise ValueError(f"smooth must be 0 or more, got {smooth}")
    return p, target.astype(p.dtype, copy=False), float(smooth)


def _sums(p, target):
    """I, P and T of every example, with axes of length 1 to the right of the first."""
    axes = tuple(range(1, p.ndim))
    return [a.sum(axis=axes, keepdims=True) for a in (p * target, p, target)]


def _dice_ratio(p, target, smooth):
    """Numerator and denominator of every example's Dice coefficient."""
    both, p_sum, t_sum = _sums(p, target)
    return 2 * both + smooth, _not_zero(p_sum + t_sum + smooth)


def _jaccard_ratio(p, target, smooth):
    """Numerator and denominator of every example's Jaccard index."""
    both, p_sum, t_sum = _sums(p, target)
    return both + smooth, _not_zero(p_sum + t_sum - both + smooth)


def _not_zero(below):
    """The denominators, refused where they are 0."""
    if not np.all(below):
        raise ValueError("both masks of an example are empty and smooth is 0: give smooth > 0")
    return below


def _loss(above, below):
    """Mean over the examples of 1 - above / below."""
    return float(np.mean(1 - above / below))


def _grad(p, above, below, d_above, d_below):
    """Gradient of the loss by the quotient rule, from what numerator and denominator gain with an entry of p."""
    return (d_below * above - d_above * below) / (below * below * len(p))
