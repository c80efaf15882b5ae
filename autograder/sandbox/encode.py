"""Values into frames: the sending half of the format that `wire` describes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from autograder.sandbox.limits import LIMITS, Limits
from autograder.sandbox.wire import KEY_BITS, KINDS, MOST_BITS, MOST_EXTENT, SIZES, TYPES

Node = Any
Foreign = Callable[[Any], list[Any] | None]


class TooLarge(Exception):
    """A value cannot cross; `limit` names why."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class Encoder:
    """Turns one value into a tree and its buffers.

    Parameters
    ----------
    foreign : callable
        Given any value first of all; returns the rest of an ``x`` node for an object that stays behind, or None.
    """

    def __init__(self, foreign: Foreign, limits: Limits = LIMITS) -> None:
        self.foreign = foreign
        self.limits = limits
        self.buffers: list[bytes] = []
        self.nodes = self.entries = self.size = 0

    def encode(self, value: Any, depth: int = 0) -> Node:
        """Return the tree of a value.

        Raises
        ------
        TooLarge
            If the value is beyond a limit.
        """
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise TooLarge("nodes")
        if depth > self.limits.depth:
            raise TooLarge("depth")
        write = self.EXACT.get(type(value)) or next((w for kinds, w in self.WRITERS if isinstance(value, kinds)), None)
        return write(self, value, depth) if write else self.other(value)

    def other(self, value: Any) -> Node:
        """Write a type, or leave the value to the agreement of the two ends."""
        name = type_name(value)
        if name is not None:
            return ["y", name]
        agreed = self.foreign(value)
        if agreed is None:
            raise TypeError(f"{type(value).__name__} cannot cross to another process")
        return ["x", *agreed]

    def plain(self, value: Any, depth: int) -> Node:
        return None if value is None else bool(value)

    def integer(self, value: int, depth: int) -> Node:
        number = int.__int__(value)
        if number.bit_length() > MOST_BITS:
            raise TooLarge("number")
        return number

    def real(self, value: float, depth: int) -> Node:
        number = float.__float__(value)
        return number if math.isfinite(number) else ["f", repr(number)]

    def complex_number(self, value: complex, depth: int) -> Node:
        return ["c", self.real(value.real, depth), self.real(value.imag, depth)]

    def text(self, value: str, depth: int) -> Node:
        if len(value) > self.limits.meta_bytes:
            raise TooLarge("meta")
        return str.__str__(value).encode("utf-8", "backslashreplace").decode("utf-8")

    def raw(self, value: bytes | bytearray, depth: int) -> Node:
        self.add(bytes(value))
        return ["b", len(value)]

    def sequence(self, value: Sequence[Any], depth: int) -> Node:
        tag = "t" if isinstance(value, tuple) else "l"
        return [tag, *[self.encode(item, depth + 1) for item in value]]

    def mapping(self, value: dict[Any, Any], depth: int) -> Node:
        self.entries += len(value)
        if self.entries > self.limits.entries:
            raise TooLarge("entries")
        if not all(is_key(key) for key in value):
            return self.other(value)
        parts = [part for key, item in value.items() for part in (self.key(key), self.encode(item, depth + 1))]
        return ["d", *parts]

    def key(self, key: Any) -> Node:
        return self.text(key, 0) if isinstance(key, str) else int(key) if not isinstance(key, bool) else bool(key)

    def array(self, value: np.ndarray[Any, Any], depth: int) -> Node:
        if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
            data, mask = np.asarray(value.data), np.ma.getmaskarray(value)
            return ["m", self.array(data, depth), self.array(mask, depth)]
        plain = sendable(np.asarray(value))
        shape = [int(extent) for extent in plain.shape]
        if max(shape, default=0) > MOST_EXTENT:
            raise TooLarge("data")
        if plain.dtype.kind == "O":
            self.nodes += math.prod(shape)
            if self.nodes > self.limits.nodes:
                raise TooLarge("nodes")
            return ["o", shape]
        self.add(plain.tobytes())
        return ["a", plain.dtype.str, shape]

    def scalar(self, value: np.generic, depth: int) -> Node:
        plain = sendable(np.asarray(value))
        if plain.dtype.kind == "O":
            return self.other(value)
        self.add(plain.tobytes())
        return ["n", plain.dtype.str]

    def whole_range(self, value: range, depth: int) -> Node:
        return ["r", *(self.integer(part, depth) for part in (value.start, value.stop, value.step))]

    def add(self, buffer: bytes) -> None:
        """Take in a buffer."""
        self.size += len(buffer)
        if self.size > self.limits.data_bytes:
            raise TooLarge("data")
        self.buffers.append(buffer)

    WRITERS: tuple[tuple[Any, Callable[[Any, Any, int], Node]], ...] = (
        (np.ndarray, array), (str, text), ((bytes, bytearray), raw), (np.generic, scalar),
        ((type(None), bool), plain), (int, integer), (float, real), (complex, complex_number),
        ((list, tuple), sequence), (dict, mapping),
        (range, whole_range),
    )  # fmt: skip
    EXACT: ClassVar[dict[type, Callable[[Any, Any, int], Node]]] = {
        np.ndarray: array, str: text, type(None): plain, bool: plain, int: integer, float: real, list: sequence,
        tuple: sequence, dict: mapping,
    }  # fmt: skip


def type_name(value: Any) -> str | None:
    """Name a type of numbers that may be an argument, such as ``np.float32``; None for anything else."""
    if isinstance(value, np.dtype) and value.kind in KINDS:
        return f"dtype:{value.str}"
    if isinstance(value, type) and issubclass(value, np.generic) and np.dtype(value).kind in KINDS:
        return f"numpy:{np.dtype(value).str}"
    return next((name for name, known in TYPES.items() if value is known), None)


def is_key(key: Any) -> bool:
    """Tell whether a key of a dictionary can cross."""
    return isinstance(key, str) or (isinstance(key, int) and int(key).bit_length() <= KEY_BITS)


def sendable(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array as plain little-endian numbers or text; what is neither as an array of objects."""
    kind, size = value.dtype.kind, value.dtype.itemsize
    if kind in "fc" and size > SIZES[kind][-1]:
        value = value.astype("<f8" if kind == "f" else "<c16")
    elif kind not in KINDS + "US" or (kind in "US" and size == 0):
        return np.empty(value.shape, dtype=object)
    return value.astype(value.dtype.newbyteorder("<"), copy=False)


WRITER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def pack(value: Any, foreign: Foreign, limits: Limits = LIMITS) -> tuple[bytes, bytes]:
    """Encode a value into the two parts of a frame.

    Raises
    ------
    TooLarge
        If the value is beyond a limit.
    """
    encoder = Encoder(foreign, limits)
    meta = WRITER.encode(encoder.encode(value)).encode("ascii")
    if len(meta) > limits.meta_bytes:
        raise TooLarge("meta")
    return meta, b"".join(encoder.buffers)
