"""A dask cluster does the same work, also if one of its workers is killed meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from autograder.grading import cluster as room
from autograder.grading.cluster import ClusterError, perform_on
from tests.grading.conftest import HALF, RIGHT, STUBS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@dataclass
class Cluster:
    """A scheduler and its workers, all in processes of their own that end with the test."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(self.folder / "cluster.json")]
        made = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes.append(made)
        return made

    @property
    def address(self) -> str:
        wait_for((self.folder / "cluster.json").is_file)
        return json.loads((self.folder / "cluster.json").read_text())["address"]


@pytest.fixture
def cluster(tmp_path_factory):
    distributed = pytest.importorskip("dask.distributed")
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    made.start("scheduler", "--port", "0", "--no-dashboard")
    try:
        address = made.address
        for _ in range(2):
            made.start("worker", "--no-nanny", "--nthreads", "1", "--no-dashboard")
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait()


def test_a_worker_killed_in_mid_run_loses_nothing(pupils, cluster):
    files = {f"s{n:02}/activations.py": f"{(RIGHT, HALF, STUBS)[n % 3]}# {n}\n" for n in range(12)}
    pupils.hand_in(files)
    cache = pupils.out / ".autograder" / "cache"
    killer = threading.Thread(target=kill_after, args=(cache, 3, cluster.processes[-1]))
    killer.start()
    done = pupils.grade("--cluster", cluster.address, "--json")
    killer.join()
    assert json.loads(done.out)["graded_now"] == len(files)
    assert (done.code, done.points) == (0, {f"s{n:02}": ("7", "3", "0")[n % 3] for n in range(12)})
    assert cluster.processes[-1].wait() == -signal.SIGKILL


def kill_after(cache, number, victim):
    """Kill a process once there are so many results, and long before there are all."""
    wait_for(lambda: len(list(cache.rglob("*.json"))) >= number)
    victim.kill()


def wait_for(condition, seconds=60.0):
    """Look again and again until something is so."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)


def test_no_scheduler_is_said_in_a_sentence(monkeypatch):
    distributed = pytest.importorskip("dask.distributed")
    monkeypatch.setattr(room, "CONNECT_SECONDS", 1)
    assert distributed
    with pytest.raises(ClusterError, match="no scheduler answers"):
        perform_on("tcp://127.0.0.1:9", [], lambda key, text: None)
