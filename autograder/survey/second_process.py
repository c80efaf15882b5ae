"""Half of the lessons in a second process, where many of them are answered."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.definitions import may_hold_stub
from autograder.home import Home

MANY = 8
PROGRAM = "autograder.survey.in_second_process"
Rows = Mapping[str, Mapping[str, Any]]


def half_of(home: Home, names: Sequence[str]) -> list[str]:
    """Choose the lessons for a second process: every other one of those that are answered, if they are many."""
    answered = [name for name in names if is_answered(home, name)]
    return answered[1::2] if len(answered) >= MANY and (os.cpu_count() or 1) > 1 else []


def is_answered(home: Home, name: str) -> bool:
    """Tell from the text whether a file of a lesson has no stub left."""
    files = (home.exercises / f"{name}{suffix}" for suffix in (".py", ".ipynb"))
    return any(not may_hold_stub(path.read_text("utf-8", "replace")) for path in files if path.is_file())


@contextlib.contextmanager
def second_process(home: Home, names: Sequence[str]) -> Iterator[SecondProcess | None]:
    """Start a process that checks lessons; it ends with this block. None if there is nothing to check."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        one = SecondProcess.started(home, names, Path(folder) / "rows.json") if names else None
        try:
            yield one
        finally:
            if one:
                one.end()


class SecondProcess:
    """A process that checks lessons, and writes what it found to a file."""

    def __init__(self, process: subprocess.Popen[bytes], result: Path) -> None:
        self.process, self.result = process, result

    @classmethod
    def started(cls, home: Home, names: Sequence[str], result: Path) -> SecondProcess | None:
        """Start it with the path of imports that holds here; None if it cannot be started."""
        command = [sys.executable, "-P", "-m", PROGRAM, str(home.root), str(result), *names]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            none = subprocess.DEVNULL
            return cls(subprocess.Popen(command, env=environment, stdin=none, stdout=none, stderr=none), result)
        except OSError:
            return None

    def rows(self) -> Rows:
        """Wait for its end, and read what it found: nothing, if it did not come to its end."""
        if self.process.wait():
            return {}
        try:
            rows: Rows = json.loads(self.result.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return rows

    def end(self) -> None:
        """See that it is no more."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
