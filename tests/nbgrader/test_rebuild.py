"""`rebuild` puts what was handed in back into the shape of the released notebook."""

from __future__ import annotations

import json

import pytest

from autograder.grading.mending import mended
from autograder.grading.rebuild import NoNotebook, read_sheet, rebuild
from tests.nbgrader.conftest import HARMLESS, RELU, RESPONSE, SOFTMAX, notebook, stripped


def sources(cells):
    return {cell["id"]: cell["source"] for cell in cells}


def rebuilt(released, cells):
    return rebuild(released, read_sheet(notebook(cells).encode()))


@pytest.mark.parametrize("spoil", HARMLESS, ids=lambda function: function.__name__)
def test_answers_come_back_and_the_rest_is_the_release(released, answered, spoil):
    got = rebuilt(released, spoil(answered))
    assert [cell for cell in got if cell["id"].startswith("own-")] == []
    assert sources(got) == sources(answered)
    assert [cell["metadata"] for cell in got] == [cell["metadata"] for cell in released]
    assert [cell["cell_type"] for cell in got] == [cell["cell_type"] for cell in released]


def test_a_notebook_as_it_should_be_goes_to_the_checks_byte_for_byte(released, answered):
    data = notebook(answered).encode()
    assert mended(data, notebook(released).encode()) == data


def test_cells_of_ones_own_stay_where_they_were(released, answered):
    place = [cell["id"] for cell in answered].index("answer-softmax")
    own = {"cell_type": "code", "metadata": {"nbgrader": {"grade": True}}, "source": "def helper():\n    return 1"}
    got = rebuilt(released, [*answered[:place], own, *answered[place:]])
    names = [cell["id"] for cell in got]
    assert names.index(f"own-{place + 1}") == place
    assert got[place]["source"] == own["source"]
    assert got[place]["metadata"] == {}


def test_what_was_added_to_the_imports_is_kept_beside_them(released, answered):
    for cell in answered:
        if cell["id"] == "setup":
            cell["source"] += "\nimport math"
    got = rebuilt(released, answered)
    assert sources(got)["setup"] == sources(released)["setup"]
    assert sum("import math" in cell["source"] for cell in got) == 1


def test_an_answer_that_is_no_python_yet_is_found_by_its_name(released, answered):
    for cell in answered:
        if cell["id"] == "answer-relu":
            cell["source"] = "def relu(x):\n    return (x"
    assert sources(rebuilt(released, stripped(answered)))["answer-relu"] == "def relu(x):\n    return (x"


def test_an_answer_without_a_name_is_found_by_its_place(released, answered):
    for cell in answered:
        if cell["id"] == "answer-relu":
            cell["source"] = "# I could not do this one"
    assert sources(rebuilt(released, stripped(answered)))["answer-relu"] == "# I could not do this one"


def test_of_two_copies_the_answered_one_counts(released, answered):
    stub = next(cell for cell in released if cell["id"] == "answer-relu")
    for cells in ([stub, *answered], [*answered, stub]):
        assert sources(rebuilt(released, cells))["answer-relu"] == RELU


def test_a_missing_answer_is_told_in_its_check_cell(released, answered):
    got = rebuilt(released, [cell for cell in answered if cell["id"] != "answer-relu"])
    marks = {cell["id"]: cell["metadata"]["autograder"] for cell in got}
    assert "not found" in marks["check-relu"]["note"]
    assert "open" not in marks["check-relu"]
    assert "note" not in marks["check-softmax"]


def test_a_missing_response_is_told_in_its_place_so_that_a_person_looks(released, answered):
    got = rebuilt(released, [cell for cell in answered if cell["id"] != "response"])
    assert "not found" in sources(got)["response"]


def test_a_torn_file_gives_its_whole_cells_and_leaves_the_lost_ones_open(released, answered):
    text = notebook(answered)
    sheet = read_sheet(text[: text.index("def softmax")].encode())
    got = rebuild(released, sheet)
    marks = {cell["id"]: cell["metadata"]["autograder"] for cell in got}
    assert sources(got)["answer-relu"] == RELU
    assert marks["check-softmax"]["open"]
    assert "damaged" in marks["check-softmax"]["note"]


def test_an_answer_whose_cell_is_damaged_is_left_open(released, answered):
    for cell in answered:
        if cell["id"] == "answer-relu":
            cell["source"] = {"lost": 1}
    got = rebuilt(released, answered)
    mark = next(cell["metadata"]["autograder"] for cell in got if cell["id"] == "check-relu")
    assert mark["open"]
    assert "1 of its" in mark["note"]


def test_metadata_of_a_torn_cell_is_not_taken_for_a_cell(released, answered):
    text = notebook(answered)
    inner = '{\n "cell_type": "code", "nbgrader": {"cell_type": "code", "grade_id": "answer-softmax"}, "source": "'
    got = rebuild(released, read_sheet((text[: text.index("def softmax")] + inner).encode()))
    assert "raise NotImplementedError" in sources(got)["answer-softmax"]


def test_pictures_in_a_response_are_kept(released, answered):
    pictures = {"a.png": {"image/png": "AAAA"}}
    for cell in answered:
        if cell["id"] == "response":
            cell["attachments"] = pictures
    found = next(cell for cell in rebuilt(released, answered) if cell["id"] == "response")
    assert (found["source"], found["attachments"]) == (RESPONSE, pictures)


@pytest.mark.parametrize("text", ["", "no json", "[]", "3", '{"cells": 3}', "\x00", '{"worksheets": 1}', "[" * 100_000])
def test_what_is_no_notebook_is_told_and_left_as_it_is(released, text):
    with pytest.raises(NoNotebook):
        read_sheet(text.encode())
    assert mended(text.encode(), notebook(released).encode()) == text.encode()


def test_a_notebook_of_format_3_is_read():
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1\n", "b = 2"]}]}], "nbformat": 3}
    assert [cell["source"] for cell in read_sheet(json.dumps(old).encode()).cells] == ["a = 1\nb = 2"]


def test_other_encodings_do_not_end_the_reading(answered):
    assert read_sheet(b"\xef\xbb\xbf" + notebook(answered).encode()).damage == ""
    assert any(cell["source"] == SOFTMAX for cell in read_sheet(notebook(answered).encode() + b"\xff").cells)
