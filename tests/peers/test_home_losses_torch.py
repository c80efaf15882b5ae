"""The losses for home against PyTorch: values, and gradients by autograd.

What is named differently there: torch's huber_loss is ours, its smooth_l1_loss is ours divided by `beta` = delta;
kl_div takes log p and averages over rows with reduction "batchmean"; poisson_nll_loss takes the log-rate first and
leaves out log(y!) by default. multi_margin_loss compares classes of one row: for two scores s and 0 it is half of
our hinge loss of s. Focal and overlap losses are not in torch: their formulas are, differentiated by autograd.
At kinks torch may choose another slope, so the gradients are compared away from them.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import classification_losses, overlap_losses, regression_losses  # noqa: E402
from scratchml.activations import softmax  # noqa: E402

F = torch.nn.functional
PRECISIONS = {np.float64: 1e-12, np.float32: 1e-5}
WEIGHTS = [0.5, 2.0, 0.1, 3.0]


def pinball(pred, target, q=0.3):
    return torch.where(target > pred, q * (target - pred), (1 - q) * (pred - target)).mean()


def hinge(score, label):
    pairs = torch.stack([torch.zeros_like(score), score], dim=-1).reshape(-1, 2)
    return 2 * F.multi_margin_loss(pairs, (label.reshape(-1) > 0).long())


def focal(p, y):
    p_t = torch.where(y == 1, p, 1 - p)
    return (F.binary_cross_entropy(p, y, reduction="none") * (1 - p_t) ** 2).mean()


def dice(p, t):
    p, t = p.flatten(1), t.flatten(1)
    return (1 - (2 * (p * t).sum(1) + 1) / (p.sum(1) + t.sum(1) + 1)).mean()


def jaccard(p, t):
    p, t = p.flatten(1), t.flatten(1)
    both = (p * t).sum(1)
    return (1 - (both + 1) / (p.sum(1) + t.sum(1) - both + 1)).mean()


def weighted(logits, labels):
    return F.cross_entropy(logits, labels, weight=torch.tensor(WEIGHTS, dtype=logits.dtype))


# name in scratchml: its module, further arguments, the same in torch, what the prediction and the target are
PEERS = {
    "mean_absolute_error": (regression_losses, (), F.l1_loss, "scores", "numbers"),
    "huber_loss": (regression_losses, (0.7,), lambda p, t: F.huber_loss(p, t, delta=0.7), "scores", "numbers"),
    "quantile_loss": (regression_losses, (0.3,), pinball, "scores", "numbers"),
    "poisson_loss": (regression_losses, (), F.poisson_nll_loss, "scores", "counts"),
    "hinge_loss": (classification_losses, (), hinge, "scores", "signs"),
    "focal_loss": (classification_losses, (), focal, "probabilities", "bits"),
    "kl_divergence": (
        classification_losses,
        (),
        lambda p, t: F.kl_div(p.log(), t, reduction="batchmean"),
        "probabilities",
        "distributions",
    ),
    "weighted_cross_entropy": (classification_losses, (WEIGHTS,), weighted, "scores", "labels"),
    "dice_loss": (overlap_losses, (), dice, "probabilities", "bits"),
    "jaccard_loss": (overlap_losses, (), jaccard, "probabilities", "bits"),
}


def example(name, dtype):
    """A prediction and a target that the loss is made for, 7 rows of 4."""
    rng = np.random.default_rng(0)
    scores, bits = rng.normal(size=(7, 4)), rng.integers(0, 2, (7, 4))
    kinds = {
        "scores": scores,
        "probabilities": softmax(scores),
        "numbers": rng.normal(size=(7, 4)),
        "counts": rng.integers(0, 5, (7, 4)).astype(float),
        "bits": bits.astype(float),
        "signs": 2.0 * bits - 1,
        "distributions": softmax(rng.normal(size=(7, 4))),
        "labels": rng.integers(0, 4, 7),
    }
    pred, target = (kinds[kind] for kind in PEERS[name][3:])
    return pred.astype(dtype), target if target.dtype.kind == "i" else target.astype(dtype)


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PEERS)
def test_loss_agrees_with_torch(name, dtype):
    module, rest, peer, *_ = PEERS[name]
    pred, target = example(name, dtype)
    expected = peer(torch.from_numpy(pred), torch.from_numpy(target)).item()
    assert getattr(module, name)(pred, target, *rest) == pytest.approx(expected, rel=PRECISIONS[dtype])


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", PEERS)
def test_gradient_agrees_with_torch(name, dtype):
    module, rest, peer, *_ = PEERS[name]
    pred, target = example(name, dtype)
    leaf = torch.tensor(pred, requires_grad=True)
    peer(leaf, torch.from_numpy(target)).backward()
    got = getattr(module, name + "_grad")(pred, target, *rest)
    np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=PRECISIONS[dtype], atol=PRECISIONS[dtype])


@pytest.mark.parametrize("delta", [0.2, 1.0, 3.0])
def test_huber_loss_is_delta_times_torchs_smooth_l1(delta):
    pred, target = example("huber_loss", np.float64)
    expected = delta * F.smooth_l1_loss(torch.from_numpy(pred), torch.from_numpy(target), beta=delta).item()
    assert regression_losses.huber_loss(pred, target, delta) == pytest.approx(expected, rel=1e-12)


def test_hinge_loss_agrees_with_torchs_embedding_loss_of_negative_pairs():
    score, _ = example("hinge_loss", np.float64)
    expected = F.hinge_embedding_loss(torch.from_numpy(score), -torch.ones(7, 4)).item()
    assert classification_losses.hinge_loss(score, np.ones((7, 4))) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["mean_absolute_error", "huber_loss"])
def test_gradient_at_the_kink_is_the_one_of_torch(name):
    pred, target = np.array([0.0, 0.7, -0.7, 2.0]), np.zeros(4)
    module, rest, peer, *_ = PEERS[name]
    leaf = torch.tensor(pred, requires_grad=True)
    peer(leaf, torch.from_numpy(target)).backward()
    np.testing.assert_allclose(getattr(module, name + "_grad")(pred, target, *rest), leaf.grad.numpy(), rtol=1e-12)


def test_weighted_cross_entropy_agrees_with_torch_for_huge_logits():
    logits, labels = example("weighted_cross_entropy", np.float64)
    expected = weighted(torch.from_numpy(1e3 * logits), torch.from_numpy(labels)).item()
    got = classification_losses.weighted_cross_entropy(1e3 * logits, labels, WEIGHTS)
    assert got == pytest.approx(expected, rel=1e-12)


def test_kl_divergence_with_impossible_classes_agrees_with_torch():
    p, target = example("kl_divergence", np.float64)
    target[:, 1] = 0
    expected = F.kl_div(torch.from_numpy(p).log(), torch.from_numpy(target), reduction="batchmean").item()
    assert classification_losses.kl_divergence(p, target) == pytest.approx(expected, rel=1e-12)
