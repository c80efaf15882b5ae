"""The learner's notebook: theory beside stubs, a check behind each, experiments, the question."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("nbformat")

from autograder.build.errors import SourceError
from autograder.build.notebooks import RESPONSE, learner_notebook
from autograder.build.source import source_of
from autograder.build.stubs import stub


def notebook_of(kit):
    return json.loads(learner_notebook(source_of(kit, kit.suite("nn/tiny"))))


def cells(kit):
    return {cell["id"]: cell for cell in notebook_of(kit)["cells"]}


def text(cell):
    return "".join(cell["source"])


def test_cells_come_in_the_order_of_the_source_with_a_check_behind_each_answer(kit):
    assert list(cells(kit)) == [
        "theory-tiny-things",
        "setup",
        "setup-2",
        "theory-double",
        "answer-double",
        "check-double",
        "experiment-double",
        "answer-Counter",
        "check-Counter",
        "question",
        "response",
    ]


def test_cells_say_what_they_are_for(kit):
    found = cells(kit)
    assert found["answer-double"]["metadata"]["autograder"] == {"role": "answer", "exercise": "double"}
    assert found["experiment-double"]["metadata"]["autograder"] == {"role": "experiment"}
    assert text(found["check-Counter"]) == 'check("Counter");'
    assert text(found["response"]) == RESPONSE


def test_setup_brings_in_earlier_lessons_by_notebook(kit):
    assert text(cells(kit)["setup"]) == (
        "from itertools import pairwise\n\nimport numpy as np\n\nfrom autograder import check, earlier\n\n"
        'before = earlier("nn/before")\nhelper, another = before.helper, before.other'
    )


def test_setup_without_earlier_lessons_imports_check_alone(kit, bend):
    bend("from nn.before import (\n    helper,\n    other as another,\n)\n", "")
    bend("    from nn.before import helper\n\n", "")
    expected = "from itertools import pairwise\n\nimport numpy as np\n\nfrom autograder import check"
    assert text(cells(kit)["setup"]) == expected


def test_many_names_of_an_earlier_lesson_stand_on_lines_of_their_own(kit, bend):
    names = [f"a_rather_long_name_{n}" for n in range(4)]
    bend("    helper,\n    other as another,\n", f"    before, helper, {', '.join(names)}\n")
    lines = text(cells(kit)["setup"]).splitlines()[6:]
    assert lines[0] == 'before = earlier("nn/before")'
    assert lines[1] == "helper = before.helper"
    assert lines[-1] == "before = before.before"


def test_an_experiment_is_dedented_and_names_what_it_runs(kit):
    assert text(cells(kit)["experiment-double"]) == (
        "# This runs on your double: answer it first.\n"
        'before = earlier("nn/before")\nhelper = before.helper\n\n'
        "def show(value):\n    print(value)\n\nshow(double(LIMIT))"
    )


def test_an_experiment_whose_strings_would_change_is_refused(kit, bend):
    bend("    show(double(LIMIT))", '    show("""one\n    two""")')
    with pytest.raises(SourceError, match="string over several lines"):
        notebook_of(kit)


def test_a_notebook_has_no_outputs_and_a_kernel(kit):
    made = notebook_of(kit)
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    assert all(cell["outputs"] == [] for cell in made["cells"] if cell["cell_type"] == "code")


def test_the_same_source_gives_the_same_bytes(suite, home):
    source = source_of(home, suite)
    assert learner_notebook(source) == learner_notebook(source_of(home, suite))


def test_notebook_and_skeleton_have_the_same_stubs(suite, home):
    source = source_of(home, suite)
    made = json.loads(learner_notebook(source))["cells"]
    answers = [text(cell) for cell in made if cell["metadata"]["autograder"]["role"] == "answer"]
    assert answers == [stub(cell.text) for cell in source.of("exercise")]
    ids = [cell["id"] for cell in made]
    assert len(ids) == len(set(ids))
    assert max(map(len, ids)) <= 64
