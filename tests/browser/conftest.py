"""A course, a JupyterLab server on this machine alone, and a headless Chromium. Run by `nox -s browser`, not in CI."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.build.course import write_course
from autograder.build.source import source_of
from autograder.demo import hand_in, model_answers, nbgrader

SEGMENT, TOKEN = "nn", "only-for-this-run"
ARTEFACTS = Path("build/browser")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-sandbox",
)  # fmt: skip


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    folder: Path
    url: str


@pytest.fixture(scope="session")
def course(home, tmp_path_factory) -> Path:
    """Write a course, release it, and hand in one submission with one mistake."""
    folder = tmp_path_factory.mktemp("browser") / "course"
    write_course(home, folder, [SEGMENT])
    nbgrader(folder, "generate_assignment", SEGMENT)
    answers = {suite.stem: dict(model_answers(source_of(home, suite))) for suite in home.suites(SEGMENT)}
    answers["activations"]["relu"] = "def relu(x):\n    return x\n"
    hand_in(folder, "ada", answers)
    shutil.copytree(folder / "release" / SEGMENT, folder / "learner")
    return folder


@pytest.fixture(scope="session")
def lab(course) -> Lab:
    """Start JupyterLab on 127.0.0.1, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root",
               f"--IdentityProvider.token={TOKEN}", "--expose-app-in-browser", f"--notebook-dir={course}"]  # fmt: skip
    log = (course.parent / "lab.log").open("w")
    running = subprocess.Popen(command, cwd=course, stdout=log, stderr=subprocess.STDOUT, env={**os.environ})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/api?token={TOKEN}", running)
        yield Lab(course, url)
    finally:
        running.terminate()
        running.wait(timeout=60)
        log.close()


def wait_for(url: str, running: subprocess.Popen, seconds: float = 120) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and running.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start at {url}")


@pytest.fixture
def page(lab, request):
    """Open a page in the system's Chromium; a picture of its end is kept, however the test ends."""
    sync = pytest.importorskip("playwright.sync_api", reason="nox -s browser installs it")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium, or your system's way")
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(120_000)
        yield page
        page.screenshot(path=ARTEFACTS / f"{request.node.name}.png")
        browser.close()
