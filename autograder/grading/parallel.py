"""Several processes that grade. One that dies or hangs costs its item a second try, and the other items nothing."""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from autograder.grading.work import fault_text

ITEM_SECONDS = 900.0
TRIES = 2
PATIENCE = 5.0
COMMAND = (sys.executable, "-m", "autograder.grading.worker")

Pair = tuple[str, str]
Done = Callable[[str, str], None]


class WorkerLost(RuntimeError):
    """A process that grades has died, or did not come back in time."""


@dataclass
class Worker:
    """One process that grades, started when it is needed."""

    command: tuple[str, ...] = COMMAND
    seconds: float = ITEM_SECONDS
    process: subprocess.Popen[str] | None = field(default=None, repr=False)
    scratch: str = ""

    def start(self) -> subprocess.Popen[str]:
        """Start the process: in a session of its own, so that Ctrl-C reaches only whoever waits for it."""
        self.scratch = tempfile.mkdtemp(prefix="autograder-work-")
        os.chmod(self.scratch, 0o711)  # the sandbox's user has to pass through
        return subprocess.Popen(
            [*self.command, self.scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": self.scratch, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )

    def do(self, text: str) -> str:
        """Hand an item over and wait for its result.

        Raises
        ------
        WorkerLost
            If the process dies, or the time is up; it is gone then.
        """
        self.process = self.process or self.start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(self.seconds, stop)
        timer.start()
        try:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(text + "\n")
            self.process.stdin.flush()
            reply = self.process.stdout.readline()
        except (OSError, ValueError):
            reply = ""
        finally:
            timer.cancel()
        if reply.endswith("\n"):
            return reply
        self.close()
        what = f"did not come back within {self.seconds:g} seconds" if late.is_set() else "has died"
        raise WorkerLost(f"the process that graded it {what}")

    def kill(self) -> None:
        """Kill the process and all that it has started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process and remove what it has left behind."""
        process, self.process = self.process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        shutil.rmtree(self.scratch or os.devnull, ignore_errors=True)


def with_tries(worker: Worker, text: str, stopped: threading.Event | None = None) -> str:
    """Let an item be graded, a second time if the process is lost; what is lost twice is a fault of the kit."""
    words = ""
    for _ in range(TRIES):
        try:
            return worker.do(text)
        except WorkerLost as error:
            words = str(error)
        if stopped is not None and stopped.is_set():
            break
    return fault_text(f"{words}, {TRIES} times")


def perform_apart(text: str) -> str:
    """Grade one item in a process of its own: for executors that run several items in one."""
    worker = Worker()
    try:
        return with_tries(worker, text)
    finally:
        worker.close()


class Crew:
    """Processes that grade side by side.

    Parameters
    ----------
    jobs : int
        How many.
    seconds : float
        How long one item may take: far more than the sandbox's own limits allow.
    """

    def __init__(self, jobs: int, seconds: float = ITEM_SECONDS, command: tuple[str, ...] = COMMAND) -> None:
        self.workers = [Worker(command, seconds) for _ in range(max(1, jobs))]
        self.lock = threading.Lock()
        self.news = threading.Condition()
        self.ended = 0
        self.stopped = threading.Event()
        self.errors: list[BaseException] = []

    def perform(self, items: Iterable[Pair], done: Done) -> None:
        """Grade items, drawn one by one as processes become free.

        Parameters
        ----------
        items : iterable of pairs
            Key and item as JSON.
        done : callable
            Is given key and result as JSON as soon as it is there; it may be called from any thread, never twice at
            the same time.
        """
        source = iter(items)
        threads = [
            threading.Thread(target=self.serve, args=(worker, source, done), daemon=True) for worker in self.workers
        ]
        try:
            for thread in threads:
                thread.start()
            self.wait(len(threads))
        finally:
            self.stopped.set()
            for worker in self.workers:
                worker.kill()
            self.wait(len(threads), PATIENCE)
        if self.errors:
            raise self.errors[0]

    def wait(self, number: int, seconds: float | None = None) -> None:
        """Wait until so many threads have come to their end. (`Thread.join` takes a thread for ended after Ctrl-C.)"""
        until = time.monotonic() + seconds if seconds is not None else math.inf
        while self.ended < number and time.monotonic() < until:
            with self.news:
                self.news.wait_for(lambda: self.ended >= number, 0.2)

    def serve(self, worker: Worker, source: Iterator[Pair], done: Done) -> None:
        """Take items for one process until there are no more."""
        try:
            while (pair := self.next_of(source)) is not None:
                result = with_tries(worker, pair[1], self.stopped)
                with self.lock:
                    if not self.stopped.is_set():
                        done(pair[0], result)
        except BaseException as error:
            self.errors.append(error)
            self.stopped.set()
        finally:
            worker.close()
            with self.news:
                self.ended += 1
                self.news.notify()

    def next_of(self, source: Iterator[Pair]) -> Pair | None:
        """Draw the next item."""
        with self.lock:
            return None if self.stopped.is_set() else next(source, None)
