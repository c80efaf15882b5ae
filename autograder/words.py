"""Values in words: short enough for one line, exact enough to act on."""

from __future__ import annotations

from typing import Any

import numpy as np

LIMIT = 60


def number(value: Any) -> str:
    """Write a number with at most five significant digits, whole ones without a point."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, complex | np.complexfloating):
        return f"{value:.5g}"
    plain = float(value)
    return str(int(plain)) if plain.is_integer() and abs(plain) < 1e6 else f"{plain:.5g}"


def short(value: Any) -> str:
    """Write a value on one line; a long one is cut, a large array becomes its description."""
    if isinstance(value, np.ndarray):
        if value.size > 8:
            return describe(value)
        return short(value.tolist())
    if isinstance(value, bool | int | float | np.number | np.bool_):
        return number(value)
    if isinstance(value, list | tuple):
        inner = ", ".join(short(item) for item in value)
        return cut(f"[{inner}]" if isinstance(value, list) else f"({inner})")
    return cut(repr(value))


def cut(text: str) -> str:
    """Shorten a text to one line of at most `LIMIT` characters."""
    line = " ".join(text.split())
    return line if len(line) <= LIMIT else line[: LIMIT - 3] + "..."


def describe(value: Any) -> str:
    """Say what kind of value it is: `float64 (6, 4)` for arrays, the value itself for small plain ones."""
    if isinstance(value, np.ndarray):
        kind = "Python objects" if value.dtype.kind == "O" else str(value.dtype)
        return f"{kind} {value.shape}"
    if isinstance(value, bool | int | float | str | np.generic) or value is None:
        return short(value)
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"


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
    finite = np.isfinite(want) if want.dtype.kind in "fc" else np.ones(want.shape, bool)
    pattern, help = pattern_of(want[finite], got[finite]) if want.dtype.kind == "f" else (None, None)
    if want.ndim == 0:
        fact = f"expected {short(want[()])}, got {short(got[()])}"
        return (f"{fact}: {pattern}" if pattern else fact), help
    worst = worst_entry(want, got, agrees)
    count = int((~agrees).sum())
    fact = f"expected {short(want[worst])}, got {short(got[worst])} at {list(worst)}"
    fact += f"; {count} of {want.size} entries differ" if want.size > 1 else ""
    if pattern and want.size > 1:
        fact += f": each is {pattern}"
    if not help and want.ndim == 2 and want.shape[0] == want.shape[1] and np.allclose(want.T, got):
        help = "The result is the transpose of the expected one."
    return fact, help


def worst_entry(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], agrees: np.ndarray[Any, Any]) -> tuple[int, ...]:
    """Find the entry with the largest error among those that do not agree."""
    if want.dtype.kind in "US":
        return tuple(int(i) for i in np.argwhere(~agrees)[0])
    with np.errstate(all="ignore"):
        error = np.where(agrees, -1.0, np.abs(got - want))
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), want.shape))


def pattern_of(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> tuple[str | None, str | None]:
    """Look for one factor or one offset that explains every entry."""
    nonzero = want != 0
    if not want.size or not nonzero.any():
        return None, None
    with np.errstate(all="ignore"):
        ratios = got[nonzero] / want[nonzero]
    constant = np.allclose(ratios, ratios[0], rtol=1e-6, atol=0) and np.allclose(got[~nonzero], 0)
    if constant and np.isfinite(ratios[0]):
        return factor_words(float(ratios[0]))
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
        whole = round(value)
        if abs(whole) > 1 and np.isclose(value, whole, rtol=1e-6):
            return "exactly " + form.format(whole), None
    return None, None
