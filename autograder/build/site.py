"""Pages of the documentation that come from the lessons: theory and stubs, no answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.build.source import Cell, Source, source_of
from autograder.build.stubs import stub
from autograder.home import Home, Suite
from autograder.lesson import Exercise
from autograder.report.text import count

RATES = ("wrong", "accepted", "told", "right", "rejected")
CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$([^$\n]+(?:\n[^$\n]+)?)\$(?!\$)")


def lesson_pages(home: Home) -> Iterator[tuple[str, str, str]]:
    """Yield segment, path and text of a page for each lesson, in the order of the workshop."""
    for suite in home.suites():
        yield suite.segment, f"lessons/{suite.name}.md", lesson_page(source_of(home, suite), suite)


def lesson_page(source: Source, suite: Suite) -> str:
    """Write the page of a lesson in Markdown: its theory, each exercise as a stub, its question."""
    parts = [part for cell in source.cells for part in page_parts(cell, suite.lesson.exercises)]
    return "\n\n".join(parts) + "\n"


def page_parts(cell: Cell, exercises: dict[str, Exercise]) -> Iterator[str]:
    """Yield what a page shows of a cell."""
    if cell.role in ("theory", "question"):
        yield cell.text
    elif cell.role == "exercise" and cell.name:
        exercise = exercises[cell.name]
        kind = "core" if exercise.core else "stretch"
        told = f"{kind}, {count(exercise.minutes, 'minute')}, {count(exercise.points, 'point')}"
        yield f'??? example "Exercise: `{cell.name}` ({told})"\n\n' + indented(f"```python\n{stub(cell.text)}\n```")


def indented(text: str) -> str:
    """Indent a text by four spaces."""
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.splitlines())


def with_formulas(text: str, convert: Callable[[str, bool], str]) -> str:
    """Replace the LaTeX in a Markdown text, outside code.

    Parameters
    ----------
    convert : callable
        Is given the LaTeX, and whether it stands on a line of its own.
    """
    pieces = CODE.split(text)
    for k in range(0, len(pieces), 2):
        displayed = DISPLAYED.sub(lambda found: f"\n\n{convert(found[1].strip(), True)}\n\n", pieces[k])
        pieces[k] = INLINE.sub(lambda found: convert(" ".join(found[1].split()), False), displayed)
    return "".join(pieces)


def error_rates(path: Path) -> str:
    """Write the table of the grader's error rates, as `benchmarks/error_rates.py` measured them."""
    measured = json.loads(path.read_text(encoding="utf-8"))
    head = "| lesson | wrong answers | accepted | told their reason | right answers | rejected |"
    lines = [head, "|---|---:|---:|---:|---:|---:|", *(error_row(row) for row in measured["lessons"])]
    total = {
        key: sum(row[key] for row in measured["lessons"]) for key in ("wrong", "accepted", "told", "right", "rejected")
    }
    lines.append(error_row({"lesson": "**together**", **total}))
    seeds = count(measured["seeds"], "seed")
    return "\n".join([f"Each answer of the bank was graded with {seeds}.", "", *lines])


def error_row(row: dict[str, Any]) -> str:
    """Write one line of the table."""
    return "| {lesson} | {wrong} | {accepted} | {told} | {right} | {rejected} |".format(**row)


def benchmarks(folder: Path) -> str:
    """Write a table for each file of measurements."""
    return "\n\n".join(benchmark(path) for path in sorted(folder.glob("bench_*.json")))


def benchmark(path: Path) -> str:
    """Write the measurements of one file."""
    measured = json.loads(path.read_text(encoding="utf-8"))
    machine = ", ".join(f"{key} {value}" for key, value in measured.get("machine", {}).items())
    rows = [ratio_row(row) if "ratio" in row else plain_row(row) for row in measured["results"]]
    lines = [table_line(rows[0]), table_line(["---"] * len(rows[0]))] if rows else []
    lines += [table_line(row.values()) for row in rows]
    title = path.stem.removeprefix("bench_").replace("_", " ")
    return "\n".join([f"### {title}", "", f"{machine or 'In one run'}.", "", *lines])


def ratio_row(row: dict[str, Any]) -> dict[str, str]:
    """Show a comparison of two sides."""
    target = "" if row["target"] is None else f"at most {row['target']:g}" + ("" if row["met"] else ", **not met**")
    return {
        "what": row["name"],
        "beside": row["other"],
        "ratio": two_places(row["ratio"]),
        "quartiles": f"{two_places(row['ratio_low'])} to {two_places(row['ratio_high'])}",
        "target": target,
    }


def two_places(ratio: float) -> str:
    """Show a ratio with two places, and a very small one with two digits that say something."""
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def plain_row(row: dict[str, Any]) -> dict[str, str]:
    """Show any other figures by their names."""
    shown = {key.replace("_", " "): f"{value:.3g}" if isinstance(value, float) else value for key, value in row.items()}
    return {key: "" if value is None else str(value) for key, value in shown.items()}


def table_line(cells: Iterable[str]) -> str:
    """Write one line of a Markdown table."""
    return f"| {' | '.join(cells)} |"
