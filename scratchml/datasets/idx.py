"""IDX, the file format of MNIST: a big-endian header, then raw bytes."""

import gzip
import math
import struct
import zlib
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ._errors import GZIP_MAGIC, DatasetError, describe

IMAGES = 2051  # 0x0803: unsigned bytes in three axes
LABELS = 2049  # 0x0801: unsigned bytes in one axis
CHUNK = 1 << 20


def read_idx(path, magic):
    """Read an IDX file of unsigned bytes, gzipped or plain (told by content, not by name).

    Memory is taken as bytes really arrive, so a header that promises too much costs nothing.

    Parameters
    ----------
    path : path-like
    magic : int
        2051 for images (n, rows, columns), 2049 for labels (n,). Its last byte is the number of axes.

    Returns
    -------
    ndarray of uint8
        With the shape that the header states; writable.

    Raises
    ------
    DatasetError
        When the file is missing, truncated, too long, damaged, or of another kind.

    Notes
    -----
    Format: http://yann.lecun.com/exdb/mnist/, "the IDX file format".
    """
    path = Path(path)
    try:
        with _opened(path) as file:
            shape = _header(file, path, magic)
            data = _body(file, math.prod(shape), path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(path, f"its gzip data is truncated or damaged ({error})") from error
    except DatasetError:
        raise
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
    return np.frombuffer(data, dtype=np.uint8).reshape(shape)


@contextmanager
def _opened(path):
    with open(path, "rb") as raw:
        zipped = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        if zipped:
            with gzip.GzipFile(fileobj=raw) as unzipped:
                yield unzipped
        else:
            yield raw


def _header(file, path, magic):
    n_axes = magic & 0xFF
    head = file.read(4 + 4 * n_axes)
    found = int.from_bytes(head[:4], "big")
    if len(head) < 4 or found != magic:
        raise _damaged(path, f"expected an IDX file with magic number {magic}, found {_start(head)}")
    if len(head) < 4 + 4 * n_axes:
        raise _damaged(path, f"its header ends after {len(head)} bytes, expected {4 + 4 * n_axes}")
    return struct.unpack(f">{n_axes}I", head[4:])


def _start(head):
    return f"magic number {int.from_bytes(head[:4], 'big')}" if head[:2] == b"\0\0" else f"{head[:8]!r}"


def _body(file, n_bytes, path):
    # One byte more than promised is asked for: it shows a file that is too long, and the end of a gzip file
    # has to be reached for its own checksum to be compared.
    data = bytearray()
    while chunk := file.read(min(CHUNK, n_bytes + 1 - len(data))):
        data += chunk
    if len(data) > n_bytes:
        raise _damaged(path, f"it holds more than the {n_bytes:,} bytes that its header promises")
    if len(data) < n_bytes:
        raise _damaged(path, f"it holds {len(data):,} of the {n_bytes:,} bytes that its header promises")
    return data


def _damaged(path, what):
    return DatasetError(f"{path} ({describe(path)}) is not usable: {what}. Fetch the file again.")
