"""Processes may die, hang and be killed: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.grading.cache import Cache
from autograder.grading.parallel import Crew
from autograder.grading.run import read_result
from tests.grading.conftest import HALF, RIGHT, STUBS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is graded on Windows")

SCRIPT = """
import os, sys, time
for line in sys.stdin:
    if "dies" in line: os._exit(1)
    if "hangs" in line: time.sleep(60)
    if "babbles" in line: print("half an answ", end="", flush=True); os._exit(0)
    print(line.strip() + " done", flush=True)
"""
COMMAND = (sys.executable, "-c", SCRIPT)


def performed(names, jobs=2, seconds=5.0):
    done = {}
    Crew(jobs, seconds, COMMAND).perform(((name, name) for name in names), done.setdefault)
    return done


def test_every_item_is_done_once():
    names = [f"item {number}" for number in range(20)]
    assert performed(names) == {name: f"{name} done\n" for name in names}


@pytest.mark.parametrize("fault", ["dies", "babbles"])
def test_a_process_that_dies_costs_the_other_items_nothing(fault):
    done = performed(["first", fault, "second", "third"], jobs=1)
    assert (done["first"], done["third"]) == ("first done\n", "third done\n")
    assert read_result(done[fault])["fault"] == "the process that graded it has died, 2 times"


def test_a_process_that_hangs_is_ended():
    done = performed(["hangs", "first"], jobs=1, seconds=0.5)
    assert "did not come back within 0.5 seconds, 2 times" in done["hangs"]
    assert done["first"] == "first done\n"


def test_an_error_of_the_run_itself_comes_out():
    def broken(key, text):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        Crew(2, 5.0, COMMAND).perform([("a", "a"), ("b", "b")], broken)


def test_a_result_that_is_none_is_a_fault():
    for text in ("", "[]", "{", '{"schema": 0}', '{"schema": 1, "lessons": {}}'):
        assert (read_result(text)["final"], read_result(text)["fault"]) == (False, "the result was lost")


def test_the_cache_holds_whole_results_only(tmp_path):
    cache = Cache(tmp_path)
    cache.put("abcd", '{"a": 1}', final=False)
    assert (cache.has("abcd"), cache.get("abcd")) == (False, {"a": 1})
    cache.put("abcd", '{"a": 2}', final=True)
    assert (cache.has("abcd"), cache.get("abcd")) == (True, {"a": 2})
    assert [path.name for path in (tmp_path / "ab").iterdir()] == ["abcd.json"]
    assert cache.get("ffff") is None


def test_a_second_run_grades_nothing_and_says_the_same(pupils):
    pupils.hand_in({"ada/activations.py": RIGHT, "ben/activations.py": HALF, "cleo/activations.py": RIGHT})
    first = pupils.grade("--json")
    again = pupils.grade("--json")
    assert (json.loads(first.out)["graded_now"], json.loads(again.out)["graded_now"]) == (2, 0)
    assert first.data == again.data
    assert first.points == {"ada": "7", "ben": "3", "cleo": "7"}


def test_only_what_has_changed_is_graded_again(pupils):
    pupils.hand_in({"ada/activations.py": RIGHT, "ben/activations.py": HALF})
    pupils.grade()
    pupils.hand_in({"ben/activations.py": RIGHT, "cleo/activations.py": STUBS})
    done = pupils.grade("--json")
    assert json.loads(done.out)["graded_now"] == 1
    assert done.points == {"ada": "7", "ben": "7", "cleo": "0"}
    pupils.suite.write_text(pupils.suite.read_text() + "\n# changed\n")
    assert json.loads(pupils.grade("--json").out)["graded_now"] == 2


def test_two_jobs_give_the_same_grades_as_one(pupils):
    pupils.hand_in({f"s{n}/activations.py": f"{(RIGHT, HALF, STUBS)[n % 3]}# {n}\n" for n in range(4)})
    pupils.choose(1, 2)
    two = pupils.grade("--jobs", "2", "--course", str(pupils.root / "two"))
    one = pupils.grade("--jobs", "1", "--course", str(pupils.root / "one"))
    assert two.points == one.points == {f"s{n}": ("7", "3", "0")[n % 3] for n in range(4)}


def test_a_run_stopped_or_killed_at_any_moment_goes_on_where_it_was(pupils):
    files = {f"s{n:02}/activations.py": f"{(RIGHT, HALF, STUBS)[n % 3]}# {n}\n" for n in range(7)}
    pupils.hand_in(files)
    command = [sys.executable, "-m", "autograder", "grade", "nn", str(pupils.submissions), "--out", str(pupils.out),
               "--jobs", "2"]  # fmt: skip
    cache = pupils.out / ".autograder" / "cache"
    for wanted, how in ((1, signal.SIGINT), (3, signal.SIGKILL)):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                   preexec_fn=hear_interrupts)  # fmt: skip
        wait_for(lambda wanted=wanted: len(list(cache.rglob("*.json"))) >= wanted, running)
        os.kill(running.pid, how)
        told = running.communicate(timeout=60)[1]
        if how == signal.SIGINT:
            assert running.returncode == 2
            assert "The same command goes on from there." in told
    assert not (pupils.out / "grades.csv").exists()
    kept = len(list(cache.rglob("*.json")))
    done = pupils.grade("--json")
    assert json.loads(done.out)["graded_now"] == len(files) - kept < len(files) - 2
    assert done.points == {f"s{n:02}": ("7", "3", "0")[n % 3] for n in range(7)}


def hear_interrupts():
    """Let Ctrl-C through: a run of the tests in the background would hand down that it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(condition, running, seconds=60.0):
    """Look again and again until something is so, while a process runs."""
    end = time.monotonic() + seconds
    while not condition():
        assert running.poll() is None, "it ended too early"
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)
