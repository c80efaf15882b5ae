"""A percent-format file as jupytext reads it, with the line of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.build.errors import Fault, SourceError, extra

MARKER = "# %%"


@dataclass(frozen=True)
class PercentCell:
    """One cell of the file, before anybody asks what it is for."""

    kind: str
    text: str
    line: int
    options: dict[str, Any]


def read_percent(path: Path) -> list[PercentCell]:
    """Read the cells of a percent-format file.

    Raises
    ------
    SourceError
        If the file is missing, is empty, or has text before its first cell.
    """
    if not path.is_file():
        raise SourceError(path, [Fault(1, "there is no such file: write the lesson's source here")])
    text = path.read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(MARKER)]
    cells = extra("jupytext").reads(text, fmt="py:percent").cells
    if not lines or text.lstrip().partition("\n")[0].strip()[: len(MARKER)] != MARKER:
        raise SourceError(path, [Fault(1, f"text before the first cell: start the file with `{MARKER}`")])
    if len(lines) != len(cells):
        fault = Fault(1, f"a line inside of a string starts with `{MARKER}`: indent it or write it otherwise")
        raise SourceError(path, [fault])
    return [
        PercentCell(cell.cell_type, cell.source, line + 1, dict(cell.metadata))
        for line, cell in zip(lines, cells, strict=True)
    ]
