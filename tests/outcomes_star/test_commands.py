"""`outcomes-star load`: what is wrong is listed, and a second time changes nothing."""

import pytest

from outcomes_star.queries import catalogue
from outcomes_star.shelf import FOLDER

OURS = (FOLDER / "ons4-1.toml").read_text().replace('"ons4"', '"our-four"')


@pytest.fixture
def load(app, tmp_path):
    def run(text, more=b""):
        file = tmp_path / "ours.toml"
        file.write_bytes(text.encode() + more)
        return app.test_cli_runner().invoke(args=["outcomes-star", "load", str(file)])

    return run


def test_it_is_there_for_every_lead_ntp(load, database):
    for _ in range(2):
        done = load(OURS)
        assert (done.exit_code, done.output) == (
            0, "ONS4, version 1, is there for every lead NTP to choose.\n",
        )  # fmt: skip
    with database.reading() as session:
        assert ("our-four", 1) in catalogue(session, None)


def test_what_is_wrong_is_said_and_nothing_is_taken(load, database):
    done = load(OURS.replace('rule = "separate"', 'rule = "guess"'))
    assert done.exit_code == 1 and "“rule” is one of" in done.output
    with database.reading() as session:
        assert ("our-four", 1) not in catalogue(session, None)


def test_a_file_that_is_no_text_is_said_to_be_none(load):
    done = load(OURS, b"# \xe9")
    assert done.exit_code == 1 and "plain text in UTF-8" in done.output
