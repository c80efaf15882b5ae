"""`autograder kit DIR`: the learner's kit of chosen segments, as a folder and a zip, without answers and reference."""

from __future__ import annotations

import io
import json
import shutil
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.bank import bank_for
from autograder.build.errors import KitError
from autograder.build.kit_files import NOXFILE, PYPROJECT, README
from autograder.build.lessons import generated
from autograder.build.segments import chosen
from autograder.build.source import source_of
from autograder.grader import PUBLIC_SEED
from autograder.home import Home, Suite
from autograder.house import House
from autograder.recorded.record import record
from autograder.reference import record_of

NAME = "ml-workshop-kit"
MARK = "A learner's kit"
STAFF_ONLY = (
    "build", "classroom", "grading", "demo.py", "differences.py", "nbgrader_plugin.py", "staff.py",
    "recorded/record.py",
)  # fmt: skip
REFERENCE_SHOWN = ("__init__.py", "plots.py", "datasets")
NOX = "nox>=2024.4"
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class KitReport:
    """What `write_kit` made.

    Attributes
    ----------
    folder, archive : Path
        The kit as a folder, and the same as a zip.
    files, size : int
        How many files it holds, and the bytes of the zip.
    """

    folder: Path
    archive: Path
    files: int
    size: int


def write_kit(
    home: Home, folder: Path, segments: Sequence[str] | None = None, progress: Callable[[str], None] = lambda name: None
) -> KitReport:
    """Write the learner's kit.

    Parameters
    ----------
    home : Home
        The kit's home, with its solutions and the reference.
    folder : Path
        Where the kit's folder and its zip go; a kit of the same version there is replaced.
    segments : sequence of str, optional
        Which segments it holds; all that have lessons if not given.
    progress : callable, optional
        Is told the name of each lesson before it is recorded.

    Raises
    ------
    KitError
        If something else stands where the kit's folder goes, or a segment is not known.
    SourceError
        If a lesson's source is missing or breaks a rule.
    """
    names = chosen(home, segments)
    target = folder / f"{NAME}-{project(home)['version']}"
    refuse_foreign(target)
    files = dict(static_files(home, names))
    for suite in (suite for name in names for suite in home.suites(name)):
        progress(suite.name)
        files |= lesson_files(home, suite)
    shutil.rmtree(target, ignore_errors=True)
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    archive = zipped(target, files)
    return KitReport(target, archive, len(files), archive.stat().st_size)


def refuse_foreign(target: Path) -> None:
    """Stop before a folder that is no kit is replaced."""
    readme = target / "README.md"
    if target.exists() and not (readme.is_file() and MARK in readme.read_text(encoding="utf-8")):
        raise KitError(f"{target} is there and is no kit: name another folder, or move it away")


def project(home: Home) -> dict[str, Any]:
    """Read what this kit says of itself."""
    table: dict[str, Any] = tomllib.loads((home.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def static_files(home: Home, segments: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield what does not depend on a lesson: engine, data sets, plots, settings, words."""
    words = words_of(home, segments)
    for name, text in (("README.md", README), ("pyproject.toml", PYPROJECT), ("noxfile.py", NOXFILE)):
        yield name, filled(text, words).encode("utf-8")
    yield "LICENSE", (home.root / "LICENSE").read_bytes()
    yield "exercises/timetable.toml", timetable(home, segments).encode("utf-8")
    yield from package(home.root / "autograder", without=STAFF_ONLY)
    everything = {path.name for path in (home.root / "scratchml").iterdir()}
    yield from package(home.root / "scratchml", without=sorted(everything - set(REFERENCE_SHOWN)))


def words_of(home: Home, segments: Sequence[str]) -> dict[str, str]:
    """Return what is filled into the kit's texts."""
    said = project(home)
    notebooks = [need for need in said["optional-dependencies"]["notebooks"] if not need.startswith("nbgrader")]
    return {
        "version": said["version"],
        "dependencies": json.dumps([*said["dependencies"], NOX])[1:-1],
        "notebooks": json.dumps(notebooks)[1:-1],
        "first": home.suites(segments[0])[0].name,
        "segment": segments[0],
    }


def filled(text: str, words: dict[str, str]) -> str:
    """Put words in the places that are marked like `<<version>>`."""
    for name, word in words.items():
        text = text.replace(f"<<{name}>>", word)
    return text


def timetable(home: Home, segments: Sequence[str]) -> str:
    """Write the timetable of the chosen segments."""
    rows = [row for row in home.segments() if row.name in segments]
    return "\n".join(f'[{row.name}]\ntitle = "{row.title}"\nminutes = {row.minutes}\n' for row in rows)


def package(folder: Path, without: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the Python files of a package, some of its parts left out."""
    left_out = [folder / part for part in without]
    for path in sorted(folder.rglob("*.py")):
        if not any(path == part or part in path.parents for part in left_out):
            yield path.relative_to(folder.parent).as_posix(), path.read_bytes()


def lesson_files(home: Home, suite: Suite) -> dict[str, bytes]:
    """Make the files of one lesson: skeleton, notebook, suite and record."""
    bank = bank_for(home, suite)
    if bank is None:
        raise KitError(f"{suite.name} has no model answers or no bank in {home.solutions}: nothing can be recorded")
    made = {file.path: file.text.encode("utf-8") for file in generated(home, source_of(home, suite))}
    made |= {home.recorded / path.relative_to(home.exercises): content for path, content in made.items()}
    made[suite.path] = suite.path.read_bytes()
    model = House(home.solutions, home.lesson_names()).learner(suite.name)
    made[record_of(suite)] = record(suite, model, bank, PUBLIC_SEED).content()
    return {path.relative_to(home.root).as_posix(): content for path, content in made.items()}


def zipped(target: Path, files: dict[str, bytes]) -> Path:
    """Write the zip: the same bytes for the same files, whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"{target.name}/{name}", EPOCH), content, zipfile.ZIP_DEFLATED)
    path = target.parent / f"{target.name}.zip"
    path.write_bytes(buffer.getvalue())
    return path
