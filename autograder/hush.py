"""Learner code may print and warn as it likes; what it writes is caught while it is checked."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator

MOST_PRINTED = 2000


@contextlib.contextmanager
def hushed() -> Iterator[io.StringIO]:
    """Catch what is printed, to either stream, and hold back log messages.

    A grade of 0 is given to a notebook cell that writes to stderr, be it a progress bar or a warning.
    """
    printed = io.StringIO()
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            yield printed
    finally:
        logging.disable(level)


def shortened(text: str) -> str:
    """Cut what a learner's code printed to a size that can be read."""
    text = writable(text).strip("\n")
    return text if len(text) <= MOST_PRINTED else text[:MOST_PRINTED] + " ..."


def writable(text: str) -> str:
    """Replace what no file and no terminal takes: halves of a pair of surrogates."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
