"""What may be handed in: modules, notebooks, single files, odd but honest text; and what is said of the rest."""

from __future__ import annotations

import json
import os

import pytest

REFERENCE = "def f(x=1): return x + 1"


def ask(both):
    both.f(1)


ODD_BUT_HONEST = {
    "byte order mark": b"\xef\xbb\xbfdef f(x=1): return x + 1",
    "windows line ends": b"def f(x=1):\r\n    return x + 1\r\n",
    "latin-1 with a coding line": b"# -*- coding: latin-1 -*-\n# \xe4\xf6\ndef f(x=1): return x + 1",
    "prints": b"print('hello')\ndef f(x=1):\n    print('computing', x)\n    return x + 1",
    "a warning": b"import warnings\ndef f(x=1):\n    warnings.warn('careful')\n    return x + 1",
    "a numpy warning": b"import numpy as np\ndef f(x=1):\n    np.log(np.zeros(1))\n    return x + 1",
    "slow": b"import time\ndef f(x=1):\n    time.sleep(0.3)\n    return x + 1",
    "plots": b"import matplotlib.pyplot as p\nfig, ax = p.subplots()\nax.plot([1])\np.show()\ndef f(x=1): return x + 1",
    "data": b"from scratchml.datasets import load_digits\nfrom scratchml import plots\ndef f(x=1): return x + 1",
    "a broken statement": b"1 / 0\ndef f(x=1): return x + 1",
    "an unknown import": b"import torch\ndef f(x=1): return x + 1",
    "a bar": b"from tqdm import tqdm\ndef f(x=1): return sum(1 for _ in tqdm(range(x + 1)))",
    "a lambda": b"f = lambda x=1: x + 1",
    "a class": b"class f:\n    def __new__(cls, x=1): return x + 1",
    "future": b"from __future__ import annotations\ndef f(x: Unknown = 1) -> Also: return x + 1",
    "a dataclass": b"import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\ndef f(x=1): return P(x).x + 1",
    "random at the top": b"import numpy as np\nnp.random.seed(1)\nnp.random.rand()\ndef f(x=1): return x + 1",
    "exit at the end": b"def f(x=1): return x + 1\nimport sys\nsys.exit(0)",
    "an experiment": b"def f(x=1): return x + 1\nif __name__ == '__main__':\n    1 / 0",
    "input at the top": b"def f(x=1): return x + 1\nname = input('name? ')",
    "numpy's settings": b"import numpy as np\nnp.seterr(all='raise')\ndef f(x=1): return x + 1",
    "standard library": b"import math, json, re, random, functools, hashlib, zlib, decimal\ndef f(x=1): return x + 1",
}


@pytest.mark.parametrize("name", ODD_BUT_HONEST)
def test_odd_but_honest_files_keep_their_points(room, name):
    assert room.run(ODD_BUT_HONEST[name], ask, REFERENCE).state == "passed"


def test_warnings_become_notes(room):
    outcome = room.run(ODD_BUT_HONEST["a numpy warning"], ask, REFERENCE)
    assert outcome.notes == ("RuntimeWarning: divide by zero encountered in log",)


def test_an_earlier_lesson_is_imported(room):
    room.write("def one(): return 1", "nn/first.py")
    house = room.house(lessons=("nn/lesson", "nn/first"))
    answer = "from nn.first import one\ndef f(x=1): return x + one()"
    assert room.run(answer, ask, REFERENCE, house=house).state == "passed"


def notebook(*cells: str) -> str:
    rows = [{"cell_type": "code", "source": cell.splitlines(keepends=True), "metadata": {}} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": rows})


def test_a_notebook_is_run_cell_by_cell(room):
    room.write(notebook("ONE = 1", "def f(", "def f(x=1):\n    return x + ONE", "1 / 0"), "nn/lesson.ipynb")
    house = room.house(prefer=".ipynb")
    assert room.run(None, ask, REFERENCE, house=house).state == "passed"
    problems = house.learner("nn/lesson").problems
    assert [text.partition(",")[0] for text in problems] == ["nn/lesson.ipynb"] * 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": 3}', "[" * 100_000, '{"cells": [{"cell_type": "code", "source": 5}]}']
)
def test_a_damaged_notebook_is_told(room, told, text):
    room.write(text, "nn/lesson.ipynb")
    outcome = room.run(None, ask, REFERENCE, house=room.house(prefer=".ipynb"))
    assert outcome.state == "failed"
    assert "lesson" in told(outcome)


def test_a_single_file_is_handed_in(room):
    room.write(REFERENCE, "somewhere/answer.py")
    room.folder = room.folder / "somewhere" / "answer.py"
    assert room.run(None, ask, REFERENCE).state == "passed"


def test_a_missing_file_is_told(room, told):
    assert "nn/lesson" in told(room.run(None, ask, REFERENCE)) or "lesson.py" in told(room.run(None, ask, REFERENCE))


def test_a_missing_name_is_told_with_what_looks_like_it(room, told):
    words = told(room.run("def ff(x): return 1", ask, REFERENCE))
    assert "defines no `f`" in words
    assert "It has `ff`" in words


def test_a_syntax_error_is_told(room, told):
    assert "line 1 is not Python yet: '(' was never closed" in told(room.run("def f(", ask, REFERENCE))


def test_a_stub_is_todo(room):
    assert room.run("def f(x=1):\n    raise NotImplementedError", ask, REFERENCE).state == "todo"


def test_another_stub_is_told(room, told):
    code = "def g():\n    raise NotImplementedError\ndef f(x=1): return g()"
    assert "stops at `g`, which is still a stub" in told(room.run(code, ask, REFERENCE))


def test_an_exception_shows_the_learners_own_lines(room, told):
    words = told(room.run("def g(x):\n    return x / 0\ndef f(x=1):\n    return g(x)", ask, REFERENCE))
    assert "your code raised ZeroDivisionError: division by zero" in words
    assert "line 4, in f: return g(x)" in words
    assert "line 2, in g: return x / 0" in words


@pytest.mark.parametrize("raised", ["KeyError('a')", "ShapeError(2)", "np.linalg.LinAlgError(4)", "SystemExit(3)"])
def test_exceptions_keep_their_name_and_their_words(room, told, raised):
    code = f"import numpy as np\nclass ShapeError(ValueError): pass\ndef f(x=1): raise {raised}"
    name, _, rest = raised.rpartition(".")[2].partition("(")
    assert f"your code raised {name}: {rest.rstrip(')')}" in told(room.run(code, ask, REFERENCE)).replace('"', "'")


def test_an_expected_exception_passes_and_so_does_a_subclass(room):
    reference = "def f(x): raise ValueError('no')"
    answer = "class Mine(ValueError): pass\ndef f(x): raise Mine('mine')"
    assert room.run(answer, lambda both: both.raises(ValueError).f(1), reference).state == "passed"


def test_another_signature_is_told(room, told):
    assert "yours takes (x, *, y: int = 3)" in told(
        room.run("def f(x, *, y: int = 3): return 1", lambda both: both.f(1, 2), "def f(a, b): return 1")
    )


def test_links_are_not_followed(room, told):
    (room.folder / "nn").mkdir()
    os.symlink("/etc/passwd", room.folder / "nn" / "lesson.py")
    assert room.run(None, ask, REFERENCE).state == "failed"


def test_checks_do_not_see_each_other(room):
    code = "seen = []\ndef f(x=1):\n    seen.append(x)\n    return len(seen)"
    house = room.house()
    for _ in range(2):
        assert room.run(code, ask, "def f(x=1): return 1", house=house).state == "passed"


def test_checks_share_a_worker_if_they_are_told_to(room):
    code = "seen = []\ndef f(x=1):\n    seen.append(x)\n    return len(seen)"
    house = room.house(fresh="lesson")
    assert room.run(code, ask, "def f(x=1): return 1", house=house).state == "passed"
    assert room.run(None, ask, "def f(x=1): return 2", house=house).state == "passed"
