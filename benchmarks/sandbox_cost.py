"""What a sandbox costs: the model answers of each lesson of nn in this process and behind the wall, in milliseconds.

Every column is the median of the rounds, taken in turns. ``check`` is a worker for every check, ``lesson`` one for each
lesson, as long as nothing ends it. Then the parts: the start of a sandbox, a fork with loading, and one call.

Run it as ``python benchmarks/sandbox_cost.py [--json FILE] [--rounds N]``.
"""

import json
import statistics
import time
from pathlib import Path

import common
import numpy as np

from autograder.grader import Grader
from autograder.home import Home
from autograder.house import House
from autograder.sandbox.box import Box
from autograder.sandbox.remote import SandboxHouse
from autograder.sandbox.session import Session
from autograder.sandbox.tiers import best_tier

ROOT = Path(__file__).resolve().parent.parent
HOME = Home(ROOT)
MOST_ROUNDS = 5


def milliseconds(work):
    """Time one call."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def lesson_times(suites):
    """Grade every lesson once in each way; the sandbox is started before, the code loaded within."""
    names = HOME.lesson_names()
    found = {}
    for way in ("here", "check", "lesson"):
        house = House(HOME.solutions, names) if way == "here" else SandboxHouse(HOME.solutions, names, fresh=way)
        if way != "here":
            house.opened().start()
        grader = Grader(HOME, house)
        found |= {(suite.name, way): milliseconds(grader.run(suite).grade) for suite in suites}
        if way != "here":
            house.close()
    return found


def part_times(suite):
    """Time the start of a sandbox, a fork with loading, and calls with a small and a large array."""
    box = Box(HOME.solutions, HOME.lesson_names())
    found = {"start": milliseconds(box.start)}
    made = []
    found["fork + load"] = milliseconds(lambda: made.append(Session(box, suite.name, time.monotonic() + 30)))
    function = made[0].get(None, "relu")
    for name, size in (("a call", 10), ("a call with 1 MB", 125_000)):
        found[name] = statistics.median(milliseconds(lambda size=size: function(np.ones(size))) for _ in range(50))
    found["end"] = milliseconds(made[0].close)
    box.close()
    return found


def main():
    """Print both tables."""
    options = common.arguments(__doc__.splitlines()[0])
    suites = HOME.suites("nn")
    rounds = range(min(options.rounds, MOST_ROUNDS))
    rows = [lesson_times(suites) for _ in rounds]
    parts = [part_times(next(suite for suite in suites if suite.stem == "activations")) for _ in rounds]
    middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    print(f"{best_tier().name}; medians of {len(rows)} rounds, ms\n")
    print(f"{'lesson':28}{'checks':>8}{'here':>9}{'check':>9}{'lesson':>9}")
    for suite in suites:
        times = "".join(f"{middle[suite.name, way]:9.0f}" for way in ("here", "check", "lesson"))
        print(f"{suite.name:28}{len(suite.lesson.checks):8}{times}")
    total = {way: sum(value for (_, key), value in middle.items() if key == way) for way in ("here", "check", "lesson")}
    print(f"{'together':28}{sum(len(suite.lesson.checks) for suite in suites):8}", end="")
    print("".join(f"{value:9.0f}" for value in total.values()) + "\n")
    costs = {name: statistics.median(part[name] for part in parts) for name in parts[0]}
    print("\n".join(f"{name:28}{value:9.2f}" for name, value in costs.items()))
    if options.json:
        own = [((name,), value) for name, value in costs.items()]
        rows = [{"what": " ".join(key), "milliseconds": value} for key, value in [*middle.items(), *own]]
        text = json.dumps({"tier": best_tier().name, "results": rows}, indent=2) + "\n"
        Path(options.json).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
