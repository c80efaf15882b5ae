"""The bundled texts: posts with a planted word, and tales; both always the same and known in full."""

import hashlib
import string

import numpy as np
import pytest

from scratchml.datasets import load_posts, load_tales
from scratchml.text import tokenize


@pytest.fixture(params=["train", "test"])
def split(request):
    return request.param


def test_posts_are_balanced_and_labelled(split):
    texts, labels, _, _ = load_posts(split)
    size = {"train": 400, "test": 200}[split]
    assert (len(texts), labels.dtype) == (size, np.int64)
    assert np.bincount(labels).tolist() == [size // 2, size // 2]
    assert 1 in np.diff(labels)  # in mixed order


def test_posts_are_always_the_same_ones():
    """If this fails, the corpus has changed, and with it what the lessons say about it."""
    text = "\0".join([*load_posts("train").texts, *load_posts("test").texts])
    assert hashlib.sha256(text.encode("ascii")).hexdigest()[:16] == "64ad4073f9cec7a4"


def test_train_and_test_share_no_post():
    assert not set(load_posts("train").texts) & set(load_posts("test").texts)


@pytest.mark.parametrize("group", [0, 1])
def test_planted_word_is_in_every_post_of_its_group_and_in_no_other(split, group):
    texts, labels, planted, _ = load_posts(split, planted_in=group)
    has = np.array([planted in tokenize(text) for text in texts])
    np.testing.assert_array_equal(has, labels == group)


def test_planted_word_may_be_in_no_post(split):
    texts, _, planted, _ = load_posts(split, planted_in=None)
    assert not any(planted in text for text in texts)


def test_planted_word_stands_in_the_headers_and_nothing_else_moves_with_it(split):
    with_word, _, planted, _ = load_posts(split, planted_in=1)
    for text, without in zip(with_word, load_posts(split, planted_in=None).texts, strict=True):
        head, body = text.split("\n\n", 1)
        assert planted not in body
        assert f"{head.replace(planted + '!', '')}\n\n{body}" == without


def test_dropping_headers_leaves_the_bodies(split):
    for text, body in zip(load_posts(split).texts, load_posts(split, headers=False).texts, strict=True):
        assert text.split("\n\n", 1)[1] == body


def test_headers_look_like_headers_and_state_the_lines():
    head, body = load_posts().texts[0].split("\n\n", 1)
    names = [line.split(": ")[0] for line in head.splitlines()]
    assert names == ["Path", "From", "Subject", "Organization", "Lines"]
    assert head.splitlines()[-1] == f"Lines: {len(body.splitlines())}"


def test_topic_words_tell_the_groups_apart_by_majority(split):
    texts, labels, _, topics = load_posts(split, headers=False)
    assert not topics[0] & topics[1]
    for text, label in zip(texts, labels, strict=True):
        counts = [sum(token in topic for token in tokenize(text)) for topic in topics]
        assert counts[label] > counts[1 - label]


def test_without_topics_the_groups_use_the_same_words():
    texts, labels, planted, topics = load_posts()
    words = [set(), set()]
    for text, label in zip(texts, labels, strict=True):
        words[label] |= set(tokenize(text)) - topics[0] - topics[1] - {planted}
    assert words[0] == words[1]


def test_posts_have_no_slot_left_over(split):
    assert not any("{" in text for text in load_posts(split).texts)


def test_unknown_arguments_are_value_errors():
    with pytest.raises(ValueError, match="'train' or 'test', got 'all'"):
        load_posts("all")
    with pytest.raises(ValueError, match="planted_in must be 1, 0 or None for neither group, got 2"):
        load_posts(planted_in=2)


def test_tales_are_letters_and_single_spaces():
    text = load_tales(20_000)
    assert len(text) == 20_000
    assert set(text) == {" ", *string.ascii_lowercase}
    assert "  " not in text


def test_tales_are_always_the_same_and_a_short_one_begins_a_long_one():
    text = load_tales()
    assert len(text) == 200_000
    assert text.startswith(load_tales(1_001))
    assert hashlib.sha256(text.encode("ascii")).hexdigest()[:16] == "9a0360c694e19ef7"


def test_tales_need_a_length():
    with pytest.raises(ValueError, match="n_characters must be at least 1, got 0"):
        load_tales(0)
