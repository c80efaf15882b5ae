"""Known answers to `penalties`: wrong ones with what to say, right ones written differently."""

import math

import numpy as np

from autograder import answer, right, wrong


def count(params):
    """Count the weights of all arrays."""
    return sum(w.size for w in params)


# l1_penalty


@wrong("l1_penalty", "Weights of opposite signs seem to cancel: take the size of each weight first.")
def l1_without_sizes(params, strength):
    return strength * sum(np.sum(w) for w in params)


@wrong("l1_penalty", "You seem to add first and take the size then: take the size of each weight first.")
def l1_size_of_the_sum(params, strength):
    return strength * abs(sum(np.sum(w) for w in params))


@wrong("l1_penalty", "You seem to add squares: that is the other penalty.")
def l1_of_squares(params, strength):
    return strength * sum(np.sum(w**2) for w in params)


@wrong("l1_penalty", "You seem to take a mean: a penalty is a sum, and nothing is divided by the number of weights.")
def l1_mean(params, strength):
    return answer.l1_penalty(params, strength) / count(params)


@wrong("l1_penalty", "You seem to add the means of the arrays: a penalty is a sum over all weights.")
def l1_mean_of_each_array(params, strength):
    return strength * sum(np.mean(np.abs(w)) for w in params)


@wrong("l1_penalty", "The strength seems to be missing: it is the price of a weight.")
def l1_without_strength(params, strength):
    return answer.l1_penalty(params, 1.0)


@wrong("l1_penalty", "You seem to take half of it: the half belongs to the squares.")
def l1_with_a_half(params, strength):
    return answer.l1_penalty(params, strength) / 2


@wrong("l1_penalty", "You seem to look at the first array alone: all arrays of the list cost.")
def l1_of_the_first(params, strength):
    return answer.l1_penalty(params[:1], strength)


@wrong("l1_penalty", "You seem to return a number for each array: one number for all is wanted.")
def l1_of_each_array(params, strength):
    return [answer.l1_penalty([w], strength) for w in params]


@right("l1_penalty")  # a weight at a time
def l1_in_loops(params, strength):
    total = 0.0
    for w in params:
        for value in w.ravel():
            total += -value if value < 0 else value
    return strength * total


@right("l1_penalty")  # all weights in one long vector
def l1_by_norm(params, strength):
    return np.linalg.norm(np.concatenate([w.ravel() for w in params]), 1) * strength


@right("l1_penalty")  # the weights times their signs
def l1_by_signs(params, strength):
    return sum(np.sum(strength * np.sign(w) * w) for w in params)


# l1_penalty_grad


@wrong("l1_penalty_grad", "The sign seems to be missing: left of 0 the slope of |w| is negative.")
def l1_grad_without_sign(params, strength):
    return [strength * np.ones_like(w) for w in params]


@wrong("l1_penalty_grad", "You seem to return one number for each array: each weight has a slope, with a sign.")
def l1_grad_is_the_strength(params, strength):
    return [strength for _ in params]


@wrong("l1_penalty_grad", "The strength seems to be missing: a sign has size 1.")
def l1_grad_without_strength(params, strength):
    return answer.l1_penalty_grad(params, 1.0)


@wrong("l1_penalty_grad", "Your pull seems to grow with the weight: the slope of |w| is the same everywhere but at 0.")
def l1_grad_of_squares(params, strength):
    return answer.l2_penalty_grad(params, strength)


@wrong("l1_penalty_grad", "You seem to return the sizes of the weights: differentiate them.")
def l1_grad_of_sizes(params, strength):
    return [strength * np.abs(w) for w in params]


@wrong("l1_penalty_grad", "Your gradient seems to point downhill: where w is positive, the penalty rises with it.")
def l1_grad_downhill(params, strength):
    return answer.l1_penalty_grad(params, -strength)


@wrong("l1_penalty_grad", "A weight of exactly 0 seems to be pushed down: at the kink the gradient is 0.")
def l1_grad_up_at_zero(params, strength):
    return [np.where(w >= 0, strength, -strength) for w in params]


@wrong("l1_penalty_grad", "A weight of exactly 0 seems to be pushed up: at the kink the gradient is 0.")
def l1_grad_down_at_zero(params, strength):
    return [np.where(w > 0, strength, -strength) for w in params]


@wrong("l1_penalty_grad", "You seem to divide each weight by its size: what if it is 0?")
def l1_grad_by_division(params, strength):
    with np.errstate(all="ignore"):
        return [strength * w / np.abs(w) for w in params]


@wrong("l1_penalty_grad", "You seem to divide by the number of weights: the penalty is a sum.")
def l1_grad_mean(params, strength):
    return [strength * np.sign(w) / w.size for w in params]


@wrong("l1_penalty_grad", "You seem to put all gradients into one vector: return a list, one array for each.")
def l1_grad_in_one_vector(params, strength):
    return np.concatenate([strength * np.sign(w).ravel() for w in params])


@wrong("l1_penalty_grad", "You seem to change the weights themselves: they are still needed. Make new arrays.")
def l1_grad_in_place(params, strength):
    for w in params:
        w[...] = strength * np.sign(w)
    return params


@right("l1_penalty_grad")  # two comparisons
def l1_grad_by_comparison(params, strength):
    return [strength * ((w > 0) * 1.0 - (w < 0)) for w in params]


@right("l1_penalty_grad")  # a weight at a time, in the dtype of the weights
def l1_grad_in_loops(params, strength):
    grads = [np.zeros_like(w) for w in params]
    for grad, w in zip(grads, params, strict=True):
        for index, value in np.ndenumerate(w):
            if value != 0:
                grad[index] = math.copysign(strength, value)
    return grads


# l2_penalty


@wrong("l2_penalty", "The half seems to be missing: it is there for the sake of the derivative.")
def l2_without_the_half(params, strength):
    return 2 * answer.l2_penalty(params, strength)


@wrong("l2_penalty", "You seem to take the root: the penalty is made of the squares themselves.")
def l2_norm(params, strength):
    return strength * math.sqrt(sum(np.sum(w**2) for w in params))


@wrong("l2_penalty", "You seem to add sizes: that is the other penalty.")
def l2_of_sizes(params, strength):
    return answer.l1_penalty(params, strength)


@wrong("l2_penalty", "You seem to add first and square then: square each weight first.")
def l2_square_of_the_sum(params, strength):
    return strength / 2 * sum(np.sum(w) for w in params) ** 2


@wrong("l2_penalty", "You seem to take a mean: a penalty is a sum, and nothing is divided by the number of weights.")
def l2_mean(params, strength):
    return answer.l2_penalty(params, strength) / count(params)


@wrong("l2_penalty", "You seem to add the means of the arrays: a penalty is a sum over all weights.")
def l2_mean_of_each_array(params, strength):
    return strength / 2 * sum(np.mean(w**2) for w in params)


@wrong("l2_penalty", "The strength seems to be missing: it is the price of a weight.")
def l2_without_strength(params, strength):
    return answer.l2_penalty(params, 1.0)


@wrong("l2_penalty", "You seem to square the strength as well: it multiplies the sum of the squares.")
def l2_squares_the_strength(params, strength):
    return answer.l2_penalty(params, strength**2)


@wrong("l2_penalty", "You seem to look at the first array alone: all arrays of the list cost.")
def l2_of_the_first(params, strength):
    return answer.l2_penalty(params[:1], strength)


@wrong("l2_penalty", "You seem to return a number for each array: one number for all is wanted.")
def l2_of_each_array(params, strength):
    return [answer.l2_penalty([w], strength) for w in params]


@right("l2_penalty")  # a vector times itself
def l2_by_dot(params, strength):
    flat = np.concatenate([w.ravel() for w in params])
    return 0.5 * strength * (flat @ flat)


@right("l2_penalty")  # norms of arrays, a loop
def l2_in_loops(params, strength):
    total = 0.0
    for w in params:
        total += np.linalg.norm(w.ravel()) ** 2
    return total * strength / 2


# l2_penalty_grad


@wrong("l2_penalty_grad", "You seem to have a factor 2 too many: the half of the penalty takes it away.")
def l2_grad_twice(params, strength):
    return answer.l2_penalty_grad(params, 2 * strength)


@wrong("l2_penalty_grad", "You seem to have a half too many: the derivative of the square brings a 2.")
def l2_grad_half(params, strength):
    return answer.l2_penalty_grad(params, strength / 2)


@wrong("l2_penalty_grad", "The strength seems to be missing: it multiplies every weight.")
def l2_grad_without_strength(params, strength):
    return answer.l2_penalty_grad(params, 1.0)


@wrong("l2_penalty_grad", "Your pull seems not to depend on the size of the weight: that is the other penalty.")
def l2_grad_of_sizes(params, strength):
    return answer.l1_penalty_grad(params, strength)


@wrong("l2_penalty_grad", "You seem to return squares: differentiate them.")
def l2_grad_of_squares(params, strength):
    return [strength * w**2 for w in params]


@wrong("l2_penalty_grad", "Your gradient seems to have lost its sign: it points away from 0, on both sides.")
def l2_grad_without_sign(params, strength):
    return [strength * np.abs(w) for w in params]


@wrong("l2_penalty_grad", "Your gradient seems to point downhill: where w is positive, the penalty rises with it.")
def l2_grad_downhill(params, strength):
    return answer.l2_penalty_grad(params, -strength)


@wrong("l2_penalty_grad", "You seem to divide by the norm: the penalty has no root in it.")
def l2_grad_of_the_norm(params, strength):
    norm = math.sqrt(sum(np.sum(w**2) for w in params))
    return answer.l2_penalty_grad(params, strength / norm)


@wrong("l2_penalty_grad", "You seem to divide by the number of weights: the penalty is a sum.")
def l2_grad_mean(params, strength):
    return [strength * w / w.size for w in params]


@wrong("l2_penalty_grad", "You seem to return the shrunken weights: return the gradient, the optimizer does the rest.")
def l2_grad_applied(params, strength):
    return [w - strength * w for w in params]


@wrong("l2_penalty_grad", "You seem to change the weights themselves: they are still needed. Make new arrays.")
def l2_grad_in_place(params, strength):
    for w in params:
        w *= strength
    return params


@right("l2_penalty_grad")  # a tuple, by np.multiply
def l2_grad_by_multiply(params, strength):
    return tuple(np.multiply(w, strength) for w in params)


@right("l2_penalty_grad")  # fills new arrays
def l2_grad_in_loops(params, strength):
    grads = []
    for w in params:
        grad = w.copy()
        grad *= strength
        grads.append(grad)
    return grads


# l1_l2_penalty


@wrong("l1_l2_penalty", "The two strengths seem to have changed places: the first is that of the sizes.")
def strengths_swapped(params, l1, l2):
    return answer.l1_l2_penalty(params, l2, l1)


@wrong("l1_l2_penalty", "The half of the squares seems to be missing.")
def both_without_the_half(params, l1, l2):
    return answer.l1_l2_penalty(params, l1, 2 * l2)


@wrong("l1_l2_penalty", "You seem to use l2 as a share, as some libraries do: here both are strengths.")
def strength_and_share(params, l1, l2):
    return answer.l1_l2_penalty(params, l1 * l2, l1 * (1 - l2))


@wrong("l1_l2_penalty", "The squares seem to be missing: add what l2 says that they cost.")
def sizes_only(params, l1, l2):
    return answer.l1_penalty(params, l1)


@wrong("l1_l2_penalty", "The sizes seem to be missing: add what l1 says that they cost.")
def squares_only(params, l1, l2):
    return answer.l2_penalty(params, l2)


@wrong("l1_l2_penalty", "You seem to return the two penalties side by side: one number is wanted, their sum.")
def side_by_side(params, l1, l2):
    return answer.l1_penalty(params, l1), answer.l2_penalty(params, l2)


@right("l1_l2_penalty")  # in one pass
def both_in_one_pass(params, l1, l2):
    return sum(np.sum(l1 * np.abs(w) + l2 * w * w / 2) for w in params)


# l1_l2_penalty_grad


@wrong("l1_l2_penalty_grad", "You seem to put one list behind the other: add them array by array.")
def lists_one_behind_the_other(params, l1, l2):
    return answer.l1_penalty_grad(params, l1) + answer.l2_penalty_grad(params, l2)


@wrong("l1_l2_penalty_grad", "The sign seems to be missing in the part of l1: left of 0 its slope is negative.")
def both_grad_without_sign(params, l1, l2):
    return [l1 + l2 * w for w in params]


@wrong("l1_l2_penalty_grad", "The two strengths seem to have changed places: the first is that of the sizes.")
def both_grad_swapped(params, l1, l2):
    return answer.l1_l2_penalty_grad(params, l2, l1)


@wrong("l1_l2_penalty_grad", "You seem to have a factor 2 too many: the half of the squares takes it away.")
def both_grad_twice(params, l1, l2):
    return answer.l1_l2_penalty_grad(params, l1, 2 * l2)


@wrong("l1_l2_penalty_grad", "You seem to use l2 as a share, as some libraries do: here both are strengths.")
def both_grad_share(params, l1, l2):
    return answer.l1_l2_penalty_grad(params, l1 * l2, l1 * (1 - l2))


@wrong("l1_l2_penalty_grad", "The part of l2 seems to be missing: the derivative of a sum is the sum of both.")
def both_grad_of_sizes_only(params, l1, l2):
    return answer.l1_penalty_grad(params, l1)


@wrong("l1_l2_penalty_grad", "The part of l1 seems to be missing: the derivative of a sum is the sum of both.")
def both_grad_of_squares_only(params, l1, l2):
    return answer.l2_penalty_grad(params, l2)


@wrong("l1_l2_penalty_grad", "A weight of exactly 0 seems to be pushed: at the kink the gradient is 0.")
def both_grad_pushes_zeros(params, l1, l2):
    return [np.where(w >= 0, l1, -l1) + l2 * w for w in params]


@right("l1_l2_penalty_grad")  # in one pass
def both_grad_in_one_pass(params, l1, l2):
    return [np.sign(w) * (l1 + l2 * np.abs(w)) for w in params]


@right("l1_l2_penalty_grad")  # by position
def both_grad_by_position(params, l1, l2):
    first, second = answer.l1_penalty_grad(params, l1), answer.l2_penalty_grad(params, l2)
    return [np.add(first[k], second[k]) for k in range(len(params))]


# cosine_schedule


@wrong("cosine_schedule", "After the end your rate seems to rise again: from then on it stays at lr_min.")
def rises_again(step, total_steps, lr_max, lr_min=0.0):
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * step / total_steps)) / 2


@wrong("cosine_schedule", "After the end your rate seems to be 0: it stays at lr_min.")
def zero_after_the_end(step, total_steps, lr_max, lr_min=0.0):
    return 0.0 if step > total_steps else answer.cosine_schedule(step, total_steps, lr_max, lr_min)


@wrong("cosine_schedule", "Your rate seems to begin again after the end, with a restart: it should stay at lr_min.")
def begins_again(step, total_steps, lr_max, lr_min=0.0):
    rest = step if step <= total_steps else step % total_steps
    return answer.cosine_schedule(rest, total_steps, lr_max, lr_min)


@wrong("cosine_schedule", "lr_min seems to be ignored: the wave ends there, and not at 0.")
def ignores_lr_min(step, total_steps, lr_max, lr_min=0.0):
    return answer.cosine_schedule(step, total_steps, lr_max)


@wrong("cosine_schedule", "You seem to add lr_min on top: the wave covers only the range from lr_min to lr_max.")
def lr_min_on_top(step, total_steps, lr_max, lr_min=0.0):
    return lr_min + answer.cosine_schedule(step, total_steps, lr_max)


@wrong("cosine_schedule", "You seem to cut the wave off at lr_min: let it end there, all of it above.")
def lr_min_as_a_floor(step, total_steps, lr_max, lr_min=0.0):
    return max(lr_min, answer.cosine_schedule(step, total_steps, lr_max))


@wrong("cosine_schedule", "Your rate seems to rise: it begins at lr_max and ends at lr_min.")
def rises(step, total_steps, lr_max, lr_min=0.0):
    return answer.cosine_schedule(step, total_steps, lr_min, lr_max)


@wrong("cosine_schedule", "A half seems to be missing: 1 plus the cosine begins at 2.")
def without_the_half(step, total_steps, lr_max, lr_min=0.0):
    return lr_min + 2 * (answer.cosine_schedule(step, total_steps, lr_max, lr_min) - lr_min)


@wrong("cosine_schedule", "Your cosine seems to go below 0: add 1 to it, then halve it.")
def bare_cosine(step, total_steps, lr_max, lr_min=0.0):
    return lr_min + (lr_max - lr_min) * math.cos(math.pi * min(step / total_steps, 1))


@wrong("cosine_schedule", "You seem to walk a whole wave: half a wave, from 0 to pi, goes down only.")
def a_whole_wave(step, total_steps, lr_max, lr_min=0.0):
    progress = min(step / total_steps, 1)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(2 * math.pi * progress)) / 2


@wrong("cosine_schedule", "You seem to walk a quarter of a wave: half a wave comes to rest gently at the end.")
def a_quarter_of_a_wave(step, total_steps, lr_max, lr_min=0.0):
    return lr_min + (lr_max - lr_min) * math.cos(math.pi / 2 * min(step / total_steps, 1))


@wrong("cosine_schedule", "Your cosine seems to get degrees: it wants radians, so half a wave is pi.")
def in_degrees(step, total_steps, lr_max, lr_min=0.0):
    return lr_min + (lr_max - lr_min) * (1 + math.cos(180 * min(step / total_steps, 1))) / 2


@wrong("cosine_schedule", "Your rate seems to sink along a straight line: where is the cosine?")
def along_a_line(step, total_steps, lr_max, lr_min=0.0):
    return lr_max + (lr_min - lr_max) * min(step / total_steps, 1)


@wrong("cosine_schedule", "You seem to arrive one step early: the share of the way is step over total_steps.")
def one_step_early(step, total_steps, lr_max, lr_min=0.0):
    return answer.cosine_schedule(step, total_steps - 1, lr_max, lr_min)


@wrong("cosine_schedule", "You seem to count the steps from 1: at step 0 the rate is lr_max.")
def counts_from_one(step, total_steps, lr_max, lr_min=0.0):
    return answer.cosine_schedule(step + 1, total_steps, lr_max, lr_min)


@right("cosine_schedule")  # an early return, the square of a cosine
def by_half_angles(step, total_steps, lr_max, lr_min=0.0):
    if step >= total_steps:
        return lr_min
    share = math.cos(math.pi * step / (2 * total_steps)) ** 2
    return share * lr_max + (1 - share) * lr_min


@right("cosine_schedule")  # middle and swing
def by_middle_and_swing(step, total_steps, lr_max, lr_min=0.0):
    middle, swing = (lr_max + lr_min) / 2, (lr_max - lr_min) / 2
    return np.array(middle + swing * np.cos(np.pi * np.clip(step / total_steps, 0, 1)))
