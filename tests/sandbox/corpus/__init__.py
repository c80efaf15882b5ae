"""Submissions that try something else than to answer: a table of sources, by what they try.

Each defines `f`, which the check calls with a random array; the right answer is known to the judging process alone.
``CANARY`` stands for a file of the grader's, ``PARENT`` for the number of its process, ``PORT`` for a port at which it
listens. A case with ``needs_wall`` is one that a mere separate process does not hold: it is run in bubblewrap only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One hostile or broken submission."""

    family: str
    name: str
    source: str
    needs_wall: bool = False


def cases(family: str, table: dict[str, str], needs_wall: bool = False) -> list[Case]:
    """Make the cases of one family."""
    return [Case(family, name, source, needs_wall) for name, source in table.items()]
