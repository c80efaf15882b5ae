"""`autograder build`: writes the skeletons and notebooks of `exercises/`, or says which are out of date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.build.errors import WorkedIn
from autograder.build.guard import is_worked_in
from autograder.build.notebooks import learner_notebook
from autograder.build.rules import defined
from autograder.build.skeleton import skeleton
from autograder.build.source import Source, source_of
from autograder.home import Home


@dataclass(frozen=True)
class Report:
    """What `build` found.

    Attributes
    ----------
    written, current, stale : tuple of Path
        Files that were written; that were right already; that differ, and were left alone (with `check`).
    """

    written: tuple[Path, ...] = ()
    current: tuple[Path, ...] = ()
    stale: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Generated:
    """One generated file: where it belongs, and what it should hold."""

    path: Path
    text: str
    given: frozenset[str]

    @property
    def is_current(self) -> bool:
        """Tell whether the file holds just that already."""
        return self.path.is_file() and self.path.read_bytes() == self.text.encode("utf-8")

    def write(self) -> None:
        """Write the file, with the same line ends on every system."""
        self.path.write_bytes(self.text.encode("utf-8"))


def build(home: Home, names: Iterable[str] | None = None, check: bool = False, force: bool = False) -> Report:
    """Write the skeleton and the notebook of each lesson, where they differ from what the source says.

    Parameters
    ----------
    home : Home
        The kit, with its solutions.
    names : iterable of str, optional
        Lessons such as ``nn/losses``; all if not given.
    check : bool
        Write nothing, and tell which files are out of date.
    force : bool
        Overwrite files that somebody has worked in.

    Raises
    ------
    SourceError
        If a lesson's source is missing or breaks a rule.
    WorkedIn
        If a file with a learner's work in it would be overwritten. Nothing is written then.
    """
    suites = [home.suite(name) for name in names] if names else home.suites()
    files = [file for suite in suites for file in generated(home, source_of(home, suite))]
    current = tuple(file.path for file in files if file.is_current)
    stale = [file for file in files if file.path not in current]
    if check:
        return Report(current=current, stale=tuple(file.path for file in stale))
    if not force:
        refuse_worked_in(stale)
    for file in stale:
        file.write()
    return Report(written=tuple(file.path for file in stale), current=current)


def generated(home: Home, source: Source) -> list[Generated]:
    """Make the files of a lesson, in memory."""
    place = home.exercises / source.segment / source.stem
    nodes = [node for cell in source.of("setup") for node in cell.tree.body]
    given = frozenset(name for node in nodes if (name := defined(node)))
    return [
        Generated(place.with_suffix(".py"), skeleton(source), given),
        Generated(place.with_suffix(".ipynb"), learner_notebook(source), given),
    ]


def refuse_worked_in(files: Iterable[Generated]) -> None:
    """Stop before a learner's work is overwritten."""
    worked = [str(file.path) for file in files if is_worked_in(file.path, file.given)]
    if worked:
        listed = "\n".join(f"    {path}" for path in worked)
        raise WorkedIn(
            f"somebody has worked in these files, and building would overwrite them:\n{listed}\n"
            "Nothing was written. Copy the work elsewhere, or build with --force."
        )
