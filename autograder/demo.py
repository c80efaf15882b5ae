"""`nox -s demo`: a whole nbgrader course in a scratch folder, from release to feedback, with three students."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.bank import Bank, Entry, bank_for
from autograder.build.course import write_course
from autograder.build.errors import BuildError, extra
from autograder.build.source import Source, source_of
from autograder.home import Home, Suite, find_home

SEGMENT = "nn"
Answers = Mapping[str, Mapping[str, str]]


class DemoError(RuntimeError):
    """A command of nbgrader failed; the message holds the end of what it said."""


def main() -> int:
    """Run the demo, and return the exit code."""
    console = Console(highlight=False)
    folder = Path(tempfile.mkdtemp(prefix="autograder-demo-")) / "course"
    start = time.perf_counter()
    try:
        students = demo(find_home(), folder, console)
    except (BuildError, DemoError) as error:
        console.print(str(error), markup=False)
        console.print(f"The scratch folder is kept: {folder}", markup=False, soft_wrap=True)
        return 1
    console.print(grade_table(folder, students))
    console.print("Answers to the questions wait to be graded by hand, in formgrader.")
    pages = sorted((folder / "feedback").rglob("*.html"))
    console.print(f"{len(pages)} feedback pages, for example:", *shown(pages, folder), sep="\n  ")
    took = time.perf_counter() - start
    console.print(f"Done in {took:.0f} s. Everything is kept in\n  {folder}", markup=False, soft_wrap=True)
    return 0


def demo(home: Home, folder: Path, console: Console) -> list[str]:
    """Build, release, hand in, grade, give feedback and export; return the students' names."""
    suites = home.suites(SEGMENT)
    with console.status("writing the course"):
        write_course(home, folder, [SEGMENT])
    console.print(f"course: {len(suites)} lessons of {SEGMENT}")
    with console.status("releasing: the answers are taken out"):
        nbgrader(folder, "generate_assignment", SEGMENT)
    console.print("released: the answers are taken out")
    students = submissions(home, suites, console)
    for student, answers in students.items():
        hand_in(folder, student, answers)
    with console.status(f"grading {len(students)} x {len(suites)} notebooks, about a second each"):
        nbgrader(folder, "autograde", SEGMENT)
    console.print(f"graded: {len(students)} x {len(suites)} notebooks")
    with console.status("writing feedback and grades.csv"):
        nbgrader(folder, "generate_feedback", SEGMENT)
        nbgrader(folder, "export")
    console.print("written: feedback and grades.csv")
    return list(students)


def submissions(home: Home, suites: Sequence[Suite], console: Console) -> dict[str, Answers]:
    """Make up three students: one who is right, one who is half done, one with a known mistake in each lesson."""
    sources = {suite.stem: source_of(home, suite) for suite in suites}
    right = {stem: model_answers(source) for stem, source in sources.items()}
    half = {stem: dict(list(answers.items())[: len(answers) // 2]) for stem, answers in right.items()}
    wrong = {stem: dict(answers) for stem, answers in right.items()}
    console.print("handed in: ada has everything right, ben is half done, cleo has these mistakes:")
    for suite in suites:
        bank = bank_for(home, suite)
        entry = next(self_contained(bank, sources[suite.stem]), None) if bank else None
        if entry:
            wrong[suite.stem][entry.exercise] = entry.code
            console.print(f"  {suite.name}: {entry.exercise} ({entry.name.replace('_', ' ')})", markup=False)
    return {"ada": right, "ben": half, "cleo": wrong}


def model_answers(source: Source) -> dict[str, str]:
    """Return the model answer of each exercise, as text."""
    return {name: cell.text for name, cell in source.exercises.items()}


def self_contained(bank: Bank, source: Source) -> Iterator[Entry]:
    """Yield wrong answers that a learner could have written as they are, without the bank's help."""
    setup = {alias.asname or alias.name for cell in source.of("setup") for alias in imported(cell.tree)}
    helpers = {"answer"} | {node.name for node in bank.tree.body if isinstance(node, ast.FunctionDef)}
    helpers |= {alias.asname or alias.name for alias in imported(bank.tree)} - setup
    for entry in bank.entries:
        names = {node.id for node in ast.walk(ast.parse(entry.code)) if isinstance(node, ast.Name)}
        if entry.kind == "wrong" and not names & helpers:
            yield entry


def imported(tree: ast.Module) -> list[ast.alias]:
    """Return the names that the top level of a module imports."""
    return [alias for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names]


def hand_in(folder: Path, student: str, answers: Answers, segment: str = SEGMENT) -> None:
    """Fill answers into the released notebooks, and put them where nbgrader expects a submission.

    Parameters
    ----------
    folder : Path
        The course.
    student : str
        Whose submission it is.
    answers : mapping
        For each notebook, by name, the text of the exercises that are answered. Other cells stay as released.
    """
    nbformat = extra("nbformat")
    for path in sorted((folder / "release" / segment).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        given = answers.get(path.stem, {})
        for cell in notebook.cells:
            mark: Any = cell.metadata.get("autograder", {})
            if mark.get("role") == "answer" and mark.get("exercise") in given:
                cell.source = given[mark["exercise"]]
            elif mark.get("role") == "response" and given:
                cell.source = f"My answer to the question of {path.stem}."
        target = folder / "submitted" / student / segment / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run a command of nbgrader in the course, keep what it said in a log, and return it.

    Raises
    ------
    DemoError
        If it failed.
    """
    extra("nbgrader")
    programs = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]  # nbgrader calls a bare `alembic`
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join(programs)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = done.stdout + done.stderr
    log = folder / "nbgrader.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ nbgrader {' '.join(arguments)}\n{said}\n")
    if done.returncode:
        errors = [line for line in said.splitlines() if "ERROR" in line or "Error:" in line]
        raise DemoError("\n".join([f"nbgrader {' '.join(arguments)} failed; all it said is in {log}", *errors[-10:]]))
    return said


def scores(folder: Path, students: Sequence[str], segment: str = SEGMENT) -> dict[str, dict[str, tuple[float, float]]]:
    """Read the points for code, and what there was to earn, per student and lesson."""
    lessons = sorted(path.stem for path in (folder / "release" / segment).glob("*.ipynb"))
    with extra("nbgrader.api").Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        found = {
            student: {lesson: book.find_submission_notebook(lesson, segment, student) for lesson in lessons}
            for student in students
        }
        return {
            student: {lesson: (row.code_score, row.max_code_score) for lesson, row in rows.items()}
            for student, rows in found.items()
        }


def grade_table(folder: Path, students: Sequence[str]) -> Table:
    """Lay out the points: a row for each lesson, a column for each student."""
    points = scores(folder, students)
    table = Table(title="Points for code")
    table.add_column("lesson")
    for student in students:
        table.add_column(student, justify="right")
    for lesson in next(iter(points.values())):
        table.add_row(f"{SEGMENT}/{lesson}", *(out_of(*points[student][lesson]) for student in students))
    totals = [map(sum, zip(*points[student].values(), strict=True)) for student in students]
    table.add_section()
    table.add_row("all", *(out_of(*total) for total in totals))
    return table


def out_of(points: float, most: float) -> str:
    """Write points as 12/34."""
    return f"{points:g}/{most:g}"


def shown(pages: Sequence[Path], folder: Path) -> list[str]:
    """Choose one page of each student."""
    first = {page.relative_to(folder).parts[1]: page for page in reversed(pages)}
    return [str(page.relative_to(folder)) for _, page in sorted(first.items())]


if __name__ == "__main__":
    sys.exit(main())
