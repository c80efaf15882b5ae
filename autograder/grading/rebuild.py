"""A notebook that was handed in, put back into the shape of the released one: the answers are its own, the rest is not.

Cells are plain dictionaries, as in the file. What happened to a notebook on its way (cells deleted, copied, moved, of
another type, without their metadata) does not matter then, to nbgrader or to the sandbox.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.cells import is_code
from autograder.definitions import stub_counts

Item = dict[str, Any]
KINDS = ("code", "markdown", "raw")
OURS = ("check", "experiment", "question", "theory")
CELL_START = re.compile(r'\{\s*"cell_type"\s*:')
NO_ANSWER = "The cell for this answer was not found in what was handed in"


class NoNotebook(ValueError):
    """Nothing of a notebook is to be read in a file; the message says why."""


@dataclass
class Sheet:
    """The cells of a notebook that was handed in.

    Attributes
    ----------
    damage : str
        What could not be read of it; empty if all could.
    metadata : dict
        Of the notebook as a whole.
    """

    cells: list[Item] = field(default_factory=list)
    damage: str = ""
    metadata: Item = field(default_factory=dict)


def read_sheet(data: bytes) -> Sheet:
    """Read a notebook of any format, and of a damaged one every cell that is whole.

    Raises
    ------
    NoNotebook
        If there is no cell to be read.
    """
    text = data.decode("utf-8-sig", "replace")
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return salvaged(text)
    sheets = found.get("worksheets", [found]) if isinstance(found, dict) else []
    parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    raw = [cell for part in parts if isinstance(part, list) for cell in part]
    if not any(isinstance(part, list) for part in parts):
        raise NoNotebook("it is not a Jupyter notebook")
    cells = [tidy(cell) for cell in raw if is_whole(cell)]
    lost = len(raw) - len(cells)
    metadata = found["metadata"] if isinstance(found.get("metadata"), dict) else {}
    return Sheet(cells, f"{lost} of its {len(raw)} cells cannot be read" if lost else "", metadata)


def salvaged(text: str) -> Sheet:
    """Read the whole cells of a file that is no JSON any more."""
    cells, end = [], 0
    for start in CELL_START.finditer(text):
        if start.start() < end:
            continue
        try:
            cell, end = json.JSONDecoder(strict=False).raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        cells += [tidy(cell)] if is_whole(cell) else []
    if not cells:
        raise NoNotebook("the notebook's file is damaged: no cell of it can be read")
    return Sheet(cells, "the notebook's file is damaged: only a part of its cells could be read")


def is_whole(cell: Any) -> bool:
    """Tell whether an item of a notebook is a cell with a text."""
    text = cell.get("source", cell.get("input")) if isinstance(cell, dict) else None
    return isinstance(text, str) or (isinstance(text, list) and all(isinstance(part, str) for part in text))


def tidy(cell: Item) -> Item:
    """Give a cell the form that nbformat asks for; outputs are left behind."""
    source = cell.get("source", cell.get("input"))
    text = source if isinstance(source, str) else "".join(source or [])
    kind = cell.get("cell_type") if cell.get("cell_type") in KINDS else "raw"
    metadata = cell.get("metadata")
    made: Item = {
        "cell_type": kind,
        "metadata": metadata if isinstance(metadata, dict) else {},
        "source": text,
        "id": cell.get("id") if isinstance(cell.get("id"), str) else "",
    }
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    elif isinstance(cell.get("attachments"), dict):
        made["attachments"] = cell["attachments"]
    return made


def part_of(cell: Item, name: str) -> Item:
    """Return a dictionary of a cell's metadata, such as ``nbgrader``; an empty one if there is none."""
    found = cell["metadata"].get(name)
    return found if isinstance(found, dict) else {}


def grade_id(cell: Item) -> str:
    """Return nbgrader's name of a cell, or nothing."""
    found = part_of(cell, "nbgrader").get("grade_id")
    return found if isinstance(found, str) else ""


def rebuild(template: Sequence[Item], sheet: Sheet) -> list[Item]:
    """Put the answers of a notebook into the released one.

    An answer is found by its `grade_id`; failing that by the exercise that a cell defines; failing that by its place
    behind the cell that stands before it in the released notebook. Cells that a learner added stay where they were.

    Parameters
    ----------
    template : sequence of dict
        The cells of the released notebook.
    sheet : Sheet
        What was handed in.

    Returns
    -------
    list of dict
        New cells. A check cell whose answer was not found says so in ``metadata.autograder.note``.
    """
    work = Work(template, sheet)
    taken: dict[int, int] = {}
    for place in work.slots():
        found = work.by_name(place) or work.by_definition(place)
        free = [number for number in found if number not in taken]
        if free:
            taken[free[-1]] = place
    for place in work.slots():
        if place not in taken.values():
            number = work.by_order(place, taken)
            if number is not None:
                taken[number] = place
    return work.cells(taken)


@dataclass
class Work:
    """A notebook being rebuilt; cells are known by their numbers."""

    template: Sequence[Item]
    sheet: Sheet

    def __post_init__(self) -> None:
        self.places = {name: n for n, cell in enumerate(self.template) for name in names_of(cell)}
        self.texts = {cell["source"].strip(): n for n, cell in enumerate(self.template)}
        self.exercises = {name for n in range(len(self.template)) if (name := self.exercise(n))}
        self.known = [self.place_of(cell) for cell in self.sheet.cells]

    def place_of(self, cell: Item) -> int | None:
        """Find the released cell that a cell was, by its names, else by its text."""
        named = (self.places[name] for name in names_of(cell) if name in self.places)
        return next(named, self.texts.get(cell["source"].strip()))

    def slots(self) -> Iterator[int]:
        """Yield the released cells that a learner fills."""
        yield from (n for n, cell in enumerate(self.template) if part_of(cell, "nbgrader").get("solution"))

    def exercise(self, place: int) -> str:
        """Return the exercise of a released cell; nothing for a free response."""
        return str(part_of(self.template[place], "autograder").get("exercise") or "")

    def by_name(self, place: int) -> list[int]:
        """Find cells by name: of several the answered ones."""
        found = [n for n, known in enumerate(self.known) if known == place]
        original = self.template[place]["source"].strip()
        changed = [n for n in found if self.sheet.cells[n]["source"].strip() not in ("", original)]
        name = self.exercise(place)
        if not name:
            return changed or found
        defining = [n for n in changed if answers(self.sheet.cells[n]["source"], name)]
        return defining or self.by_definition(place) or changed or found

    def by_definition(self, place: int) -> list[int]:
        """Find cells that define an exercise and are no stub."""
        name = self.exercise(place)
        free = [n for n, known in enumerate(self.known) if known is None]
        return [n for n in free if name and answers(self.sheet.cells[n]["source"], name)]

    def by_order(self, place: int, taken: Mapping[int, int]) -> int | None:
        """Find the cell behind the one that stands before a place, if it is none that is known otherwise."""
        before = [n for n, known in enumerate(self.known) if known == place - 1 or taken.get(n) == place - 1]
        number = before[-1] + 1 if before else len(self.known)
        if number >= len(self.known) or number in taken or self.known[number] is not None:
            return None
        text = self.sheet.cells[number]["source"]
        return None if not text.strip() or any(defines(text, name) for name in self.exercises) else number

    def cells(self, taken: Mapping[int, int]) -> list[Item]:
        """Write the notebook: the released cells, and behind each the learner's own."""
        given = {place: self.sheet.cells[number] for number, place in taken.items()}
        own = self.own_cells(taken)
        made = own.pop(-1, [])
        for place, cell in enumerate(self.template):
            made += [self.filled(place, cell, given), *own.pop(place, [])]
        return made

    def filled(self, place: int, cell: Item, given: Mapping[int, Item]) -> Item:
        """Make a cell of the released notebook, with what the learner wrote where it is theirs."""
        made = {**cell, "metadata": {**cell["metadata"]}}
        role, name = part_of(cell, "autograder").get("role"), self.exercise(place)
        if place in given:
            made["source"] = given[place]["source"]
            if made["cell_type"] != "code" and "attachments" in given[place]:
                made["attachments"] = given[place]["attachments"]
        elif part_of(cell, "nbgrader").get("solution") and not name:
            made["source"] = f"{NO_ANSWER}.{self.damage()}"
        elif role == "check" and self.lacks(name, given):
            mark: Item = {"note": f"{NO_ANSWER}.{self.damage()}"} | ({"open": True} if self.sheet.damage else {})
            made["metadata"]["autograder"] = part_of(cell, "autograder") | mark
        return made

    def lacks(self, name: str, given: Mapping[int, Item]) -> bool:
        """Tell whether no cell was found for an exercise."""
        wanted = [place for place in self.slots() if self.exercise(place) == name]
        return bool(wanted) and not any(place in given for place in wanted)

    def damage(self) -> str:
        """Say what is damaged, as a second sentence."""
        return f" Its file: {self.sheet.damage}." if self.sheet.damage else ""

    def own_cells(self, taken: Mapping[int, int]) -> dict[int, list[Item]]:
        """Return the cells that a learner added, by the released cell that they followed."""
        found: dict[int, list[Item]] = {}
        place, texts = -1, {*self.texts, *(self.sheet.cells[number]["source"].strip() for number in taken)}
        for number, cell in enumerate(self.sheet.cells):
            known = taken.get(number, self.known[number])
            place = place if known is None else known
            if number not in taken and cell["source"].strip() not in texts and self.is_own(cell, known):
                mine = {key: value for key, value in cell.items() if key != "id"} | {"metadata": {}}
                mine |= {"id": f"own-{number + 1}"}
                found.setdefault(place, []).append(mine)
        return found

    def is_own(self, cell: Item, place: int | None) -> bool:
        """Tell whether a cell says something that the released notebook does not."""
        text = cell["source"].strip()
        stubs = {name for name, number in stub_counts([text]).items() if number}
        if not text or stubs & self.exercises:
            return False
        if place is None:
            return True
        role = part_of(self.template[place], "autograder").get("role")
        return role == "response" or (is_code(cell) and role not in OURS)


def names_of(cell: Item) -> list[str]:
    """Return the names by which a cell may be known: nbgrader's, and the file's."""
    return [name for name in (grade_id(cell), cell.get("id", "")) if name]


def defines(text: str, name: str) -> bool:
    """Tell whether a text defines a name at its top level, also where it is not quite Python."""
    return re.search(rf"(?m)^(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*=[^=]", text) is not None


def answers(text: str, name: str) -> bool:
    """Tell whether a text defines a name with something to run."""
    return defines(text, name) and not stub_counts([text]).get(name, 0)


def same_code(first: Sequence[Item], second: Sequence[Item]) -> bool:
    """Tell whether two notebooks are the same to the checks. No code is parsed: some is made to break parsers."""
    return code_of(first) == code_of(second)


def code_of(cells: Sequence[Item]) -> list[tuple[str, Item]]:
    """Return the code cells that checks load, with what the kit wrote about each."""
    marked = [(cell["source"], part_of(cell, "autograder")) for cell in cells if is_code(cell)]
    return [(text, mark) for text, mark in marked if text.strip() and mark.get("role") not in OURS]
