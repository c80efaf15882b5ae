"""`gradcheck` holds a gradient against central differences of the reference's forward pass."""

import numpy as np
import pytest

SOFTMAX = """
import numpy as np
def forward(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)
"""
RIGHT = "    s = forward(x)\n    return s * (dout - (dout * s).sum(1, keepdims=True))"


def on_softmax(gradcheck, rng):
    gradcheck("back", of="forward", at=(rng.normal(size=(3, 4)),))


def softmax_state(run, body):
    return run(
        f"{SOFTMAX}\ndef back(dout, x):\n{body}", on_softmax, f"{SOFTMAX}\ndef back(dout, x): pass", exercise="back"
    )


def test_a_right_gradient_passes(run):
    assert softmax_state(run, RIGHT).state == "passed"


@pytest.mark.parametrize(
    "body",
    [
        "    s = forward(x)\n    return s * (1 - s)",
        "    s = forward(x)\n    return dout * s * (1 - s)",
        "    dout = np.ones_like(dout)\n" + RIGHT,
        "    dout = dout / len(x)\n" + RIGHT,
        RIGHT + " * 1.00001",
        RIGHT + " + 1e-6",
        RIGHT.replace("keepdims=True))", "keepdims=True)).T"),
        RIGHT.replace("return", "return [") + "]",
        "    return None",
        "    dout *= 2\n    dout /= 2\n    dout += 1\n" + RIGHT,
    ],
)
def test_a_wrong_gradient_fails(run, body):
    assert softmax_state(run, body).state == "failed"


def test_the_learners_own_forward_pass_is_not_asked(run):
    answer = "def forward(x): return 0 * x\ndef back(dout, x): return 0 * x"
    assert run(answer, on_softmax, SOFTMAX + "\ndef back(dout, x): pass", exercise="back").state == "failed"


DENSE = "def forward(x, w, b): return x @ w + b\ndef back(dout, x, w, b):\n    return "


@pytest.mark.parametrize(
    ("returned", "state"),
    [
        ("dout @ w.T, x.T @ dout, dout.sum(0)", "passed"),
        ("[dout @ w.T, x.T @ dout, dout.sum(0)]", "passed"),
        ("x.T @ dout, dout @ w.T, dout.sum(0)", "failed"),
        ("dout @ w.T, x.T @ dout", "failed"),
        ("dout @ w.T, x.T @ dout, dout.sum(0), None", "failed"),
        ("dout @ w.T, x.T @ dout, dout.sum()", "failed"),
        ("dout @ w.T", "failed"),
    ],
)
def test_several_gradients_come_in_order(run, returned, state):
    def ask(gradcheck, rng):
        at = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
        gradcheck("back", of="forward", at=at, wrt=(0, 1, 2))

    assert run(DENSE + returned, ask, DENSE + "0", exercise="back").state == state


def test_a_wrong_number_of_gradients_is_told(run, told):
    def ask(gradcheck, rng):
        gradcheck("back", of="forward", at=(np.ones((2, 2)), np.ones((2, 2)), np.ones(2)), wrt=(0, 1))

    outcome = run(DENSE + "(dout @ w.T,)", ask, exercise="back")
    assert "the gradient: expected 2 items, got 1" in told(outcome)
    assert outcome.call.startswith("back(dout: float64 (2, 2), x: ")


def test_a_scalar_forward_pass_needs_no_upstream_gradient(run):
    source = "def forward(x, y): return ((x - y) ** 2).sum()\ndef back(x, y): return 2 * (x - y)"

    def ask(gradcheck, rng):
        gradcheck("back", of="forward", at=(rng.normal(size=5), rng.normal(size=5)))

    assert run(source, ask, exercise="back").state == "passed"
    assert run(source.replace("return 2 *", "return 3 *"), ask, source, exercise="back").state == "failed"


@pytest.mark.parametrize("point", [0.7, np.float64(0.7), np.array(0.7)])
def test_single_numbers_are_points_too(run, point):
    source = "def forward(x, k): return x ** 3 * k\ndef back(x, k): return 3 * x ** 2 * k, x ** 3"
    ask = lambda gradcheck: gradcheck("back", of="forward", at=(point, 2.0), wrt=(0, 1))  # noqa: E731
    assert run(source, ask, exercise="back").state == "passed"


def test_the_suite_may_say_how_the_gradient_is_called(run):
    source = "def forward(x): return 2 * x\ndef back(cache, dout): return 2 * dout"
    ask = lambda gradcheck, rng: gradcheck(  # noqa: E731
        "back", of="forward", at=(rng.normal(size=3),), call=lambda dout: (None, dout)
    )
    assert run(source, ask, exercise="back").state == "passed"


@pytest.mark.parametrize("point", [np.ones(3, np.float32), np.ones(3, int), 3, np.ones(401)])
def test_points_that_cannot_be_differentiated_well_are_refused(run, told, point):
    ask = lambda gradcheck: gradcheck("back", of="forward", at=(point,))  # noqa: E731
    outcome = run("def forward(x): return x\ndef back(dout, x): return dout", ask, exercise="back")
    assert outcome.state == "crashed"
    assert "it has to be float64 with at most 400 entries" in told(outcome)


def test_a_forward_pass_that_is_no_array_is_the_kits_fault(run):
    def ask(both, gradcheck):
        both.back(np.ones(2), np.ones(2))
        gradcheck("back", of="forward", at=(np.ones(2),))

    source = "def forward(x): return x, [x, x]\ndef back(dout, x): return dout"
    assert run(source, ask, exercise="back").state == "crashed"


def test_a_stub_is_to_do(run):
    source = "def forward(x): return x\ndef back(dout, x): raise NotImplementedError"
    ask = lambda gradcheck: gradcheck("back", of="forward", at=(np.ones(2),))  # noqa: E731
    assert run(source, ask, exercise="back").state == "todo"


@pytest.mark.parametrize(("factor", "state"), [(3, "passed"), (2, "failed")])
def test_one_item_of_several_results_can_be_differentiated(run, factor, state):
    reference = "def forward(x):\n    return 2 * x, 3 * x\ndef back(dout, x): pass"
    outcome = run(
        f"def back(dout, x):\n    return {factor} * dout",
        lambda gradcheck, rng: gradcheck("back", of="forward", at=(rng.normal(size=(2, 3)),), item=1),
        reference,
        exercise="back",
    )
    assert outcome.state == state
