"""Known answers to the lesson on optimizers: mistakes with what to say, and other right answers."""

import numpy as np

from autograder import answer, right, wrong


@wrong("sgd_step", "You seem to walk uphill: which sign takes you against the gradient?")
def adds_the_gradient(params, grads, lr):
    return [w + lr * g for w, g in zip(params, grads, strict=True)]


@wrong("sgd_step", "You seem to take whole gradients: the learning rate scales each step.")
def forgets_the_learning_rate(params, grads, lr):
    return [w - g for w, g in zip(params, grads, strict=True)]


@wrong("sgd_step", "You seem to return the steps alone: subtract them from the parameters.")
def returns_the_steps(params, grads, lr):
    return [lr * g for g in grads]


@wrong("sgd_step", "You seem to move the given arrays themselves: `w -= ...` works in place, so make new arrays.")
def works_in_place(params, grads, lr):
    for w, g in zip(params, grads, strict=True):
        w -= lr * g
    return params


@right("sgd_step")  # a loop
def with_a_loop(params, grads, lr):
    new = []
    for i in range(len(params)):
        step = np.multiply(grads[i], lr)
        new.append(np.subtract(params[i], step))
    return new


@right("sgd_step")  # copies first, then works in place on the copies
def with_copies(params, grads, lr):
    new = [np.array(w, dtype=np.float64) for w in params]
    for w, g in zip(new, grads, strict=True):
        w -= lr * g
    return tuple(new)


@wrong("SGD", "Your step seems to use a fixed learning rate: use the one that was given to __init__.")
class FixedRate(answer.SGD):
    def __init__(self, lr=0.01):
        self.lr = 0.01


@wrong("SGD", "The default learning rate is not the one of the signature: look at __init__ again.")
class OtherDefault(answer.SGD):
    def __init__(self, lr=0.1):
        self.lr = lr


@wrong("SGD", "You seem to walk uphill: which sign takes you against the gradient?")
class Uphill(answer.SGD):
    def step(self, params, grads):
        return [w + self.lr * g for w, g in zip(params, grads, strict=True)]


@wrong("SGD", "You seem to add up the gradients of earlier steps: plain SGD remembers none of them.")
class AddsUpGradients(answer.SGD):
    def step(self, params, grads):
        if not hasattr(self, "sums"):
            self.sums = [np.zeros_like(w) for w in params]
        self.sums = [s + g for s, g in zip(self.sums, grads, strict=True)]
        return [w - self.lr * s for w, s in zip(params, self.sums, strict=True)]


@wrong("SGD", "You seem to move the given arrays themselves: return new ones.")
class SGDInPlace(answer.SGD):
    def step(self, params, grads):
        for w, g in zip(params, grads, strict=True):
            w -= self.lr * g
        return params


@right("SGD")  # without sgd_step
class SGDByItself:
    def __init__(self, lr=0.01):
        self.rate = lr

    def step(self, params, grads):
        return [w - self.rate * g for w, g in zip(params, grads, strict=True)]


def zeros(params):
    """Zeros of the parameters' shapes."""
    return [np.zeros_like(w) for w in params]


@wrong("Momentum", "Your velocity seems to start anew in every step: keep it in self until the next one.")
class ForgetsItsVelocity(answer.Momentum):
    def step(self, params, grads):
        self.velocity = None
        return answer.Momentum.step(self, params, grads)


@wrong("Momentum", "You seem to ignore nesterov: with it the parameters move by momentum * v - lr * g.")
class IgnoresNesterov(answer.Momentum):
    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        super().__init__(lr, momentum)


@wrong("Momentum", "With nesterov you seem to leave out the gradient: the step is momentum * v - lr * g.")
class LooksAheadWithoutGradient(answer.Momentum):
    def step(self, params, grads):
        if not self.nesterov:
            return answer.Momentum.step(self, params, grads)
        answer.Momentum.step(self, params, grads)
        return [w + self.momentum * v for w, v in zip(params, self.velocity, strict=True)]


@wrong("Momentum", "You seem to weigh the gradient with 1 - momentum: here velocity is no mean, it adds up.")
class Dampened(answer.Momentum):
    def step(self, params, grads):
        scaled = [(1 - self.momentum) * g for g in grads]
        return answer.Momentum.step(self, params, scaled)


@wrong("Momentum", "You seem to walk uphill: the gradient enters the velocity with a minus.")
class RollsUphill(answer.Momentum):
    def step(self, params, grads):
        return answer.Momentum.step(self, params, [-g for g in grads])


@wrong("Momentum", "Arrays of the same shape seem to share a velocity: it belongs to the place in the list.")
class OneVelocityPerShape(answer.Momentum):
    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        super().__init__(lr, momentum, nesterov)
        self.by_shape = {}

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads, strict=True):
            v = self.by_shape.get(w.shape, np.zeros_like(w))
            v = self.momentum * v - self.lr * g
            self.by_shape[w.shape] = v
            new.append(w + (self.momentum * v - self.lr * g if self.nesterov else v))
        return new


@wrong("Momentum", "You seem to move by the velocity of the step before: update it first, then use it.")
class OneStepLate(answer.Momentum):
    def step(self, params, grads):
        before = zeros(params) if self.velocity is None else self.velocity
        answer.Momentum.step(self, params, grads)
        return [w + v for w, v in zip(params, before, strict=True)]


@wrong("Momentum", "You seem to move the given arrays themselves: return new ones.")
class MomentumInPlace(answer.Momentum):
    def step(self, params, grads):
        for w, new in zip(params, answer.Momentum.step(self, params, grads), strict=True):
            w[...] = new
        return params


@wrong("Momentum", "The velocity seems to miss momentum: it keeps that share of the old velocity, not all of it.")
class NeverSlowsDown(answer.Momentum):
    def step(self, params, grads):
        before = zeros(params) if self.velocity is None else self.velocity
        self.velocity = [v - self.lr * g for v, g in zip(before, grads, strict=True)]
        if not self.nesterov:
            return [w + v for w, v in zip(params, self.velocity, strict=True)]
        moves = [self.momentum * v - self.lr * g for v, g in zip(self.velocity, grads, strict=True)]
        return [w + move for w, move in zip(params, moves, strict=True)]


@wrong("Momentum", "All your optimizers seem to share one velocity: keep it in self, not in the class.")
class VelocityOfTheClass(answer.Momentum):
    shared = None

    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        super().__init__(lr, momentum, nesterov)
        type(self).shared = None

    def step(self, params, grads):
        self.velocity = self.shared
        new = super().step(params, grads)
        type(self).shared = self.velocity
        return new


@right("Momentum")  # the velocity without the learning rate and with the other sign, as PyTorch has it
class LearningRateOutside:
    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        self.lr, self.momentum, self.nesterov, self.buffers = lr, momentum, nesterov, {}

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads, strict=True)):
            self.buffers[i] = self.momentum * self.buffers.get(i, 0) + g
            direction = g + self.momentum * self.buffers[i] if self.nesterov else self.buffers[i]
            new.append(w - self.lr * direction)
        return new


@right("Momentum")  # velocities updated in place, in double precision
class VelocitiesInPlace:
    def __init__(self, lr=0.01, momentum=0.9, nesterov=False):
        self.lr, self.momentum, self.nesterov, self.velocity = lr, momentum, nesterov, []

    def step(self, params, grads):
        while len(self.velocity) < len(params):
            self.velocity.append(np.zeros(params[len(self.velocity)].shape))
        new = []
        for w, g, v in zip(params, grads, self.velocity, strict=True):
            v *= self.momentum
            v -= self.lr * g
            new.append(w + self.momentum * v - self.lr * g if self.nesterov else w + v)
        return new


def divided(optimizer, params, grads, squares):
    """Move against gradients that are divided by the roots of squares, as Adagrad and RMSprop do."""
    return [w - optimizer.lr * g / (np.sqrt(s) + optimizer.eps) for w, g, s in zip(params, grads, squares, strict=True)]


@wrong("Adagrad", "You seem to forget earlier squares: the sum goes over all steps so far.")
class OnlyThisSquare(answer.Adagrad):
    def step(self, params, grads):
        return divided(self, params, grads, [g**2 for g in grads])


@wrong("Adagrad", "eps seems to stand inside the root: it is added after the root is drawn.")
class AdagradEpsInside(answer.Adagrad):
    def step(self, params, grads):
        before = zeros(params) if self.squares is None else self.squares
        self.squares = [s + g**2 for s, g in zip(before, grads, strict=True)]
        zipped = zip(params, grads, self.squares, strict=True)
        return [w - self.lr * g / np.sqrt(s + self.eps) for w, g, s in zipped]


@wrong("Adagrad", "You seem to divide by the sum of squares itself: draw the root first.")
class AdagradWithoutRoot(answer.Adagrad):
    def step(self, params, grads):
        answer.Adagrad.step(self, params, grads)
        return divided(self, params, grads, [s**2 for s in self.squares])


@wrong("Adagrad", "You seem to add up the gradients instead of their squares.")
class AddsUpSizes(answer.Adagrad):
    def step(self, params, grads):
        before = zeros(params) if self.squares is None else self.squares
        self.squares = [s + np.abs(g) for s, g in zip(before, grads, strict=True)]
        return divided(self, params, grads, self.squares)


@wrong("Adagrad", "You seem to keep one sum for a whole array: every entry has its own.")
class OneSumPerArray(answer.Adagrad):
    def step(self, params, grads):
        before = zeros(params) if self.squares is None else self.squares
        self.squares = [s + np.sum(g**2) for s, g in zip(before, grads, strict=True)]
        return divided(self, params, grads, self.squares)


@wrong("Adagrad", "You seem to use the sum before this step's square is in it: add first, then divide.")
class DividesFirst(answer.Adagrad):
    def step(self, params, grads):
        before = zeros(params) if self.squares is None else self.squares
        answer.Adagrad.step(self, params, grads)
        return divided(self, params, grads, before)


@wrong("Adagrad", "Is eps missing? An entry that never saw a gradient is divided by zero.")
class AdagradWithoutEps(answer.Adagrad):
    def step(self, params, grads):
        self.eps = 0.0
        with np.errstate(invalid="ignore"):
            return answer.Adagrad.step(self, params, grads)


@right("Adagrad")  # a dict of sums
class AdagradWithDict:
    def __init__(self, lr=0.01, eps=1e-8):
        self.lr, self.eps, self.sums = lr, eps, {}

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads, strict=True)):
            self.sums[i] = self.sums.get(i, 0.0) + np.square(g)
            new.append(w - self.lr / (self.sums[i] ** 0.5 + self.eps) * g)
        return new


@right("Adagrad")  # all gradients are kept, and the sum is formed anew in each step
class KeepsAllGradients:
    def __init__(self, lr=0.01, eps=1e-8):
        self.lr, self.eps, self.seen = lr, eps, []

    def step(self, params, grads):
        self.seen.append([np.array(g) for g in grads])
        squares = [sum(past[i] ** 2 for past in self.seen) for i in range(len(grads))]
        return divided(self, params, grads, squares)


@wrong("RMSprop", "The two shares seem to be swapped: decay belongs to the old mean.")
class SwapsTheShares(answer.RMSprop):
    def __init__(self, lr=0.001, decay=0.9, eps=1e-8):
        super().__init__(lr, 1 - decay, eps)


@wrong("RMSprop", "eps seems to stand inside the root: it is added after the root is drawn.")
class RMSpropEpsInside(answer.RMSprop):
    def step(self, params, grads):
        answer.RMSprop.step(self, params, grads)
        zipped = zip(params, grads, self.squares, strict=True)
        return [w - self.lr * g / np.sqrt(s + self.eps) for w, g, s in zipped]


@wrong("RMSprop", "You seem to add up all squares, as Adagrad does: a running mean forgets.")
class NeverForgets(answer.RMSprop):
    def step(self, params, grads):
        before = zeros(params) if self.squares is None else self.squares
        self.squares = [s + g**2 for s, g in zip(before, grads, strict=True)]
        return divided(self, params, grads, self.squares)


@wrong("RMSprop", "The new square seems to enter as a whole: its share is 1 - decay.")
class WholeSquare(answer.RMSprop):
    def step(self, params, grads):
        before = zeros(params) if self.squares is None else self.squares
        self.squares = [self.decay * s + g**2 for s, g in zip(before, grads, strict=True)]
        return divided(self, params, grads, self.squares)


@wrong("RMSprop", "Your mean seems to start at the first square: it starts at zero.")
class StartsAtTheFirstSquare(answer.RMSprop):
    def step(self, params, grads):
        if self.squares is None:
            self.squares = [g**2 for g in grads]
        return answer.RMSprop.step(self, params, grads)


@wrong("RMSprop", "You seem to correct the mean for its start at zero: that comes with Adam only.")
class CorrectsAsAdam(answer.RMSprop):
    def step(self, params, grads):
        self.t = getattr(self, "t", 0) + 1
        answer.RMSprop.step(self, params, grads)
        return divided(self, params, grads, [s / (1 - self.decay**self.t) for s in self.squares])


@wrong("RMSprop", "Is eps missing? An entry that never saw a gradient is divided by zero.")
class RMSpropWithoutEps(answer.RMSprop):
    def step(self, params, grads):
        self.eps = 0.0
        with np.errstate(invalid="ignore"):
            return answer.RMSprop.step(self, params, grads)


@right("RMSprop")  # the mean moves a little way towards the new square
class MovesTowardsTheSquare:
    def __init__(self, lr=0.001, decay=0.9, eps=1e-8):
        self.lr, self.rate, self.eps, self.squares = lr, 1 - decay, eps, {}

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads, strict=True)):
            old = self.squares.get(i, np.zeros(g.shape))
            self.squares[i] = old + self.rate * (g * g - old)
            new.append(w - self.lr * (g / (np.sqrt(self.squares[i]) + self.eps)))
        return new


@right("RMSprop")  # means updated in place
class MeansInPlace:
    def __init__(self, lr=0.001, decay=0.9, eps=1e-8):
        self.lr, self.decay, self.eps, self.squares = lr, decay, eps, None

    def step(self, params, grads):
        if self.squares is None:
            self.squares = zeros(params)
        for s, g in zip(self.squares, grads, strict=True):
            s *= self.decay
            s += (1 - self.decay) * g * g
        return divided(self, params, grads, self.squares)


def adam_means(optimizer, params, grads):
    """Update Adam's means and its t, and return both means, uncorrected."""
    answer.Adam.step(optimizer, params, grads)
    return optimizer.means, optimizer.squares


def moved(optimizer, params, means, squares):
    """Move by Adam's rule with the means as they are given."""
    return [w - optimizer.lr * m / (np.sqrt(s) + optimizer.eps) for w, m, s in zip(params, means, squares, strict=True)]


@wrong("Adam", "You seem to use both means uncorrected: divide them by 1 - beta^t, they started at zero.")
class NoBiasCorrection(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        return moved(self, params, means, squares)


@wrong("Adam", "Only the mean of gradients seems to be corrected: the mean of squares started at zero, too.")
class CorrectsTheFirstOnly(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        return moved(self, params, [m / (1 - self.beta1**self.t) for m in means], squares)


@wrong("Adam", "Your t seems to be one too small: it is 1 in the first step, so count before you correct.")
class CountsFromZero(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        t = self.t - 1
        with np.errstate(all="ignore"):
            means = [np.divide(m, 1 - self.beta1**t) for m in means]
            squares = [np.divide(s, 1 - self.beta2**t) for s in squares]
            return moved(self, params, means, squares)


@wrong("Adam", "Your t seems to be one too large: it is 1 in the first step. Where does it start?")
class CountsFromTwo(answer.Adam):  # a first step of 0.00074 in place of 0.001
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        means = [m / (1 - self.beta1 ** (self.t + 1)) for m in means]
        return moved(self, params, means, [s / (1 - self.beta2 ** (self.t + 1)) for s in squares])


@wrong("Adam", "Your t seems to stay 1: it grows by one in every step.")
class NeverCounts(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        means = [m / (1 - self.beta1) for m in means]
        return moved(self, params, means, [s / (1 - self.beta2) for s in squares])


@wrong("Adam", "Your t seems to grow with every array: all arrays of a step share one t.")
class CountsArrays(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        t = (self.t - 1) * len(params)
        means = [m / (1 - self.beta1 ** (t + i)) for i, m in enumerate(means, 1)]
        squares = [s / (1 - self.beta2 ** (t + i)) for i, s in enumerate(squares, 1)]
        return moved(self, params, means, squares)


@wrong("Adam", "eps seems to stand inside the root: it is added after the root is drawn.")
class AdamEpsInside(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        means = [m / (1 - self.beta1**self.t) for m in means]
        squares = [s / (1 - self.beta2**self.t) for s in squares]
        zipped = zip(params, means, squares, strict=True)
        return [w - self.lr * m / np.sqrt(s + self.eps) for w, m, s in zipped]


@wrong(
    "Adam",
    "eps seems to be added before the correction: correct the mean of squares, draw the root, add eps.",
)
class EpsBeforeCorrection(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        rate = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
        zipped = zip(params, means, squares, strict=True)
        return [w - rate * m / (np.sqrt(s) + self.eps) for w, m, s in zipped]


@wrong("Adam", "The betas seem to be swapped: beta1 belongs to the mean of gradients.")
class SwapsTheBetas(answer.Adam):
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta2, beta1, eps)


@wrong("Adam", "You seem to remember the corrected means: correct copies, and keep the means as they are.")
class RemembersCorrectedMeans(answer.Adam):
    def step(self, params, grads):
        new = answer.Adam.step(self, params, grads)
        self.means = [m / (1 - self.beta1**self.t) for m in self.means]
        self.squares = [s / (1 - self.beta2**self.t) for s in self.squares]
        return new


@wrong("Adam", "You seem to step along the gradient itself: its running mean takes its place.")
class NoMeanOfGradients(answer.Adam):
    def step(self, params, grads):
        _, squares = adam_means(self, params, grads)
        return moved(self, params, grads, [s / (1 - self.beta2**self.t) for s in squares])


@wrong("Adam", "You seem to draw no root: divide by the root of the mean of squares.")
class AdamWithoutRoot(answer.Adam):
    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        means = [m / (1 - self.beta1**self.t) for m in means]
        return moved(self, params, means, [(s / (1 - self.beta2**self.t)) ** 2 for s in squares])


@wrong("Adam", "Is eps missing? An entry that never saw a gradient is divided by zero.")
class AdamWithoutEps(answer.Adam):
    def step(self, params, grads):
        self.eps = 0.0
        with np.errstate(invalid="ignore"):
            return answer.Adam.step(self, params, grads)


@wrong("Adam", "All your optimizers seem to share one t: count in self, not in the class.")
class CountOfTheClass(answer.Adam):
    count = 0

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)
        type(self).count = 0

    def step(self, params, grads):
        means, squares = adam_means(self, params, grads)
        type(self).count += 1
        means = [m / (1 - self.beta1**self.count) for m in means]
        return moved(self, params, means, [s / (1 - self.beta2**self.count) for s in squares])


@wrong("Adam", "You seem to move the given arrays themselves: return new ones.")
class AdamInPlace(answer.Adam):
    def step(self, params, grads):
        for w, new in zip(params, super().step(params, grads), strict=True):
            w[...] = new
        return params


@right("Adam")  # both corrections in one factor, with eps scaled along
class OneFactor:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t, self.m, self.s = 0, {}, {}

    def step(self, params, grads):
        self.t += 1
        root = (1 - self.beta2**self.t) ** 0.5
        rate = self.lr * root / (1 - self.beta1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(params, grads, strict=True)):
            self.m[i] = self.m.get(i, 0.0) * self.beta1 + (1 - self.beta1) * g
            self.s[i] = self.s.get(i, 0.0) * self.beta2 + (1 - self.beta2) * g * g
            new.append(w - rate * self.m[i] / (np.sqrt(self.s[i]) + root * self.eps))
        return new


@right("Adam")  # all arrays laid out in one long vector
class OneLongVector:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t, self.m, self.s = 0, 0.0, 0.0

    def step(self, params, grads):
        g = np.concatenate([g.ravel() for g in grads])
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.s = self.beta2 * self.s + (1 - self.beta2) * g**2
        m_hat, s_hat = self.m / (1 - self.beta1**self.t), self.s / (1 - self.beta2**self.t)
        moves = np.split(self.lr * m_hat / (np.sqrt(s_hat) + self.eps), np.cumsum([w.size for w in params])[:-1])
        return [w - move.reshape(w.shape) for w, move in zip(params, moves, strict=True)]
