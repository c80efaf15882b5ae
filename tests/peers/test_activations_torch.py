"""scratchml.activations against PyTorch, forward and backward."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import activations  # noqa: E402

PEERS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "softmax": lambda x: torch.softmax(x, -1),
    "log_softmax": lambda x: torch.log_softmax(x, -1),
}
PRECISIONS = {np.float64: 1e-12, np.float32: 1e-5}


@pytest.fixture(params=[1, 30], ids=["near", "far"])
def points(request):
    """x with exact zeros among its entries and an upstream gradient, near the origin and far from it."""
    rng = np.random.default_rng(0)
    x = request.param * rng.normal(size=(6, 5))
    x[::2, 1] = 0
    return x, rng.normal(size=(6, 5))


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PEERS)
def test_forward_agrees_with_torch(name, dtype, points):
    x = points[0].astype(dtype)
    got, expected = getattr(activations, name)(x), PEERS[name](torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(got, expected, rtol=PRECISIONS[dtype], atol=PRECISIONS[dtype])


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PEERS)
def test_backward_agrees_with_torch(name, dtype, points):
    x, dout = (a.astype(dtype) for a in points)
    leaf = torch.tensor(x, requires_grad=True)
    PEERS[name](leaf).backward(torch.from_numpy(dout))
    got = getattr(activations, name + "_backward")(dout, x)
    np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=PRECISIONS[dtype], atol=PRECISIONS[dtype])


def test_leaky_relu_with_its_own_slope_agrees_with_torch(points):
    x = points[0]
    expected = torch.nn.functional.leaky_relu(torch.from_numpy(x), 0.3).numpy()
    np.testing.assert_allclose(activations.leaky_relu(x, 0.3), expected, rtol=1e-12)
