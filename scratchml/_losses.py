"""What the modules of losses share: their inputs checked, probabilities kept off 0 and 1, rows counted."""

import numpy as np

from scratchml._checks import as_float, as_labels, check_ndim, check_not_empty, check_same_shape

EPS = 1e-12


def pred_and_target(pred, target, pred_name, target_name):
    """Prediction and target as floats of one shape, not empty."""
    pred, target = as_float(pred, pred_name), as_float(target, target_name)
    check_same_shape(pred, target, pred_name, target_name)
    check_not_empty(pred, pred_name)
    return pred, target


def logits_and_labels(logits, labels):
    """Logits (N, C) as floats and labels (N,) as integers in 0 ... C - 1, not empty."""
    logits = as_float(logits, "logits")
    check_ndim(logits, 2, "logits", "(N, C)")
    check_not_empty(logits, "logits")
    n, n_classes = logits.shape
    labels = as_labels(labels, n_classes)
    if labels.shape != (n,):
        raise ValueError(f"labels must have shape ({n},), one class per row of logits, got {labels.shape}")
    return logits, labels


def clip_both_ends(p):
    """p in [EPS, 1 - EPS], as float64: in float32 the upper end would be 1, and log(1 - p) infinite."""
    return np.clip(p.astype(np.float64), EPS, 1 - EPS)


def n_rows(p):
    """How many rows the last axis stands for."""
    return p.size // p.shape[-1] if p.ndim else 1
