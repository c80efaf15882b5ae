"""Text: words in, numbers out, and a vector for each number that a network can learn."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# text.ipynb. To check what you have:
#     pytest exercises/rnn/test_text.py

import re
from collections import Counter

import numpy as np

PAD, UNK = 0, 1  # the numbers of "<pad>" and "<unk>" in every vocabulary
FEW_WORDS = ["<pad>", "<unk>", "the", "bites", "dog", "man"]


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError
