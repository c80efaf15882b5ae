"""Perceptron: show an example, and change the weights only where the guess was wrong."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=2)

perceptron_update = lesson.exercise(
    "perceptron_update", minutes=3, core=True, after=("net_input", "step"), hints=(
        "First guess, with the weights as they are. What can y minus the guess be, and when is it 0?",
        "The formula has one bracket for all three cases, so no if is needed. The bias is like a weight of an input 1.",
        "Make new arrays: w = w + ... and not w += ...",
    ),
)  # fmt: skip
perceptron_fit = lesson.exercise(
    "perceptron_fit", minutes=4, core=True, after=("perceptron_update", "net_input", "step"), hints=(
        "Two loops, one within the other. What belongs to an epoch, and what to an example?",
        "Is the example wrong? Ask before its update, and count. Then take over what the update returns.",
        "The count of an epoch goes into the list first; then ask whether it was 0.",
    ),
)  # fmt: skip
perceptron_predict = lesson.exercise("perceptron_predict", minutes=1, after=("net_input", "step"), hints=(
    "A trained perceptron is a neuron.",
    "All rows at once: what does net_input make of a batch?",
))
margin = lesson.exercise("margin", minutes=3, after=("net_input",), hints=(
    "The sign says on which side a point lies. How do you make 'the right side' positive, for both labels?",
    "2y - 1 is 1 for one label and -1 for the other. The distance is in the units of X: what do you divide by?",
))

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, OR, XOR = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1]), np.array([0, 1, 1, 0])
# Whole and half numbers, and rates that are powers of two: so nothing is rounded, and a net input of 0 is 0.
POINTS = np.array([[4.0, 3, -1], [1, 1, 0.5], [2, -1, 1.5], [-1, 0.5, 2], [0.5, 3, 1], [-2, -1, 0.5]])
LABELS = np.array([0, 1, 1, 0, 0, 1])


def two_clouds(rng, n=12):
    """Draw examples of two classes with a gap between them, in turns."""
    labels = np.arange(n) % 2
    return rng.normal(size=(n, 3)) + np.where(labels == 1, 4.0, -1.0)[:, None], labels


@perceptron_update.check(points=1, hint="What is y minus the guess if the guess is right?")
def test_right_guess(both, rng):
    """changes nothing where the guess is right"""
    x = rng.uniform(0.5, 1.5, size=3)
    both.perceptron_update(x, 0.25, x, 1, 0.1)
    both.perceptron_update(-x, 0.25, x, 0, 0.1)


@perceptron_update.check(points=2)
def test_missed(both, rng):
    """moves towards an example that it missed, with the learning rate"""
    x = rng.uniform(0.5, 1.5, size=3)
    both.perceptron_update(-2 * x, 0.125, x, 1, 0.1)


@perceptron_update.check(points=2)
def test_false_alarm(both, rng):
    """moves away from an example at which it fired wrongly"""
    x = rng.uniform(0.5, 1.5, size=4)
    both.perceptron_update(2 * x, 0.125, x, 0, 0.3)


@perceptron_update.check(points=1, hint="A net input of exactly 0 fires, so the guess is 1.")
def test_update_at_zero(both):
    """guesses 1 where the net input is exactly 0"""
    w, x = np.array([2.0, 0.5]), np.array([1.0, -2.0])
    both.perceptron_update(w, 0.5, x, 1, 0.5)
    both.perceptron_update(w, -1.0, x, 0, 0.5)
    both.perceptron_update(w, -1.0, x, 1, 0.5)


@perceptron_update.check(points=1)
def test_update_float32(both, rng):
    """looks at the bias when it guesses, and takes float32"""
    x = rng.uniform(0.5, 1.5, size=3).astype(np.float32)
    both.perceptron_update(x, -20.0, x, 1, 0.25)
    both.perceptron_update(-x, 20.0, x, 0, 0.25)


@perceptron_fit.check(points=1)
def test_first_epoch(both):
    """starts at zeros and updates after each example"""
    both.perceptron_fit(POINTS, LABELS, 0.5, 1)


@perceptron_fit.check(points=2, hint="An example is wrong or right at the moment when it is visited.")
def test_counts_mistakes_as_they_happen(both):
    """counts the mistakes of each epoch as they happen, in the order of the rows"""
    both.perceptron_fit(POINTS, LABELS, 0.25, 3)
    both.perceptron_fit(POINTS[::-1], LABELS[::-1], 0.25, 3)


@perceptron_fit.check(points=2, hint="The 0 of the epoch without a mistake is in the list; then it is over.")
def test_stops_without_a_mistake(both):
    """stops after the first epoch without a mistake"""
    both.perceptron_fit(POINTS, LABELS, 0.5, 3)
    both.perceptron_fit(POINTS, LABELS, 0.5, 40)


@perceptron_fit.check(points=1)
def test_learns_gates(both):
    """learns AND and OR, and takes float32"""
    both.perceptron_fit(CORNERS, AND, 1.0, 50)
    both.perceptron_fit(CORNERS.astype(np.float32), OR, 0.5, 50)


@perceptron_fit.check(points=1, hint="epochs is the largest number of rounds.")
def test_xor_never_ends(both):
    """tries as many epochs as it may where no line can do it"""
    both.perceptron_fit(CORNERS, XOR, 1.0, 5)


@perceptron_fit.check(points=1)
def test_separates_clouds(both, rng):
    """separates two clouds with a gap between them"""
    X, y = two_clouds(rng)
    both.perceptron_fit(X, y, 0.5, 5)


@perceptron_predict.check(points=1)
def test_predicts_each_row(both, rng):
    """gives one label for each row, and takes float32"""
    w, (X, _) = np.array([0.5, -1.0, 0.25]), two_clouds(rng, 7)
    X[:, 0] = [9.0, -9.0, 30.0, -30.0, 9.0, 9.0, -9.0] + 2 * X[:, 1]
    both.perceptron_predict(X, w, 0.5)
    both.perceptron_predict(X.astype(np.float32), w.astype(np.float32), 0.5)


@perceptron_predict.check(points=1, hint="From which net input on is the label 1?")
def test_predicts_at_the_line(both):
    """counts points on the line as 1, with any bias"""
    X = np.array([[2.0, 1.0], [0.5, 2.0], [1.0, 1.0], [-3.0, 1.0]])
    for b in (-2.0, -3.0, 2.5):
        both.perceptron_predict(X, np.array([1.0, 1.0]), b)


@margin.check(points=1)
def test_distance_of_the_nearest(both):
    """is the distance of the nearest example where all are right"""
    X = np.array([[3.0, 4.0], [2.0, 1.0], [-1.0, -1.0], [0.0, -3.0], [1.0, 2.0]])
    both.margin(np.array([3.0, 4.0]), 1.0, X, np.array([1, 1, 0, 0, 1]))


@margin.check(points=1, hint="An example on the wrong side counts as a negative distance, whatever its label.")
def test_negative_if_wrong(both):
    """is negative where an example is wrong, and then the worst one counts"""
    X = np.array([[3.0, 4.0], [2.0, 1.0], [-1.0, -1.0], [0.0, -3.0], [1.0, 2.0]])
    both.margin(np.array([3.0, 4.0]), 1.0, X, np.array([1, 0, 0, 0, 1]))
    both.margin(np.array([3.0, 4.0]), 1.0, X, np.array([1, 1, 0, 1, 1]))


@margin.check(points=1)
def test_margin_of_drawn_points(both, rng):
    """works with any number of inputs, and takes float32"""
    X, y = two_clouds(rng, 8)
    both.margin(rng.uniform(0.5, 1.5, size=3), -1.5, X, y)
    both.margin(np.array([1.0, 0.5, 2.0], dtype=np.float32), -1.5, X.astype(np.float32), y)


@margin.check(points=1, hint="Without any weight there is no line, and no distance from it.")
def test_no_line(both):
    """raises ValueError where all weights are 0"""
    both.raises(ValueError).margin(np.zeros(2), 1.0, CORNERS, AND)


@margin.check(points=1, hint="Twice the weights and twice the bias are the same line.")
def test_same_line_same_margin(learner, expect, rng):
    """does not change when weights and bias are multiplied by the same number"""
    X, y = two_clouds(rng, 6)
    w, b = rng.uniform(0.5, 1.5, size=3), -1.0
    expect(learner.margin(16 * w, 16 * b, X, y), learner.margin(w, b, X, y), "the margin for 16 w and 16 b")
