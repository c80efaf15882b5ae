"""scratchml.layers: shapes, draws, derivatives and errors."""

import numpy as np
import pytest

from scratchml import layers
from scratchml.gradients import numerical_gradient, relative_error


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def dense(rng):
    """x (5, 4), w (4, 3), b (3,) and an upstream gradient (5, 3)."""
    return rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(5, 3))


def test_one_hot_puts_a_one_at_each_label():
    np.testing.assert_array_equal(layers.one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])


def test_one_hot_is_float64():
    assert layers.one_hot(np.array([1], np.uint8), 3).dtype == np.float64


def test_one_hot_of_no_labels_has_no_rows():
    assert layers.one_hot([], 3).shape == (0, 3)


def test_one_hot_of_sequences_has_the_classes_last():
    ids = np.array([[0, 2, 1], [1, 1, 0]])
    np.testing.assert_array_equal(layers.one_hot(ids, 3), np.eye(3)[ids])


@pytest.mark.parametrize("labels", [[3], [-1], [0, 1, 7]])
def test_one_hot_refuses_labels_out_of_range(labels):
    with pytest.raises(ValueError, match=r"labels must lie in 0 \.\.\. 2"):
        layers.one_hot(labels, 3)


def test_one_hot_refuses_floats():
    with pytest.raises(TypeError, match="labels must be integers"):
        layers.one_hot([0.5], 3)


@pytest.mark.parametrize(("init", "std"), [("xavier_init", np.sqrt(2 / 9)), ("he_init", np.sqrt(2 / 4))])
def test_init_is_one_normal_draw(init, std):
    got = getattr(layers, init)(4, 5, np.random.default_rng(3))
    np.testing.assert_allclose(got, np.random.default_rng(3).normal(0, std, (4, 5)), rtol=1e-15)


@pytest.mark.parametrize("init", [layers.xavier_init, layers.he_init])
@pytest.mark.parametrize(("n_in", "n_out"), [(0, 3), (3, 0), (-1, 2)])
def test_init_refuses_empty_layers(init, n_in, n_out, rng):
    with pytest.raises(ValueError, match="at least 1"):
        init(n_in, n_out, rng)


@pytest.mark.parametrize("init", [layers.xavier_init, layers.he_init])
def test_init_refuses_a_seed_in_place_of_a_generator(init):
    with pytest.raises(TypeError, match=r"got int: use np\.random\.default_rng\(seed\)"):
        init(2, 3, 0)


def test_he_init_keeps_the_size_of_signals_through_relu(rng):
    x = rng.normal(size=(500, 200))
    for _ in range(10):
        x = np.maximum(x @ layers.he_init(200, 200, rng), 0)
    assert 0.5 < np.mean(x**2) < 2


def test_dense_forward_is_linear_with_a_bias(dense):
    x, w, b, _ = dense
    expected = [[sum(x[n, i] * w[i, j] for i in range(4)) + b[j] for j in range(3)] for n in range(5)]
    np.testing.assert_allclose(layers.dense_forward(x, w, b), expected, rtol=1e-12)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_dense_backward_is_the_derivative(which, dense):
    *inputs, dout = dense
    x, w, _ = inputs

    def upstream(value):
        changed = [value if i == which else a for i, a in enumerate(inputs)]
        return np.sum(dout * layers.dense_forward(*changed))

    numeric = numerical_gradient(upstream, inputs[which])
    assert relative_error(layers.dense_backward(dout, x, w)[which], numeric) < 1e-6


def test_dense_keeps_float32(dense):
    x, w, b, dout = (a.astype(np.float32) for a in dense)
    arrays = [layers.dense_forward(x, w, b), *layers.dense_backward(dout, x, w)]
    assert [a.dtype for a in arrays] == [np.float32] * 4


def test_dense_does_not_change_its_arguments(dense):
    x, w, b, dout = dense
    before = [a.copy() for a in dense]
    layers.dense_forward(x, w, b)[...] = 9
    for grad in layers.dense_backward(dout, x, w):
        grad[...] = 9
    for now, then in zip(dense, before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((4,), (4, 3), (3,)), r"x must have shape \(N, D_in\), got \(4,\)"),
        (((5, 4), (4,), (3,)), r"w must have shape \(D_in, D_out\), got \(4,\)"),
        (((5, 3), (4, 3), (3,)), "x has 3 columns but w has 4 rows"),
        (((5, 4), (4, 3), (1,)), r"b must have shape \(3,\)"),
        (((5, 4), (4, 3), (5, 3)), r"b must have shape \(3,\)"),
    ],
)
def test_dense_forward_says_which_shape_is_wrong(shapes, message):
    with pytest.raises(ValueError, match=message):
        layers.dense_forward(*map(np.ones, shapes))


def test_dense_backward_refuses_a_dout_that_would_broadcast():
    with pytest.raises(ValueError, match=r"shape of the output, \(5, 3\), got \(1, 3\)"):
        layers.dense_backward(np.ones((1, 3)), np.ones((5, 4)), np.ones((4, 3)))


def test_dropout_draws_one_mask_of_uniform_numbers(rng):
    x = np.random.default_rng(1).normal(size=(6, 5))
    _, mask = layers.dropout_forward(x, 0.3, rng)
    np.testing.assert_allclose(mask, (np.random.default_rng(0).random((6, 5)) >= 0.3) / 0.7)


def test_dropout_keeps_an_entry_whose_draw_equals_the_rate():
    draws = np.random.default_rng(0).random(5)
    _, mask = layers.dropout_forward(np.ones(5), draws[2], np.random.default_rng(0))
    assert mask[2] > 0


def test_dropout_multiplies_by_its_mask(rng):
    x = rng.normal(size=(6, 5))
    out, mask = layers.dropout_forward(x, 0.5, rng)
    np.testing.assert_array_equal(out, x * mask)


def test_dropout_keeps_the_mean(rng):
    out, _ = layers.dropout_forward(np.ones((400, 400)), 0.8, rng)
    assert out.mean() == pytest.approx(1, abs=0.03)


def test_dropout_is_the_identity_outside_of_training(rng):
    x = rng.normal(size=(6, 5))
    out, mask = layers.dropout_forward(x, 0.5, rng, train=False)
    np.testing.assert_array_equal([out, mask], [x, np.ones_like(x)])


def test_dropout_draws_nothing_outside_of_training():
    used, untouched = np.random.default_rng(0), np.random.default_rng(0)
    layers.dropout_forward(np.ones((6, 5)), 0.5, used, train=False)
    assert used.random() == untouched.random()


def test_dropout_at_rate_zero_keeps_everything(rng):
    _, mask = layers.dropout_forward(np.zeros((6, 5)), 0, rng)
    np.testing.assert_array_equal(mask, 1)


def test_dropout_returns_a_new_array_outside_of_training(rng):
    x = np.ones((2, 3))
    layers.dropout_forward(x, 0.5, rng, train=False)[0][...] = 9
    np.testing.assert_array_equal(x, 1)


def test_dropout_keeps_float32(rng):
    out, mask = layers.dropout_forward(np.ones((6, 5), np.float32), np.float64(0.5), rng)
    assert (out.dtype, mask.dtype) == (np.float32, np.float32)


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5, float("nan")])
@pytest.mark.parametrize("train", [True, False])
def test_dropout_refuses_a_rate_outside_of_its_range(rate, train, rng):
    with pytest.raises(ValueError, match=r"rate must lie in \[0, 1\)"):
        layers.dropout_forward(np.ones(3), rate, rng, train)


def test_dropout_in_training_needs_a_generator():
    with pytest.raises(TypeError, match="Generator, got NoneType"):
        layers.dropout_forward(np.ones(3), 0.5, None)


def test_dropout_backward_is_the_derivative(rng):
    x, dout = rng.normal(size=(2, 6, 5))
    _, mask = layers.dropout_forward(x, 0.4, np.random.default_rng(7))

    def upstream(x):
        return np.sum(dout * layers.dropout_forward(x, 0.4, np.random.default_rng(7))[0])

    assert relative_error(layers.dropout_backward(dout, mask), numerical_gradient(upstream, x)) < 1e-6


def test_dropout_backward_refuses_a_mask_of_another_shape():
    with pytest.raises(ValueError, match="dout and mask must have one shape"):
        layers.dropout_backward(np.ones((2, 3)), np.ones(3))
