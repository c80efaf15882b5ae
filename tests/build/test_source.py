"""A lesson's source keeps the rules, or an error names file, line and remedy."""

from __future__ import annotations

import pytest

from autograder.build import errors
from autograder.build.errors import MissingExtra, SourceError
from autograder.build.source import source_of


def faults(kit):
    with pytest.raises(SourceError) as caught:
        source_of(kit, kit.suite("nn/tiny"))
    return caught.value.faults


def fault(kit):
    (found,) = faults(kit)
    return found


def test_every_cell_has_a_role(kit):
    source = source_of(kit, kit.suite("nn/tiny"))
    roles = [cell.role for cell in source.cells]
    assert roles == [
        "theory", "setup", "setup", "theory", "exercise", "experiment", "exercise", "question", "answer",
    ]  # fmt: skip
    assert list(source.exercises) == ["double", "Counter"]
    assert source.of("question")[0].points == 2


def test_the_message_names_file_line_and_remedy(kit, bend):
    line = bend('        """Go on."""\n', "")
    with pytest.raises(SourceError, match="say what the learner is to write") as caught:
        source_of(kit, kit.suite("nn/tiny"))
    path = kit.solutions / "nn" / "tiny.py"
    assert str(caught.value).startswith(f"{path}:{line - 4}: step has no docstring")


def test_all_faults_are_told_at_once(kit, bend):
    bend("LIMIT = 3", "_LIMIT = 3")
    bend('role="question" points=2', 'role="question"')
    assert len(faults(kit)) == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("# %%\nclass Counter", "\nclass Counter", "other statements"),
        ("    return result\n", "    return result\n\n\nclass Counter:\n    pass\n", "two exercises in a cell"),
        ("    return result\n", "    return result\n\n\nMORE = 1\n", "cell of double holds other statements"),
        ("def double(", "def twice(", "suite declares no exercise twice"),
        ("class Counter:", "class Count:", "suite declares no exercise Count"),
        ("LIMIT = 3", "_limit = 3", "_limit is private"),
        ("    def step(", "    def _step(", "_step is private"),
        ("    # between two methods\n", "    secret = 7\n", "holds more than methods"),
        ("LIMIT = 3", "def free():\n    return 1\n\n\nLIMIT = 3", 'role="given"'),
        ('if __name__ == "__main__":', 'print(1)\nif __name__ == "__main__":', "a cell of its own"),
        ('    """Return twice x.', '    x = """Return twice x.', "double has no docstring"),
        ('"""Begin."""\n        self', '"""Begin."""; self', "on lines of their own"),
        ('"""Tiny: things to double and to count."""\n', "", "starts with the lesson's docstring"),
        ('# %% [markdown] role="answer"\n', "", "question has no answer"),
        ('role="question" points=2', 'role="puzzle"', 'role="puzzle" is unknown'),
        ("points=2", "points=0", "points=2"),
        ("    helper,\n    other as another,\n", "    *\n", "not Python|name what you import"),
        ("from itertools import pairwise", "import nn.before", "cannot be followed"),
        ("from itertools import pairwise", "from nn import before", "cannot be followed"),
        ("LIMIT = 3", "LIMIT = = 3", "not Python"),
        ("show(double(LIMIT))", "show(Counter(LIMIT))", "uses Counter, which comes later"),
        ("# %% [markdown]\n# # Tiny things", "# a licence\n# %% [markdown]\n# # Tiny things", "before the first cell"),
    ],
)  # fmt: skip
def test_a_breach_of_a_rule_is_refused(kit, bend, old, new, words):
    bend(old, new)
    with pytest.raises(SourceError, match=words):
        source_of(kit, kit.suite("nn/tiny"))


def test_a_missing_exercise_is_refused(kit):
    suite = kit.suite("nn/tiny")
    suite.lesson.exercise("third", minutes=1, hints=("?",))
    with pytest.raises(SourceError, match="declares third, but no cell defines it"):
        source_of(kit, suite)


def test_a_second_question_is_refused(kit, bend):
    extra = '# %% [markdown] role="question" points=1\n# More?\n\n# %% [markdown] role="answer"\n# Yes.\n\n'
    bend('# %% [markdown] role="question" points=2', extra + '# %% [markdown] role="question" points=2')
    assert "this one has 2" in fault(kit).text


def test_given_code_is_marked(kit, bend):
    bend("# %%\nLIMIT = 3", '# %% role="given"\ndef free():\n    return 1\n\n\nLIMIT = 3')
    assert [cell.role for cell in source_of(kit, kit.suite("nn/tiny")).cells].count("setup") == 2


def test_a_missing_source_is_told(kit):
    (kit.solutions / "nn" / "tiny.py").unlink()
    assert "no such file" in fault(kit).text


def test_a_missing_library_is_told_with_its_extra():
    with pytest.raises(MissingExtra, match=r'no_such_library: pip install "ml-workshop-kit\[notebooks\]"'):
        errors.extra("no_such_library.part")
