"""Learner code, however it came: a namespace of names, and what went wrong on the way to it."""

from __future__ import annotations
import __future__

import ast
import difflib
import linecache
import sys
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

from autograder.hush import writable
from autograder.imports import Earlier, guarded_builtins
from autograder.timelimit import TimeIsUp, TimeLimitReached, run_limited

LOAD_SECONDS = 10.0
PRIVATE = "_learner."


class MissingName(LookupError):
    """The learner's code does not define the name that was asked for."""


@dataclass
class Learner:
    """Learner code under check.

    Attributes
    ----------
    label : str
        What to call it: a path, or "this notebook".
    namespace : dict
        The names that it defines.
    problems : list of str
        Parts that could not be loaded, in words, each told once.
    spaces : list of dict
        Namespaces of all lessons of the same house; frames in them are the learner's as well.
    module : module, optional
        The module of the namespace, where it was loaded as one.
    seconds : float
        How long one check may take at least, where crossing to the code costs time.
    exercises : collection of str
        Names that the lesson asks for: none of them is a misspelling of another.
    apart : bool
        Whether the code runs in another process: what a check does here is the kit's own doing then.
    """

    label: str
    namespace: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    spaces: list[dict[str, Any]] = field(default_factory=list)
    module: ModuleType | None = None
    seconds: float = 0.0
    exercises: Collection[str] = ()
    apart: bool = False

    def get(self, name: str) -> Any:
        """Return what the learner calls `name`.

        Raises
        ------
        MissingName
            If there is no such name; the message names what looks like it.
        """
        if name in self.namespace:
            return self.namespace[name]
        raise MissingName(missing_words(name, self.label, self.namespace, self.exercises, self.problems))

    def owns(self, frame: FrameType) -> bool:
        """Tell whether a frame runs the learner's own code."""
        return any(frame.f_globals is space for space in (self.namespace, *self.spaces))

    def places(self, error: BaseException) -> list[Place]:
        """Return where in the learner's own code an exception passed, outermost first."""
        found = []
        traceback = error.__traceback__
        while traceback is not None:
            if self.owns(traceback.tb_frame):
                found.append(place_of(traceback))
            traceback = traceback.tb_next
        return found

    def session(self) -> AbstractContextManager[object]:
        """Open what one check needs; code in this very process needs nothing."""
        return nullcontext()


def missing_words(
    name: str, label: str, namespace: Iterable[Any], exercises: Collection[str], problems: Sequence[str]
) -> str:
    """Say that learner code does not define a name, and what looks like it."""
    own = [key for key in namespace if isinstance(key, str) and not key.startswith("__")]
    if not own and problems:
        return f"`{name}` cannot be checked: {label} could not be loaded."
    spelt = {key.lower(): key for key in own if key not in exercises}
    near = difflib.get_close_matches(name.lower(), spelt, n=1)
    seen = f" It has `{spelt[near[0]]}`: was `{name}` renamed?" if near else ""
    return f"{label} defines no `{name}`.{seen}"


@dataclass(frozen=True)
class Place:
    """A line of learner code at which an exception passed.

    Attributes
    ----------
    path : str
        The function, such as ``Adam.step``.
    name : str
        Its name alone.
    innermost : bool
        Whether the exception was raised in this very frame, and not in a library that it called.
    """

    path: str
    name: str
    line: int
    code: str
    innermost: bool


def place_of(traceback: TracebackType) -> Place:
    """Say in plain data where an entry of a traceback is."""
    code = traceback.tb_frame.f_code
    text = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
    return Place(code.co_qualname, code.co_name, traceback.tb_lineno, text, traceback.tb_next is None)


Statement = tuple[int, CodeType | BaseException]


@dataclass(frozen=True)
class Piece:
    """A stretch of learner code that is run on its own: a file, or a cell of a notebook.

    Attributes
    ----------
    source, filename, label : str
        Its text, the name for tracebacks, and what it is called.
    statements : tuple, optional
        What `compiled` makes of it, where that was done before.
    """

    source: str
    filename: str
    label: str
    statements: tuple[Statement, ...] | None = None


def load_pieces(
    label: str, name: str, pieces: Sequence[Piece], earlier: Earlier, spaces: list[dict[str, Any]]
) -> Learner:
    """Run pieces of learner code one after the other in one namespace.

    A statement that raises is noted and leaves the others alone, so that one broken line costs only what needs it.

    Parameters
    ----------
    label : str
        What to call the learner.
    name : str
        The lesson's dotted name. ``__name__`` becomes a private one: no experiment runs, and no package is shadowed.
    pieces : sequence of Piece
        The code.
    earlier : callable
        Gives the module of an earlier lesson by dotted name, or None.
    spaces : list of dict
        All namespaces of the house that the learner belongs to; this one's is added.
    """
    module = ModuleType(PRIVATE + name)
    learner = Learner(label, vars(module), spaces=spaces, module=module)
    spaces.append(learner.namespace)
    learner.namespace["__builtins__"] = guarded_builtins(earlier)
    with known_to_python(module):
        for piece in pieces:
            learner.namespace["__file__"] = piece.filename
            remember_source(piece)
            load_piece(piece, learner)
    return learner


@contextmanager
def known_to_python(module: ModuleType) -> Iterator[None]:
    """Keep a module in ``sys.modules`` for a while: dataclasses look there for the names in their annotations."""
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        del sys.modules[module.__name__]
        if before is not None:
            sys.modules[module.__name__] = before


def remember_source(piece: Piece) -> None:
    """Let tracebacks show the lines of code that lies in no file of its own."""
    lines = piece.source.splitlines(keepends=True)
    linecache.cache[piece.filename] = (len(piece.source), None, lines, piece.filename)


def load_piece(piece: Piece, learner: Learner) -> None:
    """Run one piece within the time limit, noting what fails."""
    try:
        statements = compiled(piece) if piece.statements is None else piece.statements
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        learner.problems.append(syntax_words(piece.label, error))
        return
    reached = [1]
    try:
        run_limited(lambda: run_statements(statements, piece, learner, reached), LOAD_SECONDS)
    except TimeLimitReached:
        problem = f"stopped after {LOAD_SECONDS:g} seconds; nothing below it was read"
        learner.problems.append(f"{piece.label}, line {reached[-1]}: {problem}")


def compiled(piece: Piece) -> tuple[Statement, ...]:
    """Compile the top-level statements, each for itself: pairs of its line and its code, or why there is none.

    Raises
    ------
    SyntaxError, ValueError, RecursionError, MemoryError
        If the text is no Python.
    """
    found: list[Statement] = []
    flags = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for statement in ast.parse(piece.source, piece.filename).body:
            flags |= future_flags(statement)
            module = ast.Module([statement], type_ignores=[])
            try:
                found.append((statement.lineno, compile(module, piece.filename, "exec", flags, True)))
            except Exception as error:
                found.append((statement.lineno, error))
    return tuple(found)


def run_statements(statements: Sequence[Statement], piece: Piece, learner: Learner, reached: list[int]) -> None:
    """Run the top-level statements, each for itself, noting the lines reached."""
    for line, code in statements:
        reached.append(line)
        try:
            if isinstance(code, BaseException):
                raise code
            exec(code, learner.namespace)
        except TimeIsUp:
            raise
        except BaseException as error:
            learner.problems.append(statement_problem(piece.label, error, line, learner))


def statement_problem(label: str, error: BaseException, line: int, learner: Learner) -> str:
    """Say where and why a statement of the learner's could not be run."""
    places = learner.places(error)
    if isinstance(error, SyntaxError) and not places:
        return syntax_words(label, error)
    return f"{label}, line {places[0].line if places else line}: {error_words(error)}"


def future_flags(statement: ast.stmt) -> int:
    """Return the compiler flags that a ``from __future__ import`` turns on for the rest of the file."""
    if not isinstance(statement, ast.ImportFrom) or statement.module != "__future__":
        return 0
    flags = 0
    for alias in statement.names:
        flags |= getattr(__future__, alias.name).compiler_flag if hasattr(__future__, alias.name) else 0
    return flags


def syntax_words(label: str, error: BaseException) -> str:
    """Tell a syntax error once, with its line."""
    if not isinstance(error, SyntaxError):
        return f"{label} cannot be read as Python: {error_words(error)}"
    line = f", line {error.lineno}" if error.lineno else ""
    text = f"\n        {error.text.strip()}" if error.text and error.text.strip() else ""
    return f"{label}{line} is not Python yet: {error.msg}{text}"


def error_words(error: BaseException) -> str:
    """Name an exception: its type and its first line."""
    try:
        text = writable(str(error)).strip().splitlines()
    except TimeIsUp:
        raise
    except BaseException:  # it is learner code that writes its exceptions
        text = []
    return f"{type(error).__name__}: {text[0][:300]}" if text else type(error).__name__
