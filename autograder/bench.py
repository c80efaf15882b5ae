"""The bench on which one check runs: it calls the reference and the learner, and knows whose fault an error is."""

from __future__ import annotations

import contextlib
import copy
import inspect
import warnings
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from autograder.blame import blame
from autograder.compare import Difference, Tolerance, compare
from autograder.learner import Learner, MissingName
from autograder.outcome import KitFault, Mismatch
from autograder.reference import Oracle
from autograder.timelimit import TimeIsUp
from autograder.words import describe, short

MOST_ITEMS = 10_000


class Bench:
    """State of one run of one check.

    Attributes
    ----------
    position : int
        How many calls and comparisons there were so far.
    stage : str
        Who is running: ``check``, ``reference`` or ``learner``.
    notes : list of str
        Warnings from learner code.
    """

    def __init__(self, exercise: str, learner: Learner, oracle: Oracle, rng: np.random.Generator) -> None:
        self.exercise = exercise
        self.learner = learner
        self.oracle = oracle
        self.rng = rng
        self.position = 0
        self.stage = "check"
        self.learner_ran = False
        self.notes: list[str] = []

    def ask_reference(self, name: str, thunk: Callable[[], Any]) -> Any:
        """Return a snapshot of a reference value; whatever it raises is the kit's fault.

        Raises
        ------
        KitFault
            If the reference raises.
        """
        self.stage = "reference"
        try:
            value = self.oracle.value(name, lambda: snapshot(thunk(), MOST_ITEMS))
        except TimeIsUp:
            raise
        except Exception as error:
            raise KitFault(
                f"the reference's {name} raised {type(error).__name__}: {error} "
                f"(a check that wants this says both.raises({type(error).__name__}).{name}(...))"
            ) from error
        self.stage = "check"
        return value

    def ask_learner(self, function: Callable[..., Any], call: Call, most_items: int = MOST_ITEMS) -> Any:
        """Call learner code and return a snapshot of what it returns.

        Raises
        ------
        Mismatch
            If it raises, takes other arguments, or changes an argument in place.
        StillToDo
            If the exercise under check is still a stub.
        """
        self.position += 1
        self.stage, self.learner_ran = "learner", True
        args, kwargs = copy.deepcopy((call.args, call.kwargs), call.keep())
        self.refuse_other_signature(function, call)
        with self.listening():
            try:
                value = snapshot(function(*args, **kwargs), most_items)
            except TimeIsUp:
                raise
            except BaseException as error:
                raise blame(error, self.exercise, self.learner, call.words()) from None
        self.stage = "check"
        refuse_change_in_place(call, args, kwargs)
        return value

    def raised_by_learner(self, function: Callable[..., Any], call: Call, wanted: type[Exception]) -> None:
        """Call learner code that has to raise `wanted`."""
        try:
            value = self.ask_learner(function, call)
        except Mismatch as mismatch:
            if isinstance(mismatch.error, wanted):
                self.stage = "check"
                return
            raise
        fact = f"expected {wanted.__name__} to be raised, got {short(value)}"
        raise Mismatch(Difference("no exception", "", None, (fact,)), call.words())

    def refuse_other_signature(self, function: Callable[..., Any], call: Call) -> None:
        """Say so if the learner's function cannot take the arguments of the call."""
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            return
        try:
            signature.bind(*call.args, **call.kwargs)
        except TypeError as error:
            fact = f"{call.name} is called as {call.words()}, yours takes {signature}: {error}"
            help = "Keep the names and the order of the parameters as they were given."
            raise Mismatch(Difference("signature", "", str(signature), (fact,), help)) from None

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Turn warnings of learner code into notes, and keep its numpy settings to itself."""
        with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("always")
            try:
                yield
            finally:
                for warning in caught:
                    note = f"{warning.category.__name__}: {warning.message}"
                    if note not in self.notes:
                        self.notes.append(note)

    def find(self, name: str) -> Any:
        """Return the learner's function or class; a missing one is a mismatch."""
        try:
            return self.learner.get(name)
        except MissingName as error:
            self.learner_ran = True
            raise Mismatch(Difference("missing", "", name, (str(error), *self.learner.problems))) from None

    def judge(self, want: Any, got: Any, tolerance: Tolerance, call: Callable[[], str], what: str = "") -> None:
        """Compare and raise what differs; the call is put into words only then."""
        difference = compare(want, got, tolerance)
        if difference is not None:
            facts = tuple(f"{what}: {fact}" if what else fact for fact in difference.facts)
            raise Mismatch(
                Difference(difference.kind, difference.where, difference.got, facts, difference.help), call()
            )


class Call:
    """A call as the check wrote it, for one side."""

    def __init__(
        self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], signature: inspect.Signature | None = None
    ) -> None:
        self.name = name
        self.args = args
        self.kwargs = dict(kwargs)
        self.signature = signature
        self.kept: list[Any] = []

    def keep(self) -> dict[int, Any]:
        """Return the memo that makes deep copies leave the objects of pairs alone."""
        return {id(thing): thing for thing in self.kept}

    def words(self) -> str:
        """Write the call with kinds and shapes in place of large values."""
        names = positional_names(self.signature, len(self.args))
        parts = [f"{name}{in_words(value)}" for name, value in zip(names, self.args, strict=True)]
        parts += [f"{name}={short(value)}" for name, value in self.kwargs.items()]
        return f"{self.name}({', '.join(parts)})"


def positional_names(signature: inspect.Signature | None, count: int) -> list[str]:
    """Name the first parameters of a signature; more than there are stay without a name."""
    names = list(signature.parameters) if signature else []
    return (names + [""] * count)[:count]


def in_words(value: Any) -> str:
    """Write an argument behind its name: `: float64 (6, 4)` or `=0.1`."""
    if isinstance(value, np.random.Generator):
        return ""
    if isinstance(value, np.ndarray) or not isinstance(value, bool | int | float | str | list | tuple | None):
        return f": {describe(value)}"
    if isinstance(value, list | tuple) and any(isinstance(item, np.ndarray) for item in value):
        return f": [{', '.join(describe(item) for item in value)}]"
    return f"={short(value)}"


def snapshot(value: Any, most_items: int) -> Any:
    """Copy a value, drawing an iterator out into a list."""
    if isinstance(value, Iterator):
        return [copy.deepcopy(item) for item in islice(value, most_items)]
    return copy.deepcopy(value)


def refuse_change_in_place(call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Say so if a call changed one of its arguments."""
    names = positional_names(call.signature, len(args))
    pairs = [*zip(names, call.args, args, strict=True)]
    pairs += [(name, call.kwargs[name], value) for name, value in kwargs.items()]
    for name, before, after in pairs:
        if not unchanged(before, after):
            fact = f"the call changed its argument {name or 'list'} in place".replace("  ", " ")
            help = "Work on a copy, or make a new array: `x = x - 1` instead of `x -= 1`."
            raise Mismatch(Difference("in place", name, None, (fact,), help), call.words())


def unchanged(before: Any, after: Any) -> bool:
    """Tell whether plain data is the same as before, bit for bit; other objects may change."""
    if isinstance(before, np.ndarray):
        same = isinstance(after, np.ndarray) and before.shape == after.shape and before.dtype == after.dtype
        return same and before.tobytes() == after.tobytes()
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(unchanged, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(unchanged(before[key], after[key]) for key in before)
    return True
