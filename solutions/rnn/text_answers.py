"""The bank of `text`: known mistakes with what to say, and right answers written differently."""

import re
from collections import Counter
from itertools import chain

import numpy as np

from autograder import answer, right, wrong


def numbered(vocabulary):
    """Give each word of a list its place."""
    return {word: i for i, word in enumerate(vocabulary)}


def ranked(token_lists, key):
    """Sort the words of texts by a function of the word and its count."""
    counts = Counter(token for tokens in token_lists for token in tokens)
    return sorted(counts, key=lambda word: key(word, counts[word]))


def occurrences(ids):
    """Count how often the word of each place occurs, with an axis to divide vectors by."""
    return np.array([np.sum(ids == i) for i in ids.ravel()]).reshape(*ids.shape, 1)


# encode


@wrong("encode", "You seem to give unknown words 0, the number of padding: their number is 1.")
def unknown_is_padding(tokens, vocabulary):
    place = numbered(vocabulary)
    return np.array([place.get(token, 0) for token in tokens], dtype=np.int64)


@wrong("encode", "You seem to leave unknown words out: the network should know that there was a word.")
def skips_unknown_words(tokens, vocabulary):
    place = numbered(vocabulary)
    return np.array([place[token] for token in tokens if token in place], dtype=np.int64)


@wrong("encode", "An unknown word seems to raise an error: it has a number too, that of <unk>.")
def fails_at_unknown_words(tokens, vocabulary):
    place = numbered(vocabulary)
    return np.array([place[token] for token in tokens], dtype=np.int64)


@wrong("encode", "You seem to give unknown words a number beyond the list: no vector belongs to it. Take 1.")
def unknown_beyond_the_list(tokens, vocabulary):
    place = numbered(vocabulary)
    return np.array([place.get(token, len(vocabulary)) for token in tokens], dtype=np.int64)


@wrong("encode", "You seem to number the words anew, as they come: their numbers are places in the vocabulary.")
def numbers_as_they_come(tokens, vocabulary):
    seen = list(dict.fromkeys(tokens))
    return np.array([seen.index(t) + 2 if t in vocabulary else 1 for t in tokens], dtype=np.int64)


@wrong("encode", "You seem to count places from 1: the list begins with place 0.")
def places_from_one(tokens, vocabulary):
    return answer.encode(tokens, vocabulary) + 1


@wrong("encode", "You seem to count places without the two special words: they are part of the list.")
def places_without_special_words(tokens, vocabulary):
    place = numbered(vocabulary[2:])
    return np.array([place.get(token, 1) for token in tokens], dtype=np.int64)


@wrong("encode", "You seem to give each word only once: a text repeats its words.")
def every_word_once(tokens, vocabulary):
    return answer.encode(list(dict.fromkeys(tokens)), vocabulary)


@wrong("encode", "You seem to sort the numbers: the order of the words is what matters.")
def sorted_numbers(tokens, vocabulary):
    return np.sort(answer.encode(tokens, vocabulary))


@wrong("encode", "You seem to return one-hot rows: the plain numbers are wanted.")
def one_hot_words(tokens, vocabulary):
    return np.eye(len(vocabulary))[answer.encode(tokens, vocabulary)]


@wrong("encode", "You seem to return a bag, how often each word occurs: the order is lost.")
def bag_of_words(tokens, vocabulary):
    return np.bincount(answer.encode(tokens, vocabulary), minlength=len(vocabulary))


@wrong("encode", "You seem to return a list: make one array of int64 of it.")
def list_of_numbers(tokens, vocabulary):
    return answer.encode(tokens, vocabulary).tolist()


@wrong("encode", "For no words you seem to return floats: np.array([]) is of float64, unless you say dtype.")
def floats_for_no_words(tokens, vocabulary):
    place = numbered(vocabulary)
    return np.array([place.get(token, 1) for token in tokens])


@right("encode")
def searches_the_list(tokens, vocabulary):
    ids = np.ones(len(tokens), dtype=np.int64)
    for i, token in enumerate(tokens):
        if token in vocabulary:
            ids[i] = vocabulary.index(token)
    return ids


@right("encode")  # all words against all places
def compares_all_with_all(tokens, vocabulary):
    ids = np.full(len(tokens), 1)
    for place, word in enumerate(vocabulary):
        ids[[token == word for token in tokens]] = place
    return ids


# tokenize


@wrong("tokenize", "You seem to cut at blanks only: punctuation sticks to the words.")
def cuts_at_blanks(text):
    return text.lower().split()


@wrong("tokenize", "You seem to keep capital letters: Dog and dog would be two words. Make them small first.")
def keeps_capitals(text):
    return re.findall(r"[A-Za-z0-9']+", text)


@wrong("tokenize", "You seem to look for small letters in a text with capitals: make them small first.")
def loses_capitals(text):
    return re.findall(r"[a-z0-9']+", text)


@wrong("tokenize", "You seem to cut at apostrophes: don't is one word.")
def cuts_at_apostrophes(text):
    return re.findall(r"[a-z0-9]+", text.lower())


@wrong("tokenize", "You seem to leave digits out: 9 is a word as well.")
def without_digits(text):
    return re.findall(r"[a-z']+", text.lower())


@wrong("tokenize", r"You seem to use \w, which takes underscores and letters beyond a to z, too.")
def any_word_character(text):
    return re.findall(r"[\w']+", text.lower())


@wrong("tokenize", "You seem to give single characters: a plus behind the brackets asks for runs of them.")
def single_characters(text):
    return re.findall(r"[a-z0-9']", text.lower())


@wrong("tokenize", "You seem to give each word only once: a text repeats its words.")
def every_token_once(text):
    return list(dict.fromkeys(answer.tokenize(text)))


@wrong("tokenize", "There seem to be empty words at the ends: re.split leaves them, re.findall does not.")
def splits_with_empty_ends(text):
    return re.split(r"[^a-z0-9']+", text.lower())


@wrong("tokenize", "You seem to leave out words of one letter: one character is a run too.")
def without_short_words(text):
    return re.findall(r"[a-z0-9']{2,}", text.lower())


@right("tokenize")
def splits_and_sweeps(text):
    return [token for token in re.split(r"[^a-z0-9']+", text.lower()) if token]


@right("tokenize")  # one character at a time
def reads_characters(text):
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789'")
    return "".join(c if c in allowed else " " for c in text.lower()).split()


# build_vocabulary


@wrong("build_vocabulary", "You seem to count max_size without the two special words: they are part of the list.")
def special_words_come_on_top(token_lists, max_size):
    return answer.build_vocabulary(token_lists, max_size + 2)


@wrong("build_vocabulary", "The special words seem to be missing: the list begins with <pad> and <unk>.")
def no_special_words(token_lists, max_size):
    return answer.build_vocabulary(token_lists, max_size + 2)[2:]


@wrong("build_vocabulary", "The special words seem to be exchanged: <pad> is 0, <unk> is 1.")
def special_words_exchanged(token_lists, max_size):
    return ["<unk>", "<pad>", *answer.build_vocabulary(token_lists, max_size)[2:]]


@wrong("build_vocabulary", "Equally frequent words seem to come in the order of the text: sort them by the alphabet.")
def ties_as_they_come(token_lists, max_size):
    return ["<pad>", "<unk>", *ranked(token_lists, lambda word, count: -count)][:max_size]


@wrong("build_vocabulary", "Equally frequent words seem to come from z to a: only the count is to be turned round.")
def ties_backwards(token_lists, max_size):
    words = ranked(token_lists, lambda word, count: (count, word))
    return ["<pad>", "<unk>", *reversed(words)][:max_size]


@wrong("build_vocabulary", "You seem to put the rarest words first: the most frequent ones are wanted.")
def rare_words_first(token_lists, max_size):
    words = ranked(token_lists, lambda word, count: (count, word))
    return ["<pad>", "<unk>", *words][:max_size]


@wrong("build_vocabulary", "You seem to sort by the alphabet alone: first by how often a word occurs.")
def alphabet_alone(token_lists, max_size):
    words = ranked(token_lists, lambda word, count: word)
    return ["<pad>", "<unk>", *words][:max_size]


@wrong("build_vocabulary", "You seem to sort the chosen words by the alphabet: leave them in the order of their rank.")
def sorted_after_choosing(token_lists, max_size):
    words = answer.build_vocabulary(token_lists, max_size)
    return words[:2] + sorted(words[2:])


@wrong("build_vocabulary", "You seem to count each word once in a text: every occurrence counts.")
def counts_texts(token_lists, max_size):
    return answer.build_vocabulary([sorted(set(tokens)) for tokens in token_lists], max_size)


@wrong("build_vocabulary", "max_size seems to have no effect: cut the list there.")
def takes_all_words(token_lists, max_size):
    return answer.build_vocabulary(token_lists, 10**9)


@right("build_vocabulary")  # sorted twice: sorting is stable
def sorted_twice(token_lists, max_size):
    counts = {}
    for tokens in token_lists:
        for token in tokens:
            counts[token] = counts.get(token, 0) + 1
    words = sorted(sorted(counts), key=counts.get, reverse=True)
    return ["<pad>", "<unk>", *words[: max_size - 2]]


@right("build_vocabulary")
def most_common_of_sorted(token_lists, max_size):
    counts = Counter(sorted(chain.from_iterable(token_lists)))
    return ["<pad>", "<unk>", *(word for word, _ in counts.most_common(max_size - 2))]


# decode


@wrong("decode", "You seem to keep padding: it is nothing, leave it out.")
def keeps_padding(ids, vocabulary):
    return [vocabulary[i] for i in ids]


@wrong("decode", "You seem to leave unknown words out: only padding goes.")
def drops_unknown_words(ids, vocabulary):
    return [vocabulary[i] for i in ids if i > 1]


@wrong("decode", "You seem to stop at the first padding: leave it out and go on.")
def stops_at_padding(ids, vocabulary):
    end = np.flatnonzero(np.append(ids, 0) == 0)[0]
    return [vocabulary[i] for i in ids[:end]]


@wrong("decode", "You seem to strip padding at the end only: leave it out wherever it stands.")
def strips_the_end(ids, vocabulary):
    places = np.flatnonzero(ids)
    return [vocabulary[i] for i in ids[: places[-1] + 1 if len(places) else 0]]


@wrong("decode", "You seem to join the words into one string: a list of words is wanted.")
def joined_words(ids, vocabulary):
    return " ".join(answer.decode(ids, vocabulary))


@wrong("decode", "You seem to count places from 1: the list begins with place 0.")
def one_place_back(ids, vocabulary):
    return [vocabulary[i - 1] for i in ids if i != 0]


@right("decode")
def words_but_padding(ids, vocabulary):
    return [word for word in map(vocabulary.__getitem__, ids) if word != vocabulary[0]]


@right("decode")
def through_an_array(ids, vocabulary):
    return [str(word) for word in np.array(vocabulary)[ids[ids > 0]]]


# pad_sequences


@wrong("pad_sequences", "You seem to pad in front: zeros go behind the end.")
def pads_in_front(sequences, length):
    ids, mask = answer.pad_sequences(sequences, length)
    shifts = [max(length - len(sequence), 0) for sequence in sequences]
    turned = [(np.roll(i, s), np.roll(m, s)) for i, m, s in zip(ids, mask, shifts, strict=True)]
    return np.array([i for i, _ in turned]), np.array([m for _, m in turned])


@wrong("pad_sequences", "You seem to keep the end of long sequences: their first numbers are wanted.")
def keeps_the_end(sequences, length):
    return answer.pad_sequences([sequence[-length:] for sequence in sequences], length)


@wrong("pad_sequences", "The mask seems to be True for padding: it is True where there is a word.")
def mask_of_padding(sequences, length):
    ids, mask = answer.pad_sequences(sequences, length)
    return ids, ~mask


@wrong("pad_sequences", "You seem to take the longest sequence for the length: rows have the length that is given.")
def longest_of_the_batch(sequences, length):
    return answer.pad_sequences(sequences, max(len(sequence) for sequence in sequences))


@wrong("pad_sequences", "Rows seem to be no longer than the longest sequence: fill them up to the given length.")
def no_longer_than_the_longest(sequences, length):
    return answer.pad_sequences(sequences, min(length, max(len(sequence) for sequence in sequences)))


@wrong("pad_sequences", "You seem to fill up with 1, the number of unknown words: padding is 0.")
def pads_with_unknown(sequences, length):
    ids, mask = answer.pad_sequences(sequences, length)
    return np.where(mask, ids, 1), mask


@wrong("pad_sequences", "You seem to fill up with the last number again: padding is 0.")
def repeats_the_last(sequences, length):
    ids, mask = answer.pad_sequences(sequences, length)
    rows = zip(ids, sequences, strict=True)
    return np.array([[*row[: len(s)], *[s[-1] if len(s) else 0] * (length - len(s))] for row, s in rows]), mask


@wrong("pad_sequences", "The mask seems to be missing: return it with the ids.")
def ids_alone(sequences, length):
    return answer.pad_sequences(sequences, length)[0]


@wrong("pad_sequences", "The mask seems to be True everywhere: it is False where there is padding.")
def mask_of_ones(sequences, length):
    ids, mask = answer.pad_sequences(sequences, length)
    return ids, np.ones_like(mask)


@wrong("pad_sequences", "You seem to leave empty sequences out: they have a row too, of padding only.")
def skips_empty_ones(sequences, length):
    return answer.pad_sequences([sequence for sequence in sequences if len(sequence)], length)


@wrong("pad_sequences", "The ids seem to be floats: start with zeros of int64, they will be indices.")
def float_ids(sequences, length):
    ids, mask = answer.pad_sequences(sequences, length)
    return ids.astype(np.float64), mask


@right("pad_sequences")
def row_by_row(sequences, length):
    kept = [[int(i) for i in sequence][:length] for sequence in sequences]
    ids = [row + [0] * (length - len(row)) for row in kept]
    mask = [[True] * len(row) + [False] * (length - len(row)) for row in kept]
    return np.array(ids), np.array(mask)


@right("pad_sequences")  # words are never 0, so zeros are padding
def mask_from_ids(sequences, length):
    ids = np.zeros((len(sequences), length), dtype=np.int64)
    for n in range(len(sequences)):
        for t in range(min(length, len(sequences[n]))):
            ids[n, t] = sequences[n][t]
    return ids, ids != 0


# embedding_forward


@wrong("embedding_forward", "You seem to look up columns: each word has a row of the table.")
def looks_up_columns(ids, table):
    return table[:, ids]


@wrong("embedding_forward", "You seem to set the vector of padding to 0: here it is looked up like any other.")
def zeros_for_padding(ids, table):
    return table[ids] * (ids != 0)[..., None]


@wrong("embedding_forward", "You seem to run all texts together: keep the axes of ids in front of the vectors.")
def all_in_one_row(ids, table):
    return table[ids.ravel()]


@wrong("embedding_forward", "You seem to add up the vectors of a text: one vector for each word is wanted.")
def adds_up_a_text(ids, table):
    return table[ids].sum(axis=-2)


@wrong("embedding_forward", "You seem to count rows from 1: word 0 has row 0.")
def rows_from_one(ids, table):
    return table[ids - 1]


@right("embedding_forward")
def one_hot_product(ids, table):
    return np.eye(len(table), dtype=table.dtype)[ids] @ table


@right("embedding_forward")  # one word at a time
def one_look_up_at_a_time(ids, table):
    out = np.empty((*ids.shape, table.shape[1]))
    for index in np.ndindex(ids.shape):
        out[index] = table[ids[index]]
    return out


# embedding_backward


@wrong("embedding_backward", "Of repeated words only the last seems to count: `+=` with equal indices adds only once.")
def last_one_wins(dout, ids, n_words):
    dtable = np.zeros((n_words, dout.shape[-1]))
    dtable[ids] += dout
    return dtable


@wrong("embedding_backward", "You seem to take the mean over repeated words: their gradients add up.")
def mean_over_repeats(dout, ids, n_words):
    return answer.embedding_backward(dout / occurrences(ids), ids, n_words)


@wrong("embedding_backward", "You seem to give padding no gradient: here its row learns like any other.")
def padding_never_learns(dout, ids, n_words):
    return answer.embedding_backward(dout * (ids != 0)[..., None], ids, n_words)


@wrong("embedding_backward", "You seem to have rows up to the largest number only: the table has n_words of them.")
def rows_that_occur(dout, ids, n_words):
    return answer.embedding_backward(dout, ids, ids.max() + 1)


@wrong("embedding_backward", "You seem to return the table's transpose: words are rows.")
def words_as_columns(dout, ids, n_words):
    return answer.embedding_backward(dout, ids, n_words).T


@wrong("embedding_backward", "You seem to pick rows of dout by word: dout has a row for each place, not for each word.")
def looks_up_dout(dout, ids, n_words):
    rows = dout.reshape(-1, dout.shape[-1])
    return answer.embedding_backward(rows[ids % len(rows)], ids, n_words)


@wrong("embedding_backward", "You seem to count words and ignore dout: each place brings its own gradient.")
def counts_only(dout, ids, n_words):
    return answer.embedding_backward(np.ones_like(dout), ids, n_words)


@wrong("embedding_backward", "You seem to divide by the number of places: if there is a mean, it is in dout already.")
def mean_over_all_places(dout, ids, n_words):
    return answer.embedding_backward(dout, ids, n_words) / ids.size


@right("embedding_backward")
def product_with_one_hot_rows(dout, ids, n_words):
    rows = np.eye(n_words, dtype=dout.dtype)[ids.ravel()]
    return rows.T @ dout.reshape(len(rows), -1)


@right("embedding_backward")
def place_by_place(dout, ids, n_words):
    dtable = np.zeros((n_words, dout.shape[-1]), dout.dtype)
    for index in np.ndindex(ids.shape):
        dtable[ids[index]] += dout[index]
    return dtable


@right("embedding_backward")
def word_by_word(dout, ids, n_words):
    return np.array([dout[ids == word].sum(axis=0) for word in range(n_words)])
