"""The first process of a sandbox: imports numpy, then forks one worker for each session. Runs no learner code itself.

Started as ``python -S -P zygote.py CONTROL ENGINE NUMPY USER``: the number of its control socket, the folders that
hold the engine and numpy, and the user to become (or ``-``). What to load comes over the control socket.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from autograder.sandbox.frames import Wire
    from autograder.sandbox.prepare import Shelf

PREPARE_SECONDS = 5.0
KILLED = -1


def main(arguments: list[str]) -> None:
    """Set up, then serve the control socket until it is closed."""
    control, engine, packages, user = arguments
    if user != "-":
        drop_user(int(user))
    with importing(engine, packages):
        from autograder.sandbox import confine, stand_ins, worker  # noqa: F401
        from autograder.sandbox.frames import Gone, Wire
        from autograder.sandbox.limits import LIMITS

        preload()
        stand_ins.install()
    os.environ.clear()
    sys.argv[:] = [""]
    confine.close_doors()
    wire = Wire(socket.socket(fileno=int(control)), LIMITS)
    with contextlib.suppress(Gone):
        Zygote(wire).serve()
    os._exit(0)


def drop_user(user: int) -> None:
    """Become an ordinary user before anything else is read: see `confine.drop_user`."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


@contextlib.contextmanager
def importing(engine: str, packages: str) -> Iterator[None]:
    """Import the engine's few modules that are needed, and numpy, without whatever else lies beside them.

    The engine's own ``__init__`` is not run: it would bring in the parts that know the reference.
    """
    package = ModuleType("autograder")
    package.__path__ = [str(Path(engine) / "autograder")]
    sys.modules["autograder"] = package
    sys.path.append(packages)
    try:
        yield
    finally:
        sys.path.remove(packages)


def preload() -> None:
    """Import what most lessons use, once for all workers."""
    import collections
    import dataclasses
    import functools
    import itertools
    import math
    import random
    import resource
    import typing

    import numpy as np
    import numpy.fft
    import numpy.lib.stride_tricks
    import numpy.linalg
    import numpy.ma
    import numpy.polynomial
    import numpy.random

    assert all((collections, dataclasses, functools, itertools, math, random, resource, typing))
    np.random.default_rng(0).normal(size=3)
    np.linalg.svd(np.eye(2))
    gc.collect()
    gc.freeze()


class Zygote:
    """Serves the control socket.

    Attributes
    ----------
    shelf : Shelf
        What to load: the house of the learner and its compiled code.
    """

    def __init__(self, wire: Wire) -> None:
        from autograder.sandbox.prepare import Shelf

        self.wire = wire
        self.shelf: Shelf = Shelf()

    def serve(self) -> None:
        """Answer requests: HELLO with what to load, CALL for a new worker, BYE to end one."""
        from autograder.sandbox.frames import Frame, Kind
        from autograder.sandbox.wire import unpack

        while True:
            frame = self.wire.receive()
            message = unpack(frame.meta, frame.data, lambda parts: None)
            if frame.kind is Kind.HELLO:
                reply: list[Any] = self.prepare(message)
            elif frame.kind is Kind.CALL:
                reply = [self.fork()]
            else:
                reply = [end(*message)]
            self.wire.send(Frame(Kind.RESULT, frame.seq, *packed(reply)))

    def prepare(self, message: list[Any]) -> list[Any]:
        """Take in what to load, and let a process of its own compile it."""
        from autograder.sandbox.prepare import Shelf

        self.shelf = Shelf(*message)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            self.compile(writer)
        os.close(writer)
        self.shelf.take(read_all(reader, time.monotonic() + PREPARE_SECONDS))
        return [os.getuid(), os.getpid(), end(child, PREPARE_SECONDS)]

    def compile(self, writer: int) -> NoReturn:
        """Compile what is to be loaded, write it down, and never come back."""
        try:
            self.confine()
            write_all(writer, self.shelf.compile())
        finally:
            os._exit(0)

    def fork(self) -> int:
        """Start a worker with the socket and the output file that are handed over."""
        from autograder.sandbox.frames import FOREVER

        self.wire.wait(FOREVER)
        _, files, _, _ = socket.recv_fds(self.wire.sock, 1, 2)
        child = os.fork()
        if not child:
            self.work(files)
        for file in files:
            os.close(file)
        return child

    def work(self, files: list[int]) -> NoReturn:
        """Be a worker; never come back."""
        from autograder.sandbox.frames import Wire
        from autograder.sandbox.worker import Worker

        try:
            self.wire.sock.close()
            os.dup2(files[1], 1)
            os.dup2(files[1], 2)
            os.close(files[1])
            self.confine()
            limits = self.shelf.limits
            wire = Wire(socket.socket(fileno=files[0]), limits, ahead=True)
            Worker(wire, self.shelf.house(), limits).serve()
        finally:
            os._exit(0)

    def confine(self) -> None:
        """Set the limits of a process that touches learner code."""
        from autograder.sandbox.confine import limit_resources

        os.setsid()
        limit_resources(self.shelf.limits, processes=os.getuid() != 0)


def packed(reply: list[Any]) -> tuple[bytes, bytes]:
    """Encode a reply of plain numbers."""
    from autograder.sandbox.encode import pack

    return pack(reply, lambda value: None)


def end(child: int, patience: float = 0.0) -> int:
    """End a worker and whatever it has started.

    Parameters
    ----------
    patience : float
        Seconds in which it may still end by itself, if it is about to.

    Returns
    -------
    int
        How it ended by itself, as a number of `waitpid`, or `KILLED`.
    """
    status, until = KILLED, time.monotonic() + patience
    with contextlib.suppress(ChildProcessError):
        found, how = os.waitpid(child, os.WNOHANG)
        while not found and time.monotonic() < until:
            time.sleep(0.002)
            found, how = os.waitpid(child, os.WNOHANG)
        if found:
            status = how
        else:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    return status


def write_all(file: int, data: bytes) -> None:
    """Write all of `data`."""
    while data:
        data = data[os.write(file, data) :]


def read_all(file: int, deadline: float) -> bytes:
    """Read a pipe to its end, or until there is too much of it, or it is too late; return nothing then."""
    import select

    parts: list[bytes] = []
    most = 16 << 20
    with os.fdopen(file, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(deadline - time.monotonic(), 0))[0] and most > 0:
            part = pipe.read(1 << 16)
            if not part:
                return b"".join(parts)
            parts.append(part)
            most -= len(part)
    return b""


if __name__ == "__main__":
    main(sys.argv[1:])
