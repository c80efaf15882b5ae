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
    assert "reset: exercises/nn/activations.py\n" in out
    assert "your version is kept in exercises/nn/activations.mine-1.py\n" in out
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


def test_an_untouched_lesson_with_line_ends_of_windows_needs_nothing(kit, run, handed_out):
    for path in (kit.nn / "losses.py", handed_out / "losses.py"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert run("reset", "nn/losses")[1] == "Nothing to do: everything there is as it was handed out.\n"


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
    assert "<unknown>" not in err
    assert path.read_text("utf-8") == broken
    assert not list(kit.nn.glob("*.mine-*"))


@pytest.mark.parametrize(
    ("encoding", "end", "remark"),
    [
        ("utf-8", "\r\n", ""), ("utf-8-sig", "\n", ""), ("utf-8-sig", "\r\n", ""),
        ("cp1252", "\r\n", "# coding: cp1252\n"),
    ],
    ids=["line ends of Windows", "byte-order mark", "both", "coding line"],
)  # fmt: skip
def test_one_exercise_is_put_back_in_the_way_the_file_was_saved(kit, run, handed_out, answers, encoding, end, remark):
    module = kit.module("nn/activations", **answers)
    text = f"{remark}# größer als null\n{module.read_text('utf-8')}"
    module.write_bytes(text.replace("\n", end).encode(encoding))
    assert run("reset", "relu")[0] == 0
    kept = module.read_bytes().decode(encoding)
    assert kept.startswith(f"{remark}# größer als null\n".replace("\n", end))
    assert kept.count("\n") == kept.count(end)
    assert "np.maximum" not in kept
    assert answers["softmax"].replace("\n", end) in kept
    assert "cannot be read" not in run("check", "nn/activations")[1]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_file_that_is_no_text_in_utf_8_is_reset_as_a_whole_only(kit, run, handed_out, encoding):
    path = kit.nn / "activations.py"
    mine = "# größer als null\n".encode(encoding)
    path.write_bytes(mine)
    code, _, err = run("reset", "relu")
    assert code == 2
    assert "relu cannot be put back into activations.py (it is not text in UTF-8" in err
    assert path.read_bytes() == mine
    assert run("reset", "nn/activations")[0] == 0
    assert path.read_bytes() == (handed_out / "activations.py").read_bytes()
    assert kit.nn.joinpath("activations.mine-1.py").read_bytes() == mine


def test_a_notebook_that_holds_the_stub_is_not_written_for_its_line_ends(kit, run, handed_out, answers):
    notebook = kit.notebook("nn/activations")
    saved = notebook.read_bytes().replace(b"\n", b"\r\n")
    notebook.write_bytes(saved)
    kit.module("nn/activations", **answers)
    assert run("reset", "relu")[0] == 0
    assert notebook.read_bytes() == saved


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
