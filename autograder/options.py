"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print data for programs.")]
Plain = Annotated[bool, typer.Option("--plain", help="Print plain sentences, for a screen reader or a log.")]
LearnerPath = Annotated[
    Path | None, typer.Option("--learner", metavar="PATH", help="Code elsewhere: a folder, one .py or one .ipynb.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Seed of the checks.")]
