"""Whose fault is it, and is it a stub? The state of a check for everything that code can raise."""

import pytest

RIGHT = "def f(x): return x"


def ask_f(both):
    both.f(1)


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x): raise NotImplementedError",
        "def f(x): raise NotImplementedError('write me')",
        "def f(x):\n    def inner(): raise NotImplementedError\n    return inner()",
        "def f(x):\n    if x:\n        raise NotImplementedError\n    return x",
        "class Todo(NotImplementedError): pass\ndef f(x): raise Todo",
        "import functools\ndef deco(g):\n    @functools.wraps(g)\n    def w(*a): return g(*a)\n    return w\n"
        "@deco\ndef f(x): raise NotImplementedError",
    ],
)
def test_a_stub_is_to_do(run, answer):
    assert run(answer, ask_f, RIGHT).state == "todo"


@pytest.mark.parametrize("method", ["__init__", "step"])
def test_a_stub_in_a_method_is_to_do(run, method):
    source = "class Net:\n    def __init__(self): pass\n    def step(self): return 1"
    lines = source.splitlines()
    stub = "\n".join(line.split(":")[0] + ": raise NotImplementedError" if method in line else line for line in lines)
    assert run(stub, lambda both: both.Net().step(), source, exercise="Net").state == "todo"


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("def f(x): return g(x)\ndef g(x): raise NotImplementedError", "g"),
        ("def f(x): return Net().step()\nclass Net:\n    def step(self): raise NotImplementedError", "Net.step"),
        ("def ff(x): raise NotImplementedError\ndef f(x): return ff(x)", "ff"),
        ("def f(x): return g()\ndef g():\n    def f(): raise NotImplementedError\n    return f()", "g.<locals>.f"),
    ],
)
def test_another_stub_that_is_called_is_named(run, told, answer, place):
    outcome = run(answer, ask_f, RIGHT)
    assert outcome.state == "failed"
    assert f"the call stops at `{place}`, which is still a stub" in told(outcome)


def test_a_not_implemented_error_of_a_library_is_no_stub(run, told):
    outcome = run("from numbers import Complex\ndef f(x): return Complex.__add__(1, 2)", ask_f, RIGHT)
    assert outcome.state == "failed"
    assert "your code raised NotImplementedError" in told(outcome)


def test_returning_not_implemented_is_no_stub(run, told):
    outcome = run("def f(x): return NotImplemented", ask_f, RIGHT)
    assert outcome.state == "failed"
    assert "expected 1, got NotImplemented" in told(outcome)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise StopIteration", "StopIteration"),
        ("raise MemoryError('too much')", "MemoryError: too much"),
        ("import numpy as np; np.zeros(10**15)", "Unable to allocate"),
        ("return f(x)", "RecursionError"),
        ("raise BaseException('base')", "BaseException: base"),
        ("raise type('Own', (BaseException,), {})('mine')", "Own: mine"),
        ("raise ExceptionGroup('many', [ValueError(), KeyError()])", "ExceptionGroup: many"),
        ("raise AssertionError", "AssertionError"),
        ("return undefined", "NameError: name 'undefined' is not defined"),
        ("raise ValueError('first\\nsecond')", "ValueError: first"),
        ("import torch", "`import torch` is refused"),
        ("import numpy as np; np.ones(3) + np.ones(4)", "broadcast"),
        ("import numpy as np; np.ones((2, 3)) @ np.ones((2, 3))", "inner sizes"),
    ],
)
def test_whatever_learner_code_raises_is_a_failure_in_words(run, told, statement, words):
    outcome = run(f"def f(x):\n    {statement}", ask_f, RIGHT)
    assert outcome.state == "failed"
    assert outcome.difference.kind == "exception"
    assert words in told(outcome)
    assert outcome.trace[-1].startswith("line 2, in f: ")
    assert "autograder" not in told(outcome)


@pytest.mark.parametrize("base", ["ValueError", "NameError", "SystemExit", "NotADirectoryError"])
@pytest.mark.parametrize("text", ["raise RuntimeError", "return 3"])
def test_an_exception_that_cannot_be_written_is_named(run, told, base, text):
    outcome = run(f"class Odd({base}):\n    def __str__(self): {text}\ndef f(x): raise Odd", ask_f, RIGHT)
    assert outcome.state == "failed"
    assert "your code raised Odd" in told(outcome)


def test_only_the_learners_own_frames_are_shown_and_no_more_than_three(run):
    answer = (
        "import json\ndef f(x): return a()\ndef a(): return b()\ndef b(): return c()\ndef c(): return json.loads('{')"
    )
    trace = run(answer, ask_f, RIGHT).trace
    assert [line.split(":")[0] for line in trace] == ["line 3, in a", "line 4, in b", "line 5, in c"]


@pytest.mark.parametrize("error", ["ValueError('no')", "SystemExit", "KeyboardInterrupt", "NotImplementedError"])
def test_what_the_reference_raises_is_the_kits_fault_also_after_the_learner_ran(run, error):
    reference = f"def f(x):\n    if x: raise {error}\n    return x"

    def ask(both):
        both.f(0)
        both.f(1)

    assert run(RIGHT, ask, reference).state == "crashed"


def test_what_a_reference_class_raises_is_the_kits_fault_also_after_the_learner_ran(run):
    def ask(both):
        both.f(0)
        both.Net()

    answer = RIGHT + "\nclass Net: pass"
    assert run(answer, ask, RIGHT + "\nclass Net:\n    def __init__(self): raise ValueError").state == "crashed"


def test_what_the_suite_raises_before_the_learner_ran_is_the_kits_fault(run, told):
    outcome = run(RIGHT, lambda both: both.f(1 / 0))
    assert outcome.state == "crashed"
    assert "ZeroDivisionError" in told(outcome)


def test_what_the_suite_raises_over_a_learners_value_is_the_learners(run, told):
    outcome = run("def f(x): return None", lambda learner: learner.f(1) + 1)
    assert outcome.state == "failed"
    assert "could not use what your code returned" in told(outcome)


@pytest.mark.parametrize("returned", ["Odd()", "[Odd()]", "{'a': Odd()}", "Odd", "odd()"])
def test_odd_objects_that_are_returned_are_failures(run, returned):
    answer = f"""
        def no(*args): raise SystemExit
        class Odd:
            __eq__ = __array__ = __repr__ = __len__ = __iter__ = __deepcopy__ = __reduce_ex__ = __hash__ = no
            __class__ = property(no)
        async def odd(): pass
        def f(x): return {returned}
        """
    outcome = run(answer, ask_f, RIGHT)
    assert outcome.state == "failed"


def test_learner_code_that_prints_is_checked_all_the_same(run, capsys):
    assert run("def f(x):\n    print('here')\n    return x", ask_f, RIGHT).state == "passed"


def test_the_number_of_the_call_is_kept(run):
    def ask(both):
        both.f(0)
        both.f(0)
        both.f(1)

    assert run("def f(x): return 0", ask, RIGHT).position == 3
