"""The engine: declares checks, runs them on learner code beside the reference, and says what it found."""

from autograder.bank import answer, right, wrong
from autograder.lesson import Lesson
from autograder.notebook import check, earlier

__all__ = ["Lesson", "answer", "check", "earlier", "right", "wrong"]
