"""What a pytest session comes to: read from its reports, told in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from autograder.home import Suite
from autograder.lesson import Check
from autograder.report.text import is_unloaded
from autograder.verdict import Verdict


@dataclass(frozen=True)
class Result:
    """A verdict with what has to be known of its lesson."""

    lesson: str
    lesson_points: int
    lesson_checks: int
    place: tuple[str, int, str, int]
    problems: tuple[str, ...]
    verdict: Verdict


def result_json(suite: Suite, check: Check, problems: Sequence[str], verdict: Verdict) -> dict[str, Any]:
    """Write a result as plain data, to travel with a report."""
    lesson = suite.lesson
    return {
        "lesson": suite.name,
        "lesson_points": lesson.points,
        "lesson_checks": len(lesson.checks),
        "place": [suite.segment, lesson.place, suite.stem, lesson.checks.index(check)],
        "problems": list(problems),
        "verdict": verdict.to_json(),
    }


def result_of(report: Any) -> Result | None:
    """Read the result that a report carries, if it is one of ours."""
    data = getattr(report, "autograder", None)
    if data is None:
        return None
    return Result(
        data["lesson"],
        data["lesson_points"],
        data["lesson_checks"],
        tuple(data["place"]),
        tuple(data["problems"]),
        Verdict.from_json(data["verdict"]),
    )


def results_in(reporter: Any) -> list[Result]:
    """Gather all results of a session from the terminal reporter, in the order of lessons and checks."""
    reports = [report for rows in reporter.stats.values() for report in rows]
    results = [result for report in reports if (result := result_of(report))]
    return sorted(results, key=lambda result: result.place)


@dataclass(frozen=True)
class Standing:
    """Whether the core is done, and how many checks of stretch exercises are still untouched."""

    core_done: bool
    open_stretch: int

    @classmethod
    def of(cls, results: Sequence[Result]) -> Standing:
        """Judge whole lessons only: a selection of checks says nothing about the core."""
        core = [result.verdict for result in results if result.verdict.core]
        done = bool(core) and all(verdict.state == "passed" for verdict in core)
        open_stretch = [r for r in results if not r.verdict.core and r.verdict.state in ("todo", "blocked")]
        return cls(done and all_complete(results), len(open_stretch))


def all_complete(results: Sequence[Result]) -> bool:
    """Tell whether every check of every lesson that was touched has run."""
    return all(len(group) == group[0].lesson_checks for _, group in by_lesson(results))


def by_lesson(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Group results by lesson."""
    for lesson, group in groupby(results, key=lambda result: result.lesson):
        yield lesson, list(group)


def summary_lines(results: Sequence[Result]) -> Iterator[str]:
    """Yield a line a lesson with its points, what kept code from loading, and the total."""
    earned = total = 0
    for lesson, group in by_lesson(results):
        points, most = sum(result.verdict.points for result in group), group[0].lesson_points
        earned, total = earned + points, total + most
        left = group[0].lesson_checks - len(group)
        yield f"{lesson:<24} {points:>3}/{most} points" + (f"  ({left} checks were not run)" if left else "")
        yield from (f"    {problem}" for problem in group[0].problems)
    yield f"{'together':<24} {earned:>3}/{total} points"
    yield from next_line(results)


def next_line(results: Sequence[Result]) -> Iterator[str]:
    """Yield what to do next: core before stretch, in the order of the lessons."""
    opened = [result for result in results if result.verdict.state != "passed"]
    chosen = next((result for result in opened if result.verdict.core), opened[0] if opened else None)
    if chosen and is_unloaded(chosen.verdict) and chosen.problems:
        place, broken, _ = chosen.problems[0].partition(" is not Python yet")
        yield f"next: mend {place}" if broken else f"next: see to this: {place}"
    elif chosen:
        name = chosen.verdict.waits_for or chosen.verdict.exercise
        yield f"next: {name}  (a hint: autograder hint {name})"
