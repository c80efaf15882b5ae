"""A day with the kit in a real browser: a learner's mistake and its mending, an instructor's grading."""

from __future__ import annotations

import re

from tests.browser.conftest import ARTEFACTS, SEGMENT, TOKEN

FIND = """name => {
    const cells = jupyterapp.shell.currentWidget.content.widgets;
    return cells.findIndex(cell => {
        const mark = cell.model.getMetadata('autograder') || {};
        return mark.role === name[0] && mark.exercise === name[1];
    });
}"""
WRITE = "([at, text]) => jupyterapp.shell.currentWidget.content.widgets[at].model.sharedModel.setSource(text)"
TURN_TO = """at => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = at;
    notebook.deselectAll();
    return notebook.scrollToItem(at, 'start');
}"""
IDLE = """() => {
    const session = jupyterapp.shell.currentWidget.sessionContext;
    return session.session && session.session.kernel && session.session.kernel.status === 'idle';
}"""
SHOWN = """at => {
    const outputs = jupyterapp.shell.currentWidget.content.widgets[at].model.outputs.toJSON();
    return outputs.map(one => [].concat((one.data || {})['text/plain'] || one.text || '').join('')).join('\\n');
}"""


def run_cell(page, role, exercise=None, text=None):
    """Write into a cell, run it, and return what it shows."""
    at = page.evaluate(FIND, [role, exercise])
    assert at >= 0, f"no cell {role} {exercise}"
    page.evaluate(TURN_TO, at)
    if text is not None:
        page.evaluate(WRITE, [at, text])
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_function(IDLE)
    return page.evaluate(SHOWN, at)


def keep(page, name):
    """Keep a picture."""
    page.wait_for_timeout(500)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def test_a_learner_is_told_what_is_wrong_and_mends_it(lab, page):
    page.goto(f"{lab.url}/lab/tree/learner/activations.ipynb?token={TOKEN}")
    page.wait_for_function("() => window.jupyterapp && jupyterapp.shell.currentWidget?.content?.widgets?.length > 5")
    page.wait_for_function(IDLE)
    keep(page, "learner-1-opened")
    setup = page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets.findIndex("
        "cell => (cell.model.getMetadata('autograder') || {}).role === 'setup')"
    )
    page.evaluate(TURN_TO, setup)
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_function(IDLE)
    run_cell(page, "answer", "relu", "def relu(x):\n    return np.abs(x)\n")
    told = run_cell(page, "check", "relu")
    keep(page, "learner-2-told")
    assert "✗" in told
    assert "expected" in told
    run_cell(page, "answer", "relu", "def relu(x):\n    return np.maximum(x, 0)\n")
    told = run_cell(page, "check", "relu")
    keep(page, "learner-3-mended")
    assert "✓ relu" in told
    assert "✗" not in told


def test_an_instructor_grades_one_submission_in_formgrader(lab, page):
    page.goto(f"{lab.url}/lab?token={TOKEN}")  # hands out the cookie
    page.goto(f"{lab.url}/formgrader/manage_submissions/{SEGMENT}")
    row = page.locator("tbody tr", has_text="ada")
    row.wait_for()
    keep(page, "instructor-1-submissions")
    row.locator(".autograde a").click()
    page.wait_for_selector("#autograde-success-modal, .modal.in, .modal.show", state="visible", timeout=300_000)
    keep(page, "instructor-2-autograded")
    page.goto(f"{lab.url}/formgrader/manage_submissions/{SEGMENT}")
    score = page.locator("td.score").first
    score.wait_for()
    earned, most = map(float, re.findall(r"[\d.]+", score.inner_text()))
    keep(page, "instructor-3-points")
    assert 0 < earned < most
    page.goto(f"{lab.url}/formgrader/gradebook/{SEGMENT}/activations")
    page.locator("td a", has_text="Submission").first.click()
    told = page.get_by_text("expected ").first  # the verdict below the learner's answer
    told.wait_for()
    told.scroll_into_view_if_needed()
    keep(page, "instructor-4-feedback")
    assert "relu" in page.content()
