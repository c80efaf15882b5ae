"""The surrogate: distances, weights and a linear model that is right nearby."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=2)

cosine_distance = lesson.exercise("cosine_distance", minutes=6, core=True, hints=(
    "What is the length of a row, and what is the product of a row with the other vector?",
    "A row of zeros has no angle. Divide only where there is something to divide by.",
))
kernel_weights = lesson.exercise("kernel_weights", minutes=4, core=True, hints=(
    "What is left of the root of an exp, if you take it into the exponent?",
    "Divide by the width before you square.",
))
weighted_ridge = lesson.exercise("weighted_ridge", minutes=15, core=True, hints=(
    "Which level is subtracted from the columns and from y, so that the intercept disappears?",
    "If every row is multiplied by the root of its weight, it becomes ordinary ridge.",
    "The intercept comes last: the line goes through the weighted means.",
))
euclidean_distance = lesson.exercise("euclidean_distance", minutes=3, hints=(
    "Pythagoras, row by row: what is squared, what is summed?",
    "The sum goes along the columns; one number a row is left.",
))
weighted_r2 = lesson.exercise("weighted_r2", minutes=8, core=True, hints=(
    "Which two sums of squares are compared? Where do the weights come in? There are three places.",
    "What is the quotient if all answers are equal? Look at that case first.",
))
forward_selection = lesson.exercise(
    "forward_selection", minutes=15, after=("weighted_ridge", "weighted_r2"), hints=(
        "For each column that is still free: fit it together with those chosen, and score the fit.",
        "The first entry that is at most 1e-9 below the best: compare all, and ask where the first True is.",
    ),
)  # fmt: skip
highest_weights = lesson.exercise("highest_weights", minutes=8, after=("weighted_ridge",), hints=(
    "One fit of all columns. What does each of them add to the prediction for the first row?",
    "Sorting alone would let rounding decide between equals. How near to the best is a tie?",
))
lasso_path = lesson.exercise("lasso_path", minutes=30, hints=(
    "On a piece of the path everything moves in a straight line. When does the next thing happen?",
    "Three kinds of things happen: a column joins with either sign, one leaves, or the price is 0. Take the first.",
    "Whoever has just left has a size equal to the price: do not let it join again at once.",
))

CORNERS = np.array([[1, 1, 1, 1], [1, 0, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 0]])


def samples(rng, n=40, d=5):
    """Make masks, answers and weights: the first row is all ones, the first columns hold both numbers."""
    Z = rng.integers(0, 2, (n, d))
    Z[0] = 1
    Z[1:d + 1] = 1 - np.eye(d, dtype=np.int64)
    Z[d + 1:2 * d + 1] = np.eye(d, dtype=np.int64)
    y = Z @ (1.5 + np.arange(d)) * 0.4 + rng.normal(size=n)
    return Z, y, rng.uniform(0.2, 1.0, n)


def spread_out(rng, n=40, d=5):
    """Make real-valued columns on several scales and places, with clear effects of different sizes."""
    Z = rng.normal(size=(n, d)) + np.linspace(-2, 2, d)
    y = Z @ (np.array([1.0, -3.0, 0.3, 9.0, -0.1, 27.0])[:d]) + 0.1 * rng.normal(size=n) + 5
    return Z, y, rng.uniform(0.2, 1.0, n)


@cosine_distance.check(points=1)
def test_angle_of_masks(both):
    """is one minus the root of the share kept, for masks"""
    both.cosine_distance(CORNERS[:3], CORNERS[0])


@cosine_distance.check(points=1)
def test_angle_of_any_rows(both, rng):
    """takes any numbers, and any vector to compare with"""
    both.cosine_distance(rng.normal(size=(6, 4)) + 1, rng.normal(size=4) + 2)
    both.cosine_distance(np.array([[0.1, 0.2], [-3.0, 0.5]]), np.array([-0.2, -0.1]))


@cosine_distance.check(points=1, hint="There is no angle: the docstring says what to return.")
def test_nothing_kept(both):
    """gives 1 for a row of zeros"""
    both.cosine_distance(CORNERS, CORNERS[0])


@kernel_weights.check(points=2)
def test_kernel_values(both, rng):
    """is the root of exp(minus distance squared over width squared)"""
    both.kernel_weights(np.linspace(0, 1, 7), 0.25)
    both.kernel_weights(rng.uniform(0, 3, size=(4, 3)), 1.5)


@kernel_weights.check(points=1)
def test_kernel_single_precision(both, rng):
    """takes float32"""
    both.kernel_weights(rng.uniform(0, 3, size=5).astype(np.float32), 2.0)


@kernel_weights.check(points=1)
def test_kernel_without_width(both):
    """raises ValueError for a width of 0 or less, and takes a small one"""
    both.raises(ValueError).kernel_weights(np.array([0.0, 0.5]), 0)
    both.raises(ValueError).kernel_weights(np.array([0.0, 0.5]), -0.25)
    both.kernel_weights(np.array([0.0, 0.2]), 0.1)


@weighted_ridge.check(points=2)
def test_ridge_of_masks(both, rng):
    """gives the intercept and the coefficients of masks and answers"""
    both.weighted_ridge(*samples(rng), 1.0)


@weighted_ridge.check(points=1, hint="The penalty is not for the intercept, and alpha is not always 1.")
def test_ridge_alphas(both, rng):
    """shrinks the coefficients by any alpha, and never the intercept"""
    Z, y, weights = spread_out(rng)
    for alpha in (1e-4, 0.5, 30.0):
        both.weighted_ridge(Z, y + 100, weights, alpha)


@weighted_ridge.check(points=1)
def test_least_squares(both, rng):
    """is weighted least squares if alpha is 0"""
    both.weighted_ridge(*spread_out(rng), 0)


@weighted_ridge.check(points=1, hint="Weights are factors of squared errors: they may be 0, and of any size.")
def test_any_weights(both, rng):
    """takes weights of 0, and weights of any size"""
    Z, y, weights = spread_out(rng)
    both.weighted_ridge(Z, y, 50 * weights * (np.arange(40) % 3 > 0), 2.0)
    both.weighted_ridge(Z, y, 1e-3 * weights, 0.01)


@weighted_ridge.check(points=2)
def test_awkward_columns(both, rng):
    """takes equal and constant columns, a single one, more columns than rows, and equal answers"""
    Z, y, weights = spread_out(rng)
    Z[:, 1], Z[:, 2] = Z[:, 3], 0.3
    for alpha in (1.0, 0):
        both.weighted_ridge(Z, y, weights, alpha)
        both.weighted_ridge(Z[:, :1], y, weights, alpha)
        both.weighted_ridge(rng.normal(size=(4, 9)), y[:4], weights[:4], alpha)
        both.weighted_ridge(Z, np.full(40, 3.3), weights, alpha)


@weighted_ridge.check(points=1)
def test_impossible_weights(both, rng):
    """raises ValueError if a weight is negative or all are 0"""
    Z, y, weights = samples(rng)
    for refused in (0 * weights, weights - 2 * (np.arange(40) == 7), -weights):
        both.raises(ValueError).weighted_ridge(Z, y, refused, 1.0)


@euclidean_distance.check(points=1)
def test_straight_lines(both, rng):
    """is the root of the sum of squared differences, row by row, for masks as well"""
    both.euclidean_distance(rng.normal(size=(6, 4)), rng.normal(size=4) + 3)
    both.euclidean_distance(CORNERS, CORNERS[0])


@weighted_r2.check(points=2)
def test_share_explained(both, rng):
    """compares weighted squared errors with those of the weighted mean, and may be negative"""
    y = rng.normal(size=20) + 3
    both.weighted_r2(y, y + 0.3 * rng.normal(size=20) + 0.2, rng.uniform(0.1, 2, 20))
    both.weighted_r2(y, 9 - y, rng.uniform(0.1, 2, 20))


@weighted_r2.check(points=1)
def test_nothing_to_explain(both):
    """gives 1 or 0 for constant answers"""
    y, weights = np.full(4, 0.1), np.array([1.0, 0.5, 0.2, 0.7])
    both.weighted_r2(y, y + np.array([0.0, 0.0, 0.5, 0.0]), weights)
    both.weighted_r2(y, y, weights)


@weighted_r2.check(points=1, hint="A row that counts nothing cannot make the answers differ.")
def test_rows_without_weight(both, rng):
    """does not look at rows with weight 0"""
    y, weights = np.array([4.0, 0.1, 0.1, 0.1]), np.array([0.0, 1.0, 0.5, 0.2])
    both.weighted_r2(y, np.full(4, 0.1), weights)
    both.weighted_r2(y, np.array([0.1, 0.1, 0.1, 0.2]), weights)
    both.weighted_r2(rng.normal(size=4), rng.normal(size=4), weights)


@weighted_r2.check(points=1)
def test_no_weights_at_all(both):
    """raises ValueError if a weight is negative or all are 0"""
    y = np.array([1.0, 2.0, 3.0])
    both.raises(ValueError).weighted_r2(y, y, np.array([1.0, -0.5, 1.0]))
    both.raises(ValueError).weighted_r2(y, y, np.zeros(3))


@forward_selection.check(points=2)
def test_greedy_order(both, rng):
    """chooses columns in the order in which they help most"""
    both.forward_selection(*spread_out(rng, d=6), 4)
    both.forward_selection(*samples(rng), 3)


@forward_selection.check(points=1, hint="Which two columns are best together? Not the two that are best alone.")
def test_chosen_ones_stay_in_the_model(both, rng):
    """scores each candidate together with the columns chosen before"""
    Z, y, weights = spread_out(rng)
    Z[:, 4] = Z[:, 3] + 0.2 * Z[:, 4]  # good alone, useless beside column 3
    both.forward_selection(Z, y, weights, 3)


@forward_selection.check(points=1, hint="Within 1e-9 it is a tie.")
def test_forward_ties(both, rng):
    """takes the lowest index of columns that help alike"""
    Z, y, weights = spread_out(rng)
    for _ in range(5):
        both.forward_selection(np.outer(Z[:, 3], rng.uniform(-3, 3, 8)) + rng.normal(size=8), y, weights, 1)
    Z[:, 0] = 1 - 3 * Z[:, 3]
    both.forward_selection(Z, y, weights, 3)


@forward_selection.check(points=1)
def test_forward_counts(both, rng):
    """chooses one or all, never more than there are, and raises ValueError for none"""
    Z, y, weights = spread_out(rng)
    both.forward_selection(Z, y, weights, 1)
    both.forward_selection(Z, y, weights, 9)
    both.raises(ValueError).forward_selection(Z, y, weights, 0)


@highest_weights.check(points=2)
def test_largest_effects(both, rng):
    """orders by the size of coefficient times first row"""
    Z, y, weights = spread_out(rng, d=6)
    both.highest_weights(Z, y, weights, 4)
    Z[0] = [9.0, -0.2, 40.0, -0.5, 300.0, 0.0]
    both.highest_weights(Z, y, weights * (np.arange(40) > 0), 5)


@highest_weights.check(points=1, hint="The fit has the weights and an alpha of 0.01.")
def test_fit_before_choosing(both):
    """fits with the weights and with alpha 0.01"""
    Z = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.1], [0.0, 0.0, 0.0]])
    both.highest_weights(Z * [0.5, 3.0, 1.0], np.array([0.2, 2.0, 1.0, 0.0, 0.0]), np.array([0, 1, 1, 1, 1.0]), 3)
    both.highest_weights(Z, np.array([0.2, 1.0, 1.6, 0.3, 0.0]), np.array([0.0, 1.0, 0.01, 0.1, 1.0]), 3)


@highest_weights.check(points=1, hint="Within 1e-9 of the largest it is a tie.")
def test_effect_ties(both, rng):
    """takes the lowest index of columns with the same effect"""
    for size in (1.0, 1e-6, 1e6, 0.0, 1e6):
        Z, y, weights = spread_out(rng, d=6)
        Z[:, 1], Z[:, 2], Z[0, 4] = Z[:, 5], Z[:, 5], 0
        both.highest_weights(Z, size * y, weights, 6)


@highest_weights.check(points=1)
def test_highest_counts(both, rng):
    """chooses one or all, never more than there are, and raises ValueError for none"""
    Z, y, weights = spread_out(rng)
    both.highest_weights(Z, y, weights, 1)
    both.highest_weights(Z, y, weights, 9)
    both.raises(ValueError).highest_weights(Z, y, weights, 0)


@lasso_path.check(points=2)
def test_columns_wake_up(both, rng):
    """chooses the columns that wake up first, in ascending order"""
    Z, y, weights = spread_out(rng, d=6)
    for k in (1, 2, 3, 6):
        both.lasso_path(Z, y, weights, k)


@lasso_path.check(points=1)
def test_path_of_correlated_columns(both):
    """follows the path of correlated columns, where some leave again"""
    for seed in range(15):
        fixed = np.random.default_rng(seed)
        Z = fixed.normal(size=(30, 7)) @ (np.eye(7) + 0.9 * fixed.normal(size=(7, 7)))
        y, weights = Z @ fixed.normal(size=7) + fixed.normal(size=30), fixed.uniform(0.2, 1, 30)
        for k in range(1, 7):
            both.lasso_path(Z, y, weights, k)


@lasso_path.check(points=1, hint="A copy falls exactly as fast as the one at work: it never catches up.")
def test_path_with_copies(learner, reference, expect, rng):
    """takes one of two columns that say the same"""
    Z, y, weights = spread_out(rng)
    found = learner.lasso_path(np.hstack([Z, 0.1 - Z]), y, weights, 4)
    expect(np.sort(np.asarray(found) % 5), reference.lasso_path(Z, y, weights, 4), "the columns, of either copy")


@lasso_path.check(points=1)
def test_path_counts(both, rng):
    """chooses all if asked for more than there are, nothing if nothing helps, and raises ValueError for k = 0"""
    Z, y, weights = spread_out(rng)
    both.lasso_path(Z, y, weights, 9)
    both.lasso_path(Z, np.full(40, 3.0), weights, 2)
    both.lasso_path(Z, 1e-12 * y, weights, 3)
    both.lasso_path(1e-12 * Z, 1e12 * y, weights, 3)
    both.raises(ValueError).lasso_path(Z, y, weights, 0)
