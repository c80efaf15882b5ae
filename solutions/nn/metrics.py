# %% [markdown]
# # Metrics: how good is it, really?
#
# **The question.** The training is over. Somebody asks: "And how good is it now?" The loss says 0.07. Nobody
# outside this room knows what that means. The loss is a number for the network: smooth, so that it can go
# downhill. A **metric** is a number for people. It needs no slope, and may count.
#
# **The trouble.** There are many metrics, and each of them can be cheated by a model that is no use at all. So
# this lesson has two sides. Each metric is a few lines of code. And for each of them we look for the lazy model
# that gets a good mark.
#
# **The rules of this kit.** Losses take the prediction first, metrics take the truth first, as scikit-learn does:
# `metric(y_true, y_pred)`. Where a formula divides by zero, the docstring says what comes out: a number that it
# names, or a `ValueError`. A silent NaN is never an answer.

# %%
"""Metrics: the truth and what a model says in, numbers for people out; ties and empty classes have their rules."""

import numpy as np

# %% [markdown]
# ## Who is taken for whom?
#
# **Before any number, look at the whole table.** A classifier with $C$ classes can do $C^2$ things: take a 0 for
# a 0, take a 0 for a 1, and so on. Count how often each of them happens:
#
# $$M_{ij} = \text{number of examples of class } i \text{ that were called } j.$$
#
# That is the **confusion matrix**. Rows are what is true, columns are what was said. On the diagonal are the
# right ones. A class that never comes up has a row of zeros, but it keeps its row.

# %%
def confusion_matrix(y_true, y_pred, n_classes):
    """Count how often each class was called each class.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        The true classes, from 0 to n_classes - 1.
    y_pred : ndarray of int64, shape (N,)
        The classes that were predicted, from 0 to n_classes - 1.
    n_classes : int
        Number of classes, those included that do not come up.

    Returns
    -------
    ndarray of int, shape (n_classes, n_classes)
        Entry [i, j] counts the examples of true class i that were predicted as class j. All entries together
        sum to N; without any example all are 0.
    """
    pairs = y_true * n_classes + y_pred
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


# %% [markdown]
# **A simple reader of digits.** Average all zeros of the training half, all ones, and so on: ten blurred
# pictures. A new digit is called what it is nearest to. Which ones does this reader mix up? The darker an entry
# off the diagonal, the more often. The bars show what the rows and columns add up to: how many there are, and how
# many it says there are.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits, split

    X_train, X_test, y_train, y_test = split(*load_digits(), 0.5, np.random.default_rng(0))
    means = np.array([X_train[y_train == k].mean(axis=0) for k in range(10)])
    said = np.linalg.norm(X_test[:, None] - means, axis=2).argmin(axis=1)
    table = confusion_matrix(y_test, said, 10)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4.6), width_ratios=(1.2, 1), layout="constrained")
    wrong = table - np.diag(np.diag(table))
    left.imshow(wrong, cmap="Reds", vmax=1.5 * wrong.max())
    for i, j in np.argwhere(table > 0):
        left.text(j, i, table[i, j], ha="center", va="center", weight="bold" if i == j else "normal")
    left.set(title="confusion matrix", xlabel="what was said", ylabel="what is true")
    left.set(xticks=range(10), yticks=range(10))
    right.bar(np.arange(10) - 0.2, table.sum(axis=1), 0.4, label="there are")
    right.bar(np.arange(10) + 0.2, table.sum(axis=0), 0.4, label="it says there are", color="C1", hatch="//")
    right.set(title="sums of rows and columns", xlabel="digit", xticks=range(10), ylim=(0, 140))
    right.legend(loc="upper left", ncols=2)
    plt.show()

# %% [markdown]
# Twelve fives were called a nine, and no nine was called a five. It says "nine" far too often. A single number
# would not have told you.
#
# ## One number
#
# **The share of right answers** is what everybody asks for first:
#
# $$\text{accuracy} = \frac{\text{right answers}}{\text{all answers}} = \frac{\sum_i M_{ii}}{N}.$$

# %%
def accuracy(y_true, y_pred):
    """Share of the examples whose class was predicted.

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes, with N at least 1. Any numbers may stand for them.

    Returns
    -------
    float
        From 0 to 1.
    """
    return np.mean(y_true == y_pred)


# %% [markdown]
# **How it lies.** A machine looks for a disease that one person in a hundred has. It has been simplified a
# little: it says "healthy", always. Its accuracy is 0.99. No patient was ever found.
#
# When classes are unbalanced, accuracy mostly counts how common the common class is. So ask about the rare class
# by itself. Call it **positive**, and everything else negative. Now there are four kinds of examples:
#
# | | called positive | called negative |
# |---|---|---|
# | **is positive** | TP, a hit | FN, a miss |
# | **is negative** | FP, a false alarm | TN |
#
# ## When it says yes, is it true?
#
# **Precision** asks about the *left column*: of all alarms, how many were real?
#
# $$\text{precision} = \frac{TP}{TP + FP}$$
#
# And a model that never raises an alarm? Then there is nothing to divide by, and we agree on 0: whoever says
# nothing has earned nothing.

# %%
def precision(y_true, y_pred, positive=1):
    """Share of true positives among the examples that were called positive: TP / (TP + FP).

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes; there may be more than two.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0.0 if nothing was called positive.
    """
    called = y_pred == positive
    return np.mean(y_true[called] == positive) if np.any(called) else 0.0


# %% [markdown]
# ## How many did it find?
#
# **Recall** asks about the *upper row*: of all that are positive, how many were found? Doctors call it
# sensitivity.
#
# $$\text{recall} = \frac{TP}{TP + FN}$$
#
# If there is nothing to find, it is 0 again, by agreement.

# %%
def recall(y_true, y_pred, positive=1):
    """Share of the positive examples that were called positive: TP / (TP + FN).

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes; there may be more than two.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0.0 if no example is positive.
    """
    there = y_true == positive
    return np.mean(y_pred[there] == positive) if np.any(there) else 0.0


# %% [markdown]
# ## Both at once
#
# **Each of the two alone is easy to cheat.** Call everything positive, and recall is 1. Raise a single alarm,
# where you are quite sure, and precision is 1. So who wants one number has to take both, in a way that the
# smaller one decides. The harmonic mean does that:
#
# $$F_1 = \frac{2}{\frac{1}{\text{precision}} + \frac{1}{\text{recall}}} = \frac{2\,TP}{2\,TP + FP + FN}.$$
#
# The plain mean of 1 and 0.01 is about one half. Their harmonic mean is 0.02. The form on the right is the one to
# compute: it is in trouble only if there are no positives at all, neither true ones nor alarms. (Van Rijsbergen,
# 1979, from whom it comes, wrote on how to find books.)

# %%
def f1(y_true, y_pred, positive=1):
    """Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).

    Parameters
    ----------
    y_true, y_pred : ndarray of int64, shape (N,)
        Classes; there may be more than two.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0.0 if no example is positive and none was called positive.
    """
    there = y_true == positive
    called = y_pred == positive
    n_both = np.sum(there) + np.sum(called)
    return 2 * np.sum(there & called) / n_both if n_both else 0.0


# %% [markdown]
# **Find the eights.** One digit in ten is an 8. Three models look for them: one says "no" to everything, one says
# "yes" to everything, and one compares with the mean of all eights. Which mark would you look at?

# %%
if __name__ == "__main__":
    eights = (y_test == 8).astype(int)
    direction = X_train[y_train == 8].mean(axis=0) - X_train[y_train != 8].mean(axis=0)
    likeness = X_test @ direction
    models = {
        "always no": np.zeros_like(eights),
        "always yes": np.ones_like(eights),
        "looks at it": (likeness >= np.quantile(likeness, 0.9)).astype(int),
    }
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True, layout="constrained")
    for ax, (name, calls) in zip(axes, models.items(), strict=True):
        marks = {mark.__name__: mark(eights, calls) for mark in (accuracy, precision, recall, f1)}
        ax.bar_label(ax.bar(list(marks), list(marks.values()), color=["0.7", "C0", "C1", "C2"]), fmt="%.2f")
        ax.set(title=name, ylim=(0, 1.1))
    plt.show()

# %% [markdown]
# Accuracy finds the first model nearly as good as the third, although it has found nothing at all. Recall falls for
# the second one. $F_1$ is low for both of the lazy models.
#
# ## A threshold is a choice
#
# **Most models don't say yes or no.** They give a *score*, the higher the surer, and somebody has to choose a
# threshold $t$: call it positive if score $\geq t$. The one half that everybody takes is a habit, and not a law.
#
# With a high threshold there are few alarms, most of them real. With a low one everything is found, and much else
# with it. Nothing about the model has changed in between. For a spam filter you will want few false alarms, for a
# smoke detector no misses. It depends on what a mistake costs, and the network does not know that.

# %%
if __name__ == "__main__":
    thresholds, bins = (np.linspace(likeness.min(), likeness.max(), n) for n in (200, 40))
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
    left.hist(likeness[eights == 0], bins, color="0.7", label="other digits")
    left.hist(likeness[eights == 1], bins, color="C3", alpha=0.7, hatch="//", label="eights")
    left.set(title="scores", xlabel="likeness to an eight", ylabel="digits")
    left.legend()
    for mark, style in ((precision, "-"), (recall, "--"), (f1, ":")):
        values = [mark(eights, (likeness >= t).astype(int)) for t in thresholds]
        right.plot(thresholds, values, style, linewidth=2, label=mark.__name__)
    right.set(title="the same model, by threshold", xlabel="threshold", ylim=(0, 1.05))
    right.legend()
    plt.show()

# %% [markdown]
# ## All thresholds at once
#
# **Can a model be judged without choosing?** Let the threshold slide from above all scores down to the lowest
# one. At the start nothing is called positive, at the end everything is. On the way two shares grow from 0 to 1:
#
# $$\text{TPR} = \frac{TP}{\text{all positives}}, \qquad \text{FPR} = \frac{FP}{\text{all negatives}}.$$
#
# The first is recall, the second is the share of the negatives that were wrongly called. Draw one against the
# other: the **ROC curve**. (Radar crews in the Second World War had this problem: is the spot on the screen a
# plane or a flock of birds? ROC is for "receiver operating characteristic".) A good model climbs steeply at
# first. One that draws lots goes up the diagonal.
#
# **The trap is ties.** Examples with the same score are called together or not at all. No threshold can part
# them. So there is one point for each *distinct* score, and not one for each example. Walk through the examples
# from the highest score down, count as you go, and write the counts down wherever a run of equal scores ends.
#
# If there are no positives, or no negatives, one of the two shares has nothing to divide by. There is no curve
# then, and we say so loudly.

# %%
def roc_curve(y_true, score):
    """Rates of false alarms and of hits for every threshold: an example is called positive if score >= threshold.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        1 for positive, 0 for negative.
    score : ndarray of float, shape (N,)
        Finite, in any order; the higher, the surer of a positive. Equal scores fall on the same side of a threshold.

    Returns
    -------
    fpr : ndarray of float, shape (K + 1,)
        Share of the negatives that are called positive: from 0 to 1.
    tpr : ndarray of float, shape (K + 1,)
        Share of the positives that are called positive: from 0 to 1.
    thresholds : ndarray of float, shape (K + 1,)
        First inf, where nothing is called positive; then the K distinct scores, from the highest to the lowest. No
        point is left out, even if it lies on a straight line between others.

    Raises
    ------
    ValueError
        If all examples are of one class.

    References
    ----------
    T. Fawcett: An introduction to ROC analysis. Pattern Recognition Letters 27, 2006.
    """
    if np.min(y_true) == np.max(y_true):
        raise ValueError("all examples are of one class: there is no ROC curve")
    order = np.argsort(-score)
    descending = score[order]
    ends = np.flatnonzero(np.append(np.diff(descending) != 0, True))  # where a run of equal scores ends
    hits = np.cumsum(y_true[order])[ends]
    alarms = ends + 1 - hits
    fpr, tpr = np.append(0, alarms / alarms[-1]), np.append(0, hits / hits[-1])
    return fpr, tpr, np.append(np.inf, descending[ends])


# %% [markdown]
# ## The area below
#
# **One number for the whole curve:** the area below it. It is 1 for a perfect model and one half for lots. Between
# two points, draw a straight line, so the area is a row of trapezoids:
#
# $$\text{AUC} = \sum_k (\text{FPR}_k - \text{FPR}_{k-1}) \, \frac{\text{TPR}_k + \text{TPR}_{k-1}}{2}.$$
#
# It has a meaning that one would not expect from an area. Draw one positive and one negative at random. The AUC
# is the probability that the positive has the higher score, where a tie counts one half. (Hanley and McNeil, 1982.
# Why one half? Because of the slanted line over a tie.)

# %%
def roc_auc(y_true, score):
    """Area under the ROC curve, by trapezoids.

    It is the share of all pairs of a positive and a negative in which the positive has the higher score; pairs
    with equal scores count one half.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        1 for positive, 0 for negative.
    score : ndarray of float, shape (N,)
        Finite; the higher, the surer of a positive.

    Returns
    -------
    float
        From 0 to 1. A score that is the same for all gives 0.5.

    Raises
    ------
    ValueError
        If all examples are of one class.
    """
    fpr, tpr, _ = roc_curve(y_true, score)
    return np.trapezoid(tpr, fpr)


# %% [markdown]
# **Three readers in a race.** All of them give a score for "this is an 8". The first compares whole pictures, as
# above. The second has a look at the four pixels in the middle only, where an eight is crossed. The third draws
# lots. On the right: the second one again, with its scores rounded to whole numbers. Now there are many ties, few
# points, and long slanted lines.

# %%
if __name__ == "__main__":
    middle = X_test.reshape(-1, 8, 8)[:, 3:5, 3:5].sum(axis=(1, 2))
    lots = np.random.default_rng(1).random(len(eights))
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    readers = {"whole picture": likeness, "four pixels": middle, "lots": lots}
    for (name, score), style in zip(readers.items(), ("-", "--", ":"), strict=True):
        left.plot(*roc_curve(eights, score)[:2], style, label=f"{name}: AUC {roc_auc(eights, score):.2f}")
    left.set_title("three readers")
    for name, score, style in (("as it is", middle, "C1--"), ("rounded", np.round(middle), "ko-")):
        right.plot(*roc_curve(eights, score)[:2], style, label=f"{name}: AUC {roc_auc(eights, score):.2f}")
    right.set_title("four pixels, with and without ties")
    for ax in (left, right):
        ax.set(xlabel="FPR: negatives that are called", ylabel="TPR: positives that are called", aspect="equal")
        ax.legend(loc="lower right")
    plt.show()

# %% [markdown]
# ## Rare things
#
# **Does ROC see through everything?** No. Both of its shares are taken *within* a class, so it does not notice
# how rare the positives are. A false-alarm rate of one percent looks splendid. If one page in ten thousand is the
# one you look for, it means a hundred wrong pages for each right one.
#
# Whoever has to go through all those pages, cares for precision. So draw precision against recall, for all
# thresholds, and again take something like an area: the mean precision, weighted by how much recall each
# threshold adds. With $k = 1, 2, \ldots$ for the distinct scores from the highest down, and $R_0 = 0$:
#
# $$\text{AP} = \sum_k (R_k - R_{k-1}) \, P_k.$$
#
# These are rectangles, and not trapezoids: between two thresholds precision does not follow a straight line, and
# to draw one would flatter the model. Lots get about the share of the positives, and not one half.

# %%
def average_precision(y_true, score):
    """Mean precision over the thresholds, weighted by the recall that each of them adds: sum (R_k - R_(k-1)) P_k.

    Parameters
    ----------
    y_true : ndarray of int64, shape (N,)
        1 for positive, 0 for negative.
    score : ndarray of float, shape (N,)
        Finite; the higher, the surer of a positive. The thresholds are the distinct scores, from the highest to the
        lowest; all examples with score >= threshold are called positive. R_0 is 0.

    Returns
    -------
    float
        Above 0, up to 1. If all examples are positive, it is 1.

    Raises
    ------
    ValueError
        If no example is positive.

    References
    ----------
    C. D. Manning, P. Raghavan, H. Schuetze: Introduction to Information Retrieval. Cambridge 2008, section 8.4.
    """
    if not np.any(y_true):
        raise ValueError("no example is positive: there is no recall to average over")
    order = np.argsort(-score)
    ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
    hits = np.cumsum(y_true[order])[ends]
    gained = np.diff(hits, prepend=0) / hits[-1]
    return np.sum(gained * hits / (ends + 1))


# %% [markdown]
# **Drown them.** The same reader with the same scores, but now the eights are rarer: every other digit is there 4
# times, or 16 times. The ROC curve does not move at all. The precision-recall curve collapses. Nothing about the
# reader has changed. It is the world that has.

# %%
if __name__ == "__main__":
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    for times, style, width in ((1, "-", 6), (4, "--", 4), (16, ":", 2)):
        rows = np.repeat(np.arange(len(eights)), np.where(eights == 1, 1, times))
        truth, score = eights[rows], likeness[rows]
        fpr, tpr, cuts = roc_curve(truth, score)
        share = f"{truth.mean():.1%} eights"
        left.plot(fpr, tpr, style, linewidth=width, label=f"{share}: AUC {roc_auc(truth, score):.2f}")
        levels = [precision(truth, (score >= cut).astype(int)) for cut in cuts[1:]]
        right.step(tpr[1:], levels, style, where="pre", label=f"{share}: AP {average_precision(truth, score):.2f}")
    left.set(title="ROC", xlabel="FPR", ylabel="TPR")
    right.set(title="precision and recall", xlabel="recall", ylabel="precision", ylim=(0, 1.05))
    left.legend()
    right.legend()
    plt.show()

# %% [markdown]
# ## Right place, right size
#
# **What if the answer is a box?** A detector says: there is a cat, and it lies *here*. When is that right? Not one
# box in a million will agree in every pixel. So compare areas: what both boxes have in common, over all that they
# cover. **Intersection over union**, IoU:
#
# $$\text{IoU} = \frac{|A \cap B|}{|A \cup B|} = \frac{|A \cap B|}{|A| + |B| - |A \cap B|}.$$
#
# Many competitions call a box right if its IoU is one half or more. The common part of two boxes is a box as well:
# of the two left sides it has the one further right, and of the two right sides the one further left. If it comes
# out inside out, with its left side to the right of its right one, there is no common part. Mind that width *and*
# height may come out negative, and what their product is then.

# %%
def iou(a, b):
    """Intersection over union of two boxes.

    Parameters
    ----------
    a, b : ndarray of float or int, shape (4,)
        Corners (x1, y1, x2, y2), with x1 <= x2 and y1 <= y2. The area is (x2 - x1) (y2 - y1): no pixel is added.

    Returns
    -------
    float
        From 0 (nothing in common; boxes that only touch included) to 1 (the same box); 0.0 if the union is empty,
        that is, if both boxes have no area.
    """
    low_a, high_a = a.reshape(2, 2)  # two corners
    low_b, high_b = b.reshape(2, 2)
    sides = np.minimum(high_a, high_b) - np.maximum(low_a, low_b)
    common = np.prod(np.maximum(sides, 0))
    union = np.prod(high_a - low_a) + np.prod(high_b - low_b) - common
    return common / union if union > 0 else 0.0


# %% [markdown]
# **How strict is one half?** A true box (solid) and some answers (dashed). Shifted by a quarter of its width in
# both directions, and it fails already. But a box of half the area in the right place still gets its half.

# %%
if __name__ == "__main__":
    truth = np.array([2.0, 2.0, 6.0, 6.0])
    answers = {
        "shifted": np.array([3.0, 3.0, 7.0, 7.0]),
        "half of it": np.array([2.0, 2.0, 6.0, 4.0]),
        "too large": np.array([1.0, 1.0, 7.0, 7.0]),
        "far away": np.array([6.4, 6.4, 7.8, 7.8]),
    }
    fig, axes = plt.subplots(1, 4, figsize=(11, 3), layout="constrained")
    for ax, (name, box) in zip(axes, answers.items(), strict=True):
        for (x1, y1, x2, y2), style in ((truth, {"color": "k"}), (box, {"color": "C3", "linestyle": "--"})):
            ax.add_patch(plt.Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, linewidth=2, **style))
        ax.set(title=f"{name}: {iou(truth, box):.2f}", xlim=(0.5, 8), ylim=(0.5, 8), xticks=[], yticks=[])
        ax.set_aspect("equal")
    plt.show()

# %% [markdown]
# ## And for numbers
#
# **A model predicts prices, and its mean squared error is 40,000.** Is that good? It depends: on the unit, and on
# how much prices differ anyway. So compare with the laziest of all models, which has one answer for everybody:
# the mean. How much of *its* squared error has gone?
#
# $$R^2 = 1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}.$$
#
# 1 is perfect, 0 is as good as the mean. It is called "R squared", but it is no square: a model that is worse than
# the mean gets **less than 0**, and there is no end to it.
#
# If all true values are the same, the lazy model is perfect, and there is nothing to divide by. We agree on 1 if
# the prediction is exactly right, and on 0 otherwise. (How do you find out that all are the same? Not by the sum
# below the bar: the mean of seven times 0.1 is a little less than 0.1, for a computer.)

# %%
def r2(y_true, y_pred):
    """Coefficient of determination: 1 - sum (y_true - y_pred)^2 / sum (y_true - mean(y_true))^2.

    Parameters
    ----------
    y_true, y_pred : ndarray of float, shape (N,)
        With N at least 1.

    Returns
    -------
    float
        At most 1, and below 0 for a model that is worse than the mean. If all true values are equal: 1.0 if every
        prediction equals them exactly, else 0.0.

    References
    ----------
    S. Wright: Correlation and causation. Journal of Agricultural Research 20, 1921.
    """
    if np.min(y_true) == np.max(y_true):
        return 1.0 if np.all(y_true == y_pred) else 0.0
    return 1 - np.sum((y_true - y_pred) ** 2) / np.sum((y_true - np.mean(y_true)) ** 2)


# %% [markdown]
# **A model that knows too much.** Twelve measurements of a curve, with some noise. Polynomials of growing degree
# are fitted to them, and judged twice: on the twelve points that they have seen, and on new ones. On the old
# points $R^2$ can only rise, up to 1 for degree 11, which hits all twelve. On new points it falls below 0: one
# would have done better to guess the mean.

# %%
if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x, x_new = np.linspace(0, 1, 12), np.sort(rng.uniform(0, 1, 60))
    curve, curve_new = (np.sin(5 * z) + rng.normal(0, 0.4, len(z)) for z in (x, x_new))
    degrees = np.arange(12)
    fits = [np.polynomial.Polynomial.fit(x, curve, degree) for degree in degrees]
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8), layout="constrained")
    line = np.linspace(0, 1, 300)
    left.plot(x, curve, "ko", label="seen")
    left.plot(x_new, curve_new, "kx", alpha=0.5, label="new")
    for degree, style in ((0, ":"), (3, "-"), (11, "--")):
        left.plot(line, fits[degree](line), style, linewidth=2, label=f"degree {degree}")
    left.set(title="the data and three models", ylim=(-2.2, 2.2))
    left.legend(ncols=2, fontsize=9)
    right.plot(degrees, [r2(curve, fit(x)) for fit in fits], "o-", label="seen")
    right.plot(degrees, [r2(curve_new, fit(x_new)) for fit in fits], "x--", label="new")
    right.axhline(0, color="0.6", linewidth=0.8)
    right.set(title="R squared", xlabel="degree", ylim=(-1.1, 1.1))
    right.legend()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
# A test for a disease finds 99 of 100 sick people, and it gives a false alarm for 1 of 100 healthy ones. One
# person in a thousand is sick. Somebody gets an alarm. How likely is it that she is sick? And which of this
# lesson's numbers would change, and which would not, if the disease became ten times as common?

# %% [markdown] role="answer"
# Of 100,000 people 100 are sick; 99 of them get an alarm. Of the 99,900 healthy ones, 999 get one. So precision
# is $99 / (99 + 999) = 0.09$: nine in a hundred (1 point; the way counts, not the decimals). Recall (TPR), FPR, and
# with them the ROC curve and its area, are taken within a class, so they stay. Precision rises (to 0.50), and with
# it $F_1$ and average precision. Accuracy stays at 0.99 here only because both rates of mistakes are the same; in
# general it changes, too (1 point for telling the two kinds apart, with a reason).
