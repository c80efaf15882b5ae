"""load_20newsgroups: from a folder, from an archive, over the network; and what it says about bad files."""

import gzip
import hashlib
import io
import os
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from scratchml.datasets import DatasetError, Source, load_20newsgroups

ARCHIVE = "20news-bydate.tar.gz"
POSTS = {
    "20news-bydate-train/alt.atheism/9": b"From: a\nSubject: one\n\nBody nine.\n\nMore.",
    "20news-bydate-train/alt.atheism/10": b"From: b\n\nBody ten.",
    "20news-bydate-train/soc.religion.christian/7": b"From: caf\xe9\n\nna\xefve",
    "20news-bydate-train/sci.space/3": b"no headers, no empty line",
    "20news-bydate-test/alt.atheism/20": b"From: d\n\nTest one.",
    "20news-bydate-test/soc.religion.christian/21": b"From: e\n\nTest two.",
}


def tar_bytes(posts, prefix=""):
    """The posts as a tar file, with a folder and a link among them."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        folder = tarfile.TarInfo(prefix + "20news-bydate-train/alt.atheism")
        folder.type = tarfile.DIRTYPE
        link = tarfile.TarInfo(prefix + "20news-bydate-train/alt.atheism/99")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        for info in (folder, link):
            tar.addfile(info)
        for name, data in posts.items():
            info = tarfile.TarInfo(prefix + name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.fixture
def archive():
    return gzip.compress(tar_bytes(POSTS), mtime=0)


@pytest.fixture(params=["archive in a folder", "the archive itself", "leading dot", "unpacked"])
def folder(request, tmp_path, archive):
    """The posts in one of the ways in which they may lie on a disk."""
    if request.param == "unpacked":
        for name, data in POSTS.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        return tmp_path
    plain = tar_bytes(POSTS, "./" if request.param == "leading dot" else "")
    path = tmp_path / (ARCHIVE if request.param == "archive in a folder" else "mine")
    path.write_bytes(gzip.compress(plain))
    return tmp_path if request.param == "archive in a folder" else path


def test_gives_texts_by_group_and_number_with_labels(folder):
    texts, labels = load_20newsgroups(folder)
    assert [text.splitlines()[0] for text in texts] == ["From: a", "From: b", "From: café"]
    assert (labels.tolist(), labels.dtype) == ([0, 0, 1], np.int64)


def test_headers_end_at_the_first_empty_line(folder):
    assert load_20newsgroups(folder, headers=False)[0] == ["Body nine.\n\nMore.", "Body ten.", "naïve"]


def test_test_part_is_another_part(folder):
    texts, labels = load_20newsgroups(folder, "test", headers=False)
    assert (texts, labels.tolist()) == (["Test one.", "Test two."], [0, 1])


def test_labels_are_places_in_the_list_of_groups(folder):
    texts, labels = load_20newsgroups(folder, groups=("sci.space", "alt.atheism"))
    assert labels.tolist() == [0, 1, 1]
    assert texts[0] == "no headers, no empty line"
    assert load_20newsgroups(folder, groups="sci.space")[1].tolist() == [0]


def test_group_without_posts_is_told(folder):
    with pytest.raises(DatasetError, match=r"no posts of 'sci\.spice': check the name"):
        load_20newsgroups(folder, groups=["alt.atheism", "sci.spice"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"split": "all"}, "'train' or 'test', got 'all'"),
        ({"groups": []}, "at least one name"),
        ({"groups": ["sci.space", "sci.space"]}, "none twice"),
    ],
)
def test_wrong_arguments_are_value_errors(arguments, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        load_20newsgroups(tmp_path, **arguments)


def bad_archives(good):
    """What can be wrong with an archive, each with the words that must tell it."""
    plain = gzip.decompress(good)
    flipped = good[:-6] + bytes([good[-6] ^ 1]) + good[-5:]
    return {
        "truncated": (good[: len(good) // 2], "a gzip file of .* truncated, damaged or no tar.gz archive"),
        "truncated by a few bytes": (good[:-4], "truncated, damaged"),
        "not zipped": (plain, "no tar.gz archive"),
        "with a flipped byte": (flipped, "truncated, damaged"),
        "empty": (b"", "an empty file.* truncated, damaged or no tar.gz archive"),
        "a web page": (b"<html>not found</html>", "an HTML page of 22 bytes.* no tar.gz archive"),
        "no tar inside": (gzip.compress(b"nothing of the kind" * 99), "no tar.gz archive"),
        "other things inside": (gzip.compress(tar_bytes({"readme": b"hello"})), "has no posts of 'alt.atheism'"),
    }


@pytest.mark.parametrize("case", bad_archives(gzip.compress(tar_bytes(POSTS))))
def test_refuses_an_archive_that_is(case, tmp_path, archive):
    content, words = bad_archives(archive)[case]
    (tmp_path / ARCHIVE).write_bytes(content)
    with pytest.raises(DatasetError, match=words):
        load_20newsgroups(tmp_path)


def test_missing_folder_and_missing_archive_are_told(tmp_path):
    with pytest.raises(DatasetError, match="does not exist: name a folder that holds"):
        load_20newsgroups(tmp_path / "nowhere")
    (tmp_path / "other.txt").write_text("x")
    with pytest.raises(DatasetError, match=r"has neither 20news-bydate\.tar\.gz nor .*Found: other\.txt"):
        load_20newsgroups(tmp_path)


@pytest.fixture
def load(site, archive, tmp_path):
    """load_20newsgroups of a small archive on the local web server, quietly, into an empty cache."""
    site.pages[f"/good/{ARCHIVE}"] = archive
    known = Source("20newsgroups", {ARCHIVE: "sha256:" + hashlib.sha256(archive).hexdigest()}, (f"{site.url}/good/",))
    usual = {"cache": tmp_path, "source": known, "progress": False}
    return lambda **changes: load_20newsgroups(**(usual | changes))


def test_fetches_the_archive_once(load, site, tmp_path):
    first = load()
    assert load(split="test")[0] != first[0]
    assert site.requests == [f"/good/{ARCHIVE}"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [ARCHIVE]


@pytest.mark.parametrize(
    ("trouble", "error"), [("dies", DatasetError), ("interrupts", KeyboardInterrupt)], ids=["dies", "interrupts"]
)
def test_broken_transfer_leaves_nothing_and_the_next_call_works(trouble, error, load, site, tmp_path):
    site.trouble = trouble
    with pytest.raises(error):
        load()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    site.trouble = None
    assert len(load()[0]) == 3


def test_wrong_checksum_leaves_nothing(load, site, tmp_path):
    site.pages[f"/good/{ARCHIVE}"] += b"x"
    with pytest.raises(DatasetError, match="wrong checksum: got a gzip file"):
        load()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_damaged_cached_archive_is_fetched_anew(load, site, tmp_path):
    load()
    (tmp_path / "20newsgroups" / ARCHIVE).write_bytes(b"damaged")
    assert len(load()[0]) == 3
    assert len(site.requests) == 2


def test_what_follows_a_hash_is_not_sent(load, site, archive):
    """So a mirror whose address does not end in the file's name can be written down."""
    site.pages["/files/5975967"] = archive
    assert len(load(mirror=f"{site.url}/files/5975967#")[0]) == 3
    assert site.requests == ["/files/5975967"]


def test_default_source_knows_the_official_archive():
    source = load_20newsgroups.__kwdefaults__["source"]
    assert replace(source, mirrors=()) == Source(
        "20newsgroups", {ARCHIVE: "sha256:8f1b2514ca22a5ade8fbb9cfa5727df95fa587f4c87b786e15c759fa66d95610"}, ()
    )
    assert len(source.mirrors) >= 2


@pytest.mark.skipif("AUTOGRADER_20NEWS" not in os.environ, reason="AUTOGRADER_20NEWS names no 20 newsgroups archive")
def test_real_posts_are_the_known_ones():
    for split, counts in {"train": [480, 599], "test": [319, 398]}.items():
        texts, labels = load_20newsgroups(os.environ["AUTOGRADER_20NEWS"], split)
        assert np.bincount(labels).tolist() == counts
        assert all("Subject: " in text for text in texts)
