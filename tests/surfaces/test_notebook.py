"""`check` and `earlier` in the cells of a notebook, and in plain Python where there is no notebook."""

from __future__ import annotations

import logging

import pytest

from autograder import check, earlier
from autograder.notebook import CannotCheck


class Cells:
    """A notebook without IPython: cells run in one namespace, and the last expression's value comes back."""

    def __init__(self) -> None:
        self.names = {"__name__": "__main__", "check": check, "earlier": earlier}
        exec("import numpy as np", self.names)

    def run(self, source: str) -> None:
        exec(source, self.names)

    def value(self, expression: str) -> object:
        return eval(expression, self.names)


@pytest.fixture
def cells(kit) -> Cells:
    return Cells()


def test_the_points_earned_come_back_as_a_plain_float(cells, answers):
    cells.run(answers["relu"])
    points = cells.value('check("relu", "relu_backward")')
    assert points == 3.0
    assert type(points) is float


def test_partial_credit(cells, capsys):
    cells.run("def relu(x):\n    return x\n")
    assert cells.value('check("relu")') == 1.0
    out = capsys.readouterr().out
    assert "✗ relu: not yet" in out
    assert "Compare each entry with zero." in out
    assert "replay" not in out


def test_a_name_that_was_never_defined_asks_for_its_cell(cells, capsys):
    assert cells.value('check("relu")') == 0.0
    out = capsys.readouterr().out
    assert "this notebook defines no `relu`." in out
    assert "Has the cell that defines it been run?" in out


NOISY = """
import logging, sys, warnings
def relu(x):
    print("printed")
    print("to stderr", file=sys.stderr)
    warnings.warn("careful")
    logging.getLogger("mine").error("logged")
    return np.maximum(x, 0) + 0 * np.log(np.zeros(1) + 1)
"""


def test_nothing_is_written_to_stderr(cells, capsys):
    cells.run(NOISY)
    assert cells.value('check("relu")') == 3.0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "your code printed:" in printed.out
    assert "to stderr" in printed.out
    assert "UserWarning: careful (it did not decide the verdict)" in printed.out
    assert logging.root.manager.disable == 0


@pytest.mark.parametrize(("name", "words"), [("sofmax", "Did you mean softmax?"), ("zzz", "no exercise called 'zzz'")])
def test_an_unknown_exercise_is_one_sentence(cells, name, words):
    with pytest.raises(CannotCheck) as caught:
        cells.value(f'check("{name}")')
    text = "\n".join(caught.value._render_traceback_())
    assert words in text
    assert "\n" not in text


def test_without_a_name_the_whole_lesson_is_checked(cells, answers):
    cells.run("\n".join(answers[name] for name in ("relu", "relu_backward", "softmax")))
    assert cells.value("check()") == 10.0


def test_without_a_name_the_notebooks_file_tells_the_lesson(cells, monkeypatch, capsys):
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/me/nn/losses.ipynb")
    assert cells.value("check()") == 0.0
    assert "softmax_cross_entropy" in capsys.readouterr().out


def test_without_a_name_and_without_a_clue_it_asks(cells, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    with pytest.raises(CannotCheck, match="Which exercise"):
        cells.value("check()")


def test_an_exercise_waits_for_a_stub_of_an_earlier_lesson(cells, answers, capsys):
    cells.run('activations = earlier("nn/activations")\nsoftmax = activations.softmax')
    cells.run(answers["softmax_cross_entropy"])
    assert cells.value('check("softmax_cross_entropy")') == 0.0
    out = capsys.readouterr().out
    assert "waits for softmax" in out
    assert "softmax belongs to nn/activations." in out


def test_an_exercise_uses_the_earlier_lesson_as_it_was_brought_in(cells, kit, answers, capsys):
    cells.run('activations = earlier("nn/activations")\nsoftmax = activations.softmax')
    kit.notebook("nn/activations", softmax=answers["softmax"])
    cells.run(answers["softmax_cross_entropy"])
    assert cells.value('check("softmax_cross_entropy")') == 0.0
    assert "run the first cells of this notebook again" in " ".join(capsys.readouterr().out.split())
    cells.run('activations = earlier("nn/activations")\nsoftmax = activations.softmax')
    assert cells.value('check("softmax_cross_entropy")') == 5.0


def test_notebooks_of_one_folder_find_each_other_anywhere(cells, kit, answers, tmp_path, monkeypatch):
    folder = tmp_path / "submitted" / "nn"
    folder.mkdir(parents=True)
    kit.notebook("nn/activations", softmax=answers["softmax"]).rename(folder / "activations.ipynb")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUTOGRADER_HOME", str(kit.root))
    cells.run('softmax = earlier("nn/activations").softmax')
    cells.run(answers["softmax_cross_entropy"])
    assert cells.value('check("softmax_cross_entropy")') == 5.0


def test_while_nbgrader_grades_an_earlier_lesson_is_found_in_what_was_handed_in(
    cells, kit, answers, tmp_path, monkeypatch
):
    graded, handed_in = (tmp_path / stage / "ada" / "nn" for stage in ("autograded", "submitted"))
    for folder in (graded, handed_in):
        folder.mkdir(parents=True)
    kit.notebook("nn/activations", softmax=answers["softmax"]).rename(handed_in / "activations.ipynb")
    monkeypatch.chdir(graded)
    monkeypatch.setenv("AUTOGRADER_HOME", str(kit.root))
    cells.run('softmax = earlier("nn/activations").softmax')
    cells.run(answers["softmax_cross_entropy"])
    assert cells.value('check("softmax_cross_entropy")') == 5.0


@pytest.mark.parametrize(
    ("lesson", "words"), [("nn/activation", "Did you mean nn/activations"), ("nn/losses", "neither")]
)
def test_earlier_says_what_is_missing(cells, kit, lesson, words):
    (kit.nn / "losses.py").unlink()
    with pytest.raises(CannotCheck, match=words):
        earlier(lesson)


def test_an_earlier_lesson_that_cannot_be_read_is_one_sentence(cells, kit):
    (kit.nn / "activations.py").write_text("def relu(x:\n")
    with pytest.raises(CannotCheck, match=r"activations.py, line 1 is not Python yet"):
        earlier("nn/activations")


KERNEL_CELLS = (
    "import numpy as np\nfrom autograder import check",
    "def relu(x):\n    return np.maximum(x, 0)\ncheck('relu')",
    "def softmax(x):\n    import sys; print('<i>', file=sys.stderr)\n    return x @ np.ones(7)\ncheck('softmax')",
    "check('sofmax')",
)


@pytest.mark.filterwarnings("ignore:Proactor event loop:RuntimeWarning")  # pyzmq's advice on Windows
def test_a_real_kernel_shows_html_and_returns_the_number(kit):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in KERNEL_CELLS])
    client = nbclient.NotebookClient(
        notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": str(kit.nn)}}
    )
    client.execute()
    _, passing, failing, unknown = (cell.outputs for cell in notebook.cells)
    assert [output.output_type for output in passing] == ["display_data", "execute_result"]
    assert passing[1].data["text/plain"] == "3.0"
    assert "passed" in passing[0].data["text/html"]
    assert [output.output_type for output in failing] == ["display_data", "execute_result"]
    assert "line 3, in softmax: return x @ np.ones(7)" in failing[0].data["text/html"]
    assert "&lt;i&gt;" in failing[0].data["text/html"]
    assert unknown[0].traceback == ["There is no exercise called 'sofmax'. Did you mean softmax?"]
