"""Objects of the check that learner code may use: by number, by public name, and within limits."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

from autograder.sandbox.encode import TooLarge
from autograder.sandbox.limits import Limits
from autograder.sandbox.proxies import RemoteObject
from autograder.sandbox.wire import ProtocolError

FUNCTIONS = (FunctionType, MethodType, BuiltinFunctionType, np.ufunc)


class Registry:
    """The check's objects that have crossed in one session.

    Attributes
    ----------
    given : dict
        Arguments of calls that returned an iterator, by its number: its code runs only when items are drawn.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.objects: list[Any] = []
        self.given: dict[int, list[Any]] = {}
        self.calls = self.rows = 0

    def foreign(self, value: Any) -> list[Any] | None:
        """Describe an object that cannot cross: a learner's own, a generator, or one of the check's."""
        if isinstance(value, RemoteObject):
            return ["h", value._number]
        if isinstance(value, np.random.Generator):
            return ["g", *generator_parts(value)]
        if isinstance(value, type | set | frozenset) or value is Ellipsis:
            return None
        place = next((i for i, item in enumerate(self.objects) if item is value), len(self.objects))
        if place == len(self.objects):
            self.objects.append(value)
        return ["p", place, type(value).__name__]

    def known(self, number: Any) -> Any:
        """Return the object of a number."""
        if type(number) is not int or not 0 <= number < len(self.objects):
            raise ProtocolError("an object that was never handed over")
        return self.objects[number]

    def perform(self, message: Any) -> Any:
        """Do what is asked: get an attribute, set one, or call a method or function.

        Raises
        ------
        TooLarge
            If learner code asks too often, or with too many rows.
        """
        if not isinstance(message, list) or len(message) != 5:
            raise ProtocolError("a call-back that is none")
        operation, number, name, args, kwargs = message
        thing = self.known(number)
        if not (isinstance(name, str) and isinstance(args, tuple) and isinstance(kwargs, dict)):
            raise ProtocolError("a call-back that is none")
        self.count(args, kwargs)
        if operation == "get":
            return get(thing, name)
        if operation == "set" and len(args) == 1:
            set_value(thing, name, args[0])
            return None
        if operation == "call" and all(isinstance(key, str) for key in kwargs):
            value = method(thing, name)(*args, **kwargs)
            return list(islice(value, self.limits.items)) if isinstance(value, Iterator) else value
        raise ProtocolError("a call-back of an unknown kind")

    def count(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Count calls, and rows of the arrays in them."""
        self.calls += 1
        arrays = [value for value in (*args, *kwargs.values()) if isinstance(value, np.ndarray) and value.ndim]
        self.rows += max((len(array) for array in arrays), default=0)
        if self.calls > self.limits.callbacks:
            raise TooLarge("callbacks")
        if self.rows > self.limits.callback_rows:
            raise TooLarge("rows")

    def write_back(self, mine: Any, theirs: Any) -> None:
        """Change one of this side's arguments in place to what the other side's has become."""
        if isinstance(mine, np.ndarray) and isinstance(theirs, np.ndarray):
            if mine.shape != theirs.shape:
                mine.resize(theirs.shape, refcheck=False)
            np.copyto(mine, theirs, casting="unsafe")
        elif isinstance(mine, list) and isinstance(theirs, list):
            mine[:] = theirs
        elif isinstance(mine, dict) and isinstance(theirs, dict):
            mine.clear()
            mine.update(theirs)
        elif isinstance(mine, tuple) and isinstance(theirs, tuple):
            for first, second in zip(mine, theirs, strict=False):
                self.write_back(first, second)


def generator_parts(rng: np.random.Generator) -> list[Any]:
    """Describe the state of a generator."""
    state = dict(rng.bit_generator.state)
    if state["bit_generator"] not in ("PCG64", "PCG64DXSM"):
        raise TypeError(f"a generator {state['bit_generator']}: make it by np.random.default_rng")
    inner = state["state"]
    return [state["bit_generator"], inner["state"], inner["inc"], state["has_uint32"], state["uinteger"]]


def public(thing: Any, name: str) -> str:
    """Let public names of objects pass, and none of functions: those know their module, and it knows the reference.

    Raises
    ------
    AttributeError
        For any other name.
    """
    if isinstance(thing, FUNCTIONS) or name.startswith("_") or not name.isidentifier():
        raise AttributeError(f"{type(thing).__name__!r} object has no attribute {name!r}")
    return name


def get(thing: Any, name: str) -> list[Any]:
    """Get an attribute: whether it is a method, and else its value."""
    value = getattr(thing, public(thing, name))
    if isinstance(value, MethodType) and value.__self__ is thing:
        return [True, None]
    if isinstance(value, FUNCTIONS):
        raise AttributeError(f"{name!r} of this object stays on the other side")
    return [False, value]


def set_value(thing: Any, name: str, value: Any) -> None:
    """Set an attribute; methods stay what they are."""
    with contextlib.suppress(AttributeError):
        if callable(getattr(type(thing), public(thing, name))):
            raise TypeError(f"{name!r} is a method of {type(thing).__name__}: it cannot be replaced")
    setattr(thing, public(thing, name), value)


def method(thing: Any, name: str) -> Any:
    """Return what is to be called: the object itself, or a method of it."""
    if not name:
        if not callable(thing):
            raise TypeError(f"{type(thing).__name__!r} object is not callable")
        return thing
    found = getattr(thing, public(thing, name))
    if not isinstance(found, MethodType) or found.__self__ is not thing:
        raise AttributeError(f"{type(thing).__name__!r} object has no method {name!r}")
    return found
