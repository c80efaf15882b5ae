"""Pairs of objects, expected exceptions, tolerances of one's own, and the learner alone."""

import numpy as np
import pytest

COUNTER = """
class Counter:
    def __init__(self, start=0, *, by=1):
        self.now, self.by = start, by
    def step(self, n=1):
        self.now += self.by * n
        return self.now
    def state(self):
        return [self.now]
"""


class Box:
    """A black box of the suite's own."""

    def __init__(self):
        self.seen = []

    def look(self, x):
        self.seen.append(x)
        return len(self.seen)


def test_a_pair_is_made_and_its_methods_are_compared(run):
    def ask(both):
        counter = both.Counter(3, by=2)
        assert counter.step() == 5
        assert counter.step(n=4) == 13

    assert run(COUNTER, ask, exercise="Counter").state == "passed"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("by * n", "by + n", "expected 5, got 6"),
        ("def step(self, n=1)", "def step(self, n=1, /)", "is called as Counter.step(n=4), yours takes (n=1, /)"),
        ("def step(self, n=1)", "def stride(self, n=1)", "a Counter has no method `step`"),
        ("def step(self, n=1)", "step = 3\n    def stride(self, n=1)", "a Counter has no method `step`"),
        ("*, by=1", "*, rate=1", "Counter is called as Counter(start=3, by=2), yours takes (start=0, *, rate=1)"),
        ("class Counter", "class Other", "defines no `Counter`"),
        ("class Counter:", "Counter = 3\nclass Other:", "`Counter` is 3, not something to call"),
        ("return self.now", "return self", "got a Counter"),
        ("self.now += ", "self.then += ", "AttributeError"),
        ("def step(self, n=1)", "@property\n    def step(self)", "your code raised NameError"),
    ],
)
def test_what_a_learners_class_does_otherwise_is_told(run, told, before, after, words):
    def ask(both):
        counter = both.Counter(3, by=2)
        counter.step()
        counter.step(n=4)

    answer = COUNTER.replace(before, after, 1)
    assert answer != COUNTER
    outcome = run(answer, ask, COUNTER, exercise="Counter")
    assert outcome.state == "failed"
    assert words in told(outcome)


def test_a_function_may_stand_for_a_class(run):
    answer = COUNTER.replace("Counter", "Inner") + "\ndef Counter(start=0, by=1): return Inner(start, by=by)"
    assert run(answer, lambda both: both.Counter(3).step(), COUNTER, exercise="Counter").state == "passed"


def test_a_class_that_gives_nothing_has_no_methods(run, told):
    outcome = run("def Counter(start): pass", lambda both: both.Counter(3).step(), COUNTER, exercise="Counter")
    assert "has no method `step`" in told(outcome)


def test_a_change_of_returned_state_does_not_reach_the_object(run):
    def ask(both, expect):
        counter = both.Counter(3)
        counter.state()[0] = 99
        expect(counter.state(), [3], "the state")

    assert run(COUNTER, ask, exercise="Counter").state == "passed"


def test_a_pair_may_be_an_argument_and_each_side_gets_its_own_half(run):
    def ask(both):
        counter = both.Counter(3)
        both.f(counter)
        both.f(counter)
        counter.step()

    source = COUNTER + "\ndef f(counter):\n    counter.step()\n    return counter.now"
    assert run(source, ask).state == "passed"
    assert run(source + " + (counter.step() - counter.now)", ask, source).state == "failed"


def test_black_boxes_of_the_suite_are_a_pair_too(run):
    def ask(both):
        box = both.pair(Box)
        both.f(box)
        box.look(0)

    source = "def f(box): return box.look(1)"
    assert run(source, ask).state == "passed"
    outcome = run(source + " and box.look(2) - 1", ask, source)
    assert outcome.state == "failed"
    assert outcome.call == "Box.look(x=0)"


def test_a_pair_within_a_list_is_refused_as_the_suites_fault(run, told):
    outcome = run("def f(boxes): return 1", lambda both: both.f([both.pair(Box)]))
    assert outcome.state == "crashed"
    assert "an argument of its own" in told(outcome)


def test_a_factory_that_raises_is_the_suites_fault(run):
    def ask(both):
        both.f()
        both.pair(lambda: 1 / 0)

    assert run("def f(): return 1", ask).state == "crashed"


@pytest.mark.parametrize("error", ["ValueError", "UnicodeError"])
def test_an_expected_exception_or_a_subclass_of_it_passes(run, error):
    answer = f"def f(x): raise {error}('no')"
    assert run(answer, lambda both: both.raises(ValueError).f(1), "def f(x): raise ValueError").state == "passed"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return 3", "expected ValueError to be raised, got 3"),
        ("pass", "expected ValueError to be raised, got None"),
        ("raise KeyError(x)", "expected ValueError to be raised\nyour code raised KeyError: 1"),
        ("exit()", "expected ValueError to be raised\nyour code raised SystemExit"),
    ],
)
def test_a_missing_or_another_exception_is_told(run, told, body, words):
    reference = "def f(x): raise ValueError"
    outcome = run(f"def f(x): {body}", lambda both: both.raises(ValueError).f(1), reference)
    assert outcome.state == "failed"
    assert words in told(outcome)


def test_a_stub_where_an_exception_is_expected_is_still_to_do(run):
    reference = "def f(x): raise ValueError"
    ask = lambda both: both.raises(Exception).f(1)  # noqa: E731
    assert run("def f(x): raise NotImplementedError", ask, reference).state == "todo"


def test_a_class_may_be_expected_to_refuse(run):
    source = "class Net:\n    def __init__(self, n):\n        if n < 1: raise ValueError"
    ask = lambda both: both.raises(ValueError).Net(0)  # noqa: E731
    assert run(source, ask, exercise="Net").state == "passed"
    assert run(source.replace("n < 1", "n < 0"), ask, source, exercise="Net").state == "failed"


def test_an_unexpected_exception_of_the_reference_is_the_kits_fault(run, told):
    outcome = run("def f(x): return 1", lambda both: both.f(0), "def f(x): return 1 / x")
    assert outcome.state == "crashed"
    assert "both.raises(ZeroDivisionError).f" in told(outcome)


def test_a_reference_that_does_not_raise_as_announced_is_the_kits_fault(run, told):
    outcome = run("def f(x): return 1", lambda both: both.raises(ValueError).f(0))
    assert outcome.state == "crashed"
    assert "was to raise ValueError and did not" in told(outcome)


def test_a_tolerance_of_ones_own_is_used(run):
    answer, reference = "def f(x): return x * 1.001", "def f(x): return x"
    assert run(answer, lambda both: both.f(1.0), reference).state == "failed"
    assert run(answer, lambda both: both.within(1e-2).f(1.0), reference).state == "passed"
    assert run(answer, lambda both: both.within(1e-4).f(1.0), reference).state == "failed"


def test_the_learner_alone_gives_what_it_returns(run):
    def ask(learner, expect):
        counter = learner.Counter(1)
        expect(counter.step(), 2, "the first step")
        expect(learner.f(counter), 2, "what f finds")

    assert run(COUNTER + "\ndef f(counter): return counter.now", ask).state == "passed"


def test_a_property_that_does_not_hold_names_itself(run, told):
    def ask(learner, expect):
        expect(np.sum(learner.f(np.ones(4))), 1.0, "the sum of the row")

    outcome = run("def f(x): return x / 2", ask)
    assert "the sum of the row: expected 1, got 2: exactly 2 times" in told(outcome)


def test_the_reference_alone_gives_plain_values_and_no_objects(run):
    assert run("def f(): return 1", lambda reference, both: both.f() == reference.f()).state == "passed"
    assert run(COUNTER, lambda reference: reference.Counter()).state == "crashed"


@pytest.mark.parametrize(
    "ask", [lambda both: both.g(1), lambda learner: learner.g(1), lambda reference: reference.g(1)]
)
def test_a_name_that_the_reference_lacks_is_the_kits_fault(run, ask):
    assert run("def f(): return 1\ndef g(x): return x", ask, "def f(): return 1").state == "crashed"


def test_a_reference_that_returns_an_object_is_the_kits_fault_even_after_the_learner_ran(run):
    source = "def f(x): return x and object()"

    def ask(both):
        both.f(0)
        both.f(1)

    assert run(source, ask).state == "crashed"
