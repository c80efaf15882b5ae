"""`build` writes what differs, says what is out of date, and never overwrites a learner's work silently."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("nbformat")

from autograder.build import BuildError
from autograder.build.errors import WorkedIn
from autograder.build.lessons import build


@pytest.fixture
def files(kit):
    folder = kit.exercises / "nn"
    return folder / "tiny.py", folder / "tiny.ipynb"


def test_the_first_build_writes_and_the_second_has_nothing_to_do(kit, files):
    assert build(kit).written == files
    report = build(kit, ["nn/tiny"])
    assert (report.written, report.current) == ((), files)


def test_check_writes_nothing(kit, files):
    assert build(kit, check=True).stale == files
    assert not any(path.exists() for path in files)


def test_check_finds_what_is_out_of_date(kit, files, bend):
    build(kit)
    bend("Theory with", "More theory with")
    assert build(kit, check=True).stale == files[1:]
    assert build(kit).written == files[1:]


def test_untouched_stubs_are_brought_up_to_date(kit, files, bend):
    build(kit)
    bend("Return twice x.", "Return two times x.")
    assert build(kit).written == files
    assert "two times" in files[0].read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    raise NotImplementedError\n\n\nclass", "    return 2 * x\n\n\nclass"),
        ('        """Begin."""\n        raise NotImplementedError', '        """Begin."""\n        self.value = start'),
        ("LIMIT = 3", "def my_helper(x):\n    return x\n\n\nLIMIT = 3"),
        ("    raise NotImplementedError\n\n\nclass", "    retu\n\n\nclass"),
        ("    raise NotImplementedError\n\n\nclass", "    return (\n\n\nclass"),
    ],
)
def test_a_skeleton_that_was_worked_in_is_not_overwritten(kit, files, bend, old, new):
    build(kit)
    text = files[0].read_text("utf-8")
    assert text.count(old) == 1
    files[0].write_text(text.replace(old, new), encoding="utf-8")
    worked = files[0].read_text("utf-8")
    bend("Theory with", "More theory with")
    with pytest.raises(WorkedIn, match=r"tiny\.py"):
        build(kit)
    assert files[0].read_text("utf-8") == worked
    assert build(kit, check=True).stale == files
    assert build(kit, force=True).written == files


@pytest.mark.parametrize(
    ("cell", "source"),
    [("answer-double", "def double(x):\n    return 2 * x"), ("response", "Because."), ("new", "x = 1")],
)
def test_a_notebook_that_was_worked_in_is_not_overwritten(kit, files, cell, source):
    build(kit)
    notebook = json.loads(files[1].read_text("utf-8"))
    if cell == "new":
        notebook["cells"].append(
            {"cell_type": "code", "id": "new", "metadata": {}, "outputs": [], "source": "", "execution_count": None}
        )
    next(item for item in notebook["cells"] if item["id"] == cell)["source"] = source
    files[1].write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(WorkedIn, match=r"tiny\.ipynb"):
        build(kit)


def test_a_notebook_that_was_only_run_is_brought_up_to_date(kit, files):
    build(kit)
    notebook = json.loads(files[1].read_text("utf-8"))
    notebook["cells"][1]["execution_count"] = 4
    files[1].write_text(json.dumps(notebook), encoding="utf-8")
    assert build(kit).written == files[1:]


def test_nothing_is_written_if_one_lesson_is_faulty(kit, files, bend):
    bend("LIMIT = 3", "_LIMIT = 3")
    with pytest.raises(BuildError, match="_LIMIT is private"):
        build(kit)
    assert not any(path.exists() for path in files)


def test_given_functions_are_no_work_of_a_learner(kit, bend):
    bend("# %%\nLIMIT = 3", '# %% role="given"\ndef free():\n    return 1\n\n\nLIMIT = 3')
    build(kit)
    bend("Theory with", "More theory with")
    bend("Return twice x.", "Return two times x.")
    assert len(build(kit).written) == 2
