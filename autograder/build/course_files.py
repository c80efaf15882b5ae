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

# The gradebook is a file, gradebook.db. For a PostgreSQL server see "A gradebook on a server" in README.md:
# c.CourseDirectory.db_url = "postgresql+psycopg2://USER:PASSWORD@HOST:5432/DATABASE"

# What stands in place of an answer in the released notebooks.
c.ClearSolutions.code_stub = {{"python": "{stub}"}}
c.ClearSolutions.text_stub = "{response}"

# Grading. Submissions are rebuilt from release/, so that deleted, copied or damaged cells do no harm, and check cells
# are graded in a sandbox: no kernel is started, and no other cell is run. SaveGrades leaves to manual grading what
# could not be graded. The secret seeds of the course, and results that are known already, are in .autograder/.
c.Autograde.exporter_class = "autograder.nbgrader_plugin.ForgivingExporter"
c.Autograde.sanitize_preprocessors = [
    "autograder.nbgrader_plugin.RebuildNotebook",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.GradeInSandbox",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader_plugin.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# `nbgrader validate` still runs notebooks: seconds for one cell. Experiments carry the tag skip-execution.
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

`course.toml` says which lessons and exercises there are, and what each is worth. Take lines out, change points, and
run `autograder course .` again, before `nbgrader generate_assignment`.

Everything is run from this folder, with the Python that has the kit installed:

    nbgrader generate_assignment {segment}    # source/ -> release/: without answers, to hand out
    # put what comes back into submitted/<student>/{segment}/*.ipynb
    autograder grade --nbgrader . {segment}   # runs the checks, keeps the points in gradebook.db
    nbgrader generate_feedback {segment}      # feedback/<student>/{segment}/*.html
    nbgrader export                    # grades.csv

`nbgrader autograde {segment}`, and the button of Formgrader, come to the same points. `autograder grade --nbgrader`
is faster and does not stop: it grades several submissions side by side (`--jobs`), goes on where it was when it is run
again after whatever ended it, records each student by itself, and lists by name all that a person has to look at:
also empty folders and misnamed notebooks, which nbgrader passes over without a word. Its tables are in
`reports/{segment}/`; `total` is a student's sum as `nbgrader export` has it: points by hand are in, penalties are off.

For grading by hand (one question in each lesson), start `jupyter lab` here and open Formgrader from the menu
Nbgrader. The model answer of each question is in `source/`, with what to look for.

- A check cell gives the points of the checks that pass, so an exercise that is half right earns its share.
- Keep `source/` and `gradebook.db`: points given by hand are in the gradebook only.
- `autograder course` on this folder brings `source/` up to date with the kit, and leaves everything else as
  it is. Changes of yours in `source/` are lost then; those in `nbgrader_config.py` and in this file are not.
- A notebook that comes back with cells deleted, copied, moved or damaged is put back into the shape of the released
  one first: keep `release/`. What a student wrote is taken from the submission, everything else from the release.
- What could not be graded (a file that nobody can read, a fault of the kit) is no zero: the cell says why, and
  Formgrader lists it as to be graded by hand.
- Who has handed in again, or was given another deadline, is graded again with `--force`: so it is with
  `nbgrader autograde`. `autograder grade --nbgrader` sees by itself whose files have changed, and needs `--force` only
  for what is not in the files, such as a deadline. Points that you gave by hand stay in both cases: in the gradebook
  they win over those of the checks until you take them out in Formgrader.
- Only the kit's checks are run. A test cell of your own waits for points by hand.
- Each check has to pass with all of the secret seeds in `.autograder/seeds.json`, which are the same for the whole
  class. Results are kept there as well: what has not changed is not graded twice.

## A gradebook on a server

`gradebook.db` is SQLite: one writer at a time, which is enough for one person who grades. If several people use
Formgrader at once, keep the gradebook on a PostgreSQL server:

1. `pip install psycopg2-binary`, beside the kit.
2. On the server: `create user grader password '...'; create database workshop owner grader;`
3. In `nbgrader_config.py`: `c.CourseDirectory.db_url = "postgresql+psycopg2://grader:...@HOST:5432/workshop"`,
   before the first `nbgrader generate_assignment`: it makes the tables. Nothing is copied from `gradebook.db`.

The file then holds a password: keep the folder to yourself. This was tried with PostgreSQL 15, psycopg2 2.9 and
nbgrader 0.9.6: generate_assignment, autograde, `autograder grade --nbgrader`, generate_feedback and export.

## What runs where

Submissions are code of other people. `nbgrader autograde`, and the button of Formgrader, run it in processes of its
own, never in a kernel and never in the process that knows the answers and writes the gradebook. With bubblewrap
(Linux) these see no network and no files but the submission, and have limits on time, memory and processes. Without
it the kit says "separate process, not sandboxed: grade only code you trust". `autograder doctor` tells which holds
on this machine. `nbgrader validate`, and opening a submission in Jupyter and running its cells, do run it with your
rights.
"""
