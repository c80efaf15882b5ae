"""Law 8: the same verdicts everywhere, on the whole bank: states, points, and the mistakes that are named.

The engine's verdicts are what the others are held to: a module file, a notebook file, a notebook at work, pytest,
the sandbox, and the record of a learner's kit.
Each lesson's entries are sampled, the same ones on every day; `--mutants all` (or KIT_MUTANTS=all) tries all.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import random
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import autograder.notebook
from autograder.bank import Bank, Entry, bank_for
from autograder.grader import PUBLIC_SEED, Grader
from autograder.home import Home, Suite
from autograder.house import House
from autograder.recorded.record import record
from autograder.recorded.reference import RecordedReference
from autograder.report.session import result_of
from autograder.sandbox.remote import SandboxHouse
from autograder.sandbox.tiers import best_tier
from autograder.verdict import Verdict
from tests.mutants.tested import tries_all

SAMPLE = {"module": 6, "notebook": 6, "kernel": 6, "pytest": 2, "record": 12, "sandbox": 2}
RECORDED_LESSONS = 4  # one lesson in so many is recorded, if not all are
NOT_RUN_BEFORE_A_CHECK = ("experiment", "check")

Signs = dict[str, tuple[str, int, str | None]]
Surface = Callable[["Kit", Suite, Entry], Signs]


@dataclass(frozen=True)
class Kit:
    """A copy of the kit in which every lesson is solved: notebooks in its exercises/, modules in a folder beside it.

    Attributes
    ----------
    home : Home
        Suites, solved notebooks, and the bank.
    modules : Path
        The model answers as modules, a folder for each segment.
    """

    home: Home
    modules: Path

    def file(self, suite: Suite, kind: str) -> Path:
        """Return where a lesson's solved module or notebook lies."""
        return (self.modules if kind == "py" else self.home.exercises) / f"{suite.name}.{kind}"


@pytest.fixture(scope="module")
def kit(home, tmp_path_factory) -> Kit:
    root = tmp_path_factory.mktemp("kit")
    made = Kit(Home(root / "home"), root / "modules")
    shutil.copytree(home.solutions, made.home.solutions)
    made.home.exercises.mkdir()
    shutil.copy(home.exercises / "timetable.toml", made.home.exercises)
    for suite in home.suites():
        for kind in ("py", "ipynb"):
            made.file(suite, kind).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(suite.path, made.home.exercises / suite.segment)
        shutil.copy(home.solutions / f"{suite.name}.py", made.file(suite, "py"))
        solved = solved_notebook(home, suite)
        made.file(suite, "ipynb").write_text(json.dumps(solved), encoding="utf-8")
    return made


def solved_notebook(home: Home, suite: Suite) -> dict:
    """Fill the learner's notebook with the model answers."""
    source = (home.solutions / f"{suite.name}.py").read_text(encoding="utf-8")
    definitions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    answers = {node.name: ast.get_source_segment(source, node) for node in definitions}
    notebook = json.loads((home.exercises / f"{suite.name}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if role_of(cell) == "answer":
            cell["source"] = answers[cell["metadata"]["autograder"]["exercise"]]
    return notebook


def role_of(cell: dict) -> str:
    return cell["metadata"].get("autograder", {}).get("role", "")


def with_last_cell(notebook: dict, source: str) -> dict:
    cell = {"cell_type": "code", "id": "last", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    return {**notebook, "cells": [*notebook["cells"], cell]}


@contextlib.contextmanager
def instead(path: Path, text: str) -> Iterator[None]:
    """Let a file hold another text for a while."""
    before = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


def signs_of(verdicts) -> Signs:
    """Return what has to be the same everywhere."""
    return {verdict.check: (verdict.state, verdict.points, verdict.mistake) for verdict in verdicts}


@cache
def bank_of(home: Home, name: str) -> Bank:
    bank = bank_for(home, home.suite(name))
    assert bank is not None, f"{name} has no source and bank in solutions/"
    return bank


@cache
def by_engine(home: Home, name: str, entry: Entry) -> Signs:
    suite = home.suite(name)
    bank = bank_of(home, name)
    grader = Grader(home, House(home.solutions, home.lesson_names()), banks={name: bank})
    return signs_of(grader.run(suite, bank.learner(entry)).grade().verdicts)


def by_file(kit: Kit, suite: Suite, path: Path, text: str) -> Signs:
    folder = path.parent.parent
    banks = {suite.name: bank_of(kit.home, suite.name)}
    with instead(path, text):
        grade = Grader(kit.home, House(folder, kit.home.lesson_names()), banks=banks).run(suite).grade()
    assert grade.problems == ()
    return signs_of(grade.verdicts)


def by_module(kit: Kit, suite: Suite, entry: Entry) -> Signs:
    return by_file(kit, suite, kit.file(suite, "py"), bank_of(kit.home, suite.name).submission(entry))


def submitted_notebook(kit: Kit, suite: Suite, entry: Entry) -> dict:
    notebook = json.loads(kit.file(suite, "ipynb").read_text(encoding="utf-8"))
    return with_last_cell(notebook, bank_of(kit.home, suite.name).snippet(entry))


def by_notebook(kit: Kit, suite: Suite, entry: Entry) -> Signs:
    return by_file(kit, suite, kit.file(suite, "ipynb"), json.dumps(submitted_notebook(kit, suite, entry)))


def by_kernel(kit: Kit, suite: Suite, entry: Entry) -> Signs:
    """Run the notebook's cells one by one in one dictionary, then a check cell, in the notebook's folder."""
    namespace = {"__name__": "__main__"}
    names = ", ".join(map(repr, suite.lesson.exercises))
    boards: list = []
    with contextlib.chdir(kit.file(suite, "ipynb").parent), pytest.MonkeyPatch.context() as patch:
        patch.setattr(autograder.notebook, "show", boards.append)
        for cell in submitted_notebook(kit, suite, entry)["cells"]:
            if cell["cell_type"] == "code" and role_of(cell) not in NOT_RUN_BEFORE_A_CHECK:
                exec(compile("".join(cell["source"]), "<cell>", "exec", dont_inherit=True), namespace)
        exec(f"check({names})", namespace)
    return signs_of(verdict for result in boards[0].results for verdict in result.verdicts)


class Collected:
    """A plugin of pytest's that keeps the verdicts."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        result = result_of(report)
        self.verdicts += [result.verdict] if result else []


def by_pytest(kit: Kit, suite: Suite, entry: Entry) -> Signs:
    collected, path = Collected(), kit.file(suite, "py")
    quiet = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--import-mode=importlib"]
    where = [str(kit.home.exercises / suite.segment / suite.path.name), "--learner", str(kit.modules)]
    with instead(path, bank_of(kit.home, suite.name).submission(entry)), contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*where, *quiet, "--rootdir", str(kit.home.root)], plugins=[collected])
    return signs_of(collected.verdicts)


def by_sandbox(kit: Kit, suite: Suite, entry: Entry) -> Signs:
    """Grade as a class is graded: learner code in a worker for each lesson, behind the strongest wall there is."""
    if best_tier().name == "none":
        pytest.skip(best_tier().reason)
    banks = {suite.name: bank_of(kit.home, suite.name)}
    with instead(kit.file(suite, "py"), banks[suite.name].submission(entry)):
        house = SandboxHouse(kit.modules, kit.home.lesson_names(), fresh="lesson")
        with house:
            return signs_of(Grader(kit.home, house, banks=banks).run(suite).grade().verdicts)


@cache
def recorded(kit: Kit, name: str) -> Suite:
    """Record a lesson into a kit that has neither solutions nor reference of it."""
    suite = kit.home.suite(name)
    home = Home(kit.home.root.parent / "recorded_kit")
    model = House(kit.home.solutions, kit.home.lesson_names()).learner(name)
    files = {
        **{home.exercises / f"{path.parent.name}/{path.name}": path.read_bytes() for path in suite_files(kit.home)},
        home.recorded / f"{name}.record": record(suite, model, bank_of(kit.home, name), PUBLIC_SEED).content(),
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return home.suite(name)


def suite_files(home: Home) -> list[Path]:
    """List every suite: an exercise may wait for one of another lesson."""
    return [suite.path for suite in home.suites()]


def by_record(kit: Kit, suite: Suite, entry: Entry) -> Signs:
    copy = recorded(kit, suite.name)
    grader = Grader(Home(copy.path.parents[2]), House(kit.home.solutions, kit.home.lesson_names()))
    run = grader.run(copy, bank_of(kit.home, suite.name).learner(entry))
    assert isinstance(run.oracle, RecordedReference)
    return signs_of(run.grade().verdicts)


SURFACES: dict[str, Surface] = {
    "module": by_module, "notebook": by_notebook, "kernel": by_kernel, "pytest": by_pytest, "record": by_record,
    "sandbox": by_sandbox,
}  # fmt: skip


def sample(bank: Bank, size: int) -> list[Entry]:
    """Choose entries, the same ones on every day, right and wrong ones among them."""
    draw = random.Random(zlib.crc32(bank.lesson.encode()))
    kinds = [[entry for entry in bank.entries if entry.kind == kind] for kind in ("wrong", "right")]
    shares = (size - (size + 2) // 4, (size + 2) // 4)
    return [entry for one, share in zip(kinds, shares, strict=True) for entry in draw.sample(one, min(share, len(one)))]


@pytest.mark.parametrize("surface", SURFACES)
def test_law_8_the_verdicts_are_the_same_as_the_engines(kit, suite, surface, request):
    bank = bank_of(kit.home, suite.name)
    if surface == "record" and not tries_all(request.config) and zlib.crc32(suite.name.encode()) % RECORDED_LESSONS:
        pytest.skip("recorded with --mutants all; one lesson in four is the sample")
    entries = bank.entries if tries_all(request.config) else sample(bank, SAMPLE[surface])
    for entry in entries:
        wanted = by_engine(kit.home, suite.name, entry)
        assert SURFACES[surface](kit, suite, entry) == wanted, f"{entry.exercise}: {entry.name}"


def test_law_8_the_engine_finds_something_to_disagree_about(kit, suite):
    signs = [by_engine(kit.home, suite.name, entry) for entry in sample(bank_of(kit.home, suite.name), 8)]
    assert {state for found in signs for state, _, _ in found.values()} >= {"passed", "failed"}
    assert any(mistake for found in signs for _, _, mistake in found.values())


def test_law_1_the_model_answers_as_notebooks_earn_every_point(kit, suite, seeds):
    for seed in seeds:
        grade = Grader(kit.home, House(kit.home.exercises, kit.home.lesson_names()), seed).run(suite).grade()
        assert grade.problems == ()
        assert [verdict for verdict in grade.verdicts if verdict.state != "passed"] == []
        assert grade.points == suite.lesson.points
