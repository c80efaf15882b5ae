"""Numbers agree within the tolerance of their precision; everything beyond it is found."""

import numpy as np
import pytest

from autograder.compare import DOUBLE, HALF, SINGLE, Tolerance, compare, tolerance_for

NAN, INF = np.nan, np.inf
HUGE = np.finfo(float).max


@pytest.mark.parametrize(
    ("want", "got"),
    [
        (NAN, NAN), (INF, INF), (-INF, -INF), (0.0, -0.0), ([NAN, 1.0], [NAN, 1.0]), ([INF, 1.0], [INF, 1.0 + 1e-10]),
        (np.empty(0), np.empty(0)), (np.empty((0, 4)), np.empty((0, 4))), (1.5, np.array(1.5)), (np.array(1.5), 1.5),
        (np.float32(2), 2.0), (2, 2.0), (2.0, 2), (True, np.True_), (True, 1), (3 + 4j, np.complex128(3 + 4j)),
        (3.0 + 0j, 3.0), (HUGE, HUGE), (np.array([HUGE, -HUGE]), np.array([HUGE, -HUGE])),
        (np.array([1, 2]), np.array([1.0, 2.0])), (np.array([1.0]), np.array([1], dtype=np.uint8)),
        (np.ones(3), np.ma.array(np.ones(3))),
        (complex(NAN, 0), complex(NAN, 0)), (1e-300, 0.0), (np.float16(60000), np.float16(60000)),
    ],
)  # fmt: skip
def test_these_numbers_agree(want, got):
    want, got = (np.array(v) if isinstance(v, list) else v for v in (want, got))
    assert compare(want, got) is None


@pytest.mark.parametrize(
    ("want", "got", "kind"),
    [
        (1.0, NAN, "nonfinite"), (NAN, 1.0, "nonfinite"), (INF, -INF, "nonfinite"), (INF, NAN, "nonfinite"),
        (HUGE, INF, "nonfinite"), (1 + 1j, complex(NAN, 1), "nonfinite"), (HUGE, -HUGE, "value"),
        (np.array([HUGE, 1.0]), np.array([-HUGE, 1.0]), "value"), (1.0, 1.0 + 1e-7, "value"), (0.0, 1e-11, "value"),
        (np.uint8(0), np.uint8(255), "value"), (np.uint8(255), -1, "value"), (1, -1, "value"), (True, False, "value"),
        (2**53, 2**53 + 1, "value"), (np.int64(2**62), np.int64(2**62 + 1), "value"),
        (np.uint64(2**63), np.int64(-(2**63)), "value"), (10**9, 10**9 + 1, "value"), (1 + 1j, 1 - 1j, "value"),
        (1.0, 1j, "type"), (1.0, 1.0 + 0j, "type"), (1.0, "1.0", "type"), (1.0, None, "type"), (1, 10**400, "type"),
        (np.ones(3), np.ones((3, 1)), "shape"), (1.0, np.ones(1), "shape"), (np.ones(1), 1.0, "shape"),
        (np.ones((2, 3)), np.ones((3, 2)), "shape"), (np.empty(0), np.empty((0, 4)), "shape"),
        (np.ones(2), np.ma.array([1.0, 1.0], mask=[False, True]), "type"),
        (np.ones(2), np.array([1.0, 1.0], dtype=object), "type"), (np.ones(2), [1.0, 1.0], "type"),
        (np.ones(2), np.zeros(2, dtype=[("a", float)]), "type"), (np.ones(2), np.array(["1", "1"]), "type"),
        (np.ones(2), np.array([1, 1], dtype="M8[D]"), "type"),
    ],
)  # fmt: skip
def test_these_numbers_differ(want, got, kind):
    assert compare(want, got).kind == kind


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_matrix_is_an_array_of_two_axes():
    assert compare(np.ones((2, 2)), np.asmatrix(np.ones((2, 2)))) is None
    assert compare(np.ones(2), np.asmatrix(np.ones(2))).kind == "shape"


@pytest.mark.parametrize("tolerance", [DOUBLE, SINGLE, HALF, Tolerance(1e-3, 0.0)])
def test_the_boundary_itself_is_allowed_and_the_next_number_is_not(tolerance):
    edge = 2 * tolerance.rtol * 1.0 + tolerance.floor  # |want| = max|want| = 1
    error = np.float64(edge)
    while not abs((1.0 + error) - 1.0) <= edge:
        error = np.nextafter(error, 0)
    assert compare(1.0, 1.0 + error, tolerance) is None
    assert compare(1.0, 1.0 + edge * 1.001, tolerance).kind == "value"


def test_nan_never_counts_as_near():
    assert not DOUBLE.allows(np.array(1.0), np.array(NAN))
    assert not DOUBLE.allows(np.array(NAN), np.array(1.0))


@pytest.mark.parametrize(
    ("values", "tolerance"),
    [
        ([1.0, np.ones(3)], DOUBLE), ([np.ones(3), np.ones(3, np.float32)], SINGLE), ([np.float32(1)], SINGLE),
        ([[np.ones(2), {"w": np.ones(2, np.float32)}]], SINGLE), ([np.ones(2, np.float16), np.float32(1)], HALF),
        ([np.ones(2, np.complex64)], SINGLE), ([np.complex64(1)], SINGLE), ([np.ones(2, np.complex128)], DOUBLE),
        ([np.ones(2, np.int8)], DOUBLE), ([np.ones(2, np.longdouble)], DOUBLE), ([], DOUBLE), (["text", None], DOUBLE),
    ],
)  # fmt: skip
def test_the_narrowest_float_sets_the_tolerance(values, tolerance):
    assert tolerance_for(values) is tolerance


def test_a_right_float32_dense_backward_passes():
    rng = np.random.default_rng(0)
    dout, x = rng.normal(size=(64, 128)), rng.normal(size=(64, 784))
    want = x.T.astype(np.float32) @ dout.astype(np.float32)
    by_hand = sum(np.outer(a, b) for a, b in zip(x.astype(np.float32), dout.astype(np.float32), strict=True))
    assert np.max(np.abs(by_hand - want) / np.abs(want)) > SINGLE.rtol
    assert compare(want, by_hand, tolerance_for([want])) is None


def test_a_float32_answer_to_a_float64_question_fails(run):
    answer = "import numpy as np\ndef f(x): return (x.astype(np.float32) * np.float32(0.1)).astype(float)"
    outcome = run(answer, lambda both, rng: both.f(rng.normal(size=9)), "def f(x): return x * 0.1")
    assert outcome.state == "failed"


def test_a_float32_answer_does_not_lower_the_bar_of_a_property(run):
    def ask(learner, expect):
        expect(learner.f(np.ones(3)), np.full(3, 0.3), "the share")

    assert run("import numpy as np\ndef f(x): return np.float32(0.3) * x.astype(np.float32)", ask).state == "failed"


def test_a_property_of_float32_arrays_is_held_to_float32(run):
    def ask(learner, expect):
        expect(learner.f(np.ones(3, np.float32)), np.full(3, 0.3), "the share")

    assert run("import numpy as np\ndef f(x): return np.float32(0.3) * x", ask).state == "passed"


def test_a_stated_tolerance_holds_for_whole_numbers_too(run):
    def ask(learner, expect):
        expect(learner.f(), 500, "the number kept", tol=0.01)

    assert run("def f(): return 503", ask).state == "passed"
    assert run("def f(): return 533", ask).state == "failed"


def test_the_host_may_have_numpy_raise_at_overflow():
    with np.errstate(all="raise"):
        assert compare(HUGE, -HUGE).kind == "value"
        assert compare(np.array([HUGE, 1e-320]), np.array([-HUGE, 1.0])).kind == "value"
        assert compare(np.array([1e-320, 1e-320]), np.array([1.0, 1.0])).kind == "value"


def test_integers_keep_their_type_in_the_difference_so_that_one_seed_is_not_enough():
    assert compare(np.array([1, 2]), np.array([2, 3])).got.dtype.kind == "i"
