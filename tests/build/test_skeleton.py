"""The skeleton holds docstring, imports, given code and stubs, and nothing else."""

from __future__ import annotations

import ast

from autograder.build.skeleton import skeleton
from autograder.build.source import source_of
from autograder.build.stubs import fenced, stub

WHOLE = '''"""Tiny: things to double and to count."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# tiny.ipynb. To check what you have:
#     pytest exercises/nn/test_tiny.py

from itertools import pairwise

import numpy as np

from nn.before import (
    helper,
    other as another,
)

LIMIT = 3  # given to the learner


# a comment above the exercise
def double(x, by=2):  # a comment beside it
    """Return twice x.

    Parameters
    ----------
    x : ndarray, shape (N,)
    """
    raise NotImplementedError


class Counter:
    """Counts.

    Parameters
    ----------
    start : int, shape ()
    """

    def __init__(self, start):
        """Begin."""
        raise NotImplementedError

    # between two methods

    @property
    def next_value(self):
        """Say what comes next."""
        raise NotImplementedError

    def step(
        self,
        by=1,
    ):
        """Go on."""
        raise NotImplementedError
'''


def test_the_skeleton_keeps_what_stays_verbatim(kit):
    assert skeleton(source_of(kit, kit.suite("nn/tiny"))) == WHOLE


def test_no_comment_of_an_answer_is_left(kit):
    assert "secret" not in skeleton(source_of(kit, kit.suite("nn/tiny")))


def test_every_skeleton_of_the_kit_is_python_with_the_docstrings_of_its_source(suite, home):
    source = source_of(home, suite)
    module = ast.parse(skeleton(source))
    stubs = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for name, cell in source.exercises.items():
        wanted = [ast.get_docstring(node) for node in ast.walk(cell.tree) if is_public(node, cell)]
        assert [ast.get_docstring(node) for node in ast.walk(stubs[name]) if is_documented(node)] == wanted


def is_documented(node):
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def is_public(node, cell):
    """Leave out functions that are nested in an answer."""
    return node is cell.definition or (node in getattr(cell.definition, "body", ()) and is_documented(node))


def test_a_nested_function_goes_with_its_answer():
    text = 'def f(x):\n    """Do."""\n    def g(y):\n        """Inner."""\n        return y\n    return g(x)'
    assert stub(text) == 'def f(x):\n    """Do."""\n    raise NotImplementedError'


def test_a_fenced_answer_is_the_answer_between_two_marks():
    text = 'def f(x):\n    """Do."""\n\n    # why\n    y = x\n\n    return y\n# behind'
    marked = 'def f(x):\n    """Do."""\n    ### BEGIN SOLUTION\n'
    assert fenced(text) == marked + "    # why\n    y = x\n\n    return y\n    ### END SOLUTION"


def test_a_decorated_function_keeps_its_decorator():
    text = '@cache\ndef f(x):\n    """Do."""\n    return x'
    assert stub(text) == '@cache\ndef f(x):\n    """Do."""\n    raise NotImplementedError'
