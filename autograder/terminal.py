"""How the command line ends and what it says: exit codes, sentences about errors, data for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from errno import EINVAL
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.progress import Standing
    from autograder.targets import Target
    from autograder.verdict import Grade

SOLVED, OPEN, WRONG_USAGE, OUR_FAULT = range(4)
SCHEMA = 1
DEBUG_VARIABLE = "AUTOGRADER_DEBUG"


def tell(error: Exception) -> int:
    """Tell an error in a sentence and return the exit code that fits."""
    from autograder.errors import WrongUsage

    if isinstance(error, WrongUsage):
        return complain(str(error.args[0] if error.args else error), WRONG_USAGE)
    words = f"{type(error).__name__}: {error}"
    return complain(f"the kit itself failed ({words}). Set {DEBUG_VARIABLE}=1 to see where.", OUR_FAULT)


def reader_has_gone(error: Exception) -> bool:
    """Tell whether nobody reads our output any more; on Windows a pipe without a reader is an invalid argument."""
    nameless = isinstance(error, OSError) and error.filename is None
    return nameless and (isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == EINVAL))


def complain(sentence: str, code: int) -> int:
    """Write a sentence to stderr, in ASCII where the terminal has no more."""
    from autograder.report.text import PLAIN, ascii_only, marks_for

    plain = marks_for(getattr(sys.stderr, "encoding", None)) is PLAIN
    print(f"autograder: {ascii_only(sentence) if plain else sentence}", file=sys.stderr)
    return code


def told(report: Any) -> int:
    """Print what an author's command did with which files, and return the exit code."""
    from autograder.files import display

    for path in report.written:
        print(f"written: {display(path)}")
    gone = getattr(report, "removed", ())
    for path in gone:
        print(f"removed: {display(path)}")
    stale = getattr(report, "stale", ())
    for path in stale:
        print(f"out of date: {display(path)}")
    if stale:
        print("Bring them up to date with: autograder build")
    elif not report.written and not gone:
        print("Everything is up to date.")
    return OPEN if stale else SOLVED


def exit_code(rows: Sequence[Standing], target: Target | None = None) -> int:
    """Return the exit code: the kit's own fault first, then what is open of what was asked for."""
    if any(row.state == "crashed" for row in rows):
        return OUR_FAULT
    core = [row for row in rows if row.exercise.core]
    asked = rows if (target and target.names) or not core else core
    return OPEN if any(row.state != "passed" for row in asked) else SOLVED


def screen_for(plain: bool) -> Any:
    """Return where to print; a terminal without the marks gets the plain form."""
    from autograder.report.screen import Screen

    return Screen.on(sys.stdout, plain)


def print_json(grades: Sequence[Grade], rows: Sequence[Standing]) -> None:
    """Print grades as JSON, with what comes next."""
    from autograder.progress import next_up

    row = next_up(rows)
    data = {
        "schema": SCHEMA,
        "grades": [grade.to_json() for grade in grades],
        "next": {"lesson": row.suite.name, "exercise": row.exercise.name} if row else None,
    }
    print(json.dumps(data, indent=2))
