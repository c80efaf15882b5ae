"""`autograder report`: what is counted, who is named, and what the files look like."""

from __future__ import annotations

import csv
import json
import re

import pytest

from autograder.classroom.count import figures_of
from autograder.classroom.read import NoResults, read_results
from autograder.classroom.write import write_report
from autograder.cli import main
from autograder.verdict import Grade, Verdict

SLOW = "stopped: step did not come back within 3 seconds"


def verdict(exercise, state, points=0, **more):
    return Verdict(f"test_{exercise}", exercise, "does it", state, points, 4, **more)


def submission(name, states, **more):
    """Make a submission from the states of its exercises."""
    verdicts = [
        verdict(exercise, *([state, 4] if state == "passed" else [state]), **more.pop(exercise, {}))
        for exercise, state in states.items()
    ]
    grade = Grade("nn/activations", f"{name}/activations.py", 7, tuple(verdicts))
    points = {"points": grade.points, "max_points": grade.max_points, "open_points": 0}
    lesson = {"lesson": "nn/activations", **points, "reason": "", "grade": grade.to_json()}
    return {"student": name, "state": "graded", "reason": "", **points, "lessons": [lesson]} | more


NOT_GRADED = {
    "student": "zed-x", "state": "not graded", "reason": "it is empty", "points": None, "max_points": None,
    "open_points": None, "lessons": [],
}  # fmt: skip
MADE = {"mistake": "shifts_all_rows", "help": "You seem to shift all rows by one number."}


@pytest.fixture
def results(tmp_path):
    """Write the results of five submissions."""
    rows = [
        submission("ada-l", {"relu": "passed", "softmax": "passed"}),
        submission("ben-t", {"relu": "passed", "softmax": "failed"}, softmax=MADE),
        submission("cleo-p", {"relu": "failed", "softmax": "failed"}, softmax=MADE, relu={"facts": (SLOW,)}),
        submission("<b>dan</b>", {"relu": "todo", "softmax": "blocked"}),
        NOT_GRADED,
    ]
    folder = tmp_path / "graded"
    folder.mkdir()
    folder.joinpath("grades.json").write_text(json.dumps({"graded": "nn", "submissions": rows}), encoding="utf-8")
    return folder


def test_points_are_spread_over_those_who_were_graded(results):
    figures = figures_of(read_results(results))
    assert figures.spread.counts == (2, 0, 0, 0, 0, 1, 0, 0, 0, 1)
    assert (figures.spread.lower, figures.spread.median, figures.spread.upper) == (0.0, 0.25, 0.625)
    assert [student.name for student in figures.ungraded] == ["zed-x"]


def test_exercises_have_a_pass_rate_and_states(results):
    relu, softmax = figures_of(read_results(results)).exercises
    assert (relu.exercise, relu.rate, softmax.rate) == ("relu", 0.5, 0.25)
    assert relu.states == {"passed": 2, "failed": 1, "blocked": 0, "todo": 1, "crashed": 0}


def test_mistakes_come_by_name_with_who_made_them(results):
    (made,) = figures_of(read_results(results)).mistakes
    assert (made.exercise, made.name, made.students) == ("softmax", "shifts_all_rows", ("ben-t", "cleo-p"))


def test_a_mistake_in_two_checks_counts_once(results):
    student = read_results(results).students[1]
    assert len(student.mistakes) == len(set(student.mistakes)) == 1


def test_what_ran_into_a_limit_is_listed(results):
    (stop,) = figures_of(read_results(results)).stops
    assert (stop.exercise, stop.words, stop.students) == ("relu", SLOW, ("cleo-p",))


def test_the_page_needs_no_other_file_and_no_name_can_break_it(results, tmp_path):
    write_report(results, tmp_path / "report")
    text = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "&lt;b&gt;dan" in text or "<b>dan" not in text
    assert re.findall(r'(?:src|href)="(?!data:)', text) == []
    assert "<script" not in text
    for words in (
        "4 submissions graded",
        "1 more could not be graded",
        "shifts all rows",
        "ben-t, cleo-p",
        "it is empty",
    ):
        assert words in text
    assert re.search(r'relu</td><td class="number">2</td>.*?50 %', text)


def test_tables_and_pictures_lie_beside_the_page(results, tmp_path):
    files = {path.name: path for path in write_report(results, tmp_path / "report")}
    with files["exercises.csv"].open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["exercise"], row["passed"], row["todo"]) for row in rows] == [
        ("relu", "2", "1"),
        ("softmax", "1", "0"),
    ]
    told = json.loads(files["report.json"].read_text("utf-8"))
    assert told["mistakes"][0]["students"] == ["ben-t", "cleo-p"]
    assert told["spread"]["quartiles"] == [0.0, 0.25, 0.625]
    for name in ("distribution.png", "exercises.png"):
        assert files[name].read_bytes().startswith(b"\x89PNG")


def test_equal_results_give_equal_files(results, tmp_path):
    first, second = (write_report(results, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_masked_names_appear_in_no_file(results, tmp_path):
    for path in write_report(results, tmp_path / "report", mask=True):
        content = path.read_bytes()
        assert not any(name in content for name in (b"ada-l", b"ben-t", b"cleo-p", b"dan<", b"zed-x"))
    assert b"student 5" in (tmp_path / "report" / "report.html").read_bytes()


def test_an_empty_class_is_told_and_draws_nothing(tmp_path):
    tmp_path.joinpath("grades.json").write_text('{"graded": "nn", "submissions": []}', encoding="utf-8")
    files = write_report(tmp_path, tmp_path / "report")
    assert [path.name for path in files] == ["report.html", "report.json", "exercises.csv", "mistakes.csv"]
    assert "No exercise was checked." in files[0].read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "name the folder that `autograder grade` wrote"), ("{}", "holds no results"), ("no", "holds no results")],
)
def test_where_there_are_no_results_that_is_told(tmp_path, capsys, content, words):
    if content is not None:
        tmp_path.joinpath("grades.json").write_text(content, encoding="utf-8")
    with pytest.raises(NoResults, match=words):
        read_results(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["report", str(tmp_path)])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_the_command_names_what_it_wrote(results, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["report", str(results)])
    assert not ended.value.code
    assert str(results / "report" / "report.html") in capsys.readouterr().out
