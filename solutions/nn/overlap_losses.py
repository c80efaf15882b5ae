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
        From 0 (equal masks) to 1.

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
# Three pixels off is not much for a large disc, and nearly all for a small one.

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
# surprise, pixel by pixel, and once with Dice. Surprise gives honest probabilities, and hardly any of them is
# over one half, because spots are so rare. Dice does not care for honesty. It wants the area.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[:32, :32]
    centres = rng.uniform(5, 26, size=(20, 2, 1, 1))
    spots = ((rows - centres[:, 0]) ** 2 + (columns - centres[:, 1]) ** 2 <= 2.5**2) * 1.0
    pictures = 1.2 * spots + rng.normal(size=(20, 32, 32))
    around = sum(np.roll(pictures, (i, j), axis=(1, 2)) for i in range(-2, 3) for j in range(-2, 3)) / 25
    inputs = np.stack([pictures, 5 * around, np.ones_like(pictures)], axis=-1)

    def train(gradient, rate):
        """Give the soft masks after 400 steps."""
        w = np.zeros(3)
        for _ in range(400):
            p = 1 / (1 + np.exp(-(inputs @ w)))
            w = w - rate * np.tensordot(gradient(p) * p * (1 - p), inputs, axes=3)
        return 1 / (1 + np.exp(-(inputs @ w)))

    by_surprise = train(lambda p: (p - spots) / (p * (1 - p)) / p.size, 1.0)
    by_overlap = train(lambda p: dice_loss_grad(p, spots), 1.0)
    fig, axes = plt.subplots(2, 4, figsize=(11, 5.6))
    for line, k in zip(axes, (0, 3), strict=True):
        shown = (pictures[k], spots[k], by_surprise[k], by_overlap[k])
        names = ("picture", "truth", "learned with surprise", "learned with Dice")
        for axis, image, name in zip(line, shown, names, strict=True):
            axis.imshow(image, cmap="gray", vmin=None if name == "picture" else 0, vmax=None if name == "picture" else 1)
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
        From 0 (equal masks) to 1.

    References
    ----------
    P. Jaccard: Etude comparative de la distribution florale. Bulletin de la Societe vaudoise 37, 1901.
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
# $$\frac{\partial L}{\partial p_i} = -\frac{t_i\,(U + s) - (1 - t_i)(I + s)}{(U + s)^2}, \qquad \text{times } \frac1N.$$

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
# **Two judges, one ranking.** Left: the disc of radius 12 slides away from its place. Jaccard is always the
# stricter judge: two halves that share a half have a Dice of $\frac12$, but a Jaccard of only $\frac13$. Middle:
# one is a function of the other, $J = D / (2 - D)$, so they never disagree about which of two masks is better.
# (That holds for one mask. For a mean over several it need not.) Right: the push of all pixels inside and of all
# pixels outside, for a soft mask that says 0.1 everywhere, and objects of several sizes. Surprise, the mean over
# all pixels, whispers to small objects. Both overlaps speak up: the smaller the object, the louder.

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
    for name, gradient, color in (("Dice", dice_loss_grad, "C0"), ("Jaccard", jaccard_loss_grad, "C3")):
        right.loglog(areas, [-gradient(faint, o)[0, 0] for o in objects], f"{color}.-", label=f"{name}, one pixel inside")
    right.loglog(areas, np.full(5, 1 / 0.1 / 4096), "C1.-", label="surprise, one pixel inside")
    right.set(title="who is heard?", xlabel="pixels of the object, of 4,096", ylabel="pull")
    right.legend(fontsize=8)
    fig.tight_layout()
    plt.show()
