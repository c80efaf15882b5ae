"""scratchml.network against the same network in PyTorch."""

import itertools

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml.network import MLP, train  # noqa: E402
from scratchml.optimizers import Adam  # noqa: E402

SIZES = (12, 9, 7, 5)
PRECISIONS = {np.float64: 1e-9, np.float32: 1e-3}


@pytest.fixture(params=PRECISIONS)
def dtype(request):
    return request.param


@pytest.fixture
def data(dtype):
    rng = np.random.default_rng(1)
    return rng.normal(size=(40, 12)).astype(dtype), rng.integers(0, 5, 40)


def twins(dtype):
    """An MLP of each library with the same parameters."""
    ours = MLP(SIZES, np.random.default_rng(0))
    ours.params = [p.astype(dtype) for p in ours.params]
    layers, tensor_dtype = [], torch.from_numpy(ours.params[0]).dtype
    for n_in, n_out in itertools.pairwise(SIZES):
        layers += [torch.nn.Linear(n_in, n_out, dtype=tensor_dtype), torch.nn.ReLU()]
    theirs = torch.nn.Sequential(*layers[:-1])
    with torch.no_grad():
        for p, q in zip(ours.params, theirs.parameters(), strict=True):
            q.copy_(torch.from_numpy(p.T))
    return ours, theirs


def torch_loss(theirs, X, y):
    return torch.nn.functional.cross_entropy(theirs(torch.from_numpy(X)), torch.from_numpy(y))


def test_loss_agrees_with_torch(dtype, data):
    ours, theirs = twins(dtype)
    assert ours.loss_and_grads(*data)[0] == pytest.approx(torch_loss(theirs, *data).item(), rel=1e-6)


def test_gradients_agree_with_torch(dtype, data):
    ours, theirs = twins(dtype)
    torch_loss(theirs, *data).backward()
    for got, q in zip(ours.loss_and_grads(*data)[1], theirs.parameters(), strict=True):
        np.testing.assert_allclose(got, q.grad.numpy().T, rtol=PRECISIONS[dtype], atol=1e-6)


def test_full_batch_training_with_adam_agrees_with_torch(dtype, data):
    ours, theirs = twins(dtype)
    history = train(ours, *data, Adam(lr=0.01), epochs=30, batch_size=40, rng=np.random.default_rng(0))
    optimizer, expected = torch.optim.Adam(theirs.parameters(), lr=0.01), []
    for _ in range(30):
        optimizer.zero_grad()
        loss = torch_loss(theirs, *data)
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    np.testing.assert_allclose(history["loss"], expected, rtol=PRECISIONS[dtype])
