"""Compiled learner code on a shelf: made once in a process of its own, loaded by each worker, read by no one else."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType

from autograder.house import House
from autograder.learner import Piece, compiled
from autograder.sandbox.limits import Limits


@dataclass
class Shelf:
    """What a sandbox loads.

    Attributes
    ----------
    path : str
        The learner's house.
    lessons : sequence of str
        The kit's lessons.
    prefer : str
        Suffix of the file to take where there are two.
    file : str
        The one file of the folder that is handed in, or nothing.
    numbers : dict
        The limits, by name.
    """

    path: str = "."
    lessons: Sequence[str] = ()
    prefer: str = ".py"
    file: str = ""
    numbers: dict[str, float] = field(default_factory=dict)
    code: bytes = field(default=b"", repr=False)

    @property
    def limits(self) -> Limits:
        """The limits of every process that touches learner code."""
        return Limits(**self.numbers)  # type: ignore[arg-type]

    def empty_house(self) -> House:
        """Open the house."""
        return House(Path(self.path) / self.file, list(self.lessons), self.prefer)

    def files(self) -> Iterator[Path]:
        """Yield every file of a lesson."""
        house = self.empty_house()
        found = [house.file_of(lesson) for lesson in self.lessons]
        yield from {path for path in found if path is not None}

    def compile(self) -> bytes:
        """Compile every file of a lesson; what cannot be compiled is left to the workers, which can say why."""
        house = self.empty_house()
        found = {}
        for path in self.files():
            try:
                pieces = house.pieces(path)
                rows = [(piece.source, piece.filename, piece.label, compiled(piece)) for piece in pieces]
            except Exception:
                continue
            if all(isinstance(code, CodeType) for row in rows for _, code in row[3]):
                found[str(path)] = marshal.dumps(rows)
        return marshal.dumps(found)

    def take(self, code: bytes) -> None:
        """Put compiled code on the shelf, unread."""
        self.code = code

    def house(self) -> House:
        """Open the house for one worker, with the compiled code at hand."""
        house = self.empty_house()
        if self.code:
            house.prepared = Unpacking({Path(path): rows for path, rows in marshal.loads(self.code).items()})
        return house


class Unpacking(dict[Path, list[Piece]]):
    """Compiled files by path, unpacked one by one when they are asked for."""

    def __init__(self, packed: dict[Path, bytes]) -> None:
        super().__init__()
        self.packed = packed

    def __contains__(self, path: object) -> bool:
        return path in self.packed

    def __missing__(self, path: Path) -> list[Piece]:
        self[path] = [Piece(*row) for row in marshal.loads(self.packed[path])]
        return self[path]
