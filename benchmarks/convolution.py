"""Convolution, forward and backward, on one thread: scratchml against PyTorch.

Both sides make the output and the gradients of input, filters and biases from the same upstream gradient. Pictures of
one channel are timed once more as they come in a network, in its first layer, whose input needs no gradient. PyTorch is
timed in both of its layouts: NCHW, its default, which the targets are for, and channels-last, scratchml's layout.

Run it as ``python benchmarks/convolution.py [--json FILE] [--rounds N]``.
"""

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml._correlation import parameter_gradients
from scratchml.convolution import conv2d_backward, conv2d_forward

# pictures, filters, stride, pad
MANY = [
    ((32, 32, 32, 32), (3, 3, 32, 64), 1, 1),
    ((32, 16, 16, 64), (3, 3, 64, 64), 1, 1),
    ((32, 16, 16, 64), (3, 3, 64, 128), 2, 1),
    ((16, 8, 8, 128), (3, 3, 128, 128), 1, 1),
]
ONE = [((64, 28, 28, 1), (5, 5, 1, 6), 1, 2), ((64, 28, 28, 1), (3, 3, 1, 32), 1, 1)]
TARGETS = {np.float32: {"many": 1.35, "one": 0.6}, np.float64: {"many": 0.9, "one": 0.5}}
LAYOUTS = {"torch NCHW": torch.contiguous_format, "torch channels-last": torch.channels_last}


def layer(case, dtype):
    """Return pictures, filters, biases and an upstream gradient."""
    shape, filters, stride, pad = case
    rng = np.random.default_rng(0)
    x, w, b = (rng.normal(size=s).astype(dtype) for s in (shape, filters, filters[3:]))
    return x, w, b, rng.normal(size=conv2d_forward(x, w, b, stride, pad).shape).astype(dtype)


def numpy_step(case, dtype, first=False):
    """Return a function that makes both passes with scratchml; a first layer leaves out the gradient of its input."""
    x, w, b, dout = layer(case, dtype)
    settings = case[2:]
    if first:
        return lambda: (conv2d_forward(x, w, b, *settings), *parameter_gradients(dout, x, w.shape, *settings))
    return lambda: (conv2d_forward(x, w, b, *settings), *conv2d_backward(dout, x, w, *settings))


def torch_step(case, dtype, layout, first=False):
    """Return a function that makes both passes with PyTorch; a first layer leaves out the gradient of its input."""
    x, w, b, dout = map(torch.from_numpy, layer(case, dtype))
    x, dout, w = (t.permute(axes) for t, axes in ((x, (0, 3, 1, 2)), (dout, (0, 3, 1, 2)), (w, (3, 2, 0, 1))))
    x, dout, w = (t.contiguous(memory_format=layout) for t in (x, dout, w))
    leaves = [leaf.requires_grad_() for leaf in ((w, b) if first else (x, w, b))]

    def step():
        for leaf in leaves:
            leaf.grad = None
        out = torch.nn.functional.conv2d(x, w, b, stride=case[2], padding=case[3])
        out.backward(dout)
        return out.detach(), *(leaf.grad for leaf in leaves)

    return step


def check_agreement(case, dtype, layout):
    """Raise if the two sides differ: a fast wrong pass is worth nothing."""
    tolerance = {np.float32: 1e-4, np.float64: 1e-11}[dtype]
    for ours, theirs, axes in zip(
        numpy_step(case, dtype)(),
        torch_step(case, dtype, layout)(),
        [(0, 2, 3, 1), (0, 2, 3, 1), (2, 3, 1, 0), (0,)],
        strict=True,
    ):
        theirs = theirs.permute(axes).numpy()
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance * np.abs(theirs).max())


def name_of(case, dtype):
    """Say what is compared, as in "3x3/1 32-64, 32 of 16x16 float32"."""
    (n, h, w, c), (kh, kw, _, k), stride, _ = case
    return f"{kh}x{kw}/{stride} {c}-{k}, {n} of {h}x{w} {dtype.__name__}"


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    results = []
    for dtype, targets in TARGETS.items():
        cases = [(case, False, targets["many"]) for case in MANY]
        cases += [(case, first, targets["one"]) for case in ONE for first in (False, True)]
        for case, first, target in cases:
            for other, layout in LAYOUTS.items():
                check_agreement(case, dtype, layout)
                name = name_of(case, dtype) + (" first" if first else "")
                sides = numpy_step(case, dtype, first), torch_step(case, dtype, layout, first)
                wanted = target if other == "torch NCHW" else None
                results.append(common.compare(name, *sides, other, wanted, options.rounds, calls=1))
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
