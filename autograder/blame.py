"""Learner code raised something: is it a stub, a slip of theirs, and where in their code was it?"""

from __future__ import annotations

import linecache
from types import FrameType

from autograder.compare import Difference
from autograder.learner import Learner, error_words
from autograder.outcome import Mismatch, StillToDo

MOST_FRAMES = 3


def blame(error: BaseException, exercise: str, learner: Learner, call: str) -> Exception:
    """Turn what learner code raised into what the check raises.

    Parameters
    ----------
    error : BaseException
        What was raised.
    exercise : str
        The exercise under check.
    learner : Learner
        Whose frames to show.
    call : str
        The call, in words.
    """
    frames = learner.frames(error.__traceback__)
    if isinstance(error, NotImplementedError) and frames and raised_in(frames[-1][0], error):
        place = frames[-1][0].f_code.co_qualname
        if place.split(".")[0] == exercise:
            return StillToDo(exercise)
        return Mismatch(stub_reached(place), call, error=error)
    words = error_words(error)
    facts = [f"your code raised {words}"]
    if isinstance(error, NameError | ImportError):
        facts += learner.problems
    difference = Difference("exception", "", type(error).__name__, tuple(facts), help_for(error, words))
    return Mismatch(difference, call, trace(learner, error), error)


def raised_in(frame: FrameType, error: BaseException) -> bool:
    """Tell whether an exception comes from this very frame, and not from a library that it called."""
    innermost = error.__traceback__
    while innermost is not None and innermost.tb_next is not None:
        innermost = innermost.tb_next
    return innermost is not None and innermost.tb_frame is frame


def stub_reached(place: str) -> Difference:
    """Say that a call ended in another stub."""
    fact = f"the call stops at `{place}`, which is still a stub"
    return Difference("stub", "", place, (fact,))


def trace(learner: Learner, error: BaseException) -> tuple[str, ...]:
    """Show the learner's own frames, innermost last: file, line and code."""
    lines = []
    for frame, line in learner.frames(error.__traceback__)[-MOST_FRAMES:]:
        code = linecache.getline(frame.f_code.co_filename, line).strip()
        lines.append(f"line {line}, in {frame.f_code.co_name}: {code}")
    return tuple(lines)


def help_for(error: BaseException, words: str) -> str | None:
    """Say what usually lies behind an exception of this type, given with its words."""
    if isinstance(error, RecursionError):
        return "A function calls itself without coming to an end."
    if isinstance(error, SystemExit):
        return "The code ends the whole program (exit or quit): return a value instead."
    if isinstance(error, ValueError) and "broadcast" in words:
        return "Write the shape of every array beside the formula: two of them do not fit together."
    if isinstance(error, ValueError) and "matmul" in words:
        return "Write the shapes beside the product: the inner sizes have to be equal."
    if isinstance(error, NameError):
        return "Is the name spelt as where it was defined, and defined before it is used?"
    return None
