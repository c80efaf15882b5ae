"""Sessions for learners (progress, one per segment), instructors (demo) and those who work on the kit."""

import importlib.util
import os
import sys
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.options.sessions = ["progress"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
LINT = (
    "ruff check .",
    "ruff format --check .",
    "mypy --strict autograder",
    "mypy scratchml",
    "lint-imports --no-cache",
)
ELSEWHERE = ("--ignore=tests/peers", "--ignore=tests/browser")  # in sessions of their own
SEGMENTS = sorted({path.parent.name for path in Path(__file__).parent.glob("exercises/*/test_*.py")})


def here(session: nox.Session, *command: str, success_codes: tuple[int, ...] = (0,)) -> None:
    """Run a module with the Python that runs nox, so that it starts at once."""
    if importlib.util.find_spec("autograder") is None or importlib.util.find_spec("numpy") is None:
        session.error(f'set the kit up first: {sys.executable} -m pip install -e ".[notebooks]"')
    session.run(sys.executable, "-m", *command, external=True, success_codes=list(success_codes))


@nox.session(venv_backend="none")
def progress(session: nox.Session) -> None:
    """See how far you are: points, minutes and the next exercise (in the current environment)."""
    here(session, "autograder", "progress", *session.posargs, success_codes=(0, 1))


def segment_session(name: str) -> None:
    """Declare the session that checks one segment."""

    def check(session: nox.Session) -> None:
        here(session, "pytest", f"exercises/{name}", *session.posargs)

    check.__doc__ = f"Check your code of the segment {name} (in the current environment)."
    nox.session(name=name, venv_backend="none")(check)


for segment in SEGMENTS:
    segment_session(segment)


@nox.session
def demo(session: nox.Session) -> None:
    """Build a course, hand in three sample submissions, autograde them with nbgrader, print the grades."""
    session.install("-e", ".[notebooks]")
    session.run("python", "-m", "autograder.demo", *session.posargs, env=ONE_THREAD)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests of the kit; each law on a stated sample."""
    session.install("-e", ".[notebooks,dev]")
    session.run(
        "pytest",
        *(session.posargs or ["tests", "--ignore=tests/peers", "--ignore=tests/browser", "-n", "2"]),
        env=ONE_THREAD,
    )


@nox.session
def laws(session: nox.Session) -> None:
    """Hold every lesson to every law: 100 seeds, every surface, every mutant (long)."""
    session.install("-e", ".[notebooks,dev]")
    files = sorted(str(path) for path in Path("tests").glob("test_law*.py"))
    session.run("pytest", *files, "--seeds", "100", "--mutants", "all", *session.posargs, env=ONE_THREAD)


@nox.session(name="class")
def class_(session: nox.Session) -> None:
    """Grade two hundred students made from the bank, killed twice on the way (long)."""
    session.install("-e", ".[notebooks,dev]")
    session.run("pytest", "tests/large_class", "--students", "200", *session.posargs, env=ONE_THREAD)


@nox.session
def peers(session: nox.Session) -> None:
    """Compare the reference with PyTorch."""
    session.install("-e", ".[dev,torch]")
    session.run("pytest", "tests/peers", *session.posargs, env=ONE_THREAD)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types and who imports whom."""
    session.install("-e", ".[notebooks,dev]")
    failed = [command for command in LINT if not passes(session, command)]
    if failed:
        session.error("; ".join(failed))


def passes(session: nox.Session, command: str) -> bool:
    """Run one tool; the others shall have their say even if it finds something."""
    try:
        session.run(*command.split())
    except CommandFailed:
        return False
    return True


@nox.session
def build(session: nox.Session) -> None:
    """Generate skeletons and notebooks, then build the wheel and the source archive."""
    session.install("-e", ".[notebooks,dev]")
    session.run("autograder", "build", *session.posargs)
    session.run("python", "-m", "build", "--outdir", "dist")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into build/site; a broken link is an error. `-- serve` shows it while you write."""
    session.install("-e", ".[notebooks,docs]")
    session.run("mkdocs", *(session.posargs or ["build"]), env={**ONE_THREAD, "NO_MKDOCS_2_WARNING": "1"})


@nox.session
def browser(session: nox.Session) -> None:
    """Spend a learner's and an instructor's day in JupyterLab with headless Chromium; pictures go to build/browser."""
    session.install("-e", ".[notebooks,dev]", "playwright")
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed side by side with PyTorch and bare pytest, and the grader's error rates, for docs/figures."""
    session.install("-e", ".[notebooks,dev,torch]")
    for path in sorted(Path("benchmarks").glob("*.py")):
        if path.name != "common.py":
            session.run("python", str(path), *figures_of(path), *session.posargs, env={**os.environ, **ONE_THREAD})


def figures_of(path: Path) -> list[str]:
    """Say where a benchmark writes its figures for the documentation, if it writes any."""
    if "--json" not in path.read_text(encoding="utf-8"):
        return []
    name = path.stem if path.stem == "error_rates" else f"bench_{path.stem}"
    return ["--json", f"docs/figures/{name}.json"]
