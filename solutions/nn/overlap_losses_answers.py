"""The bank of `overlap_losses`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def sums(p, target, axes=None):
    """Give the common part and both sizes together; for each example, with axes of length 1, if no axes are said."""
    axes = tuple(range(1, p.ndim)) if axes is None else axes
    return np.sum(p * target, axis=axes, keepdims=True), np.sum(p + target, axis=axes, keepdims=True)


def whole_batch(p):
    """Name all axes."""
    return tuple(range(p.ndim))


def one_by_one(function, p, target, smooth):
    """Apply a loss or a gradient to each example alone."""
    return [function(p[i : i + 1], target[i : i + 1], smooth) for i in range(len(p))]


# dice_loss


@wrong("dice_loss", "You seem to take one overlap of the whole batch: each example has its own.")
def dice_of_the_batch(p, target, smooth=1.0):
    common, sizes = sums(p, target, whole_batch(p))
    return np.mean(1 - (2 * common + smooth) / (sizes + smooth))


@wrong("dice_loss", "You seem to sum over the examples: take their mean.")
def dice_sum(p, target, smooth=1.0):
    return answer.dice_loss(p, target, smooth) * len(p)


@wrong("dice_loss", "You seem to sum over the last axis only: an example may have more of them.")
def dice_of_lines(p, target, smooth=1.0):
    common, sizes = sums(p, target, -1)
    return np.mean(1 - (2 * common + smooth) / (sizes + smooth))


@wrong("dice_loss", "You seem to take the overlap across the examples: axis 0 counts them.")
def dice_across_examples(p, target, smooth=1.0):
    common, sizes = sums(p, target, 0)
    return np.mean(1 - (2 * common + smooth) / (sizes + smooth))


@wrong("dice_loss", "You seem to return how alike they are: a loss should be 0 for equal masks.")
def dice_similarity(p, target, smooth=1.0):
    return 1 - answer.dice_loss(p, target, smooth)


@wrong("dice_loss", "You seem to lack the 2: the common part is in both sizes.")
def common_part_once(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return np.mean(1 - (common + smooth) / (sizes + smooth))


@wrong("dice_loss", "You seem to double smooth as well: only the common part is taken twice.")
def smooth_twice(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return np.mean(1 - 2 * (common + smooth) / (sizes + smooth))


@wrong("dice_loss", "You seem to add smooth below the bar only: then equal masks cost something.")
def dice_smooth_below_only(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return np.mean(1 - 2 * common / (sizes + smooth))


@wrong("dice_loss", "You seem to leave smooth out: what if both masks are empty?")
def dice_without_smooth(p, target, smooth=1.0):
    return answer.dice_loss(p, target, 0.0)


@wrong("dice_loss", "You seem to use a smooth of 1 always: use the argument.")
def dice_ignores_smooth(p, target, smooth=1.0):
    return answer.dice_loss(p, target)


@wrong("dice_loss", "You seem to square below the bar, as V-Net does: here the sizes are plain sums.")
def squares_below(p, target, smooth=1.0):
    common, _ = sums(p, target)
    _, squares = sums(p**2, target**2)
    return np.mean(1 - (2 * common + smooth) / (squares + smooth))


@wrong("dice_loss", "You seem to round p to 0 and 1: then it has no slope. Let the mask be soft.")
def dice_of_hard_masks(p, target, smooth=1.0):
    return answer.dice_loss((p > 0.5) * 1.0, target, smooth)


@wrong("dice_loss", "You seem to divide by the union: that is Jaccard. Here both sizes are added.")
def jaccard_for_dice(p, target, smooth=1.0):
    return answer.jaccard_loss(p, target, smooth)


@right("dice_loss")
def dice_of_flat_rows(p, target, smooth=1.0):
    p, target = p.reshape(len(p), -1), target.reshape(len(p), -1)
    common = np.einsum("nd,nd->n", p, target)
    return 1 - np.mean((2 * common + smooth) / (p.sum(axis=1) + target.sum(axis=1) + smooth))


@right("dice_loss")
def dice_from_the_differences(p, target, smooth=1.0):
    costs = []
    for mask, truth in zip(p, target, strict=True):
        size = np.sum(mask) + np.sum(truth)
        costs.append((size - 2 * np.sum(mask * truth)) / (size + smooth))
    return sum(costs) / len(costs)


# dice_loss_grad


@wrong("dice_loss_grad", "You seem to leave out the mean: divide by the number of examples.")
def dice_grad_of_the_sum(p, target, smooth=1.0):
    return answer.dice_loss_grad(p, target, smooth) * len(p)


@wrong("dice_loss_grad", "You seem to divide by the number of pixels: the mean is over the examples.")
def dice_grad_over_pixels(p, target, smooth=1.0):
    return answer.dice_loss_grad(p, target, smooth) * len(p) / p.size


@wrong("dice_loss_grad", "You seem to have the sign turned: the loss falls as p rises inside.")
def dice_grad_downhill(p, target, smooth=1.0):
    return -answer.dice_loss_grad(p, target, smooth)


@wrong("dice_loss_grad", "You seem to take one overlap of the whole batch: each example has its own.")
def dice_grad_of_the_batch(p, target, smooth=1.0):
    common, sizes = sums(p, target, whole_batch(p))
    above, below = 2 * common + smooth, sizes + smooth
    return (above - 2 * target * below) / below**2


@wrong("dice_loss_grad", "You seem to sum over the last axis only: an example may have more of them.")
def dice_grad_of_lines(p, target, smooth=1.0):
    common, sizes = sums(p, target, -1)
    above, below = 2 * common + smooth, sizes + smooth
    return (above - 2 * target * below) / below**2 / len(p)


@wrong("dice_loss_grad", "You seem to take the sizes for constants: they grow with p as well.")
def sizes_held_constant(p, target, smooth=1.0):
    _, sizes = sums(p, target)
    return -2 * target / (sizes + smooth) / len(p)


@wrong("dice_loss_grad", "You seem to take the common part for a constant: it grows with p inside.")
def common_part_held_constant(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return np.ones_like(p) * (2 * common + smooth) / (sizes + smooth) ** 2 / len(p)


@wrong("dice_loss_grad", "You seem to lack the square below the bar, which the quotient rule asks for.")
def dice_grad_without_square(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return (2 * common + smooth - 2 * target * (sizes + smooth)) / (sizes + smooth) / len(p)


@wrong("dice_loss_grad", "You seem to lack the 2 of the common part, where you differentiate it.")
def dice_grad_without_two(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return (2 * common + smooth - target * (sizes + smooth)) / (sizes + smooth) ** 2 / len(p)


@wrong("dice_loss_grad", "You seem to leave smooth out: what if both masks are empty?")
def dice_grad_without_smooth(p, target, smooth=1.0):
    return answer.dice_loss_grad(p, target, 0.0)


@wrong("dice_loss_grad", "You seem to use a smooth of 1 always: use the argument.")
def dice_grad_ignores_smooth(p, target, smooth=1.0):
    return answer.dice_loss_grad(p, target)


@wrong("dice_loss_grad", "You seem to return p minus target: with Dice, the whole mask decides about the push.")
def pixel_by_pixel(p, target, smooth=1.0):
    return (p - target) / len(p)


@right("dice_loss_grad")
def dice_grad_in_two_parts(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    similarity = (2 * common + smooth) / (sizes + smooth)
    return (similarity - 2 * target) / (sizes + smooth) / len(p)


@right("dice_loss_grad")
def dice_grad_inside_and_outside(p, target, smooth=1.0):
    grad = np.zeros(p.shape)
    for push, mask, truth in zip(grad, p, target, strict=True):
        above, below = 2 * np.sum(mask * truth) + smooth, np.sum(mask) + np.sum(truth) + smooth
        push[truth == 0] = above / below**2
        push[truth == 1] = above / below**2 - 2 / below
    return grad / len(p)


# jaccard_loss


@wrong("jaccard_loss", "You seem to take one overlap of the whole batch: each example has its own.")
def jaccard_of_the_batch(p, target, smooth=1.0):
    common, sizes = sums(p, target, whole_batch(p))
    return np.mean(1 - (common + smooth) / (sizes - common + smooth))


@wrong("jaccard_loss", "You seem to sum over the examples: take their mean.")
def jaccard_sum(p, target, smooth=1.0):
    return answer.jaccard_loss(p, target, smooth) * len(p)


@wrong("jaccard_loss", "You seem to sum over the last axis only: an example may have more of them.")
def jaccard_of_lines(p, target, smooth=1.0):
    common, sizes = sums(p, target, -1)
    return np.mean(1 - (common + smooth) / (sizes - common + smooth))


@wrong("jaccard_loss", "You seem to return how alike they are: a loss should be 0 for equal masks.")
def jaccard_similarity(p, target, smooth=1.0):
    return 1 - answer.jaccard_loss(p, target, smooth)


@wrong("jaccard_loss", "You seem to count the common part twice below the bar: take it off once.")
def counts_common_twice(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return np.mean(1 - (common + smooth) / (sizes + smooth))


@wrong("jaccard_loss", "You seem to return Dice: take the common part once, over the union.")
def dice_for_jaccard(p, target, smooth=1.0):
    return answer.dice_loss(p, target, smooth)


@wrong("jaccard_loss", "You seem to add smooth below the bar only: then equal masks cost something.")
def jaccard_smooth_below_only(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return np.mean(1 - common / (sizes - common + smooth))


@wrong("jaccard_loss", "You seem to leave smooth out: what if both masks are empty?")
def jaccard_without_smooth(p, target, smooth=1.0):
    return answer.jaccard_loss(p, target, 0.0)


@wrong("jaccard_loss", "You seem to use a smooth of 1 always: use the argument.")
def jaccard_ignores_smooth(p, target, smooth=1.0):
    return answer.jaccard_loss(p, target)


@wrong("jaccard_loss", "You seem to round p to 0 and 1: then it has no slope. Let the mask be soft.")
def jaccard_of_hard_masks(p, target, smooth=1.0):
    return answer.jaccard_loss((p > 0.5) * 1.0, target, smooth)


@right("jaccard_loss")  # the same, as the truth is 0 or 1
def union_by_maximum(p, target, smooth=1.0):
    axes = tuple(range(1, p.ndim))
    common, union = np.minimum(p, target).sum(axis=axes), np.maximum(p, target).sum(axis=axes)
    return np.mean(1 - (common + smooth) / (union + smooth))


@right("jaccard_loss")
def jaccard_of_flat_rows(p, target, smooth=1.0):
    p, target = p.reshape(len(p), -1), target.reshape(len(p), -1)
    common, union = np.sum(p * target, axis=1), np.sum(p + target - p * target, axis=1)
    return 1 - np.mean((common + smooth) / (union + smooth))


@right("jaccard_loss")
def union_by_what_neither_has(p, target, smooth=1.0):
    costs = []
    for mask, truth in zip(p, target, strict=True):
        union = mask.size - np.sum((1 - mask) * (1 - truth))
        costs.append(1 - (np.sum(mask * truth) + smooth) / (union + smooth))
    return sum(costs) / len(costs)


# jaccard_loss_grad


@wrong("jaccard_loss_grad", "You seem to leave out the mean: divide by the number of examples.")
def jaccard_grad_of_the_sum(p, target, smooth=1.0):
    return answer.jaccard_loss_grad(p, target, smooth) * len(p)


@wrong("jaccard_loss_grad", "You seem to divide by the number of pixels: the mean is over the examples.")
def jaccard_grad_over_pixels(p, target, smooth=1.0):
    return answer.jaccard_loss_grad(p, target, smooth) * len(p) / p.size


@wrong("jaccard_loss_grad", "You seem to have the sign turned: the loss falls as p rises inside.")
def jaccard_grad_downhill(p, target, smooth=1.0):
    return -answer.jaccard_loss_grad(p, target, smooth)


@wrong("jaccard_loss_grad", "You seem to take one overlap of the whole batch: each example has its own.")
def jaccard_grad_of_the_batch(p, target, smooth=1.0):
    common, sizes = sums(p, target, whole_batch(p))
    above, below = common + smooth, sizes - common + smooth
    return ((1 - target) * above - target * below) / below**2


@wrong("jaccard_loss_grad", "You seem to sum over the last axis only: an example may have more of them.")
def jaccard_grad_of_lines(p, target, smooth=1.0):
    common, sizes = sums(p, target, -1)
    above, below = common + smooth, sizes - common + smooth
    return ((1 - target) * above - target * below) / below**2 / len(p)


@wrong("jaccard_loss_grad", "You seem to take the union for a constant: it grows with p outside.")
def union_held_constant(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    return -target / (sizes - common + smooth) / len(p)


@wrong("jaccard_loss_grad", "You seem to let the union grow with pixels inside: the truth was in it before.")
def union_grows_everywhere(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    above, below = common + smooth, sizes - common + smooth
    return (above - target * below) / below**2 / len(p)


@wrong("jaccard_loss_grad", "You seem to lack the square below the bar, which the quotient rule asks for.")
def jaccard_grad_without_square(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    above, below = common + smooth, sizes - common + smooth
    return ((1 - target) * above - target * below) / below / len(p)


@wrong("jaccard_loss_grad", "You seem to return the gradient of Dice: a pixel inside does not change the union.")
def dice_grad_for_jaccard(p, target, smooth=1.0):
    return answer.dice_loss_grad(p, target, smooth)


@wrong("jaccard_loss_grad", "You seem to leave smooth out: what if both masks are empty?")
def jaccard_grad_without_smooth(p, target, smooth=1.0):
    return answer.jaccard_loss_grad(p, target, 0.0)


@wrong("jaccard_loss_grad", "You seem to use a smooth of 1 always: use the argument.")
def jaccard_grad_ignores_smooth(p, target, smooth=1.0):
    return answer.jaccard_loss_grad(p, target)


@right("jaccard_loss_grad")
def jaccard_grad_by_where(p, target, smooth=1.0):
    common, sizes = sums(p, target)
    above, below = common + smooth, sizes - common + smooth
    return np.where(target == 1, -1 / below, above / below**2) / len(p)


@right("jaccard_loss_grad")
def jaccard_grad_one_by_one(p, target, smooth=1.0):
    return np.concatenate(one_by_one(answer.jaccard_loss_grad, p, target, smooth)) / len(p)
