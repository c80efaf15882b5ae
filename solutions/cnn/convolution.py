# %% [markdown]
# # Convolution: one small question, asked everywhere
#
# **The question.** You have a network that reads digits. Shift a digit by two pixels, and all its inputs change. You
# see the same digit; the network sees another one. It has learned what a stroke looks like *here*, and must learn it
# again for every other place. And a photograph of 224 by 224 pixels has 150,528 numbers: a single neuron that looks at
# all of them needs as many weights. What does a network need that is made for pictures?
#
# **The idea.** Two observations about pictures:
#
# - what belongs together is close together, so a neuron need not look at more than a small **window**;
# - a stroke is a stroke wherever it is, so all neurons can put the **same question** to their windows.
#
# So take a few weights, a **filter**, and slide it over the picture. At each place it gives one number: how well does
# the window fit the filter? All the answers together are a picture again, a **feature map**. That is the whole of it
# (Fukushima 1980; LeCun and others 1989, who let back-propagation find the filters).

# %%
"""Convolution: a filter slides over images (N, H, W, C); forward, backward, and the same as one matrix product."""

import numpy as np

# %%
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

# %% role="given"
def draw_numbers(ax, values, title, limit=4):
    """Draw a small matrix as numbers, blue where they are positive and red where they are negative."""
    ax.imshow(values, cmap="RdBu", vmin=-2 * limit, vmax=2 * limit)
    for (r, c), value in np.ndenumerate(values):
        ax.text(c, r, f"{round(value, 1) + 0:g}", ha="center", va="center")
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


# %% [markdown]
# ## How many places are there?
#
# **Where can a window stand?** Along one axis of 6 pixels, a window of 3 can begin at pixel 0, 1, 2 or 3: four places.
# In general the last place begins at $n - k$, so there are $n - k + 1$. Two numbers change that:
#
# - **stride** $s$: take only every $s$-th place. Then the last steps may leave a few pixels that no window covers.
# - **padding** $p$: put $p$ zeros in front and $p$ behind. With $k = 3$ and $p = 1$ the size stays as it is.
#
# $$ \text{places} = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1 $$
#
# Read it aloud: how far can the first window travel, how many whole steps is that, and one for where it began. If the
# window does not fit even once, there is no answer, and it is better to say so at once than to go on with an empty
# picture. (Mind how Python rounds: `-1 // 2` is -1, but `int(-1 / 2)` is 0.)

# %%
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
    if stride < 1:
        raise ValueError(f"the stride has to be at least 1, not {stride}")
    places = (size + 2 * pad - kernel) // stride + 1
    if places < 1:
        raise ValueError(f"a window of {kernel} does not fit into {size} pixels and {pad} zeros at each end")
    return places


# %% [markdown]
# **Stride and padding, drawn.** Grey cells are pixels, white ones are padding. Each bar is one place of a window of
# 3. Crosses mark pixels that no window reaches. Where does the padding save them, and where not?

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    settings = [(6, 3, 1, 0), (6, 3, 2, 0), (6, 3, 1, 1), (6, 3, 2, 1), (7, 3, 2, 0), (8, 3, 3, 1)]
    fig, axes = plt.subplots(2, 3, figsize=(12, 4.2), layout="constrained")
    for ax, (size, kernel, stride, pad) in zip(axes.flat, settings, strict=True):
        places = output_size(size, kernel, stride, pad)
        for cell in range(-pad, size + pad):
            shade = "0.8" if 0 <= cell < size else "1.0"
            ax.add_patch(plt.Rectangle((cell, 0), 1, 1, facecolor=shade, edgecolor="black"))
            if cell + pad >= (places - 1) * stride + kernel:
                ax.plot(cell + 0.5, 0.5, "kx", markersize=12)
        for place in range(places):
            begin = place * stride - pad
            ax.plot([begin + 0.1, begin + kernel - 0.1], [-0.5 - 0.5 * place] * 2, linewidth=6, solid_capstyle="butt")
        title = f"{size} pixels, stride {stride}, padding {pad}: {places} places"
        ax.set(title=title, xlim=(-1.3, 9.3), ylim=(-4, 1.4))
        ax.axis("off")
    plt.show()

# %% [markdown]
# ## One image, one filter
#
# **What is asked at each place?** Lay the filter $K$ onto the window, multiply each weight by the pixel under it, and
# add up. With $X$ for the image,
#
# $$ Y_{r c} = \sum_{i=0}^{k_h - 1} \sum_{j=0}^{k_w - 1} X_{r s + i,\; c s + j} \; K_{i j} . $$
#
# It is the net input of a neuron, $w \cdot x$, whose $x$ is the window. Large where the window looks like the filter.
#
# **A word on the name.** In mathematics a convolution first turns the filter by 180 degrees. What is written here is a
# *cross-correlation*, without the turn, and every network library computes this and calls it convolution. So do we.
#
# Take `IMAGE` from the top and do its upper left window with paper and pencil, with `DIAGONAL` and with `UPRIGHT`. You
# should get 3 and -1.
#
# Real images are often whole numbers, 0 to 255. The weights are not. See that no decimals get lost on the way.

# %%
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
    kh, kw = kernel.shape
    rows, cols = output_size(image.shape[0], kh, stride), output_size(image.shape[1], kw, stride)
    answers = np.empty((rows, cols))
    for r, c in np.ndindex(rows, cols):
        top, left = r * stride, c * stride
        answers[r, c] = np.sum(image[top : top + kh, left : left + kw] * kernel)
    return answers


# %% [markdown]
# **The example, complete.** Filter 1 likes strokes that fall to the right, filter 2 likes upright ones. Find the 3s in
# the maps, and then the three pixels in the image that are behind each of them. With stride 2 only every other place is
# left: the best answers may go lost.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(2, 4, figsize=(11, 5.6), width_ratios=(6, 3, 4, 2), layout="constrained")
    for row, number, kernel in zip(axes, (1, 2), (DIAGONAL, UPRIGHT), strict=True):
        draw_numbers(row[0], IMAGE, "image")
        draw_numbers(row[1], kernel, f"filter {number}")
        draw_numbers(row[2], conv2d_single(IMAGE, kernel), "stride 1")
        draw_numbers(row[3], conv2d_single(IMAGE, kernel, stride=2), "stride 2")
    plt.show()

# %% [markdown]
# **What a filter sees.** A digit through four filters. Blue (a positive number) is a strong yes, red is a strong no
# (the opposite of what the filter looks for), white means nothing of the kind. Three of them look for *edges*: dark on
# one side, bright on the other. In a flat region their weights cancel. The last one takes the mean of nine pixels.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digit = load_digits()[0][3].reshape(8, 8)
    across = np.array([[-1.0, 0.0, 1.0]] * 3)
    slanted = np.array([[0.0, 1.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, -1.0, 0.0]])
    filters = {"brighter to the right": across, "brighter below": across.T, "brighter up and right": slanted}
    filters["mean of nine"] = np.full((3, 3), 1 / 9)
    fig, axes = plt.subplots(2, 5, figsize=(12, 4.9), layout="constrained")
    axes[0, 0].imshow(digit, cmap="Greys_r")
    axes[0, 0].set(title="a three, 8 by 8", xticks=[], yticks=[])
    axes[1, 0].axis("off")
    for (above, below), (name, kernel) in zip(axes.T[1:], filters.items(), strict=True):
        draw_numbers(above, kernel, name, limit=1)
        draw_numbers(below, conv2d_single(digit, kernel), "", limit=2)
    plt.show()

# %% [markdown]
# ## Many images, many channels, many filters
#
# **What about colours?** A colour image has three numbers for each pixel, its **channels**. Then the filter has three
# numbers for each of its places, too. It still gives *one* number for a window: the sum runs over rows, columns **and
# channels**. If you want several answers, take several filters. Their answers become the channels of the output, which
# the next layer reads as if they were colours:
#
# $$ Y_{n r c k} = b_k + \sum_{i} \sum_{j} \sum_{m} X_{n,\; r s + i,\; c s + j,\; m} \; W_{i j m k} . $$
#
# In shapes, channels last: images $(N, H, W, C_{in})$, filters $(k_h, k_w, C_{in}, C_{out})$, and out come maps
# $(N, H', W', C_{out})$. The padding is of zeros, $p$ of them above, below, left and right of every image.
#
# **Two ways to write it.** One loop goes over the *places* $(r, c)$: cut the window out of all images at once, and
# multiply it by all filters. The other goes over the *weights* $(i, j)$, of which there are far fewer: look only at
# $W_{ij}$, a matrix of $C_{in} \times C_{out}$. It meets the pixels at $(i, j)$, $(i, j + s)$, ... of the image: a
# shifted copy of it, thinned out. So a convolution is a **sum of dense layers, one for each weight of the window, on
# shifted images**. A filter of 1 by 1 is one dense layer, applied to each pixel.

# %%
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
    rows, cols = (output_size(n, k, stride, pad) for n, k in zip(x.shape[1:3], w.shape[:2], strict=True))
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    total = b
    for i, j in np.ndindex(w.shape[:2]):
        shifted = padded[:, i : i + stride * rows : stride, j : j + stride * cols : stride]
        total = total + shifted @ w[i, j]
    return total


# %% [markdown]
# ## Backward: who touched whom?
#
# `dout` says, for each number of the output, how much the loss grows with it. Ask the three old questions: *which
# outputs do you touch, and with what factor?*
#
# - The bias $b_k$ is added to **every** place of map $k$, in every image, with factor 1.
# - The weight $W_{ijmk}$ is used at **every** place $(r, c)$ of map $k$, in every image, each time with the pixel under
#   it as its factor. So $\partial L / \partial W_{ijmk}$ is the sum of
#   $X_{n,\; r s + i,\; c s + j,\; m} \; \text{dout}_{n r c k}$ over all images $n$ and places $(r, c)$.
# - A pixel is seen by all windows that stand over it, by each with another weight. Turn it around: every output *sends*
#   its `dout`, times the filter, back to its window, and where windows overlap, **what arrives is added up**.
#
# In the view of dense layers on shifted images each $(i, j)$ is one `dense_backward`: what did the shifted image
# contribute, and what goes back to *those* pixels?
#
# Two small things. What flows into the padding is thrown away: those zeros are not ours. And a pixel that no window
# covered had no say, so its gradient is 0; it still has a place in `dx`, for `dx` has the shape of `x`.

# %%
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
    rows, cols = dout.shape[1:3]
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.empty(w.shape)
    flat = dout.reshape(-1, w.shape[3])
    for i, j in np.ndindex(w.shape[:2]):
        seen = np.s_[:, i : i + stride * rows : stride, j : j + stride * cols : stride]
        pixels = padded[seen].reshape(-1, w.shape[2])
        dw[i, j] = pixels.T @ flat
        dpadded[seen] += (flat @ w[i, j].T).reshape(padded[seen].shape)
    dx = dpadded[:, pad : pad + x.shape[1], pad : pad + x.shape[2]]
    return dx, dw, flat.sum(axis=0)


# %% [markdown]
# **Where does the gradient go?** Each picture is `dx` of an image of 8 by 8. Left, a single output has a gradient: back
# comes the filter itself. Then all outputs have the gradient 1, and the filter is of ones: each pixel shows how many
# windows stand over it. With stride 2 they overlap unevenly, and the last row and column are not reached at all.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    blank, ones = np.zeros((1, 8, 8, 1)), np.ones((3, 3, 1, 1))
    stamp = np.arange(1.0, 10).reshape(3, 3, 1, 1)
    single = np.zeros((1, 6, 6, 1))
    single[0, 1, 3] = 1
    flows = {
        "one output, filter 1 ... 9": conv2d_backward(single, blank, stamp)[0],
        "all outputs, stride 1": conv2d_backward(np.ones((1, 6, 6, 1)), blank, ones)[0],
        "all outputs, stride 2": conv2d_backward(np.ones((1, 3, 3, 1)), blank, ones, stride=2)[0],
        "stride 2, padding 1": conv2d_backward(np.ones((1, 4, 4, 1)), blank, ones, stride=2, pad=1)[0],
    }
    fig, axes = plt.subplots(1, 4, figsize=(13, 3.6), layout="constrained")
    for ax, (title, dx) in zip(axes, flows.items(), strict=True):
        draw_numbers(ax, dx[0, :, :, 0], title, limit=8)
    plt.show()

# %% [markdown]
# **See it learn.** Somebody has sent 100 digits through a secret filter and shows us only what went in and what came
# out. Start from a filter of zeros, walk downhill along `dw`, and read the secret off. This is how a network finds its
# filters; only there nobody shows the maps, and the loss comes from further up.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digits = load_digits()[0][:100].reshape(-1, 8, 8, 1)
    secret = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]).reshape(3, 3, 1, 1)
    target = conv2d_forward(digits, secret, np.array([0.5]))
    w, b, losses, stages = np.zeros((3, 3, 1, 1)), np.zeros(1), [], {}
    for step in range(401):
        error = conv2d_forward(digits, w, b) - target
        losses.append(np.mean(error**2))
        if step in (0, 10, 50, 400):
            stages[f"step {step}"] = w[:, :, 0, 0]
        _, dw, db = conv2d_backward(2 * error / error.size, digits, w)
        w, b = w - 0.3 * dw, b - 0.3 * db
    stages["the secret"] = secret[:, :, 0, 0]
    fig, axes = plt.subplots(1, 6, figsize=(13, 2.9), width_ratios=(1.8, 1, 1, 1, 1, 1), layout="constrained")
    axes[0].semilogy(losses)
    axes[0].set(xlabel="step", ylabel="mean squared error")
    for ax, (title, kernel) in zip(axes[1:], stages.items(), strict=True):
        draw_numbers(ax, kernel, title, limit=2)
    plt.show()

# %% [markdown]
# ## What have we saved?
#
# **Count.** A filter has one weight for each place of its window and each channel that it reads, and one bias. A layer
# has $C_{out}$ of them. The size of the image does not occur! A dense layer that turns $n_{in}$ numbers into $n_{out}$
# needs $n_{in}\, n_{out}$ weights and $n_{out}$ biases, and for it $n$ is the number of *pixels*. You need no second
# formula for it: a dense layer is a convolution with a window of 1 by 1, on an image of one pixel.

# %%
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
    return (kh * kw * c_in + 1) * c_out


# %% [markdown]
# **Drawn.** From an image with 3 channels to 16 maps of the same size, by a convolution of 3 by 3 and by a dense layer.
# Both axes are logarithmic: one division upwards is a hundred times as much. At 224 pixels the dense layer would need
# more than a hundred thousand million weights, and would still have to learn every stroke in every place.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    sides = np.array([8, 16, 32, 64, 128, 224])
    dense = [count_parameters(1, 1, 3 * int(side) ** 2, 16 * int(side) ** 2) for side in sides]
    shared = [count_parameters(3, 3, 3, 16) for _ in sides]
    plt.figure(figsize=(7.5, 3.8), layout="constrained")
    plt.loglog(sides, dense, "s-", label="dense: every output sees every pixel, with its own weights")
    plt.loglog(sides, shared, "o--", label="convolution: 16 filters of 3 by 3")
    for side, much in ((8, dense[0]), (32, shared[0]), (224, dense[-1])):
        plt.annotate(f"{much:,}", (side, much), xytext=(0, 9), textcoords="offset points", ha="center")
    plt.gca().set(xlabel="side of the image in pixels", ylabel="weights and biases", ylim=(100, 1e14), xlim=(6, 500))
    plt.xticks(sides, sides)
    plt.minorticks_off()
    plt.legend(loc="upper left")
    plt.show()

# %% [markdown]
# ## For home: padding by hand
#
# The rest of this lesson is about how convolutions are made *fast*. First a helper. Images stand in $(N, H, W, C)$.
# Only two of these axes get longer: nobody wants an image or a channel of zeros.

# %%
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
    return np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))


# %% [markdown]
# ## All windows as one matrix
#
# **Computers love matrix products.** They are the best-tuned programs that there are. So write every window, of every
# image, as one **row** of a long matrix. Write each filter as a **column**. Then the whole convolution is
#
# $$ \underbrace{\text{windows}}_{N H' W' \times k_h k_w C_{in}} \;
#    \underbrace{W}_{k_h k_w C_{in} \times C_{out}} , $$
#
# one product. The price is memory: with a window of 3 by 3 each pixel stands in the matrix up to nine times. This is
# known as **im2col**. Here the *rows* are the windows, so that the reshaped filters fit as they are.

# %%
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
    rows, cols = output_size(x.shape[1], kh, stride, pad), output_size(x.shape[2], kw, stride, pad)
    padded = pad_images(x, pad)
    starts = np.ndindex(kh, kw)
    taps = [padded[:, i : i + stride * rows : stride, j : j + stride * cols : stride] for i, j in starts]
    return np.stack(taps, axis=3).reshape(len(x) * rows * cols, -1)


# %% [markdown]
# **Drawn as a matrix.** An image of 4 by 4 with the numbers 1 to 16, and all its windows of 3 by 3: four places, four
# rows. The framed window is the framed row. Pixel 6 is in all four of them.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    pixels = np.arange(1, 17).reshape(1, 4, 4, 1)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), width_ratios=(4, 9), layout="constrained")
    draw_numbers(left, pixels[0, :, :, 0], "image", limit=20)
    draw_numbers(right, im2col(pixels, 3, 3, 1, 0), "im2col: one row for each place", limit=20)
    left.add_patch(plt.Rectangle((0.5, -0.5), 3, 3, fill=False, linewidth=3))
    right.add_patch(plt.Rectangle((-0.5, 0.5), 9, 1, fill=False, linewidth=3))
    right.set(xlabel="row, column within the window", ylabel="row, column of the place")
    right.set_xticks(range(9), [f"{i},{j}" for i, j in np.ndindex(3, 3)])
    right.set_yticks(range(4), [f"{r},{c}" for r, c in np.ndindex(2, 2)])
    plt.show()

# %% [markdown]
# ## And back again
#
# **Backward through im2col.** A pixel was copied into several rows, so gradients come back to it from several rows.
# They are added. This is **col2im**. It is *not* the inverse of im2col: if you send an image there and back, each pixel
# comes home as many times as there were windows over it. (numpy has a trap here: `a[index] += v` with equal indices in
# `index` adds only once. Loop over the places of the window, and no pixel is met twice in one step.)

# %%
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
    n, height, width, channels = x_shape
    down, across = output_size(height, kh, stride, pad), output_size(width, kw, stride, pad)
    windows = cols.reshape(n, down, across, kh, kw, channels)
    padded = np.zeros((n, height + 2 * pad, width + 2 * pad, channels))
    for i, j in np.ndindex(kh, kw):
        padded[:, i : i + stride * down : stride, j : j + stride * across : stride] += windows[:, :, :, i, j]
    return padded[:, pad : pad + height, pad : pad + width]


# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. Two layers of 3 by 3, one after the other, or one layer of 5 by 5? All have $C$ channels in and out, stride 1, no
#    padding. How many pixels of the image does one output see in each case? How many weights and biases are there? What
#    does the pair have besides, if there is a ReLU between the two?
# 2. A colleague has written a convolution that turns every filter by 180 degrees, forward and backward. She trains her
#    network from random filters. Is it any worse than yours? And what if she loads the filters that *you* have trained?

# %% [markdown] role="answer"
# **1.** Each sees 5 by 5 pixels: the second layer sees 3 by 3 places of the first, whose windows reach one pixel
# further on each side. The pair has $2 (9 C + 1) C = 18 C^2 + 2 C$ weights and biases, the single layer has
# $(25 C + 1) C = 25 C^2 + C$: for large $C$ the pair has 28 percent fewer. With the ReLU the pair can ask "an edge here
# *and* an edge there", while one layer of 5 by 5 is linear. Without it two layers are one linear filter of 5 by 5
# again, and not any you like.
#
# **2.** It is just as good: training finds the turned filters, and the turn undoes it. Only the names of the weights
# have changed, as long as forward and backward agree. Your filters are applied upside down and mirrored in her program:
# edges change their sign, strokes are searched in other directions, and the accuracy drops. (Both filters of the
# example look the same after the turn. So the example alone cannot tell the two programs apart.)
#
# *Look for:* 5 by 5 in both cases, both counts, and that the ReLU adds something no single filter can do (1 point); no
# difference in training since turned filters are learned, but trained filters cannot be exchanged (1 point).
