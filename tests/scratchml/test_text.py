"""scratchml.text: words, numbers, padding and vectors."""

import numpy as np
import pytest

from scratchml import text
from scratchml.gradients import numerical_gradient, relative_error
from scratchml.layers import one_hot

VOCABULARY = ["<pad>", "<unk>", "a", "cat", "sat"]


def test_tokenize_keeps_words_numbers_and_apostrophes_in_lower_case():
    assert text.tokenize("The CAT's hat -- cost 20$!\n") == ["the", "cat's", "hat", "cost", "20"]


def test_tokenize_cuts_at_letters_outside_of_a_to_z():
    assert text.tokenize("naïve_word") == ["na", "ve", "word"]


def test_tokenize_of_nothing_is_an_empty_list():
    assert text.tokenize(" ...") == []


@pytest.mark.parametrize("given", [None, b"bytes", ["a", "list"]])
def test_tokenize_refuses_what_is_no_string(given):
    with pytest.raises(TypeError, match="text must be a str, got"):
        text.tokenize(given)


def test_vocabulary_is_by_frequency_then_alphabetical():
    lists = [["b", "c", "a"], ["c", "b"], ["c"], ["d"]]
    assert text.build_vocabulary(lists, 10) == ["<pad>", "<unk>", "c", "b", "a", "d"]


def test_max_size_counts_the_two_special_words():
    assert text.build_vocabulary([["b", "a", "b"]], 3) == ["<pad>", "<unk>", "b"]
    assert text.build_vocabulary([["b", "a", "b"]], 2) == ["<pad>", "<unk>"]


def test_special_words_in_the_texts_are_not_listed_twice():
    assert text.build_vocabulary([["<pad>", "x", "<unk>"]], 9) == ["<pad>", "<unk>", "x"]


def test_vocabulary_may_come_from_a_generator():
    assert text.build_vocabulary((list(word) for word in ["ab", "b"]), 9) == ["<pad>", "<unk>", "b", "a"]


def test_vocabulary_has_room_for_the_special_words():
    with pytest.raises(ValueError, match="max_size must be at least 2, got 1"):
        text.build_vocabulary([["a"]], 1)


def test_encode_gives_places_and_one_for_unknown_words():
    ids = text.encode(["cat", "dog", "a"], VOCABULARY)
    assert (ids.tolist(), ids.dtype) == ([3, 1, 2], np.int64)


def test_encode_of_no_words_is_an_empty_int64_array():
    ids = text.encode([], VOCABULARY)
    assert (ids.shape, ids.dtype) == ((0,), np.int64)


def test_decode_is_the_way_back_without_padding():
    assert text.decode([3, 1, 2, 0, 0], VOCABULARY) == ["cat", "<unk>", "a"]
    assert text.decode(text.encode(["a", "cat", "sat"], VOCABULARY), VOCABULARY) == ["a", "cat", "sat"]


def test_decode_of_nothing_is_an_empty_list():
    assert text.decode([], VOCABULARY) == []


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([5], ValueError, r"ids must lie in 0 \.\.\. 4, got 5 \.\.\. 5"),
        ([-1], ValueError, r"ids must lie in 0 \.\.\. 4"),
        ([0.5], TypeError, "ids must be integers, got dtype float64"),
        ([[1, 2]], ValueError, r"ids must have shape \(T,\), got \(1, 2\)"),
    ],
)
def test_decode_refuses(ids, error, message):
    with pytest.raises(error, match=message):
        text.decode(ids, VOCABULARY)


def test_padding_cuts_long_sequences_and_fills_short_ones():
    ids, mask = text.pad_sequences([[5, 6, 7, 8], np.array([9]), []], 3)
    np.testing.assert_array_equal(ids, [[5, 6, 7], [9, 0, 0], [0, 0, 0]])
    np.testing.assert_array_equal(mask, [[1, 1, 1], [1, 0, 0], [0, 0, 0]])
    assert (ids.dtype, mask.dtype) == (np.int64, np.bool_)


def test_padding_mask_tells_a_zero_in_the_sequence_from_padding():
    _, mask = text.pad_sequences([[0, 4]], 3)
    assert mask.tolist() == [[True, True, False]]


def test_padding_of_no_sequences_has_no_rows():
    ids, mask = text.pad_sequences([], 4)
    assert ids.shape == mask.shape == (0, 4)


def test_padding_needs_a_length():
    with pytest.raises(ValueError, match="length must be at least 1, got 0"):
        text.pad_sequences([[1]], 0)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_embedding_looks_rows_up(rng):
    table, ids = rng.normal(size=(7, 3)), rng.integers(0, 7, (5, 4))
    np.testing.assert_allclose(text.embedding_forward(ids, table), one_hot(ids, 7) @ table, rtol=1e-15)


def test_embedding_returns_a_copy_in_the_precision_of_the_table():
    table = np.ones((4, 2), np.float32)
    out = text.embedding_forward([[1, 1]], table)
    out[...] = 9
    assert (out.dtype, table.max()) == (np.float32, 1)


def test_embedding_backward_is_the_derivative(rng):
    table, ids, dout = rng.normal(size=(7, 3)), rng.integers(0, 6, (5, 4)), rng.normal(size=(5, 4, 3))
    numeric = numerical_gradient(lambda table: np.sum(dout * text.embedding_forward(ids, table)), table)
    assert relative_error(text.embedding_backward(dout, ids, 7), numeric) < 1e-6


def test_embedding_backward_adds_up_repeated_words_padding_too():
    got = text.embedding_backward([[[1.0], [2.0], [4.0], [8.0]]], [[3, 0, 3, 0]], 5)
    np.testing.assert_array_equal(got, [[10], [0], [0], [5], [0]])


def test_embedding_backward_of_nothing_is_zero():
    dtable = text.embedding_backward(np.ones((0, 4, 3)), np.ones((0, 4), int), 2)
    np.testing.assert_array_equal(dtable, np.zeros((2, 3)))


def test_embedding_backward_keeps_float32_and_its_arguments(rng):
    dout, ids = rng.normal(size=(5, 4, 3)).astype(np.float32), rng.integers(0, 6, (5, 4))
    before = dout.copy(), ids.copy()
    assert text.embedding_backward(dout, ids, 6).dtype == np.float32
    np.testing.assert_array_equal(dout, before[0])
    np.testing.assert_array_equal(ids, before[1])


@pytest.mark.parametrize("ids", [[[7]], [[-1]]])
def test_embedding_refuses_numbers_out_of_range(ids):
    with pytest.raises(ValueError, match=r"ids must lie in 0 \.\.\. 6"):
        text.embedding_forward(ids, np.ones((7, 3)))
    with pytest.raises(ValueError, match=r"ids must lie in 0 \.\.\. 6"):
        text.embedding_backward(np.ones((1, 1, 3)), ids, 7)


def test_embedding_refuses_words_in_the_place_of_numbers():
    with pytest.raises(TypeError, match="encode words"):
        text.embedding_forward([["cat"]], np.ones((7, 3)))


def test_embedding_refuses_a_table_that_is_none():
    with pytest.raises(ValueError, match=r"table must have shape \(V, D\)"):
        text.embedding_forward([[1]], np.ones(7))


@pytest.mark.parametrize("shape", [(5, 4), (5, 3, 3), (4, 5, 3)])
def test_embedding_backward_refuses_another_shape(shape):
    with pytest.raises(ValueError, match=r"dout must have shape \(5, 4, 'D'\)"):
        text.embedding_backward(np.ones(shape), np.ones((5, 4), int), 3)
