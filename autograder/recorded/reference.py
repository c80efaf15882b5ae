"""The reference of a learner's kit: its recorded values, in the order in which a check asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.outcome import KitFault
from autograder.recorded.book import Answer, Book
from autograder.recorded.digest import digest
from autograder.sandbox.signatures import signature_from


class RecordedFunction:
    """Stands for a function of the reference: it can be named in a call, not called."""

    def __init__(self, rows: list[Any]) -> None:
        self.__signature__ = signature_from(rows)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise KitFault("a recorded reference is asked for values, not called")


class RecordedThing:
    """Stands for an object of the reference: its methods can be named in a call."""

    def __init__(self, name: str, signatures: dict[str, list[Any]]) -> None:
        self._name = name
        self._signatures = signatures

    def __getattr__(self, method: str) -> Any:
        rows = self._signatures.get(f"{self._name}.{method}") if not method.startswith("_") else None
        if rows is None:
            raise AttributeError(method)
        return RecordedFunction(rows)


class RecordedReference:
    """The record of a lesson, as an oracle."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def opened(self, check: str, seed: int) -> Reading:
        """Begin to read the values of one check."""
        return Reading(self.book, check, seed)


class Reading:
    """The values of one check with one seed, being read from first to last."""

    def __init__(self, book: Book, check: str, seed: int) -> None:
        self.book = book
        self.rows = iter(book.answers.get((check, seed), ()))

    def get(self, name: str) -> Any:
        """Return a stand-in for the reference's function or class."""
        rows = self.book.signatures.get(name)
        if rows is None:
            raise AttributeError(f"nothing is recorded of {name}")
        return RecordedFunction(rows)

    def value(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Return the next recorded value.

        Raises
        ------
        KitFault
            If the record ends here, or belongs to another call.
        """
        row: Answer | None = next(self.rows, None)
        if row is None:
            raise KitFault(f"no value of {name} is recorded here")
        if (row.name, row.digest) != (name, digest(given)):
            raise KitFault(
                f"{name} is called with other arguments than those of the record of {row.name}: it was made with "
                f"numpy {self.book.numpy}, this is numpy {np.__version__}"
            )
        return row.value

    def make(self, name: str, thunk: Callable[[], Any], given: Any) -> Any:
        """Return a stand-in for an object of the reference."""
        return RecordedThing(name, self.book.signatures)
