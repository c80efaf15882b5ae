"""Files of learner code, read as Python and Jupyter read them."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

from autograder.cells import loadable, read_cells
from autograder.learner import Piece


def neighbour(name: str, importer: Path) -> Path | None:
    """Find a helper module that lies beside the importing file."""
    path = importer.with_name(name + ".py")
    return path if path.is_file() else None


def module_piece(path: Path) -> Piece:
    """Read a Python file as Python does: with its byte-order mark, coding line and line ends."""
    text, _ = text_of(path)
    return Piece(text.replace("\r\n", "\n").replace("\r", "\n"), str(path), display(path))


def text_of(path: Path) -> tuple[str, str]:
    """Read a file and its encoding as Python does, but leave its line ends as they are.

    Raises
    ------
    ValueError, SyntaxError
        If it is no text in the encoding that it names, or in UTF-8.
    """
    data = path.read_bytes()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, SyntaxError) as error:
        if "unknown encoding" in str(error):
            raise
        raise ValueError("it is not text in UTF-8; save it as UTF-8, or name its encoding in the first line") from None


def notebook_pieces(path: Path) -> list[Piece]:
    """Read what a notebook's code cells define, leaving out check cells and experiments."""
    label = display(path)
    return [
        Piece(text, f"<{label} cell {cell.number}>", f"{label}, cell {cell.number}")
        for cell, text in loadable(read_cells(path))
    ]


def pieces_of(path: Path) -> list[Piece]:
    """Read the code of a module or a notebook."""
    return notebook_pieces(path) if path.suffix == ".ipynb" else [module_piece(path)]


def display(path: Path) -> str:
    """Write a path relative to the current folder where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
