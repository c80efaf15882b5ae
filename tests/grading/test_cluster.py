"""A dask cluster does the same work, also if one of its workers is killed meanwhile."""

from __future__ import annotations

import json
import os
import signal
import threading
import time

import pytest

from autograder.grading import cluster as room
from autograder.grading.cluster import ClusterError, perform_on
from tests.grading.conftest import HALF, RIGHT, STUBS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("dask.distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def test_a_worker_killed_in_mid_run_loses_nothing(pupils, cluster):
    files = {f"s{n:02}/activations.py": f"{(RIGHT, HALF, STUBS)[n % 3]}# {n}\n" for n in range(12)}
    pupils.hand_in(files)
    cache = pupils.out / ".autograder" / "cache"
    victim = next(iter(cluster.workers.values())).pid
    killer = threading.Thread(target=kill_when, args=(lambda: len(list(cache.rglob("*.json"))) >= 3, victim))
    killer.start()
    done = pupils.grade("--cluster", cluster.scheduler_address, "--json")
    killer.join()
    assert json.loads(done.out)["graded_now"] == len(files)
    assert (done.code, done.points) == (0, {f"s{n:02}": ("7", "3", "0")[n % 3] for n in range(12)})


def kill_when(condition, victim):
    """Kill a process once something is so."""
    end = time.monotonic() + 30
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    os.kill(victim, signal.SIGKILL)


def test_no_scheduler_is_said_in_a_sentence(monkeypatch):
    distributed = pytest.importorskip("dask.distributed")
    monkeypatch.setattr(room, "CONNECT_SECONDS", 1)
    assert distributed
    with pytest.raises(ClusterError, match="no scheduler answers"):
        perform_on("tcp://127.0.0.1:9", [], lambda key, text: None)
