"""scratchml.convolution, pooling and blocks against torch.nn.functional, which has channels first."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from torch.nn import functional  # noqa: E402

from scratchml import blocks, convolution, pooling  # noqa: E402

PRECISIONS = {np.float64: 1e-11, np.float32: 1e-4}
FIRST, LAST = (0, 3, 1, 2), (0, 2, 3, 1)
# pictures, filters, stride, pad
LAYERS = [
    ((3, 9, 8, 1), (3, 3, 1, 4), 1, 1),
    ((2, 11, 7, 3), (5, 4, 3, 6), 2, 2),
    ((2, 8, 9, 2), (2, 3, 2, 5), 3, 0),
    ((2, 6, 6, 8), (1, 1, 8, 4), 2, 0),
    ((1, 5, 6, 4), (4, 4, 4, 3), 1, 5),
    ((8, 20, 21, 32), (3, 3, 32, 16), 1, 1),
]


@pytest.fixture(params=PRECISIONS)
def dtype(request):
    return request.param


def draw(shapes, dtype):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def leaves(*arrays):
    return [torch.tensor(np.ascontiguousarray(a), requires_grad=True) for a in arrays]


def images(tensor):
    return tensor.detach().numpy().transpose(LAST)


def assert_agree(got, want):
    assert got.dtype == want.dtype
    tolerance = PRECISIONS[want.dtype.type]
    np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance * max(1, np.abs(want).max()))


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_convolution_agrees_with_torch(layer, dtype):
    shape, filters, stride, pad = layer
    x, w, b = draw([shape, filters, filters[3:]], dtype)
    inputs = leaves(x.transpose(FIRST), w.transpose(3, 2, 0, 1), b)
    expected = functional.conv2d(*inputs, stride=stride, padding=pad)
    out = convolution.conv2d_forward(x, w, b, stride, pad)
    assert_agree(out, images(expected))
    (dout,) = draw([out.shape], dtype)
    expected.backward(torch.tensor(dout.transpose(FIRST)))
    dx, dw, db = convolution.conv2d_backward(dout, x, w, stride, pad)
    assert_agree(dx, images(inputs[0].grad))
    assert_agree(dw, inputs[1].grad.numpy().transpose(2, 3, 1, 0))
    assert_agree(db, inputs[2].grad.numpy())


@pytest.mark.parametrize("layer", [*LAYERS[:4], ((2, 5, 6, 5), (4, 4, 5, 3), 4, 1)], ids=str)
def test_transposed_convolution_agrees_with_torch(layer, dtype):
    shape, filters, stride, pad = layer
    x, w, b = draw([shape, filters, filters[3:]], dtype)
    inputs = leaves(x.transpose(FIRST), w.transpose(2, 3, 0, 1), b)
    expected = functional.conv_transpose2d(*inputs, stride=stride, padding=pad)
    out = blocks.conv_transpose2d_forward(x, w, b, stride, pad)
    assert_agree(out, images(expected))
    (dout,) = draw([out.shape], dtype)
    expected.backward(torch.tensor(dout.transpose(FIRST)))
    dx, dw, db = blocks.conv_transpose2d_backward(dout, x, w, stride, pad)
    assert_agree(dx, images(inputs[0].grad))
    assert_agree(dw, inputs[1].grad.numpy().transpose(2, 3, 0, 1))
    assert_agree(db, inputs[2].grad.numpy())


@pytest.mark.parametrize("name", ["max", "avg"])
@pytest.mark.parametrize(("size", "stride"), [(2, None), (3, 2), (3, 1), (2, 3)])
def test_pooling_agrees_with_torch(name, size, stride, dtype):
    # few distinct values: most windows have ties, which torch breaks in row order too
    x = np.random.default_rng(0).integers(0, 4, (3, 9, 8, 5)).astype(dtype)
    (leaf,) = leaves(x.transpose(FIRST))
    expected = {"max": functional.max_pool2d, "avg": functional.avg_pool2d}[name](leaf, size, stride)
    out = getattr(pooling, f"{name}_pool_forward")(x, size, stride)
    assert_agree(out, images(expected))
    (dout,) = draw([out.shape], dtype)
    expected.backward(torch.tensor(dout.transpose(FIRST)))
    assert_agree(getattr(pooling, f"{name}_pool_backward")(dout, x, size, stride), images(leaf.grad))


def test_global_pooling_agrees_with_torch(dtype):
    x, dout = draw([(3, 5, 4, 6), (3, 6)], dtype)
    (leaf,) = leaves(x.transpose(FIRST))
    expected = functional.adaptive_avg_pool2d(leaf, 1)[:, :, 0, 0]
    expected.backward(torch.tensor(dout))
    assert_agree(pooling.global_avg_pool(x), expected.detach().numpy())
    assert_agree(pooling.global_avg_pool_backward(dout, x), images(leaf.grad))


def test_batchnorm2d_agrees_with_torch(dtype):
    x, gamma, beta, dout = draw([(4, 5, 6, 7), (7,), (7,), (4, 5, 6, 7)], dtype)
    layer = torch.nn.BatchNorm2d(7, dtype=torch.tensor(x).dtype)
    layer.load_state_dict({**layer.state_dict(), "weight": torch.tensor(gamma), "bias": torch.tensor(beta)})
    (leaf,) = leaves(x.transpose(FIRST))
    expected = layer(leaf)
    out, mean, var = blocks.batchnorm2d_forward(x, gamma, beta, np.zeros(7, dtype), np.ones(7, dtype))
    assert_agree(out, images(expected))
    assert_agree(mean, layer.running_mean.numpy())
    expected.backward(torch.tensor(dout.transpose(FIRST)))
    dx, dgamma, dbeta = blocks.batchnorm2d_backward(dout, x, gamma)
    assert_agree(dx, images(leaf.grad))
    assert_agree(dgamma, layer.weight.grad.numpy())
    assert_agree(dbeta, layer.bias.grad.numpy())
    # torch's running variance takes the unbiased one: n / (n - 1) times ours, n = 120 pixels
    assert_agree((var - dtype(0.9)) * dtype(120 / 119) + dtype(0.9), layer.running_var.numpy())


def test_the_residual_block_agrees_with_torch(dtype):
    x, w1, b1, w2, b2, dout = draw([(3, 6, 5, 4), (3, 3, 4, 6), (6,), (3, 3, 6, 4), (4,), (3, 6, 5, 4)], dtype)
    inputs = leaves(x.transpose(FIRST), w1.transpose(3, 2, 0, 1), b1, w2.transpose(3, 2, 0, 1), b2)
    tx, tw1, tb1, tw2, tb2 = inputs
    inner = functional.relu(functional.conv2d(tx, tw1, tb1, padding=1))
    expected = functional.relu(tx + functional.conv2d(inner, tw2, tb2, padding=1))
    assert_agree(blocks.residual_forward(x, w1, b1, w2, b2), images(expected))
    expected.backward(torch.tensor(dout.transpose(FIRST)))
    dx, dw1, db1, dw2, db2 = blocks.residual_backward(dout, x, w1, b1, w2, b2)
    assert_agree(dx, images(tx.grad))
    for got, leaf in ((dw1, tw1), (dw2, tw2)):
        assert_agree(got, leaf.grad.numpy().transpose(2, 3, 1, 0))
    for got, leaf in ((db1, tb1), (db2, tb2)):
        assert_agree(got, leaf.grad.numpy())
