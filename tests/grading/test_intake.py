"""Whoever hands in in whatever form is one submission, and no entry gets lost."""

from __future__ import annotations

import io
import os
import stat
import sys
import zipfile

import pytest

from autograder.grading import tree
from autograder.grading.intake import from_platform, intake
from autograder.house import NothingToCheck
from tests.grading.conftest import RIGHT, lay_out, zipped

KNOWN = {"dnn_intro", "nn", "losses", "layers"}


def taken_in(path):
    return {one.student: one for one in intake(path, KNOWN)}


def names(submission):
    return [path for path, _ in submission.node.files()]


def read(submission, path):
    return dict(submission.node.files())[path].read()


@pytest.fixture
def folder(tmp_path):
    return lambda files: lay_out(tmp_path / "class", files)


def test_a_folder_a_file_and_a_zip_are_a_student_each(folder):
    path = folder({"ada/nn/losses.py": "1", "ben.py": "2", "cleo.ipynb": "3", "dan.zip": zipped({"nn/losses.py": "4"})})
    found = taken_in(path)
    assert {name: names(one) for name, one in found.items()} == {
        "ada": ["nn/losses.py"], "ben": ["ben.py"], "cleo": ["cleo.ipynb"], "dan": ["nn/losses.py"],
    }  # fmt: skip
    assert read(found["dan"], "nn/losses.py") == b"4"


def test_a_zip_of_all_is_as_good_as_a_folder_and_its_wrapper_is_no_student(tmp_path):
    inner = zipped({"homework/nn/losses.py": "4"})
    path = lay_out(tmp_path, {"all.zip": zipped({"hw1/ada/losses.py": "1", "hw1/ben.py": "2", "hw1/cleo.zip": inner})})
    found = taken_in(path / "all.zip")
    assert sorted(found) == ["ada", "ben", "cleo"]
    assert read(found["cleo"], "homework/nn/losses.py") == b"4"


def test_the_only_student_is_no_wrapper(folder):
    assert list(taken_in(folder({"ada/nn/losses.py": ""}))) == ["ada"]


def test_an_nbgrader_tree_has_a_folder_a_student(folder):
    found = taken_in(folder({"ada/nn/losses.ipynb": "", "ada/nn/timestamp.txt": "", "ben/nn/losses.ipynb": ""}))
    assert sorted(found) == ["ada", "ben"]


@pytest.mark.parametrize(
    ("name", "student", "file"),
    [
        ("Ada Lovelace_123_assignsubmission_file_losses.py", "Ada Lovelace_123", "losses.py"),
        ("Ada Lovelace_123_assignsubmission_file_", "Ada Lovelace_123", ""),
        ("Lovelace_12345_file_losses.ipynb", "Lovelace_12345", "losses.ipynb"),
        ("lovelaceada_LATE_12345_67890_losses-1.py", "lovelaceada_12345", "losses-1.py"),
        ("lovelaceada_12345_67890_losses.py", "lovelaceada_12345", "losses.py"),
        ("Homework_alovelace_attempt_2026-11-20-17-00-00_losses.py", "alovelace", "losses.py"),
        ("Homework_alovelace_attempt_2026-11-20-17-00-00.txt", "alovelace", ""),
        ("ada", "", ""),
        ("my_file_2.py", "", ""),
    ],
)
def test_names_of_learning_platforms_are_read(name, student, file):
    assert from_platform(name) == (student, file)


def test_files_that_a_platform_keeps_apart_come_together(folder):
    path = folder({"Ada_1_file_losses.py": "1", "Ada_1_file_layers.ipynb": "2", "Ben_2_file_losses.py": "3"})
    found = taken_in(path)
    assert names(found["Ada_1"]) == ["layers.ipynb", "losses.py"]
    assert found["Ada_1"].entries == ("Ada_1_file_layers.ipynb", "Ada_1_file_losses.py")
    assert names(found["Ben_2"]) == ["losses.py"]


def test_two_entries_under_one_name_stay_apart(folder):
    found = taken_in(folder({"ada/losses.py": "1", "ada.zip": zipped({"losses.py": "2"}), "ben.py": ""}))
    assert sorted(found) == ["ada", "ada.zip", "ben"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_every_entry_is_there_with_a_reason_if_it_is_no_submission(folder):
    path = folder({"ada.py": RIGHT, "notes.pdf": "", ".DS_Store": "", "bad.zip": b"PK\3\4 no zip", "__MACOSX/x": ""})
    (path / "empty").mkdir()
    (path / "link").symlink_to("/etc")
    os.mkfifo(path / "pipe.py")
    found = taken_in(path)
    assert {name for one in found.values() for name in one.entries} == set(os.listdir(path))
    assert {name for name, one in found.items() if one.junk} == {".DS_Store", "__MACOSX"}
    assert found["link"].reason == "it is a link"
    assert found["pipe"].reason == "it is no regular file"
    assert "cannot be unpacked" in found["bad"].reason
    assert "no .py" in found["notes.pdf"].reason


def test_nothing_to_take_in_is_said(tmp_path):
    for path in (tmp_path / "nowhere", lay_out(tmp_path, {"x.txt": ""}) / "x.txt"):
        with pytest.raises(NothingToCheck):
            intake(path, KNOWN)


@pytest.mark.parametrize("name", ["../out.py", "/etc/out.py", "a/../../out.py", "C:/out.py", "..\\out.py", "\\out.py"])
def test_a_path_that_leads_out_of_a_zip_is_not_followed(folder, name):
    one = taken_in(folder({"ada.zip": zipped({name: "evil", "losses.py": "1"}), "b.py": ""}))["ada"]
    problems = [node.problem for _, node in one.node.files() if node.problem]
    assert problems == ["its path leads out of the zip"]
    assert read(one, "losses.py") == b"1"


def test_a_link_in_a_zip_is_not_followed(folder):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("losses.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    one = taken_in(folder({"ada.zip": out.getvalue(), "b.py": ""}))["ada"]
    assert [node.problem for _, node in one.node.files()] == ["it is a link"]


def test_a_file_exchanged_for_a_link_after_it_was_listed_is_not_read(folder):
    path = folder({"ada/losses.py": "1"})
    one = taken_in(path)["ada"]
    (path / "ada/losses.py").unlink()
    (path / "ada/losses.py").symlink_to("/etc/passwd")
    with pytest.raises(tree.CannotBeGraded, match=r"losses\.py cannot be read"):
        read(one, "losses.py")


def test_what_a_zip_blows_up_to_is_not_read_to_the_end(folder):
    one = taken_in(folder({"ada.zip": zipped({"losses.py": bytes(50 << 20)}), "b.py": ""}))["ada"]
    with pytest.raises(tree.CannotBeGraded, match="larger than 8 MiB"):
        read(one, "losses.py")


def test_a_zip_of_too_many_files_is_refused(folder, monkeypatch):
    monkeypatch.setattr(tree, "MOST_NAMES", 20)
    found = taken_in(folder({"ada.zip": zipped({f"{i}.py": "" for i in range(30)}), "b.py": ""}))
    assert found["ada"].reason == "it holds more than 20 files"


def test_zips_within_zips_come_to_an_end(folder):
    data = zipped({"losses.py": "1"})
    for _ in range(6):
        data = zipped({"more.zip": data})
    one = taken_in(folder({"ada.zip": data, "b.py": ""}))["ada"]
    assert [node.problem for _, node in one.node.files()] == ["it is a zip within zips"]


def test_a_zip_with_a_password_is_named_as_such(folder):
    data = bytearray(zipped({"losses.py": "secret"}))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1
    one = taken_in(folder({"ada.zip": bytes(data), "b.py": ""}))["ada"]
    with pytest.raises(tree.CannotBeGraded, match="protected by a password"):
        read(one, "losses.py")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_that_no_table_can_show_are_cleaned(folder):
    path = folder({"ada.py": ""})
    (path / "be\nn.py").write_text("")
    os.close(os.open(os.fsencode(path) + b"/cl\xff.py", os.O_CREAT))
    assert all(name.isprintable() and name.encode() for name in taken_in(path))
