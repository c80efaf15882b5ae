"""The texts of a learner's kit: its README, its settings, its sessions."""

from __future__ import annotations

README = """\
# The workshop

A learner's kit, version <<version>>: you write neural networks in plain numpy, and every step is checked.

## Set it up once

You need Python 3.11 or newer. In this folder:

    python3 -m venv .venv
    .venv/bin/pip install -e ".[notebooks]"
    source .venv/bin/activate

On Windows write `py` for `python3`, `.venv\\Scripts\\` for `.venv/bin/`, and `.venv\\Scripts\\activate` in the last
line. After that no check needs the network; the few experiments that fetch a data set say so.

## Every day

- `nox`: how far you are, and what comes next
- `pytest exercises/<<segment>>`: check your modules of a segment
- `autograder check <<first>>`: check one lesson, or one exercise: its module and its notebook
- `autograder watch <<segment>>`: check again whenever you save, one exercise at a time
- `autograder hint NAME`: a hint for an exercise, gentle first
- `autograder reset NAME`: put the stub back; a copy of your version is kept
- `jupyter lab exercises/<<first>>.ipynb`: the same lesson as a notebook, theory beside the stubs

Fill in the stubs: each raises `NotImplementedError` until you do. An untouched stub is *todo*. A failed check says what
was expected, what came, and what to think about.

## What is in it

`exercises/` is yours to work in. `recorded/` holds the values that your answers are compared with, for seed 0.
`autograder/` runs the checks, `scratchml/` has the data sets and plots. The model answers are with your instructor.
"""

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "ml-workshop-kit"
version = "<<version>>"
description = "The learner's kit of an auto-graded workshop on neural networks."
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.11"
dependencies = [<<dependencies>>]

[project.optional-dependencies]
notebooks = [<<notebooks>>]

[project.scripts]
autograder = "autograder.cli:main"

[project.entry-points.pytest11]
autograder = "autograder.pytest_plugin"

[tool.hatch.build.targets.wheel]
packages = ["autograder", "scratchml"]

[tool.pytest.ini_options]
testpaths = ["exercises"]
addopts = ["--import-mode=importlib"]
"""

NOXFILE = '''\
"""Sessions for learners: `nox` shows how far you are; `nox -s SEGMENT` checks one segment."""

import sys
from pathlib import Path

import nox

nox.options.sessions = ["progress"]
SEGMENTS = sorted({path.parent.name for path in Path(__file__).parent.glob("exercises/*/test_*.py")})


def here(session, *command):
    """Run a module with the Python that runs nox, so that it starts at once."""
    session.run(sys.executable, "-m", *command, external=True, success_codes=[0, 1])


@nox.session(venv_backend="none")
def progress(session):
    """See how far you are: points, minutes and the next exercise."""
    here(session, "autograder", "progress", *session.posargs)


def segment_session(name):
    """Declare the session that checks one segment."""

    def check(session):
        session.run(sys.executable, "-m", "pytest", f"exercises/{name}", *session.posargs, external=True)

    check.__doc__ = f"Check your modules of the segment {name}."
    nox.session(name=name, venv_backend="none")(check)


for segment in SEGMENTS:
    segment_session(segment)
'''
