"""A global view: a few explanations that show the model, and measures of how good an explanation is."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=5)

submodular_pick = lesson.exercise("submodular_pick", minutes=12, hints=(
    "How much of the model does a feature stand for? One number for each column, from all rows.",
    "For each row: the importance of what it shows and nobody has shown so far. What is covered now?",
    "A row that is chosen must not win again, not even if all others add nothing.",
))
stability = lesson.exercise("stability", minutes=12, hints=(
    "What is the rank of a weight? Count how many weights of its run are lower.",
    "Equal weights: count those that are lower and those that are not higher. Where does the shared rank lie?",
    "`np.corrcoef` correlates all rows with all rows. Which entries of its answer are pairs of different runs?",
))
deletion_curve = lesson.exercise("deletion_curve", minutes=8, hints=(
    "How many masks are there, if nothing and everything are to be among what is taken away?",
    "A part that goes stays away: in which rows of the masks is it 0?",
))

PERMUTED = np.array([3, 0, 4, 1, 5, 2])  # turned round, it is another order


def scaled(rng, rows):
    """Make a table of explanations whose numbers differ a little from seed to seed, without changing who wins."""
    return np.array(rows, dtype=np.float64) * rng.uniform(0.98, 1.02, size=(len(rows), len(rows[0])))


def linear(masks):
    """A black box: each part adds its own power of two, so that every mask has its own answer."""
    return 0.1 + np.asarray(masks) @ 2.0 ** -np.arange(1, np.shape(masks)[1] + 1)


def jumpy(masks):
    """A black box in which parts work together, so that answers rise and fall."""
    kept = np.asarray(masks) * 1.0
    together = 2 * kept[:, 0] * kept[:, 3] - kept[:, 2] * kept[:, 5]
    return np.tanh(kept @ np.array([1.0, -2.0, 0.5, 1.5, -0.3, 0.8]) + together)


@submodular_pick.check(points=1, hint="A feature counts by its importance, however large its weight in this row is.")
def test_covers_most_first(both, rng):
    """takes the row first that shows the most importance, even with small weights"""
    rows = [[0, 0, 5, 0, 0], [1, 1, 0, 1, 0], [1, 1, 0, 0, 0], [0, 1, 0, 1, 0], [0, 0, 0, 0, 1]]
    both.submodular_pick(scaled(rng, rows), 1)
    both.submodular_pick(scaled(rng, rows)[::-1], 1)
    both.submodular_pick(scaled(rng, [[9, 0, 0, 9], [8, 0, 0, 8], [0.1, 0.1, 0.1, 0], [0, 4, 3, 0]]), 1)


@submodular_pick.check(points=2, hint="What has been shown already adds nothing.")
def test_adds_what_is_new(both, rng):
    """takes the row next that adds most to what is covered, in this order"""
    rows = [[0, 0, 0, 2, 0, 0], [3, 2, 0, 0, 0, 0], [3, 2, 2, 0, 0, 0], [0, 0, 2, 2, 1, 0], [0, 2, 2, 0, 0, 0]]
    rows += [[0, 0, 0, 0, 0, 1]]
    for budget in (2, 3, 4):
        both.submodular_pick(scaled(rng, rows), budget)
    W = rng.normal(size=(12, 9)) * (rng.random((12, 9)) < 0.3)
    both.submodular_pick(W, 5)


@submodular_pick.check(points=1, hint="The importance of a feature is a root.")
def test_root_of_importance(both, rng):
    """takes the root of the summed weights, so that a frequent feature does not drown all others"""
    both.submodular_pick(scaled(rng, [[0, 10, 0, 0, 0], [6, 0, 0, 0, 0], [6, 0, 0, 0, 0], [0, 0, 2, 2, 2]]), 4)
    both.submodular_pick(scaled(rng, [[9, 0, 0, 0], [0, 1, 1, 1], [0, 1, 1, 1]]), 2)


@submodular_pick.check(points=1, hint="A reason against is a reason, too.")
def test_reasons_against(both, rng):
    """counts weights by their size: two signs do not cancel, and a negative weight covers"""
    both.submodular_pick(scaled(rng, [[-3, -3, 0, 0], [3, 3, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]), 3)
    both.submodular_pick(scaled(rng, [[1, 0, 0, 0], [0, -2, -2, 0], [0, 0, 2.1, 1], [-1, 0, 0, 0]]), 3)


@submodular_pick.check(points=2, hint="Within 1e-9 it is a tie.")
def test_pick_ties(both, rng):
    """takes the lowest of rows that add the same, up to 1e-9"""
    both.submodular_pick(np.array([[0, 1.0], [1, 0], [1, 0], [0, 1]]), 3)
    for more in (5e-10, 1e-9, 3e-9, 6e-9):
        both.submodular_pick(np.array([[1.0, 0.0], [0.0, 1 + more]]), 1)
    for _ in range(5):
        sizes = rng.uniform(0.5, 2, size=6)  # summed in another order, the same sizes differ by rounding
        W = np.zeros((8, 48))
        for i in range(8):
            W[i, 6 * i:6 * i + 6] = rng.permutation(sizes)
        both.submodular_pick(W, 8)


@submodular_pick.check(points=1)
def test_nothing_left_to_cover(both, rng):
    """goes on with the lowest row when nothing is left to cover"""
    both.submodular_pick(scaled(rng, [[0, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 1], [2, 0, 0]]), 4)
    both.submodular_pick(np.zeros((3, 4)), 2)


@submodular_pick.check(points=1)
def test_budgets(both, rng):
    """chooses one or all, never more than there are, and raises ValueError for none"""
    W = scaled(rng, [[0, 1, 0, 0, 2], [1, 1, 1, 0, 0], [0, 0, 1, 1, 0]])
    both.submodular_pick(W.astype(np.float32), 1)
    both.submodular_pick(W, 3)
    both.submodular_pick(W, 7)
    both.raises(ValueError).submodular_pick(W, 0)
    both.raises(ValueError).submodular_pick(W, -2)


@stability.check(points=1)
def test_two_runs(both, rng):
    """is the correlation of the ranks of two runs"""
    both.stability(rng.normal(size=(2, 7)))
    both.stability(np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [3.0, 1.0, 4.0, 5.0, 2.0]]))


@stability.check(points=2, hint="Every run with every other run, each pair once; no run with itself.")
def test_all_pairs(both, rng):
    """is the mean over all pairs of different runs"""
    truth = np.array([2.0, -1.0, 0.5, 4.0, -3.0, 1.2, 0.1])
    both.stability(truth + rng.normal(size=(5, 7)))
    both.stability(np.vstack([truth + 0.5 * rng.normal(size=(3, 7)), -truth]))
    both.stability(rng.normal(size=(9, 3)))


@stability.check(points=1, hint="Which of two weights is larger counts, not by how much.")
def test_only_ranks_count(both, learner, expect, rng):
    """does not mind how large the weights are, only which are larger"""
    runs = rng.normal(size=(4, 6))
    both.stability(np.exp(5 * runs))
    ordered = np.cumsum(rng.uniform(0.1, 9, size=(4, 6)), axis=1)
    expect(learner.stability(ordered - 20), 1.0, "the stability of runs that rank alike")
    expect(learner.stability(np.stack([ordered[0], -ordered[1]])), -1.0, "the stability of opposite runs")


@stability.check(points=1, hint="A reason against is the opposite of a reason for.")
def test_signs_count(both):
    """ranks weights with their signs"""
    both.stability(np.array([[-5.0, 1.0, 2.0, -0.5, 3.0], [5.0, 1.5, 2.5, -0.2, 3.5], [-4.0, 0.3, 0.2, 0.1, 0.9]]))


@stability.check(points=2, hint="Equal weights share the mean of their ranks.")
def test_equal_weights_share_a_rank(both, rng):
    """gives equal weights the mean of their ranks"""
    both.stability(np.array([[0.0, 0.0, 0.0, 2.0, 1.0, -1.0], [0.5, 0.0, 0.0, 0.0, 3.0, 0.0]]))
    both.stability(np.array([[1.0, 1.0, 2.0, 2.0], [2.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 4.0]]))
    both.stability(np.hstack([rng.integers(0, 3, size=(4, 7)), np.tile([0, 5], (4, 1))]) * 0.5)


@stability.check(points=1)
def test_runs_single_precision(both, rng):
    """takes float32, and many features"""
    both.stability(rng.normal(size=(3, 40)).astype(np.float32))


@deletion_curve.check(points=2)
def test_parts_go_one_by_one(both):
    """asks about the example after each part is taken away, in the order given"""
    both.deletion_curve(linear, np.array([0, 1, 2, 3]))
    both.deletion_curve(linear, np.array([2, 0, 1]))


@deletion_curve.check(points=1, hint="The order is a list of parts: the first entry says which part goes first.")
def test_order_is_a_list_of_parts(both, rng):
    """takes the order for a list of parts, not of ranks"""
    both.deletion_curve(linear, PERMUTED)
    both.deletion_curve(linear, rng.permutation(9))


@deletion_curve.check(points=1)
def test_from_everything_to_nothing(learner, expect):
    """starts with all parts and ends with none"""
    answers = learner.deletion_curve(linear, PERMUTED)
    whole, nothing = linear(np.array([[1] * 6, [0] * 6]))
    expect(np.ravel(answers)[0], whole, "the first answer")
    expect(np.ravel(answers)[-1], nothing, "the last answer")


@deletion_curve.check(points=1, hint="Return what the model says, whether it rises or falls.")
def test_any_answers(both):
    """returns the answers as they are, rising or falling, of one part as well"""
    both.deletion_curve(jumpy, PERMUTED)
    both.deletion_curve(jumpy, PERMUTED[::-1])
    both.deletion_curve(linear, np.array([0]))
