"""Explain: six steps that tell why a model, any model, said what it said."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=3)

PARTS = ("kernel_weights", "weighted_ridge", "weighted_r2")
explain_image = lesson.exercise(
    "explain_image", minutes=20, core=True, after=("sample_masks", "mask_image", "cosine_distance", *PARTS), hints=(
        "Go step by step: parts, masks, pictures, answers, weights, line. For each step there is a function already.",
        "The answers have a row for each sample and a column for each class. Which row is the picture itself?",
        "What does the line say about every sample? R squared wants that, and its first entry is asked for, too.",
        "`largest_first` gives an order. Weights and labels of segments have to follow it together.",
    ),
)  # fmt: skip
explain_tabular = lesson.exercise(
    "explain_tabular", minutes=15, after=("quartile_bins", "sample_tabular", "euclidean_distance", *PARTS), hints=(
        "`sample_tabular` returns two tables. One goes to the model, the other to the line.",
        "If no width is given, how many columns are there, and what is the root of that?",
    ),
)  # fmt: skip
explain_text = lesson.exercise(
    "explain_text", minutes=20, hints=(
        "Which distinct words are there, in order of first appearance? Each is a column of the masks.",
        "Choose columns first, then fit those columns alone: weights, R squared and prediction are of this line.",
        "Put the chosen columns in ascending order before you sort by weight: then ties come out right.",
    ),
    after=("sample_text_masks", "mask_text", "cosine_distance", "forward_selection", "highest_weights", *PARTS),
)  # fmt: skip

TILES = np.kron(np.array([[7, -3, 50], [12, 0, 31]]), np.ones((3, 2), dtype=np.int64))  # labels in no order of place
REVIEW = "A thin plot, A loud film: not good, not Good at all! But 2 stars for the_cast. But but why?"


def taster(rng, n_pixels):
    """Make a model of pictures: class 1 likes ink, class 2 wins as soon as about half of the ink is gone."""
    taste = 0.06 * rng.normal(size=(n_pixels, 3)) + np.array([0, 1, 0]) * 12 / n_pixels

    def predict(pictures):
        powers = np.exp(pictures.reshape(len(pictures), -1) @ taste + np.array([0, 0, 5]))
        return powers / powers.sum(axis=1, keepdims=True)

    return predict


def ink(rng, *shape):
    """Draw a picture."""
    return rng.uniform(0.5, 1, size=(6, 6, *shape))


def summing(slopes, n_classes=2):
    """Make a linear model of pictures: class 1 gets a sum of pixels, each with its slope."""
    shares = np.outer(slopes.ravel(), np.eye(n_classes)[1])
    return lambda pictures: 0.4 + pictures.reshape(len(pictures), -1) @ shares


def tiles_of(explanation):
    """Order the weights by the labels of their segments."""
    _, _, features, weights, *_ = explanation
    return np.asarray(weights)[np.argsort(features)]


def agreement(first, second):
    """Correlate the ranks of weights, feature by feature."""
    ranks = [np.argsort(np.argsort(tiles_of(explanation))) for explanation in (first, second)]
    return np.corrcoef(ranks)[0, 1]


def flowers(rng, n_rows=40):
    """Make a table of four columns on different scales."""
    return rng.normal(size=(n_rows, 4)) * np.array([1, 5, 0.2, 2]) + np.array([0, 20, -1, 3])


def gardener(X):
    """Make a smooth model of rows: three classes, of which class 1 wins for the row of medians."""
    slopes = np.array([[0.2, -0.9, 0], [-0.5, 0.7, 0.2], [0, 0.4, -0.6], [0.3, 0.1, 0.9]]).T / np.std(X, axis=0)

    def predict(rows):
        powers = np.exp((rows - np.median(X, axis=0)) @ slopes.T + np.eye(3)[1])
        return powers / powers.sum(axis=1, keepdims=True)

    return predict


def counting(x, X, effects):
    """Make a model of rows that adds an effect for each column in which a row lies in the quarter of x."""
    borders = np.quantile(X, [0.25, 0.5, 0.75], axis=0)

    def bins_of(rows):
        return np.sum(rows[:, None] > borders, axis=1)

    return lambda rows: np.outer(0.3 + (bins_of(rows) == bins_of(x[None])) @ effects, [0.5, 2, 1])


def critic(tastes, pairs=0.0):
    """Make a model of texts that adds the tastes of distinct words, and something for `not` together with `good`."""
    def predict(texts):
        words = [set(text.split()) for text in texts]
        both = np.array([pairs * ({"not", "good"} <= some) for some in words])
        scores = both + np.array([sum(tastes.get(word, 0.0) for word in sorted(some)) for some in words])
        return np.stack([0.3 - scores, 0.5 + scores, 0.2 * scores**2], axis=-1)

    return predict


TASTES = {"A": 0.31, "thin": -0.22, "loud": -0.13, "good": 0.27, "Good": 0.11, "2": 0.19, "the_cast": 0.43, "But": -0.1}
CROWD = " ".join(f"w{j}" for j in range(10))
DIVIDED = critic({f"w{j}": -1.5 if j == 7 else 1 + j / 20 for j in range(10)})


@explain_image.check(points=3)
def test_explains_a_picture(both, rng):
    """goes through the six steps, and returns label, intercept, features, weights, r2 and local prediction"""
    both.explain_image(taster(rng, 36), ink(rng), TILES, 50, rng, 0.0)


@explain_image.check(points=1, hint="Look at each default in the signature: is it used?")
def test_settings_of_pictures(both, rng):
    """asks about 1000 pictures, covered by means, with a width of 0.25 and an alpha of 1 by default"""
    both.explain_image(taster(rng, 36), ink(rng), TILES, rng=rng)


@explain_image.check(points=1, hint="Class 0 is a class, too.")
def test_class_of_a_picture(both, rng):
    """explains the class that is asked for, class 0 as well"""
    for label in (2, 0):
        both.explain_image(taster(rng, 36), ink(rng), TILES, 30, rng, 0.0, label)


@explain_image.check(points=1)
def test_width_and_alpha(both, rng):
    """takes any width and any alpha"""
    for width, alpha in ((0.1, 1.0), (0.7, 0.01), (0.3, 20.0)):
        both.explain_image(taster(rng, 36), ink(rng), TILES, 40, rng, 0.0, width=width, alpha=alpha)


@explain_image.check(points=1)
def test_colour_pictures(both, rng):
    """takes colours, bytes, and any fill"""
    predict = taster(rng, 108)
    image = (150 * ink(rng, 3)).astype(np.uint8)
    for fill in ("mean", 0, 90):
        both.explain_image(lambda pictures: predict(pictures / 150.0), image, TILES, 30, rng, fill)


@explain_image.check(points=1)
def test_few_pictures(both, rng):
    """takes more segments than samples, where segments have equal weights, and a single segment"""
    for _ in range(3):
        both.explain_image(taster(rng, 36), ink(rng), TILES, 4, rng, 0.0)
    both.explain_image(taster(rng, 36), ink(rng), 0 * TILES + 5, 20, rng, 0.0)


@explain_image.check(points=2, hint="With a tile covered, what does the model lose?")
def test_linear_model_of_pictures(learner, expect, rng):
    """explains a linear model by its own parts, whatever the segments are called: 0 for a part that it ignores"""
    image, slopes = ink(rng), rng.uniform(0.1, 0.2, size=(6, 6)) * np.array([1, 1, 0, 0, -3, -3])
    for tiles, generator in ((TILES, rng), (-TILES, rng), (TILES**2, None)):
        found = learner.explain_image(summing(slopes), image, tiles, 90, generator, 0.0, 1, alpha=1e-8)
        lost = np.array([np.sum((slopes * image)[label == tiles]) for label in np.unique(tiles)])
        expect(tiles_of(found), lost, "the weights of the segments", tol=1e-6)
        expect(found[5], 0.4 + np.sum(lost), "the local prediction", tol=1e-6)


@explain_image.check(points=1)
def test_seeds_of_pictures_agree(learner, expect, rng):
    """gives nearly the same order of weights with another seed, and predicts nearly what the model says"""
    image, slopes = ink(rng), np.array([[-0.04], [0.05]])[[0, 0, 0, 1, 1, 1]] * np.array([1, 1, 2, 2, 3, 3])
    model = summing(slopes + 0.002)
    bent = [learner.explain_image(lambda p: np.tanh(model(p)), image, TILES, 400, rng, 0.0, 1) for _ in range(2)]
    expect(agreement(*bent), 1.0, "the rank agreement of two seeds", tol=0.05)
    expect(bent[0][5], np.tanh(model(image[None]))[0, 1], "the local prediction", tol=0.05)


@explain_tabular.check(points=2)
def test_explains_a_row(both, rng):
    """goes through the six steps with bins, and the straight distance"""
    X = flowers(rng)
    both.explain_tabular(gardener(X), np.median(X, axis=0), X, 60, rng)


@explain_tabular.check(points=1, hint="Look at each default in the signature: is it used?")
def test_settings_of_tables(both, rng):
    """asks about 5000 rows by default, with a width of 0.75 times the root of the number of columns"""
    X = flowers(rng)
    both.explain_tabular(gardener(X), np.median(X, axis=0), X, rng=rng)
    both.explain_tabular(lambda rows: np.sin(rows), X[3, :3], X[:, :3], rng=rng, label=1)


@explain_tabular.check(points=1, hint="Class 0 is a class, too.")
def test_class_of_a_row(both, rng):
    """explains the class that is asked for, class 0 as well"""
    X = flowers(rng)
    for label in (2, 0):
        both.explain_tabular(gardener(X), np.median(X, axis=0), X, 50, rng, label)


@explain_tabular.check(points=1)
def test_width_and_alpha_of_tables(both, rng):
    """takes any width and any alpha"""
    X = flowers(rng)
    for width, alpha in ((0.8, 1.0), (4.0, 0.01), (1.5, 20.0)):
        both.explain_tabular(gardener(X), X[5], X, 50, rng, 1, width, alpha)


@explain_tabular.check(points=1)
def test_awkward_tables(both, rng):
    """takes a constant column, a single column, and more columns than samples"""
    X = flowers(rng)
    X[:, 2] = 0.25
    both.explain_tabular(lambda rows: np.sin(rows), X[7], X, 40, rng, 1)
    both.explain_tabular(lambda rows: np.hstack([rows, np.cos(rows)]), X[7, :1], X[:, :1], 40, rng, 1)
    wide = rng.normal(size=(20, 9))
    both.explain_tabular(lambda rows: np.sin(rows), wide[2], wide, 5, rng)


@explain_tabular.check(points=1, hint="The line is fitted to Z, the 0/1 table.")
def test_linear_model_of_rows(learner, expect, rng):
    """explains a model that is linear in the statements by its own effects: 0 for a column that it ignores"""
    X, effects = flowers(rng), np.array([0.1, -0.4, 0.0, 0.25])
    for columns, generator in ((np.arange(4), rng), (np.array([2, 0, 3, 1]), rng), (np.arange(4), None)):
        model = counting(X[9, columns], X[:, columns], effects[columns])
        found = learner.explain_tabular(model, X[9, columns], X[:, columns], 120, generator, 1, alpha=1e-8)
        expect(tiles_of(found), 2 * effects[columns], "the weights of the columns", tol=1e-6)
        expect(found[5], 2 * (0.3 + np.sum(effects)), "the local prediction", tol=1e-6)


@explain_tabular.check(points=1)
def test_seeds_of_tables_agree(learner, expect, rng):
    """gives nearly the same order of weights with another seed, and predicts nearly what the model says"""
    X, effects = flowers(rng), np.array([0.1, -0.6, 0.0, 0.3])
    model = counting(X[9], X, effects / 2)
    bent = [learner.explain_tabular(lambda rows: 1 + np.tanh(model(rows)), X[9], X, 1000, rng, 1) for _ in range(2)]
    expect(agreement(*bent), 1.0, "the rank agreement of two seeds", tol=0.05)
    expect(bent[0][5], 1 + np.tanh(model(X[9:10]))[0, 1], "the local prediction", tol=0.05)


@explain_text.check(points=2)
def test_explains_a_text(both, rng):
    """goes through the six steps with words, and 100 times the cosine distance"""
    both.explain_text(critic(TASTES, pairs=0.2), REVIEW, 80, rng)


@explain_text.check(points=1, hint="Look at each default in the signature: is it used?")
def test_settings_of_texts(both, rng):
    """asks about 5000 texts by default, and keeps six words"""
    both.explain_text(critic(TASTES, pairs=0.2), "not so good But But 2 loud A thin", rng=rng)


@explain_text.check(points=1, hint="Class 0 is a class, too.")
def test_class_of_a_text(both, rng):
    """explains the class that is asked for, class 0 as well"""
    model = critic(TASTES, pairs=0.2)
    for label in (2, 0):
        both.explain_text(model, REVIEW, 40, rng, label)


@explain_text.check(points=2, hint="Up to six words by forward selection, more by highest weights.")
def test_few_words(both, rng):
    """chooses words by forward selection up to six, by highest weights for more, and fits the line to these alone"""
    for k, n_samples in ((1, 60), (3, 60), (6, 60), (7, 60), (7, 6), (7, 6), (8, 6), (30, 60)):
        both.explain_text(DIVIDED, CROWD, n_samples, rng, k=k)


@explain_text.check(points=1, hint="The line knows the chosen words only: for the whole text it adds them all up.")
def test_line_of_few_words(learner, expect, rng):
    """predicts the intercept and the weights of k words, added up, and names equal words as they appear"""
    found = learner.explain_text(DIVIDED, CROWD, 60, rng, k=4)
    expect(len(found[2]), 4, "the number of words")
    expect(found[1] + np.sum(found[3]), found[5], "intercept and weights, added up")
    alike = learner.explain_text(critic(dict.fromkeys("fedcba", 0.25)), "f e d c b a", 80, rng, 1, alpha=1e-10)
    expect(alike[2], list("fedcba"), "words with equal weights")


@explain_text.check(points=1)
def test_width_and_alpha_of_texts(both, rng):
    """takes any width and any alpha"""
    for width, alpha in ((10, 1.0), (60, 0.01), (30, 20.0)):
        both.explain_text(critic(TASTES, pairs=0.2), REVIEW, 60, rng, None, 4, width, alpha)


@explain_text.check(points=1)
def test_few_texts(both, rng):
    """takes fewer samples than words, and a single word"""
    both.explain_text(critic(TASTES), REVIEW, 5, rng, k=20)
    both.explain_text(critic(TASTES), "good, good!", 10, rng)


@explain_text.check(points=1, hint="Which words does the model know? Case counts, and so do digits and underscores.")
def test_linear_model_of_texts(learner, expect, rng):
    """explains a linear model by its own words: 0 for words that it ignores"""
    words = REVIEW.translate(dict.fromkeys(map(ord, ",:!.?"))).split()
    for generator in (rng, None):
        found = learner.explain_text(critic(TASTES), REVIEW, 100, generator, 1, k=20, alpha=1e-8)
        expect(sorted(found[2]), sorted(set(words)), "the words")
        wanted = np.array([TASTES.get(word, 0.0) for word in found[2]])
        expect(np.asarray(found[3]), wanted, "the weights of the words", tol=1e-6)
