"""What learner code may import, and where an import of an earlier lesson leads."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

ALLOWED = frozenset({"numpy", "matplotlib", "mpl_toolkits", "tqdm", "IPython"}) | sys.stdlib_module_names
ALLOWED_PARTS = frozenset({"scratchml.datasets", "scratchml.plots"})

Earlier = Callable[[str], ModuleType | None]


class RefusedImport(ImportError):
    """Learner code imports something that would answer the exercise for it."""


def is_allowed(name: str, fromlist: Sequence[str]) -> bool:
    """Tell whether learner code may import `name` (or, from it, the names in `fromlist`)."""
    if name.partition(".")[0] in ALLOWED:
        return True
    asked = {f"{name}.{part}" for part in fromlist} if name == "scratchml" and fromlist else {name}
    return all(any(part == ok or part.startswith(ok + ".") for ok in ALLOWED_PARTS) for part in asked)


def guarded_builtins(earlier: Earlier) -> dict[str, Any]:
    """Make the builtins of a learner's module: the usual ones, with a guarded ``import``.

    Parameters
    ----------
    earlier : callable
        Gives the module for a dotted name such as ``nn.losses`` if it is the learner's own, else None.
    """

    def guarded(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        own = earlier(name)
        if own is not None:
            return own if fromlist or "." not in name else nested(name, own)
        if not is_allowed(name, fromlist or ()):
            raise RefusedImport(refusal(name))
        return builtins.__import__(name, globals, locals, fromlist or (), level)

    return {**vars(builtins), "__import__": guarded}


def nested(name: str, module: ModuleType) -> ModuleType:
    """Make what ``import nn.losses`` binds: a module ``nn`` that holds ``losses``."""
    outer, _, inner = name.partition(".")
    package = ModuleType(outer)
    setattr(package, inner, module)
    return package


def refusal(name: str) -> str:
    """Say why an import is refused and what may be used."""
    return (
        f"`import {name}` is refused: this exercise is to be written with numpy and Python's standard library "
        "(earlier lessons, scratchml.datasets and scratchml.plots may be imported too)"
    )
