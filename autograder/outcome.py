"""What running one check once can come to, before it is put into a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from autograder.call import Call
from autograder.compare import Difference, Tolerance, compare


class Mismatch(Exception):
    """The learner's code does something else than is expected."""

    def __init__(
        self,
        difference: Difference,
        call: str = "",
        trace: tuple[str, ...] = (),
        error: BaseException | None = None,
    ) -> None:
        super().__init__(difference.facts)
        self.error = error
        self.difference = difference
        self.call = call
        self.trace = trace

    def expecting(self, wanted: type[Exception]) -> Mismatch:
        """Return the same mismatch, with the exception that should have been raised told first."""
        facts = (f"expected {wanted.__name__} to be raised", *self.difference.facts)
        return Mismatch(replace(self.difference, facts=facts), self.call, self.trace, self.error)


class StillToDo(Exception):
    """The exercise under check is an untouched stub."""


class KitFault(Exception):
    """The kit itself is at fault: its reference or its suite."""


@dataclass(frozen=True)
class Outcome:
    """One run of one check with one seed.

    Attributes
    ----------
    difference : Difference or None
        With ``failed``: the first difference.
    position : int
        Number of the learner call or comparison at which it showed.
    call : str
        That call, in words.
    trace : tuple of str
        Where in the learner's code it happened, for an exception.
    last : Call or None
        The last call of learner code.
    """

    state: Literal["passed", "failed", "todo", "crashed"]
    difference: Difference | None = None
    position: int = 0
    call: str = ""
    trace: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    last: Call | None = field(default=None, compare=False, repr=False)

    @property
    def arguments(self) -> str:
        """The last call of learner code, with its small arguments in full: written only when a learner is told."""
        return self.last.in_full() if self.last else ""

    def equals(self, other: Outcome) -> bool:
        """Tell whether two failures show the same first difference: kind, position and value."""
        mine, theirs = self.difference, other.difference
        if mine is None or theirs is None or self.position != other.position:
            return False
        return (mine.kind, mine.where) == (theirs.kind, theirs.where) and same_value(mine.got, theirs.got)

    @property
    def informative(self) -> bool:
        """Tell whether one seed is enough to recognise it: several finite float values."""
        got = self.difference.got if self.difference else None
        if not isinstance(got, np.ndarray) or got.dtype.kind != "f":
            return False
        return bool(np.isfinite(got).all()) and len(np.unique(got)) > 1


SAME = Tolerance(rtol=1e-9, floor=1e-14)


def same_value(first: Any, second: Any) -> bool:
    """Tell whether two given values are the same up to rounding; works for text and shapes as well."""
    try:
        return compare(first, second, SAME) is None
    except TypeError:
        return False
