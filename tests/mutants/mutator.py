"""From a model answer to its mutants: one change each, with a readable name that does not depend on line numbers."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.mutants.operators import is_part, stand_ins

Definition = ast.FunctionDef | ast.ClassDef
SHORTEST = 10


@dataclass(frozen=True)
class Mutant:
    """A model answer with one change.

    Attributes
    ----------
    name : str
        Where and what: ``softmax: x.max(axis=-1) -> x.max(axis=0)``.
    tree : ast.stmt
        The changed definition of the whole exercise.
    """

    exercise: str
    name: str
    tree: ast.stmt = field(repr=False, compare=False)


@dataclass(frozen=True)
class Change:
    """One node of a definition and what takes its place; the nodes around it, innermost first."""

    scope: str
    node: ast.AST
    other: ast.AST
    around: tuple[ast.AST, ...]


def mutants_of(definition: Definition) -> list[Mutant]:
    """Make all mutants of one exercise, in the order of its text, equal ones once."""
    made: dict[str, tuple[Change, ast.stmt]] = {}
    original = ast.unparse(definition)
    for change in changes_in(definition, definition.name, ()):
        tree = changed(definition, change)
        text = ast.unparse(tree)
        if text != original:
            made.setdefault(text, (change, tree))
    names = names_of([change for change, _ in made.values()])
    return [Mutant(definition.name, name, tree) for name, (_, tree) in zip(names, made.values(), strict=True)]


def changes_in(node: ast.AST, scope: str, around: tuple[ast.AST, ...]) -> Iterator[Change]:
    """Yield all changes at a node and below it."""
    around = (node, *around)
    yield from (Change(scope, node, other, around) for other in stand_ins(node))
    if is_dispensable(node, around):
        yield Change(scope, node, ast.Pass(), around)
    for child in ast.iter_child_nodes(node):
        if is_part(node, child) and not is_docstring(child):
            inner = f"{scope}.{child.name}" if isinstance(child, ast.FunctionDef) else scope
            yield from changes_in(child, inner, around)


def is_docstring(node: ast.AST) -> bool:
    """Tell whether a statement is a text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_dispensable(node: ast.AST, around: tuple[ast.AST, ...]) -> bool:
    """Tell whether a mutant without this statement makes sense: all but definitions and a function's last return."""
    if not isinstance(node, ast.stmt) or isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Pass):
        return False
    parent = around[1]
    last = isinstance(parent, ast.FunctionDef) and parent.body[-1] is node
    return not (isinstance(node, ast.Return) and last)


def changed(definition: ast.AST, change: Change) -> ast.stmt:
    """Copy a definition with one node exchanged."""
    # deepcopy takes what its memo already holds for a node: the other node, in the place of the first.
    tree: ast.stmt = copy.deepcopy(definition, {id(change.node): copy.deepcopy(change.other)})
    return ast.fix_missing_locations(tree)


def names_of(changes: list[Change]) -> list[str]:
    """Name changes by the smallest expression that tells them apart, else by their statement and a number."""
    found = [labels(change) for change in changes]
    chosen, names = [0] * len(changes), [""] * len(changes)
    for _ in range(1 + max(map(len, found), default=0)):
        picked = [pairs[min(level, len(pairs) - 1)] for pairs, level in zip(found, chosen, strict=True)]
        names = [f"{change.scope}: {old} -> {new}" for change, (old, new) in zip(changes, picked, strict=True)]
        count = Counter(names)
        chosen = [level + (count[name] > 1) for name, level in zip(names, chosen, strict=True)]
    return numbered(names)


def labels(change: Change) -> list[tuple[str, str]]:
    """Return before and after, from the smallest telling expression around a change to its whole statement."""
    if isinstance(change.other, ast.Pass):
        return [(first_line(change.node), "(nothing)")]
    callees = [node.func for node in change.around if isinstance(node, ast.Call)]
    nodes = [node for node in change.around if isinstance(node, ast.expr | ast.stmt) and node not in callees]
    whole = next(i for i, node in enumerate(nodes) if isinstance(node, ast.stmt))
    pairs = [(first_line(node), first_line(changed(node, change))) for node in nodes[: whole + 1]]
    telling = [pair for pair in pairs if len(pair[0]) >= SHORTEST and pair[0] != pair[1]]
    return telling or pairs[-1:]


def first_line(node: ast.AST) -> str:
    """Write a node; of a compound statement its first line."""
    return ast.unparse(node).strip().splitlines()[0]


def numbered(names: list[str]) -> list[str]:
    """Tell equal names apart by counting them."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique
