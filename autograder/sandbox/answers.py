"""What a worker says was raised, made into exceptions of this process: learner's errors, and limits that were hit."""

from __future__ import annotations

import errno
from typing import Any

from autograder.compare import Difference
from autograder.learner import MissingName, Place
from autograder.outcome import Mismatch
from autograder.sandbox.errors import clean, rebuilt
from autograder.sandbox.limits import HELP, LIMITS, SENTENCES, Limits, sentence
from autograder.sandbox.wire import ProtocolError

TIMES = ("call", "check", "load", "cpu", "learner")
REFUSED_BY_THE_SYSTEM = {
    errno.EFBIG: "file",
    errno.ENOSPC: "disk",
    errno.EMFILE: "open",
    errno.EAGAIN: "processes",
}


def over(limit: str, limits: Limits = LIMITS) -> Mismatch:
    """Put a limit that was hit into words."""
    kind, got = ("time", None) if limit in TIMES else ("limit", limit)
    return Mismatch(Difference(kind, "", got, (sentence(limit, limits),), HELP.get(limit)))


def error_of(reply: list[Any], limits: Limits = LIMITS) -> BaseException:
    """Rebuild what learner code raised: the exception and the learner's own frames in it.

    Parameters
    ----------
    reply : list
        A description of the exception, and rows of places; unchecked.

    Raises
    ------
    ProtocolError
        If it is no such reply.
    """
    try:
        row, rows = reply[0], reply[1]
        if row[0] == "limit":
            return over(row[1] if row[1] in SENTENCES else "protocol", limits)
        if row[0] == "MissingName":
            return MissingName(clean(row[2]))
        limit = limit_behind(row)
        error = rebuilt(row, sentence(limit, limits) if limit else "")
        vars(error)["learner_places"] = [place_from(*place) for place in rows]
    except (TypeError, ValueError, IndexError, KeyError):
        raise ProtocolError("an exception that is none") from None
    return error


def limit_behind(row: list[Any]) -> str:
    """Name the limit that made Python or the system refuse something; empty if none did."""
    if row[0] == "MemoryError":
        return "memory"
    if row[0] == "RuntimeError" and row[2] == "can't start new thread":
        return "processes"
    return REFUSED_BY_THE_SYSTEM.get(row[3], "") if type(row[3]) is int else ""


def place_from(path: str, name: str, line: int, code: str, innermost: bool) -> Place:
    """Take over a place in the learner's code, checked."""
    if type(line) is not int or type(innermost) is not bool:
        raise ValueError("a place that is none")
    return Place(clean(path, 200), clean(name, 200), line, clean(code, 200), innermost)
