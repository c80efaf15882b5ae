"""scratchml.losses against PyTorch: values, and gradients by autograd.

torch bounds the logarithms of its binary cross-entropy at -100 instead of clipping p, so the two agree away
from 0 and 1 and are compared there.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import losses  # noqa: E402
from scratchml.activations import softmax  # noqa: E402

PEERS = {
    "mean_squared_error": torch.nn.functional.mse_loss,
    "binary_cross_entropy": torch.nn.functional.binary_cross_entropy,
    "cross_entropy": lambda p, onehot: -(onehot * torch.log(p)).sum(-1).mean(),
    "softmax_cross_entropy": torch.nn.functional.cross_entropy,
}
PRECISIONS = {np.float64: 1e-12, np.float32: 1e-5}


def example(name, dtype):
    """A prediction and a target that the loss is made for, 7 rows of 4."""
    rng = np.random.default_rng(0)
    scores, labels = 3 * rng.normal(size=(7, 4)), rng.integers(0, 4, 7)
    pred, target = {
        "mean_squared_error": (scores, rng.normal(size=(7, 4))),
        "binary_cross_entropy": (softmax(scores), rng.random((7, 4))),
        "cross_entropy": (softmax(scores), np.eye(4)[labels]),
        "softmax_cross_entropy": (scores, labels),
    }[name]
    return pred.astype(dtype), target if target.dtype.kind == "i" else target.astype(dtype)


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PEERS)
def test_loss_agrees_with_torch(name, dtype):
    pred, target = example(name, dtype)
    expected = PEERS[name](torch.from_numpy(pred), torch.from_numpy(target)).item()
    assert getattr(losses, name)(pred, target) == pytest.approx(expected, rel=PRECISIONS[dtype])


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PEERS)
def test_gradient_agrees_with_torch(name, dtype):
    pred, target = example(name, dtype)
    leaf = torch.tensor(pred, requires_grad=True)
    PEERS[name](leaf, torch.from_numpy(target)).backward()
    got = getattr(losses, name + "_grad")(pred, target)
    np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=PRECISIONS[dtype], atol=PRECISIONS[dtype])


def test_softmax_cross_entropy_agrees_with_torch_for_huge_logits():
    logits, labels = 1e3 * example("softmax_cross_entropy", np.float64)[0], np.arange(7) % 4
    expected = torch.nn.functional.cross_entropy(torch.from_numpy(logits), torch.from_numpy(labels)).item()
    assert losses.softmax_cross_entropy(logits, labels) == pytest.approx(expected, rel=1e-13)
