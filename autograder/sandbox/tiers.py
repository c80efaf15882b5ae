"""How far learner code is kept away: what this machine can do, found out by a real start."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from autograder.sandbox.bubblewrap import bwrap

Name = Literal["bubblewrap", "process", "none"]

SENTENCES: dict[str, str] = {
    "bubblewrap": "sandboxed by bubblewrap: no network, no files but its own, limits on time, memory and processes",
    "process": "separate process, not sandboxed: grade only code you trust",
    "none": "this system can start neither: grade on Linux (in WSL on Windows) or macOS",
}


@dataclass(frozen=True)
class Tier:
    """One way to keep learner code away.

    Attributes
    ----------
    name : str
        ``bubblewrap`` or ``process``; ``none`` where not even that can be started.
    reason : str
        Why it is not a stronger one; empty for bubblewrap.
    """

    name: Name
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What every report says of it."""
        return SENTENCES[self.name]


PROCESS = Tier("process", "it was asked for")


@cache
def best_tier() -> Tier:
    """Find the strongest tier that really starts here."""
    if sys.platform == "win32":
        return Tier("none", "learner code is sent to its process over sockets that Windows does not hand on")
    if sys.platform != "linux":
        return Tier("process", "bubblewrap is there on Linux only")
    if bwrap() is None:
        return Tier("process", "bubblewrap is not installed")
    fault = start_fault(Tier("bubblewrap"))
    return Tier("process", f"bubblewrap does not start: {fault}") if fault else Tier("bubblewrap")


def start_fault(tier: Tier) -> str | None:
    """Start a sandbox of a tier and stop it; return what went wrong."""
    from autograder.outcome import KitFault
    from autograder.sandbox.box import Box

    with TemporaryDirectory() as folder:
        box = Box(Path(folder), (), tier=tier)
        try:
            box.start()
        except (KitFault, OSError) as error:
            return str(error)
        finally:
            box.close()
    return user_fault(tier, box.user)


def user_fault(tier: Tier, user: int) -> str | None:
    """Make sure that a sandbox did not stay root."""
    if tier.name == "bubblewrap" and user == 0 and os.getuid() == 0:
        return "it runs as root inside"
    return None
