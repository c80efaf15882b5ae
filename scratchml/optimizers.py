"""Optimizers: parameters and gradients in, new parameters out.

Every class has ``step(params, grads) -> list``. State belongs to the position in the list and starts at
zero with the first step. The lists and arrays passed in are never changed, and a returned array is never
touched again, so an old one may be kept. New parameters keep their precision; integers become float64. `lr`
may be set between steps, by a schedule for example. `eps` is always added outside of the square root.

In the formulas w is a parameter, g its gradient and t counts steps from 1.
"""

import math

import numpy as np

from scratchml._checks import as_float


def sgd_step(params, grads, lr):
    """One step of gradient descent: w - lr g.

    Parameters
    ----------
    params, grads : list of array_like
        As many gradients as parameters, with the same shapes.
    lr : float
        Learning rate.

    Returns
    -------
    list of ndarray
        The new parameters (a numpy scalar for a parameter without axes).

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the lists or shapes do not match.
    """
    lr = float(lr)
    return [w - lr * g for w, g in zip(*_pairs(params, grads), strict=True)]


class SGD:
    """Gradient descent: w - lr g.

    Parameters
    ----------
    lr : float
        Learning rate, >= 0.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Notes
    -----
    Source: Robbins and Monro (1951), A stochastic approximation method.
    """

    def __init__(self, lr=0.01):
        self.lr = _at_least_zero(lr, "lr")

    def step(self, params, grads):
        """Return the new parameters; arguments and errors as `sgd_step`."""
        return sgd_step(params, grads, self.lr)


class Momentum:
    """Gradient descent with a velocity: v = momentum v - lr g, then w + v.

    Nesterov's variant looks ahead along the new velocity: w + momentum v - lr g.

    Parameters
    ----------
    lr : float
        Learning rate, >= 0.
    momentum : float
        Share of the velocity that stays, in [0, 1).
    nesterov : bool

    Raises
    ------
    ValueError
        If a setting is out of range.

    Notes
    -----
    Sources: Polyak (1964), Some methods of speeding up the convergence of iteration methods; Sutskever et al.
    (2013), On the importance of initialization and momentum in deep learning.
    """

    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        self.lr = _at_least_zero(lr, "lr")
        self.momentum = _share(momentum, "momentum")
        self.nesterov = nesterov
        self._velocities = None

    def step(self, params, grads):
        """Return the new parameters; arguments and errors as `sgd_step`."""
        params, grads = _pairs(params, grads)
        self._velocities = _state(self._velocities, params)
        lr, new_params = float(self.lr), []
        for w, g, v in zip(params, grads, self._velocities, strict=True):
            downhill = lr * g
            v *= self.momentum
            v -= downhill
            new_params.append(w + self.momentum * v - downhill if self.nesterov else w + v)
        return new_params


class Adagrad:
    """Smaller steps where gradients have been large: s = s + g^2, then w - lr g / (sqrt(s) + eps).

    Parameters
    ----------
    lr : float
        Learning rate, >= 0.
    eps : float
        Keeps the division finite, >= 0.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Notes
    -----
    Source: Duchi, Hazan and Singer (2011), Adaptive subgradient methods for online learning.
    """

    def __init__(self, lr=0.01, eps=1e-8):
        self.lr = _at_least_zero(lr, "lr")
        self.eps = _at_least_zero(eps, "eps")
        self._squares = None

    def step(self, params, grads):
        """Return the new parameters; arguments and errors as `sgd_step`."""
        params, grads = _pairs(params, grads)
        self._squares = _state(self._squares, params)
        lr, new_params = float(self.lr), []
        for w, g, s in zip(params, grads, self._squares, strict=True):
            s += g * g
            new_params.append(w - lr * g / (np.sqrt(s) + self.eps))
        return new_params


class RMSprop:
    """Adagrad that forgets: s = decay s + (1 - decay) g^2, then w - lr g / (sqrt(s) + eps).

    Parameters
    ----------
    lr : float
        Learning rate, >= 0.
    decay : float
        Share of the running mean that stays, in [0, 1).
    eps : float
        Keeps the division finite, >= 0.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Notes
    -----
    Source: Tieleman and Hinton (2012), Neural networks for machine learning, lecture 6.5.
    """

    def __init__(self, lr=0.001, decay=0.9, eps=1e-8):
        self.lr = _at_least_zero(lr, "lr")
        self.decay = _share(decay, "decay")
        self.eps = _at_least_zero(eps, "eps")
        self._squares = None

    def step(self, params, grads):
        """Return the new parameters; arguments and errors as `sgd_step`."""
        params, grads = _pairs(params, grads)
        self._squares = _state(self._squares, params)
        lr, new_params = float(self.lr), []
        for w, g, s in zip(params, grads, self._squares, strict=True):
            s *= self.decay
            s += (1 - self.decay) * g * g
            new_params.append(w - lr * g / (np.sqrt(s) + self.eps))
        return new_params


class Adam:
    """Momentum and RMSprop together, corrected for the start at zero.

    m = beta1 m + (1 - beta1) g and s = beta2 s + (1 - beta2) g^2; with m' = m / (1 - beta1^t) and
    s' = s / (1 - beta2^t) the new parameter is w - lr m' / (sqrt(s') + eps).

    Parameters
    ----------
    lr : float
        Learning rate, >= 0.
    beta1, beta2 : float
        Shares of the running means that stay, in [0, 1).
    eps : float
        Keeps the division finite, >= 0.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Notes
    -----
    Source: Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr = _at_least_zero(lr, "lr")
        self.beta1 = _share(beta1, "beta1")
        self.beta2 = _share(beta2, "beta2")
        self.eps = _at_least_zero(eps, "eps")
        self._t = 0
        self._means = None
        self._squares = None

    def step(self, params, grads):
        """Return the new parameters; arguments and errors as `sgd_step`."""
        params, grads = _pairs(params, grads)
        self._means = _state(self._means, params)
        self._squares = _state(self._squares, params)
        self._t += 1
        return [self._move(w, g, m, s) for w, g, m, s in zip(params, grads, self._means, self._squares, strict=True)]

    def _move(self, w, g, m, s):
        """One parameter's step; `m` and `s` are updated in place, `new` is the only array made."""
        m_correction = 1 - self.beta1**self._t
        s_correction = math.sqrt(1 - self.beta2**self._t)
        new = np.multiply(g, 1 - self.beta1, out=np.empty_like(w))
        m *= self.beta1
        m += new
        np.multiply(g, g, out=new)
        new *= 1 - self.beta2
        s *= self.beta2
        s += new
        # m' / (sqrt(s') + eps), with both corrections taken out of the arrays: two passes fewer
        np.sqrt(s, out=new)
        new += self.eps * s_correction
        np.divide(m, new, out=new)
        new *= -float(self.lr) * s_correction / m_correction
        new += w
        return new


def _pairs(params, grads):
    """Parameters as float arrays and gradients in the same precision, matched by position and shape."""
    if len(params) != len(grads):
        raise ValueError(f"params and grads must be lists of one length, got {len(params)} and {len(grads)}")
    params = [as_float(w, f"params[{i}]") for i, w in enumerate(params)]
    grads = [
        as_float(g, f"grads[{i}]").astype(w.dtype, copy=False)
        for i, (w, g) in enumerate(zip(params, grads, strict=True))
    ]
    _check_shapes(params, grads, "a gradient has the shape of its parameter")
    return params, grads


def _state(arrays, params):
    """One array of zeros per parameter at the first step, afterwards the same arrays again."""
    if arrays is None:
        return [np.zeros(w.shape, w.dtype) for w in params]
    _check_shapes(params, arrays, "this optimizer has seen other parameters before, make a new one for these")
    return arrays


def _check_shapes(params, others, rule):
    """Both lists hold arrays of the same shapes, else a ValueError that states the rule."""
    shapes, other_shapes = [w.shape for w in params], [a.shape for a in others]
    if shapes != other_shapes:
        raise ValueError(f"shapes {shapes} and {other_shapes} do not match: {rule}")


def _at_least_zero(value, name):
    """A setting >= 0 as a Python float, which leaves float32 arrays float32."""
    if not value >= 0:
        raise ValueError(f"{name} must be 0 or more, got {value}")
    return float(value)


def _share(value, name):
    """A setting in [0, 1) as a Python float."""
    if not 0 <= value < 1:
        raise ValueError(f"{name} must lie in [0, 1), got {value}")
    return float(value)
