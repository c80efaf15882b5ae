"""load_mnist over the network: what it asks for, what it keeps, and what it says when things go wrong."""

import io
import socket
from contextlib import redirect_stderr
from dataclasses import replace

import numpy as np
import pooch
import pytest

from scratchml.datasets import DatasetError, Source, load_mnist

IMAGES, LABELS = "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"


@pytest.fixture
def load(source, tmp_path):
    """load_mnist of the small dataset's test part, quietly, into an empty cache."""

    usual = {"split": "test", "cache": tmp_path, "source": source, "progress": False}

    def load(**changes):
        return load_mnist(**(usual | changes))

    return load


def cached(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def test_gives_images_and_labels(load, arrays):
    images, labels = load()
    np.testing.assert_array_equal(images, arrays[IMAGES])
    np.testing.assert_array_equal(labels, arrays[LABELS])
    assert images.dtype == np.uint8
    assert labels.dtype == np.int64


def test_train_and_test_are_different_files(load):
    assert load(split="train")[0].shape == (7, 28, 28)
    assert load(split="test")[0].shape == (5, 28, 28)


def test_fetches_only_the_part_that_is_asked_for(load, site, tmp_path):
    load()
    assert site.requests == [f"/good/{IMAGES}", f"/good/{LABELS}"]
    assert cached(tmp_path) == [IMAGES, LABELS]


def test_second_call_uses_the_cache_without_a_request(load, site):
    first = load()
    site.requests.clear()
    second = load()
    assert site.requests == []
    np.testing.assert_array_equal(first[0], second[0])


def test_damaged_cached_file_is_fetched_anew(load, site, tmp_path, arrays):
    load()
    (tmp_path / "small" / IMAGES).write_bytes(b"damaged")
    site.requests.clear()
    images, _ = load()
    assert site.requests == [f"/good/{IMAGES}"]
    np.testing.assert_array_equal(images, arrays[IMAGES])


def test_missing_page_is_told_with_its_status(load, tmp_path, site):
    with pytest.raises(DatasetError, match=r"(?s)HTTP 404.*mirror=.*folder="):
        load(mirror=f"{site.url}/nowhere")
    assert cached(tmp_path) == []


def test_web_page_instead_of_a_file_is_told(load, site, tmp_path):
    site.pages[f"/good/{IMAGES}"] = b"<!DOCTYPE html><html>Please log in</html>"
    with pytest.raises(DatasetError, match="wrong checksum: got an HTML page of 41 bytes"):
        load()
    assert cached(tmp_path) == []


def test_wrong_checksum_names_both(load, source, tmp_path):
    wrong = "md5:" + 32 * "0"
    right = source.hashes[IMAGES]
    with pytest.raises(DatasetError, match=rf"(?s)got a gzip file.*{right}.*Expected: {wrong}"):
        load(source=replace(source, hashes={IMAGES: wrong}))
    assert cached(tmp_path) == []


def test_truncated_page_is_refused(load, site, tmp_path):
    site.pages[f"/good/{IMAGES}"] = site.pages[f"/good/{IMAGES}"][:-10]
    with pytest.raises(DatasetError, match="wrong checksum"):
        load()
    assert cached(tmp_path) == []


def test_dead_server_leaves_nothing_and_the_next_call_works(load, site, tmp_path, arrays):
    site.trouble = "dies"
    with pytest.raises(DatasetError, match="broke in mid-transfer"):
        load()
    assert cached(tmp_path) == []
    site.trouble = None
    np.testing.assert_array_equal(load()[0], arrays[IMAGES])


def test_interrupt_leaves_nothing_and_the_next_call_works(load, site, tmp_path, arrays):
    site.trouble = "interrupts"
    with pytest.raises(KeyboardInterrupt):
        load()
    assert cached(tmp_path) == []
    site.trouble = None
    np.testing.assert_array_equal(load()[0], arrays[IMAGES])


def test_second_mirror_is_asked_when_the_first_fails(load, site, arrays):
    images, _ = load(mirror=[f"{site.url}/nowhere", f"{site.url}/good"])
    assert site.requests[:2] == [f"/nowhere/{IMAGES}", f"/good/{IMAGES}"]
    np.testing.assert_array_equal(images, arrays[IMAGES])


def test_second_mirror_is_asked_when_the_first_has_another_file(load, site, arrays):
    site.pages[f"/stale/{IMAGES}"] = b"old"
    images, _ = load(mirror=[f"{site.url}/stale", f"{site.url}/good"])
    np.testing.assert_array_equal(images, arrays[IMAGES])


def test_every_mirror_that_failed_is_listed(load, site):
    with pytest.raises(DatasetError, match=r"(?s)/first/t10k.*HTTP 404.*/second/t10k.*HTTP 404"):
        load(mirror=[f"{site.url}/first", f"{site.url}/second"])


def test_server_that_refuses_is_told_as_no_connection(load):
    with socket.socket() as deaf:  # bound, so that nobody else takes the port, but not listening
        deaf.bind(("127.0.0.1", 0))
        with pytest.raises(DatasetError, match="no connection"):
            load(mirror=f"http://127.0.0.1:{deaf.getsockname()[1]}")


def test_address_that_is_none_is_told(load):
    with pytest.raises(DatasetError, match="nonsense://there"):
        load(mirror="nonsense://there")


def test_empty_mirror_list_is_a_value_error(load):
    with pytest.raises(ValueError, match="mirror is empty"):
        load(mirror=[])


def test_cache_that_cannot_be_made_is_told_without_a_request(load, site, tmp_path):
    (tmp_path / "occupied").write_text("a file, not a folder")
    with pytest.raises(DatasetError, match=r"cache folder .*occupied.* cannot be used"):
        load(cache=tmp_path / "occupied")
    assert site.requests == []


class Screen(io.StringIO):
    """What a terminal would show."""

    def isatty(self):
        return True


@pytest.fixture
def pooch_log(caplog):
    pooch.get_logger().addHandler(caplog.handler)
    yield caplog
    pooch.get_logger().removeHandler(caplog.handler)


def shown_on(stream, load, progress):
    with redirect_stderr(stream):
        load(progress=progress)
    return stream.getvalue()


def test_progress_shows_a_bar_on_a_terminal(load):
    assert "100%" in shown_on(Screen(), load, progress=True)


def test_progress_elsewhere_is_a_line_without_a_bar(load, pooch_log):
    assert shown_on(io.StringIO(), load, progress=True) == ""
    assert f"/good/{IMAGES}" in pooch_log.text


def test_progress_off_is_silent_even_on_a_terminal(load, pooch_log):
    assert shown_on(Screen(), load, progress=False) == ""
    assert pooch_log.text == ""


def test_default_source_knows_the_four_files_and_uses_https():
    source = load_mnist.__kwdefaults__["source"]
    assert isinstance(source, Source)
    assert len(source.hashes) == 4
    assert len(source.mirrors) >= 2
    assert all(url.startswith("https://") for url in source.mirrors)
