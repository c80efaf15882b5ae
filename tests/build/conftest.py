"""A tiny kit in a scratch folder: one segment, one lesson, one source that the tests may bend."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.home import Home

TIMETABLE = '[nn]\ntitle = "Networks"\nminutes = 45\n'

SUITE = '''"""A tiny suite."""
from autograder import Lesson

lesson = Lesson()
double = lesson.exercise("double", minutes=1, hints=("twice",))
counter = lesson.exercise("Counter", minutes=1, hints=("count",))


@double.check(points=2)
def test_double(both):
    """doubles"""
    both.double(3)


@counter.check(points=3)
def test_counter(both):
    """counts"""
    both.Counter(1)
'''

SOURCE = '''# %% [markdown]
# # Tiny things
#
# Theory with a formula: $2x$.

# %%
"""Tiny: things to double and to count."""

from itertools import pairwise

import numpy as np

from nn.before import (
    helper,
    other as another,
)

# %%
LIMIT = 3  # given to the learner

# %% [markdown]
# ## Double

# %%
# a comment above the exercise
def double(x, by=2):  # a comment beside it
    """Return twice x.

    Parameters
    ----------
    x : ndarray, shape (N,)
    """

    # the secret of the answer
    result = x * by + helper(0)

    return result


# %%
if __name__ == "__main__":
    from nn.before import helper

    def show(value):
        print(value)

    show(double(LIMIT))

# %%
class Counter:
    """Counts.

    Parameters
    ----------
    start : int, shape ()
    """

    def __init__(self, start):
        """Begin."""
        self.value = start  # secret start

    # between two methods

    @property
    def next_value(self):
        """Say what comes next."""
        return self.value + 1
        # a secret behind the end

    def step(
        self,
        by=1,
    ):
        """Go on."""
        self.value += by
        return self.value

# %% [markdown] role="question" points=2
# ## Think about it
# Why two?

# %% [markdown] role="answer"
# Because it is the secret number.
'''


@pytest.fixture
def kit(tmp_path: Path) -> Home:
    """Make a kit whose only lesson is nn/tiny."""
    pytest.importorskip("jupytext")
    root = tmp_path / "kit"
    (root / "exercises" / "nn").mkdir(parents=True)
    (root / "solutions" / "nn").mkdir(parents=True)
    (root / "exercises" / "timetable.toml").write_text(TIMETABLE, encoding="utf-8")
    (root / "exercises" / "nn" / "test_tiny.py").write_text(SUITE, encoding="utf-8")
    (root / "solutions" / "nn" / "tiny.py").write_text(SOURCE, encoding="utf-8")
    return Home(root)


@pytest.fixture
def bend(kit: Home):
    """Return a function that replaces a part of the tiny lesson's source."""
    path = kit.solutions / "nn" / "tiny.py"

    def bent(old: str, new: str) -> int:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return bent
