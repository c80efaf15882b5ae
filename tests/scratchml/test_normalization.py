"""scratchml.normalization: finite differences, running statistics, and the conventions of the curriculum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchml.gradients import numerical_gradient, relative_error
from scratchml.normalization import batchnorm_backward, batchnorm_forward

SHAPES = [(6, 4), (1, 3), (7, 1), (256, 512), (96, 2048), (101, 4096), (64, 9000)]


def example(shape=(6, 4), dtype=np.float64):
    """x, gamma, beta, running mean and variance, and an upstream gradient."""
    rng = np.random.default_rng(0)
    width = shape[1]
    arrays = [3 + 2 * rng.normal(size=shape), 0.5 + rng.random(width), *rng.normal(size=(2, width))]
    return [a.astype(dtype) for a in (*arrays, rng.random(width) + 1, rng.normal(size=shape))]


def by_formula(x, gamma, beta, eps=1e-5):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta


def gradients_by_formula(dout, x, gamma, eps=1e-5):
    inverse = 1 / np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) * inverse
    dgamma, dbeta = (dout * xhat).sum(axis=0), dout.sum(axis=0)
    return gamma * inverse * (dout - dbeta / len(x) - xhat * dgamma / len(x)), dgamma, dbeta


@pytest.mark.parametrize("shape", SHAPES)
def test_training_follows_the_formula_at_any_shape(shape):
    x, gamma, beta, mean, var, _ = example(shape)
    out = batchnorm_forward(x, gamma, beta, mean, var)[0]
    np.testing.assert_allclose(out, by_formula(x, gamma, beta), atol=1e-10)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_follow_the_formula_at_any_shape(shape):
    x, gamma, *_, dout = example(shape)
    for got, want in zip(batchnorm_backward(dout, x, gamma), gradients_by_formula(dout, x, gamma), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-10)


@pytest.mark.parametrize("far", [0, 1e6])  # far from 0 the squares would lose digits, so x is centred first
@pytest.mark.parametrize("shape", SHAPES)
def test_kept_statistics_are_the_batch_s_and_give_the_same_gradients(shape, far):
    x, gamma, beta, mean, var, dout = example(shape)
    x += far
    out, new_mean, new_var, kept = batchnorm_forward(x, gamma, beta, mean, var, keep=True)
    for got, want in zip((out, new_mean, new_var), batchnorm_forward(x, gamma, beta, mean, var), strict=True):
        np.testing.assert_array_equal(got, want)
    np.testing.assert_allclose(kept, [x.mean(axis=0), x.var(axis=0)], rtol=1e-9)
    for got, want in zip(
        batchnorm_backward(dout, x, gamma, kept=kept), gradients_by_formula(dout, x, gamma), strict=True
    ):
        np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-7 if far else 1e-10)


def test_without_training_the_running_statistics_are_kept():
    x, gamma, beta, mean, var, _ = example()
    *_, kept = batchnorm_forward(x, gamma, beta, mean, var, train=False, keep=True)
    np.testing.assert_array_equal(kept, [mean, var])


def test_kept_statistics_of_other_columns_are_refused():
    x, gamma, *_, dout = example()
    with pytest.raises(ValueError, match=r"kept must have shape \(2, 4\), got \(4,\)"):
        batchnorm_backward(dout, x, gamma, kept=gamma)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_gradients_are_the_derivatives_of_the_training_pass(position):
    x, gamma, beta, mean, var, dout = example()
    point = [x, gamma, beta]

    def loss(value):
        arguments = [*point[:position], value, *point[position + 1 :]]
        return np.sum(dout * batchnorm_forward(*arguments, mean, var)[0])

    got = batchnorm_backward(dout, x, gamma)[position]
    assert relative_error(got, numerical_gradient(loss, point[position])) < 1e-6


def test_gradients_use_the_eps_they_are_given():
    x, gamma, *_, dout = example()
    for got, want in zip(
        batchnorm_backward(dout, x, gamma, 2.0), gradients_by_formula(dout, x, gamma, 2.0), strict=True
    ):
        np.testing.assert_allclose(got, want, atol=1e-12)


def test_the_input_gradient_of_every_column_sums_to_zero():
    x, gamma, *_, dout = example()
    np.testing.assert_allclose(batchnorm_backward(dout, x, gamma)[0].sum(axis=0), 0, atol=1e-14)


def test_the_output_has_mean_beta_and_standard_deviation_gamma():
    x, gamma, beta, mean, var, _ = example((50, 4))
    out = batchnorm_forward(x, gamma, beta, mean, var, eps=0)[0]
    np.testing.assert_allclose([out.mean(axis=0), out.std(axis=0)], [beta, gamma], rtol=1e-12)


def test_running_statistics_keep_the_share_of_momentum_and_the_biased_variance():
    x, gamma, beta, mean, var, _ = example()
    _, new_mean, new_var = batchnorm_forward(x, gamma, beta, mean, var, momentum=0.7)
    np.testing.assert_allclose(new_mean, 0.7 * mean + 0.3 * x.mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(new_var, 0.7 * var + 0.3 * x.var(axis=0), rtol=1e-13)


def test_momentum_is_nine_tenths_by_default():
    x, gamma, beta, mean, var, _ = example()
    np.testing.assert_allclose(batchnorm_forward(x, gamma, beta, mean, var)[1], 0.9 * mean + 0.1 * x.mean(axis=0))


def test_running_statistics_converge_to_those_of_the_batch():
    x, gamma, beta, mean, var, _ = example()
    for _ in range(300):
        _, mean, var = batchnorm_forward(x, gamma, beta, mean, var)
    np.testing.assert_allclose([mean, var], [x.mean(axis=0), x.var(axis=0)], rtol=1e-9)


def test_outside_of_training_the_running_statistics_normalize():
    x, gamma, beta, mean, var, _ = example()
    out = batchnorm_forward(x, gamma, beta, mean, var, eps=0.1, train=False)[0]
    np.testing.assert_allclose(out, gamma * (x - mean) / np.sqrt(var + 0.1) + beta, rtol=1e-12)


def test_outside_of_training_the_running_statistics_are_equal_copies():
    x, gamma, beta, mean, var, _ = example()
    _, new_mean, new_var = batchnorm_forward(x, gamma, beta, mean, var, train=False)
    np.testing.assert_array_equal([new_mean, new_var], [mean, var])
    assert not np.shares_memory(new_mean, mean)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_constant_column_gives_beta(dtype):
    x, gamma, beta, mean, var, _ = example((6, 4), dtype)
    x[:, 2] = 0.1
    out = batchnorm_forward(x, gamma, beta, mean, var)[0]
    np.testing.assert_allclose(out[:, 2], beta[2], atol=1e-4 if dtype is np.float32 else 1e-12)


def test_a_batch_of_one_gives_beta():
    x, gamma, beta, mean, var, _ = example((1, 4))
    np.testing.assert_array_equal(batchnorm_forward(x, gamma, beta, mean, var)[0], [beta])


def test_float32_stays_float32():
    x, gamma, beta, mean, var, dout = example((64, 512), np.float32)
    results = [*batchnorm_forward(x, gamma, beta, mean, var), *batchnorm_backward(dout, x, gamma)]
    assert {a.dtype for a in results} == {np.dtype(np.float32)}


@pytest.mark.parametrize("train", [True, False])
def test_float64_settings_leave_float32_outputs_float32(train):
    x, gamma, beta, mean, var, _ = example()
    assert batchnorm_forward(x.astype(np.float32), gamma, beta, mean, var, train=train)[0].dtype == np.float32


def test_a_large_mean_costs_float32_no_more_than_its_rounding():
    x = (1000 + np.random.default_rng(0).normal(size=(256, 64))).astype(np.float32)
    ones, zeros = np.ones(64, np.float32), np.zeros(64, np.float32)
    out = batchnorm_forward(x, ones, zeros, zeros, ones)[0]
    np.testing.assert_allclose(out, by_formula(x.astype(np.float64), 1, 0), atol=1e-3)


def test_gradients_bear_a_mean_that_is_large_beside_the_spread():
    x, gamma, *_, dout = example((50, 4))
    x[:, 1] += 1e6
    for got, want in zip(batchnorm_backward(dout, x, gamma), gradients_by_formula(dout, x, gamma), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-8)


@pytest.mark.parametrize("mean", [0, 3, 3.8, 3.9, 10])
def test_the_variance_keeps_its_digits_on_both_sides_of_the_choice_how_to_find_it(mean):
    x = np.random.default_rng(0).normal(size=(500, 3))
    x = mean + (x - x.mean(axis=0)) / x.std(axis=0)
    var = batchnorm_forward(x, np.ones(3), np.zeros(3), np.zeros(3), np.zeros(3), momentum=0)[2]
    np.testing.assert_allclose(var, 1, rtol=1e-13)


def test_the_layout_in_memory_does_not_matter():
    x, gamma, beta, mean, var, dout = example((64, 512))
    columns_first = np.asfortranarray(x)
    out = batchnorm_forward(columns_first, gamma, beta, mean, var)[0]
    np.testing.assert_allclose(out, by_formula(x, gamma, beta), atol=1e-12)
    dx = batchnorm_backward(np.asfortranarray(dout), columns_first, gamma)[0]
    np.testing.assert_allclose(dx, gradients_by_formula(dout, x, gamma)[0], atol=1e-12)


def test_arguments_are_not_changed():
    arguments = example()
    before = [a.copy() for a in arguments]
    *forward, dout = arguments
    for result in (*batchnorm_forward(*forward), *batchnorm_backward(dout, *forward[:2])):
        result[...] = 9
    for a, b in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(a, b)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.floats(0.1, 10), st.floats(-10, 10))
def test_shift_and_scale_of_the_input_are_forgotten(scale, shift):
    x, gamma, beta, mean, var, _ = example((20, 4))
    expected = batchnorm_forward(x, gamma, beta, mean, var, eps=0)[0]
    got = batchnorm_forward(scale * x + shift, gamma, beta, mean, var, eps=0)[0]
    np.testing.assert_allclose(got, expected, atol=1e-9)


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a_vector_of_another_length_is_refused(position):
    arguments = example()[:5]
    arguments[position] = np.ones(3)
    with pytest.raises(ValueError, match=r"must have shape \(4,\)"):
        batchnorm_forward(*arguments)


@pytest.mark.parametrize("setting", [{"momentum": -0.1}, {"momentum": 1.1}, {"eps": -1}])
def test_settings_out_of_range_are_refused(setting):
    with pytest.raises(ValueError, match="must"):
        batchnorm_forward(*example()[:5], **setting)


@pytest.mark.parametrize(("shape", "message"), [((4,), r"\(N, D\)"), ((0, 4), "empty"), ((2, 3, 4), r"\(N, D\)")])
def test_inputs_without_rows_and_columns_are_refused(shape, message):
    vectors = [np.ones(4)] * 4
    with pytest.raises(ValueError, match=message):
        batchnorm_forward(np.ones(shape), *vectors)


def test_an_upstream_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="dout and x must have one shape"):
        batchnorm_backward(np.ones((1, 4)), np.ones((6, 4)), np.ones(4))


def test_settings_of_numpy_hold_inside_and_are_left_as_they_were():
    x = np.full((4096, 4), 1e30, np.float32)
    x[::2] = -1e30
    ones, before = np.ones(4, np.float32), np.setbufsize(4096)
    try:
        with np.errstate(over="raise"), pytest.raises(FloatingPointError, match="overflow"):
            batchnorm_forward(x, ones, 0 * ones, 0 * ones, ones)
        batchnorm_backward(*np.ones((2, 64, 4096)), np.ones(4096))
        assert np.getbufsize() == 4096
    finally:
        np.setbufsize(before)
