"""Checks run unchanged on learner code that lives in another process: functions, objects, iterators, call-backs."""

from __future__ import annotations

import numpy as np
import pytest

VALUES = [
    "None", "True", "3", "2**50", "0.5", "float('nan')", "1j", "'text'", "b'bytes'", "[1, (2,)]", "{'a': 1, 2: []}",
    "np.arange(6.0).reshape(2, 3)", "np.float32(0.5)", "np.array(['a', 'b'])", "np.array([True])", "range(3)",
]  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_a_returned_value_is_compared_as_if_it_were_here(room, text):
    code = f"import numpy as np\ndef f(): return {text}"
    if text == "range(3)":
        code = "def f(): return list(range(3))"
    assert room.run(code, lambda both: both.f(), code).state == "passed"


def test_arguments_of_every_kind_arrive(room):
    code = "def f(*args, **kwargs): return [*args, *kwargs.values()]"

    def ask(both, rng):
        both.f(
            None, True, 1, 0.5, "s", [1, (2, {"a": np.arange(3)})], rng.normal(size=(2, 3)), np.float32(3), flag=False
        )
        both.f(2j, b"x", {1: 2}, dtype=np.ones(3, dtype=bool))

    assert room.run(code, ask, code).state == "passed"


def test_a_range_arrives_as_one(room):
    code = "def f(r): return [type(r).__name__, *r]"
    assert room.run(code, lambda both: both.f(range(1, 9, 3)), code).state == "passed"


def test_number_types_arrive_as_such(room):
    code = "import numpy as np\ndef f(dtype): return np.zeros(2, dtype=dtype)"

    def ask(both):
        for dtype in (np.float32, float, int, np.dtype("int8")):
            both.f(dtype)

    assert room.run(code, ask, code).state == "passed"


def test_a_generator_crosses_as_a_copy_of_its_state(room):
    code = "def f(rng): return [rng.normal(size=3), rng.permutation(4), rng.integers(9)]"

    def ask(both, rng):
        both.f(rng)
        both.f(rng)

    assert room.run(code, ask, code).state == "passed"


def test_a_wrong_value_fails_with_the_same_words_as_in_one_process(room, told):
    outcome = room.run("def f(x): return x * 2", lambda both: both.f(np.arange(3.0)), "def f(x): return x")
    assert outcome.state == "failed"
    assert "exactly 2 times the expected value" in told(outcome)
    assert outcome.call == "f(x: float64 (3,))"


COUNTER = """
class Counter:
    def __init__(self, start=0):
        self.params = [start]
    def step(self, by):
        self.params = [self.params[0] + by]
        return self.params[0]
"""


def test_objects_stay_behind_and_their_methods_are_called(room):
    def ask(both):
        counter, other = both.Counter(start=3), both.Counter()
        counter.step(2)
        other.step(5)
        counter.step(1)

    assert room.run(COUNTER, ask, COUNTER, exercise="Counter").state == "passed"


def test_objects_of_the_learner_can_be_arguments(room):
    code = COUNTER + "def f(counter): return counter.step(4) + counter.step(1)"

    def ask(both):
        counter = both.Counter(2)
        both.f(counter)
        counter.step(1)

    assert room.run(code, ask, code).state == "passed"


class Bystander:
    def look(self, counter):
        return counter.params

    def replace(self, counter, params):
        counter.params = params


def test_attributes_of_the_learners_objects_can_be_read_and_set(room):
    def ask(both):
        counter, bystander = both.Counter(2), both.pair(Bystander)
        bystander.look(counter)
        bystander.replace(counter, [40])
        counter.step(2)

    assert room.run(COUNTER, ask, COUNTER, exercise="Counter").state == "passed"


def test_a_missing_attribute_of_an_object_is_told_as_in_one_process(room, told):
    wrong = COUNTER.replace("params", "values")
    outcome = room.run(wrong, lambda both: both.pair(Bystander).look(both.Counter()), COUNTER, exercise="Counter")
    assert "AttributeError: 'Counter' object has no attribute 'params'" in told(outcome)


def test_a_missing_method_is_told(room, told):
    outcome = room.run("class Counter: pass", lambda both: both.Counter().step(1), COUNTER, exercise="Counter")
    assert "Counter" in told(outcome)
    assert "no method `step`" in told(outcome)


class Model:
    def __init__(self):
        self.params = [np.zeros(2)]
        self.calls = 0

    def loss(self, x):
        self.calls += 1
        return float(np.sum(self.params[0]) + x)


TRAIN = """
def f(model, steps):
    losses = []
    for k in range(steps):
        model.params = [p + 1 for p in model.params]
        losses.append(model.loss(k))
    return losses
"""


def test_a_black_box_of_the_check_is_read_set_and_called(room):
    def ask(both):
        model = both.pair(Model)
        both.f(model, 3)
        model.loss(0)

    assert room.run(TRAIN, ask, TRAIN).state == "passed"


IN_PLACE = """
def f(model, steps):
    losses = []
    for k in range(steps):
        params = model.params
        for i, p in enumerate(params):
            params[i] += 1
        losses.append(model.loss(k))
    model.params[0] -= 0.5
    return losses
"""


def test_attributes_of_a_black_box_may_be_changed_in_place(room):
    def ask(both):
        model = both.pair(Model)
        both.f(model, 2)
        model.loss(0)

    assert room.run(IN_PLACE, ask, IN_PLACE).state == "passed"


def test_functions_of_the_check_are_called_back(room):
    code = "def f(function, x): return [function(x + k) for k in range(3)]"

    def ask(both):
        both.f(lambda x: x**2, np.arange(3.0))

    assert room.run(code, ask, code).state == "passed"


def test_an_exception_of_a_call_back_can_be_caught_by_the_learner(room):
    code = """
def f(function):
    try:
        function()
    except ZeroDivisionError as error:
        return str(error)
"""
    assert room.run(code, lambda both: both.f(lambda: 1 / 0), code).state == "passed"


def test_an_exception_of_a_call_back_goes_through_the_learner(room, told):
    outcome = room.run("def f(g): return g()", lambda both: both.f(lambda: [][1]), "def f(g): return 1")
    assert "IndexError: list index out of range" in told(outcome)
    assert "line 1, in f: def f(g): return g()" in told(outcome)


def test_a_learners_object_can_be_used_within_a_call_back(room):
    code = COUNTER + "def f(function, counter): return function(counter)"

    def ask(both):
        both.f(lambda counter: counter.step(2) + counter.step(3), both.Counter(1))

    assert room.run(code, ask, code).state == "passed"


BATCHES = "def f(x, size):\n    for k in range(0, len(x), size):\n        yield x[k:k + size]"


@pytest.mark.parametrize("n", [3, 40, 300])
def test_iterators_are_drawn_out(room, n):
    assert room.run(BATCHES, lambda both: both.f(np.arange(n), 2), BATCHES).state == "passed"


def test_an_endless_iterator_is_cut(room, told):
    code = "import itertools\ndef f(x, size): return itertools.count()"
    outcome = room.run(code, lambda both: both.f(np.arange(4), 2), BATCHES)
    assert outcome.state == "failed"
    assert "2 items" in told(outcome)


def test_what_an_iterator_raises_late_is_raised_late(room, told):
    code = "def f(x, size):\n    yield x[:2]\n    raise ValueError('later')"
    outcome = room.run(code, lambda both: both.f(np.arange(4), 2), BATCHES)
    assert "ValueError: later" in told(outcome)


@pytest.mark.parametrize(
    "body",
    ["x -= 1; return x", "x.sort(); return 0", "x[0] = np.nan; return 1", "x.shape = (3, 1); return 2"],
)
def test_a_change_of_an_argument_in_place_is_told(room, told, body):
    code = f"import numpy as np\ndef f(x): {body}"
    outcome = room.run(code, lambda both: both.f(np.array([3.0, 1.0, 2.0])), "def f(x): return 0")
    assert "changed its argument x in place" in told(outcome)


@pytest.mark.parametrize("body", ["xs.append(1)", "xs[0][0] = 7.0", "xs.clear()", "xs[0] = print", "del xs[0]"])
def test_a_change_deep_in_a_list_is_told(room, told, body):
    outcome = room.run(f"def f(xs): {body}", lambda both: both.f([np.zeros(2), 1]), "def f(xs): return None")
    assert "changed its argument xs in place" in told(outcome)


def test_a_change_in_place_by_an_iterator_is_told(room, told):
    code = "def f(x, size):\n    x *= 2\n    yield x[:2] / 2\n    yield x[2:] / 2"
    outcome = room.run(code, lambda both: both.f(np.arange(4.0), 2), BATCHES)
    assert "changed its argument x in place" in told(outcome)


def test_an_argument_that_is_left_alone_passes(room):
    code = "def f(x, xs):\n    x = x - 1\n    xs = [*xs, 1]\n    return x"
    assert room.run(code, lambda both: both.f(np.arange(3.0), [1]), code).state == "passed"


def test_no_object_of_the_check_comes_into_learner_code(room):
    code = """
def f(model, function):
    found = []
    for name in ("__class__", "__globals__", "loss.__globals__", "_hidden", "__dict__", "__init__"):
        thing = model
        try:
            for part in name.split("."):
                thing = getattr(thing, part)
            found.append(type(thing).__module__)
        except AttributeError:
            pass
        try:
            found.append(getattr(function, name))
        except AttributeError:
            pass
    return [str(item) for item in found if "conftest" in str(item) or "test_" in str(item) or "dict" in str(item)]
"""

    def ask(both):
        both.f(both.pair(Model), lambda x: x)

    assert room.run(code, ask, "def f(model, function): return []").state == "passed"


def test_a_method_of_a_black_box_cannot_be_replaced(room, told):
    outcome = room.run(
        "def f(model): model.loss = 5", lambda both: both.f(both.pair(Model)), "def f(model): return None"
    )
    assert "is a method of Model" in told(outcome)
