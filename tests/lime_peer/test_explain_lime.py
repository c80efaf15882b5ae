"""scratchml.explain against the lime package: its explainers, drawing from our generator, explain alike."""

import re

import numpy as np
import pytest

lime_tabular = pytest.importorskip("lime.lime_tabular")
lime_text = pytest.importorskip("lime.lime_text")
lime_image = pytest.importorskip("lime.lime_image")
lime_discretize = pytest.importorskip("lime.discretize")

from scratchml import explain, perturbation, rendering, surrogate  # noqa: E402

TEXT = "It was the best of times, it was the worst of times; it was the age of wisdom and of foolishness (and hope)."
NAMES = ["a", "b (cm)", "c", "d", "e"]


class OldStyle:
    """Our generator with the method names of RandomState."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.randint = self.rng.integers

    def choice(self, values, size, replace, p=None):
        return np.asarray(values)[self.rng.choice(len(values), size, replace=replace, p=p)]


@pytest.fixture
def table():
    """Training data (120, 5), one column with many ties."""
    X = np.random.default_rng(1).normal(size=(120, 5))
    X[:, 3] = np.round(X[:, 3])
    return X


def table_model(X):
    p = 1 / (1 + np.exp(-X @ [1.0, -2, 0.5, 1, 0]))
    return np.column_stack([p, 1 - p])


def text_model(texts):
    """Depends on words alone, not on what stands between them."""
    score = [len(set(re.findall(r"\w+", text)) & {"best", "it", "hope"}) - text.count("of") / 2 for text in texts]
    p = 1 / (1 + np.exp(-np.array(score)))
    return np.column_stack([1 - p, p])


def image_model(pictures):
    p = 1 / (1 + np.exp(-(pictures[:, :10].mean(axis=(1, 2, 3)) - pictures[:, 10:].mean(axis=(1, 2, 3))) / 40))
    return np.column_stack([p, 1 - p])


def assert_alike(ours, theirs, names=None):
    """Equal features in equal order, weights, intercept, R^2 and local prediction to 1e-10."""
    pairs = theirs.local_exp[ours.label]
    assert ours.features == [j if names is None else names[j] for j, _ in pairs]
    np.testing.assert_allclose(ours.weights, [weight for _, weight in pairs], atol=1e-10)
    got = ours.intercept, ours.r2, ours.local_prediction
    want = theirs.intercept[ours.label], theirs.score, theirs.local_pred[0]
    np.testing.assert_allclose(got, want, atol=1e-10)


def test_bins_are_limes_quartiles(table):
    theirs = lime_discretize.QuartileDiscretizer(table, [], NAMES)
    for j, borders in enumerate(perturbation.quartile_bins(table)):
        codes = np.searchsorted(borders, table[:, j])
        np.testing.assert_array_equal(codes, theirs.lambdas[j](table[:, j]))
        np.testing.assert_array_equal(borders, theirs.maxs[j][:-1])


def test_a_columns_bins_are_drawn_as_lime_draws_them(table):
    column = table[:, :1]
    explainer = lime_tabular.LimeTabularExplainer(column)
    explainer.random_state = OldStyle(3)
    theirs, _ = explainer._LimeTabularExplainer__data_inverse(column[7], 200)
    bins = perturbation.quartile_bins(column)
    ours, _ = perturbation.sample_tabular(column[7], column, bins, 200, np.random.default_rng(3))
    np.testing.assert_array_equal(ours, theirs)


def explain_by_lime(table, x, seed, n_samples):
    """lime's tabular explainer with our samples, since it draws raw values in another way."""
    explainer = lime_tabular.LimeTabularExplainer(table, feature_names=NAMES)
    bins = perturbation.quartile_bins(table)
    samples = perturbation.sample_tabular(x, table, bins, n_samples, np.random.default_rng(seed))
    explainer._LimeTabularExplainer__data_inverse = lambda row, n: samples
    return explainer.explain_instance(x, table_model, labels=(0,), num_features=5, num_samples=n_samples)


@pytest.mark.parametrize("seed", range(3))
def test_a_table_row_is_explained_alike(table, seed):
    ours = explain.explain_tabular(table_model, table[5], table, 1000, np.random.default_rng(seed), 0)
    assert_alike(ours, explain_by_lime(table, table[5], seed, 1000))


def test_conditions_read_as_limes_do(table):
    ours = explain.explain_tabular(table_model, table[5], table, 200, np.random.default_rng(0), 0)
    sentences = rendering.as_list(ours, table[5], perturbation.quartile_bins(table), NAMES)
    theirs = explain_by_lime(table, table[5], 0, 200).as_list(label=0)
    assert [text for text, _ in sentences] == [text for text, _ in theirs]


@pytest.mark.parametrize("k", [3, 6, 9])
def test_a_text_is_explained_alike(k):
    explainer = lime_text.LimeTextExplainer()
    explainer.random_state = OldStyle(2)
    theirs = explainer.explain_instance(TEXT, text_model, labels=(1,), num_features=k, num_samples=200)
    ours = explain.explain_text(text_model, TEXT, 200, np.random.default_rng(2), 1, k)
    assert_alike(ours, theirs, list(dict.fromkeys(re.findall(r"\w+", TEXT))))


def test_text_masks_are_drawn_as_lime_draws_them():
    explainer = lime_text.LimeTextExplainer()
    explainer.random_state = OldStyle(2)
    indexed = lime_text.IndexedString(TEXT)
    theirs, _, _ = explainer._LimeTextExplainer__data_labels_distances(indexed, text_model, 80)
    ours = perturbation.sample_text_masks(80, indexed.num_words(), np.random.default_rng(2))
    np.testing.assert_array_equal(ours, theirs)


@pytest.fixture
def picture():
    """A picture (20, 24, 3) and its segments, labelled from 0 as lime needs them."""
    rng = np.random.default_rng(4)
    return rng.integers(0, 256, (20, 24, 3)).astype(np.uint8), perturbation.grid_segments(20, 24, 4, 3)


@pytest.fixture
def explainer(monkeypatch):
    """lime's image explainer, drawing from our generator, without its progress bar."""
    monkeypatch.setattr(lime_image, "tqdm", lambda rows: rows)
    explainer = lime_image.LimeImageExplainer()
    explainer.random_state = OldStyle(2)
    return explainer


@pytest.mark.parametrize(("fill", "hide_color"), [("mean", None), (0, 0), (99, 99)])
def test_a_picture_is_explained_alike(picture, explainer, fill, hide_color):
    image, segments = picture
    options = {"hide_color": hide_color, "top_labels": 1, "num_samples": 300, "random_seed": 0}
    theirs = explainer.explain_instance(image, image_model, segmentation_fn=lambda image: segments, **options)
    ours = explain.explain_image(image_model, image, segments, 300, np.random.default_rng(2), fill)
    assert_alike(ours, theirs)


def test_pictures_are_painted_over_as_lime_does(picture, explainer):
    image, segments = picture
    seen = []

    def spy(pictures):
        seen.append(pictures.copy())
        return image_model(pictures)

    options = {"top_labels": 1, "num_samples": 30, "random_seed": 0}
    explainer.explain_instance(image, spy, segmentation_fn=lambda image: segments, **options)
    masks = perturbation.sample_masks(30, 12, np.random.default_rng(2))
    np.testing.assert_array_equal(perturbation.mask_image(image, segments, masks), np.concatenate(seen))


def test_the_last_segment_counts_where_labels_start_at_one(picture, explainer):
    """lime never switches the label 12 off, since it takes a column's number for a label; ours differs on purpose."""
    image, segments = picture
    last = segments == 11

    def sees_the_last_only(pictures):
        score = pictures[:, last].mean(axis=(1, 2)) / 255
        return np.column_stack([score, -score])

    image[last] = 255
    options = {"hide_color": 0, "top_labels": 1, "num_samples": 200, "random_seed": 0}
    theirs = explainer.explain_instance(image, sees_the_last_only, segmentation_fn=lambda im: segments + 1, **options)
    rng = np.random.default_rng(2)
    ours = explain.explain_image(sees_the_last_only, image, segments + 1, 200, rng, 0, label=0, alpha=1e-8)
    assert max(abs(weight) for _, weight in theirs.local_exp[0]) < 1e-12
    assert ours.features[0] == 12
    assert ours.weights[0] == pytest.approx(1)


@pytest.mark.parametrize("width", [0.25, 1.5, 25])
def test_the_kernel_is_limes(width):
    distances = np.linspace(0, 3 * width, 50)
    theirs = lime_image.LimeImageExplainer(kernel_width=width).base.kernel_fn(distances)
    np.testing.assert_allclose(surrogate.kernel_weights(distances, width), theirs, rtol=1e-12)
