# %% [markdown]
# # Optimizers
#
# The gradient of the loss says which way is down. It does not say how far to go. Go too far and you land on
# the other side of the valley, higher than before. Go too carefully and you never arrive.
#
# All optimizers of this lesson answer the same two questions in different ways:
#
# 1. How long is the step?
# 2. Is it equally long for every weight?
#
# An optimizer gets two lists, the parameters of a network and their gradients, and returns the list of new
# parameters. It knows nothing about networks or data. That is why one optimizer serves them all.

# %%
"""Optimizers: the gradient says which way is down, the optimizer says how far to go."""

import numpy as np

# %% [markdown]
# ## Gradient descent
#
# The oldest answer: go against the gradient, by a fixed share of its length. The share $\eta$ is the
# **learning rate**.
#
# $$w \leftarrow w - \eta \, g$$
#
# If $g$ comes from a few examples drawn at random, it is only an estimate of the slope, and the method is
# called *stochastic* gradient descent, SGD. It arrives all the same (Robbins and Monro, 1951): errors of the
# estimate point in all directions and cancel out over many steps.
#
# A network has several parameters: a matrix of weights, a vector of biases, another matrix. So we take lists.


# %%
def sgd_step(params, grads, lr):
    """Take one step of gradient descent on every array of a list.

    Parameters
    ----------
    params : list of ndarray
        The parameters, of any shapes: a matrix ``(3, 4)`` and its biases ``(4,)``, for example.
    grads : list of ndarray
        One gradient per parameter, in the same order, each of its parameter's shape.
    lr : float
        The learning rate.

    Returns
    -------
    list of ndarray
        The new parameters, ``w - lr g`` each, in the same order. They are new arrays: neither ``params`` nor
        ``grads`` is changed.

    References
    ----------
    H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
    """
    return [w - lr * g for w, g in zip(params, grads, strict=True)]


# %% [markdown]
# ### How large should the learning rate be?
#
# Here is a valley for our walks: long and gentle in one direction, narrow and steep in the other,
# $f(x, y) = \frac{1}{2} (x^2 + 30 y^2)$. Losses of real networks have such valleys, only with millions of
# directions. The deepest point is at $(0, 0)$.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    STEEPNESS = np.array([1.0, 30.0])
    START = np.array([-4.0, 1.2])

    def valley_loss(points):
        return 0.5 * np.sum(STEEPNESS * points**2, axis=-1)

    def draw_valley(ax, title):
        x, y = np.meshgrid(np.linspace(-5, 3, 120), np.linspace(-3, 3, 120))
        height = valley_loss(np.stack([x, y], axis=-1))
        ax.contour(x, y, height, levels=np.geomspace(0.05, 150, 14), colors="0.8", linewidths=0.8)
        ax.plot(0, 0, "k*", markersize=10)
        ax.set(title=title, xlabel="x", ylabel="y")

    fig, axes = plt.subplots(1, 3, figsize=(12, 3.5), sharey=True, layout="constrained")
    rates = {0.003: "too small", 0.05: "right", 0.0675: "too large"}
    for ax, (lr, name) in zip(axes, rates.items(), strict=True):
        path = [START]
        for _ in range(40):
            path += sgd_step(path[-1:], [STEEPNESS * path[-1]], lr)
        path = np.array(path)
        draw_valley(ax, f"lr = {lr}: {name}")
        ax.plot(path[:, 0], path[:, 1], "o-", color="tab:red", markersize=3, linewidth=1)
    plt.show()

# %% [markdown]
# The left walk is safe and slow. The right one jumps from wall to wall, a little higher each time, and will
# leave the picture. The walk in the middle is on its way, but look how it goes: it zigzags across the narrow
# direction and then crawls along the gentle one. One rate has to serve both, and the steep direction dictates
# it: above $2/30 \approx 0.067$ nothing converges.
#
# ## The same as a class
#
# The optimizers below remember something between steps, so they are objects. SGD remembers nothing but its
# learning rate. It is the simplest member of the family, and it shows what they have in common: settings go
# into `__init__`, and `step` takes parameters and gradients.


# %%
class SGD:
    """Stochastic gradient descent: ``w - lr g`` for every array of a list, of any shapes (as ``sgd_step``).

    Parameters
    ----------
    lr : float
        The learning rate.

    References
    ----------
    H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
    """

    def __init__(self, lr=0.01):
        """Keep the settings."""
        self.lr = lr

    def step(self, params, grads):
        """Return the parameters after one step.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        return sgd_step(params, grads, self.lr)


# %% [markdown]
# ## Momentum
#
# Think of a heavy ball that rolls down the valley. Across the valley the slope changes its sign again and
# again, so pushes cancel. Along the valley all pushes point the same way and add up. The ball needs a
# velocity $v$, which starts at zero (Polyak, 1964):
#
# $$v \leftarrow \mu v - \eta g, \qquad w \leftarrow w + v$$
#
# With $\mu = 0.9$ a steady slope $g$ brings the velocity up to $-\eta g \, (1 + 0.9 + 0.9^2 + \dots) =
# -10\,\eta g$: ten times the speed of plain gradient descent, for free.
#
# The ball rolls past the goal, though. Nesterov's idea (1983): look ahead. The velocity will carry us on
# anyway, so take the slope where we are going to be. Written with the slope at the current parameters, as
# all libraries do it, the step becomes
#
# $$v \leftarrow \mu v - \eta g, \qquad w \leftarrow w + \mu v - \eta g \qquad (v \text{ is the new one})$$
#
# Each array of the list has a velocity of its own, at the same place in a list of velocities.


# %%
class Momentum:
    """Gradient descent with a velocity: ``v = momentum v - lr g``, then ``w + v``.

    With ``nesterov=True`` the same velocity is used, but the step is ``w + momentum v - lr g``, where ``v``
    is already the new velocity.

    Each array of ``params`` has its own velocity, which belongs to its place in the list. It is zero before
    the first step.

    Parameters
    ----------
    lr : float
        The learning rate.
    momentum : float
        The share of the velocity that is kept from step to step.
    nesterov : bool
        Whether to look ahead.

    References
    ----------
    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational
    Mathematics and Mathematical Physics 4, 1964.
    Y. Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", 1983.
    I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum in deep
    learning", ICML 2013.
    """

    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        """Keep the settings; there is no velocity yet."""
        self.lr = lr
        self.momentum = momentum
        self.nesterov = nesterov
        self.velocity = None

    def step(self, params, grads):
        """Return the parameters after one step, and remember the velocity.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        if self.velocity is None:
            self.velocity = [np.zeros_like(w) for w in params]
        pushes = [-self.lr * g for g in grads]
        self.velocity = [self.momentum * v + push for v, push in zip(self.velocity, pushes, strict=True)]
        if not self.nesterov:
            return [w + v for w, v in zip(params, self.velocity, strict=True)]
        return [w + self.momentum * v + push for w, v, push in zip(params, self.velocity, pushes, strict=True)]


# %% [markdown]
# The ball overshoots. The one that looks ahead brakes earlier. Here is the gentle direction of the valley
# over time.

# %%
if __name__ == "__main__":
    from scratchml.plots import curves

    walkers = {
        "SGD": SGD(lr=0.02),
        "Momentum": Momentum(lr=0.02),
        "Nesterov": Momentum(lr=0.02, nesterov=True),
    }
    tracks = {}
    for name, walker in walkers.items():
        path = [START]
        for _ in range(90):
            path += walker.step(path[-1:], [STEEPNESS * path[-1]])
        tracks[name] = np.array(path)[1:, 0]
    ax = curves(tracks, xlabel="step", ylabel="x")
    ax.axhline(0, color="0.6", linewidth=0.8)
    ax.set_title("The same learning rate, with and without a velocity")
    plt.show()

# %% [markdown]
# ## Adagrad: a learning rate for every weight
#
# One rate for all weights is the real trouble. The weight of a rare word gets a gradient now and then, the
# weight of a common word all the time; steep directions get large gradients, gentle ones small. Adagrad
# divides each step by what this very weight has seen so far (Duchi, Hazan and Singer, 2011). All operations
# go entry by entry:
#
# $$s \leftarrow s + g^2, \qquad w \leftarrow w - \eta \, \frac{g}{\sqrt{s} + \epsilon}$$
#
# The small $\epsilon$ keeps an entry that never saw a gradient from 0/0. Where it stands is a convention, and
# libraries differ. Here it is always *outside* the root.


# %%
class Adagrad:
    """Steps divided by the root of all squared gradients so far, entry by entry.

    ``s = s + g^2``, then ``w - lr g / (sqrt(s) + eps)``. Each array of ``params`` has its own ``s`` of the
    same shape, which belongs to its place in the list and is zero before the first step.

    Parameters
    ----------
    lr : float
        The learning rate.
    eps : float
        Avoids division by zero; it stands outside the root.

    References
    ----------
    J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic
    optimization", Journal of Machine Learning Research 12, 2011.
    """

    def __init__(self, lr=0.01, eps=1e-8):
        """Keep the settings; there is no sum yet."""
        self.lr = lr
        self.eps = eps
        self.squares = None

    def step(self, params, grads):
        """Return the parameters after one step, and remember the sums of squares.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        if self.squares is None:
            self.squares = [np.zeros_like(w) for w in params]
        self.squares = [s + g**2 for s, g in zip(self.squares, grads, strict=True)]
        return [w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.squares, strict=True)]


# %% [markdown]
# ## RMSprop: forget the distant past
#
# Adagrad's sum only ever grows, so its steps only ever shrink. On a long way it falls asleep. RMSprop
# replaces the sum by a running mean that forgets (Tieleman and Hinton, 2012). With $\rho = 0.9$ it looks
# back about ten steps:
#
# $$s \leftarrow \rho s + (1 - \rho) g^2, \qquad w \leftarrow w - \eta \, \frac{g}{\sqrt{s} + \epsilon}$$


# %%
class RMSprop:
    """Steps divided by the root of a running mean of squared gradients, entry by entry.

    ``s = decay s + (1 - decay) g^2``, then ``w - lr g / (sqrt(s) + eps)``. Each array of ``params`` has its
    own ``s`` of the same shape, which belongs to its place in the list and is zero before the first step.

    Parameters
    ----------
    lr : float
        The learning rate.
    decay : float
        The share of the running mean that is kept from step to step.
    eps : float
        Avoids division by zero; it stands outside the root.

    References
    ----------
    T. Tieleman and G. Hinton, "Lecture 6.5: rmsprop", Neural Networks for Machine Learning, 2012.
    """

    def __init__(self, lr=0.001, decay=0.9, eps=1e-8):
        """Keep the settings; there is no mean yet."""
        self.lr = lr
        self.decay = decay
        self.eps = eps
        self.squares = None

    def step(self, params, grads):
        """Return the parameters after one step, and remember the means of squares.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        if self.squares is None:
            self.squares = [np.zeros_like(w) for w in params]
        self.squares = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.squares, grads, strict=True)]
        return [w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.squares, strict=True)]


# %% [markdown]
# ## Adam: both ideas at once
#
# Adam (Kingma and Ba, 2015) keeps a running mean $m$ of the gradients, as momentum does, and a running mean
# $s$ of their squares, as RMSprop does:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad s \leftarrow \beta_2 s + (1 - \beta_2) g^2$$
#
# Both start at zero, and a running mean that starts at zero is too small at first. How much too small? If
# the gradient is $g$ all the time, then after $t$ steps $m = (1 - \beta_1^t) \, g$. So we know the factor,
# and divide by it:
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat s = \frac{s}{1 - \beta_2^t}, \qquad
# w \leftarrow w - \eta \, \frac{\hat m}{\sqrt{\hat s} + \epsilon}$$
#
# The first step has $t = 1$. The corrected means are used in the step only; $m$ and $s$ themselves are
# remembered as they are.


# %%
class Adam:
    """Running means of gradients and of their squares, both corrected for their start at zero.

    In step ``t``, counted from 1, entry by entry:

    - ``m = beta1 m + (1 - beta1) g`` and ``s = beta2 s + (1 - beta2) g^2``
    - ``m_hat = m / (1 - beta1^t)`` and ``s_hat = s / (1 - beta2^t)``
    - the new parameter is ``w - lr m_hat / (sqrt(s_hat) + eps)``

    Each array of ``params`` has its own ``m`` and ``s`` of the same shape, which belong to its place in the
    list and are zero before the first step. All arrays share one ``t``.

    Parameters
    ----------
    lr : float
        The learning rate.
    beta1, beta2 : float
        The shares of the two running means that are kept from step to step.
    eps : float
        Avoids division by zero; it stands outside the root and after the correction.

    References
    ----------
    D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        """Keep the settings; no step has been taken yet."""
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.t = 0

    def step(self, params, grads):
        """Return the parameters after one step, and remember both means and the number of steps.

        Parameters
        ----------
        params, grads : list of ndarray
            Parameters and their gradients, in the same order and of the same shapes.

        Returns
        -------
        list of ndarray
            New arrays; ``params`` and ``grads`` are not changed.
        """
        if self.t == 0:
            self.means = [np.zeros_like(w) for w in params]
            self.squares = [np.zeros_like(w) for w in params]
        self.t += 1
        b1, b2 = self.beta1, self.beta2
        self.means = [b1 * m + (1 - b1) * g for m, g in zip(self.means, grads, strict=True)]
        self.squares = [b2 * s + (1 - b2) * g**2 for s, g in zip(self.squares, grads, strict=True)]
        m_hats = [m / (1 - b1**self.t) for m in self.means]
        s_hats = [s / (1 - b2**self.t) for s in self.squares]
        return [w - self.lr * m / (np.sqrt(s) + self.eps) for w, m, s in zip(params, m_hats, s_hats, strict=True)]


# %% [markdown]
# ### Does the correction matter?
#
# Both means start too small, and the step is their quotient. One might hope that the errors cancel. They
# don't: the squares are remembered a hundred times longer, so they stay too small a hundred times longer.
# Without the correction the first step is three times too long, the tenth more than six times, and a
# thousand steps later it is still wrong. A network can be thrown off before it has learned anything.

# %%
if __name__ == "__main__":
    t = np.arange(1, 3001)
    mean_seen, square_seen = 1 - 0.9**t, 1 - 0.999**t
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    ax.semilogx(t, mean_seen / np.sqrt(square_seen), label="length of the step, uncorrected")
    ax.semilogx(t, mean_seen, "--", label="m, uncorrected")
    ax.semilogx(t, square_seen, ":", label="s, uncorrected")
    ax.axhline(1, color="0.7", linewidth=0.8)
    ax.set(xlabel="step t", ylabel="share of the right value")
    ax.set_title("A constant gradient, without bias correction")
    ax.legend()
    plt.show()

# %% [markdown]
# ## Five walks through one valley
#
# Each optimizer has a learning rate that suits it. They differ by a factor of fifty: a rate means nothing
# without its optimizer.

# %%
if __name__ == "__main__":
    walkers = {
        "SGD, 0.05": SGD(lr=0.05),
        "Momentum, 0.02": Momentum(lr=0.02),
        "Adagrad, 1": Adagrad(lr=1.0),
        "RMSprop, 0.1": RMSprop(lr=0.1),
        "Adam, 0.3": Adam(lr=0.3),
    }
    losses = {}
    fig, axes = plt.subplots(2, 3, figsize=(12, 6.5), layout="constrained")
    for ax, (name, walker) in zip(axes.flat, walkers.items(), strict=False):
        path = [START]
        for _ in range(120):
            path += walker.step(path[-1:], [STEEPNESS * path[-1]])
        path = np.array(path)
        draw_valley(ax, name)
        ax.plot(path[:, 0], path[:, 1], "o-", color="tab:red", markersize=3, linewidth=1)
        losses[name] = np.maximum(valley_loss(path[1:]), 1e-10)
    curves(losses, xlabel="step", logy=True, ax=axes[1, 2]).legend(fontsize=8)
    plt.show()

# %% [markdown]
# SGD and Momentum are drawn into the steep direction. Adagrad, RMSprop and Adam divide each coordinate by its
# own gradients, so they see a round bowl where the others see a ravine, and set out for the goal at once. Adam
# has a memory of its direction as well, so it swings past the goal, as Momentum does.
#
# Look at the losses, too. RMSprop does not settle: near the goal the gradients are small, it divides by their
# size, and its steps stay as long as before. Adagrad wins here, because this way is short. On a long way its
# sum of squares grows on and on, and it tires.
#
# ## Tuning, on real data
#
# A valley with two directions is a toy. Here is a classifier of handwritten digits: 64 pixels in, 10
# classes out, one layer, 650 weights. Each optimizer gets a hundred steps with each of ten learning
# rates, each on its own batch of 64 digits.

# %%
if __name__ == "__main__":
    from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
    from scratchml.datasets import load_digits

    X, y = load_digits()
    rates = np.geomspace(1e-3, 30, 10)
    makers = {
        "SGD": SGD,
        "Momentum": Momentum,
        "Adagrad": Adagrad,
        "RMSprop": RMSprop,
        "Adam": Adam,
    }
    fig, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
    for marker, (name, maker) in zip("os^vD", makers.items(), strict=True):
        final = []
        for lr in rates:
            rng, walker, weights = np.random.default_rng(0), maker(lr=lr), [np.zeros((64, 10)), np.zeros(10)]
            for _ in range(100):
                rows = rng.integers(0, len(X), 64)
                dlogits = softmax_cross_entropy_grad(X[rows] @ weights[0] + weights[1], y[rows])
                weights = walker.step(weights, [X[rows].T @ dlogits, dlogits.sum(axis=0)])
            final.append(softmax_cross_entropy(X @ weights[0] + weights[1], y))
        ax.loglog(rates, final, marker=marker, label=name)
    ax.axhline(np.log(10), color="0.6", linestyle="--", linewidth=0.8)
    ax.text(rates[0], np.log(10) * 1.1, "guessing", color="0.4")
    ax.set(xlabel="learning rate", ylabel="loss after 100 steps")
    ax.set_title("Each optimizer has its own best rate")
    ax.legend()
    plt.show()

# %% [markdown]
# Three things to see. Each curve is a valley itself, with a best rate in the middle. The best rates lie far
# apart: what is perfect for SGD ruins Adam. And at their best they end close together. A well-tuned simple
# method beats a badly tuned clever one, so tune the rate first, in factors of three, and then choose the
# optimizer.

# %% [markdown] role="question" points=2
# ## Think about it
# Somebody forgets to divide the loss by the number of examples, and all gradients become 1000 times larger.
# The learning rate stays as it was. Which of the five optimizers hardly notice, and which ones fail? Why?
# Where does the reason stop being true?

# %% [markdown] role="answer"
# SGD and Momentum take steps in proportion to the gradient. Their steps become 1000 times longer, and they
# diverge; they would need a learning rate that is 1000 times smaller (1 point). Adagrad, RMSprop and Adam
# divide by the root of squared gradients, so the factor stands above and below the line and cancels: their
# paths stay the same. It stops being true where $\epsilon$ counts: if gradients are as small as $\epsilon$,
# the division hardly happens, and the step depends on the size of the gradient again (1 point for the
# cancelling; mention of $\epsilon$ makes it complete).
