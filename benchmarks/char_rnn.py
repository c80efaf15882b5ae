"""Does a plain recurrent network write better than a table of letter pairs? Perplexities, seconds, and a sample.

CharRNN, 128 units, float32, on one core: eight passes over 180,000 letters of the bundled tales, truncated after 50
letters, and judged by the perplexity of the next 20,000. The bigram model counts letter pairs in the same 180,000, one
added to each. With ``--text8 PATH`` (text8, text8.zip or their folder) the same is done with its first letters;
``--any-size`` takes another text in the same alphabet.

Run it as ``python benchmarks/char_rnn.py [--text8 PATH [--any-size]]``.
"""

import common  # noqa: F401, I001  first of the imports that matter: it sets one thread
import argparse
import time

import numpy as np

from scratchml.datasets import load_tales, load_text8
from scratchml.language_model import CharRNN, batches_of_text, perplexity, sample
from scratchml.optimizers import Adam
from scratchml.recurrent import clip_gradients
from scratchml.text import encode

ALPHABET = list(" abcdefghijklmnopqrstuvwxyz")
N_TRAIN, N_TEST = 180_000, 20_000
UNITS, BATCH, LENGTH, PASSES, RATE, LONGEST = 128, 32, 50, 8, 0.003, 1.0


def bigram_perplexity(train_ids, test_ids):
    """Perplexity of a table of letter pairs."""
    counts = np.ones((len(ALPHABET), len(ALPHABET)))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    return perplexity(np.log(counts)[test_ids[:-1]], test_ids[1:])


def trained(ids, rng):
    """Return a network that has read the text."""
    model, optimizer = CharRNN(len(ALPHABET), UNITS, rng), Adam(RATE)
    model.params = [p.astype(np.float32) for p in model.params]
    for _ in range(PASSES):
        state = None
        for inputs, targets in batches_of_text(ids, BATCH, LENGTH):
            _, grads, state = model.loss_and_grads(inputs, targets, state)
            model.params = optimizer.step(model.params, clip_gradients(grads, LONGEST)[0])
    return model


def written(model, n, temperature, rng):
    """Let the model write n letters, from a space on."""
    state, ids = None, [0]
    for _ in range(n):
        logits, state = model.forward([ids[-1:]], state)
        ids.append(sample(logits[0, -1], temperature, rng))
    return "".join(ALPHABET[i] for i in ids[1:])


def measure(name, text):
    """Train, judge, sample, print."""
    ids = encode(text, ALPHABET)
    n_train = min(N_TRAIN, len(ids) - len(ids) // 10)
    train_ids, test_ids = ids[:n_train], ids[n_train:]
    rng = np.random.default_rng(0)
    start = time.process_time()
    model = trained(train_ids, rng)
    seconds = time.process_time() - start
    ours = perplexity(model.forward(test_ids[None, :-1])[0][0], test_ids[1:])
    bigram = bigram_perplexity(train_ids, test_ids)
    print(f"{name}: held-out perplexity {ours:.2f}, bigram model {bigram:.2f}, {seconds:.1f} s of CPU")
    print(f"  beats the bigram model in under 60 s: {'yes' if ours < bigram and seconds < 60 else 'NO'}")
    for temperature in (0.5, 1.0):
        print(f"  temperature {temperature}: {written(model, 200, temperature, rng)}")


def main():
    """Measure the bundled text, and text8 where it is given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text8", metavar="PATH", help="text8, text8.zip, or the folder that holds one of them")
    parser.add_argument("--any-size", action="store_true", help="do not ask for 100,000,000 characters")
    options = parser.parse_args()
    measure("tales", load_tales(N_TRAIN + N_TEST))
    if options.text8:
        limit = {"size": None} if options.any_size else {}
        measure("text8", load_text8(options.text8, N_TRAIN + N_TEST, **limit))


if __name__ == "__main__":
    main()
