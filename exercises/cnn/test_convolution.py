"""Convolution: a filter slides over images (N, H, W, C); forward, backward, and the same as one matrix product."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=1)

output_size = lesson.exercise("output_size", minutes=3, core=True, hints=(
    "How many pixels lie to the right of the very first window? That is how far it can travel.",
    "How many whole steps is that? And do not forget the place where it began.",
    "When is there no place at all? See what your formula gives then, and refuse it. What about a stride of 0?",
))
conv2d_single = lesson.exercise("conv2d_single", minutes=7, core=True, after=("output_size",), hints=(
    "Begin with an array for the answers: how many rows, how many columns? And of which dtype?",
    "The window of place (r, c) does not begin at (r, c) if the stride is 2. Where does it?",
    "Two slices cut the window out. Then multiply it by the filter, entry by entry, and add up.",
))
conv2d_forward = lesson.exercise("conv2d_forward", minutes=8, core=True, after=("output_size",), hints=(
    "First the padding: np.pad takes a pair of widths for each of the four axes. Which axes get none?",
    "Over the places: windows are (N, kh, kw, C_in), filters (kh, kw, C_in, C_out). Which axes are summed?",
    "Over the weights: w[i, j] is a dense layer. Which pixels does it meet? A slice with a step picks them.",
))
conv2d_backward = lesson.exercise("conv2d_backward", minutes=13, core=True, hints=(
    "Use the same loop as forward. In each round: which pixels were read, and what was added to the output?",
    "One round is one dense layer on shifted images: see its dw and dx. Sum over images and places.",
    "Collect dx in an array as large as the padded image: windows overlap. Cut the frame off at the end.",
))
count_parameters = lesson.exercise("count_parameters", minutes=2, hints=(
    "How many numbers does one filter have? It reads all channels.",
    "How many filters are there, and how many biases does each of them have?",
))
pad_images = lesson.exercise("pad_images", minutes=3, hints=(
    "Which of the four axes become longer?",
    "Make zeros of the new size, and put the images in the middle; or see what np.pad can do.",
))
im2col = lesson.exercise("im2col", minutes=8, after=("output_size", "pad_images"), hints=(
    "For one place: cut out the window (kh, kw, C) and make it flat. What is the order of its entries then?",
    "All images at once: each weight (i, j) sees a picture (N, OH, OW, C). Where does the axis of weights belong?",
))
col2im = lesson.exercise("col2im", minutes=8, after=("output_size",), hints=(
    "Give the matrix its six axes back: image, row and column of the place, row and column in the window, channel.",
    "For each (i, j): to which pixels does it belong? The same slice as on the way there, now to add to.",
))

IMAGE = np.array([int(pixel) for pixel in "100001010010001100100010010010001010"]).reshape(6, 6)
FILTERS = np.array([[[1, -1, -1], [-1, 1, -1], [-1, -1, 1]], [[-1, 1, -1], [-1, 1, -1], [-1, 1, -1]]])
# (H, W, kh, kw, stride, pad): odd and even sizes; most leave rows or columns over; some frames are wider than needed
SETTINGS = ((6, 5, 3, 2, 2, 1), (7, 6, 2, 3, 3, 0), (5, 8, 4, 4, 2, 2), (6, 9, 1, 2, 3, 1), (3, 4, 5, 3, 1, 2))


def batch(rng, h, w, kh, kw, c_in=3, c_out=2, n=2):
    """Draw images, filters and biases that are not small."""
    bias = np.linspace(-3.0, 4.0, c_out) + rng.normal(size=c_out)
    return rng.normal(size=(n, h, w, c_in)), rng.normal(size=(kh, kw, c_in, c_out)), bias


@output_size.check(points=1)
def test_places_one_by_one(both, rng):
    """counts the places of a window that moves by one pixel"""
    both.output_size(6, 3)
    size = int(rng.integers(30, 200))
    both.output_size(size, 7)
    both.output_size(size, size)


@output_size.check(points=1, hint="Count whole steps only, and add one at the very end.")
def test_places_with_a_stride(both, rng):
    """rounds down where the last step would lead over the edge"""
    steps, stride, kernel = int(rng.integers(20, 40)), int(rng.integers(3, 9)), int(rng.integers(2, 30))
    both.output_size(6, 3, 2)
    for left in (1, 0, stride - 1):
        both.output_size(kernel + steps * stride + left, kernel, stride)


@output_size.check(points=1, hint="The frame has two ends.")
def test_places_with_padding(both, rng):
    """adds the padding at both ends"""
    size = int(rng.integers(30, 200))
    both.output_size(size, 5, 1, 2)
    both.output_size(size, 4, 3, 7)
    both.output_size(size, 3, pad=4)
    both.output_size(2, 5, 3, 2)


@output_size.check(points=2, hint="What does your formula give for a window that is too large? And for a stride of 0?")
def test_no_place_for_the_window(both, rng):
    """raises ValueError if there is no place for the window, and for a stride of less than 1"""
    size = int(rng.integers(5, 20))
    both.raises(ValueError).output_size(size, size + 1)
    both.raises(ValueError).output_size(size, size + 1, 3)
    both.raises(ValueError).output_size(size, size + 5, 2, 2)
    both.raises(ValueError).output_size(6, 3, 0)
    both.raises(ValueError).output_size(3, 6, -2)


@conv2d_single.check(points=2, hint="Do the upper left place on paper: nine products, one sum.")
def test_the_example(both):
    """gets the example right: two filters, strides of 1 and 2"""
    for kernel in FILTERS:
        both.conv2d_single(IMAGE, kernel)
        both.conv2d_single(IMAGE, kernel, 2)


@conv2d_single.check(points=1, hint="The filter is not turned, and its rows meet the rows of the window.")
def test_any_filter(both, rng):
    """lays the filter on as it is, square or not, odd or even"""
    both.conv2d_single(rng.normal(size=(5, 6)), rng.normal(size=(3, 3)))
    both.conv2d_single(rng.normal(size=(7, 5)), rng.normal(size=(2, 4)))


@conv2d_single.check(points=1)
def test_edges_that_no_window_reaches(both, rng):
    """leaves out places at which the window would stand out over the edge"""
    both.conv2d_single(rng.normal(size=(8, 6)), rng.normal(size=(3, 3)), 2)
    both.conv2d_single(rng.normal(size=(6, 9)), rng.normal(size=(1, 2)), 3)


@conv2d_single.check(points=1, hint="Of which dtype is the array that your answers go into?")
def test_whole_numbers_and_fractions(both, rng):
    """keeps the decimals, and the sign, if the image is of whole numbers"""
    image = rng.permutation(np.arange(30, dtype=np.uint8)).reshape(5, 6)
    both.conv2d_single(image, np.array([[0.3, -1.25, 0.1], [-0.35, 0.6, -0.45]]))


@conv2d_single.check(points=1)
def test_one_place_and_float32(both, rng):
    """takes a filter as large as the image, a filter of one pixel, and float32"""
    image = rng.normal(size=(4, 5)).astype(np.float32)
    both.conv2d_single(image, rng.normal(size=(4, 5)).astype(np.float32), 3)
    both.conv2d_single(image, np.array([[2.5]], dtype=np.float32))


@conv2d_single.check(points=1)
def test_filters_that_do_not_fit(both, rng):
    """raises ValueError for a filter that is too high or too wide, and for a stride of 0"""
    image = rng.normal(size=(4, 5))
    both.raises(ValueError).conv2d_single(image, np.ones((5, 2)))
    both.raises(ValueError).conv2d_single(image, np.ones((2, 6)), 2)
    both.raises(ValueError).conv2d_single(image, np.ones((2, 2)), 0)


@conv2d_forward.check(points=1)
def test_the_example_with_two_filters(both):
    """gets the example right: two filters give two channels, channels last"""
    image, filters = IMAGE[None, :, :, None], np.moveaxis(FILTERS, 0, -1)[:, :, None, :]
    both.conv2d_forward(image, filters, np.zeros(2))
    both.conv2d_forward(image, filters, np.array([0.5, -1.0]), 2)


@conv2d_forward.check(points=2, hint="The sum runs over rows, columns and channels. Then comes the bias of the filter.")
def test_windows_times_weights(both, rng):
    """sums over the window and all channels, and adds the bias of each filter"""
    both.conv2d_forward(*batch(rng, 5, 6, 3, 2))


@conv2d_forward.check(points=1, hint="w is (kh, kw, C_in, C_out), also where some of these are equal.")
def test_equal_sizes(both, rng):
    """tells rows from columns and channels from filters where all sizes are equal"""
    both.conv2d_forward(*batch(rng, 3, 3, 3, 3, c_in=3, c_out=3, n=3), 1, 1)


@conv2d_forward.check(points=1, hint="p rows of zeros above and p below, p columns left and p right.")
def test_a_frame_of_zeros(both, rng):
    """puts the padding on all four sides, and zeros into it"""
    both.conv2d_forward(*batch(rng, 4, 5, 3, 3), pad=1)
    both.conv2d_forward(*batch(rng, 3, 4, 2, 4), 1, 3)


@conv2d_forward.check(points=2)
def test_any_stride_and_padding(both, rng):
    """takes any stride, padding and window, also where they do not divide"""
    for h, w, kh, kw, stride, pad in SETTINGS:
        both.conv2d_forward(*batch(rng, h, w, kh, kw, c_in=2, c_out=3), stride, pad)


@conv2d_forward.check(points=1)
def test_images_of_bytes(both, rng):
    """takes images of whole numbers, and float32"""
    x, w, b = batch(rng, 5, 4, 3, 2)
    both.conv2d_forward(rng.permutation(120).astype(np.uint8).reshape(x.shape), w, b, 1, 1)
    both.conv2d_forward(x.astype(np.float32), w.astype(np.float32), b.astype(np.float32), 2)


@conv2d_forward.check(points=1)
def test_no_place_for_the_filter(both, rng):
    """raises ValueError if the filter does not fit into the padded image, or the stride is 0"""
    both.raises(ValueError).conv2d_forward(*batch(rng, 4, 9, 7, 2), 1, 1)
    both.raises(ValueError).conv2d_forward(*batch(rng, 9, 4, 2, 5), 2)
    both.raises(ValueError).conv2d_forward(*batch(rng, 5, 6, 3, 2), 0)


@conv2d_backward.check(points=2, hint="Compare the shape of each gradient with the shape of its thing.")
def test_three_gradients(both, rng):
    """gives the gradients of images, filters and biases, in this order"""
    x, w, _ = batch(rng, 5, 6, 3, 2)
    both.conv2d_backward(rng.normal(size=(2, 3, 5, 2)), x, w)


@conv2d_backward.check(points=3, hint="Where windows overlap, several outputs pull at the same pixel.")
def test_backward_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is, with stride and padding"""
    x, w, b = batch(rng, 5, 6, 3, 2)
    at = (x, w, b, 2, 1)
    gradcheck("conv2d_backward", of="conv2d_forward", at=at, wrt=(0, 1, 2), call=lambda dout: (dout, x, w, 2, 1))


@conv2d_backward.check(points=2, hint="Which windows stand over a pixel near the edge? And what becomes of the frame?")
def test_backward_at_the_edges(both, rng):
    """gives 0 to pixels that no window covers, and throws away what flows into the padding"""
    x, w, _ = batch(rng, 8, 7, 2, 3)
    both.conv2d_backward(rng.normal(size=(2, 3, 2, 2)), x, w, 3)
    both.conv2d_backward(rng.normal(size=(2, 11, 9, 2)), x, w, pad=2)


@conv2d_backward.check(points=2)
def test_backward_any_stride_and_padding(both, rng):
    """takes any stride, padding and window, also where they do not divide"""
    for h, w, kh, kw, stride, pad in SETTINGS:
        x, filters, _ = batch(rng, h, w, kh, kw, c_in=2, c_out=3)
        shape = 2, (h + 2 * pad - kh) // stride + 1, (w + 2 * pad - kw) // stride + 1, 3
        both.conv2d_backward(rng.normal(size=shape), x, filters, stride, pad)


@conv2d_backward.check(points=1, hint="dw is as w: rows and columns of the window, channels in, channels out.")
def test_backward_equal_sizes(both, rng):
    """tells rows from columns and channels from filters where all sizes are equal"""
    x, w, _ = batch(rng, 3, 3, 3, 3, c_in=3, c_out=3, n=3)
    both.conv2d_backward(rng.normal(size=(3, 3, 3, 3)), x, w, 1, 1)


@conv2d_backward.check(points=1)
def test_backward_bytes_and_float32(both, rng):
    """takes images of whole numbers, and float32"""
    x, w, _ = batch(rng, 5, 4, 3, 2)
    dout = rng.normal(size=(2, 3, 3, 2))
    both.conv2d_backward(dout, rng.permutation(120).astype(np.uint8).reshape(x.shape), w)
    both.conv2d_backward(dout.astype(np.float32), x.astype(np.float32), w.astype(np.float32))


@count_parameters.check(points=2)
def test_weights_and_biases(both, rng):
    """counts the weights of all filters and one bias for each, also for a dense layer"""
    kh, kw, c_in, c_out = (int(n) for n in rng.permutation([3, 5, 16, 40]) + rng.integers(0, 9, size=4) * 40)
    both.count_parameters(kh, kw, c_in, c_out)
    both.count_parameters(1, 1, c_in, c_out)


@pad_images.check(points=2, hint="Compare the axes (N, H, W, C) with those that became longer.")
def test_a_frame_around_each_image(both, rng):
    """puts zeros on all four sides of every image, in every channel; none for a frame of 0"""
    both.pad_images(rng.normal(size=(2, 3, 4, 5)), 1)
    both.pad_images(rng.normal(size=(5, 4, 2, 3)).astype(np.float32), 3)
    both.pad_images(1 + rng.permutation(24).astype(np.uint8).reshape(2, 4, 3, 1), 2)
    both.pad_images(rng.normal(size=(2, 3, 4, 5)), 0)


@im2col.check(points=2, hint="Rows: image, row, column of the place. Within a row: row, column, channel.")
def test_order_of_rows_and_columns(both, rng):
    """orders rows by image and place, and columns by pixel of the window and channel"""
    both.im2col(rng.normal(size=(1, 4, 5, 1)), 2, 3, 1, 0)
    both.im2col(rng.normal(size=(2, 5, 4, 3)), 3, 2, 1, 0)
    both.im2col(rng.normal(size=(3, 4, 4, 2)), 2, 2, 1, 0)


@im2col.check(points=2)
def test_windows_with_stride_and_padding(both, rng):
    """takes any stride, padding and window, also where they do not divide"""
    for h, w, kh, kw, stride, pad in SETTINGS:
        both.im2col(rng.normal(size=(2, h, w, 3)), kh, kw, stride, pad)


@im2col.check(points=1)
def test_windows_of_bytes_or_none(both, rng):
    """takes whole numbers and float32, and raises ValueError if no window fits"""
    both.im2col(rng.permutation(48).astype(np.uint8).reshape(2, 4, 3, 2), 2, 2, 1, 1)
    both.im2col(rng.normal(size=(2, 4, 3, 2)).astype(np.float32), 3, 2, 1, 0)
    both.raises(ValueError).im2col(rng.normal(size=(2, 4, 3, 2)), 3, 4, 1, 0)


@col2im.check(points=2, hint="Add, do not assign: a pixel may come home from several windows.")
def test_windows_back_to_their_places(both, rng):
    """puts windows back to their places, and adds what comes back to the same pixel"""
    both.col2im(rng.normal(size=(12, 12)), (2, 6, 4, 3), 2, 2, 2, 0)
    both.col2im(rng.normal(size=(24, 18)), (2, 6, 4, 3), 3, 2, 1, 0)


@col2im.check(points=2)
def test_col2im_is_the_derivative_of_im2col(gradcheck, rng):
    """is the gradient of im2col, with stride, padding and an edge that is not reached"""
    x = rng.normal(size=(2, 5, 6, 2))
    gradcheck("col2im", of="im2col", at=(x, 3, 2, 2, 1), call=lambda dout: (dout, x.shape, 3, 2, 2, 1))


@col2im.check(points=2)
def test_back_for_any_stride_and_padding(both, rng):
    """takes any stride, padding and window, also where they do not divide"""
    for h, w, kh, kw, stride, pad in SETTINGS:
        places = ((h + 2 * pad - kh) // stride + 1) * ((w + 2 * pad - kw) // stride + 1)
        both.col2im(rng.normal(size=(2 * places, kh * kw * 3)).astype(np.float32), (2, h, w, 3), kh, kw, stride, pad)
