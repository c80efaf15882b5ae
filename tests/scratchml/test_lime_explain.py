"""scratchml.explain: properties of the explanations of tables, texts and pictures."""

import re

import numpy as np
import pytest

from scratchml import explain, surrogate
from scratchml.global_view import stability
from scratchml.perturbation import grid_segments, quartile_bins, sample_masks, sample_tabular, sample_text_masks

GRID = grid_segments(12, 12, 3, 3)
TEXT = "it was the best of times, it was the worst of times; it was an age of wisdom"
WORDS = list(dict.fromkeys(re.findall(r"\w+", TEXT)))


def dense(explanation, features):
    """Weights in the order of the features, 0 where one was left out."""
    found = dict(zip(explanation.features, explanation.weights, strict=True))
    return np.array([found.get(feature, 0.0) for feature in features])


def both_classes(score):
    """A score and its opposite, as two columns."""
    return np.column_stack([score, -score])


def picture_model(coefs, shape=lambda score: score):
    """A model that is linear in what is left of the cells of a picture of ones."""

    def predict(pictures):
        cells = pictures.reshape(-1, 3, 4, 3, 4).mean(axis=(2, 4)).reshape(-1, 9)
        return both_classes(shape(cells @ coefs))

    return predict


def text_model(coefs):
    """A model that is linear in which words are there."""
    return lambda texts: both_classes(np.array([sum(coefs[word] for word in set(text.split())) for text in texts]))


def explain_picture(coefs, seed=0, shape=lambda score: score, **options):
    options = {"fill": 0, "label": 0} | options
    model, rng = picture_model(coefs, shape), np.random.default_rng(seed)
    return explain.explain_image(model, np.ones((12, 12)), GRID, rng=rng, **options)


@pytest.fixture
def coefs():
    return np.array([3.0, -2, 0, 0.5, 1, -1, 0, 0.25, 2])


@pytest.fixture
def table():
    """Training data (200, 6)."""
    return np.random.default_rng(9).normal(size=(200, 6))


def table_model(coefs):
    return lambda X: both_classes(np.tanh(X) @ coefs)


def test_a_linear_picture_model_is_explained_by_its_own_coefficients(coefs):
    found = explain_picture(coefs, alpha=1e-8, n_samples=300)
    np.testing.assert_allclose(dense(found, range(9)), coefs, atol=1e-6)
    assert found.r2 == pytest.approx(1)
    assert found.local_prediction == pytest.approx(coefs.sum())


def test_a_linear_text_model_is_explained_by_its_own_coefficients():
    coefs = {word: len(word) - 2.5 for word in WORDS}
    found = explain.explain_text(text_model(coefs), TEXT, 400, np.random.default_rng(0), 0, len(WORDS), alpha=1e-8)
    np.testing.assert_allclose(dense(found, WORDS), list(coefs.values()), atol=1e-6)
    assert found.intercept == pytest.approx(0, abs=1e-6)


def test_a_linear_model_of_raw_columns_is_explained_by_its_own_coefficients(table):
    coefs = np.array([3.0, -2, 0, 0.5, 100, 1e-3])
    weights = surrogate.kernel_weights(surrogate.euclidean_distance(table, table[0]), 2.0)
    intercept, found = surrogate.weighted_ridge(table, 7 + table @ coefs, weights, 1e-8)
    np.testing.assert_allclose([intercept, *found], [7, *coefs], atol=1e-6)


def test_a_model_of_bins_is_explained_by_its_own_coefficients(table):
    bins, x, coefs = quartile_bins(table), table[3], np.arange(-2, 4)

    def model(X):
        same = [np.searchsorted(b, X[:, j]) == np.searchsorted(b, x[j]) for j, b in enumerate(bins)]
        return both_classes(np.column_stack(same) @ coefs)

    found = explain.explain_tabular(model, x, table, 500, np.random.default_rng(0), 0, alpha=1e-8)
    np.testing.assert_allclose(dense(found, range(6)), coefs, atol=1e-6)


def test_ignored_columns_get_nearly_nothing(table):
    coefs = np.array([1.0, 0, 0, -1, 0, 2])
    found = explain.explain_tabular(table_model(coefs), np.full(6, 2.0), table, 5000, np.random.default_rng(0), 0)
    weights = np.abs(dense(found, range(6)))
    assert weights[coefs == 0].max() < 0.05 * weights[coefs != 0].min()


def test_ignored_segments_get_nearly_nothing(coefs):
    weights = dense(explain_picture(coefs, n_samples=2000), range(9))
    np.testing.assert_allclose(weights[coefs == 0], 0, atol=0.02)


def test_permuted_features_have_permuted_weights():
    masks, rng = sample_masks(200, 7, np.random.default_rng(0)), np.random.default_rng(1)
    y, weights, order = np.cos(masks @ rng.normal(size=7)), rng.random(200), rng.permutation(7)
    _, coef = surrogate.weighted_ridge(masks, y, weights, 1.0)
    np.testing.assert_allclose(surrogate.weighted_ridge(masks[:, order], y, weights, 1.0)[1], coef[order], rtol=1e-9)


def test_the_local_prediction_is_close_to_the_models(coefs):
    found = explain_picture(coefs, shape=np.tanh)
    assert abs(found.local_prediction - np.tanh(coefs.sum())) < 0.2


@pytest.mark.parametrize("kind", ["tabular", "text", "image"])
def test_equal_seeds_give_equal_explanations(kind, table, coefs):
    call = {
        "tabular": lambda rng: explain.explain_tabular(table_model(np.arange(6)), table[0], table, 300, rng),
        "text": lambda rng: explain.explain_text(text_model(dict.fromkeys(WORDS, 1)), TEXT, 300, rng),
        "image": lambda rng: explain.explain_image(picture_model(coefs), np.ones((12, 12)), GRID, 300, rng, 0),
    }[kind]
    first, second = call(np.random.default_rng(4)), call(np.random.default_rng(4))
    assert first._replace(weights=None) == second._replace(weights=None)
    np.testing.assert_array_equal(first.weights, second.weights)


def test_without_a_generator_every_call_draws_anew(coefs):
    model, image = picture_model(coefs, np.tanh), np.ones((12, 12))
    first, second = (explain.explain_image(model, image, GRID, 50, fill=0) for _ in range(2))
    assert first.intercept != second.intercept


def test_a_picture_is_explained_from_its_masks_kernel_and_ridge(coefs):
    masks = sample_masks(200, 9, np.random.default_rng(6))
    weights = surrogate.kernel_weights(surrogate.cosine_distance(masks, masks[0]), 0.25)
    intercept, coef = surrogate.weighted_ridge(masks, np.tanh(masks @ coefs), weights, 1.0)
    found = explain_picture(coefs, 6, np.tanh, n_samples=200)
    assert found.intercept == pytest.approx(intercept)
    np.testing.assert_allclose(dense(found, range(9)), coef, atol=1e-12)
    assert found.r2 == pytest.approx(surrogate.weighted_r2(np.tanh(masks @ coefs), intercept + masks @ coef, weights))


@pytest.mark.parametrize(("k", "select"), [(3, surrogate.forward_selection), (7, surrogate.highest_weights)])
def test_words_are_chosen_forwards_up_to_six_and_by_weight_beyond(k, select):
    coefs = {word: (-1) ** i * (i + 1.0) for i, word in enumerate(WORDS)}
    masks = sample_text_masks(300, len(WORDS), np.random.default_rng(6))
    weights = surrogate.kernel_weights(100 * surrogate.cosine_distance(masks, masks[0]), 25)
    chosen = select(masks, masks @ list(coefs.values()), weights, k)
    found = explain.explain_text(text_model(coefs), TEXT, 300, np.random.default_rng(6), 0, k)
    assert set(found.features) == {WORDS[j] for j in chosen}
    _, coef = surrogate.weighted_ridge(masks[:, chosen], masks @ list(coefs.values()), weights, 1.0)
    np.testing.assert_allclose(sorted(found.weights), sorted(coef), atol=1e-10)


def test_a_table_row_is_explained_from_bins_of_its_own_data(table):
    coefs = np.array([2.0, -1, 0.5, 3, -2, 1])
    Z, raw = sample_tabular(table[0], table, quartile_bins(table), 200, np.random.default_rng(6))
    weights = surrogate.kernel_weights(surrogate.euclidean_distance(Z, Z[0]), 0.75 * np.sqrt(6))
    _, coef = surrogate.weighted_ridge(Z, table_model(coefs)(raw)[:, 1], weights, 1.0)
    found = explain.explain_tabular(table_model(coefs), table[0], table, 200, np.random.default_rng(6), 1)
    np.testing.assert_allclose(dense(found, range(6)), coef, atol=1e-12)


def test_features_come_with_the_largest_weight_first(coefs):
    sizes = np.abs(explain_picture(coefs).weights)
    assert (np.diff(sizes) <= 0).all()


def test_equal_weights_come_in_the_order_of_their_features():
    found = explain_picture(np.zeros(9))
    assert found.features == list(range(9))
    assert found.r2 == 1.0


def test_segments_go_by_their_labels(coefs):
    rng = np.random.default_rng(0)
    found = explain.explain_image(picture_model(coefs), np.ones((12, 12)), 10 * GRID + 1, 300, rng, 0, 0, alpha=1e-8)
    np.testing.assert_allclose(dense(found, range(1, 90, 10)), coefs, atol=1e-6)


@pytest.mark.parametrize("label", [0, 1])
def test_the_class_with_the_largest_score_is_explained(label):
    found = explain_picture(np.full(9, 1.0 if label == 0 else -1.0), label=None)
    assert found.label == label
    assert (found.weights > 0).all()


def test_of_equal_scores_the_lowest_class_is_explained():
    assert explain_picture(np.zeros(9), label=None).label == 0


def test_a_text_with_fewer_words_than_asked_for_keeps_them_all():
    found = explain.explain_text(text_model({"a": 1, "B": 2}), "a, B? a!", 50, np.random.default_rng(0))
    assert found.features == ["B", "a"]


def test_one_part_is_explained_too(table):
    found = explain.explain_tabular(lambda X: X > 0, table[:1, 0], table[:, :1], 50, np.random.default_rng(0), 0)
    assert found.features == [0]


@pytest.mark.parametrize(("n_samples", "runs"), [(5000, 5)])
def test_tables_rank_alike_with_any_seed(table, n_samples, runs):
    model, x = table_model(np.array([4.0, -3, 2, -1, 0.5, 6])), np.full(6, 1.5)
    found = [
        explain.explain_tabular(model, x, table, n_samples, np.random.default_rng(seed), 0) for seed in range(runs)
    ]
    assert stability([dense(run, range(6)) for run in found]) >= 0.9


def test_texts_rank_alike_with_any_seed():
    coefs = {word: 0.2 * (i - 4) for i, word in enumerate(WORDS)}
    model = text_model(coefs)
    found = [explain.explain_text(model, TEXT, 2000, np.random.default_rng(seed), 0, 99) for seed in range(3)]
    assert stability([dense(run, WORDS) for run in found]) >= 0.9


def test_pictures_rank_alike_with_any_seed_where_the_model_is_not_saturated(coefs):
    found = [explain_picture(coefs / 4, seed, np.tanh, n_samples=1000) for seed in range(5)]
    assert stability([dense(run, np.flatnonzero(coefs)) for run in found]) >= 0.9


def test_a_saturated_model_misleads_and_its_log_odds_do_not():
    """With any three cells left the model is sure: what little moves is chance, though each cell speaks for it."""
    coefs = np.linspace(1, 1.6, 9)
    sure = [explain_picture(coefs, seed, lambda z: 1 / (1 + np.exp(20 - 12 * z)), n_samples=1000) for seed in range(5)]
    odds = [explain_picture(coefs, seed, lambda z: 12 * z - 20, n_samples=1000) for seed in range(5)]
    assert stability([dense(run, range(9)) for run in odds]) >= 0.9
    assert stability([dense(run, range(9)) for run in sure]) < 0.4
    assert sure[0].r2 < 0.4
