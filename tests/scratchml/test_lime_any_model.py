"""Any model can be explained: a forest, a network, a plain function."""

import numpy as np
import pytest

from scratchml.datasets import forest, load_iris, load_wine
from scratchml.explain import explain_tabular
from scratchml.network import MLP, train
from scratchml.optimizers import Adam


def trained_network(X, y):
    """A small network on standardised columns, as a function of raw rows."""
    mean, std, rng = X.mean(axis=0), X.std(axis=0), np.random.default_rng(0)
    model = MLP([X.shape[1], 16, 3], rng)
    train(model, (X - mean) / std, y, Adam(0.02), 30, 16, rng)
    return lambda rows: model.predict_proba((rows - mean) / std)


def explained(table, predict_proba, row):
    """What the four or thirteen columns of a row say, by name."""
    found = explain_tabular(predict_proba, table.X[row], table.X, n_samples=5000, rng=np.random.default_rng(0))
    return found, [table.names[column] for column in found.features]


@pytest.mark.parametrize("black_box", [lambda X, y: forest(X, y, seed=0, n_trees=20), trained_network])
def test_iris_is_told_by_its_petals(black_box):
    iris = load_iris()
    found, names = explained(iris, black_box(iris.X, iris.y), row=120)
    assert found.label == 2
    assert set(names[:2]) == {"petal length (cm)", "petal width (cm)"}
    assert np.min(found.weights[:2]) > 3 * np.max(np.abs(found.weights[2:]))


def test_wine_of_a_forest_is_told_by_what_separates_its_classes():
    wine = load_wine()
    predict_proba = forest(wine.X, wine.y, seed=0, n_trees=20)
    found, names = explained(wine, predict_proba, row=0)
    assert found.label == wine.y[0] == np.argmax(predict_proba(wine.X[:1]))
    assert sorted(names) == sorted(wine.names)
    assert set(names[:2]) == {"proline", "flavanoids"}


def test_a_plain_function_is_explained_by_the_column_that_it_reads():
    wine = load_wine()
    cut = np.median(wine.X[:, 9])

    def strong_colour(rows):
        p = 1 / (1 + np.exp(cut - rows[:, 9]))
        return np.stack([1 - p, p], axis=1)

    found, names = explained(wine, strong_colour, row=0)
    assert names[0] == "color_intensity"
    assert np.abs(found.weights[0]) > 5 * np.max(np.abs(found.weights[1:]))
