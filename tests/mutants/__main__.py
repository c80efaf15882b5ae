"""Name the mutants that survive and are not listed: `python -m tests.mutants nn/losses`, or all lessons."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.bank import bank_for
from autograder.home import Home
from tests.mutants.survivors import MutatedLesson


def main(lessons: list[str]) -> None:
    """Print the survivors of each lesson as entries for its list, the reason left open."""
    home = Home(Path(__file__).resolve().parents[2])
    for suite in [home.suite(name) for name in lessons] or home.suites():
        bank = bank_for(home, suite)
        if bank is None:
            continue
        lesson = MutatedLesson(suite, bank)
        found, known = list(lesson.survivors(lesson.mutants)), lesson.listed.survivors
        print(f"# {suite.name}: {len(lesson.mutants)} mutants, {len(found)} survive, {len(known)} are listed")
        for mutant in found:
            if mutant.name not in known:
                text = repr(mutant.name) if "'" not in mutant.name else f"'''{mutant.name}'''"
                print(f'\n[[survivor]]\nexercise = "{mutant.exercise}"\nmutant = {text}\nreason = ""')


if __name__ == "__main__":
    main(sys.argv[1:])
