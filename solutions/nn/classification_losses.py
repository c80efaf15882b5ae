# %% [markdown]
# # Losses for classes: what else could you wish for?
#
# **The question.** Cross-entropy is surprise, and surprise is a good first choice. But it is not the only wish
# that one may have:
#
# - *A doctor for machines*: "Yes or no, and please not on the edge." That is a **margin**.
# - *A search for ships on satellite pictures*: 100,000 patches of water, ten with a ship. "Do not tell me about
#   the water any more." That is **focus** on the hard ones.
# - *Three experts disagree*, two for "cat", one for "fox". The truth is itself a distribution, and we want to
#   know how far we are from it. That is a **divergence**.
# - *One illness in a thousand*, and to miss it is worse than a false alarm. That is a **weight**.
#
# Four wishes, four losses, each with its gradient. Hinge and focal loss are means over *all* entries of arrays
# of any shape; the other two have a row for each example, and are means over the rows.

# %%
"""Losses for classes: hinge, focal, Kullback-Leibler and weighted cross-entropy, each with its gradient."""

import numpy as np

from nn.activations import log_softmax, softmax

EPS = 1e-12  # the floor for a probability

# %% [markdown]
# ## On the right side, with room to spare
#
# **The idea.** Call the classes $-1$ and $+1$, and let the model give a score $s$: its sign is the answer.
# Then $y\,s$ is positive where the answer is right, and tells by how much. It is called the **margin**. Ask
# for a margin of 1, and charge what is missing:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} \max(0,\; 1 - y_i s_i).$$
#
# Drawn against the margin it looks like a door's hinge. It is the loss of support vector machines (Cortes and
# Vapnik, 1995). Mind the difference to surprise: whoever has a margin of 1 is *done*. There is nothing more to
# gain from being more and more sure.

# %%
def hinge_loss(score, label):
    """Hinge loss: mean over all entries of max(0, 1 - label * score).

    Parameters
    ----------
    score : ndarray of float, any shape
        Positive for class +1, negative for class -1.
    label : ndarray of int or float, shape of score
        -1 or +1.

    Returns
    -------
    float
        At least 0; it is 0 if every margin label * score is 1 or more.

    References
    ----------
    C. Cortes, V. Vapnik: Support-vector networks. Machine Learning 20, 1995.
    """
    return np.mean(np.maximum(0, 1 - label * score))


# %% [markdown]
# **Its slope** has two values. Where the margin is below 1, the score is pulled towards its label, always with
# the same force. Where it is above 1, there is silence. At exactly 1 there is a corner, and we choose silence:
#
# $$\frac{\partial L}{\partial s_i} = \begin{cases} -y_i / n & y_i s_i < 1 \\ 0 & y_i s_i \ge 1 \end{cases}$$

# %%
def hinge_loss_grad(score, label):
    """Gradient of hinge_loss with respect to the score.

    Parameters
    ----------
    score : ndarray of float, any shape
    label : ndarray of int or float, shape of score
        -1 or +1.

    Returns
    -------
    dscore : ndarray of float, shape of score
        -label/n where the margin label * score is below 1, and 0 where it is 1 (the kink) or more.
    """
    return -label * (label * score < 1) / score.size


# %% [markdown]
# **The widest street.** Left: the cost against the margin. Counting mistakes is a staircase, which has no
# slope. Both other curves lie above it. The surprise never ends; the hinge does. Right: a line learned with
# the hinge, and a gentle pull of the weights towards 0 (so that it cannot get a margin of 1 by mere size). It
# becomes a street between the two classes, as wide as the points allow. The ringed points are the only ones
# that still pull. All those far from the street could be taken away, and it would stay where it is.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    margins, plus = np.linspace(-2.5, 3, 221), np.ones(1)
    left.plot(margins, margins < 0, "0.6", label="a mistake or not")
    left.plot(margins, np.log2(1 + np.exp(-margins)), "C1", label="surprise, in bits")
    left.plot(margins, [hinge_loss(m[None], plus) for m in margins], "C0", linewidth=2, label="hinge")
    left.set(title="cost of one example", xlabel="margin y s")
    left.legend()
    rng = np.random.default_rng(0)
    label = np.repeat([-1, 1], 40)
    points = rng.normal(size=(80, 2)) * 0.8 + label[:, None] * np.array([1.5, 1.0])
    w, b = np.zeros(2), 0.0
    for step in range(4000):
        push = hinge_loss_grad(points @ w + b, label)
        rate = 1 / (1 + step / 50)
        w, b = w - rate * (points.T @ push + 0.01 * w), b - rate * push.sum()
    held = hinge_loss_grad(points @ w + b, label) != 0
    right.scatter(*points.T, c=label, cmap="coolwarm", s=25)
    right.scatter(*points[held].T, s=110, facecolor="none", edgecolor="k")
    across = np.array([-4.0, 4.0])
    for level, style in ((-1, "k--"), (0, "k-"), (1, "k--")):
        right.plot(across, (level - b - w[0] * across) / w[1], style, linewidth=1)
    right.set(title=f"{held.sum()} of 80 points hold the street", xlim=(-4, 4), ylim=(-3.5, 3.5))
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Do not tell me about the water any more
#
# **A hundred thousand easy ones.** A search for ships looks at 100,000 patches of water and ten of ships. The
# network soon knows water: it gives the right answer a probability of 0.95, a surprise of 0.05. Not much! But
# 100,000 times 0.05 is 5,000, and ten ships, even if badly missed, are 30. Whatever the loss says, it speaks
# about water.
#
# **The idea** (Lin and others, 2017): turn down the volume of those who are right already. Call $p_t$ the
# probability that was given to the *truth*: $p$ for a yes, $1 - p$ for a no. Then
#
# $$L = -\frac{1}{n} \sum_{i=1}^{n} (1 - p_{t,i})^\gamma \log p_{t,i}.$$
#
# With $\gamma = 0$ this is binary cross-entropy. With $\gamma = 2$, a $p_t$ of 0.95 counts 400 times less. (The
# paper also has a weight $\alpha$ for the classes. We leave it out; weights come at the end of this lesson.)

# %%
def focal_loss(p, y, gamma=2.0):
    """Focal loss: mean over all entries of -(1 - p_t)^gamma log p_t, where p_t = p for yes and 1 - p for no.

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes", clipped to [EPS, 1 - EPS] first. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.
    gamma : float, at least 0
        How far the easy ones are turned down; 0 gives binary cross-entropy. There is no class weight alpha.

    Returns
    -------
    float
        In nats, at least 0.

    References
    ----------
    T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollar: Focal loss for dense object detection. ICCV 2017.
    """
    p = np.clip(p, EPS, 1 - EPS)
    p_true = np.where(y == 1, p, 1 - p)
    return -np.mean((1 - p_true) ** gamma * np.log(p_true))


# %% [markdown]
# **Its gradient** is the product rule, with care. For one entry, by $p_t$:
#
# $$
# \frac{d}{dp_t}\Bigl(-(1 - p_t)^\gamma \log p_t\Bigr) =
# \gamma\,(1 - p_t)^{\gamma - 1} \log p_t - \frac{(1 - p_t)^\gamma}{p_t}.
# $$
#
# Both terms are negative: the loss falls as the truth gets more. And then the chain rule: for a yes, $p_t$ rises
# with $p$. For a no, it falls.

# %%
def focal_loss_grad(p, y, gamma=2.0):
    """Gradient of focal_loss with respect to p, at the clipped p.

    With p_t = p for yes and 1 - p for no, an entry is gamma (1 - p_t)^(gamma - 1) log p_t - (1 - p_t)^gamma / p_t
    over the number of entries; for a no its sign is turned.

    Parameters
    ----------
    p : ndarray of float64, any shape
        Probabilities of "yes"; the formula is taken at the p clipped to [EPS, 1 - EPS], and not set to 0
        where that happens. The array is not changed.
    y : ndarray of float, shape of p
        1 for yes, 0 for no.
    gamma : float, at least 0

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    p = np.clip(p, EPS, 1 - EPS)
    p_true = np.where(y == 1, p, 1 - p)
    slope = gamma * (1 - p_true) ** (gamma - 1) * np.log(p_true) - (1 - p_true) ** gamma / p_true
    return np.where(y == 1, slope, -slope) / p.size


# %% [markdown]
# **Who does the talking?** Left: the loss of one example. The bigger $\gamma$, the wider the silence on the
# right. Right: 100,000 patches of water, with a $p$ of 0.05 or so, and ten ships, which have been given 0.05 as
# well, and so are missed. Each bar is the share of the gradient (sent back to the logit) that comes from the
# ships. With $\gamma = 0$ nobody can hear them. With $\gamma = 2$ they have a tenth of the say, fifty times as
# much as before. With $\gamma = 5$ hardly anybody else is heard, and that may be too much of a good thing: one
# wrong label among the water would now be as loud as a ship.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6))
    p, yes = np.linspace(0.01, 1, 200), np.ones(1)
    gammas = (0.0, 0.5, 1.0, 2.0, 5.0)
    for gamma in gammas:
        left.plot(p, [focal_loss(q[None], yes, gamma) for q in p], label=f"gamma = {gamma:g}")
    left.set(title="loss of one example", xlabel="probability given to the truth", ylim=(0, 4))
    left.legend()
    rng = np.random.default_rng(0)
    water = rng.beta(2, 38, size=100_000)
    p = np.concatenate([water, np.full(10, 0.05)])
    y = np.concatenate([np.zeros(100_000), np.ones(10)])
    shares = []
    for gamma in gammas:
        pull = np.abs(focal_loss_grad(p, y, gamma) * p * (1 - p))
        shares.append(pull[y == 1].sum() / pull.sum())
    bars = right.bar([f"{gamma:g}" for gamma in gammas], shares, color=[f"C{i}" for i in range(5)])
    right.bar_label(bars, [f"{100 * share:.2g} %" for share in shares])
    right.set(title="share of ten ships in the gradient", xlabel="gamma", ylim=(0, 1.1))
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## When the truth is a distribution
#
# **Two experts say cat, one says fox.** The truth is $t = (\frac23, \frac13, 0)$, the model says $p$. How far
# is $p$ from $t$? Surprise helps again. If the world follows $t$ and you believe in $p$, you are surprised by
# $-\sum_k t_k \log p_k$ on average. But even somebody who knows $t$ is surprised by $-\sum_k t_k \log t_k$:
# nobody can foretell a coin. What *you* add to that is your error alone (Kullback and Leibler, 1951):
#
# $$D(t \,\|\, p) = \sum_{k=1}^{C} t_k \left(\log t_k - \log p_k\right).$$
#
# It is 0 when $p = t$, and positive otherwise. What is certain not to happen costs nothing: with $t_k = 0$ the
# term is 0, for $t \log t \to 0$. (But what does numpy say to `0 * log(0)`?) With several rows, we take the
# sum over each row, and the mean over the rows.

# %%
def kl_divergence(p, target):
    """Kullback-Leibler divergence D(target || p): sum over the classes of target (log target - log p), mean over rows.

    Parameters
    ----------
    p : ndarray of float, shape (N, C)
        Predicted probabilities, from 0 to 1; each is clipped to [EPS, 1] before the log. The array is not changed.
    target : ndarray of float, shape (N, C)
        True probabilities, each row with sum 1. Where it is 0, the term is 0.

    Returns
    -------
    float
        In nats; 0 if p equals the target, else positive.

    Notes
    -----
    The prediction comes first, as in all losses here; mathematicians write it second.

    References
    ----------
    S. Kullback, R. A. Leibler: On information and sufficiency. Annals of Mathematical Statistics 22, 1951.
    """
    safe_target = np.where(target > 0, target, 1)
    return np.sum(target * (np.log(safe_target) - np.log(np.maximum(p, EPS)))) / len(p)


# %% [markdown]
# **The gradient** is short: the entropy of the truth does not depend on $p$, so only $-t_k \log p_k$ is left.
# (You have seen this one before. In which lesson?)
#
# $$\frac{\partial L}{\partial p_{ik}} = -\frac{1}{N} \frac{t_{ik}}{p_{ik}}.$$

# %%
def kl_divergence_grad(p, target):
    """Gradient of kl_divergence with respect to p: -target / p, with the 1/N of the mean, at the clipped p.

    Parameters
    ----------
    p : ndarray of float, shape (N, C)
        Predicted probabilities, from 0 to 1; each is clipped to [EPS, 1]. The gradient is not set to 0 where
        that happens. The array is not changed.
    target : ndarray of float, shape (N, C)
        True probabilities, each row with sum 1.

    Returns
    -------
    dp : ndarray of float, shape (N, C)
    """
    return -target / np.maximum(p, EPS) / len(p)


# %% [markdown]
# **Not the same in both directions.** $D(t \,\|\, p)$ punishes a $p$ that is small where $t$ is not: never call
# impossible what may happen. $D(p \,\|\, t)$ punishes a $p$ that is large where $t$ is small: never claim what
# does not happen. To see what follows, let the truth have two humps, and fit a single bell to it, by trying
# some thousands. In the first direction the bell has to cover both humps. In the second it chooses one,
# and denies the other.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    x = np.arange(60)

    def bell(middle, width):
        """A row of 60 probabilities."""
        heights = np.exp(-0.5 * ((x - middle) / width) ** 2)
        return (heights / heights.sum())[None]

    truth = 0.6 * bell(16, 3) + 0.4 * bell(42, 4)
    bells = [bell(middle, width) for middle in np.arange(0, 60, 1) for width in np.arange(1.5, 25, 0.5)]
    covers = bells[np.argmin([kl_divergence(p, truth) for p in bells])]
    chooses = bells[np.argmin([kl_divergence(truth, p) for p in bells])]
    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), sharey=True)
    for axis, best, name in ((axes[0], covers, "D(truth || bell)"), (axes[1], chooses, "D(bell || truth)")):
        axis.fill_between(x, truth[0], color="0.8", label="truth")
        axis.plot(x, best[0], "C3", label="best bell")
        axis.set(title=f"lowest {name}", xlabel="outcome")
        axis.legend()
        print(f"{name}: {kl_divergence(covers, truth) if best is covers else kl_divergence(truth, chooses):.2f} nats")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Some mistakes cost more
#
# **One in twenty is ill.** A model that calls everybody healthy is right in 95 of 100 cases, and helps nobody.
# Cross-entropy gives each *person* one vote, so the healthy win. Give each class a weight $w_k$ instead, and
# let each person vote with the weight of their class:
#
# $$L = \frac{\sum_i w_{y_i} \cdot \bigl(-\log \operatorname{softmax}(z_i)_{y_i}\bigr)}{\sum_i w_{y_i}}.$$
#
# We divide by the sum of the votes that were cast, not by the number of rows. So it is a weighted *mean*:
# to double all weights changes nothing. A usual choice is $w_k = N / (C\,n_k)$, with $n_k$ the number of
# examples of class $k$: then all classes together have the same say.

# %%
def weighted_cross_entropy(logits, labels, class_weights):
    """Softmax cross-entropy with a weight for each class.

    The sum over the rows of w[label] times -log softmax(logits)[label], divided by the sum over the rows of w[label].

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
        Of any finite size: a wrong class that leads by 1000 costs 1000 before it is weighted.
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.
    class_weights : ndarray of float, shape (C,)
        At least 0, and positive for the class of at least one row.

    Returns
    -------
    float
        In nats, at least 0. Equal weights give softmax_cross_entropy.

    References
    ----------
    G. King, L. Zeng: Logistic regression in rare events data. Political Analysis 9, 2001.
    """
    weights = class_weights[labels]
    surprises = -log_softmax(logits)[np.arange(len(labels)), labels]
    return np.sum(weights * surprises) / np.sum(weights)


# %% [markdown]
# **The gradient** of a row is what it was, said minus true, times the share of the votes that this row has:
#
# $$\frac{\partial L}{\partial z_{ik}} = \frac{w_{y_i}}{\sum_j w_{y_j}} \bigl(p_{ik} - [k = y_i]\bigr).$$

# %%
def weighted_cross_entropy_grad(logits, labels, class_weights):
    """Gradient of weighted_cross_entropy with respect to the logits.

    Row by row softmax(logits) minus the one-hot row of the label, times w[label] over the sum of w[label].

    Parameters
    ----------
    logits : ndarray of float, shape (N, C)
        Of any finite size.
    labels : ndarray of int64, shape (N,)
        The right class of each row, from 0 to C - 1.
    class_weights : ndarray of float, shape (C,)
        At least 0, and positive for the class of at least one row.

    Returns
    -------
    dlogits : ndarray of float, shape (N, C)
        Each row sums to 0.
    """
    weights = class_weights[labels]
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad * (weights / np.sum(weights))[:, None]


# %% [markdown]
# **Find the ill.** 950 healthy people and 50 ill ones, in two measurements that overlap. The same model, the
# same loop; only the weights are others. On the left, it hardly calls anybody ill. On the right it finds most
# of them. But look at the price: more of the healthy are frightened. The weights do not make the model wiser;
# they move the line. Where to is *your* decision.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    ill = np.repeat([0, 1], [950, 50])
    people = rng.normal(size=(1000, 2)) + ill[:, None] * np.array([1.6, 1.2])
    fig, axes = plt.subplots(1, 2, figsize=(11, 4), sharey=True)
    for axis, class_weights in zip(axes, (np.ones(2), 1000 / (2 * np.bincount(ill))), strict=True):
        w, b = np.zeros((2, 2)), np.zeros(2)
        for _ in range(1000):
            push = weighted_cross_entropy_grad(people @ w + b, ill, class_weights)
            w, b = w - people.T @ push, b - push.sum(axis=0)
        called_ill = np.argmax(people @ w + b, axis=1) == 1
        found, alarms = called_ill[ill == 1].sum(), called_ill[ill == 0].sum()
        for group, color, size in ((0, "0.75", 8), (1, "C3", 18)):
            axis.scatter(*people[ill == group].T, c=color, s=size)
        across = np.array([-4.0, 5.0])
        slope, height = w[:, 1] - w[:, 0], b[1] - b[0]
        axis.plot(across, -(height + slope[0] * across) / slope[1], "k")
        names = " and ".join(f"{weight:.2f}" for weight in class_weights)
        axis.set(title=f"weights {names}: {found} of 50 found, {alarms} false alarms", xlim=(-4, 5), ylim=(-4, 5))
    fig.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# Ben trains a network to find a rare illness, one in a hundred. With class weights of 1 and 99 it finds nearly
# all of the ill. A doctor reads on the screen: "probability of illness: 0.60". She tests all such patients
# thoroughly. Out of a hundred of them, one or two are ill.
#
# 1. Why is the number on the screen wrong, although the network has learned well? About how large should it be?
# 2. Ben has three ways out: no weights and another threshold than one half; weights, and the numbers mended
#    afterwards; focal loss instead of weights. What speaks for or against each of them?

# %% [markdown] role="answer"
# **1.** The weights make the network learn from a world in which the ill are as many as the healthy. Its
# probabilities are right *there*. In the true world the odds are 99 times smaller: 0.6 means odds of 1.5, so
# the true odds are $1.5 / 99 = 0.015$, a probability of about 1.5 %. That is what the doctor sees.
#
# **2.** *No weights, lower threshold:* the probabilities stay honest, and a threshold of one in a hundred finds
# as many of the ill; with a model as simple as a line both ways come to nearly the same. But a network may
# learn slowly from so few ill. *Weights, then mend:* divide the odds by 99 (or subtract $\log 99$ from the
# logit, or calibrate on fresh data): good learning and honest numbers. One must not forget to do it. *Focal
# loss:* turns down all easy examples, ill or healthy, so it needs no class weights; but its probabilities are
# not honest either (they are too timid), so they have to be calibrated as well.
#
# *Look for:* odds changed by the weights, and a value of one or two percent (1 point); one good reason for or
# against at least two of the three (1 point).
