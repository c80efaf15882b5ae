"""The bank of `explain`: known mistakes with what to say, and right answers written differently."""

import inspect
import re

import numpy as np

from autograder import answer, right, wrong


def settings(function, args, kwargs):
    """Return the arguments of a call by their names, those that were not given too."""
    given = inspect.signature(function).bind(*args, **kwargs)
    given.apply_defaults()
    return dict(given.arguments)


def changed(function, args, kwargs, **changes):
    """Call a model answer with some arguments replaced."""
    return function(**settings(function, args, kwargs) | changes)


def winner(said, label):
    """Choose the class as it should be."""
    return int(np.argmax(said[0])) if label is None else label


def told(Z, y, weights, alpha, label, names):
    """Fit the line and put the explanation together."""
    intercept, coef = answer.weighted_ridge(Z, y, weights, alpha)
    line = intercept + Z @ coef
    order = answer.largest_first(coef)
    r2 = answer.weighted_r2(y, line, weights)
    return answer.Explanation(label, intercept, [names[j] for j in order], coef[order], r2, line[0])


def reordered(found, order):
    """Put weights and features into another order."""
    return found._replace(features=[found.features[j] for j in order], weights=found.weights[order])


def shares(found):
    """Return weights as shares of the largest, rounded: equal ones are then equal on every machine."""
    return np.round(found.weights / np.abs(found.weights).max(), 8)


def with_plain_r2(found, Z, y, names):
    """Replace R squared by that of samples that count alike."""
    columns = [list(names).index(feature) for feature in found.features]
    line = found.intercept + Z[:, columns] @ found.weights
    return found._replace(r2=answer.weighted_r2(y, line, np.ones(len(y))))


def by_angle(masks, width):
    """Weigh masks by their angle."""
    return answer.kernel_weights(answer.cosine_distance(masks, np.ones(masks.shape[1])), width)


# explain_image


def picture_lime(args, kwargs, weigh=by_angle, masks=None, choose=winner, table=None, plain_r2=False):
    """Explain a picture as it should be, but for what is replaced."""
    s = settings(answer.explain_image, args, kwargs)
    names = np.unique(s["segments"]).tolist()
    masks = masks or answer.sample_masks
    Z = masks(s["n_samples"], len(names), np.random.default_rng(s["rng"]))
    said = s["predict_fn"](answer.mask_image(s["image"], s["segments"], Z, s["fill"]))
    chosen = choose(said, s["label"])
    found = told(table(Z) if table else Z, said[:, chosen], weigh(Z, s["width"]), s["alpha"], chosen, names)
    return with_plain_r2(found, Z, said[:, chosen], names) if plain_r2 else found


@wrong("explain_image", "You seem to take class 0 by default: the class that wins for the picture itself is wanted.")
def first_class_of_pictures(*args, **kwargs):
    label = settings(answer.explain_image, args, kwargs)["label"] or 0
    return changed(answer.explain_image, args, kwargs, label=label)


@wrong("explain_image", "You seem to explain the winner whatever class is asked for: look at `label`.")
def label_of_pictures_ignored(*args, **kwargs):
    return changed(answer.explain_image, args, kwargs, label=None)


@wrong("explain_image", "You seem to take class 0 for no class: ask whether the label `is None`.")
def no_class_zero_of_pictures(*args, **kwargs):
    label = settings(answer.explain_image, args, kwargs)["label"] or None
    return changed(answer.explain_image, args, kwargs, label=label)


@wrong("explain_image", "You seem to take the largest number of each sample: choose one class for all of them.")
def each_sample_its_winner(*args, **kwargs):
    s = settings(answer.explain_image, args, kwargs)
    rng = np.random.default_rng(s["rng"])
    Z = answer.sample_masks(s["n_samples"], len(np.unique(s["segments"])), rng)
    said = s["predict_fn"](answer.mask_image(s["image"], s["segments"], Z, s["fill"]))
    names = np.unique(s["segments"]).tolist()
    return told(Z, said.max(axis=1), by_angle(Z, s["width"]), s["alpha"], winner(said, s["label"]), names)


@wrong("explain_image", "You seem to choose the class that is largest on the mean: the picture itself decides.")
def winner_of_the_samples(*args, **kwargs):
    return picture_lime(args, kwargs, choose=lambda said, label: winner(said.mean(axis=0)[None], label))


@wrong("explain_image", "You seem to count all samples alike: those near the picture count more.")
def pictures_alike(*args, **kwargs):
    return changed(answer.explain_image, args, kwargs, width=1e9)


@wrong("explain_image", "You seem to weigh by the distance itself: `kernel_weights` makes weights of distances.")
def distances_as_weights(*args, **kwargs):
    def weigh(masks, width):  # all masks may keep everything, and some weight has to be there
        return answer.cosine_distance(masks, np.ones(masks.shape[1])) + 1e-30

    return picture_lime(args, kwargs, weigh)


@wrong("explain_image", "You seem to take the straight distance: for pictures it is that of the angle.")
def straight_distance_of_pictures(*args, **kwargs):
    def weigh(masks, width):
        return answer.kernel_weights(answer.euclidean_distance(masks, np.ones(masks.shape[1])), width)

    return picture_lime(args, kwargs, weigh)


@wrong("explain_image", "The distance seems to be the share of parts that are covered: there is a root in the angle.")
def share_as_distance(*args, **kwargs):
    return picture_lime(args, kwargs, lambda masks, width: answer.kernel_weights(1 - masks.mean(axis=1), width))


@wrong("explain_image", "You seem to use the paper's kernel: `kernel_weights` has a root in it.")
def paper_kernel_for_pictures(*args, **kwargs):
    return picture_lime(args, kwargs, lambda masks, width: by_angle(masks, width) ** 2)


@wrong("explain_image", "You seem to have a fixed width of 0.25: look at the argument.")
def width_of_pictures_ignored(*args, **kwargs):
    return changed(answer.explain_image, args, kwargs, width=0.25)


@wrong("explain_image", "You seem to have a fixed alpha of 1: look at the argument.")
def alpha_of_pictures_ignored(*args, **kwargs):
    return changed(answer.explain_image, args, kwargs, alpha=1.0)


@wrong("explain_image", "You seem to cover with the mean whatever the fill is: look at the argument.")
def fill_ignored(*args, **kwargs):
    return changed(answer.explain_image, args, kwargs, fill="mean")


@wrong("explain_image", "You seem to give column numbers as features: they are the labels of the segments.")
def columns_as_features(*args, **kwargs):
    found = answer.explain_image(*args, **kwargs)
    return found._replace(features=[sorted(found.features).index(feature) for feature in found.features])


@wrong("explain_image", "You seem to leave the segments in the order of their labels: the strongest come first.")
def segments_in_order(*args, **kwargs):
    found = answer.explain_image(*args, **kwargs)
    return reordered(found, np.argsort(found.features))


@wrong("explain_image", "You seem to order by the weight with its sign: the size counts, whatever the sign.")
def signed_order(*args, **kwargs):
    found = answer.explain_image(*args, **kwargs)
    return reordered(found, np.lexsort((found.features, -shares(found))))


@wrong("explain_image", "You seem to have the weakest first: turn the order round.")
def weakest_first(*args, **kwargs):
    found = answer.explain_image(*args, **kwargs)
    return reordered(found, np.lexsort((found.features, np.abs(shares(found)))))


@wrong("explain_image", "You seem to sort the labels and not the weights: both follow the same order.")
def weights_unsorted(*args, **kwargs):
    found = answer.explain_image(*args, **kwargs)
    return found._replace(weights=found.weights[np.argsort(found.features)])


@wrong("explain_image", "You seem to give the sizes of the weights: the sign tells for or against.")
def sizes_of_weights(*args, **kwargs):
    found = answer.explain_image(*args, **kwargs)
    return found._replace(weights=np.abs(found.weights))


@wrong("explain_image", "You seem to compute R squared without the weights of the samples.")
def plain_r2_of_pictures(*args, **kwargs):
    return picture_lime(args, kwargs, plain_r2=True)


@wrong("explain_image", "You seem to return what the model says about the picture: what does the line say?")
def model_says(*args, **kwargs):
    s, found = settings(answer.explain_image, args, kwargs), answer.explain_image(*args, **kwargs)
    return found._replace(local_prediction=s["predict_fn"](s["image"][None])[0, found.label])


@wrong("explain_image", "You seem to draw from a generator of your own: use the one that is given.")
def own_generator(*args, **kwargs):
    return changed(answer.explain_image, args, kwargs, rng=np.random.default_rng(0))


@wrong("explain_image", "You seem to need a generator: if none is given, make one.")
def generator_needed(*args, **kwargs):
    s = settings(answer.explain_image, args, kwargs)
    return answer.explain_image(**s | {"rng": s["rng"].spawn(0) or s["rng"]})


@wrong("explain_image", "The first sample seems to be a random one: it should be the picture itself.")
def picture_itself_missing(*args, **kwargs):
    return picture_lime(args, kwargs, masks=lambda n, d, rng: rng.integers(0, 2, (n, d)))


@wrong("explain_image", "You seem to keep each part in six of ten samples: `sample_masks` tosses fair coins.")
def biased_coins(*args, **kwargs):
    def masks(n, d, rng):
        return np.vstack([np.ones((1, d), dtype=np.int64), (rng.random((n, d)) < 0.6)[1:]])

    return picture_lime(args, kwargs, masks=masks)


@wrong("explain_image", "You seem to fit the line to what is covered: 1 in the table means kept.")
def fits_what_is_covered(*args, **kwargs):
    return picture_lime(args, kwargs, table=lambda masks: 1 - masks)


@right("explain_image")
def fifty_at_a_time(predict_fn, image, segments, n_samples=1000, rng=None, fill="mean", label=None,
                    width=0.25, alpha=1.0):  # fmt: skip
    parts = np.unique(segments)
    masks = answer.sample_masks(n_samples, len(parts), np.random.default_rng(rng))
    if label is None:
        label = int(predict_fn(image[None]).argmax())
    pieces = [masks[start : start + 50] for start in range(0, n_samples, 50)]
    y = np.concatenate([predict_fn(answer.mask_image(image, segments, some, fill))[:, label] for some in pieces])
    weights = np.exp(-0.5 * ((1 - np.sqrt(masks.mean(axis=1))) / width) ** 2)
    return tuple(told(masks, y, weights, alpha, label, parts))


@right("explain_image")
def centred_by_hand(predict_fn, image, segments, n_samples=1000, rng=None, fill="mean", label=None,
                    width=0.25, alpha=1.0):  # fmt: skip
    names = sorted(set(segments.ravel().tolist()))
    masks = answer.sample_masks(n_samples, len(names), rng or np.random.default_rng())
    said = predict_fn(answer.mask_image(image, segments, masks, fill)).T
    label = said[:, 0].argmax() if label is None else label
    w = by_angle(masks, width)
    share = w / w.sum()
    Z, y = masks - share @ masks, said[label] - share @ said[label]
    coef = np.linalg.solve(Z.T * w @ Z + alpha * np.eye(len(names)), Z.T * w @ y)
    intercept = share @ said[label] - share @ masks @ coef
    size = np.round(np.abs(coef) / np.abs(coef).max(), 8)
    order = sorted(range(len(names)), key=lambda j: (-size[j], j))
    r2 = 1 - share @ (y - Z @ coef) ** 2 / (share @ y**2)
    return [label, intercept, [names[j] for j in order], coef[order], r2, intercept + coef.sum()]


# explain_tabular


def by_steps(Z, raw, x, width):
    """Weigh rows by the straight distance between statements."""
    return answer.kernel_weights(answer.euclidean_distance(Z, Z[0]), width)


def row_lime(args, kwargs, weigh=by_steps, through_values=False, plain_r2=False):
    """Explain a row as it should be, but for what is replaced."""
    s = settings(answer.explain_tabular, args, kwargs)
    x, X, rng = s["x"], s["X"], np.random.default_rng(s["rng"])
    width = 0.75 * np.sqrt(len(x)) if s["width"] is None else s["width"]
    Z, raw = answer.sample_tabular(x, X, answer.quartile_bins(X), s["n_samples"], rng)
    said = np.asarray(s["predict_fn"](raw))
    chosen = winner(said, s["label"])
    table, y = raw if through_values else Z, said[:, winner(said, s["label"])]
    found = told(table, y, weigh(Z, raw, x, width), s["alpha"], chosen, range(len(x)))
    return with_plain_r2(found, Z, y, range(len(x))) if plain_r2 else found


@wrong("explain_tabular", "The default width seems to be 0.75: it grows with the root of the number of columns.")
def narrow_by_default(*args, **kwargs):
    width = settings(answer.explain_tabular, args, kwargs)["width"] or 0.75
    return changed(answer.explain_tabular, args, kwargs, width=width)


@wrong("explain_tabular", "The default width seems to grow with the number of columns: take its root.")
def width_without_root(*args, **kwargs):
    s = settings(answer.explain_tabular, args, kwargs)
    return changed(answer.explain_tabular, args, kwargs, width=s["width"] or 0.75 * len(s["x"]))


@wrong("explain_tabular", "You seem to take the default width always: look at the argument.")
def width_of_tables_ignored(*args, **kwargs):
    return changed(answer.explain_tabular, args, kwargs, width=None)


@wrong("explain_tabular", "You seem to leave alpha at 1: look at the argument.")
def alpha_of_tables_ignored(*args, **kwargs):
    return changed(answer.explain_tabular, args, kwargs, alpha=1.0)


@wrong("explain_tabular", "You seem to take class 0 unless another is asked for: the class that wins for x is wanted.")
def first_class_of_rows(*args, **kwargs):
    label = settings(answer.explain_tabular, args, kwargs)["label"] or 0
    return changed(answer.explain_tabular, args, kwargs, label=label)


@wrong("explain_tabular", "You seem to explain the winner for x, whatever class is asked for.")
def label_of_rows_ignored(*args, **kwargs):
    return changed(answer.explain_tabular, args, kwargs, label=None)


@wrong("explain_tabular", "You seem to take label 0 for none: ask whether it `is None`.")
def no_class_zero_of_rows(*args, **kwargs):
    label = settings(answer.explain_tabular, args, kwargs)["label"] or None
    return changed(answer.explain_tabular, args, kwargs, label=label)


@wrong("explain_tabular", "You seem to take the distance of the angle: for tables it is the straight one.")
def angle_of_tables(*args, **kwargs):
    return row_lime(args, kwargs, lambda Z, raw, x, width: by_angle(Z, width))


@wrong("explain_tabular", "You seem to measure distances between values: measure in Z, where scales don't matter.")
def distance_of_values(*args, **kwargs):
    def weigh(Z, raw, x, width):  # far values would have no weight at all
        return answer.kernel_weights(answer.euclidean_distance(raw, x), width) + 1e-30

    return row_lime(args, kwargs, weigh)


@wrong("explain_tabular", "You seem to fit the line to the values: it is fitted to Z, the statements.")
def line_through_values(*args, **kwargs):
    return row_lime(args, kwargs, through_values=True)


@wrong("explain_tabular", "You seem to count all rows alike: those that share more bins with x count more.")
def rows_alike(*args, **kwargs):
    return changed(answer.explain_tabular, args, kwargs, width=1e9)


@wrong("explain_tabular", "You seem to leave the columns in their order: sort them by the size of the weights.")
def columns_in_order(*args, **kwargs):
    found = answer.explain_tabular(*args, **kwargs)
    return reordered(found, np.argsort(found.features))


@wrong("explain_tabular", "R squared seems to be that of samples that count alike: it is weighted.")
def plain_r2_of_tables(*args, **kwargs):
    return row_lime(args, kwargs, plain_r2=True)


@wrong("explain_tabular", "You seem to draw rows with a generator of your own: use the one that is given.")
def own_generator_for_tables(*args, **kwargs):
    return changed(answer.explain_tabular, args, kwargs, rng=np.random.default_rng(0))


@right("explain_tabular")
def by_mismatches(*args, **kwargs):
    def weigh(Z, raw, x, width):
        return np.exp(-np.sum(Z == 0, axis=1) / 2 / width**2)

    return tuple(row_lime(args, kwargs, weigh))


@right("explain_tabular")
def row_by_row(predict_fn, x, X, n_samples=5000, rng=None, label=None, width=None, alpha=1.0):
    borders = [np.unique(np.quantile(column, [0.25, 0.5, 0.75])) for column in X.T]
    Z, raw = answer.sample_tabular(x, X, borders, n_samples, rng or np.random.default_rng())
    label = int(predict_fn(x[None])[0].argmax()) if label is None else label
    y = np.array([predict_fn(row[None])[0, label] for row in raw]) if n_samples < 100 else predict_fn(raw)[:, label]
    scale = 0.75 * len(x) ** 0.5 if width is None else width
    weights = np.sqrt(np.exp(-((Z != 1).sum(axis=1) / scale**2)))
    return told(Z.astype(float), y, weights, alpha, label, list(range(len(x))))


# explain_text


def text_lime(args, kwargs, split=None, weigh=None, masks=None, bow=True, select=None, refit=True, plain_r2=False):
    """Explain a text as it should be, but for what is replaced."""
    s = settings(answer.explain_text, args, kwargs)
    tokens = (split or (lambda text: re.findall(r"\w+", text)))(s["text"])
    names = list(dict.fromkeys(tokens)) if bow else tokens
    Z = (masks or answer.sample_text_masks)(s["n_samples"], len(names), np.random.default_rng(s["rng"]))
    said = s["predict_fn"](answer.mask_text(tokens, Z, bow))
    chosen = winner(said, s["label"])
    y, weights = said[:, chosen], (weigh or (lambda Z, width: by_angle(Z, width / 100)))(Z, s["width"])
    usual = answer.forward_selection if s["k"] <= 6 else answer.highest_weights
    few = np.sort((select or usual)(Z, y, weights, s["k"]))
    if not refit:
        found = told(Z, y, weights, s["alpha"], chosen, names)
        kept = [j for j, name in enumerate(found.features) if names.index(name) in few]
        return reordered(found, kept)
    found = told(Z[:, few], y, weights, s["alpha"], chosen, [names[j] for j in few])
    return with_plain_r2(found, Z, y, names) if plain_r2 else found


@wrong("explain_text", "You seem to leave out the factor of 100 before the distance: 25 is then far too wide.")
def hundred_forgotten(*args, **kwargs):
    return text_lime(args, kwargs, weigh=by_angle)


@wrong("explain_text", "You seem to toss a coin for each word: `sample_text_masks` draws how many go.")
def coins_for_texts(*args, **kwargs):
    return text_lime(args, kwargs, masks=answer.sample_masks)


@wrong("explain_text", "You seem to write the words in small letters first: case counts.")
def small_letters(*args, **kwargs):
    return text_lime(args, kwargs, split=lambda text: re.findall(r"\w+", text.lower()))


@wrong("explain_text", "You seem to split at spaces: commas and stops then stick to the words.")
def split_at_spaces(*args, **kwargs):
    return text_lime(args, kwargs, split=str.split)


@wrong("explain_text", "Words seem to be letters only: digits and underscores belong to them.")
def letters_only(*args, **kwargs):
    return text_lime(args, kwargs, split=lambda text: re.findall(r"[a-zA-Z]+", text) or ["?"])


@wrong("explain_text", "Each place seems to be a part of its own: a word that returns is one part.")
def places_as_parts(*args, **kwargs):
    return text_lime(args, kwargs, bow=False)


@wrong("explain_text", "You seem to sort the words: columns go by first appearance.")
def alphabetical_words(*args, **kwargs):
    s = settings(answer.explain_text, args, kwargs)
    words = sorted(set(re.findall(r"\w+", s["text"])))
    first, back = " ".join(words), re.findall(r"\w+", s["text"])

    def ask(texts):
        kept = [set(text.split()) for text in texts]
        return s["predict_fn"]([" ".join(word for word in back if word in some) for some in kept])

    return changed(answer.explain_text, args, kwargs, predict_fn=ask, text=first)


@wrong("explain_text", "You seem to keep all words whatever k is.")
def all_words(*args, **kwargs):
    return changed(answer.explain_text, args, kwargs, k=10**6)


@wrong("explain_text", "You seem to choose by forward selection for any k: more than six go by highest weights.")
def always_forward(*args, **kwargs):
    return text_lime(args, kwargs, select=answer.forward_selection)


@wrong("explain_text", "You seem to choose by highest weights for any k: up to six go by forward selection.")
def always_highest(*args, **kwargs):
    return text_lime(args, kwargs, select=answer.highest_weights)


@wrong("explain_text", "You seem to keep the weights of the fit with all words: fit once more with the chosen ones.")
def not_fitted_again(*args, **kwargs):
    return text_lime(args, kwargs, refit=False)


@wrong("explain_text", "You seem to leave the words in the order of the text: sort them by the size of the weights.")
def words_in_order(*args, **kwargs):
    s, found = settings(answer.explain_text, args, kwargs), answer.explain_text(*args, **kwargs)
    tokens = re.findall(r"\w+", s["text"])
    return reordered(found, np.argsort([tokens.index(word) for word in found.features]))


@wrong("explain_text", "You seem to give column numbers as features: the words themselves are asked for.")
def numbers_of_words(*args, **kwargs):
    s, found = settings(answer.explain_text, args, kwargs), answer.explain_text(*args, **kwargs)
    words = list(dict.fromkeys(re.findall(r"\w+", s["text"])))
    return found._replace(features=[words.index(word) for word in found.features])


@wrong("explain_text", "You seem to have a fixed width of 25: look at the argument.")
def width_of_texts_ignored(*args, **kwargs):
    return changed(answer.explain_text, args, kwargs, width=25)


@wrong("explain_text", "You seem to fit with an alpha of 1 always: look at the argument.")
def alpha_of_texts_ignored(*args, **kwargs):
    return changed(answer.explain_text, args, kwargs, alpha=1.0)


@wrong("explain_text", "You seem to take label 0 as if there were none: ask whether it `is None`.")
def no_class_zero_of_texts(*args, **kwargs):
    label = settings(answer.explain_text, args, kwargs)["label"] or None
    return changed(answer.explain_text, args, kwargs, label=label)


@wrong("explain_text", "The weights of the samples seem to be missing in R squared.")
def plain_r2_of_texts(*args, **kwargs):
    return text_lime(args, kwargs, plain_r2=True)


@right("explain_text")
def by_share_of_words(*args, **kwargs):
    def weigh(masks, width):
        return np.exp(-((100 * (1 - np.sqrt(masks.mean(axis=1)))) ** 2) / (2 * width**2))

    return tuple(text_lime(args, kwargs, weigh=weigh, split=lambda text: [w for w in re.split(r"\W+", text) if w]))


@right("explain_text")
def texts_one_by_one(predict_fn, text, n_samples=5000, rng=None, label=None, k=6, width=25, alpha=1.0):
    tokens = [match.group() for match in re.finditer("[A-Za-z0-9_]+", text)]
    words = sorted(set(tokens), key=tokens.index)
    Z = answer.sample_text_masks(n_samples, len(words), rng or np.random.default_rng())
    texts = [" ".join(word for word in tokens if row[words.index(word)]) for row in Z]
    said = np.vstack([predict_fn([one]) for one in texts]) if n_samples < 100 else predict_fn(texts)
    label = winner(said, label)
    y, w = said[:, label], by_angle(Z, width / 100)
    chosen = (answer.highest_weights if k > 6 else answer.forward_selection)(Z, y, w, min(k, len(words)))
    chosen = sorted(int(j) for j in chosen)
    return told(Z[:, chosen] * 1.0, y, w, alpha, label, [words[j] for j in chosen])
