"""Warnings, numpy's settings and output of learner code: notes at most, never a verdict, and nobody else's business."""

import warnings

import numpy as np
import pytest

RIGHT = "def f(x): return x"
LOUD = "import warnings\ndef f(x):\n    warnings.warn('careful', UserWarning)\n    return x"
OVERFLOW = "import numpy as np\ndef f(x):\n    np.exp(np.float64(1e4))\n    return x"


@pytest.fixture(params=["error", "always", "ignore", "default"])
def host_filter(request):
    with warnings.catch_warnings():
        warnings.simplefilter(request.param)
        yield request.param


@pytest.mark.parametrize(("answer", "note"), [(LOUD, "UserWarning: careful"), (OVERFLOW, "RuntimeWarning: overflow")])
def test_a_warning_becomes_a_note_whatever_the_host_filters(run, host_filter, answer, note):
    outcome = run(answer, lambda both: both.f(1), RIGHT)
    assert outcome.state == "passed"
    assert len(outcome.notes) == 1
    assert note in outcome.notes[0]


def test_a_warning_is_told_once(run):
    assert run(LOUD, lambda both: [both.f(i) for i in range(5)], RIGHT).notes == ("UserWarning: careful",)


def test_a_failure_keeps_its_notes(run):
    assert run(LOUD.replace("return x", "return 2"), lambda both: both.f(1), RIGHT).notes == ("UserWarning: careful",)


def test_a_warning_of_the_reference_is_no_note_and_no_crash(run, host_filter):
    outcome = run(RIGHT, lambda both: both.f(1), LOUD)
    assert (outcome.state, outcome.notes) == ("passed", ())


def test_a_warning_within_the_check_itself_decides_nothing(run, host_filter):
    def ask(learner, expect):
        expect(np.log(learner.f(0.0)), -np.inf, "the log")

    assert run(RIGHT, ask).state == "passed"


@pytest.mark.parametrize("statement", ["warnings.simplefilter('error')", "warnings.filterwarnings('error')"])
def test_filters_that_learner_code_sets_last_no_longer_than_its_call(run, statement):
    def ask(both):
        both.f(1)
        both.f(2)

    before = list(warnings.filters)
    answer = f"import warnings\n{statement}\ndef f(x):\n    {statement}\n    return x"
    assert run(answer, ask, LOUD).state == "passed"
    assert warnings.filters == before


@pytest.mark.parametrize("place", ["module", "function"])
def test_numpy_settings_of_learner_code_touch_nobody_else(run, place):
    setting = "np.seterr(all='raise')"
    answer = f"import numpy as np\n{setting if place == 'module' else ''}\ndef f(x):\n    {setting}\n    return x"

    def ask(both, expect):
        both.f(1.0)
        expect(np.float64(1.0) / np.float64(0.0), np.inf, "the check's own quotient")
        both.f(1.0)

    before = np.geterr()
    assert run(answer, ask, OVERFLOW).state == "passed"
    assert np.geterr() == before


def test_learner_code_that_has_numpy_raise_fails_by_its_own_error(run, told):
    answer = "import numpy as np\ndef f(x):\n    np.seterr(all='raise')\n    return np.exp(np.float64(1e4)) and x"
    assert "FloatingPointError" in told(run(answer, lambda both: both.f(1), RIGHT))


def test_a_warning_while_code_is_loaded_is_no_problem(load, host_filter):
    learner = load("import warnings\nwarnings.warn('loading')\nx = '\\d'\ny = 1 is 1\n")
    assert learner.problems == []
    assert learner.get("x") == "\\d"


def test_a_coroutine_that_nobody_awaits_is_a_plain_failure(run, told):
    assert "got a coroutine" in told(run("async def f(x): return x", lambda both: both.f(1), RIGHT))
