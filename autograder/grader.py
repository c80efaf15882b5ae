"""From checks to verdicts: what every surface calls. Keeps outcomes, so that nothing runs twice in one session."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.bank import Entry, bank_for
from autograder.diagnosis import KnownMistakes, suspects
from autograder.errors import WrongUsage
from autograder.home import Home, Suite
from autograder.house import House
from autograder.learner import Learner
from autograder.lesson import Check, Exercise
from autograder.outcome import Outcome
from autograder.reference import Oracle, reference_for
from autograder.run import run_check
from autograder.verdict import Grade, Verdict

PUBLIC_SEED = 0


class OtherSeed(WrongUsage):
    """A learner's kit was asked for another seed than the public one."""


@dataclass
class LessonRun:
    """One learner's code for one lesson, being checked."""

    suite: Suite
    learner: Learner
    grader: Grader
    oracle: Oracle
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    suspected: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def outcome(self, check: Check) -> Outcome:
        """Run a check, once."""
        if check.name not in self.outcomes:
            self.outcomes[check.name] = run_check(check, self.learner, self.oracle, self.grader.seed)
        return self.outcomes[check.name]

    def passes(self, exercise: Exercise) -> bool:
        """Tell whether all checks of an exercise pass."""
        return all(self.outcome(check).state == "passed" for check in exercise.checks)

    def verdict(self, check: Check) -> Verdict:
        """Put the outcome of a check into a verdict."""
        outcome = self.outcome(check)
        exercise = self.suite.lesson.exercises[check.exercise]
        state, waits_for = outcome.state, None
        if state == "failed":
            waits_for = self.grader.first_open(exercise)
        entry = self.mistake(check) if state == "failed" and not waits_for else None
        return Verdict(
            check=check.name,
            exercise=check.exercise,
            title=check.title,
            state="blocked" if waits_for else state,
            points=check.points if state == "passed" else 0,
            max_points=check.points,
            core=exercise.core,
            facts=facts_of(outcome),
            help=entry.sentence if entry else help_of(check, outcome),
            mistake=entry.name if entry else None,
            notes=outcome.notes,
            waits_for=waits_for,
            replay=self.replay(check) if state in ("failed", "crashed") else None,
            arguments=(outcome.arguments or None) if state == "failed" and not waits_for else None,
        )

    def mistake(self, check: Check) -> Entry | None:
        """Return the known mistake behind a failure, if it is exactly one.

        Where several fit, another check of the same exercise may have told them apart.
        """
        hits = self.suspects(check)
        if len(hits) > 1:
            siblings = self.suite.lesson.exercises[check.exercise].checks
            clear = [found[0] for other in siblings if len(found := self.suspects(other)) == 1]
            hits = tuple(entry for entry in hits if entry in clear)
        return hits[0] if len(hits) == 1 else None

    def suspects(self, check: Check) -> tuple[Entry, ...]:
        """Return the known mistakes that fail a check as the learner's code does."""
        if check.name not in self.suspected:
            outcome, bank = self.outcome(check), self.grader.bank(self.suite)
            found: tuple[Entry, ...] = ()
            if bank and outcome.state == "failed" and not is_missing(outcome):
                found = suspects(check, outcome, self.learner, self.oracle, bank, self.grader.seed)
            self.suspected[check.name] = found
        return self.suspected[check.name]

    def replay(self, check: Check) -> str:
        """Write the command that runs this check again."""
        path = self.suite.path
        if path.is_relative_to(self.grader.home.root):
            path = path.relative_to(self.grader.home.root)
        elsewhere = self.grader.elsewhere
        learner = f' --learner "{elsewhere.as_posix()}"' if elsewhere else ""
        return f'pytest "{path.as_posix()}::{check.name}" --seed {self.grader.seed}{learner}'

    def grade(self) -> Grade:
        """Run all checks of the lesson."""
        verdicts = tuple(self.verdict(check) for check in self.suite.lesson.checks)
        return Grade(self.suite.name, self.learner.label, self.grader.seed, verdicts, tuple(self.learner.problems))


@dataclass
class Grader:
    """A kit, a house of learner code and a seed.

    Parameters
    ----------
    home : Home
        Where the suites are.
    house : House
        Where the learner's code is.
    seed : int
        The seed of every check.
    """

    home: Home
    house: House
    seed: int = PUBLIC_SEED
    runs: dict[str, LessonRun] = field(default_factory=dict, repr=False)
    banks: dict[str, KnownMistakes | None] = field(default_factory=dict, repr=False)
    found: dict[str, tuple[Suite, Exercise]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.seed != PUBLIC_SEED and self.home.recorded.is_dir():
            raise OtherSeed(
                f"--seed {self.seed}: this kit holds recorded values for seed {PUBLIC_SEED} alone. "
                "Another seed needs the instructor's side, where the reference itself is."
            )

    @property
    def elsewhere(self) -> Path | None:
        """Where the learner's code lies, if it is not in the kit's own exercises."""
        return None if self.house.path.resolve() == self.home.exercises.resolve() else self.house.path

    def run(self, suite: Suite, learner: Learner | None = None) -> LessonRun:
        """Return the run of a lesson, loading the learner's code the first time."""
        if suite.name not in self.runs:
            code = learner or self.house.learner(suite.name)
            code.exercises = tuple(suite.lesson.exercises)
            self.runs[suite.name] = LessonRun(suite, code, self, reference_for(suite))
        return self.runs[suite.name]

    def bank(self, suite: Suite) -> KnownMistakes | None:
        """Return what is known of mistakes in a lesson: its bank, or the record in a learner's kit."""
        if suite.name not in self.banks:
            self.banks[suite.name] = bank_for(self.home, suite) or known_from_record(self.run(suite).oracle)
        return self.banks[suite.name]

    def first_open(self, exercise: Exercise) -> str | None:
        """Name the first exercise down the `after` chain that has not passed, causes before their effects."""
        for name in exercise.after:
            suite, needed = self.find(name)
            cause = self.first_open(needed)
            if cause:
                return cause
            if not self.run(suite).passes(needed):
                return name
        return None

    def find(self, name: str) -> tuple[Suite, Exercise]:
        """Find an exercise: among the lessons that are being run, else in the kit."""
        if name not in self.found:
            near = [run.suite for run in self.runs.values() if name in run.suite.lesson.exercises]
            self.found[name] = (near[0], near[0].lesson.exercises[name]) if near else self.home.exercise(name)
        return self.found[name]


def known_from_record(oracle: Oracle) -> KnownMistakes | None:
    """Return what the record in a learner's kit knows of mistakes."""
    from autograder.recorded.bank import RecordedBank
    from autograder.recorded.reference import RecordedReference

    return RecordedBank(oracle.book) if isinstance(oracle, RecordedReference) else None


def facts_of(outcome: Outcome) -> tuple[str, ...]:
    """Say what was called and what differs."""
    facts = outcome.difference.facts if outcome.difference else ()
    call = (outcome.call,) if outcome.call else ()
    return (*call, *facts, *outcome.trace)


def is_missing(outcome: Outcome) -> bool:
    """Tell whether a check failed because the learner's code does not define what it asks for."""
    return outcome.difference is not None and outcome.difference.kind == "missing"


def help_of(check: Check, outcome: Outcome) -> str | None:
    """Say what the comparison sees, then the check's hint."""
    if outcome.state != "failed" or outcome.difference is None or is_missing(outcome):
        return None
    return " ".join(filter(None, (outcome.difference.help, check.hint))) or None
