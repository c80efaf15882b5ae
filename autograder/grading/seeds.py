"""The secret seeds of a course: one small set for the whole class, so that nobody draws a better lot than another."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from autograder.grading.errors import GradingError

SCHEMA = 1
NUMBER = 3
LARGEST = 10**12
FILE = "seeds.json"
NOTE = (
    "Secret until feedback is released: its replay lines name the seeds. "
    "Delete this file to draw new ones; everything is graded anew then."
)


class SeedsError(GradingError):
    """The file of the seeds is damaged; the message says what to do."""


def seeds_of(folder: Path, number: int = NUMBER) -> tuple[int, ...]:
    """Return the seeds kept in a folder; draw them the first time.

    Parameters
    ----------
    folder : Path
        Where they are kept; made if it is not there.
    number : int
        How many to draw.

    Raises
    ------
    SeedsError
        If the file is there and holds no seeds.
    """
    path = folder / FILE
    if not path.exists():
        draw(path, number)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        seeds = tuple(data["seeds"])
    except (ValueError, KeyError, TypeError):
        raise SeedsError(f"{path} is damaged: bring it back from a copy, or delete it to draw new seeds") from None
    if not seeds or not all(type(seed) is int and seed >= 0 for seed in seeds):
        raise SeedsError(f"{path} holds no seeds: bring it back from a copy, or delete it to draw new ones")
    return seeds


def draw(path: Path, number: int) -> None:
    """Draw seeds into a file that only its owner can read. It appears whole, and the first of two runs wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    seeds: set[int] = set()
    while len(seeds) < number:
        seeds.add(secrets.randbelow(LARGEST))
    text = json.dumps({"schema": SCHEMA, "note": NOTE, "seeds": sorted(seeds)}, indent=2) + "\n"
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links: the last of two runs wins
        os.replace(part, path)
    part.unlink(missing_ok=True)
