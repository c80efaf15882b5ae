"""The bank of `neuron`: known mistakes with what to say, and right answers written differently."""

import itertools

import numpy as np

from autograder import answer, right, wrong


def from_table(gates, name):
    """Look a gate up, or raise ValueError."""
    if name not in gates:
        raise ValueError(name)
    w, b = gates[name]
    return np.array(w), b


# net_input


@wrong("net_input", "You seem to multiply in pairs and stop there: the products are to be added up.")
def products_without_sum(x, w, b):
    return x * w + b


@wrong("net_input", "You seem to leave out the bias.")
def forgets_the_bias(x, w, b):
    return x @ w


@wrong("net_input", "You seem to subtract the bias: a threshold would be subtracted, a bias is added.")
def subtracts_the_bias(x, w, b):
    return x @ w - b


@wrong("net_input", "You seem to add the bias to every input: it is added once, to the sum.")
def bias_for_every_input(x, w, b):
    return (x + b) @ w


@wrong("net_input", "You seem to put w before x: for a batch of shape (N, D) it stands behind.")
def weights_first(x, w, b):
    return w @ x + b


@wrong("net_input", "You seem to add up the whole batch: each row is an example and gets its own sum.")
def sums_the_batch(x, w, b):
    return np.sum(x * w) + b


@wrong("net_input", "You seem to add up down the columns: the inputs of an example stand in a row.")
def sums_the_columns(x, w, b):
    return np.sum(x * w, axis=0) + b


@wrong("net_input", "You seem to take the mean of the products: take their sum.")
def averages_the_products(x, w, b):
    return np.mean(x * w, axis=-1) + b


@wrong("net_input", "You seem to add the inputs as they are: each has a weight.")
def without_weights(x, w, b):
    return np.sum(x, axis=-1) + b


@right("net_input")
def products_then_sum(x, w, b):
    return np.sum(x * w, axis=-1) + b


@right("net_input")
def net_input_by_loops(x, w, b):
    rows = [sum(float(v) * float(u) for v, u in zip(row, w, strict=True)) + b for row in np.atleast_2d(x)]
    return np.array(rows) if x.ndim == 2 else rows[0]


# step


@wrong("step", "You seem to be silent at 0: a net input of exactly 0 fires.")
def silent_at_zero(z):
    return np.where(z > 0, 1, 0)


@wrong("step", "You seem to have the sides exchanged: positive numbers fire.")
def sides_exchanged(z):
    return np.where(z >= 0, 0, 1)


@wrong("step", "You seem to return truth values: make whole numbers of them, 1 for True and 0 for False.")
def truth_values(z):
    return z >= 0


@wrong("step", "You seem to return floats: whole numbers (int) are asked for.")
def floats(z):
    return np.heaviside(z, 1.0)


@wrong("step", "You seem to be undecided at 0: a net input of exactly 0 fires, and gives 1.")
def half_at_zero(z):
    return np.heaviside(z, 0.5)


@wrong("step", "You seem to give -1 below 0: a silent neuron gives 0.")
def minus_one(z):
    return np.where(z >= 0, 1, -1)


@wrong("step", "You seem to ask one question about the whole array: choose entry by entry.")
def one_if_for_all(z):
    return 1 if z >= 0 else 0


@wrong("step", "You seem to let positive numbers through as they are: each becomes 1.")
def lets_through(z):
    return np.maximum(z, 0)


@right("step")
def truth_as_int(z):
    return (z >= 0).astype(int)


@right("step")
def via_sign(z):
    return (np.sign(z) > -1) * 1


@right("step")
def step_by_loop(z):
    flat = [1 if value >= 0 else 0 for value in np.ravel(z)]
    return np.array(flat).reshape(np.shape(z))


# logic_gate


@wrong("logic_gate", "You seem to return the threshold in place of the bias: the bias has the opposite sign.")
def threshold_for_bias(name):
    return from_table({"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "NOT": ([-1], -0.5)}, name)


@wrong("logic_gate", "You seem to count on a net input of 0 being silent: here it fires. Move the line a little.")
def gates_for_a_strict_step(name):
    return from_table({"AND": ([1, 1], -1), "OR": ([1, 1], 0), "NAND": ([-1, -1], 2), "NOT": ([-1], 1)}, name)


@wrong("logic_gate", "You seem to have AND and OR exchanged: AND is the one that is harder to please.")
def and_for_or(name):
    return answer.logic_gate({"AND": "OR", "OR": "AND"}.get(name, name))


@wrong("logic_gate", "You seem to give AND for NAND: it fires where AND does not.")
def and_for_nand(name):
    return answer.logic_gate("AND" if name == "NAND" else name)


@wrong("logic_gate", "You seem to give NOR (not or): NAND is silent only where both inputs are 1.")
def nor_for_nand(name):
    return (np.array([-1.0, -1.0]), 0.5) if name == "NAND" else answer.logic_gate(name)


@wrong("logic_gate", "You seem to hand the input of NOT on as it is: which sign turns it round?")
def not_as_it_is(name):
    return (np.array([1.0]), -0.5) if name == "NOT" else answer.logic_gate(name)


@wrong("logic_gate", "You seem to give NOT two weights: it has one input.")
def not_of_two(name):
    return (np.array([-1.0, 0.0]), 0.5) if name == "NOT" else answer.logic_gate(name)


@wrong("logic_gate", "You seem to let a KeyError out: say ValueError to whoever asks for an unknown gate.")
def key_error(name):
    return {gate: answer.logic_gate(gate) for gate in ("AND", "OR", "NAND", "NOT")}[name]


@wrong("logic_gate", "You seem to return nothing for an unknown gate: raise ValueError, so that it is noticed.")
def nothing_for_unknown(name):
    return answer.logic_gate(name) if name in ("AND", "OR", "NAND", "NOT") else None


@right("logic_gate")
def gates_on_the_edge(name):
    return from_table({"AND": ([1, 1], -2), "OR": ([3, 5], -3), "NAND": ([-2, -2], 2), "NOT": ([-7], 0)}, name)


@right("logic_gate")
def large_and_uneven(name):
    two_inputs = {"AND": ([300.0, 20.0], -310.0), "OR": ([0.02, 7.0], -0.01), "NAND": ([-0.5, -4.0], 4.25)}
    return from_table({**two_inputs, "NOT": ([-9.0], 8.0)}, name)


@right("logic_gate")
def found_by_trying(name):
    tables = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "NOT": (1, 0)}
    if name not in tables:
        raise ValueError(name)
    n_inputs = 1 if name == "NOT" else 2
    cases = list(itertools.product((0, 1), repeat=n_inputs))
    for *w, b in itertools.product(range(-2, 3), repeat=n_inputs + 1):
        if all((np.dot(case, w) + b >= 0) == fires for case, fires in zip(cases, tables[name], strict=True)):
            return w, b


# neuron


@wrong("neuron", "You seem to return the net input: the neuron fires or it does not.")
def never_fires(x, w, b):
    return answer.net_input(x, w, b)


@wrong("neuron", "You seem to leave out the bias.")
def neuron_without_bias(x, w, b):
    return answer.step(x @ w)


@wrong("neuron", "You seem to subtract b, as if it were a threshold: the bias is added.")
def neuron_with_threshold(x, w, b):
    return answer.step(x @ w - b)


@wrong("neuron", "You seem to be silent at a net input of exactly 0: there the neuron fires.")
def neuron_silent_at_zero(x, w, b):
    return (answer.net_input(x, w, b) > 0) * 1


@wrong("neuron", "You seem to step before you add: step the sum, not the inputs.")
def steps_the_inputs(x, w, b):
    return answer.step(x) @ w + b


@right("neuron")
def neuron_in_one_line(x, w, b):
    return ((x * w).sum(axis=-1) >= -b).astype(int)


@right("neuron")
def neuron_row_by_row(x, w, b):
    outputs = [int(sum(row * w) + b >= 0) for row in np.atleast_2d(x)]
    return np.array(outputs) if x.ndim > 1 else outputs[0]


# decision_line


@wrong("decision_line", "You seem to lack the minus: bring the first term and the bias to the other side.")
def line_without_minus(w, b, x1):
    return -answer.decision_line(w, b, x1)


@wrong("decision_line", "You seem to leave out the bias: then every line goes through the origin.")
def line_through_the_origin(w, b, x1):
    return answer.decision_line(w, 0.0, x1)


@wrong("decision_line", "You seem to have the sign of the bias wrong: it changes sides as the first term does.")
def bias_keeps_its_sign(w, b, x1):
    return answer.decision_line(w, -b, x1)


@wrong("decision_line", "You seem to have the two weights exchanged: divide by that of the second input.")
def weights_exchanged(w, b, x1):
    return -(w[1] * x1 + b) / w[0]


@wrong("decision_line", "You seem to divide only one of the two terms by the second weight.")
def divides_one_term(w, b, x1):
    return answer.decision_line(w, b * w[1], x1)


@wrong("decision_line", "You seem to divide without looking: for w[1] = 0 a ValueError is asked for.")
def divides_without_looking(w, b, x1):
    return -(w[0] * x1 + b) / w[1]


@wrong("decision_line", "You seem to refuse level lines: it is w[1] = 0 that makes a line upright.")
def refuses_level_lines(w, b, x1):
    if w[0] == 0:
        raise ValueError("w[0] is 0")
    return answer.decision_line(w, b, x1)


@right("decision_line")
def slope_and_intercept(w, b, x1):
    if not w[1]:
        raise ValueError("upright")
    slope, intercept = -w[0] / w[1], -b / w[1]
    return slope * x1 + intercept


@right("decision_line")
def line_point_by_point(w, b, x1):
    a, c = (float(weight) for weight in w)
    try:
        places = [(-b - a * float(place)) / c for place in np.ravel(x1)]
    except ZeroDivisionError:
        raise ValueError("upright") from None
    return np.array(places).reshape(np.shape(x1))


# xor_network


def network(first, second, out):
    """Put three gates, each a pair of weights and bias, into a network with two hidden neurons."""
    return np.array([first[0], second[0]]).T, np.array([first[1], second[1]]), np.array(out[0]), out[1]


@wrong("xor_network", "You seem to give OR: it should not fire if both inputs are 1.")
def xor_is_or():
    return network(([1, 1], -0.5), ([1, 1], -0.5), ([1, 1], -1.5))


@wrong("xor_network", "You seem to give AND: which hidden neuron notices that both inputs are 1, and forbids it?")
def xor_is_and():
    return network(([1, 1], -0.5), ([1, 1], -1.5), ([1, 1], -1.5))


@wrong("xor_network", "You seem to give XNOR, the opposite: turn all signs of the output neuron round.")
def xor_is_xnor():
    return network(([1, 1], -1.5), ([-1, -1], 0.5), ([1, 1], -0.5))


@wrong("xor_network", "You seem to count on a net input of 0 being silent: here it fires. Move the lines a little.")
def network_for_a_strict_step():
    return network(([1, -1], 0), ([-1, 1], 0), ([1, 1], 0))


@wrong("xor_network", "You seem to put the weights of a hidden neuron in a row of W1: they stand in a column.")
def weights_in_rows():
    W1, b1, w2, b2 = network(([1, -1], -0.5), ([-1, 1], -0.5), ([1, 1], -0.5))
    return np.append(W1, [[0, 0]], axis=0), np.append(b1, -1), np.append(w2, 1), b2


@wrong("xor_network", "You seem to return one neuron only: no single line does XOR, so a hidden layer is needed.")
def one_neuron():
    return np.array([1.0, 1.0]), -0.5, np.array([1.0]), -0.5


@right("xor_network")
def or_but_not_and():
    return network(([1, 1], -1), ([1, 1], -2), ([1, -1], -1))


@right("xor_network")
def one_but_not_the_other():
    return network(([2, -2], -1), ([-2, 2], -1), ([40, 40], -0.25))


@right("xor_network")
def one_neuron_for_each_corner():
    W1 = np.array([[-1.0, -1.0, 1.0, 1.0], [-1.0, 1.0, -1.0, 1.0]])
    return W1, np.array([0.5, -0.5, -0.5, -1.5]), np.array([-2.0, 1.0, 1.0, -2.0]), -0.5


@right("xor_network")
def a_staircase():
    W1 = np.ones((2, 3))
    return W1, np.array([0.0, -1.0, -2.0]), np.array([-1.0, 2.0, -2.0]), -0.5
