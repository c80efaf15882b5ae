"""Gated: recurrent layers that choose what to keep. The LSTM has a cell beside its state, the GRU does without.

A plain recurrent layer multiplies its memory by a matrix at every step, so it fades or explodes. Here a gate between 0
and 1 decides how much of the memory stays (f of the LSTM, z of the GRU), and where it is 1 memory and gradient pass
through unchanged.

Columns of weights and biases are blocks of H: **i, f, g, o** for the LSTM, with one bias; **r, z, n** for the GRU, with
two. Against ``torch.nn.LSTM`` and ``torch.nn.GRU``: the blocks have the same order; Wx = weight_ih_l0.T,
Wh = weight_hh_l0.T, bx = bias_ih_l0, bh = bias_hh_l0, and the LSTM's single b = bias_ih_l0 + bias_hh_l0. Keras has
the LSTM's blocks in the same order and the GRU's as z, r, n.

Sources: Hochreiter and Schmidhuber (1997), Long short-term memory; Gers, Schmidhuber and Cummins (2000), Learning to
forget: continual prediction with LSTM; Cho et al. (2014), Learning phrase representations using RNN encoder-decoder;
Chung, Gulcehre, Cho and Bengio (2014), Empirical evaluation of gated recurrent neural networks on sequence modeling.
"""

from scratchml._gru import gru_backward, gru_forward, gru_step
from scratchml._lstm import lstm_backward, lstm_forward, lstm_step

__all__ = ["gru_backward", "gru_forward", "gru_step", "lstm_backward", "lstm_forward", "lstm_step"]
