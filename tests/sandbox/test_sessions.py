"""Sessions that go on from check to check: what is kept, what is forgotten, and what begins anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.sandbox.conftest import QUICK

REFERENCE = "def f(*args): return 0"


@pytest.fixture
def house(room):
    room.limits = replace(QUICK, callbacks=20, objects=20)
    room.write(
        "def f(*args):\n    print('x' * 400_000)\n    return args[0]() if args else 0\ndef g(): return [object()]"
    )
    return room.house(fresh="lesson")


def test_call_backs_are_counted_check_by_check(room, house):
    def ask(both):
        for _ in range(15):
            both.f(lambda: 0)

    room.write("def f(g): return g()")
    states = [room.run(None, ask, REFERENCE, house=house).state for _ in range(3)]
    assert states == ["passed"] * 3


def test_objects_are_forgotten_check_by_check(room, house):
    def ask(both):
        for _ in range(9):
            both.g()

    outcomes = [room.run(None, ask, "def g(): return [1]", exercise="g", house=house) for _ in range(3)]
    assert {outcome.difference.kind for outcome in outcomes} == {"type"}


def test_output_is_counted_check_by_check(room, house):
    states = [room.run(None, lambda both: both.f(), REFERENCE, house=house).state for _ in range(6)]
    assert states == ["passed"] * 6


def test_a_worker_that_was_ended_is_followed_by_a_new_one(room, house):
    room.write("import os\nseen = []\ndef f(x):\n    seen.append(x)\n    return os._exit(0) if x == 3 else len(seen)")
    values = []
    for ask in (lambda both: both.f(1), lambda both: both.f(2), lambda both: both.f(3), lambda both: both.f(4)):
        outcome = room.run(None, ask, "def f(x): return -1", house=house)
        values.append(outcome.difference.facts[0])
    assert [word in text for word, text in zip(("got 1", "got 2", "ended", "got 1"), values, strict=True)] == [True] * 4
    assert "ended its whole process" in values[2]


def test_a_worker_that_dies_between_two_checks_costs_the_next_one_nothing(room, house):
    room.write("seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)")
    first = room.run(None, lambda both: both.f(1), "def f(x): return 1", house=house)
    session = house.learner("nn/lesson").open
    house.box.end(session.number)
    second = room.run(None, lambda both: both.f(2), "def f(x): return 1", house=house)
    assert (first.state, second.state) == ("passed", "passed")
    assert house.learner("nn/lesson").open is not session


def test_a_name_that_is_missing_is_told_by_a_worker_that_goes_on(room, house):
    outcomes = [room.run(None, lambda both: both.h(), "def h(): return 0", exercise="h", house=house) for _ in range(2)]
    assert [outcome.difference.kind for outcome in outcomes] == ["missing", "missing"]
    assert room.run(None, lambda both: both.f(), REFERENCE, house=house).state == "passed"


def test_a_slow_file_is_loaded_once(room):
    code = "import time\ntime.sleep(0.6)\nseen = []\ndef f():\n    seen.append(1)\n    return len(seen)"
    house = room.house()
    facts = [room.run(code, lambda both: both.f(), REFERENCE, house=house).difference.facts for _ in range(2)]
    assert ["got 1" in facts[0][0], "got 2" in facts[1][0]] == [True, True]


def test_names_of_the_lesson_are_no_misspellings_of_each_other(room, told):
    house = room.house()
    house.learner("nn/lesson").exercises = ("relu", "relu2")
    assert "renamed" not in told(
        room.run("def relu2(): pass", lambda both: both.relu(), "def relu(): pass", house=house)
    )


def test_values_of_an_earlier_check_are_not_written_back(room):
    class Model:
        def __init__(self):
            self.params = [np.zeros(2)]

    def ask(both):
        model = both.pair(Model)
        both.f(model)
        both.f(model)

    room.write("def f(model):\n    model.params[0] += 1\n    return float(model.params[0][0])")
    house = room.house(fresh="lesson")
    reference = "def f(model):\n    model.params[0] += 1\n    return float(model.params[0][0])"
    assert [room.run(None, ask, reference, house=house).state for _ in range(3)] == ["passed"] * 3
