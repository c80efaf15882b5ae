"""The bundled digits, the stratified split, and the cost of importing the package."""

import subprocess
import sys

import numpy as np
import pytest

from scratchml.datasets import load_digits, split


def test_digits_have_the_documented_shapes_and_range():
    X, y = load_digits()
    assert X.shape == (1797, 64)
    assert X.dtype == np.float64
    assert (X.min(), X.max()) == (0, 1)
    assert y.shape == (1797,)
    assert y.dtype == np.int64
    assert np.unique(y).tolist() == list(range(10))


@pytest.fixture
def parts():
    """30 examples of class 2, 20 of 5, 10 of 8, in order; X holds the row number twice."""
    y = np.repeat([2, 5, 8], [30, 20, 10])
    X = np.arange(60)[:, None] * [1, 1]
    return X, y, split(X, y, 0.3, np.random.default_rng(0))


def test_split_gives_each_class_its_share(parts):
    _, _, (_, _, y_train, y_test) = parts
    assert np.bincount(y_test)[[2, 5, 8]].tolist() == [9, 6, 3]
    assert np.bincount(y_train)[[2, 5, 8]].tolist() == [21, 14, 7]


def test_split_keeps_each_example_once_with_its_label(parts):
    X, y, (X_train, X_test, y_train, y_test) = parts
    rows = np.concatenate([X_train, X_test])[:, 0]
    assert sorted(rows) == X[:, 0].tolist()
    np.testing.assert_array_equal(y[rows], np.concatenate([y_train, y_test]))


def test_split_shuffles_both_parts(parts):
    _, _, (_, _, y_train, y_test) = parts
    assert (np.diff(y_train) < 0).any()
    assert (np.diff(y_test) < 0).any()


def test_split_draws_one_permutation():
    y = np.tile([0, 1], 10)
    split(y, y, 0.5, ours := np.random.default_rng(3))
    (theirs := np.random.default_rng(3)).permutation(20)
    assert ours.random() == theirs.random()


def test_split_of_digits_has_360_test_examples_give_or_take_one():
    X, y = load_digits()
    X_train, X_test, _, _ = split(X, y, 0.2, np.random.default_rng(0))
    assert len(X_test) in (359, 360, 361)
    assert len(X_train) + len(X_test) == 1797


def test_split_leaves_one_example_of_a_small_class_in_each_part():
    for share in (0.01, 0.99):
        _, _, y_train, y_test = split(np.zeros(4), [0, 0, 1, 1], share, np.random.default_rng(0))
        assert set(y_train) == set(y_test) == {0, 1}


@pytest.mark.parametrize(
    ("X", "y", "share", "words"),
    [
        (np.zeros((3, 2)), [0, 1], 0.5, "do not go together"),
        (np.zeros((2, 2)), [[0], [1]], 0.5, "do not go together"),
        (np.zeros((4, 2)), [0, 0, 1, 1], 0.0, "between 0 and 1"),
        (np.zeros((4, 2)), [0, 0, 1, 1], 1, "between 0 and 1"),
        (np.zeros((3, 2)), [0, 0, 7], 0.5, "class 7 has a single example"),
    ],
)
def test_split_refuses(X, y, share, words):
    with pytest.raises(ValueError, match=words):
        split(X, y, share, np.random.default_rng(0))


def test_importing_datasets_and_plots_imports_no_heavy_library():
    code = (
        "import sys, scratchml.datasets, scratchml.plots;"
        "print([m for m in ('sklearn', 'pooch', 'requests', 'matplotlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
