# %% [markdown]
# # Gates: a memory that chooses
#
# **The question.** A recurrent network passes its whole memory through a matrix and a squashing function, at every
# step, whether the word was worth it or not. After fifty steps nothing is left, neither of the memory nor of the
# blame that should come back. Can a network keep what matters, and *learn* what matters?
#
# **The idea.** Do not make the memory anew. Leave it as it is, and change it only where there is a reason. Three
# small networks look at the word and decide, for each neuron: what to keep, what to write, what to show. A decision
# is a number between 0 and 1, made by a sigmoid, and multiplied onto what it lets through: a **gate**.

# %%
"""Gated recurrent networks, LSTM and GRU: small networks decide what a memory keeps, takes in and shows."""

import numpy as np

from nn.activations import sigmoid

# %% [markdown]
# ## One step of an LSTM
#
# **Two memories.** The *cell* $c$ is the store, the *state* $h$ is what is shown of it (Hochreiter and Schmidhuber,
# 1997; the forget gate is from Gers, Schmidhuber and Cummins, 2000). First four blocks of $H$ numbers, by one dense
# layer that sees the word and the last state:
#
# $$[\,z_i \mid z_f \mid z_g \mid z_o\,] = x W_x + h W_h + b .$$
#
# Three of them are gates, the fourth is the new content:
#
# $$i = \sigma(z_i), \quad f = \sigma(z_f), \quad g = \tanh(z_g), \quad o = \sigma(z_o).$$
#
# Then keep some of the old, write some of the new, and show some of it all:
#
# $$c' = f \odot c + i \odot g, \qquad h' = o \odot \tanh(c').$$
#
# **The order of the blocks** is a convention, and a trap: weights from elsewhere may have another one. Here it is
# *input, forget, content, output*, as in PyTorch.

# %%
def lstm_step(x, h, c, Wx, Wh, b):
    """Take one step of a long short-term memory.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        The input of this step, a row for each sequence.
    h, c : ndarray of float, shape (N, H)
        State and cell after the last step.
    Wx, Wh : ndarray of float, shapes (D, 4H) and (H, 4H)
        The columns are four blocks of H: input gate i, forget gate f, content g, output gate o, in this order.
    b : ndarray of float, shape (4H,)
        The only bias, in the same order.

    Returns
    -------
    h_next, c_next : ndarray of float, shape (N, H)
        State and cell after the step. Finite also where a gate is wide open or shut, as `sigmoid` is.

    References
    ----------
    S. Hochreiter, J. Schmidhuber: Long short-term memory. Neural Computation 9 (1997).
    F. Gers, J. Schmidhuber, F. Cummins: Learning to forget. Neural Computation 12 (2000).
    """
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    c_next = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c_next), c_next


# %% [markdown]
# ## Reading with an LSTM
#
# The loop is that of `rnn_forward`, with two things to hand on. Return states *and* cells, all of them: the way back
# will ask for both.

# %%
def lstm_forward(x, h0, c0, Wx, Wh, b):
    """Read sequences with an LSTM, step by step.

    Parameters
    ----------
    x : ndarray of float, shape (N, T, D)
        N sequences of T inputs.
    h0, c0 : ndarray of float, shape (N, H), or None
        State and cell before the first step; None means zeros, for each by itself.
    Wx, Wh : ndarray of float, shapes (D, 4H) and (H, 4H)
        Columns in the order i, f, g, o.
    b : ndarray of float, shape (4H,)

    Returns
    -------
    h, c : ndarray of float, shape (N, T, H)
        State and cell after each step; h0 and c0 are not among them.
    """
    zeros = np.zeros((len(x), len(Wh)))
    state, cell = zeros if h0 is None else h0, zeros if c0 is None else c0
    states, cells = [], []
    for t in range(x.shape[1]):
        state, cell = lstm_step(x[:, t], state, cell, Wx, Wh, b)
        states.append(state)
        cells.append(cell)
    return np.stack(states, axis=1), np.stack(cells, axis=1)


# %% [markdown]
# **A cell, wired by hand.** One neuron, nothing learned. Its input has four channels: a value, and three buttons:
# *write*, *erase* and *show*. Each button moves one gate, from far on one side to far on the other: the input gate is
# shut unless *write* is pressed, the forget gate is open (keep!) unless *erase* is pressed. The value changes all the
# time. The cell takes it in when told to, and holds it without loss. The state says what is in the cell (its tanh),
# and only when asked.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    steps = 40
    x = np.zeros((1, steps, 4))
    x[0, :, 0] = rng.uniform(-1, 1, steps)
    buttons = {"write": (5, 21, 26), "erase": (18, 26, 34), "show": (9, 10, 11, 20, 24, 30, 31, 32, 37)}
    for channel, pressed in enumerate(buttons.values(), start=1):
        x[0, pressed, channel] = 1
    wires = np.zeros((4, 4))  # rows: value, write, erase, show; columns: i, f, g, o
    wires[0, 2], wires[1, 0], wires[2, 1], wires[3, 3] = 1, 20, -20, 20
    state, cell = lstm_forward(x, None, None, wires, np.zeros((1, 4)), np.array([-10.0, 10, 0, -10]))

    fig, (top, middle, bottom) = plt.subplots(
        3, 1, figsize=(10, 5), sharex=True, height_ratios=(2, 1, 2), layout="constrained"
    )
    top.stem(x[0, :, 0], linefmt="0.6", markerfmt="ko", basefmt="k-")
    top.set(ylabel="value", title="what comes in: values, and three buttons")
    for row, pressed in enumerate(buttons.values()):
        middle.plot(pressed, [row] * len(pressed), "ks", markersize=7)
    middle.set(yticks=range(3), yticklabels=buttons, ylim=(2.6, -0.6))
    middle.grid(axis="y", alpha=0.5)
    bottom.step(range(steps), cell[0, :, 0], "C0--", where="mid", label="cell c")
    bottom.step(range(steps), state[0, :, 0], "C3-", where="mid", label="state h")
    bottom.set(xlabel="step", ylabel="memory", title="what is kept, and what is shown", ylim=(-1, 1))
    bottom.legend(loc="upper right")
    plt.show()

# %% [markdown]
# ## Back through an LSTM
#
# **Two kinds of blame.** At each step someone blames the state, and someone blames the cell. Let $dh$ be all that
# arrives at the state (from above, and from step $t+1$), and $dc$ what step $t+1$ sends back to the cell. The state
# was made from the cell, so first the cell gets its share of $dh$:
#
# $$dc \leftarrow dc + dh \odot o \odot (1 - \tanh^2 c_t).$$
#
# Now the cell has all its blame. It was $f \odot c_{t-1} + i \odot g$, so each of the four factors gets $dc$ times its
# partner; and $o$ met $\tanh c_t$. Then through the squashing functions, whose slopes are made of their own values:
# $s(1-s)$ for a sigmoid $s$, and $1-g^2$ for the tanh.
#
# $$dz_i = dc\; g\; i(1-i), \quad dz_f = dc\; c_{t-1}\; f(1-f), \quad dz_g = dc\; i\,(1-g^2), \quad
# dz_o = dh\; \tanh(c_t)\; o(1-o).$$
#
# From here on it is a dense layer with two inputs, as in the plain network. What goes back to step $t-1$:
#
# $$dh_{t-1} = dz\, W_h^\top, \qquad dc_{t-1} = dc \odot f .$$
#
# **Look at the last formula.** No matrix, no slope: only the gate. Where $f = 1$ the blame of a cell goes back
# *unchanged*, as far as you like. That is the point of the whole thing.
#
# **In what order?** You need the gates again. All states are known by now, so the gates of all steps need no loop:
# compute them at once, with the state *before* each step. Only the blame has to walk, from the last step to the first.

# %%
def lstm_backward(dh, dc_last, x, h0, c0, h, c, Wx, Wh, b):
    """Back-propagation through time for an LSTM.

    Parameters
    ----------
    dh : ndarray of float, shape (N, T, H)
        Gradient of the loss with respect to each state that lstm_forward returned, its effect on later steps not
        counted.
    dc_last : ndarray of float, shape (N, H), or None
        The same for the last cell, c[:, -1]; None means zeros. The loss looks at no other cell.
    x : ndarray of float, shape (N, T, D)
    h0, c0 : ndarray of float, shape (N, H), or None
        State and cell before the first step; None means zeros, for each by itself.
    h, c : ndarray of float, shape (N, T, H)
        States and cells that lstm_forward returned.
    Wx, Wh : ndarray of float, shapes (D, 4H) and (H, 4H)
        Columns in the order i, f, g, o.
    b : ndarray of float, shape (4H,)

    Returns
    -------
    dx : ndarray of float, shape (N, T, D)
    dh0, dc0 : ndarray of float, shape (N, H)
        Returned also where h0 or c0 is None.
    dWx, dWh, db : ndarray of float, shapes (D, 4H), (H, 4H) and (4H,)
        Sums over rows and steps, without a mean.
    """
    flow = np.zeros(h[:, 0].shape)
    h_before = np.concatenate([(flow if h0 is None else h0)[:, None], h[:, :-1]], axis=1)
    c_before = np.concatenate([(flow if c0 is None else c0)[:, None], c[:, :-1]], axis=1)
    zi, zf, zg, zo = np.split(x @ Wx + h_before @ Wh + b, 4, axis=2)
    i, f, g, o, shown = sigmoid(zi), sigmoid(zf), np.tanh(zg), sigmoid(zo), np.tanh(c)
    of_cell = np.concatenate([g * i * (1 - i), c_before * f * (1 - f), i * (1 - g**2)], axis=2)
    of_state = shown * o * (1 - o)
    dcell, dz = flow if dc_last is None else dc_last, np.empty((*x.shape[:2], len(b)))
    for t in reversed(range(x.shape[1])):
        dstate = dh[:, t] + flow
        dcell = dcell + dstate * o[:, t] * (1 - shown[:, t] ** 2)
        dz[:, t] = np.hstack([np.tile(dcell, 3) * of_cell[:, t], dstate * of_state[:, t]])
        flow, dcell = dz[:, t] @ Wh.T, dcell * f[:, t]
    dWx, dWh = np.tensordot(x, dz, ((0, 1), (0, 1))), np.tensordot(h_before, dz, ((0, 1), (0, 1)))
    return dz @ Wx.T, flow, dcell, dWx, dWh, dz.sum(axis=(0, 1))


# %% [markdown]
# ## One step of a GRU
#
# **Can it be simpler?** The gated recurrent unit (Cho et al., 2014) has no cell and only two gates. The *update* gate
# $z$ says how much of the old state stays, and what does not stay is filled up with new content: to keep and to write
# are one decision. The *reset* gate $r$ says how much of the old state the new content may look at. Here the two
# products are not added at once, so there are two biases:
#
# $$[\,a_r \mid a_z \mid a_n\,] = x W_x + b_x, \qquad [\,s_r \mid s_z \mid s_n\,] = h W_h + b_h,$$
#
# $$r = \sigma(a_r + s_r), \quad z = \sigma(a_z + s_z), \quad n = \tanh(a_n + r \odot s_n), \quad
# h' = (1 - z) \odot n + z \odot h .$$
#
# **Three conventions**, and you will meet the opposite of each. The blocks are *reset, update, new* (Keras has update
# first). A $z$ of 1 *keeps* (in some papers it writes). And $r$ is multiplied onto the product *with* its bias, after
# the matrix (in the first paper: onto $h$, before it). This is the form of PyTorch and cuDNN.

# %%
def gru_step(x, h, Wx, Wh, bx, bh):
    """Take one step of a gated recurrent unit.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)
        The input of this step, a row for each sequence.
    h : ndarray of float, shape (N, H)
        The state after the last step.
    Wx, Wh : ndarray of float, shapes (D, 3H) and (H, 3H)
        The columns are three blocks of H: reset gate r, update gate z, new content n, in this order.
    bx, bh : ndarray of float, shape (3H,)
        The bias of the input's part and that of the state's part, in the same order.

    Returns
    -------
    h_next : ndarray of float, shape (N, H)
        (1 - z) n + z h, where the reset gate r multiplies the state's part of n, its bias included. Finite also where
        a gate is wide open or shut.

    References
    ----------
    K. Cho et al.: Learning phrase representations using RNN encoder-decoder. EMNLP 2014.
    J. Chung, C. Gulcehre, K. Cho, Y. Bengio: Empirical evaluation of gated recurrent neural networks. 2014.
    """
    ar, az, an = np.split(x @ Wx + bx, 3, axis=1)
    sr, sz, sn = np.split(h @ Wh + bh, 3, axis=1)
    z = sigmoid(az + sz)
    return (1 - z) * np.tanh(an + sigmoid(ar + sr) * sn) + z * h


# %% [markdown]
# ## Reading with a GRU
#
# The loop once more. There is only one thing to hand on, as in the plain network.

# %%
def gru_forward(x, h0, Wx, Wh, bx, bh):
    """Read sequences with a GRU, step by step.

    Parameters
    ----------
    x : ndarray of float, shape (N, T, D)
        N sequences of T inputs.
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    Wx, Wh : ndarray of float, shapes (D, 3H) and (H, 3H)
        Columns in the order r, z, n.
    bx, bh : ndarray of float, shape (3H,)

    Returns
    -------
    h : ndarray of float, shape (N, T, H)
        The state after each step; h0 is not among them.
    """
    state = np.zeros((len(x), len(Wh))) if h0 is None else h0
    states = []
    for t in range(x.shape[1]):
        state = gru_step(x[:, t], state, Wx, Wh, bx, bh)
        states.append(state)
    return np.stack(states, axis=1)


# %% [markdown]
# ## Back through a GRU
#
# **Where did the old state go?** To four places: into the mix directly, by $z$, and through $W_h$ into $r$, $z$ and
# $n$. All its blame adds up. With $dh$ as all that arrives at the state, first the insides of the three blocks:
#
# $$da_n = dh\,(1 - z)(1 - n^2), \qquad da_z = dh\,(h_{t-1} - n)\; z(1-z), \qquad da_r = da_n\, s_n\; r(1-r).$$
#
# For the input's part that is all: $da$ goes on into $W_x$ and $b_x$. The state's part is the same with one
# difference, since $s_n$ was multiplied by $r$:
#
# $$ds_r = da_r, \quad ds_z = da_z, \quad ds_n = da_n\, r, \qquad dh_{t-1} = dh \odot z + ds\, W_h^\top .$$
#
# Again there is a way without matrix and slope: where $z = 1$, blame goes back unchanged.

# %%
def gru_backward(dh, x, h0, h, Wx, Wh, bx, bh):
    """Back-propagation through time for a GRU.

    Parameters
    ----------
    dh : ndarray of float, shape (N, T, H)
        Gradient of the loss with respect to each state that gru_forward returned, its effect on later steps not
        counted.
    x : ndarray of float, shape (N, T, D)
    h0 : ndarray of float, shape (N, H), or None
        The state before the first step; None means zeros.
    h : ndarray of float, shape (N, T, H)
        The states that gru_forward returned.
    Wx, Wh : ndarray of float, shapes (D, 3H) and (H, 3H)
        Columns in the order r, z, n.
    bx, bh : ndarray of float, shape (3H,)

    Returns
    -------
    dx : ndarray of float, shape (N, T, D)
    dh0 : ndarray of float, shape (N, H)
        Returned also where h0 is None.
    dWx, dWh, dbx, dbh : ndarray of float, shapes (D, 3H), (H, 3H), (3H,) and (3H,)
        Sums over rows and steps, without a mean.
    """
    flow = np.zeros(h[:, 0].shape)
    before = np.concatenate([(flow if h0 is None else h0)[:, None], h[:, :-1]], axis=1)
    ar, az, an = np.split(x @ Wx + bx, 3, axis=2)
    sr, sz, sn = np.split(before @ Wh + bh, 3, axis=2)
    r, z = sigmoid(ar + sr), sigmoid(az + sz)
    n = np.tanh(an + r * sn)
    slope_n, slope_z = (1 - z) * (1 - n**2), (before - n) * z * (1 - z)
    slopes = np.concatenate([slope_n * sn * r * (1 - r), slope_z, slope_n], axis=2)
    da, ds = np.empty(slopes.shape), np.empty(slopes.shape)
    for t in reversed(range(x.shape[1])):
        total = dh[:, t] + flow
        da[:, t] = np.tile(total, 3) * slopes[:, t]
        dr, dz, dn = np.split(da[:, t], 3, axis=1)
        ds[:, t] = np.hstack([dr, dz, dn * r[:, t]])
        flow = total * z[:, t] + ds[:, t] @ Wh.T
    dWx, dWh = np.tensordot(x, da, ((0, 1), (0, 1))), np.tensordot(before, ds, ((0, 1), (0, 1)))
    return da @ Wx.T, flow, dWx, dWh, da.sum(axis=(0, 1)), ds.sum(axis=(0, 1))


# %% [markdown]
# ## How far back now?
#
# The experiment of the last lesson again: the last state is blamed; how much of it reaches an input that was read
# $d$ steps earlier? All networks have random weights and have learned nothing; the plain one gets a matrix with a
# radius near 1, the best for it. The gated ones differ in one bias only, that of the gate which keeps (LSTM: $f$;
# GRU: $z$). A bias $\beta$ opens it to about $\sigma(\beta)$, so along the memory itself the blame fades like
# $\sigma(\beta)^d$ (dotted). The ways through $W_h$ are still there and add something to it; with $\beta = 5$ the
# blame in the LSTM even grows a little.
#
# A gate alone is no gift. At a bias of 0 it is half shut, every step takes about half of the blame, and both networks
# are far *worse* than the plain one. That is why a forget gate should start with a bias of 1 or more (Jozefowicz,
# Zaremba and Sutskever, 2015). From there on the network can learn where to set it; the plain one has nothing to set.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from rnn.recurrent import rnn_backward, rnn_forward

    def net_weights(blocks, keep, bias, n_in=4, n_hidden=24, scale=0.5):
        """Draw Wx, Wh and b of a net with some blocks; block `keep` of the bias gets `bias`."""
        rng = np.random.default_rng(0)
        b = np.zeros(blocks * n_hidden)
        if keep is not None:
            b[keep * n_hidden : (keep + 1) * n_hidden] = bias
        sizes = (n_in, blocks * n_hidden), (n_hidden, blocks * n_hidden)
        return [scale / np.sqrt(n_hidden) * rng.normal(size=size) for size in sizes] + [b]

    x = np.random.default_rng(1).normal(size=(8, 60, 4))
    dh = np.zeros((8, 60, 24))
    dh[:, -1] = np.random.default_rng(2).normal(size=(8, 24))
    wx, wh, b = net_weights(1, None, 0, scale=1.0)
    blames = {"plain": ("k-", 0, rnn_backward(dh, x, None, rnn_forward(x, None, wx, wh, b), wx, wh)[0])}
    for bias, style in ((0, "C0-."), (2, "C2--"), (5, "C3-")):
        wx, wh, b = net_weights(4, 1, bias)
        h, c = lstm_forward(x, None, None, wx, wh, b)
        dx = lstm_backward(dh, None, x, None, None, h, c, wx, wh, b)[0]
        blames[f"LSTM, bias {bias}"] = (style, bias, dx)
        wx, wh, b = net_weights(3, 1, bias)
        dx = gru_backward(dh, x, None, gru_forward(x, None, wx, wh, b, 0 * b), wx, wh, b, 0 * b)[0]
        blames[f"GRU, bias {bias}"] = (style, bias, dx)

    fig, axes = plt.subplots(1, 2, figsize=(11, 3.9), sharey=True, layout="constrained")
    for ax, kind in zip(axes, ("LSTM", "GRU"), strict=True):
        for name, (style, bias, dx) in blames.items():
            if name.startswith((kind, "plain")):
                sizes = np.sqrt(np.mean(dx**2, axis=(0, 2)))[::-1]
                ax.semilogy(sizes / sizes[0], style, label=name)
            if name.startswith(kind):
                ax.semilogy((1 / (1 + np.exp(-bias))) ** np.arange(60), style[:2] + ":", linewidth=0.9)
        ax.set(title=f"{kind} and plain network", xlabel="distance in time (steps)", ylim=(1e-14, 30))
        ax.grid(alpha=0.4)
        ax.legend(loc="lower left")
    axes[0].set_ylabel("size of dx, last step = 1")
    plt.show()

# %% [markdown]
# ## Remember one bit
#
# **The task.** Each sequence begins with a signal, +1 or -1, on a channel of its own. Then come twenty-nine steps of
# noise on the other channels, and nothing on this one. After the last step: which was it? Nothing could be easier,
# *if* you still know.
#
# All three networks have eight neurons and an output layer on the last state; they are trained alike, on fresh
# sequences, by back-propagation through all steps. The gates that keep start with a bias of 3 and know nothing of
# signals or noise.

# %%
N_HIDDEN, N_STEPS = 8, 30


# %% role="given"
def signal_in_noise(n, n_steps, rng):
    """Make n sequences (n, n_steps, 3): a signal of +1 or -1 at the first step, then noise; and labels (n,)."""
    labels = rng.integers(0, 2, n)
    x = rng.normal(size=(n, n_steps, 3))
    x[:, :, 0] = 0
    x[:, 0] = 0
    x[:, 0, 0] = 2 * labels - 1
    return x, labels


# %%
if __name__ == "__main__":
    from nn.layers import dense_backward, dense_forward
    from nn.losses import softmax_cross_entropy_grad
    from nn.optimizers import Adam
    from rnn.recurrent import clip_gradients

    def read_gru(x, params):
        h = gru_forward(x, None, *params)
        return h, lambda dh: gru_backward(dh, x, None, h, *params)[2:]

    def read_lstm(x, params):
        h, c = lstm_forward(x, None, None, *params)
        return h, lambda dh: lstm_backward(dh, None, x, None, None, h, c, *params)[3:]

    def read_plain(x, params):
        h = rnn_forward(x, None, *params)
        return h, lambda dh: rnn_backward(dh, x, None, h, *params[:2])[2:]

    def remember(read, params, n_rounds=60):
        """Train a network; return its parameters, and the share of right answers before each round."""
        rng, optimizer, shares = np.random.default_rng(0), Adam(lr=0.03), []
        params = [*params, rng.normal(size=(N_HIDDEN, 2)) / np.sqrt(N_HIDDEN), np.zeros(2)]
        for _ in range(n_rounds):
            x, labels = signal_in_noise(32, N_STEPS, rng)
            h, back = read(x, params[:-2])
            logits = dense_forward(h[:, -1], *params[-2:])
            shares.append((logits.argmax(axis=1) == labels).mean())
            dlast, dw, db = dense_backward(softmax_cross_entropy_grad(logits, labels), h[:, -1], params[-2])
            dh = np.zeros(h.shape)
            dh[:, -1] = dlast
            params = optimizer.step(params, clip_gradients([*back(dh), dw, db], 1.0)[0])
        return params, shares

    plain_start = net_weights(1, None, 0, 3, N_HIDDEN, 1.0)
    lstm_start, gru_start = (net_weights(blocks, 1, 3.0, 3, N_HIDDEN, 1.0) for blocks in (4, 3))
    nets = {
        "plain": (read_plain, plain_start, "k-"),
        "LSTM": (read_lstm, lstm_start, "C3--"),
        "GRU": (read_gru, [*gru_start, 0 * gru_start[2]], "C0-."),
    }
    taught = {name: remember(read, start) for name, (read, start, _) in nets.items()}

# %% [markdown]
# Left: the plain network guesses from the first round to the last; next to no blame reaches the first step. The
# gated ones learn it. Middle and right: one neuron of the plain network and one cell of the LSTM (those which tell
# the two signals apart best at the end), both trained, for twelve new sequences. In the plain network the signal goes
# under in noise at once. The cell takes a side at the first step and keeps to it. It does more than hold: in each step
# it writes a little of the same sign again, so it counts further and further away from 0, and no noise can turn it.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, 3, figsize=(13, 3.9), layout="constrained")
    for name, (_, _, style) in nets.items():
        axes[0].plot(np.convolve(taught[name][1], np.ones(10) / 10, "valid"), style, label=name)
    axes[0].axhline(0.5, color="0.6", linewidth=0.7)
    axes[0].set(title=f"a signal {N_STEPS - 1} steps ago", xlabel="round of training", ylabel="share right, mean of 10")
    axes[0].legend()
    x, labels = signal_in_noise(400, N_STEPS, np.random.default_rng(1))
    plain = rnn_forward(x, None, *taught["plain"][0][:3])
    cell = lstm_forward(x, None, None, *taught["LSTM"][0][:3])[1]
    for ax, memory, title in zip(axes[1:], (plain, cell), ("plain: a neuron", "LSTM: a cell"), strict=True):
        apart = memory[labels == 1, -1].mean(axis=0) - memory[labels == 0, -1].mean(axis=0)
        clearest = np.abs(apart / memory[:, -1].std(axis=0)).argmax()
        for label, style in ((0, "C0--"), (1, "C3-")):
            ax.plot(memory[labels == label][:6, :, clearest].T, style, linewidth=1)
            ax.plot([], style, label=f"signal {2 * label - 1:+}")
        ax.set(title=title, xlabel="step", ylabel="memory")
    axes[2].legend(loc="upper left")
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. The plain network of the last lesson could hold a value for ever, but then no blame came back. The cell of the
#    LSTM can have both. What in $c' = f \odot c + i \odot g$ makes the difference? And is there still something that
#    can make the blame of an LSTM vanish, or explode?
# 2. With $D$ inputs and $H$ neurons, how many weights and biases have the plain network, the GRU and the LSTM? You
#    compare them on a task with the same $H$ each. Is that fair?

# %% [markdown] role="answer"
# 1. The cell is carried on by a product with $f$, without a matrix and without a squashing function, so its slope is
#    $f$ itself, which may be (nearly) 1 while the value stays anywhere. In the plain network the slope is small just
#    where the value is held. It still vanishes where the forget gate is less than 1: $0.9^{60}$ is 0.002. And the way
#    through the state, $W_h$ and the gates, is still there and can still explode, so one still clips. One point for the
#    slope $f$ along the cell (no tanh, no matrix), and for one of the two ways in which it fails.
# 2. $H(D + H + 1)$ for the plain one, $3H(D + H + 2)$ for the GRU with its two biases, $4H(D + H + 1)$ for the LSTM.
#    So with the same $H$ the LSTM has four times the numbers to learn with, and takes about four times as long; a
#    fairer comparison gives all of them the same number of weights, or the same time, and tunes each. On our task more
#    neurons would not help the plain network: it fails because of distance, not of size. One point for the counts
#    (biases may be off), one for a reasoned comparison.
