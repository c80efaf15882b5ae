"""A class shares one secret set of seeds, and every check has to pass with all of them."""

from __future__ import annotations

import json
import stat
import subprocess
import sys

import numpy as np
import pytest

from autograder.grading.seeds import SeedsError, seeds_of
from autograder.run import generator
from tests.grading.conftest import HALF, RIGHT, lay_out


def test_seeds_are_drawn_once(tmp_path):
    drawn = seeds_of(tmp_path / "course")
    assert len(set(drawn)) == 3
    assert seeds_of(tmp_path / "course") == drawn
    assert seeds_of(tmp_path / "other") != drawn
    assert [path.name for path in (tmp_path / "course").iterdir()] == ["seeds.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_seeds_are_for_their_owner_alone(tmp_path):
    seeds_of(tmp_path)
    assert stat.S_IMODE((tmp_path / "seeds.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"seeds": []}', '{"seeds": ["1"]}', '{"seeds": [true]}'])
def test_damaged_seeds_stop_the_run_in_words(tmp_path, text):
    lay_out(tmp_path, {"seeds.json": text})
    with pytest.raises(SeedsError, match="bring it back"):
        seeds_of(tmp_path)


def unlucky(seed: int) -> str:
    """Write answers that are wrong for what one seed draws."""
    number = generator(seed, "test_keeps").integers(1, 1000, size=3)[0]
    return RIGHT.replace("np.maximum(x, 0)", f"np.maximum(x, 0) + (x.flat[0] == {number})")


def test_points_are_lost_if_one_seed_of_several_fails_and_that_one_is_shown(pupils):
    pupils.choose(11, 12, 13)
    pupils.hand_in({"ada/activations.py": unlucky(12), "ben/activations.py": RIGHT, "cleo/activations.py": unlucky(14)})
    done = pupils.grade(name="nn/activations")
    assert done.points == {"ada": "6", "ben": "7", "cleo": "7"}
    verdict = done.verdicts("ada")["test_keeps"]
    assert (verdict["state"], verdict["points"]) == ("failed", 0)
    assert verdict["replay"] == 'pytest "exercises/nn/test_activations.py::test_keeps" --seed 12'
    first = generator(12, "test_keeps").integers(1, 1000, size=3).astype(float)
    space = {"np": np, "relu": lambda x: x}
    assert np.array_equal(eval(verdict["arguments"], space), first)


def test_of_several_failing_seeds_the_first_is_shown(pupils):
    pupils.choose(21, 22)
    pupils.hand_in({"ada/activations.py": HALF})
    assert pupils.grade(name="nn/activations").verdicts("ada")["test_rows"]["replay"].endswith("--seed 21")


def test_a_failure_is_replayed_with_its_seed(pupils, monkeypatch):
    pupils.choose(31, 32)
    pupils.hand_in({"ada/activations.py": unlucky(32)})
    replay = pupils.grade(name="nn/activations").verdicts("ada")["test_keeps"]["replay"]
    test, seed = replay.split('"')[1], replay.split()[-1]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{pupils.home.root}/{test}"]
    command += ["--seed", seed, "--learner", f"{pupils.submissions}/ada"]
    code = subprocess.run(command, capture_output=True, check=False).returncode
    assert code == 1


def test_the_seeds_of_a_course_serve_every_run(pupils):
    pupils.hand_in({"ada/activations.py": HALF})
    course = pupils.root / "course"
    first = pupils.grade("--course", str(course)).data["seeds"]
    assert pupils.grade("--course", str(course)).data["seeds"] == first
    assert json.loads((course / ".autograder" / "seeds.json").read_text())["seeds"] == first
    assert not (pupils.out / ".autograder").exists()


def test_an_nbgrader_course_keeps_its_own(pupils):
    course = lay_out(pupils.root / "course", {"nbgrader_config.py": "", "submitted/ada/nn/activations.py": HALF})
    done = pupils.grade(submissions=course / "submitted")
    assert (done.points, (course / ".autograder" / "seeds.json").is_file()) == ({"ada": "3"}, True)
