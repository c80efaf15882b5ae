"""The bank of `features`: known mistakes with what to say, and right answers written differently."""

import numpy as np

from autograder import answer, right, wrong


def shifted(picture, dy, dx):
    """Give the neighbour of each pixel, dy further down and dx further right; a picture goes on as it ends."""
    height, width = picture.shape
    framed = np.pad(picture, 1, mode="edge")
    return framed[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]


def slopes(image):
    """Give Sobel's gx and gy."""
    smooth = [0.25, 0.5, 0.25]
    across = sum(w * (shifted(image, k, 1) - shifted(image, k, -1)) for k, w in zip((-1, 0, 1), smooth, strict=True))
    down = sum(w * (shifted(image, 1, k) - shifted(image, -1, k)) for k, w in zip((-1, 0, 1), smooth, strict=True))
    return across, down


def blurred(image, sigma):
    """Smooth a picture."""
    bell = answer.gaussian_kernel(sigma, int(np.ceil(5 * sigma))).sum(axis=0)
    return answer.along(answer.along(image, bell, 1), bell, 0)


# gaussian_kernel


@wrong("gaussian_kernel", "You seem to leave the weights as they are: divide them by their sum.")
def not_divided(sigma, radius):
    middle = answer.gaussian_kernel(sigma, radius)
    return middle / middle.max()


@wrong("gaussian_kernel", "You seem to divide by 2 pi sigma^2: that is right for the whole plane, not for a window.")
def divided_by_the_formula(sigma, radius):
    middle = answer.gaussian_kernel(sigma, radius)
    return middle / middle.max() / (2 * np.pi * sigma**2)


@wrong("gaussian_kernel", "You seem to forget the 2 in the exponent: it is 2 sigma^2.")
def without_the_two(sigma, radius):
    return answer.gaussian_kernel(sigma / np.sqrt(2), radius)


@wrong("gaussian_kernel", "You seem to divide by 2 sigma: the exponent has sigma squared.")
def sigma_not_squared(sigma, radius):
    return answer.gaussian_kernel(np.sqrt(sigma), radius)


@wrong("gaussian_kernel", "You seem to take the distance itself: the exponent has its square.")
def distance_not_squared(sigma, radius):
    steps = np.arange(-radius, radius + 1)
    square = np.exp(-np.hypot(steps[:, None], steps) / (2 * sigma**2))
    return square / square.sum()


@wrong("gaussian_kernel", "You seem to have one line of weights: a picture wants a square of them.")
def one_line(sigma, radius):
    return answer.gaussian_kernel(sigma, radius).sum(axis=0)


@wrong("gaussian_kernel", "You seem to lose the last row and column: arange leaves out its end.")
def last_one_lost(sigma, radius):
    square = answer.gaussian_kernel(sigma, radius)[:-1, :-1]
    return square / square.sum() if square.size else square


@right("gaussian_kernel")
def product_of_lines(sigma, radius):
    line = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return np.outer(line / line.sum(), line / line.sum())


@right("gaussian_kernel")
def weight_by_weight(sigma, radius):
    near = range(-radius, radius + 1)
    square = np.array([[np.exp(-(i * i + j * j) / (2 * sigma * sigma)) for j in near] for i in near])
    return square / np.sum(square)


# sobel_edges


@wrong("sobel_edges", "You seem to forget the 2 below the root.")
def no_two_below_the_root(image):
    return answer.sobel_edges(image) * np.sqrt(2)


@wrong("sobel_edges", "You seem to use the weights 1, 2, 1 as they are: divide by 4.")
def not_divided_by_four(image):
    return answer.sobel_edges(image) * 4


@wrong("sobel_edges", "You seem to look across only: edges that lie flat are edges, too.")
def across_only(image):
    return np.abs(slopes(image.astype(float))[0]) / np.sqrt(2)


@wrong("sobel_edges", "You seem to look down only: upright edges are edges, too.")
def down_only(image):
    return np.abs(slopes(image.astype(float))[1]) / np.sqrt(2)


@wrong("sobel_edges", "You seem to leave out the root.")
def without_the_root(image):
    return answer.sobel_edges(image) ** 2


@wrong("sobel_edges", "You seem to add sizes: add squares, and take the root.")
def sum_of_sizes(image):
    across, down = slopes(image.astype(float))
    return (np.abs(across) + np.abs(down)) / np.sqrt(2)


@wrong("sobel_edges", "You seem to take plain differences: smooth them in the other direction, by 1, 2, 1.")
def not_smoothed(image):
    image = image.astype(float)
    across, down = shifted(image, 0, 1) - shifted(image, 0, -1), shifted(image, 1, 0) - shifted(image, -1, 0)
    return np.sqrt((across**2 + down**2) / 2)


@wrong("sobel_edges", "You seem to smooth each slope in its own direction: the smoothing is in the other one.")
def smoothed_the_wrong_way(image):
    slope, weights = [-1, 0, 1], [0.25, 0.5, 0.25]
    across = answer.along(answer.along(image, slope, 1), weights, 1)
    down = answer.along(answer.along(image, slope, 0), weights, 0)
    return np.sqrt((across**2 + down**2) / 2)


@wrong("sobel_edges", "You seem to compute with bytes, and they wrap around: make floats first.")
def bytes_wrap_around(image):
    across, down = slopes(image)
    return np.sqrt((across**2 + down**2) / 2)


@wrong("sobel_edges", "You seem to lose the outermost pixels: the shape of the picture is kept.")
def smaller_picture(image):
    return answer.sobel_edges(image)[1:-1, 1:-1]


@right("sobel_edges")
def nine_shifts(image):
    across, down = slopes(image.astype(np.float64))
    return np.hypot(across, down) * np.sqrt(0.5)


@right("sobel_edges")
def pixel_by_pixel(image):
    window = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
    steep = np.zeros(image.shape)
    for y, x in np.ndindex(image.shape[0] - 2, image.shape[1] - 2):
        part = image[y : y + 3, x : x + 3].astype(float)
        steep[y + 1, x + 1] = np.sqrt(((part * window).sum() ** 2 + (part * window.T).sum() ** 2) / 2)
    return steep


# laplacian_of_gaussian


@wrong("laplacian_of_gaussian", "You seem to have the sign turned round: bright blobs are above 0.")
def dark_is_positive(image, sigma):
    return -answer.laplacian_of_gaussian(image, sigma)


@wrong("laplacian_of_gaussian", "You seem to leave out the factor sigma**2: scales do not compare without it.")
def without_the_factor(image, sigma):
    return answer.laplacian_of_gaussian(image, sigma) / sigma**2


@wrong("laplacian_of_gaussian", "You seem to multiply by sigma: second derivatives want it squared.")
def sigma_once(image, sigma):
    return answer.laplacian_of_gaussian(image, sigma) / sigma


@wrong("laplacian_of_gaussian", "You seem to take the derivative across only: the Laplacian has two terms.")
def one_direction(image, sigma):
    smooth = blurred(image, sigma)
    return sigma**2 * (2 * smooth - shifted(smooth, 0, 1) - shifted(smooth, 0, -1))


@wrong("laplacian_of_gaussian", "You seem to forget to smooth: the Laplacian of the picture itself is mostly noise.")
def nothing_smoothed(image, sigma):
    image = np.asarray(image, dtype=float)
    around = sum(shifted(image, dy, dx) for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)))
    return sigma**2 * (4 * image - around)


@wrong("laplacian_of_gaussian", "You seem to take first derivatives: a top is where the second one is large.")
def first_derivatives(image, sigma):
    return sigma**2 * np.hypot(*np.gradient(blurred(image, sigma)))


@wrong("laplacian_of_gaussian", "You seem to weight the middle by 8: with four neighbours it is 4.")
def middle_too_heavy(image, sigma):
    return answer.laplacian_of_gaussian(image, sigma) + 4 * sigma**2 * blurred(image, sigma)


@right("laplacian_of_gaussian")
def smooth_then_differences(image, sigma):
    smooth = blurred(image, sigma)
    around = sum(shifted(smooth, dy, dx) for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)))
    return sigma**2 * (4 * smooth - around)


@right("laplacian_of_gaussian")
def growth_of_the_scale(image, sigma):
    step = 0.05 * sigma
    return sigma * (blurred(image, sigma - step) - blurred(image, sigma + step)) / (2 * step)


# blob_detect


@wrong("blob_detect", "You seem to give x before y: rows are (y, x, sigma).")
def x_before_y(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, sigmas, threshold)[:, [1, 0, 2]]


@wrong("blob_detect", "You seem to give radii: the scale is asked for.")
def radii_for_scales(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, sigmas, threshold) * [1, 1, 2]


@wrong("blob_detect", "You seem to give the place of the scale in the list: the scale itself is asked for.")
def numbers_for_scales(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    found = answer.blob_detect(image, sigmas, threshold)
    return np.column_stack([found[:, :2], np.searchsorted(sigmas, found[:, 2])])


@wrong("blob_detect", "You seem to use the default scales in any case: take those that are given.")
def default_scales(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, threshold=threshold)


@wrong("blob_detect", "You seem to look at one scale only: large and small blobs want their own.")
def one_scale(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, sigmas[:1], threshold)


@wrong("blob_detect", "You seem to find dark blobs as well: only maxima count.")
def dark_ones_as_well(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    image = np.asarray(image, dtype=float)
    bright, dark = answer.blob_detect(image, sigmas, threshold), answer.blob_detect(-image, sigmas, threshold)
    return np.concatenate([bright, dark])


@wrong("blob_detect", "You seem to compare with the threshold itself: it is a part of the picture's contrast.")
def threshold_as_it_is(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    contrast = float(np.max(image)) - float(np.min(image))
    return answer.blob_detect(image, sigmas, threshold / contrast)


@wrong("blob_detect", "You seem to use the default threshold in any case: take the one that is given.")
def default_threshold(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, sigmas)


@wrong("blob_detect", "You seem to give the weakest blob first: the strongest comes first.")
def weakest_first(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, sigmas, threshold)[::-1]


@wrong("blob_detect", "You seem to take the largest answer of all: each local maximum is a blob.")
def the_largest_only(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    return answer.blob_detect(image, sigmas, threshold)[:1]


@right("blob_detect")
def pixel_after_pixel(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    image = np.asarray(image, dtype=float)
    stack = np.stack([answer.laplacian_of_gaussian(image, s) for s in sigmas])
    found = []
    for k, y, x in np.argwhere(stack > threshold * np.ptp(image)):
        near = stack[max(k - 1, 0) : k + 2, max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
        if stack[k, y, x] >= near.max():
            found.append((-stack[k, y, x], float(y), float(x), float(sigmas[k])))
    kept = []
    for _, y, x, s in sorted(found):
        if all((y - v) ** 2 + (x - u) ** 2 >= 2 * max(s, t) ** 2 for v, u, t in kept):
            kept.append((y, x, s))
    return kept


# canny


def ridges(image, sigma, quarter=0):
    """Give the steepness after smoothing, and the mask of those pixels that thinning keeps."""
    down, across = np.gradient(blurred(image, sigma))
    steep = np.hypot(down, across)
    angle = np.degrees(np.arctan2(down, across)) + 90 * quarter
    mask = np.zeros(steep.shape, dtype=bool)
    for centre, (dy, dx) in {0: (0, 1), 45: (1, 1), 90: (1, 0), 135: (1, -1)}.items():
        like = np.abs((angle - centre + 90) % 180 - 90) <= 22.5
        mask |= like & (steep >= shifted(steep, dy, dx)) & (steep >= shifted(steep, -dy, -dx))
    return steep, mask


def followed(candidates, sure):
    """Keep the candidates that hang together with a sure one."""
    edges, stack = np.zeros(sure.shape, dtype=bool), [tuple(place) for place in np.argwhere(sure)]
    while stack:
        y, x = stack.pop()
        if 0 <= y < edges.shape[0] and 0 <= x < edges.shape[1] and candidates[y, x] and not edges[y, x]:
            edges[y, x] = True
            stack += [(y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return edges


@wrong("canny", "You seem to forget thinning: of a thick edge only the crest stays.")
def thick_lines(image, sigma=1.5, low=0.1, high=0.2):
    steep, _ = ridges(image, sigma)
    return followed(steep >= low * steep.max(), steep >= high * steep.max())


@wrong("canny", "You seem to compare along the edge: the gradient points across it.")
def thinned_along_the_edge(image, sigma=1.5, low=0.1, high=0.2):
    steep, mask = ridges(image, sigma, quarter=1)
    return followed(mask & (steep >= low * steep.max()), mask & (steep >= high * steep.max()))


@wrong("canny", "You seem to use the high threshold alone: faint pixels that hang together with sure ones stay.")
def high_alone(image, sigma=1.5, low=0.1, high=0.2):
    return answer.canny(image, sigma, high, high)


@wrong("canny", "You seem to use the low threshold alone: faint edges want a chain that leads to a sure one.")
def low_alone(image, sigma=1.5, low=0.1, high=0.2):
    return answer.canny(image, sigma, low, low)


@wrong("canny", "You seem to follow an edge for one step: go on until nothing changes.")
def one_step(image, sigma=1.5, low=0.1, high=0.2):
    sure = answer.canny(image, sigma, high, high)
    return answer.grown(sure) & answer.canny(image, sigma, low, low)


@wrong("canny", "You seem to use the default thresholds in any case: take those that are given.")
def default_thresholds(image, sigma=1.5, low=0.1, high=0.2):
    return answer.canny(image, sigma)


@wrong("canny", "You seem to compare with the thresholds as they are: they are parts of the steepest gradient.")
def thresholds_as_they_are(image, sigma=1.5, low=0.1, high=0.2):
    steep, mask = ridges(image, sigma)
    return followed(mask & (steep >= low), mask & (steep >= high))


@wrong("canny", "You seem to forget smoothing: noise has steep gradients, too.")
def no_smoothing(image, sigma=1.5, low=0.1, high=0.2):
    return answer.canny(image, 0.1, low, high)


@wrong("canny", "You seem to use the default sigma in any case: take the one that is given.")
def default_sigma(image, sigma=1.5, low=0.1, high=0.2):
    return answer.canny(image, low=low, high=high)


@wrong("canny", "You seem to return how steep the edges are: True or False is asked for.")
def steepness_of_edges(image, sigma=1.5, low=0.1, high=0.2):
    return answer.canny(image, sigma, low, high) * ridges(image, sigma)[0]


@right("canny")
def with_a_stack(image, sigma=1.5, low=0.1, high=0.2):
    steep, mask = ridges(image, sigma)
    return followed(mask & (steep >= low * steep.max()), mask & (steep >= high * steep.max()))


# hough_circles


def votes_of(edges, radius, tolerance=True):
    """Let each edge pixel vote for the centres around it; the share of the outline, at most 1."""
    down, across = np.mgrid[: edges.shape[0], : edges.shape[1]]
    wide, votes = (1.0 if tolerance else 0.4), np.zeros(edges.shape)
    for y, x in np.argwhere(edges):
        votes += np.abs(np.hypot(down - y, across - x) - radius) <= wide
    return votes


def best(edges, radii, threshold, n_circles, score):
    """Choose circles by a score of (votes, radius)."""
    rows, strength = [np.zeros((0, 3))], [np.zeros(0)]
    for radius in radii:
        share = score(votes_of(edges, radius), radius)
        places = np.argwhere(share >= threshold)
        rows.append(np.column_stack([places, np.full(len(places), radius)]))
        strength.append(share[share >= threshold])
    return answer.apart(np.concatenate(rows), np.concatenate(strength))[:n_circles]


@wrong("hough_circles", "You seem to give x before y: rows are (y, x, r).")
def x_first(edges, radii, threshold=0.5, n_circles=None):
    return answer.hough_circles(edges, radii, threshold, n_circles)[:, [1, 0, 2]]


@wrong("hough_circles", "You seem to give diameters: the radius is asked for.")
def diameters(edges, radii, threshold=0.5, n_circles=None):
    return answer.hough_circles(edges, radii, threshold, n_circles) * [1, 1, 2]


@wrong("hough_circles", "You seem to give the place of the radius in the list: the radius itself is asked for.")
def numbers_for_radii(edges, radii, threshold=0.5, n_circles=None):
    found = answer.hough_circles(edges, radii, threshold, n_circles)
    return np.column_stack([found[:, :2], np.searchsorted(radii, found[:, 2])])


@wrong("hough_circles", "You seem to compare counts of votes with the threshold: divide by the size of the outline.")
def counts_of_votes(edges, radii, threshold=0.5, n_circles=None):
    return best(edges, radii, threshold, n_circles, lambda votes, radius: votes)


@wrong("hough_circles", "You seem to ask for a share of the best circle: it is a share of the circle's own outline.")
def share_of_the_best(edges, radii, threshold=0.5, n_circles=None):
    return best(edges, radii, threshold, n_circles, lambda votes, radius: votes / max(votes.max(), 1))


@wrong("hough_circles", "You seem to try the first radius only: look at all of them.")
def first_radius_only(edges, radii, threshold=0.5, n_circles=None):
    return answer.hough_circles(edges, radii[:1], threshold, n_circles)


@wrong("hough_circles", "You seem to use the default threshold in any case: take the one that is given.")
def same_threshold(edges, radii, threshold=0.5, n_circles=None):
    return answer.hough_circles(edges, radii, n_circles=n_circles)


@wrong("hough_circles", "You seem to return all circles in any case: `n_circles` is the most that is asked for.")
def all_circles(edges, radii, threshold=0.5, n_circles=None):
    return answer.hough_circles(edges, radii, threshold)


@wrong("hough_circles", "You seem to give the weakest circle first: the largest share comes first.")
def weakest_circle_first(edges, radii, threshold=0.5, n_circles=None):
    return answer.hough_circles(edges, radii, threshold)[::-1][:n_circles]


@wrong("hough_circles", "You seem to keep circles that nearly coincide: of those only the strongest is wanted.")
def neighbours_as_well(edges, radii, threshold=0.5, n_circles=None):
    found = answer.hough_circles(edges, radii, threshold)
    return np.concatenate([found, found + np.array([0, 1, 0])])[:n_circles]


@right("hough_circles")
def angle_by_angle(edges, radii, threshold=0.5, n_circles=None):
    rows, strength, fat = [np.zeros((0, 3))], [np.zeros(0)], answer.grown(edges)
    for radius in radii:
        reach = int(radius) + 2
        near, exact, turns = np.pad(fat, reach), np.pad(edges, reach), np.linspace(0, 2 * np.pi, 180, endpoint=False)
        down = np.arange(edges.shape[0])[:, None, None] + np.rint(reach + radius * np.sin(turns)).astype(int)
        across = np.arange(edges.shape[1])[None, :, None] + np.rint(reach + radius * np.cos(turns)).astype(int)
        share = near[down, across].mean(axis=2)
        y, x = np.nonzero(share >= threshold)
        rows.append(np.column_stack([y, x, np.full(len(y), radius)]))
        strength.append(share[y, x] + exact[down, across].mean(axis=2)[y, x])
    return answer.apart(np.concatenate(rows), np.concatenate(strength))[:n_circles]
