"""A global view: a few explanations that show the model, and measures of how good an explanation is."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# global_view.ipynb. To check what you have:
#     pytest exercises/lime/test_global_view.py

import numpy as np
from lime.perturbation import grid_segments, mask_image, mask_text, sample_masks, sample_text_masks
from lime.surrogate import cosine_distance, highest_weights, kernel_weights, weighted_r2, weighted_ridge

SUBJECTS = [["parcel", "late", "courier", "lost"]] * 18 + [["money", "refund", "charged", "invoice"]] * 6
SUBJECTS += [["broken", "screen", "battery", "scratched"]] * 4 + [["hotline", "rude", "waited", "hours"]] * 2
EMPTY_WORDS = ["hello", "please", "order", "today", "thanks", "my"]
SCORES = {"late": 1.4, "lost": 1.6, "courier": 0.6, "refund": 1.2, "charged": 1.5, "broken": 1.8, "scratched": 1.1,
          "rude": 1.7, "waited": 0.9, "phone": 2.4, "thanks": -1.5}
DRAWS = np.random.default_rng(2)
MAILS = [[*DRAWS.choice(subject, 3, replace=False), *DRAWS.choice(EMPTY_WORDS, 3, replace=False)]
         for subject in SUBJECTS]
MAILS[7].append("phone")
MAILS[20].append("phone")
MAILS = [" ".join(DRAWS.permutation(words)) for words in MAILS]


def complaint_probability(texts):
    """Tell how likely each text is a complaint: list of n str -> ndarray of float, shape (n,)."""
    scores = [sum(SCORES.get(word, 0.0) for word in set(text.split())) for text in texts]
    return 1 / (1 + np.exp(2.0 - np.array(scores)))


def submodular_pick(W, budget):
    """Choose explanations one by one, each time the one that adds most importance to what is covered.

    The importance of a feature is the root of the sum of |weight| over all explanations. A feature is covered if
    its weight is not 0 in one of the chosen explanations.

    Parameters
    ----------
    W : ndarray of float, shape (n, d)
        One explanation a row; weights of either sign, 0 for a feature that plays no part in it.
    budget : int
        How many to choose, at least 1; more than n counts as n.

    Returns
    -------
    chosen : ndarray of int64, shape (min(budget, n),)
        Row numbers in the order in which they were chosen, each at most once. Rows that add within 1e-9 of the
        most are a tie: the lowest number. It goes on in this way when nothing is left to cover.

    Raises
    ------
    ValueError
        If the budget is less than 1.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 4 and algorithm 2.
    """
    raise NotImplementedError


def stability(W):
    """Mean rank correlation between explanations of the same answer: 1 if all runs rank the features alike.

    Parameters
    ----------
    W : ndarray of float, shape (runs, d)
        One run a row: the signed weights of the same d features. At least 2 runs, and no run in which all weights
        are equal.

    Returns
    -------
    float
        The mean, over all pairs of different runs, of Spearman's correlation: the correlation of the ranks of the
        signed weights. Equal weights of a run share the mean of their ranks.

    References
    ----------
    C. Spearman: The proof and measurement of association between two things. American Journal of Psychology 15
    (1904).
    """
    raise NotImplementedError


def digit_probabilities(pictures, templates):
    """Softmax of minus the squared distance to each template: (n, 8, 8) and (10, 8, 8) -> (n, 10)."""
    distances = np.sum((pictures[:, None] - templates) ** 2, axis=(2, 3))
    powers = np.exp((distances.min(axis=1, keepdims=True) - distances) / 1.5)
    return powers / powers.sum(axis=1, keepdims=True)


def deletion_curve(predict_mask, order):
    """Ask the model about the example while its parts are taken away, one after the other.

    Parameters
    ----------
    predict_mask : callable
        Takes masks, an ndarray of int64 with shape (n, d), 1 for a part that is kept; returns the model's answers
        (one class), an ndarray of float with shape (n,).
    order : ndarray of int64, shape (d,)
        The numbers of the parts, each of 0 to d - 1 once; the first is the first to go.

    Returns
    -------
    answers : ndarray of float, shape (d + 1,)
        The answers after 0, 1, ..., d parts have been taken away.

    References
    ----------
    W. Samek, A. Binder, G. Montavon, S. Lapuschkin, K.-R. Mueller: Evaluating the visualization of what a deep
    neural network has learned. IEEE Transactions on Neural Networks and Learning Systems 28 (2017).
    """
    raise NotImplementedError
