"""`autograder report`: what a class as a whole knows, from the results of a grading run."""
