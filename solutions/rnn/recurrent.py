# %% [markdown]
# # Recurrent networks: a memory that reads
#
# **The question.** *Dog bites man* is no news. *Man bites dog* is. The words are the same, only their order differs.
# How can a network read, so that order counts?
#
# **Why not a plain network?** There are two ways to give it a sentence, and both fail.
#
# - *A bag of words.* Count the words and forget where they stood. Then both headlines are the same input, and
#   whatever the network computes, it must say the same about both.
# - *All words side by side.* A dense layer with a block of inputs for the first word, one for the second, and so on.
#   Now order is seen. But the layer has separate weights for each place: what it has learned of *dog* as the first
#   word tells it nothing of *dog* as the fourth. And a sentence that is longer than the layer does not fit in.
#
# **The idea.** Read as you do: word by word, and keep in mind what you have read so far. The memory is a vector $h$.
# Each step makes a new memory of the old one and the next word, and it is *the same step, with the same weights*, all
# the way. So order counts, any length fits, and what is learned at one place is known at all of them.

# %%
"""Recurrent networks: one step, used again and again; backward through time in the opposite order."""

import numpy as np

from rnn.text import encode

# %% [markdown]
# ## One step
#
# **How does a memory take in a word?** The word comes as a vector $x$ of $D$ numbers (a one-hot row, or its
# embedding), the memory $h$ has $H$ numbers. Each goes through weights of its own, and the squashing function keeps
# all numbers between -1 and 1:
#
# $$h' = \tanh(x W_x + h W_h + b).$$
#
# This is a dense layer whose input is the word *and its own last output* (Elman, 1990). A batch of $N$ sentences is
# read in parallel: $N$ rows of $x$, $N$ rows of $h$.

# %%
def rnn_step(x, h, Wx, Wh, b):
    """Take one step of a recurrent network.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        The input of this step, a row for each sequence.
    h : ndarray of float, shape (N, H)
        The state after the last step.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)
    b : ndarray of float, shape (H,)

    Returns
    -------
    h_next : ndarray of float, shape (N, H)
        tanh of x Wx + h Wh + b.

    References
    ----------
    J. Elman: Finding structure in time. Cognitive Science 14 (1990).
    """
    return np.tanh(x @ Wx + h @ Wh + b)


# %% [markdown]
# **One neuron, left alone.** Its state gets a single push at the start and no input afterwards; it only hears itself,
# through one weight $w$. Small weights forget. A weight of exactly 1 fades slowly, since tanh takes a little off each
# time. A larger one *remembers*: the state settles at a value that it can hold for ever, and whose sign tells which
# way it was pushed. Negative weights swing.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4), sharey=True, layout="constrained")
    lines = [(left, 0.5, "k:"), (left, 0.9, "C0-."), (left, 1.0, "C2--"), (left, 1.5, "C3-")]
    lines += [(right, -0.9, "C0o-."), (right, -1.5, "C3s-")]
    nothing = np.zeros((2, 1))
    for ax, w, style in lines:
        states = [np.array([[0.8], [-0.8]])]  # a batch of two: pushed up, pushed down
        for _ in range(25):
            states.append(rnn_step(nothing, states[-1], np.zeros((1, 1)), np.array([[w]]), np.zeros(1)))
        ax.plot(np.ravel(states)[0::2], style, markersize=4, label=f"w = {w}")
        if w > 1:
            ax.plot(np.ravel(states)[1::2], style)
    left.set(xlabel="steps after the push", ylabel="state h", title="fade or hold", ylim=(-1.05, 1.45))
    right.set(xlabel="steps after the push", title="swing")
    left.legend(loc="upper right", ncols=2, bbox_to_anchor=(1, 0.42))
    right.legend(loc="upper right", ncols=2)
    plt.show()

# %% [markdown]
# ## Reading a sentence
#
# **What about the next word?** The same again. Here is the loop as it is, and **unrolled**: one copy of the step for
# each word. Unrolled, it is a deep network with a layer for each word. Two things are special. All layers *share*
# their weights: the arrows marked $W_x$ are one matrix, and so are those marked $W_h$. And the number of layers is
# that of the words.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def arrow(start, end, text, shift):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "shrinkA": 17, "shrinkB": 17})
        ax.text(*np.add(start, end) / 2 + shift, text, ha="center", va="center", fontsize=12)

    fig, ax = plt.subplots(figsize=(12, 3.6), layout="constrained")
    boxes = [(0, 0, "$x_t$"), (0, 1, "step"), (2.2, 1, "$h_0$")]
    arrow((0, 0), (0, 1), "$W_x$", (-0.25, 0))
    ax.annotate("", (-0.2, 1.13), (0.2, 1.13), arrowprops={"arrowstyle": "-|>", "connectionstyle": "arc3,rad=1.6"})
    ax.text(0.45, 1.35, "$W_h$", ha="center", va="center", fontsize=12)
    ax.text(1.3, 0.5, "=", ha="center", va="center", fontsize=24)
    for t, word in enumerate(["the", "dog", "bites", "the", "man"]):
        x = 3.8 + 1.6 * t
        boxes += [(x, 0, word), (x, 1, f"$h_{t + 1}$")]
        arrow((x, 0), (x, 1), "$W_x$", (-0.22, 0))
        arrow((x - 1.6, 1), (x, 1), "$W_h$", (0, 0.2))
    for x, y, text in boxes:
        frame = {"boxstyle": "round,pad=0.5", "facecolor": "0.85" if y else "w", "edgecolor": "k"}
        ax.text(x, y, text, ha="center", va="center", bbox=frame, fontsize=12)
    ax.set(xlim=(-0.7, 10.9), ylim=(-0.4, 1.6))
    ax.set_axis_off()
    plt.show()

# %% [markdown]
# **Sentences of different length** come in one array, filled up behind their end, with a mask that is True where
# there is a word. What should a step do with padding? Nothing: it *copies* the memory. Then the last state of every
# row is the state after its last word:
#
# $$h_t = \begin{cases} \tanh(x_t W_x + h_{t-1} W_h + b) & \text{where mask}_t \\ h_{t-1} & \text{else.} \end{cases}$$
#
# Return the states after *all* steps. Some want the last one, some want the mean, and some want to say something at
# each word.

# %%
def rnn_forward(x, h0, Wx, Wh, b, mask=None):
    """Read sequences, step by step.

    Parameters
    ----------
    x : ndarray of float, shape (N, T, D)
        N sequences of T inputs.
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)
    b : ndarray of float, shape (H,)
    mask : ndarray of bool, shape (N, T), or None
        True where the sequence has an input. Where it is False, the row's state stays what it was before the step.
        None means True everywhere.

    Returns
    -------
    h : ndarray of float, shape (N, T, H)
        The state after each step; h0 is not among them.
    """
    state = np.zeros((len(x), len(b))) if h0 is None else h0
    states = []
    for t in range(x.shape[1]):
        read = rnn_step(x[:, t], state, Wx, Wh, b)
        state = read if mask is None else np.where(mask[:, t, None], read, state)
        states.append(state)
    return np.stack(states, axis=1)


# %% [markdown]
# **Look into a memory.** A network of twelve neurons, with random weights, that has learned nothing yet. It reads the
# two headlines, which differ in the order of the words alone. From the first word on the states differ, and after the
# last word they still do: order has got in. (The last two columns are padding. The memory stands still.)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    headlines, words = ("dog bites man", "man bites dog"), ["dog", "bites", "man"]
    one_hots = np.array([[*np.eye(3)[[words.index(w) for w in line.split()]], *np.zeros((2, 3))] for line in headlines])
    wx, wh = 1.2 * rng.normal(size=(3, 12)), rng.normal(size=(12, 12)) / np.sqrt(12)
    lengths = np.tile(np.arange(5) < 3, (2, 1))
    memory = rnn_forward(one_hots, None, wx, wh, np.zeros(12), lengths)
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.8), sharey=True, layout="constrained")
    for ax, states, line in zip(axes, [*memory, memory[0] - memory[1]], [*headlines, "difference"], strict=True):
        picture = ax.imshow(states.T, cmap="gray", vmin=-2, vmax=2, aspect="auto")
        ax.set(title=line, xlabel="after step", yticks=range(0, 12, 3))
        ax.set_xticks(range(5), [*(line.split() if " " in line else "123"), "(pad)", "(pad)"], rotation=35)
    axes[0].set_ylabel("neuron")
    fig.colorbar(picture, ax=axes, label="state")
    plt.show()

# %% [markdown]
# ## One step back
#
# **How does it learn?** As any network: by the chain rule. First for a single step. Someone gives us dh, the gradient
# of the loss with respect to the state that came *out* of the step. We want the gradients of all that went in.
#
# Call the inside of the tanh $z$. The slope of tanh is $1 - \tanh^2$, and we need not compute the tanh once more,
# since it is the state $h'$ itself:
#
# $$dz = dh \odot (1 - h'^2).$$
#
# The rest is a dense layer with two inputs, so you know it already:
#
# $$dx = dz\, W_x^\top, \quad dh_{prev} = dz\, W_h^\top, \quad dW_x = x^\top dz, \quad dW_h = h_{prev}^\top\, dz, \quad
# db = \sum_n dz_n.$$
#
# **Mind the two states.** The slope is that of the state after the step, the weights $W_h$ met the state before it.
# And $W_h$ is square, so no error will tell you if you forget a transpose.

# %%
def rnn_step_backward(dh, x, h_prev, h, Wx, Wh):
    """Gradients of one step of a recurrent network.

    Parameters
    ----------
    dh : ndarray of float, shape (N, H)
        Gradient of the loss with respect to h.
    x : ndarray of float, shape (N, D)
        The input of the step.
    h_prev : ndarray of float, shape (N, H)
        The state before the step.
    h : ndarray of float, shape (N, H)
        The state after it, what rnn_step returned.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)

    Returns
    -------
    dx, dh_prev : ndarray of float, shapes (N, D) and (N, H)
    dWx, dWh, db : ndarray of float, shapes (D, H), (H, H) and (H,)
        The gradients of weights and bias are sums over the rows, without a mean.
    """
    dz = dh * (1 - h**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


# %% [markdown]
# ## Back through time
#
# **Who is to blame for what a state did?** Each state had two effects. It was handed out, so the loss looked at it:
# that is `dh[:, t]`, what comes in from above. And it was handed *on* to the next step, and so to all later ones:
# that comes back from step $t+1$. The two add up. So start at the end, where nothing comes from later, and go back:
#
# $$dh_t^{total} = dh_t + dh_{prev}\text{ of step } t+1 .$$
#
# Feed this into the step's backward pass; it gives $dx_t$, and what to hand to step $t-1$. What is left over when the
# first step is done is the gradient of $h_0$. The weights were used at *every* step, and every step pulls at them.
# Their gradients add up.
#
# **Padding.** A step that only copied hands its whole gradient back, unchanged. It used no input and no weights.
#
# **Not all the way.** A text of a million words can't be kept in memory. **Truncated** back-propagation cuts the
# sequence into chunks of $k$ steps, and lets no gradient pass from a chunk to the one before: at every step $t$ that
# is a multiple of $k$ ($t = 0$ is the first step, and not a border) nothing is handed on to step $t-1$. Forward, the
# memory still runs through.

# %%
def rnn_backward(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    """Back-propagation through time: gradients of a whole sequence.

    Parameters
    ----------
    dh : ndarray of float, shape (N, T, H)
        Gradient of the loss with respect to each state that rnn_forward returned, its effect on later states not
        counted.
    x : ndarray of float, shape (N, T, D)
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    h : ndarray of float, shape (N, T, H)
        The states that rnn_forward returned.
    Wx, Wh : ndarray of float, shapes (D, H) and (H, H)
    mask : ndarray of bool, shape (N, T), or None
        The mask of rnn_forward: where it is False the step was a copy.
    k : int or None
        At every step t with 0 < t and t % k == 0 the flow of the gradient from step t back to step t - 1 is cut, also
        in rows where step t was a copy. At least 1; None cuts nothing.

    Returns
    -------
    dx : ndarray of float, shape (N, T, D)
        0 where the mask is False.
    dh0 : ndarray of float, shape (N, H)
        Returned also where h0 is None.
    dWx, dWh, db : ndarray of float, shapes (D, H), (H, H) and (H,)
        The gradients of weights and bias are sums over rows and steps, without a mean.

    References
    ----------
    P. Werbos: Backpropagation through time: what it does and how to do it. Proceedings of the IEEE 78 (1990).
    R. Williams, J. Peng: An efficient gradient-based algorithm for on-line training of recurrent network
    trajectories. Neural Computation 2 (1990). (Truncation; theirs is a sliding window, ours are chunks.)
    """
    flow = np.zeros(h[:, 0].shape)
    before = np.concatenate([(flow if h0 is None else h0)[:, None], h[:, :-1]], axis=1)
    dx, dWx, dWh, db = np.empty(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(len(Wh))
    for t in reversed(range(x.shape[1])):
        total = dh[:, t] + flow
        live = total if mask is None else total * mask[:, t, None]
        dx[:, t], flow, *steps = rnn_step_backward(live, x[:, t], before[:, t], h[:, t], Wx, Wh)
        flow = flow + (total - live)
        if k is not None and t > 0 and t % k == 0:
            flow = np.zeros(flow.shape)
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
    return dx, flow, dWx, dWh, db


# %% [markdown]
# ## Far back
#
# **How far back does the blame reach?** On its way from step $t+1$ to step $t$ the gradient is multiplied by
# $W_h^\top$, and by a slope of at most 1. Over a distance of $d$ steps that is the same matrix, $d$ times. The size
# of what comes out is ruled by the largest absolute eigenvalue of $W_h$, its **spectral radius** $\rho$:
#
# $$\text{size} \sim \rho^{\,d}.$$
#
# Left: the gradient of the last state with respect to inputs further and further back, for small states (slope near
# 1); dotted: $\rho^d$. With $\rho = 0.8$ a word fifty steps back gets a hundred-thousandth of the blame: the gradient
# **vanishes**. With 1.2 it gets nine thousand times as much: it **explodes**. (Hochreiter, 1991; Bengio, Simard and
# Frasconi, 1994.) Right: the same with large states. Most slopes are nearly 0 now, and even $\rho = 1.2$ vanishes.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def matrix_of_radius(radius, size, rng):
        w = rng.normal(size=(size, size))
        return radius * w / np.abs(np.linalg.eigvals(w)).max()

    fig, axes = plt.subplots(1, 2, figsize=(11, 3.9), sharey=True, layout="constrained")
    for ax, size, title in zip(axes, (1e-6, 1.5), ("small states", "large states"), strict=True):
        for radius, style in ((0.8, "C0-."), (1.0, "C2--"), (1.2, "C3-")):
            rng = np.random.default_rng(0)
            wx, wh = rng.normal(size=(4, 32)), matrix_of_radius(radius, 32, rng)
            x = size * rng.normal(size=(8, 60, 4))
            h = rnn_forward(x, None, wx, wh, np.zeros(32))
            dh = np.zeros(h.shape)
            dh[:, -1] = rng.normal(size=(8, 32))
            dx = rnn_backward(dh, x, None, h, wx, wh)[0]
            sizes = np.sqrt(np.mean(dx**2, axis=(0, 2)))[::-1]
            ax.semilogy(sizes / sizes[0], style, label=f"radius {radius}")
            if size < 1:
                ax.semilogy(radius ** np.arange(60), style[:2] + ":", linewidth=0.8)
        ax.set(title=title, xlabel="distance in time (steps)", ylim=(1e-14, 1e6))
        ax.grid(alpha=0.4)
    axes[0].set_ylabel("size of dx, last step = 1")
    axes[0].legend(loc="lower left")
    plt.show()

# %% [markdown]
# **What does truncation lose?** Left: the blame of the last state, all of it, and cut every 8 steps: it stops at the
# border of the last chunk. Right: the gradient of $W_h$ for a loss that looks at every state; how far is the
# truncated one from the full one? Short chunks cost much, and the more so the longer the memory lasts. And no number
# of training steps brings it back: a truncated network never learns that something *before* its chunk mattered.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.7), layout="constrained")
    steps, lengths = 48, (1, 2, 3, 4, 6, 8, 12, 16, 24, 48)
    for radius, style in ((0.5, "C2^:"), (0.8, "C0o--"), (1.0, "C3s-")):
        rng = np.random.default_rng(0)
        wx, wh = 0.1 * rng.normal(size=(4, 32)), matrix_of_radius(radius, 32, rng)
        x = rng.normal(size=(8, steps, 4))
        h = rnn_forward(x, None, wx, wh, np.zeros(32))
        dh = rng.normal(size=(8, 1, 32)) * np.ones((steps, 1))  # the same wish at every step
        full = rnn_backward(dh, x, None, h, wx, wh)[3]
        cut = [rnn_backward(dh, x, None, h, wx, wh, k=k)[3] for k in lengths]
        errors = [np.linalg.norm(full - d) / np.linalg.norm(full) for d in cut]
        right.plot(lengths, errors, style, label=f"radius {radius}")
    dh[:, :-1] = 0
    for k, style in ((None, "k-"), (8, "C3o")):
        dx = rnn_backward(dh, x, None, h, wx, wh, k=k)[0]
        left.plot(np.sqrt(np.mean(dx**2, axis=(0, 2))), style, markersize=4, label=f"k = {k}" if k else "full")
    left.vlines(np.arange(8, steps, 8) - 0.5, 0, 0.6, color="0.8", zorder=0)
    left.set(xlabel="step", ylabel="size of dx", title="blame of the last state, radius 1")
    left.legend()
    right.set(xlabel="length of a chunk, k", ylabel="error / full gradient", title="gradient of Wh", xticks=lengths[5:])
    right.legend()
    plt.show()

# %% [markdown]
# ## A leash for the gradient
#
# **What to do if it explodes?** One step along a huge gradient throws the weights far away, and all that was learned
# is lost. But its *direction* is still good. So keep the direction and shorten the step (Pascanu, Mikolov and Bengio,
# 2013). Take the gradients of all parameters together as one long vector. If it is longer than allowed, scale
# *everything* by one number:
#
# $$\text{norm} = \sqrt{\sum_{\text{arrays}} \sum g^2}, \qquad
# g \leftarrow g \cdot \frac{\text{max}}{\text{norm}} \quad \text{if norm} > \text{max}.$$
#
# To cut each entry by itself would turn the vector in another direction. Return the norm, too, as it was: it is worth
# watching.

# %%
def clip_gradients(grads, max_norm):
    """Shorten gradients to a given length, all together.

    Parameters
    ----------
    grads : list of ndarray of float, any shapes
        They are not changed.
    max_norm : float
        The greatest length that is allowed, more than 0.

    Returns
    -------
    clipped : list of ndarray
        In the same order. If the norm is greater than max_norm, each is multiplied by max_norm / norm (nothing is
        added to the norm); else they are as they were.
    norm : float
        The root of the sum of all squared entries of all arrays, before clipping.

    References
    ----------
    R. Pascanu, T. Mikolov, Y. Bengio: On the difficulty of training recurrent neural networks. ICML 2013.
    """
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in grads], norm


# %% [markdown]
# **A cliff.** One neuron, one weight $w$ to learn. Its state starts at 0.1, hears itself for fifty steps, and should
# be 0.3 in the end. With a small $w$ the state fades to 0 whatever you do; somewhere above 1 it begins to hold, and
# there the end moves fast. So the loss has a plain, a wall and a valley. Left: how the slope grows by many powers of
# ten from the plain to the wall. Middle: gradient descent from $w = 1.5$. Its steps are too long for the wall, it is
# thrown onto the plain, and there it stays, for the plain has no slope to speak of. Right: the same, on a leash.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def loss_and_slope(w):
        still, wx, wh = np.zeros((1, 50, 1)), np.zeros((1, 1)), np.array([[w]])
        h = rnn_forward(still, np.array([[0.1]]), wx, wh, np.zeros(1))
        dh = np.zeros(h.shape)
        dh[0, -1] = 2 * (h[0, -1] - 0.3)
        return (h[0, -1, 0] - 0.3) ** 2, rnn_backward(dh, still, np.array([[0.1]]), h, wx, wh)[3]

    grid = np.linspace(0.4, 1.6, 121)
    fig, axes = plt.subplots(1, 3, figsize=(12, 3.5), sharex=True, layout="constrained")
    losses, slopes = zip(*map(loss_and_slope, grid), strict=True)
    axes[0].semilogy(grid, np.abs(np.ravel(slopes)), "k")
    axes[0].set(title="size of the slope", xlabel="w")
    for ax, leash in zip(axes[1:], (np.inf, 0.08), strict=True):
        ax.plot(grid, losses, color="0.6")
        w, path = 1.5, []
        for _ in range(14):
            loss, slope = loss_and_slope(w)
            path.append((w, loss))
            (step,), _ = clip_gradients([slope], leash)
            w = w - 0.8 * step[0, 0]
        ax.plot(*np.transpose(path), "C3o-", markersize=4, linewidth=1)
        ax.set(title="no clipping" if leash > 1 else f"max_norm = {leash}", xlabel="w", ylabel="loss")
    plt.show()

# %% [markdown]
# ## Who bites whom?
#
# **Now all of it together.** In each sentence there are an animal and a person, and one of them does something to the
# other. *The old dog bites the man today.* Who did it: the animal, or the person? Adjectives and adverbs are thrown
# in at random places.
#
# The networks get one-hot words. All are trained in the same way, with the functions of this lesson and of the
# segment before. In fact they are all the same network: a recurrent net that takes only *one* step, from a memory of
# zeros, is a plain network with one hidden layer. So we give it the sentence as
#
# - a bag of words: one step, whose input is the sum of the one-hot rows;
# - places side by side: one step, whose input is all one-hot rows in a row, for 16 places;
# - a sequence: one step for each word.

# %%
ANIMALS, PEOPLE = ["dog", "cat", "horse", "goat"], ["man", "woman", "boy", "girl"]
VERBS = ["bites", "licks", "pushes", "chases"]
EXTRAS = ["old", "big", "small", "poor", "today", "again", "quickly", "here"]
KNOWN = ["<pad>", "<unk>", "the", *ANIMALS, *PEOPLE, *VERBS, *EXTRAS]


# %% role="given"
def write_sentences(n, extras, rng):
    """Write n sentences with some extra words each; the label is 1 if the animal does it, 0 if the person does."""
    sentences, labels = [], rng.integers(0, 2, n)
    for label, count in zip(labels, np.broadcast_to(extras, n), strict=True):
        who, whom = rng.choice(ANIMALS), rng.choice(PEOPLE)
        pair = (who, whom) if label else (whom, who)
        words = ["the", pair[0], rng.choice(VERBS), "the", pair[1]]
        for _ in range(count):
            words.insert(rng.integers(len(words) + 1), rng.choice(EXTRAS))
        sentences.append(words)
    return sentences, labels


# %% role="given"
def as_one_hots(sentences, length):
    """Turn sentences into one-hot words (N, length, V), cut or padded, and a mask (N, length)."""
    x, mask = np.zeros((len(sentences), length, len(KNOWN))), np.zeros((len(sentences), length), dtype=bool)
    for row, on, words in zip(x, mask, sentences, strict=True):
        ids = encode(words[:length], KNOWN)
        row[np.arange(len(ids)), ids], on[: len(ids)] = 1, True
    return x, mask


# %%
if __name__ == "__main__":
    from nn.layers import dense_backward, dense_forward
    from nn.losses import softmax_cross_entropy_grad
    from nn.optimizers import sgd_step

    def answers(params, x, mask):
        h = rnn_forward(x, None, *params[:3], mask)
        return h, dense_forward(h[:, -1], *params[3:])

    def learn(x, mask, labels, n_hidden=8, n_steps=300):
        """Train a recurrent network with an output layer on its last state, on the whole set in each step."""
        rng = np.random.default_rng(0)
        sizes = (x.shape[2], n_hidden), (n_hidden, n_hidden), n_hidden, (n_hidden, 2), 2
        params = [0.3 * rng.normal(size=size) / np.sqrt(n_hidden) for size in sizes]
        for _ in range(n_steps):
            h, logits = answers(params, x, mask)
            dlast, dw, db = dense_backward(softmax_cross_entropy_grad(logits, labels), h[:, -1], params[3])
            dh = np.zeros(h.shape)
            dh[:, -1] = dlast
            _, _, *grads = rnn_backward(dh, x, None, h, params[0], params[1], mask)
            grads, _ = clip_gradients([*grads, dw, db], 1.0)
            params = sgd_step(params, grads, 1.0)
        return params

    forms = {
        "bag of words": lambda x, mask: (x.sum(axis=1, keepdims=True), mask[:, :1]),
        "places side by side": lambda x, mask: (x[:, :16].reshape(len(x), 1, -1), mask[:, :1]),
        "sequence": lambda x, mask: (x, mask),
    }
    rng = np.random.default_rng(0)
    sentences, labels = write_sentences(300, rng.integers(0, 12, 300), rng)
    for words, label in zip(sentences[6:10], labels[6:10], strict=True):
        print("the animal does it: " if label else "the person does it: ", " ".join(words))
    one_hots, mask = as_one_hots(sentences, 16)
    trained = {name: learn(*form(one_hots, mask), labels) for name, form in forms.items()}
    for name, params in trained.items():
        right = answers(params, *forms[name](one_hots, mask))[1].argmax(axis=1) == labels
        print(f"{name:20} {sum(p.size for p in params):5} weights, right in training: {right.mean():.0%}")

# %% [markdown]
# On new sentences the bag does no better than a coin, and can't: for every sentence there is another with the same
# words and the opposite answer. (What it got right above, it has learned by heart.) The pictures are about sentences
# that no network has seen. Left: more and more extra words; in the training there were at most eleven. Beyond 16
# words the plain network does not see the end. The recurrent one reads on, with the same weights, until its memory
# wears out. Middle: what if there are fewer sentences to learn from? Where weights are shared, a word has to be
# learned only once, not once for each place. Right: the trained memory, reading; one neuron of it. Two headlines
# start alike, part at the first noun, and are far apart in the end.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def share_right(name, params, sentences, labels):
        inputs = forms[name](*as_one_hots(sentences, max(16, *map(len, sentences))))
        return (answers(params, *inputs)[1].argmax(axis=1) == labels).mean()

    fig, axes = plt.subplots(1, 3, figsize=(13, 4.2), layout="constrained")
    extras, counts = (0, 4, 8, 11, 16, 20, 30, 40), (30, 100, 300)
    longer = [write_sentences(200, count, rng) for count in extras]
    alike = write_sentences(300, rng.integers(0, 12, 300), rng)
    for (name, params), style in zip(trained.items(), ("C1^:", "C0o--", "C3s-"), strict=True):
        axes[0].plot(extras, [share_right(name, params, *test) for test in longer], style, label=name)
        few = [learn(*forms[name](one_hots[:n], mask[:n]), labels[:n]) for n in counts[:-1]]
        axes[1].plot(counts, [share_right(name, p, *alike) for p in (*few, params)], style)
    axes[0].axvspan(0, 11, color="0.9", zorder=0, label="as in the training")
    for ax in axes[:2]:
        ax.axhline(0.5, color="k", linewidth=0.7)
        ax.set(ylim=(0.38, 1.03), ylabel="share right, new sentences")
    axes[0].set(xlabel="extra words in a sentence", title="longer sentences")
    axes[1].set(xlabel="sentences in the training", title="fewer examples", xticks=counts)
    fig.legend(loc="outside lower left", ncols=4)
    pair = [["the", "old", *trio, "today"] for trio in (("dog", "bites", "man"), ("man", "bites", "dog"))]
    states = answers(trained["sequence"], *as_one_hots(pair, 6))[0]
    loudest = np.abs(states[0, -1] - states[1, -1]).argmax()
    for line, style in zip(states[:, :, loudest], ("C3s-", "C0o--"), strict=True):
        axes[2].plot(line, style)
    axes[2].set(title="one neuron reads two headlines", ylabel="state", ylim=(-1.1, 1.1))
    axes[2].set_xticks(range(6), [a if a == b else f"{a} | {b}" for a, b in zip(*pair, strict=True)], rotation=40)
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. In the picture of the vanishing gradient, a word sixty steps back got next to no blame. The step *forward* had no
#    such trouble with the state: a neuron with weight 1.5 held its value for ever. Can such a neuron learn *when* to
#    start holding? What is the slope of tanh at the value that it holds?
# 2. Does clipping help against vanishing gradients, too? Would a larger learning rate?

# %% [markdown] role="answer"
# 1. The neuron holds since it is pushed against the wall of tanh: with $w = 1.5$ it settles where $h = \tanh(1.5\,h)$,
#    at 0.86. The slope there is $1 - 0.86^2 = 0.26$, and each step multiplies the gradient by $1.5 \cdot 0.26 = 0.39$.
#    After sixty steps nothing is left: what makes a memory stable makes it deaf to blame. A state that lasts and a
#    gradient that lasts exclude each other here (Bengio, Simard and Frasconi, 1994); the gates of the next lesson are
#    the way out. One point for the small slope at the held value, and that factors multiply over the steps.
# 2. No. Clipping only shortens; what is too small stays too small. A larger rate scales everything alike: the blame
#    of near words grows with that of the far ones, and is still a hundred thousand times larger, so the far ones
#    still drown (and training diverges). One point for seeing that the *ratio* of near and far is the trouble, not
#    the size.
