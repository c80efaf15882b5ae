"""Submissions a minute: `autograder grade nn` against stock `nbgrader autograde nn`, on the same notebooks.

A course is written and released, students hand in (right, half done, with known mistakes, in turn), and both sides
grade all of them, one after the other within each round. Ours grades with its sandbox and three secret seeds, stock
nbgrader runs the notebooks in a kernel with one. Whole commands are timed. Then the memory of our parent process is
taken with 20 and with 200 submissions. On a machine that others use too, compare the seconds of computing.

Run it as ``python benchmarks/grading.py [--json FILE] [--rounds N] [--students N]``. It takes minutes.
"""

import argparse
import itertools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from autograder.build.course import write_course
from autograder.demo import hand_in, nbgrader, submissions
from autograder.home import Home
from autograder.sandbox.tiers import best_tier

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"one job": 4.0, "two jobs": 7.0, "second pass": 8.0}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
STOCK = """
for name in ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"):
    c.Autograde.pop(name, None)  # nbgrader's own steps in the place of the kit's
"""
MEASURED = """
import resource, sys
from autograder.cli import main
try:
    main(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def course_with(folder, number):
    """Write a course, release it, and let students hand in; return the course's folder."""
    home = Home(ROOT)
    write_course(home, folder, ["nn"])
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + STOCK, encoding="utf-8")
    nbgrader(folder, "generate_assignment", "nn")
    shutil.copy(folder / "gradebook.db", folder / "released.db")
    kinds = list(submissions(home, home.suites("nn"), Console(quiet=True)).values())
    for place, answers in zip(range(number), itertools.cycle(kinds), strict=False):
        own = {lesson: {name: f"{text}\n# {place}" for name, text in rows.items()} for lesson, rows in answers.items()}
        hand_in(folder, f"student{place:03}", own)
    return folder


def seconds_of(work):
    """Return how long something takes, and how many seconds of computing: these do not depend on who else computes."""
    began, before = time.perf_counter(), computing()
    work()
    return time.perf_counter() - began, computing() - before


def computing():
    """Return the seconds of computing of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(course, out, jobs):
    """Run our command; what could not be graded is no failure, a fault of the kit is."""
    command = ["grade", "nn", str(course / "submitted"), "--out", str(out), "--course", str(out), "--jobs", str(jobs)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command, "--plain"],
        cwd=ROOT, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise RuntimeError(f"autograder grade ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return int(done.stderr.split()[-1])


def one_round(course, scratch):
    """Time all sides once; everything is graded afresh but in the second pass."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    shutil.copy(course / "released.db", course / "gradebook.db")
    times = {"stock nbgrader": seconds_of(lambda: nbgrader(course, "autograde", "nn"))}
    for name, jobs in (("one job", 1), ("two jobs", 2)):
        shutil.rmtree(scratch, ignore_errors=True)
        times[name] = seconds_of(lambda jobs=jobs: ours(course, scratch, jobs))
    times["second pass"] = seconds_of(lambda: ours(course, scratch, 1))
    return times


def memory_of(course, scratch, number):
    """Return the parent's peak memory in MiB with so many submissions, of which few differ."""
    class_folder = scratch / f"class{number}"
    students = sorted((course / "submitted").iterdir())
    for place in range(number):
        shutil.copytree(students[place % len(students)], class_folder / "submitted" / f"student{place:03}")
    return ours(class_folder, scratch / f"out{number}", 2) / 1024


def report(rounds, number):
    """Return rows of name, submissions a minute, times stock, and target."""
    middle = {name: [statistics.median(times[name][k] for times in rounds) for k in (0, 1)] for name in rounds[0]}
    stock, stock_computing = middle["stock nbgrader"]
    return [
        {
            "what": name,
            "per_minute": 60 * number / took,
            "times_stock": stock / took,
            "target": TARGETS.get(name),
            "computing_seconds": used / number,
            "times_stock_computing": stock_computing / used,
        }
        for name, (took, used) in middle.items()
    ]


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the results to this file too")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--students", type=int, default=6)
    options = parser.parse_args()
    rounds = min(options.rounds, 5)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "scratch"
        course = course_with(Path(folder) / "course", options.students)
        rows = report([one_round(course, scratch) for _ in range(rounds)], options.students)
        memory = {number: memory_of(course, scratch, number) for number in (20, 200)}
    print(f"{options.students} submissions of nn, {rounds} rounds, tier {best_tier().name}")
    for row in rows:
        target = f"wanted {row['target']:g}" if row["target"] else ""
        computed = f"{row['computing_seconds']:6.2f} s of computing each ({row['times_stock_computing']:.1f} x)"
        print(f"{row['what']:<16} {row['per_minute']:8.1f} a minute {row['times_stock']:8.1f} x stock  {target}")
        print(f"{'':<16} {computed}")
    print("peak memory of the parent: " + ", ".join(f"{value:.0f} MiB with {n}" for n, value in memory.items()))
    if options.json:
        text = json.dumps({"tier": best_tier().name, "results": rows, "parent_mib": memory}, indent=2)
        Path(options.json).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
