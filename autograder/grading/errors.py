"""What can go wrong with a grading run as a whole, and an instructor can mend."""

from autograder.errors import WrongUsage


class GradingError(WrongUsage):
    """A run cannot begin or go on; the message says what to do."""
