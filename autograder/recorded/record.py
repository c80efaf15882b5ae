"""Make the record of a lesson: run its checks on the model answers and on every known mistake, and write down what
the reference says and how the mistakes fail.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.bank import Bank, Entry
from autograder.diagnosis import more_seeds
from autograder.home import Suite
from autograder.learner import Learner
from autograder.lesson import Check
from autograder.outcome import Outcome
from autograder.recorded.book import Answer, Book, Mistake
from autograder.recorded.digest import digest
from autograder.reference import Answers, Oracle, live_reference
from autograder.run import run_check
from autograder.sandbox.signatures import signature_rows


class CannotRecord(ValueError):
    """A lesson cannot be recorded; its author has to mend it."""


@dataclass(eq=False)
class Recorder:
    """The live reference, with a record of what it is asked for."""

    oracle: Oracle
    answers: dict[tuple[str, int], list[Answer]] = field(default_factory=dict)
    signatures: dict[str, list[Any]] = field(default_factory=dict)

    def opened(self, check: str, seed: int) -> Writing:
        """Begin to write down the values of one check, keeping the longer of two records."""
        return Writing(self, self.oracle.opened(check, seed), (check, seed))

    def keep(self, key: tuple[str, int], rows: list[Answer]) -> None:
        """Keep what was written down, if it goes beyond what is known."""
        if len(rows) > len(self.answers.get(key, ())):
            self.answers[key] = rows

    def sign(self, name: str, found: Any) -> None:
        """Write down the signature of a function, or of a class and its methods."""
        if name in self.signatures:
            return
        self.signatures[name] = signature_rows(found)
        if inspect.isclass(found):
            for method, function in inspect.getmembers(found, inspect.isfunction):
                if not method.startswith("_"):
                    self.signatures[f"{name}.{method}"] = signature_rows(function)[1:]


@dataclass
class Writing:
    """The values of one check, being written down."""

    recorder: Recorder
    answers: Answers
    key: tuple[str, int]
    rows: list[Answer] = field(default_factory=list)

    def get(self, name: str) -> Any:
        """Return the reference's function or class, and write down its signature."""
        found = self.answers.get(name)
        self.recorder.sign(name, found)
        return found

    def value(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Return the value, and write it down."""
        mark = digest(given)
        value = self.answers.value(name, thunk, given)
        self.rows.append(Answer(name, mark, value))
        self.recorder.keep(self.key, list(self.rows))
        return value

    def make(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Make the object."""
        return self.answers.make(name, thunk, given)


def record(suite: Suite, model: Learner, bank: Bank, seed: int) -> Book:
    """Record a lesson.

    Parameters
    ----------
    suite : Suite
        The lesson.
    model : Learner
        Its model answers: with them, every check asks for all of its values.
    bank : Bank
        The known mistakes.
    seed : int
        The public seed.

    Raises
    ------
    CannotRecord
        If a model answer does not pass.
    """
    recorder = Recorder(live_reference(suite))
    for check in suite.lesson.checks:
        outcome = run_check(check, model, recorder, seed)
        if outcome.state != "passed":
            raise CannotRecord(f"{suite.name}: {check.name} is {outcome.state} for the model answers")
    mistakes = [
        mistake
        for entry in bank.entries
        if entry.kind == "wrong"
        for check in suite.lesson.exercises[entry.exercise].checks
        if (mistake := mistake_of(check, entry, bank, recorder, seed))
    ]
    signatures = shared_signatures(recorder.signatures, model)
    return Book(suite.name, np.__version__, seed, signatures, recorder.answers, mistakes)


def shared_signatures(signatures: dict[str, list[Any]], model: Learner) -> dict[str, list[Any]]:
    """Leave out what the reference has for itself: methods and options that no learner is asked for."""
    shared = {}
    for name, rows in signatures.items():
        owner, _, method = name.partition(".")
        mine = model.namespace.get(owner)
        mine = getattr(mine, method, None) if method else mine
        if mine is not None:
            names = inspect.signature(mine).parameters
            shared[name] = [row for row in rows if row[0] in names]
        elif not method:
            shared[name] = rows
    return shared


def mistake_of(check: Check, entry: Entry, bank: Bank, recorder: Recorder, seed: int) -> Mistake | None:
    """Record how an entry fails a check: on the public seed, and on four more where that says little."""
    fares = bank.suspect(entry, recorder)
    first = fares(check, seed)
    if first.state != "failed":
        return None
    fails: dict[int, Outcome] = {seed: first}
    if not first.informative:
        others = {other: fares(check, other) for other in more_seeds(seed)}
        fails |= {other: outcome for other, outcome in others.items() if outcome.state == "failed"}
    return Mistake(check.name, entry.exercise, entry.name, entry.sentence or "", fails)
