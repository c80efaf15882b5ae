"""The bank of `blocks`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong

MAP = (0, 1, 2)


def scaled(x, gamma, beta, mean, var, eps):
    """Normalise by a given mean and variance."""
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def measured(x, axis, weights):
    """Mean and variance over some axes, and the running ones after them."""
    running_mean, running_var, momentum = weights
    mean, var = x.mean(axis=axis), x.var(axis=axis)
    flat_mean = x.mean(axis=axis, keepdims=True).reshape(-1, x.shape[-1])[0]
    flat_var = x.var(axis=axis, keepdims=True).reshape(-1, x.shape[-1])[0]
    means = momentum * running_mean + (1 - momentum) * flat_mean
    variances = momentum * running_var + (1 - momentum) * flat_var
    return mean, var, means, variances


# batchnorm2d_forward


@wrong("batchnorm2d_forward", "Each pixel seems to have a mean of its own: all pixels of a channel share one.")
def each_pixel_alone(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var, means, variances = measured(x, 0, (running_mean, running_var, momentum))
    return scaled(x, gamma, beta, mean, var, eps), means, variances


@wrong("batchnorm2d_forward", "Each picture seems to have a mean of its own: all pictures of the batch share one.")
def each_picture_alone(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var = x.mean(axis=(1, 2), keepdims=True), x.var(axis=(1, 2), keepdims=True)
    new = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps)[1:]
    return (scaled(x, gamma, beta, mean, var, eps), *new)


@wrong("batchnorm2d_forward", "All channels seem to share one mean and variance: each channel has its own.")
def all_channels_together(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    means = momentum * running_mean + (1 - momentum) * x.mean()
    variances = momentum * running_var + (1 - momentum) * x.var()
    return scaled(x, gamma, beta, x.mean(), x.var(), eps), means, variances


@wrong("batchnorm2d_forward", "The channels seem to be taken from axis 1, as for channels first: here they come last.")
def channels_first(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    turned = np.moveaxis(x, 1, 3)
    out, *new = answer.batchnorm2d_forward(turned, gamma, beta, running_mean, running_var, momentum, eps, train)
    return (np.moveaxis(out, 3, 1), *new)


@wrong("batchnorm2d_forward", "You seem to divide the variance by one less than the number of answers: divide by all.")
def unbiased_variance(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train or x[..., 0].size == 1:
        return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    _, new_mean, _ = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps)
    var = x.var(axis=MAP, ddof=1)
    out = scaled(x, gamma, beta, x.mean(axis=MAP), var, eps)
    return out, new_mean, momentum * running_var + (1 - momentum) * var


@wrong("batchnorm2d_forward", "Your running variance seems to be the unbiased one, as PyTorch has it: take the biased.")
def unbiased_memory(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, mean, var = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    if train and x[..., 0].size > 1:
        var = momentum * running_var + (1 - momentum) * x.var(axis=MAP, ddof=1)
    return out, mean, var


@wrong("batchnorm2d_forward", "eps seems to stand outside the root: it is added to the variance, inside.")
def eps_outside(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    _, *new = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var = (x.mean(axis=MAP), x.var(axis=MAP)) if train else (running_mean, running_var)
    return (gamma * (x - mean) / (np.sqrt(var) + eps) + beta, *new)


@wrong("batchnorm2d_forward", "You seem to use an eps of your own: the caller may choose another one.")
def own_eps(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, 1e-5, train)


@wrong("batchnorm2d_forward", "Old and new seem to have changed places: momentum is the share of the old value.")
def momentum_for_the_batch(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, 1 - momentum, eps, train)


@wrong("batchnorm2d_forward", "You seem to use a momentum of your own: the caller may choose another one.")
def own_momentum(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, 0.9, eps, train)


@wrong("batchnorm2d_forward", "You seem to normalise by the memory in training: use mean and variance of the batch.")
def memory_used_in_training(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    _, mean, var = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return scaled(x, gamma, beta, mean, var, eps), mean, var


@wrong("batchnorm2d_forward", "Training seems to go on at test time: look at `train` before you measure the batch.")
def always_in_training(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps)


@wrong("batchnorm2d_forward", "The memory seems to change at test time: it is used then, and left as it is.")
def learns_at_test_time(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, _, _ = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return (out, *answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps)[1:])


@wrong("batchnorm2d_forward", "gamma and beta seem to be missing: scale and shift what you have normalised.")
def no_scale_no_shift(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    one, zero = np.ones_like(gamma), np.zeros_like(beta)
    return answer.batchnorm2d_forward(x, one, zero, running_mean, running_var, momentum, eps, train)


@wrong("batchnorm2d_forward", "You seem to change the running mean itself: the caller needs it. Make a new array.")
def paints_over_the_memory(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, mean, var = answer.batchnorm2d_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    running_mean[:], running_var[:] = mean, var
    return out, running_mean, running_var


@right("batchnorm2d_forward")  # every pixel as an example of its own
def pixels_as_rows(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    rows = x.reshape(-1, len(gamma))
    if train:
        mean = rows.sum(axis=0) / len(rows)
        var = ((rows - mean) ** 2).sum(axis=0) / len(rows)
        memory = [old * momentum + (1 - momentum) * new for old, new in ((running_mean, mean), (running_var, var))]
    else:
        mean, var = memory = [running_mean, running_var]
    return [((rows - mean) * (var + eps) ** -0.5 * gamma + beta).reshape(x.shape), *memory]


@right("batchnorm2d_forward")  # channel by channel
def channel_by_channel(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, means, variances = np.empty_like(x), running_mean.copy(), running_var.copy()
    for k in range(x.shape[3]):
        one, mean, var = x[:, :, :, k], running_mean[k], running_var[k]
        if train:
            mean, var = np.mean(one), np.mean((one - np.mean(one)) ** 2)
            means[k] = momentum * running_mean[k] + (1 - momentum) * mean
            variances[k] = momentum * running_var[k] + (1 - momentum) * var
        out[:, :, :, k] = gamma[k] * (one - mean) / (var + eps) ** 0.5 + beta[k]
    return out, means, variances


# batchnorm2d_backward


@wrong("batchnorm2d_backward", "You seem to treat mean and variance as constants: they move when a pixel moves.")
def constant_statistics(dout, x, gamma, eps=1e-5):
    _, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return dout * gamma / np.sqrt(x.var(axis=MAP) + eps), dgamma, dbeta


@wrong("batchnorm2d_backward", "The road through the variance seems to be missing: v depends on every pixel as well.")
def no_road_through_the_variance(dout, x, gamma, eps=1e-5):
    _, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return (dout - dout.mean(axis=MAP)) * gamma / np.sqrt(x.var(axis=MAP) + eps), dgamma, dbeta


@wrong("batchnorm2d_backward", "The road through the mean seems to be missing: a push on all pixels has to vanish.")
def no_road_through_the_mean(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return dx + dout.mean(axis=MAP) * gamma / np.sqrt(x.var(axis=MAP) + eps), dgamma, dbeta


@wrong("batchnorm2d_backward", "You seem to divide by the number of pictures: each pixel counts, so divide by N H W.")
def divides_by_pictures(dout, x, gamma, eps=1e-5):
    _, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    deviation = np.sqrt(x.var(axis=MAP) + eps)
    xhat = (x - x.mean(axis=MAP)) / deviation
    return gamma / deviation * (dout - dbeta / len(x) - xhat * dgamma / len(x)), dgamma, dbeta


@wrong("batchnorm2d_backward", "Sums seem to run over the pictures alone: every pixel had the same gamma and beta.")
def sums_over_pictures(dout, x, gamma, eps=1e-5):
    dx, _, _ = answer.batchnorm2d_backward(dout, x, gamma, eps)
    xhat = (x - x.mean(axis=MAP)) / np.sqrt(x.var(axis=MAP) + eps)
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)


@wrong("batchnorm2d_backward", "You seem to sum dgamma and dbeta to one number: each channel has its own.")
def gradients_are_numbers(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return dx, dgamma.sum(), dbeta.sum()


@wrong("batchnorm2d_backward", "gamma seems to be missing in dx: what was scaled forward is scaled backward.")
def no_gamma_in_dx(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return dx / gamma, dgamma, dbeta


@wrong("batchnorm2d_backward", "You seem to multiply dout by x for dgamma: gamma multiplies the normalised x.")
def dgamma_by_x(dout, x, gamma, eps=1e-5):
    dx, _, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return dx, np.sum(dout * x, axis=MAP), dbeta


@wrong("batchnorm2d_backward", "dgamma and dbeta seem to have changed places: dx, then dgamma, then dbeta.")
def dgamma_and_dbeta_swapped(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm2d_backward(dout, x, gamma, eps)
    return dx, dbeta, dgamma


@wrong("batchnorm2d_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def dout_left_out(dout, x, gamma, eps=1e-5):
    return answer.batchnorm2d_backward(np.ones_like(dout), x, gamma, eps)


@wrong("batchnorm2d_backward", "You seem to use an eps of your own: the caller may choose another one.")
def own_eps_on_the_way_back(dout, x, gamma, eps=1e-5):
    return answer.batchnorm2d_backward(dout, x, gamma, 1e-5)


@right("batchnorm2d_backward")  # node by node, every pixel as an example of its own
def back_node_by_node(dout, x, gamma, eps=1e-5):
    rows, dy = x.reshape(-1, len(gamma)), dout.reshape(-1, len(gamma))
    c = rows - rows.mean(axis=0)
    r = (np.mean(c**2, axis=0) + eps) ** -0.5
    dv = -0.5 * r**3 * np.sum(gamma * dy * c, axis=0)
    dc = gamma * dy * r + 2 / len(rows) * c * dv
    return (dc - dc.mean(axis=0)).reshape(x.shape), np.sum(dy * c * r, axis=0), dy.sum(axis=0)


@right("batchnorm2d_backward")  # channel by channel, in a list
def back_channel_by_channel(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = np.empty_like(dout), np.empty_like(gamma), np.empty_like(gamma)
    for k in range(len(gamma)):
        deviation = np.sqrt(x[..., k].var() + eps)
        xhat, dy = (x[..., k] - x[..., k].mean()) / deviation, dout[..., k]
        dgamma[k], dbeta[k] = np.sum(dy * xhat), np.sum(dy)
        dx[..., k] = gamma[k] / deviation * (dy - dy.mean() - xhat * np.mean(dy * xhat))
    return [dx, dgamma, dbeta]


# residual_forward


@wrong("residual_forward", "The shortcut seems to be missing: what comes out of the convolutions is added to x.")
def without_the_shortcut(x, w1, b1, w2, b2):
    return answer.relu(answer.conv2d_forward(answer.relu(answer.conv2d_forward(x, w1, b1, 1, 1)), w2, b2, 1, 1))


@wrong("residual_forward", "The relu behind the sum seems to be missing.")
def no_relu_behind_the_sum(x, w1, b1, w2, b2):
    return x + answer.conv2d_forward(answer.relu(answer.conv2d_forward(x, w1, b1, 1, 1)), w2, b2, 1, 1)


@wrong("residual_forward", "The relu between the two convolutions seems to be missing.")
def no_relu_in_between(x, w1, b1, w2, b2):
    return answer.relu(x + answer.conv2d_forward(answer.conv2d_forward(x, w1, b1, 1, 1), w2, b2, 1, 1))


@wrong("residual_forward", "The last relu seems to come before the sum: add x first, then relu.")
def relu_before_the_sum(x, w1, b1, w2, b2):
    return x + without_the_shortcut(x, w1, b1, w2, b2)


@wrong("residual_forward", "What is added seems to be the output of the first convolution: the shortcut starts at x.")
def shortcut_from_the_middle(x, w1, b1, w2, b2):
    inner = answer.relu(answer.conv2d_forward(x, w1, b1, 1, 1))
    return answer.relu(inner.sum(axis=3, keepdims=True) + answer.conv2d_forward(inner, w2, b2, 1, 1))


@wrong("residual_forward", "You seem to add to x itself: the way back still needs it. Make a new array.")
def adds_in_place(x, w1, b1, w2, b2):
    out = answer.residual_forward(x, w1, b1, w2, b2)
    x[...] = out
    return x


@right("residual_forward")  # with np.maximum, and the bias added by hand
def block_with_maximum(x, w1, b1, w2, b2):
    inner = np.maximum(answer.conv2d_forward(x, w1, np.zeros_like(b1), pad=1) + b1, 0)
    return np.maximum(answer.conv2d_forward(inner, w2, x.dtype.type(0) * b2, pad=1) + b2 + x, 0)


# residual_backward


def roads(dout, x, w1, b1, w2, b2, last=True, middle=True):
    """Walk back through a block, with or without its relus."""
    z1 = answer.conv2d_forward(x, w1, b1, 1, 1)
    inner = answer.relu(z1)
    total = x + answer.conv2d_forward(inner, w2, b2, 1, 1)
    dsum = answer.relu_backward(dout, total) if last else dout
    dinner, dw2, db2 = answer.conv2d_backward(dsum, inner, w2, 1, 1)
    dz1 = answer.relu_backward(dinner, z1) if middle else dinner
    through, dw1, db1 = answer.conv2d_backward(dz1, x, w1, 1, 1)
    return dsum, through, dw1, db1, dw2, db2


@wrong("residual_backward", "The gradient along the shortcut seems to be missing: at x both roads meet.")
def back_without_the_shortcut(dout, x, w1, b1, w2, b2):
    return roads(dout, x, w1, b1, w2, b2)[1:]


@wrong("residual_backward", "The gradient through the convolutions seems to be missing in dx: at x both roads meet.")
def shortcut_alone(dout, x, w1, b1, w2, b2):
    dsum, _, *rest = roads(dout, x, w1, b1, w2, b2)
    return (dsum, *rest)


@wrong("residual_backward", "The shortcut seems to go around the last relu: it is behind the sum, on both roads.")
def shortcut_around_the_relu(dout, x, w1, b1, w2, b2):
    _, through, *rest = roads(dout, x, w1, b1, w2, b2)
    return (dout + through, *rest)


@wrong("residual_backward", "On the way back the relu behind the sum seems to be missing.")
def back_without_the_last_relu(dout, x, w1, b1, w2, b2):
    dsum, through, *rest = roads(dout, x, w1, b1, w2, b2, last=False)
    return (dsum + through, *rest)


@wrong("residual_backward", "On the way back the relu between the convolutions seems to be missing.")
def back_without_the_relu_in_between(dout, x, w1, b1, w2, b2):
    dsum, through, *rest = roads(dout, x, w1, b1, w2, b2, middle=False)
    return (dsum + through, *rest)


@wrong("residual_backward", "The two roads seem to be averaged: gradients that meet are added.")
def averages_the_roads(dout, x, w1, b1, w2, b2):
    dsum, through, *rest = roads(dout, x, w1, b1, w2, b2)
    return ((dsum + through) / 2, *rest)


@wrong("residual_backward", "The gradients of biases seem to be single numbers: each filter has a bias of its own.")
def block_bias_gradients_are_numbers(dout, x, w1, b1, w2, b2):
    dx, dw1, db1, dw2, db2 = answer.residual_backward(dout, x, w1, b1, w2, b2)
    return dx, dw1, db1.sum(), dw2, db2.sum()


@wrong("residual_backward", "The gradients seem to come in another order: dx, dw1, db1, dw2, db2 is asked for.")
def block_gradients_in_reverse(dout, x, w1, b1, w2, b2):
    dx, dw1, db1, dw2, db2 = answer.residual_backward(dout, x, w1, b1, w2, b2)
    return dx, dw2, db2, dw1, db1


@wrong("residual_backward", "The slope of relu at 0 seems to be 1: here it is 0.")
def slope_one_at_zero(dout, x, w1, b1, w2, b2):
    dx, *rest = answer.residual_backward(dout, x, w1, b1, w2, b2)
    return (dx + dout * (answer.residual_forward(x, w1, b1, w2, b2) + np.abs(x) == 0), *rest)


@right("residual_backward")  # with masks for the relus
def back_with_masks(dout, x, w1, b1, w2, b2):
    z1 = answer.conv2d_forward(x, w1, b1, pad=1)
    out = answer.residual_forward(x, w1, b1, w2, b2)
    dsum = dout * (out > 0)
    grads2 = answer.conv2d_backward(dsum, z1 * (z1 > 0), w2, pad=1)
    grads1 = answer.conv2d_backward(grads2[0] * (z1 > 0), x, w1, pad=1)
    return [grads1[0] + dsum, *grads1[1:], *grads2[1:]]


# conv_transpose2d_forward


def stamped(x, w, stride, overwrite=False):
    """Stamp the filters pixel by pixel onto a canvas."""
    n, height, width, _ = x.shape
    kh, kw, _, c_out = w.shape
    canvas = np.zeros((n, (height - 1) * stride + kh, (width - 1) * stride + kw, c_out))
    for r, c in np.ndindex(height, width):
        window = canvas[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
        stamp = np.einsum("nm,ijmk->nijk", x[:, r, c], w)
        window[...] = stamp if overwrite else window + stamp
    return canvas


def cut(canvas, pad):
    """Cut a frame off."""
    return canvas[:, pad : canvas.shape[1] - pad, pad : canvas.shape[2] - pad]


@wrong("conv_transpose2d_forward", "Later stamps seem to cover earlier ones: where they overlap, they are added.")
def stamps_cover(x, w, b, stride=1, pad=0):
    return cut(stamped(x, w, stride, overwrite=True), pad) + b


@wrong("conv_transpose2d_forward", "Your stamps seem to be turned by 180 degrees: lay the filter on as it is.")
def stamps_turned(x, w, b, stride=1, pad=0):
    return answer.conv_transpose2d_forward(x, w[::-1, ::-1], b, stride, pad)


@wrong("conv_transpose2d_forward", "Rows and columns of your stamps seem to have changed places.")
def stamps_transposed(x, w, b, stride=1, pad=0):
    return answer.conv_transpose2d_forward(x, w.swapaxes(0, 1), b, stride, pad)


@wrong("conv_transpose2d_forward", "The filter seems to be read as Keras does: here channels in come first.")
def filter_as_keras(x, w, b, stride=1, pad=0):
    read = w.reshape(*w.shape[:2], w.shape[3], w.shape[2]).swapaxes(2, 3)
    return answer.conv_transpose2d_forward(x, read, b, stride, pad)


@wrong("conv_transpose2d_forward", "The bias seems to come with every stamp: each pixel gets it once.")
def bias_with_every_stamp(x, w, b, stride=1, pad=0):
    counts = cut(stamped(np.ones_like(x[..., :1]), np.ones((*w.shape[:2], 1, len(b))), stride), pad)
    return answer.conv_transpose2d_forward(x, w, 0 * b, stride, pad) + counts * b


@wrong("conv_transpose2d_forward", "The bias seems to be missing: it is added to every pixel of the result.")
def no_bias(x, w, b, stride=1, pad=0):
    return answer.conv_transpose2d_forward(x, w, 0 * b, stride, pad)


@wrong("conv_transpose2d_forward", "stride seems to be ignored: it is the number of pixels from stamp to stamp.")
def stride_ignored(x, w, b, stride=1, pad=0):
    return answer.conv_transpose2d_forward(x, w, b, 1, pad)


@wrong("conv_transpose2d_forward", "pad seems to be ignored: that many rows and columns are cut off on each side.")
def frame_left_on(x, w, b, stride=1, pad=0):
    return answer.conv_transpose2d_forward(x, w, b, stride)


@wrong("conv_transpose2d_forward", "pad seems to make the result larger: the frame is cut off here.")
def frame_added(x, w, b, stride=1, pad=0):
    full = answer.conv_transpose2d_forward(x, w, 0 * b, stride)
    return np.pad(full, ((0, 0), (pad, pad), (pad, pad), (0, 0))) + b


@wrong("conv_transpose2d_forward", "The slice [pad:-pad] seems to be empty for a pad of 0: count from the other end.")
def empty_for_no_frame(x, w, b, stride=1, pad=0):
    return answer.conv_transpose2d_forward(x, w, 0 * b, stride)[:, pad:-pad, pad:-pad] + b


@wrong("conv_transpose2d_forward", "You seem to repeat pixels, as a zoom does: each pixel stamps the filter.")
def repeats_pixels(x, w, b, stride=1, pad=0):
    return (x @ w[0, 0]).repeat(stride, axis=1).repeat(stride, axis=2) + b


@right("conv_transpose2d_forward")  # pixel by pixel
def pixel_by_pixel(x, w, b, stride=1, pad=0):
    return cut(stamped(x, w, stride), pad) + b


@right("conv_transpose2d_forward")  # as the gradient of a convolution
def as_a_gradient(x, w, b, stride=1, pad=0):
    n, height, width, _ = x.shape
    sizes = [(m - 1) * stride + k - 2 * pad for m, k in ((height, w.shape[0]), (width, w.shape[1]))]
    blank = np.zeros((n, *sizes, len(b)))
    return answer.conv2d_backward(x, blank, np.moveaxis(w, 2, 3), stride, pad)[0] + b


# conv_transpose2d_backward


@wrong("conv_transpose2d_backward", "dx seems to be made of stamps again: where a pixel wrote, it now reads.")
def transposed_again(dout, x, w, stride=1, pad=0):
    _, dw, db = answer.conv_transpose2d_backward(dout, x, w, stride, pad)
    return answer.conv_transpose2d_forward(dout, w.swapaxes(2, 3), np.zeros(x.shape[3]), stride, 0), dw, db


@wrong("conv_transpose2d_backward", "The filters seem to be turned on the way back: read with the weights that wrote.")
def reads_with_turned_filters(dout, x, w, stride=1, pad=0):
    _, dw, db = answer.conv_transpose2d_backward(dout, x, w, stride, pad)
    return answer.conv_transpose2d_backward(dout, x, w[::-1, ::-1], stride, pad)[0], dw, db


@wrong("conv_transpose2d_backward", "dw seems to have its channels the wrong way round: it has the shape of w.")
def dw_swapped(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv_transpose2d_backward(dout, x, w, stride, pad)
    return dx, dw.swapaxes(2, 3), db


@wrong("conv_transpose2d_backward", "dw seems to have rows and columns exchanged.")
def dw_transposed(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv_transpose2d_backward(dout, x, w, stride, pad)
    return dx, dw.swapaxes(0, 1), db


@wrong("conv_transpose2d_backward", "You seem to sum db to one number: each channel out has a bias of its own.")
def db_is_a_number(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv_transpose2d_backward(dout, x, w, stride, pad)
    return dx, dw, db.sum()


@wrong("conv_transpose2d_backward", "dw and db seem to be means over the pictures: a factor 1/N is in dout already.")
def averages_over_pictures(dout, x, w, stride=1, pad=0):
    dx, dw, db = answer.conv_transpose2d_backward(dout, x, w, stride, pad)
    return dx, dw / len(x), db / len(x)


@wrong("conv_transpose2d_backward", "stride seems to be ignored: stamps were that many pixels apart.")
def back_without_stride(dout, x, w, stride=1, pad=0):
    height, width = ((n + 2 * pad - k) + 1 for n, k in zip(dout.shape[1:3], w.shape[:2], strict=True))
    dense = np.zeros((len(x), max(height, x.shape[1]), max(width, x.shape[2]), x.shape[3]))
    dense[:, : x.shape[1], : x.shape[2]] = x
    dx, dw, db = answer.conv_transpose2d_backward(dout, dense[:, :height, :width], w, 1, pad)
    return dx[:, : x.shape[1], : x.shape[2]], dw, db


@wrong("conv_transpose2d_backward", "dout seems to be left out, as if it were ones: the chain rule multiplies by it.")
def dout_as_ones(dout, x, w, stride=1, pad=0):
    return answer.conv_transpose2d_backward(np.ones_like(dout), x, w, stride, pad)


@right("conv_transpose2d_backward")  # weight by weight, on a canvas with its frame
def weight_by_weight(dout, x, w, stride=1, pad=0):
    height, width = x.shape[1:3]
    canvas = np.pad(dout, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for i, j in np.ndindex(*w.shape[:2]):
        seen = canvas[:, i : i + stride * height : stride, j : j + stride * width : stride]
        dx += seen @ w[i, j].T
        dw[i, j] = np.tensordot(x, seen, axes=([0, 1, 2], [0, 1, 2]))
    return dx, dw, dout.sum((0, 1, 2))
