"""Where the kit is: the folder that holds `exercises/`, its segments, and the suites in them."""

from __future__ import annotations

import importlib.util
import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from autograder.errors import WrongUsage
from autograder.lesson import Exercise, Lesson

HOME_VARIABLE = "AUTOGRADER_HOME"


class HomeNotFound(WrongUsage, FileNotFoundError):
    """No folder with `exercises/` was found."""


class NoSuchLesson(WrongUsage, LookupError):
    """A lesson or exercise was asked for that no suite declares."""


@dataclass(frozen=True)
class Suite:
    """A lesson as found in the kit: `nn/losses`, its suite's file and what that declares."""

    name: str
    path: Path
    lesson: Lesson

    @property
    def segment(self) -> str:
        """The folder of the lesson, such as ``nn``."""
        return self.name.split("/")[0]

    @property
    def stem(self) -> str:
        """The lesson without its segment, such as ``losses``."""
        return self.name.split("/")[1]


@dataclass(frozen=True)
class Segment:
    """One line of `exercises/timetable.toml`."""

    name: str
    title: str
    minutes: int


@dataclass(frozen=True)
class Home:
    """The kit's folder. Suites are read afresh on every call; keep what you load."""

    root: Path

    @property
    def exercises(self) -> Path:
        """The folder that a learner receives."""
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        """The folder of lesson sources and banks; a learner's kit has none."""
        return self.root / "solutions"

    @property
    def recorded(self) -> Path:
        """The folder of recorded reference values; only a learner's kit has one."""
        return self.root / "recorded"

    def segments(self) -> list[Segment]:
        """Read the timetable, in its order."""
        table = tomllib.loads((self.exercises / "timetable.toml").read_text(encoding="utf-8"))
        return [Segment(name, row["title"], row["minutes"]) for name, row in table.items()]

    def suites(self, segment: str | None = None) -> list[Suite]:
        """Load every suite of the kit, or of one segment, in the order of the timetable."""
        names = [segment] if segment else [row.name for row in self.segments()]
        return [suite for name in names for suite in self._suites_in(name)]

    def _suites_in(self, segment: str) -> list[Suite]:
        paths = sorted((self.exercises / segment).glob("test_*.py"))
        found = [load_suite(path) for path in paths if is_suite_file(path)]
        return sorted(found, key=lambda suite: (suite.lesson.place, suite.name))

    def suite(self, name: str) -> Suite:
        """Load the suite of one lesson, given as ``nn/losses`` (or ``losses``, where that is clear)."""
        segment, _, stem = name.strip("/").removesuffix(".py").rpartition("/")
        paths = sorted(self.exercises.glob(f"{segment or '*'}/test_{stem}.py"))
        if len(paths) != 1:
            known = ", ".join(self.lesson_names())
            raise NoSuchLesson(f"no lesson called {name!r}; there is: {known}")
        return load_suite(paths[0])

    def lesson_names(self) -> list[str]:
        """Name every lesson without loading its suite."""
        paths = sorted(self.exercises.glob("*/test_*.py"))
        return [lesson_name(path) for path in paths if is_suite_file(path)]

    def exercise(self, name: str) -> tuple[Suite, Exercise]:
        """Find an exercise by name; names are unique over all lessons."""
        for suite in self._suites_naming(name):
            if name in suite.lesson.exercises:
                return suite, suite.lesson.exercises[name]
        raise NoSuchLesson(f"no exercise called {name!r}; `autograder progress` lists all of them")

    def _suites_naming(self, exercise: str) -> Iterator[Suite]:
        for path in sorted(self.exercises.glob("*/test_*.py")):
            if f'"{exercise}"' in path.read_text(encoding="utf-8") and is_suite_file(path):
                yield load_suite(path)


def find_home(start: Path | None = None) -> Home:
    """Find the kit: from a folder upwards, by the environment variable, or beside the installed engine.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the current folder if not given.

    Raises
    ------
    HomeNotFound
        If there is no kit in any of these places.
    """
    here = (start or Path.cwd()).resolve()
    candidates = [here, *here.parents]
    if os.environ.get(HOME_VARIABLE):
        candidates.append(Path(os.environ[HOME_VARIABLE]).resolve())
    candidates.append(Path(__file__).resolve().parent.parent)
    for folder in candidates:
        if (folder / "exercises" / "timetable.toml").is_file():
            return Home(folder)
    raise HomeNotFound(
        f"no folder with exercises/ in it, from {here} upwards: go to the kit's folder, or set {HOME_VARIABLE} to it"
    )


def lesson_name(path: Path) -> str:
    """Name the lesson of a suite's file: ``exercises/nn/test_losses.py`` is ``nn/losses``."""
    return f"{path.parent.name}/{path.stem.removeprefix('test_')}"


def is_suite_file(path: Path) -> bool:
    """Tell whether a file declares a lesson, without running it."""
    return "from autograder import Lesson" in path.read_text(encoding="utf-8")


def load_suite(path: Path) -> Suite:
    """Run a suite's file under a private module name and take its lesson.

    Raises
    ------
    NoSuchLesson
        If the file declares no lesson.
    """
    return suite_in(path, load_file(path, f"_autograder_suite_{path.parent.name}_{path.stem}"))


def suite_in(path: Path, module: ModuleType) -> Suite:
    """Make a `Suite` of a module that is loaded already."""
    lesson = getattr(module, "lesson", None)
    if not isinstance(lesson, Lesson):
        raise NoSuchLesson(f"{path} declares no `lesson = Lesson()`")
    return Suite(lesson_name(path), path, lesson)


def load_file(path: Path, name: str) -> ModuleType:
    """Import a file of the kit's own under a name that shadows nothing."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module
