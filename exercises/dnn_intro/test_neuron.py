"""Neuron: weigh the inputs, add a bias, and fire if the sum is not negative."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=1)

net_input = lesson.exercise("net_input", minutes=2, core=True, hints=(
    "Write the sum for three inputs with a pencil. Which numpy operation multiplies in pairs and adds up?",
    "For a batch of shape (N, D) each row is weighed by the same w. On which side of the operator does w stand?",
))
step = lesson.exercise("step", minutes=1, core=True, hints=(
    "What should happen at exactly 0? And what if z is an array?",
    "An if looks at one number. numpy has a function that chooses between two values, entry by entry.",
))
logic_gate = lesson.exercise("logic_gate", minutes=3, core=True, hints=(
    "Draw the four corners of the square, and a line. What is the net input at each corner?",
    "Let both inputs count 1. What is the sum at each corner, and where would you set the limit? That is -b.",
    "NAND is AND turned round: what happens to all signs? For NOT, which sign must the weight have?",
))
neuron = lesson.exercise("neuron", minutes=1, after=("net_input", "step"), hints=(
    "It takes two steps, and you have written both of them.",
    "What comes out of the first is what goes into the second.",
))
decision_line = lesson.exercise("decision_line", minutes=3, hints=(
    "On the line the net input is 0. Write that equation out for two inputs.",
    "Solve it for the second input. By which number do you divide, and when can you not?",
))
xor_network = lesson.exercise("xor_network", minutes=5, after=("logic_gate",), hints=(
    "Say it in words: at least one of the two, but not both. Which gates are in this sentence?",
    "Two hidden neurons, one for each half of the sentence; the third joins what they say.",
    "The weights of a hidden neuron stand in a column of W1, so W1 has a row for each input.",
))

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def fires(x, w, b):
    """Tell where neurons with the given weights fire."""
    return (np.asarray(x @ w + b) >= 0).astype(int)


@net_input.check(points=1)
def test_one_example(both):
    """weighs the inputs of one example and adds them up"""
    both.net_input(np.array([1.0, 2.0, 4.0]), np.array([0.5, -1.0, 2.0]), 0.0)


@net_input.check(points=1)
def test_bias(both, rng):
    """adds the bias"""
    both.net_input(rng.normal(size=3), rng.normal(size=3), 2.5)


@net_input.check(points=2, hint="Each row of x is an example: (N, D) in, (N,) out.")
def test_batch(both, rng):
    """gives one number for each row of a batch, and takes float32"""
    both.net_input(rng.normal(size=(5, 3)), rng.normal(size=3), -0.75)
    x, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    both.net_input(x.astype(np.float32), w.astype(np.float32), 0.5)


@step.check(points=1)
def test_sides_of_zero(both):
    """is 1 for positive and 0 for negative numbers, in an array of any shape"""
    both.step(np.array([-2.0, -0.3, 0.2, 5.0]))
    both.step(np.array([[1e-9, -1e-9, 3.0], [-4.0, 0.7, 0.5]]))


@step.check(points=1, hint="A net input of exactly 0 fires.")
def test_zero_fires(both):
    """fires at exactly 0"""
    both.step(np.array([0.0, -1.0, 0.0, 1.0]))


@step.check(points=1)
def test_one_number(both):
    """takes a single number too"""
    for z in (0.4, -0.4, 0.0):
        both.step(np.float64(z))  # what net_input gives for one example


@step.check(points=1, hint="Truth values and floats may look right; int is asked for.")
def test_whole_numbers(learner, expect):
    """gives whole numbers, neither truth values nor floats"""
    values = np.asarray(learner.step(np.array([-1.5, 0.0, 2.5])))
    expect(values, np.array([0, 1, 1]), "the values")
    names = {"b": "truth values (bool)", "f": "floats", "i": "whole numbers (int)", "u": "whole numbers (int)"}
    expect(names.get(values.dtype.kind, "something else"), "whole numbers (int)", "what the values are")


@logic_gate.check(points=1, hint="Only the corner (1, 1) may reach 0.")
def test_and(learner, expect):
    """gives AND: fires at (1, 1) only"""
    w, b = learner.logic_gate("AND")
    expect(fires(CORNERS, w, b), np.array([0, 0, 0, 1]), "the output at (0, 0), (0, 1), (1, 0), (1, 1)")


@logic_gate.check(points=1, hint="One true input is enough to reach 0.")
def test_or(learner, expect):
    """gives OR: fires wherever an input is 1"""
    w, b = learner.logic_gate("OR")
    expect(fires(CORNERS, w, b), np.array([0, 1, 1, 1]), "the output at (0, 0), (0, 1), (1, 0), (1, 1)")


@logic_gate.check(points=1, hint="One weight only, and a true input has to pull below 0.")
def test_not(learner, expect):
    """gives NOT: one input, turned round"""
    w, b = learner.logic_gate("NOT")
    expect(np.shape(w), (1,), "the shape of the weights")
    expect(fires(np.array([[0.0], [1.0]]), w, b), np.array([1, 0]), "the output at 0 and 1")


@logic_gate.check(points=1, hint="Fires unless both inputs are 1.")
def test_nand(learner, expect):
    """gives NAND: silent at (1, 1) only"""
    w, b = learner.logic_gate("NAND")
    expect(fires(CORNERS, w, b), np.array([1, 1, 1, 0]), "the output at (0, 0), (0, 1), (1, 0), (1, 1)")


@logic_gate.check(points=1, hint="What should the caller hear who asks for a gate that you do not have?")
def test_unknown_gate(both):
    """raises ValueError for a gate that it does not know"""
    both.raises(ValueError).logic_gate("MAYBE")
    both.raises(ValueError).logic_gate("XOR")


@neuron.check(points=1)
def test_neuron_fires_or_not(both):
    """fires for a net input above 0, and stays silent below"""
    both.neuron(np.array([1.0, 2.0]), np.array([0.5, 0.25]), -0.875)
    both.neuron(np.array([1.0, 2.0]), np.array([0.5, 0.25]), -1.125)


@neuron.check(points=1)
def test_neuron_batch(both, rng):
    """gives one output for each row of a batch, and takes float32"""
    x = np.array([[4.0, 0.5, -1.0], [-4.0, 0.5, 1.0], [3.0, 1.0, 1.0], [-3.0, -1.0, 2.0], [0.5, 5.0, 0.5]])
    x = x + rng.uniform(-0.125, 0.125, size=x.shape)
    both.neuron(x, np.array([1.0, -0.5, 0.25]), 0.5)
    both.neuron(x.astype(np.float32), np.array([-1.0, 0.5, 0.25], dtype=np.float32), -0.5)


@neuron.check(points=1, hint="Only the bias decides here: from which net input on does the neuron fire?")
def test_neuron_bias_and_zero(both):
    """moves its threshold with the bias, and fires at a net input of exactly 0"""
    x = np.array([[1.0, 2.0], [2.0, 1.0], [0.5, 1.0], [-1.0, 0.0]])
    for b in (-2.0, -2.5, -3.0, -4.5):
        both.neuron(x, np.array([1.0, 0.5]), b)


@decision_line.check(points=1)
def test_line_at_one_place(both):
    """gives the second coordinate where the net input is 0"""
    both.decision_line(np.array([1.0, 2.0]), -4.0, 3.0)


@decision_line.check(points=2, hint="Put the point into the net input: does it give 0?")
def test_points_lie_on_the_line(learner, expect, rng):
    """gives points whose net input is 0, wherever on the line"""
    w, x1 = np.array([rng.uniform(0.5, 2.0), rng.uniform(-3.0, -1.0)]), rng.normal(size=5)
    x2 = learner.decision_line(w, 1.5, x1)
    points = np.stack([x1, np.asarray(x2) + np.zeros(5)], axis=1)
    expect(points @ w + 1.5, np.zeros(5), "the net input on the line", tol=1e-9)


@decision_line.check(points=1)
def test_line_float32(both, rng):
    """keeps the shape of x1, and takes float32"""
    both.decision_line(np.array([0.5, -1.5]), 0.75, rng.normal(size=(2, 3)).astype(np.float32))


@decision_line.check(points=1, hint="Dividing numpy numbers by 0 only warns: look before you divide.")
def test_upright_line(both):
    """raises ValueError for an upright line, but not for a level one"""
    both.decision_line(np.array([0.0, 2.0]), 1.0, np.array([-1.0, 0.0, 4.0]))
    both.raises(ValueError).decision_line(np.array([1.5, 0.0]), 1.0, np.array([-1.0, 0.0, 4.0]))
    both.raises(ValueError).decision_line(np.zeros(2), 1.0, 2.0)


@xor_network.check(points=1, hint="W1 (2, H), b1 (H,), w2 (H,): one H in all three.")
def test_layers_fit(learner, expect):
    """returns layers that fit together: W1 (2, H), b1 (H,), w2 (H,) and one number b2"""
    W1, b1, w2, b2 = learner.xor_network()
    n_hidden = np.size(b1)
    expect(np.shape(W1), (2, n_hidden), "the shape of W1")
    expect(np.shape(w2), (n_hidden,), "the shape of w2")
    expect(np.size(b2), 1, "how many numbers b2 is")


@xor_network.check(points=3, hint="Go through the four cases: what do the hidden neurons say in each?")
def test_xor(learner, expect):
    """fires if one input is 1, but not if both are"""
    W1, b1, w2, b2 = learner.xor_network()
    expect(fires(fires(CORNERS, W1, b1), w2, b2), np.array([0, 1, 1, 0]), "XOR at (0, 0), (0, 1), (1, 0), (1, 1)")
