"""What stands in this process for objects of the learner's: functions, objects, iterators. None holds learner code."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Protocol

from autograder.sandbox.errors import clean_name
from autograder.sandbox.signatures import signature_from
from autograder.sandbox.wire import ProtocolError

FIRST_DRAW = 8
MOST_DRAW = 1024


class Requests(Protocol):
    """What a proxy asks its session for."""

    def get(self, target: int | None, name: str) -> Any:
        """Get an attribute."""

    def set(self, target: int, name: str, value: Any) -> None:
        """Set an attribute."""

    def call(self, target: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object."""

    def draw(self, target: int, most: int) -> tuple[list[Any], BaseException | None, bool]:
        """Draw items of an iterator: the items, what was raised behind them, and whether there may be more."""


class RemoteObject:
    """An object of the learner's: public attributes can be read and set, methods called."""

    _session: Requests
    _number: int
    _methods: dict[str, Any]

    def __init__(self, session: Requests, number: int) -> None:
        vars(self).update(_session=session, _number=number, _methods={})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._methods:
            return self._methods[name]
        found = self._session.get(self._number, name)
        if isinstance(found, RemoteFunction):
            self._methods[name] = found
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        self._methods.pop(name, None)
        self._session.set(self._number, name, value)

    def __deepcopy__(self, memo: dict[int, Any]) -> RemoteObject:
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object>"


class RemoteFunction(RemoteObject):
    """Something of the learner's that can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.call(self._number, args, kwargs)

    @property
    def __signature__(self) -> inspect.Signature:
        return signature_from(self._session.get(self._number, "__signature__"))


class RemoteIterator(RemoteObject, Iterator[Any]):
    """An iterator of the learner's, drawn a few items at a time."""

    def __init__(self, session: Requests, number: int) -> None:
        super().__init__(session, number)
        vars(self).update(_items=[], _error=None, _open=True, _next=FIRST_DRAW)

    def __next__(self) -> Any:
        state = vars(self)
        if not state["_items"] and state["_open"]:
            items, error, more = self._session.draw(self._number, state["_next"])
            state.update(_items=items[::-1], _error=error, _open=more, _next=min(2 * state["_next"], MOST_DRAW))
        if state["_items"]:
            return state["_items"].pop()
        if state["_error"] is not None:
            error, state["_error"] = state["_error"], None
            raise error
        raise StopIteration


def proxy(session: Requests, parts: list[Any], most: int) -> RemoteObject:
    """Make the proxy of an object that stayed behind.

    Parameters
    ----------
    parts : list
        Number, name of its type, whether it can be called, whether it is an iterator; as JSON, unchecked.
    most : int
        How many objects there may be.
    """
    if [type(part) for part in parts] != [int, str, bool, bool] or not 0 <= parts[0] < most:
        raise ProtocolError("an object that is none")
    number, name, can_call, is_iterator = parts
    kind = RemoteIterator if is_iterator else RemoteFunction if can_call else RemoteObject
    return kind_called(name, kind)(session, number)


@lru_cache(maxsize=256)
def kind_called(name: str, kind: type[RemoteObject]) -> type[RemoteObject]:
    """Make a kind of proxy with the name of the learner's type; it holds nothing of the learner's."""
    made: type[RemoteObject] = type(clean_name(name), (kind,), {})
    return made
