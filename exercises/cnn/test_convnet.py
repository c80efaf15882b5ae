"""ConvNet: convolution, relu and pooling, twice, then a dense layer; and the reasons for what it says of a photo."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=5)

mask_superpixels = lesson.exercise("mask_superpixels", minutes=3, core=True, hints=(
    "`paint_over` gives the picture with everything covered. Each pixel comes from it or from the photograph.",
    "Which column of the masks does each pixel look at? `np.unique` can answer that for all pixels at once.",
    "With colours, the choice of a pixel needs one more axis at the end: np.where wants shapes that fit.",
))  # fmt: skip
explain_photo = lesson.exercise("explain_photo", minutes=5, core=True, after=("mask_superpixels",), hints=(
    "It is explain_digit again. How many superpixels are there, and who makes the pictures?",
    "The answers have a row for each sample and a column for each class. Which row is the photograph itself?",
    "fit_surrogate wants the masks, one column of answers, and one weight for each sample. It returns two things.",
))  # fmt: skip
convnet = lesson.exercise("ConvNet", minutes=20, hints=(
    "Write the shapes down first: after each convolution, each pooling, and flatten.",
    "forward is three lines. loss_and_grads is the same, but keeps the input of every layer for the way back.",
    "Backward: dense, back into the shape of the maps, pooling, relu, convolution; then the last three once more.",
), after=(
    "he_init", "conv2d_forward", "conv2d_backward", "relu", "relu_backward", "max_pool_forward", "max_pool_backward",
    "flatten", "dense_forward", "dense_backward", "softmax", "softmax_cross_entropy", "softmax_cross_entropy_grad",
))  # fmt: skip

PARTS = np.array([[0, 0, 2, 2, 2, 2], [0, 1, 1, 2, 2, 3], [1, 1, 1, 3, 3, 3], [4, 4, 4, 4, 3, 3]])
NAMED = np.array([20, -4, 7, 3, 55])[PARTS]  # labels in no order of place, not from 0, with gaps
MASKS = np.array([[1, 1, 1, 1, 1], [0, 1, 1, 1, 1], [1, 0, 0, 1, 1], [0, 0, 0, 0, 0], [1, 1, 0, 0, 1], [0, 1, 0, 1, 0]])


class Bystander:
    """A black box that looks at a network's parameters and replaces them, as training does."""

    def look(self, model):
        """Return the parameters."""
        return model.params

    def replace(self, model, params):
        """Set the parameters."""
        model.params = params


def photo(rng, *channels):
    """Draw a picture of 4 by 6 pixels whose superpixels differ in their means."""
    colours = 0.3 * np.arange(channels[0] if channels else 1) + PARTS[..., None]
    return rng.uniform(1, 2, size=(4, 6, *channels)) + colours.reshape(4, 6, *channels)


def whole_numbers(rng):
    """Draw a picture of bytes whose superpixels have means with the decimals of 2/3 or more."""
    image = (40 * PARTS + 3).astype(np.uint8)
    for label in range(5):
        rows, cols = np.nonzero(label == PARTS)
        image[rows[1:], cols[1:]] += 1  # all pixels but one: (n - 1) / n lies between 0.66 and 1
    return image + rng.integers(0, 9, dtype=np.uint8)


def critic(rng, shape, n_classes=3):
    """Make a black box: class 1 wins for the whole picture, class 2 as soon as much of it is covered by 0."""
    n_pixels = int(np.prod(shape))
    taste = 0.3 * rng.normal(size=(n_pixels, n_classes)) / n_pixels
    taste[:, 1] += 3 / n_pixels
    start = np.zeros(n_classes)
    start[2] = 4.0

    def predict_proba(pictures):
        powers = np.exp(pictures.reshape(len(pictures), -1) @ taste + start)
        return powers / powers.sum(axis=1, keepdims=True)

    return predict_proba


def weighing(rng, shape):
    """Make a black box that adds up pixels: class 1 gets the sum, which is larger than the zeros of class 0."""
    slopes = rng.uniform(0.2, 1.0, size=int(np.prod(shape)))
    return lambda pictures: np.outer(pictures.reshape(len(pictures), -1) @ slopes, [0, 1])


def batch(rng, n, h, w, c, n_classes):
    """Draw pictures and labels."""
    return rng.normal(size=(n, h, w, c)), rng.integers(0, n_classes, n)


def parameters(rng, h, w, c, first, second, n_classes):
    """Draw parameters; no bias is zero."""
    shapes = [(3, 3, c, first), (first,), (3, 3, first, second), (second,)]
    shapes += [((h // 4) * (w // 4) * second, n_classes), (n_classes,)]
    return [0.7 * rng.normal(size=shape) + 0.1 for shape in shapes]


@mask_superpixels.check(points=1)
def test_covers_with_a_number(both, rng):
    """covers superpixels whose mask is 0 with a number"""
    both.mask_superpixels(photo(rng), PARTS, MASKS, 0.0)
    both.mask_superpixels(photo(rng), PARTS, MASKS, 0.5)


@mask_superpixels.check(points=1)
def test_covers_with_the_mean(both, rng):
    """covers each superpixel with its own mean"""
    both.mask_superpixels(photo(rng), PARTS, MASKS, "mean")


@mask_superpixels.check(points=1, hint="The mean runs over the pixels of a superpixel, and not over the channels.")
def test_covers_in_colour(both, rng):
    """takes colours: a mean for each channel, a number for all"""
    both.mask_superpixels(photo(rng, 3), PARTS, MASKS, "mean")
    both.mask_superpixels(photo(rng, 2), PARTS, MASKS, 0.25)


@mask_superpixels.check(points=1, hint="Which labels occur, in ascending order? The first of them has column 0.")
def test_any_labels_of_superpixels(both, rng):
    """gives column j to the j-th smallest label, whatever the labels are"""
    both.mask_superpixels(photo(rng), 1 + PARTS, MASKS, 0.0)
    both.mask_superpixels(photo(rng, 3), NAMED, MASKS, "mean")


@mask_superpixels.check(points=1)
def test_photographs_of_bytes(both, learner, expect, rng):
    """keeps the dtype of the photograph and cuts off decimals"""
    image = whole_numbers(rng)
    both.mask_superpixels(image, PARTS, MASKS, "mean")
    pictures = learner.mask_superpixels(image, PARTS, MASKS, 7)
    expect(str(np.asarray(pictures).dtype), "uint8", "the dtype")
    both.mask_superpixels(photo(rng, 3).astype(np.float32), NAMED, MASKS[2:3], "mean")


@mask_superpixels.check(points=1)
def test_masks_must_fit(both, rng):
    """raises ValueError where the masks have too few or too many columns"""
    both.raises(ValueError).mask_superpixels(photo(rng), PARTS, MASKS[:, :4], "mean")
    both.raises(ValueError).mask_superpixels(photo(rng), PARTS, np.hstack([MASKS, MASKS]), 0.0)


@explain_photo.check(points=2, hint="Masks, pictures, answers, weights, line: which of them is different?")
def test_reasons_for_a_photograph(both, rng):
    """finds the weights of the superpixels, for the class of the photograph itself"""
    both.explain_photo(critic(rng, (4, 6)), photo(rng), PARTS, 40, rng, 0.0)


@explain_photo.check(points=1, hint="Where does fill have to be handed on, and what is its default?")
def test_reasons_and_covers(both, rng):
    """covers with the mean if nothing else is said, or with the number that is asked for"""
    both.explain_photo(weighing(rng, (4, 6)), photo(rng), PARTS, 30, rng, fill=0.75)
    both.explain_photo(weighing(rng, (4, 6)), photo(rng), PARTS, 30, rng)
    both.explain_photo(weighing(rng, (4, 6)), photo(rng), PARTS, 30, rng, "mean")


@explain_photo.check(points=1, hint="How many distinct labels are there?")
def test_reasons_in_colour(both, rng):
    """takes colours and any labels: entry j belongs to the j-th smallest"""
    both.explain_photo(weighing(rng, (4, 6, 3)), photo(rng, 3), 1 + PARTS, 35, rng, 0.0)
    both.explain_photo(critic(rng, (4, 6, 2)), photo(rng, 2), NAMED, 35, rng, 0.0)


@explain_photo.check(points=1)
def test_reasons_from_few_samples(both, rng):
    """takes a few samples only: the photograph is the first of them"""
    both.explain_photo(weighing(rng, (4, 6)), photo(rng), PARTS, 4, rng, 0.0)


@explain_photo.check(points=1)
def test_reasons_for_bytes(both, rng):
    """asks about pictures of the photograph's own dtype"""
    image = whole_numbers(rng)
    both.explain_photo(weighing(rng, (4, 6)), image, PARTS, 30, rng)
    both.explain_photo(critic(rng, (4, 6)), photo(rng).astype(np.float32), PARTS, 30, rng, 0.0)


@explain_photo.check(points=1, hint="What does the model lose if superpixel j is covered by 0?")
def test_reasons_of_a_sum(learner, expect, rng):
    """comes near the true parts of a model that adds up pixels, with 0 for a superpixel that it ignores"""
    slopes = rng.uniform(0.2, 1.0, size=(4, 6)) * (PARTS != 3)
    image = photo(rng)

    def predict_proba(pictures):
        return np.outer(np.sum(pictures * slopes, axis=(1, 2)), [0, 1])

    found = learner.explain_photo(predict_proba, image, NAMED, 4000, rng, 0.0)
    parts = [np.sum((image * slopes)[label == NAMED]) for label in np.unique(NAMED)]
    expect(found, np.array(parts), "the weights of the superpixels", tol=0.02)


@convnet.check(points=2, hint="A neuron of a convolution reads 3 x 3 pixels of all channels: n_in of he_init.")
def test_draws_filters(both, rng):
    """draws filters and dense weights by he_init in order, with zero biases, into params"""
    both.pair(Bystander).look(both.ConvNet((8, 12, 3), (5, 4), 7, rng))
    both.pair(Bystander).look(both.ConvNet((11, 6, 2), (3, 6), 5, rng))


@convnet.check(points=1)
def test_default_network(both, rng):
    """has 16 and 32 filters and 10 classes if nothing else is said"""
    both.pair(Bystander).look(both.ConvNet((8, 8, 1), rng=rng))


@convnet.check(points=2, hint="Convolution with a frame of 1, relu, pooling; once more; then flatten and dense.")
def test_logits_of_pictures(both, rng):
    """gives logits: convolution, relu and pooling twice, then a dense layer"""
    both.ConvNet((8, 8, 2), (4, 3), 5, rng).forward(rng.normal(size=(3, 8, 8, 2)))


@convnet.check(points=1)
def test_logits_of_odd_sizes(both, rng):
    """takes pictures of any height and width: pooling drops the odd edge"""
    both.ConvNet((11, 6, 1), (3, 4), 5, rng).forward(rng.normal(size=(2, 11, 6, 1)))
    both.ConvNet((4, 9, 2), (2, 5), 3, rng).forward(rng.normal(size=(3, 4, 9, 2)))


@convnet.check(points=1)
def test_probabilities_of_pictures(both, rng):
    """predicts the softmax of its logits"""
    both.ConvNet((4, 8, 1), (3, 4), 5, rng).predict_proba(rng.normal(size=(5, 4, 8, 1)))


@convnet.check(points=3, hint="Each backward function wants the input that its layer had on the way forward.")
def test_loss_and_grads_of_pictures(both, rng):
    """gives the mean loss and all six gradients, in the order of params"""
    both.ConvNet((8, 4, 2), (3, 5), 4, rng).loss_and_grads(*batch(rng, 6, 8, 4, 2, 4))


@convnet.check(points=1)
def test_grads_of_odd_sizes(both, rng):
    """gets the gradients of odd sizes right"""
    both.ConvNet((7, 9, 1), (2, 3), 4, rng).loss_and_grads(*batch(rng, 5, 7, 9, 1, 4))


@convnet.check(points=2, hint="Training replaces params. Does every method look there each time it is called?")
def test_network_with_new_params(both, rng):
    """computes with the params that it has now, biases included"""
    model, sizes = both.ConvNet((4, 8, 2), (3, 4), 5, rng), (4, 8, 2, 3, 4, 5)
    both.pair(Bystander).replace(model, parameters(rng, *sizes))
    model.forward(rng.normal(size=(3, 4, 8, 2)))
    model.loss_and_grads(*batch(rng, 6, 4, 8, 2, 5))


@convnet.check(points=1, hint="Nothing may be left over from an earlier call.")
def test_network_remembers_no_batch(both, rng):
    """remembers no earlier batch"""
    model = both.ConvNet((4, 8, 1), (3, 2), 4, rng)
    model.loss_and_grads(*batch(rng, 6, 4, 8, 1, 4))
    model.loss_and_grads(*batch(rng, 6, 4, 8, 1, 4))


@convnet.check(points=1)
def test_network_in_float32(both, rng):
    """takes float32 as well as float64"""
    model = both.ConvNet((4, 8, 2), (3, 4), 5, rng)
    both.pair(Bystander).replace(model, [p.astype(np.float32) for p in parameters(rng, 4, 8, 2, 3, 4, 5)])
    X, labels = batch(rng, 6, 4, 8, 2, 5)
    model.forward(X.astype(np.float32))
    model.loss_and_grads(X.astype(np.float32), labels)
