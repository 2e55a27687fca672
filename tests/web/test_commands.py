"""The operator's commands, as they are typed."""

import os
import subprocess
import sys

import pytest

from kernel import schema
from kernel.invariants import Invariant
from tests.architecture.house import ROOT


@pytest.fixture
def typed(app):
    """Type a command: `typed("doctor")`."""
    return lambda *words, **more: app.test_cli_runner().invoke(args=list(words), **more)


def test_the_doctor_says_that_all_is_well(typed):
    typed("directory", "rebuild-index")
    said = typed("doctor")
    assert (said.exit_code, said.output) == (0, "All is well.\n")


def test_the_doctor_says_in_words_what_is_not(app, typed):
    broken = Invariant("trial", "Something holds.", lambda session: ["It does not hold."])
    app.extensions["petunias_invariants"].add(broken)
    said = typed("doctor")
    assert said.exit_code == 1
    assert "It does not hold." in said.output


def test_migrating_is_done_once_and_again_without_harm(app, typed):
    for _ in range(2):
        assert typed("migrate").exit_code == 0
    assert schema.is_current(app.extensions["petunias"].database)


def test_the_demo_world_is_made_once(typed, app):
    first = typed("demo", "load")
    again = typed("demo", "load")
    assert "activities to find" in first.output
    assert "activities to find" not in again.output
    assert "thanks for the petunias" in again.output


def test_the_demo_world_is_not_made_at_an_https_address(settings, tmp_path):
    from dataclasses import replace

    from tests.support.databases import close
    from wsgi import create_app

    made = create_app(replace(settings, address="https://directory.example.nhs.uk"))
    said = made.test_cli_runner().invoke(args=["demo", "load"])
    assert said.exit_code == 1 and "not loaded at an https address" in said.output
    close(made)


class TestCopies:
    def test_are_made_and_put_back(self, app, typed, tmp_path):
        if not app.extensions["petunias"].database.is_sqlite:
            said = typed("backup", str(tmp_path / "copy"))
            assert said.exit_code == 1 and "pg_dump" in said.output
            return
        assert "is a whole copy" in typed("backup", str(tmp_path / "copy")).output
        said = typed("restore", str(tmp_path / "copy"), "--yes")
        assert (said.exit_code, "rebuild-index" in said.output) == (0, True)

    def test_are_not_put_back_unasked(self, typed, tmp_path):
        assert typed("restore", str(tmp_path / "copy"), input="n\n").exit_code == 1

    def test_that_are_not_there_are_refused_in_a_line(self, app, typed, tmp_path):
        said = typed("restore", str(tmp_path / "copy"), "--yes")
        assert said.exit_code == 1
        assert said.output.startswith("Error: ") and said.output.count("\n") == 1


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"PORT": "http"}, "Error: PORT: write a whole number from 1 to 65535"),
        ({"PETUNIAS_COLOUR": "yellow"}, "Error: PETUNIAS_COLOUR: Write the colour as #"),
    ],
)
def test_a_wrong_setting_ends_every_command_in_one_plain_line(tmp_path, environ, says):
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "doctor"],
        cwd=ROOT, env={**os.environ, "PETUNIAS_DATA": str(tmp_path), **environ},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(says) and done.stderr.count("\n") == 1
