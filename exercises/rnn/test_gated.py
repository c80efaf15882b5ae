"""Gated recurrent networks, LSTM and GRU: small networks decide what a memory keeps, takes in and shows."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=3)

lstm_step = lesson.exercise("lstm_step", minutes=7, hints=(
    "First all four blocks in one go, as in a dense layer. What are the sizes, and where does each block begin?",
    "Which three blocks are decisions between 0 and 1, and which one is content, between -1 and 1?",
    "The new cell is a sum of two products. The state is made of the new cell, not of the old one.",
))
lstm_forward = lesson.exercise("lstm_forward", minutes=6, after=("lstm_step",), hints=(
    "It is the loop of rnn_forward. What has to be handed from step to step now?",
    "h0 and c0 may be missing, each by itself. Where does the axis of time belong in the two results?",
))
lstm_back = lesson.exercise("lstm_backward", minutes=25, hints=(
    "You need the gates of every step again: which inputs, and which states, were they made of?",
    "Start at the last step. What arrives at its state, and what arrives at its cell?",
    "The state was made from the cell. So before you go on, the cell gets a share of the state's blame.",
    "The four factors of the new cell: each gets dc times its partner, times the slope of its own squashing function.",
    "Two things go back to the step before: dz through Wh, transposed, and dc through the forget gate.",
))
gru_step = lesson.exercise("gru_step", minutes=7, hints=(
    "Compute the input's part and the state's part by themselves, each with its bias, and cut each into three blocks.",
    "For two blocks the parts are just added. What comes between them in the third one?",
    "Try the ends: what should the step return where z is 1, and where z is 0?",
))
gru_forward = lesson.exercise("gru_forward", minutes=4, after=("gru_step",), hints=(
    "It is the loop of rnn_forward, with another step.",
    "What is the state before the first step if h0 is None? Where does the axis of time belong?",
))
gru_back = lesson.exercise("gru_backward", minutes=20, hints=(
    "The old state went to four places. Which of them do not lead through Wh?",
    "First the mix: what are the slopes of h' by n, by z, and by the old state, if all else stands still?",
    "The blame of r comes out of the inside of n: what was r multiplied with there, bias included?",
    "Keep the blame of the input's part and of the state's part apart: in which block do they differ, and by what?",
))

N, T, D, H = 3, 5, 4, 2


def weights(rng, blocks, d=D, h=H):
    """Draw Wx and Wh and a bias, some blocks wide: large enough to matter, small enough not to saturate."""
    return [0.6 * rng.normal(size=(size, blocks * h)) for size in (d, h)] + [0.5 * rng.normal(size=blocks * h)]


def memory(rng, n=N, h=H):
    """Draw a state or a cell, no entry of it near 0."""
    return rng.uniform(0.3, 0.9, size=(n, h)) * rng.choice([-1, 1], size=(n, h))


def for_lstm(rng, t=T, n=N, d=D, h=H):
    """Draw x, h0, c0, Wx, Wh and b, the arguments of lstm_forward."""
    return [rng.normal(size=(n, t, d)), memory(rng, n, h), 1.5 * memory(rng, n, h), *weights(rng, 4, d, h)]


def for_gru(rng, t=T, n=N, d=D, h=H):
    """Draw x, h0, Wx, Wh, bx and bh, the arguments of gru_forward."""
    return [rng.normal(size=(n, t, d)), memory(rng, n, h), *weights(rng, 3, d, h), 0.5 * rng.normal(size=3 * h)]


def lstm_way_back(reference, rng, at):
    """Draw dh at every step and dc_last, and add what lstm_forward was given at a point, and what it returned."""
    x, h0, c0, wx, wh, b = at
    h, c = reference.lstm_forward(*at)
    return [rng.normal(size=h.shape), rng.normal(size=h[:, -1].shape), x, h0, c0, h, c, wx, wh, b]


def gru_way_back(reference, rng, at):
    """Draw dh at every step, and add what gru_forward was given at a point, and what it returned."""
    x, h0, *net = at
    h = reference.gru_forward(*at)
    return [rng.normal(size=h.shape), x, h0, h, *net]


def single(arrays):
    """Turn arrays into single precision."""
    return [array.astype(np.float32) for array in arrays]


@lstm_step.check(points=3, hint="The blocks of columns are i, f, g, o. Which of them are sigmoids?")
def test_lstm_step_keeps_writes_and_shows(both, rng):
    """keeps some of the cell, writes some content, and shows some of both"""
    both.lstm_step(rng.normal(size=(5, D)), memory(rng, 5, 3), memory(rng, 5, 3), *weights(rng, 4, h=3))


@lstm_step.check(points=1, hint="Set all gates in your mind to 0 or 1: what is the cell then, and what the state?")
def test_lstm_step_with_gates_open_or_shut(both, rng):
    """holds a cell for ever, overwrites it or hides it, where gates are wide open or shut"""
    x, h, c = np.zeros((4, 3)), np.zeros((4, 2)), rng.uniform(1, 2, size=(4, 2))
    for gates in ((-1e3, 1e3, 1e3), (1e3, -1e3, 1e3), (1e3, 1e3, -1e3)):
        i, f, o = gates
        both.lstm_step(x, h, c, np.zeros((3, 8)), np.zeros((2, 8)), np.array([i, i, f, f, 0.7, -0.4, o, o]))


@lstm_step.check(points=1)
def test_lstm_step_where_all_sizes_are_equal(both, rng):
    """knows rows from columns, also for as many rows as columns"""
    both.lstm_step(rng.normal(size=(4, 4)), memory(rng, 4, 1), memory(rng, 4, 1), *weights(rng, 4, 4, 1))


@lstm_step.check(points=1)
def test_lstm_step_float32(both, rng):
    """takes a batch of one, and float32"""
    both.lstm_step(*single([rng.normal(size=(1, D)), memory(rng, 1), memory(rng, 1), *weights(rng, 4)]))


@lstm_forward.check(points=1)
def test_lstm_forward_one_step(both, rng):
    """takes a single step from the state and the cell that it is given"""
    both.lstm_forward(*for_lstm(rng, 1))


@lstm_forward.check(points=2, hint="Both the state and the cell that a step returns go into the next one.")
def test_lstm_forward_reads_on(both, rng):
    """hands state and cell from step to step, and returns all of both"""
    both.lstm_forward(*for_lstm(rng))


@lstm_forward.check(points=2)
def test_lstm_forward_without_start(both, rng):
    """starts from zeros where h0 or c0 is None, each by itself"""
    x, h0, c0, *net = for_lstm(rng, 4)
    for start in ((h0, c0), (None, c0), (h0, None), (None, None)):
        both.lstm_forward(x, *start, *net)


@lstm_forward.check(points=1)
def test_lstm_forward_float32(both, rng):
    """knows the batch from the time, also where sizes are equal, in float32"""
    both.lstm_forward(*single(for_lstm(rng, t=3, d=3, h=3)))


@lstm_back.check(points=2, hint="The cell gets dc_last, and its share of dh. Go on to the four blocks only then.")
def test_lstm_back_one_step(both, reference, rng):
    """gives the six gradients of a single step, in this order"""
    both.lstm_backward(*lstm_way_back(reference, rng, for_lstm(rng, 1)))


@lstm_back.check(points=3)
def test_lstm_back_one_step_is_the_derivative(gradcheck, reference, rng):
    """agrees with differences of a single step, by way of the state and by way of the cell"""
    at = x, h0, c0, wx, wh, b = for_lstm(rng, 1, d=3)
    h, c = reference.lstm_forward(*at)
    known, nothing = (x, h0, c0, h, c, wx, wh, b), np.zeros((N, 1, H))
    gradcheck("lstm_backward", of="lstm_forward", at=at, wrt=range(6), item=0,
              call=lambda dh: (dh, nothing[:, 0], *known))  # fmt: skip
    gradcheck("lstm_backward", of="lstm_forward", at=at, wrt=range(6), item=1,
              call=lambda dc: (nothing, dc[:, 0], *known))  # fmt: skip


@lstm_back.check(points=3, hint="Two flows go back: through Wh to the state before, through f to the cell before.")
def test_lstm_back_through_time(both, reference, rng):
    """hands blame back to state and cell, at every step, and adds up over the steps"""
    both.lstm_backward(*lstm_way_back(reference, rng, for_lstm(rng)))


@lstm_back.check(points=2)
def test_lstm_back_without_start(both, reference, rng):
    """starts from zeros where h0 or c0 is None, and gives dh0 and dc0 all the same"""
    x, h0, c0, *net = for_lstm(rng, 4)
    for start in ((None, c0), (h0, None), (None, None)):
        both.lstm_backward(*lstm_way_back(reference, rng, [x, *start, *net]))


@lstm_back.check(points=1)
def test_lstm_back_without_blame_of_the_cell(both, reference, rng):
    """takes zeros for dc_last if it is None"""
    dh, _, *known = lstm_way_back(reference, rng, for_lstm(rng, 4))
    both.lstm_backward(dh, None, *known)


@lstm_back.check(points=3)
def test_lstm_back_is_the_derivative(gradcheck, reference, rng):
    """agrees with differences of the whole forward pass, with a start and without"""
    x, h0, c0, *net = for_lstm(rng, 3)
    nothing = np.zeros((N, H))
    for start, zeros in (((h0, c0), (h0, c0)), ((None, None), (nothing, nothing))):
        h, c = reference.lstm_forward(x, *start, *net)
        gradcheck("lstm_backward", of="lstm_forward", at=(x, *zeros, *net), wrt=range(6), item=0,
                  call=lambda dh, known=(x, *start, h, c, *net): (dh, nothing, *known))  # fmt: skip


@lstm_back.check(points=2, hint="What a later part hands back as dh0 and dc0, an earlier part gets as dh and dc_last.")
def test_lstm_back_part_by_part(learner, reference, expect, rng):
    """gives the same in two parts, if the first is handed what the second gives back"""
    at = x, h0, c0, *net = for_lstm(rng, 6)
    dh, dc_last, *_, wx, wh, b = lstm_way_back(reference, rng, at)
    h, c = reference.lstm_forward(*at)
    late = reference.lstm_backward(
        dh[:, 4:], dc_last, x[:, 4:], h[:, 3], c[:, 3], h[:, 4:], c[:, 4:], wx, wh, b
    )
    handed = dh[:, :4].copy()
    handed[:, 3] += late[1]
    dx, dh0, dc0, *sums = learner.lstm_backward(handed, late[2], x[:, :4], h0, c0, h[:, :4], c[:, :4], *net)
    want = reference.lstm_backward(dh, dc_last, x, h0, c0, h, c, *net)
    for got, whole, name in ((dx, want[0][:, :4], "dx"), (dh0, want[1], "dh0"), (dc0, want[2], "dc0")):
        expect(got, whole, name)
    for i, name in enumerate(("dWx", "dWh", "db")):
        expect(sums[i], want[3 + i] - late[3 + i], name)


@lstm_back.check(points=1)
def test_lstm_back_float32(both, reference, rng):
    """takes a batch of one, and float32"""
    both.lstm_backward(*single(lstm_way_back(reference, rng, for_lstm(rng, n=1))))


@gru_step.check(points=3, hint="The blocks of columns are r, z, n, and a z of 1 keeps the old state.")
def test_gru_step_mixes_old_and_new(both, rng):
    """mixes the old state with new content, which sees as much of the old state as r lets through"""
    both.gru_step(rng.normal(size=(5, D)), memory(rng, 5, 3), *weights(rng, 3, h=3), 0.5 * rng.normal(size=9))


@gru_step.check(points=1, hint="Set r and z in your mind to 0 or 1: what is left of the formula?")
def test_gru_step_with_gates_open_or_shut(both, rng):
    """holds a state, replaces it, or replaces it without a look at it, where gates are wide open or shut"""
    x, h, (wx, wh, bh) = rng.normal(size=(4, 3)), memory(rng, 4), weights(rng, 3, 3)
    for r, z in ((1e3, 1e3), (1e3, -1e3), (-1e3, -1e3)):
        both.gru_step(x, h, wx, wh, np.array([r, r, z, z, 0.7, -0.4]), bh)


@gru_step.check(points=1)
def test_gru_step_where_all_sizes_are_equal(both, rng):
    """knows rows from columns, also for as many rows as columns"""
    both.gru_step(rng.normal(size=(3, 3)), memory(rng, 3, 1), *weights(rng, 3, 3, 1), rng.normal(size=3))


@gru_step.check(points=1)
def test_gru_step_float32(both, rng):
    """takes a batch of one, and float32"""
    x, h, *net = for_gru(rng, n=1)
    both.gru_step(*single([x[:, 0], h, *net]))


@gru_forward.check(points=1)
def test_gru_forward_one_step(both, rng):
    """takes a single step from the state that it is given"""
    both.gru_forward(*for_gru(rng, 1))


@gru_forward.check(points=2, hint="The state that a step returns goes into the next one.")
def test_gru_forward_reads_on(both, rng):
    """hands the state from step to step, and returns all states"""
    both.gru_forward(*for_gru(rng))


@gru_forward.check(points=1)
def test_gru_forward_without_start(both, rng):
    """starts from zeros if h0 is None"""
    x, _, *net = for_gru(rng, 4)
    both.gru_forward(x, None, *net)


@gru_forward.check(points=1)
def test_gru_forward_float32(both, rng):
    """knows the batch from the time, also where sizes are equal, in float32"""
    both.gru_forward(*single(for_gru(rng, t=3, d=3, h=3)))


@gru_back.check(points=2, hint="da and ds differ in the block n only, by r. Which products and which bias get which?")
def test_gru_back_one_step(both, reference, rng):
    """gives the six gradients of a single step, in this order"""
    both.gru_backward(*gru_way_back(reference, rng, for_gru(rng, 1)))


@gru_back.check(points=3, hint="At every step the old state is blamed in two ways: by z directly, and through Wh.")
def test_gru_back_through_time(both, reference, rng):
    """hands blame back to the state before, at every step, and adds up over the steps"""
    both.gru_backward(*gru_way_back(reference, rng, for_gru(rng)))


@gru_back.check(points=1)
def test_gru_back_without_start(both, reference, rng):
    """starts from zeros if h0 is None, and gives dh0 all the same"""
    x, _, *net = for_gru(rng, 4)
    both.gru_backward(*gru_way_back(reference, rng, [x, None, *net]))


@gru_back.check(points=3)
def test_gru_back_is_the_derivative(gradcheck, reference, rng):
    """agrees with differences of the forward pass, of one step and of all, with a start and without"""
    x, h0, *net = for_gru(rng, 3)
    for inputs, start, zeros in ((x[:, :1], h0, h0), (x, h0, h0), (x, None, np.zeros((N, H)))):
        h = reference.gru_forward(inputs, start, *net)
        gradcheck("gru_backward", of="gru_forward", at=(inputs, zeros, *net), wrt=range(6),
                  call=lambda dh, known=(inputs, start, h, *net): (dh, *known))  # fmt: skip


@gru_back.check(points=1)
def test_gru_back_float32(both, reference, rng):
    """takes a batch of one, and float32"""
    both.gru_backward(*single(gru_way_back(reference, rng, for_gru(rng, n=1))))
