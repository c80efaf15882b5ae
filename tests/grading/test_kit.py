"""What a process that grades keeps of the kit, and when it reads it anew."""

from __future__ import annotations

import os

from autograder.bank import Bank, bank_for
from autograder.grading.cache import kit_digest
from autograder.grading.kit import kit_at
from autograder.reference import reference_for


def test_a_kit_is_read_once_for_each_state_of_its_files(pupils):
    first = kit_at(pupils.home)
    assert kit_at(pupils.home) is first
    assert first.suite("nn/losses") is first.suite("nn/losses")
    assert [suite.name for suite in first.suites_of("nn")] == ["nn/activations", "nn/losses"]
    pupils.suite.write_text(pupils.suite.read_text() + "\n# changed\n")
    second = kit_at(pupils.home)
    assert second.digest == kit_digest(pupils.home) != first.digest


def test_a_file_of_the_same_size_is_noticed(pupils):
    assert kit_at(pupils.home).suite("nn/activations").lesson.points == 7
    pupils.suite.write_text(pupils.suite.read_text().replace("points=4", "points=5"))
    os.utime(pupils.suite, ns=(1, 1))
    assert kit_at(pupils.home).suite("nn/activations").lesson.points == 8


def test_a_known_mistake_is_run_once_for_each_check_and_seed(home, monkeypatch):
    suite = home.suite("nn/activations")
    bank = bank_for(home, suite)
    entry = next(bank.wrong("softmax"))
    check = suite.lesson.exercises["softmax"].checks[0]
    loaded = []
    honest = Bank.learner
    monkeypatch.setattr(Bank, "learner", lambda self, entry: loaded.append(entry.name) or honest(self, entry))
    first, again, other = (bank.suspect(entry, reference_for(suite))(check, seed) for seed in (1, 1, 2))
    assert first is again
    assert first is not other
    assert loaded == [entry.name] * 2
