"""20 Newsgroups: about 18,800 posts of 1993, parted by date into training and test (Lang, 1995)."""

import gzip
import tarfile
import zlib
from pathlib import Path, PurePosixPath

import numpy as np

from ._download import Source, fetch
from ._errors import DatasetError, describe

ARCHIVE = "20news-bydate.tar.gz"
# scikit-learn's copy is the first mirror. Its address does not end in the file's name: what follows # is not sent.
NEWSGROUPS = Source(
    name="20newsgroups",
    hashes={ARCHIVE: "sha256:8f1b2514ca22a5ade8fbb9cfa5727df95fa587f4c87b786e15c759fa66d95610"},
    mirrors=("https://ndownloader.figshare.com/files/5975967#", "http://qwone.com/~jason/20Newsgroups/"),
)
CHUNK = 1 << 20
GROUPS = ("alt.atheism", "soc.religion.christian")


def load_20newsgroups(
    folder=None,
    split="train",
    headers=True,
    groups=GROUPS,
    *,
    cache=None,
    mirror=None,
    progress=True,
    source=NEWSGROUPS,
):
    """Load posts of some of the 20 newsgroups, in the official split by date.

    Without `folder` the archive (14 MB) is downloaded once, checked against its SHA-256 sum and kept in a cache. It is
    read where it is; nothing is unpacked.

    Parameters
    ----------
    folder : path-like, optional
        A folder that holds 20news-bydate.tar.gz, or 20news-bydate-train and 20news-bydate-test unpacked; or the archive
        itself, under any name. Nothing is downloaded then, and `cache`, `mirror`, `progress` and `source` are unused.
        There is no checksum then: an archive must be whole, and every group must have posts.
    split : {"train", "test"}
        Posts before or after a day in 1993. With the two default groups 1,079 and 717 posts.
    headers : bool
        False leaves out everything above the first empty line. Headers give much away: addresses, organizations.
    groups : sequence of str
        Names of groups; a group's place in it is its label.
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
    texts : list of str
        Decoded from latin-1, group after group, by number within a group: shuffle before training.
    labels : ndarray of int64, shape (n,)

    Raises
    ------
    DatasetError
        When the data are missing, cannot be fetched, damaged or of another kind, or a group has no posts.
    ValueError
        When `split` is neither "train" nor "test", `groups` is empty or names one twice, or `mirror` is empty.

    Notes
    -----
    Source: http://qwone.com/~jason/20Newsgroups/, "20news-bydate". K. Lang, NewsWeeder, ICML 1995.
    """
    groups = [groups] if isinstance(groups, str) else list(groups)
    if split not in ("train", "test"):
        raise ValueError(f"split must be 'train' or 'test', got {split!r}")
    if not groups or len(set(groups)) < len(groups):
        raise ValueError(f"groups must hold at least one name, and none twice, got {groups}")
    if folder is None:
        where = fetch(source, ARCHIVE, cache=cache, mirror=mirror, progress=progress)
    else:
        where = _find(Path(folder), split)
    posts = (_from_folder if where.is_dir() else _from_archive)(where, f"20news-bydate-{split}", groups)
    return _texts_and_labels(posts, groups, headers, where)


def _find(folder, split):
    """The unpacked posts or the archive."""
    if folder.is_file() or (folder / f"20news-bydate-{split}").is_dir():
        return folder
    if (folder / ARCHIVE).is_file():
        return folder / ARCHIVE
    if not folder.is_dir():
        raise DatasetError(f"{folder} does not exist: name a folder that holds {ARCHIVE}, or the archive itself")
    found = ", ".join(sorted(path.name for path in folder.iterdir())[:8]) or "nothing"
    raise DatasetError(
        f"folder {folder} has neither {ARCHIVE} nor 20news-bydate-{split}. Found: {found}. Name the folder that holds"
        " one of them, or leave out folder= to download the archive."
    )


def _from_folder(folder, part, groups):
    """Posts from unpacked folders: group to {number: bytes}."""
    posts = {}
    for group in groups:
        files = folder / part / group
        try:
            posts[group] = {path.name: path.read_bytes() for path in files.iterdir()} if files.is_dir() else {}
        except OSError as error:
            raise DatasetError(f"{files} cannot be read: {error}") from error
    return posts


def _from_archive(archive, part, groups):
    """Posts from a gzipped tar file: group to {number: bytes}."""
    posts = {group: {} for group in groups}
    try:
        with gzip.open(archive) as stream:
            with tarfile.open(fileobj=stream, mode="r:") as tar:
                for member in tar:
                    *above, name = PurePosixPath(member.name).parts or ("",)
                    if member.isfile() and above[-2:-1] == [part] and above[-1] in posts:
                        posts[above[-1]][name] = tar.extractfile(member).read()
            while stream.read(CHUNK):  # the tar may end early, and only the end of the gzip file holds its checksum
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(
            f"{archive} ({describe(archive)}) is not usable: it is truncated, damaged or no tar.gz archive ({error})."
            " Fetch the file again."
        ) from error
    except OSError as error:
        raise DatasetError(f"{archive} cannot be read: {error}") from error
    return posts


def _texts_and_labels(posts, groups, headers, where):
    """Texts in order, each with its group's place."""
    texts, labels = [], []
    for label, group in enumerate(groups):
        if not posts[group]:
            raise DatasetError(
                f"{where} has no posts of {group!r}: check the name, or fetch the whole 20news-bydate archive"
            )
        for name in sorted(posts[group], key=lambda name: (len(name), name)):
            text = posts[group][name].decode("latin-1")
            texts.append(text if headers else text.partition("\n\n")[2])
            labels.append(label)
    return texts, np.array(labels, dtype=np.int64)
