"""scratchml.blocks: the formulas, finite differences, and the conventions of the curriculum."""

import numpy as np
import pytest

from scratchml.blocks import (
    batchnorm2d_backward,
    batchnorm2d_forward,
    conv_transpose2d_backward,
    conv_transpose2d_forward,
    residual_backward,
    residual_forward,
)
from scratchml.convolution import conv2d_backward, conv2d_forward
from scratchml.gradients import numerical_gradient

# pictures, filters, stride, pad: copies of the filter that overlap, touch, and lie apart
TRANSPOSED = [
    ((2, 3, 4, 2), (3, 3, 2, 3), 1, 0),
    ((2, 4, 3, 3), (3, 2, 3, 1), 2, 1),
    ((1, 3, 3, 1), (2, 2, 1, 4), 2, 0),
    ((2, 2, 3, 2), (2, 3, 2, 2), 4, 0),
    ((1, 5, 4, 4), (3, 3, 4, 5), 1, 2),
]


def draw(*shapes, dtype=np.float64):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def derivative(forward, dout, arguments, position):
    def loss(value):
        return np.sum(dout * forward(*arguments[:position], value, *arguments[position + 1 :]))

    return numerical_gradient(loss, arguments[position])


def transposed(case, dtype=np.float64):
    """x, w, b, and an upstream gradient."""
    shape, filters, stride, pad = case
    x, w, b = draw(shape, filters, filters[3:], dtype=dtype)
    return x, w, b, draw(conv_transpose2d_forward(x, w, b, stride, pad).shape, dtype=dtype)[0]


def test_every_channel_gets_the_mean_beta_and_the_deviation_gamma():
    x, gamma, beta = draw((3, 4, 5, 2), (2,), (2,))
    out, _, _ = batchnorm2d_forward(3 + 2 * x, gamma, beta, np.zeros(2), np.ones(2), eps=0)
    np.testing.assert_allclose(out.mean(axis=(0, 1, 2)), beta)
    np.testing.assert_allclose(out.std(axis=(0, 1, 2)), np.abs(gamma))


def test_running_statistics_are_those_of_all_pixels_of_a_channel():
    (x,) = draw((3, 4, 5, 2))
    _, mean, var = batchnorm2d_forward(x, np.ones(2), np.zeros(2), np.zeros(2), np.zeros(2), momentum=0.75)
    np.testing.assert_allclose(mean, 0.25 * x.mean(axis=(0, 1, 2)))
    np.testing.assert_allclose(var, 0.25 * x.var(axis=(0, 1, 2)))


def test_outside_of_training_running_statistics_normalize():
    x, gamma, beta, mean = draw((3, 4, 5, 2), (2,), (2,), (2,))
    out, *new = batchnorm2d_forward(x, gamma, beta, mean, np.array([2.0, 3]), eps=0.5, train=False)
    np.testing.assert_allclose(out, gamma * (x - mean) / np.sqrt([2.5, 3.5]) + beta)
    np.testing.assert_array_equal(new, [mean, [2, 3]])


@pytest.mark.parametrize("position", [0, 1, 2])
def test_gradients_of_batchnorm_are_its_derivatives(position):
    *point, dout = draw((2, 3, 4, 2), (2,), (2,), (2, 3, 4, 2))
    got = batchnorm2d_backward(dout, *point[:2], 0.01)[position]
    want = derivative(lambda *p: batchnorm2d_forward(*p, np.zeros(2), np.ones(2), eps=0.01)[0], dout, point, position)
    np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-8)


def test_batchnorm_refuses_rows_and_other_gradients():
    with pytest.raises(ValueError, match=r"x must have shape \(N, H, W, C\)"):
        batchnorm2d_forward(np.ones((3, 2)), np.ones(2), np.ones(2), np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match=r"the shape of the output, \(3, 2, 2, 4\)"):
        batchnorm2d_backward(np.ones((3, 4, 1, 4)), np.ones((3, 2, 2, 4)), np.ones(4))


def residual_example(dtype=np.float64):
    """x, w1, b1, w2, b2, and an upstream gradient."""
    return draw((2, 4, 5, 3), (3, 3, 3, 4), (4,), (3, 3, 4, 3), (3,), (2, 4, 5, 3), dtype=dtype)


def test_the_residual_block_adds_its_input_before_the_last_relu():
    x, w1, b1, w2, b2, _ = residual_example()
    inner = np.maximum(conv2d_forward(x, w1, b1, 1, 1), 0)
    expected = np.maximum(x + conv2d_forward(inner, w2, b2, 1, 1), 0)
    np.testing.assert_allclose(residual_forward(x, w1, b1, w2, b2), expected)


def test_without_weights_the_residual_block_is_relu():
    x, w1, b1, w2, b2, _ = residual_example()
    np.testing.assert_array_equal(residual_forward(x, 0 * w1, 0 * b1, 0 * w2, 0 * b2), np.maximum(x, 0))


@pytest.mark.parametrize("position", range(5))
def test_gradients_of_the_residual_block_are_its_derivatives(position):
    *point, dout = residual_example()
    got = residual_backward(dout, *point)[position]
    np.testing.assert_allclose(got, derivative(residual_forward, dout, point, position), rtol=1e-6, atol=1e-7)


def test_the_residual_block_refuses_filters_that_do_not_lead_back():
    x, w1, b1, _, _, _ = residual_example()
    with pytest.raises(ValueError, match="as many filters as x has channels, 3"):
        residual_forward(x, w1, b1, np.ones((3, 3, 4, 5)), np.ones(5))
    with pytest.raises(ValueError, match="w1 must have shape"):
        residual_forward(x, np.ones((5, 5, 3, 4)), b1, np.ones((3, 3, 4, 3)), np.ones(3))


@pytest.mark.parametrize("case", TRANSPOSED, ids=str)
def test_every_pixel_paints_a_copy_of_the_filter(case):
    shape, (kh, kw, _, k), stride, pad = case
    x, w, b, _ = transposed(case)
    n, h, width, _ = shape
    canvas = np.zeros((n, (h - 1) * stride + kh, (width - 1) * stride + kw, k))
    for y, c in np.ndindex(h, width):
        canvas[:, y * stride : y * stride + kh, c * stride : c * stride + kw] += np.einsum(
            "nc,ijck->nijk", x[:, y, c], w
        )
    expected = canvas[:, pad : canvas.shape[1] - pad, pad : canvas.shape[2] - pad] + b
    np.testing.assert_allclose(conv_transpose2d_forward(x, w, b, stride, pad), expected, atol=1e-12)


@pytest.mark.parametrize("case", TRANSPOSED, ids=str)
@pytest.mark.parametrize("position", [0, 1, 2])
def test_gradients_of_the_transposed_convolution_are_its_derivatives(case, position):
    *point, dout = transposed(case)
    want = derivative(lambda *p: conv_transpose2d_forward(*p, *case[2:]), dout, point, position)
    got = conv_transpose2d_backward(dout, *point[:2], *case[2:])[position]
    np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (1, 1), (2, 1)])
def test_it_is_the_gradient_of_a_convolution_for_its_input(stride, pad):
    size = 7  # an odd one, so that a stride of 2 covers it
    x, w = draw((2, size, size, 3), (3, 3, 3, 4))
    out = conv2d_forward(x, w, np.zeros(4), stride, pad)
    dx = conv2d_backward(out, x, w, stride, pad)[0]
    np.testing.assert_allclose(
        conv_transpose2d_forward(out, w.swapaxes(2, 3), np.zeros(3), stride, pad), dx, atol=1e-11
    )


def test_float32_stays_float32_in_every_block():
    x, w, b, dout = transposed(TRANSPOSED[1], np.float32)
    results = [conv_transpose2d_forward(x, w, b, 2, 1), *conv_transpose2d_backward(dout, x, w, 2, 1)]
    *point, dout = residual_example(np.float32)
    results += [residual_forward(*point), *residual_backward(dout, *point)]
    x, gamma = point[0], np.ones(3, np.float32)
    results += [*batchnorm2d_forward(x, gamma, gamma, gamma, gamma), *batchnorm2d_backward(dout, x, gamma)]
    assert {a.dtype for a in results} == {np.dtype(np.float32)}


def test_arguments_are_not_changed():
    arguments = [*residual_example(), *transposed(TRANSPOSED[0])]
    before = [a.copy() for a in arguments]
    *point, dout = arguments[:6]
    x, w, b, upstream = arguments[6:]
    results = [residual_forward(*point), *residual_backward(dout, *point)]
    results += [conv_transpose2d_forward(x, w, b), *conv_transpose2d_backward(upstream, x, w)]
    for result in results:
        result[...] = 9
    for a, kept in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(a, kept)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x": np.ones((4, 4, 2))}, r"x must have shape \(N, H, W, C\)"),
        ({"x": np.ones((1, 4, 4, 3))}, "x has 3 channels but the filters in w have 2"),
        ({"b": np.ones(2)}, r"b must have shape \(5,\)"),
        ({"stride": 0}, "stride must be at least 1"),
        ({"pad": -1}, "pad must be at least 0"),
        ({"pad": 3}, "the output would have 0 x 0 pixels"),
    ],
)
def test_a_transposed_convolution_refuses(changes, words):
    arguments = {"x": np.ones((1, 4, 4, 2)), "w": np.ones((3, 3, 2, 5)), "b": np.ones(5), **changes}
    with pytest.raises(ValueError, match=words):
        conv_transpose2d_forward(**arguments)


def test_a_transposed_convolution_refuses_another_upstream_gradient():
    with pytest.raises(ValueError, match=r"the shape of the output, \(1, 6, 6, 5\)"):
        conv_transpose2d_backward(np.ones((1, 4, 4, 5)), np.ones((1, 4, 4, 2)), np.ones((3, 3, 2, 5)))
