"""scratchml.convolution: what it refuses, and in which words."""

import numpy as np
import pytest

from scratchml.convolution import col2im, conv2d_backward, conv2d_forward, conv2d_single, im2col, pad_images

X, W, B = np.ones((2, 5, 6, 3)), np.ones((3, 3, 3, 4)), np.zeros(4)


@pytest.mark.parametrize(
    ("x", "w", "b", "words"),
    [
        (X[0], W, B, r"x must have shape \(N, H, W, C\), got \(5, 6, 3\)"),
        (X, W[0], B, r"w must have shape \(kh, kw, C_in, C_out\)"),
        (X[..., :2], W, B, "x has 2 channels but the filters in w have 3"),
        (X, W, B[:3], r"b must have shape \(4,\)"),
        (X, np.ones((6, 3, 3, 4)), B, "a window of 6 pixels does not fit into 5 pixels"),
        (X, np.ones((3, 7, 3, 4)), B, "a window of 7 pixels does not fit into 6 pixels"),
        (X, np.ones((3, 0, 3, 4)), B, "kernel must be at least 1"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(x, w, b, words):
    with pytest.raises(ValueError, match=words):
        conv2d_forward(x, w, b)


@pytest.mark.parametrize(
    ("setting", "error"),
    [
        ({"stride": 0}, ValueError),
        ({"stride": -1}, ValueError),
        ({"pad": -1}, ValueError),
        ({"stride": 1.5}, TypeError),
        ({"pad": (1, 1)}, TypeError),
    ],
)
def test_bad_strides_and_paddings_are_refused_in_both_passes(setting, error):
    (name,) = setting
    with pytest.raises(error, match=f"{name} must be"):
        conv2d_forward(X, W, B, **setting)
    with pytest.raises(error, match=f"{name} must be"):
        conv2d_backward(np.ones((2, 3, 4, 4)), X, W, **setting)


@pytest.mark.parametrize("shape", [(2, 3, 4, 3), (1, 3, 4, 4), (2, 4, 3, 4), (1, 1, 1, 1)])
def test_an_upstream_gradient_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"dout must have the shape of the output, \(2, 3, 4, 4\)"):
        conv2d_backward(np.ones(shape), X, W)


def test_text_is_refused():
    with pytest.raises(TypeError, match="w must hold real numbers"):
        conv2d_forward(X, W.astype(str), B)


@pytest.mark.parametrize(
    ("image", "kernel", "words"),
    [
        (X, np.ones((3, 3)), r"image must have shape \(H, W\)"),
        (X[0, ..., 0], W, r"kernel must have shape \(kh, kw\)"),
        (X[0, ..., 0], np.ones((3, 7)), "does not fit into 6 pixels"),
    ],
)
def test_a_single_convolution_refuses(image, kernel, words):
    with pytest.raises(ValueError, match=words):
        conv2d_single(image, kernel)


def test_a_single_convolution_refuses_a_stride_of_zero():
    with pytest.raises(ValueError, match="stride must be at least 1"):
        conv2d_single(X[0, ..., 0], np.ones((2, 2)), 0)


def test_padding_refuses_single_pictures_and_negative_widths():
    with pytest.raises(ValueError, match="one example is a batch of one"):
        pad_images(X[0], 1)
    with pytest.raises(ValueError, match="p must be at least 0"):
        pad_images(X, -1)


def test_windows_that_do_not_fit_are_refused_by_im2col_and_col2im():
    with pytest.raises(ValueError, match="does not fit into 5 pixels"):
        im2col(X, 6, 1, 1, 0)
    with pytest.raises(ValueError, match="does not fit into 6 pixels"):
        col2im(np.ones((2, 2)), X.shape, 1, 7, 1, 0)


def test_col2im_refuses_rows_of_another_picture():
    with pytest.raises(ValueError, match=r"cols must have shape \(24, 27\)"):
        col2im(np.ones((23, 27)), X.shape, 3, 3, 1, 0)
