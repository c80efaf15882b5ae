"""Gradients: a slow and honest derivative by differences, and a way to compare it with a fast one."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=4)
numerical = lesson.exercise("numerical_gradient", minutes=10, hints=(
    "Begin with a function of one number. Which two points do you need, and how far apart are they?",
    "Now an array: only one entry may move at a time. Where must all the others be when its turn comes?",
    "np.ndindex(x.shape) counts through all the indices of an array, whatever its number of axes.",
))  # fmt: skip
relative = lesson.exercise("relative_error", minutes=4, hints=(
    "How far apart are 1e-6 and 2e-6? And 1.000001 and 1.000002? Judge an entry by its own size.",
    "First an array of errors, one for each entry; then one number for all of them. Which entry counts?",
    "What happens where both entries are zero? np.maximum compares entry by entry.",
))  # fmt: skip


@numerical.check(points=2)
def test_numerical_gradient_of_a_matrix(both, rng):
    """nudges each entry of a matrix up and down and divides by the distance"""
    factors = rng.normal(size=(3, 4))
    both.numerical_gradient(lambda z: float(np.sum(factors * z**2 + z)), rng.normal(size=(3, 4)))


@numerical.check(points=2, hint="When entry 2 has its turn, where is entry 1?")
def test_numerical_gradient_moves_one_entry_alone(both, rng):
    """moves one entry and leaves all the others in their places"""
    form = rng.normal(size=(5, 5))
    both.numerical_gradient(lambda z: float(z @ form @ z), rng.normal(size=5))


@numerical.check(points=1, hint="f is a black box that was made for the shape of x.")
def test_numerical_gradient_hands_over_the_shape_of_x(both, rng):
    """hands f arrays of the shape of x, for any number of axes"""
    factors = rng.normal(size=(2, 3, 4))
    x = rng.normal(size=(2, 3, 4))
    both.numerical_gradient(lambda z: float(np.einsum("ijk,ijk->", factors, np.sin(z))), x)


@numerical.check(points=1, hint="h is an argument: use it above and below the line.")
def test_numerical_gradient_uses_the_given_h(both, rng):
    """moves entries by the h that is given"""
    both.numerical_gradient(lambda z: float(np.sum(z**3)), rng.normal(size=(3, 2)), h=0.1)
    both.numerical_gradient(lambda z: float(np.sum(z**3)), rng.normal(size=(3, 2)), 0.02)


@numerical.check(points=1, hint="Look at the value of h in the signature.")
def test_numerical_gradient_default_h(both, rng):
    """moves entries by 1e-5 unless told otherwise, which a wave of that length can tell"""
    both.numerical_gradient(lambda z: float(np.sum(np.sin(3e4 * z))), rng.uniform(1, 2, size=(3, 2)))


@numerical.check(points=1, hint="What is the only index of an array without axes? Try list(np.ndindex(())).")
def test_numerical_gradient_of_a_single_number(both, rng):
    """works for an array without axes"""
    both.numerical_gradient(lambda z: float(np.exp(z)), np.array(rng.normal()))


@numerical.check(points=1)
def test_numerical_gradient_of_nothing(both, rng):
    """gives an empty gradient for an empty array"""
    both.numerical_gradient(lambda z: float(np.sum(z**2)), np.zeros((0, 3)))


@relative.check(points=2)
def test_relative_error_of_the_worst_entry(both, rng):
    """is the largest difference in relation to the two sizes"""
    a = rng.uniform(1, 2, size=(3, 4))
    b = a * rng.uniform(1.1, 1.5, size=(3, 4))
    both.relative_error(a, b)


@relative.check(points=1, hint="Does your formula treat a and b alike?")
def test_relative_error_of_swapped_arrays(both, rng):
    """is the same if the two arrays are swapped"""
    b = rng.uniform(1, 2, size=(3, 4))
    both.relative_error(b * rng.uniform(1.1, 1.5, size=(3, 4)), b)


@relative.check(points=1, hint="A small entry can be quite wrong beside large ones that are right.")
def test_relative_error_judges_each_entry_by_its_size(both, rng):
    """judges each entry by its own size, not by the size of the others"""
    a = np.concatenate([rng.uniform(1e3, 2e3, size=4), rng.uniform(1e-4, 2e-4, size=3)])
    both.relative_error(a, a * np.repeat([1.001, 1.5], [4, 3]))


@relative.check(points=1, hint="Sizes are absolute values. Which of them do you take before the sum?")
def test_relative_error_of_negative_entries(both, rng):
    """takes sizes without their signs: opposite numbers have error 1"""
    a = rng.uniform(1, 2, size=(2, 5))
    both.relative_error(-a, -a * rng.uniform(1.1, 1.5, size=(2, 5)))
    both.relative_error(a, -a)


@relative.check(points=1, hint="Where both entries are zero they agree: what do you divide by?")
def test_relative_error_of_zeros(both, rng):
    """is 0 where both entries are zero"""
    both.relative_error(np.zeros(4), np.zeros(4))
    a = np.concatenate([np.zeros(3), rng.uniform(1, 2, size=3)])
    both.relative_error(a, 1.2 * a)


@relative.check(points=1, hint="The floor is the larger one of 1e-8 and the sum.")
def test_relative_error_has_a_floor(both, rng):
    """divides by 1e-8 where the sizes add up to less"""
    a = rng.uniform(1e-9, 2e-9, size=6)
    both.relative_error(a, 2 * a)


@relative.check(points=1)
def test_relative_error_of_single_numbers(both, rng):
    """works for arrays without axes"""
    both.relative_error(np.array(rng.uniform(1, 2)), np.array(rng.uniform(3, 4)))
