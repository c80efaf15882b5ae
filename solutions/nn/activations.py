# %% [markdown]
# # Activations: the bend between two layers
#
# **The question.** A layer of a network computes $xW + b$. Stack two of them and you get
#
# $$(xW_1 + b_1)W_2 + b_2 = x\,(W_1W_2) + (b_1W_2 + b_2).$$
#
# That is one layer again. A hundred linear layers are worth no more than one: they draw straight lines, and
# nothing else. So what has to stand between two layers to make depth worth its price?
#
# **The idea.** Anything that *bends*. Put a function $f$ that is not linear between the layers, apply it to
# each number on its own, and the collapse above no longer works. With enough bends a network can follow any
# continuous curve. Which bend, hardly matters for that (any one that is not a polynomial will do: Leshno and
# others, 1993). It matters a great deal for how well the network *learns*: for the way back, the gradient.

# %%
"""Activations: functions that bend, by entry or by row, and how a gradient passes back through them."""

import numpy as np

# %% [markdown]
# ## The simplest bend
#
# **How little is enough?** One corner. The rectified linear unit keeps what is positive and drops the rest:
#
# $$\operatorname{relu}(x) = \max(0, x).$$
#
# It costs one comparison. Modern networks use it, or a close relative, almost everywhere.

# %%
def relu(x):
    """Rectified linear unit, entry by entry: x where x is positive, 0 elsewhere.

    Parameters
    ----------
    x : ndarray of float, any shape

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    V. Nair, G. Hinton: Rectified linear units improve restricted Boltzmann machines. ICML 2010.
    """
    return np.maximum(x, 0)


# %% [markdown]
# **See it work.** Each hinge $\operatorname{relu}(x - c)$ is flat on the left of $c$ and climbs on the right
# of it. Add hinges with different weights and you get a line that may turn at every $c$. Below, a sine wave
# is fitted with no hinge (the best straight line), with four, and with sixteen.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    t = np.linspace(-3, 3, 301)
    wave = np.sin(2 * t)
    fig, axes = plt.subplots(1, 3, figsize=(12, 3.2), sharey=True)
    for ax, n_hinges in zip(axes, (0, 4, 16), strict=True):
        corners = np.linspace(-3, 3, n_hinges + 2)[1:-1]
        columns = np.column_stack([np.ones_like(t), t, *(relu(t - c) for c in corners)])
        weights = np.linalg.lstsq(columns, wave, rcond=None)[0]
        ax.plot(t, wave, color="0.7", linewidth=4, label="target")
        ax.plot(t, columns @ weights, color="C3", label=f"{n_hinges} hinges")
        ax.plot(corners, np.zeros_like(corners), "k|", markersize=10)
        ax.set_xlabel("x")
        ax.legend(loc="lower right")
    fig.suptitle("A straight line plus hinges: the marks show where it may turn")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The way back
#
# **What does learning need from $f$?** When the network is wrong by a loss $L$, each layer is told how much
# $L$ would change if the layer's *output* changed a little. This message is the **upstream gradient**, `dout`
# $= \partial L / \partial f(x)$, with one number for each entry of the output. The layer passes on how much
# $L$ would change if its *input* changed a little. That is the chain rule:
#
# $$\frac{\partial L}{\partial x} = \texttt{dout} \cdot f'(x).$$
#
# Every backward function of this kit is called as `f_backward(dout, x)`. Here `x` is what went *into* the
# forward pass, not what came out.
#
# The slope of relu is 1 on the right and 0 on the left. So relu is a gate: it lets the message through, or it
# blocks it. At the corner itself there is no slope. We have to pick one, and we pick 0.

# %%
def relu_backward(dout, x):
    """Gradient of the loss with respect to the input of relu: dout times the slope, which is 1 or 0.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d relu(x), and the input of the forward pass.

    Returns
    -------
    dx : ndarray, shape of x
        The slope of relu at x = 0 is taken as 0.
    """
    return dout * (x > 0)


# %% [markdown]
# ## The classic: a soft switch
#
# **What came before relu?** Early neurons were switches: off below a threshold, on above it. A switch has
# slope 0 almost everywhere, so no gradient can tell it how to learn. In 1986 back-propagation became famous
# with a *soft* switch, the logistic sigmoid:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}.$$
#
# It turns any number into something between 0 and 1. So it can be read as a probability, and that is what it
# is still used for today, at the *end* of a network.
#
# **A trap.** There are two ways to write it, $1/(1+e^{-x})$ and $e^x/(1+e^x)$. In float64, $e^{710}$ is
# already infinite, and infinity divided by infinity is not a number. Which of the two is safe on which side?

# %%
def sigmoid(x):
    """Logistic sigmoid, entry by entry: 1 / (1 + exp(-x)).

    Finite and right for any finite x: sigmoid(-1000) is 0.0 and sigmoid(1000) is 1.0.

    Parameters
    ----------
    x : ndarray of float, any shape

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    D. Rumelhart, G. Hinton, R. Williams: Learning representations by back-propagating errors. Nature, 1986.
    """
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


# %% [markdown]
# **Its slope** has a neat form. Write $s = \sigma(x)$; then $\sigma'(x) = s\,(1 - s)$. (Try it: differentiate
# $1/(1+e^{-x})$ and put the pieces together.) Mind which one you have in your hands, $x$ or $s$.

# %%
def sigmoid_backward(dout, x):
    """Gradient of the loss with respect to the input of sigmoid: dout times the slope s (1 - s).

    Finite for any finite x; far from 0 it goes to 0.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d sigmoid(x), and the input of the forward pass (not its output).

    Returns
    -------
    dx : ndarray, shape of x
    """
    s = sigmoid(x)
    return dout * s * (1 - s)


# %% [markdown]
# **Look at the slope.** It is never more than one quarter, and beyond $|x| = 5$ there is next to nothing
# left. The neuron is *saturated*: it is sure of itself, and deaf. The message `dout` comes in and hardly
# anything goes out, even if the neuron is sure and wrong.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    t = np.linspace(-8, 8, 321)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4))
    left.plot(t, sigmoid(t), label="sigmoid")
    left.plot(t, relu(t), label="relu")
    left.set(title="what comes out", xlabel="x", ylim=(-0.1, 2))
    right.plot(t, sigmoid_backward(np.ones_like(t), t), label="slope of sigmoid")
    right.plot(t, relu_backward(np.ones_like(t), t), label="slope of relu")
    right.axhline(0.25, color="0.6", linestyle=":", label="one quarter")
    right.fill_between(t, 0, 1.05, where=np.abs(t) > 5, color="0.9", label="saturated")
    right.set(title="how much of the message gets through", xlabel="x", ylim=(0, 1.6))
    left.legend(loc="upper left")
    right.legend(loc="upper left", ncols=2)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The same switch, centred
#
# **Can we have more slope?** The sigmoid's outputs are all positive, with a mean around one half. The next
# layer would like inputs around zero. The hyperbolic tangent is the sigmoid, stretched and moved down:
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}} = 2\,\sigma(2x) - 1, \qquad \tanh'(x) = 1 - \tanh^2(x).$$
#
# It goes from $-1$ to $1$, and its slope at 0 is 1, four times as steep. It saturates all the same. Recurrent
# networks use it to this day, because a state that stays between $-1$ and $1$ cannot explode.

# %%
def tanh(x):
    """Hyperbolic tangent, entry by entry.

    Finite and right for any finite x: tanh(-1000) is -1.0 and tanh(1000) is 1.0.

    Parameters
    ----------
    x : ndarray of float, any shape

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    Y. LeCun and others: Efficient BackProp. In: Neural networks: tricks of the trade, Springer 1998.
    """
    return np.tanh(x)


# %%
def tanh_backward(dout, x):
    """Gradient of the loss with respect to the input of tanh: dout times 1 minus the squared tanh.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d tanh(x), and the input of the forward pass (not its output).

    Returns
    -------
    dx : ndarray, shape of x
    """
    return dout * (1 - tanh(x) ** 2)


# %% [markdown]
# **Why does a slope of one quarter matter so much?** Because a deep network multiplies slopes. After twenty
# layers a factor of at most one quarter has become at most $0.25^{20} \approx 10^{-12}$. Let us watch it:
# twenty random layers, forward with each activation, then the message sent back from the top.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    plt.figure(figsize=(7, 3.6))
    depth, width, batch = 20, 64, 32
    start, message = rng.normal(size=(batch, width)), rng.normal(size=(batch, width))
    contestants = ((sigmoid, sigmoid_backward, 1), (tanh, tanh_backward, 1), (relu, relu_backward, 2))
    for f, backward, scale in contestants:
        layers = [rng.normal(0, np.sqrt(scale / width), (width, width)) for _ in range(depth)]
        inputs, h = [], start
        for w in layers:
            inputs.append(h @ w)
            h = f(inputs[-1])
        sizes, dout = [], message
        for w, z in zip(layers[::-1], inputs[::-1], strict=True):
            dout = backward(dout, z) @ w.T
            sizes.append(np.mean(np.abs(dout)))
        plt.semilogy(range(1, depth + 1), sizes[::-1], "o-", label=f.__name__)
    plt.xticks(range(2, depth + 1, 2))
    plt.gca().set(xlabel="layer (the message travels from right to left)", ylabel="mean size of the gradient")
    plt.title("What the first layers hear of a mistake at the end")
    plt.legend()
    plt.show()

# %% [markdown]
# The first layers of the sigmoid network hear nothing: about a million millionth of what was said. This is
# the *vanishing gradient*, and it kept deep networks from learning for twenty years. With tanh the message
# fades slowly, with relu it arrives (if the weights have the right size: see the lesson on layers).
#
# ## A gate that is never quite shut
#
# **Does relu have no vice?** It has one. If a neuron's input is negative for *every* example, its slope is 0
# for every example. No message gets through, its weights never change again, and the neuron is dead. The
# remedy is to leave the gate open by a crack of width $\alpha$:
#
# $$f(x) = \begin{cases} x & \text{if } x > 0 \\ \alpha x & \text{else} \end{cases}, \quad \alpha = 0.01.$$

# %%
def leaky_relu(x, alpha=0.01):
    """Leaky rectifier, entry by entry: x where x is positive, alpha * x elsewhere.

    Parameters
    ----------
    x : ndarray of float, any shape
    alpha : float, from 0 to 1
        Slope on the left of 0.

    Returns
    -------
    ndarray, shape of x

    References
    ----------
    A. Maas, A. Hannun, A. Ng: Rectifier nonlinearities improve neural network acoustic models. ICML 2013.
    """
    return np.maximum(x, alpha * x)


# %%
def leaky_relu_backward(dout, x, alpha=0.01):
    """Gradient of the loss with respect to the input of leaky_relu: dout times the slope, 1 or alpha.

    Parameters
    ----------
    dout, x : ndarray of float, same shape
        Upstream gradient dL / d leaky_relu(x), and the input of the forward pass.
    alpha : float, from 0 to 1
        Slope on the left of 0, the same as in the forward pass.

    Returns
    -------
    dx : ndarray, shape of x
        The slope at x = 0 is taken as alpha.
    """
    return np.where(x > 0, dout, alpha * dout)


# %% [markdown]
# **Wake the dead.** One neuron, $f(wx + b)$, shall learn $y = \operatorname{relu}(x)$. It starts with a bias
# of $-3$, so that its input is negative on all the data. With relu nothing ever happens. With a leak it
# creeps, then it wakes up and learns.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    x = np.linspace(-2, 2, 41)
    y = relu(x)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4))
    left.plot(x, y, color="0.7", linewidth=5, label="target")
    for name, f, backward in (("relu", relu, relu_backward), ("leaky relu", leaky_relu, leaky_relu_backward)):
        w, b, losses = 1.0, -3.0, []
        for _ in range(4000):
            error = f(w * x + b) - y
            losses.append(np.mean(error**2))
            dz = backward(2 * error / len(x), w * x + b)
            w, b = w - 0.2 * np.sum(dz * x), b - 0.2 * np.sum(dz)
        left.plot(x, f(w * x + b), label=f"{name}, after")
        right.loglog(range(1, 4001), losses, label=name)
    left.set(title="what the neuron has learned", xlabel="x")
    right.set(title="mean squared error", xlabel="step")
    left.legend()
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Softmax: a soft choice
#
# **The last layer of a classifier gives one number for each class: the logits.** How do they become
# probabilities? The largest should win. But "take the largest" (argmax) is a switch again, with no slope to
# learn from. So we want a *soft* argmax: all positive, sum 1, and the larger the logit, the larger its share.
# Take exps and divide by their sum:
#
# $$p_k = \frac{e^{x_k}}{\sum_j e^{x_j}}.$$
#
# Unlike relu, softmax looks at a whole row at once: the classes compete for a sum of 1. In an array of shape
# `(N, C)` each of the `N` rows is a competition of its own. The same holds for `(N, T, C)`: the classes are
# always on the last axis.
#
# **The trap.** $e^{1000}$ is infinity for a computer. But only the *differences* between logits count: adding
# a constant $c$ to the whole row multiplies top and bottom by the same $e^c$. You are free to choose $c$.
# Which one makes sure that no exp ever overflows, and that not all of them vanish?

# %%
def softmax(x):
    """Softmax over the last axis: positive numbers with sum 1, in the proportions of exp(x).

    Finite and right for any finite x, whatever its size: each row may be shifted by a constant of its own.

    Parameters
    ----------
    x : ndarray of float, shape (..., C)
        Logits; the last axis holds the classes, and there may be any number of axes before it (none, too).

    Returns
    -------
    ndarray, shape of x
        Probabilities; sums over the last axis are 1.

    References
    ----------
    J. Bridle: Probabilistic interpretation of feedforward classification network outputs. Springer 1990.
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, sections 4.1 and 6.2.2.3.
    """
    exps = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return exps / np.sum(exps, axis=-1, keepdims=True)


# %% [markdown]
# **How soft is soft?** Divide the logits by a *temperature* $T$ before softmax. When it is cold ($T \to 0$),
# the winner takes all: argmax. When it is hot ($T \to \infty$), all classes get the same. The order never
# changes, only the confidence.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    logits = np.array([2.0, 1.0, 0.5, -1.0])
    fig, axes = plt.subplots(1, 5, figsize=(12, 2.6), sharey=True)
    for ax, temperature in zip(axes, (0.1, 0.5, 1.0, 3.0, 30.0), strict=True):
        ax.bar(["a", "b", "c", "d"], softmax(logits / temperature), color=["C3", "C0", "C0", "C0"])
        ax.set_title(f"T = {temperature:g}")
    axes[0].set_ylabel("probability")
    fig.suptitle("Logits 2, 1, 0.5, -1: from argmax (cold) to a shrug (hot)")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **See it overflow.** The logits 1, 2, 3 and the logits 1001, 1002, 1003 mean the same. Typed in straight
# from the formula, softmax stops giving numbers once the shift passes 707, for then $e^{710}$ no longer fits.
# Yours should be a flat line.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    plt.figure(figsize=(7, 3.2))
    shifts = np.arange(0, 1001, 10)
    rows = np.array([1.0, 2.0, 3.0]) + shifts[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        straight = np.array([np.exp(row) / np.exp(row).sum() for row in rows])
    plt.plot(shifts, softmax(rows)[:, 2], color="0.7", linewidth=6, label="yours")
    plt.plot(shifts, straight[:, 2], color="C3", label="straight from the formula")
    plt.axvline(np.log(np.finfo(float).max) - 3, color="k", linestyle=":", label="largest exp that fits")
    plt.gca().set(xlabel="number added to the logits 1, 2, 3", ylabel="probability of the third", ylim=(0, 1))
    plt.legend(loc="lower left")
    plt.show()
    print("last row, straight from the formula:", straight[-1], "   yours:", np.round(softmax(rows)[-1], 4))

# %% [markdown]
# ## The way back through softmax
#
# **Each output depends on every input of its row.** If one logit rises, its own share rises and all the
# others fall. So the slope is no single number but a $C \times C$ matrix for each row, the Jacobian:
#
# $$\frac{\partial p_i}{\partial x_j} = p_i\,([i = j] - p_j), \quad J = \operatorname{diag}(p) - p\,p^\top.$$
#
# Its diagonal $p_i(1 - p_i)$ looks like the sigmoid's slope, and it is tempting to stop there. Then the
# competition is lost. The gradient is the whole product $J\,\texttt{dout}$:
#
# $$\frac{\partial L}{\partial x_j} = \sum_i \texttt{dout}_i\, p_i\,([i = j] - p_j).$$
#
# Carry the sum out before you write code: the matrix need never be built.

# %%
def softmax_backward(dout, x):
    """Gradient of the loss with respect to the input of softmax.

    It is the product of each row's whole Jacobian with that row of dout, not only of its diagonal.

    Parameters
    ----------
    dout, x : ndarray of float, both of shape (..., C)
        Upstream gradient dL / d softmax(x), and the input of the forward pass: logits (not probabilities).

    Returns
    -------
    dx : ndarray, shape of x
        Its sums over the last axis are 0, as a shift of all logits changes nothing.
    """
    p = softmax(x)
    return p * (dout - np.sum(dout * p, axis=-1, keepdims=True))


# %% [markdown]
# **Look at the Jacobian.** A trick to see a matrix that is never built: send back the messages $(1,0,0,0)$,
# $(0,1,0,0)$ and so on, one at a time. Each one brings back a row. Red is positive, blue is negative, and
# each row sums to 0: what one class wins, the others lose. When softmax is nearly sure, all of it fades:
# saturation again.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, 3, figsize=(11, 3.6))
    logits = np.array([2.0, 1.0, 0.5, -1.0])
    for ax, factor in zip(axes, (0.0, 1.0, 5.0), strict=True):
        jacobian = softmax_backward(np.eye(4), np.tile(factor * logits, (4, 1)))
        picture = ax.imshow(jacobian, cmap="coolwarm", vmin=-0.25, vmax=0.25)
        for i, j in np.ndindex(4, 4):
            ax.text(j, i, f"{jacobian[i, j]:z.2f}", ha="center", va="center", fontsize=9)
        ax.set_title("p = " + ", ".join(f"{v:.2f}" for v in softmax(factor * logits)), fontsize=10)
        ax.set_xlabel("logit j")
    axes[0].set_ylabel("probability i")
    fig.colorbar(picture, ax=axes, label="change of p[i] with x[j]")
    plt.show()

# %% [markdown]
# ## The log of softmax
#
# **Why would anyone want $\log p$?** Because the best loss for classification is $-\log p$ of the right
# class, as the next lesson shows. To take the log *after* softmax is a mistake: a class that trails by 1000
# has $p = e^{-1000}$, which a computer rounds to 0, and the log of 0 is minus infinity. The true answer is a
# harmless $-1000$. Do the division in the log instead:
#
# $$\log p_k = x_k - \log \sum_j e^{x_j}.$$
#
# The last term is called *log-sum-exp*. It is a soft maximum; the shift that saved softmax saves it too.

# %%
def log_softmax(x):
    """Logarithm of softmax over the last axis, x - log(sum(exp(x))), without taking the log of a rounded 0.

    Finite and right for any finite x: two logits 1000 apart give about 0 and -1000.

    Parameters
    ----------
    x : ndarray of float, shape (..., C)
        Logits; the last axis holds the classes, and there may be any number of axes before it (none, too).

    Returns
    -------
    ndarray, shape of x
        Natural logarithms of the probabilities, at most 0.

    References
    ----------
    P. Blanchard, D. Higham, N. Higham: Accurately computing the log-sum-exp and softmax functions. 2021.
    """
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


# %% [markdown]
# **Its way back is simpler than softmax's own.** From the formula,
# $\partial \log p_i / \partial x_j = [i = j] - p_j$. Every message that comes in is passed on as it is, and
# its share is taken away from everybody in the row:
#
# $$\frac{\partial L}{\partial x_j} = \texttt{dout}_j - p_j \sum_i \texttt{dout}_i.$$

# %%
def log_softmax_backward(dout, x):
    """Gradient of the loss with respect to the input of log_softmax.

    Parameters
    ----------
    dout, x : ndarray of float, both of shape (..., C)
        Upstream gradient dL / d log_softmax(x), and the input of the forward pass: logits.

    Returns
    -------
    dx : ndarray, shape of x
        Its sums over the last axis are 0.
    """
    return dout - softmax(x) * np.sum(dout, axis=-1, keepdims=True)


# %% [markdown]
# **See the log fail.** Two classes, and the gap between them grows. The log taken after softmax first keeps
# up, and then falls off a cliff to minus infinity at a gap of 745, where $p$ is rounded to 0.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    plt.figure(figsize=(7, 3.4))
    gaps = np.arange(0, 1001, 5)
    pairs = np.column_stack([np.zeros(len(gaps)), -gaps])
    with np.errstate(divide="ignore"):
        afterwards = np.log(softmax(pairs))[:, 1]
    plt.plot(gaps, log_softmax(pairs)[:, 1], color="0.7", linewidth=6, label="log_softmax")
    plt.plot(gaps, afterwards, color="C3", label="log after softmax")
    last = np.flatnonzero(np.isfinite(afterwards))[-1]
    plt.text(gaps[last] - 30, afterwards[last] - 20, "to minus infinity", ha="right", va="top")
    plt.gca().set(xlabel="gap between the two logits", ylabel="log p of the loser")
    plt.legend()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# A classifier gives a row of logits for each picture. Anna adds 5 to all of them before softmax. Ben
# multiplies all of them by 5.
#
# 1. For each of the two: what happens to the probabilities, and what happens to the accuracy? Why?
# 2. Ben now trains his network with the factor 5 in place, from the beginning. Think of a picture that the
#    network gets wrong at first. What may go wrong if a loss sends its message back through Ben's *softmax*
#    (use the pictures of the Jacobian)?

# %% [markdown] role="answer"
# **1.** Anna changes nothing: $e^{x+5} = e^5 e^x$, and the factor cancels. The same probabilities, the same
# accuracy. Ben divides the temperature by 5: the order of the classes stays, so the argmax and the accuracy
# stay, but the probabilities move towards 0 and 1 (the classifier sounds more sure than before, without being
# right more often). Only a row of equal logits stays as it is.
#
# **2.** With larger logits softmax saturates earlier. On a confident wrong answer $p$ is close to 0 or 1
# everywhere, so all entries of $\operatorname{diag}(p) - pp^\top$ are close to 0 and the message is lost just
# where it is needed most. (The factor 5 itself multiplies the gradient, but the saturation is exponential and
# wins. A loss that takes the log together with softmax does not have the problem: that is the next lesson.)
#
# *Look for:* shift changes nothing and why and the scale keeps the order, hence the accuracy, but not the
# confidence (1 point); small Jacobian at a saturated softmax, so slow or no learning (1 point).
