"""The skeleton of a lesson: docstring, imports, given code and stubs, without theory and experiments."""

from __future__ import annotations

import ast

from autograder.build.rules import defined
from autograder.build.source import Cell, Source
from autograder.build.stubs import stub

HEAD = """\
# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# {stem}.ipynb. To check what you have:
#     pytest exercises/{segment}/test_{stem}.py
"""


def skeleton(source: Source) -> str:
    """Write the module that a learner fills in."""
    parts = [(cell, part_text(cell)) for cell in source.of("setup") + source.of("exercise")]
    ordered = sorted(parts, key=lambda part: part[0].line)
    (first, first_text), rest = ordered[0], ordered[1:]
    end = first.tree.body[0].end_lineno
    docstring, imports = split_lines(first_text, end or 1)
    head = HEAD.format(segment=source.segment, stem=source.stem).rstrip()
    text = "\n\n".join(filter(None, [docstring, head, imports]))
    for (before, _), (cell, part) in zip(ordered, rest, strict=False):
        text += ("\n\n\n" if has_definition(before) or has_definition(cell) else "\n\n") + part
    return text + "\n"


def part_text(cell: Cell) -> str:
    """Return what the skeleton holds of a cell."""
    return (stub(cell.text) if cell.role == "exercise" else cell.text).strip("\n")


def split_lines(text: str, number: int) -> tuple[str, str]:
    """Cut a text behind a line."""
    lines = text.splitlines()
    return "\n".join(lines[:number]).strip("\n"), "\n".join(lines[number:]).strip("\n")


def has_definition(cell: Cell) -> bool:
    """Tell whether a cell defines a function or class, which two blank lines set apart."""
    return any(isinstance(node, ast.stmt) and defined(node) for node in cell.tree.body)
