# %% [markdown]
# # The perceptron: learn from mistakes
#
# **The question.** You found the weights of a gate with a pencil. But what if you only have examples: a pile of
# cases, and for each the right answer? Can the neuron find its weights by itself?
#
# **The idea** (Rosenblatt, 1958) is what any parent would say. Let it try. If it is right, leave it alone. If
# it is wrong, correct it a little, and go on to the next.

# %%
"""Perceptron: show an example, and change the weights only where the guess was wrong."""

import numpy as np

from dnn_intro.neuron import net_input, step

# %% [markdown]
# ## One mistake
#
# **The neuron said 0 and should have said 1.** Its net input was too low. How can it be raised? By more weight
# on the inputs that are positive, and less on those that are negative. In short: add a bit of $x$ to the
# weights, and a bit to the bias. If it said 1 and should have said 0, subtract instead. With the label
# $y \in \{0, 1\}$, the guess $\hat y$ and a **learning rate** $\eta$, both are one formula:
#
# $$\Delta w = \eta\,(y - \hat y)\,x, \qquad \Delta b = \eta\,(y - \hat y).$$
#
# If the guess was right, the bracket is 0, and nothing changes. The net input of this example moves by
# $\eta\,(y - \hat y)\,(\lVert x \rVert^2 + 1)$: always towards the right side, though perhaps not far enough.

# %%
def perceptron_update(w, b, x, y, lr):
    """One step of the perceptron rule, for one example: correct the weights if the guess is wrong.

    The guess is 1 if the net input is at least 0, and 0 otherwise.

    Parameters
    ----------
    w : ndarray of float, shape (D,)
        The weights before. The array is not changed.
    b : float
        The bias before.
    x : ndarray of float, shape (D,)
        The example.
    y : int
        Its label, 0 or 1.
    lr : float
        The learning rate.

    Returns
    -------
    w : ndarray of float, shape (D,)
    b : float
        Weights and bias after; the same as before if the guess is right.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    """
    error = y - step(net_input(x, w, b))
    return w + lr * error * x, b + lr * error


# %% [markdown]
# **One mistake, seen.** The big dot should be on the side to which the arrow of the weights points, and is
# not. A bit of $x$ is added to $w$, and the line turns and moves towards the dot. Here, one correction is not
# enough: the rule may need a few for the same example.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    w, b, x = np.array([1.0, 0.6]), -0.4, np.array([-1.0, 1.2])
    fig, panels = plt.subplots(1, 3, figsize=(12, 4))
    for corrections, ax in enumerate(panels):
        ax.axline((0, -b / w[1]), slope=-w[0] / w[1], color="C0", linewidth=3)
        ax.quiver(*(-b * w / (w @ w)), *w, angles="xy", scale_units="xy", scale=1.5, color="C0")
        ax.plot(*x, "o", color="C1", markersize=14)
        ax.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
        ax.set_title(f"after {corrections} corrections: z = {net_input(x, w, b):.2f}")
        w, b = perceptron_update(w, b, x, 1, 0.12)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Many examples
#
# **Now go through the pile,** one example after the other, and again, until a whole round passes without a
# mistake. A round is called an **epoch**. Begin with zeros. Count the mistakes of each epoch as they happen:
# an example counts as wrong if the neuron, *as it is when the example comes up*, gets it wrong.
#
# Does that ever end? If some line separates the two classes, yes, always, after finitely many mistakes. This
# is a theorem (Novikoff, 1962). If no line does, it never ends; so there is a limit to the epochs.

# %%
def perceptron_fit(X, y, lr, epochs):
    """Train a perceptron: visit the examples in order, epoch after epoch, until an epoch has no mistake.

    Weights and bias start at zero. Each example is followed by its update at once.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
        One example in each row, visited from first to last.
    y : ndarray of int, shape (N,)
        Labels, 0 or 1.
    lr : float
        The learning rate.
    epochs : int
        The largest number of rounds.

    Returns
    -------
    w : ndarray of float, shape (D,)
    b : float
    errors : list of int
        For each epoch the number of examples that were wrong when they were visited. If an epoch has none, its
        0 is the last entry.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    A. Novikoff: On convergence proofs on perceptrons. Symposium on the Mathematical Theory of Automata 12
    (1962), 615-622.
    """
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            mistakes += int(step(net_input(x, w, b)) != label)
            w, b = perceptron_update(w, b, x, label, lr)
        errors.append(mistakes)
        if mistakes == 0:
            break
    return w, b, errors


# %% [markdown]
# **Watch the line turn.** Left: two clouds with a gap between them. Each thin line is the state after one
# mistake, from pale (early) to dark; the thick one is where it stops. Middle: the same clouds, pushed together
# until they overlap. The line never comes to rest. Right: the mistakes of each epoch. One curve hits zero and
# is done. The other jumps about for ever, and its last line is as good or bad as chance would have it.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(2)
    labels = rng.permutation(np.repeat([0, 1], 40))
    noise = rng.normal(size=(80, 2)) @ np.array([[1.3, 0.5], [0.5, 0.5]])
    fig, panels = plt.subplots(1, 3, figsize=(13, 3.9))
    for ax, gap, name, style in ((panels[0], 2.2, "separable", "o-"), (panels[1], 0.9, "not separable", "s--")):
        cloud = noise + np.where(labels == 1, 0.5, -0.5)[:, None] * gap * np.array([-0.6, 0.8]) + [0.0, 3.0]
        w, b, path = np.zeros(2), 0.0, []
        for x, label in zip(np.tile(cloud, (6, 1)), np.tile(labels, 6), strict=True):
            before = w
            w, b = perceptron_update(w, b, x, label, 0.1)
            path += [] if np.all(w == before) else [(w, b)]
        for age, (w, b) in enumerate(path, 1):
            shade = 0.05 + 0.6 * (age / len(path)) ** 2
            ax.axline((0, -b / w[1]), slope=-w[0] / w[1], color="k", linewidth=0.8, alpha=shade)
        w, b, errors = perceptron_fit(cloud, labels, 0.1, 25)
        ax.axline((0, -b / w[1]), slope=-w[0] / w[1], color="C3", linewidth=3)
        for label, marker in ((0, "o"), (1, "s")):
            ax.plot(*cloud[labels == label].T, marker, color=f"C{label}", markersize=5)
        ax.set(title=name, xlim=(-4.5, 4.5), ylim=(-1, 6.5), xlabel="$x_1$", ylabel="$x_2$")
        panels[2].plot(range(1, len(errors) + 1), errors, style, label=name)
    panels[2].set(title="mistakes in each epoch", xlabel="epoch", ylabel="mistakes", ylim=(-1, None))
    panels[2].legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Washington, July 1958
#
# **Now the demonstration that made the news.** Rosenblatt's machine was shown cards with a mark on the left or
# on the right, and told each time which it was. After fifty cards it knew. The machine filled a room; you need
# the two functions above. A card here has $20 \times 20 = 400$ points, as many as the photocells of his
# *Mark I* had. The mark is a square somewhere in one half, and there is dirt on the card.
#
# Nobody tells the neuron what *left* means. It finds out, and you can see what it found: its weights are a
# picture of the same size.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(1958)

    def punch(n):
        cards, sides = (rng.random((n, 20, 20)) < 0.05) * 1.0, rng.integers(0, 2, n)
        for card, side in zip(cards, sides, strict=True):
            row, column = rng.integers(0, 17), rng.integers(0, 7) + 10 * side
            card[row : row + 4, column : column + 4] = 1
        return cards, sides

    cards, sides = punch(50)
    w, b, errors = perceptron_fit(cards.reshape(50, 400), sides, 1.0, 20)
    new_cards, new_sides = punch(1000)
    hits = np.mean(step(net_input(new_cards.reshape(1000, 400), w, b)) == new_sides)
    fig, panels = plt.subplots(1, 6, figsize=(13, 2.7), width_ratios=[1, 1, 1, 1, 1, 1.35])
    for ax, number in zip(panels, np.argsort(sides)[[0, -1, 1, -2, 2]], strict=False):
        ax.imshow(cards[number], cmap="Greys")
        ax.set(title="right" if sides[number] else "left", xticks=[], yticks=[])
    limit = np.abs(w).max()
    picture = panels[5].imshow(w.reshape(20, 20), cmap="coolwarm", vmin=-limit, vmax=limit)
    panels[5].set(title="the weights", xticks=[], yticks=[])
    fig.colorbar(picture, ax=panels[5])
    fig.tight_layout()
    plt.show()
    print("mistakes in each round through the fifty cards:", errors)
    print(f"right on 1000 cards that it has never seen: {hits:.1%}")

# %% [markdown]
# ## Use what was learned
#
# **A trained perceptron is a neuron like any other.** It gets its own name here because, from now on, there is
# a habit: `fit` learns, `predict` answers.

# %%
def perceptron_predict(X, w, b):
    """Labels that a perceptron gives to examples.

    Parameters
    ----------
    X : ndarray of float, shape (N, D)
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    labels : ndarray of int, shape (N,)
        1 where the net input is at least 0, and 0 elsewhere.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    """
    return step(net_input(X, w, b))


# %% [markdown]
# ## How close was it?
#
# **The perceptron stops at the first line that makes no mistake.** Is it a good one? Ask how far the nearest
# point is from it. The distance of a point from the line is its net input divided by the length of $w$; count
# it positive on the right side and negative on the wrong one, with $2y - 1$ for the sign. The smallest of
# these is the **margin**:
#
# $$\gamma = \min_i\; \frac{(2 y_i - 1)\,(w \cdot x_i + b)}{\lVert w \rVert}.$$
#
# A positive margin means that there is no mistake at all, and how much room there is to the nearest one.

# %%
def margin(w, b, X, y):
    """Signed distance of the worst example from the decision line: the smallest over all examples.

    Positive if every example lies on its own side, negative if some example is wrong.

    Parameters
    ----------
    w : ndarray of float, shape (D,)
    b : float
    X : ndarray of float, shape (N, D)
    y : ndarray of int, shape (N,)
        Labels, 0 or 1.

    Returns
    -------
    float
        In the units of X; multiplying w and b by the same positive number changes nothing.

    Raises
    ------
    ValueError
        If all weights are 0: there is no line.

    References
    ----------
    A. Novikoff: On convergence proofs on perceptrons. Symposium on the Mathematical Theory of Automata 12
    (1962), 615-622.
    """
    length = np.linalg.norm(w)
    if length == 0:
        raise ValueError("all weights are 0, so there is no line")
    return np.min((2 * y - 1) * net_input(X, w, b)) / length


# %% [markdown]
# **Room to spare.** Left: where the perceptron stopped, and the widest street that fits between the clouds
# (found here by trying many directions; support vector machines, 1992, find it by design). Right: Novikoff's
# theorem. If all points lie within a distance $R$ of the origin, and some line through the origin has margin
# $\gamma$, there will be at most $(R / \gamma)^2$ mistakes, whatever the order and whatever the number of
# points. Each dot is one set of 200 points, and below the line it stays.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(5)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11.5, 4.2))
    labels = rng.permutation(60) % 2
    cloud = rng.normal(size=(60, 2)) * 0.8 + np.where(labels == 1, 1.6, -1.6)[:, None]
    best = (-np.inf, None, None)
    for turn in np.linspace(0, 2 * np.pi, 720):
        w = np.array([np.cos(turn), np.sin(turn)])
        b = -(np.min(cloud[labels == 1] @ w) + np.max(cloud[labels == 0] @ w)) / 2
        best = max(best, (margin(w, b, cloud, labels), w, b), key=lambda found: found[0])
    w, b, _ = perceptron_fit(cloud, labels, 1.0, 100)
    name = f"perceptron: margin {margin(w, b, cloud, labels):.2f}"
    left.axline((0, -b / w[1]), slope=-w[0] / w[1], color="C3", linestyle="--", linewidth=2, label=name)
    widest, w, b = best
    name = f"widest street: margin {widest:.2f}"
    left.axline((0, -b / w[1]), slope=-w[0] / w[1], color="C2", linewidth=2, label=name)
    for side in (-widest, widest):
        left.axline((0, -(b + side) / w[1]), slope=-w[0] / w[1], color="C2", linestyle=":")
    for label, marker in ((0, "o"), (1, "s")):
        left.plot(*cloud[labels == label].T, marker, color=f"C{label}", markersize=5)
    left.set(xlim=(-4, 4), ylim=(-4, 5.5), title="both without a mistake", xlabel="$x_1$", ylabel="$x_2$")
    left.legend(loc="upper left")
    for gap in np.repeat(np.geomspace(0.01, 0.5, 12), 6):
        direction = rng.normal(size=2)
        direction /= np.linalg.norm(direction)
        points = rng.uniform(-1, 1, size=(200, 2))
        labels = step(points @ direction)
        points += gap * np.where(labels == 1, 1, -1)[:, None] * direction
        w, b, errors = perceptron_fit(points, labels, 1.0, 400)
        # the bias is the weight of one more input that is always 1
        bound = (np.sum(points**2, axis=1).max() + 1) / margin(direction, 0.0, points, labels) ** 2
        right.loglog(bound, sum(errors), "C0o", alpha=0.6)
    right.loglog([5, 1e5], [5, 1e5], "k--", label="Novikoff's bound")
    right.set(xlabel="$(R/\\gamma)^2$", ylabel="mistakes in all", title="easy sets left, narrow ones right")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. Two friends train a perceptron on the same examples, both from zeros, one with a learning rate of 1, the
#    other with 0.01. They find *exactly* the same number of mistakes in every epoch. Why? When would the
#    learning rate matter?
# 2. You train on data of your own, and after 1000 epochs there are still mistakes. What could be the reason,
#    and what would you do?

# %% [markdown] role="answer"
# **1.** From zeros, weights and bias are always the learning rate times a sum of examples with signs. So those
# of the second friend are 0.01 times those of the first, all net inputs too, and a positive factor does not
# change on which side of 0 a number lies. Same guesses, same mistakes, same line. It would matter if the
# weights did not start at zero: then a small rate needs long to overcome the start. (And by rounding, where a
# net input is 0 exactly: 0.01 is no exact number in the computer.)
#
# **2.** The classes cannot be separated by a line: they overlap, labels are wrong, or it is something like
# XOR. Or they can, but the gap is so narrow that more mistakes are needed. Remedies: keep the best weights seen
# so far (the pocket algorithm, Gallant 1990); other or more inputs; a hidden layer; a rule that minimises
# something smooth and comes to rest, which is the next lesson.
#
# *Look for:* scaling leaves the signs alone (1 point); not separable, or nearly so, with a sensible remedy
# (1 point).
