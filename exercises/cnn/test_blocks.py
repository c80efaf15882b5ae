"""Blocks of deep networks: batch normalization of maps, a residual block, and the transposed convolution."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=3)

batchnorm2d_forward = lesson.exercise("batchnorm2d_forward", minutes=6, hints=(
    "All pixels of a map are answers of the same neuron. Over which of the four axes is the mean taken?",
    "What is left has the shape (C,), and that is also the shape of gamma. Does it meet the channels by itself?",
    "Training or test: first decide which mean and variance to use. The rest is one formula.",
))  # fmt: skip
batchnorm2d_backward = lesson.exercise("batchnorm2d_backward", minutes=10, hints=(
    "Compute the normalised x again. Two of the three gradients are then sums over pictures and pixels.",
    "From dout its mean is taken away, and its part along the normalised x. How many numbers are averaged?",
    "What is the factor in front?",
))  # fmt: skip
residual_forward = lesson.exercise("residual_forward", minutes=4, after=("conv2d_forward", "relu"), hints=(
    "Two convolutions with padding 1, so that the size stays. Where are the two relus?",
    "The input is added to what comes out of the second convolution; the last relu is behind the sum.",
))  # fmt: skip
residual_backward = lesson.exercise(
    "residual_backward", minutes=12, after=("conv2d_forward", "conv2d_backward", "relu", "relu_backward"), hints=(
        "Each backward step wants the input that its layer had. Which four things do you have to compute again?",
        "The last relu comes first: its input was the sum.",
        "At the plus the road divides, and at x both roads meet. What happens to gradients that meet?",
    ),
)  # fmt: skip
conv_transpose2d_forward = lesson.exercise("conv_transpose2d_forward", minutes=12, hints=(
    "Begin with a canvas of zeros that is large enough for all stamps. Where does the stamp of pixel (r, c) begin?",
    "Pixel by pixel, or weight by weight: all pixels at once write through w[i, j] to a grid of places, stride apart.",
    "Cut the frame off at the end, then add the bias. What if the frame is 0?",
))  # fmt: skip
conv_transpose2d_backward = lesson.exercise(
    "conv_transpose2d_backward", minutes=12, after=("conv2d_forward", "conv2d_backward"), hints=(
        "A pixel wrote to a window of the output. Where does it read its gradient, and with which weights?",
        "dx is a convolution of dout, with this stride and padding. Which axes of the filter have to change places?",
        "dw: conv2d_backward gives it, if x plays the gradient and dout plays the picture.",
    ),
)  # fmt: skip

# (H, W, kh, kw, stride, pad) of transposed convolutions; windows smaller and larger than the stride, and all with gaps
SETTINGS = ((3, 2, 3, 2, 2, 1), (2, 4, 2, 3, 3, 0), (3, 3, 4, 4, 2, 1), (4, 2, 1, 2, 3, 0), (2, 3, 5, 3, 1, 1))


def maps(rng, n, h, w, c):
    """Draw maps whose channels differ in mean and in spread."""
    return np.linspace(-3, 4, c) + np.linspace(0.5, 2.5, c) * rng.normal(size=(n, h, w, c))


def scale(rng, c):
    """Draw scales of both signs, none of them near 0 or 1."""
    return np.where(np.arange(c) % 2, -1.0, 1.0) * rng.uniform(1.5, 2.5, c)


def layer(rng, c):
    """Draw gamma, beta, running mean and running variance, all of them away from 0 and 1."""
    return scale(rng, c), rng.normal(size=c) + 5, rng.normal(size=c) + 8, rng.uniform(2, 5, c)


def narrow(rng, *shape):
    """Draw maps whose variance is about as large as the default of eps."""
    return 3e-3 * rng.normal(size=shape) + rng.normal(size=shape[-1])


def block(rng, n, h, w, c, m):
    """Draw maps and the parameters of a residual block whose biases are not small."""
    w1, w2 = 0.5 * rng.normal(size=(3, 3, c, m)), 0.5 * rng.normal(size=(3, 3, m, c))
    return rng.normal(size=(n, h, w, c)), w1, rng.normal(size=m), w2, rng.normal(size=c)


def smooth_block(rng, n, h, w, c, m):
    """Draw a block whose relus are clearly open or clearly closed, so that small steps meet no kink."""
    x, w1, _, w2, _ = block(rng, n, h, w, c, m)
    return 0.1 * x, 0.1 * w1, np.where(np.arange(m) % 2, -1.0, 1.0), 0.1 * w2, np.where(np.arange(c) % 2, -2.0, 2.0)


def stamps(rng, h, w, kh, kw, c_in=3, c_out=2, n=2):
    """Draw pictures, filters and biases that are not small."""
    bias = np.linspace(-3.0, 4.0, c_out) + rng.normal(size=c_out)
    return rng.normal(size=(n, h, w, c_in)), rng.normal(size=(kh, kw, c_in, c_out)), bias


def upstream(rng, x, w, stride=1, pad=0):
    """Draw a gradient of the shape of a transposed convolution's output."""
    rows, cols = ((size - 1) * stride + k - 2 * pad for size, k in zip(x.shape[1:3], w.shape[:2], strict=True))
    return rng.normal(size=(len(x), rows, cols, w.shape[3]))


def singles(*arrays):
    """Give arrays in float32."""
    return [array.astype(np.float32) for array in arrays]


@batchnorm2d_forward.check(points=2, hint="One mean and one variance for each channel, over pictures and pixels.")
def test_maps_are_normalised(both, rng):
    """brings each channel to mean 0 and variance 1 over pictures and pixels, then scales and shifts it"""
    both.batchnorm2d_forward(maps(rng, 3, 4, 5, 2), *layer(rng, 2))


@batchnorm2d_forward.check(points=1)
def test_maps_of_equal_sizes(both, rng):
    """tells channels from rows, columns and pictures where all sizes are equal"""
    both.batchnorm2d_forward(maps(rng, 3, 3, 3, 3), *layer(rng, 3))


@batchnorm2d_forward.check(points=1, hint="The old value keeps the share momentum, the batch has the rest.")
def test_memory_of_maps(both, rng):
    """remembers mean and biased variance with the given momentum"""
    both.batchnorm2d_forward(maps(rng, 2, 3, 2, 4), *layer(rng, 4), momentum=0.6)


@batchnorm2d_forward.check(points=1, hint="At test time there is a memory to use, and nothing to add to it.")
def test_maps_at_test_time(both, rng):
    """uses the running mean and variance at test time, and leaves them as they are"""
    both.batchnorm2d_forward(maps(rng, 2, 3, 4, 5), *layer(rng, 5), train=False)


@batchnorm2d_forward.check(points=1, hint="A single picture still has many pixels.")
def test_a_single_picture(both, rng):
    """normalises a single picture by its own pixels, and gives beta for a single pixel or a constant map"""
    both.batchnorm2d_forward(maps(rng, 1, 4, 3, 2), *layer(rng, 2))
    both.batchnorm2d_forward(maps(rng, 1, 1, 1, 2), *layer(rng, 2))
    both.batchnorm2d_forward(np.full((2, 3, 4, 2), 0.5), *layer(rng, 2))


@batchnorm2d_forward.check(points=1, hint="Add eps to the variance, then take the root.")
def test_eps_of_maps(both, rng):
    """adds eps to the variance inside the root: the given one, or 1e-5"""
    both.batchnorm2d_forward(maps(rng, 2, 3, 4, 3), *layer(rng, 3), eps=0.5)
    both.batchnorm2d_forward(narrow(rng, 2, 3, 4, 3), *layer(rng, 3))


@batchnorm2d_forward.check(points=1)
def test_maps_in_float32(both, rng):
    """takes float32 as well as float64"""
    both.batchnorm2d_forward(*singles(maps(rng, 2, 4, 3, 3), *layer(rng, 3)))


@batchnorm2d_backward.check(points=2, hint="Sums run over pictures and pixels, for each channel alone.")
def test_gradients_of_maps(both, rng):
    """gives the gradients of maps, scale and shift, in this order"""
    both.batchnorm2d_backward(rng.normal(size=(3, 4, 5, 2)), maps(rng, 3, 4, 5, 2), scale(rng, 2))


@batchnorm2d_backward.check(points=2, hint="Mean and variance move when a pixel moves.")
def test_gradient_of_maps_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    x, gamma, beta = maps(rng, 2, 3, 2, 2), scale(rng, 2), rng.normal(size=2)
    at = (x, gamma, beta, np.zeros(2), np.ones(2))
    gradcheck(
        "batchnorm2d_backward", of="batchnorm2d_forward", at=at, wrt=(0, 1, 2), item=0,
        call=lambda dout: (dout, x, gamma),
    )  # fmt: skip


@batchnorm2d_backward.check(points=1)
def test_gradients_of_maps_of_equal_sizes(both, rng):
    """tells channels from rows, columns and pictures where all sizes are equal"""
    both.batchnorm2d_backward(rng.normal(size=(3, 3, 3, 3)), maps(rng, 3, 3, 3, 3), scale(rng, 3))


@batchnorm2d_backward.check(points=1, hint="It is the same eps as in the forward pass, at the same place.")
def test_gradients_and_eps_of_maps(both, rng):
    """adds eps to the variance inside the root, also for constant maps"""
    both.batchnorm2d_backward(rng.normal(size=(2, 3, 4, 3)), maps(rng, 2, 3, 4, 3), scale(rng, 3), eps=0.5)
    both.batchnorm2d_backward(rng.normal(size=(2, 3, 4, 3)), narrow(rng, 2, 3, 4, 3), scale(rng, 3))
    both.batchnorm2d_backward(rng.normal(size=(2, 3, 4, 3)), np.full((2, 3, 4, 3), 2.5), scale(rng, 3))


@batchnorm2d_backward.check(points=1)
def test_gradients_of_maps_in_float32(both, rng):
    """takes float32 as well as float64"""
    both.batchnorm2d_backward(*singles(rng.normal(size=(2, 4, 3, 3)), maps(rng, 2, 4, 3, 3), scale(rng, 3)))


@residual_forward.check(points=2, hint="relu(x + conv(relu(conv(x)))): read it from the inside.")
def test_adds_a_change(both, rng):
    """adds what two convolutions make of the input to the input, with a relu in between and one at the end"""
    both.residual_forward(*block(rng, 2, 4, 5, 3, 2))


@residual_forward.check(points=1, hint="With weights of 0, what is added?")
def test_passes_on(both, rng):
    """passes on what is not negative if the weights are 0"""
    x, *parameters = block(rng, 2, 3, 4, 2, 3)
    both.residual_forward(x, *(np.zeros_like(p) for p in parameters))


@residual_forward.check(points=1)
def test_block_in_float32(both, rng):
    """takes maps of any size, a single pixel too, and float32"""
    both.residual_forward(*block(rng, 3, 1, 1, 2, 4))
    both.residual_forward(*singles(*block(rng, 2, 3, 5, 2, 3)))


@residual_backward.check(points=2, hint="dx has two parts: what comes along the shortcut, and what comes through.")
def test_five_gradients(both, rng):
    """gives the gradients of input, filters and biases, in this order"""
    both.residual_backward(rng.normal(size=(2, 4, 5, 3)), *block(rng, 2, 4, 5, 3, 2))


@residual_backward.check(points=2)
def test_gradient_of_a_block_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    at = smooth_block(rng, 2, 3, 2, 2, 4)
    gradcheck("residual_backward", of="residual_forward", at=at, wrt=(0, 1, 2, 3, 4), call=lambda dout: (dout, *at))


@residual_backward.check(points=1, hint="Where the last relu is closed, nothing comes back, on neither road.")
def test_gradient_along_the_shortcut(both, rng):
    """gives dout to the input where it is positive, if the weights are 0; the slope of relu at 0 is 0"""
    x, *parameters = block(rng, 2, 3, 4, 2, 3)
    x[0, 0] = 0.0
    both.residual_backward(rng.normal(size=x.shape), x, *(np.zeros_like(p) for p in parameters))


@residual_backward.check(points=1)
def test_gradients_of_a_block_in_float32(both, rng):
    """tells axes apart where all sizes are equal, and takes float32"""
    both.residual_backward(rng.normal(size=(3, 3, 3, 3)), *block(rng, 3, 3, 3, 3, 3))
    both.residual_backward(*singles(rng.normal(size=(2, 3, 5, 2)), *block(rng, 2, 3, 5, 2, 4)))


@conv_transpose2d_forward.check(points=2, hint="Each pixel stamps the filter, times its value; overlaps add up.")
def test_stamps(both, rng):
    """stamps the filter for each pixel of each channel, adds overlaps, and adds the bias once"""
    both.conv_transpose2d_forward(*stamps(rng, 3, 4, 3, 2))


@conv_transpose2d_forward.check(points=1, hint="The stamp is not turned, and w is (kh, kw, C_in, C_out).")
def test_stamps_of_equal_sizes(both, rng):
    """tells rows from columns and channels from filters where all sizes are equal"""
    both.conv_transpose2d_forward(*stamps(rng, 3, 3, 3, 3, c_in=3, c_out=3, n=3))


@conv_transpose2d_forward.check(points=1, hint="size = (H - 1) * stride + kh - 2 * pad")
def test_stamps_far_apart(both, rng):
    """leaves stride pixels from stamp to stamp, with gaps where the stamp is smaller"""
    both.conv_transpose2d_forward(*stamps(rng, 3, 2, 3, 3), 2)
    both.conv_transpose2d_forward(*stamps(rng, 2, 3, 2, 1), 3)


@conv_transpose2d_forward.check(points=1, hint="The frame is cut off the canvas: the result gets smaller.")
def test_frame_is_cut_off(both, rng):
    """cuts pad rows and columns off on all four sides"""
    both.conv_transpose2d_forward(*stamps(rng, 3, 4, 4, 3), pad=1)
    both.conv_transpose2d_forward(*stamps(rng, 4, 3, 5, 4), 2, 2)


@conv_transpose2d_forward.check(points=1)
def test_stamps_of_any_kind(both, rng):
    """takes any stride, padding and window, and float32"""
    for h, w, kh, kw, stride, pad in SETTINGS:
        both.conv_transpose2d_forward(*singles(*stamps(rng, h, w, kh, kw, c_in=2, c_out=3)), stride, pad)


@conv_transpose2d_backward.check(points=2, hint="Compare the shape of each gradient with the shape of its thing.")
def test_gradients_of_stamps(both, rng):
    """gives the gradients of pictures, filters and biases, in this order"""
    x, w, _ = stamps(rng, 3, 4, 3, 2)
    both.conv_transpose2d_backward(upstream(rng, x, w), x, w)


@conv_transpose2d_backward.check(points=2, hint="A pixel reads its gradient where it wrote.")
def test_gradient_of_stamps_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is, with stride and padding"""
    x, w, b = stamps(rng, 3, 2, 3, 4)
    gradcheck(
        "conv_transpose2d_backward", of="conv_transpose2d_forward", at=(x, w, b, 2, 1), wrt=(0, 1, 2),
        call=lambda dout: (dout, x, w, 2, 1),
    )  # fmt: skip


@conv_transpose2d_backward.check(points=1)
def test_gradients_of_stamps_of_equal_sizes(both, rng):
    """tells rows from columns and channels from filters where all sizes are equal"""
    x, w, _ = stamps(rng, 3, 3, 3, 3, c_in=3, c_out=3, n=3)
    both.conv_transpose2d_backward(upstream(rng, x, w), x, w)


@conv_transpose2d_backward.check(points=1)
def test_gradients_of_stamps_of_any_kind(both, rng):
    """takes any stride, padding and window, and float32"""
    for h, w, kh, kw, stride, pad in SETTINGS:
        x, filters, _ = stamps(rng, h, w, kh, kw, c_in=2, c_out=3)
        both.conv_transpose2d_backward(*singles(upstream(rng, x, filters, stride, pad), x, filters), stride, pad)
