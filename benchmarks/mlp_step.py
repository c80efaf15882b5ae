"""One training step of an MLP on one thread: scratchml against PyTorch.

Forward pass, softmax cross-entropy, backward pass and Adam; 784-256-128-10, batches of 64, float32. Both
sides start from the same weights, see the same batches and must arrive at the same losses. The target is for
torch's Adam as it is by default; its two other implementations are shown beside it.

Run it as ``python benchmarks/mlp_step.py [--json FILE] [--rounds N]``.
"""

import itertools

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml.network import MLP
from scratchml.optimizers import Adam

SIZES = (784, 256, 128, 10)
BATCH = 64
TARGET = 0.9


def batches(n_batches=16):
    """Return batches of random pictures and labels."""
    rng = np.random.default_rng(1)
    pictures = rng.random((n_batches, BATCH, SIZES[0]), dtype=np.float32)
    labels = rng.integers(0, SIZES[-1], (n_batches, BATCH))
    return list(zip(pictures, labels, strict=True))


def float32_mlp():
    """Return the network with the same first weights at every call."""
    model = MLP(SIZES, np.random.default_rng(0))
    model.params = [p.astype(np.float32) for p in model.params]
    return model


def numpy_step():
    """Return a function that makes one step with scratchml and returns the loss."""
    model, optimizer, data = float32_mlp(), Adam(), itertools.cycle(batches())

    def step():
        X, labels = next(data)
        loss, grads = model.loss_and_grads(X, labels)
        model.params = optimizer.step(model.params, grads)
        return loss

    return step


def torch_step(**adam):
    """Return a function that makes one step with PyTorch and returns the loss."""
    model, params = torch_mlp(), float32_mlp().params
    with torch.no_grad():
        for ours, theirs in zip(params, model.parameters(), strict=True):
            theirs.copy_(torch.from_numpy(ours.T))
    optimizer = torch.optim.Adam(model.parameters(), **adam)
    loss_function = torch.nn.CrossEntropyLoss()
    data = itertools.cycle([(torch.from_numpy(X), torch.from_numpy(y)) for X, y in batches()])

    def step():
        X, labels = next(data)
        optimizer.zero_grad()
        loss = loss_function(model(X), labels)
        loss.backward()
        optimizer.step()
        return loss

    return step


def torch_mlp():
    """Return the same layers in PyTorch."""
    layers = []
    for n_in, n_out in itertools.pairwise(SIZES):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def check_agreement(n_steps=20):
    """Raise if the two sides do not train alike: a fast wrong step is worth nothing."""
    ours, theirs = numpy_step(), torch_step()
    for i in range(n_steps):
        a, b = float(ours()), float(theirs().detach())
        if not abs(a - b) <= 1e-3 * abs(b):
            raise RuntimeError(f"step {i}: scratchml has loss {a}, torch {b}")


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    check_agreement()
    name = "MLP 784-256-128-10, batch 64"
    opponents = [
        ("torch Adam", torch_step(), TARGET),
        ("torch Adam foreach", torch_step(foreach=True), None),
        ("torch Adam fused", torch_step(fused=True), None),
    ]
    results = [
        common.compare(name, numpy_step(), step, other_name, target, options.rounds)
        for other_name, step, target in opponents
    ]
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
