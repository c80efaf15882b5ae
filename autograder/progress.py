"""Where a learner stands: the better of module and notebook, exercise by exercise, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.home import Suite
from autograder.lesson import Exercise
from autograder.verdict import Grade, Judged, Verdict


@dataclass(frozen=True)
class Standing(Judged):
    """One exercise and its verdicts."""

    suite: Suite
    exercise: Exercise
    verdicts: tuple[Verdict, ...]


def better(grades: Sequence[Grade], suite: Suite) -> Grade:
    """Put the better verdicts of each exercise into one grade; of equal ones the first."""
    if len(grades) == 1:
        return grades[0]
    tries = {name: [grade for grade in grades if grade.of(name)] for name in suite.lesson.exercises}
    chosen = {name: max(tried, key=lambda grade: worth(grade.of(name))) for name, tried in tries.items() if tried}
    taken = [grade for grade in grades if any(grade is best for best in chosen.values())]
    order = [check.name for check in suite.lesson.checks]
    verdicts = sorted(
        (verdict for name, grade in chosen.items() for verdict in grade.of(name)), key=lambda v: order.index(v.check)
    )
    first, *others = dict.fromkeys(grade.learner for grade in taken)
    label = " and ".join([first, *(Path(other).name for other in others)])
    problems = tuple(dict.fromkeys(problem for grade in taken for problem in grade.problems))
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
