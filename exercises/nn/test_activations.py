"""Activations: functions that bend, by entry or by row, and how a gradient passes back through them."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=1)

relu = lesson.exercise("relu", minutes=2, core=True, hints=(
    "What should come out for -3, for 0, and for 3?",
    "numpy can compare a whole array with 0 and keep the larger, entry by entry. That is not np.max.",
))
relu_backward = lesson.exercise("relu_backward", minutes=3, core=True, hints=(
    "How much does relu's output change if its input changes a little: at -3? At 3?",
    "Each entry of the message dout is let through or blocked. Which array decides it, and how?",
))
sigmoid = lesson.exercise("sigmoid", minutes=4, hints=(
    "1 / (1 + exp(-x)) and exp(x) / (1 + exp(x)) are equal on paper. Where does each overflow?",
    "The exp of minus the absolute value cannot overflow. Build both sides from it.",
))
sigmoid_backward = lesson.exercise("sigmoid_backward", minutes=4, after=("sigmoid",), hints=(
    "The slope is easy to write with the output. But you are given the input: what comes first?",
    "With s the sigmoid of x, the slope is s (1 - s). The chain rule wants one more factor.",
))
tanh = lesson.exercise("tanh", minutes=2, hints=(
    "numpy knows this function.", "If you build it from exps: which of them overflow at 1000?",
))
tanh_backward = lesson.exercise("tanh_backward", minutes=3, after=("tanh",), hints=(
    "Write the slope with the output of tanh. What do you have to compute first, given x?",
    "The slope is 1 minus the square of the output. Mind the message.",
))
leaky_relu = lesson.exercise("leaky_relu", minutes=2, hints=(
    "Only the left half differs from relu. Which line is it there?",
    "Which of x and alpha * x is larger on the left of 0? And on the right?",
))
leaky_relu_backward = lesson.exercise("leaky_relu_backward", minutes=3, hints=(
    "What is the slope on the right of 0, and what on the left?",
    "Choose between two arrays, entry by entry. What does the docstring say about x = 0?",
))
softmax = lesson.exercise("softmax", minutes=4, core=True, hints=(
    "Each row is a competition of its own. Which axis do you sum over, and do the shapes still fit?",
    "exp(1000) is infinite. What may you take away from a row so that its largest entry is harmless?",
))
softmax_backward = lesson.exercise("softmax_backward", minutes=8, after=("softmax",), hints=(
    "If only one entry of dout is not 0, which entries of the gradient are not 0?",
    "Split the sum over i in two: one term for j itself, one number for the whole row.",
))
log_softmax = lesson.exercise("log_softmax", minutes=4, hints=(
    "The log of a quotient is a difference. What is the log of exp(x)?",
    "Shift each row as in softmax. What is left to subtract is the log of a sum that is at least 1.",
))
log_softmax_backward = lesson.exercise("log_softmax_backward", minutes=6, after=("softmax",), hints=(
    "The slope of log p_i with respect to x_j is [i = j] - p_j. Put it into the sum of the chain rule.",
    "The first part passes dout on as it is. In the second, p_j does not depend on i: take it out.",
))


def both_signs(rng, *shape):
    """Draw entries from 1.2 to 3 in size, with signs that alternate along the last axis."""
    return rng.uniform(1.2, 3.0, size=shape) * np.where(np.arange(shape[-1]) % 2, 1.0, -1.0)


@relu.check(points=1)
def test_relu_values(both, rng):
    """keeps what is positive and drops the rest"""
    both.relu(both_signs(rng, 6, 4))


@relu.check(points=1)
def test_relu_float32(both, rng):
    """takes float32, in any shape, and gives 0 at 0"""
    both.relu(np.append(both_signs(rng, 6), [0.0, 0.5]).astype(np.float32))
    both.relu(both_signs(rng, 2, 3, 4).astype(np.float32))


@relu_backward.check(points=1)
def test_relu_backward_values(both, rng):
    """lets the message through where x is positive and blocks it elsewhere"""
    both.relu_backward(both_signs(rng, 4, 6).T, both_signs(rng, 6, 4))


@relu_backward.check(points=2)
def test_relu_backward_gradient(gradcheck, rng):
    """is the derivative of relu, for any upstream gradient"""
    gradcheck("relu_backward", of="relu", at=(both_signs(rng, 2, 3, 4),))


@relu_backward.check(points=1, hint="Is your comparison with 0 strict?")
def test_relu_backward_at_zero(both, rng):
    """takes the slope at 0 to be 0"""
    both.relu_backward(both_signs(rng, 5), np.array([0.0, 0.5, 0.0, -0.5, 0.0]))


@relu_backward.check(points=1)
def test_relu_backward_float32(both, rng):
    """takes float32"""
    both.relu_backward(both_signs(rng, 4, 6).T.astype(np.float32), both_signs(rng, 6, 4).astype(np.float32))


@sigmoid.check(points=1)
def test_sigmoid_values(both, rng):
    """turns any number into one between 0 and 1"""
    both.sigmoid(both_signs(rng, 6, 4))


@sigmoid.check(points=1, hint="exp(1000) is infinite, and infinity over infinity is not a number.")
def test_sigmoid_far_out(both):
    """stays finite at 1000 and at -1000"""
    both.sigmoid(np.array([[-1000.0, -30.0, -5.0], [5.0, 30.0, 1000.0]]))


@sigmoid.check(points=1)
def test_sigmoid_float32(both, rng):
    """takes float32, in any shape, and gives one half at 0"""
    both.sigmoid(np.append(both_signs(rng, 6), [0.0, 0.5, -0.5]).astype(np.float32))
    both.sigmoid(both_signs(rng, 2, 3, 4).astype(np.float32))


@sigmoid_backward.check(points=2)
def test_sigmoid_backward_gradient(gradcheck, rng):
    """is the derivative of sigmoid, for any upstream gradient"""
    gradcheck("sigmoid_backward", of="sigmoid", at=(both_signs(rng, 2, 3, 4),))


@sigmoid_backward.check(points=1, hint="Which exps do you take of 1000 and of -1000?")
def test_sigmoid_backward_far_out(both, rng):
    """fades to 0 at 1000 and at -1000"""
    both.sigmoid_backward(both_signs(rng, 4), np.array([-1000.0, -2.0, 3.0, 1000.0]))


@tanh.check(points=1)
def test_tanh_values(both, rng):
    """turns any number into one between -1 and 1"""
    both.tanh(0.5 * both_signs(rng, 6, 4))


@tanh.check(points=1)
def test_tanh_far_out(both):
    """stays finite at 1000 and at -1000, gives 0 at 0, and takes float32"""
    both.tanh(np.array([[-1000.0, -1.0, 0.0], [0.5, 20.0, 1000.0]]))
    both.tanh(np.array([-0.7, 1.2, 1000.0], dtype=np.float32))


@tanh_backward.check(points=2)
def test_tanh_backward_gradient(gradcheck, rng):
    """is the derivative of tanh, for any upstream gradient"""
    gradcheck("tanh_backward", of="tanh", at=(0.5 * both_signs(rng, 2, 3, 4),))


@tanh_backward.check(points=1)
def test_tanh_backward_far_out(both, rng):
    """fades to 0 at 1000 and at -1000"""
    both.tanh_backward(both_signs(rng, 4), np.array([-1000.0, -0.5, 0.7, 1000.0]))


@leaky_relu.check(points=1)
def test_leaky_relu_default(both, rng):
    """has a slope of 0.01 on the left when nothing else is said"""
    both.leaky_relu(both_signs(rng, 6, 4))


@leaky_relu.check(points=1)
def test_leaky_relu_alpha(both, rng):
    """takes the slope that it is given"""
    both.leaky_relu(both_signs(rng, 2, 3, 4), 0.2)
    both.leaky_relu(both_signs(rng, 5), alpha=0.5)


@leaky_relu.check(points=1)
def test_leaky_relu_float32(both, rng):
    """takes float32, and gives 0 at 0"""
    both.leaky_relu(np.append(both_signs(rng, 6), 0.0).astype(np.float32), 0.1)


@leaky_relu_backward.check(points=1)
def test_leaky_relu_backward_default(both, rng):
    """lets one hundredth of the message through on the left when nothing else is said"""
    both.leaky_relu_backward(both_signs(rng, 4, 6).T, both_signs(rng, 6, 4))


@leaky_relu_backward.check(points=2)
def test_leaky_relu_backward_gradient(gradcheck, rng):
    """is the derivative of leaky_relu, for any slope and any upstream gradient"""
    gradcheck("leaky_relu_backward", of="leaky_relu", at=(both_signs(rng, 2, 3, 4), 0.3))


@leaky_relu_backward.check(points=1, hint="Is your comparison with 0 strict?")
def test_leaky_relu_backward_at_zero(both, rng):
    """takes the slope at 0 to be alpha, and takes float32"""
    x = np.array([0.0, 0.5, 0.0, -0.5, 0.0], dtype=np.float32)
    both.leaky_relu_backward(both_signs(rng, 5).astype(np.float32), x, alpha=0.2)


@softmax.check(points=1)
def test_softmax_rows(both, rng):
    """makes each row positive with sum 1, in the proportions of exp"""
    both.softmax(both_signs(rng, 6, 4))


@softmax.check(points=1)
def test_softmax_last_axis(both, rng):
    """works over the last axis, however many axes there are"""
    both.softmax(rng.normal(size=5))
    both.softmax(rng.normal(size=(2, 3, 4)))


@softmax.check(points=1, hint="Shift each row so that exp cannot overflow.")
def test_softmax_large(both):
    """stays finite for logits of a thousand"""
    both.softmax(np.array([[1000.0, 1001.0, 999.0], [0.0, 1000.0, -1000.0]]))


@softmax.check(points=1, hint="Each row needs a shift of its own.")
def test_softmax_far_apart(both):
    """treats a row near 1000 and a row near -1000 alike"""
    both.softmax(np.array([[1000.0, 1002.0, 999.0], [-1000.0, -1002.0, -999.0]]))


@softmax.check(points=1)
def test_softmax_float32(both, rng):
    """takes float32"""
    both.softmax(rng.normal(size=(6, 4)).astype(np.float32))


@softmax_backward.check(points=2)
def test_softmax_backward_gradient(gradcheck, rng):
    """is the whole Jacobian times the upstream gradient"""
    gradcheck("softmax_backward", of="softmax", at=(rng.normal(size=(5, 3)),))


@softmax_backward.check(points=1)
def test_softmax_backward_last_axis(both, rng):
    """works over the last axis, however many axes there are"""
    both.softmax_backward(rng.normal(size=5), rng.normal(size=5))
    both.softmax_backward(rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4)))


@softmax_backward.check(points=1, hint="If one class gains, the others lose as much. Is that so in yours?")
def test_softmax_backward_sums(learner, expect, rng):
    """sums to 0 in each row"""
    dx = learner.softmax_backward(both_signs(rng, 6, 4), rng.normal(size=(6, 4)))
    expect(np.sum(dx, axis=-1), np.zeros(6), "the sum of each row")


@softmax_backward.check(points=1)
def test_softmax_backward_large(both, rng):
    """stays finite for logits of a thousand, and takes float32"""
    logits = np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1002.0, -999.0]], dtype=np.float32)
    both.softmax_backward(both_signs(rng, 2, 3).astype(np.float32), logits)


@log_softmax.check(points=1)
def test_log_softmax_rows(both, rng):
    """is the log of softmax, row by row"""
    both.log_softmax(rng.normal(size=(6, 4)))


@log_softmax.check(points=1)
def test_log_softmax_last_axis(both, rng):
    """works over the last axis, however many axes there are"""
    both.log_softmax(rng.normal(size=5))
    both.log_softmax(rng.normal(size=(2, 3, 4)))


@log_softmax.check(points=1, hint="Which exps overflow? Shift the row first.")
def test_log_softmax_large(both):
    """stays finite for logits of a thousand"""
    both.log_softmax(np.array([[1000.0, 1001.0, 999.0], [1002.0, 1000.0, 1000.0]]))


@log_softmax.check(points=1, hint="A probability may be rounded to 0; its log must not be taken then.")
def test_log_softmax_gaps(both):
    """stays finite when a class trails by a thousand"""
    both.log_softmax(np.array([[0.0, -1000.0, -2000.0], [1.0, 0.0, -1000.0]]))


@log_softmax.check(points=1)
def test_log_softmax_far_apart(both):
    """treats a row near 1000 and a row near -1000 alike, and takes float32"""
    both.log_softmax(np.array([[1000.0, 1002.0, 999.0], [-1000.0, -1002.0, -999.0]], dtype=np.float32))


@log_softmax_backward.check(points=2)
def test_log_softmax_backward_gradient(gradcheck, rng):
    """is the derivative of log_softmax, for any upstream gradient"""
    gradcheck("log_softmax_backward", of="log_softmax", at=(rng.normal(size=(5, 3)),))


@log_softmax_backward.check(points=1)
def test_log_softmax_backward_last_axis(both, rng):
    """works over the last axis, however many axes there are"""
    both.log_softmax_backward(rng.normal(size=5), rng.normal(size=5))
    both.log_softmax_backward(rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4)))


@log_softmax_backward.check(points=1)
def test_log_softmax_backward_large(both, rng):
    """stays finite for logits of a thousand, and takes float32"""
    logits = np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1002.0, -999.0]], dtype=np.float32)
    both.log_softmax_backward(both_signs(rng, 2, 3).astype(np.float32), logits)
