"""A copy of what was handed in: regular files of a bounded size, no links, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MOST_FILES = 500
MOST_DEPTH = 6
MOST_BYTES = 8 << 20
MOST_TOTAL = 64 << 20


@dataclass
class Staged:
    """The copy.

    Attributes
    ----------
    folder : Path
        Where it is.
    file : str
        The one file that was handed in, or nothing for a folder.
    left_out : list of str
        What was not copied, and why.
    """

    folder: Path
    file: str = ""
    left_out: list[str] = field(default_factory=list)

    def remove(self) -> None:
        """Delete the copy."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def stage(path: Path) -> Staged:
    """Copy a folder or a file that was handed in.

    The copy belongs to whoever grades, and is readable by the sandbox's user, whatever the original's rights are. Links
    are left out: they could lead to the grader's own files.
    """
    outer = Path(tempfile.mkdtemp(prefix="autograder-"))
    made = Staged(outer / "learner", path.name if path.is_file() else "")
    made.folder.mkdir(mode=0o755)
    root = path.resolve() if path.is_dir() else path.resolve().parent
    names = [path.resolve().name] if path.is_file() else list(walk(root, made))
    total = 0
    for name in names:
        size = copy_file(root / name, made.folder / (made.file or name), MOST_TOTAL - total, made)
        total += size
    return made


def walk(root: Path, made: Staged, depth: int = 0, inner: str = "") -> Iterator[str]:
    """Yield the names of the files of a folder, and make its folders in the copy."""
    for entry in sorted(os.scandir(root / inner), key=lambda item: item.name)[:MOST_FILES]:
        name = os.path.join(inner, entry.name)
        if entry.is_symlink():
            made.left_out.append(f"{name}: a link")
        elif entry.is_dir(follow_symlinks=False):
            if depth < MOST_DEPTH and not entry.name.startswith((".", "__pycache__")):
                (made.folder / name).mkdir(mode=0o755)
                yield from walk(root, made, depth + 1, name)
        else:
            yield name


def copy_file(source: Path, target: Path, room: int, made: Staged) -> int:
    """Copy one regular file, if it is one and there is room; return its size."""
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        made.left_out.append(f"{source.name}: {error.strerror}")
        return 0
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > min(MOST_BYTES, room):
            made.left_out.append(f"{source.name}: not a regular file, or too large")
            return 0
        data = file.read(MOST_BYTES)
    target.write_bytes(data)
    target.chmod(0o644)
    return len(data)
