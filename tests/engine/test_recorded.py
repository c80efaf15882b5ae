"""Recorded reference values: what they are told apart by, and what is said when they do not fit."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from autograder.learner import Piece, load_pieces
from autograder.lesson import Check
from autograder.recorded.book import Answer, Book
from autograder.recorded.digest import digest
from autograder.recorded.record import Recorder, shared_signatures
from autograder.recorded.reference import RecordedReference
from autograder.run import run_check
from tests.text_reference import TextReference

DOUBLE = "def f(x, by=2):\n    return x * by\n"


def last_bits(array):
    return np.nextafter(array, np.inf)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.5,
        0.0,
        2.0**-1022,
        np.zeros(2),
        np.arange(6.0).reshape(2, 3),
        np.linspace(0, 1, 11),
        np.float32(0.1),
        -1e300,
    ],
    ids=repr,
)
def test_the_last_bit_does_not_count(value):
    assert digest([last_bits(value)]) == digest([value])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.0 + 1e-9), (1, 1.0), (1, True), (np.float32(1), np.float64(1)), (np.nan, np.inf), (np.inf, -np.inf),
        (np.zeros(3), np.zeros((3, 1))), (np.arange(3), np.arange(3)[::-1]), ([1, 2], (1, 2)), ([[1], 2], [[1, 2]]),
        ("a", b"a"), ("a", "b"), ({"a": 1}, {"a": 2}), (None, "None"), (1 + 2j, 2 + 1j), ({1, 2}, {1, 3}),
        (np.random.default_rng(0), np.random.default_rng(1)), (np.array(["a"], object), np.array(["b"], object)),
    ],
)  # fmt: skip
def test_other_arguments_have_another_digest(one, other):
    assert digest([one]) != digest([other])


def test_zero_has_no_sign_and_functions_count_by_being_there():
    assert digest([-0.0]) == digest([0.0])
    assert digest([lambda x: x]) == digest([lambda x: x + 1])
    assert digest([lambda x: x]) != digest([object()])


def check_of(ask):
    return Check("test_it", "f", "does it", 1, None, ask, tuple(inspect.signature(ask).parameters))


def learner_of(source):
    return load_pieces("answer.py", "nn.lesson", [Piece(source, "<answer.py>", "answer.py")], lambda name: None, [])


def recorded(ask, source=DOUBLE, seed=0):
    recorder = Recorder(TextReference(source))
    assert run_check(check_of(ask), learner_of(source), recorder, seed).state == "passed"
    return RecordedReference(Book("nn/lesson", "0.0.1", seed, recorder.signatures, recorder.answers))


def test_a_record_judges_as_the_reference_does_and_names_arguments():
    def ask(both, rng):
        both.f(both.f(rng.normal(size=3)), by=3)

    oracle = recorded(ask)
    assert run_check(check_of(ask), learner_of(DOUBLE), oracle, 0).state == "passed"
    wrong = run_check(check_of(ask), learner_of("def f(x, by=2):\n    return x * 2\n"), oracle, 0)
    assert (wrong.state, wrong.position, wrong.call) == ("failed", 2, "f(x: float64 (3,), by=3)")


def test_other_arguments_than_the_records_are_the_kits_fault_and_name_numpy():
    sizes = iter([3, 4])

    def ask(both):
        both.f(np.ones(next(sizes)))

    outcome = run_check(check_of(ask), learner_of(DOUBLE), recorded(ask), 0)
    assert outcome.state == "crashed"
    assert f"made with numpy 0.0.1, this is numpy {np.__version__}" in outcome.difference.facts[0]


def test_beyond_the_end_of_a_record_is_the_kits_fault():
    calls = iter([1, 2])

    def ask(both):
        for _ in range(next(calls)):
            both.f(1.0)

    outcome = run_check(check_of(ask), learner_of(DOUBLE), recorded(ask), 0)
    assert outcome.state == "crashed"
    assert "no value of f is recorded here" in outcome.difference.facts[0]


def test_objects_are_recorded_by_what_their_methods_give():
    counter = (
        "class Counter:\n    def __init__(self, start):\n        self.n = start\n"
        "    def step(self, by=1):\n        self.n += by\n        return self.n\n"
    )

    def ask(both):
        pair = both.Counter(start=5)
        pair.step()
        pair.step(by=2)

    check = Check("test_it", "Counter", "counts", 1, None, ask, ("both",))
    recorder = Recorder(TextReference(counter))
    assert run_check(check, learner_of(counter), recorder, 0).state == "passed"
    assert recorder.answers["test_it", 0] == [
        Answer("Counter.step", digest([(), {}]), 6), Answer("Counter.step", digest([(), {"by": 2}]), 8),
    ]  # fmt: skip
    oracle = RecordedReference(Book("nn/lesson", "0.0.1", 0, recorder.signatures, recorder.answers))
    wrong = run_check(check, learner_of(counter.replace("+= by", "+= 1")), oracle, 0)
    assert (wrong.state, wrong.call) == ("failed", "Counter.step(by=2)")


def test_methods_and_options_of_the_references_own_are_not_recorded():
    recorder = Recorder(
        TextReference(
            "class Counter:\n    def __init__(self, start, *, wide=False): ...\n"
            "    def step(self, by=1, *, keep=False): ...\n    def save(self, path): ...\n"
        )
    )
    recorder.opened("test_it", 0).get("Counter")
    assert {"Counter", "Counter.step", "Counter.save"} == set(recorder.signatures)
    model = learner_of("class Counter:\n    def __init__(self, start): ...\n    def step(self, by=1): ...\n")
    rows = {name: [row[0] for row in rows] for name, rows in shared_signatures(recorder.signatures, model).items()}
    assert rows == {"Counter": ["start"], "Counter.step": ["by"]}
