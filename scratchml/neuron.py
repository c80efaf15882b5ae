"""Neuron: a weighted sum and a threshold, the gates it can be, and the one gate that needs two layers.

Sources: McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous activity; Rosenblatt
(1958), The perceptron; Minsky and Papert (1969), *Perceptrons*, for XOR.
"""

import numpy as np

from scratchml._checks import as_float

_GATES = {"AND": ([1.0, 1.0], -1.5), "OR": ([1.0, 1.0], -0.5), "NAND": ([-1.0, -1.0], 1.5), "NOT": ([-1.0], 0.5)}


def net_input(x, w, b):
    """Weighted sum of the inputs plus the bias: x @ w + b.

    Parameters
    ----------
    x : array_like, shape (D,) or (N, D)
        One example or a batch.
    w : array_like, shape (D,) or (D, H)
        One neuron or a layer of H.
    b : float or array_like, shape () or (H,)

    Returns
    -------
    z : float or ndarray, shape () or (N,), with a layer (H,) or (N, H)

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.
    """
    x, w, b = as_float(x, "x"), as_float(w, "w"), as_float(b, "b")
    if x.ndim not in (1, 2) or w.ndim not in (1, 2) or x.shape[-1] != w.shape[0]:
        raise ValueError(f"x must have shape (D,) or (N, D) and w (D,) or (D, H), got {x.shape} and {w.shape}")
    if b.shape not in ((), w.shape[1:]):
        raise ValueError(f"b must be one number per neuron, shape {w.shape[1:]}, got {b.shape}")
    # a bias without axes is a Python float here, so that float32 stays float32
    return x @ w + (b if b.ndim else b.item())


def step(z):
    """Threshold: 1 where z >= 0, else 0.

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    int or ndarray of int64, the shape of `z`

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.
    """
    return (as_float(z, "z") >= 0).astype(np.int64)


def neuron(x, w, b):
    """A neuron that fires or not: step(x @ w + b).

    Parameters
    ----------
    x : array_like, shape (D,) or (N, D)
    w : array_like, shape (D,) or (D, H)
    b : float or array_like, shape () or (H,)

    Returns
    -------
    int or ndarray of int64, 0 or 1, shape as in `net_input`

    Raises
    ------
    TypeError, ValueError
        As `net_input`.
    """
    return step(net_input(x, w, b))


def logic_gate(name):
    """Weights and bias of a neuron that computes a logic gate of inputs 0 and 1.

    Parameters
    ----------
    name : {"AND", "OR", "NAND", "NOT"}

    Returns
    -------
    w : ndarray of float64, shape (2,), for "NOT" (1,)
    b : float
        Every corner lies 0.5 away from the threshold: ``neuron(x, w, b)`` bears small errors in x.

    Raises
    ------
    ValueError
        If the name is another one; XOR has no such weights.
    """
    if name not in _GATES:
        raise ValueError(f"name must be one of {', '.join(_GATES)}, got {name!r}: one neuron draws one line")
    w, b = _GATES[name]
    return np.array(w), b


def decision_line(w, b, x1):
    """Second coordinate of the line on which a neuron with two inputs is undecided: -w1/w2 x1 - b/w2.

    Parameters
    ----------
    w : array_like, shape (2,)
    b : float
    x1 : float or array_like, any shape
        First coordinates.

    Returns
    -------
    x2 : float or ndarray, the shape of `x1`

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If there are not two weights, or the second is 0: that line is vertical or there is none.
    """
    w, x1 = as_float(w, "w"), as_float(x1, "x1")
    if w.shape != (2,):
        raise ValueError(f"w must have shape (2,), got {w.shape}: a line needs two inputs")
    w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w[1] is 0: the line is vertical (or there is none) and has no x2 for an x1")
    return -(w1 * x1 + float(b)) / w2


def xor_network():
    """Two layers of threshold neurons that compute XOR: OR and NAND, joined by AND.

    Returns
    -------
    W1 : ndarray of float64, shape (2, 2)
        One column per hidden neuron.
    b1 : ndarray of float64, shape (2,)
    w2 : ndarray of float64, shape (2,)
    b2 : float
        ``step(step(X @ W1 + b1) @ w2 + b2)`` is XOR of the two columns of X.
    """
    (w_or, b_or), (w_nand, b_nand), (w2, b2) = map(logic_gate, ("OR", "NAND", "AND"))
    return np.stack([w_or, w_nand], axis=1), np.array([b_or, b_nand]), w2, b2
