"""Perturbation: one example in, many changed ones out, and what was kept in each."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=1)

sample_masks = lesson.exercise("sample_masks", minutes=5, core=True, hints=(
    "A coin is a whole number that is 0 or 1. Which method of a Generator draws whole numbers, many at a time?",
    "The upper end of `integers` is not drawn. Toss for the first row too, and overwrite it afterwards.",
))
mask_image = lesson.exercise("mask_image", minutes=15, core=True, hints=(
    "Make one picture in which all parts are covered. Then each result takes every pixel from one of two pictures.",
    "Which column of the masks does each pixel look at? `np.unique` can answer that for all pixels at once.",
    "With channels, the choice of a pixel needs one more axis at the end.",
))
grid_segments = lesson.exercise("grid_segments", minutes=8, hints=(
    "Take one axis at a time: in which row of cells is line y?",
    "How many full rows of cells come before this one, and how many cells are in each?",
))
sample_text_masks = lesson.exercise("sample_text_masks", minutes=8, hints=(
    "First how many, then which ones. The first row takes part in neither.",
    "Both ends of 1 to d are possible: is the upper end of `integers` drawn?",
))
mask_text = lesson.exercise("mask_text", minutes=8, hints=(
    "For each token of the text, in order: which column of the masks decides about it?",
    "A dict keeps its keys in the order in which they came, and each only once.",
))
quartile_bins = lesson.exercise("quartile_bins", minutes=5, hints=(
    "Each column has borders of its own. What are the percentiles called in numpy?",
    "Equal borders should be there only once; columns may then have different numbers of them.",
))
sample_tabular = lesson.exercise("sample_tabular", minutes=20, hints=(
    "Which bin is each training value in? `np.searchsorted` tells, and its `side` says whose the border is.",
    "How often does each bin occur? These shares are the probabilities with which you draw bins.",
    "If the column is sorted by bin (stably), where does each bin start? The drawn position counts from there.",
))

PATCHES = np.array([[0, 0, 2, 2, 2], [0, 1, 1, 2, 2], [3, 1, 1, 1, 2], [3, 3, 3, 1, 1]])
MASKS = np.array([[1, 1, 1, 1], [0, 1, 1, 1], [1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 1]])
NUMBERED = np.array([10, -3, 50, 7])[PATCHES]  # the labels neither in order of place, nor from 0, nor without gaps
WORDS = ["no", "one", "told", "no", "one", "but", "one"]


def table(rng, n_rows=40):
    """Make a table: ties on the borders, a skewed column, a continuous one, a constant one."""
    ties = rng.permutation(np.arange(n_rows) % 5)
    skewed = rng.permutation(np.r_[np.zeros(n_rows - 12), np.arange(12.0)])
    return np.column_stack([ties, skewed, rng.normal(size=n_rows), np.full(n_rows, 4.0)])


BORDERS = [np.array([1.0, 2.0, 3.0]), np.array([0.0, 4.0]), np.array([-0.5, 0.1, 0.7]), np.array([4.0])]
EXAMPLE = np.array([1.0, 4.0, 0.3, 4.0])
ABOVE, UP_TO = np.array([-np.inf, 0.0, 0.1, -np.inf]), np.array([1.0, 4.0, 0.7, 4.0])  # its bins


@sample_masks.check(points=1)
def test_coins(both, rng):
    """tosses a coin for each part of each sample, as the docstring says"""
    both.sample_masks(7, 5, rng)


@sample_masks.check(points=1, hint="The example itself belongs to the samples.")
def test_first_mask_keeps_all(learner, expect, rng):
    """keeps everything in the first row"""
    expect(learner.sample_masks(9, 30, rng)[0], np.ones(30), "the first row")


@sample_masks.check(points=1)
def test_one_mask(both, learner, expect, rng):
    """takes one sample, and many"""
    both.sample_masks(1, 30, rng)
    masks = learner.sample_masks(2001, 4, rng)
    expect(np.mean(masks[1:], axis=0), np.full(4, 0.5), "the share kept of each part", tol=0.1)


@mask_image.check(points=1)
def test_black_patches(both, rng):
    """paints the parts that are not kept with a number"""
    both.mask_image(rng.uniform(1, 2, size=(4, 5)), PATCHES, MASKS, 0.0)
    both.mask_image(rng.uniform(1, 2, size=(4, 5)), PATCHES, MASKS, 0.25)


@mask_image.check(points=2)
def test_mean_of_each_part(both, rng):
    """paints each part with its own mean, and does so by default"""
    image = rng.uniform(1, 2, size=(4, 5)) + PATCHES
    both.mask_image(image, PATCHES, MASKS, "mean")
    both.mask_image(image, PATCHES, MASKS)


@mask_image.check(points=1, hint="The mean runs over the pixels of the part, not over the channels.")
def test_colours(both, rng):
    """takes the mean of each channel, and a number for all channels"""
    image = rng.uniform(1, 2, size=(4, 5, 3)) + 2 * np.arange(3)
    both.mask_image(image, PATCHES, MASKS, "mean")
    both.mask_image(image, PATCHES, MASKS, 0.5)


@mask_image.check(points=1, hint="Which labels occur, in ascending order?")
def test_any_labels(both, rng):
    """gives column j to the j-th smallest label, whatever the labels are"""
    both.mask_image(rng.uniform(1, 2, size=(4, 5, 2)) + PATCHES[..., None], NUMBERED, MASKS, "mean")


@mask_image.check(points=2)
def test_bytes(both, learner, expect, rng):
    """keeps the dtype of the picture and cuts off decimals"""
    image = (10 * PATCHES + np.arange(5)).astype(np.uint8)
    image[0, :2], image[1, 0], image[2:, 0], image[3, 1:3] = (100, 101), 102 - rng.integers(2), (7, 8), 8
    image[3, 4] += 3
    both.mask_image(image, PATCHES, MASKS, "mean")
    both.mask_image(image, PATCHES, MASKS, 99.75)
    expect(str(learner.mask_image(image, PATCHES, MASKS, "mean").dtype), "uint8", "the dtype")


@mask_image.check(points=1)
def test_single_precision(both, rng):
    """takes float32, one mask, one channel"""
    both.mask_image(rng.uniform(1, 2, size=(4, 5, 1)).astype(np.float32), PATCHES, MASKS[3:4], "mean")


@mask_image.check(points=1)
def test_columns_must_fit(both, rng):
    """raises ValueError where the masks have too few or too many columns"""
    image = rng.uniform(1, 2, size=(4, 5))
    both.raises(ValueError).mask_image(image, PATCHES, MASKS[:, :3], "mean")
    both.raises(ValueError).mask_image(image, PATCHES, np.hstack([MASKS, MASKS]), 0.0)


@grid_segments.check(points=1)
def test_even_grid(both):
    """numbers equal cells row by row, from 0"""
    both.grid_segments(4, 6, 2, 3)


@grid_segments.check(points=2, hint="Multiply before you divide.")
def test_uneven_grid(both):
    """cuts as evenly as it can where the cells do not fit exactly"""
    both.grid_segments(7, 10, 3, 4)
    both.grid_segments(5, 11, 4, 7)


@grid_segments.check(points=1)
def test_smallest_and_largest_grid(both):
    """takes a single cell, and as many cells as pixels"""
    both.grid_segments(3, 4, 1, 1)
    both.grid_segments(3, 4, 3, 4)


@grid_segments.check(points=1)
def test_impossible_grid(both):
    """raises ValueError for less than one row or column, and for more than there are pixels"""
    for rows, cols in ((4, 2), (2, 5), (0, 2), (2, 0), (-1, 2), (2, -1)):
        both.raises(ValueError).grid_segments(3, 4, rows, cols)


@sample_text_masks.check(points=2)
def test_sizes_then_words(both, rng):
    """draws how many words to leave out, then which, as the docstring says"""
    both.sample_text_masks(40, 6, rng)


@sample_text_masks.check(points=1)
def test_each_size_occurs(learner, expect, rng):
    """leaves out any number of words from one to all, and none in the first row only"""
    masks = learner.sample_text_masks(300, 4, rng)
    expect(np.unique(4 - np.sum(masks[1:], axis=1)), np.arange(1, 5), "the numbers of words left out")
    expect(masks[0], np.ones(4), "the first row")


@sample_text_masks.check(points=1)
def test_single_word_or_row(both, rng):
    """takes a single word, and a single row"""
    both.sample_text_masks(5, 1, rng)
    both.sample_text_masks(1, 5, rng)


@mask_text.check(points=1)
def test_words_in_order(both):
    """keeps words in their order, joined by single spaces"""
    both.mask_text(["we", "All", "know"], np.array([[1, 1, 1], [0, 1, 1], [1, 0, 1], [0, 0, 1]]))


@mask_text.check(points=2, hint="Columns belong to distinct words, in order of first appearance.")
def test_words_that_return(both):
    """leaves out a repeated word everywhere, and does so by default"""
    both.mask_text(WORDS, MASKS)
    both.mask_text(WORDS, MASKS, True)


@mask_text.check(points=1)
def test_positions(both, rng):
    """has one column for each position if bow is False"""
    masks = np.vstack([np.eye(7, dtype=np.int64), 1 - np.eye(7, dtype=np.int64), rng.integers(0, 2, (5, 7))])
    both.mask_text(WORDS, masks, bow=False)


@mask_text.check(points=1)
def test_nothing_left(both):
    """gives the empty text where nothing is kept"""
    both.mask_text(["all", "gone"], np.array([[0, 0], [1, 0]]))


@quartile_bins.check(points=2)
def test_three_borders(both, rng):
    """gives the quartiles of each column"""
    both.quartile_bins(rng.normal(size=(10, 3)) + np.array([0.0, 10.0, -5.0]))


@quartile_bins.check(points=1, hint="Each border is wanted only once.")
def test_equal_borders(both):
    """has equal borders only once"""
    columns = [1, 2, 3, 4, 5, 6], [2, 2, 2, 2, 2, 2], [1, 1, 1, 1, 5, 9], [0, 0, 0, 7, 7, 7]
    both.quartile_bins(np.array(columns, dtype=np.float64).T)


@quartile_bins.check(points=1)
def test_bins_single_precision(both, rng):
    """takes float32"""
    both.quartile_bins(rng.normal(size=(11, 2)).astype(np.float32))


@sample_tabular.check(points=2)
def test_one_column(both, rng):
    """draws bins by their frequency, then training values from them, as the docstring says"""
    both.sample_tabular(EXAMPLE[2:3], table(rng)[:, 2:3], BORDERS[2:3], 60, rng)


@sample_tabular.check(points=2)
def test_all_columns(both, rng):
    """goes through the columns one after the other"""
    both.sample_tabular(EXAMPLE, table(rng), BORDERS, 60, rng)


@sample_tabular.check(points=1, hint="A border belongs to the bin below it.")
def test_values_on_borders(both, rng):
    """puts values that lie on a border into the lower bin"""
    for value in (1.0, 2.0, 3.0, 9.0):
        both.sample_tabular(np.array([value]), table(rng)[:, :1], BORDERS[:1], 60, rng)


@sample_tabular.check(points=1)
def test_example_comes_first(learner, expect, rng):
    """has the example in the first row, and ones beside it"""
    Z, raw = learner.sample_tabular(EXAMPLE, table(rng), BORDERS, 20, rng)
    expect(raw[0], EXAMPLE, "the first row of values")
    expect(Z[0], np.ones(4), "the first row of Z")


@sample_tabular.check(points=1)
def test_same_bin_means_one(learner, expect, rng):
    """marks exactly the values that share the example's bin"""
    Z, raw = learner.sample_tabular(EXAMPLE, table(rng), BORDERS, 80, rng)
    expect(Z, ((raw > ABOVE) & (raw <= UP_TO)).astype(np.int64), "Z")
