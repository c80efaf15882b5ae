"""Perturbation: variations of one picture, text or table row, each with the mask of what is left of the original.

A mask is a row of zeros and ones, one entry for every part that can be switched off: superpixels, words, or
columns of a table (1 = the value stays in the bin of the original). Row 0 of every sample is the original, all
ones. Masks are int64 and every random draw is named, so equal seeds give equal samples on any machine.

Sources: Ribeiro, Singh and Guestrin, *"Why Should I Trust You?" Explaining the Predictions of Any Classifier*
(KDD 2016), sections 3.1 to 3.3. Where the draws differ from those of the `lime` package, the docstring says so.
"""

from itertools import compress

import numpy as np

from scratchml._checks import as_float, check_generator, check_ndim, check_not_empty
from scratchml._compositing import Compositor, as_masks
from scratchml._subsets import random_subsets


def grid_segments(h, w, rows, cols):
    """Cut a picture into a grid of segments, the simplest superpixels there are.

    Parameters
    ----------
    h, w : int
        Size of the picture in pixels.
    rows, cols : int
        Size of the grid, at most one segment per pixel: 1 <= rows <= h, 1 <= cols <= w.

    Returns
    -------
    segments : ndarray of int64, shape (h, w)
        Labels from 0, row-major. Pixel (y, x) has label (y * rows // h) * cols + x * cols // w, so heights and
        widths of the cells differ by at most one pixel where the grid does not divide the picture.

    Raises
    ------
    ValueError
        If the grid has no cell or more rows or columns than the picture has pixels.
    """
    if not (1 <= rows <= h and 1 <= cols <= w):
        raise ValueError(f"a grid of {rows} x {cols} cells does not fit a picture of {h} x {w} pixels")
    return (np.arange(h) * rows // h)[:, None] * cols + np.arange(w) * cols // w


def sample_masks(n_samples, n_features, rng):
    """Draw masks for a picture: every segment is on or off with probability one half.

    Parameters
    ----------
    n_samples, n_features : int
        Both at least 1.
    rng : numpy.random.Generator
        One draw: ``rng.integers(0, 2, (n_samples, n_features))``; then row 0 is set to 1.

    Returns
    -------
    masks : ndarray of int64, shape (n_samples, n_features)

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If a size is below 1.
    """
    _check_sizes(n_samples, n_features, rng)
    masks = rng.integers(0, 2, (n_samples, n_features))
    masks[0] = 1
    return masks


def sample_text_masks(n_samples, d, rng):
    """Draw masks for a text: how many words go is uniform in 1 ... d, then which ones.

    Parameters
    ----------
    n_samples, d : int
        Samples and distinct words, both at least 1.
    rng : numpy.random.Generator
        First ``sizes = rng.integers(1, d + 1, n_samples - 1)``, then for row 1, 2, ... one draw
        ``rng.choice(d, size, replace=False)`` of the words that are switched off. Row 0 is all ones, without a draw.

    Returns
    -------
    masks : ndarray of int64, shape (n_samples, d)

    Raises
    ------
    TypeError
        If `rng` is not a Generator.
    ValueError
        If a size is below 1.
    """
    _check_sizes(n_samples, d, rng)
    masks = np.ones((n_samples, d), np.int64)
    sizes = rng.integers(1, d + 1, n_samples - 1)
    masks[1:] -= random_subsets(d, sizes, rng)
    return masks


def mask_image(image, segments, masks, fill="mean"):
    """Return one picture per mask, in which the segments that are off are painted over.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W, C) or (H, W)
    segments : array_like of int, shape (H, W)
        Any labels, not only 0 ... S - 1: column j of `masks` is the j-th smallest label. (The `lime` package takes
        the column's number for the label, so with labels from 1 on it never switches off the last segment.)
    masks : array_like of 0 and 1, shape (n_samples, S)
    fill : "mean" or number
        Paint with the segment's own mean, per channel, or with one number. Both are cast to the dtype of `image`,
        so for integers the fraction is cut off.

    Returns
    -------
    pictures : ndarray, shape (n_samples, H, W, C) or (n_samples, H, W), dtype of `image`

    Raises
    ------
    TypeError
        If `image` does not hold real numbers or `segments` does not hold integers.
    ValueError
        If shapes do not fit, a mask holds anything but 0 and 1, or `fill` is another word or out of the dtype's range.
    """
    return Compositor(image, segments, fill).render(masks)


def mask_text(tokens, masks, bow=True):
    """Return one text per mask, with the words that are off left out.

    Parameters
    ----------
    tokens : sequence of str
        The words of the text in order.
    masks : array_like of 0 and 1, shape (n_samples, d)
        Columns are the distinct tokens in order of first appearance; with ``bow=False`` they are the positions.
    bow : bool
        "Bag of words": a word goes everywhere at once.

    Returns
    -------
    texts : list of str
        The kept tokens joined by one space; "" where none is kept. (The `lime` package keeps what stood between the
        words, so two spaces or a comma may remain, and writes UNKWORDZ where ``bow=False``.)

    Raises
    ------
    ValueError
        If `masks` has another number of columns, or holds anything but 0 and 1.
    """
    columns = {token: j for j, token in enumerate(dict.fromkeys(tokens))}
    keep = as_masks(masks, len(columns) if bow else len(tokens)).astype(np.uint8)
    if bow:
        keep = keep.take([columns[token] for token in tokens], axis=1)
    return [" ".join(compress(tokens, row.tobytes())) for row in keep]  # a byte is 0 or 1, as compress wants it


def quartile_bins(X):
    """Return the borders between the quartiles of every column.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Training data, finite.

    Returns
    -------
    bins : list of d ndarrays
        The 25th, 50th and 75th percentile (linear interpolation), doubles removed, ascending: 1 to 3 borders, 2 to 4
        bins. A value equal to a border lies below it: bin = ``np.searchsorted(borders, value)``.

    Raises
    ------
    TypeError
        If `X` does not hold real numbers.
    ValueError
        If `X` has not two axes, is empty or not finite.
    """
    return [np.unique(borders) for borders in np.percentile(_table(X), [25, 50, 75], axis=0).T]


def sample_tabular(x, X, bins, n_samples, rng):
    """Draw variations of a table row from the training data, column by column.

    Parameters
    ----------
    x : array_like, shape (d,)
        The row to be explained.
    X : array_like, shape (n, d)
        Training data.
    bins : list of d arrays
        Ascending borders per column, as `quartile_bins` returns them.
    n_samples : int
        At least 1.
    rng : numpy.random.Generator
        Two draws per column, column after column: ``b = rng.choice(n_bins, n_samples, p=frequency)``, the share of
        training values in each bin, then ``rng.integers(sizes[b])``, for every row the number of one of the
        ``sizes[b]`` training values of its bin, counted in the order of X. At last row 0 is overwritten by `x`.

    Returns
    -------
    Z : ndarray of int64, shape (n_samples, d)
        1 where the sample lies in the bin of `x`.
    raw : ndarray of float64, shape (n_samples, d)
        What the model is asked about.

    Raises
    ------
    TypeError
        If `rng` is not a Generator or the data are not real numbers.
    ValueError
        If shapes do not fit, there is nothing to draw from, or the data are not finite.

    Notes
    -----
    The `lime` package draws raw values from a normal distribution, fitted to the bin and cut off at its ends, which
    invents values (2.4 children) and asks the model about them. Here every value is one that has been seen in its
    column. Combinations of columns are still invented: the columns are drawn independently in both.
    """
    X = _table(X)
    x = as_float(x, "x").astype(np.float64, copy=False)
    if x.shape != X.shape[1:] or len(bins) != X.shape[1]:
        raise ValueError(
            f"X has {X.shape[1]} columns, but x has shape {x.shape} and there are {len(bins)} arrays of bins"
        )
    if not np.isfinite(x).all():
        raise ValueError("x is not finite: fill missing values first")
    _check_sizes(n_samples, X.shape[1], rng)
    Z = np.empty((n_samples, X.shape[1]), np.int64, order="F")  # written and later summed column by column
    raw = np.empty((n_samples, X.shape[1]))
    for j, borders in enumerate(bins):
        drawn, raw[:, j] = _draw_column(X[:, j], borders, n_samples, rng)
        Z[:, j] = drawn == np.searchsorted(borders, x[j])
    Z[0], raw[0] = 1, x
    return Z, raw


def _draw_column(values, borders, n_samples, rng):
    """The bins and the training values drawn for one column."""
    codes = np.searchsorted(borders, values)
    sizes = np.bincount(codes, minlength=len(borders) + 1)
    members = values[np.argsort(codes, kind="stable")]  # bin after bin, in training order within each
    drawn = _choice(sizes / len(values), n_samples, rng)
    first = np.cumsum(sizes) - sizes
    return drawn, members.take(first.take(drawn) + rng.integers(sizes.take(drawn)))


def _choice(p, n_samples, rng):
    """``rng.choice(len(p), n_samples, p=p)``; among so few, comparing is faster than its binary search."""
    upto = np.cumsum(p)
    u, drawn = rng.random(n_samples), np.zeros(n_samples, np.min_scalar_type(len(p)))
    for border in upto[:-1] / upto[-1]:
        drawn += u >= border
    return drawn.astype(np.int64)


def _table(X):
    """X as a finite float64 table with at least one row and column."""
    X = as_float(X, "X").astype(np.float64, copy=False)
    check_ndim(X, 2, "X", "(n, d)")
    check_not_empty(X, "X")
    if not np.isfinite(X).all():
        raise ValueError("X is not finite: fill missing values first")
    return X


def _check_sizes(n_samples, n_features, rng):
    """Raise unless there is something to draw, and something to draw it with."""
    check_generator(rng)
    if n_samples < 1 or n_features < 1:
        raise ValueError(f"there must be at least 1 sample and 1 feature, got {n_samples} and {n_features}")
