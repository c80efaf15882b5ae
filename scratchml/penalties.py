"""Penalties on large weights, and a learning rate that falls along a cosine.

A penalty takes a list of arrays and a strength and returns one number over all of them; its gradient is a list of
arrays of the same shapes, to be added to the gradients of the loss. Nothing is divided by the batch.

Sources: Hoerl and Kennard (1970), Ridge regression; Tibshirani (1996), Regression shrinkage and selection via the
lasso; Zou and Hastie (2005), Regularization and variable selection via the elastic net; Loshchilov and Hutter
(2017), SGDR: stochastic gradient descent with warm restarts.
"""

import math

import numpy as np

from scratchml._checks import as_float


def l1_penalty(params, strength):
    """Sum of all absolute weights, times the strength: strength * sum |w|.

    Parameters
    ----------
    params : list of array_like, any shapes
    strength : float
        At least 0.

    Returns
    -------
    penalty : float
        0.0 for an empty list.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the strength is negative.
    """
    strength = _at_least_zero(strength, "strength")
    return strength * sum((float(np.abs(w).sum()) for w in _arrays(params)), 0.0)


def l1_penalty_grad(params, strength):
    """Gradient of `l1_penalty`: strength * sign(w), 0 at w = 0.

    Parameters
    ----------
    params : list of array_like, any shapes
    strength : float
        At least 0.

    Returns
    -------
    list of ndarray, the shapes of `params`

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the strength is negative.
    """
    strength = _at_least_zero(strength, "strength")
    return [strength * np.sign(w) for w in _arrays(params)]


def l2_penalty(params, strength):
    """Half the sum of all squared weights, times the strength: strength / 2 * sum w^2.

    Parameters
    ----------
    params : list of array_like, any shapes
    strength : float
        At least 0.

    Returns
    -------
    penalty : float
        0.0 for an empty list.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the strength is negative.
    """
    strength = _at_least_zero(strength, "strength")
    return strength / 2 * sum((float(np.sum(w * w)) for w in _arrays(params)), 0.0)


def l2_penalty_grad(params, strength):
    """Gradient of `l2_penalty`: strength * w.

    Parameters
    ----------
    params : list of array_like, any shapes
    strength : float
        At least 0.

    Returns
    -------
    list of ndarray, the shapes of `params`

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the strength is negative.
    """
    strength = _at_least_zero(strength, "strength")
    return [strength * w for w in _arrays(params)]


def l1_l2_penalty(params, l1, l2):
    """Both penalties together: l1 * sum |w| + l2 / 2 * sum w^2.

    Parameters
    ----------
    params : list of array_like, any shapes
    l1, l2 : float
        Strength of each part, at least 0.

    Returns
    -------
    penalty : float
        0.0 for an empty list.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If a strength is negative.
    """
    return l1_penalty(params, _at_least_zero(l1, "l1")) + l2_penalty(params, _at_least_zero(l2, "l2"))


def l1_l2_penalty_grad(params, l1, l2):
    """Gradient of `l1_l2_penalty`: l1 * sign(w) + l2 * w.

    Parameters
    ----------
    params : list of array_like, any shapes
    l1, l2 : float
        Strength of each part, at least 0.

    Returns
    -------
    list of ndarray, the shapes of `params`

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If a strength is negative.
    """
    l1, l2 = _at_least_zero(l1, "l1"), _at_least_zero(l2, "l2")
    return [l1 * np.sign(w) + l2 * w for w in _arrays(params)]


def cosine_schedule(step, total_steps, lr_max, lr_min=0.0):
    """Learning rate that falls from `lr_max` to `lr_min` along half a cosine, and stays there.

    lr_min + (lr_max - lr_min) (1 + cos(pi step / total_steps)) / 2, from `total_steps` on `lr_min`.

    Parameters
    ----------
    step : int or float
        0 or more; 0 gives `lr_max`.
    total_steps : int
        When `lr_min` is reached, at least 1.
    lr_max, lr_min : float

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If `step` is negative or `total_steps` is below 1.
    """
    if not total_steps >= 1:
        raise ValueError(f"total_steps must be at least 1, got {total_steps}")
    if not step >= 0:
        raise ValueError(f"step must be 0 or more, got {step}: the first step is number 0")
    if step >= total_steps:
        return float(lr_min)
    share_left = (1 + math.cos(math.pi * step / total_steps)) / 2
    return float(lr_min + (lr_max - lr_min) * share_left)


def _arrays(params):
    """The parameters as float arrays."""
    return [as_float(w, f"params[{i}]") for i, w in enumerate(params)]


def _at_least_zero(strength, name):
    """A strength as a Python float, which leaves float32 arrays float32."""
    if not strength >= 0:
        raise ValueError(f"{name} must be 0 or more, got {strength}: a negative one would reward large weights")
    return float(strength)
