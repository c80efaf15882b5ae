"""Central differences of the reference. A learner's kit goes without: they are what `nn/gradients` asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

STEP = 1e-5

Array = np.ndarray[Any, np.dtype[np.float64]]


def central_differences(forward: Callable[..., Any], at: Sequence[Any], which: int, dout: Array | None) -> Array:
    """Return d sum(dout * forward) / d at[which], entry by entry: (f(x+h) - f(x-h)) / 2h."""
    point = np.array(at[which], dtype=np.float64)
    gradient = np.empty_like(point)
    weight: Any = 1.0 if dout is None else dout

    def total() -> float:
        out: Any = forward(*at[:which], point.copy(), *at[which + 1 :])
        return float(np.sum(weight * out))

    for index in np.ndindex(point.shape):
        middle = float(point[index])
        step = STEP * max(1.0, abs(middle))
        point[index] = middle + step
        above = total()
        point[index] = middle - step
        gradient[index] = (above - total()) / (2 * step)
        point[index] = middle
    return gradient
