"""Known answers to `normalization`: wrong ones with what to say, right ones written differently."""

import numpy as np

from autograder import answer, right, wrong


def scaled(x, gamma, beta, mean, var, eps):
    """Normalise by a given mean and variance."""
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def remembered(old, new, momentum):
    """Bring a running value up to date."""
    return momentum * old + (1 - momentum) * new


# batchnorm_forward


@wrong("batchnorm_forward", "You seem to normalise each row: mean and variance are those of a column, over the batch.")
def normalises_rows(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    means, variances = remembered(running_mean, mean[0], momentum), remembered(running_var, var[0], momentum)
    return scaled(x, gamma, beta, mean, var, eps), means, variances


@wrong("batchnorm_forward", "You seem to take one mean and variance for the whole batch: each column has its own.")
def one_mean_for_all(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    means, variances = remembered(running_mean, x.mean(), momentum), remembered(running_var, x.var(), momentum)
    return scaled(x, gamma, beta, x.mean(), x.var(), eps), means, variances


@wrong("batchnorm_forward", "You seem to subtract the mean only: divide by the standard deviation, too.")
def centres_only(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    _, *new = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean = x.mean(axis=0) if train else running_mean
    return (gamma * (x - mean) + beta, *new)


@wrong("batchnorm_forward", "You seem to divide by the variance: the root is missing.")
def divides_by_the_variance(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    _, *new = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var = (x.mean(axis=0), x.var(axis=0)) if train else (running_mean, running_var)
    return (gamma * (x - mean) / (var + eps) + beta, *new)


@wrong("batchnorm_forward", "eps seems to be missing: what if a column has the same number in all rows?")
def without_eps(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, 0.0, train)


@wrong("batchnorm_forward", "You seem to add eps outside the root: it is added to the variance, inside.")
def eps_outside_the_root(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    _, *new = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var = (x.mean(axis=0), x.var(axis=0)) if train else (running_mean, running_var)
    return (gamma * (x - mean) / (np.sqrt(var) + eps) + beta, *new)


@wrong("batchnorm_forward", "You seem to use an eps of your own: the caller may choose another one.")
def eps_is_fixed(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, 1e-5, train)


@wrong("batchnorm_forward", "You seem to divide the variance by N - 1: here it is divided by N, everywhere.")
def unbiased_everywhere(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train or len(x) == 1:
        return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    means, variances = remembered(running_mean, mean, momentum), remembered(running_var, var, momentum)
    return scaled(x, gamma, beta, mean, var, eps), means, variances


@wrong("batchnorm_forward", "Your running variance seems to be the unbiased one, as in PyTorch: here it divides by N.")
def unbiased_in_memory(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, mean, var = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    if train and len(x) > 1:
        var = remembered(running_var, x.var(axis=0, ddof=1), momentum)
    return out, mean, var


@wrong("batchnorm_forward", "You seem to remember standard deviations: it is the variance that is remembered.")
def remembers_deviations(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, mean, var = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return out, mean, remembered(running_var, x.std(axis=0), momentum) if train else var


@wrong("batchnorm_forward", "Old and new seem to have changed places: momentum is the share of the old value.")
def momentum_of_the_batch(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, 1 - momentum, eps, train)


@wrong("batchnorm_forward", "You seem to use a momentum of your own: the caller may choose another one.")
def momentum_is_fixed(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, 0.9, eps, train)


@wrong("batchnorm_forward", "You seem to return the mean and variance of the batch: mix them with the old ones.")
def forgets_the_past(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, 0.0, eps, train)


@wrong("batchnorm_forward", "The running mean and variance seem to stay as they were: in training they learn.")
def never_remembers(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, 1.0, eps, train)


@wrong("batchnorm_forward", "You seem to normalise by the running mean and variance in training: use the batch's own.")
def memory_in_training(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    _, mean, var = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return scaled(x, gamma, beta, mean, var, eps), mean, var


@wrong("batchnorm_forward", "Training seems to go on at test time: look at `train` before you measure the batch.")
def ignores_train(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps)


@wrong("batchnorm_forward", "The memory seems to change at test time: it is used then, and left as it is.")
def remembers_at_test_time(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, _, _ = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return (out, *answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps)[1:])


@wrong("batchnorm_forward", "You seem to use the memory for a batch of one: in training even that is its own measure.")
def exception_for_one_row(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    train = train and len(x) > 1
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)


@wrong("batchnorm_forward", "gamma and beta seem to be missing: scale and shift what you have normalised.")
def without_scale_and_shift(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    one, zero = np.ones_like(gamma), np.zeros_like(beta)
    return answer.batchnorm_forward(x, one, zero, running_mean, running_var, momentum, eps, train)


@wrong("batchnorm_forward", "gamma and beta seem to have changed places: gamma multiplies, beta is added.")
def scale_and_shift_swapped(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, beta, gamma, running_mean, running_var, momentum, eps, train)


@wrong("batchnorm_forward", "You seem to shift before you scale: gamma multiplies the normalised x alone.")
def shifts_before_scaling(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, gamma * beta, running_mean, running_var, momentum, eps, train)


@wrong("batchnorm_forward", "Your variance seems to be a difference of two huge numbers: square x minus its mean.")
def difference_of_squares(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    wide = x.astype(np.float64)
    mean = wide.mean(axis=0)
    var = np.abs(np.mean(wide**2, axis=0) - mean**2)
    means, variances = remembered(running_mean, mean, momentum), remembered(running_var, var, momentum)
    return scaled(x, gamma, beta, mean, var, eps), means, variances


@wrong("batchnorm_forward", "You seem to change the running mean itself: the caller still needs it. Make a new array.")
def changes_the_memory(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, mean, var = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    running_mean[:], running_var[:] = mean, var
    return out, running_mean, running_var


@wrong("batchnorm_forward", "You seem to change x itself: the way back still needs it. Make a new array.")
def changes_x(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, mean, var = answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    x[:] = out
    return x, mean, var


@wrong("batchnorm_forward", "You seem to return the output alone: the new running mean and variance go with it.")
def output_alone(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    return answer.batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)[0]


@right("batchnorm_forward")  # one column at a time
def forward_column_by_column(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    out, new_mean, new_var = np.zeros_like(x), running_mean.copy(), running_var.copy()
    for j in range(x.shape[1]):
        mean, var = running_mean[j], running_var[j]
        if train:
            mean = sum(x[:, j]) / len(x)
            var = sum((value - mean) ** 2 for value in x[:, j]) / len(x)
            new_mean[j] = momentum * running_mean[j] + (1 - momentum) * mean
            new_var[j] = momentum * running_var[j] + (1 - momentum) * var
        for n in range(len(x)):
            out[n, j] = gamma[j] * (x[n, j] - mean) / (var + eps) ** 0.5 + beta[j]
    return out, new_mean, new_var


@right("batchnorm_forward")  # an early return, and the memory moved by a share of the difference
def forward_with_early_return(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    if not train:
        return gamma * ((x - running_mean) / (running_var + eps) ** 0.5) + beta, running_mean, running_var
    mean = x.mean(axis=0, keepdims=True)
    centred = x - mean
    var = (centred**2).mean(axis=0, keepdims=True)
    new_mean = running_mean + (1 - momentum) * (mean[0] - running_mean)
    new_var = running_var + (1 - momentum) * (var[0] - running_var)
    return [gamma * centred / np.sqrt(var + eps) + beta, new_mean, new_var]


@right("batchnorm_forward")  # standard deviation by np.std, its square for the variance
def forward_from_deviations(x, gamma, beta, running_mean, running_var, momentum=0.9, eps=1e-5, train=True):
    share = 1 - momentum if train else 0.0
    mean = x.mean(axis=0) if train else running_mean
    var = x.std(axis=0) ** 2 if train else running_var
    new = [(1 - share) * running_mean + share * mean, (1 - share) * running_var + share * var]
    return (beta + gamma * (x - mean) * (var + eps) ** -0.5, *new)


# batchnorm_backward


@wrong("batchnorm_backward", "You seem to treat mean and variance as constants: they move when an x moves.")
def statistics_are_constants(dout, x, gamma, eps=1e-5):
    _, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dout * gamma / np.sqrt(x.var(axis=0) + eps), dgamma, dbeta


@wrong("batchnorm_backward", "The road through the variance seems to be missing: v depends on every x as well.")
def without_the_variance_road(dout, x, gamma, eps=1e-5):
    _, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return (dout - dout.mean(axis=0)) * gamma / np.sqrt(x.var(axis=0) + eps), dgamma, dbeta


@wrong("batchnorm_backward", "The road through the mean seems to be missing: a push on all rows has to vanish.")
def without_the_mean_road(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx + dout.mean(axis=0) * gamma / np.sqrt(x.var(axis=0) + eps), dgamma, dbeta


@wrong("batchnorm_backward", "The road through the variance seems to have the wrong sign: more spread, less output.")
def variance_road_added(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    scale = 1 / np.sqrt(x.var(axis=0) + eps)
    return dx + 2 * gamma * scale**2 * (x - x.mean(axis=0)) * dgamma / len(x), dgamma, dbeta


@wrong("batchnorm_backward", "You seem to subtract sums in dx: what is taken away from dout are means over the batch.")
def sums_for_means(dout, x, gamma, eps=1e-5):
    _, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    scale = 1 / np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) * scale
    return gamma * scale * (dout - dbeta - xhat * dgamma), dgamma, dbeta


@wrong("batchnorm_backward", "gamma seems to be missing in dx: what was scaled forward is scaled backward.")
def dx_without_gamma(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx / gamma, dgamma, dbeta


@wrong("batchnorm_backward", "dx seems not to be divided by the deviation: the way back is divided by it, as forward.")
def dx_without_the_deviation(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx * np.sqrt(x.var(axis=0) + eps), dgamma, dbeta


@wrong("batchnorm_backward", "You seem to multiply dout by x for dgamma: gamma multiplies the normalised x.")
def dgamma_from_x(dout, x, gamma, eps=1e-5):
    dx, _, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, np.sum(dout * x, axis=0), dbeta


@wrong("batchnorm_backward", "Your dgamma seems to stop before the division: x-hat is divided by the deviation.")
def dgamma_from_centred_x(dout, x, gamma, eps=1e-5):
    dx, _, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, np.sum(dout * (x - x.mean(axis=0)), axis=0), dbeta


@wrong("batchnorm_backward", "You seem to sum dgamma and dbeta to one number: each column has its own.")
def weights_gradients_are_numbers(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, dgamma.sum(), dbeta.sum()


@wrong("batchnorm_backward", "You seem to average dgamma and dbeta: sum them, for a factor 1/N is in dout already.")
def weights_gradients_averaged(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, dgamma / len(x), dbeta / len(x)


@wrong("batchnorm_backward", "Only dbeta seems to be averaged: sum it over the batch, as dgamma.")
def shift_gradient_averaged(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, dgamma, dbeta / len(x)


@wrong("batchnorm_backward", "Your dgamma and dbeta seem to keep the batch axis: they have the shape of gamma.")
def weights_gradients_keep_the_axis(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, dgamma[None], dbeta[None]


@wrong("batchnorm_backward", "You seem to sum over the columns: it is the rows of the batch that add up.")
def sums_over_columns(dout, x, gamma, eps=1e-5):
    dx, _, _ = answer.batchnorm_backward(dout, x, gamma, eps)
    xhat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    return dx, np.sum(dout * xhat, axis=1), np.sum(dout, axis=1)


@wrong("batchnorm_backward", "You seem to leave dout out, as if it were ones: the chain rule multiplies by it.")
def ignores_dout(dout, x, gamma, eps=1e-5):
    return answer.batchnorm_backward(np.ones_like(dout), x, gamma, eps)


@wrong("batchnorm_backward", "eps seems to be missing: forward divides by the root of variance plus eps.")
def backward_without_eps(dout, x, gamma, eps=1e-5):
    return answer.batchnorm_backward(dout, x, gamma, 0.0)


@wrong("batchnorm_backward", "You seem to use an eps of your own: the caller may choose another one.")
def backward_eps_is_fixed(dout, x, gamma, eps=1e-5):
    return answer.batchnorm_backward(dout, x, gamma, 1e-5)


@wrong("batchnorm_backward", "You seem to add eps outside the root: it is added to the variance, inside.")
def backward_eps_outside(dout, x, gamma, eps=1e-5):
    scale = 1 / (x.std(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) * scale
    dgamma, dbeta = np.sum(dout * xhat, axis=0), dout.sum(axis=0)
    return gamma * scale * (dout - dbeta / len(x) - xhat * dgamma / len(x)), dgamma, dbeta


@wrong("batchnorm_backward", "You seem to divide the variance by N - 1: the forward pass divides it by N.")
def backward_unbiased(dout, x, gamma, eps=1e-5):
    if len(x) == 1:
        return answer.batchnorm_backward(dout, x, gamma, eps)
    scale = 1 / np.sqrt(x.var(axis=0, ddof=1) + eps)
    xhat = (x - x.mean(axis=0)) * scale
    dgamma, dbeta = np.sum(dout * xhat, axis=0), dout.sum(axis=0)
    return gamma * scale * (dout - dbeta / len(x) - xhat * dgamma / len(x)), dgamma, dbeta


@wrong("batchnorm_backward", "You seem to return the gradients in another order: dx, then dgamma, then dbeta.")
def scale_and_shift_gradients_swapped(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    return dx, dbeta, dgamma


@wrong("batchnorm_backward", "You seem to return dx alone: gamma and beta learn, too.")
def dx_alone(dout, x, gamma, eps=1e-5):
    return answer.batchnorm_backward(dout, x, gamma, eps)[0]


@wrong("batchnorm_backward", "You seem to change dout itself: others may still need it. Make a new array.")
def changes_dout(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = answer.batchnorm_backward(dout, x, gamma, eps)
    dout[:] = dx
    return dout, dgamma, dbeta


@right("batchnorm_backward")  # node by node through the graph
def node_by_node(dout, x, gamma, eps=1e-5):
    n = len(x)
    c = x - x.mean(axis=0)
    r = (np.mean(c**2, axis=0) + eps) ** -0.5
    dxhat = dout * gamma
    dv = -0.5 * r**3 * np.sum(dxhat * c, axis=0)
    dc = dxhat * r + 2 / n * c * dv
    dx = dc - np.sum(dc, axis=0) / n
    return dx, np.sum(dout * c * r, axis=0), np.ones(n) @ dout


@right("batchnorm_backward")  # the whole Jacobian of each column
def by_jacobians(dout, x, gamma, eps=1e-5):
    n, dx, dgamma = len(x), np.zeros_like(dout), np.zeros_like(gamma)
    for j in range(x.shape[1]):
        deviation = np.sqrt(np.var(x[:, j]) + eps)
        xhat = (x[:, j] - np.mean(x[:, j])) / deviation
        jacobian = gamma[j] / deviation * (np.eye(n) - 1 / n - np.outer(xhat, xhat) / n)
        dx[:, j], dgamma[j] = jacobian.T @ dout[:, j], xhat @ dout[:, j]
    return dx, dgamma, sum(dout)


@right("batchnorm_backward")  # by einsum, in a list
def backward_by_einsum(dout, x, gamma, eps=1e-5):
    n, deviation = x.shape[0], np.sqrt(x.var(0) + eps)
    xhat = (x - x.mean(0)) / deviation
    dgamma, dbeta = np.einsum("nd,nd->d", dout, xhat), np.einsum("nd->d", dout)
    return [gamma / (n * deviation) * (n * dout - dbeta - xhat * dgamma), dgamma, dbeta]
