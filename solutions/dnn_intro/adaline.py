# %% [markdown]
# # Adaline: learn by slopes
#
# **The question.** The perceptron hears only *right* or *wrong*. A near miss and a blunder get the same
# correction, and where no line is perfect it never comes to rest. Could the neuron be told *how far* off it is?
#
# **The idea** (Widrow and Hoff, 1960): measure before the step. The net input is a number; compare it with the
# number that you want. Then "how wrong" is smooth, smooth things have slopes, and one can walk downhill. The
# neuron is the same as before. What is new is the question that it is asked, and the answer trains every
# network of today.

# %%
"""Adaline: the loss is measured before the step, so it has a slope, and learning walks down."""

import numpy as np

from dnn_intro.neuron import net_input
from dnn_intro.perceptron import perceptron_update

# %% [markdown]
# ## The slope of the loss
#
# **How wrong are these weights?** Each example has a target $y$, say 1 for one class and $-1$ for the other,
# and a net input $z = w \cdot x + b$. Square the differences, and take the mean over the $n$ examples:
#
# $$L(w, b) = \frac{1}{n} \sum_{i=1}^{n} (y_i - z_i)^2.$$
#
# **Which way is down?** Differentiate. The square gives a factor of 2, the minus comes from $-z$, and the
# derivative of $z$ by $w$ is $x$, by $b$ it is 1:
#
# $$\frac{\partial L}{\partial w} = -\frac{2}{n} \sum_{i=1}^{n} (y_i - z_i)\,x_i, \qquad
# \frac{\partial L}{\partial b} = -\frac{2}{n} \sum_{i=1}^{n} (y_i - z_i).$$
#
# This is the **gradient**. It points uphill, so a step goes against it: $w \leftarrow w - \eta\,\partial L /
# \partial w$, and the same for $b$. Compare with the perceptron: the same $(y - \text{something})\,x$, but no
# step in the bracket. (Widrow and Hoff took one example at a time; the mean over all of them is calmer.)

# %%
def adaline_gradient(X, y, w, b):
    """Gradient of Adaline's loss, the mean squared difference of target and net input.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    y : ndarray of float, shape (N,)
        Targets, such as -1 and 1.
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    dw : ndarray of float, shape (D,)
        Derivative of the loss with respect to the weights.
    db : float
        Derivative with respect to the bias.

    References
    ----------
    B. Widrow, M. Hoff: Adaptive switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104.
    """
    errors = y - net_input(X, w, b)
    return -2 * errors @ X / len(y), -2 * np.mean(errors)


# %% [markdown]
# **Down the bowl.** One input, so there are two numbers to learn, and the loss is a landscape over them: a
# bowl. Left: forty steps from zero, with three learning rates. The small one creeps, the middle one arrives,
# and the large one jumps across the valley and lands higher on the other side, each time. Right: what you
# would see if you could not see the bowl, as in all networks to come. **Learn to read these curves.**

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    labels = np.repeat([-1.0, 1.0], 30)
    inputs = (labels + rng.normal(size=60) + 0.5)[:, None]
    bowl_w, bowl_b = np.meshgrid(np.linspace(-1.6, 2.1, 120), np.linspace(-1.6, 1.6, 120))
    heights = np.mean((bowl_w[..., None] * inputs[:, 0] + bowl_b[..., None] - labels) ** 2, axis=-1)
    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.2))
    left.contour(bowl_w, bowl_b, heights, levels=np.geomspace(0.4, 12, 16), cmap="Greys_r", linewidths=0.8)
    for rate, style in ((0.01, "C0^"), (0.1, "C2."), (0.38, "C3s")):
        w, b, path, losses = np.zeros(1), 0.0, [], []
        for _ in range(40):
            path.append((w[0], b))
            losses.append(np.mean(np.square(net_input(inputs, w, b) - labels)))
            dw, db = adaline_gradient(inputs, labels, w, b)
            w, b = w - rate * dw, b - rate * db
        left.plot(*np.transpose(path), style + "-", linewidth=0.8, markersize=4)
        right.semilogy(losses, style + "-", markersize=4, label=f"rate {rate}")
    left.set(title="the bowl, from above", xlabel="w", ylabel="b", xlim=(-1.6, 2.1), ylim=(-1.6, 1.6))
    right.set(title="the loss, on a log scale", xlabel="step", ylabel="loss")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The loss itself
#
# **You have its slope already;** here is the number that the curves show. It needs no labels of 0 and 1: any
# target will do. With prices for $y$, this neuron is linear regression, and its loss is Legendre's *least
# squares* of 1805.

# %%
def adaline_loss(X, y, w, b):
    """Adaline's loss: mean over the examples of the squared difference of target and net input.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    y : ndarray of float, shape (N,)
        Targets, such as -1 and 1.
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    float
        At least 0; there is no factor 1/2.

    References
    ----------
    B. Widrow, M. Hoff: Adaptive switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104.
    """
    return np.mean((y - net_input(X, w, b)) ** 2)


# %% [markdown]
# ## Walk down
#
# **Again and again: look at the slope, take a step.** Every step uses all examples (a *full batch*), so here an
# epoch is one step. Write down the loss before each step. This loop is **gradient descent** (Cauchy, 1847). You
# will meet it again for networks of any depth; only the line that finds the gradient gets longer.

# %%
def adaline_fit(X, y, lr, epochs):
    """Train Adaline by gradient descent on all examples at once; weights and bias start at zero.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    y : ndarray of float, shape (N,)
        Targets, such as -1 and 1.
    lr : float
        The learning rate.
    epochs : int
        The number of steps.

    Returns
    -------
    w : ndarray of float, shape (D,)
    b : float
    losses : list of float, length epochs
        The loss before each step, so the first one is that of the zeros.

    References
    ----------
    B. Widrow, M. Hoff: Adaptive switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104.
    """
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(adaline_loss(X, y, w, b))
        dw, db = adaline_gradient(X, y, w, b)
        w, b = w - lr * dw, b - lr * db
    return w, b, losses


# %% [markdown]
# **At rest.** Two clouds that overlap: no line is perfect. Both learners go through them thirty times; drawn
# are the lines after each of the last ten rounds. The perceptron's line still jumps with every mistake.
# Adaline's ten lines lie on top of each other, near the middle, where you would have drawn it yourself.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(2)
    labels = rng.permutation(np.repeat([0, 1], 40))
    cloud = rng.normal(size=(80, 2)) + np.where(labels == 1, 1.0, -1.0)[:, None]
    fig, panels = plt.subplots(1, 2, figsize=(11, 4.2), sharey=True)
    w, b, restless = np.zeros(2), 0.0, []
    for _ in range(30):
        for x, label in zip(cloud, labels, strict=True):
            w, b = perceptron_update(w, b, x, label, 0.1)
        restless.append((w, b))
    calm = [adaline_fit(cloud, 2.0 * labels - 1, 0.1, rounds)[:2] for rounds in range(1, 31)]
    for ax, lines, name in ((panels[0], restless, "perceptron"), (panels[1], calm, "Adaline")):
        for label, marker in ((0, "o"), (1, "s")):
            ax.plot(*cloud[labels == label].T, marker, color=f"C{label}", markersize=5)
        for w, b in lines[-10:]:
            ax.axline((0, -b / w[1]), slope=-w[0] / w[1], color="C3", linewidth=1)
        wrong = [np.sum((net_input(cloud, w, b) >= 0) != (labels == 1)) for w, b in lines[-10:]]
        between = " to ".join(str(count) for count in sorted({min(wrong), max(wrong)}))
        ax.set(title=f"{name}: {between} of 80 wrong", xlim=(-4, 4), ylim=(-4, 4), xlabel="$x_1$", ylabel="$x_2$")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## One scale for all
#
# **A flat is described by its rooms (2 to 6) and its area (40 to 200).** Change the first weight by 0.1 and
# little happens, change the second by 0.1 and everything does. No single learning rate fits both: the bowl is
# a canyon. The remedy is old and simple. Take each column, subtract its mean, and divide by its standard
# deviation:
#
# $$x' = \frac{x - \mu}{\sigma}, \qquad \sigma^2 = \frac{1}{n} \sum_{i=1}^n (x_i - \mu)^2.$$
#
# Keep $\mu$ and $\sigma$: new examples are to be treated with the same ones. And beware of a column that never
# changes. Its standard deviation should be 0, but need not be: rounding makes that of seven times 0.1 about
# $10^{-17}$, and dividing by *that* is worse than dividing by 0. Ask whether the largest value equals the
# smallest.

# %%
def standardize(X):
    """Shift and scale each column to mean 0 and standard deviation 1.

    A constant column (its largest value equals its smallest) becomes 0, and its standard deviation is given
    as 1.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
        The array is not changed.

    Returns
    -------
    Xs : ndarray of float, shape (N, D)
    mean : ndarray of float, shape (D,)
        Of each column.
    std : ndarray of float, shape (D,)
        Of each column, with 1/N under the root (ddof = 0); 1 for a constant column.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller: Efficient BackProp. In: Neural Networks: Tricks of the Trade,
    Springer 1998, section 4.3.
    """
    mean = np.mean(X, axis=0)
    constant = np.max(X, axis=0) == np.min(X, axis=0)
    std = np.where(constant, 1.0, np.std(X, axis=0))
    return np.where(constant, 0.0, (X - mean) / std), mean, std


# %% [markdown]
# **Canyon and bowl.** The same sixty examples, with one input that lies between 0 and 6. Left: as it is. The
# steps bounce between the walls of a canyon and make little way along it; a larger rate would throw them out.
# Middle: standardised. The bowl is round, the slope points to its bottom, and a few steps are enough. Right: the
# losses. Nothing else has changed.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(4)
    labels = np.repeat([-1.0, 1.0], 30)
    raw = (labels + rng.normal(size=60) + 3)[:, None]
    fig, panels = plt.subplots(1, 3, figsize=(13, 4))
    bowl_w, bowl_b = np.meshgrid(np.linspace(-1.2, 1.6, 140), np.linspace(-2.2, 1.2, 140))
    scaled = standardize(raw)[0]
    sides = ((panels[0], raw, 0.086, "raw", "-"), (panels[1], scaled, 0.4, "standardised", "--"))
    for ax, inputs, rate, name, style in sides:
        heights = np.mean((bowl_w[..., None] * inputs[:, 0] + bowl_b[..., None] - labels) ** 2, axis=-1)
        ax.contour(bowl_w, bowl_b, heights, levels=heights.min() + np.geomspace(0.03, 30, 12), cmap="Greys_r")
        path = [(w[0], b) for w, b, _ in (adaline_fit(inputs, labels, rate, steps) for steps in range(41))]
        ax.plot(*np.transpose(path), "C3.-", linewidth=0.8)
        ax.set(title=f"{name}, rate {rate}", xlabel="w", ylabel="b", xlim=(-1.2, 1.6), ylim=(-2.2, 1.2))
        panels[2].plot(adaline_fit(inputs, labels, rate, 100)[2], style, label=name)
    panels[2].set(title="the loss of both", xlabel="step", ylabel="loss", ylim=(0, 1.05))
    panels[2].legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## How large may a step be?
#
# **For this loss, one can know.** Along any line through the bowl, it is a parabola with some curvature
# $\lambda$, and the slope at a distance $d$ from the bottom is $\lambda d$. After a step, the distance is $d -
# \eta \lambda d = (1 - \eta\lambda)\,d$. That shrinks as long as $|1 - \eta\lambda| < 1$, that is, $\eta < 2 /
# \lambda$. The steepest direction decides.
#
# The curvatures are the eigenvalues of the Hessian. With $X_1$ for $X$ and a column of ones (the bias is the
# weight of an input that is always 1),
#
# $$H = \frac{2}{n} X_1^{\mathsf T} X_1, \qquad \eta_{\max} = \frac{2}{\lambda_{\max}(H)}.$$

# %%
def largest_stable_rate(X):
    """Learning rate up to which gradient descent on Adaline's loss does not blow up.

    It is 2 over the largest eigenvalue of the Hessian with respect to weights and bias.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)

    Returns
    -------
    float
        Greater than 0; the targets do not matter.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller: Efficient BackProp. In: Neural Networks: Tricks of the Trade,
    Springer 1998, section 5.
    """
    X1 = np.column_stack([X, np.ones(len(X))])
    hessian = 2 / len(X) * X1.T @ X1
    return 2 / np.linalg.eigvalsh(hessian)[-1]


# %% [markdown]
# **Three rates, with and without.** The same sixty examples once more. On each side stand the same three kinds of
# rate: a twentieth of $\eta_{\max}$, half of it, and a twentieth more than it. The best loss that any weights
# can reach (grey) is the same on both sides: standardising changes the way, not the bottom. Count the steps until
# a curve is there.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(4)
    labels = np.repeat([-1.0, 1.0], 30)
    raw = (labels + rng.normal(size=60) + 3)[:, None]
    scaled = standardize(raw)[0]
    least = 1 - np.mean(scaled[:, 0] * labels) ** 2  # for one such input: 1 - correlation^2
    kinds = ((0.05, "C0:", "small"), (0.5, "C2-", "good"), (1.05, "C3--", "too large"))
    fig, panels = plt.subplots(1, 2, figsize=(11, 4), sharey=True)
    for ax, inputs, name in ((panels[0], raw, "raw"), (panels[1], scaled, "standardised")):
        ax.axhline(least, color="0.7", linewidth=5, label="the best there is")
        for share, style, kind in kinds:
            rate = share * largest_stable_rate(inputs)
            losses = adaline_fit(inputs, labels, rate, 121)[2]
            ax.semilogy(losses, style, linewidth=2, label=f"{kind}: rate {rate:.3g}")
        ax.set(title=f"{name} inputs", xlabel="step", ylim=(0.4, 6))
        ax.legend(loc="upper right")
    panels[0].set(ylabel="loss, on a log scale", yticks=[0.5, 1, 2, 5], yticklabels=["0.5", "1", "2", "5"])
    panels[0].minorticks_off()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **The wall.** One dot is one training of sixty steps; it shows the last loss. To the left of the dashed line,
# all is well, if slow where it is far away. To the right, the loss explodes. The line was computed from
# the inputs alone, before any training. For deep networks there is no such formula, but the wall is there.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(4)
    labels = np.repeat([-1.0, 1.0], 30)
    raw = (labels + rng.normal(size=60) + 3)[:, None]
    plt.figure(figsize=(9, 3.8))
    for inputs, style, name in ((raw, "C0o", "raw"), (standardize(raw)[0], "C1s", "standardised")):
        wall = largest_stable_rate(inputs)
        rates = wall * np.concatenate([np.geomspace(0.01, 0.9, 25), np.linspace(0.92, 1.12, 21)])
        ends = [adaline_fit(inputs, labels, rate, 60)[2][-1] for rate in rates]
        plt.loglog(rates, ends, style, markersize=4, label=name)
        plt.axvline(wall, color=style[:2], linestyle="--", label=f"2 / largest eigenvalue = {wall:.3f}")
    plt.gca().set(xlabel="learning rate", ylabel="loss after 60 steps", ylim=(0.3, 1e4))
    plt.title("one training for each dot")
    plt.legend()
    plt.tight_layout()
    plt.show()

# %% [markdown]
# **Where this leads.** A neuron, a loss, its slope, a step downhill: with that you have everything but depth.
# The segment `nn` puts a smooth bend where the step was, so that slopes can pass through many layers, and walks
# down in the same way.

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. Train Adaline on XOR, with targets $-1$ and 1 and from zeros. What does it learn, and what is its loss?
#    (You can do it without a computer: what is the gradient at the start?)
# 2. An example with target 1 lies far out on its own, right side: its net input is 10. Which way does it pull
#    the line, and how hard, compared with an example that is wrong with a net input of $-0.5$? What would the
#    perceptron do with it?

# %% [markdown] role="answer"
# **1.** Nothing. At zero, all net inputs are 0, so the differences are the targets themselves. Their sum is 0,
# and the sum of targets times inputs is 0 for each input (1 from one corner, $-1$ from the other). The gradient
# is 0, and it stays at $w = 0$, $b = 0$ with a loss of 1. As the bowl has one bottom only, this is the best that
# a line can do: it shrugs. The perceptron, in contrast, never stops trying.
#
# **2.** Its difference is $1 - 10 = -9$, so it pulls the line towards itself, to make the net input smaller: it
# is punished for being *too* right. The pull is six times that of the wrong example, whose difference is $1.5$
# (and more, as its $x$ is larger). So a few far, easy examples can spoil the line. The perceptron leaves it
# alone, for its guess is right. A loss that fades once the answer is right, such as cross-entropy of a sigmoid,
# has the best of both.
#
# *Look for:* gradient 0, so it stays at zero with loss 1 (1 point); large pull in the wrong sense by a right
# example, none in the perceptron (1 point).
