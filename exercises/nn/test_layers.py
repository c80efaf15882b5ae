"""Layers: forward turns a batch into a batch; backward turns dout into one gradient for each input."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=3)
dense = lesson.exercise("dense_forward", minutes=2, core=True, hints=(
    "Say the sizes aloud: x is (N, D_in), w is (D_in, D_out). Which product gives (N, D_out)?",
    "A matrix product and a sum are enough. Which axis of the product has the length of b?",
))  # fmt: skip
dense_back = lesson.exercise("dense_backward", minutes=6, core=True, hints=(
    "Each gradient has the shape of its thing. Write the three shapes down before you write any code.",
    "dw is (D_in, D_out), x is (N, D_in), dout is (N, D_out). Which size has to vanish in the middle?",
    "b is added to every row. So every row of dout pulls at b: over which axis do the pulls add up?",
))  # fmt: skip
onehot = lesson.exercise("one_hot", minutes=4, hints=(
    "Begin with zeros of the right shape. Which entry of row n has to become 1?",
    "numpy takes two lists of indices at once, one for the rows and one for the columns.",
    "What does numpy do with the index -1? Look at the labels before you use them.",
))  # fmt: skip
xavier = lesson.exercise("xavier_init", minutes=3, hints=(
    "The theory gives a variance. What does rng.normal ask for?",
    "The variance is 2 over a sum of two sizes. And in which shape does dense_forward want w?",
))  # fmt: skip
he = lesson.exercise("he_init", minutes=2, hints=(
    "What does ReLU do to half of the numbers, and which factor makes up for it?",
    "A neuron adds up n_in terms. So which of the two sizes decides how large each term may be?",
))  # fmt: skip
drop = lesson.exercise("dropout_forward", minutes=7, hints=(
    "Draw one number for every entry of x. Which of them stay, if a share of `rate` has to go?",
    "On average, which share of an entry comes through? By what must you divide to make up for it?",
    "What is the mask at test time, and which rates make no sense? Answer both before you draw.",
))  # fmt: skip
drop_back = lesson.exercise("dropout_backward", minutes=2, hints=(
    "Forward, each entry was multiplied by a number of its own. What is the derivative of m * x?",
    "The mask holds the scaling already. Is there anything else to do?",
))  # fmt: skip


@dense.check(points=1)
def test_dense_forward_product_plus_bias(both, rng):
    """multiplies each example by the weights and adds the bias"""
    bias = rng.normal(size=3) + np.array([-30.0, 0.0, 30.0])
    both.dense_forward(rng.normal(size=(6, 5)), rng.normal(size=(5, 3)), bias)


@dense.check(points=1, hint="Which axis of x @ w is the batch, and which belongs to the neurons?")
def test_dense_forward_where_all_sizes_are_equal(both, rng):
    """takes w as it is and gives each neuron its bias, also where all sizes are equal"""
    both.dense_forward(rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), rng.normal(size=4))


@dense.check(points=1)
def test_dense_forward_keeps_the_batch_axis(both, rng):
    """gives one row for a batch of one example"""
    both.dense_forward(rng.normal(size=(1, 5)), rng.normal(size=(5, 3)), rng.normal(size=3))


@dense.check(points=1)
def test_dense_forward_float32(both, rng):
    """takes float32 as well as float64"""
    x, w, b = rng.normal(size=(8, 5)), rng.normal(size=(5, 3)), rng.normal(size=3)
    both.dense_forward(x.astype(np.float32), w.astype(np.float32), b.astype(np.float32))


@dense_back.check(points=2, hint="Compare the shape of each gradient with the shape of its thing.")
def test_dense_backward_three_gradients(both, rng):
    """gives the gradients of the input, the weights and the bias, in this order"""
    both.dense_backward(rng.normal(size=(6, 3)), rng.normal(size=(6, 5)), rng.normal(size=(5, 3)))


@dense_back.check(points=1, hint="dx = dout times something: is it w or its transpose?")
def test_dense_backward_where_all_sizes_are_equal(both, rng):
    """transposes the right factors, also where all sizes are equal"""
    both.dense_backward(rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), rng.normal(size=(4, 4)))


@dense_back.check(points=1)
def test_dense_backward_batch_of_one(both, rng):
    """keeps all three shapes for a batch of one example"""
    both.dense_backward(rng.normal(size=(1, 3)), rng.normal(size=(1, 5)), rng.normal(size=(5, 3)))


@dense_back.check(points=1)
def test_dense_backward_float32(both, rng):
    """takes float32 as well as float64"""
    dout, x, w = rng.normal(size=(8, 3)), rng.normal(size=(8, 5)), rng.normal(size=(5, 3))
    both.dense_backward(dout.astype(np.float32), x.astype(np.float32), w.astype(np.float32))


@dense_back.check(points=2, hint="Every entry of dout counts, and none of them need be 1.")
def test_dense_backward_is_the_derivative(gradcheck, rng):
    """agrees with differences of the forward pass, whatever dout is"""
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    at, wrt = (x, w, b), (0, 1, 2)
    gradcheck("dense_backward", of="dense_forward", at=at, wrt=wrt, call=lambda dout: (dout, x, w))


@onehot.check(points=1)
def test_one_hot_rows(both, rng):
    """puts a single 1 into each row, in the column of its label"""
    both.one_hot(rng.permutation([0, 1, 2, 3, 1, 3]), 4)


@onehot.check(points=1, hint="How many columns are there if the last classes do not occur?")
def test_one_hot_classes_that_do_not_occur(both, rng):
    """has a column for every class, also for those that do not occur"""
    both.one_hot(rng.permutation([0, 1, 2, 3, 1, 3]), 7)


@onehot.check(points=1)
def test_one_hot_empty_batch(both):
    """gives no rows, but all columns, for an empty batch"""
    both.one_hot(np.array([], dtype=np.int64), 4)


@onehot.check(points=1, hint="The classes are counted from 0: which is the largest label?")
def test_one_hot_refuses_too_large_labels(both, rng):
    """raises ValueError for a label that is n_classes or larger"""
    both.raises(ValueError).one_hot(rng.permutation([0, 4, 1, 2, 2]), 4)
    both.raises(ValueError).one_hot(rng.permutation([0, 9, 1, 2, 2]), 4)


@onehot.check(points=1, hint="numpy counts negative indices from the end, without a word.")
def test_one_hot_refuses_negative_labels(both, rng):
    """raises ValueError for a negative label"""
    both.raises(ValueError).one_hot(rng.permutation([0, -1, 3, 2, 2]), 4)


@xavier.check(points=1)
def test_xavier_spread(learner, expect, rng):
    """has the standard deviation that Glorot and Bengio ask for"""
    weights = learner.xavier_init(300, 100, rng)
    expect(np.std(weights), np.sqrt(1 / 200), "the standard deviation of 30,000 weights", tol=0.05)


@xavier.check(points=2, hint="One call of rng.normal, in the shape that is returned: (n_in, n_out).")
def test_xavier_draw(both, rng):
    """draws all weights at once, as (n_in, n_out) normal numbers"""
    both.xavier_init(7, 4, rng)
    both.xavier_init(3, 8, rng)


@he.check(points=1)
def test_he_spread(learner, expect, rng):
    """has the standard deviation that He and others ask for"""
    weights = learner.he_init(300, 100, rng)
    expect(np.std(weights), np.sqrt(1 / 150), "the standard deviation of 30,000 weights", tol=0.05)


@he.check(points=1, hint="One call of rng.normal, in the shape that is returned: (n_in, n_out).")
def test_he_draw(both, rng):
    """draws all weights at once, as (n_in, n_out) normal numbers"""
    both.he_init(7, 4, rng)
    both.he_init(3, 8, rng)


@drop.check(points=2, hint="Keep where the draw is at least rate; divide by the probability of being kept.")
def test_dropout_mask_and_scale(both, rng):
    """switches off where the draw is below rate, and scales up the rest"""
    both.dropout_forward(rng.normal(size=(6, 5)), 0.3, rng)


@drop.check(points=1, hint="How is each entry of an image decided: together with others, or alone?")
def test_dropout_any_shape(both, rng):
    """decides each entry alone, in arrays of any shape and in float32"""
    both.dropout_forward(rng.normal(size=(4, 3, 2, 5)).astype(np.float32), 0.6, rng)


@drop.check(points=1, hint="At test time the full network is the average already.")
def test_dropout_test_time(both, rng):
    """changes nothing at test time, and gives a mask of ones"""
    both.dropout_forward(rng.normal(size=(6, 5)), 0.4, rng, train=False)


@drop.check(points=1, hint="Look at train before you draw: at test time rng may be None.")
def test_dropout_test_time_without_a_generator(both, rng):
    """draws nothing at test time: rng may then be None"""
    both.dropout_forward(rng.normal(size=(6, 5)), 0.4, None, train=False)


@drop.check(points=1)
def test_dropout_rate_zero(both, rng):
    """keeps everything if rate is 0"""
    both.dropout_forward(rng.normal(size=(6, 5)), 0.0, rng)


@drop.check(points=1, hint="Which rates leave something to scale up? Look at both ends of the interval.")
def test_dropout_refuses_bad_rates(both, rng):
    """raises ValueError for a rate of 1, above 1 or below 0"""
    x = rng.normal(size=(6, 5))
    both.raises(ValueError).dropout_forward(x, 1.0, rng)
    both.raises(ValueError).dropout_forward(x, 1.5, rng)
    both.raises(ValueError).dropout_forward(x, -0.1, rng)


@drop.check(points=1, hint="The docstring says which side a draw that equals rate belongs to.")
def test_dropout_draw_equal_to_rate(both, rng):
    """keeps an entry whose draw is exactly rate"""
    x, seed = rng.normal(size=(6, 5)), int(rng.integers(2**32))
    draws = np.random.default_rng(seed).spawn(1)[0].random((6, 5))
    both.dropout_forward(x, float(np.sort(draws, axis=None)[14]), np.random.default_rng(seed))


@drop_back.check(points=1)
def test_dropout_backward_through_the_mask(both, rng):
    """lets gradients through where entries came through, scaled alike"""
    keep = rng.permutation(np.arange(30) % 3 > 0).reshape(6, 5)
    both.dropout_backward(rng.normal(size=(6, 5)), keep / 0.7)


@drop_back.check(points=1)
def test_dropout_backward_test_time(both, rng):
    """is the identity for a mask of ones"""
    both.dropout_backward(rng.normal(size=(6, 5)), np.ones((6, 5)))


@drop_back.check(points=1)
def test_dropout_backward_any_shape(both, rng):
    """takes arrays of any shape, and float32"""
    keep = rng.permutation(np.arange(120) % 2 > 0).reshape(4, 3, 2, 5)
    dout = rng.normal(size=(4, 3, 2, 5)).astype(np.float32)
    both.dropout_backward(dout, (keep / 0.4).astype(np.float32))
