"""Losses for masks: Dice and Jaccard, each with its gradient; per example over all its other axes, then the mean."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=10)

dice_loss = lesson.exercise("dice_loss", minutes=6, hints=(
    "Which three sums does the formula ask for, and over which axes does each of them go?",
    "Every example gets a loss of its own. How do you name all axes but the first, however many there are?",
    "The smooth term stands above and below the bar, once in each place.",
))
dice_loss_grad = lesson.exercise("dice_loss_grad", minutes=7, hints=(
    "How does the part above the bar change with one pixel inside, with one outside? And the part below?",
    "Quotient rule: both parts depend on p. What is squared at the end?",
    "Sums that keep their axes, with length 1, meet the arrays of all pixels without further ado.",
))
jaccard_loss = lesson.exercise("jaccard_loss", minutes=5, hints=(
    "If you add both sizes, what have you counted twice?",
    "It is the same plan as for Dice: sums for each example, a quotient for each, and then the mean.",
))
jaccard_loss_grad = lesson.exercise("jaccard_loss_grad", minutes=7, hints=(
    "Raise one pixel inside: what happens to the common part, and to the union? And one outside?",
    "The truth t is 1 inside, so 1 - t is 1 outside. Use both as switches in the quotient rule.",
))

ROWS = np.array([[1.0, 0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 0.0, 1.0]])
# A small object in the first image, a large one in the second.
IMAGES = np.array([
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]],
])  # fmt: skip
VOLUMES = np.stack([IMAGES, 1 - IMAGES], axis=-1)  # two channels


def soft(rng, target):
    """Draw a soft mask of the shape of a target."""
    return rng.uniform(0.1, 0.9, size=target.shape)


def singles(*arrays):
    """Give arrays in float32."""
    return [array.astype(np.float32) for array in arrays]


@dice_loss.check(points=1)
def test_dice_of_one_example(both, rng):
    """is 1 minus twice the common part over both sizes, with smooth above and below"""
    both.dice_loss(soft(rng, ROWS[:1]), ROWS[:1])


@dice_loss.check(points=2, hint="A sum for each example; the mean comes last.")
def test_dice_of_each_example(both, rng):
    """takes the overlap of each example, and then the mean"""
    both.dice_loss(soft(rng, ROWS), ROWS)


@dice_loss.check(points=2, hint="Sum over all axes but the first.")
def test_dice_of_images(both, rng):
    """sums over all axes but the first, for images with and without channels"""
    both.dice_loss(soft(rng, IMAGES), IMAGES)
    both.dice_loss(soft(rng, VOLUMES), VOLUMES)


@dice_loss.check(points=1)
def test_dice_with_other_smooth(both, rng):
    """uses smooth, 0 as well"""
    both.dice_loss(soft(rng, ROWS), ROWS, 0.0)
    both.dice_loss(soft(rng, IMAGES), IMAGES, smooth=2.5)


@dice_loss.check(points=1, hint="What do the formulas give when all sums are 0?")
def test_dice_of_empty_masks(both):
    """gives 0 for an empty mask where nothing is to be found, and for equal masks"""
    both.dice_loss(np.zeros((2, 4, 3)), np.zeros((2, 4, 3)))
    both.dice_loss(IMAGES, IMAGES, smooth=0.1)


@dice_loss.check(points=1)
def test_dice_of_strangers(both):
    """gives nearly 1 for masks that share nothing"""
    both.dice_loss(1 - IMAGES, IMAGES)


@dice_loss.check(points=1)
def test_dice_float32(both, rng):
    """takes float32"""
    both.dice_loss(*singles(soft(rng, IMAGES), IMAGES))


@dice_loss_grad.check(points=1)
def test_dice_grad_values(both, rng):
    """follows the quotient rule for each example, over the number of examples"""
    both.dice_loss_grad(soft(rng, ROWS), ROWS)


@dice_loss_grad.check(points=2)
def test_dice_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of dice_loss, for the smooth of 1 and for others"""
    gradcheck("dice_loss_grad", of="dice_loss", at=(soft(rng, ROWS), ROWS))
    gradcheck("dice_loss_grad", of="dice_loss", at=(soft(rng, IMAGES), IMAGES, 0.3))


@dice_loss_grad.check(points=1)
def test_dice_grad_of_images(both, rng):
    """has the shape of p, for images with channels too, and takes float32"""
    both.dice_loss_grad(soft(rng, VOLUMES), VOLUMES, smooth=2.5)
    both.dice_loss_grad(*singles(soft(rng, IMAGES), IMAGES))


@dice_loss_grad.check(points=1)
def test_dice_grad_of_empty_masks(both):
    """stays finite for an empty mask where nothing is to be found"""
    both.dice_loss_grad(np.zeros((2, 4, 3)), np.zeros((2, 4, 3)), smooth=0.5)


@jaccard_loss.check(points=1)
def test_jaccard_of_one_example(both, rng):
    """is 1 minus the common part over the union, with smooth above and below"""
    both.jaccard_loss(soft(rng, ROWS[:1]), ROWS[:1])


@jaccard_loss.check(points=2, hint="A sum for each example; the mean comes last.")
def test_jaccard_of_each_example(both, rng):
    """takes the overlap of each example, and then the mean"""
    both.jaccard_loss(soft(rng, ROWS), ROWS)


@jaccard_loss.check(points=2, hint="Sum over all axes but the first.")
def test_jaccard_of_images(both, rng):
    """sums over all axes but the first, for images with and without channels"""
    both.jaccard_loss(soft(rng, IMAGES), IMAGES)
    both.jaccard_loss(soft(rng, VOLUMES), VOLUMES)


@jaccard_loss.check(points=1)
def test_jaccard_with_other_smooth(both, rng):
    """uses smooth, 0 as well"""
    both.jaccard_loss(soft(rng, ROWS), ROWS, 0.0)
    both.jaccard_loss(soft(rng, IMAGES), IMAGES, smooth=2.5)


@jaccard_loss.check(points=1, hint="What do the formulas give when all sums are 0?")
def test_jaccard_of_empty_masks(both):
    """gives 0 for an empty mask where nothing is to be found, and for equal masks"""
    both.jaccard_loss(np.zeros((2, 4, 3)), np.zeros((2, 4, 3)))
    both.jaccard_loss(IMAGES, IMAGES, smooth=0.1)


@jaccard_loss.check(points=1)
def test_jaccard_float32(both, rng):
    """takes float32"""
    both.jaccard_loss(*singles(soft(rng, IMAGES), IMAGES))


@jaccard_loss_grad.check(points=1)
def test_jaccard_grad_values(both, rng):
    """follows the quotient rule for each example, over the number of examples"""
    both.jaccard_loss_grad(soft(rng, ROWS), ROWS)


@jaccard_loss_grad.check(points=2)
def test_jaccard_grad_is_the_derivative(gradcheck, rng):
    """is the derivative of jaccard_loss, for the smooth of 1 and for others"""
    gradcheck("jaccard_loss_grad", of="jaccard_loss", at=(soft(rng, ROWS), ROWS))
    gradcheck("jaccard_loss_grad", of="jaccard_loss", at=(soft(rng, IMAGES), IMAGES, 0.3))


@jaccard_loss_grad.check(points=1)
def test_jaccard_grad_of_images(both, rng):
    """has the shape of p, for images with channels too, and takes float32"""
    both.jaccard_loss_grad(soft(rng, VOLUMES), VOLUMES, smooth=2.5)
    both.jaccard_loss_grad(*singles(soft(rng, IMAGES), IMAGES))


@jaccard_loss_grad.check(points=1)
def test_jaccard_grad_of_empty_masks(both):
    """stays finite for an empty mask where nothing is to be found"""
    both.jaccard_loss_grad(np.zeros((2, 4, 3)), np.zeros((2, 4, 3)), smooth=0.5)
