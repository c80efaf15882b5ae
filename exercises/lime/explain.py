"""Explain: six steps that tell why a model, any model, said what it said."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# explain.ipynb. To check what you have:
#     pytest exercises/lime/test_explain.py

import re
from collections import namedtuple

import numpy as np
from lime.perturbation import (
    CAT,
    mask_image,
    mask_text,
    quartile_bins,
    sample_masks,
    sample_tabular,
    sample_text_masks,
)
from lime.surrogate import (
    cosine_distance,
    euclidean_distance,
    forward_selection,
    highest_weights,
    kernel_weights,
    weighted_r2,
    weighted_ridge,
)

Explanation = namedtuple("Explanation", "label intercept features weights r2 local_prediction")


def largest_first(weights):
    """Return the positions of weights by falling size; sizes within 1e-9 of the largest are a tie: lowest first."""
    sizes = np.abs(weights)
    falling = np.argsort(-sizes, kind="stable")
    steps = -np.diff(sizes[falling]) > sizes.max() * 1e-9  # a clear step down starts a new rank
    return falling[np.lexsort((falling, np.append(0, np.cumsum(steps))))]


def explain_image(
    predict_fn, image, segments, n_samples=1000, rng=None, fill="mean", label=None, width=0.25, alpha=1.0
):
    """Explain by LIME which segments of a picture speak for a class.

    Parameters
    ----------
    predict_fn : callable
        Takes pictures, an array of shape (n, H, W) or (n, H, W, C) and the picture's dtype, and returns a number
        for each class, shape (n, classes). It may be asked about all samples at once, or in several calls.
    image : ndarray, shape (H, W) or (H, W, C)
        It is not changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's part, any integers. There are d distinct ones.
    n_samples : int
        How many pictures the model is asked about; the first is the picture itself.
    rng : numpy.random.Generator or None
        Goes to `sample_masks`, and is used for nothing else. None: a new one, with a seed of its own.
    fill : "mean" or number
        What covers, as in `mask_image`.
    label : int or None
        The class to explain. None: the one with the largest number for the picture itself.
    width : float
        Of the kernel on the cosine distance between a mask and the mask of the picture itself.
    alpha : float
        The penalty of the line that is fitted to masks and answers.

    Returns
    -------
    Explanation
        label : int. intercept : float. features : list of int, the d labels of the segments, in the order of
        their weights. weights : ndarray of float, shape (d,), the coefficients, ordered by `largest_first`.
        r2 : float, the weighted R squared of the line. local_prediction : float, what the line says for the
        picture itself.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, algorithm 1.
    """
    raise NotImplementedError


def cat_or_not(pictures, sureness=1.0):
    """Give the probabilities of cat and no cat: green speaks for it, purple against it; bytes in, (n, 2) out."""
    red, green, blue = np.moveaxis(pictures / 255.0, -1, 0)
    eyes = np.mean(np.maximum(green - np.maximum(red, blue), 0), axis=(1, 2))
    floor = np.mean(np.maximum(np.minimum(red, blue) - green, 0), axis=(1, 2))
    p = 1 / (1 + np.exp(-sureness * (1.3 + 280 * eyes - 45 * floor)))
    return np.stack([p, 1 - p], axis=-1)


def explain_tabular(predict_fn, x, X, n_samples=5000, rng=None, label=None, width=None, alpha=1.0):
    """Explain by LIME which columns of a row, each in its quartile, speak for a class.

    Parameters
    ----------
    predict_fn : callable
        Takes rows, shape (n, d), and returns a number for each class, shape (n, classes).
    x : ndarray of float, shape (d,)
        The row to explain.
    X : ndarray of float, shape (m, d)
        The training data: bins are their quartiles, and values are drawn from them.
    n_samples : int
        How many rows the model is asked about; the first is x.
    rng : numpy.random.Generator or None
        Goes to `sample_tabular`, and is used for nothing else. None: a new one, with a seed of its own.
    label : int or None
        The class to explain. None: the one with the largest number for x.
    width : float or None
        Of the kernel on the Euclidean distance between a row of Z and that of x. None: 0.75 times the root of d.
    alpha : float
        The penalty of the line that is fitted to Z and answers.

    Returns
    -------
    Explanation
        As of `explain_image`; features are all column numbers, 0 to d - 1, in the order of their weights.
    """
    raise NotImplementedError


def explain_text(predict_fn, text, n_samples=5000, rng=None, label=None, k=6, width=25, alpha=1.0):
    r"""Explain by LIME which words of a text speak for a class.

    Parameters
    ----------
    predict_fn : callable
        Takes a list of n texts and returns a number for each class, shape (n, classes). It sees the words that are
        kept, joined by single spaces, in the first text as well.
    text : str
        Words are the matches of ``\w+``, case kept. A word that returns is one part, wherever it stands. There is
        at least one.
    n_samples : int
        How many texts the model is asked about; the first has all words.
    rng : numpy.random.Generator or None
        Goes to `sample_text_masks`, and is used for nothing else. None: a new one, with a seed of its own.
    label : int or None
        The class to explain. None: the one with the largest number for the first text.
    k : int
        How many words the explanation has, if there are so many. They are chosen by `forward_selection` for
        k up to 6, by `highest_weights` for more; both get the masks, the answers and the weights.
    width : float
        Of the kernel on 100 times the cosine distance between a mask and the mask of the whole text.
    alpha : float
        The penalty of the line that is fitted to the chosen columns of the masks and the answers.

    Returns
    -------
    Explanation
        As of `explain_image`, for the line of the chosen words; features are words, in the order of their weights.
        Of words with equal weights the one that appears first comes first.
    """
    raise NotImplementedError
