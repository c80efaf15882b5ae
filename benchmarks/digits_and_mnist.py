"""How many digits does a small network get right? Accuracies, not times.

Digits: the 1,797 of 8 by 8 pixels, one fifth for the test, stratified; 64-128-64-10, median of five seeds.
MNIST (with ``--mnist FOLDER``): 8,000 of the 10,000 test images to learn from and 2,000 to be judged by, stratified;
784-256-128-10 in float32, median of three seeds: once as they are, once shifted anew in each epoch by up to 2 pixels.

Run it as ``python benchmarks/digits_and_mnist.py [--mnist FOLDER]``.
"""

import common  # noqa: F401, I001  first of the imports that matter: it sets one thread
import argparse
import statistics

import numpy as np

from scratchml.datasets import load_digits, load_mnist, split
from scratchml.metrics import accuracy
from scratchml.network import MLP, train
from scratchml.optimizers import Adam

FARTHEST = 2
TARGETS = {"digits": 0.97, "MNIST, plain": 0.945, "MNIST, shifted": 0.97}


def shifted(images, rng):
    """Move each image (n, 28, 28) by up to 2 pixels up or down and left or right; what comes in is background."""
    n, height, width = images.shape
    padded = np.pad(images, ((0, 0), (FARTHEST, FARTHEST), (FARTHEST, FARTHEST)))
    down, right = rng.integers(0, 2 * FARTHEST + 1, (2, n))
    rows, columns = down[:, None] + np.arange(height), right[:, None] + np.arange(width)
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]


def digits_accuracy(seed):
    """Train on four fifths of the small digits; return the accuracy on the others."""
    rng = np.random.default_rng(seed)
    X_train, X_test, y_train, y_test = split(*load_digits(), 0.2, rng)
    model = MLP((64, 128, 64, 10), rng)
    train(model, X_train, y_train, Adam(lr=0.002), 15, 32, rng)
    return accuracy(y_test, model.forward(X_test).argmax(axis=1))


def mnist_accuracy(folder, seed, shifts, epochs):
    """Train on 8,000 test images of MNIST; return the accuracy on the other 2,000."""
    rng = np.random.default_rng(seed)
    images, labels = load_mnist(folder=folder, split="test")
    X_train, X_test, y_train, y_test = split(images.astype(np.float32) / 255, labels, 0.2, rng)
    model = MLP((784, 256, 128, 10), rng)
    model.params = [p.astype(np.float32) for p in model.params]
    optimizer = Adam(lr=0.001)
    for _ in range(epochs):
        X = shifted(X_train, rng) if shifts else X_train
        train(model, X.reshape(len(X), -1), y_train, optimizer, 1, 64, rng)
    return accuracy(y_test, model.forward(X_test.reshape(len(X_test), -1)).argmax(axis=1))


def tell(name, accuracies):
    """Print the accuracies of all seeds, their median, and the target."""
    median = statistics.median(accuracies)
    each = " ".join(f"{value:.4f}" for value in accuracies)
    met = "yes" if median >= TARGETS[name] else "NO"
    print(f"{name:<16} median {median:.4f}  target >= {TARGETS[name]:.3f}  met {met:<4} seeds: {each}", flush=True)


def main():
    """Measure, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", metavar="FOLDER", help="a folder with the two files of MNIST's test part")
    options = parser.parse_args()
    tell("digits", [digits_accuracy(seed) for seed in range(5)])
    if options.mnist:
        tell("MNIST, plain", [mnist_accuracy(options.mnist, seed, False, 15) for seed in range(3)])
        tell("MNIST, shifted", [mnist_accuracy(options.mnist, seed, True, 40) for seed in range(3)])


if __name__ == "__main__":
    main()
