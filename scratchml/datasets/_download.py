"""Fetch one file into a cache: checksum first, mirrors in turn, nothing half-written."""

import sys
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ._errors import DatasetError, describe

TIMEOUT = 30  # seconds without a byte, not for the whole file


@dataclass(frozen=True)
class Source:
    """Where the files of a dataset are found, and how each is recognised.

    Loaders take one as `source=`, so a copy of a dataset with other checksums needs no change of code.

    Attributes
    ----------
    name : str
        Name of the dataset's folder in the cache.
    hashes : mapping of str to str
        File name to checksum, written ``"md5:..."`` or ``"sha256:..."``.
    mirrors : tuple of str
        Base URLs, tried in this order. A file is at base URL + "/" + file name.
    """

    name: str
    hashes: Mapping[str, str]
    mirrors: tuple[str, ...]


def fetch(source, file, *, cache=None, mirror=None, progress=True):
    """Give the path of a file in the cache, and download it if it is not there or is damaged.

    The download goes to a temporary file in the cache folder. It gets its name only after its checksum is
    right, and it is removed after any error and after Ctrl-C.

    Parameters
    ----------
    source : Source
    file : str
        A key of `source.hashes`.
    cache : path-like, optional
        Folder for all datasets; the file is in ``cache / source.name``. By default the cache folder of the
        operating system.
    mirror : str or sequence of str, optional
        Base URLs (http or https) to use instead of `source.mirrors`.
    progress : bool
        Say what is downloaded and, on a terminal, show a bar.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    DatasetError
        When no mirror has the right file, or the cache folder cannot be written.
    ValueError
        When `mirror` is an empty sequence.
    """
    import pooch

    folder = Path(pooch.os_cache("scratchml") if cache is None else cache) / source.name
    failures = []
    for url in _urls(source, file, mirror):
        try:
            with _log_of(pooch, progress):
                return _retrieve(url, file, source.hashes[file], folder, progress)
        except _MirrorFailed as failure:
            failures.append(f"  {url}: {failure}")
        except OSError as error:
            raise DatasetError(f"the cache folder {folder} cannot be used: {error}") from error
    raise DatasetError(
        f"{file} could not be fetched:\n" + "\n".join(failures) + f"\nExpected: {source.hashes[file]}."
        "\nTry again, name another mirror with mirror=, or download the file yourself and name its folder"
        " with folder=."
    )


class _MirrorFailed(Exception):
    """This mirror does not give the file; the next one may."""


def _urls(source, file, mirror):
    mirrors = source.mirrors if mirror is None else [mirror] if isinstance(mirror, str) else list(mirror)
    if not mirrors:
        raise ValueError("mirror is empty: give at least one base URL, or None for the usual ones")
    return [f"{base.rstrip('/')}/{file}" for base in mirrors]


def _retrieve(url, file, known_hash, folder, progress):
    """Call pooch, and tell errors of the network (in short words) from those of the disk."""
    import pooch
    from requests.exceptions import RequestException

    def download(url, path, _):
        # A server that compresses once more would break the checksum, so we ask for the plain bytes.
        get = pooch.HTTPDownloader(
            progressbar=progress and _on_terminal(), timeout=TIMEOUT, headers={"Accept-Encoding": "identity"}
        )
        get(url, path, None)
        _check(path, known_hash)

    try:
        return Path(pooch.retrieve(url, known_hash, fname=file, path=folder, downloader=download))
    except RequestException as error:
        if error.response is not None:
            error.response.close()
        raise _MirrorFailed(_reason(error)) from error


def _check(path, known_hash):
    """Look at a download before pooch does: pooch would delete it without a word about what came."""
    import pooch

    algorithm, expected = known_hash.split(":")
    got = pooch.file_hash(path, alg=algorithm)
    if got != expected.lower():
        raise _MirrorFailed(f"wrong checksum: got {describe(path)}, {algorithm}:{got}")


def _reason(error):
    from requests import exceptions

    if error.response is not None:
        return f"HTTP {error.response.status_code} {error.response.reason}"
    if isinstance(error, exceptions.Timeout):
        return f"no answer within {TIMEOUT} seconds"
    if isinstance(error, exceptions.ChunkedEncodingError):
        return "the connection broke in mid-transfer"
    if isinstance(error, exceptions.ConnectionError):
        return "no connection"
    return f"{type(error).__name__}: {error}"


def _on_terminal():
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def _log_of(pooch, wanted):
    """Let pooch say what it downloads, and to where, only if that is wanted."""
    logger = pooch.get_logger()
    before = logger.disabled
    # Not setLevel: this logger is outside logging's tree, so it would remember an old level for ever.
    logger.disabled = before or not wanted
    try:
        yield
    finally:
        logger.disabled = before
