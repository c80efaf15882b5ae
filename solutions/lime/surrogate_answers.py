"""The bank of `surrogate`: known mistakes with what to say, and right answers written differently."""

import math
from itertools import combinations, pairwise, product

import numpy as np

from autograder import answer, right, wrong

# cosine_distance


@wrong("cosine_distance", "You seem to return the cosine: the distance is one minus that.")
def cosine_itself(Z, z0):
    return 1 - answer.cosine_distance(Z, z0)


@wrong("cosine_distance", "You seem to leave the lengths out: divide by the product of both.")
def product_only(Z, z0):
    return 1 - (Z @ z0) * 1.0


@wrong("cosine_distance", "You seem to divide by the length of the rows only: the other vector has one, too.")
def one_length(Z, z0):
    lengths = np.linalg.norm(Z, axis=1)
    return 1 - (Z @ z0) / np.where(lengths > 0, lengths, 1)


@wrong("cosine_distance", "You seem to divide by squared lengths: take roots.")
def squared_lengths(Z, z0):
    lengths = np.sum(Z**2, axis=1) * np.sum(z0**2)
    return 1 - (Z @ z0) / np.where(lengths > 0, lengths, 1)


@wrong("cosine_distance", "You seem to divide by the length of a row of zeros: there is no angle, so say 1.")
def divides_by_no_length(Z, z0):
    return 1 - (Z @ z0) / (np.linalg.norm(Z, axis=1) * np.linalg.norm(z0))


@wrong("cosine_distance", "You seem to give a row of zeros the distance 0: it is as far as can be.")
def zeros_are_near(Z, z0):
    return np.where(np.any(Z, axis=1), answer.cosine_distance(Z, z0), 0.0)


@wrong("cosine_distance", "You seem to take the share of parts that are off: the angle has a root in it.")
def share_off(Z, z0):
    return 1 - (Z @ z0) / np.sum(z0**2)


@right("cosine_distance")
def of_unit_vectors(Z, z0):
    sizes = np.linalg.norm(Z, axis=1, keepdims=True)
    unit = np.divide(Z, sizes, out=np.zeros(Z.shape), where=sizes != 0)
    return 1 - unit @ (z0 / np.linalg.norm(z0))


@right("cosine_distance")
def cosine_by_loop(Z, z0):
    distances = []
    for row in Z.tolist():
        size = math.hypot(*row) * math.hypot(*z0.tolist())
        product = sum(a * b for a, b in zip(row, z0.tolist(), strict=True))
        distances.append(1.0 if size == 0 else 1 - product / size)
    return np.array(distances)


# kernel_weights


@wrong("kernel_weights", "You seem to leave out the root, as in the paper: here it is the package's kernel.")
def kernel_of_the_paper(d, width):
    return answer.kernel_weights(d, width) ** 2


@wrong("kernel_weights", "You seem to leave out the squares: near 0 the kernel is flat.")
def kernel_without_squares(d, width):
    answer.kernel_weights(d, width)
    return np.exp(-0.5 * d / width)


@wrong("kernel_weights", "You seem to divide by the width without its square.")
def width_not_squared(d, width):
    answer.kernel_weights(d, width)
    return np.exp(-0.5 * d**2 / width)


@wrong("kernel_weights", "You seem to multiply by the width: a wide kernel falls slowly.")
def multiplies_by_width(d, width):
    answer.kernel_weights(d, width)
    return np.exp(-0.5 * (d * width) ** 2)


@wrong("kernel_weights", "You seem to lack the minus: far samples should count less.")
def grows_with_distance(d, width):
    return 1 / answer.kernel_weights(d, width)


@wrong("kernel_weights", "You seem to make the weights sum to 1: take them as they are.")
def sums_to_one(d, width):
    weights = answer.kernel_weights(d, width)
    return weights / weights.sum()


@wrong("kernel_weights", "You seem to take any width: 0 and less should raise ValueError.")
def any_width(d, width):
    with np.errstate(all="ignore"):
        return np.exp(-0.5 * (d / np.float64(width)) ** 2)


@right("kernel_weights")
def as_the_package_writes_it(d, width):
    if not width > 0:
        raise ValueError("no width")
    return np.sqrt(np.exp(-(d**2) / width**2))


@right("kernel_weights")
def kernel_by_loop(d, width):
    if width <= 0:
        raise ValueError("no width")
    return np.array([math.exp(-float(e) ** 2 / (2 * width * width)) for e in d.flat]).reshape(d.shape)


# weighted_ridge


def ridge(Z, y, weights, alpha):
    """Solve ridge for given columns, without an intercept."""
    gram = Z.T @ (weights[:, None] * Z) + alpha * np.eye(Z.shape[1])
    return np.linalg.pinv(gram, hermitian=True) @ (Z.T @ (weights * y))


def check_weights(weights):
    """Refuse what is not a set of weights."""
    if min(weights) < 0 or max(weights) == 0:
        raise ValueError("no weights")


@wrong("weighted_ridge", "You seem to penalise the intercept: it is a level, and costs nothing.")
def intercept_penalised(Z, y, weights, alpha):
    check_weights(weights)
    both = ridge(np.column_stack([np.ones(len(Z)), Z]), y, weights, alpha)
    return both[0], both[1:]


@wrong("weighted_ridge", "You seem to fit without an intercept: subtract the weighted means first.")
def no_intercept(Z, y, weights, alpha):
    check_weights(weights)
    return 0.0, ridge(Z, y, weights, alpha)


@wrong("weighted_ridge", "You seem to ignore the weights: near samples count more.")
def ignores_weights(Z, y, weights, alpha):
    check_weights(weights)
    return answer.weighted_ridge(Z, y, np.ones(len(y)), alpha)


@wrong("weighted_ridge", "You seem to subtract plain means: the means are weighted, too.")
def plain_means(Z, y, weights, alpha):
    check_weights(weights)
    coef = ridge(Z - Z.mean(axis=0), y - y.mean(), weights, alpha)
    return y.mean() - Z.mean(axis=0) @ coef, coef


@wrong("weighted_ridge", "You seem to scale rows by the weight itself: its square then counts. Take the root.")
def weights_twice(Z, y, weights, alpha):
    check_weights(weights)
    mean_z, mean_y = weights @ Z / weights.sum(), weights @ y / weights.sum()
    coef = ridge(Z - mean_z, y - mean_y, weights**2, alpha)
    return mean_y - mean_z @ coef, coef


@wrong("weighted_ridge", "You seem to make the weights sum to 1 first: then alpha weighs more.")
def normalised_weights(Z, y, weights, alpha):
    return answer.weighted_ridge(Z, y, weights / max(weights.sum(), 1e-9), alpha)


@wrong("weighted_ridge", "You seem to leave alpha out.")
def no_penalty(Z, y, weights, alpha):
    return answer.weighted_ridge(Z, y, weights, 0)


@wrong("weighted_ridge", "You seem to have a fixed alpha of 1: look at the argument.")
def penalty_of_one(Z, y, weights, alpha):
    return answer.weighted_ridge(Z, y, weights, 1.0)


@wrong("weighted_ridge", "You seem to multiply alpha by the number of rows: it is added as it is.")
def penalty_a_row(Z, y, weights, alpha):
    return answer.weighted_ridge(Z, y, weights, alpha * len(y))


@wrong("weighted_ridge", "You seem to return the mean answer as the intercept: subtract what the mean row adds.")
def mean_as_intercept(Z, y, weights, alpha):
    return np.average(y, weights=weights), answer.weighted_ridge(Z, y, weights, alpha)[1]


@wrong("weighted_ridge", "You seem to return the coefficients first: the intercept comes first.")
def coefficients_first(Z, y, weights, alpha):
    return answer.weighted_ridge(Z, y, weights, alpha)[::-1]


@wrong("weighted_ridge", "You seem to take any weights: negative ones, or none, should raise ValueError.")
def takes_any_weights(Z, y, weights, alpha):
    return answer.weighted_ridge(Z, y, np.abs(weights) + (not weights.any()), alpha)


@right("weighted_ridge")
def with_weights_in_the_middle(Z, y, weights, alpha):
    check_weights(weights)
    mean_z, mean_y = weights @ Z / weights.sum(), weights @ y / weights.sum()
    coef = ridge(Z - mean_z, y - mean_y, weights, alpha)
    return mean_y - mean_z @ coef, coef


@right("weighted_ridge")
def by_singular_values(Z, y, weights, alpha):
    check_weights(weights)
    share = weights / np.sum(weights)
    root = np.sqrt(weights)
    u, s, vt = np.linalg.svd(root[:, None] * (Z - share @ Z), full_matrices=False)
    shrink = np.where(s > 1e-10 * s[0], s, 0) / np.where(s > 1e-10 * s[0], s**2 + alpha, 1)
    coef = vt.T @ (shrink * (u.T @ (root * (y - share @ y))))
    return share @ y - share @ Z @ coef, coef


# euclidean_distance


@wrong("euclidean_distance", "You seem to leave out the root.")
def squared_distance(Z, z0):
    return answer.euclidean_distance(Z, z0) ** 2


@wrong("euclidean_distance", "You seem to add sizes of differences: square them, and take the root at the end.")
def city_blocks(Z, z0):
    return np.sum(np.abs(Z - z0), axis=1)


@wrong("euclidean_distance", "You seem to measure down the columns: one distance for each row is wanted.")
def distance_of_columns(Z, z0):
    return np.linalg.norm(Z - z0, axis=0)


@wrong("euclidean_distance", "You seem to measure from the origin: subtract the other vector.")
def distance_from_zero(Z, z0):
    return np.linalg.norm(Z, axis=1)


@wrong("euclidean_distance", "You seem to average the squares: add them up.")
def root_mean_square(Z, z0):
    return np.sqrt(np.mean((Z - z0) ** 2, axis=1))


@right("euclidean_distance")
def by_pythagoras(Z, z0):
    return np.sqrt(((z0 - Z) ** 2).sum(axis=-1))


@right("euclidean_distance")
def distance_by_loop(Z, z0):
    return np.array([math.dist(row, z0.tolist()) for row in Z.tolist()])


# weighted_r2


def r2_of(y, pred, weights, mean):
    """Compare errors with deviations from some mean."""
    return 1 - np.sum(weights * (y - pred) ** 2) / np.sum(weights * (y - mean) ** 2)


@wrong("weighted_r2", "You seem to ignore the weights: near samples count more.")
def r2_without_weights(y, pred, weights):
    answer.weighted_r2(y, pred, weights)
    return answer.weighted_r2(y, pred, np.ones(len(y)))


@wrong("weighted_r2", "You seem to subtract the plain mean: the mean is weighted, too.")
def r2_with_plain_mean(y, pred, weights):
    constant = np.ptp(y[weights > 0]) == 0 or weights.min() < 0
    return answer.weighted_r2(y, pred, weights) if constant else r2_of(y, pred, weights, y.mean())


@wrong("weighted_r2", "You seem to return the share that is not explained: it is one minus that.")
def share_unexplained(y, pred, weights):
    return 1 - answer.weighted_r2(y, pred, weights)


@wrong("weighted_r2", "You seem to divide by the spread of the prediction: that of the truth counts.")
def truth_and_prediction_exchanged(y, pred, weights):
    value = answer.weighted_r2(y, pred, weights)
    return value if np.ptp(y[weights > 0]) == 0 else answer.weighted_r2(pred, y, weights)


@wrong("weighted_r2", "You seem to cut at 0: worse than the mean is possible, and good to know.")
def never_negative(y, pred, weights):
    return max(0.0, answer.weighted_r2(y, pred, weights))


@wrong("weighted_r2", "You seem to divide 0 by 0 where all answers are equal: the docstring says what to return.")
def zero_by_zero(y, pred, weights):
    answer.weighted_r2(y, pred, weights)
    with np.errstate(all="ignore"):
        return r2_of(y, pred, weights, y[0] if np.ptp(y) == 0 else np.average(y, weights=weights))


@wrong("weighted_r2", "You seem to give 0 for all constant answers: an exact prediction deserves 1.")
def constant_is_zero(y, pred, weights):
    value = answer.weighted_r2(y, pred, weights)
    return 0.0 if np.ptp(y[weights > 0]) == 0 else value


@wrong("weighted_r2", "You seem to take any weights: negative ones, or none, should raise ValueError.")
def r2_of_any_weights(y, pred, weights):
    return answer.weighted_r2(y, pred, np.abs(weights) + (not weights.any()))


@right("weighted_r2")
def r2_by_loop(y, pred, weights):
    check_weights(weights)
    rows = [(float(a), float(b), float(w)) for a, b, w in zip(y, pred, weights, strict=True) if w > 0]
    mean = sum(w * a for a, _, w in rows) / sum(w for _, _, w in rows)
    if len({a for a, _, _ in rows}) == 1:
        return 1.0 if all(a == b for a, b, _ in rows) else 0.0
    return 1 - sum(w * (a - b) ** 2 for a, b, w in rows) / sum(w * (a - mean) ** 2 for a, _, w in rows)


@right("weighted_r2")
def with_shares(y, pred, weights):
    check_weights(weights)
    kept = weights != 0
    share = weights[kept] / weights.sum()
    y, error = y[kept], y[kept] - pred[kept]
    if y.min() == y.max():
        return 0.0 if error.any() else 1.0
    return 1 - share @ error**2 / (share @ (y - share @ y) ** 2)


# forward_selection


def greedy(Z, y, weights, k, slack=1e-9, alone=False, score=None):
    """Choose one column after the other."""
    if k < 1:
        raise ValueError("nothing to choose")
    score, order = score or answer.weighted_r2, []
    for _ in range(min(k, Z.shape[1])):
        best, value = None, -np.inf
        for j in [j for j in range(Z.shape[1]) if j not in order]:
            some = Z[:, [j] if alone else [*order, j]]
            b, beta = answer.weighted_ridge(some, y, weights, 0)
            new = score(y, b + some @ beta, weights)
            if new > value + slack:
                best, value = j, new
        order.append(best)
    return np.array(order)


@wrong("forward_selection", "You seem to score columns one by one: fit each with those chosen before.")
def columns_alone(Z, y, weights, k):
    return greedy(Z, y, weights, k, alone=True)


@wrong("forward_selection", "You seem to let rounding decide: within 1e-9 it is a tie, and the lowest index wins.")
def last_of_equals(Z, y, weights, k):
    turned = greedy(Z[:, ::-1], y, weights, k)
    return Z.shape[1] - 1 - turned


@wrong("forward_selection", "You seem to sort the indices: the order in which they were chosen is asked for.")
def sorted_choice(Z, y, weights, k):
    return np.sort(answer.forward_selection(Z, y, weights, k))


@wrong("forward_selection", "You seem to look for the worst fit: the highest R squared wins.")
def worst_first(Z, y, weights, k):
    return greedy(Z, y, weights, k, score=lambda *arrays: -answer.weighted_r2(*arrays))


@wrong("forward_selection", "You seem to choose one column too few.")
def one_too_few(Z, y, weights, k):
    return answer.forward_selection(Z, y, weights, k)[:-1]


@wrong("forward_selection", "You seem to choose nothing without a word if k is 0: raise ValueError.")
def nothing_is_fine(Z, y, weights, k):
    return answer.forward_selection(Z, y, weights, k) if k > 0 else np.array([], dtype=np.int64)


@right("forward_selection")
def first_clear_best(Z, y, weights, k):
    return greedy(Z, y, weights, k)


@right("forward_selection")
def by_least_squares(Z, y, weights, k):
    if k <= 0:
        raise ValueError("nothing to choose")
    root, share = np.sqrt(weights), weights / weights.sum()
    A, b = root[:, None] * (Z - share @ Z), root * (y - share @ y)
    order = []
    while len(order) < min(k, A.shape[1]):
        free = [j for j in range(A.shape[1]) if j not in order]
        fits = [A[:, [*order, j]] for j in free]
        left = [np.sum((b - fit @ (np.linalg.pinv(fit) @ b)) ** 2) / (b @ b) for fit in fits]
        order.append(next(j for j, rest in zip(free, left, strict=True) if rest <= min(left) + 1e-9))
    return np.array(order)


# highest_weights


def by_size(sizes, k):
    """Order sizes, ties by index."""
    if k < 1:
        raise ValueError("nothing to choose")
    rounded = np.round(sizes / (np.max(sizes) or 1), 8)
    return np.argsort(-rounded, kind="stable")[:k]


@wrong("highest_weights", "You seem to rank the coefficients alone: multiply by the first row.")
def coefficients_alone(Z, y, weights, k):
    return by_size(np.abs(answer.weighted_ridge(Z, y, weights, 0.01)[1]), k)


@wrong("highest_weights", "You seem to rank with signs: a strong effect downwards is strong, too.")
def with_signs(Z, y, weights, k):
    effect = answer.weighted_ridge(Z, y, weights, 0.01)[1] * Z[0]
    return by_size(effect - effect.min(), k)


@wrong("highest_weights", "You seem to choose the smallest effects: the largest come first.")
def smallest_first(Z, y, weights, k):
    sizes = np.abs(answer.weighted_ridge(Z, y, weights, 0.01)[1] * Z[0])
    return by_size(np.max(sizes) - sizes, k)


@wrong("highest_weights", "You seem to fit with another alpha: here it is 0.01.")
def alpha_of_one(Z, y, weights, k):
    return by_size(np.abs(answer.weighted_ridge(Z, y, weights, 1.0)[1] * Z[0]), k)


@wrong("highest_weights", "You seem to fit without the weights: near samples count more.")
def fit_without_weights(Z, y, weights, k):
    return by_size(np.abs(answer.weighted_ridge(Z, y, np.ones(len(y)), 0.01)[1] * Z[0]), k)


@wrong("highest_weights", "You seem to give the highest index the first place in a tie: it is the lowest.")
def highest_index_first(Z, y, weights, k):
    return Z.shape[1] - 1 - answer.highest_weights(Z[:, ::-1], y, weights, k)


@wrong("highest_weights", "You seem to choose nothing without a word if k is 0: raise ValueError.")
def none_is_fine(Z, y, weights, k):
    return answer.highest_weights(Z, y, weights, k) if k > 0 else np.array([], dtype=np.int64)


@right("highest_weights")
def sorted_after_rounding(Z, y, weights, k):
    n, d = Z.shape
    wishes = np.hstack([np.zeros((d, 1)), 0.1 * np.eye(d)])  # rows of least squares that ask coefficients to be 0
    rows = np.vstack([np.sqrt(weights)[:, None] * np.column_stack([np.ones(n), Z]), wishes])
    found = np.linalg.lstsq(rows, np.append(np.sqrt(weights) * y, np.zeros(d)))[0]
    return by_size(np.abs(found[1:] * Z[0]), k)


@right("highest_weights")
def one_after_the_other(Z, y, weights, k):
    if k < 1:
        raise ValueError("nothing to choose")
    effect = np.abs(Z[0] * answer.weighted_ridge(Z, y, weights, 0.01)[1]).tolist()
    free, order = list(range(len(effect))), []
    while free and len(order) < k:
        best = max(effect[j] for j in free)
        order.append(next(j for j in free if effect[j] >= best - 1e-9 * max(effect)))
        free.remove(order[-1])
    return np.array(order)


# lasso_path


@wrong("lasso_path", "You seem to stop at the first k that wake up: some may go to sleep again, and the path goes on.")
def first_to_wake(Z, y, weights, k):
    chosen = []
    for count in range(1, max(k, 1) + 1):
        found = answer.lasso_path(Z, y, weights, min(count, k))
        chosen += [j for j in found if j not in chosen]
    return np.sort(np.array(chosen[:k], dtype=np.int64))


@wrong("lasso_path", "You seem to ignore the weights: scale the rows by their roots.")
def path_without_weights(Z, y, weights, k):
    return answer.lasso_path(Z, y, np.ones(len(y)), k)


@wrong("lasso_path", "You seem to scale the rows by the weight itself: take its root.")
def path_of_squared_weights(Z, y, weights, k):
    return answer.lasso_path(Z, y, weights**2, k)


@wrong("lasso_path", "You seem to choose greedily by R squared: that is forward selection.")
def greedy_instead(Z, y, weights, k):
    return np.sort(answer.forward_selection(Z, y, weights, k)) if np.ptp(y) else np.array([], dtype=np.int64)


@wrong("lasso_path", "You seem to keep one column too few: k of them may be at work.")
def path_one_short(Z, y, weights, k):
    return answer.lasso_path(Z, y, weights, k - 1) if k > 1 else answer.lasso_path(Z, y, weights, k)[:0]


@wrong("lasso_path", "You seem to choose nothing without a word if k is 0: raise ValueError.")
def no_path_is_fine(Z, y, weights, k):
    return answer.lasso_path(Z, y, weights, k) if k > 0 else np.array([], dtype=np.int64)


def lasso_events(gram, c):
    """Yield the coefficients at each event of the path, from products of columns only."""
    d, price, beta = len(c), np.abs(c).max(), np.zeros(len(c))
    work = [int(np.abs(c).argmax())]
    start, left = price, None
    while price > 1e-10 * start:
        direction = np.zeros(d)
        direction[work] = np.linalg.solve(gram[np.ix_(work, work)], np.sign(c[work]))
        fall = gram @ direction
        events = [(price, -1)]
        for j in set(range(d)).difference(work):
            signs = (-np.sign(c[j]),) if j == left else (1, -1)
            events += [((price - s * c[j]) / (1 - s * fall[j]), j) for s in signs if 1 - s * fall[j] > 1e-9]
        events += [(-beta[j] / direction[j], j) for j in work if beta[j] * direction[j] < 0]
        time, who = min(events)
        beta, c, price, left = beta + time * direction, c - time * fall, price - time, None
        if who in work:
            work.remove(who)
            beta[who], left = 0, who
        elif who >= 0:
            work.append(who)
        yield beta.copy()


@right("lasso_path")
def from_products_of_columns(Z, y, weights, k):
    if k < 1:
        raise ValueError("nothing to choose")
    share = weights / weights.sum()
    centred, target = Z - share @ Z, y - share @ y
    gram, c = centred.T @ (share[:, None] * centred), centred.T @ (share * target)
    steps = [] if np.ptp(y) == 0 else [np.flatnonzero(beta) for beta in lasso_events(gram, c)]
    return ([np.array([], dtype=np.int64)] + [step for step in steps if len(step) <= k])[-1]


def optimal_prices(gram, c, size):
    """Yield (highest price, columns) for all choices of `size` columns with signs that are optimal at some price.

    At price p the coefficients of columns S with signs s are inv(G_SS) (c_S - p s). They are optimal where each
    has its sign and no other column goes better with the rest than p: linear inequalities a + b p >= 0.
    """
    choices = np.array(list(combinations(range(len(c)), size)))
    G = gram[choices[:, :, None], choices[:, None, :]]
    no_copies = np.linalg.matrix_rank(G, tol=1e-9, hermitian=True) == size
    choices, G = choices[no_copies], G[no_copies]
    others = np.array([np.setdiff1d(range(len(c)), some) for some in choices], dtype=np.int64)
    signs = np.array(list(product((1.0, -1.0), repeat=size))).T
    if not len(choices):
        return
    start = np.linalg.solve(G, c[choices][:, :, None])
    speed = np.linalg.solve(G, np.broadcast_to(signs, (len(G), *signs.shape)))
    cross = gram[others[:, :, None], choices[:, None, :]]
    pull = cross @ speed
    rest = c[others][:, :, None] - cross @ start + np.zeros(pull.shape)
    a = np.concatenate([signs * start, -rest, rest], axis=1)
    b = np.concatenate([-signs * speed, 1 - pull, 1 + pull], axis=1)
    tight = (np.abs(a) < 1e-9) & (np.abs(b) < 1e-9)  # copies of chosen columns are always at the bound
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = -a / b
    lowest = np.max(np.where((b > 0) & ~tight, bound, 0), axis=1)
    highest = np.min(np.where((b < 0) & ~tight, bound, np.inf), axis=1)
    possible = np.all((a >= 0) | (b != 0) | tight, axis=1) & (lowest < highest * (1 - 1e-9))
    for i, j in np.argwhere(possible):
        yield highest[i, j], set(choices[i].tolist())


@right("lasso_path")
def by_trying_all_signs(Z, y, weights, k):
    if k < 1:
        raise ValueError("nothing to choose")
    root, share = np.sqrt(weights), weights / np.sum(weights)
    A, b = root[:, None] * (Z - share @ Z), root * (y - share @ y)
    if y.min() == y.max():
        return np.array([], dtype=np.int64)
    A, b = A / np.linalg.norm(A), b / np.linalg.norm(b)
    pieces = [piece for size in range(1, A.shape[1] + 1) for piece in optimal_prices(A.T @ A, A.T @ b, size)]
    pieces = [columns for price, columns in sorted(pieces, key=lambda piece: -piece[0])]
    steps = [then if then < now else now for now, then in pairwise([*pieces, pieces[-1]])]
    return np.array(sorted([step for step in steps if len(step) <= k][-1]))
