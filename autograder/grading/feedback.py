"""One page of feedback a student: no other file, no script, readable on a phone and on paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from autograder.grading.rows import LessonRow, Row
from autograder.home import Suite
from autograder.lesson import Exercise
from autograder.report.html import (
    BOX,
    EDGES,
    WORDS,
    folded,
    hints_html,
    line_html,
    mark,
    paragraph,
    preformatted,
    verdict_html,
    within,
)
from autograder.report.text import count, notes, number_words, points_words, told_once
from autograder.verdict import Grade, Verdict, state_of

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.45 system-ui, sans-serif; max-width: 54rem; margin: 0 auto; padding: 0.8rem; }}
h1 {{ font-size: 1.4rem; }}
h2 {{ font-size: 1.15rem; margin: 1.6rem 0 0.4rem; break-after: avoid; }}
table {{ border-collapse: collapse; }}
td, th {{ text-align: left; padding: 0.1rem 1.2rem 0.1rem 0; }}
td + td, th + th {{ text-align: right; }}
pre {{ font-size: 0.85rem; }}
.open {{ border: 2px solid #a855c8; padding: 0.3rem 0.6rem; }}
@media print {{ body {{ font-size: 10pt; max-width: none; }} details {{ display: none; }} a {{ color: inherit; }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def page_names(rows: Sequence[Row]) -> list[str]:
    """Name the page of each submission after its student, so that every file system takes it and no two are equal."""
    names: list[str] = []
    for row in rows:
        plain = re.sub(r"[^\w.-]+", "_", row.student).strip("._")[:60] or "student"
        clash = plain.casefold() in {name.removesuffix(".html").casefold() for name in names}
        changed = plain != row.student or clash
        mark_of = hashlib.sha256("\0".join((row.student, *row.entries)).encode()).hexdigest()[:8]
        names.append(f"{plain}-{mark_of}.html" if changed else f"{plain}.html")
    return names


def page(row: Row, grades: Mapping[str, Grade], suites: Sequence[Suite], what: str) -> str:
    """Write the page of a submission.

    Parameters
    ----------
    row : Row
        What it came to.
    grades : mapping of str to Grade
        By lesson; one that could not be graded has none.
    suites : sequence of Suite
        The lessons, in order.
    what : str
        What was graded, such as ``nn``.
    """
    parts = [f"<h1>{escape(row.student)}: {escape(what)}</h1>", *head(row)]
    for lesson, suite in zip(row.lessons, suites, strict=True) if row.lessons else ():
        parts += lesson_html(lesson, suite, grades.get(suite.name))
    return PAGE.format(title=escape(f"{row.student}: {what}"), body="\n".join(parts))


def head(row: Row) -> list[str]:
    """Write the sum, the table of lessons, and what there is to say of the submission as a whole."""
    if row.state == "not graded":
        reasons = dict.fromkeys([row.reason, *(lesson.reason for lesson in row.lessons)])
        told = "".join(paragraph(escape(reason)) for reason in reasons if reason)
        return [f'<div class="open"><b>This could not be graded. It is not a zero.</b>{told}</div>']
    parts = [f"<p><b>{points_words(row.points, row.max_points)}</b></p>"]
    if row.open_points:
        parts.append(f'<p class="open">{count(row.open_points, "more point")} still open, for the reasons below.</p>')
    lines = "".join(
        f'<tr><td><a href="#{escape(lesson.lesson)}">{escape(lesson.lesson)}</a></td>'
        f"<td>{lesson.cell}/{number_words(lesson.max_points)}</td></tr>"
        for lesson in row.lessons
    )
    parts.append(f"<table><tr><th>lesson</th><th>points</th></tr>{lines}</table>")
    return parts + [paragraph(f"Note: {escape(note)}") for note in row.notes]


def lesson_html(lesson: LessonRow, suite: Suite, grade: Grade | None) -> list[str]:
    """Write the section of a lesson."""
    parts = [
        f'<h2 id="{escape(lesson.lesson)}">{line_html(escape(lesson.lesson), lesson.points, lesson.max_points)}</h2>'
    ]
    if lesson.open_points:
        open_points = count(lesson.open_points, "point")
        told = escape(lesson.reason) if not lesson.fault else "a fault of the kit, not of your code"
        parts.append(f'<p class="open">{open_points} open: {told}.</p>')
    if grade is None:
        return parts
    parts += [paragraph(escape(problem)) for problem in grade.problems]
    if not grade.learner:  # nothing was handed in: there is nothing to say of each check
        return parts
    for exercise in suite.lesson.exercises.values():
        parts.append(exercise_html(exercise, [told_once(v, grade.problems) for v in grade.of(exercise.name)], grade))
    return parts


def exercise_html(exercise: Exercise, verdicts: Sequence[Verdict], grade: Grade) -> str:
    """Write one exercise: what failed in full, the rest in a line each."""
    state = state_of(verdicts)
    points = sum(verdict.points for verdict in verdicts)
    title = f"{mark(state)} <b>{escape(exercise.name)}</b>: {WORDS[state]}"
    parts = [line_html(title, points, exercise.points)]
    if state == "passed":
        told = dict.fromkeys(note for verdict in verdicts for note in notes(verdict))
        parts += [paragraph(escape(note)) for note in told]
    elif all(verdict.state == "todo" for verdict in verdicts):
        parts.append(paragraph("Still a stub."))
    else:
        parts += [verdict_html(without_our_trace(verdict)) + again(verdict, grade) for verdict in verdicts]
    parts += [hints_html(exercise.hints)] if state in ("failed", "todo") else []
    return f'<div role="group" style="{BOX.format(edge=EDGES[state])}">{"".join(parts)}</div>'


def without_our_trace(verdict: Verdict) -> Verdict:
    """Leave the kit's own traceback out: it is in grades.json, for whoever mends the kit."""
    return replace(verdict, facts=("the points of this check stay open",)) if verdict.state == "crashed" else verdict


def again(verdict: Verdict, grade: Grade) -> str:
    """Write how to see a failure again: the call with its arguments, and the command."""
    if verdict.state != "failed" or not verdict.replay:
        return ""
    learner = f' --learner "exercises/{grade.lesson}.ipynb"' if grade.learner.endswith(".ipynb") else ""
    lines = [*([verdict.arguments] if verdict.arguments else []), verdict.replay + learner]
    return within(folded("To see it again", preformatted(lines)))  # arrays in full are long on a phone, and on paper
