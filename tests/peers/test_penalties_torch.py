"""scratchml.penalties against PyTorch: gradients by autograd, weight decay, and CosineAnnealingLR.

torch's schedule rises again after T_max steps, ours stays: they are compared up to there.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import penalties  # noqa: E402
from scratchml.optimizers import SGD  # noqa: E402

PEERS = {
    "l1_penalty": ((0.3,), lambda ws: 0.3 * sum(w.abs().sum() for w in ws)),
    "l2_penalty": ((0.7,), lambda ws: 0.35 * sum((w**2).sum() for w in ws)),
    "l1_l2_penalty": ((0.3, 0.7), lambda ws: sum(0.3 * w.abs().sum() + 0.35 * (w**2).sum() for w in ws)),
}


def parameters():
    """Three arrays, with zeros among them."""
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape) * rng.integers(0, 2, shape) for shape in [(3, 2), (2,), (2, 4)]]


@pytest.mark.parametrize("name", PEERS)
def test_penalty_agrees_with_torch(name):
    strengths, peer = PEERS[name]
    expected = peer([torch.from_numpy(w) for w in parameters()]).item()
    assert getattr(penalties, name)(parameters(), *strengths) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("name", PEERS)
def test_gradient_agrees_with_torch_at_zero_weights_too(name):
    strengths, peer = PEERS[name]
    leaves = [torch.tensor(w, requires_grad=True) for w in parameters()]
    peer(leaves).backward()
    for got, leaf in zip(getattr(penalties, name + "_grad")(parameters(), *strengths), leaves, strict=True):
        np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=1e-13)


def test_the_l2_gradient_is_torchs_weight_decay():
    params, optimizer = parameters(), SGD(0.1)
    leaves = [torch.tensor(w, requires_grad=True) for w in params]
    peer = torch.optim.SGD(leaves, 0.1, weight_decay=0.7)
    for _ in range(5):
        params = optimizer.step(params, penalties.l2_penalty_grad(params, 0.7))
        for leaf in leaves:
            leaf.grad = torch.zeros_like(leaf)
        peer.step()
    for got, leaf in zip(params, leaves, strict=True):
        np.testing.assert_allclose(got, leaf.detach().numpy(), rtol=1e-12)


@pytest.mark.parametrize(("total", "lr_min"), [(1, 0.0), (7, 0.0), (50, 0.01)])
def test_the_schedule_agrees_with_torch(total, lr_min):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    peer = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=total, eta_min=lr_min)
    for step in range(total + 1):
        expected = optimizer.param_groups[0]["lr"]
        assert penalties.cosine_schedule(step, total, 0.3, lr_min) == pytest.approx(expected, rel=1e-9, abs=1e-12)
        optimizer.step()
        peer.step()
