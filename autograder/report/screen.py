"""A terminal to print on: with colours, without, or as plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from autograder.report.text import CONSOLE, MARKS, PLAIN, ascii_only, is_console, marks_on, points_words, row
from autograder.verdict import State


@dataclass(frozen=True)
class Line:
    """One line of a board and the style in which a terminal with colours shows it."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Screen:
    """Where a board is printed.

    Attributes
    ----------
    plain : bool
        Sentences in ASCII, one after the other, for a screen reader, a log or an old terminal.
    """

    out: TextIO
    plain: bool = False

    @property
    def marks(self) -> dict[State, str]:
        """The marks to write."""
        if self.plain:
            return PLAIN
        return CONSOLE if is_console(self.out) else MARKS

    @classmethod
    def on(cls, out: TextIO, plain: bool) -> Screen:
        """Make a screen; a terminal that cannot show the marks gets the plain form."""
        return cls(out, plain or marks_on(out) is PLAIN)

    def row(self, text: str, points: int, most: int, style: str = "") -> list[Line]:
        """Write something and its points: at the right edge, or as a sentence."""
        if self.plain:
            return [Line(f"{text}, {points_words(points, most)}", style)]
        return [Line(line, style) for line in row(text, f"{points}/{most}").splitlines()]

    def show(self, lines: Sequence[Line]) -> None:
        """Print lines."""
        if self.plain or not self.out.isatty():
            for line in lines:
                self.out.write((ascii_only(line.text) if self.plain else line.text) + "\n")
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(file=self.out, highlight=False, markup=False)
        for line in lines:
            console.print(Text(line.text, line.style), soft_wrap=True)
