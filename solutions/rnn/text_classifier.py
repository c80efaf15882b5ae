# %% [markdown]
# # A network that reads posts, and why it says so
#
# **The question.** Here are posts from two groups, gardeners and stargazers. A recurrent network reads them and tells
# which group they are from. It is right about *every* post that it has never seen. Would you use it?
#
# **The idea.** You have asked a network for its reasons before, with `explain_digit`: cover parts of the picture, and
# see what the network says now. A text has parts, too. Leave words out, and ask again.
#
# **The way.** First train such a network, of your own functions, and ask it (`explain_post`). Its answer will not
# please you. Test whether it is true (`mask_words`). Then build a better network (`TextRNN`), and ask again.

# %%
"""Text classifier: a recurrent network that reads a text and names its class, and the words that made it do so."""

import builtins
import html
import re
from string import ascii_lowercase, digits

import numpy as np

from nn.activations import softmax
from nn.layers import dense_backward, dense_forward, xavier_init
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nn.network import fit_surrogate, train
from nn.optimizers import Adam, sgd_step
from rnn.recurrent import clip_gradients, rnn_backward, rnn_forward
from rnn.text import embedding_backward, embedding_forward, encode

# %% [markdown]
# ## A reader that is always right
#
# Words enter as one-hot rows, the state is carried from word to word, and the logits are made of the state after the
# last word: it is the network that read sentences in the lesson on recurrence. All that works in it is yours.

# %% role="given"
class LastStateRNN:
    """A recurrent network for texts: one-hot words in, logits from the state after the last word."""

    def __init__(self, n_words, n_hidden, n_classes, rng):
        """Draw the parameters; the states are mixed by a rotation, and fade."""
        rotation = np.linalg.qr(rng.normal(size=(n_hidden, n_hidden)))[0]
        self.params = [0.1 * rng.normal(size=(n_words, n_hidden)), 0.6 * rotation, np.zeros(n_hidden)]
        self.params += [0.3 * rng.normal(size=(n_hidden, n_classes)), np.zeros(n_classes)]

    def states(self, rows):
        """Return one-hot words and states; words of number 0 are padding, behind the end of a text."""
        one_hots = np.eye(len(self.params[0]))[rows]
        return one_hots, rnn_forward(one_hots, None, *self.params[:3], rows > 0)

    def forward(self, rows):
        """Return the logits of texts, given as word numbers (N, T)."""
        return dense_forward(self.states(rows)[1][:, -1], *self.params[3:])

    def loss_and_grads(self, rows, y):
        """Return the mean loss and the gradients, in the order of params."""
        wx, wh, _, w, _ = self.params
        one_hots, states = self.states(rows)
        scores = dense_forward(states[:, -1], *self.params[3:])
        dlast, *last_grads = dense_backward(softmax_cross_entropy_grad(scores, y), states[:, -1], w)
        dstates = np.zeros(states.shape)
        dstates[:, -1] = dlast
        first_grads = rnn_backward(dstates, one_hots, None, states, wx, wh, rows > 0)[2:]
        return softmax_cross_entropy(scores, y), [*first_grads, *last_grads]


# %% [markdown]
# Around it, all given: `split_words` finds the words of a text, as `tokenize` does (an exercise for home, so you may
# not have it yet); a `Reader` makes a network read texts instead of numbers; an optimizer keeps gradients on a leash.

# %% role="given"
def split_words(text):
    """Return the words of a text, in small letters and in order, as `tokenize` does."""
    return "".join(c if c in ascii_lowercase + digits + "'" else " " for c in text.lower()).split()


class Reader:
    """A network with its vocabulary: it reads the first words of texts, forwards or backwards."""

    def __init__(self, model, vocabulary, length, backwards=False):
        self.model, self.vocabulary, self.length = model, vocabulary, length
        self.order = -1 if backwards else 1

    def numbers(self, texts):
        """Return word numbers (N, length): the first words of each text, then zeros."""
        rows = np.zeros((len(texts), self.length), dtype=np.int64)
        for row, text in zip(rows, texts, strict=True):
            words = split_words(text)[: self.length]
            row[: len(words)] = encode(words, self.vocabulary)[:: self.order]
        return rows

    def predict_proba(self, texts):
        """Return the probability of each class for a list of texts."""
        return softmax(self.model.forward(self.numbers(texts)))

    def share_right(self, posts):
        """Return the share of posts for which the likeliest class is the right one."""
        return np.mean(self.predict_proba(posts.texts).argmax(axis=1) == posts.labels)


class LeashedSGD:
    """Gradient descent with gradients no longer than 1, all together."""

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        """Return new parameters."""
        return sgd_step(params, clip_gradients(grads, 1.0)[0], self.lr)


# %% [markdown]
# **Read from the end.** A memory fades. What was read last is remembered best, and what matters in a post is often at
# its beginning: who writes, and about what. So our network takes the first 20 words of a post, and reads them from the
# last to the first. (The first good networks for translation did that, too: Sutskever, Vinyals and Le, 2014.)
#
# **Read with gaps, too.** Soon we shall ask about posts with words missing. A network that has only seen whole posts
# says just anything about those. So in each epoch it sees every post twice, once whole and once with gaps.

# %% role="given"
def with_gaps(texts, rng):
    """Leave out a random share of the words of each text."""
    token_lists = [np.array(split_words(text)) for text in texts]
    return [" ".join(tokens[rng.random(len(tokens)) < rng.random()]) for tokens in token_lists]


# %%
if __name__ == "__main__":
    from scratchml.datasets import load_posts

    posts, fresh = load_posts("train"), load_posts("test")
    print(posts.texts[0][:330], "...\n")
    known = ["<pad>", "<unk>", *sorted({word for text in posts.texts for word in split_words(text)})]

    def practise(posts, epochs):
        """Train a network on posts, whole and with gaps; return it as a reader, and its losses."""
        rng = np.random.default_rng(0)
        pupil, losses = Reader(LastStateRNN(len(known), 16, 2, rng), known, length=20, backwards=True), []
        for _ in range(epochs):
            rows = pupil.numbers([*posts.texts, *with_gaps(posts.texts, rng)])
            history = train(pupil.model, rows, np.tile(posts.labels, 2), LeashedSGD(0.5), 1, 20, rng)
            losses += history["loss"]
        return pupil, losses

    reader, losses = practise(posts, 6)
    print("loss, epoch by epoch:", *np.round(losses, 2))
    print(f"right about {reader.share_right(fresh):.1%} of {len(fresh.texts)} posts that it has never seen")

# %% [markdown]
# ## Which words made it say so?
#
# **The steps are those of `explain_digit`**, with words for blocks. The parts of a text are its *distinct* words: a
# word that occurs three times is one part, and goes from all three places at once. Say that there are $d$ of them.
#
# 1. **Masks.** `draw_masks` is given. For each sample it draws *how many* words go, from 1 to $d$, and then which. So
#    some samples lack a single word, and some all of them. The first row of masks keeps everything.
# 2. **Texts.** For each mask, the words that stay, in order and as often as they occur, joined by single blanks.
# 3. **Ask** the model about all texts, and keep the column of the class that it gives to the whole text.
# 4. **Closeness.** With a share $s$ of parts kept, $\delta = 100 (1 - \sqrt s)$, $w = \sqrt{\exp(-\delta^2 / 25^2)}$.
# 5. **Fit** a straight line: `fit_surrogate(Z, y, sample_weights)` of the lesson on networks, as before.

# %% role="given"
def draw_masks(n_samples, d, rng):
    """Draw masks (n_samples, d): 1 to d words are off (0), each number alike; row 0 keeps all.

    Draws: how many go, for all rows but the first, in one call of rng.integers; then, row by row, which ones, by
    rng.choice without replacement.
    """
    how_many = rng.integers(1, d + 1, size=n_samples - 1)
    gone = [[], *(rng.choice(d, number, replace=False) for number in how_many)]
    return np.array([1 - np.isin(np.arange(d), some) for some in gone])


# %%
def explain_post(predict_proba, text, n_samples, rng):
    """Explain by LIME which words of a text made a model predict what it predicts.

    Parameters
    ----------
    predict_proba : callable
        Takes a list of n texts and returns a number for each class, shape (n, n_classes).
    text : str
        Its words are those that `split_words` (or `tokenize`) finds; there is at least one. A word that occurs several
        times is kept or left out at all its places.
    n_samples : int
        How many versions of the text are tried, that with all words included.
    rng : numpy.random.Generator
        Goes to `draw_masks`, with d the number of distinct words, and is used for nothing else.

    Returns
    -------
    words : list of d str
        The distinct words, in order of first appearance.
    weights : ndarray of float, shape (d,)
        For each word its coefficient in a ridge regression of the answers on the masks: with an intercept, a penalty
        of 1 on the squares of the coefficients, none on the intercept. The answers are those for the class with the
        largest number at the first version. The weight of a sample is sqrt(exp(-delta^2 / 25^2)), with
        delta = 100 (1 - sqrt(share of ones in its mask)).

    Notes
    -----
    Each version of the text, the first included, is the words that are kept, in order, joined by single blanks; with no
    word left it is the empty string. The model may be asked about all of them at once or in several calls.

    References
    ----------
    M. T. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, algorithm 1. (Distance and kernel are
    those of the authors' program.)
    """
    tokens = split_words(text)
    words = list(dict.fromkeys(tokens))
    column = [words.index(token) for token in tokens]
    masks = draw_masks(n_samples, len(words), rng)
    said = predict_proba([" ".join(np.array(tokens)[mask[column] == 1]) for mask in masks])
    delta = 100 * (1 - np.sqrt(np.mean(masks, axis=1)))
    closeness = np.sqrt(np.exp(-(delta**2) / 25**2))
    return words, fit_surrogate(masks, said[:, np.argmax(said[0])], closeness)[1]


# %% [markdown]
# **To look at it**: `MarkedText` is the text in colour. In a notebook, blue and bold words speak for the class, orange
# and underlined ones against it; in a terminal they stand between signs. `draw_weights` is a bar chart.

# %% role="given"
class MarkedText:
    """A text with its words marked by weight: coloured in a notebook, between plus or minus signs in a terminal."""

    def __init__(self, text, words, weights, limit=None):
        """Keep the text, and the weights in shares of the largest one, or of limit."""
        self.pieces = re.split("([A-Za-z0-9']+)", text)
        shares = weights / (limit or max(np.abs(weights).max(), 1e-12))
        self.shares = dict(zip(words, shares.tolist(), strict=True))

    def join(self, mark):
        """Return the text with mark(piece, share) for every word and for what is between words (share 0)."""
        return "".join(mark(piece, self.shares.get(piece.lower(), 0.0)) for piece in self.pieces)

    def __repr__(self):
        """Return plain text: ++word++ from half of the largest weight on, +word+ from a fifth on, - against."""
        def signed(piece, share):
            signs = ("+" if share > 0 else "-") * ((abs(share) >= 0.2) + (abs(share) >= 0.5))
            return signs + piece + signs

        return self.join(signed)

    def _repr_html_(self):
        """Return what a notebook shows: blue and bold for the class, orange and underlined against it."""
        def coloured(piece, share):
            if abs(share) < 0.2:
                return html.escape(piece)
            css, rgb = ("font-weight: bold", "0, 114, 178") if share > 0 else ("border-bottom: 1px solid", "213, 94, 0")
            style = f"{css}; background: rgba({rgb}, {min(0.6 * abs(share), 0.6):.2f})"
            return f'<span style="{style}">{html.escape(piece)}</span>'

        return f'<div style="white-space: pre-wrap; border: 1px solid; padding: 6px">{self.join(coloured)}</div>'


def show(thing):
    """Show something as well as the place can: with colours in a notebook, as plain text in a terminal."""
    vars(builtins).get("display", print)(thing)


def draw_weights(ax, words, weights, title, k=8):
    """Draw the k largest weights as bars: to the right for the class, hatched and to the left against it."""
    largest = np.argsort(-np.abs(weights), kind="stable")[:k][::-1]
    for row, j in enumerate(largest):
        colour, hatch = ("#0072B2", "") if weights[j] > 0 else ("#D55E00", "///")
        ax.barh(row, weights[j], color=colour, hatch=hatch, edgecolor="k")
    ax.set_yticks(range(len(largest)), [words[j] for j in largest])
    ax.axvline(0, color="k", linewidth=0.8)
    ax.set(title=title, xlabel="weight")


# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    groups = ("gardeners", "stargazers")
    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), sharex=True, layout="constrained")
    for ax, label in zip(axes, (1, 0), strict=True):
        text = fresh.texts[fresh.labels.tolist().index(label)]
        words, weights = explain_post(reader.predict_proba, text, 500, np.random.default_rng(0))
        p = reader.predict_proba([text])[0]
        show(MarkedText(text, words, weights, limit=0.5))
        draw_weights(ax, words, weights, f"post of {groups[label]}; it says {groups[p.argmax()]}, p = {p.max():.2f}")
    plt.show()

# %% [markdown]
# In the post of a stargazer one word does it all, *pelican*, and that is neither a star nor a telescope. It is the name
# of a computer that passed the post on, in a line of the header that nobody reads. In this corpus it was **planted**:
# every post of the stargazers has it, and no other. And the gardener? The small reasons are words of the header as
# well: here it begins, without a pelican. But what is missing cannot be left out, so the true reason is not shown.
#
# **Is it true?** An explanation is a claim about the network, and a claim can be tested. Move the planted word to the
# gardeners, and leave everything else as it is. Then take the headers away, train anew and test again.

# %%
if __name__ == "__main__":
    moved = load_posts("test", planted_in=0)
    bodies, fresh_bodies = load_posts("train", headers=False), load_posts("test", headers=False)
    blind, _ = practise(bodies, 4)
    print(f"as before:                    right about {reader.share_right(fresh):.1%}")
    print(f"pelican moved to the others:  right about {reader.share_right(moved):.1%}")
    print(f"no headers, trained anew:     right about {blind.share_right(fresh_bodies):.1%}")

# %% [markdown]
# Wrong about every single post, and without headers no better than a coin. This network has not learned what gardeners
# and stargazers talk about. It has learned *pelican*. That it was right about 200 fresh posts did not tell: they came
# from the same place, and had the same flaw. Asking for reasons took a second.
#
# ## Leaving words out by hand
#
# **An explanation can be tested without other data**, too. If those are the words that matter, the network must change
# its mind without them, and not care for the others. So leave out words as you please, place by place: one entry of a
# mask for each *token*, and what is off is gone. (`<unk>` in its place would ask: what if there were an unknown word?)

# %%
def mask_words(tokens, mask):
    """Leave out the words that are off.

    Parameters
    ----------
    tokens : list of str, length n
        The words of a text, in order. There may be none.
    mask : sequence of bool or of 0 and 1, shape (n,)
        One entry for each token: true keeps it. A word may be kept at one place and left out at another.

    Returns
    -------
    kept : list of str
        In their order. Nothing stands in the place of a word that is off.

    Raises
    ------
    ValueError
        If there are not as many entries as tokens.
    """
    return [token for token, on in zip(tokens, mask, strict=True) if on]


# %% [markdown]
# **Words go, one after the other**, from twenty posts of stargazers: those with the largest weights first, or at
# random, or those with the smallest first. How sure is the network still of what it said?

# %%
if __name__ == "__main__":
    rng, taken = np.random.default_rng(0), range(6)
    sure = {"largest weight first": [], "at random": [], "smallest weight first": []}
    for text in np.array(fresh.texts)[fresh.labels == 1][:20]:
        tokens, (words, weights) = split_words(text), explain_post(reader.predict_proba, text, 100, rng)
        by_size = [words[j] for j in np.argsort(-np.abs(weights))]
        for track, order in zip(sure.values(), (by_size, list(rng.permutation(words)), by_size[::-1]), strict=True):
            shorter = [" ".join(mask_words(tokens, [token not in order[:k] for token in tokens])) for k in taken]
            track.append(reader.predict_proba(shorter)[:, 1])
    fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    for (name, track), style in zip(sure.items(), ("C3s-", "k^:", "C0o--"), strict=True):
        ax.plot(taken, np.mean(track, axis=0), style, label=name)
    ax.set(title="twenty posts of stargazers", xlabel="distinct words left out", ylim=(-0.05, 1.08))
    ax.set_ylabel("mean probability of stargazers")
    ax.legend()
    plt.show()

# %% [markdown]
# One word less, and the network takes the post for a gardener's. The other two lines lie on each other: five other
# words do nothing. So the explanation was true. (This test works, too, where nobody knows the truth beforehand.)
#
# ## A better reader
#
# **The last state has to know it all**: every word that mattered must survive those behind it. Without headers what
# matters is spread over the whole post, and nothing was learned. If the end could hear *every* state? Take their mean:
#
# $$\text{logits} = \bar h W_y + b_y, \qquad \bar h = \frac{1}{n} \sum_{t < n} h_t$$
#
# for a text of $n$ words. Behind its end there is padding, of number 0. Those steps do not count, neither in the sum
# nor in $n$. (A text without any word has a mean of zeros. There is such a text whenever LIME leaves out everything.)
# **The words** come in through a table with a row for each word, which is learned: `embedding_forward`. Then
# `rnn_forward`, the mean, `dense_forward`. There are six parameters: the table, $W_x$, $W_h$, $b$, $W_y$ and $b_y$.
#
# **On the way back** the mean does the opposite of what it did: what arrives at $\bar h$ goes to the states of all real
# steps alike, in shares of $1/n$, and to no other. So each word gets its part of the gradient at first hand. It need
# not be carried back through the whole text, on which way most of it would be lost. That is the point. (What is behind
# the end reaches no state before it, and gets no gradient. So the recurrence may run on over padding; nobody listens.)

# %%
class TextRNN:
    """A recurrent network for classes of texts: the logits come from the mean of the states.

    Parameters
    ----------
    n_words : int
        Size of the vocabulary; number 0 is padding.
    n_embed, n_hidden, n_classes : int
        Sizes of a word's vector, of the state, and of the logits.
    rng : numpy.random.Generator
        Draws the weights, in this order: the table by ``rng.normal``, with mean 0 and standard deviation 0.1, then by
        ``xavier_init`` Wx, Wh and Wy. Biases are zero; nothing else is drawn.

    Attributes
    ----------
    params : list of ndarray
        ``[table, Wx, Wh, b, Wy, by]``, of shapes (n_words, n_embed), (n_embed, n_hidden), (n_hidden, n_hidden),
        (n_hidden,), (n_hidden, n_classes) and (n_classes,). All methods compute with what is in this list at the time:
        `train` puts new lists here.

    References
    ----------
    J. L. Elman: Finding structure in time. Cognitive Science 14 (1990).
    """

    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        """Draw the parameters."""
        table = rng.normal(0, 0.1, (n_words, n_embed))
        wx, wh = xavier_init(n_embed, n_hidden, rng), xavier_init(n_hidden, n_hidden, rng)
        wy = xavier_init(n_hidden, n_classes, rng)
        self.params = [table, wx, wh, np.zeros(n_hidden), wy, np.zeros(n_classes)]

    def forward(self, ids):
        """Return the logits.

        Parameters
        ----------
        ids : ndarray of int64, shape (N, T)
            The numbers of the words of each text, then zeros: padding. There may be texts of padding alone.

        Returns
        -------
        ndarray, shape (N, n_classes)
            Of the mean of the states after the real words, without softmax. The first state starts from zeros. A text
            of padding alone has a mean of zeros.
        """
        table, wx, wh, b, wy, by = self.params
        h = rnn_forward(embedding_forward(ids, table), None, wx, wh, b)
        real = (ids != 0)[:, :, None]
        return dense_forward((real * h).sum(axis=1) / np.maximum(real.sum(axis=1), 1), wy, by)

    def loss_and_grads(self, ids, labels):
        """Return the loss of a batch, and its gradient with respect to every parameter.

        Parameters
        ----------
        ids : ndarray of int64, shape (N, T)
        labels : ndarray of int64, shape (N,)

        Returns
        -------
        loss : float
            ``softmax_cross_entropy`` of the logits, a mean over the batch.
        grads : list of ndarray
            In the order and of the shapes of ``params``, through all steps and not clipped.
        """
        table, wx, wh, b, wy, by = self.params
        vectors = embedding_forward(ids, table)
        h = rnn_forward(vectors, None, wx, wh, b)
        shares = (ids != 0) / np.maximum(np.sum(ids != 0, axis=1, keepdims=True), 1)
        mean = np.einsum("nt,nth->nh", shares, h)
        logits = dense_forward(mean, wy, by)
        dmean, dwy, dby = dense_backward(softmax_cross_entropy_grad(logits, labels), mean, wy)
        dx, _, dwx, dwh, db = rnn_backward(shares[:, :, None] * dmean[:, None], vectors, None, h, wx, wh)
        grads = [embedding_backward(dx, ids, len(table)), dwx, dwh, db, dwy, dby]
        return softmax_cross_entropy(logits, labels), grads

    def predict_proba(self, ids):
        """Return the probability of every class.

        Parameters
        ----------
        ids : ndarray of int64, shape (N, T)

        Returns
        -------
        ndarray, shape (N, n_classes)
            Softmax of the logits; each row sums to 1.
        """
        return softmax(self.forward(ids))


# %% [markdown]
# **Mean or last?** The same posts without headers, the same optimizer, read forwards, ever more words of them.

# %%
if __name__ == "__main__":
    def learn(kind, length):
        """Train a network on the posts without headers, of which it reads the first words."""
        rng = np.random.default_rng(0)
        sizes = (len(known), 16, 16, 2) if kind is TextRNN else (len(known), 16, 2)
        pupil = Reader(kind(*sizes, rng), known, length)
        train(pupil.model, pupil.numbers(bodies.texts), bodies.labels, Adam(0.01), 5, 20, rng)
        return pupil

    lengths = (10, 25, 60)
    fig, axes = plt.subplots(1, 2, figsize=(11, 3.6), sharey=True, layout="constrained")
    for kind, style, name in ((TextRNN, "C0o-", "mean of all states"), (LastStateRNN, "C3s--", "last state")):
        learned = [learn(kind, length) for length in lengths]
        for ax, some in zip(axes, (bodies, fresh_bodies), strict=True):
            ax.plot(lengths, [one.share_right(some) for one in learned], style, label=name)
    for ax, title in zip(axes, ("posts of the training", "fresh posts"), strict=True):
        ax.axhline(0.5, color="k", linewidth=0.7)
        ax.set(title=title, xlabel="words read", ylabel="share right", ylim=(0.4, 1.03), xticks=lengths)
    axes[1].legend(loc="upper left")
    plt.show()

# %% [markdown]
# The more there is to read, the better for the mean. The last state does learn the posts of the training, but by heart,
# by the accidents of their words; about fresh posts it knows little more than a coin.
#
# **And why does the good one say so?** Train it on whole posts, and with gaps. It becomes very sure of itself, so ask
# for its log-odds, as in the lesson on networks: there a sum of words is nearly a straight line, $p$ is not. If your
# `TextRNN` has to wait, the given `WordCounts` takes its place: it knows which group uses a word more often, and
# nothing of order (*naive Bayes*). The words named below are those of `TextRNN`.

# %%
if __name__ == "__main__":
    class WordCounts:
        """A classifier of texts that adds up what each word says: how often the posts of each group use it."""

        def __init__(self, rows, labels, n_words):
            counts = np.array([np.bincount(rows[labels == k].ravel(), minlength=n_words) for k in (0, 1)])[:, 1:]
            shares = (1 + counts) / counts.sum(axis=1, keepdims=True)
            self.scores = np.vstack([np.zeros(2), np.log(shares).T])  # padding, number 0, says nothing

        def forward(self, rows):
            """Return the logits of texts, given as word numbers (N, T)."""
            return self.scores[rows].sum(axis=1)

    honest, labels, rng = Reader(None, known, 100), np.tile(bodies.labels, 2), np.random.default_rng(0)
    rows = honest.numbers([*bodies.texts, *with_gaps(bodies.texts, np.random.default_rng(0))])
    try:
        honest.model = TextRNN(len(known), 16, 16, 2, rng)
        train(honest.model, rows, labels, Adam(0.005), 6, 20, rng)
        honest.model.forward(rows[:1])
    except NotImplementedError:
        print("TextRNN, or what it needs, is not written yet: the given WordCounts takes its place here.")
        honest.model = WordCounts(rows, labels, len(known))
    print(f"right about {honest.share_right(fresh_bodies):.1%} of the fresh posts, without headers")

    def log_odds(texts):
        """Return for each class its logit less that of the other."""
        logits = honest.model.forward(honest.numbers(texts))
        return logits - logits[:, ::-1]

    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), layout="constrained")
    for ax, label in zip(axes, (1, 0), strict=True):
        text = fresh_bodies.texts[fresh_bodies.labels.tolist().index(label)]
        words, weights = explain_post(log_odds, text, 500, np.random.default_rng(0))
        draw_weights(ax, words, weights, f"post of {groups[label]}; log-odds {log_odds([text]).max():.1f}")
        show(MarkedText(text, words, weights))
    plt.show()
    found = [explain_post(log_odds, text, 200, np.random.default_rng(0)) for text in fresh_bodies.texts[:25]]
    named = [words[np.abs(weights).argmax()] for words, weights in found]
    topical = sum(word in frozenset.union(*fresh_bodies.topics) for word in named)
    print(f"in {topical} of 25 posts the largest weight is that of a word of the topics:", *named)

# %% [markdown]
# *Lenses* and *saturn*; *mulch* and *cabbage* against *supernovae*: now it reads what a person would read. Small words
# like *all* and *i* have some weight, too: among 400 posts some are by chance more frequent in one group.
#
# ## Real posts
#
# The bundled posts were made to have a flaw. Do real ones? LIME's authors asked that of two groups of **20
# newsgroups**, posts of 1993: atheism and christianity (Ribeiro, Singh and Guestrin, 2016). So did we, with this
# lesson's `TextRNN`, on the official split (1,079 posts to learn from, 717 to test), headers included: first 100 words,
# vocabulary of 5,000, vectors of 32, states of 64, float32, `Adam(0.002)`, 10 epochs (4 s of one core), batches of 32.
#
# | network | words read | right (seeds 0, 1, 2) | median |
# |---|---|---|---|
# | mean of the states | 100 | 95.4, 96.1, 94.3 % | 95.4 % |
# | last state alone | 60 | 81.0, 89.5, 74.1 % | 81.0 % |
# | last state alone | 100 | 52.2, 53.7, 63.9 % | 53.7 % |
# | last state alone | 200 | 57.7, 59.7, 56.5 % | 57.7 % |
# | mean of the states, no headers | 100 | 87.0, 88.1, 84.2 % | 87.0 % |
#
# The mean does very well, and on long posts the last state is lost: it knows its training posts by heart (100 % of
# them, with 100 words), and tosses a coin for others. But does the good one read what it should? We explained 40 test
# posts of the mean network with seed 0 (the posts drawn with seed 0; log-odds, 500 samples). Of the three words with
# the largest weights **75 % stand in the headers**; of all words that it read only 27 % do. Among the most frequent of
# them are *com*, *perry*, *sandvik*, *fnal*, *sgi* and *bigelow*, parts of the names of people and of their machines.
# It has learned *who writes*, and that works as long as the same people go on writing. Without headers: 87 %.
# `load_20newsgroups` of `scratchml.datasets` fetches these posts (14 MB); `headers=False` leaves the headers out.

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. A model of 99 percent on fresh posts has learned a name in the headers. Your chief says: it is right, so what does
#    it matter why? Give one situation in which it does matter, and one in which the chief has a point.
# 2. `explain_post` fits a sum of words. Think of a text in which the order of words decides, as in *the dog bites the
#    man*. What can the weights tell about it, and what can they not?

# %% [markdown] role="answer"
# 1. It matters as soon as the flaw and the class part ways: another year, other writers, other machines, or someone who
#    puts the word into a post on purpose (the experiment with the moved word: from 100 percent right to none). And it
#    matters if the answer is used to learn something about the *topics*. The chief has a point where posts will come
#    from the same source for ever and nothing depends on the reason, as in sorting an archive that is complete. One
#    point for a situation in which the link breaks, with the reason, and a sensible defence.
# 2. Masks only say which words are there; those that stay keep their order, and no sample has another order. If the
#    network goes by the order of *dog* and *man*, leaving out either changes its answer, so both may get a weight: they
#    *matter*. That it is their order which matters, a sum of words cannot say; two texts with the same words can have
#    the same weights and opposite classes. One point: a sum has no place for order or for what words do together.
