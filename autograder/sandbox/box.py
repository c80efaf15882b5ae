"""One learner's sandbox as the judging process sees it: start it, get a worker, end it, kill it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from autograder.outcome import KitFault
from autograder.sandbox import bubblewrap
from autograder.sandbox.encode import pack
from autograder.sandbox.frames import Frame, Gone, Kind, TooLate, Wire
from autograder.sandbox.launch import filter_file, output_file, plain_command, popen
from autograder.sandbox.limits import LIMITS, Limits
from autograder.sandbox.tiers import Tier, best_tier
from autograder.sandbox.wire import ProtocolError, unpack

CONTROL_SECONDS = 5.0
KILLED = -1


class Box:
    """A sandbox around one learner's folder.

    Parameters
    ----------
    learner : Path
        The folder; nothing else of the learner's is seen inside.
    lessons : sequence of str
        The kit's lessons, which tell a lesson from an unrelated file.
    prefer : str
        Suffix of the file to take where a lesson is there as a module and as a notebook.
    file : str
        The one file of the folder that is handed in, or nothing.
    """

    def __init__(
        self,
        learner: Path,
        lessons: Sequence[str],
        prefer: str = ".py",
        file: str = "",
        tier: Tier | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self.learner = learner
        self.settings = (list(lessons), prefer, file, asdict(limits))
        self.tier = tier or best_tier()
        self.limits = limits
        self.process: subprocess.Popen[bytes] | None = None
        self.wire: Wire | None = None
        self.init: int | None = None
        self.errors: IO[bytes] | None = None
        self.user = -1
        self.sent = 0

    def start(self) -> None:
        """Start the sandbox, if it is not there.

        Raises
        ------
        KitFault
            If it cannot be started.
        """
        if self.wire is not None:
            return
        if self.tier.name == "none":
            raise KitFault(self.tier.sentence)
        ours, theirs = socket.socketpair()
        self.errors = self.errors or tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self.launch(theirs)
            self.wire = Wire(ours, self.limits)
            folder = bubblewrap.INSIDE_LEARNER if self.tier.name == "bubblewrap" else str(self.learner)
            reply = self.ask(Kind.HELLO, [folder, *self.settings], self.limits.start_seconds)
            self.user = int(reply[0])
        except (Gone, TooLate, ProtocolError, OSError, ValueError) as error:
            words = self.last_words() or str(error) or type(error).__name__
            self.kill()
            raise KitFault(f"the sandbox could not be started: {words}") from error
        finally:
            theirs.close()

    def launch(self, control: socket.socket) -> None:
        """Start the first process."""
        if self.tier.name == "process":
            self.process = popen(plain_command(control.fileno()), [control.fileno()], self.learner, self.errors)
            return
        told, tell = os.pipe()
        root = os.getuid() == 0
        with filter_file() as rules, os.fdopen(told, "rb") as info:
            files = [control.fileno(), tell, *([rules] if rules is not None else [])]
            words = bubblewrap.command(self.learner, control.fileno(), tell, rules, root=root, limits=self.limits)
            try:
                self.process = popen(words, files, self.learner, self.errors)
            finally:
                os.close(tell)
            number = json.loads(info.read() or b"{}").get("child-pid")
        with contextlib.suppress(OSError):  # gone already: the first request will say so
            self.init = os.pidfd_open(number) if number else None

    def ask(
        self, kind: Kind, message: list[Any], seconds: float = CONTROL_SECONDS, files: Sequence[int] = ()
    ) -> list[Any]:
        """Ask the zygote for something, handing over open files; it answers in whole numbers."""
        assert self.wire is not None
        self.sent += 1
        deadline = time.monotonic() + seconds
        self.wire.send(Frame(kind, self.sent, *pack(message, lambda value: None)), deadline)
        if files:
            socket.send_fds(self.wire.sock, [b"w"], list(files))
        frame = self.wire.receive(deadline)
        reply = unpack(frame.meta, frame.data, refuse_objects, self.limits)
        if frame.kind is not Kind.RESULT or frame.seq != self.sent or not isinstance(reply, list) or not reply:
            raise ProtocolError("not an answer of the zygote")
        if not all(type(item) is int for item in reply):
            raise ProtocolError("not an answer of the zygote")
        return reply

    def worker(self) -> tuple[int, Wire, int]:
        """Fork a worker: return its number, its wire, and the file of its output.

        Raises
        ------
        KitFault
            If even a new sandbox gives none.
        """
        for _ in range(2):
            self.start()
            ours, theirs = socket.socketpair()
            output = output_file()
            try:
                reply = self.ask(Kind.CALL, [], files=(theirs.fileno(), output))
                return int(reply[0]), Wire(ours, self.limits, ahead=True), output
            except (Gone, TooLate, ProtocolError, OSError):
                ours.close()
                os.close(output)
                self.kill()
            finally:
                theirs.close()
        raise KitFault("the sandbox starts, and gives no worker")

    def end(self, worker: int, patience: float = 0.0) -> int:
        """End a worker: see `zygote.end`. A sandbox that cannot do it is killed as a whole."""
        try:
            return int(self.ask(Kind.BYE, [worker, patience])[0]) if self.wire else KILLED
        except (Gone, TooLate, ProtocolError):
            self.kill()
            return KILLED

    def kill(self) -> None:
        """Kill every process of the sandbox."""
        if self.init is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.init, signal.SIGKILL)
            os.close(self.init)
        if self.wire is not None:
            self.wire.close()
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1.0 if self.init is not None else 0.2)
            self.process.kill()
            self.process.wait()
        self.init = self.wire = self.process = None

    def last_words(self) -> str:
        """Return the last line that the sandbox wrote to its standard error."""
        if self.errors is None:
            return ""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if self.process is not None:
                self.process.wait(0.5)
            self.errors.seek(0)
            lines = self.errors.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
            return lines[-1] if lines else ""
        return ""

    def close(self) -> None:
        """Kill the sandbox and let go of its files."""
        self.kill()
        if self.errors is not None:
            self.errors.close()
            self.errors = None


def refuse_objects(parts: list[Any]) -> Any:
    """Refuse objects where only plain values are exchanged."""
    raise ProtocolError("an object where none belongs")
