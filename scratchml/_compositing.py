"""Pictures with parts painted over, fast: the picture and its fill are prepared once, then masks are rendered."""

import numpy as np

from scratchml._checks import check_not_empty


class Compositor:
    """A picture whose segments can be switched off.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W, C) or (H, W)
    segments : array_like of int, shape (H, W)
    fill : "mean" or number

    Attributes
    ----------
    labels : ndarray, shape (S,)
        The labels that occur, ascending: mask column j is ``labels[j]``.
    row_bytes : int
        Bytes of one rendered picture.

    Notes
    -----
    In reading order, pixels come in runs of one segment. A mask is looked up once for every run (`take`) and repeated
    over the run's entries; `where` would look at every entry. Picture and fill are mixed bit by bit, off ^ (on & (image
    ^ off)): exact for any dtype, in two passes over memory.
    """

    def __init__(self, image, segments, fill):
        image, segments = _picture(image), np.asarray(segments)
        if segments.shape != image.shape[:2]:
            raise ValueError(f"segments must have the picture's shape {image.shape[:2]}, got {segments.shape}")
        if segments.dtype.kind not in "iu":
            raise TypeError(f"segments must hold integers, got dtype {segments.dtype}")
        self.labels, columns = np.unique(segments.ravel(), return_inverse=True)
        self.shape, self.dtype, self.row_bytes = image.shape, image.dtype, image.nbytes
        starts = np.flatnonzero(np.diff(columns, prepend=-1))
        self._run_columns = columns[starts]
        self._run_lengths = np.diff(starts, append=columns.size) * (image.size // columns.size)
        self._bits = np.dtype(f"u{image.itemsize}")
        off = _filled(image, columns, len(self.labels), fill)
        self._off = off.view(self._bits).ravel()
        self._difference = image.view(self._bits).ravel() ^ self._off

    def render(self, masks):
        """Return one picture per mask: masks (n, S) of 0 and 1 -> (n, \\*image.shape) of the image's dtype."""
        on = -as_masks(masks, len(self.labels)).astype(self._bits)  # 1 becomes all bits set
        pictures = on.take(self._run_columns, axis=1).repeat(self._run_lengths, axis=1)
        pictures &= self._difference
        pictures ^= self._off
        return pictures.view(self.dtype).reshape(-1, *self.shape)


def as_masks(masks, n_columns):
    """Return masks as an array (n, n_columns) of 0 and 1, or raise ValueError."""
    masks = np.asarray(masks)
    if masks.ndim != 2 or masks.shape[1] != n_columns:
        raise ValueError(f"masks must have shape (n_samples, {n_columns}), one column per part, got {masks.shape}")
    if masks.dtype != bool and not ((masks == 0) | (masks == 1)).all():
        raise ValueError("masks must hold 0 and 1 only")
    return masks


def _picture(image):
    """The image as a contiguous array (H, W, C) or (H, W) of numbers that has pixels."""
    image = np.ascontiguousarray(image)
    if image.dtype.kind not in "fiub" or image.itemsize > 8:
        raise TypeError(f"image must hold real numbers of at most 64 bits, got dtype {image.dtype}")
    if image.ndim not in (2, 3):
        raise ValueError(f"image must have shape (H, W, C) or (H, W), got {image.shape}: explain one picture at a time")
    check_not_empty(image, "image")
    return image


def _filled(image, columns, n_segments, fill):
    """The picture with every segment painted over."""
    if isinstance(fill, str):
        if fill != "mean":
            raise ValueError(f'fill must be "mean" or a number, got {fill!r}')
        channels = image.reshape(columns.size, -1).T
        sums = np.stack([np.bincount(columns, channel, n_segments) for channel in channels], axis=1)
        means = sums / np.bincount(columns)[:, None]
        return means.astype(image.dtype)[columns].reshape(image.shape)
    if not _in_range(fill, image.dtype):
        raise ValueError(f"fill = {fill} does not fit the dtype {image.dtype} of the picture")
    return np.full_like(image, fill)


def _in_range(number, dtype):
    """Whether a number survives the cast to a dtype, but for its fraction."""
    if dtype.kind == "f":
        return True
    low, high = (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    return low <= number <= high
