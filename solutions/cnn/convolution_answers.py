"""The bank of `convolution`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def framed(x, pad, mode="constant", before=None):
    """Pad images by hand: `before` rows and columns come first, the rest of 2 * pad behind."""
    before = pad if before is None else before
    sides = (before, 2 * pad - before)
    return np.pad(x, ((0, 0), sides, sides, (0, 0)), mode=mode)


def turned(w):
    """Turn filters by 180 degrees."""
    return w[::-1, ::-1]


def places(size, kernel, stride):
    """Count places without asking whether it makes sense."""
    return max((size - kernel) // max(stride, 1) + 1, 0)


# output_size


@wrong("output_size", "You seem to add the padding once: there are zeros at both ends.")
def pads_one_end(size, kernel, stride=1, pad=0):
    return answer.output_size(size + pad, kernel, stride)


@wrong("output_size", "You seem to forget the place where the window begins: add one at the end.")
def forgets_the_first_place(size, kernel, stride=1, pad=0):
    return answer.output_size(size, kernel, stride, pad) - 1


@wrong("output_size", "You seem to round up: a window that stands out over the edge does not count.")
def rounds_up(size, kernel, stride=1, pad=0):
    answer.output_size(size, kernel, stride, pad)
    return -(-(size + 2 * pad - kernel) // stride) + 1


@wrong("output_size", "You seem to add the one before you divide: count whole steps first, then the place to begin.")
def adds_one_too_early(size, kernel, stride=1, pad=0):
    answer.output_size(size, kernel, stride, pad)
    return (size + 2 * pad - kernel + 1) // stride


@wrong("output_size", "You seem to divide without rounding: only whole steps count.")
def divides_without_rounding(size, kernel, stride=1, pad=0):
    answer.output_size(size, kernel, stride, pad)
    return (size + 2 * pad - kernel) / stride + 1


@wrong("output_size", "You seem to leave the stride out: only every s-th place counts.")
def leaves_the_stride_out(size, kernel, stride=1, pad=0):
    answer.output_size(size, kernel, stride, pad)
    return size + 2 * pad - kernel + 1


@wrong("output_size", "A window that is too large seems to get a number of places: raise ValueError below 1.")
def never_refuses_a_window(size, kernel, stride=1, pad=0):
    if stride < 1:
        raise ValueError("stride")
    return (size + 2 * pad - kernel) // stride + 1


@wrong("output_size", "You seem to round towards 0 with int: if the window does not fit, -1/3 must not become 0.")
def rounds_towards_zero(size, kernel, stride=1, pad=0):
    if stride < 1 or int((size + 2 * pad - kernel) / stride) + 1 < 1:
        raise ValueError("no place")
    return int((size + 2 * pad - kernel) / stride) + 1


@wrong("output_size", "A window that just fits seems to be refused: it has one place.")
def refuses_a_window_that_just_fits(size, kernel, stride=1, pad=0):
    if kernel >= size + 2 * pad:
        raise ValueError("too large")
    return answer.output_size(size, kernel, stride, pad)


@wrong("output_size", "A stride of 0 seems to reach the division: raise ValueError before.")
def divides_by_zero(size, kernel, stride=1, pad=0):
    if (size + 2 * pad - kernel) // stride + 1 < 1:
        raise ValueError("no place")
    return (size + 2 * pad - kernel) // stride + 1


@wrong("output_size", "A negative stride seems to get through: raise ValueError below 1, not only for 0.")
def accepts_negative_strides(size, kernel, stride=1, pad=0):
    if stride == 0 or (size + 2 * pad - kernel) // stride + 1 < 1:
        raise ValueError("no place")
    return (size + 2 * pad - kernel) // stride + 1


@right("output_size")  # count the places where a window begins
def counts_beginnings(size, kernel, stride=1, pad=0):
    beginnings = range(0, size + 2 * pad - kernel + 1, stride)
    if stride < 0 or not beginnings:
        raise ValueError("no place")
    return len(beginnings)


# conv2d_single


@wrong("conv2d_single", "You seem to turn the filter by 180 degrees: lay it on as it is.")
def turns_the_filter(image, kernel, stride=1):
    return answer.conv2d_single(image, kernel[::-1, ::-1], stride)


@wrong("conv2d_single", "You seem to lay the filter on transposed: its rows meet the rows of the window.")
def transposes_the_filter(image, kernel, stride=1):
    return answer.conv2d_single(image, kernel.T if kernel.shape[0] == kernel.shape[1] else kernel, stride)


@wrong("conv2d_single", "You seem to leave the stride out: take only every s-th place.")
def single_without_stride(image, kernel, stride=1):
    answer.conv2d_single(image, kernel, stride)
    return answer.conv2d_single(image, kernel)


@wrong("conv2d_single", "Your windows seem to begin at (r, c): with a stride they begin at stride times that.")
def windows_without_stride(image, kernel, stride=1):
    rows, cols = answer.conv2d_single(image, kernel, stride).shape
    return answer.conv2d_single(image, kernel)[:rows, :cols]


@wrong("conv2d_single", "You seem to take the mean of the products: take their sum.")
def averages_the_window(image, kernel, stride=1):
    return answer.conv2d_single(image, kernel, stride) / kernel.size


@wrong("conv2d_single", "You seem to collect the answers in the dtype of the image: whole numbers lose the decimals.")
def answers_of_the_dtype_of_the_image(image, kernel, stride=1):
    return answer.conv2d_single(image, kernel, stride).astype(np.int64 if image.dtype.kind in "iu" else image.dtype)


@wrong("conv2d_single", "You seem to leave out the last place in each direction: the window may touch the edge.")
def leaves_the_last_place_out(image, kernel, stride=1):
    return answer.conv2d_single(image, kernel, stride)[:-1, :-1]


@wrong("conv2d_single", "You seem to keep the size of the image: without padding there are fewer places than pixels.")
def keeps_the_size(image, kernel, stride=1):
    answer.conv2d_single(image, kernel, stride)
    kh, kw = kernel.shape
    wider = np.pad(image, ((kh // 2, kh - 1 - kh // 2), (kw // 2, kw - 1 - kw // 2)))
    return answer.conv2d_single(wider, kernel, stride)


@wrong("conv2d_single", "A filter that is too large seems to give an empty map: raise ValueError.")
def empty_map(image, kernel, stride=1):
    kh, kw = kernel.shape
    if stride < 1:
        raise ValueError("stride")
    answers = np.zeros((places(image.shape[0], kh, stride), places(image.shape[1], kw, stride)))
    for r, c in np.ndindex(answers.shape):
        window = image[r * stride : r * stride + kh, c * stride : c * stride + kw]
        answers[r, c] = (window * kernel).sum()
    return answers


@right("conv2d_single")  # one weight at a time, on shifted images
def single_by_weights(image, kernel, stride=1):
    rows = answer.output_size(image.shape[0], kernel.shape[0], stride)
    cols = answer.output_size(image.shape[1], kernel.shape[1], stride)
    total = 0
    for (i, j), weight in np.ndenumerate(kernel):
        total = total + weight * image[i:, j:][::stride, ::stride][:rows, :cols]
    return total


@right("conv2d_single")
def single_by_views(image, kernel, stride=1):
    if stride < 1 or image.shape[0] < kernel.shape[0] or image.shape[1] < kernel.shape[1]:
        raise ValueError("no place")
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.einsum("rcij,ij->rc", windows, kernel)


# conv2d_forward


@wrong("conv2d_forward", "You seem to turn the filters by 180 degrees: lay them on as they are.")
def turns_the_filters(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, turned(w), b, stride, pad)


@wrong("conv2d_forward", "Rows and columns of the filters seem to be exchanged: w is (kh, kw, C_in, C_out).")
def transposes_the_filters(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w.swapaxes(0, 1) if w.shape[0] == w.shape[1] else w, b, stride, pad)


@wrong("conv2d_forward", "Channels and filters seem to be exchanged in w: it is (kh, kw, C_in, C_out).")
def exchanges_channels_and_filters(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w.swapaxes(2, 3) if w.shape[2] == w.shape[3] else w, b, stride, pad)


@wrong("conv2d_forward", "The bias seems to be missing: every filter adds its own.")
def forgets_the_bias(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w, 0 * b, stride, pad)


@wrong("conv2d_forward", "The bias seems to be added for every weight of the window: once for each answer is enough.")
def bias_for_every_weight(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w, b * w.shape[0] * w.shape[1], stride, pad)


@wrong("conv2d_forward", "You seem to average over the channels: sum over them.")
def averages_over_channels(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w / w.shape[2], b, stride, pad)


@wrong("conv2d_forward", "You seem to look at the first channel only: the sum runs over all channels.")
def first_channel_only(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x[..., :1], w[:, :, :1], b, stride, pad)


@wrong("conv2d_forward", "You seem to add up the channels before you multiply: each has weights of its own.")
def adds_channels_first(x, w, b, stride=1, pad=0):
    grey = x.sum(axis=-1, keepdims=True)
    return answer.conv2d_forward(grey, w.sum(axis=2, keepdims=True), b, stride, pad)


@wrong("conv2d_forward", "The padding seems to be all at the end: put zeros on all four sides.")
def pads_at_the_end(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(framed(x, pad, before=0), w, b, stride)


@wrong("conv2d_forward", "You seem to split pad between the two sides: each side gets all of it.")
def splits_the_padding(x, w, b, stride=1, pad=0):
    sides = pad // 2, pad - pad // 2
    return answer.conv2d_forward(np.pad(x, ((0, 0), sides, sides, (0, 0))), w, b, stride)


@wrong("conv2d_forward", "You seem to pad rows only: columns get zeros, too.")
def pads_rows_only(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(np.pad(x, ((0, 0), (pad, pad), (0, 0), (0, 0))), w, b, stride)


@wrong("conv2d_forward", "The padding seems to have no effect: are the images padded before the loop?")
def forward_without_padding(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w, b, stride)


@wrong("conv2d_forward", "The stride seems to have no effect: take only every s-th place.")
def forward_without_stride(x, w, b, stride=1, pad=0):
    answer.conv2d_forward(x, w, b, stride, pad)
    return answer.conv2d_forward(x, w, b, 1, pad)


@wrong("conv2d_forward", "Your channels seem to come first: here they are the last axis, (N, OH, OW, C_out).")
def channels_first(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w, b, stride, pad).transpose(0, 3, 1, 2)


@wrong("conv2d_forward", "You seem to read the images as (N, C, H, W): channels are the last axis, not the second.")
def reads_channels_first(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x.reshape(len(x), x.shape[3], *x.shape[1:3]).transpose(0, 2, 3, 1), w, b, stride, pad)


@wrong("conv2d_forward", "You seem to collect the answers in the dtype of x: whole numbers lose the decimals.")
def forward_in_the_dtype_of_images(x, w, b, stride=1, pad=0):
    out = answer.conv2d_forward(x, w, b, stride, pad)
    return np.trunc(out) if x.dtype.kind in "iu" else out


@wrong("conv2d_forward", "You seem to add up the images of the batch: each image has answers of its own.")
def adds_up_the_batch(x, w, b, stride=1, pad=0):
    return answer.conv2d_forward(x, w, b, stride, pad).sum(axis=0, keepdims=True)


@wrong("conv2d_forward", "You seem to fit the last window in by rounding up: places over the edge do not count.")
def fits_the_last_window_in(x, w, b, stride=1, pad=0):
    answer.conv2d_forward(x, w, b, stride, pad)
    more = [(k - n - 2 * pad) % stride for n, k in zip(x.shape[1:3], w.shape[:2], strict=True)]
    wider = np.pad(x, ((0, 0), (pad, pad + more[0]), (pad, pad + more[1]), (0, 0)))
    return answer.conv2d_forward(wider, w, b, stride)


@wrong("conv2d_forward", "A filter that does not fit seems to give an empty map: raise ValueError.")
def empty_maps(x, w, b, stride=1, pad=0):
    room = [n + 2 * pad - k for n, k in zip(x.shape[1:3], w.shape[:2], strict=True)]
    if min(room) >= 0:
        return answer.conv2d_forward(x, w, b, stride, pad)
    rows, cols = (places(more, 0, stride) for more in room)
    return np.zeros((len(x), rows, cols, len(b)))


@right("conv2d_forward")  # place by place, all filters at once
def place_by_place(x, w, b, stride=1, pad=0):
    x = framed(x, pad)
    (kh, kw), c_out = w.shape[:2], w.shape[3]
    rows, cols = answer.output_size(x.shape[1], kh, stride), answer.output_size(x.shape[2], kw, stride)
    out = np.empty((len(x), rows, cols, c_out))
    for r in range(rows):
        for c in range(cols):
            window = x[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
            out[:, r, c] = window.reshape(len(x), -1) @ w.reshape(-1, c_out) + b
    return out


@right("conv2d_forward")
def by_a_matrix_product(x, w, b, stride=1, pad=0):
    (kh, kw), c_out = w.shape[:2], w.shape[3]
    rows = answer.output_size(x.shape[1], kh, stride, pad)
    return (answer.im2col(x, kh, kw, stride, pad) @ w.reshape(-1, c_out) + b).reshape(len(x), rows, -1, c_out)


# conv2d_backward


@wrong("conv2d_backward", "Where windows overlap, dx seems to be overwritten: add what comes back.")
def overwrites_where_windows_overlap(dout, x, w, stride=1, pad=0):
    dpadded = np.zeros(framed(x, pad).shape)
    for r, c in np.ndindex(dout.shape[1:3]):
        window = np.s_[:, r * stride : r * stride + w.shape[0], c * stride : c * stride + w.shape[1]]
        dpadded[window] = np.tensordot(dout[:, r, c], w, axes=(1, 3))
    _, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return dpadded[:, pad : pad + x.shape[1], pad : pad + x.shape[2]], dw, db


@wrong("conv2d_backward", "Your dx seems to have the shape of the padded images: cut the frame off.")
def keeps_the_frame(dout, x, w, stride=1, pad=0):
    return answer.conv2d_backward(dout, framed(x, pad), w, stride)


@wrong("conv2d_backward", "Your dx seems to end with the last window: pixels that no window covers are there, with 0.")
def drops_the_uncovered_edge(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    reached = [(n - 1) * stride + k - pad for n, k in zip(dout.shape[1:3], w.shape[:2], strict=True)]
    return dx[:, : reached[0], : reached[1]], dw, db


@wrong("conv2d_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def ignores_dout(dout, x, w, stride=1, pad=0):
    return answer.conv2d_backward(np.ones_like(dout), x, w, stride, pad)


@wrong("conv2d_backward", "The filters seem to be turned on the way back to x: w[i, j] goes back to where it met x.")
def turns_the_filters_back(dout, x, w, stride=1, pad=0):
    _, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return answer.conv2d_backward(dout, x, turned(w), stride, pad)[0], dw, db


@wrong("conv2d_backward", "On the way to dx channels and filters seem to be exchanged: dout meets w transposed.")
def meets_w_as_it_is(dout, x, w, stride=1, pad=0):
    _, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    swapped = w.swapaxes(2, 3) if w.shape[2] == w.shape[3] else w
    return answer.conv2d_backward(dout, x, swapped, stride, pad)[0], dw, db


@wrong("conv2d_backward", "Your dw seems to be turned by 180 degrees: dw[i, j] belongs to the pixels that w[i, j] met.")
def weight_gradient_turned(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return dx, turned(dw), db


@wrong("conv2d_backward", "Your dw seems to have channels and filters exchanged: it has the shape of w.")
def weight_gradient_exchanged(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return dx, dw.swapaxes(2, 3), db


@wrong("conv2d_backward", "You seem to average over the batch: sum, for a factor 1/N is in dout already.")
def averages_over_the_batch(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return dx, dw / len(x), db / len(x)


@wrong("conv2d_backward", "You seem to sum the bias gradient to one number: each filter has its own.")
def bias_gradient_is_one_number(dout, x, w, stride=1, pad=0):
    dx, dw, _ = answer.conv2d_backward(dout, x, w, stride, pad)
    return dx, dw, dout.sum()


@wrong("conv2d_backward", "You seem to sum the bias gradient over the batch only: a bias is added at every place.")
def bias_gradient_keeps_places(dout, x, w, stride=1, pad=0):
    dx, dw, _ = answer.conv2d_backward(dout, x, w, stride, pad)
    return dx, dw, dout.sum(axis=0)


@wrong("conv2d_backward", "You seem to return the gradients in another order: dx, then dw, then db.")
def another_order(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return dw, db, dx


@wrong("conv2d_backward", "You seem to return two gradients: b wants one too.")
def without_bias_gradient(dout, x, w, stride=1, pad=0):
    return answer.conv2d_backward(dout, x, w, stride, pad)[:2]


@wrong("conv2d_backward", "Your dx seems to have the dtype of the images: with whole numbers its decimals are lost.")
def gradients_in_the_dtype_of_images(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv2d_backward(dout, x, w, stride, pad)
    return (np.trunc(dx) if x.dtype.kind in "iu" else dx), dw, db


@wrong("conv2d_backward", "You seem to step by 1 on the way back: with a stride, dout belongs to every s-th place.")
def back_without_stride(dout, x, w, stride=1, pad=0):
    return answer.conv2d_backward(dout, x, w, 1, pad)


@right("conv2d_backward")  # place by place
def back_place_by_place(dout, x, w, stride=1, pad=0):
    padded = framed(x, pad)
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for n, r, c in np.ndindex(dout.shape[:3]):
        window = np.s_[n, r * stride : r * stride + w.shape[0], c * stride : c * stride + w.shape[1]]
        dpadded[window] += w @ dout[n, r, c]
        dw += padded[window][..., None] * dout[n, r, c]
    return dpadded[:, pad : pad + x.shape[1], pad : pad + x.shape[2]], dw, dout.sum((0, 1, 2))


@right("conv2d_backward")  # matrix products there and back
def back_by_matrices(dout, x, w, stride=1, pad=0):
    kh, kw = w.shape[:2]
    flat = dout.reshape(-1, dout.shape[-1])
    dw = answer.im2col(x, kh, kw, stride, pad).T @ flat
    dcols = flat @ w.reshape(-1, w.shape[-1]).T
    return [answer.col2im(dcols, x.shape, kh, kw, stride, pad), dw.reshape(w.shape), flat.sum(axis=0)]


# count_parameters


@wrong("count_parameters", "The biases seem to be missing: each filter has one.")
def counts_no_biases(kh, kw, c_in, c_out):
    return kh * kw * c_in * c_out


@wrong("count_parameters", "You seem to count one bias for the whole layer: each filter has its own.")
def counts_one_bias(kh, kw, c_in, c_out):
    return kh * kw * c_in * c_out + 1


@wrong("count_parameters", "You seem to leave the channels out: a filter has weights for each channel that it reads.")
def counts_one_channel(kh, kw, c_in, c_out):
    return (kh * kw + 1) * c_out


@wrong("count_parameters", "You seem to count a bias for each channel of each filter: a filter has one.")
def counts_a_bias_for_each_channel(kh, kw, c_in, c_out):
    return (kh * kw + 1) * c_in * c_out


@right("count_parameters")
def counts_sizes(kh, kw, c_in, c_out):
    weights = np.prod([kh, kw, c_in, c_out])
    return weights + c_out


# pad_images


@wrong("pad_images", "You seem to pad all four axes: the batch and the channels stay as they are.")
def pads_all_axes(x, p):
    return np.pad(x, p)


@wrong("pad_images", "You seem to pad the last two axes: rows and columns are axes 1 and 2, channels are the last.")
def pads_as_if_channels_were_first(x, p):
    return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))


@wrong("pad_images", "The zeros seem to be all at the end: p belongs on each of the four sides.")
def frame_at_the_end(x, p):
    return framed(x, p, before=0)


@wrong("pad_images", "You seem to split p between two sides: each side gets all of it.")
def frame_split(x, p):
    sides = (p // 2, p - p // 2)
    return np.pad(x, ((0, 0), sides, sides, (0, 0)))


@wrong("pad_images", "You seem to repeat the edge of the image: the frame is of zeros.")
def frame_of_edges(x, p):
    return framed(x, p, mode="edge")


@wrong("pad_images", "You seem to put the images in by [p:-p]: with a frame of 0 that is empty.")
def frame_by_negative_ends(x, p):
    n, h, w, c = x.shape
    out = np.zeros((n, h + 2 * p, w + 2 * p, c))
    if p:
        out[:, p:-p, p:-p] = x
    return out


@right("pad_images")
def frame_by_assignment(x, p):
    n, h, w, c = x.shape
    out = np.zeros((n, h + 2 * p, w + 2 * p, c), dtype=x.dtype)
    out[:, p : p + h, p : p + w] = x
    return out# im2col


@wrong("im2col", "You seem to write windows as columns: here each window is a row.")
def windows_as_columns(x, kh, kw, stride, pad):
    return answer.im2col(x, kh, kw, stride, pad).T


@wrong("im2col", "You seem to order each row by channel first: row, column, then channel, as w has them.")
def channels_before_pixels(x, kh, kw, stride, pad):
    rows = answer.im2col(x, kh, kw, stride, pad)
    return rows.reshape(len(rows), kh * kw, -1).swapaxes(1, 2).reshape(rows.shape)


@wrong("im2col", "You seem to go through the window column by column: go row by row, as w does.")
def window_column_by_column(x, kh, kw, stride, pad):
    rows = answer.im2col(x, kh, kw, stride, pad)
    return rows.reshape(len(rows), kh, kw, -1).swapaxes(1, 2).reshape(rows.shape)


@wrong("im2col", "You seem to order rows by place first: all places of the first image come first.")
def places_before_images(x, kh, kw, stride, pad):
    rows = answer.im2col(x, kh, kw, stride, pad)
    return rows.reshape(len(x), -1, rows.shape[1]).swapaxes(0, 1).reshape(rows.shape)


@wrong("im2col", "You seem to go through the places column by column: go row by row.")
def places_column_by_column(x, kh, kw, stride, pad):
    rows = answer.im2col(x, kh, kw, stride, pad)
    down = answer.output_size(x.shape[1], kh, stride, pad)
    return rows.reshape(len(x), down, -1, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


@wrong("im2col", "The stride seems to have no effect: take only every s-th place.")
def rows_without_stride(x, kh, kw, stride, pad):
    return answer.im2col(x, kh, kw, 1, pad)


@right("im2col")
def windows_one_by_one(x, kh, kw, stride, pad):
    x = framed(x, pad)
    down, across = (range(0, n - k + 1, stride) for n, k in zip(x.shape[1:3], (kh, kw), strict=True))
    if not down or not across:
        raise ValueError("no place")
    return np.array([image[r : r + kh, c : c + kw].ravel() for image in x for r in down for c in across])


# col2im


@wrong("col2im", "Where windows overlap you seem to overwrite: add what comes back.")
def overwrites_the_overlap(cols, x_shape, kh, kw, stride, pad):
    n, h, w, c = x_shape
    padded = np.zeros((n, h + 2 * pad, w + 2 * pad, c))
    down, across = (answer.output_size(size, k, stride, pad) for size, k in ((h, kh), (w, kw)))
    windows = cols.reshape(n, down, across, kh, kw, c)
    for r, k in np.ndindex(down, across):
        padded[:, r * stride : r * stride + kh, k * stride : k * stride + kw] = windows[:, r, k]
    return padded[:, pad : pad + h, pad : pad + w]


@wrong("col2im", "You seem to average where windows overlap: this is a gradient, so it adds up.")
def averages_the_overlap(cols, x_shape, kh, kw, stride, pad):
    count = answer.col2im(np.ones_like(cols), x_shape, kh, kw, stride, pad)
    return answer.col2im(cols, x_shape, kh, kw, stride, pad) / np.maximum(count, 1)


@wrong("col2im", "The frame seems to be left on: the result has the shape x_shape.")
def leaves_the_frame_on(cols, x_shape, kh, kw, stride, pad):
    n, h, w, c = x_shape
    return answer.col2im(cols, (n, h + 2 * pad, w + 2 * pad, c), kh, kw, stride, 0)


@wrong("col2im", "The frame seems to be cut off at the end only: it is on all four sides.")
def cuts_the_frame_at_the_end(cols, x_shape, kh, kw, stride, pad):
    return leaves_the_frame_on(cols, x_shape, kh, kw, stride, pad)[:, : x_shape[1], : x_shape[2]]


@wrong("col2im", "You seem to read each row by channel first: it is row, column of the window, then channel.")
def reads_channels_before_pixels(cols, x_shape, kh, kw, stride, pad):
    cols = cols.reshape(len(cols), -1, kh * kw).swapaxes(1, 2).reshape(cols.shape)
    return answer.col2im(cols, x_shape, kh, kw, stride, pad)


@wrong("col2im", "You seem to read the rows by place first: all places of the first image come first.")
def reads_places_before_images(cols, x_shape, kh, kw, stride, pad):
    cols = cols.reshape(-1, x_shape[0], cols.shape[1]).swapaxes(0, 1).reshape(cols.shape)
    return answer.col2im(cols, x_shape, kh, kw, stride, pad)


@right("col2im")
def one_window_at_a_time(cols, x_shape, kh, kw, stride, pad):
    n, h, w, c = x_shape
    padded = np.zeros((n, h + 2 * pad, w + 2 * pad, c))
    corners = np.ndindex(n, (h + 2 * pad - kh) // stride + 1, (w + 2 * pad - kw) // stride + 1)
    for row, (image, r, k) in zip(cols, corners, strict=True):
        window = np.s_[image, r * stride : r * stride + kh, k * stride : k * stride + kw]
        padded[window] += row.reshape(kh, kw, c)
    return padded[:, pad : pad + h, pad : pad + w]
