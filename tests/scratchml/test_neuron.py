"""scratchml.neuron: sums, thresholds, gates and the lines they draw."""

import numpy as np
import pytest

from scratchml.neuron import decision_line, logic_gate, net_input, neuron, step, xor_network

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TRUTH = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}


def test_net_input_of_one_example_is_one_number():
    assert net_input([1, 2], [3, 4], 5) == 16


def test_net_input_of_a_batch_has_one_number_per_row():
    np.testing.assert_array_equal(net_input([[1, 2], [0, 1], [2, 0]], [3, 4], 5), [16, 9, 11])


def test_net_input_of_a_layer_has_one_column_per_neuron():
    np.testing.assert_array_equal(net_input([[1, 2]], [[3, 1], [4, 0]], [5, -1]), [[16, 0]])


@pytest.mark.parametrize("b", [0.5, np.float64(0.5), np.array(0.5)])
def test_net_input_keeps_float32(b):
    assert net_input(np.ones((3, 2), np.float32), np.ones(2, np.float32), b).dtype == np.float32


@pytest.mark.parametrize(
    ("x", "w"), [((3,), (2,)), ((4, 3), (4,)), ((), (1,)), ((2, 3, 4), (4,)), ((3,), (3, 2, 2)), ((1,), ())]
)
def test_inputs_that_do_not_fit_the_weights_are_refused(x, w):
    with pytest.raises(ValueError, match="x must have shape"):
        net_input(np.ones(x), np.ones(w), 0)


@pytest.mark.parametrize(("w", "b"), [((3,), (3,)), ((3,), (1,)), ((3, 2), (3,)), ((3, 2), (1, 2))])
def test_a_bias_that_does_not_fit_the_weights_is_refused(w, b):
    with pytest.raises(ValueError, match="b must be one number per neuron"):
        net_input(np.ones((4, 3)), np.ones(w), np.ones(b))


def test_the_step_is_one_at_zero():
    np.testing.assert_array_equal(step([-1e-300, -0.0, 0.0, 1e-300]), [0, 1, 1, 1])


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_the_step_has_integers_in_the_shape_of_its_input(shape):
    assert (np.shape(step(np.zeros(shape))), step(np.zeros(shape)).dtype) == (shape, np.int64)


def test_a_neuron_is_the_step_of_its_net_input():
    np.testing.assert_array_equal(neuron([[1, 2], [0, 1], [3, 0]], [1, -1], 0.5), [0, 0, 1])


@pytest.mark.parametrize("name", TRUTH)
def test_a_gate_has_its_truth_table(name):
    np.testing.assert_array_equal(neuron(CORNERS, *logic_gate(name)), TRUTH[name])


def test_not_has_one_input():
    np.testing.assert_array_equal(neuron([[0], [1]], *logic_gate("NOT")), [1, 0])


@pytest.mark.parametrize("name", TRUTH)
def test_a_gate_bears_small_errors_of_its_inputs(name):
    noise = np.random.default_rng(0).uniform(-0.2, 0.2, (100, 4, 2))
    for shift in noise:
        np.testing.assert_array_equal(neuron(CORNERS + shift, *logic_gate(name)), TRUTH[name])


@pytest.mark.parametrize("name", ["XOR", "and", ""])
def test_another_gate_is_refused(name):
    with pytest.raises(ValueError, match="name must be one of AND, OR, NAND, NOT"):
        logic_gate(name)


def test_a_gate_is_a_new_array_at_every_call():
    logic_gate("AND")[0][...] = 9
    np.testing.assert_array_equal(logic_gate("AND")[0], [1, 1])


def test_the_net_input_is_zero_on_the_decision_line():
    x1 = np.linspace(-3, 3, 7)
    points = np.column_stack([x1, decision_line([2, -0.5], 1.5, x1)])
    np.testing.assert_allclose(net_input(points, [2, -0.5], 1.5), 0, atol=1e-14)


def test_the_decision_line_of_one_coordinate_is_one_number():
    assert decision_line([1, 2], 4, 2) == -3


def test_a_vertical_decision_line_is_refused():
    with pytest.raises(ValueError, match="vertical"):
        decision_line([1, 0], 1, [0, 1])


def test_a_decision_line_needs_two_weights():
    with pytest.raises(ValueError, match=r"w must have shape \(2,\)"):
        decision_line([1, 2, 3], 1, 0)


def test_two_layers_solve_xor():
    W1, b1, w2, b2 = xor_network()
    np.testing.assert_array_equal(step(step(CORNERS @ W1 + b1) @ w2 + b2), [0, 1, 1, 0])


def test_the_xor_network_has_the_shapes_it_states():
    W1, b1, w2, b2 = xor_network()
    assert (W1.shape, b1.shape, w2.shape, type(b2)) == ((2, 2), (2,), (2,), float)
