"""What the engine's tests share: a check made of a function, run on learner code given as text."""

from __future__ import annotations

import inspect
from textwrap import dedent

import pytest

from autograder.learner import Learner, Piece, load_pieces
from autograder.lesson import Check
from autograder.run import run_check
from tests.text_reference import TextReference


def load_text(source: str, earlier=lambda name: None) -> Learner:
    """Load learner code given as text."""
    return load_pieces("answer.py", "nn.lesson", [Piece(dedent(source), "<answer.py>", "answer.py")], earlier, [])


@pytest.fixture
def load():
    return load_text


@pytest.fixture
def run():
    """Run a check function on learner code; the reference is the same code if none is given."""

    def run(answer, ask, reference=None, *, exercise="f", seconds=2.0, seed=0):
        check = Check("test_it", exercise, "does it", 1, None, ask, tuple(inspect.signature(ask).parameters))
        return run_check(check, load_text(answer), TextReference(reference or answer), seed, seconds)

    return run


@pytest.fixture
def told():
    """Give all that an outcome says, as one text."""

    def told(outcome) -> str:
        difference = outcome.difference
        facts = (*difference.facts, difference.help or "") if difference else ()
        return "\n".join((outcome.call, *facts, *outcome.trace))

    return told
