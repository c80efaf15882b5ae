"""scratchml: neural networks and LIME from scratch, in numpy.

One module per lesson, plain functions on arrays, every forward pass beside its derivative. Arrays are
batch-first, images are channels-last. float32 in gives float32 work, everything else is done in float64.

Importing the package loads nothing else: ask for the module you want, ``from scratchml.losses import ...``.
"""

__version__ = "0.1.0"
