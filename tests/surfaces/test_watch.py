"""`autograder watch`: what it shows after a save, what its keys do, and how it ends."""

from __future__ import annotations

import io
import os
import select
import subprocess
import sys
import time
from itertools import takewhile

import pytest

from autograder.home import Home
from autograder.report.screen import Screen
from autograder.watch.keys import NoKeys, keys_of
from autograder.watch.loop import CheckFailed, changes_of, examiner, watch
from autograder.watch.session import Watch


class Typed(NoKeys):
    """Keys that are pressed one after another, each at the next look."""

    def __init__(self, *keys):
        self.keys = list(keys)

    def pressed(self):
        return self.keys.pop(0) if self.keys else "q"


@pytest.fixture
def session(kit):
    home = Home(kit.root)
    out = io.StringIO()
    made = Watch(home, "nn", home.suites("nn"), Screen(out), examiner(home))
    made.text = lambda: (out.getvalue(), out.truncate(0), out.seek(0))[0]
    return made


def test_it_begins_with_the_first_open_exercise(session):
    session.begin()
    shown = session.text()
    assert "In all: core 0 of 12 points" in shown
    assert "○ relu " in shown
    assert "softmax" not in shown
    assert shown.endswith("h: a hint   n: another exercise   q: quit\n")


def test_a_save_shows_the_fact_and_the_help_of_the_exercise_at_hand(kit, session):
    session.begin()
    session.text()
    path = kit.module("nn/activations", relu="def relu(x):\n    return x\n")
    session.saved([path])
    shown = session.text()
    assert "saved: activations.py" in shown
    assert "✗ turns negative numbers into zero" in shown
    assert "Compare each entry with zero." in shown


def test_a_solved_exercise_leads_to_the_next_one(kit, session, answers):
    session.begin()
    session.text()
    session.saved([kit.module("nn/activations", relu=answers["relu"])])
    shown = session.text()
    assert "✓ relu " in shown
    assert "○ softmax " in shown.partition("✓ relu")[2]
    assert session.at == "softmax"


def test_when_all_is_solved_it_says_so_and_goes_on_watching(kit, session, answers):
    kit.module("nn/activations", **answers)
    kit.module("nn/losses", **answers)
    session.begin()
    assert "Everything here is solved." in session.text()
    session.saved([kit.module("nn/activations")])
    assert session.at == "relu"


def test_h_gives_stronger_and_stronger_hints_and_ends_with_the_last(session):
    session.begin()
    session.text()
    number = len(session.suites[0].lesson.exercises["relu"].hints)
    for _ in range(number + 1):
        session.pressed("h")
    shown = session.text()
    assert shown.startswith("Hint 1 of")
    assert f"Hint {number} of {number}" in shown
    assert shown.count("That was the last hint.") == 2


def test_n_goes_past_exercises_and_comes_back_to_the_first(session):
    session.begin()
    seen = [session.at]
    for _ in range(4):
        session.pressed("n")
        seen.append(session.at)
    assert seen == ["relu", "softmax", "softmax_cross_entropy", "relu_backward", "relu"]


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_the_watch_ends_with(session, key):
    rounds = iter([set(), set(), set()])
    watch(session, rounds, Typed("h", key))
    assert next(rounds, None) == set()


def test_syntax_errors_are_told_with_their_line(kit, session):
    kit.nn.joinpath("activations.py").write_text("def relu(x:\n", encoding="utf-8")
    session.begin()
    assert "activations.py, line 1" in session.text()


def test_code_that_ends_its_process_does_not_end_the_watch(kit, session):
    path = kit.module("nn/activations", relu="import os\ndef relu(x):\n    os._exit(0)\n")
    with pytest.raises(CheckFailed, match="gave no verdict"):
        session.begin()
    watch(session, iter([{(1, str(path))}]), Typed("q"))
    assert session.text().count("checking nn gave no verdict") == 2


def test_bytes_that_are_no_text_do_not_end_the_watch(kit, session):
    kit.module("nn/activations", relu="import os\nos.write(2, b'\\xe9')\nos.write(1, b'\\xff')\n")
    watch(session, iter([set()]), Typed("q"))
    assert "checking nn gave no verdict: \ufffd" in session.text()


def test_a_save_during_the_first_checks_counts(kit, session):
    waiting = changes_of(session.home, session.suites)

    def saved_meanwhile(names):
        kit.module("nn/activations", relu="def relu(x):\n    return x\n")
        session.examine = examine
        return examine(names)

    examine, session.examine = session.examine, saved_meanwhile
    end = time.monotonic() + 20
    rounds = takewhile(lambda _: "saved:" not in seen(session) and time.monotonic() < end, waiting)
    watch(session, rounds, NoKeys())
    assert "saved: activations.py" in session.text()
    waiting.close()


def seen(session):
    return session.screen.out.getvalue()


def test_only_files_of_the_lessons_are_watched(kit):
    home = Home(kit.root)
    changes = changes_of(home, home.suites("nn"))
    assert next(changes) == set()
    kit.nn.joinpath("notes.txt").write_text("x")
    kit.nn.joinpath("test_activations.py").touch()
    path = kit.module("nn/losses")
    end = time.monotonic() + 20
    found = set()
    while not found and time.monotonic() < end:
        found = next(changes)
    assert {file for _, file in found} == {str(path)}
    changes.close()


def test_without_a_terminal_there_are_no_keys():
    assert isinstance(keys_of(io.StringIO()), NoKeys)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_in_a_terminal_keys_work_at_once_and_the_terminal_is_left_as_it_was(kit):
    import pty
    import termios

    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    command = [sys.executable, "-m", "autograder", "watch", "nn", "--plain"]
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=kit.root)
    told = read_until(ours, "q: quit")
    assert "to do: relu" in told
    os.write(ours, b"h")
    assert "Hint 1 of 2" in read_until(ours, "Hint 1 of 2")
    os.write(ours, b"q")
    assert running.wait(timeout=30) == 0
    assert termios.tcgetattr(theirs)[3] == before[3]


def read_until(file, text, seconds=60):
    """Read from a terminal until it shows a text."""
    found, end = "", time.monotonic() + seconds
    while text not in found:
        assert time.monotonic() < end, found
        if select.select([file], [], [], 0.1)[0]:
            found += os.read(file, 4096).decode()
    return found
