"""The bank of `pooling`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def windows(x, size, stride):
    """Cut out all whole windows: (N, OH, OW, C, size, size). Refuse what makes no sense."""
    if stride < 1 or size > min(x.shape[1:3]):
        raise ValueError("no window")
    return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]


def wins(x, size, stride, won):
    """Tell for each place which entries of its window have won; `won` works on the last axis, in row order."""
    cut = windows(x, size, stride)
    return won(cut.reshape(*cut.shape[:4], -1)).reshape(cut.shape)


def spread(dout, x, size, stride, shares):
    """Send dout back to the windows in shares, and add up."""
    dx = np.zeros(x.shape)
    for r, c in np.ndindex(dout.shape[1:3]):
        window = np.s_[:, r * stride : r * stride + size, c * stride : c * stride + size]
        dx[window] += (dout[:, r, c, :, None, None] * shares[:, r, c]).transpose(0, 2, 3, 1)
    return dx


# max_pool_forward


@wrong("max_pool_forward", "You seem to start from 0: the largest of negative numbers is negative.")
def starts_from_zero(x, size=2, stride=None):
    return np.maximum(answer.max_pool_forward(x, size, stride), 0)


@wrong("max_pool_forward", "You seem to take the largest by size, without the sign: 3 is larger than -4.")
def largest_without_sign(x, size=2, stride=None):
    return answer.max_pool_forward(np.abs(x), size, stride)


@wrong("max_pool_forward", "You seem to take the mean of each window: take its largest entry.")
def mean_for_max(x, size=2, stride=None):
    return answer.avg_pool_forward(x, size, stride)


@wrong("max_pool_forward", "You seem to take the smallest entry of each window.")
def smallest_entry(x, size=2, stride=None):
    return -answer.max_pool_forward(-x, size, stride)


@wrong("max_pool_forward", "You seem to mix the channels: each channel has its own largest entry.")
def mixes_channels(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, stride).max(axis=3, keepdims=True)


@wrong("max_pool_forward", "You seem to mix the images of the batch: each has its own largest entries.")
def mixes_images(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, stride).max(axis=0, keepdims=True)


@wrong("max_pool_forward", "You seem to pool the last two axes: rows and columns are axes 1 and 2, channels come last.")
def pools_as_if_channels_were_first(x, size=2, stride=None):
    return answer.max_pool_forward(x.transpose(0, 2, 3, 1), size, stride).transpose(0, 3, 1, 2)


@wrong("max_pool_forward", "Your channels seem to come first: here they are the last axis, (N, OH, OW, C).")
def gives_channels_first(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, stride).transpose(0, 3, 1, 2)


@wrong("max_pool_forward", "You seem to keep windows that stand out over the edge: only whole windows count.")
def keeps_parts_of_windows(x, size=2, stride=None):
    step = size if stride is None else stride
    answer.max_pool_forward(x, size, stride)
    more = [(0, (size - n) % step) for n in x.shape[1:3]]
    return answer.max_pool_forward(np.pad(x, ((0, 0), *more, (0, 0)), mode="edge"), size, stride)


@wrong("max_pool_forward", "You seem to refuse maps that do not divide into windows: drop what is left over.")
def refuses_what_is_left_over(x, size=2, stride=None):
    if any((n - size) % (stride or size) for n in x.shape[1:3]):
        raise ValueError("does not divide")
    return answer.max_pool_forward(x, size, stride)


@wrong("max_pool_forward", "You seem to leave stride out: windows begin every `stride` pixels, whatever their size.")
def steps_by_the_size(x, size=2, stride=None):
    answer.max_pool_forward(x, size, stride)
    return answer.max_pool_forward(x, size)


@wrong("max_pool_forward", "Without a stride you seem to step by 1: None means as many pixels as size.")
def steps_by_one(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, 1 if stride is None else stride)


@wrong("max_pool_forward", "Without a stride you seem to step by 2, whatever the size: None means size.")
def steps_by_two(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, 2 if stride is None else stride)


@wrong("max_pool_forward", "A stride of 0 seems to count as none given: only None does, 0 is refused.")
def takes_zero_for_none(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, stride or size)


@wrong("max_pool_forward", "A window that is too large seems to give an empty map: raise ValueError.")
def empty_map(x, size=2, stride=None):
    if size > min(x.shape[1:3]):
        return np.zeros((len(x), 0, 0, x.shape[3]))
    return answer.max_pool_forward(x, size, stride)


@right("max_pool_forward")
def max_by_views(x, size=2, stride=None):
    return windows(x, size, size if stride is None else stride).max(axis=(4, 5))


@right("max_pool_forward")  # place by place
def max_place_by_place(x, size=2, stride=None):
    stride = size if stride is None else stride
    rows = answer.output_size(x.shape[1], size, stride)
    cols = answer.output_size(x.shape[2], size, stride)
    out = np.empty((len(x), rows, cols, x.shape[3]))
    for r, c in np.ndindex(rows, cols):
        out[:, r, c] = x[:, r * stride : r * stride + size, c * stride : c * stride + size].max(axis=(1, 2))
    return out


# max_pool_backward


@wrong("max_pool_backward", "In a tie all winners seem to get the whole gradient: the first takes it.")
def all_winners_take_all(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    shares = wins(x, size, stride, lambda flat: flat == flat.max(axis=-1, keepdims=True))
    return spread(dout, x, size, stride, shares)


@wrong("max_pool_backward", "In a tie you seem to split the gradient: the first winner takes all of it.")
def winners_share(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    shares = wins(x, size, stride, lambda flat: flat == flat.max(axis=-1, keepdims=True))
    return spread(dout, x, size, stride, shares / shares.sum(axis=(4, 5), keepdims=True))


@wrong("max_pool_backward", "In a tie the last winner seems to take all: it is the first, in the order of reading.")
def last_winner_takes_all(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    shares = wins(x, size, stride, lambda flat: np.eye(size**2)[::-1][np.argmax(flat[..., ::-1], axis=-1)])
    return spread(dout, x, size, stride, shares)


@wrong("max_pool_backward", "In a tie you seem to look column by column: the order is row by row.")
def first_winner_by_columns(dout, x, size=2, stride=None):
    dx = answer.max_pool_backward(dout.swapaxes(1, 2), x.swapaxes(1, 2), size, stride)
    return dx.swapaxes(1, 2)


@wrong("max_pool_backward", "An entry that wins in several windows seems to get one of them only: add.")
def overwrites_what_was_won(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    shares = wins(x, size, stride, lambda flat: np.eye(size**2)[np.argmax(flat, axis=-1)])
    dx = np.zeros(x.shape)
    for r, c in np.ndindex(dout.shape[1:3]):
        part = dx[:, r * stride : r * stride + size, c * stride : c * stride + size]
        won = shares[:, r, c].transpose(0, 2, 3, 1)
        part[:] = np.where(won > 0, won * dout[:, r, None, c, None], part)
    return dx


@wrong("max_pool_backward", "You seem to give all entries of a window an equal share: that is average pooling.")
def shares_alike(dout, x, size=2, stride=None):
    return answer.avg_pool_backward(dout, x, size, stride)


@wrong("max_pool_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def winners_without_dout(dout, x, size=2, stride=None):
    return answer.max_pool_backward(np.ones_like(dout), x, size, stride)


@wrong("max_pool_backward", "You seem to give all of the window the gradient: only the largest entry gets it.")
def everyone_takes_all(dout, x, size=2, stride=None):
    return answer.avg_pool_backward(dout, x, size, stride) * size**2


@wrong("max_pool_backward", "Your dx seems to end with the last window: the edge that was dropped is there, with 0.")
def drops_the_edge(dout, x, size=2, stride=None):
    reach = [(n - 1) * (size if stride is None else stride) + size for n in dout.shape[1:3]]
    return answer.max_pool_backward(dout, x, size, stride)[:, : reach[0], : reach[1]]


@wrong("max_pool_backward", "You seem to mark winners in the dtype of x: with whole numbers the decimals are lost.")
def winners_in_the_dtype_of_x(dout, x, size=2, stride=None):
    dx = answer.max_pool_backward(dout, x, size, stride)
    return np.trunc(dx) if x.dtype.kind in "iu" else dx


@wrong("max_pool_backward", "You seem to leave stride out: windows begin every `stride` pixels, whatever their size.")
def back_by_the_size(dout, x, size=2, stride=None):
    rows, cols = min(dout.shape[1], x.shape[1] // size), min(dout.shape[2], x.shape[2] // size)
    return answer.max_pool_backward(dout[:, :rows, :cols], x, size)


@right("max_pool_backward")  # a loop over everything
def one_window_at_a_time(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    dx = np.zeros(x.shape, dtype=dout.dtype)
    for n, r, c, k in np.ndindex(dout.shape):
        window = x[n, r * stride : r * stride + size, c * stride : c * stride + size, k]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dx[n, r * stride + i, c * stride + j, k] += dout[n, r, c, k]
    return dx


@right("max_pool_backward")
def winners_by_views(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    shares = wins(x, size, stride, lambda flat: np.eye(size**2)[np.argmax(flat, axis=-1)])
    return spread(dout, x, size, stride, shares)


# avg_pool_forward


@wrong("avg_pool_forward", "You seem to take the sum of each window: divide by the number of its entries.")
def sum_of_the_window(x, size=2, stride=None):
    return answer.avg_pool_forward(x, size, stride) * size**2


@wrong("avg_pool_forward", "You seem to divide by size: a window has size times size entries.")
def divides_by_one_side(x, size=2, stride=None):
    return answer.avg_pool_forward(x, size, stride) * size


@wrong("avg_pool_forward", "You seem to take the largest entry of each window: take the mean.")
def max_for_mean(x, size=2, stride=None):
    return answer.max_pool_forward(x, size, stride)


@wrong("avg_pool_forward", "You seem to round the means of whole numbers: their fractions are wanted.")
def rounds_means(x, size=2, stride=None):
    means = answer.avg_pool_forward(x, size, stride)
    return np.floor(means) if x.dtype.kind in "iu" else means


@wrong("avg_pool_forward", "You seem to average over the channels, too: each channel has its own mean.")
def averages_channels(x, size=2, stride=None):
    return answer.avg_pool_forward(x, size, stride).mean(axis=3, keepdims=True)


@wrong("avg_pool_forward", "You seem to keep windows that stand out over the edge: only whole windows count.")
def averages_parts_of_windows(x, size=2, stride=None):
    step = size if stride is None else stride
    answer.avg_pool_forward(x, size, stride)
    more = [(0, (size - n) % step) for n in x.shape[1:3]]
    return answer.avg_pool_forward(np.pad(x, ((0, 0), *more, (0, 0))), size, stride)


@wrong("avg_pool_forward", "You seem to leave stride out: windows begin every `stride` pixels, whatever their size.")
def averages_by_the_size(x, size=2, stride=None):
    answer.avg_pool_forward(x, size, stride)
    return answer.avg_pool_forward(x, size)


@wrong("avg_pool_forward", "A window that is too large seems to be cut to the map: raise ValueError.")
def cuts_the_window(x, size=2, stride=None):
    size, stride = min(size, *x.shape[1:3]), size if stride is None else stride
    return answer.avg_pool_forward(x, size, stride)


@right("avg_pool_forward")
def mean_by_views(x, size=2, stride=None):
    return windows(x, size, size if stride is None else stride).sum(axis=(4, 5)) / size**2


# avg_pool_backward


@wrong("avg_pool_backward", "You seem to give everyone the whole gradient: each entry had the factor 1 / size squared.")
def shares_undivided(dout, x, size=2, stride=None):
    return answer.avg_pool_backward(dout, x, size, stride) * size**2


@wrong("avg_pool_backward", "You seem to divide by size: a window has size times size entries.")
def shares_by_one_side(dout, x, size=2, stride=None):
    return answer.avg_pool_backward(dout, x, size, stride) * size


@wrong("avg_pool_backward", "Where windows overlap you seem to overwrite: shares add up.")
def overwrites_shares(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    dx = np.zeros(x.shape)
    for r, c in np.ndindex(dout.shape[1:3]):
        window = np.s_[:, r * stride : r * stride + size, c * stride : c * stride + size]
        dx[window] = dout[:, r, None, c, None] / size**2
    return dx


@wrong("avg_pool_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def shares_without_dout(dout, x, size=2, stride=None):
    return answer.avg_pool_backward(np.ones_like(dout), x, size, stride)


@wrong("avg_pool_backward", "Your dx seems to end with the last window: the edge that was dropped is there, with 0.")
def shares_without_the_edge(dout, x, size=2, stride=None):
    reach = [(n - 1) * (size if stride is None else stride) + size for n in dout.shape[1:3]]
    return answer.avg_pool_backward(dout, x, size, stride)[:, : reach[0], : reach[1]]


@wrong("avg_pool_backward", "You seem to collect shares in the dtype of x: with whole numbers the decimals are lost.")
def shares_in_the_dtype_of_x(dout, x, size=2, stride=None):
    dx = answer.avg_pool_backward(dout, x, size, stride)
    return np.trunc(dx) if x.dtype.kind in "iu" else dx


@wrong("avg_pool_backward", "You seem to multiply the shares by x: the mean is linear, so its slope does not know x.")
def shares_times_x(dout, x, size=2, stride=None):
    return answer.avg_pool_backward(dout, x, size, stride) * x


@right("avg_pool_backward")
def shares_place_by_place(dout, x, size=2, stride=None):
    stride = size if stride is None else stride
    return spread(dout, x, size, stride, np.full((*dout.shape, size, size), 1 / size**2))


# flatten


@wrong("flatten", "You seem to write the whole batch as one row: each image has its own.")
def whole_batch(x):
    return x.ravel()


@wrong("flatten", "You seem to write channel after channel: the channels of a pixel stand side by side.")
def channel_after_channel(x):
    return x.transpose(0, 3, 1, 2).reshape(len(x), -1)


@wrong("flatten", "You seem to write each image as a column: images are rows.")
def images_as_columns(x):
    return x.reshape(len(x), -1).T


@wrong("flatten", "You seem to go column by column: go row by row, as memory does.")
def column_by_column(x):
    return x.swapaxes(1, 2).reshape(len(x), -1)


@wrong("flatten", "You seem to keep the channels as an axis of their own: they belong into the row.")
def channels_apart(x):
    return x.reshape(len(x), -1, x.shape[3])


@right("flatten")
def by_stacking(x):
    return np.stack([image.ravel() for image in x])


# global_avg_pool


@wrong("global_avg_pool", "You seem to sum over the pixels: take the mean.")
def sums_pixels(x):
    return x.sum(axis=(1, 2))


@wrong("global_avg_pool", "You seem to average over the channels, too: each has its own mean.")
def one_mean_for_an_image(x):
    return x.mean(axis=(1, 2, 3))


@wrong("global_avg_pool", "You seem to average over the last two axes: pixels are axes 1 and 2, channels are the last.")
def averages_the_last_axes(x):
    return x.mean(axis=(2, 3))


@wrong("global_avg_pool", "You seem to keep the axes of the pixels: the result is (N, C).")
def keeps_pixel_axes(x):
    return x.mean(axis=(1, 2), keepdims=True)


@wrong("global_avg_pool", "You seem to average over the batch as well: each image has its own means.")
def averages_the_batch(x):
    return x.mean(axis=(0, 1, 2))


@wrong("global_avg_pool", "You seem to take the largest pixel of each channel: take the mean.")
def largest_pixel(x):
    return x.max(axis=(1, 2))


@right("global_avg_pool")
def by_flat_pixels(x):
    return np.add.reduce(x.reshape(len(x), -1, x.shape[3]).astype(np.float64), axis=1) / (x.shape[1] * x.shape[2])


# global_avg_pool_backward


@wrong("global_avg_pool_backward", "You seem to hand dout on as it is: each pixel had the factor 1 / (H W).")
def global_undivided(dout, x):
    return answer.global_avg_pool_backward(dout, x) * x.shape[1] * x.shape[2]


@wrong("global_avg_pool_backward", "You seem to divide by the entries of all channels: a mean is over H W pixels.")
def global_by_all_entries(dout, x):
    return answer.global_avg_pool_backward(dout, x) / x.shape[3]


@wrong("global_avg_pool_backward", "You seem to divide by the size of the batch, too: a mean is over H W pixels.")
def global_by_the_batch(dout, x):
    return answer.global_avg_pool_backward(dout, x) / len(x)


@wrong("global_avg_pool_backward", "You seem to return one share for each channel: dx has the shape of x.")
def global_without_pixels(dout, x):
    return dout[:, None, None] / (x.shape[1] * x.shape[2])


@wrong("global_avg_pool_backward", "Your dx seems to have its channels first: it has the shape of x, (N, H, W, C).")
def global_channels_first(dout, x):
    return answer.global_avg_pool_backward(dout, x).transpose(0, 3, 1, 2)


@wrong("global_avg_pool_backward", "You seem to multiply by x: the mean is linear, so its slope does not know x.")
def global_times_x(dout, x):
    return answer.global_avg_pool_backward(dout, x) * x


@wrong("global_avg_pool_backward", "Your dx seems to have the dtype of x: with whole numbers the decimals are lost.")
def global_in_the_dtype_of_x(dout, x):
    dx = answer.global_avg_pool_backward(dout, x)
    return np.trunc(dx) if x.dtype.kind in "iu" else dx


@right("global_avg_pool_backward")
def global_by_repeating(dout, x):
    n, h, w, c = x.shape
    return np.repeat(dout / (h * w), h * w, axis=0).reshape(n, h, w, c)
