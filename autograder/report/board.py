"""Boards for a terminal: what `autograder check` and `autograder progress` print, in colour or as plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from autograder.home import Segment
from autograder.progress import Standing, next_up
from autograder.report import text as words
from autograder.report.screen import Line, Screen
from autograder.report.text import count, details, indented, points_words, row
from autograder.verdict import Grade, State, Verdict

STYLES: dict[State, str] = {
    "passed": "green", "failed": "bold yellow", "todo": "dim", "blocked": "dim", "crashed": "bold magenta",
}  # fmt: skip
BARE = "{:<17}"


def check_board(rows: Sequence[Standing], grades: Sequence[Grade], screen: Screen, full: bool) -> list[Line]:
    """Write the board of a check.

    Parameters
    ----------
    full : bool
        Every open check in full; otherwise the first one of each exercise, and the others by their headlines.
    """
    lines: list[Line] = []
    for grade in grades:
        mine = [standing for standing in rows if standing.suite.name == grade.lesson]
        lines += screen.row(f"{grade.lesson} ({grade.learner})", grade.points, grade.max_points, "bold")
        lines += [Line(text, "yellow") for text in indented(grade.problems, screen.marks)]
        if not all(map(words.is_unloaded, grade.verdicts)):
            lines += [line for standing in mine for line in exercise_lines(standing, grade, screen, full)]
        lines += [Line("")]
    return lines + [Line(text, "bold") for text in closing(rows, full)]


def exercise_lines(standing: Standing, grade: Grade, screen: Screen, full: bool) -> Iterator[Line]:
    """Yield one line for an exercise, and below it what is open."""
    exercise, state = standing.exercise, standing.state
    extra = "" if exercise.core else " (stretch)"
    text = f"{screen.marks[state]} {exercise.name}{extra}"
    yield from screen.row(text, standing.points, exercise.points, STYLES[state])
    opened = [words.told_once(verdict, grade.problems) for verdict in standing.verdicts if verdict.state != "passed"]
    if state == "blocked" or (opened and is_missing(opened)):
        first = opened[0].facts if is_missing(opened) else details(opened[0])
        yield from (Line(text) for text in indented(first, screen.marks))
    elif state in ("failed", "crashed"):
        reasons: set[object] = set()
        for number, verdict in enumerate(opened):
            reason = verdict.mistake or verdict.facts
            head, *rest = words.nested(verdict, screen.marks, full=number == 0 or (full and reason not in reasons))
            yield Line(head, STYLES[verdict.state])
            yield from (Line(text) for text in rest)
            reasons.add(reason)
    elif state == "passed" and full:
        told = dict.fromkeys(note for verdict in standing.verdicts for note in words.notes(verdict))
        yield from (Line(text) for text in indented(told, screen.marks))


def is_missing(verdicts: Sequence[Verdict]) -> bool:
    """Tell whether all checks of an exercise fail because the learner's file does not define it."""
    start = f"defines no `{verdicts[0].exercise}`"
    return all(verdict.facts and start in verdict.facts[0] for verdict in verdicts)


def progress_board(rows: Sequence[Standing], segments: Sequence[Segment], screen: Screen) -> list[Line]:
    """Write where the learner stands in every lesson, core apart from stretch."""
    titles = {segment.name: segment for segment in segments}
    lines: list[Line] = []
    for name, group in groupby(rows, key=lambda standing: standing.suite.segment):
        mine = list(group)
        lines.append(Line(segment_line(titles[name], mine, screen), "bold"))
        for lesson, standings in groupby(mine, key=lambda standing: standing.suite.name):
            lines += lesson_lines(lesson, list(standings), screen)
        lines.append(Line(""))
    return lines + [Line(text, "bold") for text in closing(rows)]


def segment_line(segment: Segment, rows: Sequence[Standing], screen: Screen) -> str:
    """Write the heading of a segment, with what is open of its core."""
    left = open_minutes(rows)
    rest = f"core: {left} min left" if left else "core: done"
    return (
        f"{segment.name}: {segment.title}. {rest}." if screen.plain else row(f"{segment.name}: {segment.title}", rest)
    )


def lesson_lines(lesson: str, rows: Sequence[Standing], screen: Screen) -> list[Line]:
    """Write one lesson: a bar and figures, or a sentence."""
    core, most = totals(rows, core=True)
    stretch, most_stretch = totals(rows, core=False)
    left, stem = open_minutes(rows), lesson.partition("/")[2]
    if screen.plain:
        parts = [f"core {points_words(core, most)}"] if most else []
        parts += [f"stretch {points_words(stretch, most_stretch)}"] if most_stretch else []
        parts += [f"{count(left, 'core minute')} left"] if left else []
        return [Line(f"{lesson}: {', '.join(parts)}.")]
    shown = (core, most) if most else (stretch, most_stretch)
    parts = [f"core {core:>3}/{most:<3}" if most else " " * 12, f"stretch {stretch:>3}/{most_stretch:<3}"]
    text = f"  {BARE.format(stem)} {words.bar(*shown)}  {parts[0]}  {parts[1] if most_stretch else ''}"
    style = "green" if shown[0] == shown[1] else "yellow" if core or stretch else ""
    return [Line(row(text, f"{left} min left" if left else "").rstrip(), style)]


def totals(rows: Sequence[Standing], *, core: bool) -> tuple[int, int]:
    """Sum the points earned and those that there are."""
    mine = [standing for standing in rows if standing.exercise.core is core]
    return sum(standing.points for standing in mine), sum(standing.exercise.points for standing in mine)


def open_minutes(rows: Sequence[Standing]) -> int:
    """Sum the minutes of the core exercises that are still open."""
    return sum(standing.exercise.minutes for standing in rows if standing.exercise.core and standing.state != "passed")


def closing(rows: Sequence[Standing], full: bool = False) -> list[str]:
    """Write the sum, and one command to go on: what has been shown in full is not offered again."""
    core, most = totals(rows, core=True)
    stretch, most_stretch = totals(rows, core=False)
    parts = [f"core {points_words(core, most)}"] if most else []
    parts += [f"stretch {points_words(stretch, most_stretch)}"] if most_stretch else []
    lines = [f"In all: {', '.join(parts)}."] if parts else []
    following = next_up(rows)
    if following is None:
        return [*lines, "Everything here is solved.", *(["  autograder progress"] if full else [])]
    if any(map(words.is_unloaded, following.verdicts)):
        return [*lines, "Next: see to the file that could not be loaded.", f"  autograder check {following.suite.name}"]
    name, lesson, minutes = following.exercise.name, following.suite.name, count(following.exercise.minutes, "minute")
    command = "hint" if full or following.state == "todo" else "check"
    return [*lines, f"Next: {name} in {lesson}, about {minutes}.", f"  autograder {command} {name}"]
