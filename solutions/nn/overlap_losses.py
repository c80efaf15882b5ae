# %% [markdown]
# # Losses for masks: how much do they share?
#
# **The question.** A network looks at an X-ray picture and marks, pixel by pixel, where the tumour is. There are
# 4,096 pixels, and 20 of them are tumour. The laziest of all networks marks nothing. It is right in 99.5 % of
# the pixels. Who tells it that this is worthless?
#
# **The idea.** Do not ask how many pixels are right. The thousands of empty ones are easy, and they drown the
# rest. Ask how much the two *areas* share: the one that was marked, and the one that is true. Where there is
# nothing in either of them, there is nothing to be proud of.
#
# **The rules.** Masks come as a batch: axis 0 counts the examples, all other axes belong to one of them. The
# overlap is taken *for each example*, over all its other axes, and the loss is the mean over the examples. So a
# picture with a small tumour counts as much as one with a large one. No formula of this lesson has a kink.

# %%
"""Losses for masks: Dice and Jaccard, each with its gradient; per example over all its other axes, then the mean."""

import numpy as np

# %% [markdown]
# ## Twice the common part
#
# **How alike are two sets $A$ and $B$?** Dice (1945) looked at where plants grow together, and took the part
# that both share over their mean size. It is 1 if they are equal, and 0 if they have nothing in common:
#
# $$\frac{|A \cap B|}{\frac12 (|A| + |B|)} = \frac{2\,|A \cap B|}{|A| + |B|}.$$
#
# **To learn from it, we need a slope.** So let the mask be soft: a number $p$ between 0 and 1 for each pixel,
# beside the truth $t$, which is 0 or 1. A sum of $p$ is a size, and a sum of $p\,t$ is a common part. (In 2016
# Milletari and others trained a network that way to find the prostate.) For one example,
#
# $$L = 1 - \frac{2 \sum p\,t + s}{\sum p + \sum t + s}.$$
#
# **What is the $s$?** Imagine that there is no tumour, and none was marked: perfect! But $\frac00$ is not a
# number. A small $s > 0$ on both sides of the bar makes $\frac{s}{s} = 1$ of it, and a loss of 0. It is called
# `smooth`, and it is 1 unless somebody says otherwise: as if one more pixel was right.

# %%
def dice_loss(p, target, smooth=1.0):
    """Soft Dice loss: 1 - (2 sum(p t) + smooth) / (sum(p) + sum(t) + smooth) for each example, then the mean.

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask: a number from 0 to 1 for each pixel. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0
        Added above and below the bar. If it is positive, an empty mask where nothing is to be found costs 0. If
        it is 0, no example may be empty in both.

    Returns
    -------
    float
        From 0 (equal masks of 0 and 1) to 1.

    References
    ----------
    L. R. Dice: Measures of the amount of ecologic association between species. Ecology 26, 1945.
    F. Milletari, N. Navab, S.-A. Ahmadi: V-Net. 3DV 2016 (there with squares below the bar).
    """
    axes = tuple(range(1, p.ndim))
    common = np.sum(p * target, axis=axes)
    sizes = np.sum(p + target, axis=axes)
    return np.mean(1 - (2 * common + smooth) / (sizes + smooth))


# %% [markdown]
# **The lazy answer, and the shifted one.** Left: mark nothing. The share of wrong pixels fades as the object
# gets smaller: the smaller it is, the more it pays to be lazy. Dice sees through it, whatever the size (for a
# handful of pixels, `smooth` gives a little away). Right: a disc is marked somewhat to the right of where it is.
# Three pixels off is not much for a large disc, and three quarters of all for a small one.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rows, columns = np.mgrid[:64, :64]

    def disc(radius, shift=0.0):
        """One mask of 64 by 64 pixels with a disc in the middle, or to the right of it."""
        return ((rows - 31.5) ** 2 + (columns - 31.5 - shift) ** 2 <= radius**2)[None] * 1.0

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6))
    discs = [disc(radius) for radius in np.arange(1, 31)]
    areas = [d.sum() for d in discs]
    nothing = np.zeros((1, 64, 64))
    left.semilogx(areas, [dice_loss(nothing, d) for d in discs], "C0", label="Dice loss")
    left.semilogx(areas, [np.mean(d) for d in discs], "C1", label="share of wrong pixels")
    left.set(title="cost of marking nothing", xlabel="pixels of the object, of 4,096", ylim=(0, 1.05))
    left.legend()
    shifts = np.arange(0, 31)
    for radius, color in ((2.5, "C3"), (5, "C2"), (12, "C0")):
        costs = [dice_loss(disc(radius, shift), disc(radius)) for shift in shifts]
        right.plot(shifts, costs, f"{color}.-", label=f"radius {radius:g}")
    right.set(title="Dice loss of a shifted disc", xlabel="shift in pixels")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## One for all
#
# **The gradient.** Write $I = \sum p\,t$ for the common part and $S = \sum p + \sum t$ for both sizes. Raise one
# pixel $p_i$ a little. If it is a true one, $I$ grows with it. $S$ grows in any case. With the quotient rule,
#
# $$\frac{\partial L}{\partial p_i} = -\frac{2\,t_i\,(S + s) - (2I + s)}{(S + s)^2}, \qquad \text{times } \frac1N.$$
#
# Look at what it depends on. Not on $p_i$! All pixels inside get the same push, all pixels outside get the same
# push, and how strong it is, the *whole mask* decides. That is quite another thing than a loss that looks at
# one pixel after the other. And the smaller $S$ is, the stronger is the push.

# %%
def dice_loss_grad(p, target, smooth=1.0):
    """Gradient of dice_loss with respect to p.

    With common = sum(p t) and sizes = sum(p) + sum(t) of the example, the entry of a pixel is
    ((2 common + smooth) - 2 t (sizes + smooth)) / (sizes + smooth)^2, times the 1/N of the mean.

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    axes = tuple(range(1, p.ndim))
    above = 2 * np.sum(p * target, axis=axes, keepdims=True) + smooth
    below = np.sum(p + target, axis=axes, keepdims=True) + smooth
    return (above - 2 * target * below) / below**2 / len(p)


# %% [markdown]
# **Let it search.** Twenty noisy pictures, each with one small spot that is a little brighter than the rest. The
# network is the smallest one possible: three weights for a pixel (its brightness, the mean about it, and a
# constant) and a sigmoid. It is trained twice, from the same start, with the same number of steps: once with
# surprise, pixel by pixel, and once with Dice. The red line goes round all that is over one half. Surprise gives
# honest probabilities, and spots are rare, so it marks half of the area that it should, and in some pictures
# nothing. (More steps do not help.) Dice does not care for honesty. It wants the area, and takes a few false
# alarms for it.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[:32, :32]
    centres = rng.uniform(5, 26, size=(20, 2, 1, 1))
    spots = ((rows - centres[:, 0]) ** 2 + (columns - centres[:, 1]) ** 2 <= 2.5**2) * 1.0
    pictures = spots + rng.normal(size=(20, 32, 32))
    around = sum(np.roll(pictures, (i, j), axis=(1, 2)) for i in range(-2, 3) for j in range(-2, 3)) / 25
    inputs = np.stack([pictures, 5 * around, np.ones_like(pictures)], axis=-1)

    def train(gradient, rate):
        """Give the soft masks after 400 steps."""
        w = np.zeros(3)
        for _ in range(400):
            p = 1 / (1 + np.exp(-(inputs @ w)))
            w = w - rate * np.tensordot(gradient(p) * p * (1 - p), inputs, axes=3)
        return 1 / (1 + np.exp(-(inputs @ w)))

    by_surprise = train(lambda p: (p - spots) / (p * (1 - p)) / p.size, 2.0)
    by_overlap = train(lambda p: dice_loss_grad(p, spots), 2.0)
    fig, axes = plt.subplots(2, 4, figsize=(11, 5.6))
    names = ("picture", "truth", "learned with surprise", "learned with Dice")
    for line, k in zip(axes, (0, 3), strict=True):
        line[0].imshow(pictures[k], cmap="gray")
        for axis, mask in zip(line[1:], (spots[k], by_surprise[k], by_overlap[k]), strict=True):
            axis.imshow(mask, cmap="gray", vmin=0, vmax=1)
            if mask.max() > 0.5:
                axis.contour(mask, levels=[0.5], colors="C3")
        for axis, name in zip(line, names, strict=True):
            axis.set(title=name, xticks=[], yticks=[])
    fig.tight_layout()
    plt.show()
    for name, p in (("surprise", by_surprise), ("Dice", by_overlap)):
        marked = (p > 0.5) * 1.0
        print(f"{name}: {marked.sum() / spots.sum():.2f} of the area marked, Dice loss {dice_loss(marked, spots):.2f}")

# %% [markdown]
# ## What is common, of what there is
#
# **Another way to say it.** Jaccard (1901) compared the flowers of alpine meadows: how many kinds grow on both,
# out of all that grow on either of them? The common part over the *union*:
#
# $$\frac{|A \cap B|}{|A \cup B|}.$$
#
# In pictures it is known as IoU, "intersection over union". What lies in both must not be counted twice, so the
# soft union is $\sum p + \sum t - \sum p\,t$, and for one example
#
# $$L = 1 - \frac{\sum p\,t + s}{\sum p + \sum t - \sum p\,t + s}.$$

# %%
def jaccard_loss(p, target, smooth=1.0):
    """Soft Jaccard loss: 1 - (common + smooth) / (union + smooth) for each example, then the mean.

    Here common = sum(p t) and union = sum(p) + sum(t) - sum(p t).

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask: a number from 0 to 1 for each pixel. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0
        Added above and below the bar. If it is positive, an empty mask where nothing is to be found costs 0. If
        it is 0, no example may be empty in both.

    Returns
    -------
    float
        From 0 (equal masks of 0 and 1) to 1.

    References
    ----------
    P. Jaccard: Etude comparative de la distribution florale dans une portion des Alpes et des Jura. Bulletin de la
    Societe vaudoise des sciences naturelles 37, 1901.
    M. A. Rahman, Y. Wang: Optimizing intersection-over-union in deep neural networks. ISVC 2016.
    """
    axes = tuple(range(1, p.ndim))
    common = np.sum(p * target, axis=axes)
    union = np.sum(p + target, axis=axes) - common
    return np.mean(1 - (common + smooth) / (union + smooth))


# %% [markdown]
# **Its gradient**, with $I$ for the common part and $U$ for the union. Raise a pixel inside: the common part
# grows, the union does not, for the truth was in it before. Raise a pixel outside: the union grows, and nothing
# is gained. So $\partial I / \partial p_i = t_i$ and $\partial U / \partial p_i = 1 - t_i$, and
#
# $$
# \frac{\partial L}{\partial p_i} = -\frac{t_i\,(U + s) - (1 - t_i)(I + s)}{(U + s)^2}, \qquad \text{times } \frac1N.
# $$

# %%
def jaccard_loss_grad(p, target, smooth=1.0):
    """Gradient of jaccard_loss with respect to p.

    With common = sum(p t) and union = sum(p) + sum(t) - sum(p t) of the example, the entry of a pixel is
    ((1 - t) (common + smooth) - t (union + smooth)) / (union + smooth)^2, times the 1/N of the mean.

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    axes = tuple(range(1, p.ndim))
    common = np.sum(p * target, axis=axes, keepdims=True)
    above = common + smooth
    below = np.sum(p + target, axis=axes, keepdims=True) - common + smooth
    return ((1 - target) * above - target * below) / below**2 / len(p)


# %% [markdown]
# **Two judges, one ranking.** Left: a disc slides away from its place. Jaccard is always the stricter judge: two
# equal areas that share a half have a Dice of $\frac12$, but a Jaccard of only $\frac13$. Middle: one is a function
# of the other, $J = D / (2 - D)$, so they never disagree about which of two masks is better. (That holds for one
# mask. For a mean over several it need not.) Right: a network that has no idea yet says 0.1 everywhere. All
# pixels of the object are pulled up, all others are pushed down. How do the two crowds compare? With surprise,
# a small object is shouted down. With overlaps it is heard nearly as well as a large one.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rows, columns = np.mgrid[:64, :64]
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(12, 3.6))
    place = ((rows - 31.5) ** 2 + (columns - 31.5) ** 2 <= 12**2)[None] * 1.0
    moved = [np.roll(place, shift, axis=2) for shift in range(20)]
    dice = [dice_loss(mask, place) for mask in moved]
    jaccard = [jaccard_loss(mask, place) for mask in moved]
    left.plot(dice, "C0.-", label="Dice")
    left.plot(jaccard, "C3.-", label="Jaccard")
    left.set(title="a disc slides away", xlabel="shift in pixels", ylabel="loss")
    left.legend()
    d = np.linspace(0, 1, 50)
    middle.plot(d, d, "0.8")
    middle.plot(d, d / (2 - d), "k", label="D / (2 - D)")
    middle.plot(1 - np.array(dice), 1 - np.array(jaccard), "C3.", label="the sliding disc")
    middle.set(title="one follows from the other", xlabel="Dice", ylabel="Jaccard")
    middle.legend()
    areas, faint = np.array([4, 16, 64, 256, 1024]), np.full((1, 4096), 0.1)
    objects = [(np.arange(4096) < area)[None] * 1.0 for area in areas]

    def balance(gradient):
        """Sum of the pulls inside over sum of the pushes outside, for each size of object."""
        return [-np.sum(gradient(faint, o) * o) / np.sum(gradient(faint, o) * (1 - o)) for o in objects]

    right.loglog(areas, balance(lambda p, t: (p - t) / (p * (1 - p))), "C1.-", label="surprise")
    right.loglog(areas, balance(dice_loss_grad), "C0.-", label="Dice")
    right.loglog(areas, balance(jaccard_loss_grad), "C3.-", label="Jaccard")
    right.set(title="pull inside / push outside", xlabel="pixels of the object, of 4,096")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# Most of Nora's X-ray pictures show no tumour at all. She trains with `dice_loss`.
#
# 1. On such a picture the network is sure of nine stray pixels, and marks nothing else. What does that cost with
#    `smooth` 1, what with 0.001, and what with 100? And what does it cost with each of them to miss a tumour of
#    20 pixels altogether? Which `smooth` would you choose?
# 2. A colleague adds up $\sum p\,t$, $\sum p$ and $\sum t$ over the *whole batch*, and takes one Dice of all. What
#    gets better by that, and what gets worse?

# %% [markdown] role="answer"
# **1.** Nine stray pixels cost $1 - \frac{s}{9 + s}$: 0.9 with 1, 0.9999 with 0.001, and 0.08 with 100. The missed
# tumour costs $1 - \frac{s}{20 + s}$: 0.95, 0.99995, and 0.17. A tiny `smooth` makes a staircase: one stray pixel on
# an empty picture costs as much as anything can, and nine hardly more, so there is little slope to learn from.
# A large one forgives both, and so a small tumour can be missed for next to nothing. Something of the size of
# the smallest object that matters, or less: 1 to 10 here. (Some leave the empty pictures out, or add a
# cross-entropy for them.)
#
# **2.** *Better:* a picture without a tumour is no special case any more, stray pixels in it count like any
# others, and the loss jumps less from batch to batch. *Worse:* large tumours fill the sums, and the small ones
# hardly matter, which is what Dice was meant to mend. And the loss of a picture now depends on which others
# happen to be in its batch.
#
# *Look for:* at least two right costs, and that a tiny and a large `smooth` both have a price (1 point); one gain
# and one loss of the sum over the batch (1 point).
