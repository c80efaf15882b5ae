"""Values in words: short enough for one line, exact enough to act on.

Values may be a learner's, and their methods may raise: such a value is named by its type.
"""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np

LIMIT = 60
FEW = 8
LARGEST_FACTOR = 1_000_000
DIGITS = (5, 8, 12, 17)


def is_number(value: Any) -> bool:
    """Tell whether a value is a Python or numpy number or truth value."""
    return isinstance(value, numbers.Number | np.generic) and not isinstance(value, np.str_ | np.bytes_)


def number(value: Any, digits: int = 5) -> str:
    """Write a number with at most so many significant digits, whole ones without a point."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, complex | np.complexfloating):
        return f"{complex(value):.{digits}g}"
    plain = float(value)
    return str(int(plain)) if plain.is_integer() and abs(plain) < 1e6 else f"{plain:.{digits}g}"


def apart(want: Any, got: Any) -> str:
    """Write two values that differ, numbers with as many digits as it takes to see it."""
    first, second = short(want), short(got)
    if first == second and is_number(want) and is_number(got):
        written = ((number(want, digits), number(got, digits)) for digits in DIGITS)
        first, second = next(((a, b) for a, b in written if a != b), (first, second))
    return f"expected {first}, got {second}"


def short(value: Any) -> str:
    """Write a value on one line; a long one is cut, a large array becomes its description."""
    try:
        return cut(written(value))
    except Exception:
        return kind_of(value)


def written(value: Any) -> str:
    """Write a value as code would have it, but for large arrays."""
    if isinstance(value, np.ndarray):
        return describe(value) if value.size > FEW else short(value.tolist())
    if isinstance(value, bool | int | float | complex | np.number | np.bool_):
        return number(value)
    if isinstance(value, list | tuple):
        inner = ", ".join(short(item) for item in islice(value, FEW)) + (", ..." if len(value) > FEW else "")
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return repr(value[:LIMIT] if isinstance(value, str | bytes) else value)


def cut(text: str) -> str:
    """Shorten a text to one line of at most `LIMIT` characters."""
    line = " ".join(text.split())
    return line if len(line) <= LIMIT else line[: LIMIT - 3] + "..."


def describe(value: Any) -> str:
    """Say what kind of value it is: `float64 (6, 4)` for arrays, the value itself for small plain ones."""
    try:
        if isinstance(value, np.ndarray):
            kind = "Python objects" if value.dtype.kind == "O" else cut(str(value.dtype))
            return f"{kind} {value.shape}"
        if isinstance(value, list | tuple | Mapping):
            return f"{kind_of(value)} of {len(value)}"
    except Exception:
        return kind_of(value)
    plain = value is None or value is NotImplemented or value is Ellipsis or isinstance(value, str)
    return short(value) if plain or isinstance(value, int | float | complex | np.generic) else kind_of(value)


def kind_of(value: Any) -> str:
    """Name the type of a value: `a list`, `an object`."""
    name = type(value).__name__
    return f"an {name}" if name[:1] in "aeiouAEIO" else f"a {name}"


def relation(
    want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], agrees: np.ndarray[Any, Any]
) -> tuple[str, str | None]:
    """Say how two arrays of one shape differ, as a fact and, where it can be seen, what it looks like.

    Returns
    -------
    fact : str
        The expected and the given value: of the worst entry, for an array.
    help : str or None
        A sentence where all entries differ in one way (a constant factor, the sign, a transpose ...).
    """
    pattern, help = None, None
    if want.dtype.kind in "iuf" and got.dtype.kind in "iuf":
        finite = np.isfinite(want)
        pattern, help = pattern_of(want[finite].astype(np.float64), got[finite].astype(np.float64))
    if want.ndim == 0:
        fact = apart(want[()], got[()])
        return (f"{fact}: {pattern}" if pattern else fact), help
    worst = worst_entry(want, got, agrees)
    fact = f"{apart(want[worst], got[worst])} at {list(worst)}"
    if want.size > 1:
        fact += f"; {int((~agrees).sum())} of {want.size} entries differ" + (f": each is {pattern}" if pattern else "")
    if not help and is_transpose(want, got):
        help = "The result is the transpose of the expected one."
    return fact, help


def is_transpose(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> bool:
    """Tell whether a square matrix of numbers came with its axes exchanged."""
    if want.ndim != 2 or want.shape[0] != want.shape[1] or want.dtype.kind in "US":
        return False
    return bool(np.allclose(want.T, got, equal_nan=True))


def worst_entry(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], agrees: np.ndarray[Any, Any]) -> tuple[int, ...]:
    """Find the entry with the largest error among those that do not agree."""
    if want.dtype.kind in "US":
        return tuple(int(i) for i in np.argwhere(~agrees)[0])
    wide = np.complex128 if "c" in want.dtype.kind + got.dtype.kind else np.float64
    error = np.where(agrees, -1.0, np.abs(got.astype(wide) - want.astype(wide)))
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), want.shape))


def pattern_of(
    want: np.ndarray[Any, np.dtype[np.float64]], got: np.ndarray[Any, np.dtype[np.float64]]
) -> tuple[str | None, str | None]:
    """Look for one factor or one offset that explains every entry."""
    nonzero = want != 0
    if not nonzero.any():
        return None, None
    ratios = got[nonzero] / want[nonzero]
    if np.isfinite(ratios).all() and np.allclose(ratios, ratios[0], rtol=1e-6, atol=0) and not got[~nonzero].any():
        return factor_words(float(ratios[0]))
    if np.array_equal(got, np.trunc(want)) and got.any():
        return "the expected value without its fraction", "Is there a whole-number type on the way, such as int?"
    offsets = got - want
    if want.size > 1 and np.allclose(offsets, offsets[0], rtol=1e-6, atol=0) and offsets[0]:
        return f"the expected value {'plus' if offsets[0] > 0 else 'minus'} {number(abs(offsets[0]))}", None
    return None, None


def factor_words(ratio: float) -> tuple[str | None, str | None]:
    """Name a constant factor, if it is one that a person can use."""
    if np.isclose(ratio, -1):
        return "the expected value with the opposite sign", "The size is right, the sign is not."
    if ratio == 0:
        return "zero", None
    for value, form in ((ratio, "{} times the expected value"), (1 / ratio, "the expected value divided by {}")):
        whole = round(value) if abs(value) < LARGEST_FACTOR else 0
        if abs(whole) > 1 and np.isclose(value, whole, rtol=1e-6):
            return "exactly " + form.format(whole), None
    return None, None
