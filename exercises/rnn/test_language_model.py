"""Language model: guess the next letter of a text, and write by drawing from the guesses."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=4)

perplexity = lesson.exercise("perplexity", minutes=4, after=("softmax_cross_entropy",), hints=(
    "Which loss is the mean of -ln p over rows? What shapes does it take, and how does a longer array get there?",
    "All places of all texts are rows, one below the other. First the mean of them all, then one exponential.",
))
sample = lesson.exercise("sample", minutes=6, after=("softmax",), hints=(
    "What do you divide by the temperature: the logits, or what softmax makes of them?",
    "`np.cumsum` gives the right ends of the pieces on the line. Where among them does the dart fall?",
    "`np.searchsorted` counts how many ends the dart has passed. That number is a symbol already.",
))
batches = lesson.exercise("batches_of_text", minutes=7, hints=(
    "How many symbols does each stream have? What comes out if B of them are cut off the text, one after the other?",
    "A stream is a row: `reshape`. The targets are the same, cut from a text that begins one symbol later.",
    "Then walk along the rows in strides of length, and yield a slice of both.",
))
char_rnn = lesson.exercise("CharRNN", minutes=15, hints=(
    "forward: one-hot rows from `np.eye`, then `rnn_forward`, then a dense layer on all states at once.",
    "loss_and_grads: the loss wants logits as rows and a label for each. What shapes are that, from (B, T, V)?",
    "Backward: gradient of the loss, dense layer, then through time. Before that last one dh needs its old shape.",
    "Two things are returned in an order: the gradients in that of params, and loss, grads, last state.",
), after=(
    "xavier_init", "dense_forward", "dense_backward", "softmax_cross_entropy", "softmax_cross_entropy_grad",
    "rnn_forward", "rnn_backward",
))


class Bystander:
    """A black box that looks at a model's parameters and replaces them, as an optimizer makes it happen."""

    def look(self, model):
        """Return the parameters."""
        return model.params

    def replace(self, model, params):
        """Set the parameters."""
        model.params = params


def text_of(rng, n):
    """Draw a text in which no symbol comes twice."""
    return rng.permutation(100)[:n]


def draws(both, rng, logits, temperature, n=40):
    """Draw again and again, each time with another generator."""
    for _ in range(n):
        both.sample(logits, temperature, rng)


def piece(rng, b, t, v):
    """Draw inputs and targets."""
    return rng.integers(0, v, (b, t)), rng.integers(0, v, (b, t))


def random_params(rng, v, h, dtype=float):
    """Draw parameters for V symbols and a state of H; no bias is zero."""
    return [0.8 * rng.normal(size=shape).astype(dtype) for shape in ((v, h), (h, h), (h,), (h, v), (v,))]


def network(both, rng, v=5, h=3, dtype=float):
    """Make a network with parameters that are drawn here."""
    model = both.CharRNN(v, h, rng)
    both.pair(Bystander).replace(model, random_params(rng, v, h, dtype))
    return model


@perplexity.check(points=1, hint="Who guesses blindly among V symbols has the perplexity V.")
def test_blind_guess(both, rng):
    """is the number of symbols if all are equally likely"""
    both.perplexity(np.zeros((8, 5)), rng.integers(0, 5, 8))
    both.perplexity(np.full((4, 27), -2.5), rng.integers(0, 27, 4))


@perplexity.check(points=2)
def test_exponential_of_the_mean(both, rng):
    """takes the exponential of the mean cross-entropy, in nats"""
    both.perplexity(2 * rng.normal(size=(7, 4)), rng.integers(0, 4, 7))


@perplexity.check(points=1, hint="All B T symbols count alike: one mean, over all of them.")
def test_batch_of_texts(both, rng):
    """takes logits of several texts, of shape (B, T, V)"""
    both.perplexity(2 * rng.normal(size=(3, 6, 5)), rng.integers(0, 5, (3, 6)))
    both.perplexity(2 * rng.normal(size=(4, 4, 4)), rng.integers(0, 4, (4, 4)))


@perplexity.check(points=1, hint="exp of a thousand is too large, `softmax_cross_entropy` is stable.")
def test_perplexity_of_large_logits(both, rng):
    """stays finite for logits of a thousand, and for symbols that seemed impossible"""
    both.perplexity(1000 + rng.normal(size=(6, 4)), rng.integers(0, 4, 6))
    logits, targets = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
    logits[2, targets[2]] -= 900
    both.perplexity(logits, targets)


@perplexity.check(points=1)
def test_perplexity_float32(both, rng):
    """takes float32"""
    both.perplexity(2 * rng.normal(size=(2, 5, 3)).astype(np.float32), rng.integers(0, 3, (2, 5)))


@sample.check(points=2, hint="The first symbol whose cumulative probability is above u = rng.random().")
def test_draws_by_the_shares(both, rng):
    """draws each symbol with its probability, by one dart"""
    draws(both, rng, np.log([0.1, 0.25, 0.05, 0.2, 0.3, 0.1]), 1.0)


@sample.check(points=1)
def test_draws_from_logits(both, rng):
    """takes logits as they are: their exponentials need not sum to 1"""
    draws(both, rng, 0.7 * rng.normal(size=9) - 1, 1.0)
    draws(both, rng, 0.5 * rng.normal(size=7) + 2, 1)


@sample.check(points=2, hint="The logits are divided by the temperature, before the softmax.")
def test_temperature(both, rng):
    """makes the favourites likelier when it is cold, and all more alike when it is hot"""
    logits = np.array([1.5, 0.2, 2.0, -0.5, 1.0])
    draws(both, rng, logits, 0.5)
    draws(both, rng, logits, 3.0)


@sample.check(points=1)
def test_draws_from_large_logits(both, rng):
    """takes logits of a thousand, and a very low temperature"""
    draws(both, rng, 1000 + 0.5 * rng.normal(size=6), 1.0)
    draws(both, rng, np.array([3.0, 3.0, 1.0, 3.0]), 0.001)


@sample.check(points=1, hint="0 is not allowed either.")
def test_temperature_not_above_zero(both, rng):
    """raises ValueError for a temperature of 0 or less"""
    both.raises(ValueError).sample(rng.normal(size=4), 0.0, rng)
    both.raises(ValueError).sample(rng.normal(size=4), -1.0, rng)


@batches.check(points=1, hint="The target of a symbol is the one behind it.")
def test_one_stream(both, rng):
    """cuts a single stream into pieces, with targets one symbol later"""
    both.batches_of_text(text_of(rng, 13), 1, 4)


@batches.check(points=2, hint="Row b of a piece goes on where row b of the piece before stopped.")
def test_streams_side_by_side(both, rng):
    """reads several streams side by side, each going on from piece to piece"""
    both.batches_of_text(text_of(rng, 37), 3, 4)


@batches.check(points=2, hint="How many whole pieces are there? All streams have just as many symbols.")
def test_leaves_out_the_rest(both, rng):
    """leaves out, at the end of the text, what fills no whole piece"""
    both.batches_of_text(text_of(rng, 30), 4, 5)
    both.batches_of_text(text_of(rng, 46), 4, 3)


@batches.check(points=1, hint="The last input needs a target, too: one symbol more.")
def test_one_symbol_more(both, rng):
    """needs one symbol behind the last input"""
    text = text_of(rng, 21)
    both.batches_of_text(text, 2, 5)
    both.batches_of_text(text[:20], 2, 5)


@batches.check(points=1)
def test_text_too_short(both, rng):
    """gives nothing if the text is too short for a piece"""
    both.batches_of_text(text_of(rng, 6), 2, 3)
    both.batches_of_text(text_of(rng, 7), 2, 3)
    both.batches_of_text(text_of(rng, 1), 3, 2)


@batches.check(points=1)
def test_short_pieces(both, rng):
    """takes pieces of a single symbol"""
    both.batches_of_text(text_of(rng, 12), 3, 1)


@char_rnn.check(points=1, hint="Wx, then Wh, then Wy, each by xavier_init, and nothing else is drawn.")
def test_draws_params(both, rng):
    """draws Wx, Wh and Wy, in this order, with zero biases, into params"""
    both.pair(Bystander).look(both.CharRNN(6, 4, rng))


@char_rnn.check(points=1)
def test_forward_of_one_step(both, rng):
    """makes logits of the state after a single step"""
    network(both, rng).forward(rng.integers(0, 5, (4, 1)))


@char_rnn.check(points=2, hint="At every step there are logits. The state that is returned is the last one.")
def test_forward_reads_on(both, rng):
    """gives logits at every step, and the last state"""
    network(both, rng, 6, 4).forward(rng.integers(0, 6, (2, 5)))


@char_rnn.check(points=1)
def test_forward_from_a_state(both, rng):
    """goes on from the state that it is given, and from zeros if there is none"""
    model = network(both, rng, 4, 2)
    model.forward(rng.integers(0, 4, (3, 5)), rng.uniform(-0.9, 0.9, (3, 2)))
    model.forward(rng.integers(0, 4, (3, 4)), None)


@char_rnn.check(points=2, hint="One step is a dense layer behind another one. Is the loss a mean?")
def test_loss_and_grads_of_one_step(both, rng):
    """gives loss, gradients and last state of a single step"""
    network(both, rng, 6, 3).loss_and_grads(*piece(rng, 4, 1, 6))


@char_rnn.check(points=3, hint="The loss is a mean over all B T symbols, and dh goes back through time.")
def test_loss_and_grads_through_time(both, rng):
    """gives loss and gradients of several steps, through time, in the order of params"""
    network(both, rng, 5, 4).loss_and_grads(*piece(rng, 3, 6, 5))


@char_rnn.check(points=2, hint="The state that comes in has two uses: forward it is the start, backward Wh met it.")
def test_loss_and_grads_from_a_state(both, rng):
    """goes on from a state, in loss and gradients"""
    network(both, rng, 5, 2).loss_and_grads(*piece(rng, 3, 4, 5), rng.uniform(-0.9, 0.9, (3, 2)))


@char_rnn.check(points=1, hint="Rows of logits and labels have to be in the same order when the axes are put together.")
def test_where_all_sizes_are_equal(both, rng):
    """knows the batch from the time, and both from the state, also where all sizes are equal"""
    model = network(both, rng, 4, 4)
    model.forward(rng.integers(0, 4, (4, 4)))
    model.loss_and_grads(*piece(rng, 4, 4, 4), rng.uniform(-0.9, 0.9, (4, 4)))


@char_rnn.check(points=2, hint="Nothing is left over from an earlier call: params and state are those of now.")
def test_three_steps_of_training(both, rng):
    """trains: new params and the state handed on from piece to piece"""
    model, bystander, state = both.CharRNN(5, 3, rng), both.pair(Bystander), None
    for _ in range(3):
        _, grads, state = model.loss_and_grads(*piece(rng, 2, 4, 5), state)
        params = bystander.look(model)
        bystander.replace(model, [old - 0.5 * slope for old, slope in zip(params, grads, strict=True)])
    model.loss_and_grads(*piece(rng, 2, 4, 5))


@char_rnn.check(points=1)
def test_network_float32(both, rng):
    """takes float32 params"""
    model = network(both, rng, 4, 3, np.float32)
    model.forward(rng.integers(0, 4, (2, 5)))
    model.loss_and_grads(*piece(rng, 2, 5, 4))
