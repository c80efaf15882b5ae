"""Options and discovery that the tests of the kit share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from autograder.bank import bank_for
from autograder.home import Home

ROOT = Path(__file__).resolve().parent.parent
HOME = Home(ROOT)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("laws")
    group.addoption("--lesson", default=None, help="hold only this lesson to the laws, such as nn/losses")
    group.addoption(
        "--mutants", choices=("some", "all"), default="some", help="try a sample of mutants and bank entries, or all"
    )
    group.addoption("--students", type=int, default=12, help="how many students the class has (default: 12)")
    group.addoption("--seeds", type=int, default=2, help="how many seeds each law tries (default: 2)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Find lessons and bank entries; no list is kept by hand."""
    kind = next((word for word in ("wrong", "right") if f"{word}_entry" in metafunc.fixturenames), None)
    if "suite" not in metafunc.fixturenames and kind is None:
        return
    chosen = metafunc.config.getoption("--lesson")
    suites = [suite for suite in all_suites() if chosen in (None, suite.name)]
    if "suite" in metafunc.fixturenames:
        metafunc.parametrize("suite", suites, ids=[suite.name for suite in suites])
    if kind:
        pairs = [(suite, entry) for suite in suites for entry in entries_of(suite) if entry.kind == kind]
        ids = [f"{suite.name}:{entry.exercise}:{entry.name}" for suite, entry in pairs]
        metafunc.parametrize(f"{kind}_entry", pairs, ids=ids)


@cache
def all_suites():
    return HOME.suites()


def entries_of(suite):
    bank = bank_for(HOME, suite)
    return bank.entries if bank else ()


@pytest.fixture(scope="session")
def home() -> Home:
    return HOME


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> range:
    return range(request.config.getoption("--seeds"))
