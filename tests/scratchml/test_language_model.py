"""scratchml.language_model: batches of a long text, perplexity, sampling and CharRNN."""

import warnings

import numpy as np
import pytest

from scratchml import language_model
from scratchml.gradients import numerical_gradient, relative_error
from scratchml.language_model import CharRNN, batches_of_text, perplexity, sample
from scratchml.layers import one_hot, xavier_init
from scratchml.optimizers import Adam
from scratchml.recurrent import rnn_step


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_batches_read_streams_side_by_side():
    batches = list(batches_of_text(np.arange(26), 2, 4))  # 25 targets: 3 batches of 8
    assert [inputs.tolist() for inputs, _ in batches] == [
        [[0, 1, 2, 3], [12, 13, 14, 15]],
        [[4, 5, 6, 7], [16, 17, 18, 19]],
        [[8, 9, 10, 11], [20, 21, 22, 23]],
    ]
    for inputs, targets in batches:
        np.testing.assert_array_equal(targets, inputs + 1)
        assert (inputs.dtype, targets.dtype) == (np.int64, np.int64)


@pytest.mark.parametrize(("n", "count"), [(0, 0), (1, 0), (8, 0), (9, 1), (16, 1), (17, 2)])
def test_number_of_batches_needs_a_target_for_the_last_symbol(n, count):
    assert len(list(batches_of_text(list(range(n)), 2, 4))) == count


def test_batches_may_be_changed_without_harm():
    ids = np.arange(9)
    for inputs, targets in batches_of_text(ids, 2, 2):
        inputs[...] = targets[...] = -1
    np.testing.assert_array_equal(ids, np.arange(9))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([[1, 2]], 1, 1), ValueError, r"ids must have shape \(n,\), one long text, got \(1, 2\)"),
        (([0.5], 1, 1), TypeError, "ids must be integers, got dtype float64"),
        (([1, 2], 0, 1), ValueError, "must be at least 1, got 0 and 1"),
        (([1, 2], 1, 0), ValueError, "must be at least 1, got 1 and 0"),
    ],
)
def test_batches_refuse_at_the_call(arguments, error, message):
    with pytest.raises(error, match=message):
        batches_of_text(*arguments)


def test_perplexity_of_knowing_nothing_is_the_number_of_symbols():
    assert perplexity(np.zeros((2, 3, 7)), np.ones((2, 3), int)) == pytest.approx(7)


def test_perplexity_is_the_inverse_geometric_mean_of_the_probabilities(rng):
    p = rng.dirichlet(np.ones(5), size=(4, 3))
    targets = rng.integers(0, 5, (4, 3))
    chosen = np.take_along_axis(p, targets[..., None], -1)
    assert perplexity(np.log(p), targets) == pytest.approx(np.prod(chosen) ** (-1 / 12), rel=1e-12)


def test_perplexity_of_one_step():
    assert perplexity(np.log([0.5, 0.25, 0.25]), 2) == pytest.approx(4)


def test_perplexity_is_stable_and_infinite_beyond_floats():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert perplexity([[1000.0, 0.0]], [0]) == pytest.approx(1)
        assert perplexity([[1000.0, 0.0]], [1]) == np.inf


def test_perplexity_says_which_shape_is_wrong():
    with pytest.raises(ValueError, match=r"one row per target, \(3, 'V'\), got \(2, 3\)"):
        perplexity(np.zeros((2, 3)), np.zeros(3, int))


def test_sample_is_one_draw_through_the_inverse_of_the_cumulative_probabilities(rng):
    logits = rng.normal(size=6)
    p = np.exp(logits / 0.7)
    p /= p.sum()
    expected = [int(np.random.default_rng(seed).choice(6, p=p)) for seed in range(40)]
    assert [sample(logits, 0.7, np.random.default_rng(seed)) for seed in range(40)] == expected


def test_sample_draws_once(rng):
    sample([0.0, 1.0], 1.0, rng)
    other = np.random.default_rng(0)
    other.random()
    assert rng.random() == other.random()


def test_low_temperature_takes_the_likeliest_and_high_all_alike():
    draws = [[sample([0.0, 2.0, 1.0], t, np.random.default_rng(s)) for s in range(300)] for t in (1e-320, 0.01, 1e6)]
    assert set(draws[0]) == set(draws[1]) == {1}
    assert np.bincount(draws[2]).min() > 70


def test_sample_never_takes_what_is_impossible():
    assert {sample([0.0, -np.inf, 0.0, -1e5], 1, np.random.default_rng(s)) for s in range(50)} == {0, 2}


def test_sample_gives_a_plain_int(rng):
    assert type(sample(np.float32([1, 2]), 1, rng)) is int


@pytest.mark.parametrize("temperature", [0, -1, float("nan")])
def test_sample_needs_a_temperature_above_zero(temperature, rng):
    with pytest.raises(ValueError, match="temperature must be above 0"):
        sample([0.0, 1.0], temperature, rng)


@pytest.mark.parametrize("logits", [np.zeros((2, 3)), np.zeros(0)])
def test_sample_wants_the_logits_of_one_step(logits, rng):
    with pytest.raises(ValueError, match=r"logits must have shape \(V,\)"):
        sample(logits, 1, rng)


def test_sample_needs_a_generator():
    with pytest.raises(TypeError, match="Generator, got int"):
        sample([0.0], 1, 0)


@pytest.fixture
def model(rng):
    return CharRNN(5, 4, rng)


@pytest.fixture
def batch(rng):
    """inputs, targets (3, 6) and h0 (3, 4)."""
    return rng.integers(0, 5, (3, 6)), rng.integers(0, 5, (3, 6)), rng.normal(size=(3, 4))


def test_model_draws_its_weights_in_order():
    rng = np.random.default_rng(7)
    expected = [xavier_init(5, 4, rng), xavier_init(4, 4, rng), np.zeros(4), xavier_init(4, 5, rng), np.zeros(5)]
    for got, want in zip(CharRNN(5, 4, np.random.default_rng(7)).params, [*expected], strict=True):
        np.testing.assert_array_equal(got, want)


def test_forward_is_one_step_after_the_other(model, batch):
    inputs, _, h = batch
    logits, h_last = model.forward(inputs, h)
    Wx, Wh, b, Wy, by = model.params
    for t in range(6):
        h = rnn_step(one_hot(inputs[:, t], 5), h, Wx, Wh, b)
        np.testing.assert_allclose(logits[:, t], h @ Wy + by, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(h_last, h, rtol=1e-12)


def test_state_carries_over_from_batch_to_batch(model, batch):
    inputs, _, _ = batch
    whole, _ = model.forward(inputs)
    first, h = model.forward(inputs[:, :2])
    rest, _ = model.forward(inputs[:, 2:], h)
    np.testing.assert_allclose(np.concatenate([first, rest], axis=1), whole, rtol=1e-12)


@pytest.mark.parametrize("with_h0", [True, False])
def test_loss_is_the_log_of_the_perplexity_and_grads_are_its_derivatives(with_h0, model, batch):
    inputs, targets, h0 = batch
    h0 = h0 if with_h0 else None
    loss, grads, h_last = model.loss_and_grads(inputs, targets, h0)
    logits, expected = model.forward(inputs, h0)
    np.testing.assert_array_equal(h_last, expected)
    assert np.exp(loss) == pytest.approx(perplexity(logits, targets))
    for i, grad in enumerate(grads):

        def loss_at(value, i=i):
            other = CharRNN(5, 4, np.random.default_rng(0))
            other.params = [value if j == i else p for j, p in enumerate(model.params)]
            return other.loss_and_grads(inputs, targets, h0)[0]

        assert relative_error(grad, numerical_gradient(loss_at, model.params[i])) < 1e-6


def test_float32_parameters_keep_everything_in_float32(model, batch):
    inputs, targets, _ = batch
    model.params = [p.astype(np.float32) for p in model.params]
    _, grads, h = model.loss_and_grads(inputs, targets)
    logits, _ = model.forward(inputs, h)
    assert {a.dtype for a in [*grads, h, logits]} == {np.dtype(np.float32)}


def test_model_learns_a_rhythm():
    ids, model, optimizer = np.tile([0, 1, 2, 1], 40), CharRNN(3, 8, np.random.default_rng(0)), Adam(0.02)
    for _ in range(12):
        h = None
        for inputs, targets in batches_of_text(ids, 2, 10):
            _, grads, h = model.loss_and_grads(inputs, targets, h)
            model.params = optimizer.step(model.params, grads)
    logits, _ = model.forward(ids[None, :-1])
    assert perplexity(logits[0, 4:], ids[5:]) < 1.1  # what follows a 1 depends on the symbol before it


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        ([1, 2], [1, 2], r"inputs must have shape \(B, T\), both at least 1, got \(2,\)"),
        (np.zeros((2, 0), int), np.zeros((2, 0), int), r"got \(2, 0\)"),
        ([[1, 2]], [[1]], r"targets must have the shape of inputs, \(1, 2\), got \(1, 1\)"),
        ([[5]], [[1]], r"ids must lie in 0 \.\.\. 4"),
        ([[1]], [[5]], r"labels must lie in 0 \.\.\. 4"),
    ],
)
def test_loss_says_what_is_wrong(inputs, targets, message, model):
    with pytest.raises(ValueError, match=message):
        model.loss_and_grads(inputs, targets)


def test_model_needs_a_generator_and_sizes():
    with pytest.raises(TypeError, match="Generator"):
        CharRNN(3, 4, 0)
    with pytest.raises(ValueError, match="at least 1"):
        CharRNN(0, 4, np.random.default_rng(0))


def test_module_names_what_the_lesson_asks_for():
    assert {"batches_of_text", "perplexity", "sample", "CharRNN"} <= set(vars(language_model))
