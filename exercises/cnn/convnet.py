"""ConvNet: convolution, relu and pooling, twice, then a dense layer; and the reasons for what it says of a photo."""

# Replace every `raise NotImplementedError` by your code. The theory stands beside the same stubs in
# convnet.ipynb. To check what you have:
#     pytest exercises/cnn/test_convnet.py

import numpy as np

from cnn.convolution import conv2d_backward, conv2d_forward
from cnn.pooling import flatten, max_pool_backward, max_pool_forward
from nn.activations import relu, relu_backward, softmax
from nn.layers import dense_backward, dense_forward, he_init
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nn.network import OneLayer, fit_surrogate, plain_steps, train
from nn.optimizers import Adam


def draw_reasons(ax, image, segments, weights, title):
    """Draw superpixels over a picture: green with + for reasons for the class, purple with - for reasons against it."""
    limit, grey, painted = np.abs(weights).max(), image.mean(axis=2), np.zeros(segments.shape)
    for label, weight in zip(np.unique(segments), weights, strict=True):
        painted[segments == label] = weight
        if abs(weight) > 0.3 * limit:
            row, col = np.argwhere(segments == label).mean(axis=0)
            ax.text(col, row, "+" if weight > 0 else "-", ha="center", va="center", fontsize=13, weight="bold")
    ax.imshow(0.4 + 0.6 * grey / grey.max(), cmap="gray", vmin=0, vmax=1)
    ax.imshow(painted, cmap="PRGn", vmin=-limit, vmax=limit, alpha=0.6)
    across, down = np.nonzero(segments[:, 1:] != segments[:, :-1]), np.nonzero(segments[1:] != segments[:-1])
    ax.vlines(across[1] + 0.5, across[0] - 0.5, across[0] + 0.5, color="black", linewidth=0.8)
    ax.hlines(down[0] + 0.5, down[1] - 0.5, down[1] + 0.5, color="black", linewidth=0.8)
    ax.set(title=title, xticks=[], yticks=[])


def pixels(pictures):
    """Return each picture as a row, shape (N, H * W * C)."""
    return pictures.reshape(len(pictures), -1)


def paint_over(image, segments, fill):
    """Return a copy of an image in which every superpixel is covered, by its own mean or by the number fill."""
    covered = np.array(image)
    for label in np.unique(segments):
        covered[segments == label] = fill if fill != "mean" else np.mean(image[segments == label], axis=0)
    return covered


def mask_superpixels(image, segments, masks, fill):
    """Make one picture for each mask, in which the superpixels that are off are painted over.

    Parameters
    ----------
    image : ndarray of any real dtype, shape (H, W) or (H, W, C)
        Grey, or with C channels. It is not changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's superpixel: any integers, of which d are distinct.
    masks : ndarray of int, shape (n, d)
        Column j stands for the j-th smallest label; 1 keeps the superpixel, 0 covers it.
    fill : "mean" or number
        What covers: the superpixel's mean, channel by channel, or a number for all channels; see `paint_over`. It is
        converted to the dtype of the picture, so for integers the decimals are cut off.

    Returns
    -------
    ndarray of the picture's dtype, shape (n, H, W) or (n, H, W, C)

    Raises
    ------
    ValueError
        If the masks do not have as many columns as there are distinct labels.
    """
    raise NotImplementedError


def explain_photo(predict_proba, image, segments, n_samples, rng, fill="mean"):
    """Explain by LIME which superpixels made a model predict what it predicts.

    Parameters
    ----------
    predict_proba : callable
        Takes pictures, an array of shape (n, H, W) or (n, H, W, C) and of the dtype of image, and returns a number for
        each class, shape (n, n_classes). It may be asked about all samples at once or in several calls.
    image : ndarray of any real dtype, shape (H, W) or (H, W, C)
        It is not changed.
    segments : ndarray of int, shape (H, W)
        The label of each pixel's superpixel: any integers, of which n_segments are distinct.
    n_samples : int
        How many versions of the photograph are tried, the photograph itself included.
    rng : numpy.random.Generator
        One draw: ``rng.integers(0, 2, (n_samples, n_segments))``, the masks; 1 is kept. Then row 0 is set to 1.
    fill : "mean" or number
        What covers a superpixel, as in `mask_superpixels`.

    Returns
    -------
    ndarray of float, shape (n_segments,)
        The coefficients, entry j for the j-th smallest label, of a ridge regression of the answers on the masks: with
        an intercept, a penalty of 1 on the squares of the coefficients, none on the intercept. The answers are those
        for the class with the largest number at the photograph itself. The weight of a sample is
        sqrt(exp(-d^2 / 0.25^2)), with d = 1 - sqrt(share of ones in its mask).

    References
    ----------
    M. T. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, algorithm 1. (The square root in the
    weight is that of the authors' program; their paper has none.)
    """
    raise NotImplementedError


class ConvNet:
    """Convolution, relu and max pooling, twice, then a dense layer: a classifier of pictures.

    Convolutions have windows of 3 by 3, stride 1 and padding 1; pooling has windows of 2 by 2, side by side.

    Parameters
    ----------
    input_shape : tuple of int, (H, W, C)
        Height, width and channels of the pictures; H and W at least 4.
    channels : tuple of int, (c1, c2)
        Filters of the first and of the second convolution.
    n_classes : int
        Number of logits.
    rng : numpy.random.Generator
        Draws the weights by ``he_init``, in order: ``he_init(9 * C, c1, rng)``, ``he_init(9 * c1, c2, rng)``, both
        reshaped to filters (row-major), and ``he_init(n_features, n_classes, rng)`` with n_features = (H // 4) *
        (W // 4) * c2. Biases are zero; nothing else is drawn.

    Attributes
    ----------
    params : list of ndarray
        ``[w1, b1, w2, b2, W, b]``, of shapes (3, 3, C, c1), (c1,), (3, 3, c1, c2), (c2,), (n_features, n_classes) and
        (n_classes,). All methods compute with what is in this list at the time: `train` puts new lists here.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. IEEE, 1998.
    """

    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        """Draw the parameters."""
        raise NotImplementedError

    def forward(self, X):
        """Return the logits (N, n_classes) of pictures X (N, H, W, C).

        They are the output of the dense layer; no relu and no softmax is applied to it.
        """
        raise NotImplementedError

    def loss_and_grads(self, X, labels):
        """Return the loss of pictures X (N, H, W, C) with labels (N,), and its gradient for every parameter.

        Returns
        -------
        loss : float
            ``softmax_cross_entropy`` of the logits, a mean over the batch.
        grads : list of ndarray
            In the order and of the shapes of ``params``.
        """
        raise NotImplementedError

    def predict_proba(self, X):
        """Return the probability of every class for pictures X (N, H, W, C): softmax of the logits (N, n_classes)."""
        raise NotImplementedError


def roughness(pictures):
    """Return (N, 8): how much pixels differ from those 1, 2, 4 and 8 below and to the right, as logarithms."""
    steps = [x[:, k:] - x[:, :-k] for x in (pictures, pictures.swapaxes(1, 2)) for k in (1, 2, 4, 8)]
    return np.log(0.001 + np.stack([np.mean(step**2, axis=(1, 2, 3)) for step in steps], axis=1))


class MeasuredLayer(OneLayer):
    """One dense layer on what `measure` makes of pictures, `pixels` or `roughness`; it is used as ConvNet is."""

    def __init__(self, measure, n_in, n_classes):
        super().__init__((n_in, n_classes), None)
        self.measure = measure

    def forward(self, X):
        return dense_forward(self.measure(X), *self.params)

    def loss_and_grads(self, X, labels):
        return super().loss_and_grads(self.measure(X), labels)

    def predict_proba(self, X):
        return super().predict_proba(self.measure(X))


def photo_classifier(measure, input_shape, channels, n_classes, rng):
    """Return a ConvNet or, as long as it is a stub, a dense layer on what measure makes of pictures."""
    blank = np.zeros((2, *input_shape))
    try:
        net, _ = ConvNet(input_shape, channels, n_classes, rng), Adam(0.01)
        net.loss_and_grads(blank, np.arange(2))
        net.predict_proba(blank)
    except NotImplementedError:
        print(f"ConvNet, or what it needs, is not written yet: a dense layer on {measure.__name__} takes its place.")
        return MeasuredLayer(measure, measure(blank).shape[1], n_classes)
    return net


def fit(model, X, y, epochs, batch_size, rng, lr=0.005, tests=None):
    """Train whatever has params and loss_and_grads; return losses and, with tests (X, y), the shares that are right."""
    from tqdm.auto import tqdm
    optimizer = plain_steps(0.05) if isinstance(model, OneLayer) else Adam(lr)
    losses, right, progress = [], [], tqdm(range(epochs), unit="epoch")
    for _ in progress:
        losses += train(model, X, y, optimizer, 1, batch_size, rng)["loss"]
        if tests:
            right.append(np.mean(model.forward(tests[0]).argmax(axis=1) == tests[1]))
        progress.set_postfix(loss=f"{losses[-1]:.3f}", right=f"{right[-1]:.1%}" if right else "")
    return losses, right
