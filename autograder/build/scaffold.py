"""`autograder new nn/attention`: the four files of a new lesson, small and whole, to be rewritten by its author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.build import scaffold_files
from autograder.build.errors import ScaffoldError
from autograder.home import Home

NAME = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class NewLesson:
    """A lesson that was started, and the files to edit: source, suite, bank and reference."""

    name: str
    written: tuple[Path, ...]


def new_lesson(home: Home, name: str) -> NewLesson:
    """Write source, suite, bank and reference of a new lesson, with one small exercise that works.

    Parameters
    ----------
    home : Home
        The kit, with its solutions.
    name : str
        The lesson's segment and name, such as ``nn/attention``.

    Raises
    ------
    ScaffoldError
        If the name cannot be used, or one of the files is there already. Nothing is written then.
    """
    segment, stem = parts(home, name)
    words = {
        "segment": segment,
        "stem": stem,
        "title": stem.replace("_", " ").capitalize(),
        "exercise": f"{stem}_example",
        "place": 1 + max((suite.lesson.place for suite in home.suites(segment)), default=0),
    }
    files = {path: text.format(**words) for path, text in places(home, segment, stem).items()}
    there = [str(path) for path in files if path.exists()]
    if there:
        raise ScaffoldError(f"there is {', '.join(there)} already; nothing was written")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return NewLesson(name, tuple(files))


def parts(home: Home, name: str) -> tuple[str, str]:
    """Take a lesson's name apart, after a look at whether it can be used."""
    match = NAME.fullmatch(name)
    if not match:
        raise ScaffoldError(f"{name!r} is no name of a lesson: write segment/lesson, such as nn/attention")
    segment, stem = match.groups()
    known = [row.name for row in home.segments()]
    if segment not in known:
        raise ScaffoldError(
            f"the timetable has no segment {segment}: there is {', '.join(known)}. To add one, give it a "
            f"[{segment}] with title and minutes in {home.exercises / 'timetable.toml'}"
        )
    taken = [lesson for lesson in home.lesson_names() if lesson.rpartition("/")[2] == stem]
    if taken:
        raise ScaffoldError(f"there is a lesson of that name already: {taken[0]}")
    return segment, stem


def places(home: Home, segment: str, stem: str) -> dict[Path, str]:
    """Say which text goes where."""
    return {
        home.solutions / segment / f"{stem}.py": scaffold_files.SOURCE,
        home.exercises / segment / f"test_{stem}.py": scaffold_files.SUITE,
        home.solutions / segment / f"{stem}_answers.py": scaffold_files.BANK,
        home.root / "scratchml" / f"{stem}.py": scaffold_files.REFERENCE,
    }
