"""What a run says at its end: how many, how safely, and by name all that a person has to look at."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.grading.rows import Row
from autograder.grading.tables import short_json
from autograder.report.screen import Line
from autograder.report.text import count, indented, number_words
from autograder.sandbox.tiers import Tier
from autograder.terminal import OPEN, OUR_FAULT, SCHEMA, SOLVED


@dataclass(frozen=True)
class Report:
    """What a run came to.

    Attributes
    ----------
    what : str
        The segment or lesson.
    out : Path
        Where the results are.
    done, kept : int
        Submissions that were graded now, and that were graded before.
    seconds : float
        How long the run took.
    """

    what: str
    out: Path
    rows: tuple[Row, ...]
    tier: Tier
    done: int
    kept: int
    seconds: float

    def of(self, state: str) -> list[Row]:
        """Return the rows of one state."""
        return [row for row in self.rows if row.state == state]

    @property
    def faults(self) -> list[Row]:
        """The rows in which the kit itself failed."""
        return [row for row in self.rows if row.fault]

    @property
    def exit_code(self) -> int:
        """3 after a fault of the kit, 1 if something could not be graded, else 0."""
        if self.faults:
            return OUR_FAULT
        return OPEN if self.of("open") or self.of("not graded") else SOLVED

    def to_json(self) -> dict[str, Any]:
        """Return the report as a dictionary of JSON types, without verdicts."""
        return {
            "schema": SCHEMA,
            "graded": self.what,
            "isolation": isolation_json(self.tier),
            "out": str(self.out),
            "graded_now": self.done,
            "graded_before": self.kept,
            "seconds": round(self.seconds, 1),
            "submissions": [short_json(row) for row in self.rows],
        }


def isolation_json(tier: Tier) -> dict[str, str]:
    """Describe a tier."""
    return {"tier": tier.name, "sentence": tier.sentence, "reason": tier.reason}


def summary(report: Report) -> list[Line]:
    """Write the summary as lines."""
    return [Line(text, style) for text, style in summary_lines(report)]


def summary_lines(report: Report) -> Iterator[tuple[str, str]]:
    """Yield lines and their styles."""
    graded, zeros = report.of("graded"), [row for row in report.of("graded") if not row.points]
    number = len(report.rows)
    yield f"{report.what}: {number} {'entry' if number == 1 else 'entries'}, {pace(report)}", "bold"
    weak = report.tier.name != "bubblewrap"
    because = f" ({report.tier.reason})" if weak and report.tier.reason else ""
    yield f"learner code: {report.tier.sentence}{because}", "bold yellow" if weak else ""
    if graded:
        points = [row.points for row in graded]
        least, middle, most = map(number_words, (min(points), statistics.median(points), max(points)))
        spread = f"median {middle}, from {least} to {most} of {number_words(graded[0].max_points)} points"
        yield f"graded: {len(graded)}; {spread}", "green"
    yield from listed("no points at all, though graded", [(row, "") for row in zeros], "yellow")
    missing = [(row, why(row)) for row in report.of("not graded")]
    yield from listed("could not be graded, and have no points", missing, "bold yellow")
    in_part = [(row, f"{row.cell} of {count(row.max_points, 'point')}: {why(row)}") for row in report.of("open")]
    yield from listed("graded in part; some points are open", in_part, "bold magenta")
    over = [(row, row.reason) for row in report.of("passed over")]
    yield from listed("passed over", over, "dim")
    if report.faults:
        yield "The kit itself failed. No student loses points; grades.json says where. Run the same again.", "bold"
    waiting = [row.by_hand for row in report.rows if row.by_hand]
    if waiting:
        yield f"waiting to be read in Formgrader: {count(sum(waiting), 'answer')} of {len(waiting)}", ""
    pages = sum(bool(row.page) for row in report.rows)
    feedback = f", {count(pages, 'page')} in feedback/" if pages else ""
    yield f"written to {report.out}: grades.csv, grades.json{feedback}", ""


def pace(report: Report) -> str:
    """Say how many were graded, and how fast."""
    if not report.done:
        return f"{report.kept} graded before" if report.kept else "nothing to grade"
    rate = (
        f"{report.done} graded in {report.seconds:.0f} s ({60 * report.done / max(report.seconds, 0.1):.0f} a minute)"
    )
    return f"{rate}, {report.kept} graded before" if report.kept else rate


def why(row: Row) -> str:
    """Say why a submission, or a part of it, could not be graded."""
    reasons = [f"{lesson.lesson}: {lesson.reason}" for lesson in row.lessons if lesson.reason]
    same = {lesson.reason for lesson in row.lessons if lesson.reason}
    return row.reason or (next(iter(same)) if len(same) == 1 and len(reasons) > 1 else "; ".join(reasons))


def listed(title: str, rows: Sequence[tuple[Row, str]], style: str) -> Iterator[tuple[str, str]]:
    """Yield a list of students, each with what is to be said of them."""
    if not rows:
        return
    yield f"{title}: {len(rows)}", style
    for row, words in rows:
        label = row.student if row.student in row.entries else f"{row.student} ({', '.join(row.entries)})"
        yield from ((line, "") for line in indented([f"{label}: {words}" if words else label]))
