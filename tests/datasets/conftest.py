"""A small MNIST-like dataset made on the spot, and a web server for it on this machine."""

import _thread
import gzip
import hashlib
import signal
import struct
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import pytest

from scratchml.datasets import Source

NAMES = [f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]


def idx_bytes(array):
    """The array (uint8) as an IDX file."""
    return struct.pack(f">{1 + array.ndim}I", 0x0800 + array.ndim, *array.shape) + array.tobytes()


@pytest.fixture(autouse=True)
def hears_interrupts():
    """Ctrl-C raises here as in a terminal, although tests that run in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def to_idx():
    return idx_bytes


@pytest.fixture
def arrays():
    """Name of the gzip file to what it holds: 7 training images and 5 test images with their labels."""
    rng = np.random.default_rng(0)
    sizes = {"train": 7, "t10k": 5}
    return {
        name: rng.integers(0, 256, (sizes[name.split("-")[0]], 28, 28), dtype=np.uint8)
        if "images" in name
        else rng.integers(0, 10, sizes[name.split("-")[0]], dtype=np.uint8)
        for name in NAMES
    }


@pytest.fixture
def files(arrays):
    """Name to gzip bytes."""
    return {name: gzip.compress(idx_bytes(array), mtime=0) for name, array in arrays.items()}


class Site:
    """Pages by path, the requests that came, and how the next answers go wrong.

    `trouble` is None, "dies" (half of the page, then the connection closes) or "interrupts" (the same, with
    Ctrl-C for the main thread before the connection closes).
    """

    def __init__(self, pages):
        self.pages = pages
        self.requests = []
        self.trouble = None
        self.url = ""


def handler_for(site):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.requests.append(self.path)
            page = site.pages.get(self.path)
            if page is None:
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page if site.trouble is None else page[: len(page) // 2])
            if site.trouble == "interrupts":
                self.wfile.flush()
                _thread.interrupt_main()

        def log_message(self, *args):
            """Nothing: the tests read `site.requests`."""

    return Handler


@pytest.fixture
def site(files, monkeypatch):
    """The files under /good/, on an ephemeral port of this machine; stopped after the test."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    site = Site({f"/good/{name}": data for name, data in files.items()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(site))
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def source(site, files):
    """The dataset with its true checksums, at the site's /good/."""
    hashes = {name: "md5:" + hashlib.md5(data).hexdigest() for name, data in files.items()}
    return Source(name="small", hashes=hashes, mirrors=(f"{site.url}/good/",))
