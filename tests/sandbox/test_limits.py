"""Every limit ends in a failed check with a sentence of its own, and the next check runs."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from autograder.sandbox.limits import HELP, LIMITS, SENTENCES, sentence
from tests.sandbox.conftest import QUICK

REFERENCE = "def f(x=None, y=None): return 0"
SMALL = replace(
    QUICK, call_seconds=3.0, cpu_seconds=1, nodes=2000, callbacks=20, callback_rows=1000, objects=50, data_bytes=1 << 20
)

ENDINGS = [
    ("while True: pass", QUICK, "did not come back within 1 seconds"),
    ("import time; time.sleep(9)", QUICK, "did not come back within 1 seconds"),
    ("10 ** 10 ** 8", QUICK, "did not come back within 1 seconds"),
    ("[0] * 10**9", QUICK, "1024 MiB of memory"),
    ("import numpy as np; np.ones(2**28)", QUICK, "1024 MiB of memory"),
    ("return list(range(200_000))", SMALL, "more than 2,000 values"),
    ("x = []\n    for _ in range(99): x = [x]\n    return x", SMALL, "nested more than 32 deep"),
    ("return dict.fromkeys(range(1001), 0)", SMALL, "more than 1,000 entries"),
    ("import numpy as np; return np.zeros(2**18)", SMALL, "arrays of more than 1 MiB"),
    ("return 'x' * 2**21", SMALL, "more than 1 MiB of numbers and text"),
    ("return 2**2000", SMALL, "more than 1024 bits"),
    ("return [object() for _ in range(99)]", SMALL, "more than 50 objects"),
    ("import os; os._exit(0)", SMALL, "ended its whole process"),
    ("import ctypes; ctypes.string_at(0)", SMALL, "segmentation fault"),
    ("import os; os.kill(os.getpid(), 9)", SMALL, "was killed"),
    ("import os; os.kill(os.getpid(), 15)", SMALL, "ended by a signal"),
]


@pytest.mark.parametrize(("body", "limits", "words"), ENDINGS, ids=[row[2] for row in ENDINGS])
def test_a_limit_has_its_own_sentence(room, told, body, limits, words):
    room.limits = limits
    house = room.house()
    bad = room.run(
        f"def f(x=None, y=None):\n    {body}\ndef g(): return 1", lambda both: both.f(), REFERENCE, house=house
    )
    assert bad.state == "failed"
    assert words in told(bad)
    assert room.run(None, lambda both: both.g(), "def g(): return 1", exercise="g", house=house).state == "passed"


WALLED = [
    ("import threading; threading.Thread(target=print).start()", "may not start processes or threads"),
    ("import os; os.fork()", "may not start processes or threads"),
    ("import subprocess; subprocess.run(['true'])", "may not start processes or threads"),
    ("open('/tmp/x', 'w').write('x' * 2**21)", "may not write or print more than 1 MiB"),
    ("for _ in range(10**5): print('x' * 1000)", "may not write or print more than 1 MiB"),
    ("keep = [open('/dev/null') for _ in range(99)]", "may open 64 files"),
    ("for i in range(99): open(f'/tmp/{i}', 'w').write('x' * 2**19)", "scratch folder holds 32 MiB"),
]


@pytest.mark.parametrize(("body", "words"), WALLED, ids=[row[0][:40] for row in WALLED])
def test_a_limit_of_the_system_has_its_own_sentence(walled, told, body, words):
    outcome = walled.run(f"def f(x=None, y=None):\n    {body}", lambda both: both.f(), REFERENCE)
    assert outcome.state == "failed"
    assert words in told(outcome)


def test_computing_time_is_limited(walled, told):
    walled.limits = SMALL
    outcome = walled.run("def f():\n    while True: pass", lambda both: both.f(), REFERENCE)
    assert "more than 1 seconds of computing time" in told(outcome)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("for _ in range(99): x(0)", "more than 20 times"),
        ("x(y)\n    x(y)\n    x(y)", "more than 1,000 rows"),
    ],
)
def test_call_backs_are_counted(room, told, body, words):
    room.limits = SMALL
    outcome = room.run(f"def f(x, y):\n    {body}", lambda both: both.f(lambda rows: 0, np.zeros(400)), REFERENCE)
    assert words in told(outcome)


def test_the_calls_of_a_check_are_limited_together(room, told):
    room.limits = replace(QUICK, check_seconds=1.0)

    def ask(both):
        for _ in range(9):
            both.f()

    assert "took more than 1 seconds together" in told(
        room.run("import time\ndef f(): time.sleep(0.3); return 0", ask, REFERENCE)
    )


def test_a_learner_is_limited_in_all(room, told):
    room.limits = replace(QUICK, learner_seconds=0.0)
    house = room.house()
    room.run("def f(): return 0", lambda both: both.f(), REFERENCE, house=house)
    outcome = room.run(None, lambda both: both.f(), REFERENCE, house=house)
    assert "has used up its 0 seconds" in told(outcome)


def test_a_file_that_never_ends_loading_is_told(room, told):
    room.limits = replace(QUICK, load_seconds=0.5)
    outcome = room.run("def f(): return 0\nimport time\ntime.sleep(60)", lambda both: both.f(), REFERENCE)
    assert outcome.state == "failed"
    assert "still being loaded after 0.5 seconds" in told(outcome)


def test_what_stands_before_an_endless_loop_counts(walled):
    """The loader's own limit, 10 seconds, stops the loop; without threads it is a timer that does."""
    walled.limits = LIMITS
    house = walled.house()
    assert (
        walled.run("def f(): return 0\nwhile True: pass\n", lambda both: both.f(), REFERENCE, house=house).state
        == "passed"
    )
    assert "stopped after 10 seconds" in house.learner("nn/lesson").problems[0]
    assert walled.run(None, lambda both: both.f(), REFERENCE, house=house).state == "passed"
    house.close()


def test_every_limit_has_a_sentence_and_every_help_a_limit():
    assert all(sentence(name) for name in SENTENCES)
    assert set(HELP) <= set(SENTENCES)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert all(field.default is not None for field in fields(LIMITS))
