"""Where a learner stands: the better of module and notebook, exercise by exercise, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.grader import PUBLIC_SEED, Grader, LessonRun
from autograder.home import Home, Suite
from autograder.house import House
from autograder.hush import hushed, shortened
from autograder.lesson import Check, Exercise
from autograder.report.text import PRINTED
from autograder.verdict import Grade, Judged, Verdict, state_of


@dataclass(frozen=True)
class Standing(Judged):
    """One exercise and its verdicts."""

    suite: Suite
    exercise: Exercise
    verdicts: tuple[Verdict, ...]


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
        graders = [self.grader(suffix) for suffix in (".py", ".ipynb")]
        return [self.grade(suite, graders, names) for suite in suites]

    def grader(self, suffix: str) -> Grader:
        """Make a grader that takes files of one kind first."""
        lessons = self.home.lesson_names()
        path = self.learner or self.home.exercises
        grader = Grader(self.home, House(path, lessons, prefer=suffix), self.seed)
        if not self.diagnose:
            grader.banks = dict.fromkeys(lessons)
        return grader

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


def better(grades: Sequence[Grade], suite: Suite) -> Grade:
    """Put the better verdicts of each exercise into one grade; of equal ones the first."""
    if len(grades) == 1:
        return grades[0]
    checked = [name for name in suite.lesson.exercises if any(grade.of(name) for grade in grades)]
    chosen = {name: max(grades, key=lambda grade: worth(grade.of(name))) for name in checked}
    taken = [grade for grade in grades if any(grade is best for best in chosen.values())]
    order = [check.name for check in suite.lesson.checks]
    verdicts = sorted(
        (verdict for name, grade in chosen.items() for verdict in grade.of(name)), key=lambda v: order.index(v.check)
    )
    label = " and ".join([taken[0].learner, *(Path(grade.learner).name for grade in taken[1:])])
    problems = tuple(problem for grade in taken for problem in grade.problems)
    return replace(grades[0], learner=label, verdicts=tuple(verdicts), problems=problems)


def worth(verdicts: Iterable[Verdict]) -> tuple[int, int]:
    """Order two attempts at one exercise: by points, then by how much is written at all."""
    rows = list(verdicts)
    return sum(verdict.points for verdict in rows), sum(verdict.state != "todo" for verdict in rows)


def standings(suites: Sequence[Suite], grades: Sequence[Grade]) -> list[Standing]:
    """List every exercise that was checked, in the order of the workshop."""
    pairs = zip(suites, grades, strict=True)
    rows = (
        Standing(suite, exercise, grade.of(exercise.name))
        for suite, grade in pairs
        for exercise in suite.lesson.exercises.values()
    )
    return [row for row in rows if row.verdicts]


def next_up(rows: Sequence[Standing]) -> Standing | None:
    """Choose what to do next: the first open core exercise that waits for nothing, else a stretch one."""
    for core in (True, False):
        opened = [row for row in rows if row.state != "passed" and row.exercise.core is core]
        free = [row for row in opened if row.state != "blocked"]
        if opened:
            return (free or opened)[0]
    return None
