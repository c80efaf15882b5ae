"""What is written of a lesson, and where: read from the text, so that untouched stubs are not run."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from autograder.cells import is_skipped, plain_python, read_cells
from autograder.definitions import bound_by, is_stub, may_hold_stub
from autograder.files import module_piece
from autograder.house import UNREADABLE

Attempts = dict[tuple[Path, ...], list[str]]


def attempts(paths: Sequence[Path], names: Collection[str]) -> Attempts:
    """Group exercises by the files in which something is written of them.

    An exercise is untouched if all it has in module and notebook is a stub, the same in both. Stubs that differ are
    run: one whose parameters were changed is no longer what was handed out. Where the first file holds no stub, the
    others are not read.

    Returns
    -------
    dict
        By files: names of exercises. Those without a file are untouched.
    """
    first = stubs_in(paths[0])
    if not first or not names:
        return {tuple(paths): [*names]}
    stubs = {paths[0]: first, **{path: stubs_in(path) for path in paths[1:]}}
    groups: Attempts = {}
    for name in names:
        texts = {path: own.get(name) for path, own in stubs.items()}
        written = tuple(path for path, text in texts.items() if text is None)
        differ = not written and len(set(texts.values())) > 1
        groups.setdefault(tuple(paths) if differ else written, []).append(name)
    return groups


def stubs_in(path: Path) -> dict[str, str]:
    """Return what a file defines as stubs and nothing else, by name, each as text without layout.

    A name that is bound a second time, or may come with an `import *`, is none of them.
    """
    try:
        sources = sources_of(path)
        if not any(map(may_hold_stub, sources)):
            return {}
        trees = [ast.parse(source) for source in sources]
    except (*UNREADABLE, RecursionError, MemoryError):
        return {}
    found = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    stubs = {node.name: ast.dump(node) for node in found if is_all_stub(node)}
    if not stubs:
        return {}
    bound = Counter(name for tree in trees for node in ast.walk(tree) for name in bound_by(node))
    return {} if "*" in bound else {name: text for name, text in stubs.items() if bound[name] == 1}


def sources_of(path: Path) -> list[str]:
    """Read the code of a module, or of those cells of a notebook in which an answer can stand."""
    if path.suffix == ".py":
        return [module_piece(path).source]
    return [plain_python(cell.source) for cell in read_cells(path) if not is_skipped(cell)]


def is_all_stub(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Tell whether a function is a stub, or a class of its own has methods and all of them are."""
    if node.decorator_list:
        return False
    if isinstance(node, ast.FunctionDef):
        return is_stub(node)
    methods = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return not node.bases and not node.keywords and bool(methods) and all(map(is_stub, methods))
