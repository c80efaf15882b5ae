"""What this machine offers for grading, and what to install: plain data and sentences."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox.bubblewrap import bwrap
from autograder.sandbox.seccomp import MACHINES
from autograder.sandbox.tiers import Tier, best_tier

INSTALL = {
    "debian": "sudo apt install bubblewrap",
    "fedora": "sudo dnf install bubblewrap",
    "rhel": "sudo dnf install bubblewrap",
    "arch": "sudo pacman -S bubblewrap",
    "suse": "sudo zypper install bubblewrap",
    "alpine": "sudo apk add bubblewrap",
}
APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
RELEASE = Path("/etc/os-release")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    good : bool
        Whether it is as it should be.
    what : str
        What was found, in a sentence.
    remedy : str
        What to do about it; empty if it is good.
    """

    good: bool
    what: str
    remedy: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a dictionary of JSON types."""
        return asdict(self)


def examine() -> list[Finding]:
    """Look at this machine by really starting a sandbox."""
    tier = best_tier()
    found = [Finding(tier.name == "bubblewrap", f"learner code: {tier.sentence}", remedy_for(tier))]
    if tier.reason:
        found.append(Finding(False, f"why not more: {tier.reason}"))
    if tier.name == "bubblewrap":
        found.append(filter_finding(platform.machine()))
    processors = os.cpu_count() or 1
    return [*found, Finding(True, f"{processors} processors: up to {processors} submissions are graded at a time")]


def filter_finding(machine: str) -> Finding:
    """Say whether system calls are filtered on this processor."""
    if machine in MACHINES:
        return Finding(True, f"system calls are filtered ({machine})")
    return Finding(False, f"system calls are not filtered: their numbers on {machine} are not known here")


def remedy_for(tier: Tier) -> str:
    """Say what would make a sandbox possible."""
    if tier.name == "bubblewrap":
        return ""
    if sys.platform == "win32":
        return "install WSL (wsl --install), and grade in it"
    if sys.platform != "linux":
        return "grade on Linux, or in a virtual machine with Linux; here, grade only code you trust"
    if bwrap() is None:
        return install_line(RELEASE)
    if APPARMOR.is_file() and APPARMOR.read_text().strip() == "1":
        return (
            "AppArmor refuses namespaces to ordinary users: sudo apt install apparmor-profiles, then "
            "sudo ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ and "
            "sudo systemctl reload apparmor"
        )
    return "namespaces are refused: in a container, start it with --security-opt seccomp=unconfined or grade outside it"


def install_line(release: Path) -> str:
    """Write the command that installs bubblewrap on this distribution."""
    words = release.read_text(encoding="utf-8").lower() if release.is_file() else ""
    for line in words.splitlines():
        if line.startswith(("id=", "id_like=")):
            for name in line.partition("=")[2].strip('"').split():
                if name in INSTALL:
                    return INSTALL[name]
    return "install the package bubblewrap"
