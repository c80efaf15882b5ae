"""pytest shows the verdicts: one item a check, no fixtures, ordinary exit codes."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.grader import PUBLIC_SEED, Grader, OtherSeed
from autograder.home import Home, Suite, find_home, lesson_name
from autograder.house import House
from autograder.lesson import Check, Lesson
from autograder.report.session import Result, Standing, result_json, result_of, results_in, summary_lines
from autograder.report.text import marks_on, told_once, verdict_text
from autograder.verdict import Verdict

SHORT = {"todo": ("t", "TODO"), "blocked": ("b", "BLOCKED"), "crashed": ("C", "CRASHED")}
GRADERS = pytest.StashKey[dict[Path, Grader]]()
SUITES = pytest.StashKey[dict[str, Suite]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the kit's two options."""
    group = parser.getgroup("autograder", "checks of the workshop's exercises")
    group.addoption("--learner", metavar="PATH", help="check code elsewhere: a folder, one .py or one .ipynb")
    group.addoption("--seed", type=int, default=PUBLIC_SEED, metavar="N", help="seed of the checks (default: 0)")


class CheckFailed(Exception):
    """Carries a verdict that is not `passed` through pytest."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.state)
        self.verdict = verdict


class CheckItem(pytest.Item):
    """One check as a test item."""

    def __init__(self, *, check: Check, suite: Suite, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check
        self.suite = suite
        self.result: dict[str, Any] | None = None

    def runtest(self) -> None:
        """Run the check on the learner's code."""
        run = grader_for(self.config, self.suite).run(self.suite)
        verdict = run.verdict(self.check)
        self.result = result_json(self.suite, self.check, run.learner.problems, verdict)
        if verdict.state != "passed":
            raise CheckFailed(told_once(verdict, run.learner.problems))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the verdict instead of a traceback of ours."""
        if isinstance(excinfo.value, CheckFailed):
            return verdict_text(excinfo.value.verdict, marks_on(sys.__stdout__))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the check stands and what it is called."""
        return self.path, self.check.function.__code__.co_firstlineno - 1, self.name


def pytest_pycollect_makeitem(collector: Any, name: str, obj: object) -> list[pytest.Item] | None:
    """Make an item of each check of a suite; leave everything else to pytest."""
    if not isinstance(obj, Check):
        return None
    if name != obj.name:
        return []
    suite = suite_of(collector)
    try:
        grader_for(collector.config, suite)
    except OtherSeed as error:
        raise collector.CollectError(str(error)) from None
    return [CheckItem.from_parent(collector, name=name, check=obj, suite=suite)]


def suite_of(collector: Any) -> Suite:
    """Return the suite of the module that is being collected."""
    suites = collector.config.stash.setdefault(SUITES, {})
    path = collector.path
    if str(path) not in suites:
        lesson = next(value for value in vars(collector.obj).values() if isinstance(value, Lesson))
        suites[str(path)] = Suite(lesson_name(path), path, lesson)
    found: Suite = suites[str(path)]
    return found


def grader_for(config: pytest.Config, suite: Suite) -> Grader:
    """Return the session's grader for the kit that a suite belongs to."""
    graders = config.stash.setdefault(GRADERS, {})
    root = suite.path.parent.parent.parent
    if root not in graders:
        home = Home(root) if (root / "exercises").is_dir() else find_home(suite.path.parent)
        learner = config.getoption("--learner")
        path = Path(config.invocation_params.dir, learner) if learner else suite.path.parent.parent
        graders[root] = Grader(home, House(path, home.lesson_names()), config.getoption("--seed"))
    return graders[root]


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a learner's path that does not exist before anything runs."""
    learner = config.getoption("--learner")
    if learner and not Path(config.invocation_params.dir, learner).exists():
        raise pytest.UsageError(f"--learner {learner}: there is no such file or folder")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send the verdict along with the report, as plain data that also crosses to another process."""
    report = yield
    if isinstance(item, CheckItem) and item.result is not None and report.when == "call":
        report.autograder = item.result  # type: ignore[attr-defined]
    return report


def pytest_report_teststatus(report: Any) -> tuple[str, str, str] | None:
    """Call an untouched stub todo and a waiting exercise blocked, in place of failed."""
    result = result_of(report)
    if result is None or result.verdict.state not in SHORT:
        return None
    letter, word = SHORT[result.verdict.state]
    return result.verdict.state, letter, word


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """End with 0 where the core is done and all that is open are untouched stretch exercises."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or session.exitstatus != pytest.ExitCode.TESTS_FAILED or session.shouldfail:
        return
    standing = Standing.of(results_in(reporter))
    if standing.core_done and session.testsfailed == standing.open_stretch:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print where the learner stands: points out of all that the lessons hold."""
    results = results_in(terminalreporter)
    if results:
        terminalreporter.section("workshop", sep="-")
        for line in [*summary_lines(results), *notes_on_notebooks(results, terminalreporter.config)]:
            terminalreporter.write_line(line)


def notes_on_notebooks(results: Sequence[Result], config: pytest.Config) -> Iterator[str]:
    """Yield a line for each lesson whose notebook holds answers that the module, which was checked, does not."""
    if config.getoption("--learner"):
        return
    for lesson in dict.fromkeys(result.lesson for result in results if result.verdict.state == "todo"):
        for grader in config.stash.get(GRADERS, {}).values():
            if grader.house.answered_in_notebook(lesson):
                yield f"{lesson}: your notebook has answers too; `autograder check {lesson}` counts the better of both"
