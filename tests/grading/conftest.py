"""A small kit, what a class hands in, and the command line that grades it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import main
from autograder.home import Home
from autograder.sandbox.tiers import best_tier

ACTIVATIONS = '''
import numpy as np
from autograder import Lesson

lesson = Lesson(place=1)
rate = lesson.exercise("relu", minutes=2, core=True, hints=("Which numbers stay?", "np.maximum helps."))
share = lesson.exercise("softmax", minutes=4, core=True, hints=("Which axis?", "Shift first."))

@rate.check(points=1)
def test_keeps(both, rng):
    """keeps whole positive numbers"""
    both.relu(rng.integers(1, 1000, size=3).astype(float))

@rate.check(points=2, hint="Compare each entry with zero.")
def test_cuts(both, rng):
    """turns negative numbers into zero"""
    both.relu(rng.normal(size=(3, 4)) - np.arange(12).reshape(3, 4))

@share.check(points=4)
def test_rows(both, rng):
    """makes each row sum to 1"""
    both.softmax(rng.normal(size=(3, 4)))
'''

LOSSES = '''
from autograder import Lesson

lesson = Lesson(place=2)
loss = lesson.exercise("softmax_cross_entropy", minutes=4, core=True, hints=("Which axis?",), after=("softmax",))

@loss.check(points=5)
def test_mean(both, rng):
    """averages -log p(label) over the batch"""
    both.softmax_cross_entropy(rng.normal(size=(6, 4)), rng.integers(0, 4, size=6))
'''

RELU = "import numpy as np\n\ndef relu(x):\n    return np.maximum(x, 0)\n"
SOFTMAX = "\ndef softmax(x):\n    e = np.exp(x)\n    return e / e.sum(axis=-1, keepdims=True)\n"
STUBS = "def relu(x):\n    raise NotImplementedError\n\ndef softmax(x):\n    raise NotImplementedError\n"
RIGHT = RELU + SOFTMAX
HALF = RELU + "\ndef softmax(x):\n    return x\n"
LOSS = (
    "import numpy as np\nfrom nn.activations import softmax\n\ndef softmax_cross_entropy(logits, labels):\n"
    "    return -np.mean(np.log(softmax(logits)[np.arange(len(labels)), labels]))\n"
)


def notebook(*sources: str) -> str:
    """Write a notebook with code cells."""
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Pack files into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def lay_out(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@dataclass
class Results:
    """What a run wrote and said."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def data(self) -> dict[str, Any]:
        return json.loads((self.folder / "grades.json").read_text("utf-8"))

    @property
    def table(self) -> dict[str, dict[str, str]]:
        with (self.folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student"]: row for row in csv.DictReader(file)}

    @property
    def points(self) -> dict[str, str]:
        return {student: row["points"] for student, row in self.table.items()}

    def student(self, name: str) -> dict[str, Any]:
        return next(row for row in self.data["submissions"] if row["student"] == name)

    def page(self, name: str) -> str:
        return (self.folder / self.student(name)["page"]).read_text("utf-8")

    def verdicts(self, student: str) -> dict[str, dict[str, Any]]:
        grades = [row["grade"] for row in self.student(student)["lessons"] if row["grade"]]
        return {verdict["check"]: verdict for grade in grades for verdict in grade["verdicts"]}


@dataclass
class Class:
    """A kit, and a class that hands in."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def home(self) -> Home:
        return Home(self.root / "kit")

    @property
    def submissions(self) -> Path:
        return self.root / "submissions"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def suite(self) -> Path:
        return self.home.exercises / "nn" / "test_activations.py"

    def hand_in(self, files: dict[str, str | bytes]) -> Path:
        return lay_out(self.submissions, files)

    def choose(self, *seeds: int) -> None:
        """Put known seeds in the place of secret ones."""
        lay_out(self.out / ".autograder", {"seeds.json": json.dumps({"seeds": seeds})})

    def grade(self, *options: str, name: str = "nn", submissions: Path | None = None) -> Results:
        """Run the command in this process; the grading itself is done in others, as always."""
        if best_tier().name == "none":
            pytest.skip(best_tier().reason)
        source = str(submissions or self.submissions)
        with pytest.raises(SystemExit) as ended:
            main(["grade", name, source, "--out", str(self.out), "--jobs", "1", *options])
        printed = self.capsys.readouterr()
        return Results(int(ended.value.code or 0), printed.out, printed.err, self.out)


@pytest.fixture
def pupils(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    made = Class(tmp_path, capsys)
    lay_out(
        tmp_path / "kit" / "exercises",
        {
            "timetable.toml": '[nn]\ntitle = "Networks"\nminutes = 45\n',
            "nn/test_activations.py": ACTIVATIONS,
            "nn/test_losses.py": LOSSES,
        },
    )
    monkeypatch.chdir(tmp_path / "kit")
    monkeypatch.delenv("AUTOGRADER_HOME", raising=False)
    monkeypatch.setenv("MPLBACKEND", "agg")
    return made
