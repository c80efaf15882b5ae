"""`gradcheck`: the learner's gradient against central differences of the reference's forward pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autograder.bench import Bench
from autograder.compare import Tolerance
from autograder.lesson import DeclarationError
from autograder.pair import sides

MOST_ENTRIES = 400
NEAR = Tolerance(rtol=1e-6, floor=1e-8)

Array = np.ndarray[Any, np.dtype[np.float64]]


def gradcheck_on(bench: Bench) -> Callable[..., None]:
    """Make the `gradcheck` of a check."""

    def gradcheck(
        name: str,
        *,
        of: str,
        at: Sequence[Any],
        wrt: Sequence[int] = (0,),
        call: Callable[..., Any] | None = None,
        item: int | None = None,
    ) -> None:
        """Compare a gradient with central differences, every entry, under a random upstream gradient.

        Parameters
        ----------
        name : str
            The learner's function that returns the gradient (or a tuple of them, in the order of `wrt`).
        of : str
            The reference's forward function.
        at : sequence
            Its positional arguments: the point, in float64, away from kinks.
        wrt : sequence of int
            Positions in `at` of the arguments to differentiate by.
        call : callable, optional
            Makes the learner's arguments of the upstream gradient `dout`; without it they are `at` for a scalar
            forward and `(dout, *at)` for an array.
        item : int, optional
            Which item to differentiate, where the forward function returns several.
        """
        refuse_bad_points(name, at, wrt)
        forward = one_value(bench.reference(of), item)
        out = bench.ask_reference(of, lambda: np.asarray(forward(*at), dtype=np.float64), at)
        dout = upstream(out, bench.rng)
        want = bench.ask_reference(f"d {of}", partial(all_differences, forward, at, wrt, dout), (at, wrt, dout))
        args = (dout, *at) if out.ndim else tuple(at)
        _, right = sides(name, bench.reference(name), tuple(call(dout)) if call else args, {})
        got = bench.ask_learner(bench.find(name), right)
        bench.judge(want if len(wrt) > 1 else want[0], got, NEAR, right.words, "the gradient")

    return gradcheck


def all_differences(
    forward: Callable[..., Any], at: Sequence[Any], wrt: Sequence[int], dout: Array | None
) -> tuple[Array, ...]:
    """Return the differences by each argument in `wrt`."""
    from autograder.differences import central_differences  # not in a learner's kit, which has them recorded

    return tuple(central_differences(forward, at, i, dout) for i in wrt)


def one_value(function: Callable[..., Any], item: int | None) -> Callable[..., Any]:
    """Make a function that returns one item of what `function` returns, or all of it."""
    return function if item is None else lambda *point: function(*point)[item]


def refuse_bad_points(name: str, at: Sequence[Any], wrt: Sequence[int]) -> None:
    """Keep suites from asking for differences in single precision or of thousands of entries."""
    for i in wrt:
        point = np.asarray(at[i])
        if point.dtype != np.float64 or point.size > MOST_ENTRIES:
            raise DeclarationError(
                f"gradcheck of {name}: argument {i} is {point.dtype} {point.shape}; "
                f"it has to be float64 with at most {MOST_ENTRIES} entries"
            )


def upstream(out: np.ndarray[Any, Any], rng: np.random.Generator) -> Array | None:
    """Draw an upstream gradient of the shape of `out`; a scalar needs none."""
    return rng.normal(size=out.shape) if out.ndim else None
