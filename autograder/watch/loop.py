"""The loop of a watch: files that change, keys that are pressed, checks in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from autograder.errors import WrongUsage
from autograder.home import Home, Suite
from autograder.report.screen import Line
from autograder.verdict import Grade
from autograder.watch.keys import Keys
from autograder.watch.session import KEYS, Watch

KINDS = (".py", ".ipynb")
LONGEST = 300
TEXT: dict[str, Any] = {"encoding": "utf-8", "errors": "replace"}  # the grades are ASCII; the rest is for reading
QUIT = ("q", "\x03", "\x04")
Changes = Iterable[set[tuple[Any, str]]]


class CheckFailed(WrongUsage):
    """The process of a check ended without a verdict."""


def watch(session: Watch, changes: Changes, keys: Keys) -> None:
    """Watch until the learner quits.

    Parameters
    ----------
    session : Watch
        What is shown.
    changes : iterable of sets
        Yields the files that have changed, and an empty set every now and then.
    keys : Keys
        The keyboard.
    """
    looking = iter(changes)
    early = list(islice(looking, 1))  # only now are the files watched: a save during the first checks counts
    with keys:
        attempt(session, session.begin)
        for changed in chain(early, looking):
            paths = sorted({Path(path) for _, path in changed})
            if paths:
                attempt(session, partial(session.saved, paths))
            for key in keys.pressed():
                if key in QUIT:
                    return
                attempt(session, partial(session.pressed, key))


def attempt(session: Watch, action: Callable[[], None]) -> None:
    """Do something that checks; code that ends the process of a check does not end the watch."""
    try:
        action()
    except CheckFailed as error:
        session.screen.show([Line(text, "yellow") for text in (str(error), KEYS)])


def changes_of(home: Home, suites: Sequence[Suite]) -> Changes:
    """Yield changes of the files of some lessons."""
    import watchfiles

    names = {f"{suite.name}{kind}" for suite in suites for kind in KINDS}

    def wanted(change: object, path: str) -> bool:
        return "/".join(Path(path).parts[-2:]) in names

    folders = sorted({home.exercises / suite.segment for suite in suites})
    told: dict[str, Any] = {"debounce": 200, "rust_timeout": 200, "yield_on_timeout": True, "raise_interrupt": False}
    changes: Changes = watchfiles.watch(*folders, watch_filter=wanted, **told)
    return changes


def examiner(home: Home) -> Callable[[Sequence[str]], list[Grade]]:
    """Return what checks lessons or exercises in a fresh process, so that learner code cannot end the watch."""

    def examine(names: Sequence[str]) -> list[Grade]:
        return [grade for name in names for grade in grades_of(home, name)]

    return examine


def grades_of(home: Home, name: str) -> list[Grade]:
    """Run `autograder check NAME --json` in a process of its own.

    Raises
    ------
    CheckFailed
        If it does not come back with grades.
    """
    command = [sys.executable, "-m", "autograder", "check", name, "--json"]
    try:
        done = subprocess.run(
            command, cwd=home.root, capture_output=True, stdin=subprocess.DEVNULL, timeout=LONGEST, **TEXT
        )
        return [Grade.from_json(grade) for grade in json.loads(done.stdout)["grades"]]
    except subprocess.TimeoutExpired:
        raise CheckFailed(f"checking {name} took more than {LONGEST} seconds: does it train something?") from None
    except (ValueError, KeyError):
        said = done.stderr.strip() or "it ended without a word"
        raise CheckFailed(f"checking {name} gave no verdict: {said}") from None
