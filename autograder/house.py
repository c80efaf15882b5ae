"""A house of learner code: where its lessons lie as modules and notebooks, and how they find each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.definitions import stub_counts
from autograder.errors import WrongUsage
from autograder.files import display, neighbour, pieces_of
from autograder.learner import Learner, Piece, load_pieces

UNREADABLE = (OSError, SyntaxError, ValueError, LookupError)


class NothingToCheck(WrongUsage, FileNotFoundError):
    """The path given as the learner does not exist or holds no code."""


class NotAnswered(AttributeError):
    """An earlier lesson does not define a name that is asked of it."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass
class House:
    """Learner code on disk.

    Attributes
    ----------
    path : Path
        A house (with segment folders in it), one segment's folder, one `.py` or one `.ipynb`.
    lessons : sequence of str
        Names of the kit's lessons; tells `losses.py` from an unrelated file.
    prefer : str
        Suffix of the file to take where a lesson is there as a module and as a notebook.
    beside : sequence of Path
        Folders to look in first, and their neighbours: where the notebook at work lies.
    """

    path: Path
    lessons: Sequence[str] = ()
    prefer: str = ".py"
    beside: Sequence[Path] = ()
    loaded: dict[Path, Learner] = field(default_factory=dict, repr=False)
    spaces: list[dict[str, Any]] = field(default_factory=list, repr=False)
    prepared: dict[Path, list[Piece]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise NothingToCheck(f"--learner {self.path}: there is no such file or folder")
        if self.path.is_file() and self.path.suffix not in (".py", ".ipynb"):
            raise NothingToCheck(f"--learner {self.path}: expected a folder, a .py or an .ipynb file")
        if self.path.suffix == ".ipynb":
            self.prefer = ".ipynb"

    def learner(self, lesson: str) -> Learner:
        """Load the learner's code for a lesson such as ``nn/losses``; a missing file is an empty learner."""
        path = self.file_of(lesson)
        if path is None:
            wanted = Path(lesson).name + ".py"
            return Learner(str(self.path), {}, [f"{display(self.path)} has no {wanted} (nor a notebook of that name)"])
        return self.load(path, lesson)

    def file_of(self, lesson: str) -> Path | None:
        """Find the file of a lesson in this house: of the two kinds, the preferred one first."""
        if self.path.is_file() and self.stands_for(lesson):
            return self.path
        other = ".py" if self.prefer == ".ipynb" else ".ipynb"
        return self.find(lesson, self.prefer) or self.find(lesson, other)

    def stands_for(self, lesson: str) -> bool:
        """Tell whether the one file of this house is to be read for a lesson: not if it is another lesson's."""
        return self.path.stem == Path(lesson).name or self.path.stem not in {Path(name).name for name in self.lessons}

    def find(self, lesson: str, suffix: str) -> Path | None:
        """Find a lesson's module or notebook."""
        segment, _, stem = lesson.partition("/")
        found = (folder / (stem + suffix) for folder in self.folders(segment))
        return next((path for path in found if path.is_file()), None)

    def folders(self, segment: str) -> Iterator[Path]:
        """Yield the folders in which a segment's lessons may lie, nearest first."""
        for folder in self.beside:
            yield from (folder, folder.parent / segment)
        here = self.path.parent if self.path.is_file() else self.path
        yield from (here / segment, here)
        if here.name in {name.partition("/")[0] for name in self.lessons}:
            yield here.parent / segment

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
            pieces = self.pieces(path)
        except UNREADABLE as error:
            return Learner(label, {}, [f"{label} cannot be read: {error}"])
        learner = load_pieces(label, name, pieces, lambda other: self.module(other, path), self.spaces)
        learner.namespace["__spaces__"] = self.spaces
        return learner

    def pieces(self, path: Path) -> list[Piece]:
        """Read the code of a file, unless that was done before."""
        return self.prepared[path] if path in self.prepared else pieces_of(path)

    def mixed(self, lesson: str) -> Learner:
        """Load a lesson's notebook and module as one: name by name the notebook's, where it is answered there.

        A definition counts as answered in the notebook if no more of its bodies are stubs than in the module.
        """
        module, notebook = self.find(lesson, ".py"), self.find(lesson, ".ipynb")
        if module is None or notebook is None:
            return House.learner(self, lesson)
        first, second = self.load(module, lesson), self.load(notebook, lesson)
        names = {**first.namespace}
        mine, theirs = self.stubs(module), self.stubs(notebook)
        for name, value in second.namespace.items():
            worse = name in names and theirs.get(name, 0) > mine.get(name, 0)
            if not name.startswith("__") and not worse:
                names[name] = value
        label = f"{second.label} and {first.label}"
        return Learner(label, names, [*second.problems, *first.problems], self.spaces)

    def answered_in_notebook(self, lesson: str) -> bool:
        """Tell whether the notebook of a lesson has fewer stubs than its module."""
        module, notebook = self.find(lesson, ".py"), self.find(lesson, ".ipynb")
        if module is None or notebook is None:
            return False
        mine, theirs = self.stubs(module), self.stubs(notebook)
        return any(theirs.get(name, count) < count for name, count in mine.items())

    def stubs(self, path: Path) -> dict[str, int]:
        """Count the stubs in each definition of a file; one that cannot be read has none."""
        try:
            return stub_counts([piece.source for piece in self.pieces(path)])
        except UNREADABLE:
            return {}

    def module(self, name: str, importer: Path) -> ModuleType | None:
        """Give the learner's own module of a dotted name, as seen from the file that imports it.

        Raises
        ------
        ImportError
            If it is a lesson, and the learner has no file of it or one that cannot be loaded.
        """
        if name == "autograder":
            return stand_in(self)
        if "." not in name:
            path = neighbour(name, importer)
        elif self.is_lesson(name):
            path = self.own_file(name.replace(".", "/"), importer)
            if path is None:
                wanted = name.rpartition(".")[2]
                raise ImportError(f"{name} was asked for, and there is no {wanted}.py beside {display(importer)}")
        else:
            return None
        if path is None or path == importer:
            return None
        return as_module(name, self.load(path, name.replace(".", "/")))

    def own_file(self, lesson: str, importer: Path) -> Path | None:
        """Find the file of an earlier lesson for an import: a module's imports lead to modules first."""
        order = (".ipynb", ".py") if importer.suffix == ".ipynb" else (".py", ".ipynb")
        return self.find(lesson, order[0]) or self.find(lesson, order[1])

    def is_lesson(self, name: str) -> bool:
        """Tell whether a dotted name is a lesson: one of the kit's, or a file in its segment's folder."""
        lesson = name.replace(".", "/")
        return name.count(".") == 1 and (lesson in self.lessons or (self.path / f"{lesson}.py").is_file())

    def earlier(self, lesson: str) -> ModuleType:
        """Give the answers of an earlier lesson as a module, from its notebook where they are there.

        Raises
        ------
        ImportError
            If there is neither a notebook nor a module, or nothing of them could be loaded.
        """
        name = lesson.replace(".", "/")
        if not (self.find(name, ".py") or self.find(name, ".ipynb")):
            stem = Path(name).name
            raise ImportError(f"no answers of {name} here: there is neither {stem}.ipynb nor {stem}.py")
        learner = self.mixed(name)
        module = ModuleType(name.replace("/", "."), f"Your answers of {name}, from {learner.label}.")
        refuse_if_empty(module.__name__, learner)
        own = {key: value for key, value in learner.namespace.items() if not key.startswith("__")}
        vars(module).update(own, __spaces__=self.spaces, __getattr__=lambda key: missing(key, name, learner))
        return module


def missing(key: str, lesson: str, learner: Learner) -> Any:
    """Say that an earlier lesson does not define a name."""
    reason = f"; {learner.problems[0]}" if learner.problems else ""
    raise NotAnswered(f"{lesson} defines no `{key}` ({learner.label}){reason}")


def as_module(name: str, learner: Learner) -> ModuleType:
    """Give the module of a loaded learner.

    Raises
    ------
    ImportError
        If nothing of it could be loaded; the message says why.
    """
    refuse_if_empty(name, learner)
    if learner.module is None:
        raise ImportError(f"{name} could not be loaded")
    return learner.module


def refuse_if_empty(name: str, learner: Learner) -> None:
    """Raise if nothing of a learner's file could be loaded."""
    if learner.problems and all(key.startswith("__") for key in learner.namespace):
        raise ImportError(f"{name} could not be loaded: {learner.problems[0]}")


def stand_in(house: House) -> ModuleType:
    """Make what `from autograder import check, earlier` gives while learner code is loaded: nothing is checked."""
    module = ModuleType("autograder")
    vars(module).update(check=lambda *names, **options: None, earlier=house.earlier)
    return module
