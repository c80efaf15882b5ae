"""Pooling: each cell of a map (N, H, W, C) becomes one number; and how gradients find their way back."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# pooling.ipynb. To check what you have:
#     pytest exercises/cnn/test_pooling.py

import numpy as np

from cnn.convolution import output_size

# The two maps of the example in the lesson before: filters 1 and 2 of 3 by 3, stride 1, on the image of 6 by 6.
MAPS = np.array([
    [[3, -1, -3, -1], [-3, 1, 0, -3], [-3, -3, 0, 1], [3, -2, -2, -1]],
    [[-1, -1, -1, -1], [-1, -1, -2, 1], [-1, -1, -2, 1], [-1, 0, -4, 3]],
])


def draw_numbers(ax, values, title, limit=4):
    """Draw a small matrix as numbers, blue where they are positive and red where they are negative."""
    ax.imshow(values, cmap="RdBu", vmin=-2 * limit, vmax=2 * limit)
    for (r, c), value in np.ndenumerate(values):
        ax.text(c, r, f"{round(value, 2) + 0:g}", ha="center", va="center")
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


def max_pool_forward(x, size=2, stride=None):
    """Take the largest entry of each window, channel by channel.

    Parameters
    ----------
    x : ndarray of int or float, shape (N, H, W, C)
        Maps, channels last.
    size : int
        Height and width of the window.
    stride : int, optional
        Pixels from one window to the next, down and across. None: as many as size, so that windows lie side by side.

    Returns
    -------
    ndarray, shape (N, OH, OW, C)
        OH = output_size(H, size, stride), OW = output_size(W, size, stride): windows that would stand out over the
        edge are dropped.

    Raises
    ------
    ValueError
        If the window is larger than the map, or the stride is less than 1.

    References
    ----------
    D. Scherer, A. Mueller, S. Behnke: Evaluation of pooling operations in convolutional architectures for object
    recognition. ICANN 2010.
    """
    raise NotImplementedError


def max_pool_backward(dout, x, size=2, stride=None):
    """Gradient of the loss with respect to the input of max pooling: each winner takes all.

    Parameters
    ----------
    dout : ndarray of float, shape (N, OH, OW, C)
        Gradient of the loss with respect to the output of max_pool_forward.
    x : ndarray of int or float, shape (N, H, W, C)
        The input of the forward pass.
    size, stride : int
        As in the forward pass; stride None means size.

    Returns
    -------
    dx : ndarray of float, shape (N, H, W, C)
        The gradient of each window goes to its largest entry. If several are equally large, it goes to the first of
        them, row by row and from left to right. An entry that wins in several windows gets the sum. Entries that no
        window covers get 0.

    References
    ----------
    D. Scherer, A. Mueller, S. Behnke: Evaluation of pooling operations in convolutional architectures for object
    recognition. ICANN 2010. The rule for ties is ours.
    """
    raise NotImplementedError


def avg_pool_forward(x, size=2, stride=None):
    """Take the mean of each window, channel by channel.

    Parameters
    ----------
    x : ndarray of int or float, shape (N, H, W, C)
    size : int
        Height and width of the window.
    stride : int, optional
        Pixels from one window to the next. None: as many as size.

    Returns
    -------
    ndarray of float, shape (N, OH, OW, C)
        As many windows as in max_pool_forward. Whole numbers have means with fractions.

    Raises
    ------
    ValueError
        If the window is larger than the map, or the stride is less than 1.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. Proc. IEEE 86
    (1998), section II.B.
    """
    raise NotImplementedError


def avg_pool_backward(dout, x, size=2, stride=None):
    """Gradient of the loss with respect to the input of average pooling: equal shares for all.

    Parameters
    ----------
    dout : ndarray of float, shape (N, OH, OW, C)
        Gradient of the loss with respect to the output of avg_pool_forward.
    x : ndarray of int or float, shape (N, H, W, C)
        The input of the forward pass; only its shape matters.
    size, stride : int
        As in the forward pass; stride None means size.

    Returns
    -------
    dx : ndarray of float, shape (N, H, W, C)
        Each entry of a window gets the size**2-th part of the window's gradient; where windows overlap, the parts are
        added. Entries that no window covers get 0.
    """
    raise NotImplementedError


def flatten(x):
    """Write each image as one row.

    Parameters
    ----------
    x : ndarray, shape (N, H, W, C)

    Returns
    -------
    ndarray, shape (N, H * W * C)
        In each row: the pixels row by row, and for each pixel its channels.
    """
    raise NotImplementedError


def global_avg_pool(x):
    """Take the mean of each channel over all pixels.

    Parameters
    ----------
    x : ndarray of int or float, shape (N, H, W, C)

    Returns
    -------
    ndarray of float, shape (N, C)

    References
    ----------
    M. Lin, Q. Chen, S. Yan: Network in network. ICLR 2014, section 3.2.
    """
    raise NotImplementedError


def global_avg_pool_backward(dout, x):
    """Gradient of the loss with respect to the input of global average pooling.

    Parameters
    ----------
    dout : ndarray of float, shape (N, C)
        Gradient of the loss with respect to the output of global_avg_pool.
    x : ndarray of int or float, shape (N, H, W, C)
        The input of the forward pass; only its shape matters.

    Returns
    -------
    dx : ndarray of float, shape (N, H, W, C)
        All pixels of a channel have the same gradient.
    """
    raise NotImplementedError
