"""What can be wrong while building; each message says where, and what to do."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import WrongUsage


class BuildError(WrongUsage):
    """Nothing was written; the message says why and what to do."""


class MissingExtra(BuildError):
    """A library is needed that only an optional extra of the kit brings."""


class WorkedIn(BuildError):
    """A generated file holds work of a learner, and would be overwritten."""


class CourseError(BuildError):
    """A course cannot be written into the folder that was given."""


class UnknownSegment(CourseError):
    """A segment was asked for that has no lessons."""


class KitError(BuildError):
    """A learner's kit cannot be written into the folder that was given."""


class ScaffoldError(BuildError):
    """A new lesson cannot be started under the name that was given."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that a lesson source does wrong: its line, and what to do."""

    line: int
    text: str


class SourceError(BuildError):
    """A lesson source breaks a rule; the lines and the remedies are in the message."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(f"{path}:{fault.line}: {fault.text}" for fault in self.faults))


def extra(module: str) -> Any:
    """Import a library of the `notebooks` extra.

    Raises
    ------
    MissingExtra
        If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        wanted = module.partition(".")[0]
        raise MissingExtra(f'this needs {wanted}: pip install "ml-workshop-kit[notebooks]"') from error
