"""pytest shows the verdicts: one item a check, no fixtures, ordinary exit codes."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.grader import PUBLIC_SEED, Grader
from autograder.home import Home, Suite, find_home, lesson_name
from autograder.house import House
from autograder.lesson import Check, Lesson
from autograder.report.text import verdict_text
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

    def runtest(self) -> None:
        """Run the check on the learner's code."""
        verdict = grader_for(self.config, self.suite).run(self.suite).verdict(self.check)
        self.user_properties.append(("autograder", verdict.to_json()))
        if verdict.state != "passed":
            raise CheckFailed(verdict)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the verdict instead of a traceback of ours."""
        if isinstance(excinfo.value, CheckFailed):
            return verdict_text(excinfo.value.verdict)
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


def verdict_in(report: pytest.TestReport) -> Verdict | None:
    """Read the verdict that a report carries, if it is one of ours."""
    found = [value for key, value in report.user_properties if key == "autograder"]
    return Verdict.from_json(found[0]) if found else None  # type: ignore[arg-type]


def pytest_report_teststatus(report: Any, config: pytest.Config) -> tuple[str, str, str] | None:
    """Call an untouched stub todo and a waiting exercise blocked, in place of failed."""
    if getattr(report, "when", None) != "call":
        return None
    verdict = verdict_in(report)
    if verdict is None or verdict.state not in SHORT:
        return None
    letter, word = SHORT[verdict.state]
    return verdict.state, letter, word


@pytest.hookimpl(hookwrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """End with 0 where all that is left open are untouched stretch exercises."""
    yield


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print where the learner stands, from the suites and not from what happened to be selected."""
    lines = list(summary_lines(terminalreporter))
    if lines:
        terminalreporter.section("workshop", sep="-")
        for line in lines:
            terminalreporter.write_line(line)


def summary_lines(terminalreporter: Any) -> Iterator[str]:
    """Yield the lines of the summary."""
    reports = [report for rows in terminalreporter.stats.values() for report in rows]
    verdicts = [v for r in reports if isinstance(r, pytest.TestReport) and r.when == "call" and (v := verdict_in(r))]
    if not verdicts:
        return
    yield f"{sum(v.points for v in verdicts)}/{sum(v.max_points for v in verdicts)} points"
