"""Pages made from lessons: theory and stubs, formulas outside code, tables of what was measured."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("jupytext")

from autograder.build.site import benchmark, error_rates, lesson_pages, with_formulas
from tests.test_law_6_generated import answers_in, normalised


def test_every_lesson_has_a_page_with_its_exercises_and_no_answer(home):
    pages = {path: text for _, path, text in lesson_pages(home)}
    for suite in home.suites():
        text = pages[f"lessons/{suite.name}.md"]
        assert all(f"Exercise: `{name}`" in text for name in suite.lesson.exercises)
        answers = answers_in(home.solutions / f"{suite.name}.py", suite.lesson.exercises)
        assert [known for key, known in answers.items() if key in normalised(text)] == []
        assert text.count("raise NotImplementedError") >= len(suite.lesson.exercises)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("so $a_i$ and $b$.", "so <a_i> and <b>."),
        ("$$a = 1$$", "\n\n<<a = 1>>\n\n"),
        ("$$\na\n+ b$$", "\n\n<<a\n+ b>>\n\n"),
        ("over $a\nb$ lines", "over <a b> lines"),
        ("`$HOME` and $a$", "`$HOME` and <a>"),
        ("```\n$x$\n```\n$y$", "```\n$x$\n```\n<y>"),
        ("it costs \\$5", "it costs \\$5"),
    ],
)
def test_formulas_are_set_and_code_is_left_alone(text, wanted):
    assert with_formulas(text, lambda latex, alone: f"<<{latex}>>" if alone else f"<{latex}>") == wanted


def test_error_rates_are_summed_up(tmp_path):
    rows = [
        {"lesson": "nn/a", "wrong": 4, "accepted": 1, "told": 2, "right": 3, "rejected": 0},
        {"lesson": "nn/b", "wrong": 6, "accepted": 0, "told": 6, "right": 1, "rejected": 1},
    ]
    path = tmp_path / "rates.json"
    path.write_text(json.dumps({"seeds": 3, "lessons": rows}), encoding="utf-8")
    text = error_rates(path)
    assert "graded with 3 seeds" in text
    assert text.endswith("| **together** | 10 | 1 | 8 | 4 | 1 |")


def test_a_target_that_was_missed_is_said_so(tmp_path):
    row = {"name": "step", "other": "torch", "ratio": 1.24, "ratio_low": 1.2, "ratio_high": 1.3}
    rows = [row | {"target": 1.0, "met": False}, row | {"target": None, "met": None, "name": "fused"}]
    path = tmp_path / "bench_batchnorm.json"
    path.write_text(json.dumps({"machine": {"numpy": "2.4"}, "results": rows}), encoding="utf-8")
    text = benchmark(path)
    assert "| step | torch | 1.24 | 1.20 to 1.30 | at most 1, **not met** |" in text
    assert "| fused | torch | 1.24 | 1.20 to 1.30 |  |" in text
    assert "numpy 2.4." in text


def test_every_committed_figure_is_shown(home):
    pages = {path.name: benchmark(path) for path in (home.root / "docs" / "figures").glob("bench_*.json")}
    assert "bench_convolution.json" in pages
    assert [name for name, page in pages.items() if page.count("\n|") < 3] == []


def test_a_very_small_ratio_is_not_shown_as_nothing(tmp_path):
    row = {"name": "pool", "other": "loops", "ratio": 0.0042, "ratio_low": 0.004, "ratio_high": 0.0123, "target": None}
    file = tmp_path / "bench_pixel_loops.json"
    file.write_text(json.dumps({"results": [{**row, "met": None}]}), encoding="utf-8")
    assert "| pool | loops | 0.0042 | 0.004 to 0.012 |" in benchmark(file)


def test_figures_that_are_no_ratios_are_shown_by_their_names(tmp_path):
    path = tmp_path / "bench_grading.json"
    rows = [{"what": "one job", "per_minute": 12.3456, "target": None}]
    path.write_text(json.dumps({"results": rows}), encoding="utf-8")
    assert benchmark(path).endswith("| what | per minute | target |\n| --- | --- | --- |\n| one job | 12.3 |  |")
