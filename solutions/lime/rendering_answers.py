"""The bank of `rendering`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong

# top_segments


@wrong("top_segments", "You seem to take k first and leave out negative ones afterwards: the other way round.")
def filters_too_late(weights, k, positive_only=True):
    chosen = answer.top_segments(weights, k, False)
    return chosen[weights[chosen] > 0] if positive_only else chosen


@wrong("top_segments", "You seem to give the weakest: turn the order round.")
def weakest_segments(weights, k, positive_only=True):
    everything = answer.top_segments(weights, len(weights), positive_only)
    return everything[::-1][:k]


@wrong("top_segments", "You seem to rank by size in any case: by default only weights above 0 count.")
def sizes_in_any_case(weights, k, positive_only=True):
    return answer.top_segments(weights, k, False)


@wrong("top_segments", "You seem to show only what speaks for the class in any case: look at `positive_only`.")
def positive_in_any_case(weights, k, positive_only=True):
    return answer.top_segments(weights, k, True)


@wrong("top_segments", "You seem to rank all segments by default: `positive_only` is True unless it is given.")
def everything_by_default(weights, k, positive_only=False):
    return answer.top_segments(weights, k, positive_only)


@wrong("top_segments", "You seem to count places among the positive ones: positions among all are asked for.")
def places_among_candidates(weights, k, positive_only=True):
    kept = weights[weights > 0] if positive_only else weights
    return answer.top_segments(kept, k, positive_only)


@wrong("top_segments", "You seem to turn an ascending order round: of equal ones the last then comes first.")
def last_of_equal_segments(weights, k, positive_only=True):
    order = np.argsort(weights if positive_only else np.abs(weights), kind="stable")[::-1]
    return (order[weights[order] > 0] if positive_only else order)[:k]


@wrong("top_segments", "You seem to take a weight of 0 for a reason: only those above 0 speak for the class.")
def zero_is_positive(weights, k, positive_only=True):
    chosen = np.argsort(-weights if positive_only else -np.abs(weights), kind="stable")
    return (chosen[weights[chosen] >= 0] if positive_only else chosen)[:k]


@wrong("top_segments", "You seem to return the positions in ascending order: the strongest comes first.")
def sorted_positions(weights, k, positive_only=True):
    return np.sort(answer.top_segments(weights, k, positive_only))


@wrong("top_segments", "You seem to return weights: their positions are asked for.")
def weights_themselves(weights, k, positive_only=True):
    return weights[answer.top_segments(weights, k, positive_only)]


@right("top_segments")
def by_python_sorting(weights, k, positive_only=True):
    pairs = [(-abs(w), j) for j, w in enumerate(weights.tolist()) if w > 0 or not positive_only]
    return np.array([j for _, j in sorted(pairs)][:k], dtype=np.int64)


@right("top_segments")
def one_by_one(weights, k, positive_only=True):
    sizes = np.where(weights > 0, weights, 0) if positive_only else np.abs(weights) + np.finfo(float).tiny
    found = []
    while len(found) < k and np.any(sizes > 0):
        found.append(int(np.argmax(sizes)))
        sizes = np.where(np.arange(len(sizes)) == found[-1], 0, sizes)
    return np.array(found, dtype=np.int64)


# overlay


def mixed(image, segments, weights, share, colour_of, full):
    """Mix each part with a colour."""
    picture = image.astype(np.float64)
    for label, weight in zip(np.unique(segments), weights, strict=True):
        inside = segments == label
        picture[inside] = (1 - share(weight)) * picture[inside] + share(weight) * full * colour_of(weight)
    return picture


def full_of(image):
    """Return the largest value of a channel."""
    return 1.0 if image.dtype.kind == "f" else 255


def signal(weight):
    """Green for, red against."""
    return np.array([0.0, 1.0, 0.0] if weight > 0 else [1.0, 0.0, 0.0])


def relative(weights):
    """Make shares of weights."""
    largest = np.abs(weights).max()
    return lambda weight: 0.5 * abs(weight) / largest if largest > 0 else 0.0


@wrong("overlay", "You seem to have the colours exchanged: green speaks for the class, red against it.")
def colours_exchanged(image, segments, weights):
    return answer.overlay(image, segments, -weights)


@wrong("overlay", "You seem to tint by size alone: the sign decides between green and red.")
def all_green(image, segments, weights):
    return answer.overlay(image, segments, np.abs(weights))


@wrong("overlay", "You seem to show what speaks for the class only: what speaks against it turns red.")
def nothing_red(image, segments, weights):
    return answer.overlay(image, segments, np.maximum(weights, 0))


@wrong("overlay", "You seem to tint segments of weight 0 as well: they stay as they are.")
def zeros_turn_red(image, segments, weights):
    return mixed(image, segments, weights, lambda weight: 0.5, signal, full_of(image)).astype(image.dtype)


@wrong("overlay", "You seem to take labels for positions: the j-th weight belongs to the j-th smallest label.")
def labels_as_positions(image, segments, weights):
    return answer.overlay(image, segments % len(weights), weights)


@wrong("overlay", "You seem to give weights to labels in order of appearance: they go by size.")
def labels_by_appearance(image, segments, weights):
    seen = list(dict.fromkeys(segments.ravel().tolist()))
    renamed = np.array([[seen.index(label) for label in line] for line in segments.tolist()])
    return answer.overlay(image, renamed, weights)


@wrong("overlay", "You seem to divide by the largest weight even if it is 0: then nothing is to be tinted.")
def zero_by_zero(image, segments, weights):
    largest = np.abs(weights).max()
    if largest > 0:
        return answer.overlay(image, segments, weights)
    return np.full_like(image, np.nan)


@wrong("overlay", "You seem to take 1 for full green with bytes, too: there it is 255.")
def bytes_with_ones(image, segments, weights):
    return mixed(image, segments, weights, relative(weights), signal, 1.0).astype(image.dtype)


@wrong("overlay", "You seem to take 255 for full green with floats, too: there it is 1.")
def floats_with_255(image, segments, weights):
    return mixed(image, segments, weights, relative(weights), signal, 255.0).astype(image.dtype)


@wrong("overlay", "You seem to return floats for bytes: convert at the end.")
def stays_float(image, segments, weights):
    return mixed(image, segments, weights, relative(weights), signal, full_of(image))


@wrong("overlay", "You seem to add colour to bytes, and they wrap around: compute with floats.")
def wraps_around(image, segments, weights):
    if image.dtype.kind == "f":
        return answer.overlay(image, segments, weights)
    added = image.astype(np.int64) + answer.overlay(np.zeros_like(image), segments, weights)
    return (added % 256).astype(np.uint8)


@wrong("overlay", "You seem to use the weight itself as the share: large weights then leave the range.")
def weight_as_share(image, segments, weights):
    return mixed(image, segments, weights, abs, signal, full_of(image)).astype(image.dtype)


@wrong("overlay", "You seem to brighten one channel only: on white nothing is left to brighten. Darken the others.")
def brightens_only(image, segments, weights):
    added = answer.overlay(np.zeros_like(image), segments, weights).astype(np.float64)
    return np.minimum(image + added, full_of(image)).astype(image.dtype)


@wrong("overlay", "You seem to paint on the picture that came in: work on a copy.")
def paints_on_the_picture(image, segments, weights):
    image[...] = answer.overlay(image, segments, weights)
    return image


@right("overlay")
def part_by_part(image, segments, weights):
    picture = mixed(image, segments, weights, relative(weights), signal, full_of(image))
    return (np.rint(picture) if image.dtype.kind != "f" else picture).astype(image.dtype)


@right("overlay")
def flat_tint(image, segments, weights):
    return mixed(image, segments, weights, lambda w: 0.3 * (w != 0), signal, full_of(image)).astype(image.dtype)


# as_list


def sentences(explanation, x, bins, names, side="left", digits=2, order=None):
    """Write the conditions, but for what the last arguments change."""
    found = []
    for place, (feature, weight) in enumerate(zip(explanation.features, explanation.weights, strict=True)):
        j = feature if order is None else order[place]
        i = int(np.searchsorted(bins[j], x[j], side=side))
        edges = [f"{edge:.{digits}f}" for edge in bins[j]]
        if i == 0:
            text = f"{names[j]} <= {edges[0]}"
        elif i == len(edges):
            text = f"{names[j]} > {edges[-1]}"
        else:
            text = f"{edges[i - 1]} < {names[j]} <= {edges[i]}"
        found.append((text, float(weight)))
    return found


@wrong("as_list", "You seem to give a border to the bin above: it belongs to the one below.")
def border_to_the_bin_above(explanation, x, bins, names):
    return sentences(explanation, x, bins, names, side="right")


@wrong("as_list", "You seem to write other than two decimals.")
def one_decimal(explanation, x, bins, names):
    return sentences(explanation, x, bins, names, digits=1)


@wrong("as_list", "You seem to round numbers and write them as they are: 0.3 has two decimals too, 0.30.")
def rounded_numbers(explanation, x, bins, names):
    told = []
    for text, weight in answer.as_list(explanation, x, bins, names):
        words = [str(round(float(word), 2)) if "." in word else word for word in text.split(" ")]
        told.append((" ".join(words), weight))
    return told


@wrong("as_list", "You seem to go through the columns in their order: keep the order of the explanation.")
def order_of_columns(explanation, x, bins, names):
    found = answer.as_list(explanation, x, bins, names)
    return [found[place] for place in np.argsort(explanation.features)]


@wrong("as_list", "You seem to take the place in the list for the column: each feature is the number of its column.")
def places_as_columns(explanation, x, bins, names):
    return sentences(explanation, x, bins, names, order=range(len(names)))


@wrong("as_list", "You seem to return sentences only: each comes with its weight.")
def sentences_only(explanation, x, bins, names):
    return [text for text, _ in answer.as_list(explanation, x, bins, names)]


@wrong("as_list", "You seem to put the weight first: the sentence comes first.")
def weight_first(explanation, x, bins, names):
    return [(weight, text) for text, weight in answer.as_list(explanation, x, bins, names)]


@wrong("as_list", "You seem to write the value itself: the borders of its bin are asked for.")
def values_for_borders(explanation, x, bins, names):
    pairs = zip(explanation.features, explanation.weights, strict=True)
    return [(f"{names[j]} = {x[j]:.2f}", float(weight)) for j, weight in pairs]


@wrong("as_list", "You seem to write only the upper border of a bin between two: it has a lower one, too.")
def upper_border_only(explanation, x, bins, names):
    found = answer.as_list(explanation, x, bins, names)
    return [(text.split(" < ")[-1], weight) for text, weight in found]


@wrong("as_list", "You seem to write the highest bin with its first border: its last one is where it begins.")
def first_border_of_the_highest(explanation, x, bins, names):
    found = answer.as_list(explanation, x, bins, names)
    columns = list(explanation.features)
    return [
        (f"{names[j]} > {bins[j][0]:.2f}" if " > " in text else text, weight)
        for j, (text, weight) in zip(columns, found, strict=True)
    ]


@wrong("as_list", "You seem to give the sizes of the weights: for or against is in the sign.")
def sizes_in_sentences(explanation, x, bins, names):
    return [(text, abs(weight)) for text, weight in answer.as_list(explanation, x, bins, names)]


@right("as_list")
def in_three_cases(explanation, x, bins, names):
    return sentences(explanation, x, bins, names)


@right("as_list")
def by_counting_borders(explanation, x, bins, names):
    told = []
    for j, weight in zip(explanation.features, explanation.weights, strict=True):
        below = [edge for edge in bins[j] if edge < x[j]]
        above = [edge for edge in bins[j] if edge >= x[j]]
        text = names[j] if not above else names[j] + f" <= {above[0]:.2f}"
        if below:
            text = f"{below[-1]:.2f} < " + text if above else text + f" > {below[-1]:.2f}"
        told.append([text, weight])
    return told
