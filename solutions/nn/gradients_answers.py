"""Known answers to `gradients`: wrong ones with what to say, right ones written differently."""

import numpy as np

from autograder import answer, right, wrong

# numerical_gradient


@wrong("numerical_gradient", "You seem to step forward only: go to both sides, h up and h down.")
def forward_difference(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above = x.copy()
        above[index] += h
        gradient[index] = (f(above) - f(x.copy())) / h
    return gradient


@wrong("numerical_gradient", "You seem to divide by h: how far apart are the two points?")
def divides_by_h(f, x, h=1e-5):
    return 2 * answer.numerical_gradient(f, x, h)


@wrong("numerical_gradient", "You seem to subtract in the wrong order: f above minus f below.")
def below_minus_above(f, x, h=1e-5):
    return -answer.numerical_gradient(f, x, h)


@wrong("numerical_gradient", "You seem to move all entries at once: each one has its own turn.")
def moves_all_at_once(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@wrong("numerical_gradient", "You seem to move whole rows: visit every entry, whatever the number of axes.")
def moves_whole_rows(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


@wrong("numerical_gradient", "Entries seem not to be put back: the next ones are then measured elsewhere.")
def does_not_put_back(f, x, h=1e-5):
    gradient, moved = np.zeros(x.shape), x.copy()
    for index in np.ndindex(x.shape):
        moved[index] += h
        above = f(moved)
        moved[index] -= 2 * h
        gradient[index] = (above - f(moved)) / (2 * h)
    return gradient


@wrong("numerical_gradient", "Your x is another after the call: move a copy, or put each entry back.")
def leaves_x_moved(f, x, h=1e-5):
    gradient = answer.numerical_gradient(f, x, h)
    x += h
    return gradient


@wrong("numerical_gradient", "You seem to hand f a flattened array: f is made for the shape of x.")
def flattens_for_f(f, x, h=1e-5):
    return answer.numerical_gradient(f, x.ravel(), h).reshape(x.shape)


@wrong("numerical_gradient", "Your gradient seems to be flat: it has the shape of x.")
def returns_it_flat(f, x, h=1e-5):
    return answer.numerical_gradient(f, x, h).ravel()


@wrong("numerical_gradient", "You seem to ignore h: use the argument, above and below the line.")
def ignores_h(f, x, h=1e-5):
    return answer.numerical_gradient(f, x, 1e-5)


@wrong("numerical_gradient", "Your default h seems to be 1e-3: keep the 1e-5 of the signature.")
def default_h_too_large(f, x, h=1e-3):
    return answer.numerical_gradient(f, x, h)


@wrong("numerical_gradient", "You seem to move entries by h / 2: from x, go h up and h down.")
def moves_by_half_of_h(f, x, h=1e-5):
    return answer.numerical_gradient(f, x, h / 2)


@right("numerical_gradient")  # one working copy: nudged, and put back from a saved value
def one_working_copy(f, x, h=1e-5):
    point, gradient = x.copy(), np.zeros_like(x)
    for index in np.ndindex(x.shape):
        saved = point[index]
        point[index] = saved + h
        above = f(point)
        point[index] = saved - h
        gradient[index] = (above - f(point)) / (2 * h)
        point[index] = saved
    return gradient


@right("numerical_gradient")  # the rows of the identity as directions
def along_unit_vectors(f, x, h=1e-5):
    units = np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [f(x + h * unit) / (2 * h) - f(x - h * unit) / (2 * h) for unit in units]
    return np.array(slopes).reshape(x.shape)


@right("numerical_gradient")  # counting with a flat index, x itself nudged and put back
def nudges_x_and_puts_it_back(f, x, h=1e-5):
    gradient = np.empty(x.size)
    for i in range(x.size):
        saved = x.flat[i]
        values = []
        for place in (saved - h, saved + h):
            x.flat[i] = place
            values.append(f(x))
        x.flat[i] = saved
        gradient[i] = (values[1] - values[0]) / (2 * h)
    return gradient.reshape(x.shape)


# relative_error


@wrong("relative_error", "You seem to average the errors: one wrong entry must not hide among right ones.")
def mean_of_the_errors(a, b):
    return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8))


@wrong("relative_error", "This seems to be the absolute difference: divide each entry by its own size.")
def absolute_difference(a, b):
    return np.max(np.abs(a - b))


@wrong("relative_error", "You seem to divide by the larger of the two sizes: here it is their sum.")
def divides_by_the_larger(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b))))


@wrong("relative_error", "You seem to divide by the size of b alone: here it is the sum of both sizes.")
def divides_by_one_of_them(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b)))


@wrong("relative_error", "Two zeros seem to be divided by zero: the floor of 1e-8 is missing.")
def without_a_floor(a, b):
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@wrong("relative_error", "You seem to add 1e-8 to the sum of the sizes: take the larger of the two.")
def adds_the_floor(a, b):
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8))


@wrong("relative_error", "The difference seems to keep its sign: too small is as wrong as too large.")
def keeps_the_sign(a, b):
    return np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@wrong("relative_error", "You seem to take the size of the sum: opposite numbers would then have none.")
def absolute_value_of_the_sum(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b)))


@wrong("relative_error", "You seem to compare whole arrays: judge entry by entry, then take the worst.")
def by_norms(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / max(1e-8, size)


@wrong("relative_error", "You seem to return an error for each entry: which single number is asked for?")
def all_the_errors(a, b):
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


@right("relative_error")  # one entry at a time
def one_pair_at_a_time(a, b):
    worst = 0.0
    for left, right_ in zip(np.ravel(a), np.ravel(b), strict=True):
        worst = max(worst, abs(left - right_) / max(1e-8, abs(left) + abs(right_)))
    return worst


@right("relative_error")  # the maximum norm of the ratios
def maximum_norm(a, b):
    size = np.clip(np.hypot(a, 0) + np.hypot(b, 0), 1e-8, None)
    return float(np.linalg.norm(np.ravel((b - a) / size), np.inf))
