"""text8: the first 10^8 characters of English Wikipedia of 2006, letters a-z and spaces only (Mahoney)."""

import io
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from ._download import Source, fetch
from ._errors import DatasetError, describe
from .tales import ALPHABET

ARCHIVE, PLAIN = "text8.zip", "text8"
TEXT8 = Source(
    name="text8",
    hashes={ARCHIVE: "sha1:6c70299b93b7e1f927b42cd8f6ac1a31547c7a2e"},  # as GluonNLP has it
    mirrors=("https://mattmahoney.net/dc/", "http://mattmahoney.net/dc/"),
)
SIZE = 100_000_000


def load_text8(folder=None, n_characters=None, *, size=SIZE, cache=None, mirror=None, progress=True, source=TEXT8):
    """Load text8, or its beginning.

    Without `folder` the archive (31 MB) is downloaded once, checked against its SHA-1 sum and kept in a cache. It is
    read where it is; nothing is unpacked.

    Parameters
    ----------
    folder : path-like, optional
        A folder that holds text8 or text8.zip, or one of these files itself, under any name. Nothing is downloaded
        then, and `cache`, `mirror`, `progress` and `source` are unused.
    n_characters : int, optional
        How many characters to return, from the start on; None is all. The file is read no further than that.
    size : int or None
        How many characters the whole text must have. Another text in the same alphabet has another size; None takes
        any.
    cache : path-like, optional
        Folder for downloads; by default the cache folder of the operating system.
    mirror : str or sequence of str, optional
        Base URLs to try in turn instead of the default ones.
    progress : bool
        Say what is downloaded and, on a terminal, show a bar.
    source : Source
        File name, checksum and default mirrors.

    Returns
    -------
    text : str
        Of the 27 symbols of `load_tales`: a-z and the space.

    Raises
    ------
    DatasetError
        When the file is missing, cannot be fetched, is damaged, has another size, or holds another character.
    ValueError
        When `n_characters` is below 1 or more than `size`, or `mirror` is empty.

    Notes
    -----
    Source: http://mattmahoney.net/dc/textdata.html
    """
    if n_characters is not None and (n_characters < 1 or (size is not None and n_characters > size)):
        raise ValueError(f"n_characters must lie in 1 ... {size}, got {n_characters}")
    if folder is None:
        path = fetch(source, ARCHIVE, cache=cache, mirror=mirror, progress=progress)
    else:
        path = _find(Path(folder))
    data = _read(path, size, n_characters)
    others = data.translate(None, ALPHABET.encode("ascii"))
    if others:
        raise _unusable(path, f"it holds the byte {others[:1]!r}, expected the letters a-z and spaces only")
    return data.decode("ascii")


def _find(folder):
    """The file, plain or zipped."""
    for path in (folder, folder / PLAIN, folder / ARCHIVE):
        if path.is_file():
            return path
    if not folder.is_dir():
        raise DatasetError(
            f"{folder} does not exist: name a folder that holds {PLAIN} or {ARCHIVE}, or the file itself"
        )
    found = ", ".join(sorted(path.name for path in folder.iterdir())[:8]) or "nothing"
    raise DatasetError(
        f"folder {folder} has neither {PLAIN} nor {ARCHIVE}. Found: {found}. Name the folder that holds one of them,"
        " or leave out folder= to download the archive."
    )


def _read(path, size, n_characters):
    """The bytes that are asked for, after a look at how many there are."""
    try:
        with _opened(path) as (file, found):
            if size is not None and found != size:
                raise _unusable(path, f"it holds {found:,} characters, expected {size:,}")
            data = file.read() if n_characters is None else file.read(n_characters)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _unusable(path, f"its zip data is truncated or damaged ({error})") from error
    except DatasetError:
        raise
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
    if len(data) < (n_characters or found):
        raise _unusable(path, f"it holds {len(data):,} characters, fewer than the {n_characters or found:,} asked for")
    return data


@contextmanager
def _opened(path):
    """The text as a file of bytes, and its size."""
    with open(path, "rb") as raw:
        if raw.read(2) == b"PK":
            with zipfile.ZipFile(raw) as archive:
                if archive.namelist() != [PLAIN]:
                    raise _unusable(path, f"it holds {', '.join(archive.namelist()) or 'nothing'}, expected {PLAIN!r}")
                with archive.open(PLAIN) as file:
                    yield file, archive.getinfo(PLAIN).file_size
        else:
            size = raw.seek(0, io.SEEK_END)
            raw.seek(0)
            yield raw, size


def _unusable(path, what):
    return DatasetError(f"{path} ({describe(path)}) is not usable: {what}. Fetch the file again.")
