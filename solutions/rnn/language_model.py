# %% [markdown]
# # A network that writes
#
# **The question.** *The tired baker walks across the br...* You know how it goes on, nearly. Can a network learn that,
# from nothing but text? And if it can guess the next letter, can it write?
#
# **The idea.** A text is its own teacher: each letter is the right answer to all that stands before it. So nobody has
# to label anything. A **language model** gives a probability to every symbol that might come next. To train it, make
# the symbol that did come more likely. To write with it, draw a symbol, put it at the end, and ask again.
#
# **The way.** First a number that tells how good a model is (`perplexity`), and the way to draw a letter (`sample`).
# Both work with any model, so try them on a simple one, a table. Then cut a long text for training
# (`batches_of_text`), and build the network (`CharRNN`). It has to beat the table on text that neither has seen.

# %%
"""Language model: guess the next letter of a text, and write by drawing from the guesses."""

import numpy as np

from nn.activations import softmax
from nn.layers import dense_backward, dense_forward, xavier_init
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from rnn.recurrent import rnn_backward, rnn_forward

ALPHABET = list(" abcdefghijklmnopqrstuvwxyz")  # the 27 symbols of our texts

# %% [markdown]
# ## How good is a guess?
#
# You have the loss for this: cross-entropy, the mean of $-\ln p$ over the symbols that really came. With the natural
# logarithm its unit is the **nat**. But what is a loss of 1.8 nats? Take the exponential of it:
#
# $$\text{perplexity} = \exp\Big(-\frac{1}{n} \sum_{t=1}^{n} \ln p_t\Big) = e^{\text{mean cross-entropy in nats}}.$$
#
# This has a meaning. Let a model know nothing: it gives each of $V$ symbols the probability $1/V$. Its loss is
# $\ln V$, and its perplexity is $V$. So a perplexity of 6 says: the model is as unsure *as if it guessed blindly among
# six symbols*. Who is always sure and always right has 1. Who is sure and wrong has no upper limit.
#
# The mean is one over *all* symbols, in all rows and at all steps, and the exponential comes after it. And since
# logits may be large, let the loss do the softmax: it is stable.


# %%
def perplexity(logits, targets):
    """Say among how many equally likely symbols a model seems to choose.

    Parameters
    ----------
    logits : ndarray of float, shape (..., V)
        What the model says, for each place of a text or of several: (n, V) or (B, T, V), for example.
    targets : ndarray of int64, shape (...)
        The symbols that really came.

    Returns
    -------
    float
        exp of the mean cross-entropy in nats, of softmax over the last axis; the mean is over all targets.
        Logits may be hundreds apart.

    References
    ----------
    F. Jelinek, R. Mercer, L. Bahl and J. Baker: Perplexity: a measure of the difficulty of speech recognition tasks.
    Journal of the Acoustical Society of America 62 (1977).
    """
    n_symbols = logits.shape[-1]
    return np.exp(softmax_cross_entropy(logits.reshape(-1, n_symbols), np.ravel(targets)))


# %% [markdown]
# **What a table can do.** Here is a text, small tales that a grammar makes up: 200,000 letters, 27 symbols (a to z and
# the space). We learn from the first 180,000 and judge by the last 20,000. Three models without any network:
#
# - *blind*: all symbols are equally likely;
# - *letters*: count how often each letter comes;
# - *letter pairs*: count for each letter which one follows. It is called a **bigram model**, and it is the one to beat.
#
# The logarithms of counts are logits: softmax turns them back into shares. (Each count starts at 1, so that a pair
# that was never seen is unlikely, not impossible.)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from rnn.text import encode
    from scratchml.datasets import load_tales

    tale = load_tales(200_000)
    print(tale[:300], "...")
    ids = encode(tale, ALPHABET)
    train_ids, test_ids = ids[:180_000], ids[180_000:]
    pair_counts = np.ones((27, 27))
    np.add.at(pair_counts, (train_ids[:-1], train_ids[1:]), 1)
    pair_logits = np.log(pair_counts)  # row: the letter that was, column: the one that follows
    judged = {
        "blind": perplexity(np.zeros((len(test_ids), 27)), test_ids),
        "letters": perplexity(np.tile(np.log(pair_counts.sum(axis=0)), (len(test_ids), 1)), test_ids),
        "letter pairs": perplexity(pair_logits[test_ids[:-1]], test_ids[1:]),
    }
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4.3), layout="constrained")
    bars = left.barh(list(judged), list(judged.values()), color="0.75", edgecolor="k")
    left.bar_label(bars, fmt="%.1f", padding=4)
    left.invert_yaxis()
    left.set(xlabel="perplexity on held-out text", title="lower is better", xlim=(0, 30))
    shown = right.imshow(softmax(pair_logits), cmap="gray_r")
    letters = ["_", *ALPHABET[1:]]
    right.set_xticks(range(27), letters, fontsize=7)
    right.set_yticks(range(27), letters, fontsize=7)
    right.set(xlabel="next letter (_ is the space)", ylabel="letter", title="the table of letter pairs")
    fig.colorbar(shown, label="probability")
    plt.show()

# %% [markdown]
# ## To draw a letter
#
# A model says: 60 % e, 30 % a, 10 % o. Always to take the most likely one makes dull text that soon runs in circles.
# So *draw*, by these shares. Lay them on a line of length 1, one after the other, and throw a dart $u$ at it, equally
# likely everywhere:
#
# $$\underbrace{\rule{6em}{0.4pt}}_{e:\;0.6}\; \underbrace{\rule{3em}{0.4pt}}_{a:\;0.3}\;
# \underbrace{\rule{1em}{0.4pt}}_{o:\;0.1} \qquad \text{symbol} = \text{the first } k \text{ with }
# p_0 + \dots + p_k > u.$$
#
# These sums are the cumulative distribution, and to look a dart up in it is to use its inverse.
#
# **Temperature.** Divide the logits by $\tau$ before the softmax. With $\tau = 1$ nothing changes. Colder, $\tau < 1$,
# and the favourites win more often: safe, and soon dull. Hotter, $\tau > 1$, and all symbols become more alike:
# bold, and soon nonsense. (The name is from physics, where atoms take states by just this law, Boltzmann's.)


# %%
def sample(logits, temperature, rng):
    """Draw a symbol.

    Parameters
    ----------
    logits : ndarray of float, shape (V,)
    temperature : float
        Above 0. The symbol has the distribution softmax(logits / temperature).
    rng : numpy.random.Generator
        Makes one draw, ``u = rng.random()``.

    Returns
    -------
    symbol : int
        The first symbol whose cumulative probability, its own included, is above u.

    Raises
    ------
    ValueError
        If the temperature is not above 0.
    """
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    cumulative = np.cumsum(softmax(logits / temperature))
    # The last sum may miss 1 by a rounding error: so u is a share of that sum, and some symbol always lies above it.
    return int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))


# %% [markdown]
# **The table writes.** Left of each line the temperature. The table knows one letter back, no more: at 0.5 it sticks
# to the commonest pairs, at 1 its letters look like English from afar, at 2 they don't. But at no temperature does it
# know words.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(10, 3.2), layout="constrained")
    for place, (tau, shade) in enumerate([(0.5, "0.1"), (1.0, "0.55"), (2.0, "0.9")]):
        bars = softmax(pair_logits[ALPHABET.index("t")] / tau)
        ax.bar(np.arange(27) + 0.28 * (place - 1), bars, 0.28, color=shade, edgecolor="k", label=f"temperature {tau}")
        rng, line = np.random.default_rng(0), [ALPHABET.index("t")]
        for _ in range(90):
            line.append(sample(pair_logits[line[-1]], tau, rng))
        print(f"{tau}:", "".join(ALPHABET[i] for i in line))
    ax.set_xticks(range(27), ["_", *ALPHABET[1:]])
    ax.set(xlabel="next letter (_ is the space)", ylabel="probability", title="What follows a t, says the table?")
    ax.legend()
    plt.show()

# %% [markdown]
# ## A long text in pieces
#
# A recurrent network reads step by step, and it learns faster with several rows at a time. But there is only one text.
# So cut it into $B$ long **streams**, put them below each other, and read all of them from left to right, `length`
# letters at a time:
#
# $$\text{steps} = \left\lfloor \frac{n - 1}{B \cdot \text{length}} \right\rfloor, \qquad
# \text{stream } b \text{ starts at symbol } b \cdot \text{steps} \cdot \text{length}.$$
#
# Each piece goes on where the piece before stopped, *row by row*. So the network may keep its state from piece to
# piece, and what it read long ago can still help. (Shuffled pieces would destroy just that.) The gradient stops at the
# border of a piece: this is truncated back-propagation, with k = `length`.
#
# The targets are the inputs, one symbol later. That is where the $-1$ comes from: the last input needs a symbol behind
# it. What does not fill a whole batch is left out, at the end of the text.


# %%
def batches_of_text(ids, batch_size, length):
    """Yield a long text in pieces, several streams at a time.

    Parameters
    ----------
    ids : ndarray of int64, shape (n,)
        The symbols of the text.
    batch_size : int
        B, the number of streams, at least 1.
    length : int
        Symbols of each stream in a piece, at least 1.

    Yields
    ------
    inputs, targets : ndarray of int64, shape (batch_size, length)
        There are steps = (n - 1) // (batch_size * length) such pairs, none if the text is too short. Stream b begins at
        symbol b * steps * length and fills row b, from pair to pair. Each target is the symbol behind the input.
    """
    steps = (len(ids) - 1) // (batch_size * length)
    used = steps * batch_size * length
    streams, answers = ids[:used].reshape(batch_size, -1), ids[1 : used + 1].reshape(batch_size, -1)
    for start in range(0, steps * length, length):
        piece = slice(start, start + length)
        yield streams[:, piece], answers[:, piece]


# %%
if __name__ == "__main__":
    from rnn.text import encode

    short = "the raven sings about the bread"
    print(f"{len(short)} letters, 3 streams, pieces of 5 letters:\n")
    for number, piece in enumerate(batches_of_text(encode(short, ALPHABET), 3, 5), start=1):
        print(f"piece {number}   inputs    targets")
        for row in zip(*piece, strict=True):
            print("          " + "   ".join("".join(ALPHABET[i] for i in part).replace(" ", "_") for part in row))

# %% [markdown]
# ## The network
#
# All its parts are yours already. The letter comes in as a one-hot row $x_t$, and picks a row of $W_x$. The state goes
# on. At *every* step a dense layer makes logits of the state, one for each symbol that might come next:
#
# $$h_t = \tanh(x_t W_x + h_{t-1} W_h + b), \qquad z_t = h_t W_y + b_y, \qquad
# L = \frac{1}{B\,T} \sum_{b,t} -\ln \text{softmax}(z_{b,t})[\text{target}_{b,t}].$$
#
# **Backward**, the chain is short. For the loss and the dense layer, a step is a step: time and batch make one long
# axis of $B\,T$ rows. So the gradient of the logits is (softmax minus one-hot) / $(B\,T)$, and the dense layer's
# backward pass gives $dW_y$, $db_y$ and $dh$. Bring $dh$ back into the shape $(B, T, H)$: it is what `rnn_backward`
# asks for.
#
# `loss_and_grads` returns the last state, too, so that the next piece can start from it. That state is handed on as a
# number: no gradient comes back through it.


# %%
class CharRNN:
    """A recurrent network that guesses the next symbol at each step.

    Parameters
    ----------
    n_symbols, n_hidden : int
        V, the number of symbols, and H, the size of the state.
    rng : numpy.random.Generator
        Draws the weights by ``xavier_init``: Wx, then Wh, then Wy. Nothing else is drawn.

    Attributes
    ----------
    params : list of ndarray
        ``[Wx, Wh, b, Wy, by]``, of shapes (V, H), (H, H), (H,), (H, V) and (V,); the biases begin with zeros. All
        methods compute with what is in this list at the time: whoever trains the network puts a new list here.

    References
    ----------
    T. Mikolov, M. Karafiat, L. Burget, J. Cernocky and S. Khudanpur: Recurrent neural network based language model.
    Interspeech (2010).
    I. Sutskever, J. Martens and G. Hinton: Generating text with recurrent neural networks. ICML (2011).
    """

    def __init__(self, n_symbols, n_hidden, rng):
        """Draw the parameters."""
        Wx, Wh = xavier_init(n_symbols, n_hidden, rng), xavier_init(n_hidden, n_hidden, rng)
        self.params = [Wx, Wh, np.zeros(n_hidden), xavier_init(n_hidden, n_symbols, rng), np.zeros(n_symbols)]

    def forward(self, inputs, h0=None):
        """Read symbols, and say at each what may come next.

        Parameters
        ----------
        inputs : ndarray of int64, shape (B, T)
        h0 : ndarray of float, shape (B, H), or None
            The state before the first step; None means zeros.

        Returns
        -------
        logits : ndarray of float, shape (B, T, V)
        h_last : ndarray of float, shape (B, H)
            The state after the last step.
        """
        Wx, Wh, b, Wy, by = self.params
        h = rnn_forward(np.eye(len(Wx))[inputs], h0, Wx, Wh, b)
        return dense_forward(h, Wy, by), h[:, -1]

    def loss_and_grads(self, inputs, targets, h0=None):
        """Return the loss of a piece of text, its gradients, and the state to go on with.

        Parameters
        ----------
        inputs, targets : ndarray of int64, shape (B, T)
            As ``batches_of_text`` yields them.
        h0 : ndarray of float, shape (B, H), or None
            The state before the first step, a constant; None means zeros.

        Returns
        -------
        loss : float
            Cross-entropy in nats, the mean over all B T symbols.
        grads : list of ndarray
            ``[dWx, dWh, db, dWy, dby]``, in the order and of the shapes of ``params``.
        h_last : ndarray of float, shape (B, H)
            The state after the last step.
        """
        Wx, Wh, b, Wy, by = self.params
        x = np.eye(len(Wx))[inputs]
        h = rnn_forward(x, h0, Wx, Wh, b)
        rows, labels = h.reshape(-1, len(Wh)), np.ravel(targets)
        logits = dense_forward(rows, Wy, by)
        dh, dWy, dby = dense_backward(softmax_cross_entropy_grad(logits, labels), rows, Wy)
        dWx, dWh, db = rnn_backward(dh.reshape(h.shape), x, h0, h, Wx, Wh)[2:]
        return softmax_cross_entropy(logits, labels), [dWx, dWh, db, dWy, dby], h[:, -1]


# %% [markdown]
# ## Against the table
#
# **Training.** Pieces in order, the state carried on, gradients clipped, Adam's steps. This is the short version: two
# passes over the 180,000 letters, a state of 64 numbers, one or two seconds. Before the first step the network is as
# good as blind. The line to get below is that of the table, which has read the same letters.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from nn.optimizers import Adam
    from rnn.recurrent import clip_gradients

    model, optimizer = CharRNN(27, 64, np.random.default_rng(0)), Adam(lr=0.01)
    history, held_out = [], {}
    watched, truth = next(batches_of_text(test_ids, 20, 200))
    for _ in range(2):
        state = None
        for inputs, targets in batches_of_text(train_ids, 32, 16):
            if len(history) % 20 == 0:
                held_out[len(history)] = perplexity(model.forward(watched)[0], truth)
            loss, grads, state = model.loss_and_grads(inputs, targets, state)
            model.params = optimizer.step(model.params, clip_gradients(grads, 1.0)[0])
            history.append(loss)
    ours = perplexity(model.forward(test_ids[None, :-1])[0], test_ids[None, 1:])
    print(f"held-out perplexity: letter pairs {judged['letter pairs']:.2f}, network {ours:.2f}")
    fig, ax = plt.subplots(figsize=(10, 4), layout="constrained")
    ax.plot(history, color="0.65", linewidth=0.8, label="network, each piece of training text")
    ax.plot(list(held_out), np.log(list(held_out.values())), "ko-", markersize=3, label="network, held-out text")
    ax.axhline(np.log(27), color="k", linestyle=":", label="blind: ln 27")
    ax.axhline(np.log(judged["letter pairs"]), color="C3", linestyle="--", label="letter pairs, held-out text")
    ax.set(xlabel="steps", ylabel="loss (nats)", ylim=(0, 4.3), title="Below the table, for it looks further back")
    right = ax.secondary_yaxis("right", functions=(np.exp, lambda p: np.log(np.maximum(p, 1e-9))))
    right.set_yticks([1, 2, 3, 5, 10, 27], ["1", "2", "3", "5", "10", "27"])
    right.set_ylabel("perplexity")
    ax.legend(ncols=2, loc="upper right")
    plt.show()

# %% [markdown]
# Within forty steps the table is beaten. At the end the network chooses among 1.5 letters, the table among 6.5. Why so
# much? The table sees one letter. The network has the whole word so far in its state, and something of the words before
# it. (The peak in the middle: there the second pass begins, with an empty memory.)
#
# ## It writes
#
# Give it a first letter, draw the next, feed that in, and go on. The network spells. At low temperature it writes tales
# like those that it has read; with more heat come new words, then noise. How bold may it be? Count the words that occur
# in the training text, and do the same for the table.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    def network_writes(tau, n, rng):
        """Draw n letters from the network, from a space on."""
        state, line = None, [0]
        for _ in range(n):
            logits, state = model.forward(np.array([line[-1:]]), state)
            line.append(sample(logits[0, 0], tau, rng))
        return "".join(ALPHABET[i] for i in line[1:])

    def table_writes(tau, n, rng):
        """Draw n letters from the table, from a space on."""
        line = [0]
        for _ in range(n):
            line.append(sample(pair_logits[line[-1]], tau, rng))
        return "".join(ALPHABET[i] for i in line[1:])

    known, taus = set(tale[:180_000].split()), [0.3, 0.5, 0.7, 1.0, 1.4, 2.0]
    fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
    for name, writes, style in [("network", network_writes, "ko-"), ("letter pairs", table_writes, "C3s--")]:
        texts = [writes(tau, 1200, np.random.default_rng(0)) for tau in taus]
        words = [text.split()[:-1] for text in texts]  # the last word may be cut off
        ax.plot(taus, [100 * np.mean([word in known for word in line]) for line in words], style, label=name)
        print(name + "\n" + "\n".join(f"  {taus[i]}: {texts[i][:100]}" for i in (1, 3, 4, 5)))
    ax.set(xlabel="temperature", ylabel="words that exist (%)", ylim=(-3, 103), title="Of the words that it writes")
    ax.legend()
    plt.show()

# %% [markdown]
# ## A longer run, and a real text
#
# The same with more patience: a state of 128 numbers, pieces of 50 letters, eight passes over the 180,000 letters, rate
# 0.003, seed 0. It takes 7 seconds of one core (`benchmarks/char_rnn.py`; the network there is the kit's fast one).
# On the same 20,000 held-out letters:
#
# | model | perplexity | nats a letter |
# |---|---|---|
# | blind | 27 | 3.30 |
# | letter pairs | 6.50 | 1.87 |
# | network, longer run | 1.40 | 0.34 |
#
# It writes, at temperature 0.5: *tired sisters who walk from the village to the bridge also never find the golden key
# and the merry bakers who carry a box across the mountain also never find bread and salt*. And at 1.0: *tired sisters
# walk every mornisg three merry gardener hides a silent jackdaw because the silent baker who hides a box*. A misprint,
# and *three merry gardener hides*: the number of gardeners was lost on the way.
#
# **Is 1.40 good?** These tales are easy: a grammar with a hundred words made them up. Real text is not. **text8**, the
# first hundred million letters of an English Wikipedia in the same 27 symbols, is the usual test. The code stays as it
# is, only the line that loads the text changes:
#
# ```python
# from scratchml.datasets import load_text8
#
# tale = load_text8(n_characters=200_000)            # is downloaded once, 31 MB, and kept
# tale = load_text8("my/folder", 200_000)            # or from your own copy of text8 or text8.zip
# ```
#
# `python benchmarks/char_rnn.py --text8 my/folder` makes the longer run with it. Expect perplexities well above those
# of the tales, for the network and for the table.

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. A friend trains on another text and reports a perplexity of 35, with 27 symbols. Can that be right? What would you
#    tell your friend about the model, if it is the perplexity of held-out text, and what if it is that of the training
#    text after many steps?
# 2. Another friend has a model that guesses whole *words*, and a perplexity of 60. Yours guesses letters, and has 2.5.
#    Is yours better? How could the two be compared? (A word has about five letters, and a space.)

# %% [markdown] role="answer"
# 1. It can. 27 is the perplexity of a blind guess, not an upper limit: a model that is sure of the wrong letters is
#    worse than one that knows nothing, and there is no limit to it. On held-out text it may be over-fitting, or a text
#    of another kind than the one it was trained on. On the training text itself something is broken: blind guessing is
#    easy to learn (all logits equal), so training diverged (too high a rate, no clipping), or targets and inputs are
#    shifted against each other. One point for *possible, and worse than blind*, with a sensible cause for each case.
# 2. One can't tell from the two numbers: they count per symbol, and the symbols differ. Compare for the same stretch of
#    text: probabilities multiply, so nats add up. Six symbols a word (five letters and the space) at $\ln 2.5 = 0.92$
#    nats make 5.5 nats a word, a perplexity of $2.5^6 = 244$ for each word. The model of words has $\ln 60 = 4.1$ nats,
#    so it is better, if both were judged on the same text, and the word model was charged for words outside its
#    vocabulary. One point for bringing both to the same unit, in nats or as a power.
