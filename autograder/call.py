"""A call as a check wrote it: the arguments of one side, and the call in words."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from autograder.words import cut, describe, short

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Call:
    """A call as the check wrote it, for one side. `function` is the reference's: its parameters name the arguments."""

    def __init__(self, name: str, function: Any) -> None:
        self.name = name
        self.function = function
        self.args: tuple[Any, ...] = ()
        self.kwargs: dict[str, Any] = {}
        self.kept: list[Any] = []

    def keep(self) -> dict[int, Any]:
        """Return the memo that makes deep copies leave the objects of pairs alone."""
        return {id(thing): thing for thing in self.kept}

    def names(self) -> list[str]:
        """Name the positional arguments; those that a signature does not name are empty."""
        signature = signature_of(self.function)
        parameters = signature.parameters.values() if signature else ()
        named = [parameter.name for parameter in parameters if parameter.kind in POSITIONAL]
        return (named + [""] * len(self.args))[: len(self.args)]

    def words(self) -> str:
        """Write the call with kinds and shapes in place of large values."""
        named = [*zip(self.names(), self.args, strict=True), *self.kwargs.items()]
        return f"{self.name}({', '.join(in_words(name, value) for name, value in named)})"


def signature_of(function: Any) -> inspect.Signature | None:
    """Return the signature of a function or class, where there is one to be had."""
    try:
        return inspect.signature(function)
    except Exception:  # of a learner's object, anything
        return None


def in_words(name: str, value: Any) -> str:
    """Write an argument with its name: `x: float64 (6, 4)` or `lr=0.1`."""
    if isinstance(value, np.random.Generator):
        return name or "rng"
    if isinstance(value, list | tuple) and any(isinstance(item, np.ndarray) for item in value):
        text = cut(f"[{', '.join(describe(item) for item in value)}]")
    elif isinstance(value, bool | int | float | str | list | tuple | None):
        return f"{name}={short(value)}" if name else short(value)
    else:
        text = describe(value)
    return f"{name}: {text}" if name else text
