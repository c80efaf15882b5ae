"""Who handed in what: one entry a student, in a folder, in a zip, or as a learning platform packs it.

Names of files that platforms write are known by these patterns:

- Moodle, "download all submissions": ``Ada Lovelace_12345_assignsubmission_file_losses.py``, or a folder
  ``Ada Lovelace_12345_assignsubmission_file_``; also the plain ``Lovelace_12345_file_losses.ipynb``
- Canvas: ``lovelaceada_LATE_12345_67890_losses-1.py``
- Blackboard: ``Homework_alovelace_attempt_2026-11-20-17-00-00_losses.py``
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.grading.tree import (
    CannotBeGraded,
    Node,
    folder_tree,
    inner_zip,
    is_junk,
    opened_zip,
    unzipped,
    zip_tree,
)
from autograder.house import NothingToCheck

CODE = (".py", ".ipynb")
PLATFORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<student>.+?_\d+)_(?:assignsubmission_)?(?:file|onlinetext)(?:_(?P<file>.*))?$",
        r"(?P<name>[^_\W]+)(?:_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+\.\w+)$",
        r".+_(?P<student>[^_]+)_attempt_[\d-]{10,}(?:_(?P<file>.+))?(?:\.txt)?$",
    )
)


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes
    ----------
    student : str
        Whose it is.
    entries : tuple of str
        Names of the entries of SUBMISSIONS that it was made of.
    node : Node, optional
        What it holds.
    reason : str
        Why it cannot be graded, as far as is known without looking into it.
    junk : bool
        Whether an operating system left it behind: nobody misses its grade.
    """

    student: str
    entries: tuple[str, ...]
    node: Node | None = None
    reason: str = ""
    junk: bool = False


def intake(path: Path, known: Collection[str]) -> list[Submission]:
    """List what was handed in, in the order of names; every entry is in exactly one submission.

    Parameters
    ----------
    path : Path
        A folder or a zip with one entry a student, or an nbgrader `submitted/` tree.
    known : collection of str
        Names of the kit's segments and lessons: they tell a student's folder from one that holds students.

    Raises
    ------
    NothingToCheck
        If there is no such folder or zip.
    """
    root = without_wrapper(opened(path), known)
    singles: list[Submission] = []
    grouped: dict[str, list[tuple[str, str, Node]]] = {}
    for name, node in root.children.items():
        student, file = from_platform(name)
        if student and not node.problem:
            grouped.setdefault(student, []).append((name, file, node))
        else:
            singles.append(single(name, node))
    together = [merged(student, parts) for student, parts in grouped.items()]
    return sorted(told_apart([*singles, *together]), key=lambda one: (one.student.casefold(), one.entries))


def opened(path: Path) -> Node:
    """Open SUBMISSIONS."""
    try:
        if path.is_dir():
            return folder_tree(path)
        if path.is_file() and path.suffix.lower() == ".zip":
            return zip_tree(path.name, opened_zip(path))
    except CannotBeGraded as error:
        raise NothingToCheck(f"{path}: {error}") from None
    what = "is no folder and no zip" if path.exists() else "is not there"
    raise NothingToCheck(f"{path} {what}: name the folder or the zip that holds one entry a student")


def without_wrapper(node: Node, known: Collection[str]) -> Node:
    """Step into a single folder that holds everything, unless it is the only student's."""
    inner = [child for name, child in node.children.items() if not is_junk(name)]
    if len(inner) != 1 or not inner[0].is_folder or not inner[0].children or from_platform(inner[0].name)[0]:
        return node
    held = inner[0].children.values()
    of_a_student = any(Path(child.name).stem.lower() in ("exercises", *known) for child in held)
    single = len(held) == 1 and next(iter(held)).suffix in CODE
    platform = all(from_platform(child.name)[0] for child in held if not is_junk(child.name))
    return node if (of_a_student or single) and not platform else inner[0]


def from_platform(name: str) -> tuple[str, str]:
    """Read student and file from a name that a learning platform made; empty where it is none."""
    for pattern in PLATFORMS:
        match = pattern.match(name)
        if match:
            parts = match.groupdict()
            student = parts.get("student") or f"{parts['name']}_{parts['number']}"
            return student, parts.get("file") or ""
    return "", ""


def single(name: str, node: Node) -> Submission:
    """Make the submission of one entry."""
    student = name if node.is_folder else Path(name).stem or name
    made = Submission(clean_name(student), (name,))
    if is_junk(name):
        return replace(made, student=clean_name(name), junk=True, reason="left behind by an operating system")
    if node.problem:
        return replace(made, reason=node.problem)
    if node.is_folder:
        return replace(made, node=unzipped(node))
    if node.suffix == ".zip":
        return from_zip(made, node)
    if node.suffix in CODE:
        return replace(made, node=Node(name, children={name: node}))
    return replace(made, student=clean_name(name), reason="it is no folder, no .py, no .ipynb and no .zip")


def from_zip(made: Submission, node: Node) -> Submission:
    """Open a student's zip."""
    try:
        return replace(made, node=unzipped(zip_tree(node.name, inner_zip(node))))
    except CannotBeGraded as error:
        return replace(made, reason=str(error))


def merged(student: str, parts: list[tuple[str, str, Node]]) -> Submission:
    """Put files that a platform keeps apart into one submission; of two attempts at a file the later name counts."""
    folder = Node(student)
    for name, file, node in sorted(parts, key=lambda part: part[0]):
        inner = node.children if node.is_folder and not file else {file or name: node}
        for key, child in inner.items():
            folder.children[key] = replace(child, name=key)
    return Submission(clean_name(student), tuple(sorted(name for name, _, _ in parts)), unzipped(folder))


def told_apart(found: list[Submission]) -> Iterator[Submission]:
    """Give two submissions under one name the names of their entries, so that each is graded by itself."""
    names = [one.student for one in found]
    for one in found:
        yield replace(one, student=clean_name(one.entries[0])) if names.count(one.student) > 1 else one


def clean_name(name: str) -> str:
    """Return a name that a table and a page can show: composed letters, no control characters."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    return "".join(c if c.isprintable() else "\ufffd" for c in text)[:120] or "?"
