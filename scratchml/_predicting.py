"""Asking a black box many questions: in chunks of bounded size, with errors that say what it did wrong."""

import numpy as np

CHUNK_BYTES = 8 * 2**20


def ask(predict_fn, batch_of, n_samples, row_bytes, label, batch_size, progress):
    """Return a model's answers to all samples, for one of its classes.

    Parameters
    ----------
    predict_fn : callable, batch of n -> array_like (n, C)
    batch_of : callable, slice of sample numbers -> batch
        Each batch is made when it is its turn and let go after it.
    n_samples : int
    row_bytes : int
        Size of one sample; a batch has as many as fit `CHUNK_BYTES`, and at least one.
    label : int or None
        The class; None is the class with the largest answer to sample 0 (of several, the lowest).
    batch_size : int or None
        Samples in a batch; None leaves it to `row_bytes`.
    progress : callable or None
        Called as ``progress(done, n_samples)`` after each batch.

    Returns
    -------
    label : int
    answers : ndarray of float64, shape (n_samples,)

    Raises
    ------
    RuntimeError
        If `predict_fn` raises; its own exception is the cause.
    TypeError
        If it does not return real numbers.
    ValueError
        If it returns another shape or numbers that are not finite, or there is no such class.
    """
    if not callable(predict_fn):
        raise TypeError(f"predict_fn must be callable, got {type(predict_fn).__name__}: give model.predict_proba")
    if batch_size is not None and batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, got {batch_size}")
    rows = batch_size or max(1, CHUNK_BYTES // max(1, row_bytes))
    answers, n_classes = np.empty(n_samples), None
    for start in range(0, n_samples, rows):
        stop = min(start + rows, n_samples)
        scores = _scores(predict_fn, batch_of(slice(start, stop)), start, stop - start, n_classes)
        if n_classes is None:
            n_classes = scores.shape[1]
            label = _class(label, scores[0])
        answers[start:stop] = scores[:, label]
        if progress is not None:
            progress(stop, n_samples)
    return label, answers


def _scores(predict_fn, batch, start, n_rows, n_classes):
    """The model's answers to one batch as finite float64 (n_rows, C)."""
    scores = _answer(predict_fn, batch)
    if scores.dtype.kind not in "fiub":
        raise TypeError(f"predict_fn must return real numbers, got dtype {scores.dtype} for {_words(batch)}")
    if scores.ndim == 1:
        raise ValueError(
            f"predict_fn must return shape ({n_rows}, C), one score per class, got {scores.shape}: give predict_proba "
            "rather than predict; a single score per sample is a column, scores[:, None]"
        )
    if scores.ndim != 2 or len(scores) != n_rows or scores.shape[1] == 0 or n_classes not in (None, scores.shape[1]):
        wanted = "C" if n_classes is None else n_classes
        raise ValueError(f"predict_fn must return shape ({n_rows}, {wanted}) for {_words(batch)}, got {scores.shape}")
    finite = np.isfinite(scores)
    if not finite.all():
        bad = np.flatnonzero(~finite.all(axis=1))
        raise ValueError(
            f"predict_fn returned NaN or infinity for {bad.size} of {n_rows} samples, first for sample "
            f"{start + bad[0]} (0 is the original): the model must answer for every perturbed sample"
        )
    return scores.astype(np.float64, copy=False)


def _answer(predict_fn, batch):
    """Whatever the model returns, as an array."""
    try:
        return np.asarray(predict_fn(batch))
    except Exception as error:
        raise RuntimeError(
            f"predict_fn raised {type(error).__name__} for {_words(batch)}: {error}. If the model wants another dtype "
            "or shape, wrap it: lambda batch: model(batch.astype(np.float32))"
        ) from error


def _class(label, scores):
    """The class to explain: as asked, or the one with the largest score."""
    if label is None:
        return int(np.argmax(scores))
    if isinstance(label, bool) or not isinstance(label, int | np.integer) or not 0 <= label < len(scores):
        raise ValueError(f"label must be a class, 0 ... {len(scores) - 1}, got {label!r}")
    return int(label)


def _words(batch):
    """A batch in words."""
    if isinstance(batch, np.ndarray):
        return f"an array of shape {batch.shape}, dtype {batch.dtype}"
    return f"a list of {len(batch)} texts"
