"""The tables that are bundled with scikit-learn, and the forest as a black box."""

import numpy as np
import pytest

from scratchml.datasets import forest, load_iris, load_wine


@pytest.mark.parametrize(("load", "shape"), [(load_iris, (150, 4)), (load_wine, (178, 13))])
def test_tables_have_the_documented_shapes_and_names(load, shape):
    X, y, names, classes = load()
    assert X.shape == shape
    assert X.dtype == np.float64
    assert y.shape == shape[:1]
    assert y.dtype == np.int64
    assert np.unique(y).tolist() == [0, 1, 2]
    assert len(names) == shape[1]
    assert len(classes) == 3
    assert {type(name) for name in names + classes} == {str}


def test_parts_of_a_table_have_names_too():
    iris = load_iris()
    assert iris.names[3] == "petal width (cm)"
    assert iris.classes[0] == "setosa"


def test_a_forest_answers_with_probabilities_and_knows_its_flowers():
    iris = load_iris()
    p = forest(iris.X, iris.y, seed=0, n_trees=20)(iris.X)
    assert p.shape == (150, 3)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert (p.argmax(axis=1) == iris.y).mean() > 0.95


def test_equal_seeds_give_equal_forests():
    iris = load_iris()
    first, second, other = (forest(iris.X, iris.y, seed, n_trees=10)(iris.X) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()
