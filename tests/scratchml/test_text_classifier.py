"""scratchml.text_classifier: TextRNN, leaving words out, and LIME on posts."""

import numpy as np
import pytest

from scratchml.gradients import numerical_gradient, relative_error
from scratchml.layers import xavier_init
from scratchml.network import train
from scratchml.optimizers import Adam
from scratchml.perturbation import mask_text, sample_text_masks
from scratchml.recurrent import rnn_forward
from scratchml.surrogate import cosine_distance, kernel_weights, weighted_ridge
from scratchml.text import pad_sequences
from scratchml.text_classifier import TextRNN, explain_post, mask_words

SIZES = (7, 3, 4, 2)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def model(rng):
    return TextRNN(*SIZES, rng)


@pytest.fixture
def ids():
    return pad_sequences([[2, 3, 4, 2], [5], [6, 1, 3]], 5)[0]


def test_model_draws_its_weights_in_order():
    rng = np.random.default_rng(7)
    table, Wx, Wh = rng.normal(0, 0.1, (7, 3)), xavier_init(3, 4, rng), xavier_init(4, 4, rng)
    expected = [table, Wx, Wh, np.zeros(4), xavier_init(4, 2, rng), np.zeros(2)]
    for got, want in zip(TextRNN(*SIZES, np.random.default_rng(7)).params, expected, strict=True):
        np.testing.assert_array_equal(got, want)


def test_logits_come_from_the_mean_over_the_real_words(model, ids):
    table, Wx, Wh, b, Wy, by = model.params
    logits = model.forward(ids)
    for row, got in zip(ids, logits, strict=True):
        words = row[row != 0]
        h = rnn_forward(table[words][None], None, Wx, Wh, b)[0]
        np.testing.assert_allclose(got, h.mean(axis=0) @ Wy + by, rtol=1e-10)


def test_padding_changes_nothing(model, ids):
    longer = np.concatenate([ids, np.zeros((3, 4), int)], axis=1)
    np.testing.assert_allclose(model.forward(longer), model.forward(ids), rtol=1e-12)


def test_text_without_words_gives_the_bias(model):
    model.params[-1] = np.array([0.5, -1])
    np.testing.assert_array_equal(model.forward([[0, 0]]), [[0.5, -1]])


def test_grads_are_the_derivatives_of_the_loss(model, ids):
    labels = [1, 0, 1]
    model.params = [p + 0.1 for p in model.params]
    _, grads = model.loss_and_grads(ids, labels)
    for i, grad in enumerate(grads):

        def loss_at(value, i=i):
            other = TextRNN(*SIZES, np.random.default_rng(0))
            other.params = [value if j == i else p for j, p in enumerate(model.params)]
            return other.loss_and_grads(ids, labels)[0]

        assert relative_error(grad, numerical_gradient(loss_at, model.params[i])) < 1e-6


def test_subclass_may_read_the_last_state_alone(model, ids):
    class LastState(TextRNN):
        def shares(self, mask):
            return np.arange(mask.shape[1]) == mask.sum(axis=1, keepdims=True) - 1

    last = LastState(*SIZES, np.random.default_rng(0))
    table, Wx, Wh, b, Wy, by = last.params
    h = rnn_forward(table[ids], None, Wx, Wh, b, ids != 0)
    np.testing.assert_allclose(last.forward(ids), h[:, -1] @ Wy + by, rtol=1e-10)


def test_probabilities_are_the_softmax_of_the_logits(model, ids):
    p = model.predict_proba(ids)
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(np.log(p[:, 0] / p[:, 1]), -np.diff(model.forward(ids))[:, 0], rtol=1e-9)


def test_float32_parameters_keep_everything_in_float32(model, ids):
    model.params = [p.astype(np.float32) for p in model.params]
    _, grads = model.loss_and_grads(ids, [0, 1, 0])
    assert {a.dtype for a in [*grads, model.forward(ids)]} == {np.dtype(np.float32)}


def test_trains_with_the_loop_of_the_network_lesson(rng):
    labels = rng.integers(0, 2, 60)
    ids = rng.integers(2, 5, (60, 6))
    ids[np.arange(60), rng.integers(0, 6, 60)] = 5 + labels  # one word tells
    model = TextRNN(*SIZES, rng)
    train(model, ids, labels, Adam(0.02), 25, 16, rng)
    assert (model.forward(ids).argmax(axis=1) == labels).all()


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([1, 2], ValueError, r"ids must have shape \(N, T\), got \(2,\)"),
        ([[7]], ValueError, r"ids must lie in 0 \.\.\. 6"),
        ([["cat"]], TypeError, "ids must be integers"),
    ],
)
def test_model_says_what_is_wrong(ids, error, message, model):
    with pytest.raises(error, match=message):
        model.forward(ids)


def test_model_needs_sizes_and_a_generator():
    with pytest.raises(ValueError, match=r"sizes must be at least 1, got \(7, 0, 4, 2\)"):
        TextRNN(7, 0, 4, 2, np.random.default_rng(0))
    with pytest.raises(TypeError, match="Generator"):
        TextRNN(*SIZES, 0)


def test_mask_words_removes_and_keeps_the_order():
    assert mask_words(["a", "b", "a", "c"], np.array([1, 0, 0, 1])) == ["a", "c"]
    assert mask_words(["a"], [False]) == []
    assert mask_words([], []) == []


def test_mask_words_wants_one_entry_per_token():
    with pytest.raises(ValueError, match="got 1 entries for 2 tokens"):
        mask_words(["a", "b"], [1])


TEXT = "The cat saw the DOG; the dog's tail"
WORDS = ["the", "cat", "saw", "dog", "dog's", "tail"]


def cat_or_dog(texts):
    """Class 1 is likelier with "cat", less so with "dog"."""
    words = [text.split() for text in texts]
    p = np.array([0.3 + 0.5 * ("cat" in w) - 0.2 * ("dog" in w) for w in words])
    return np.column_stack([1 - p, p])


def test_explanation_names_the_words_and_what_they_are_worth(rng):
    words, weights = explain_post(cat_or_dog, TEXT, 2000, rng)
    assert words == WORDS
    np.testing.assert_allclose(weights, [0, 0.5, 0, -0.2, 0, 0], atol=0.02)


def test_explanation_is_the_formula(rng):
    _, weights = explain_post(cat_or_dog, TEXT, 50, rng)
    masks = sample_text_masks(50, 6, np.random.default_rng(0))
    tokens = ["the", "cat", "saw", "the", "dog", "the", "dog's", "tail"]
    answers = cat_or_dog(mask_text(tokens, masks))[:, 1]
    nearness = kernel_weights(100 * cosine_distance(masks, masks[0]), 25)
    np.testing.assert_allclose(weights, weighted_ridge(masks, answers, nearness, 1.0)[1], rtol=1e-9, atol=1e-12)


def test_explanation_is_of_the_predicted_class(rng):
    _, weights = explain_post(lambda texts: 1 - cat_or_dog(texts), TEXT, 500, rng)
    np.testing.assert_allclose(weights[1], 0.5, atol=0.03)  # class 0 wins now, and its probability is what class 1 had


def test_model_is_asked_once_for_the_words_of_the_original_first():
    asked = []

    def model(texts):
        asked.append(texts)
        return cat_or_dog(texts)

    explain_post(model, TEXT, 30, np.random.default_rng(0))
    (texts,) = asked
    assert texts[0] == "the cat saw the dog the dog's tail"
    assert len(texts) == 30
    assert "" in texts  # all words may be gone: the model has to bear it


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"text": "..."}, ValueError, "the text has no words"),
        ({"text": 3}, TypeError, "text must be a str"),
        ({"n_samples": 0}, ValueError, "at least 1 sample"),
        ({"rng": 0}, TypeError, "Generator, got int"),
        ({"predict_proba": lambda texts: np.ones(len(texts))}, ValueError, r"shape \(5, C\)"),
        ({"predict_proba": lambda texts: np.full((len(texts), 2), np.nan)}, ValueError, "NaN"),
        ({"predict_proba": lambda texts: 1 / 0}, RuntimeError, "ZeroDivisionError for a list of 5 texts"),
    ],
)
def test_explain_post_refuses(changes, error, message, rng):
    arguments = {"predict_proba": cat_or_dog, "text": TEXT, "n_samples": 5, "rng": rng} | changes
    with pytest.raises(error, match=message):
        explain_post(**arguments)
