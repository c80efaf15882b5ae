# %% [markdown]
# # Losses: how wrong, in one number
#
# **The question.** A network makes a guess for each example of a batch. To learn, it needs to be told *how
# wrong* it was, in a single number that it can push downhill. Why not count the mistakes? Because the count
# moves in steps: change a weight a little, and nearly always nothing changes. A staircase has no slope, and
# learning follows slopes.
#
# **The idea.** Choose a smooth number that is small when the guesses are good. Everything the network will
# ever learn, it learns to please this number. So choose it with care.
#
# **The rules of this kit.** A loss is called as `loss(pred, target)` and gives a mean over the batch, so that
# its size does not depend on how many examples you happen to take. Its gradient `loss_grad(pred, target)` has
# the shape of `pred`, and the *same* mean is in it: it is the derivative of that one number with respect to
# every entry of `pred`.

# %%
"""Losses: a batch in, one number out; each gradient has the shape of the prediction."""

import numpy as np

from nn.activations import softmax

# %% [markdown]
# ## Surprise
#
# **How bad is it to give the right class a probability of $p$?** Think of surprise. If you were certain
# ($p = 1$) and you are right, you are not surprised at all: 0. If you gave it one half, you are surprised as
# by a coin. If you gave it one in a million and it happened, you fall off your chair. Two independent events
# should surprise you by the sum. Only one kind of function does all that (Shannon, 1948):
#
# $$\text{surprise} = -\log p.$$
#
# The **cross-entropy** loss of a classifier is its mean surprise at the right answers. A network gives logits
# $z$, and softmax makes probabilities of them. So for a batch of $N$ rows, with the right classes $y_i$,
#
# $$L = -\frac{1}{N} \sum_{i=1}^{N} \log p_{i, y_i}, \qquad p_i = \operatorname{softmax}(z_i).$$
#
# **The trap.** If the network is confident and wrong, $p$ may be rounded to 0, and its log is minus infinity.
# Put the two steps together before you compute: $-\log p_y = \log \sum_j e^{z_j} - z_y$. And shift each row
# first, so that no exp overflows.

# %%
def softmax_cross_entropy(logits, labels):
    """Cross-entropy of softmax: mean over the rows of -log softmax(logits)[label].

    Finite and right for logits of any finite size: a wrong class that leads by 1000 costs 1000.

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.

    Returns
    -------
    float
        In nats (natural logarithm), at least 0.

    References
    ----------
    J. Bridle: Probabilistic interpretation of feedforward classification network outputs. Springer 1990.
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, section 6.2.2.3.
    """
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sums - shifted[np.arange(len(labels)), labels])


# %% [markdown]
# **What does it reward?** Three classes; the right one leads the other two by some gap (or trails, on the
# left). With a lead, the loss fades to 0. Without any, it is $\log 3 = 1.10$, the surprise at one in three.
# When the right class trails, the loss grows in step with the gap: a straight line, without end.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.3))
    p = np.linspace(0.001, 1, 500)
    left.plot(p, -np.log(p))
    left.plot([1 / 6], [-np.log(1 / 6)], "C3o", label="a die shows six")
    left.plot([0.5], [-np.log(0.5)], "C1o", label="a coin shows heads")
    left.set(title="surprise", xlabel="probability given to what happened", ylabel="-log p")
    left.legend()
    leads = np.linspace(-15, 15, 61)
    costs = [softmax_cross_entropy(np.array([[lead, 0.0, 0.0]]), np.array([0])) for lead in leads]
    right.plot(leads, costs)
    right.plot([0], [np.log(3)], "C3o", label="log 3: no idea")
    right.set(title="loss of one row", xlabel="lead of the right class", ylabel="softmax_cross_entropy")
    right.legend()
    fig.tight_layout()
    plt.show()
    print("the right class trails by 1000:", softmax_cross_entropy(np.array([[0.0, 1000.0]]), np.array([0])))

# %% [markdown]
# ## The most beautiful gradient
#
# **Which way is down?** Take the loss of one row, $\log \sum_j e^{z_j} - z_y$, and differentiate. The first
# term gives $e^{z_k} / \sum_j e^{z_j}$, which is $p_k$ again. The second gives $-1$ for the right class, 0
# for the others. Together:
#
# $$\frac{\partial L_i}{\partial z_k} = p_k - [k = y_i], \qquad \text{in short: } p - y.$$
#
# What you said minus what was true. All of softmax's Jacobian and the pole of the logarithm have cancelled.
# The gradient is small when the guess is good, never larger than 1, and never small when the guess is bad.
# Remember that the loss is a *mean*.

# %%
def softmax_cross_entropy_grad(logits, labels):
    """Gradient of softmax_cross_entropy with respect to the logits.

    Row by row softmax(logits) minus the one-hot row of the label, times the 1/N of the mean.

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
        Of any finite size.
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.

    Returns
    -------
    dlogits : ndarray of float, shape (N, C)
        Each row sums to 0.

    References
    ----------
    J. Bridle: Probabilistic interpretation of feedforward classification network outputs. Springer 1990.
    """
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad / len(labels)


# %% [markdown]
# **Let it learn.** Left: one row. Bars are what was said, marks are what was true, and the arrows (minus the
# gradient) pull each logit by the difference. These two functions are all that a linear classifier needs:
# logits $XW + b$, gradient $p - y$, a step downhill. Middle and right: three clouds of points, sixty steps.
# The loss starts at $\log 3$. (Why?)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], 40)
    points = np.array([[-1.5, -1.0], [1.5, -1.0], [0.0, 1.5]])[labels] + 0.7 * rng.normal(size=(120, 2))
    w, b, history = np.zeros((2, 3)), np.zeros(3), []
    for _ in range(60):
        logits = points @ w + b
        history.append(softmax_cross_entropy(logits, labels))
        push = softmax_cross_entropy_grad(logits, labels)
        w, b = w - points.T @ push, b - push.sum(axis=0)
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(12, 3.4))
    one_row = np.array([[2.0, 1.0, -1.0]])
    left.bar([0, 1, 2], softmax(one_row)[0], color="0.8")
    left.plot([0, 1, 2], [0, 1, 0], "k_", markersize=50)
    pull = -softmax_cross_entropy_grad(one_row, np.array([1]))[0]
    arrows = {"angles": "xy", "scale_units": "xy", "scale": 1, "color": "C3"}
    left.quiver([0, 1, 2], softmax(one_row)[0], np.zeros(3), pull, **arrows)
    left.set(title="said, true, and the pull", xticks=[0, 1, 2], xlabel="class", ylim=(-0.1, 1.2))
    middle.plot(history)
    middle.axhline(np.log(3), color="0.6", linestyle=":", label="log 3")
    middle.set(title="loss", xlabel="step", ylim=(0, 1.2))
    middle.legend()
    grid = np.stack(np.meshgrid(np.linspace(-4, 4, 160), np.linspace(-3.5, 4, 160)), axis=-1)
    right.imshow(softmax(grid @ w + b), origin="lower", extent=(-4, 4, -3.5, 4), alpha=0.4, aspect="auto")
    right.scatter(*points.T, c=np.eye(3)[labels], edgecolor="k", s=20)
    right.set_title("probabilities as red, green and blue")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## When all you have is probabilities
#
# **What if the model gives $p$ and keeps its logits to itself?** Many do. Then the trick above is out of
# reach, and a $p$ of exactly 0 may arrive. With the truth as one-hot rows $y$,
#
# $$L = -\frac{1}{N}\sum_{i=1}^{N}\sum_{k=1}^{C} y_{ik} \log p_{ik}.$$
#
# The usual way out is a floor: no $p$ is taken to be less than `EPS`. Nothing can then cost more than
# $-\log 10^{-12} = 27.6$.

# %%
EPS = 1e-12  # the floor for a probability, in this lesson and in all that use it


# %%
def cross_entropy(p, onehot):
    """Cross-entropy of given probabilities: sum over the classes of -onehot * log(p), mean over the rows.

    Parameters
    ----------
    p : ndarray of float64, shape (N, C)
        Probabilities, from 0 to 1; each is clipped to [EPS, 1] before the log. The array is not changed.
    onehot : ndarray of float, shape (N, C)
        1 for the right class of each row, 0 elsewhere.

    Returns
    -------
    float
        In nats, at least 0.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, sections 3.13 and 6.2.1.1.
    """
    return -np.sum(onehot * np.log(np.maximum(p, EPS))) / len(p)


# %% [markdown]
# **Its gradient** is that of the log: $-y_{ik} / p_{ik}$, and the mean. We take it at the clipped $p$.
# (Strictly, a clipped $p$ has gradient 0. But then the worst mistakes would be the ones that teach nothing.)

# %%
def cross_entropy_grad(p, onehot):
    """Gradient of cross_entropy with respect to p: -onehot / p, with the 1/N of the mean, at the clipped p.

    Parameters
    ----------
    p : ndarray of float64, shape (N, C)
        Probabilities, from 0 to 1; each is clipped to [EPS, 1]. The gradient is not set to 0 where that
        happens. The array is not changed.
    onehot : ndarray of float, shape (N, C)
        1 for the right class of each row, 0 elsewhere.

    Returns
    -------
    dp : ndarray of float, shape (N, C)
    """
    return -onehot / np.maximum(p, EPS) / len(p)


# %% [markdown]
# **What the floor costs.** Two classes, and the wrong one leads by a growing gap. Both losses agree up to a
# gap of 27.6. From there on the clipped one is flat: to be wrong by 30 or by 300 is all the same to it. So:
# logits, if you can get them.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    gaps = np.linspace(0, 60, 121)
    pairs = np.column_stack([np.zeros_like(gaps), gaps])
    with_logits = [softmax_cross_entropy(row[None], np.array([0])) for row in pairs]
    with_floor = [cross_entropy(softmax(row[None]), np.array([[1.0, 0.0]])) for row in pairs]
    plt.figure(figsize=(7, 3.4))
    plt.plot(gaps, with_logits, color="0.7", linewidth=6, label="from logits")
    plt.plot(gaps, with_floor, color="C3", label="from clipped probabilities")
    plt.gca().set(xlabel="lead of the wrong class", ylabel="loss")
    plt.legend()
    plt.show()

# %% [markdown]
# ## Yes or no
#
# **Two classes need only one number**: the probability $p$ of "yes". "No" has $1 - p$. With $y = 1$ for yes
# and $y = 0$ for no, the surprise is
#
# $$-\bigl(y \log p + (1 - y)\log(1 - p)\bigr),$$
#
# where one of the two terms is always switched off. This is **binary cross-entropy**. It also serves when
# there are many questions with a yes or no each (is there a cat? is there a dog?), so an array of any shape
# may come in, and the mean is over all its entries. The gradient of one entry, both terms over a common
# denominator, is
#
# $$-\frac{y}{p} + \frac{1 - y}{1 - p} = \frac{p - y}{p\,(1 - p)}.$$
#
# Now $p$ has two ends to fall off, so it is clipped at both.

# %%
def binary_cross_entropy(p, y):
    """Binary cross-entropy: mean over all entries of -(y log p + (1 - y) log(1 - p)).

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes", clipped to [EPS, 1 - EPS] before the logs. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.

    Returns
    -------
    float
        In nats, at least 0.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, section 6.2.2.2.
    """
    p = np.clip(p, EPS, 1 - EPS)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %%
def binary_cross_entropy_grad(p, y):
    """Gradient of binary_cross_entropy with respect to p: (p - y) / (p (1 - p)) over the number of entries.

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes"; the formula is taken at the p clipped to [EPS, 1 - EPS], and not set to 0
        where that happens. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    p = np.clip(p, EPS, 1 - EPS)
    return (p - y) / (p * (1 - p)) / p.size


# %% [markdown]
# ## When the answer is a number
#
# **A price, a temperature, an angle:** there is no class to be surprised about. The oldest loss is still the
# first to try (Legendre, 1805; Gauss, 1809): square the errors and take the mean,
#
# $$L = \frac{1}{n}\sum_{i=1}^{n} (\hat y_i - y_i)^2.$$
#
# It is surprise, too: if the errors follow a bell curve, $-\log p$ of an error $e$ is $e^2$, up to constants.
# Twice the error costs four times as much. The pull back, $\frac{2}{n}(\hat y_i - y_i)$, grows with the
# error.

# %%
def mean_squared_error(pred, target):
    """Mean squared error: mean over all entries of (pred - target) squared.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    float
        At least 0; there is no factor 1/2.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville: Deep Learning. MIT Press 2016, sections 5.1.4 and 5.5.1.
    """
    return np.mean((pred - target) ** 2)


# %%
def mean_squared_error_grad(pred, target):
    """Gradient of mean_squared_error with respect to pred: 2 (pred - target) over the number of entries.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    dpred : ndarray of float, shape of pred
    """
    return 2 * (pred - target) / pred.size


# %% [markdown]
# ## A confident wrong answer
#
# **Why not use the squared error for classes, too?** A neuron with a sigmoid, $p = \sigma(z)$, should say yes
# ($y = 1$). Send each loss back to the logit $z$:
#
# $$\text{squared error: } 2\,(p - y)\; p\,(1 - p),$$
#
# $$\text{cross-entropy: } \frac{p - y}{p\,(1 - p)}\; p\,(1 - p) = p - y.$$
#
# The slope of the sigmoid, $p(1-p)$, is next to nothing when the neuron is sure. Squared error keeps this
# factor; it forgives whoever is *very* wrong. The denominator of cross-entropy cancels it. Below, a neuron
# starts at $z = -6$: sure, and wrong. (Solla, Levin and Fleisher saw this in 1988.)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4))
    contestants = (("squared error", mean_squared_error_grad), ("cross-entropy", binary_cross_entropy_grad))
    z, yes = np.linspace(-8, 4, 121), np.array([1.0])
    for name, grad in contestants:
        slopes = [grad(p, yes)[0] * p[0] * (1 - p[0]) for p in 1 / (1 + np.exp(-z[:, None]))]
        left.plot(z, slopes, label=name)
        logit, path = -6.0, []
        for _ in range(300):
            p = 1 / (1 + np.exp(-np.array([logit])))
            path.append(p[0])
            logit -= 0.5 * (grad(p, yes) * p * (1 - p))[0]
        right.plot(path, label=name)
    left.set(title="gradient with respect to the logit", xlabel="logit z (the right answer is far right)")
    right.set(title="probability of the right answer", xlabel="step", ylim=(0, 1.05))
    left.legend()
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# You train a classifier for the ten digits with `softmax_cross_entropy`. You print the loss of the very first
# batch, before any step.
#
# 1. Which number do you expect, roughly, and why? How does it depend on the size of the batch?
# 2. Three colleagues see something else: Carla 23.0, Dan 0.0001, Eve 14.7. Name a likely cause for each.

# %% [markdown] role="answer"
# **1.** About $\log 10 = 2.30$. A fresh network with small weights has nearly equal logits, so it gives each
# class about one tenth, and the surprise at one in ten is $-\log 0.1$. The batch does not matter, for the
# loss is a mean; only the noise around 2.30 shrinks.
#
# **2.** *Carla:* $23.0 = 10 \cdot 2.30$: she sums over a batch of ten rows instead of taking the mean (or
# over ten copies, or any other factor of ten). *Dan:* before any step nobody can know the answer, so the
# labels leak: they are among the inputs, or all labels are the same class and the output is biased to it, or
# he compares the prediction with itself. *Eve:* far more surprised than "no idea", so her network is
# confident and wrong: initial weights or inputs are much too large (pixels from 0 to 255, say), so the logits
# are some tens apart.
#
# *Look for:* $\log 10$ or 2.30 with the reason "all classes alike", and the mean (1 point); sensible causes
# for at least two of three (1 point).
