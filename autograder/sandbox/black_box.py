"""Inside the worker: what stands for an object of the check, such as a model that learner code is to train."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.sandbox.encode import pack
from autograder.sandbox.limits import LIMITS

Ask = Callable[[str, int, str, tuple[Any, ...], dict[str, Any]], Any]


class BlackBoxes:
    """The stand-ins of one session, by their numbers.

    Parameters
    ----------
    ask : callable
        Asks the other process: an operation, the object's number, a name, and arguments.
    print_of : callable
        Gives a fingerprint of a value, by which a change in place shows.
    """

    def __init__(self, ask: Ask, print_of: Callable[[Any], Any]) -> None:
        self.ask = ask
        self.print_of = print_of
        self.known: dict[int, Any] = {}
        self.seen: dict[tuple[int, str], tuple[Any, Any]] = {}

    def get(self, number: int, name: str) -> Any:
        """Return the stand-in of a number, of a class of the given name."""
        if number not in self.known:
            kind = type(name, (BlackBox,), {})
            self.known[number] = kind(self, number)
        return self.known[number]

    def read(self, number: int, name: str) -> Any:
        """Get an attribute, and remember it: code may change it in place."""
        is_method, value = self.ask("get", number, name, (), {})
        if is_method:
            return lambda *args, **kwargs: self.ask("call", number, name, args, kwargs)
        self.seen[number, name] = (value, self.print_of(value))
        return value

    def write(self, number: int, name: str, value: Any) -> None:
        """Set an attribute."""
        self.seen.pop((number, name), None)
        self.ask("set", number, name, (value,), {})

    def write_back(self) -> None:
        """Send attributes that were changed in place, as if they had been set."""
        for (number, name), (value, before) in list(self.seen.items()):
            if self.print_of(value) != before:
                self.write(number, name, value)
                self.seen[number, name] = (value, self.print_of(value))


class BlackBox:
    """Stands for one object of the check: public attributes and methods only."""

    _boxes: BlackBoxes
    _number: int

    def __init__(self, boxes: BlackBoxes, number: int) -> None:
        object.__setattr__(self, "_boxes", boxes)
        object.__setattr__(self, "_number", number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._boxes.read(self._number, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._boxes.write(self._number, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._boxes.ask("call", self._number, "", args, kwargs)


def fingerprint(value: Any, foreign: Callable[[Any], list[Any] | None]) -> Any:
    """Return the frame that a value would make; None if it cannot cross."""
    try:
        return pack(value, foreign, LIMITS)
    except Exception:
        return None
