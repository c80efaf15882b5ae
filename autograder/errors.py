"""The root of all errors that a sentence settles."""


class WrongUsage(Exception):
    """Something was asked for that cannot be done; the message says what was given and what to do. Exit code 2."""
