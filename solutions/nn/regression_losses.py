# %% [markdown]
# # Losses for numbers: which answer do you want?
#
# **The question.** Ten people sit in a bar, and you have to guess the income of the next one who comes in. You
# may give one number. Which one? The mean? The median? A number that you will exceed only once in ten times?
#
# **The idea.** Where the truth varies, no single answer is right, and *the loss decides* which of the wrong
# ones is best. Squared error asks for the mean. That is one wish among many. In this lesson you get to know
# four others:
#
# | loss | what it asks for | good when |
# |---|---|---|
# | absolute error | the median | some of the data are spoiled |
# | Huber | a mean that ignores cries | some are spoiled, and you want smooth steps |
# | quantile | the line that a share $q$ stays below | too much and too little cost differently |
# | Poisson | the rate of a count | the answers are 0, 1, 2, ... |
#
# **The rules**, as in all lessons: `loss(pred, target)` is the mean over *all* entries of arrays of any shape,
# and `loss_grad(pred, target)` has the shape of `pred`, with the same mean in it.

# %%
"""Losses for numbers: absolute, Huber, quantile and Poisson, each with its gradient; means over all entries."""

import numpy as np

# %% [markdown]
# ## The size of the error
#
# **What if we just take the size of each error?** No squares:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} |\hat y_i - y_i|.$$
#
# Boscovich fitted the shape of the Earth this way in 1757, half a century before anybody squared errors. An
# error of 100 costs 100 times as much as an error of 1, and not 10,000 times.

# %%
def mean_absolute_error(pred, target):
    """Mean absolute error: mean over all entries of |pred - target|.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    float
        At least 0, in the unit of the target.

    References
    ----------
    R. J. Boscovich, 1757; see S. M. Stigler: The History of Statistics. Harvard University Press 1986, chapter 1.
    """
    return np.mean(np.abs(pred - target))


# %% [markdown]
# **A billionaire walks in.** Nine incomes, and then a tenth that may be anything. For each guess $c$ we take
# the loss over all ten. Left: with an income of 400 the best guess for the squared error moves far away from
# everybody; the absolute error stays with the crowd. Right: how the best guess follows the tenth guest. The
# mean goes along for ever. The median moves by one seat, and then it does not even look up. (All guesses
# between the two in the middle are equally good. The picture shows the lowest.)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    nine = np.array([21.0, 24.0, 28.0, 30.0, 33.0, 36.0, 40.0, 47.0, 55.0])
    guesses = np.linspace(10, 110, 401)

    def losses_of(incomes):
        """Absolute and squared loss of each guess."""
        absolute = [mean_absolute_error(np.full(10, c), incomes) for c in guesses]
        squared = [np.mean((c - incomes) ** 2) for c in guesses]
        return absolute, squared

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6))
    rich = np.append(nine, 400.0)
    for name, values, color in zip(("absolute", "squared"), losses_of(rich), ("C0", "C1"), strict=True):
        relative = np.array(values) / min(values)
        left.plot(guesses, relative, color, label=f"{name} error")
        left.plot(guesses[np.argmin(values)], 1, "v", color=color, markersize=9)
    left.plot(nine, np.full(9, 0.97), "k|", markersize=12)
    left.set(title="tenth income: 400", xlabel="guess c", ylabel="loss / lowest loss", ylim=(0.93, 1.6))
    left.legend()
    tenth = np.linspace(0, 600, 41)
    best = np.array([[guesses[np.argmin(v)] for v in losses_of(np.append(nine, t))] for t in tenth])
    right.plot(tenth, best[:, 1], "C1", label="best for squared error: the mean")
    right.plot(tenth, best[:, 0], "C0", label="best for absolute error: the median")
    right.set(title="who follows the tenth guest?", xlabel="tenth income", ylabel="best guess", ylim=(0, 100))
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## One guest, one vote
#
# **Why the median?** Look at the slope. Away from 0 the slope of $|e|$ is $+1$ or $-1$, however large $e$ is:
#
# $$\frac{\partial L}{\partial \hat y_i} = \frac{1}{n} \operatorname{sign}(\hat y_i - y_i).$$
#
# So each guest pulls the guess with the same force, the billionaire too. The forces balance when there are as
# many guests above as below.
#
# **The kink.** At $e = 0$ there is a corner, and no derivative. Every slope from $-1$ to $1$ touches the
# corner from below (such a slope is called a *subgradient*). We take the fairest of them,
# $\operatorname{sign}(0) = 0$: whoever is right is not pushed.

# %%
def mean_absolute_error_grad(pred, target):
    """Gradient of mean_absolute_error with respect to pred: the sign of each error over the number of entries.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape

    Returns
    -------
    dpred : ndarray of float, shape of pred
        1/n where pred is above the target, -1/n where it is below, and 0 where both are equal (the kink).
    """
    return np.sign(pred - target) / pred.size


# %% [markdown]
# **The price of equal votes.** One number goes downhill towards 0, from two starting points, with a fixed
# step. The pull of the squared error fades as it comes near, so it lands softly. The pull of the absolute
# error never fades: the number walks at one speed, steps over the goal, turns, and trembles about it for ever.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    plt.figure(figsize=(7, 3.4))
    goal = np.zeros(1)
    for start in (5.1, -2.8):
        walker, faller = np.array([start]), np.array([start])
        walk, fall = [start], [start]
        for _ in range(30):
            walker = walker - 0.4 * mean_absolute_error_grad(walker, goal)
            faller = faller - 0.4 * (faller - goal)
            walk.append(walker[0])
            fall.append(faller[0])
        plt.plot(walk, "C0.-", label="absolute error" if start > 0 else None)
        plt.plot(fall, "C1.-", label="squared error" if start > 0 else None)
    plt.axhline(0, color="0.6", linewidth=1)
    plt.gca().set(xlabel="step", ylabel="prediction", title="soft landing, and none")
    plt.legend()
    plt.tight_layout()
    plt.show()

# %% [markdown]
# ## The best of both
#
# **Can we have the soft landing and the deaf ear?** Huber (1964) glued the two together. Small errors are
# squared, large ones cost along a straight line, and at $|e| = \delta$ one goes over into the other:
#
# $$
# h_\delta(e) =
# \begin{cases}
# \tfrac{1}{2} e^2 & |e| \le \delta \\
# \delta \left(|e| - \tfrac{1}{2}\delta\right) & |e| > \delta
# \end{cases}
# $$
#
# Where does the strange $-\frac12 \delta$ come from? It is what makes both values agree at the seam:
# $\frac12 \delta^2$. Both slopes agree there as well: $\delta$. So there is no corner anywhere. The width
# $\delta$ is yours to choose: an error of more than $\delta$ is taken to be a blunder.

# %%
def huber_loss(pred, target, delta=1.0):
    """Huber loss: mean over all entries of e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2).

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
        e = pred - target.
    delta : float, positive
        The size of error at which the square goes over into a straight line. There, both formulas agree.

    Returns
    -------
    float
        At least 0; it is not divided by delta.

    References
    ----------
    P. J. Huber: Robust estimation of a location parameter. Annals of Mathematical Statistics 35, 1964.
    """
    size = np.abs(pred - target)
    costs = np.where(size <= delta, size**2 / 2, delta * (size - delta / 2))
    return np.mean(costs)


# %% [markdown]
# **Its slope** is the error itself, as long as it is small, and never more than $\delta$ in size:
#
# $$h_\delta'(e) = \begin{cases} e & |e| \le \delta \\ \delta \operatorname{sign}(e) & |e| > \delta \end{cases}$$
#
# Nobody may pull harder than $\delta$. Is there a numpy function that does just this to an array?

# %%
def huber_loss_grad(pred, target, delta=1.0):
    """Gradient of huber_loss with respect to pred: the error, cut to [-delta, delta], over the number of entries.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
    delta : float, positive
        At an error of exactly delta or -delta both formulas of the loss have this slope, so there is no kink.

    Returns
    -------
    dpred : ndarray of float, shape of pred
    """
    return np.clip(pred - target, -delta, delta) / pred.size


# %% [markdown]
# **A line through spoiled data.** Left: three losses and (dashed) their slopes. Right: twenty measurements on
# a line, and three where somebody has misread the instrument. Both lines are fitted by the same loop. (With a
# $\delta$ of a billion, no error is a blunder: that is squared error.) Squared error is torn away by three
# points. Huber hears them as three votes among twenty-three.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    errors, zero = np.linspace(-3, 3, 241), np.zeros(1)
    left.plot(errors, errors**2 / 2, "C1", label="half the square")
    left.plot(errors, [mean_absolute_error(e[None], zero) for e in errors], "C0", label="absolute")
    left.plot(errors, [huber_loss(e[None], zero) for e in errors], "C2", label="Huber, delta 1")
    left.plot(errors, [huber_loss_grad(e[None], zero)[0] for e in errors], "C2--", label="slope of Huber")
    left.plot(errors, [mean_absolute_error_grad(e[None], zero)[0] for e in errors], "C0--", label="slope of absolute")
    left.set(title="three losses", xlabel="error e", ylim=(-1.4, 3.2))
    left.legend(fontsize=8, loc="upper center")

    rng = np.random.default_rng(0)
    x = np.linspace(0, 4, 23)
    y = 1 + 2 * x + 0.3 * rng.normal(size=23)
    y[[17, 19, 22]] = [0.5, 1.5, 0.0]
    right.plot(x, y, "k.", markersize=8)
    for name, delta, color in (("squared error", 1e9, "C1"), ("Huber", 1.0, "C2")):
        a, b = 0.0, 0.0
        for _ in range(2000):
            push = huber_loss_grad(a + b * x, y, delta=delta)
            a, b = a - 0.1 * push.sum(), b - 0.1 * push @ x
        right.plot(x, a + b * x, color, label=f"{name}: {a:.2f} + {b:.2f} x")
    right.plot(x, 1 + 2 * x, "0.7", linestyle=":", label="true line: 1 + 2 x")
    right.set(title="three of 23 points are wrong", xlabel="x", ylabel="y")
    right.legend(fontsize=8)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## When too late is worse than too early
#
# **When do you leave for the airport?** The trip takes 40 minutes in the middle. You do not plan with 40. To
# come too late is much worse than to wait, so you want a time that suffices in 19 of 20 cases: a *quantile*.
#
# **The idea** (Koenker and Bassett, 1978): tilt the absolute error. With $u = y - \hat y$, which is positive
# where the guess was too low,
#
# $$\rho_q(u) = \max\bigl(q\,u,\; (q - 1)\,u\bigr).$$
#
# A guess that is too low costs $q$ for each unit, one that is too high costs $1 - q$. For $q = 0.95$ that is
# 19 to 1. For $q = \frac12$ both cost the same, and we are back at half the absolute error.

# %%
def quantile_loss(pred, target, q):
    """Quantile ("pinball") loss: mean over all entries of max(q u, (q - 1) u), with u = target - pred.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
    q : float, between 0 and 1
        The share of targets that should lie below the prediction.

    Returns
    -------
    float
        At least 0. q = 1/2 gives half the mean absolute error.

    References
    ----------
    R. Koenker, G. Bassett: Regression quantiles. Econometrica 46, 1978.
    """
    u = target - pred
    return np.mean(np.maximum(q * u, (q - 1) * u))


# %% [markdown]
# **The votes now have weights.** Each target above the guess pulls it up with force $q$, each one below pushes
# it down with force $1 - q$. They balance when
#
# $$q \cdot (\text{share above}) = (1 - q) \cdot (\text{share below}),$$
#
# which is so when a share of $q$ lies below. That is the definition of a quantile. Mind the direction: where
# the guess is too low, the loss *falls* as the guess rises. And there is a corner at $u = 0$ again; there we
# give 0, as before.

# %%
def quantile_loss_grad(pred, target, q):
    """Gradient of quantile_loss with respect to pred.

    Parameters
    ----------
    pred, target : ndarray of float, same shape, any shape
    q : float, between 0 and 1

    Returns
    -------
    dpred : ndarray of float, shape of pred
        With u = target - pred: -q/n where u > 0, (1 - q)/n where u < 0, and 0 where u = 0 (the kink).
    """
    u = target - pred
    return ((u < 0) * (1 - q) - (u > 0) * q) / u.size


# %% [markdown]
# **How sure are you?** Left: the tilted losses. Right: trips of different lengths. The longer the way, the
# more the time varies. Three lines, the same loop, only $q$ is another one. Together they say more than a
# single guess: not only how long, but also *how sure*. And nobody has told them anything about bell curves.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    guesses, arrival = np.linspace(-3, 3, 121), np.zeros(1)
    for q in (0.1, 0.5, 0.95):
        left.plot(guesses, [quantile_loss(g[None], arrival, q) for g in guesses], label=f"q = {q}")
    left.set(title="tilted absolute errors", xlabel="guess minus truth", ylabel="loss")
    left.legend()
    rng = np.random.default_rng(0)
    way = rng.uniform(1, 10, size=400)
    minutes = 4 * way + way * rng.gamma(2.0, 0.8, size=400)
    right.plot(way, minutes, ".", color="0.7")
    ends = np.array([1.0, 10.0])
    for q in (0.1, 0.5, 0.95):
        a, b = 0.0, 0.0
        for step in range(3000):
            push = quantile_loss_grad(a + b * way, minutes, q)
            rate = 0.5 / (1 + step / 100)
            a, b = a - 4 * rate * push.sum(), b - rate * push @ way
        below = np.mean(minutes <= a + b * way)
        right.plot(ends, a + b * ends, linewidth=2, label=f"q = {q}: {100 * below:.1f} % lie below")
    right.set(title="trips", xlabel="way in km", ylabel="minutes")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## How many?
#
# **How many calls will come in the next hour?** Counts are not like lengths. They are never negative. And
# their noise grows with them: where 100 calls are expected, 105 are nothing special; where 1 is expected, 6
# are an event. Squared error treats both misses alike.
#
# **The idea.** Events that come one by one, each without regard to the others, at a rate of $\lambda$ an hour:
# the probability to see $y$ of them in an hour is (Poisson, 1837)
#
# $$P(y) = \frac{\lambda^y e^{-\lambda}}{y!}.$$
#
# The loss is surprise again: $-\log P(y) = \lambda - y \log \lambda + \log y!$. Two turns make it handy. The
# last term does not depend on our guess, so we drop it (the loss may become negative then: do not be
# alarmed). And a rate has to be positive, but a network gives any number. So let the network give
# $z = \log \lambda$:
#
# $$L = \frac{1}{n} \sum_{i=1}^n \left( e^{z_i} - y_i z_i \right).$$

# %%
def poisson_loss(log_rate, count):
    """Poisson loss: mean over all entries of exp(log_rate) - count * log_rate.

    It is the surprise at the counts without log(count!), which does not depend on the prediction; so it may be
    negative.

    Parameters
    ----------
    log_rate : ndarray of float, any shape
        The natural logarithm of the expected count.
    count : ndarray of int or float, shape of log_rate
        What was counted: 0, 1, 2, ...

    Returns
    -------
    float

    References
    ----------
    P. McCullagh, J. A. Nelder: Generalized Linear Models. Chapman and Hall 1989, chapter 6.
    """
    return np.mean(np.exp(log_rate) - count * log_rate)


# %% [markdown]
# **The gradient** is an old friend. Differentiate, and you find what was said minus what was true,
#
# $$\frac{\partial L}{\partial z_i} = \frac{1}{n} \left( e^{z_i} - y_i \right),$$
#
# as for softmax with cross-entropy. It is no accident: a surprise and the natural way to write its parameter
# always go together like this.

# %%
def poisson_loss_grad(log_rate, count):
    """Gradient of poisson_loss with respect to log_rate: (exp(log_rate) - count) over the number of entries.

    Parameters
    ----------
    log_rate : ndarray of float, any shape
        The natural logarithm of the expected count.
    count : ndarray of int or float, shape of log_rate
        What was counted: 0, 1, 2, ...

    Returns
    -------
    dlog_rate : ndarray of float, shape of log_rate
    """
    return (np.exp(log_rate) - count) / log_rate.size


# %% [markdown]
# **Calls through the day.** Left: the loss against the rate, for three counts. Each is lowest where the rate
# equals the count. The more was counted, the narrower the valley: one call says little about the rate, twenty
# say more. Right: calls at a help desk, two weeks,
# hour by hour. Both curves are waves of one and two periods a day, with five weights. Squared error fits the
# wave itself, and expects less than no calls at night. The Poisson fit makes the wave the *logarithm* of the
# rate: it cannot go below 0.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    rates = np.geomspace(0.2, 40, 200)
    for seen in (1, 5, 20):
        curve = np.array([poisson_loss(np.log(rate)[None], np.array([seen])) for rate in rates])
        left.plot(rates, curve - curve.min(), label=f"{seen} counted")
    left.set(title="loss above its lowest point", xlabel="rate", xscale="log", ylim=(0, 6))
    left.legend()
    rng = np.random.default_rng(0)
    hours = np.tile(np.arange(24.0), 14)
    calls = rng.poisson(0.1 + 14 * np.exp(-(((hours - 11) / 3) ** 2)) + 5 * np.exp(-(((hours - 17) / 2) ** 2)))

    def waves(h):
        """A constant and two waves: one row of five features for each hour."""
        turns = 2 * np.pi * h / 24
        return np.column_stack([np.ones_like(h), np.cos(turns), np.sin(turns), np.cos(2 * turns), np.sin(2 * turns)])

    inputs, w = waves(hours), np.zeros(5)
    for _ in range(2000):
        w = w - 0.05 * inputs.T @ poisson_loss_grad(inputs @ w, calls)
    flat = np.linalg.lstsq(inputs, calls, rcond=None)[0]
    clock = np.linspace(0, 23, 200)
    right.plot(hours + rng.uniform(-0.3, 0.3, size=hours.size), calls, ".", color="0.75")
    right.plot(clock, waves(clock) @ flat, "C1", label="squared error")
    right.plot(clock, np.exp(waves(clock) @ w), "C2", label="Poisson")
    right.axhline(0, color="k", linewidth=0.8)
    right.set(title="calls in an hour", xlabel="hour of the day")
    right.legend()
    fig.tight_layout()
    plt.show()
    print(f"expected at 2 in the morning: {(waves(np.array([2.0])) @ flat)[0]:.2f} (squared error), ", end="")
    print(f"{np.exp(waves(np.array([2.0])) @ w)[0]:.2f} (Poisson); counted: {calls[hours == 2].mean():.2f}")

# %% [markdown] role="question" points=2
# ## Think about it
#
# Ada predicts tomorrow's rain in millimetres. On seven of ten days there is none. She trains her network with
# `mean_absolute_error`. It learns to say 0.0 for nearly every day, and its loss is lower than that of any
# other model she has tried.
#
# 1. Has something gone wrong with the training? Explain what the network has found.
# 2. Which loss would you suggest to a farmer who wants to know how much water will fall over the year, and
#    which to an engineer who has to build a gutter? Say why.

# %% [markdown] role="answer"
# **1.** Nothing has gone wrong: the network does what it is asked. The lowest absolute error belongs to the
# *median*, and where more than half of the days are dry, the median is 0. Only on days where the inputs make
# rain more likely than not does it pay to say anything else.
#
# **2.** *The farmer* adds the days up, and sums are kept by means: squared error (or Poisson, which also asks
# for the mean, and cannot give negative rain). Absolute error or Huber would lose the rare large rains. *The
# engineer* has to care for the rare and heavy rain: quantile loss with $q$ near 1, such as 0.99. Too small a
# gutter costs far more than too large a one.
#
# *Look for:* the median, and that it is 0 here (1 point); mean for the farmer and a high quantile for the
# engineer, with a reason (1 point; half if one is missing).
