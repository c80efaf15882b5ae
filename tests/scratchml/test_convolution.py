"""scratchml.convolution: the worked example, plain loops, finite differences, and the conventions of the curriculum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchml.convolution import (
    col2im,
    conv2d_backward,
    conv2d_forward,
    conv2d_single,
    count_parameters,
    im2col,
    output_size,
    pad_images,
)
from scratchml.gradients import numerical_gradient

ROWS = ("100001", "010010", "001100", "100010", "010010", "001010")
PICTURE = np.array([[int(digit) for digit in row] for row in ROWS])
DIAGONAL = np.array([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
STROKE = np.array([[-1, 1, -1]] * 3)

# (pictures' shape, filters' shape, stride, pad): odd and even windows, strides that do not divide, wide padding,
# few and many channels (which take different ways)
LAYERS = [
    ((2, 6, 6, 1), (3, 3, 1, 2), 1, 0),
    ((3, 7, 8, 2), (2, 3, 2, 5), 2, 1),
    ((2, 8, 7, 3), (5, 4, 3, 4), 3, 2),
    ((1, 5, 6, 4), (4, 4, 4, 3), 1, 5),
    ((2, 9, 4, 12), (3, 3, 12, 5), 1, 1),
    ((2, 9, 10, 12), (3, 2, 12, 3), 2, 0),
    ((4, 5, 5, 3), (1, 1, 3, 2), 2, 0),
    ((2, 3, 4, 3), (3, 4, 3, 6), 1, 0),
    # neighbouring outputs made together, with and without a stride and an edge left over; one channel, many filters
    ((2, 5, 8, 4), (3, 3, 4, 2), 1, 1),
    ((2, 6, 8, 4), (3, 3, 4, 2), 2, 1),
    ((2, 5, 8, 1), (3, 3, 1, 5), 1, 1),
    ((2, 5, 6, 1), (3, 2, 1, 24), 1, 1),
    # more than one block
    ((1, 40, 130, 4), (5, 5, 4, 3), 1, 2),
    ((40, 20, 20, 16), (3, 3, 16, 2), 1, 1),
]
SMALL = LAYERS[:-2]


def example(shape, filters, stride, pad, dtype=np.float64):
    """x, w, b and an upstream gradient."""
    rng = np.random.default_rng(0)
    oh, ow = (output_size(size, window, stride, pad) for size, window in zip(shape[1:3], filters, strict=False))
    shapes = shape, filters, filters[3:], (shape[0], oh, ow, filters[3])
    return [rng.normal(size=s).astype(dtype) for s in shapes]


def windows_by_loops(x, kh, kw, stride, pad):
    """Yield (n, y, x, window)."""
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    for n, picture in enumerate(padded):
        for y in range((picture.shape[0] - kh) // stride + 1):
            for c in range((picture.shape[1] - kw) // stride + 1):
                yield n, y, c, picture[y * stride : y * stride + kh, c * stride : c * stride + kw]


def layer_by_loops(x, w, b, stride, pad):
    places = list(windows_by_loops(x, *w.shape[:2], stride, pad))
    out = np.empty((*np.max([p[:3] for p in places], axis=0) + 1, w.shape[3]))
    for n, y, c, window in places:
        out[n, y, c] = np.tensordot(window, w, 3) + b
    return out


def test_the_worked_example_at_stride_one():
    np.testing.assert_array_equal(
        conv2d_single(PICTURE, DIAGONAL), [[3, -1, -3, -1], [-3, 1, 0, -3], [-3, -3, 0, 1], [3, -2, -2, -1]]
    )


def test_the_worked_example_at_stride_two():
    np.testing.assert_array_equal(conv2d_single(PICTURE, DIAGONAL, stride=2), [[3, -3], [-3, 0]])


def test_the_worked_example_with_two_filters():
    filters = np.stack([DIAGONAL, STROKE], axis=-1)[:, :, None]
    out = conv2d_forward(PICTURE[None, :, :, None], filters, np.zeros(2))
    assert out.shape == (1, 4, 4, 2)
    np.testing.assert_array_equal(out[0, ..., 0], conv2d_single(PICTURE, DIAGONAL))
    np.testing.assert_array_equal(out[0, ..., 1], conv2d_single(PICTURE, STROKE))


def test_the_filter_is_not_turned_round():
    assert conv2d_single([[1, 2, 3]], [[1, 0, 0]]) == 1


def test_an_integer_picture_with_a_fractional_filter_is_not_rounded():
    np.testing.assert_allclose(conv2d_single(np.eye(3, dtype=np.uint8), np.full((2, 2), 0.3)), [[0.6, 0.3], [0.3, 0.6]])


def test_a_single_picture_in_float32_stays_float32():
    assert conv2d_single(np.ones((3, 3), np.float32), np.ones((2, 2), np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    ("arguments", "size"),
    [((6, 3), 4), ((6, 3, 2), 2), ((7, 3, 2), 3), ((5, 5), 1), ((5, 3, 1, 1), 5), ((5, 2, 3, 2), 3), ((1, 3, 1, 1), 1)],
)
def test_sizes_are_rounded_down(arguments, size):
    assert output_size(*arguments) == size


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 5), st.integers(0, 5))
def test_the_size_counts_the_windows_that_fit(size, kernel, stride, pad):
    starts = [s for s in range(0, size + 2 * pad, stride) if s + kernel <= size + 2 * pad]
    if starts:
        assert output_size(size, kernel, stride, pad) == len(starts)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_size(size, kernel, stride, pad)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((5, 6), ValueError, "does not fit into 5 pixels with pad 0"),
        ((3, 0), ValueError, "kernel must be at least 1"),
        ((5, 3, 0), ValueError, "stride must be at least 1, got 0"),
        ((5, 3, -1), ValueError, "stride must be at least 1"),
        ((5, 3, 1, -1), ValueError, "pad must be at least 0"),
        ((5, 3, 1.5), TypeError, "stride must be a whole number, got 1.5"),
        ((5, 3, 1, "same"), TypeError, "pad must be a whole number, got 'same'"),
    ],
)
def test_sizes_that_make_no_window_are_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        output_size(*arguments)


def test_padding_puts_zeros_around_and_keeps_the_dtype():
    padded = pad_images(np.ones((2, 3, 4, 5), np.uint8), 2)
    assert (padded.shape, padded.dtype, padded.sum()) == ((2, 7, 8, 5), np.uint8, 120)
    assert padded[:, 2:5, 2:6].all()


def test_padding_by_nothing_gives_a_copy():
    x = np.ones((1, 2, 2, 1))
    assert not np.shares_memory(pad_images(x, 0), x)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_the_layer_is_window_times_filter_plus_bias(layer):
    x, w, b, _ = example(*layer)
    np.testing.assert_allclose(conv2d_forward(x, w, b, *layer[2:]), layer_by_loops(x, w, b, *layer[2:]), atol=1e-11)


@pytest.mark.parametrize("layer", SMALL, ids=str)
@pytest.mark.parametrize("position", [0, 1, 2])
def test_gradients_are_the_derivatives_of_the_layer(layer, position):
    *point, dout = example(*layer)
    settings = layer[2:]

    def loss(value):
        return np.sum(dout * conv2d_forward(*point[:position], value, *point[position + 1 :], *settings))

    got = conv2d_backward(dout, *point[:2], *settings)[position]
    np.testing.assert_allclose(got, numerical_gradient(loss, point[position]), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_gradients_keep_the_products_of_a_linear_map(layer):
    # <dout, conv(x)> = <dx, x> = <dw, w>: holds for pictures too large for finite differences
    x, w, b, dout = example(*layer)
    dx, dw, db = conv2d_backward(dout, x, w, *layer[2:])
    product = np.sum(dout * conv2d_forward(x, w, np.zeros_like(b), *layer[2:]))
    np.testing.assert_allclose([np.sum(dx * x), np.sum(dw * w)], product, rtol=1e-9)
    np.testing.assert_allclose(db, dout.sum(axis=(0, 1, 2)), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_the_shapes_of_gradients_are_those_of_their_arguments(layer):
    x, w, b, dout = example(*layer)
    assert [g.shape for g in conv2d_backward(dout, x, w, *layer[2:])] == [x.shape, w.shape, b.shape]


def test_an_edge_that_no_window_covers_gets_no_gradient():
    x, w, _, dout = example((2, 8, 9, 3), (3, 3, 3, 4), 3, 0)
    dx = conv2d_backward(dout, x, w, 3)[0]
    assert not dx[:, 6:].any()
    assert dx[:, :6].all()


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_float32_stays_float32_with_its_precision(layer):
    x, w, b, dout = example(*layer, np.float32)
    results = [conv2d_forward(x, w, b, *layer[2:]), *conv2d_backward(dout, x, w, *layer[2:])]
    assert {a.dtype for a in results} == {np.dtype(np.float32)}
    x, w, b, dout = (a.astype(np.float64) for a in (x, w, b, dout))
    for got, want in zip(
        results, [conv2d_forward(x, w, b, *layer[2:]), *conv2d_backward(dout, x, w, *layer[2:])], strict=True
    ):
        np.testing.assert_allclose(got, want, atol=2e-5 * np.abs(want).max())


def test_float64_biases_and_gradients_leave_float32_layers_float32():
    x, w, b, dout = example(*LAYERS[1])
    x, w = x.astype(np.float32), w.astype(np.float32)
    results = [conv2d_forward(x, w, b, 2, 1), *conv2d_backward(dout, x, w, 2, 1)]
    assert {a.dtype for a in results} == {np.dtype(np.float32)}


def test_integers_are_worked_on_as_float64():
    out = conv2d_forward(PICTURE[None, :, :, None], np.full((2, 2, 1, 1), 0.25), [1])
    assert out.dtype == np.float64
    np.testing.assert_allclose(out[0, :, :, 0], 1 + conv2d_single(PICTURE, np.full((2, 2), 0.25)))


def test_an_empty_batch_gives_empty_outputs_and_no_gradients():
    x, w, b, dout = example((0, 5, 5, 2), (3, 3, 2, 4), 1, 1)
    assert conv2d_forward(x, w, b, 1, 1).shape == (0, 5, 5, 4)
    dx, dw, db = conv2d_backward(dout, x, w, 1, 1)
    assert (dx.shape, dw.any(), db.any()) == (x.shape, False, False)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_the_layout_in_memory_does_not_matter(layer):
    x, w, b, dout = example(*layer)
    fx, fw, fdout = map(np.asfortranarray, (x, w, dout))
    np.testing.assert_allclose(
        conv2d_forward(fx, fw, b, *layer[2:]), conv2d_forward(x, w, b, *layer[2:]), rtol=1e-9, atol=1e-10
    )
    for got, want in zip(
        conv2d_backward(fdout, fx, fw, *layer[2:]), conv2d_backward(dout, x, w, *layer[2:]), strict=True
    ):
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("layer", SMALL, ids=str)
def test_arguments_are_not_changed(layer):
    arguments = example(*layer)
    before = [a.copy() for a in arguments]
    x, w, b, dout = arguments
    for result in (conv2d_forward(x, w, b, *layer[2:]), *conv2d_backward(dout, x, w, *layer[2:])):
        result[...] = 9
    for a, kept in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(a, kept)


@pytest.mark.parametrize("layer", SMALL, ids=str)
def test_im2col_has_one_window_a_row(layer):
    x, (kh, kw, *_), stride, pad = example(*layer)[0], *layer[1:]
    rows = [window.ravel() for *_, window in windows_by_loops(x, kh, kw, stride, pad)]
    np.testing.assert_array_equal(im2col(x, kh, kw, stride, pad), rows)


@pytest.mark.parametrize("layer", SMALL, ids=str)
def test_col2im_is_the_transpose_of_im2col(layer):
    x, (kh, kw, *_), stride, pad = example(*layer)[0], *layer[1:]
    cols = im2col(x, kh, kw, stride, pad)
    other = np.random.default_rng(1).normal(size=cols.shape)
    back = col2im(other, x.shape, kh, kw, stride, pad)
    assert back.shape == x.shape
    np.testing.assert_allclose(np.sum(back * x), np.sum(other * cols), rtol=1e-10)


def test_col2im_counts_in_how_many_windows_a_pixel_lies():
    counts = col2im(np.ones((4, 4)), (1, 3, 3, 1), 2, 2, 1, 0)
    np.testing.assert_array_equal(counts[0, :, :, 0], [[1, 2, 1], [2, 4, 2], [1, 2, 1]])


def test_im2col_returns_memory_of_its_own():
    x = np.ones((2, 3, 3, 1))
    im2col(x, 1, 1, 1, 0)[...] = 5
    assert x.max() == 1


def test_parameters_are_counted_with_biases():
    assert count_parameters(5, 3, 4, 7) == 5 * 3 * 4 * 7 + 7
    assert count_parameters(1, 1, 784, 10) == 7850


def test_a_layer_without_filters_is_refused():
    with pytest.raises(ValueError, match="c_out must be at least 1"):
        count_parameters(3, 3, 1, 0)
