"""What importing scratchml costs and brings in."""

import subprocess
import sys
from pathlib import Path

import pytest

import scratchml

FOLDER = Path(scratchml.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("[!_]*.py") if path.stem != "plots")


def newly_imported(statement, before="pass"):
    """Top-level packages outside of the standard library that a statement loads in a fresh interpreter."""
    code = (
        f"import sys; {before}; seen = set(sys.modules); {statement}; "
        "print(*{m.partition('.')[0] for m in set(sys.modules) - seen} - sys.stdlib_module_names)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_package_loads_nothing_else():
    assert newly_imported("import scratchml") == {"scratchml"}


def test_importing_every_module_loads_nothing_but_numpy():
    imports = "import " + ", ".join(f"scratchml.{name}" for name in MODULES)
    assert newly_imported(imports, before="import numpy") <= {"scratchml", "numpy"}


def test_version_has_three_numbers():
    assert len([int(part) for part in scratchml.__version__.split(".")]) == 3


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_a_docstring(name):
    module = __import__(f"scratchml.{name}", fromlist=["*"])
    public = [f for n, f in vars(module).items() if callable(f) and not n.startswith("_")]
    own = [f for f in public if f.__module__.startswith("scratchml.")]
    assert own
    assert all(f.__doc__ for f in own)
