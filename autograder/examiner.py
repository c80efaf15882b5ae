"""Examine lessons in every file that a learner has of them, and take the better of module and notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.grader import PUBLIC_SEED, Grader, LessonRun
from autograder.home import Home, Suite
from autograder.house import House
from autograder.hush import hushed, shortened
from autograder.lesson import Check
from autograder.progress import better
from autograder.report.text import PRINTED
from autograder.verdict import Grade, Verdict, state_of


@dataclass(frozen=True)
class Examiner:
    """Checks whole lessons, in every file that the learner has of them.

    Attributes
    ----------
    learner : Path, optional
        Code elsewhere than in the kit's `exercises/`.
    diagnose : bool
        Whether to look failures up among the known mistakes; points do not depend on it.
    """

    home: Home
    learner: Path | None = None
    seed: int = PUBLIC_SEED
    diagnose: bool = True

    def grades(self, suites: Sequence[Suite], names: Sequence[str] = ()) -> list[Grade]:
        """Grade lessons; of a lesson that is there twice, each exercise counts where it is better.

        Parameters
        ----------
        suites : sequence of Suite
            The lessons.
        names : sequence of str
            Exercises to check; all of them if empty.
        """
        graders = self.graders()
        return [self.grade(suite, graders, names) for suite in suites]

    def graders(self) -> list[Grader]:
        """Make two graders: one takes modules first, the other notebooks."""
        return [self.grader(suffix) for suffix in (".py", ".ipynb")]

    def grader(self, suffix: str) -> Grader:
        """Make a grader that takes files of one kind first."""
        path = self.learner or self.home.exercises
        grader = Grader(self.home, House(path, self.lessons, prefer=suffix), self.seed)
        if not self.diagnose:
            grader.banks = dict.fromkeys(self.lessons)
        return grader

    @cached_property
    def lessons(self) -> list[str]:
        """Every lesson of the kit."""
        return self.home.lesson_names()

    def grade(self, suite: Suite, graders: Sequence[Grader], names: Sequence[str]) -> Grade:
        """Grade one lesson with each grader that finds another file of it."""
        files: dict[Path | None, Grader] = {}
        for grader in graders:
            files.setdefault(grader.house.file_of(suite.name), grader)
        grades: list[Grade] = []
        wanted = tuple(names or suite.lesson.exercises)
        for grader in files.values():  # a second file is looked at only for what the first leaves open
            with hushed():
                run = grader.run(suite)
            grades.append(self.grade_of(run, wanted))
            wanted = tuple(name for name in wanted if state_of(grades[-1].of(name)) != "passed")
            if not wanted:
                break
        return better(grades, suite)

    def grade_of(self, run: LessonRun, names: Sequence[str]) -> Grade:
        """Run the checks of some exercises on one file."""
        checks = [check for check in run.suite.lesson.checks if check.exercise in names]
        verdicts = tuple(quiet_verdict(run, check) for check in checks)
        label = run.learner.label
        if not self.learner and label.endswith(".ipynb"):
            verdicts = tuple(replay_with(verdict, label) for verdict in verdicts)
        return Grade(run.suite.name, label, self.seed, verdicts, tuple(run.learner.problems))


def quiet_verdict(run: LessonRun, check: Check) -> Verdict:
    """Run a check; what the learner's code prints becomes a note, once, although a diagnosis runs it again."""
    with hushed() as printed:
        run.outcome(check)
    with hushed():
        verdict = run.verdict(check)
    text = shortened(printed.getvalue())
    return replace(verdict, notes=(*verdict.notes, f"{PRINTED}\n{text}")) if text else verdict


def replay_with(verdict: Verdict, learner: str) -> Verdict:
    """Let the replay line name the learner's file, where it is not the module in the kit."""
    return replace(verdict, replay=f'{verdict.replay} --learner "{learner}"') if verdict.replay else verdict
