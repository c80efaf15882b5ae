"""Text: from a string to word numbers of equal length, and from there to vectors.

Word number 0 is padding and word number 1 stands for every word that the vocabulary does not hold.

Sources: Bengio, Ducharme, Vincent and Jauvin (2003), A neural probabilistic language model, for the embedding;
Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapters 10.1 and 12.4.
"""

import re
from collections import Counter

import numpy as np

from scratchml._checks import as_float

PAD, UNK = 0, 1
SPECIAL_WORDS = ["<pad>", "<unk>"]


def tokenize(text):
    """Cut a text into words: runs of a-z, 0-9 and ', in lower case. All else separates words.

    Parameters
    ----------
    text : str

    Returns
    -------
    tokens : list of str
        In the order of the text; empty for a text without words. Letters outside of a-z separate words too.

    Raises
    ------
    TypeError
        If `text` is not a str.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, got {type(text).__name__}: decode bytes first, tokenize texts one by one")
    return re.findall(r"[a-z0-9']+", text.lower())


def build_vocabulary(token_lists, max_size):
    """Number the most frequent words.

    Parameters
    ----------
    token_lists : iterable of lists of str
        One list per text. (A str counts as a list of characters.)
    max_size : int
        At least 2: the longest the vocabulary may get, "<pad>" and "<unk>" included.

    Returns
    -------
    vocabulary : list of str
        A word's place is its number: "<pad>" is 0, "<unk>" is 1, then the words of the texts, the most frequent first;
        words of equal count in alphabetical order.

    Raises
    ------
    ValueError
        If `max_size` is below 2.
    """
    if max_size < len(SPECIAL_WORDS):
        raise ValueError(f"max_size must be at least 2, got {max_size}: <pad> and <unk> are always in the vocabulary")
    counts = Counter(token for tokens in token_lists for token in tokens)
    for word in SPECIAL_WORDS:
        counts.pop(word, None)
    by_frequency = sorted(counts, key=lambda word: (-counts[word], word))
    return SPECIAL_WORDS + by_frequency[: max_size - len(SPECIAL_WORDS)]


def encode(tokens, vocabulary):
    """Turn words into their numbers.

    Parameters
    ----------
    tokens : sequence of str
    vocabulary : list of str
        As `build_vocabulary` returns it.

    Returns
    -------
    ids : ndarray of int64, shape (len(tokens),)
        The place of each word in the vocabulary; 1, "<unk>", for words that are not in it.
    """
    numbers = {word: i for i, word in enumerate(vocabulary)}
    return np.array([numbers.get(token, UNK) for token in tokens], dtype=np.int64)


def decode(ids, vocabulary):
    """Turn numbers back into words; padding is left out.

    Parameters
    ----------
    ids : array_like of int, shape (T,)
    vocabulary : list of str

    Returns
    -------
    tokens : list of str
        One word per number that is not 0. An unknown word has become "<unk>" and stays so.

    Raises
    ------
    TypeError
        If the numbers are not integers.
    ValueError
        If `ids` has not one axis, or a number is not one of the vocabulary's.
    """
    ids = _as_ids(ids, len(vocabulary))
    if ids.ndim != 1:
        raise ValueError(f"ids must have shape (T,), got {ids.shape}: decode one row at a time")
    return [vocabulary[i] for i in ids.tolist() if i != PAD]


def pad_sequences(sequences, length):
    """Put sequences of different lengths into one array: cut the long ones, fill the short ones up with 0.

    Parameters
    ----------
    sequences : list of N sequences of int
        Word numbers of one text each, as `encode` returns them.
    length : int
        At least 1. The first `length` numbers of a sequence are kept.

    Returns
    -------
    ids : ndarray of int64, shape (N, length)
        Zeros (padding) stand at the end.
    mask : ndarray of bool, shape (N, length)
        True where a number of the sequence stands, False where padding does.

    Raises
    ------
    ValueError
        If `length` is below 1.
    """
    if length < 1:
        raise ValueError(f"length must be at least 1, got {length}")
    ids = np.full((len(sequences), length), PAD, dtype=np.int64)
    kept = [sequence[:length] for sequence in sequences]
    for row, sequence in zip(ids, kept, strict=True):
        row[: len(sequence)] = sequence
    sizes = np.array([len(sequence) for sequence in kept], dtype=np.int64)
    return ids, np.arange(length) < sizes[:, None]


def embedding_forward(ids, table):
    """Look up the vector of each word: out[n, t] = table[ids[n, t]].

    Parameters
    ----------
    ids : array_like of int, shape (N, T)
        0 to V - 1. Other shapes work too; the vector becomes a new last axis.
    table : array_like, shape (V, D)
        One row per word. The row of padding is a row like any other: a mask, not the table, makes padding count
        for nothing.

    Returns
    -------
    out : ndarray, shape (N, T, D)
        A copy, in the precision of `table`.

    Raises
    ------
    TypeError
        If the numbers are not integers, or `table` does not hold real numbers.
    ValueError
        If `table` has not two axes, or a number is out of range, negative ones included.

    Notes
    -----
    The same as ``one_hot(ids, V) @ table``, without the products with 0.
    """
    table = as_float(table, "table")
    if table.ndim != 2:
        raise ValueError(f"table must have shape (V, D), one row per word, got {table.shape}")
    return table[_as_ids(ids, len(table))]


def embedding_backward(dout, ids, n_words):
    """Gradient of `embedding_forward` with respect to the table: row v is the sum of dout over the places of word v.

    Parameters
    ----------
    dout : array_like, shape (N, T, D)
        Upstream gradient.
    ids : array_like of int, shape (N, T)
        The numbers of the forward pass. A word that stands in several places collects from all of them.
    n_words : int
        V, the rows of the table.

    Returns
    -------
    dtable : ndarray, shape (V, D)
        0 for words that do not occur. Padding is a word like any other here.

    Raises
    ------
    TypeError
        If the numbers are not integers, or `dout` does not hold real numbers.
    ValueError
        If `dout` has not the shape of `ids` and one axis more, or a number is out of range.
    """
    dout, ids = as_float(dout, "dout"), _as_ids(ids, n_words)
    if dout.ndim != ids.ndim + 1 or dout.shape[:-1] != ids.shape:
        raise ValueError(f"dout must have shape {(*ids.shape, 'D')}, one vector per word, got {dout.shape}")
    dtable = np.zeros((n_words, dout.shape[-1]), dtype=dout.dtype)
    if ids.size:
        # sorted by word, the rows of a word stand together and are summed in one go (np.add.at takes far longer)
        order = np.argsort(ids, axis=None, kind="stable")
        words, starts = np.unique(ids.ravel()[order], return_index=True)
        dtable[words] = np.add.reduceat(dout.reshape(ids.size, -1)[order], starts, axis=0)
    return dtable


def _as_ids(ids, n_words):
    """Word numbers as int64, checked against the number of words."""
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(np.int64)
    if ids.dtype.kind not in "iu":
        raise TypeError(f"ids must be integers, got dtype {ids.dtype}: encode words with `encode` first")
    low, high = ids.min(), ids.max()
    if low < 0 or high >= n_words:
        raise ValueError(f"ids must lie in 0 ... {n_words - 1}, got {low} ... {high}: there are {n_words} words")
    return ids.astype(np.int64, copy=False)
