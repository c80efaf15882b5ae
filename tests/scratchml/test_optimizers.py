"""scratchml.optimizers: first steps by hand, state, precision, and arrays that stay as they are."""

import numpy as np
import pytest

from scratchml.optimizers import SGD, Adagrad, Adam, Momentum, RMSprop, sgd_step

FACTORIES = {
    "SGD": SGD,
    "Momentum": Momentum,
    "Nesterov": lambda **settings: Momentum(nesterov=True, **settings),
    "Adagrad": Adagrad,
    "RMSprop": RMSprop,
    "Adam": Adam,
}
every = pytest.mark.parametrize("make", FACTORIES.values(), ids=FACTORIES)


def example(dtype=np.float64, n_steps=3):
    """Parameters of three shapes and the gradients of some steps."""
    rng = np.random.default_rng(0)
    shapes = [(4, 3), (3,), ()]
    params = [np.asarray(rng.normal(size=s), dtype) for s in shapes]
    return params, [[np.asarray(rng.normal(size=s), dtype) for s in shapes] for _ in range(n_steps)]


def run(optimizer, params, steps):
    for grads in steps:
        params = optimizer.step(params, grads)
    return params


def scalar_run(name, w, grads, lr):
    """The formulas of the curriculum on Python floats, one parameter at a time."""
    v = s = m = 0.0
    for t, g in enumerate(grads, 1):
        if name == "SGD":
            w -= lr * g
        elif name in ("Momentum", "Nesterov"):
            v = 0.9 * v - lr * g
            w += 0.9 * v - lr * g if name == "Nesterov" else v
        elif name == "Adagrad":
            s += g**2
            w -= lr * g / (s**0.5 + 1e-8)
        elif name == "RMSprop":
            s = 0.9 * s + 0.1 * g**2
            w -= lr * g / (s**0.5 + 1e-8)
        else:
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
            w -= lr * (m / (1 - 0.9**t)) / ((s / (1 - 0.999**t)) ** 0.5 + 1e-8)
    return w


@pytest.mark.parametrize("name", FACTORIES)
def test_many_steps_follow_the_formula(name):
    grads = np.random.default_rng(1).normal(size=20)
    (got,) = run(FACTORIES[name](lr=0.05), [np.array([1.5])], [[np.array([g])] for g in grads])
    np.testing.assert_allclose(got, scalar_run(name, 1.5, grads, 0.05), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "lr"),
    [(name, 0.001 if name in ("RMSprop", "Adam") else 0.01) for name in FACTORIES],
)
def test_the_default_rate_is_the_documented_one(name, lr):
    (got,) = FACTORIES[name]().step([np.array([1.0])], [np.array([2.0])])
    np.testing.assert_allclose(got, scalar_run(name, 1.0, [2.0], lr), rtol=1e-12)


def test_the_first_step_of_adam_has_the_size_of_the_rate():
    (got,) = Adam(lr=0.001).step([np.zeros(3)], [np.array([1e-4, -5.0, 300.0])])
    np.testing.assert_allclose(got, [-0.001, 0.001, -0.001], rtol=1e-3)


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (Adagrad(lr=1.0, eps=0.5), -2 / (2 + 0.5)),
        (RMSprop(lr=1.0, decay=0.75, eps=0.5), -2 / (1 + 0.5)),
        (Adam(lr=1.0, eps=0.5), -2 / (2 + 0.5)),
    ],
    ids=["Adagrad", "RMSprop", "Adam"],
)
def test_eps_is_added_outside_of_the_root(optimizer, expected):
    (got,) = optimizer.step([np.zeros(1)], [np.array([2.0])])
    np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_sgd_step_goes_down_the_gradient():
    np.testing.assert_allclose(sgd_step([np.array([1.0, 2.0])], [np.array([10.0, -10.0])], 0.1), [[0, 3]])


def test_momentum_zero_is_gradient_descent():
    params, steps = example()
    for a, b in zip(run(Momentum(0.1, momentum=0), params, steps), run(SGD(0.1), params, steps), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-13)


@pytest.mark.parametrize("optimizer", [Adagrad(), RMSprop(), Adam()], ids=["Adagrad", "RMSprop", "Adam"])
def test_a_zero_gradient_moves_nothing(optimizer):
    (got,) = optimizer.step([np.ones(3)], [np.zeros(3)])
    np.testing.assert_array_equal(got, 1)


@every
def test_step_returns_a_list_of_arrays_of_the_same_shapes(make):
    params, (grads,) = example(n_steps=1)
    new = make().step(params, grads)
    assert isinstance(new, list)
    assert [w.shape for w in new] == [(4, 3), (3,), ()]


@every
def test_step_changes_neither_lists_nor_arrays(make):
    params, steps = example()
    given = [*params, *(g for grads in steps for g in grads)]
    before = [a.copy() for a in given]
    run(make(), params, steps)
    for now, then in zip(given, before, strict=True):
        np.testing.assert_array_equal(now, then)


@every
def test_later_steps_leave_returned_arrays_alone(make):
    params, (first, *later) = example()
    optimizer = make()
    new = optimizer.step(params, first)
    kept = [w.copy() for w in new]
    run(optimizer, new, later)
    for now, then in zip(new, kept, strict=True):
        np.testing.assert_array_equal(now, then)


@every
def test_changing_a_returned_array_does_not_reach_the_state(make):
    params, (first, second) = example(n_steps=2)
    clean, disturbed = make(), make()
    expected = [w - u for w, u in zip(clean.step(clean.step(params, first), second), params, strict=True)]
    new = disturbed.step(params, first)
    again = [w.copy() for w in new]
    for w in new[:2]:
        w[...] = 1e6
    got = [w - u for w, u in zip(disturbed.step(again, second), params, strict=True)]
    for a, b in zip(got, expected, strict=True):
        np.testing.assert_array_equal(a, b)


@every
def test_no_memory_is_shared_between_results_and_arguments(make):
    params, (grads,) = example(n_steps=1)
    new = make().step(params, grads)
    assert not any(np.shares_memory(w, a) for w in new for a in params + grads)


@every
def test_two_optimizers_share_nothing(make):
    params, steps = example()
    run(make(), params, steps)
    for a, b in zip(run(make(), params, steps), run(make(), params, steps), strict=True):
        np.testing.assert_array_equal(a, b)


@every
def test_float32_stays_float32(make):
    params, steps = example(np.float32)
    assert [w.dtype for w in run(make(), params, steps)] == [np.float32] * 3


@every
def test_a_numpy_rate_does_not_widen_float32(make):
    params, steps = example(np.float32)
    assert [w.dtype for w in run(make(lr=np.float64(0.1)), params, steps)] == [np.float32] * 3


@every
def test_a_rate_set_between_steps_keeps_float32(make):
    params, steps = example(np.float32)
    optimizer = make()
    optimizer.lr = np.float64(0.1)
    assert [w.dtype for w in run(optimizer, params, steps)] == [np.float32] * 3


@every
def test_float32_follows_float64(make):
    single, double = run(make(), *example(np.float32, 50)), run(make(), *example(np.float64, 50))
    for a, b in zip(single, double, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)


@every
def test_integers_become_float64(make):
    (new,) = make().step([np.array([1, 2])], [np.array([3, -4])])
    assert new.dtype == np.float64


@every
def test_a_rate_set_between_steps_takes_effect(make):
    optimizer = make()
    optimizer.lr = 0.0
    (new,) = optimizer.step([np.ones(3)], [np.ones(3)])
    np.testing.assert_array_equal(new, 1)


@every
def test_a_bowl_is_descended(make):
    w = [np.array([3.0, -2.0])]
    optimizer = make(lr=0.1)
    for _ in range(300):
        w = optimizer.step(w, [2 * w[0]])
    assert np.sum(w[0] ** 2) < 1


@every
def test_arrays_may_be_read_only_and_transposed(make):
    w, g = np.arange(6.0).reshape(2, 3).T, np.ones((3, 2))
    w.flags.writeable = g.flags.writeable = False
    (new,) = make().step([w], [g])
    (expected,) = make().step([w.copy()], [g.copy()])
    np.testing.assert_array_equal(new, expected)


@every
def test_a_missing_gradient_is_refused(make):
    with pytest.raises(ValueError, match="lists of one length, got 2 and 1"):
        make().step([np.ones(3), np.ones(2)], [np.ones(3)])


@every
def test_a_gradient_that_would_broadcast_is_refused(make):
    with pytest.raises(ValueError, match="a gradient has the shape of its parameter"):
        make().step([np.ones((2, 3))], [np.ones(3)])


@pytest.mark.parametrize("name", [name for name in FACTORIES if name != "SGD"])
def test_other_parameters_than_before_are_refused(name):
    optimizer = FACTORIES[name]()
    optimizer.step([np.ones(3)], [np.ones(3)])
    with pytest.raises(ValueError, match="other parameters before, make a new one"):
        optimizer.step([np.ones(4)], [np.ones(4)])


@pytest.mark.parametrize(
    ("make", "setting"),
    [
        (SGD, {"lr": -0.1}),
        (Momentum, {"momentum": 1.0}),
        (Momentum, {"momentum": -0.1}),
        (Adagrad, {"eps": -1e-8}),
        (RMSprop, {"decay": 1.0}),
        (Adam, {"beta1": 1.0}),
        (Adam, {"beta2": 1.5}),
        (Adam, {"lr": float("nan")}),
    ],
)
def test_a_setting_out_of_range_is_refused(make, setting):
    with pytest.raises(ValueError, match=f"{next(iter(setting))} must"):
        make(**setting)
