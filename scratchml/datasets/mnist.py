"""MNIST: 60,000 + 10,000 hand-written digits (LeCun, Cortes and Burges, 1998)."""

from pathlib import Path

import numpy as np

from ._download import Source, fetch
from ._errors import DatasetError
from .idx import IMAGES, LABELS, read_idx

MNIST = Source(
    name="mnist",
    hashes={
        "train-images-idx3-ubyte.gz": "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "train-labels-idx1-ubyte.gz": "md5:d53e105ee54ea40749a09fcbcd1e9432",
        "t10k-images-idx3-ubyte.gz": "md5:9fb629c4189551a2d022fa330f9573f3",
        "t10k-labels-idx1-ubyte.gz": "md5:ec29112dd5afa0611ce80d1b7f02629c",
    },
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
)
PREFIX = {"train": "train", "test": "t10k"}


def load_mnist(folder=None, split="train", *, cache=None, mirror=None, progress=True, source=MNIST):
    """Load the training or the test part of MNIST.

    Without `folder` the files are downloaded once, checked against their MD5 sums and kept in a cache. A
    damaged file in the cache is fetched anew.

    Parameters
    ----------
    folder : path-like, optional
        A folder with the IDX files, gzipped or not. Nothing is downloaded then, and `cache`, `mirror`,
        `progress` and `source` are unused. The files are checked for their structure, not for checksums, so
        other data in the same format (Fashion-MNIST) loads too.
    split : {"train", "test"}
    cache : path-like, optional
        Folder for downloads; by default the cache folder of the operating system.
    mirror : str or sequence of str, optional
        Base URLs to try in turn. The default ones are public copies kept by others, and they may change:
        if they fail, find another copy and name it here.
    progress : bool
        Say what is downloaded and, on a terminal, show a bar.
    source : Source
        File names, checksums and default mirrors.

    Returns
    -------
    images : ndarray of uint8, shape (n, 28, 28)
        0 is background, 255 is ink. n is 60,000 for "train" and 10,000 for "test".
    labels : ndarray of int64, shape (n,)
        The digits, 0 to 9.

    Raises
    ------
    DatasetError
        When a file is missing, cannot be fetched, or is not what it should be. It is an ``OSError``.
    ValueError
        When `split` is neither "train" nor "test", or `mirror` is empty.
    """
    if split not in PREFIX:
        raise ValueError(f"split must be 'train' or 'test', got {split!r}")
    names = [f"{PREFIX[split]}-images-idx3-ubyte.gz", f"{PREFIX[split]}-labels-idx1-ubyte.gz"]
    if folder is None:
        paths = [fetch(source, name, cache=cache, mirror=mirror, progress=progress) for name in names]
    else:
        paths = [_find(Path(folder), name) for name in names]
    images = read_idx(paths[0], IMAGES)
    labels = read_idx(paths[1], LABELS)
    _check(images, labels, paths)
    return images, labels.astype(np.int64)


def _find(folder, name):
    """The file in one of the spellings in which it is handed around."""
    plain = name.removesuffix(".gz")
    dotted = plain.replace("-idx", ".idx")
    candidates = [name, plain, f"{dotted}.gz", dotted]
    for candidate in candidates:
        if (folder / candidate).is_file():
            return folder / candidate
    if not folder.is_dir():
        raise DatasetError(f"folder {folder} does not exist: name the folder that holds {name}")
    present = sorted(path.name for path in folder.iterdir())
    found = ", ".join(present[:8]) + (", ..." if len(present) > 8 else "") or "nothing"
    raise DatasetError(
        f"folder {folder} has no {name}. Found: {found}. Expected one of: {', '.join(candidates)}."
        " Name the folder that holds the files, or leave out folder= to download them."
    )


def _check(images, labels, paths):
    if images.shape[1:] != (28, 28):
        raise DatasetError(f"{paths[0]} holds images of shape {images.shape[1:]}, expected (28, 28)")
    if len(images) != len(labels):
        raise DatasetError(
            f"{paths[0]} holds {len(images):,} images, but {paths[1]} {len(labels):,} labels:"
            " the two files are not of the same dataset"
        )
    if labels.max(initial=0) > 9:
        raise DatasetError(f"{paths[1]} holds the label {labels.max()}, expected 0 to 9")
