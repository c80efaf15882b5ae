"""Run one check of one learner: from its declaration to an `Outcome`."""

from __future__ import annotations

import traceback
import zlib
from typing import Any

import numpy as np

from autograder.bench import Bench
from autograder.compare import Difference
from autograder.gradients import gradcheck_on
from autograder.learner import Learner, error_words
from autograder.lesson import Check, DeclarationError
from autograder.outcome import KitFault, Mismatch, Outcome, StillToDo
from autograder.pair import Alone, Both, ReferenceAlone, expect_on
from autograder.reference import Oracle
from autograder.timelimit import TimeLimitReached, run_limited

SECONDS = 5.0


def run_check(check: Check, learner: Learner, oracle: Oracle, seed: int, seconds: float = SECONDS) -> Outcome:
    """Run a check once with one seed. Whatever happens is an outcome; only Ctrl-C goes through.

    Parameters
    ----------
    check : Check
        What to run.
    learner : Learner
        The code under check.
    oracle : Oracle
        The door to the reference.
    seed : int
        Seeds the check's random numbers, together with the check's name.
    seconds : float
        The time limit.
    """
    seconds = max(seconds, learner.seconds)
    bench = Bench(check.exercise, learner, oracle.opened(check.name, seed), generator(seed, check.name))
    ingredients = {name: INGREDIENT[name](bench) for name in check.ingredients}
    try:
        with learner.session():
            run_limited(lambda: check.function(**ingredients), seconds, ours=learner.apart)
    except StillToDo:
        return Outcome("todo", notes=tuple(bench.notes))
    except Mismatch as mismatch:
        return failure(bench, mismatch)
    except TimeLimitReached:
        return out_of_time(bench, check, seconds)
    except KeyboardInterrupt:
        raise
    except (KitFault, DeclarationError) as error:
        return crash(bench, error)
    except BaseException as error:
        return failure(bench, unusable(error)) if bench.learner_ran else crash(bench, error)
    return Outcome("passed", notes=tuple(bench.notes))


INGREDIENT: dict[str, Any] = {
    "both": Both,
    "learner": Alone,
    "reference": ReferenceAlone,
    "expect": expect_on,
    "gradcheck": gradcheck_on,
    "rng": lambda bench: bench.rng,
}


def generator(seed: int, name: str) -> np.random.Generator:
    """Make the generator of one check: equal for equal seeds, and independent of the other checks."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def failure(bench: Bench, mismatch: Mismatch) -> Outcome:
    """Turn a mismatch into an outcome."""
    said = (mismatch.call, mismatch.trace, tuple(bench.notes), bench.last)
    return Outcome("failed", mismatch.difference, bench.position, *said)


def unusable(error: BaseException) -> Mismatch:
    """Say that the check could not go on with what the learner's code returned."""
    fact = f"the check could not use what your code returned: {error_words(error)}"
    help = "Look at the kind and the shape of the returned value."
    return Mismatch(Difference("unusable", "", type(error).__name__, (fact,), help))


def out_of_time(bench: Bench, check: Check, seconds: float) -> Outcome:
    """Say that the time limit was reached, and by whom."""
    if bench.learner_seconds < seconds / 2:
        return crash(bench, TimeoutError(f"the kit's own code took longer than {seconds:g} seconds"))
    fact = f"stopped: {check.exercise} did not come back within {seconds:g} seconds"
    help = "Is there a loop whose condition never becomes false, or a loop over every pixel or entry?"
    return failure(bench, Mismatch(Difference("time", "", None, (fact,), help)))


def crash(bench: Bench, error: BaseException) -> Outcome:
    """Own up: this is the kit's fault."""
    lines = traceback.format_exception(error)
    difference = Difference("crash", "", None, (error_words(error), *"".join(lines).splitlines()))
    return Outcome("crashed", difference, bench.position, notes=tuple(bench.notes))
