"""The safe format: a JSON tree and raw little-endian buffers. `decode` is the trust boundary.

What stands for itself in the tree is None, a truth value, a whole number, a finite float or a string. Everything else
is a JSON array that starts with a tag; JSON objects do not occur, so that no hostile keys can collide in the parser::

    ["l", item ...] list      ["t", item ...] tuple     ["d", key, value, ...] dictionary
    ["f", "nan"]   float      ["c", re, im] complex     ["b", length] bytes, in a buffer
    ["a", dtype, [shape]]     array, in a buffer        ["n", dtype] numpy scalar, in a buffer
    ["m", array, array]       masked array              ["o", [shape]] array of Python objects, without them
    ["y", name] a number type ["r", start, stop, step]
    ["x", ...]     an object that stays behind, or a random generator: whatever the two ends agree on

Buffers follow in the order of the tree, without offsets: so no two nodes can share one. A namedtuple is a tuple here,
and in a check that runs in one process too (`bench.unnamed`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar, NoReturn

import numpy as np

from autograder.sandbox.limits import LIMITS, Limits

Resolve = Callable[[list[Any]], Any]

KINDS = "biufc"
SIZES = {"b": (1,), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "f": (2, 4, 8), "c": (8, 16)}
MOST_BITS = 1024
MOST_DIGITS = 320
MOST_DIMENSIONS = 32
MOST_EXTENT = 1 << 31
MOST_TEXT = 1 << 20
KEY_BITS = 63
TYPES: dict[str, Any] = {"bool": bool, "int": int, "float": float, "complex": complex, "str": str}
SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class ProtocolError(Exception):
    """What came is not of the format. Not a builtin, so that nothing that learner code raises can pass for it."""


class Decoder:
    """Turns a tree and its buffers into one value; anything odd is a `ProtocolError`.

    Parameters
    ----------
    resolve : callable
        Given the rest of an ``x`` node as JSON, unchecked; returns the object or raises `ProtocolError`.
    """

    def __init__(self, data: bytes, resolve: Resolve, limits: Limits = LIMITS) -> None:
        self.data = data
        self.resolve = resolve
        self.limits = limits
        self.place = self.nodes = self.entries = 0

    def decode(self, node: Any, depth: int = 0) -> Any:
        """Return the value of a node."""
        self.nodes += 1
        if self.nodes > self.limits.nodes or depth > self.limits.depth:
            raise ProtocolError("more or deeper values than are allowed")
        if isinstance(node, list):
            return self.tagged(node, depth)
        if isinstance(node, str):
            return checked_text(node)
        if node is None or isinstance(node, bool | int | float):
            return node
        raise ProtocolError("a node of no known kind")

    def tagged(self, node: list[Any], depth: int) -> Any:
        """Return the value of a node that starts with a tag."""
        tag = node[0] if node else None
        if not isinstance(tag, str) or tag not in self.READERS:
            raise ProtocolError("an unknown tag")
        least, most = self.PARTS.get(tag, (0, self.limits.nodes))
        if not least <= len(node) - 1 <= most:
            raise ProtocolError(f"a node {tag} with {len(node) - 1} parts")
        return self.READERS[tag](self, node[1:], depth)

    def items(self, parts: list[Any], depth: int) -> list[Any]:
        """Read a list."""
        return [self.decode(part, depth + 1) for part in parts]

    def frozen(self, parts: list[Any], depth: int) -> tuple[Any, ...]:
        """Read a tuple."""
        return tuple(self.items(parts, depth))

    def mapping(self, parts: list[Any], depth: int) -> dict[Any, Any]:
        """Read a dictionary with keys of text and small whole numbers."""
        self.entries += len(parts) // 2
        if len(parts) % 2 or self.entries > self.limits.entries:
            raise ProtocolError("a dictionary of an odd or too large size")
        keys = [self.key(part) for part in parts[::2]]
        found = dict(zip(keys, (self.decode(part, depth + 1) for part in parts[1::2]), strict=True))
        if len(found) != len(keys):
            raise ProtocolError("a dictionary with a key that comes twice")
        return found

    def key(self, node: Any) -> Any:
        """Read a key."""
        if isinstance(node, str):
            return checked_text(node)
        if isinstance(node, int) and int(node).bit_length() <= KEY_BITS:
            return node
        raise ProtocolError("a key that is neither text nor a small whole number")

    def special(self, parts: list[Any], depth: int) -> float:
        """Read a float that JSON does not know."""
        if not isinstance(parts[0], str) or parts[0] not in SPECIAL:
            raise ProtocolError("an unknown float")
        return SPECIAL[parts[0]]

    def complex_number(self, parts: list[Any], depth: int) -> complex:
        """Read a complex number of two floats."""
        real, imaginary = (self.decode(part, depth + 1) for part in parts)
        if type(real) is not float or type(imaginary) is not float:
            raise ProtocolError("a complex number of something else than floats")
        return complex(real, imaginary)

    def raw(self, parts: list[Any], depth: int) -> bytes:
        """Read bytes."""
        return self.take(self.whole(parts[0], most=self.limits.data_bytes))

    def array(self, parts: list[Any], depth: int) -> np.ndarray[Any, Any]:
        """Read an array of plain numbers or text."""
        dtype, shape = self.dtype(parts[0]), self.shape(parts[1])
        data = self.take(math.prod(shape) * dtype.itemsize)
        values = np.frombuffer(data, dtype=dtype).reshape(shape)
        refuse_odd_entries(dtype.kind, data)
        return values.astype(dtype.newbyteorder("="))

    def scalar(self, parts: list[Any], depth: int) -> Any:
        """Read a numpy scalar."""
        return self.array([parts[0], []], depth)[()]

    def masked(self, parts: list[Any], depth: int) -> Any:
        """Read a masked array."""
        data, mask = (self.decode(part, depth + 1) for part in parts)
        if not (isinstance(data, np.ndarray) and isinstance(mask, np.ndarray)):
            raise ProtocolError("a masked array of something else than arrays")
        if data.shape != mask.shape or mask.dtype != np.bool_:
            raise ProtocolError("a mask that does not fit")
        return np.ma.MaskedArray(data, mask)

    def objects(self, parts: list[Any], depth: int) -> np.ndarray[Any, Any]:
        """Make an array of Python objects, all None: what they were stays behind."""
        shape = self.shape(parts[0])
        self.nodes += math.prod(shape)
        if self.nodes > self.limits.nodes:
            raise ProtocolError("an array of too many objects")
        return np.empty(shape, dtype=object)

    def number_type(self, parts: list[Any], depth: int) -> Any:
        """Read a type of numbers."""
        text = parts[0] if isinstance(parts[0], str) else ""
        if text in TYPES:
            return TYPES[text]
        family, _, name = text.partition(":")
        if family not in ("dtype", "numpy"):
            raise ProtocolError("an unknown type")
        dtype = self.dtype(name)
        return dtype if family == "dtype" else dtype.type

    def whole_range(self, parts: list[Any], depth: int) -> range:
        """Read a range."""
        start, stop, step = (self.whole(part, -MOST_EXTENT) for part in parts)
        if step == 0:
            raise ProtocolError("a range without a step")
        return range(start, stop, step)

    def foreign(self, parts: list[Any], depth: int) -> Any:
        """Read an object that stayed behind."""
        return self.resolve(parts)

    def dtype(self, node: Any) -> np.dtype[Any]:
        """Read the name of a dtype: plain numbers or text of a fixed width, little-endian."""
        return dtype_called(node if isinstance(node, str) else "")

    def shape(self, node: Any) -> tuple[int, ...]:
        """Read a shape whose size cannot overflow."""
        if not isinstance(node, list) or len(node) > MOST_DIMENSIONS:
            raise ProtocolError("a shape that is none")
        extents = tuple(self.whole(extent) for extent in node)
        if math.prod(extent for extent in extents if extent) > MOST_EXTENT:
            raise ProtocolError("a shape that is too large")
        return extents

    def whole(self, node: Any, least: int = 0, most: int = MOST_EXTENT) -> int:
        """Read a whole number within bounds; a truth value is none."""
        if type(node) is not int or not least <= node <= most:
            raise ProtocolError("a number out of bounds")
        return node

    def take(self, size: int) -> bytes:
        """Take the next buffer."""
        if size > len(self.data) - self.place:
            raise ProtocolError("a buffer that is not there")
        self.place += size
        return self.data[self.place - size : self.place]

    READERS: ClassVar[dict[str, Callable[[Any, list[Any], int], Any]]] = {
        "l": items, "t": frozen, "d": mapping, "f": special, "c": complex_number, "b": raw, "a": array, "n": scalar,
        "m": masked, "o": objects, "y": number_type, "r": whole_range, "x": foreign,
    }  # fmt: skip
    PARTS: ClassVar[dict[str, tuple[int, int]]] = {
        "f": (1, 1), "c": (2, 2), "b": (1, 1), "a": (2, 2), "n": (1, 1), "m": (2, 2), "o": (1, 1), "y": (1, 1),
        "r": (3, 3), "x": (1, 8),
    }  # fmt: skip


@lru_cache(maxsize=64)
def dtype_called(text: str) -> np.dtype[Any]:
    """Return the dtype of a name."""
    kind, digits = text[1:2], text[2:]
    if text[:1] not in ("<", "|") or not digits.isdecimal() or not digits.isascii() or len(digits) > 7:
        raise ProtocolError("an unknown dtype")
    if int(digits) not in SIZES.get(kind, ()) and not (kind in ("U", "S") and 1 <= int(digits) <= MOST_TEXT):
        raise ProtocolError("an unknown dtype")
    return np.dtype("<" + text[1:])


def unpack(meta: bytes, data: bytes, resolve: Resolve, limits: Limits = LIMITS) -> Any:
    """Decode the two parts of a frame.

    Raises
    ------
    ProtocolError
        Whatever is wrong with them.
    """
    if len(meta) > limits.meta_bytes or len(data) > limits.data_bytes:
        raise ProtocolError("a frame that is too large")
    decoder = Decoder(data, resolve, limits)
    try:
        value = decoder.decode(parsed(meta))
    except (ValueError, TypeError, OverflowError, RecursionError, MemoryError) as error:
        raise ProtocolError(f"a frame that cannot be read ({type(error).__name__})") from None
    if decoder.place != len(data):
        raise ProtocolError("bytes that belong to nothing")
    return value


def parsed(meta: bytes) -> Any:
    """Parse JSON without objects, without constants, and with numbers of a bounded length."""
    return PARSER.decode(meta.decode("ascii"))


def refuse(*_: Any) -> NoReturn:
    """Refuse what JSON knows and the format does not."""
    raise ProtocolError("a JSON object or constant")


def whole(digits: str) -> int:
    """Read a whole number of a bounded length."""
    if len(digits) > MOST_DIGITS or int(digits).bit_length() > MOST_BITS:
        raise ProtocolError("a whole number that is too long")
    return int(digits)


def finite(digits: str) -> float:
    """Read a float; one too large for a float is refused, not made infinite."""
    if len(digits) > MOST_DIGITS or not math.isfinite(float(digits)):
        raise ProtocolError("a float that is none")
    return float(digits)


PARSER = json.JSONDecoder(object_pairs_hook=refuse, parse_constant=refuse, parse_int=whole, parse_float=finite)


def refuse_odd_entries(kind: str, data: bytes) -> None:
    """Refuse text beyond Unicode and truth values that are neither."""
    if kind not in "bU":
        return
    if kind == "b" and data and np.frombuffer(data, "u1").max() > 1:
        raise ProtocolError("a truth value that is neither")
    points = np.frombuffer(data if kind == "U" else b"", "<u4")
    if np.any((points > 0x10FFFF) | ((points >= 0xD800) & (points < 0xE000))):
        raise ProtocolError("text beyond Unicode")


def checked_text(text: str) -> str:
    """Refuse text that no file could hold: halves of surrogate pairs."""
    text.encode("utf-8")
    return text
