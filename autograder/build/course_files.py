"""The texts of a course that an instructor may change: nbgrader's settings, and a short README."""

from __future__ import annotations

MARK = "written by `autograder course`"

CONFIG = '''\
"""Settings of an nbgrader course, {mark}. They are yours to change: a later run keeps this file."""

import os
import sys
from pathlib import Path

# Notebooks find the checks here: the kit's folder, which holds exercises/.
os.environ.setdefault("AUTOGRADER_HOME", {home})

# nbgrader starts `alembic` by its bare name, so the programs of this Python come first.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

c = get_config()  # noqa: F821 (nbgrader provides it)

c.CourseDirectory.course_id = "{course}"

# What stands in place of an answer in the released notebooks.
c.ClearSolutions.code_stub = {{"python": "{stub}"}}
c.ClearSolutions.text_stub = "{response}"

# Grading: seconds for one cell. Experiments carry the tag skip-execution, so they are not run.
c.Execute.timeout = 60

# Feedback: hidden tests, should you add any, stay hidden.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
'''

README = """\
# {course}

An nbgrader course. Each segment of the workshop is one assignment, and each lesson is one notebook of it.
`source/` holds the notebooks with the model answers: it is for instructors only.

Everything is run from this folder, with the Python that has the kit installed:

    nbgrader generate_assignment {segment}    # source/ -> release/: without answers, to hand out
    # put what comes back into submitted/<student>/{segment}/*.ipynb
    nbgrader autograde {segment}              # runs the checks, keeps the points in gradebook.db
    nbgrader generate_feedback {segment}      # feedback/<student>/{segment}/*.html
    nbgrader export                    # grades.csv

For grading by hand (one question in each lesson), start `jupyter lab` here and open Formgrader from the menu
Nbgrader. The model answer of each question is in `source/`, with what to look for.

- A check cell gives the points of the checks that pass, so an exercise that is half right earns its share.
- Keep `source/` and `gradebook.db`: points given by hand are in the gradebook only.
- `autograder course` on this folder brings `source/` up to date with the kit, and leaves everything else as
  it is. Changes of yours in `source/` are lost then; those in `nbgrader_config.py` and in this file are not.
- Submissions are code of other people, and `nbgrader autograde` runs it with your rights. Grade only code that
  you trust, or do it on a machine that holds nothing else.
"""
