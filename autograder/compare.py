"""What differs between the value that was wanted and the value that came, and where.

Two numbers agree when |got - want| <= rtol*|want| + C*rtol*max|want| + floor. The middle term is there because
float32 rounding of a right answer is small against the largest entry of its array, not against every entry.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.words import describe, relation, short

C = 1.0


@dataclass(frozen=True)
class Tolerance:
    """How near is near enough, for one precision."""

    rtol: float
    floor: float

    def allows(self, want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Tell entry by entry which finite numbers agree."""
        if not want.size:
            return np.ones(want.shape, dtype=bool)
        scale = self.rtol * np.abs(want) + C * self.rtol * np.max(np.abs(want)) + self.floor
        with np.errstate(all="ignore"):
            return np.asarray(np.abs(got - want) <= scale)


DOUBLE = Tolerance(rtol=1e-8, floor=1e-12)
SINGLE = Tolerance(rtol=2e-5, floor=1e-7)
HALF = Tolerance(rtol=5e-3, floor=1e-4)


@dataclass(frozen=True)
class Difference:
    """The first thing that differs.

    Attributes
    ----------
    kind : str
        ``value``, ``shape``, ``type``, ``length``, ``keys``, ``nonfinite``, ``exception``, ``in place`` ...
    where : str
        Position within the result, such as ``[1]`` or ``['loss']``; empty for the whole.
    got : object
        What came, for matching with known mistakes.
    facts : tuple of str
        What differs, in words.
    help : str or None
        What the comparison itself can say about the reason.
    """

    kind: str
    where: str
    got: Any
    facts: tuple[str, ...]
    help: str | None = None


def tolerance_for(values: Iterable[Any]) -> Tolerance:
    """Choose the tolerance of the narrowest float among inputs and reference."""
    sizes = {dtype.itemsize for dtype in float_dtypes(values)}
    narrowest = min(sizes, default=8)
    return HALF if narrowest <= 2 else SINGLE if narrowest == 4 else DOUBLE


def float_dtypes(values: Iterable[Any]) -> Iterator[np.dtype[Any]]:
    """Yield the dtypes of float arrays and numpy scalars, at any depth of lists, tuples and dicts."""
    for value in values:
        if isinstance(value, np.ndarray | np.floating) and value.dtype.kind in "fc":
            yield value.dtype
        elif isinstance(value, list | tuple):
            yield from float_dtypes(value)
        elif isinstance(value, Mapping):
            yield from float_dtypes(value.values())


def compare(want: Any, got: Any, tolerance: Tolerance = DOUBLE, where: str = "") -> Difference | None:
    """Return the first difference between two values, or None where they agree.

    Lists stand for tuples, 0-d arrays for scalars, and any real number type for another. Shape, length, kind of value and
    non-finite entries are told apart in words.

    Parameters
    ----------
    want, got : object
        The reference's value and the learner's: numbers, strings, arrays, None, and lists, tuples, dicts of them.
    tolerance : Tolerance
        How near numbers have to be.
    where : str
        Position of these values within the whole result.
    """
    if isinstance(want, Mapping):
        return compare_mappings(want, got, tolerance, where)
    if isinstance(want, list | tuple):
        return compare_sequences(want, got, tolerance, where)
    if isinstance(want, str | bytes | type(None)):
        return compare_plain(want, got, where)
    if is_number(want) or isinstance(want, np.ndarray):
        return compare_arrays(want, got, tolerance, where)
    raise TypeError(f"the reference gave {describe(want)}: checks compare plain data only")


def is_number(value: Any) -> bool:
    """Tell whether a value is a Python or numpy number or truth value."""
    return isinstance(value, numbers.Number | np.generic) and not isinstance(value, np.str_ | np.bytes_)


def compare_plain(want: Any, got: Any, where: str) -> Difference | None:
    """Compare strings and None."""
    if type(want) is type(got) or (isinstance(got, str) and isinstance(want, str)):
        if want == got:
            return None
        return Difference("value", where, got, (f"expected {short(want)}, got {short(got)}{at(where)}",))
    return wrong_type(want, got, where)


def compare_mappings(want: Mapping[Any, Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare dicts: the same keys, then value by value in the wanted order."""
    if not isinstance(got, Mapping):
        return wrong_type(want, got, where)
    if set(want) != set(got):
        facts = f"expected the keys {short(list(want))}, got {short(list(got))}{at(where)}"
        return Difference("keys", where, sorted(map(str, got)), (facts,))
    found = (compare(want[key], got[key], tolerance, f"{where}[{key!r}]") for key in want)
    return next((difference for difference in found if difference), None)


def compare_sequences(want: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare lists and tuples: the same length, then item by item. A 1-d array may stand for a list of numbers."""
    if isinstance(got, np.ndarray) and got.ndim == 1 and all(is_number(item) for item in want):
        got = got.tolist()
    if not isinstance(got, list | tuple):
        return wrong_type(want, got, where)
    if len(want) != len(got):
        facts = f"expected {len(want)} items, got {len(got)}{at(where)}"
        return Difference("length", where, len(got), (facts,))
    found = (compare(*pair, tolerance, f"{where}[{i}]") for i, pair in enumerate(zip(want, got, strict=True)))
    return next((difference for difference in found if difference), None)


def compare_arrays(want: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare numbers and arrays: kind, then shape, then non-finite entries, then values."""
    if not is_number(got) and not isinstance(got, np.ndarray):
        return wrong_type(want, got, where)
    if np.ma.is_masked(got):
        return Difference("type", where, describe(got), (f"got an array with masked entries{at(where)}",))
    left, right = np.asarray(want), np.asarray(got)
    if not comparable(left, right):
        return wrong_type(want, got, where)
    if left.shape != right.shape:
        return wrong_shape(left, right, where)
    if left.dtype.kind in "US":
        return None if np.array_equal(left, right) else wrong_value(left, right, left == right, where)
    return compare_numbers(widen(left), widen(right), tolerance, where)


def comparable(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> bool:
    """Tell whether two arrays hold things that can be compared: numbers with numbers, text with text."""
    if want.dtype.kind in "US":
        return got.dtype.kind in "US"
    return got.dtype.kind in "biuf" or (got.dtype.kind == "c" and want.dtype.kind == "c")


def widen(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Give numbers room to be subtracted: no unsigned wrap-around, no half-precision overflow.

    64-bit integers are compared as floats of double precision; labels and counts stay far below 2**53.
    """
    return array if array.dtype.kind == "c" else array.astype(np.float64)


def compare_numbers(
    want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], tolerance: Tolerance, where: str
) -> Difference | None:
    """Compare two float arrays of one shape."""
    finite = np.isfinite(want)
    same_special = np.equal(want, got) | (np.isnan(want) & np.isnan(got))
    if not np.array_equal(finite, np.isfinite(got)) or not np.all(same_special | finite):
        return wrong_nonfinite(want, got, where)
    agrees = np.array(same_special, dtype=bool)
    agrees[finite] = tolerance.allows(want[finite], got[finite])
    return None if agrees.all() else wrong_value(want, got, agrees, where)


def wrong_value(
    want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], agrees: np.ndarray[Any, Any], where: str
) -> Difference:
    """Say how two arrays of one shape differ."""
    fact, help = relation(want, got, agrees)
    return Difference("value", where, got, (fact + at(where),), help)


def wrong_shape(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], where: str) -> Difference:
    """Say that the shape differs, and whether it looks like a known slip."""
    help = None
    if want.shape == got.shape[::-1] and want.ndim > 1:
        help = "The axes come in the opposite order: is a transpose missing or one too many?"
    elif want.size == got.size:
        help = "The number of entries is right, the shape is not: think about which axis is which."
    elif got.ndim < want.ndim and got.size < want.size:
        help = "An axis is gone: over which axes do you sum or average?"
    fact = f"expected {shape_words(want)}, got {shape_words(got)}{at(where)}"
    return Difference("shape", where, got.shape, (fact,), help)


def shape_words(array: np.ndarray[Any, Any]) -> str:
    """Name a shape; a scalar is called that."""
    return f"shape {array.shape}" if array.ndim else "one number"


def wrong_nonfinite(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], where: str) -> Difference:
    """Say that NaN or infinity stands where it should not, or is missing."""
    bad = ~((want == got) | (np.isnan(want) & np.isnan(got)) | (np.isfinite(want) & np.isfinite(got)))
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    place = f" at {list(index)}" if index else ""
    fact = f"expected {short(want[index])}, got {short(got[index])}{place}{at(where)}"
    help = None
    if math.isfinite(abs(want[index])):
        help = f"{int(bad.sum())} of {bad.size} entries are not finite: which step overflows or divides by zero?"
    return Difference("nonfinite", where, got, (fact,), help)


def wrong_type(want: Any, got: Any, where: str) -> Difference:
    """Say that another kind of value came."""
    help = None
    if got is None:
        help = "Is there a return statement on every path?"
    elif isinstance(want, np.ndarray) and isinstance(got, list | tuple):
        help = "Make one numpy array of it."
    fact = f"expected {describe(want)}, got {describe(got)}{at(where)}"
    return Difference("type", where, describe(got), (fact,), help)


def at(where: str) -> str:
    """Name a position within a result, if it is not the whole."""
    return f" in result{where}" if where else ""
