"""Declaration: a suite makes one `Lesson`, names its exercises, and hangs checks on them.

Declaring runs no learner code and imports no reference; it only collects plain data.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

CheckFunction = Callable[..., None]

INGREDIENTS = frozenset({"both", "learner", "reference", "expect", "gradcheck", "rng"})


class DeclarationError(ValueError):
    """A suite declares something that cannot work; the author of the suite has to mend it."""


@dataclass(frozen=True)
class Check:
    """One `test_*` function of a suite: worth points, aimed at one exercise.

    Attributes
    ----------
    title : str
        First line of its docstring: what a right answer does.
    ingredients : tuple of str
        Names of the parameters that it asks for.
    """

    name: str
    exercise: str
    title: str
    points: int
    hint: str | None
    function: CheckFunction
    ingredients: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """One stub of a lesson, with what a learner may be told about it."""

    name: str
    minutes: int
    core: bool
    hints: tuple[str, ...]
    after: tuple[str, ...]
    lesson: Lesson = field(repr=False, compare=False)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks that aim at this exercise, in the order of the suite."""
        return tuple(check for check in self.lesson.checks if check.exercise == self.name)

    @property
    def points(self) -> int:
        """Sum of the points of its checks."""
        return sum(check.points for check in self.checks)

    def check(self, *, points: int, hint: str | None = None) -> Callable[[CheckFunction], Check]:
        """Declare the decorated `test_*` function as a check of this exercise.

        Parameters
        ----------
        points : int
            What the check is worth, at least 1.
        hint : str, optional
            Shown when the check fails and no known mistake matches.

        Raises
        ------
        DeclarationError
            If the function's name, docstring or parameters cannot serve as a check.
        """

        def declare(function: CheckFunction) -> Check:
            ingredients = tuple(inspect.signature(function).parameters)
            made = Check(function.__name__, self.name, first_line(function), points, hint, function, ingredients)
            self.lesson.add(made)
            return made

        return declare


@dataclass
class Lesson:
    """The declaration of one lesson: its exercises and their checks, in order.

    Parameters
    ----------
    place : int
        Where the lesson stands within its segment, from 1; equal places are ordered by name.
    """

    place: int = 1
    exercises: dict[str, Exercise] = field(default_factory=dict, init=False)
    checks: list[Check] = field(default_factory=list, init=False)

    def exercise(
        self, name: str, *, minutes: int, hints: Sequence[str], core: bool = False, after: Sequence[str] = ()
    ) -> Exercise:
        """Declare an exercise.

        Parameters
        ----------
        name : str
            The function or class that the learner writes.
        minutes : int
            How long it should take in the workshop.
        hints : sequence of str
            From gentle to strong; never the answer.
        core : bool
            Whether it belongs to the workshop's timetable.
        after : sequence of str
            Exercises whose code this exercise itself calls.

        Returns
        -------
        Exercise
            Hang checks on it with ``@exercise.check(points=...)``.

        Raises
        ------
        DeclarationError
            If the lesson has an exercise of that name already.
        """
        if name in self.exercises:
            raise DeclarationError(f"exercise {name!r} is declared twice in this lesson")
        made = Exercise(name, minutes, core, tuple(hints), tuple(after), self)
        self.exercises[name] = made
        return made

    def add(self, check: Check) -> None:
        """Take in a check after looking whether it can be run at all."""
        unknown = set(check.ingredients) - INGREDIENTS
        if unknown:
            known = ", ".join(sorted(INGREDIENTS))
            raise DeclarationError(f"{check.name} asks for {', '.join(sorted(unknown))}; there is: {known}")
        if not check.name.startswith("test_"):
            raise DeclarationError(f"{check.name}: the name of a check starts with test_")
        if check.points < 1:
            raise DeclarationError(f"{check.name}: points={check.points}, a check is worth at least 1")
        if any(check.name == other.name for other in self.checks):
            raise DeclarationError(f"{check.name} is declared twice in this lesson")
        self.checks.append(check)

    @property
    def points(self) -> int:
        """Sum of the points of all checks."""
        return sum(check.points for check in self.checks)


def first_line(function: CheckFunction) -> str:
    """Return the first line of the docstring: what the check says to the learner."""
    lines: list[str] = inspect.cleandoc(function.__doc__ or "").splitlines()
    if not lines:
        raise DeclarationError(f"{function.__name__} has no docstring: say what a right answer does")
    return lines[0]
