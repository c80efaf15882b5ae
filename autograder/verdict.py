"""Verdicts and grades: frozen, plain data that every surface renders in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["passed", "failed", "todo", "blocked", "crashed"]

SCHEMA = 1


@dataclass(frozen=True)
class Verdict:
    """What one check says about one learner.

    Attributes
    ----------
    facts : tuple of str
        What was called, what was expected, what came back.
    help : str or None
        One sentence that helps: of a known mistake, of the comparison, or the check's hint.
    mistake : str or None
        Name of the known mistake in the bank that this failure equals.
    notes : tuple of str
        What did not decide the verdict, such as warnings.
    waits_for : str or None
        With ``blocked``: the first exercise that has to pass before.
    replay : str or None
        The command that runs the check again.
    arguments : str or None
        With ``failed``: the last call of the learner's code, its small arguments in full, as Python code.
    """

    check: str
    exercise: str
    title: str
    state: State
    points: int
    max_points: int
    core: bool = True
    facts: tuple[str, ...] = ()
    help: str | None = None
    mistake: str | None = None
    notes: tuple[str, ...] = ()
    waits_for: str | None = None
    replay: str | None = None
    arguments: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as a dictionary of JSON types."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Rebuild a verdict from `to_json`."""
        fields: dict[str, Any] = {key: tuple(item) if isinstance(item, list) else item for key, item in data.items()}
        return cls(**fields)


class Judged:
    """What has verdicts: its state as a whole, and its points."""

    verdicts: tuple[Verdict, ...]

    @property
    def state(self) -> State:
        """The state as a whole: the worst news first."""
        return state_of(self.verdicts)

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(verdict.points for verdict in self.verdicts)


@dataclass(frozen=True)
class Grade(Judged):
    """All verdicts of one lesson for one learner.

    Attributes
    ----------
    problems : tuple of str
        What kept parts of the learner's file from loading, told once.
    """

    lesson: str
    learner: str
    seed: int
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...] = ()

    @property
    def max_points(self) -> int:
        """Points that there are."""
        return sum(verdict.max_points for verdict in self.verdicts)

    def of(self, exercise: str) -> tuple[Verdict, ...]:
        """Return the verdicts of one exercise, in the order of the suite."""
        return tuple(verdict for verdict in self.verdicts if verdict.exercise == exercise)

    def to_json(self) -> dict[str, Any]:
        """Return the grade as a dictionary of JSON types."""
        return {
            "schema": SCHEMA,
            "lesson": self.lesson,
            "learner": self.learner,
            "seed": self.seed,
            "points": self.points,
            "max_points": self.max_points,
            "problems": list(self.problems),
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Grade:
        """Rebuild a grade from `to_json`."""
        if data["schema"] != SCHEMA:
            raise ValueError(f"a grade of schema {data['schema']} was given; this kit reads schema {SCHEMA}")
        verdicts = tuple(Verdict.from_json(item) for item in data["verdicts"])
        return cls(data["lesson"], data["learner"], data["seed"], verdicts, tuple(data["problems"]))


def state_of(verdicts: Iterable[Verdict]) -> State:
    """Fold the verdicts of one exercise into one state: the worst news first."""
    states = {verdict.state for verdict in verdicts}
    order: tuple[State, ...] = ("crashed", "failed", "blocked", "todo")
    return next((state for state in order if state in states), "passed")
