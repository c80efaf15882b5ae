"""Explanations on one thread: scratchml against the lime package 0.2.0.1.

Both sides explain the same input for the same model with the same number of samples: all four columns of an iris
flower; six words of a text as long as the median post of four groups of 20 newsgroups (200 words, 139 distinct); a
picture of 224 x 224 pixels with its superpixels given; and the submodular pick of ten of 1,000 explanations. The models
are trivially cheap (they read a few numbers of each sample), so what is timed is each side's own work. The explainers
of lime are made beforehand and its progress bar is taken away. Peak memory is that of 1,000 picture samples as
tracemalloc sees it; the model's own share is a few KiB.

Run it as ``python benchmarks/lime_package.py [--json FILE] [--rounds N]``.
"""

import tracemalloc
from types import SimpleNamespace

import common  # first of the imports that matter: it sets one thread
import lime.lime_image
import numpy as np
from lime.lime_tabular import LimeTabularExplainer
from lime.lime_text import LimeTextExplainer
from lime.submodular_pick import SubmodularPick
from skimage.data import astronaut
from skimage.segmentation import felzenszwalb
from sklearn.datasets import load_iris

from scratchml.explain import explain_image, explain_tabular, explain_text
from scratchml.global_view import submodular_pick

MEMORY_LIMIT = 60  # MiB above the model's
SIDE, BUDGET = 224, 10


def two_classes(p):
    """Probabilities (n,) as two columns."""
    return np.column_stack([p, 1 - p])


def iris():
    """Return both sides of: one flower, 5,000 samples, all columns."""
    X = load_iris().data
    explainer, rng = LimeTabularExplainer(X, random_state=0), np.random.default_rng(0)

    def model(flowers):
        return two_classes(flowers[:, 3] < 0.8)

    def ours():
        return explain_tabular(model, X[0], X, rng=rng, label=0)

    def theirs():
        return explainer.explain_instance(X[0], model, labels=(0,), num_features=4, num_samples=5000)

    return ours, theirs


def text():
    """Return both sides of: a text of 200 words, 139 of them distinct, 5,000 samples, six words to keep."""
    rng = np.random.default_rng(0)
    document = " ".join(f"word{i}" for i in [*range(139), *rng.integers(0, 139, 61)])
    explainer = LimeTextExplainer(random_state=0)

    def model(documents):
        letters = [len(d) - d.count(" ") for d in documents]  # lime leaves the spaces of removed words
        return two_classes(np.array(letters) / len(document))

    def ours():
        return explain_text(model, document, rng=rng, label=0)

    def theirs():
        return explainer.explain_instance(document, model, labels=(0,), num_features=6, num_samples=5000)

    return ours, theirs


def picture():
    """Return both sides of: a photograph of 224 x 224 pixels in superpixels, 1,000 samples."""
    image = np.ascontiguousarray(astronaut()[: 2 * SIDE : 2, : 2 * SIDE : 2])
    segments = felzenszwalb(image, scale=300)
    lime.lime_image.tqdm = lambda rows: rows
    explainer, rng = lime.lime_image.LimeImageExplainer(random_state=0), np.random.default_rng(0)

    def model(pictures):
        return two_classes(pictures[:, ::32, ::32].mean(axis=(1, 2, 3)) / 255)

    def ours():
        return explain_image(model, image, segments, rng=rng, label=0)

    def theirs():
        return explainer.explain_instance(
            image, model, labels=(0,), top_labels=None, num_samples=1000, segmentation_fn=lambda _: segments
        )

    return ours, theirs


def explained(row):
    """One explanation that is there already, as lime's pick asks for it."""
    pairs = [(j, row[j]) for j in row.nonzero()[0]]
    return SimpleNamespace(mode="regression", as_list=lambda label: pairs)


def pick(n=1000, d=60):
    """Return both sides of: ten of 1,000 explanations of ten words each."""
    rng = np.random.default_rng(0)
    W = rng.normal(size=(n, d)) * (rng.random((n, d)) < 10 / d)
    made = [explained(row) for row in W]

    def ours():
        return submodular_pick(W, BUDGET)

    def theirs():
        finished = iter(made)
        explainer = SimpleNamespace(explain_instance=lambda *_, **__: next(finished))
        return SubmodularPick(explainer, W, None, method="full", num_exps_desired=BUDGET).V

    return W, ours, theirs


def check_agreement(plan):
    """Raise if the two sides do not explain alike: a fast wrong answer is worth nothing."""
    for name, ours, theirs, *_ in plan:
        mine, other = ours(), theirs()
        if not abs(mine.r2 - other.score) <= 0.1 or not abs(mine.intercept - other.intercept[0]) <= 0.1:
            raise RuntimeError(f"{name}: R2 and intercept differ: {mine}, {other.score}, {other.intercept}")


def check_picks(W, our_pick, their_pick):
    """Raise if one pick shows more than the other."""
    importance = np.sqrt(np.abs(W).sum(axis=0))
    covered = [importance[(W[list(rows)] != 0).any(axis=0)].sum() for rows in (our_pick(), their_pick())]
    if not abs(covered[0] - covered[1]) <= 1e-6 * covered[1]:
        raise RuntimeError(f"the picks cover {covered}")


def peak_memory(explain):
    """Return the most that was held while explaining, in MiB."""
    tracemalloc.start()
    try:
        explain()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def table(results):
    """Return the results as lines: how many times faster ours is, and the quartiles over rounds."""
    lines = [f"{'what':<36} {'ours ms':>9} {'lime ms':>9} {'faster':>8} {'quartiles':>13} {'target':>7}  met"]
    lines.append("-" * len(lines[0]))
    for r in results:
        lines.append(
            f"{r.name:<36} {1e3 * r.ours_seconds:>9.2f} {1e3 * r.other_seconds:>9.1f} {1 / r.ratio:>7.1f}x "
            f"{1 / r.ratio_high:>5.1f} - {1 / r.ratio_low:<5.1f} {1 / r.target:>6.0f}x  {'yes' if r.met else 'NO'}"
        )
    return "\n".join(lines)


def main():
    """Check that both sides agree, time them, measure memory, print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    W, *picks = pick()
    plan = [  # what, both sides, how many times faster it has to be, one round for how many that are asked for
        ("iris, 5,000 samples", *iris(), 20, 1),
        ("text, K = 6, 5,000 samples", *text(), 25, 4),
        ("picture 224 x 224, 1,000 samples", *picture(), 8, 6),
        ("submodular pick, n = 1,000", *picks, 200, 2),
    ]
    check_agreement(plan[:3])
    check_picks(W, *picks)
    results = [
        common.compare(name, ours, theirs, "lime", 1 / target, max(5, options.rounds // share), calls=1, warm_up=1)
        for name, ours, theirs, target, share in plan
    ]
    print(table(results))
    peaks = [peak_memory(side) for side in plan[2][1:3]]
    met = "yes" if peaks[0] <= MEMORY_LIMIT else "NO"
    print(
        f"peak memory, picture, 1,000 samples: {peaks[0]:.1f} MiB, at most {MEMORY_LIMIT}: {met} (lime {peaks[1]:.1f})"
    )
    if options.json:
        common.write_json(options.json, results, numpy=np.__version__, lime="0.2.0.1", peak_mib=peaks[0])


if __name__ == "__main__":
    main()
