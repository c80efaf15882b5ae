"""Convolution and max pooling, forward and backward, against loops over pixels, on one thread.

The other side works as numpy-ml publishes it (`conv2D_naive` and `Pool2D`): one step of Python for every picture,
output row, output column and channel. It is written anew here, so that both sides do the same in the same layout.
There is no target: the figure says what it costs to leave the pixels to Python.

Run it as ``python benchmarks/pixel_loops.py [--json FILE] [--rounds N]``.
"""

import common  # first of the imports that matter: it sets one thread
import numpy as np

from scratchml.convolution import conv2d_backward, conv2d_forward
from scratchml.pooling import max_pool_backward, max_pool_forward

PICTURES = (4, 14, 14, 8)
FILTERS = (3, 3, 8, 16)
SIZE = 2
MOST_ROUNDS = 7


def convolution_by_pixels(x, w, b, dout):
    """Make output and gradients of a convolution of stride 1 without padding, output value by output value."""
    out, (dx, dw, db) = np.empty(dout.shape), (np.zeros(a.shape) for a in (x, w, b))
    for n, row, col, k in np.ndindex(dout.shape):
        here = np.s_[n, row : row + w.shape[0], col : col + w.shape[1]]
        out[n, row, col, k] = np.sum(x[here] * w[..., k]) + b[k]
        dx[here] += w[..., k] * dout[n, row, col, k]
        dw[..., k] += x[here] * dout[n, row, col, k]
        db[k] += dout[n, row, col, k]
    return out, dx, dw, db


def pooling_by_pixels(x, dout):
    """Make output and gradient of max pooling with windows side by side, window by window."""
    out, dx = np.empty(dout.shape), np.zeros(x.shape)
    for n, row, col, c in np.ndindex(dout.shape):
        here = np.s_[n, row * SIZE : row * SIZE + SIZE, col * SIZE : col * SIZE + SIZE, c]
        out[n, row, col, c] = np.max(x[here])
        dx[here].flat[np.argmax(x[here])] = dout[n, row, col, c]
    return out, dx


def cases():
    """Return name, our side and the loops for each layer."""
    rng = np.random.default_rng(0)
    x, w, b = (rng.normal(size=shape) for shape in (PICTURES, FILTERS, FILTERS[3:]))
    dout = rng.normal(size=conv2d_forward(x, w, b).shape)
    dpooled = rng.normal(size=max_pool_forward(x, SIZE).shape)
    return [
        (
            "convolution 3x3 8-16, 4 of 14x14",
            lambda: (conv2d_forward(x, w, b), *conv2d_backward(dout, x, w)),
            lambda: convolution_by_pixels(x, w, b, dout),
        ),
        (
            "max pool 2x2, 4 of 14x14x8",
            lambda: (max_pool_forward(x, SIZE), max_pool_backward(dpooled, x, SIZE)),
            lambda: pooling_by_pixels(x, dpooled),
        ),
    ]


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    results = []
    for name, ours, loops in cases():
        for mine, other in zip(ours(), loops(), strict=True):
            np.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-10)
        rounds = max(2, min(options.rounds, MOST_ROUNDS))
        results.append(common.compare(name, ours, loops, "loops over pixels", rounds=rounds, calls=1, warm_up=1))
    print(common.table(results))
    for result in results:
        print(f"{result.name}: the loops take {1 / result.ratio:.0f} times as long")
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__)


if __name__ == "__main__":
    main()
