"""Text classifier: a recurrent network that reads a text and names its class, and the words that made it do so."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=5)

explain_post = lesson.exercise("explain_post", minutes=8, core=True, hints=(
    "A list of tokens, and a list of distinct words, in order of first appearance. Which does a mask speak about?",
    "For each token: which place in the list of words does it have? So which entry of the mask decides about it?",
    "All texts go to the model at once. Which column of its answers belongs to the class of the first text?",
    "delta is 100 times something. Then one weight for each mask, and `fit_surrogate` does the rest.",
))
mask_words = lesson.exercise("mask_words", minutes=2, hints=(
    "Two lists, side by side, an entry of one for each entry of the other. Which function of Python walks along both?",
    "That function stops at the end of the shorter list, unless you ask it to be strict.",
))
text_rnn = lesson.exercise("TextRNN", minutes=15, hints=(
    "Which steps are real? Where are ids not 0? How many are there in each row, and what if there are none?",
    "Write loss_and_grads as forward once more, but keep what the backward functions ask for.",
    "Each real state has a share of 1/n in the mean. So what of the mean's gradient does each state get?",
    "dx has a gradient for each word of each text. Who brings them to the rows of the table?",
), after=(
    "xavier_init", "embedding_forward", "embedding_backward", "rnn_forward", "rnn_backward", "dense_forward",
    "dense_backward", "softmax", "softmax_cross_entropy", "softmax_cross_entropy_grad",
))

POST = "It's from nora@heron (Olsen)\n\nAt 9, the moon rose twice: 2 moons?"  # capitals, digits, marks
WORDS = ["it's", "from", "nora", "heron", "olsen", "at", "9", "the", "moon", "rose", "twice", "2", "moons"]
ECHO = "no news is no news at all, no"  # two words come back
PLAIN = "we saw a comet near the old pier"  # no word comes back
IDS = np.array([[3, 1, 3, 6, 2, 4], [4, 3, 0, 0, 0, 0], [5, 5, 5, 2, 0, 0], [6, 0, 0, 0, 0, 0], [1, 4, 4, 1, 5, 0]])
SIZES = (7, 3, 4, 2)  # words, vector, state, classes


class Bystander:
    """A black box that looks at a model's parameters and replaces them, as an optimizer makes it happen."""

    def look(self, model):
        """Return the parameters."""
        return model.params

    def replace(self, model, params):
        """Set the parameters."""
        model.params = params


def reading(rng, favourite=1):
    """Make a model of texts: a letter's worth depends on its place; `favourite` wins where few words are missing."""
    taste = rng.uniform(0.2, 1, size=128)

    def predict_proba(texts):
        scores = []
        for text in texts:
            letters = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8)
            scores.append(np.sum(taste[letters] * np.cos(np.arange(len(letters)) / 7)) / 10)
        scores = np.array(scores)
        answers = np.stack([0.3 + 0.2 * np.sin(scores), 0.4 - 0.1 * scores**2, 0.2 * np.cos(3 * scores)], axis=-1)
        lead = np.array([len(text) / 10 for text in texts])
        return answers + np.outer(lead, np.eye(3)[favourite]) + 2.2 * np.eye(3)[favourite - 1]

    return predict_proba


def counting(words):
    """Make a model of texts: class 1 is worth how often the words occur, class 0 nothing."""
    def predict_proba(texts):
        counts = [sum(text.split().count(word) for word in words) for text in texts]
        return np.outer(counts, [0.0, 1.0]) + np.array([0.0, 0.5])

    return predict_proba


def random_params(rng, sizes=SIZES, dtype=np.float64):
    """Draw parameters of a network; no bias is zero."""
    n_words, n_embed, n_hidden, n_classes = sizes
    shapes = (n_words, n_embed), (n_embed, n_hidden), (n_hidden, n_hidden), n_hidden, (n_hidden, n_classes), n_classes
    return [(0.6 * rng.normal(size=shape)).astype(dtype) for shape in shapes]


def trained(both, rng, sizes=SIZES, dtype=np.float64):
    """Make a network with parameters that are far from where they start."""
    model = both.TextRNN(*sizes, rng)
    both.pair(Bystander).replace(model, random_params(rng, sizes, dtype))
    return model


@explain_post.check(points=1)
def test_lists_the_words(learner, expect, rng):
    """lists the distinct words, in order of first appearance"""
    words, weights = learner.explain_post(reading(rng), POST, 20, rng)
    expect(words, WORDS, "the words")
    expect(np.shape(weights), (13,), "the shape of the weights")


@explain_post.check(points=2)
def test_explains_a_plain_post(both, rng):
    """goes through the five steps for a text in which no word comes back"""
    both.explain_post(reading(rng), PLAIN, 60, rng)


@explain_post.check(points=1, hint="A word that is left out is left out everywhere. What is kept stays where it was.")
def test_repeated_words_are_one_part(both, rng):
    """leaves a word out at all its places, and keeps it at all its places"""
    both.explain_post(reading(rng), ECHO, 50, rng)
    both.explain_post(counting(["no", "all"]), ECHO, 40, rng)


@explain_post.check(points=1, hint="Row 0 of the answers belongs to the whole text. Which class is largest there?")
def test_class_of_the_whole_text(both, rng):
    """explains the class with the largest number at the whole text, whichever it is"""
    for favourite in (0, 2):
        both.explain_post(reading(rng, favourite), PLAIN, 40, rng)


@explain_post.check(points=1)
def test_headers_and_punctuation(both, rng):
    """shows the model words in small letters, without punctuation, joined by single blanks"""
    both.explain_post(reading(rng), POST, 30, rng)


@explain_post.check(points=1)
def test_few_samples(both, rng):
    """takes fewer samples than words, and a single word"""
    both.explain_post(reading(rng), POST, 6, rng)
    both.explain_post(reading(rng), "Pelican! PELICAN!", 9, rng)


@explain_post.check(points=1, hint="Which word does the model care for?")
def test_names_what_the_model_reads(learner, expect, rng):
    """gives next to all weight to the word that a model reads, and next to none to the others"""
    words, weights = learner.explain_post(counting(["comet"]), PLAIN, 300, rng)
    expect(np.asarray(weights), np.array([word == "comet" for word in words]) * 1.0, "the weights", tol=0.1)


@mask_words.check(points=1)
def test_keeps_the_order(both, rng):
    """keeps the words that are on, in their order"""
    both.mask_words(["dog", "eats", "the", "post", "today"], np.array([True, False, True, True, False]))
    both.mask_words(["dog", "eats", "the", "post", "today"], [0, 1, 0, 0, 1])


@mask_words.check(points=1, hint="One entry for each token, not for each distinct word.")
def test_place_by_place(both):
    """may keep a word at one place and leave it out at another"""
    both.mask_words(["no", "news", "is", "no", "news", "at", "all", "no"], [1, 1, 0, 1, 0, 1, 1, 1])
    both.mask_words(["no", "no", "no"], np.array([0, 1, 0]))


@mask_words.check(points=1)
def test_all_or_nothing(both):
    """gives an empty list where nothing is kept, and all words where everything is"""
    both.mask_words(["dog", "eats", "post"], np.zeros(3, dtype=bool))
    both.mask_words(["dog", "eats", "post"], np.ones(3, dtype=np.int64))
    both.mask_words([], [])


@mask_words.check(points=1, hint="`zip` stops silently at the shorter of two lists. `strict=True` makes it complain.")
def test_one_entry_for_each_token(both):
    """raises ValueError for a mask that is shorter or longer than the text"""
    both.raises(ValueError).mask_words(["dog", "eats", "post"], [1, 1])
    both.raises(ValueError).mask_words(["dog", "eats", "post"], np.array([True, False, True, True]))


@text_rnn.check(points=1, hint="The table first, then Wx, Wh and Wy. The biases are zeros.")
def test_draws_params_in_order(both, rng):
    """draws the table, then Wx, Wh and Wy, with zero biases, into params"""
    both.pair(Bystander).look(both.TextRNN(9, 3, 5, 2, rng))


@text_rnn.check(points=2)
def test_logits_of_full_texts(both, rng):
    """makes its logits of the mean of all states, where there is no padding"""
    trained(both, rng).forward(np.array([[3, 1, 3, 6, 2], [4, 5, 5, 1, 6], [2, 2, 6, 4, 3]]))


@text_rnn.check(points=2, hint="Padding counts neither in the sum nor in the number of words.")
def test_logits_of_padded_texts(both, rng):
    """leaves padding out of the mean"""
    trained(both, rng).forward(IDS)


@text_rnn.check(points=1, hint="How many words are there to divide by?")
def test_text_without_words(both, rng):
    """takes texts without any word: their mean is zero, and nothing learns from them but the last bias"""
    model, ids = trained(both, rng), np.array([[0, 0, 0], [2, 5, 0], [0, 0, 0], [4, 0, 0]])
    model.forward(ids)
    model.loss_and_grads(ids, np.array([0, 1, 1, 0]))


@text_rnn.check(points=1)
def test_probabilities_of_texts(both, rng):
    """predicts the softmax of its logits"""
    trained(both, rng, (7, 2, 5, 3)).predict_proba(IDS)


@text_rnn.check(points=3, hint="Walk back: dense_backward, shares of the mean, rnn_backward, embedding_backward.")
def test_gradients_of_full_texts(both, rng):
    """gives the loss and the gradients of all six parameters, where there is no padding"""
    ids, labels = np.array([[3, 1, 3, 6, 2], [4, 5, 5, 1, 6], [2, 2, 6, 4, 3]]), np.array([2, 0, 1])
    trained(both, rng, (9, 2, 4, 3)).loss_and_grads(ids, labels)


@text_rnn.check(points=2, hint="Padding had no share in the mean. What does it get back?")
def test_gradients_of_padded_texts(both, rng):
    """gives no gradient to padding, and shares of 1/n to the n real states"""
    trained(both, rng).loss_and_grads(IDS, np.array([1, 0, 0, 1, 1]))


@text_rnn.check(points=1)
def test_learns_step_by_step(both, rng):
    """computes with the params that it has now, from step to step"""
    model, params, labels = both.TextRNN(*SIZES, rng), random_params(rng), np.array([1, 0, 1, 1, 0])
    for _ in range(3):
        both.pair(Bystander).replace(model, params)
        _, grads = model.loss_and_grads(IDS, labels)
        params = [p - 0.5 * grad for p, grad in zip(params, grads, strict=True)]
    model.forward(IDS)


@text_rnn.check(points=1)
def test_single_precision(both, rng):
    """takes parameters in float32"""
    model = trained(both, rng, dtype=np.float32)
    model.forward(IDS)
    model.loss_and_grads(IDS, np.array([1, 0, 0, 1, 1]))
