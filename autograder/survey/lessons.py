"""Check a lesson for the board, and note which files its verdicts come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.examiner import Examiner
from autograder.files import display
from autograder.grader import Grader
from autograder.home import Home, Suite
from autograder.lesson import Check
from autograder.progress import better
from autograder.survey.compiled import Compiled
from autograder.survey.inputs import below
from autograder.survey.untouched import attempts
from autograder.verdict import Grade, Verdict


@dataclass(frozen=True)
class Look:
    """A lesson that was checked.

    Attributes
    ----------
    files : tuple of str
        The learner's files that its verdicts come from: its own, and those of lessons that it uses.
    sure : bool
        Whether the verdicts can be remembered.
    """

    suite: Suite
    grade: Grade
    files: tuple[str, ...]
    sure: bool


def looks_at(home: Home, names: Sequence[str]) -> dict[str, Look]:
    """Check lessons, with code that is read once for all of them."""
    examiner, code = Examiner(home, diagnose=False), Compiled()
    return {name: look(examiner, home.suite(name), code) for name in names}


def look(examiner: Examiner, suite: Suite, code: Compiled) -> Look:
    """Check a lesson in houses of its own, so that what was loaded there is what it depends on."""
    graders: dict[Path | None, Grader] = {}
    for grader in examiner.graders():
        grader.house.prepared = code
        graders.setdefault(grader.house.file_of(suite.name), grader)
    grade = examined(examiner, suite, graders)
    read = {path for path in graders if path}.union(*(grader.house.loaded for grader in graders.values()))
    files = tuple(sorted(below(examiner.home, path) for path in read))
    return Look(suite, grade, files, bool(files) and not any(map(has_trouble, graders.values())))


def examined(examiner: Examiner, suite: Suite, graders: Mapping[Path | None, Grader]) -> Grade:
    """Grade each exercise on the files in which something is written of it."""
    paths = [path for path in graders if path]
    if len(paths) < 2:
        return examiner.grade(suite, [*graders.values()], ())
    grades = []
    for where, names in attempts(paths, suite.lesson.exercises).items():
        if where:
            grades.append(examiner.grade(suite, [graders[path] for path in where], names))
        else:
            verdicts = tuple(still_to_do(suite, check) for check in suite.lesson.checks if check.exercise in names)
            grades.append(Grade(suite.name, display(paths[0]), examiner.seed, verdicts))
    return better(grades, suite)


def still_to_do(suite: Suite, check: Check) -> Verdict:
    """Give the verdict of a check on an untouched stub."""
    core = suite.lesson.exercises[check.exercise].core
    return Verdict(check.name, check.exercise, check.title, "todo", 0, check.points, core)


def has_trouble(grader: Grader) -> bool:
    """Tell whether something could not be loaded, was stopped, or is the kit's own fault: next time may be better."""
    if any(learner.problems for learner in grader.house.loaded.values()):
        return True
    outcomes = (outcome for run in grader.runs.values() for outcome in run.outcomes.values())
    return any(
        outcome.state == "crashed" or (outcome.difference is not None and outcome.difference.kind == "time")
        for outcome in outcomes
    )
