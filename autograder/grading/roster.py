"""Who has handed in, in a course of nbgrader: also those whom nbgrader itself passes over without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.grading.arrange import Arranged, usual_name
from autograder.grading.assignment import Assignment
from autograder.grading.errors import GradingError
from autograder.grading.gradebook import Gradebook
from autograder.grading.intake import Submission, clean_name
from autograder.grading.tree import Node, is_junk

PATTERN = "*?[]"


def handed_in(book: Gradebook, assignment: Assignment) -> Iterator[Submission]:
    """List the students of `submitted/`, also those whom nbgrader passes over in silence."""
    root = book.folder("submitted", ".", ".")
    if not root.is_dir():
        raise GradingError(f"{root} is not there: it holds a folder for each student, and {assignment.name} in that")
    for path in sorted(root.iterdir(), key=lambda path: (path.name.casefold(), path.name)):
        one = Submission(clean_name(path.name), (path.name,))
        if is_junk(path.name):
            yield replace(one, junk=True, reason="left behind by an operating system")
        elif not path.is_dir() or path.is_symlink():
            yield replace(one, reason="it is no folder: nbgrader passes it over")
        elif set(path.name) & set(PATTERN) or path.name.strip() != path.name:
            yield replace(one, reason=f"nbgrader cannot find a folder of that name: rename it, without {PATTERN}")
        else:
            try:
                yield in_folder(one, book.folder("submitted", path.name, assignment.name), book)
            except OSError as error:
                yield replace(one, reason=f"its folder cannot be read: {error.strerror}")


def in_folder(one: Submission, folder: Path, book: Gradebook) -> Submission:
    """Look into the folder of a student."""
    student = folder.parent
    if folder.is_dir() and not folder.is_symlink():
        if any(not is_junk(path.name) for path in folder.iterdir()):
            return replace(one, node=Node(student.name))
        return replace(one, reason=f"{folder.name} is empty")
    names = sorted(path.name for path in student.iterdir() if not is_junk(path.name))
    known = {path.name for path in book.folder("source", ".", ".").glob("*") if path.is_dir()}
    if names and set(names) <= known:
        return replace(one, junk=True, reason=f"handed in nothing of {folder.name}, only {', '.join(names)}")
    there = f"only {clean_name(', '.join(names[:3]))}" if names else "it is empty"
    return replace(one, reason=f"there is no folder {folder.name} in it, {there}: nbgrader passes it over")


def not_taken(submission: Path, assignment: Assignment, made: Arranged) -> dict[str, str]:
    """Say of each lesson that nbgrader passes over in silence which file it would have to be renamed to."""
    wanted = {suite.stem: suite.name for suite in assignment.suites}
    missing = [stem for stem in wanted if not (submission / f"{stem}.ipynb").is_file()]
    there = [path.name for path in sorted(submission.iterdir()) if path.suffix.lower() in (".ipynb", ".py")]
    others = [name for name in there if name.removesuffix(".ipynb") not in assignment.notebooks]
    found: dict[str, str] = {}
    for stem in missing:
        near = [name for name in others if Path(usual_name(name, wanted)).stem == stem]
        strange = [name for name in others if name.lower().endswith(".ipynb")]
        elsewhere = made.lessons.get(wanted[stem], [])
        names = near or [Path(file).name for file in elsewhere] or strange
        if names:
            told = f"there is no {stem}.ipynb, but {', '.join(map(clean_name, names[:3]))}"
            found[wanted[stem]] = f"{told}: nbgrader passes it over, so rename it and grade again"
    return found
