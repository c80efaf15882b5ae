"""`both`, `learner`, `reference` and `expect`: what a check's function is given."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.bench import MOST_ITEMS, Bench, snapshot
from autograder.call import Call
from autograder.compare import Tolerance, tolerance_for
from autograder.lesson import DeclarationError
from autograder.outcome import KitFault


class Both:
    """Calls the reference, then the learner, compares, and returns the reference's value."""

    def __init__(
        self, bench: Bench, *, tolerance: Tolerance | None = None, raises: type[Exception] | None = None
    ) -> None:
        self._bench = bench
        self._tolerance = tolerance
        self._raises = raises

    def within(self, rtol: float, floor: float = 1e-12) -> Both:
        """Compare with a tolerance of one's own."""
        return Both(self._bench, tolerance=Tolerance(rtol, floor), raises=self._raises)

    def raises(self, error: type[Exception]) -> Both:
        """Expect that both sides raise `error`."""
        return Both(self._bench, tolerance=self._tolerance, raises=error)

    def pair(self, factory: Callable[[], Any]) -> Pair:
        """Make a pair of equal black boxes that the suite defines itself."""
        try:
            first, second = factory(), factory()
        except Exception as error:
            raise KitFault(f"both.pair: the factory raised {type(error).__name__}: {error}") from error
        return Pair(self._bench, type(first).__name__, first, second, self._tolerance)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            ours = self._bench.reference(name)
            if name[0].isupper() and self._raises is None:
                return self._make(name, ours, args, kwargs)
            return self._call(name, ours, lambda: self._bench.find(name), args, kwargs)

        return call

    def _call(
        self, name: str, ours: Any, theirs: Callable[[], Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        return side_by_side(self._bench, name, ours, theirs, args, kwargs, self._tolerance, self._raises)

    def _make(self, name: str, ours: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Pair:
        left, right = sides(name, ours, args, kwargs)
        first = self._bench.through_the_door(self._bench.oracle.make, name, lambda: invoke(ours, left), left.given)
        second = make_object(self._bench, name, right)
        return Pair(self._bench, name, first, second, self._tolerance)


class Pair:
    """An object of the reference and its counterpart: methods only, compared like functions."""

    def __init__(self, bench: Bench, name: str, ours: Any, theirs: Any, tolerance: Tolerance | None) -> None:
        self._bench = bench
        self._name = name
        self._ours = ours
        self._theirs = theirs
        self._tolerance = tolerance

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)
        name = f"{self._name}.{method}"

        def call(*args: Any, **kwargs: Any) -> Any:
            ours = getattr(self._ours, method, None)
            return side_by_side(
                self._bench, name, ours, lambda: self._bench.method(self._theirs, name), args, kwargs,
                self._tolerance, None,
            )  # fmt: skip

        return call

    def __deepcopy__(self, memo: dict[int, Any]) -> Pair:
        raise KitFault(f"{self._name}: a pair goes in as an argument of its own, not within a list or dict")


class Alone:
    """The learner's function or object by itself, for properties."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            function = self._bench.find(name)
            _, right = sides(name, self._bench.reference(name), args, kwargs)
            if name[0].isupper():
                return AloneObject(self._bench, name, make_object(self._bench, name, right))
            return self._bench.ask_learner(function, right)

        return call


class AloneObject:
    """An object of the learner's: methods only."""

    def __init__(self, bench: Bench, name: str, thing: Any) -> None:
        self._bench = bench
        self._name = name
        self._theirs = thing

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)
        name = f"{self._name}.{method}"

        def call(*args: Any, **kwargs: Any) -> Any:
            _, right = sides(name, None, args, kwargs)
            return self._bench.ask_learner(self._bench.method(self._theirs, name), right)

        return call


class ReferenceAlone:
    """The reference's functions, for what a check needs besides the exercise under check."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name[0].isupper():
            raise DeclarationError(f"reference.{name}: build black boxes in the suite, without the reference")

        def call(*args: Any, **kwargs: Any) -> Any:
            ours = self._bench.reference(name)
            left, _ = sides(name, ours, args, kwargs)
            return self._bench.ask_reference(name, lambda: invoke(ours, left), left.given)

        return call


def expect_on(bench: Bench) -> Callable[..., None]:
    """Make the `expect` of a check."""

    def expect(got: Any, want: Any, what: str, tol: float | None = None) -> None:
        """State a property: `what` was got, `want` was wanted."""
        bench.position += 1
        tolerance = Tolerance(tol, tol) if tol is not None else tolerance_for([want, *bench.inputs])
        bench.judge(want, got, tolerance, lambda: "", what)

    return expect


def side_by_side(
    bench: Bench, name: str, ours: Any, theirs: Callable[[], Any], args: tuple[Any, ...], kwargs: dict[str, Any],
    tolerance: Tolerance | None, raises: type[Exception] | None,
) -> Any:  # fmt: skip
    """Call both sides with arguments of their own and compare what they return, or raise."""
    left, right = sides(name, ours, args, kwargs)
    if raises is not None:
        bench.ask_reference(name, lambda: reference_raises(name, ours, left, raises), left.given)
        bench.raised_by_learner(theirs(), right, raises)
        return None
    want = bench.ask_reference(name, lambda: invoke(ours, left), left.given)
    most = min(len(want) + 1, MOST_ITEMS) if isinstance(want, list) else MOST_ITEMS
    got = bench.ask_learner(theirs(), right, most)
    chosen = tolerance or tolerance_for([args, list(kwargs.values()), want])
    bench.judge(want, got, chosen, right.words)
    return want


def reference_raises(name: str, ours: Any, call: Call, wanted: type[Exception]) -> str:
    """Make sure that the reference raises what the check says it does."""
    try:
        snapshot(invoke(ours, call))
    except wanted as error:
        return str(error)
    raise KitFault(f"the reference's {name} was to raise {wanted.__name__} and did not")


def invoke(function: Any, call: Call) -> Any:
    """Call the reference's side."""
    return function(*call.args, **call.kwargs)


def make_object(bench: Bench, name: str, call: Call) -> Any:
    """Make an object of the learner's class: the object itself, no copy."""
    return bench.run_learner(bench.find(name), call, lambda thing: thing)


def sides(name: str, ours: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Call, Call]:
    """Give each side the arguments as its own: copies, its half of a pair, an equal generator."""
    left, right = Call(name, ours), Call(name, ours)
    for value in args:
        first, second = halves(value, left, right)
        left.args, right.args = (*left.args, first), (*right.args, second)
    for key, value in kwargs.items():
        left.kwargs[key], right.kwargs[key] = halves(value, left, right)
    return left, right


def halves(value: Any, left: Call, right: Call) -> tuple[Any, Any]:
    """Split one argument into the reference's and the learner's; the bench copies the learner's once more."""
    if isinstance(value, Pair):
        right.kept.append(value._theirs)
        return value._ours, value._theirs
    if isinstance(value, AloneObject):
        right.kept.append(value._theirs)
        return None, value._theirs
    if isinstance(value, np.random.Generator):
        child = value.spawn(1)[0]
        twin = copy.deepcopy(child)
        right.kept.append(twin)
        return child, twin
    return copy.deepcopy(value), value
