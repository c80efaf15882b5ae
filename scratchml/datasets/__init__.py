"""Data for the lessons: bundled digits, MNIST from the network or a folder, and a stratified split.

Importing this package is cheap: scikit-learn and pooch are imported when a function needs them.
"""

from ._download import Source
from ._errors import DatasetError
from .digits import load_digits, split
from .idx import read_idx
from .mnist import load_mnist

__all__ = ["DatasetError", "Source", "load_digits", "load_mnist", "read_idx", "split"]
