"""The engine: declares checks, runs them on learner code beside the reference, and says what it found."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from autograder.lesson import Lesson

if TYPE_CHECKING:
    from autograder.bank import answer, right, wrong
    from autograder.notebook import check, earlier

__all__ = ["Lesson", "answer", "check", "earlier", "right", "wrong"]

ROOMS = {"answer": "bank", "right": "bank", "wrong": "bank", "check": "notebook", "earlier": "notebook"}


def __getattr__(name: str) -> Any:
    """Fetch a name when it is asked for: a board of remembered verdicts needs neither numpy nor notebooks."""
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{ROOMS[name]}"), name)
