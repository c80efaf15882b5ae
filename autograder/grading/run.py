"""A grading run from beginning to end: who handed in what, what is known already, the work, the reports."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.grading.arrange import Arranged, arrange
from autograder.grading.bar import Bar
from autograder.grading.cache import Cache, replace_text
from autograder.grading.errors import GradingError
from autograder.grading.feedback import page, page_names
from autograder.grading.intake import Submission, intake
from autograder.grading.kit import kit_at
from autograder.grading.parallel import Crew, Pair
from autograder.grading.rows import Row, Standing, grades_in, lesson_rows, standing
from autograder.grading.seeds import seeds_of
from autograder.grading.summary import Report, isolation_json
from autograder.grading.tables import write_csv, write_json
from autograder.grading.tree import CannotBeGraded, Node
from autograder.grading.work import SCHEMA, Item, Terms, fault_text
from autograder.home import Home, Suite
from autograder.learner import error_words
from autograder.sandbox.tiers import Tier, best_tier
from autograder.targets import resolve

STATE = ".autograder"


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes
    ----------
    name : str
        A segment or a lesson.
    course : Path, optional
        Keeps the secret seeds and the results. If not given: the nbgrader course that `submissions` belongs to, else
        the folder of results.
    jobs : int, optional
        How many processes; as many as there are processors if not given.
    cluster : str, optional
        Address of a dask scheduler, in place of processes here.
    """

    home: Home
    name: str
    submissions: Path
    out: Path
    course: Path | None = None
    jobs: int | None = None
    cluster: str | None = None

    @property
    def state(self) -> Path:
        """Where seeds and results are kept."""
        above = self.submissions.resolve().parent
        found = above if (above / "nbgrader_config.py").is_file() else self.out
        return (self.course or found) / STATE


@dataclass
class Draft:
    """A submission on its way."""

    submission: Submission
    key: str = ""
    reason: str = ""
    fault: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass
class Run:
    """Everything that a run works with."""

    suites: Sequence[Suite]
    terms: Terms
    cache: Cache
    drafts: list[Draft]
    bar: Bar
    graded: int = 0
    seen: set[str] = field(default_factory=set)

    def items(self) -> Iterator[Pair]:
        """Yield what is to be graded, reading one submission after the other."""
        exercises = {name for suite in self.suites for name in suite.lesson.exercises}
        for draft in self.drafts:
            item = self.item(draft, exercises)
            if item is None or self.cache.has(item.key) or item.key in self.seen:
                self.bar.advance(False)
                continue
            self.seen.add(item.key)
            yield item.key, item.to_text()

    def item(self, draft: Draft, exercises: set[str]) -> Item | None:
        """Make the work item of a submission; None if it cannot be graded."""
        node = draft.submission.node
        if node is None:
            return None
        try:
            made = self.arranged(draft, node, exercises)
        except CannotBeGraded as error:
            draft.reason = str(error)
            return None
        except Exception as error:  # ours: it must not cost the class its grades
            draft.fault = error_words(error)
            return None
        draft.refused, draft.notes = made.refused, tuple(made.notes)
        item = Item(self.terms, made.files, asked(made), made.single)
        draft.key = item.key
        return item

    def arranged(self, draft: Draft, node: Node, exercises: set[str]) -> Arranged:
        """Find the lessons of a submission and read its files."""
        return arrange(node, self.terms.lessons, exercises)

    def done(self, key: str, text: str) -> None:
        """Keep a result."""
        result = read_result(text)
        self.cache.put(key, json.dumps(result), final=result["final"])
        self.graded += 1
        self.bar.advance(True)

    def result(self, draft: Draft) -> dict[str, Any] | None:
        """Return the result of a submission; None if there was nothing to grade."""
        if draft.fault:
            return read_result(fault_text(draft.fault))
        return (self.cache.get(draft.key) or read_result("")) if draft.key else None

    def row(self, draft: Draft, result: dict[str, Any] | None) -> Row:
        """Make the row of a submission."""
        one = draft.submission
        state: Standing = "passed over" if one.junk else "not graded"
        made = Row(one.student, one.entries, state, draft.reason or one.reason, draft.notes, key=draft.key)
        if result is None:
            return made
        lessons = lesson_rows(self.suites, result, draft.refused)
        notes = (note for lesson in result["lessons"].values() for note in lesson["notes"])
        return replace(made, state=standing(lessons), lessons=lessons, notes=(*draft.notes, *notes))


def read_result(text: str) -> dict[str, Any]:
    """Read what came back from a process that grades; what is no result is a fault of the kit."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data["schema"] == SCHEMA and isinstance(data["lessons"], dict):
            return {**data, "final": data["final"] is True}
    except (ValueError, KeyError, TypeError):
        pass
    lost: dict[str, Any] = json.loads(fault_text("the result was lost"))
    return lost


def asked(made: Arranged) -> dict[str, list[str]]:
    """Return the lessons that can be handed over: not those of which no file can be read."""
    return {lesson: files for lesson, files in made.lessons.items() if lesson not in made.refused}


def grade_class(order: Order, bar: Bar) -> Report:
    """Grade a class and write its results.

    Raises
    ------
    NothingToCheck
        If SUBMISSIONS is no folder and no zip.
    GradingError
        If the run cannot begin (nothing to keep learner code away can be started here, damaged seeds, no cluster), or
        was stopped by Ctrl-C.
    """
    began = time.monotonic()
    run, tier = prepared(order, bar)
    bar.start(len(run.drafts))
    try:
        perform(order, run)
    except KeyboardInterrupt:
        kept = f"{run.graded} of {len(run.drafts)} were graded now, and are kept"
        raise GradingError(f"stopped: {kept}. The same command goes on from there.") from None
    rows = written(order, run, tier)
    known = sum(bool(row.lessons) for row in rows) - run.graded
    return Report(order.name, order.out, tuple(rows), tier, run.graded, max(known, 0), time.monotonic() - began)


def perform(order: Order, run: Run) -> None:
    """Do the work: here, or on a cluster."""
    if order.cluster:
        from autograder.grading.cluster import perform_on

        perform_on(order.cluster, run.items(), run.done)
    else:
        Crew(order.jobs or processors()).perform(run.items(), run.done)


def prepared(order: Order, bar: Bar) -> tuple[Run, Tier]:
    """Find everything that a run needs, before anything is written."""
    refuse_mixing(order)
    known = {part for lesson in order.home.lesson_names() for part in lesson.split("/")}
    target = resolve(order.home, order.name)
    if target.names:
        raise GradingError(f"{order.name} is an exercise: name its lesson or a segment")
    found = intake(order.submissions, known)
    tier = best_tier()
    if tier.name == "none":
        raise GradingError(tier.sentence)
    lessons = tuple(suite.name for suite in target.suites)
    home = str(order.home.root.resolve())
    terms = Terms(home, lessons, seeds_of(order.state), tier.name, kit_at(order.home).digest)
    drafts = [Draft(one) for one in found]
    return Run(target.suites, terms, Cache(order.state / "cache"), drafts, bar), tier


def refuse_mixing(order: Order) -> None:
    """Keep results out of the folder that is graded: they would be taken for a submission."""
    source = order.submissions.resolve()
    if order.out.resolve().is_relative_to(source) or order.state.resolve().is_relative_to(source):
        raise GradingError(f"{order.out} lies in {order.submissions}: name a folder elsewhere")


def processors() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def written(order: Order, run: Run, tier: Tier) -> list[Row]:
    """Write pages and tables, holding one result at a time."""
    pages = iter(page_names([Row(d.submission.student, d.submission.entries, "graded") for d in run.drafts]))
    rows = []
    for draft, name in zip(run.drafts, pages, strict=True):
        result = run.result(draft)
        row = run.row(draft, result)
        if row.state != "passed over":
            row = replace(row, page=f"feedback/{name}")
            replace_text(order.out / row.page, page(row, grades_in(result), run.suites, order.name))
        rows.append(row)
    write_csv(order.out / "grades.csv", rows, run.terms.lessons)
    write_json(order.out / "grades.json", head(order, run, tier), rows, run.cache.get)
    return rows


def head(order: Order, run: Run, tier: Tier) -> dict[str, Any]:
    """Return what holds for all grades of a run."""
    return {
        "graded": order.name,
        "lessons": [{"lesson": suite.name, "max_points": suite.lesson.points} for suite in run.suites],
        "isolation": isolation_json(tier),
        "seeds": list(run.terms.seeds),
        "kit": run.terms.kit,
    }
