"""What was handed in as a tree of names: folders, zips, and zips in zips alike. Nothing is unpacked to disk.

A file is read when its turn comes, and never further than a limit: what a zip says of its sizes is not believed.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MIB = 1 << 20
MOST_BYTES = 8 * MIB
MOST_ZIP_BYTES = 64 * MIB
MOST_NAMES = 100_000
MOST_DEPTH = 16
JUNK = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)

Opener = Callable[[], AbstractContextManager[zipfile.ZipFile]]


class CannotBeGraded(Exception):
    """Something that was handed in cannot be graded; the message says why, for the instructor."""


@dataclass
class Node:
    """A file or a folder of what was handed in.

    Attributes
    ----------
    reader : callable, optional
        Reads a file, at most so many bytes.
    children : dict of str to Node
        What a folder holds.
    problem : str
        Why it is not looked at, such as ``it is a link``.
    """

    name: str
    reader: Callable[[int], bytes] | None = None
    children: dict[str, Node] = field(default_factory=dict)
    problem: str = ""

    @property
    def is_folder(self) -> bool:
        """Tell whether it is a folder."""
        return self.reader is None and not self.problem

    @property
    def suffix(self) -> str:
        """The end of its name, in small letters."""
        return PurePosixPath(self.name).suffix.lower()

    def read(self, most: int = MOST_BYTES) -> bytes:
        """Read a file.

        Raises
        ------
        CannotBeGraded
            If it cannot be read, or is larger than `most` bytes.
        """
        if self.reader is None:
            raise CannotBeGraded(f"{self.name} cannot be read: {self.problem or 'it is a folder'}")
        try:
            data = self.reader(most + 1)
        except DAMAGED as error:
            raise CannotBeGraded(f"{self.name} cannot be read: {reason(error)}") from None
        if len(data) > most:
            raise CannotBeGraded(f"{self.name} is larger than {most // MIB} MiB")
        return data

    def files(self, inner: str = "") -> Iterator[tuple[str, Node]]:
        """Yield everything below that is no folder, with its path, in the order of names."""
        for name, node in sorted(self.children.items()):
            if node.is_folder:
                yield from node.files(f"{inner}{name}/")
            else:
                yield inner + name, node


def reason(error: BaseException) -> str:
    """Say in a few words why a file could not be read."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if "password" in str(error) or "encrypted" in str(error):
        return "it is protected by a password"
    return str(error) or type(error).__name__


def is_junk(name: str) -> bool:
    """Tell whether an operating system or an editor has left a file behind."""
    return name.startswith(".") or name in JUNK


def folder_tree(path: Path) -> Node:
    """List a folder on disk. Links and devices are named, and not followed.

    Raises
    ------
    CannotBeGraded
        If it holds more names than anyone would hand in.
    """
    made = Node(path.name)
    fill(made, path, [0], 0)
    return made


def fill(node: Node, path: Path, seen: list[int], depth: int) -> None:
    """List one folder into its node."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        node.problem = f"it cannot be opened: {error.strerror}"
        return
    for entry in entries:
        count_names(seen)
        child = Node(entry.name)
        node.children[entry.name] = child
        if entry.is_symlink():
            child.problem = "it is a link"
        elif entry.is_dir(follow_symlinks=False):
            if depth >= MOST_DEPTH:
                child.problem = f"it lies more than {MOST_DEPTH} folders deep"
            elif depth == 0 or not is_junk(entry.name):
                fill(child, path / entry.name, seen, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            child.reader = reader_of(path / entry.name)
        else:
            child.problem = "it is no regular file"


def count_names(seen: list[int]) -> None:
    """Stop at a number of files that can only be a mistake or an attack."""
    seen[0] += 1
    if seen[0] > MOST_NAMES:
        raise CannotBeGraded(f"it holds more than {MOST_NAMES:,} files")


def reader_of(path: Path) -> Callable[[int], bytes]:
    """Make the reader of a file on disk; one that was exchanged for a link or a device meanwhile is refused."""

    def read(most: int) -> bytes:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("it is no regular file")
            return file.read(most)

    return read


def zip_tree(name: str, opener: Opener) -> Node:
    """List a zip as a folder.

    Parameters
    ----------
    name : str
        What to call it.
    opener : callable
        Opens it.

    Raises
    ------
    CannotBeGraded
        If it is no zip, is damaged, or holds too many files.
    """
    made = Node(name)
    seen = [0]
    try:
        with opener() as archive:
            for member in archive.infolist():
                count_names(seen)
                place_member(made, member, opener)
    except DAMAGED as error:
        raise CannotBeGraded(f"{name} cannot be unpacked: {reason(error)}") from None
    return made


def place_member(root: Node, member: zipfile.ZipInfo, opener: Opener) -> None:
    """Put a member of a zip where it belongs; one that leads out of the zip is named, and not read."""
    path = member.filename.replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    outside = path.startswith("/") or ".." in parts or ":" in path.partition("/")[0]
    if outside or len(parts) > MOST_DEPTH or "\0" in path:
        what = "its path leads out of the zip" if outside else f"it lies more than {MOST_DEPTH} folders deep"
        label = path.replace("/", "|")[:80]
        root.children[label] = Node(label, problem=what)
        return
    if not parts:
        return
    node = root
    for part in parts[:-1]:
        node = node.children.setdefault(part, Node(part))
    if member.is_dir():
        node.children.setdefault(parts[-1], Node(parts[-1]))
    elif stat.S_ISLNK(member.external_attr >> 16):
        node.children[parts[-1]] = Node(parts[-1], problem="it is a link")
    else:
        node.children[parts[-1]] = Node(parts[-1], reader=member_reader(opener, member.filename))


def member_reader(opener: Opener, member: str) -> Callable[[int], bytes]:
    """Make the reader of a file in a zip."""

    def read(most: int) -> bytes:
        with opener() as archive, archive.open(member) as stream:
            return stream.read(most)

    return read


def opened_zip(path: Path) -> Opener:
    """Open a zip on disk once, for everything that is read from it."""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise CannotBeGraded(f"{path.name} cannot be unpacked: {reason(error)}") from None
    return lambda: nullcontext(archive)


def inner_zip(node: Node) -> Opener:
    """Open a zip that was handed in, each time that something is read from it: a class's zips are not kept open."""
    return lambda: closing(zipfile.ZipFile(io.BytesIO(node.read(MOST_ZIP_BYTES))))


def unzipped(node: Node, depth: int = 2) -> Node:
    """Return a folder in which every zip is a folder; one that cannot be opened stays, with the reason.

    Parameters
    ----------
    depth : int
        How deep zips may lie within one another.
    """
    made = Node(node.name)
    for name, child in node.children.items():
        if child.is_folder:
            made.children[name] = unzipped(child, depth)
        elif child.suffix == ".zip" and child.reader and not is_junk(name):
            made.children[name] = inner_folder(child, depth)
        else:
            made.children[name] = child
    return made


def inner_folder(node: Node, depth: int) -> Node:
    """Return a zip within a submission as a folder."""
    if not depth:
        return Node(node.name, problem="it is a zip within zips")
    try:
        return unzipped(zip_tree(node.name, inner_zip(node)), depth - 1)
    except CannotBeGraded as error:
        return Node(node.name, problem=str(error))
