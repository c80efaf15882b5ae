"""LIME on a photograph: superpixels are painted over at random, and a linear model is fitted to the answers.

Source: Ribeiro, Singh and Guestrin (2016), "Why should I trust you?" Explaining the predictions of any classifier.
"""

import numpy as np

from scratchml._compositing import Compositor
from scratchml._predicting import ask
from scratchml.perturbation import mask_image, sample_masks
from scratchml.surrogate import cosine_distance, kernel_weights, weighted_ridge


def mask_superpixels(image, segments, masks, fill):
    """Return one picture per mask, in which the superpixels that are off are painted over.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W, C) or (H, W)
    segments : array_like of int, shape (H, W)
        Any labels: column j of `masks` is the j-th smallest label.
    masks : array_like of 0 and 1, shape (n_samples, n_segments)
    fill : "mean" or number
        Paint with the superpixel's own mean, per channel, or with one number, cast to the dtype of `image`.

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
    return mask_image(image, segments, masks, fill)


def explain_photo(predict_proba, image, segments, n_samples, rng, fill="mean"):
    """Explain a prediction for a photograph by LIME: which superpixels speak for the predicted class, and how much.

    Parameters
    ----------
    predict_proba : callable, array (n, H, W, C) of the dtype of `image` -> array (n, n_classes)
        Asked in batches that fit the memory. The first picture is `image` itself; its argmax is the class explained.
    image : array_like of real numbers, shape (H, W, C) or (H, W)
    segments : array_like of int, shape (H, W)
        Any labels.
    n_samples : int
        At least 1.
    rng : numpy.random.Generator
        One draw: ``rng.integers(0, 2, (n_samples, n_segments))``, 1 = on; then row 0 is set to 1.
    fill : "mean" or number
        As in `mask_superpixels`.

    Returns
    -------
    weights : ndarray of float64, shape (n_segments,)
        Entry j belongs to the j-th smallest label; positive where a superpixel speaks for the class.

    Raises
    ------
    RuntimeError
        If `predict_proba` raises.
    TypeError
        If `rng` is not a Generator, `segments` are not integers, or picture or answers are not real numbers.
    ValueError
        If shapes do not fit, answers are not finite, `n_samples` is below 1 or `fill` is out of range.

    Notes
    -----
    With d = 1 - sqrt(share on), the cosine distance from the original, a picture weighs sqrt(exp(-d^2 / 0.25^2)); the
    weights are the coefficients of a ridge regression with alpha 1.
    """
    compositor = Compositor(image, segments, fill)
    masks = sample_masks(n_samples, len(compositor.labels), rng)

    def pictures(rows):
        return compositor.render(masks[rows])

    _, answers = ask(predict_proba, pictures, n_samples, compositor.row_bytes, None, None, None)
    Z = masks.astype(np.float64)
    return weighted_ridge(Z, answers, kernel_weights(cosine_distance(Z, Z[0]), 0.25), 1.0)[1]
