"""What a learner names on the command line: a lesson, a segment, an exercise, or a path to any of their files."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from autograder.home import Home, NoSuchLesson, Suite
from autograder.lesson import Exercise


@dataclass(frozen=True)
class Target:
    """Lessons to look at, and the exercises that were named, if any were."""

    suites: list[Suite]
    names: tuple[str, ...] = ()


def resolve(home: Home, text: str) -> Target:
    """Find what is meant by a name or a path.

    Raises
    ------
    NoSuchLesson
        If there is nothing of that name; the message offers what looks like it.
    """
    name = without_path(text)
    if (home.exercises / name).is_dir() and "/" not in name:
        suites = home.suites(name)
        if suites:
            return Target(suites)
        raise NoSuchLesson(f"the segment {name} has no lessons yet")
    lessons = [lesson for lesson in home.lesson_names() if name in (lesson, lesson.partition("/")[2])]
    if len(lessons) == 1:
        return Target([home.suite(lessons[0])])
    suite, exercise = exercise_called(home, name)
    return Target([suite], (exercise.name,))


def without_path(text: str) -> str:
    """Reduce a path to the name that it stands for: `exercises/nn/test_losses.py` to `nn/losses`."""
    parts = [part for part in PurePath(text.replace("\\", "/")).parts if part not in (".", "/")]
    if not parts:
        return text
    stem = re.sub(r"\.(py|ipynb)$", "", parts[-1]).removeprefix("test_")
    if len(parts) > 1 and parts[-2] != "exercises":
        return f"{parts[-2]}/{stem}"
    return stem


def exercise_called(home: Home, name: str) -> tuple[Suite, Exercise]:
    """Find an exercise.

    Raises
    ------
    NoSuchLesson
        If there is none of that name.
    """
    try:
        return home.exercise(name)
    except NoSuchLesson:
        near = did_you_mean(name, known_names(home)) or " `autograder progress` lists all lessons."
        raise NoSuchLesson(f"there is no lesson, segment or exercise called {name!r}.{near}") from None


def known_names(home: Home) -> list[str]:
    """Name all exercises, lessons and segments."""
    lessons = home.lesson_names()
    stems = [lesson.partition("/")[2] for lesson in lessons]
    segments = sorted({lesson.partition("/")[0] for lesson in lessons})
    return [*exercise_names(home), *lessons, *stems, *segments]


def exercise_names(home: Home) -> list[str]:
    """Name every exercise of the kit, by reading the suites' text."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(home.exercises.glob("*/test_*.py")))
    return [name for text in texts for name in re.findall(r"lesson\.exercise\(\s*\"(\w+)\"", text)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Offer names that look like a given one, as a sentence."""
    lower = {word.lower(): word for word in known}
    near = [lower[word] for word in difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.55)]
    return f" Did you mean {' or '.join(near)}?" if near else ""
