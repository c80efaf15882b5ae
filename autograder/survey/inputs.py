"""All that a verdict depends on, as digests: taken before lessons are checked, and compared later."""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.home import Home
from autograder.reference import reference_files

ENGINE = Path(__file__).resolve().parents[1]
KINDS = (".py", ".ipynb")


@dataclass(frozen=True)
class Inputs:
    """What verdicts depend on.

    Attributes
    ----------
    kit : str
        One digest for what all lessons share: engine, suites, reference or record, versions, places, and the names of
        the learner's files, because a new file may be found where another one was before.
    files : dict
        A digest for each file in the exercises' folders.
    """

    kit: str
    files: dict[str, str]

    @classmethod
    def of(cls, home: Home) -> Inputs:
        """Read them all."""
        files = {below(home, path): digest(path) for path in code_files(home)}
        return cls(kit_digest(home, files), files)


def below(home: Home, path: Path) -> str:
    """Name a file by its place in the exercises' folder; one that lies elsewhere keeps its full path."""
    return (path.relative_to(home.exercises) if path.is_relative_to(home.exercises) else path).as_posix()


def code_files(home: Home) -> list[Path]:
    """List the modules and notebooks that code may be loaded from."""
    found = [*home.exercises.glob("*.*"), *home.exercises.glob("*/*.*")]
    return sorted(path for path in found if path.suffix in KINDS and path.stem.isidentifier())


def kit_digest(home: Home, files: dict[str, str]) -> str:
    """Digest what all lessons share. The seed of a learner's checks is the engine's own."""
    made = hashlib.sha256(repr((sys.version, platform.machine(), home.root, Path.cwd(), list(files))).encode())
    suites = [(name, own) for name, own in files.items() if Path(name).name.startswith("test_")]
    for row in [*suites, *((str(path), digest(path)) for path in kit_files(home))]:
        made.update(repr(row).encode())
    return made.hexdigest()


def kit_files(home: Home) -> Iterator[Path]:
    """Yield the files of the kit besides its suites."""
    yield from sorted(ENGINE.rglob("*.py"))
    yield from reference_files()[1]
    yield from sorted(home.recorded.rglob("*.record"))
    numpy = importlib.util.find_spec("numpy")
    if numpy and numpy.origin:
        yield Path(numpy.origin).with_name("version.py")


def digest(path: Path) -> str:
    """Digest a file; one that cannot be read has none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
