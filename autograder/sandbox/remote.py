"""A house of learner code in a sandbox: what `Grader` takes in place of a `House`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.house import House
from autograder.learner import Learner, Place
from autograder.outcome import Mismatch
from autograder.sandbox.box import Box
from autograder.sandbox.limits import LIMITS, Limits
from autograder.sandbox.session import Session
from autograder.sandbox.staging import Staged, stage
from autograder.sandbox.tiers import Tier, best_tier

SLOW_LOAD = 0.5
Fresh = Literal["check", "lesson"]


@dataclass
class RemoteLearner(Learner):
    """One lesson of a learner's, each check in a worker of its own.

    Checks run with it as they are: `get` gives proxies, and what they raise has the learner's own frames.

    Attributes
    ----------
    fresh : str
        ``check`` for a new worker for every check, ``lesson`` to go on with one until something ends it, as a file is
        loaded once by pytest. A file that takes long to load is kept in any case.
    stale : bool
        Whether the worker still holds what another check has left.
    """

    house: SandboxHouse | None = field(default=None, repr=False)
    lesson: str = ""
    fresh: Fresh = "check"
    open: Session | None = field(default=None, repr=False)
    stale: bool = False
    apart: bool = True

    @contextmanager
    def session(self) -> Iterator[None]:
        """Open a session for one check, and end it afterwards whatever happened."""
        assert self.house is not None
        began = time.monotonic()
        self.stale = self.open is not None
        self.open = self.open or self.begin()
        self.open.deadline = time.monotonic() + self.house.limits.check_seconds
        try:
            yield
        finally:
            self.house.spent += time.monotonic() - began
            if self.open is not None and not self.keeps(self.open):
                self.close()

    def begin(self) -> Session:
        """Start a worker and let it load the lesson."""
        assert self.house is not None
        limits = self.house.limits
        box = self.house.opened()
        made = Session(box, self.lesson, time.monotonic() + limits.load_seconds + limits.check_seconds, self.exercises)
        self.label = made.label or self.label
        self.problems[:] = made.problems
        return made

    def keeps(self, session: Session) -> bool:
        """Tell whether the next check goes on with this worker."""
        return session.dead is None and (self.fresh == "lesson" or session.load_seconds > SLOW_LOAD)

    def close(self) -> None:
        """End the worker."""
        if self.open is not None:
            self.open.close()
            self.open = None

    def get(self, name: str) -> Any:
        """Return a proxy for what the learner calls `name`.

        Raises
        ------
        MissingName
            If there is no such name.
        """
        assert self.house is not None
        if self.open is None:
            raise RuntimeError("a learner in a sandbox is asked outside a session")
        if self.house.spent > self.house.limits.learner_seconds:
            self.open.fail("learner")
        return self.renewed(name) if self.stale else self.open.get(None, name)

    def renewed(self, name: str) -> Any:
        """Return the first proxy of a check that goes on with a worker; one that has died meanwhile is replaced."""
        assert self.house is not None
        assert self.open is not None
        self.stale = False
        try:
            return self.open.renewed(name)
        except Mismatch:
            if self.open.dead is None:
                raise
        self.close()
        self.open = self.begin()
        self.open.deadline = time.monotonic() + self.house.limits.check_seconds
        return self.open.get(None, name)

    def places(self, error: BaseException) -> list[Place]:
        """Return where in the learner's code an exception passed, as the worker told it."""
        found: list[Place] = getattr(error, "learner_places", [])
        return found


@dataclass
class SandboxHouse(House):
    """Learner code on disk that is loaded and run in a sandbox. Close it, or use it in a ``with`` statement.

    Attributes
    ----------
    tier : Tier
        How far it is kept away; the strongest that works here if not given.
    fresh : str
        See `RemoteLearner`.
    spent : float
        Seconds that checks of this learner have taken so far.
    """

    tier: Tier | None = None
    fresh: Fresh = "check"
    limits: Limits = LIMITS
    spent: float = 0.0
    staged: Staged | None = field(default=None, repr=False)
    box: Box | None = field(default=None, repr=False)
    learners: dict[str, RemoteLearner] = field(default_factory=dict, repr=False)

    def learner(self, lesson: str) -> RemoteLearner:
        """Return the learner's code of a lesson, loaded when the first check needs it."""
        if lesson not in self.learners:
            made = RemoteLearner(str(self.path), {}, seconds=seconds_for(self.limits))
            made.house, made.lesson, made.fresh = self, lesson, self.fresh
            self.learners[lesson] = made
        return self.learners[lesson]

    def opened(self) -> Box:
        """Start the sandbox, the first time."""
        if self.box is None:
            self.tier = self.tier or best_tier()
            self.staged = stage(self.path)
            files = (self.staged.folder, list(self.lessons), self.prefer, self.staged.file)
            self.box = Box(*files, tier=self.tier, limits=self.limits)
        return self.box

    @property
    def isolation(self) -> str:
        """How far the code was kept away, in words for a report."""
        self.tier = self.tier or best_tier()
        return self.tier.sentence

    def close(self) -> None:
        """End every process, and remove what was copied."""
        for learner in self.learners.values():
            learner.close()
        if self.box is not None:
            self.box.close()
        if self.staged is not None:
            self.staged.remove()
        self.box = self.staged = None

    def __enter__(self) -> SandboxHouse:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def seconds_for(limits: Limits) -> float:
    """Return when the engine's own time limit steps in: after all of the sandbox's."""
    return limits.check_seconds + 2 * limits.call_seconds
