"""How much a law tries: a stated sample, or everything with `--mutants all` (or KIT_MUTANTS=all)."""

from __future__ import annotations

import os

import pytest


def tries_all(config: pytest.Config) -> bool:
    """Tell whether a run was asked to try everything."""
    return "all" in (config.getoption("--mutants", default=None), os.environ.get("KIT_MUTANTS"))
