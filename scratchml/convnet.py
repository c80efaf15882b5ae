"""ConvNet: a small convolutional network for pictures, and LIME on what it sees in a photograph.

Training is `scratchml.network.train`, which works for any model with ``params`` and ``loss_and_grads``.

Sources: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition; Srivastava
et al. (2014), Dropout: a simple way to prevent neural networks from overfitting.
"""

import math

import numpy as np

from scratchml._checks import check_generator
from scratchml._correlation import parameter_gradients
from scratchml._pools import give_to_winners
from scratchml._storing import read_arrays, write_arrays
from scratchml._superpixels import explain_photo, mask_superpixels
from scratchml._windows import check_count
from scratchml.activations import softmax
from scratchml.convolution import conv2d_backward, conv2d_forward
from scratchml.layers import dense_backward, dense_forward, dropout_backward, dropout_forward, he_init
from scratchml.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from scratchml.pooling import max_pool_forward

__all__ = ["ConvNet", "explain_photo", "mask_superpixels"]

# Pictures that `forward` works on at a time: what lies between the layers is many times as large as the pictures.
_BATCH = 128


class ConvNet:
    """Convolution, relu and 2 x 2 max pooling, twice; then one dense layer to the logits.

    Parameters
    ----------
    input_shape : (int, int, int)
        Height, width and channels (H, W, C) of the pictures; H and W at least 4. Pooling drops odd edges.
    channels : (int, int)
        Filters of the two convolutions.
    n_classes : int
    rng : numpy.random.Generator
        Draws the weights in order, by ``he_init(kernel**2 * C_in, C_out, rng)`` twice and ``he_init(features,
        n_classes, rng)``, reshaped; biases start at zero. With dropout, the later draws too.
    kernel : int
        Height and width of the filters, odd; pictures are padded so that a convolution keeps their size.
    dropout : float
        Share of the dense layer's inputs that is dropped in `loss_and_grads`, in [0, 1): with a share above 0 one
        draw ``rng.random((N, features))`` each time.

    Attributes
    ----------
    params : list of ndarray
        [w1, b1, w2, b2, W, b]: filters (kernel, kernel, C_in, C_out) and biases, then the dense layer, float64 at
        first. May be replaced by arrays of the same shapes; with float32 parameters everything runs in float32.

    Raises
    ------
    TypeError
        If `rng` is not a Generator or a size is not a whole number.
    ValueError
        If a size is too small, `kernel` is even, or `dropout` is out of range.
    """

    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None, *, kernel=3, dropout=0.0):
        _check_network(input_shape, channels, n_classes, kernel, dropout)
        check_generator(rng)
        self.input_shape, self.dropout, self._rng = tuple(input_shape), dropout, rng
        height, width, c_in = input_shape
        self.params = []
        for c_out in channels:
            w = he_init(kernel * kernel * c_in, c_out, rng).reshape(kernel, kernel, c_in, c_out)
            self.params += [w, np.zeros(c_out)]
            height, width, c_in = height // 2, width // 2, c_out
        self.params += [he_init(height * width * c_in, n_classes, rng), np.zeros(n_classes)]

    def forward(self, X):
        """Return the logits; nothing is dropped.

        Parameters
        ----------
        X : array_like, shape (N, H, W, C)

        Returns
        -------
        logits : ndarray, shape (N, n_classes)

        Raises
        ------
        ValueError
            If the pictures have another shape than the network was made for.
        """
        X = self._pictures(X)
        logits = np.empty((len(X), len(self.params[5])), self.params[0].dtype)
        for start in range(0, len(X), _BATCH):
            _, features = self._layers(X[start : start + _BATCH])
            logits[start : start + _BATCH] = dense_forward(_rows(features), *self.params[4:])
        return logits

    def loss_and_grads(self, X, labels):
        """Return the softmax cross-entropy and its gradients.

        Parameters
        ----------
        X : array_like, shape (N, H, W, C)
        labels : array_like of int, shape (N,)

        Returns
        -------
        loss : float
            Mean over the batch.
        grads : list of ndarray
            In the order and shapes of `params`.

        Raises
        ------
        TypeError
            If the labels are not integers.
        ValueError
            If the shapes do not fit, the batch is empty, or a label is out of range.
        """
        layers, features = self._layers(self._pictures(X))
        features, mask = _rows(features), None
        if self.dropout:
            features, mask = dropout_forward(features, self.dropout, self._rng)
        logits = dense_forward(features, *self.params[4:])
        loss = softmax_cross_entropy(logits, labels)
        dout, *grads = dense_backward(softmax_cross_entropy_grad(logits, labels), features, self.params[4])
        if mask is not None:
            dout = dropout_backward(dout, mask)
        return loss, self._convolution_grads(dout.reshape(layers[-1][2].shape), layers) + grads

    def predict_proba(self, X):
        """Return the probability of every class: softmax of the logits.

        Parameters
        ----------
        X : array_like, shape (N, H, W, C)

        Returns
        -------
        ndarray, shape (N, n_classes)
            Every row sums to 1.

        Raises
        ------
        ValueError
            If the pictures have another shape than the network was made for.
        """
        return softmax(self.forward(X))

    def save(self, path):
        """Write the network to one .npz file: plain arrays, nothing that could run code when it is read.

        Parameters
        ----------
        path : path-like
            Used as it is, without an ending added.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        settings = {"input_shape": np.array(self.input_shape), "dropout": np.array(self.dropout)}
        write_arrays(path, settings | {f"param_{i}": p for i, p in enumerate(self.params)})

    @classmethod
    def load(cls, path, rng=None):
        """Return the network that `save` wrote, in the precision it had.

        Parameters
        ----------
        path : path-like
        rng : numpy.random.Generator, optional
            For the draws of dropout, if training goes on. None is a new generator with a seed of its own.

        Returns
        -------
        ConvNet

        Raises
        ------
        OSError
            If the file cannot be read.
        ValueError
            If it does not hold a ConvNet.
        """
        arrays = read_arrays(path, ["input_shape", "dropout", *(f"param_{i}" for i in range(6))])
        settings, params = arrays[:2], arrays[2:]
        channels, n_classes, kernel = [len(b) for b in params[1:4:2]], len(params[5]), len(params[0])
        rng = np.random.default_rng() if rng is None else rng
        shape, dropout = settings[0].tolist(), settings[1].item()
        model = cls(shape, channels, n_classes, rng, kernel=kernel, dropout=dropout)
        if [p.shape for p in model.params] != [p.shape for p in params]:
            raise ValueError(f"{path} does not hold a ConvNet: its arrays do not fit together")
        model.params = params
        return model

    def _pictures(self, X):
        """X in the precision of the parameters, once its shape is known to be right."""
        X = np.asarray(X, dtype=self.params[0].dtype)
        if X.shape[1:] != self.input_shape:
            raise ValueError(
                f"X must have shape (N, {', '.join(map(str, self.input_shape))}), got {X.shape}:"
                " reshape rows of pixels, and give one picture as a batch of one"
            )
        return X

    def _layers(self, x):
        """[(input, before pooling, behind it)] of both layers, and the second one's output.

        Relu comes after pooling here, on a quarter of the entries: the larger of two numbers, and which one it is,
        stays the same, unless both are negative; then the output and the gradient are 0 either way.
        """
        layers = []
        for w, b in (self.params[:2], self.params[2:4]):
            wide = conv2d_forward(x, w, b, 1, len(w) // 2)
            pooled = max_pool_forward(wide)
            layers.append((x, wide, pooled))
            x = np.maximum(pooled, 0)
        return layers, x

    def _convolution_grads(self, dout, layers):
        """[dw1, db1, dw2, db2] for the gradient of what the second layer returns."""
        pad, grads = len(self.params[0]) // 2, []
        for (x, wide, pooled), w in zip(layers[::-1], (self.params[2], self.params[0]), strict=True):
            dwide = give_to_winners(dout * (pooled > 0), wide, 2, 2, pooled)
            if x is layers[0][0]:  # nobody asks for the gradient of the pictures
                return [*parameter_gradients(dwide, x, w.shape, 1, pad), *grads]
            dout, *grads = conv2d_backward(dwide, x, w, 1, pad)
        return grads


def _rows(x):
    """(N, H, W, C) -> (N, H W C), without a copy."""
    return x.reshape(len(x), math.prod(x.shape[1:]))


def _check_network(input_shape, channels, n_classes, kernel, dropout):
    """Raise unless the sizes make a network."""
    if len(input_shape) != 3 or len(channels) != 2:
        raise ValueError(
            f"input_shape must be (H, W, C) and channels two numbers, got {tuple(input_shape)} and {tuple(channels)}"
        )
    for size, lowest in zip(input_shape, (4, 4, 1), strict=True):
        check_count(size, lowest, "input_shape", "pooling halves height and width twice")
    for count in (*channels, n_classes):
        check_count(count, 1, "channels and n_classes", "every layer has at least one output")
    check_count(kernel, 1, "kernel", "a filter has one pixel or more")
    if kernel % 2 == 0:
        raise ValueError(f"kernel must be odd, got {kernel}: only then can padding keep the size of the picture")
    if not 0 <= dropout < 1:
        raise ValueError(f"dropout must lie in [0, 1), got {dropout}: it is the share of entries to drop")
