"""How many digits does a small convolutional network get right? Accuracies, not times.

Digits: the 1,797 of 8 by 8 pixels, one fifth for the test, stratified; filters 3 x 3, 16 and 32 channels, 15 epochs,
median of five seeds. MNIST (with ``--mnist FOLDER``): 8,000 of the 10,000 test images to learn from and 2,000 to be
judged by, stratified; filters 5 x 5, half of the last features dropped, shifted anew in each epoch by up to 2 pixels,
float32, median of three seeds.

Run it as ``python benchmarks/convnet_accuracy.py [--mnist FOLDER]``.
"""

import common  # noqa: F401, I001  first of the imports that matter: it sets one thread
import argparse
import statistics
import time

import numpy as np
from digits_and_mnist import shifted

from scratchml.convnet import ConvNet
from scratchml.datasets import load_digits, load_mnist, split
from scratchml.metrics import accuracy
from scratchml.network import train
from scratchml.optimizers import Adam

TARGETS = {"digits": 0.975, "MNIST": 0.985}


def in_float32(model):
    """Return the model with float32 parameters: half the memory, and twice the speed."""
    model.params = [p.astype(np.float32) for p in model.params]
    return model


def digits_accuracy(seed):
    """Train on four fifths of the small digits; return the accuracy on the others."""
    rng = np.random.default_rng(seed)
    X, y = load_digits()
    X_train, X_test, y_train, y_test = split(X.reshape(-1, 8, 8, 1), y, 0.2, rng)
    model = in_float32(ConvNet((8, 8, 1), (16, 32), 10, rng))
    train(model, X_train, y_train, Adam(lr=0.003), 15, 32, rng)
    return accuracy(y_test, model.forward(X_test).argmax(axis=1))


def mnist_accuracy(folder, seed, epochs=20):
    """Train on 8,000 test images of MNIST; return the accuracy on the other 2,000."""
    rng = np.random.default_rng(seed)
    images, labels = load_mnist(folder=folder, split="test")
    X_train, X_test, y_train, y_test = split(images.astype(np.float32) / 255, labels, 0.2, rng)
    model = in_float32(ConvNet((28, 28, 1), (16, 32), 10, rng, kernel=5, dropout=0.5))
    optimizer = Adam(lr=0.002)
    for epoch in range(epochs):
        optimizer.lr = 0.002 if epoch < epochs - 5 else 0.0005  # smaller steps at the end
        train(model, shifted(X_train, rng)[..., None], y_train, optimizer, 1, 64, rng)
    return accuracy(y_test, model.forward(X_test[..., None]).argmax(axis=1))


def tell(name, measure, seeds):
    """Print the accuracies of all seeds, their median, the target and the time of one seed."""
    start = time.perf_counter()
    accuracies = [measure(seed) for seed in range(seeds)]
    seconds = (time.perf_counter() - start) / seeds
    median = statistics.median(accuracies)
    each = " ".join(f"{value:.4f}" for value in accuracies)
    met = "yes" if median >= TARGETS[name] else "NO"
    target = f"target >= {TARGETS[name]:.3f}  met {met}"
    print(f"{name:<8} median {median:.4f}  {target}  seeds: {each}  {seconds:.1f} s a seed", flush=True)


def main():
    """Measure, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", metavar="FOLDER", help="a folder with the two files of MNIST's test part")
    options = parser.parse_args()
    tell("digits", digits_accuracy, 5)
    if options.mnist:
        tell("MNIST", lambda seed: mnist_accuracy(options.mnist, seed), 3)


if __name__ == "__main__":
    main()
