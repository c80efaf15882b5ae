"""Pooling: each cell of a map (N, H, W, C) becomes one number; and how gradients find their way back."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=2)

max_pool_forward = lesson.exercise("max_pool_forward", minutes=5, core=True, after=("output_size",), hints=(
    "What is the stride if nobody says it? And how many windows are there, down and across?",
    "Over the places: cut the window out of all images at once. Over which two of its four axes is the maximum?",
    "If you keep a largest value so far: what do you begin with, if all entries may be negative?",
))
max_pool_backward = lesson.exercise("max_pool_backward", minutes=9, hints=(
    "For one window: which of its entries was the largest? np.argmax says so, and takes the first of several.",
    "argmax gives one number for a window of size by size. Which row and column of the window is that?",
    "Windows may overlap: add to zeros of the shape of x.",
))
avg_pool_forward = lesson.exercise("avg_pool_forward", minutes=3, after=("output_size",), hints=(
    "It is your max_pool_forward with one word exchanged.",
    "By how many entries is the sum of a window divided?",
))
avg_pool_backward = lesson.exercise("avg_pool_backward", minutes=5, hints=(
    "With which factor did an entry go into the mean of its window?",
    "Every position within the window gets the same share of dout. Where windows overlap, shares add up.",
))
flatten = lesson.exercise("flatten", minutes=1, hints=(
    "Which axis stays, and which are written one after the other?",
    "A reshape is enough, and it can work out one of the sizes by itself.",
))
global_avg_pool = lesson.exercise("global_avg_pool", minutes=2, hints=(
    "Which axes are pixels, and which are gone in (N, C)?",
    "np.mean takes several axes at once.",
))
global_avg_pool_backward = lesson.exercise("global_avg_pool_backward", minutes=4, hints=(
    "By how many pixels was the sum of a channel divided?",
    "dout is (N, C), and every pixel of (N, H, W, C) gets the same. Where do the two missing axes belong?",
))

# The maps of the example in `convolution`: two filters, stride 1, on the image of 6 by 6; shape (1, 4, 4, 2).
MAPS = np.stack([
    [[3, -1, -3, -1], [-3, 1, 0, -3], [-3, -3, 0, 1], [3, -2, -2, -1]],
    [[-1, -1, -1, -1], [-1, -1, -2, 1], [-1, -1, -2, 1], [-1, 0, -4, 3]],
], axis=-1)[None]  # fmt: skip
# (H, W, size, stride): windows that overlap, that leave gaps, and edges that are left over
SETTINGS = ((7, 5, 3, 2), (5, 8, 2, 1), (8, 6, 2, 3), (6, 7, 3, 1), (4, 9, 4, 2))


def apart(rng, *shape):
    """Draw maps whose entries are all different, with at least 0.1 between any two."""
    return rng.permutation(np.arange(np.prod(shape)) / 10 - 3.0).reshape(shape)


@max_pool_forward.check(points=2)
def test_the_example(both):
    """gets the example right: 4 by 4 by 2 becomes 2 by 2 by 2"""
    both.max_pool_forward(MAPS)


@max_pool_forward.check(points=1, hint="Images and channels stay apart: which axes are rows and columns?")
def test_largest_of_each_window(both, rng):
    """takes the largest entry of each window, in each image and channel alone"""
    both.max_pool_forward(rng.normal(size=(3, 6, 4, 5)))
    both.max_pool_forward(rng.normal(size=(2, 6, 9, 4)), 3)


@max_pool_forward.check(points=1, hint="The largest of some negative numbers is negative.")
def test_negative_maps(both, rng):
    """finds the largest of negative numbers, and takes whole numbers"""
    both.max_pool_forward(-1 - rng.permutation(96).reshape(2, 4, 4, 3), 2)


@max_pool_forward.check(points=2, hint="Where does window (r, c) begin? And which windows are whole?")
def test_any_stride(both, rng):
    """takes any window and stride, and drops windows that are not whole"""
    both.max_pool_forward(rng.normal(size=(2, 5, 7, 3)))
    for h, w, size, stride in SETTINGS:
        both.max_pool_forward(rng.normal(size=(2, h, w, 3)), size, stride)
    both.max_pool_forward(rng.normal(size=(2, 6, 7, 3)), stride=1)


@max_pool_forward.check(points=1)
def test_one_window(both, rng):
    """takes a window as large as the map, a window of one entry, and float32"""
    both.max_pool_forward(rng.normal(size=(2, 4, 5, 3)).astype(np.float32), 4)
    both.max_pool_forward(rng.normal(size=(2, 4, 5, 3)).astype(np.float32), 1)


@max_pool_forward.check(points=1)
def test_no_window(both, rng):
    """raises ValueError for a window larger than the map, and for a stride of 0"""
    both.raises(ValueError).max_pool_forward(rng.normal(size=(2, 3, 5, 2)), 4)
    both.raises(ValueError).max_pool_forward(rng.normal(size=(2, 5, 3, 4)), 4, 1)
    both.raises(ValueError).max_pool_forward(rng.normal(size=(2, 5, 4, 3)), 2, 0)


@max_pool_backward.check(points=1)
def test_winner_takes_all(both, rng):
    """gives the gradient of each window to its largest entry, and 0 to the others"""
    both.max_pool_backward(rng.normal(size=(3, 3, 2, 5)), apart(rng, 3, 6, 4, 5))


@max_pool_backward.check(points=2)
def test_max_pool_backward_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    gradcheck("max_pool_backward", of="max_pool_forward", at=(apart(rng, 2, 5, 6, 3), 3, 2))
    x = apart(rng, 2, 4, 6, 3)
    gradcheck("max_pool_backward", of="max_pool_forward", at=(x,))


@max_pool_backward.check(points=2, hint="Upper row first, then from left to right: the first winner takes all.")
def test_ties(both, rng):
    """gives a tie to the first winner, row by row, and takes whole numbers"""
    windows = np.array([[[2, 5], [5, 5]], [[1, 4], [4, 0]], [[7, 7], [7, 7]], [[0, 3], [1, 3]], [[6, 2], [6, 1]]])
    x = np.concatenate(rng.permutation(windows), axis=1).reshape(1, 2, 10, 1)
    both.max_pool_backward(0.5 + rng.random((1, 1, 5, 1)), x)
    both.max_pool_backward(0.5 + rng.random((2, 2, 3, 2)), np.zeros((2, 7, 9, 2)), 3)


@max_pool_backward.check(points=1, hint="An entry may win in several windows: add.")
def test_winner_of_several_windows(both, rng):
    """adds up what an entry wins in windows that overlap"""
    x = apart(rng, 2, 5, 5, 3)
    x[:, 2, 2] = 100.0
    both.max_pool_backward(rng.normal(size=(2, 3, 3, 3)), x, 3, 1)


@max_pool_backward.check(points=1, hint="dx has the shape of x, also where no window stood.")
def test_entries_that_no_window_covers(both, rng):
    """gives 0 to entries that no window covers, at the edge or between windows"""
    both.max_pool_backward(rng.normal(size=(2, 2, 3, 4)), apart(rng, 2, 5, 7, 4))
    both.max_pool_backward(rng.normal(size=(2, 3, 2, 4)), apart(rng, 2, 8, 6, 4), 2, 3)


@max_pool_backward.check(points=1)
def test_max_pool_backward_any_stride(both, rng):
    """takes any window and stride, and float32"""
    for h, w, size, stride in SETTINGS:
        shape = 2, (h - size) // stride + 1, (w - size) // stride + 1, 3
        both.max_pool_backward(rng.normal(size=shape).astype(np.float32), apart(rng, 2, h, w, 3), size, stride)


@avg_pool_forward.check(points=1)
def test_mean_of_each_window(both, rng):
    """takes the mean of each window, in each image and channel alone"""
    both.avg_pool_forward(rng.normal(size=(3, 6, 4, 5)))
    both.avg_pool_forward(rng.normal(size=(2, 6, 9, 4)).astype(np.float32), 3)


@avg_pool_forward.check(points=1)
def test_means_of_whole_numbers(both, rng):
    """keeps the fractions in the means of whole numbers"""
    both.avg_pool_forward(rng.permutation(96).astype(np.uint8).reshape(2, 4, 4, 3))


@avg_pool_forward.check(points=2, hint="Only whole windows count.")
def test_means_any_stride(both, rng):
    """takes any window and stride, and drops windows that are not whole"""
    both.avg_pool_forward(rng.normal(size=(2, 5, 7, 3)))
    for h, w, size, stride in SETTINGS:
        both.avg_pool_forward(rng.normal(size=(2, h, w, 3)), size, stride)
    both.avg_pool_forward(rng.normal(size=(2, 6, 7, 3)), stride=1)


@avg_pool_forward.check(points=1)
def test_no_window_to_average(both, rng):
    """raises ValueError for a window larger than the map, and for a stride of 0"""
    both.raises(ValueError).avg_pool_forward(rng.normal(size=(2, 3, 5, 4)), 4)
    both.raises(ValueError).avg_pool_forward(rng.normal(size=(2, 5, 3, 4)), 4, 1)
    both.raises(ValueError).avg_pool_forward(rng.normal(size=(2, 5, 4, 3)), 2, 0)


@avg_pool_backward.check(points=1)
def test_equal_shares(both, rng):
    """gives each entry of a window the same share, and takes whole numbers and float32"""
    both.avg_pool_backward(rng.normal(size=(3, 3, 2, 5)), rng.normal(size=(3, 6, 4, 5)))
    both.avg_pool_backward(rng.normal(size=(2, 2, 2, 3)), rng.permutation(96).reshape(2, 4, 4, 3))
    both.avg_pool_backward(rng.normal(size=(2, 2, 3, 4)).astype(np.float32), rng.normal(size=(2, 6, 9, 4)), 3)


@avg_pool_backward.check(points=2, hint="Where windows overlap, shares add up.")
def test_avg_pool_backward_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    gradcheck("avg_pool_backward", of="avg_pool_forward", at=(rng.normal(size=(2, 5, 6, 3)), 3, 2))


@avg_pool_backward.check(points=1)
def test_shares_any_stride(both, rng):
    """takes any window and stride, and gives 0 to entries that no window covers"""
    both.avg_pool_backward(rng.normal(size=(2, 2, 3, 4)), rng.normal(size=(2, 5, 7, 4)))
    for h, w, size, stride in SETTINGS:
        shape = 2, (h - size) // stride + 1, (w - size) // stride + 1, 3
        both.avg_pool_backward(rng.normal(size=shape), rng.normal(size=(2, h, w, 3)), size, stride)


@flatten.check(points=2, hint="Row by row, pixel by pixel, the channels of a pixel side by side.")
def test_one_row_for_each_image(both, rng):
    """writes each image as one row, with the channels of a pixel side by side"""
    both.flatten(rng.normal(size=(4, 3, 2, 5)))
    both.flatten(rng.permutation(24).reshape(1, 2, 4, 3))


@global_avg_pool.check(points=2)
def test_mean_of_each_channel(both, rng):
    """takes the mean over all pixels, in each image and channel alone"""
    both.global_avg_pool(rng.normal(size=(4, 3, 2, 5)) + np.arange(5))
    both.global_avg_pool(rng.normal(size=(5, 2, 4, 3)).astype(np.float32))
    both.global_avg_pool(rng.permutation(24).astype(np.uint8).reshape(1, 3, 4, 2))


@global_avg_pool_backward.check(points=1)
def test_all_pixels_alike(both, rng):
    """gives all pixels of a channel the same share"""
    both.global_avg_pool_backward(rng.normal(size=(4, 5)), rng.normal(size=(4, 3, 2, 5)))
    both.global_avg_pool_backward(rng.normal(size=(3, 3)), rng.normal(size=(3, 3, 3, 3)))


@global_avg_pool_backward.check(points=2)
def test_global_backward_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    gradcheck("global_avg_pool_backward", of="global_avg_pool", at=(rng.normal(size=(3, 4, 2, 5)),))


@global_avg_pool_backward.check(points=1)
def test_global_backward_whole_numbers(both, rng):
    """takes whole numbers and float32"""
    both.global_avg_pool_backward(rng.normal(size=(2, 4)), rng.permutation(48).reshape(2, 3, 2, 4))
    both.global_avg_pool_backward(rng.normal(size=(4, 2)).astype(np.float32), np.ones((4, 3, 5, 2), np.float32))
