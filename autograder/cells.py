"""Notebooks as learner code: their cells, cut down to what can be loaded in peace."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.definitions import definitions_of

SKIPPED_ROLES = frozenset({"check", "experiment"})
RUNNING_MAGICS = ("%%time", "%%capture", "%%prun")
SHELL_LINE = re.compile(r"\s*([%!?]|[\w., ]+=\s*[%!])|.*\?\s*$")


@dataclass(frozen=True)
class Cell:
    """One code cell: its place among all cells from 1, its text, and what the kit wrote about it."""

    number: int
    source: str
    role: str | None = None
    exercise: str | None = None


def read_cells(path: Path) -> list[Cell]:
    """Read the code cells of a notebook of any format since IPython 2.

    Raises
    ------
    ValueError
        If the file is no notebook, or no longer a whole one.
    """
    try:
        data = json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        raise ValueError(f"the notebook's file is damaged at line {error.lineno} ({error.msg})") from None
    except (UnicodeDecodeError, RecursionError):
        raise ValueError("the notebook's file is damaged: it is not text in UTF-8") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells", data.get("worksheets")), list):
        raise ValueError("it is not a Jupyter notebook")
    sheets = [data] if "cells" in data else [sheet for sheet in data["worksheets"] if isinstance(sheet, dict)]
    cells = [cell for sheet in sheets for cell in sheet.get("cells", ())]
    return [code_cell(number, cell) for number, cell in enumerate(cells, start=1) if is_code(cell)]


def is_code(cell: Any) -> bool:
    """Tell whether an item of a notebook is a code cell."""
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def code_cell(number: int, cell: dict[str, Any]) -> Cell:
    """Make a `Cell` of a notebook's item; format 3 calls the text ``input``."""
    source = cell.get("source", cell.get("input", ""))
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    metadata = cell.get("metadata")
    ours = metadata.get("autograder") if isinstance(metadata, dict) else None
    ours = ours if isinstance(ours, dict) else {}
    return Cell(number, text, ours.get("role"), ours.get("exercise"))


def loadable(cells: Sequence[Cell]) -> list[tuple[Cell, str]]:
    """Choose the cells that define something, with the text to run for each.

    Check cells and experiments are left out. In a notebook of the kit, a cell that a learner wrote or added is
    cut down to its definitions and what these need: a plot or a training run below an answer is not repeated.
    """
    kept = [(cell, plain_python(cell.source)) for cell in cells if not is_skipped(cell)]
    if not any(cell.role for cell in cells):
        return kept
    answers = {cell.exercise for cell in cells if cell.exercise}
    free = [text for cell, text in kept if cell.role != "setup"]
    cut = iter(definitions_of(free, answers, [text for cell, text in kept if cell.role == "setup"]))
    return [(cell, text if cell.role == "setup" else next(cut)) for cell, text in kept]


def is_skipped(cell: Cell) -> bool:
    """Tell whether a cell only checks or shows something."""
    start = cell.source.lstrip()
    return cell.role in SKIPPED_ROLES or (start.startswith("%%") and not start.startswith(RUNNING_MAGICS))


def plain_python(source: str) -> str:
    """Turn IPython's lines (`%magic`, `!shell`, `help?`) into `pass`, keeping line numbers.

    Only lines at which Python itself stumbles are touched, so that ``% b`` may continue an expression.
    """
    lines = re.split(r"\r\n|\r|\n", source)
    for _ in range(len(lines)):
        number = first_error("\n".join(lines))
        if number is None or not SHELL_LINE.match(lines[number - 1]):
            break
        line = lines[number - 1]
        lines[number - 1] = line[: len(line) - len(line.lstrip())] + "pass"
    return "\n".join(lines)


def first_error(source: str) -> int | None:
    """Return the line of the first syntax error."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return min(error.lineno or 1, source.count("\n") + 1)
    except (ValueError, RecursionError, MemoryError):
        return None
    return None
