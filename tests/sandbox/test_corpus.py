"""Hostile submissions: none passes, none hangs, none is without a verdict, and nothing outside has changed."""

from __future__ import annotations

import os
import socket
import sysconfig
import time
from dataclasses import replace

import pytest

from autograder.sandbox.limits import LIMITS
from tests.mutants.tested import tries_all
from tests.sandbox.conftest import Room, needs
from tests.sandbox.corpus import Case
from tests.sandbox.corpus.system import CASES as SYSTEM
from tests.sandbox.corpus.values import CASES as VALUES

CORPUS = [*VALUES, *SYSTEM]
HELD_BY_A_PROCESS = [case for case in CORPUS if not case.needs_wall]
FAST = replace(LIMITS, call_seconds=1.0, load_seconds=1.5, memory=600 << 20)
REFERENCE = "SECRET = 0.72615\ndef f(x): return SECRET * x + x**2 - 0.1134"
SEED = 0x5EC2_E75E_ED00_77A1
LONGEST = 20.0


def ask(both, rng):
    both.f(rng.normal(size=3))


def name_of(case: Case) -> str:
    return f"{case.family}: {case.name}"


@pytest.fixture
def canary(tmp_path_factory):
    path = tmp_path_factory.mktemp("grader") / "canary"
    path.write_text("MARK alive")
    return path


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.0)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


def attempt(case: Case, room: Room, canary, port):
    """Hand in a case, and return what the check says of it."""
    source = case.source.replace("CANARY", str(canary)).replace("PARENT", str(os.getpid()))
    source = source.replace("PORT", str(port)).replace("SITE", sysconfig.get_path("purelib"))
    began = time.monotonic()
    outcome = room.run(source, ask, REFERENCE, seed=SEED)
    assert time.monotonic() - began < LONGEST
    return outcome


def assert_nothing_happened(outcome, canary, told) -> None:
    assert outcome.state in ("failed", "todo")
    words = told(outcome) + "".join(outcome.notes)
    assert "MARK" not in words.replace("raise ValueError", "").split("line ")[0]
    assert "0.72615" not in words
    assert "\x1b" not in words
    assert canary.read_text() == "MARK alive"
    assert os.listdir(canary.parent) == ["canary"]


@pytest.mark.parametrize("case", CORPUS, ids=name_of)
def test_nothing_is_gained_in_the_sandbox(case, tmp_path, canary, port, told):
    room = Room(tmp_path, needs("bubblewrap"), FAST)
    before = dict(os.environ)
    try:
        outcome = attempt(case, room, canary, port)
        assert_nothing_happened(outcome, canary, told)
        assert (tmp_path / "nn" / "lesson.py").stat().st_size < 2_000_000
    finally:
        room.close()
    assert dict(os.environ) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(("number", "case"), [*enumerate(HELD_BY_A_PROCESS)], ids=[*map(name_of, HELD_BY_A_PROCESS)])
def test_a_separate_process_holds_the_rest(number, case, tmp_path, canary, port, told, request):
    """A third of the cases in an ordinary run, all of them with `--mutants all`."""
    if number % 3 and not tries_all(request.config):
        pytest.skip("one of those that are tried with --mutants all")
    room = Room(tmp_path, needs("process"), FAST)
    try:
        assert_nothing_happened(attempt(case, room, canary, port), canary, told)
    finally:
        room.close()


def test_the_corpus_is_large_and_its_names_are_unique():
    names = [name_of(case) for case in CORPUS]
    assert len(names) == len(set(names)) >= 60


def test_an_honest_submission_passes_the_same_check(room):
    answer = "def f(x): return 0.72615 * x + x**2 - 0.1134"
    assert room.run(answer, ask, REFERENCE, seed=SEED).state == "passed"
