"""The bank of a lesson: known wrong answers with what to say, and right answers written differently.

An entry is run as text: the model answers, then `answer` (their namespace), then the bank's own imports and helpers,
then the entry under the name of its exercise. So an entry is an ordinary submission on every surface.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Literal, TypeVar

from autograder.home import Home, Suite
from autograder.house import House
from autograder.imports import guarded_builtins
from autograder.learner import Learner, known_to_python
from autograder.lesson import Check
from autograder.outcome import Outcome
from autograder.reference import Oracle
from autograder.run import run_check

T = TypeVar("T")
Known = tuple[str, str, str, int]

NAMESPACE_LINES = "import types as _types\nanswer = _types.SimpleNamespace(**globals())\n"


def wrong(exercise: str, sentence: str) -> Callable[[T], T]:
    """Mark a bank entry as a known wrong answer to `exercise`; `sentence` is what the learner is told."""
    return lambda entry: entry


def right(exercise: str) -> Callable[[T], T]:
    """Mark a bank entry as a right answer to `exercise`, written differently from the model answer."""
    return lambda entry: entry


class AnswerNamespace:
    """Stands for the model answers while a bank is written; entries see the real ones when they run."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"answer.{name} is there only while a bank entry runs; a bank is not imported by itself")


answer: Any = AnswerNamespace()


class BankError(ValueError):
    """A bank holds something that cannot be an entry; its author has to mend it."""


@dataclass(frozen=True)
class Entry:
    """One answer of the bank."""

    name: str
    exercise: str
    kind: Literal["wrong", "right"]
    sentence: str | None
    code: str = field(repr=False)


@dataclass(frozen=True)
class Bank:
    """The model answers of a lesson and the bank's entries that replace one of them each.

    Attributes
    ----------
    known : dict
        How entries fare, by reference, entry, check and seed: that does not depend on the learner who is compared
        with them.
    compiled : dict
        The code of entries that were loaded before: each check loads its own.
    """

    lesson: str
    model: Path
    path: Path
    house: House
    known: dict[Oracle, dict[Known, Outcome]] = field(default_factory=dict, repr=False, compare=False)
    compiled: dict[Entry, CodeType] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def tree(self) -> ast.Module:
        """The bank's file, parsed."""
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of the file."""
        return tuple(entry for node in self.tree.body if (entry := entry_of(node, self.path)))

    @cached_property
    def model_source(self) -> str:
        """The text of the model answers."""
        return self.model.read_text(encoding="utf-8")

    @cached_property
    def helpers(self) -> str:
        """The bank's own statements: imports, constants and helper functions."""
        return "\n".join(ast.unparse(node) for node in self.tree.body if is_helper(node, self.path))

    def wrong(self, exercise: str) -> Iterator[Entry]:
        """Yield the known mistakes of one exercise."""
        return (entry for entry in self.entries if entry.exercise == exercise and entry.kind == "wrong")

    def suspect(self, entry: Entry, oracle: Oracle) -> Callable[[Check, int], Outcome]:
        """Return what tells how an entry fares in a check with a seed; each is found out once for a reference."""
        learners: list[Learner] = []

        def fares(check: Check, seed: int) -> Outcome:
            known = self.known.setdefault(oracle, {})
            key = (entry.exercise, entry.name, check.name, seed)
            if key not in known:
                learners[:] = learners or [self.learner(entry)]
                made = run_check(check, learners[0], oracle, seed)
                known[key] = Outcome(made.state, made.difference, made.position)
            return known[key]

        return fares

    def snippet(self, entry: Entry) -> str:
        """Return the text that turns the model answers into the entry's submission."""
        return f"{NAMESPACE_LINES}{self.helpers}\n\n{entry.code}\n"

    def submission(self, entry: Entry) -> str:
        """Return the entry as the text of a whole module."""
        return f"{self.model_source}\n\n{self.snippet(entry)}"

    @cached_property
    def model_code(self) -> CodeType:
        """The model answers, compiled once."""
        return compile(self.model_source, str(self.model), "exec")

    def learner(self, entry: Entry) -> Learner:
        """Load the entry as a learner, afresh each time: entries may keep state of their own.

        Raises
        ------
        BankError
            If the entry cannot be loaded.
        """
        label = f"{self.path.name}:{entry.name}"
        module = ModuleType(self.lesson.replace("/", "."))
        space = vars(module)
        space["__builtins__"] = guarded_builtins(lambda other: self.house.module(other, self.model))
        try:
            with known_to_python(module):
                exec(self.model_code, space)
                if entry not in self.compiled:
                    self.compiled[entry] = compile(self.snippet(entry), f"<{label}>", "exec")
                exec(self.compiled[entry], space)
        except Exception as error:
            raise BankError(f"{label} cannot be loaded: {type(error).__name__}: {error}") from error
        return Learner(label, space, spaces=[space, *self.house.spaces], module=module)


def entry_of(node: ast.stmt, path: Path) -> Entry | None:
    """Read an entry of the bank from its definition, or return None for anything else."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return None
    marks = [mark for mark in node.decorator_list if mark_name(mark) in ("wrong", "right")]
    if not marks:
        return None
    mark = marks[0]
    assert isinstance(mark, ast.Call)
    arguments = [ast.literal_eval(argument) for argument in mark.args]
    kind = mark_name(mark)
    if len(marks) > 1 or len(arguments) != (2 if kind == "wrong" else 1):
        raise BankError(f'{path}:{node.lineno}: write @wrong("exercise", "sentence") or @right("exercise"), once')
    code = renamed(node, arguments[0])
    return Entry(node.name, arguments[0], kind, arguments[1] if kind == "wrong" else None, code)  # type: ignore[arg-type]


def mark_name(decorator: ast.expr) -> str:
    """Return the name of a decorator that is a call of a plain name, else nothing."""
    call = decorator if isinstance(decorator, ast.Call) else None
    return call.func.id if call and isinstance(call.func, ast.Name) else ""


def renamed(node: ast.FunctionDef | ast.ClassDef, exercise: str) -> str:
    """Write the entry under the name of its exercise, without the bank's marks."""
    copy = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(copy, ast.FunctionDef | ast.ClassDef)
    copy.name = exercise
    copy.decorator_list = [mark for mark in copy.decorator_list if mark_name(mark) not in ("wrong", "right")]
    return ast.unparse(copy)


def is_helper(node: ast.stmt, path: Path) -> bool:
    """Tell whether a statement of the bank belongs to every entry."""
    if isinstance(node, ast.ImportFrom) and node.module in ("autograder", "__future__"):
        return False
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not docstring and entry_of(node, path) is None


def bank_for(home: Home, suite: Suite, house: House | None = None) -> Bank | None:
    """Open the bank of a lesson; a learner's kit has none."""
    folder = home.solutions / suite.segment
    model, path = folder / f"{suite.stem}.py", folder / f"{suite.stem}_answers.py"
    if not (model.is_file() and path.is_file()):
        return None
    return Bank(suite.name, model, path, house or House(home.solutions, home.lesson_names()))
