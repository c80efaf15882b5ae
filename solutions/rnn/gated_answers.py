"""The bank of `gated`: known mistakes with what to say, and right answers written differently."""

from types import SimpleNamespace

import numpy as np

from autograder import answer, right, wrong


def logistic(z):
    """Give the sigmoid by way of tanh, which never overflows."""
    return 0.5 * np.tanh(z / 2) + 0.5


def reordered(order, *arrays):
    """Put the blocks of columns of some arrays into another order."""
    return [np.concatenate([np.split(a, len(order), axis=-1)[k] for k in order], axis=-1) for a in arrays]


def before(start, after):
    """List what there was before each step."""
    return [np.zeros(after[:, 0].shape) if start is None else start, *np.moveaxis(after[:, :-1], 1, 0)]


def read_lstm(x, h0, c0, Wx, Wh, b, hand_on):
    """Read as the model answer does; `hand_on(state, cell, start)` says what the next step gets."""
    zeros = np.zeros((len(x), len(Wh)))
    start = (zeros if h0 is None else h0, zeros if c0 is None else c0)
    state, cell, kept = *start, []
    for t in range(x.shape[1]):
        kept.append(answer.lstm_step(x[:, t], state, cell, Wx, Wh, b))
        state, cell = hand_on(*kept[-1], start)
    return tuple(np.stack(part, axis=1) for part in zip(*kept, strict=True))


def lstm_walk(dh, dc_last, x, h0, c0, h, c, Wx, Wh, b, share=None, inside=None, hand_back=None, olds=None,
              old_cells=None, order=None):  # fmt: skip
    """Go back through an LSTM as the model answer does; parts of it can be replaced.

    `share(s)` is what the cell gets of the blame of the state, `inside(s)` changes some of the four blocks (a dict),
    `hand_back(s, flow, dcell)` what goes back; `olds` and `old_cells` are what there was before the steps.
    """
    olds, old_cells = olds or before(h0, h), old_cells or before(c0, c)
    flow, dcell = np.zeros(h[:, 0].shape), np.zeros(h[:, 0].shape) if dc_last is None else dc_last
    dx, sums = np.empty(x.shape), [0, 0, 0]
    for t in order or range(x.shape[1] - 1, -1, -1):
        i, f, g, o = np.split(x[:, t] @ Wx + olds[t] @ Wh + b, 4, axis=1)
        s = SimpleNamespace(t=t, old_cell=old_cells[t], shown=np.tanh(c[:, t]), cell=c[:, t], dh=dh[:, t])
        s.i, s.f, s.g, s.o, s.dstate = logistic(i), logistic(f), np.tanh(g), logistic(o), dh[:, t] + flow
        s.dcell = dcell + (share(s) if share else s.dstate * s.o * (1 - s.shown**2))
        blocks = {"i": s.dcell * s.g * s.i * (1 - s.i), "f": s.dcell * s.old_cell * s.f * (1 - s.f)}
        blocks |= {"g": s.dcell * s.i * (1 - s.g**2), "o": s.dstate * s.shown * s.o * (1 - s.o)}
        dz = np.hstack(list((blocks | (inside(s) if inside else {})).values()))
        dx[:, t], flow, dcell = dz @ Wx.T, dz @ Wh.T, s.dcell * s.f
        flow, dcell = hand_back(s, flow, dcell) if hand_back else (flow, dcell)
        sums = [old + new for old, new in zip(sums, (x[:, t].T @ dz, olds[t].T @ dz, dz.sum(axis=0)), strict=True)]
    return dx, flow, dcell, *sums


def gru_walk(dh, x, h0, h, Wx, Wh, bx, bh, inputs=None, states=None, hand_back=None, olds=None, order=None):
    """Go back through a GRU as the model answer does; parts of it can be replaced.

    `inputs(s)` changes some blocks of da (a dict), `states(s, da)` some of ds, `hand_back(s, through, direct)` what
    goes back; `olds` are the states before the steps.
    """
    olds, flow = olds or before(h0, h), np.zeros(h[:, 0].shape)
    dx, sums = np.empty(x.shape), [0, 0, 0, 0]
    for t in order or range(x.shape[1] - 1, -1, -1):
        (ar, az, an), (sr, sz, sn) = np.split(x[:, t] @ Wx + bx, 3, axis=1), np.split(olds[t] @ Wh + bh, 3, axis=1)
        s = SimpleNamespace(r=logistic(ar + sr), z=logistic(az + sz), sn=sn, old=olds[t], total=dh[:, t] + flow)
        s.n = np.tanh(an + s.r * sn)
        dn = s.total * (1 - s.z) * (1 - s.n**2)
        da = {"r": dn * sn * s.r * (1 - s.r), "z": s.total * (s.old - s.n) * s.z * (1 - s.z), "n": dn}
        da |= inputs(s) if inputs else {}
        ds = da | {"n": da["n"] * s.r} | (states(s, da) if states else {})
        da, ds = np.hstack(list(da.values())), np.hstack(list(ds.values()))
        dx[:, t], through, direct = da @ Wx.T, ds @ Wh.T, s.total * s.z
        flow = hand_back(s, through, direct) if hand_back else through + direct
        steps = x[:, t].T @ da, olds[t].T @ ds, da.sum(axis=0), ds.sum(axis=0)
        sums = [old + new for old, new in zip(sums, steps, strict=True)]
    return dx, flow, *sums


# lstm_step


@wrong("lstm_step", "Your blocks seem to come in the order i, f, o, g: here it is i, f, g, o.")
def output_before_content(x, h, c, Wx, Wh, b):
    return answer.lstm_step(x, h, c, *reordered((0, 1, 3, 2), Wx, Wh, b))


@wrong("lstm_step", "Input gate and forget gate seem to be swapped: the first block is i, the second f.")
def forget_before_input(x, h, c, Wx, Wh, b):
    return answer.lstm_step(x, h, c, *reordered((1, 0, 2, 3), Wx, Wh, b))


@wrong("lstm_step", "The forget gate seems to have no effect: the old cell is multiplied by f.")
def forgets_nothing(x, h, c, Wx, Wh, b):
    i, _, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    c_next = c + logistic(i) * np.tanh(g)
    return logistic(o) * np.tanh(c_next), c_next


@wrong("lstm_step", "The input gate seems to have no effect: the content is multiplied by i.")
def writes_everything(x, h, c, Wx, Wh, b):
    _, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    c_next = logistic(f) * c + np.tanh(g)
    return logistic(o) * np.tanh(c_next), c_next


@wrong("lstm_step", "The content seems to go through a sigmoid: it goes from -1 to 1, so it is tanh.")
def content_by_a_sigmoid(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    c_next = logistic(f) * c + logistic(i) * logistic(g)
    return logistic(o) * np.tanh(c_next), c_next


@wrong("lstm_step", "The state seems to be made without tanh: the output gate lets tanh of the new cell through.")
def shows_the_bare_cell(x, h, c, Wx, Wh, b):
    h_next, c_next = answer.lstm_step(x, h, c, Wx, Wh, b)
    return h_next / np.tanh(c_next) * c_next, c_next


@wrong("lstm_step", "You seem to show the old cell: the state is made of the new one.")
def shows_the_old_cell(x, h, c, Wx, Wh, b):
    h_next, c_next = answer.lstm_step(x, h, c, Wx, Wh, b)
    return h_next / np.tanh(c_next) * np.tanh(c), c_next


@wrong("lstm_step", "The cell seems to come first: return the state, then the cell.")
def cell_comes_first(x, h, c, Wx, Wh, b):
    return answer.lstm_step(x, h, c, Wx, Wh, b)[::-1]


@wrong("lstm_step", "The bias seems to be missing.")
def lstm_without_bias(x, h, c, Wx, Wh, b):
    return answer.lstm_step(x, h, c, Wx, Wh, 0 * b)


@wrong("lstm_step", "You seem to change the old cell itself: others still need it. Make a new array.")
def overwrites_the_cell(x, h, c, Wx, Wh, b):
    h_next, c[...] = answer.lstm_step(x, h, c, Wx, Wh, b)
    return h_next, c


@wrong("lstm_step", "A gate seems to be nan where it is wide open: exp(1000) is inf, and inf / inf is nan.")
def overflows(x, h, c, Wx, Wh, b):
    with np.errstate(all="ignore"):
        i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
        i, f, o = (np.exp(z) / (1 + np.exp(z)) for z in (i, f, o))
    c_next = f * c + i * np.tanh(g)
    return o * np.tanh(c_next), c_next


@right("lstm_step")  # stacked weights, blocks by slices
def lstm_step_with_slices(x, h, c, Wx, Wh, b):
    z, n = np.hstack([x, h]) @ np.vstack([Wx, Wh]) + b, h.shape[1]
    gates = logistic(z)
    cell = gates[:, n : 2 * n] * c + gates[:, :n] * np.tanh(z[:, 2 * n : 3 * n])
    return [gates[:, 3 * n :] * np.tanh(cell), cell]


@right("lstm_step")
def lstm_step_row_by_row(x, h, c, Wx, Wh, b):
    rows = []
    for word, state, cell in zip(x, h, c, strict=True):
        i, f, g, o = (Wx.T @ word + Wh.T @ state + b).reshape(4, -1)
        new = logistic(f) * cell + logistic(i) * np.tanh(g)
        rows.append((logistic(o) * np.tanh(new), new))
    return tuple(np.array(part) for part in zip(*rows, strict=True))


# lstm_forward


@wrong("lstm_forward", "You seem to return the last state and cell only: those after all steps are wanted.")
def lstm_last_only(x, h0, c0, Wx, Wh, b):
    return tuple(part[:, -1] for part in answer.lstm_forward(x, h0, c0, Wx, Wh, b))


@wrong("lstm_forward", "Time seems to come first: the axes are batch, time, state.")
def lstm_time_first(x, h0, c0, Wx, Wh, b):
    return tuple(np.swapaxes(part, 0, 1) for part in answer.lstm_forward(x, h0, c0, Wx, Wh, b))


@wrong("lstm_forward", "The cell seems to be missing: return all states and all cells.")
def states_alone(x, h0, c0, Wx, Wh, b):
    return answer.lstm_forward(x, h0, c0, Wx, Wh, b)[0]


@wrong("lstm_forward", "The cells seem to come first: return the states, then the cells.")
def cells_come_first(x, h0, c0, Wx, Wh, b):
    return answer.lstm_forward(x, h0, c0, Wx, Wh, b)[::-1]


@wrong("lstm_forward", "Every step seems to start from c0: hand the new cell on, too.")
def cell_not_handed_on(x, h0, c0, Wx, Wh, b):
    return read_lstm(x, h0, c0, Wx, Wh, b, lambda state, cell, start: (state, start[1]))


@wrong("lstm_forward", "The gates of every step seem to look at h0: hand the new state on, too.")
def state_not_handed_on(x, h0, c0, Wx, Wh, b):
    return read_lstm(x, h0, c0, Wx, Wh, b, lambda state, cell, start: (start[0], cell))


@wrong("lstm_forward", "h0 seems to have no effect: start from it, if it is given.")
def lstm_ignores_h0(x, h0, c0, Wx, Wh, b):
    return answer.lstm_forward(x, None, c0, Wx, Wh, b)


@wrong("lstm_forward", "c0 seems to have no effect: start from it, if it is given.")
def lstm_ignores_c0(x, h0, c0, Wx, Wh, b):
    return answer.lstm_forward(x, h0, None, Wx, Wh, b)


@wrong("lstm_forward", "None seems to be taken for a state or a cell: start from zeros then.")
def lstm_fails_without_start(x, h0, c0, Wx, Wh, b):
    return answer.lstm_forward(x, 1.0 * h0, 1.0 * c0, Wx, Wh, b)


@wrong("lstm_forward", "c0 seems to be lost where h0 is None: each may be missing by itself.")
def one_none_for_both(x, h0, c0, Wx, Wh, b):
    return answer.lstm_forward(x, h0, None if h0 is None else c0, Wx, Wh, b)


@right("lstm_forward")  # fills arrays
def lstm_fills_arrays(x, h0, c0, Wx, Wh, b):
    h, c = np.zeros((2, *x.shape[:2], len(Wh)))
    state, cell = np.zeros((2, len(x), len(Wh)))
    state, cell = (old if given is None else given for old, given in ((state, h0), (cell, c0)))
    for t in range(x.shape[1]):
        h[:, t], c[:, t] = state, cell = answer.lstm_step(x[:, t], state, cell, Wx, Wh, b)
    return [h, c]


@right("lstm_forward")  # the input's part of all steps first
def lstm_inputs_first(x, h0, c0, Wx, Wh, b):
    ready, zeros = x @ Wx + b, np.zeros((len(x), len(Wh)))
    state, cell, kept = zeros if h0 is None else h0, zeros if c0 is None else c0, []
    for z in np.swapaxes(ready, 0, 1):
        i, f, g, o = np.split(z + state @ Wh, 4, axis=1)
        cell = logistic(f) * cell + logistic(i) * np.tanh(g)
        state = logistic(o) * np.tanh(cell)
        kept.append((state, cell))
    h, c = np.array(kept).transpose(1, 2, 0, 3)
    return h, c


# lstm_backward


@wrong("lstm_backward", "dc_last seems to have no effect: the walk back starts with it at the last cell.")
def ignores_dc_last(dh, dc_last, *known):
    return answer.lstm_backward(dh, None, *known)


@wrong("lstm_backward", "dc_last = None seems to be taken for a gradient: it stands for zeros.")
def fails_without_dc_last(dh, dc_last, *known):
    return answer.lstm_backward(dh, 1.0 * dc_last, *known)


@wrong("lstm_backward", "The cell seems to get no share of the state's blame: the state was made from the cell.")
def cell_without_share(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, share=lambda s: 0)


@wrong("lstm_backward", "The cell's share of dh seems to lack the slope of tanh, 1 - tanh(c)^2.")
def share_without_slope(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, share=lambda s: s.dstate * s.o)


@wrong("lstm_backward", "The cell seems to get a share of dh[:, t] alone: what came back to the state counts, too.")
def share_of_dh_alone(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, share=lambda s: s.dh * s.o * (1 - s.shown**2))


@wrong("lstm_backward", "No blame seems to go from cell to cell: dc times f goes back to the step before.")
def nothing_from_cell_to_cell(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, hand_back=lambda s, flow, dcell: (flow, dcell if s.t == 0 else 0 * dcell))


@wrong("lstm_backward", "Cells seem to hand back all their blame: only what the forget gate kept, so times f.")
def cells_hand_back_all(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, hand_back=lambda s, flow, dcell: (flow, s.dcell))


@wrong("lstm_backward", "No blame seems to go from state to state: dz times Wh, transposed, goes back.")
def nothing_from_state_to_state(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, hand_back=lambda s, flow, dcell: (flow if s.t == 0 else 0 * flow, dcell))


@wrong("lstm_backward", "The forget gate seems to get the new cell: it was multiplied with the one before.")
def forget_gate_met_the_new_cell(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, inside=lambda s: {"f": s.dcell * s.cell * s.f * (1 - s.f)})


@wrong("lstm_backward", "The output gate seems to get the cell: it was multiplied with tanh of the cell.")
def output_gate_met_the_bare_cell(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, inside=lambda s: {"o": s.dstate * s.cell * s.o * (1 - s.o)})


@wrong("lstm_backward", "The content seems to have the slope of a sigmoid: it was a tanh, so 1 - g^2.")
def content_with_the_slope_of_a_gate(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, inside=lambda s: {"g": s.dcell * s.i * s.g * (1 - s.g)})


@wrong("lstm_backward", "Input gate and content seem to be mixed up: each gets dc times the other one.")
def partners_mixed_up(dh, dc_last, *known):
    def inside(s):
        return {"i": s.dcell * s.i * s.i * (1 - s.i), "g": s.dcell * s.g * (1 - s.g**2)}

    return lstm_walk(dh, dc_last, *known, inside=inside)


@wrong("lstm_backward", "The slopes of the gates seem to be missing: blame goes through each sigmoid by s (1 - s).")
def gates_without_slopes(dh, dc_last, *known):
    def inside(s):
        return {"i": s.dcell * s.g, "f": s.dcell * s.old_cell, "o": s.dstate * s.shown}

    return lstm_walk(dh, dc_last, *known, inside=inside)


@wrong("lstm_backward", "The blocks of dz seem to be i, f, o, g: put them in the order of the columns, i, f, g, o.")
def dz_in_another_order(dh, dc_last, *known):
    def inside(s):
        return {"g": s.dstate * s.shown * s.o * (1 - s.o), "o": s.dcell * s.i * (1 - s.g**2)}

    return lstm_walk(dh, dc_last, *known, inside=inside)


@wrong("lstm_backward", "You seem to use dh of the last step only: the loss may look at every state.")
def lstm_last_dh_only(dh, dc_last, *known):
    last = np.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    return answer.lstm_backward(last, dc_last, *known)


@wrong("lstm_backward", "You seem to walk from the first step to the last: blame goes back, so begin at the end.")
def lstm_walks_forward(dh, dc_last, *known):
    return lstm_walk(dh, dc_last, *known, order=range(dh.shape[1]))


@wrong("lstm_backward", "The gates seem to be made of the state after each step: they looked at the one before.")
def lstm_states_one_late(dh, dc_last, x, h0, c0, h, c, *net):
    return lstm_walk(dh, dc_last, x, h0, c0, h, c, *net, olds=[*np.moveaxis(h, 1, 0)])


@wrong("lstm_backward", "h0 seems to have no effect: before the first step the state is h0.")
def lstm_back_ignores_h0(dh, dc_last, x, h0, *known):
    return answer.lstm_backward(dh, dc_last, x, None, *known)


@wrong("lstm_backward", "c0 seems to have no effect: before the first step the cell is c0, and f met it.")
def lstm_back_ignores_c0(dh, dc_last, x, h0, c0, *known):
    return answer.lstm_backward(dh, dc_last, x, h0, None, *known)


@wrong("lstm_backward", "None seems to be taken for a state or a cell: it stands for zeros.")
def lstm_back_fails_without_start(dh, dc_last, x, h0, c0, *known):
    return answer.lstm_backward(dh, dc_last, x, 1.0 * h0, 1.0 * c0, *known)


@wrong("lstm_backward", "dh0 and dc0 seem to be None without a start: the gradients are there all the same, at zeros.")
def lstm_no_gradient_without_start(dh, dc_last, x, h0, c0, *known):
    dx, dh0, dc0, *sums = answer.lstm_backward(dh, dc_last, x, h0, c0, *known)
    return dx, None if h0 is None else dh0, None if c0 is None else dc0, *sums


@wrong("lstm_backward", "dc0 seems to come before dh0: the order is dx, dh0, dc0, dWx, dWh, db.")
def dc0_comes_first(dh, dc_last, *known):
    dx, dh0, dc0, *sums = answer.lstm_backward(dh, dc_last, *known)
    return dx, dc0, dh0, *sums


@wrong("lstm_backward", "You seem to average over the rows: they add up. A mean, if any, is in dh already.")
def lstm_mean_over_rows(dh, dc_last, *known):
    *three, dWx, dWh, db = answer.lstm_backward(dh, dc_last, *known)
    return *three, dWx / len(dh), dWh / len(dh), db / len(dh)


@wrong("lstm_backward", "You seem to add what comes back into dh itself: others still need it. Make a new array.")
def lstm_adds_into_dh(dh, *known):
    result = answer.lstm_backward(dh, *known)
    dh += 1
    return result


@right("lstm_backward")  # step by step, input, state and a 1 side by side
def lstm_back_step_by_step(dh, dc_last, x, h0, c0, h, c, Wx, Wh, b):
    olds, cells, (n, n_steps, d) = before(h0, h), before(c0, c), x.shape
    wide, dx, dwide = np.vstack([Wx, Wh, b[None]]), np.zeros_like(x), 0
    dstate, dcell = np.zeros_like(h[:, 0]), 0 if dc_last is None else dc_last
    for t in range(n_steps)[::-1]:
        seen, shown = np.hstack([x[:, t], olds[t], np.ones((n, 1))]), np.tanh(c[:, t])
        i, f, g, o = np.split(seen @ wide, 4, axis=1)
        i, f, g, o = logistic(i), logistic(f), np.tanh(g), logistic(o)
        dstate = dstate + dh[:, t]
        dcell = dcell + o * (1 - shown) * (1 + shown) * dstate
        slopes = (i - i * i) * g * dcell, (f - f * f) * cells[t] * dcell, i * (1 - g * g) * dcell
        dz = np.concatenate([*slopes, (o - o * o) * shown * dstate], axis=1)
        back = dz @ wide.T
        dx[:, t], dstate, dcell, dwide = back[:, :d], back[:, d:-1], f * dcell, dwide + seen.T @ dz
    return [dx, dstate, dcell, dwide[:d], dwide[d:-1], dwide[-1]]


# gru_step


@wrong("gru_step", "Your blocks seem to come in the order z, r, n: here it is r, z, n.")
def update_before_reset(x, h, *net):
    return answer.gru_step(x, h, *reordered((1, 0, 2), *net))


@wrong("gru_step", "The update gate seems to work the wrong way round: here z = 1 keeps the old state.")
def update_means_write(x, h, Wx, Wh, bx, bh):
    flip = np.repeat([1, -1, 1], h.shape[1])
    return answer.gru_step(x, h, Wx * flip, Wh * flip, bx * flip, bh * flip)


def gru_with(content, x, h, Wx, Wh, bx, bh):
    """Take a step as the model answer does, with other content; `content(r, an, sn)` is the inside of the tanh."""
    (ar, az, an), (sr, sz, sn) = np.split(x @ Wx + bx, 3, axis=1), np.split(h @ Wh + bh, 3, axis=1)
    z = logistic(az + sz)
    return (1 - z) * np.tanh(content(logistic(ar + sr), an, sn)) + z * h


@wrong("gru_step", "The reset gate seems to be applied to h before the product: here it comes after it.")
def resets_before_the_product(x, h, Wx, Wh, bx, bh):
    n = h.shape[1]
    return gru_with(lambda r, an, sn: an + (r * h) @ Wh[:, 2 * n :] + bh[2 * n :], x, h, Wx, Wh, bx, bh)


@wrong("gru_step", "The reset gate seems to miss the bias bh: it multiplies the product with its bias.")
def resets_without_the_bias(x, h, Wx, Wh, bx, bh):
    b = bh[2 * h.shape[1] :]
    return gru_with(lambda r, an, sn: an + r * (sn - b) + b, x, h, Wx, Wh, bx, bh)


@wrong("gru_step", "The reset gate seems to have no effect: it multiplies the state's part of n.")
def never_resets(x, h, *net):
    return gru_with(lambda r, an, sn: an + sn, x, h, *net)


@wrong("gru_step", "The reset gate seems to multiply the input's part, too: only the state's part is reset.")
def resets_the_input_too(x, h, *net):
    return gru_with(lambda r, an, sn: r * (an + sn), x, h, *net)


@wrong("gru_step", "bh seems to be missing: the state's part has a bias of its own.")
def gru_without_bh(x, h, Wx, Wh, bx, bh):
    return answer.gru_step(x, h, Wx, Wh, bx, 0 * bh)


@wrong("gru_step", "The old state seems to be missing from the mix: what z keeps of it is added.")
def keeps_nothing(x, h, Wx, Wh, bx, bh):
    z = np.split(x @ Wx + bx + h @ Wh + bh, 3, axis=1)[1]
    return answer.gru_step(x, h, Wx, Wh, bx, bh) - logistic(z) * h


@wrong("gru_step", "You seem to write the new state over the old one: others still need it. Make a new array.")
def gru_overwrites_the_state(x, h, *net):
    h[...] = answer.gru_step(x, h, *net)
    return h


@right("gru_step")  # from the old state towards the new content, blocks by slices
def gru_step_towards_the_new(x, h, Wx, Wh, bx, bh):
    n, a, s = h.shape[1], x @ Wx + bx, h @ Wh + bh
    gates = logistic(a[:, : 2 * n] + s[:, : 2 * n])
    new = np.tanh(a[:, 2 * n :] + gates[:, :n] * s[:, 2 * n :])
    return new + gates[:, n:] * (h - new)


# gru_forward


@wrong("gru_forward", "You seem to return the last state only: those after all steps are wanted.")
def gru_last_only(x, h0, *net):
    return answer.gru_forward(x, h0, *net)[:, -1]


@wrong("gru_forward", "Time seems to come first: the axes are batch, time, state.")
def gru_time_first(x, h0, *net):
    return np.swapaxes(answer.gru_forward(x, h0, *net), 0, 1)


@wrong("gru_forward", "Every step seems to start from h0: hand the new state on to the next step.")
def gru_never_hands_on(x, h0, *net):
    start = np.zeros((len(x), len(net[1]))) if h0 is None else h0
    return np.stack([answer.gru_step(step, start, *net) for step in np.swapaxes(x, 0, 1)], axis=1)


@wrong("gru_forward", "h0 seems to have no effect: start from it, if it is given.")
def gru_ignores_h0(x, h0, *net):
    return answer.gru_forward(x, None, *net)


@wrong("gru_forward", "h0 = None seems to be taken for a state: start from zeros then.")
def gru_fails_without_start(x, h0, *net):
    return answer.gru_forward(x, 1.0 * h0, *net)


@right("gru_forward")  # fills an array
def gru_fills_an_array(x, h0, Wx, Wh, bx, bh):
    h = np.zeros((*x.shape[:2], len(Wh)))
    for t in range(x.shape[1]):
        h[:, t] = answer.gru_step(x[:, t], before(h0, h)[t], Wx, Wh, bx, bh)
    return h


# gru_backward


@wrong("gru_backward", "The direct way back seems to be missing: dh times z goes to the old state, without Wh.")
def no_direct_way(dh, *known):
    return gru_walk(dh, *known, hand_back=lambda s, through, direct: through)


@wrong("gru_backward", "The way back through Wh seems to be missing: the old state made gates and content, too.")
def direct_way_alone(dh, *known):
    return gru_walk(dh, *known, hand_back=lambda s, through, direct: direct)


@wrong("gru_backward", "The state's part of n seems to lack r: it was multiplied by r, so its blame is, too.")
def state_blamed_without_reset(dh, *known):
    return gru_walk(dh, *known, states=lambda s, da: {"n": da["n"]})


@wrong("gru_backward", "The input's part of n seems to be multiplied by r: only the state's part was.")
def input_blamed_with_reset(dh, *known):
    def inputs(s):
        return {"n": s.total * (1 - s.z) * (1 - s.n**2) * s.r}

    return gru_walk(dh, *known, inputs=inputs, states=lambda s, da: {"n": da["n"]})


@wrong("gru_backward", "The update gate seems to have the wrong sign: more z means more of the old, less of the new.")
def update_gate_with_wrong_sign(dh, *known):
    return gru_walk(dh, *known, inputs=lambda s: {"z": s.total * (s.n - s.old) * s.z * (1 - s.z)})


@wrong("gru_backward", "The reset gate seems to get the old state: it was multiplied with the product, bias included.")
def reset_gate_met_the_old_state(dh, *known):
    def inputs(s):
        return {"r": s.total * (1 - s.z) * (1 - s.n**2) * s.old * s.r * (1 - s.r)}

    return gru_walk(dh, *known, inputs=inputs)


@wrong("gru_backward", "You seem to use dh of the last step only: the loss may look at every state.")
def gru_last_dh_only(dh, *known):
    last = np.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    return answer.gru_backward(last, *known)


@wrong("gru_backward", "You seem to walk from the first step to the last: blame goes back, so begin at the end.")
def gru_walks_forward(dh, *known):
    return gru_walk(dh, *known, order=range(dh.shape[1]))


@wrong("gru_backward", "The gates seem to be made of the state after each step: they looked at the one before.")
def gru_states_one_late(dh, x, h0, h, *net):
    return gru_walk(dh, x, h0, h, *net, olds=[*np.moveaxis(h, 1, 0)])


@wrong("gru_backward", "h0 seems to have no effect: before the first step the state is h0.")
def gru_back_ignores_h0(dh, x, h0, *known):
    return answer.gru_backward(dh, x, None, *known)


@wrong("gru_backward", "h0 = None seems to be taken for a state: it stands for zeros.")
def gru_back_fails_without_start(dh, x, h0, *known):
    return answer.gru_backward(dh, x, 1.0 * h0, *known)


@wrong("gru_backward", "dh0 seems to be None without h0: the gradient is there all the same, at zeros.")
def gru_no_gradient_without_start(dh, x, h0, *known):
    dx, dh0, *sums = answer.gru_backward(dh, x, h0, *known)
    return dx, None if h0 is None else dh0, *sums


@wrong("gru_backward", "Both biases seem to get the same gradient: they differ in the block n, by r.")
def one_gradient_for_both_biases(*args):
    *others, dbx, _ = answer.gru_backward(*args)
    return *others, dbx, dbx.copy()


@wrong("gru_backward", "You seem to average over the rows: they add up. A mean, if any, is in dh already.")
def gru_mean_over_rows(dh, *known):
    dx, dh0, *sums = answer.gru_backward(dh, *known)
    return dx, dh0, *(part / len(dh) for part in sums)


@right("gru_backward")  # step by step, as the formulas stand
def gru_back_step_by_step(dh, x, h0, h, Wx, Wh, bx, bh):
    return list(gru_walk(dh, x, h0, h, Wx, Wh, bx, bh))
