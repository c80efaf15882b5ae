"""`check` and `earlier` for the cells of a notebook. The engine is imported when a check runs, not before."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from autograder.hush import hushed, shortened

if TYPE_CHECKING:
    from autograder.grader import Grader
    from autograder.home import Home, Suite
    from autograder.report.html import Result
    from autograder.verdict import Verdict

NOT_RUN = "Has the cell that defines it been run?"


class CannotCheck(LookupError):
    """A check cell asks for something that there is not; a notebook shows the sentence alone."""

    def __str__(self) -> str:
        return str(self.args[0])

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(*names: str, seed: int | None = None) -> float:
    """Check exercises of this notebook, show the verdicts, and return the points earned.

    Parameters
    ----------
    *names : str
        Exercises such as ``"softmax"``; without any, all exercises of the notebook's lesson.
    seed : int, optional
        Seed of the checks; the public one if not given.

    Returns
    -------
    float
        Points earned, as a plain number: the last expression of a graded cell.

    Raises
    ------
    CannotCheck
        If an exercise is unknown, or the kit's folder cannot be found.
    """
    from autograder.neighbours import grader_for
    from autograder.report.html import Board

    namespace = caller_namespace()
    home = kit()
    suites = suites_for(home, names or names_of_lesson(home, namespace))
    grader = grader_for(home, namespace, seed)
    results = tuple(result_of(grader, suite, name, namespace) for name, suite in suites.items())
    show(Board(results))
    return float(sum(result.points for result in results))


def earlier(lesson: str) -> ModuleType:
    """Bring in the answers of an earlier lesson.

    Each name comes from your notebook of that lesson, where it is answered there, else from the module.

    Parameters
    ----------
    lesson : str
        Such as ``"nn/losses"``.

    Returns
    -------
    module
        With the functions and classes of that lesson; those still to be written raise NotImplementedError.

    Raises
    ------
    CannotCheck
        If there is no such lesson, or no answers of it.
    """
    from autograder.house import House
    from autograder.neighbours import folders_at_work

    home = kit()
    name = lesson_called(home, lesson)
    with hushed():
        try:
            return House(home.exercises, home.lesson_names(), beside=folders_at_work()).earlier(name)
        except ImportError as error:
            raise CannotCheck(str(error)) from None


def kit() -> Home:
    """Find the kit from the notebook's folder."""
    from autograder.home import HomeNotFound, find_home

    try:
        return find_home()
    except HomeNotFound as error:
        raise CannotCheck(str(error)) from None


def caller_namespace() -> dict[str, Any]:
    """Return the names of the notebook, or of whoever called `check` where there is no notebook."""
    shell = shell_at_work()
    if shell is not None:
        names: dict[str, Any] = shell.user_ns
        return names
    return sys._getframe(2).f_globals


def shell_at_work() -> Any:
    """Return IPython's shell if it runs, without importing IPython."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None


def suites_for(home: Home, names: Sequence[str]) -> dict[str, Suite]:
    """Find the suite of each exercise; one suite is loaded once."""
    from autograder.home import NoSuchLesson
    from autograder.targets import did_you_mean, exercise_names

    found: dict[str, Suite] = {}
    for name in names:
        known = next((suite for suite in found.values() if name in suite.lesson.exercises), None)
        try:
            found[name] = known or home.exercise(name)[0]
        except NoSuchLesson:
            near = did_you_mean(name, exercise_names(home))
            raise CannotCheck(f"There is no exercise called {name!r}.{near}") from None
    return found


def lesson_called(home: Home, lesson: str) -> str:
    """Return the full name of a lesson, given with its segment or without."""
    from autograder.targets import did_you_mean

    names = home.lesson_names()
    found = [name for name in names if lesson.replace(".", "/") in (name, name.partition("/")[2])]
    if len(found) != 1:
        raise CannotCheck(f"There is no lesson called {lesson!r}.{did_you_mean(lesson, names)}")
    return found[0]


def names_of_lesson(home: Home, namespace: dict[str, Any]) -> list[str]:
    """Name the exercises of the lesson that the notebook belongs to: by its file's name, else by what it defines."""
    file = os.environ.get("JPY_SESSION_NAME") or str(namespace.get("__vsc_ipynb_file__", ""))
    suites = home.suites()
    for suite in suites:
        if suite.stem == Path(file).stem:
            return list(suite.lesson.exercises)
    own = {name for name, value in namespace.items() if getattr(value, "__module__", None) == namespace["__name__"]}
    counts = sorted(((len(own & set(suite.lesson.exercises)), suite.name) for suite in suites), reverse=True)
    if not counts or not counts[0][0] or (len(counts) > 1 and counts[0][0] == counts[1][0]):
        raise CannotCheck('Which exercise? Give its name, such as check("softmax").')
    return next(list(suite.lesson.exercises) for suite in suites if suite.name == counts[0][1])


def result_of(grader: Grader, suite: Suite, name: str, namespace: dict[str, Any]) -> Result:
    """Run the checks of one exercise on the notebook's own definition."""
    from autograder.learner import Learner
    from autograder.report.html import Result

    exercise = suite.lesson.exercises[name]
    learner = Learner("this notebook", namespace, [], grader.house.spaces)
    run = grader.run(suite, learner)
    with hushed() as printed:
        for check in exercise.checks:
            run.outcome(check)
    with hushed():  # looking for the reason of a failure runs the code again: nothing to show twice
        verdicts = tuple(replace(run.verdict(check), replay=None) for check in exercise.checks)
    last_word = advice(grader, suite, verdicts) if name in namespace else NOT_RUN
    return Result(exercise, verdicts, shortened(printed.getvalue()), last_word)


def advice(grader: Grader, suite: Suite, verdicts: Sequence[Verdict]) -> str:
    """Say where an exercise lies that is waited for, if it is in another lesson."""
    waits = next((verdict.waits_for for verdict in verdicts if verdict.waits_for), None)
    if waits is None or waits in suite.lesson.exercises:
        return ""
    lesson = grader.find(waits)[0].name
    return f"{waits} belongs to {lesson}. If it is solved there by now, run the first cells of this notebook again."


def show(board: Any) -> None:
    """Display in a notebook, print elsewhere."""
    if shell_at_work() is not None:
        from IPython.display import display

        display(board)
        return
    from autograder.report.html import board_text
    from autograder.report.text import marks_on

    print(board_text(board.results, marks_on(sys.stdout)))
