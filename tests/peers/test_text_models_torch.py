"""TextRNN and CharRNN against PyTorch: embedding, torch.nn.RNN, mean over the real words, linear layer, cross-entropy.

Weights map as in test_recurrent_torch.py; the linear layer's are rows in torch: Wy = weight.T.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml.language_model import CharRNN, perplexity  # noqa: E402
from scratchml.text import pad_sequences  # noqa: E402
from scratchml.text_classifier import TextRNN  # noqa: E402

RNG = np.random.default_rng(0)


def leaves_of(model):
    """The model's parameters as leaves of torch, in our layout."""
    return [torch.from_numpy(p.copy()).requires_grad_() for p in model.params]


def states(x, h, Wx, Wh, b, mask=None):
    """torch's own arithmetic, step by step; torch.nn.RNN is compared in test_recurrent_torch.py."""
    out = []
    for t in range(x.shape[1]):
        new = torch.nn.functional.linear(x[:, t], Wx.T, b) + h @ Wh
        new = torch.tanh(new)
        h = new if mask is None else torch.where(mask[:, t, None], new, h)
        out.append(h)
    return torch.stack(out, dim=1)


def check(loss, grads, their_loss, leaves):
    their_loss.backward()
    assert loss == pytest.approx(their_loss.item(), rel=1e-12)
    for got, leaf in zip(grads, leaves, strict=True):
        np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=1e-10, atol=1e-13)


def test_text_rnn_agrees_with_torch():
    model = TextRNN(11, 5, 6, 3, np.random.default_rng(1))
    ids, mask = pad_sequences([RNG.integers(1, 11, n) for n in (7, 1, 4, 9)], 8)
    labels = np.array([2, 0, 1, 1])
    leaves = leaves_of(model)
    table, Wx, Wh, b, Wy, by = leaves
    real = torch.from_numpy(mask)
    x = torch.nn.functional.embedding(torch.from_numpy(ids), table)
    h = states(x, torch.zeros(4, 6, dtype=torch.float64), Wx, Wh, b, real)
    pooled = torch.stack([row[keep].mean(dim=0) for row, keep in zip(h, real, strict=True)])
    logits = torch.nn.functional.linear(pooled, Wy.T, by)
    np.testing.assert_allclose(model.forward(ids), logits.detach().numpy(), rtol=1e-10)
    their_loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels))
    check(*model.loss_and_grads(ids, labels), their_loss, leaves)


def test_char_rnn_agrees_with_torch():
    model = CharRNN(7, 6, np.random.default_rng(1))
    inputs, targets, h0 = RNG.integers(0, 7, (4, 9)), RNG.integers(0, 7, (4, 9)), RNG.normal(size=(4, 6))
    leaves = leaves_of(model)
    Wx, Wh, b, Wy, by = leaves
    x = torch.nn.functional.one_hot(torch.from_numpy(inputs), 7).double()
    h = states(x, torch.from_numpy(h0), Wx, Wh, b)
    logits = torch.nn.functional.linear(h, Wy.T, by)
    their_loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), torch.from_numpy(targets).flatten())
    loss, grads, h_last = model.loss_and_grads(inputs, targets, h0)
    check(loss, grads, their_loss, leaves)
    np.testing.assert_allclose(h_last, h[:, -1].detach().numpy(), rtol=1e-12)
    got = perplexity(model.forward(inputs, h0)[0], targets)
    assert got == pytest.approx(torch.exp(their_loss).item(), rel=1e-12)
