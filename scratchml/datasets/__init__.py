"""Data for the lessons: bundled digits, tables, posts and tales; MNIST, newsgroups and text8 to fetch; a split.

Importing this package is cheap: scikit-learn, scikit-image and pooch are imported when a function needs them.
"""

from ._download import Source
from ._errors import DatasetError
from .composites import Animals, husky_or_wolf
from .digits import load_digits, split
from .idx import read_idx
from .mnist import load_mnist
from .newsgroups import load_20newsgroups
from .photographs import TEXTURES, load_coins, load_textures, superpixels
from .posts import Posts, load_posts
from .skimage_features import skimage_blobs, skimage_canny, skimage_circles
from .tables import forest, load_iris, load_wine
from .tales import load_tales
from .text8 import load_text8
from .textures import PATCH_CLASSES, Mosaic, cut_patches, texture_mosaic, texture_patches

__all__ = [
    "PATCH_CLASSES",
    "TEXTURES",
    "Animals",
    "DatasetError",
    "Mosaic",
    "Posts",
    "Source",
    "cut_patches",
    "forest",
    "husky_or_wolf",
    "load_20newsgroups",
    "load_coins",
    "load_digits",
    "load_iris",
    "load_mnist",
    "load_posts",
    "load_tales",
    "load_text8",
    "load_textures",
    "load_wine",
    "read_idx",
    "skimage_blobs",
    "skimage_canny",
    "skimage_circles",
    "split",
    "superpixels",
    "texture_mosaic",
    "texture_patches",
]
