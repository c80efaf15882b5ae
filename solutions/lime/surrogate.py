# %% [markdown]
# # The surrogate: a straight line that tells the truth nearby
#
# **The question.** You have a thousand changed examples, and the model's answer to each. A thousand answers
# are not an explanation. How do you make a few numbers of them, one for each part of the example?
#
# **The idea.** A curve, seen from very near, is a straight line. So fit the simplest model there is, a sum of
# weights,
#
# $$g(z) = b + \sum_{j=1}^{d} \beta_j z_j,$$
#
# but let the near samples count more than the far ones. It is called a **surrogate**: it stands in for the
# real model, here and only here. Its coefficient $\beta_j$ says how much it adds to the answer that part $j$
# is there.
#
# Three pieces are needed: how far, how much that counts, and the fit. Then there is a luxury: an explanation
# with few parts, for people who have no time.

# %%
"""The surrogate: distances, weights and a linear model that is right nearby."""

import numpy as np

# %% [markdown]
# ## How far is a sample from the original?
#
# **For masks, look at the angle.** The original has a mask of ones. A mask that keeps $k$ of $d$ parts has the
# length $\sqrt k$, and the cosine of the angle between the two is $k / (\sqrt k \sqrt d) = \sqrt{k/d}$. The
# **cosine distance** is one minus that:
#
# $$d(z, z_0) = 1 - \frac{z \cdot z_0}{\lVert z \rVert\, \lVert z_0 \rVert}.$$
#
# It is 0 for the original, and grows to 1 as parts go. With nothing left there is no angle at all. Such a mask
# is as far away as can be: we say 1.

# %%
def cosine_distance(Z, z0):
    """One minus the cosine of the angle between each row and a given one.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    z0 : ndarray of int or float, shape (d,)
        Not all zeros.

    Returns
    -------
    distances : ndarray of float, shape (n,)
        From 0 to 2; for masks from 0 to 1. A row of zeros has the distance 1.0.
    """
    lengths = np.sqrt(np.sum(Z**2, axis=1) * np.sum(z0**2))
    cosines = np.zeros(len(Z))
    np.divide(Z @ z0, lengths, out=cosines, where=lengths > 0)
    return 1 - cosines


# %% [markdown]
# ## How much does it count?
#
# **A kernel** turns a distance into a weight: 1 at the original, less and less farther away. The paper and the
# `lime` package do not agree on it. The paper has $\exp(-D^2 / \sigma^2)$. The package takes the root of that,
#
# $$w = \sqrt{\exp\left(-\frac{d^2}{s^2}\right)},$$
#
# with the width $s$. We do as the package does. It is only a matter of scale: with $\sigma = \sqrt 2\, s$ the
# two are the same. But if you carry a width from one to the other, mind the $\sqrt 2$.

# %%
def kernel_weights(d, width):
    """Weights that fall with the distance: the root of exp(minus squared distance over squared width).

    Parameters
    ----------
    d : ndarray of float, any shape
        Distances, at least 0.
    width : float
        Greater than 0.

    Returns
    -------
    weights : ndarray of float, shape of d
        From 0 to 1.

    Raises
    ------
    ValueError
        If the width is 0 or less.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3 (without the root);
    the package `lime`, version 0.2.0.1 (with it).
    """
    if width <= 0:
        raise ValueError(f"the width of a kernel is greater than 0, not {width}")
    return np.exp(-0.5 * (d / width) ** 2)


# %% [markdown]
# **The shape.** Left: both kernels with the number 0.25 in them. Middle: what that means for masks of 54
# parts. Coins keep about half (grey), at a distance of about 0.3: they count half of what the original does.
# Right: three widths. If the kernel is too narrow, the original is alone, and a line through one point can
# have any slope. If it is too wide, everything counts alike, and "nearby" has lost its meaning.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(13, 3.4))
    far = np.linspace(0, 1, 200)
    left.plot(far, kernel_weights(far, 0.25), label="the package's, s = 0.25")
    left.plot(far, np.exp(-(far**2) / 0.25**2), label="the paper's, sigma = 0.25")
    left.plot(far, kernel_weights(far, 0.25 / np.sqrt(2)), "k:", label="the package's, s = 0.25 / 1.41")
    left.set(xlabel="distance", ylabel="weight")
    kept = np.tril(np.ones((55, 54)), -1)
    shares = np.arange(55)
    middle.axvspan(20, 34, color="0.9", label="nearly all coin tosses")
    for width in (0.1, 0.25, 1.0):
        weights = kernel_weights(cosine_distance(kept, np.ones(54)), width)
        middle.plot(shares, weights, label=f"s = {width}")
    middle.set(xlabel="parts kept, of 54", ylabel="weight")
    coins = np.random.default_rng(0).integers(0, 2, (1000, 54))
    for width in (0.1, 0.25, 1.0):
        weights = kernel_weights(cosine_distance(coins, np.ones(54)), width)
        right.hist(weights, bins=np.linspace(0, 1, 41), alpha=0.6, label=f"s = {width}")
    right.set(xlabel="weight of a random mask", ylabel="masks")
    for ax in (left, middle, right):
        ax.legend(fontsize=8)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The fit
#
# **Least squares, with two changes.** First, each squared error gets the weight of its sample. Second, large
# coefficients cost something, so that a thousand samples of hundreds of parts do not fool us: **ridge**
# (Hoerl and Kennard, 1970). We look for the $b$ and $\beta$ that make this smallest:
#
# $$\sum_{i=1}^{n} w_i \bigl(y_i - b - z_i \cdot \beta\bigr)^2 + \alpha \lVert \beta \rVert^2.$$
#
# The intercept $b$ costs nothing: it is the level of the answers, not an effect. **How do you free it?** Set
# the derivative by $b$ to zero. It says that the line goes through the weighted mean,
# $b = \bar y - \bar z \cdot \beta$ with $\bar z = \sum w_i z_i / \sum w_i$ and likewise $\bar y$. Put that in,
# and $b$ is gone: everything is measured from the means. What is left is
#
# $$(Z_c^T W Z_c + \alpha I)\,\beta = Z_c^T W y_c .$$
#
# With $\alpha > 0$ there is always exactly one solution, even if two columns are equal. They share the
# effect, half each. With $\alpha = 0$ there may be many; then we take the one with the smallest norm, which is
# where ridge goes when $\alpha$ fades.

# %%
def weighted_ridge(Z, y, weights, alpha):
    """Fit a linear model with sample weights and a penalty on the coefficients, not on the intercept.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
        Any: columns may be constant or equal, and there may be more columns than rows.
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0. They are taken as they are (not made to sum to 1).
    alpha : float
        At least 0. With 0 it is weighted least squares; if there are many solutions, the one with the
        coefficients of least norm, after the weighted means have been subtracted.

    Returns
    -------
    intercept : float
    coef : ndarray of float, shape (d,)

    Raises
    ------
    ValueError
        If a weight is negative or all weights are 0.

    References
    ----------
    A. Hoerl, R. Kennard: Ridge regression. Technometrics 12 (1970).
    T. Hastie, R. Tibshirani, J. Friedman: The Elements of Statistical Learning, 2nd edition, section 3.4.1.
    """
    if np.any(weights < 0) or not np.any(weights):
        raise ValueError("weights must be 0 or more, and not all 0")
    mean_z = np.average(Z, axis=0, weights=weights)
    mean_y = np.average(y, weights=weights)
    root = np.sqrt(weights)
    scaled_z = root[:, None] * (Z - mean_z)
    scaled_y = root * (y - mean_y)
    if alpha == 0:
        coef = np.linalg.lstsq(scaled_z, scaled_y)[0]
    else:
        gram = scaled_z.T @ scaled_z
        coef = np.linalg.solve(gram + alpha * np.eye(len(gram)), scaled_z.T @ scaled_y)
    return mean_y - mean_z @ coef, coef


# %% [markdown]
# **A line for here, not for everywhere.** A model with a single input, a curve. What does it do near the
# star? Each dot is a sample, as large as its weight. The weighted line hugs the curve where it matters. The
# line without weights answers another question: what happens on the whole? It even has the wrong sign.
# Right: the slope against $\alpha$. A small penalty hardly matters, a large one flattens all.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    here = 1.6
    x = rng.uniform(-3, 3, 150)
    y = np.sin(2 * x) + 0.6 * x
    weights = kernel_weights(np.abs(x - here), 0.35)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6))
    line = np.linspace(-3, 3, 200)
    left.plot(line, np.sin(2 * line) + 0.6 * line, color="0.8", linewidth=4, label="the model")
    left.scatter(x, y, s=60 * weights, color="k", zorder=3)
    for name, counts, style in (("weighted", weights, "C3"), ("all alike", np.ones(150), "C0--")):
        intercept, coef = weighted_ridge(x[:, None], y, counts, 1e-3)
        left.plot(line, intercept + coef[0] * line, style, label=name)
    left.plot([here], [np.sin(2 * here) + 0.6 * here], "C1*", markersize=16, zorder=4)
    left.set(ylim=(-3, 3), xlabel="input", ylabel="answer")
    left.legend()
    alphas = np.logspace(-4, 4, 60)
    right.semilogx(alphas, [weighted_ridge(x[:, None], y, weights, alpha)[1][0] for alpha in alphas], "C3")
    right.axhline(2 * np.cos(2 * here) + 0.6, color="0.6", linestyle=":", label="slope of the curve at the star")
    right.axhline(0, color="0.8")
    right.set(xlabel="alpha", ylabel="slope of the weighted line")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Distances in tables
#
# For rows of a table the package measures as with a ruler, $\sqrt{\sum_j (z_j - z_{0j})^2}$. Between masks it is
# the root of the number of parts in which they differ.

# %%
def euclidean_distance(Z, z0):
    """Straight-line distance of each row from a given one.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    z0 : ndarray of int or float, shape (d,)

    Returns
    -------
    distances : ndarray of float, shape (n,)
    """
    return np.linalg.norm(Z - z0, axis=1)


# %% [markdown]
# ## Can you trust the line?
#
# A straight line can be fitted to anything, a bad one as well. So say how good it is. **R squared** compares
# its squared errors with those of the dullest model, the mean. Both are weighted:
#
# $$R^2 = 1 - \frac{\sum_i w_i (y_i - \hat y_i)^2}{\sum_i w_i (y_i - \bar y)^2}.$$
#
# 1 is perfect, 0 is no better than the mean. An explanation with an $R^2$ of 0.1 is a story, not an
# explanation. If all answers are equal there is nothing to explain, and the quotient is 0 over 0. We say 1 if
# the prediction is exactly right, and 0 if not.

# %%
def weighted_r2(y, pred, weights):
    """Share of the weighted variance that a prediction explains.

    Parameters
    ----------
    y, pred : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0. Rows with weight 0 play no part.

    Returns
    -------
    float
        At most 1. If y is constant: 1.0 if the prediction equals it exactly, else 0.0.

    Raises
    ------
    ValueError
        If a weight is negative or all weights are 0.
    """
    if np.any(weights < 0) or not np.any(weights):
        raise ValueError("weights must be 0 or more, and not all 0")
    used = weights > 0
    y, pred, weights = y[used], pred[used], weights[used]
    if np.all(y == y[0]):
        return float(np.array_equal(y, pred))
    spread = weights @ (y - np.average(y, weights=weights)) ** 2
    return 1 - weights @ (y - pred) ** 2 / spread


# %% [markdown]
# ## Few parts
#
# **Nobody reads fifty weights.** Which few tell most of the story? Three ways, from patient to quick.
#
# **Forward selection** is greedy: which single part gives the best $R^2$? Which second one, together with the
# first? And so on. Each step fits anew, without a penalty. Parts that say the same give the same $R^2$, up to
# rounding, and the last digit should not decide. So values within $10^{-9}$ of the best are a tie, and the
# lowest index wins.

# %%
def forward_selection(Z, y, weights, k):
    """Choose k columns one by one, each time the one that raises the weighted R squared most.

    Each candidate is added to the columns chosen so far, and the model is fitted with alpha 0.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0.
    k : int
        At least 1; more than d counts as d.

    Returns
    -------
    indices : ndarray of int64, shape (min(k, d),)
        In the order in which they were chosen. Scores within 1e-9 of the best are a tie: the lowest index.

    Raises
    ------
    ValueError
        If k is less than 1.
    """
    if k < 1:
        raise ValueError(f"at least one column is to be chosen, not {k}")
    d, chosen = Z.shape[1], []
    while len(chosen) < min(k, d):
        scores = np.full(d, -np.inf)
        for j in set(range(d)).difference(chosen):
            some = Z[:, [*chosen, j]]
            intercept, coef = weighted_ridge(some, y, weights, 0)
            scores[j] = weighted_r2(y, intercept + some @ coef, weights)
        chosen.append(np.argmax(scores >= np.max(scores) - 1e-9))
    return np.array(chosen)


# %% [markdown]
# **Highest weights** is quick: fit all parts once, with a small penalty, and keep those with the largest
# effect on the example, $\lvert \beta_j z_{0j} \rvert$, where $z_0$ is the first row. A part that the example does
# not have ($z_{0j} = 0$) has no effect on it, however large its coefficient.

# %%
def highest_weights(Z, y, weights, k):
    """Choose the k columns with the largest size of coefficient times first row, from one fit with alpha 0.01.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
        The first row is the example.
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0.
    k : int
        At least 1; more than d counts as d.

    Returns
    -------
    indices : ndarray of int64, shape (min(k, d),)
        Largest first. Sizes that differ by at most 1e-9 of the largest of all are a tie: the lowest index.

    Raises
    ------
    ValueError
        If k is less than 1.
    """
    if k < 1:
        raise ValueError(f"at least one column is to be chosen, not {k}")
    sizes = np.abs(weighted_ridge(Z, y, weights, 0.01)[1] * Z[0])
    slack = 1e-9 * np.max(sizes)
    chosen = []
    while len(chosen) < min(k, len(sizes)):
        chosen.append(np.argmax(sizes >= np.max(sizes) - slack))
        sizes[chosen[-1]] = -np.inf
    return np.array(chosen)


# %% [markdown]
# **The lasso** (Tibshirani, 1996) puts a price on $\lvert \beta_j \rvert$ instead of the square. At a high price
# all coefficients are exactly 0. Lower the price, and they wake up one by one. The paper calls it K-LASSO:
# stop when $K$ are awake.
#
# You can follow the whole path exactly, for it consists of straight pieces (Efron and others, 2004). Scale the
# rows by $\sqrt{w_i}$ after the means are gone. Let $c = Z^T r$ be how well each column goes with what is left
# to explain, $r$. All awake columns have the same $\lvert c_j \rvert = \lambda$, the price; the sleeping ones have
# less. Now let $\lambda$ fall by $t$. The awake coefficients move along the direction
# $u = (Z_A^T Z_A)^{-1} s_A$ with the signs $s_A$ of $c$, and every $c_j$ falls by $t\,a_j$, where
# $a = Z^T Z_A u$. Go on until the first of these happens:
#
# - a sleeping column catches up: $\lambda - t = c_j - t a_j$ or $\lambda - t = -(c_j - t a_j)$. It wakes up;
# - an awake coefficient hits zero: $\beta_j + t u_j = 0$. It goes to sleep;
# - the price is down to nothing: the end.

# %%
def lasso_path(Z, y, weights, k):
    """Follow the lasso path and choose the columns of its last step with at most k coefficients that are not 0.

    Rows are scaled by the root of their weight, after the weighted means have been subtracted. Steps are the
    points of the path at which a coefficient begins to move or gets back to 0, and the end of the path. Of
    columns that are copies of each other only one joins, no matter which.

    Parameters
    ----------
    Z : ndarray of int or float, shape (n, d)
    y : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
        At least 0 each, not all 0.
    k : int
        At least 1; more than d counts as d.

    Returns
    -------
    indices : ndarray of int64, at most k
        Ascending. Empty if nothing goes with y.

    Raises
    ------
    ValueError
        If k is less than 1.

    References
    ----------
    R. Tibshirani: Regression shrinkage and selection via the lasso. JRSS B 58 (1996).
    B. Efron, T. Hastie, I. Johnstone, R. Tibshirani: Least angle regression. Annals of Statistics 32 (2004).
    """
    if k < 1:
        raise ValueError(f"at least one column is to be chosen, not {k}")
    root = np.sqrt(weights)
    A = root[:, None] * (Z - np.average(Z, axis=0, weights=weights))
    b = root * y  # its level does not matter, since the columns of A have none
    c = A.T @ b
    price = np.max(np.abs(c))
    floor = 1e-10 * np.linalg.norm(A) * np.linalg.norm(b)
    coef, awake, best = np.zeros(len(c)), [np.argmax(np.abs(c))], []
    while price > floor:
        move = np.zeros_like(coef)
        move[awake] = np.linalg.solve(A[:, awake].T @ A[:, awake], np.sign(c[awake]))
        fall = A.T @ (A @ move)
        step, event = price, None
        for j in range(len(coef)):
            times = [(-coef[j], move[j])] if j in awake else [(price - c[j], 1 - fall[j]), (price + c[j], 1 + fall[j])]
            for way, speed in times:
                if abs(speed) > 1e-9 and 1e-9 * price < way / speed < step:
                    step, event = way / speed, j
        coef, c, price = coef + step * move, c - step * fall, price - step
        if event in awake:
            awake.remove(event)
            coef[event] = 0
        elif event is not None:
            awake.append(event)
        if np.count_nonzero(coef) <= k:
            best = np.flatnonzero(coef)
    return np.array(best, dtype=np.int64)


# %% [markdown]
# **Do they agree?** Twelve parts, four of which matter. Two of those always come and go together with a copy
# that does nothing. There is noise, and there are only 80 samples. Each line of the picture is a way to choose
# four; its colours are the coefficients of a ridge fit of these four.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    Z = rng.integers(0, 2, (80, 12))
    near_copies = rng.random((80, 2)) < 0.9
    Z[:, 10:] = np.where(near_copies, Z[:, :2], Z[:, 10:])
    Z[0] = 1
    truth = np.array([3.0, -2.0, 1.5, 1.0] + 8 * [0.0])
    y = Z @ truth + 2 * rng.normal(size=80)
    weights = kernel_weights(cosine_distance(Z, Z[0]), 0.25)
    ways = {"forward": forward_selection, "highest": highest_weights, "lasso": lasso_path}
    chosen = np.zeros((4, 12))
    chosen[0] = truth
    for line, choose in enumerate(ways.values(), start=1):
        picked = choose(Z, y, weights, 4)
        chosen[line, picked] = weighted_ridge(Z[:, picked], y, weights, 1.0)[1]
    plt.figure(figsize=(8, 2.6))
    plt.imshow(chosen, cmap="PiYG", vmin=-3, vmax=3, aspect="auto")
    plt.yticks(range(4), ["the truth", *ways])
    plt.xticks(range(12))
    plt.xlabel("part (10 is nearly a copy of 0, and 11 of 1)")
    plt.colorbar(label="coefficient")
    plt.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. You halve the kernel width again and again. The $R^2$ gets better and better, and in the end it is 1. Have
#    you found the perfect explanation?
# 2. Two words of a text always stand together ("San Francisco"), and the samples are such that both are kept or
#    both are gone. The model looks at the second word only. Which coefficients do you get with ridge, with
#    forward selection (two words asked for), and which is right?

# %% [markdown] role="answer"
# **1.** No. With a very narrow kernel only the original, and maybe one or two samples beside it, have any
# weight. A line through so few points fits them perfectly, so $R^2 = 1$ says nothing; the coefficients are
# drawn to 0 by the penalty or depend on which samples happened to be near. Draw again with another seed and they
# change. A good width leaves enough samples that count (the sum of the weights tells) and is still local.
#
# **2.** From the samples nobody can tell the two words apart: the columns are equal. Ridge shares the effect,
# half each. Forward selection takes the first of the two (a tie goes to the lowest index), and the other adds
# nothing, so another word or just noise comes second. Neither is "right", for the data do not contain the
# answer. Only samples that keep one of the two words could tell.
#
# *Look for:* too few samples with weight, so that a perfect fit is worthless (1 point); equal columns cannot be
# told apart, shared by ridge, one taken by forward selection (1 point).
