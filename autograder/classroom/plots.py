"""Pictures of a class: the spread of points, and how many passed each exercise."""

from __future__ import annotations

import io
from typing import Any

from autograder.classroom.count import BINS, ClassFigures, ExerciseFigures
from autograder.verdict import State

ROW = 0.24
STYLES: dict[State, dict[str, str]] = {
    "passed": {"label": "passed", "color": "#3d7a4e"},
    "failed": {"label": "failed", "color": "#e0a050", "hatch": "//"},
    "blocked": {"label": "waiting", "color": "#c8c8c8", "hatch": ".."},
    "todo": {"label": "to do", "color": "#ffffff"},
}


def pictures(figures: ClassFigures) -> dict[str, bytes]:
    """Draw all pictures, as PNG by file name; an empty class has none."""
    if not figures.exercises:
        return {}
    drawn = {"distribution.png": distribution(figures), "exercises.png": pass_rates(figures.exercises)}
    return {name: as_png(picture) for name, picture in drawn.items()}


def as_png(figure: Any) -> bytes:
    """Write a figure as PNG, without the time and the version: equal results give equal files."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=130, metadata={"Software": None})
    return buffer.getvalue()


def new_figure(width: float, height: float) -> tuple[Any, Any]:
    """Make a figure that belongs to no window."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def distribution(figures: ClassFigures) -> Any:
    """Draw a histogram of points, with the median."""
    figure, axes = new_figure(7, 3)
    counts, median = figures.spread.counts, figures.spread.median
    left = [100 * k / BINS for k in range(BINS)]
    bars = axes.bar(left, counts, width=100 / BINS, align="edge", color="#6b9fc4", edgecolor="black", linewidth=0.6)
    axes.bar_label(bars, labels=[str(n) if n else "" for n in counts], padding=2, fontsize=8)
    if median == median:
        axes.axvline(100 * median, color="black", linestyle="--", label=f"median {100 * median:.0f} %")
        axes.legend(loc="lower center", bbox_to_anchor=(0.9, 1.0), frameon=False, fontsize=8)
    axes.set(
        xlim=(0, 100), ylim=(0, 1.15 * max(1, *counts)), xlabel="points (% of all)", ylabel="students",
        title=f"{figures.what}: how {len(figures.graded)} students did",
    )  # fmt: skip
    return figure


def pass_rates(rows: tuple[ExerciseFigures, ...]) -> Any:
    """Draw a bar of states for each exercise: passed, failed, waiting or untouched."""
    import numpy as np

    figure, axes = new_figure(8, 1.2 + ROW * len(rows))
    places, left = np.arange(len(rows)), np.zeros(len(rows))
    for state, style in STYLES.items():
        share = np.array([100 * row.states[state] / max(row.number, 1) for row in rows])
        axes.barh(places, share, left=left, edgecolor="black", linewidth=0.4, **style)
        left += share
    axes.set_yticks(places, [row.exercise for row in rows], fontsize=7)
    axes.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.5), xlabel="% of students")
    axes.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False, fontsize=8)
    return figure
