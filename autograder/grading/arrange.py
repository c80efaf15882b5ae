"""Which file of a submission is which lesson: a house that the engine can open, made of whatever lay there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from autograder.grading.intake import CODE, clean_name
from autograder.grading.tree import MIB, MOST_BYTES, CannotBeGraded, Node, is_junk

MOST_FILES = 500
MOST_TOTAL = 64 * MIB
SPOILT = re.compile(r"(?:^(?:copy[ _]of[ _])+)|(?:[ _-]*(?:\(\d+\)|copy\d*|final|-\d+))+$", re.IGNORECASE)


@dataclass
class Arranged:
    """A submission, ready to be graded.

    Attributes
    ----------
    files : dict of str to bytes
        Every Python file and notebook, by its path within the house.
    single : str
        The one file that stands for every lesson, or nothing.
    lessons : dict of str to list of str
        For each lesson the files that answer it.
    refused : dict of str to str
        For each lesson of which a file cannot be read: why.
    notes : list of str
        What was left out, or taken for something else.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    single: str = ""
    lessons: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def arrange(node: Node, lessons: Sequence[str], exercises: Collection[str]) -> Arranged:
    """Find the lessons in a submission and read its files.

    Parameters
    ----------
    node : Node
        The submission.
    lessons : sequence of str
        The lessons that are graded, such as ``nn/losses``.
    exercises : collection of str
        Names of their exercises: a file of any other name counts as an answer if it defines one of them.

    Raises
    ------
    CannotBeGraded
        If there is nothing to grade in it, or too much.
    """
    made = Arranged()
    nodes = code_files(node, made)
    root = best_root(nodes, lessons)
    if root is None:
        return alone(made, nodes, lessons, exercises)
    inner = {path[len(root) :]: node for path, node in nodes.items() if path.startswith(root)}
    inner = with_usual_names(inner, lessons, made)
    made.lessons = {lesson: [path for path in candidates(lesson) if path in inner] for lesson in lessons}
    tell_others(made, nodes, root, lessons)
    read_all(made, inner)
    return made


def code_files(node: Node, made: Arranged) -> dict[str, Node]:
    """Return every Python file and notebook, by path; what is left out for another reason than its kind is noted."""
    found: dict[str, Node] = {}
    count = 0
    for path, file in node.files():
        count += 1
        if file.problem:
            made.notes.append(f"{clean_name(path)} was left out: {file.problem}")
        elif not is_usable(path):
            made.notes.append(f"{clean_name(path)} was left out: its name cannot be used")
        elif file.suffix in CODE and not any(is_junk(part) for part in PurePosixPath(path).parts):
            found[path] = file
        if count > MOST_FILES:
            raise CannotBeGraded(f"it holds more than {MOST_FILES} files")
    if found:
        return found
    if made.notes:
        raise CannotBeGraded(made.notes[0])
    raise CannotBeGraded(
        f"it holds no .py and no .ipynb file, only {few(count_names(node))}" if count else "it is empty"
    )


def is_usable(path: str) -> bool:
    """Tell whether every file system can hold a name."""
    parts = PurePosixPath(path).parts
    return path.isprintable() and all(len(part.encode("utf-8", "replace")) <= 200 for part in parts)


def count_names(node: Node) -> list[str]:
    """Name all files of a submission."""
    return [clean_name(path) for path, _ in node.files()]


def few(names: Sequence[str]) -> str:
    """Name at most three of several things."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def candidates(lesson: str) -> Iterator[str]:
    """Yield where a lesson may lie within a house: its module first."""
    stem = lesson.partition("/")[2]
    for suffix in CODE:
        yield from (f"{lesson}{suffix}", f"{stem}{suffix}")


def usual_name(path: str, stems: Collection[str]) -> str:
    """Undo what browsers, platforms and hands do to names: `Losses (1).py` and `losses-Copy1.py` are `losses.py`."""
    file = PurePosixPath(path)
    stem = file.stem.strip().lower()
    while stem not in stems:
        shorter = SPOILT.sub("", stem).strip(" _-")
        if shorter == stem:
            return path
        stem = shorter
    return str(file.with_name(stem + file.suffix.lower()))


def best_root(nodes: dict[str, Node], lessons: Sequence[str]) -> str | None:
    """Find the folder in which most lessons lie; of equals the one nearest to the top. None if no lesson is there."""
    stems = {lesson.partition("/")[2] for lesson in lessons}
    named = {usual_name(path, stems) for path in nodes}
    roots = {"".join(f"{part}/" for part in parts) for path in named for parts in parents(path)}
    ranked = [(-held(root, named, lessons), root.count("/"), root) for root in roots]
    most = min(ranked, default=(0, 0, ""))
    return most[2] if most[0] < 0 else None


def parents(path: str) -> Iterator[tuple[str, ...]]:
    """Yield the folders above a file, as tuples of their parts."""
    parts = PurePosixPath(path).parts[:-1]
    yield from (parts[:end] for end in range(len(parts) + 1))


def held(root: str, named: Collection[str], lessons: Sequence[str]) -> int:
    """Count the lessons that lie in a folder."""
    return sum(any(root + path in named for path in candidates(lesson)) for lesson in lessons)


def with_usual_names(inner: dict[str, Node], lessons: Sequence[str], made: Arranged) -> dict[str, Node]:
    """Give files with a spoilt name the name of their lesson, where no other file has it."""
    stems = {lesson.partition("/")[2] for lesson in lessons}
    renamed: dict[str, Node] = {}
    for path, node in inner.items():
        name = usual_name(path, stems)
        free = name == path or (name not in inner and name not in renamed)
        if name != path:
            told = f"{path} was read as {name}" if free else f"{path} was left out, as {name} is there too"
            made.notes.append(told)
        renamed[name if free else path] = node
    return renamed


def tell_others(made: Arranged, nodes: dict[str, Node], root: str, lessons: Sequence[str]) -> None:
    """Note other files of the same lessons elsewhere in the submission: they are not graded."""
    stems = {lesson.partition("/")[2] for lesson in lessons}
    taken = {root + path for paths in made.lessons.values() for path in paths}
    for path in nodes:
        name = usual_name(path, stems)
        if PurePosixPath(name).stem in stems and name not in taken:
            made.notes.append(f"{path} was not graded: the lessons in {root.rstrip('/') or 'the top folder'} were")


def alone(
    made: Arranged, nodes: dict[str, Node], lessons: Sequence[str], exercises: Collection[str]
) -> Arranged:  # fmt: skip
    """Take the only file for every lesson, whatever its name, if it defines an exercise.

    Raises
    ------
    CannotBeGraded
        If there are several files, or it defines none.
    """
    wanted = few([f"{lesson.partition('/')[2]}.py" for lesson in lessons])
    if len(nodes) > 1:
        raise CannotBeGraded(f"misnamed: it holds {few(list(nodes))}; wanted are {wanted}, or notebooks of these names")
    (path, node), *_ = nodes.items()
    made.single = PurePosixPath(path).name
    text = node.read().decode("latin-1")
    defined = re.findall(r"\b(?:def|class)\s+(\w+)|\b(\w+)\s*=", text)
    if not any(name in exercises for pair in defined for name in pair):
        raise CannotBeGraded(f"misnamed, or of something else: {path} defines no exercise of {wanted}")
    made.lessons = {lesson: [made.single] for lesson in lessons}
    made.files = {made.single: text.encode("latin-1")}
    return made


def read_all(made: Arranged, nodes: dict[str, Node]) -> None:
    """Read the files of a submission; one that cannot be read is refused, together with its lesson.

    Raises
    ------
    CannotBeGraded
        If they are too large together.
    """
    total = 0
    for path, node in nodes.items():
        try:
            made.files[path] = node.read(MOST_BYTES)
        except CannotBeGraded as error:
            refuse(made, path, str(error))
            continue
        total += len(made.files[path])
        if total > MOST_TOTAL:
            raise CannotBeGraded(f"its files have more than {MOST_TOTAL // MIB} MiB together")


def refuse(made: Arranged, path: str, why: str) -> None:
    """Note a file that cannot be read; a lesson of which no other file is there cannot be graded."""
    made.notes.append(why)
    for lesson, paths in made.lessons.items():
        if path in paths:
            paths.remove(path)
            if not paths:
                made.refused[lesson] = why
