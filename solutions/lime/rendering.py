# %% [markdown]
# # Rendering: an explanation that people can read
#
# **The question.** Here is an explanation: a named tuple with 54 numbers in it. To whom do you show it? Not to the
# doctor, who has a minute, nor to the customer, who has a right to know. An explanation that nobody reads explains
# nothing. How do you say it so that it is understood, and still true?
#
# **The idea.** Say it in the language of the example. For a picture: show the parts that matter, or tint the picture.
# For a table: write sentences, such as *petal width (cm) <= 0.30*. Each of them leaves something out, and you should
# know what.

# %%
"""Rendering: what an explanation looks like, as parts of a picture, as colours, as sentences."""

import numpy as np

# %% [markdown]
# An explanation of a picture has its weights in the order of their sizes, with the labels of the segments beside
# them. To paint, we want them the other way: one weight for each segment, in the order of the labels. Sorting back is
# one line, so here it is.

# %% role="given"
def by_segment(explanation):
    """Return the weights of `explain_image` in ascending order of the labels of their segments."""
    return np.asarray(explanation.weights)[np.argsort(explanation.features)]


# %% [markdown]
# ## The parts that matter
#
# **How many reasons can a person take in?** Three, or five, hardly ten. So show the best few, and nothing else. And
# which are the best? There are two questions behind that:
#
# - *What speaks for it?* Only weights above 0 count. First leave out the others, **then** take the largest `k`. If
# fewer than `k` speak for it, fewer are shown: better a short answer than a wrong one.
# - *What matters at all?* Then the size counts, whatever the sign.
#
# The first question is what the `lime` package asks by default, and its pictures are the famous ones: a guitar on
# grey, and the words "acoustic guitar".

# %%
def top_segments(weights, k, positive_only=True):
    """Return the positions of the k segments that matter most, strongest first.

    Parameters
    ----------
    weights : ndarray of float, shape (S,)
        One for each segment.
    k : int
        How many, at least 1. There may be fewer: then all of them.
    positive_only : bool
        True: of the segments with a weight above 0 those with the largest. False: of all segments those with the
        largest size of the weight.

    Returns
    -------
    segments : ndarray of int64, shape (at most k,)
        Positions in weights. Of equal ones the lowest comes first.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, figure 4.
    """
    candidates = np.flatnonzero(weights > 0) if positive_only else np.arange(len(weights))
    falling = np.argsort(-np.abs(weights[candidates]), kind="stable")
    return candidates[falling[:k]]


# %% [markdown]
# **What made it a cat?** Here is the cat from the first lesson, and the model that likes green and dislikes purple.
# The four best segments alone, then the eight best, then eight for or against. The rest is painted grey.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt
    from lime.explain import cat_or_not, explain_image
    from lime.perturbation import CAT, mask_image

    cat = CAT[::3, :450:3]
    squares = np.kron(np.arange(54).reshape(6, 9), np.ones((17, 17), dtype=int))[:100, :150]
    reasons = explain_image(cat_or_not, cat, squares, 400, np.random.default_rng(0), fill=0)
    weights = by_segment(reasons)
    choices = {
        "the picture": np.arange(54),
        "4 for": top_segments(weights, 4),
        "8 for": top_segments(weights, 8),
        "8 for or against": top_segments(weights, 8, positive_only=False),
    }
    fig, axes = plt.subplots(1, 4, figsize=(14, 2.8), layout="constrained")
    for ax, (title, chosen) in zip(axes, choices.items(), strict=True):
        mask = np.isin(np.arange(54), chosen).astype(np.int64)
        ax.imshow(mask_image(cat, squares, mask[None], 128)[0])
        ax.set(title=title, xticks=[], yticks=[])
    plt.show()

# %% [markdown]
# The third picture shows as much forehead as eye. Each of the four new squares holds but the tip of an eye, and has a
# fifth of the weight, or less: whoever asks for eight gets eight. A choice shows *which*, and hides *how much*.
#
# ## Colours
#
# **Show how much as well.** Tint each segment: green if it speaks for the class, red if against, the stronger the
# weight the stronger the colour. And keep the picture visible below. So mix two colours,
#
# $$\text{new} = (1 - a) \cdot \text{pixel} + a \cdot \text{colour}, \qquad
# a = 0.6\, \frac{\lvert w \rvert}{\max \lvert w \rvert} .$$
#
# A segment with weight 0 has $a = 0$ and stays as it is. (And if all weights are 0? Watch the quotient.)
#
# **Mind the dtype, again.** Pixels are bytes from 0 to 255, or floats from 0 to 1; full green is 255 in one world and
# 1 in the other. Byte arithmetic wraps around: 250 + 10 is 4. So compute with floats, and convert at the end.

# %%
def overlay(image, segments, weights):
    """Tint the segments of a picture by their weights: green above 0, red below.

    How strong the tint is, and by what formula, is up to you. What has to hold: a segment with a weight above 0 gets
    greener (green gains on red and on blue), one with a weight below 0 redder (red gains on green and on blue), be
    it dark, bright, black or white before; one with a weight of 0 stays exactly as it is.

    Parameters
    ----------
    image : ndarray, shape (H, W, 3)
        Red, green and blue: whole numbers from 0 to the largest of their dtype, or floats from 0 to 1. It is not
        changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's part, any integers. There are S distinct ones.
    weights : ndarray of float, shape (S,)
        The j-th belongs to the j-th smallest label. They may all be 0.

    Returns
    -------
    tinted : ndarray, shape and dtype of the picture
        Within the same range.
    """
    column = np.unique(segments, return_inverse=True)[1]
    full = 1.0 if image.dtype.kind == "f" else np.iinfo(image.dtype).max
    strength = 0.6 * np.abs(weights) / (np.max(np.abs(weights)) or 1.0)
    colours = np.where(weights[:, None] > 0, [0.0, full, 0.0], [full, 0.0, 0.0])
    a = strength[column][..., None]
    return ((1 - a) * image + a * colours[column]).astype(image.dtype)


# %% [markdown]
# **Three models, three pictures.** The model from above; the same model asked about "no cat"; and a model that says
# 0.5 plus a breath of noise, whatever it sees. The first two are mirror images, as they should be. The third looks
# every bit as convincing! Why? Look at the formula: we divide by the *largest* weight, however tiny it is. So always
# write the largest weight, or $R^2$, beside the picture.

# %%
if __name__ == "__main__":
    def noise(pictures):
        p = 0.5 + 1e-3 * np.sin(1e4 * pictures.mean(axis=(1, 2, 3)))
        return np.stack([p, 1 - p], axis=-1)

    shown = {
        "why cat?": reasons,
        "why no cat?": explain_image(cat_or_not, cat, squares, 400, np.random.default_rng(0), fill=0, label=1),
        "noise": explain_image(noise, cat, squares, 400, np.random.default_rng(0), fill=0, label=0),
    }
    fig, axes = plt.subplots(1, 3, figsize=(14, 3.6), layout="constrained")
    for ax, (title, found) in zip(axes, shown.items(), strict=True):
        weights = by_segment(found)
        ax.imshow(overlay(cat, squares, weights))
        for j in top_segments(weights, 10, positive_only=False):
            place = np.argwhere(squares == j).mean(axis=0)[::-1]
            ax.text(*place, "+" if weights[j] > 0 else "-", ha="center", va="center", fontsize=14, color="w")
        ax.set(xticks=[], yticks=[], title=title)
        ax.set_xlabel(f"largest weight {np.abs(weights).max():.4f}, R squared {found.r2:.2f}")
    plt.show()

# %% [markdown]
# One man in twelve can't tell red from green, and printers are often black. So the picture says it twice, with signs.
#
# ## Sentences
#
# **A table has no picture**, but its parts are statements. Column number 3 of an iris is the petal width, and the
# part that LIME keeps or changes is its quarter: between which borders does the value lie? There are three kinds of
# answers:
#
# | where | sentence |
# |---|---|
# | the lowest bin | `petal width (cm) <= 0.30` |
# | between two borders | `0.30 < petal width (cm) <= 1.30` |
# | the highest bin | `petal width (cm) > 1.80` |
#
# A border belongs to the bin below it, as in `sample_tabular`. Two decimals will do. They tell a reader more than a
# dozen: 0.30000000000000004 is no knowledge, it is noise.

# %%
def as_list(explanation, x, bins, names):
    """Write an explanation of a table row as conditions, each with its weight.

    Parameters
    ----------
    explanation : Explanation
        From `explain_tabular`. Two of its attributes are looked at: `features`, numbers of columns, and `weights`.
    x : ndarray of float, shape (d,)
        The row that was explained.
    bins : list of d ndarrays
        The borders of each column, as `quartile_bins` returns them. There is at least one.
    names : list of d str
        What the columns are called.

    Returns
    -------
    conditions : list of (str, float)
        One for each feature, in the order of the explanation. With borders a and b, numbers with two decimals:
        "name <= b" in the lowest bin, "a < name <= b" between two borders, "name > a" in the highest bin. A value on
        a border is in the bin below it.
    """
    conditions = []
    for j, weight in zip(explanation.features, explanation.weights, strict=True):
        place = np.searchsorted(bins[j], x[j])
        low = [f"{border:.2f} < " for border in bins[j][:place][-1:]]
        high = [f" <= {border:.2f}" for border in bins[j][place:][:1]]
        text = "".join([*low, names[j], *high]) if high else f"{names[j]} > {bins[j][-1]:.2f}"
        conditions.append((text, float(weight)))
    return conditions


# %% [markdown]
# **Why is this flower a versicolor?** Two of them, one easy, one hard, as a forest sees them.

# %%
if __name__ == "__main__":
    from lime.explain import explain_tabular
    from lime.perturbation import quartile_bins

    from scratchml.datasets import forest, load_iris

    iris = load_iris()
    ask, bins = forest(iris.X, iris.y, seed=0), quartile_bins(iris.X)
    fig, axes = plt.subplots(1, 2, figsize=(14, 2.6), layout="constrained")
    for ax, flower in zip(axes, (iris.X[64], iris.X[77]), strict=True):
        found = explain_tabular(ask, flower, iris.X, rng=np.random.default_rng(0), label=1)
        texts, weights = zip(*as_list(found, flower, bins, iris.names), strict=True)
        ax.barh(texts, weights, color=["#4d9221" if w > 0 else "#c51b7d" for w in weights], edgecolor="k")
        ax.bar_label(ax.containers[0], fmt="%+.2f", padding=3)
        ax.axvline(0, color="k", linewidth=0.8)
        ax.invert_yaxis()
        ax.margins(x=0.25)
        ax.set(xlabel="weight", title=f"versicolor: p = {ask(flower[None])[0, 1]:.2f}, R squared {found.r2:.2f}")
    plt.show()

# %% [markdown]
# Read the left one aloud: "a versicolor, because its petals are longer than 1.60 cm but not longer than 4.35, and
# wider than 0.30 but not wider than 1.30". That is a sentence for people. And people believe nice sentences! Look at
# the title: $R^2$ is 0.24 for the left one, and 0.15 for the right one. To be a versicolor takes middling petals in
# length *and* in width, and a sum can't say "and". The line has caught a small part of the story. Without the number
# beside it nobody would know.

# %% [markdown] role="question" points=2
# ## Think about it
#
# A bank shows its customers why they did not get a loan: the three strongest reasons *against*, in red, each as a
# sentence. ("income <= 30500.00", "age <= 25.00", "years in job <= 2.00".) Nothing else is shown.
#
# 1. What may a customer wrongly conclude from this list? Name two things.
# 2. What would you add, and what would you change? Two suggestions, each with its reason.

# %% [markdown] role="answer"
# **1.** Two of these. That there was nothing in favour: only reasons against are shown. That the reasons are strong:
# no sizes are given, and without the largest weight, or $R^2$, a tiny effect looks like a big one. That 30,501 of
# income is enough: the borders are quartiles of the bank's data, and no thresholds of the model. That he should
# change his age or job: the list tells how the *model* behaves near his case, and not what causes what. That the
# model is fair, since the list names no forbidden feature: a column may stand in for another one that is correlated
# with it.
#
# **2.** For example: reasons in favour too, so that the balance shows; sizes as numbers or bars, with the same scale
# for all customers; the line's prediction beside the model's, or $R^2$, and no list at all if they differ much; signs
# or words besides colours; "than 3 of 4 customers" in place of a border that looks like a limit; the question that
# the customer really has ("what would have to be different?") answered by asking the model itself.
#
# *Look for:* two wrong conclusions that follow from what was left out (1 point); two changes with reasons (1 point).
