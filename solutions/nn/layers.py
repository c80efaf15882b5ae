# %% [markdown]
# # Layers
#
# A network is a chain of layers. Each layer has two duties. Forward, it turns a batch of inputs into a
# batch of outputs. Backward, it gets the gradient of the loss with respect to its output, called `dout`,
# and answers with the gradients of its input and of its weights. If every layer keeps these two promises,
# any chain of them can learn. That is back-propagation (Rumelhart, Hinton and Williams, 1986).
#
# In this lesson you write
#
# - the **dense layer**, which holds nearly all the weights of a plain network,
# - **one-hot** rows, which turn class numbers into vectors,
# - two ways to choose the **first weights**, so that a signal survives ten layers,
# - **dropout**, which trains a crowd of networks for the price of one.

# %%
"""Layers: forward turns a batch into a batch; backward turns dout into one gradient for each input."""

import numpy as np

# %% [markdown]
# ## The dense layer
#
# One neuron computes $w \cdot x + b$. A dense layer has $D_{out}$ neurons, and each of them sees all
# $D_{in}$ inputs. Put the weights of neuron $j$ into **column** $j$ of a matrix $W$, put the examples into
# the **rows** of $X$, and the whole layer, for the whole batch, is one matrix product:
#
# $$ \underbrace{Z}_{N \times D_{out}} = \underbrace{X}_{N \times D_{in}} \;
#    \underbrace{W}_{D_{in} \times D_{out}} + \underbrace{b}_{D_{out}} $$
#
# Read the sizes aloud. The two $D_{in}$ meet in the middle and vanish. The bias has one number for each
# neuron, and every row of the batch gets the same one. The picture below draws the sizes to scale; the
# lower two rows are for later.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def box(ax, left, rows, cols, label, colour):
        """Draw a matrix as a box of its own size and return where the next one may begin."""
        ax.add_patch(plt.Rectangle((left, -rows / 2), cols, rows, facecolor=colour, edgecolor="black"))
        ax.text(left + cols / 2, 0, label, ha="center", va="center")
        ax.text(left + cols / 2, rows / 2 + 0.3, f"{rows} x {cols}", ha="center", va="bottom", fontsize=9)
        return left + cols + 1.6

    n, d_in, d_out = 6, 5, 3
    products = [
        ("forward", [("x", n, d_in), ("w", d_in, d_out), ("b", 1, d_out), ("out", n, d_out)], "@+="),
        ("back to the weights", [("x.T", d_in, n), ("dout", n, d_out), ("dw", d_in, d_out)], "@="),
        ("back to the input", [("dout", n, d_out), ("w.T", d_out, d_in), ("dx", n, d_in)], "@="),
    ]
    colours = {"x": "#cfe8ff", "w": "#ffe3b3", "b": "#ffe3b3", "o": "#d5f0d0", "d": "#f6cfd3"}
    fig, axes = plt.subplots(3, 1, figsize=(8, 9))
    for ax, (title, parts, signs) in zip(axes, products, strict=True):
        left = 0
        for (name, rows, cols), sign in zip(parts, signs + " ", strict=True):
            left = box(ax, left, rows, cols, name, colours[name[0]])
            ax.text(left - 0.8, 0, sign, ha="center", va="center", fontsize=14)
        ax.set(xlim=(-0.5, 19.5), ylim=(-3.5, 4.2), aspect="equal")
        ax.set_title(title, loc="left")
        ax.axis("off")
    fig.tight_layout()
    plt.show()


# %%
def dense_forward(x, w, b):
    """Send a batch through a dense layer.

    Parameters
    ----------
    x : ndarray of shape (N, D_in)
        One example in each row.
    w : ndarray of shape (D_in, D_out)
        Column j holds the weights of neuron j.
    b : ndarray of shape (D_out,)
        One bias for each neuron.

    Returns
    -------
    ndarray of shape (N, D_out)
        Entry (n, j) is the sum over i of x[n, i] times w[i, j], plus b[j]. No activation is applied.

    Notes
    -----
    Source: the net input of D_out neurons at once, Rumelhart, Hinton and Williams, "Learning representations
    by back-propagating errors", Nature 323 (1986), eq. 1.
    """
    return x @ w + b


# %% [markdown]
# ## Backward through the dense layer
#
# Somebody further up the network hands us `dout`: entry $(n, j)$ says how much the loss grows when output
# $(n, j)$ grows by a little. We want the same statement about $x$, $w$ and $b$. Ask each of them one
# question: *which outputs do you touch, and with what factor?*
#
# - $b_j$ is added to column $j$ in **every** row, with factor 1. So its gradient adds column $j$ of `dout`
#   over the batch.
# - $W_{ij}$ multiplies $x_{ni}$ and lands in output $(n, j)$, for every $n$. So
#   $\dfrac{\partial L}{\partial W_{ij}} = \sum_n x_{ni}\, \text{dout}_{nj}$.
# - $x_{ni}$ feeds all neurons of its own row:
#   $\dfrac{\partial L}{\partial x_{ni}} = \sum_j \text{dout}_{nj}\, W_{ij}$.
#
# Each sum is a product of matrices. You need not remember which one is transposed: the gradient of a thing
# has the **shape of the thing**. $W$ is $D_{in} \times D_{out}$. From $x$ ($N \times D_{in}$) and `dout`
# ($N \times D_{out}$) only $X^\top \text{dout}$ has that shape, and the batch size $N$ is what vanishes in
# the middle. In words: the batch is summed over, because every example pulls at the same weights.
#
# There is no $1/N$ here. If the loss is a mean, its own gradient has brought the $1/N$ along, inside
# `dout`.


# %%
def dense_backward(dout, x, w):
    """Gradients of the loss with respect to a dense layer's input, weights and bias.

    Parameters
    ----------
    dout : ndarray of shape (N, D_out)
        Gradient of the loss with respect to the layer's output.
    x : ndarray of shape (N, D_in)
        The input of the forward pass.
    w : ndarray of shape (D_in, D_out)
        The weights of the forward pass.

    Returns
    -------
    dx : ndarray of shape (N, D_in)
        Gradient with respect to x.
    dw : ndarray of shape (D_in, D_out)
        Gradient with respect to w, summed over the batch.
    db : ndarray of shape (D_out,)
        Gradient with respect to b, summed over the batch.

    Notes
    -----
    Sums, never means: a factor 1/N is the loss's affair and is already in dout.
    Source: Rumelhart, Hinton and Williams (1986), eqs. 6 and 7.
    """
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% [markdown]
# **See it learn.** Forward and backward are all that learning needs. Below, a dense layer with three inputs
# and two outputs looks at data that another such layer has made. It starts from nothing, walks downhill,
# and finds the other layer's weights and biases.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 3))
    w_true, b_true = rng.normal(size=(3, 2)), rng.normal(size=2)
    target = dense_forward(x, w_true, b_true)

    w, b = np.zeros((3, 2)), np.zeros(2)
    losses, paths = [], []
    for _ in range(60):
        error = dense_forward(x, w, b) - target
        losses.append(np.mean(error**2))
        paths.append(np.append(w.ravel(), b))
        _, dw, db = dense_backward(2 * error / error.size, x, w)
        w, b = w - 0.3 * dw, b - 0.3 * db

    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="mean squared error", title="the loss falls")
    lines = right.plot(paths)
    for line, goal in zip(lines, np.append(w_true.ravel(), b_true), strict=True):
        right.axhline(goal, color=line.get_color(), linestyle=":")
    right.set(xlabel="step", ylabel="weight or bias", title="each number finds its goal (dotted)")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## One-hot rows
#
# Labels are class numbers: 0, 1, 2, ... But class 2 is not twice class 1, so the number itself is no input
# for arithmetic. The honest form gives each class an axis of its own: a row of zeros with a single 1 at the
# label's place. In this form a label is a probability distribution that is quite sure.
#
# Labels out of range must not slip through. Note what numpy does with index $-1$: it takes the *last*
# column, without a word. A missing label coded as $-1$ would quietly become the last class. So check first.


# %%
def one_hot(labels, n_classes):
    """Turn class numbers into rows with a single one.

    Parameters
    ----------
    labels : int64 ndarray of shape (N,)
        Class numbers from 0 to n_classes - 1. N may be 0.
    n_classes : int
        Number of classes, also of those that do not occur in labels.

    Returns
    -------
    float64 ndarray of shape (N, n_classes)
        Row n is 1 in column labels[n] and 0 elsewhere.

    Raises
    ------
    ValueError
        If a label is negative, or n_classes or larger.
    """
    if np.any((labels < 0) | (labels >= n_classes)):
        raise ValueError(f"labels must be in [0, {n_classes}), got {labels}")
    out = np.zeros((len(labels), n_classes))
    out[np.arange(len(labels)), labels] = 1.0
    return out


# %% [markdown]
# **What a dense layer does with one-hot rows.** A row with a single 1 picks one row of $W$: the matrix
# product becomes a look-up in a table. And $X^\top \text{dout}$ becomes its mirror image: it adds each row
# of `dout` to the table row that was looked up. Remember this when words get their vectors in the `rnn`
# segment.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    labels = np.array([2, 0, 3, 3, 1, 2])
    table = np.arange(1.0, 9.0).reshape(4, 2)
    rows = one_hot(labels, 4)
    looked_up = dense_forward(rows, table, np.zeros(2))

    fig, axes = plt.subplots(1, 3, figsize=(9, 4), width_ratios=(4, 2, 2))
    titles = (f"one_hot({labels.tolist()}, 4)", "table w", "one_hot @ w")
    for ax, values, title in zip(axes, (rows, table, looked_up), titles, strict=True):
        ax.imshow(values, cmap="Blues", vmin=0, vmax=1.6 * values.max())
        for (row, col), value in np.ndenumerate(values):
            ax.text(col, row, f"{value:g}", ha="center", va="center")
        ax.set(title=title, xticks=range(values.shape[1]), yticks=range(len(values)), ylim=(5.5, -0.5))
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The first weights
#
# Where should learning begin? Not at zero: then all neurons of a layer are twins, get the same gradient,
# and stay twins for ever. So we draw the weights at random. The next question is *how large*.
#
# Follow the variance. A neuron adds $n_{in}$ terms $w_i x_i$. If weights and inputs are independent with
# mean zero,
#
# $$ \operatorname{Var}(z) = n_{in} \, \operatorname{Var}(w) \operatorname{Var}(x) . $$
#
# So each layer multiplies the variance by $n_{in} \operatorname{Var}(w)$. Ten layers do it ten times. A
# factor of 0.5 leaves a thousandth, a factor of 2 makes it a thousand. Only
# $n_{in} \operatorname{Var}(w) = 1$ keeps the signal alive.
#
# Backward the same story runs in the other direction, with $n_{out} \operatorname{Var}(w)$. Both cannot be
# 1 unless the layer is square. Glorot and Bengio (2010) take the compromise between the two, known as
# *Xavier* after Glorot's first name:
#
# $$ \operatorname{Var}(w) = \frac{2}{n_{in} + n_{out}} . $$


# %%
def xavier_init(n_in, n_out, rng):
    """Draw first weights for a layer with tanh or sigmoid.

    Parameters
    ----------
    n_in : int
        Number of inputs.
    n_out : int
        Number of neurons.
    rng : numpy.random.Generator
        Makes one draw: `rng.normal`, with mean 0, of all the weights at once, in the shape that is returned.

    Returns
    -------
    float64 ndarray of shape (n_in, n_out)
        Normal weights with mean 0 and variance 2 / (n_in + n_out). (`rng.normal` asks for the standard
        deviation, which is not the variance.)

    Notes
    -----
    Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010, eq. 12. They draw the same variance from a uniform distribution (eq. 16), we from
    a normal one.
    """
    return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


# %% [markdown]
# ReLU sets the negative half of its inputs to zero. Half of the mean square is gone at every layer, and
# after ten layers a thousandth is left. The repair is as simple as the loss: make the variance twice as
# large (He et al., 2015),
#
# $$ \operatorname{Var}(w) = \frac{2}{n_{in}} . $$


# %%
def he_init(n_in, n_out, rng):
    """Draw first weights for a layer with ReLU.

    Parameters
    ----------
    n_in : int
        Number of inputs.
    n_out : int
        Number of neurons.
    rng : numpy.random.Generator
        Makes one draw: `rng.normal`, with mean 0, of all the weights at once, in the shape that is returned.

    Returns
    -------
    float64 ndarray of shape (n_in, n_out)
        Normal weights with mean 0 and variance 2 / n_in. (`rng.normal` asks for the standard deviation.)

    Notes
    -----
    Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10.
    """
    return rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))


# %% [markdown]
# **Ten layers deep.** One batch goes through ten layers of 200 neurons. Each row of pictures is one way to
# begin, each histogram shows the outputs of one layer. Look along the rows: which signal dies, which one
# hits the walls, which one arrives?

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    width, depth, shown = 200, 10, (1, 3, 6, 10)

    def rectify(z):
        return np.maximum(z, 0)

    starts = [
        ("tanh, std 0.02", np.tanh, lambda rng: 0.02 * rng.normal(size=(width, width))),
        ("tanh, std 0.3", np.tanh, lambda rng: 0.3 * rng.normal(size=(width, width))),
        ("tanh, Xavier", np.tanh, lambda rng: xavier_init(width, width, rng)),
        ("ReLU, Xavier", rectify, lambda rng: xavier_init(width, width, rng)),
        ("ReLU, He", rectify, lambda rng: he_init(width, width, rng)),
    ]
    fig, axes = plt.subplots(len(starts), len(shown), figsize=(9.5, 9))
    for row, (name, activation, draw) in zip(axes, starts, strict=True):
        rng = np.random.default_rng(0)
        signal = rng.normal(size=(300, width))
        edges = np.linspace(-1, 1, 41) if activation is np.tanh else np.linspace(0, 3, 41)
        for layer in range(1, depth + 1):
            signal = activation(dense_forward(signal, draw(rng), np.zeros(width)))
            if layer in shown:
                ax = row[shown.index(layer)]
                ax.hist(np.clip(signal, edges[0], edges[-1]).ravel(), bins=edges)
                size = np.sqrt(np.mean(signal**2))
                ax.set(title=f"layer {layer}: size {size:.2g}", yticks=[])
        row[0].set_ylabel(name)
    fig.suptitle("outputs of ten layers; size = root mean square")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# With weights too small every output ends at zero, and so does every gradient that has to pass through
# `w.T`. With weights too large tanh is pushed against its walls, where its slope is zero. Xavier keeps tanh
# alive, yet ReLU with Xavier fades: the missing factor 2. With He's factor the size stays where it was.
#
# ## Dropout
#
# The average of many networks is better than one of them, but who can train many? Srivastava et al. (2014)
# train them all at once: in each step every neuron is switched off with probability `rate`. Each step thus
# trains another thinned network, and all of them share their weights. No neuron can rely on one particular
# neighbour.
#
# At test time we want the average of the crowd, and the full network is a good stand-in, *if* its signals
# have the size that the next layer is used to. A neuron that is kept with probability $1 - \text{rate}$
# hands on, on average, only that share of its output. The **inverted** scaling repairs this at once, during
# training: what is kept is divided by the probability of being kept,
#
# $$ m_i = \frac{[\,u_i \ge \text{rate}\,]}{1 - \text{rate}}, \quad u_i \sim U(0, 1), \qquad
#    E[m_i x_i] = (1 - \text{rate}) \cdot \frac{x_i}{1 - \text{rate}} = x_i . $$
#
# Then nothing at all has to be done at test time: dropout is the identity there. The mask is returned with
# the output, since the way back has to go through the same doors.


# %%
def dropout_forward(x, rate, rng, train=True):
    """Switch entries off at random and scale up the others, so that the mean stays.

    Parameters
    ----------
    x : ndarray of any shape
        Output of the layer below.
    rate : float in [0, 1)
        Probability that an entry is switched off.
    rng : numpy.random.Generator
        In training one array of the shape of x is drawn with `rng.random`, also if rate is 0. With
        train=False nothing is drawn, and rng may be None.
    train : bool
        True in training. False at test time, when every entry passes unchanged.

    Returns
    -------
    out : ndarray of the shape of x
        x times mask.
    mask : ndarray of the shape of x
        In training, entries are 1 / (1 - rate) where the drawn number is at least rate (equal counts as
        kept), else 0. At test time all are 1.

    Raises
    ------
    ValueError
        If rate is not in [0, 1).

    Notes
    -----
    x itself is not changed. This is "inverted" dropout: it scales in training.
    Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15
    (2014); the scaling in training is the variant that they mention in section 10.
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate must be in [0, 1), got {rate}")
    mask = np.ones(x.shape)
    if train:
        keep = rng.random(x.shape) >= rate
        mask = keep / (1 - rate)
    return x * mask, mask


# %% [markdown]
# The layer multiplies each entry by a number of its own. So the gradient is multiplied by the same number:
# an entry that was switched off had no influence and gets no gradient, an entry that was scaled up gets a
# gradient that is scaled up.


# %%
def dropout_backward(dout, mask):
    """Gradient of the loss with respect to the input of dropout.

    Parameters
    ----------
    dout : ndarray of any shape
        Gradient of the loss with respect to the output of dropout.
    mask : ndarray of the shape of dout
        The mask that dropout_forward returned, scaling included.

    Returns
    -------
    ndarray of the shape of dout
        Gradient with respect to x. Where the mask is 0 it is 0.

    Notes
    -----
    Source: the chain rule on the thinned network, Srivastava et al. (2014), section 5.1.
    """
    return dout * mask


# %% [markdown]
# **Dropout is an average.** Left: one vector of 20 activations goes through dropout again and again; the
# mean over the first $k$ masks comes ever closer to the vector itself, as $1/\sqrt{k}$. Right: the mean of
# 20,000 ones after dropout, for many rates, with the scaling and without.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    x = rng.normal(size=20)
    copies, _ = dropout_forward(np.tile(x, (2000, 1)), 0.5, rng)
    counts = np.arange(1, 2001)
    means = np.cumsum(copies, axis=0) / counts[:, None]
    distance = np.sqrt(np.mean((means - x) ** 2, axis=1))

    rates = np.linspace(0, 0.95, 20)
    ones = np.ones(20_000)
    pairs = [dropout_forward(ones, rate, rng) for rate in rates]

    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    left.loglog(counts, distance, label="distance from x")
    left.loglog(counts, np.sqrt(np.mean(x**2) / counts), "k:", label="1/sqrt(k)")
    left.set(xlabel="masks averaged, k", ylabel="root mean square", title="the crowd agrees on x")
    left.legend()
    right.plot(rates, [out.mean() for out, _ in pairs], "o-", label="scaled by 1 / (1 - rate)")
    right.plot(rates, [(mask > 0).mean() for _, mask in pairs], "s-", label="not scaled")
    right.set(xlabel="rate", ylabel="mean after dropout", ylim=(0, 1.3), title="scaling keeps the mean")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# Build a network with two dense layers and a ReLU between them. Set all weights of each layer to 0.1 and
# all biases to 0, and train it by gradient descent.
#
# 1. Look at your formulas in `dense_backward`. What can you say about the columns of the first layer's `dw`
#    in the first step, and in all the steps that follow? What can a hidden layer of 100 such neurons
#    compute that a single neuron cannot?
# 2. Now put dropout between the two layers. Does your answer change? Why?

# %% [markdown] role="answer"
# 1. All hidden neurons have the same weights, so they give the same output. The second layer's weights have
#    one row for each hidden neuron, and these rows are equal too, so `dout @ w.T` gives each hidden neuron
#    the same gradient. The columns of the first `dw` are therefore equal. The rows of the second `dw` are
#    equal as well, since equal outputs meet the same `dout`. After the step everything is as it was: twins,
#    and so on for ever. A hundred twins compute what one neuron computes, only a hundred times. (The
#    columns of the second layer's `dw` may differ: its outputs have different targets.)
# 2. Yes. Dropout draws another mask for each neuron and example, so twins get different gradients in the
#    first step and are no longer twins: dropout breaks the symmetry. With enough steps the neurons may
#    specialise. It is a slow and noisy way to do so, and the common start still has the wrong size, so
#    random weights remain the right way.
#
# Look for: equal outputs *and* equal rows of the next weights as the reason for equal gradients (one
# point); dropout's mask differs from neuron to neuron, so the symmetry breaks (one point). An answer "no,
# since dropout acts only on outputs" misses that the mask multiplies the gradient too.
