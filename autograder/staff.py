"""Commands for authors and instructors: `build`, `new`, `course`, `kit`, `grade`, `report`, `doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.options import Json, Plain
from autograder.terminal import OPEN, SCHEMA, SOLVED, screen_for, told


def build(
    names: Annotated[list[str] | None, typer.Argument(help="Lessons; all of them if none is given.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if something is out of date.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were changed by hand.")] = False,
) -> None:
    """For authors: write skeletons and notebooks from the lesson sources."""
    from autograder.build.lessons import build as build_lessons
    from autograder.home import find_home

    report = build_lessons(find_home(), names or None, check=check, force=force)
    raise typer.Exit(told(report))


def course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write the course.")],
    segment: Annotated[list[str] | None, typer.Option("--segment", help="Only this one; may be repeated.")] = None,
    lesson: Annotated[list[str] | None, typer.Option("--lesson", help="Only this one (nn/losses); likewise.")] = None,
    exercise: Annotated[list[str] | None, typer.Option("--exercise", help="Only this one (softmax); likewise.")] = None,
) -> None:
    """For instructors: write an nbgrader course; its course.toml says what it holds, and the points."""
    from autograder.build.course import write_course
    from autograder.home import find_home

    raise typer.Exit(told(write_course(find_home(), folder, segment, lesson, exercise)))


def grade(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A segment (nn) or a lesson (nn/losses).")],
    submissions: Annotated[
        Path | None, typer.Argument(metavar="SUBMISSIONS", help="A folder or zip: one entry a student.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the grades go.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="How many side by side.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", metavar="FOLDER", help="Keeps seeds and results; DIR if not given.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ADDRESS", help="Grade on this dask scheduler.")
    ] = None,
    nbgrader: Annotated[
        Path | None, typer.Option(metavar="COURSE", help="Grade what lies in this nbgrader course, and record it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="With --nbgrader: record also where nothing changed.")] = False,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """For instructors: grade what a class has handed in."""
    from autograder.grading.bar import Bar
    from autograder.grading.course_run import CourseOrder, grade_course
    from autograder.grading.run import Order, grade_class
    from autograder.grading.summary import summary
    from autograder.home import find_home

    refuse_wrong_mix(submissions, out, course, nbgrader, force)
    with Bar.on(sys.stderr, plain) as bar:
        if nbgrader:
            report = grade_course(CourseOrder(nbgrader, name, out, jobs, cluster, force), bar)
        elif submissions and out:
            report = grade_class(Order(find_home(), name, submissions, out, course, jobs, cluster), bar)
    screen = screen_for(plain)
    if as_json:
        print(json.dumps(report.to_json(), indent=2))
    else:
        screen.show(summary(report))
    raise typer.Exit(report.exit_code)


def refuse_wrong_mix(
    submissions: Path | None, out: Path | None, course: Path | None, nbgrader: Path | None, force: bool
) -> None:  # fmt: skip
    """Refuse options of `grade` that do not go together."""
    if nbgrader and (submissions or course):
        given = "SUBMISSIONS" if submissions else "--course"
        raise typer.BadParameter(f"--nbgrader names the course, which says the rest: leave {given} out")
    if not nbgrader and not (submissions and out):
        missing = "--out DIR" if submissions else "SUBMISSIONS"
        raise typer.BadParameter(f"{missing} is missing: name it, or an nbgrader course by --nbgrader COURSE")
    if force and not nbgrader:
        raise typer.BadParameter("--force goes with --nbgrader: results are known by their content otherwise")


def new(name: Annotated[str, typer.Argument(metavar="SEGMENT/LESSON", help="Such as nn/attention.")]) -> None:
    """For authors: write the four files of a new lesson, to be filled in."""
    from autograder.build.scaffold import new_lesson
    from autograder.home import find_home

    raise typer.Exit(told(new_lesson(find_home(), name)))


def doctor(as_json: Json = False) -> None:
    """For instructors: say what this machine offers for grading, and what to install."""
    from autograder.sandbox.doctor import examine

    findings = examine()
    if as_json:
        print(json.dumps({"schema": SCHEMA, "findings": [finding.to_json() for finding in findings]}, indent=2))
    else:
        for finding in findings:
            print(f"{'ok' if finding.good else 'no'}  {finding.what}")
            if finding.remedy:
                print(f"    to do: {finding.remedy}")
    raise typer.Exit(SOLVED if findings[0].good else OPEN)


def kit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the kit's folder and its zip go.")],
    segment: Annotated[list[str] | None, typer.Option("--segment", help="Only this one; may be repeated.")] = None,
    plain: Plain = False,
) -> None:
    """For instructors: write the learner's kit, without answers and without the reference."""
    from autograder.build.kit import write_kit
    from autograder.home import find_home

    def tell(name: str) -> None:
        print(f"recording {name}", file=sys.stderr)

    made = write_kit(find_home(), folder, segment or None, (lambda name: None) if plain else tell)
    print(f"{made.folder}: {made.files} files; {made.archive.name}: {made.size / 1e6:.2f} MB")


def report(
    results: Annotated[Path, typer.Argument(metavar="DIR", help="What `autograder grade` wrote with --out.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="DIR/report if not given.")] = None,
    mask: Annotated[bool, typer.Option("--mask", help="Numbers in the place of names.")] = False,
) -> None:
    """For instructors: show what the class as a whole knows, from graded results."""
    from autograder.classroom.write import write_report

    files = write_report(results, out or (results if results.is_dir() else results.parent) / "report", mask)
    print(f"{files[0]}\nbeside it: {', '.join(path.name for path in files[1:])}")


COMMANDS = (build, course, kit, grade, report, new, doctor)
