"""The worker: holds one learner's code of one lesson and serves calls until it is told BYE, or is killed."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.house import House
from autograder.learner import Learner, MissingName
from autograder.sandbox.black_box import BlackBox, BlackBoxes, fingerprint
from autograder.sandbox.encode import TooLarge, pack
from autograder.sandbox.errors import MOST_TEXT, described, rebuilt
from autograder.sandbox.frames import Frame, Kind, Wire
from autograder.sandbox.limits import LIMITS, Limits
from autograder.sandbox.signatures import signature_rows
from autograder.sandbox.wire import ProtocolError, unpack

MOST_NOTES = 20
MOST_PLACES = 4
MOST_PROBLEMS = 20
DRAW_BYTES = 4 << 20


class Worker:
    """One session with the process that judges.

    Attributes
    ----------
    objects : list
        The learner's objects that the other end holds, by number.
    """

    def __init__(self, wire: Wire, house: House, limits: Limits = LIMITS) -> None:
        self.wire = wire
        self.house = house
        self.limits = limits
        self.learner = Learner("", {})
        self.objects: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.given: dict[int, list[tuple[Any, Any]]] = {}
        self.forget()
        self.sent = 0
        self.answers: dict[Kind, Callable[[Any], list[Any]]] = {
            Kind.HELLO: self.load, Kind.GET: self.get, Kind.SET: self.set, Kind.CALL: self.call,
        }  # fmt: skip

    def serve(self) -> None:
        """Answer frames until BYE."""
        while (frame := self.wire.receive()).kind is not Kind.BYE:
            self.answer(frame)

    def answer(self, frame: Frame) -> None:
        """Answer one frame, whatever learner code does."""
        kind, reply = Kind.RESULT, []
        with listening() as notes:
            try:
                reply = self.answers[frame.kind](unpack(frame.meta, frame.data, self.resolve, self.limits))
                self.boxes.write_back()
            except BaseException as error:
                kind, reply = Kind.ERROR, self.complaint(error)
        self.send(kind, frame.seq, [*reply, notes])

    def send(self, kind: Kind, seq: int, message: list[Any]) -> None:
        """Send a message, or why it cannot be sent."""
        try:
            parts = pack(message, self.foreign, self.limits)
        except BaseException as error:
            limit = (
                error.limit if isinstance(error, TooLarge) else "memory" if isinstance(error, MemoryError) else "odd"
            )
            kind, parts = Kind.ERROR, pack([["limit", limit, "", None], [], []], self.foreign, self.limits)
        self.wire.send(Frame(kind, seq, *parts))

    def load(self, message: Any) -> list[Any]:
        """Load the learner's code of a lesson; asked for a name alone, forget what another check has left."""
        if len(message) == 1:
            self.forget()
            return self.get([None, *message])
        began = time.monotonic()
        lesson, exercises = message
        self.learner = self.house.learner(lesson)
        self.learner.exercises = tuple(exercises)
        problems = [text[:MOST_TEXT] for text in self.learner.problems[:MOST_PROBLEMS]]
        return [self.learner.label, problems, time.monotonic() - began]

    def forget(self) -> None:
        """Let go of the objects of both sides; the learner's code stays loaded."""
        self.objects.clear()
        self.numbers.clear()
        self.given.clear()
        self.boxes = BlackBoxes(self.ask, lambda value: fingerprint(value, self.foreign))

    def get(self, message: Any) -> list[Any]:
        """Get a name of the lesson, or an attribute of an object."""
        target, name = message
        if name == "__signature__":
            return [signature_rows(self.objects[target])]
        return [self.learner.get(name) if target is None else getattr(self.objects[target], name)]

    def set(self, message: Any) -> list[Any]:
        """Set an attribute of an object."""
        target, name, value = message
        setattr(self.objects[target], name, value)
        return []

    def call(self, message: Any) -> list[Any]:
        """Call an object, or draw items of an iterator; report which arguments have changed."""
        target, args, kwargs, draw = message
        function = self.objects[target]
        if draw:
            return [*self.drawn(function, draw), self.changed(self.given.get(target, []))]
        given = [(value, fingerprint(value, self.foreign)) for value in (*args, *kwargs.values())]
        value = function(*args, **kwargs)
        if isinstance(value, Iterator):  # its code has not run yet: look again when items are drawn
            self.given[self.foreign(value)[1]] = given
        return [value, None, self.changed(given)]

    def changed(self, given: list[tuple[Any, Any]]) -> list[Any]:
        """Return the arguments that are no longer what came, with their places."""
        pairs = enumerate(given)
        return [[place, value] for place, (value, came) in pairs if fingerprint(value, self.foreign) != came]

    def drawn(self, items: Iterator[Any], most: int) -> list[Any]:
        """Draw some items, and say how it ended: None if there may be more."""
        found: list[Any] = []
        size = 0
        try:
            while len(found) < most and size < DRAW_BYTES:
                found.append(next(items))
                size += size_of(found[-1])
        except StopIteration:
            return [found, []]
        except BaseException as error:
            return [found, self.complaint(error)]
        return [found, None]

    def complaint(self, error: BaseException) -> list[Any]:
        """Describe an exception and the learner's own frames in it."""
        if isinstance(error, TooLarge):
            return [["limit", error.limit, "", None], []]
        row = ["MissingName", "", str(error), None] if isinstance(error, MissingName) else described(error)
        places = self.learner.places(error)[-MOST_PLACES:]
        return [row, [[p.path, p.name, p.line, p.code[:MOST_TEXT], p.innermost] for p in places]]

    def ask(self, operation: str, number: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Ask the other process to do something with an object of its own."""
        if operation != "set":
            self.boxes.write_back()
        self.sent += 1
        parts = pack([operation, number, name, args, kwargs], self.foreign, self.limits)
        self.wire.send(Frame(Kind.CALLBACK, self.sent, *parts))
        while (frame := self.wire.receive()).kind not in (Kind.CB_RESULT, Kind.CB_ERROR):
            self.answer(frame)
        reply = unpack(frame.meta, frame.data, self.resolve, self.limits)
        if frame.kind is Kind.CB_ERROR:
            raise rebuilt(reply)
        return reply

    def foreign(self, value: Any) -> list[Any]:
        """Give a number to an object that stays here."""
        if isinstance(value, BlackBox):
            return ["p", value._number]
        if id(value) not in self.numbers:
            if len(self.objects) >= self.limits.objects:
                raise TooLarge("objects")
            self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        name = type(value).__name__.encode("ascii", "replace").decode("ascii")
        return ["h", self.numbers[id(value)], name, callable(value), isinstance(value, Iterator)]

    def resolve(self, parts: list[Any]) -> Any:
        """Find the object that a number stands for."""
        if parts[0] == "h":
            return self.objects[parts[1]]
        if parts[0] == "p":
            return self.boxes.get(parts[1], parts[2])
        if parts[0] == "g":
            return generator_of(parts[1:])
        raise ProtocolError("an unknown object")


def generator_of(parts: list[Any]) -> np.random.Generator:
    """Make a generator that goes on from the state that came."""
    name, state, inc, has_half, half = parts
    bits = {"PCG64": np.random.PCG64, "PCG64DXSM": np.random.PCG64DXSM}[name](0)
    inner = {"state": state, "inc": inc}
    bits.state = {"bit_generator": name, "state": inner, "has_uint32": has_half, "uinteger": half}
    return np.random.Generator(bits)


def size_of(value: Any) -> int:
    """Estimate the bytes of arrays in an item."""
    if isinstance(value, list | tuple):
        return sum(map(size_of, value))
    return value.nbytes if isinstance(value, np.ndarray) else 0


@contextlib.contextmanager
def listening() -> Iterator[list[list[str]]]:
    """Collect warnings as pairs of category and message, and keep numpy's settings to the call."""
    notes: list[list[str]] = []
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        try:
            yield notes
        finally:
            for warning in caught[: 100 * MOST_NOTES]:
                note = [warning.category.__name__, str(warning.message)[:500]]
                if note not in notes and len(notes) < MOST_NOTES:
                    notes.append(note)
