# %% [markdown]
# # Blocks: what deep networks are made of
#
# **The question.** Two convolutions read digits. Networks that name a thousand kinds of things have fifty of them, and
# more. Just write more lines? People tried. With twenty layers it still went well; with fifty-six the network was
# *worse*, and not because it had learned its examples by heart: it was worse on those, too (He and others, 2015).
#
# **Three blocks** changed that, or what networks are used for:
#
# - **batch normalization**, which puts the signal right at every layer,
# - the **residual block**, which adds to what is there instead of replacing it,
# - the **transposed convolution**, which makes pictures larger instead of smaller.
#
# Each is a few lines, and each way back is an old friend.

# %%
"""Blocks of deep networks: batch normalization of maps, a residual block, and the transposed convolution."""

import numpy as np

from cnn.convolution import conv2d_backward, conv2d_forward
from nn.activations import relu, relu_backward


# %% role="given"
def draw_numbers(ax, values, title, limit=4):
    """Draw a small matrix as numbers, blue where they are positive and red where they are negative."""
    ax.imshow(values, cmap="RdBu", vmin=-2 * limit, vmax=2 * limit)
    for (r, c), value in np.ndenumerate(values):
        ax.text(c, r, f"{round(value, 1) + 0:g}", ha="center", va="center", fontsize=9)
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])


# %% [markdown]
# ## Normalise maps
#
# **Who shares a mean?** Batch normalization takes the outputs of a neuron over the batch, subtracts their mean, divides
# by their standard deviation, then scales by $\gamma$ and shifts by $\beta$. What is "a neuron" in a map? A filter asks
# the *same question* at every pixel. So all pixels of a map are answers of one and the same neuron, and they share one
# mean, one variance, one $\gamma$ and one $\beta$, over pictures $n$ **and** places $r, c$:
#
# $$ \mu_k = \operatorname*{mean}_{n, r, c} X_{n r c k}, \quad
#    v_k = \operatorname*{mean}_{n, r, c} (X_{n r c k} - \mu_k)^2, \quad
#    Y_{n r c k} = \gamma_k \frac{X_{n r c k} - \mu_k}{\sqrt{v_k + \epsilon}} + \beta_k . $$
#
# All else is as for dense layers: the variance is the biased one, $\epsilon$ stands inside the root. In training a
# memory is kept, new $= m \cdot$ old $+ (1 - m) \cdot$ batch; at test time the memory is used in place of $\mu$ and
# $v$, and stays as it is.

# %%
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
    mean, var = running_mean, running_var
    if train:
        mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, running_mean, running_var


# %% [markdown]
# **Two ways to share.** Three digits, normalised in two ways. In the middle row as above, with one mean and one
# variance for the whole map: the digits stay digits. Below, every *pixel* has its own, over 300 digits, as if it were a
# neuron of a dense layer. The picture is lost: a pixel at the edge, where ink is rare, shouts when there is a trace of
# it.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digits = load_digits()[0][:300].reshape(-1, 8, 8, 1)
    one, zero = np.ones(1), np.zeros(1)
    by_map = batchnorm2d_forward(digits, one, zero, zero, one)[0]
    as_channels = digits.reshape(300, 1, 1, 64)
    ones, zeros = np.ones(64), np.zeros(64)
    by_pixel = batchnorm2d_forward(as_channels, ones, zeros, zeros, ones)[0].reshape(digits.shape)
    fig, axes = plt.subplots(3, 3, figsize=(5.5, 5.6), layout="constrained")
    rows = {"pixels": digits, "one mean\nfor the map": by_map, "one mean\nfor each pixel": by_pixel}
    for row, (name, pictures) in zip(axes, rows.items(), strict=True):
        for ax, i in zip(row, (3, 5, 28), strict=True):
            ax.imshow(pictures[i, :, :, 0], cmap="Greys")
            ax.set(xticks=[], yticks=[])
        row[0].set_ylabel(name)
    plt.show()

# %% [markdown]
# **What is it for?** Twelve convolutions with 8 filters each, and a relu between every two. The first weights are He's,
# or half as large, or twice. Without normalization the signal dies out or explodes, by a constant factor with each
# layer. With it every layer begins afresh, whatever the weights.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), sharey=True, layout="constrained")
    for ax, norm in zip(axes, (False, True), strict=True):
        for size, style in ((0.5, "o--"), (1.0, "s-"), (2.0, "^:")):
            rng, maps, spread = np.random.default_rng(0), digits[:60], []
            for _ in range(12):
                fan_in = 9 * maps.shape[3]
                w = size * rng.normal(0, np.sqrt(2 / fan_in), (3, 3, maps.shape[3], 8))
                z = conv2d_forward(maps, w, np.zeros(8), pad=1)
                if norm:
                    z = batchnorm2d_forward(z, np.ones(8), np.zeros(8), np.zeros(8), np.ones(8))[0]
                spread.append(z.std())
                maps = relu(z)
            ax.semilogy(range(1, 13), spread, style, label=f"{size} times He's weights")
        ax.set(xlabel="layer", title=("without", "with")[norm] + " normalization")
    axes[0].set_ylabel("standard deviation of the maps")
    axes[0].legend()
    plt.show()

# %% [markdown]
# ## Backward, once more
#
# **What is new? Only who is summed over.** Mean and variance depend on every pixel of every picture, so a pixel acts
# along three roads: directly, through the mean, through the variance. With $n = N H W$ answers of each neuron, $\hat x$
# for the normalised input and $dy$ for `dout`:
#
# $$ d\beta = \sum dy, \qquad d\gamma = \sum dy \, \hat x, \qquad
#    dx = \frac{\gamma}{\sqrt{v + \epsilon}} \Bigl( dy - \tfrac1n \, d\beta - \tfrac1n \, \hat x \, d\gamma \Bigr) , $$
#
# each sum over pictures and places, for each channel alone.

# %%
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
    everywhere = (0, 1, 2)
    scale = 1 / np.sqrt(np.var(x, everywhere) + eps)
    xhat = (x - np.mean(x, everywhere)) * scale
    dbeta = np.sum(dout, everywhere)
    dgamma = np.sum(dout * xhat, everywhere)
    answers = x.size / len(gamma)
    return gamma * scale * (dout - dbeta / answers - xhat * dgamma / answers), dgamma, dbeta


# %% [markdown]
# ## Add, do not replace
#
# **Why were deep networks worse?** More layers could have done no harm: the additional ones need only pass on what they
# get. But that is hard for them. A convolution with a relu that *does nothing* has to be learned, number by number.
#
# **The idea** of He and others: make doing nothing the beginning. A block computes a *change*, and adds it to its
# input:
#
# $$ \text{out} = \operatorname{relu}\bigl(x + F(x)\bigr), \qquad
#    F(x) = W_2 * \operatorname{relu}(W_1 * x + b_1) + b_2 . $$
#
# With weights of 0 the block passes on what it got (if it is not negative, as after a relu). Both convolutions have
# windows of 3 by 3 and a frame of 1, so the size stays; and $W_2$ must give as many channels as $x$ has, or there is
# nothing to add to. In between there may be more or fewer. (Real residual networks have batch normalization behind each
# convolution. Here we leave it out, to see the sum alone.)

# %%
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
    inner = relu(conv2d_forward(x, w1, b1, pad=1))
    return relu(x + conv2d_forward(inner, w2, b2, pad=1))


# %% [markdown]
# ## Two roads back
#
# **Who touched the output?** Follow `dout` from the end. First through the last relu; it wants its input, the sum. At
# the plus the road divides, and a plus hands the same gradient to both of its sides. One road leads back through the
# two convolutions, with all their weights. The other is the **shortcut**: it leads to $x$ without any weight in the
# way. At $x$ the roads meet, and what arrives is added:
#
# $$ dx = d\text{sum} + (\text{what comes back through } F) . $$

# %%
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
    z1 = conv2d_forward(x, w1, b1, pad=1)
    inner = relu(z1)
    dsum = relu_backward(dout, x + conv2d_forward(inner, w2, b2, pad=1))
    dinner, dw2, db2 = conv2d_backward(dsum, inner, w2, pad=1)
    through, dw1, db1 = conv2d_backward(relu_backward(dinner, z1), x, w1, pad=1)
    return dsum + through, dw1, db1, dw2, db2


# %% [markdown]
# **How far does a gradient get?** Twenty-four blocks in a row, with weights of 0.3 times He's. At the far end a
# gradient goes in, and we measure how long it is (its norm) in front of each block on its way back. Without the
# shortcut, which is two plain convolutions a block, it loses the same factor with each block: the first ones hear
# nothing. With the shortcut it arrives. Right: what is left of a digit at the other end of the stack.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def chain(x, shortcut, n_blocks=24):
        """Send maps through blocks and a gradient back; return the maps, and the gradient's norm before each block."""
        rng, tape = np.random.default_rng(0), []
        for _ in range(n_blocks):
            w1, w2 = 0.3 * rng.normal(0, np.sqrt(2 / 36), (2, 3, 3, 4, 4))
            z1 = conv2d_forward(x, w1, np.zeros(4), pad=1)
            z2 = conv2d_forward(relu(z1), w2, np.zeros(4), pad=1)
            tape.append((x, w1, z1, w2, z2))
            x = residual_forward(x, w1, np.zeros(4), w2, np.zeros(4)) if shortcut else relu(z2)
        dout, norms = rng.normal(size=x.shape), []
        for before, w1, z1, w2, z2 in tape[::-1]:
            norms.append(np.linalg.norm(dout))
            if shortcut:
                dout = residual_backward(dout, before, w1, np.zeros(4), w2, np.zeros(4))[0]
            else:
                dinner = conv2d_backward(relu_backward(dout, z2), relu(z1), w2, pad=1)[0]
                dout = conv2d_backward(relu_backward(dinner, z1), before, w1, pad=1)[0]
        return x, norms[::-1]

    pictures = np.repeat(digits[:8], 4, axis=3)
    fig, axes = plt.subplots(1, 4, figsize=(13, 3.2), width_ratios=(2, 1, 1, 1), layout="constrained")
    axes[1].imshow(pictures[3, :, :, 0], cmap="Greys")
    axes[1].set(title="a digit goes in", xticks=[], yticks=[])
    for ax, shortcut, style in zip(axes[2:], (False, True), ("o--", "s-"), strict=True):
        name = ("without", "with")[shortcut] + " shortcut"
        maps, norms = chain(pictures, shortcut)
        axes[0].semilogy(range(1, 25), norms, style, label=name, markersize=4)
        ax.imshow(maps[3].mean(axis=2), cmap="Greys")
        ax.set(title=name, xlabel=f"largest number: {maps[3].max():.2g}", xticks=[], yticks=[])
    axes[0].set(xlabel="block", ylabel="norm of the gradient")
    axes[0].legend()
    plt.show()

# %% [markdown]
# ## Make pictures larger
#
# **A convolution with stride 2 halves a picture. What doubles it?** A network that draws, or that names the class of
# every *pixel*, has to come back from small maps to large ones.
#
# Remember how the gradient of a convolution came back to its input: every output *stamped* the filter, times its
# gradient, onto its window, and where stamps overlapped, they were added. Take that very thing for a layer of its own.
# **Every pixel of $x$ stamps the filter, times its value, onto a canvas; stamps are $s$ pixels apart; overlaps add
# up.** At last a frame of $p$ pixels is cut off, and the bias is added:
#
# $$ Y_{n,\; r s + i - p,\; c s + j - p,\; k} \mathrel{+}= \sum_{m} X_{n r c m} \, W_{i j m k} , \qquad
#    \text{size} = (H - 1)\, s + k_h - 2 p . $$
#
# Compare it with the convolution: there $Y_{r c}$ *reads* the pixels $(r s + i, c s + j)$, here $X_{r c}$ *writes* to
# them. A convolution is linear, so it is a (huge) matrix; this is the matrix **transposed**, hence the name. It does
# not undo a convolution.
#
# Mind the filter: ours has the shape (kh, kw, C_in, C_out), channels in before channels out, as for the convolution.
# Keras has (kh, kw, C_out, C_in) here.

# %%
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
    n, height, width, _ = x.shape
    kh, kw = w.shape[:2]
    canvas = np.zeros((n, (height - 1) * stride + kh, (width - 1) * stride + kw, len(b)))
    for i, j in np.ndindex(kh, kw):
        canvas[:, i : i + stride * height : stride, j : j + stride * width : stride] += x @ w[i, j]
    return canvas[:, pad : canvas.shape[1] - pad, pad : canvas.shape[2] - pad] + b


# %% [markdown]
# **Stamps, drawn.** Two by two pixels, a stamp of three by three. With stride 3 the stamps lie side by side, with
# stride 2 they share a row and a column, with stride 1 nearly everything overlaps.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    tiny = np.array([[1.0, 2.0], [3.0, -1.0]]).reshape(1, 2, 2, 1)
    stamp = np.array([[1.0, 0, 1], [0, 2, 0], [1, 0, 1]]).reshape(3, 3, 1, 1)
    fig, axes = plt.subplots(1, 5, figsize=(13, 3), width_ratios=(2, 3, 6, 5, 4), layout="constrained")
    draw_numbers(axes[0], tiny[0, :, :, 0], "x")
    draw_numbers(axes[1], stamp[:, :, 0, 0], "stamp")
    for ax, stride in zip(axes[2:], (3, 2, 1), strict=True):
        drawn = conv_transpose2d_forward(tiny, stamp, np.zeros(1), stride)
        draw_numbers(ax, drawn[0, :, :, 0], f"stride {stride}: {drawn.shape[1]} by {drawn.shape[2]}", limit=7)
    plt.show()

# %% [markdown]
# **Really the transpose?** For a matrix $A$ and any two vectors, $\langle A x, y \rangle = \langle x, A^T y \rangle$.
# Let $A$ be a convolution with stride 2. For its transpose, channels in and out change places in the filter.

# %%
if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x, y, w = rng.normal(size=(1, 9, 7, 3)), rng.normal(size=(1, 4, 3, 5)), rng.normal(size=(3, 3, 3, 5))
    there = np.sum(conv2d_forward(x, w, np.zeros(5), stride=2) * y)
    back = np.sum(x * conv_transpose2d_forward(y, w.swapaxes(2, 3), np.zeros(3), stride=2))
    print(f"<conv(x), y> = {there:.12f}\n<x, transposed(y)> = {back:.12f}")

# %% [markdown]
# **The checkerboard.** Take a picture of all ones and a stamp of all ones. What comes out counts the stamps on each
# pixel. If the stride does not divide the window, some pixels get more than others, in a pattern that no picture asked
# for. In pictures that networks draw it can be seen as a fine checkerboard (Odena and others, 2016). With a window of 4
# and stride 2 every pixel gets four, but for the edge. Right: digits, painted twice as large with smooth stamps.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, 4, figsize=(13, 3.6), layout="constrained")
    stamps = {3: np.outer([0.5, 1, 0.5], [0.5, 1, 0.5]) ** 0.3, 4: np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 16}
    for size, (left, right) in zip((3, 4), axes.reshape(2, 2), strict=True):
        counts = conv_transpose2d_forward(np.ones((1, 4, 4, 1)), np.ones((size, size, 1, 1)), np.zeros(1), stride=2)
        draw_numbers(left, counts[0, :, :, 0], f"window {size}: stamps on each pixel")
        large = conv_transpose2d_forward(digits[3:4], stamps[size].reshape(size, size, 1, 1), np.zeros(1), 2, 1)
        right.imshow(large[0, :, :, 0], cmap="Greys")
        right.set(title=f"a digit, window {size}", xticks=[], yticks=[])
    plt.show()

# %% [markdown]
# ## Its way back is a convolution
#
# **Turn everything around once more.** A pixel of $x$ wrote to a window of the output, with the weights of the filter.
# So it *reads* its gradient from that window, with the same weights:
#
# $$ \frac{\partial L}{\partial X_{n r c m}}
#    = \sum_{i, j, k} \text{dout}_{n,\; r s + i - p,\; c s + j - p,\; k} \; W_{i j m k} . $$
#
# That is a convolution of `dout`, with stride $s$ and padding $p$, that reads channels $k$ and answers in channels $m$.
# (What was cut off had no say: there the padding is 0.) A weight met every pixel of $x$, each time with the place that
# it wrote to; so $dW_{i j m k}$ sums the products of the two. `conv2d_backward` does that sum, if you tell it who is
# who: what is the *input* of that convolution, and what has the shape of its *output*? The bias was added to each pixel
# once.

# %%
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
    swapped = w.swapaxes(2, 3)
    dx = conv2d_forward(dout, swapped, np.zeros(x.shape[3]), stride, pad)
    _, dw, _ = conv2d_backward(x, dout, swapped, stride, pad)
    return dx, dw.swapaxes(2, 3), dout.sum(axis=(0, 1, 2))


# %% [markdown]
# **See it learn.** Digits of 8 by 8 are shrunk to 4 by 4, by the mean of 2 by 2 pixels. A transposed convolution with
# stride 2 learns to make them large again, from 200 digits, by plain gradient descent; no relu, nothing else. Windows
# of 2 can only paint squares. With 4 the stamps overlap evenly, and the strokes get smoother.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    large = digits[:200]
    small = large.reshape(200, 4, 2, 4, 2, 1).mean(axis=(2, 4))
    shown = {"8 by 8": large, "4 by 4": small}
    for size, pad in ((2, 0), (4, 1)):
        w, b = np.zeros((size, size, 1, 1)), np.zeros(1)
        for _ in range(300):
            error = conv_transpose2d_forward(small, w, b, 2, pad) - large
            _, dw, db = conv_transpose2d_backward(2 * error / error.size, small, w, 2, pad)
            w, b = w - 0.4 * dw, b - 0.4 * db
        shown[f"window {size}: error {np.mean(error**2):.3f}"] = error + large
    fig, axes = plt.subplots(2, 4, figsize=(10, 5), layout="constrained")
    for column, (title, pictures) in zip(axes.T, shown.items(), strict=True):
        for ax, i in zip(column, (3, 16), strict=True):
            ax.imshow(pictures[i, :, :, 0], cmap="Greys", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
        column[0].set_title(title)
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. Somebody builds residual blocks *without* the relu behind the sum, so that $\text{out} = x + F(x)$, and puts thirty
#    in a row. Write down what the last one gives, in terms of the first input and all the changes. What does that say
#    about the gradient of the first input? And what may go wrong without any normalization?
# 2. A network colours old photographs, 256 by 256. Its last layer is a transposed convolution with windows of 5 and
#    stride 2, and the colours show a fine grid. Name two different remedies.

# %% [markdown] role="answer"
# **1.** $x_{30} = x_0 + \sum_{l} F_l(x_l)$: the input, plus the sum of all changes. So the gradient of $x_0$ is that of
# $x_{30}$ itself, plus what comes through the $F_l$: it arrives in full, whatever the weights (He and others, ECCV
# 2016). But each block adds its change, so the signal grows from block to block (in variance, linearly if the changes
# are like noise with fixed size, exponentially if each is proportional to what comes in). Normalization inside of $F$
# keeps the changes of one size; or begin with $W_2 = 0$.
#
# **2.** The stride does not divide the window: 5 / 2. Take a window of 4 or 6 with stride 2. Or first make the picture
# larger without weights (repeat each pixel, or interpolate), and then use an ordinary convolution. Also good: an
# ordinary convolution behind it, that can learn to smooth the grid (less certain).
#
# *Look for:* the sum over all changes and the gradient that arrives undiminished, with growth as the danger (1 point);
# window and stride that divide, and another remedy (1 point).
