"""scratchml.optimizers against torch.optim over many steps, on one stream of gradients.

What is named differently there: RMSprop's `decay` is torch's `alpha`, `beta1` and `beta2` are `betas`. torch
keeps the velocity without the rate (v = mu v + g, w - lr v), which is the same while the rate stays the same.
torch adds eps outside of the root too.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml.optimizers import SGD, Adagrad, Adam, Momentum, RMSprop  # noqa: E402

PAIRS = {
    "SGD": (lambda: SGD(0.05), lambda w: torch.optim.SGD(w, 0.05)),
    "Momentum": (lambda: Momentum(0.05, 0.8), lambda w: torch.optim.SGD(w, 0.05, momentum=0.8)),
    "Nesterov": (
        lambda: Momentum(0.05, 0.8, nesterov=True),
        lambda w: torch.optim.SGD(w, 0.05, momentum=0.8, nesterov=True),
    ),
    "Adagrad": (lambda: Adagrad(0.05, eps=1e-3), lambda w: torch.optim.Adagrad(w, 0.05, eps=1e-3)),
    "RMSprop": (
        lambda: RMSprop(0.05, decay=0.7, eps=1e-3),
        lambda w: torch.optim.RMSprop(w, 0.05, alpha=0.7, eps=1e-3),
    ),
    "Adam": (
        lambda: Adam(0.05, 0.7, 0.95, eps=1e-3),
        lambda w: torch.optim.Adam(w, 0.05, betas=(0.7, 0.95), eps=1e-3),
    ),
    "Adam by default": (Adam, torch.optim.Adam),
}
PRECISIONS = {np.float64: 1e-11, np.float32: 1e-4}
SHAPES = [(6, 4), (4,), (4, 3)]


def parameters(dtype):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in SHAPES]


def gradients(dtype, n_steps=100):
    """Gradients of very different sizes, some of them zero."""
    rng = np.random.default_rng(1)
    for _ in range(n_steps):
        grads = [np.exp(3 * rng.normal(size=shape)) * rng.normal(size=shape) for shape in SHAPES]
        yield [(g * (rng.random(g.shape) < 0.9)).astype(dtype) for g in grads]


def torch_run(make, params, steps):
    leaves = [torch.tensor(w, requires_grad=True) for w in params]
    optimizer = make(leaves)
    for grads in steps:
        for leaf, g in zip(leaves, grads, strict=True):
            leaf.grad = torch.from_numpy(g)
        optimizer.step()
    return [leaf.detach().numpy() for leaf in leaves]


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PAIRS)
def test_a_hundred_steps_agree_with_torch(name, dtype):
    ours, theirs = PAIRS[name]
    optimizer, params = ours(), parameters(dtype)
    for grads in gradients(dtype):
        params = optimizer.step(params, grads)
    expected = torch_run(theirs, parameters(dtype), gradients(dtype))
    for got, want in zip(params, expected, strict=True):
        np.testing.assert_allclose(got, want, rtol=PRECISIONS[dtype], atol=PRECISIONS[dtype])
