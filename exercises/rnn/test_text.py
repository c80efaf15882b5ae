"""Text: words in, numbers out, and a vector for each number that a network can learn."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=1)

encode = lesson.exercise("encode", minutes=3, core=True, hints=(
    "The number of a word is its place in the list. Which container of Python finds the place of a word at once?",
    "What does the `get` of a dict return for a key that is not there? And what would you like it to return?",
    "Even a text without words gets an array of int64: say the dtype.",
))
tokenize = lesson.exercise("tokenize", minutes=4, hints=(
    "Which method of a string makes all its letters small? Do that first.",
    "`re.findall` lists all places where a pattern fits. What are the characters, and how many of them in a row?",
))
build_vocabulary = lesson.exercise("build_vocabulary", minutes=7, hints=(
    "First count: how often does each word occur, over all texts? `collections.Counter` is made for it.",
    "`sorted` takes a key. A tuple as the key sorts by its first item, and where those are equal by the second.",
    "More frequent comes first: what is the sign of the count in the key? And cut when the list is complete.",
))
decode = lesson.exercise("decode", minutes=2, hints=(
    "The vocabulary is a list: how do you get the word at a place?",
    "Which number stands for nothing, and has no word?",
))
pad_sequences = lesson.exercise("pad_sequences", minutes=6, hints=(
    "Start with an array that holds padding only. Then write each sequence over the beginning of its row.",
    "What happens to `sequence[:length]` if the sequence is shorter? And how many places of the row does it fill?",
    "The mask depends on the lengths of the sequences only: which places of a row are before the end?",
))
embedding_forward = lesson.exercise("embedding_forward", minutes=2, hints=(
    "What does `table[3]` give? And `table[np.array([3, 3, 0])]`?",
    "An array of indices may have two axes. Look at the shape of what comes out, before you write a loop.",
))
embedding_backward = lesson.exercise("embedding_backward", minutes=6, hints=(
    "The table has n_words rows; most of them may get nothing. For each place of ids: which row gets its dout?",
    "What if two places have the same word? Try `a = np.zeros(5); a[[3, 3]] += 1` and look.",
    "numpy's ufuncs, like np.add, have a method that adds at places one after the other.",
))

VOCABULARY = ["<pad>", "<unk>", "the", "bites", "man", "dog", "of", "post"]
SENTENCE = ["the", "dog", "of", "the", "man", "bites", "the", "post", "man"]
COUNTED = [["b", "c", "a", "b"], ["d", "b", "a"], ["c", "e", "d", "f", "f", "f", "f", "f"]]  # f 5, b 3, a c d 2, e 1
IDS = np.array([[3, 1, 3, 0], [4, 3, 0, 0], [1, 4, 4, 1]])  # 3, 4, 1 and 0 are repeated; 2 and 5 do not occur


@encode.check(points=1)
def test_place_in_the_list(both, rng):
    """gives each word its place in the vocabulary, in the order of the text"""
    both.encode(["man", "bites", "dog"], VOCABULARY)
    both.encode([SENTENCE[i] for i in rng.permutation(9)], VOCABULARY)


@encode.check(points=1, hint="Place 1 is kept for them.")
def test_unknown_words(both):
    """gives 1 to every word that is not in the vocabulary"""
    both.encode(["the", "postman", "bites", "cats", "of", "postman"], VOCABULARY)


@encode.check(points=1)
def test_other_vocabulary(both):
    """goes by the vocabulary that it is given"""
    both.encode(["to", "be", "or", "not", "to", "be"], ["<pad>", "<unk>", "not", "to", "or", "be"])
    both.encode(["to", "be", "or", "not", "to", "be"], ["<pad>", "<unk>", "be"])


@encode.check(points=1, hint="np.array of an empty list is of float64, unless you say what you want.")
def test_no_words(both, learner, expect):
    """gives an array of int64, also for a text without words"""
    both.encode([], VOCABULARY)
    expect(str(learner.encode(["dog"], VOCABULARY).dtype), "int64", "the dtype of ids")
    expect(str(learner.encode([], VOCABULARY).dtype), "int64", "the dtype of no ids")


@tokenize.check(points=1)
def test_small_letters(both):
    """cuts at blanks, makes all letters small, and repeats words"""
    both.tokenize("The dog bites THE Man and the cat bites the man")


@tokenize.check(points=1, hint="Whatever is not a letter, a digit or an apostrophe only separates.")
def test_punctuation(both):
    """leaves punctuation out, however much there is of it"""
    both.tokenize('  Well -- "dog bites man", (again...)\n\tsaid a_friend; or\u00a0did he?!')
    both.tokenize("dog bites man.")


@tokenize.check(points=1)
def test_apostrophes_and_digits(both):
    """keeps apostrophes and digits in their words"""
    both.tokenize("Don't call at 9, call 555-0199 or b2b: it's the dogs' line")


@tokenize.check(points=1, hint="The letters are those from a to z.")
def test_other_letters(both):
    """lets letters beyond a to z separate, too"""
    both.tokenize("a caf\u00e9, in z\u00fcrich - again")


@tokenize.check(points=1)
def test_text_without_words(both):
    """gives an empty list where there is no word"""
    both.tokenize("")
    both.tokenize("... ?!")


@build_vocabulary.check(points=1)
def test_frequent_first(both):
    """lists the special words, then words from the most to the least frequent"""
    both.build_vocabulary([["dog", "man", "dog"], ["bites", "dog", "man"]], 10)


@build_vocabulary.check(points=2)
def test_ties_in_the_alphabet(both):
    """lists equally frequent words in the order of the alphabet"""
    both.build_vocabulary([["b", "d", "a"], ["c", "a", "d", "b", "c"]], 20)
    both.build_vocabulary(COUNTED, 20)


@build_vocabulary.check(points=1, hint="The two special words take up two places.")
def test_no_longer_than_asked_for(both):
    """holds no more than max_size words, the special ones included"""
    both.build_vocabulary([["z", "y", "y", "a", "a"], ["z", "y"], ["z", "z", "x"], ["v"]], 4)
    both.build_vocabulary(COUNTED, 5)
    both.build_vocabulary(COUNTED, 3)
    both.build_vocabulary(COUNTED, 2)


@build_vocabulary.check(points=1)
def test_every_occurrence_counts(both):
    """counts every occurrence, not only the texts that hold the word"""
    both.build_vocabulary([["a", "b", "b", "b"], ["a"], ["c", "a", "b"]], 10)


@build_vocabulary.check(points=1)
def test_nothing_to_count(both):
    """lists the special words alone where there are no others"""
    both.build_vocabulary([[], []], 10)


@decode.check(points=1)
def test_words_of_numbers(both, rng):
    """gives each number its word"""
    both.decode(rng.permutation([2, 5, 6, 2, 4, 3, 2, 7]), VOCABULARY)


@decode.check(points=1)
def test_padding_is_nothing(both):
    """leaves padding out, wherever it stands"""
    both.decode(np.array([4, 3, 5, 0, 0, 0]), VOCABULARY)
    both.decode(np.array([0, 4, 0, 0, 5, 0]), VOCABULARY)
    both.decode(np.array([0, 0]), VOCABULARY)


@decode.check(points=1)
def test_unknown_stays(both):
    """leaves an unknown word as it is"""
    both.decode(np.array([2, 1, 3, 1]), VOCABULARY)


@pad_sequences.check(points=1)
def test_short_ones_are_filled_up(both):
    """fills short sequences up with zeros at the end, and marks what is real"""
    both.pad_sequences([[4, 3, 5], [2], [6, 6]], 5)


@pad_sequences.check(points=1)
def test_long_ones_are_cut(both):
    """keeps the first numbers of long sequences"""
    both.pad_sequences([[4, 3, 5, 2, 6, 7], [2, 4, 6], [5, 7]], 3)
    both.pad_sequences([[4, 3, 5, 2], [2, 4, 6, 3]], 1)


@pad_sequences.check(points=1)
def test_same_width_for_all_batches(both):
    """has rows of the length asked for, whatever the longest sequence is"""
    both.pad_sequences([[4, 3, 6, 7, 2]], 2)
    both.pad_sequences([[4, 3], [5]], 7)


@pad_sequences.check(points=1, hint="An empty sequence has no first number: do you look at it?")
def test_empty_sequences(both, learner, expect):
    """takes empty sequences and arrays, and gives int64 and bool"""
    sequences = [np.array([4, 3, 5]), np.array([], dtype=np.int64), [7]]
    both.pad_sequences(sequences, 4)
    ids, mask = learner.pad_sequences(sequences, 4)
    expect([str(ids.dtype), str(mask.dtype)], ["int64", "bool"], "the dtypes of ids and mask")


@embedding_forward.check(points=1)
def test_rows_of_the_table(both, rng):
    """looks up a row of the table for each word"""
    both.embedding_forward(np.array([4, 1, 1, 2]), rng.normal(size=(5, 3)))


@embedding_forward.check(points=1)
def test_batch_of_texts(both, rng):
    """puts the vectors into a new last axis, in float32 too"""
    table = rng.normal(size=(6, 2))
    both.embedding_forward(IDS, table)
    both.embedding_forward(IDS[None], table.astype(np.float32))


@embedding_forward.check(points=1, hint="Padding is left out by the mask, not here.")
def test_padding_has_a_row(both, rng):
    """looks up the row of padding like any other"""
    both.embedding_forward(np.array([[0, 5], [0, 0]]), rng.normal(size=(6, 3)))


@embedding_backward.check(points=1)
def test_gradient_goes_to_its_row(both, rng):
    """brings each gradient to the row of its word"""
    both.embedding_backward(rng.normal(size=(4, 3)), np.array([4, 1, 2, 3]), 5)


@embedding_backward.check(points=2, hint="`dtable[ids] += dout` adds only once to each row.")
def test_repeated_words_add_up(both, rng):
    """adds up the gradients of a word that is repeated"""
    both.embedding_backward(rng.normal(size=(5, 2)), np.array([3, 1, 3, 3, 1]), 4)
    both.embedding_backward(rng.normal(size=(3, 4, 2)), IDS, 5)


@embedding_backward.check(points=1, hint="How many rows does the table have?")
def test_a_row_for_every_word(both, rng):
    """has a row for every word of the table, of zeros where the word does not occur"""
    both.embedding_backward(rng.normal(size=(3, 2)), np.array([2, 0, 3]), 9)


@embedding_backward.check(points=1, hint="Padding is left out by the mask, not here.")
def test_padding_learns(both, rng):
    """treats padding like any other word"""
    both.embedding_backward(rng.normal(size=(2, 3, 4)), np.array([[2, 0, 0], [1, 0, 0]]), 3)


@embedding_backward.check(points=1)
def test_embedding_backward_float32(both, rng):
    """takes float32"""
    both.embedding_backward(rng.normal(size=(3, 4, 2)).astype(np.float32), IDS, 6)


@embedding_backward.check(points=2)
def test_is_the_derivative(gradcheck, rng):
    """agrees with differences of the look-up, whatever dout is"""
    at = (IDS, rng.normal(size=(6, 2)))
    gradcheck("embedding_backward", of="embedding_forward", at=at, wrt=(1,), call=lambda dout: (dout, IDS, 6))
