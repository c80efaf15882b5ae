"""Arrays in one .npz file, never as pickles: reading such a file runs no code."""

import zipfile

import numpy as np


def write_arrays(path, arrays):
    """Write named arrays to a file of exactly this path (``np.savez`` alone would add an ending to it)."""
    with open(path, "wb") as file:
        np.savez(file, **arrays)


def read_arrays(path, names):
    """Return the named arrays of a file as a list; ValueError if it does not hold them."""
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as stored:
            return [stored[name] for name in names]
    except (KeyError, ValueError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} does not hold this kind of model ({error}): give a file that `save` wrote") from error
