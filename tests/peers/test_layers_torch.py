"""scratchml.layers against PyTorch. torch keeps weights as (D_out, D_in), scratchml as (D_in, D_out)."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import layers  # noqa: E402

PRECISIONS = {np.float64: 1e-12, np.float32: 1e-4}


@pytest.fixture(params=PRECISIONS)
def dense(request):
    """x, w, b and an upstream gradient of one precision, with the tolerance that it allows."""
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=shape).astype(request.param) for shape in [(9, 7), (7, 5), (5,), (9, 5)]]
    return *arrays, PRECISIONS[request.param]


def test_dense_forward_agrees_with_torch(dense):
    x, w, b, _, tol = dense
    expected = torch.nn.functional.linear(torch.tensor(x), torch.tensor(w.T), torch.tensor(b)).numpy()
    np.testing.assert_allclose(layers.dense_forward(x, w, b), expected, rtol=tol, atol=tol)


def test_dense_backward_agrees_with_torch(dense):
    x, w, b, dout, tol = dense
    leaves = [torch.tensor(a, requires_grad=True) for a in (x, w, b)]
    torch.nn.functional.linear(leaves[0], leaves[1].T, leaves[2]).backward(torch.tensor(dout))
    for got, leaf in zip(layers.dense_backward(dout, x, w), leaves, strict=True):
        np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=tol, atol=tol)


def test_one_hot_agrees_with_torch():
    labels = np.array([3, 0, 1, 1])
    expected = torch.nn.functional.one_hot(torch.from_numpy(labels), 5).numpy()
    np.testing.assert_array_equal(layers.one_hot(labels, 5), expected)


def test_dropout_scales_what_it_keeps_as_torch_does():
    torch.manual_seed(0)
    kept_by_torch = torch.nn.functional.dropout(torch.ones(50, dtype=torch.float64), 0.3).unique().numpy()
    out, _ = layers.dropout_forward(np.ones(50), 0.3, np.random.default_rng(0))
    np.testing.assert_allclose(np.unique(out), kept_by_torch, rtol=1e-12)


@pytest.mark.parametrize(
    ("init", "peer"),
    [
        (layers.xavier_init, torch.nn.init.xavier_normal_),
        (layers.he_init, lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu")),
    ],
)
def test_init_has_the_spread_of_torch(init, peer):
    torch.manual_seed(0)
    expected = peer(torch.empty(200, 400, dtype=torch.float64)).std().item()
    assert init(400, 200, np.random.default_rng(0)).std() == pytest.approx(expected, rel=0.02)
