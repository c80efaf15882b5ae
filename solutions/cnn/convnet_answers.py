"""The bank of `convnet`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def refuse(segments, masks):
    """Raise for masks that do not fit."""
    if masks.shape[1] != len(set(segments.ravel().tolist())):
        raise ValueError("columns of masks and superpixels differ in number")


def composed(image, segments, masks, covered):
    """Take the pixels of superpixels that are off from another picture."""
    labels = sorted(set(segments.ravel().tolist()))
    pictures = np.stack([image] * len(masks))
    for picture, mask in zip(pictures, masks, strict=True):
        off = np.isin(segments, [label for label, keep in zip(labels, mask, strict=True) if not keep])
        picture[off] = covered[off]
    return pictures


# mask_superpixels


@wrong("mask_superpixels", "You seem to cover the superpixels that should stay: 1 means keep.")
def covers_what_should_stay(image, segments, masks, fill):
    return answer.mask_superpixels(image, segments, 1 - masks, fill)


@wrong("mask_superpixels", "You seem to take labels for column numbers: they may start at 1, or have gaps.")
def labels_for_columns(image, segments, masks, fill):
    refuse(segments, masks)
    pictures, covered = np.stack([image] * len(masks)), answer.paint_over(image, segments, fill)
    for picture, mask in zip(pictures, masks, strict=True):
        off = np.isin(segments, np.flatnonzero(mask == 0))
        picture[off] = covered[off]
    return pictures


@wrong("mask_superpixels", "You seem to give columns to labels in the order in which they appear: they go by size.")
def columns_in_order_of_place(image, segments, masks, fill):
    seen = list(dict.fromkeys(segments.ravel().tolist()))
    renamed = np.array([[seen.index(label) for label in line] for line in segments.tolist()])
    return answer.mask_superpixels(image, renamed, masks, fill)


@wrong("mask_superpixels", "You seem to cover with the mean of the whole photograph: each superpixel has its own.")
def mean_of_the_photograph(image, segments, masks, fill):
    if fill != "mean":
        return answer.mask_superpixels(image, segments, masks, fill)
    return answer.mask_superpixels(image, segments, masks, image.mean(axis=(0, 1)))


@wrong("mask_superpixels", "You seem to take one mean for all channels: then every cover is grey.")
def covers_are_grey(image, segments, masks, fill):
    refuse(segments, masks)
    covered = answer.paint_over(image, segments, fill)
    for label in np.unique(segments):
        if fill == "mean":
            covered[segments == label] = image[segments == label].mean()
    return composed(image, segments, masks, covered)


@wrong("mask_superpixels", "You seem to cover with black whatever is asked for: look at the argument `fill`.")
def black_whatever_is_asked(image, segments, masks, fill):
    return answer.mask_superpixels(image, segments, masks, 0)


@wrong("mask_superpixels", "You seem to cover with the mean whatever is asked for: look at the argument `fill`.")
def mean_whatever_is_asked(image, segments, masks, fill):
    return answer.mask_superpixels(image, segments, masks, "mean")


@wrong("mask_superpixels", "Your pictures seem to be of float64: keep the dtype of the photograph.")
def forgets_the_dtype(image, segments, masks, fill):
    return answer.mask_superpixels(image.astype(np.float64), segments, masks, fill)


@wrong("mask_superpixels", "You seem to round the covers: converting to whole numbers cuts the decimals off.")
def rounds_the_covers(image, segments, masks, fill):
    if image.dtype.kind == "f":
        return answer.mask_superpixels(image, segments, masks, fill)
    return np.rint(answer.mask_superpixels(image.astype(np.float64), segments, masks, fill)).astype(image.dtype)


@wrong("mask_superpixels", "You seem to paint on the photograph itself: every picture needs a copy of its own.")
def paints_on_the_photograph(image, segments, masks, fill):
    pictures = answer.mask_superpixels(image, segments, masks, fill)
    image[...] = pictures[-1]
    return pictures


@wrong("mask_superpixels", "The covers of earlier masks seem to stay: each picture begins with the whole photograph.")
def covers_stay(image, segments, masks, fill):
    return answer.mask_superpixels(image, segments, np.minimum.accumulate(masks, axis=0), fill)


@wrong("mask_superpixels", "Masks of any width seem to pass: compare their columns with the number of superpixels.")
def takes_masks_of_any_width(image, segments, masks, fill):
    n_parts = len(np.unique(segments))
    rest = np.ones((len(masks), max(0, n_parts - masks.shape[1])), dtype=masks.dtype)
    return answer.mask_superpixels(image, segments, np.hstack([masks, rest])[:, :n_parts], fill)


@right("mask_superpixels")  # one after the other, superpixel by superpixel
def one_after_the_other(image, segments, masks, fill):
    refuse(segments, masks)
    return composed(image, segments, masks, answer.paint_over(image, segments, fill))


@right("mask_superpixels")  # a blend of photograph and cover
def blended(image, segments, masks, fill):
    labels = np.unique(segments)
    if masks.shape[-1] != labels.size:
        raise ValueError("no such masks")
    keep = masks[:, np.searchsorted(labels, segments)].astype(image.dtype)
    keep = keep.reshape(*keep.shape, *[1] * (image.ndim - 2))
    return keep * image + (1 - keep) * answer.paint_over(image, segments, fill)


# explain_photo


def tosses(rng, n_samples, segments):
    """Draw the masks."""
    masks = rng.integers(0, 2, (n_samples, len(np.unique(segments))))
    masks[0] = 1
    return masks


def near(masks):
    """Weigh samples by the share that stays."""
    return np.exp(-((1 - np.sqrt(masks.mean(axis=1))) ** 2) / (2 * 0.25**2))


def explained(predict_proba, image, segments, masks, fill, weights=None, pick=None, alpha=1.0, intercept=True):
    """Explain with masks, and with a change: other weights, another column, another penalty, no intercept."""
    said = predict_proba(answer.mask_superpixels(image, segments, masks, fill))
    y = said[:, np.argmax(said[0])] if pick is None else pick(said)
    w = near(masks) if weights is None else weights
    table = np.column_stack([np.ones(len(masks)), masks]) * 1.0
    pulls = alpha * np.eye(table.shape[1])
    if intercept:
        pulls[0, 0] = 0
    return np.linalg.lstsq(table.T @ (w[:, None] * table) + pulls, table.T @ (w * y))[0][1:]


@wrong("explain_photo", "The first sample seems to be a random one: set row 0 of the masks to 1, after the draw.")
def without_the_photograph(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = rng.integers(0, 2, (n_samples, len(np.unique(segments))))
    label = predict_proba(image[None])[0].argmax()
    return explained(predict_proba, image, segments, masks, fill, pick=lambda said: said[:, label])


@wrong("explain_photo", "You seem to explain class 0 always: take the class that wins for the photograph itself.")
def always_class_zero(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    return explained(predict_proba, image, segments, masks, fill, pick=lambda said: said[:, 0])


@wrong("explain_photo", "Each sample seems to have a class of its own: one class for all, that of the photograph.")
def winner_of_each_sample(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    return explained(predict_proba, image, segments, masks, fill, pick=lambda said: said.max(axis=1))


@wrong("explain_photo", "All samples seem to count alike: those that are close to the photograph count more.")
def all_samples_alike(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    return explained(predict_proba, image, segments, masks, fill, weights=np.ones(n_samples))


@wrong("explain_photo", "The root around exp seems to be missing in the weights of the samples.")
def kernel_without_a_root(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    return explained(predict_proba, image, segments, masks, fill, weights=near(masks) ** 2)


@wrong("explain_photo", "The distance seems to be the share that is covered: it is 1 - sqrt(share that stays).")
def distance_is_a_share(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    weights = np.exp(-((1 - masks.mean(axis=1)) ** 2) / 2 / 0.25**2)
    return explained(predict_proba, image, segments, masks, fill, weights=weights)


@wrong("explain_photo", "The samples seem to be weighed by the size of their masks: closeness needs the kernel.")
def weighs_by_the_norm(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    return explained(predict_proba, image, segments, masks, fill, weights=np.sqrt(masks.sum(axis=1)))


@wrong("explain_photo", "The penalty seems to be missing: the line is pulled towards 0 by a ridge of 1.")
def without_a_ridge(predict_proba, image, segments, n_samples, rng, fill="mean"):
    return explained(predict_proba, image, segments, tosses(rng, n_samples, segments), fill, alpha=0.0)


@wrong("explain_photo", "The intercept seems to be penalised, too: only the weights of superpixels are pulled to 0.")
def pulls_the_intercept(predict_proba, image, segments, n_samples, rng, fill="mean"):
    return explained(predict_proba, image, segments, tosses(rng, n_samples, segments), fill, intercept=False)


@wrong("explain_photo", "You seem to return the intercept along with the weights: the weights alone are asked for.")
def with_the_intercept(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    said = predict_proba(answer.mask_superpixels(image, segments, masks, fill))
    return answer.fit_surrogate(masks, said[:, np.argmax(said[0])], near(masks))


@wrong("explain_photo", "Your weights seem to be sorted by size: entry j belongs to the j-th smallest label.")
def sorted_weights(predict_proba, image, segments, n_samples, rng, fill="mean"):
    found = answer.explain_photo(predict_proba, image, segments, n_samples, rng, fill)
    return found[np.argsort(-np.abs(found))]


@wrong("explain_photo", "Your weights seem to be sizes: a superpixel may speak against the class.")
def weights_without_signs(predict_proba, image, segments, n_samples, rng, fill="mean"):
    return np.abs(answer.explain_photo(predict_proba, image, segments, n_samples, rng, fill)) + 1e-3


@wrong("explain_photo", "You seem to cover with the mean whatever is asked for: hand `fill` on.")
def forgets_the_fill(predict_proba, image, segments, n_samples, rng, fill="mean"):
    return answer.explain_photo(predict_proba, image, segments, n_samples, rng)


@wrong("explain_photo", "You seem to cover with black whatever is asked for: hand `fill` on.")
def covers_with_black(predict_proba, image, segments, n_samples, rng, fill="mean"):
    return answer.explain_photo(predict_proba, image, segments, n_samples, rng, 0)


@wrong("explain_photo", "Black seems to be your default cover: without the argument it is the mean.")
def black_if_nothing_is_said(predict_proba, image, segments, n_samples, rng, fill=0):
    return answer.explain_photo(predict_proba, image, segments, n_samples, rng, fill)


@wrong("explain_photo", "You seem to use a random generator of your own: draw from the rng that is given.")
def explains_with_an_rng_of_its_own(predict_proba, image, segments, n_samples, rng, fill="mean"):
    return answer.explain_photo(predict_proba, image, segments, n_samples, np.random.default_rng(0), fill)


@wrong("explain_photo", "Your masks seem to be drawn in another way: rng.integers gives 0 and 1, all at once.")
def coins_by_random(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = (rng.random((n_samples, len(np.unique(segments)))) < 0.5).astype(int)
    masks[0] = 1
    return explained(predict_proba, image, segments, masks, fill)


@wrong("explain_photo", "You seem to keep more than half of the superpixels: the coins are fair.")
def unfair_coins(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = (rng.random((n_samples, len(np.unique(segments)))) < 0.6).astype(int)
    masks[0] = 1
    return explained(predict_proba, image, segments, masks, fill)


@wrong("explain_photo", "You seem to take labels for column numbers, so that some superpixels are never covered.")
def superpixels_never_covered(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    columns = [masks[:, k] if 0 <= k < masks.shape[1] else np.ones(n_samples, int) for k in np.unique(segments)]
    said = predict_proba(answer.mask_superpixels(image, segments, np.stack(columns, axis=1), fill))
    return answer.fit_surrogate(masks, said[:, np.argmax(said[0])], near(masks))[1]


@right("explain_photo")  # the normal equations, and the photograph asked for by itself
def by_normal_equations(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments).astype(float)
    label = int(np.argmax(predict_proba(np.asarray(image)[np.newaxis])))
    return explained(predict_proba, image, segments, masks, fill, pick=lambda said: said.T[label])


@right("explain_photo")  # in portions, with weighted centring
def in_portions(predict_proba, image, segments, n_samples, rng, fill="mean"):
    masks = tosses(rng, n_samples, segments)
    answers = []
    for first in range(0, n_samples, 16):
        some = masks[first : first + 16]
        answers.extend(predict_proba(answer.mask_superpixels(image, segments, some, fill)))
    said, w = np.array(answers, dtype=np.float64), near(masks)
    y = said[:, said[0].argmax()]
    centred = masks - w @ masks / w.sum()
    gram = (centred.T * w) @ centred + np.eye(masks.shape[1])
    return np.linalg.solve(gram, (centred.T * w) @ (y - w @ y / w.sum()))


# ConvNet


class Steps(answer.ConvNet):
    """The network with a function for each step, so that a mistake can be made in any of them."""

    pad = 1

    def bend(self, z):
        return answer.relu(z)

    def pool(self, x):
        return answer.max_pool_forward(x)

    def unpool(self, dout, x):
        return answer.max_pool_backward(dout, x)

    def unbend(self, dout, z):
        return answer.relu_backward(dout, z)

    def flat(self, maps):
        return answer.flatten(maps)

    def unflat(self, dout, shape):
        return dout.reshape(shape)

    def walk(self, X):
        w1, b1, w2, b2, w, b = self.params
        z1 = answer.conv2d_forward(X, w1, b1, pad=self.pad)
        maps1 = self.pool(self.bend(z1))
        z2 = answer.conv2d_forward(maps1, w2, b2, pad=self.pad)
        maps2 = self.pool(self.bend(z2))
        return z1, maps1, z2, maps2, answer.dense_forward(self.flat(maps2), w, b)

    def forward(self, X):
        return self.walk(X)[-1]

    def loss_and_grads(self, X, labels):
        z1, maps1, z2, maps2, logits = self.walk(X)
        slope = answer.softmax_cross_entropy_grad(logits, labels)
        dout, dw, db = answer.dense_backward(slope, self.flat(maps2), self.params[4])
        dout = self.unbend(self.unpool(self.unflat(dout, maps2.shape), self.bend(z2)), z2)
        dout, dw2, db2 = answer.conv2d_backward(dout, maps1, self.params[2], pad=self.pad)
        dout = self.unbend(self.unpool(dout, self.bend(z1)), z1)
        _, dw1, db1 = answer.conv2d_backward(dout, X, self.params[0], pad=self.pad)
        return answer.softmax_cross_entropy(logits, labels), [dw1, db1, dw2, db2, dw, db]


@wrong("ConvNet", "Your filters seem to be too large: a neuron reads 9 pixels of each channel, so n_in is 9 * C_in.")
class ForgetsTheWindow(answer.ConvNet):
    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, rng)
        self.params[0], self.params[2] = 3 * self.params[0], 3 * self.params[2]


@wrong("ConvNet", "The filters seem to be drawn in another shape: draw (9 * C_in, C_out), then reshape.")
class FiltersTurned(answer.ConvNet):
    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, rng)
        for i in (0, 2):
            kh, kw, c_in, c_out = self.params[i].shape
            self.params[i] = self.params[i].reshape(c_out, c_in, kh, kw).transpose(2, 3, 1, 0)


@wrong("ConvNet", "The dense layer seems to be drawn first: go from the picture to the classes.")
class DrawsBackToFront(answer.ConvNet):
    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, answer.np.random.default_rng(0))
        for i in (4, 2, 0):
            shape = self.params[i].shape
            self.params[i] = answer.he_init(int(np.prod(shape[:-1])), shape[-1], rng).reshape(shape)


@wrong("ConvNet", "The biases seem to be drawn at random: they start at zero, and nothing is drawn for them.")
class DrawsBiases(answer.ConvNet):
    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, rng)
        self.params = [p if p.any() else 0.1 * rng.normal(size=p.shape) for p in self.params]


@wrong("ConvNet", "channels seems to have other defaults: 16 filters first, then 32.")
class OtherDefaults(answer.ConvNet):
    def __init__(self, input_shape, channels=(8, 16), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, rng)


@wrong("ConvNet", "The relus seem to be missing: without a bend the two convolutions are nearly one.")
class NoRelu(Steps):
    def bend(self, z):
        return z

    def unbend(self, dout, z):
        return dout


@wrong("ConvNet", "Your pooling seems to take means: the largest of each window is asked for.")
class PoolsByMeans(Steps):
    def pool(self, x):
        rows, cols = x.shape[1] // 2 * 2, x.shape[2] // 2 * 2
        return sum(x[:, i:rows:2, j:cols:2] for i in (0, 1) for j in (0, 1)) / 4

    def unpool(self, dout, x):
        dx = np.zeros(x.shape)
        dx[:, : 2 * dout.shape[1], : 2 * dout.shape[2]] = dout.repeat(2, axis=1).repeat(2, axis=2) / 4
        return dx


@wrong("ConvNet", "The frame of zeros seems to be missing: with padding 1 the convolutions keep the size.")
class NoFrame(Steps):
    pad = 0

    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, answer.np.random.default_rng(0))
        height, width = (((size - 2) // 2 - 2) // 2 for size in input_shape[:2])
        for i, n_in in ((0, 9 * input_shape[2]), (2, 9 * channels[0]), (4, height * width * channels[1])):
            shape = self.params[i].shape if i < 4 else (n_in, n_classes)
            self.params[i] = answer.he_init(n_in, shape[-1], rng).reshape(shape)


@wrong("ConvNet", "You seem to flatten channel by channel: flatten goes pixel by pixel, channels last.")
class FlattensChannelsFirst(Steps):
    def flat(self, maps):
        return maps.transpose(0, 3, 1, 2).reshape(len(maps), -1)

    def unflat(self, dout, shape):
        n, h, w, c = shape
        return dout.reshape(n, c, h, w).transpose(0, 2, 3, 1)


@wrong("ConvNet", "There seems to be a relu behind the dense layer: logits may be negative.")
class ReluOnLogits(answer.ConvNet):
    def forward(self, X):
        return answer.relu(super().forward(X))


@wrong("ConvNet", "forward seems to return probabilities: it returns logits, the softmax comes later.")
class SoftmaxTooEarly(answer.ConvNet):
    def forward(self, X):
        return answer.softmax(super().forward(X))

    def predict_proba(self, X):
        return self.forward(X)


@wrong("ConvNet", "predict_proba seems to return logits: softmax makes probabilities of them.")
class LogitsForProbabilities(answer.ConvNet):
    def predict_proba(self, X):
        return self.forward(X)


@wrong("ConvNet", "Your probabilities seem to sum to 1 over the batch: each row is a distribution of its own.")
class SoftmaxDownTheBatch(answer.ConvNet):
    def predict_proba(self, X):
        return answer.softmax(self.forward(X).T).T


@wrong("ConvNet", "predict_proba seems to return classes: the probabilities of all classes are asked for.")
class ClassesForProbabilities(answer.ConvNet):
    def predict_proba(self, X):
        return self.forward(X).argmax(axis=1)


@wrong("ConvNet", "On the way back the relus seem to be missing: where one was closed, no gradient passes.")
class NoReluOnTheWayBack(Steps):
    def unbend(self, dout, z):
        return dout


@wrong("ConvNet", "On the way back each window seems to share its gradient: in max pooling the winner takes all.")
class SharesTheGradient(Steps):
    def unpool(self, dout, x):
        dx = np.zeros(x.shape)
        dx[:, : 2 * dout.shape[1], : 2 * dout.shape[2]] = dout.repeat(2, axis=1).repeat(2, axis=2) / 4
        return dx


@wrong("ConvNet", "On the way back the maps seem to come out in another order than they went into flatten.")
class UnflattensChannelsFirst(Steps):
    def unflat(self, dout, shape):
        n, h, w, c = shape
        return dout.reshape(n, c, h, w).transpose(0, 2, 3, 1)


@wrong("ConvNet", "The gradients of biases seem to be single numbers: each filter has a bias of its own.")
class BiasGradientsAreNumbers(answer.ConvNet):
    def loss_and_grads(self, X, labels):
        loss, grads = super().loss_and_grads(X, labels)
        return loss, [np.sum(grad) if i % 2 else grad for i, grad in enumerate(grads)]


@wrong("ConvNet", "The gradients seem to come in the order of the way back: return them in the order of params.")
class GradientsInReverse(answer.ConvNet):
    def loss_and_grads(self, X, labels):
        loss, (dw1, db1, dw2, db2, dw, db) = super().loss_and_grads(X, labels)
        return loss, [dw, db, dw2, db2, dw1, db1]


@wrong("ConvNet", "The loss and its gradients seem to be sums over the batch: they are means.")
class AddsUpTheBatch(answer.ConvNet):
    def loss_and_grads(self, X, labels):
        loss, grads = super().loss_and_grads(X, labels)
        return loss * len(X), [grad * len(X) for grad in grads]


@wrong("ConvNet", "The gradients seem to miss the 1/N: it is in softmax_cross_entropy_grad, not in the layers.")
class GradientsAddedUp(answer.ConvNet):
    def loss_and_grads(self, X, labels):
        loss, grads = super().loss_and_grads(X, labels)
        return loss, [grad * len(X) for grad in grads]


@wrong("ConvNet", "Your network seems to compute with its first params for ever: look them up in self.params.")
class FirstParamsForEver(answer.ConvNet):
    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        super().__init__(input_shape, channels, n_classes, rng)
        self.own = answer.ConvNet(input_shape, channels, n_classes, answer.np.random.default_rng(0))
        self.own.params = list(self.params)

    def forward(self, X):
        return self.own.forward(X)

    def loss_and_grads(self, X, labels):
        return self.own.loss_and_grads(X, labels)


@wrong("ConvNet", "Biases seem to be left out: they are zero only until the first step.")
class NoBiases(Steps):
    def without(self):
        model = answer.ConvNet((4, 4, 1), (1, 1), 2, answer.np.random.default_rng(0))
        model.params = [p * (p.ndim > 1) for p in self.params]
        return model

    def forward(self, X):
        return self.without().forward(X)

    def loss_and_grads(self, X, labels):
        return self.without().loss_and_grads(X, labels)


@wrong("ConvNet", "You seem to use values of an earlier call: run the way forward anew for each batch.")
class KeepsTheFirstBatch(answer.ConvNet):
    def loss_and_grads(self, X, labels):
        if not hasattr(self, "batch"):
            self.batch = X
        return super().loss_and_grads(self.batch, labels)


@right("ConvNet")  # pooling before the relu: the largest number stays the largest
class PoolsFirst(answer.ConvNet):
    def forward(self, X):
        maps = X
        for i in (0, 2):
            maps = np.maximum(answer.max_pool_forward(answer.conv2d_forward(maps, *self.params[i : i + 2], 1, 1)), 0)
        return maps.reshape(len(X), -1) @ self.params[4] + self.params[5]


@right("ConvNet")  # each step by itself
class StepByStep(Steps):
    def __init__(self, input_shape, channels=(16, 32), n_classes=10, rng=None):
        self.params, c_in = [], input_shape[2]
        for c_out in channels:
            scale = (2 / (9 * c_in)) ** 0.5
            self.params += [scale * rng.standard_normal((3, 3, c_in, c_out)), np.zeros(c_out)]
            c_in = c_out
        n_features = (input_shape[0] // 2 // 2) * (input_shape[1] // 2 // 2) * c_in
        self.params += [answer.he_init(n_features, n_classes, rng), np.zeros(n_classes)]
