"""scratchml.text_classifier.explain_post against the lime package: equal draws give equal weights."""

import numpy as np
import pytest

lime_text = pytest.importorskip("lime.lime_text")

from scratchml.datasets import load_posts  # noqa: E402
from scratchml.text import build_vocabulary, encode, pad_sequences, tokenize  # noqa: E402
from scratchml.text_classifier import TextRNN, explain_post  # noqa: E402


class OldStyle:
    """Our generator with the method names of RandomState."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.randint = self.rng.integers

    def choice(self, values, size, replace):
        return np.asarray(values)[self.rng.choice(len(values), size, replace=replace)]


@pytest.fixture
def post():
    return load_posts().texts[0]


@pytest.fixture
def predict_proba(post):
    """A network as it is drawn: its answers differ from text to text, and no training is needed."""
    vocabulary = build_vocabulary([tokenize(post)], 60)
    model = TextRNN(len(vocabulary), 8, 6, 2, np.random.default_rng(0))
    model.params[0] = model.params[0] * 20
    return lambda texts: model.predict_proba(pad_sequences([encode(tokenize(t), vocabulary) for t in texts], 80)[0])


def test_the_weights_are_those_of_lime(post, predict_proba):
    explainer = lime_text.LimeTextExplainer(split_expression=r"[^a-z0-9']+", feature_selection="none")
    explainer.random_state = OldStyle(1)
    label = int(predict_proba([post])[0].argmax())
    theirs = explainer.explain_instance(
        post.lower(), predict_proba, labels=(label,), num_features=999, num_samples=150
    ).as_list(label)
    words, weights = explain_post(predict_proba, post, 150, np.random.default_rng(1))
    assert dict(zip(words, weights, strict=True)) == pytest.approx(dict(theirs), abs=1e-10)
    assert max(abs(weights)) > 0.01
