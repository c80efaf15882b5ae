"""What students receive from a course: the learner's stubs, and nothing of an answer. All lessons, in process."""

from __future__ import annotations

import ast
import json
import re

import pytest

from autograder.build.course_cells import course_cells
from autograder.build.notebooks import RESPONSE, learner_notebook, notebook_text
from autograder.build.plan import whole_lesson
from autograder.build.source import source_of
from autograder.build.stubs import BEGIN, END, STUB

nbformat = pytest.importorskip("nbformat")
preprocessors = pytest.importorskip("nbgrader.preprocessors")

TELLING = 25


def course_notebook(home, suite):
    return notebook_text(list(course_cells(whole_lesson(home, suite), {})))


@pytest.fixture
def released(suite, home):
    """Release a lesson's notebook by nbgrader's own preprocessors."""
    notebook = nbformat.reads(course_notebook(home, suite), as_version=4)
    clear = preprocessors.ClearSolutions(code_stub={"python": STUB}, text_stub=RESPONSE)
    notebook, resources = clear.preprocess(notebook, {})
    return preprocessors.ClearHiddenTests().preprocess(notebook, resources)[0]


def test_released_cells_are_the_learners_cells(released, suite, home):
    wanted = json.loads(learner_notebook(source_of(home, suite)))["cells"]
    learners = [(cell["id"], "".join(cell["source"]).removesuffix(";")) for cell in wanted]  # `check("relu");`
    assert [(cell.id, cell.source) for cell in released.cells] == learners


def test_no_statement_of_an_answer_is_released(released, suite, home):
    answers = {name: cell.definition for name, cell in source_of(home, suite).exercises.items()}
    text = "".join(squeezed(cell.source) for cell in released.cells if cell.metadata.autograder.role == "answer")
    shown = statements(cell.source for cell in released.cells if cell.cell_type == "code")
    for name, definition in answers.items():
        leaked = [line for line in body_lines(definition) if squeezed(line) in text or line in shown]
        assert leaked == [], name


def body_lines(definition):
    """Write the statements of an answer's bodies, one line each, if they are long enough to tell something."""
    functions = [definition] if isinstance(definition, ast.FunctionDef) else definition.body[1:]
    parts = [part for function in functions for node in function.body[1:] for part in ast.walk(node)]
    lines = {ast.unparse(part) for part in parts if isinstance(part, ast.stmt)}
    return sorted(line for line in lines if len(line) > TELLING)


def statements(sources):
    """Write every statement of some cells."""
    trees = [ast.parse(source) for source in sources]
    return {ast.unparse(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.stmt)}


def squeezed(text):
    """Drop white space, so that layout hides nothing."""
    return re.sub(r"\s+", "", text)


def test_nothing_is_hidden_and_no_mark_is_left(released):
    text = "".join(cell.source for cell in released.cells)
    assert not any(mark in text for mark in (BEGIN, END, "HIDDEN TESTS"))


def test_nbgrader_accepts_the_cells(suite, home):
    validator = pytest.importorskip("nbgrader.nbgraderformat").MetadataValidator()
    assert validator.validate_nb(nbformat.reads(course_notebook(home, suite), as_version=4)) is None


def test_the_points_of_the_check_cells_are_the_points_of_the_suite(suite, home):
    notebook = nbformat.reads(course_notebook(home, suite), as_version=4)
    cells = [cell for cell in notebook.cells if cell.metadata.autograder.role == "check"]
    assert sum(cell.metadata.nbgrader.points for cell in cells) == suite.lesson.points
