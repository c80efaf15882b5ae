"""The bank of `perturbation`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def columns_of(segments):
    """Tell for each pixel which column of the masks it looks at."""
    labels = sorted(set(segments.ravel().tolist()))
    return np.array([[labels.index(label) for label in line] for line in segments.tolist()])


def composed(image, segments, masks, cover):
    """Take covered pixels from another picture of the same size."""
    pictures = np.stack([image] * len(masks))
    for picture, mask in zip(pictures, masks, strict=True):
        off = mask[columns_of(segments)] == 0
        picture[off] = cover[off]
    return pictures


def check_columns(segments, masks):
    """Refuse masks that do not fit."""
    if masks.shape[1] != len(np.unique(segments)):
        raise ValueError("columns of masks and parts differ in number")


# sample_masks


@wrong("sample_masks", "You seem to leave the first row to chance: the example itself keeps everything.")
def no_original(n_samples, n_features, rng):
    return rng.integers(0, 2, (n_samples, n_features))


@wrong("sample_masks", "You seem to cover everything in the first row: which number stands for keep?")
def first_row_covered(n_samples, n_features, rng):
    masks = answer.sample_masks(n_samples, n_features, rng)
    masks[0] = 0
    return masks


@wrong("sample_masks", "You seem to have samples and parts exchanged: samples are rows.")
def parts_as_rows(n_samples, n_features, rng):
    return answer.sample_masks(n_features, n_samples, rng)


@wrong("sample_masks", "You seem to compare `rng.random()` with one half: fair, but other draws than are asked for.")
def coins_from_random(n_samples, n_features, rng):
    masks = (rng.random((n_samples, n_features)) < 0.5).astype(np.int64)
    masks[0] = 1
    return masks


@wrong("sample_masks", "You seem to toss no coins for the first row: draw it, then overwrite it.")
def first_row_not_drawn(n_samples, n_features, rng):
    rest = rng.integers(0, 2, (n_samples - 1, n_features))
    return np.vstack([np.ones((1, n_features), dtype=np.int64), rest])


@wrong("sample_masks", "You seem to draw below 1, which leaves only 0: the upper end is not drawn.")
def coins_without_heads(n_samples, n_features, rng):
    masks = rng.integers(0, 1, (n_samples, n_features))
    masks[0] = 1
    return masks


@wrong("sample_masks", "You seem to set the first column: the example itself is a row.")
def first_column_kept(n_samples, n_features, rng):
    masks = rng.integers(0, 2, (n_samples, n_features))
    masks[:, 0] = 1
    return masks


@right("sample_masks")
def stacked_below_ones(n_samples, n_features, rng):
    tossed = rng.integers(2, size=(n_samples, n_features))
    return np.concatenate([np.ones((1, n_features)), tossed[1:]])


@right("sample_masks")
def flat_coins(n_samples, n_features, rng):
    coins = rng.integers(0, 1, n_samples * n_features, endpoint=True)
    coins[:n_features] = 1
    return coins.reshape(n_samples, n_features)


# mask_image


@wrong("mask_image", "You seem to cover the parts that should stay: 1 means keep.")
def covers_what_is_kept(image, segments, masks, fill="mean"):
    return answer.mask_image(image, segments, 1 - masks, fill)


@wrong("mask_image", "You seem to fill with the mean of the whole picture: each part has its own.")
def mean_of_the_picture(image, segments, masks, fill="mean"):
    if fill != "mean":
        return answer.mask_image(image, segments, masks, fill)
    check_columns(segments, masks)
    cover = np.empty_like(image)
    cover[...] = np.mean(image, axis=(0, 1))
    return composed(image, segments, masks, cover)


@wrong("mask_image", "You seem to take one mean for all channels: then every cover is grey.")
def grey_covers(image, segments, masks, fill="mean"):
    check_columns(segments, masks)
    cover = np.empty_like(image)
    for label in np.unique(segments):
        inside = segments == label
        cover[inside] = np.mean(image[inside]) if fill == "mean" else fill
    return composed(image, segments, masks, cover)


@wrong("mask_image", "You seem to take labels for column numbers: they may start anywhere and have gaps.")
def labels_as_columns(image, segments, masks, fill="mean"):
    check_columns(segments, masks)
    cover = np.empty_like(image)
    for label in np.unique(segments):
        inside = segments == label
        cover[inside] = np.mean(image[inside], axis=0) if fill == "mean" else fill
    pictures = np.stack([image] * len(masks))
    for picture, mask in zip(pictures, masks, strict=True):
        off = np.isin(segments, np.flatnonzero(mask == 0))
        picture[off] = cover[off]
    return pictures


@wrong("mask_image", "You seem to give columns to labels in order of appearance: they go by size.")
def columns_by_appearance(image, segments, masks, fill="mean"):
    seen = list(dict.fromkeys(segments.ravel().tolist()))
    renamed = np.array([[seen.index(label) for label in line] for line in segments.tolist()])
    return answer.mask_image(image, renamed, masks, fill)


@wrong("mask_image", "You seem to round the fill: converting to whole numbers cuts off the decimals.")
def rounds_the_fill(image, segments, masks, fill="mean"):
    if image.dtype.kind == "f":
        return answer.mask_image(image, segments, masks, fill)
    pictures = answer.mask_image(image.astype(np.float64), segments, masks, fill)
    return np.rint(pictures).astype(image.dtype)


@wrong("mask_image", "You seem to compute with decimals and keep them: the dtype of the picture is asked for.")
def keeps_decimals(image, segments, masks, fill="mean"):
    return answer.mask_image(image.astype(np.float64), segments, masks, fill)


@wrong("mask_image", "You seem to fill with black whatever is asked for: look at the argument `fill`.")
def always_black(image, segments, masks, fill="mean"):
    return answer.mask_image(image, segments, masks, 0)


@wrong("mask_image", "You seem to fill with the mean even if a number is given: look at the argument `fill`.")
def always_mean(image, segments, masks, fill="mean"):
    return answer.mask_image(image, segments, masks, "mean")


@wrong("mask_image", "You seem to have black as the default fill: without the argument it is the mean.")
def black_by_default(image, segments, masks, fill=0):
    return answer.mask_image(image, segments, masks, fill)


@wrong("mask_image", "You seem to paint on the picture that came in: every result needs a copy of its own.")
def paints_in_place(image, segments, masks, fill="mean"):
    pictures = answer.mask_image(image, segments, masks, fill)
    image[...] = pictures[-1]
    return pictures


@wrong("mask_image", "You seem to paint all masks onto one picture: covers of earlier rows stay.")
def covers_pile_up(image, segments, masks, fill="mean"):
    return answer.mask_image(image, segments, np.minimum.accumulate(masks, axis=0), fill)


@wrong("mask_image", "You seem to take masks of any width: compare the columns with the number of parts.")
def any_number_of_columns(image, segments, masks, fill="mean"):
    n_parts = len(np.unique(segments))
    rest = np.ones((len(masks), max(0, n_parts - masks.shape[1])), dtype=masks.dtype)
    return answer.mask_image(image, segments, np.hstack([masks, rest])[:, :n_parts], fill)


@right("mask_image")
def one_by_one(image, segments, masks, fill="mean"):
    check_columns(segments, masks)
    pictures = []
    for mask in masks:
        picture = image.copy()
        for keep, label in zip(mask, sorted(set(segments.ravel().tolist())), strict=True):
            if not keep:
                inside = segments == label
                colour = image[inside].mean(axis=0) if isinstance(fill, str) else fill
                picture[inside] = np.asarray(colour).astype(image.dtype)
        pictures.append(picture)
    return np.stack(pictures)


@right("mask_image")
def blend(image, segments, masks, fill="mean"):
    check_columns(segments, masks)
    column = columns_of(segments)
    pixels = image.reshape(segments.size, -1)
    if fill == "mean":
        member = (column.ravel() == np.arange(masks.shape[1])[:, None]) * 1.0
        cover = (member @ pixels / member.sum(axis=1, keepdims=True)).astype(image.dtype)[column.ravel()]
    else:
        cover = np.full_like(pixels, fill)
    kept = masks[:, column.ravel(), None].astype(image.dtype)
    return (kept * pixels + (1 - kept) * cover).reshape(len(masks), *image.shape)


# grid_segments


@wrong("grid_segments", "You seem to number the cells down the columns: they go row by row.")
def column_major(h, w, rows, cols):
    return answer.grid_segments(w, h, cols, rows).T


@wrong("grid_segments", "You seem to start at 1: the first cell is number 0.")
def from_one(h, w, rows, cols):
    return answer.grid_segments(h, w, rows, cols) + 1


@wrong("grid_segments", "You seem to round the size of a cell down: what is left over makes cells that nobody ordered.")
def size_rounded_down(h, w, rows, cols):
    answer.grid_segments(h, w, rows, cols)
    return np.arange(h)[:, None] // (h // rows) * cols + np.arange(w) // (w // cols)


@wrong("grid_segments", "You seem to give all that is left over to the last cells: spread it evenly.")
def last_cell_takes_the_rest(h, w, rows, cols):
    answer.grid_segments(h, w, rows, cols)
    down = np.minimum(np.arange(h) // (h // rows), rows - 1)
    return down[:, None] * cols + np.minimum(np.arange(w) // (w // cols), cols - 1)


@wrong("grid_segments", "You seem to round the size of a cell up: the last cells come out small, or not at all.")
def size_rounded_up(h, w, rows, cols):
    answer.grid_segments(h, w, rows, cols)
    return np.arange(h)[:, None] // -(-h // rows) * cols + np.arange(w) // -(-w // cols)


@wrong("grid_segments", "You seem to multiply by the number of rows: how many cells are in one row?")
def multiplies_by_rows(h, w, rows, cols):
    answer.grid_segments(h, w, rows, cols)
    return (np.arange(h) * rows // h)[:, None] * rows + np.arange(w) * cols // w


@wrong("grid_segments", "You seem to allow any grid: none without cells, and none finer than the pixels.")
def any_grid(h, w, rows, cols):
    return np.add.outer(np.arange(h) * rows // h * cols, np.arange(w) * cols // w)


@wrong("grid_segments", "You seem to refuse grids that are too fine only: there must be a cell, too.")
def grid_without_cells(h, w, rows, cols):
    if rows > h or cols > w:
        raise ValueError("more cells than pixels")
    return any_grid_of(h, w, rows, cols)


def any_grid_of(h, w, rows, cols):
    """Number the cells without looking at the arguments."""
    return np.add.outer(np.arange(h) * rows // h * cols, np.arange(w) * cols // w)


@right("grid_segments")
def pixel_by_pixel(h, w, rows, cols):
    if min(rows, cols) < 1 or rows > h or cols > w:
        raise ValueError("no such grid")
    return np.array([[y * rows // h * cols + x * cols // w for x in range(w)] for y in range(h)])


@right("grid_segments")
def with_indices(h, w, rows, cols):
    if rows not in range(1, h + 1) or cols not in range(1, w + 1):
        raise ValueError("no such grid")
    y, x = np.indices((h, w))
    return np.ravel_multi_index(((y * rows) // h, (x * cols) // w), (rows, cols))


# sample_text_masks


@wrong("sample_text_masks", "You seem to toss a coin for each word: first draw how many are left out.")
def coins_for_words(n_samples, d, rng):
    return answer.sample_masks(n_samples, d, rng)


@wrong("sample_text_masks", "You seem to count from 0 to d - 1: at least one word goes, and all may go.")
def sizes_from_zero(n_samples, d, rng):
    masks = np.ones((n_samples, d), dtype=np.int64)
    for row, size in enumerate(rng.integers(0, d, n_samples - 1), start=1):
        masks[row, rng.choice(d, size, replace=False)] = 0
    return masks


@wrong("sample_text_masks", "You seem to draw a size for the first row, too: it has none.")
def one_size_too_many(n_samples, d, rng):
    masks = np.ones((n_samples, d), dtype=np.int64)
    sizes = rng.integers(1, d + 1, n_samples)
    for row in range(1, n_samples):
        masks[row, rng.choice(d, sizes[row], replace=False)] = 0
    return masks


@wrong("sample_text_masks", "You seem to draw words with replacement: the same one may then come twice.")
def with_replacement(n_samples, d, rng):
    masks = np.ones((n_samples, d), dtype=np.int64)
    for row, size in enumerate(rng.integers(1, d + 1, n_samples - 1), start=1):
        masks[row, rng.choice(d, size)] = 0
    return masks


@wrong("sample_text_masks", "You seem to keep the drawn words: they are the ones to leave out.")
def keeps_the_drawn(n_samples, d, rng):
    masks = 1 - answer.sample_text_masks(n_samples, d, rng)
    masks[0] = 1
    return masks


@wrong("sample_text_masks", "You seem to draw a size and its words row by row: all sizes come first.")
def row_by_row(n_samples, d, rng):
    masks = np.ones((n_samples, d), dtype=np.int64)
    for row in range(1, n_samples):
        masks[row, rng.choice(d, rng.integers(1, d + 1), replace=False)] = 0
    return masks


@wrong("sample_text_masks", "You seem to leave the text itself out: the first row keeps all words.")
def text_itself_missing(n_samples, d, rng):
    masks = answer.sample_text_masks(n_samples + 1, d, rng)
    return masks[1:]


@right("sample_text_masks")
def with_where(n_samples, d, rng):
    sizes = rng.integers(1, d, n_samples - 1, endpoint=True)
    gone = [set(rng.choice(d, size, replace=False).tolist()) for size in sizes]
    return np.array([[1] * d] + [[int(j not in words) for j in range(d)] for words in gone])


@right("sample_text_masks")
def zeros_put_along(n_samples, d, rng):
    masks = np.ones((n_samples, d))
    for row, size in enumerate(1 + rng.integers(d, size=n_samples - 1)):
        np.put(masks[row + 1], rng.choice(np.arange(d), size, replace=False), 0)
    return masks


# mask_text


@wrong("mask_text", "You seem to keep the words that should go: 1 means keep.")
def keeps_the_wrong_ones(tokens, masks, bow=True):
    return answer.mask_text(tokens, 1 - masks, bow)


@wrong("mask_text", "You seem to have one column for each position by default: bow is True unless it is given.")
def positions_by_default(tokens, masks, bow=False):
    if not bow:
        masks = np.pad(masks, ((0, 0), (0, max(0, len(tokens) - masks.shape[1]))))
    return answer.mask_text(tokens, masks, bow)


@wrong("mask_text", "You seem to ignore bow: if it is False, each position has its own column.")
def ignores_bow(tokens, masks, bow=True):
    return answer.mask_text(tokens, masks, True)


@wrong("mask_text", "You seem to sort the words: columns go by first appearance.")
def alphabetical_columns(tokens, masks, bow=True):
    if not bow:
        return answer.mask_text(tokens, masks, False)
    words = sorted(set(tokens))
    return [" ".join(token for token in tokens if mask[words.index(token)]) for mask in masks]


@wrong("mask_text", "You seem to write each kept word once: it stays wherever it occurs.")
def each_word_once(tokens, masks, bow=True):
    return answer.mask_text(list(dict.fromkeys(tokens)) if bow else tokens, masks, bow)


@wrong("mask_text", "You seem to return lists of words: join them with spaces.")
def lists_of_words(tokens, masks, bow=True):
    return [text.split() for text in answer.mask_text(tokens, masks, bow)]


@wrong("mask_text", "You seem to put something in the place of a word that goes: leave nothing, not even a space.")
def leaves_gaps(tokens, masks, bow=True):
    seen = list(dict.fromkeys(tokens))
    columns = [seen.index(token) for token in tokens] if bow else range(len(tokens))
    return [" ".join(t if mask[j] else "" for t, j in zip(tokens, columns, strict=True)) for mask in masks]


@wrong("mask_text", "You seem to write all words in small letters: take them as they are.")
def small_letters(tokens, masks, bow=True):
    return [text.lower() for text in answer.mask_text(tokens, masks, bow)]


@right("mask_text")
def with_a_dict(tokens, masks, bow=True):
    column = {}
    for position, token in enumerate(tokens):
        key = token if bow else position
        column.setdefault(key, len(column))
    texts = []
    for mask in masks:
        kept = [t for i, t in enumerate(tokens) if mask[column[t if bow else i]] == 1]
        texts.append(" ".join(kept))
    return texts


@right("mask_text")
def with_numpy(tokens, masks, bow=True):
    order = {token: j for j, token in enumerate(dict.fromkeys(tokens))}
    column = np.array([order[token] for token in tokens]) if bow else np.arange(len(tokens))
    words = np.array(tokens, dtype=object)
    return [" ".join(words[row]) for row in masks.astype(bool)[:, column]]


# quartile_bins


@wrong("quartile_bins", "You seem to keep equal borders: each is wanted once.")
def equal_borders(X):
    return [np.percentile(column, [25, 50, 75]) for column in X.T]


@wrong("quartile_bins", "You seem to count the ends as borders: three cuts make four quarters.")
def with_the_ends(X):
    return [np.unique(np.percentile(column, [0, 25, 50, 75, 100])) for column in X.T]


@wrong("quartile_bins", "You seem to take all columns together: each has borders of its own.")
def one_for_all(X):
    return [np.unique(np.percentile(X, [25, 50, 75]))] * X.shape[1]


@wrong("quartile_bins", "You seem to go through the rows: the borders belong to columns.")
def borders_of_rows(X):
    return [np.unique(np.percentile(row, [25, 50, 75])) for row in X]


@wrong("quartile_bins", "You seem to ask for percentiles below one: they are counted in hundredths.")
def shares_for_percentiles(X):
    return [np.unique(np.percentile(column, [0.25, 0.5, 0.75])) for column in X.T]


@wrong("quartile_bins", "You seem to cut the range in four equal pieces: cut the data, a quarter of the rows each.")
def equal_widths(X):
    return [np.unique(np.linspace(column.min(), column.max(), 5)[1:-1]) for column in X.T]


@wrong("quartile_bins", "You seem to take the value below instead of going between neighbours.")
def value_below(X):
    return [np.unique(np.percentile(column, [25, 50, 75], method="lower")) for column in X.T]


@right("quartile_bins")
def by_quantile(X):
    return [np.array(sorted(set(column))) for column in np.quantile(X, [0.25, 0.5, 0.75], axis=0).T.tolist()]


@right("quartile_bins")
def between_neighbours(X):
    ordered, bins = np.sort(X.astype(np.float64), axis=0), []
    for column in ordered.T:
        places = np.array([0.25, 0.5, 0.75]) * (len(column) - 1)
        below = places.astype(np.int64)
        above = np.minimum(below + 1, len(column) - 1)
        bins.append(np.unique(column[below] + (places - below) * (column[above] - column[below])))
    return bins


# sample_tabular


def tabular(x, X, bins, n_samples, rng, side="left", frequency=True, sort=False, overwrite=True):
    """Draw as asked for, but for what the last arguments change."""
    Z, raw = np.empty((n_samples, len(x)), dtype=np.int64), np.empty((n_samples, len(x)))
    for j in range(len(x)):
        home = np.searchsorted(bins[j], X[:, j], side=side)
        groups = [X[home == k, j] for k in range(len(bins[j]) + 1)]
        sizes = np.array([len(group) for group in groups])
        shares = sizes / sizes.sum() if frequency else (sizes > 0) / np.sum(sizes > 0)
        drawn = rng.choice(len(sizes), n_samples, p=shares)
        picks = rng.integers(sizes[drawn])
        groups = [np.sort(group) for group in groups] if sort else groups
        raw[:, j] = [groups[k][i] for k, i in zip(drawn, picks, strict=True)]
        Z[:, j] = drawn == np.searchsorted(bins[j], x[j], side=side)
    if overwrite:
        Z[0], raw[0] = 1, x
    return Z, raw


@wrong("sample_tabular", "You seem to draw all bins alike: their frequency in the training data counts.")
def all_bins_alike(x, X, bins, n_samples, rng):
    return tabular(x, X, bins, n_samples, rng, frequency=False)


@wrong("sample_tabular", "You seem to give a border to the bin above: it belongs to the one below.")
def border_above(x, X, bins, n_samples, rng):
    return tabular(x, X, bins, n_samples, rng, side="right")


@wrong("sample_tabular", "You seem to leave the example out: it takes the place of the first row.")
def example_missing(x, X, bins, n_samples, rng):
    return tabular(x, X, bins, n_samples, rng, overwrite=False)


@wrong("sample_tabular", "You seem to sort the values of a bin: they stay in the order of the training data.")
def sorted_members(x, X, bins, n_samples, rng):
    return tabular(x, X, bins, n_samples, rng, sort=True)


@wrong("sample_tabular", "You seem to have Z the wrong way round: 1 is the example's own bin.")
def marks_the_others(x, X, bins, n_samples, rng):
    Z, raw = answer.sample_tabular(x, X, bins, n_samples, rng)
    Z[1:] = 1 - Z[1:]
    return Z, raw


@wrong("sample_tabular", "You seem to draw whole training rows: each column is drawn on its own.")
def whole_rows(x, X, bins, n_samples, rng):
    raw = X[rng.integers(len(X), size=n_samples)]
    raw[0] = x
    same = [np.searchsorted(b, raw[:, j]) == np.searchsorted(b, x[j]) for j, b in enumerate(bins)]
    return np.column_stack(same).astype(np.int64), raw


@wrong("sample_tabular", "You seem to draw values from the whole column: they come from the drawn bin.")
def values_of_any_bin(x, X, bins, n_samples, rng):
    Z, raw = np.empty((n_samples, len(x)), dtype=np.int64), np.empty((n_samples, len(x)))
    for j, borders in enumerate(bins):
        shares = np.bincount(np.searchsorted(borders, X[:, j])) / len(X)
        Z[:, j] = rng.choice(len(shares), n_samples, p=shares) == np.searchsorted(borders, x[j])
        raw[:, j] = X[rng.integers(len(X), size=n_samples), j]
    Z[0], raw[0] = 1, x
    return Z, raw


@wrong("sample_tabular", "You seem to return the values first: Z comes first, then the values.")
def values_first(x, X, bins, n_samples, rng):
    return answer.sample_tabular(x, X, bins, n_samples, rng)[::-1]


@right("sample_tabular")
def by_groups(x, X, bins, n_samples, rng):
    return tabular(x, X, bins, n_samples, rng)


@right("sample_tabular")
def by_inverse_cdf(x, X, bins, n_samples, rng):
    columns = []
    for j, borders in enumerate(bins):
        home = np.array([int(np.sum(value > borders)) for value in X[:, j]])
        sizes = np.bincount(home, minlength=len(borders) + 1)
        drawn = rng.choice(len(sizes), size=n_samples, p=sizes / len(home))
        picks = rng.integers(0, sizes[drawn])
        values = [X[np.flatnonzero(home == k)[i], j] for k, i in zip(drawn, picks, strict=True)]
        columns.append(np.r_[x[j], values[1:]])
    raw = np.column_stack(columns)
    Z = [[int(np.sum(v > b) == np.sum(c > b)) for v, b, c in zip(row, bins, x, strict=True)] for row in raw]
    return np.array(Z), raw
