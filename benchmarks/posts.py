"""Does a recurrent network read posts for the right reason? Accuracies and what LIME says, not times.

Bundled posts, always: TextRNN with headers and without, and with the planted word moved to the other group; in how many
test posts `explain_post` puts the planted word first, and in how many, after the headers are gone, a word of the topic.

20 newsgroups, atheism / christian, with ``--newsgroups PATH`` (the archive or its folder): TextRNN, mean of the states,
on the first 100 words with headers; the last state alone on the first 60, 100 and 200; and how many of the three
weightiest words of the explanations stand in the headers, against how many of all words do. These explain log-odds: the
probabilities of so sure a network hardly move.

Every number is the median of three seeds. Run it as ``python benchmarks/posts.py [--newsgroups PATH]``.
"""

import common  # noqa: F401, I001  first of the imports that matter: it sets one thread
import argparse
import statistics
import time
from collections import Counter

import numpy as np

from scratchml.datasets import load_20newsgroups, load_posts
from scratchml.metrics import accuracy
from scratchml.network import train
from scratchml.optimizers import Adam
from scratchml.text import build_vocabulary, encode, pad_sequences, tokenize
from scratchml.text_classifier import TextRNN, explain_post

SEEDS = range(3)


class LastState(TextRNN):
    """The same network, but the logits come from the state after the last word alone."""

    def shares(self, mask):
        """All to the last real step."""
        return np.arange(mask.shape[1]) == mask.sum(axis=1, keepdims=True) - 1


class Reader:
    """A network with the vocabulary of its training texts: texts in, probabilities out."""

    def __init__(self, texts, labels, seed, length=120, kind=TextRNN, sizes=(16, 24), lr=0.005, epochs=15):
        tokens = [tokenize(text) for text in texts]
        self.vocabulary, self.length = build_vocabulary(tokens, 5000), length
        rng = np.random.default_rng(seed)
        self.model = kind(len(self.vocabulary), *sizes, 2, rng)
        self.model.params = [p.astype(np.float32) for p in self.model.params]
        train(self.model, self.ids(texts), labels, Adam(lr), epochs, 32, rng)

    def ids(self, texts):
        """Word numbers of equal length."""
        return pad_sequences([encode(tokenize(text), self.vocabulary) for text in texts], self.length)[0]

    def predict_proba(self, texts):
        """Probabilities, 250 texts at a time."""
        batches = [texts[i : i + 250] for i in range(0, len(texts), 250)]
        return np.concatenate([self.model.predict_proba(self.ids(batch)) for batch in batches])

    def log_odds(self, texts):
        """For each class its logit less the other's."""
        logits = self.model.forward(self.ids(texts))
        return logits - logits[:, ::-1]

    def accuracy(self, texts, labels):
        """Share of right answers."""
        return accuracy(labels, self.predict_proba(texts).argmax(axis=1))


def top_words(scores, text, k, n_samples=1000):
    """The k words of largest |weight|."""
    words, weights = explain_post(scores, text, n_samples, np.random.default_rng(0))
    return [words[j] for j in np.argsort(-np.abs(weights))[:k]]


def tell(name, values, wanted=""):
    """Print the median and all values."""
    each = " ".join(f"{value:.3f}" for value in values)
    print(f"{name:<62} {statistics.median(values):.3f}   ({each})   {wanted}", flush=True)


def bundled():
    """The corpus whose truth is known."""
    train_with, train_without = load_posts("train"), load_posts("train", headers=False)
    test_with, test_without = load_posts("test"), load_posts("test", headers=False)
    moved = load_posts("test", planted_in=0)
    planted = [text for text, label in zip(test_with.texts, test_with.labels, strict=True) if label == 1][:20]
    figures = {name: [] for name in ("with", "moved", "named", "without", "topic")}
    for seed in SEEDS:
        reader = Reader(train_with.texts, train_with.labels, seed)
        figures["with"].append(reader.accuracy(test_with.texts, test_with.labels))
        figures["moved"].append(reader.accuracy(moved.texts, moved.labels))
        firsts = [top_words(reader.predict_proba, text, 1)[0] for text in planted]
        figures["named"].append(np.mean([word == test_with.planted for word in firsts]))
        reader = Reader(train_without.texts, train_without.labels, seed)
        figures["without"].append(reader.accuracy(test_without.texts, test_without.labels))
        firsts = [top_words(reader.predict_proba, text, 1)[0] for text in test_without.texts[:40]]
        figures["topic"].append(np.mean([word in frozenset.union(*test_without.topics) for word in firsts]))
    tell("bundled posts, with headers: accuracy", figures["with"])
    tell("... planted word moved to the other group: accuracy", figures["moved"], "far below")
    tell("... posts in which LIME puts the planted word first", figures["named"], "wanted: all")
    tell("bundled posts, without headers: accuracy", figures["without"])
    tell("... posts in which LIME puts a word of the topics first", figures["topic"], "wanted: nearly all")


def newsgroups(path):
    """Real posts."""
    (texts, labels), (test_texts, test_labels) = (load_20newsgroups(path, split) for split in ("train", "test"))
    settings = {"sizes": (32, 64), "lr": 0.002, "epochs": 10}
    start = time.process_time()
    readers = [Reader(texts, labels, seed, 100, **settings) for seed in SEEDS]
    seconds = (time.process_time() - start) / len(SEEDS)
    means = [reader.accuracy(test_texts, test_labels) for reader in readers]
    tell(f"20 newsgroups, mean of states, 100 words ({seconds:.0f} s of CPU each)", means, "wanted: >= 0.90")
    for length in (60, 100, 200):
        lasts = [Reader(texts, labels, seed, length, LastState, **settings) for seed in SEEDS]
        accuracies = [reader.accuracy(test_texts, test_labels) for reader in lasts]
        tell(f"... last state alone, {length} words", accuracies, "far below" if length > 60 else "")
    bodies = load_20newsgroups(path, "train", False)[0], load_20newsgroups(path, "test", False)[0]
    plain = [Reader(bodies[0], labels, seed, 100, **settings).accuracy(bodies[1], test_labels) for seed in SEEDS]
    tell("... mean of states, 100 words, headers left out", plain)
    where_they_look(readers[0], test_texts, bodies[1])


def where_they_look(reader, texts, bodies, n_posts=40):
    """Count how many of the weightiest words stand in the headers."""
    in_head, all_in_head, counts = [], [], Counter()
    for i in np.random.default_rng(0).permutation(len(texts))[:n_posts]:
        tokens = tokenize(texts[i])[: reader.length]
        head = set(tokenize(texts[i][: len(texts[i]) - len(bodies[i])]))
        weightiest = top_words(reader.log_odds, " ".join(tokens), 3, 500)
        in_head += [word in head for word in weightiest]
        all_in_head += [word in head for word in set(tokens)]
        counts.update(weightiest)
    print(f"... {n_posts} explained test posts: of the 3 weightiest words {np.mean(in_head):.0%} stand in the headers,")
    print(f"    of all words {np.mean(all_in_head):.0%}; the most frequent:", *(w for w, _ in counts.most_common(12)))


def main():
    """Measure, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--newsgroups", metavar="PATH", help="20news-bydate.tar.gz or the folder that holds it")
    options = parser.parse_args()
    bundled()
    if options.newsgroups:
        newsgroups(options.newsgroups)


if __name__ == "__main__":
    main()
