"""Cross-correlation of many pictures with many filters as matrix products, block by block.

The windows of a block are copied side by side into one matrix, `cols`, which is small enough to stay in the cache;
one matrix product then does all filters at once. Pictures are (N, H, W, C) and padded already, filters (kh, kw, C, K).

Source: Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for document processing.
"""

import numpy as np

from scratchml._windows import BLOCK, blocks, windows_of, zero_padded

# Numpy copies and adds run by run. Rows of a window are runs of kw * C entries; if they are shorter than this, the
# matrix is written pixel of the window by pixel of the window instead, in runs of OW entries.
_SHORT_RUN = 12
# What it costs to begin a run, in entries.
_START = 8
# A matrix product with at most so many columns is too narrow to be fast.
_FEW = 8


def correlate(x, w, stride, bias=None):
    """Every window of `x` times every filter: (N, H, W, C), (kh, kw, C, K) -> (N, OH, OW, K), plus `bias` (K,)."""
    k, ow = w.shape[3], (x.shape[2] - w.shape[1]) // stride + 1
    team = _team_size(w.shape, k, ow)
    places, oh = ow // team, (x.shape[1] - w.shape[0]) // stride + 1
    w = _team_filters(w, team, stride)
    out = np.empty((len(x), oh, ow, k), x.dtype)
    filters = np.ascontiguousarray(w).reshape(-1, team * k)
    bias_row = None if bias is None else np.tile(bias, places * team)
    for part, cols in _columns(x, w.shape[:2], stride, team * stride, team * k):
        target = out[part]
        np.matmul(cols, filters, out=target.reshape(-1, team * k))
        if bias_row is not None:
            target.reshape(-1, bias_row.size)[...] += bias_row
    return out


def filter_gradient(dout, x, kh, kw, stride):
    """Gradient of `correlate` for the filters: the sum over windows of window times upstream gradient."""
    c, k = x.shape[3], dout.shape[3]
    team = _team_size((kh, kw, c, k), k, dout.shape[2])
    wide = kw + (team - 1) * stride
    dw = np.zeros((kh * wide * c, team * k), x.dtype)
    for part, cols in _columns(x, (kh, wide), stride, team * stride, team * k):
        rows = dout[part].reshape(-1, team * k)
        # the same product either way; which one is faster depends on how `cols` lies in memory
        dw += cols.T @ rows if cols.flags.f_contiguous else (rows.T @ cols).T
    members = dw.reshape(kh, wide, c, team, k)
    return sum(members[:, i * stride : i * stride + kw, :, i] for i in range(team))


def spread(dout, w, stride, shape):
    """Gradient of `correlate` for its input of the given shape: every upstream value times its filter, added up.

    Windows that do not overlap are added at once: if a window has 3 rows and the stride is 1, those of every third row.
    """
    dx = np.zeros(shape, dout.dtype)
    team = _team_size(w.shape, w.shape[2], dout.shape[2])
    w = _team_filters(w, team, stride)
    kh, kw, c, k = w.shape
    windows = windows_of(dx, kh, kw, stride, team * stride, writeable=True)
    n, oh, places = windows.shape[:3]
    down, across = -(-kh // stride), -(-kw // (team * stride))
    filters = w.reshape(-1, k).T
    for part in blocks(n, oh, places * max(kh * kw * c, k)):
        block = windows[part]
        shares = (dout[part].reshape(-1, k) @ filters).reshape(block.shape)
        for i, j in np.ndindex(down, across):
            block[:, i::down, j::across] += shares[:, i::down, j::across]
    return dx


def spread_in_long_rows(dout, w, shape):
    """The same as `spread` for pictures of one channel and stride 1, where its runs would be short.

    All pictures are read as one long row of pixels. What row i of the filters gives to a pixel goes to the pixel that
    lies i W entries further on, so every sum is one long loop.
    """
    kh, _, _, k = w.shape
    dx = np.zeros(shape, dout.dtype)
    for images, _ in blocks(len(dx), 1, shape[1] * shape[2] * max(kh, k)):
        line = dx[images].reshape(-1)
        given = _given_by_rows(dout[images], w[:, :, 0], *shape[1:3])
        for i in range(kh):
            shift = i * shape[2]
            line[shift:] += given[: line.size - shift, i]
    return dx


def _given_by_rows(dout, w, height, width):
    """What each row of the filters `w` (kh, kw, K) gives to every pixel: (N, OH, OW, K) -> (N height width, kh).

    A pixel gets from the kw places up to its own, and the values of `dout` there lie side by side in memory. With few
    filters, neighbours make a team that shares its places. If teams take turns, the places of every turn are the rows
    of a matrix that need not be copied, and one product per turn does all pixels. Zeros stand where a window would
    leave the picture.
    """
    n, oh, ow, k = dout.shape
    kh, kw, _ = w.shape
    team = 4 if k <= _FEW else 1
    wide, pixels = kw - 1 + team, n * height * width
    turns = -(-wide // team)
    step = turns * team
    rows = -(-pixels // step)
    places = np.zeros((wide - 1 + rows * step, k), dout.dtype)
    places[kw - 1 : kw - 1 + pixels].reshape(n, height, width, k)[:, :oh, :ow] = dout
    filters = _team_filters(w[:, ::-1].transpose(1, 2, 0)[None], team, 1).reshape(wide * k, -1)
    given = np.empty((rows, turns, team * kh), dout.dtype)
    for turn in range(turns):
        first = turn * team
        teams = places[first : first + rows * step].reshape(rows, step * k)[:, : wide * k]
        np.matmul(teams, filters, out=given[:, turn])
    return given.reshape(-1, kh)


def parameter_gradients(dout, x, w_shape, stride, pad):
    """(dw, db) of a convolution layer with unpadded input `x` and filters of shape `w_shape`."""
    dw = filter_gradient(dout, zero_padded(x, pad, pad), *w_shape[:2], stride)
    n, oh, ow, k = dout.shape
    rows = dout.reshape(n * oh, ow * k)
    # a product with a row of ones is the fastest way to add up columns, and wide ones are faster than narrow ones
    return dw, (np.ones(n * oh, rows.dtype) @ rows).reshape(ow, k).sum(axis=0)


def input_gradient(dout, x_shape, w, stride, pad):
    """Gradient of a convolution layer for its unpadded input of shape `x_shape`."""
    kh, kw, c, k = w.shape
    n, height, width, _ = x_shape
    padded = (n, height + 2 * pad, width + 2 * pad, c)
    if c == 1 and stride == 1:
        return spread_in_long_rows(dout, w, padded)[:, pad : pad + height, pad : pad + width]
    # gathering copies entries, spreading adds them up in runs of c, which takes twice as long
    gathering_is_cheaper = height * width * k <= 2 * dout.shape[1] * dout.shape[2] * (c + _START)
    if stride == 1 and pad < min(kh, kw) and gathering_is_cheaper:
        # every pixel gathers from the windows that saw it: again a correlation, with the filters turned round
        turned = w[::-1, ::-1].swapaxes(2, 3)
        return correlate(zero_padded(dout, kh - 1 - pad, kw - 1 - pad), turned, 1)
    return spread(dout, w, stride, padded)[:, pad : pad + height, pad : pad + width]


def _team_size(filters, values, ow):
    """How many of `ow` neighbouring outputs to make at once, if `values` entries are made at every pixel.

    With few of them a matrix product is too narrow to be fast, and neighbouring windows are copies of each other for
    the most part. So a team of outputs shares one wider window. (A pixel that is not finite spoils its whole team.)
    """
    _, kw, c, _ = filters
    if kw * c < _SHORT_RUN and values > 1:
        return 1
    team = 4 if values <= 2 else 2 if values <= _FEW else 1
    return team if ow % team == 0 else 1


def _team_filters(w, team, stride):
    """Filters for the wider window (kh, wide, C, team K): `w` once for every output, each one stride further on."""
    kh, kw, c, k = w.shape
    if team == 1:
        return w
    wide = np.zeros((kh, kw + (team - 1) * stride, c, team, k), w.dtype)
    for i in range(team):
        wide[:, i * stride : i * stride + kw, :, i] = w
    return wide.reshape(*wide.shape[:3], team * k)


def _columns(x, kernel, down, across, k):
    """Yield (part, cols): where a block lies, and its windows, every `down` rows and `across` columns, as rows.

    Blocks are small enough that `cols` and as many rows of `k` entries stay in the cache.
    """
    short_runs = kernel[1] * x.shape[3] < _SHORT_RUN
    return (_columns_by_tap if short_runs else _columns_by_window)(x, *kernel, down, across, k)


def _columns_by_window(x, kh, kw, down, across, k):
    """Write window after window. The memory of `cols` is used again for the next block."""
    windows = windows_of(x, kh, kw, down, across)
    n, oh, ow, _, _, c = windows.shape
    length = kh * kw * c
    memory = np.empty(0, x.dtype)
    for part in blocks(n, oh, ow * max(length, k)):
        block = windows[part]
        if memory.size < block.size:
            memory = np.empty(block.size, x.dtype)
        cols = memory[: block.size]
        np.copyto(cols.reshape(block.shape), block)
        yield part, cols.reshape(-1, length)


def _columns_by_tap(x, kh, kw, down, across, k):
    """Write all windows' first pixel, then all windows' second one, and so on, so that runs are long.

    What the first row of every window sees in picture row y + 1, its second row sees in y. So every picture row is
    picked apart once, and then copied whole.
    """
    rows = windows_of(x, 1, kw, 1, across)[:, :, :, 0]
    n, _, ow, _, c = rows.shape
    length = kh * kw * c
    oh = (x.shape[1] - kh) // down + 1
    for part in blocks(n, oh, ow * max(length, k), 3 * BLOCK // 8):
        first, last, _ = part[1].indices(oh)
        reach = down * (last - 1 - first) + 1
        seen = rows[part[0], down * first : down * first + reach + kh - 1].transpose(3, 4, 0, 1, 2).copy()
        cols = np.empty((kh, kw, c, len(seen[0, 0]), last - first, ow), x.dtype)
        for i in range(kh):
            cols[i] = seen[:, :, :, i : i + reach : down]
        yield part, cols.reshape(length, -1).T
