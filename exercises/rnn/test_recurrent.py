"""Recurrent networks: one step, used again and again; backward through time in the opposite order."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=2)

step = lesson.exercise("rnn_step", minutes=3, core=True, hints=(
    "Say the sizes aloud: x is (N, D), h is (N, H), and the result is (N, H). Which products give that?",
    "Both products and the bias are added first. Then one tanh is taken of the whole.",
))
forward = lesson.exercise("rnn_forward", minutes=8, core=True, after=("rnn_step",), hints=(
    "A loop over the steps. Which axis of x is the time, and what does the next step need from this one?",
    "Collect the states in a list. `np.stack` makes one array of it: where does the axis of time belong?",
    "For each row of step t: a new state or the old one? `np.where` chooses, with a mask of shape (N, 1).",
))
step_back = lesson.exercise("rnn_step_backward", minutes=8, core=True, hints=(
    "First through the tanh: what is its slope, in terms of the state that came out?",
    "Then it is a dense layer with two inputs. Each gradient has the shape of its thing: write the five shapes down.",
    "Which of the two states did Wh meet? And which factor gets the transpose, if dWh is (H, H) either way?",
))
back = lesson.exercise("rnn_backward", minutes=11, core=True, after=("rnn_step_backward",), hints=(
    "Begin with the last step. What arrives at its state, and what does it hand to the step before?",
    "At each step two gradients meet: what comes from above, dh[:, t], and what came back from step t + 1.",
    "The weights are the same at every step: what happens to their gradients? And which state was before step 0?",
    "A row that only copied: to whom does its whole gradient belong? Then look at k, after all this.",
))
clip = lesson.exercise("clip_gradients", minutes=4, core=True, hints=(
    "Think of all arrays as one long vector. What is the length of a vector?",
    "One factor for all of them. For which norms should nothing be changed, and what is the factor then?",
))

N, T, D, H = 3, 6, 4, 2
MASK = np.array([[1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0]], dtype=bool)
GAPS = np.array([[1, 1, 0, 1, 1, 0], [0, 1, 1, 0, 1, 1], [1, 0, 0, 1, 1, 1]], dtype=bool)


def weights(rng, d=D, h=H):
    """Draw Wx, Wh and b: large enough to matter, small enough not to saturate."""
    return 0.6 * rng.normal(size=(d, h)), 0.6 * rng.normal(size=(h, h)) + 0.3 * np.eye(h), 0.5 * rng.normal(size=h)


def one_step(reference, rng, n=5, d=D, h=3):
    """Draw the arguments of rnn_step_backward, dh aside."""
    x, h_prev, (wx, wh, b) = rng.normal(size=(n, d)), rng.uniform(-0.9, 0.9, size=(n, h)), weights(rng, d, h)
    return x, h_prev, reference.rnn_step(x, h_prev, wx, wh, b), wx, wh


def sequences(rng, t=T):
    """Draw x, h0, Wx, Wh and b, the arguments of rnn_forward."""
    return rng.normal(size=(N, t, D)), rng.uniform(-0.9, 0.9, size=(N, H)), *weights(rng)


def way_back(reference, rng, mask=None, t=T, start=True):
    """Draw the arguments of rnn_backward: a random dh at every step, then x, h0, h, Wx and Wh."""
    x, h0, wx, wh, b = sequences(rng, t)
    h0 = h0 if start else None
    return rng.normal(size=(N, t, H)), x, h0, reference.rnn_forward(x, h0, wx, wh, b, mask), wx, wh


def single(*arrays):
    """Turn arrays into single precision."""
    return [array.astype(np.float32) for array in arrays]


@step.check(points=1)
def test_step_mixes_input_and_memory(both, rng):
    """takes tanh of the input's part, the memory's part and the bias"""
    wx, wh, b = weights(rng, D, 3)
    both.rnn_step(rng.normal(size=(5, D)), rng.uniform(-0.9, 0.9, size=(5, 3)), wx, wh, b + 0.5)


@step.check(points=1, hint="Wh is square: does the state stand on its left, as a row?")
def test_step_where_all_sizes_are_equal(both, rng):
    """takes both matrices as they are, also where all sizes are equal"""
    wx, wh, b = weights(rng, 4, 4)
    both.rnn_step(rng.normal(size=(4, 4)), rng.uniform(-0.9, 0.9, size=(4, 4)), wx, wh, b)


@step.check(points=1)
def test_step_float32(both, rng):
    """takes a batch of one, and float32"""
    both.rnn_step(*single(rng.normal(size=(1, D)), rng.uniform(-0.9, 0.9, size=(1, H)), *weights(rng)))


@forward.check(points=1)
def test_forward_one_step(both, rng):
    """takes a single step from the state that it is given"""
    both.rnn_forward(*sequences(rng, 1))


@forward.check(points=2, hint="The state that a step returns goes into the next one.")
def test_forward_reads_on(both, rng):
    """hands the state from step to step, and returns all states"""
    both.rnn_forward(*sequences(rng))


@forward.check(points=1)
def test_forward_without_start(both, rng):
    """starts from zeros if h0 is None"""
    x, _, wx, wh, b = sequences(rng, 5)
    both.rnn_forward(x, None, wx, wh, b)


@forward.check(points=2, hint="Behind the end of a sequence every state is that of its last word.")
def test_forward_copies_through_padding(both, rng):
    """copies the state through masked steps at the end"""
    both.rnn_forward(*sequences(rng), MASK)


@forward.check(points=1)
def test_forward_mask_with_gaps(both, rng):
    """copies the state through masked steps anywhere, the first step too, and goes on from the copy"""
    x, h0, wx, wh, b = sequences(rng)
    both.rnn_forward(x, h0, wx, wh, b, GAPS)
    both.rnn_forward(x, None, wx, wh, b, mask=GAPS)


@forward.check(points=1)
def test_forward_where_all_sizes_are_equal(both, rng):
    """knows the batch from the time, also where all sizes are equal"""
    both.rnn_forward(rng.normal(size=(4, 4, 4)), None, *weights(rng, 4, 4))


@forward.check(points=1)
def test_forward_float32(both, rng):
    """takes float32"""
    both.rnn_forward(*single(*sequences(rng)), MASK)


@step_back.check(points=2, hint="Compare the shape of each gradient with the shape of its thing.")
def test_step_back_five_gradients(both, reference, rng):
    """gives the gradients of input, memory, both matrices and bias, in this order"""
    both.rnn_step_backward(rng.normal(size=(5, 3)), *one_step(reference, rng))


@step_back.check(points=2, hint="dh_prev goes through the transpose of Wh; dWh has h_prev, transposed, on the left.")
def test_step_back_where_all_sizes_are_equal(both, reference, rng):
    """transposes the right factors, also where all sizes are equal"""
    both.rnn_step_backward(rng.normal(size=(4, 4)), *one_step(reference, rng, 4, 4, 4))


@step_back.check(points=1)
def test_step_back_batch_of_one(both, reference, rng):
    """keeps all shapes for a batch of one, in float32"""
    both.rnn_step_backward(*single(rng.normal(size=(1, 3)), *one_step(reference, rng, n=1)))


@step_back.check(points=2, hint="Every entry of dh counts, and none of them need be 1.")
def test_step_back_is_the_derivative(gradcheck, reference, rng):
    """agrees with differences of the step, whatever dh is"""
    x, h_prev, (wx, wh, b) = rng.normal(size=(3, D)), rng.uniform(-0.9, 0.9, size=(3, H)), weights(rng)
    h = reference.rnn_step(x, h_prev, wx, wh, b)
    gradcheck("rnn_step_backward", of="rnn_step", at=(x, h_prev, wx, wh, b), wrt=range(5),
              call=lambda dh: (dh, x, h_prev, h, wx, wh))  # fmt: skip


@back.check(points=1)
def test_back_one_step(both, reference, rng):
    """is a single step back if there is one step"""
    both.rnn_backward(*way_back(reference, rng, t=1))


@back.check(points=3, hint="At every step: what comes from above, plus what came back from the step after it.")
def test_back_through_time(both, reference, rng):
    """adds what comes from above to what comes from later, at every step, and adds up over the steps"""
    both.rnn_backward(*way_back(reference, rng))


@back.check(points=1)
def test_back_without_start(both, reference, rng):
    """starts from zeros if h0 is None, and gives dh0 all the same"""
    both.rnn_backward(*way_back(reference, rng, t=4, start=False))


@back.check(points=3)
def test_back_is_the_derivative(gradcheck, reference, rng):
    """agrees with differences of the forward pass, with a start and without"""
    x, h0, wx, wh, b = sequences(rng, 5)
    h = reference.rnn_forward(x, h0, wx, wh, b)
    gradcheck("rnn_backward", of="rnn_forward", at=(x, h0, wx, wh, b), wrt=range(5),
              call=lambda dh: (dh, x, h0, h, wx, wh))  # fmt: skip
    zeros, h = np.zeros((N, H)), reference.rnn_forward(x, None, wx, wh, b)
    gradcheck("rnn_backward", of="rnn_forward", at=(x, zeros, wx, wh, b), wrt=range(5),
              call=lambda dh: (dh, x, None, h, wx, wh))  # fmt: skip


@back.check(points=2, hint="A row that copied hands its whole gradient to the step before, and nothing else.")
def test_back_through_padding(both, reference, rng):
    """hands gradients back through masked steps, which teach nothing"""
    both.rnn_backward(*way_back(reference, rng, MASK), MASK)
    both.rnn_backward(*way_back(reference, rng, GAPS, start=False), mask=GAPS)


@back.check(points=2)
def test_back_with_a_mask_is_the_derivative(gradcheck, reference, rng):
    """agrees with differences of the forward pass with a mask"""
    x, h0, wx, wh, b = sequences(rng)
    h = reference.rnn_forward(x, h0, wx, wh, b, GAPS)
    gradcheck("rnn_backward", of="rnn_forward", at=(x, h0, wx, wh, b, GAPS), wrt=range(5),
              call=lambda dh: (dh, x, h0, h, wx, wh, GAPS))  # fmt: skip


@back.check(points=2, hint="Steps are counted from 0. Which of them begin a chunk, and to whom do they hand nothing?")
def test_back_truncated(both, reference, rng):
    """cuts the way back at steps k, 2 k, 3 k, and nowhere else"""
    args = way_back(reference, rng, t=8)
    both.rnn_backward(*args, k=3)
    both.rnn_backward(*args, None, 4)
    both.rnn_backward(*args, k=1)


@back.check(points=1)
def test_back_long_chunk(both, reference, rng):
    """cuts nothing if the sequence is no longer than k"""
    args = way_back(reference, rng, t=5)
    both.rnn_backward(*args, k=5)
    both.rnn_backward(*args, k=9)


@back.check(points=2, hint="Each chunk is a sequence of its own, which starts from the last state of the one before.")
def test_back_truncated_is_chunk_by_chunk(learner, reference, expect, rng):
    """gives what the chunks give one by one, each started from where the last one ended"""
    dh, x, h0, h, wx, wh = way_back(reference, rng, t=7)
    starts, parts = (h0, h[:, 2], h[:, 5]), (slice(0, 3), slice(3, 6), slice(6, 7))
    one_by_one = [reference.rnn_backward(dh[:, part], x[:, part], start, h[:, part], wx, wh)
                  for start, part in zip(starts, parts, strict=True)]  # fmt: skip
    dx, dh0, *sums = learner.rnn_backward(dh, x, h0, h, wx, wh, None, 3)
    expect(dx, np.concatenate([chunk[0] for chunk in one_by_one], axis=1), "dx")
    expect(dh0, one_by_one[0][1], "dh0")
    for i, name in enumerate(("dWx", "dWh", "db")):
        expect(sums[i], sum(chunk[2 + i] for chunk in one_by_one), name)


@back.check(points=1)
def test_back_truncated_with_a_mask(both, reference, rng):
    """cuts the way back through copies, too"""
    both.rnn_backward(*way_back(reference, rng, GAPS), GAPS, 2)
    both.rnn_backward(*way_back(reference, rng, MASK), MASK, 5)


@back.check(points=1)
def test_back_float32(both, reference, rng):
    """takes float32"""
    both.rnn_backward(*single(*way_back(reference, rng)), MASK, 4)


def gradients(rng, size):
    """Draw gradients of several shapes, each entry between 1 and 2 sizes long: the norm is between 5 and 11 sizes."""
    shapes = ((3, 4), (4,), (2, 3, 2))
    return [size * rng.uniform(1, 2, size=shape) * rng.choice([-1, 1], size=shape) for shape in shapes]


@clip.check(points=2)
def test_clip_long_gradients(both, rng):
    """scales all arrays by one factor to the length that is allowed, and returns the norm before"""
    both.clip_gradients(gradients(rng, 1.0), 2.0)


@clip.check(points=1, hint="Look at the norm first: is it too long at all?")
def test_clip_leaves_short_ones(both, rng):
    """leaves gradients alone that are no longer than allowed"""
    both.clip_gradients(gradients(rng, 0.1), 2.0)
    both.clip_gradients([np.array([3.0]), np.array([[0.0, -4.0]])], 5.0)


@clip.check(points=1)
def test_clip_of_nothing(both):
    """leaves gradients of zero at zero"""
    both.clip_gradients([np.zeros((2, 3)), np.zeros(3)], 1.0)


@clip.check(points=1, hint="The factor is max_norm / norm, and nothing is added to the norm.")
def test_clip_exactly(both, rng):
    """gives exactly the length that is allowed, for tiny gradients and for huge ones"""
    both.clip_gradients(gradients(rng, 0.001), 0.001)
    both.clip_gradients(gradients(rng, 1e5), 0.25)


@clip.check(points=1)
def test_clip_float32(both, rng):
    """takes float32, and a single array"""
    both.clip_gradients(single(*gradients(rng, 2.0)), 3.0)
    both.clip_gradients(single(rng.uniform(1, 2, size=(3, 5))), 1.0)
