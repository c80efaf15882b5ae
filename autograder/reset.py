"""`autograder reset`: put a lesson's stubs back, or one of them, and keep a copy of what was there."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from autograder.errors import WrongUsage
from autograder.files import display, text_of
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
    news: dict[Path, bytes] = {}
    for suite in target.suites:
        for path, handed_out in pristine(home, suite).items():
            one = target.names and path.is_file()
            news[path] = restored(path, handed_out, target.names) if one else handed_out.encode("utf-8")
    return [written(path, data) for path, data in news.items() if not holds(path, data)]


def holds(path: Path, data: bytes) -> bool:
    """Tell whether a file holds just these bytes."""
    return path.is_file() and path.read_bytes() == data


def written(path: Path, data: bytes) -> Change:
    """Keep a copy of a file, then write it."""
    copy = None
    if path.is_file():
        names = (path.with_name(f"{path.stem}.mine-{number}{path.suffix}") for number in count(1))
        copy = next(name for name in names if not name.exists())
        copy.write_bytes(path.read_bytes())
    path.write_bytes(data)
    return Change(path, copy)


def restored(path: Path, handed_out: str, names: Sequence[str]) -> bytes:
    """Return what a file is to hold: all as it is, in its own encoding, with the stubs of some exercises put back."""
    restore = in_notebook if path.suffix == ".ipynb" else in_module
    try:
        text, encoding = text_of(path)
        for name in names:
            text = restore(text, handed_out, name)
        return text.encode(encoding)
    except (SyntaxError, ValueError, LookupError) as error:
        what = f"{' and '.join(names)} cannot be put back into {path.name}"
        raise CannotReset(f"{what} ({reason(error)}): reset the whole lesson, a copy is kept") from None


def reason(error: Exception) -> str:
    """Say why a stub cannot be put back."""
    if isinstance(error, SyntaxError) and error.lineno:
        return f"line {error.lineno}: {error.msg}"
    return str(error)


def in_module(mine: str, handed_out: str, name: str) -> str:
    """Put the stub of one exercise in the place of its definition, with the line ends of the file."""
    lines, stub_lines = lines_of(mine), lines_of(handed_out)
    (first, last), (stub_first, stub_last) = span(mine, name), span(handed_out, name)
    end = "\r\n" if "\r\n" in mine else "\n"
    stub = [line.rstrip("\r\n") + end for line in stub_lines[stub_first:stub_last]]
    return "".join([*lines[:first], *stub, *lines[last:]])


def lines_of(text: str) -> list[str]:
    """Split a text into lines as Python does, and leave their ends as they are."""
    return list(io.StringIO(text, newline=""))


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
    copies = [change.copy for change in changes if change.copy]
    lines = [f"reset: {display(change.path)}" for change in changes]
    return lines + [f"your version is kept in {display(copy)}" for copy in copies]
