"""One check's talk with one worker: requests, call-backs, deadlines, and what a limit that is hit turns into."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Collection
from typing import Any, NoReturn

from autograder.outcome import KitFault, Mismatch, StillToDo
from autograder.sandbox.answers import error_of, over
from autograder.sandbox.box import KILLED, Box
from autograder.sandbox.callbacks import Registry
from autograder.sandbox.encode import TooLarge, pack
from autograder.sandbox.errors import clean, described, warned
from autograder.sandbox.frames import Frame, Gone, Kind, TooLate
from autograder.sandbox.limits import sentence
from autograder.sandbox.proxies import RemoteObject, proxy
from autograder.sandbox.wire import ProtocolError, unpack
from autograder.timelimit import TimeIsUp

PASSED_ON = (KitFault, Mismatch, StillToDo, TimeIsUp)
SIGNALS = {"SIGXCPU": "cpu", "SIGSEGV": "segfault", "SIGKILL": "killed", "SIGXFSZ": "file"}
PATIENCE = 0.2


class Session:
    """One worker with one lesson loaded.

    Parameters
    ----------
    box : Box
        The learner's sandbox.
    lesson : str
        What to load.
    deadline : float
        When the check has to be over, by the clock of `time.monotonic`.
    exercises : collection of str
        Names that the lesson asks for.

    Attributes
    ----------
    label : str
        What the learner's code is called.
    problems : list of str
        What went wrong when it was loaded.
    """

    def __init__(self, box: Box, lesson: str, deadline: float, exercises: Collection[str] = ()) -> None:
        self.box = box
        self.limits = box.limits
        self.deadline = deadline
        self.sent = 0
        self.dead: str | None = None
        self.registry = Registry(self.limits)
        self.number, self.wire, self.output = box.worker()
        self.label, self.load_seconds = "", 0.0
        self.problems: list[str] = []
        self.load([lesson, list(exercises)])

    def load(self, message: list[Any]) -> None:
        """Let the worker load the lesson; what cannot be loaded is a learner without names."""
        try:
            label, problems, seconds = self.request(Kind.HELLO, message, self.limits.load_seconds, "load")[:3]
            self.label, self.problems = clean(label), [clean(text) for text in problems]
            self.load_seconds = float(seconds)
        except Mismatch as mismatch:
            self.problems = list(mismatch.difference.facts)
        except (TypeError, ValueError):
            self.problems = [self.end("protocol")]

    def renewed(self, name: str) -> Any:
        """Begin another check with the code as it is loaded, by getting a name of it."""
        self.registry = Registry(self.limits)
        os.ftruncate(self.output, 0)
        return self.first(self.request(Kind.HELLO, [name]), 1)

    def get(self, target: int | None, name: str) -> Any:
        """Get a name of the lesson, or an attribute of an object."""
        return self.first(self.request(Kind.GET, [target, name]), 1)

    def set(self, target: int, name: str, value: Any) -> None:
        """Set an attribute of an object."""
        self.request(Kind.SET, [target, name, value])

    def call(self, target: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object, and repeat here what it changed in place."""
        reply = self.request(Kind.CALL, [target, args, kwargs, 0])
        value = self.first(reply, 3)
        given = [*args, *kwargs.values()]
        self.repeat_changes(given, reply[2])
        if isinstance(value, RemoteObject):
            self.registry.given[value._number] = given
        return value

    def draw(self, target: int, most: int) -> tuple[list[Any], BaseException | None, bool]:
        """Draw items of an iterator."""
        reply = self.request(Kind.CALL, [target, (), {}, most])
        items, ending = self.first(reply, 3), reply[1]
        if not isinstance(items, list) or len(items) > most or not isinstance(ending, list | None):
            self.fail("protocol")
        self.repeat_changes(self.registry.given.get(target, []), reply[2])
        return items, error_of(ending, self.limits) if ending else None, ending is None and bool(items)

    def first(self, reply: list[Any], size: int) -> Any:
        """Return the value of a reply of some size, and pass on its warnings."""
        if len(reply) != size + 1:
            self.fail("protocol")
        try:
            warned(reply[-1])
        except ProtocolError:
            self.fail("protocol")
        return reply[0]

    def repeat_changes(self, given: list[Any], changes: Any) -> None:
        """Change arguments in place as the worker says that it did: whether that is allowed is judged elsewhere."""
        try:
            for place, value in changes:
                self.registry.write_back(given[range(len(given))[place]], value)
        except (TypeError, ValueError, IndexError):
            self.fail("protocol")

    def request(self, kind: Kind, message: list[Any], seconds: float = 0.0, limit: str = "call") -> list[Any]:
        """Send a request and return the answer, serving call-backs meanwhile.

        Raises
        ------
        Mismatch
            If a limit is hit; the worker is ended then.
        BaseException
            What the learner's code raised.
        """
        if self.dead:
            raise over(self.dead, self.limits)
        now = time.monotonic()
        until = min(now + (seconds or self.limits.call_seconds), self.deadline)
        self.sent += 1
        seq = self.sent
        try:
            self.send(kind, seq, message, until)
            while (frame := self.wire.receive(until)).kind is Kind.CALLBACK:
                self.serve(frame, until)
            return self.opened(frame, seq)
        except TooLate:
            self.fail("check" if until == self.deadline else limit)
        except Gone:
            self.fail(self.cause_of_death())
        except ProtocolError:
            self.fail("protocol")

    def send(self, kind: Kind, seq: int, message: Any, until: float) -> None:
        """Send a message; what a check hands over and cannot cross is the kit's fault."""
        try:
            parts = pack(message, self.registry.foreign, self.limits)
        except (TooLarge, TypeError, ValueError) as error:
            raise KitFault(f"the check hands over what cannot cross to another process: {error}") from error
        self.wire.send(Frame(kind, seq, *parts), until)

    def opened(self, frame: Frame, seq: int) -> list[Any]:
        """Open the answer to a request; raise what it says was raised."""
        if frame.seq != seq or frame.kind not in (Kind.RESULT, Kind.ERROR):
            raise ProtocolError("an answer to something else")
        reply = unpack(frame.meta, frame.data, self.resolve, self.limits)
        if not isinstance(reply, list) or not reply:
            raise ProtocolError("an answer that is none")
        if frame.kind is Kind.ERROR:
            raise error_of(reply, self.limits)
        return reply

    def resolve(self, parts: list[Any]) -> Any:
        """Find what an object that stayed behind is here."""
        if parts[0] == "p":
            return self.registry.known(parts[1])
        if parts[0] != "h":
            raise ProtocolError("an object of an unknown kind")
        return proxy(self, parts[1:], self.limits.objects)

    def serve(self, frame: Frame, until: float) -> None:
        """Do what learner code asks of an object of the check's."""
        message = unpack(frame.meta, frame.data, self.resolve, self.limits)
        kind: Kind = Kind.CB_RESULT
        try:
            reply = self.registry.perform(message)
        except PASSED_ON:
            self.end("check")
            raise
        except (TooLarge, ProtocolError) as error:
            self.fail(error.limit if isinstance(error, TooLarge) else "protocol")
        except Exception as error:
            kind, reply = Kind.CB_ERROR, described(error)
        self.send(kind, frame.seq, reply, until)

    def cause_of_death(self) -> str:
        """Say how the worker ended by itself."""
        status = self.box.end(self.number, PATIENCE)
        self.number = 0
        if self.output_is_full():
            return "file"
        if status == KILLED:
            return "protocol"
        if os.WIFSIGNALED(status):
            return SIGNALS.get(signal.Signals(os.WTERMSIG(status)).name, "signal")
        return "exit"

    def output_is_full(self) -> bool:
        """Tell whether the worker printed as much as it may."""
        return os.fstat(self.output).st_size >= self.limits.file_bytes

    def fail(self, limit: str) -> NoReturn:
        """End the worker and say which limit was hit."""
        self.end(limit)
        raise over(limit, self.limits) from None

    def end(self, limit: str = "check") -> str:
        """End the worker, for the reason given; nothing can be asked of it afterwards. Return the reason in words."""
        if self.dead is None:
            self.dead = limit
            self.wire.close()
            if self.number:
                self.box.end(self.number)
        return sentence(self.dead, self.limits)

    def close(self) -> None:
        """End the worker and forget its output."""
        self.end()
        os.close(self.output)
