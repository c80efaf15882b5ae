"""A digest of a call's arguments: equal on every machine, different for other numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

LENGTH = 8
BITS = {2: 6, 4: 16, 8: 36}
OFF_THE_EDGES = np.pi / 3


def digest(values: Iterable[Any]) -> str:
    """Return a short digest of arguments.

    Floats count to about ten digits (four in single precision), because exp and sums may differ in the last bits from
    one processor to the next. Functions and objects count by their presence only.
    """
    record = hashlib.blake2b(digest_size=LENGTH)
    for part in parts_of(list(values)):
        record.update(part)
    return record.hexdigest()


def parts_of(value: Any) -> Iterator[bytes]:
    """Yield bytes that stand for one value."""
    if isinstance(value, np.ndarray | np.generic | bool | int | float | complex):
        yield from parts_of_array(np.asarray(value))
    elif isinstance(value, str | bytes | None):
        yield repr(value).encode("utf-8", "backslashreplace")
    elif isinstance(value, list | tuple | set | frozenset):
        yield f"{type(value).__name__} {len(value)}".encode()
        for item in value if isinstance(value, list | tuple) else sorted(value, key=repr):
            yield from parts_of(item)
    elif isinstance(value, dict):
        yield from parts_of(list(value.items()))
    elif isinstance(value, np.random.Generator):
        yield repr(value.bit_generator.state).encode()
    else:
        yield b"callable" if callable(value) else b"object"


def parts_of_array(array: np.ndarray[Any, Any]) -> Iterator[bytes]:
    """Yield bytes for an array: kind, shape and entries."""
    yield f"{array.dtype.kind}{array.dtype.itemsize} {array.shape}".encode()
    if array.dtype.kind == "O":
        for item in array.ravel().tolist():
            yield from parts_of(item)
    elif array.dtype.kind == "c":
        yield from parts_of_array(array.real)
        yield from parts_of_array(array.imag)
    elif array.dtype.kind == "f":
        yield rounded(array)
    else:
        yield np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()


def rounded(array: np.ndarray[Any, Any]) -> bytes:
    """Write floats as whole numbers, in units of a small fraction of the largest one (or of 1).

    They are scaled by an irrational number first: round numbers such as 1 or 0.5 would else lie on an edge, where the
    last bit decides.
    """
    wide = np.asarray(array, dtype=np.float64)
    special = np.where(np.isnan(wide), 1, np.where(wide == np.inf, 2, np.where(wide == -np.inf, 3, 0)))
    fraction, exponent = np.frexp(np.where(special, 0.0, wide))
    fraction, more = np.frexp(fraction * OFF_THE_EDGES)
    largest = int(np.max(exponent + more, where=fraction != 0, initial=0))
    units = np.rint(np.ldexp(fraction, exponent + more - largest + BITS.get(array.dtype.itemsize, 36)))
    return b"".join(np.ascontiguousarray(part).astype("<i8").tobytes() for part in (special, units, largest))
