"""Iterators are drawn out into lists on both sides."""

import numpy as np
import pytest

SOURCE = "import numpy as np\nfrom itertools import count\ndef f(n):\n"
THREE = SOURCE + "    for i in range(n): yield np.full(2, i)"


@pytest.mark.parametrize(
    "body",
    [
        "    return [np.full(2, i) for i in range(n)]",
        "    return (np.full(2, i) for i in range(n))",
        "    return iter([np.full(2, i) for i in range(n)])",
        "    return map(lambda i: np.full(2, i), range(n))",
        "    return tuple(np.full(2, i) for i in range(n))",
    ],
)
def test_any_iterator_may_stand_for_a_generator(run, body):
    assert run(SOURCE + body, lambda both: both.f(3), THREE).state == "passed"


def test_a_buffer_that_is_yielded_again_and_again_is_copied_each_time(run):
    answer = SOURCE + "    out = np.zeros(2)\n    for i in range(n):\n        out[:] = i\n        yield out"
    assert run(answer, lambda both: both.f(3), THREE).state == "passed"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    for i in range(n - 1): yield np.full(2, i)", "expected 3 items, got 2"),
        ("    for i in range(n + 1): yield np.full(2, i)", "expected 3 items, got 4"),
        ("    for i in count(): yield np.full(2, i)", "expected 3 items, got at least 4"),
        ("    for i in range(n): yield np.full(2, i * i)", "in result[2]"),
        ("    return np.full(2, 0)", "expected a list of 3, got [0, 0]"),
        ("    yield 1 / 0", "your code raised ZeroDivisionError"),
        ("    yield np.full(2, 0)\n    raise KeyError(n)", "your code raised KeyError: 3"),
        ("    return 1, (i for i in range(n))", "expected 3 items, got 2"),
    ],
)
def test_other_items_are_told(run, told, body, words):
    outcome = run(SOURCE + body, lambda both: both.f(3), THREE)
    assert outcome.state == "failed"
    assert words.replace("[0, 0]", "int64 (2,)") in told(outcome)


def test_two_iterators_without_end_agree_if_their_beginnings_do(run):
    answer = SOURCE + "    for i in count(): yield i % n"
    assert run(answer, lambda both: both.f(3)).state == "passed"


def test_a_stub_that_yields_is_still_to_do(run):
    assert run("def f(n):\n    raise NotImplementedError\n    yield", lambda both: both.f(3), THREE).state == "todo"


def test_an_error_may_come_at_the_call_or_at_the_first_item(run):
    late = "def f(n):\n    if n < 0: raise ValueError\n    yield n"
    early = "def f(n):\n    if n < 0: raise ValueError\n    return [n]"
    for answer, reference in ((late, early), (early, late)):
        assert run(answer, lambda both: both.raises(ValueError).f(-1), reference).state == "passed"


def test_a_generator_within_a_tuple_is_named_and_not_blamed_on_the_call(run, told):
    outcome = run("def f(): return 1.0, (i for i in 'ab')", lambda both: both.f(), "def f(): return 1.0, [1, 2]")
    assert "got a generator in result[1]" in told(outcome)


def test_a_changed_argument_is_noticed_although_the_change_comes_late(run):
    answer = "def f(x):\n    for i in range(2):\n        x[i] = 9\n        yield i"
    assert run(answer, lambda both: both.f(np.zeros(2)), "def f(x): return [0, 1]").difference.kind == "in place"
