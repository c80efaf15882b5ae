"""Where many lessons are answered, a second process checks every other one; nobody sees a difference but the clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from autograder.definitions import may_hold_stub
from autograder.home import Home
from autograder.survey import second_process
from tests.surfaces.conftest import NAMES

MEMORY = ".autograder_cache/progress.json"


@pytest.fixture
def kit(kit, answers, monkeypatch):
    """Solve a kit in which two answered lessons are many; its modules note which process loads them.

    As in a skeleton, a comment at the top names the stubs that were there.
    """
    monkeypatch.setattr(second_process, "MANY", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for lesson in NAMES:
        path = kit.module(lesson, **answers)
        head = "# Replace every `raise NotImplementedError`.\nimport os\nopen('loaded', 'a').write(f'{os.getpid()} ')\n"
        path.write_text(head + path.read_text("utf-8"), "utf-8")
    return kit


@pytest.fixture
def processes(kit):
    """Say in how many processes learner code was loaded since it was asked last."""

    def processes():
        path = kit.root / "loaded"
        found = set(path.read_text().split()) if path.exists() else set()
        path.unlink(missing_ok=True)
        return len(found)

    return processes


def board(run, kit):
    """Return all verdicts of a fresh look, and what is remembered of it."""
    code, out, err = run("progress", "--json", "--fresh")
    assert (code, err) == (0, "")
    return json.loads(out), (kit.root / MEMORY).read_text("utf-8")


def test_two_processes_find_and_remember_what_one_finds(kit, run, processes, monkeypatch):
    both = board(run, kit)
    assert processes() == 2
    run("progress")
    assert processes() == 0
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert board(run, kit) == both
    assert processes() == 1


@pytest.mark.parametrize("harm", ["missing", "exits", "empty", "no JSON", "no row"])
def test_what_the_second_process_leaves_open_is_checked_by_the_first(kit, run, processes, monkeypatch, harm):
    whole = board(run, kit)
    processes()
    said = {"exits": "raise SystemExit(3)", "empty": "", "no JSON": "open(out, 'w').write('[')",
            "no row": "open(out, 'w').write('{}')"}.get(harm, "")  # fmt: skip
    start = subprocess.Popen

    def other(command, **options):
        if harm == "missing":
            raise FileNotFoundError(command[0])
        return start([sys.executable, "-c", f"out = {command[5]!r}\n{said}"], **options)

    monkeypatch.setattr(second_process.subprocess, "Popen", other)
    assert board(run, kit) == whole
    assert processes() == 1


def test_the_second_process_does_not_outlive_an_interruption(kit, monkeypatch):
    with pytest.raises(KeyboardInterrupt), second_process.second_process(Home(kit.root), ["nn/losses"]) as one:
        raise KeyboardInterrupt
    assert one.process.returncode is not None


def test_untouched_lessons_need_no_second_process(kit, answers):
    names = [*NAMES]
    assert second_process.half_of(Home(kit.root), names) == ["nn/losses"]
    kit.module("nn/losses")
    assert second_process.half_of(Home(kit.root), names) == []
    kit.notebook("nn/losses", **answers)
    assert second_process.half_of(Home(kit.root), names) == ["nn/losses"]


@pytest.mark.parametrize("name", ["module", "notebook"])
def test_every_file_that_is_handed_out_with_stubs_may_hold_one_and_none_that_is_answered(home, name):
    for lesson in home.lesson_names():
        suffix = {"module": ".py", "notebook": ".ipynb"}[name]
        text = (home.exercises / f"{lesson}{suffix}").read_text("utf-8")
        assert may_hold_stub(text), lesson
        assert not may_hold_stub(
            text.replace("raise NotImplementedError\n", "...\n")
            .replace("raise NotImplementedError\\n", "...")
            .replace('raise NotImplementedError"', '..."')
        ), lesson
