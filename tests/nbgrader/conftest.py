"""A small kit, its course as released, and what can happen to a notebook on its way back."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from autograder.build.course import write_course
from autograder.build.stubs import BEGIN, END
from autograder.home import Home

ACTIVATIONS = '''"""Activations."""
import numpy as np
from autograder import Lesson

lesson = Lesson(place=1)
rate = lesson.exercise("relu", minutes=2, core=True, hints=("Which numbers stay?", "np.maximum helps."))
share = lesson.exercise("softmax", minutes=4, core=True, hints=("Which axis?", "Shift first."))


@rate.check(points=1)
def test_keeps(both, rng):
    """keeps whole positive numbers"""
    both.relu(rng.integers(1, 1000, size=3).astype(float))


@rate.check(points=2)
def test_cuts(both, rng):
    """turns negative numbers into zero"""
    both.relu(rng.normal(size=(3, 4)) - np.arange(12).reshape(3, 4))


@share.check(points=4)
def test_rows(both, rng):
    """makes each row sum to 1"""
    both.softmax(rng.normal(size=(3, 4)))
'''

SOURCE = '''# %% [markdown]
# # Activations
# Some theory.

# %%
"""Activations: two of them."""

import numpy as np

# %% [markdown]
# ## Rectified

# %%
def relu(x):
    """Return x where it is positive, shape (N, C)."""
    return np.maximum(x, 0)

# %%
if __name__ == "__main__":
    print(relu(np.arange(3)))

# %% [markdown]
# ## Shares

# %%
def softmax(x):
    """Return shares that sum to 1 along the last axis, shape (N, C)."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% [markdown] role="question" points=2
# ## Think about it
# Why shift?

# %% [markdown] role="answer"
# So that nothing overflows.
'''

RELU = "def relu(x):\n    return np.maximum(x, 0)\n"
SOFTMAX = "def softmax(x):\n    e = np.exp(x)\n    return e / e.sum(axis=-1, keepdims=True)\n"
RESPONSE = "Because of large numbers."
MOST = {"check-relu": 3.0, "check-softmax": 4.0}

Cells = list[dict[str, Any]]


@pytest.fixture(scope="session")
def kit(tmp_path_factory) -> Home:
    """Make a kit whose only lesson is nn/activations."""
    pytest.importorskip("jupytext")
    pytest.importorskip("nbgrader")
    root = tmp_path_factory.mktemp("nbgrader") / "kit"
    for house in ("exercises", "solutions"):
        (root / house / "nn").mkdir(parents=True)
    (root / "exercises" / "timetable.toml").write_text('[nn]\ntitle = "Networks"\nminutes = 45\n', encoding="utf-8")
    (root / "exercises" / "nn" / "test_activations.py").write_text(ACTIVATIONS, encoding="utf-8")
    (root / "solutions" / "nn" / "activations.py").write_text(SOURCE, encoding="utf-8")
    return Home(root)


@pytest.fixture(scope="session")
def released(kit, tmp_path_factory) -> Cells:
    """Return the cells of the notebook as nbgrader releases it: answers are cleared (checksums do not matter here)."""
    folder = tmp_path_factory.mktemp("written") / "course"
    write_course(kit, folder)
    cells = json.loads((folder / "source" / "nn" / "activations.ipynb").read_text("utf-8"))["cells"]
    for cell in cells:
        text = "".join(cell["source"])
        start, end = text.find(BEGIN), text.find(END)
        cleared = text[:start] + "raise NotImplementedError" + text[end + len(END) :] if start >= 0 else text
        cell["source"] = "*Write here*" if cell["id"] == "response" else cleared
    return cells


@pytest.fixture
def answered(released) -> Cells:
    """Return the notebook with right answers."""
    return filled(released)


def filled(cells: Cells) -> Cells:
    """Fill right answers in."""
    given = {"answer-relu": RELU, "answer-softmax": SOFTMAX, "response": RESPONSE}
    return [copy.deepcopy(cell) | {"source": given.get(cell["id"], cell["source"])} for cell in cells]


def notebook(cells: list[Any]) -> str:
    """Write cells as a file."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def deleted(cells: Cells) -> list[Any]:
    return [cell for cell in cells if cell["id"] in ("answer-relu", "answer-softmax", "response")]


def duplicated(cells: Cells) -> list[Any]:
    return [copy.deepcopy(cell) for cell in cells for _ in range(2)]


def copied_as_stubs(cells: Cells) -> list[Any]:
    stub = "def relu(x):\n    raise NotImplementedError\n"
    return [*cells, *[cell | {"source": stub} for cell in cells if cell["id"] == "answer-relu"]]


def retyped(cells: Cells) -> list[Any]:
    other = {"code": "markdown", "markdown": "code"}
    return [cell | {"cell_type": other[cell["cell_type"]]} for cell in cells]


def turned_around(cells: Cells) -> list[Any]:
    return cells[::-1]


def stripped(cells: Cells) -> list[Any]:
    kept = ("cell_type", "source", "outputs", "execution_count")
    return [{key: cell[key] for key in kept if key in cell} | {"metadata": {}} for cell in cells]


def of_old_schema(cells: Cells) -> list[Any]:
    old = copy.deepcopy(cells)
    for number, cell in enumerate(old):
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": number % 3, "left": "over"}
            del cell["metadata"]["nbgrader"]["task"]
    return old


def with_points_raised(cells: Cells) -> list[Any]:
    raised = copy.deepcopy(cells)
    for cell in raised:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"]["points"] = 1000
            cell["metadata"]["autograder"]["exercise"] = "relu"
    return raised


def with_damaged_cells(cells: Cells) -> list[Any]:
    broken: dict[str, Any] = {"setup": {"cell_type": "code", "source": 5}, "check-relu": {"cell_type": "cod"}}
    broken |= {"theory-activations": None, "check-softmax": {"metadata": [], "source": [1, 2], "cell_type": {}}}
    return [broken.get(cell["id"], cell) for cell in cells]


HARMLESS = (
    deleted, duplicated, copied_as_stubs, retyped, turned_around, stripped, of_old_schema, with_points_raised,
    with_damaged_cells,
)  # fmt: skip


def written(course: Path, student: str, text: str) -> None:
    """Hand a notebook in."""
    path = course / "submitted" / student / "nn" / "activations.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
