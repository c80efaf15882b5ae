"""Photographs that come with scikit-image, and superpixels: what needs that library, behind a few functions."""

from contextlib import contextmanager

import numpy as np

TEXTURES = ("grass", "brick", "gravel")


def load_coins():
    """Load a photograph of 24 coins in four rows, which is bundled with scikit-image; no network is needed.

    Returns
    -------
    ndarray of uint8, shape (303, 384)
        Grey levels, 0 (black) to 255 (white). Coins are bright, about 30 to 60 pixels wide, on an uneven dark ground.

    Raises
    ------
    ImportError
        If scikit-image is not installed.

    Notes
    -----
    Source: Greek coins from Pompeii, Brooklyn Museum, without known copyright restrictions; see
    ``skimage.data.coins``.
    """
    with _scikit_image():
        from skimage import data
    return data.coins()


def load_textures():
    """Load photographs of grass, a brick wall and gravel, which are bundled with scikit-image; no network is needed.

    Returns
    -------
    ndarray of uint8, shape (3, 512, 512)
        Grey levels, in the order of ``scratchml.datasets.TEXTURES``: grass, brick, gravel.

    Raises
    ------
    ImportError
        If scikit-image is not installed.

    Notes
    -----
    Source: Linolafett, "Grass 01" (DeviantArt); CC0Textures, Bricks25 and Gravel04. All are in the public domain (CC0);
    see ``skimage.data.grass``, ``brick`` and ``gravel``.
    """
    with _scikit_image():
        from skimage import data
    return np.stack([getattr(data, name)() for name in TEXTURES])


def superpixels(image, n_segments=60, compactness=10.0):
    """Cut a picture into superpixels, patches of like colour that respect edges (SLIC, by scikit-image).

    Parameters
    ----------
    image : array_like, shape (H, W, 3) or (H, W)
        uint8 from 0 to 255, or floats from 0 to 1.
    n_segments : int
        About how many superpixels to make.
    compactness : float
        Large: nearly squares. Small: superpixels follow colours closely.

    Returns
    -------
    segments : ndarray of int64, shape (H, W)
        Labels 0, 1, 2, ... without gaps.

    Raises
    ------
    ImportError
        If scikit-image is not installed.
    ValueError
        If `image` is not a picture, or `n_segments` is below 1.

    Notes
    -----
    Source: Achanta et al. (2012), SLIC superpixels compared to state-of-the-art superpixel methods.
    """
    image = np.asarray(image)
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    if image.ndim != 2 and (image.ndim != 3 or image.shape[2] != 3):
        raise ValueError(f"image must have shape (H, W, 3) or (H, W), got {image.shape}")
    if n_segments < 1:
        raise ValueError(f"n_segments must be at least 1, got {n_segments}")
    with _scikit_image():
        from skimage.segmentation import slic
    if image.ndim == 2:  # three equal channels, so that `compactness` means the same for grey pictures
        image = np.repeat(image[:, :, None], 3, axis=2)
    labels = slic(image, n_segments=n_segments, compactness=compactness, start_label=0)
    return np.unique(labels, return_inverse=True)[1].reshape(labels.shape).astype(np.int64)


@contextmanager
def _scikit_image():
    """Say how to get scikit-image where it is missing."""
    try:
        yield
    except ImportError as error:
        raise ImportError(
            "photographs, superpixels and scikit-image's own results need scikit-image: "
            'pip install "ml-workshop-kit[notebooks]", or scikit-image'
        ) from error
