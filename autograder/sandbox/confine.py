"""What a process gives up before it touches learner code: privileges, then room."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

from autograder.sandbox.limits import Limits

GRACE = 2  # seconds of computing time between the signal that can be told from others and the one that cannot
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38


def drop_user(user: int) -> None:
    """Become an ordinary user for good: root is exempt from limits on processes."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def close_doors() -> None:
    """Gain no privileges by running programs, and let no process of the same user look in or stop this one."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def limit_resources(limits: Limits, processes: bool) -> None:
    """Set the limits of a worker; what a system does not know is left out.

    Parameters
    ----------
    processes : bool
        Whether no process and no thread may be started from now on.
    """
    import resource

    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_AS": limits.memory,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_MEMLOCK": 0,
    }
    if processes:
        wanted["RLIMIT_NPROC"] = 0
    for name, most in wanted.items():
        number = getattr(resource, name, None)
        if number is not None:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(number, (most, most + GRACE if name == "RLIMIT_CPU" else most))
