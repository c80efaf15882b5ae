"""What the benchmarks share: one thread, interleaved rounds, medians, a table and a JSON file.

Import this module before numpy and torch: their thread pools read the environment once, when they start.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse  # noqa: E402
import gc  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402
from dataclasses import asdict, dataclass  # noqa: E402


@dataclass(frozen=True)
class Result:
    """One comparison: median seconds of both sides, the ratio ours / other and its quartiles over rounds."""

    name: str
    other: str
    ours_seconds: float
    other_seconds: float
    ratio: float
    ratio_low: float
    ratio_high: float
    target: float | None

    @property
    def met(self):
        """True or False against the target, None where there is no target."""
        return None if self.target is None else self.ratio <= self.target


def compare(name, ours, other, other_name="torch", target=None, rounds=40, calls=10, warm_up=3):
    """Time two functions in alternating order and compare them round by round.

    Parameters
    ----------
    name : str
        What is compared.
    ours, other : callable
        Take nothing; one call is one unit of work.
    other_name : str
        What the other side is called in the table.
    target : float or None
        The ratio that is wanted at most.
    rounds : int
        Each round times both sides once; who goes first alternates.
    calls : int
        Calls per side and round.
    warm_up : int
        Rounds that are not counted.

    Returns
    -------
    Result
        `ratio` is the median of the rounds' ratios: both sides of a round see the same noise.
    """
    times = {ours: [], other: []}
    gc.disable()
    try:
        for i in range(warm_up + rounds):
            for side in (ours, other) if i % 2 else (other, ours):
                start = time.perf_counter()
                for _ in range(calls):
                    side()
                if i >= warm_up:
                    times[side].append((time.perf_counter() - start) / calls)
    finally:
        gc.enable()
    ratios = [a / b for a, b in zip(times[ours], times[other], strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    medians = [statistics.median(times[side]) for side in (ours, other)]
    return Result(name, other_name, *medians, ratio=middle, ratio_low=low, ratio_high=high, target=target)


def table(results):
    """Return the results as lines of text; a ratio below 1 means that ours is faster."""
    head = f"{'what':<34} {'ours ms':>9} {'other':>22} {'ms':>9} {'ratio':>7} {'quartiles':>13} {'target':>8}"
    head += "  met"
    lines = [head, "-" * len(head)]
    for r in results:
        target = "" if r.target is None else f"<= {r.target:.2f}"
        lines.append(
            f"{r.name:<34} {1e3 * r.ours_seconds:>9.3f} {r.other:>22} {1e3 * r.other_seconds:>9.3f} "
            f"{r.ratio:>7.2f} {r.ratio_low:>6.2f}-{r.ratio_high:<6.2f} {target:>8}  "
            f"{ {True: 'yes', False: 'NO', None: ''}[r.met] }"
        )
    return "\n".join(lines)


def write_json(path, results, **versions):
    """Write the results with the machine and the versions they hold for."""
    machine = {"processor": platform.machine(), "python": platform.python_version(), "threads": 1, **versions}
    rows = [{**asdict(r), "met": r.met} for r in results]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"machine": machine, "results": rows}, file, indent=2)
        file.write("\n")


def arguments(description):
    """Return the parsed command line that every benchmark has: ``--json FILE`` and ``--rounds N``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", metavar="FILE", help="write the results to this file too")
    parser.add_argument("--rounds", type=int, default=40, help="rounds that are timed (default: %(default)s)")
    return parser.parse_args()
