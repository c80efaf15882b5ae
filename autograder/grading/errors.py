"""What can go wrong with a grading run as a whole, and an instructor can mend."""


class GradingError(RuntimeError):
    """A run cannot begin or go on; the message says what to do."""
