"""What differs between the value that was wanted and the value that came, and where.

Two numbers agree when |got - want| <= rtol*|want| + C*rtol*max|want| + floor. The middle term is there because
float32 rounding of a right answer is small against the largest entry of its array, not against every entry.
Whole numbers have to be equal where whole numbers are wanted, unless a check states a tolerance of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.words import apart, describe, is_number, kind_of, relation, short

C = 1.0
ENDINGS = (SystemExit, KeyboardInterrupt, GeneratorExit)


@dataclass(frozen=True)
class Tolerance:
    """How near is near enough, for one precision."""

    rtol: float
    floor: float
    whole_numbers_exact: bool = False

    def allows(self, want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Tell entry by entry which finite numbers agree."""
        size = np.abs(want)
        scale = self.rtol * size + C * self.rtol * size.max(initial=0.0) + self.floor
        return np.asarray(np.abs(got - want) <= scale)


DOUBLE = Tolerance(rtol=1e-8, floor=1e-12, whole_numbers_exact=True)
SINGLE = Tolerance(rtol=2e-5, floor=1e-7, whole_numbers_exact=True)
HALF = Tolerance(rtol=5e-3, floor=1e-4, whole_numbers_exact=True)


class NotPlain(TypeError):
    """The wanted value is not plain data: the suite or the reference has to be mended."""


class CutShort(list[Any]):
    """The first items of an iterator that had more to give."""


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
    sizes = (dtype.itemsize // (2 if dtype.kind == "c" else 1) for dtype in float_dtypes(values))
    narrowest = min(sizes, default=8)
    return HALF if narrowest <= 2 else SINGLE if narrowest == 4 else DOUBLE


def float_dtypes(values: Iterable[Any]) -> Iterator[np.dtype[Any]]:
    """Yield the dtypes of float arrays and numpy scalars, at any depth of lists, tuples and dicts."""
    for value in values:
        if isinstance(value, np.ndarray | np.inexact) and value.dtype.kind in "fc":
            yield value.dtype
        elif isinstance(value, list | tuple):
            yield from float_dtypes(value)
        elif isinstance(value, Mapping):
            yield from float_dtypes(value.values())


def compare(want: Any, got: Any, tolerance: Tolerance = DOUBLE, where: str = "") -> Difference | None:
    """Return the first difference between two values, or None where they agree.

    Lists stand for tuples, 0-d arrays for scalars, and any real number type for another. Shape, length, kind of value
    and non-finite entries are told apart in words.

    Parameters
    ----------
    want, got : object
        The reference's value and the learner's: numbers, strings, arrays, None, and lists, tuples, dicts of them.
    tolerance : Tolerance
        How near numbers have to be.
    where : str
        Position of these values within the whole result.

    Raises
    ------
    NotPlain
        If `want` is something else. Whatever the methods of `got` raise is a difference.
    """
    try:
        return first_difference(want, got, tolerance, where)
    except NotPlain:
        raise
    except (Exception, *ENDINGS) as error:
        fact = f"got {kind_of(got)} that cannot be compared: {type(error).__name__}{at(where)}"
        return Difference("type", where, type(got).__name__, (fact,))


def first_difference(want: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare by the kind of the wanted value."""
    if isinstance(want, np.ndarray) or is_number(want):
        return compare_arrays(want, got, tolerance, where)
    if isinstance(want, Mapping):
        return compare_mappings(want, got, tolerance, where)
    if isinstance(want, list | tuple):
        return compare_sequences(want, got, tolerance, where)
    if isinstance(want, str | bytes | type(None)):
        return compare_plain(want, got, where)
    raise NotPlain(f"{describe(want)} was wanted: checks compare plain data only")


def compare_plain(want: Any, got: Any, where: str) -> Difference | None:
    """Compare strings and None."""
    if isinstance(got, np.ndarray) and got.ndim == 0:
        got = got[()]
    kind = next(kind for kind in (str, bytes, type(None)) if isinstance(want, kind))
    if not isinstance(got, kind):
        return wrong_type(want, got, where)
    # A string of the learner's own type may call itself equal to anything, so it is not asked.
    equal: Any = kind.__eq__
    if equal(want, got):
        return None
    return Difference("value", where, got, (apart(want, got) + at(where),))


def compare_mappings(want: Mapping[Any, Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare dicts: the same keys in any order, then value by value in the wanted order."""
    if not isinstance(got, Mapping):
        return wrong_type(want, got, where)
    if set(want) != set(got):
        facts = f"expected the keys {short(list(want))}, got {short(list(got))}{at(where)}"
        return Difference("keys", where, sorted(map(str, got)), (facts,))
    found = (first_difference(want[key], got[key], tolerance, f"{where}[{key!r}]") for key in want)
    return next((difference for difference in found if difference), None)


def compare_sequences(want: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare lists and tuples: the same length, then item by item. A 1-d array may stand for a list of numbers."""
    stands = isinstance(got, np.ndarray) and got.ndim == 1 and all(is_number(item) for item in want)
    if not stands and not isinstance(got, list | tuple):
        return wrong_type(want, got, where)
    if len(want) != len(got):
        count = f"at least {len(got)}" if isinstance(got, CutShort) else len(got)
        return Difference("length", where, len(got), (f"expected {len(want)} items, got {count}{at(where)}",))
    items = enumerate(zip(want, got, strict=True))
    found = (first_difference(*pair, tolerance, f"{where}[{i}]") for i, pair in items)
    return next((difference for difference in found if difference), None)


def compare_arrays(want: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Compare numbers and arrays: kind, then shape, then non-finite entries, then values."""
    left = np.asarray(want)
    if left.dtype.kind not in "biufcUS":
        raise NotPlain(f"{describe(want)} was wanted: checks compare numbers and text only")
    if not is_number(got) and not isinstance(got, np.ndarray):
        return wrong_type(want, got, where)
    if isinstance(got, np.ma.MaskedArray) and np.ma.is_masked(got):
        return Difference("type", where, describe(got), (f"got an array with masked entries{at(where)}",))
    right = np.asarray(got)
    if not comparable(left, right):
        return wrong_type(want, got, where)
    if left.shape != right.shape:
        return wrong_shape(left, right, where)
    # Huge and non-finite numbers are compared too; the host may have numpy raise at them.
    with np.errstate(all="ignore"):
        if exact(left, right, tolerance):
            agrees = np.asarray(left == right)
            return None if agrees.all() else wrong_value(left, right, agrees, where)
        return compare_numbers(left, right, tolerance, where)


def comparable(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> bool:
    """Tell whether two arrays hold things that can be compared: numbers with numbers, text with text."""
    if want.dtype.kind in "US":
        return bool(got.dtype.kind == want.dtype.kind)
    return got.dtype.kind in "biuf" or (got.dtype.kind == "c" and want.dtype.kind == "c")


def exact(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], tolerance: Tolerance) -> bool:
    """Tell whether entries have to be equal: text, and whole numbers beside whole numbers."""
    whole = want.dtype.kind in "biu" and got.dtype.kind in "biu"
    return want.dtype.kind in "US" or (whole and tolerance.whole_numbers_exact)


def widen(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Give numbers room to be subtracted: no unsigned wrap-around, no half-precision overflow."""
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def compare_numbers(
    left: np.ndarray[Any, Any], right: np.ndarray[Any, Any], tolerance: Tolerance, where: str
) -> Difference | None:
    """Compare two arrays of numbers of one shape."""
    want, got = widen(left), widen(right)
    if np.isfinite(want).all() and np.isfinite(got).all():
        agrees = tolerance.allows(want, got)
        return None if agrees.all() else wrong_value(left, right, agrees, where)
    finite = np.isfinite(want)
    same_special = (want == got) | (np.isnan(want) & np.isnan(got))
    if not np.array_equal(finite, np.isfinite(got)) or not np.all(same_special | finite):
        return wrong_nonfinite(want, got, where)
    agrees = np.array(same_special, dtype=bool)
    agrees[finite] = tolerance.allows(want[finite], got[finite])
    return None if agrees.all() else wrong_value(left, right, agrees, where)


def wrong_value(
    want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], agrees: np.ndarray[Any, Any], where: str
) -> Difference:
    """Say how two arrays of one shape differ."""
    fact, help = relation(want, got, agrees)
    return Difference("value", where, got, (fact + at(where),), help)


def wrong_shape(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], where: str) -> Difference:
    """Say that the shape differs, and whether it looks like a known slip."""
    fact = f"expected {shape_words(want)}, got {shape_words(got)}{at(where)}"
    return Difference("shape", where, got.shape, (fact,), shape_help(want, got))


def shape_help(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> str | None:
    """Say what usually lies behind such a shape."""
    if want.shape == got.shape[::-1] and want.ndim > 1:
        return "The axes come in the opposite order: is a transpose missing or one too many?"
    if want.ndim == 0 and got.size == 1:
        return "Return the number itself, not an array that holds it."
    if want.size == got.size:
        return "The number of entries is right, the shape is not: think about which axis is which."
    if got.ndim < want.ndim and got.size < want.size:
        return "An axis is gone: over which axes do you sum or average?"
    if got.ndim > want.ndim and got.size > want.size:
        return "An axis is left over: is a sum missing, or does an (N,) array meet an (N, 1) array somewhere?"
    return None


def shape_words(array: np.ndarray[Any, Any]) -> str:
    """Name a shape; a scalar is called that."""
    return f"shape {array.shape}" if array.ndim else "one number"


def wrong_nonfinite(want: np.ndarray[Any, Any], got: np.ndarray[Any, Any], where: str) -> Difference:
    """Say that NaN or infinity stands where it should not, or is missing."""
    both_nan, both_finite = np.isnan(want) & np.isnan(got), np.isfinite(want) & np.isfinite(got)
    index = tuple(int(i) for i in np.argwhere(~((want == got) | both_nan | both_finite))[0])
    place = f" at {list(index)}" if index else ""
    fact = f"{apart(want[index], got[index])}{place}{at(where)}"
    help = None
    if math.isfinite(abs(want[index])):
        count = int((np.isfinite(want) & ~np.isfinite(got)).sum())
        counted = f"{count} of {got.size} entries are not finite: w" if got.size > 1 else "W"
        help = f"{counted}hich step overflows or divides by zero?"
    return Difference("nonfinite", where, got, (fact,), help)


def wrong_type(want: Any, got: Any, where: str) -> Difference:
    """Say that another kind of value came."""
    help = None
    if got is None or got is Ellipsis:
        help = "Is there a return statement on every path?"
    elif isinstance(want, np.ndarray) and isinstance(got, list | tuple):
        help = "Make one numpy array of it."
    fact = f"expected {describe(want)}, got {describe(got)}{at(where)}"
    return Difference("type", where, describe(got), (fact,), help)


def at(where: str) -> str:
    """Name a position within a result, if it is not the whole."""
    return f" in result{where}" if where else ""
