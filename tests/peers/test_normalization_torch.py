"""scratchml.normalization against torch.nn.BatchNorm1d.

torch's `momentum` is the share of the new batch, ours of the old average: 0.1 there is 0.9 here. torch normalizes
by the biased variance, as we do, but its running variance takes the unbiased one: N / (N - 1) times ours.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml.normalization import batchnorm_backward, batchnorm_forward  # noqa: E402

PRECISIONS = {np.float64: 1e-11, np.float32: 1e-4}
SHAPES = [(9, 5), (64, 128), (256, 512)]


@pytest.fixture(params=SHAPES, ids=str)
def shape(request):
    return request.param


@pytest.fixture(params=PRECISIONS)
def arrays(request, shape):
    """x, gamma, beta, and an upstream gradient."""
    rng = np.random.default_rng(0)
    made = 1 + 2 * rng.normal(size=shape), rng.random(shape[1]) + 0.5, rng.normal(size=shape[1]), rng.normal(size=shape)
    return [a.astype(request.param) for a in made]


def layer_of(gamma, beta, **settings):
    layer = torch.nn.BatchNorm1d(len(gamma), dtype=torch.from_numpy(gamma).dtype, **settings)
    layer.load_state_dict({**layer.state_dict(), "weight": torch.tensor(gamma), "bias": torch.tensor(beta)})
    return layer


def assert_agree(got, want):
    tolerance = PRECISIONS[want.dtype.type]
    np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance * max(1, np.abs(want).max()))


@pytest.mark.parametrize("eps", [1e-5, 0.1])
def test_training_output_agrees_with_torch(arrays, eps):
    x, gamma, beta, _ = arrays
    out = layer_of(gamma, beta, eps=eps)(torch.from_numpy(x)).detach().numpy()
    assert_agree(batchnorm_forward(x, gamma, beta, np.zeros_like(beta), np.ones_like(beta), eps=eps)[0], out)


@pytest.mark.parametrize("eps", [1e-5, 0.1])
def test_gradients_agree_with_torch(arrays, eps):
    x, gamma, beta, dout = arrays
    layer, leaf = layer_of(gamma, beta, eps=eps), torch.tensor(x, requires_grad=True)
    layer(leaf).backward(torch.from_numpy(dout))
    expected = [leaf.grad, layer.weight.grad, layer.bias.grad]
    for got, want in zip(batchnorm_backward(dout, x, gamma, eps), expected, strict=True):
        assert_agree(got, want.numpy())


def test_running_statistics_of_several_batches_agree_with_torch(arrays):
    x, gamma, beta, dout = arrays
    layer, running = layer_of(gamma, beta, momentum=0.3), [np.zeros_like(beta), np.zeros_like(beta)]
    layer.running_var.zero_()
    for batch in (x, dout, x + dout):
        layer(torch.from_numpy(batch))
        running = batchnorm_forward(batch, gamma, beta, *running, momentum=0.7)[1:]
    assert_agree(running[0], layer.running_mean.numpy())
    assert_agree(running[1] * (len(x) / (len(x) - 1)), layer.running_var.numpy())


def test_output_outside_of_training_agrees_with_torch(arrays):
    x, gamma, beta, dout = arrays
    layer = layer_of(gamma, beta)
    layer(torch.from_numpy(dout))
    running = layer.running_mean.numpy(), layer.running_var.numpy()
    expected = layer.eval()(torch.from_numpy(x)).detach().numpy()
    assert_agree(batchnorm_forward(x, gamma, beta, *running, train=False)[0], expected)
