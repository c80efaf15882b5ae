"""A filter of system calls for the sandbox: what no exercise needs, and what has broken sandboxes before.

The namespaces of bubblewrap hold without it. It closes what they leave open: memory outside the address space (System V
segments, anonymous files), new user namespaces, sockets that no namespace bounds, and the kernel's newer doors.

References
----------
Linux, Documentation/userspace-api/seccomp_filter.rst; numbers from the tables of x86_64 and of asm-generic (aarch64).
"""

from __future__ import annotations

import platform
import struct
from dataclasses import dataclass

EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, ARCH, FIRST_ARGUMENT = 0, 4, 16
X32 = 0x40000000
NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET

# name: number on x86_64, number on aarch64
REFUSED = {
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "bpf": (321, 280), "userfaultfd": (323, 282), "perf_event_open": (298, 241), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "socket": (41, 198), "shmget": (29, 194), "shmat": (30, 196),
    "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "memfd_create": (319, 279),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "kexec_load": (246, 104), "init_module": (175, 105), "finit_module": (313, 273), "quotactl": (179, 60),
    "personality": (135, 92), "acct": (163, 89), "swapon": (167, 224), "reboot": (169, 142), "vmsplice": (278, 75),
    "kcmp": (312, 272), "fanotify_init": (300, 262), "memfd_secret": (447, 447),
}  # fmt: skip


@dataclass(frozen=True)
class Machine:
    """What differs from processor to processor."""

    column: int
    audit: int
    clone: int
    clone3: int


MACHINES = {
    "x86_64": Machine(0, 0xC000003E, 56, 435),
    "aarch64": Machine(1, 0xC00000B7, 220, 435),
}


def filter_program(machine: str | None = None) -> bytes | None:
    """Return the filter as a program for the kernel, or None for a processor whose numbers are not known here."""
    found = MACHINES.get(machine or platform.machine())
    if found is None:
        return None
    lines = [step(LOAD, ARCH), step(EQUAL, found.audit, 1, 0), step(RETURN, KILL), step(LOAD, NUMBER)]
    if found.column == 0:
        lines += [step(AT_LEAST, X32, 0, 1), step(RETURN, KILL)]
    for numbers in REFUSED.values():
        lines += [step(EQUAL, numbers[found.column], 0, 1), step(RETURN, ERRNO | EPERM)]
    lines += [step(EQUAL, found.clone3, 0, 1), step(RETURN, ERRNO | ENOSYS)]
    lines += [step(EQUAL, found.clone, 0, 3), step(LOAD, FIRST_ARGUMENT)]
    lines += [step(ANY_BIT, NEW_NAMESPACES, 0, 1), step(RETURN, ERRNO | EPERM), step(RETURN, ALLOW)]
    return b"".join(lines)


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Write one instruction: jumps count the instructions to skip."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
