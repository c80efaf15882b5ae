"""An assignment of an nbgrader course: which lessons it holds, and how a student's notebooks become a work item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.grading.arrange import Arranged, arrange
from autograder.grading.kit import Kit
from autograder.grading.mending import mended
from autograder.grading.seeds import seeds_of
from autograder.grading.tree import CannotBeGraded, folder_tree
from autograder.grading.work import Item, Terms
from autograder.home import Suite
from autograder.sandbox.tiers import best_tier

STATE = ".autograder"


@dataclass(frozen=True)
class Assignment:
    """An assignment as the kit grades it.

    Attributes
    ----------
    course : Path
        The course's folder; seeds and results are kept in it.
    release : Path
        The folder of the assignment as it was released.
    name : str
        What nbgrader calls it.
    asked : str
        A notebook of it, which tells the lessons where nothing was released.
    """

    kit: Kit
    course: Path
    release: Path
    name: str
    asked: str = ""

    @cached_property
    def notebooks(self) -> tuple[str, ...]:
        """The names of the released notebooks."""
        return tuple(sorted(path.stem for path in self.release.glob("*.ipynb")))

    @cached_property
    def suites(self) -> Sequence[Suite]:
        """The lessons of the notebooks, in the kit's order; without a release those of the segment of that name."""
        names = self.kit.home.lesson_names()
        lessons = {self.lesson_of(stem, names) for stem in self.notebooks} - {""}
        asked = self.lesson_of(self.asked, names).partition("/")[0]
        segments = dict.fromkeys(name.partition("/")[0] for name in names if name in lessons) or [asked or self.name]
        found = [suite for segment in segments for suite in self.kit.suites_of(segment)]
        return [suite for suite in found if suite.name in lessons] or found

    @cached_property
    def given(self) -> dict[str, bytes]:
        """The lessons that are not asked, and were released as modules because others call them."""
        names = self.kit.home.lesson_names()
        asked = {suite.name for suite in self.suites}
        found = {self.lesson_of(path.stem, names): path for path in sorted(self.release.glob("*.py"))}
        return {f"{name}.py": path.read_bytes() for name, path in found.items() if name and name not in asked}

    def lesson_of(self, notebook: str, names: Sequence[str]) -> str:
        """Name the lesson of a notebook: of the segment that the assignment is named after, else the first one."""
        near = [name for name in names if name.partition("/")[2] == notebook]
        own = f"{self.name}/{notebook}"
        return own if own in near else near[0] if near else ""

    @cached_property
    def terms(self) -> Terms:
        """What every submission of the assignment is graded by.

        Raises
        ------
        CannotBeGraded
            If nothing that keeps learner code away can be started here.
        """
        tier = best_tier()
        if tier.name == "none":
            raise CannotBeGraded(tier.sentence)
        lessons = tuple(suite.name for suite in self.suites)
        home = str(self.kit.home.root.resolve())
        return Terms(home, lessons, seeds_of(self.course / STATE), tier.name, self.kit.digest)

    def arranged(self, student: Path) -> Arranged:
        """Find the lessons in what a student has handed in, and mend the notebooks.

        Raises
        ------
        CannotBeGraded
            If there is nothing to grade.
        """
        exercises = {name for suite in self.suites for name in suite.lesson.exercises}
        made = arrange(folder_tree(student), self.terms.lessons, exercises)
        for file in {file for files in made.lessons.values() for file in files if file.endswith(".ipynb")}:
            template = self.release / Path(file).name
            if template.is_file():
                made.files[file] = mended(made.files[file], template.read_bytes())
        made.files |= self.given
        return made

    def item(self, made: Arranged) -> Item:
        """Make the work item: that of `autograder grade` on the same folder, but for notebooks to be mended."""
        asked = {lesson: files for lesson, files in made.lessons.items() if lesson not in made.refused}
        return Item(self.terms, made.files, asked, made.single)
