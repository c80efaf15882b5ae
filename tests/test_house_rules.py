"""Rules of the house that ruff and import-linter cannot see: sizes, and what lessons may import."""

from __future__ import annotations

import ast
import fnmatch
import statistics
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = sorted([*ROOT.glob("autograder/**/*.py"), *ROOT.glob("scratchml/**/*.py")])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
SUITES = sorted(ROOT.glob("exercises/*/test_*.py"))
SKELETONS = sorted(path for path in ROOT.glob("exercises/*/*.py") if path not in SUITES)
SOURCES = sorted(ROOT.glob("solutions/*/*.py"))
LIMIT, LESSON_LIMIT, FUNCTION_LIMIT = 300, 600, 40

PARTS = {"scratchml.datasets", "scratchml.plots"}
SEGMENTS = {path.name for path in (ROOT / "exercises").iterdir() if path.is_dir()}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]


def length(node: ast.FunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    documentation = len((ast.get_docstring(node, clean=False) or "").splitlines())
    return node.end_lineno - node.lineno + 1 - documentation


def imported(path: Path) -> set[str]:
    """Return what a file imports, as dotted names; `from scratchml import plots` is `scratchml.plots`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "scratchml":
            found |= {f"scratchml.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
    return found


def foreign(path: Path, allowed: set[str]) -> set[str]:
    """Return what a file imports besides the standard library and what is allowed, by first part or in full."""
    known = allowed | sys.stdlib_module_names
    return {module for module in imported(path) if module.split(".")[0] not in known and module not in allowed}


def test_pytest_looks_into_every_folder_of_tests(pytestconfig):
    folders = {part for path in TESTS for part in path.relative_to(ROOT).parts[:-1]}
    passed_over = pytestconfig.getini("norecursedirs")
    assert [name for name in folders if any(fnmatch.fnmatch(name, pattern) for pattern in passed_over)] == []


@pytest.mark.parametrize("path", [*ENGINE, *SKELETONS, *SUITES, *TESTS], ids=name)
def test_files_are_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= LIMIT


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_lesson_files_are_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= LESSON_LIMIT


@pytest.mark.parametrize("path", [*ENGINE, *SOURCES, *SUITES, *TESTS], ids=name)
def test_functions_are_small(path):
    assert {node.name: length(node) for node in functions(path) if length(node) > FUNCTION_LIMIT} == {}


def test_the_median_file_and_function_of_the_engine_are_small():
    assert statistics.median(len(path.read_text("utf-8").splitlines()) for path in ENGINE) <= 120
    assert statistics.median(length(node) for path in ENGINE for node in functions(path)) <= 10


@pytest.mark.parametrize("path", SUITES, ids=name)
def test_a_suite_names_the_reference_and_does_not_import_it(path):
    assert foreign(path, {"numpy", "autograder"}) == set()


@pytest.mark.parametrize("path", [*SOURCES, *SKELETONS], ids=name)
def test_lessons_import_numpy_earlier_lessons_and_the_open_parts_of_the_reference(path):
    bank = {"autograder"} if path.stem.endswith("_answers") else set()
    assert foreign(path, {"numpy", "matplotlib", "tqdm", *PARTS, *SEGMENTS, *bank}) == set()


@pytest.mark.parametrize("path", SUITES, ids=name)
def test_a_suite_states_properties_by_expect_and_never_by_a_bare_assert(path):
    asserts = [node.lineno for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Assert)]
    assert asserts == []
