"""The files of a lesson as they were handed out."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import WrongUsage
from autograder.home import Home, Suite

KINDS = (".py", ".ipynb")


class NoPristineFiles(WrongUsage):
    """Nobody knows here how a lesson looked before it was worked in."""


def pristine(home: Home, suite: Suite) -> dict[Path, str]:
    """Return the skeleton and the notebook of a lesson as they were handed out, by the path where they belong.

    A learner's kit keeps them beside its records; elsewhere they are made from the lesson's source.

    Raises
    ------
    NoPristineFiles
        If there is neither.
    """
    place = home.exercises / suite.segment / suite.stem
    kept = {place.with_suffix(kind): home.recorded / f"{suite.name}{kind}" for kind in KINDS}
    if all(path.is_file() for path in kept.values()):
        return {path: copy.read_bytes().decode("utf-8") for path, copy in kept.items()}  # line ends are part of a file
    if (home.solutions / f"{suite.name}.py").is_file():
        from autograder.build.lessons import generated
        from autograder.build.source import source_of

        return {file.path: file.text for file in generated(home, source_of(home, suite))}
    raise NoPristineFiles(f"the untouched files of {suite.name} are not here: the kit that you were given has them")
