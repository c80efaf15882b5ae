"""The one door to the reference: nothing else in the engine knows where wanted values come from."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from autograder.home import Home, Suite


class Answers(Protocol):
    """Where the reference values of one check come from."""

    def get(self, name: str) -> Any:
        """Return the reference's function or class of that name."""

    def value(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Return the value of the next reference call of a check.

        Parameters
        ----------
        name : str
            What is called, for a record of values.
        thunk : callable
            Computes the value, where the reference is at hand.
        given : object
            The arguments, to be told from those of another call.
        """

    def make(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Return the reference's side of a pair of objects."""


class Oracle(Protocol):
    """Where the reference values of a lesson come from."""

    def opened(self, check: str, seed: int) -> Answers:
        """Begin to ask for the values of one check, with one seed."""


@dataclass(frozen=True)
class LiveReference:
    """The reference library itself: `scratchml.losses` for the lesson `nn/losses`."""

    name: str

    @cached_property
    def module(self) -> ModuleType:
        """The module of the lesson."""
        return importlib.import_module(self.name)

    def opened(self, check: str, seed: int) -> Answers:
        """Return itself: it knows the answer to any question."""
        return self

    def get(self, name: str) -> Any:
        """Return the reference's function or class of that name."""
        return getattr(self.module, name)

    def value(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Compute the value."""
        return thunk()

    def make(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Make the object."""
        return thunk()


def reference_for(suite: Suite) -> Oracle:
    """Open the reference of a lesson: its record in a learner's kit, else the library (same name, other house)."""
    path = record_of(suite)
    if path.is_file():
        from autograder.recorded.book import read_book
        from autograder.recorded.reference import RecordedReference

        return RecordedReference(read_book(path))
    return live_reference(suite)


def live_reference(suite: Suite) -> LiveReference:
    """Open the reference library of a lesson."""
    return LiveReference(f"scratchml.{suite.stem}")


def record_of(suite: Suite) -> Path:
    """Name the file in which a learner's kit keeps what is recorded of a lesson."""
    return Home(suite.path.parents[2]).recorded / suite.segment / f"{suite.stem}.record"


def reference_files() -> tuple[Path, list[Path]]:
    """Return the reference's folder and every file of it, for a digest of what grades depend on."""
    spec = importlib.util.find_spec("scratchml")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the library scratchml is not here")
    folder = Path(spec.origin).resolve().parent
    return folder, sorted(folder.rglob("*.py"))
