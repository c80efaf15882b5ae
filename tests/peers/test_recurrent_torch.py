"""scratchml.recurrent and scratchml.text against PyTorch.

torch.nn.RNN keeps its weights as rows and has two biases: Wx = weight_ih_l0.T, Wh = weight_hh_l0.T, b = bias_ih_l0 +
bias_hh_l0 (each of the two gets the gradient of b). Masks that end in padding are its packed sequences, and truncation
is `detach` between chunks.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import recurrent, text  # noqa: E402

PRECISIONS = {np.float64: 1e-11, np.float32: 2e-4}
N, T, D, H = 4, 9, 6, 5
LENGTHS = [9, 2, 5, 1]


@pytest.fixture(params=PRECISIONS)
def case(request):
    """x, h0, Wx, Wh, b and an upstream gradient of one precision, with the tolerance that it allows."""
    rng = np.random.default_rng(0)
    shapes = [(N, T, D), (N, H), (D, H), (H, H), (H,), (N, T, H)]
    arrays = [(0.6 * rng.normal(size=shape)).astype(request.param) for shape in shapes]
    return *arrays, PRECISIONS[request.param]


def torch_layer(Wx, Wh, b):
    """torch.nn.RNN with these weights; the whole bias is in bias_ih."""
    layer = torch.nn.RNN(len(Wx), len(Wh), batch_first=True, dtype=torch.from_numpy(b).dtype)
    with torch.no_grad():
        for theirs, ours in zip(layer.parameters(), (Wx.T, Wh.T, b, 0 * b), strict=True):
            theirs.copy_(torch.from_numpy(ours))
    return layer


def leaves_of(x, h0):
    return [torch.from_numpy(a.copy()).requires_grad_() for a in (x, h0)]


def check(ours, leaves, layer, tol):
    """dx, dh0, dWx, dWh, db are torch's gradients in our layout."""
    dx, dh0 = (leaf.grad for leaf in leaves)
    dWx, dWh, db, other_db = (p.grad for p in layer.parameters())
    torch.testing.assert_close(db, other_db)
    for got, want in zip(ours, (dx, dh0, dWx.T, dWh.T, db), strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=tol, atol=tol)


def test_step_agrees_with_torch(case):
    x, h0, Wx, Wh, b, _, tol = case
    cell = torch.nn.RNNCell(D, H, dtype=torch.from_numpy(x).dtype)
    with torch.no_grad():
        for theirs, ours in zip(cell.parameters(), (Wx.T, Wh.T, b, 0 * b), strict=True):
            theirs.copy_(torch.from_numpy(ours))
        expected = cell(torch.from_numpy(x[:, 0]), torch.from_numpy(h0)).numpy()
    np.testing.assert_allclose(recurrent.rnn_step(x[:, 0], h0, Wx, Wh, b), expected, rtol=tol, atol=tol)


@pytest.mark.parametrize("with_h0", [True, False])
def test_sequence_agrees_with_torch(with_h0, case):
    x, h0, Wx, Wh, b, dh, tol = case
    layer, leaves = torch_layer(Wx, Wh, b), leaves_of(x, h0 if with_h0 else 0 * h0)
    states, _ = layer(leaves[0], leaves[1][None] if with_h0 else None)
    states.backward(torch.from_numpy(dh))
    leaves[1].grad = leaves[1].grad if with_h0 else torch.zeros_like(leaves[1])
    start = h0 if with_h0 else None
    h = recurrent.rnn_forward(x, start, Wx, Wh, b)
    np.testing.assert_allclose(h, states.detach().numpy(), rtol=tol, atol=tol)
    got = list(recurrent.rnn_backward(dh, x, start, h, Wx, Wh))
    if not with_h0:
        got[1] = 0 * got[1]  # torch has no gradient for a state that was not given
    check(got, leaves, layer, tol)


def test_padding_agrees_with_packed_sequences(case):
    x, h0, Wx, Wh, b, dh, tol = case
    layer, leaves = torch_layer(Wx, Wh, b), leaves_of(x, h0)
    packed = torch.nn.utils.rnn.pack_padded_sequence(leaves[0], LENGTHS, batch_first=True, enforce_sorted=False)
    states, last = layer(packed, leaves[1][None])
    states, _ = torch.nn.utils.rnn.pad_packed_sequence(states, batch_first=True)
    mask = np.arange(T) < np.array(LENGTHS)[:, None]
    h = recurrent.rnn_forward(x, h0, Wx, Wh, b, mask)
    np.testing.assert_allclose(h[mask], states.detach().numpy()[mask], rtol=tol, atol=tol)
    np.testing.assert_allclose(h[:, -1], last[0].detach().numpy(), rtol=tol, atol=tol)
    dh = dh * mask[:, :, None]  # torch puts zeros at padding, which have no gradient
    (torch.sum(states * torch.from_numpy(dh)) + torch.sum(last[0] * torch.from_numpy(dh[:, 0]))).backward()
    dh[:, -1] += dh[:, 0]
    check(recurrent.rnn_backward(dh, x, h0, h, Wx, Wh, mask), leaves, layer, tol)


@pytest.mark.parametrize("k", [1, 2, 4, 9])
def test_truncation_agrees_with_detached_chunks(k, case):
    x, h0, Wx, Wh, b, dh, tol = case
    layer, leaves = torch_layer(Wx, Wh, b), leaves_of(x, h0)
    state, chunks = leaves[1][None], []
    for t in range(0, T, k):
        states, state = layer(leaves[0][:, t : t + k], state)
        chunks.append(states)
        state = state.detach()
    torch.cat(chunks, dim=1).backward(torch.from_numpy(dh))
    h = recurrent.rnn_forward(x, h0, Wx, Wh, b)
    check(recurrent.rnn_backward(dh, x, h0, h, Wx, Wh, k=k), leaves, layer, tol)


def test_clipping_agrees_with_torch_but_for_its_1e_6():
    rng = np.random.default_rng(0)
    grads = [rng.normal(size=(3, 4)), rng.normal(size=5)]
    params = [torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64)) for g in grads]
    for p, g in zip(params, grads, strict=True):
        p.grad = torch.from_numpy(g.copy())
    norm = torch.nn.utils.clip_grad_norm_(params, 1.5)
    clipped, our_norm = recurrent.clip_gradients(grads, 1.5)
    assert our_norm == pytest.approx(norm.item(), rel=1e-12)
    for got, p in zip(clipped, params, strict=True):
        np.testing.assert_allclose(got, p.grad.numpy(), rtol=1e-6)


def test_embedding_agrees_with_torch():
    rng = np.random.default_rng(0)
    table, ids, dout = rng.normal(size=(9, 4)), rng.integers(0, 8, (6, 7)), rng.normal(size=(6, 7, 4))
    leaf = torch.from_numpy(table.copy()).requires_grad_()
    out = torch.nn.functional.embedding(torch.from_numpy(ids), leaf)
    out.backward(torch.from_numpy(dout))
    np.testing.assert_array_equal(text.embedding_forward(ids, table), out.detach().numpy())
    np.testing.assert_allclose(text.embedding_backward(dout, ids, 9), leaf.grad.numpy(), rtol=1e-12, atol=1e-12)
