"""Two small tables with named columns, and a forest that knows them: models to be explained."""

from collections import namedtuple

import numpy as np

Table = namedtuple("Table", "X y names classes")


def load_iris():
    """Load Fisher's irises, which are bundled with scikit-learn; no network is needed.

    Returns
    -------
    X : ndarray of float64, shape (150, 4)
        Length and width of sepals and petals, in centimetres. Fifty flowers of each kind, in order of kinds.
    y : ndarray of int64, shape (150,)
        The kinds, 0 to 2.
    names : list of str
        What the columns are called: ``"sepal length (cm)"`` and so on.
    classes : list of str
        What the kinds are called.

    Notes
    -----
    Source: R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7, 1936.
    """
    from sklearn.datasets import load_iris as load_bundled

    return table_of(load_bundled())


def load_wine():
    """Load a chemical analysis of wines, which is bundled with scikit-learn; no network is needed.

    Returns
    -------
    X : ndarray of float64, shape (178, 13)
        Alcohol, magnesium, colour and so on, on very different scales.
    y : ndarray of int64, shape (178,)
        The growers, 0 to 2, in order.
    names : list of str
        What the columns are called.
    classes : list of str
        What the growers are called.

    Notes
    -----
    Source: M. Forina and others, PARVUS; Wine, UCI repository, 1991.
    """
    from sklearn.datasets import load_wine as load_bundled

    return table_of(load_bundled())


def table_of(bundled):
    """Take what lessons need from a bundled dataset."""
    names, classes = map(str, bundled.feature_names), map(str, bundled.target_names)
    return Table(bundled.data, bundled.target.astype(np.int64), list(names), list(classes))


def forest(X, y, seed, n_trees=100):
    """Train scikit-learn's random forest and hand out nothing but its answers: a black box.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Class labels 0, 1, 2, ...; each occurs.
    seed : int
        Equal seeds give equal forests.
    n_trees : int

    Returns
    -------
    predict_proba : callable
        Takes rows, shape (m, d), and returns the probabilities of the classes, float64 of shape (m, classes).

    Notes
    -----
    Source: L. Breiman, Random forests, Machine Learning 45, 2001.
    """
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_trees, random_state=seed).fit(X, y).predict_proba
