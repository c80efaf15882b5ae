"""load_mnist from a folder: no network, no checksums, but every file must be what it says."""

import gzip
import hashlib
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from scratchml.datasets import DatasetError, load_mnist, read_idx

IMAGES, LABELS = "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"


@pytest.fixture
def folder(tmp_path, files):
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def rename_unzipped(folder, spell):
    for path in list(folder.iterdir()):
        plain = gzip.decompress(path.read_bytes())
        path.unlink()
        (folder / spell(path.stem)).write_bytes(plain)


def test_reads_gzip_files(folder, arrays):
    images, labels = load_mnist(folder, "test")
    np.testing.assert_array_equal(images, arrays[IMAGES])
    np.testing.assert_array_equal(labels, arrays[LABELS])
    assert (images.dtype, labels.dtype) == (np.uint8, np.int64)


@pytest.mark.parametrize(
    "spell",
    [lambda stem: stem, lambda stem: stem.replace("-idx", ".idx"), lambda stem: stem + ".gz"],
    ids=["unzipped", "with a dot", "unzipped but still called gz"],
)
def test_reads_unzipped_files(folder, arrays, spell):
    rename_unzipped(folder, spell)
    np.testing.assert_array_equal(load_mnist(folder, "train")[0], arrays["train-images-idx3-ubyte.gz"])


def test_folder_may_be_a_string_and_the_images_may_be_changed(folder):
    images, _ = load_mnist(str(folder), "test")
    images[0] = 0
    assert images[0].sum() == 0


def test_missing_file_tells_what_is_there_and_what_was_looked_for(folder):
    (folder / LABELS).unlink()
    with pytest.raises(DatasetError, match=r"has no t10k-labels.*Found: t10k-images.*Expected one of"):
        load_mnist(folder, "test")


def test_missing_folder_is_told(tmp_path):
    with pytest.raises(DatasetError, match="does not exist"):
        load_mnist(tmp_path / "nowhere")


def test_unknown_split_is_a_value_error(folder):
    with pytest.raises(ValueError, match="'train' or 'test', got 'valid'"):
        load_mnist(folder, "valid")


def test_dataset_error_is_an_os_error(folder):
    (folder / LABELS).unlink()
    with pytest.raises(OSError, match="has no"):
        load_mnist(folder, "test")


def bad_contents(good):
    """What can be wrong with a gzip file of images, each with the words that must tell it."""
    plain = gzip.decompress(good)
    magic, n = plain[:4], int.from_bytes(plain[4:8], "big")
    flipped = good[:-6] + bytes([good[-6] ^ 1]) + good[-5:]
    endless = magic + b"\xff" * 4 + plain[8:]
    other_shape = struct.pack(">4I", 2051, n, 14, 56) + plain[16:]
    single = struct.pack(">4I", 2051, 1, 28, 28) + plain[16:800]
    return {
        "an empty file": (b"", "empty file"),
        "a web page": (b"\n<html>not found</html>", "an HTML page of 23 bytes.*magic number 2051"),
        "another kind of file": (b"PK\x03\x04 a zip", "unknown kind.*magic number 2051"),
        "a truncated gzip file": (good[:-100], "truncated or damaged"),
        "a gzip file with a flipped byte": (flipped, "truncated or damaged"),
        "labels where images belong": (struct.pack(">II", 2049, 2) + b"ab", "2051, found magic number 2049"),
        "a little-endian header": (magic[::-1] + plain[4:], "magic number 2051, found"),
        "a header cut short": (plain[:10], "header ends after 10 bytes, expected 16"),
        "fewer bytes than promised": (plain[:-1], f"{n * 784 - 1:,} of the {n * 784:,} bytes"),
        "more bytes than promised": (plain + b"x", f"more than the {n * 784:,} bytes"),
        "more bytes than promised, zipped": (gzip.compress(plain + b"x"), "more than"),
        "a header that promises terabytes": (endless, "of the 3,367,254,359,280 bytes"),
        "images of another size": (other_shape, r"\(14, 56\), expected \(28, 28\)"),
        "another number of images": (single, "1 images, but .* 5 labels"),
    }


@pytest.mark.parametrize("case", bad_contents(gzip.compress(bytes(800))))
def test_refuses(case, folder, files):
    content, words = bad_contents(files[IMAGES])[case]
    (folder / IMAGES).write_bytes(content)
    with pytest.raises(DatasetError, match=words):
        load_mnist(folder, "test")


def test_refuses_labels_above_nine(folder, to_idx):
    (folder / LABELS).write_bytes(to_idx(np.array([0, 9, 10, 3, 4], dtype=np.uint8)))
    with pytest.raises(DatasetError, match="holds the label 10, expected 0 to 9"):
        load_mnist(folder, "test")


def test_folder_in_the_place_of_a_file_is_told(tmp_path):
    with pytest.raises(DatasetError, match="cannot be read"):
        read_idx(tmp_path, 2051)


@pytest.mark.skipif("AUTOGRADER_MNIST" not in os.environ, reason="AUTOGRADER_MNIST names no MNIST folder")
def test_real_test_files_are_the_known_ones():
    folder = Path(os.environ["AUTOGRADER_MNIST"])
    images, labels = load_mnist(folder, "test")
    assert images.shape == (10_000, 28, 28)
    assert np.bincount(labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    source = load_mnist.__kwdefaults__["source"]
    assert source.hashes[IMAGES] == "md5:" + hashlib.md5((folder / IMAGES).read_bytes()).hexdigest()
    assert source.hashes[LABELS] == "md5:" + hashlib.md5((folder / LABELS).read_bytes()).hexdigest()
