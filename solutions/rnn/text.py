# %% [markdown]
# # Text: from words to numbers, and back
#
# **The question.** A network multiplies and adds. How can it read *The dog bites the man*?
#
# **The idea.** Give every word a number, once and for all. A text becomes a list of whole numbers. Then give every
# number a vector that the network may *learn*. What it reads is a list of vectors, in the order of the words.
#
# **The way.** Number the words (`encode`). Find the words in a text (`tokenize`), and choose those that get a number
# (`build_vocabulary`). Go back, to see what the network sees (`decode`). Make texts of different length into one
# array (`pad_sequences`). Look up their vectors, and teach the vectors (`embedding_forward`, `embedding_backward`).

# %%
"""Text: words in, numbers out, and a vector for each number that a network can learn."""

import re
from collections import Counter

import numpy as np

# %% [markdown]
# ## A number for every word
#
# **Which number?** Any will do, as long as it is always the same one. Write all words that you want to know into a
# list, the **vocabulary**. The number of a word is its place in the list. A number says nothing about its word:
# number 4 is not twice number 2.
#
# Two places are taken. Place 0 is kept for **padding**, the nothing behind the end of a short text: `<pad>`. Place 1
# stands for **every word that is not in the list**: `<unk>`, for unknown. There will always be such words. A network
# that meets one should know that there was a word, though not which.

# %%
PAD, UNK = 0, 1  # the numbers of "<pad>" and "<unk>" in every vocabulary
FEW_WORDS = ["<pad>", "<unk>", "the", "bites", "dog", "man"]


# %%
def encode(tokens, vocabulary):
    """Replace each word by its place in the vocabulary.

    Parameters
    ----------
    tokens : list of str
        The words of a text, in order. There may be none.
    vocabulary : list of str
        The known words, each once; vocabulary[0] is "<pad>", vocabulary[1] is "<unk>".

    Returns
    -------
    ids : ndarray of int64, shape (len(tokens),)
        A word that is not in the vocabulary gets 1, the number of "<unk>".
    """
    place = {word: i for i, word in enumerate(vocabulary)}
    return np.array([place.get(token, UNK) for token in tokens], dtype=np.int64)


# %% [markdown]
# **Two stories, one bag.** Each column of these pictures is a word of a sentence, each row a word of the vocabulary.
# Then forget the order, and count: that is a **bag of words**, at the right. The first two sentences are not at all
# the same news. Their bags are equal, to the last bit. A network that is given bags can *never* tell them apart,
# however many layers it has. So order must reach the network. How, is the story of the next lesson. (And what does
# the third sentence look like?)

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    stories = ["the dog bites the man", "the man bites the dog", "the postman bites the dog"]
    fig, axes = plt.subplots(1, 4, figsize=(13, 3.2), width_ratios=(1, 1, 1, 1.1), layout="constrained")
    bags = []
    for ax, story in zip(axes, stories, strict=False):
        one_hots = np.eye(len(FEW_WORDS))[encode(story.split(), FEW_WORDS)]
        bags.append(one_hots.sum(axis=0))
        ax.imshow(one_hots.T, cmap="Greys", vmax=1.4)
        ax.set_xticks(range(5), story.split(), rotation=40)
        ax.set_yticks(range(6), FEW_WORDS if ax is axes[0] else [])
        ax.set_title(f"story {len(bags)}")
    rows = np.arange(len(FEW_WORDS))
    for i, (bag, shade, hatch) in enumerate(zip(bags, ("0.2", "0.6", "w"), ("", "", "///"), strict=True)):
        axes[3].barh(rows + 0.27 * (i - 1), bag, 0.27, color=shade, hatch=hatch, edgecolor="k", label=f"story {i + 1}")
    axes[3].set(title="their bags of words", xlabel="times", yticks=rows, ylim=(5.5, -0.5), xticks=[0, 1, 2])
    axes[3].set_yticklabels(FEW_WORDS)
    axes[3].legend(loc="lower right")
    plt.show()

# %% [markdown]
# ## Where words begin and end
#
# **What is a word?** A harder question than it seems. Is *don't* one word or two? Is *Dog* another word than *dog*?
# Does the full stop belong to *man.*? A network has no opinion. For it, two strings that differ in one letter are as
# different as *dog* and *Thursday*. So we choose, and stick to it:
#
# - all letters are made small first;
# - a word is a run of the letters a to z, digits and apostrophes, as long as it gets;
# - everything else only separates words.
#
# Such a rule is a pattern for the module `re` of Python. A set of characters stands in square brackets, and a plus
# behind it means one or more of them. (The rule is simple and hard on other languages: *café* becomes *caf*. Large
# models learn their pieces of words from data instead.)

# %%
def tokenize(text):
    """Cut a text into words.

    The text is made lower case. Then a word is a longest run of characters of a-z, 0-9 and the apostrophe '.

    Parameters
    ----------
    text : str

    Returns
    -------
    tokens : list of str
        In the order of the text, each word as often as it occurs (so the list may have any length, also 0).
    """
    return re.findall(r"[a-z0-9']+", text.lower())


# %% [markdown]
# A story to work with:

# %%
STORY = """
Number 9 had a dog. The dog didn't like the postman, and the postman didn't like the dog. Every day the postman
came at 9, and every day the dog sat behind the door and waited. One day the door was open. The dog looked at the
postman, and the postman looked at the dog. "Don't," said the postman. The dog didn't bite him. The dog took the
letters, every one, and ate them. That's how the whole street heard it the next day: DOG EATS THE POST!

"That's no news," said the man from the paper. "Dog bites man is no news, and dog eats post is no news. If the man
bites the dog, then it's news. Call me again if the postman eats the dog." So nobody wrote about it. But the
postman had heard enough. The next day at 9 he had a bone in his bag. He put the bone before the door, and the dog
came and looked at the bone, and at the man, and at the bone again. Then the dog ate the bone. Every day since,
the dog waits behind the door for the man with the bag, and the postman brings a bone with the letters. The dog
likes the postman, and the postman likes the dog. And the letters? The dog brings the letters to the door, every one.
"""

# %%
if __name__ == "__main__":
    print(tokenize(STORY)[:16])
    print(len(tokenize(STORY)), "words, of which", len(set(tokenize(STORY))), "are different")

# %% [markdown]
# ## Which words are worth a number
#
# **How long should the list be?** English has some hundred thousand words, and every typing error is a new one. Each
# word in the list will cost a vector. And a word that the network sees only once teaches it nothing. So take the most
# frequent ones.
#
# Which are those, if two words are equally frequent and there is room for one? There must be a rule, or your numbers
# and mine will differ: the one that comes first in the alphabet. Both special words count as part of the list.

# %%
def build_vocabulary(token_lists, max_size):
    """List the most frequent words, after "<pad>" and "<unk>".

    Parameters
    ----------
    token_lists : list of lists of str
        The words of each text. Every occurrence counts.
    max_size : int
        The most that the list may hold, both special words included; at least 2.

    Returns
    -------
    vocabulary : list of str (at most max_size of them)
        "<pad>", "<unk>", then words from the most to the least frequent; equally frequent ones in the order of Python's
        `sorted`. It is shorter than max_size if there are not enough words.
    """
    counts = Counter(token for tokens in token_lists for token in tokens)
    by_rank = sorted(counts, key=lambda word: (-counts[word], word))
    return ["<pad>", "<unk>", *by_rank][:max_size]


# %% [markdown]
# **How far do a few words take you?** Left: how often each word of the story occurs, by rank. Even in such a small
# text, a few words are everywhere and most of them are rare. In large texts the second word comes half as often as
# the first, the tenth a tenth as often: Zipf's law (1935), the dotted line. Right: the share of the running text that
# is in the list. Thirty places cover three quarters of it. The other quarter is often the interesting one.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    tokens = tokenize(STORY)
    ranked = build_vocabulary([tokens], 1000)[2:]
    times = np.array([tokens.count(word) for word in ranked])
    ranks = np.arange(1, len(ranked) + 1)
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
    left.loglog(ranks, times, "ko", markersize=4, label="the story")
    left.loglog(ranks, times[0] / ranks, "k:", label="Zipf: first / rank")
    for rank in (1, 2, 3, 5, 9):
        left.annotate(ranked[rank - 1], (rank, times[rank - 1]), xytext=(3, 6), textcoords="offset points")
    left.set(xlabel="rank of the word", ylabel="times that it occurs", title="few are frequent", ylim=(0.8, 90))
    left.legend()
    right.plot(ranks + 2, 100 * np.cumsum(times) / len(tokens), "k")
    right.set(xlabel="size of the vocabulary", ylabel="known words of the text (%)", ylim=(0, 102))
    right.set_title("what a vocabulary covers")
    right.grid(alpha=0.4)
    plt.show()

# %% [markdown]
# ## What does the network see?
#
# **Look through its eyes.** Numbers go in; to see what they mean, turn them back into words. Padding is nothing, so
# it is left out. An unknown word stays what it is for the network: `<unk>`.

# %%
def decode(ids, vocabulary):
    """Replace each number by its word, and leave padding out.

    Parameters
    ----------
    ids : ndarray of int64, shape (T,)
        Places in the vocabulary, from 0 to len(vocabulary) - 1.
    vocabulary : list of str
        vocabulary[0] is "<pad>".

    Returns
    -------
    tokens : list of str
        In order. A 0 gives no word, wherever it stands.
    """
    return [vocabulary[i] for i in ids if i != PAD]


# %% [markdown]
# How many words must you know to follow the story?

# %%
if __name__ == "__main__":
    beginning = tokenize(STORY)[:32]
    for size in (6, 12, 30, 1000):
        known = build_vocabulary([tokenize(STORY)], size)
        seen = decode(encode(beginning, known), known)
        print(f"{len(known):3} words:", " ".join(seen).replace("<unk>", "..."))

# %% [markdown]
# ## Texts of different length
#
# **How do they fit into one array?** Networks learn from batches, and an array has rows of equal length. Texts do
# not. So fix a length. What is longer is cut: its first words are kept. What is shorter is filled up with zeros
# behind its end.
#
# Those zeros are not words, and no gradient should think so. Return a **mask** with the ids: True where there is a
# word, False where there is padding. Whoever works with the ids can then leave the padding out.

# %%
def pad_sequences(sequences, length):
    """Put sequences of different length into one array, cut or filled up to the same length.

    Parameters
    ----------
    sequences : list of N sequences of int
        Lists or one-dimensional arrays of any length, also empty ones.
    length : int
        At least 1.

    Returns
    -------
    ids : ndarray of int64, shape (N, length)
        Row n begins with the first `length` numbers of sequence n; zeros follow where it is shorter.
    mask : ndarray of bool, shape (N, length)
        True where ids come from the sequence, False where they are padding.
    """
    sizes = np.array([len(sequence) for sequence in sequences])
    mask = np.arange(length) < sizes[:, None]
    ids = np.zeros(mask.shape, dtype=np.int64)
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = sequence[:length]
    return ids, mask


# %% [markdown]
# **What does a length cost?** Here are the sentences of the story as rows, cut at 12 words and at 24. Too short, and
# words are lost. Too long, and most of the array is nothing (white), which is multiplied all the same.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    sentences = [tokenize(sentence) for sentence in re.split(r"[.!?:]", STORY) if tokenize(sentence)]
    known = build_vocabulary(sentences, 1000)
    numbers = [encode(sentence, known) for sentence in sentences]
    words = sum(len(sentence) for sentence in sentences)
    fig, axes = plt.subplots(1, 2, figsize=(11, 4.2), width_ratios=(12, 24), layout="constrained")
    for ax, length in zip(axes, (12, 24), strict=True):
        ids, mask = pad_sequences(numbers, length)
        picture = ax.imshow(np.where(mask, ids, np.nan), cmap="viridis_r", aspect="auto")
        ax.set_title(f"words lost: {words - mask.sum()}, padding: {1 - mask.mean():.0%}")
        ax.set_xlabel("place in the sentence")
    axes[0].set_ylabel("sentence")
    fig.colorbar(picture, ax=axes, label="number of the word (small: frequent)")
    plt.show()

# %% [markdown]
# ## A vector for every word
#
# **What does the network get?** Not the number: arithmetic with it makes no sense. A one-hot row would be honest, a 1
# at the place of the word and thousands of zeros. But a dense layer would only use it to pick one row of its weights
# (you saw it in the lesson on layers). So skip the multiplication, and pick the row. The table of weights,
#
# $$E \in \mathbb{R}^{V \times D},$$
#
# has a row of $D$ numbers for each of $V$ words. The row is called the word's **embedding**. The table starts at
# random, and its rows are learned like any other weights. The row of `<pad>` is no exception here: whoever wants to
# be rid of padding uses the mask.

# %%
def embedding_forward(ids, table):
    """Look up the vector of each word.

    Parameters
    ----------
    ids : ndarray of int64, any shape, for example (N, T)
        Numbers of words, from 0 to n_words - 1. Padding (0) is looked up like any other.
    table : ndarray of float, shape (n_words, D)
        A vector for each word.

    Returns
    -------
    out : ndarray of float, shape of ids + (D,)

    References
    ----------
    Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin: A neural probabilistic language model. JMLR 3 (2003), section 2.
    """
    return table[ids]


# %% [markdown]
# ## How words learn
#
# **What is the gradient of a look-up?** Each place $(n, t)$ of the batch took the row of its word and passed it on,
# without change. So the gradient that comes back to this place belongs to that row. A word may stand at many places,
# and each of them pulls at the *same* row. The pulls add up:
#
# $$\frac{\partial L}{\partial E_v} = \sum_{(n,t)\,:\;\text{ids}_{nt} = v} \text{dout}_{nt}.$$
#
# A row that nobody looked up gets 0.
#
# **The trap.** In numpy, `a[[3, 3]] += 1` adds 1 to row 3, not 2. It reads the rows, adds, and writes them back, so
# that of equal rows the last one wins. The frequent words, of all words, would learn the least. Search numpy for a
# way to add *at* places, one after the other; or remember what a look-up is as a product of matrices.

# %%
def embedding_backward(dout, ids, n_words):
    """Gradient of embedding_forward with respect to the table.

    Parameters
    ----------
    dout : ndarray of float, shape of ids + (D,)
        Gradient of the loss with respect to the vectors that were looked up.
    ids : ndarray of int64, any shape
        Numbers of words, from 0 to n_words - 1.
    n_words : int
        The number of rows of the table, also of words that do not occur in ids.

    Returns
    -------
    dtable : ndarray of float, shape (n_words, D)
        Row v is the sum of dout over all places where ids is v, padding (0) included; 0 if there is none.
    """
    dtable = np.zeros((n_words, dout.shape[-1]))
    np.add.at(dtable, ids, dout)
    return dtable


# %% [markdown]
# **Words that are used alike come to lie side by side.** "You shall know a word by the company it keeps" (Firth,
# 1957). Here is a little language. Animals bite, lick and chase people; people feed, wash and call animals. Nobody
# tells the network what an animal is. It gets a word and must guess the next one: the vector of the word, and one
# dense layer. Each vector has two numbers, so we can draw all of them. In the end each group is nearly one point: for
# the next word, it does not matter which animal it was.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from nn.layers import dense_backward, dense_forward
    from nn.losses import softmax_cross_entropy_grad

    groups = {"animals": "dog cat horse fox", "people": "man woman boy girl"}
    groups |= {"what animals do": "bites licks chases", "what people do": "feeds washes calls"}
    animals, people, theirs, ours = (words.split() for words in groups.values())
    talk = [(a, v, p) for a in animals for v in theirs for p in people]
    talk += [(p, v, a) for p in people for v in ours for a in animals]
    words = build_vocabulary(talk, 100)
    ids = np.array([encode(sentence, words) for sentence in talk])
    this_word, next_word = ids[:, :-1].ravel(), ids[:, 1:].ravel()

    rng = np.random.default_rng(0)
    table, w, b = rng.normal(size=(len(words), 2)), 0.5 * rng.normal(size=(2, len(words))), np.zeros(len(words))
    tables = [table]
    for step in range(400):
        vectors = embedding_forward(this_word, table)
        push = softmax_cross_entropy_grad(dense_forward(vectors, w, b), next_word)
        dvectors, dw, db = dense_backward(push, vectors, w)
        table = table - 3.0 * embedding_backward(dvectors, this_word, len(words))
        w, b = w - 0.5 * dw, b - 0.5 * db
        if step + 1 in (20, 400):
            tables.append(table)

    fig, axes = plt.subplots(1, 3, figsize=(14, 4.4), layout="constrained")
    for ax, vectors, title in zip(axes, tables, ("at random", "after 20 steps", "after 400 steps"), strict=True):
        for (name, members), marker in zip(groups.items(), "o^s*", strict=True):
            where = embedding_forward(encode(members.split(), words), vectors)
            ax.plot(*where.T, marker, markersize=9, label=name)
            for word, place in zip(members.split(), where, strict=True):
                ax.annotate(word if ax is not axes[2] else "", place, xytext=(6, 4), textcoords="offset points")
        ax.set(title=title, xlabel="first number of the vector")
        ax.margins(0.15)
    axes[0].set_ylabel("second number")
    axes[2].legend(loc="center")
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. A friend builds the vocabulary from all texts, those that the network will be tested on included. "It is only a
#    list of words", she says. What goes wrong with her test?
# 2. She pads all posts to 500 words, and takes the mean of the 500 vectors of a post as its description. A post of
#    five words gets nearly the same description as any other post of five words. Why? What would you do?

# %% [markdown] role="answer"
# 1. In real use there are words that nobody has seen before: they become `<unk>`. In her test there are none, since
#    every word of it is in the list. So the network looks better than it will be. (And with a limited list, the
#    frequent words of the test push out others. Words that occur in the test only have vectors that never learned:
#    random ones.) The vocabulary is part of what is learned, so it is built from the training texts alone. One point
#    for seeing that the test no longer holds unknown words, or that the list is itself learned from data.
# 2. 495 of the 500 vectors are that of `<pad>`. The mean is 99 percent padding, whatever the post says. Take the mean
#    over the words only: multiply by the mask, add up, and divide by the number of True in the row, not by 500. One
#    point for the mask *and* the right number to divide by. (To force the row of `<pad>` to zero would help the
#    direction, but the mean would still be a hundred times too small.)
