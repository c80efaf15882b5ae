"""The command line of the sandbox: what is inside, and nothing else. See bwrap(1)."""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from autograder.sandbox.limits import LIMITS, Limits

NOBODY = 65534
ENGINE = Path(__file__).resolve().parent.parent
INSIDE_ENGINE, INSIDE_PACKAGES, INSIDE_LEARNER = "/kit", "/packages", "/learner"
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
FLAGS = ("-S", "-s", "-P", "-B", "-X", "utf8")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
MASKED = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Python:
    """The interpreter that runs inside: itself, its standard library, and the libraries that it needs.

    Attributes
    ----------
    program : Path
        The interpreter, not that of a virtual environment.
    folders : tuple of Path
        To be seen inside at the same place.
    """

    program: Path
    folders: tuple[Path, ...]


@cache
def this_python() -> Python:
    """Describe the interpreter that runs now."""
    program = Path(os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable))
    standard = {Path(os.path.realpath(sysconfig.get_path("stdlib")))}
    extensions = sysconfig.get_config_var("DESTSHARED")
    if extensions:
        standard.add(Path(os.path.realpath(extensions)))
    return Python(program, tuple(outermost(standard | set(library_folders()))))


def library_folders() -> Iterator[Path]:
    """Yield the folders of the shared libraries in use, besides those of installed packages."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        path = Path(line.partition("/")[1] + line.partition("/")[2])
        if re.search(r"\.so(\.|$)", path.name) and not set(MASKED) & set(path.parts):
            yield Path(os.path.realpath(path.parent))
    if Path("/usr/lib64").is_dir():
        yield Path(os.path.realpath("/usr/lib64"))


def outermost(folders: Iterable[Path]) -> list[Path]:
    """Leave out folders that lie within another one."""
    every = set(folders)
    return sorted(path for path in every if not every & set(path.parents))


def command(
    learner: Path, control: int, info: int, seccomp: int | None = None, *, root: bool, limits: Limits = LIMITS
) -> list[str]:
    """Write the command that starts a sandbox.

    Parameters
    ----------
    learner : Path
        The folder of learner code.
    control, info, seccomp : int
        File descriptors: the zygote's socket, where bubblewrap tells its child's number, and the filter.
    root : bool
        Whether this is root. Then bubblewrap makes the mounts with root's rights, so that a Python in root's home can
        be seen inside, and the zygote becomes nobody as its first act, since root is exempt from limits on processes.
        An ordinary user gets a user namespace, within which no further one can be made.
    """
    python = this_python()
    words = [bwrap() or "bwrap", *namespaces(root), "--new-session", "--as-pid-1", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        words += ["--setenv", name, value]
    words += ["--hostname", "sandbox", "--info-fd", str(info)]
    words += ["--seccomp", str(seccomp)] if seccomp is not None else []
    words += mounts(python, learner, limits)
    zygote = f"{INSIDE_ENGINE}/autograder/sandbox/zygote.py"
    user = str(NOBODY) if root else "-"
    words += ["--", str(python.program), *FLAGS, zygote]
    return [*words, str(control), INSIDE_ENGINE, INSIDE_PACKAGES, user]


def namespaces(root: bool) -> list[str]:
    """Leave everything that can be left."""
    words = [f"--unshare-{kind}" for kind in ("ipc", "pid", "net", "uts", "cgroup-try")]
    if root:
        return [*words, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*words, "--unshare-user", *(["--disable-userns"] if knows_disable_userns() else [])]


def mounts(python: Python, learner: Path, limits: Limits) -> list[str]:
    """Show Python, numpy, the engine and the learner's folder, read-only, and a small scratch folder."""
    numpy = Path(np.__file__).parent
    binds = [(str(path), str(path)) for path in python.folders]
    binds += [(str(python.program), str(python.program))]
    binds += [(str(ENGINE), f"{INSIDE_ENGINE}/autograder"), (str(numpy), f"{INSIDE_PACKAGES}/numpy")]
    libraries = numpy.with_name("numpy.libs")
    binds += [(str(libraries), f"{INSIDE_PACKAGES}/numpy.libs")] if libraries.is_dir() else []
    binds += [(str(learner), INSIDE_LEARNER)]
    words = [*top_links(), *parents([place for _, place in binds])]
    words += [word for source, place in binds for word in ("--ro-bind", source, place)]
    for masked in hidden(python.folders):
        words += ["--tmpfs", str(masked), "--remount-ro", str(masked)]
    words += [word for device in DEVICES for word in ("--dev-bind", device, device)]
    words += ["--perms", "1777", "--size", str(limits.tmp_bytes), "--tmpfs", "/tmp"]
    return [*words, "--remount-ro", "/", "--chdir", INSIDE_LEARNER]


def top_links() -> list[str]:
    """Repeat links such as ``/lib64``, through which programs name their loader, or show the folder itself."""
    words = []
    for name in ("/lib", "/lib64"):
        if os.path.islink(name):
            words += ["--symlink", os.readlink(name), name]
    if os.path.isdir("/lib64") and not os.path.islink("/lib64"):
        words += ["--ro-bind", "/lib64", "/lib64"]
    return words


def parents(places: list[str]) -> list[str]:
    """Make the folders above all places, open to everyone: bubblewrap's own would be closed to nobody."""
    above = {str(folder) for place in [*places, *DEVICES] for folder in Path(place).parents} - {"/"}
    return [word for folder in sorted(above) for word in ("--perms", "0755", "--dir", folder)]


def hidden(folders: Iterable[Path]) -> list[Path]:
    """Find the folders of installed packages within the folders that are shown."""
    found = []
    for folder in folders:
        for name in MASKED:
            found += [*folder.glob(name), *folder.glob(f"*/{name}"), *folder.glob(f"*/*/{name}")]
    return sorted({path for path in found if path.is_dir() and not path.is_symlink()})


@cache
def bwrap() -> str | None:
    """Find bubblewrap."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


@cache
def knows_disable_userns() -> bool:
    """Tell whether this bubblewrap can forbid further user namespaces (from 0.8 on)."""
    import subprocess

    done = subprocess.run([bwrap() or "bwrap", "--help"], capture_output=True, text=True, check=False)
    return "--disable-userns" in done.stdout
