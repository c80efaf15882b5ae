"""Max pooling, forward and backward, on one thread: scratchml against PyTorch.

Both sides make the output and the gradient of the input. scratchml's backward pass has only the input and finds the
maxima again; torch keeps their places. PyTorch is timed in both of its layouts. The targets are for windows of 2 x 2
and for NCHW, the default layout of torch; overlapping windows and channels-last are shown beside them.

Run it as ``python benchmarks/pooling.py [--json FILE] [--rounds N]``.
"""

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml.pooling import max_pool_backward, max_pool_forward

# pictures, size, stride
CASES = [((64, 28, 28, 8), 2, 2), ((64, 32, 32, 32), 2, 2), ((32, 16, 16, 64), 2, 2), ((32, 27, 27, 32), 3, 2)]
TARGETS = {np.float32: 0.6, np.float64: 0.7}
LAYOUTS = {"torch NCHW": torch.contiguous_format, "torch channels-last": torch.channels_last}


def batch(case, dtype):
    """Return pictures and an upstream gradient."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=case[0]).astype(dtype)
    return x, rng.normal(size=max_pool_forward(x, *case[1:]).shape).astype(dtype)


def numpy_step(case, dtype):
    """Return a function that makes both passes with scratchml."""
    x, dout = batch(case, dtype)
    return lambda: (max_pool_forward(x, *case[1:]), max_pool_backward(dout, x, *case[1:]))


def torch_step(case, dtype, layout):
    """Return a function that makes both passes with PyTorch."""
    x, dout = (
        torch.from_numpy(a).permute(0, 3, 1, 2).contiguous(memory_format=layout).clone() for a in batch(case, dtype)
    )
    x.requires_grad_()

    def step():
        x.grad = None
        out = torch.nn.functional.max_pool2d(x, *case[1:])
        out.backward(dout)
        return out.detach(), x.grad

    return step


def check_agreement(case, dtype, layout):
    """Raise if the two sides differ: a fast wrong pass is worth nothing."""
    for ours, theirs in zip(numpy_step(case, dtype)(), torch_step(case, dtype, layout)(), strict=True):
        np.testing.assert_allclose(ours, theirs.permute(0, 2, 3, 1).numpy(), rtol=1e-6, atol=1e-6)


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    results = []
    for dtype, target in TARGETS.items():
        for case in CASES:
            (n, h, w, c), size, stride = case
            for other, layout in LAYOUTS.items():
                check_agreement(case, dtype, layout)
                name = f"{size}x{size}/{stride} {n} of {h}x{w}x{c} {dtype.__name__}"
                sides = numpy_step(case, dtype), torch_step(case, dtype, layout)
                wanted = target if other == "torch NCHW" and size == stride else None
                results.append(common.compare(name, *sides, other, wanted, options.rounds, calls=2))
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
