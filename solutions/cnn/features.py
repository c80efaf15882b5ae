# %% [markdown]
# # Features that nobody learned
#
# **The question.** The filters of a convolutional network are learned, and the first ones look like edges and blobs,
# whatever the network is for. For thirty years before that, people *wrote down* such filters, with pencil and paper.
# What does one have to know to find the edges of a coin, the coin, and its radius, without a single example?
#
# **The idea.** Say what you look for, as a formula, and look where the formula is largest.
#
# - An *edge* is where brightness changes steeply: a large first derivative.
# - A *blob* is a place brighter than its surroundings: a large second derivative, with a sign and a size.
# - A *circle* is what many edges agree on: they vote.
#
# All filters here are of the kind that you have slid over pictures before. What is new is what comes after the filter:
# the choice of *one* answer among many neighbours that all say nearly the same.

# %%
"""Features: smoothing, edges, blobs and circles, found in grey pictures by filters that are written, not learned."""

import numpy as np

# %% [markdown]
# Three tools are given. `along` slides a short line of weights over a picture, down or across; a picture goes on as it
# ends. Two lines, one down and one across, do the work of a whole square of weights, and cheaper. `grown` adds the
# eight neighbours of each pixel in a mask. And `apart` chooses: it keeps the strongest of those that are too close.

# %% role="given"
def along(image, line, axis):
    """Correlate a picture with an odd number of weights along one axis; floats of the same shape."""
    reach = len(line) // 2
    margins = [(reach, reach) if a == axis else (0, 0) for a in range(2)]
    framed = np.moveaxis(np.pad(np.asarray(image, dtype=np.float64), margins, mode="edge"), axis, 0)
    total = sum(weight * framed[k : len(framed) - 2 * reach + k] for k, weight in enumerate(line))
    return np.moveaxis(total, 0, axis)


def grown(mask):
    """Return a mask of the pixels that are in the mask or touch it, corners included."""
    framed, (height, width) = np.pad(mask, 1), mask.shape
    return np.any([framed[i : i + height, j : j + width] for i, j in np.ndindex(3, 3)], axis=0)


def apart(rows, strength, reach=1.0):
    """Keep rows (y, x, size), strongest first, whose distance from a stronger one is >= reach times the larger size."""
    rows, kept = rows[np.argsort(-strength, kind="stable")], []
    while len(rows):
        kept.append(rows[0])
        distance = np.hypot(*(rows - rows[0])[:, :2].T)
        rows = rows[distance >= reach * np.maximum(rows[:, 2], rows[0, 2])]
    return np.reshape(kept, (-1, 3))


def shared(rows, others, pixels):
    """Count the rows (y, x, size) whose place is at most so many pixels from that of one of the others."""
    distances = np.linalg.norm(rows[:, None, :2] - others[:, :2], axis=2)
    return int(np.sum(distances.min(axis=1, initial=np.inf) <= pixels))


def outline(ax, rows, **style):
    """Draw a circle for each row (y, x, radius)."""
    from matplotlib.patches import Circle

    for y, x, radius in rows:
        ax.add_patch(Circle((x, y), radius, fill=False, **style))


# %% [markdown]
# ## The bell that comes first
#
# **Why smooth?** A derivative is a difference of neighbours, and noise differs most from pixel to pixel. So first take
# a weighted mean of the surroundings, near pixels more, far ones less:
#
# $$ G_{ij} = \frac{1}{Z} \exp\left(-\frac{i^2 + j^2}{2 \sigma^2}\right), \qquad -r \le i, j \le r . $$
#
# $Z$ is the sum of all weights, so that a flat picture keeps its brightness. $\sigma$ is how far "near" reaches, in
# pixels: details smaller than it are gone. That makes $\sigma$ a *scale*, the knob of everything that follows.

# %%
def gaussian_kernel(sigma, radius):
    """Return the weights of a Gaussian filter.

    Parameters
    ----------
    sigma : float
        Standard deviation in pixels, above 0.
    radius : int
        Pixels on each side of the one in the middle, 0 or more.

    Returns
    -------
    ndarray of float, shape (2 * radius + 1, 2 * radius + 1)
        exp(-(i**2 + j**2) / (2 * sigma**2)) at whole distances i, j from the middle, divided so that the sum is 1,
        however small the radius.
    """
    steps = np.arange(-radius, radius + 1)
    square = np.exp(-(steps[:, None] ** 2 + steps**2) / (2 * sigma**2))
    return square / square.sum()


# %% [markdown]
# **A trick for later.** The exponential of a sum is a product, so the square is an outer product of one line with
# itself. The line is what you get if you add up the square, `gaussian_kernel(sigma, radius).sum(axis=0)`, and smoothing
# down and then across is smoothing by the square. With a radius of $4 \sigma$ next to nothing is cut off.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_coins

    corner = load_coins()[:110, :150] + np.random.default_rng(0).normal(0, 20, (110, 150))
    fig, axes = plt.subplots(1, 4, figsize=(13, 2.8), layout="constrained")
    axes[0].imshow(corner, cmap="gray", vmin=0, vmax=255)
    axes[0].set_title("coins and noise")
    for ax, sigma in zip(axes[1:], (1, 2, 5), strict=True):
        line = gaussian_kernel(sigma, 4 * sigma).sum(axis=0)
        ax.imshow(along(along(corner, line, 0), line, 1), cmap="gray", vmin=0, vmax=255)
        ax.set_title(f"smoothed, sigma = {sigma}")
    for ax in axes:
        ax.set(xticks=[], yticks=[])
    plt.show()

# %% [markdown]
# ## How steep is it here?
#
# **The slope across** is the difference between the right neighbour and the left one. Sobel (1968) smooths it a little
# in the other direction, by 1, 2, 1, and the slope down is the same, turned:
#
# $$ g_x = \frac14 \begin{pmatrix} -1 & 0 & 1 \\ -2 & 0 & 2 \\ -1 & 0 & 1 \end{pmatrix} \star I, \qquad
# g_y = \frac14 \begin{pmatrix} -1 & -2 & -1 \\ 0 & 0 & 0 \\ 1 & 2 & 1 \end{pmatrix} \star I, \qquad
# S = \sqrt{\frac{g_x^2 + g_y^2}{2}} . $$
#
# The 2 below the root is a convention, scikit-image's. Mind bytes: 3 - 5 is 254 there.

# %%
def sobel_edges(image):
    """Return how steeply brightness changes at each pixel.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
        A grey picture; bytes, too.

    Returns
    -------
    ndarray of float, shape (H, W)
        sqrt((gx**2 + gy**2) / 2), with the weights from above (divided by 4). What the outermost pixels hold is up to
        you.

    References
    ----------
    I. Sobel, G. Feldman: A 3x3 isotropic gradient operator for image processing. Stanford AI project, 1968.
    """
    slope, weights = [-1, 0, 1], [0.25, 0.5, 0.25]
    across = along(along(image, slope, 1), weights, 0)
    down = along(along(image, slope, 0), weights, 1)
    return np.sqrt((across**2 + down**2) / 2)


# %% [markdown]
# ## Brighter than its surroundings?
#
# **The second derivative** tells a top from a slope. At the top of a hill it is negative in every direction, so the
# sum over both directions, the **Laplacian**, is negative, too. Smooth first, and turn the sign, so that bright is
# positive:
#
# $$ L_\sigma = - \sigma^2 \left( \frac{\partial^2}{\partial y^2} + \frac{\partial^2}{\partial x^2} \right)
# (G_\sigma \star I) . $$
#
# **Why $\sigma^2$?** The more you smooth, the flatter all is, and derivatives shrink. The factor makes up for it: a
# disc twice as large, seen at a scale twice as large, gives the same answer. For a bright disc of radius $r$ on black
# one can work out the answer in its middle, $(r^2 / \sigma^2) \, e^{-r^2 / 2 \sigma^2}$. It is largest where
# $r = \sqrt 2 \, \sigma$. So the scale with the largest answer *measures the disc*.
#
# There are two ways to write it. Smooth, then take differences of neighbours (with weights 1, -2, 1, and why?). Or put
# the derivative into the bell, whose second derivative you know: $g''(t) = (t^2 / \sigma^2 - 1) \, g(t) / \sigma^2$.

# %%
def laplacian_of_gaussian(image, sigma):
    """Return how much brighter each pixel is than its surroundings, at the scale sigma.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
    sigma : float
        Of the Gaussian, in pixels; 1 or more. Let filters reach 4 sigma at least.

    Returns
    -------
    ndarray of float, shape (H, W)
        -sigma**2 times the Laplacian of the smoothed picture: above 0 in bright blobs, below 0 in dark ones. It is
        judged to 5 %, and not near the border, since there are several good ways.

    References
    ----------
    T. Lindeberg: Feature detection with automatic scale selection. Int. J. Computer Vision 30 (1998).
    """
    reach = int(np.ceil(4 * sigma))
    bell = gaussian_kernel(sigma, reach).sum(axis=0)
    curve = (1 - (np.arange(-reach, reach + 1) / sigma) ** 2) * bell
    curve -= curve.mean()
    return along(along(image, curve, 0), bell, 1) + along(along(image, bell, 0), curve, 1)


# %% [markdown]
# **Three discs, one knob.** Each curve is the answer in the middle of a disc, for growing scales. Dotted: where the
# formula says that the top is.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    y, x = np.mgrid[:90, :220]
    discs = {4: 30, 8: 85, 16: 160}
    scene = sum((np.hypot(y - 45, x - middle) <= radius).astype(float) for radius, middle in discs.items())
    scales = np.arange(2.0, 16.0, 0.5)
    answers = np.stack([laplacian_of_gaussian(scene, scale) for scale in scales])
    fig, axes = plt.subplots(1, 3, figsize=(14, 3.2), layout="constrained", width_ratios=(1.2, 1.2, 1))
    axes[0].imshow(scene, cmap="gray")
    axes[0].set_title("three discs")
    axes[1].imshow(answers[8], cmap="gray")
    axes[1].set_title("answer at sigma = 6 (grey is 0)")
    for (radius, middle), style in zip(discs.items(), ("k-", "C0--", "C1-."), strict=True):
        axes[2].plot(scales, answers[:, 45, middle], style, label=f"radius {radius}")
        axes[2].axvline(radius / np.sqrt(2), color="gray", linestyle=":")
    axes[2].set(xlabel="sigma (pixels)", ylabel="answer in the middle", title="the scale measures the disc")
    axes[2].legend()
    plt.show()

# %% [markdown]
# ## Blobs
#
# **Look at all places and all scales at once.** Compute $L_\sigma$ for a list of scales, and stack the pictures. A blob
# is a **local maximum** of the stack: at least as large as its 26 neighbours in $y$, $x$ and $\sigma$. Two things are
# left to do. Small bumps are no blobs: ask for a part of the picture's contrast. And of two maxima that would overlap,
# keep the stronger one; that is what `apart` is for.

# %%
def blob_detect(image, sigmas=(2, 3, 4, 6, 8, 11), threshold=0.2):
    """Find bright blobs: their places and their scales.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
        For dark blobs one gives `-image`.
    sigmas : sequence of float
        The scales to look at, ascending.
    threshold : float
        The least answer of a blob, as a part of the picture's contrast, which is its largest entry minus its smallest.
        A sharp disc answers with 0.74 of its own contrast.

    Returns
    -------
    blobs : ndarray of float, shape (n, 3)
        Rows (y, x, sigma), strongest first; sigma is one of sigmas. A blob of radius r has the scale nearest to
        r / sqrt(2). Of two whose distance is less than the larger radius, only the stronger one is there.

    References
    ----------
    T. Lindeberg: Feature detection with automatic scale selection. Int. J. Computer Vision 30 (1998).
    """
    stack = np.stack([laplacian_of_gaussian(image, sigma) for sigma in sigmas])
    highest = stack
    for axis in range(3):
        margins = [(1, 1) if a == axis else (0, 0) for a in range(3)]
        framed = np.pad(highest, margins, constant_values=-np.inf)
        highest = np.lib.stride_tricks.sliding_window_view(framed, 3, axis).max(axis=-1)
    contrast = float(np.max(image)) - float(np.min(image))
    which, y, x = np.nonzero((stack == highest) & (stack > threshold * contrast))
    rows = np.stack([y, x, np.asarray(sigmas, dtype=np.float64)[which]], axis=1)
    return apart(rows, stack[which, y, x], np.sqrt(2))


# %% [markdown]
# **Coins.** A photograph of 24 coins, and what the two filters and the blobs say about it. A blob is drawn with the
# radius $\sqrt 2 \, \sigma$. Next to yours: the blobs of scikit-image's `blob_log`, asked for the same five scales.
#
# There the picture is mirrored at its border; here its edge goes on. Four coins are near enough to the border to
# feel it. (With a mirrored border the model answer gives just the same 24 rows.) Two more differences do not show here.
# scikit-image's threshold is in grey levels, white being 1, and not a part of the contrast; but this photograph reaches
# from 1 to 252 of 255. And of two blobs that overlap by half it drops the *smaller* one, not the weaker one.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_coins, skimage_blobs

    coins = load_coins()
    blobs = blob_detect(coins, sigmas=(9, 12, 15, 18, 21), threshold=0.15)
    theirs = skimage_blobs(coins, min_sigma=9, max_sigma=21, num_sigma=5, threshold=0.15)
    fig, axes = plt.subplots(2, 2, figsize=(11, 8.8), layout="constrained")
    axes[0, 0].imshow(sobel_edges(coins), cmap="gray_r")
    axes[0, 0].set_title("Sobel: how steep")
    axes[0, 1].imshow(laplacian_of_gaussian(coins, 15), cmap="gray")
    axes[0, 1].set_title("Laplacian of Gaussian, sigma = 15")
    for ax, rows, whose in zip(axes[1], (blobs, theirs), ("yours", "scikit-image's"), strict=True):
        ax.imshow(coins, cmap="gray")
        outline(ax, rows * [1, 1, np.sqrt(2)], color="white", linewidth=2)
        ax.set_title(f"{len(rows)} blobs, {whose}")
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    plt.show()
    exact, near = shared(blobs, theirs, 0), shared(blobs, theirs, 6)
    print(f"of your {len(blobs)} blobs scikit-image has {exact} at the same pixel, and {near} within 6 pixels")

# %% [markdown]
# ## Canny: edges as lines
#
# **The Sobel picture is no drawing.** Its edges are thick, and some are faint. Canny (1986) made lines of them, in four
# steps:
#
# 1. **Smooth** with a Gaussian.
# 2. Take the **gradient** $(g_y, g_x)$, its length $m$ and its direction. The direction points *across* the edge.
# 3. **Thin:** keep a pixel only if $m$ is at least as large as at its two neighbours in the direction of the gradient,
# rounded to the nearest of across, down, and the two diagonals.
# 4. **Follow** (hysteresis). One threshold is never right: a low one draws noise, a high one tears lines. So take two.
# What is above the high one is an edge for sure. What is above the low one is an edge if it hangs together with a
# sure one, directly or through others of its kind (eight neighbours).
#
# Both thresholds are parts of the largest $m$ in the picture, so that brightness does not matter.

# %%
def canny(image, sigma=1.5, low=0.1, high=0.2):
    """Find edges, as thin lines.

    Parameters
    ----------
    image : ndarray of float or int, shape (H, W)
    sigma : float
        Of the Gaussian that smooths first, in pixels.
    low, high : float
        Parts of the steepest gradient in the picture, 0 < low <= high <= 1: from `high` on a pixel is an edge for sure;
        from `low` on it is one if a chain of such pixels leads from it to a sure one.

    Returns
    -------
    edges : ndarray of bool, shape (H, W)
        True on edges, which are one pixel wide (two, where two neighbours are equally steep). What the outermost pixels
        hold is up to you.

    References
    ----------
    J. Canny: A computational approach to edge detection. IEEE Trans. Pattern Analysis 8 (1986).
    """
    bell = gaussian_kernel(sigma, int(np.ceil(4 * sigma))).sum(axis=0)
    down, across = np.gradient(along(along(image, bell, 0), bell, 1))
    steep = np.hypot(down, across)
    direction = np.rint(np.arctan2(down, across) / (np.pi / 4)).astype(np.int64) % 4
    framed, (height, width) = np.pad(steep, 1), steep.shape
    crest = np.zeros(steep.shape, dtype=bool)
    for k, (dy, dx) in enumerate([(0, 1), (1, 1), (1, 0), (1, -1)]):
        ahead = framed[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        behind = framed[1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        crest |= (direction == k) & (steep > ahead) & (steep >= behind)
    candidates = crest & (steep >= low * steep.max())
    edges, before = candidates & (steep >= high * steep.max()), 0
    while np.count_nonzero(edges) > before:
        before = np.count_nonzero(edges)
        edges = grown(edges) & candidates
    return edges


# %% [markdown]
# **What does following do?** Above: the high threshold alone, and the low one alone. Below: both, with hysteresis. The
# lines are those of the low one that have something to hold on to.
#
# Beside it scikit-image's `canny` with the same sigma and the thresholds 0.2 and 0.6. There they are no parts, but
# lengths of a gradient that is 8 times ours, white being 1. The steepest place of this picture has 1.08, so 0.6 there
# is 0.56 here: a little lower, and one faint arc at the upper left hangs on to it. On the outermost pixels scikit-image
# draws nothing. And in the thinning it interpolates between two neighbours, where we round the direction to one of
# four: so lines lie a pixel apart here and there.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_coins, skimage_canny

    part = load_coins()[60:180]
    thresholds = {"high only": (0.6, 0.6), "low only": (0.2, 0.2), "both": (0.2, 0.6)}
    drawings = {title: canny(part, 2.0, low, high) for title, (low, high) in thresholds.items()}
    drawings["both, by scikit-image"] = theirs = skimage_canny(part, 2.0, 0.2, 0.6)
    fig, axes = plt.subplots(2, 2, figsize=(11, 4.2), layout="constrained")
    for ax, (title, lines) in zip(axes.flat, drawings.items(), strict=True):
        ax.imshow(lines, cmap="gray_r")
        ax.set(title=f"{title}: {lines.sum():,} pixels", xticks=[], yticks=[])
    plt.show()
    yours = drawings["both"]
    print(f"{np.sum(yours & theirs):,} pixels are the same in the lower two. Those that have none of the other's near:")
    print(f"{np.sum(yours & ~grown(theirs))} of yours, {np.sum(theirs & ~grown(yours))} of scikit-image's")

# %% [markdown]
# ## Circles by vote
#
# **From pixels to a circle.** Through one edge pixel there are many circles of radius $r$; their centres lie on a
# circle of radius $r$ *around the pixel*. So let each edge pixel vote for all of those. At the true centre the votes of
# the whole outline meet (Hough, 1962; Duda and Hart, 1972). Gaps and strangers do not matter much: they are outvoted.
#
# You can turn it round, too: for each possible centre, walk along its outline and count how much of it is edge,
#
# $$ V_r(y, x) = \frac1n \sum_{k=1}^{n} E(y + r \sin \alpha_k, \; x + r \cos \alpha_k), \qquad
# \alpha_k = \frac{2 \pi k}{n} . $$
#
# A share lies between 0 and 1 whatever the radius, so small circles compare with large ones. Pixels are squares and
# coins are no circles, so be generous: an edge pixel next to the outline should count as well (`grown`), if a little
# less than one on it. Then maxima, and `apart`.

# %%
def hough_circles(edges, radii, threshold=0.5, n_circles=None):
    """Find circles in a picture of edges.

    Parameters
    ----------
    edges : ndarray of bool, shape (H, W)
        As `canny` returns them.
    radii : sequence of float
        The radii to look for, in pixels, 1 or more.
    threshold : float
        The share of the outline that has to be there, give or take a pixel.
    n_circles : int, optional
        At most so many. None: all of them.

    Returns
    -------
    circles : ndarray of float, shape (n, 3)
        Rows (y, x, r), the largest share first; r is one of radii. Of two circles whose centres are closer than the
        larger radius, only the one with the larger share is there.

    References
    ----------
    R. Duda, P. Hart: Use of the Hough transformation to detect lines and curves in pictures. Comm. ACM 15 (1972).
    """
    near, (height, width) = 0.9 * grown(edges) + 0.1 * edges, edges.shape
    rows, shares = [np.zeros((0, 3))], [np.zeros(0)]
    for radius in radii:
        reach = int(np.ceil(radius))
        framed, n = np.pad(near, reach), int(np.ceil(2 * np.pi * radius))
        angles = 2 * np.pi * np.arange(n) / n
        down, across = np.rint(reach + radius * np.array([np.sin(angles), np.cos(angles)])).astype(np.int64)
        votes = sum(framed[i : i + height, j : j + width] for i, j in zip(down, across, strict=True)) / n
        y, x = np.nonzero(votes >= threshold)
        rows.append(np.stack([y, x, np.full(len(y), radius)], axis=1))
        shares.append(votes[y, x])
    return apart(np.concatenate(rows), np.concatenate(shares))[:n_circles]


# %% [markdown]
# **Back to the coins.** Edges first, then a vote over every second radius from 18 to 30. Beside it what scikit-image's
# `hough_circle` and `hough_circle_peaks` make of the very same edges, and, once more, the blobs. Circles and blobs find
# all 24 coins, and neither has seen one before. Which of the two knows the sizes better, and why?
#
# scikit-image forgives no pixel: only an edge *exactly* on the drawn circle counts. With a share of one half it finds
# half of the coins. Here it is asked for 0.35.

# %%
if __name__ == "__main__":
    from scratchml.datasets import skimage_circles

    lines, radii = canny(coins, sigma=2.0, low=0.1, high=0.25), range(18, 31, 2)
    circles, theirs = hough_circles(lines, radii, threshold=0.5), skimage_circles(lines, radii, threshold=0.35)
    fig, axes = plt.subplots(2, 2, figsize=(11, 8.8), layout="constrained")
    axes[0, 0].imshow(lines, cmap="gray_r")
    axes[0, 0].set_title("edges (Canny)")
    found = {"circles by vote": circles, "circles, scikit-image's": theirs, "blobs": blobs * [1, 1, np.sqrt(2)]}
    for ax, (what, rows) in zip(axes.flat[1:], found.items(), strict=True):
        ax.imshow(coins, cmap="gray")
        outline(ax, rows, color="white", linewidth=2, linestyle="--" if what == "blobs" else "-")
        ax.set_title(f"{len(rows)} {what}")
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    plt.show()
    print(f"{shared(circles, theirs, 6)} of your {len(circles)} circles are within 6 pixels of one of scikit-image's")
    print(f"with a share of 0.5 scikit-image finds {len(skimage_circles(lines, radii, threshold=0.5))}")

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. In the photograph the light comes from one side: at the upper left the ground is nearly as bright as some coins.
#    Which of the three (a threshold on brightness, blobs, circles) suffers, which one does not, and why?
# 2. A convolutional network learns its filters from examples. Name one thing that it can do with the coins and that
#    nothing in this lesson can, and one thing that the filters of this lesson have and a learned filter has not.

# %% [markdown] role="answer"
# **1.** A threshold on brightness suffers most: no single number separates coins from ground everywhere. Blobs suffer
# little: the Laplacian of a constant, and of a plane, is 0, so a slow change of light cancels; only the contrast of a
# coin against the ground around it counts, and where that is low the answer may fall below the threshold. Circles
# depend on edges: where coin and ground are equally bright there is no edge, and the outline has a gap; but a vote can
# do with a part of the outline, and hysteresis follows faint edges.
#
# **2.** A network can tell *which* coin it is, or a coin from a button: it has learned from examples what matters, and
# combines many filters over several layers. The filters here need no example at all, are understood (each knob has a
# meaning in pixels), work for any picture from the first day, and one can say when they fail and prove why.
#
# *Look for:* the derivative cancels slow changes, a brightness threshold does not (1 point); one honest advantage on
# each side, with examples as the price (1 point).
