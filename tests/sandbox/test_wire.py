"""The format: what goes in comes out, and nothing but a ProtocolError comes out of anything else."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.encode import TooLarge, pack
from autograder.sandbox.limits import LIMITS
from autograder.sandbox.wire import ProtocolError, unpack


def no_objects(parts):
    raise ProtocolError("an object")


def there_and_back(value, limits=LIMITS):
    return unpack(*pack(value, lambda thing: None, limits), no_objects, limits)


def same(first, second) -> bool:
    """Tell whether two values are of one type and equal, NaN included."""
    if type(first) is not type(second):
        return False
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict):
        return list(first) == list(second) and all(same(first[key], second[key]) for key in first)
    if isinstance(first, np.ndarray | np.generic):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    return repr(first) == repr(second)


ARRAYS = [
    np.arange(6.0).reshape(2, 3), np.arange(6, dtype=np.int8), np.array([True, False]), np.array(3 + 4j),
    np.array(["ab", "c\u20ac"]), np.array([b"ab"]), np.zeros((0, 3)), np.array([np.nan, -0.0, np.inf]),
    np.arange(4, dtype=np.float16), np.array(5, dtype=np.uint64), np.arange(8).reshape(2, 2, 2).T,
]  # fmt: skip
VALUES = [
    None, True, 0, -1, 2**500, 0.1, -0.0, math.nan, math.inf, -math.inf, 1e308, 2 - 3j, complex(math.nan, 1), "",
    "\u00e4\n\U0001f600", b"", b"\0\xff", [], (), [1, (2, [3])], {}, {"a": 1, 2: [None], -(2**62): {}}, range(2, 9, 3),
    np.float32(0.1), np.int64(3), np.bool_(True), np.complex64(1j), *ARRAYS, [ARRAYS[0], {"x": ARRAYS[4]}],
    float, int, np.float32, np.dtype(np.float64),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:30].replace("\n", ""))
def test_a_value_comes_back_as_it_was(value):
    assert same(there_and_back(value), value)


def test_big_endian_and_strided_arrays_come_back_as_ordinary_ones():
    assert same(there_and_back(np.arange(3, dtype=">f8")), np.arange(3.0))
    assert same(
        there_and_back(np.arange(12.0).reshape(3, 4)[::2, ::-1]), np.arange(12.0).reshape(3, 4)[::2, ::-1].copy()
    )


def test_long_floats_become_doubles():
    assert same(there_and_back(np.array([1, 2], dtype=np.longdouble)), np.array([1.0, 2.0]))


def test_arrays_of_objects_come_back_without_them():
    back = there_and_back(np.array([print, "x"], dtype=object))
    assert back.dtype == object
    assert back.tolist() == [None, None]


def test_masked_entries_are_kept():
    back = there_and_back(np.ma.MaskedArray([1.0, 2.0], [False, True]))
    assert np.ma.is_masked(back)
    assert back.mask.tolist() == [False, True]


def test_arrays_that_come_back_can_be_written_to():
    back = there_and_back(np.zeros(3))
    back[0] = 1
    assert back.tolist() == [1, 0, 0]


def test_half_surrogates_are_written_out():
    assert there_and_back("\ud800") == "\\ud800"


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text() | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=5) | st.integers(-9, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
@settings(max_examples=200, deadline=None)
def test_any_nested_value_comes_back(value):
    assert same(there_and_back(value), value)


SMALL = replace(LIMITS, meta_bytes=400, data_bytes=100, nodes=20, depth=5, entries=3)
DEEP = [[[[[[[1]]]]]]]


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        (list(range(30)), "nodes"), (DEEP, "depth"), ({1: 1, 2: 2, 3: 3, 4: 4}, "entries"), (np.zeros(20), "data"),
        ("x" * 500, "meta"), (2**1025, "number"), ([{1: 1, 2: 2}, {1: 1, 2: 2}], "entries"),
    ],
)  # fmt: skip
def test_what_is_too_large_does_not_leave(value, limit):
    with pytest.raises(TooLarge) as caught:
        pack(value, lambda thing: None, SMALL)
    assert caught.value.limit == limit


def test_a_list_that_holds_itself_does_not_leave():
    endless: list = []
    endless.append(endless)
    with pytest.raises(TooLarge):
        pack(endless, lambda thing: None)


BAD = [
    b"", b"nul", b"{}", b"[]", b'{"a":1}', b"NaN", b"Infinity", b"1e999", b"[1]", b'["q"]', b'[["l"]]', b'["f","x"]',
    b'["f",["l"]]', b'["c",1,2]', b'["c",1.0]', b'["b",-1]', b'["b",1]', b'["b",true]', b'["b",1e3]', b'["d","a"]',
    b'["d","a",1,"a",2]', b'["d",["l"],1]', b'["d",1,1,true,2]', b'["d",99999999999999999999,1]', b'["d",1.0,1]',
    b'["a","<f8",[1]]', b'["a","<f8",[-1]]', b'["a","<f8",[1e3]]', b'["a","<f8",1]', b'["a","|O8",[1]]',
    b'["a","<M8[D]",[0]]', b'["a","<V8",[0]]', b'["a","<f16",[0]]', b'["a","<f8,<f8",[0]]', b'["a",">f8",[0]]',
    b'["a","<U0",[0]]', b'["a","<U99999999",[0]]', b'["a","f8",[0]]', b'["a","<i3",[0]]', b'["a","<i\xc2\xb2",[0]]',
    b'["a","<f8",[0,9223372036854775807]]', b'["a","<f8",[4294967296,4294967296]]', b'["a",null,[0]]', b'["n","<f8"]',
    b'["o",[1000000]]', b'["o",[-1]]', b'["o",[0,99999999999]]', b'["r",1,2,0]', b'["r",1,2]', b'["r",1,2,1e0]',
    b'["y","object"]', b'["y","dtype:O"]', b'["y","numpy:|O8"]', b'["y",["l"]]', b'["x"]', b'["x","h",1]',
    b'["m",1,2]', b'["m",["l"],["l"]]', b'"\\ud800"', b'["g","PCG64",1]', b"1" * 4000, b"[" * 100_000, b"1.5" * 200,
    b'["l",' * 40 + b'["l"]' + b"]" * 40, b"\xff\xfe", b"'a'", b"1 2", b'["l",1', b"tru", b'"\x00"',
]  # fmt: skip


@pytest.mark.parametrize("meta", BAD, ids=lambda meta: repr(meta[:40]))
def test_nothing_but_a_protocol_error_comes_out_of_a_bad_tree(meta):
    with pytest.raises(ProtocolError):
        unpack(meta, b"", no_objects)


@pytest.mark.parametrize(
    ("meta", "data"),
    [
        (b"null", b"x"), (b'["b",1]', b"xy"), (b'["l",["b",2],["b",2]]', b"abc"), (b'["a","|b1",[1]]', b"\x02"),
        (b'["a","<U1",[1]]', b"\xff\xff\xff\xff"), (b'["a","<U1",[1]]', b"\x00\xd8\x00\x00"),
        (b'["n","<f8"]', b"1234567"),
    ],
)  # fmt: skip
def test_buffers_have_to_fit_the_tree(meta, data):
    with pytest.raises(ProtocolError):
        unpack(meta, data, no_objects)


def test_too_many_nodes_are_refused_before_they_are_built():
    with pytest.raises(ProtocolError):
        unpack(b'["l"' + b",1" * 150_000 + b"]", b"", no_objects)


def test_entries_are_counted_over_the_whole_frame():
    pairs = b"".join(b",%d,1" % key for key in range(600))
    with pytest.raises(ProtocolError):
        unpack(b'["l",["d"' + pairs + b'],["d"' + pairs + b"]]", b"", no_objects)


def test_arrays_of_objects_count_with_all_their_entries():
    with pytest.raises(ProtocolError):
        unpack(b'["l",["o",[60000]],["o",[60000]]]', b"", no_objects)


GOOD = [pack(value, lambda thing: None) for value in VALUES]


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_mutated_frames_give_a_value_or_a_protocol_error(data):
    meta, buffers = data.draw(st.sampled_from(GOOD))
    frame = bytearray(meta)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(len(frame) - 1, 0)))
        frame[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from(
                [b"", b"[", b"]", b",", b'"', b"0", b"9", b"-", b"e", b"null", b'["l"', b'"<U9"', b"\\", b"\xff"]
            )
        )
    with_bytes = buffers[: data.draw(st.integers(0, len(buffers)))] + data.draw(st.binary(max_size=9))
    assert_value_or_protocol_error(bytes(frame), data.draw(st.sampled_from([buffers, with_bytes])))


@given(st.binary(max_size=60), st.binary(max_size=20))
@settings(max_examples=500, deadline=None)
def test_noise_gives_a_value_or_a_protocol_error(meta, data):
    assert_value_or_protocol_error(meta, data)


tags = st.sampled_from(list("ltdfcbanmoyrxg"))
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["<f8", "|b1", "<U3", "nan", "int", "a", "<i8", "numpy:<f4"])
)  # fmt: skip
trees = st.recursive(
    scalars,
    lambda inner: st.builds(lambda tag, parts: [tag, *parts], tags, st.lists(inner | st.lists(scalars), max_size=4)),
)


@given(trees, st.binary(max_size=64))
@settings(max_examples=1500, deadline=None)
def test_trees_of_known_tags_give_a_value_or_a_protocol_error(tree, data):
    import json

    assert_value_or_protocol_error(json.dumps(tree).encode(), data)


def assert_value_or_protocol_error(meta, data):
    """Nothing but the protocol's own error comes out; and a value that comes out can be sent on."""
    try:
        value = unpack(meta, data, no_objects)
    except ProtocolError:
        return
    again = pack(value, lambda thing: None)
    assert same(unpack(*again, no_objects), value)
