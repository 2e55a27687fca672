"""The operator's way in to referrals: the table of codes."""

import pytest
import sqlalchemy as sa

from referrals.models import SnomedCode


@pytest.fixture
def load(app, tmp_path):
    file = tmp_path / "codes.csv"

    def run(content: bytes):
        file.write_bytes(content)
        return app.test_cli_runner().invoke(args=["referrals", "load-codes", str(file)])

    return run


def test_a_table_of_codes_is_loaded_once(app, load):
    table = b"code,term,use\n390893007,Referral to physical activity program,support\n"
    assert load(table).output == "1 codes read, 1 changed.\n"
    assert load(table).output == "1 codes read, 0 changed.\n"
    with app.extensions["petunias"].database.reading() as session:
        assert session.scalars(sa.select(SnomedCode.code)).all() == ["390893007"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"code,term,use\n390893008,Wrong,support\n", "Line 2"), (b"\xff\xfe", "CSV in UTF-8")],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_taken(app, load, content, says):
    result = load(content)
    assert result.exit_code != 0
    assert says in result.output and "Traceback" not in result.output
    with app.extensions["petunias"].database.reading() as session:
        assert session.scalars(sa.select(SnomedCode)).all() == []


def test_erasing_again_says_how_many(app):
    said = app.test_cli_runner().invoke(args=["referrals", "erase-again"])
    assert (said.exit_code, said.output) == (
        0, "0 people who had been erased were erased again.\n",
    )  # fmt: skip
