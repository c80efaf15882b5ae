"""Where a learner stands in every lesson: remembered where nothing has changed, else checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.home import Home, Suite
from autograder.survey.inputs import Inputs
from autograder.survey.memory import Rows, holds, read_rows, recalled, row_of, write_rows
from autograder.verdict import Grade

if TYPE_CHECKING:
    from autograder.survey.lessons import Look

Seen = tuple[Suite, Grade]


def survey(home: Home, learner: Path | None = None, *, fresh: bool = False) -> list[Seen]:
    """Return every lesson and its grade, in the order of the timetable.

    Parameters
    ----------
    learner : Path, optional
        Code elsewhere than in the kit's exercises: it is checked, and nothing of it is remembered.
    fresh : bool
        Forget what is remembered, and check everything.
    """
    if learner:
        return elsewhere(home, learner)
    inputs = Inputs.of(home)
    rows = {} if fresh else read_rows(home, inputs)
    segments = [segment.name for segment in home.segments()]
    names = [name for name in home.lesson_names() if name.partition("/")[0] in segments]
    seen = {name: recalled(home, name, rows[name]) for name in names if name in rows}
    seen |= checked(home, [name for name in names if name not in seen], inputs, rows)
    return sorted(seen.values(), key=lambda pair: (segments.index(pair[0].segment), pair[0].lesson.place, pair[0].name))


def elsewhere(home: Home, learner: Path) -> list[Seen]:
    """Check code that lies elsewhere."""
    from autograder.examiner import Examiner

    suites = home.suites()
    return list(zip(suites, Examiner(home, learner, diagnose=False).grades(suites), strict=True))


def checked(home: Home, names: Sequence[str], inputs: Inputs, rows: Rows) -> dict[str, Seen]:
    """Check lessons, and remember the verdicts that come from the very files that were digested before."""
    if not names:
        return {}
    looks = looks_of(home, names)
    after = Inputs.of(home)
    for name, found in looks.items():
        files = {path: inputs.files.get(path, "") for path in found.files}
        if found.sure and all(files.values()) and holds(files, after):
            rows[name] = row_of(found.suite, found.grade, files)
    if after.kit == inputs.kit:
        write_rows(home, inputs, rows)
    return {name: (found.suite, found.grade) for name, found in looks.items()}


def looks_of(home: Home, names: Sequence[str]) -> dict[str, Look]:
    """Check lessons, some of them in a second process; those that it leaves open are checked here."""
    from autograder.survey.second_process import half_of, second_process

    others = half_of(home, names)
    with second_process(home, others) as second:
        from autograder.survey.lessons import Look, looks_at  # numpy comes with it: the other process has begun

        looks = looks_at(home, [name for name in names if name not in others])
        for name, row in (second.rows() if second else {}).items():
            looks[name] = Look(*recalled(home, name, row), tuple(row["files"]), row["sure"])
    return looks | looks_at(home, [name for name in others if name not in looks])
