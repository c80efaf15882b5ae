"""The path of the lasso, followed from kink to kink on the Gram matrix.

Source: Efron, Hastie, Johnstone and Tibshirani, *Least Angle Regression*, Annals of Statistics 32 (2004), section 3.1.
"""

import numpy as np

from scratchml._regression import COLLINEAR

END = 1e-9  # below this share of the first level, correlations are rounding errors


def lasso_supports(gram, moment):
    """Yield the active columns after each step of the path of min c'Gc / 2 - m'c + level |c|_1.

    Parameters
    ----------
    gram : ndarray, shape (d, d)
        G, the products of the columns.
    moment : ndarray, shape (d,)
        m, the products of the columns with the target.

    Yields
    ------
    support : list of int
        Columns with a coefficient other than 0, in the order in which they came in.

    Notes
    -----
    All active columns have the same absolute correlation with what is left, the level; all others have less. A step
    lowers the level until another column reaches it and comes in, or a coefficient reaches 0 and its column leaves.
    """
    correlation, coef = moment.copy(), np.zeros(len(moment))
    level = first_level = np.abs(moment).max()
    usable = gram.diagonal() > 0
    active, dropped = [], None
    for _ in range(10 * len(moment)):
        if dropped is None and not _add_column(active, gram, correlation, level, usable):
            return
        signs = np.sign(correlation[active])
        direction = np.linalg.solve(gram[np.ix_(active, active)], signs)
        slope = gram[:, active] @ direction
        step = min(level, _until_next(correlation, slope, level, usable, active))
        step, dropped = _until_zero(coef[active], direction, step)
        coef[active] += step * direction
        correlation -= step * slope
        level -= step
        if dropped is not None:
            coef[active.pop(dropped)] = 0
        yield list(active)
        if level <= END * first_level:
            return


def _add_column(active, gram, correlation, level, usable):
    """Append the column that has reached the level and is no combination of the active ones; False if there is none."""
    while True:
        waiting = np.where(usable, np.abs(correlation), -1)
        waiting[active] = -1
        best = int(np.argmax(waiting))
        if waiting[best] < level * (1 - END) or level == 0:
            return False
        shares = np.linalg.solve(gram[np.ix_(active, active)], gram[active, best])
        if gram[best, best] - shares @ gram[active, best] > COLLINEAR * gram[best, best]:
            active.append(best)
            return True
        usable[best] = False


def _until_next(correlation, slope, level, usable, active):
    """How far the level can fall before an inactive column reaches it, from above or below."""
    waiting = usable.copy()
    waiting[active] = False
    steps = [np.inf]
    for sign in (1, -1):
        gap, speed = level - sign * correlation[waiting], 1 - sign * slope[waiting]
        steps.extend(np.maximum(gap[speed > END], 0) / speed[speed > END])
    return min(steps)


def _until_zero(coef, direction, step):
    """The step, shortened to where the first active coefficient reaches 0, and the place of that one (or None)."""
    shrinking = np.flatnonzero(coef * direction < 0)
    if shrinking.size:
        steps = -coef[shrinking] / direction[shrinking]
        if steps.min() < step:
            return steps.min(), int(shrinking[np.argmin(steps)])
    return step, None
