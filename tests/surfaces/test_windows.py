"""What learners on Windows meet: no POSIX modules, a console that hands out keys one by one, paths with backslashes.

All of it runs here, on any system, with the modules that Windows has not taken away.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest

from autograder.home import Home
from autograder.report.screen import Screen
from autograder.report.text import CONSOLE, MARKS, PLAIN, marks_on
from autograder.targets import resolve
from autograder.terminal import reader_has_gone
from autograder.watch.keys import NoKeys, WindowsKeys, keys_of

UP, F1 = "\xe0H", "\x00;"

WITHOUT_POSIX = """
    import importlib, os, signal, socket, sys
    import IPython, matplotlib.pyplot, numpy, pytest, rich.console, typer.main, watchfiles  # not ours to judge

    for name in ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"):
        sys.modules[name] = None  # from now on an import of it fails
    for name in ("fork", "forkpty", "getuid", "geteuid", "getpgid", "killpg", "memfd_create", "pidfd_open", "setsid"):
        vars(os).pop(name, None)
    for name in ("SIGALRM", "SIGKILL", "SIGHUP", "alarm", "setitimer", "pidfd_send_signal"):
        vars(signal).pop(name, None)
    vars(socket).pop("AF_UNIX", None)
"""
USED_BY_LEARNERS = """
    for name in ("cli", "pytest_plugin", "notebook", "progress", "reset", "targets", "examiner", "house",
                 "survey.board", "report.board", "report.hints", "report.html", "watch.keys", "watch.loop",
                 "watch.session"):
        importlib.import_module("autograder." + name)
"""
AT_WORK = """
    from autograder.cli import main

    def ended(*arguments):
        try:
            main(arguments)
        except SystemExit as end:
            return end.code or 0

    print("exit code of check:", ended("check", "nn\\\\activations"))
    print("exit code of path:", ended("check", ".\\\\exercises\\\\nn\\\\activations.py"))
    print("exit code of progress:", ended("progress"))
    print("exit code of hint:", ended("hint", "relu"))
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "autograder.pytest_plugin"]
    print("exit code of pytest:", int(pytest.main(["exercises", *options])))
"""
CODES = {"check": "1", "path": "1", "progress": "1", "hint": "0", "pytest": "1"}


@pytest.fixture
def without_posix(kit):
    """Run Python code in the kit's folder as Windows would: only the modules it has, an old encoding."""
    changes = {"PYTHONIOENCODING": "cp1252", "NO_COLOR": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    def running(*parts: str) -> subprocess.CompletedProcess[str]:
        script = "".join(map(textwrap.dedent, (WITHOUT_POSIX, *parts)))
        command = [sys.executable, "-W", "ignore", "-c", script]
        return subprocess.run(
            command, cwd=kit.root, env=os.environ | changes, capture_output=True, encoding="cp1252", timeout=120
        )

    return running


def test_what_learners_use_needs_no_module_that_windows_lacks(without_posix):
    done = without_posix(USED_BY_LEARNERS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_learners_commands_work_without_posix(kit, without_posix):
    kit.module("nn/activations", relu="def relu(x):\n    return x\n")
    done = without_posix(AT_WORK)
    assert done.stderr == ""
    codes = dict(re.findall(r"exit code of (\w+): (\d)", done.stdout))
    assert codes == CODES
    assert "failed: turns negative numbers into zero" in done.stdout
    assert "failed: relu - turns negative numbers into zero" in done.stdout
    assert "Compare each entry with zero." in done.stdout


@pytest.mark.parametrize(
    ("given", "lesson"),
    [
        ("nn\\losses", "nn/losses"), ("nn\\losses.py", "nn/losses"), (".\\exercises\\nn\\test_losses.py", "nn/losses"),
        ("C:\\Users\\Ada\\kit\\exercises\\nn\\losses.ipynb", "nn/losses"),
    ],
)  # fmt: skip
def test_a_path_with_backslashes_names_its_lesson(kit, given, lesson):
    assert [suite.name for suite in resolve(Home(kit.root), given).suites] == [lesson]


class Console:
    """Stand for msvcrt: characters that were typed; reading without any would wait for ever."""

    def __init__(self, typed):
        self.typed = list(typed)

    def kbhit(self):
        return bool(self.typed)

    def getwch(self):
        assert self.typed, "this would wait for a key"
        return self.typed.pop(0)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", ""), ("h", "h"), ("hnq", "hnq"), (f"h{UP}n", "hn"), (F1, ""), ("\x00q", ""), ("à", ""), ("\x03", "\x03")],
)
def test_keys_of_a_windows_console(monkeypatch, typed, told):
    monkeypatch.setitem(sys.modules, "msvcrt", Console(typed))
    with WindowsKeys() as keys:
        assert keys.pressed() == told
        assert keys.pressed() == ""


def test_windows_keys_are_read_where_there_is_a_console(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(keys_of(SimpleNamespace(isatty=lambda: True)), WindowsKeys)
    assert type(keys_of(SimpleNamespace(isatty=lambda: False))) is NoKeys


@pytest.mark.parametrize(
    ("system", "terminal", "encoding", "host", "marks"),
    [
        ("win32", True, "utf-8", {}, CONSOLE), ("win32", True, "utf-8", {"WT_SESSION": "8f3e"}, MARKS),
        ("win32", True, "utf-8", {"TERM_PROGRAM": "vscode"}, MARKS), ("win32", False, "utf-8", {}, MARKS),
        ("win32", True, "cp437", {}, PLAIN), ("linux", True, "utf-8", {}, MARKS),
    ],
    ids=["console", "Windows Terminal", "VS Code", "pipe", "old encoding", "Linux"],
)  # fmt: skip
def test_a_windows_console_gets_marks_that_its_fonts_have(monkeypatch, system, terminal, encoding, host, marks):
    for name in ("WT_SESSION", "TERM_PROGRAM", "TERMINAL_EMULATOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in host.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    out = SimpleNamespace(isatty=lambda: terminal, encoding=encoding)
    assert marks_on(out) is marks
    assert Screen.on(out, plain=False).marks is marks


@pytest.mark.parametrize(
    ("system", "error", "gone"),
    [
        ("linux", BrokenPipeError(), True), ("win32", BrokenPipeError(), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument"), True),
        ("linux", OSError(errno.EINVAL, "Invalid argument"), False),
        ("win32", OSError(errno.EINVAL, "Invalid argument", "a:b.py"), False), ("win32", ValueError(), False),
    ],
)  # fmt: skip
def test_a_pipe_without_a_reader_is_known_on_every_system(monkeypatch, system, error, gone):
    monkeypatch.setattr(sys, "platform", system)
    assert reader_has_gone(error) is gone


def test_a_reader_that_has_seen_enough_is_no_fault_of_the_kit(kit):
    command = [sys.executable, "-m", "autograder", "hint", "relu"]
    with subprocess.Popen(command, cwd=kit.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        said = running.stderr.read()
    assert said == b""


def test_progress_is_shown_where_its_memory_is_held_open_by_another_program(kit, run, monkeypatch):
    def held(*_):
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(os, "replace", held)
    code, out, err = run("progress")
    assert (code, err) == (1, "")
    assert "Next: relu" in out
    assert [path.name for path in kit.root.joinpath(".autograder_cache").iterdir()] == [".gitignore"]
