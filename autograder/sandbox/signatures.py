"""Signatures as rows of text, and back: so that a call that does not fit is told in the usual words."""

from __future__ import annotations

import inspect
import re
from typing import Any

from autograder.sandbox.errors import clean
from autograder.sandbox.wire import ProtocolError


def signature_rows(function: Any) -> list[Any]:
    """Describe the signature of a function: a row of name, kind, default and annotation for each parameter."""
    empty = inspect.Parameter.empty
    rows = []
    for item in inspect.signature(function).parameters.values():
        default = None if item.default is empty else repr(item.default)[:200]
        note = None if item.annotation is empty else inspect.formatannotation(item.annotation)[:200]
        rows.append([item.name, int(item.kind), default, note])
    return rows[:100]


class Shown:
    """A default value or an annotation of the learner's, as text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def signature_from(rows: Any) -> inspect.Signature:
    """Rebuild a signature from rows of name, kind, default and annotation.

    Raises
    ------
    ProtocolError
        If they describe none.
    """
    try:
        return inspect.Signature([parameter_from(*row) for row in rows])
    except (TypeError, ValueError):
        raise ProtocolError("a signature that is none") from None


def parameter_from(name: str, kind: int, default: str | None, annotation: str | None) -> inspect.Parameter:
    """Rebuild one parameter."""
    return inspect.Parameter(
        clean(name, 80),
        list(inspect._ParameterKind)[range(5)[kind]],
        default=shown(default),
        annotation=shown(annotation),
    )


def shown(text: str | None) -> Any:
    """Return text that shows as it is, or the sign for nothing; addresses in memory are left out."""
    return inspect.Parameter.empty if text is None else Shown(re.sub(r" at 0x[0-9a-f]+", "", clean(text, 200)))
