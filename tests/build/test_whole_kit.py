"""The kit of all segments: nothing in it gives an answer away, and it works with what is in it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("jupytext")

from autograder.bank import bank_for
from autograder.build.kit import REFERENCE_SHOWN, STAFF_ONLY, write_kit
from autograder.home import Home
from autograder.recorded.book import Answer, read_book
from tests.build.leaks import (
    EXCUSED,
    excuses_for,
    lines_of,
    programs,
    renamed_statements,
    secrets_of,
    sources_of,
    squeezed,
)

LARGEST = 5_000_000
ELSEWHERE = {
    "autograder.build.lessons", "autograder.build.source",  # where sources are: a kit keeps untouched files
    "autograder.differences",  # where the reference is: a kit has differences recorded
}  # fmt: skip
IMPORTED_AS = {"scikit-learn": "sklearn", "scikit-image": "skimage"}


@pytest.fixture(scope="module")
def made(home, tmp_path_factory):
    return write_kit(home, tmp_path_factory.mktemp("kits"))


@pytest.fixture(scope="module")
def secrets(home):
    return secrets_of(home)


@pytest.fixture
def kit(made, tmp_path):
    """Copy the kit, to be worked in."""
    return Home(shutil.copytree(made.folder, tmp_path / "kit"))


def files_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_every_line_of_every_source_is_looked_for(home, secrets):
    assert len(secrets.sources) > 10_000
    sources = sources_of(home)
    assert {path.relative_to(home.root).as_posix() for path in sources} == set().union(*secrets.sources.values())
    shown = set(home.root.glob("scratchml/**/*.py")) - set(sources)
    assert {path.relative_to(home.root).parts[1] for path in shown} == set(REFERENCE_SHOWN)


def test_no_line_of_an_answer_a_bank_or_the_reference_is_in_the_kit_and_no_excuse_is_idle(made, secrets):
    found = set().union(*(secrets.in_file(made.folder, path) for path in files_of(made.folder)))
    assert sorted(leak for leak in found if not excuses_for(*leak)) == []
    used = set().union(*(excuses_for(*leak) for leak in found))
    assert used == {(pattern, line) for pattern, lines in EXCUSED.items() for line in lines}


def longest_line(home, name):
    """Return the longest line of a source, as it is written there or as Python writes it."""
    path = home.root / name
    return max(lines_of(path, sources_of(home)[path]), key=len)


def in_a_sentence(folder, line):
    path = folder / "recorded" / "nn" / "losses.record"
    book = read_book(path)
    book.mistakes[3] = replace(book.mistakes[3], sentence=f"Write this:\n    {line}\nand try once more.")
    path.write_bytes(book.content())
    return path


def in_a_recorded_value(folder, line):
    path = folder / "recorded" / "rnn" / "text.record"
    book = read_book(path)
    next(iter(book.answers.values())).append(Answer("tokenize", "0" * 16, {"found": [("é\n", np.array([line]))]}))
    path.write_bytes(book.content())
    return path


def in_a_comment_of_the_engine(folder, line):
    path = folder / "autograder" / "sandbox" / "words_of_limits.py"
    path.write_text(f"LIMIT = 3  # see {line}\n", encoding="utf-8")
    return path


def in_a_text_of_the_engine(folder, line):
    path = folder / "autograder" / "words.py"
    path.write_text(f"{path.read_text('utf-8')}\nTEXTS = {json.dumps({'é': [line]})}\n", encoding="utf-8")
    return path


def in_a_cell_of_a_notebook(folder, line):
    return in_a_notebook(folder, lambda cell: cell.update(source=["x = 1\n", f"    {line}\n"]))


def in_an_output_of_a_notebook(folder, line):
    output = {"output_type": "stream", "name": "stdout", "text": [line[:9], line[9:]]}
    return in_a_notebook(folder, lambda cell: cell.update(outputs=[output]))


def in_a_notebook(folder, change):
    path = folder / "exercises" / "cnn" / "pooling.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    change(next(cell for cell in notebook["cells"] if cell["cell_type"] == "code"))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def in_the_readme(folder, line):
    path = folder / "README.md"
    path.write_text(f"{path.read_text('utf-8')}\n    {line.replace(' ', '  ')}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "planted",
    [
        in_a_sentence, in_a_recorded_value, in_a_comment_of_the_engine, in_a_text_of_the_engine,
        in_a_cell_of_a_notebook, in_an_output_of_a_notebook, in_the_readme,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "source", ["solutions/nn/losses.py", "solutions/lime/surrogate_answers.py", "scratchml/_gru.py"]
)
def test_a_planted_line_is_found(home, kit, secrets, planted, source):
    line = longest_line(home, source)
    path = planted(kit.root, line)
    assert path in files_of(kit.root)
    assert (path.relative_to(kit.root).as_posix(), squeezed(line)) in secrets.in_file(kit.root, path)


def test_lines_with_comments_and_the_statements_within_are_secrets_and_what_is_given_is_none(tmp_path):
    source = tmp_path / "model.py"
    source.write_text(
        "def given(rows):\n    return sorted(rows)[:3]\n\n\n"
        'class Model:\n    """Learns."""\n\n    def fit(self, X):\n        """Fit."""\n'
        '        # rows first\n        def one(x): return x.get("a"), 2\n'
        "        self.w = (\n            one(X)\n        )\n",
        encoding="utf-8",
    )
    found = [line.strip() for line in lines_of(source, {"Model"})]
    assert found == [
        "self.w = one(X)", "return (x.get('a'), 2)", "(x.get('a'), 2)",
        "# rows first", 'def one(x): return x.get("a"), 2', "self.w = (", "one(X)", ")",
    ]  # fmt: skip


def test_other_names_of_variables_do_not_hide_a_line():
    def keys(code):
        return list(renamed_statements(ast.parse(code)))

    one = keys("def f(row, exps):\n    p = np.exp(row - np.max(row)) / exps.sum(axis=-1)")
    assert one == keys("for z in rows:\n    shares = np.exp(z - np.max(z)) / e.sum(axis=-1)")
    assert one == ["v0=np.exp(v1-np.max(v1))/v2.sum(axis=-1)"]
    assert one != keys("shares = np.exp(z - np.max(z)) / z.sum(axis=-1)")


def test_a_record_names_what_learners_have_and_says_what_the_bank_says(home, made):
    for suite in home.suites():
        book = read_book(made.folder / "recorded" / f"{suite.name}.record")
        told = {(entry.exercise, entry.name, entry.sentence) for entry in bank_for(home, suite).entries}
        assert {(item.exercise, item.name, item.sentence) for item in book.mistakes} <= told
        known = known_names((made.folder / "exercises" / f"{suite.name}.py").read_text("utf-8"))
        known |= known_names(suite.path.read_text("utf-8"))  # black boxes
        named = {*book.signatures} | {row[0] for rows in book.signatures.values() for row in rows}
        asked = {answer.name.removeprefix("d ") for rows in book.answers.values() for answer in rows}
        assert {part for name in named | asked for part in name.split(".")} <= known, suite.name


def known_names(code):
    """Return what a program defines or imports: functions, classes, parameters."""
    nodes = list(ast.walk(ast.parse(code)))
    names = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.alias)}
    return names | {node.arg for node in nodes if isinstance(node, ast.arg)}


def test_the_kit_holds_every_lesson_and_a_record_of_each(home, made):
    names = {path.relative_to(made.folder).as_posix() for path in files_of(made.folder)}
    for suite in home.suites():
        folder, stem = suite.name.split("/")
        lesson = {f"exercises/{folder}/{name}" for name in (f"{stem}.py", f"{stem}.ipynb", f"test_{stem}.py")}
        assert lesson | {f"recorded/{suite.name}.{kind}" for kind in ("record", "py", "ipynb")} <= names
    assert len(names) == made.files


def test_the_reference_the_solutions_and_the_staffs_tools_stay_behind(made):
    assert not (made.folder / "solutions").exists()
    assert {path.name for path in (made.folder / "scratchml").iterdir()} == set(REFERENCE_SHOWN)
    assert [name for name in STAFF_ONLY if (made.folder / "autograder" / name).exists()] == []
    assert {path.suffix for path in files_of(made.folder)} == {"", ".py", ".ipynb", ".md", ".toml", ".record"}


def test_the_zip_holds_the_same_and_is_small(made):
    with zipfile.ZipFile(made.archive) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {
        path.relative_to(made.folder.parent).as_posix(): path.read_bytes() for path in files_of(made.folder)
    }
    assert made.size == made.archive.stat().st_size < LARGEST


def test_the_kit_imports_only_what_is_in_it_and_what_it_asks_for(made):
    segments = {path.name for path in (made.folder / "exercises").iterdir() if path.is_dir()}
    homes = dict.fromkeys(("autograder", "scratchml"), made.folder) | dict.fromkeys(segments, made.folder / "exercises")
    names = set().union(*map(imported, files_of(made.folder)))
    ours = {name for name in names if name.split(".")[0] in homes}
    assert {name for name in ours if not is_there(homes[name.split(".")[0]], name)} == ELSEWHERE
    libraries = {name.split(".")[0] for name in names - ours} - sys.stdlib_module_names
    assert libraries - asked_for(made.folder) == set()


def imported(path):
    """Return the dotted names of what a module or a notebook imports, from anywhere in it."""
    nodes = [node for code in programs(path) for node in ast.walk(ast.parse(code))]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}


def is_there(folder, name):
    path = folder.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def asked_for(folder):
    """Return the libraries that a kit asks for, as they are imported, and those that these bring along."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    needs = project["dependencies"] + project["optional-dependencies"]["notebooks"]
    names = {re.match(r"[\w-]+", need)[0] for need in needs}
    return {IMPORTED_AS.get(name, name) for name in names} | {"IPython", "requests"}  # of ipykernel, of pooch


def test_right_answers_of_all_segments_pass_in_the_kit(home, kit):
    for suite in home.suites():
        shutil.copy(home.solutions / f"{suite.name}.py", kit.exercises / f"{suite.name}.py")
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "AUTOGRADER_HOME")}
    environment |= {"PYTHONPATH": str(kit.root), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", "pytest", "exercises", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=kit.root, env=environment, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-3000:]
    assert f"{sum(len(suite.lesson.checks) for suite in home.suites())} passed" in done.stdout
