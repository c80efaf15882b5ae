"""The kit as a process that grades keeps it: read once, and read again as soon as one of its files has changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from autograder.diagnosis import KnownMistakes
from autograder.grading.cache import kit_digest, kit_files
from autograder.home import Home, Suite
from autograder.lesson import Exercise

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Kit:
    """Suites and banks that were read. They belong to the kit: nothing of a submission is in them.

    Attributes
    ----------
    digest : str
        Of everything that a grade depends on.
    """

    home: Home
    digest: str
    suites: dict[str, Suite] = field(default_factory=dict, repr=False)
    banks: dict[str, KnownMistakes | None] = field(default_factory=dict, repr=False)
    found: dict[str, tuple[Suite, Exercise]] = field(default_factory=dict, repr=False)

    def suite(self, name: str) -> Suite:
        """Return the suite of a lesson."""
        if name not in self.suites:
            self.suites[name] = self.home.suite(name)
        return self.suites[name]

    def suites_of(self, segment: str) -> list[Suite]:
        """Return the lessons of a segment, in order."""
        names = [name for name in self.home.lesson_names() if name.partition("/")[0] == segment]
        return sorted(map(self.suite, names), key=lambda suite: (suite.lesson.place, suite.name))


def kit_at(home: Home) -> Kit:
    """Return the kit of a home as it is now."""
    stamp = tuple((label, *stat_of(path)) for label, path in kit_files(home))
    return read_kit(home.root.resolve(), stamp)


def stat_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file does."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def read_kit(root: Path, stamp: Stamp) -> Kit:
    """Read a kit, once for each state of its files."""
    home = Home(root)
    return Kit(home, kit_digest(home))
