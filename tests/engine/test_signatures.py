"""How a function may be called: other parameters are told, with what was given and what it takes."""

import numpy as np
import pytest


@pytest.mark.parametrize(
    "parameters",
    ["x, k", "x, k, /", "x, k=1", "*args", "*args, **kwargs", "x, *rest", "x, k, extra=3", "a, b"],
)
def test_any_parameters_that_take_the_arguments_will_do(run, parameters):
    assert run(f"def f({parameters}): return 1", lambda both: both.f(1.0, 2), "def f(x, k): return 1").state == "passed"


@pytest.mark.parametrize(
    "answer", ["import numpy as np\nf = np.exp", "from math import exp as f", "f = lambda v: 2.7182818284590451**v"]
)
def test_functions_without_a_def_will_do(run, answer):
    assert run(answer, lambda both: both.f(1.0), "import math\ndef f(x): return math.exp(x)").state == "passed"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ("x", "f is called as f(x: float64 (3,), k=2), yours takes (x): too many positional arguments"),
        ("x, k, extra", "yours takes (x, k, extra): missing a required argument: 'extra'"),
        ("x, *, k", "yours takes (x, *, k): too many positional arguments"),
        ("", "yours takes ()"),
    ],
)
def test_other_parameters_are_told(run, told, parameters, words):
    outcome = run(f"def f({parameters}): return 1", lambda both: both.f(np.ones(3), 2), "def f(x, k): return 1")
    assert outcome.difference.kind == "signature"
    assert words in told(outcome)
    assert "names and the order" in told(outcome)


def test_another_name_of_a_keyword_is_told(run, told):
    outcome = run("def f(x, factor): return 1", lambda both: both.f(1, k=2), "def f(x, k): return 1")
    assert "f is called as f(x=1, k=2), yours takes (x, factor)" in told(outcome)


def test_a_type_error_within_the_function_is_not_a_matter_of_its_parameters(run, told):
    outcome = run("def f(x): return len(x)", lambda both: both.f(1), "def f(x): return 1")
    assert outcome.difference.kind == "exception"
    assert "line 1, in f" in told(outcome)


def test_a_name_that_is_not_callable_is_told(run, told):
    assert "`f` is None, not something to call" in told(run("f = None", lambda both: both.f(1), "def f(x): return 1"))


def test_a_missing_name_is_told_with_what_looks_like_it(run, told):
    outcome = run(
        "def softmx(x): return 1", lambda both: both.softmax(1), "def softmax(x): return 1", exercise="softmax"
    )
    assert outcome.state == "failed"
    assert "answer.py defines no `softmax`. It has `softmx`: was `softmax` renamed?" in told(outcome)


@pytest.mark.parametrize(
    ("parameters", "args", "kwargs", "words"),
    [
        ("x, k", (np.ones((6, 4)), 2), {}, "f(x: float64 (6, 4), k=2)"),
        ("x, *rest, k=1", (1, 2, 3), {}, "f(x=1, 2, 3)"),
        ("x, **more", (1,), {"k": np.ones(9)}, "f(x=1, k: float64 (9,))"),
        ("params", ([np.ones(2), np.ones((3, 1))],), {}, "f(params: [float64 (2,), float64 (3, 1)])"),
        ("g", (len,), {}, "f(g: a builtin_function_or_method)"),
        ("x", (None,), {}, "f(x=None)"),
        ("x", ("text",), {}, "f(x='text')"),
    ],
)
def test_the_call_is_written_with_the_names_of_the_reference(run, parameters, args, kwargs, words):
    outcome = run(
        "def f(*args, **kwargs): return 1", lambda both: both.f(*args, **kwargs), f"def f({parameters}): return 2"
    )
    assert outcome.call == words


def test_arguments_of_a_reference_without_a_signature_stay_without_names(run):
    outcome = run("def f(*args): return 1", lambda both: both.f({}, 2), "def f(*args): return 2")
    assert outcome.call == "f(a dict of 0, 2)"


def test_learner_objects_with_a_lying_signature_are_just_called(run):
    answer = """
        class F:
            @property
            def __signature__(self): raise RuntimeError
            def __call__(self, x): return x
        f = F()
        """
    assert run(answer, lambda both: both.f(1), "def f(x): return x").state == "passed"
    assert run(answer, lambda both: both.f(1, 2), "def f(x, y): return x").state == "failed"
