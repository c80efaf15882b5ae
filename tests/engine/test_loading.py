"""Learner code is loaded statement by statement: one broken line costs only what needs it."""

import sys
import warnings

import pytest

from autograder import learner as learner_module
from autograder.house import House
from autograder.learner import Learner, MissingName, Piece, load_pieces


def test_statements_around_a_broken_one_are_run(load):
    learner = load("a = 1\nb = 1 / 0\nc = a + 1\ndef f(): return c\n")
    assert learner.problems == ["answer.py, line 2: ZeroDivisionError: division by zero"]
    assert learner.get("f")() == 2


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("raise NotImplementedError", "line 2: NotImplementedError"),
        ("import sys; sys.exit(1)", "line 2: SystemExit: 1"),
        ("exit()", "line 2: SystemExit"),
        ("raise KeyboardInterrupt", "line 2: KeyboardInterrupt"),
        ("raise GeneratorExit", "line 2: GeneratorExit"),
        ("raise BaseException('x')", "line 2: BaseException: x"),
        ("class E(BaseException):\n    def __str__(self): raise E\nraise E", "line 4: E"),
        ("assert False, 'mine'", "line 2: AssertionError: mine"),
        ("def g():\n    return 1 / 0\ng()", "line 4: ZeroDivisionError"),
        ("undefined", "line 2: NameError"),
        ("return 3", "line 2 is not Python yet: 'return' outside function"),
        ("import torch", "line 2: RefusedImport: `import torch` is refused"),
    ],
)  # fmt: skip
def test_what_a_statement_raises_is_one_problem_with_its_line(load, statement, problem):
    learner = load(f"a = 1\n{statement}\nb = 2\n")
    assert len(learner.problems) == 1
    assert problem in learner.problems[0]
    assert learner.get("b") == 2


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def f(x:\n    return x\n", "line 1 is not Python yet: '(' was never closed"),
        ("def f(x):\nreturn x\n", "line 2 is not Python yet: expected an indented block"),
        ("if 1:\n\tx = 1\n        y = 2\n", "line 3 is not Python yet: inconsistent use of tabs"),
        ("x = 1\0\n", "null bytes"),
        ("x = " + 300 * "(" + 300 * ")", "too many nested parentheses"),
        ("x = 'abc\n", "unterminated string"),
    ],
)
def test_text_that_is_not_python_is_told_once(source, words):
    learner = load_pieces("answer.py", "nn.lesson", [Piece(source, "<a>", "answer.py")], lambda name: None, [])
    assert len(learner.problems) == 1
    assert words in learner.problems[0]
    assert "Traceback" not in learner.problems[0]


@pytest.mark.parametrize("source", ["x = " + "-" * 5000 + "1", "x = " + "1+" * 20000 + "1"])
def test_an_expression_that_is_nested_too_deeply_is_told(load, source):
    learner = load(f"a = 1\n{source}")
    assert len(learner.problems) <= 1


def test_a_broken_cell_leaves_the_others_alone():
    pieces = [Piece(text, f"<{i}>", f"cell {i}") for i, text in enumerate(["a = 1", "def (", "b = a + 1"])]
    learner = load_pieces("this notebook", "nn.lesson", pieces, lambda name: None, [])
    assert learner.get("b") == 2
    assert len(learner.problems) == 1
    assert "cell 1, line 1" in learner.problems[0]


def test_a_loop_without_end_is_stopped_and_its_line_named(load, monkeypatch):
    monkeypatch.setattr(learner_module, "LOAD_SECONDS", 0.1)
    learner = load("a = 1\n\nwhile True:\n    a += 1\nb = 2\n")
    assert learner.problems == ["answer.py, line 3: stopped after 0.1 seconds; nothing below it was read"]
    assert "b" not in learner.namespace


def test_an_experiment_is_not_run(load):
    assert load("x = 1\nif __name__ == '__main__':\n    x = 2\n").get("x") == 1


@pytest.mark.parametrize("future", ["from __future__ import annotations\n", ""])
@pytest.mark.parametrize(
    "definition",
    [
        "from dataclasses import dataclass, field\nfrom typing import ClassVar\n@dataclass\nclass P:\n"
        "    x: int\n    y: list[int] = field(default_factory=list)\n    n: ClassVar[int] = 3",
        "from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    n = 3",
        "from collections import namedtuple\nP = namedtuple('P', 'x')\nP.n = 3",
        "import enum\nclass P(enum.IntEnum):\n    x = 1\nP.n = 3\nP = lambda v, c=P: c(v)\nP.n = 3",
    ],
)
def test_classes_of_all_sorts_are_made(load, future, definition):
    learner = load(f"'''A docstring.'''\n{future}{definition}\np = P(1)")
    assert learner.problems == []
    assert learner.get("P").n == 3


def test_annotations_of_the_future_are_not_evaluated(load):
    learner = load("from __future__ import annotations\ndef f(x: Unknown) -> Missing: return 1\nv: Unknown = 2\n")
    assert learner.problems == []


def test_names_that_learner_code_shadows_are_its_own(run, told):
    answer = "import numpy as np\nnp = None\nsum = 3\ndef f(x): return np.exp(x)"
    outcome = run(answer, lambda both, expect: expect(sum([1, 2]), 3, "the sum") or both.f(1.0), "def f(x): return x")
    assert outcome.state == "failed"
    assert "'NoneType' object has no attribute 'exp'" in told(outcome)


def test_a_list_of_public_names_hides_nothing(load):
    assert load("__all__ = ['g']\ndef f(): return 1\ndef g(): return 2").get("f")() == 1


def test_the_module_name_is_private_and_leaves_no_trace(load):
    before = set(sys.modules)
    name = load("import sys\nname = __name__\nsame = sys.modules[__name__].__dict__ is globals()").get("name")
    assert name != "nn.lesson"
    assert name not in sys.modules
    assert {extra for extra in set(sys.modules) - before if "lesson" in extra} == set()


def test_filters_that_are_set_while_loading_are_taken_back(load):
    before = list(warnings.filters)
    load("import warnings\nwarnings.simplefilter('error')")
    assert warnings.filters == before


@pytest.mark.parametrize("key", ["softmx", "Softmax", "soft_max"])
def test_a_missing_name_says_what_looks_like_it(key):
    learner = Learner("answer.py", {key: 1, 3: "a key of globals() that is no name", "__doc__": None})
    with pytest.raises(MissingName, match=f"It has `{key}`"):
        learner.get("softmax")


def test_lessons_that_import_each_other_are_loaded_with_a_problem_told(tmp_path):
    folder = tmp_path / "nn"
    folder.mkdir()
    (folder / "a.py").write_text("from nn.b import g\ndef f(): return 1\n")
    (folder / "b.py").write_text("from nn.a import f\ndef g(): return 2\n")
    learner = House(tmp_path, ["nn/a", "nn/b"]).learner("nn/a")
    assert learner.get("f")() == 1
    assert learner.get("g")() == 2
    assert learner.problems == []


@pytest.mark.parametrize(
    "statement",
    ["from nn.b import g", "from .b import g", "from . import b; g = b.g", "from nn import b; g = b.g",
     "import nn.b; g = nn.b.g", "import nn.b as b; g = b.g", "from nn.b import *", "import b; g = b.g",
     "import nn.b; import nn.c; g = nn.b.g", "from ..nn.b import g", "from nn import b, c; g = b.g"],
)  # fmt: skip
def test_an_earlier_lesson_may_be_imported_in_any_form(tmp_path, statement):
    folder = tmp_path / "nn"
    folder.mkdir()
    (folder / "a.py").write_text(f"{statement}\ndef f(): return g() + 1\n")
    (folder / "b.py").write_text("def g(): return 2\n")
    (folder / "c.py").write_text("h = 1\n")
    learner = House(tmp_path, ["nn/a", "nn/b", "nn/c"]).learner("nn/a")
    assert learner.problems == []
    assert learner.get("f")() == 3


def test_an_earlier_lesson_that_is_not_python_is_named(tmp_path):
    folder = tmp_path / "nn"
    folder.mkdir()
    (folder / "a.py").write_text("from nn.b import g\ndef f(): return 1\n")
    (folder / "b.py").write_text("def g(:\n")
    learner = House(tmp_path, ["nn/a", "nn/b"]).learner("nn/a")
    assert len(learner.problems) == 1
    assert "nn.b could not be loaded" in learner.problems[0]
    assert learner.get("f")() == 1
