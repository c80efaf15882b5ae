"""`autograder reset` puts stubs back and loses nothing."""

from __future__ import annotations

import json

import pytest

from autograder.home import Home
from autograder.pristine import NoPristineFiles, pristine


@pytest.fixture
def handed_out(kit):
    """Let the kit remember its files as they were handed out, as a learner's kit does."""
    recorded = kit.root / "recorded" / "nn"
    recorded.mkdir(parents=True)
    for lesson in ("nn/activations", "nn/losses"):
        for path in (kit.module(lesson), kit.notebook(lesson)):
            (recorded / path.name).write_bytes(path.read_bytes())
    return recorded


def test_a_lesson_is_as_it_was_and_a_copy_is_kept(kit, run, handed_out, answers):
    module = kit.module("nn/activations", **answers)
    written = module.read_text("utf-8")
    code, out, _ = run("reset", "nn/activations")
    assert code == 0
    assert module.read_bytes() == (handed_out / "activations.py").read_bytes()
    assert kit.nn.joinpath("activations.mine-1.py").read_text("utf-8") == written
    assert "your version is kept in" in out
    assert not list(kit.nn.glob("*.mine-1.ipynb"))  # the notebook was untouched


def test_copies_are_never_overwritten(kit, run, handed_out, answers):
    for name in ("relu", "softmax"):
        kit.module("nn/activations", **{name: answers[name]})
        run("reset", "nn/activations")
    assert "np.maximum" in kit.nn.joinpath("activations.mine-1.py").read_text("utf-8")
    assert "np.exp" in kit.nn.joinpath("activations.mine-2.py").read_text("utf-8")


def test_one_exercise_leaves_the_others_alone(kit, run, handed_out, answers):
    module = kit.module("nn/activations", **answers)
    notebook = kit.notebook("nn/activations", **answers)
    run("reset", "relu")
    text = module.read_text("utf-8")
    assert "np.maximum" not in text
    assert "raise NotImplementedError" in text
    assert answers["softmax"] in text
    sources = ["".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"]]
    assert answers["softmax"] in sources
    assert answers["relu"] not in sources
    assert run("check", "softmax")[0] == 0


def test_an_untouched_lesson_needs_nothing(kit, run, handed_out):
    code, out, _ = run("reset", "nn/losses")
    assert (code, out) == (0, "Nothing to do: everything there is as it was handed out.\n")
    assert not list(kit.nn.glob("*.mine-*"))


def test_a_file_that_is_gone_comes_back(kit, run, handed_out):
    kit.nn.joinpath("losses.py").unlink()
    run("reset", "nn/losses")
    assert kit.nn.joinpath("losses.py").read_bytes() == (handed_out / "losses.py").read_bytes()


@pytest.mark.parametrize("broken", ["def relu(x:\n", "relu = abs\n"], ids=["a syntax error", "another kind of name"])
def test_a_stub_that_cannot_be_put_back_is_told_and_nothing_is_written(kit, run, handed_out, broken):
    path = kit.nn / "activations.py"
    path.write_text(broken, "utf-8")
    code, _, err = run("reset", "relu")
    assert code == 2
    assert "relu cannot be put back into activations.py" in err
    assert "reset the whole lesson" in err
    assert path.read_text("utf-8") == broken
    assert not list(kit.nn.glob("*.mine-*"))


def test_without_source_and_copies_the_way_out_is_told(kit, run):
    code, _, err = run("reset", "nn/losses")
    assert code == 2
    assert "the untouched files of nn/losses are not here" in err


def test_in_the_repository_the_source_tells_how_a_lesson_looked(home):
    pytest.importorskip("jupytext")
    for path, text in pristine(home, home.suite("nn/losses")).items():
        assert path.read_text("utf-8") == text
    with pytest.raises(NoPristineFiles):
        pristine(Home(home.root / "tests"), home.suite("nn/losses"))
