"""How far a run is: a bar with rate and time left on a terminal, a sentence now and then in a log."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TextIO

SENTENCE_SECONDS = 30.0


class Bar:
    """Counts submissions. This one shows nothing, for programs and tests."""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *error: object) -> None:
        """Stop showing."""

    def start(self, total: int, what: str = "grading") -> None:
        """Begin to do something with so many submissions."""

    def advance(self, graded: bool) -> None:
        """Count one: graded now, or known before."""

    @staticmethod
    def on(out: TextIO, plain: bool) -> Bar:
        """Choose what a stream can show."""
        return RichBar(out) if out.isatty() and not plain else LogBar(out.write)


class Counted(Bar):
    """Keeps the figures: what was known before takes no time, so the rate leaves it out."""

    def __init__(self) -> None:
        self.total = self.seen = self.graded = 0
        self.what = ""
        self.began = time.monotonic()

    def start(self, total: int, what: str = "grading") -> None:
        """Begin to do something with so many submissions."""
        self.total, self.seen, self.graded = total, 0, 0
        self.what, self.began = what, time.monotonic()

    def advance(self, graded: bool) -> None:
        """Count one."""
        self.seen += 1
        self.graded += graded

    @property
    def words(self) -> str:
        """The rate and the time left."""
        if not self.graded:
            return ""
        seconds = (time.monotonic() - self.began) / self.graded
        left = seconds * (self.total - self.seen)
        return f"{60 / max(seconds, 1e-3):.0f} a minute, {left_words(left)} left"


class LogBar(Counted):
    """Writes a sentence at most twice a minute."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        super().__init__()
        self.write = write
        self.told = time.monotonic()

    def advance(self, graded: bool) -> None:
        """Count one, and tell from time to time."""
        super().advance(graded)
        if time.monotonic() - self.told > SENTENCE_SECONDS:
            self.told = time.monotonic()
            self.write(f"{self.what}: {self.seen} of {self.total}, {self.words}\n")


class RichBar(Counted):
    """Draws a bar."""

    def __init__(self, out: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        super().__init__()
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[words]}"),
        )
        self.progress = Progress(*columns, console=Console(file=out), transient=True)
        self.task: Any = None

    def start(self, total: int, what: str = "grading") -> None:
        """Show the bar, in the place of an earlier one."""
        super().start(total, what)
        if self.task is not None:
            self.progress.remove_task(self.task)
        self.task = self.progress.add_task(what, total=total, words="")
        self.progress.start()

    def advance(self, graded: bool) -> None:
        """Count one."""
        super().advance(graded)
        self.progress.update(self.task, advance=1, words=self.words)

    def __exit__(self, *error: object) -> None:
        """Remove the bar: the summary takes its place."""
        self.progress.stop()


def left_words(seconds: float) -> str:
    """Write a time to wait in the unit that fits."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
