"""The bank of `recurrent`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def before(h0, h):
    """List the states before each step."""
    return [np.zeros(h[:, 0].shape) if h0 is None else h0, *np.moveaxis(h[:, :-1], 1, 0)]


def walk(dh, x, h0, h, Wx, Wh, mask=None, k=None, live=None, hand_back=None, border=None, olds=None, order=None):
    """Go through time as the model answer does; parts of it can be replaced.

    `live(t, total, on)` makes what goes into a step back, `hand_back(t, flow, total, on)` what comes out of it,
    `border(t)` says where the flow is cut, `olds` are the states before the steps, `order` is that of the steps.
    """
    n_steps, olds = x.shape[1], before(h0, h) if olds is None else olds
    kept = np.ones(x.shape[:2]) if mask is None else mask * 1.0
    flow, dx, sums = np.zeros(h[:, 0].shape), np.empty(x.shape), [0, 0, 0]
    for t in order or range(n_steps - 1, -1, -1):
        total, on = dh[:, t] + flow, kept[:, t, None]
        into = live(t, total, on) if live else total * on
        dx[:, t], flow, *steps = answer.rnn_step_backward(into, x[:, t], olds[t], h[:, t], Wx, Wh)
        flow = flow + total * (1 - on)
        flow = hand_back(t, flow, total, on) if hand_back else flow
        if k is not None and (border(t) if border else t > 0 and t % k == 0):
            flow = np.zeros(flow.shape)
        sums = [old + new for old, new in zip(sums, steps, strict=True)]
    return dx, flow, *sums


def with_sums(result, change):
    """Change the three last of five gradients, those of weights and bias."""
    return *result[:2], *(change(part) for part in result[2:])


# rnn_step


@wrong("rnn_step", "The tanh seems to be missing: squash the sum.")
def step_without_tanh(x, h, Wx, Wh, b):
    return x @ Wx + h @ Wh + b


@wrong("rnn_step", "You seem to leave the old state out: without it there is no memory.")
def step_without_memory(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + b)


@wrong("rnn_step", "The bias seems to be missing.")
def step_without_bias(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh)


@wrong("rnn_step", "You seem to add the bias after the tanh: it belongs inside.")
def bias_outside(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh) + b


@wrong("rnn_step", "You seem to take tanh of each part: first add up, then take one tanh.")
def tanh_of_each_part(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx) + np.tanh(h @ Wh + b)


@wrong("rnn_step", "You seem to squash the input only: the memory's part belongs inside the tanh, too.")
def memory_outside(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + b) + h @ Wh


@wrong("rnn_step", "You seem to transpose Wh: the states are rows, so it is h Wh.")
def step_with_transposed_wh(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh.T + b)


@wrong("rnn_step", "You seem to use the sigmoid: states go from -1 to 1 here, so it is tanh.")
def step_with_sigmoid(x, h, Wx, Wh, b):
    return 1 / (1 + np.exp(-(x @ Wx + h @ Wh + b)))


@wrong("rnn_step", "You seem to add the old state itself: it comes in through Wh only.")
def adds_the_old_state(x, h, Wx, Wh, b):
    return h + np.tanh(x @ Wx + h @ Wh + b)


@wrong("rnn_step", "You seem to write the new state over the old one: others still need it. Make a new array.")
def overwrites_the_state(x, h, Wx, Wh, b):
    h[:] = np.tanh(x @ Wx + h @ Wh + b)
    return h


@right("rnn_step")  # one product with both matrices stacked
def step_with_stacked_weights(x, h, Wx, Wh, b):
    return np.tanh(np.hstack([x, h]) @ np.vstack([Wx, Wh]) + b)


@right("rnn_step")
def step_row_by_row(x, h, Wx, Wh, b):
    return np.array([np.tanh(Wx.T @ word + Wh.T @ state + b) for word, state in zip(x, h, strict=True)])


# rnn_forward


@wrong("rnn_forward", "You seem to return the last state only: those after all steps are wanted.")
def last_state_only(x, h0, Wx, Wh, b, mask=None):
    return answer.rnn_forward(x, h0, Wx, Wh, b, mask)[:, -1]


@wrong("rnn_forward", "Time seems to come first: the axes are batch, time, state.")
def time_comes_first(x, h0, Wx, Wh, b, mask=None):
    return np.swapaxes(answer.rnn_forward(x, h0, Wx, Wh, b, mask), 0, 1)


@wrong("rnn_forward", "You seem to walk along the batch: the steps are on axis 1 of x.")
def walks_along_the_batch(x, h0, Wx, Wh, b, mask=None):
    mask = None if mask is None else mask.T
    return np.swapaxes(answer.rnn_forward(np.swapaxes(x, 0, 1), h0, Wx, Wh, b, mask), 0, 1)


@wrong("rnn_forward", "Every step seems to start from h0: hand the new state on to the next step.")
def never_hands_on(x, h0, Wx, Wh, b, mask=None):
    start = np.zeros((len(x), len(b))) if h0 is None else h0
    states = []
    for t in range(x.shape[1]):
        new = answer.rnn_step(x[:, t], start, Wx, Wh, b)
        states.append(new if mask is None else np.where(mask[:, t, None], new, start))
    return np.stack(states, axis=1)


@wrong("rnn_forward", "h0 seems to have no effect: start from it, if it is given.")
def ignores_the_start(x, h0, Wx, Wh, b, mask=None):
    return answer.rnn_forward(x, None, Wx, Wh, b, mask)


@wrong("rnn_forward", "h0 = None seems to be taken for a state: start from zeros then.")
def fails_without_start(x, h0, Wx, Wh, b, mask=None):
    return answer.rnn_forward(x, 1.0 * h0, Wx, Wh, b, mask)


@wrong("rnn_forward", "You seem to return h0 among the states: the first is that after the first step.")
def start_among_the_states(x, h0, Wx, Wh, b, mask=None):
    start = np.zeros((len(x), len(b))) if h0 is None else h0
    return np.concatenate([start[:, None], answer.rnn_forward(x, h0, Wx, Wh, b, mask)], axis=1)


@wrong("rnn_forward", "You seem to give the states before the steps: those after the steps are wanted.")
def states_before_the_steps(x, h0, Wx, Wh, b, mask=None):
    start = np.zeros((len(x), len(b))) if h0 is None else h0
    return np.concatenate([start[:, None], answer.rnn_forward(x, h0, Wx, Wh, b, mask)[:, :-1]], axis=1)


@wrong("rnn_forward", "You seem to read from the end: the first step reads x[:, 0].")
def reads_backwards(x, h0, Wx, Wh, b, mask=None):
    mask = None if mask is None else mask[:, ::-1]
    return answer.rnn_forward(x[:, ::-1], h0, Wx, Wh, b, mask)[:, ::-1]


@wrong("rnn_forward", "The mask seems to have no effect: where it is False, the state stays what it was.")
def forward_ignores_the_mask(x, h0, Wx, Wh, b, mask=None):
    return answer.rnn_forward(x, h0, Wx, Wh, b)


@wrong("rnn_forward", "You seem to set masked states to zero: copy the state before, or the memory is lost.")
def zeros_where_masked(x, h0, Wx, Wh, b, mask=None):
    state = np.zeros((len(x), len(b))) if h0 is None else h0
    states = []
    for t in range(x.shape[1]):
        state = answer.rnn_step(x[:, t], state, Wx, Wh, b)
        state = state if mask is None else state * mask[:, t, None]
        states.append(state)
    return np.stack(states, axis=1)


@wrong("rnn_forward", "You seem to blank masked states at the end: they are copies of the state before.")
def blanks_at_the_end(x, h0, Wx, Wh, b, mask=None):
    h = answer.rnn_forward(x, h0, Wx, Wh, b, mask)
    return h if mask is None else h * mask[..., None]


@wrong("rnn_forward", "You seem to blank masked inputs only: the step still changes the state. Copy it.")
def blanks_the_input(x, h0, Wx, Wh, b, mask=None):
    return answer.rnn_forward(x if mask is None else x * mask[..., None], h0, Wx, Wh, b)


@wrong("rnn_forward", "The mask seems to be the wrong way round: True means that there is a word.")
def mask_the_wrong_way_round(x, h0, Wx, Wh, b, mask=None):
    return answer.rnn_forward(x, h0, Wx, Wh, b, None if mask is None else ~mask)


@wrong("rnn_forward", "You seem to show the copy, but to go on from the state that was not copied.")
def goes_on_behind_the_copy(x, h0, Wx, Wh, b, mask=None):
    h = answer.rnn_forward(x, h0, Wx, Wh, b)
    shown = [np.zeros((len(x), len(b))) if h0 is None else h0]
    for t in range(x.shape[1]):
        shown.append(h[:, t] if mask is None else np.where(mask[:, t, None], h[:, t], shown[-1]))
    return np.stack(shown[1:], axis=1)


@wrong("rnn_forward", "You seem to write over h0: the caller still needs it. Make a new array.")
def writes_over_the_start(x, h0, Wx, Wh, b, mask=None):
    h = answer.rnn_forward(x, h0, Wx, Wh, b, mask)
    if h0 is not None:
        h0[:] = h[:, -1]
    return h


@right("rnn_forward")  # the products with x all at once, before the loop
def inputs_first(x, h0, Wx, Wh, b, mask=None):
    drive = x @ Wx + b
    h = np.zeros(drive.shape, x.dtype)
    state = np.zeros_like(drive[:, 0]) if h0 is None else h0.copy()
    for t in range(x.shape[1]):
        on = slice(None) if mask is None else mask[:, t]
        state[on] = np.tanh(drive[on, t] + state[on] @ Wh)
        h[:, t] = state
    return h


@right("rnn_forward")
def sequence_by_sequence(x, h0, Wx, Wh, b, mask=None):
    rows = []
    for n in range(len(x)):
        state, row = (np.zeros(len(b)) if h0 is None else h0[n]), []
        for t in range(x.shape[1]):
            if mask is None or mask[n, t]:
                state = answer.rnn_step(x[n, t], state, Wx, Wh, b)
            row.append(state)
        rows.append(row)
    return np.array(rows)


# rnn_step_backward


@wrong("rnn_step_backward", "You seem to leave the tanh out: multiply dh by its slope first.")
def no_slope(dh, x, h_prev, h, Wx, Wh):
    return answer.rnn_step_backward(dh, x, h_prev, 0 * h, Wx, Wh)


@wrong("rnn_step_backward", "You seem to take the tanh of h once more: h is the tanh already.")
def tanh_once_more(dh, x, h_prev, h, Wx, Wh):
    return answer.rnn_step_backward(dh, x, h_prev, np.tanh(h), Wx, Wh)


@wrong("rnn_step_backward", "The square seems to be missing in the slope of tanh: 1 - h^2.")
def slope_without_square(dh, x, h_prev, h, Wx, Wh):
    dz = dh * (1 - h)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


@wrong("rnn_step_backward", "You seem to take the slope at the state before the step: take it at the one after.")
def slope_at_the_old_state(dh, x, h_prev, h, Wx, Wh):
    return answer.rnn_step_backward(dh, x, h_prev, h_prev, Wx, Wh)


@wrong("rnn_step_backward", "dWh seems to be made with the state after the step: Wh met the one before it.")
def weights_meet_the_new_state(dh, x, h_prev, h, Wx, Wh):
    return answer.rnn_step_backward(dh, x, h, h, Wx, Wh)


@wrong("rnn_step_backward", "dWh seems to be transposed: which factor stands on the left, the state or dz?")
def transposed_dwh(dh, x, h_prev, h, Wx, Wh):
    dx, dh_prev, dWx, dWh, db = answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh)
    return dx, dh_prev, dWx, dWh.T, db


@wrong("rnn_step_backward", "dWx seems to be transposed: it has the shape of Wx.")
def transposed_dwx(dh, x, h_prev, h, Wx, Wh):
    dx, dh_prev, dWx, dWh, db = answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh)
    return dx, dh_prev, dWx.T, dWh, db


@wrong("rnn_step_backward", "dh_prev seems to go through Wh as it is: the way back is through its transpose.")
def wh_not_transposed(dh, x, h_prev, h, Wx, Wh):
    return answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh.T)


@wrong("rnn_step_backward", "dx seems to go through Wx as it is: the way back is through its transpose.")
def wx_not_transposed(dh, x, h_prev, h, Wx, Wh):
    dz = dh * (1 - h**2)
    return dz @ Wx, dz @ Wh.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


@wrong("rnn_step_backward", "The gradients of weights and bias seem to lack the tanh: they are made of dz, not of dh.")
def weights_without_slope(dh, x, h_prev, h, Wx, Wh):
    dx, dh_prev, *_ = answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh)
    return dx, dh_prev, x.T @ dh, h_prev.T @ dh, dh.sum(axis=0)


@wrong("rnn_step_backward", "db seems to have a row for each sequence: b is shared, so the rows add up.")
def bias_for_each_row(dh, x, h_prev, h, Wx, Wh):
    return *answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh)[:4], dh * (1 - h**2)


@wrong("rnn_step_backward", "You seem to sum db to a single number: it has one entry for each neuron.")
def one_bias_for_all(dh, x, h_prev, h, Wx, Wh):
    return *answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh)[:4], np.sum(dh * (1 - h**2))


@wrong("rnn_step_backward", "You seem to average over the rows: they add up. A mean, if any, is in dh already.")
def mean_over_rows(dh, x, h_prev, h, Wx, Wh):
    return with_sums(answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh), lambda part: part / len(x))


@wrong("rnn_step_backward", "dh seems to have no effect: every gradient is proportional to it.")
def ignores_dh(dh, x, h_prev, h, Wx, Wh):
    return answer.rnn_step_backward(np.ones_like(dh), x, h_prev, h, Wx, Wh)


@wrong("rnn_step_backward", "dh_prev seems to come before dx: the order is dx, dh_prev, dWx, dWh, db.")
def state_comes_first(dh, x, h_prev, h, Wx, Wh):
    dx, dh_prev, *rest = answer.rnn_step_backward(dh, x, h_prev, h, Wx, Wh)
    return dh_prev, dx, *rest


@wrong("rnn_step_backward", "You seem to change dh itself: others may still need it. Make a new array.")
def changes_dh(dh, x, h_prev, h, Wx, Wh):
    dh *= 1 - h**2
    return dh @ Wx.T, dh @ Wh.T, x.T @ dh, h_prev.T @ dh, dh.sum(axis=0)


@right("rnn_step_backward")  # input and state as one, as in a dense layer
def as_one_dense_layer(dh, x, h_prev, h, Wx, Wh):
    dz = dh - dh * h * h
    both, wide = np.hstack([x, h_prev]), dz @ np.vstack([Wx, Wh]).T
    dw, d = both.T @ dz, x.shape[1]
    return wide[:, :d], wide[:, d:], dw[:d], dw[d:], np.ones(len(x)) @ dz


@right("rnn_step_backward")
def adds_up_row_by_row(dh, x, h_prev, h, Wx, Wh):
    dz = (1 - h) * (1 + h) * dh
    dWx = sum(np.outer(a, d) for a, d in zip(x, dz, strict=True))
    dWh = sum(np.outer(a, d) for a, d in zip(h_prev, dz, strict=True))
    return [np.array([Wx @ d for d in dz]), np.array([Wh @ d for d in dz]), dWx, dWh, sum(dz)]


# rnn_backward


@wrong("rnn_backward", "You seem to use dh of the last step only: the loss may look at every state.")
def last_dh_only(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    last = np.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    return answer.rnn_backward(last, x, h0, h, Wx, Wh, mask, k)


@wrong("rnn_backward", "Nothing seems to come back from later steps: add what step t + 1 hands back to dh[:, t].")
def nothing_comes_back(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, 1)


@wrong("rnn_backward", "You seem to walk from the first step to the last: gradients flow back, so begin at the end.")
def walks_forward(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, order=range(x.shape[1]))


@wrong("rnn_backward", "dh seems to have no effect: every gradient is proportional to it.")
def takes_ones_for_dh(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(np.ones_like(dh), x, h0, h, Wx, Wh, mask, k)


@wrong("rnn_backward", "You seem to add what comes back into dh itself: the caller still needs it. Make a new array.")
def adds_into_dh(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    result = answer.rnn_backward(dh, x, h0, h, Wx, Wh, mask, k)
    dh += 1
    return result


@wrong("rnn_backward", "The weights' gradients seem to be those of the first step: they add up over all steps.")
def weights_of_one_step(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    dx, dh0, *sums = answer.rnn_backward(dh, x, h0, h, Wx, Wh, mask, k)
    later = answer.rnn_backward(dh[:, 1:], x[:, 1:], h[:, 0], h[:, 1:], Wx, Wh) if x.shape[1] > 1 else [0] * 5
    return dx, dh0, *(part - rest for part, rest in zip(sums, later[2:], strict=True))


@wrong("rnn_backward", "The weights seem to learn from dh alone: what comes back from later steps belongs to it, too.")
def weights_without_flow(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    alone = walk(dh, x, h0, h, Wx, Wh, mask, 1)
    return *answer.rnn_backward(dh, x, h0, h, Wx, Wh, mask, k)[:2], *alone[2:]


@wrong("rnn_backward", "You seem to average over the steps: the gradients of the weights add up.")
def mean_over_steps(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return with_sums(answer.rnn_backward(dh, x, h0, h, Wx, Wh, mask, k), lambda part: part / x.shape[1])


@wrong("rnn_backward", "Wh seems to meet the state after each step: it met the one before.")
def states_one_late(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, olds=np.moveaxis(h, 1, 0))


@wrong("rnn_backward", "Before the first step you seem to take h[:, -1], the last state: there it is h0.")
def wraps_around(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(dh, x, h[:, -1], h, Wx, Wh, mask, k)


@wrong("rnn_backward", "h0 seems to have no effect: before the first step the state is h0, and Wh met it.")
def backward_ignores_the_start(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(dh, x, None, h, Wx, Wh, mask, k)


@wrong("rnn_backward", "h0 = None seems to be taken for a state: it stands for zeros.")
def backward_fails_without_start(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(dh, x, 1.0 * h0, h, Wx, Wh, mask, k)


@wrong("rnn_backward", "dh0 seems to be None without h0: the gradient is there all the same, at zeros.")
def no_dh0_without_start(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    dx, dh0, *sums = answer.rnn_backward(dh, x, h0, h, Wx, Wh, mask, k)
    return dx, None if h0 is None else dh0, *sums


@wrong("rnn_backward", "dh0 seems to stop before the first step: go back through that one, too.")
def dh0_stops_early(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, hand_back=lambda t, flow, total, on: flow if t else total)


@wrong("rnn_backward", "The mask seems to have no effect: a row that copied learns nothing from that step.")
def backward_ignores_the_mask(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(dh, x, h0, h, Wx, Wh, None, k)


@wrong("rnn_backward", "Gradients seem to end at masked steps: they copied, so they hand all of it back.")
def flow_ends_at_padding(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, hand_back=lambda t, flow, total, on: flow - total * (1 - on))


@wrong("rnn_backward", "You seem to drop dh of masked steps: these states are copies, so it belongs to the original.")
def drops_dh_of_copies(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(dh if mask is None else dh * mask[..., None], x, h0, h, Wx, Wh, mask, k)


@wrong("rnn_backward", "Padding seems to teach: where the mask is False, dx is 0 and the weights get nothing.")
def padding_teaches(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    def hand_back(t, flow, total, on):
        return flow * on + total * (1 - on)

    return walk(dh, x, h0, h, Wx, Wh, mask, k, live=lambda t, total, on: total, hand_back=hand_back)


@wrong("rnn_backward", "k seems to have no effect: cut the way back at the borders of the chunks.")
def never_cuts(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return answer.rnn_backward(dh, x, h0, h, Wx, Wh, mask)


@wrong("rnn_backward", "You seem to cut one step too early: step k begins a new chunk, and hands nothing back.")
def cuts_before_the_border(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, border=lambda t: t > 0 and (t + 1) % k == 0)


@wrong("rnn_backward", "You seem to cut one step too late: step k itself hands nothing back to step k - 1.")
def cuts_behind_the_border(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, border=lambda t: t > 1 and (t - 1) % k == 0)


@wrong("rnn_backward", "You seem to count the chunks from the end: the first one begins at step 0.")
def chunks_from_the_end(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, border=lambda t: t > 0 and (x.shape[1] - t) % k == 0)


@wrong("rnn_backward", "You seem to cut at step 0 as well: nothing lies before it but h0, which gets its gradient.")
def cuts_off_the_start(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    return walk(dh, x, h0, h, Wx, Wh, mask, k, border=lambda t: t % k == 0)


@wrong("rnn_backward", "You seem to stop at the first border: only the flow is cut, each chunk has a dh of its own.")
def stops_at_the_border(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    last = 0 if k is None else (x.shape[1] - 1) // k * k
    seen = np.where(np.arange(x.shape[1])[:, None] >= last, dh, 0)
    return answer.rnn_backward(seen, x, h0, h, Wx, Wh, mask, k)


@wrong("rnn_backward", "You seem to slide a window of k steps: here the sequence is cut into chunks.")
def slides_a_window(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    def border(start):
        return lambda t: t == start and t > 0

    total = [0] * 5
    for t in range(x.shape[1]):
        alone = np.zeros(dh.shape)
        alone[:, t] = dh[:, t]
        one = walk(alone, x, h0, h, Wx, Wh, mask, k, border=border(t - (k or 0) + 1))
        total = [old + new for old, new in zip(total, one, strict=True)]
    return tuple(total)


@right("rnn_backward")  # gradients of the weights in one product, after the loop
def weights_after_the_loop(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    dz, flow = np.zeros_like(dh), np.zeros_like(dh[:, 0])
    for t in range(len(dh[0]) - 1, -1, -1):
        flow = flow + dh[:, t]
        on = np.ones_like(flow) if mask is None else np.where(mask[:, t, None], np.ones_like(flow), 0)
        dz[:, t] = on * flow * (1 - h[:, t] ** 2)
        flow = dz[:, t] @ Wh.T + (1 - on) * flow
        if k and t and t % k == 0:
            flow = 0 * flow
    olds, flat = np.stack(before(h0, h), axis=1), dz.reshape(-1, len(Wh))
    return [dz @ Wx.T, flow, x.reshape(len(flat), -1).T @ flat, olds.reshape(flat.shape).T @ flat, flat.sum(axis=0)]


@right("rnn_backward")  # row by row, without a mask: a row that copied is left out of the step
def row_by_row(dh, x, h0, h, Wx, Wh, mask=None, k=None):
    start = np.zeros_like(h[:, 0]) if h0 is None else h0
    dx, dh0, sums = np.zeros_like(x), np.zeros_like(start), [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(len(Wh))]
    for n in range(len(x)):
        flow = np.zeros((1, len(Wh)))
        for t in range(x.shape[1] - 1, -1, -1):
            flow = flow + dh[n, t]
            if mask is None or mask[n, t]:
                old = h[n, t - 1] if t else start[n]
                dx[n, t], flow, *steps = answer.rnn_step_backward(flow, x[n, t][None], old[None], h[n, t][None], Wx, Wh)
                sums = [a + b for a, b in zip(sums, steps, strict=True)]
            if k and t > 0 and t % k == 0:
                flow = np.zeros((1, len(Wh)))
        dh0[n] = flow[0]
    return dx, dh0, *sums


# clip_gradients


@wrong("clip_gradients", "You seem to clip each entry by itself: that turns the direction. Scale all by one number.")
def clips_each_entry(grads, max_norm):
    return [np.clip(g, -max_norm, max_norm) for g in grads], answer.clip_gradients(grads, max_norm)[1]


@wrong("clip_gradients", "You seem to clip each array by itself: one norm and one factor for all together.")
def clips_each_array(grads, max_norm):
    clipped = [answer.clip_gradients([g], max_norm)[0][0] for g in grads]
    return clipped, answer.clip_gradients(grads, max_norm)[1]


@wrong("clip_gradients", "You seem to scale always: gradients that are short enough stay as they are.")
def always_scales(grads, max_norm):
    norm = answer.clip_gradients(grads, max_norm)[1]
    return [g * (max_norm / norm if norm > 0 else 1) for g in grads], norm


@wrong("clip_gradients", "You seem to add something to the norm before you divide: that makes them a bit too short.")
def adds_a_little(grads, max_norm):
    norm = answer.clip_gradients(grads, max_norm)[1]
    return [g * min(1.0, max_norm / (norm + 1e-6)) for g in grads], norm


@wrong("clip_gradients", "The root seems to be missing: the norm is the root of the sum of squares.")
def forgets_the_root(grads, max_norm):
    squares = sum(np.sum(g**2) for g in grads)
    return [g * (max_norm / squares if squares > max_norm else 1) for g in grads], squares


@wrong("clip_gradients", "You seem to return the norm after clipping: that before is wanted.")
def norm_after_clipping(grads, max_norm):
    clipped, norm = answer.clip_gradients(grads, max_norm)
    return clipped, min(norm, max_norm)


@wrong("clip_gradients", "The norm seems to be missing: return it with the gradients.")
def gradients_alone(grads, max_norm):
    return answer.clip_gradients(grads, max_norm)[0]


@wrong("clip_gradients", "You seem to add up the norms of the arrays: add up their squares, and take one root.")
def adds_up_norms(grads, max_norm):
    norm = sum(np.sqrt(np.sum(g**2)) for g in grads)
    return [g * (max_norm / norm if norm > max_norm else 1) for g in grads], norm


@wrong("clip_gradients", "You seem to take the largest entry for the norm: it is the length of the whole vector.")
def largest_entry(grads, max_norm):
    norm = max(np.max(np.abs(g)) for g in grads)
    return [g * (max_norm / norm if norm > max_norm else 1) for g in grads], norm


@wrong("clip_gradients", "You seem to change the gradients themselves: the caller still needs them. Make new arrays.")
def scales_in_place(grads, max_norm):
    clipped, norm = answer.clip_gradients(grads, max_norm)
    for g, short in zip(grads, clipped, strict=True):
        g[...] = short
    return grads, norm


@right("clip_gradients")
def as_one_long_vector(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([np.ravel(g) for g in grads]))
    if norm <= max_norm:
        return list(grads), norm
    return [max_norm * (g / norm) for g in grads], norm


@right("clip_gradients")  # entry by entry
def with_plain_numbers(grads, max_norm):
    total = 0.0
    for g in grads:
        for entry in g.ravel().tolist():
            total += entry * entry
    scale = min(1.0, max_norm / total**0.5) if total else 1.0
    return tuple(scale * g for g in grads), total**0.5
