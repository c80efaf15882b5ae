"""A process that grades: one item a line comes in, one result a line goes out, until its input ends.

Its one argument is its scratch folder, which it removes in the end, also where its parent was killed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys

from autograder.grading.work import perform


def main() -> None:
    """Serve. What any library prints goes to stderr, so that the lines that go out are ours alone."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in os.fdopen(os.dup(0), encoding="utf-8"):
        out.write(perform(line) + "\n")
        out.flush()


if __name__ == "__main__":
    try:
        with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
            main()
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)
    os._exit(0)  # where whoever asked has gone, nobody reads what else there is to write
