"""Law 6: generated files are current, and nothing that a learner receives gives an answer away."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Container, Iterator
from pathlib import Path

import pytest

from autograder.build.lessons import build

LONGEST_COINCIDENCE = 25


def squeezed(text: str) -> str:
    """Write a text without spaces, and with one kind of quotes."""
    return re.sub(r"\s+", "", text).replace('"', "'")


def bodies(tree: ast.Module, names: Container[str] | None) -> Iterator[ast.stmt]:
    """Yield every statement within the named (or all) definitions of a module, but no docstring and no signature."""
    for definition in tree.body:
        if is_definition(definition) and (names is None or definition.name in names):
            inner = [node for node in ast.walk(definition) if isinstance(node, ast.stmt)]
            yield from (node for node in inner if not (is_docstring(node) or is_definition(node)))


def is_definition(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def telling(statement: ast.stmt) -> Iterator[str]:
    """Yield a statement (of a compound one its first line) and the value that it returns or assigns."""
    yield ast.unparse(statement).splitlines()[0]
    value = getattr(statement, "value", None)
    if isinstance(value, ast.expr) and not is_signature(value):
        yield ast.unparse(value)


def is_signature(value: ast.expr) -> bool:
    """Tell whether a value is a call with nothing but names, as any docstring shows it."""
    return isinstance(value, ast.Call) and all(isinstance(part, ast.Name) for part in (value.func, *value.args))


def answers_in(path: Path, names: Container[str] | None = None) -> dict[str, str]:
    """Return what gives an answer of a module away: squeezed, and as it is written."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {text for node in bodies(tree, names) for text in telling(node)}
    return {squeezed(text): text for text in texts if len(text) > LONGEST_COINCIDENCE}


def normalised(code: str) -> str:
    """Write code twice: as it stands (with comments and docstrings), and as Python would write it."""
    try:
        return squeezed(code) + "\n" + squeezed(ast.unparse(ast.parse(code)))
    except SyntaxError:
        return squeezed(code)


def text_of(path: Path) -> str:
    """Return all that a learner reads in a file, without spaces."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return normalised(text)
    return "\n".join(normalised("".join(cell["source"])) for cell in json.loads(text)["cells"])


def handed_out(home) -> list[Path]:
    return sorted(path for kind in ("py", "ipynb") for path in home.exercises.glob(f"*/*.{kind}"))


def given_away(home, sources: dict[Path, Container[str] | None]) -> list[str]:
    """List what is handed out and stands in an answer: of a source in its exercises, of the reference anywhere."""
    answers = {
        key: f"{path.parent.name}/{path.name}: {text}"
        for path, names in sources.items()
        for key, text in answers_in(path, names).items()
    }
    texts = {path: text_of(path) for path in handed_out(home)}
    return [
        f"{path.name} holds {known}" for path, text in texts.items() for key, known in answers.items() if key in text
    ]


def test_law_6_generated_files_are_current(home):
    assert build(home, check=True).stale == ()


def test_law_6_nothing_handed_out_holds_a_statement_of_a_model_answer(home):
    assert (
        given_away(home, {home.solutions / f"{suite.name}.py": suite.lesson.exercises for suite in home.suites()}) == []
    )


def test_law_6_nothing_handed_out_holds_a_statement_of_the_reference(home):
    assert given_away(home, {home.root / "scratchml" / f"{suite.stem}.py": None for suite in home.suites()}) == []


def test_law_6_no_skeleton_or_notebook_holds_a_statement_of_a_bank(home):
    given = "".join(given_by(home.solutions / f"{suite.name}.py", suite.lesson.exercises) for suite in home.suites())
    banks = dict.fromkeys(home.solutions.glob("*/*_answers.py"))
    assert len(banks) == len(home.suites())
    found = [leak for leak in given_away(home, banks) if not leak.startswith("test_")]
    assert [leak for leak in found if squeezed(leak.partition(".py: ")[2]) not in given] == []


def given_by(path: Path, names: Container[str]) -> str:
    """Return what a source gives to learners, without spaces: all of it but its exercises."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = [node for node in tree.body if not (is_definition(node) and node.name in names)]
    return squeezed("\n".join(map(ast.unparse, given)))


def test_given_code_of_a_source_is_no_answer(tmp_path):
    source = tmp_path / "model.py"
    source.write_text("def given(rows):\n    return [row for row in rows if row.sum() > 1]\n", encoding="utf-8")
    assert answers_in(source, {"softmax"}) == {}


@pytest.mark.parametrize(
    "text",
    [
        "probabilities = exps / np.sum(exps, axis=-1)\n",
        "# think of: return exps/np.sum( exps,axis=-1 )\n",
        "def f():\n    '''Return exps / np.sum(exps,\n    axis=-1).'''\n",
        "p = (exps) / np.sum(exps, axis=(-1))\n",
    ],
)
def test_an_answer_is_found_in_code_comments_and_docstrings(tmp_path, text):
    model = tmp_path / "model.py"
    model.write_text("def f(exps):\n    return exps / np.sum(exps, axis=-1)\n", encoding="utf-8")
    assert any(key in normalised(text) for key in answers_in(model))
