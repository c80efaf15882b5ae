"""Values of different kinds are told apart in words; forms that mean the same are accepted."""

from collections import OrderedDict, namedtuple

import numpy as np
import pytest

from autograder.compare import CutShort, NotPlain, compare

Point = namedtuple("Point", "x y")
A = np.arange(3.0)


@pytest.mark.parametrize(
    ("want", "got"),
    [
        (None, None), ("a", "a"), ("a", np.str_("a")), ("a", np.array("a")), (b"a", b"a"), ((1, 2), [1, 2]),
        ([1, 2], (1, 2)), ([1.0, 2.0, 3.0], np.array([1.0, 2.0, 3.0])), ([], np.array([])), ((), []),
        ({"a": A, "b": 1}, OrderedDict(b=1, a=A)), (Point(1, 2), (1, 2)), ((1, 2), Point(1, 2)),
        ([A, (A, {"k": [A]})], (A, [A, {"k": (A,)}])), (np.array(["a", "b"]), np.array(["a", "b"])),
        ({1: "a"}, {1.0: "a"}), ([[1, 2], [3, 4]], [[1, 2], np.array([3, 4])]),
    ],
)  # fmt: skip
def test_these_values_agree(want, got):
    assert compare(want, got) is None


@pytest.mark.parametrize(
    ("want", "got", "kind", "words"),
    [
        (None, A, "type", "expected None, got float64 (3,)"),
        (A, None, "type", "return statement"),
        (A, ..., "type", "got Ellipsis"),
        (A, NotImplemented, "type", "got NotImplemented"),
        (A, [0.0, 1.0, 2.0], "type", "Make one numpy array"),
        ((A, A), np.stack([A, A]), "type", "a tuple of 2"),
        (A, (A,), "type", "got a tuple of 1"),
        (A, len, "type", "got a builtin_function_or_method"),
        (1.0, (i for i in "ab"), "type", "got a generator"),
        (1.0, {"loss": 1.0}, "type", "got a dict of 1"),
        ({"a": 1}, [1], "type", "expected a dict of 1"),
        ([1, 2], np.ones((2, 2)), "type", "got float64 (2, 2)"),
        (["a"], np.array(["a"]), "type", "expected a list of 1"),
        ("a", b"a", "type", "got a bytes"),
        ("a", "b", "value", "expected 'a', got 'b'"),
        (np.array(["a", "b"]), np.array(["a", "c"]), "value", "expected 'b', got 'c' at [1]"),
        (np.array([["a", "b"], ["c", "d"]]), np.array([["a", "c"], ["b", "d"]]), "value", "2 of 4 entries"),
        (np.array(["a"]), np.array([b"a"]), "type", "got |S1"),
        ([1, 2, 3], [1, 2], "length", "expected 3 items, got 2"),
        ([1], CutShort([1, 2]), "length", "got at least 2"),
        ({"a": 1}, {"b": 1}, "keys", "expected the keys ['a'], got ['b']"),
        ((A, [A, 1.0]), (A, [A, 2.0]), "value", "in result[1][1]"),
        ({"loss": 1.0}, {"loss": 2.0}, "value", "in result['loss']"),
        (True, False, "value", "expected True, got False"),
        (np.array([True, False]), np.array([True, True]), "value", "expected False, got True at [1]"),
    ],
)
def test_these_values_differ_and_the_words_say_how(want, got, kind, words):
    difference = compare(want, got)
    assert difference.kind == kind
    assert words in " ".join((*difference.facts, difference.help or ""))


@pytest.mark.parametrize("want", [object(), {1, 2}, A.astype(object), np.zeros(2, [("a", float)]), 2**70, range(3)])
def test_wanting_something_that_is_not_plain_is_refused(want):
    with pytest.raises(NotPlain):
        compare(want, want)


class Raises:
    """Raises at everything that a comparison may ask for."""

    def _no(self, *args):
        raise RuntimeError("no")

    __eq__ = __array__ = __repr__ = __str__ = __len__ = __iter__ = __deepcopy__ = __hash__ = __bool__ = __float__ = _no
    __getitem__ = __getattr__ = _no


class Exits(Raises):
    def _no(self, *args):
        raise SystemExit

    __class__ = property(_no)


class SaysYes:
    """Calls itself equal to everything, and an array."""

    __class__ = np.ndarray
    shape, dtype, ndim, size = (3,), np.dtype(float), 1, 3

    def __eq__(self, other):
        return True

    __hash__ = None


class YesText(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class YesArray(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __sub__(self, other):
        return np.zeros(3)

    __rsub__ = __sub__
    __hash__ = None


class ListWithoutEnd(list):
    def __iter__(self):
        raise RuntimeError("no")

    def __len__(self):
        return 2


# Made within the test: pytest itself would ask them for more than they can bear.
NASTY = {
    "raises": Raises,
    "exits": Exits,
    "says yes": SaysYes,
    "yes text": lambda: YesText("b"),
    "yes array": lambda: (A + 1).view(YesArray),
    "list without end": lambda: ListWithoutEnd([1, 2]),
}
WANTED = [A, 1.0, "a", None, [1.0, 2.0], (A, A), {"a": A}]


@pytest.mark.parametrize("make", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("want", WANTED, ids=str)
def test_lying_and_raising_values_are_differences(want, make):
    difference = compare(want, make())
    assert difference is not None
    assert difference.facts


def test_a_dict_with_a_raising_value_is_a_difference():
    assert compare({"a": A}, {"a": Raises()}).kind == "type"


def test_a_list_that_holds_itself_is_a_difference():
    loop = []
    loop.append(loop)
    assert compare([[1.0]], loop).kind == "type"
