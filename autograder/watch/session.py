"""What a watch shows: the exercise at hand, hints on request, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.home import Home, Suite
from autograder.progress import Standing, next_up, standings
from autograder.report.board import closing, exercise_lines
from autograder.report.hints import hints_of
from autograder.report.screen import Line, Screen
from autograder.report.text import INDENT, WIDTH, count, indented, wrap
from autograder.verdict import Grade

KEYS = "h: a hint   n: another exercise   q: quit"
Examine = Callable[[Sequence[str]], list[Grade]]


@dataclass
class Watch:
    """One learner at work.

    Attributes
    ----------
    name : str
        What is watched, as it was named: a segment or a lesson.
    suites : sequence of Suite
        Its lessons.
    examine : callable
        Checks lessons or exercises, given by name, in a fresh process.
    at : str
        The exercise at hand; empty when everything is solved.
    passed_over : set of str
        Exercises that the learner went past with `n`.
    hints : dict
        How many hints were asked for, by exercise.
    """

    home: Home
    name: str
    suites: Sequence[Suite]
    screen: Screen
    examine: Examine
    at: str = ""
    passed_over: set[str] = field(default_factory=set)
    hints: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Check everything, and show what is to be done first."""
        rows, grades = self.look([self.name])
        self.turn_to(rows)
        self.screen.show([Line(text, "bold") for text in closing(rows)[:1]])
        self.show(rows, grades)

    def saved(self, paths: Sequence[Path]) -> None:
        """Check the exercise at hand again; once it passes, go on to the next one."""
        self.screen.show([Line(""), Line(f"saved: {', '.join(sorted(path.name for path in paths))}", "dim")])
        if not self.at:
            return self.begin()
        rows, grades = self.look([self.at])
        self.show(rows, grades)
        if all(row.state == "passed" for row in rows):
            self.passed_over.discard(self.at)
            self.begin()

    def pressed(self, key: str) -> None:
        """Do what a key asks for."""
        if key == "h" and self.at:
            self.hint()
        elif key == "n":
            self.go_past()

    def hint(self) -> None:
        """Show the next stronger hint for the exercise at hand."""
        suite = next(suite for suite in self.suites if self.at in suite.lesson.exercises)
        strength = self.hints[self.at] = self.hints.get(self.at, 0) + 1
        given = hints_of(self.home, suite, suite.lesson.exercises[self.at], strength)
        shown = f"Hint {len(given.given)} of {given.number}: {given.given[-1]}"
        last = [] if strength < given.number else ["That was the last hint."]
        self.screen.show([Line(text) for part in [shown, *last] for text in wrap(part, WIDTH, hanging="  ")])

    def go_past(self) -> None:
        """Leave the exercise at hand for now; past the last one, begin again with the first."""
        self.passed_over.add(self.at)
        self.begin()

    def look(self, names: Sequence[str]) -> tuple[list[Standing], list[Grade]]:
        """Check lessons or exercises."""
        grades = self.examine(names)
        suites = [suite for grade in grades for suite in self.suites if suite.name == grade.lesson]
        return standings(suites, grades), grades

    def turn_to(self, rows: Sequence[Standing]) -> None:
        """Choose the exercise at hand: the next open one that was not passed over."""
        following = next_up([row for row in rows if row.exercise.name not in self.passed_over])
        if following is None and self.passed_over:
            self.passed_over.clear()
            following = next_up(rows)
        self.at = following.exercise.name if following else ""

    def show(self, rows: Sequence[Standing], grades: Sequence[Grade]) -> None:
        """Show the exercise at hand, and the keys."""
        lines: list[Line] = []
        for row in rows:
            if row.exercise.name == self.at:
                grade = next(grade for grade in grades if grade.lesson == row.suite.name)
                where = f"{grade.learner}, about {count(row.exercise.minutes, 'minute')}"
                lines += [Line(""), Line(where, "bold")]
                lines += [Line(text, "yellow") for text in indented(grade.problems, self.screen.marks)]
                lines += exercise_lines(row, grade, self.screen, full=True)
                if row.state == "todo":
                    lines += [Line(f"{INDENT}still a stub: replace `raise NotImplementedError` and save", "dim")]
        if not self.at:
            lines += [Line("Everything here is solved.", "bold")]
        self.screen.show([*lines, Line(KEYS, "dim")])
