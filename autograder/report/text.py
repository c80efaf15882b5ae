"""Verdicts as plain text, for a terminal, a log and a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.verdict import State, Verdict

MARKS: dict[State, str] = {"passed": "✓", "failed": "✗", "todo": "○", "blocked": "·", "crashed": "!"}
PLAIN: dict[State, str] = {
    "passed": "passed:", "failed": "failed:", "todo": "to do:", "blocked": "waiting:", "crashed": "crashed:",
}  # fmt: skip
WIDTH = 78


def headline(verdict: Verdict, marks: dict[State, str] = MARKS) -> str:
    """Write one line: mark, exercise, what a right answer does, points."""
    left = f"{marks[verdict.state]} {verdict.exercise} — {verdict.title}"
    if marks is PLAIN:
        left = left.replace("—", "-")
    return f"{left:<{WIDTH - 6}}  {verdict.points}/{verdict.max_points}"


def details(verdict: Verdict) -> list[str]:
    """Write what is to be read below the headline: fact, then help."""
    if verdict.state == "todo":
        return ["still a stub: replace `raise NotImplementedError` by your code"]
    if verdict.state == "blocked":
        return [f"waits for {verdict.waits_for}: this exercise calls it, so mend that first"]
    if verdict.state == "crashed":
        return ["this is a fault of the kit, not of your code; please report it:", *verdict.facts]
    lines = list(verdict.facts)
    if verdict.state == "failed":
        lines += [verdict.help] if verdict.help else []
        lines += [f"replay: {verdict.replay}"] if verdict.replay else []
    return lines + [f"note: {note} (it did not decide the verdict)" for note in verdict.notes]


def verdict_text(verdict: Verdict, marks: dict[State, str] = MARKS) -> str:
    """Write a verdict in full."""
    return "\n".join([headline(verdict, marks), *indented(details(verdict))])


def indented(lines: Sequence[str]) -> list[str]:
    """Indent lines below a headline."""
    return [f"    {line}" for text in lines for line in text.splitlines()]
