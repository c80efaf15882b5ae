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

    The guard is there for honest mistakes. Code that means to get round it can (``importlib``, ``sys.modules``): what
    keeps answers from a submission that is graded is the sandbox, where there are none.

    Parameters
    ----------
    earlier : callable
        Gives the module for a dotted name such as ``nn.losses`` if it is the learner's own, else None.
    """

    packages: dict[str, ModuleType] = {}

    def guarded(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        parts = tuple(fromlist or ())
        own = earlier(name) if name else None
        if own is not None:
            return own if parts or "." not in name else nested(name, own, packages)
        lessons = [earlier(f"{name}.{part}" if name else part) for part in parts]
        if lessons and all(lessons):
            return package_of(name, parts, lessons)
        if not is_allowed(name, parts):
            raise RefusedImport(refusal(name, parts, level))
        if name.startswith("scratchml.") and not parts:  # the package itself would show the reference
            module = builtins.__import__(name, globals, locals, ("__name__",), 0)
            return nested(name, module, packages)
        return builtins.__import__(name, globals, locals, parts, level)

    return {**vars(builtins), "__import__": guarded}


def nested(name: str, module: ModuleType, packages: dict[str, ModuleType]) -> ModuleType:
    """Make what ``import nn.losses`` binds: a module ``nn`` that holds ``losses`` beside those imported before."""
    outer, _, inner = name.partition(".")
    package = packages.setdefault(outer, ModuleType(outer))
    setattr(package, inner, module)
    return package


def package_of(name: str, parts: Sequence[str], modules: Sequence[ModuleType | None]) -> ModuleType:
    """Make what ``from nn import losses`` and ``from . import losses`` take their names from."""
    package = ModuleType(name or "segment")
    vars(package).update(zip(parts, modules, strict=True))
    return package


def refusal(name: str, parts: Sequence[str], level: int) -> str:
    """Say why an import is refused and what may be used."""
    written = f"from {'.' * level}{name} import {', '.join(parts)}" if parts else f"import {name}"
    return (
        f"`{written}` is refused: this exercise is to be written with numpy and Python's standard library "
        "(earlier lessons, scratchml.datasets and scratchml.plots may be imported too)"
    )
