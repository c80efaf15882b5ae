"""Blocks of deep networks: batch normalization of maps, a residual block, and the transposed convolution."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# blocks.ipynb. To check what you have:
#     pytest exercises/cnn/test_blocks.py

import numpy as np

from cnn.convolution import conv2d_backward, conv2d_forward
from nn.activations import relu, relu_backward


def draw_numbers(ax, values, title, limit=4):
    """Draw a small matrix as numbers, blue where they are positive and red where they are negative."""
    ax.imshow(values, cmap="RdBu", vmin=-2 * limit, vmax=2 * limit)
    for (r, c), value in np.ndenumerate(values):
        ax.text(c, r, f"{round(value, 1) + 0:g}", ha="center", va="center", fontsize=9)
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


def batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    """Normalise each channel over all pictures and pixels, then scale it by gamma and shift it by beta.

    Parameters
    ----------
    x : ndarray of float, shape (N, H, W, C)
        Maps, channels last. There may be a single picture, or a single pixel.
    gamma, beta : ndarray of float, shape (C,)
        Scale and shift of each channel.
    running_mean, running_var : ndarray of float, shape (C,)
        What is remembered from earlier batches. Neither array is changed.
    momentum : float
        Share of the old value in a running one; the batch has the share 1 - momentum.
    eps : float
        Added to the variance, inside the root.
    train : bool
        True: mean and variance are those of the batch. False: they are the running ones.

    Returns
    -------
    out : ndarray of float, shape (N, H, W, C)
    new_mean, new_var : ndarray of float, shape (C,)
        The running mean and variance after this batch; with train=False they are equal to the given ones.

    Notes
    -----
    The variance is the biased one (divided by N H W), in the output and in the running variance. PyTorch remembers the
    unbiased one, and its momentum is 1 minus ours.
    Source: S. Ioffe, C. Szegedy: Batch normalization. ICML 2015, section 3.2.
    """
    raise NotImplementedError


def batchnorm2d_backward(dout, x, gamma, eps=1e-5):
    """Gradients of the loss with respect to the input, scale and shift of batch normalization of maps, in training.

    Parameters
    ----------
    dout : ndarray of float, shape (N, H, W, C)
        Gradient of the loss with respect to the output.
    x : ndarray of float, shape (N, H, W, C)
        The input of the forward pass. Its mean and (biased) variance depend on all pictures and pixels.
    gamma : ndarray of float, shape (C,)
        The scale of the forward pass.
    eps : float
        Added to the variance, inside the root, as in the forward pass.

    Returns
    -------
    dx : ndarray of float, shape (N, H, W, C)
        Each channel sums to 0.
    dgamma, dbeta : ndarray of float, shape (C,)
        Summed over pictures and pixels.

    Notes
    -----
    Source: S. Ioffe, C. Szegedy: Batch normalization. ICML 2015, section 3.
    """
    raise NotImplementedError


def residual_forward(x, w1, b1, w2, b2):
    """Add a change to the input: relu(x + conv(relu(conv(x)))), 3 by 3 windows, stride 1 and padding 1.

    Parameters
    ----------
    x : ndarray of float, shape (N, H, W, C)
    w1 : ndarray of float, shape (3, 3, C, M)
        Filters of the first convolution; M may differ from C.
    b1 : ndarray of float, shape (M,)
    w2 : ndarray of float, shape (3, 3, M, C)
        Filters of the second convolution, as many as x has channels.
    b2 : ndarray of float, shape (C,)

    Returns
    -------
    ndarray of float, shape (N, H, W, C)
        No number is negative.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun: Deep residual learning for image recognition. CVPR 2016, figure 2 (without batch
    normalization).
    """
    raise NotImplementedError


def residual_backward(dout, x, w1, b1, w2, b2):
    """Gradients of the loss with respect to the input and the parameters of a residual block.

    Parameters
    ----------
    dout : ndarray of float, shape (N, H, W, C)
        Gradient of the loss with respect to the output of residual_forward.
    x : ndarray of float, shape (N, H, W, C)
        The input of the forward pass.
    w1, b1, w2, b2 : ndarray of float, shapes (3, 3, C, M), (M,), (3, 3, M, C), (C,)
        The parameters of the forward pass.

    Returns
    -------
    dx, dw1, db1, dw2, db2 : ndarray of float
        Each of the shape of its thing. The slope of relu at 0 is 0.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun: Identity mappings in deep residual networks. ECCV 2016, eq. 5.
    """
    raise NotImplementedError


def conv_transpose2d_forward(x, w, b, stride=1, pad=0):
    """Stamp the filters onto a larger picture, one stamp for each pixel; overlaps add up.

    Parameters
    ----------
    x : ndarray of float, shape (N, H, W, C_in)
    w : ndarray of float, shape (kh, kw, C_in, C_out)
        w[:, :, m, k] is the stamp of channel m on channel k; it is not turned. (Keras: kh, kw, C_out, C_in.)
    b : ndarray of float, shape (C_out,)
        Added to every pixel of the result once.
    stride : int
        Pixels from one stamp to the next, down and across.
    pad : int
        Rows and columns that are cut off on each of the four sides.

    Returns
    -------
    ndarray of float, shape (N, OH, OW, C_out)
        OH = (H - 1) * stride + kh - 2 * pad, and OW likewise.

    References
    ----------
    V. Dumoulin, F. Visin: A guide to convolution arithmetic for deep learning. arXiv:1603.07285, 2016, chapter 4.
    """
    raise NotImplementedError


def conv_transpose2d_backward(dout, x, w, stride=1, pad=0):
    """Gradients of the loss with respect to a transposed convolution's input, filters and biases.

    Parameters
    ----------
    dout : ndarray of float, shape (N, OH, OW, C_out)
        Gradient of the loss with respect to the output of conv_transpose2d_forward.
    x : ndarray of float, shape (N, H, W, C_in)
        The input of the forward pass.
    w : ndarray of float, shape (kh, kw, C_in, C_out)
        The filters of the forward pass.
    stride, pad : int
        As in the forward pass.

    Returns
    -------
    dx : ndarray of float, shape (N, H, W, C_in)
    dw : ndarray of float, shape (kh, kw, C_in, C_out)
    db : ndarray of float, shape (C_out,)
        dw and db are summed over places and pictures.
    """
    raise NotImplementedError
