"""A house of learner code: where its lessons lie as modules and notebooks, and how they find each other."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.learner import Learner, Piece, load_pieces

SKIPPED_ROLES = frozenset({"check", "experiment"})


class NothingToCheck(FileNotFoundError):
    """The path given as the learner does not exist or holds no code."""


@dataclass
class House:
    """Learner code on disk.

    Attributes
    ----------
    path : Path
        A house (with segment folders in it), one segment's folder, one `.py` or one `.ipynb`.
    lessons : sequence of str
        Names of the kit's lessons; tells `losses.py` from an unrelated file.
    """

    path: Path
    lessons: Sequence[str] = ()
    loaded: dict[Path, Learner] = field(default_factory=dict, repr=False)
    spaces: list[dict[str, Any]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise NothingToCheck(f"--learner {self.path}: there is no such file or folder")
        if self.path.is_file() and self.path.suffix not in (".py", ".ipynb"):
            raise NothingToCheck(f"--learner {self.path}: expected a folder, a .py or an .ipynb file")

    def learner(self, lesson: str) -> Learner:
        """Load the learner's code for a lesson such as ``nn/losses``; a missing file is an empty learner."""
        path = self.file_of(lesson)
        if path is None:
            wanted = Path(lesson).name + ".py"
            return Learner(str(self.path), {}, [f"{display(self.path)} has no {wanted} (nor a notebook of that name)"])
        return self.load(path, lesson)

    def file_of(self, lesson: str) -> Path | None:
        """Find the file of a lesson in this house, modules before notebooks."""
        segment, _, stem = lesson.partition("/")
        if self.path.is_file():
            if self.path.stem == stem or self.path.stem not in {Path(name).name for name in self.lessons}:
                return self.path
            folders = [self.path.parent]
        else:
            folders = [self.path / segment, self.path]
        suffixes = (".ipynb", ".py") if self.path.suffix == ".ipynb" else (".py", ".ipynb")
        found = (folder / (stem + suffix) for suffix in suffixes for folder in folders)
        return next((path for path in found if path.is_file()), None)

    def load(self, path: Path, lesson: str) -> Learner:
        """Load one file of learner code, once."""
        if path not in self.loaded:
            self.loaded[path] = Learner(display(path), {}, [f"{display(path)} imports itself, by a detour"])
            self.loaded[path] = self.read(path, lesson.replace("/", "."))
        return self.loaded[path]

    def read(self, path: Path, name: str) -> Learner:
        """Load a `.py` or `.ipynb` file; one that cannot be read is a learner with a problem."""
        label = display(path)
        try:
            pieces = notebook_pieces(path) if path.suffix == ".ipynb" else [module_piece(path)]
        except (OSError, SyntaxError, ValueError, LookupError) as error:
            return Learner(label, {}, [f"{label} cannot be read: {error}"])
        return load_pieces(label, name, pieces, lambda other: self.module(other, path), self.spaces)

    def module(self, name: str, importer: Path) -> ModuleType | None:
        """Give the learner's own module of a dotted name, as seen from the file that imports it."""
        if name == "autograder":
            return stand_in(self, importer)
        path = self.own_file(name, importer)
        if path is None or path == importer:
            return None
        learner = self.load(path, name.replace(".", "/"))
        return as_module(name, learner)

    def own_file(self, name: str, importer: Path) -> Path | None:
        """Find the file of `nn.losses` (an earlier lesson), or of `helpers` (a neighbour of the importing file)."""
        if "." in name:
            return self.file_of(name.replace(".", "/")) if name.count(".") == 1 and self.has_lesson(name) else None
        neighbour = importer.with_name(name + ".py")
        return neighbour if neighbour.is_file() else None

    def has_lesson(self, name: str) -> bool:
        """Tell whether a dotted name can be a lesson: one of the kit's, or a file in its segment's folder."""
        segment, _, stem = name.partition(".")
        return f"{segment}/{stem}" in self.lessons or (self.path / segment / f"{stem}.py").is_file()


def as_module(name: str, learner: Learner) -> ModuleType:
    """Give the module of a loaded learner.

    Raises
    ------
    ImportError
        If nothing of it could be loaded; the message says why.
    """
    empty = all(key.startswith("__") for key in learner.namespace)
    if learner.module is None or (empty and learner.problems):
        raise ImportError(f"{name} could not be loaded: {learner.problems[0]}")
    return learner.module


def stand_in(house: House, importer: Path) -> ModuleType:
    """Make what `from autograder import check, earlier` gives while learner code is loaded: nothing is checked."""
    module = ModuleType("autograder")

    def earlier(lesson: str) -> ModuleType:
        found = house.module(lesson.replace("/", "."), importer)
        if found is None:
            raise ImportError(f"no answers of {lesson} beside {display(importer)}")
        return found

    vars(module).update(check=lambda *names, **options: None, earlier=earlier)
    return module


def module_piece(path: Path) -> Piece:
    """Read a Python file as Python does: with its byte-order mark, coding line and line ends."""
    with tokenize.open(path) as file:
        return Piece(file.read(), str(path), display(path))


def notebook_pieces(path: Path) -> list[Piece]:
    """Read the code cells of a notebook, leaving out check cells and experiments."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    cells = [
        (number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and not skipped(cell)
    ]
    label = display(path)
    return [Piece(without_magics(cell.source), f"<{label} cell {n}>", f"{label}, cell {n}") for n, cell in cells]


def skipped(cell: Any) -> bool:
    """Tell whether a cell only checks or shows something."""
    role = cell.metadata.get("autograder", {}).get("role")
    return role in SKIPPED_ROLES or cell.source.lstrip().startswith("%%")


def without_magics(source: str) -> str:
    """Turn IPython's `%magic` and `!shell` lines into blank comments, keeping line numbers."""
    return re.sub(r"(?m)^([ \t]*)[%!].*$", r"\1pass", source)


def display(path: Path) -> str:
    """Write a path relative to the current folder where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
