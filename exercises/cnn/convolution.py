"""Convolution: a filter slides over images (N, H, W, C); forward, backward, and the same as one matrix product."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# convolution.ipynb. To check what you have:
#     pytest exercises/cnn/test_convolution.py

import numpy as np

# The example to calculate by hand: an image of 6 by 6 pixels and two filters of 3 by 3.
IMAGE = np.array([
    [1, 0, 0, 0, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 1, 0, 0],
    [1, 0, 0, 0, 1, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 1, 0],
])
DIAGONAL = np.array([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
UPRIGHT = np.array([[-1, 1, -1], [-1, 1, -1], [-1, 1, -1]])


def draw_numbers(ax, values, title, limit=4):
    """Draw a small matrix as numbers, blue where they are positive and red where they are negative."""
    ax.imshow(values, cmap="RdBu", vmin=-2 * limit, vmax=2 * limit)
    for (r, c), value in np.ndenumerate(values):
        ax.text(c, r, f"{round(value, 1) + 0:g}", ha="center", va="center")
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


def output_size(size, kernel, stride=1, pad=0):
    """Count the places of a window along one axis.

    Parameters
    ----------
    size : int
        Pixels along the axis, without padding.
    kernel : int
        Pixels of the window along this axis, at least 1.
    stride : int
        Pixels from one place to the next.
    pad : int
        Zeros that are added at **each** end, at least 0.

    Returns
    -------
    int
        At least 1. Places at which the window would stand out over the (padded) edge do not count: rounded down.

    Raises
    ------
    ValueError
        If the window is larger than the padded axis, so that there is no place for it; or the stride is less than 1.

    References
    ----------
    V. Dumoulin, F. Visin: A guide to convolution arithmetic for deep learning. arXiv:1603.07285, 2016, relationship 6.
    """
    raise NotImplementedError


def conv2d_single(image, kernel, stride=1):
    """Slide one filter over one grey image: the sum of pixel times weight, at every place.

    Cross-correlation: the filter is not turned. No padding, no bias.

    Parameters
    ----------
    image : ndarray of int or float, shape (H, W)
    kernel : ndarray of int or float, shape (kh, kw)
        The filter. It need not be square.
    stride : int
        Pixels from one place to the next, down and across.

    Returns
    -------
    ndarray, shape (OH, OW)
        OH = output_size(H, kh, stride), OW = output_size(W, kw, stride). An image of whole numbers and a filter with
        fractions give fractions.

    Raises
    ------
    ValueError
        If the filter is higher or wider than the image, or the stride is less than 1.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, eqs. 9.6 and 9.8.
    """
    raise NotImplementedError


def conv2d_forward(x, w, b, stride=1, pad=0):
    """Send a batch of images through C_out filters: windows times weights, plus the bias of each filter.

    Cross-correlation: filters are not turned. The sum runs over the window and over all channels.

    Parameters
    ----------
    x : ndarray of int or float, shape (N, H, W, C_in)
        Images, channels last.
    w : ndarray of float, shape (kh, kw, C_in, C_out)
        w[..., k] is filter k.
    b : ndarray of float, shape (C_out,)
        One bias for each filter.
    stride : int
        Pixels from one place to the next, down and across.
    pad : int
        Rows and columns of zeros that are put on each of the four sides of every image.

    Returns
    -------
    ndarray of float, shape (N, OH, OW, C_out)
        OH = output_size(H, kh, stride, pad), OW = output_size(W, kw, stride, pad).

    Raises
    ------
    ValueError
        If a filter is higher or wider than the padded image, or the stride is less than 1.

    References
    ----------
    Y. LeCun et al.: Backpropagation applied to handwritten zip code recognition. Neural Computation 1 (1989).
    """
    raise NotImplementedError


def conv2d_backward(dout, x, w, stride=1, pad=0):
    """Gradients of the loss with respect to a convolution's input, filters and biases.

    Parameters
    ----------
    dout : ndarray of float, shape (N, OH, OW, C_out)
        Gradient of the loss with respect to the output of conv2d_forward.
    x : ndarray of int or float, shape (N, H, W, C_in)
        The images of the forward pass, without padding.
    w : ndarray of float, shape (kh, kw, C_in, C_out)
        The filters of the forward pass.
    stride, pad : int
        As in the forward pass.

    Returns
    -------
    dx : ndarray of float, shape (N, H, W, C_in)
        Gradient with respect to x; 0 for pixels that no window covers. Fractions stay, whatever the dtype of x.
    dw : ndarray of float, shape (kh, kw, C_in, C_out)
        Gradient with respect to w, summed over places and images.
    db : ndarray of float, shape (C_out,)
        Gradient with respect to b, summed over places and images.

    References
    ----------
    Y. LeCun et al.: Backpropagation applied to handwritten zip code recognition. Neural Computation 1 (1989).
    """
    raise NotImplementedError


def count_parameters(kh, kw, c_in, c_out):
    """Count the weights and biases of a convolution.

    Parameters
    ----------
    kh, kw : int
        Height and width of a filter.
    c_in : int
        Channels that each filter reads.
    c_out : int
        Filters; each of them has one bias.

    Returns
    -------
    int
        For a dense layer ask for count_parameters(1, 1, n_in, n_out).
    """
    raise NotImplementedError


def pad_images(x, p):
    """Put a frame of zeros around every image.

    Parameters
    ----------
    x : ndarray of int or float, shape (N, H, W, C)
        It is not changed.
    p : int
        Thickness of the frame, on each of the four sides, at least 0.

    Returns
    -------
    ndarray, shape (N, H + 2p, W + 2p, C)
        The images are in the middle.
    """
    raise NotImplementedError


def im2col(x, kh, kw, stride, pad):
    """Write all windows of a batch of images as the rows of one matrix.

    Parameters
    ----------
    x : ndarray of int or float, shape (N, H, W, C)
    kh, kw : int
        Height and width of the window.
    stride, pad : int
        As in conv2d_forward.

    Returns
    -------
    ndarray, shape (N * OH * OW, kh * kw * C)
        Rows in the order image, row, column of the place. Within a row of the matrix: row, column of the pixel in its
        window, then channel. So im2col(x, ...) times w, reshaped to (kh * kw * C, C_out), is the convolution.

    Raises
    ------
    ValueError
        If the window is higher or wider than the padded image, or the stride is less than 1.

    References
    ----------
    K. Chellapilla, S. Puri, P. Simard: High performance convolutional neural networks for document processing.
    IWFHR 2006.
    """
    raise NotImplementedError


def col2im(cols, x_shape, kh, kw, stride, pad):
    """Add the rows of an im2col matrix back onto the images that they came from: the gradient of im2col.

    Parameters
    ----------
    cols : ndarray of float, shape (N * OH * OW, kh * kw * C)
        Ordered as by im2col.
    x_shape : tuple of 4 int
        (N, H, W, C), the shape of the images without padding.
    kh, kw : int
        Height and width of the window.
    stride, pad : int
        As in im2col.

    Returns
    -------
    ndarray of float, shape x_shape
        Entries that belong to the same pixel are added. What belongs to the padding is left out. Pixels that no window
        covers are 0.
    """
    raise NotImplementedError
