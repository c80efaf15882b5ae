# %% [markdown]
# # Explain: six steps, any model
#
# **The question.** You have all the pieces: masks, covered pictures, distances, a kernel, a line that is right nearby.
# But nobody who asks "why?" wants pieces. Can you build *one* function that takes a model and an example, and gives
# reasons?
#
# **The idea.** Yes, and it is short. The pieces fall into a row:
#
# | step | what happens | who does it |
# |---|---|---|
# | 1 | cut the example into parts | `segments`, words, or columns |
# | 2 | draw which parts to keep | `sample_masks` and its cousins |
# | 3 | make the changed examples | `mask_image` and its cousins |
# | 4 | **ask the model** | `predict_fn` |
# | 5 | weigh each sample by its nearness | a distance, then `kernel_weights` |
# | 6 | fit the line | `weighted_ridge` |
#
# Look at step 4. It is the only one that touches the model, and all it does is call a function: examples in, numbers
# out. Your own network, somebody's forest, ten lines of `if` and `else`, a web service: LIME can't tell them apart.
# That is what *model-agnostic* means.

# %%
"""Explain: six steps that tell why a model, any model, said what it said."""

import re
from collections import namedtuple

import numpy as np
from lime.perturbation import (
    CAT,
    mask_image,
    mask_text,
    quartile_bins,
    sample_masks,
    sample_tabular,
    sample_text_masks,
)
from lime.surrogate import (
    cosine_distance,
    euclidean_distance,
    forward_selection,
    highest_weights,
    kernel_weights,
    weighted_r2,
    weighted_ridge,
)

# %% [markdown]
# ## What is an explanation?
#
# **Six things, given here as a named tuple.** Which class was explained (`label`). The line: its `intercept`, and its
# coefficients as `weights`, the strongest first, with the part that each belongs to (`features`). And two numbers that
# tell how far to trust it: `r2`, how well the line follows the model on the samples, and `local_prediction`, what the
# line says about the example itself. If that is far from what the model says, throw the explanation away.
#
# *Strongest first* means by size: a strong reason against is as interesting as a strong reason for. Two parts may be
# equally strong up to rounding; then the one that comes first wins. Sorting with such ties is bookkeeping, so here it
# is.

# %%
Explanation = namedtuple("Explanation", "label intercept features weights r2 local_prediction")

# %% role="given"
def largest_first(weights):
    """Return the positions of weights by falling size; sizes within 1e-9 of the largest are a tie: lowest first."""
    sizes = np.abs(weights)
    falling = np.argsort(-sizes, kind="stable")
    steps = -np.diff(sizes[falling]) > sizes.max() * 1e-9  # a clear step down starts a new rank
    return falling[np.lexsort((falling, np.append(0, np.cumsum(steps))))]


# %% [markdown]
# ## A picture
#
# **Now build it.** For a picture the parts are the segments, a sample is a picture with some of them covered, and the
# distance is that of the angle. The model returns a row of numbers for each picture, one number a class. You need one
# column of that: the class that is asked for or, if none is, the one that wins *for the picture itself*. Which row is
# that? And careful: class 0 is a class, too.
#
# With the masks as table $Z$, the answers $y$ of that class and the weights $w$, the line is
#
# $$g(z) = b + \sum_j \beta_j z_j, \qquad
# (b, \beta) = \arg\min \sum_i w_i \bigl(y_i - g(z_i)\bigr)^2 + \alpha \lVert \beta \rVert^2 .$$

# %%
def explain_image(
    predict_fn, image, segments, n_samples=1000, rng=None, fill="mean", label=None, width=0.25, alpha=1.0
):
    """Explain by LIME which segments of a picture speak for a class.

    Parameters
    ----------
    predict_fn : callable
        Takes pictures, an array of shape (n, H, W) or (n, H, W, C) and the picture's dtype, and returns a number
        for each class, shape (n, classes). It may be asked about all samples at once, or in several calls.
    image : ndarray, shape (H, W) or (H, W, C)
        It is not changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's part, any integers. There are d distinct ones.
    n_samples : int
        How many pictures the model is asked about; the first is the picture itself.
    rng : numpy.random.Generator or None
        Goes to `sample_masks`, and is used for nothing else. None: a new one, with a seed of its own.
    fill : "mean" or number
        What covers, as in `mask_image`.
    label : int or None
        The class to explain. None: the one with the largest number for the picture itself.
    width : float
        Of the kernel on the cosine distance between a mask and the mask of the picture itself.
    alpha : float
        The penalty of the line that is fitted to masks and answers.

    Returns
    -------
    Explanation
        label : int. intercept : float. features : list of int, the d labels of the segments, in the order of
        their weights. weights : ndarray of float, shape (d,), the coefficients, ordered by `largest_first`.
        r2 : float, the weighted R squared of the line. local_prediction : float, what the line says for the
        picture itself.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, algorithm 1.
    """
    parts = np.unique(segments)
    masks = sample_masks(n_samples, len(parts), np.random.default_rng(rng))
    said = predict_fn(mask_image(image, segments, masks, fill))
    chosen = int(np.argmax(said[0])) if label is None else label
    weights = kernel_weights(cosine_distance(masks, masks[0]), width)
    intercept, coef = weighted_ridge(masks, said[:, chosen], weights, alpha)
    line = intercept + masks @ coef
    order = largest_first(coef)
    r2 = weighted_r2(said[:, chosen], line, weights)
    return Explanation(chosen, intercept, parts[order].tolist(), coef[order], r2, line[0])


# %% [markdown]
# ### Watch it work
#
# Let's explain a model that we know. It is a plain function, it knows nothing of cats, and it gives one number for
# "cat" and one for "no cat". Green speaks for a cat (those eyes!), and purple against it (as of the floor in the cat's
# picture, which gets more purple towards the bottom).
#
# The function is wrapped by another one that writes down what it is asked, and what it answers. So we see all that LIME
# sees. Steps 1 to 3 first.

# %% role="given"
def cat_or_not(pictures, sureness=1.0):
    """Give the probabilities of cat and no cat: green speaks for it, purple against it; bytes in, (n, 2) out."""
    red, green, blue = np.moveaxis(pictures / 255.0, -1, 0)
    eyes = np.mean(np.maximum(green - np.maximum(red, blue), 0), axis=(1, 2))
    floor = np.mean(np.maximum(np.minimum(red, blue) - green, 0), axis=(1, 2))
    p = 1 / (1 + np.exp(-sureness * (1.3 + 280 * eyes - 45 * floor)))
    return np.stack([p, 1 - p], axis=-1)


# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    cat = CAT[::5, :450:5]
    squares = np.kron(np.arange(54).reshape(6, 9), np.ones((10, 10), dtype=int))
    seen = []

    def watched(pictures):
        seen.append((pictures, cat_or_not(pictures)))
        return seen[-1][1]

    reasons = explain_image(watched, cat, squares, 400, np.random.default_rng(0), fill=0)
    pictures = np.concatenate([asked for asked, _ in seen])
    masks = (pictures[:, 5::10, 5::10].sum(axis=-1) > 0).reshape(400, 54)  # a square that is kept is not black
    fig, axes = plt.subplots(1, 3, figsize=(13, 3.2), width_ratios=(3, 4, 6), layout="constrained")
    axes[0].imshow(cat)
    axes[0].set(title="1: segments", xticks=np.arange(9.5, 89, 10), yticks=np.arange(9.5, 59, 10))
    axes[0].grid(color="w", linewidth=0.8)
    axes[0].tick_params(length=0, labelbottom=False, labelleft=False)
    axes[1].imshow(masks[:24], cmap="Greys_r", vmin=-0.3, aspect="auto")
    axes[1].set(title="2: masks (light: kept)", xlabel="segment", ylabel="sample")
    axes[2].imshow(np.vstack([np.hstack(pictures[:3]), np.hstack(pictures[3:6])]))
    axes[2].set(title="3: the first six pictures that the model was asked about", xticks=[], yticks=[])
    for draw_line, edge in ((axes[2].axvline, 90), (axes[2].axvline, 180), (axes[2].axhline, 60)):
        draw_line(edge - 0.5, color="w", linewidth=4)
    plt.show()

# %% [markdown]
# **Steps 4 and 5.** The answers are all over the place. The star is the picture itself. A sample's distance comes from
# its mask alone: with a share $s$ of the squares kept it is $1 - \sqrt s$. The kernel turns it into a weight. Below
# right: model and line, sample by sample, the dots as large as the weights. A good line keeps the large dots on the
# diagonal.

# %%
if __name__ == "__main__":
    answers = np.concatenate([answered for _, answered in seen])[:, reasons.label]
    far = 1 - masks.mean(axis=1) ** 0.5
    near = kernel_weights(far, 0.25)
    by_square = dict(zip(reasons.features, reasons.weights, strict=True))
    line = reasons.intercept + masks @ [by_square[j] for j in range(54)]
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
    left.plot(far[1:], answers[1:], ".", color="0.5")
    left.plot(far[0], answers[0], "k*", markersize=14)
    left.set(title="4: what the model answers", xlabel="distance", ylabel="p(cat)")
    middle.plot(far, near, "k.")
    middle.set(title="5: what each sample counts", xlabel="distance", ylabel="weight")
    right.scatter(line, answers, s=40 * near, color="C0", alpha=0.6)
    right.plot(line[0], answers[0], "k*", markersize=14)
    right.axline((0.5, 0.5), slope=1, color="0.6", linewidth=1)
    right.set(title=f"6: the line (R squared {reasons.r2:.2f})", xlabel="the line says", ylabel="the model says")
    plt.show()

# %% [markdown]
# **Step 6, the map.** Each square gets the coefficient that the line gave it. Left, with black as the cover: the eyes
# are found, and so is the floor, which speaks against a cat. Right, the same with the mean of each square as the cover.
# Where is the floor? A purple square that is painted in its own mean stays purple. Nothing is hidden, so nothing is
# found. An explanation answers the question "what if this were gone?", and *gone* is what the fill says.

# %%
if __name__ == "__main__":

    def draw_map(ax, found, title):
        """Draw the weights of the squares, and the cat's outlines over them."""
        table = np.zeros(54)
        table[found.features] = found.weights
        limit = np.abs(table).max()
        ax.imshow(cat.mean(axis=-1), cmap="gray", extent=(0, 9, 6, 0))
        table = table.reshape(6, 9)
        shown = ax.imshow(table, cmap="PiYG", vmin=-limit, vmax=limit, alpha=0.75, extent=(0, 9, 6, 0))
        for j in np.flatnonzero(np.abs(table) > limit / 6):
            ax.text(j % 9 + 0.5, j // 9 + 0.5, "+" if table.flat[j] > 0 else "-", ha="center", va="center", fontsize=14)
        ax.set(title=title, xticks=[], yticks=[])
        ax.figure.colorbar(shown, ax=ax, shrink=0.8)

    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 3.6), layout="constrained")
    draw_map(left, reasons, "cover: black")
    gentle = explain_image(cat_or_not, cat, squares, 400, np.random.default_rng(0))
    draw_map(right, gentle, "cover: the mean of the square")
    plt.show()
    print(f"model: {answers[0]:.3f}   line: {reasons.local_prediction:.3f}")

# %% [markdown]
# **How large may a picture be?** Four hundred pictures of 60 by 90 pixels are 6 MB. A thousand of 224 by 224 are 150
# MB, and a thousand photos of 12 million pixels are 36 GB. Then make and ask a hundred at a time: the model never
# knows. (`scratchml` asks in batches of 8 MiB.)
#
# ## A row of a table
#
# **What changes? Very little.** The parts are statements: "the petals are as narrow as *this* flower's", which means:
# in the same quarter of the training data. `sample_tabular` gives both: the 0/1 table `Z` for the line, and values
# `raw` for the model. Mind which goes where.
#
# The distance is the straight one, so for $m$ statements that are not true it is $\sqrt m$. The more columns, the more
# of them differ by chance. So the width grows with their number: by default it is $\frac{3}{4} \sqrt d$, and the weight
# is $\exp(-m / (1.125\, d))$.

# %%
def explain_tabular(predict_fn, x, X, n_samples=5000, rng=None, label=None, width=None, alpha=1.0):
    """Explain by LIME which columns of a row, each in its quartile, speak for a class.

    Parameters
    ----------
    predict_fn : callable
        Takes rows, shape (n, d), and returns a number for each class, shape (n, classes).
    x : ndarray of float, shape (d,)
        The row to explain.
    X : ndarray of float, shape (m, d)
        The training data: bins are their quartiles, and values are drawn from them.
    n_samples : int
        How many rows the model is asked about; the first is x.
    rng : numpy.random.Generator or None
        Goes to `sample_tabular`, and is used for nothing else. None: a new one, with a seed of its own.
    label : int or None
        The class to explain. None: the one with the largest number for x.
    width : float or None
        Of the kernel on the Euclidean distance between a row of Z and that of x. None: 0.75 times the root of d.
    alpha : float
        The penalty of the line that is fitted to Z and answers.

    Returns
    -------
    Explanation
        As of `explain_image`; features are all column numbers, 0 to d - 1, in the order of their weights.
    """
    Z, raw = sample_tabular(x, X, quartile_bins(X), n_samples, np.random.default_rng(rng))
    said = predict_fn(raw)
    chosen = int(np.argmax(said[0])) if label is None else label
    width = 0.75 * np.sqrt(len(x)) if width is None else width
    weights = kernel_weights(euclidean_distance(Z, Z[0]), width)
    intercept, coef = weighted_ridge(Z, said[:, chosen], weights, alpha)
    line = intercept + Z @ coef
    order = largest_first(coef)
    r2 = weighted_r2(said[:, chosen], line, weights)
    return Explanation(chosen, intercept, order.tolist(), coef[order], r2, line[0])


# %% [markdown]
# **Two models, one flower.** Fisher's irises: four lengths and widths, three kinds. One model is your own network from
# the first part of the workshop, trained here. The other is a forest of a hundred trees (Breiman, 2001), which you have
# never seen from inside. Do they have the same reasons?

# %%
if __name__ == "__main__":
    from nn.network import MLP, train
    from nn.optimizers import Adam
    from scratchml.datasets import forest, load_iris

    iris = load_iris()
    centre, scale = iris.X.mean(axis=0), iris.X.std(axis=0)
    network, rng = MLP((4, 16, 3), np.random.default_rng(0)), np.random.default_rng(0)
    train(network, (iris.X - centre) / scale, iris.y, Adam(lr=0.01), 40, 16, rng)

    def ask_network(rows):
        return network.predict_proba((rows - centre) / scale)

    ask_forest = forest(iris.X, iris.y, seed=0)
    right_answers = [np.mean(ask(iris.X).argmax(axis=1) == iris.y) for ask in (ask_network, ask_forest)]
    print("right: network {:.1%}, forest {:.1%} of the flowers".format(*right_answers))

# %%
if __name__ == "__main__":

    def conditions(row, table, features):
        """Say for each column in which quarter of the table the row lies, and what its bounds are."""
        lines = []
        for j in features:
            edges = [-np.inf, *quartile_bins(table.X)[j], np.inf]
            place = next(i for i in range(1, len(edges)) if row[j] <= edges[i])
            lines.append(f"{table.names[j]}: {edges[place - 1]:.2f} to {edges[place]:.2f}")
        return [text.replace("-inf to", "up to").replace("to inf", "or more") for text in lines]

    def bars(ax, found, names, title):
        """Draw the weights as bars, the strongest on top."""
        colours = ["#4d9221" if weight > 0 else "#c51b7d" for weight in found.weights]
        ax.barh(names, found.weights, color=colours, edgecolor="k")
        ax.bar_label(ax.containers[0], fmt="%+.2f", padding=3)
        ax.margins(x=0.25)
        ax.axvline(0, color="k", linewidth=0.8)
        ax.invert_yaxis()
        ax.set(title=title, xlabel="weight")

    flower = iris.X[0]
    fig, axes = plt.subplots(1, 2, figsize=(13, 2.6), layout="constrained")
    for ax, name, ask in zip(axes, ("network", "forest"), (ask_network, ask_forest), strict=True):
        found = explain_tabular(ask, flower, iris.X, rng=np.random.default_rng(0))
        p = ask(flower[None])[0, found.label]
        title = f"{name}: {iris.classes[found.label]}, p = {p:.2f}, line {found.local_prediction:.2f}"
        bars(ax, found, conditions(flower, iris, found.features), f"{title}, R2 {found.r2:.2f}")
    plt.show()

# %% [markdown]
# Both models are right, and both are sure. But the forest looks at the petals only, as a botanist does. The network has
# found sepals useful as well. Two models may agree in every answer, and not in their reasons. Without an explanation
# you would never know.
#
# Read a bar like this: *that the petal length is at most 1.60 cm adds 0.47 to the probability of setosa, compared with
# petals of another quarter.* (How to write conditions well is the next lesson's business.) And look at the title. Where
# the line differs from p, or R2 is low, the model is no straight line here, and the bars are only a part of the story.
#
# A larger table: wines, thirteen measurements, three growers. You could never draw this model. You can ask it.

# %%
if __name__ == "__main__":
    from scratchml.datasets import load_wine

    wine = load_wine()
    ask_wine = forest(wine.X, wine.y, seed=0)
    bottle = wine.X[70]
    found = explain_tabular(ask_wine, bottle, wine.X, rng=np.random.default_rng(0))
    p = ask_wine(bottle[None])[0, found.label]
    fig, ax = plt.subplots(figsize=(9, 4.6), layout="constrained")
    bars(ax, found, conditions(bottle, wine, found.features), f"forest: {wine.classes[found.label]}, p = {p:.2f}")
    plt.show()

# %% [markdown]
# ## A text
#
# **For a text there are more parts, and fewer reasons.** A long text has hundreds of words, and nobody reads hundreds
# of weights. So between steps 5 and 6 comes a choice: only `k` words stay. For a handful (six or fewer) we can afford
# to be patient, `forward_selection`; for more we take `highest_weights`. Then the line is fitted once more, to the
# columns that were chosen, and to no others.
#
# What is a word? A run of letters, digits or underscores: `\w+`, in the language of regular expressions. *Good* and
# *good* are two different words here, since the model may see them so. The same word at several places is one part.

# %%
def explain_text(predict_fn, text, n_samples=5000, rng=None, label=None, k=6, width=25, alpha=1.0):
    r"""Explain by LIME which words of a text speak for a class.

    Parameters
    ----------
    predict_fn : callable
        Takes a list of n texts and returns a number for each class, shape (n, classes). It sees the words that are
        kept, joined by single spaces, in the first text as well.
    text : str
        Words are the matches of ``\w+``, case kept. A word that returns is one part, wherever it stands. There is
        at least one.
    n_samples : int
        How many texts the model is asked about; the first has all words.
    rng : numpy.random.Generator or None
        Goes to `sample_text_masks`, and is used for nothing else. None: a new one, with a seed of its own.
    label : int or None
        The class to explain. None: the one with the largest number for the first text.
    k : int
        How many words the explanation has, if there are so many. They are chosen by `forward_selection` for
        k up to 6, by `highest_weights` for more; both get the masks, the answers and the weights.
    width : float
        Of the kernel on 100 times the cosine distance between a mask and the mask of the whole text.
    alpha : float
        The penalty of the line that is fitted to the chosen columns of the masks and the answers.

    Returns
    -------
    Explanation
        As of `explain_image`, for the line of the chosen words; features are words, in the order of their weights.
        Of words with equal weights the one that appears first comes first.
    """
    tokens = re.findall(r"\w+", text)
    words = list(dict.fromkeys(tokens))
    masks = sample_text_masks(n_samples, len(words), np.random.default_rng(rng))
    said = predict_fn(mask_text(tokens, masks))
    chosen = int(np.argmax(said[0])) if label is None else label
    weights = kernel_weights(100 * cosine_distance(masks, masks[0]), width)
    choose = forward_selection if k <= 6 else highest_weights
    few = np.sort(choose(masks, said[:, chosen], weights, k))
    intercept, coef = weighted_ridge(masks[:, few], said[:, chosen], weights, alpha)
    line = intercept + masks[:, few] @ coef
    order = largest_first(coef)
    r2 = weighted_r2(said[:, chosen], line, weights)
    return Explanation(chosen, intercept, [words[j] for j in few[order]], coef[order], r2, line[0])


# %% [markdown]
# **A critic of few words.** This model counts nice and nasty words of a review, and it has learned one trick: *not*
# turns the meaning of the next word round. Does the explanation find the trick? The two words belong together, and the
# line can only add up words one by one. Watch what it makes of that.

# %%
if __name__ == "__main__":
    tastes = {"great": 1.2, "charming": 0.9, "warm": 0.5, "boring": -1.3, "thin": -0.7, "loud": -0.5}

    def likes(texts):
        """Return the probabilities of a bad and a good review."""
        scores = []
        for review in texts:
            words = review.lower().split()
            pairs = zip(["", *words], words, strict=False)  # each word with the one before it
            scores.append(sum(tastes.get(word, 0) * (-1 if last == "not" else 1) for last, word in pairs))
        p = 1 / (1 + np.exp(-np.array(scores)))
        return np.stack([1 - p, p], axis=-1)

    review = "The plot is thin, the music loud. But it is not boring: a warm and charming film with a great cast."
    found = explain_text(likes, review, rng=np.random.default_rng(0))
    fig, ax = plt.subplots(figsize=(8, 2.8), layout="constrained")
    p = likes([review.replace(",", "").replace(".", "").replace(":", "")])[0, found.label]
    bars(ax, found, found.features, f"{['bad', 'good'][found.label]}: p = {p:.2f}, line {found.local_prediction:.2f}")
    plt.show()

# %% [markdown]
# *not* gets the largest plus of all: leave it out, and "boring" is left. And *boring* itself? It is not even among the
# six. It speaks *for* the film where *not* is there, and against it where *not* is gone; on the mean, that is next to
# nothing. What words do *together* has no place in a sum. The gap between line and model is a hint at it.
#
# ## What goes wrong
#
# Five traps. You have all the tools to see each of them.
#
# **Trap 1: the kernel width.** What is "nearby"? Nobody knows. The default width, $\frac{3}{4} \sqrt d$, is a habit,
# and no law of nature. Here are the four weights of one flower, for widths from narrow to wide, with the network as the
# model. The dotted line is the default.

# %%
if __name__ == "__main__":
    hard = iris.X[70]  # between two kinds
    widths = np.logspace(-1, 1, 25)
    paths = np.zeros((25, 4))
    for at, w in enumerate(widths):
        found = explain_tabular(ask_network, hard, iris.X, 1000, np.random.default_rng(0), label=1, width=w)
        paths[at, found.features] = found.weights
    fig, ax = plt.subplots(figsize=(9, 3.6), layout="constrained")
    for name, path, style in zip(iris.names, paths.T, ("-", "--", "-.", ":"), strict=True):
        ax.semilogx(widths, path, style, label=name, linewidth=2)
    ax.axvline(1.5, color="0.5", linestyle=":")
    ax.axhline(0, color="0.8", zorder=0)
    ax.set(xlabel="kernel width", ylabel="weight", title=f"why {iris.classes[1]}? It depends on the width")
    ax.legend()
    plt.show()

# %% [markdown]
# At the left nothing but the flower itself counts, and the penalty pulls all weights to 0. At the right everything
# counts alike, and the explanation is of the whole model. In between weights change, and even trade places. So try two
# or three widths, and believe what stays.
#
# **Traps 2 and 3: sampling, and saturation.** Another seed gives other masks, so other weights. How much do
# explanations agree? Correlate the ranks of their weights: 1 is perfect. More samples help. But look at the squares in
# the left picture. That is the same model, only surer of itself: all its log-odds are multiplied by eight.

# %%
if __name__ == "__main__":
    small, cells = cat[::2, ::2], squares[::2, ::2]

    def agreement(ask, n_samples):
        """Return the mean rank correlation of four explanations with four seeds."""
        runs = []
        for seed in range(4):
            found = explain_image(ask, small, cells, n_samples, np.random.default_rng(seed), fill=0, label=0)
            runs.append(np.argsort(np.argsort(found.weights[np.argsort(found.features)])))
        return (np.corrcoef(runs).sum() - 4) / 12  # without the four ones on the diagonal

    def sure(pictures):
        return cat_or_not(pictures, sureness=8)

    def log_odds(pictures):
        p = sure(pictures)
        return np.log(p) - np.log(1 - p)

    counts = (100, 200, 400)
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(14, 3.8), width_ratios=(4, 4, 5), layout="constrained")
    models = (("unsure: p", cat_or_not, "ko-"), ("sure: log-odds", log_odds, "C0^:"), ("sure: p", sure, "C3s--"))
    for name, ask, style in models:
        left.plot(range(3), [agreement(ask, n) for n in counts], style, label=name)
    left.set(xlabel="samples", ylabel="rank agreement of seeds", ylim=(0, 1.05), xticks=range(3), xticklabels=counts)
    left.legend(loc="lower right")
    for name, ask, mark in (("unsure", cat_or_not, "ko"), ("sure", sure, "C3s")):
        p = ask(pictures[:150])[:, 0]
        middle.plot(np.log(p / (1 - p)), p, mark, label=name, markersize=4)
    middle.set(xlabel="log-odds", ylabel="p(cat)", title="150 samples of each model")
    middle.legend()
    found = explain_image(sure, cat, squares, 200, np.random.default_rng(0), fill=0)
    draw_map(right, found, f"sure: p, 200 samples, R2 {found.r2:.2f}")
    plt.show()

# %% [markdown]
# The middle picture tells why. The unsure model lives where the curve is nearly straight. The sure one says 1 for most
# samples: cover an eye, cover the floor, it is all the same. Then, now and then, it falls off the cliff. A line through
# a step is a poor line, and which squares get the blame depends on the few samples that fell. On the map you can see
# reasons that are none, and the $R^2$ gives it away. The cure costs one line: explain the **log-odds**, which have no
# ceiling. The blue triangles show what that does.
#
# **Trap 4: columns that belong together.** Long petals are wide petals, but LIME draws column by column. So most of the
# flowers that it asks about have never grown anywhere (left: the crosses outside of the strip). What a model says about
# nonsense may be nonsense, and there is worse. This model *knows* when it is asked about such a flower! For real
# flowers it looks at the width of the sepals and at nothing else. For made-up ones it pretends to look at the petals.

# %%
if __name__ == "__main__":
    (slope, offset), asked = np.polyfit(iris.X[:, 2], iris.X[:, 3], 1), []

    def two_faced(rows):
        asked.append(rows)
        real = np.abs(rows[:, 3] - slope * rows[:, 2] - offset) < 0.65
        p = np.where(real, rows[:, 1] > 3, rows[:, 2] > 4.35)
        return np.stack([1 - p, p], axis=-1)

    honest = np.mean(two_faced(iris.X)[:, 1] == (iris.X[:, 1] > 3))
    found = explain_tabular(two_faced, iris.X[120], iris.X, rng=np.random.default_rng(0), label=1)
    fig, (left, right) = plt.subplots(1, 2, figsize=(13, 3.6), width_ratios=(4, 5), layout="constrained")
    left.plot(*asked[-1][:400, 2:].T, "x", color="0.6", markersize=5, label="asked about")
    left.plot(*iris.X[:, 2:].T, "ko", markersize=4, label="real")
    for shift in (-0.65, 0.65):
        left.axline((0, offset + shift), slope=slope, color="k", linewidth=0.8)
    left.set(xlabel="petal length (cm)", ylabel="petal width (cm)", xlim=(0.5, 7.2), ylim=(-0.2, 2.8))
    left.legend(loc="upper left")
    bars(right, found, conditions(iris.X[120], iris, found.features), f"two-faced model, R2 {found.r2:.2f}")
    plt.show()
    print(f"decides real flowers by the width of the sepals alone: {honest:.0%}")

# %% [markdown]
# The explanation is a lie, and not LIME's: it reports faithfully what the model does with *these samples*. Such models
# have been built to hide prejudice from auditors (Slack and others, *Fooling LIME and SHAP*, 2020). Twice a warning
# light was on: the samples look like nothing in the data, and $R^2$ is low. Look at both before you sign.
#
# **Trap 5: believing it.** An explanation says what the *model* does near *one* example, for *one* way to leave things
# out. It does not say that the model is right, nor that the world works like that.

# %% [markdown] role="question" points=3
# ## Think about it
#
# A hospital's network says "pneumonia, p = 0.999" to an X-ray. LIME, with 100 samples and squares painted in their own
# mean, gives the greatest weight to a corner of the picture, where a metal letter (L or R) lies on the film, and an
# $R^2$ of 0.2. "The network cheats!", says one doctor. "LIME is rubbish!", says another.
#
# 1. Name three things that you would change before you believe either of them, and say why for each.
# 2. After all that, the corner still has the greatest weight, for many X-rays, with an $R^2$ of 0.9. What follows
#    for the network, and what does not?

# %% [markdown] role="answer"
# **1.** Any three of these, with a reason. *Log-odds instead of p*: at 0.999 the answers hardly move, so the weights
# are made by the few samples that fell off the cliff. *More samples and several seeds*: with 100 samples the order of
# weights is not stable; compare ranks. *Another fill*: the mean of a dark square is dark, so covering it changes
# little, while a bright letter disappears entirely; try black, noise or blurring. *Other segments*: squares may cut the
# lung into parts that mean nothing by themselves. *Another width*: see whether the corner stays. And the low $R^2$ says
# that the line does not follow the model, so neither doctor can conclude anything yet.
#
# **2.** The network really uses the letter: near these pictures its answer hangs on it. (Letters differ between
# hospitals or wards, and so does the share of the ill: a confound in the training data.) It does not follow that it is
# wrong on these pictures, nor that it looks at nothing else, nor that the letter has to do with pneumonia. It should be
# trained and tested on pictures without letters.
#
# *Look for:* three changes, each with its reason (2 points, 1 for two of them); the model uses the corner, and that is
# a statement about the model and not about the disease (1 point).
