"""The house of a notebook at work: its own names, and earlier lessons as it uses them."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from autograder.grader import PUBLIC_SEED, Grader
from autograder.home import Home
from autograder.house import House
from autograder.learner import Learner


def grader_for(home: Home, namespace: dict[str, Any], seed: int | None) -> Grader:
    """Make a grader whose other lessons are those that the notebook uses."""
    house = neighbours(home, namespace)
    house.spaces += spaces_in(namespace)
    return Grader(home, house, PUBLIC_SEED if seed is None else seed)


def neighbours(home: Home, namespace: dict[str, Any]) -> House:
    """Make the house of a notebook: earlier lessons as they were brought in, else as they lie on disk."""

    class Neighbours(House):
        def learner(self, lesson: str) -> Learner:
            name = lesson.replace("/", ".")
            for value in list(namespace.values()):
                if isinstance(value, ModuleType) and value.__name__ == name and "__spaces__" in vars(value):
                    return Learner(lesson, vars(value), [], self.spaces)
            return self.mixed(lesson)

    return Neighbours(home.exercises, home.lesson_names(), beside=folders_at_work())


def folders_at_work() -> list[Path]:
    """Return the notebook's folder and, while nbgrader grades, what the student handed in.

    nbgrader brings the notebooks of a submission into `autograded/` one by one, as it comes to them; until then an
    earlier lesson lies in `submitted/` only.
    """
    here = Path.cwd()
    *root, stage, student, assignment = ("", "", *here.parts)
    if stage != "autograded":
        return [here]
    return [here, Path(*root) / "submitted" / student / assignment]


def spaces_in(namespace: dict[str, Any]) -> list[dict[str, Any]]:
    """Find the namespaces of earlier lessons, by what was brought in from them."""
    found: dict[int, dict[str, Any]] = {}
    for value in list(namespace.values()):
        members = vars(value).values() if isinstance(value, type) else (value,)
        for member in members:
            names = vars(member) if isinstance(member, ModuleType) else None
            names = member.__globals__ if isinstance(member, FunctionType) else names
            spaces = names.get("__spaces__") if names else None
            found |= {id(space): space for space in spaces} if isinstance(spaces, list) else {}
    return list(found.values())
