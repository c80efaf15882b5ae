"""The report as one HTML page that needs no other file."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from autograder.classroom.count import ClassFigures, ExerciseFigures
from autograder.report.text import count

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>
body {{ font: 1rem/1.45 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 0.8rem; color: #111;
  background: #fff; }}
h1 {{ font-size: 1.4rem; }}
h2 {{ font-size: 1.15rem; margin: 1.8rem 0 0.4rem; break-after: avoid; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.15rem 0.5rem; border-bottom: 1px solid #ddd; }}
td.number, th.number {{ text-align: right; white-space: nowrap; }}
img {{ max-width: 100%; height: auto; }}
.wide {{ overflow-x: auto; }}
.lesson {{ font-weight: bold; background: #f2f2f2; }}
@media print {{ body {{ font-size: 10pt; max-width: none; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
DESCRIBED = {
    "distribution.png": "Histogram of the students' points",
    "exercises.png": "For each exercise the shares of students who passed, failed, wait or have not begun; "
    "the table above has the same numbers",
}


def page(figures: ClassFigures, pictures: Mapping[str, bytes]) -> str:
    """Write the report.

    Parameters
    ----------
    figures : ClassFigures
        What is shown.
    pictures : mapping of str to bytes
        PNG files by name.
    """
    parts = [
        f"<h1>{escape(figures.what)}: the class</h1>",
        *overview(figures),
        image("distribution.png", pictures),
        *section("Exercises", exercises(figures.exercises), "No exercise was checked."),
        image("exercises.png", pictures),
        *section("Most frequent mistakes", mistakes(figures), "No failure equals a known mistake."),
        *section("Stopped at a limit", stops(figures), "Nothing ran into a limit."),
        *section("Not counted above", ungraded(figures), "Every submission could be graded."),
    ]
    return PAGE.format(title=escape(f"{figures.what}: the class"), body="\n".join(filter(None, parts)))


def overview(figures: ClassFigures) -> Iterator[str]:
    """Yield the sentences at the top."""
    left_out = len(figures.ungraded)
    more = f" {left_out} more could not be graded in full; they are listed at the end." if left_out else ""
    yield f"<p>{count(len(figures.graded), 'submission')} graded.{more}</p>"
    if figures.graded:
        low, middle, high = (f"{100 * value:.0f} %" for value in quartiles(figures))
        yield f"<p>Half of the class has {middle} of the points or more; the middle half has {low} to {high}.</p>"


def quartiles(figures: ClassFigures) -> tuple[float, float, float]:
    """Return the quartiles of the points."""
    return figures.spread.lower, figures.spread.median, figures.spread.upper


def section(title: str, rows: Sequence[str], empty: str) -> Iterator[str]:
    """Yield a heading and a table, or a sentence where there is nothing."""
    yield f"<h2>{escape(title)}</h2>"
    yield f'<div class="wide"><table>{"".join(rows)}</table></div>' if len(rows) > 1 else f"<p>{escape(empty)}</p>"


def exercises(rows: Sequence[ExerciseFigures]) -> list[str]:
    """Write the heat map: a line for each exercise, the share that passed as a shade and as a number."""
    head = "<tr><th>exercise</th>" + "".join(
        f'<th class="number">{word}</th>' for word in ("passed", "failed", "waiting", "to do", "pass rate")
    )
    lines = [head + "</tr>"]
    for lesson, group in groupby(rows, key=lambda row: row.lesson):
        lines.append(f'<tr class="lesson"><td colspan="6">{escape(lesson)}</td></tr>')
        lines += [exercise_line(row) for row in group]
    return lines


def exercise_line(row: ExerciseFigures) -> str:
    """Write one line of the heat map."""
    counts = (row.states[state] for state in ("passed", "failed", "blocked", "todo"))
    cells = "".join(f'<td class="number">{number}</td>' for number in counts)
    last = f'<td class="number" style="{shade(row.rate)}">{rate(row.rate)}</td>'
    return f"<tr><td>{escape(row.exercise)}</td>{cells}{last}</tr>"


def rate(share: float) -> str:
    """Write a share in percent."""
    return f"{100 * share:.0f} %" if share == share else "none"


def shade(share: float) -> str:
    """Colour a cell from red (nobody) to green (everybody), light enough for black letters."""
    return f"background:hsl({120 * share:.0f} 60% 80%)" if share == share else ""


def mistakes(figures: ClassFigures) -> list[str]:
    """Write the known mistakes, with who made them."""
    lines = ['<tr><th class="number">students</th><th>exercise</th><th>mistake</th><th>who</th></tr>']
    for row in figures.mistakes:
        said = f"<b>{escape(row.name.replace('_', ' '))}</b><br>{escape(row.sentence)}"
        names = escape(", ".join(row.students))
        number = f'<td class="number">{len(row.students)}</td>'
        lines.append(f"<tr>{number}<td>{escape(row.exercise)}</td><td>{said}</td><td>{names}</td></tr>")
    return lines


def stops(figures: ClassFigures) -> list[str]:
    """Write what ran into a limit."""
    lines = ["<tr><th>exercise</th><th>what happened</th><th>who</th></tr>"]
    for row in figures.stops:
        names = escape(", ".join(row.students))
        lines.append(f"<tr><td>{escape(row.exercise)}</td><td>{escape(row.words)}</td><td>{names}</td></tr>")
    return lines


def ungraded(figures: ClassFigures) -> list[str]:
    """Write who has no full grade, and why."""
    lines = ["<tr><th>student</th><th>state</th><th>why</th></tr>"]
    for row in figures.ungraded:
        cells = (row.name, row.state, row.reason or "no reason was given")
        lines.append(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
    return lines


def image(name: str, pictures: Mapping[str, bytes]) -> str:
    """Put a picture into the page."""
    if name not in pictures:
        return ""
    data = base64.b64encode(pictures[name]).decode("ascii")
    return f'<p><img alt="{DESCRIBED[name]}" src="data:image/png;base64,{data}"></p>'
