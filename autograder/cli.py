"""The command line: `autograder check nn/losses`, `progress`, `hint softmax`; for authors `build`, `new`;
for instructors `course`, `grade`.

Exit codes: 0 all that was asked for is solved (of a lesson: its core), 1 something is open, 2 wrong usage, 3 our fault.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from autograder.terminal import (
    DEBUG_VARIABLE,
    OPEN,
    SCHEMA,
    SOLVED,
    WRONG_USAGE,
    complain,
    exit_code,
    print_json,
    screen_for,
    tell,
    told,
)

UsageError: Any = typer.BadParameter.__bases__[0]

app = typer.Typer(
    help="Checks of the workshop's exercises.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print data for programs.")]
Plain = Annotated[bool, typer.Option("--plain", help="Print plain sentences, for a screen reader or a log.")]
LearnerPath = Annotated[
    Path | None, typer.Option("--learner", metavar="PATH", help="Code elsewhere: a folder, one .py or one .ipynb.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Seed of the checks.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; whatever goes wrong is told in a sentence, without a traceback."""
    os.environ.setdefault("MPLBACKEND", "agg")  # a plot in learner code opens no window
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(args=given or ["--help"], prog_name="autograder", standalone_mode=False)
    except UsageError as error:
        code = complain(error.format_message(), WRONG_USAGE)
    except (KeyboardInterrupt, typer.Abort):
        code = complain("stopped.", WRONG_USAGE)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - the reader of our output has gone
        code = SOLVED
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        code = tell(error)
    sys.exit(code)


@app.command()
def check(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A lesson (nn/losses), a segment (nn) or an exercise (softmax).")
    ],
    learner: LearnerPath = None,
    seed: Seed = 0,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """Check a lesson, a segment or one exercise."""
    from autograder.home import find_home
    from autograder.progress import Examiner, standings
    from autograder.report.board import check_board
    from autograder.targets import resolve

    home = find_home()
    target = resolve(home, name)
    grades = Examiner(home, learner, seed).grades(target.suites, target.names)
    rows = standings(target.suites, grades)
    if as_json:
        print_json(grades, rows)
    else:
        screen = screen_for(plain)
        screen.show(check_board(rows, grades, screen, full=bool(target.names)))
    raise typer.Exit(exit_code(rows, target))


@app.command()
def progress(
    learner: LearnerPath = None,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """Show where you stand in every lesson, and what comes next."""
    from autograder.home import find_home
    from autograder.progress import Examiner, standings
    from autograder.report.board import progress_board

    home = find_home()
    suites = home.suites()
    grades = Examiner(home, learner, diagnose=False).grades(suites)
    rows = standings(suites, grades)
    if as_json:
        print_json(grades, rows)
    else:
        screen = screen_for(plain)
        screen.show(progress_board(rows, home.segments(), screen))
    raise typer.Exit(exit_code(rows))


@app.command()
def hint(
    name: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise, such as softmax.")],
    number: Annotated[int, typer.Argument(min=1, help="How strong: 1 is the gentlest.")] = 1,
    more: Annotated[int, typer.Option("--more", "-m", count=True, help="One stronger; may be repeated.")] = 0,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """Give a hint for an exercise, never its answer."""
    from autograder.home import find_home
    from autograder.report.hints import hint_lines, hints_of
    from autograder.targets import exercise_called

    home = find_home()
    suite, exercise = exercise_called(home, name)
    given = hints_of(home, suite, exercise, number + more)
    if as_json:
        print(json.dumps({"schema": SCHEMA, **given.to_json()}, indent=2))
        return
    screen = screen_for(plain)
    screen.show(hint_lines(given))


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def new(name: Annotated[str, typer.Argument(metavar="SEGMENT/LESSON", help="Such as nn/attention.")]) -> None:
    """For authors: write the four files of a new lesson, to be filled in."""
    from autograder.build.scaffold import new_lesson
    from autograder.home import find_home

    raise typer.Exit(told(new_lesson(find_home(), name)))


@app.command()
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
