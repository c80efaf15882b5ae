"""Explain: the six steps of LIME as one pipeline, for table rows, texts and pictures, and any model.

1 cut the input into parts, 2 draw masks, 3 perturb, 4 ask the model, 5 weigh samples by nearness, 6 fit a weighted
linear model to the answers: its coefficients are the explanation. All draws come from `rng`, so equal seeds give equal
explanations, whatever the batch size (in the `lime` package a picture's `random_seed` is for its superpixels only).

`predict_fn` may be anything callable that takes a batch of n perturbed inputs and returns (n, C) finite real numbers:
probabilities or other scores. It is asked in batches of at most 8 MiB of input (or one sample, if that is larger; or
`batch_size` samples), and every batch is let go before the next is made. Besides it, the masks are held, in about five
copies while the surrogate is fitted (8 bytes an entry), and for tables the drawn values. So 1,000 samples of a picture
of 224 x 224 x 3 bytes in 100 segments take 10 MiB at their peak.

`progress` is any callable (done, n_samples). With tqdm: ``progress=lambda done, n: bar.update(done - bar.n)``.

Source: Ribeiro, Singh and Guestrin, *"Why Should I Trust You?" Explaining the Predictions of Any Classifier* (2016).
"""

import re
from collections import namedtuple

import numpy as np

from scratchml import surrogate
from scratchml._compositing import Compositor
from scratchml._predicting import ask
from scratchml.perturbation import mask_text, quartile_bins, sample_masks, sample_tabular, sample_text_masks

Explanation = namedtuple("Explanation", "label intercept features weights r2 local_prediction")
Explanation.__doc__ = """A local linear model of one class score.

Attributes
----------
label : int
    The class that is explained.
intercept : float
features : list
    What can be switched off: column numbers, segment labels (both int) or words (str), the largest |weight| first.
weights : ndarray of float64, shape (len(features),)
    Positive speaks for the class. |weights| that differ by 1e-9 of the largest or less tie: the lowest feature first.
r2 : float
    Weighted R^2 on the samples: how far to trust the explanation.
local_prediction : float
    The linear model's answer for the original; compare it with the model's own.
"""

FORWARD_LIMIT = 6  # up to this K, forward selection is affordable; beyond, the `lime` package takes the highest weights


def explain_tabular(
    predict_fn, x, X, n_samples=5000, rng=None, label=None, width=None, alpha=1.0, *, batch_size=None, progress=None
):
    """Explain a prediction for a table row: which columns' values, lying in their quartile, speak for the class.

    Parameters
    ----------
    predict_fn : callable, array (n, d) of float64 -> array_like (n, C)
    x : array_like, shape (d,)
        The row.
    X : array_like, shape (n, d)
        Training data, from which quartiles and samples are drawn.
    n_samples : int
    rng : numpy.random.Generator, optional
        The draws of `sample_tabular` with `quartile_bins`. None is a new generator with a seed of its own.
    label : int, optional
        The class; None is the one with the largest score for `x` (of several, the lowest).
    width : float, optional
        Of the kernel on the Euclidean distance of masks; None is 0.75 sqrt(d).
    alpha : float
        Of the final ridge regression.
    batch_size : int, optional
        Rows per call of `predict_fn`; None is as many as make 8 MiB.
    progress : callable, optional
        Called as ``progress(done, n_samples)`` after each batch.

    Returns
    -------
    Explanation
        All d columns by number; `scratchml.rendering.as_list` writes them as "petal width (cm) <= 0.30".

    Raises
    ------
    RuntimeError
        If `predict_fn` raises.
    TypeError
        If `rng` is not a Generator, or data or answers are not real numbers.
    ValueError
        If shapes do not fit, data or answers are not finite, or there is no such class.
    """
    Z, raw = sample_tabular(x, X, quartile_bins(X), n_samples, _generator(rng))
    row_bytes = raw.itemsize * raw.shape[1]
    label, answers = ask(predict_fn, lambda rows: raw[rows], n_samples, row_bytes, label, batch_size, progress)
    Z = Z.astype(np.float64)
    distances = surrogate.euclidean_distance(Z, Z[0])
    weights = surrogate.kernel_weights(distances, 0.75 * np.sqrt(Z.shape[1]) if width is None else width)
    return _explanation(label, Z, answers, weights, Z.shape[1], alpha, range(Z.shape[1]))


def explain_text(
    predict_fn, text, n_samples=5000, rng=None, label=None, k=6, width=25, alpha=1.0, *, batch_size=None, progress=None
):
    """Explain a prediction for a text: which words speak for the class.

    Parameters
    ----------
    predict_fn : callable, list of n str -> array_like (n, C)
    text : str
        Words are runs of letters, digits and underscores (``\\w+``), told apart by case. The model sees the kept words
        joined by one space, for the original too.
    n_samples : int
    rng : numpy.random.Generator, optional
        The draws of `sample_text_masks` for the distinct words. None is a new generator with a seed of its own.
    label : int, optional
        The class; None is the one with the largest score for the text (of several, the lowest).
    k : int
        How many words to keep; all if there are no more. Chosen by `forward_selection` up to 6, else `highest_weights`.
    width : float
        Of the kernel on 100 times the cosine distance of masks.
    alpha : float
        Of the final ridge regression.
    batch_size : int, optional
        Texts per call of `predict_fn`; None is as many as make 8 MiB.
    progress : callable, optional
        Called as ``progress(done, n_samples)`` after each batch.

    Returns
    -------
    Explanation
        k words. A word stands for all its places. Ties go to the word that appears first.

    Raises
    ------
    RuntimeError
        If `predict_fn` raises.
    TypeError
        If `rng` is not a Generator or answers are not real numbers.
    ValueError
        If the text has no words, answers have another shape or are not finite, or there is no such class.
    """
    tokens = re.findall(r"\w+", text)
    if not tokens:
        raise ValueError("the text has no words, so there is nothing to leave out")
    words = list(dict.fromkeys(tokens))
    masks = sample_text_masks(n_samples, len(words), _generator(rng))
    label, answers = ask(
        predict_fn, lambda rows: mask_text(tokens, masks[rows]), n_samples, len(text), label, batch_size, progress
    )
    Z = masks.astype(np.float64)
    weights = surrogate.kernel_weights(100 * surrogate.cosine_distance(Z, Z[0]), width)
    return _explanation(label, Z, answers, weights, k, alpha, words)


def explain_image(
    predict_fn,
    image,
    segments,
    n_samples=1000,
    rng=None,
    fill="mean",
    label=None,
    width=0.25,
    alpha=1.0,
    *,
    batch_size=None,
    progress=None,
):
    """Explain a prediction for a picture: which segments speak for the class.

    Parameters
    ----------
    predict_fn : callable, array (n, H, W, C) of the picture's dtype -> array_like (n, classes)
        Grey pictures (H, W) come as (n, H, W).
    image : array_like, shape (H, W, C) or (H, W)
    segments : array_like of int, shape (H, W)
        Superpixels, any labels; see `scratchml.perturbation.grid_segments` for the simplest ones.
    n_samples : int
    rng : numpy.random.Generator, optional
        The draws of `sample_masks`. None is a new generator with a seed of its own.
    fill : "mean" or number
        What a segment is painted over with, see `scratchml.perturbation.mask_image`.
    label : int, optional
        The class; None is the one with the largest score for the picture (of several, the lowest).
    width : float
        Of the kernel on the cosine distance of masks.
    alpha : float
        Of the final ridge regression.
    batch_size : int, optional
        Pictures per call of `predict_fn`; None is as many as make 8 MiB.
    progress : callable, optional
        Called as ``progress(done, n_samples)`` after each batch.

    Returns
    -------
    Explanation
        All segments by their labels.

    Raises
    ------
    RuntimeError
        If `predict_fn` raises.
    TypeError
        If `rng` is not a Generator, `segments` are not integers, or picture or answers are not real numbers.
    ValueError
        If shapes do not fit, answers are not finite, `fill` is out of range, or there is no such class.

    Notes
    -----
    Explain scores that can still move. If the model says 0.9999 with half of the segments gone, all answers are alike
    and the coefficients are noise: give logits or log-odds instead of probabilities.
    """
    compositor = Compositor(image, segments, fill)
    masks = sample_masks(n_samples, len(compositor.labels), _generator(rng))
    label, answers = ask(
        predict_fn,
        lambda rows: compositor.render(masks[rows]),
        n_samples,
        compositor.row_bytes,
        label,
        batch_size,
        progress,
    )
    Z = masks.astype(np.float64)
    weights = surrogate.kernel_weights(surrogate.cosine_distance(Z, Z[0]), width)
    return _explanation(label, Z, answers, weights, Z.shape[1], alpha, compositor.labels.tolist())


def _explanation(label, Z, answers, weights, k, alpha, features):
    """Fit the answers on (at most) k columns and name them."""
    chosen = np.arange(Z.shape[1])
    if k < len(chosen):
        select = surrogate.forward_selection if k <= FORWARD_LIMIT else surrogate.highest_weights
        chosen = np.sort(select(Z, answers, weights, k))
        Z = Z[:, chosen]
    intercept, coef = surrogate.weighted_ridge(Z, answers, weights, alpha)
    order = surrogate.by_magnitude(coef, len(coef))
    return Explanation(
        label=label,
        intercept=intercept,
        features=[features[j] for j in chosen[order]],
        weights=coef[order],
        r2=surrogate.weighted_r2(answers, intercept + Z @ coef, weights),
        local_prediction=float(intercept + coef.sum()),
    )


def _generator(rng):
    """The generator given, or a new one."""
    return np.random.default_rng() if rng is None else rng
