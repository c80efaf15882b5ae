"""A lesson's source: which cell is theory, given code, an exercise, an experiment, the question, its answer."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from autograder.build import rules
from autograder.build.errors import Fault, SourceError
from autograder.build.percent import PercentCell, read_percent
from autograder.home import Home, Suite

Role = Literal["theory", "setup", "exercise", "experiment", "question", "answer"]


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson's source.

    Attributes
    ----------
    role : str
        What the cell is for.
    text : str
        Its text; markdown without the leading ``#``.
    line : int
        Where the text starts in the file.
    name : str or None
        The exercise, in its cell.
    points : int
        What the question is worth, in its cell.
    """

    role: Role
    text: str
    line: int
    name: str | None = None
    points: int = 0

    @cached_property
    def tree(self) -> ast.Module:
        """The code of the cell, parsed; line numbers count from the start of the cell."""
        return ast.parse(self.text)

    @property
    def definition(self) -> ast.FunctionDef | ast.ClassDef:
        """The function or class of an exercise."""
        node = self.tree.body[0]
        assert isinstance(node, ast.FunctionDef | ast.ClassDef)
        return node


@dataclass(frozen=True)
class Source:
    """A lesson's source that keeps all the rules."""

    lesson: str
    path: Path
    cells: tuple[Cell, ...] = field(repr=False)
    segments: frozenset[str] = frozenset()

    @property
    def segment(self) -> str:
        """The folder of the lesson, such as ``nn``."""
        return self.lesson.split("/")[0]

    @property
    def stem(self) -> str:
        """The lesson without its segment, such as ``losses``."""
        return self.lesson.split("/")[1]

    def of(self, role: Role) -> tuple[Cell, ...]:
        """Return the cells of one role, in order."""
        return tuple(cell for cell in self.cells if cell.role == role)

    @property
    def exercises(self) -> dict[str, Cell]:
        """The cells of the exercises by name, in order."""
        return {cell.name: cell for cell in self.of("exercise") if cell.name}


def source_of(home: Home, suite: Suite) -> Source:
    """Read the source of a lesson.

    Raises
    ------
    SourceError
        If there is none, or it breaks a rule; every fault is in the message.
    """
    path = home.solutions / suite.segment / f"{suite.stem}.py"
    segments = frozenset(segment.name for segment in home.segments())
    return read_source(path, suite.name, tuple(suite.lesson.exercises), segments)


def read_source(path: Path, lesson: str, exercises: Collection[str], segments: Collection[str] = ()) -> Source:
    """Read a lesson's source, and hold it to the rules.

    Parameters
    ----------
    path : Path
        A percent-format file.
    lesson : str
        Name of the lesson, such as ``nn/losses``.
    exercises : collection of str
        The names that the suite declares.
    segments : collection of str
        Names of all segments: an import from one of them is an earlier lesson.
    """
    raw = read_percent(path)
    faults = [fault for cell in raw for fault in rules.cell_faults(cell, exercises, segments)]
    if faults:
        raise SourceError(path, faults)
    cells = tuple(Cell(role_of(cell, exercises), cell.text, cell.line, *details(cell, exercises)) for cell in raw)
    faults = list(lesson_faults(cells, exercises))
    if faults:
        raise SourceError(path, faults)
    return Source(lesson, path, cells, frozenset(segments))


def role_of(cell: PercentCell, exercises: Collection[str]) -> Role:
    """Tell what a cell is for; it keeps the rules of a single cell already."""
    if cell.kind == "markdown":
        role: Role = cell.options.get("role", "theory")
        return role
    body = ast.parse(cell.text).body
    if rules.is_experiment(body[0]):
        return "experiment"
    return "exercise" if rules.defined(body[0]) in exercises else "setup"


def details(cell: PercentCell, exercises: Collection[str]) -> tuple[str | None, int]:
    """Return the exercise of a cell, if it is one, and the points of a question."""
    if cell.kind == "markdown":
        return None, cell.options.get("points", 0)
    name = rules.defined(ast.parse(cell.text).body[0])
    return (name if name in exercises else None), 0


def lesson_faults(cells: tuple[Cell, ...], exercises: Collection[str]) -> Iterator[Fault]:
    """Find what is wrong with the cells taken together."""
    yield from rules.docstring_faults([(cell.line, cell.tree) for cell in cells if cell.role in CODE])
    yield from exercise_faults(cells, exercises)
    yield from question_faults(cells)


CODE = frozenset({"setup", "exercise", "experiment"})


def exercise_faults(cells: tuple[Cell, ...], exercises: Collection[str]) -> Iterator[Fault]:
    """Find exercises that are missing or come twice, and experiments that come before what they use."""
    seen: set[str] = set()
    for cell in cells:
        if cell.role == "experiment":
            for name in sorted(names_used(cell, exercises) - seen):
                text = f"this experiment uses {name}, which comes later: move the experiment behind it"
                yield Fault(cell.line, text)
        if cell.name in seen:
            yield Fault(cell.line, f"{cell.name} is defined twice: keep one of the two cells")
        seen |= {cell.name} if cell.name else set()
    for name in exercises:
        if name not in seen:
            text = f"the suite declares {name}, but no cell defines it: write its cell, or take it out of the suite"
            yield Fault(1, text)


def names_used(cell: Cell, exercises: Collection[str]) -> set[str]:
    """Return the exercises that the code of a cell names."""
    names = {node.id for node in ast.walk(cell.tree) if isinstance(node, ast.Name)}
    return names & set(exercises)


def question_faults(cells: tuple[Cell, ...]) -> Iterator[Fault]:
    """Find out whether there is exactly one question, with its answer directly behind it."""
    places = [place for place, cell in enumerate(cells) if cell.role == "question"]
    if len(places) != 1:
        line = cells[places[1]].line if places else 1
        text = f'a lesson has one question, this one has {len(places)}: `# %% [markdown] role="question" points=2`'
        yield Fault(line, text)
    for place in places:
        if place + 1 == len(cells) or cells[place + 1].role != "answer":
            text = 'the question has no answer: put `# %% [markdown] role="answer"` directly behind it'
            yield Fault(cells[place].line, text)
    for place, cell in enumerate(cells):
        if cell.role == "answer" and place - 1 not in places:
            yield Fault(cell.line, "this answer does not follow a question: put it directly behind its question")
