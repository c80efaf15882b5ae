"""`autograder watch`: check again on every save, one exercise at a time."""
