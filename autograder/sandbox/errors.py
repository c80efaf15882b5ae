"""Exceptions as plain data: the type maps onto a known one, the name and the message are only shown."""

from __future__ import annotations

import builtins
import warnings
from typing import Any

import numpy as np

from autograder.sandbox.wire import ProtocolError

MOST_TEXT = 2000
MOST_NAME = 80
GROUPS = ("BaseExceptionGroup", "ExceptionGroup")


def known_errors() -> dict[str, type[BaseException]]:
    """Return the builtin exceptions by name, and numpy's own."""
    found = {name: item for name, item in vars(builtins).items() if isinstance(item, type) and name not in GROUPS}
    kinds = {name: item for name, item in found.items() if issubclass(item, BaseException)}
    return {**kinds, "LinAlgError": np.linalg.LinAlgError, "AxisError": np.exceptions.AxisError}


ERRORS = known_errors()
WARNINGS: dict[str, type[Warning]] = {
    **{name: item for name, item in ERRORS.items() if issubclass(item, Warning)},
    **{name: getattr(np.exceptions, name) for name in ("ComplexWarning", "VisibleDeprecationWarning")},
    "RankWarning": np.exceptions.RankWarning,
}


def described(error: BaseException) -> list[Any]:
    """Describe an exception: its nearest known type, its own name, its message, and the system's number for it."""
    names = {known: name for name, known in ERRORS.items()}
    base = next((names[kind] for kind in type(error).__mro__ if kind in names), "Exception")
    try:
        message = str(error)
    except BaseException:
        message = ""
    number = getattr(error, "errno", None) if isinstance(error, OSError) else None
    return [base, type(error).__name__[:MOST_NAME], message[:MOST_TEXT], number if type(number) is int else None]


def rebuilt(row: Any, more: str = "") -> BaseException:
    """Make an exception of a description.

    Parameters
    ----------
    row : object
        What `described` gave, unchecked.
    more : str
        A sentence to add to its message.

    Raises
    ------
    ProtocolError
        If it is no description.
    """
    base, name, message = row[0], clean_name(row[1]), clean(row[2])
    if not isinstance(base, str) or base not in ERRORS:
        raise ProtocolError("an exception of an unknown type")
    text = f"{message} ({more})" if more and message else message or more
    kind = type(name, (ERRORS[base],), {"__init__": lambda self, *_: None, "__str__": lambda self: text})
    error: BaseException = kind(text)
    return error


def clean(text: Any, most: int = MOST_TEXT) -> str:
    """Return text that a terminal and a report can show: no control characters, not too long.

    Raises
    ------
    ProtocolError
        If it is no text.
    """
    if not isinstance(text, str):
        raise ProtocolError("something else where text belongs")
    return "".join(c if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f") else "\ufffd" for c in text[:most])


def clean_name(text: Any) -> str:
    """Return the name of a type: one identifier."""
    name = clean(text, MOST_NAME)
    return name if name.isidentifier() else "Unnamed"


def warned(notes: Any) -> None:
    """Give the warnings of a worker, as pairs of category and message, to whoever listens here."""
    if not isinstance(notes, list) or len(notes) > 100:
        raise ProtocolError("warnings that are none")
    for note in notes:
        if not isinstance(note, list) or len(note) != 2 or not isinstance(note[0], str):
            raise ProtocolError("a warning that is none")
        warnings.warn(clean(note[1], 500), WARNINGS.get(note[0], UserWarning), stacklevel=2)
