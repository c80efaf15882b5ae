"""Perturbation: one example in, many changed ones out, and what was kept in each."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# perturbation.ipynb. To check what you have:
#     pytest exercises/lime/test_perturbation.py

import numpy as np

# A drawn cat, 300 x 451 pixels: background, head with stripes, ears, two green eyes with pupils, a nose.
LINE, COLUMN = np.mgrid[:300, :451]
HEAD = ((LINE - 160) / 120) ** 2 + ((COLUMN - 225) / 150) ** 2 < 1
EARS = (LINE > 10) & (LINE < 110) & (np.abs(np.abs(COLUMN - 225) - 105) < (LINE - 10) / 2.5)
EYES = np.hypot(LINE - 115, np.abs(COLUMN - 225) - 70) < 28
PUPILS = EYES & (np.abs(np.abs(COLUMN - 225) - 70) < 7)
NOSE = (LINE > 180) & (LINE < 205) & (np.abs(COLUMN - 225) < (205 - LINE) / 1.2)
FUR = np.stack([190 + 30 * np.sin(COLUMN / 9), 130 + 25 * np.sin(COLUMN / 9), 70 + 0 * LINE], axis=-1)
CAT = np.stack([150 + 0 * LINE, 150 - LINE / 6, 150 + LINE / 4], axis=-1)
CAT[HEAD | EARS] = FUR[HEAD | EARS]
CAT[EYES], CAT[PUPILS], CAT[NOSE] = (90, 170, 60), (20, 20, 20), (220, 120, 130)
CAT = CAT.astype(np.uint8)


def sample_masks(n_samples, n_features, rng):
    """Draw masks by coin tosses; the first keeps everything.

    All coins are tossed with a single call, as integers 0 or 1 for the whole matrix, the first row included.
    Then the first row is set to 1.

    Parameters
    ----------
    n_samples, n_features : int
        Both at least 1.
    rng : numpy.random.Generator
        Used for one call of its method `integers`.

    Returns
    -------
    masks : ndarray of int64, shape (n_samples, n_features)
        1 for a part that is kept, 0 for one that is covered.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3.
    """
    raise NotImplementedError


def mask_image(image, segments, masks, fill="mean"):
    """Make one picture for each mask, with the parts that are not kept painted over.

    Parameters
    ----------
    image : ndarray of any real dtype, shape (H, W) or (H, W, C)
        Grey or with C channels. It is not changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's part, any integers. There are d distinct ones.
    masks : ndarray of int64, shape (n, d)
        Column j stands for the j-th smallest label: 1 keeps the part, 0 covers it.
    fill : "mean" or number
        What covers: the mean of the part, channel by channel, or the same number in all channels. It is
        converted to the dtype of the picture as `astype` does it, so for integers the decimals are cut off.

    Returns
    -------
    pictures : ndarray of the picture's dtype, shape (n, H, W) or (n, H, W, C)

    Raises
    ------
    ValueError
        If the number of columns of the masks is not the number of distinct labels.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.1 and figure 4.
    """
    raise NotImplementedError


def grid_segments(h, w, rows, cols):
    """Cut a picture into a grid of nearly equal cells.

    The pixel in line y and column x belongs to row floor(y rows / h) and column floor(x cols / w) of the grid.
    The cells are numbered from 0, row by row.

    Parameters
    ----------
    h, w : int
        Height and width of the picture, in pixels.
    rows, cols : int
        Number of cells down and across, from 1 to h and from 1 to w.

    Returns
    -------
    segments : ndarray of int64, shape (h, w)
        Labels from 0 to rows cols - 1; every one of them occurs.

    Raises
    ------
    ValueError
        If there are fewer than 1 or more rows (columns) than the picture has pixels in that direction.
    """
    raise NotImplementedError


def sample_text_masks(n_samples, d, rng):
    """Draw masks that leave out 1 to d of d words, each number as likely as any other; the first keeps all.

    The draws, in this order: with one call of `integers` the number of words to leave out for all rows but the
    first; then, row by row, which ones, by `rng.choice(d, size, replace=False)`.

    Parameters
    ----------
    n_samples, d : int
        Both at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    masks : ndarray of int64, shape (n_samples, d)
        1 for a word that is kept, 0 for one that is left out.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3.
    """
    raise NotImplementedError


def mask_text(tokens, masks, bow=True):
    """Make one text for each mask, of the words that are kept, in their order, joined by single spaces.

    Parameters
    ----------
    tokens : list of str
        The words of the text.
    masks : ndarray of int64, shape (n, d)
        1 keeps, 0 leaves out.
    bow : bool
        True (bag of words): column j stands for the j-th distinct word, in order of first appearance, wherever
        it occurs. False: column j stands for position j.

    Returns
    -------
    texts : list of str, length n
        A mask of zeros gives the empty text.
    """
    raise NotImplementedError


def quartile_bins(X):
    """Find the borders of the four quarters of each column.

    Parameters
    ----------
    X : ndarray of float, shape (n, d)
        Training data.

    Returns
    -------
    bins : list of d ndarrays of float64
        For each column its percentiles 25, 50 and 75 (numpy's default: linear between neighbours), ascending,
        equal ones only once: from 1 to 3 borders.
    """
    raise NotImplementedError


def sample_tabular(x, X, bins, n_samples, rng):
    """Draw rows around an example: which of its bins they share, and values for the model.

    The draws, column after column: the bins of all rows by `rng.choice(number of bins, n_samples, p=frequency)`;
    then one vector of integers for all rows, `rng.integers(members)`, with the number of training values in
    each row's bin. These are positions among the values of that bin, in the order of the training data.
    At last the first row is overwritten by the example itself.

    Parameters
    ----------
    x : ndarray of float, shape (d,)
        The example.
    X : ndarray of float, shape (n, d)
        Training data.
    bins : list of d ndarrays of float
        Ascending borders of each column; k borders make k + 1 bins, a border belongs to the bin below it.
        A bin without training values is never drawn.
    n_samples : int
        At least 1.
    rng : numpy.random.Generator

    Returns
    -------
    Z : ndarray of int64, shape (n_samples, d)
        1 where the row has the example's bin; the first row is all ones.
    raw : ndarray of float64, shape (n_samples, d)
        Values, each from the training data; the first row is x.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 3.3.
    """
    raise NotImplementedError
