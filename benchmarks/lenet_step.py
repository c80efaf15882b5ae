"""One training step of LeNet on one thread: scratchml against PyTorch.

Forward pass, softmax cross-entropy, backward pass and Adam, on batches of 64 pictures of 28 by 28: convolutions 5 x 5
with 6 channels (padded) and 16 channels (not padded), each with relu and 2 x 2 max pooling, then dense layers
400-120-84-10. Both sides start from the same weights, see the same batches and must arrive at the same losses. The
targets are for torch in NCHW, its default; channels-last is shown beside it.

Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, with relu and
max pooling in the place of what was usual then.

Run it as ``python benchmarks/lenet_step.py [--json FILE] [--rounds N]``.
"""

import itertools

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml._correlation import parameter_gradients
from scratchml._pools import give_to_winners
from scratchml.convolution import conv2d_backward, conv2d_forward
from scratchml.layers import he_init
from scratchml.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from scratchml.optimizers import Adam
from scratchml.pooling import max_pool_forward

BATCH, DENSE = 64, (400, 120, 84, 10)
TARGETS = {np.float32: 1.0, np.float64: 0.6}
LAYOUTS = {"torch NCHW": torch.contiguous_format, "torch channels-last": torch.channels_last}


class LeNet:
    """The network out of the functions that `scratchml.convnet.ConvNet` is made of.

    `params` are two filters and three dense layers, each with biases.
    """

    def __init__(self, dtype):
        rng = np.random.default_rng(0)
        filters = he_init(25, 6, rng).reshape(5, 5, 1, 6), he_init(150, 16, rng).reshape(5, 5, 6, 16)
        weights = [*filters, *(he_init(a, b, rng) for a, b in itertools.pairwise(DENSE))]
        self.params = [p.astype(dtype) for w in weights for p in (w, np.zeros(w.shape[-1]))]

    def loss_and_grads(self, X, labels):
        """Return the mean loss and its gradients; relu comes after pooling, where it has a quarter of the work."""
        w1, b1, w2, b2, *dense = self.params
        wide1 = conv2d_forward(X, w1, b1, 1, 2)
        pooled1 = max_pool_forward(wide1)
        out1 = np.maximum(pooled1, 0)
        wide2 = conv2d_forward(out1, w2, b2)
        pooled2 = max_pool_forward(wide2)
        loss, dout, dense_grads = dense_part(np.maximum(pooled2, 0).reshape(BATCH, -1), labels, dense)
        dwide2 = give_to_winners(dout.reshape(pooled2.shape) * (pooled2 > 0), wide2, 2, 2, pooled2)
        dout1, dw2, db2 = conv2d_backward(dwide2, out1, w2)
        dwide1 = give_to_winners(dout1 * (pooled1 > 0), wide1, 2, 2, pooled1)
        # as in torch, the pictures themselves get no gradient
        return loss, [*parameter_gradients(dwide1, X, w1.shape, 1, 2), dw2, db2, *dense_grads]


def dense_part(x, labels, params):
    """Loss, gradient of x and gradients of the dense layers' parameters."""
    inputs = [x]
    for w, b in zip(params[0:-2:2], params[1:-2:2], strict=True):
        inputs.append(np.maximum(inputs[-1] @ w + b, 0))
    logits = inputs[-1] @ params[-2] + params[-1]
    dout, grads = softmax_cross_entropy_grad(logits, labels), []
    for x, w in zip(inputs[::-1], params[-2::-2], strict=True):
        grads = [x.T @ dout, dout.sum(axis=0), *grads]
        dout = dout @ w.T
        dout *= x > 0  # x came out of relu: 0 there means no gradient
    return softmax_cross_entropy(logits, labels), dout, grads


def batches(dtype, n_batches=8):
    """Return batches of random pictures and labels."""
    rng = np.random.default_rng(1)
    pictures = rng.random((n_batches, BATCH, 28, 28, 1)).astype(dtype)
    return list(zip(pictures, rng.integers(0, 10, (n_batches, BATCH)), strict=True))


def numpy_step(dtype):
    """Return a function that makes one step with scratchml and returns the loss."""
    model, optimizer, data = LeNet(dtype), Adam(), itertools.cycle(batches(dtype))

    def step():
        X, labels = next(data)
        loss, grads = model.loss_and_grads(X, labels)
        model.params = optimizer.step(model.params, grads)
        return loss

    return step


def torch_lenet(dtype, layout):
    """Return the same network in PyTorch, with the same first weights."""
    nn = torch.nn
    layers = [
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
    ]
    layers += [nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    model = nn.Sequential(*layers).to({np.float32: torch.float32, np.float64: torch.float64}[dtype])
    arrays = [p.transpose(3, 2, 0, 1) if p.ndim == 4 else p.T for p in LeNet(dtype).params]
    first = arrays[4].reshape(120, 5, 5, 16)
    arrays[4] = first.transpose(0, 3, 1, 2).reshape(120, 400)  # torch flattens channels first
    with torch.no_grad():
        for array, parameter in zip(arrays, model.parameters(), strict=True):
            parameter.copy_(torch.tensor(array))
    return model.to(memory_format=layout)


def torch_step(dtype, layout):
    """Return a function that makes one step with PyTorch and returns the loss."""
    model, loss_function = torch_lenet(dtype, layout), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    tensors = [
        (torch.from_numpy(X).permute(0, 3, 1, 2).contiguous(memory_format=layout), torch.from_numpy(y))
        for X, y in batches(dtype)
    ]
    data = itertools.cycle(tensors)

    def step():
        X, labels = next(data)
        optimizer.zero_grad()
        loss = loss_function(model(X), labels)
        loss.backward()
        optimizer.step()
        return loss

    return step


def check_agreement(dtype, layout, n_steps=8):
    """Raise if the two sides do not train alike: a fast wrong step is worth nothing."""
    ours, theirs = numpy_step(dtype), torch_step(dtype, layout)
    for i in range(n_steps):
        a, b = float(ours()), float(theirs().detach())
        if not abs(a - b) <= 1e-3 * abs(b):
            raise RuntimeError(f"step {i}: scratchml has loss {a}, torch {b}")


def main():
    """Check that both sides agree, time them, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    results = []
    for dtype, target in TARGETS.items():
        for other, layout in LAYOUTS.items():
            check_agreement(dtype, layout)
            name = f"LeNet, batch {BATCH}, {dtype.__name__}"
            sides = numpy_step(dtype), torch_step(dtype, layout)
            wanted = target if other == "torch NCHW" else None
            results.append(common.compare(name, *sides, other, wanted, options.rounds, calls=2))
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
