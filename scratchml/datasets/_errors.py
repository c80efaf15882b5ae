"""The one error of this package, and words for what a file turned out to be."""

from pathlib import Path

GZIP_MAGIC = b"\x1f\x8b"


class DatasetError(OSError):
    """Data could not be had: missing, unreachable, or not what it should be.

    It is an ``OSError`` because the cause lies outside the program, in a file or on the network.
    The message says what was found, what was expected and what to do.
    A wrong argument (an unknown split, say) is a ``ValueError`` instead.
    """


def describe(path):
    """Say in a few words what a file holds, judged by its first bytes.

    Parameters
    ----------
    path : path-like
        A file that exists.

    Returns
    -------
    str
        For example ``"an HTML page of 1,234 bytes"``.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    size = Path(path).stat().st_size
    if size == 0:
        return "an empty file"
    with open(path, "rb") as file:
        head = file.read(512)
    return f"{_kind(head)} of {size:,} bytes"


def _kind(head):
    if head.startswith(GZIP_MAGIC):
        return "a gzip file"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return "an HTML page"
    if head.startswith(b"\x00\x00\x08"):
        return "an IDX file"
    return "a file of unknown kind"
