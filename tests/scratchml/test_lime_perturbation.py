"""scratchml.perturbation: masks, the stated draws, pictures, texts and table rows with parts missing."""

import numpy as np
import pytest

from scratchml import perturbation
from scratchml._subsets import _numpy_draws_as_expected


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def table(rng):
    """Training data (60, 3): a smooth column, one with many ties, one that is constant."""
    return np.column_stack([rng.normal(size=60), rng.permutation(np.repeat([0, 0, 1], 20)), np.full(60, 0.1)])


def test_a_grid_is_numbered_row_by_row():
    np.testing.assert_array_equal(perturbation.grid_segments(2, 6, 2, 3), [[0, 0, 1, 1, 2, 2], [3, 3, 4, 4, 5, 5]])


def test_cells_of_a_grid_that_does_not_divide_the_picture_differ_by_one_pixel():
    sizes = np.bincount(perturbation.grid_segments(7, 1, 3, 1).ravel())
    assert sizes.min() >= 2
    assert sizes.max() <= 3


def test_a_grid_may_have_a_cell_for_every_pixel():
    np.testing.assert_array_equal(perturbation.grid_segments(3, 4, 3, 4), np.arange(12).reshape(3, 4))


@pytest.mark.parametrize("grid", [(0, 2), (2, 0), (5, 2), (2, 7), (-1, 1)])
def test_a_grid_must_fit_the_picture(grid):
    with pytest.raises(ValueError, match="does not fit a picture of 4 x 6"):
        perturbation.grid_segments(4, 6, *grid)


def test_masks_are_one_draw_with_the_original_in_row_0():
    expected = np.random.default_rng(5).integers(0, 2, (7, 4))
    expected[0] = 1
    np.testing.assert_array_equal(perturbation.sample_masks(7, 4, np.random.default_rng(5)), expected)


def text_masks_by_hand(n_samples, d, rng):
    """The stated draws, one row at a time."""
    masks = np.ones((n_samples, d), int)
    for row, size in zip(masks[1:], rng.integers(1, d + 1, n_samples - 1), strict=True):
        row[rng.choice(d, size, replace=False)] = 0
    return masks


@pytest.mark.parametrize("d", [1, 2, 6, 50, 139, 256, 300])
def test_text_masks_are_drawn_sizes_first_and_then_row_by_row(d):
    ours, by_hand = np.random.default_rng(5), np.random.default_rng(5)
    np.testing.assert_array_equal(perturbation.sample_text_masks(60, d, ours), text_masks_by_hand(60, d, by_hand))
    assert ours.bit_generator.state == by_hand.bit_generator.state


def test_text_masks_are_the_same_in_blocks_of_rows(monkeypatch):
    monkeypatch.setattr("scratchml._subsets.BLOCK", 100)
    masks = perturbation.sample_text_masks(60, 9, np.random.default_rng(5))
    np.testing.assert_array_equal(masks, text_masks_by_hand(60, 9, np.random.default_rng(5)))


def test_text_masks_are_the_same_where_numpy_draws_in_another_way(monkeypatch):
    monkeypatch.setattr("scratchml._subsets._numpy_draws_as_expected", lambda: False)
    masks = perturbation.sample_text_masks(60, 9, np.random.default_rng(5))
    np.testing.assert_array_equal(masks, text_masks_by_hand(60, 9, np.random.default_rng(5)))


def test_this_numpy_draws_as_expected():
    assert _numpy_draws_as_expected()


def test_how_many_words_go_is_uniform(rng):
    removed = 5 - perturbation.sample_text_masks(4000, 5, rng)[1:].sum(axis=1)
    np.testing.assert_allclose(np.bincount(removed, minlength=6)[1:] / 3999, 0.2, atol=0.03)


@pytest.mark.parametrize("sample", [perturbation.sample_masks, perturbation.sample_text_masks])
def test_one_sample_is_the_original(sample, rng):
    np.testing.assert_array_equal(sample(1, 3, rng), [[1, 1, 1]])


@pytest.mark.parametrize("sample", [perturbation.sample_masks, perturbation.sample_text_masks])
@pytest.mark.parametrize("sizes", [(0, 3), (3, 0)])
def test_masks_need_a_sample_and_a_feature(sample, sizes, rng):
    with pytest.raises(ValueError, match="at least 1 sample and 1 feature"):
        sample(*sizes, rng)


@pytest.mark.parametrize("sample", [perturbation.sample_masks, perturbation.sample_text_masks])
def test_masks_are_drawn_from_a_generator(sample):
    with pytest.raises(TypeError, match="rng must be a numpy"):
        sample(3, 3, 0)


def test_text_loses_its_words_everywhere():
    tokens = ["to", "be", "or", "not", "to", "be"]
    texts = perturbation.mask_text(tokens, [[1, 1, 1, 1], [0, 1, 1, 0], [0, 0, 0, 0]])
    assert texts == ["to be or not to be", "be or be", ""]


def test_text_loses_words_by_position_where_order_matters():
    assert perturbation.mask_text(["a", "b", "a"], [[0, 1, 1]], bow=False) == ["b a"]


@pytest.mark.parametrize(("bow", "columns"), [(True, 3), (False, 2)])
def test_text_masks_have_a_column_for_each_word_or_position(bow, columns):
    with pytest.raises(ValueError, match="masks must have shape"):
        perturbation.mask_text(["a", "b", "a"], np.ones((4, columns), int), bow=bow)


def test_masks_hold_zero_and_one_only():
    with pytest.raises(ValueError, match="0 and 1 only"):
        perturbation.mask_text(["a", "b"], [[2, 0]])


def test_quartiles_are_borders_without_doubles(table):
    smooth, ties, constant = perturbation.quartile_bins(table)
    np.testing.assert_array_equal(smooth, np.percentile(table[:, 0], [25, 50, 75]))
    np.testing.assert_array_equal(ties, [0, 1])
    np.testing.assert_array_equal(constant, [0.1])


def draws_by_hand(x, X, bins, n_samples, rng):
    """The stated draws, one value at a time."""
    Z, raw = np.empty((n_samples, len(x)), int), np.empty((n_samples, len(x)))
    for j, borders in enumerate(bins):
        codes = np.array([np.searchsorted(borders, value) for value in X[:, j]])
        frequency = np.bincount(codes, minlength=len(borders) + 1) / len(X)
        drawn = rng.choice(len(borders) + 1, n_samples, p=frequency)
        for i, b in enumerate(drawn):
            members = X[codes == b, j]
            raw[i, j] = members[rng.integers(len(members))]
        Z[:, j] = drawn == np.searchsorted(borders, x[j])
    Z[0], raw[0] = 1, x
    return Z, raw


def test_table_rows_are_drawn_as_stated(table):
    bins = perturbation.quartile_bins(table)
    ours, by_hand = np.random.default_rng(5), np.random.default_rng(5)
    got = perturbation.sample_tabular(table[7], table, bins, 50, ours)
    for a, b in zip(got, draws_by_hand(table[7], table, bins, 50, by_hand), strict=True):
        np.testing.assert_array_equal(a, b)
    assert ours.random() == by_hand.random()


def test_a_bin_that_no_training_value_fills_is_never_drawn(rng):
    X = np.array([[0.0], [3.0]])
    Z, raw = perturbation.sample_tabular([2.5], X, [np.array([1.0, 2.0])], 200, rng)
    assert set(raw[1:, 0]) == {0.0, 3.0}
    np.testing.assert_array_equal(Z[1:, 0], raw[1:, 0] == 3.0)


def test_a_value_on_a_border_lies_below_it(rng):
    X = np.array([[1.0], [2.0]])
    Z, raw = perturbation.sample_tabular([1.0], X, [np.array([1.0])], 50, rng)
    np.testing.assert_array_equal(Z, raw == 1.0)


def test_a_row_outside_the_training_data_is_kept_as_it_is(table, rng):
    _, raw = perturbation.sample_tabular([99.0, 99.0, 99.0], table, perturbation.quartile_bins(table), 5, rng)
    np.testing.assert_array_equal(raw[0], [99.0, 99.0, 99.0])


@pytest.mark.parametrize(
    ("x", "n_columns", "words"),
    [([0.0, 1.0], 3, "x has shape"), ([0.0, 1.0, 2.0], 2, "2 arrays of bins"), ([0, np.nan, 0], 3, "x is not finite")],
)
def test_row_table_and_bins_must_fit(table, x, n_columns, words, rng):
    with pytest.raises(ValueError, match=words):
        perturbation.sample_tabular(x, table, perturbation.quartile_bins(table)[:n_columns], 5, rng)


@pytest.mark.parametrize("X", [np.ones(3), np.ones((0, 3)), np.array([[1.0, np.inf]])])
def test_bins_need_a_finite_table(X):
    with pytest.raises(ValueError, match="X "):
        perturbation.quartile_bins(X)


def test_arguments_stay_as_they_are(table, rng):
    before, x = table.copy(), table[0].copy()
    perturbation.sample_tabular(x, table, perturbation.quartile_bins(table), 20, rng)
    np.testing.assert_array_equal(table, before)
    np.testing.assert_array_equal(x, before[0])
