"""The bank of `global_view`: known mistakes with what to say, and right answers written differently."""

from itertools import combinations, pairwise

import numpy as np

from autograder import answer, right, wrong

# submodular_pick


def pick(W, budget, importance=None, shows=None, slack=1e-9, last=False, repeat=False, size=None):
    """Choose greedily, but for what the last arguments change."""
    if budget < 1:
        raise ValueError("nothing to choose")
    importance = np.sqrt(np.abs(W).sum(axis=0)) if importance is None else importance
    shows, chosen = W != 0 if shows is None else shows, []
    open_features = np.ones(W.shape[1], dtype=bool)
    for _ in range(min(budget, len(W))):
        gains = np.array([np.sum(importance[row & open_features]) for row in shows]) if size is None else size.copy()
        if not repeat:
            gains[chosen] = -1
        best = np.flatnonzero(gains >= gains.max() - slack)
        chosen.append(best[-1 if last else 0])
        open_features &= ~shows[chosen[-1]]
    return np.array(chosen)


@wrong("submodular_pick", "You seem to leave out the root: the importance of a feature is the root of a sum.")
def importance_without_root(W, budget):
    return pick(W, budget, np.abs(W).sum(axis=0))


@wrong("submodular_pick", "You seem to add weights with their signs: reasons for and against then cancel.")
def signs_cancel(W, budget):
    return pick(W, budget, np.sqrt(np.abs(W.sum(axis=0))))


@wrong("submodular_pick", "You seem to cover with positive weights only: a reason against is shown as well.")
def positive_weights_cover(W, budget):
    return pick(W, budget, shows=W > 0)


@wrong("submodular_pick", "You seem to count what is covered already: a row is worth what it adds.")
def counts_twice(W, budget):
    return pick(W, budget, size=(W != 0) @ np.sqrt(np.abs(W).sum(axis=0)))


@wrong("submodular_pick", "You seem to choose the rows with the largest weights: new importance is what counts.")
def strongest_explanations(W, budget):
    return pick(W, budget, size=np.abs(W).sum(axis=1))


@wrong("submodular_pick", "You seem to count features alike: each counts by its importance.")
def counts_features(W, budget):
    return pick(W, budget, np.ones(W.shape[1]))


@wrong("submodular_pick", "You seem to let the highest row win a tie: it is the lowest.")
def last_of_a_tie(W, budget):
    return pick(W, budget, last=True)


@wrong("submodular_pick", "You seem to let rounding decide: rows that add the same within 1e-9 are a tie.")
def rounding_decides(W, budget):
    return pick(W, budget, slack=0.0)


@wrong("submodular_pick", "You seem to stop when nothing is left to cover: go on until the budget is used up.")
def stops_when_all_is_covered(W, budget):
    chosen = pick(W, budget)
    seen = [np.count_nonzero(np.any(W[chosen[:k]], axis=0)) for k in range(len(chosen) + 1)]
    return chosen[:np.count_nonzero(np.diff(seen))]


@wrong("submodular_pick", "You seem to choose a row again when nothing is left to cover: each is chosen once.")
def the_same_row_again(W, budget):
    return pick(W, budget, repeat=True)


@wrong("submodular_pick", "You seem to sort the rows: the order in which they were chosen is asked for.")
def rows_sorted(W, budget):
    return np.sort(pick(W, budget))


@wrong("submodular_pick", "You seem to choose nothing without a word if the budget is 0: raise ValueError.")
def no_budget_is_fine(W, budget):
    return pick(W, budget) if budget > 0 else np.array([], dtype=np.int64)


@right("submodular_pick")
def by_coverage(W, budget):
    if budget <= 0:
        raise ValueError("nothing to choose")

    def coverage(rows):
        return sum(np.sqrt(np.sum(np.abs(column))) for column in W.T if any(column[i] for i in rows))

    chosen = []
    while len(chosen) < budget and len(chosen) < len(W):
        totals = {i: coverage([*chosen, i]) for i in range(len(W)) if i not in chosen}
        chosen.append(min(i for i, total in totals.items() if total >= max(totals.values()) - 1e-9))
    return np.array(chosen)


@right("submodular_pick")
def zeroes_what_is_shown(W, budget):
    if budget < 1:
        raise ValueError("nothing to choose")
    values = (W != 0) * np.abs(W).sum(axis=0, dtype=np.float64) ** 0.5
    free, order = list(range(len(W))), []
    while free and len(order) < budget:
        best = max(values[i].sum() for i in free)
        order.append(next(i for i in free if best - values[i].sum() <= 1e-9))
        free.remove(order[-1])
        values[:, W[order[-1]] != 0] = 0
    return np.array(order)


# stability


def shared_ranks(run):
    """Rank the weights of a run from 1; equal ones share the mean of their ranks."""
    ordered = np.sort(run)
    return np.array([np.mean(np.flatnonzero(ordered == weight)) + 1 for weight in run])


def correlation(a, b):
    """Correlate two vectors."""
    a, b = a - a.mean(), b - b.mean()
    return a @ b / np.sqrt(a @ a * (b @ b))


def mean_of_pairs(rows):
    """Average the correlation over all pairs of rows."""
    return np.mean([correlation(a, b) for a, b in combinations(rows, 2)])


@wrong("stability", "You seem to correlate the weights themselves: rank them first.")
def correlates_weights(W):
    return mean_of_pairs(W.astype(np.float64))


@wrong("stability", "You seem to rank sizes: a strong reason against is the opposite of a strong reason for.")
def ranks_sizes(W):
    return mean_of_pairs([shared_ranks(np.abs(run)) for run in W])


@wrong("stability", "You seem to sort once: `argsort` tells who is at which place. The ranks are the places of all.")
def sorted_once(W):
    return mean_of_pairs([np.argsort(run, kind="stable") * 1.0 for run in W])


@wrong("stability", "You seem to give equal weights different ranks: they share the mean.")
def ties_by_position(W):
    return mean_of_pairs([np.argsort(np.argsort(run, kind="stable")) * 1.0 for run in W])


@wrong("stability", "You seem to give equal weights the lowest of their ranks: they share the mean.")
def lowest_rank_of_ties(W):
    return mean_of_pairs([np.searchsorted(np.sort(run), run) * 1.0 for run in W])


@wrong("stability", "You seem to give ranks without gaps, 1, 1, 2 for two equal ones: the next rank is then 3.")
def ranks_without_gaps(W):
    return mean_of_pairs([np.unique(run, return_inverse=True)[1] * 1.0 for run in W])


@wrong("stability", "You seem to compare each run with itself, too: that is 1 whatever it says. Leave it out.")
def with_itself(W):
    return np.mean(np.corrcoef([shared_ranks(run) for run in W]))


@wrong("stability", "You seem to compare all runs with the first only: take all pairs.")
def with_the_first(W):
    ranks = [shared_ranks(run) for run in W]
    return np.mean([correlation(ranks[0], other) for other in ranks[1:]])


@wrong("stability", "You seem to compare each run with the next only: take all pairs.")
def with_the_next(W):
    ranks = [shared_ranks(run) for run in W]
    return np.mean([correlation(a, b) for a, b in pairwise(ranks)])


@wrong("stability", "You seem to return the sum over the pairs: divide by their number.")
def sum_over_pairs(W):
    return answer.stability(W) * len(W) * (len(W) - 1) / 2


@wrong("stability", "You seem to return the worst pair: the mean over all pairs is asked for.")
def worst_pair(W):
    return min(correlation(a, b) for a, b in combinations([shared_ranks(run) for run in W], 2))


@wrong("stability", "You seem to correlate columns: a run is a row.")
def correlates_columns(W):
    ranks = np.array([shared_ranks(column) for column in W.T])
    with np.errstate(all="ignore"):
        return mean_of_pairs(ranks)


@wrong("stability", "You seem to use the short formula with squared differences: it is right only without ties.")
def short_formula(W):
    n = W.shape[1]
    pairs = combinations([shared_ranks(run) for run in W], 2)
    return np.mean([1 - 6 * np.sum((a - b) ** 2) / (n * (n**2 - 1)) for a, b in pairs])


@right("stability")
def pair_by_pair(W):
    return mean_of_pairs([shared_ranks(run) for run in W])


@right("stability")
def by_standardised_ranks(W):
    ranks = np.empty(W.shape)
    for run, row in zip(W, ranks, strict=True):
        place, counts = np.unique(run, return_inverse=True, return_counts=True)[1:]
        row[:] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    unit = (ranks - ranks.mean(axis=1, keepdims=True)) / ranks.std(axis=1, keepdims=True)
    n_runs, d = W.shape
    return (np.sum(unit.sum(axis=0) ** 2) / d - n_runs) / (n_runs * (n_runs - 1))


# deletion_curve


def masks_of(order):
    """Take parts away one after the other, starting with all."""
    gone = np.tril(np.ones((len(order) + 1, len(order)), dtype=np.int64), -1)
    masks = np.ones_like(gone)
    masks[:, order] -= gone
    return masks


@wrong("deletion_curve", "You seem to add parts instead of taking them away: start with all of them.")
def insertion(predict_mask, order):
    return predict_mask(1 - masks_of(order))


@wrong("deletion_curve", "You seem to start after the first part is gone: ask about the whole example, too.")
def whole_example_missing(predict_mask, order):
    return predict_mask(masks_of(order)[1:])


@wrong("deletion_curve", "You seem to stop before the last part is gone: there are d + 1 answers.")
def last_part_stays(predict_mask, order):
    return predict_mask(masks_of(order)[:-1])


@wrong("deletion_curve", "You seem to put each part back before the next one goes: what is gone stays away.")
def one_at_a_time(predict_mask, order):
    d = len(order)
    return predict_mask(np.vstack([np.ones(d, dtype=np.int64), 1 - np.eye(d, dtype=np.int64)[order]]))


@wrong("deletion_curve", "You seem to take the order for ranks: it lists the parts, the first to go first.")
def order_as_ranks(predict_mask, order):
    return predict_mask(masks_of(np.argsort(order)))


@wrong("deletion_curve", "You seem to go through the parts from 0 to d - 1: look at the order.")
def ignores_the_order(predict_mask, order):
    return predict_mask(masks_of(np.arange(len(order))))


@wrong("deletion_curve", "You seem to begin at the end of the order: its first part goes first.")
def from_the_end(predict_mask, order):
    return predict_mask(masks_of(order[::-1]))


@wrong("deletion_curve", "You seem to return how far the answer has fallen: return the answers themselves.")
def falls(predict_mask, order):
    answers = predict_mask(masks_of(order))
    return answers[0] - answers


@wrong("deletion_curve", "You seem to return the mean of the curve: the curve itself is asked for.")
def area_only(predict_mask, order):
    return np.mean(predict_mask(masks_of(order)))


@wrong("deletion_curve", "You seem to make the curve fall: an answer that rises is worth knowing.")
def never_rises(predict_mask, order):
    return np.minimum.accumulate(predict_mask(masks_of(order)))


@right("deletion_curve")
def one_mask_at_a_time(predict_mask, order):
    mask = np.ones((1, len(order)), dtype=np.int64)
    answers = [float(predict_mask(mask)[0])]
    for part in order:
        mask[0, part] = 0
        answers.append(float(predict_mask(mask)[0]))
    return np.array(answers)


@right("deletion_curve")
def by_comparing_places(predict_mask, order):
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return predict_mask((place >= np.arange(len(order) + 1)[:, None]).astype(np.int64))
