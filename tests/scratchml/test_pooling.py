"""scratchml.pooling: plain loops, finite differences, ties, and the conventions of the curriculum."""

import numpy as np
import pytest

from scratchml.gradients import numerical_gradient, relative_error
from scratchml.pooling import (
    avg_pool_backward,
    avg_pool_forward,
    flatten,
    global_avg_pool,
    global_avg_pool_backward,
    max_pool_backward,
    max_pool_forward,
)

# (shape, size, stride): windows side by side, apart, overlapping; sizes that do not divide; one that needs blocks
POOLS = [
    ((2, 6, 8, 3), 2, None),
    ((2, 7, 9, 3), 2, None),
    ((2, 7, 5, 2), 3, 1),
    ((1, 8, 9, 4), 3, 2),
    ((2, 8, 7, 1), 2, 3),
    ((3, 4, 4, 2), 4, None),
    ((2, 3, 4, 2), 1, None),
    ((2, 3, 4, 2), 1, 2),
    ((7, 30, 40, 16), 2, None),
]
POOLINGS = [(max_pool_forward, max_pool_backward, np.max), (avg_pool_forward, avg_pool_backward, np.mean)]


def picture(shape, dtype=np.float64):
    return np.random.default_rng(0).normal(size=shape).astype(dtype)


def by_loops(x, size, stride, summary):
    stride = stride or size
    oh, ow = ((length - size) // stride + 1 for length in x.shape[1:3])
    out = np.empty((len(x), oh, ow, x.shape[3]))
    for y, c in np.ndindex(oh, ow):
        out[:, y, c] = summary(x[:, y * stride : y * stride + size, c * stride : c * stride + size], axis=(1, 2))
    return out


@pytest.mark.parametrize("pool", POOLS, ids=str)
@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_every_window_becomes_one_number(pool, forward, backward, summary):
    shape, size, stride = pool
    x = picture(shape)
    np.testing.assert_allclose(forward(x, size, stride), by_loops(x, size, stride, summary), atol=1e-14)


@pytest.mark.parametrize("pool", POOLS[:-1], ids=str)
@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_gradients_are_the_derivatives_of_the_forward_pass(pool, forward, backward, summary):
    shape, size, stride = pool
    # distinct entries 0.1 apart: no step of the differences changes which one is the largest
    x = 0.1 * np.random.default_rng(1).permutation(np.prod(shape)).reshape(shape)
    dout = picture(forward(x, size, stride).shape)
    expected = numerical_gradient(lambda value: np.sum(dout * forward(value, size, stride)), x)
    assert relative_error(backward(dout, x, size, stride), expected) < 1e-6


@pytest.mark.parametrize("pool", POOLS, ids=str)
@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_gradients_have_the_input_s_shape_and_nothing_is_lost(pool, forward, backward, summary):
    shape, size, stride = pool
    x = picture(shape)
    dout = picture(forward(x, size, stride).shape)
    dx = backward(dout, x, size, stride)
    assert dx.shape == shape
    np.testing.assert_allclose(dx.sum(axis=(1, 2)), dout.sum(axis=(1, 2)), atol=1e-11)


@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_windows_lie_side_by_side_by_default(forward, backward, summary):
    x = picture((2, 6, 6, 1))
    np.testing.assert_array_equal(forward(x), forward(x, 2, 2))
    np.testing.assert_array_equal(forward(x, 3), forward(x, 3, 3))
    dout = picture((2, 3, 3, 1))
    np.testing.assert_array_equal(backward(dout, x), backward(dout, x, 2, 2))


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 3), (3, 1), (2, 1), (3, 2)])
def test_of_equal_maxima_the_first_in_row_order_gets_the_gradient(size, stride):
    x = np.random.default_rng(0).integers(0, 2, (3, 7, 8, 4)).astype(np.float64)
    dout = picture(max_pool_forward(x, size, stride).shape)
    expected = np.zeros_like(x)
    for n, y, c, k in np.ndindex(dout.shape):
        window = x[n, y * stride : y * stride + size, c * stride : c * stride + size, k]
        i, j = np.unravel_index(window.argmax(), window.shape)
        expected[n, y * stride + i, c * stride + j, k] += dout[n, y, c, k]
    np.testing.assert_allclose(max_pool_backward(dout, x, size, stride), expected, atol=1e-14)


def test_a_flat_window_gives_all_to_its_first_corner():
    dx = max_pool_backward(np.full((1, 1, 1, 1), 3.0), np.zeros((1, 2, 2, 1)))
    np.testing.assert_array_equal(dx[0, :, :, 0], [[3, 0], [0, 0]])


def test_the_first_row_wins_over_the_first_column():
    x = np.array([[0.0, 1], [1, 0]])[None, :, :, None]
    np.testing.assert_array_equal(max_pool_backward(np.ones((1, 1, 1, 1)), x)[0, :, :, 0], [[0, 1], [0, 0]])


def test_a_pixel_that_wins_in_two_windows_gets_both_gradients():
    x = np.array([[0.0, 5, 0]])[None].transpose(0, 2, 1)[:, :, :, None] * np.ones((1, 1, 2, 1))
    dx = max_pool_backward(np.array([2.0, 3]).reshape(1, 2, 1, 1), x, 2, 1)
    assert dx[0, 1, 0, 0] == 5


def test_negative_pictures_have_negative_maxima():
    assert max_pool_forward(np.full((1, 2, 2, 1), -3.0)) == -3


@pytest.mark.parametrize("pool", POOLS, ids=str)
@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_float32_stays_float32(pool, forward, backward, summary):
    shape, size, stride = pool
    x = picture(shape, np.float32)
    out = forward(x, size, stride)
    assert out.dtype == backward(out.astype(np.float64), x, size, stride).dtype == np.float32


@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
@pytest.mark.parametrize("size", [1, 2])
def test_arguments_are_not_changed(forward, backward, summary, size):
    x = picture((2, 4, 4, 3))
    dout = picture(forward(x, size).shape)
    before = x.copy(), dout.copy()
    forward(x, size)[...] = 9
    backward(dout, x, size)[...] = 9
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(dout, before[1])


@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_the_layout_in_memory_does_not_matter(forward, backward, summary):
    x = picture((3, 6, 6, 4))
    dout = picture((3, 3, 3, 4))
    np.testing.assert_allclose(forward(np.asfortranarray(x)), forward(x))
    np.testing.assert_allclose(backward(np.asfortranarray(dout), np.asfortranarray(x)), backward(dout, x))


def test_flatten_reads_rows_with_the_channels_innermost():
    x = np.arange(24.0).reshape(2, 2, 3, 2)
    rows = flatten(x)
    np.testing.assert_array_equal(rows, [range(12), range(12, 24)])
    assert not np.shares_memory(rows, x)


def test_flatten_bears_an_empty_batch():
    assert flatten(np.zeros((0, 2, 3, 4))).shape == (0, 24)


def test_global_pooling_is_the_mean_of_every_channel():
    x = picture((3, 4, 5, 2))
    np.testing.assert_allclose(global_avg_pool(x), x.mean(axis=(1, 2)))


def test_the_gradient_of_global_pooling_is_its_derivative():
    x, dout = picture((3, 4, 5, 2)), picture((3, 2))
    expected = numerical_gradient(lambda value: np.sum(dout * global_avg_pool(value)), x)
    assert relative_error(global_avg_pool_backward(dout, x), expected) < 1e-6


def test_global_pooling_keeps_float32():
    x = picture((3, 4, 5, 2), np.float32)
    assert global_avg_pool(x).dtype == global_avg_pool_backward(np.ones((3, 2)), x).dtype == np.float32


@pytest.mark.parametrize(
    ("shape", "size", "stride", "words"),
    [
        ((4, 4, 3), 2, None, r"x must have shape \(N, H, W, C\)"),
        ((1, 3, 4, 1), 4, None, "a window of 4 pixels does not fit into 3 pixels"),
        ((1, 4, 3, 1), 4, None, "a window of 4 pixels does not fit into 3 pixels"),
        ((1, 4, 4, 1), 0, None, "kernel must be at least 1"),
        ((1, 4, 4, 1), 2, 0, "stride must be at least 1"),
    ],
)
@pytest.mark.parametrize(("forward", "backward", "summary"), POOLINGS)
def test_windows_that_do_not_fit_are_refused(forward, backward, summary, shape, size, stride, words):
    with pytest.raises(ValueError, match=words):
        forward(np.ones(shape), size, stride)
    with pytest.raises(ValueError, match=words):
        backward(np.ones((1, 2, 2, 1)), np.ones(shape), size, stride)


@pytest.mark.parametrize("backward", [max_pool_backward, avg_pool_backward])
@pytest.mark.parametrize("shape", [(2, 2, 2, 1), (2, 2, 3, 3), (1, 2, 2, 3)])
def test_an_upstream_gradient_of_another_shape_is_refused(backward, shape):
    with pytest.raises(ValueError, match=r"the shape of the output, \(2, 2, 2, 3\)"):
        backward(np.ones(shape), np.ones((2, 4, 5, 3)))


def test_global_pooling_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="no pixels"):
        global_avg_pool(np.ones((2, 0, 3, 1)))
    with pytest.raises(ValueError, match=r"dout must have shape \(2, 3\)"):
        global_avg_pool_backward(np.ones((2, 1)), np.ones((2, 4, 4, 3)))
