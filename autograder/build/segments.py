"""Which segments an instructor has chosen."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.build.errors import UnknownSegment
from autograder.home import Home


def chosen(home: Home, segments: Sequence[str] | None) -> list[str]:
    """Return the chosen segments that have lessons (all if none is given), in the order of the timetable.

    Raises
    ------
    UnknownSegment
        If one is not there, or has no lessons.
    """
    known = [segment.name for segment in home.segments() if home.suites(segment.name)]
    unknown = [name for name in segments or () if name not in known]
    if unknown:
        raise UnknownSegment(f"no segment called {', '.join(unknown)} has lessons; there is: {', '.join(known)}")
    return [name for name in known if not segments or name in segments]
