"""A call as a check wrote it: the arguments of one side, and the call in words."""

from __future__ import annotations

import inspect
import math
import re
from typing import Any

import numpy as np

from autograder.words import cut, describe, short

FULL_SIZE = 64
USUAL = ("float64", "int64", "bool")
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

    @property
    def given(self) -> tuple[Any, ...]:
        """All arguments, for a digest of them."""
        return (self.args, self.kwargs)

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

    def in_full(self) -> str:
        """Write the call with every small argument as code that makes it, and the others in words."""
        named = [*zip(self.names(), self.args, strict=True), *self.kwargs.items()]
        return f"{self.name}({', '.join(in_full(name, value) for name, value in named)})"


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


def in_full(name: str, value: Any) -> str:
    """Write a small argument as code: `x=np.array([1., 2.])`; any other one in words."""
    text = as_code(value)
    if text is None:
        return in_words(name, value)
    return f"{name}={text}" if name else text


def as_code(value: Any) -> str | None:
    """Write a small plain value so that Python, evaluating it, gets an equal one; return None for anything else."""
    if type(value) is np.ndarray:
        return array_as_code(value)
    if isinstance(value, list | tuple | dict):
        return several_as_code(value) if len(value) <= FULL_SIZE else None
    if type(value) is float and not math.isfinite(value):
        return f'float("{value}")'
    plain = value is None or isinstance(value, bool | int | float | complex | np.number | np.bool_)
    return repr(value) if plain or (isinstance(value, str) and len(value) <= FULL_SIZE) else None


def array_as_code(array: np.ndarray[Any, Any]) -> str | None:
    """Write a small array of numbers with all its digits."""
    if array.size > FULL_SIZE or array.dtype.kind not in "biufc":
        return None
    kind = "" if array.dtype.name in USUAL else f", dtype=np.{array.dtype.name}"
    if not array.size:
        return f"np.empty({array.shape}{kind})"
    with np.printoptions(nanstr="np.nan", infstr="np.inf"):
        text = np.array2string(array, separator=", ", floatmode="unique", threshold=FULL_SIZE, max_line_width=100)
    packed = re.sub(r"(?<=\[) | (?=[],])", "", " ".join(text.split()))
    return f"np.array({packed}{kind})"


def several_as_code(values: list[Any] | tuple[Any, ...] | dict[Any, Any]) -> str | None:
    """Write a short list, tuple or dictionary of small plain values."""
    if isinstance(values, dict):
        rows = [(as_code(key), as_code(value)) for key, value in values.items()]
        texts = [f"{key}: {value}" for key, value in rows if key is not None and value is not None]
    else:
        texts = [text for value in values if (text := as_code(value)) is not None]
    if len(texts) != len(values):
        return None
    marks = {list: ("[", "]"), tuple: ("(", ")"), dict: ("{", "}")}
    opening, closing = marks.get(type(values), ("[", "]"))
    comma = "," if isinstance(values, tuple) and len(values) == 1 else ""
    return f"{opening}{', '.join(texts)}{comma}{closing}"
