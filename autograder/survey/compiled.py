"""Learner code, read and compiled once for all the houses of a survey."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import CodeType

from autograder.files import pieces_of
from autograder.learner import Piece, compiled


class Compiled(dict[Path, list[Piece]]):
    """Files by path, each read when it is first asked for."""

    def __contains__(self, path: object) -> bool:
        return True

    def __missing__(self, path: Path) -> list[Piece]:
        self[path] = [with_code(piece) for piece in pieces_of(path)]
        return self[path]


def with_code(piece: Piece) -> Piece:
    """Compile a piece; what cannot be compiled is left to whoever loads it, to say why."""
    try:
        statements = compiled(piece)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return piece
    return replace(piece, statements=statements) if all(isinstance(code, CodeType) for _, code in statements) else piece
