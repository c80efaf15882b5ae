"""What a look at the board costs: `autograder progress` over all lessons, next to the start of Python with numpy.

Whole processes are timed, in alternating order: nothing solved (all checked, then all remembered), everything solved
(the same), one lesson changed that many others import, and `nox` itself.

Run it as ``python benchmarks/progress.py [--json FILE] [--rounds N]``.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common

ROOT = Path(__file__).resolve().parent.parent
MOST_ROUNDS = 9


def kit_in(folder, *, solved):
    """Copy the exercises, with the model answers in the place of the stubs if they are solved."""
    shutil.copytree(ROOT / "exercises", folder / "exercises", ignore=shutil.ignore_patterns("__pycache__"))
    modules = [path for path in (folder / "exercises").glob("*/*.py") if not path.name.startswith("test_")]
    for path in modules if solved else ():
        path.write_text(filled_in(path, ROOT / "solutions" / path.parent.name / path.name), encoding="utf-8")
    shutil.copy(ROOT / "noxfile.py", folder)
    return folder


def filled_in(skeleton, model):
    """Return a skeleton as a learner leaves it: all as handed out, but the model's functions and classes."""
    text, wanted = skeleton.read_text(encoding="utf-8"), model.read_text(encoding="utf-8")
    answers = {node.name: ast.get_source_segment(wanted, node) for node in definitions(wanted)}
    for node in definitions(text):
        text = text.replace(ast.get_source_segment(text, node), answers[node.name], 1)
    return text


def definitions(text):
    """List the functions and classes of a module, the last one first."""
    return [node for node in ast.parse(text).body[::-1] if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def process(folder, *arguments, before=lambda: None):
    """Return a function that runs Python once in a process of its own."""
    command = [sys.executable, *arguments]

    def run():
        before()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode > 1:  # 1: something is open
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    return run


def changed(folder):
    """Return a function that changes the first lesson of the networks a little."""
    path = folder / "exercises/nn/activations.py"

    def change():
        path.write_text(path.read_text(encoding="utf-8") + "#\n", encoding="utf-8")

    return change


def cases(untouched, solved):
    """Yield what is timed, by name; what is remembered comes behind what writes it."""
    board = ("-m", "autograder", "progress", "--plain")
    for name, folder in (("untouched", untouched), ("all solved", solved)):
        yield f"{name}, first time", process(folder, *board, "--fresh")
        yield f"{name}, again", process(folder, *board)
        yield f"{name}, again, by nox", process(folder, "-m", "nox")
    yield "all solved, activations changed", process(solved, *board, before=changed(solved))


def main():
    """Time each case and print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    rounds = min(options.rounds, MOST_ROUNDS)
    with tempfile.TemporaryDirectory() as place:
        kits = [kit_in(Path(place) / name, solved=name == "solved") for name in ("untouched", "solved")]
        bare = process(place, "-c", "import numpy")
        results = [
            common.compare(name, ours, bare, "import numpy", None, rounds, calls=1, warm_up=1)
            for name, ours in cases(*kits)
        ]
    print(common.table(results))
    if options.json:
        common.write_json(options.json, results)


if __name__ == "__main__":
    main()
