"""Both error rates of the grader: wrong answers that it accepts, right answers that it rejects. No times are taken."""

import argparse
import json
from pathlib import Path

from autograder.bank import bank_for
from autograder.grader import Grader
from autograder.home import find_home
from autograder.house import House

LINE = "{lesson:<28} wrong {wrong:>4}, accepted {accepted}, told {told:>4}; right {right:>3}, rejected {rejected}"


def main():
    """Grade every answer of every bank with some seeds, print a table, and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds (default: %(default)s)")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the table to this file too")
    parser.add_argument("--rounds", type=int, help="taken for the sake of the other benchmarks, and not used")
    options = parser.parse_args()
    home = find_home()
    rows = [rates(home, suite, options.seeds) for suite in home.suites()]
    for row in rows:
        print(LINE.format(**row))
    if options.json:
        options.json.write_text(
            json.dumps({"seeds": options.seeds, "lessons": rows}, indent=1) + "\n", encoding="utf-8"
        )


def rates(home, suite, seeds):
    """Count, for one lesson, what the grader does with each answer of the bank.

    A wrong answer is accepted if it earns every point of its exercise with all seeds, told if its own sentence is
    shown with the public seed; a right one is rejected if it loses a point with any seed.
    """
    bank = bank_for(home, suite)
    counts = {"lesson": suite.name, "wrong": 0, "accepted": 0, "told": 0, "right": 0, "rejected": 0}
    for entry in bank.entries:
        grades = [graded(home, suite, bank, entry, seed) for seed in range(seeds)]
        counts[entry.kind] += 1
        if entry.kind == "wrong":
            counts["accepted"] += all(passed(grade, entry.exercise) for grade in grades)
            counts["told"] += any(verdict.mistake == entry.name for verdict in grades[0].of(entry.exercise))
        else:
            counts["rejected"] += not all(grade.points == grade.max_points for grade in grades)
    return counts


def graded(home, suite, bank, entry, seed):
    """Grade one answer with one seed; known mistakes are looked up with the first one only."""
    banks = {suite.name: bank if entry.kind == "wrong" and seed == 0 else None}
    house = House(home.solutions, home.lesson_names())
    return Grader(home, house, seed, banks=banks).run(suite, bank.learner(entry)).grade()


def passed(grade, exercise):
    """Tell whether an exercise earned all its points."""
    return all(verdict.state == "passed" for verdict in grade.of(exercise))


if __name__ == "__main__":
    main()
