"""The bank of a learner's kit: how each known mistake fails, without its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from autograder.bank import Entry
from autograder.lesson import Check
from autograder.outcome import Outcome
from autograder.recorded.book import Book, Mistake
from autograder.reference import Oracle


@dataclass(frozen=True)
class RecordedBank:
    """Known mistakes of one lesson."""

    book: Book

    @cached_property
    def entries(self) -> dict[tuple[str, str], Entry]:
        """Every entry by exercise and name."""
        mistakes = self.book.mistakes
        return {
            (item.exercise, item.name): Entry(item.name, item.exercise, "wrong", item.sentence, "") for item in mistakes
        }

    @cached_property
    def fails(self) -> dict[tuple[str, str, str], Mistake]:
        """Every mistake by check, exercise and name."""
        return {(item.check, item.exercise, item.name): item for item in self.book.mistakes}

    def wrong(self, exercise: str) -> Iterator[Entry]:
        """Yield the known mistakes of one exercise."""
        return (entry for (owner, _), entry in self.entries.items() if owner == exercise)

    def suspect(self, entry: Entry, oracle: Oracle) -> Callable[[Check, int], Outcome]:
        """Return what tells how an entry fares in a check with a seed."""

        def fares(check: Check, seed: int) -> Outcome:
            found = self.fails.get((check.name, entry.exercise, entry.name))
            return found.fails.get(seed, Outcome("passed")) if found else Outcome("passed")

        return fares
