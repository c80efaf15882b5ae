# %% [markdown]
# # Penalties: what may a weight cost?
#
# **The question.** A network with many weights can learn its examples by heart, noise and all. On these
# examples its loss is next to nothing; on new ones it is a disaster. How do you tell a network not to use all
# the freedom that it has?
#
# **The idea.** Make weights cost something. Add a **penalty** to the loss that grows with the weights. From
# now on a weight has to earn its keep: it may be large only if the loss falls by more than it costs. The
# strength $\lambda$ of the penalty is the price.
#
# In this lesson you write the two penalties that everybody uses, with their gradients, and their sum. They
# look alike, and they do quite different things. At the end there is a **schedule** that lets the learning
# rate sink, and one of the penalties has great need of it.
#
# **The rules of this kit.** A penalty takes a list of arrays, as an optimizer does, and returns one number
# for all of them. Its gradient is a list with one array for each. Nothing is divided by anything, since the
# weights are the same ones whatever the batch.

# %%
"""Penalties: weights cost something, so that each has to earn its keep; and a learning rate that sinks."""

import numpy as np

# %% [markdown]
# ## Small weights
#
# The oldest penalty is the square (Hoerl and Kennard, 1970, under the name of ridge regression). Over all
# weights of all arrays,
#
# $$ \text{L2} = \frac{\lambda}{2} \sum_i w_i^2 . $$
#
# The half is there for the sake of the derivative. A weight of 2 costs four times as much as a weight of 1. So
# one large weight is dearer than many small ones that do the same job together.


# %%
def l2_penalty(params, strength):
    """Half the sum of all squared weights, times the strength.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes: a matrix ``(3, 4)`` and a vector ``(4,)``, for example.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    float
        One number for all the arrays. It is a sum: nothing is divided by the number of weights or of examples.

    References
    ----------
    A. Hoerl and R. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", Technometrics 12,
    1970.
    """
    return strength / 2 * sum(np.sum(w**2) for w in params)


# %% [markdown]
# **Its pull.** The derivative of $\frac{\lambda}{2} w_i^2$ is $\lambda w_i$. Every weight is drawn towards zero,
# in proportion to its size: a large one strongly, a small one hardly at all.


# %%
def l2_penalty_grad(params, strength):
    """Gradient of l2_penalty with respect to every weight: the strength times the weight.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes. They are not changed.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    list of ndarray of float
        One new array for each array of params, in the same order and of the same shape.

    References
    ----------
    A. Krogh and J. Hertz, "A simple weight decay can improve generalization", NIPS 1991.
    """
    return [strength * w for w in params]


# %% [markdown]
# **Overfitting, and what it costs to stop it.** Twenty noisy points of a sine curve, and a polynomial of
# degree 12, so with 13 weights. The model is fitted by gradient descent on half the mean squared error, plus
# the penalty. (The powers are replaced by Chebyshev polynomials: the same curves, but easier to descend on.)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(1)
    points = np.sort(rng.uniform(-1, 1, 20))
    heights = np.sin(3 * points) + 0.3 * rng.normal(size=20)
    fine = np.linspace(-1, 1, 300)
    features, fine_features = (np.polynomial.chebyshev.chebvander(x, 12) for x in (points, fine))

    def fitted(strength):
        """Walk downhill for 3000 steps and return the weights."""
        weights = np.zeros(13)
        for _ in range(3000):
            slope = features.T @ (features @ weights - heights) / 20
            weights = weights - 0.1 * (slope + l2_penalty_grad([weights], strength)[0])
        return weights

    strengths = np.geomspace(1e-4, 3, 13)
    weights = [fitted(strength) for strength in strengths]
    fig, axes = plt.subplots(1, 4, figsize=(15, 3.4), layout="constrained")
    choices = ((0.0, "no penalty"), (0.06, "strength 0.06"), (3.0, "strength 3"))
    for ax, (strength, title) in zip(axes, choices, strict=False):
        ax.plot(points, heights, "ko", markersize=4)
        ax.plot(fine, np.sin(3 * fine), color="0.7", linestyle="--", label="the truth")
        ax.plot(fine, fine_features @ fitted(strength), color="tab:red", label="the model")
        ax.set(title=title, ylim=(-2.2, 2.2))
    axes[0].legend(loc="upper left")
    seen = [np.mean((features @ w - heights) ** 2) for w in weights]
    unseen = [np.mean((fine_features @ w - np.sin(3 * fine)) ** 2) + 0.3**2 for w in weights]
    axes[3].loglog(strengths, seen, "o-", label="on the 20 points")
    axes[3].loglog(strengths, unseen, "s-", label="on new points")
    axes[3].set(xlabel="strength", title="mean squared error")
    axes[3].legend()
    plt.show()

# %% [markdown]
# The penalty can only make the fit to the twenty points worse, and it does: the lower curve on the right rises
# all the way. But what we want is the upper one, and that one has a valley. On its left the model follows the
# noise. On its right it does not even follow the data: the weights are too dear. Nobody can compute the bottom
# of the valley beforehand. One holds back some examples, tries strengths in factors of three, and looks.
#
# ## No weights
#
# Now pay for the size itself and not for its square (Tibshirani, 1996, under the name of lasso):
#
# $$ \text{L1} = \lambda \sum_i |w_i| . $$


# %%
def l1_penalty(params, strength):
    """Sum of the sizes of all weights, times the strength.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes: a matrix ``(3, 4)`` and a vector ``(4,)``, for example.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    float
        One number for all the arrays. It is a sum: nothing is divided by the number of weights or of examples.

    References
    ----------
    R. Tibshirani, "Regression shrinkage and selection via the lasso", Journal of the Royal Statistical Society
    B 58, 1996.
    """
    return strength * sum(np.sum(np.abs(w)) for w in params)


# %% [markdown]
# **Its pull.** To the right of 0 the slope of $|w|$ is 1, to the left it is $-1$. So the gradient is
# $\lambda \operatorname{sign}(w_i)$: the *same* pull on every weight, large or small, always towards zero. At 0
# itself there is a kink and any slope between $-1$ and 1 would do. We take 0, so that a weight that is zero is
# left in peace.
#
# The sign is the whole point. A gradient of $\lambda$ without it would push all weights to the left, and a
# negative weight would be *rewarded* for growing.


# %%
def l1_penalty_grad(params, strength):
    """Gradient of l1_penalty with respect to every weight: the strength with the sign of the weight.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes. They are not changed.
    strength : float
        The price of a weight, at least 0.

    Returns
    -------
    list of ndarray of float
        One new array for each array of params, in the same order and of the same shape. At the kink, where a
        weight is exactly 0, its gradient is 0.

    References
    ----------
    R. Tibshirani, "Regression shrinkage and selection via the lasso", Journal of the Royal Statistical Society
    B 58, 1996.
    """
    return [strength * np.sign(w) for w in params]


# %% [markdown]
# **Why one of them makes zeros.** One weight, and a loss $\frac12 (w - 0.6)^2$ that would like it to be 0.6.
# Add the penalties and see where the lowest point goes. With L2 it moves towards 0 and never gets there,
# because the pull fades on the way. With L1 it arrives: as soon as $\lambda$ is larger than the slope of the
# loss at 0, nothing is left to hold it off. On the right, the lowest point for losses that would like some
# other $a$.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    w = np.linspace(-1.5, 1.5, 301)
    fig, axes = plt.subplots(1, 3, figsize=(13, 3.5), layout="constrained")
    for ax, penalty, name in zip(axes, (l2_penalty, l1_penalty), ("L2", "L1"), strict=False):
        for strength in (0.0, 0.3, 0.6, 0.9):
            total = 0.5 * (w - 0.6) ** 2 + [penalty([np.array([value])], strength) for value in w]
            line = ax.plot(w, total, label=f"strength {strength}")[0]
            ax.plot(w[np.argmin(total)], total.min(), "o", color=line.get_color())
        ax.axvline(0, color="0.7", linewidth=0.8)
        ax.set(title=f"loss + {name}, and the lowest point", xlabel="w", ylim=(0, 1.5), xlim=(-1, 1.5))
        ax.legend()
        costs = np.array([penalty([np.array([value])], 0.6) for value in w])
        lowest = [w[np.argmin(0.5 * (w - a) ** 2 + costs)] for a in w]
        axes[2].plot(w, lowest, label=name)
    axes[2].plot(w, w, color="0.7", linestyle=":", label="no penalty")
    axes[2].set(title="lowest point, strength 0.6", xlabel="a, what the loss alone would like", ylabel="w")
    axes[2].legend()
    plt.show()

# %% [markdown]
# **Ten features, four of them useful.** Sixty examples. The true weights of the coloured features are 2,
# $-1.5$, 1 and 0.5; the six grey ones have nothing to do with the target. Raise the price from left to right
# and watch who leaves.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    inputs, truth = rng.normal(size=(60, 10)), np.array([2.0, -1.5, 1.0, 0.5] + [0.0] * 6)
    target = inputs @ truth + rng.normal(size=60)

    def walk(penalty_grad, strength, steps=600, lr=0.02):
        """Gradient descent on half the mean squared error plus a penalty."""
        weights = np.zeros(10)
        for _ in range(steps):
            slope = inputs.T @ (inputs @ weights - target) / 60
            weights = weights - lr * (slope + penalty_grad([weights], strength)[0])
        return weights

    strengths = np.geomspace(0.01, 3, 24)
    fig, axes = plt.subplots(1, 2, figsize=(12, 4), sharey=True, layout="constrained")
    for ax, penalty_grad, name in zip(axes, (l1_penalty_grad, l2_penalty_grad), ("L1", "L2"), strict=True):
        paths = np.array([walk(penalty_grad, strength) for strength in strengths])
        ax.semilogx(strengths, paths[:, 4:], color="0.6", linewidth=1)
        for place, line in enumerate(ax.semilogx(strengths, paths[:, :4], linewidth=2)):
            line.set_label(f"true weight {truth[place]:g}")
        ax.axhline(0, color="black", linewidth=0.8)
        ax.set(title=name, xlabel="strength", ylabel="weight")
    axes[1].legend()
    plt.show()

# %% [markdown]
# L1 sends the features home one by one, the useless ones first: around a strength of 0.3 the model has found
# out by itself which inputs matter. L2 makes everything smaller and sends nobody home. Both make the useful
# weights too small as well; that is the price of the price.
#
# (Look closely at the zeros of L1. They tremble a little. We shall come back to this.)
#
# ## Both at once
#
# L1 has a weakness. Give it two features that say nearly the same, and it picks one of them, often by chance,
# and drops the other. Tomorrow, with other examples, it may pick the other one. L2 would share the weight
# between them: two halves cost less than one whole, since $2 \cdot \left(\frac12\right)^2 < 1^2$. The *elastic
# net* (Zou and Hastie, 2005) adds the two penalties, each with a strength of its own:
#
# $$ \lambda_1 \sum_i |w_i| + \frac{\lambda_2}{2} \sum_i w_i^2 . $$


# %%
def l1_l2_penalty(params, l1, l2):
    """The sum of l1_penalty with strength l1 and l2_penalty with strength l2.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes.
    l1, l2 : float
        The two strengths, at least 0 each. They are strengths, not shares of a common one.

    Returns
    -------
    float
        One number for all the arrays.

    References
    ----------
    H. Zou and T. Hastie, "Regularization and variable selection via the elastic net", Journal of the Royal
    Statistical Society B 67, 2005 (their second term has no half).
    """
    return l1_penalty(params, l1) + l2_penalty(params, l2)


# %%
def l1_l2_penalty_grad(params, l1, l2):
    """Gradient of l1_l2_penalty with respect to every weight.

    Parameters
    ----------
    params : list of ndarray of float
        The weights, in arrays of any shapes. They are not changed.
    l1, l2 : float
        The two strengths, at least 0 each.

    Returns
    -------
    list of ndarray of float
        One new array for each array of params, in the same order and of the same shape. Where a weight is
        exactly 0, its gradient is 0.

    References
    ----------
    H. Zou and T. Hastie, "Regularization and variable selection via the elastic net", Journal of the Royal
    Statistical Society B 67, 2005.
    """
    both = zip(l1_penalty_grad(params, l1), l2_penalty_grad(params, l2), strict=True)
    return [first + second for first, second in both]


# %% [markdown]
# **Twins.** Features 0 and 1 are twins: the same signal, each with a little noise of its own. Both have a true
# weight of 1, feature 2 has $-1$, and seven more have 0. Twelve times new examples are drawn, thirty each.
# Each dot is a weight that was found.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    prices = {"L1 alone: 0.3 and 0": (0.3, 0.0), "L2 alone: 0 and 0.3": (0.0, 0.3), "both: 0.3 and 0.3": (0.3, 0.3)}
    fig, axes = plt.subplots(1, 3, figsize=(13, 3.4), sharey=True, layout="constrained")
    for ax, (title, (l1, l2)) in zip(axes, prices.items(), strict=True):
        rng = np.random.default_rng(0)
        inputs = rng.normal(size=(12, 30, 10))  # draw, example, feature
        inputs[:, :, 1] = inputs[:, :, 0] + 0.1 * rng.normal(size=(12, 30))
        target = inputs @ np.array([1.0, 1.0, -1.0] + [0.0] * 7) + 0.5 * rng.normal(size=(12, 30))
        weights = np.zeros((12, 10))
        for step in range(1500):
            errors = np.einsum("dnf,df->dn", inputs, weights) - target
            slope = np.einsum("dnf,dn->df", inputs, errors) / 30
            weights = weights - 0.1 * (1 - step / 1500) * (slope + l1_l2_penalty_grad([weights], l1, l2)[0])
        ax.plot(range(10), weights.T, "o", color="tab:blue", alpha=0.5)
        ax.plot([0, 1, 2], [1, 1, -1], "k_", markersize=22, label="true weight")
        ax.axhline(0, color="0.7", linewidth=0.8)
        ax.set(title=title, xlabel="feature", ylabel="weight", xticks=range(10))
    axes[0].legend()
    plt.show()

# %% [markdown]
# L1 alone drops the useless seven, but the weights of the twins jump about from draw to draw. L2 alone treats
# the twins alike and keeps everybody. Both together treat the twins alike *and* drop the useless ones.
#
# ## A rate that sinks
#
# Now the trembling. Near 0 the pull of L1 is as strong as anywhere. So the weight steps across the zero, is
# pulled back, steps across again, for ever, by a step of $\eta \lambda$ each time. Random batches have the
# same effect on *every* loss: near the goal the gradients are mostly noise, and a constant rate $\eta$ keeps
# jumping about in it. A small rate would tremble less, but it takes for ever to get there. We want both: large
# steps first, small steps last.
#
# The schedule that became the standard follows half a wave of the cosine (Loshchilov and Hutter, 2017). In
# step $t$ of $T$,
#
# $$ \eta_t = \eta_{min} + \frac12 (\eta_{max} - \eta_{min}) \left( 1 + \cos \frac{\pi t}{T} \right) . $$
#
# It stays high for a while, sinks fastest in the middle, and comes to rest gently. After step $T$ it stays at
# $\eta_{min}$. (The formula alone would not: the cosine would rise again.)


# %%
def cosine_schedule(step, total_steps, lr_max, lr_min=0.0):
    """Learning rate of one step: from lr_max down to lr_min along half a wave of the cosine.

    Parameters
    ----------
    step : int
        Number of the step (the first one is step 0).
    total_steps : int
        At this step the rate has reached lr_min, where it stays from then on. At least 1.
    lr_max : float
        The rate at step 0.
    lr_min : float
        The rate at the end.

    Returns
    -------
    float
        The learning rate.

    References
    ----------
    I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, eq. 5,
    without the restarts.
    """
    progress = min(step / total_steps, 1)
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * progress)) / 2


# %% [markdown]
# **Constant or cosine?** Linear regression with 20 weights, in random batches of 8. In the middle, how far the
# weights are from the best ones, for a large rate, a small one, and the schedule from the large one to 0. On
# the right, one useless weight under L1, for sixty steps, with a constant rate and with the schedule.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    steps = 600
    rates = {
        "constant 0.1": np.full(steps, 0.1),
        "constant 0.005": np.full(steps, 0.005),
        "cosine, 0.1 to 0": np.array([cosine_schedule(step, steps, 0.1) for step in range(steps)]),
    }
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(500, 20))
    target = inputs @ rng.normal(size=20) + rng.normal(size=500)
    best = np.linalg.lstsq(inputs, target, rcond=None)[0]
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(14, 3.6), layout="constrained")
    for name, schedule in rates.items():
        left.plot(schedule, label=name)
        rng, weights, distances = np.random.default_rng(1), np.zeros(20), []
        for lr in schedule:
            rows = rng.integers(0, 500, 8)
            slope = inputs[rows].T @ (inputs[rows] @ weights - target[rows]) / 8
            weights = weights - lr * slope
            distances.append(np.linalg.norm(weights - best))
        middle.semilogy(distances, label=name, linewidth=1)
    for name, colour in (("constant 0.1", "tab:blue"), ("cosine, 0.1 to 0", "tab:green")):
        path = [np.array([0.3])]
        for lr in rates[name][::10]:
            path.append(path[-1] - lr * (0.2 * path[-1] + l1_penalty_grad([path[-1]], 0.7)[0]))
        right.plot(path, ".-", color=colour, linewidth=1, label=name)
    left.set(title="the rate", xlabel="step")
    middle.set(title="distance from the best weights", xlabel="step")
    right.set(title="one useless weight under L1", xlabel="step")
    for ax in (left, middle, right):
        ax.legend()
    plt.show()

# %% [markdown]
# The large rate arrives first and then goes round in circles. The small one is still on its way. The schedule
# is as fast as the first, and in the end four times nearer than either. On the right the same in slow motion:
# with a constant rate the weight never comes to rest, with a sinking one it settles at zero. In the curves of
# L1 above a schedule would have taken the trembling away.

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. Write down one step of plain gradient descent, $w \leftarrow w - \eta g$, with the gradient of the L2
#    penalty added to $g$. Collect the terms with $w$. Why is this penalty also called *weight decay*? What
#    does it do to a weight whose $g$ is always 0?
# 2. Now the optimizer is Adam, which divides each step by the root of the mean of the squared gradients, and
#    the gradient of the penalty goes in with the others. Is it still true that all weights decay by the same
#    factor? Which ones decay less?

# %% [markdown] role="answer"
# 1. $w \leftarrow w - \eta (g + \lambda w) = (1 - \eta \lambda)\, w - \eta g$. In every step each weight first
#    loses the share $\eta \lambda$ of itself: it decays. A weight whose $g$ is always 0 shrinks by the same
#    factor in each step, as $(1 - \eta \lambda)^t$, so it goes to 0 exponentially. (It never is exactly 0. And
#    $\eta \lambda$ must be less than 2, or it would grow.)
# 2. No. Adam divides $g + \lambda w$ as a whole by a number of each weight's own. Weights with large or noisy
#    gradients are divided by a large number, and that shrinks their $\lambda w$ with the rest: they decay
#    less. Weights with small gradients decay more. In this sense L2 and weight decay are not the same for
#    Adam. The repair takes the decay out of the gradient and applies it to the weights directly (AdamW,
#    Loshchilov and Hutter, 2019).
#
# Look for: the factor $1 - \eta \lambda$, and exponential decay (one point); with Adam the pull is divided by the
# size of the gradients, so weights with large gradients decay less (one point). The name AdamW is not needed.
