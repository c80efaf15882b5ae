"""Learner code raised something: is it a stub, a slip of theirs, and where in their code was it?"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.compare import Difference
from autograder.learner import Learner, Place, error_words
from autograder.outcome import KitFault, Mismatch, StillToDo

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
    if isinstance(error, KitFault):
        return error
    if isinstance(error, Mismatch):  # a limit of the sandbox
        error.call = error.call or call
        return error
    places = learner.places(error)
    if isinstance(error, NotImplementedError) and places and places[-1].innermost:
        if places[-1].path.split(".")[0] == exercise:
            return StillToDo(exercise)
        return Mismatch(stub_reached(places[-1].path), call, error=error)
    words = error_words(error)
    facts = [f"your code raised {words}"]
    if isinstance(error, NameError | ImportError):
        facts += learner.problems
    difference = Difference("exception", "", type(error).__name__, tuple(facts), help_for(error, words))
    return Mismatch(difference, call, trace(places), error)


def stub_reached(place: str) -> Difference:
    """Say that a call ended in another stub."""
    fact = f"the call stops at `{place}`, which is still a stub"
    return Difference("stub", "", place, (fact,))


def trace(places: Sequence[Place]) -> tuple[str, ...]:
    """Show the learner's own frames, innermost last: line, function and code."""
    return tuple(f"line {place.line}, in {place.name}: {place.code}" for place in places[-MOST_FRAMES:])


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
    if isinstance(error, ValueError) and "truth value of an array" in words:
        return "An `if`, `max` or `and` wants one answer, an array gives many: use what works entry by entry."
    if isinstance(error, NameError):
        return "Is the name spelt as where it was defined, and defined before it is used?"
    return None
