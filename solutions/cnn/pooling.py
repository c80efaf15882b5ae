# %% [markdown]
# # Pooling: was it there at all?
#
# **The question.** A filter has looked for a stroke at every place of the image and written down how well each place
# fits. That is a lot of numbers, and it is more than we want to know. *Is there* such a stroke in this corner? Whether
# it begins at pixel 7 or 8 makes no difference to what the digit is. How do you forget the exact place, but not the
# fact?
#
# **The idea.** Lay a coarse grid over the map and keep one number for each cell: the largest ("is it there?") or the
# mean ("how much of it is there?"). That is **pooling**. It has three effects:
#
# - less to compute: with cells of 2 by 2 a quarter of the numbers is left;
# - each number stands for a larger piece of the image, so the next filter sees further;
# - a shift by a pixel often changes nothing.
#
# There is nothing to learn in it: no weights, no bias. But gradients have to get back through it, and that is where it
# becomes interesting.

# %%
"""Pooling: each cell of a map (N, H, W, C) becomes one number; and how gradients find their way back."""

import numpy as np

from cnn.convolution import output_size

# %%
# The two maps of the example in the lesson before: filters 1 and 2 of 3 by 3, stride 1, on the image of 6 by 6.
MAPS = np.array([
    [[3, -1, -3, -1], [-3, 1, 0, -3], [-3, -3, 0, 1], [3, -2, -2, -1]],
    [[-1, -1, -1, -1], [-1, -1, -2, 1], [-1, -1, -2, 1], [-1, 0, -4, 3]],
])

# %% role="given"
def draw_numbers(ax, values, title, limit=4):
    """Draw a small matrix as numbers, blue where they are positive and red where they are negative."""
    ax.imshow(values, cmap="RdBu", vmin=-2 * limit, vmax=2 * limit)
    for (r, c), value in np.ndenumerate(values):
        ax.text(c, r, f"{round(value, 2) + 0:g}", ha="center", va="center")
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


# %% [markdown]
# ## The largest of each window
#
# **How do you write it?** With a window of $k$ by $k$ and the stride $s$, for each image $n$ and each channel $m$
# alone,
#
# $$ Y_{n r c m} = \max_{0 \le i, j < k} X_{n,\; r s + i,\; c s + j,\; m} . $$
#
# It is the same window that slides in a convolution, and the same count of places: `output_size`, without padding. Only
# the sum of products has become a maximum, and **channels are not mixed**: what one filter has found is no business of
# another's. Usually the stride is as large as the window, so that windows neither overlap nor leave gaps. What is left
# over at the right and at the bottom, too small for a whole window, is dropped.
#
# Two ways lead there. Either go over the places and take the maximum of each window (over which axes?). Or go over the
# $k^2$ positions *within* the window: at each of them take the thinned-out, shifted map; then the entry-wise largest of
# these maps is the answer.
#
# A trap: the largest of a window may be negative. So do not start from 0.

# %%
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
    stride = size if stride is None else stride
    rows, cols = output_size(x.shape[1], size, stride), output_size(x.shape[2], size, stride)
    starts = np.ndindex(size, size)
    return np.max([x[:, i : i + stride * rows : stride, j : j + stride * cols : stride] for i, j in starts], axis=0)


# %% [markdown]
# **The example, to its end.** The two maps of the image of 6 by 6 were 4 by 4. Pooling by 2 by 2 leaves 2 by 2 of each:
# 36 pixels have become 2 x 2 x 2 numbers. They still say: a falling stroke above left and below left, an upright one
# below right.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    pooled = max_pool_forward(np.moveaxis(MAPS, 0, -1)[None])[0]
    fig, axes = plt.subplots(1, 4, figsize=(11, 3.3), width_ratios=(4, 2, 4, 2), layout="constrained")
    for (before, after), k in zip(axes.reshape(2, 2), (0, 1), strict=True):
        draw_numbers(before, MAPS[k], f"map of filter {k + 1}")
        draw_numbers(after, pooled[:, :, k], "pooled")
        before.axhline(1.5, color="black", linewidth=2)
        before.axvline(1.5, color="black", linewidth=2)
    plt.show()

# %% [markdown]
# **What does a shift do?** A digit of 8 by 8, and the same digit one pixel further to the right. On the left, what
# changes in the pixels; next, what changes in the pooled maps. Then the same for 200 digits: how much of a picture
# changes, measured as $\lVert a - b \rVert / \lVert a \rVert$. A larger window forgets more of the place, and more of
# the digit.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digits = np.pad(load_digits()[0][:200].reshape(-1, 8, 8, 1), ((0, 0), (2, 2), (2, 2), (0, 0)))
    moved = np.roll(digits, 1, axis=2)
    fig, axes = plt.subplots(1, 3, figsize=(12, 3.4), layout="constrained", width_ratios=(1, 1, 1.5))
    changes = {}
    for size in (1, 2, 3, 4):
        before, after = max_pool_forward(digits, size, 1), max_pool_forward(moved, size, 1)
        distance = np.sqrt(np.sum((before - after) ** 2, axis=(1, 2, 3)) / np.sum(before**2, axis=(1, 2, 3)))
        changes[f"{size} x {size}"] = distance
        if size in (1, 3):
            ax = axes[size // 2]
            ax.imshow((after - before)[3, :, :, 0], cmap="RdBu", vmin=-1, vmax=1)
            ax.set(title=f"change, windows of {size} x {size}", xticks=[], yticks=[])
    axes[2].boxplot(list(changes.values()), tick_labels=list(changes), showfliers=False)
    axes[2].set(xlabel="window (stride 1)", ylabel="relative change", title="200 digits, moved by 1", ylim=(0, 1.3))
    plt.show()

# %% [markdown]
# ## Back to the winner
#
# **Who touched the output?** Only the largest entry of a window. If it grows by a little, the output grows by as much.
# If any other grows by a little, nothing happens. So the winner takes the whole of `dout`, and all others get 0:
#
# $$ \frac{\partial L}{\partial X_{p}} = \sum_{\text{windows } w \,\ni\, p} \text{dout}_w \;
#    [\, p \text{ is the winner of } w \,] . $$
#
# Three questions remain.
#
# - **A tie?** There the maximum has a kink, and no slope. We choose: the **first** winner takes all, in the order in
#   which you read (upper row first, then from left to right). It is not a rare case: in flat regions of an image, or
#   after a ReLU, whole windows are equal.
# - **Overlap?** With a stride smaller than the window one entry can win in several windows. What arrives is added.
# - **The edge that was dropped?** It had no say: gradient 0. But it has its place in `dx`.

# %%
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
    stride = size if stride is None else stride
    rows, cols = dout.shape[1:3]
    taps = [np.s_[:, i : i + stride * rows : stride, j : j + stride * cols : stride] for i, j in np.ndindex(size, size)]
    winner = np.argmax([x[tap] for tap in taps], axis=0)
    dx = np.zeros(x.shape)
    for number, tap in enumerate(taps):
        dx[tap] += dout * (winner == number)
    return dx


# %% [markdown]
# ## The mean of each window
#
# **Or take the mean.** It was the older choice (LeCun's networks of the nineties had it), and it forgets more gently: a
# stroke that fills half of the window counts half. Forward it is one division, and backward everyone gets the same
# share:
#
# $$ Y = \frac{1}{k^2} \sum_{i, j} X_{\ldots}, \qquad \frac{\partial Y}{\partial X_{\ldots}} = \frac{1}{k^2} . $$
#
# Windows, strides and the edge are as before.

# %%
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
    stride = size if stride is None else stride
    rows, cols = output_size(x.shape[1], size, stride), output_size(x.shape[2], size, stride)
    starts = np.ndindex(size, size)
    return np.mean([x[:, i : i + stride * rows : stride, j : j + stride * cols : stride] for i, j in starts], axis=0)


# %%
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
    stride = size if stride is None else stride
    rows, cols = dout.shape[1:3]
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(size, size):
        dx[:, i : i + stride * rows : stride, j : j + stride * cols : stride] += dout / size**2
    return dx


# %% [markdown]
# **Where does the gradient flow?** A map of 5 by 5 whose last row and column are dropped, with four windows of 2 by 2.
# All four outputs have the gradient 1. Look at the window with four equal entries. On the right windows of 3 by 3 with
# stride 2: the 9 in the middle wins in all four of them.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    scene = np.array([[1, 8, 3, 3, 5], [2, 0, 3, 3, 1], [7, 6, 9, 1, 2], [7, 4, 2, 5, 6], [0, 3, 1, 4, 2]], dtype=float)
    scene, ones = scene.reshape(1, 5, 5, 1), np.ones((1, 2, 2, 1))
    flows = {
        "x": scene,
        "max, 2 x 2": max_pool_backward(ones, scene),
        "mean, 2 x 2": avg_pool_backward(ones, scene),
        "max, 3 x 3, stride 2": max_pool_backward(ones, scene, 3, 2),
        "mean, 3 x 3, stride 2": avg_pool_backward(ones, scene, 3, 2),
    }
    fig, axes = plt.subplots(1, 5, figsize=(13, 3), layout="constrained")
    for ax, (title, values) in zip(axes, flows.items(), strict=True):
        draw_numbers(ax, values[0, :, :, 0], title if title == "x" else f"dx: {title}", limit=9 if title == "x" else 3)
    for ax in axes[:3]:
        ax.add_patch(plt.Rectangle((-0.5, -0.5), 4, 4, fill=False, linewidth=2.5))
        ax.plot([1.5, 1.5], [-0.5, 3.5], [-0.5, 3.5], [1.5, 1.5], color="black", linewidth=2.5)
    plt.show()

# %% [markdown]
# ## From maps to a vector
#
# **How does an image end in a class?** Convolutions and pooling give maps. A dense layer wants one vector for each
# image. There are two ways.
#
# **Flatten:** write all numbers of an image one after the other. The order is that of the memory: row by row, pixel by
# pixel, the channels of a pixel side by side. Any order would do, if it is always the same one.

# %%
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
    return x.reshape(len(x), -1)


# %% [markdown]
# **Or take the mean of each whole map**, one number for each channel: *how much* of this stroke is in the image,
# wherever it is (Lin, Chen and Yan, 2014). The dense layer behind it becomes tiny, images may have any size, and there
# is nothing left of the place at all.
#
# $$ Y_{n m} = \frac{1}{H W} \sum_{r} \sum_{c} X_{n r c m} $$

# %%
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
    return x.mean(axis=(1, 2))


# %% [markdown]
# **Back:** every pixel had the factor $1 / (H W)$ in the mean of its channel. So every pixel of a channel gets the
# same.

# %%
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
    height, width = x.shape[1:3]
    return np.ones(x.shape) * dout[:, None, None] / (height * width)


# %% [markdown]
# **What is left of the place?** One digit at every place of a larger picture. Each curve is one way to make a vector of
# it; it shows how far the vector is from that of the digit in the middle. A distance of about 1 means: as far away as
# an empty picture. The mean of the whole map never notices, since a shift does not change it. That is what we asked
# for, and more: it would not notice either if the pixels of the digit were shuffled. So it comes last in a network,
# when the maps say "loop" and "stroke" and no longer "bright".

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digit, shifts = load_digits()[0][3].reshape(8, 8), np.arange(-6, 7)
    places = np.zeros((len(shifts), 24, 24, 1))
    for picture, shift in zip(places, shifts, strict=True):
        picture[8:16, 8 + shift : 16 + shift, 0] = digit
    vectors = {
        "pixels": flatten(places),
        "max pooling, 4 x 4": flatten(max_pool_forward(places, 4)),
        "max pooling, 8 x 8": flatten(max_pool_forward(places, 8)),
        "mean of the whole map": global_avg_pool(places),
    }
    plt.figure(figsize=(7.5, 3.8), layout="constrained")
    for (name, rows), style in zip(vectors.items(), ("k-", "C0--s", "C1-.o", "C2:"), strict=True):
        middle = rows[len(shifts) // 2]
        distances = np.sqrt(np.sum((rows - middle) ** 2, axis=1) / np.sum(middle**2))
        plt.plot(shifts, distances, style, linewidth=2, label=name)
    plt.gca().set(xlabel="pixels to the right", ylabel="relative distance", title="distance from the middle")
    plt.legend(loc="upper left", bbox_to_anchor=(1, 1))
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. A convolution with stride 2 makes maps smaller, too. What does max pooling do that such a convolution cannot, and
#    what can the convolution do that pooling cannot? Some modern networks have no pooling but at the very end. What do
#    they save, what do they lose?
# 2. A colleague trains a network that finds the *position* of a nose in a face. His layers end with a global mean of
#    each map, and the positions are hardly better than a guess. What is wrong, and what would you do?

# %% [markdown] role="answer"
# **1.** Max pooling is not linear: it answers "is it anywhere in this window?", and one strong answer is enough. A
# convolution is a weighted sum with fixed weights for fixed places, so it cannot pick the largest (with a ReLU behind
# it still not exactly). The convolution can learn what to keep, and can mix channels; pooling has no weights. Networks
# without pooling save a layer and let the filters choose, but they pay with weights and computation, and lose some of
# the tolerance to small shifts: with stride 2 a shift by one pixel gives other places.
#
# **2.** The global mean throws the place away, which is just what he asks for: the mean of a "nose" map is the same
# wherever the nose is. (It is not a blind guess, since zeros at the padded edge leave a trace, and a nose that is
# partly outside counts less.) Better: flatten instead of the mean, so that each place has its own weights; less pooling
# before; or take the position of the largest entry, or the mean position weighted by the "nose" map.
#
# *Look for:* the maximum as a question that no linear filter asks, and learned weights on the other side (1 point); the
# mean does not depend on the place, with a remedy that keeps it (1 point).
