"""From the written lesson sources to everything that is generated: skeletons, notebooks, an nbgrader course."""

from autograder.build.errors import BuildError

__all__ = ["BuildError"]
