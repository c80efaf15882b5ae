"""`write_course` makes an nbgrader course, and leaves alone what is not its own."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("nbformat")

from autograder.build.course import write_course
from autograder.build.errors import CourseError
from autograder.build.stubs import BEGIN, END


@pytest.fixture
def folder(kit, tmp_path):
    write_course(kit, tmp_path / "my course")
    return tmp_path / "my course"


def cells(folder):
    notebook = json.loads((folder / "source" / "nn" / "tiny.ipynb").read_text("utf-8"))
    return {cell["id"]: cell for cell in notebook["cells"]}


def marks(folder):
    return {name: cell["metadata"].get("nbgrader") for name, cell in cells(folder).items()}


def test_a_course_has_settings_sources_and_a_readme(folder):
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == ["README.md", "course.toml", "nbgrader_config.py", "source/nn/tiny.ipynb"]
    config = (folder / "nbgrader_config.py").read_text("utf-8")
    compile(config, "nbgrader_config.py", "exec")
    assert 'course_id = "my-course"' in config
    readme = (folder / "README.md").read_text("utf-8")
    for word in ("autograder grade --nbgrader . nn", "course.toml", "--force", "by hand", "PostgreSQL"):
        assert word in readme


@pytest.mark.parametrize(
    ("cell", "grade", "solution", "points"),
    [
        ("theory-double", False, False, None),
        ("setup", False, False, None),
        ("answer-double", False, True, None),
        ("check-double", True, False, 2),
        ("check-Counter", True, False, 3),
        ("question", False, False, None),
        ("response", True, True, 2),
    ],
)
def test_cells_carry_the_metadata_of_schema_3(folder, cell, grade, solution, points):
    wanted = {
        "schema_version": 3, "task": False, "grade_id": cell,
        "grade": grade, "solution": solution, "locked": not solution,
    }  # fmt: skip
    assert marks(folder)[cell] == (wanted if points is None else wanted | {"points": points})


def test_experiments_are_not_graded_and_not_run_by_nbgrader(folder):
    metadata = cells(folder)["experiment-double"]["metadata"]
    assert "nbgrader" not in metadata
    assert metadata["tags"] == ["skip-execution"]


def test_every_body_stands_between_solution_marks(folder):
    text = "".join(cells(folder)["answer-Counter"]["source"])
    assert text.count(BEGIN) == text.count(END) == 3


def test_the_response_holds_the_model_answer(folder):
    assert "secret number" in "".join(cells(folder)["response"]["source"])


def test_a_course_is_brought_up_to_date_and_its_records_stay(kit, folder, bend):
    (folder / "gradebook.db").write_text("grades", encoding="utf-8")
    (folder / "submitted").mkdir()
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "# mine\n", encoding="utf-8")
    bend("Theory with", "More theory with")
    assert write_course(kit, folder).written == (folder / "source" / "nn" / "tiny.ipynb",)
    assert config.read_text("utf-8").endswith("# mine\n")
    assert (folder / "gradebook.db").read_text("utf-8") == "grades"


@pytest.mark.parametrize("name", ["notes.txt", "nbgrader_config.py"])
def test_a_foreign_folder_is_refused(kit, tmp_path, name):
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / name).write_text("c = get_config()\n", encoding="utf-8")
    with pytest.raises(CourseError, match="not empty"):
        write_course(kit, folder)
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_file_in_the_place_of_the_folder_is_refused(kit, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CourseError, match="is a file"):
        write_course(kit, tmp_path / "file")


def test_an_unknown_segment_is_refused(kit, tmp_path):
    with pytest.raises(CourseError, match="no segment called rnn has lessons; there is: nn"):
        write_course(kit, tmp_path / "course", ["rnn"])
    assert not (tmp_path / "course").exists()
