"""What a learner's kit must not hold, where it stands in one all the same, and what may stand there for a reason."""

from __future__ import annotations

import ast
import builtins
import copy
import json
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.home import Home, Suite
from autograder.recorded.book import MAGIC, read_book
from tests.test_law_6_generated import is_definition, is_docstring, normalised, squeezed, telling

SHORTEST = 16  # characters, spaces not counted: shorter lines (`x.mean(axis=0)`) stand anywhere and tell little
SHORTEST_RENAMED = 40  # with other names of variables, `for name, value in items:` is like any other loop

EXCUSED: dict[str, dict[str, str]] = {
    "*": {
        "raise ValueError(": "the beginning of a longer line",
        "raise RuntimeError(": "the beginning of a longer line",
        "except Exception as error:": "any program may say it",
    },
    "autograder/compare.py": {"with np.errstate(all='ignore'):": "comparing numbers warns of nothing"},
    "autograder/sandbox/errors.py": {"if not isinstance(text, str):": "a text is asked for"},
    "scratchml/datasets/*": {
        "X, y = np.asarray(X), np.asarray(y)": "data come as arrays",
        "X, y = (np.asarray(X), np.asarray(y))": "data come as arrays",
        "(np.asarray(X), np.asarray(y))": "data come as arrays",
        "image.astype(np.float64)": "a picture comes in float64",
        "labels.astype(np.int64)": "labels come in int64",
    },
    "exercises/*/test_*.py": {
        "model.params = params": "a suite gives a network its parameters",
        "model.loss_and_grads(X, y)": "a suite calls what it checks",
        "logic_gate('AND')": "a suite calls what it checks",
        "np.array([], dtype=np.int64)": "no examples: a case to check",
        "[set(text.split()) for text in texts]": "a black box that knows words",
        "np.std(X, axis=0)": "makes standardised data for a black box",
        "np.asarray(masks)": "a black box takes masks",
        "np.unique(segments)": "draws a picture part by part",
        "for label in np.unique(segments):": "draws a picture part by part",
        "np.hypot(down, across)": "draws a ring; the exercise looks for one",
        "sequence[:length]": "a hint asks what it does",
        "dtable[ids] += dout": "a hint says what is wrong with it",
    },
    "exercises/nn/test_*losses.py": {
        "return v0 / np.sum(v0, axis=-1, keepdims=True)": "numbers become shares, as in a formula of the lesson",
    },
    "*/cnn/convnet.*": {"np.unique(segments)": "given code goes through the parts of a picture"},
    "*/dnn_intro/neuron.ipynb": {"np.linalg.norm(w)": "an arrow in a plot; the answer is of another lesson"},
    "*/lime/global_view.ipynb": {"intercept + Z @ coef": "an experiment; explain comes before this lesson"},
    "*/rnn/text_classifier.ipynb": {"for _ in range(epochs):": "an experiment trains for so many epochs"},
    "*/lime/explain.*": {"local_prediction: float": "the docstring says what an Explanation holds"},
}  # fmt: skip


@dataclass(frozen=True)
class Secrets:
    """Lines that must not be handed out.

    Attributes
    ----------
    sources : dict
        The files in which each line stands, by the line without spaces.
    renamed : dict
        The same by statements, with numbers for the names of variables.
    beginnings : dict
        The lines by their first characters: a text is searched for all of them at once.
    given : dict
        What each lesson gives to learners on purpose, by its name.
    """

    sources: dict[str, set[str]] = field(default_factory=dict)
    renamed: dict[str, set[str]] = field(default_factory=dict)
    beginnings: dict[str, list[str]] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, source: str) -> None:
        """Add a line, if it is long enough to tell something."""
        key = squeezed(text)
        if len(key) < SHORTEST:
            return
        if key not in self.sources:
            self.beginnings.setdefault(key[:SHORTEST], []).append(key)
        self.sources.setdefault(key, set()).add(source)

    def within(self, text: str) -> set[str]:
        """Return the lines that stand in a text without spaces."""
        pieces = {text[k : k + SHORTEST] for k in range(len(text) - SHORTEST + 1)}
        return {key for start in self.beginnings.keys() & pieces for key in self.beginnings[start] if key in text}

    def in_file(self, folder: Path, path: Path) -> set[tuple[str, str]]:
        """Return what stands in a file of a kit and is not given on purpose: pairs of file and line."""
        found = {key for text in readable(path) for key in self.within(text)}
        found |= self.renamed.keys() & {key for code in programs(path) for key in renamed_statements(parsed(code))}
        place = path.relative_to(folder)
        return {(place.as_posix(), key) for key in found if not self.is_given(place, key)}

    def is_given(self, place: Path, key: str) -> bool:
        """Tell whether a skeleton or notebook has a line from what its own lesson gives; never for a model answer."""
        sources = self.sources.get(key, set()) | self.renamed.get(key, set())
        answers = any(source.startswith("solutions/") and "_answers" not in source for source in sources)
        return not answers and key in self.given.get(f"{place.parent.name}/{place.stem}", "")


def excuses_for(place: str, key: str) -> set[tuple[str, str]]:
    """Return the excuses that fit a line in a file."""
    return {
        (pattern, line)
        for pattern, lines in EXCUSED.items()
        if Path(place).match(pattern)
        for line in lines
        if squeezed(line) == key
    }


def secrets_of(home: Home) -> Secrets:
    """Collect every line and statement of model answers, of banks, and of the reference but for what a kit shows."""
    secrets = Secrets(given={suite.name: given_by(home, suite) for suite in home.suites()})
    for path, names in sources_of(home).items():
        place = path.relative_to(home.root).as_posix()
        for text in lines_of(path, names):
            secrets.add(text, place)
        for node in definitions_in(path, names):
            for key in renamed_statements(node):
                secrets.renamed.setdefault(key, set()).add(place)
    return secrets


def sources_of(home: Home) -> dict[Path, Container[str] | None]:
    """Return every file that stays with the instructor; of the model answers, the exercises in it."""
    shown = {home.root / "scratchml" / name for name in ("__init__.py", "plots.py", "datasets")}
    reference = (path for path in home.root.glob("scratchml/**/*.py") if not shown & {path, *path.parents})
    sources: dict[Path, Container[str] | None] = dict.fromkeys([*home.solutions.glob("*/*_answers.py"), *reference])
    return sources | {home.solutions / f"{suite.name}.py": suite.lesson.exercises for suite in home.suites()}


def given_by(home: Home, suite: Suite) -> str:
    """Return the code of a source but for its exercises: as it is written, as Python writes it, and renamed."""
    text = (home.solutions / f"{suite.name}.py").read_text(encoding="utf-8")
    own = suite.lesson.exercises
    nodes = [node for node in ast.parse(text).body if not (is_definition(node) and node.name in own)]
    written = [normalised(ast.get_source_segment(text, node)) for node in nodes]
    return "\n".join([*written, *(key for node in nodes for key in renamed_statements(node))])


def lines_of(path: Path, names: Container[str] | None) -> Iterator[str]:
    """Yield what a file (or what is named in it) says: statements as Python writes them, and lines with comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for node in definitions_in(path, names):
        for statement in statements_of(node):
            yield from telling(statement)
        for first, last in stretches_of(node):
            yield from lines[first - 1 : last]


def definitions_in(path: Path, names: Container[str] | None) -> Iterator[ast.stmt]:
    """Yield the named definitions of a file, or all that it says."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return (node for node in body if names is None or (is_definition(node) and node.name in names))


def parsed(code: str) -> ast.Module:
    """Parse a program; one that is broken is read as text only."""
    try:
        return ast.parse(code)
    except SyntaxError:
        return ast.Module([], [])


def renamed_statements(tree: ast.AST) -> Iterator[str]:
    """Yield every longer statement (of a compound one its first line) with numbers for the names of variables."""
    for statement in statements_of(tree):
        head = copy.copy(statement)
        if hasattr(head, "body"):
            head.body = [ast.Pass()]
        text = ast.unparse(Numbered().visit(copy.deepcopy(head))).splitlines()[0]
        if len(key := squeezed(text)) >= SHORTEST_RENAMED:
            yield key


class Numbered(ast.NodeTransformer):
    """Puts numbers for the names of variables, in the order in which they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id == "np" or hasattr(builtins, node.id):
            return node
        return ast.Name(self.numbers.setdefault(node.id, f"v{len(self.numbers)}"), node.ctx)


def statements_of(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield a statement and all within it, but no import, no docstring and no signature."""
    inner = (part for part in ast.walk(node) if isinstance(part, ast.stmt))
    return (part for part in inner if not (is_definition(part) or is_docstring(part) or is_import(part)))


def is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def stretches_of(node: ast.stmt) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each body, comments and inner functions included, its docstring left out."""
    if isinstance(node, ast.ClassDef):
        for part in node.body:
            yield from stretches_of(part)
    elif isinstance(node, ast.FunctionDef):
        first = node.body[0]
        yield (first.end_lineno + 1 if is_docstring(first) else first.lineno), node.end_lineno
    elif not (is_import(node) or is_docstring(node)):
        yield node.lineno, node.end_lineno


def readable(path: Path) -> Iterator[str]:
    """Yield all that can be read in a file of a kit, without spaces."""
    if path.suffix == ".record":
        yield squeezed(zlib.decompress(path.read_bytes().removeprefix(MAGIC)).decode("latin-1"))
        yield from map(normalised, set(texts_in(vars(read_book(path)))))
        return
    text = path.read_text(encoding="utf-8")
    yield normalised(text)
    if path.suffix == ".py":
        yield from map(normalised, constants_in(text))
    if path.suffix == ".ipynb":
        yield from map(normalised, texts_in(json.loads(text)))


def constants_in(code: str) -> Iterator[str]:
    """Yield every text in a program as it is while the program runs."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant):
            yield from texts_in(node.value)


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in plain data; the texts of a list also as one."""
    if isinstance(value, str | bytes):
        yield value if isinstance(value, str) else value.decode("latin-1")
    elif isinstance(value, np.ndarray):
        yield from texts_in(value.ravel().tolist() if value.dtype.kind in "SUO" else None)
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        yield "".join(part for part in value if isinstance(part, str))
        for part in value:
            yield from texts_in(part)
    elif hasattr(value, "__dataclass_fields__"):
        yield from texts_in([getattr(value, name) for name in value.__dataclass_fields__])


def programs(path: Path) -> Iterator[str]:
    """Yield the programs in a module or a notebook."""
    if path.suffix == ".py":
        yield path.read_text(encoding="utf-8")
    elif path.suffix == ".ipynb":
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
