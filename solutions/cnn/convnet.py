# %% [markdown]
# # A convolutional network, and why it said so
#
# **The question.** A colleague shows you a classifier that tells huskies from wolves. It is right about every picture
# that you give it. Would you let it out into the woods? Perhaps it is not right *for the right reason*. In this lesson
# you ask a classifier of pictures for its reasons (`mask_superpixels`, `explain_photo`). Then you build a better one, a
# **convolutional network** (`ConvNet`), and ask it the same. Where we know the truth, you see when to trust the answer.

# %%
"""ConvNet: convolution, relu and pooling, twice, then a dense layer; and the reasons for what it says of a photo."""

import numpy as np

from cnn.convolution import conv2d_backward, conv2d_forward
from cnn.pooling import flatten, max_pool_backward, max_pool_forward
from nn.activations import relu, relu_backward, softmax
from nn.layers import dense_backward, dense_forward, he_init
from nn.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nn.network import OneLayer, fit_surrogate, plain_steps, train
from nn.optimizers import Adam


# %% role="given"
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


# %% [markdown]
# ## A classifier that is always right
#
# The pictures are drawn by a program. A husky has a white face and blue eyes, a wolf is brown and has yellow ones. The
# colleague's classifier is the simplest that there is: one dense layer on the 3,072 numbers of a picture.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import husky_or_wolf, superpixels
    from scratchml.plots import image_grid

    rng = np.random.default_rng(0)
    shots, fresh = husky_or_wolf(200, rng), husky_or_wolf(200, rng)
    weights, bias = np.zeros((3072, 2)), np.zeros(2)

    def colleague(pictures):
        """Return the probabilities of husky and wolf."""
        return softmax(dense_forward(pixels(pictures) - 0.5, weights, bias))

    for _ in range(20):
        slope = (colleague(shots.X) - np.eye(2)[shots.y]) / len(shots.y)
        weights -= 0.002 * (pixels(shots.X) - 0.5).T @ slope
        bias -= 0.002 * slope.sum(axis=0)
    says = colleague(fresh.X)
    print(f"right about {np.mean(says.argmax(axis=1) == fresh.y):.1%} of 200 new pictures")
    image_grid(fresh.X[:6], [f"{('husky', 'wolf')[p.argmax()]}: {p.max():.0%}" for p in says[:6]])
    plt.show()

# %% [markdown]
# ## Covering parts of a photograph
#
# **The idea** is that of `explain_digit`: cover parts of the picture, and see what the classifier says now. The parts
# are not equal blocks, but **superpixels**: patches of like colour whose borders follow those of things. A map
# `segments` labels each pixel, not always by 0, 1, 2, ...: *column $j$ of the masks is for the $j$-th smallest label*.
#
# **With what do you cover?** With the mean colour of the superpixel, or with one number everywhere. The dull part is
# done: `paint_over` covers *all* superpixels. What is left to you: in each picture, which pixels come from the
# photograph, and which from the covered one? `np.unique` and its `return_inverse` are worth a look.

# %% role="given"
def paint_over(image, segments, fill):
    """Return a copy of an image in which every superpixel is covered, by its own mean or by the number fill."""
    covered = np.array(image)
    for label in np.unique(segments):
        covered[segments == label] = fill if fill != "mean" else np.mean(image[segments == label], axis=0)
    return covered


# %%
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
    labels, column = np.unique(segments, return_inverse=True)
    if masks.shape[1] != len(labels):
        raise ValueError(f"the masks have {masks.shape[1]} columns, but there are {len(labels)} superpixels")
    stays = masks[:, column] == 1
    return np.where(stays if image.ndim == 2 else stays[..., None], image, paint_over(image, segments, fill))


# %% [markdown]
# ## Reasons
#
# **The same steps as for a digit**, and you have done them all before:
#
# 1. *Masks:* a coin for each superpixel in each of the $n$ samples; the first sample keeps everything.
# 2. *Pictures:* `mask_superpixels`.
# 3. *Ask* the classifier about all of them. Keep the column of the class that it gives to the photograph itself.
# 4. *Closeness:* with the share $s$ of superpixels that stay, $d = 1 - \sqrt{s}$, $w = \sqrt{\exp(-d^2 / 0.25^2)}$.
# 5. *Fit* a line to masks, answers and weights by ridge regression: `fit_surrogate(Z, y, sample_weights)` from the
#    lesson on networks returns the $b$ and $\beta$ with the smallest
#
# $$ \sum_i w_i \Bigl( y_i - b - \sum_j Z_{ij} \beta_j \Bigr)^2 + \sum_j \beta_j^2 . $$

# %%
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
    masks = rng.integers(0, 2, (n_samples, len(np.unique(segments))))
    masks[0] = 1
    said = predict_proba(mask_superpixels(image, segments, masks, fill))
    d = 1 - np.sqrt(np.mean(masks, axis=1))
    return fit_surrogate(masks, said[:, np.argmax(said[0])], np.sqrt(np.exp(-(d**2) / 0.25**2)))[1]


# %% [markdown]
# **Ask the colleague's classifier.** A husky and a wolf, 300 samples each (seed 0). Green speaks for what it said,
# purple against it. On the right only the superpixels with the largest weights are left, one half of them.

# %%
if __name__ == "__main__":
    names = ("husky", "wolf")
    fig, axes = plt.subplots(2, 4, figsize=(12, 6), layout="constrained")
    for row, animal in zip(axes, (fresh.y.tolist().index(0), fresh.y.tolist().index(1)), strict=True):
        photo = fresh.X[animal]
        parts = superpixels(photo, 24, 30)
        row[0].imshow(photo)
        row[0].set(title=f"it says {names[colleague(photo[None])[0].argmax()]}", xticks=[], yticks=[])
        for ax, fill in zip(row[1:], ("mean", 0.5), strict=False):
            found = explain_photo(colleague, photo, parts, 300, np.random.default_rng(0), fill)
            draw_reasons(ax, photo, parts, found, f"cover: {fill}; largest weight {np.abs(found).max():.4f}")
        best = (found >= np.median(found)).astype(int)
        row[3].imshow(mask_superpixels(photo, parts, best[None], 0.5)[0])
        row[3].set(title="the better half alone", xticks=[], yticks=[])
    plt.show()

# %% [markdown]
# There it is: it looks at the snow and at the grass, not at the animals. In all of the colleague's pictures wolves
# stand in snow and huskies on grass, and what is easiest to learn is learned. (LIME's authors did this with real
# pictures.) Compare the two covers: **the mean of a patch of snow is snow**, so covering it hides nothing, and weights
# are small. Grey hides it. A weight says what happens *if this is replaced by that*. And a husky in the snow?

# %%
if __name__ == "__main__":
    honest = husky_or_wolf(200, np.random.default_rng(1), confounded=False)
    says = colleague(honest.X).argmax(axis=1)
    print(f"any ground: right about {np.mean(says == honest.y):.1%}; wolf is snow: {np.mean(says == honest.snow):.0%}")

# %% [markdown]
# It is guessing. The colleague's test pictures had the same flaw. To mend it we need animals on any ground, **and** a
# classifier that can see an eye wherever it is. So let us build one.
#
# ## A network for pictures
#
# **The order of things** is that of LeCun's networks. A convolution with windows of 3 by 3 and a frame of 1, so that
# the size stays, a relu, max pooling by 2 by 2, so that the size is halved, and rounded down: it drops odd edges. The
# same again, with more filters: what maps lose in size, they win in meaning. Then flatten; one dense layer to logits.
#
# $$ (H,W,C) \to (H,W,c_1) \to (\tfrac H2,\tfrac W2,c_1) \to (\tfrac H2,\tfrac W2,c_2) \to (\tfrac H4,\tfrac W4,c_2) $$
#
# **First weights** come from `he_init(n_in, n_out, rng)`. A neuron of a convolution reads $3 \cdot 3 \cdot C_{in}$
# numbers: that is its $n_{in}$. So draw a matrix of $9 C_{in} \times C_{out}$, and reshape it to a filter. **Backward**
# is the chain in reverse, as in the MLP. Each backward function wants the *input* that its layer had. What do you keep?

# %%
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
        height, width, c_in = input_shape
        first, second = channels
        self.params = [he_init(9 * c_in, first, rng).reshape(3, 3, c_in, first), np.zeros(first)]
        self.params += [he_init(9 * first, second, rng).reshape(3, 3, first, second), np.zeros(second)]
        self.params += [he_init((height // 4) * (width // 4) * second, n_classes, rng), np.zeros(n_classes)]

    def forward(self, X):
        """Return the logits (N, n_classes) of pictures X (N, H, W, C).

        They are the output of the dense layer; no relu and no softmax is applied to it.
        """
        w1, b1, w2, b2, w, b = self.params
        maps = max_pool_forward(relu(conv2d_forward(X, w1, b1, pad=1)))
        maps = max_pool_forward(relu(conv2d_forward(maps, w2, b2, pad=1)))
        return dense_forward(flatten(maps), w, b)

    def loss_and_grads(self, X, labels):
        """Return the loss of pictures X (N, H, W, C) with labels (N,), and its gradient for every parameter.

        Returns
        -------
        loss : float
            ``softmax_cross_entropy`` of the logits, a mean over the batch.
        grads : list of ndarray
            In the order and of the shapes of ``params``.
        """
        w1, b1, w2, b2, w, b = self.params
        z1 = conv2d_forward(X, w1, b1, pad=1)
        maps1 = max_pool_forward(relu(z1))
        z2 = conv2d_forward(maps1, w2, b2, pad=1)
        maps2 = max_pool_forward(relu(z2))
        features = flatten(maps2)
        logits = dense_forward(features, w, b)
        dout, dw, db = dense_backward(softmax_cross_entropy_grad(logits, labels), features, w)
        dout = relu_backward(max_pool_backward(dout.reshape(maps2.shape), relu(z2)), z2)
        dout, dw2, db2 = conv2d_backward(dout, maps1, w2, pad=1)
        dout = relu_backward(max_pool_backward(dout, relu(z1)), z1)
        _, dw1, db1 = conv2d_backward(dout, X, w1, pad=1)
        return softmax_cross_entropy(logits, labels), [dw1, db1, dw2, db2, dw, db]

    def predict_proba(self, X):
        """Return the probability of every class for pictures X (N, H, W, C): softmax of the logits (N, n_classes)."""
        return softmax(self.forward(X))


# %% [markdown]
# ### If your ConvNet has to wait
#
# It is the longest exercise here, and may be done at home; then leave the digits out. The photographs do not wait for
# it: `photo_classifier` returns your `ConvNet`, or else a dense layer, and says so. That layer reads the `pixels`, as
# the colleague's does, or their `roughness`: how much they differ from others nearby. Figures below are ConvNet's. The
# layer gets 84 % of the test patches right, not 96, and takes every mosaic for bricks; the story is the same.

# %% role="given"
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


# %% [markdown]
# ## Digits
#
# The digits of 8 by 8, one fifth put aside for the test with the same share of each class; seed 0, batches of 32, Adam.
# With 15 epochs the median of five seeds is 98.3 %. MNIST (`load_mnist`) takes a minute or two: with filters of 5 by
# 5, half of the last features dropped, and new shifts by up to 2 pixels in each of 20 epochs, three seeds got 98.9,
# 98.95 and 99.25 % (8,000 of its 10,000 *test* images to learn from, the other 2,000 to be judged by).

# %%
if __name__ == "__main__":
    from nn.network import MLP
    from scratchml.datasets import load_digits, split
    from scratchml.plots import curves

    rng = np.random.default_rng(0)
    X, y = load_digits()
    X_train, X_test, y_train, y_test = split(X.reshape(-1, 8, 8, 1), y, 0.2, rng)
    reader = ConvNet((8, 8, 1), rng=rng)
    losses, right = fit(reader, X_train, y_train, 4, 32, rng, tests=(X_test, y_test))
    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), layout="constrained")
    curves({"training loss": losses}, ax=axes[0])
    curves({"test digits": right}, ylabel="share that is right", ax=axes[1])
    plt.show()
    print(f"seed 0: right about {right[-1]:.1%} of {len(y_test)} test digits")

# %% [markdown]
# **Keep it.** The weights are six arrays, and numpy has a file for that: `.npz`. Load with `allow_pickle=False`, which
# is the default: then a file holds numbers and nothing else. (A pickle is a program: whoever loads it runs it.)

# %%
if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        np.savez(f"{folder}/reader.npz", *reader.params)
        with np.load(f"{folder}/reader.npz", allow_pickle=False) as stored:
            again = ConvNet((8, 8, 1), rng=rng)
            again.params = [stored[name] for name in stored.files]
    print("the same answers:", np.array_equal(again.forward(X_test), reader.forward(X_test)))

# %% [markdown]
# ## Shifted digits
#
# **Why all this?** Because a digit that has moved is the same digit. Here is an MLP with about as many weights, trained
# on the same digits. Now shift the *test* digits sideways, by up to three pixels. Neither has ever seen a shifted one.

# %%
if __name__ == "__main__":
    def shifted(pictures, by):
        """Move pictures to the right by some pixels (to the left if negative); what comes in is empty."""
        moved = np.zeros_like(pictures)
        moved[:, :, max(by, 0) : 8 + min(by, 0)] = pictures[:, :, max(-by, 0) : 8 + min(-by, 0)]
        return moved

    plain = MLP((64, 80, 10), np.random.default_rng(0))
    fit(plain, X_train.reshape(-1, 64), y_train, 15, 32, np.random.default_rng(0))
    shifts, scores = np.arange(-3, 4), {"MLP": [], "ConvNet": []}
    for by in shifts:
        moved = shifted(X_test, by)
        scores["MLP"].append(np.mean(plain.forward(moved.reshape(-1, 64)).argmax(axis=1) == y_test))
        scores["ConvNet"].append(np.mean(reader.forward(moved).argmax(axis=1) == y_test))
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4), width_ratios=(1, 1.6), layout="constrained")
    left.imshow(np.hstack([shifted(X_test[:1], by)[0, :, :, 0] for by in (-2, 0, 2)]), cmap="Greys")
    left.set(title="moved by -2, 0 and 2", xticks=[], yticks=[])
    for (name, values), style, net in zip(scores.items(), ("o--", "s-"), (plain, reader), strict=True):
        right.plot(shifts, values, style, label=f"{name}, {sum(p.size for p in net.params)} weights")
    right.set(xlabel="pixels to the right", ylabel="share that is right", ylim=(0, 1.05), title="seed 0, same digits")
    right.legend()
    plt.show()

# %% [markdown]
# A shift by one pixel costs the ConvNet less: filters find the stroke at its new place, and pooling forgives a pixel.
# But only one or two. The dense layer at the end has a weight for each *place* of the maps, and these places are not
# the same any more. To read digits anywhere, show it shifted ones in training, or end with the means of whole maps.
#
# ## Photographs whose truth is known
#
# **Can you believe the reasons?** For a cat nobody knows the right ones. So cut photographs of grass, bricks and gravel
# into patches of 16 by 16 pixels. Your ConvNet learns to tell them apart, from the left half of each photograph; the
# right half is the test. The pattern counts, not the light: each patch has its mean subtracted.
# There is a fourth class, **flat**: patches of one grey. Why? A covered superpixel *is* flat. A classifier that has
# never seen such a thing must call it something, and then a cover is no longer "nothing" but, say, a brick.

# %%
if __name__ == "__main__":
    from scratchml.datasets import PATCH_CLASSES, cut_patches, load_coins, texture_mosaic, texture_patches

    def contrast(patches):
        """Subtract the mean of each patch, and use float32."""
        return (4 * (patches - patches.mean(axis=(1, 2), keepdims=True))).astype(np.float32)

    rng = np.random.default_rng(0)
    patches, kinds = texture_patches(120, 16, rng)
    new_patches, new_kinds = texture_patches(60, 16, rng, part="test")
    eye = photo_classifier(roughness, (16, 16, 1), (8, 16), 4, rng)
    _, right = fit(eye, contrast(patches), kinds, 6, 16, rng, 0.01, (contrast(new_patches), new_kinds))
    print(f"seed 0: right about {right[-1]:.1%} of {len(new_kinds)} test patches")
    image_grid(new_patches[20::30], [PATCH_CLASSES[kind] for kind in new_kinds[20::30]])
    plt.show()

# %% [markdown]
# **A mosaic.** Lay patches of the three out on a grid of cells of 32 by 32. What is it a picture of? Say: of each class
# as much as the mean probability over its patches. These are numbers near a third, so nothing is saturated. The
# superpixels are the cells. So each patch lies in one superpixel, and is covered as a whole or not at all. (And a cell
# has only five different patches, four of the photograph and a flat one. Ask about each only once.)
#
# The right explanation of "gravel" is known: the cells of gravel. Do they have the largest weights? The area under the
# ROC curve (AUC) says so: the share of pairs of a cell of gravel and another one in which the gravel weighs more.

# %%
if __name__ == "__main__":
    def survey(pictures, model=eye):
        """Return the mean probability of each class over the patches of pictures."""
        cut = cut_patches(pictures, 16)
        keys = [patch.tobytes() for patch in cut.reshape(-1, 256)]
        asked = dict(zip(keys, cut.reshape(-1, 16, 16, 1), strict=True))
        said = dict(zip(asked, model.predict_proba(contrast(np.array([*asked.values()]))), strict=True))
        return np.mean(np.reshape([said[key] for key in keys], (*cut.shape[:2], -1)), axis=1)

    for seed in range(5):
        mosaic = texture_mosaic(4, 6, 32, np.random.default_rng(seed))
        p = survey(mosaic.image[None])[0]
        found = explain_photo(survey, mosaic.image, mosaic.segments, 120, np.random.default_rng(seed))
        area = np.mean(np.greater.outer(found[mosaic.truth == p.argmax()], found[mosaic.truth != p.argmax()]))
        print(f"seed {seed}: {PATCH_CLASSES[p.argmax()]} has p = {p.max():.2f}; AUC of its cells {area:.3f}")

# %% [markdown]
# So where patches and superpixels agree, and a cover is "nothing", LIME finds what is there. Now ask for the **bricks**
# of a mosaic (seed 0) in three ways. First as above. Then ask a classifier that was trained **without the flat class**.
# At last, take superpixels from a program that follows **brightness** and knows nothing of our patches.

# %%
if __name__ == "__main__":
    rng = np.random.default_rng(0)
    naive = photo_classifier(roughness, (16, 16, 1), (4, 8), 3, rng)
    fit(naive, contrast(patches[kinds < 3]), kinds[kinds < 3], 3, 16, rng, 0.01)
    print(f"no flat class: a flat patch is a brick, p = {naive.predict_proba(np.zeros((1, 16, 16, 1)))[0, 1]:.2f}")
    image, cells, truth = texture_mosaic(4, 6, 32, np.random.default_rng(0))
    bricks = (truth == 1)[cells]
    ways = {"cells": (eye, cells), "no flat class": (naive, cells), "superpixels": (eye, superpixels(image, 60, 20))}
    fig, axes = plt.subplots(1, 4, figsize=(14, 3), layout="constrained")
    axes[0].imshow(image, cmap="gray")
    axes[0].set(title="grass, brick and gravel", xticks=[], yticks=[])
    for ax, (name, (model, parts)) in zip(axes[1:], ways.items(), strict=True):
        found = explain_photo(lambda x, m=model: survey(x, m)[:, [1]], image, parts, 200, np.random.default_rng(0))
        on, off = found[parts][bricks], found[parts][~bricks]
        area = 0.5 + np.sign(np.subtract.outer(on[::7], off[::7])).mean() / 2  # a tie counts one half
        title = f"{name}: AUC {area:.2f}\nmean: brick {on.mean():+.3f}, else {off.mean():+.3f}"
        draw_reasons(ax, image, parts, found, title)
    plt.show()

# %% [markdown]
# **Without the flat class** a cover is called a brick. Covering bricks changes nothing, so bricks get no weight;
# covering grass makes bricks, so grass speaks *against* them. The order is still right, but the story is not. **With
# superpixels** the borders cut through patches. Cover one side, and the patch has an edge that was in no photograph;
# what the classifier says of it is anybody's guess. And a superpixel, made by brightness, may hold two textures.
# In real photographs all of that happens at once. Here is one: ancient coins, about which the classifier has learned
# nothing. It must answer all the same. Boundaries, reasons, and the rest hidden.

# %%
if __name__ == "__main__":
    coins = load_coins()[70:262:2, 40:296:2, None] / 255
    parts = superpixels(coins, 40, 15)
    p = survey(coins[None])[0]
    found = explain_photo(survey, coins, parts, 150, np.random.default_rng(0))
    best = (found >= np.sort(found)[-6]).astype(int)
    fig, axes = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
    axes[0].imshow(coins, cmap="gray")
    axes[0].set(title="coins", xticks=[], yticks=[])
    draw_reasons(axes[1], coins, parts, found, f"it says {PATCH_CLASSES[p.argmax()]}, p = {p.max():.2f}")
    axes[2].imshow(mask_superpixels(coins, parts, best[None], 1.0)[0], cmap="gray", vmin=0, vmax=1)
    axes[2].set(title="the six best superpixels alone", xticks=[], yticks=[])
    plt.show()

# %% [markdown]
# An explanation tells what the model looked at, not that it knows what it is looking at.
#
# ## The husky, mended
#
# First a ConvNet on the colleague's pictures: is a better network enough? Then the same network on animals on *any*
# ground, some blocks of which are painted grey, so that a cover is "nothing" to it. We explain logits, as probabilities
# are near 1 and hardly move. Below each map: how much of the weights (their sizes) is on the animal.

# %%
if __name__ == "__main__":
    rng = np.random.default_rng(2)
    mixed = husky_or_wolf(200, rng, confounded=False)
    grey = np.kron(rng.random((200, 4, 4)) < 0.3, np.ones((8, 8)))[..., None] == 1
    courses = {"colleague's": (shots.X, shots.y, 1), "any ground": (np.where(grey, 0.5, mixed.X), mixed.y, 2)}
    networks = {}
    for name, (pictures, labels, epochs) in courses.items():
        rng = np.random.default_rng(1)
        networks[name] = photo_classifier(pixels, (32, 32, 3), (4, 8), 2, rng)
        fit(networks[name], pictures - 0.5, labels, epochs, 16, rng, 0.01)
        says = networks[name].forward(honest.X - 0.5).argmax(axis=1)
        print(f"{name}: right about {np.mean(says == honest.y):.1%}; wolf is snow: {np.mean(says == honest.snow):.1%}")
    chosen = [np.flatnonzero(honest.snow & (honest.y == 0))[0], np.flatnonzero(~honest.snow & (honest.y == 1))[0]]
    fig, axes = plt.subplots(2, 3, figsize=(9, 6.4), layout="constrained")
    for row, animal in zip(axes, chosen, strict=True):
        photo, parts = honest.X[animal], superpixels(honest.X[animal], 24, 30)
        row[0].imshow(photo)
        row[0].set(title=f"a {names[honest.y[animal]]}", xticks=[], yticks=[])
        for ax, (name, net) in zip(row[1:], networks.items(), strict=True):
            found = explain_photo(lambda x, n=net: n.forward(x - 0.5), photo, parts, 200, np.random.default_rng(0), 0.5)
            sizes = np.abs(found) / np.bincount(parts.ravel())
            share = sizes[parts][honest.subject[animal]].sum() / sizes[parts].sum()
            draw_reasons(ax, photo, parts, found, f"{name}: {names[net.forward(photo[None] - 0.5).argmax()]}")
            ax.set_xlabel(f"{share:.0%} of the weights on the animal")
    plt.show()

# %% [markdown]
# The first network is as good a detector of snow as the colleague's: a better network learns the same flaw. Better
# *data* mend it, and the weights move to the animal. The colleague's test pictures showed nothing; the reasons did.

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. A hospital's network finds pneumonia on X-rays, and is right about 95 of 100 pictures. `explain_photo` puts the
#    largest weights on a corner of the picture where a metal letter lies, which some wards put there. What do you do
#    about the data, and how will you know that it worked?
# 2. A friend explains a network with `fill="mean"`, on probabilities, for a photograph of which it is 99.99 % sure. All
#    weights are close to 0. She concludes that no superpixel matters. Name two reasons why this need not be so.

# %% [markdown] role="answer"
# **1.** The letter tells the ward, and wards differ in how many of their patients are ill: it is the snow of this
# picture. Take it away (crop, or cover it in all pictures), or collect pictures in which letter and illness are
# independent, from all wards. Then test on pictures of *another* hospital, or with letters swapped; and explain again:
# the corner must have lost its weight. An accuracy on the old test set proves nothing, since it has the same flaw.
#
# **2.** The mean colour may be what the superpixel says (snow stays snow), so covering it hides nothing. The
# probability is saturated: with half of the evidence gone the odds may have fallen from 10,000 : 1 to 100 : 1, and p is
# still 0.99; logits would show it. Also good: the evidence is there twice, so that a single part can be spared; ridge
# pulls small weights to 0 if there are few samples; the superpixels may be too small.
#
# *Look for:* the confound named, a remedy in the data, and a test on data without it (1 point); two sound reasons, of
# which one is the cover or the saturation (1 point).
