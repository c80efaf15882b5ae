"""The record of one lesson: a file of plain data, without pickle."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from autograder.compare import Difference
from autograder.errors import WrongUsage
from autograder.outcome import Outcome
from autograder.sandbox.encode import pack
from autograder.sandbox.limits import LIMITS
from autograder.sandbox.wire import ProtocolError, unpack

MAGIC = b"autograder record 1\n"
ROOM = replace(LIMITS, meta_bytes=1 << 28, data_bytes=1 << 28, nodes=10**7, entries=10**6)


class BrokenRecord(WrongUsage):
    """A record's file cannot be read."""


@dataclass(frozen=True)
class Answer:
    """One value of the reference: which function gave it, to which arguments."""

    name: str
    digest: str
    value: Any


@dataclass(frozen=True)
class Mistake:
    """How a known mistake fails one check: the first difference for each seed that was tried."""

    check: str
    exercise: str
    name: str
    sentence: str
    fails: dict[int, Outcome]


@dataclass
class Book:
    """Everything recorded of a lesson.

    Attributes
    ----------
    numpy : str
        The version of numpy that made the record.
    seed : int
        The public seed.
    signatures : dict
        The reference's signatures by name (``SGD.step`` for a method), as rows of text.
    answers : dict
        By check and seed: the reference's values in the order in which they are asked for.
    mistakes : list of Mistake
        What tells known mistakes apart.
    """

    lesson: str
    numpy: str
    seed: int
    signatures: dict[str, list[Any]] = field(default_factory=dict)
    answers: dict[tuple[str, int], list[Answer]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def content(self) -> bytes:
        """Return the record as the bytes of its file."""
        tree = {
            "lesson": self.lesson,
            "numpy": self.numpy,
            "seed": self.seed,
            "signatures": self.signatures,
            "answers": [
                [check, seed, [[one.name, one.digest, one.value] for one in rows]]
                for (check, seed), rows in self.answers.items()
            ],
            "mistakes": [
                [item.check, item.exercise, item.name, item.sentence, outcomes_out(item.fails)]
                for item in self.mistakes
            ],
        }
        meta, data = pack(tree, stays_behind, ROOM)
        return MAGIC + zlib.compress(len(meta).to_bytes(8, "little") + meta + data, 9)


def read_book(path: Path) -> Book:
    """Read the record of a lesson.

    Raises
    ------
    BrokenRecord
        If the file is no record, or a damaged one.
    """
    content = path.read_bytes()
    try:
        if not content.startswith(MAGIC):
            raise ProtocolError("it does not start as a record does")
        whole = zlib.decompress(content[len(MAGIC) :])
        size = int.from_bytes(whole[:8], "little")
        tree = unpack(whole[8 : 8 + size], whole[8 + size :], stays_behind, ROOM)
    except (zlib.error, ProtocolError) as error:
        raise BrokenRecord(f"{path} cannot be read as a record: {error}. Unpack the kit once more.") from None
    answers = {(check, seed): [Answer(*row) for row in rows] for check, seed, rows in tree["answers"]}
    mistakes = [
        Mistake(check, exercise, name, sentence, outcomes_in(rows))
        for check, exercise, name, sentence, rows in tree["mistakes"]
    ]
    return Book(tree["lesson"], tree["numpy"], tree["seed"], tree["signatures"], answers, mistakes)


def outcomes_out(fails: dict[int, Outcome]) -> list[Any]:
    """Write what matters of failed outcomes: position, kind, place and value of the first difference."""
    rows = []
    for seed, outcome in fails.items():
        assert outcome.difference is not None
        rows.append([seed, outcome.position, *(getattr(outcome.difference, key) for key in ("kind", "where", "got"))])
    return rows


def outcomes_in(rows: list[Any]) -> dict[int, Outcome]:
    """Read them back."""
    return {
        seed: Outcome("failed", Difference(kind, where, got, ()), position) for seed, position, kind, where, got in rows
    }


def stays_behind(value: Any) -> NoReturn:
    """Refuse what is no plain data: a record holds nothing else."""
    raise TypeError(f"{type(value).__name__} is no plain data and cannot be recorded")
