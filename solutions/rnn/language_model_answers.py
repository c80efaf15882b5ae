"""The bank of `language_model`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def losses(logits, targets):
    """Return the cross-entropy of each place, in an array of the shape of the targets."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    return -np.take_along_axis(logs, np.asarray(targets)[..., None], axis=-1)[..., 0]


def shares(logits, temperature):
    """Check the temperature, and return the probabilities."""
    if temperature <= 0:
        raise ValueError("too cold")
    return answer.softmax(logits / temperature)


def look_up(p, u):
    """Return the symbol at u."""
    return int(np.searchsorted(np.cumsum(p), u, side="right"))


# perplexity


@wrong("perplexity", "The exponential seems to be missing: this is the loss in nats.")
def loss_alone(logits, targets):
    return np.mean(losses(logits, targets))


@wrong("perplexity", "You seem to take the mean of exponentials: first the mean of the losses, then one exponential.")
def mean_of_exponentials(logits, targets):
    return np.mean(np.exp(np.minimum(losses(logits, targets), 600)))


@wrong("perplexity", "You seem to take powers of 2: the loss is in nats, so the base is e.")
def powers_of_two(logits, targets):
    return 2 ** np.mean(losses(logits, targets))


@wrong("perplexity", "You seem to add the losses up: perplexity is about the mean loss.")
def sum_of_losses(logits, targets):
    return np.exp(np.minimum(np.sum(losses(logits, targets)), 600))


@wrong("perplexity", "The sign seems to be lost: the loss is minus the logarithm of p.")
def sign_is_lost(logits, targets):
    return np.exp(-np.mean(losses(logits, targets)))


@wrong("perplexity", "You seem to take the logits for logarithms of probabilities: the softmax is missing.")
def without_softmax(logits, targets):
    picked = np.take_along_axis(logits, targets[..., None], axis=-1)
    return np.exp(np.clip(-np.mean(picked), -600, 600))


@wrong("perplexity", "You seem to take the softmax along the first axis: the symbols are on the last one.")
def softmax_along_the_batch(logits, targets):
    shifted = logits - logits.max(axis=0)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=0))
    return np.exp(np.minimum(-np.mean(np.take_along_axis(logs, targets[..., None], axis=-1)), 600))


@wrong("perplexity", "You seem to give a number for each text: one mean over all symbols of all texts is wanted.")
def one_for_each_text(logits, targets):
    return np.exp(losses(logits, targets).mean(axis=-1))


@wrong("perplexity", "You seem to take the exponential text by text: first one mean over all symbols.")
def mean_over_texts(logits, targets):
    return np.mean(np.exp(losses(logits, targets).mean(axis=-1)))


@wrong("perplexity", "You seem to give each place its own number: take the mean before the exponential.")
def one_for_each_place(logits, targets):
    return np.exp(np.minimum(losses(logits, targets), 600))


@wrong("perplexity", "Your softmax seems to overflow for large logits: leave it to `softmax_cross_entropy`.")
def unstable(logits, targets):
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        p = powers / powers.sum(axis=-1, keepdims=True)
        return np.exp(-np.mean(np.log(np.take_along_axis(p, targets[..., None], axis=-1))))


@wrong("perplexity", "You seem to keep p away from 0 by a small number: a symbol that seemed impossible costs more.")
def clips_the_probabilities(logits, targets):
    return np.exp(np.mean(np.minimum(losses(logits, targets), -np.log(1e-12))))


@right("perplexity")
def place_by_place(logits, targets):
    n_symbols, total = logits.shape[-1], 0.0
    rows, labels = np.reshape(logits, (-1, n_symbols)).astype(float), np.reshape(targets, -1)
    for row, label in zip(rows, labels, strict=True):
        total += row.max() + np.log(np.exp(row - row.max()).sum()) - row[label]
    return float(np.exp(total / len(labels)))


@right("perplexity")  # one over the geometric mean of the probabilities
def geometric_mean(logits, targets):
    logs = answer.softmax_cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1))
    return 1 / np.exp(-logs)


# sample


@wrong("sample", "You seem to take the likeliest symbol always: draw one, by rng.random().")
def takes_the_likeliest(logits, temperature, rng):
    return int(np.argmax(shares(logits, temperature)))


@wrong("sample", "The temperature seems to have no effect: divide the logits by it.")
def ignores_the_temperature(logits, temperature, rng):
    return look_up(shares(logits, 1.0 if temperature > 0 else temperature), rng.random())


@wrong("sample", "You seem to multiply by the temperature: divide, so that cold makes the differences larger.")
def multiplies_by_the_temperature(logits, temperature, rng):
    return look_up(shares(logits, 1 / temperature if temperature else 0), rng.random())


@wrong("sample", "You seem to divide by the temperature after the softmax: divide the logits, before it.")
def divides_the_probabilities(logits, temperature, rng):
    p = shares(logits, 1.0 if temperature > 0 else temperature) / temperature
    return min(look_up(p, rng.random()), len(p) - 1)


@wrong("sample", "You seem to be one symbol too low: the first cumulative probability belongs to symbol 0.")
def one_too_low(logits, temperature, rng):
    return look_up(shares(logits, temperature), rng.random()) - 1


@wrong("sample", "You seem to be one symbol too high: up to the first cumulative probability it is symbol 0.")
def one_too_high(logits, temperature, rng):
    return look_up(shares(logits, temperature), rng.random()) + 1


@wrong("sample", "You seem to measure the dart from the other end: the first symbol has the low numbers.")
def from_the_other_end(logits, temperature, rng):
    return look_up(shares(logits, temperature), 1 - rng.random())


@wrong("sample", "You seem to sort the symbols by probability first: take them in their order.")
def sorts_the_symbols(logits, temperature, rng):
    p = shares(logits, temperature)
    order = np.argsort(-p, kind="stable")
    return int(order[look_up(p[order], rng.random())])


@wrong("sample", "You seem to draw another number than u = rng.random(): throw one dart at the line.")
def by_gumbel_noise(logits, temperature, rng):
    return int(np.argmax(np.log(np.maximum(shares(logits, temperature), 1e-300)) + rng.gumbel(size=len(logits))))


@wrong("sample", "All symbols seem to be equally likely: their probabilities are softmax(logits / temperature).")
def draws_evenly(logits, temperature, rng):
    return look_up(shares(0 * logits, temperature), rng.random())


@wrong("sample", "You seem to make a generator of your own: draw from the one that is given.")
def own_generator(logits, temperature, rng):
    return look_up(shares(logits, temperature), np.random.default_rng(0).random())


@wrong("sample", "The exponentials don't seem to be divided by their sum: a dart between 0 and 1 needs probabilities.")
def never_normalizes(logits, temperature, rng):
    if temperature <= 0:
        raise ValueError("too cold")
    return look_up(np.exp((logits - logits.max()) / temperature), rng.random())


@wrong("sample", "Your softmax seems to overflow for large logits: subtract the largest one first.")
def sample_unstable(logits, temperature, rng):
    if temperature <= 0:
        raise ValueError("too cold")
    with np.errstate(all="ignore"):
        powers = np.exp(logits / temperature)
        return look_up(powers / powers.sum(), rng.random())


@wrong("sample", "A temperature of 0 seems to be allowed: one that is not above 0 is a ValueError.")
def takes_any_temperature(logits, temperature, rng):
    return look_up(shares(logits, abs(temperature) or 1.0), rng.random())


@wrong("sample", "A temperature below 0 seems to be allowed: it is a ValueError, as 0 is.")
def refuses_zero_only(logits, temperature, rng):
    if temperature == 0:
        raise ValueError("too cold")
    return look_up(answer.softmax(logits / temperature), rng.random())


@wrong("sample", "You seem to return the probability of the symbol: its number is wanted.")
def returns_the_probability(logits, temperature, rng):
    p = shares(logits, temperature)
    return float(p[min(look_up(p, rng.random()), len(p) - 1)])


@right("sample")
def with_choice(logits, temperature, rng):
    return rng.choice(len(logits), p=shares(logits, temperature))


@right("sample")
def walks_along_the_line(logits, temperature, rng):
    u, end = rng.random(), 0.0
    for symbol, p in enumerate(shares(logits, temperature)):
        end += p
        if u < end:
            return symbol
    return len(logits) - 1


# batches_of_text


def cut(ids, batch_size, length, steps=None, targets=None):
    """Cut streams and their targets into pieces; the number of steps and the targets can be replaced."""
    steps = (len(ids) - 1) // (batch_size * length) if steps is None else steps
    used = batch_size * steps * length
    rows, answers = np.reshape(ids[:used], (batch_size, -1)), np.reshape(ids[1 : used + 1], (batch_size, -1))
    answers = targets(rows) if targets else answers
    return [(rows[:, s : s + length], answers[:, s : s + length]) for s in range(0, steps * length, length)]


@wrong("batches_of_text", "The targets seem to be the inputs themselves: they are the symbols behind them.")
def targets_are_inputs(ids, batch_size, length):
    return cut(ids, batch_size, length, targets=lambda rows: rows)


@wrong("batches_of_text", "The targets seem to be the symbols before the inputs: they come one later.")
def targets_are_before(ids, batch_size, length):
    return [(y, x) for x, y in cut(ids, batch_size, length)]


@wrong("batches_of_text", "At the end of a stream the target seems to be its first symbol: take the one behind it.")
def targets_wrap_around(ids, batch_size, length):
    return cut(ids, batch_size, length, targets=lambda rows: np.roll(rows, -1, axis=1))


@wrong("batches_of_text", "Your pieces seem to be cut off one after the other: row b has to go on from piece to piece.")
def pieces_in_a_row(ids, batch_size, length):
    pieces, size = [], batch_size * length
    for start in range(0, (len(ids) - 1) // size * size, size):
        pieces.append([ids[i : i + size].reshape(batch_size, length) for i in (start, start + 1)])
    return pieces


@wrong("batches_of_text", "Neighbours in the text seem to be below each other: a stream is a row, from left to right.")
def streams_downwards(ids, batch_size, length):
    steps = (len(ids) - 1) // (batch_size * length)
    used = batch_size * steps * length
    rows, answers = ids[:used].reshape(-1, batch_size).T, ids[1 : used + 1].reshape(-1, batch_size).T
    return [(rows[:, s : s + length], answers[:, s : s + length]) for s in range(0, steps * length, length)]


@wrong("batches_of_text", "Your streams seem to begin at multiples of n // B: they begin at b * steps * length.")
def streams_too_far_apart(ids, batch_size, length):
    steps, apart = (len(ids) - 1) // (batch_size * length), (len(ids) - 1) // batch_size
    for s in range(0, steps * length, length):
        yield tuple(np.array([ids[b * apart + s + i :][:length] for b in range(batch_size)]) for i in (0, 1))


@wrong("batches_of_text", "You seem to forget that the last input needs a target: n - 1 symbols can be inputs.")
def counts_one_too_many(ids, batch_size, length):
    return cut(np.append(ids, 0), batch_size, length)


@wrong("batches_of_text", "You seem to leave out a piece that fits: n - 1 symbols can be inputs, no fewer.")
def counts_one_too_few(ids, batch_size, length):
    return cut(ids, batch_size, length, max(0, (len(ids) - 2) // (batch_size * length)))


@wrong("batches_of_text", "You seem to yield a short piece at the end: what fills no whole piece is left out.")
def short_piece_at_the_end(ids, batch_size, length):
    size = (len(ids) - 1) // batch_size
    rows, answers = (ids[i : i + size * batch_size].reshape(batch_size, -1) for i in (0, 1))
    for start in range(0, size, length):
        yield rows[:, start : start + length], answers[:, start : start + length]


@wrong("batches_of_text", "Your pieces seem to overlap: go on by length, not by one.")
def pieces_overlap(ids, batch_size, length):
    steps = (len(ids) - 1) // (batch_size * length)
    used = batch_size * steps * length
    rows, answers = ids[:used].reshape(batch_size, -1), ids[1 : used + 1].reshape(batch_size, -1)
    for s in range(steps * length - length + 1 if steps else 0):
        yield rows[:, s : s + length], answers[:, s : s + length]


@wrong("batches_of_text", "Time seems to come first: the axes are batch, then time.")
def time_first(ids, batch_size, length):
    return [(x.T, y.T) for x, y in cut(ids, batch_size, length)]


@wrong("batches_of_text", "The targets seem to be missing: yield pairs.")
def inputs_alone(ids, batch_size, length):
    return [x for x, _ in cut(ids, batch_size, length)]


@wrong("batches_of_text", "You seem to yield the first piece only: go on to the end of the streams.")
def first_piece_only(ids, batch_size, length):
    return cut(ids, batch_size, length)[:1]


@wrong("batches_of_text", "The pieces seem to come last first: read the text from its beginning.")
def last_piece_first(ids, batch_size, length):
    return cut(ids, batch_size, length)[::-1]


@right("batches_of_text")  # symbol by symbol, from the formula
def symbol_by_symbol(ids, batch_size, length):
    steps = (len(ids) - 1) // (batch_size * length)
    for s in range(steps):
        places = [[b * steps * length + s * length + t for t in range(length)] for b in range(batch_size)]
        yield ids[np.array(places)], ids[np.array(places) + 1]


@right("batches_of_text")  # all at once, as an array of pieces
def all_at_once(ids, batch_size, length):
    steps = (len(ids) - 1) // (batch_size * length)
    places = np.arange(steps * batch_size * length).reshape(batch_size, steps, length).swapaxes(0, 1)
    return list(zip(ids[places], ids[places + 1], strict=True))


# CharRNN


def bare(params):
    """Return a network with these params."""
    model = answer.CharRNN(1, 1, np.random.default_rng(0))
    model.params = params
    return model


@wrong("CharRNN", "The weights seem to be drawn in another order: Wx, then Wh, then Wy.")
class DrawsInAnotherOrder(answer.CharRNN):
    def __init__(self, n_symbols, n_hidden, rng):
        Wx, Wy = answer.xavier_init(n_symbols, n_hidden, rng), answer.xavier_init(n_hidden, n_symbols, rng)
        Wh = answer.xavier_init(n_hidden, n_hidden, rng)
        self.params = [Wx, Wh, np.zeros(n_hidden), Wy, np.zeros(n_symbols)]


@wrong("CharRNN", "The weights seem to have another size: xavier_init is asked for.")
class HeWeights(answer.CharRNN):
    def __init__(self, n_symbols, n_hidden, rng):
        super().__init__(n_symbols, n_hidden, rng)
        for i in (0, 1, 3):
            n_in, n_out = self.params[i].shape
            self.params[i] = self.params[i] * np.sqrt((n_in + n_out) / n_in)


@wrong("CharRNN", "The biases seem to be drawn at random: they begin with zeros.")
class RandomBiases(answer.CharRNN):
    def __init__(self, n_symbols, n_hidden, rng):
        super().__init__(n_symbols, n_hidden, rng)
        self.params[2], self.params[4] = rng.normal(size=n_hidden), rng.normal(size=n_symbols)


@wrong("CharRNN", "The weights seem to come before the biases: params is [Wx, Wh, b, Wy, by].")
class WeightsFirst(answer.CharRNN):
    def __init__(self, n_symbols, n_hidden, rng):
        Wx, Wh, b, Wy, by = answer.CharRNN(n_symbols, n_hidden, rng).params
        self.params = [Wx, Wh, Wy, b, by]


@wrong("CharRNN", "forward seems to return probabilities: logits are wanted, the softmax comes later.")
class SoftmaxInForward(answer.CharRNN):
    def forward(self, inputs, h0=None):
        logits, state = super().forward(inputs, h0)
        return answer.softmax(logits), state


@wrong("CharRNN", "forward seems to answer at the last step only: logits at every step are wanted.")
class LastLogitsOnly(answer.CharRNN):
    def forward(self, inputs, h0=None):
        logits, state = super().forward(inputs, h0)
        return logits[:, -1], state


@wrong("CharRNN", "forward seems to return the logits alone: the last state is wanted with them.")
class LogitsAlone(answer.CharRNN):
    def forward(self, inputs, h0=None):
        return super().forward(inputs, h0)[0]


def states(model, inputs, h0):
    """Return the states after all steps."""
    return answer.rnn_forward(np.eye(len(model.params[0]))[inputs], h0, *model.params[:3])


@wrong("CharRNN", "You seem to return the states of all steps: the last one is wanted.")
class AllStates(answer.CharRNN):
    def forward(self, inputs, h0=None):
        return super().forward(inputs, h0)[0], states(self, inputs, h0)

    def loss_and_grads(self, inputs, targets, h0=None):
        return *super().loss_and_grads(inputs, targets, h0)[:2], states(self, inputs, h0)


@wrong("CharRNN", "You seem to return the first state: the last one is wanted.")
class FirstState(answer.CharRNN):
    def forward(self, inputs, h0=None):
        return super().forward(inputs, h0)[0], states(self, inputs, h0)[:, 0]

    def loss_and_grads(self, inputs, targets, h0=None):
        return *super().loss_and_grads(inputs, targets, h0)[:2], states(self, inputs, h0)[:, 0]


@wrong("CharRNN", "h0 seems to have no effect: the first step goes on from it.")
class IgnoresTheStart(answer.CharRNN):
    def forward(self, inputs, h0=None):
        return super().forward(inputs)

    def loss_and_grads(self, inputs, targets, h0=None):
        return super().loss_and_grads(inputs, targets)


@wrong("CharRNN", "h0 seems to be needed: without one, start from zeros.")
class NeedsAStart(answer.CharRNN):
    def forward(self, inputs, h0=None):
        return super().forward(inputs, 1.0 * h0)

    def loss_and_grads(self, inputs, targets, h0=None):
        return super().loss_and_grads(inputs, targets, 1.0 * h0)


@wrong("CharRNN", "Your network seems to go on from its own last state: start from h0, or from zeros.")
class GoesOnByItself(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        start = getattr(self, "kept", None) if h0 is None else h0
        loss, grads, self.kept = super().loss_and_grads(inputs, targets, start)
        return loss, grads, self.kept


@wrong("CharRNN", "The loss and its gradients seem to be divided by the batch only: the mean is over all steps, too.")
class SumsOverSteps(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        loss, grads, state = super().loss_and_grads(inputs, targets, h0)
        return loss * inputs.shape[1], [grad * inputs.shape[1] for grad in grads], state


@wrong("CharRNN", "The gradients seem to lack the 1 / (B T) of the mean: softmax_cross_entropy_grad has it in it.")
class SumsGradients(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        loss, grads, state = super().loss_and_grads(inputs, targets, h0)
        return loss, [grad * inputs.size for grad in grads], state


@wrong("CharRNN", "You seem to return the perplexity: the loss is the mean cross-entropy in nats.")
class PerplexityAsLoss(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        loss, grads, state = super().loss_and_grads(inputs, targets, h0)
        return np.exp(loss), grads, state


def backward(model, inputs, targets, h0, k=None, start=True, seen=None):
    """Do what loss_and_grads does; the truncation, the start and the gradient of the logits can be changed."""
    Wx, Wh, b, Wy, by = model.params
    x = np.eye(len(Wx))[inputs]
    h = answer.rnn_forward(x, h0, Wx, Wh, b)
    rows, labels = h.reshape(-1, len(Wh)), targets.reshape(-1)
    logits = rows @ Wy + by
    dout = answer.softmax_cross_entropy_grad(logits, labels).reshape(*inputs.shape, -1)
    dout = (seen(dout) if seen else dout).reshape(logits.shape)
    dh = (dout @ Wy.T).reshape(h.shape)
    dWx, dWh, db = answer.rnn_backward(dh, x, h0 if start else None, h, Wx, Wh, None, k)[2:]
    return answer.softmax_cross_entropy(logits, labels), [dWx, dWh, db, rows.T @ dout, dout.sum(axis=0)], h[:, -1]


@wrong("CharRNN", "Nothing seems to come back from later steps: the gradient has to go through time.")
class NeverBackThroughTime(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        return backward(self, inputs, targets, h0, k=1)


@wrong("CharRNN", "On the way back h0 seems to be left out: Wh met it at the first step.")
class ForgetsTheStartBackward(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        return backward(self, inputs, targets, h0, start=False)


@wrong("CharRNN", "Only the last step seems to teach: the loss looks at every step.")
class LearnsFromTheLastStep(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        last = np.arange(inputs.shape[1])[:, None] == inputs.shape[1] - 1
        return backward(self, inputs, targets, h0, seen=lambda dout: dout * last)


@wrong("CharRNN", "Labels and logits seem to be in different order: flatten both of them batch first, then time.")
class MixesTheAxes(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        return super().loss_and_grads(inputs, targets.T.reshape(targets.shape), h0)


@wrong("CharRNN", "The inputs seem to be their own targets: the loss is about the targets that are given.")
class CopiesTheInputs(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        return super().loss_and_grads(inputs, inputs, h0)


@wrong("CharRNN", "The gradients seem to be in another order than params: [dWx, dWh, db, dWy, dby].")
class OutputFirst(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        loss, grads, state = super().loss_and_grads(inputs, targets, h0)
        return loss, grads[3:] + grads[:3], state


@wrong("CharRNN", "The last state seems to be missing: return loss, gradients and state.")
class LossAndGradsAlone(answer.CharRNN):
    def loss_and_grads(self, inputs, targets, h0=None):
        return super().loss_and_grads(inputs, targets, h0)[:2]


@wrong("CharRNN", "Biases seem to be left out: they are zero only until the first step.")
class LeavesOutBiases(answer.CharRNN):
    def unbiased(self):
        return bare([array * (array.ndim - 1) for array in self.params])

    def forward(self, inputs, h0=None):
        return self.unbiased().forward(inputs, h0)

    def loss_and_grads(self, inputs, targets, h0=None):
        return self.unbiased().loss_and_grads(inputs, targets, h0)


@wrong("CharRNN", "Your network seems to compute with its first params for ever: look them up in self.params.")
class KeepsItsFirstParams(answer.CharRNN):
    def __init__(self, n_symbols, n_hidden, rng):
        super().__init__(n_symbols, n_hidden, rng)
        self.own = bare(list(self.params))

    def forward(self, inputs, h0=None):
        return self.own.forward(inputs, h0)

    def loss_and_grads(self, inputs, targets, h0=None):
        return self.own.loss_and_grads(inputs, targets, h0)


@right("CharRNN")  # rows of Wx instead of one-hot products, step by step, gradients from helpers
class PicksRows(answer.CharRNN):
    def forward(self, inputs, h0=None):
        Wx, Wh, b, Wy, by = self.params
        state = np.zeros((len(inputs), len(b))) if h0 is None else h0
        logits = []
        for t in range(inputs.shape[1]):
            state = np.tanh(Wx[inputs[:, t]] + state @ Wh + b)
            logits.append(state @ Wy + by)
        return [np.stack(logits, axis=1), state]

    def loss_and_grads(self, inputs, targets, h0=None):
        logits, state = self.forward(inputs, h0)
        loss = -np.log(np.take_along_axis(answer.softmax(logits), targets[..., None], axis=-1)).mean()
        return [loss, *backward(self, inputs, targets, h0)[1:2], state]


@right("CharRNN")  # time first, one step after the other, forward and backward
class StepByStep:
    def __init__(self, n_symbols, n_hidden, rng):
        shapes = ((n_symbols, n_hidden), (n_hidden, n_hidden), (n_hidden, n_symbols))
        Wx, Wh, Wy = ((2 / sum(shape)) ** 0.5 * rng.standard_normal(shape) for shape in shapes)
        self.params = [Wx, Wh, np.zeros(n_hidden), Wy, np.zeros(n_symbols)]

    def run(self, inputs, h0):
        Wx, Wh, b, Wy, by = self.params
        h = [np.zeros((len(inputs), len(b))) if h0 is None else h0]
        for column in inputs.T:
            h.append(np.tanh(Wx[column] + h[-1] @ Wh + b))
        return h, np.array([state @ Wy + by for state in h[1:]])

    def forward(self, inputs, h0=None):
        h, logits = self.run(inputs, h0)
        return logits.swapaxes(0, 1), h[-1]

    def loss_and_grads(self, inputs, targets, h0=None):
        Wx, Wh, _, Wy, _ = self.params
        h, logits = self.run(inputs, h0)
        p, eye = answer.softmax(logits), np.eye(len(Wx))
        loss, dout = -np.sum(eye[targets.T] * np.log(p)) / inputs.size, (p - eye[targets.T]) / inputs.size
        grads, flow = [np.zeros(a.shape) for a in self.params], 0
        for t in range(inputs.shape[1] - 1, -1, -1):
            dz = (dout[t] @ Wy.T + flow) * (1 - h[t + 1] ** 2)
            steps = eye[inputs[:, t]].T @ dz, h[t].T @ dz, dz.sum(axis=0), h[t + 1].T @ dout[t], dout[t].sum(axis=0)
            grads, flow = [old + new for old, new in zip(grads, steps, strict=True)], dz @ Wh.T
        return loss, grads, h[-1]
