"""The bench on which one check runs: it calls the reference and the learner, and knows whose fault an error is."""

from __future__ import annotations

import contextlib
import copy
import inspect
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, cast

import numpy as np

from autograder.blame import blame
from autograder.call import Call, signature_of
from autograder.compare import ENDINGS, CutShort, Difference, NotPlain, Tolerance, compare
from autograder.learner import Learner, MissingName
from autograder.outcome import KitFault, Mismatch
from autograder.reference import Answers
from autograder.timelimit import TimeIsUp
from autograder.words import describe, is_number, kind_of, short

MOST_ITEMS = 10_000


class Bench:
    """State of one run of one check.

    Attributes
    ----------
    position : int
        How many calls and comparisons there were so far.
    inputs : list
        What learner code was given so far: its precision decides how near answers have to be.
    notes : list of str
        Warnings from learner code.
    last : Call or None
        The last call of learner code.
    """

    def __init__(self, exercise: str, learner: Learner, oracle: Answers, rng: np.random.Generator) -> None:
        self.exercise = exercise
        self.learner = learner
        self.oracle = oracle
        self.rng = rng
        self.position = 0
        self.learner_ran = False
        self._seconds = 0.0
        self._since: float | None = None
        self.inputs: list[Any] = []
        self.notes: list[str] = []
        self.last: Call | None = None

    @property
    def learner_seconds(self) -> float:
        """How long learner code has run so far: a time limit is the fault of whoever used the time."""
        return self._seconds + (time.perf_counter() - self._since if self._since is not None else 0.0)

    def reference(self, name: str) -> Any:
        """Return the reference's function or class; a missing one is the kit's fault."""
        try:
            return self.oracle.get(name)
        except Exception as error:
            raise KitFault(f"the reference has no {name}: {error}") from error

    def ask_reference(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Return a snapshot of a reference value for some arguments; whatever it raises is the kit's fault.

        Raises
        ------
        KitFault
            If the reference raises.
        """
        return self.through_the_door(self.oracle.value, name, lambda: snapshot(thunk()), given)

    def through_the_door(self, door: Callable[..., Any], name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Get a value or an object from the reference."""
        try:
            return door(name, thunk, given)
        except (TimeIsUp, KitFault):
            raise
        except BaseException as error:
            raise KitFault(
                f"the reference's {name} raised {type(error).__name__}: {error} "
                f"(a check that wants this says both.raises({type(error).__name__}).{name}(...))"
            ) from error

    def ask_learner(self, function: Callable[..., Any], call: Call, most_items: int = MOST_ITEMS) -> Any:
        """Call learner code and return a snapshot of what it returns."""
        return self.run_learner(function, call, lambda value: snapshot(value, most_items))

    def run_learner(self, function: Callable[..., Any], call: Call, keep: Callable[[Any], Any]) -> Any:
        """Call learner code with copies of the arguments, and return what `keep` makes of its value.

        Raises
        ------
        Mismatch
            If it raises, takes other arguments, or changes an argument in place.
        StillToDo
            If the exercise under check is still a stub.
        """
        self.position += 1
        self.learner_ran = True
        self.last = call
        self.inputs += (call.args, call.kwargs)
        args, kwargs = copy.deepcopy((call.args, call.kwargs), call.keep())
        with self.listening():
            try:
                value = keep(function(*args, **kwargs))
            except TimeIsUp:
                raise
            except BaseException as error:
                self.refuse_other_signature(function, call, error)
                raise blame(error, self.exercise, self.learner, call.words()) from None
        refuse_change_in_place(call, args, kwargs)
        return value

    def raised_by_learner(self, function: Callable[..., Any], call: Call, wanted: type[Exception]) -> None:
        """Call learner code that has to raise `wanted`."""
        try:
            value = self.ask_learner(function, call)
        except Mismatch as mismatch:
            if not isinstance(mismatch.error, wanted):
                raise mismatch.expecting(wanted) from None
            return
        fact = f"expected {wanted.__name__} to be raised, got {short(value)}"
        raise Mismatch(Difference("no exception", "", None, (fact,)), call.words())

    def refuse_other_signature(self, function: Callable[..., Any], call: Call, error: BaseException) -> None:
        """Say so if a call failed because the learner's function cannot take its arguments."""
        if not isinstance(error, TypeError) or self.learner.places(error):
            return
        signature = signature_of(function)
        try:
            if signature:
                signature.bind(*call.args, **call.kwargs)
        except TypeError as misfit:
            fact = f"{call.name} is called as {call.words()}, yours takes {signature}: {misfit}"
            help = "Keep the names and the order of the parameters as they were given."
            raise Mismatch(Difference("signature", "", str(signature), (fact,), help)) from None

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Turn warnings of learner code into notes, keep its settings to itself, and its time on record.

        Whoever runs the check puts the host's filters back (`run_limited`); learner code that was left behind must not.
        """

        def listen(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            note = f"{category.__name__}: {message}"
            if note not in self.notes:
                self.notes.append(note)

        before, filters = warnings.showwarning, list(warnings.filters)
        warnings.showwarning = listen
        self._since = time.perf_counter()
        try:
            with np.errstate(all="warn", under="ignore"):
                yield
        finally:
            self._seconds, self._since = self.learner_seconds, None
            if warnings.showwarning is listen:
                warnings.showwarning = before
                if warnings.filters != filters:
                    warnings.simplefilter("always")

    def find(self, name: str) -> Callable[..., Any]:
        """Return the learner's function or class; a missing one is a mismatch."""
        self.learner_ran = True
        try:
            found = self.learner.get(name)
        except MissingName as error:
            raise Mismatch(Difference("missing", "", name, (str(error), *self.learner.problems))) from None
        if callable(found):
            return cast(Callable[..., Any], found)
        fact = f"`{name}` is {describe(found)}, not something to call"
        raise Mismatch(Difference("missing", "", name, (fact,)))

    def method(self, thing: Any, name: str) -> Callable[..., Any]:
        """Return a method of the learner's object, for `Class.method`; a missing one is a mismatch."""
        try:
            found = getattr(thing, name.rpartition(".")[2], None)
        except TimeIsUp:
            raise
        except BaseException as error:
            raise blame(error, self.exercise, self.learner, name) from None
        if callable(found):
            return cast(Callable[..., Any], found)
        fact = f"{kind_of(thing)} has no method `{name.rpartition('.')[2]}`"
        raise Mismatch(Difference("missing", "", name, (fact,)))

    def judge(self, want: Any, got: Any, tolerance: Tolerance, call: Callable[[], str], what: str = "") -> None:
        """Compare and raise what differs; the call is put into words only then."""
        try:
            difference = compare(want, got, tolerance)
        except NotPlain as error:
            if what:  # a check may want what the learner gave before
                raise
            raise KitFault(str(error)) from error
        if difference is not None:
            facts = tuple(f"{what}: {fact}" if what else fact for fact in difference.facts)
            raise Mismatch(replace(difference, facts=facts), call())


def snapshot(value: Any, most_items: int = MOST_ITEMS) -> Any:
    """Copy a value, drawing an iterator out into a list."""
    if inspect.iscoroutine(value):
        value.close()  # nobody awaits it, and Python would complain about that later
    if not isinstance(value, Iterator):
        return copied(value)
    items = [copied(item) for item in islice(value, most_items)]
    return CutShort(items) if len(items) == most_items and any(True for _ in value) else items


def copied(value: Any) -> Any:
    """Copy a value deeply; what cannot be copied is no plain data, and is left for the comparison to name."""
    try:
        return unnamed(copy.deepcopy(value))
    except (Exception, *ENDINGS):
        return value


def unnamed(value: Any) -> Any:
    """Make plain tuples of namedtuples: their names do not cross to another process, nor stand in a record."""
    if isinstance(value, tuple):
        return tuple(map(unnamed, value))
    if type(value) is list:
        return list(map(unnamed, value))
    return {key: unnamed(item) for key, item in value.items()} if type(value) is dict else value


def refuse_change_in_place(call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Say so if a call changed one of its arguments."""
    before, after = (*call.args, *call.kwargs.values()), (*args, *kwargs.values())
    for place, pair in enumerate(zip(before, after, strict=True)):
        if not unchanged(*pair):
            name = [*call.names(), *call.kwargs][place]
            fact = f"the call changed its argument {name or f'number {place + 1}'} in place"
            help = "Work on a copy, or make a new array: `x = x - 1` instead of `x -= 1`."
            raise Mismatch(Difference("in place", name, None, (fact,), help), call.words())


def unchanged(before: Any, after: Any) -> bool:
    """Tell whether plain data is the same as before, bit for bit; other objects may change."""
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        if before.shape != after.shape or before.dtype != after.dtype:
            return False
        return unchanged(before.tolist(), after.tolist()) if before.dtype.hasobject else same_bytes(before, after)
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(unchanged, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(map(unchanged, before.values(), after.values()))
    if is_number(before):
        return repr(before) == repr(after)
    return not isinstance(before, str | bytes | bytearray | set | frozenset) or bool(before == after)


def same_bytes(before: np.ndarray[Any, Any], after: np.ndarray[Any, Any]) -> bool:
    """Tell whether two arrays of one type hold the same, NaN and the sign of zero included."""
    return before.tobytes() == after.tobytes()
