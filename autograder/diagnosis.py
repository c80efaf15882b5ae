"""Which known mistake is it? A failure is matched with what each wrong answer of the bank fails like."""

from __future__ import annotations

from autograder.bank import Bank, Entry
from autograder.learner import Learner
from autograder.lesson import Check
from autograder.outcome import Outcome
from autograder.reference import Oracle
from autograder.run import run_check

MORE_SEEDS = 4


def suspects(
    check: Check, outcome: Outcome, learner: Learner, oracle: Oracle, bank: Bank, seed: int
) -> tuple[Entry, ...]:
    """Return the known mistakes whose first difference equals the learner's.

    Several finite floats are recognised on one seed. Scalars, integers, truth values, non-finite values and
    exceptions carry little information and have to match on five seeds.
    """
    seeds = [] if outcome.informative else [seed + 1 + k for k in range(MORE_SEEDS)]
    further = [run_check(check, learner, oracle, other) for other in seeds]
    hits = []
    for entry in bank.wrong(check.exercise):
        if not outcome.equals(outcome_of(entry, check, oracle, bank, seed)):
            continue
        others = zip(seeds, further, strict=True)
        if all(mine.equals(outcome_of(entry, check, oracle, bank, other)) for other, mine in others):
            hits.append(entry)
    return tuple(hits)


def outcome_of(entry: Entry, check: Check, oracle: Oracle, bank: Bank, seed: int) -> Outcome:
    """Run a check on a known mistake, once for each seed; of a failure only what is compared is kept."""
    key = (entry.name, check.name, seed)
    if key not in bank.outcomes:
        made = run_check(check, bank.learner(entry), oracle, seed)
        bank.outcomes[key] = Outcome(made.state, made.difference, made.position)
    return bank.outcomes[key]
