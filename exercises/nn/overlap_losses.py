"""Losses for masks: Dice and Jaccard, each with its gradient; per example over all its other axes, then the mean."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# overlap_losses.ipynb. To check what you have:
#     pytest exercises/nn/test_overlap_losses.py

import numpy as np


def dice_loss(p, target, smooth=1.0):
    """Soft Dice loss: 1 - (2 sum(p t) + smooth) / (sum(p) + sum(t) + smooth) for each example, then the mean.

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask: a number from 0 to 1 for each pixel. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0
        Added above and below the bar. If it is positive, an empty mask where nothing is to be found costs 0. If
        it is 0, no example may be empty in both.

    Returns
    -------
    float
        From 0 (equal masks of 0 and 1) to 1.

    References
    ----------
    L. R. Dice: Measures of the amount of ecologic association between species. Ecology 26, 1945.
    F. Milletari, N. Navab, S.-A. Ahmadi: V-Net. 3DV 2016 (there with squares below the bar).
    """
    raise NotImplementedError


def dice_loss_grad(p, target, smooth=1.0):
    """Gradient of dice_loss with respect to p.

    With common = sum(p t) and sizes = sum(p) + sum(t) of the example, the entry of a pixel is
    ((2 common + smooth) - 2 t (sizes + smooth)) / (sizes + smooth)^2, times the 1/N of the mean.

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    raise NotImplementedError


def jaccard_loss(p, target, smooth=1.0):
    """Soft Jaccard loss: 1 - (common + smooth) / (union + smooth) for each example, then the mean.

    Here common = sum(p t) and union = sum(p) + sum(t) - sum(p t).

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask: a number from 0 to 1 for each pixel. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0
        Added above and below the bar. If it is positive, an empty mask where nothing is to be found costs 0. If
        it is 0, no example may be empty in both.

    Returns
    -------
    float
        From 0 (equal masks of 0 and 1) to 1.

    References
    ----------
    P. Jaccard: Etude comparative de la distribution florale dans une portion des Alpes et des Jura. Bulletin de la
    Societe vaudoise des sciences naturelles 37, 1901.
    M. A. Rahman, Y. Wang: Optimizing intersection-over-union in deep neural networks. ISVC 2016.
    """
    raise NotImplementedError


def jaccard_loss_grad(p, target, smooth=1.0):
    """Gradient of jaccard_loss with respect to p.

    With common = sum(p t) and union = sum(p) + sum(t) - sum(p t) of the example, the entry of a pixel is
    ((1 - t) (common + smooth) - t (union + smooth)) / (union + smooth)^2, times the 1/N of the mean.

    Parameters
    ----------
    p : ndarray of float, shape (N, ...)
        The soft mask. Sums go over all axes but the first.
    target : ndarray of float, shape of p
        The true mask t: 1 inside, 0 outside.
    smooth : float, at least 0

    Returns
    -------
    dp : ndarray of float, shape of p
    """
    raise NotImplementedError
