"""Hints: first the idea in the skeleton's docstring, then the suite's hints from gentle to strong."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from autograder.home import Home, Suite
from autograder.lesson import Exercise
from autograder.report.screen import Line
from autograder.report.text import WIDTH, wrap


@dataclass(frozen=True)
class Hints:
    """What a learner is told when they ask for the next hint.

    Attributes
    ----------
    idea : str or None
        Summary line of the skeleton's docstring.
    given : tuple of str
        Hints up to the strength that was asked for.
    number : int
        How many hints the exercise has.
    """

    lesson: str
    exercise: str
    idea: str | None
    given: tuple[str, ...]
    number: int

    def to_json(self) -> dict[str, Any]:
        """Return the hints as a dictionary of JSON types."""
        return {
            "lesson": self.lesson,
            "exercise": self.exercise,
            "idea": self.idea,
            "hints": list(self.given),
            "number_of_hints": self.number,
        }


def hints_of(home: Home, suite: Suite, exercise: Exercise, strength: int) -> Hints:
    """Collect the idea and the first `strength` hints of an exercise."""
    given = exercise.hints[:strength]
    return Hints(suite.name, exercise.name, idea_of(home, suite, exercise.name), given, len(exercise.hints))


def idea_of(home: Home, suite: Suite, name: str) -> str | None:
    """Read the first paragraph of an exercise's docstring in the skeleton, without running it."""
    path = home.exercises / suite.segment / f"{suite.stem}.py"
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    kinds = (ast.FunctionDef, ast.ClassDef)
    node = next((node for node in tree.body if isinstance(node, kinds) and node.name == name), None)
    documentation = ast.get_docstring(node) if node else None
    return " ".join(documentation.split("\n\n")[0].split()) if documentation else None


def hint_lines(hints: Hints) -> list[Line]:
    """Write hints as lines, and the command that gives a stronger one."""
    lines = [Line(f"{hints.exercise} ({hints.lesson})", "bold")]
    lines += [Line(text) for text in wrap(hints.idea, WIDTH)] if hints.idea else []
    for number, hint in enumerate(hints.given, start=1):
        lines += [Line(""), *(Line(text) for text in wrap(f"Hint {number} of {hints.number}: {hint}", WIDTH))]
    shown = len(hints.given)
    if shown < hints.number:
        return [*lines, Line(""), Line(f"A stronger one: autograder hint {hints.exercise} {shown + 1}", "dim")]
    return [*lines, Line(""), Line(f"That was the last of {hints.number} hints.", "dim")]
