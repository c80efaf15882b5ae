"""The rules for one cell of a lesson's source; a breach is a `Fault` that says what to do."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from autograder.build.errors import Fault
from autograder.build.percent import PercentCell

MARKDOWN_ROLES = frozenset({"theory", "question", "answer"})
Definition = ast.FunctionDef | ast.ClassDef


def cell_faults(cell: PercentCell, exercises: Collection[str], segments: Collection[str]) -> Iterator[Fault]:
    """Find everything that is wrong with a cell by itself."""
    if cell.kind == "markdown":
        yield from markdown_faults(cell)
        return
    if cell.kind != "code":
        yield Fault(cell.line, f"a {cell.kind} cell: a lesson has markdown and code only")
        return
    try:
        tree = ast.parse(cell.text)
    except SyntaxError as error:
        yield Fault(cell.line + (error.lineno or 1) - 1, f"not Python: {error.msg}")
        return
    faults = [*code_faults(cell, tree, exercises), *import_faults(tree, segments)]
    yield from (Fault(cell.line + fault.line - 1, fault.text) for fault in faults)


def markdown_faults(cell: PercentCell) -> Iterator[Fault]:
    """Find faults of a markdown cell."""
    role = cell.options.get("role", "theory")
    if role not in MARKDOWN_ROLES:
        text = f'role="{role}" is unknown: a markdown cell is a "question", an "answer", or has no role'
        yield Fault(cell.line, text)
    points = cell.options.get("points")
    if role == "question" and not (isinstance(points, int) and points > 0):
        yield Fault(cell.line, "a question is worth points: write points=2 behind its role")
    if not cell.text.strip():
        yield Fault(cell.line, "an empty cell: write something or remove it")


def code_faults(cell: PercentCell, tree: ast.Module, exercises: Collection[str]) -> Iterator[Fault]:
    """Find faults of a code cell; lines count from its start."""
    if not tree.body:
        yield Fault(1, "an empty cell: write something or remove it")
        return
    yield from private_faults(tree)
    mine = [node for node in tree.body if defined(node) in exercises]
    if len(mine) > 1:
        yield Fault(mine[1].lineno, f"two exercises in a cell: start a new cell at {defined(mine[1])}")
    elif mine and len(tree.body) > 1:
        other = next(node for node in tree.body if node is not mine[0])
        text = f"the cell of {defined(mine[0])} holds other statements too: move them to a cell of their own"
        yield Fault(other.lineno, text)
    elif mine:
        yield from definition_faults(mine[0])
    else:
        yield from other_faults(cell, tree)


def other_faults(cell: PercentCell, tree: ast.Module) -> Iterator[Fault]:
    """Find faults of a cell without an exercise: imports, given code, or an experiment."""
    experiments = [node for node in tree.body if is_experiment(node)]
    if experiments and len(tree.body) > 1:
        text = 'an experiment has a cell of its own: everything in it goes below `if __name__ == "__main__":`'
        yield Fault(next(node for node in tree.body if node is not experiments[0]).lineno, text)
    if experiments and getattr(experiments[0], "orelse", None):
        yield Fault(experiments[0].lineno, "an experiment has no `else`: only its own lines are shown in the notebook")
    given = [node for node in tree.body if defined(node)]
    if given and cell.options.get("role") != "given":
        text = (
            f"the suite declares no exercise {defined(given[0])}: declare it there, "
            'or start the cell with `# %% role="given"` if learners receive this code as it is'
        )
        yield Fault(given[0].lineno, text)


def definition_faults(node: ast.stmt) -> Iterator[Fault]:
    """Find faults of the function or class of an exercise."""
    if isinstance(node, ast.AsyncFunctionDef) or not isinstance(node, Definition):
        yield Fault(node.lineno, "an exercise is a plain function or class")
        return
    yield from docstring_of_faults(node)
    if not isinstance(node, ast.ClassDef):
        return
    for part in node.body[1:]:
        if not isinstance(part, ast.FunctionDef):
            text = f"class {node.name} holds more than methods: set it in __init__, or move it to a cell of given code"
            yield Fault(part.lineno, text)
            continue
        yield from docstring_of_faults(part)
        if is_private(part.name):
            text = f"{part.name} is private, and would stand as a stub before learners: do without it or nest it"
            yield Fault(part.lineno, text)


def docstring_of_faults(node: Definition) -> Iterator[Fault]:
    """Find out whether a docstring of its own lines tells the learner what to write."""
    if ast.get_docstring(node) is None:
        yield Fault(node.lineno, f"{node.name} has no docstring: say what the learner is to write")
        return
    if len(node.body) < 2:
        yield Fault(node.lineno, f"{node.name} has no body: write the model answer")
        return
    docstring, first = node.body[0], node.body[1]
    if docstring.lineno == node.lineno or first.lineno == docstring.end_lineno:
        yield Fault(node.lineno, f"{node.name}: the docstring and the answer start on lines of their own")


def private_faults(tree: ast.Module) -> Iterator[Fault]:
    """Find private names at the top level: an answer lives wholly within its exercise."""
    for node in tree.body:
        for name in bound(node):
            if is_private(name):
                text = f"{name} is private at the top level: nest it in its exercise, or give it a public name"
                yield Fault(node.lineno, text)


def import_faults(tree: ast.Module, segments: Collection[str]) -> Iterator[Fault]:
    """Find imports of earlier lessons that a notebook cannot follow."""
    remedy = "write `from segment.lesson import name`"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            if node.level or (lesson_of(node, segments) is None and (node.module or "") in segments):
                yield Fault(node.lineno, f"this import cannot be followed in a notebook: {remedy}")
            elif lesson_of(node, segments) and any(alias.name == "*" for alias in node.names):
                yield Fault(node.lineno, f"name what you import: {remedy}")
        elif isinstance(node, ast.Import) and any(alias.name.partition(".")[0] in segments for alias in node.names):
            yield Fault(node.lineno, f"this import cannot be followed in a notebook: {remedy}")


def docstring_faults(code: Sequence[tuple[int, ast.Module]]) -> Iterator[Fault]:
    """Find out whether the first code cell starts with the module's docstring."""
    if not code:
        yield Fault(1, "the lesson has no code: start with a cell of docstring and imports")
    elif ast.get_docstring(code[0][1]) is None:
        yield Fault(code[0][0], "the first code cell starts with the lesson's docstring: one line, in triple quotes")


def lesson_of(node: ast.stmt, segments: Collection[str]) -> str | None:
    """Name the earlier lesson that a statement imports from, such as ``nn/losses``."""
    if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
        return None
    segment, _, stem = node.module.partition(".")
    return f"{segment}/{stem}" if segment in segments and stem and "." not in stem else None


def is_experiment(node: ast.stmt) -> bool:
    """Tell whether a statement is ``if __name__ == "__main__":``."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def defined(node: ast.stmt) -> str | None:
    """Return the name of a function or class."""
    return node.name if isinstance(node, Definition | ast.AsyncFunctionDef) else None


def bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a top-level statement binds, imports aside."""
    name = defined(node)
    if name:
        yield name
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def is_private(name: str) -> bool:
    """Tell whether a name starts with an underscore and is none of Python's own, such as ``__init__``."""
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
