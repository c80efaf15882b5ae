"""The command line: `autograder check nn/losses`, `progress`, `hint softmax`; for authors and instructors see `staff`.

Exit codes: 0 all that was asked for is solved (of a lesson: its core), 1 something is open, 2 wrong usage, 3 our fault.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer

from autograder.options import Json, LearnerPath, Plain, Seed
from autograder.terminal import (
    DEBUG_VARIABLE,
    SCHEMA,
    SOLVED,
    WRONG_USAGE,
    complain,
    exit_code,
    print_json,
    reader_has_gone,
    screen_for,
    tell,
)

UsageError: Any = typer.BadParameter.__bases__[0]

app = typer.Typer(
    help="Checks of the workshop's exercises.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
STAFF = "autograder.staff"


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
    except Exception as error:
        if reader_has_gone(error):
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
            sys.exit(SOLVED)
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
    from autograder.examiner import Examiner
    from autograder.home import find_home
    from autograder.progress import standings
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
    fresh: Annotated[bool, typer.Option("--fresh", help="Check all anew, not only what has changed.")] = False,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """Show where you stand in every lesson, and what comes next."""
    from autograder.home import find_home
    from autograder.progress import standings
    from autograder.report.board import progress_board
    from autograder.survey.board import survey

    home = find_home()
    seen = survey(home, learner, fresh=fresh)
    suites, grades = [suite for suite, _ in seen], [grade for _, grade in seen]
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
def watch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A segment (nn) or a lesson (nn/losses).")],
    plain: Plain = False,
) -> None:
    """Check again whenever you save, one exercise at a time; h gives a hint, n goes on, q quits."""
    from autograder.home import find_home
    from autograder.targets import resolve
    from autograder.watch.keys import keys_of
    from autograder.watch.loop import changes_of, examiner
    from autograder.watch.loop import watch as watch_loop
    from autograder.watch.session import Watch

    home = find_home()
    suites = resolve(home, name).suites
    session = Watch(home, name, suites, screen_for(plain), examiner(home))
    watch_loop(session, changes_of(home, suites), keys_of(sys.stdin))


@app.command()
def reset(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A lesson (nn/losses) or an exercise (softmax).")],
    plain: Plain = False,
) -> None:
    """Put stubs back, in the module and the notebook; a copy of your version is kept."""
    from autograder.home import find_home
    from autograder.report.screen import Line
    from autograder.reset import reset as put_back
    from autograder.reset import told_changes
    from autograder.targets import resolve

    home = find_home()
    changes = put_back(home, resolve(home, name))
    screen_for(plain).show([Line(text) for text in told_changes(changes)])


if importlib.util.find_spec(STAFF):  # a learner's kit has no commands for authors and instructors
    for command in importlib.import_module(STAFF).COMMANDS:
        app.command()(command)
