"""Known answers to the lesson on classes of texts: mistakes with what to say, and other right answers."""

import re

import numpy as np

from autograder import answer, right, wrong

# explain_post


def near(masks):
    """Weigh masks by their nearness to the whole text."""
    return np.exp(-((100 * (1 - np.sqrt(masks.mean(axis=1)))) ** 2) / 2 / 25**2)


def places(tokens):
    """Return the distinct words, and for each token its place among them."""
    words = list(dict.fromkeys(tokens))
    return words, [words.index(token) for token in tokens]


def joined(tokens, column, masks):
    """Return the text of each mask."""
    return [" ".join(token for token, j in zip(tokens, column, strict=True) if mask[j]) for mask in masks]


def lime(predict_proba, text, n_samples, rng, split=None, draw=None, write=joined, weigh=near, choose=None, fit=None):
    """Explain a text as it should be, but for what is replaced."""
    tokens = (split or answer.split_words)(text)
    words, column = places(tokens)
    masks = (draw or answer.draw_masks)(n_samples, len(words), rng)
    said = predict_proba(write(tokens, column, masks))
    y = said[:, np.argmax(said[0])] if choose is None else choose(said)
    return words, (fit or answer.fit_surrogate)(masks, y, weigh(masks))[1]


@wrong("explain_post", "Each place seems to be a part of its own: a word that comes back is one part.")
def places_as_parts(predict_proba, text, n_samples, rng):
    tokens = answer.split_words(text)
    masks = answer.draw_masks(n_samples, len(tokens), rng)
    said = predict_proba(joined(tokens, range(len(tokens)), masks))
    return tokens, answer.fit_surrogate(masks, said[:, np.argmax(said[0])], near(masks))[1]


@wrong("explain_post", "Words that come back seem to be shown only once: a text has them as often as they occur.")
def each_word_once(predict_proba, text, n_samples, rng):
    def write(tokens, column, masks):
        words = list(dict.fromkeys(tokens))
        return joined(words, range(len(words)), masks)

    return lime(predict_proba, text, n_samples, rng, write=write)


@wrong("explain_post", "Only the first place of a word seems to go: it is left out at all its places.")
def first_place_only(predict_proba, text, n_samples, rng):
    def write(tokens, column, masks):
        first = [tokens.index(token) == i for i, token in enumerate(tokens)]
        kept = [[on[j] or not new for j, new in zip(column, first, strict=True)] for on in masks]
        return joined(tokens, range(len(tokens)), kept)

    return lime(predict_proba, text, n_samples, rng, write=write)


@wrong("explain_post", "The words seem to be sorted by the alphabet: leave them in order of first appearance.")
def words_in_the_alphabet(predict_proba, text, n_samples, rng):
    words, weights = answer.explain_post(predict_proba, text, n_samples, rng)
    order = sorted(range(len(words)), key=words.__getitem__)
    return [words[j] for j in order], weights[order]


@wrong("explain_post", "The words seem to be sorted by weight: leave them in order of first appearance.")
def largest_weight_first(predict_proba, text, n_samples, rng):
    words, weights = answer.explain_post(predict_proba, text, n_samples, rng)
    order = np.argsort(-np.abs(weights))
    return [words[j] for j in order], weights[order]


@wrong("explain_post", "Words that are on seem to go, and words that are off to stay: 1 keeps.")
def keeps_what_is_off(predict_proba, text, n_samples, rng):
    def write(tokens, column, masks):
        return joined(tokens, column, 1 - masks)

    return lime(predict_proba, text, n_samples, rng, write=write)


@wrong("explain_post", "You seem to write <unk> for what is left out: it leaves no gap.")
def unknown_in_its_place(predict_proba, text, n_samples, rng):
    def write(tokens, column, masks):
        rows = [[token if mask[j] else "<unk>" for token, j in zip(tokens, column, strict=True)] for mask in masks]
        return [" ".join(row) for row in rows]

    return lime(predict_proba, text, n_samples, rng, write=write)


@wrong("explain_post", "You seem to leave blanks for what is left out: one blank between words, and no more.")
def blanks_in_its_place(predict_proba, text, n_samples, rng):
    def write(tokens, column, masks):
        return [" ".join(t if mask[j] else "" for t, j in zip(tokens, column, strict=True)) for mask in masks]

    return lime(predict_proba, text, n_samples, rng, write=write)


@wrong("explain_post", "The words seem to run together: put a blank between them.")
def without_blanks(predict_proba, text, n_samples, rng):
    def write(tokens, column, masks):
        return [line.replace(" ", "") for line in joined(tokens, column, masks)]

    return lime(predict_proba, text, n_samples, rng, write=write)


@wrong("explain_post", "You seem to cut the text at blanks only: marks then stick to the words. Use split_words.")
def cuts_at_blanks(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, split=lambda text: text.lower().split())


@wrong("explain_post", "Capital letters seem to stay: split_words makes all letters small.")
def keeps_capitals(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, split=lambda text: re.findall("[A-Za-z0-9']+", text))


@wrong("explain_post", r"You seem to split at \W+, as LIME's own program does: here split_words says what a word is.")
def splits_as_the_package(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, split=lambda text: re.findall(r"\w+", text))


@wrong("explain_post", "You seem to toss coins, as for pictures: draw_masks first draws how many words go.")
def tosses_coins(predict_proba, text, n_samples, rng):
    def draw(n_samples, d, rng):
        masks = rng.integers(0, 2, (n_samples, d))
        masks[0] = 1
        return masks

    return lime(predict_proba, text, n_samples, rng, draw=draw)


@wrong("explain_post", "You seem to use a random generator of your own: hand the given rng to draw_masks.")
def with_its_own_generator(predict_proba, text, n_samples, rng):
    return answer.explain_post(predict_proba, text, n_samples, np.random.default_rng(0))


@wrong("explain_post", "You seem to draw a mask for each token: draw_masks wants the number of distinct words.")
def masks_for_tokens(predict_proba, text, n_samples, rng):
    n_tokens = len(answer.split_words(text))

    def draw(n_samples, d, rng):
        return answer.draw_masks(n_samples, n_tokens, rng)[:, :d]

    return lime(predict_proba, text, n_samples, rng, draw=draw)


@wrong("explain_post", "You seem to explain class 1 always: take the class that has the most at the whole text.")
def explains_class_one(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, choose=lambda said: said[:, 1])


@wrong("explain_post", "Each sample seems to have a class of its own: one class for all, that of the whole text.")
def winner_of_each_sample(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, choose=lambda said: said.max(axis=1))


@wrong("explain_post", "You seem to sum up over all texts to choose the class: only the whole text, row 0, decides.")
def winner_of_all_samples(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, choose=lambda said: said[:, said.sum(axis=0).argmax()])


@wrong("explain_post", "The factor of 100 before the distance seems to be missing: 25 is then far too wide.")
def hundred_forgotten(predict_proba, text, n_samples, rng):
    def weigh(masks):
        return np.exp(-((1 - np.sqrt(masks.mean(axis=1))) ** 2) / 2 / 25**2)

    return lime(predict_proba, text, n_samples, rng, weigh=weigh)


@wrong("explain_post", "The width seems to be 0.25, as for pictures, but the distance 100 times as large: 25 fits it.")
def width_of_pictures(predict_proba, text, n_samples, rng):
    def weigh(masks):
        return np.exp(-((100 * (1 - np.sqrt(masks.mean(axis=1)))) ** 2) / 2 / 0.25**2)

    return lime(predict_proba, text, n_samples, rng, weigh=weigh)


@wrong("explain_post", "The root around exp seems to be missing in the weights of the samples.")
def without_the_root_of_the_kernel(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, weigh=lambda masks: near(masks) ** 2)


@wrong("explain_post", "The distance seems to be 100 times the share of missing words: it is 100 (1 - sqrt(share)).")
def distance_without_a_root(predict_proba, text, n_samples, rng):
    def weigh(masks):
        return np.exp(-((100 * (1 - masks.mean(axis=1))) ** 2) / 2 / 25**2)

    return lime(predict_proba, text, n_samples, rng, weigh=weigh)


@wrong("explain_post", "The distance seems to go by all tokens: it goes by the share of distinct words that stay.")
def distance_by_tokens(predict_proba, text, n_samples, rng):
    column = places(answer.split_words(text))[1]
    return lime(predict_proba, text, n_samples, rng, weigh=lambda masks: near(masks[:, column]))


@wrong("explain_post", "All samples seem to count alike: those that are near the whole text count more.")
def all_samples_alike(predict_proba, text, n_samples, rng):
    return lime(predict_proba, text, n_samples, rng, weigh=lambda masks: np.ones(len(masks)))


@wrong("explain_post", "There seems to be no ridge: fit_surrogate has one, of 1.")
def plain_least_squares(predict_proba, text, n_samples, rng):
    def fit(Z, y, weights):
        roots = np.sqrt(weights)[:, None]
        found = np.linalg.lstsq(np.column_stack([np.ones(len(Z)), Z]) * roots, y * roots[:, 0], rcond=1e-10)[0]
        return found[0], found[1:]

    return lime(predict_proba, text, n_samples, rng, fit=fit)


@wrong("explain_post", "You seem to return the weights alone: the words come with them, first.")
def weights_alone(predict_proba, text, n_samples, rng):
    return answer.explain_post(predict_proba, text, n_samples, rng)[1]


@right("explain_post")  # one text at a time, and a line by normal equations
def one_text_at_a_time(predict_proba, text, n_samples, rng):
    tokens = re.findall("[a-z0-9']+", text.lower())
    words = sorted(set(tokens), key=tokens.index)
    masks = np.ones((n_samples, len(words)))
    sizes = rng.integers(1, len(words) + 1, n_samples - 1)
    for row, size in enumerate(sizes, start=1):
        masks[row, rng.choice(len(words), size, replace=False)] = 0
    said = np.vstack([predict_proba([" ".join(t for t in tokens if on[words.index(t)])]) for on in masks])
    w, y = near(masks), said[:, said[0].argmax()]
    centre, level = w @ masks / w.sum(), w @ y / w.sum()
    Z = masks - centre
    return words, np.linalg.solve(Z.T * w @ Z + np.eye(len(words)), Z.T @ (w * (y - level)))


@right("explain_post")  # through mask_words, with a dict of places
def through_mask_words(predict_proba, text, n_samples, rng):
    tokens, place = answer.split_words(text), {}
    for token in tokens:
        place.setdefault(token, len(place))
    masks = answer.draw_masks(n_samples, len(place), rng)
    texts = [" ".join(answer.mask_words(tokens, [mask[place[token]] for token in tokens])) for mask in masks]
    said = np.asarray(predict_proba(texts))
    share = masks.sum(axis=1) / len(place)
    weights = np.exp(-0.5 * (100 - 100 * share**0.5) ** 2 / 625)
    return tuple(place), answer.fit_surrogate(masks * 1.0, said.T[said[0].argmax()], weights)[1]


# mask_words


@wrong("mask_words", "You seem to keep what is off: 1 keeps, 0 leaves out.")
def keeps_the_words_that_are_off(tokens, mask):
    return answer.mask_words(tokens, [not on for on in mask])


@wrong("mask_words", "Something seems to stand in the place of a word that is off: it is gone, and leaves no gap.")
def writes_unknown(tokens, mask):
    return [token if on else "<unk>" for token, on in zip(tokens, mask, strict=True)]


@wrong("mask_words", "A mask of another length seems to pass in silence: ask zip to be strict.")
def loses_the_end(tokens, mask):
    return [token for token, on in zip(tokens, mask, strict=False) if on]


@wrong("mask_words", "A word that is off at one place seems to go at all of its places: a mask is about places here.")
def leaves_a_word_out_everywhere(tokens, mask):
    gone = {token for token, on in zip(tokens, mask, strict=True) if not on}
    return [token for token in tokens if token not in gone]


@wrong("mask_words", "Words that are kept twice seem to come only once: keep every place.")
def keeps_words_once(tokens, mask):
    return list(dict.fromkeys(answer.mask_words(tokens, mask)))


@wrong("mask_words", "You seem to join the words into one string: a list of words is wanted.")
def joins_the_words(tokens, mask):
    return " ".join(answer.mask_words(tokens, mask))


@right("mask_words")
def with_an_index(tokens, mask):
    if len(tokens) != len(mask):
        raise ValueError("one entry for each token")
    return [tokens[i] for i in np.flatnonzero(np.asarray(mask))]


@right("mask_words")  # an array of words, which raises IndexError by itself
def with_an_array(tokens, mask):
    try:
        return np.array(tokens, dtype=object)[np.array(mask, dtype=bool)].tolist()
    except IndexError as error:
        raise ValueError("one entry for each token") from error


# TextRNN


class Flexible(answer.TextRNN):
    """The network as it should be, in parts that can be replaced."""

    def shares(self, ids):
        """Return the share of each state in the mean."""
        return (ids != 0) / np.maximum((ids != 0).sum(axis=1, keepdims=True), 1)

    def shares_back(self, ids):
        """Return what each state gets of the mean's gradient."""
        return self.shares(ids)

    def states(self, ids):
        """Return the words' vectors and the states."""
        x = self.params[0][ids]
        return x, answer.rnn_forward(x, None, *self.params[1:4])

    def back(self, dh, x, h, ids):
        """Return the gradients of x, Wx, Wh and b."""
        dx, _, *grads = answer.rnn_backward(dh, x, None, h, *self.params[1:3])
        return [dx, *grads]

    def words_back(self, dx, ids):
        """Return the gradient of the table."""
        return answer.embedding_backward(dx, ids, len(self.params[0]))

    def forward(self, ids):
        """Return the logits."""
        mean = (self.shares(ids)[..., None] * self.states(ids)[1]).sum(axis=1)
        return mean @ self.params[4] + self.params[5]

    def loss_and_grads(self, ids, labels):
        """Return the loss and the gradients."""
        x, h = self.states(ids)
        mean = (self.shares(ids)[..., None] * h).sum(axis=1)
        logits = mean @ self.params[4] + self.params[5]
        dout = answer.softmax_cross_entropy_grad(logits, labels)
        dmean = dout @ self.params[4].T
        dx, *grads = self.back(self.shares_back(ids)[..., None] * dmean[:, None], x, h, ids)
        grads = [self.words_back(dx, ids), *grads, mean.T @ dout, dout.sum(axis=0)]
        return answer.softmax_cross_entropy(logits, labels), grads


@wrong("TextRNN", "The logits seem to come from the last state alone: take the mean of the states of all real words.")
class LastStateOfAText(Flexible):
    def shares(self, ids):
        return (np.arange(ids.shape[1]) == (ids != 0).sum(axis=1, keepdims=True) - 1).astype(float)


@wrong("TextRNN", "The logits seem to come from the state behind the padding: take the mean over the real words.")
class StateBehindThePadding(Flexible):
    def shares(self, ids):
        return np.tile(np.arange(ids.shape[1]) == ids.shape[1] - 1, (len(ids), 1)) * 1.0


@wrong("TextRNN", "Padding seems to count in the mean: sum over the real words, and divide by how many there are.")
class MeanOverPadding(Flexible):
    def shares(self, ids):
        return np.ones(ids.shape) / ids.shape[1]


@wrong("TextRNN", "You seem to leave padding out of the sum, but to divide by the length of the array.")
class DividesByTheLength(Flexible):
    def shares(self, ids):
        return (ids != 0) / ids.shape[1]


@wrong("TextRNN", "You seem to divide by the number of real words a sum that holds padding, too.")
class SumsOverPadding(Flexible):
    def shares(self, ids):
        return np.ones(ids.shape) / np.maximum((ids != 0).sum(axis=1, keepdims=True), 1)


@wrong("TextRNN", "You seem to sum over the states: divide by the number of real words.")
class SumOfStates(Flexible):
    def shares(self, ids):
        return (ids != 0) * 1.0


@wrong("TextRNN", "All texts seem to be divided by the same number: each has a number of words of its own.")
class OneNumberForAllTexts(Flexible):
    def shares(self, ids):
        return (ids != 0) / (ids != 0).sum(axis=1).mean()


@wrong("TextRNN", "Unknown words seem to be left out, too: only 0 is padding.")
class LeavesOutUnknownWords(Flexible):
    def shares(self, ids):
        return (ids > 1) / np.maximum((ids > 1).sum(axis=1, keepdims=True), 1)


@wrong("TextRNN", "A text without words seems to become not-a-number: its mean is zero. Divide by at least 1.")
class NothingByNothing(Flexible):
    def shares(self, ids):
        with np.errstate(invalid="ignore"):
            return (ids != 0) / (ids != 0).sum(axis=1, keepdims=True)


@wrong("TextRNN", "On the way back the states seem to get the whole gradient of the mean: each gets its share, 1/n.")
class ForgetsTheSharesBack(Flexible):
    def shares_back(self, ids):
        return (ids != 0) * 1.0


@wrong("TextRNN", "On the way back padding seems to get a gradient: it had no part in the mean.")
class GradientForPadding(Flexible):
    def shares_back(self, ids):
        return np.ones(ids.shape) / np.maximum((ids != 0).sum(axis=1, keepdims=True), 1)


@wrong("TextRNN", "Only the last word seems to get a gradient: every real word had a share in the mean.")
class GradientForTheLastWord(Flexible):
    def shares_back(self, ids):
        return LastStateOfAText.shares(self, ids)


@wrong("TextRNN", "The table seems not to learn: bring dx to its rows with embedding_backward.")
class TableNeverLearns(Flexible):
    def words_back(self, dx, ids):
        return np.zeros_like(self.params[0])


@wrong("TextRNN", "Of words that come back only the last place seems to count: gradients of a row add up.")
class LastPlaceWins(Flexible):
    def words_back(self, dx, ids):
        dtable = np.zeros_like(self.params[0])
        dtable[ids] += dx
        return dtable


@wrong("TextRNN", "The gradient of the table seems to have a row for each place: it has one for each word.")
class GradientOfPlaces(Flexible):
    def words_back(self, dx, ids):
        return dx


@wrong("TextRNN", "The gradient of Wh seems to be made with the new states: Wh met the state before each step.")
class NewStatesForWh(Flexible):
    def back(self, dh, x, h, ids):
        dx, dwx, _, db = super().back(dh, x, h, ids)
        flow, dwh = np.zeros_like(h[:, 0]), np.zeros_like(self.params[2])
        for t in reversed(range(h.shape[1])):
            dz = (dh[:, t] + flow) * (1 - h[:, t] ** 2)
            dwh += h[:, t].T @ dz
            flow = dz @ self.params[2].T
        return [dx, dwx, dwh, db]


@wrong("TextRNN", "The gradient seems not to flow from step to step: rnn_backward brings it through time.")
class NoFlowThroughTime(Flexible):
    def back(self, dh, x, h, ids):
        dx, _, *grads = answer.rnn_backward(dh, x, None, h, *self.params[1:3], k=1)
        return [dx, *grads]


@wrong("TextRNN", "The gradient of the last bias seems to be one number: sum over the texts, not over the classes.")
class BiasAsOneNumber(Flexible):
    def loss_and_grads(self, ids, labels):
        loss, grads = super().loss_and_grads(ids, labels)
        return loss, [*grads[:3], grads[3].sum(), grads[4], grads[5].sum()]


@wrong("TextRNN", "The gradients seem to come from the last to the first: return them in the order of params.")
class LastGradientFirst(Flexible):
    def loss_and_grads(self, ids, labels):
        loss, grads = super().loss_and_grads(ids, labels)
        return loss, grads[::-1]


@wrong("TextRNN", "The loss and its gradients seem to be sums over the texts: they are means.")
class SumsOverTexts(Flexible):
    def loss_and_grads(self, ids, labels):
        loss, grads = super().loss_and_grads(ids, labels)
        return loss * len(ids), [grad * len(ids) for grad in grads]


@wrong("TextRNN", "The gradients seem to be clipped: that is the business of whoever trains.")
class ClipsByItself(Flexible):
    def loss_and_grads(self, ids, labels):
        loss, grads = super().loss_and_grads(ids, labels)
        norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
        return loss, [grad * 0.05 / norm for grad in grads]


@wrong("TextRNN", "The last bias seems to be left out: it is zero only until the first step.")
class WithoutTheLastBias(Flexible):
    def forward(self, ids):
        return super().forward(ids) - self.params[5]


@wrong("TextRNN", "forward seems to return probabilities: it returns logits, the softmax comes later.")
class SoftmaxTooEarly(Flexible):
    def forward(self, ids):
        return answer.softmax(super().forward(ids))

    def predict_proba(self, ids):
        return self.forward(ids)


@wrong("TextRNN", "predict_proba seems to return logits: softmax makes probabilities of them.")
class LogitsAsProbabilities(Flexible):
    def predict_proba(self, ids):
        return self.forward(ids)


@wrong("TextRNN", "predict_proba seems to return classes: the probabilities of all classes are asked for.")
class ClassesAsProbabilities(Flexible):
    def predict_proba(self, ids):
        return self.forward(ids).argmax(axis=1)


@wrong("TextRNN", "The table seems to be drawn last: draw the table, then Wx, Wh and Wy.")
class DrawsTheTableLast(Flexible):
    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        super().__init__(1, n_embed, n_hidden, n_classes, np.random.default_rng(0))
        pairs = (n_embed, n_hidden), (n_hidden, n_hidden), (n_hidden, n_classes)
        wx, wh, wy = (answer.xavier_init(*pair, rng) for pair in pairs)
        table = rng.normal(0, 0.1, (n_words, n_embed))
        self.params = [table, wx, wh, self.params[3], wy, self.params[5]]


@wrong("TextRNN", "The table seems to be ten times too large: its standard deviation is 0.1.")
class LoudTable(Flexible):
    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        super().__init__(n_words, n_embed, n_hidden, n_classes, rng)
        self.params[0] = 10 * self.params[0]


@wrong("TextRNN", "The weights seem to have the scale of he_init: with tanh, xavier_init is asked for.")
class HeWeights(Flexible):
    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        super().__init__(n_words, n_embed, n_hidden, n_classes, rng)
        for i in (1, 2, 4):
            n_in, n_out = self.params[i].shape
            self.params[i] = self.params[i] * np.sqrt((n_in + n_out) / n_in)


@wrong("TextRNN", "The first row of the table seems to be set to zero: it is drawn like the others.")
class ZerosForPadding(Flexible):
    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        super().__init__(n_words, n_embed, n_hidden, n_classes, rng)
        self.params[0][0] = 0


@wrong("TextRNN", "Your network seems to compute with its first params for ever: look them up in self.params.")
class KeepsItsFirstTable(Flexible):
    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        super().__init__(n_words, n_embed, n_hidden, n_classes, rng)
        self.first = self.params[0]

    def states(self, ids):
        x = self.first[ids]
        return x, answer.rnn_forward(x, None, *self.params[1:4])


@right("TextRNN")  # with masks in both directions, and one text at a time in the mean
class WithMasks(answer.TextRNN):
    def run(self, ids):
        x = self.params[0][ids]
        h = answer.rnn_forward(x, None, *self.params[1:4], ids > 0)
        means = [row[on].mean(axis=0) if on.any() else 0 * row[0] for row, on in zip(h, ids > 0, strict=True)]
        return x, h, np.array(means)

    def forward(self, ids):
        return self.run(ids)[2] @ self.params[4] + self.params[5]

    def loss_and_grads(self, ids, labels):
        x, h, means = self.run(ids)
        logits = means @ self.params[4] + self.params[5]
        dout = (answer.softmax(logits) - np.eye(logits.shape[1])[labels]) / len(ids)
        dh = np.zeros_like(h)
        for row, d, on in zip(dh, dout @ self.params[4].T, ids > 0, strict=True):
            row[on] = d / max(1, on.sum())
        dx, _, *middle = answer.rnn_backward(dh, x, None, h, self.params[1], self.params[2], ids > 0)
        dtable = np.zeros_like(self.params[0])
        np.add.at(dtable, ids, dx)
        return answer.softmax_cross_entropy(logits, labels), [dtable, *middle, means.T @ dout, dout.sum(axis=0)]


@right("TextRNN")  # the parameters are drawn by hand; the mean is a product of matrices
class DrawnByHand(Flexible):
    def __init__(self, n_words, n_embed, n_hidden, n_classes, rng):
        draws = (n_words, n_embed), (n_embed, n_hidden), (n_hidden, n_hidden), (n_hidden, n_classes)
        table, wx, wh, wy = (rng.standard_normal(size) for size in draws)
        wx, wh, wy = (w * np.sqrt(2 / sum(w.shape)) for w in (wx, wh, wy))
        self.params = [table / 10, wx, wh, np.zeros(n_hidden), wy, np.zeros(n_classes)]

    def forward(self, ids):
        h, shares = self.states(ids)[1], self.shares(ids)
        return (shares[:, None] @ h)[:, 0] @ self.params[4] + self.params[5]
