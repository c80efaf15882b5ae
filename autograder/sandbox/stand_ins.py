"""Inert modules: what lessons import for their experiments, and what no exercise needs."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, MutableSequence, Sequence
from types import ModuleType
from typing import Any

NAMES = ("matplotlib", "mpl_toolkits", "tqdm", "IPython", "scratchml")
PARTS = ("scratchml.datasets", "scratchml.plots")


class Inert:
    """Takes any call, attribute, item and operator, and is itself again."""

    def __call__(self, *args: Any, **kwargs: Any) -> Inert:
        return self

    def __getattr__(self, name: str) -> Inert:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: Any) -> Inert:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Inert]:
        return iter(())

    def __enter__(self) -> Inert:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def __add__(self, other: Any) -> Inert:
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__


INERT = Inert()


def progress(items: Any = (), *args: Any, **options: Any) -> Any:
    """Stand for `tqdm`: the items, without a bar."""
    return items


def subplots(*args: Any, **options: Any) -> tuple[Inert, Inert]:
    """Stand for `pyplot.subplots`."""
    return INERT, INERT


SPECIAL: dict[str, Any] = {
    "tqdm": progress,
    "trange": lambda *bounds, **options: range(*bounds),
    "subplots": subplots,
}


class InertModule(ModuleType):
    """A module that has every name."""

    __path__: MutableSequence[str] = []  # noqa: RUF012

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return SPECIAL.get(name, INERT)


class InertFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an inert module for every name of `NAMES` and below; of scratchml only its open parts."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Take over the names that are to stay inert."""
        if name.partition(".")[0] not in NAMES:
            return None
        if name.startswith("scratchml.") and not name.startswith(PARTS):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Make the module."""
        return InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing."""


def install() -> None:
    """Put the stand-ins before everything else."""
    sys.meta_path.insert(0, InertFinder())
