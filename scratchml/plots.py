"""Small pictures for the lessons. Nothing is told by colour alone, and text is large enough to read.

matplotlib is imported inside the functions, so importing this module is cheap. The functions draw and return;
call ``plt.show()`` afterwards.
"""

from itertools import product

import numpy as np

FONT_SIZE = 12
# Okabe and Ito's palette (2008), which the colour-blind can tell apart; its yellow is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
DASHES = ("-", "--", "-.", ":")
MARKERS = ("", "o", "s", "^")


def image_grid(images, titles=None, columns=8):
    """Draw images side by side, in rows, all on one scale of grey.

    Parameters
    ----------
    images : sequence of array_like
        Each (height, width) or (height, width, 1) for grey, or (height, width, 3) for colour. An array of
        shape (n, height, width) will do. The smallest value of all images is black, the largest white.
    titles : sequence, optional
        One for each image; anything that ``str`` can write.
    columns : int
        Images in a row.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        When there is no image, an image has another shape, or the number of titles is not that of the images.
    """
    import matplotlib.pyplot as plt

    images = [_drawable(image) for image in images]
    if not images:
        raise ValueError("there is no image to draw")
    titles = [""] * len(images) if titles is None else [str(title) for title in titles]
    if len(titles) != len(images):
        raise ValueError(f"{len(images)} images, but {len(titles)} titles")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    figure, axes = plt.subplots(rows, columns, squeeze=False, layout="constrained")
    figure.set_size_inches(1.4 * columns, 1.6 * rows)
    low, high = min(image.min() for image in images), max(image.max() for image in images)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, image, title in zip(axes.flat, images, titles, strict=False):
        ax.imshow(image, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
        ax.set_title(title, fontsize=FONT_SIZE)
    return figure


def _drawable(image):
    image = np.asarray(image)
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    if image.ndim != 2 and not (image.ndim == 3 and image.shape[2] == 3):
        raise ValueError(
            f"an image of shape {image.shape} cannot be drawn: reshape it to (height, width) or (height, width, 3)"
        )
    return image


def curves(series, xlabel="epoch", ylabel="loss", logy=False, ax=None):
    """Draw one line for each series, against 1, 2, 3, ...

    Parameters
    ----------
    series : dict of str to sequence of float
        Name in the legend to values, for example ``{"train": losses, "test": test_losses}``. Values that are
        not finite leave a gap.
    xlabel, ylabel : str
    logy : bool
        Logarithmic vertical axis.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        When there is no series.
    """
    from matplotlib.ticker import MaxNLocator

    if not series:
        raise ValueError("there is no series to draw")
    ax = _new_axes() if ax is None else ax
    for number, (name, values) in enumerate(series.items()):
        values = np.asarray(values, dtype=float)
        ax.plot(np.arange(1, len(values) + 1), values, label=name, **_style(number, len(values)))
    if logy:
        ax.set_yscale("log")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    _label(ax, xlabel, ylabel)
    return ax


def function_and_slope(f, df, z, name="f", ax=None):
    """Draw a function of one variable and its derivative over the same axis.

    Parameters
    ----------
    f, df : callable
        Each takes an array of shape (n,) and returns one.
    z : array_like, shape (n,)
        Where to evaluate them, in ascending order.
    name : str
        The function's name in the legend.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = _new_axes() if ax is None else ax
    z = np.asarray(z, dtype=float)
    ax.plot(z, f(z), label=name, **_style(0, len(z)))
    ax.plot(z, df(z), label=f"slope of {name}", **_style(1, len(z)))
    ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)
    _label(ax, "z", "")
    return ax


def _new_axes():
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(7, 4.2), layout="constrained")[1]


def _style(number, n_values):
    """The line style of a series: dashes differ first, then markers, so 16 series differ without colour."""
    marker, dashes = list(product(MARKERS, DASHES))[number % (len(MARKERS) * len(DASHES))]
    if n_values == 1:
        marker = marker or "D"  # a line through one point would not be seen
    return {
        "color": COLOURS[number % len(COLOURS)],
        "linestyle": dashes,
        "marker": marker,
        "markevery": max(1, n_values // 10),
        "linewidth": 2,
    }


def _label(ax, xlabel, ylabel):
    ax.set_xlabel(xlabel, fontsize=FONT_SIZE)
    ax.set_ylabel(ylabel, fontsize=FONT_SIZE)
    ax.tick_params(labelsize=FONT_SIZE - 1)
    ax.grid(True, alpha=0.3)
    ax.legend(fontsize=FONT_SIZE)
