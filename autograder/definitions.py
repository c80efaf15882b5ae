"""What a text of Python defines, what its definitions need, and which of them are still stubs."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator, Sequence

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
STUB = re.compile(
    r"^[^#\n]*raise\s+NotImplementedError", re.MULTILINE
)  # the comment at the top of every module names it too


def definitions_of(sources: Sequence[str], answers: set[str], given: Sequence[str] = ()) -> list[str]:
    """Blank out the statements that no definition needs, in each of several cells.

    Parameters
    ----------
    sources : sequence of str
        Texts of cells. One that is not Python comes back as it is.
    answers : set of str
        Names to keep however they are bound: ``tanh = np.tanh`` is an answer too.
    given : sequence of str
        Texts of further cells that run in any case.
    """
    trees = [parsed(source) for source in sources]
    statements = [statement for tree in trees if tree for statement in tree.body]
    used = set(answers)
    for text in given:
        used |= {name for statement in getattr(parsed(text), "body", ()) for name in uses(statement)}
    kept: set[int] = set()
    waiting = dict(enumerate(statements))
    while now := {k: s for k, s in waiting.items() if is_definition(s) or binds(s) & used}:
        for key, statement in now.items():
            del waiting[key]
            kept.add(id(statement))
            used |= uses(statement)
    return [blanked(source, tree, kept) if tree else source for source, tree in zip(sources, trees, strict=True)]


def parsed(source: str) -> ast.Module | None:
    """Parse a text, or return None."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_definition(statement: ast.stmt) -> bool:
    """Tell whether a statement is kept in any case."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__" or any(alias.name == "*" for alias in statement.names)
    return isinstance(statement, DEFINITIONS)


def binds(statement: ast.stmt) -> set[str]:
    """Name what a statement assigns, imports, defines, or changes an entry of."""
    if isinstance(statement, ast.Expr):
        return set()
    return {name for node in ast.walk(statement) for name in bound_by(node)}


def bound_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that one node of a tree binds."""
    if isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.Name | ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        base: ast.expr = node
        while isinstance(base, ast.Subscript | ast.Attribute):
            base = base.value
        if isinstance(base, ast.Name):
            yield base.id


def uses(statement: ast.stmt) -> set[str]:
    """Name the globals that a statement reads, at once or when a function in it is called."""

    def inner(table: symtable.SymbolTable) -> set[str]:
        names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        return names.union(*(inner(child) for child in table.get_children()))

    top = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
    return inner(top) | {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}


def blanked(source: str, tree: ast.Module, kept: set[int]) -> str:
    """Empty the lines that belong only to statements that are not kept."""
    spare = {line for statement in tree.body if id(statement) in kept for line in lines_of(statement)}
    empty = {line for statement in tree.body if id(statement) not in kept for line in lines_of(statement)} - spare
    return "\n".join("" if number in empty else line for number, line in enumerate(source.split("\n"), start=1))


def lines_of(statement: ast.stmt) -> range:
    """Return the numbers of the lines that a statement stands on, decorators included."""
    first = min([statement.lineno, *(mark.lineno for mark in getattr(statement, "decorator_list", ()))])
    return range(first, (statement.end_lineno or statement.lineno) + 1)


def stub_counts(sources: Sequence[str]) -> dict[str, int]:
    """Count, for each function and class at the top level, the bodies in it that only say NotImplementedError."""
    trees = filter(None, map(parsed, sources))
    found = [node for tree in trees for node in tree.body if isinstance(node, DEFINITIONS)]
    return {node.name: sum(is_stub(part) for part in ast.walk(node)) for node in found}


def may_hold_stub(text: str) -> bool:
    """Tell without parsing whether there may be a stub in a text: a module, a cell or a notebook's file."""
    return bool(STUB.search(text))


def is_stub(node: ast.AST) -> bool:
    """Tell whether a node is a function whose body is a docstring at most and `raise NotImplementedError`."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not isinstance(node.body[-1], ast.Raise):
        return False
    before = node.body[:-1]
    documented = len(before) == 1 and ast.get_docstring(node, clean=False) is not None
    raised = node.body[-1].exc
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return (not before or documented) and isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
