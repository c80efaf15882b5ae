"""A class by a stated mix. Of twenty students eight are right, each in another way; seven have a known mistake; three
hand in something broken; two hand in code that means harm.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from autograder.bank import Bank, Entry, bank_for
from autograder.build.source import source_of
from autograder.demo import model_answers
from autograder.grader import Grader
from autograder.home import Home, Suite
from autograder.house import House

MIX = [
    "right", "wrong", "right", "broken", "wrong", "right", "wrong", "hostile", "right", "broken",
    "wrong", "right", "wrong", "right", "hostile", "right", "broken", "wrong", "right", "wrong",
]  # fmt: skip

Notebook = dict[str, Any]

HARM = {
    "ends the process": "import os\n\ndef {name}(*args, **kwargs):\n    os._exit(0)\n",
    "takes the exit": "def {name}(*args, **kwargs):\n    raise SystemExit(0)\n",
    "equals everything": (
        "class Yes:\n    __array_priority__ = 1e9\n    def __eq__(self, other):\n        return True\n"
        "    def __getattr__(self, name):\n        return self\n\ndef {name}(*args, **kwargs):\n    return Yes()\n"
    ),
    "patches the comparison": (
        "import numpy as np\n\ndef {name}(*args, **kwargs):\n"
        "    np.allclose = np.array_equal = lambda *a, **k: True\n    return 0\n"
    ),
    "writes grades": (
        "import glob, sqlite3\n\ndef {name}(*args, **kwargs):\n"
        "    for path in ['gradebook.db', '../gradebook.db', *glob.glob('/tmp/**/gradebook.db', recursive=True)]:\n"
        "        try:\n            book = sqlite3.connect(path)\n"
        "            book.execute('update grade set auto_score = 1000')\n            book.commit()\n"
        "        except BaseException:\n            pass\n    return 0\n"
    ),
    "forks": "import os\n\ndef {name}(*args, **kwargs):\n    while True:\n        os.fork()\n",
    "takes all memory": "def {name}(*args, **kwargs):\n    return bytearray(1 << 40)\n",
    "prints without end": "def {name}(*args, **kwargs):\n    print('x' * (1 << 22))\n    return 0\n",
    "never ends": "def {name}(*args, **kwargs):\n    while True:\n        pass\n",
}


@dataclass(frozen=True)
class Student:
    """What one student hands in, and has to get.

    Attributes
    ----------
    files : dict of str to str
        Notebooks by name.
    points : float or None
        Points for code; None if nothing could be graded.
    """

    name: str
    kind: str
    files: dict[str, str]
    points: float | None
    open_points: float = 0


@dataclass(frozen=True)
class Classroom:
    """Everything that submissions of a course are made of."""

    home: Home
    suites: Sequence[Suite]
    release: Path
    seeds: Sequence[int]

    def students(self, number: int) -> Iterator[Student]:
        """Make a class; entries of the bank come in turn."""
        entries = {kind: cycle(self.entries(kind)) for kind in ("right", "wrong")}
        spoil, harm = cycle(SPOILT), cycle(HARM.items())
        for place, kind in zip(range(number), cycle(MIX), strict=False):
            name = f"s{place:03}"
            if kind in entries:
                yield self.from_bank(name, kind, *next(entries[kind]))
            elif kind == "broken":
                yield next(spoil)(self, name)
            else:
                yield self.hostile(name, *next(harm))

    def entries(self, kind: str) -> list[tuple[Suite, Bank, Entry]]:
        """List the bank's entries of one kind, lesson by lesson in turn."""
        found = []
        for suite in self.suites:
            bank = bank_for(self.home, suite)
            assert bank is not None
            found += [(place, suite, bank, entry) for place, entry in enumerate(bank.entries) if entry.kind == kind]
        return [(suite, bank, entry) for _, suite, bank, entry in sorted(found, key=lambda row: (row[0], row[1].name))]

    def solved(self, suite: Suite) -> Notebook:
        """Fill the model answers into the released notebook."""
        answers = model_answers(source_of(self.home, suite))
        notebook: Notebook = json.loads((self.release / f"{suite.stem}.ipynb").read_text("utf-8"))
        for cell in notebook["cells"]:
            if cell["metadata"].get("autograder", {}).get("role") == "answer":
                cell["source"] = answers[cell["metadata"]["autograder"]["exercise"]]
        return notebook

    def files(self) -> dict[str, Notebook]:
        """Return right notebooks of all lessons."""
        return {f"{suite.stem}.ipynb": self.solved(suite) for suite in self.suites}

    @property
    def most(self) -> int:
        """All points for code."""
        return sum(suite.lesson.points for suite in self.suites)

    def from_bank(self, name: str, kind: str, suite: Suite, bank: Bank, entry: Entry) -> Student:
        """Hand in one answer of the bank among right ones; the engine says what it is worth."""
        files = self.files()
        cell = {"cell_type": "code", "id": "last", "metadata": {}, "source": bank.snippet(entry), "outputs": []}
        files[f"{suite.stem}.ipynb"]["cells"].append(cell | {"execution_count": None})
        lost = suite.lesson.points - self.earned(suite, bank, entry)
        return Student(name, f"{kind}: {suite.name} {entry.name}", written(files), self.most - lost)

    def earned(self, suite: Suite, bank: Bank, entry: Entry) -> int:
        """Run a lesson's checks on an answer of the bank, with every seed."""
        house = House(self.home.solutions, self.home.lesson_names())
        runs = [Grader(self.home, house, seed).run(suite, bank.learner(entry)) for seed in self.seeds]
        checks = suite.lesson.checks
        return sum(c.points for c in checks if all(run.outcome(c).state == "passed" for run in runs))

    def hostile(self, name: str, kind: str, code: str) -> Student:
        """Put code that means harm in the place of one answer."""
        suite = self.suites[0]
        exercise = list(suite.lesson.exercises.values())[-1]
        files = self.files()
        answer_of(files[f"{suite.stem}.ipynb"], exercise.name)["source"] = code.format(name=exercise.name)
        return Student(name, f"hostile: {kind}", written(files), self.most - exercise.points)

    def with_a_syntax_error(self, name: str) -> Student:
        files, suite = self.files(), self.suites[-1]
        exercise = list(suite.lesson.exercises.values())[-1]
        answer_of(files[f"{suite.stem}.ipynb"], exercise.name)["source"] = f"def {exercise.name}(x:\n    return (\n"
        return Student(name, "broken: syntax", written(files), self.most - exercise.points)

    def with_cells_copied(self, name: str) -> Student:
        files = self.files()
        for notebook in files.values():
            notebook["cells"] = [copy.deepcopy(cell) for cell in notebook["cells"] for _ in range(2)]
        return Student(name, "broken: copied cells", written(files), self.most)

    def that_is_no_notebook(self, name: str) -> Student:
        files = dict.fromkeys(written(self.files()), "I could not do it\n")
        return Student(name, "broken: no notebook", files, None, self.most)

    def under_another_name(self, name: str) -> Student:
        suite = self.suites[-1]
        files = written(self.files())
        files["my homework.ipynb"] = files.pop(f"{suite.stem}.ipynb")
        rest = self.most - suite.lesson.points
        return Student(name, "broken: misnamed", files, rest if rest else None, suite.lesson.points)


SPOILT = (
    Classroom.with_a_syntax_error, Classroom.with_cells_copied, Classroom.that_is_no_notebook,
    Classroom.under_another_name,
)  # fmt: skip


def answer_of(notebook: Notebook, exercise: str) -> dict[str, Any]:
    """Find the cell of an answer."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == f"answer-{exercise}")


def written(files: dict[str, Notebook]) -> dict[str, str]:
    """Write notebooks as text."""
    return {name: json.dumps(notebook) for name, notebook in files.items()}
