"""Results by content: what was graded once, by this kit, with these seeds, is not graded again.

Each result is one file, written beside its place and then moved there, so that a run can be killed at any moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.home import Home
from autograder.reference import reference_files


@dataclass(frozen=True)
class Cache:
    """A folder of results.

    A result that holds a fault of the kit is kept apart, for the reports of this run: the next run tries again.
    """

    folder: Path

    def path(self, key: str, *, final: bool) -> Path:
        """Return where a result lies."""
        return self.folder / key[:2] / f"{key}.{'json' if final else 'open.json'}"

    def has(self, key: str) -> bool:
        """Tell whether there is a result that stands."""
        return self.path(key, final=True).is_file()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a result, one that stands first; None if there is none, or it cannot be read."""
        for final in (True, False):
            try:
                data = json.loads(self.path(key, final=final).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            return data if isinstance(data, dict) else None
        return None

    def put(self, key: str, text: str, *, final: bool) -> None:
        """Keep a result."""
        replace_text(self.path(key, final=final), text)
        if final:
            self.path(key, final=False).unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Write a file so that there is either the old or the new one, and never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def kit_digest(home: Home) -> str:
    """Digest all that a grade depends on besides the submission and the seeds.

    Engine, suites, model answers and bank, reference, and the versions of Python and numpy.
    """
    versions = [platform.python_implementation(), platform.python_version(), np.__version__, platform.machine()]
    made = hashlib.sha256(json.dumps(versions).encode())
    for label, path in kit_files(home):
        made.update(f"{label}\0".encode())
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def kit_files(home: Home) -> Iterator[tuple[str, Path]]:
    """Yield every file that a grade depends on, with a label that is the same wherever the kit lies."""
    engine = Path(autograder.__file__).resolve().parent
    groups = {
        "engine": (engine, grading_files(engine)),
        "exercises": (home.exercises, sorted(home.exercises.glob("*/test_*.py"))),
        "solutions": (home.solutions, sorted(home.solutions.glob("*/*.py"))),
        "reference": reference_files(),
    }
    for name, (folder, paths) in groups.items():
        yield from ((f"{name}/{path.relative_to(folder).as_posix()}", path) for path in paths)


def grading_files(engine: Path) -> list[Path]:
    """List the engine's files that a grade can depend on: not those that write lessons, pages and tables."""
    found = (path.relative_to(engine) for path in sorted(engine.rglob("*.py")))
    judging = (
        p for p in found if p.parts[0] not in ("build", "report", "grading") or p.parts == ("grading", "work.py")
    )
    return [engine / path for path in judging]


def key_of(parts: Iterable[bytes]) -> str:
    """Digest parts so that no two different lists of parts look alike."""
    made = hashlib.sha256()
    for part in framed(parts):
        made.update(part)
    return made.hexdigest()


def framed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each part behind its length."""
    for part in parts:
        yield len(part).to_bytes(8, "big")
        yield part
