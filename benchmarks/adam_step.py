"""Adam steps on lists of arrays, on one thread: scratchml against PyTorch.

Parameters have the shapes of an MLP, 784-256-128-10 and a small one, in float32. Both sides see the same gradients
and must arrive at the same parameters. The target is for torch's Adam as it is by default; its two other
implementations are shown beside it.

Run it as ``python benchmarks/adam_step.py [--json FILE] [--rounds N]``.
"""

import itertools

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml.optimizers import Adam

NETWORKS = ((64, 128, 64, 10), (784, 256, 128, 10))
TARGET = 1.0


def arrays(sizes, seed):
    """Return weights and biases of an MLP, or their gradients, with normal entries."""
    rng = np.random.default_rng(seed)
    shapes = [shape for n_in, n_out in itertools.pairwise(sizes) for shape in ((n_in, n_out), (n_out,))]
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def numpy_step(sizes):
    """Return a function that makes one step with scratchml and returns the parameters."""
    optimizer, grads, held = Adam(), arrays(sizes, 1), [arrays(sizes, 0)]

    def step():
        held[0] = optimizer.step(held[0], grads)
        return held[0]

    return step


def torch_step(sizes, **adam):
    """Return a function that makes one step with PyTorch and returns the parameters."""
    params = [torch.from_numpy(w).requires_grad_() for w in arrays(sizes, 0)]
    for w, g in zip(params, arrays(sizes, 1), strict=True):
        w.grad = torch.from_numpy(g)
    optimizer = torch.optim.Adam(params, **adam)

    def step():
        optimizer.step()
        return params

    return step


def check_agreement(sizes, n_steps=20):
    """Raise if the two sides do not arrive at the same parameters: a fast wrong step is worth nothing."""
    ours, theirs = numpy_step(sizes), torch_step(sizes)
    for _ in range(n_steps):
        new, expected = ours(), theirs()
    for got, want in zip(new, expected, strict=True):
        np.testing.assert_allclose(got, want.detach().numpy(), rtol=1e-4, atol=1e-5)


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    opponents = [("torch Adam", {}, TARGET), ("torch Adam foreach", {"foreach": True}, None)]
    opponents.append(("torch Adam fused", {"fused": True}, None))
    results = []
    for sizes in NETWORKS:
        check_agreement(sizes)
        name = f"Adam, MLP {'-'.join(map(str, sizes))}"
        for other_name, adam, target in opponents:
            sides = numpy_step(sizes), torch_step(sizes, **adam)
            results.append(common.compare(name, *sides, other_name, target, options.rounds))
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
