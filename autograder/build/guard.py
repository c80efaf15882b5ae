"""Tells whether somebody has worked in a generated file, which must then not be overwritten."""

from __future__ import annotations

import ast
from collections.abc import Collection
from pathlib import Path

from autograder.build.errors import extra
from autograder.build.notebooks import RESPONSE
from autograder.build.rules import defined
from autograder.build.stubs import is_stub


def is_worked_in(path: Path, given: Collection[str]) -> bool:
    """Tell whether a skeleton or a learner's notebook holds code in its stubs, or code of its own.

    Parameters
    ----------
    path : Path
        A generated `.py` or `.ipynb` as it lies there now.
    given : collection of str
        Functions and classes that the lesson hands out complete.
    """
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    return notebook_worked_in(text, given) if path.suffix == ".ipynb" else code_worked_in(text, given)


def code_worked_in(text: str, given: Collection[str]) -> bool:
    """Tell whether a module defines anything but stubs and given code; what is no Python is being written."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return True
    return any(not is_stub(node) for node in tree.body if defined(node) and defined(node) not in given)


def notebook_worked_in(text: str, given: Collection[str]) -> bool:
    """Tell whether a notebook has an answer, a response, or a cell of the learner's own."""
    for cell in extra("nbformat").reads(text, as_version=4).cells:
        role = cell.metadata.get("autograder", {}).get("role")
        if role == "answer" and code_worked_in(cell.source, given):
            return True
        if role == "response" and cell.source.strip() != RESPONSE:
            return True
        if role is None and cell.source.strip():
            return True
    return False
