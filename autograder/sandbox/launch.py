"""Starting the first process of a sandbox: its command without bubblewrap, its files, its empty environment."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from autograder.sandbox.bubblewrap import ENGINE, ENVIRONMENT, FLAGS
from autograder.sandbox.seccomp import filter_program


def plain_command(control: int) -> list[str]:
    """Write the command of a process without a sandbox, which serves the given socket."""
    zygote = ENGINE / "sandbox" / "zygote.py"
    packages = Path(np.__file__).parent.parent
    python = getattr(sys, "_base_executable", None) or sys.executable
    return [python, *FLAGS, str(zygote), str(control), str(ENGINE.parent), str(packages), "-"]


def popen(command: list[str], files: list[int], folder: Path, errors: IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Start a program in a folder with an empty environment, some open files, and a place for its complaints."""
    return subprocess.Popen(
        command,
        pass_fds=files,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        cwd=folder,
    )


@contextlib.contextmanager
def filter_file() -> Iterator[int | None]:
    """Give the filter of system calls as an open file, where there is one."""
    program = filter_program()
    if program is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(program)
        file.flush()
        file.seek(0)
        yield file.fileno()


def output_file() -> int:
    """Open a file without a name for what a worker prints; its size is limited with all its files."""
    import fcntl

    if hasattr(os, "memfd_create"):
        number = os.memfd_create("output")
    else:
        with tempfile.TemporaryFile() as file:
            number = os.dup(file.fileno())
    fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_APPEND)
    return number
