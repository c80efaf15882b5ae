# %% [markdown]
# # Gradients you can trust
#
# A backward pass with a mistake in it does not crash. It returns an array of the right shape, the loss may
# even fall for a while, and then the network is somewhat worse than it should be. How would you ever know?
#
# By asking somebody slow but honest. The derivative is a limit of differences, and a difference needs the
# forward pass alone. In this lesson you write a **gradient checker**: it nudges each number a little, looks
# what the loss does, and compares. It is far too slow to train with, but it finds nearly every mistake in a
# backward pass.

# %%
"""Gradients: a slow and honest derivative by differences, and a way to compare it with a fast one."""

import numpy as np

from nn.layers import dense_backward, dense_forward

# %% [markdown]
# ## From the secant to the tangent
#
# The derivative is the slope of the tangent. Two points on the curve give a secant, and as the points come
# closer, the secant turns into the tangent. There are two natural ways to choose the points:
#
# $$ \underbrace{\frac{f(x + h) - f(x)}{h}}_{\text{forward}} = f'(x) + \frac{h}{2} f''(x) + \dots
#    \qquad\qquad
#    \underbrace{\frac{f(x + h) - f(x - h)}{2h}}_{\text{central}} = f'(x) + \frac{h^2}{6} f'''(x) + \dots $$
#
# Both series come from Taylor's. In the central difference the $f''$ terms of the two sides cancel. So at
# $h = 10^{-2}$ the forward difference is off by about $10^{-2}$, the central one by about $10^{-4}$, for
# the price of one more evaluation. The picture shows it: the central secant is nearly parallel to the
# tangent even when the points are far apart.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def curve(t):
        return np.exp(0.8 * t)

    point, slope = 1.0, 0.8 * np.exp(0.8)
    t = np.linspace(-0.4, 2.4, 200)
    fig, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
    for ax, title in zip(axes, ("forward: x and x + h", "central: x - h and x + h"), strict=True):
        ax.plot(t, curve(t), "k", lw=2)
        ax.plot(t, curve(point) + slope * (t - point), "k--", label=f"tangent, slope {slope:.3f}")
        for h in (1.2, 0.7, 0.3):
            a, b = (point, point + h) if title.startswith("forward") else (point - h, point + h)
            rise = (curve(b) - curve(a)) / (b - a)
            (line,) = ax.plot(t, curve(a) + rise * (t - a), lw=1, label=f"h = {h}, slope {rise:.3f}")
            ax.plot([a, b], [curve(a), curve(b)], "o", color=line.get_color())
        ax.plot(point, curve(point), "ko")
        ax.set(title=title, xlabel="x", ylim=(-0.8, 6.5))
        ax.legend(loc="upper left", fontsize=8)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The numerical gradient
#
# A loss depends on an array, not on one number. Its gradient has the shape of that array: for each entry,
# nudge **that entry alone** up and down by $h$ and leave all the others where they are,
#
# $$ \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}, $$
#
# where $e_i$ is 1 at entry $i$ and 0 elsewhere. The function is a black box. It expects an array of the
# shape of $x$ and gives one number. An array has any number of axes, also none (a single number) or no
# entries at all; if you visit entries by their index, numpy has a tool that counts through all indices of a
# shape.


# %%
def numerical_gradient(f, x, h=1e-5):
    """Gradient of f at x by central differences, entry by entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x (never a part of it, nor a flattened one) and returns a float.
    x : float64 ndarray of any shape
        The point. It may have no axes, shape (), or no entries, such as shape (0, 3). It holds the same
        values after the call.
    h : float
        How far each entry is moved, up and down.

    Returns
    -------
    float64 ndarray of the shape of x
        Entry i is the difference of f at x with entry i larger by h and f at x with entry i smaller by h,
        divided by the distance of the two points.

    Notes
    -----
    The error is of order h squared from cutting off Taylor's series, and of order 1e-16 / h from rounding.
    Both are small at the default h. Costs two evaluations of f for each entry of x. Hand f a fresh array each
    time, for it might keep what it is given.
    Source: Taylor's theorem; see Press et al., "Numerical Recipes", 3rd ed. (2007), section 5.7.
    """
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


# %% [markdown]
# ## How small should h be?
#
# As small as possible, says the formula. The computer disagrees. A float64 keeps about 16 digits, so
# $f(x + h)$ is known to about $10^{-16}$ of its size. The difference of two nearly equal numbers keeps that
# error, and dividing it by $h$ blows it up to $10^{-16} / h$. Two errors pull in opposite directions:
#
# $$ \text{error}(h) \approx \underbrace{\tfrac{1}{6} |f'''| \, h^2}_{\text{truncation}}
#    + \underbrace{10^{-16} \, |f| / h}_{\text{rounding}} . $$
#
# On log-log axes each of them is a straight line, and where they cross is the valley. Guess where it lies
# before you run the cell: the sum is least near $h \approx \sqrt[3]{10^{-16}}$.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    x = np.linspace(0.2, 1.8, 30)

    def total(z):
        return float(np.sum(np.exp(z)))

    steps = np.logspace(-13, 0, 53)
    central = [np.abs(numerical_gradient(total, x, h) - np.exp(x)).max() for h in steps]
    nudged = np.array([[total(x + h * axis) for axis in np.eye(30)] for h in steps])
    ahead = np.abs((nudged - total(x)) / steps[:, None] - np.exp(x)).max(axis=1)

    fig, ax = plt.subplots(figsize=(8, 4.5))
    ax.loglog(steps, ahead, "s-", ms=4, color="tab:gray", label="forward difference")
    ax.loglog(steps, central, "o-", ms=4, color="tab:blue", label="central difference")
    ax.loglog(steps, np.exp(x[-1]) / 6 * steps**2, "r--", lw=1, label="truncation, h² f''' / 6")
    ax.loglog(steps, 1.1e-16 * total(x) / steps, "g--", lw=1, label="rounding, 1.1e-16 f / h")
    ax.axvline(1e-5, color="k", lw=0.8, ls=":")
    ax.text(1.2e-5, 3, "h = 1e-5", va="center")
    ax.set(xlabel="h", ylabel="largest error of the gradient", title="smaller is not better")
    ax.set_ylim(1e-12, 20)
    ax.legend(loc="lower left", fontsize=8)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# From the right the error falls with $h^2$ (slope 2), until rounding takes over and it climbs again with
# $1/h$, rough as rounding is. The valley of the central difference lies near $10^{-5}$, and that is the
# default. The forward difference has its valley between $10^{-8}$ and $10^{-7}$, and it is hundreds of
# times shallower.
#
# With float32 the rounding error is $10^{-7}$ instead of $10^{-16}$: the valley is then near
# $5 \cdot 10^{-3}$ and leaves you four digits at best. That is why gradients are checked in float64, even
# if the network is later trained in float32.
#
# ## How close is close enough?
#
# A difference of $10^{-4}$ is terrible for a gradient of $10^{-3}$ and splendid for one of $10^{4}$. So
# compare in relation to the size of the two numbers, and report the **worst** entry, for one wrong entry
# makes a wrong gradient:
#
# $$ \text{error}(a, b) = \max_i \frac{|a_i - b_i|}{\max(10^{-8},\; |a_i| + |b_i|)} . $$
#
# It is symmetric, 0 for equal entries, 1 for entries of opposite sign or if only one of them is zero. Where
# both are zero the floor of $10^{-8}$ keeps us from dividing by nothing, and where both are mere rounding
# noise it keeps the noise quiet.


# %%
def relative_error(a, b):
    """Largest relative difference of two arrays, entry by entry.

    Parameters
    ----------
    a : float ndarray of any shape, such as (N, D) or (), with at least one entry
        One gradient.
    b : float ndarray of the shape of a
        The other one.

    Returns
    -------
    float
        The maximum over all entries of the absolute difference, divided by the sum of the two absolute
        values; a sum below 1e-8 counts as 1e-8.

    Notes
    -----
    For float64 central differences with h = 1e-5: below 1e-7 is fine, above 1e-3 is a mistake, between them
    look closer.
    """
    size = np.abs(a) + np.abs(b)
    return np.max(np.abs(a - b) / np.maximum(size, 1e-8))


# %% [markdown]
# ## Catch a mistake
#
# Now use both on a dense layer. A check needs a scalar function, so take
# $L = \sum_{nj} c_{nj} \, \text{out}_{nj}$ with random $c$: its gradient with respect to `out` is $c$, and
# $c$ is the `dout` that we hand to the backward pass. (Why random? With all ones a backward pass that
# forgets to use `dout` would pass.)
#
# Beside your `dense_backward` stand three broken ones. Each has a single mistake that leaves all shapes
# intact.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(6, 4)), rng.normal(size=(4, 4)), rng.normal(size=4)
    dout = rng.normal(size=(6, 4))
    slow = (
        numerical_gradient(lambda z: np.sum(dout * dense_forward(z, w, b)), x),
        numerical_gradient(lambda z: np.sum(dout * dense_forward(x, z, b)), w),
        numerical_gradient(lambda z: np.sum(dout * dense_forward(x, w, z)), b),
    )

    def mean_bias(dout, x, w):
        *others, db = dense_backward(dout, x, w)
        return *others, db / len(x)

    suspects = {
        "yours": dense_backward,
        "w not transposed": lambda dout, x, w: dense_backward(dout, x, w.T),
        "dout ignored": lambda dout, x, w: dense_backward(np.ones_like(dout), x, w),
        "bias averaged": mean_bias,
    }
    fig, ax = plt.subplots(figsize=(9, 4))
    for place, backward in enumerate(suspects.values()):
        fast = backward(dout, x, w)
        errors = [relative_error(a, b) for a, b in zip(fast, slow, strict=True)]
        bars = ax.bar(place + np.array([-0.25, 0.0, 0.25]), errors, width=0.22)
        for bar, label, colour in zip(bars, ("dx", "dw", "db"), ("C0", "C1", "C2"), strict=True):
            bar.set_color(colour)
            ax.text(bar.get_x() + 0.11, bar.get_height() * 1.5, label, ha="center")
    ax.axhspan(1e-3, 100, color="tab:red", alpha=0.12, zorder=0)
    ax.axhspan(1e-13, 1e-7, color="tab:green", alpha=0.12, zorder=0)
    ax.text(0.05, 3e-5, "look closer")
    ax.set(yscale="log", ylim=(1e-13, 100), ylabel="relative error", title="which gradient lies?")
    ax.set_xticks(range(len(suspects)), list(suspects))
    fig.tight_layout()
    plt.show()

# %% [markdown]
# The picture does more than say *wrong*: it says which of the three gradients to look at. A check of every
# entry costs two forward passes for each number, so check small layers with small batches, and check them
# one by one: a layer that is right alone is right in the network.

# %% [markdown] role="question" points=2
# ## Think about it
#
# You check a network with ReLU in it. All gradients agree to $10^{-9}$, but one entry of the first layer's
# `dw` shows a relative error of 0.3. You are quite sure of your code.
#
# 1. How can a right backward pass fail this check? Draw ReLU near zero with the two points $z - h$ and
#    $z + h$.
# 2. How would you find out whether it is that, or a mistake after all?

# %% [markdown] role="answer"
# 1. The neuron's net input $z$ lies closer to 0 than the nudge moves it, so $z - h$ and $z + h$ are on
#    different sides of the kink. The central difference then gives a slope between 0 and 1 (the share of
#    the way that lies on the right), while the backward pass gives 0 or 1. Both are right about what they
#    were asked: at a kink, or across one, the secant does not turn into a tangent.
# 2. Make $h$ smaller, say $10^{-7}$ instead of $10^{-5}$: if the kink lies between the two points, it will
#    soon lie outside and the error falls to rounding size; a mistake stays where it is. Or look at the net
#    inputs: is one of them smaller than about $h |x|$? Or move the point: another random batch, where a
#    kink happens elsewhere or not at all, while a mistake shows again. Or put a smooth function such as
#    tanh in ReLU's place.
#
# Look for: the two points lie on different sides of the kink (one point); a test that tells the two apart,
# with what each outcome would mean (one point).
