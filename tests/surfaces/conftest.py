"""A small kit in a folder of its own: two lessons whose references are scratchml.activations and scratchml.losses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import main

ACTIVATIONS = '''
import numpy as np
from autograder import Lesson

lesson = Lesson(place=1)
rate = lesson.exercise("relu", minutes=2, core=True, hints=("Which numbers stay?", "np.maximum helps."))
slope = lesson.exercise("relu_backward", minutes=3, hints=("Where does it go through?",), after=("relu",))
share = lesson.exercise("softmax", minutes=4, core=True, hints=("Which axis?", "Shift first."))

@rate.check(points=1)
def test_keeps(both, rng):
    """keeps positive numbers"""
    both.relu(rng.uniform(1, 2, size=(3, 4)))

@rate.check(points=2, hint="Compare each entry with zero.")
def test_cuts(both, rng):
    """turns negative numbers into zero"""
    both.relu(rng.normal(size=(3, 4)) - np.arange(12).reshape(3, 4))

@slope.check(points=3)
def test_slope(both, rng):
    """lets the gradient through where the input is positive"""
    both.relu_backward(rng.normal(size=(3, 4)), rng.normal(size=(3, 4)))

@share.check(points=4)
def test_rows(both, rng):
    """makes each row sum to 1"""
    both.softmax(rng.normal(size=(3, 4)))
'''

LOSSES = '''
import numpy as np
from autograder import Lesson

lesson = Lesson(place=2)
loss = lesson.exercise("softmax_cross_entropy", minutes=4, core=True, hints=("Which axis?",), after=("softmax",))

@loss.check(points=5)
def test_mean(both, rng):
    """averages -log p(label) over the batch"""
    both.softmax_cross_entropy(rng.normal(size=(6, 4)), rng.integers(0, 4, size=6))
'''

STUB = "raise NotImplementedError"
RELU = "def relu(x):\n    return np.maximum(x, 0)\n"
WRONG_RELU = "def relu(x):\n    return x\n"
RELU_BACKWARD = "def relu_backward(dout, x):\n    return dout * (x > 0)\n"
SOFTMAX = "def softmax(x):\n    e = np.exp(x)\n    return e / e.sum(axis=-1, keepdims=True)\n"
LOSS = (
    "def softmax_cross_entropy(logits, labels):\n"
    "    return -np.mean(np.log(softmax(logits)[np.arange(len(labels)), labels]))\n"
)
STUBS = {
    "relu": f'def relu(x):\n    """Rectified linear unit:\n    negative become 0.\n\n    More."""\n    {STUB}\n',
    "relu_backward": f"def relu_backward(dout, x):\n    {STUB}\n",
    "softmax": f"def softmax(x):\n    {STUB}\n",
    "softmax_cross_entropy": f"def softmax_cross_entropy(logits, labels):\n    {STUB}\n",
}
ANSWERS = {"relu": RELU, "relu_backward": RELU_BACKWARD, "softmax": SOFTMAX, "softmax_cross_entropy": LOSS}
NAMES = {"nn/activations": ["relu", "relu_backward", "softmax"], "nn/losses": ["softmax_cross_entropy"]}
IMPORTS = {
    "nn/activations": "import numpy as np\n",
    "nn/losses": "import numpy as np\nfrom nn.activations import softmax\n",
}
SETUP = {
    "nn/activations": "import numpy as np\nfrom autograder import check\n",
    "nn/losses": 'import numpy as np\nfrom autograder import check, earlier\nactivations = earlier("nn/activations")\n'
    "softmax = activations.softmax\n",
}


def code(source: str, role: str | None = None, exercise: str | None = None) -> dict[str, Any]:
    """Make a code cell, with the kit's metadata or without."""
    ours = {key: value for key, value in (("role", role), ("exercise", exercise)) if value}
    metadata = {"autograder": ours} if ours else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


@dataclass(frozen=True)
class Kit:
    """The kit's folder, and what a learner writes into it."""

    root: Path

    @property
    def nn(self) -> Path:
        return self.root / "exercises" / "nn"

    def module(self, lesson: str, **answers: str) -> Path:
        """Write a module: stubs, with some of them answered."""
        parts = [answers.get(name, STUBS[name]) for name in NAMES[lesson]]
        path = self.root / "exercises" / f"{lesson}.py"
        path.write_text("\n\n".join([IMPORTS[lesson], *parts]), encoding="utf-8")
        return path

    def notebook(self, lesson: str, *more: dict[str, Any], **answers: str) -> Path:
        """Write a notebook of the kit: setup, answers with their check cells, and further cells."""
        cells = [code(SETUP[lesson], "setup")]
        for name in NAMES[lesson]:
            cells += [code(answers.get(name, STUBS[name]), "answer", name), code(f'check("{name}")', "check", name)]
        return self.cells(f"exercises/{lesson}.ipynb", *cells, *more)

    def cells(self, path: str, *cells: dict[str, Any], **data: Any) -> Path:
        """Write any notebook."""
        text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **data})
        (self.root / path).write_text(text, encoding="utf-8")
        return self.root / path


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    """Stand in a small kit with untouched stubs."""
    made = Kit(tmp_path / "kit")
    made.nn.mkdir(parents=True)
    made.root.joinpath("exercises/timetable.toml").write_text('[nn]\ntitle = "Networks"\nminutes = 45\n')
    made.nn.joinpath("test_activations.py").write_text(ACTIVATIONS)
    made.nn.joinpath("test_losses.py").write_text(LOSSES)
    for lesson in NAMES:
        made.module(lesson)
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("AUTOGRADER_HOME", raising=False)
    return made


@pytest.fixture
def answers() -> dict[str, str]:
    """Right answers by exercise."""
    return dict(ANSWERS)


@pytest.fixture
def cell():
    """Give the maker of code cells."""
    return code


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the command line in this process: exit code, stdout and stderr."""
    monkeypatch.setenv("MPLBACKEND", "agg")

    def running(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return running
