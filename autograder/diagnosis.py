"""Which known mistake is it? A failure is matched with what each wrong answer of the bank fails like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from autograder.bank import Entry
from autograder.learner import Learner
from autograder.lesson import Check
from autograder.outcome import Outcome
from autograder.reference import Oracle
from autograder.run import run_check

MORE_SEEDS = 4


class KnownMistakes(Protocol):
    """What is known of wrong answers: the bank itself, or its record."""

    def wrong(self, exercise: str) -> Iterator[Entry]:
        """Yield the known mistakes of one exercise."""

    def suspect(self, entry: Entry, oracle: Oracle) -> Callable[[Check, int], Outcome]:
        """Return what tells how an entry fares in a check with a seed."""


def suspects(
    check: Check, outcome: Outcome, learner: Learner, oracle: Oracle, bank: KnownMistakes, seed: int
) -> tuple[Entry, ...]:
    """Return the known mistakes whose first difference equals the learner's.

    Several finite floats are recognised on one seed. Scalars, integers, truth values, non-finite values and
    exceptions carry little information and have to match on five seeds.
    """
    failing = [(entry, bank.suspect(entry, oracle)) for entry in bank.wrong(check.exercise)]
    hits = [(entry, fares) for entry, fares in failing if outcome.equals(fares(check, seed))]
    for other in () if outcome.informative else more_seeds(seed):
        if not hits:  # nothing is left to be told apart: an answer that never comes back is not tried again
            break
        mine = run_check(check, learner, oracle, other)
        hits = [(entry, fares) for entry, fares in hits if mine.equals(fares(check, other))]
    return tuple(entry for entry, _ in hits)


def more_seeds(seed: int) -> list[int]:
    """Return the seeds on which a failure has to match too, if it carries little information."""
    return [seed + 1 + k for k in range(MORE_SEEDS)]
