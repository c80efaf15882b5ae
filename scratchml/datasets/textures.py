"""Patches of grass, brick, gravel and nothing, and mosaics of them: pictures whose right explanation is known."""

from collections import namedtuple

import numpy as np

from .photographs import TEXTURES, load_textures

PATCH_CLASSES = (*TEXTURES, "flat")
FLAT = PATCH_CLASSES.index("flat")

Mosaic = namedtuple("Mosaic", "image segments truth")


def texture_patches(n, size, rng, part="train"):
    """Draw square patches of four classes: 0 grass, 1 brick, 2 gravel, 3 flat.

    The flat class is there for LIME: a segment that is painted over with its mean is flat, and a classifier that has
    never seen such a patch would take it for one of the others.

    Parameters
    ----------
    n : int
        Patches of each class.
    size : int
        Height and width in pixels, at most 128.
    rng : numpy.random.Generator
        For grass, brick, gravel in turn ``rng.integers(0, 257 - size, n)``, the top rows, and
        ``rng.integers(0, 129 - size, n)``, the left columns; then ``rng.random(n)``, the brightness of the flat ones.
    part : {"train", "test"}
        Patches for training come from the left half of the photographs, those for testing from the right half.

    Returns
    -------
    X : ndarray of float64, shape (4 n, size, size, 1)
        0 (black) to 1 (white), class after class: shuffle before you train (`minibatches` does). The photographs are
        taken at half their resolution, 256 by 256.
    y : ndarray of int64, shape (4 n,)
        Positions in ``scratchml.datasets.PATCH_CLASSES``.

    Raises
    ------
    ImportError
        If scikit-image is not installed.
    ValueError
        If `size` or `n` is out of range or there is no such part.
    """
    halves = _halves(size, part)
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    patches = [_drawn(photograph, n, size, rng) for photograph in halves]
    patches.append(np.broadcast_to(rng.random(n)[:, None, None], (n, size, size)))
    return np.concatenate(patches)[..., None], np.repeat(np.arange(len(patches)), n)


def texture_mosaic(rows, cols, size, rng, part="test"):
    """Lay patches of grass, brick and gravel out as a mosaic: a picture of which we know where everything is.

    Parameters
    ----------
    rows, cols : int
        Size of the grid, at least 1 each.
    size : int
        Height and width of a cell in pixels, at most 128.
    rng : numpy.random.Generator
        First ``rng.permutation(rows * cols)``, taken modulo 3: the classes of the cells, each equally often or nearly
        so; then for each cell the draws of one patch, as in `texture_patches`.
    part : {"train", "test"}
        The half of the photographs that patches come from.

    Returns
    -------
    image : ndarray of float64, shape (rows * size, cols * size, 1)
        0 (black) to 1 (white).
    segments : ndarray of int64, shape (rows * size, cols * size)
        The cell of every pixel, 0, 1, 2, ... row by row: superpixels that patches respect.
    truth : ndarray of int64, shape (rows * cols,)
        The class of every cell.

    Raises
    ------
    ImportError
        If scikit-image is not installed.
    ValueError
        If a size is out of range or there is no such part.
    """
    if rows < 1 or cols < 1:
        raise ValueError(f"the grid must have at least one row and one column, got {rows} x {cols}")
    halves = _halves(size, part)
    truth = rng.permutation(rows * cols) % len(TEXTURES)
    cells = np.stack([_drawn(halves[label], 1, size, rng)[0] for label in truth])
    image = cells.reshape(rows, cols, size, size).swapaxes(1, 2).reshape(rows * size, cols * size, 1)
    segments = np.kron(np.arange(rows * cols).reshape(rows, cols), np.ones((size, size), np.int64))
    return Mosaic(image, segments, truth)


def cut_patches(pictures, size):
    """Cut pictures into square patches that lie side by side, as a patch classifier wants them.

    Parameters
    ----------
    pictures : array_like, shape (n, H, W, C)
        H and W divisible by `size`.
    size : int

    Returns
    -------
    patches : ndarray, shape (n, (H / size) (W / size), size, size, C)
        Row by row, as the segments of `texture_mosaic` are numbered.

    Raises
    ------
    ValueError
        If the pictures cannot be cut so.
    """
    pictures = np.asarray(pictures)
    if pictures.ndim != 4 or size < 1 or pictures.shape[1] % size or pictures.shape[2] % size:
        raise ValueError(f"pictures must have shape (n, H, W, C), H and W divisible by {size}, got {pictures.shape}")
    n, h, w, c = pictures.shape
    cells = pictures.reshape(n, h // size, size, w // size, size, c).swapaxes(2, 3)
    return cells.reshape(n, (h // size) * (w // size), size, size, c)


def _halves(size, part):
    """The wanted half of every photograph at half its resolution, (3, 256, 128), 0 to 1."""
    if part not in ("train", "test"):
        raise ValueError(f'part must be "train" or "test", got {part!r}')
    if not 1 <= size <= 128:
        raise ValueError(f"size must lie in 1 ... 128 pixels, got {size}")
    small = load_textures().reshape(3, 256, 2, 256, 2).mean(axis=(2, 4)) / 255
    return small[:, :, :128] if part == "train" else small[:, :, 128:]


def _drawn(photograph, n, size, rng):
    """n patches of one photograph, at random places."""
    h, w = photograph.shape
    top, left = rng.integers(0, h - size + 1, n), rng.integers(0, w - size + 1, n)
    steps = np.arange(size)
    return photograph[top[:, None, None] + steps[:, None], left[:, None, None] + steps]
