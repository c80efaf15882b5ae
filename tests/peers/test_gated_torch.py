"""scratchml.gated against torch.nn.LSTM and torch.nn.GRU.

The blocks have the same order in both (i, f, g, o and r, z, n), as rows in torch and as columns here:

- Wx = weight_ih_l0.T and Wh = weight_hh_l0.T
- GRU: bx = bias_ih_l0 and bh = bias_hh_l0
- LSTM: b = bias_ih_l0 + bias_hh_l0; each of torch's two gets the gradient of b
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scratchml import gated  # noqa: E402

PRECISIONS = {np.float64: 1e-11, np.float32: 2e-4}
N, T, D, H = 4, 9, 6, 5


@pytest.fixture(params=PRECISIONS)
def precision(request):
    return request.param


@pytest.fixture
def tol(precision):
    return PRECISIONS[precision]


@pytest.fixture
def draw(precision):
    rng = np.random.default_rng(0)
    return lambda *shape: (0.6 * rng.normal(size=shape)).astype(precision)


def with_weights(layer, *weights):
    """The torch layer with our weights."""
    with torch.no_grad():
        for theirs, ours in zip(layer.parameters(), weights, strict=True):
            theirs.copy_(torch.from_numpy(ours.T))
    return layer


def leaves_of(*arrays):
    return [torch.from_numpy(a.copy()).requires_grad_() for a in arrays]


def check(got, want, tol):
    """Arrays are equal, torch's weights turned to columns."""
    for ours, theirs in zip(got, want, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=tol, atol=tol)


def lstm_layer(Wx, Wh, b):
    layer = torch.nn.LSTM(D, H, batch_first=True, dtype=torch.from_numpy(b).dtype)
    return with_weights(layer, Wx, Wh, 0.25 * b, 0.75 * b)


@pytest.mark.parametrize("keep", [True, False])
def test_lstm_agrees_with_torch(keep, draw, tol):
    Wx, Wh, b = draw(D, 4 * H), draw(H, 4 * H), draw(4 * H)
    x, h0, c0, dh, dc = draw(N, T, D), draw(N, H), draw(N, H), draw(N, T, H), draw(N, H)
    layer, leaves = lstm_layer(Wx, Wh, b), leaves_of(x, h0, c0)
    states, (_, last_cell) = layer(leaves[0], (leaves[1][None], leaves[2][None]))
    (torch.sum(states * torch.from_numpy(dh)) + torch.sum(last_cell[0] * torch.from_numpy(dc))).backward()

    h, c, *kept = gated.lstm_forward(x, h0, c0, Wx, Wh, b, keep=keep)
    check((h, c[:, -1]), (states.detach(), last_cell[0].detach()), tol)
    dWx, dWh, db, other_db = (p.grad for p in layer.parameters())
    want = [*(leaf.grad for leaf in leaves), dWx.T, dWh.T, db]
    check(gated.lstm_backward(dh, dc, x, h0, c0, h, c, Wx, Wh, b, kept=kept[0] if keep else None), want, tol)
    torch.testing.assert_close(db, other_db)


def test_lstm_without_first_state_agrees_with_torch(draw, tol):
    Wx, Wh, b, x, dh = draw(D, 4 * H), draw(H, 4 * H), draw(4 * H), draw(N, T, D), draw(N, T, H)
    layer, (leaf,) = lstm_layer(Wx, Wh, b), leaves_of(x)
    states, _ = layer(leaf)
    states.backward(torch.from_numpy(dh))
    h, c = gated.lstm_forward(x, None, None, Wx, Wh, b)
    dx, _, _, *weights = gated.lstm_backward(dh, None, x, None, None, h, c, Wx, Wh, b)
    dWx, dWh, db, _ = (p.grad for p in layer.parameters())
    check((h, dx, *weights), (states.detach(), leaf.grad, dWx.T, dWh.T, db), tol)


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("with_h0", [True, False])
def test_gru_agrees_with_torch(with_h0, keep, draw, tol):
    Wx, Wh, bx, bh = draw(D, 3 * H), draw(H, 3 * H), draw(3 * H), draw(3 * H)
    x, h0, dh = draw(N, T, D), draw(N, H), draw(N, T, H)
    layer = with_weights(torch.nn.GRU(D, H, batch_first=True, dtype=torch.from_numpy(x).dtype), Wx, Wh, bx, bh)
    x_leaf, h_leaf = leaves_of(x, h0 if with_h0 else 0 * h0)
    states, _ = layer(x_leaf, h_leaf[None])
    states.backward(torch.from_numpy(dh))

    start = h0 if with_h0 else None
    h, kept = gated.gru_forward(x, start, Wx, Wh, bx, bh, keep=True)
    check((h,), (states.detach(),), tol)
    dWx, dWh, dbx, dbh = (p.grad for p in layer.parameters())
    got = gated.gru_backward(dh, x, start, h, Wx, Wh, bx, bh, kept=kept if keep else None)
    check(got, (x_leaf.grad, h_leaf.grad, dWx.T, dWh.T, dbx, dbh), tol)


def test_steps_agree_with_the_cells_of_torch(draw, tol):
    x, h, c = draw(N, D), draw(N, H), draw(N, H)
    Wx, Wh, b, other = draw(D, 4 * H), draw(H, 4 * H), draw(4 * H), draw(3 * H)
    dtype = torch.from_numpy(x).dtype
    theirs = [torch.from_numpy(a) for a in (x, h, c)]
    lstm = with_weights(torch.nn.LSTMCell(D, H, dtype=dtype), Wx, Wh, b, 0 * b)
    check(gated.lstm_step(x, h, c, Wx, Wh, b), [a.detach() for a in lstm(theirs[0], tuple(theirs[1:]))], tol)
    weights = Wx[:, H:], Wh[:, H:], b[H:], other
    gru = with_weights(torch.nn.GRUCell(D, H, dtype=dtype), *weights)
    check([gated.gru_step(x, h, *weights)], [gru(*theirs[:2]).detach()], tol)
