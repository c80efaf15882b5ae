# %% [markdown]
# # Batch normalization: a fresh start for every layer
#
# **The question.** You have learned to draw first weights of the right size, so that a signal survives ten
# layers. But that care is taken once, before the first step. Then the weights move, all at the same time, and
# each layer gets inputs whose size and place nobody has chosen. Is there a way to put the signal right in
# *every* step?
#
# **The idea** (Ioffe and Szegedy, 2015). Don't predict the size of the signal: measure it. In every batch,
# for every neuron, subtract the mean and divide by the standard deviation. In this lesson you write
#
# - the way **forward**, which measures in training and remembers for later,
# - the way **backward**, which has to know that all examples of a batch now depend on each other.
#
# First look at what goes wrong without it.

# %%
"""Batch normalization: each column of a batch gets mean 0 and variance 1, then a scale and a shift of its own."""

from itertools import pairwise

import numpy as np

from nn.activations import relu, relu_backward
from nn.layers import dense_backward, dense_forward
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad

# %% [markdown]
# ## Neurons that are stuck
#
# A ReLU is worth something only if it is on for some examples and off for others. If the net input of a
# neuron is positive for all examples, its ReLU does nothing: the neuron is a straight line. If it is negative
# for all, the neuron is dead. Either way it is **stuck**, and tells the examples apart no better than without
# a ReLU.
#
# Below, 300 examples go through ten layers of 100 neurons. The weights are 20 percent smaller than He's, and
# the biases are small random numbers: nothing dramatic, weights do move by that much in training. Each panel
# shows the net inputs of five neurons, one colour for each. Look for the line at 0.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def plain(z):
        return z

    def draw_layers(treat, title, width=100, depth=10, shown=(1, 3, 6, 10)):
        """Send a batch through ten layers and draw the net inputs of five neurons."""
        rng = np.random.default_rng(0)
        h, stuck = rng.normal(size=(300, width)), []
        fig, axes = plt.subplots(1, len(shown), figsize=(12, 2.8), layout="constrained")
        for layer in range(1, depth + 1):
            w = 0.8 * rng.normal(0, np.sqrt(2 / width), (width, width))
            z = treat(dense_forward(h, w, 0.5 * rng.normal(size=width)))
            stuck.append(100 * np.mean(np.all(z > 0, axis=0) | np.all(z < 0, axis=0)))
            if layer in shown:
                ax = axes[shown.index(layer)]
                ax.hist(z[:, :5], bins=np.linspace(-3, 3, 61), histtype="stepfilled", alpha=0.6)
                ax.axvline(0, color="black", linewidth=1)
                ax.set(title=f"layer {layer}: {stuck[-1]:.0f} % stuck", xlim=(-3, 3), yticks=[])
            h = relu(z)
        fig.suptitle(title)
        return stuck

    stuck_without = draw_layers(plain, "net inputs of five neurons, as they come")
    plt.show()

# %% [markdown]
# In the first layer every neuron has its kink in the middle of its examples. Then the colours part. Why? The
# outputs of a ReLU are never negative, so their mean is not 0. The next neuron adds a hundred such numbers,
# each times a weight, and the common part of all examples becomes an offset: its own for each neuron, the same
# for all examples. Layer by layer the offsets grow against the differences between examples. In layer 10 all
# examples look nearly alike, and seven of ten neurons are stuck. How should a network learn to tell examples
# apart that it can no longer see apart?
#
# ## Measure, subtract, divide
#
# Take a batch $x$ with $N$ rows (examples) and $D$ columns (neurons). For each column, over the batch:
#
# $$ \mu = \frac{1}{N} \sum_n x_n, \qquad v = \frac{1}{N} \sum_n (x_n - \mu)^2, \qquad
#    \hat x_n = \frac{x_n - \mu}{\sqrt{v + \epsilon}}, \qquad y_n = \gamma \, \hat x_n + \beta . $$
#
# - The variance is the **biased** one, divided by $N$: it is the variance of this batch, not an estimate for
#   another one.
# - $\epsilon$ stands **inside** the root. A column with the same number in all rows has $v = 0$ and $x_n - \mu
#   = 0$; without $\epsilon$ that would be 0/0, with it the column is just $\beta$.
# - $\gamma$ and $\beta$, one for each column, are learned like weights. If mean 0 and variance 1 is not what
#   the network needs, it can choose another place and size, and it does so with two numbers that depend on
#   nothing else.
#
# **And at test time?** Then an example may come alone, and its prediction must not depend on who else is in
# the batch. So in training we keep a memory, for each column, of the means and variances that we have seen:
#
# $$ \text{new} = m \cdot \text{old} + (1 - m) \cdot \text{batch}, \qquad m = 0.9 , $$
#
# and at test time we use the memory in place of $\mu$ and $v$. (PyTorch calls $1 - m = 0.1$ the momentum,
# and remembers the unbiased variance. Look twice when you compare.)


# %%
def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    """Normalise each column of a batch, then scale it by gamma and shift it by beta.

    In training the mean and the variance are those of the batch, and the running ones are brought up to date.
    At test time the running ones are used, and stay as they are.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        One example in each row. N may be 1.
    gamma, beta : ndarray of float, shape (D,)
        Scale and shift of each column.
    running_mean, running_var : ndarray of float, shape (D,)
        What is remembered from earlier batches. Neither array is changed.
    momentum : float
        Share of the old value in a running one; the batch has the share 1 - momentum.
    eps : float
        Added to the variance, inside the root.
    train : bool
        True in training, False at test time.

    Returns
    -------
    out : ndarray of float, shape (N, D)
        In training a constant column gives beta in every row, and so does a batch of one row.
    new_mean, new_var : ndarray of float, shape (D,)
        The running mean and variance after this batch. At test time they are equal to the given ones.

    Notes
    -----
    The variance is the biased one (divided by N), in the output and in the running variance. PyTorch remembers
    the unbiased one, and its momentum is 1 minus ours.
    Source: S. Ioffe and C. Szegedy, "Batch normalization: accelerating deep network training by reducing
    internal covariate shift", ICML 2015, algorithm 1.
    """
    mean, var = running_mean, running_var
    if train:
        mean, var = np.mean(x, axis=0), np.var(x, axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    out = gamma * (x - mean) / np.sqrt(var + eps) + beta
    return out, running_mean, running_var


# %% [markdown]
# **The same ten layers, measured.** The same weights and biases as above, with batch normalization before
# each ReLU ($\gamma = 1$, $\beta = 0$).

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def normalised(z):
        zeros, ones = np.zeros(z.shape[1]), np.ones(z.shape[1])
        return batchnorm_forward(z, ones, zeros, zeros, ones)[0]

    stuck_with = draw_layers(normalised, "the same, each neuron normalised over the batch")
    fig, ax = plt.subplots(figsize=(6, 2.8), layout="constrained")
    ax.plot(range(1, 11), stuck_without, "o-", label="as they come")
    ax.plot(range(1, 11), stuck_with, "s-", label="normalised")
    ax.set(xlabel="layer", ylabel="stuck neurons, %", ylim=(-5, 100))
    ax.legend()
    plt.show()

# %% [markdown]
# Every neuron has its kink amid its examples again, in every layer. Note what happened to the bias: it is
# added to a whole column, and then the mean of the column is subtracted. It has no effect at all. $\beta$ has
# taken its place.
#
# ## A batch and its memory
#
# Left: batches of 16 numbers with mean 3 come by. The dots are the means of the batches, the lines are
# running means that begin at 0. A memory that forgets fast follows every chance; one that forgets slowly takes
# hundreds of batches to forget that it began at 0. Right: the same example, $x = 5$, in the company of
# different batches.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    one, zero = np.ones(1), np.zeros(1)
    batches = rng.normal(3, 2, size=(150, 16, 1))
    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 3.8), layout="constrained")
    left.plot([batch.mean() for batch in batches], ".", color="0.7", label="mean of the batch")
    for momentum in (0.5, 0.9, 0.99):
        mean, var, means = zero, one, []
        for batch in batches:
            _, mean, var = batchnorm_forward(batch, one, zero, mean, var, momentum=momentum)
            means.append(mean[0])
        left.plot(means, label=f"momentum {momentum}")
    left.set(xlabel="batch", ylabel="running mean", title="what is remembered")
    left.legend()

    example, sizes = np.array([[5.0]]), (1, 2, 4, 8, 16, 32, 64, 128)
    for place, size in enumerate(sizes):
        companies = [np.vstack([example, rng.normal(3, 2, size=(size - 1, 1))]) for _ in range(60)]
        outs = [batchnorm_forward(batch, one, zero, zero, one)[0][0, 0] for batch in companies]
        right.plot(place + rng.uniform(-0.2, 0.2, 60), outs, ".", color="tab:blue", alpha=0.5)
    alone, _, _ = batchnorm_forward(example, one, zero, np.array([3.0]), np.array([4.0]), train=False)
    right.axhline(alone[0, 0], color="tab:red", label="test time: mean 3, variance 4")
    right.set(xticks=range(len(sizes)), xticklabels=sizes, xlabel="batch size", ylabel="output for x = 5")
    right.set_title("the same example in training, in 60 batches each")
    right.legend()
    plt.show()

# %% [markdown]
# In small batches the output is a matter of luck. In training a little of this noise is welcome: like
# dropout, it keeps the network from relying on details. In a batch of two only the *order* of the two examples
# is left, and in a batch of one nothing is left: whatever comes in, $\beta$ comes out. At test time the
# memory gives one answer, and the right one.
#
# ## Backward: draw the graph
#
# Now `dout` comes in, the gradient with respect to $y$. The trap is to think that $\mu$ and $v$ are numbers.
# They are functions of all $x$ of their column. So each $x_n$ acts on the loss along three roads: directly,
# through the mean, and through the variance. Break the formula into steps that do one thing each, and draw
# what goes where.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    nodes = {
        "$x$": (0, 0, "#cfe8ff"), r"$\mu$": (1.3, -1, "#f4e3ff"), r"$c = x - \mu$": (2.8, 0, "#ffffff"),
        "$v$": (4.1, -1, "#f4e3ff"), r"$r = 1/\sqrt{v + \epsilon}$": (6.2, -1, "#f4e3ff"),
        r"$\hat x = c \, r$": (8.0, 0, "#ffffff"), r"$y = \gamma \hat x + \beta$": (10.2, 0, "#d5f0d0"),
        r"$\gamma, \beta$": (8.7, 1, "#ffe3b3"),
    }  # fmt: skip
    x, mu, c, v, r, xhat, y, weights = nodes
    roads = [(x, mu), (x, c), (mu, c), (c, v), (v, r), (c, xhat), (r, xhat), (xhat, y), (weights, y)]
    backs = {
        (x, mu): r"$d\mu / N$", (x, c): "$dc$", (mu, c): r"$-\Sigma\, dc$", (c, v): "$(2/N)\\, c \\; dv$",
        (v, r): r"$-\frac{1}{2} r^3 dr$", (c, xhat): r"$r \; d\hat x$", (r, xhat): r"$\Sigma\, c \; d\hat x$",
        (xhat, y): r"$\gamma \; dy$", (weights, y): r"$\Sigma\, \hat x \; dy$ and $\Sigma\, dy$",
    }  # fmt: skip
    fig, ax = plt.subplots(figsize=(12, 3.8), layout="constrained")
    boxes = {}
    for name, (left, height, colour) in nodes.items():
        frame = {"boxstyle": "round,pad=0.4", "facecolor": colour, "edgecolor": "black"}
        text = ax.text(left, height, name, ha="center", va="center", bbox=frame, fontsize=12)
        boxes[name] = text.get_bbox_patch()
    for start, end in roads:
        (x0, y0, _), (x1, y1, _) = nodes[start], nodes[end]
        style = {"arrowstyle": "->", "patchA": boxes[start], "patchB": boxes[end], "color": "0.35"}
        ax.annotate("", xy=(x1, y1), xytext=(x0, y0), arrowprops=style)
        level = y0 == y1  # labels stand above level arrows, and to the right of the others
        height = y0 + 0.16 if level else (y0 + y1) / 2 - 0.15 * (y1 > y0)
        style = {"ha": "center" if level else "left", "color": "tab:red", "fontsize": 11}
        ax.text((x0 + x1) / 2 + (0 if level else 0.15), height, backs[start, end], **style)
    ax.set(xlim=(-0.6, 11.4), ylim=(-1.6, 1.5), title="forward along the arrows; red: what comes back along them")
    ax.axis("off")
    plt.show()

# %% [markdown]
# White and coloured nodes have one number for each example, violet ones one number for the whole column. Two
# rules are enough. **Where a thing goes to two places, what comes back is added.** And **where one number
# serves all rows, the rows are summed**, just as for a bias. Write $dy$ for `dout` and go from right to left:
#
# $$ d\beta = \sum_n dy_n, \qquad d\gamma = \sum_n dy_n \, \hat x_n, \qquad d\hat x_n = \gamma \, dy_n $$
#
# $$ dr = \sum_n c_n \, d\hat x_n, \qquad dv = -\tfrac12 \, r^3 \, dr, \qquad
#    dc_n = r \, d\hat x_n + \tfrac{2}{N} \, c_n \, dv $$
#
# $$ d\mu = - \sum_n dc_n, \qquad dx_n = dc_n + \tfrac1N \, d\mu $$
#
# That is the whole answer, and you may program it step by step. Put the steps into each other, with
# $c_n r = \hat x_n$, and most of it melts away:
#
# $$ dx_n = \gamma \, r \, \Bigl( dy_n - \operatorname{mean}(dy) - \hat x_n \operatorname{mean}(dy \cdot \hat x)
#    \Bigr) . $$
#
# Read it. From the gradient, two things are taken away: its mean, and its part along $\hat x$. That makes
# sense. If all $x$ of a column move together, the mean moves along and nothing comes out; if they all spread
# by the same factor, the standard deviation takes it back. What has no effect gets no gradient.


# %%
def batchnorm_backward(dout, x, gamma, eps=1e-5):
    """Gradients of the loss with respect to the input, scale and shift of batch normalization in training.

    Parameters
    ----------
    dout : ndarray of float, shape (N, D)
        Gradient of the loss with respect to the output.
    x : ndarray of float, shape (N, D)
        The input of the forward pass. Its mean and (biased) variance over the batch depend on all its rows.
    gamma : ndarray of float, shape (D,)
        The scale of the forward pass. (The shift does not matter here.)
    eps : float
        Added to the variance, inside the root, as in the forward pass.

    Returns
    -------
    dx : ndarray of float, shape (N, D)
        Each column sums to 0. For a batch of one row it is 0.
    dgamma, dbeta : ndarray of float, shape (D,)
        Summed over the batch.

    Notes
    -----
    The running mean and variance get no gradient: the output in training does not depend on them.
    Source: S. Ioffe and C. Szegedy, ICML 2015, section 3.
    """
    scale = 1 / np.sqrt(np.var(x, axis=0) + eps)
    xhat = (x - np.mean(x, axis=0)) * scale
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = gamma * scale * (dout - dbeta / len(x) - xhat * dgamma / len(x))
    return dx, dgamma, dbeta


# %% [markdown]
# **What comes through.** One column, eight examples on a line. Above, the outputs and what the loss wants of
# them (arrows: minus `dout`). Below, the inputs and what reaches them (minus `dx`). A push on all alike is
# swallowed. A stretch is swallowed, too. Pull at a single example, and all the others are pushed the other way.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    x = 0.4 * np.array([-2.1, -1.4, -0.8, 0.1, 0.5, 1.1, 1.9, 2.6])[:, None]
    out = batchnorm_forward(x, np.ones(1), np.zeros(1), np.zeros(1), np.ones(1))[0]
    pulls = {"all to the right": np.full((8, 1), 0.4), "all outwards": 0.4 * out, "one to the left": np.zeros((8, 1))}
    pulls["one to the left"][3] = -1.2
    fig, axes = plt.subplots(1, 3, figsize=(13, 2.8), layout="constrained")
    for ax, (title, pull) in zip(axes, pulls.items(), strict=True):
        reached = -batchnorm_backward(-pull, x, np.ones(1))[0]
        for height, points, arrows in ((1, out, pull), (0, x, reached)):
            ax.axhline(height, color="0.8", zorder=0)
            ax.plot(points, np.full_like(points, height), "o", color="0.4", markersize=5)
            style = {"angles": "xy", "scale_units": "xy", "scale": 1, "color": "tab:red", "width": 0.006}
            ax.quiver(points, np.full_like(points, height + 0.15), arrows, np.zeros_like(arrows), **style)
        ax.set(title=title, xlim=(-3, 3.2), ylim=(-0.4, 1.5), yticks=[0, 1], yticklabels=["x", "y"])
    plt.show()

# %% [markdown]
# ## Does it help to learn?
#
# Ten hidden layers of 40 neurons, ReLU, plain gradient descent, handwritten digits in batches of 64. The first
# weights are He's, or half as large, or half as large again. Without batch normalization and with it, everything
# else is the same.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits, split

    X, X_test, y, y_test = split(*load_digits(), test_share=0.2, rng=np.random.default_rng(0))

    def new_layers(size):
        """Draw weights of He's size times a factor, for ten hidden layers and an output layer."""
        rng, sizes = np.random.default_rng(0), [64] + [40] * 10 + [10]
        return [
            {"w": size * rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)), "b": np.zeros(n_out), "gamma": np.ones(n_out),
             "beta": np.zeros(n_out), "mean": np.zeros(n_out), "var": np.ones(n_out)}
            for n_in, n_out in pairwise(sizes)
        ]  # fmt: skip

    def logits_of(layers, h, norm, train):
        """Go forward; also return, for each layer, its input, net input and normalised net input."""
        tape = []
        for layer in layers:
            z = u = dense_forward(h, layer["w"], layer["b"])
            if norm and layer is not layers[-1]:
                state = [layer[name] for name in ("gamma", "beta", "mean", "var")]
                u, layer["mean"], layer["var"] = batchnorm_forward(z, *state, train=train)
            tape.append((h, z, u))
            h = relu(u)
        return u, tape

    def learn(size, norm, lr, steps):
        """Train by plain gradient descent; return the layers and the loss of each batch."""
        layers, rng, losses = new_layers(size), np.random.default_rng(1), []
        for _ in range(steps):
            rows = rng.integers(0, len(X), 64)
            logits, tape = logits_of(layers, X[rows], norm, train=True)
            losses.append(softmax_cross_entropy(logits, y[rows]))
            dh = softmax_cross_entropy_grad(logits, y[rows])
            for layer, (h, z, u) in zip(layers[::-1], tape[::-1], strict=True):
                du, grads = (dh if layer is layers[-1] else relu_backward(dh, u)), {}
                if norm and layer is not layers[-1]:
                    du, grads["gamma"], grads["beta"] = batchnorm_backward(du, z, layer["gamma"])
                dh, grads["w"], grads["b"] = dense_backward(du, h, layer["w"])
                for name, grad in grads.items():
                    layer[name] = layer[name] - lr * grad
        return layers, losses

    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), sharey=True, layout="constrained")
    for ax, norm in zip(axes, (False, True), strict=True):
        for size, style in ((0.5, "-"), (1.0, "--"), (1.5, ":")):
            with np.errstate(all="ignore"):  # one of them ends in overflow
                layers, losses = learn(size, norm, lr=0.07, steps=120)
            right = np.argmax(logits_of(layers, X_test, norm, train=False)[0], axis=1) == y_test
            ax.plot(losses, style, label=f"{size} times He's: {100 * right.mean():.0f} % right", linewidth=1.2)
        ax.axhline(np.log(10), color="0.6", linestyle=":")
        ax.set(xlabel="step", ylabel="loss", ylim=(-0.1, 3.5), title=("without", "with")[norm] + " batch normalization")
        ax.legend()
    plt.show()

# %% [markdown]
# The shares of right answers are those on digits that the network has not seen, at test time, so with the
# remembered means and variances. (Without, and with weights that are too large, the numbers overflow before the
# line gets into the picture.)
#
# With normalization the size of the first weights hardly matters: whatever the factor, the next line of code
# divides it out. It has one effect left: a step of the same length turns a long vector of weights less than a
# short one, so large weights learn a little more slowly. Does the learning rate matter less, too? Forty steps
# each:

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rates = np.geomspace(0.01, 3, 5)
    fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    for norm, name, style in ((False, "without", "s--"), (True, "with", "o-")):
        with np.errstate(all="ignore"):  # a rate that is too large ends in overflow
            ends = [np.mean(learn(1.0, norm, lr, steps=40)[1][-10:]) for lr in rates]
        ax.loglog(rates, np.where(np.isfinite(ends), np.minimum(ends, 20), 20), style, label=name)
    ax.axhline(np.log(10), color="0.6", linestyle=":")
    ax.text(rates[0], np.log(10) * 1.1, "guessing", color="0.4")
    ax.set(xlabel="learning rate", ylabel="loss after 40 steps (20 or more: 20)", title="ten layers, He's weights")
    ax.legend()
    plt.show()

# %% [markdown]
# Without normalization the best rate learns a little, a rate ten times larger learns nothing, and beyond that
# the numbers overflow. With it, all rates from 0.1 to 3 do better than the best one without. So it does not only
# mend bad beginnings: it lets you take longer steps. Why it helps so much is still debated. The first paper said:
# because the inputs of a layer no longer shift while it learns. Santurkar and others (2018) shifted them on
# purpose, and it helped all the same; they found that the loss becomes smoother. What you have seen here is a
# third part of the story: examples stay distinguishable.

# %% [markdown] role="question" points=2
# ## Think about it
#
# A colleague has trained a network with batch normalization. On the test set, in batches of 256, it gets 97
# of 100 digits right.
#
# 1. Then it goes into an app that reads one digit at a time, and it gives the same answer for every digit.
#    What was forgotten, and what exactly does the network compute in the app?
# 2. "At least I have seen that the biases of my dense layers need not be trained: their gradients are all
#    0, up to rounding. They are the layers right before the batch normalization." Is that an error in the
#    backward pass? What should the colleague do with these biases?

# %% [markdown] role="answer"
# 1. The layers still run in training mode, `train=True`. In a batch of one row each column has its own value
#    as its mean and a variance of 0, so $\hat x = 0$, and every normalised layer gives $\beta$, whatever came
#    in. The answer depends on the biases and the $\beta$ alone. On the test set the mistake did not show,
#    since batches of 256 have nearly the mean and variance of the training data. The repair is test mode,
#    with the running mean and variance, and one example then gets the same answer in any company.
# 2. It is no error. A bias moves a whole column; the mean of the column moves along and is subtracted, so the
#    loss does not depend on the bias and its gradient is 0. In the formula: db is the sum of the rows of the
#    gradient that comes out of batchnorm_backward, and its columns sum to 0. The biases can be left out,
#    $\beta$ does their work.
#
# Look for: training mode and a batch of one, so that the output is $\beta$ (one point); the mean takes the bias
# away again, hence gradient 0 is right, and $\beta$ replaces the bias (one point).
