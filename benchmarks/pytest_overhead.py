"""What a check costs a learner: `pytest exercises/nn` over the model answers against bare pytest.

Bare pytest runs as many trivial numpy tests, without this plugin. Whole processes are timed, one after the other
in alternating order.

Run it as ``python benchmarks/pytest_overhead.py [--json FILE] [--rounds N]``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import common

from autograder.home import Home

ROOT = Path(__file__).resolve().parent.parent
TARGET = 2.0
MOST_ROUNDS = 15
OTHERS = ("xdist", "anyio", "hypothesispytest", "_hypothesis_pytestplugin", "timeout")


def trivial_tests(folder, count):
    """Write a file of trivial numpy tests and return its path."""
    test = "def test_{0}():\n    assert np.ones({0} + 1).sum() == {0} + 1\n"
    path = folder / "test_trivial.py"
    path.write_text("import numpy as np\n\n\n" + "\n\n".join(test.format(i) for i in range(count)), encoding="utf-8")
    return path


def pytest_run(*arguments):
    """Return a function that runs pytest once in a process of its own; all its tests have to pass."""
    without = [word for plugin in OTHERS for word in ("-p", f"no:{plugin}")]
    command = [sys.executable, "-m", "pytest", "-q", *without, *map(str, arguments)]

    def run():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    return run


def main():
    """Time both sides and print the table."""
    options = common.arguments(__doc__.splitlines()[0])
    count = sum(len(suite.lesson.checks) for suite in Home(ROOT).suites("nn"))
    with tempfile.TemporaryDirectory() as folder:
        ours = pytest_run("exercises/nn", "--learner", "solutions/nn")
        bare = pytest_run("-p", "no:autograder", trivial_tests(Path(folder), count))
        rounds = min(options.rounds, MOST_ROUNDS)
        result = common.compare(
            f"pytest exercises/nn ({count} checks)", ours, bare, "bare pytest", TARGET, rounds, calls=1, warm_up=2
        )
    print(common.table([result]))
    if options.json:
        common.write_json(options.json, [result])


if __name__ == "__main__":
    main()
