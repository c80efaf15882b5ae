"""The small digits that come with scikit-learn, and a stratified split."""

import numpy as np


def load_digits():
    """Load the 8 by 8 hand-written digits that are bundled with scikit-learn; no network is needed.

    Neighbouring rows come from the same writers, so shuffle before you split: `split` does.

    Returns
    -------
    X : ndarray of float64, shape (1797, 64)
        One image a row, 0 (background) to 1 (ink): the stored 0..16 divided by 16. ``X.reshape(-1, 8, 8)``
        gives the images.
    y : ndarray of int64, shape (1797,)
        The digits, 0 to 9.

    Notes
    -----
    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI repository, 1998; the
    test part.
    """
    from sklearn.datasets import load_digits as load_bundled

    bundled = load_bundled()
    return bundled.data / 16, bundled.target.astype(np.int64)


def split(X, y, test_share, rng):
    """Shuffle the examples and part them in two, with the same share of every class in both parts.

    Parameters
    ----------
    X : array_like, shape (n, ...)
    y : array_like, shape (n,)
        Class labels.
    test_share : float
        Between 0 and 1, both excluded. A class of m examples gives round(test_share * m) of them to the test
        part, but at least one, and it keeps at least one.
    rng : numpy.random.Generator
        One draw: ``rng.permutation(n)``. In that order each class gives its first examples to the test part,
        and both parts keep that order.

    Returns
    -------
    X_train, X_test, y_train, y_test : ndarrays
        Copies, in the order in which scikit-learn's ``train_test_split`` returns them.

    Raises
    ------
    ValueError
        When the lengths differ, `y` is not one-dimensional, `test_share` is not between 0 and 1, or a class
        has a single example.
    """
    X, y = np.asarray(X), np.asarray(y)
    if y.ndim != 1 or len(X) != len(y):
        raise ValueError(f"X and y do not go together: shapes {X.shape} and {y.shape}")
    if not 0 < test_share < 1:
        raise ValueError(f"test_share must lie between 0 and 1, got {test_share}")
    order = rng.permutation(len(y))
    for_test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        members = np.flatnonzero(y[order] == label)
        if len(members) < 2:
            raise ValueError(f"class {label} has a single example: it cannot be in both parts")
        n_test = min(max(round(test_share * len(members)), 1), len(members) - 1)
        for_test[members[:n_test]] = True
    train, test = order[~for_test], order[for_test]
    return X[train], X[test], y[train], y[test]
