# %% [markdown]
# # Perturbation: ask the model what if
#
# **The question.** A model looks at a photograph and says: cat, 92 percent. Why? It may have millions of weights,
# or it may run on someone else's computer, and you see none of them. But you can ask it as often as you like.
#
# **The idea.** Do what a child does with an unknown machine: cover something and see what happens. Cover the
# ears: still a cat? Cover the sofa: does it matter? Ask a thousand such questions and you learn what the
# answer hangs on. That is **LIME** (local interpretable model-agnostic explanations; Ribeiro, Singh and
# Guestrin, 2016), in six steps:
#
# 1. cut the example into parts that a person can name: patches of a picture, words, columns of a table;
# 2. draw many random choices of parts to keep;
# 3. make the examples that belong to these choices;
# 4. ask the model about each;
# 5. give each a weight: the nearer to the original, the more it counts;
# 6. fit a simple, linear model to the answers. Its coefficients are the explanation.
#
# This lesson is about the first three, for pictures, texts and tables. Number 4 is the only one that depends
# on the model, and it is a call of one function. Numbers 5 and 6 are the next lesson.

# %%
"""Perturbation: one example in, many changed ones out, and what was kept in each."""

import numpy as np

# %%
# A drawn cat, 300 x 451 pixels: background, head with stripes, ears, two green eyes with pupils, a nose.
LINE, COLUMN = np.mgrid[:300, :451]
HEAD = ((LINE - 160) / 120) ** 2 + ((COLUMN - 225) / 150) ** 2 < 1
EARS = (LINE > 10) & (LINE < 110) & (np.abs(np.abs(COLUMN - 225) - 105) < (LINE - 10) / 2.5)
EYES = np.hypot(LINE - 115, np.abs(COLUMN - 225) - 70) < 28
PUPILS = EYES & (np.abs(np.abs(COLUMN - 225) - 70) < 7)
NOSE = (LINE > 180) & (LINE < 205) & (np.abs(COLUMN - 225) < (205 - LINE) / 1.2)
FUR = np.stack([190 + 30 * np.sin(COLUMN / 9), 130 + 25 * np.sin(COLUMN / 9), 70 + 0 * LINE], axis=-1)
CAT = np.stack([150 + 0 * LINE, 150 - LINE / 6, 150 + LINE / 4], axis=-1)
CAT[HEAD | EARS] = FUR[HEAD | EARS]
CAT[EYES], CAT[PUPILS], CAT[NOSE] = (90, 170, 60), (20, 20, 20), (220, 120, 130)
CAT = CAT.astype(np.uint8)

# %% [markdown]
# ## Which parts to keep
#
# **How do you choose a part of the parts?** There are $2^d$ choices of $d$ parts, far too many to try all. So
# toss a coin for each part: 1 is "keep", 0 is "cover". A row of $d$ coins is a **mask**, and the masks of all
# samples are the rows of one matrix,
#
# $$Z \in \{0, 1\}^{n \times d}.$$
#
# It is also the table that the simple model will be fitted to, so it is worth its own name. The example
# itself should be in it, too: the very first row keeps everything.

# %%
def sample_masks(n_samples, n_features, rng):
    """Draw masks by coin tosses; the first keeps everything.

    All coins are tossed with a single call, as integers 0 or 1 for the whole matrix, the first row included.
    Then the first row is set to 1.

    Parameters
    ----------
    n_samples, n_features : int
        Both at least 1.
    rng : numpy.random.Generator
        Used for one call of its method `integers`.

    Returns
    -------
    masks : ndarray of int64, shape (n_samples, n_features)
        1 for a part that is kept, 0 for one that is covered.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3.
    """
    masks = rng.integers(0, 2, (n_samples, n_features))
    masks[0] = 1
    return masks


# %% [markdown]
# **What do coins give you?** Left: twenty masks of twelve parts. Right: how many of 54 parts are kept, in a
# thousand masks. Nearly always it is about half of them. So nearly all samples are equally far from the
# original, and none is close to it. Keep this in mind: it will matter when nearness gets a weight.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6))
    left.imshow(sample_masks(20, 12, rng), cmap="Greys_r", vmin=-0.3)
    left.set(title="twenty masks (light: kept)", xlabel="part", ylabel="sample")
    left.set(yticks=range(0, 20, 5), xticks=range(0, 12, 2))
    kept = sample_masks(1000, 54, rng).sum(axis=1)
    right.hist(kept, bins=np.arange(-0.5, 55.5))
    right.annotate("the original", (54, 1), (44, 30), arrowprops={"arrowstyle": "->"})
    right.set(title="a thousand masks of 54 parts", xlabel="parts kept", ylabel="masks")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Covering parts of a picture
#
# **What does it mean to leave a patch out?** A picture cannot have a hole: each pixel must have some value.
# So we need a *fill*. Black is a colour like any other, and to a model that looks for black it is a strong
# statement. Gentler is to paint each patch in its own mean colour. The colours stay, the details go. (This is
# what the `lime` package does.)
#
# Which pixel belongs to which part is told by a map with the size of the picture, `segments`, with a label
# for each pixel. The labels need not be 0, 1, 2, ...: some programs that cut pictures start at 1. So the rule
# is that column $j$ of the masks stands for the $j$-th smallest label that occurs.
#
# **Mind the dtype.** The mean of whole numbers is seldom whole. A model that was trained on bytes wants bytes,
# so the fill is converted to the dtype of the picture, which cuts off the decimals.

# %%
def mask_image(image, segments, masks, fill="mean"):
    """Make one picture for each mask, with the parts that are not kept painted over.

    Parameters
    ----------
    image : ndarray of any real dtype, shape (H, W) or (H, W, C)
        Grey or with C channels. It is not changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's part, any integers. There are d distinct ones.
    masks : ndarray of int64, shape (n, d)
        Column j stands for the j-th smallest label: 1 keeps the part, 0 covers it.
    fill : "mean" or number
        What covers: the mean of the part, channel by channel, or the same number in all channels. It is
        converted to the dtype of the picture as `astype` does it, so for integers the decimals are cut off.

    Returns
    -------
    pictures : ndarray of the picture's dtype, shape (n, H, W) or (n, H, W, C)

    Raises
    ------
    ValueError
        If the number of columns of the masks is not the number of distinct labels.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.1 and figure 4.
    """
    labels, column = np.unique(segments, return_inverse=True)
    if masks.shape[1] != len(labels):
        raise ValueError(f"{masks.shape[1]} columns of masks for {len(labels)} parts")
    cover = np.empty_like(image)
    for j in range(len(labels)):
        inside = column == j
        cover[inside] = np.mean(image[inside], axis=0) if fill == "mean" else fill
    kept = masks[:, column] == 1
    return np.where(kept.reshape(kept.shape + (1,) * (image.ndim - 2)), image, cover)


# %% [markdown]
# **See what the model sees.** The drawn cat, cut into 6 by 9 squares. Four random masks, with both kinds of fill.
# The mean leaves ghosts: some of what you cover can still be guessed from its colour.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    cat = CAT[:, :450]
    squares = np.kron(np.arange(54).reshape(6, 9), np.ones((50, 50), dtype=int))
    some = sample_masks(5, 54, np.random.default_rng(0))
    fig, axes = plt.subplots(2, 5, figsize=(13, 4))
    for row, fill in zip(axes, ("mean", 0), strict=True):
        for ax, picture in zip(row, mask_image(cat, squares, some, fill), strict=True):
            ax.imshow(picture)
            ax.set(xticks=[], yticks=[])
        row[0].set_ylabel(f"fill: {fill}")
    axes[0, 0].set_title("everything kept")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **Already enough for a first answer.** Here is a "model" that we know inside out: it measures how green the
# left eye region is, and nothing else. Now pretend not to know. Ask it about 300 masked pictures and compare,
# for each square, the mean answer with the square kept and the mean answer with it covered. A few squares
# stand out.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    cat = CAT[:, :450]
    squares = np.kron(np.arange(54).reshape(6, 9), np.ones((50, 50), dtype=int))

    def greenness(pictures):
        eye = pictures[:, 80:150, 115:195].astype(np.float64)
        return np.mean(np.maximum(eye[..., 1] - eye[..., 0], 0), axis=(1, 2))

    some = sample_masks(300, 54, np.random.default_rng(0))
    answers = greenness(mask_image(cat, squares, some, "mean"))
    effect = np.array([answers[some[:, j] == 1].mean() - answers[some[:, j] == 0].mean() for j in range(54)])
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4))
    left.imshow(cat)
    left.add_patch(plt.Rectangle((115, 80), 80, 70, fill=False, edgecolor="w", linewidth=2))
    left.set_title("the model looks here")
    largest = np.abs(effect).max()
    right.imshow(effect[squares], cmap="PiYG", vmin=-largest, vmax=largest)
    right.set_title("mean answer: kept minus covered")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## A grid for any picture
#
# **Who cuts the picture?** The `lime` package takes superpixels: patches of similar colour whose borders
# follow those of things. They look nice. A plain grid is the honest beginner: every part has the same size,
# none of them knows what is in the picture, and there is nothing to tune.
#
# But 451 columns do not divide by 9. Think of it without pixels: cell number $c$ of $C$ takes the part of the
# width from $c/C$ to $(c+1)/C$. The pixel that starts at $x/W$ is in cell $\lfloor xC/W \rfloor$. With rows
# likewise, and the cells numbered like words on a page, everything is done with whole numbers.

# %%
def grid_segments(h, w, rows, cols):
    """Cut a picture into a grid of nearly equal cells.

    The pixel in line y and column x belongs to row floor(y rows / h) and column floor(x cols / w) of the grid.
    The cells are numbered from 0, row by row.

    Parameters
    ----------
    h, w : int
        Height and width of the picture, in pixels.
    rows, cols : int
        Number of cells down and across, from 1 to h and from 1 to w.

    Returns
    -------
    segments : ndarray of int64, shape (h, w)
        Labels from 0 to rows cols - 1; every one of them occurs.

    Raises
    ------
    ValueError
        If there are fewer than 1 or more rows (columns) than the picture has pixels in that direction.
    """
    if not (1 <= rows <= h and 1 <= cols <= w):
        raise ValueError(f"{rows} x {cols} cells do not fit {h} x {w} pixels")
    down = np.arange(h) * rows // h
    across = np.arange(w) * cols // w
    return down[:, None] * cols + across


# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    cat = CAT
    fig, axes = plt.subplots(1, 3, figsize=(13, 3.2))
    for ax, (rows, cols) in zip(axes, ((4, 6), (7, 11), (25, 40)), strict=True):
        cells = grid_segments(*cat.shape[:2], rows, cols)
        nothing = np.zeros((1, rows * cols), dtype=np.int64)
        ax.imshow(mask_image(cat, cells, nothing, "mean")[0])
        ax.set(title=f"{rows} x {cols} cells, all covered", xticks=[], yticks=[])
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Words
#
# **A text is easier:** a word that is left out is just not there. But coins are not what the `lime` package
# tosses here. It first draws *how many* words to take out, every number from 1 to $d$ alike, and then which
# ones. So there are near samples (one word missing) as well as far ones (all words gone).

# %%
def sample_text_masks(n_samples, d, rng):
    """Draw masks that leave out 1 to d of d words, each number as likely as any other; the first keeps all.

    The draws, in this order: with one call of `integers` the number of words to leave out for all rows but the
    first; then, row by row, which ones, by `rng.choice(d, size, replace=False)`.

    Parameters
    ----------
    n_samples, d : int
        Both at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    masks : ndarray of int64, shape (n_samples, d)
        1 for a word that is kept, 0 for one that is left out.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3.
    """
    masks = np.ones((n_samples, d), dtype=np.int64)
    sizes = rng.integers(1, d + 1, n_samples - 1)
    for mask, size in zip(masks[1:], sizes, strict=True):
        mask[rng.choice(d, size, replace=False)] = 0
    return masks


# %% [markdown]
# **Coins or sizes?** Both histograms count the parts that are kept, of twelve.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    plt.figure(figsize=(7, 3.2))
    edges = np.arange(-0.5, 13.5)
    plt.hist(sample_masks(5000, 12, rng).sum(axis=1), bins=edges, alpha=0.6, label="coins (pictures)")
    plt.hist(sample_text_masks(5000, 12, rng).sum(axis=1), bins=edges, alpha=0.6, label="sizes (texts)")
    plt.gca().set(xlabel="parts kept, of 12", ylabel="masks")
    plt.legend()
    plt.tight_layout()
    plt.show()

# %% [markdown]
# **Does a word count once, or each time it occurs?** Take "not good not bad". As a **bag of words** it has
# three parts: *not*, *good*, *bad*. To leave out *not* is to leave out both. If the model reads in order, you
# may prefer one part for each position: four of them.

# %%
def mask_text(tokens, masks, bow=True):
    """Make one text for each mask, of the words that are kept, in their order, joined by single spaces.

    Parameters
    ----------
    tokens : list of str
        The words of the text.
    masks : ndarray of int64, shape (n, d)
        1 keeps, 0 leaves out.
    bow : bool
        True (bag of words): column j stands for the j-th distinct word, in order of first appearance, wherever
        it occurs. False: column j stands for position j.

    Returns
    -------
    texts : list of str, length n
        A mask of zeros gives the empty text.
    """
    seen = list(dict.fromkeys(tokens))
    columns = [seen.index(token) for token in tokens] if bow else range(len(tokens))
    kept = [[token for token, j in zip(tokens, columns, strict=True) if mask[j]] for mask in masks]
    return [" ".join(words) for words in kept]


# %%
if __name__ == "__main__":
    tokens = ["the", "plot", "is", "thin", "but", "the", "cast", "is", "great"]
    masks = sample_text_masks(7, len(set(tokens)), np.random.default_rng(0))
    for mask, text in zip(masks, mask_text(tokens, masks), strict=True):
        print(mask, text or "(nothing left)")

# %% [markdown]
# ## Rows of a table
#
# **How do you cover a number?** A flower has a petal width of 0.2 cm. There is no "without a petal width".
# But there is "a petal width as of another flower". So the parts of a row are statements like *petal width
# is among the smallest quarter*, and to cover one is to draw another value. First, the quarters. Their
# borders are the **quartiles**: the percentiles 25, 50 and 75 of each column of the training data. If many
# values are equal, two borders may fall together. One is enough.

# %%
def quartile_bins(X):
    """Find the borders of the four quarters of each column.

    Parameters
    ----------
    X : ndarray of float, shape (n, d)
        Training data.

    Returns
    -------
    bins : list of d ndarrays of float64
        For each column its percentiles 25, 50 and 75 (numpy's default: linear between neighbours), ascending,
        equal ones only once: from 1 to 3 borders.
    """
    return [np.unique(np.percentile(column, [25, 50, 75])) for column in X.T]


# %% [markdown]
# A border belongs to the bin on its left: with borders $q_1 < q_2 < q_3$ the bins are $x \le q_1$,
# $q_1 < x \le q_2$, $q_2 < x \le q_3$ and $q_3 < x$.
#
# **Now draw new rows.** For each column draw a bin, as often as it occurs in the training data. Then draw a
# value from those that the training data have in that bin. (The `lime` package draws it from a bell curve cut
# to the bin. We take real values, so that no flower gets a petal width that no flower has.) The model gets
# these values. The simple model gets only 1 for "same bin as the example", 0 for "another bin".
#
# Columns are drawn one by one, so they know nothing of each other. A flower with a tiny petal and a huge sepal
# may come out. Ask yourself whether the model has ever seen such a thing.

# %%
def sample_tabular(x, X, bins, n_samples, rng):
    """Draw rows around an example: which of its bins they share, and values for the model.

    The draws, column after column: the bins of all rows by `rng.choice(number of bins, n_samples, p=frequency)`;
    then one vector of integers for all rows, `rng.integers(members)`, with the number of training values in
    each row's bin. These are positions among the values of that bin, in the order of the training data.
    At last the first row is overwritten by the example itself.

    Parameters
    ----------
    x : ndarray of float, shape (d,)
        The example.
    X : ndarray of float, shape (n, d)
        Training data.
    bins : list of d ndarrays of float
        Ascending borders of each column; k borders make k + 1 bins, a border belongs to the bin below it.
        A bin without training values is never drawn.
    n_samples : int
        At least 1.
    rng : numpy.random.Generator

    Returns
    -------
    Z : ndarray of int64, shape (n_samples, d)
        1 where the row has the example's bin; the first row is all ones.
    raw : ndarray of float64, shape (n_samples, d)
        Values, each from the training data; the first row is x.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3.
    """
    Z = np.empty((n_samples, len(x)), dtype=np.int64)
    raw = np.empty((n_samples, len(x)))
    for j, borders in enumerate(bins):
        home = np.searchsorted(borders, X[:, j])
        counts = np.bincount(home)
        drawn = rng.choice(len(counts), n_samples, p=counts / len(X))
        picks = rng.integers(counts[drawn])
        sorted_by_bin = X[np.argsort(home, kind="stable"), j]
        raw[:, j] = sorted_by_bin[np.cumsum(counts)[drawn] - counts[drawn] + picks]
        Z[:, j] = drawn == np.searchsorted(borders, x[j])
    Z[0], raw[0] = 1, x
    return Z, raw


# %% [markdown]
# **Flowers that never were.** A table made up after the famous irises.
# Left: flowers of the table, and drawn ones. Real petals are long *and* wide, or short *and*
# narrow. The drawn rows fill the whole table, corners included. Right: which bins a few rows share with the
# example (the star).

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    kind = np.repeat([0, 1, 2], 50)
    centres = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]])
    flowers = centres[kind] + rng.normal(size=(150, 1)) * [0.4, 0.2, 0.3, 0.1] + 0.1 * rng.normal(size=(150, 4))
    flowers = np.maximum(np.round(flowers, 1), 0.1)
    bins = quartile_bins(flowers)
    Z, raw = sample_tabular(flowers[1], flowers, bins, 400, np.random.default_rng(0))
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    left.plot(raw[:, 2], raw[:, 3], "C1.", markersize=4, label="drawn")
    left.plot(flowers[:, 2], flowers[:, 3], "C0o", markersize=4, label="real")
    left.plot(*flowers[1, 2:], "k*", markersize=14, label="the example")
    for border in bins[2]:
        left.axvline(border, color="0.8", zorder=0)
    for border in bins[3]:
        left.axhline(border, color="0.8", zorder=0)
    left.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
    left.legend(loc="center", bbox_to_anchor=(0.41, 0.5), fontsize=8)
    right.imshow(Z[:24], cmap="Greys_r", vmin=-0.3, aspect="auto")
    right.set(title="same bin as the example (light)", ylabel="sample")
    right.set_xticks(range(4), ["sepal length", "sepal width", "petal length", "petal width"])
    fig.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# A friend explains a model that tells huskies from wolves. All wolves in its training pictures stand in snow.
# She cuts a picture of a husky in the snow into a grid, covers cells with **white**, and finds that no cell
# of the background matters. "So it does not look at the snow", she says.
#
# 1. What went wrong? Which fill would you take, and what might go wrong with that one?
# 2. She now cuts the picture into 2 by 2 cells, then into 60 by 60. What is lost with each?

# %% [markdown] role="answer"
# **1.** White *is* snow. Covering a cell of snow with white changes next to nothing, so the model has no reason
# to change its answer, whether it looks at the snow or not. The fill must take away what the part says. A grey,
# the mean of the whole picture, noise, or a piece of another picture would do better. Each has its own message,
# though: the mean of a snowy cell is snow again; black or grey squares are pictures that the model has never
# seen, so its answers there may mean little. Best try two fills and compare.
#
# **2.** With 2 by 2 cells each holds some of everything (dog and snow), so the explanation cannot tell them
# apart. With 60 by 60 there are 3600 unknowns, so thousands of samples are needed; and a single cell is so
# small that covering it changes nothing (its neighbours still tell the model what was there), so the weights
# drown in noise.
#
# *Look for:* the fill looks like the thing that it should hide, and no fill is neutral (1 point); too coarse mixes
# things, too fine needs many samples and has tiny effects (1 point).
