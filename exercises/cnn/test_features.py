"""Features: smoothing, edges, blobs and circles, found in grey pictures by filters that are written, not learned."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place=4)

gaussian_kernel = lesson.exercise("gaussian_kernel", minutes=5, hints=(
    "Which whole numbers are the distances from the middle, and how many are they?",
    "A squared distance is a sum of two squares. What do you get if you add a column and a row?",
))
sobel_edges = lesson.exercise("sobel_edges", minutes=8, hints=(
    "Two lines do the work of each square of weights. Which one goes across for gx, and which one down?",
    "The length of an arrow with the parts gx and gy, and then a 2 below the root.",
))
laplacian_of_gaussian = lesson.exercise("laplacian_of_gaussian", minutes=10, after=("gaussian_kernel",), hints=(
    "Smooth first. Which weights on three neighbours in a row give a second derivative?",
    "Down and across are two terms, and they are added. Then: which sign, and which factor?",
    "To smooth with a square of weights is to smooth down with its line, and then across.",
))
blob_detect = lesson.exercise("blob_detect", minutes=15, after=("gaussian_kernel", "laplacian_of_gaussian"), hints=(
    "Stack the answers of all scales: the axes are then scale, y, x. What is a maximum in such a stack?",
    "A pixel is a maximum if it equals the largest of its 3 by 3 by 3 surroundings. Beyond the stack, put -infinity.",
    "The radius of a blob is sqrt(2) times its scale: `apart` wants to know that factor.",
))
canny = lesson.exercise("canny", minutes=20, after=("gaussian_kernel",), hints=(
    "np.gradient gives both slopes of the smoothed picture, and arctan2 their direction. Which steps have names below?",
    "Thin: a direction and its opposite are the same line. So there are four cases, each with two neighbours.",
    "Follow: let the sure edges grow by one pixel, within the candidates, until nothing changes.",
))
hough_circles = lesson.exercise("hough_circles", minutes=15, hints=(
    "For one radius: which whole steps lead from a centre to the pixels of its outline?",
    "For each step, shift the whole picture by it, and add: the votes of all centres at once. Mind the margin.",
    "Divide by the number of steps, so that the votes are a share. Then maxima, and `apart`.",
))


def disc(shape, y, x, r):
    """Draw a bright disc with a soft edge."""
    return np.clip(r + 0.5 - np.hypot(*np.ogrid[-y : shape[0] - y - 1e-9, -x : shape[1] - x - 1e-9]), 0, 1)


def bar(shape, top, bottom, left, right, brightness):
    """Draw an upright bar; brightness is one number for each of its rows."""
    inside = np.tile(np.reshape(brightness, (-1, 1)), right - left)
    return np.pad(inside, ((top, shape[0] - bottom), (left, shape[1] - right)))


def ring(shape, y, x, r, part=1.0):
    """Draw the outline of a circle, or a part of it."""
    down, across = np.ogrid[-y : shape[0] - y - 1e-9, -x : shape[1] - x - 1e-9]
    return (np.abs(np.hypot(down, across) - r) <= 0.6) & (np.arctan2(down, across) <= np.pi * (2 * part - 1))


def nearest(found, truth, slack=2.0):
    """Give for each row of the truth the nearest row found, and put right what is at most `slack` wrong."""
    found = np.reshape(found, (-1, 3)).astype(float)
    chosen = found[np.argmin(np.hypot(*(found[:, None, :2] - truth[:, :2]).transpose(2, 0, 1)), axis=0)]
    return np.where(np.abs(chosen - truth) <= slack, truth, chosen)


def gaps(edges, points):
    """Tell how far each point is from the nearest edge pixel, where that is more than 2 pixels."""
    distance = np.hypot(*(np.argwhere(edges) - np.array(points)[:, None]).transpose(2, 0, 1)).min(axis=1, initial=99.0)
    return np.where(distance <= 2, 0.0, distance)


def around(y, x, r):
    """Return 24 points of a circle."""
    angles = np.arange(24) * np.pi / 12
    return np.stack([y + r * np.sin(angles), x + r * np.cos(angles)], axis=1)


def inner(picture, margin):
    """Cut off the border."""
    return picture[margin:-margin, margin:-margin]


@gaussian_kernel.check(points=2)
def test_bell(both):
    """falls off from the middle as the formula says, and sums to 1"""
    both.gaussian_kernel(1.5, 4)
    both.gaussian_kernel(0.8, 2)


@gaussian_kernel.check(points=1, hint="Divide by the sum of the weights that are there, not by a formula.")
def test_narrow_window(both):
    """sums to 1 even if the radius cuts off much of the bell"""
    both.gaussian_kernel(4.0, 2)
    both.gaussian_kernel(3, 0)


@sobel_edges.check(points=2)
def test_steepness(learner, reference, expect, rng):
    """gives the steepness everywhere but on the outermost pixels, and keeps the shape"""
    image = rng.normal(size=(7, 9))
    found, wanted = learner.sobel_edges(image), reference.sobel_edges(image)
    expect(np.shape(found), (7, 9), "the shape")
    expect(inner(found, 1), inner(wanted, 1), "the steepness away from the border")


@sobel_edges.check(points=1)
def test_steps_and_slopes(learner, expect):
    """gives sqrt(1/2) on both sides of a step of 1, across or down, and for a slope of 1/2"""
    step, wanted = np.array([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]] * 6), np.sqrt([[0.0, 0.5, 0.5, 0.0]] * 4)
    expect(inner(learner.sobel_edges(step), 1), wanted, "a step across")
    expect(inner(learner.sobel_edges(step.T.copy()), 1), wanted.T, "a step down")
    slope = learner.sobel_edges(np.add.outer(np.arange(6) / 2, np.zeros(5)))
    expect(inner(slope, 1), np.full((4, 3), np.sqrt(0.5)), "a slope")


@sobel_edges.check(points=1, hint="Bytes wrap around: compute with floats.")
def test_steepness_of_bytes(learner, reference, expect, rng):
    """takes bytes and float32"""
    image = rng.integers(0, 256, size=(8, 11))
    for picture in (image.astype(np.uint8), image.astype(np.float32)):
        expect(inner(learner.sobel_edges(picture), 1), inner(reference.sobel_edges(picture), 1), "the steepness", 1e-5)


@laplacian_of_gaussian.check(points=1, hint="Bright blobs are positive. In the middle of a disc the answer is known.")
def test_middle_of_a_disc(learner, expect):
    """answers in the middle of discs as the formula says: positive for bright, negative for dark ones"""
    picture = 100 * disc((65, 71), 32, 35, 3 * np.sqrt(2)) - 100 * disc((65, 71), 32, 17, 3.0)
    found = learner.laplacian_of_gaussian(picture, 3.0)
    expect(np.shape(found), picture.shape, "the shape")
    expect(found[32, [35, 17]], 100 * np.array([2 * np.exp(-1), -np.exp(-0.5)]), "the answers in the middle", 0.05)


@laplacian_of_gaussian.check(points=2, hint="Without the factor sigma**2 the answers of large scales are too small.")
def test_scales(learner, reference, expect, rng):
    """gives answers of the right size at several scales, everywhere but near the border"""
    picture = 100 * disc((75, 80), 35, 42, 9) - 60 * disc((75, 80), 48, 30, 5) + rng.normal(size=(75, 80))
    for sigma in (3.0, 4.5, 6.0):
        margin = int(4 * sigma + 2)
        wanted = inner(reference.laplacian_of_gaussian(picture, sigma), margin)
        expect(inner(learner.laplacian_of_gaussian(picture, sigma), margin), wanted, "the answers", 0.05)


@laplacian_of_gaussian.check(points=1)
def test_laplacian_of_bytes(learner, reference, expect):
    """takes bytes"""
    picture = (50 + 200 * disc((50, 56), 24, 29, 6)).astype(np.uint8)
    found, wanted = learner.laplacian_of_gaussian(picture, 4.0), reference.laplacian_of_gaussian(picture, 4.0)
    expect(inner(found, 18), inner(wanted, 18), "the answers", 0.05)


@blob_detect.check(points=3, hint="Rows are (y, x, sigma), and a disc of radius r has the scale r / sqrt(2).")
def test_discs_of_three_sizes(learner, expect, rng):
    """finds discs of three sizes where they are, once each, with their scales, in spite of some noise"""
    truth = np.array([[42, 48, 3], [78, 42, 4], [60, 104, 8]]) + np.append(rng.uniform(-3, 3, 2), 0)
    picture = rng.normal(0, 0.01, (120, 148)) + sum(disc((120, 148), y, x, np.sqrt(2) * s) for y, x, s in truth)
    found = learner.blob_detect(picture)
    expect(len(found), 3, "the number of blobs")
    expect(nearest(found, truth), truth, "rows (y, x, sigma), to 2 pixels")


@blob_detect.check(points=1)
def test_scales_that_are_asked_for(learner, expect, rng):
    """looks at the scales that are given"""
    truth = np.array([[42, 34, 2.5], [38, 82, 5.0]]) + np.append(rng.uniform(-2, 2, 2), 0)
    found = learner.blob_detect(sum(disc((80, 122), y, x, np.sqrt(2) * s) for y, x, s in truth), (1.7, 2.5, 5.0, 7.5))
    expect(len(found), 2, "the number of blobs")
    expect(nearest(found, truth, 0.9), truth, "rows (y, x, sigma), to 0.9")


@blob_detect.check(points=1, hint="The threshold is a part of largest minus smallest entry.")
def test_contrast(learner, expect):
    """leaves out faint blobs, as a part of the contrast, whatever the brightness"""
    truth = np.array([[24, 26, 4.0], [28, 66, 3.0], [24, 106, 4.0]])
    first, second, faint = (disc((54, 132), y, x, np.sqrt(2) * s) for y, x, s in truth)
    scene = 160 * (first + second) + 24 * faint
    for picture in ((40 + scene).astype(np.uint8), 1e-4 * scene):
        found = learner.blob_detect(picture, (3, 4, 6))
        expect(len(found), 2, "the number of blobs")
        expect(nearest(found, truth[:2]), truth[:2], "rows (y, x, sigma), to 2 pixels")
        found = learner.blob_detect(picture, (3, 4, 6), threshold=0.07)
        expect(nearest(found, truth), truth, "rows (y, x, sigma) with a low threshold, to 2 pixels")


@blob_detect.check(points=1, hint="Dark blobs are minima.")
def test_dark_discs(learner, expect):
    """leaves out dark discs, and finds them in the negative"""
    truth = np.array([[32, 30, 4.0], [32, 76, 6.0]])
    bright, dark = (disc((64, 108), y, x, np.sqrt(2) * s) for y, x, s in truth)
    for sign, which in ((1, truth[:1]), (-1, truth[1:])):
        found = learner.blob_detect(sign * (bright - dark), (3, 4, 6, 8))
        expect(len(found), 1, "the number of blobs")
        expect(nearest(found, which), which, "rows (y, x, sigma), to 2 pixels")


@blob_detect.check(points=1)
def test_strongest_blob_first(learner, expect, rng):
    """gives the strongest blob first"""
    truth = rng.permutation([[24, 22, 4.0], [28, 62, 4.0], [22, 104, 4.0]])
    shares = zip((1, 0.7, 0.45), truth, strict=True)
    picture = sum(share * disc((52, 128), y, x, np.sqrt(2) * s) for share, (y, x, s) in shares)
    found = np.array(learner.blob_detect(picture, (3, 4, 6)))
    expect(np.where(np.abs(found - truth) <= 2, truth, found), truth, "rows (y, x, sigma) in order, to 2 pixels")


@canny.check(points=2)
def test_outline_of_a_disc(learner, expect, rng):
    """draws the outline of a disc, whole, in the right place, and nothing else; the picture is of bool"""
    y, x = np.array([30, 34]) + rng.uniform(-2, 2, 2)
    for scale in (1, 250):
        edges = learner.canny(scale * disc((60, 70), y, x, 15))
        expect(str(edges.dtype), "bool", "the dtype")
        expect(gaps(edges, around(y, x, 15)), np.zeros(24), "gaps in the outline (pixels)")
        off = np.hypot(*(np.argwhere(edges) - [y, x]).T) - 15
        expect(int(np.sum(np.abs(off) > 2)), 0, "the number of edge pixels far from the outline")


@canny.check(points=2, hint="A pixel stays if it is at least as steep as both neighbours across the edge.")
def test_thin_lines(learner, expect):
    """draws thin lines: across, down and slanted"""
    box = bar((48, 56), 12, 36, 14, 44, np.ones(24))
    for picture, edges in ((box, learner.canny(box)), (box.T, learner.canny(box.T.copy()).T)):
        counts = edges[18:30].sum(axis=1)
        expect(counts, np.clip(counts, 2, 4), f"edge pixels in a row across a box ({picture.shape[0]} rows)")
    y, x = np.mgrid[:60, :60]
    for slant in (y - x, y + x - 59):
        counts = learner.canny((np.abs(slant) <= 9).astype(float))[25:35].sum(axis=1)
        expect(counts, np.clip(counts, 2, 4), "edge pixels in a row across a slanted bar")


@canny.check(points=2, hint="A candidate stays if a chain of candidates leads to a sure edge, however long it is.")
def test_follows_faint_edges(learner, expect):
    """follows an edge that becomes faint, and leaves out a faint one that stands alone"""
    fading = np.maximum(0.16, 1 - 0.0168 * np.arange(70))
    scene = bar((90, 80), 10, 80, 12, 28, fading) + bar((90, 80), 25, 60, 48, 64, np.full(35, 0.15))
    sides = [(y, x) for y in np.arange(14, 76, 4.0) for x in (11.5, 27.5)]
    alone = [(y, x) for y in np.arange(30, 56, 4.0) for x in (47.5, 63.5)]
    edges = learner.canny(scene)
    expect(gaps(edges, sides), np.zeros(len(sides)), "gaps in the sides of the fading bar (pixels)")
    expect(int(np.sum(edges[:, 40:])), 0, "the number of edge pixels at the faint bar")
    low = learner.canny(scene, low=0.1, high=0.12)
    expect(gaps(low, sides + alone), np.zeros(len(sides + alone)), "gaps with high=0.12 (pixels)")
    expect(int(np.sum(learner.canny(scene, 1.5, 0.6, 0.7)[55:])), 0, "edge pixels at the faint end, with low=0.6")


@canny.check(points=1, hint="Smooth before you take differences.")
def test_noise(learner, expect, rng):
    """smooths noise away, the more the larger sigma"""
    shape = (84, 94)
    for sigma, noise in ((1.5, 0.05), (4.0, 0.25)):
        edges = learner.canny(disc(shape, 41, 47, 14) + rng.normal(0, noise, shape), sigma)
        expect(gaps(edges, around(41, 47, 14)), np.zeros(24), "gaps in the outline (pixels)")
        ground = inner(edges & (disc(shape, 41, 47, 23) == 0), 12)
        expect(int(ground.sum()), 0, f"the number of edge pixels in the ground, sigma={sigma}")


@hough_circles.check(points=2, hint="Rows are (y, x, r).")
def test_one_circle(learner, expect, rng):
    """finds a circle and its radius, once, in a picture of edges"""
    truth = np.append(np.array([[28, 40]]) + rng.integers(-3, 4, 2), [[13]], axis=1)
    found = learner.hough_circles(ring((60, 76), *truth[0]), range(5, 20, 2))
    expect(len(found), 1, "the number of circles")
    expect(nearest(found, truth), truth.astype(float), "rows (y, x, r), to 2 pixels")


@hough_circles.check(points=2, hint="A share of the outline compares small circles with large ones; a count does not.")
def test_circles_of_three_sizes(learner, expect, rng):
    """finds circles of three sizes among stray pixels, and most of the outline is enough"""
    truth = np.array([[22, 24, 9], [66, 28, 16], [44, 84, 24]]) + np.append(rng.integers(-2, 3, 2), 0)
    edges = rng.random((96, 118)) < 0.003
    for (y, x, r), part in zip(truth, (1, 0.8, 1), strict=True):
        edges |= ring(edges.shape, y, x, r, part)
    found = learner.hough_circles(edges, [9, 12, 16, 20, 24], 0.6)
    expect(len(found), 3, "the number of circles")
    expect(nearest(found, truth), truth.astype(float), "rows (y, x, r), to 2 pixels")


@hough_circles.check(points=1)
def test_share_of_the_outline(learner, expect):
    """asks for the share of the outline that is given, and for the radii that are given"""
    truth = np.array([[24, 30, 12.0], [28, 76, 12.0], [26, 122, 12.0]])
    edges = np.any([ring((54, 150), *row, part) for row, part in zip(truth, (0.65, 1, 0.7), strict=True)], axis=0)
    expect(len(learner.hough_circles(edges, [12], threshold=0.9)), 1, "the number with threshold 0.9")
    expect(len(learner.hough_circles(edges, (18, 20, 22))), 0, "the number of circles with other radii")
    expect(nearest(learner.hough_circles(edges, (12,), 0.4), truth), truth, "rows (y, x, r), to 2 pixels")


@hough_circles.check(points=1)
def test_most_votes_first(learner, expect, rng):
    """gives the circle with the largest share first, and no more circles than asked for"""
    truth = rng.permutation([[26, 24, 10], [30, 62, 10], [24, 98, 10]]).astype(float)
    edges = np.any([ring((54, 122), *row, part) for row, part in zip(truth, (1, 0.8, 0.65), strict=True)], axis=0)
    for n in (1, 2, 3):
        found = np.array(learner.hough_circles(edges, [10], n_circles=n))
        expect(len(found), n, f"the number of circles, n_circles={n}")
        expect(np.where(np.abs(found - truth[:n]) <= 2, truth[:n], found), truth[:n], f"rows (y, x, r), n_circles={n}")


@hough_circles.check(points=1)
def test_edges_of_a_disc(learner, reference, expect):
    """finds a disc by its edges"""
    edges, truth = reference.canny(disc((56, 64), 26, 33, 14)), np.array([[26.0, 33.0, 14.0]])
    found = learner.hough_circles(edges, range(8, 21), n_circles=1)
    expect(nearest(found, truth), truth, "rows (y, x, r), to 2 pixels")
