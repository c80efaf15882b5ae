"""Each side works on copies of its own; a change in place is told, and nobody's changes reach anyone else."""

import numpy as np
import pytest

CHANGES = [
    ("x -= 1", np.ones((2, 3))),
    ("x[0] = 0.5", np.ones(3)),
    ("x.sort()", np.array([3.0, 1.0])),
    ("x.shape = (3, 2)", np.ones((2, 3))),
    ("x[0] = -0.0", np.zeros(3)),
    ("x[0] = float('nan')", np.ones(3)),
    ("x.append(1)", [1.0, 2.0]),
    ("x[0] = 5.0", [1.0, 2.0]),
    ("x[0] = 1", [1.0, 2.0]),
    ("x[0] = None", [1.0, 2.0]),
    ("x[0] += 1", [np.ones(2), np.ones(3)]),
    ("x[0] = list(x[0])", [np.ones(2), np.ones(3)]),
    ("x[1][0][0] = 9", [1, [[2]]]),
    ("x[1][0] += 9", (1, [2])),
    ("x['w'] += 1", {"w": np.ones(2)}),
    ("x['w'] = 2", {"w": 1}),
    ("x['w'][0] = 'b'", {"w": ["a"]}),
    ("x['v'] = x.pop('w')", {"w": 1}),
    ("x.pop('w')", {"w": 1}),
    ("x['b'] = x.pop('b') + x.pop('a'); x['a'] = 1", {"a": 1, "b": 0}),
    ("x.add(3)", {1, 2}),
    ("x[0].append(1)", np.array([[1], [2, 3]], dtype=object)),
]


@pytest.mark.parametrize(("statement", "value"), CHANGES, ids=[statement for statement, _ in CHANGES])
def test_a_change_in_place_is_told_with_the_name_of_the_argument(run, told, statement, value):
    outcome = run(
        f"def f(k, x):\n    {statement}\n    return 1", lambda both: both.f(0, value), "def f(k, x): return 1"
    )
    assert outcome.state == "failed"
    assert outcome.difference.kind == "in place"
    assert "changed its argument x in place" in told(outcome)


def test_a_change_of_a_keyword_argument_is_told(run, told):
    outcome = run(
        "def f(x, y):\n    y += 1\n    return 1", lambda both: both.f(0, y=np.ones(2)), "def f(x, y): return 1"
    )
    assert "changed its argument y in place" in told(outcome)


def test_a_change_of_a_nameless_argument_is_told_by_its_place(run, told):
    outcome = run("def f(*xs):\n    xs[1][0] = 9\n    return 1", lambda both: both.f([0], [1]), "def f(*xs): return 1")
    assert "changed its argument number 2 in place" in told(outcome)


@pytest.mark.parametrize("value", [np.arange(4.0), np.array([np.nan, -0.0]), [float("nan")], {"w": [np.ones(2), "a"]}])
def test_an_argument_that_is_only_read_counts_as_unchanged(run, value):
    assert run("def f(x):\n    repr(x)\n    return 1", lambda both: both.f(value)).state == "passed"


def test_an_array_of_objects_that_is_only_read_counts_as_unchanged(run):
    ragged = np.array([[1], [2, 3]], dtype=object)
    assert run("def f(x): return len(x)", lambda both: both.f(ragged)).state == "passed"


def test_bytes_taken_for_another_type_are_a_change(run):
    answer = "import numpy as np\ndef f(x):\n    x.dtype = np.int64\n    return 1"
    assert run(answer, lambda both: both.f(np.ones(3)), "def f(x): return 1").difference.kind == "in place"


@pytest.mark.parametrize("source", ["def f(x):\n    x[:] = 7\n    return 1", "def f(x): return 1"])
def test_neither_side_changes_what_the_check_holds(run, source):
    x, seen = np.ones(3), []

    def ask(both):
        both.f(x)
        seen.append(x.copy())

    run("def f(x):\n    x[:] = 9\n    return 1", ask, source)
    run("def f(x): return 1", ask, source)
    assert all(np.array_equal(values, np.ones(3)) for values in seen)
    assert np.array_equal(x, np.ones(3))


def test_a_reference_that_changes_its_argument_does_not_reach_the_learner(run):
    outcome = run(
        "def f(x): return x + 0",
        lambda both: both.f(np.ones(3)),
        "def f(x):\n    y = x + 0\n    x[:] = 9\n    return y",
    )
    assert outcome.state == "passed"


@pytest.mark.parametrize("expression", ["x", "x[:]", "x.reshape(-1)", "np.asarray(x)"])
def test_an_argument_or_a_view_of_it_may_be_returned(run, expression):
    def ask(both, expect):
        x = np.arange(3.0)
        value = both.f(x)
        value[0] = 99
        expect(x[0], 0.0, "the check's own array")
        both.f(x)

    assert run(f"import numpy as np\ndef f(x): return {expression}", ask).state == "passed"


def test_a_returned_array_is_a_snapshot_that_later_calls_do_not_change(run):
    source = """
        import numpy as np
        out = np.zeros(2)
        def f(x):
            out[:] = x
            return out
        """

    def ask(learner, expect):
        first = learner.f(1.0)
        learner.f(2.0)
        expect(first, np.ones(2), "the first result")

    assert run(source, ask).state == "passed"


def test_what_a_check_does_to_a_returned_value_does_not_reach_the_learner(run):
    source = "import numpy as np\nstate = np.zeros(2)\ndef f(): return state"

    def ask(learner, expect):
        learner.f()[:] = 5
        expect(learner.f(), np.zeros(2), "the state")

    assert run(source, ask).state == "passed"


def test_an_argument_kept_by_the_learner_is_a_copy(run):
    source = "kept = []\ndef f(x):\n    kept.append(x)\n    return kept[0]"

    def ask(learner, expect):
        x = [1.0]
        learner.f(x)
        x[0] = 5.0
        expect(learner.f(x), [1.0], "what was given first")

    assert run(source, ask).state == "passed"


def test_a_callable_argument_is_called_by_both_sides(run):
    answer = "def f(g, x): return g(x) + g(g(x))"
    assert run(answer, lambda both: both.f(lambda x: x * 2, 3.0)).state == "passed"
    assert run(answer, lambda both: both.f(np.sin, 3.0)).state == "passed"


def test_an_error_within_a_callable_argument_is_the_learners(run, told):
    outcome = run("def f(g): return g('a')", lambda both: both.f(lambda x: x * 2.0), "def f(g): return g(1)")
    assert outcome.state == "failed"
    assert "TypeError" in told(outcome)


class TestGenerators:
    """A generator argument becomes its next child, equal on both sides."""

    def test_both_sides_draw_the_same_numbers(self, run):
        def ask(both, rng):
            first, second = both.f(rng), both.f(rng)
            assert not np.array_equal(first, second)

        assert run("def f(rng): return rng.normal(size=3)", ask).state == "passed"

    def test_the_stream_of_the_check_is_not_disturbed(self, run):
        draws = []

        def ask(both, rng):
            both.f(rng)
            draws.append(rng.random())

        for source in ("def f(rng): return rng.random()", "def f(rng): return 0.5"):
            run(source, ask)
        run("def f(): return 1", lambda rng: draws.append(rng.random()))
        assert len(set(draws)) == 1

    def test_a_draw_too_many_is_noticed(self, run):
        answer = "def f(rng):\n    rng.random()\n    return rng.random()"
        assert run(answer, lambda both, rng: both.f(rng), "def f(rng): return rng.random()").state == "failed"

    def test_a_generator_may_come_by_keyword(self, run):
        assert run("def f(*, rng): return rng.random()", lambda both, rng: both.f(rng=rng)).state == "passed"

    def test_it_is_written_as_rng(self, run, told):
        outcome = run("def f(g): return 1", lambda both, rng: both.f(rng), "def f(rng): return 2")
        assert outcome.call == "f(rng)"
