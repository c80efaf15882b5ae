"""`autograder grade --nbgrader COURSE nn`: grade in parallel into the cache, then record one student after the other.

nbgrader finds every result in the cache, so its own commands and Formgrader's button come to the same points. Each
student is recorded by a call of its own: one that nbgrader cannot take does not end the class.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.grading.arrange import Arranged
from autograder.grading.assignment import STATE, Assignment
from autograder.grading.bar import Bar
from autograder.grading.cache import Cache, key_of, replace_text
from autograder.grading.errors import GradingError
from autograder.grading.gradebook import Gradebook, Score
from autograder.grading.kit import kit_at
from autograder.grading.roster import handed_in, not_taken
from autograder.grading.rows import LessonRow, Row, standing
from autograder.grading.run import Draft, Order, Run, head, perform
from autograder.grading.summary import Report
from autograder.grading.tables import write_csv, write_json
from autograder.grading.tree import MOST_BYTES, CannotBeGraded, Node
from autograder.home import find_home
from autograder.sandbox.tiers import best_tier


@dataclass(frozen=True)
class CourseOrder:
    """What is asked for.

    Attributes
    ----------
    course : Path
        The nbgrader course.
    assignment : str
        What is graded.
    out : Path, optional
        Where the tables go; ``reports/ASSIGNMENT`` in the course if not given.
    jobs : int, optional
        How many processes; as many as there are processors if not given.
    cluster : str, optional
        Address of a dask scheduler, in place of processes here.
    force : bool
        Whether to record also those of whom nothing has changed since they were recorded.
    """

    course: Path
    assignment: str
    out: Path | None = None
    jobs: int | None = None
    cluster: str | None = None
    force: bool = False


@dataclass
class CourseRun(Run):
    """A run over the students of an nbgrader course."""

    assignment: Assignment = field(kw_only=True)
    book: Gradebook = field(kw_only=True)
    passed_over: dict[str, set[str]] = field(default_factory=dict)

    def arranged(self, draft: Draft, node: Node, exercises: set[str]) -> Arranged:
        """Find the lessons as nbgrader does, which knows notebooks by their exact names in one folder."""
        student = draft.submission.entries[0]
        submission = self.book.folder("submitted", student, self.assignment.name)
        made = self.assignment.arranged(submission.parent)
        over = not_taken(submission, self.assignment, made)
        self.passed_over[student] = set(over) - set(made.refused)
        made.refused = over | made.refused
        return made

    @property
    def ledger(self) -> Path:
        """The folder that remembers whose record is up to date."""
        return self.assignment.course / STATE / "recorded" / self.assignment.name

    def mark(self, draft: Draft) -> str:
        """Digest all that a record is made of."""
        student = draft.submission.entries[0]
        folders = [self.book.folder("submitted", student, self.assignment.name), self.assignment.release]
        files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
        return key_of([draft.key.encode(), *(part for path in files for part in (path.name.encode(), read(path)))])


def read(path: Path) -> bytes:
    """Read a file; of a link or a huge one its looks alone, and nothing where that cannot be done."""
    try:
        found = path.lstat()
        if path.is_symlink() or found.st_size > MOST_BYTES:
            return f"{found.st_size} {found.st_mtime_ns}".encode()
        return path.read_bytes()
    except OSError:
        return b""


def grade_course(order: CourseOrder, bar: Bar) -> Report:
    """Grade an assignment of a course, record it in the gradebook, and write the tables.

    Raises
    ------
    GradingError
        If the run cannot begin, or was stopped by Ctrl-C.
    """
    began, tier = time.monotonic(), best_tier()
    run = prepared(order, bar)
    home, out = run.assignment.kit.home, order.out or order.course / "reports" / order.assignment
    plain = Order(home, order.assignment, order.course / "submitted", out, order.course, order.jobs, order.cluster)
    bar.start(len(run.drafts))
    try:
        perform(plain, run)
        failed = record(run, order.force)
    except KeyboardInterrupt:
        raise GradingError("stopped. What was done is kept, and the same command goes on from there.") from None
    rows = [row_of(run, draft, failed.get(draft.submission.student, "")) for draft in run.drafts]
    write_csv(out / "grades.csv", rows, run.terms.lessons)
    write_json(out / "grades.json", head(plain, run, tier), rows, run.cache.get)
    known = sum(bool(row.lessons) for row in rows) - run.graded
    return Report(order.assignment, out, tuple(rows), tier, run.graded, max(known, 0), time.monotonic() - began)


def prepared(order: CourseOrder, bar: Bar) -> CourseRun:
    """Find everything that a run needs."""
    course = order.course.resolve()
    book = Gradebook(course)
    release = book.folder("release", ".", order.assignment)
    if not book.has(order.assignment) or not any(release.glob("*.ipynb")):
        step = f"nbgrader generate_assignment {order.assignment}"
        raise GradingError(f"{order.assignment} was not released in {order.course}: run `{step}` there first")
    kit = kit_at(find_home(course))
    assignment = Assignment(kit, course, release, order.assignment)
    try:
        terms = assignment.terms
    except CannotBeGraded as error:
        raise GradingError(str(error)) from None
    drafts = [Draft(one) for one in handed_in(book, assignment)]
    cache = Cache(course / STATE / "cache")
    return CourseRun(assignment.suites, terms, cache, drafts, bar, assignment=assignment, book=book)


def record(run: CourseRun, force: bool) -> Mapping[str, str]:
    """Record every student who was graded; return why some could not be."""
    there = run.book.recorded(run.assignment.name)
    drafts = [draft for draft in run.drafts if (draft.key or draft.fault) and has_notebook(run, draft)]
    failed: dict[str, str] = {}
    run.bar.start(len(drafts), "recording")
    for draft in drafts:
        student = draft.submission.entries[0]
        page, mark = run.ledger / hashlib.sha256(student.encode()).hexdigest(), run.mark(draft)
        known = student in there and read(page) == mark.encode() and not force and is_whole(run, student)
        if not known:
            page.unlink(missing_ok=True)
            why = run.book.record(run.assignment.name, student)
            if why:
                failed[draft.submission.student] = why
            elif run.cache.has(draft.key):
                replace_text(page, mark)
        run.bar.advance(not known)
    return failed


def has_notebook(run: CourseRun, draft: Draft) -> bool:
    """Tell whether there is anything that nbgrader would take."""
    folder = run.book.folder("submitted", draft.submission.entries[0], run.assignment.name)
    return any((folder / f"{name}.ipynb").is_file() for name in run.assignment.notebooks)


def is_whole(run: CourseRun, student: str) -> bool:
    """Tell whether nbgrader has kept all that it made of a submission."""
    submitted, made = (run.book.folder(step, student, run.assignment.name) for step in ("submitted", "autograded"))
    names = [f"{name}.ipynb" for name in run.assignment.notebooks]
    return all((made / name).is_file() for name in names if (submitted / name).is_file())


def row_of(run: CourseRun, draft: Draft, failed: str) -> Row:
    """Make the row of a student: the points are those of the gradebook, the reasons the kit's."""
    row = run.row(draft, run.result(draft))
    if failed:
        return replace(row, state="not graded", reason=f"nbgrader did not record it: {failed}", lessons=())
    if not row.lessons:
        return row
    student = draft.submission.entries[0]
    scores, over = run.book.scores(run.assignment.name, student), run.passed_over.get(student, set())
    lessons = tuple(scored(one, scores.get(one.lesson.partition("/")[2]), one.lesson in over) for one in row.lessons)
    waiting = sum(score.by_hand for score in scores.values())
    return replace(row, state=standing(lessons), lessons=lessons, by_hand=waiting, sums=sums_of(scores.values()))


def sums_of(scores: Collection[Score]) -> dict[str, float]:
    """Sum up a student as `nbgrader export` does: one total, points given by hand in, the penalty off."""
    written, late = sum(score.written for score in scores), sum(score.penalty for score in scores)
    code = sum(score.points for score in scores)
    return {"written": written, "penalty": late, "total": max(code + written - late, 0.0)}


def scored(row: LessonRow, score: Score | None, over: bool) -> LessonRow:
    """Put the gradebook's points into a lesson's row; a notebook that nbgrader passed over is open here, not there."""
    if score is None:
        return replace(row, points=0, open_points=row.max_points) if over else row
    left = score.max_points - score.points if over else score.open_points
    return replace(row, points=score.points, max_points=score.max_points, open_points=left)
