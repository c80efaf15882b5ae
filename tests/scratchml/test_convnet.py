"""scratchml.convnet.ConvNet: its formula from the layers, gradients, draws, precision, training, and its file."""

import numpy as np
import pytest

from scratchml.convnet import ConvNet
from scratchml.convolution import conv2d_forward
from scratchml.datasets import load_digits
from scratchml.gradients import numerical_gradient
from scratchml.layers import he_init
from scratchml.losses import softmax_cross_entropy
from scratchml.network import train
from scratchml.optimizers import Adam
from scratchml.pooling import flatten, max_pool_forward


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def model(rng):
    return ConvNet((6, 9, 2), (3, 4), 5, rng)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(7, 6, 9, 2)), rng.integers(0, 5, 7)


def by_layers(model, X):
    for w, b in (model.params[:2], model.params[2:4]):
        X = max_pool_forward(np.maximum(conv2d_forward(X, w, b, 1, len(w) // 2), 0))
    return flatten(X) @ model.params[4] + model.params[5]


def test_it_is_convolution_relu_and_pooling_twice_then_a_dense_layer(model, batch):
    np.testing.assert_allclose(model.forward(batch[0]), by_layers(model, batch[0]), atol=1e-12)


def test_weights_are_drawn_in_order_and_biases_are_zero(model):
    rng = np.random.default_rng(0)
    w1, b1, w2, b2, w, b = model.params
    np.testing.assert_array_equal(w1, he_init(9 * 2, 3, rng).reshape(3, 3, 2, 3))
    np.testing.assert_array_equal(w2, he_init(9 * 3, 4, rng).reshape(3, 3, 3, 4))
    np.testing.assert_array_equal(w, he_init(1 * 2 * 4, 5, rng))
    assert [len(bias) for bias in (b1, b2, b)] == [3, 4, 5]
    assert not any(bias.any() for bias in (b1, b2, b))


def test_sixteen_and_thirty_two_filters_and_ten_classes_by_default(rng):
    shapes = [p.shape for p in ConvNet((8, 8, 1), rng=rng).params]
    assert shapes == [(3, 3, 1, 16), (16,), (3, 3, 16, 32), (32,), (128, 10), (10,)]


@pytest.mark.parametrize("position", range(6))
@pytest.mark.parametrize("kernel", [3, 5])
def test_gradients_are_the_derivatives_of_the_loss(batch, position, kernel):
    model = ConvNet((6, 9, 2), (3, 4), 5, np.random.default_rng(1), kernel=kernel)
    X, labels = batch
    before = model.params

    def loss(value):
        model.params = [*before[:position], value, *before[position + 1 :]]
        return softmax_cross_entropy(model.forward(X), labels)

    expected = numerical_gradient(loss, before[position].copy())
    model.params = before
    np.testing.assert_allclose(model.loss_and_grads(X, labels)[1][position], expected, atol=1e-7)


def test_the_loss_is_the_mean_over_the_batch(model, batch):
    X, labels = batch
    assert model.loss_and_grads(X, labels)[0] == pytest.approx(softmax_cross_entropy(model.forward(X), labels))


def test_probabilities_are_the_softmax_of_the_logits(model, batch):
    probabilities, logits = model.predict_proba(batch[0]), model.forward(batch[0])
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(np.log(probabilities[:, 1] / probabilities[:, 0]), logits[:, 1] - logits[:, 0])


def test_many_pictures_are_answered_as_few_are(model, rng):
    X = rng.normal(size=(300, 6, 9, 2))
    parts = [model.forward(X[i : i + 1]) for i in range(300)]
    np.testing.assert_allclose(model.forward(X), np.concatenate(parts), atol=1e-12)


def test_no_pictures_give_no_answers(model):
    assert model.forward(np.zeros((0, 6, 9, 2))).shape == (0, 5)


def test_with_float32_parameters_all_is_float32(model, batch):
    X, labels = batch
    model.params = [p.astype(np.float32) for p in model.params]
    assert model.forward(X).dtype == np.float32
    assert {g.dtype for g in model.loss_and_grads(X, labels)[1]} == {np.dtype(np.float32)}


def test_arguments_and_parameters_are_not_changed(model, batch):
    X, labels = batch
    before = [a.copy() for a in (X, *model.params)]
    model.loss_and_grads(X, labels)
    for a, kept in zip((X, *model.params), before, strict=True):
        np.testing.assert_array_equal(a, kept)


def test_it_learns_the_digits():
    X, labels = load_digits()
    X, labels = X[:500].reshape(-1, 8, 8, 1), labels[:500]
    rng = np.random.default_rng(0)
    model = ConvNet((8, 8, 1), (8, 8), 10, rng)
    losses = train(model, X, labels, Adam(lr=0.01), 8, 50, rng)["loss"]
    assert losses[-1] < 0.2 < 1.0 < losses[0]
    assert np.mean(model.forward(X).argmax(axis=1) == labels) > 0.95


def test_dropout_draws_one_mask_a_step_and_none_for_answers(batch):
    X, labels = batch
    rng = np.random.default_rng(3)
    model = ConvNet((6, 9, 2), (3, 4), 5, rng, dropout=0.5)
    model.forward(X)
    expected = np.random.default_rng(3)
    ConvNet((6, 9, 2), (3, 4), 5, expected)
    model.loss_and_grads(X, labels)
    expected.random((7, 8))
    assert rng.random() == expected.random()


def test_gradients_of_the_dense_layer_vanish_where_all_is_dropped(batch):
    X, labels = batch
    model = ConvNet((6, 9, 2), (3, 4), 5, np.random.default_rng(3), dropout=1 - 1e-12)
    grads = model.loss_and_grads(X, labels)[1]
    assert not any(g.any() for g in grads[:5])
    assert grads[5].any()


def test_gradients_with_dropout_average_to_those_of_the_thinned_network(batch):
    # the mean over many masks of a linear layer's gradient for b is what softmax says, so only check reproducibility
    X, labels = batch
    one, other = (ConvNet((6, 9, 2), (3, 4), 5, np.random.default_rng(3), dropout=0.4) for _ in range(2))
    for a, b in zip(one.loss_and_grads(X, labels)[1], other.loss_and_grads(X, labels)[1], strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saved_network_comes_back_as_it_was(tmp_path, rng, batch, dtype):
    model = ConvNet((6, 9, 2), (3, 4), 5, rng, kernel=5, dropout=0.25)
    model.params = [p.astype(dtype) for p in model.params]
    model.save(tmp_path / "net.npz")
    back = ConvNet.load(tmp_path / "net.npz", rng)
    assert (back.input_shape, back.dropout) == ((6, 9, 2), 0.25)
    assert {p.dtype for p in back.params} == {np.dtype(dtype)}
    np.testing.assert_array_equal(back.forward(batch[0]), model.forward(batch[0]))
    back.loss_and_grads(*batch)


def test_the_file_has_exactly_the_name_that_was_given(tmp_path, model):
    model.save(tmp_path / "network")
    assert [path.name for path in tmp_path.iterdir()] == ["network"]
    ConvNet.load(tmp_path / "network")


def test_a_file_with_pickles_is_refused(tmp_path):
    np.savez(tmp_path / "bad.npz", input_shape=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="does not hold this kind of model"):
        ConvNet.load(tmp_path / "bad.npz")


def test_other_files_are_refused(tmp_path, model):
    (tmp_path / "text.npz").write_text("no network")
    np.savez(tmp_path / "other.npz", x=np.ones(3))
    np.save(tmp_path / "single.npy", np.ones(3))
    (tmp_path / "empty.npz").touch()
    for path in tmp_path.iterdir():
        with pytest.raises(ValueError, match="give a file that `save` wrote"):
            ConvNet.load(path)
    model.params[4] = model.params[4][:-1]
    model.save(tmp_path / "odd.npz")
    with pytest.raises(ValueError, match="do not fit together"):
        ConvNet.load(tmp_path / "odd.npz")
    with pytest.raises(FileNotFoundError):
        ConvNet.load(tmp_path / "missing.npz")


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (((8, 8), (4, 4), 3), {}, r"input_shape must be \(H, W, C\)"),
        (((8, 8, 1), (4,), 3), {}, "channels two numbers"),
        (((3, 8, 1), (4, 4), 3), {}, "input_shape must be at least 4"),
        (((8, 8, 0), (4, 4), 3), {}, "input_shape must be at least 1"),
        (((8, 8, 1), (4, 0), 3), {}, "channels and n_classes must be at least 1"),
        (((8, 8, 1), (4, 4), 3), {"kernel": 4}, "kernel must be odd, got 4"),
        (((8, 8, 1), (4, 4), 3), {"dropout": 1.0}, r"dropout must lie in \[0, 1\)"),
    ],
)
def test_sizes_that_make_no_network_are_refused(rng, arguments, settings, words):
    with pytest.raises(ValueError, match=words):
        ConvNet(*arguments, rng, **settings)


def test_a_network_needs_a_generator():
    with pytest.raises(TypeError, match=r"numpy\.random\.Generator"):
        ConvNet((8, 8, 1), (4, 4), 3)


@pytest.mark.parametrize("shape", [(6, 9, 2), (7, 108), (7, 9, 6, 2), (7, 6, 9, 1)])
def test_pictures_of_another_shape_are_refused(model, shape):
    with pytest.raises(ValueError, match=r"X must have shape \(N, 6, 9, 2\)"):
        model.forward(np.ones(shape))
