"""Grading a class: what was handed in goes in, one grade and one page a student come out, nothing lost."""
