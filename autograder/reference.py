"""The one door to the reference: nothing else in the engine knows where wanted values come from."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from autograder.home import Suite


class Oracle(Protocol):
    """Where reference values come from."""

    def get(self, name: str) -> Any:
        """Return the reference's function or class of that name."""

    def value(self, name: str, thunk: Callable[[], Any]) -> Any:
        """Return the value of the next reference call of a check.

        Parameters
        ----------
        name : str
            What is called, for a record of values.
        thunk : callable
            Computes the value, where the reference is at hand.
        """

    def make(self, name: str, thunk: Callable[[], Any]) -> Any:
        """Return the reference's side of a pair of objects."""


class LiveReference:
    """The reference library itself: `scratchml.losses` for the lesson `nn/losses`."""

    def __init__(self, module: str) -> None:
        self.module = importlib.import_module(module)

    def get(self, name: str) -> Any:
        """Return the reference's function or class of that name."""
        return getattr(self.module, name)

    def value(self, name: str, thunk: Callable[[], Any]) -> Any:
        """Compute the value."""
        return thunk()

    def make(self, name: str, thunk: Callable[[], Any]) -> Any:
        """Make the object."""
        return thunk()


def reference_for(suite: Suite) -> Oracle:
    """Open the reference of a lesson: same name, other house."""
    return LiveReference(f"scratchml.{suite.stem}")


def reference_files() -> tuple[Path, list[Path]]:
    """Return the reference's folder and every file of it, for a digest of what grades depend on."""
    folder = Path(str(importlib.import_module("scratchml").__file__)).resolve().parent
    return folder, sorted(folder.rglob("*.py"))
