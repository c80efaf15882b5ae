"""The laws of the house, held by every lesson that is found. `nox -s laws` runs them with many seeds."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from autograder.bank import Bank, bank_for
from autograder.grader import Grader
from autograder.home import Home
from autograder.house import House
from autograder.reference import reference_for
from autograder.run import run_check

ONE_LINE_OF_SENSE = 2
WRONG_ANSWERS = 3


@cache
def bank_of(home: Home, name: str) -> Bank:
    bank = bank_for(home, home.suite(name))
    assert bank is not None, f"{name} has no source and bank in solutions/"
    return bank


def house(path, home: Home) -> House:
    return House(path, home.lesson_names())


def test_law_1_the_model_answers_earn_every_point_with_any_seed(suite, home, seeds):
    for seed in seeds:
        grade = Grader(home, house(home.solutions, home), seed).run(suite).grade()
        open_checks = [verdict for verdict in grade.verdicts if verdict.state != "passed"]
        assert grade.problems == ()
        assert open_checks == []
        assert grade.points == grade.max_points == suite.lesson.points


def test_law_2_an_untouched_skeleton_earns_nothing_and_is_todo_or_blocked(suite, home):
    grade = Grader(home, house(home.exercises, home)).run(suite).grade()
    assert grade.problems == ()
    assert grade.points == 0
    assert {verdict.state for verdict in grade.verdicts} <= {"todo", "blocked"}
    assert not any("Traceback" in fact for verdict in grade.verdicts for fact in verdict.facts)


def test_law_3_every_wrong_answer_fails_and_draws_its_own_sentence(wrong_entry, home, seeds):
    suite, entry = wrong_entry
    learner, oracle = bank_of(home, suite.name).learner(entry), reference_for(suite)
    checks = suite.lesson.exercises[entry.exercise].checks
    for seed in seeds:
        states = {check.name: run_check(check, learner, oracle, seed).state for check in checks}
        assert set(states.values()) <= {"passed", "failed"}, f"seed {seed}: {states}"
        assert "failed" in states.values(), f"every check of {entry.exercise} passes {entry.name} with seed {seed}"
    banks = {suite.name: bank_of(home, suite.name)}
    run = Grader(home, house(home.solutions, home), seeds[0], banks=banks).run(suite, learner)
    verdicts = [run.verdict(check) for check in checks]
    drawn = {verdict.check: verdict.mistake for verdict in verdicts if verdict.state == "failed"}
    told = {name for name in drawn.values() if name}
    assert told == {entry.name}, (
        f"no failing check tells {entry.name} from the other wrong answers: {drawn}"
        if not told
        else f"{entry.name} is taken for another mistake: {drawn}"
    )


def test_law_4_every_right_answer_earns_every_point(right_entry, home, seeds):
    suite, entry = right_entry
    learner, oracle = bank_of(home, suite.name).learner(entry), reference_for(suite)
    assert learner.problems == []
    for seed in seeds:
        for check in suite.lesson.checks:
            outcome = run_check(check, learner, oracle, seed)
            facts = outcome.difference.facts if outcome.difference else ()
            assert outcome.state == "passed", f"{check.name}, seed {seed}: {outcome.state}: {facts}"


def test_law_5_every_exercise_has_wrong_and_right_answers_a_docstring_and_points(suite, home):
    bank = bank_of(home, suite.name)
    source = ast.parse(bank.model_source)
    defined = {node.name: node for node in source.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for name, exercise in suite.lesson.exercises.items():
        wrong = [entry for entry in bank.entries if entry.exercise == name and entry.kind == "wrong"]
        right = [entry for entry in bank.entries if entry.exercise == name and entry.kind == "right"]
        least = ONE_LINE_OF_SENSE if is_one_line(defined[name]) else WRONG_ANSWERS
        assert len(wrong) >= least, f"{name}: {len(wrong)} wrong answers in the bank"
        assert right, f"{name}: no right answer written differently in the bank"
        assert exercise.points > 0, f"{name}: no check is worth a point"
        assert exercise.hints, f"{name}: no hint"
        documentation = ast.get_docstring(defined[name]) or ""
        assert "(" in documentation or "shape" in documentation, f"{name}: no docstring with shapes"


def is_one_line(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Tell whether a model answer is one statement behind its docstring."""
    return isinstance(node, ast.FunctionDef) and len(node.body) <= 2


def test_law_5_no_bank_entry_names_an_unknown_exercise(suite, home):
    unknown = {entry.exercise for entry in bank_of(home, suite.name).entries} - set(suite.lesson.exercises)
    assert unknown == set()


def test_law_9_core_minutes_fit_the_timetable(home):
    for segment in home.segments():
        exercises = [exercise for suite in home.suites(segment.name) for exercise in suite.lesson.exercises.values()]
        assert sum(exercise.minutes for exercise in exercises if exercise.core) <= segment.minutes


def test_law_9_exercise_and_lesson_names_are_unique(home):
    suites = home.suites()
    exercises = [name for suite in suites for name in suite.lesson.exercises]
    assert len(exercises) == len(set(exercises))
    assert len(suites) == len({suite.stem for suite in suites})


@pytest.mark.parametrize("part", ["after", "checks"])
def test_suites_name_only_exercises_that_exist(home, part):
    known = {name for suite in home.suites() for name in suite.lesson.exercises}
    for suite in home.suites():
        for exercise in suite.lesson.exercises.values():
            named = exercise.after if part == "after" else [check.exercise for check in exercise.checks]
            assert set(named) <= known
