"""scratchml.recurrent: steps, sequences, masks, truncation, clipping; derivatives by finite differences."""

import numpy as np
import pytest

from scratchml import recurrent
from scratchml.gradients import numerical_gradient, relative_error

N, T, D, H = 3, 7, 4, 5


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def layer(rng):
    """x (N, T, D), h0 (N, H), Wx, Wh, b."""
    return [rng.normal(size=s) * 0.7 for s in [(N, T, D), (N, H), (D, H), (H, H), (H,)]]


@pytest.fixture
def mask():
    """Padding at the end, at the start and in the middle."""
    mask = np.ones((N, T), bool)
    mask[0, 4:] = mask[1, :2] = mask[2, 3] = False
    return mask


@pytest.fixture
def dh(rng):
    return rng.normal(size=(N, T, H))


def test_step_is_the_formula(layer):
    x, h, Wx, Wh, b = layer
    expected = np.tanh(np.einsum("nd,dh->nh", x[:, 0], Wx) + np.einsum("ng,gh->nh", h, Wh) + b)
    np.testing.assert_allclose(recurrent.rnn_step(x[:, 0], h, Wx, Wh, b), expected, rtol=1e-12)


def test_forward_is_one_step_after_the_other(layer):
    x, h, Wx, Wh, b = layer
    states = recurrent.rnn_forward(x, h, Wx, Wh, b)
    for t in range(T):
        h = recurrent.rnn_step(x[:, t], h, Wx, Wh, b)
        np.testing.assert_allclose(states[:, t], h, rtol=1e-12)


def test_no_first_state_is_zeros(layer, dh):
    x, _, Wx, Wh, b = layer
    zeros = np.zeros((N, H))
    h = recurrent.rnn_forward(x, None, Wx, Wh, b)
    np.testing.assert_array_equal(h, recurrent.rnn_forward(x, zeros, Wx, Wh, b))
    for without, given in zip(
        recurrent.rnn_backward(dh, x, None, h, Wx, Wh), recurrent.rnn_backward(dh, x, zeros, h, Wx, Wh), strict=True
    ):
        np.testing.assert_array_equal(without, given)


def test_masked_step_copies_the_state(layer, mask):
    x, h0, Wx, Wh, b = layer
    h = recurrent.rnn_forward(x, h0, Wx, Wh, b, mask)
    np.testing.assert_array_equal(h[0, 4:], np.tile(h[0, 3], (3, 1)))
    np.testing.assert_array_equal(h[1, :2], np.tile(h0[1], (2, 1)))


def test_masked_steps_are_as_if_they_were_not_there(layer, mask):
    x, h0, Wx, Wh, b = layer
    h = recurrent.rnn_forward(x, h0, Wx, Wh, b, mask)
    for n in range(N):
        short = recurrent.rnn_forward(x[n : n + 1, mask[n]], h0[n : n + 1], Wx, Wh, b)
        np.testing.assert_allclose(h[n, mask[n]], short[0], rtol=1e-12)


def test_mask_of_zeros_and_ones_will_do(layer, mask):
    expected = recurrent.rnn_forward(*layer, mask)
    np.testing.assert_array_equal(recurrent.rnn_forward(*layer, mask.astype(int)), expected)


def test_step_backward_is_the_derivative(layer, dh):
    x, *rest = layer
    inputs = [x[:, 0], *rest]
    h = recurrent.rnn_step(*inputs)
    got = recurrent.rnn_step_backward(dh[:, 0], inputs[0], inputs[1], h, inputs[2], inputs[3])
    check_gradients(got, inputs, lambda *inputs: np.sum(dh[:, 0] * recurrent.rnn_step(*inputs)))


def check_gradients(got, inputs, f):
    """Each of `got` is the derivative of f with respect to the input in its place."""
    for i, grad in enumerate(got):
        numeric = numerical_gradient(lambda value, i=i: f(*inputs[:i], value, *inputs[i + 1 :]), inputs[i])
        assert relative_error(grad, numeric) < 1e-6, f"input {i}"


@pytest.mark.parametrize("masked", [False, True])
def test_backward_is_the_derivative(masked, layer, mask, dh):
    x, h0, Wx, Wh, _ = layer
    mask = mask if masked else None
    h = recurrent.rnn_forward(*layer, mask)
    got = recurrent.rnn_backward(dh, x, h0, h, Wx, Wh, mask)
    check_gradients(got, layer, lambda *layer: np.sum(dh * recurrent.rnn_forward(*layer, mask)))


def in_chunks(layer, mask, k):
    """The states, with the one before each chunk held constant: what truncated gradients are the derivatives of."""
    h0 = layer[1]
    before = [h0, *np.moveaxis(recurrent.rnn_forward(*layer, mask), 1, 0)]

    def states(x, h0, Wx, Wh, b):
        chunks = []
        for t in range(0, T, k):
            part = None if mask is None else mask[:, t : t + k]
            start = before[t] if t else h0
            chunks.append(recurrent.rnn_forward(x[:, t : t + k], start, Wx, Wh, b, part))
        return np.concatenate(chunks, axis=1)

    return states


@pytest.mark.parametrize("k", [1, 2, 3, T - 1, T, T + 5])
@pytest.mark.parametrize("masked", [False, True])
def test_truncation_stops_gradients_between_chunks(k, masked, layer, mask, dh):
    x, h0, Wx, Wh, _ = layer
    mask = mask if masked else None
    states = in_chunks(layer, mask, k)
    got = recurrent.rnn_backward(dh, x, h0, states(*layer), Wx, Wh, mask, k)
    check_gradients(got, layer, lambda *layer: np.sum(dh * states(*layer)))


def test_truncation_counts_chunks_from_the_start(layer, dh):
    x, h0, Wx, Wh, _ = layer
    dh[:, :-1] = 0
    dx = recurrent.rnn_backward(dh, x, h0, recurrent.rnn_forward(*layer), Wx, Wh, k=3)[0]
    assert np.flatnonzero(np.abs(dx).max(axis=(0, 2))).tolist() == [6]  # chunks are 0-2, 3-5, 6


def test_truncation_as_long_as_the_sequence_changes_nothing(layer, dh):
    x, h0, Wx, Wh, _ = layer
    h = recurrent.rnn_forward(*layer)
    full = recurrent.rnn_backward(dh, x, h0, h, Wx, Wh)
    for a, b in zip(full, recurrent.rnn_backward(dh, x, h0, h, Wx, Wh, k=T), strict=True):
        np.testing.assert_array_equal(a, b)


def test_states_may_be_in_any_memory_order(layer, dh):
    x, h0, Wx, Wh, _ = layer
    h = recurrent.rnn_forward(*layer)
    one = recurrent.rnn_backward(dh, x, h0, h, Wx, Wh)
    other = recurrent.rnn_backward(np.asfortranarray(dh), x[:, ::-1][:, ::-1], h0, np.ascontiguousarray(h), Wx, Wh)
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_float32_stays_float32(layer, dh, mask):
    x, h0, Wx, Wh, b = (a.astype(np.float32) for a in layer)
    h = recurrent.rnn_forward(x, h0, Wx, Wh, b, mask)
    arrays = [h, *recurrent.rnn_backward(dh.astype(np.float32), x, None, h, Wx, Wh, mask)]
    step = recurrent.rnn_step(x[:, 0], h0, Wx, Wh, b)
    arrays += [step, *recurrent.rnn_step_backward(h0, x[:, 0], h0, step, Wx, Wh)]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_arguments_stay_as_they_are_and_results_are_the_callers(layer, dh, mask):
    x, h0, Wx, Wh, _ = layer
    h = recurrent.rnn_forward(*layer, mask)
    given = [*layer, dh, mask, h]
    before = [a.copy() for a in given]
    for result in [recurrent.rnn_forward(*layer, mask), *recurrent.rnn_backward(dh, x, h0, h, Wx, Wh, mask, 2)]:
        result[...] = 9
    for now, then in zip(given, before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(("n", "t"), [(0, 3), (2, 0), (1, 1)])
def test_small_shapes(n, t):
    x, Wx, Wh = np.ones((n, t, D)), np.ones((D, H)), np.ones((H, H))
    h = recurrent.rnn_forward(x, None, Wx, Wh, np.ones(H))
    shapes = [a.shape for a in (h, *recurrent.rnn_backward(h, x, None, h, Wx, Wh))]
    assert shapes == [(n, t, H), (n, t, D), (n, H), (D, H), (H, H), (H,)]


SHAPES = {"x": (N, T, D), "h0": (N, H), "Wx": (D, H), "Wh": (H, H), "b": (H,)}


@pytest.mark.parametrize(
    ("name", "shape", "message"),
    [
        ("x", (T, D), r"x must have shape \(N, T, D\), got \(7, 4\).*x\[None\]"),
        ("x", (N, T, D + 1), "x has 5 features per step but Wx has 4 rows"),
        ("h0", (H,), r"h0 must have shape \(3, 5\) or be None, which is zeros, got \(5,\)"),
        ("h0", (1, H), r"h0 must have shape \(3, 5\)"),
        ("Wx", (D, H + 1), r"Wx must have shape \(D, 5\), as many columns as Wh, got \(4, 6\)"),
        ("Wh", (D, H), r"Wh must have shape \(H, H\), got \(4, 5\)"),
        ("b", (1,), r"b must have shape \(5,\)"),
    ],
)
def test_forward_says_which_shape_is_wrong(name, shape, message):
    arrays = {key: np.ones(s) for key, s in (SHAPES | {name: shape}).items()}
    with pytest.raises(ValueError, match=message):
        recurrent.rnn_forward(**arrays)


def test_step_says_which_shape_is_wrong():
    with pytest.raises(ValueError, match=r"x must have shape \(N, 4\), one step of a batch, got \(3, 7, 4\)"):
        recurrent.rnn_step(*map(np.ones, SHAPES.values()))
    with pytest.raises(ValueError, match=r"h must have shape \(3, 5\), got \(1, 5\)"):
        recurrent.rnn_step(np.ones((N, D)), np.ones((1, H)), np.ones((D, H)), np.ones((H, H)), np.ones(H))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dh": np.ones((N, H))}, r"dh must have shape \(3, 7, 5\), got \(3, 5\)"),
        ({"h": np.ones((N, T + 1, H))}, r"h must have shape \(3, 7, 5\), got \(3, 8, 5\)"),
        ({"mask": np.ones((T, N))}, r"mask must have shape \(N, T\) = \(3, 7\).*got \(7, 3\)"),
        ({"mask": np.full((N, T), 0.5)}, "mask must hold True and False"),
        ({"k": 0}, "k must be at least 1, or None for no truncation, got 0"),
    ],
)
def test_backward_says_what_is_wrong(changes, message, layer, dh):
    x, h0, Wx, Wh, _ = layer
    arguments = {"dh": dh, "x": x, "h0": h0, "h": recurrent.rnn_forward(*layer), "Wx": Wx, "Wh": Wh} | changes
    with pytest.raises(ValueError, match=message):
        recurrent.rnn_backward(**arguments)


def test_words_in_the_place_of_vectors_are_told(layer):
    with pytest.raises(TypeError, match="x must hold real numbers"):
        recurrent.rnn_forward(np.array([[["a"]]]), *layer[1:])


def test_clipping_scales_all_gradients_alike():
    clipped, norm = recurrent.clip_gradients([np.array([3.0]), np.array([[0.0, 4.0]])], 1.0)
    assert norm == pytest.approx(5, rel=1e-15)
    np.testing.assert_allclose(clipped[0], [0.6], rtol=1e-15)
    np.testing.assert_allclose(clipped[1], [[0, 0.8]], rtol=1e-15)


@pytest.mark.parametrize("max_norm", [5.0, 7])
def test_short_gradients_are_left_alone_and_are_new_arrays(max_norm):
    grads = [np.array([3.0, 4.0])]
    clipped, norm = recurrent.clip_gradients(grads, max_norm)
    clipped[0][0] = 9
    assert (norm, grads[0].tolist()) == (5, [3, 4])


def test_clipping_keeps_float32_and_survives_squares_that_overflow():
    clipped, norm = recurrent.clip_gradients([np.full(4, 1e30, np.float32)], np.float64(2))
    assert (clipped[0].dtype, norm) == (np.float32, pytest.approx(2e30, rel=1e-6))
    np.testing.assert_allclose(clipped[0], 1, rtol=1e-6)


@pytest.mark.parametrize("grads", [[], [np.zeros(3)], [np.ones((0, 2))]])
def test_clipping_of_nothing_has_norm_zero(grads):
    assert recurrent.clip_gradients(grads, 1)[1] == 0


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_clipping_refuses_gradients_that_are_not_finite(bad):
    with pytest.raises(ValueError, match="a gradient is not finite"):
        recurrent.clip_gradients([np.zeros(2), np.array([bad])], 1)


@pytest.mark.parametrize("max_norm", [0, -1, float("nan")])
def test_clipping_needs_a_norm_above_zero(max_norm):
    with pytest.raises(ValueError, match="max_norm must be above 0"):
        recurrent.clip_gradients([np.ones(2)], max_norm)
