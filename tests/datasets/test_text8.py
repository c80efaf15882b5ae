"""load_text8: from a file, from a zip archive, over the network; its size and its alphabet are looked at."""

import hashlib
import io
import zipfile

import pytest

from scratchml.datasets import DatasetError, Source, load_tales, load_text8

TEXT = load_tales(5_000)
ARCHIVE = "text8.zip"


def zip_bytes(files):
    """A zip archive with these files, always of the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.fixture(params=["text8", "text8.zip", "mine.txt", "mine.zip"])
def folder(request, tmp_path):
    """The text in one of the ways in which it may lie on a disk."""
    path = tmp_path / request.param
    path.write_bytes(zip_bytes({"text8": TEXT}) if path.suffix == ".zip" else TEXT.encode())
    return path if path.stem == "mine" else tmp_path


def test_gives_the_text(folder):
    assert load_text8(folder, size=5_000) == TEXT


def test_gives_the_beginning(folder):
    assert load_text8(folder, 123, size=5_000) == TEXT[:123]


def test_size_is_looked_at_unless_it_is_none(folder):
    with pytest.raises(DatasetError, match="it holds 5,000 characters, expected 100,000,000"):
        load_text8(folder)
    with pytest.raises(DatasetError, match="it holds 5,000 characters, expected 4,999"):
        load_text8(folder, 10, size=4_999)
    assert load_text8(folder, size=None) == TEXT


def test_more_than_there_is_is_told(folder):
    with pytest.raises(DatasetError, match="holds 5,000 characters, fewer than the 6,000 asked for"):
        load_text8(folder, 6_000, size=None)


@pytest.mark.parametrize(("n", "size"), [(0, None), (-1, 10), (11, 10)])
def test_number_of_characters_out_of_range_is_a_value_error(n, size, tmp_path):
    with pytest.raises(ValueError, match=r"n_characters must lie in 1 \.\.\."):
        load_text8(tmp_path, n, size=size)


@pytest.mark.parametrize("byte", [b"A", b"\n", b"\xe9", b"0", b"\x00"])
def test_other_characters_are_told(byte, tmp_path):
    (tmp_path / "text8").write_bytes(b"abc " + byte + b" def")
    with pytest.raises(DatasetError, match="expected the letters a-z and spaces only"):
        load_text8(tmp_path, size=None)


def bad_archives(good):
    """What can be wrong with an archive, each with the words that must tell it."""
    half, rest = good[: len(good) // 2], good[len(good) // 2 :]
    return {
        "truncated": (half, "truncated or damaged"),
        "with flipped bytes": (half + bytes(byte ^ 255 for byte in rest[:9]) + rest[9:], "truncated or damaged"),
        "a web page": (b"<html>not found</html>", "an HTML page of 22 bytes.*it holds 22 characters"),
        "empty": (b"", "an empty file"),
        "with another file": (zip_bytes({"readme": "x"}), "it holds readme, expected 'text8'"),
        "with nothing inside": (zip_bytes({}), "it holds nothing, expected 'text8'"),
    }


@pytest.mark.parametrize("case", bad_archives(zip_bytes({"text8": TEXT})))
def test_refuses_an_archive_that_is(case, tmp_path):
    content, words = bad_archives(zip_bytes({"text8": TEXT}))[case]
    (tmp_path / ARCHIVE).write_bytes(content)
    with pytest.raises(DatasetError, match=words):
        load_text8(tmp_path, size=5_000)


def test_missing_folder_and_missing_file_are_told(tmp_path):
    with pytest.raises(DatasetError, match="does not exist: name a folder that holds text8"):
        load_text8(tmp_path / "nowhere")
    (tmp_path / "text9").write_text("x")
    with pytest.raises(DatasetError, match=r"has neither text8 nor text8\.zip\. Found: text9"):
        load_text8(tmp_path)


@pytest.fixture
def load(site, tmp_path):
    """load_text8 of a small archive on the local web server, quietly, into an empty cache."""
    data = zip_bytes({"text8": TEXT})
    site.pages[f"/good/{ARCHIVE}"] = data
    known = Source("text8", {ARCHIVE: "sha1:" + hashlib.sha1(data).hexdigest()}, (f"{site.url}/good/",))
    usual = {"cache": tmp_path, "source": known, "progress": False, "size": 5_000}
    return lambda **changes: load_text8(**(usual | changes))


def cached(tmp_path):
    return [path.name for path in tmp_path.rglob("*") if path.is_file()]


def test_fetches_the_archive_once_and_unpacks_nothing(load, site, tmp_path):
    assert load() == load() == TEXT
    assert site.requests == [f"/good/{ARCHIVE}"]
    assert cached(tmp_path) == [ARCHIVE]


@pytest.mark.parametrize(
    ("trouble", "error"), [("dies", DatasetError), ("interrupts", KeyboardInterrupt)], ids=["dies", "interrupts"]
)
def test_broken_transfer_leaves_nothing_and_the_next_call_works(trouble, error, load, site, tmp_path):
    site.trouble = trouble
    with pytest.raises(error):
        load()
    assert cached(tmp_path) == []
    site.trouble = None
    assert load() == TEXT


def test_wrong_checksum_leaves_nothing(load, site, tmp_path):
    site.pages[f"/good/{ARCHIVE}"] = zip_bytes({"text8": "another text"})
    with pytest.raises(DatasetError, match="wrong checksum"):
        load()
    assert cached(tmp_path) == []


def test_default_source_knows_the_archive():
    source = load_text8.__kwdefaults__["source"]
    assert source.hashes == {ARCHIVE: "sha1:6c70299b93b7e1f927b42cd8f6ac1a31547c7a2e"}
    assert source.mirrors
