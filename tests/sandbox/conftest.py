"""What the sandbox's tests share: learner code given as text, run behind a wall, checked by a function."""

from __future__ import annotations

import inspect
from dataclasses import replace
from textwrap import dedent

import pytest

from autograder.lesson import Check
from autograder.run import run_check
from autograder.sandbox.limits import LIMITS
from autograder.sandbox.remote import SandboxHouse
from autograder.sandbox.tiers import Tier, best_tier
from tests.text_reference import TextReference

LESSON = "nn/lesson"
QUICK = replace(LIMITS, call_seconds=1.0, load_seconds=4.0)
TIERS = {"bubblewrap": Tier("bubblewrap"), "process": Tier("process", "asked for by a test")}


def needs(tier: str) -> Tier:
    """Return a tier, or skip the test where it cannot be had."""
    best = best_tier()
    if best.name == "none" or (tier == "bubblewrap" and best.name != "bubblewrap"):
        pytest.skip(best.reason)
    return TIERS.get(tier, best)


class Room:
    """A folder of learner code and the sandbox around it."""

    def __init__(self, folder, tier: Tier, limits=QUICK) -> None:
        self.folder = folder
        self.tier = tier
        self.limits = limits
        self.houses: list[SandboxHouse] = []

    def write(self, source: str | bytes, name: str = "nn/lesson.py") -> None:
        """Hand in a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source if isinstance(source, bytes) else dedent(source).encode())

    def house(self, lessons=(LESSON,), **options) -> SandboxHouse:
        made = SandboxHouse(self.folder, list(lessons), tier=self.tier, limits=self.limits, **options)
        self.houses.append(made)
        return made

    def run(self, answer, ask, reference="def f(*args): return args", *, exercise="f", house=None, seed=0):
        """Run a check function on learner code behind the wall."""
        if answer is not None:
            self.write(answer)
        learner = (house or self.house()).learner(LESSON)
        check = Check("test_it", exercise, "does it", 1, None, ask, tuple(inspect.signature(ask).parameters))
        return run_check(check, learner, TextReference(reference), seed)

    def value(self, answer, *args, name="f"):
        """Call a function behind the wall, outside of any check, and return what comes back."""
        self.write(answer)
        learner = self.house().learner(LESSON)
        with learner.session():
            return learner.get(name)(*args)

    def close(self) -> None:
        for house in self.houses:
            house.close()


@pytest.fixture(params=list(TIERS))
def tier(request) -> Tier:
    return needs(request.param)


@pytest.fixture
def room(tmp_path):
    """Give a room of the strongest tier of this machine."""
    made = Room(tmp_path, needs("any"))
    yield made
    made.close()


@pytest.fixture
def each_room(tmp_path, tier):
    """Give a room of each tier."""
    made = Room(tmp_path, tier)
    yield made
    made.close()


@pytest.fixture
def walled(tmp_path):
    """Give a room that is a real sandbox; skip where there is none."""
    made = Room(tmp_path, needs("bubblewrap"))
    yield made
    made.close()


@pytest.fixture
def told():
    """Give all that an outcome says, as one text."""

    def told(outcome) -> str:
        difference = outcome.difference
        facts = (*difference.facts, difference.help or "") if difference else ()
        return "\n".join((outcome.call, *facts, *outcome.trace))

    return told
