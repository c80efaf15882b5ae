"""The text of an exercise with its answer taken out, or fenced for nbgrader; all that stays is kept verbatim."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

STUB = "raise NotImplementedError"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

Rewrite = Callable[[str, Sequence[str]], list[str]]


def stub(text: str) -> str:
    """Replace the body of a function, or of every method of a class, behind its docstring.

    Parameters
    ----------
    text : str
        The code of one exercise: one function or class, which keeps the rules of `rules.definition_faults`.
    """
    return rewritten(text, lambda indent, body: [indent + STUB])


def fenced(text: str) -> str:
    """Put each body that `stub` would replace between nbgrader's solution marks."""
    return rewritten(text, lambda indent, body: [indent + BEGIN, *body, indent + END])


def rewritten(text: str, rewrite: Rewrite) -> str:
    """Put what `rewrite` makes of it in the place of each body."""
    lines = text.splitlines()
    node = next(part for part in ast.parse(text).body if isinstance(part, ast.FunctionDef | ast.ClassDef))
    if isinstance(node, ast.FunctionDef):
        return "\n".join(lines[: start_of(node)] + function(node, lines, rewrite))
    made, done = lines[: end_of(node.body[0])], end_of(node.body[0])
    for method in node.body[1:]:
        assert isinstance(method, ast.FunctionDef)
        made += gap(lines[done : start_of(method)], " " * method.col_offset)
        made += function(method, lines, rewrite)
        done = end_of(method)
    return "\n".join(made)


def function(node: ast.FunctionDef, lines: Sequence[str], rewrite: Rewrite) -> list[str]:
    """Return the lines of a function: its head and docstring as they are, then the rewritten body."""
    behind = end_of(node.body[0])
    body = list(lines[behind : end_of(node)])
    while not body[0].strip():
        body = body[1:]
    return list(lines[start_of(node) : behind]) + rewrite(" " * node.body[0].col_offset, body)


def gap(lines: Sequence[str], indent: str) -> list[str]:
    """Keep blank lines and comments of a class between two methods; comments of an answer are indented deeper."""
    return [line for line in lines if not line.strip() or line.startswith(f"{indent}#")]


def start_of(node: ast.FunctionDef) -> int:
    """Return the index of a function's first line, decorators included."""
    return min([node.lineno, *(mark.lineno for mark in node.decorator_list)]) - 1


def end_of(node: ast.stmt) -> int:
    """Return the index behind a statement's last line."""
    assert node.end_lineno is not None
    return node.end_lineno


def is_stub(node: ast.stmt) -> bool:
    """Tell whether a function, or every method of a class, is nothing but docstring and stub."""
    if isinstance(node, ast.ClassDef):
        return all(is_stub(part) for part in node.body if not is_docstring(part))
    if not isinstance(node, ast.FunctionDef):
        return False
    return [ast.unparse(part) for part in node.body if not is_docstring(part)] == [STUB]


def is_docstring(node: ast.stmt) -> bool:
    """Tell whether a statement is a bare string."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
