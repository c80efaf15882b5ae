"""scratchml.gated: LSTM and GRU, step by step and back through time; derivatives by finite differences."""

import numpy as np
import pytest

from scratchml import gated
from scratchml.gradients import numerical_gradient, relative_error

N, T, D, H = 2, 5, 3, 4


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def lstm(rng):
    """x, h0, c0, Wx, Wh, b."""
    return [rng.normal(size=s) * 0.8 for s in [(N, T, D), (N, H), (N, H), (D, 4 * H), (H, 4 * H), (4 * H,)]]


@pytest.fixture
def gru(rng):
    """x, h0, Wx, Wh, bx, bh."""
    return [rng.normal(size=s) * 0.8 for s in [(N, T, D), (N, H), (D, 3 * H), (H, 3 * H), (3 * H,), (3 * H,)]]


@pytest.fixture
def dh(rng):
    return rng.normal(size=(N, T, H))


@pytest.fixture
def dc(rng):
    return rng.normal(size=(N, H))


def squash(z):
    return 1 / (1 + np.exp(-z))


def test_lstm_step_is_the_formula_with_columns_i_f_g_o(lstm):
    x, h, c, Wx, Wh, b = lstm
    z = x[:, 0] @ Wx + h @ Wh + b
    i, f, g, o = (z[:, k * H : (k + 1) * H] for k in range(4))
    cell = squash(f) * c + squash(i) * np.tanh(g)
    got = gated.lstm_step(x[:, 0], h, c, Wx, Wh, b)
    np.testing.assert_allclose(got[1], cell, rtol=1e-12)
    np.testing.assert_allclose(got[0], squash(o) * np.tanh(cell), rtol=1e-12)


def test_gru_step_is_the_formula_with_columns_r_z_n(gru):
    x, h, Wx, Wh, bx, bh = gru
    a, s = x[:, 0] @ Wx + bx, h @ Wh + bh
    r, z = squash(a[:, :H] + s[:, :H]), squash(a[:, H : 2 * H] + s[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * s[:, 2 * H :])
    np.testing.assert_allclose(gated.gru_step(x[:, 0], h, Wx, Wh, bx, bh), (1 - z) * n + z * h, rtol=1e-12)


def test_lstm_forward_is_one_step_after_the_other(lstm):
    x, h, c, *weights = lstm
    states, cells = gated.lstm_forward(*lstm)
    for t in range(T):
        h, c = gated.lstm_step(x[:, t], h, c, *weights)
        np.testing.assert_allclose(states[:, t], h, rtol=1e-12)
        np.testing.assert_allclose(cells[:, t], c, rtol=1e-12)


def test_gru_forward_is_one_step_after_the_other(gru):
    x, h, *weights = gru
    states = gated.gru_forward(*gru)
    for t in range(T):
        h = gated.gru_step(x[:, t], h, *weights)
        np.testing.assert_allclose(states[:, t], h, rtol=1e-12)


def check_gradients(got, inputs, f):
    """Each of `got` is the derivative of f with respect to the input in its place."""
    assert len(got) == len(inputs)
    for i, grad in enumerate(got):
        numeric = numerical_gradient(lambda value, i=i: f(*inputs[:i], value, *inputs[i + 1 :]), inputs[i])
        assert relative_error(grad, numeric) < 1e-6, f"input {i}"


@pytest.mark.parametrize("keep", [True, False])
def test_lstm_backward_is_the_derivative(keep, lstm, dh, dc):
    x, h0, c0, Wx, Wh, b = lstm
    h, c, *kept = gated.lstm_forward(*lstm, keep=keep)

    def upstream(*lstm):
        h, c = gated.lstm_forward(*lstm)
        return np.sum(dh * h) + np.sum(dc * c[:, -1])

    got = gated.lstm_backward(dh, dc, x, h0, c0, h, c, Wx, Wh, b, kept=kept[0] if keep else None)
    check_gradients(got, lstm, upstream)


@pytest.mark.parametrize("keep", [True, False])
def test_gru_backward_is_the_derivative(keep, gru, dh):
    x, h0, Wx, Wh, bx, bh = gru
    h, kept = gated.gru_forward(*gru, keep=True)
    got = gated.gru_backward(dh, x, h0, h, Wx, Wh, bx, bh, kept=kept if keep else None)
    check_gradients(got, gru, lambda *gru: np.sum(dh * gated.gru_forward(*gru)))


def test_lstm_without_first_state_and_cell_gradient_has_zeros(lstm, dh):
    x, _, _, Wx, Wh, b = lstm
    zeros = np.zeros((N, H))
    h, c = gated.lstm_forward(x, None, None, Wx, Wh, b)
    np.testing.assert_array_equal(h, gated.lstm_forward(x, zeros, zeros, Wx, Wh, b)[0])
    without = gated.lstm_backward(dh, None, x, None, None, h, c, Wx, Wh, b)
    for a, given in zip(without, gated.lstm_backward(dh, zeros, x, zeros, zeros, h, c, Wx, Wh, b), strict=True):
        np.testing.assert_array_equal(a, given)


def test_gru_without_first_state_has_zeros(gru, dh):
    x, _, Wx, Wh, bx, bh = gru
    zeros = np.zeros((N, H))
    h = gated.gru_forward(x, None, Wx, Wh, bx, bh)
    np.testing.assert_array_equal(h, gated.gru_forward(x, zeros, Wx, Wh, bx, bh))
    without = gated.gru_backward(dh, x, None, h, Wx, Wh, bx, bh)
    for a, given in zip(without, gated.gru_backward(dh, x, zeros, h, Wx, Wh, bx, bh), strict=True):
        np.testing.assert_array_equal(a, given)


def test_gates_survive_large_inputs(lstm, gru, dh):
    x, h0, c0, Wx, Wh, b = lstm
    h, c = gated.lstm_forward(1e3 * x, h0, c0, Wx, Wh, b)
    states = gated.gru_forward(1e3 * x, *gru[1:])
    grads = gated.lstm_backward(dh, None, 1e3 * x, h0, c0, h, c, Wx, Wh, b)
    assert all(np.isfinite(a).all() for a in (h, c, states, *grads))


def test_open_forget_gate_keeps_cell_and_gradient(lstm, dc):
    x, h0, c0, Wx, Wh, b = lstm
    b[:H], b[H : 2 * H] = -1e3, 1e3  # nothing in, nothing forgotten
    h, c = gated.lstm_forward(x, h0, c0, Wx, Wh, b)
    np.testing.assert_allclose(c, np.repeat(c0[:, None], T, axis=1), rtol=1e-12)
    dc0 = gated.lstm_backward(np.zeros_like(h), dc, x, h0, c0, h, c, Wx, Wh, b)[2]
    np.testing.assert_allclose(dc0, dc, rtol=1e-12)


def test_float32_stays_float32(lstm, gru, dh):
    x, h0, c0, Wx, Wh, b = (a.astype(np.float32) for a in lstm)
    dh = dh.astype(np.float32)
    h, c = gated.lstm_forward(x, None, None, Wx, Wh, b)
    arrays = [h, c, *gated.lstm_backward(dh, None, x, None, None, h, c, Wx, Wh, b)]
    arrays += gated.lstm_step(x[:, 0], h0, c0, Wx, Wh, b)
    x, h0, *weights = (a.astype(np.float32) for a in gru)
    h = gated.gru_forward(x, None, *weights)
    arrays += [h, *gated.gru_backward(dh, x, None, h, *weights), gated.gru_step(x[:, 0], h0, *weights)]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_arguments_stay_as_they_are(lstm, gru, dh, dc):
    x, h0, c0, Wx, Wh, b = lstm
    h, c, kept = gated.lstm_forward(*lstm, keep=True)
    states, gru_kept = gated.gru_forward(*gru, keep=True)
    given = [*lstm, *gru, dh, dc, h, c, kept, states, gru_kept]
    before = [a.copy() for a in given]
    grads = [*gated.lstm_backward(dh, dc, x, h0, c0, h, c, Wx, Wh, b, kept=kept)]
    grads += gated.lstm_backward(dh, dc, x, h0, c0, h, c, Wx, Wh, b)
    for keep in (gru_kept, None):
        grads += gated.gru_backward(dh, gru[0], gru[1], states, *gru[2:], kept=keep)
    for grad in grads:
        grad[...] = 9
    for now, then in zip(given, before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(("n", "t"), [(0, 3), (2, 0), (1, 1)])
def test_small_shapes(n, t):
    x, Wx, Wh, b = np.ones((n, t, D)), np.ones((D, 4 * H)), np.ones((H, 4 * H)), np.ones(4 * H)
    h, c = gated.lstm_forward(x, None, None, Wx, Wh, b)
    shapes = [a.shape for a in gated.lstm_backward(h, None, x, None, None, h, c, Wx, Wh, b)]
    assert shapes == [(n, t, D), (n, H), (n, H), (D, 4 * H), (H, 4 * H), (4 * H,)]
    Wx, Wh, b = Wx[:, H:], Wh[:, H:], b[H:]
    h = gated.gru_forward(x, None, Wx, Wh, b, b)
    shapes = [a.shape for a in gated.gru_backward(h, x, None, h, Wx, Wh, b, b)]
    assert shapes == [(n, t, D), (n, H), (D, 3 * H), (H, 3 * H), (3 * H,), (3 * H,)]


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (T, D), r"x must have shape \(N, T, D\), got \(5, 3\)"),
        (1, (1, H), r"h0 must have shape \(2, 4\) or be None, which is zeros, got \(1, 4\)"),
        (2, (H,), r"c0 must have shape \(2, 4\) or be None"),
        (3, (D, H), r"Wx must have shape \(D, 16\), as many columns as Wh, got \(3, 4\)"),
        (4, (H, 3 * H), r"Wh must have shape \(H, 4H\), got \(4, 12\)"),
        (5, (H,), r"b must have shape \(16,\), one entry per column of Wh, got \(4,\)"),
    ],
)
def test_lstm_says_which_shape_is_wrong(place, shape, message, lstm):
    lstm[place] = np.ones(shape)
    with pytest.raises(ValueError, match=message):
        gated.lstm_forward(*lstm)


def test_gru_says_which_shape_is_wrong(gru):
    with pytest.raises(ValueError, match=r"bh must have shape \(12,\)"):
        gated.gru_forward(*gru[:5], np.ones(H))
    with pytest.raises(ValueError, match=r"Wh must have shape \(H, 3H\), got \(4, 16\)"):
        gated.gru_step(gru[0][:, 0], gru[1], np.ones((D, 4 * H)), np.ones((H, 4 * H)), *gru[4:])


def test_backward_says_which_shape_is_wrong(lstm, gru, dh):
    x, h0, c0, Wx, Wh, b = lstm
    h, c = gated.lstm_forward(*lstm)
    with pytest.raises(ValueError, match=r"dc_last must have shape \(2, 4\) or be None"):
        gated.lstm_backward(dh, dh, x, h0, c0, h, c, Wx, Wh, b)
    with pytest.raises(ValueError, match=r"c must have shape \(2, 5, 4\), got \(2, 4\)"):
        gated.lstm_backward(dh, None, x, h0, c0, h, c[:, -1], Wx, Wh, b)
    with pytest.raises(ValueError, match=r"kept must have shape \(5, 5, 2, 4\), got \(2, 5, 4\)"):
        gated.lstm_backward(dh, None, x, h0, c0, h, c, Wx, Wh, b, kept=h)
    with pytest.raises(ValueError, match=r"dh must have shape \(2, 5, 4\), got \(2, 4\)"):
        gated.gru_backward(dh[:, -1], gru[0], gru[1], gated.gru_forward(*gru), *gru[2:])
