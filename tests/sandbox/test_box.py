"""One sandbox: how it starts, what is inside, how it ends, and what is said where it cannot be had."""

from __future__ import annotations

import os
import platform
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

from autograder.outcome import KitFault
from autograder.sandbox import bubblewrap, tiers
from autograder.sandbox.box import Box
from autograder.sandbox.seccomp import MACHINES, REFUSED, filter_program
from autograder.sandbox.staging import stage
from autograder.sandbox.tiers import Tier, best_tier
from tests.sandbox.conftest import TIERS, needs

INSIDE = """
import os, sys, socket
def f():
    return {
        "user": os.getuid(), "top": sorted(os.listdir("/")), "dev": sorted(os.listdir("/dev")),
        "environment": len(os.environ), "argv": len(sys.argv[0]), "packages": sorted(os.listdir("/packages")),
        "learner": sorted(os.listdir("/learner")), "kit": os.listdir("/kit"), "host": socket.gethostname(),
        "scratchml": any("scratchml" in folder for folder, _, _ in os.walk("/kit")),
        "sites": [d for p in sys.path for d in (os.listdir(p) if os.path.isdir(p) else []) if "packages" in d
                  and os.listdir(os.path.join(p, d))],
        "path": [p for p in sys.path if "packages" in p],
    }
"""


def test_what_is_inside(walled):
    seen = walled.value(INSIDE)
    assert seen["user"] != 0
    assert set(seen["top"]) & {"etc", "proc", "home", "sys", "var", "work", "opt"} == set()
    assert seen["dev"] == ["null", "urandom", "zero"]
    assert seen["environment"] == seen["argv"] == 0
    assert seen["kit"] == ["autograder"]
    assert {"numpy"} <= set(seen["packages"]) <= {"numpy", "numpy.libs"}
    assert seen["learner"] == ["nn"]
    assert seen["host"] == "sandbox"
    assert seen["sites"] == seen["path"] == []
    assert not seen["scratchml"]


@pytest.mark.parametrize("place", ["/", "/learner", "/kit", "/packages", "/dev", "/usr"])
def test_nothing_inside_can_be_written_but_the_scratch_folder(walled, place):
    code = f"""
    def f():
        try:
            open({place!r} + "/new", "w")
        except OSError as error:
            return type(error).__name__
    """
    assert walled.value(dedent(code)) in ("OSError", "PermissionError", "FileNotFoundError")


def test_the_sandbox_lives_over_many_workers_and_none_is_left(each_room):
    each_room.write("def f(): return 1")
    house = each_room.house()
    box = house.opened()
    box.start()
    init = box.process.pid
    for _ in range(3):
        number, wire, output = box.worker()
        assert box.end(number) == -1
        wire.close()
        os.close(output)
    assert box.process.pid == init
    house.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_sandbox_that_was_killed_is_started_anew(each_room):
    house = each_room.house()
    assert each_room.run("def f(): return 1", lambda both: both.f(), "def f(): return 1", house=house).state == "passed"
    house.box.process.kill()
    house.box.process.wait()
    time.sleep(0.1)
    assert each_room.run(None, lambda both: both.f(), "def f(): return 1", house=house).state == "passed"


def test_an_ended_parent_takes_the_sandbox_with_it(tmp_path, tier):
    (tmp_path / "nn").mkdir()
    (tmp_path / "nn" / "lesson.py").write_text("def f():\n    while True: pass")
    code = f"""
    import os
    from pathlib import Path
    from autograder.sandbox.box import Box
    from autograder.sandbox.tiers import Tier
    box = Box(Path({str(tmp_path)!r}), ["nn/lesson"], tier=Tier({tier.name!r}))
    box.start()
    box.worker()
    print(box.process.pid, flush=True)
    os.kill(os.getpid(), 9)
    """
    done = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    until = time.monotonic() + 10
    while time.monotonic() < until and alive(int(done.stdout)):
        time.sleep(0.05)
    assert not alive(int(done.stdout))


def alive(number: int) -> bool:
    """Tell whether a process runs, and is not just waiting to be fetched."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_sandbox_that_cannot_start_is_the_kits_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(bubblewrap, "bwrap", lambda: "/bin/false")
    if sys.platform != "linux":
        pytest.skip("bubblewrap is there on Linux only")
    box = Box(tmp_path, [], tier=Tier("bubblewrap"))
    with pytest.raises(KitFault, match="could not be started"):
        box.start()
    box.close()


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is there on Linux only")
def test_without_bubblewrap_there_is_a_process_and_a_reason(monkeypatch):
    monkeypatch.setattr(tiers, "bwrap", lambda: None)
    best_tier.cache_clear()
    try:
        assert best_tier() == Tier("process", "bubblewrap is not installed")
        assert "only code you trust" in best_tier().sentence
    finally:
        best_tier.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is there on Linux only")
def test_a_bubblewrap_that_does_not_start_is_no_tier(monkeypatch):
    monkeypatch.setattr(tiers, "bwrap", lambda: "/bin/false")
    monkeypatch.setattr(bubblewrap, "bwrap", lambda: "/bin/false")
    best_tier.cache_clear()
    try:
        assert best_tier().name == "process"
        assert "does not start" in best_tier().reason
    finally:
        best_tier.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="sandboxes are not started on Windows")
def test_the_tier_of_this_machine_really_starts():
    assert tiers.start_fault(needs("any")) is None
    assert tiers.start_fault(TIERS["process"]) is None


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_has_a_rule_for_each_refused_call(machine):
    program = filter_program(machine)
    assert len(program) % 8 == 0
    assert len(program) // 8 >= 2 * len(REFUSED)


def test_an_unknown_processor_has_no_filter():
    assert filter_program("m68k") is None


@pytest.mark.skipif(platform.machine() not in MACHINES, reason="no filter for this processor")
@pytest.mark.parametrize(
    "number", [REFUSED[name][0] for name in ("unshare", "ptrace", "socket", "bpf", "shmget", "mount")]
)
def test_refused_calls_are_refused(walled, number):
    if platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86_64")
    code = (
        f"import ctypes\ndef f():\n    libc = ctypes.CDLL(None, use_errno=True)\n    libc.syscall({number}, 0, 0, 0)\n"
    )
    assert walled.value(code + "    return ctypes.get_errno()") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_copy_leaves_out_links_and_pipes_and_large_files(tmp_path):
    folder = tmp_path / "in"
    (folder / "nn").mkdir(parents=True)
    (folder / "nn" / "a.py").write_text("x = 1")
    (folder / "nn" / "a.py").chmod(0o600)
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "out").symlink_to("/etc")
    os.mkfifo(folder / "pipe.py")
    with open(folder / "large.py", "wb") as file:
        file.truncate(1 << 30)
    staged = stage(folder)
    files = sorted(path.relative_to(staged.folder).as_posix() for path in staged.folder.rglob("*"))
    assert files == ["nn", "nn/a.py"]
    assert stat.S_IMODE((staged.folder / "nn" / "a.py").stat().st_mode) == 0o644
    assert len(staged.left_out) == 4
    staged.remove()
    assert not staged.folder.parent.exists()
