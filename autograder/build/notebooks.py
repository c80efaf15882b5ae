"""A lesson as a notebook: theory beside stubs, a check cell behind each, experiments, the question."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.build.errors import Fault, SourceError, extra
from autograder.build.rules import lesson_of
from autograder.build.source import Cell, Source, names_used
from autograder.build.stubs import stub

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
RESPONSE = "*Write your answer here: click twice to edit.*"
LONGEST_LINE = 100
LONGEST_ID = 56


@dataclass(frozen=True)
class Slot:
    """One cell of a notebook to come.

    Attributes
    ----------
    id : str
        Stable: derived from the role and a name, so that regenerated files change only where the lesson does.
    role : str
        theory, setup, answer, check, experiment, question or response.
    text : str
        What the learner sees.
    exercise : str or None
        The exercise of an answer or check cell.
    origin : Cell or None
        The cell of the source that it comes from.
    """

    id: str
    role: str
    text: str
    exercise: str | None = None
    origin: Cell | None = None

    @property
    def kind(self) -> str:
        """Markdown or code."""
        return "markdown" if self.role in ("theory", "question", "response") else "code"


@dataclass
class Ids:
    """Gives out cell ids, each once."""

    used: Counter[str] = field(default_factory=Counter)

    def new(self, *words: str) -> str:
        """Make an id of some words; a second one of the same words gets a number."""
        name = slug("-".join(words))[:LONGEST_ID].strip("-")
        self.used[name] += 1
        return name if self.used[name] == 1 else f"{name}-{self.used[name]}"


def slug(text: str) -> str:
    """Reduce a text to what ids may hold."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-")


def slots(source: Source) -> list[Slot]:
    """Lay out the notebook of a lesson: what the learner's and the course's notebooks have in common."""
    ids, heading, made = Ids(), "", []
    for cell in source.cells:
        heading = heading_of(cell) or heading
        made += list(slots_of(cell, source, ids, heading))
    return made


def heading_of(cell: Cell) -> str:
    """Return the last heading of a markdown cell."""
    found = re.findall(r"(?m)^#+ +(.+)$", cell.text) if cell.role == "theory" else []
    return found[-1].lower() if found else ""


def slots_of(cell: Cell, source: Source, ids: Ids, heading: str) -> Iterator[Slot]:
    """Turn one cell of the source into cells of the notebook."""
    if cell.role == "theory":
        yield Slot(ids.new("theory", heading), "theory", cell.text, origin=cell)
    elif cell.role == "setup":
        first = cell is source.of("setup")[0]
        text = first_setup(cell, source) if first else followed(cell.text, source)
        yield Slot(ids.new("setup"), "setup", text, origin=cell)
    elif cell.role == "experiment":
        yield Slot(ids.new("experiment", heading), "experiment", experiment(cell, source), origin=cell)
    elif cell.role == "question":
        yield Slot(ids.new("question"), "question", cell.text, origin=cell)
    elif cell.role == "answer":
        yield Slot(ids.new("response"), "response", RESPONSE, origin=cell)
    elif cell.name:
        yield Slot(ids.new("answer", cell.name), "answer", stub(cell.text), cell.name, cell)
        yield Slot(ids.new("check", cell.name), "check", f'check("{cell.name}")', cell.name)


def first_setup(cell: Cell, source: Source) -> str:
    """Return the imports without the module's docstring, and with what the notebook itself needs."""
    lines = cell.text.splitlines()
    end = cell.tree.body[0].end_lineno or 1
    text = "\n".join(lines[end:]).strip("\n")
    later = any(lesson_imports(other.tree, source.segments) for other in code_cells(source))
    ours = "from autograder import check, earlier" if later else "from autograder import check"
    imports = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    place = next((node.lineno - 1 for node in imports if lesson_of(node, source.segments)), None)
    if place is None:
        place = max((node.end_lineno or 0 for node in imports), default=0)
    before, after = text.splitlines()[:place], text.splitlines()[place:]
    parts = ["\n".join(before).strip("\n"), ours, followed("\n".join(after).strip("\n"), source)]
    return "\n\n".join(filter(None, parts))


def code_cells(source: Source) -> tuple[Cell, ...]:
    """Return the cells of the source that hold code."""
    return tuple(cell for cell in source.cells if cell.role in ("setup", "exercise", "experiment"))


def lesson_imports(tree: ast.AST, segments: Collection[str]) -> list[ast.ImportFrom]:
    """Find the imports of earlier lessons."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [node for node in found if lesson_of(node, segments)]


def followed(text: str, source: Source) -> str:
    """Rewrite imports of earlier lessons, so that they lead to the learner's notebooks."""
    lines = text.splitlines()
    nodes = sorted(lesson_imports(ast.parse(text), source.segments), key=lambda node: -node.lineno)
    for node in nodes:
        lesson = lesson_of(node, source.segments) or ""
        made = [" " * node.col_offset + line for line in earlier_lines(lesson, node.names, node.col_offset)]
        lines[node.lineno - 1 : node.end_lineno] = made
    return "\n".join(lines)


def earlier_lines(lesson: str, names: Sequence[ast.alias], indent: int = 0) -> list[str]:
    """Write an import of an earlier lesson as a notebook does it."""
    stem = lesson.rpartition("/")[2]
    bound = [alias.asname or alias.name for alias in names]
    found = [f"{stem}.{alias.name}" for alias in names]
    line = f"{', '.join(bound)} = {', '.join(found)}"
    lines = [line]
    if indent + len(line) > LONGEST_LINE:
        pairs = list(zip(bound, found, strict=True))
        pairs.sort(key=lambda pair: pair[0] == stem)  # a name that hides the module comes last
        lines = [f"{name} = {value}" for name, value in pairs]
    return [f'{stem} = earlier("{lesson}")', *lines]


def experiment(cell: Cell, source: Source) -> str:
    """Return the body of an experiment, dedented, with a word on the exercises it runs."""
    lines = cell.text.splitlines()
    start = cell.tree.body[0].lineno
    body = textwrap.dedent("\n".join(lines[start:])).strip("\n")
    wanted = cell.tree.body[0]
    assert isinstance(wanted, ast.If)
    if not same_code(body, wanted.body):
        text = "a string over several lines changes when this experiment is dedented: join it from single lines"
        raise SourceError(source.path, [Fault(cell.line, text)])
    used = [name for name in source.exercises if name in names_used(cell, source.exercises)]
    comments = [line for line in lines[: start - 1] if line.startswith("#")]
    return "\n".join([*comments, *needs(used), followed(body, source)])


def same_code(text: str, body: Sequence[ast.stmt]) -> bool:
    """Tell whether a text is the same code as some statements."""
    try:
        found = ast.parse(text).body
    except SyntaxError:
        return False
    return [ast.dump(node) for node in found] == [ast.dump(node) for node in body]


def needs(names: Sequence[str]) -> list[str]:
    """Say which exercises an experiment runs, in a comment."""
    if not names:
        return []
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    text = f"This runs on your {listed}: answer {'it' if len(names) == 1 else 'them'} first."
    return textwrap.wrap(text, LONGEST_LINE - 2, initial_indent="# ", subsequent_indent="# ")


def learner_notebook(source: Source) -> str:
    """Write the notebook that a learner receives."""
    return notebook_text([plain_cell(without_number(slot)) for slot in slots(source)])


def without_number(slot: Slot) -> Slot:
    """Keep Jupyter from writing the points below a check once more: they are for nbgrader."""
    return replace(slot, text=f"{slot.text};") if slot.role == "check" else slot


def plain_cell(slot: Slot, **metadata: Any) -> Any:
    """Make a notebook cell of a slot."""
    v4 = extra("nbformat.v4")
    make = v4.new_markdown_cell if slot.kind == "markdown" else v4.new_code_cell
    mark = {"role": slot.role} | ({"exercise": slot.exercise} if slot.exercise else {})
    locked = {"editable": False, "deletable": False} if slot.role == "setup" else {}
    return make(slot.text, id=slot.id, metadata={"autograder": mark, **locked, **metadata})


def notebook_text(cells: Sequence[Any]) -> str:
    """Write cells as a notebook: the same bytes for the same cells."""
    nbformat = extra("nbformat")
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook = extra("nbformat.v4").new_notebook(cells=list(cells), metadata=metadata, nbformat_minor=5)
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"
