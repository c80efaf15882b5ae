"""One work item: a submission, and on what terms it is graded. JSON in, JSON out, so any process can do it.

The process that does it holds checks, reference and seeds; learner code runs in a further one, the sandbox's.
"""

from __future__ import annotations

import base64
import json
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.cells import read_cells
from autograder.files import module_piece
from autograder.grader import Grader
from autograder.grading.cache import key_of
from autograder.grading.kit import Kit, kit_at
from autograder.home import Home, Suite, find_home
from autograder.house import UNREADABLE
from autograder.learner import error_words
from autograder.progress import better
from autograder.sandbox.limits import LIMITS
from autograder.sandbox.remote import SandboxHouse
from autograder.sandbox.tiers import Tier
from autograder.verdict import Grade, Verdict

SCHEMA = 1
CLASS_LIMITS = replace(LIMITS, learner_seconds=300.0)


class OtherKit(RuntimeError):
    """The process that was asked to grade has another kit than the one that asks."""


@dataclass(frozen=True)
class Terms:
    """What all submissions of a run are graded by.

    Attributes
    ----------
    home : str
        The kit's folder; a machine that has it elsewhere finds its own.
    lessons : tuple of str
        The lessons, in order.
    seeds : tuple of int
        Each check has to pass with all of them.
    tier : str
        How far learner code is kept away.
    kit : str
        Digest of the kit.
    """

    home: str
    lessons: tuple[str, ...]
    seeds: tuple[int, ...]
    tier: str
    kit: str


@dataclass(frozen=True)
class Item:
    """A submission to grade.

    Attributes
    ----------
    files : mapping of str to bytes
        Its files, by path within its house.
    lessons : mapping of str to sequence of str
        For each lesson the files that answer it.
    single : str
        The one file that stands for every lesson, or nothing.
    """

    terms: Terms
    files: Mapping[str, bytes]
    lessons: Mapping[str, Sequence[str]]
    single: str = ""

    @cached_property
    def key(self) -> str:
        """The address of the result: equal for equal submissions on equal terms, wherever the kit lies."""
        terms = {**asdict(self.terms), "home": "", "schema": SCHEMA, "single": self.single, "found": dict(self.lessons)}
        files = (part for name in sorted(self.files) for part in (name.encode(), self.files[name]))
        return key_of([json.dumps(terms, sort_keys=True).encode(), *files])

    def to_text(self) -> str:
        """Write the item as JSON."""
        files = {name: base64.b64encode(data).decode() for name, data in self.files.items()}
        lessons = {name: list(paths) for name, paths in self.lessons.items()}
        return json.dumps({"terms": asdict(self.terms), "files": files, "lessons": lessons, "single": self.single})

    @classmethod
    def from_text(cls, text: str) -> Item:
        """Read an item from `to_text`."""
        data = json.loads(text)
        terms: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data["terms"].items()}
        files = {name: base64.b64decode(part) for name, part in data["files"].items()}
        return cls(Terms(**terms), files, data["lessons"], data["single"])


def perform(text: str) -> str:
    """Grade an item given as JSON and return the result as JSON.

    Returns
    -------
    str
        ``lessons`` maps each lesson to its ``grade``, or to the ``reason`` why it has none; ``fault`` says what went
        wrong with the kit, if anything did; ``final`` is false if a part is to be graded again.
    """
    began = time.perf_counter()
    try:
        item = Item.from_text(text)
        lessons = graded(item, kit_of(item.terms))
    except Exception as error:
        return fault_text(error_words(error), traceback.format_exc())
    crashed = any(v["state"] == "crashed" for row in lessons.values() for v in (row["grade"] or {}).get("verdicts", ()))
    seconds = round(time.perf_counter() - began, 3)
    return json.dumps(
        {"schema": SCHEMA, "final": not crashed, "fault": "", "trace": "", "seconds": seconds, "lessons": lessons}
    )


def fault_text(words: str, trace: str = "") -> str:
    """Write the result of an item that could not be graded through a fault of the kit."""
    return json.dumps({"schema": SCHEMA, "final": False, "fault": words, "trace": trace, "seconds": 0.0, "lessons": {}})


def kit_of(terms: Terms) -> Kit:
    """Find the kit, and make sure that it is the one that is meant.

    Raises
    ------
    OtherKit
        If it is another one.
    """
    home = Home(Path(terms.home))
    home = home if home.exercises.is_dir() else find_home()
    kit = kit_at(home)
    if kit.digest != terms.kit:
        raise OtherKit(f"the kit at {home.root} is not the one of this run (another version, or changed meanwhile)")
    return kit


def graded(item: Item, kit: Kit) -> dict[str, dict[str, Any]]:
    """Grade the lessons of an item, each in every file that there is of it."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        folder = Path(scratch) / "submission"
        write_files(folder, item.files)
        path = folder / item.single if item.single else folder
        reasons = unreadable(item, folder)
        found = {name: [file for file in files if file not in reasons] for name, files in item.lessons.items()}
        suites = [kit.suite(name) for name in item.lessons if found[name]]
        desk = Desk(kit, path, item.terms)
        grades = desk.grades(suites, found)
    made: dict[str, dict[str, Any]] = {}
    for name, files in item.lessons.items():
        why = "; ".join(reasons[file] for file in files if file in reasons)
        if found[name]:
            made[name] = {"grade": grades[name].to_json(), "reason": "", "notes": [why] if why else []}
        else:
            grade = None if files else absent(kit.suite(name), item.terms.seeds[0]).to_json()
            made[name] = {"grade": grade, "reason": why, "notes": []}
    return made


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Lay the files of a submission out; their paths were made by `arrange` and are looked at once more here."""
    folder.mkdir()
    for name, data in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{name} leads out of its folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def unreadable(item: Item, folder: Path) -> dict[str, str]:
    """Say of each lesson's file that is no text or no notebook why it cannot be read; it is neither run nor parsed."""
    reasons = {}
    for file in {file for files in item.lessons.values() for file in files}:
        try:
            read_cells(folder / file) if file.endswith(".ipynb") else module_piece(folder / file)
        except (*UNREADABLE, RecursionError, MemoryError) as error:
            reasons[file] = f"{file} cannot be read: {str(error) or type(error).__name__}"
    return reasons


def absent(suite: Suite, seed: int) -> Grade:
    """Grade a lesson of which nothing was handed in."""
    fact = f"{suite.stem}.py was not handed in, nor a notebook of that name"
    exercises = suite.lesson.exercises
    verdicts = tuple(
        Verdict(check.name, check.exercise, check.title, "failed", 0, check.points, exercises[check.exercise].core)
        for check in suite.lesson.checks
    )
    return Grade(suite.name, "", seed, verdicts, (fact,))


@dataclass(frozen=True)
class Desk:
    """Where one submission is graded."""

    kit: Kit
    path: Path
    terms: Terms

    def grades(self, suites: Sequence[Suite], files: Mapping[str, Sequence[str]]) -> dict[str, Grade]:
        """Grade lessons; of one that is there as a module and as a notebook each exercise counts where it is better."""
        first = self.attempt(suites, files, ".py")
        twice = [s for s in suites if len(files[s.name]) > 1 and first[s.name].points < first[s.name].max_points]
        second = self.attempt(twice, files, ".ipynb") if twice else {}
        return {
            suite.name: better([first[suite.name], *([second[suite.name]] if suite.name in second else [])], suite)
            for suite in suites
        }

    def attempt(self, suites: Sequence[Suite], files: Mapping[str, Sequence[str]], prefer: str) -> dict[str, Grade]:
        """Grade lessons with every seed, in files of one kind where there are two."""
        found: dict[str, Grade] = {}
        tier = Tier(self.terms.tier)  # type: ignore[arg-type]
        names = self.kit.home.lesson_names()
        house = SandboxHouse(self.path, names, prefer, tier=tier, fresh="lesson", limits=CLASS_LIMITS)
        with house:
            for seed in self.terms.seeds:
                grader = Grader(self.kit.home, house, seed, banks=self.kit.banks, found=self.kit.found)
                for suite in suites:
                    grader.run(suite)
                for suite in suites:
                    found[suite.name] = self.lesson(grader, suite, found.get(suite.name))
                    forget(house)
        labels = {name: next((file for file in files[name] if file.endswith(prefer)), files[name][0]) for name in found}
        return {name: replace(grade, learner=labels[name]) for name, grade in found.items()}

    def lesson(self, grader: Grader, suite: Suite, before: Grade | None) -> Grade:
        """Run those checks of a lesson that have passed with every seed so far: the first failure is what is shown."""
        run = grader.run(suite)
        earlier = before.verdicts if before else [None] * len(suite.lesson.checks)
        verdicts = tuple(
            verdict if verdict and verdict.state != "passed" else without_place(run.verdict(check))
            for check, verdict in zip(suite.lesson.checks, earlier, strict=True)
        )
        problems = before.problems if before else tuple(run.learner.problems)
        return Grade(suite.name, "", self.terms.seeds[0], verdicts, problems)


def forget(house: SandboxHouse) -> None:
    """End the workers of a house: the next lesson, and the next seed, find the learner's code freshly loaded."""
    for learner in house.learners.values():
        learner.close()


def without_place(verdict: Verdict) -> Verdict:
    """Leave the folder of this process out of the replay line: it is gone when somebody reads it."""
    return replace(verdict, replay=verdict.replay.partition(" --learner ")[0]) if verdict.replay else verdict
