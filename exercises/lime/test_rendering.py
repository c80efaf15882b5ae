"""Rendering: what an explanation looks like, as parts of a picture, as colours, as sentences."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=4)

top_segments = lesson.exercise("top_segments", minutes=6, hints=(
    "Which positions may be chosen at all? Decide that first.",
    "Sort sizes in falling order without disturbing equal ones: what does `kind=\"stable\"` promise?",
    "You have sorted some candidates. How do you get from a place among them to a place among all?",
))  # fmt: skip
overlay = lesson.exercise("overlay", minutes=12, hints=(
    "Mix each pixel with pure green or pure red. Which share makes a weight of 0 change nothing?",
    "Which weight does each pixel look at? `np.unique` can answer that for all pixels at once.",
    "Compute with floats and convert at the end. What is full green for bytes, and what for floats?",
))
as_list = lesson.exercise("as_list", minutes=10, hints=(
    "In which bin is the value? `np.searchsorted` tells, and puts a value on a border into the bin below.",
    "How many borders does a bin have? Look at the first and the last one.",
    "Two decimals, also for 0.3: an f-string can do that.",
))

PATCHES = np.array([[0, 0, 2, 2, 2], [0, 1, 1, 2, 2], [3, 1, 1, 1, 2], [3, 3, 3, 1, 1]])
NUMBERED = np.array([10, -3, 50, 7])[PATCHES]  # the labels neither in order of place, nor from 0, nor without gaps
BORDERS = [np.array([1.0, 2.25, 4.0]), np.array([-0.3]), np.array([1200.5, 1300.0]), np.array([-2.0, -1.0, 0.126])]
NAMES = ["petal width (cm)", "age", "income in euros", "x"]
ROW = np.array([1.7, 3.0, 1000.0, -1.0])


class Found:
    """An explanation of a row, with what is looked at."""

    def __init__(self, features, weights):
        self.features = features
        self.weights = np.array(weights)


def turn(before, after, segments):
    """Tell for each segment whether it turned to green (1), to red (-1), or to neither (0)."""
    changes = []
    for label in np.unique(segments):
        r, g, b = np.mean(after[segments == label].astype(float) - before[segments == label], axis=0)
        changes.append((g > max(r, b) + 1e-9) * 1 - (r > max(g, b) + 1e-9) * 1)
    return np.array(changes)


@top_segments.check(points=2)
def test_strongest_for(both, rng):
    """gives the k segments with the largest weights, strongest first"""
    both.top_segments(0.1 + rng.permutation(8) / 4, 3)
    both.top_segments(0.1 + rng.permutation(8).astype(np.float32), 5, True)


@top_segments.check(points=1, hint="Leave out what does not speak for the class before you choose.")
def test_positive_ones_only(both):
    """leaves out weights of 0 and below first, and then takes k"""
    both.top_segments(np.array([0.3, -0.9, 0.1, 0.0, -0.2, 0.4, 0.2]), 3, True)
    both.top_segments(np.array([0.3, -0.9, 0.1, 0.0, -0.2]), 4)
    both.top_segments(np.array([-0.3, -0.9, 0.0]), 2)


@top_segments.check(points=1)
def test_strongest_for_or_against(both):
    """ranks all segments by size if positive_only is False"""
    both.top_segments(np.array([0.3, -0.9, 0.1, 0.0, -0.2, 0.4]), 4, positive_only=False)
    both.top_segments(np.array([0.3, -0.9, 0.1, 0.0, -0.2, 0.4]), 9, positive_only=False)


@top_segments.check(points=1)
def test_equal_segments(both):
    """takes the lowest of equal ones first"""
    both.top_segments(np.array([0.5, 0.7, 0.2, 0.7, 0.5, 0.7, 0.2, 0.5] * 4), 11)
    both.top_segments(np.array([0.5, -0.7, 0.2, 0.7, -0.5, 0.7, -0.2, 0.5] * 4), 14, positive_only=False)


@overlay.check(points=2)
def test_green_and_red(learner, expect, rng):
    """turns segments with positive weights to green, with negative ones to red, and keeps the others"""
    image = rng.uniform(0.3, 0.7, size=(4, 5, 3))
    for weights in ([0.4, -0.7, 0.0, -0.2], [-0.3, 0.0, 0.9, 0.1]):
        after = learner.overlay(image, PATCHES, np.array(weights))
        expect(turn(image, after, PATCHES), np.sign(weights).astype(np.int64), "greener (1), redder (-1), neither (0)")


@overlay.check(points=1, hint="The j-th weight belongs to the j-th smallest label.")
def test_labels_of_any_kind(learner, expect, rng):
    """gives the j-th weight to the j-th smallest label, whatever the labels are"""
    image = rng.uniform(0.3, 0.7, size=(4, 5, 3))
    after = learner.overlay(image, NUMBERED, np.array([0.4, -0.7, 0.2, -0.2]))
    expect(turn(image, after, NUMBERED), np.array([1, -1, 1, -1]), "greener (1), redder (-1), neither (0)")


@overlay.check(points=1, hint="With a weight of 0 nothing may happen, and 0 / 0 is no number.")
def test_nothing_to_say(learner, expect, rng):
    """leaves segments of weight 0 exactly as they are, and the whole picture if there are no others"""
    image = rng.uniform(0.3, 0.7, size=(4, 5, 3))
    after = learner.overlay(image, PATCHES, np.array([0.0, -0.7, 0.0, 0.2]))
    expect(after[PATCHES % 2 == 0], image[PATCHES % 2 == 0], "the segments of weight 0")
    expect(learner.overlay(image, PATCHES, np.zeros(4)), image, "the picture without weights")


@overlay.check(points=2, hint="Full green is 255 for bytes. 250 + 10 is 4 there.")
def test_bytes_of_any_brightness(learner, expect, rng):
    """takes bytes, dark and bright ones, and gives bytes back"""
    for low, high in ((0, 1), (0, 12), (90, 160), (240, 256), (255, 256)):
        image = rng.integers(low, high, size=(4, 5, 3)).astype(np.uint8)
        after = learner.overlay(image, PATCHES, np.array([-0.02, 0.0, 0.03, -0.01]))
        expect(turn(image, after, PATCHES), np.array([-1, 0, 1, -1]), "greener (1), redder (-1), neither (0)")
        expect(str(after.dtype), "uint8", "the dtype")
        expect(after[PATCHES == 1], image[PATCHES == 1], "the segment of weight 0")


@overlay.check(points=1, hint="Full green is 1 for floats.")
def test_floats_of_any_brightness(learner, expect, rng):
    """takes floats, black and white ones, and stays between 0 and 1"""
    for image in (np.zeros((4, 5, 3)), np.ones((4, 5, 3)), rng.uniform(0, 1, size=(4, 5, 3)).astype(np.float32)):
        after = learner.overlay(image, PATCHES, np.array([30.0, -70.0, 0.0, 20.0]))
        expect(turn(image, after, PATCHES), np.array([1, -1, 0, 1]), "greener (1), redder (-1), neither (0)")
        expect(after, np.clip(after, 0, 1), "the picture within 0 and 1")
        expect(str(after.dtype), str(image.dtype), "the dtype")


@as_list.check(points=2)
def test_three_kinds_of_bins(both):
    """writes the lowest bin, the highest one and those between, with two decimals"""
    for row in (ROW, ROW - 2000, ROW + 3000, np.array([3.0, -1.0, 1250.0, -1.5])):
        both.as_list(both.pair(lambda: Found([0, 1, 2, 3], [0.4, -0.3, 0.2, -0.1])), row, BORDERS, NAMES)


@as_list.check(points=1, hint="A feature is the number of its column, in x, in the bins and in the names.")
def test_order_of_the_explanation(both):
    """keeps the order of the explanation, and takes column, bins and name by the feature"""
    both.as_list(both.pair(lambda: Found([3, 1], [0.25, -0.125])), ROW, BORDERS, NAMES)
    both.as_list(both.pair(lambda: Found([2, 0, 3, 1], [0.9, -0.7, 0.51, -0.32])), ROW, BORDERS, NAMES)


@as_list.check(points=1, hint="A border belongs to the bin below it.")
def test_values_on_a_border(both):
    """puts a value on a border into the bin below it"""
    for value, other in ((1.0, -0.3), (2.25, 0.0), (4.0, -0.31)):
        both.as_list(both.pair(lambda: Found([0, 1], [0.5, 0.25])), np.array([value, other]), BORDERS[:2], NAMES[:2])
