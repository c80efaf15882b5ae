"""What the doctor says of a machine, and what it says to do."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from autograder.sandbox import doctor
from autograder.sandbox.tiers import Tier


def test_every_finding_is_a_sentence_and_goes_into_json():
    for finding in doctor.examine():
        assert finding.what
        assert json.loads(json.dumps(finding.to_json()))["good"] is finding.good


@pytest.mark.skipif(sys.platform != "linux", reason="packages of Linux distributions")
def test_without_bubblewrap_the_doctor_says_how_to_install_it(monkeypatch):
    tier = Tier("process", "bubblewrap is not installed")
    monkeypatch.setattr(doctor, "best_tier", lambda: tier)
    monkeypatch.setattr(doctor, "bwrap", lambda: None)
    first, second = doctor.examine()[:2]
    assert not first.good
    assert "only code you trust" in first.what
    assert "bubblewrap" in first.remedy
    assert "not installed" in second.what


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('NAME="Debian GNU/Linux"\nID=debian', "apt install"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"', "apt install"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"', "dnf install"),
        ("ID=nixos", "install the package"),
        ("", "install the package"),
    ],
)
def test_the_line_to_type_is_that_of_the_distribution(tmp_path, text, line):
    (tmp_path / "os-release").write_text(text)
    assert line in doctor.install_line(tmp_path / "os-release")


@pytest.mark.skipif(sys.platform != "linux", reason="AppArmor is Linux's")
def test_apparmor_is_named_where_it_is_the_reason(monkeypatch, tmp_path):
    (tmp_path / "flag").write_text("1\n")
    monkeypatch.setattr(doctor, "APPARMOR", tmp_path / "flag")
    monkeypatch.setattr(doctor, "bwrap", lambda: "/usr/bin/bwrap")
    assert "AppArmor" in doctor.remedy_for(Tier("process", "it does not start"))


def test_an_unknown_processor_is_told():
    assert not doctor.filter_finding("m68k").good
    assert doctor.filter_finding("x86_64").good


def test_the_engine_is_imported_without_the_sandbox():
    code = "import sys, autograder, autograder.grader; print([m for m in sys.modules if 'sandbox' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_has_a_doctor():
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "doctor", "--json"], capture_output=True, text=True, check=False
    )
    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == (0 if findings[0]["good"] else 1)
    assert findings[0]["what"].startswith("learner code: ")
