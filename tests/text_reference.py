"""A reference given as text, for tests of the engine and of the sandbox."""

from __future__ import annotations

from textwrap import dedent
from typing import Any


class TextReference:
    """A live reference whose functions are defined by a piece of text."""

    def __init__(self, source: str) -> None:
        self.space: dict[str, Any] = {}
        exec(dedent(source), self.space)

    def opened(self, check, seed):
        return self

    def get(self, name):
        return self.space[name]

    def value(self, name, thunk, given):
        return thunk()

    def make(self, name, thunk, given):
        return thunk()
