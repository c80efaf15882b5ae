"""A time limit that works on every system: the work runs in a thread that is watched."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import time
import warnings
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

GRACE = 0.05
ATTEMPTS = 20


class TimeIsUp(BaseException):
    """Raised within the watched thread. Not an `Exception`, so that `except Exception` lets it through."""


class TimeLimitReached(Exception):
    """The work did not end in time."""


def run_limited(work: Callable[[], T], seconds: float, *, ours: bool = False) -> T:
    """Run `work` in a thread and return what it returns, or raise what it raises.

    Work that does not end in time is stopped between two Python instructions. Work that cannot be stopped so (one
    long call into C, a loop around it that swallows everything) is left behind in its daemon thread.

    All warnings of the work go to ``warnings.showwarning``, where the work may listen; none reaches the host. It is the
    calling thread that puts the host's filters back: work that is left behind would do so at any later time.

    Parameters
    ----------
    work : callable
        What to run.
    seconds : float
        The limit.
    ours : bool
        Whether all of it is code of the kit, as where learner code is in another process. A timer then does in place
        of the thread, where there is one: nothing in that code swallows a request to stop.

    Raises
    ------
    TimeLimitReached
        If the work took longer than `seconds`.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def watched() -> None:
        with contextlib.suppress(TimeIsUp):  # a request to stop may come as late as in the handler
            try:
                results.append(work())
            except BaseException as error:
                errors.append(error)

    thread = threading.Thread(target=watched, daemon=True, name="autograder-check")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = discard
        try:
            if (ours and can_be_alarmed()) or not started(thread):
                return run_alarmed(work, seconds)
            thread.join(seconds)
        finally:
            unfinished = thread.is_alive()
            if unfinished:
                stop(thread)
    if unfinished:
        raise TimeLimitReached(seconds)
    if errors:
        raise errors[0]
    return results[0]


def started(thread: threading.Thread) -> bool:
    """Start a thread, or tell that none can be started: in the sandbox there may be one only."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True


def can_be_alarmed() -> bool:
    """Tell whether a timer can stop this thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def run_alarmed(work: Callable[[], T], seconds: float) -> T:
    """Run `work` in this thread, the main one; a timer that rings again and again stops it."""
    ended = False

    def ring(*_: object) -> None:
        if not ended:
            raise TimeIsUp

    began = time.monotonic()
    before = signal.signal(signal.SIGALRM, ring)
    rest, _ = signal.setitimer(signal.ITIMER_REAL, seconds, GRACE)
    try:
        try:
            return work()
        finally:
            ended = True
    except TimeIsUp:
        raise TimeLimitReached(seconds) from None
    finally:
        left = max(rest - (time.monotonic() - began), 0.001) if rest else 0.0
        signal.setitimer(signal.ITIMER_REAL, left, GRACE if rest else 0.0)
        signal.signal(signal.SIGALRM, before)


def discard(*message: object, **details: object) -> None:
    """Stand for ``warnings.showwarning`` where nobody listens."""


def stop(thread: threading.Thread) -> None:
    """Ask a thread to stop, a few times: learner code may swallow one request."""
    for _ in range(ATTEMPTS):
        if not thread.is_alive() or thread.ident is None:
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeIsUp))
        thread.join(GRACE)
