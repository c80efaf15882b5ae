"""Batch normalization, forward and backward, on one thread: scratchml against PyTorch.

Both sides normalize the same batch, update running statistics, and return the gradients of the input, the scale
and the shift for the same upstream gradient. torch keeps the batch's mean and variance from its forward pass, and so
does scratchml where the table says "statistics kept". The plain call has only the input, as in the workshop, and finds
them again. The target is for float32, with and without; float64 is stated beside it.

Run it as ``python benchmarks/batchnorm.py [--json FILE] [--rounds N]``.
"""

import itertools

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml.normalization import batchnorm_backward, batchnorm_forward

SHAPES = ((64, 128), (128, 256), (256, 512))
TARGET = 1.0


def batch(shape, dtype):
    """Return an input, an upstream gradient, scales and shifts."""
    rng = np.random.default_rng(0)
    x, dout = rng.normal(3, 2, shape), rng.normal(size=shape)
    return [a.astype(dtype) for a in (x, dout, rng.random(shape[1]) + 0.5, rng.normal(size=shape[1]))]


def numpy_step(shape, dtype, keep):
    """Return a function that makes both passes with scratchml."""
    x, dout, gamma, beta = batch(shape, dtype)
    running = [np.zeros_like(beta), np.ones_like(gamma)]

    def step():
        out, *running[:], kept = (*batchnorm_forward(x, gamma, beta, *running, keep=keep), None)[:4]
        return out, *batchnorm_backward(dout, x, gamma, kept=kept)

    return step


def torch_step(shape, dtype):
    """Return a function that makes both passes with PyTorch."""
    x, dout, gamma, beta = map(torch.from_numpy, batch(shape, dtype))
    layer = torch.nn.BatchNorm1d(shape[1], dtype=x.dtype)
    with torch.no_grad():
        layer.weight.copy_(gamma)
        layer.bias.copy_(beta)
    x.requires_grad_()
    leaves = (x, layer.weight, layer.bias)

    def step():
        for leaf in leaves:
            leaf.grad = None
        out = layer(x)
        out.backward(dout)
        return out.detach(), *(leaf.grad for leaf in leaves)

    return step


def check_agreement(shape, dtype, keep):
    """Raise if the two sides differ: a fast wrong pass is worth nothing."""
    tolerance = {np.float32: 1e-4, np.float64: 1e-11}[dtype]
    for ours, theirs in zip(numpy_step(shape, dtype, keep)(), torch_step(shape, dtype)(), strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=tolerance, atol=tolerance * np.abs(ours).max())


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    results = []
    for dtype, target in ((np.float32, TARGET), (np.float64, None)):
        for keep, shape in itertools.product((True, False), SHAPES):
            check_agreement(shape, dtype, keep)
            name = f"{shape[0]} x {shape[1]} {dtype.__name__}{', statistics kept' if keep else ''}"
            sides = numpy_step(shape, dtype, keep), torch_step(shape, dtype)
            # many short rounds: on a busy machine a long one is seldom left alone
            results.append(common.compare(name, *sides, target=target, rounds=10 * options.rounds, calls=2))
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
