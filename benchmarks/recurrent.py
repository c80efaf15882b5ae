"""Recurrent layers, forward and backward, on one thread: scratchml against PyTorch.

A batch of 32 sequences of 64 steps, 64 features, 128 units. Both sides run a whole sequence and return the gradients of
the inputs, the first state, the weights and the biases for the same upstream gradient. torch keeps the gates of LSTM
and GRU for its backward pass, and so does ``keep=True`` here; without it they are found again from the states, which is
stated beside it. The targets are for float32. Memory is the peak of what one forward and backward pass of ours takes.

Run it as ``python benchmarks/recurrent.py [--json FILE] [--rounds N]``.
"""

import tracemalloc

import common  # first of the imports that matter: it sets one thread
import numpy as np
import torch

from scratchml import gated, recurrent

N, T, D, H = 32, 64, 64, 128
BLOCKS = {"RNN": 1, "LSTM": 4, "GRU": 3}
TARGETS = {("RNN", False): 0.7, ("LSTM", True): 1.2, ("GRU", True): 0.75}
CASES = [*TARGETS, ("LSTM", False), ("GRU", False)]


def arrays(kind, dtype):
    """Return x, the upstream gradient, the first state and weights with torch's two biases, in our layout."""
    rng = np.random.default_rng(0)
    x, dh, h0 = rng.normal(size=(N, T, D)), rng.normal(size=(N, T, H)), rng.normal(size=(N, H))
    columns = BLOCKS[kind] * H
    weights = [rng.uniform(-1, 1, shape) / np.sqrt(H) for shape in [(D, columns), (H, columns), (columns,), (columns,)]]
    return [a.astype(dtype) for a in (x, dh, h0, *weights)]


def numpy_passes(kind, dtype, keep):
    """Return a function that makes both passes with scratchml: states, dx, dh0, dWx, dWh, db."""
    x, dh, h0, Wx, Wh, bx, bh = arrays(kind, dtype)
    b = bx + bh

    def rnn():
        h = recurrent.rnn_forward(x, h0, Wx, Wh, b)
        return h, *recurrent.rnn_backward(dh, x, h0, h, Wx, Wh)

    def lstm():
        h, c, *kept = gated.lstm_forward(x, h0, None, Wx, Wh, b, keep=keep)
        given = {"kept": kept[0]} if keep else {}
        dx, dh0, _, *weights = gated.lstm_backward(dh, None, x, h0, None, h, c, Wx, Wh, b, **given)
        return h, dx, dh0, *weights

    def gru():
        if keep:
            h, kept = gated.gru_forward(x, h0, Wx, Wh, bx, bh, keep=True)
            return h, *gated.gru_backward(dh, x, h0, h, Wx, Wh, bx, bh, kept=kept)
        h = gated.gru_forward(x, h0, Wx, Wh, bx, bh)
        return h, *gated.gru_backward(dh, x, h0, h, Wx, Wh, bx, bh)

    return {"RNN": rnn, "LSTM": lstm, "GRU": gru}[kind]


def torch_passes(kind, dtype):
    """Return a function that makes both passes with PyTorch: states, dx, dh0, dWx, dWh, db (the GRU: dbx, dbh)."""
    x, dh, h0, *weights = map(torch.from_numpy, arrays(kind, dtype))
    layer = getattr(torch.nn, kind)(D, H, batch_first=True, dtype=x.dtype)
    with torch.no_grad():
        for theirs, ours in zip(layer.parameters(), weights, strict=True):
            theirs.copy_(ours.T if ours.ndim == 2 else ours)
    x.requires_grad_()
    h0 = h0[None].requires_grad_()
    first = (h0, torch.zeros_like(h0)) if kind == "LSTM" else h0
    leaves = [x, h0, *layer.parameters()]

    def passes():
        for leaf in leaves:
            leaf.grad = None
        h, _ = layer(x, first)
        h.backward(dh)
        dx, dh0, dWx, dWh, *biases = (leaf.grad for leaf in leaves)
        return h.detach(), dx, dh0[0], dWx.T, dWh.T, *(biases if kind == "GRU" else biases[:1])

    return passes


def check_agreement(kind, dtype, keep):
    """Raise if the two sides differ: a fast wrong pass is worth nothing."""
    tolerance = {np.float32: 2e-4, np.float64: 1e-11}[dtype]
    for ours, theirs in zip(numpy_passes(kind, dtype, keep)(), torch_passes(kind, dtype)(), strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=tolerance, atol=tolerance * np.abs(ours).max())


def peak_megabytes(passes):
    """Return the most memory that one call takes at a time."""
    tracemalloc.start()
    passes()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def main():
    """Check that both sides agree, time them, print the table and the memory."""
    options = common.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    results, memory = [], []
    for dtype in (np.float32, np.float64):
        for kind, keep in CASES:
            check_agreement(kind, dtype, keep)
            ours = numpy_passes(kind, dtype, keep)
            name = f"{kind}{', gates kept' if keep else ''}, {dtype.__name__}"
            target = TARGETS.get((kind, keep)) if dtype is np.float32 else None
            # many short rounds: on a busy machine a long one is seldom left alone
            rounds = 3 * options.rounds
            results.append(common.compare(name, ours, torch_passes(kind, dtype), target=target, rounds=rounds, calls=1))
            memory.append(f"{name}: {peak_megabytes(ours):.1f} MiB")
    print(common.table(results))
    print("\npeak memory of one forward and backward pass of ours:", *memory, sep="\n  ")
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, torch=torch.__version__)


if __name__ == "__main__":
    main()
