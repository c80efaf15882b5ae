"""scratchml.network: batches, the MLP's gradients and the loop that trains any model."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits

from scratchml.gradients import numerical_gradient, relative_error
from scratchml.layers import he_init
from scratchml.network import MLP, minibatches, train
from scratchml.optimizers import SGD, Adam


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(6, 5)), np.array([0, 2, 1, 1, 3, 0])


class Recorder:
    """A model without a formula: remembers its batches, its loss is the mean of y."""

    def __init__(self):
        self.params, self.seen = [np.zeros(1)], []

    def loss_and_grads(self, X, y):
        self.seen.append((X, y, self.params[0].copy()))
        return np.mean(y), [np.ones(1)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 30), st.integers(1, 40), st.integers(0, 5))
def test_each_example_comes_once_an_epoch(n, batch_size, seed):
    batches = list(minibatches(np.arange(n), np.arange(n), batch_size, np.random.default_rng(seed)))
    np.testing.assert_array_equal(np.sort(np.concatenate([X for X, _ in batches])), np.arange(n))


@pytest.mark.parametrize(("batch_size", "sizes"), [(3, [3, 3, 1]), (7, [7]), (1, [1] * 7), (100, [7])])
def test_only_the_last_batch_is_short(batch_size, sizes, rng):
    assert [len(X) for X, _ in minibatches(np.arange(7), np.arange(7), batch_size, rng)] == sizes


def test_rows_keep_their_labels(rng):
    X = np.arange(20).reshape(10, 2)
    for rows, labels in minibatches(X, X[:, 0], 3, rng):
        np.testing.assert_array_equal(rows[:, 0], labels)


def test_the_order_is_one_permutation():
    got = [int(X[0]) for X, _ in minibatches(np.arange(9), np.arange(9), 1, np.random.default_rng(4))]
    assert got == np.random.default_rng(4).permutation(9).tolist()


def test_nothing_is_drawn_before_the_first_batch():
    rng = np.random.default_rng(0)
    minibatches(np.arange(9), np.arange(9), 2, rng)
    assert rng.random() == np.random.default_rng(0).random()


def test_minibatches_is_a_generator(rng):
    assert inspect.isgenerator(minibatches([1], [1], 1, rng))


def test_lists_are_taken_as_arrays(rng):
    ((X, y),) = minibatches([[1, 2], [3, 4]], [0, 1], 2, rng)
    assert (X.shape, y.shape) == ((2, 2), (2,))


def test_changing_a_batch_leaves_the_data_alone(rng):
    X = np.zeros((4, 2))
    for rows, _ in minibatches(X, np.zeros(4), 2, rng):
        rows += 1
    np.testing.assert_array_equal(X, 0)


@pytest.mark.parametrize("batch_size", [0, -3])
def test_a_batch_size_below_one_is_refused_at_the_call(batch_size, rng):
    with pytest.raises(ValueError, match="batch_size must be at least 1"):
        minibatches([1], [1], batch_size, rng)


def test_x_and_y_of_two_lengths_are_refused(rng):
    with pytest.raises(ValueError, match="got 3 and 2 rows"):
        minibatches(np.ones((3, 2)), np.ones(2), 1, rng)


def test_minibatches_need_a_generator():
    with pytest.raises(TypeError, match="got int"):
        minibatches([1], [1], 1, 0)


def test_weights_are_drawn_by_he_init_layer_by_layer():
    model, rng = MLP([5, 4, 3], np.random.default_rng(2)), np.random.default_rng(2)
    np.testing.assert_array_equal(model.params[0], he_init(5, 4, rng))
    np.testing.assert_array_equal(model.params[2], he_init(4, 3, rng))


def test_params_alternate_weights_and_zero_biases(rng):
    model = MLP((5, 4, 3), rng)
    assert [p.shape for p in model.params] == [(5, 4), (4,), (4, 3), (3,)]
    assert not any(b.any() for b in model.params[1::2])


def test_forward_is_dense_relu_dense(rng, batch):
    model = MLP([5, 7, 4], rng)
    model.params = [rng.normal(size=p.shape) for p in model.params]
    W1, b1, W2, b2 = model.params
    expected = np.maximum(batch[0] @ W1 + b1, 0) @ W2 + b2
    np.testing.assert_allclose(model.forward(batch[0]), expected, rtol=1e-12)


@pytest.mark.parametrize("sizes", [[5, 4], [5, 7, 4], [5, 7, 6, 4]])
def test_gradients_are_derivatives_of_the_loss(sizes, rng, batch):
    model = MLP(sizes, rng)
    model.params = [p + 0.1 * rng.normal(size=p.shape) for p in model.params]
    _, grads = model.loss_and_grads(*batch)
    params = model.params

    for i, grad in enumerate(grads):

        def loss(value, i=i):
            model.params = [value if j == i else p for j, p in enumerate(params)]
            return model.loss_and_grads(*batch)[0]

        assert relative_error(grad, numerical_gradient(loss, params[i])) < 1e-5


def test_gradients_come_in_the_order_of_the_params(rng, batch):
    model = MLP([5, 7, 6, 4], rng)
    _, grads = model.loss_and_grads(*batch)
    assert [g.shape for g in grads] == [p.shape for p in model.params]


def test_predict_proba_rows_sum_to_one(rng, batch):
    np.testing.assert_allclose(MLP([5, 7, 4], rng).predict_proba(batch[0]).sum(axis=1), 1)


def test_predict_proba_survives_huge_inputs(rng, batch):
    assert np.isfinite(MLP([5, 7, 4], rng).predict_proba(1e6 * batch[0])).all()


def test_float32_params_keep_everything_float32(rng, batch):
    model = MLP([5, 7, 4], rng)
    model.params = [p.astype(np.float32) for p in model.params]
    _, grads = model.loss_and_grads(*batch)
    made = *grads, model.forward(batch[0]), model.predict_proba(batch[0])
    assert {a.dtype for a in made} == {np.dtype(np.float32)}


def test_loss_and_grads_change_neither_data_nor_params(rng, batch):
    model = MLP([5, 7, 4], rng)
    arrays = [*batch, *model.params]
    before = [a.copy() for a in arrays]
    for grad in model.loss_and_grads(*batch)[1]:
        grad[...] = 9
    for now, then in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_network_without_layers_is_refused(rng):
    with pytest.raises(ValueError, match="at least the inputs and the classes"):
        MLP([5], rng)


def test_images_must_be_flat(rng):
    with pytest.raises(ValueError, match=r"X must have shape \(N, D\), got \(2, 8, 8\)"):
        MLP([64, 10], rng).forward(np.zeros((2, 8, 8)))


def test_inputs_of_another_width_are_refused(rng):
    with pytest.raises(ValueError, match="x has 4 columns but w has 5 rows"):
        MLP([5, 3], rng).forward(np.zeros((2, 4)))


def test_train_counts_one_loss_an_epoch(rng, batch):
    history = train(MLP([5, 4], rng), *batch, SGD(), epochs=3, batch_size=4, rng=rng)
    assert {name: len(values) for name, values in history.items()} == {"loss": 3}


def test_train_weights_batch_losses_by_size(rng):
    y = np.array([1.0, 2.0, 4.0])
    history = train(Recorder(), np.zeros((3, 2)), y, SGD(), 2, 2, rng)
    np.testing.assert_allclose(history["loss"], [7 / 3, 7 / 3])


def test_train_measures_before_it_steps(rng):
    model = Recorder()
    train(model, np.zeros((4, 2)), np.zeros(4), SGD(lr=1.0), 1, 2, rng)
    assert [float(w[0]) for *_, w in model.seen] == [0, -1]


def test_train_leaves_the_model_with_the_last_step(rng):
    model = Recorder()
    train(model, np.zeros((4, 2)), np.zeros(4), SGD(lr=1.0), 3, 2, rng)
    np.testing.assert_allclose(model.params, [[-6]])


def test_train_reshuffles_every_epoch():
    model, rng = Recorder(), np.random.default_rng(5)
    train(model, np.zeros((8, 1)), np.arange(8), SGD(), 2, 8, np.random.default_rng(5))
    np.testing.assert_array_equal([y for _, y, _ in model.seen], [rng.permutation(8), rng.permutation(8)])


def test_train_does_not_change_the_first_params(rng, batch):
    model = MLP([5, 4], rng)
    first, before = model.params, [p.copy() for p in model.params]
    train(model, *batch, Adam(), 2, 3, rng)
    for now, then in zip(first, before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_no_epoch_gives_an_empty_history(rng, batch):
    assert train(MLP([5, 4], rng), *batch, SGD(), 0, 3, rng) == {"loss": []}


def test_a_negative_number_of_epochs_is_refused(rng, batch):
    with pytest.raises(ValueError, match="epochs must be 0 or more, got -1"):
        train(MLP([5, 4], rng), *batch, SGD(), -1, 3, rng)


def test_no_data_is_refused(rng):
    with pytest.raises(ValueError, match="X is empty"):
        train(MLP([5, 4], rng), np.zeros((0, 5)), np.zeros(0, int), SGD(), 1, 3, rng)


def test_the_same_seed_gives_the_same_network(batch):
    runs = []
    for _ in range(2):
        rng = np.random.default_rng(9)
        runs.append(train(MLP([5, 8, 4], rng), *batch, Adam(), 3, 4, rng)["loss"])
    assert runs[0] == runs[1]


def test_digits_are_learned(rng):
    X, y = load_digits(return_X_y=True)
    order = rng.permutation(len(X))
    X, y = X[order].astype(np.float32) / 16, y[order]
    model = MLP([64, 64, 10], rng)
    model.params = [p.astype(np.float32) for p in model.params]
    train(model, X[:1400], y[:1400], Adam(lr=0.003), 10, 32, rng)
    assert np.mean(model.predict_proba(X[1400:]).argmax(axis=1) == y[1400:]) > 0.93
