"""Work that takes too long is stopped, and the run goes on."""

import signal
import threading
import time
import warnings

import pytest

from autograder.timelimit import TimeLimitReached, run_limited

RIGHT = "def f(x): return x"
BRIEF = 0.1


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True:\n        try: g()\n        except Exception: pass",
        "while True:\n        try: g()\n        except: pass",
        "try:\n        while True: pass\n    except: return x",
        "try:\n        while True: pass\n    finally: x += 1",
        "return [i for i in __import__('itertools').count() if i < 0]",
        "return (i for i in __import__('itertools').count() if i < 0)",
    ],
)
def test_a_loop_without_end_is_told_and_its_thread_is_gone(run, told, body):
    answer = f"def g(): return 1\ndef f(x):\n    {body}"
    outcome = run(answer, lambda both: both.f(1), RIGHT, seconds=BRIEF)
    assert outcome.state == "failed"
    assert outcome.difference.kind == "time"
    assert "stopped: f did not come back within 0.1 seconds" in told(outcome)
    assert "autograder-check" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(0.6)",
        "end = time.time() + 0.6\n    while time.time() < end:\n        try: sum(range(999))\n        except: pass",
    ],
)
def test_work_that_cannot_be_stopped_is_left_behind_and_the_run_goes_on(run, monkeypatch, body):
    monkeypatch.setattr("autograder.timelimit.ATTEMPTS", 2)
    before = list(warnings.filters)
    outcome = run(f"import time\ndef f(x):\n    {body}", lambda both: both.f(1), RIGHT, seconds=BRIEF)
    assert outcome.difference.kind == "time"
    assert warnings.filters == before
    assert run(RIGHT, lambda both: both.f(1)).state == "passed"
    for thread in threading.enumerate():
        if thread.name == "autograder-check":
            thread.join()
    assert warnings.filters == before


def test_slow_code_of_the_kit_is_the_kits_fault(run):
    outcome = run(RIGHT, lambda both: both.f(1), "def f(x):\n    while True: pass", seconds=BRIEF)
    assert outcome.state == "crashed"


@pytest.mark.parametrize("ours", [False, True])
def test_what_work_returns_or_raises_comes_through(ours):
    assert run_limited(lambda: 3, 1, ours=ours) == 3
    for error in (ValueError, SystemExit, KeyboardInterrupt):

        def work(error=error):
            raise error("mine")

        with pytest.raises(error, match="mine"):
            run_limited(work, 1, ours=ours)


def test_an_interrupt_of_the_host_stops_the_work(monkeypatch):
    def interrupted(thread, timeout=None):
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_limited(lambda: [time.sleep(0.001) for _ in range(10_000)], 5)
    assert "autograder-check" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("ours", [False, True])
def test_the_limit_itself_is_named(ours):
    with pytest.raises(TimeLimitReached, match=str(BRIEF)):
        run_limited(lambda: sum(1 for _ in iter(int, 1)), BRIEF, ours=ours)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such timer")
def test_the_kits_own_work_needs_no_thread_where_a_timer_does():
    before = signal.getsignal(signal.SIGALRM)
    assert run_limited(threading.current_thread, 5, ours=True) is threading.current_thread()
    assert (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)[0]) == (before, 0.0)
    elsewhere = []
    thread = threading.Thread(target=lambda: elsewhere.append(run_limited(threading.current_thread, 5, ours=True)))
    thread.start()
    thread.join()
    assert elsewhere[0] is not thread


def test_where_there_is_no_timer_a_thread_does(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)  # as on Windows
    assert run_limited(threading.current_thread, 5, ours=True) is not threading.current_thread()
    with pytest.raises(TimeLimitReached, match=str(BRIEF)):
        run_limited(lambda: sum(1 for _ in iter(int, 1)), BRIEF, ours=True)
