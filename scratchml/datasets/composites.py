"""Huskies and wolves on grass and snow, drawn here: pictures with a background that gives the class away.

After the experiment of Ribeiro, Singh and Guestrin (2016), "Why should I trust you?", section 6.4, where a classifier
of huskies and wolves had learned to look for snow.
"""

from collections import namedtuple

import numpy as np

Animals = namedtuple("Animals", "X y snow subject")

HUSKY, WOLF = 0, 1
_FUR = {HUSKY: (0.38, 0.39, 0.43), WOLF: (0.45, 0.40, 0.34)}
_EYES = {HUSKY: (0.35, 0.65, 0.95), WOLF: (0.85, 0.65, 0.10)}


def husky_or_wolf(n, rng, confounded=True, size=32):
    """Draw pictures of huskies (0) and wolves (1); with the confound, every wolf stands in snow, every husky on grass.

    They differ as the real ones do: a husky has a white face and blue eyes, a wolf is browner, darker in the face and
    has yellow eyes. It takes a closer look than the background does.

    Parameters
    ----------
    n : int
        Pictures, at least 1.
    rng : numpy.random.Generator
        In turn: the classes, ``rng.integers(0, 2, n)``; without the confound, whether there is snow,
        ``rng.integers(0, 2, n)``; the place and size of the head and the brightness of the fur, ``rng.random((4, n))``;
        noise for the background, ``rng.random((n, size / 4, size / 4))`` and ``rng.normal(size=(n, size, size))``; and
        noise for all, ``rng.normal(size=(n, size, size, 3))``.
    confounded : bool
        True for the data to be fooled by; False lets class and background be independent, which shows who was fooled.
    size : int
        Height and width in pixels, a multiple of 4, at least 16.

    Returns
    -------
    X : ndarray of float64, shape (n, size, size, 3)
        Colours, 0 to 1.
    y : ndarray of int64, shape (n,)
        0 husky, 1 wolf.
    snow : ndarray of bool, shape (n,)
        Whether the animal stands in snow; on grass otherwise.
    subject : ndarray of bool, shape (n, size, size)
        The pixels of the animal.

    Raises
    ------
    ValueError
        If `n` or `size` is out of range.

    Notes
    -----
    To see by LIME what a classifier looks at here, paint segments over with a number: snow that is painted over with
    its mean colour is still snow.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    if size < 16 or size % 4:
        raise ValueError(f"size must be a multiple of 4 and at least 16, got {size}")
    y = rng.integers(0, 2, n)
    snow = y == WOLF if confounded else rng.integers(0, 2, n) == 1
    u, v, brightness = _places(rng.random((4, n)), size)
    X = _backgrounds(snow, rng.random((n, size // 4, size // 4)), rng.normal(size=(n, size, size)))
    subject = _draw_animals(X, y, u, v, brightness)
    X += 0.03 * rng.normal(size=X.shape)
    return Animals(X.clip(0, 1), y, snow, subject)


def _places(draws, size):
    """Coordinates (n, size, size) in which the head is a circle of radius 1 around 0; brightness (n, 1, 1, 1)."""
    down, right, scale, brightness = draws[:, :, None, None]
    radius = size * (0.20 + 0.06 * scale)
    pixels = np.arange(size) + 0.5
    u = (pixels - size * (0.35 + 0.30 * right)) / radius
    v = (pixels[:, None] - size * (0.40 + 0.15 * down)) / radius
    return u, v, 0.8 + 0.4 * brightness[..., None]


def _backgrounds(snow, coarse, fine):
    """Pictures (n, size, size, 3) of smooth bright snow, or of grass: green, in blades that stand upright."""
    waves = np.kron(coarse, np.ones((1, 4, 4)))[..., None]
    blades = (fine + np.roll(fine, 1, axis=1) + np.roll(fine, 2, axis=1))[..., None]
    on_snow = (0.84 + 0.10 * waves) * np.array([0.95, 0.98, 1.04]) + 0.01 * blades
    on_grass = (0.75 + 0.35 * waves + 0.16 * blades) * np.array([0.28, 0.48, 0.16])
    return np.where(snow[:, None, None, None], on_snow, on_grass)


def _draw_animals(X, y, u, v, brightness):
    """Paint the animals over the backgrounds, in place; return their pixels."""
    u, v = np.broadcast_arrays(u, v)
    side = np.abs(u)
    head = u**2 + v**2 <= 1
    ears = (v > -1.7) & (v < -0.4) & (np.abs(side - 0.6) < 0.32 * (v + 1.7))
    body = (v > 0.5) & (side < 0.7 + 0.35 * v)
    face = head & (side < 0.65 - 0.25 * v) & (v > -0.15)
    nose = (side < 0.2) & (np.abs(v - 0.55) < 0.18)
    eyes = (np.abs(side - 0.42) < 0.17) & (np.abs(v + 0.12) < 0.17)
    for kind in (HUSKY, WOLF):
        chosen = (y == kind)[:, None, None]
        fur = brightness * np.array(_FUR[kind])
        np.copyto(X, fur, where=((head | ears | body) & chosen)[..., None])
        np.copyto(X, 0.92 if kind == HUSKY else 0.7 * fur, where=(face & chosen)[..., None])
        np.copyto(X, np.array(_EYES[kind]), where=(eyes & chosen)[..., None])
    np.copyto(X, 0.08, where=nose[..., None])
    return head | ears | body
