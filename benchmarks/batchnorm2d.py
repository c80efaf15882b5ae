"""Batch normalization of pictures, forward and backward, on one thread: scratchml against PyTorch.

Both sides update running statistics and return the gradients of input, scale and shift. PyTorch is timed in both of
its layouts; the targets are for NCHW, its default.

Run it as ``python benchmarks/batchnorm2d.py [--json FILE] [--rounds N]``.
"""

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml.blocks import batchnorm2d_backward, batchnorm2d_forward

SHAPES = ((32, 32, 32, 32), (64, 14, 14, 64), (32, 8, 8, 128))
TARGETS = {np.float32: 1.0, np.float64: 1.4}
LAYOUTS = {"torch NCHW": torch.contiguous_format, "torch channels-last": torch.channels_last}


def batch(shape, dtype):
    """Return pictures, an upstream gradient, scales and shifts."""
    rng = np.random.default_rng(0)
    made = rng.normal(0.5, 2, shape), rng.normal(size=shape), rng.random(shape[3]) + 0.5, rng.normal(size=shape[3])
    return [a.astype(dtype) for a in made]


def numpy_step(shape, dtype):
    """Return a function that makes both passes with scratchml."""
    x, dout, gamma, beta = batch(shape, dtype)
    running = [np.zeros_like(beta), np.ones_like(gamma)]

    def step():
        out, *running[:] = batchnorm2d_forward(x, gamma, beta, *running)
        return out, *batchnorm2d_backward(dout, x, gamma)

    return step


def torch_step(shape, dtype, layout):
    """Return a function that makes both passes with PyTorch."""
    x, dout, gamma, beta = map(torch.from_numpy, batch(shape, dtype))
    x, dout = (t.permute(0, 3, 1, 2).contiguous(memory_format=layout) for t in (x, dout))
    layer = torch.nn.BatchNorm2d(shape[3], dtype=x.dtype)
    with torch.no_grad():
        layer.weight.copy_(gamma)
        layer.bias.copy_(beta)
    leaves = (x.requires_grad_(), layer.weight, layer.bias)

    def step():
        for leaf in leaves:
            leaf.grad = None
        out = layer(x)
        out.backward(dout)
        return out.detach(), *(leaf.grad for leaf in leaves)

    return step


def check_agreement(shape, dtype, layout):
    """Raise if the two sides differ: a fast wrong pass is worth nothing."""
    tolerance = {np.float32: 1e-3, np.float64: 1e-11}[dtype]
    for ours, theirs in zip(numpy_step(shape, dtype)(), torch_step(shape, dtype, layout)(), strict=True):
        theirs = theirs.permute(0, 2, 3, 1) if theirs.ndim == 4 else theirs
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=tolerance, atol=tolerance * np.abs(ours).max())


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    results = []
    for dtype, target in TARGETS.items():
        for shape in SHAPES:
            for other, layout in LAYOUTS.items():
                check_agreement(shape, dtype, layout)
                name = f"batchnorm2d {'x'.join(map(str, shape))} {dtype.__name__}"
                sides = numpy_step(shape, dtype), torch_step(shape, dtype, layout)
                wanted = target if other == "torch NCHW" else None
                results.append(common.compare(name, *sides, other, wanted, options.rounds, calls=2))
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
