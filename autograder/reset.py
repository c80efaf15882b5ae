"""`autograder reset`: put a lesson's stubs back, or one of them, and keep a copy of what was there."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from autograder.errors import WrongUsage
from autograder.home import Home
from autograder.pristine import pristine
from autograder.targets import Target

Restore = Callable[[str, str], str]


class CannotReset(WrongUsage):
    """One stub cannot be put back into a file; the message says why."""


@dataclass(frozen=True)
class Change:
    """A file that was reset, and the copy of what it held; without a copy, the file was not there."""

    path: Path
    copy: Path | None


def reset(home: Home, target: Target) -> list[Change]:
    """Put stubs back.

    Parameters
    ----------
    home : Home
        The learner's kit.
    target : Target
        Lessons, whose module and notebook become as they were handed out; with names, only these exercises do.

    Returns
    -------
    list of Change
        What was changed; a file that was untouched is not among it.

    Raises
    ------
    CannotReset
        If an exercise is asked for and not to be found in a file. Nothing is written then.
    """
    news: dict[Path, str] = {}
    for suite in target.suites:
        for path, handed_out in pristine(home, suite).items():
            mine = path.read_text(encoding="utf-8") if path.is_file() else None
            news[path] = handed_out if mine is None else restored(path, mine, handed_out, target.names)
    return [written(path, text) for path, text in news.items() if not holds(path, text)]


def holds(path: Path, text: str) -> bool:
    """Tell whether a file holds just that text."""
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def written(path: Path, text: str) -> Change:
    """Keep a copy of a file, then write it."""
    copy = None
    if path.is_file():
        names = (path.with_name(f"{path.stem}.mine-{number}{path.suffix}") for number in count(1))
        copy = next(name for name in names if not name.exists())
        copy.write_bytes(path.read_bytes())
    path.write_bytes(text.encode("utf-8"))
    return Change(path, copy)


def restored(path: Path, mine: str, handed_out: str, names: Sequence[str]) -> str:
    """Return what a file is to hold: all as it was handed out, or with the stubs of some exercises in it."""
    if not names:
        return handed_out
    restore = in_notebook if path.suffix == ".ipynb" else in_module
    for name in names:
        try:
            mine = restore(mine, handed_out, name)
        except (SyntaxError, ValueError, LookupError) as error:
            raise CannotReset(
                f"{name} cannot be put back into {path.name} ({error}): reset the whole lesson, a copy is kept"
            ) from None
    return mine


def in_module(mine: str, handed_out: str, name: str) -> str:
    """Put the stub of one exercise in the place of its definition."""
    lines, stub_lines = mine.splitlines(keepends=True), handed_out.splitlines(keepends=True)
    (first, last), (stub_first, stub_last) = span(mine, name), span(handed_out, name)
    return "".join([*lines[:first], *stub_lines[stub_first:stub_last], *lines[last:]])


def span(text: str, name: str) -> tuple[int, int]:
    """Find the lines of a definition, its decorators among them."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            return first - 1, node.end_lineno or node.lineno
    raise LookupError("it is not defined there")


def in_notebook(mine: str, handed_out: str, name: str) -> str:
    """Put the stub of one exercise into its cell."""
    notebook, fresh = json.loads(mine), json.loads(handed_out)
    cell, stub = answer_cell(notebook, name), answer_cell(fresh, name)
    if "".join(cell["source"]) == "".join(stub["source"]):
        return mine
    cell |= {"source": stub["source"], "outputs": [], "execution_count": None}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def answer_cell(notebook: Any, name: str) -> Any:
    """Find the cell that holds the answer of an exercise."""
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("autograder", {})
        if (mark.get("role"), mark.get("exercise")) == ("answer", name):
            return cell
    raise LookupError("its cell is gone")


def told_changes(changes: Sequence[Change]) -> list[str]:
    """Say what was reset, and where the copies are."""
    if not changes:
        return ["Nothing to do: everything there is as it was handed out."]
    kept = [change for change in changes if change.copy]
    lines = [f"reset: {change.path}" for change in changes]
    return lines + [f"your version is kept in {change.copy}" for change in kept]
